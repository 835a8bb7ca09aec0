"""Clean a text: apply editorial cuts, then the rules, until nothing changes; keep a ledger. Pure functions.

Each rule is a function ``text -> edits``; the edits of one rule never overlap, so the ledger can be replayed
(`apply_ledger`) and every character of the clean text traced back to the raw file (`raw_span`). Rules run in the order
of `RULES`, again and again until nothing changes: cleaning clean text changes nothing.
"""

from collections.abc import Iterable, Sequence

from helpers.cleaning.editorial import EditorialCut, find_cuts
from helpers.cleaning.flags import find_flags
from helpers.cleaning.ledger import Cleaned, Edit, Flag, Found, apply_edits
from helpers.cleaning.rules import EDITORIAL, RULES

# Nested damage peels off one layer a round; real pages need two or three rounds. What is nested deeper than the work
# that clean() will spend on it (rounds × characters; never below 20 rounds) stays, and is flagged.
_ROUNDS, _WORK = 20, 2_000_000


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
