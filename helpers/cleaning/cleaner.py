"""Clean a text: apply editorial cuts, then the rules, until nothing changes; keep a ledger. Pure functions.

Each rule is a function ``text -> edits``; the edits of one rule never overlap, so the ledger can be replayed
(`apply_ledger`) and every character of the clean text traced back to the raw file (`raw_span`). Rules run in the order
of `RULES`, again and again until nothing changes: cleaning clean text changes nothing.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from helpers.cleaning.flags import find_flags, proves_lost_byte
from helpers.cleaning.ledger import Cleaned, Edit, Flag, Found, apply_edits
from helpers.cleaning.rules import RULES

# Nested damage peels off one layer a round; real pages need two or three rounds. What is nested deeper than the work
# that clean() will spend on it (rounds × characters; never below 20 rounds) stays, and is flagged.
_ROUNDS, _WORK = 20, 2_000_000


class EditorialCut(NamedTuple):
    """A judgement about one article, from ``edits.csv``: ``quote`` must occur ``count`` times in the raw text.

    >>> clean("首页 > 科技\\n开源会赢。", [EditorialCut("furniture", 1, "首页 > 科技\\n", "", "a line of links")]).text
    '开源会赢。'
    """

    kind: str
    count: int
    quote: str
    replacement: str
    reason: str
    where: str = ""  # file and row, for messages


class CutError(ValueError):
    """An editorial cut does not fit its text; the message names the cut and the reason.

    >>> clean("开源会赢。", [EditorialCut("title", 2, "开源", "", "it stands twice")])
    Traceback (most recent call last):
    helpers.cleaning.cleaner.CutError: cut 1: '开源' stands 1 times in the text, not 2.
    """


EDITORIAL = "editorial"  # the step before all rules: cuts and repairs that only fit one article
RULE_NAMES = {
    EDITORIAL: "editorial cuts",
    "characters": "odd characters",
    "mojibake": "misread bytes",
    "html": "HTML",
    "markdown": "Markdown",
    "layout": "left-over layout",
    "pinyin": "pronunciation notes",
    "spacing": "blanks",
    "doubling": "text standing twice",
    "script": "Traditional script",
    "spin": "spun words",
}


def find_cuts(raw: str, cuts: Sequence[EditorialCut]) -> Iterator[Found]:
    """Find the places of editorial ``cuts`` in ``raw``: an edit for each, in order of place.

    Raises:
        CutError: a quote does not occur in ``raw`` exactly ``count`` times, two quotes overlap, or a repair of mojibake
            is not proved by losing one byte.

    >>> [*find_cuts("图源:某社\\n开源会赢。", [EditorialCut("caption", 1, "图源:某社\\n", "", "of a lost picture")])]
    [(0, '图源:某社\\n', '', 'caption: of a lost picture')]
    """
    found = []
    for number, cut in enumerate(cuts, start=1):
        where = cut.where or f"cut {number}"
        places = [match.start() for match in re.finditer(re.escape(cut.quote), raw)] if cut.quote else []
        if len(places) != cut.count:
            raise CutError(f"{where}: {cut.quote[:40]!r} stands {len(places)} times in the text, not {cut.count}.")
        if cut.kind == "mojibake" and not any(
            proves_lost_byte(cut.quote, cut.replacement + tail) for tail in ("", "</p>")
        ):
            raise CutError(f"{where}: {cut.quote[:40]!r} is not what losing one byte of its repair gives.")
        found += [(place, cut.quote, cut.replacement, cut, where) for place in places]
    found.sort(key=lambda edit: edit[0])
    for before, after in pairwise(found):
        if before[0] + len(before[1]) > after[0]:
            raise CutError(f"{after[4]}: {after[1][:40]!r} overlaps {before[1][:40]!r} of {before[4]}.")
    for place, old, new, cut, _ in found:
        yield place, old, new, f"{cut.kind}: {cut.reason}"


def clean(raw: str, cuts: Sequence[EditorialCut] = (), *, rules: Iterable[str] = (EDITORIAL, *RULES)) -> Cleaned:
    """Return ``raw`` cleaned, with the ledger of all edits and the spots that stay doubtful.

    Args:
        raw: the text of one article, as its file holds it.
        cuts: judgements about this article, applied first, to the raw text.
        rules: names of the rules to use (keys of `RULES`, and ``"editorial"`` for ``cuts``), whatever their order.

    Raises:
        ValueError: an unknown rule.
        CutError: a cut that does not fit (see `find_cuts`).

    >>> clean("模型 開(kāi)源。").text
    '模型开源。'
    """
    wanted = set(rules)
    if unknown := wanted - {EDITORIAL, *RULES}:
        raise ValueError(f"unknown rule {min(unknown)!r}; the rules are {', '.join((EDITORIAL, *RULES))}")
    text, ledger, step = raw, [], 0

    def take(rule: str, found: Iterable[Found]) -> None:
        nonlocal text, step
        if ordered := sorted(found):
            text = apply_edits(text, ordered)
            ledger.extend(Edit(step, rule, *edit) for edit in ordered)
            step += 1

    if EDITORIAL in wanted:
        take(EDITORIAL, find_cuts(raw, cuts))
    flags, seen = [], {}
    for left in reversed(range(max(_ROUNDS, _WORK // max(1, len(raw))))):
        before = text
        for rule, find in RULES.items():
            if rule in wanted and seen.get(rule) != step:  # nothing is looked for again in a text that did not change
                seen[rule] = step
                take(rule, find(text))
        if text == before:
            break
        if not left:
            flags.append(Flag(0, text[:20], "damage nested too deeply: cleaning was broken off"))
    return Cleaned(text, tuple(ledger), (*flags, *find_flags(text)))
