"""A corpus in parts, on one process, several, or a cluster that loses a worker: always the same counts."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.report import invented, parallel, workers
from helpers.report.invented import synthetic_articles
from helpers.report.parallel import CorpusCounts, add_counts, count_corpus, count_part, sum_counts
from helpers.report.workers import executor_for
from helpers.stats.counts import count_terms
from helpers.text.tokens import content_words, tokenize


def articles_of(*texts, years=None):
    ids = [f"{number:03}" for number in range(len(texts))]
    return pd.DataFrame({"article_id": ids, "year": years or 2023, "text": texts}).astype({"year": "int64"})


def assert_same(one: CorpusCounts, other: CorpusCounts):
    pd.testing.assert_frame_equal(one.terms, other.terms)
    pd.testing.assert_frame_equal(one.sizes, other.sizes)


ARTICLES = articles_of("开源,闭源。", "开源开源", "", "安卓 Android", years=[2023, 2023, 2023, 2025])
COUNTED = (
    [[2023, "开源", 3, 2], [2023, "闭源", 1, 1], [2025, "Android", 2, 1]],
    [[2023, 3, 10], [2025, 1, 9]],
)


def values(counted: CorpusCounts):
    return tuple(table.values.tolist() for table in counted)


def test_a_part_gives_its_words_and_its_size_year_by_year():
    assert values(count_part(ARTICLES)) == COUNTED


def test_counts_by_another_column_add_up_too():
    counted = CorpusCounts(*(table.rename(columns={"year": "column"}) for table in count_part(ARTICLES)))
    summed = add_counts(counted, by="column")
    assert values(summed) == values(sum_counts([counted], by="column")) == COUNTED
    assert [next(iter(table)) for table in summed] == ["column", "column"]
    assert values(add_counts(counted, counted, by="column"))[1] == [
        [year, 2 * n, 2 * size] for year, n, size in COUNTED[1]
    ]


@pytest.mark.parametrize("parts", [[], [articles_of()], [articles_of(), articles_of()]])
def test_no_article_at_all_keeps_columns_and_types(parts):
    counted = count_corpus(parts)
    assert counted.terms.dtypes.to_dict() == count_part(ARTICLES).terms.dtypes.to_dict()
    assert counted.sizes.dtypes.to_dict() == count_part(ARTICLES).sizes.dtypes.to_dict()
    assert values(counted) == ([], [])


def test_articles_without_a_word_still_have_a_size():
    assert values(count_part(articles_of("", "的,"))) == ([], [[2023, 2, 2]])


TEXTS = st.lists(st.tuples(st.text("开源闭安卓的，A ", max_size=12), st.sampled_from([2023, 2024, 2025])), max_size=8)


@settings(max_examples=20)
@given(TEXTS, st.lists(st.integers(0, 8), max_size=3), st.randoms(use_true_random=False))
def test_however_a_corpus_is_cut_and_ordered_its_counts_are_the_same(rows, cuts, chance):
    whole = articles_of(*[text for text, _ in rows], years=[year for _, year in rows])
    places = sorted({0, len(whole), *(min(cut, len(whole)) for cut in cuts)})
    parts = [whole.iloc[start:end] for start, end in pairwise(places)]
    chance.shuffle(parts)
    assert_same(count_corpus(parts), count_part(whole))
    assert_same(add_counts(count_corpus(parts[:1]), count_corpus(parts[1:])), count_part(whole))


@settings(max_examples=50)
@given(TEXTS)
def test_counting_numbers_gives_the_table_that_counting_strings_gives(rows):
    articles = articles_of(*[text for text, _ in rows], years=[year for _, year in rows])
    by_strings = count_terms(articles, terms_of=lambda text: content_words(tokenize(text)))
    pd.testing.assert_frame_equal(count_terms(articles), by_strings)


def test_counts_are_added_while_they_come(monkeypatch):
    monkeypatch.setattr(parallel, "_ROWS_WAITING", 2)
    often = count_corpus(ARTICLES.iloc[[row]] for row in [3, 1, 0, 2] * 10)
    assert_same(often, add_counts(*[count_part(ARTICLES)] * 10))


# -------------------------------------------------------------------------------------------- many at the same time


class CountingExecutor(ThreadPoolExecutor):
    """Notes how many parts had been asked for and not yet finished when one more was."""

    def __init__(self):
        super().__init__(max_workers=1)
        self.under_way: list[Future] = []
        self.most = 0

    def submit(self, *job):
        self.under_way = [future for future in self.under_way if not future.done()]
        self.under_way.append(super().submit(*job))
        self.most = max(self.most, len(self.under_way))
        return self.under_way[-1]


def test_parts_are_taken_from_a_generator_only_when_there_is_room():
    with CountingExecutor() as executor:
        counted = count_corpus((ARTICLES for _ in range(20)), executor=executor)
    assert counted.sizes["articles"].tolist() == [60, 20]
    assert executor.most <= 2


def _load_or_fail(part):
    if part == 1:
        raise OSError("shard 1 cannot be read")
    return ARTICLES


def test_what_goes_wrong_in_a_part_is_raised_and_no_more_parts_are_taken():
    parts = iter(range(100))
    with pytest.raises(OSError, match="shard 1"):
        count_corpus(parts, load=_load_or_fail)
    assert next(parts) == 2


class FirstFails(Executor):
    """Refuses its first job and never begins another."""

    def __init__(self):
        self.jobs: list[Future] = []

    def submit(self, *job):
        self.jobs.append(Future())
        self.jobs[0].done() or self.jobs[0].set_exception(OSError("shard 1 cannot be read"))
        return self.jobs[-1]


@pytest.mark.slow
def test_a_running_cluster_knows_its_own_workers():
    distributed = pytest.importorskip("distributed")
    options = {"processes": False, "dashboard_address": ":0", "threads_per_worker": 1}
    with distributed.LocalCluster(n_workers=2, **options) as cluster:
        with executor_for(1, cluster.scheduler_address) as team:
            counted = count_corpus([ARTICLES] * 3, executor=team.executor, workers=team.workers)
        assert team.workers == 2
    assert_same(counted, add_counts(*[count_part(ARTICLES)] * 3))


def test_without_its_package_a_cluster_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ValueError, match="pip install distributed"), executor_for(2, "local"):
        pass


def test_what_goes_wrong_elsewhere_is_raised_and_what_waits_is_dropped():
    executor = FirstFails()
    with pytest.raises(OSError, match="shard 1"):
        count_corpus(range(100), executor=executor, workers=3)
    assert [job.cancelled() for job in executor.jobs] == [False, *[True] * 5]


def test_nobody_working_is_an_error():
    with pytest.raises(ValueError, match="workers is 0"):
        count_corpus([ARTICLES], workers=0)
    with pytest.raises(ValueError, match="workers is 0"):
        count_corpus([ARTICLES], workers=0, executor=FirstFails())


PARTS = range(4)


@pytest.fixture(scope="module")
def alone():
    return count_corpus(PARTS, load=_load_synthetic)


def _load_synthetic(part):
    return synthetic_articles(part, n=30)


@pytest.mark.slow
def test_two_processes_count_what_one_counts(alone):
    assert_same(count_corpus(PARTS, load=_load_synthetic, workers=2), alone)


def _die_once_then_load(part):
    """Load a part; the first time that part 2 comes, take down the process that holds it."""
    number, folder = part
    if number == 2:
        try:
            Path(folder, "died").touch(exist_ok=False)
        except FileExistsError:
            return _load_synthetic(number)
        os._exit(9)
    return _load_synthetic(number)


def test_a_process_that_dies_is_told(tmp_path):
    with pytest.raises(ValueError, match="a process died in the middle"):
        count_corpus([(2, str(tmp_path))], load=_die_once_then_load, workers=2)


_SLEEPERS = """
import multiprocessing, signal, sys, time
signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
from helpers.report.workers import executor_for, run
with executor_for(2) as team:
    for _ in run(abs, range(8), team):
        pass
    print(*(child.pid for child in multiprocessing.active_children()), flush=True)
    for _ in run(time.sleep, [600] * 9, team):
        pass
"""


def _sleepers():
    """Return a process that waits for its two workers, and their numbers."""
    process = subprocess.Popen(
        [sys.executable, "-c", _SLEEPERS],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    workers = process.stdout.readline().split()
    assert len(workers) == 2
    return process, workers


def _has_ended(process):
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
@pytest.mark.slow
def test_however_a_process_ends_its_workers_end_with_it(number):
    process, workers = _sleepers()
    os.kill(process.pid, number)
    _, said = process.communicate(timeout=60)
    assert process.returncode in (128 + number, -number)
    assert "InvalidStateError" not in said
    _wait_until_ended(workers)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
@pytest.mark.slow
def test_when_one_process_is_killed_the_others_end_and_it_is_told():
    process, workers = _sleepers()
    for number in (signal.SIGINT, signal.SIGHUP):  # as of a terminal, which tells all processes in it
        os.kill(int(workers[1]), number)
    os.kill(int(workers[0]), signal.SIGKILL)
    try:
        _, said = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 1 and "ValueError: a process died in the middle" in said
    _wait_until_ended(workers)


def _wait_until_ended(workers):
    deadline = time.monotonic() + 60
    while not all(map(_has_ended, workers)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert all(map(_has_ended, workers))


def test_a_signal_waits_until_no_lock_is_held(monkeypatch):
    real, done = workers.wait, []

    def interrupted(*arguments, **options):
        signal.raise_signal(signal.SIGINT)
        done.append(real(*arguments, **options))
        return done[-1]

    monkeypatch.setattr(workers, "wait", interrupted)
    with ThreadPoolExecutor(1) as pool, pytest.raises(KeyboardInterrupt):
        list(workers.run(abs, [-1], workers.Team(pool, 1)))
    assert len(done) == 1


@pytest.mark.slow
def test_a_dask_cluster_counts_the_same_though_a_worker_dies_in_the_middle(alone, cluster, tmp_path):
    parts = [(number, str(tmp_path)) for number in PARTS]
    assert_same(count_corpus(parts, load=_die_once_then_load, executor=cluster.executor, workers=2), alone)
    assert (tmp_path / "died").exists()


# ------------------------------------------------------------------------------------------------ invented articles


def test_invented_articles_are_the_same_for_the_same_seed():
    pd.testing.assert_frame_equal(synthetic_articles(5, n=3), synthetic_articles(5, n=3))
    assert synthetic_articles(5, n=2)["text"].tolist() == synthetic_articles(5, n=3)["text"].tolist()[:2]
    assert synthetic_articles(5, n=1)["text"][0] != synthetic_articles(6, n=1)["text"][0]
    assert set(synthetic_articles(5, n=50)["year"]) == {2023, 2024, 2025}


def test_every_rank_has_a_word_of_its_own_and_known_ones_come_first():
    n = len(invented._vocabulary())
    assert [invented.word_of(rank) for rank in range(3)] == ["，", "的", "。"]
    names = [invented.word_of(rank) for rank in (n, n + 1, n + 98, n + 99, n + 199)]
    # in base 100, from 1 on: a consonant and a vowel a digit, the last digit first
    assert names == ["Be ", "Bi ", "Cu ", "Babe ", "Babi "]
    ranks = [*range(0, n, 97), *range(n, n + 20_000, 7), 2**62]
    words = [invented.word_of(rank) for rank in ranks]
    assert len(set(words)) == len(words)
    assert all(word.endswith(" ") == word[-2:].isascii() for word in words)


def test_invented_articles_have_two_hundred_words_of_which_common_ones_come_often():
    articles = synthetic_articles(3, n=40)
    assert articles["article_id"].tolist() == [f"000003-{k:04}" for k in range(40)]
    text = "".join(articles["text"])
    # the first rank has the share 1 - (21 / 22) ** 0.45 of all words, and the third 1 - (23 / 24) ** 0.45 of those behind it
    assert 130 < text.count("，") < 200 and text.count("，") > text.count("。") > 90
