"""A source of any size to everything that a report shows, read in parts, on one processor or many; texts stay there.

Two rounds over the same parts. The first reads every entry and notes what the others need to know of it
(`helpers.report.ingest.Arrival`); `helpers.report.ingest.decide` looks at all of that here; the second makes each article what was
decided and looks into it. What comes back of a part is a few small tables, put together in a way that neither the
order nor the number of the parts can change.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from tqdm import tqdm

from helpers.claims.claim import Claim, count_claims
from helpers.corpus import ARTICLE_COLUMNS
from helpers.framing.analogies import find_analogies
from helpers.framing.quotations import quotation_rows
from helpers.report import parallel
from helpers.report.article import Row, cache_folder, read_entry, version
from helpers.report.boilerplate import fingerprint
from helpers.report.encoding import FolderError, Refusal, plain
from helpers.report.ingest import (
    HEALTH_TYPES,
    UNKNOWN_YEAR,
    Arrival,
    Decision,
    arrival_of,
    articles_table,
    decide,
    finish,
    health_of,
    rules_for,
)
from helpers.report.parallel import ALONE, Team
from helpers.report.sources import Entry, entries_of
from helpers.stats.counts import count_characters, split_articles
from helpers.tables import typed_table
from helpers.text.entities import entity_of

PART_ENTRIES, PART_SIZE = 200, 4_000_000  # a part ends at so many entries, or so many bytes or characters
MOST_COLUMNS = 8  # of a picture: an article each, or of more articles a year each
MOST_SENTENCES, SHORT = 300, 200  # sentences with an image to show; characters of one that is shown by itself
NOT_COUNTED = -1

# Of each article, all but its text: what is told of it, its size, the column that it is counted in (or `NOT_COUNTED`),
# and what the claims need of its text, as it is and with furniture left in (see `helpers.claims.claim.count_claims`).
COLUMNS = tuple(name for name in ARTICLE_COLUMNS if name not in ("raw", "text", "ledger", "flags"))
COLUMNS += ("characters", "column", "counted", "counted_uncut")
IMAGE_TYPES = {"article_id": "str", "sentence": "int64", "domain": "str", "form": "str", "source_term": "str"}
IMAGE_TYPES |= {"text": "str"}
VOICE_TYPES = {"speaker": "str", "statements": "int64", "articles": "int64", "marked": "int64"}


class Images(NamedTuple):
    """Sentences with an image: ``domain, column, n``; the first of them, in the order of the articles (`IMAGE_TYPES`);
    and for each domain the one that shows it best: comparisons first, then the shortest."""

    counts: pd.DataFrame
    first: pd.DataFrame
    best: pd.DataFrame


class Survey(NamedTuple):
    """What was found in a source.

    * ``health``: `helpers.report.ingest.HEALTH_TYPES`, one row an entry;
    * ``articles``: `COLUMNS`, one row an article, near copies included (their ``column`` is `NOT_COUNTED`);
    * ``counts``: words and sizes of the counted articles; in both tables ``year`` is the column;
    * ``images``; ``voices``: `VOICE_TYPES`, the statements of each voice, the articles with any of them, and how many
      of the statements stand in quotation marks; the unnamed have an empty name.
    """

    health: pd.DataFrame
    articles: pd.DataFrame
    counts: parallel.Counted
    images: Images
    voices: pd.DataFrame


# --------------------------------------------------------------------------------- where the texts are: of one part


class _Options(NamedTuple):
    """What is told with every part."""

    version: str
    folder: Path | None
    rules: tuple[str, ...]
    cut_furniture: bool
    claims: tuple[Claim, ...]


class _Fate(NamedTuple):
    """What was decided of an article; the fingerprint tells whether it is still the same."""

    fingerprint: int
    decision: Decision
    column: int


class _Taken(NamedTuple):
    """What comes back of a part."""

    health: list[tuple]
    articles: list[tuple]
    counts: parallel.Counted
    images: Images
    voices: Counter[tuple[str, str]]


def _arrive(options: _Options, part: Sequence[Entry]) -> list[Arrival | tuple]:
    """Return of every entry its arrival, or its row of the health table if it is no article."""
    if options.version != version():
        raise FolderError("a worker runs another version of this package; all machines need the same.")
    if options.folder and not options.folder.exists():
        raise FolderError(f"a worker cannot see {plain(options.folder)}; it must lie there on every machine.")
    read = _reader(options)
    arrived: list[Arrival | tuple] = []
    for entry in part:
        try:
            arrived.append(arrival_of(read(entry)))
        except Refusal as refusal:
            arrived.append(health_of(entry, refusal))
    return arrived


def _reader(options: _Options) -> Callable[[Entry], Row]:
    return partial(read_entry, rules=options.rules, cut_navigation=options.cut_furniture, cache=cache_folder())


def _take(options: _Options, part: Sequence[tuple[Entry, _Fate]]) -> _Taken:
    """Return what is to be known of the articles of a part, as they were decided."""
    read = _reader(options)
    health, articles, texts = [], [], []
    for entry, (wanted, decision, column) in part:
        try:
            row = read(entry)
        except Refusal:
            row = None
        if row is None or fingerprint(row.cleaned.text) != wanted:
            raise FolderError(f"{plain(entry.name)} changed while it was read: run again.")
        finished = finish(row, decision)
        article, text = finished.article, finished.article["text"]
        counted = count_claims(options.claims, text)
        uncut = counted if finished.uncut == text else count_claims(options.claims, finished.uncut)
        article |= {"characters": count_characters(text), "column": column, "counted": counted, "counted_uncut": uncut}
        health.append(finished.health)
        articles.append(tuple(article[name] for name in COLUMNS))
        if column != NOT_COUNTED:
            texts.append((article["article_id"], column, text))
    table = pd.DataFrame(texts, columns=["article_id", "year", "text"]).astype({"article_id": "str", "year": "int64"})
    return _Taken(health, articles, parallel.count_part(table), _images_in(table), _voices_in(table))


def _images_in(articles: pd.DataFrame) -> Images:
    found = find_analogies(split_articles(articles.sort_values("article_id")))
    column = found["article_id"].map(dict(zip(articles["article_id"], articles["year"], strict=True)))
    counts = found.assign(column=column.astype("int64"), n=1).groupby(["domain", "column"], as_index=False)["n"].sum()
    found = found[list(IMAGE_TYPES)]
    return add_images(Images(counts, found, found.loc[found["text"].str.len() <= SHORT]))


def add_images(*parts: Images) -> Images:
    """Return the images of parts together; neither order nor grouping of the parts matters."""
    counts, first, best = (pd.concat(tables, ignore_index=True) for tables in zip(*parts, strict=True))
    order = ["article_id", "sentence", "domain", "source_term"]
    ranked = best.assign(rank=best["form"] != "comparison", length=best["text"].str.len())
    best = ranked.sort_values(["domain", "rank", "length", *order]).drop_duplicates("domain")
    return Images(
        counts.groupby(["domain", "column"], as_index=False)["n"].sum(),
        first.sort_values(order, ignore_index=True).head(MOST_SENTENCES),
        best[list(IMAGE_TYPES)].reset_index(drop=True),
    )


def _voices_in(articles: pd.DataFrame) -> Counter[tuple[str, str]]:
    """Return how often each ``(what is counted, speaker)`` occurs."""
    counts: Counter[tuple[str, str]] = Counter()
    for text in articles["text"]:
        said = [(kind, name) for _, _, _, kind, name, _, _ in quotation_rows(text) if kind != "term"]
        said = [(kind, entity_of(name) or plain(name, 60)) for kind, name in said]
        counts.update(("statements", name) for _, name in said)
        counts.update(("articles", name) for name in {name for _, name in said})
        counts.update(("marked", name) for kind, name in said if kind == "direct")
    return counts


# ------------------------------------------------------------------------------------------------ here: of all parts


def _parts(entries: Iterable[Any], size_of=lambda entry: entry.size) -> Iterator[list[Any]]:
    part, size = [], 0
    for entry in entries:
        part.append(entry)
        size += size_of(entry)
        if len(part) >= PART_ENTRIES or size >= PART_SIZE:
            yield part
            part, size = [], 0
    if part:
        yield part


def _tell(progress: bool, what: str, unit: str, total: int | None = None) -> tqdm:
    return tqdm(desc=what, unit=unit, total=total, disable=None if progress else True, leave=False)


def _first_round(options: _Options, parts: Iterable[list[Entry]], team: Team, progress: bool) -> list[Arrival | tuple]:
    """Return of every entry its arrival, or its row of the health table if it is no article."""
    arrived: dict[int, list[Arrival | tuple]] = {}
    with _tell(progress, "reading", " entries") as bar:
        for number, part in parallel.run(partial(_arrive, options), parts, team):
            arrived[number] = part
            bar.update(len(part))
    return [outcome for number in sorted(arrived) for outcome in arrived.pop(number)]


def _fates(outcomes: Sequence[Arrival | tuple], cut_furniture: bool, keep_copies: bool) -> list[_Fate | tuple]:
    """Return ``outcomes`` with what becomes of each article in the place of its arrival."""
    arrivals = [outcome for outcome in outcomes if isinstance(outcome, Arrival)]
    decisions, _ = decide(arrivals, cut_furniture=cut_furniture)
    columns = _columns(arrivals, decisions, keep_copies)
    prints = [one.fingerprint for one in arrivals]
    fates = map(_Fate, prints, decisions, columns)
    return [next(fates) if isinstance(outcome, Arrival) else outcome for outcome in outcomes]


def _columns(arrivals: Sequence[Arrival], decisions: Sequence[Decision], keep_copies: bool) -> list[int]:
    """Return the column in which each article is counted: its own, or of more than `MOST_COLUMNS` its year's."""
    years = [one.dated.last.year if one.dated.last else UNKNOWN_YEAR for one in arrivals]
    counted = [place for place, one in enumerate(decisions) if keep_copies or not one.copy_of]
    columns = dict(zip(counted, (years[place] for place in counted), strict=True))
    if len(counted) <= MOST_COLUMNS:
        in_order = sorted(counted, key=lambda place: (years[place], decisions[place].article_id))
        columns = {place: number for number, place in enumerate(in_order)}
    return [columns.get(place, NOT_COUNTED) for place in range(len(decisions))]


def _articles_of(
    entries: Iterable[Entry], fates: Sequence[_Fate | tuple], source: Path
) -> Iterator[tuple[Entry, _Fate]]:
    """Yield the entries that are articles, each with its fate, if there are as many entries as there were."""
    n = 0
    for n, entry in enumerate(entries, start=1):
        if n <= len(fates) and isinstance(fates[n - 1], _Fate):
            yield entry, fates[n - 1]
    if n != len(fates):
        raise FolderError(f"{plain(source)} changed while it was read: run again.")


def _together(results: Iterable[tuple[int, _Taken]], bar: tqdm) -> _Taken:
    """Return what all parts gave as of one, rows in the order of the parts; parts are added as they come."""
    health, articles, voices, images = {}, {}, Counter(), _images_in(_NO_ARTICLES)

    def counts() -> Iterator[parallel.Counted]:
        nonlocal images
        for number, taken in results:
            health[number], articles[number] = taken.health, taken.articles
            images = add_images(images, taken.images)
            voices.update(taken.voices)
            bar.update(len(taken.articles))
            yield taken.counts

    counted = parallel.sum_counts(counts())
    rows = ([row for number in sorted(table) for row in table[number]] for table in (health, articles))
    return _Taken(*rows, counted, images, voices)


def survey(
    source: Path | str,
    *,
    claims: Iterable[Claim] = (),
    metadata: Path | str | None = None,
    text_column: str | None = None,
    restore_spin: bool = False,
    cut_furniture: bool = True,
    keep_copies: bool = False,
    team: Team = ALONE,
    progress: bool = False,
) -> Survey:
    """Return what there is to report of ``source``, of which no more is in memory than the parts under way.

    What stays of an article is a few kilobytes: fingerprints of its lines and sentences until all are decided, then
    its rows of the tables. The result is the same whoever works, and however often a worker dies.

    Args:
        source, metadata, text_column, restore_spin, cut_furniture, progress: as `helpers.report.ingest.load_folder`.
        claims: what to count for `helpers.claims.claim.verdict`.
        keep_copies: count near copies as articles of their own.
        team: who works, as `helpers.report.parallel.executor_for` yields it. On other machines, a folder must lie in the same
            place; the rows of a table are sent.

    Raises:
        FolderError: as `load_folder`; or a file changed between the two rounds, a worker cannot see the folder, or it
            runs another version of this package.

    >>> from helpers.report.ingest import EXAMPLE
    >>> found = survey(EXAMPLE)
    >>> len(found.health), int((found.articles["column"] == NOT_COUNTED).sum())
    (13, 1)
    """
    source = Path(source)
    told = Path(metadata) if metadata is not None else None
    folder = source if source.is_dir() else None
    options = _Options(version(), folder, rules_for(restore_spin), cut_furniture, tuple(claims))
    entries = partial(entries_of, source, metadata=told, text_column=text_column)

    parts = _parts(entries())
    first = [*islice(parts, 2)]
    if len(first) < 2:
        team = ALONE  # other processes take longer to begin than this takes
    fates = _fates(_first_round(options, chain(first, parts), team, progress), cut_furniture, keep_copies)
    with _tell(progress, "counting", " articles", sum(isinstance(fate, _Fate) for fate in fates)) as bar:
        parts = _parts(_articles_of(entries(), fates, source), lambda one: one[0].size)
        taken = _together(parallel.run(partial(_take, options), parts, team), bar)
    rows = iter(taken.health)
    health = [next(rows) if isinstance(fate, _Fate) else fate for fate in fates]
    articles = articles_table(taken.articles, COLUMNS)
    return Survey(typed_table(health, HEALTH_TYPES), articles, taken.counts, taken.images, _voices_table(taken.voices))


_NO_ARTICLES = pd.DataFrame({"article_id": [], "year": [], "text": []}).astype({"article_id": "str", "text": "str"})


def _voices_table(counts: Counter[tuple[str, str]]) -> pd.DataFrame:
    names = sorted({name for _, name in counts})
    rows = [(name, *(counts[what, name] for what in ("statements", "articles", "marked"))) for name in names]
    table = typed_table(rows, VOICE_TYPES)
    return table.sort_values(["articles", "statements", "speaker"], ascending=[False, False, True], ignore_index=True)
