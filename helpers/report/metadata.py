"""Read the metadata of an article (date, title, outlet, author, address) from its head and its file name. Pure."""

import datetime
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import NamedTuple

from helpers.cleaning.front_matter import read_front_matter
from helpers.cleaning.html_markup import Page, attributes_of, descendants, is_html, parse
from helpers.report.encoding import plain
from helpers.text.script import to_simplified

# Other names of our columns in metadata tables, front matter and the heads of web pages.
_CALLED = {
    "article_id": ("article_id", "id", "编号"),
    "file": ("file", "filename", "path", "文件"),
    "title": ("title", "og:title", "headline", "标题"),
    "outlet": ("outlet", "source", "source_name", "og:site_name", "site", "publisher", "media", "媒体", "来源"),
    "author": ("author", "article:author", "byline", "作者"),
    "date": ("date", "published", "publish_date", "pubdate", "article:published_time", "og:published_time",
             "datepublished", "publishdate", "日期", "时间", "发布时间", "发布日期"),
    "date_from": ("date_from",),
    "date_to": ("date_to",),
    "url": ("url", "link", "source_url", "canonical", "og:url", "网址", "链接"),
}  # fmt: skip
_FREE = ("title_en", "short", "mediation", "genre", "source_language", "rights")

# --------------------------------------------------------------------------------------------------------- dates

_DATE = re.compile(
    r"(?P<y>(?:19|20)\d\d)(?:(?P<s>[-/.年])(?P<m>\d{1,2})(?:[-/.月](?P<d>\d{1,2})日?|月)?|年|(?P<m2>\d\d)(?P<d2>\d\d))?"
    r"(?:[T ,]\s?\d{1,2}:[^\n]{0,40})?"
)
_IN_NAME = re.compile(
    r"(?<!\d)(?:19|20)\d\d"
    r"(?:([-_./])\d\d?(?:\1\d\d?)?(?!\d)|年\d\d?月(?:\d\d?日)?|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d))"
)
_IN_TEXT = re.compile(r"(?<!\d)20\d\d(?:[-/.][01]?\d[-/.][0-3]?\d|年[01]?\d月[0-3]?\d日)(?!\d)")
_EDGE = 90
_YEAR_FOLDER = re.compile(r"(?:^|/)((?:19|20)\d\d)(?:/|$)")


def read_date(text: str) -> tuple[datetime.date, datetime.date] | None:
    """Return the first and last day of the day, month or year that ``text`` names; None if it is not a date.

    Impossible dates such as ``2024-02-30`` and words such as *today* are not dates.

    >>> read_date("2024年2月")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    """
    match = _DATE.fullmatch(text.strip())
    if not match:
        return None
    year, month, day = (int(match[a] or match[b] or 0) for a, b in (("y", "y"), ("m", "m2"), ("d", "d2")))
    try:
        first = datetime.date(year, month or 1, day or 1)
    except ValueError:
        return None
    if day:
        return first, first
    after = datetime.date(year + 1, 1, 1) if not month or month == 12 else datetime.date(year, month + 1, 1)
    return first, after - datetime.timedelta(days=1)


def _date_in_name(name: str) -> str:
    """Return what looks like a date in a file name or in the folders above it."""
    if match := _IN_NAME.search(name):
        return match[0].replace("_", "-").replace("/", "-")
    years = _YEAR_FOLDER.findall(str(PurePosixPath(name).with_suffix("")))
    return years[-1] if years else ""


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
    """
    tomorrow = (today or datetime.date.today()) + datetime.timedelta(days=1)
    warnings: list[str] = []
    for where, metadata in (*sources, ("file name", {"date": _date_in_name(name)})):
        quoted = [metadata.get(key, "") for key in ("date_from", "date_to")]
        quoted = quoted if all(quoted) else [metadata.get("date", "") or quoted[0] or quoted[1]] * 2
        if not any(quoted):
            continue
        spans = [read_date(text) for text in quoted]
        if None in spans:
            wrong = quoted[spans.index(None)]
            if where != "file name":
                warnings.append(f"the date {plain(wrong, 30)!r} ({where}) is none")
        elif spans[0][0] > spans[1][1]:
            warnings.append(f"date_from {quoted[0]} is later than date_to {quoted[1]} ({where})")
        else:
            if spans[0][0] > tomorrow:
                warnings.append(f"the date {plain(quoted[0], 30)} ({where}) lies in the future")
            return Dated(
                spans[0][0], spans[1][1], where, plain(" to ".join(dict.fromkeys(quoted)), 60), tuple(warnings)
            )
    return Dated(warnings=tuple(warnings))


def date_hint(text: str) -> str:
    """Return a remark on the date at the beginning or end of a text. Such a date is reported and never used."""
    found = _IN_TEXT.search(text, 0, _EDGE + 1)  # one more, so that no date is cut in two
    if not found or found.end() > _EDGE:
        found = _IN_TEXT.search(text, max(0, len(text) - _EDGE))
    return f"none (its text says {found[0]}; not used)" if found else "none"


# ---------------------------------------------------------------------------------------------- the head of a file

# What databases put before the text: title, date and source, then 正文.
RECORD_HEAD = re.compile(
    r"\ufeff?(?P<head>[^。！？]{0,200}?)(?:^|(?<=[\s,，;；。|]))(?:正文|全文|内容|內容)[:：]\s{0,9}", re.MULTILINE
)
_LABELLED = re.compile(
    r"(标题|標題|作者|来源|來源|媒体|媒體|日期|时间|時間|发布时间|發布時間|发布日期)[:：]\s?([^\n，,;；|]{1,100})"
)
_IS_ADDRESS = re.compile(r"\s*https?://\S+\s*\Z")
_H1 = re.compile(r"(?m)^#[ \t]+([^\n#]{1,200}?)[ \t]*#*\r?$")


def renamed(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return metadata under our names, as plain text; of several names for one column, the first non-empty one counts."""
    given = {key.casefold().strip(): value for key, value in reversed(list(pairs)) if value.strip()}
    named = {ours: next((given[name] for name in names if name in given), "") for ours, names in _CALLED.items()}
    named |= {name: given.get(name, "") for name in _FREE}
    if _IS_ADDRESS.match(named["outlet"]):  # web clippers call the address the source
        named |= {"outlet": "", "url": named["url"] or named["outlet"]}
    return {name: plain(value) for name, value in named.items() if value.strip()}


def _of_page(page: Page) -> Iterator[tuple[str, str]]:
    """Yield what the tags of a page say about it: ``<meta>``, ``<link>``, ``<time>``, JSON-LD, last ``<title>``."""
    titles, dates, linked = [], [], []
    for node in descendants(page.root):
        found = attributes_of(node)
        if node.name == "meta":
            yield found.get("property") or found.get("name") or found.get("itemprop", ""), found.get("content", "")
        elif node.name == "link":
            yield found.get("rel", ""), found.get("href", "")
        elif node.name == "time" and ("pubdate" in found or "datepublished" in found.get("itemprop", "").lower()):
            dates.append(("date", found.get("datetime") or page.text_of(node)))
        elif node.name == "script" and found.get("type", "").lower() == "application/ld+json":
            linked += _of_json(page.text_of(node))
        elif node.name == "title" and node.parent.name == "head":
            titles.append(("title", page.text_of(node)))
    yield from (*linked, *dates, *titles[:1])


def _of_json(text: str) -> Iterator[tuple[str, str]]:
    """Yield what JSON-LD (schema.org) says about an article."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return
    found = found.get("@graph", found) if isinstance(found, dict) else found
    for each in found if isinstance(found, list) else [found]:
        if isinstance(each, dict) and "datePublished" in each:
            for name in ("headline", "datePublished", "author", "publisher"):
                value = each.get(name)
                value = value[0] if isinstance(value, list) and value else value
                value = value.get("name", "") if isinstance(value, dict) else value
                if isinstance(value, str):
                    yield name, value


def own_metadata(raw: str) -> tuple[str, dict[str, str]]:
    """Return ``(place, metadata)``: what the head of an article says about it, under our names.

    The place is the front matter of Markdown, the tags of a web page that say so, or the labels (标题：) before 正文： in a
    record of a database. Cleaning removes all of them later.

    >>> own_metadata("---\\ntitle: '开源'\\ndate: 2024-05-01\\n---\\n")
    ('front matter', {'title': '开源', 'date': '2024-05-01'})
    """
    if head := read_front_matter(raw):
        return "front matter", renamed(head.pairs)
    if is_html(raw):
        pairs = [(key, value) for key, value in _of_page(parse(raw)) if key]
        metadata = renamed(pairs)
        if name := next((value for key, value in pairs if key in ("og:title", "headline") and value.strip()), ""):
            metadata["title"] = plain(name)  # <title> often adds the name of the site
        return "the page's head", metadata
    if (match := RECORD_HEAD.match(raw)) and (pairs := _LABELLED.findall(match["head"])):
        return "head of the record", renamed((to_simplified(name), value) for name, value in pairs)
    match = _H1.search(raw[:3000])
    return ("", {"title": plain(match[1])}) if match else ("", {})
