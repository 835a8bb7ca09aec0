"""Part the paragraphs of a talk that lost its line ends (会赢吗？王强：会。) before each label. Pure."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from helpers.framing.labels import TALK

# What stands in quotation marks is passed over: it is told by another. 王强说: is a sentence of the narrator.
_RUN_IN = re.compile(
    r"“[^“”\n]{0,400}”|(?:\A|(?<=[。!?…~”)]))[^\S\n]*+(?P<label>[^\W_][^\n:,;。!?“”‘’<>/=\[\]()|｜丨【】〔〕《》]{0,11}?)(?<!..[说道称讲]):(?!//)"
)
_FEWEST_LABELS, _FEWEST_CHANGES = 2, 3  # two come back, in turn
_TALKING = 0.3  # of their words hold 我, 你 or a question


def _labels(lines: Sequence[tuple[int, str]]) -> list[tuple[int, str, re.Match[str]]]:
    found = [(start, line, match) for start, line in lines if ":" in line for match in _RUN_IN.finditer(line)]
    return [(start, line, match) for start, line, match in found if match["label"]]


def part_paragraphs(lines: Sequence[tuple[int, str]], grade: Callable[[str, int], str]) -> Iterator[tuple[int, str]]:
    """Yield the lines, cut before the labels within them; nothing where none has to be cut.

    Args:
        grade: tells of a label and how often it comes how far it is to be trusted (*nickname* is the least).

    >>> [*part_paragraphs([(0, "问:会赢?答:会。问:谁?答:我。")], lambda label, n: "certain")]
    [(0, '问:会赢?'), (5, '答:会。'), (9, '问:谁?'), (13, '答:我。')]
    """
    several = [(start, line) for start, line in lines if line.count(":") > 1]
    if not any(match.start() for _, _, match in _labels(several)):
        return
    places = _labels(lines)
    counts = Counter(match["label"] for _, _, match in places)
    grades = {label: grade(label, n) for label, n in counts.items()}
    proved = {label for label, n in counts.items() if n > 1 and grades[label]}
    labels = [(start, line, match) for start, line, match in places if match["label"] in proved]
    changes = sum(a["label"] != b["label"] for (_, _, a), (_, _, b) in pairwise(labels))
    are_known = any(grades[label] != "nickname" for label in proved)
    if len(proved) < _FEWEST_LABELS or changes < _FEWEST_CHANGES or not are_known:
        return
    cuts: dict[int, list[int]] = {}
    for start, _, match in labels:
        cuts.setdefault(start, []).append(match.start("label"))
    parted = [
        (start + a, line[a:b])
        for start, line in lines
        for a, b in pairwise(sorted({0, *cuts.get(start, ()), len(line)}))
    ]
    opened = {start + place for start, places in cuts.items() for place in places}
    talk = sum(start in opened and bool(TALK.search(line)) for start, line in parted)
    yield from parted if talk >= len(opened) * _TALKING else ()
