"""Ratios of speed, measured in one run: `make bench`; a benchmark, not a test. About two minutes.

`python bench/bench.py [folder]` takes the real text from another folder than seeds/.
"""

import logging
import math
import os
import sys
import tempfile
import time
from collections import Counter
from functools import partial
from pathlib import Path

import pandas as pd
from growth import machine, measure_apart, megabytes

from helpers.claims.claim import read_claims
from helpers.cleaning.cleaner import clean
from helpers.corpus import SEEDS
from helpers.lexicon import FOLDER
from helpers.report.invented import synthetic_articles
from helpers.report.parallel import count_corpus, count_part
from helpers.report.pipeline import summarise
from helpers.stats.counts import count_terms
from helpers.text import tokens
from helpers.text.sentences import split_sentences

PARTS, SHARD = range(20), partial(synthetic_articles, n=4000)  # 20 parts of about 5 MB


def seconds(run, *, clock=time.perf_counter, times: int = 1) -> float:
    """Return how long ``run`` takes by ``clock``, the fastest of ``times``."""
    taken = []
    for _ in range(times):
        start = clock()
        run()
        taken.append(clock() - start)
    return min(taken)


def bare_jieba():
    """Return jieba's `lcut` as it comes, but silent and without its cache file."""
    tokens._jieba(False)  # imports it without its warnings
    import jieba

    jieba.setLogLevel(logging.ERROR)
    jieba.dt.FREQ, jieba.dt.total = jieba.dt.gen_pfdict(jieba.dt.get_dict_file())
    jieba.dt.initialized = True
    return jieba.lcut


def report_on(articles: pd.DataFrame) -> None:
    """Write a table of articles, read it, clean, compare, count, and find metaphors and speakers; nothing was cleaned before."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = folder
        source = Path(folder, "articles.jsonl")
        articles.to_json(source, orient="records", lines=True, force_ascii=False)
        summarise(source, claims=read_claims(FOLDER / "questions.csv"), keep_copies=True)


def bench_text(name: str, raw: list[str]) -> None:
    """Print what each step takes on the texts ``raw``, and how many times it is as fast as jieba on the same texts."""
    cleaned = [clean(text) for text in raw]
    texts = [one.text for one in cleaned]
    articles = pd.DataFrame({"article_id": [f"{n:05}" for n in range(len(texts))], "year": 2023, "text": texts})
    edits = 1000 * sum(len(one.ledger) for one in cleaned) / sum(map(len, raw))
    cut_slowly = partial(tokens._cut, cut_runs=tokens._jieba(True), pattern=tokens._token_pattern(True))
    lcut = bare_jieba()
    ways = {
        "clean": {
            "bare jieba.lcut": lambda: [lcut(text) for text in texts],
            "tokenize, jieba": lambda: [cut_slowly(text) for text in texts],
            "tokenize, rjieba": lambda: [tokens.tokenize(text) for text in texts],
            "text to counts, strings": lambda: [Counter(tokens.content_words(tokens.tokenize(text))) for text in texts],
            "text to counts": lambda: count_terms(articles),
        },
        "raw": {
            "bare jieba.lcut": lambda: [lcut(text) for text in raw],
            "clean alone": lambda: [clean(text) for text in raw],
            "raw to clean to counts": lambda: count_terms(articles.assign(text=[clean(text).text for text in raw])),
            "the whole report": lambda: report_on(articles.assign(text=raw)),
        },
    }
    print(f"\n{name}: {len(raw)} articles, {edits:.0f} edits in 1,000 characters; one process")
    for state, size in (("raw", megabytes(articles.assign(text=raw))), ("clean", megabytes(articles))):
        print(f"  the {state} text, {size:.2f} MB")
        bare = 0.0
        for way, run in ways[state].items():
            taken = seconds(run, clock=time.process_time, times=5)
            bare = bare or taken
            print(f"    {way:26}{size / taken:7.2f} MB/s {bare / taken:7.1f} x bare jieba.lcut")


def read_texts(folder: Path) -> list[str]:
    return [path.read_text(encoding="utf-8", errors="replace") for path in sorted(folder.rglob("*.txt"))]


def bench_engines(folder: Path) -> None:
    texts = [*read_texts(folder), *synthetic_articles(1)["text"]]
    n_sentences = sum(len(split_sentences(text)) for text in texts)
    same = 1 - len(list(tokens.engine_differences(texts))) / n_sentences
    print(f"\ntokens of jieba and rjieba: the same in {same:.4%} of {n_sentences:,} sentences")


def bench_growth(what: str, sizes: tuple[int, ...], *how: str) -> None:
    print(f"\n{what}, one process")
    rows = [measure_apart(n, *how) for n in sizes]
    for row in rows:
        print("  {articles:>8} articles {megabytes:>7} MB {cpu_seconds:>7} s, peak {peak_mb} MB".format(**row))
    first, last = rows[0], rows[-1]
    ratios = [float(last[name]) / float(first[name]) for name in ("cpu_seconds", "articles")]
    print(f"  exponent {math.log(ratios[0]) / math.log(ratios[1]):.3f}")


def bench_processes() -> None:
    size = len(PARTS) * megabytes(SHARD(0))
    print(f"\n{size:.0f} MB in {len(PARTS)} parts, the processes started anew")
    alone = seconds(lambda: count_corpus(PARTS, load=SHARD))
    print(f"  one process         {alone:6.1f} s")
    pool = seconds(lambda: count_corpus(PARTS, load=SHARD, workers=2))
    print(f"  two processes       {pool:6.1f} s {alone / pool:6.2f} x one")
    import dask
    import distributed

    with (
        dask.config.set({"distributed.worker.profile.enabled": False}),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=logging.CRITICAL
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        executor = client.get_executor(retries=3)
        on_dask = seconds(lambda: count_corpus(PARTS, load=SHARD, executor=executor, workers=2))
    print(f"  two Dask workers    {on_dask:6.1f} s {alone / on_dask:6.2f} x one")


if __name__ == "__main__":
    count_part(synthetic_articles(0, n=1))
    real = Path(sys.argv[1]) if len(sys.argv) > 1 else SEEDS
    print(machine())
    # a number tells the copies apart, for the report would find a text that it has cleaned before
    bench_text(real.name, [f"{text}\n第{copy}份。" for copy in range(10) for text in read_texts(real)])
    bench_text("synthetic", [*synthetic_articles(0)["text"]])
    bench_engines(real)
    bench_growth("growth of counting, parts of a thousand articles", (1_000, 10_000, 100_000))
    bench_growth(
        "growth of a summary: read, clean, compare, count, metaphors, speakers", (1_000, 10_000), "--summarise"
    )
    bench_processes()
