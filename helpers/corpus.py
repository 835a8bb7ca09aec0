"""Load the five articles, or any prepared folder like theirs, into one table. Only this module opens article files."""

import datetime
import math
import os
import re
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd

from helpers.cleaning.cleaner import clean
from helpers.cleaning.editorial import CutError, EditorialCut
from helpers.cleaning.ledger import Cleaned
from helpers.cleaning.rules import EDITORIAL, RULES
from helpers.tables import TableError, read_table, read_utf8
from helpers.text.script import script_of

SEEDS = Path(os.environ.get("ANDROID_MOMENT_SEEDS") or Path(__file__).parent.parent / "seeds")

_TOLD = ("article_id", "file", "title", "title_en", "short", "outlet", "author", "date_from", "date_to", "date_quote")
_JUDGED = ("date_reason", "mediation", "genre", "source_language", "url", "rights")
_NEEDED = {"article_id", "file", "title", "date_from", "date_to", "date_quote"}
ARTICLE_COLUMNS = (*_TOLD, *_JUDGED, "year", "script", "raw", "text", "ledger", "flags")
MEDIATIONS = ("original", "repost", "retelling", "spun")


class SeedError(ValueError):
    """Something in the folder of articles is wrong; the message names file, row and reason in one sentence."""


def read_seed_table(path: Path, needed: Iterable[str]) -> pd.DataFrame:
    """Return a table of ``seeds/`` as `helpers.tables.read_table` does.

    Raises:
        SeedError: no file, or what `helpers.tables.read_table` refuses.

    >>> read_seed_table(SEEDS / "categories.csv", ["value"]).columns.tolist()
    ['table', 'column', 'value', 'page_name', 'meaning', 'row']
    """
    if path.is_dir():
        raise SeedError(f"{path.name}: this is a folder, where a table is wanted.")
    if path.parent.is_file():
        hint = "; load_folder reads a table or text" * (path.name == "articles.csv")
        raise SeedError(f"{path.name}: {path.parent.absolute()} is a file, where a folder is wanted{hint}.")
    if not path.is_file():
        hint = "; set ANDROID_MOMENT_SEEDS to the folder, or give it as an argument" if path.parent == SEEDS else ""
        raise SeedError(f"{path.name}: the file is missing from {path.parent.absolute()}{hint}.")
    try:
        return read_table(path, needed)
    except TableError as error:
        raise SeedError(str(error)) from None


def _read_text(path: Path, subject: str) -> str:
    try:
        return read_utf8(path, subject)
    except TableError as error:
        raise SeedError(str(error)) from None


def _told(table: pd.DataFrame, name: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the rows of a table as dictionaries, each with its file and row number in words."""
    for told in table.to_dict("records"):
        yield f"{name}, row {told['row']}", told


def _checked_date(value: str, where: str, column: str) -> datetime.date:
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            raise ValueError
        return datetime.date.fromisoformat(value)
    except ValueError:
        raise SeedError(f"{where}: {column} {value!r} is not a date of the form YYYY-MM-DD.") from None


def read_cuts(folder: Path = SEEDS) -> dict[str, list[EditorialCut]]:
    """Return the editorial cuts of ``edits.csv``, article by article, in file order; no file, no cuts.

    Raises:
        SeedError: a column is missing, a quote is empty, or a count is not a whole number from 1 on.

    >>> read_cuts()["000"][0].kind
    'furniture'
    """
    path = Path(folder) / "edits.csv"
    if not path.exists():
        return {}
    cuts: dict[str, list[EditorialCut]] = {}
    table = read_seed_table(path, ("article_id", "kind", "count", "quote", "replacement", "reason"))
    for where, row in _told(table, path.name):
        if not re.fullmatch(r"[1-9]\d{0,5}", row["count"]):
            raise SeedError(f"{where}: count {row['count']!r} is not a whole number from 1 on.")
        if not row["quote"]:
            raise SeedError(f"{where}: the quote is empty.")
        judged = (row["kind"], int(row["count"]), row["quote"], row["replacement"], row["reason"])
        cuts.setdefault(row["article_id"], []).append(EditorialCut(*judged, where))
    return cuts


def _clean_article(raw: str, cuts: list[EditorialCut], rules: Iterable[str]) -> Cleaned:
    try:
        return clean(raw, cuts, rules=rules)
    except CutError as error:
        raise SeedError(str(error)) from None


def load_articles(folder: Path | str = SEEDS, *, rules: Iterable[str] = (EDITORIAL, *RULES)) -> pd.DataFrame:
    """Return one row for each article, read and cleaned, in order of date.

    ``articles.csv`` in ``folder`` names the files and what is known of them; ``edits.csv``, if there, the editorial
    cuts. Columns are `ARTICLE_COLUMNS`: dates are `datetime.date`, both ends inclusive; ``year`` that of ``date_to``;
    ``script`` found in ``raw`` (``Hans``, ``Hant``); ``raw`` the file as it is; ``text`` cleaned and Simplified;
    ``ledger`` and ``flags`` as in `helpers.cleaning.ledger.Cleaned`. These two hold lists: leave them out to write the table
    to a file, ``articles.drop(columns=["ledger", "flags"]).to_parquet("articles.parquet")``. (``articles.flags`` without
    brackets is pandas' own.)

    Args:
        folder: where the articles and the two tables are.
        rules: the cleaning rules to use; ``()`` leaves ``text`` raw.

    Raises:
        SeedError: a table or row is malformed, a file has no row or a row no file, a date is not ISO, a proof quote or
            a cut does not match its text; one sentence with file, row and reason.
        ValueError: an unknown rule.

    >>> load_articles()["article_id"].tolist()
    ['001', '002', '000', '003', '004']
    """
    folder, rules = Path(os.path.expanduser(folder)), tuple(rules)
    table = read_seed_table(folder / "articles.csv", _NEEDED)
    cuts = read_cuts(folder)
    if table.empty:
        raise SeedError("articles.csv: there is no article in it.")
    _check_complete(folder, table, cuts)
    rows = []
    for where, told in _told(table, "articles.csv"):
        raw = _read_text(folder / told["file"], f"{where}: {told['file']}")
        for column in [name for name in table.columns if name.startswith("date_quote")]:
            if told[column] not in raw:
                raise SeedError(f"{where}: the {column} {told[column][:40]!r} is not in {told['file']}.")
        first, last = (_checked_date(told[name], where, name) for name in ("date_from", "date_to"))
        if first > last:
            raise SeedError(f"{where}: date_from {first} is later than date_to {last}.")
        if told.get("mediation", "") not in ("", *MEDIATIONS):
            raise SeedError(f"{where}: mediation {told['mediation']!r} is none of {', '.join(MEDIATIONS)}.")
        cleaned = _clean_article(raw, cuts.get(told["article_id"], []), rules)
        rows.append(
            {**{name: told.get(name, "") for name in (*_TOLD, *_JUDGED)}, "date_from": first, "date_to": last}
            | {"year": last.year, "script": script_of(raw), "raw": raw, **cleaned._asdict()}
        )
    articles = pd.DataFrame(rows, columns=list(ARTICLE_COLUMNS))
    return in_order_of_date(articles)


def in_order_of_date(articles: pd.DataFrame) -> pd.DataFrame:
    """Return the articles ordered by the middle of their date interval, then by id; undated ones come last.

    >>> days = [None, datetime.date(2024, 5, 1), datetime.date(2023, 5, 4)]
    >>> articles = pd.DataFrame({"article_id": ["a", "b", "c"], "date_from": days, "date_to": days})
    >>> in_order_of_date(articles)["article_id"].tolist()
    ['c', 'b', 'a']
    """
    middle = [
        first.toordinal() + last.toordinal() if _is_dated(first, last) else math.inf
        for first, last in zip(articles["date_from"], articles["date_to"], strict=True)
    ]
    ordered = articles.assign(_middle=middle, _name=articles["article_id"].map(counting_key))
    return ordered.sort_values(["_middle", "_name"], ignore_index=True).drop(columns=["_middle", "_name"])


_NUMBER = re.compile("[0-9]+")


def counting_key(name: str) -> str:
    """Return a key that sorts names as one counts, row 2 before row 10; those of two names are never equal.

    >>> sorted(["row 10", "row 2", "row 02"], key=counting_key)
    ['row 02', 'row 2', 'row 10']
    """
    return f"{_NUMBER.sub(lambda number: number[0].zfill(20), name)}\0{name}"


def _is_dated(first: object, last: object) -> bool:
    return isinstance(first, datetime.date) and isinstance(last, datetime.date)


def article_labels(articles: pd.DataFrame, *, lines: bool = False, dates: bool = True) -> dict[str, str]:
    """Return ``{article_id: label}`` with short name (else title, else id) and month (or ``undated``).

    No two labels are equal: a name that several articles have is followed by the id.

    Args:
        articles: as `load_articles` returns them.
        lines: whether to break a label into lines of about twelve characters, for an axis.
        dates: whether to add the month.

    >>> articles = pd.DataFrame({"article_id": ["a"], "title": ["护城河"], "short": ["Moat memo"]})
    >>> article_labels(articles.assign(date_from=datetime.date(2023, 5, 4), date_to=datetime.date(2023, 5, 4)))
    {'a': 'Moat memo, May 2023'}
    """
    names = {row.article_id: row.short or row.title or row.article_id for row in articles.itertuples()}
    times = Counter(names.values())
    labels = {}
    for row in articles.itertuples():
        name = names[row.article_id]
        name = f"{name} ({row.article_id})" if times[name] > 1 else name
        parts = textwrap.wrap(name, 12, break_long_words=False, break_on_hyphens=False) if lines else [name]
        labels[row.article_id] = "\n".join(parts)
        if dates:
            labels[row.article_id] += f"{chr(10) if lines else ', '}{month_of(row.date_from, row.date_to)}"
    return labels


def month_of(first: datetime.date | None, last: datetime.date | None) -> str:
    """Return the month or months of an interval, as figures write it; ``undated`` where a date is missing.

    >>> month_of(datetime.date(2024, 1, 24), datetime.date(2024, 4, 17)), month_of(None, None)
    ('Jan–Apr 2024', 'undated')
    """
    if not _is_dated(first, last):
        return "undated"
    if (first.year, first.month) == (last.year, last.month):
        return f"{last:%b %Y}"
    return f"{first:%b}–{last:%b %Y}" if first.year == last.year else f"{first:%b %Y}–{last:%b %Y}"


def day_or_month(first: datetime.date | None, last: datetime.date | None) -> str:
    """Return the day of an article, or only the month or the months of its interval; empty where it has no date.

    >>> day_or_month(datetime.date(2024, 6, 1), datetime.date(2024, 6, 30)), day_or_month(None, None)
    ('Jun 2024', '')
    """
    if not _is_dated(first, last):
        return ""
    return str(last) if first == last else month_of(first, last)


def _check_complete(folder: Path, table: pd.DataFrame, cuts: dict[str, list[EditorialCut]]) -> None:
    """Check that every row has its own file in ``folder`` itself, every text file its row, every cut its article."""
    here = {path.name for path in folder.iterdir() if path.is_file() and not path.is_symlink()}
    seen: set[tuple[str, str]] = set()
    for where, told in _told(table, "articles.csv"):
        for column in ("article_id", "file"):
            if not told[column]:
                raise SeedError(f"{where}: the {column} is empty.")
            if (column, told[column]) in seen:
                raise SeedError(f"{where}: {column} {told[column]!r} occurs twice.")
            seen.add((column, told[column]))
        if told["file"] not in here:
            raise SeedError(f"{where}: there is no file {told['file']!r} in {folder} (links do not count).")
    for path in sorted(folder.glob("*.txt")):
        if ("file", path.name) not in seen:
            raise SeedError(f"articles.csv: the file {path.name} has no row.")
    for article_id, its_cuts in cuts.items():
        if ("article_id", article_id) not in seen:
            raise SeedError(f"{its_cuts[0].where}: article {article_id!r} has no row in articles.csv.")
