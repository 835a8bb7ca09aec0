"""Find two columns of a page that stand side by side, as programs copy them, line by line. Pure."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from helpers.cleaning.ledger import Found, apply_edits
from helpers.cleaning.pages import FEW_LINES, columns
from helpers.cleaning.wrapped_lines import find_wrapped
from helpers.text.sentences import lines_of

SIDE_BY_SIDE = "columns side by side"
_GAP = re.compile(r"(?<=\S)[ ]{3,}(?=\S)")
_LONGEST = 300  # characters of such a line


class _Parted(NamedTuple):
    """A line with its place, and what of it stands left and right of the gutter; None if something stands in that."""

    place: int
    line: str
    parts: tuple[str, str] | None


def find_side_columns(text: str) -> Iterator[Found]:
    """Find the lines that hold two columns, to be read one after the other, and join them. They prove to be a text that is
    broken at a fixed width; so cells of a table are none.

    >>> source = "\\n".join(["器人来到茶馆三十年，老板说没有机      器人来到面馆二十年，客人说没有机"] * 5)
    >>> [new.count("机器人来到茶馆") for _, _, new, _ in find_side_columns(source)]
    [4]
    """
    lines = [*lines_of(text)] if text.count("   ") >= FEW_LINES else []
    gutters = Counter(gutter for _, line in lines for gutter, _ in _gaps(line))
    gutter, n = gutters.most_common(1)[0] if gutters else (0, 0)
    if n >= FEW_LINES:
        parted = (_Parted(place, line, _parted(line, gutter)) for place, line in lines)
        for is_parted, block in groupby(parted, key=lambda each: each.parts is not None):
            yield from _read([*block]) if is_parted else ()


def _gaps(line: str) -> Iterator[tuple[int, re.Match[str]]]:
    """Yield the wide gaps of a line, each behind the column in which it ends."""
    for gap in _GAP.finditer(line) if len(line) <= _LONGEST else ():
        yield columns([line[: gap.end()]])[0], gap


def _parted(line: str, gutter: int) -> tuple[str, str] | None:
    for end, gap in _gaps(line):
        if end == gutter:
            return line[: gap.start()], line[gap.end() :]
    if not line[:gutter].strip():
        return "", line[gutter:]
    return (line, "") if len(line) < gutter and columns([line])[0] < gutter else None


def _read(block: Sequence[_Parted]) -> Iterator[Found]:
    """Find a block, from its first line with two parts to the first blank one below the last of these."""
    both = [number for number, each in enumerate(block) if each.parts and all(each.parts)]
    if len(both) < FEW_LINES:
        return
    blank = (number for number in range(both[-1], len(block)) if not block[number].line.strip())
    rows = block[both[0] : next(blank, len(block))]
    columns_of = zip(*(row.parts or () for row in rows), strict=True)
    read = "\n".join(part for column in columns_of for part in column)
    if joined := sorted(find_wrapped(read)):
        yield rows[0].place, "\n".join(row.line for row in rows), apply_edits(read, joined), SIDE_BY_SIDE
