"""A folder of articles to one table. The only room that opens article files."""

import datetime
import re
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from helpers.clean import EDITORIAL, RULES, Cleaned, EditorialCut, clean
from helpers.script import script_of

SEEDS = Path(__file__).parent.parent / "seeds"

_TOLD = (
    "article_id",
    "file",
    "title",
    "title_en",
    "short",
    "outlet",
    "author",
    "date_from",
    "date_to",
    "date_quote",
)
_JUDGED = ("date_reason", "mediation", "genre", "source_language", "url", "rights")
_NEEDED = {"article_id", "file", "title", "date_from", "date_to", "date_quote"}
ARTICLE_COLUMNS = (*_TOLD, *_JUDGED, "year", "script", "raw", "text", "ledger", "flags")
MEDIATIONS = ("original", "repost", "retelling", "spun")


class SeedError(ValueError):
    """Something in the folder of articles is wrong; the message names file, row and reason in one sentence."""


def _read_table(path: Path, needed: Iterable[str]) -> pd.DataFrame:
    if not path.is_file():
        raise SeedError(f"{path.name}: the file is missing from {path.parent.name}/.")
    try:
        # The header is read as a row, so that a ragged row is an error and never shifts its columns in silence.
        rows = pd.read_csv(path, dtype=str, header=None, keep_default_na=False, encoding="utf-8-sig")
    except (pd.errors.ParserError, UnicodeDecodeError, pd.errors.EmptyDataError) as error:
        raise SeedError(
            f"{path.name}: not a well-formed table in UTF-8 ({str(error).strip().splitlines()[-1]})."
        ) from error
    header = list(rows.iloc[0])
    if twice := [name for name in header if header.count(name) > 1]:
        raise SeedError(f"{path.name}: the column {twice[0]!r} stands twice.")
    if missing := sorted(set(needed) - set(header)):
        raise SeedError(f"{path.name}: the column {missing[0]!r} is missing.")
    table = rows.iloc[1:].set_axis(header, axis=1).reset_index(drop=True)
    table["row"] = range(2, len(table) + 2)
    return table


def _read_article(path: Path, where: str) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise SeedError(
            f"{where}: {path.name} is not UTF-8 (byte {error.start} is {path.read_bytes()[error.start]:#04x})."
        ) from error


def _checked_date(value: str, where: str, column: str) -> datetime.date:
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            raise ValueError
        return datetime.date.fromisoformat(value)
    except ValueError:
        raise SeedError(f"{where}: {column} {value!r} is not a date of the form YYYY-MM-DD.") from None


def _checked_file(folder: Path, name: str, where: str) -> Path:
    path = folder / name
    if not name or Path(name).name != name or not path.is_file() or path.is_symlink():
        raise SeedError(f"{where}: there is no file {name!r} in {folder.name}/.")
    return path


def read_cuts(folder: Path = SEEDS) -> dict[str, list[EditorialCut]]:
    """Return the editorial cuts of ``edits.csv``, article by article, in file order; no file, no cuts.

    Raises:
        SeedError: a column is missing, or a count is not a whole number from 1 on.
    """
    path = Path(folder) / "edits.csv"
    if not path.exists():
        return {}
    cuts: dict[str, list[EditorialCut]] = {}
    table = _read_table(path, ("article_id", "kind", "count", "quote", "replacement", "reason"))
    for row in table.to_dict("records"):
        if not re.fullmatch(r"[1-9]\d{0,5}", row["count"]):
            raise SeedError(
                f"edits.csv, row {row['row']}: count {row['count']!r} is not a whole number from 1 on."
            )
        if not row["quote"]:
            raise SeedError(f"edits.csv, row {row['row']}: the quote is empty.")
        cut = EditorialCut(row["kind"], int(row["count"]), row["quote"], row["replacement"], row["reason"])
        cuts.setdefault(row["article_id"], []).append(cut)
    return cuts


def _clean_article(raw: str, cuts: list[EditorialCut], article_id: str, rules: Iterable[str]) -> Cleaned:
    try:
        return clean(raw, cuts, rules=rules)
    except ValueError as error:
        raise SeedError(f"edits.csv, article {article_id}: {error}.") from error


def load_articles(folder: Path | str = SEEDS, *, rules: Iterable[str] = (EDITORIAL, *RULES)) -> pd.DataFrame:
    """Return one row an article, in the order of ``article_id``, read and cleaned.

    ``articles.csv`` in ``folder`` names the files and what is known of them; ``edits.csv``, if there, the editorial
    cuts. Columns are `ARTICLE_COLUMNS`: dates are `datetime.date`, both ends inclusive; ``year`` that of ``date_to``;
    ``script`` found in ``raw`` (``Hans``, ``Hant``); ``raw`` the file as it is; ``text`` cleaned and Simplified;
    ``ledger`` and ``flags`` as in `helpers.clean.Cleaned`.

    Args:
        folder: where the articles and the two tables are.
        rules: the cleaning rules to use; ``()`` leaves ``text`` raw.

    Raises:
        SeedError: a table or row is malformed, a file has no row or a row no file, a date is not ISO, a proof quote or
            a cut does not match its text; one sentence with file, row and reason.

    >>> load_articles()["article_id"].tolist()
    ['000', '001', '002', '003', '004']
    """
    folder, rules = Path(folder), tuple(rules)
    table = _read_table(folder / "articles.csv", _NEEDED)
    cuts = read_cuts(folder)
    if table.empty:
        raise SeedError("articles.csv: there is no article in it.")
    rows = []
    for told in table.to_dict("records"):
        where = f"articles.csv, row {told['row']}"
        if not told["article_id"]:
            raise SeedError(f"{where}: the article_id is empty.")
        raw = _read_article(_checked_file(folder, told["file"], where), where)
        for column in [name for name in table.columns if name.startswith("date_quote")]:
            if told[column] not in raw:
                raise SeedError(f"{where}: the {column} {told[column][:40]!r} is not in {told['file']}.")
        first, last = (_checked_date(told[name], where, name) for name in ("date_from", "date_to"))
        if first > last:
            raise SeedError(f"{where}: date_from {first} is later than date_to {last}.")
        if told.get("mediation", "") not in ("", *MEDIATIONS):
            raise SeedError(f"{where}: mediation {told['mediation']!r} is none of {', '.join(MEDIATIONS)}.")
        cleaned = _clean_article(raw, cuts.get(told["article_id"], []), told["article_id"], rules)
        rows.append(
            {**{name: told.get(name, "") for name in (*_TOLD, *_JUDGED)}, "date_from": first, "date_to": last}
            | {"year": last.year, "script": script_of(raw), "raw": raw, **cleaned._asdict()}
        )
    _check_complete(folder, table, cuts)
    articles = pd.DataFrame(rows, columns=list(ARTICLE_COLUMNS))
    return articles.sort_values("article_id", ignore_index=True)


def _check_complete(folder: Path, table: pd.DataFrame, cuts: dict[str, list[EditorialCut]]) -> None:
    for column in ("article_id", "file"):
        twice = table.loc[table[column].duplicated()]
        if len(twice):
            raise SeedError(
                f"articles.csv, row {twice['row'].iloc[0]}: {column} {twice[column].iloc[0]!r} stands twice."
            )
    listed = set(table["file"])
    for path in sorted(folder.glob("*.txt")):
        if path.name not in listed:
            raise SeedError(f"articles.csv: the file {path.name} has no row.")
    if unknown := sorted(set(cuts) - set(table["article_id"])):
        raise SeedError(f"edits.csv: article {unknown[0]!r} has no row in articles.csv.")
