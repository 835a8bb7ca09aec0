"""Read the metadata of an article (date, title, outlet, author, address) from its head and its file name. Pure."""

import datetime
import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from helpers.cleaning.front_matter import as_text, read_front_matter
from helpers.cleaning.html_markup import Page, attributes_of, children, is_html, parse
from helpers.report.encoding import plain
from helpers.text.script import shadow_of

# Other names of our columns in metadata tables, front matter, labels before a text and the heads of web pages; those that
# differ only in case, `_`, `-`, blanks or script are one (`column_key`).
_CALLED = {
    "article_id": ("article_id", "id", "编号", "文章编号"),
    "file": ("file", "filename", "path", "文件", "文件名", "档案", "档名"),
    "title": ("title", "og:title", "headline", "标题", "文章标题", "新闻标题", "题目", "题名", "篇名"),
    "outlet": ("outlet", "source", "source_name", "og:site_name", "site", "site_name", "publisher", "media", "media_name",
               "newspaper", "媒体", "媒体名称", "来源", "文章来源", "新闻来源", "媒体来源", "来源媒体", "出处", "报纸", "报刊"),
    "author": ("author", "authors", "article:author", "og:article:author", "byline", "作者", "记者", "撰文", "撰稿"),
    "date": ("date", "published", "published_at", "publish_date", "publish_time", "pub_date", "pub_time", "date_published",
             "publication_date", "article:published_time", "og:published_time", "日期", "时间", "发布时间", "发布日期",
             "发表时间", "发表日期", "刊登时间", "刊登日期", "刊发时间", "刊发日期", "出版日期", "见报日期"),
    "date_from": ("date_from",),
    "date_to": ("date_to",),
    "url": ("url", "link", "source_url", "canonical", "og:url", "网址", "链接", "连结", "原文链接", "原文网址"),
}  # fmt: skip
_FREE = ("title_en", "short", "mediation", "genre", "source_language", "rights")

# --------------------------------------------------------------------------------------------------------- dates

_DATE = re.compile(
    r"(?P<y>(?:19|20)\d\d)(?:(?P<s>[-/.年])(?P<m>\d{1,2})(?:[-/.月](?P<d>\d{1,2})日?|月)?|年|(?P<m2>\d\d)(?P<d2>\d\d))?"
    r"(?:[T ,]\s?\d{1,2}:[^\n]{0,40})?"
)
_IN_NAME = re.compile(
    r"(?<!\d)(?<!(?:19|20)\d\d[-~～—–至到])(?:19|20)\d\d"
    # 2010-12年 and 2023-24学年 are spans of years
    r"(?:([-_./])\d\d?(?>\1\d\d?|(?!\s?(?:[学學财財]?年|[赛賽]季|[届屆])))(?!\d)|年\d\d?月(?:\d\d?日)?"
    r"|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d))"
)
_TO = re.compile(r"\s?(?:[至到~～—–]|[-_.]{1,2}(?:19|20)\d\d(?!\d))")  # what follows is the end of a span
_IN_TEXT = re.compile(r"(?<!\d)20\d\d(?:[-/.][01]?\d[-/.][0-3]?\d|年[01]?\d月[0-3]?\d日)(?!\d)")
_EDGE = 90
_YEAR_FOLDER = re.compile(r"(?:^|/)((?:19|20)\d\d)年?(?=/)")


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
    """Return what looks like a date in a file name or in the folders above it.

    A year alone is one only as the name of a folder: `1984.txt` is a title or a number.
    """
    if match := _IN_NAME.search(name):
        return "" if _TO.match(name, match.end()) else match[0].replace("_", "-").replace("/", "-")
    years = _YEAR_FOLDER.findall(name)
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

_IS_ADDRESS = re.compile(r"\s*https?://\S+\s*\Z")
_APART = re.compile(r"[\s_-]")
# What systems and sites put where an author or outlet is not known.
_NOBODY = frozenset(
    [
        "admin",
        "administrator",
        "webmaster",
        "editor",
        "editors",
        "staff",
        "root",
        "system",
        "user",
        "guest",
        "author",
        "anonymous",
        "unknown",
        "none",
        "null",
        "undefined",
        "n/a",
        "佚名",
        "匿名",
        "匿名用户",
        "无名氏",
        "未知",
        "不详",
        "无",
        "暂无",
        "作者",
        "管理员",
        "网站管理员",
        "系统管理员",
        "超级管理员",
        "站长",
        "小编",
        "编辑",
        "责任编辑",
        "责编",
        "编辑部",
        "本站",
        "本站编辑",
        "网站编辑",
        "网络编辑",
        "本站原创",
        "原创",
        "网络",
        "互联网",
        "转载",
    ]
)


def column_key(name: str) -> str:
    """Return the key by which names of columns, tags and labels are compared.

    >>> column_key("Publish_Time"), column_key("發布時間")
    ('publishtime', '发布时间')
    """
    return _APART.sub("", shadow_of(name)).casefold()


_KEYS = {ours: tuple(_APART.sub("", name) for name in names) for ours, names in _CALLED.items()}


def _fits(ours: str, value: str) -> bool:
    """Return whether a value may be one of our column: `admin` is no author, and `published: true` no date."""
    if ours in ("author", "outlet"):
        is_nobody = column_key(value) in _NOBODY
        return not (is_nobody or (ours == "author" and _IS_ADDRESS.match(value)))
    return bool(value.strip()) and not (ours == "date" and value.strip().lower() in ("true", "false"))


def renamed(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return metadata under our names, as plain text; of several names for one column, the first non-empty one counts,
    and of several dates the first that can be read.

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
        named[ours] = values[0] if values else ""
    named |= {name: given.get(column_key(name), [""])[0] for name in _FREE}
    if _IS_ADDRESS.match(named["outlet"]):  # web clippers call the address the source
        named |= {"outlet": "", "url": named["url"] or named["outlet"]}
    return {name: plain(value) for name, value in named.items() if value.strip()}


# ------------------------------------------------------------------------------------------ labels before a text

# Labels that databases and people put before a text, in Simplified: what we read, what only ends the value before, and
# what the text itself follows.
_READ = {name: ours for ours, names in _CALLED.items() for name in names if not name.isascii()}
_UNREAD = [
    "副标题",
    "原标题",
    "引题",
    "肩题",
    "编辑",
    "责任编辑",
    "责编",
    "校对",
    "审核",
    "译者",
    "翻译",
    "摄影",
    "版次",
    "版面",
    "版名",
    "栏目",
    "频道",
    "专栏",
    "分类",
    "类别",
    "标签",
    "主题",
    "关键词",
    "关键字",
    "摘要",
    "导语",
    "字数",
    "页码",
    "地点",
    "地区",
    "语言",
    "更新时间",
    "阅读",
    "阅读量",
    "点击",
    "评论",
]
_TEXT = ["正文", "全文", "内容", "内文", "文章内容", "新闻内容", "新闻内文", "文章正文", "新闻正文", "正文内容"]
# In a shadow of the text. A label of two characters may be spaced out: 标　题.
_ANY_LABEL = "|".join(
    "[ \u3000]{0,4}".join(label) if len(label) == 2 else label
    for label in sorted([*_READ, *_UNREAD, *_TEXT], key=len, reverse=True)
)
_LABEL = re.compile(
    rf"(?:(?<![^\s,;|、/·。*>#(])({_ANY_LABEL})[ \u3000]{{0,4}}\*{{0,2}}:|[【\[［〔]({_ANY_LABEL})[】\]］〕][ ]?:?)[*\s]{{0,9}}"
)
_MOST_HEAD = 1000  # characters before the text
_STAMP = r"(?:19|20)\d\d(?:[-/.][01]?\d[-/.][0-3]?\d|年[01]?\d月[0-3]?\d日)(?!\d)(?:[T ]\s?\d\d?:\d\d(?::\d\d)?)?"
_DAY = re.compile(rf"({_STAMP})(?=\s|$|\(|星期|周)")
_AFTER_NAME = re.compile(rf"\s(?:\s*({_STAMP})|\s*[^\s:]{{1,8}}:).*")  # another label, or a day, behind a name
_ONLY_STAMP = re.compile(r"[\s\ufeff\d:/.年月日时分秒,;|-]*\Z")
_NO_NAME = re.compile("[。!?]")
_SEPARATORS = " \t\r\n\u3000\ufeff,，;；|｜/*·、"
_FEWEST_LABELS = 2


class Record(NamedTuple):
    """What stands before a text: where the text begins (0, if no label such as 正文 says so), and the labels' values."""

    end: int
    pairs: tuple[tuple[str, str], ...]


def read_record(raw: str) -> Record | None:
    """Return the labels (标题：, 【来源】) with which a text begins, as databases write them; None where it does not.

    Two different labels prove such a head. Of a text that begins with 正文： alone, or with that behind a date, only the end
    of the head is known. A value ends at the end of its line or where the next label begins.

    >>> read_record("标题：开源之战 来源：山谷日报 正文：开源来了。")
    Record(end=22, pairs=(('标题', '开源之战'), ('来源', '山谷日报')))
    """
    head = raw[:_MOST_HEAD]
    if ":" not in head and "：" not in head and "【" not in head:
        return None
    shadow = shadow_of(head)
    labels = [(*match.span(), _APART.sub("", match[1] or match[2])) for match in _LABEL.finditer(shadow)]
    if not labels:
        return None
    before = head[: labels[0][0]].strip(_SEPARATORS + "#>(（【-")
    if labels[0][2] in _TEXT:
        is_head = _ONLY_STAMP.match(before) and (labels[0][2] == "正文" or shadow[: labels[0][0]].strip())
        return Record(labels[0][1], ()) if is_head else None
    if (
        "\n" in before
        or _NO_NAME.search(before)
        or ("\n" not in shadow[: labels[0][0]] and not _ONLY_STAMP.match(before))
    ):
        return None  # no more than a headline stands above the labels
    found, end = _values(head, shadow, labels)
    if len({label for label, _ in found}) < _FEWEST_LABELS:
        return None
    if any(label == "地点" for label, _ in found):  # then it is the time of a meeting
        found = [(label, value) for label, value in found if label not in ("时间", "日期")]
    if end and not _ONLY_STAMP.match(before):
        found.append(("标题", before))
    return Record(end, tuple((label, value) for label, value in found if label in _READ and value))


def _values(head: str, shadow: str, labels: Sequence[tuple[int, int, str]]) -> tuple[list[tuple[str, str]], int]:
    """Return the labels with their values, up to a line without a label; and where the text begins, 0 if unknown."""
    found: list[tuple[str, str]] = []
    days: list[tuple[str, str]] = []
    at, sentences = 0, False
    while at < len(labels):
        _, start, label = labels[at]
        if label in _TEXT:
            return [*found, *days], 0 if sentences else start
        at += 1
        if _READ.get(label) == "title" and at < len(labels) and labels[at][0] == start:
            at += 1  # a title that begins like a label: 编辑：一个正在消失的职业
        end = labels[at][0] if at < len(labels) else len(head)
        line_end = shadow.find("\n", start, end)
        value = head[start : line_end if line_end >= 0 else end].strip(_SEPARATORS)
        sentences = sentences or (bool(_NO_NAME.search(shadow_of(value))) and _READ.get(label) != "title")
        value, day = _trimmed(label, value)
        found.append((label, value))
        days += [("日期", day)] if day else []
        if line_end >= 0 and shadow[line_end:end].strip(_SEPARATORS + "#>(-"):
            break
    return [*found, *days], 0


def _trimmed(label: str, value: str) -> tuple[str, str]:
    """Return the value of a label without what does not belong to it, and the day that stands behind a name."""
    ours, shadow = _READ.get(label, ""), shadow_of(value)
    if ours == "date":
        day = _DAY.match(shadow)
        return day[1] if day else value, ""
    if ours not in ("author", "outlet"):
        return value, ""
    after = _AFTER_NAME.search(shadow)
    name = value[: after.start()] if after else value
    if name.count(")") + name.count("）") > name.count("(") + name.count("（"):
        name = name.rstrip(")）")
    return "" if _NO_NAME.search(shadow_of(name)) else name.strip(_SEPARATORS), (after and after[1]) or ""


# ------------------------------------------------------------------------------------------------- the head of a page

# What the objects of schema.org are, by the last word of their types: articles, the page itself, or a part of it.
_IS_ARTICLE = re.compile(r"(?:Article|Posting|^Report)$")
_IS_PAGE = re.compile(r"(?:Page|^CreativeWork|^Question)$")
_BESIDE = ("aside", "nav")
_BESIDE_ROLES = ("complementary", "navigation", "contentinfo")
_PUBLISHED = re.compile(
    r"publish|posted|pub-?_?(?:date|time)|(?:entry|post|article|news)-?_?(?:date|time)", re.IGNORECASE
)


def _kind_of(types: object) -> str:
    """Return what an object of schema.org is: an article, the page (or not said), or a part of the page."""
    names = [str(each).rsplit("/")[-1].rsplit(":")[-1] for each in (types if isinstance(types, list) else [types])]
    if any(map(_IS_ARTICLE.search, names)):
        return "article"
    return "page" if not any(names) or any(map(_IS_PAGE.search, names)) else "part"


class _Seen(NamedTuple):
    """What the tags of a page say, kind by kind; headings and times with the ``<article>`` that they stand in."""

    tags: list[tuple[str, str]]
    titles: list[str]
    headings: list[tuple[str, int]]
    times: list[tuple[str, int, bool]]  # whether the standard's own mark says that it is the day of publication
    objects: list[dict[str, Any]]


def _seen(page: Page, raw: str) -> _Seen:
    seen = _Seen([], [], [], [], [])
    stack = [(page.root, False, 0)]
    while stack:
        node, beside, article = stack.pop()
        found = attributes_of(node)
        name, prop = node.name, found.get("itemprop", "")
        if name == "meta" and not (beside and prop):
            seen.tags.append((found.get("property") or found.get("name") or prop, found.get("content", "")))
        elif name == "link" and not (beside and prop):
            seen.tags.append((found.get("rel", ""), found.get("href", "")))
        elif name == "time" and not beside:
            marked = "pubdate" in found or "datepublished" in prop.lower()
            if marked or _PUBLISHED.search(f"{found.get('class', '')} {found.get('id', '')}"):
                days = [found.get("datetime", ""), page.text_of(node)]
                seen.times.extend([(day, article, marked) for day in days if read_date(day)][:1])
        elif name == "script" and found.get("type", "").lower() == "application/ld+json":
            seen.objects.extend(_objects(page.text_of(node)))
        elif name == "title" and node.parent.name == "head":
            seen.titles.append(page.text_of(node))
        elif name == "h1" and not beside:
            start, end = page.span_of(node)
            seen.headings.append((plain(html.unescape(re.sub(r"<[^<>]*>", "", raw[start:end]))), article))
        beside = beside or name in _BESIDE or found.get("role", "").lower() in _BESIDE_ROLES
        beside = beside or ("itemtype" in found and _kind_of(found["itemtype"]) == "part")
        article = article or (id(node) if name == "article" else 0)
        stack += [(each, beside, article) for each in reversed(children(node))]
    return seen


def _objects(text: str) -> list[dict[str, Any]]:
    """Return the objects of a script of JSON-LD, those in its lists and graphs included."""
    try:
        stack = [json.loads(text, strict=False)]
    except (ValueError, RecursionError):
        return []
    objects = []
    while stack:
        each = stack.pop()
        if isinstance(each, list):
            stack += reversed(each)
        elif isinstance(each, dict):
            objects.append(each)
            stack += [each[name] for name in ("mainEntity", "@graph") if name in each]
    return objects


def _of_object(found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name in ("headline", "title", "datePublished", "pubDate", "author", "publisher"):
        if name in found and not isinstance(found[name], bool):
            yield name, as_text(found[name])


def _of_page(raw: str) -> dict[str, str]:
    """Return what a page says about its article. What JSON-LD says of an article counts before tags, these before times in
    the text, and those before other objects; what is a part of the page, such as a video, counts only under its title."""
    seen = _seen(parse(raw), raw)
    tags = [(key, value) for key, value in seen.tags if key and value.strip()]
    shared = [(key, value) for key, value in tags if key == "og:title"]
    heading = seen.headings[0][0] if len(seen.headings) == 1 else ""
    titles = [plain(title) for title in [*(value for _, value in shared), *seen.titles, heading] if title.strip()]
    if heading and len(titles) > 1 and re.match(rf"{re.escape(heading)}\s*[-_|｜–—·]", titles[0]):
        titles.insert(0, heading)  # <title> often adds the name of the site
    of_kind: dict[str, list[Mapping[str, Any]]] = {"article": [], "page": [], "part": []}
    for each in seen.objects:
        of_kind[_kind_of(each.get("@type", ""))].append(each)
    named = [each for each in of_kind["part"] if _is_named(each, titles)]
    articles = sorted(of_kind["article"], key=lambda each: not _is_named(each, titles))
    others = [each for each in (*of_kind["page"], *named) if "datePublished" in each or "pubDate" in each]
    groups = [
        shared,
        *map(_of_object, articles[:1]),
        tags,
        [("date", _published(seen))],
        *map(_of_object, [] if articles else others[:1]),
        [("title", title) for title in titles],
    ]
    return renamed(pair for group in groups for pair in renamed(group).items())


def _is_named(found: Mapping[str, Any], titles: Sequence[str]) -> bool:
    """Return whether an object bears the title of the page."""
    name = plain(as_text(found.get("headline") or found.get("name") or ""))
    return not titles or (bool(name) and any(name in title for title in titles))


def _published(seen: _Seen) -> str:
    """Return the day of publication that a page shows, where its times agree: of those that the standard's own mark
    tells, and of those in the article with the headline, if there are any."""
    places = {article for _, article in seen.headings}
    times = [each for each in seen.times if each[2]] or seen.times
    times = [each for each in times if each[1] in places] or times
    days = {read_date(day) for day, _, _ in times}
    return times[0][0] if len(days) == 1 else ""


# ------------------------------------------------------------------------------------------------- the head of a file

_H1 = re.compile(
    r"(?m)^(?:(?P<fence>```+|~~~+)[^\n]{0,200}\n(?:[^\n]*\n)*?[ ]{0,3}(?P=fence)|#[ \t]+(?P<title>[^\n#]{1,200}?)[ \t]*#*\r?$)"
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
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~&$-])")


def _headline(raw: str) -> str:
    """Return the heading of the first level with which a Markdown text begins, "" if that is only a section's."""
    head = raw[:3000]
    match = _UNDERLINED.match(head) or next((each for each in _H1.finditer(head) if each["title"]), None)
    title = plain(_ESCAPED.sub(r"\1", match["title"])) if match else ""
    return "" if _SECTION.match(title) else title


def own_metadata(raw: str) -> tuple[str, dict[str, str]]:
    """Return ``(place, metadata)``: what the head of an article says about it, under our names.

    The place is the front matter of Markdown, the tags of a web page that say so, or labels (标题：) before the text, as in a
    record of a database. Cleaning removes all of them later.

    >>> own_metadata("---\\ntitle: '开源'\\ndate: 2024-05-01\\n---\\n")
    ('front matter', {'title': '开源', 'date': '2024-05-01'})
    """
    if head := read_front_matter(raw):
        return "front matter", renamed(head.pairs)
    if is_html(raw):
        return "the page's head", _of_page(raw)
    title = {"title": name} if (name := _headline(raw)) else {}
    if (record := read_record(raw)) and record.pairs:
        return "head of the record", title | renamed(record.pairs)
    return "", title
