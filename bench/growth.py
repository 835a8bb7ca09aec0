"""How time and memory grow with the corpus: `python bench/growth.py 1000 10000 …` prints bench/growth.csv anew.

Every size runs in a fresh process, for only so can its peak of memory be seen (Linux and macOS).
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
from pathlib import Path

from helpers.claims.claim import read_claims
from helpers.lexicon import FOLDER
from helpers.report.parallel import count_corpus, count_part, synthetic_articles
from helpers.report.pipeline import summarise

COLUMNS = ("date", "machine", "articles", "megabytes", "cpu_seconds", "peak_mb", "terms")


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


def measure(n: int, summarised: bool = False) -> dict:
    """Return the row of ``n`` short articles by one process: invented and counted a thousand at a time; or read from a
    file as a report reads them, cleaned, compared with each other, and searched for metaphors and speakers."""
    count_part(synthetic_articles(0, n=1))  # the engine is built before the clock starts
    with tempfile.TemporaryDirectory() as folder:
        if summarised:
            path = Path(folder, "articles.jsonl")
            with path.open("w", encoding="utf-8") as file:
                for part in range(n // 1000):
                    synthetic_articles(part).to_json(file, orient="records", lines=True, force_ascii=False)
        start = time.process_time()
        if summarised:
            os.environ["XDG_CACHE_HOME"] = folder  # nothing was cleaned before
            counted = summarise(path, claims=read_claims(FOLDER / "questions.csv")).counts
        else:
            counted = count_corpus(range(n // 1000), load=synthetic_articles)
        seconds = time.process_time() - start
    size = n / 1000 * megabytes(synthetic_articles(0))
    measured = (
        datetime.date.today(),
        machine(),
        n,
        round(size, 1),
        round(seconds, 2),
        round(peak_megabytes()),
        len(counted.terms),
    )
    return dict(zip(COLUMNS, measured, strict=True))


def measure_apart(n: int, *how: str) -> dict:
    """Return the row of ``n`` articles as a process of its own measures it; ``how``: ``--summarise`` or nothing."""
    command = [sys.executable, __file__, "--one", *how, str(n)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    return next(csv.DictReader(run.stdout.splitlines()))


if __name__ == "__main__":
    options = [word for word in sys.argv[1:] if word.startswith("--")]
    writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for size in sys.argv[1 + len(options) :]:
        one = "--one" in options
        writer.writerow(measure(int(size), "--summarise" in options) if one else measure_apart(int(size), *options))
        sys.stdout.flush()
