"""Count terms in articles: counts, rates, tf-idf, collocates, concordance lines. Tables in, tables out.

The tables that travel between rooms, with their columns:

* counts       ``article_id, year, term, n``                    one row for each term that an article holds
* occurrences  ``article_id, term, start, share, sentence``     one row an occurrence; share = how far into the text
* sentences    ``article_id, sentence, start, text``            one row a sentence
* rates        ``article_id, term, n, rate``                    every term in every article, zeros included
"""

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from helpers.tables import typed_table, years_of
from helpers.text.script import simplify_words
from helpers.text.sentences import sentence_spans
from helpers.text.tokens import ContentCodes, content_words, is_of_taiwan, tokenize, words_of_taiwan

COUNT_TYPES = {"article_id": "str", "year": "int64", "term": "str", "n": "int64"}
SENTENCE_TYPES = {"article_id": "str", "sentence": "int64", "start": "int64", "text": "str"}
OCCURRENCE_TYPES = {"article_id": "str", "term": "str", "start": "int64", "share": "float64", "sentence": "int64"}


def count_characters(text: str) -> int:
    """Return the length of ``text`` without blanks: the unit of every rate.

    >>> count_characters("开源 AI\\n")
    4
    """
    return sum(map(len, text.split()))


def count_terms(articles: pd.DataFrame, *, terms_of: Callable[[str], Iterable[str]] | None = None) -> pd.DataFrame:
    """Return how often each term occurs in each article: a counts table, ordered by article and term.

    Args:
        articles: with ``article_id``, ``year`` (0 where it is not known) and ``text``.
        terms_of: text to terms; without it, the content words of `tokenize`.

    Raises:
        ValueError: a year is not a whole number.

    >>> articles = pd.DataFrame({"article_id": ["a"], "year": [2023], "text": ["开源,开源。"]})
    >>> count_terms(articles)[["term", "n"]].values.tolist()
    [['开源', 2]]
    """
    articles = articles.assign(year=years_of(articles)).sort_values("article_id")
    if terms_of is None:
        return _count_content(articles)
    return typed_table(
        (
            (row.article_id, row.year, term, n)
            for row in articles.itertuples()
            for term, n in sorted(Counter(terms_of(row.text)).items())
        ),
        COUNT_TYPES,
    )


def _count_content(articles: pd.DataFrame) -> pd.DataFrame:
    """Return the counts of content words as `count_terms` does, counting numbers instead of strings."""
    codes = ContentCodes()
    read = zip(articles["text"], _were_traditional(articles), strict=True)
    counted = [codes.count(text, was_traditional=was) for text, was in read]
    code = np.fromiter(chain.from_iterable(counted), dtype="int64")
    n = np.fromiter(chain.from_iterable(count.values() for count in counted), dtype="int64")
    article = np.repeat(np.arange(len(articles)), [*map(len, counted)])
    terms = sorted(codes.words)
    rank = np.empty(len(terms), dtype="int64")
    rank[[codes.words[term] for term in terms]] = np.arange(len(terms))
    order = np.argsort(article * len(terms) + rank[code])  # article is sorted already
    columns = (
        articles["article_id"].astype("str").array.take(article),
        articles["year"].array.take(article),
        pd.array(terms, dtype="str").take(rank[code][order]),
        n[order],
    )
    return pd.DataFrame(dict(zip(COUNT_TYPES, columns, strict=True)))


def _were_traditional(articles: pd.DataFrame) -> list[bool]:
    """Return of each article whether it was converted from Traditional script, as its ``script`` tells if there is one."""
    return articles["script"].eq("Hant").tolist() if "script" in articles else [False] * len(articles)


def find_terms(articles: pd.DataFrame, patterns: str | Iterable[str] | Mapping[str, str]) -> pd.DataFrame:
    """Return every occurrence of the searched terms in the cleaned texts: ``article_id, term, start, share, sentence``.

    ``start`` is the place in the text, counted in characters from 0; ``share`` that place as a share of the text's
    length, from 0 up to 1; ``sentence`` its number, from 1. Ordered by article, then by term, then by place.
    Matching is on the text, not on tokens, and ignores case: 开源 is found inside 开源模型. Either script will do: 開源 is
    also sought as 开源, and stays 開源 in the table. Of a term as written, what Taiwan calls it is found too (晶片 for 芯片),
    where `count_terms` counts it as the same.

    Args:
        articles: with ``article_id`` and ``text``.
        patterns: a term as written, several of them, or ``{name: regular expression}`` where one name has several spellings.

    Raises:
        ValueError: a pattern is empty, matches no character, or is not a regular expression.

    >>> articles = pd.DataFrame({"article_id": ["a"], "text": ["开源会赢。闭源会输。"]})
    >>> find_terms(articles, ["开源", "闭源"]).values.tolist()
    [['a', '开源', 0, 0.0, 1], ['a', '闭源', 5, 0.5, 2]]
    """
    rows = []
    for row, starts, found in _found(articles, patterns):
        for name, match in found:
            place = match.start()
            rows.append((row.article_id, name, place, place / len(row.text), max(1, bisect_right(starts, place))))
    return typed_table(rows, OCCURRENCE_TYPES)


_Match = tuple[str, re.Match[str]]


def _found(
    articles: pd.DataFrame, patterns: str | Iterable[str] | Mapping[str, str]
) -> Iterator[tuple[Any, list[int], Iterator[_Match]]]:
    """Yield each article with the starts of its sentences and what `find_terms` finds in it, by name."""
    shared: set[str] = set()
    patterns = [patterns] if isinstance(patterns, str) else patterns
    if not isinstance(patterns, Mapping):
        forms = {term: {simplify_words(term): True} | words_of_taiwan(simplify_words(term)) for term in patterns}
        patterns = {term: "|".join(map(re.escape, {term: True} | of_term)) for term, of_term in forms.items()}
        shared = {form for of_term in forms.values() for form, is_certain in of_term.items() if not is_certain}
    compiled = {name: _compiled(name, pattern) for name, pattern in patterns.items()}
    for row, was in zip(articles.itertuples(), _were_traditional(articles), strict=True):
        others = (
            shared
            if any(form in row.text for form in shared) and not is_of_taiwan(row.text, was_traditional=was)
            else set()
        )
        found = (
            (name, match)
            for name, both in compiled.items()
            for match in _matches(name, both, row.text)
            if match[0] not in others or match[0] == simplify_words(name)
        )
        yield row, [start for start, _ in sentence_spans(row.text)], found


def _compiled(name: str, pattern: str) -> list[re.Pattern[str]]:
    """Return a pattern as it is written and, if that is another, as cleaned texts write it."""
    told = _told(name, pattern)
    try:
        compiled = [re.compile(each, re.IGNORECASE) for each in dict.fromkeys((pattern, simplify_words(pattern)))]
    except re.error as error:
        raise ValueError(f"the pattern {told} is not a regular expression: {error}.") from error
    if not pattern or compiled[0].match(""):
        raise ValueError(f"the pattern {told} matches nothing at all.")
    return compiled


def _told(name: str, pattern: str) -> str:
    return repr(pattern) if name == pattern else f"of {name!r}"


def _matches(name: str, patterns: list[re.Pattern[str]], text: str) -> list[re.Match[str]]:
    """Return the matches of all patterns in order; of two that overlap, the first."""
    matches: list[re.Match[str]] = []
    for match in sorted(chain(*(each.finditer(text) for each in patterns)), key=re.Match.start):
        if match.start() == match.end():
            raise ValueError(f"the pattern {_told(name, patterns[0].pattern)} matches where there is no character.")
        if not matches or match.start() >= matches[-1].end():
            matches.append(match)
    return matches


def add_rates(
    counts: pd.DataFrame, articles: pd.DataFrame, *, terms: str | Iterable[str] | None = None
) -> pd.DataFrame:
    """Return ``article_id, term, n, rate`` for every term in every article, zeros included, term by term.

    ``rate`` is the number of occurrences in 1,000 characters of cleaned text (blanks not counted); 0 in an empty text.
    What was counted in other articles than these is left out.

    Args:
        counts: any table with ``article_id`` and ``term``: with ``n`` (counts), or one row an occurrence.
        articles: the articles that were counted, with ``text``.
        terms: the term or terms to keep, in this order and in either script; without it, all of ``counts``.

    >>> articles = pd.DataFrame({"article_id": ["a", "b"], "text": ["开源会赢。闭源会输。", "闭源会输。"]})
    >>> add_rates(find_terms(articles, ["开源"]), articles).values.tolist()
    [['a', '开源', 1, 100.0], ['b', '开源', 0, 0.0]]
    """
    if "n" not in counts:
        counts = counts.assign(n=1)
    terms = [terms] if isinstance(terms, str) else terms
    terms = list(dict.fromkeys(counts["term"] if terms is None else terms))
    ids = articles["article_id"].tolist()
    wide = counts.pivot_table(index="term", columns="article_id", values="n", aggfunc="sum", observed=True)
    counted = {term: term if term in wide.index else simplify_words(term) for term in terms}
    wide = wide.reindex(index=[*dict.fromkeys(counted.values())], columns=ids).fillna(0).astype("int64")
    size = {row.article_id: count_characters(row.text) for row in articles.itertuples()}
    rows = [
        (article_id, term, n := int(wide.at[counted[term], article_id]), float(per_thousand(n, size[article_id])))
        for term in terms
        for article_id in ids
    ]
    return typed_table(rows, {"article_id": "str", "term": "str", "n": "int64", "rate": "float64"})


def per_thousand(n: ArrayLike, size: ArrayLike) -> np.ndarray:
    """Return ``n`` in a thousand of ``size``, number by number; 0 if ``size`` is 0.

    >>> per_thousand(3, 1500).item(), per_thousand([1, 2], 0).tolist()
    (2.0, [0.0, 0.0])
    """
    n, size = np.broadcast_arrays(np.asarray(n, dtype=float), np.asarray(size, dtype=float))
    return np.divide(1000 * n, size, out=np.zeros_like(n), where=size > 0)


def rank_terms(counts: pd.DataFrame) -> pd.DataFrame:
    """Return ``term, n, articles`` ordered by ``articles`` (the range: the number of articles that hold it), then ``n``, then term.

    >>> counts = pd.DataFrame({"article_id": ["a", "a", "b"], "term": ["开源", "城墙", "开源"], "n": [1, 9, 1]})
    >>> rank_terms(counts).values.tolist()
    [['开源', 2, 2], ['城墙', 9, 1]]
    """
    ranked = counts.groupby("term", as_index=False).agg(n=("n", "sum"), articles=("article_id", "nunique"))
    return ranked.sort_values(["articles", "n", "term"], ascending=[False, False, True], ignore_index=True)


def tf_idf(counts: pd.DataFrame) -> pd.DataFrame:
    """Return ``article_id, term, n, score``, best first in each article.

    ``score`` = share of the term in the article × ln(articles / articles that hold it), the plain form of Spärck Jones
    (1972): a word that occurs in every article scores 0.

    >>> counts = pd.DataFrame({"article_id": ["a", "a", "b"], "year": 2023, "term": ["x", "y", "y"], "n": [1, 1, 1]})
    >>> tf_idf(counts).head(1)[["article_id", "term"]].values.tolist()
    [['a', 'x']]
    """
    n_articles = counts["article_id"].nunique()
    holding = counts.groupby("term")["article_id"].nunique()
    total = counts.groupby("article_id")["n"].sum()
    idf = counts["term"].map(holding).map(lambda df: math.log(n_articles / df)).astype("float64")
    scored = counts.assign(score=counts["n"] / counts["article_id"].map(total).astype("float64") * idf)
    scored = scored.sort_values(["article_id", "score", "n", "term"], ascending=[True, False, False, True])
    return scored[["article_id", "term", "n", "score"]].reset_index(drop=True)


def split_articles(articles: pd.DataFrame) -> pd.DataFrame:
    """Return the sentences of all articles: ``article_id, sentence, start, text``, numbered from 1 in each.

    ``start`` is the place of a sentence in the text of its article, counted in characters from 0.

    >>> articles = pd.DataFrame({"article_id": ["a"], "text": ["谁赢了？开源。"]})
    >>> split_articles(articles).values.tolist()
    [['a', 1, 0, '谁赢了？'], ['a', 2, 4, '开源。']]
    """
    return typed_table(
        (
            (row.article_id, number, start, row.text[start:end])
            for row in articles.itertuples()
            for number, (start, end) in enumerate(sentence_spans(row.text), start=1)
        ),
        SENTENCE_TYPES,
    )


def collocates(articles: pd.DataFrame, node: str, *, window: int = 5, min_count: int = 2) -> pd.DataFrame:
    """Return the words near ``node``, with how often chance alone would put them there.

    Columns ``term, near, articles, expected, log_ratio``: occurrences within ``window`` content words on either side
    inside one sentence, the number of articles in which that happens, what an even spread would give, and log₂(near /
    expected) (pointwise mutual information, Church & Hanks 1990). Expected are places near ``node`` × occurrences of the
    term / all content words but ``node``. Ordered by ``articles`` and ``near``: with so little text the ratio alone would
    put accidents on top.

    Args:
        articles: with ``article_id`` and ``text``.
        node: a word as `count_terms` counts it, in either script; one that is no content word has no neighbours.
        min_count: fewest occurrences near ``node``.

    Raises:
        ValueError: ``node`` has neither letter nor digit, or ``window`` or ``min_count`` is below 1.

    >>> articles = pd.DataFrame({"article_id": ["a"], "text": ["开源模型领先。闭源模型落后。"]})
    >>> near = collocates(articles, "开源", min_count=1)  # two places near 开源; five other words, two of them 模型
    >>> near[["term", "near", "expected"]].values.tolist()
    [['领先', 1, 0.4], ['模型', 1, 0.8]]
    """
    if not any(map(str.isalnum, node)):
        raise ValueError(f"the node {node!r} is no word.")
    if window < 1 or min_count < 1:
        raise ValueError("window and min_count must be 1 or more.")
    nodes = {node, simplify_words(node)}
    near, seen_in, total, places = Counter(), {}, Counter(), 0
    for row, was in zip(articles.itertuples(), _were_traditional(articles), strict=True):
        of_taiwan = is_of_taiwan(row.text, was_traditional=was)
        for start, end in sentence_spans(row.text):
            words = content_words(tokenize(row.text[start:end]), of_taiwan=of_taiwan)
            total.update(words)
            hits = [k for k, word in enumerate(words) if word in nodes]
            # every neighbour counts once a sentence place, however many nodes it stands between
            beside = {k for hit in hits for k in range(max(0, hit - window), hit + window + 1)} - set(hits)
            beside = [words[k] for k in sorted(beside) if k < len(words) and words[k] not in nodes]
            near.update(beside)
            places += len(beside)
            for word in beside:
                seen_in.setdefault(word, set()).add(row.article_id)
    others = sum(n for word, n in total.items() if word not in nodes)
    rows = [
        (
            term,
            n,
            len(seen_in[term]),
            places * total[term] / others,
            math.log2(n * others / (places * total[term])),
        )
        for term, n in near.items()
        if n >= min_count
    ]
    table = pd.DataFrame(rows, columns=["term", "near", "articles", "expected", "log_ratio"])
    return table.sort_values(
        ["articles", "near", "log_ratio", "term"], ascending=[False, False, False, True], ignore_index=True
    )


def concordance(articles: pd.DataFrame, pattern: str, *, width: int = 18) -> pd.DataFrame:
    """Return every match in its context (KWIC): ``article_id, start, left, key, right``, in reading order.

    ``start`` is the place of the match in the text, counted in characters from 0.

    Args:
        articles: with ``article_id`` and ``text``.
        pattern: a regular expression, case ignored, in either script.
        width: characters of context on either side; line ends show as a blank.

    Raises:
        ValueError: the pattern is empty, matches no character or is not a regular expression, or ``width`` is negative.

    >>> articles = pd.DataFrame({"article_id": ["a"], "text": ["开源会赢。闭源会输。"]})
    >>> concordance(articles, ".源", width=2)[["left", "key", "right"]].values.tolist()
    [['', '开源', '会赢'], ['赢。', '闭源', '会输']]
    """
    if width < 0:
        raise ValueError("width must be 0 or more.")
    rows = []
    for row, _, found in _found(articles, {pattern: pattern}):
        for _, match in found:
            start, end = match.span()
            left, right = row.text[max(0, start - width) : start], row.text[end : end + width]
            rows.append((row.article_id, start, left.replace("\n", " "), match[0], right.replace("\n", " ")))
    return typed_table(rows, {"article_id": "str", "start": "int64", "left": "str", "key": "str", "right": "str"})
