"""Tables with fixed columns and types; the one reader and the one writer of CSV files."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import zip_longest
from pathlib import Path

import numpy as np
import pandas as pd

MOST_OF_CELL = 32_767  # characters in a cell of a spreadsheet, those beyond U+FFFF counted twice
_HALF = re.compile("[\ud800-\udfff]")
# A spreadsheet runs what begins with one of these marks, in any width and behind any blanks: a cell, or a piece of one
# where it splits at semicolons or tabs and takes no notice of our quotation marks. Blanks are white space, controls, and
# what Unicode calls default ignorable; of tabs and line ends each may begin a piece.
_BLANK = (
    r"\x00-\x08\x0b-\x20\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f"
    r"\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    r"\U000e0000-\U000e0fff"
)
_RUN = rf"[{_BLANK}]*[=+\-@＝＋－＠﹦﹢﹣﹫⁼⁺₌₊﬩]"
_FORMULA = re.compile(rf"(^|[;\t\n])(?={_RUN}|(?<![;\t\n])[\t\n])")
_DISARMED = re.compile(rf"(^|[;\t\n])'(?={_RUN})|^'(?=[\t\n])")


class TableError(ValueError):
    """A file is not the table that it should be; the message names file, row and reason in one sentence."""


def typed_table(rows: Iterable, types: Mapping[str, str]) -> pd.DataFrame:
    """Return ``rows`` as a table with the columns and types of ``types``, even if there is no row.

    U+FFFD stands for half a character (a lone surrogate).

    Raises:
        ValueError: two rows differ in length.

    >>> typed_table([], {"term": "str", "n": "int64"}).dtypes["n"]
    dtype('int64')
    """
    columns = zip_longest(types.items(), zip(*rows, strict=True), fillvalue=())
    return pd.DataFrame({name: _column(list(values), kind) for (name, kind), values in columns})


def _column(values: list, kind: str) -> pd.api.extensions.ExtensionArray:
    try:
        return pd.array(values, dtype=kind)
    except UnicodeEncodeError:  # half a character (a lone surrogate), which no table can hold
        return pd.array(
            [_HALF.sub("\ufffd", value) if isinstance(value, str) else value for value in values], dtype=kind
        )


def id_text(value: object) -> str:
    """Return an id as text: a table that pandas reads has 1, or beside a blank cell 1.0, where a file says 1.

    >>> id_text(1), id_text(1.0), id_text("001")
    ('1', '1', '001')
    """
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def with_text_ids(table: pd.DataFrame, *, once: bool = False) -> pd.DataFrame:
    """Return a table of articles, or of what was found in them, with its ``article_id`` as text.

    Args:
        table: if it has a ``text``, too, no cell of that may be blank.
        once: whether each row is an article.

    Raises:
        ValueError: a cell is blank, a text is none, or with ``once`` an id occurs twice; the message names id or row.

    >>> with_text_ids(pd.DataFrame({"article_id": [1, 2]}))["article_id"].tolist()
    ['1', '2']
    """
    if "article_id" not in table:
        return table
    ids = table["article_id"].tolist()
    if (blank := table["article_id"].isna()).any():
        raise ValueError(f"the article_id is blank in the row {table.index[blank][0]} of the index.")
    if not all(isinstance(each, str) for each in ids):
        ids = [id_text(each) for each in ids]
        table = table.assign(article_id=pd.array(ids, dtype="str"))
    if once and len(set(ids)) < len(ids):
        twice = next(each for each, n in Counter(ids).items() if n > 1)
        raise ValueError(f"article_id {twice!r} occurs twice.")
    for each, text in zip(ids, table.get("text", ()), strict=False):
        if not isinstance(text, str):
            wrong = "blank" if pd.api.types.is_scalar(text) and pd.isna(text) else "not a string"
            raise ValueError(f"the text of article {each!r} is {wrong}.")
    return table


def years_of(articles: pd.DataFrame) -> pd.Series:
    """Return the ``year`` of each article as a whole number.

    Raises:
        ValueError: one is blank or no whole number; the message names the article.

    >>> years_of(pd.DataFrame({"article_id": ["a", "b"], "year": ["2024", 2025.0]})).tolist()
    [2024, 2025]
    """
    numbers = pd.to_numeric(articles["year"].astype("object"), errors="coerce").to_numpy("float64", na_value=np.nan)
    wrong = ~(np.isfinite(numbers) & (numbers == np.floor(numbers)))
    if wrong.any():
        article_id, year = articles.loc[wrong, ["article_id", "year"]].to_numpy()[0]
        told = "blank; 0 stands for one that is not known" if pd.isna(year) else f"no whole number: {year}"
        raise ValueError(f"the year of article {article_id!r} is {told}.")
    return pd.Series(numbers.astype("int64"), index=articles.index)


def read_utf8(path: Path, subject: str) -> str:
    """Return the text of a file that must be UTF-8.

    Raises:
        TableError: it is not; the message begins with ``subject``.
    """
    data = path.read_bytes()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise TableError(f"{subject} is not UTF-8 (line {line}, byte {data[error.start]:#04x}).") from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise TableError(f"{subject} is not a text file (line {line} has a NUL byte).")
    return text


def read_table(path: Path, needed: Iterable[str] = ()) -> pd.DataFrame:
    """Return a CSV table as strings, with the number of each row as ``row``; the header is row 1.

    Raises:
        TableError: not a well-formed table in UTF-8, a ragged row, a column twice or missing.
    """
    text = read_utf8(path, path.name).removeprefix("\ufeff")
    records: list[list[str]] = []
    try:
        # pandas would fill up a short row and shift a long one in silence
        records += csv.reader(io.StringIO(text, newline=""), strict=True)
    except csv.Error as error:
        raise TableError(f"{path.name}, row {len(records) + 1}: not a well-formed table ({error}).") from None
    if not records:
        raise TableError(f"{path.name}: the file is empty.")
    header = records[0]
    if twice := [name for name in header if header.count(name) > 1]:
        raise TableError(f"{path.name}, row 1: the column {twice[0]!r} occurs twice.")
    if missing := sorted(set(needed) - set(header)):
        raise TableError(f"{path.name}, row 1: the column {missing[0]!r} is missing.")
    rows = {row: cells for row, cells in enumerate(records[1:], start=2) if cells}
    for row, cells in rows.items():
        if len(cells) != len(header):
            n = len(header)
            raise TableError(f"{path.name}, row {row}: {len(cells)} cells, where the header has {n}.")
    return pd.DataFrame(list(rows.values()), columns=header).assign(row=list(rows))


def to_csv(frame: pd.DataFrame) -> bytes:
    """Return ``frame`` as CSV in UTF-8 with byte-order mark; a ``'`` disarms text that a spreadsheet would run, in cells
    and in the names of columns. Of a cell that no spreadsheet could hold (`MOST_OF_CELL`) the beginning stands there, and
    how many characters it had.

    >>> to_csv(pd.DataFrame({"a": ["=1+1"]})).decode("utf-8-sig")
    "a\\n'=1+1\\n"
    """
    safe = frame.map(_harmless).set_axis([*map(_harmless, frame.columns)], axis=1)
    return safe.to_csv(index=False, lineterminator="\n").encode("utf-8-sig")


def _harmless(value: object) -> object:
    if not isinstance(value, str):
        return value
    value = value.encode("utf-8", "replace").decode()  # no file can hold half a character, and no column
    value = re.sub("\r\n?", "\n", value)  # pandas leaves a cell unquoted for a lone \r, where readers begin a new row
    return _shortened(_FORMULA.sub(r"\1'", value), len(value))


def _shortened(cell: str, size: int) -> str:
    """Return a cell as a spreadsheet can hold it, with its ``size`` behind it if that is not the whole."""
    if 2 * len(cell) <= MOST_OF_CELL or len(units := cell.encode("utf-16-le")) <= 2 * MOST_OF_CELL:
        return cell
    told = f"… ({size:,} characters)"
    return units[: 2 * (MOST_OF_CELL - len(told))].decode("utf-16-le", "ignore") + told


def armed(cell: str) -> str:
    """Return a cell of a table that `to_csv` wrote as it was before.

    >>> armed("'=1+1;'-1")
    '=1+1;-1'
    """
    return _DISARMED.sub(r"\1", cell)
