"""Find the metaphors that sentences use for AI and open source, and who is compared with what. Pure: table in, table out.

A moat or a war is a metaphor wherever AI is near. A phone system is not: most sentences that name Android mean Android.
`helpers.framing.sources` reads what a sentence names, `helpers.framing.weighing` weighs whether it compares that with AI.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

import pandas as pd

from helpers.framing.sources import (
    SYSTEMS,
    Marker,
    Metaphor,
    Sentence,
    is_worked_on,
    marker_of,
    read_sentences,
    sentences_of,
)
from helpers.framing.weighing import comparing
from helpers.tables import typed_table
from helpers.text.document import Document
from helpers.text.matching import Terms

ANALOGY_TYPES = {
    "article_id": "str",
    "sentence": "int64",
    "domain": "str",
    "level": "str",
    "source_term": "str",
    "marker": "str",
    "target_term": "str",
    "form": "str",
    "text": "str",
}


def find_analogies(sentences: pd.DataFrame) -> pd.DataFrame:
    """Return the metaphors that ``sentences`` use for AI and open source: one row a sentence and source domain.

    Columns: ``article_id, sentence, domain, level, source_term, marker, target_term, form, text``.
    ``domain`` is one of ``domains.csv``; ``level`` is *strict* where a system of technology or a maker is named;
    ``source_term`` lists all its words, joined by ``|``; ``marker`` holds the words of comparison; ``target_term``
    names who is compared, and is empty where no rule can say; ``form`` is comparison, metaphor or idiom.

    A system of technology or its maker counts where the evidence adds up to a comparison with AI (安卓时刻,
    没有Linux就没有…, a story of Windows that ends with models); ``支持iOS和安卓`` is none. Other metaphors count near words
    for AI, unless the sentence speaks of the thing itself.

    Args:
        sentences: as `helpers.stats.counts.split_articles` returns them (``article_id``, ``sentence``,
            ``text``), in reading order.

    Raises:
        ValueError: a column is missing.

    >>> one = pd.DataFrame({"article_id": ["a"], "sentence": [1], "text": ["开源模型的“安卓时刻”来了。"]})
    >>> find_analogies(one)[["domain", "level", "source_term"]].values.tolist()
    [['mobile_os', 'strict', '安卓']]
    """
    needed = ("article_id", "sentence", "text")
    if missing := [name for name in needed if name not in sentences]:
        raise ValueError(f"find_analogies needs the column {missing[0]!r}.")
    articles: dict[str, list[list]] = {}
    for article_id, *sentence in zip(*(sentences[name].tolist() for name in needed), strict=True):
        articles.setdefault(article_id, []).append(sentence)
    rows = []
    for article_id, of_article in articles.items():
        numbers, texts = zip(*of_article, strict=True)
        rows += _rows(article_id, numbers, sentences_of(texts))
    return typed_table(rows, ANALOGY_TYPES)


def analogies_in(article_id: str, document: Document) -> list[tuple]:
    """Return the rows of `find_analogies` for one article.

    >>> [row[:3] for row in analogies_in("a", Document("大模型来了。开源模型的“安卓时刻”来了。"))]
    [('a', 2, 'mobile_os')]
    """
    spans = document.sentences
    return [*_rows(article_id, range(1, len(spans) + 1), read_sentences(document, spans))]


# ------------------------------------------------------------------------------------------------ who is compared

_AI_NOUNS = Terms(
    [
        "(?:国产|中国|国内|开源|闭源|美国|AI|人工智能){0,3}(?:大语言模型|大模型|语言模型|模型)(?:厂商|企业|公司|市场|领域)?",
        "(?:(?<![A-Za-z])AI(?![A-Za-z])|人工智能)(?:圈|行业|产业|公司|巨头)?",
        "(?:开源|闭源)(?:路线|阵营|社区|生态|模型)?",
    ],
    ignore_case=True,
)
_TARGET_KINDS = ("company", "model", "product", "institution", "person")


@lru_cache(maxsize=1)  # a sentence with several metaphors asks again
def _targets(sentence: Sentence) -> list[tuple[int, int]]:
    """Return the places of what a metaphor may be about: persons, firms, models, and words for them."""
    places = [(start, end) for start, end, _, kind in sentence.mentions() if kind in _TARGET_KINDS]
    places += [match.span() for match, _ in _AI_NOUNS.finditer(sentence.shadow)]
    taken = bytearray(len(sentence.shadow))
    for metaphor in sentence.metaphors:
        taken[metaphor.start : metaphor.end] = b"\x01" * (metaphor.end - metaphor.start)
    return sorted(place for place in places if taken.find(1, *place) < 0)


def _target_of(sentence: Sentence, metaphor: Metaphor, marker: Marker | None) -> str:
    """Return who is compared: the nearest candidate before the marker, else the only one, else ``""``."""
    places = _targets(sentence)
    if marker is not None:
        before = [place for place in places if place[1] <= marker.start]
        inside = [place for place in places if marker.start <= place[0] < metaphor.start]
        after = [place for place in places if place[0] >= metaphor.end]
        chosen = before[-1:] or inside[-1:] or after[:1]
    else:
        names = {sentence.shadow[slice(*place)] for place in places}
        chosen = places[:1] if len(names) == 1 else []
    return sentence.text[slice(*chosen[0])] if chosen else ""


# ----------------------------------------------------------------------------------------------------------- rows

_NEAR_AI = 3  # sentences before and after a metaphor in which a word for AI makes it one


def _counts(metaphor: Metaphor, sentence: Sentence, near_ai: bool, compares: bool) -> bool:
    if metaphor.needs in (*SYSTEMS, "link"):
        return compares
    if metaphor.needs == "marker":
        return near_ai and _is_likened(metaphor, sentence)
    if metaphor.form != "idiom" and is_worked_on(sentence, metaphor):
        return False
    return sentence.has_ai if metaphor.needs == "AI" else near_ai


_CLOSE = 6  # characters between 像 alone and its image
_IS, _ENDS = ("是", "成了", "成为", "当成", "当作", "变成"), (*",。;:!?、", "")


def _is_likened(metaphor: Metaphor, sentence: Sentence) -> bool:
    """Return whether an everyday word is an image: beside a word of comparison, or the whole predicate (数据是土壤)."""
    if marker_of(sentence, metaphor, strong=True):
        return True
    before = sentence.shadow[max(0, metaphor.start - 2) : metaphor.start]
    if sentence.has_ai and before.endswith(_IS) and sentence.shadow[metaphor.end : metaphor.end + 1] in _ENDS:
        return True
    marker = marker_of(sentence, metaphor)
    return marker is not None and marker.name == "像" and metaphor.start - marker.end <= _CLOSE


def _rows(article_id: str, numbers: Sequence[int], sentences: Sequence[Sentence]) -> Iterator[tuple]:
    compares = comparing(sentences)
    for index, sentence in enumerate(sentences):
        if not sentence.metaphors:
            continue
        near_ai = any(near.has_ai for near in sentences[max(0, index - _NEAR_AI) : index + _NEAR_AI + 1])
        by_domain: dict[str, list[Metaphor]] = {}
        for metaphor in sentence.metaphors:
            if _counts(metaphor, sentence, near_ai, index in compares):
                by_domain.setdefault(metaphor.domain, []).append(metaphor)
        for domain, metaphors in by_domain.items():
            yield (article_id, numbers[index], *_row(sentence, domain, metaphors), sentence.text)


def _row(sentence: Sentence, domain: str, metaphors: Sequence[Metaphor]) -> tuple[str, str, str, str, str, str]:
    terms = dict.fromkeys(sentence.text[metaphor.start : metaphor.end] for metaphor in metaphors)
    pairs = [(metaphor, marker_of(sentence, metaphor)) for metaphor in metaphors]
    first, marker = next((pair for pair in pairs if pair[1]), (metaphors[0], None))
    levels = [metaphor.level for metaphor in metaphors if metaphor.level]
    level = "strict" if "strict" in levels else next(iter(levels), "")
    form = "comparison" if marker or level else first.form or "metaphor"
    words = sentence.text[marker.start : marker.end] if marker else ""
    return domain, level, "|".join(terms), words, _target_of(sentence, first, marker), form
