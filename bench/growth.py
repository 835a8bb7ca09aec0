"""How time and memory grow with the corpus: `python bench/growth.py 1000 10000 …` prints rows of bench/growth.csv.

The corpus is invented, with an open vocabulary; or, with ``--from=FOLDER``, made of real articles again and again, with fresh
Latin names in every copy. Every size runs in a fresh process, for only so can its peak of memory be seen (Linux and macOS).
"""

import csv
import datetime
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pandas as pd

from helpers.claims.claim import read_claims
from helpers.lexicon import FOLDER
from helpers.report.ingest import load_folder
from helpers.report.invented import synthetic_articles, word_of
from helpers.report.parallel import count_corpus, count_part
from helpers.report.pipeline import summarise

COLUMNS = ("date", "machine", "corpus", "articles", "megabytes", "cpu_seconds", "peak_mb", "terms")


def machine() -> str:
    """Return what kind of machine this is, without its name."""
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}"


def megabytes(articles) -> float:
    return sum(len(text.encode()) for text in articles["text"]) / 1e6


def peak_megabytes() -> float:
    """Return the most memory that this process has had."""
    status = Path("/proc/self/status")
    if status.exists():  # Linux: what getrusage says there may be the parent's
        return int(re.search(r"VmHWM:\s+(\d+)", status.read_text())[1]) / 1e3
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def repeated(texts: Sequence[str], part: int, n: int = 1000) -> pd.DataFrame:
    """Return ``n`` articles: ``texts`` from some place on, again and again, each copy with Latin names of its own."""
    rows = []
    for number in range(part * n, (part + 1) * n):
        copy, place = divmod(number, len(texts))
        fresh = partial(_fresh_name, copy)
        rows.append((f"{part:06}-{number:09}", 2023 + number % 3, re.sub("[A-Za-z]{3,}", fresh, texts[place])))
    return pd.DataFrame(rows, columns=["article_id", "year", "text"])


def _fresh_name(copy: int, match: re.Match[str]) -> str:
    return word_of(10**6 + zlib.crc32(f"{copy} {match[0]}".encode())).strip()


def measure(n: int, load: Callable[[int], pd.DataFrame], corpus: str, summarised: bool = False) -> dict:
    """Return the row of ``n`` articles by one process: made and counted a thousand at a time; or read from a file as a
    report reads them, cleaned, compared with each other, and searched for metaphors and speakers."""
    sample = load(0)
    count_part(sample.head(1))  # the engine is built before the clock starts
    with tempfile.TemporaryDirectory() as folder:
        if summarised:
            path = Path(folder, "articles.jsonl")
            with path.open("w", encoding="utf-8") as file:
                for part in range(n // 1000):
                    load(part).to_json(file, orient="records", lines=True, force_ascii=False)
        start = time.process_time()
        if summarised:
            os.environ["XDG_CACHE_HOME"] = folder  # nothing was cleaned before
            counted = summarise(path, claims=read_claims(FOLDER / "questions.csv")).counts
        else:
            counted = count_corpus(range(n // 1000), load=load)
        seconds = time.process_time() - start
    size = n / 1000 * megabytes(sample)
    about = (datetime.date.today(), machine(), corpus, n, round(size, 1))
    return dict(zip(COLUMNS, (*about, round(seconds, 2), round(peak_megabytes()), len(counted.terms)), strict=True))


def measure_apart(n: int, *how: str) -> dict:
    """Return the row of ``n`` articles as a process of its own measures it; ``how``: ``--summarise``, ``--from=FOLDER``."""
    command = [sys.executable, __file__, "--one", *how, str(n)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    return next(csv.DictReader(run.stdout.splitlines()))


def main() -> None:
    options = [word for word in sys.argv[1:] if word.startswith("--")]
    folder = next((word.removeprefix("--from=") for word in options if word.startswith("--from=")), "")
    writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for size in map(int, sys.argv[1 + len(options) :]):
        if "--one" not in options:
            writer.writerow(measure_apart(size, *options))
        else:
            load = partial(repeated, load_folder(folder)["text"].tolist()) if folder else synthetic_articles
            corpus = "real articles, repeated with fresh names" if folder else "invented articles"
            summarised = "--summarise" in options
            writer.writerow(measure(size, load, corpus + ", the whole report" * summarised, summarised))
        sys.stdout.flush()


if __name__ == "__main__":
    main()
