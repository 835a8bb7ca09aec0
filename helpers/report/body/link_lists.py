"""Find lists of links in Markdown, which are what is left of menus. Pure."""

import re
from collections.abc import Iterable, Iterator
from itertools import dropwhile, groupby
from typing import NamedTuple

from helpers.report.body.credits import announces
from helpers.report.body.line_notes import LABEL

_TARGET = r"\((?:[^()\s\\]|\\[()]){0,2000}\)"
_IN_LINE = rf"!?\[(?:[^\[\]\n]|!\[[^\[\]\n]{{0,200}}\]{_TARGET}){{0,200}}\]{_TARGET}"
_LINK_LINE = re.compile(
    rf"(?:[ \t]|[*+>•·|/-](?=[\s\[])|#{{1,6}}(?=\s)|{_IN_LINE}"
    r"|[（(]?#?\d{1,5}[)）]?)+"
)
_HAS_LINK = re.compile(r"\]\(")
_MOMENT = re.compile(r"[ ]*\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?[ ]*(?:\d{1,2}:\d{2}(?::\d{2})?)?[ ]*")
LONGEST_ANNOUNCEMENT = 60  # characters of a line that announces a list
# A motto or the like before the menu at the foot of a page: behind the addresses of what the article is made from, or
# behind a mark that stands between two files which a server put together.
_BEHIND_SOURCES = re.compile(
    r"\n(?:[ ]*<?https?://\S{1,2000}[ ]*\n[\s\ufeff]{1,20}|\s{0,10}\ufeff\s{1,10})(?P<line>[^\n\[\]]{4,100}\n)"
    r"\s{0,20}(?=[*+-][ ]+\[[^\]\n]{1,60}\]\()"
)


class _Line(NamedTuple):
    start: int
    end: int
    kind: str  # links, label, text or blank
    links: int


def find_link_lists(raw: str, head: int = 0) -> Iterator[tuple[int, int, str]]:
    """Yield the spans, with a note, of runs of Markdown lines that contain only links: at least three, or one at an edge of
    the file; and of a motto before such a run. The last label of the ``head`` of a record announces none: it is that of
    the text (Markdown Content:)."""
    if "](" not in raw:
        return
    for run in _runs(_lines(raw)):
        start, end = run[0].start, run[-1].end
        if announces(raw[max(head, start - LONGEST_ANNOUNCEMENT) : start].rstrip().rpartition("\n")[2]):
            rest = [*dropwhile(lambda line: line.kind != "label", run)]
            run = next(_trimmed(rest), run if not raw[end:].strip() else [])
        if not run:
            continue
        start, end = run[0].start, run[-1].end
        n_links = sum(line.links for line in run if line.kind == "links")
        at_edge = start == 0 or not raw[end:].strip()
        if n_links >= 3 or (at_edge and n_links):
            yield start, end, "list of links"
    yield from ((*match.span("line"), "between sources and menu") for match in _BEHIND_SOURCES.finditer(raw))


def _lines(raw: str) -> Iterator[_Line]:
    position = 0
    for line in raw.splitlines(keepends=True):
        bare = line.strip()
        kind = "text" if bare else "blank"
        if len(bare) < 6000 and _HAS_LINK.search(bare) and _LINK_LINE.fullmatch(bare):
            kind = "links" if re.search(r"(?<!!)\[[^!\[\]\n]", bare) else "blank"  # a picture alone is no navigation
        elif bare and (len(bare) <= LABEL or _MOMENT.fullmatch(bare)) and not re.search(r"[。！？!?，,]", bare):
            kind = "label"
        yield _Line(position, position + len(line), kind, bare.count("]("))
        position += len(line)


def _runs(lines: Iterable[_Line]) -> Iterator[list[_Line]]:
    """Yield what stands between two lines of text, from the first line of links to the last."""
    for is_text, run in groupby(lines, lambda line: line.kind == "text"):
        if not is_text:
            yield from _trimmed([*run])


def _trimmed(run: list[_Line]) -> Iterator[list[_Line]]:
    """Yield ``run`` from its first line of links to its last; nothing if there is none."""
    places = [k for k, line in enumerate(run) if line.kind == "links"]
    if places:
        yield run[places[0] : places[-1] + 1]
