"""Change the package in small ways, one at a time, and see whether a test notices: `make mutate`. No test, and slow.

mutmut makes the mutants and runs, for each, the tests that call the changed function. Added here: a copy of the tree to
work in, a random sample, its interval, a second look at what survived, and the diffs of the survivors, which
`tests/MUTANTS.md` explains.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from scipy.stats import binomtest

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / "_build" / "mutate"
MUTMUT = Path(sys.executable).with_name("mutmut")
NOTICED = ("killed", "timeout", "segfault")
WANTED = 0.9
# Where the tests of a module are that has no file of its own name.
TESTED_IN = dict.fromkeys(
    ("article", "boilerplate", "cache", "column_names", "dates", "delimited", "encoding", "heads", "json_rows"),
    "ingest",
)
TESTED_IN |= dict.fromkeys(
    ("bylines", "labels", "lines", "mail", "metadata", "navigation", "near_duplicates", "outcomes"), "ingest"
)
TESTED_IN |= dict.fromkeys(("captions", "decisions", "elements", "link_lists", "threads"), "ingest")
TESTED_IN |= {"site_runs": "frames"}
TESTED_IN |= dict.fromkeys(
    (
        "own_words",
        "page_head",
        "page_rows",
        "parquet_rows",
        "regular_files",
        "sources",
        "split_rows",
        "spoken",
        "wording",
    ),
    "ingest",
)
TESTED_IN |= dict.fromkeys(
    ("cues", "passages", "quote_marks", "reporting", "run_in", "speakers", "transcripts", "turn_labels", "unmarked"),
    "quotations",
)
TESTED_IN |= dict.fromkeys(
    (
        "aliases",
        "antecedents",
        "cast",
        "introductions",
        "names",
        "names_by_form",
        "names_by_place",
        "names_in_marks",
        "persons_by_role",
        "sayings",
    ),
    "quotations",
)
TESTED_IN |= {"apart": "quotations", "marks": "quotations", "matching": "mentions"}
TESTED_IN |= dict.fromkeys(
    ("cleaner", "conversion", "editorial", "escapes", "footnotes", "front_matter", "html_markup", "layout", "ledger"),
    "clean",
)
TESTED_IN |= dict.fromkeys(("characters", "html_page", "markdown_links", "markdown_markup", "pinyin"), "clean")
TESTED_IN |= dict.fromkeys(("repetition", "rewriting", "rules", "spacing", "spin"), "clean")
TESTED_IN |= dict.fromkeys(("markup_heads", "pages", "program_code", "side_columns", "wrapped_lines"), "clean")
TESTED_IN |= dict.fromkeys(("line_notes", "line_weights", "repeated_forms", "widgets"), "credits")
TESTED_IN |= dict.fromkeys(("claim", "robustness", "verdicts"), "claims")
TESTED_IN |= {
    "code_pages": "mojibake",
    "flags": "mojibake",
    "two_byte": "mojibake",
    "feeds": "dialects",
    "forum_codes": "dialects",
    "wiki_text": "dialects",
    "latex_text": "dialects",
}
TESTED_IN |= dict.fromkeys(
    ("capacity", "cells", "comparison", "context", "files", "page", "reading", "write"), "report"
)
TESTED_IN |= dict.fromkeys(("claim_cells", "evidence_cells", "short_answers", "display_names"), "report")
TESTED_IN |= dict.fromkeys(("evidence", "__main__"), "report") | {
    "file_names": "values",
    "column_days": "values",
    "placeholders": "values",
    "misread_values": "values",
    "titles": "values",
}
TESTED_IN |= {
    "counted": "pipeline",
    "document": "analogies",
    "weighing": "analogies",
    "subset": "plots",
    "invented": "parallel",
    "workers": "parallel",
    "arguments": "house",
}
TESTED_IN |= dict.fromkeys(("entities", "helpers", "lexicon", "measures", "sentences", "text"), "tokens")


def mutmut(*arguments: str) -> list[str]:
    """Return the lines that mutmut prints."""
    done = subprocess.run([MUTMUT, *arguments], cwd=WORK, capture_output=True, text=True, check=False)
    return done.stdout.splitlines()


def run(names: list[str], processes: int, elsewhere: Path) -> int:
    """Let mutmut judge these mutants, its progress on the screen; return its exit code.

    What a test starts in a process and folder of its own, such as a notebook's kernel, imports the package from ``elsewhere``.
    """
    command = [MUTMUT, "run", "--max-children", str(processes), *names]
    env = os.environ | {"PYTHONPATH": str(elsewhere)}
    return subprocess.run(command, cwd=WORK, env=env, stdout=sys.stderr, check=False).returncode


def statuses() -> dict[str, str]:
    """Return ``{mutant: killed, survived, not checked …}``."""
    return dict(line.strip().split(": ", 1) for line in mutmut("results", "--all", "true") if ": " in line)


APPROVED = ("claims", "cleaning", "framing", "show", "text")  # rooms whose results for texts of our own were approved


def tests_of(name: str) -> str:
    """Return the test file of a mutant's module."""
    # helpers.cleaning.rules.x_find_html__mutmut_3, helpers.corpus.xǁCorpusǁload__mutmut_1
    module = name.split(".x", 1)[0]
    file = module.rsplit(".", 1)[-1]
    return f"tests/test_{TESTED_IN.get(file, file)}.py"


def noticed_apart(name: str) -> bool:
    """Return whether the tests of a mutant's module notice it when they run in a process of their own.

    mutmut judges in copies of one process, in which caches are full of what the code gave before it was changed; and what a
    fixture of several tests calls, it takes to be called by the first of them alone.
    """
    env = os.environ | {"PYTHONPATH": str(WORK / "mutants"), "MUTANT_UNDER_TEST": name}
    command = [sys.executable, "-m", "pytest", "-qx", "-p", "no:cacheprovider", "-k", "not cluster and not time"]
    command += [tests_of(name), *(["tests/test_approved.py"] if name.split(".")[1] in APPROVED else [])]
    return subprocess.run(command, cwd=WORK / "mutants", env=env, capture_output=True, check=False).returncode == 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("module", nargs="*", help="files such as helpers/cleaning/rules.py; without any, all")
    parser.add_argument("--sample", type=int, help="so many mutants, drawn at random; without it, all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    chosen = parser.parse_args()

    # A copy: the tree may be worked in meanwhile, and mutmut leaves its own behind.
    shutil.rmtree(WORK, ignore_errors=True)
    left_out = shutil.ignore_patterns(".git", ".venv", ".*_cache", ".hypothesis", "_build", "_site", "__pycache__")
    shutil.copytree(ROOT, WORK, ignore=left_out)

    # Mutants are known once they are made, on the way to a first run, which also notes who calls what. In a kernel's folder
    # mutmut could not note it, so there the package itself is used.
    prefixes = [".".join(Path(module).with_suffix("").parts) + ".x" for module in chosen.module] or ["helpers."]
    run(["helpers.report.input.dates.x_read_date__mutmut_1"], chosen.processes, ROOT)
    names = sorted(name for name in statuses() if name.startswith(tuple(prefixes)))
    if not names:
        sys.exit("There is no mutant: no such module, or its tests fail as they are.")
    if without := {tests_of(name) for name in names if not (ROOT / tests_of(name)).exists()}:
        sys.exit(f"{', '.join(sorted(without))}: no such file; TESTED_IN says where the tests of a module are.")
    drawn = random.Random(chosen.seed).sample(names, min(chosen.sample or len(names), len(names)))
    if run(drawn, chosen.processes, WORK / "mutants"):
        return 1

    found = statuses()
    survivors = sorted(name for name in drawn if found[name] not in NOTICED)
    with ThreadPoolExecutor(chosen.processes) as pool:
        looks = dict(zip(survivors, pool.map(noticed_apart, survivors), strict=True))
    found |= {name: "killed in a process of its own" for name, noticed in looks.items() if noticed}
    survivors = [name for name in survivors if not looks[name]]
    for name in survivors:
        print("\n".join(line for line in mutmut("show", name) if not line.startswith(("---", "+++"))), end="\n\n")
    for status, n in Counter(found[name] for name in drawn).most_common():
        print(f"{n:6} {status}")
    noticed = len(drawn) - len(survivors)
    low, high = binomtest(noticed, len(drawn)).proportion_ci(method="wilson")
    print(f"{noticed} of {len(drawn)} mutants noticed, of {len(names)} in all (seed {chosen.seed}):", end=" ")
    print(f"{noticed / len(drawn):.1%}, 95 % interval {low:.1%} to {high:.1%} (Wilson)")
    return noticed < WANTED * len(drawn)


if __name__ == "__main__":
    sys.exit(main())
