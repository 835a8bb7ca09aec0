"""Read the word lists: words, names, glosses, cues of speech and comparison. ``README.md`` beside them explains each."""

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


@cache
def terms_of(name: str, role: str) -> tuple[str, ...]:
    """Return the terms of ``name``.csv that have a role, in the order of the file.

    Raises:
        ValueError: no term has this role.

    >>> terms_of("reporting", "firm_pronoun")[:2]
    ('该公司', '这家公司')
    """
    table = _table(name)
    terms = tuple(table.loc[table["role"] == role, "term"])
    if not terms:
        raise ValueError(f"{name}.csv has no term of the role {role!r}.")
    return terms


def words_of(text: str) -> frozenset[str]:
    """Return the words of ``text``.

    >>> sorted(words_of("b a"))
    ['a', 'b']
    """
    return frozenset(text.split())
