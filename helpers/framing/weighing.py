"""Weigh whether a sentence that names a system of technology compares it with AI. Pure: sentences in, numbers out.

Most sentences that name Android mean Android. No single word tells the others, so the evidence adds up: each feature of the
sentence (`sentence_features`) and of those around it (`passage_features`) has a weight in ``lexicon/evidence.csv``, which also
says what it stands for. A sentence whose weights sum to more than zero compares. The weights come from a logistic regression
(``bench/fit_analogies.py``), which is not needed here: to judge is to add.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from math import exp, fsum

from helpers import lexicon
from helpers.framing.sources import (
    AGAINST,
    CLAUSE,
    Metaphor,
    Sentence,
    cue_pattern,
    is_worked_on,
    marker_of,
    stands_in,
)

_MOST = 2  # so many different words of a role count
_NEAR_AI = 12  # sentences before and after within which AI must be named


def comparing(
    sentences: Sequence[Sentence], weights_of: Callable[[str], Mapping[str, float]] | None = None
) -> set[int]:
    """Return the numbers of the sentences, from 0, that compare a system of technology with AI.

    Args:
        weights_of: what gives the weights of a stage, if not `weights`.

    >>> from helpers.framing.sources import sentences_of
    >>> comparing(sentences_of(["Llama是大模型里的安卓。", "它的App支持安卓和iOS。"]))
    {0}
    """
    alone, around = map(weights_of or weights, ("sentence", "passage"))
    own = {i: sentence_features(sentences[i]) for i in named_near_ai(sentences)}
    likely = {i: likelihood(total(mine, alone)) for i, mine in own.items()}
    return {i for i in own if total(own[i] | passage_features(sentences, i, own, likely), around) > 0}


def named_near_ai(sentences: Sequence[Sentence]) -> list[int]:
    """Return the numbers of the sentences that name a system of technology in a passage on AI."""
    return [
        i
        for i, sentence in enumerate(sentences)
        if sentence.systems and any(near.has_ai for near in sentences[max(0, i - _NEAR_AI) : i + _NEAR_AI + 1])
    ]


def total(features: Mapping[str, float], weight: Mapping[str, float]) -> float:
    """Return the evidence for a comparison (above 0) or against one (below); to six digits, as sums of floating-point numbers
    differ with their order and with the version of Python."""
    return round(fsum([weight["base"], *(weight.get(name, 0.0) * value for name, value in features.items())]), 6)


def likelihood(evidence: float) -> float:
    """Return the probability, 0 to 1, that a sum of evidence stands for (the logistic function)."""
    return 1 / (1 + exp(-evidence))


@cache
def weights(stage: str) -> dict[str, float]:
    """Return the weight of each feature of a stage of ``evidence.csv``: ``sentence`` (alone) or ``passage``."""
    table = lexicon.read_table("evidence")
    table = table.loc[table["stage"] == stage]
    return dict(zip(table["feature"], table["weight"].astype(float), strict=True))


# --------------------------------------------------------------------------------------------------- the sentence


def sentence_features(sentence: Sentence) -> dict[str, float]:
    """Return what a sentence that names systems tells by itself, 0 left out: 0 to 1, cues of a role 0 to 2."""
    found = {role: float(min(_MOST, len(words))) for role, words in sentence.cues.items()}
    found |= _kinds(sentence.systems) | _marks(sentence) | _cast(sentence)
    found["ai"] = float(sentence.has_ai)
    found["apart"] = float(_stand_apart(sentence))
    found |= _together(found)
    return {name: value for name, value in found.items() if value}


def _kinds(systems: Sequence[Metaphor]) -> dict[str, float]:
    """Return whether nothing but firms or classes is named."""
    kinds = {metaphor.needs for metaphor in systems}
    return {"firm_only": float(kinds == {"firm"}), "class_only": float(kinds == {"class"})}


def _cast(sentence: Sentence) -> dict[str, float]:
    """Return what the words on either side of the systems make of them.

    Whether AI, or what stands for it, named before, is cast as one of them or in its time; of the others, whether AI is
    put to work on one, and the share of all that stands where a platform stands.
    """
    systems = sentence.systems
    behind_ai = [system for system in systems if sentence.first_for_ai < system.start]
    likened = [system for system in systems if system.needs != "firm"]
    given, staged = _framed(sentence, behind_ai, "given", "asked", "who"), _framed(sentence, behind_ai, "staged")
    contrast = _framed(sentence, likened, "contrast") if sentence.has_ai else set()
    example = set() if sentence.has_ai else _framed(sentence, likened, "example")
    framed = given | staged | contrast | example
    others = [system for system in systems if system not in framed]
    used = [_beside(sentence, system, "used") for system in others]
    return {
        "given": float(bool(given)),
        "staged": float(bool(staged)),
        "example": float(bool(example)),
        "contrast": float(bool(contrast)),
        "applied": float(any(is_worked_on(sentence, system) for system in others)),
        "organisation": sum(_is_organisation(sentence, system) for system in others) / len(systems),
        "used": sum(map(any, used)) / len(systems),
        "used_twice": sum(map(all, used)) / len(systems),
    }


def _is_organisation(sentence: Sentence, system: Metaphor) -> bool:
    """Return whether the words at a system name who works in its trade, and not the system: 三家水泥厂, 电网公司的代表."""
    before = sentence.shadow[max(0, system.start - _AROUND) : system.start]
    name = sentence.shadow[system.start : system.end + _AROUND]
    return bool(cue_pattern("organisation").match(name) or cue_pattern("organisation_before").search(before))


def _framed(sentence: Sentence, systems: Iterable[Metaphor], *frames: str) -> set[Metaphor]:
    """Return those of the systems that stand in one of the frames."""
    return {s for s in systems if any(stands_in(frame, sentence.shadow, (s.start, s.end)) for frame in frames)}


def _marks(sentence: Sentence) -> dict[str, float]:
    """Return the marks of comparison at the systems: markers, words that equate, quotation marks."""
    systems = sentence.systems
    strong = [marker_of(sentence, metaphor, strong=True) for metaphor in systems]
    equated = [_equated(sentence, metaphor) for metaphor in systems]
    return {
        "marker": float(any(marker_of(sentence, metaphor) for metaphor in systems)),
        "strong": float(any(strong)),
        "role": float(any(marker and marker.gives_role for marker in strong)),
        "equated": float(any(map(any, equated))),
        "equated_twice": float(any(map(all, equated))),
        "quoted": float(any(_in_marks(sentence, metaphor) for metaphor in systems)),
    }


def _equated(sentence: Sentence, metaphor: Metaphor) -> tuple[bool, bool]:
    """Return whether words that equate stand right before, and right behind, a system and not what is only its own (安卓团队)."""
    before, behind = _beside(sentence, metaphor, "equated")
    return before and not _beside(sentence, metaphor, "used")[1], behind


def _in_marks(sentence: Sentence, metaphor: Metaphor) -> bool:
    """Return whether quotation marks stand around the system: 自己的“发电厂”, a sign that the word is an image."""
    before = sentence.shadow[max(0, metaphor.start - _IN_MARKS) : metaphor.start]
    behind = sentence.shadow[metaphor.end : metaphor.end + _IN_MARKS]
    return bool(_OPENED.search(before) and _CLOSED.match(behind))


_IN_MARKS = 6  # characters between a system and the marks around it
_OPENED, _CLOSED = re.compile('[“‘"][^”’",。]*\\Z'), re.compile('[^“‘",。]*[”’"]')


_COMPARED = ("strong", "role", "equated", "given", "staged", "example", "contrast")


def _together(found: Mapping[str, float]) -> dict[str, float]:
    """Return what features tell together that none of them tells alone."""
    plain = float(found["used"] < 0.5 and not any(found[role] for role in AGAINST))
    compared = max(found[name] for name in _COMPARED)
    unmarked = float(not (compared or found["parallel"]))
    return {
        "plain": plain,
        "ai_plain": found["ai"] * plain,
        "ai_compared": found["ai"] * compared,
        "ai_role": found["ai"] * found["role"],
        "ai_parallel": found["ai"] * (found["parallel"] > 0),
        "ai_firm": found["ai"] * found["firm_only"],
        "ai_firm_opens": found["ai"] * found["firm_only"] * (found["openness"] > 0),
        "ai_literal": found["ai"] * min(_MOST, found["application"] + found["product"]),
        "used_literal": found["used"] * min(1, found["application"] + found["product"]),
        "share_no_ai": (1 - found["ai"]) * (found["share"] > 0),
        "past_no_ai": (1 - found["ai"]) * (found["past"] > 0),
        "past_career": min(1, found["career"]) * (found["past"] > 0),
        "like_product": min(1, found["product"]) * max(found["strong"], found["equated"]) * (1 - found["given"]),
        "firm_alike": found["firm_only"] * min(1, found["application"]) * found["strong"],
        "unmarked": (found["class_only"] or found["firm_only"]) * unmarked,
    }


def _stand_apart(sentence: Sentence) -> bool:
    """Return whether AI and the systems are named in clauses of their own: 安卓赢在伙伴多,模型也一样."""
    starts = [match.start() for match in CLAUSE.finditer(sentence.shadow)]
    with_system = {bisect_right(starts, metaphor.start) - 1 for metaphor in sentence.systems}
    with_ai = {bisect_right(starts, place) - 1 for place in sentence.names_of_ai}
    return bool(with_ai - with_system) and not with_ai & with_system


_AROUND = 14  # characters beside a system that say how it is used


def _beside(sentence: Sentence, metaphor: Metaphor, role: str) -> tuple[bool, bool]:
    """Return whether words of a role stand right before, and right behind, a system."""
    before = sentence.shadow[max(0, metaphor.start - _AROUND) : metaphor.start]
    behind = sentence.shadow[metaphor.end : metaphor.end + _AROUND]
    return bool(cue_pattern(f"{role}_before").search(before)), bool(cue_pattern(f"{role}_after").match(behind))


# ---------------------------------------------------------------------------------------------------- the passage

_BEFORE, _BEHIND = 4, 2  # sentences in which another comparison makes this one likelier
_FADES = 0.8  # with each sentence between them
_SAME, _OTHERS, _LITERAL, _TOPIC = 8, 5, 2, 6  # sentences on either side that tell of a system, a story, the news, AI


def passage_features(
    sentences: Sequence[Sentence], index: int, own: Mapping[int, Mapping[str, float]], likely: Mapping[int, float]
) -> dict[str, float]:
    """Return what the sentences around number ``index`` tell, 0 left out; all from 0 to 1.

    Args:
        own: of each sentence that names a system, its own features.
        likely: of each of them, how likely it compares by its own words, 0 to 1.
    """
    mine = own[index]
    following = sentences[index + 1 : index + 1 + _BEHIND]
    tells = mine.get("plain", 0) * (1 - mine.get("ai", 0))
    terms, others = sentences[index].named, _around(index, _OTHERS, own)
    same = [likely[n] for n in _around(index, _SAME, own) if terms & sentences[n].named]
    literal = min(1.0, mine.get("application", 0) + mine.get("product", 0))
    found = {
        "goes_on": tells * _strongest(likely, range(index - 1, index - 1 - _BEFORE, -1)),
        "leads_up": _strongest(likely, range(index + 1, index + 1 + _BEHIND)),
        "concluded": float(any(not s.systems and s.has_ai and s.cues["parallel"] for s in following)),
        "then_now": tells * any(mine.get("past") and _tells_of_now(s) for s in following[:1]),
        "same_system": (1 - literal) * max(same, default=0.0),
        "others": _mean([(_FADES ** (abs(n - index) - 1), likely[n]) for n in others]),
        "literal_near": _mean([(1.0, _literal(own[n])) for n in _around(index, _LITERAL, own)]),
        "ai_near": _mean([(1.0, float(s.has_ai)) for s in sentences[max(0, index - _TOPIC) : index + _TOPIC + 1]]),
    }
    return {name: value for name, value in found.items() if value}


def _tells_of_now(sentence: Sentence) -> bool:
    """Return whether a sentence begins with a word for today and names AI: 今天有人要给大模型立一部红旗法."""
    return sentence.has_ai and bool(cue_pattern("now").match(sentence.shadow))


def _strongest(likely: Mapping[int, float], places: range) -> float:
    return max(likely.get(place, 0) * _FADES**n for n, place in enumerate(places))


def _around(index: int, reach: int, own: Mapping[int, Mapping[str, float]]) -> list[int]:
    """Return the numbers of the other sentences within ``reach`` that name a system."""
    return [n for n in range(index - reach, index + reach + 1) if n != index and n in own]


def _literal(features: Mapping[str, float]) -> float:
    """Return from 0 to 1 how much a sentence speaks of programs, devices and business."""
    return min(_MOST, sum(features.get(role, 0.0) for role in ("application", "product", "business"))) / _MOST


def _mean(weighted: Sequence[tuple[float, float]]) -> float:
    """Return the mean of ``(weight, value)``; of nothing it is 0."""
    return sum(weight * value for weight, value in weighted) / (sum(weight for weight, _ in weighted) or 1)
