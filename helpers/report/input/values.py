"""Take the metadata of an article from the values of a row, without the marks that programs put around them. Pure."""

import datetime
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from helpers import lexicon
from helpers.cleaning.characters import as_seen
from helpers.cleaning.escapes import without_name_escapes
from helpers.cleaning.front_matter import as_text
from helpers.cleaning.html_markup import find_html
from helpers.cleaning.ledger import Edit, Found, apply_edits
from helpers.report.input.column_days import proven
from helpers.report.input.column_names import HOLDERS, renamed, role_of
from helpers.report.input.dates import read_date
from helpers.report.input.misread_values import repaired
from helpers.report.input.trees import is_tree, read_out
from helpers.report.outcomes import Refusal
from helpers.tables import armed
from helpers.text.script import shadow_of

_NOT_OURS = ("", "text")
_MOST = 2000  # characters of a value that is looked into
_BLANK = " \t\r\n\u3000"  # no others: they may be bytes of what was misread
_FORMULA = re.compile(r'="(.*)"', re.DOTALL)  # a text as formula, so that spreadsheets leave it as it is
_ESCAPED = re.compile(r"_x00(?:0[9AD]|A0)_")  # as spreadsheets write what XML cannot hold
_SIGN_IN_MARKS = re.compile(r"'[^'\n]{1,9}'")
_IS_WRITTEN_OUT = re.compile(r"\[\s*\]|\[\s*['\"{].*\]|\{\s*['\"].*\}", re.DOTALL)  # a list or object of a program
_WHOLE = re.compile(r"(\d+)\.0")
_AROUND_NAME = "□■◎○●◆◇▲△★☆▶►@*·•:;,，；：、/|｜ \t\u3000"
_OFFICE_BEHIND = re.compile(
    r"[(（](?:[本特]?[报刊台社网]?(?:记者|記者|特派员|特派員|通讯员|通訊員)|文|图|圖|文/图)[)）]\Z"
)
_AROUND_DAY = re.compile(
    r"\s*(?:(?:[发發][布佈表]|刊[登发發载載])[于於])?\s*(.*?)\s*(?:(?:首次)?(?:[发發][布佈表]|刊[登发發载載])|第?[A-Z]?\d{1,3}版|\s[A-Z]\d\d)?"
    r"[\s;,；，]*",
    re.DOTALL,
)
_LONGEST_DAY, _NAMES_DAY = 40, re.compile(r"[日时時]|date|time|day|created|posted|updated", re.IGNORECASE)
_MAY_BE_DAY = re.compile(r"\d{3}|年")
_PARTS_OF_DAY = (("年", "月", "日"), ("year", "month", "day"), ("Year", "Month", "Day"))  # in columns of their own
# The first column of a table in Notion or Airtable, whatever it holds; `name` of a program may be anybody's.
_NAMES = frozenset(lexicon.terms_of("labels", "column_name"))
_PAIRS = {"(": ")", "（": "）", "[": "]", "［": "］", "【": "】", "“": "”", "「": "」", '"': '"', "'": "'", "〔": "〕"}


def metadata_of(
    row: Mapping[Any, Any], text_columns: Collection[str] = (), days: Callable[[str, str], str] | None = None
) -> dict[str, str]:
    """Return the metadata of a row under our names; those that stand one level down (``meta``) count behind the others.

    Args:
        text_columns: the columns that hold the text; an object in one may hold metadata beside it.
        days: returns the day that a value of a column means (`helpers.report.input.column_days.Days`); by default, each as it is.

    >>> metadata_of({"标题": '="开源"', "作者": "nan", "meta": {"date": {"$date": "2024-05-01"}, "author": ["林晓"]}})
    {'title': '开源', 'author': '林晓', 'date': '2024-05-01'}
    """
    told = _told(row, text_columns)
    if days:
        told = [(name, days(name, said) if role_of(name).startswith("date") else said) for name, said in told]
    return renamed(told, in_table=True)


def as_in_cells(metadata: Mapping[str, str]) -> dict[str, str]:
    """Return metadata under our names, each value without the marks that `metadata_of` takes from a cell.

    >>> as_in_cells({"title": "开源&amp;闭源", "author": "【林晓】"})
    {'title': '开源&闭源', 'author': '林晓'}
    """
    return {name: _undressed(name, value) for name, value in metadata.items()}


def days_told(row: Mapping[Any, Any], text_columns: Collection[str] = ()) -> list[tuple[str, str]]:
    """Return the columns for days of a row with their values.

    >>> days_told({"标题": "桥", "日期": "'4/13/2025"})
    [('日期', '4/13/2025')]
    """
    return [(name, said) for name, said in _told(row, text_columns) if role_of(name).startswith("date")]


def _told(row: Mapping[Any, Any], text_columns: Collection[str]) -> list[tuple[str, str]]:
    told = [(name, said) for name, value in _ours(row, text_columns) if (said := _said(value).strip(_BLANK))]
    marks = int(is_marked(row, text_columns))
    return [(name, _undressed(role_of(name), said[marks:])) for name, said in repaired(told)]


def unread(row: Mapping[Any, Any], text_columns: Collection[str] = ()) -> list[str]:
    """Return the columns of a row that hold something and are not read, by their names.

    >>> unread({"标题": "桥", "Zeitung": "江畔报", "字数": ""})
    ['Zeitung']
    """
    others = [(str(key), value) for key, value in row.items() if key not in text_columns and not role_of(str(key))]
    return [key for key, value in others if not isinstance(value, dict | list | bytes) and _said(value)]


def unread_days(row: Mapping[Any, Any], text_columns: Collection[str] = ()) -> list[str]:
    """Return the columns of a row that are not read, though they look like columns for days.

    >>> unread_days({"入库": "2021-03-04", "编码": "20210304", "更新日": "20210304", "字数": "2021"})
    ['入库', '更新日']
    """
    return [name for name in unread(row, text_columns) if _is_day(name, _said(row.get(name)))]


def _is_day(name: str, value: str) -> bool:
    """Return whether a value is one day; a mere number, only where the name of its column says so."""
    if len(value) > _LONGEST_DAY or not _MAY_BE_DAY.search(value):
        return False
    if value.replace(".", "").isdigit() and not _NAMES_DAY.search(name):
        return False
    span = read_date(proven(_day(value)))
    return bool(span) and span[0] == span[1]


def is_marked(row: Mapping[Any, Any], text_columns: Collection[str] = ()) -> bool:
    """Return whether each value of a row but the texts begins with a ``'``, which tells spreadsheets that it is a text."""
    first = [value[0] for key, value in row.items() if key not in text_columns and isinstance(value, str) and value]
    return len(first) > 1 and set(first) == {"'"}


def text_in(cell: str, *, marked: bool = False) -> str:
    """Return the text of a cell without what makes spreadsheets leave it as it is; of a row that `is_marked`, without its ``'``.

    >>> text_in('="开源"'), text_in("'=1+1的故事"), text_in("'+'的故事")
    ('开源', '=1+1的故事', "'+'的故事")
    """
    if marked:
        cell = cell.removeprefix("'")
    if (formula := _of_formula(cell.rstrip())) is not None:
        return formula
    return armed(cell) if "'" in cell and not _SIGN_IN_MARKS.search(cell) else cell


def _of_formula(cell: str) -> str | None:
    formula = _FORMULA.fullmatch(cell) if cell.startswith('="') else None
    return formula[1].replace('""', '"') if formula else None


def _ours(row: Mapping[Any, Any], text_columns: Collection[str]) -> Iterator[tuple[str, Any]]:
    """Yield the values of our columns, with the names of these."""
    inner = []
    is_titled = any(role_of(str(key)) == "title" for key in row)
    for key, value in row.items():
        if not is_titled and isinstance(value, str) and shadow_of(str(key)) in _NAMES:
            yield "title", value
        if isinstance(value, dict) and str(key).casefold() in HOLDERS and not is_tree(value):
            inner.append(value)
        elif key not in text_columns and role_of(str(key)) not in _NOT_OURS:
            yield str(key), value
    for parts in _PARTS_OF_DAY:
        if parts[1] in row and all(_said(row.get(part)).removesuffix(".0").isdigit() for part in parts):
            yield "date", "-".join(_said(row[part]).removesuffix(".0") for part in parts)
    for value in inner:
        yield from ((str(key), each) for key, each in value.items() if role_of(str(key)) not in _NOT_OURS)


def _said(value: Any) -> str:
    """Return a value as text, lists and objects included, as programs write them in a cell too."""
    if value is None or isinstance(value, Refusal):
        return ""
    if isinstance(value, str):
        value = value.strip(_BLANK)
        if value[:1] in ("[", "{") and len(value) <= _MOST and _IS_WRITTEN_OUT.fullmatch(value):
            value = read_out(value)
        if isinstance(value, str):
            return value
    if isinstance(value, dict) and len(value) == 1 and str(key := next(iter(value))).startswith("$"):
        return _said(value[key])  # MongoDB's
    if isinstance(value, dict) and "rendered" in value:
        return _said(value["rendered"])  # WordPress's
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, dict | list):
        return as_text(value)
    return f"{value:.0f}" if isinstance(value, float) and value.is_integer() else str(value)


def _undressed(ours: str, value: str) -> str:
    """Return a value of one of our columns without the marks of spreadsheets and web pages."""
    if (formula := _of_formula(value)) is not None:
        value = formula
    if value.startswith("'"):
        value = armed(value)
    if "_x00" in value:
        value = _ESCAPED.sub(" ", value).strip()
    if ours == "url":
        return value.replace("&amp;", "&")
    if ours == "article_id":
        whole = _WHOLE.fullmatch(value)
        return whole[1] if whole else value[1:] if re.fullmatch(r"'\d+", value) else value
    if ours == "file":
        return value
    if len(value) <= _MOST:
        value = without_name_escapes(as_seen(value))
    if ("<" in value or "&" in value) and len(value) <= _MOST:
        value = value.removeprefix("<![CDATA[").removesuffix("]]>")
        value = _edited(value, find_html(value))
    if ours == "author":
        return _OFFICE_BEHIND.sub("", _without_pair(value.strip(_AROUND_NAME))).strip(_AROUND_NAME)
    return _day(value) if ours.startswith("date") else value


def _edited(value: str, found: Iterable[Found]) -> str:
    return apply_edits(value, [Edit(0, "", start, old, new, "") for start, old, new, _ in found])


def _without_pair(value: str) -> str:
    pair = len(value) > 2 and _PAIRS.get(value[0]) == value[-1]
    return value[1:-1].strip() if pair and value[0] not in value[1:-1] else value


def _day(value: str) -> str:
    """Return a date without brackets, what it is the date of, and the page of a newspaper."""
    if len(value) > 60:
        return value
    value = _without_pair(value.strip().removeprefix("'"))
    found = _AROUND_DAY.fullmatch(value)
    whole = _WHOLE.fullmatch(value)
    return whole[1] if whole else (found[1] if found else "") or value
