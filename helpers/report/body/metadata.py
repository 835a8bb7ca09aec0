"""Read the metadata of an article (date, title, outlet, author, address) from its head and its file name. Pure."""

import datetime
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from helpers.cleaning.front_matter import read_front_matter
from helpers.cleaning.html_page import is_html
from helpers.cleaning.ledger import apply_edits
from helpers.cleaning.markdown_markup import find_markdown
from helpers.report.body.bylines import read_byline
from helpers.report.body.labels import read_record
from helpers.report.body.page_head import read_page
from helpers.report.input.column_days import may_be_two_days, proven
from helpers.report.input.column_names import renamed
from helpers.report.input.dates import REST_OF_DAY, are_apart, read_date
from helpers.report.input.name_dates import BEFORE_CLOCK, OF_MANY, InName, dates_in_name
from helpers.report.input.titles import without_outlet
from helpers.report.input.values import as_in_cells
from helpers.report.outcomes import Remark
from helpers.wording import plain

# --------------------------------------------------------------------------------------------------------- dates

_IN_TEXT = re.compile(rf"(?<!\d)20\d\d{REST_OF_DAY}")
_EDGE = 90
_FIRST_OF_THE_WEB = datetime.date(1995, 1, 1)


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

    One that contradicts it, in a source behind it, is told. A day after ``today`` (by default, that of the clock; one day more, for other time zones) is used, with a warning.

    Args:
        sources: ``(place, metadata)`` of each source before the file name, the one that counts most first.
        name: the file name, with the folders above it.

    >>> found = dated_by([("front matter", {"date": "2024年5月"})], "2023-01-01 开源.txt")
    >>> str(found.first), str(found.last), found.where
    ('2024-05-01', '2024-05-31', 'front matter')
    """
    tomorrow = (today or datetime.date.today()) + datetime.timedelta(days=1)
    warnings: list[str] = []
    in_name = dates_in_name(name)
    of_name = in_name.dates[0] if len(in_name.dates) == 1 else ""
    told = [(where, *_read(metadata), metadata) for where, metadata in (*sources, ("file name", {"date": of_name}))]
    for place, (where, quoted, spans, metadata) in enumerate(told):
        if not any(quoted):
            continue
        shown = f"the date {plain(quoted[0], 30)} ({where})"
        if None in spans:
            wrong = quoted[spans.index(None)]
            why = "may mean two days, and is not used" if may_be_two_days(wrong) else "is none"
            warnings.append(f"the date {plain(wrong, 30)!r} ({where}) {why}")
        elif spans[0][0] > spans[1][1]:
            warnings.append(f"date_from {quoted[0]} is later than date_to {quoted[1]} ({where})")
        else:
            span = spans[0][0], spans[1][1]
            if span[0] > tomorrow:
                warnings.append(f"{shown} lies in the future")
            if where == "file name" and span[1] < _FIRST_OF_THE_WEB:
                warnings.append(f"{shown} may be that of what the article tells about")
            if where == "file name" and in_name.may_be_export:
                export = f"{shown} may be the day of an export: {in_name.may_be_export}"
                warnings.append(Remark(export) if in_name.may_be_export == BEFORE_CLOCK else export)
            if quoted[0] == metadata.get("date") and (other := metadata.get("other_date")):
                warnings.append(f"{shown} is contradicted there by {plain(other, 30)}")
            for elsewhere, others, (first, last), _ in told[place + 1 :]:
                is_one = first and last and first[0] <= last[1] and are_apart(span, (first[0], last[1]))
                if is_one and not (elsewhere == "file name" and _is_another(in_name, span[1], first[0])):
                    warnings.append(f"{shown} is contradicted by {plain(others[0], 30)} ({elsewhere})")
            return Dated(*span, where, plain(" to ".join(dict.fromkeys(quoted)), 60), tuple(warnings))
    if len(in_name.dates) > 1:
        several = plain(", ".join(in_name.dates), 60)
        warnings.append(f"its name holds several dates ({several}): none of them is used")
    return Dated(warnings=tuple(warnings))


def _read(metadata: Mapping[str, str]) -> tuple[list[str], list[tuple[datetime.date, datetime.date] | None]]:
    """Return the two dates between which an article appeared, as they are written and as they are read."""
    quoted = [metadata.get(key, "") for key in ("date_from", "date_to")]
    quoted = quoted if all(quoted) else [metadata.get("date", "") or quoted[0] or quoted[1]] * 2
    spans = {text: read_date(text) or read_date(proven(text)) for text in quoted if text}
    return quoted, [spans.get(text) for text in quoted]


def _is_another(in_name: InName, published: datetime.date, named: datetime.date) -> bool:
    """Return whether the date of a file name is not that of the article, but of its export or of what it tells about."""
    is_export = in_name.may_be_export and named > published
    return bool(is_export) or in_name.may_be_export == OF_MANY or in_name.is_told_of or named < _FIRST_OF_THE_WEB


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
    r"(?m)^(?:(?P<fence>```+|~~~+)[^\n]{0,200}\n(?:[^\n]*\n)*?(?:[ ]{0,3}(?P=fence)|[^\n]*\Z)|#[ \t]+(?P<title>[^\n#][^\n]{0,199}?)"
    r"[ \t]*#*(?:[ \t]\{[#.][^{}\n]{1,80}\})?[ \t]*\r?$)"  # {#id}: for links to it
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
_MARKUP = re.compile(r"[\[*_`~=\\]")


def _headline(raw: str) -> str:
    """Return the heading of the first level with which a Markdown text begins, as it is written; "" if it is a section's."""
    head = raw[:_MOST_HEAD]
    match = _UNDERLINED.match(head) or next((each for each in _H1.finditer(head) if each["title"]), None)
    title = plain(match["title"]) if match else ""
    return "" if is_section(_without_markup(title)) else title


def _without_markup(title: str) -> str:
    """Return a title without Markdown's marks, as cleaning leaves it in the text."""
    if not _MARKUP.search(title):
        return title
    return apply_edits(title, find_markdown(title)).strip() or title


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
    as in a database, or the head of a mail, a post or an item of a feed. Below front matter, a record tells what that does
    not; the place is that of the date. Cleaning removes all of them later.

    >>> own_metadata("---\\ntitle: '开源'\\ndate: 2024-05-01\\n---\\n")
    ('front matter', {'title': '开源', 'date': '2024-05-01'})
    """
    where, own = _own_metadata(raw)
    if where != _PAGE and "title" in own:
        own = own | {"title": _without_markup(own["title"])}
    own = without_outlet(own)
    return where, own if where == _PAGE else as_in_cells(own)  # the values of a page are no source any more


def _own_metadata(raw: str) -> tuple[str, dict[str, str]]:
    front = read_front_matter(raw)
    if not front and is_html(raw):
        return _PAGE, read_page(raw)
    body = raw[front.end :] if front else raw
    title = {"title": name} if (name := _headline(body)) else {}
    told = front.pairs if front else ()
    where, below = _below_headline(body)
    own = title | renamed((*told, *below))
    is_of_front = front and own.get("date") == renamed(told).get("date")
    return "front matter" if is_of_front else where, own


def _below_headline(body: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the place and the pairs of a record, or of the line below the headline; without either, nothing."""
    if (record := read_record(body)) and record.pairs:
        return "head of the record", record.pairs
    if (byline := read_byline(body)) and not is_section(dict(byline.pairs)["标题"]):
        return "line below the headline", byline.pairs
    return "", ()
