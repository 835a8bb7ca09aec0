"""Rewrite what a table of patterns finds. Pure.

The rules are fast because every pattern begins with a character that it cannot do without, and looks back from there: the
regex engine jumps from one to the next. A pattern that begins with a look-behind, ``^`` or an alternative would be tried at
every character. Each pattern also names a ``mark`` that all its matches hold; a text without it is not searched.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from operator import methodcaller
from typing import NamedTuple

from helpers.cleaning.ledger import Found

inside = methodcaller("group", 1)  # what a pair of marks encloses becomes the new text


class Rewrite(NamedTuple):
    """What matches ``pattern``, and so holds ``mark``, becomes ``new``."""

    mark: str
    pattern: re.Pattern[str]
    new: str | Callable[[re.Match[str]], str]
    note: str


def rewritten(table: Iterable[Rewrite], text: str) -> Iterator[Found]:
    """Find what a table of patterns changes in ``text``.

    >>> [*rewritten([Rewrite("b", re.compile("b+"), "c", "a note")], "abba")]
    [(1, 'bb', 'c', 'a note')]
    """
    for mark, pattern, new, note in table:
        if mark in text:
            for match in pattern.finditer(text):
                old = match.group()
                replacement = new if isinstance(new, str) else new(match)
                if replacement != old:
                    yield match.start(), old, replacement, note


def at_line_starts(table: Iterable[Rewrite], text: str) -> Iterator[Found]:
    """Find what patterns that begin with a line end, which becomes one, change at the starts of lines, the first included.

    >>> [*at_line_starts([Rewrite("#", re.compile("\\n#"), "\\n", "a note")], "#a\\n#b")]
    [(0, '#', '', 'a note'), (3, '#', '', 'a note')]
    """
    for start, old, new, note in rewritten(table, f"\n{text}"):  # the first line shall begin as the others do
        yield start, old[1:], new[1:], note
