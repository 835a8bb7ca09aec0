"""Read the rows of a table in a web page; a cell that spans several rows or columns stands in each of them. Pure."""

import html
import re
from collections.abc import Iterator
from typing import Any

from helpers.cleaning.html_page import attributes_of, children, descendants, parse

_FIRST_ROW = re.compile(
    r"<table\b[^<>]{0,1000}>\s{0,99}(?:<(?:thead|tbody)\b[^<>]{0,1000}>\s{0,99})?<tr\b", re.IGNORECASE
)
_END_OF_ROW = re.compile(r"</tr\b|<tr\b|</table\b", re.IGNORECASE)
_END_OF_TABLE, _BODY = re.compile(r"</table\s*>", re.IGNORECASE), re.compile(r"<body\b[^<>]*+>", re.IGNORECASE)
_AROUND = re.compile(r"\A<t[dh]\b[^<>]*+>|</t[dh]\s*>\Z", re.IGNORECASE)
_TAG = re.compile("<[^<>]*+>")
_PARTS = ("thead", "tbody", "tfoot")
_MOST_SPANNED = 1000  # rows or columns
_MOST_OUTSIDE = 0.1  # of the characters in a table, text of the page outside


def header_of_page(source: str) -> list[str]:
    """Return the cells of the first row of a page that is one table; of a page with more text than that, nothing.

    >>> header_of_page("<table><tr><th>标题<th>正文<tr><td>桥<td>桥断了。</table>")
    ['标题', '正文']
    """
    start = _FIRST_ROW.search(source)
    end = _END_OF_ROW.search(source, start.end()) if start else None
    last = [*_END_OF_TABLE.finditer(source)][-1:]
    if not (start and end and last):
        return []
    body = _BODY.search(source)
    above = source[body.end() if body else 0 : start.start()]
    outside, inside = _said(above) + _said(source[last[0].end() :]), _said(source[end.start() : last[0].start()])
    if len(outside) >= _MOST_OUTSIDE * len(inside):
        return []
    return _names(next(_rows(f"{source[start.start() : end.start()]}</table>")))


def _said(source: str) -> str:
    return "".join(_TAG.sub("", source).split())


def rows_of_page(source: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of the first table of a page, with their numbers; the first one names the columns. Cells keep their HTML.

    >>> page = "<table><tr><th>报<th>题<tr><td rowspan=2>江畔报<td>桥<tr><td>船</table>"
    >>> [row for _, row in rows_of_page(page)]
    [{'报': '江畔报', '题': '桥'}, {'报': '江畔报', '题': '船'}]
    """
    rows = _rows(source)
    header = _names(next(rows, []))
    for number, cells in enumerate(rows, start=2):
        if any(map(str.strip, cells)):
            yield number, dict(zip(header, [*cells, *[""] * len(header)], strict=False))


def _names(cells: list[str]) -> list[str]:
    return [" ".join(html.unescape(_TAG.sub(" ", cell)).split()) for cell in cells]


def _rows(source: str) -> Iterator[list[str]]:
    page = parse(source)
    above: dict[int, tuple[int, str]] = {}  # cells that go on: in how many rows, and what they hold
    for row in _rows_below(next((node for node in descendants(page.root) if node.name == "table"), None)):
        cells = {column: cell for column, (_, cell) in above.items()}
        above = {column: (n - 1, cell) for column, (n, cell) in above.items() if n > 1}
        column = 0
        for node in children(row):
            if node.name not in ("td", "th"):
                continue
            start, end = page.span_of(node)
            cell = _AROUND.sub("", source[start:end])
            given = attributes_of(node)
            for _ in range(_spanned(given.get("colspan", ""))):
                while column in cells:
                    column += 1
                cells[column] = cell
                if (n := _spanned(given.get("rowspan", ""))) > 1:
                    above[column] = n - 1, cell
        yield [cells.get(column, "") for column in range(1 + max(cells, default=-1))]


def _rows_below(table: Any) -> Iterator[Any]:
    """Yield the rows of a table, not those of a table inside it."""
    for node in children(table):
        if node.name in _PARTS:
            yield from _rows_below(node)
        elif node.name == "tr":
            yield node


def _spanned(given: str) -> int:
    return max(1, min(int(given), _MOST_SPANNED)) if given.isdecimal() else 1
