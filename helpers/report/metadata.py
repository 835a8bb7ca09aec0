"""Read the metadata of an article (date, title, outlet, author, address) from its head and its file name. Pure."""

import datetime
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from helpers.cleaning.front_matter import read_front_matter
from helpers.cleaning.html_page import is_html
from helpers.report.bylines import read_byline
from helpers.report.column_days import may_be_two_days
from helpers.report.column_names import renamed
from helpers.report.dates import REST_OF_DAY, read_date
from helpers.report.labels import read_record
from helpers.report.page_head import read_page
from helpers.report.values import as_in_cells
from helpers.text.measures import amount
from helpers.wording import plain

# --------------------------------------------------------------------------------------------------------- dates

_IN_NAME = re.compile(
    r"(?<!\d)(?<!(?:19|20)\d\d[-~～—–至到])(?:19|20)\d\d"
    # 2010-12年 and 2023-24学年 are spans of years, 2023-05期 is an issue
    rf"(?:([-_./])\d\d?(?>\1\d\d?|(?!\s?(?:{amount()}|[学學财財]?年|[赛賽]季|[届屆卷版])))(?!\d)|年\d\d?月(?:\d\d?日)?"
    r"|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d))"
)
_TO = re.compile(r"\s?(?:[至到~～—–]|[-_.]{1,2}(?:19|20)\d\d(?!\d))")  # what follows is the end of a span
_IN_TEXT = re.compile(rf"(?<!\d)20\d\d{REST_OF_DAY}")
_EDGE = 90
_YEAR_FOLDER = re.compile(r"(?:^|/)((?:19|20)\d\d)年?(?=/)")
_SAYS_WRITTEN = re.compile(  # right before a date: of several in a name, that one is meant
    r"(?:[写寫作发發刊载載登][于於]|[发發]表[于於]?|[发發][布佈][于於]?|刊[发發登载載出][于於]?|published|posted|written)[-_ :：]{0,2}\Z",
    re.IGNORECASE,
)
_FIRST_OF_THE_WEB = datetime.date(1995, 1, 1)


def _dates_in_name(name: str) -> list[str]:
    """Return what look like dates in a file name, or else in the folders above it; more than one, if they contradict.

    A year alone is one only as the name of a folder: `1984.txt` is a title or a number. Of several dates, the one that is
    said to be the writing's counts, or the only one that is written in nothing but digits, or the most exact.
    """
    last = name.rfind("/") + 1
    found = [*_IN_NAME.finditer(name, last)] or [*_IN_NAME.finditer(name)][-1:]
    if any(_TO.match(name, match.end()) for match in found):
        return []
    if not found:
        return _YEAR_FOLDER.findall(name)[-1:]
    for kind in (
        [match for match in found if _SAYS_WRITTEN.search(name, 0, match.start())],
        [match for match in found if "年" not in match[0]],
    ):
        found = kind if len(kind) == 1 else found
    dates = {match[0].replace("_", "-").replace("/", "-") for match in found}
    spans = {date: span for date in sorted(dates) if (span := read_date(date))}
    narrow = min(spans, key=lambda date: spans[date][1] - spans[date][0], default="")
    day = spans.get(narrow, ())
    agree = all(first <= day[0] and day[1] <= end for first, end in spans.values())
    return ([narrow] if narrow else []) if agree else list(spans)


class Dated(NamedTuple):
    """The date interval of an article, the place where it was found, its wording, and warnings."""

    first: datetime.date | None = None
    last: datetime.date | None = None
    where: str = ""
    quote: str = ""
    warnings: tuple[str, ...] = ()


def dated_by(
    sources: Iterable[tuple[str, Mapping[str, str]]], name: str, *, today: datetime.date | None = None
) -> Dated:
    """Return the date from the first source that has one: the metadata table, the file's own head, the file name.

    A day after ``today`` (by default, that of the clock; one day more, for other time zones) is used, with a warning.

    Args:
        sources: ``(place, metadata)`` of each source before the file name, the one that counts most first.
        name: the file name, with the folders above it.

    >>> found = dated_by([("front matter", {"date": "2024年5月"})], "2023-01-01 开源.txt")
    >>> str(found.first), str(found.last), found.where
    ('2024-05-01', '2024-05-31', 'front matter')
    """
    tomorrow = (today or datetime.date.today()) + datetime.timedelta(days=1)
    warnings: list[str] = []
    in_name = _dates_in_name(name)
    for where, metadata in (*sources, ("file name", {"date": in_name[0] if len(in_name) == 1 else ""})):
        quoted = [metadata.get(key, "") for key in ("date_from", "date_to")]
        quoted = quoted if all(quoted) else [metadata.get("date", "") or quoted[0] or quoted[1]] * 2
        if not any(quoted):
            continue
        spans = [read_date(text) for text in quoted]
        if None in spans:
            wrong = quoted[spans.index(None)]
            why = "may mean two days, and is not used" if may_be_two_days(wrong) else "is none"
            warnings.append(f"the date {plain(wrong, 30)!r} ({where}) {why}")
        elif spans[0][0] > spans[1][1]:
            warnings.append(f"date_from {quoted[0]} is later than date_to {quoted[1]} ({where})")
        else:
            if spans[0][0] > tomorrow:
                warnings.append(f"the date {plain(quoted[0], 30)} ({where}) lies in the future")
            if where == "file name" and spans[1][1] < _FIRST_OF_THE_WEB:
                warnings.append(f"the date {quoted[0]} ({where}) may be that of what the article tells about")
            if quoted[0] == metadata.get("date") and (other := metadata.get("other_date")):
                warnings.append(
                    f"the date {plain(quoted[0], 30)} ({where}) is contradicted there by {plain(other, 30)}"
                )
            return Dated(
                spans[0][0], spans[1][1], where, plain(" to ".join(dict.fromkeys(quoted)), 60), tuple(warnings)
            )
    if len(in_name) > 1:
        warnings.append(f"its name holds several dates ({plain(', '.join(in_name), 60)}): none of them is used")
    return Dated(warnings=tuple(warnings))


def date_hint(text: str) -> str:
    """Return a remark on a day that stands in the first or last 90 characters of a text; it is reported and never used.

    >>> date_hint("本文写于2024年5月1日。"), date_hint("开源会赢。")
    ('none (its text says 2024年5月1日; not used)', 'none')
    """
    found = _IN_TEXT.search(text, 0, _EDGE + 1)  # one more, so that no date is cut in two
    if not found or found.end() > _EDGE:
        found = _IN_TEXT.search(text, max(0, len(text) - _EDGE))
    return f"none (its text says {found[0]}; not used)" if found else "none"


# ------------------------------------------------------------------------------------------------- the head of a file

_H1 = re.compile(
    r"(?m)^(?:(?P<fence>```+|~~~+)[^\n]{0,200}\n(?:[^\n]*\n)*?(?:[ ]{0,3}(?P=fence)|[^\n]*\Z)|#[ \t]+(?P<title>[^\n#]{1,200}?)[ \t]*#*\r?$)"
)
_UNDERLINED = re.compile(r"\s{0,20}(?P<title>[^\s#>|=-][^\n]{0,199})\n={3,200}[ \t]*\r?$", re.MULTILINE)
# A numbered heading is a section of a text, and so is one that only says which.
_SECTION = re.compile(
    r"[(（]?(?:[一二三四五六七八九十百]{1,4}|\d{1,2}(?:\.\d{1,2}){0,3}|[IVX]{1,5})(?:[)）、．:：]|[.,，](?!\d))"
    r"|(?:[一壹I]|0?[01](?:\.\d{1,2})?)[ \u3000](?!\d)"  # 5 个理由 is a title
    r"|第[一二三四五六七八九十百\d]{1,4}[章节節部回讲講]"
    r"|(?:引言|前言|导[言语读]|導[言語讀]|序言?|摘要|目录|目錄|背景|正文|结[语论]|結[語論]|小结|小結|总结|總結|参考(?:文献|资料)|參考(?:文獻|資料)"
    r"|附录|附錄|abstract|introduction|contents|summary|references)\W*\Z",
    re.IGNORECASE,
)
_MOST_HEAD = 3000  # characters in which a headline is looked for
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~&$-])")


def _headline(raw: str) -> str:
    """Return the heading of the first level with which a Markdown text begins, "" if that is only a section's."""
    head = raw[:_MOST_HEAD]
    match = _UNDERLINED.match(head) or next((each for each in _H1.finditer(head) if each["title"]), None)
    title = plain(_ESCAPED.sub(r"\1", match["title"])) if match else ""
    return "" if is_section(title) else title


def is_section(heading: str) -> bool:
    """Return whether a heading is that of a section, not of an article: a numbered one, or one such as 引言.

    >>> is_section("一、背景"), is_section("十年一觉")
    (True, False)
    """
    return bool(_SECTION.match(heading))


_PAGE = "the page's head"


def own_metadata(raw: str) -> tuple[str, dict[str, str]]:
    """Return ``(place, metadata)``: what the head of an article says about it, under our names.

    The place is the front matter of Markdown, the tags of a web page that say so, or a record: labels (标题：) before the text,
    as in a database, or the head of a mail, a post or an item of a feed. Cleaning removes all of them later.

    >>> own_metadata("---\\ntitle: '开源'\\ndate: 2024-05-01\\n---\\n")
    ('front matter', {'title': '开源', 'date': '2024-05-01'})
    """
    where, own = _own_metadata(raw)
    return where, own if where == _PAGE else as_in_cells(own)  # the values of a page are no source any more


def _own_metadata(raw: str) -> tuple[str, dict[str, str]]:
    if head := read_front_matter(raw):
        name = _headline(raw[head.end : head.end + _MOST_HEAD])
        return "front matter", ({"title": name} if name else {}) | renamed(head.pairs)
    if is_html(raw):
        return _PAGE, read_page(raw)
    title = {"title": name} if (name := _headline(raw)) else {}
    if (record := read_record(raw)) and record.pairs:
        return "head of the record", title | renamed(record.pairs)
    if (byline := read_byline(raw)) and not is_section(dict(byline.pairs)["标题"]):
        return "line below the headline", title | renamed(byline.pairs)
    return "", title
