"""Read our word lists: new words, names, glosses, reporting verbs, spun pairs. The files are data; code never changes them."""

from functools import cache
from pathlib import Path

import pandas as pd

from helpers import tables

FOLDER = Path(__file__).parent


@cache
def read_words(name: str) -> tuple[str, ...]:
    """Return the entries of ``name``.txt, one a line, in file order; lines that start with ``#`` are remarks.

    >>> "闭源" in read_words("words")
    True
    """
    lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


@cache
def _table(name: str) -> pd.DataFrame:
    return tables.read_table(FOLDER / f"{name}.csv").drop(columns="row")


def read_table(name: str) -> pd.DataFrame:
    """Return ``name``.csv as a table of strings (an empty cell is an empty string).

    >>> list(read_table("spin").columns[:2])
    ['spun', 'plain']
    """
    return _table(name).copy()
