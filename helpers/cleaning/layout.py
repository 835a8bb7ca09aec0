"""Find what layout leaves in a text: time codes, style sheets, scripts, and lines broken at a fixed width. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from statistics import quantiles

from helpers.cleaning.ledger import Found, leftmost
from helpers.cleaning.subtitles import find_subtitles
from helpers.text.script import HAN, IS_HAN
from helpers.text.tokens import tokenize

# ---------------------------------------------------------------------------------------- styles, scripts

_VALUE = r"(?:[^{};:\"'\n\u3000-\uffef]|\"[^\"\n]{0,200}\"|'[^'\n]{0,200}'|:(?=[/\w])){1,300}+"
_DECLARATION = rf"-{{0,2}}[a-z][a-z0-9-]{{1,40}}+\s?:{_VALUE}"
_BLOCK = re.compile(rf"\{{\s{{0,20}}+(?:{_DECLARATION};\s{{0,20}}+){{0,60}}+(?:{_DECLARATION})?\s{{0,20}}\}}")
_HAS_DECLARATION = re.compile(
    r"[a-z]\s?:[^{}]+;|-[a-z]+\s?:|\{\s*(?:margin|padding|color|display|width|height|border)\b"
)
_SELECTOR = re.compile(r"[ ]?(?:[\w .#*,:>+~()\\@\[\]=\"'-]|\n(?=[ .#*@\w\n])){1,300}\Z", re.ASCII)

_CODE_MARKS = ("function", "=>", "var", "let", "const", "window", "document", "$(", "@import")  # of which it holds one
_CODE_LINE = re.compile(
    rf"(?m)^(?=[^\n]{{0,400}}(?:function\s?\(|=>\s?\{{|\b(?:var|let|const)\s\w+\s?=|window\.\w|document\.\w|\$\(|@import\b))"
    rf"[^\n{HAN}]{{10,4000}}[;}})][ ]*$"
)


def _styles(text: str) -> Iterator[Found]:
    """Find rules of CSS: declarations in braces with the selector before them."""
    end = 0
    for block in _BLOCK.finditer(text) if "{" in text else ():
        if not _HAS_DECLARATION.search(block.group()):
            continue
        selector = _SELECTOR.search(text[max(end, block.start() - 300) : block.start()])
        if selector and selector.group().strip():
            start = block.start() - len(selector.group())
            yield start, text[start : block.end()], "", "style sheet"
            end = block.end()


def _scripts(text: str) -> Iterator[Found]:
    for match in _CODE_LINE.finditer(text) if any(mark in text for mark in _CODE_MARKS) else ():
        yield match.start(), match.group(), "", "line of a script"


# ---------------------------------------------------------------------------------------- lines of a fixed width

_FEW_LINES, _NARROW, _WIDE = 5, 20, 160  # lines, and columns (a Han character has two) that a wrapped text has
_SLACK = 6  # columns that a full line may fall short of the width: a mark or a Latin word that did not fit
_FULL, _UNENDED = (
    0.75,
    0.7,
)  # shares of the lines inside paragraphs that are full, and of those that end in mid-sentence
_BROKEN = 0.15  # share of the lines that end inside a word
_SENTENCE_END = "。！？!?…”」』）)】:：；;"
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


def _breaks(text: str) -> list[tuple[int, bool, bool]]:
    """Return the line ends inside paragraphs of a text that may be wrapped: place, is the line full, ends in mid-sentence."""
    lines = text.split("\n")
    # quickly told of most texts: the lines are few, or wide, and have no fewer columns than characters
    if len(lines) < _FEW_LINES or _width_of([len(line) for line in lines if line]) > _WIDE:
        return []
    widths = columns(map(str.rstrip, lines))
    filled = [width for width in widths if width]
    if len(filled) < _FEW_LINES or not _NARROW <= _width_of(filled) <= _WIDE:
        return []
    width, indent = _width_of(filled), min(_indent(line) for line in lines if line.strip())
    found, place = [], 0
    for number, line in enumerate(lines[:-1]):
        place += len(line)
        following = lines[number + 1]
        inside = line.strip() and following.strip() and _indent(following) <= indent and not _MARKED.match(following)
        if inside:
            is_full = width - _SLACK <= widths[number] <= width + 2
            found.append((place, is_full, line.rstrip()[-1] not in _SENTENCE_END))
        place += 1
    return found


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
    if len(breaks) < _FEW_LINES - 1 or len(full) < _FULL * len(breaks) or unended < _UNENDED * len(full):
        return False
    return _breaks_words(text, [place for place, _ in full])


def _breaks_words(text: str, places: list[int]) -> bool | None:
    """Return whether lines end inside words, as only a machine breaks them; None where hardly any do."""
    asked = broken = 0
    for place in places:
        before, after = text[max(0, place - 8) : place].rstrip(" "), text[place + 1 : place + 9].lstrip(" ")
        if IS_HAN.match(before[-1:]) and IS_HAN.match(after):
            asked += 1
            ends = accumulate(map(len, tokenize(before + after)))
            broken += len(before) not in ends
    return True if broken >= _BROKEN * asked else None


def _wrapped(text: str) -> Iterator[Found]:
    if not is_wrapped(text):
        return
    for place, is_full, _ in _breaks(text):
        if is_full:
            before, after = (
                text[max(0, place - 9) : place].rstrip(" ")[-1:],
                text[place + 1 : place + 9].lstrip(" ")[:1],
            )
            between = "" if IS_HAN.match(before) or IS_HAN.match(after) else " "
            yield place, "\n", between, "line end at a fixed width"


# ---------------------------------------------------------------------------------------- one line for all

_LONGEST_TAIL = 400  # characters behind a text that lost its line ends
_TAIL = re.compile(
    r"(?<=[。！？”」）》：])(?:(?:文章|本文|稿件)?来源[:：](?=[^。！？]{2,40}\Z)|返回搜狐|(?:责任)?编辑[:：](?=[^。！？]{0,30}\Z)"
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
    """Find times and numbers of subtitles, style sheets, lines of scripts, and line ends at a fixed width.

    >>> [old for _, old, _, _ in find_layout("1\\n00:00:01,0 --> 00:00:02,0\\n开源\\n\\n2\\n00:00:02,0 --> 00:00:03,0\\n模型")]
    ['1\\n00:00:01,0 --> 00:00:02,0\\n', '2\\n00:00:02,0 --> 00:00:03,0\\n']
    """
    cut = [*leftmost([*find_subtitles(text), *_styles(text), *_scripts(text), *_glued_tail(text)])]
    yield from cut or _wrapped(text)
