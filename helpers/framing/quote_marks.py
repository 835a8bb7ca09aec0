"""Quotation marks to spans: which marks belong together, and what stands between them. Pure."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from helpers.text.marks import pair_marks


class Span(NamedTuple):
    """What stands between two quotation marks; ``mark_start`` and ``mark_end`` include the marks."""

    start: int
    end: int
    mark_start: int
    mark_end: int
    depth: int
    closed: bool


_MARK = re.compile('[“”‘’"]')
_ATTRIBUTE = re.compile(r"=(\")[^\"\n]*\"")  # id="copy" of markup that was left is no quotation
_LATIN_LETTER = re.compile("[A-Za-zÀ-ɏ]")
_MAX_DEPTH, LOOK_BACK = 2, 160
INNER_END = re.compile(r"[。!?]")


def _is_apostrophe(line: str, place: int) -> bool:
    beside = line[place - 1 : place] + line[place + 1 : place + 2]
    return line[place] == "’" and bool(_LATIN_LETTER.match(beside))


def _straightened(line: str) -> list[tuple[int, str]]:
    """Return the quotation marks of a paragraph as ``(place, mark)``, wrong ones turned round.

    Straight marks open and close in turn; where every curly mark looks the same way (``“A“``), they do so
    too.
    """
    markup = {place for m in _ATTRIBUTE.finditer(line) for place in (m.start(1), m.end() - 1)}
    marks = [(m.start(), m.group()) for m in _MARK.finditer(line) if not _is_apostrophe(line, m.start())]
    marks = [mark for mark in marks if mark[0] not in markup]
    n_open = sum(mark == "“" for _, mark in marks)
    n_close = sum(mark == "”" for _, mark in marks)
    one_way = n_open + n_close if not (n_open and n_close) and (n_open + n_close) % 2 == 0 else 0
    turned, is_open = [], {'"': False, "“": False}
    for place, mark in marks:
        if mark == '"' or (one_way and mark in "“”"):
            key = '"' if mark == '"' else "“"
            is_open[key] = not is_open[key]
            mark = {('"', True): "<", ('"', False): ">", ("“", True): "“", ("“", False): "”"}[(key, is_open[key])]
        turned.append((place, mark))
    return turned


_PARTNER = {"“": "”", "‘": "’", "<": ">"}


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1


_COLON_END = re.compile(r"(?:[:,]|:?—{1,2})\s*\Z")


def _open_end(line: str, place: int) -> int:
    """Return where a quotation without end ends: with its paragraph if it is speech, else its sentence."""
    before = line[max(0, place - 20) : place].rstrip()
    if not before or _COLON_END.search(before):
        return len(line)
    match = INNER_END.search(line, place)
    return match.end() if match else len(line)


def _stray_start(line: str, place: int, floor: int) -> int:
    """Return where a quotation that lost its opening mark starts: after a colon, or with its paragraph."""
    colon = line.rfind(":", floor, place)
    return colon + 1 if colon >= 0 else floor


def _stray_spans(line: str, stray: Sequence[int], closes: Sequence[int]) -> list[tuple[int, int, int, int, bool]]:
    """Return quotations that lost their opening mark: a sentence before a lone closing mark."""
    found, floor = [], 0
    for place in stray:
        index = bisect_left(closes, place) - 1
        floor = max(floor, closes[index] + 1 if index >= 0 else 0)
        start = _stray_start(line, place, floor)
        if line[place - 1 : place] in tuple("。!?,") and place - start >= 5:
            found.append((start, start, place, place + 1, False))
        floor = place + 1
    return found


def _line_spans(line: str) -> list[Span]:
    pairs, opened, closing = pair_marks(_straightened(line), _PARTNER)
    unclosed = [place for place, mark in opened if mark != "‘"]
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
        if len(ends) <= _MAX_DEPTH and (not ends or mark_end <= ends[-1]):
            spans.append(Span(start, end, mark_start, mark_end, len(ends), closed))
            ends.append(mark_end)
    return spans


def quoted_spans(shadow: str) -> list[Span]:
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
    """Return ``shadow`` with all that is quoted blotted out, so that only the narrator is read."""
    out, position = [], 0
    for span in spans:
        if span.depth == 0 and span.mark_start >= position:
            out += [shadow[position : span.mark_start], "※" * (span.mark_end - span.mark_start)]
            position = span.mark_end
    return "".join(out) + shadow[position:]
