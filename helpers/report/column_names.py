"""Know the columns of our metadata under all their names, and read a date. Pure."""

import datetime
import re
from collections.abc import Iterable
from functools import lru_cache

from helpers import lexicon
from helpers.cleaning.html_markup import words_of
from helpers.report.encoding import plain
from helpers.text.script import shadow_of

# Our columns. labels.csv has their other names in tables, front matter, labels before a text and the heads of web pages; those
# that differ only in case, `_`, `-`, blanks or script are one (`column_key`).
COLUMNS = ("article_id", "file", "title", "outlet", "author", "date", "date_from", "date_to", "url")
_FREE = ("title_en", "short", "mediation", "genre", "source_language", "rights")


# The rest of a day behind its year, as it stands in a text.
REST_OF_DAY = r"(?:[-/.][01]?\d[-/.][0-3]?\d|年[01]?\d月[0-3]?\d日)(?!\d)"
_BESIDE_UNIT = re.compile(r"\s+(?=[年月日])|(?<=[年月])\s+")  # 2024 年 3 月 5 日
_DATE = re.compile(
    r"(?P<y>(?:19|20)\d\d)(?:(?P<s>[-/.年])(?P<m>\d{1,2})(?:(?:(?P=s)(?<!年)|(?<=年\d)月|(?<=年\d\d)月)(?P<d>\d{1,2})日?|月)?|年|(?P<m2>\d\d)(?P<d2>\d\d)(?:\d{4}|\d{6})?)?"
    r"(?:[ ]?[(（]?(?:星期|[周週])[一二三四五六日天][)）]?)?(?:[T ,]\s?\d{1,2}:[^\n]{0,40})?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY_OF_MONTH, _CLOCK = r"([0-3]?\d)(?:st|nd|rd|th)?", r"\d{1,2}:\d\d[^\n]{0,40}"
_IN_ENGLISH = re.compile(  # in the header of a mail or feed, as outliners and programs write it, or in prose
    rf"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[.,]{{0,2}} )?"
    rf"(?:{_DAY_OF_MONTH}[ -]{_MONTH}[ ,-]{{1,2}}|{_MONTH} {{1,2}}(?:{_DAY_OF_MONTH},? (?:\d\d:\d\d:\d\d (?:[+-]\d{{4}} |[a-z]{{3,4}} )?)?)?)"
    rf"((?:19|20)\d\d)(?:,? (?:at )?{_CLOCK})?",
    re.IGNORECASE,
)
_SECONDS = re.compile(r"(1\d{9})(?:\d{3}){0,3}(?:\.\d{1,9})?")  # since 1970, or thousandths of them and so on
_CHINESE_TIME = datetime.timezone(datetime.timedelta(hours=8))


def read_date(text: str) -> tuple[datetime.date, datetime.date] | None:
    """Return the first and last day of the day, month or year that ``text`` names; None if it is not a date.

    Impossible dates such as ``2024-02-30`` and words such as *today* are not dates. A number of seconds since 1970 is the
    day that it was in China then; of a day with a time, the day as written counts.

    >>> read_date("2024年2月")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    >>> read_date("Tue, 05 Mar 2024 08:30:00 +0800") == read_date("1709598600") == read_date("2024-03-05")
    True
    """
    text = _BESIDE_UNIT.sub("", text.strip())
    if match := _DATE.fullmatch(text):
        parts = [match[a] or match[b] for a, b in (("y", "y"), ("m", "m2"), ("d", "d2"))]
    elif match := _IN_ENGLISH.fullmatch(text):
        month = (match[2] or match[3]).lower()[:3]
        parts = [match[5], str(_MONTHS.index(month) + 1), match[1] or match[4]]
    elif match := _SECONDS.fullmatch(text):
        day = datetime.datetime.fromtimestamp(int(match[1]), _CHINESE_TIME).date()
        return day, day
    else:
        return None
    year, month, day = (int(part) if part else None for part in parts)
    try:
        first = datetime.date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return None
    if day:
        return first, first
    after = datetime.date(year + 1, 1, 1) if month in (None, 12) else datetime.date(year, month + 1, 1)
    return first, after - datetime.timedelta(days=1)


def _contradict(one: str, other: str) -> bool:
    """Return whether two dates are more than a day apart; between time zones, a day is none."""
    spans = read_date(one), read_date(other)
    return None not in spans and max(spans)[0] - min(spans, key=lambda span: span[1])[1] > datetime.timedelta(days=1)


_IS_ADDRESS = re.compile(r"\s*https?://\S+\s*\Z")
APART = re.compile(r"[\s_-]")
# What systems and sites put where an author or outlet is not known.
_NOBODY = words_of(
    "admin administrator webmaster editor editors staff root system user guest author anonymous unknown none null "
    "undefined n/a 佚名 匿名 匿名用户 无名氏 未知 不详 无 暂无 作者 管理员 网站管理员 系统管理员 超级管理员 站长 小编 编辑 "
    "责任编辑 责编 编辑部 本站 本站编辑 网站编辑 网络编辑 本站原创 原创 网络 互联网 转载"
)


@lru_cache(maxsize=1024)  # the rows of a table ask for the same
def column_key(name: str) -> str:
    """Return the key by which names of columns, tags and labels are compared.

    >>> column_key("Publish_Time"), column_key("發布時間")
    ('publishtime', '发布时间')
    """
    return APART.sub("", shadow_of(name)).casefold()


_KEYS = {ours: tuple(APART.sub("", name) for name in lexicon.terms_of("labels", ours)) for ours in COLUMNS}


def _fits(ours: str, value: str) -> bool:
    """Return whether a value may be one of our column: `admin` is no author, and `published: true` no date."""
    if ours in ("author", "outlet"):
        is_nobody = len(value) < 30 and column_key(value) in _NOBODY
        return not (is_nobody or (ours == "author" and _IS_ADDRESS.match(value)))
    return bool(value.strip()) and not (ours == "date" and value.strip().lower() in ("true", "false"))


def renamed(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return metadata under our names, as plain text; of several names for one column, the first non-empty one counts,
    and of several dates the first that can be read. A date that contradicts it is the ``other_date``.

    >>> renamed([("標題", "开源"), ("author", "admin"), ("Authors", "林晓")])
    {'title': '开源', 'author': '林晓'}
    """
    given: dict[str, list[str]] = {}
    for key, value in pairs:
        if value.strip():
            given.setdefault(column_key(key), []).append(value)
    named = {}
    for ours, keys in _KEYS.items():
        values = [value for key in keys for value in given.get(key, ()) if _fits(ours, value)]
        if ours == "date" and len(values) > 1:
            values.sort(key=lambda value: read_date(value) is None)
        if ours == "date" and values:
            others = [*values[1:], *given.get("otherdate", ())]
            named["other_date"] = next((other for other in others if _contradict(values[0], other)), "")
        named[ours] = values[0] if values else ""
    named |= {name: given.get(column_key(name), [""])[0] for name in _FREE}
    if _IS_ADDRESS.match(named["outlet"]):  # web clippers call the address the source
        named |= {"outlet": "", "url": named["url"] or named["outlet"]}
    return {name: plain(value, 2000 if name == "url" else 200) for name, value in named.items() if value.strip()}
