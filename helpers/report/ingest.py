"""Any folder or table of articles to the articles table, and a health table in which nothing is lost in silence.

Every entry ends as one of `OUTCOMES`; their counts add up to the number of entries. Titles, names and metadata are
made plain on the way in (`plain`), so that no control, direction or escape character of theirs goes further; article
text is cleaned by `helpers.cleaning.cleaner`, and whatever shows it escapes it (`helpers.show`).

An article arrives in two steps: first each is read by itself, and all that the others need to know of it is noted
(`Arrival`); then `decide` looks at all arrivals together, and `finish` makes of each article what was decided. Both
steps are the same where the whole corpus lies in memory (`load_folder`) and where it does not (`helpers.report.pipeline`).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pandas as pd
from tqdm import tqdm

from helpers.cleaning.ledger import Edit, apply_ledger
from helpers.cleaning.rules import RULES
from helpers.corpus import ARTICLE_COLUMNS
from helpers.report import boilerplate, near_duplicates
from helpers.report.article import HERE, Row, findings, read_entry
from helpers.report.boilerplate import Skim
from helpers.report.encoding import LOADED, OUTCOMES, WARNED, Refusal, plain
from helpers.report.metadata import Dated, date_hint
from helpers.report.sources import Entry, entries_of, wanted_id
from helpers.stats.counts import count_characters
from helpers.tables import typed_table
from helpers.text.script import script_of

EXAMPLE = HERE / "example"
HEALTH_TYPES = {
    "entry": "str",
    "outcome": "str",
    "article_id": "str",
    "why": "str",
    "encoding": "str",
    "score": "float64",
    "margin": "float64",
    "date": "str",
    "date_from": "str",
    "characters": "int64",
    "cut": "float64",
}
UNKNOWN_YEAR = 0


class Corpus(NamedTuple):
    """What `load_folder` returns: articles as of `helpers.corpus.load_articles`, their health, and pairs of copies."""

    articles: pd.DataFrame
    health: pd.DataFrame
    copies: pd.DataFrame


def rules_for(restore_spin: bool) -> tuple[str, ...]:
    """Return the rules of cleaning for articles that nobody has judged: all, but spun words only on request."""
    return tuple(rule for rule in RULES if restore_spin or rule != "spin")


# ------------------------------------------------------------------------------------------ one article, then all


class Arrival(NamedTuple):
    """All that deciding needs to know of one article, without its text; the ``fingerprint`` tells it from any other."""

    fingerprint: int
    wanted_id: str
    source: str
    dated: Dated
    navigation: float
    skim: Skim


def source_of(told: dict[str, str], entry: str) -> str:
    """Return what an article's furniture belongs to: the site of its address, else its outlet, else its folder.

    >>> source_of({"url": "https://news.example.com/a?id=1", "outlet": "日报"}, "a.txt")
    'news.example.com'
    """
    try:
        site = urlsplit(told.get("url", "")).hostname
    except ValueError:
        site = None
    return site or told.get("outlet") or str(PurePosixPath(entry.split(", row ")[0]).parent)


def arrival_of(row: Row) -> Arrival:
    """Return what is to be known of an article before `decide`."""
    text, wanted, source = row.cleaned.text, wanted_id(row.told, row.entry), source_of(row.told, row.entry)
    skim = boilerplate.skim(text, row.names)
    return Arrival(boilerplate.fingerprint(text), wanted, source, row.dated, row.navigation, skim)


class Decision(NamedTuple):
    """What becomes of one article: its id, the ``lines`` to cut (None: none of it is), the share that is cut in all,
    the article that it is a near copy of, and what to say about it."""

    article_id: str
    lines: frozenset[int] | None
    share: float
    copy_of: str
    warnings: tuple[str, ...]


def decide(arrivals: Sequence[Arrival], *, cut_furniture: bool) -> tuple[list[Decision], pd.DataFrame]:
    """Return what becomes of every article, seen beside all others, and the pairs of near copies among them."""
    skims = [one.skim for one in arrivals]
    cuts: list[tuple[frozenset[int] | None, float, str]] = [(None, 0.0, "")] * len(arrivals)
    if cut_furniture:
        repeated = _repeated(arrivals)
        cuts = [_cut_of(one, repeated[one.source]) for one in arrivals]
        skims = [
            skim if lines is None else skim.without(boilerplate.furniture_of(skim, lines))
            for skim, (lines, _, _) in zip(skims, cuts, strict=True)
        ]
    ids, renamed = _unique([one.wanted_id for one in arrivals])
    pairs = near_duplicates.near_copies(dict(zip(ids, skims, strict=True)))
    twins = near_duplicates.copies_of(pairs, {name: skim.characters for name, skim in zip(ids, skims, strict=True)})
    decisions = []
    for place, (name, (lines, share, warning)) in enumerate(zip(ids, cuts, strict=True)):
        told = (
            warning,
            "another article has the same id; this one is numbered" if place in renamed else "",
            f"{share:.0%} cut as furniture" if share >= 0.005 else "",
            f"a near copy of {twins[name]}" if name in twins else "",
        )
        decisions.append(Decision(name, lines, share, twins.get(name, ""), tuple(filter(None, told))))
    return decisions, pairs


def _repeated(arrivals: Sequence[Arrival]) -> dict[str, frozenset[int]]:
    """Return for each source the lines that its articles repeat; near copies of each other repeat everything."""
    skims = {str(place): one.skim for place, one in enumerate(arrivals)}
    sizes = {name: skim.characters for name, skim in skims.items()}
    twins = near_duplicates.copies_of(near_duplicates.near_copies(skims, least=0.8), sizes)
    by_source: dict[str, list[Skim]] = {one.source: [] for one in arrivals}
    for place, one in enumerate(arrivals):
        if str(place) not in twins:
            by_source[one.source].append(one.skim)
    return {source: boilerplate.repeated_lines(skims) for source, skims in by_source.items()}


def _cut_of(one: Arrival, repeated: frozenset[int]) -> tuple[frozenset[int] | None, float, str]:
    """Return which of its source's lines to cut from an article, the share that it loses in all, and a warning."""
    found = boilerplate.furniture_of(one.skim, repeated)
    whole = one.skim.characters
    size = max(1, whole / max(0.01, 1 - max(0.0, one.navigation)))
    left = whole - int(one.skim.sizes[found].sum())
    if left and 1 - left / size <= boilerplate.MOST:
        return repeated & frozenset(one.skim.lines[found].tolist()), 1 - left / size, ""
    told = f"{1 - left / size:.0%} of it repeats lines of its source: left in, too much to cut"
    return None, max(0.0, one.navigation), told if left < whole else ""


def _unique(wanted: list[str]) -> tuple[list[str], set[int]]:
    """Return ids that stand once, in order, and the places of those that had to be numbered."""
    used, changed, ids = set(wanted), set(), []
    given: set[str] = set()
    last: dict[str, int] = defaultdict(lambda: 1)
    for place, name in enumerate(wanted):
        fresh = name
        while fresh in given or (fresh != name and fresh in used):
            last[name] += 1
            fresh = f"{name} ({last[name]})"
        if fresh != name:
            changed.add(place)
        given.add(fresh)
        ids.append(fresh)
    return ids, changed


class Finished(NamedTuple):
    """One article as it was decided: its row of the articles table, of the health table, and the text before furniture
    was cut."""

    article: dict[str, Any]
    health: tuple
    uncut: str


def finish(row: Row, decision: Decision) -> Finished:
    """Return what `decide` made of one article."""
    text, ledger = row.cleaned.text, row.cleaned.ledger
    if decision.lines is not None:
        found = boilerplate.find_furniture(text, decision.lines, row.names)
        step = ledger[-1].step + 1 if ledger else 0
        text, ledger = boilerplate.cut(text, found), ledger + boilerplate.as_edits(found, step)
    decoded, dated = row.decoded, row.dated
    warnings = [*findings(row, text, ledger), *decision.warnings]
    health = (
        plain(row.entry),
        WARNED if warnings else LOADED,
        decision.article_id,
        plain("; ".join(warnings), 600),
        decoded.encoding,
        decoded.score,
        decoded.margin,
        " to ".join(dict.fromkeys(str(day) for day in (dated.first, dated.last) if day)),
        dated.where or date_hint(text),
        count_characters(text),
        decision.share,
    )
    return Finished(_article(decision.article_id, row, text, ledger), health, row.cleaned.text)


def health_of(entry: Entry, refusal: Refusal) -> tuple:
    """Return the row of the health table for an entry that is no article."""
    nothing = ("", float("nan"), float("nan"), "", "", 0, 0.0)
    return (plain(entry.name), refusal.outcome, "", plain(refusal, 300), *nothing)


def _article(name: str, row: Row, text: str, ledger: tuple[Edit, ...]) -> dict[str, Any]:
    told = {column: row.told.get(column, "") for column in ARTICLE_COLUMNS}
    dated, raw = row.dated, row.decoded.text
    first_line = plain(re.sub(r"[#*]", "", text.split("\n", 1)[0]), 60)
    return told | {
        "article_id": name,
        "file": plain(row.entry),
        "title": told["title"] or first_line,
        "date_from": dated.first,
        "date_to": dated.last,
        "date_quote": dated.quote,
        "date_reason": dated.where,
        "year": dated.last.year if dated.last else UNKNOWN_YEAR,
        "script": script_of(raw),
        "raw": raw,
        "text": text,
        "ledger": ledger,
        "flags": row.cleaned.flags,
    }


def articles_table(
    articles: Iterable[dict[str, Any] | tuple], columns: Iterable[str] = ARTICLE_COLUMNS
) -> pd.DataFrame:
    """Return rows of articles as a table, ordered by ``article_id``."""
    table = pd.DataFrame(list(articles), columns=list(columns)).astype({"article_id": "str", "year": "int64"})
    return table.sort_values("article_id", ignore_index=True)


# ------------------------------------------------------------------------------------------------- all in memory


def load_folder(
    source: Path | str,
    *,
    metadata: Path | str | None = None,
    text_column: str | None = None,
    restore_spin: bool = False,
    cut_furniture: bool = True,
    cache: Path | None = None,
    progress: bool = False,
) -> Corpus:
    """Return the articles of ``source``, the health of every entry in it, and the pairs of articles that are copies.

    * ``articles``: columns and types of `helpers.corpus.load_articles`, one row an article, ordered by ``article_id``;
      ``date_from`` and ``date_to`` are None and ``year`` is 0 where no date is known (never guessed from the text);
    * ``health``: `HEALTH_TYPES`, one row an entry, in reading order; ``outcome`` is one of `OUTCOMES`, ``why`` the
      reasons, ``cut`` the share of an article that was furniture (`helpers.report.boilerplate`);
    * ``copies``: as `helpers.report.near_duplicates.near_copies`.

    Args:
        source: a folder of ``.txt``, ``.md``, ``.html`` files, or one table (`helpers.report.sources.TABLE_ENDINGS`).
        metadata: a table with ``file`` (path inside the folder) or ``article_id``, and ``title``, ``date``, ….
        text_column: the column of a table that holds the text; without it, one of `helpers.report.sources.TEXT_COLUMNS`.
        restore_spin: change back the words that a spinning machine swapped, in articles proved to be spun.
        cut_furniture: cut navigation, widgets and the lines that a source repeats.
        cache: as `helpers.report.article.cache_folder` returns it; without it nothing is kept.
        progress: show progress on the terminal.

    Raises:
        FolderError: no such folder or file, or a table that cannot be read at all.

    >>> load_folder(EXAMPLE).health["outcome"].isin(OUTCOMES).all().item()
    True
    """
    told = Path(metadata) if metadata is not None else None
    entries = [*entries_of(Path(source), metadata=told, text_column=text_column)]
    rules = rules_for(restore_spin)
    outcomes: list[Row | Refusal] = []
    for entry in tqdm(entries, "cleaning", unit=" articles", disable=None if progress else True, leave=False):
        try:
            outcomes.append(read_entry(entry, rules, cut_navigation=cut_furniture, cache=cache))
        except Refusal as refusal:
            outcomes.append(refusal)
    arrivals = [arrival_of(row) for row in outcomes if isinstance(row, Row)]
    decisions, pairs = decide(arrivals, cut_furniture=cut_furniture)
    decided, articles, health = iter(decisions), [], []
    for entry, outcome in zip(entries, outcomes, strict=True):
        if isinstance(outcome, Refusal):
            health.append(health_of(entry, outcome))
        else:
            finished = finish(outcome, next(decided))
            articles.append(finished.article)
            health.append(finished.health)
    return Corpus(articles_table(articles), typed_table(health, HEALTH_TYPES), pairs)


def without_copies(corpus: Corpus) -> pd.DataFrame:
    """Return the articles with one of each group of near copies: the longest (see `helpers.report.near_duplicates.copies_of`)."""
    sizes = dict(zip(corpus.articles["article_id"], corpus.articles["text"].map(count_characters), strict=True))
    twins = near_duplicates.copies_of(corpus.copies, sizes)
    return corpus.articles.loc[~corpus.articles["article_id"].isin(list(twins))].reset_index(drop=True)


def with_furniture(articles: pd.DataFrame) -> pd.DataFrame:
    """Return the articles with the lines that were cut from their cleaned text put back: another choice, to compare."""
    texts = []
    for row in articles.itertuples():
        last = (
            row.ledger[-1].step
            if row.ledger and row.ledger[-1].rule == boilerplate.RULE and row.ledger[-1].step
            else None
        )
        kept = [edit for edit in row.ledger if edit.step != last]
        texts.append(apply_ledger(row.raw, kept) if last else row.text)
    return articles.assign(text=texts)


def count_outcomes(health: pd.DataFrame) -> pd.DataFrame:
    """Return ``outcome, entries``: how many entries ended in each way, and ``all`` of them together.

    >>> count_outcomes(typed_table([], HEALTH_TYPES))["entries"].tolist()
    [0, 0, 0, 0, 0]
    """
    counts = health["outcome"].value_counts()
    rows = [(name, int(counts.get(name, 0))) for name in OUTCOMES]
    return pd.DataFrame([*rows, ("all", len(health))], columns=["outcome", "entries"])
