"""Find the names that only a blank sets apart from the words behind them, as minutes and printed talks have it. Pure."""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from helpers.text.script import HAN
from helpers.text.sentences import ENDS_SENTENCE

_CLOCK = r"[\[(（【]?\d{1,2}(?::\d\d){1,2}[\])）】]?[ \t]*+"
_NAME = re.compile(
    rf"[ \t>*#]*+(?P<before>{_CLOCK})?(?P<name>[^\W\d_][\w·]{{0,7}})[*_]*+[ \t\u3000]++(?P<behind>{_CLOCK})?"
    r"(?=[^\W_]|[“「『‘《〈(（【…—])"
)
_LONGEST = 40  # characters of a line up to the words
_GAP = re.compile(rf"[ \u3000](?<=[{HAN}].)[ \u3000]*+(?=[{HAN}])")
_MAY_SPEAK_ONCE = re.compile(f"[{HAN}]{{2,4}}")
_FEWEST = 2  # names that come back


class Apart(NamedTuple):
    """A name at the beginning of a line: the places of the name, of the words behind it and of the end of the line."""

    start: int
    end: int
    words: int
    stop: int
    name: str
    clock: bool  # a time stands beside it
    returns: bool  # it comes back after another one


def that_return(names: Iterable[str]) -> set[str]:
    """Return the names that come back after another one, if there are two: a talk has them, and hardly a list of points.

    >>> sorted(that_return(["甲", "乙", "乙", "丙", "甲", "乙"])), that_return(["甲", "甲", "乙", "丙", "乙"])
    (['乙', '甲'], set())
    """
    runs = Counter(name for name, _ in groupby(names))
    returning = {name for name, n in runs.items() if n > 1}
    return returning if len(returning) >= _FEWEST else set()


def names_apart(lines: Iterable[tuple[int, str]]) -> dict[int, Apart]:
    """Return the names that a blank sets apart at the beginning of lines, by the places of the lines.

    Two of them come back after another one, before sentences in which no further blank stands between words; else
    there are none. So a list of terms has none, nor a table, nor a text whose words are all set apart. Where there are,
    others of two to four characters may speak once.

    Args:
        lines: the place and the text of each line.

    >>> [each.name for each in names_apart([(0, "甲 来吗？"), (6, "乙 来。"), (12, "甲 好。"), (18, "乙 走。")]).values()]
    ['甲', '乙', '甲', '乙']
    """
    found: list[tuple[int, str, re.Match[str]]] = []
    for place, line in lines:
        begin = line[:_LONGEST]
        if " " not in begin and "\u3000" not in begin and "\t" not in begin:
            continue
        match = _NAME.match(begin)
        if match and ENDS_SENTENCE.search(line, max(0, len(line) - 9)):
            found.append((place, line, match))
    returning = that_return(match["name"] for _, line, match in found if not _GAP.search(line, match.end()))
    if not returning:
        return {}
    return {
        place: Apart(
            place + match.start("name"),
            place + match.end("name"),
            place + match.end(),
            place + len(line),
            match["name"],
            bool(match["before"] or match["behind"]),
            match["name"] in returning,
        )
        for place, line, match in found
        if match["name"] in returning or _MAY_SPEAK_ONCE.fullmatch(match["name"])
    }
