"""Tell by the lines beside it whether a line above or below the text belongs to the page, not to the article. Pure.

No list knows the menus and feet of all sites. But what stands above the first paragraph or below the last one, and has a
known line of a site between itself and the text, is rarely the article's own. So the evidence adds up (`margin_features`):
each feature has a weight in ``lexicon/margin_weights.csv``, which also says what it stands for. The weights come from a
logistic regression on pages made up for the purpose (bench/fit_boilerplate.py); what stands between two paragraphs is never
judged here.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from statistics import fmean

from helpers import lexicon
from helpers.report.body.line_notes import BARE, MARGIN
from helpers.report.body.line_weights import log_odds

_PARAGRAPH, _LONG = 20, 60  # characters from which on a line is a paragraph: if it ends as a sentence does, and if not
_MIN_PARAGRAPHS = 3  # verses and lists have no margin
_ENDS = ("。", "！", "？", "”", "」", "；", "…", ".")
_NEXT = 3  # lines on the outer side
_MOST = 8.0  # log-odds that count of one line
ENOUGH = 1.5  # log-odds from which on a line is cut: a lost line does more harm than one that is left in


def note_margins(keys: Sequence[str], notes: list[str], *, headline: str = "", structure: Collection[int] = ()) -> None:
    """Note the lines above the first paragraph and below the last one that belong to the page.

    Args:
        keys: the lines in the form of `line_key`.
        notes: what is known of each, "" where nothing is; changed.
        headline: its key. Where it is not among the lines, one above the text may be the headline: of those that would go,
            the one with the least against it stays.
        structure: numbers of lines that are the article's own whatever they look like.

    >>> keys = ["河边的茶馆关门了,老板娘说她守了三十年,也够了。"] * 3 + ["责任编辑:甲", "客户端下载", "返回顶部"]
    >>> notes = ["", "", "", "credit", "", "widget"]
    >>> note_margins(keys, notes)
    >>> notes[4]
    'line of a page outside the text'
    """
    weight = weights()
    found = {}
    for number, features in margin_features(keys, notes):
        evidence = weigh_margin(features, weight)
        if evidence > ENOUGH and number not in structure:
            found[number] = evidence, features["above"]
    above = {number: evidence for number, (evidence, is_above) in found.items() if is_above}
    if above and headline not in keys:
        del found[min(above, key=above.__getitem__)]
    for number in found:
        notes[number] = MARGIN


def margin_features(keys: Sequence[str], notes: Sequence[str]) -> Iterator[tuple[int, dict[str, float]]]:
    """Yield the number of each line outside the text of which nothing is known, with what speaks for and against it."""
    paragraphs = [number for number, key in enumerate(keys) if not notes[number] and _is_paragraph(key)]
    if len(paragraphs) < _MIN_PARAGRAPHS:
        return
    above, below = range(paragraphs[0]), range(len(keys) - 1, paragraphs[-1], -1)
    for margin in (above, below):  # each from the outside in
        innermost = max((place for place, number in enumerate(margin) if notes[number] not in ("", BARE)), default=-1)
        for place, number in enumerate(margin):
            if notes[number] or keys[number].endswith(_ENDS):
                continue
            beyond = [_odds(keys[outer]) for outer in margin[max(0, place - _NEXT) : place]]
            yield (
                number,
                {
                    "words": _odds(keys[number]),
                    "parted": float(place < innermost),
                    "above": float(margin is above),
                    "beyond": fmean(beyond) if beyond else 0.0,
                },
            )


def _is_paragraph(key: str) -> bool:
    return len(key) >= (_PARAGRAPH if key.endswith(_ENDS) else _LONG)


def _odds(key: str) -> float:
    return max(-_MOST, min(_MOST, log_odds(key)))


def weigh_margin(features: Mapping[str, float], weight: Mapping[str, float]) -> float:
    """Return the log-odds that a line with these features belongs to the page."""
    return weight["base"] + sum(weight[name] * value for name, value in features.items())


@cache
def weights() -> dict[str, float]:
    """Return the weight of each feature, and of ``base``, from ``lexicon/margin_weights.csv``."""
    table = lexicon.read_table("margin_weights")
    return dict(zip(table["feature"], table["weight"].astype(float), strict=True))
