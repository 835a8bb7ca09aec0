"""Read the rows of a table in a web page; a cell that spans several rows or columns stands in each of them. Pure."""

import html
import re
from collections.abc import Iterator
from typing import Any

from helpers.cleaning.html_page import Page, attributes_of, children, parse

_TABLE, _END_OF_TABLE = re.compile(r"<table\b[^<>]*+>", re.IGNORECASE), re.compile(r"</table\s*>", re.IGNORECASE)
_BODY = re.compile(r"<body\b[^<>]*+>", re.IGNORECASE)
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
    start, ends = _TABLE.search(source), [*_END_OF_TABLE.finditer(source)]
    if not (start and ends):
        return []
    body, last = _BODY.search(source), ends[-1].start()
    outside = source[body.end() if body else 0 : start.start()] + source[last:]
    # most pages with a table are known by their text to be none, and need not be parsed
    if len(_said(outside)) >= _MOST_OUTSIDE * len(_said(source[start.start() : last])):
        return []
    rows = _rows(source)
    header = _names(next(rows, []))
    return header if any(rows) and len(_tables(parse(source))) == 1 else []


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
    for row in _rows_below(next(iter(_tables(page)), None)):
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


def _tables(page: Page) -> list[Any]:
    """Return the tables of a page that stand in no other table."""
    tables, stack = [], [page.root]
    while stack:
        node = stack.pop()
        if node.name == "table":
            tables.append(node)
        else:
            stack += reversed(children(node))
    return tables


def _rows_below(table: Any) -> Iterator[Any]:
    """Yield the rows of a table, not those of a table inside it."""
    for node in children(table):
        if node.name in _PARTS:
            yield from _rows_below(node)
        elif node.name == "tr":
            yield node


def _spanned(given: str) -> int:
    return max(1, min(int(given), _MOST_SPANNED)) if given.isdecimal() else 1
