"""Rule ``script``: find Traditional characters to convert, and tell which of them conversion left. Pure."""

from collections.abc import Iterator

import numpy as np

from helpers.cleaning.ledger import Found
from helpers.text.script import (
    IN_CONTEXT,
    code_points,
    convert,
    script_of,
    to_simplified,
    traditional_characters,
    traditional_passages,
)

_SIMPLIFIED = "Traditional to Simplified"


def find_script(text: str) -> Iterator[Found]:
    """Find characters to convert: in an article that is written in Traditional script, or in a passage that is.

    >>> [(start, old, new) for start, old, new, _ in find_script("開源會贏。")]
    [(0, '開', '开'), (2, '會贏', '会赢')]
    """
    for start, end in traditional_passages(text):
        passage = text[start:end]
        simplified = to_simplified(passage)
        if len(passage) == len(simplified):
            pairs = [(passage, simplified)]
        else:  # the lines that became longer or shorter are changed as a whole
            pairs = zip(*(each.splitlines(keepends=True) for each in (passage, simplified)), strict=True)
        for old, new in pairs:
            yield from _differences(start, old, new)
            start += len(old)


def _differences(start: int, old: str, new: str) -> Iterator[Found]:
    """Yield the characters that differ between two texts, row by row; or all, where one text is the longer."""
    if len(old) != len(new):
        yield start, old, new, _SIMPLIFIED
    elif old != new:
        differs = np.diff(code_points(old) != code_points(new), prepend=False, append=False)
        edges = np.flatnonzero(differs).tolist()
        for first, last in zip(edges[::2], edges[1::2], strict=True):
            yield start + first, old[first:last], new[first:last], _SIMPLIFIED


def left_traditional(text: str) -> dict[str, int]:
    """Return the characters that conversion left in Traditional form, with counts: the report for one text.

    A text that is in Traditional script as a whole was not converted, and nothing is reported of it. Of those that are right
    in some words (乾隆), only the others count.

    >>> left_traditional("开源的馮先生"), left_traditional("開源的馮先生"), left_traditional("乾隆年间")
    ({'馮': 1}, {}, {})
    """
    found = traditional_characters(text) if script_of(text) != "Hant" else {}
    if not found.keys().isdisjoint(IN_CONTEXT):
        simplified = to_simplified(convert("s2t", text))  # its table of words is written in Traditional script
        found |= {char: found[char] - simplified.count(char) for char in IN_CONTEXT if char in found}
    return {char: n for char, n in found.items() if n > 0}
