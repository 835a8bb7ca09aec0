"""Part the paragraphs of a talk that lost its line ends (会赢吗？王强：会。) before each label. Pure."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from helpers.framing.turn_labels import TALK, TALKING

# What stands in quotation marks is passed over: it is told by another. 王强说: is a sentence of the narrator.
_RUN_IN = re.compile(
    r"“[^“”\n]{0,400}”"
    r"|(?:\A|(?<=[。!?…~”)]))[^\S\n]*+"
    r"(?P<label>[^\W_][^\n:,;。!?“”‘’<>/=\[\]()|｜【】〔〕《》]{0,11}?)(?<!..[说道称讲]):(?!//)"
)
_FEWEST_LABELS, _FEWEST_CHANGES = 2, 3  # two come back, in turn
_NUMBER = re.compile(r"(?<=\A[QA问答])\d+\Z")


def _labels(lines: Iterable[tuple[int, str]]) -> list[tuple[int, int, str]]:
    """Return the labels within lines: where the line starts, the place of the label in it, and its name without a number."""
    found = [(start, match) for start, line in lines if ":" in line for match in _RUN_IN.finditer(line)]
    return [(at, match.start("label"), _NUMBER.sub("", match["label"])) for at, match in found if match["label"]]


def part_paragraphs(lines: Sequence[tuple[int, str]], grade: Callable[[str, int], str]) -> Iterator[tuple[int, str]]:
    """Yield the lines, cut before the labels within them; nothing where none has to be cut.

    Args:
        grade: tells of a label that comes back, and how often, how far it is to be trusted (*nickname* is the least).

    >>> [*part_paragraphs([(0, "问:会赢?答:会。问:谁?答:我。")], lambda label, n: "certain")]
    [(0, '问:会赢?'), (5, '答:会。'), (9, '问:谁?'), (13, '答:我。')]
    """
    if not any(place for _, place, _ in _labels(line for line in lines if line[1].count(":") > 1)):
        return
    found = _labels(lines)
    grades = {name: n > 1 and grade(name, n) for name, n in Counter(name for *_, name in found).items()}
    labels = [label for label in found if grades[label[-1]]]
    names = {name for *_, name in labels}
    changes = sum(a != b for (*_, a), (*_, b) in pairwise(labels))
    are_known = any(grades[name] != "nickname" for name in names)
    if len(names) < _FEWEST_LABELS or changes < _FEWEST_CHANGES or not are_known:
        return
    cuts: dict[int, list[int]] = {}
    for start, place, _ in labels:
        cuts.setdefault(start, []).append(place)
    parted = [
        (start + a, line[a:b])
        for start, line in lines
        for a, b in pairwise(sorted({0, len(line), *cuts.get(start, ())}))
        if line[a:b].strip()
    ]
    opened = {start + place for start, place, _ in labels}
    talk = sum(start in opened and bool(TALK.search(line)) for start, line in parted)
    yield from parted if talk >= len(opened) * TALKING else ()
