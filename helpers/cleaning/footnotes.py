"""Find the marks of footnotes and sources in a text; what stands in the notes themselves stays. Pure."""

import re
from collections.abc import Iterator

from helpers.cleaning.ledger import Found
from helpers.cleaning.naming import is_named
from helpers.cleaning.rewriting import Rewrite, rewritten
from helpers.text.script import HAN

_OPEN, _CLOSE = r"[\[［〔]", r"[\]］〕]"
_NUMBERS = r"[注註]?\d{1,3}(?:[ ]?[-–—~～,，、][ ]?\d{1,3}){0,9}"
_MARKS = re.compile(
    rf"{_OPEN}(?<=[{HAN}A-Za-z0-9_%”’\"'」』）)》。，；：！？].){_NUMBERS}{_CLOSE}(?:[,，、]?{_OPEN}{_NUMBERS}{_CLOSE}){{0,9}}(?![(\[:])"
)
_NUMBER, _SPAN = re.compile("[0-9]+"), re.compile("([0-9]+)[ ]?[-–—~～][ ]?([0-9]+)")
_IS_LIST = re.compile(r"[0-9][ ]?[-–—~～,，、][ ]?[0-9]")
_FEWEST = 3  # a single [1] may be an index of a programmer
_MOST_IN_SPAN = 30
_ARRAY = re.compile(r"(?:\b[A-Z]|(?<![A-Za-z0-9.])[a-z_][\w.]{0,30})\Z", re.ASCII)
_FOOTNOTE = re.compile(r"\[\^([^\[\]\s]{1,60})\](?::[ ]*)?")
_NOTE = re.compile(r"\n[ ]*\[\^([^\[\]\s]{1,60})\]:")


def _unless_named(match: re.Match[str]) -> str:
    return match[0] if is_named(match.string, *match.span()) else ""


_SOURCE = "mark of a source"
_OF_CHATBOTS = (
    Rewrite("†", re.compile(r"【\d{1,3}(?::\d{1,3})?†[^【】\n]{1,200}】"), _unless_named, _SOURCE),
    Rewrite("[citation:", re.compile(r"\[citation:\d{1,3}\]"), _unless_named, _SOURCE),
    Rewrite("[cite", re.compile(r"\[cite(?:_start|:[ ]?\d{1,4}(?:,[ ]?\d{1,4}){0,20})\]"), _unless_named, _SOURCE),
    Rewrite("^]", re.compile(r"\[\^\d{1,3}\^\]"), _unless_named, _SOURCE),
    Rewrite(
        ":contentReference",
        re.compile(r":contentReference\[oaicite:\d{1,4}\](?:\{index=\d{1,4}\})?"),
        _unless_named,
        _SOURCE,
    ),
    Rewrite("\ue200", re.compile("\ue200(?:file)?cite[^\ue200\ue201\n]{1,300}\ue201"), "", _SOURCE),
)


def find_footnotes(text: str) -> Iterator[Found]:
    """Find the marks of footnotes ([1], [2-4], ［注1］, [^1]) where they are several, and those by which chatbots name sources.

    >>> [old for _, old, _, _ in find_footnotes("甲[1]。乙[2,3]。丙【4†source】。")]
    ['【4†source】', '[1]', '[2,3]']
    """
    yield from rewritten(_OF_CHATBOTS, text)
    if "[" in text or "［" in text or "〔" in text:
        yield from _numbered(text)
    if "[^" in text:
        yield from _markdown_footnotes(text)


def _numbered(text: str) -> Iterator[Found]:
    marks = [*_MARKS.finditer(text)]
    if marks and any(_IS_LIST.search(mark[0]) for mark in marks) and not _count_up(marks):
        marks = [mark for mark in marks if not _IS_LIST.search(mark[0])]
    marks = _without_indices(text, marks)
    if len({number for mark in marks for number in _NUMBER.findall(mark[0])}) >= _FEWEST:
        yield from ((mark.start(), mark[0], "", "mark of a footnote") for mark in marks)


def _count_up(marks: list[re.Match[str]]) -> bool:
    """Return whether no number is left out from mark to mark, and one stands alone: [1-3], [4], but no interval [1, 5]."""
    last = int(_NUMBER.search(marks[0][0])[0]) - 1
    for mark in marks:
        for first, after in _SPAN.findall(mark[0]):
            if not 0 < int(after) - int(first) <= _MOST_IN_SPAN:
                return False
        spread = _SPAN.sub(lambda span: ",".join(map(str, range(int(span[1]), int(span[2]) + 1))), mark[0])
        for number in map(int, _NUMBER.findall(spread)):
            if not 0 < number <= last + 1:
                return False
            last = max(last, number)
    return any(not _IS_LIST.search(mark[0]) for mark in marks)


def _without_indices(text: str, marks: list[re.Match[str]]) -> list[re.Match[str]]:
    """Return the marks that are no indices of a programmer.

    No note has the number 0: a line that has one speaks of indices. So does a name of a small letter (x[1]) or with an
    underscore, and one in small letters or of one letter that has two of them (items[1]、items[2]).
    """
    lines, names, at, line = [], [], 0, 0
    for mark in marks:
        line += text.count("\n", at, at := mark.start())
        lines.append(line)
        name = _ARRAY.search(text[max(0, at - 32) : at])
        names.append(name[0] if name else "")
    indices: dict[str, set[str]] = {}
    for mark, name in zip(marks, names, strict=True):
        indices.setdefault(name, set()).add(mark[0])
    arrays = {
        name
        for name, found in indices.items()
        if name and (len(found) > 1 or "_" in name or (len(name) == 1 and name.islower()))
    }
    of_zero = {line for mark, line in zip(marks, lines, strict=True) if "[0]" in mark[0]}
    return [
        mark for mark, line, name in zip(marks, lines, names, strict=True) if name not in arrays and line not in of_zero
    ]


def _markdown_footnotes(text: str) -> Iterator[Found]:
    """Find the marks ``[^1]`` of footnotes whose text is there, or which are several; the text of a note stays."""
    noted = {match[1] for match in _NOTE.finditer(f"\n{text}")}
    marks = [*_FOOTNOTE.finditer(text)]
    if len({match[1] for match in marks if match[1].isdecimal()}) >= _FEWEST:
        noted |= {match[1] for match in marks if match[1].isdecimal()}
    for match in marks:
        if match[1] in noted:
            begins_line = match.start() == 0 or text[match.start() - 1] == "\n"
            yield match.start(), match.group() if begins_line else f"[^{match[1]}]", "", "mark of a footnote"
