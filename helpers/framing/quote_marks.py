"""Find quotations by their marks, mend marks that are lost or turned, and mask what is quoted. Pure.

Marks are paired within a paragraph (`helpers.text.marks.pair_marks`). Then a quotation that lost one of its marks gets
a likely end or beginning: a mark never closed reaches to the end of its paragraph at most.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import cycle
from typing import NamedTuple

from helpers.text.marks import Mark, pair_marks
from helpers.text.sentences import lines_of


class Span(NamedTuple):
    """A quotation: ``start, end`` without its marks, ``mark_start, mark_end`` with them; ``depth`` 0 is outermost."""

    start: int
    end: int
    mark_start: int
    mark_end: int
    depth: int
    closed: bool


MASK = "※"  # stands for each character of a quotation in the narrator's text
INNER_END = re.compile(r"[。!?]")
COLON = re.compile(f":(?={MASK})")  # of the narrator, before a quotation
_MARK = re.compile('[“”‘’"]')
_ATTRIBUTE = re.compile(r"=(\")[^\"\n]*\"")  # id="copy" of markup that was left is no quotation
_LATIN_LETTER = re.compile("[A-Za-zÀ-ɏ]")
_PARTNER = {"“": "”", "‘": "’", "<": ">"}  # < and > are straight marks that open and close
_DEEPEST = 2  # the third level of quotations; no writer nests deeper, only damaged marks do
_MIN_STRAY = 5  # characters before a lone closing mark that make a quotation rather than a slip


def quoted_spans(shadow: str) -> list[Span]:
    """Return the quotations of ``shadow``, outer before inner, in reading order; empty ones are left out.

    >>> [(span.start, span.end, span.depth) for span in quoted_spans("“甲‘乙’”")]
    [(1, 5, 0), (3, 4, 1)]
    """
    return [
        span._replace(
            start=span.start + offset,
            end=span.end + offset,
            mark_start=span.mark_start + offset,
            mark_end=span.mark_end + offset,
        )
        for offset, line in lines_of(shadow)
        if _MARK.search(line)
        for span in _line_spans(line)
        if span.end > span.start
    ]


def mask_quotations(shadow: str, spans: Sequence[Span]) -> str:
    """Return ``shadow`` with every quotation masked, so that only the narrator is read. The length stays.

    >>> mask_quotations("他说“好”。", quoted_spans("他说“好”。"))
    '他说※※※。'
    """
    return masked_at(shadow, ((span.mark_start, span.mark_end) for span in spans if span.depth == 0), MASK)


def masked_at(text: str, places: Iterable[tuple[int, int]], mask: str) -> str:
    """Return ``text`` with every character at ``places`` masked; they come in order, and one that overlaps the one before
    is passed over. The length stays.

    >>> masked_at("他说好。", [(2, 3)], MASK)
    '他说※。'
    """
    out, position = [], 0
    for start, end in places:
        if start >= position:
            out += [text[position:start], mask * (end - start)]
            position = end
    return "".join(out) + text[position:]


def start_behind(marks: str, text: str, start: int, end: int) -> int:
    """Return where the words before ``end`` begin: behind the last of ``marks``, else at ``start``.

    >>> start_behind(",。", "开源。会赢,他说", 0, 8)
    6
    """
    return max(start, *(text.rfind(mark, start, end) + 1 for mark in marks))


def _line_spans(line: str) -> list[Span]:
    pairs, opened, closing = pair_marks(_straightened(line), _PARTNER)
    unclosed = [place for place, mark in opened if mark != "‘"]  # a lone ‘ or ’ is an apostrophe more often
    stray = [place for place, mark in closing if mark == "”"]
    found = [(a, a + 1, b, b + 1, True) for a, b in pairs]
    if unclosed:
        end = _open_end(line, unclosed[0])
        found.append((unclosed[0], unclosed[0] + 1, end, end, False))
    else:
        found += _stray_spans(line, stray, sorted(b for a, b in pairs if line[a] != "‘"))
    spans, ends = [], []
    for mark_start, start, end, mark_end, closed in sorted(found, key=lambda f: (f[0], -f[3])):
        while ends and ends[-1] <= mark_start:
            ends.pop()
        if len(ends) <= _DEEPEST and (not ends or mark_end <= ends[-1]):
            spans.append(Span(start, end, mark_start, mark_end, len(ends), closed))
            ends.append(mark_end)
    return spans


def _straightened(line: str) -> list[Mark]:
    """Return the quotation marks of a paragraph, each turned as it is meant.

    Straight marks open and close in turn. So do curly ones where all look the same way (``“A“``).
    """
    markup = {place for m in _ATTRIBUTE.finditer(line) for place in (m.start(1), m.end() - 1)}
    places = [(m.start(), m[0]) for m in _MARK.finditer(line)]
    marks = [mark for mark in places if mark[0] not in markup and not _is_apostrophe(line, mark[0])]
    curly = [mark for _, mark in marks if mark in "“”"]
    turns = {'"': cycle("<>")}
    if len(set(curly)) == 1 and len(curly) % 2 == 0:
        turns["“"] = turns["”"] = cycle("“”")
    return [(place, next(turns[mark]) if mark in turns else mark) for place, mark in marks]


def _is_apostrophe(line: str, place: int) -> bool:
    beside = line[place - 1 : place] + line[place + 1 : place + 2]
    return line[place] == "’" and bool(_LATIN_LETTER.match(beside))


_INTRODUCES = re.compile(r"(?:[:,]|:?—{1,2})\s*\Z")


def _open_end(line: str, place: int) -> int:
    """Return where a quotation without an end ends: with its paragraph if it is speech, else with its sentence."""
    before = line[max(0, place - 20) : place].rstrip()
    if not before or _INTRODUCES.search(before):
        return len(line)
    match = INNER_END.search(line, place)
    return match.end() if match else len(line)


def _stray_spans(line: str, stray: Sequence[int], closes: Sequence[int]) -> list[tuple[int, int, int, int, bool]]:
    """Return quotations that lost their opening mark: a sentence before a lone closing mark."""
    found, floor = [], 0
    for place in stray:
        index = bisect_left(closes, place) - 1
        floor = max(floor, closes[index] + 1 if index >= 0 else 0)
        start = max(floor, line.rfind(":", floor, place) + 1)  # after a colon, else with its paragraph
        if line[place - 1 : place] in tuple("。!?,") and place - start >= _MIN_STRAY:
            found.append((start, start, place, place + 1, False))
        floor = place + 1
    return found
