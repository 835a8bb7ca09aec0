"""A source read in parts: the summary never depends on the parts or the workers, and faults are reported."""

import json
import os
from functools import partial
from pathlib import Path

import pandas as pd
import pytest
from corpora import with_boilerplate, without_copies
from torture.cases import FILES, story

from helpers.claims.claim import count_claims, read_claims
from helpers.corpus import SEEDS, counting_key
from helpers.framing.analogies import analogies_in, find_analogies
from helpers.framing.quotations import find_quotations
from helpers.report import cache, counted, evidence, ingest, pipeline, workers
from helpers.report.ingest import EXAMPLE, Decision, Plan, read_corpus
from helpers.report.outcomes import FolderError
from helpers.report.output import reading
from helpers.report.pipeline import COLUMNS, NOT_COUNTED, Metaphors, add_metaphors
from helpers.report.sources import read_rows
from helpers.report.workers import executor_for
from helpers.stats.counts import count_characters, count_terms, split_articles
from helpers.text.document import Document
from helpers.text.tokens import teach_words

CLAIMS = read_claims(reading.QUESTIONS)


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """Twenty articles of four sites over five years, with a line that each site repeats, near-duplicates, and entries that are not articles."""
    folder = tmp_path_factory.mktemp("many")
    for k in range(20):
        text = story(k) + f"“{chr(0x5000 + k)}开源模型就像当年的安卓。”林晓说。\n"
        path = folder / f"site{k % 4}" / f"20{20 + k % 5}-03-{1 + k % 28:02}-{k}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{text}山谷日报第{k % 4}版 版权所有 不得转载\n", encoding="utf-8")
    (folder / "copy.txt").write_text(story(3) + story(103, 1), encoding="utf-8")
    (folder / "site0" / "empty.txt").write_bytes(b"")
    for number, case in enumerate(FILES[:12]):
        (folder / f"bad{number}").mkdir()
        case.make(folder / f"bad{number}" / case.name)
    return folder


@pytest.fixture(scope="module")
def whole(many):
    return pipeline.summarise(many, claims=CLAIMS)


def assert_same(one, other):
    hard = ["counted", "counted_uncut"]
    tables = [
        (one.ingest_log, other.ingest_log),
        (one.articles.drop(columns=hard), other.articles.drop(columns=hard)),
        (one.articles[hard].map(repr), other.articles[hard].map(repr)),
        *zip(one.counts, other.counts, strict=True),
        *zip(one.metaphors, other.metaphors, strict=True),
        (one.speakers, other.speakers),
        *((one.evidence[kind].first, other.evidence[kind].first) for kind in evidence.KINDS),
    ]
    assert [kept.total for kept in one.evidence.values()] == [kept.total for kept in other.evidence.values()]
    for first, second in tables:
        pd.testing.assert_frame_equal(first, second)


# --------------------------------------------------------------------------------- the same as with all in memory


def test_it_finds_what_the_finders_find_with_all_texts_at_hand(many, whole):
    found, corpus = whole, read_corpus(many)
    loaded = corpus.articles.sort_values("article_id", key=lambda ids: ids.map(counting_key), ignore_index=True)
    pd.testing.assert_frame_equal(found.ingest_log, corpus.ingest_log)
    shared = [name for name in COLUMNS if name in loaded]
    pd.testing.assert_frame_equal(found.articles[shared], loaded[shared])
    assert found.articles["characters"].tolist() == loaded["text"].map(count_characters).tolist()

    articles = without_copies(*corpus)
    counted = found.articles.loc[found.articles["column"] != NOT_COUNTED]
    assert counted["article_id"].tolist() == articles["article_id"].tolist()
    assert len(articles) < len(loaded)
    words = count_terms(articles).groupby(["year", "term"], as_index=False).agg(n=("n", "sum"), articles=("n", "size"))
    by_year = found.counts.terms.rename(columns={"column": "year"})
    pd.testing.assert_frame_equal(by_year, words, check_dtype=False)

    metaphors = find_analogies(split_articles(articles))
    assert found.metaphors.counts["n"].sum() == len(metaphors) == found.evidence["metaphors"].total > 15
    assert found.metaphors.counts.groupby("domain")["n"].sum().to_dict() == metaphors["domain"].value_counts().to_dict()
    said = pd.concat([find_quotations(text) for text in articles["text"]]).query("kind != 'term'")
    assert found.speakers["statements"].sum() == len(said) == found.evidence["statements"].total > 15
    cut = sum(edit.rule == "boilerplate" for ledger in loaded["ledger"] for edit in ledger)
    assert found.evidence["cuts"].first.query("rule == 'boilerplate'")["n"].sum() == cut > 15
    assert found.speakers["marked"].sum() == said["kind"].eq("direct").sum()

    uncut = [with_boilerplate(article) for article in loaded.itertuples()]
    for column, texts in (("counted", loaded["text"]), ("counted_uncut", uncut)):
        numbers = [{name: one[:3] for name, one in row.items()} for row in found.articles[column]]
        again = [count_claims(CLAIMS, text) for text in texts]
        assert numbers == [{name: one[:3] for name, one in row.items()} for row in again]
    assert found.articles["counted"].map(repr).ne(found.articles["counted_uncut"].map(repr)).any()


def test_few_articles_have_a_column_each_and_many_share_one_a_year(many, whole, tmp_path):
    for k, year in enumerate((2025, 2023, 2024)):
        (tmp_path / f"{year}-0{k + 1}.txt").write_text(story(k), encoding="utf-8")
    assert pipeline.summarise(tmp_path).articles["column"].tolist() == [0, 1, 2]  # 2023, 2024, 2025
    articles = whole.articles
    assert (articles["column"] == articles["year"])[articles["column"] != NOT_COUNTED].all()
    assert (pipeline.summarise(many, keep_copies=True).articles["column"] != NOT_COUNTED).all()


def test_of_many_sentences_the_first_and_the_best_are_kept(monkeypatch):
    monkeypatch.setitem(evidence.MOST_SHOWN, "metaphors", 2)
    rows = [("b", 1, "war", "metaphor", "战", "短。"), ("a", 7, "war", "comparison", "战", "这一句更长。"),
            ("a", 2, "game", "metaphor", "棋", "棋局。"), ("a", 9, "war", "comparison", "战", "这一句长。")]  # fmt: skip
    table = pd.DataFrame(rows, columns=list(evidence.METAPHOR_TYPES)).assign(marker="", target_term="")
    counts = pd.DataFrame({"domain": ["war", "game"], "column": [2024, 2024], "n": [3, 1]})
    nothing = Metaphors(counts.iloc[:0], table.iloc[:0])
    parts = [Metaphors(counts, table.iloc[[k]]) for k in range(4)]
    for order in (parts, parts[::-1], [add_metaphors(*parts[:3]), nothing, parts[3]]):
        together = add_metaphors(*order)
        assert together.best[["domain", "text"]].values.tolist() == [["game", "棋局。"], ["war", "这一句长。"]]
        assert together.counts["n"].tolist() == [4, 12]
    rows = [table.iloc[[k]] for k in range(4)]
    for order in (rows, rows[::-1], [evidence.keep_first("metaphors", *rows[:3]), rows[3]]):
        kept = evidence.keep_first("metaphors", *order)
        assert kept.first[["article_id", "sentence"]].values.tolist() == [["a", 2], ["a", 7]]
        assert kept.total == 4 and not kept.is_whole


# ----------------------------------------------------------------------------------------- in parts, and elsewhere


@pytest.mark.parametrize("size", [1, 7])
def test_however_it_is_cut_the_summary_is_the_same(many, whole, size, monkeypatch):
    monkeypatch.setattr(ingest, "PART_ENTRIES", size)
    assert_same(pipeline.summarise(many, claims=CLAIMS), whole)


def test_the_files_of_evidence_are_the_same_however_the_source_is_cut(many, tmp_path, monkeypatch):
    files = []
    for size in (200, 7):
        monkeypatch.setattr(ingest, "PART_ENTRIES", size)
        (tmp_path / str(size)).mkdir()
        shelf = evidence.Shelf(tmp_path / str(size))
        pipeline.summarise(many, claims=CLAIMS, terms=["开源"], shelf=shelf)
        files.append({kind: path.read_bytes() for kind, path in shelf.bind().items()})
        assert len([*shelf.folder.iterdir()]) == len(evidence.KINDS)  # no piece is left
    assert files[0] == files[1] and all(file.count(b"\n") > 15 for file in files[0].values())


def test_a_part_ends_at_so_many_entries_or_so_much_text(monkeypatch):
    monkeypatch.setattr(ingest, "PART_ENTRIES", 3)
    monkeypatch.setattr(ingest, "PART_SIZE", 10)
    assert [*ingest.parts_of([1, 1, 1, 1, 10, 9, 2, 1], lambda size: size)] == [[1, 1, 1], [1, 10], [9, 2], [1]]


class DiesOnce:
    """A job that takes down its process the first time that the second part comes by."""

    def __init__(self, job, folder):
        self.job, self.folder = job, folder

    def __call__(self, part):
        marker = Path(self.folder, f"died-{self.job.func.__name__}")
        if len(part) == 7 and not marker.exists():
            marker.touch()
            os._exit(9)
        return self.job(part)


@pytest.mark.slow
def test_on_a_cluster_it_is_the_same_though_workers_die_in_both_rounds(many, whole, cluster, tmp_path, monkeypatch):
    monkeypatch.setattr(ingest, "PART_ENTRIES", 7)
    run = workers.run
    monkeypatch.setattr(workers, "run", lambda job, parts, team: run(DiesOnce(job, str(tmp_path)), parts, team))
    assert_same(pipeline.summarise(many, claims=CLAIMS, team=cluster), whole)
    assert sorted(path.name for path in tmp_path.glob("died-*")) == ["died-_profile_part", "died-_summarise_part"]


@pytest.mark.slow
def test_on_two_processes_it_is_the_same(many, whole, monkeypatch):
    monkeypatch.setattr(ingest, "PART_ENTRIES", 20)
    with executor_for(2) as team:
        assert_same(pipeline.summarise(many, claims=CLAIMS, team=team), whole)


def test_a_small_source_needs_no_other_process():
    class Nobody:
        def submit(self, *_):
            raise AssertionError("somebody else was asked")

    assert len(pipeline.summarise(EXAMPLE, team=workers.Team(Nobody(), 2)).ingest_log) == 13


# --------------------------------------------------------------------------------------------------- what goes wrong


@pytest.mark.parametrize("change", ["other text", "gone", "no longer an article", "one more"])
def test_what_changes_between_the_rounds_is_refused(change, tmp_path, monkeypatch):
    folder = tmp_path / "in"
    folder.mkdir()
    for k in range(3):
        (folder / f"{k}.txt").write_text(story(k), encoding="utf-8")
    decide = ingest.decide

    def then_it_changes(*given, **options):
        if change == "one more":
            (folder / "9.txt").write_text(story(9), encoding="utf-8")
        elif change == "gone":
            (folder / "1.txt").unlink()
        else:
            (folder / "1.txt").write_text(story(7) if change == "other text" else "x", encoding="utf-8")
        return decide(*given, **options)

    monkeypatch.setattr(ingest, "decide", then_it_changes)
    with pytest.raises(FolderError, match=r"changed while it was read: run again\.$"):
        pipeline.summarise(folder)


def test_a_worker_that_sees_or_runs_something_else_is_told(tmp_path):
    source = ingest.make_source(tmp_path)
    with pytest.raises(FolderError, match="another version"):
        pipeline._profile_part(source._replace(version="other"), [])
    with pytest.raises(FolderError, match="cannot see"):
        pipeline._profile_part(source._replace(path=tmp_path / "elsewhere"), [])


def test_nobody_answers_or_nobody_works(monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr(workers, "_PATIENCE", 0.3)
    for options, words in (({"workers": 0}, "at least one must work"), ({"scheduler": "tcp://127.0.0.1:9"}, "no Dask")):
        with pytest.raises(ValueError, match=words):
            reading.read(EXAMPLE, **options)


# --------------------------------------------------------------------------------------- tables longer than memory


def test_a_table_is_read_row_by_row(tmp_path, monkeypatch):
    path = tmp_path / "t.jsonl"
    path.write_text("".join(json.dumps({"text": story(k)}) + "\n" for k in range(9)), encoding="utf-8")
    rows = read_rows(path)
    assert next(rows)[0] == 1
    monkeypatch.setattr("helpers.report.input.lines.decode", None)  # plain UTF-8 is never decoded as a whole
    assert len(pipeline.summarise(path).articles) == 9
    assert [number for number, *_ in rows] == [*range(2, 10)]


@pytest.mark.parametrize(
    "encode", [str.encode, partial(str.encode, encoding="utf-8-sig"), partial(str.encode, encoding="gb18030")]
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_however_a_table_is_written_its_rows_are_the_same(encode, end, tmp_path):
    rows = [f'{k},"{story(k)[:80].strip()}""开源""{end}第二行,"' for k in range(4)]
    (tmp_path / "t.csv").write_bytes(encode(end.join(["id,text", *rows, ""])))
    found = [row for _, row, _ in read_rows(tmp_path / "t.csv")]
    assert [row["id"] for row in found] == ["0", "1", "2", "3"]
    assert all(row["text"].endswith(f'"开源"{end}第二行,') for row in found)


def test_a_long_table_in_another_encoding_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("helpers.report.input.lines.MOST_TABLE", 100)
    (tmp_path / "t.csv").write_bytes(("id,text\n1," + "开源" * 100).encode("gb18030"))
    with pytest.raises(FolderError, match=r"t\.csv: 410 bytes that are not plain UTF-8"):
        pipeline.summarise(tmp_path / "t.csv")


def test_spun_words_are_restored_on_request_only():
    spun = next(SEEDS.glob("000_*.txt"))
    terms = [pipeline.summarise(spun, restore_spin=wish).counts.terms for wish in (False, True)]
    n = [table.loc[table["term"] == "科学家", "n"].sum() for table in terms]
    assert n == [0, 2]  # the machine had made 学问家 of them


# ------------------------------------------------------------------------------------------------- small sums, by hand


def _plans(*articles):
    """Plans of articles ``(id, year, copy of)``, and a row of the log for None."""
    return [
        Plan(0, one[1], Decision(one[0], None, 0.0, one[2] if len(one) > 2 else "", ())) if one else ("lost",)
        for one in articles
    ]


@pytest.mark.parametrize(
    ("articles", "keep_copies", "columns"),
    [
        ([], False, []),
        ([("b", 2024), None, ("a", 2024), ("c", 2023)], False, [2, None, 1, 0]),
        ([("b", 2024, "a"), ("a", 2024), ("c", 0)], False, [-1, 1, 0]),
        ([("b", 2024, "a"), ("a", 2024), ("c", 0)], True, [2, 1, 0]),
        ([(f"{k}", 2020) for k in range(8)], False, [*range(8)]),
        ([(f"{k}", 2020 + k % 2) for k in range(9)], False, [2020 + k % 2 for k in range(9)]),
        ([*((f"{k}", 2020) for k in range(8)), ("8", 2021, "0")], False, [*range(8), -1]),
    ],
)
def test_eight_articles_have_a_column_each_and_nine_one_a_year(articles, keep_copies, columns):
    found = pipeline._with_columns(_plans(*articles), keep_copies)
    assert [plan.column if isinstance(plan, Plan) else None for plan in found] == columns


def test_speakers_come_by_articles_then_statements_then_name():
    rows = [("a", "甲", True), ("a", "甲", False), ("b", "乙", True), ("a", "乙", True), ("c", "丁", True),
            ("c", "丁", True), ("c", "丙", False), ("c", "戊", True), ("d", "", False)]  # fmt: skip
    said = pd.DataFrame(rows, columns=["article_id", "speaker", "marked"])
    found = pipeline.speakers_table(pipeline._speakers_in(said, [""]))
    assert found.values.tolist() == [
        ["乙", True, 2, 2, 2], ["丁", True, 2, 1, 2], ["甲", True, 2, 1, 1], ["", False, 1, 1, 0], ["丙", True, 1, 1, 0],
        ["戊", True, 1, 1, 1],
    ]  # fmt: skip


def _metaphors_in(text):
    return pipeline._metaphors_in([(7, row) for row in analogies_in("a", Document(text))])


def test_the_best_example_says_that_it_compares_and_whom():
    """A short sentence on Android within a comparison is none by itself."""
    text = (
        "开源模型就像当年的安卓，厂商可以免费使用。“闭源模型就是AI时代的iPhone。”她说。不过，安卓从来不是完全免费的。"
    )
    found, _ = _metaphors_in(text)
    assert found.best["domain"].eq("mobile_os").sum() == 3
    assert add_metaphors(found).best["text"].tolist() == ["开源模型就像当年的安卓，厂商可以免费使用。"]


@pytest.mark.parametrize(("length", "quoted"), [(200, True), (201, False)])
def test_only_a_sentence_of_two_hundred_characters_is_quoted_by_itself(length, quoted):
    text = "OpenAI没有护城河" + "，" + "好" * (length - 13) + "。"
    assert len(text) == length + 1 - 1
    found, all_of_them = _metaphors_in(text)
    assert found.counts.values.tolist() == [["moat", 7, 1]] and len(all_of_them) == 1
    assert len(found.best) == quoted


def test_the_best_example_is_a_comparison_then_the_shortest_then_the_first():
    rows = [("b", 1, "war", "metaphor", "x", "短"), ("b", 2, "war", "comparison", "x", "长长长"), ("b", 3, "war", "comparison", "x", "长长"),
            ("a", 9, "war", "comparison", "x", "中中"), ("a", 4, "war", "comparison", "y", "中中"), ("a", 4, "war", "comparison", "x", "中中"),
            ("a", 5, "moat", "metaphor", "x", "一"), ("a", 5, "moat", "idiom", "y", "一")]  # fmt: skip
    table = pd.DataFrame(rows, columns=list(evidence.METAPHOR_TYPES)).assign(marker="", target_term="")
    counts = pd.DataFrame(
        [("war", 1, 2), ("moat", 1, 1), ("war", 0, 1), ("war", 1, 3)], columns=["domain", "column", "n"]
    )
    found = add_metaphors(Metaphors(counts, table))
    assert [row[:6] for row in found.best.itertuples(index=False, name=None)] == [rows[6], rows[5]]
    assert found.counts.values.tolist() == [["moat", 1, 1], ["war", 0, 1], ["war", 1, 5]]


# ------------------------------------------------------------------------------------------------- what is remembered

_QUOTED = counted.Counted("a", 0, Document("记者说：“大模型的安卓时刻来了，比如Llama 3。”马斯克说：“算力券，算力券。”"))


def test_what_was_found_in_an_article_is_found_once(tmp_path, monkeypatch):
    first = counted.finder((), tmp_path)(_QUOTED)
    assert first == counted.finder()(_QUOTED)
    assert {row[2] for row in first.statements} == {"记者", "Elon Musk"} and first.unnamed == [("记者",)]
    assert ("Llama 3", 1) in first.words and len(first.metaphors) == 1
    monkeypatch.setattr(counted, "statements_of", None)
    assert counted.finder((), tmp_path)(_QUOTED) == first


@pytest.mark.parametrize(
    "other", [_QUOTED._replace(article_id="b"), _QUOTED._replace(document=Document("没有人说话。"))]
)
def test_another_article_is_read_by_itself(other, tmp_path):
    counted.finder((), tmp_path)(_QUOTED)
    assert counted.finder((), tmp_path)(other) == counted.finder()(other) != counted.finder()(_QUOTED)


def test_with_other_words_of_the_users_own_all_is_found_anew(tmp_path):
    without = dict(counted.finder((), tmp_path)(_QUOTED).words)
    teach_words(["算力券"])
    try:
        assert dict(counted.finder(("算力券",), tmp_path)(_QUOTED).words)["算力券"] == 2 and "算力券" not in without
    finally:
        teach_words([])


@pytest.mark.parametrize(
    "change",
    [
        lambda kept: kept[:3],
        lambda kept: [[["开源", "2"]], *kept[1:]],
        lambda kept: [kept[0], [row[:-1] for row in kept[1]], *kept[2:]],
        lambda kept: [*kept[:2], [[*row[:1], True, *row[2:]] for row in kept[2]], kept[3]],
        lambda kept: {"words": kept[0]},
        lambda kept: None,
    ],
)
def test_what_the_cache_says_was_found_is_checked_before_it_is_believed(change, tmp_path, monkeypatch):
    first = counted.finder((), tmp_path)(_QUOTED)
    (path,) = tmp_path.iterdir()
    data = json.dumps(change(json.loads(path.read_bytes().partition(b"\n")[2]))).encode()
    monkeypatch.setattr(cache, "_checksum", lambda key, data: b"sealed")
    path.write_bytes(b"sealed\n" + data)
    assert counted.finder((), tmp_path)(_QUOTED) == first
