"""Load any folder or table of articles, and log the outcome of every entry.

Ingestion takes two rounds over the entries. `profile_part` reads each article by itself and returns its profile, which
holds no text. `helpers.report.decisions.decide` compares all profiles: it chooses the boilerplate to cut and finds
near-duplicates. `finish_part` then reads each article again and carries out its decision. `read_corpus` runs both rounds in
memory, `helpers.report.pipeline.summarise` in parts and on any number of machines.

Every entry ends in one of `OUTCOMES`, so their counts add up to the number of entries. Names and metadata lose control,
direction and escape characters here (`plain`); `helpers.show` escapes article text wherever it is displayed.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, islice
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple, TypeVar

import pandas as pd
from tqdm import tqdm

from helpers.cleaning.ledger import Edit
from helpers.cleaning.rules import RULES
from helpers.corpus import ARTICLE_COLUMNS, counting_key, in_order_of_date
from helpers.report import workers
from helpers.report.article import Row, findings, read_entry
from helpers.report.body import boilerplate
from helpers.report.body.metadata import Dated, date_hint, is_section
from helpers.report.body.navigation import RECORD
from helpers.report.cache import PACKAGE, version
from helpers.report.decisions import ArticleProfile, Decision, decide, profile_of
from helpers.report.input.file_names import title_in
from helpers.report.outcomes import LOADED, OUTCOMES, SKIPPED, WARNED, FolderError, Refusal, Remark
from helpers.report.own_words import OWN_WORDS, OwnWords, read_own_words
from helpers.report.sources import TEXT_ENDINGS, Entry, entries_of
from helpers.report.workers import ALONE, Team
from helpers.stats.counts import count_characters
from helpers.tables import typed_table
from helpers.text.script import script_of
from helpers.text.tokens import teach_words
from helpers.wording import plain

EXAMPLE = PACKAGE / "example"
INGEST_LOG_TYPES = {
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
    "to_check": "str",
}
UNKNOWN_YEAR = 0
PART_ENTRIES, PART_SIZE = 200, 4_000_000  # a part ends at so many entries, or so many bytes or characters

Result = TypeVar("Result")
Read = Callable[[Entry], Row]


class Corpus(NamedTuple):
    """Articles, with the columns of `helpers.corpus.load_articles`, and the ingest log (`INGEST_LOG_TYPES`)."""

    articles: pd.DataFrame
    ingest_log: pd.DataFrame


class Source(NamedTuple):
    """A folder or table and how to read it. It travels with every part, so that any process can do the reading."""

    path: Path
    metadata: Path | None
    text_column: str | None
    rules: tuple[str, ...]
    cut_boilerplate: bool
    is_folder: bool
    version: str
    own: OwnWords = OwnWords()

    def entries(self) -> Iterator[Entry]:
        """Yield every entry in reading order; files inside the folder that are no articles tell what they are for."""
        told, is_told = self._told_of_files(), False
        for entry in entries_of(self.path, metadata=self.metadata, text_column=self.text_column):
            use = told.get(plain(entry.name))
            is_told = is_told or use == self.own.report()
            yield entry._replace(refusal=Refusal(use, SKIPPED)) if use else entry
        if self.own.not_words and not is_told:
            yield Entry(plain(self.own.file.name), refusal=Refusal(self.own.report(), SKIPPED))

    def _told_of_files(self) -> dict[str, str]:
        """Return what is told of the files inside the folder that are no articles, by their names."""
        root = Path(os.path.realpath(self.path))  # of a link that leads to itself, some path; reading tells of it
        told = {}
        if self.own.file.name:
            told[root / OWN_WORDS] = f"not read: your own words come from {plain(self.own.file.name, 80)}"
            told[self.own.file] = self.own.report()
        if self.metadata is not None:
            told[Path(os.path.realpath(self.metadata))] = "the table of metadata"
        return {plain(file.relative_to(root).as_posix()): use for file, use in told.items() if root in file.parents}

    def reader(self, cache: Path | None) -> Read:
        """Return what reads one entry of this source; ``cache`` as in `read_corpus`. This process learns its words."""
        teach_words(self.own.words)
        return partial(read_entry, rules=self.rules, cut_navigation=self.cut_boilerplate, cache=cache)

    def check_worker(self) -> None:
        """Check that this process can take a part.

        Raises:
            FolderError: it runs another version of the package, or cannot see the folder.
        """
        if self.version != version():
            raise FolderError("a worker runs another version of this package; all machines need the same.")
        if self.is_folder and not self.path.exists():
            raise FolderError(f"a worker cannot see {plain(self.path)}; it must lie there on every machine.")


def make_source(
    path: Path | str,
    *,
    metadata: Path | str | None = None,
    text_column: str | None = None,
    restore_spin: bool = False,
    cut_boilerplate: bool = True,
    words: Path | str | None = None,
) -> Source:
    """Return the `Source` for a path; arguments as in `load_folder`.

    Raises:
        FolderError: the path is empty, or the file of words cannot be read.
    """
    if path == "":  # it would be the working folder
        raise FolderError("the path is empty; name a folder or a table.")
    path = Path(os.path.expanduser(path))
    table = Path(os.path.expanduser(metadata)) if metadata is not None else None
    own = read_own_words(path, words)
    return Source(path, table, text_column, rules_for(restore_spin), cut_boilerplate, path.is_dir(), version(), own)


def rules_for(restore_spin: bool) -> tuple[str, ...]:
    """Return the cleaning rules for articles that nobody has judged: all of them, ``spin`` only on request."""
    return tuple(rule for rule in RULES if restore_spin or rule != "spin")


# ------------------------------------------------------------------------------------------- each article by itself


def profile_part(source: Source, read: Read, part: Sequence[Entry]) -> list[ArticleProfile | tuple]:
    """Return the profile of every article in a part, or its ingest log row for an entry that is not an article.

    Raises:
        FolderError: as `Source.check_worker`.
    """
    source.check_worker()
    profiled: list[ArticleProfile | tuple] = []
    for entry in part:
        try:
            profiled.append(profile_of(read(entry)))
        except Refusal as refusal:
            profiled.append(log_row_of(entry, refusal))
    return profiled


# ------------------------------------------------------------------------------------------- each decision carried out


class Plan(NamedTuple):
    """A decision on its way to the second round: the fingerprint and year of its article, and the column of a picture
    that counts it (`helpers.report.pipeline`)."""

    fingerprint: int
    year: int
    decision: Decision
    column: int = 0


class Finished(NamedTuple):
    """One finished article: its rows of the articles table and of the ingest log, its text with the boilerplate left
    in, and its plan."""

    article: dict[str, Any]
    log_row: tuple
    uncut: str
    column: int


def finish_part(read: Read, part: Iterable[tuple[Entry, Plan]]) -> Iterator[Finished]:
    """Yield every article of a part as it was decided.

    Raises:
        FolderError: an article is not the one that was read in the first round.
    """
    for entry, plan in part:
        try:
            row = read(entry)
        except Refusal:
            row = None
        if row is None or boilerplate.fingerprint(row.cleaned.text) != plan.fingerprint:
            raise FolderError(f"{plain(entry.name)} changed while it was read: run again.")
        yield finish(row, plan.decision)._replace(column=plan.column)


def finish(row: Row, decision: Decision) -> Finished:
    """Return one article as it was decided."""
    text, ledger = row.cleaned.text, row.cleaned.ledger
    if decision.lines is not None:
        found = boilerplate.find_boilerplate(text, decision.lines, row.names)
        step = ledger[-1].step + 1 if ledger else 0
        text, ledger = boilerplate.cut(text, found), ledger + boilerplate.as_edits(found, step)
    decoded, dated = row.decoded, row.dated
    warnings = [*findings(row, text, ledger), *decision.warnings]
    to_check = [warning for warning in warnings if not isinstance(warning, Remark)]
    log_row = (
        plain(row.entry),
        WARNED if warnings else LOADED,
        decision.article_id,
        plain("; ".join(warnings), 600),
        decoded.encoding,
        decoded.score,
        decoded.margin,
        " to ".join(dict.fromkeys(str(day) for day in (dated.first, dated.last) if day)),
        dated.where or date_hint(_uncut_head(row) + row.cleaned.text),  # a line that is only a date was cut
        count_characters(text),
        decision.share,
        plain("; ".join(to_check), 600),
    )
    return Finished(_article(decision.article_id, row, text, ledger), log_row, row.cleaned.text, 0)


def _uncut_head(row: Row) -> str:
    return "".join(edit.old for edit in row.cleaned.ledger if edit.note == RECORD)


def log_row_of(entry: Entry, refusal: Refusal) -> tuple:
    """Return the ingest log row for an entry that is not an article."""
    nothing = ("", float("nan"), float("nan"), "", "", 0, 0.0)
    return (plain(entry.name), refusal.outcome, "", plain(refusal, 300), *nothing, plain(refusal, 300))


def _article(name: str, row: Row, text: str, ledger: tuple[Edit, ...]) -> dict[str, Any]:
    metadata = {column: row.metadata.get(column, "") for column in ARTICLE_COLUMNS}
    dated, raw = row.dated, row.decoded.text
    lines = text.split("\n", 2)
    named_by = lines[1] if len(lines) > 1 and len(lines[0]) < 20 and is_section(lines[0]) else lines[0]
    if "。" in named_by and PurePosixPath(row.entry).suffix.lower() in TEXT_ENDINGS:  # a sentence is no headline
        named_by = title_in(row.entry) or named_by
    first_line = plain(re.sub(r"[#*]", "", named_by), 60)
    return metadata | {
        "article_id": name,
        "file": plain(row.entry),
        "title": metadata["title"] or first_line,
        "date_from": dated.first,
        "date_to": dated.last,
        "date_quote": dated.quote,
        "date_reason": dated.where,
        "year": year_of(dated),
        "script": script_of(raw),
        "raw": raw,
        "text": text,
        "ledger": ledger,
        "flags": row.cleaned.flags,
    }


def year_of(dated: Dated) -> int:
    """Return the year of an article's last day, `UNKNOWN_YEAR` where it has no date."""
    return dated.last.year if dated.last else UNKNOWN_YEAR


def articles_table(
    articles: Iterable[dict[str, Any] | tuple], columns: Iterable[str] = ARTICLE_COLUMNS
) -> pd.DataFrame:
    """Return rows of articles as a table, ordered by ``article_id`` (`helpers.corpus.counting_key`)."""
    table = pd.DataFrame(list(articles), columns=list(columns)).astype({"article_id": "str", "year": "int64"})
    return table.sort_values("article_id", key=lambda ids: ids.map(counting_key), ignore_index=True)


# ------------------------------------------------------------------------------------------------------- both rounds


def parts_of(entries: Iterable[Any], size_of: Callable[[Any], int] = lambda entry: entry.size) -> Iterator[list[Any]]:
    """Yield the entries in parts of at most `PART_ENTRIES`; a part also ends when its size reaches `PART_SIZE`."""
    part, size = [], 0
    for entry in entries:
        part.append(entry)
        size += size_of(entry)
        if len(part) >= PART_ENTRIES or size >= PART_SIZE:
            yield part
            part, size = [], 0
    if part:
        yield part


def _bar(progress: bool, what: str, unit: str, total: int | None = None) -> tqdm:
    return tqdm(desc=what, unit=unit, total=total, disable=None if progress else True, leave=False)


def plan_all(
    source: Source,
    job: Callable[[list[Entry]], list[ArticleProfile | tuple]],
    team: Team = ALONE,
    *,
    progress: bool = False,
) -> list[Plan | tuple]:
    """Run the first round and return, for every entry, the plan for an article or the ingest log row of a lost one.

    Args:
        job: `profile_part` of this source.

    Raises:
        FolderError: the source cannot be read, or as `profile_part`.
    """
    parts, team = _shared(parts_of(source.entries()), team)
    results: dict[int, list[ArticleProfile | tuple]] = {}
    with _bar(progress, "reading", " entries") as bar:
        for number, part in workers.run(job, parts, team):
            results[number] = part
            bar.update(len(part))
    outcomes = [outcome for number in sorted(results) for outcome in results.pop(number)]
    profiles = [outcome for outcome in outcomes if isinstance(outcome, ArticleProfile)]
    decisions = iter(decide(profiles, cut_boilerplate=source.cut_boilerplate))
    return [
        Plan(outcome.fingerprint, year_of(outcome.dated), next(decisions))
        if isinstance(outcome, ArticleProfile)
        else outcome
        for outcome in outcomes
    ]


def carry_out(
    source: Source,
    plans: Sequence[Plan | tuple],
    job: Callable[[list[tuple[Entry, Plan]]], Result],
    team: Team = ALONE,
    *,
    progress: bool = False,
) -> Iterator[tuple[int, Result]]:
    """Run the second round: yield ``(number of the part, job(part))`` as parts are finished.

    Args:
        job: it gets the articles of a part with their plans, and should use `finish_part`.

    Raises:
        FolderError: the source changed since the first round.
    """
    sizes: list[int] = []

    def counted(parts: Iterable[list[Any]]) -> Iterator[list[Any]]:
        for part in parts:
            sizes.append(len(part))
            yield part

    parts, team = _shared(counted(parts_of(_planned(source, plans), lambda one: one[0].size)), team)
    with _bar(progress, "counting", " articles", sum(isinstance(plan, Plan) for plan in plans)) as bar:
        for number, result in workers.run(job, parts, team):
            bar.update(sizes[number])
            yield number, result


def _shared(parts: Iterator[list[Any]], team: Team) -> tuple[Iterator[list[Any]], Team]:
    """Return the parts and who works on them: a single part is done here before other processes have started."""
    first = [*islice(parts, 2)]
    return chain(first, parts), team if len(first) > 1 else ALONE


def _planned(source: Source, plans: Sequence[Plan | tuple]) -> Iterator[tuple[Entry, Plan]]:
    """Yield the entries that are articles with their plans; refuse if entries were added or removed."""
    n = 0
    for n, entry in enumerate(source.entries(), start=1):
        if n <= len(plans) and isinstance(plans[n - 1], Plan):
            yield entry, plans[n - 1]
    if n != len(plans):
        raise FolderError(f"{plain(source.path)} changed while it was read: run again.")


def ingest_log(plans: Sequence[Plan | tuple], finished: Iterable[tuple]) -> pd.DataFrame:
    """Return the ingest log: the rows of finished articles, in their order, among those of the lost entries."""
    rows = iter(finished)
    return typed_table([next(rows) if isinstance(plan, Plan) else plan for plan in plans], INGEST_LOG_TYPES)


# ------------------------------------------------------------------------------------------------------ all in memory


class _Remembering:
    """Reads an entry once and remembers its article for the second round."""

    def __init__(self, read: Read):
        self.read, self.rows = read, {}

    def __call__(self, entry: Entry) -> Row:
        if entry.name not in self.rows:
            self.rows[entry.name] = self.read(entry)
        return self.rows[entry.name]


def read_corpus(path: Path | str, *, cache: Path | None = None, progress: bool = False, **options: Any) -> Corpus:
    """Return the articles of any folder or table with their ingest log.

    * ``articles``: as `load_folder`;
    * ``ingest_log``: `INGEST_LOG_TYPES`, one row an entry, in reading order. ``outcome`` is one of `OUTCOMES`, ``why``
      the reasons, ``cut`` the share of the article that was cut as boilerplate (`helpers.report.body.boilerplate`),
      ``to_check`` the reasons without remarks that ask for nothing.

    Args:
        path: as in `load_folder`.
        cache: a folder for cleaned texts, as `helpers.report.cache.cache_folder` returns it; without it nothing is kept.
        progress: show progress on the terminal.
        options: ``metadata``, ``text_column``, ``restore_spin``, ``cut_boilerplate``, ``words`` as in `load_folder`.

    Raises:
        FolderError: as `load_folder`.

    >>> read_corpus(EXAMPLE).ingest_log["outcome"].isin(OUTCOMES).all().item()
    True
    """
    source = make_source(path, **options)
    read = _Remembering(source.reader(cache))
    plans = plan_all(source, partial(profile_part, source, read), progress=progress)
    parts = carry_out(source, plans, lambda part: [*finish_part(read, part)], progress=progress)
    finished = [one for _, part in parts for one in part]
    articles = in_order_of_date(articles_table(one.article for one in finished))
    return Corpus(articles, ingest_log(plans, (one.log_row for one in finished)))


def load_folder(
    path: Path | str,
    *,
    metadata: Path | str | None = None,
    text_column: str | None = None,
    restore_spin: bool = False,
    cut_boilerplate: bool = True,
    words: Path | str | None = None,
) -> pd.DataFrame:
    """Return the articles of any folder or table as `helpers.corpus.load_articles` returns ours.

    Columns and types are the same. Articles come in order of date, undated ones last: their ``date_from`` and
    ``date_to`` are None and their ``year`` is 0, for a date is never guessed from the text. Near-duplicates stay in.
    `read_corpus` also says what happened to every entry. To write the table to a file, leave out the two columns that hold
    lists: ``articles.drop(columns=["ledger", "flags"]).to_csv("articles.csv", index=False)``, or ``to_parquet``.

    Args:
        path: a folder of texts (`helpers.report.sources.TEXT_ENDINGS`), or one table (``TABLE_ENDINGS`` there).
        metadata: a table with ``file`` (path inside the folder) or ``article_id``, and ``title``, ``date``, ….
        text_column: the column of a table that holds the text; by default one of `helpers.report.sources.TEXT_COLUMNS`.
        restore_spin: change back words that a spinning machine swapped, in articles proved to be spun.
        cut_boilerplate: cut navigation, widgets and the lines that a source repeats.
        words: a file of your own words, one a line or in the first column, that shall be one token each (default:
            words.csv in the folder).

    Raises:
        FolderError: no such folder or file, or a table that cannot be read at all.

    >>> load_folder(EXAMPLE)["article_id"].iloc[-1]
    'undated-letter'
    """
    options = {"restore_spin": restore_spin, "cut_boilerplate": cut_boilerplate, "words": words}
    return read_corpus(path, metadata=metadata, text_column=text_column, **options).articles


def count_outcomes(log: pd.DataFrame) -> pd.DataFrame:
    """Return ``outcome, entries`` of an ingest log: the number of entries with each outcome, and of ``all``.

    >>> count_outcomes(typed_table([], INGEST_LOG_TYPES))["entries"].tolist()
    [0, 0, 0, 0, 0]
    """
    counts = log["outcome"].value_counts()
    rows = [(name, int(counts.get(name, 0))) for name in OUTCOMES]
    return pd.DataFrame([*rows, ("all", len(log))], columns=["outcome", "entries"])
