"""Find what layout leaves in a text: time codes, style sheets, scripts, and lines broken at a fixed width. Pure."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, pairwise
from statistics import quantiles
from typing import NamedTuple

from helpers.cleaning.ledger import Found, leftmost
from helpers.cleaning.naming import is_shown
from helpers.cleaning.subtitles import find_subtitles
from helpers.lexicon import words_of
from helpers.text.entities import entity_of
from helpers.text.script import HAN, IS_HAN, usual_marks
from helpers.text.tokens import tokenize

# ---------------------------------------------------------------------------------------- styles, scripts

_VALUE = r"(?:[^{};:\"'\n\u3000-\uffef]|\"[^\"\n]{0,200}\"|'[^'\n]{0,200}'|:(?=[/\w])){1,300}+"
_DECLARATION = rf"-{{0,2}}[a-z][a-z0-9-]{{1,40}}+\s?:{_VALUE}"
_BLOCK = re.compile(rf"\{{\s{{0,20}}+(?:{_DECLARATION};\s{{0,20}}+){{0,60}}+(?:{_DECLARATION})?\s{{0,20}}\}}")
_HAS_DECLARATION = re.compile(
    r"[a-z]\s?:[^{}]+;|-[a-z]+\s?:|\{\s*(?:margin|padding|color|display|width|height|border)\b"
)
_SELECTOR = re.compile(r"[ ]?(?:[\w .#*,:>+~()\\@\[\]=\"'-]|\n(?=[ .#*@\w\n])){1,300}\Z", re.ASCII)

_TRACKERS = "gtag|fbq|dataLayer|adsbygoogle|_hmt|_gaq|_paq|jQuery"  # which pages call
# what a line of a script holds one of
_CODE_MARKS = (
    *("function", "=>", "var", "let", "const", "window", "document", "$(", "@import", "typeof", "===", "import "),
    *_TRACKERS.split("|"),
)
_CODE_LINE = re.compile(
    r"(?m)^(?=import\s[\w{}*,$ ]{1,80}\sfrom\s['\"]|[^\n]{0,400}(?:function\s?\(|\bfunction\s[\w$]{1,40}\s?\([^()\n]{0,200}\)\s?\{|=>\s?\{"
    r"|\b(?:var|let|const)\s\w+\s?=|window\.\w|document\.\w|\$\(|@import\b|\btypeof\s\w{1,40}\s?[!=]=|\w\s?[!=]==\s?[\w'\"]"
    rf"|\b(?:{_TRACKERS})\s?[.(\[]))[^\n{HAN}]{{10,4000}}[;}})][ ]*$"
)
_COMMENT_LINE = re.compile(r"(?m)^[ ]*/\*[^\n*]{0,300}\*/[ ]*$")


def _styles(text: str) -> Iterator[Found]:
    """Find rules of CSS: declarations in braces with the selector before them. What a sentence shows stays."""
    found: list[tuple[int, int]] = []
    end = 0
    for block in _BLOCK.finditer(text) if "{" in text else ():
        if not _HAS_DECLARATION.search(block.group()):
            continue
        selector = _SELECTOR.search(text[max(end, block.start() - 300) : block.start()])
        if selector and selector.group().strip():
            start = block.start() - len(selector.group())
            if found and found[-1][1] == start:
                start, _ = found.pop()  # rules one behind the other are shown together, or not at all
            end = block.end()
            found.append((start, end))
    for start, end in found:
        if not is_shown(text, start, end):
            yield start, text[start:end], "", "style sheet"


def _scripts(text: str) -> Iterator[Found]:
    for match in _CODE_LINE.finditer(text) if any(mark in text for mark in _CODE_MARKS) else ():
        yield match.start(), match.group(), "", "line of a script"


def _comments(text: str) -> Iterator[Found]:
    """Find comments on lines of their own; where neither styles nor scripts stand, they may be anything."""
    for match in _COMMENT_LINE.finditer(text) if "/*" in text else ():
        yield match.start(), match.group(), "", "comment in a style sheet or script"


# ---------------------------------------------------------------------------------------- lines of a fixed width

_FEW_LINES, _NARROW, _WIDE = 5, 20, 160  # lines, and columns (a Han character has two) that a wrapped text has
_SLACK = 6  # columns that a full line may fall short of the width: a mark or a Latin word that did not fit
_FULL, _UNENDED = (
    0.75,
    0.7,
)  # shares of the lines inside paragraphs that are full, and of those that end in mid-sentence
_HALF = 0.5  # such a share is enough where some lines end inside a word
_BROKEN = 0.15  # share of the lines that end inside a word
_FEW_BROKEN = 2  # such lines, where neither blank lines nor indents part the paragraphs
_SENTENCE_END = "。！？!?…”」』）)】:：；;"
# A full line that ends with another of these marks is one of a sentence that goes on: 他說的「好」|是另一回事.
_ENDS_SENTENCE = re.compile(r"[。！？!?…][”」』）)】]{0,3}\Z")
_NEARLY = 0.8  # of a full line has one that is ragged
_IS_RUNNING, _HOLDS_END = re.compile(f"[{HAN}，、,]"), re.compile("[。！？；]")
_GOING_ON = (":", "：", "；", ";")
_MARKED = re.compile(r"[ ]*(?:[#>|*+•·-][ ]|\d{1,3}[.)、．]|[一二三四五六七八九十]{1,3}、|[（(]\d)")


def columns(lines: Iterable[str]) -> list[int]:
    """Return how many columns each line takes, two for each wide character.

    >>> columns(["AI模型", ""])
    [6, 0]
    """
    return [*map(len, "\n".join(lines).encode("gbk", "replace").split(b"\n"))]  # one byte a column


def _width_of(widths: Sequence[int]) -> int:
    """Return the width at which lines are wrapped: what all but the longest twentieth of them keep to."""
    return round(quantiles(widths, n=20)[-1]) if len(widths) > 1 else 0


def _is_wide(lines: Sequence[str]) -> bool:
    """Return whether lines are too few to be wrapped, or too wide; they have no fewer columns than characters."""
    return len(lines) < _FEW_LINES or _width_of([len(line) for line in lines if line]) > _WIDE


def _breaks(text: str) -> list[tuple[int, bool, bool]]:
    """Return the line ends inside paragraphs of a text that may be wrapped: place, is the line full, ends in mid-sentence."""
    lines = usual_marks(text).split("\n")
    if _is_wide(lines):
        return []
    widths = columns(map(str.rstrip, lines))
    if sum(map(bool, widths)) < _FEW_LINES:
        return []
    stripped = [line.strip() for line in lines]
    width = _width_without(_running_heads(stripped), stripped, widths)
    if not _NARROW <= width <= _WIDE:
        return []
    indent = min(_indent(line) for line in lines if line.strip())
    found, place = [], 0
    is_begun = False  # is the line in the middle of a sentence?
    for number, line in enumerate(stripped[:-1]):
        place += len(lines[number])
        following = lines[number + 1]
        is_full = width - _SLACK <= widths[number] <= width + 2
        # a heading or a short item is no part of a paragraph
        is_heading = not is_full and (_MARKED.match(line) or (not is_begun and 2 * widths[number] < width))
        goes_on = not is_heading and line and not _ends_sentence(line, is_full)
        inside = line and stripped[number + 1] and _indent(following) <= indent and not _MARKED.match(following)
        is_begun = bool(goes_on and inside)
        if inside and not _PAGE_NUMBER.fullmatch(following):
            found.append((place, is_full, is_begun))
        place += 1
    return found


def _ends_sentence(line: str, is_full: bool) -> bool:
    return bool(_ENDS_SENTENCE.search(line)) if is_full else line[-1] in _SENTENCE_END


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def is_wrapped(text: str) -> bool | None:
    """Return whether the lines of ``text`` are broken at a fixed width; None where they may be, but without proof.

    >>> is_wrapped("一行。\\n两行。")
    False
    """
    breaks = _breaks(text)
    full = [(place, unended) for place, is_full, unended in breaks if is_full]
    unended = sum(unended for _, unended in full)
    if len(breaks) < _FEW_LINES - 1 or unended < _HALF * len(full):
        return False
    places = [place for place, _ in full]
    if unended < _UNENDED * len(full) and not _breaks_words(text, places, _FEW_BROKEN):
        return False
    if _parts_paragraphs(breaks):
        return _breaks_words(text, places)
    inside = [each for each in breaks if not _ends_paragraph(*each)]
    # some lines of one length may be a list, in which two neighbours look like a word
    fewest = 1 if len(full) == len(inside) >= _FEW_LINES else _FEW_BROKEN
    return len(full) >= _FULL * len(inside) and _breaks_words(text, places, fewest) is True


def _parts_paragraphs(breaks: Sequence[tuple[int, bool, bool]]) -> bool:
    """Return whether blank lines or indents part the paragraphs, so that nearly all line ends inside them are full."""
    return sum(is_full for _, is_full, _ in breaks) >= _FULL * len(breaks)


def _ends_paragraph(_: int, is_full: bool, unended: bool) -> bool:
    """Return whether a line end is one where no blank line or indent follows a paragraph: short, behind a sentence."""
    return not (is_full or unended)


def _breaks_words(text: str, places: list[int], fewest: int = 1) -> bool | None:
    """Return whether lines end inside words, as only a machine breaks them; None where hardly any do."""
    asked = broken = 0
    for place in places:
        before, after = text[max(0, place - 8) : place].rstrip(" "), text[place + 1 : place + 9].lstrip(" ")
        if IS_HAN.match(before[-1:]) and IS_HAN.match(after):
            asked += 1
            ends = accumulate(map(len, tokenize(before + after)))
            broken += len(before) not in ends
    return True if broken >= max(fewest, _BROKEN * asked) else None


_LAST_WORD, _FIRST_WORD = re.compile(r"([A-Za-z]{1,30})(-?)\Z"), re.compile(r"[A-Za-z]{1,30}")
_WORD = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)?")
# Before the hyphen of a compound, which stays: open-source, not intelligen-ce.
_OF_COMPOUND = words_of(
    "open closed self multi non pre post co cross real high low long short large small fine end state well pay"
)


def _joint(text: str, place: int, words: Mapping[str, int]) -> tuple[str, str, bool]:
    """Return what stands at a line end at a fixed width, what to put there, and whether the line breaks a Latin word.

    Args:
        text: a text that is wrapped.
        place: the line end.
        words: how often each Latin word, and each compound with a hyphen, stands in the text.
    """
    before, after = text[max(0, place - 40) : place].rstrip(" "), text[place + 1 : place + 41].lstrip(" ")
    last, first = _LAST_WORD.search(before), _FIRST_WORD.match(after)
    if last and first:
        head, tail, hyphen = last[1].casefold(), first[0].casefold(), last[2]
        if hyphen:
            is_compound = head in _OF_COMPOUND or f"{head}-{tail}" in words or not first[0].islower()
            return ("\n" if is_compound and head + tail not in words else "-\n"), "", True
        # "in" and "to" may be two words where "into" stands too; "Ll" and "ama" are none
        is_torn = bool(entity_of(head + tail)) or (head + tail in words and words[head] == words[tail] == 1)
        return "\n", "" if is_torn else " ", is_torn
    is_tied = before.endswith("-") and after[:1].isalnum()
    return "\n", "" if is_tied or IS_HAN.match(before[-1:]) or IS_HAN.match(after) else " ", False


def _are_apart(text: str, breaks: Sequence[tuple[int, bool, bool]]) -> bool:
    """Return whether blank lines, indents or marks part most paragraphs: hardly one ends in front of a plain line."""
    blocks = sum(map(bool, map(str.strip, text.split("\n")))) - len(breaks)
    return 2 * sum(_ends_paragraph(*each) for each in breaks) < blocks


def _ragged(text: str, breaks: Sequence[tuple[int, bool, bool]]) -> Iterator[int]:
    """Yield the ends of lines that are not quite full, and in the middle of a sentence, as a scan with blanks has them.

    A headline may be as long; but it stands behind the end of a sentence, and holds none.
    """
    fewest = 0.0
    before = -1
    for place, is_full, unended in breaks:
        start = text.rfind("\n", 0, place) + 1
        if not is_full and unended and _IS_RUNNING.search(text, place - 1, place):
            line = text[start:place]
            fewest = fewest or _NEARLY * _shortest_full(text, breaks)
            if (before == start - 1 or _HOLDS_END.search(line)) and columns([line])[0] >= fewest:
                yield place
        before = place if unended else -1


def _shortest_full(text: str, breaks: Sequence[tuple[int, bool, bool]]) -> int:
    full = [text[text.rfind("\n", 0, place) + 1 : place] for place, is_full, _ in breaks if is_full]
    return min(columns(full)) if full else 0


def _wrapped(text: str) -> Iterator[Found]:
    pages = _pages(text)
    plain, moved = _without(text, pages)
    if not is_wrapped(plain):
        return
    for start, end in pages:
        yield start, text[start:end], "", "page number or running head"
    words = Counter(map(str.casefold, _WORD.findall(plain)))
    breaks = _breaks(plain)
    is_parted = _parts_paragraphs(breaks) and _are_apart(plain, breaks)
    ragged = {*_ragged(plain, breaks)}
    for place, is_full, unended in breaks:
        old, new, breaks_word = _joint(plain, place, words)
        # where nothing else parts the paragraphs, a full line that ends a sentence may be the last of one
        joins = unended or is_parted or plain.endswith(_GOING_ON, 0, place) if is_full else place in ragged
        if joins or breaks_word:
            start = place + 1 - len(old)
            if plain[start : place + 1] == old:  # no blank before the line end
                yield moved(start), old, new, "line end at a fixed width"
            else:
                yield moved(place), "\n", new, "line end at a fixed width"


# ---------------------------------------------------------------------------------------- pages

_PAGE_NUMBER = re.compile(
    r"[ ]*(?:[-—–－─·•~*]{0,2}[ ]?(?!(?:19|20)\d\d)\d{1,4}[ ]?[-—–－─·•~*]{0,2}|\d{1,4}[ ]?/[ ]?\d{1,4}"
    r"|第[ ]?\d{1,4}[ ]?[页頁](?:[ ]?[,，/]?[ ]?共[ ]?\d{1,4}[ ]?[页頁])?|(?i:page|p\.)[ ]?\d{1,4}(?:[ ](?:of|/)[ ]\d{1,4})?)[ ]*"
)
_PAGE_MARK = re.compile(r"\n(?=([ ]{0,9}([-—–－─*·•])[ ]?(?!(?:19|20)\d\d)(\d{1,4})[ ]?\2[ ]*(?:\n|\Z)))")
_HAS_PAGE_NUMBER = re.compile(rf"(?m)^{_PAGE_NUMBER.pattern}$")
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
        if line and not _PAGE_NUMBER.fullmatch(line):
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


def _pages(text: str) -> list[tuple[int, int]]:
    """Return the spans of page numbers and running heads between two lines of one sentence, in a text that may be wrapped.

    The line before is full and ends in mid-sentence: nothing but a new page can have parted it from the next. Where one
    page number is so proven, those between paragraphs go with it.
    """
    lines = text.split("\n")
    if _is_wide(lines):
        return []
    stripped = [line.strip() for line in lines]
    heads = _running_heads(stripped)
    if not (heads or _HAS_PAGE_NUMBER.search(text)):
        return []
    widths = columns(map(str.rstrip, lines))
    width = _width_without(heads, stripped, widths)
    if not _NARROW <= width <= _WIDE:
        return []
    starts = [*accumulate((len(line) + 1 for line in lines), initial=0)]
    short = [columns < width - _SLACK for columns in widths]
    found, beside, numbered, last = [], [], 0, 0
    for number in range(1, len(lines) - 1):
        before = number - 1
        if before < last or not stripped[before] or stripped[before][-1] in _SENTENCE_END:
            continue
        if stripped[before] in heads or short[before] or widths[before] > width + 2:
            continue
        block = _between_pages(lines, stripped, short, heads, number)
        if block and not _MARKED.match(lines[block.end]):
            (beside if block.holds_title else found).append((starts[number], starts[block.end]))
            numbered += block.is_numbered
            last = block.end
    found += beside * (numbered > 1)  # one page alone proves nothing
    if numbered and found:
        inside = {*chain.from_iterable(range(*span) for span in found)}
        found += [
            (starts[first], starts[end])
            for first, end in _numbered_pages(lines, stripped, heads)
            if not inside.intersection(range(starts[first], starts[end]))
        ]
    return sorted(found)


class _Block(NamedTuple):
    """What stands between two pages: where it ends; whether a number counts the pages; and whether a line is in it that
    beside a page number may be the title of an article."""

    end: int
    is_numbered: bool
    holds_title: bool


def _between_pages(
    lines: Sequence[str], stripped: Sequence[str], short: Sequence[bool], heads: Mapping[str, _RunningHead], first: int
) -> _Block | None:
    """Return the page numbers, running heads and blank lines from the line ``first`` on; None, where they prove no new page."""
    numbers, most, has_title = 0, 0, False
    for end in range(first, min(len(lines), first + _LONGEST_BLOCK)):
        line = stripped[end]
        head = heads.get(line)
        if line and _PAGE_NUMBER.fullmatch(lines[end]):
            numbers += 1
        elif head and _is_head(head, line, short[end]):
            numbers += head.counts_pages
            most = max(most, _HEADS if _COPYRIGHT.search(line) else head.count)
        elif line:
            # beside a page number, what is short and says nothing: the title of an article on its odd pages
            if has_title or not numbers or not short[end] or _IN_SENTENCE_ONLY.search(line):
                is_proof = 0 < numbers < 3 or (not numbers and most >= _HEADS)
                return _Block(end, numbers > 0, has_title) if is_proof else None
            has_title = True
    return None


def _numbered_pages(
    lines: Sequence[str], stripped: Sequence[str], heads: Mapping[str, _RunningHead]
) -> Iterator[tuple[int, int]]:
    """Yield the lines, first and end, of the page numbers of a text with the running heads beside them.

    Nothing is yielded unless the numbers rise one by one at about the same distance: those of sections do not.
    """
    at = [number for number, line in enumerate(lines) if stripped[number] and _PAGE_NUMBER.fullmatch(line)]
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


def _page_marks(text: str) -> Iterator[Found]:
    """Find page numbers between two dashes or stars on lines of their own; those of sections begin below ten."""
    marks = [*_PAGE_MARK.finditer(text)]
    if marks and len(marks[0][3]) > 1:
        yield from ((match.start(1), match[1], "", "page number") for match in marks)


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


def _page_heads(text: str) -> Iterator[Found]:
    """Find heads of pages by their form; two below each other are rows of a table."""
    found, start = [], 0
    for line in text.split("\n") if "    " in text else ():
        if _GAP.search(line) and (match := _PAGE_HEAD.match(text, start)):
            found.append(match)
        start += len(line) + 1
    beside = {
        start
        for first, second in pairwise(found)
        if not text[first.end() : second.start()].strip()
        for start in (first.start(), second.start())
    }
    for match in found:
        if match.start() not in beside:
            yield match.start(), match[0], "", "head of a page"


def _is_head(head: _RunningHead, line: str, is_short: bool) -> bool:
    return head.counts_pages or is_short or head.count >= _HEADS or bool(_COPYRIGHT.search(line))


def _width_without(heads: Mapping[str, _RunningHead], lines: Iterable[str], widths: Sequence[int]) -> int:
    """Return the width at which lines are wrapped; running heads, which may be wider, do not count."""
    return _width_of([columns for columns, line in zip(widths, lines, strict=True) if line and line not in heads])


def _without(text: str, spans: list[tuple[int, int]]) -> tuple[str, Callable[[int], int]]:
    """Return ``text`` without ``spans``, and a function that tells where a place in it was."""
    kept = [*pairwise([0, *chain.from_iterable(spans), len(text)])][::2]
    ends = [*accumulate(end - start for start, end in kept)]

    def place_in_text(place: int) -> int:
        piece = bisect_right(ends, place)
        return kept[piece][0] + place - (ends[piece - 1] if piece else 0)

    return "".join(text[start:end] for start, end in kept), place_in_text


# ---------------------------------------------------------------------------------------- one line for all

_LONGEST_TAIL = 400  # characters behind a text that lost its line ends
_TAIL = re.compile(
    r"(?<=[。！？”」）》：])(?:(?:文章|本文|稿件)?来源[:：](?=[^。！？]{2,40}\Z)|返回搜狐|(?:责任)?编辑[:：](?=[^。！？]{0,30}\Z)"
    r"|[（(](?:责任?编辑?|責任?編輯?|编辑|編輯|(?:本报|本報|实习|特约|特約)?记者|(?:本報|實習)?記者|译者|譯者|编译|編譯|核稿)[:：/／\s]{0,3}[^）)。，！？\n]{2,14}[）)]\d{0,8}(?=\s*\Z)"
    r"|分享让更多人看到\Z|(?:本文|文章)(?:属于|为|系)原创|相关阅读[:：]《|(?:广告|免责|版权)声明[:：])"
)


def _glued_tail(text: str) -> Iterator[Found]:
    """Find where credits are glued to the last sentence of a text that lost its line ends, and part them from it."""
    start = max(0, len(text) - _LONGEST_TAIL, text.rfind("\n", 0, len(text.rstrip())) + 1)
    for match in _TAIL.finditer(text, start) if "\n" not in text[start:].rstrip() else ():
        place = match.start() - 1
        if place >= start:
            yield place, text[place], text[place] + "\n", "line end before credits"


def find_layout(text: str) -> Iterator[Found]:
    """Find times and numbers of subtitles, style sheets, lines of scripts, and line ends at a fixed
    width with what a page has between them.

    >>> [old for _, old, _, _ in find_layout("1\\n00:00:01,0 --> 00:00:02,0\\n开源\\n\\n2\\n00:00:02,0 --> 00:00:03,0\\n模型")]
    ['1\\n00:00:01,0 --> 00:00:02,0\\n', '2\\n00:00:02,0 --> 00:00:03,0\\n']
    """
    code = [*_styles(text), *_scripts(text)]
    cut = [
        *leftmost(
            [*find_subtitles(text), *code, *(_comments(text) if code else ()), *_glued_tail(text), *_page_heads(text)]
        )
    ]
    yield from leftmost([*(cut or _wrapped(text)), *_page_marks(text)])
