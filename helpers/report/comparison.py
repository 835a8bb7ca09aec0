"""Put a corpus beside the five articles of this project: the same counts, made by the same code."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pandas as pd

from helpers.claims.verdicts import MIN_OCCURRENCES
from helpers.corpus import load_articles
from helpers.framing import DOMAINS
from helpers.report.counted import Counted
from helpers.report.pipeline import Summary, count_texts, speakers_table
from helpers.tables import typed_table
from helpers.text.document import Document
from helpers.text.entities import with_gloss

COMPARISON_TYPES = dict.fromkeys(("measure", "yours", "five", "range", "place"), "str")
_OF_THE_DEBATE = ("开源", "闭源")
_WORDS = 8


def compare(found: Summary) -> pd.DataFrame:
    """Return how a corpus differs from our five articles, as a table of `COMPARISON_TYPES`, one row a measure.

    ``measure`` names what is counted and its unit, ``yours`` and ``five`` are the figures of both collections, ``range``
    the lowest and the highest of the five, article by article; ``place`` says whether yours lies *below*, *within* or
    *above* that range.

    The measures: words per 1,000 characters (those that most of the corpus' articles share, and those of the debate);
    sentences with a metaphor per 10,000 characters, by domain; statements per 10,000 characters, their share in
    quotation marks and with no speaker found. Fewer than `helpers.claims.verdicts.MIN_OCCURRENCES` in the corpus are not called *above*.
    """
    texts = load_articles().sort_values("article_id")[["article_id", "text"]].to_numpy().tolist()
    ours = [Counted(name, column, Document(text)) for column, (name, text) in enumerate(texts)]
    both, five = _counted(ours), [_counted([one]) for one in ours]
    words = dict.fromkeys([*found.ranked_words["term"].head(_WORDS), *_OF_THE_DEBATE])
    domains = dict.fromkeys([*found.domains.index, *both.metaphors.counts["domain"]])
    rows = [*zip(*(_measured(one, words, domains) for one in (found, both, *five)), strict=True)]
    return typed_table((_row(*row) for row in rows), COMPARISON_TYPES)


def _counted(articles: Sequence[Counted]) -> Any:
    """Return counts, metaphors and speakers of articles, as a `Summary` has them."""
    counted = count_texts(articles)
    return counted._replace(speakers=speakers_table(counted.speakers))


Measure = tuple[str, float, str, int]  # name, value, its format, how often it was counted


def _measured(found: Any, words: Iterable[str], domains: Iterable[str]) -> Iterator[Measure]:
    """Yield every measure; a share of nothing is not a number."""
    size = max(1, int(found.counts.sizes["characters"].sum()))
    n = found.counts.terms.groupby("term")["n"].sum()
    for word in words:
        yield f"{with_gloss(word)}, per 1,000 characters", 1000 * n.get(word, 0) / size, ".2f", int(n.get(word, 0))
    n = found.metaphors.counts.groupby("domain")["n"].sum()
    for domain in domains:
        found_n = int(n.get(domain, 0))
        yield f"metaphors: {DOMAINS[domain]}, sentences per 10,000 characters", 10_000 * found_n / size, ".1f", found_n
    said = found.speakers[["statements", "marked"]].sum()
    unnamed = found.speakers.loc[found.speakers["speaker"] == "", "statements"].sum()
    yield "statements, per 10,000 characters", 10_000 * said["statements"] / size, ".1f", int(said["statements"])
    for name, part in (("in quotation marks", said["marked"]), ("with no speaker found", unnamed)):
        yield f"statements {name}", part / said["statements"] if said["statements"] else float("nan"), ".0%", int(part)


def _row(mine: Measure, both: Measure, *five: Measure) -> tuple[str, str, str, str, str]:
    name, value, form, n = mine
    values = [one for _, one, _, _ in five if one == one]
    low, high = min(values), max(values)
    place = "" if value != value else "below" if value < low else "within"
    if value > high:
        place = "above" if n >= MIN_OCCURRENCES else "too few to say"
    shown = [format(one, form) if one == one else "–" for one in (value, both[1])]
    return name, *shown, f"{low:{form}} to {high:{form}}", place
