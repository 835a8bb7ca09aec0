"""Find what stands between the pages of a text that was printed: page numbers, running heads. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, pairwise
from statistics import quantiles
from typing import NamedTuple

from helpers.cleaning.ledger import Found
from helpers.text.script import HAN
from helpers.text.sentences import lines_of

# ---------------------------------------------------------------------------------------- the width of the lines

FEW_LINES, _NARROW, _WIDE = 5, 20, 160  # lines, and columns (a Han character has two) that a wrapped text has
_SLACK = 6  # columns that a full line may fall short of the width: a mark or a Latin word that did not fit
SENTENCE_END = "。！？!?…”」』）)】:：；;"
MARKED = re.compile(  # the item of a list
    r"[ ]*(?:[#>|*+•·-][ ]|\d{1,3}[.)、．]|[一二三四五六七八九十]{1,3}、|[（(]\d)"
)


def columns(lines: Iterable[str]) -> list[int]:
    """Return how many columns each line takes, two for each wide character.

    >>> columns(["AI模型", ""])
    [6, 0]
    """
    return [*map(len, "\n".join(lines).encode("gbk", "replace").split(b"\n"))]  # one byte a column


def _width_of(widths: Sequence[int]) -> int:
    """Return the width at which lines are wrapped: what all but the longest twentieth of them keep to."""
    return round(quantiles(widths, n=20)[-1]) if len(widths) > 1 else 0


class Measured(NamedTuple):
    """The lines of a text that may be wrapped: as they are and without blanks around, their columns, its running heads, and
    the columns at which it is wrapped."""

    lines: list[str]
    stripped: list[str]
    columns: list[int]
    heads: Mapping[str, "_RunningHead"]
    width: int

    def is_short(self, number: int) -> bool:
        """Return whether a line ends before the width does."""
        return self.columns[number] < self.width - _SLACK

    def is_full(self, number: int) -> bool:
        """Return whether a line is as long as the width lets it be."""
        return not self.is_short(number) and self.columns[number] <= self.width + 2


def measure(text: str) -> Measured | None:
    """Return the lines of a text with their width; None, where they are too few or too long to be wrapped.

    >>> measure("一行。\\n两行。") is None
    True
    """
    lines = text.split("\n")
    # a line has no fewer columns than characters
    if len(lines) < FEW_LINES or _width_of([len(line) for line in lines if line]) > _WIDE:
        return None
    stripped = [line.strip() for line in lines]
    if sum(map(bool, stripped)) < FEW_LINES:
        return None
    heads, widths = _running_heads(stripped), columns(map(str.rstrip, lines))
    # running heads may be wider
    width = _width_of([n for n, line in zip(widths, stripped, strict=True) if line and line not in heads])
    return Measured(lines, stripped, widths, heads, width) if _NARROW <= width <= _WIDE else None


# ---------------------------------------------------------------------------------------- pages of a wrapped text

PAGE_NUMBER = re.compile(
    r"[ ]*(?:[-—–－─·•~*]{0,2}[ ]?(?!(?:19|20)\d\d)\d{1,4}[ ]?[-—–－─·•~*]{0,2}|\d{1,4}[ ]?/[ ]?\d{1,4}"
    r"|第[ ]?\d{1,4}[ ]?[页頁](?:[ ]?[,，/]?[ ]?共[ ]?\d{1,4}[ ]?[页頁])?|(?i:page|p\.)[ ]?\d{1,4}(?:[ ](?:of|/)[ ]\d{1,4})?)[ ]*"
)
_PAGE, _HEADS = 5, 3  # the fewest lines of a page; how often a running head stands that has no page number beside it
_LONGEST_BLOCK = 7  # lines between two pages, blank ones included
_EVEN = 0.6  # of the longest page has the shortest, in lines
_FARTHEST_PAGE = 20  # pages from one running head to the next of its kind
_NUMBER, _IN_SENTENCE_ONLY = re.compile("[0-9]+"), re.compile("[。！？，；,;]")
_COPYRIGHT = re.compile(r"©|\([cC]\)|[Aa]ll [Rr]ights|版权|版權|Publishing")


class _RunningHead(NamedTuple):
    """How often a running head stands, the same but for its numbers; and whether one of these counts the pages."""

    count: int
    counts_pages: bool


def _running_heads(lines: Sequence[str]) -> dict[str, _RunningHead]:
    """Return the lines that recur at the distance of pages, the same but for their numbers; they are the fewer lines."""
    places: dict[str, list[int]] = {}
    for number, (line, kind) in enumerate(zip(lines, _NUMBER.sub("0", "\n".join(lines)).split("\n"), strict=True)):
        if line and not PAGE_NUMBER.fullmatch(line):
            places.setdefault(kind, []).append(number)
    heads: dict[str, _RunningHead] = {}
    recurring = 0
    for at in places.values():
        if len(at) > 1 and all(after - before >= _PAGE for before, after in pairwise(at)):
            head = _RunningHead(len(at), _counts_pages([lines[number] for number in at]))
            heads |= {lines[number]: head for number in at}
            recurring += len(at)
    return heads if 2 * recurring < sum(map(len, places.values())) else {}


def _counts_pages(lines: Sequence[str]) -> bool:
    """Return whether one number rises from line to line, as that of a page does, and the others stay."""
    rising = 0
    for numbers in zip(*([int(each[-9:]) for each in _NUMBER.findall(line)] for line in lines), strict=True):
        if len({*numbers}) > 1:
            rising += 1
            if not all(0 < after - before <= _FARTHEST_PAGE for before, after in pairwise(numbers)):
                return False
    return rising == 1


def find_pages(measured: Measured) -> list[tuple[int, int]]:
    """Return the spans of page numbers and running heads between two lines of one sentence, in a text that may be wrapped.

    The line before is full and ends in mid-sentence: nothing but a new page can have parted it from the next. Where one
    page number is so proven, those between paragraphs go with it.

    >>> text = "河边的茶馆开了三十年\\n" * 5 + "- 7 -\\n" + "河边的茶馆开了三十年\\n" * 5
    >>> [text[start:end] for start, end in find_pages(measure(text))]
    ['- 7 -\\n']
    """
    lines, stripped, _, heads, _ = measured
    if not (heads or any(map(PAGE_NUMBER.fullmatch, lines))):
        return []
    starts = [*accumulate((len(line) + 1 for line in lines), initial=0)]
    found, beside, numbered, last = [], [], 0, 0
    for number in range(1, len(lines) - 1):
        before = stripped[number - 1]
        if number <= last or not before or before[-1] in SENTENCE_END or before in heads:
            continue
        block = _between_pages(measured, number) if measured.is_full(number - 1) else None
        if block and not MARKED.match(lines[block.end]):
            (beside if block.holds_title else found).append((starts[number], starts[block.end]))
            numbered += block.is_numbered
            last = block.end
    found += beside * (numbered > 1)  # one page alone proves nothing
    if numbered and found:
        inside = {*chain.from_iterable(range(*span) for span in found)}
        found += [
            (starts[first], starts[end])
            for first, end in _numbered_pages(measured)
            if not inside.intersection(range(starts[first], starts[end]))
        ]
    return sorted(found)


class _Block(NamedTuple):
    """What stands between two pages: where it ends; whether a number counts the pages; and whether a line is in it that
    beside a page number may be the title of an article."""

    end: int
    is_numbered: bool
    holds_title: bool


def _between_pages(measured: Measured, first: int) -> _Block | None:
    """Return the page numbers, running heads and blank lines from the line ``first`` on; None, where they prove no new page."""
    numbers, most, has_title = 0, 0, False
    for end in range(first, min(len(measured.lines), first + _LONGEST_BLOCK)):
        line, is_short = measured.stripped[end], measured.is_short(end)
        head = measured.heads.get(line)
        count = head and (_HEADS if _COPYRIGHT.search(line) else head.count)
        if PAGE_NUMBER.fullmatch(measured.lines[end]):
            numbers += 1
        elif head and count and (head.counts_pages or is_short or count >= _HEADS):
            numbers += head.counts_pages
            most = max(most, count)
        elif line:
            # beside a page number, what is short and says nothing: the title of an article on its odd pages
            if has_title or not numbers or not is_short or _IN_SENTENCE_ONLY.search(line):
                is_proof = 0 < numbers < 3 or (not numbers and most >= _HEADS)
                return _Block(end, numbers > 0, has_title) if is_proof else None
            has_title = True
    return None


def _numbered_pages(measured: Measured) -> Iterator[tuple[int, int]]:
    """Yield the lines, first and end, of the page numbers of a text with the running heads beside them.

    Nothing is yielded unless the numbers rise one by one at about the same distance: those of sections do not.
    """
    lines, stripped, _, heads, _ = measured
    at = [number for number, line in enumerate(lines) if PAGE_NUMBER.fullmatch(line)]
    distances = [after - before for before, after in pairwise(at)]
    counts = [int(_NUMBER.findall(lines[number])[0]) for number in at]
    rises = all(after - before == 1 for before, after in pairwise(counts))
    if not (distances and rises and min(distances) >= max(_PAGE, _EVEN * max(distances))):
        return
    for number in at:
        first, end = number, number + 1
        while first and stripped[first - 1] in heads:
            first -= 1
        while end < len(lines) - 1 and stripped[end] in heads:
            end += 1
        yield first, end


# ---------------------------------------------------------------------------------------- by their form alone


_PAGE_MARK = re.compile(r"\n(?=([ ]{0,9}([-—–－─*·•])[ ]?(?!(?:19|20)\d\d)(\d{1,4})[ ]?\2[ ]*(?:\n|\Z)))")


_PAGE_OF = re.compile(
    r"^[ ]{0,9}(?:第[ ]?(\d{1,4})[ ]?[页頁][ ]?[,，/|｜]?[ ]?[共总總][ ]?(\d{1,4})[ ]?[页頁]|(?i:page)[ ](\d{1,4})[ ]of[ ](\d{1,4}))[ ]*(?:\n|\Z)",
    re.MULTILINE,
)


def find_page_marks(text: str) -> Iterator[Found]:
    """Find page numbers on lines of their own: between two dashes or stars, unless they begin below ten as those of sections
    do; and those that tell how many pages there are, if there are two that count on.

    >>> [old for _, old, _, _ in find_page_marks("河边\\n- 12 -\\n茶馆")]
    ['- 12 -\\n']
    >>> [old for _, old, _, _ in find_page_marks("第 1 页/共 2 页\\n茶馆\\n第 2 页/共 2 页\\n")]
    ['第 1 页/共 2 页\\n', '第 2 页/共 2 页\\n']
    """
    marks = [*_PAGE_MARK.finditer(text)]
    if marks and len(marks[0][3]) > 1:
        yield from ((match.start(1), match[1], "", "page number") for match in marks)
    told = [*_PAGE_OF.finditer(text)] if "页" in text or "頁" in text or " of " in text else []
    counts = [[int(number) for number in match.groups() if number] for match in told]
    if len(told) > 1 and all(after == [before[0] + 1, before[1]] for before, after in pairwise(counts)):
        yield from ((match.start(), match[0], "", "page number") for match in told)


# ---------------------------------------------------------------------------------------- beside a form feed

_EDGE, _LONGEST_EDGE = 3, 60  # lines of a page that may be its head or foot, and the most characters of one
_FEWEST_PAGES, _ON_PAGES = 3, 3  # a line is a head or foot if it stands on at least a third of the pages


def find_fed_pages(text: str) -> Iterator[Found]:
    """Find running heads and page numbers beside the form feeds that a program for PDF leaves between pages: lines that stand,
    the same but for their numbers, at the same edge of several pages. Where a page ends in mid-sentence, all goes that parts
    its last line from the next.

    >>> [old for _, old, _, _ in find_fed_pages("茶馆\\n河边。\\n1\\n\\f茶馆\\n船。\\n2\\n\\f茶馆\\n桥。\\n3\\n")]
    ['茶馆\\n', '茶馆\\n', '1\\n', '2\\n', '3\\n']
    """
    if "\f" not in text:
        return
    pages = text.split("\f")
    starts = accumulate((len(page) + 1 for page in pages), initial=0)
    kept = [[start, start + len(page)] for page, start in zip(pages, starts, strict=False)]
    edges = [_edges_of(page, start) for page, (start, _) in zip(pages, kept, strict=True)]
    for at_foot in (False, True) if len(pages) >= _FEWEST_PAGES else ():
        standing = Counter(kind for edge in edges for kind in {kind for _, _, kind in edge[at_foot] if kind})
        recurring = {kind for kind, n in standing.items() if n > 1 and n * _ON_PAGES >= len(pages)}
        is_headed = not at_foot and any(kind in recurring - {_PAGE_KIND} for _, _, kind in edges[0][at_foot])
        shown = recurring & {_PAGE_KIND} if is_headed else recurring  # the first heads may be author and title of all
        for edge, span in zip(edges, kept, strict=True):
            for place, line, kind in edge[at_foot]:
                if kind not in recurring:
                    break
                if kind in shown:
                    yield place, line, "", "page number" if kind == _PAGE_KIND else "running head"
                    span[at_foot] = place if at_foot else place + len(line)
                shown = shown | {kind}
    for (first, end), (start, last) in pairwise(kept):
        before, after = text[first:end].rstrip(), text[start:last]
        goes_on = start + _BLANK_LINES.match(after).end()
        line_end = text.find("\n", first + len(before), goes_on) + 1
        if line_end and _IN_SENTENCE.match(before[-1:]) and not text[goes_on : goes_on + 1].isspace():
            yield line_end, text[line_end:goes_on], "", "new page"


_PAGE_KIND = "0"
# Before the end of a page, after which the same paragraph may go on.
_IN_SENTENCE = re.compile(f"[{HAN}A-Za-z0-9，、；,]")
_BLANK_LINES = re.compile(r"(?:[ \t\u3000]*\r?\n)*")


def _edges_of(page: str, start: int) -> tuple[list[tuple[int, str, str]], list[tuple[int, str, str]]]:
    """Return the first and the last lines of a page, from its edge inwards: the place in the text, the line with its end, and
    what it is but for its numbers, empty if it can be neither head nor foot."""
    lines, place = [], start
    for line in page.splitlines(keepends=True):
        words = line.strip()
        if words:
            can_be = 1 < len(words) <= _LONGEST_EDGE and words.rstrip(")）")[-1:] not in (*SENTENCE_END, *"，,、")
            kind = _PAGE_KIND if PAGE_NUMBER.fullmatch(words) else _NUMBER.sub("0", words) if can_be else ""
            lines.append((place, line, kind))
        place += len(line)
    return lines[:_EDGE], lines[: -_EDGE - 1 : -1]


# A head of a page in print: the issue on one side of a wide gap, or a number beside a name with gaps between its characters.
_ISSUE = (
    r"(?:(?:19|20)\d\d[ ]?年[ ]?)?第[ ]?\d{1,3}[ ]?[卷期](?:[ ,，]{0,3}第[ ]?\d{1,4}[ ]?期)?(?:[（(]总[^）)\n]{1,12}[)）])?"
    r"|(?i:vol)\.[ ]?\d{1,3}[ ,]{0,3}(?i:no)\.[ ]?\d{1,3}"
)
_SPREAD = rf"(?:[{HAN}][ ]){{2,30}}[{HAN}]"
_OTHER_CELL = r"[^\n。！？]{1,80}"
_WIDE_GAP = r"[ ]{4,200}"
_PAGE_HEAD = re.compile(
    rf"[ ]{{0,80}}(?:(?:{_ISSUE}){_WIDE_GAP}{_OTHER_CELL}|{_SPREAD}{_WIDE_GAP}\d{{1,4}}|\d{{1,4}}{_WIDE_GAP}{_SPREAD}"
    rf"|(?=[^\n]{{1,60}}[号號期]){_SPREAD}{_WIDE_GAP}{_SPREAD}"
    rf"|(?![ ]){_OTHER_CELL}(?<![ ]){_WIDE_GAP}(?:{_ISSUE}))[ ]{{0,20}}(?:\n|\Z)"
)
_GAP = re.compile(r"[ ](?<=[^ ] )[ ]{3}[ ]*+(?=[^ ])")


def find_page_heads(text: str) -> Iterator[Found]:
    """Find heads of pages by their form; two below each other are rows of a table.

    >>> [old for _, old, _, _ in find_page_heads("河边\\n河谷学刊      第 12 卷第 3 期\\n茶馆")]
    ['河谷学刊      第 12 卷第 3 期\\n']
    """
    found = []
    for start, line in lines_of(text) if "    " in text else ():
        if _GAP.search(line) and (match := _PAGE_HEAD.match(text, start)):
            found.append(match)
    beside = {
        start
        for first, second in pairwise(found)
        if not text[first.end() : second.start()].strip()
        for start in (first.start(), second.start())
    }
    for match in found:
        if match.start() not in beside:
            yield match.start(), match[0], "", "head of a page"
