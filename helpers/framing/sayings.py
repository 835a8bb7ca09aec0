"""Find sayings with their author behind a dash, on the line below or at the end of the line: epigraphs, lists of quotes.
Pure.

A signature and a subtitle begin with a dash, too. So an author must have the form of a name, and stand below a sentence;
and the saying opens the text, or stands in marks, or its author has a book, or there are several of them.
"""

import re
from typing import NamedTuple

from helpers.framing.names import looks_like_name
from helpers.framing.turn_labels import bearer_of


class Saying(NamedTuple):
    """A saying, without what numbers it, and the place of its author."""

    start: int
    end: int
    author: tuple[int, int]


# The author behind a dash, up to the end of the line: ——简妮·霍尔,计算机科学家.
_AUTHOR = re.compile(
    r"(?<![—―–-])(?:—{1,2}|―{1,2}|–|--)[ \t]*+"
    r"(?P<name>[^\W\d_][^\n,;:。!?…()《》“”‘’|/—―–]{1,29}+)"
    r"(?P<more>[,(《|/][^\n。!?…]{0,60}+)?(?=\n|\Z)"
)
_UNNAMED = re.compile("[一某]位.")
_BETWEEN = " \t\n*>"  # may stand between a saying and the dash
_SENTENCE_END = re.compile(r"[。!?…][”’)]*\Z")
_NUMBER = re.compile(r"[ \t>*]*(?:\(?\d{1,3}[、.)][ \t]*)?")
_SEVERAL = 2
_LONG_HEADING, _SHORT_SAYING = 40, 12  # characters


def find_sayings(shadow: str) -> list[Saying]:
    """Return the sayings of ``shadow`` (`helpers.text.script.shadow_of`) whose authors stand behind them.

    >>> shadow = "水往低处流,人往高处走,船往港里开。\\n——马克·吐温\\n港口很小,只停得下三条渔船,却有两座灯塔。"
    >>> [shadow[slice(*saying.author)] for saying in find_sayings(shadow)]
    ['马克·吐温']
    """
    found, proved = [], []
    for match in _AUTHOR.finditer(shadow):
        author = _author_of(match)
        if author is None:
            continue
        end = match.start()
        while end and shadow[end - 1] in _BETWEEN:
            end -= 1
        line = shadow.rfind("\n", 0, end) + 1
        start = _NUMBER.match(shadow, line).end()
        if start >= end or not _SENTENCE_END.search(shadow, max(start, end - 4), end):
            if not found:
                return []  # a byline, or the headings of a talk
            continue
        in_marks = shadow[start] == "“" and shadow[end - 1] == "”"
        opens = shadow[end - 1] != "?" and _opens(shadow, line)
        opens = opens and len(shadow) - match.end() > end - start >= _SHORT_SAYING  # a short letter has a signature
        found.append(Saying(start, end, author))
        if in_marks or opens or "《" in (match["more"] or ""):
            proved.append(found[-1])
    return found if len(found) >= _SEVERAL else proved


def _author_of(match: re.Match[str]) -> tuple[int, int] | None:
    """Return the place of the one who is named, behind his office, or of one without a name (一位程序员)."""
    words = match["name"].rstrip(" \t*")
    bearer = bearer_of(words)
    start = match.start("name") + len(words) - len(bearer)
    is_author = looks_like_name(bearer) or _UNNAMED.match(words)
    return (start, start + len(bearer)) if is_author else None


def _opens(shadow: str, line: int) -> bool:
    """Return whether nothing but a heading stands above a line."""
    above = shadow[:line].strip() if line <= _LONG_HEADING else shadow
    return "\n" not in above and len(above) < _LONG_HEADING and not _SENTENCE_END.search(above)
