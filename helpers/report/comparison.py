"""Put a corpus beside the five articles of this project: the same counts, made by the same code."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

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
_TOO_FEW = "too few to say"


def compare(found: Summary) -> pd.DataFrame:
    """Return how a corpus differs from our five articles, as a table of `COMPARISON_TYPES`, one row a measure.

    ``measure`` names what is counted and its unit, ``yours`` and ``five`` are the figures of both collections, ``range``
    the lowest and the highest of the five, article by article; ``place`` says whether yours lies *below*, *within* or
    *above* that range.

    The measures: words per 1,000 characters (those that most of the corpus' articles share, and those of the debate);
    sentences with a metaphor per 10,000 characters, by domain; statements per 10,000 characters, their share in
    quotation marks and with no speaker found. With fewer than `helpers.claims.verdicts.MIN_OCCURRENCES` in the corpus a figure is
    not called *above*, and with fewer to be expected there at the lowest rate of the five not *below*: it is *too few to say*.
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


class Measure(NamedTuple):
    """What is counted: its name, how often, of how much (in units of the name), and the format of the rate."""

    name: str
    n: int
    of: float
    form: str

    @property
    def value(self) -> float:
        """The rate; of nothing, it is not a number."""
        return self.n / self.of if self.of else float("nan")


def _measured(found: Any, words: Iterable[str], domains: Iterable[str]) -> Iterator[Measure]:
    """Yield every measure."""
    size = max(1, int(found.counts.sizes["characters"].sum()))
    n = found.counts.terms.groupby("term")["n"].sum()
    for word in words:
        yield Measure(f"{with_gloss(word)}, per 1,000 characters", int(n.get(word, 0)), size / 1000, ".2f")
    n = found.metaphors.counts.groupby("domain")["n"].sum()
    for domain in domains:
        name = f"metaphors: {DOMAINS[domain]}, sentences per 10,000 characters"
        yield Measure(name, int(n.get(domain, 0)), size / 10_000, ".1f")
    statements, marked = (int(n) for n in found.speakers[["statements", "marked"]].sum())
    unnamed = int(found.speakers.loc[found.speakers["speaker"] == "", "statements"].sum())
    yield Measure("statements, per 10,000 characters", statements, size / 10_000, ".1f")
    for name, part in (("in quotation marks", marked), ("with no speaker found", unnamed)):
        yield Measure(f"statements {name}", part, statements, ".0%")


def _row(mine: Measure, both: Measure, *five: Measure) -> tuple[str, str, str, str, str]:
    value, form = mine.value, mine.form
    values = [one.value for one in five if one.of]
    low, high = min(values), max(values)
    place = "" if value != value else "within"
    if value > high:
        place = "above" if mine.n >= MIN_OCCURRENCES else _TOO_FEW
    if value < low:  # a zero where hardly one is to be expected tells nothing
        place = "below" if round(low * mine.of, 9) >= MIN_OCCURRENCES else _TOO_FEW
    shown = [format(one, form) if one == one else "–" for one in (value, both.value)]
    return mine.name, *shown, f"{low:{form}} to {high:{form}}", place
