"""Tell by the lines beside it whether a line above or below the text belongs to the page, not to the article. Pure.

No list knows the menus and feet of all sites. But what stands above the first paragraph or below the last one, and has a
known line of a site between itself and the text, is rarely the article's own. So the evidence adds up (`margin_features`):
each feature has a weight in ``lexicon/margin_weights.csv``, which also says what it stands for. The weights come from a
logistic regression on pages made up for the purpose (bench/fit_boilerplate.py). In a foot even sentences may belong to the
page: teasers of other articles, what a house says of itself. They are few beside the text, and do not read like it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from statistics import fmean

from helpers import lexicon
from helpers.report.body.line_notes import BARE, MARGIN
from helpers.report.body.line_weights import log_odds
from helpers.text.script import IS_HAN

_PARAGRAPH, _LONG = 20, 60  # characters from which on a line is a paragraph: if it ends as a sentence does, and if not
_MIN_PARAGRAPHS = 3  # verses and lists have no margin
_ENDS = ("。", "！", "？", "”", "」", "；", "…", ".")
_NEXT = 3  # lines on the outer side
_MOST = 8.0  # log-odds that count of one line
_FOOT = 0.15  # share of an article's characters that may be no more than the foot of its page
# Log-odds up to which a line reads like an article, and one that ends as a sentence.
_LIKE_TEXT, _LIKE_SENTENCE = -2.0, 0.0
ENOUGH = 1.5  # log-odds from which on a line is cut: a lost line does more harm than one that is left in


def note_margins(keys: Sequence[str], notes: list[str], *, headline: str = "", structure: Collection[int] = ()) -> None:
    """Note the lines above the first paragraph, below the last one, and in the foot that belong to the page.

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
    for number in _in_foot(keys, notes) if len(_paragraphs(keys, notes)) >= _MIN_PARAGRAPHS else ():
        least = _LIKE_SENTENCE if keys[number].endswith(_ENDS) else _LIKE_TEXT
        if number not in structure and log_odds(keys[number]) > least:
            notes[number] = MARGIN


def _in_foot(keys: Sequence[str], notes: Sequence[str]) -> list[int]:
    """Return the numbers of the lines of which nothing is known below a known line of the page, and in the last part of all
    that stays."""
    whole = sum(len(key) for key, note in zip(keys, notes, strict=True) if not note)
    found, foot, seen = [], [], 0
    for number in range(len(keys) - 1, -1, -1):
        if notes[number] == BARE:
            continue
        if notes[number]:
            foot += found
            found = []
            continue
        seen += len(keys[number])
        if seen > _FOOT * whole:
            break
        if not _may_be_reference(keys[number]):
            found.append(number)
    return foot


def margin_features(keys: Sequence[str], notes: Sequence[str]) -> Iterator[tuple[int, dict[str, float]]]:
    """Yield the number of each line outside the text of which nothing is known, with what speaks for and against it."""
    paragraphs = _paragraphs(keys, notes)
    if len(paragraphs) < _MIN_PARAGRAPHS:
        return
    above, below = range(paragraphs[0]), range(len(keys) - 1, paragraphs[-1], -1)
    for margin in (above, below):  # each from the outside in
        innermost = max((place for place, number in enumerate(margin) if notes[number] not in ("", BARE)), default=-1)
        for place, number in enumerate(margin):
            if notes[number] or keys[number].endswith(_ENDS) or _may_be_reference(keys[number]):
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


def _may_be_reference(key: str) -> bool:
    """Return whether a line may be one of a list of references: mostly in Latin letters, with a comma and a year or page."""
    return len(key) >= _PARAGRAPH and {",", "0"} <= {*key} and 2 * len(IS_HAN.findall(key)) < len(key)


def _paragraphs(keys: Sequence[str], notes: Sequence[str]) -> list[int]:
    return [number for number, key in enumerate(keys) if not notes[number] and _is_paragraph(key)]


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
