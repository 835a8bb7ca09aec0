"""Tell where the text of an article begins and ends on its page: what stands above and below it belongs to the page. Pure.

No list knows the menus and feet of all sites, and a foot may hold what reads like an article: comments, headlines of others.
So the evidence adds up, line by line from the outside in: a known line of a site speaks for the page, a paragraph for the
text, and another line as its words, its length and its neighbours do (`margin_features`), by weights in
``lexicon/margin_weights.csv`` that a logistic regression found on pages made up for the purpose
(bench/fit_boilerplate.py). The margin ends where the sum is greatest.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from math import fsum, log
from statistics import fmean

from helpers import lexicon
from helpers.report.body.line_notes import BARE, HEADLINE, MARGIN
from helpers.report.body.line_weights import log_odds
from helpers.text.script import HAN, IS_HAN

_PARAGRAPH, _LONG = 20, 60  # characters from which on a line is a paragraph: if it ends as a sentence does, and if not
_MIN_PARAGRAPHS = 2  # verses and lists have no margin
_ENDS = ("。", "！", "？", "”", "」", "』", "；", "…", ".", ":", ",")
_NEXT = 3  # lines on either side that are neighbours
_MOST_WORDS = 8.0  # log-odds that count of the words of one line
_AGAINST = 0.5  # log-odds against the page that each line of which nothing is known brings with it
ENOUGH = 2.0  # log-odds with which the innermost line belongs to the page: a lost line does more harm than one left in
_MOST = 4.0  # what one line, and a known one, may add to the evidence
_LEAST = 6.0  # evidence that makes a margin
# Evidence against the page after which the text has begun: since it was greatest, and where there was none for it.
_FAR, _NEAR = 14.0, 3.0
_SHARE = 1 / 3  # of the characters of all lines of which nothing is known, that one margin may hold


def note_margins(keys: Sequence[str], notes: list[str], *, headline: str = "", structure: Collection[int] = ()) -> None:
    """Note the lines above and below the text that belong to its page.

    Args:
        keys: the lines in the form of `line_key`.
        notes: what is known of each, "" where nothing is; changed.
        headline: its key. Where it is not among the lines, one above the text may be the headline, and stays.
        structure: numbers of lines that are the article's own whatever they look like.

    >>> keys = ["河边的茶馆关门了,老板娘说她守了三十年,也够了。"] * 3 + ["责任编辑:甲", "客户端下载", "返回顶部"]
    >>> notes = ["", "", "", "credit", "", "widget"]
    >>> note_margins(keys, notes)
    >>> notes[4]
    'line of a page outside the text'
    """
    if sum(not note and _is_paragraph(key) for key, note in zip(keys, notes, strict=True)) < _MIN_PARAGRAPHS:
        return
    above = _margin(keys, notes, range(len(keys)))
    below = _margin(keys, notes, range(len(keys) - 1, len(above) - 1, -1))
    cut = [n for n in above if not (_is_paragraph(keys[n]) or keys[n].endswith("。"))]  # a lead stays
    cut += [n for n in below if not _may_be_reference(keys[n])]
    cut = [number for number in cut if not notes[number] and number not in structure and keys[number] != headline]
    if headline not in keys:
        text = [keys[number] for number in range(len(above), len(keys) - len(below)) if not notes[number]]
        kept = _headline_among({number: keys[number] for number in cut if number < len(above)}, text)
        cut = [number for number in cut if number != kept]
    for number in cut:
        notes[number] = MARGIN


def _margin(keys: Sequence[str], notes: Sequence[str], inwards: Sequence[int]) -> Sequence[int]:
    """Return the first of the lines, given from the outside in, up to where the evidence for the page is greatest."""
    evidence, greatest, end = 0.0, _LEAST, 0
    most_read, odds = _SHARE * sum(len(key) for key, note in zip(keys, notes, strict=True) if not note), []
    for place, number in enumerate(inwards):
        key = keys[number]
        if notes[number]:
            odds.append(_MOST)
            evidence += 0.0 if notes[number] == BARE else _MOST
        else:
            most_read -= len(key)
            is_text = _is_paragraph(key) and log_odds(key) < (-_MOST_WORDS if end else 0.0)
            if most_read < 0 or (is_text and len(key) >= _LONG):
                break
            odds.append(-_MOST if is_text else weigh_margin(margin_features(keys, notes, inwards, place), weights()))
            evidence += max(-_MOST, min(_MOST, odds[-1] - _AGAINST))
        if evidence > greatest:
            greatest, end = evidence, place + 1
        elif evidence < (greatest - _FAR if end else -_NEAR):
            break
    while end and odds[end - 1] < ENOUGH:
        end -= 1
    return inwards[:end]


def _headline_among(lines: Mapping[int, str], text: Sequence[str]) -> int:
    """Return which of the lines above a text is its headline, -1 if none may be or the text begins with it: the first that has
    many pairs of characters in common with the text, as a subtitle has more. A longer line may hold the site's name as well."""
    lines = {n: key for n, key in lines.items() if len(key) <= HEADLINE and not (_is_paragraph(key) or key[0] == "—")}
    if not lines:
        return -1
    first = text[0] if text and not _is_paragraph(text[0]) else ""
    rest = "\n".join(text[bool(first) :])
    shared = {n: _shared(key, rest) for n, key in lines.items()}
    most = max(shared.values())
    if 2 * most < _shared(first, rest):
        return -1
    if not most:
        return min(lines, key=lambda n: log_odds(lines[n]))
    best = next(n for n in lines if 2 * shared[n] >= most)
    inside = (n for n, key in lines.items() if n != best and len(key) >= _LEAST_INSIDE and key in lines[best])
    return next(inside, best)


def _shared(key: str, text: str) -> int:
    return sum(pair in text for pair in {*_PAIR.findall(key)})


_PAIR = re.compile(f"(?=([{HAN}]{{2}}))")
_LEAST_INSIDE = 8  # characters of a headline within a longer line


def margin_features(keys: Sequence[str], notes: Sequence[str], inwards: Sequence[int], place: int) -> dict[str, float]:
    """Return what speaks for and against that a line of which nothing is known belongs to the page.

    Args:
        inwards: the numbers of the lines from the outside in.
        place: that of the line among them.
    """
    key = keys[inwards[place]]
    outer, inner = inwards[max(0, place - _NEXT) : place], inwards[place + 1 : place + 1 + _NEXT]
    return {
        "words": _odds(key),
        "length": log(len(key)),
        "sentence": float(key.endswith(_ENDS)),
        "latin": float(not IS_HAN.search(key)),
        "outer_known": _known(notes, outer),
        "outer_words": _words(keys, notes, outer),
        "inner_known": _known(notes, inner),
        "inner_words": _words(keys, notes, inner),
    }


def _known(notes: Sequence[str], numbers: Sequence[int]) -> float:
    return sum(notes[number] not in ("", BARE) for number in numbers) / _NEXT


def _words(keys: Sequence[str], notes: Sequence[str], numbers: Sequence[int]) -> float:
    unknown = [_odds(keys[number]) for number in numbers if not notes[number]]
    return fmean(unknown) if unknown else 0.0


def _odds(key: str) -> float:
    return max(-_MOST_WORDS, min(_MOST_WORDS, log_odds(key)))


_NUMBERED = re.compile(r"[\[［]0[\]］]")


def _may_be_reference(key: str) -> bool:
    """Return whether a line may be one of a list of references: it begins with its number in brackets; or it is mostly in
    Latin letters, with a comma and a year or page."""
    is_latin = len(key) >= _PARAGRAPH and {",", "0"} <= {*key} and 2 * len(IS_HAN.findall(key)) < len(key)
    return is_latin or bool(_NUMBERED.match(key))


def _is_paragraph(key: str) -> bool:
    return len(key) >= (_PARAGRAPH if key.endswith(_ENDS) else _LONG)


def weigh_margin(features: Mapping[str, float], weight: Mapping[str, float]) -> float:
    """Return the log-odds that a line with these features belongs to the page; to six digits, as sums of floating-point
    numbers differ with the version of Python."""
    return round(fsum([weight["base"], *(weight[name] * value for name, value in features.items())]), 6)


@cache
def weights() -> dict[str, float]:
    """Return the weight of each feature, and of ``base``, from ``lexicon/margin_weights.csv``."""
    table = lexicon.read_table("margin_weights")
    return dict(zip(table["feature"], table["weight"].astype(float), strict=True))
