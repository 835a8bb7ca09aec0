"""Read what the tags of a web page say about its article: ``<meta>``, JSON-LD, ``<time>``, ``<title>``, ``<h1>``. Pure."""

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any, NamedTuple

from helpers.cleaning.front_matter import as_text
from helpers.cleaning.html_page import UNSEEN, Page, attributes_of, children, descendants, is_block, parse
from helpers.lexicon import words_of
from helpers.report.body.bylines import read_byline
from helpers.report.body.labels import read_record
from helpers.report.input.column_names import column_key, renamed
from helpers.report.input.dates import read_date
from helpers.report.input.titles import beginnings_of, without_site
from helpers.text.script import shadow_of
from helpers.wording import plain

# What the objects of schema.org are, by the last word of their types: articles, the page itself, or a part of it.
_IS_ARTICLE = re.compile(r"(?:Article|Posting|^Report)$")
_IS_PAGE = re.compile(r"(?:Page|^CreativeWork|^Question)$")
_IS_EMBEDDED = re.compile(
    r"(?:Object|Person|Organization|Comment|Answer|Product|Review|Rating|Event|ListItem|SiteNavigationElement|WPSideBar)$"
)
_BESIDE = ("aside", "nav")
_BESIDE_ROLES = ("complementary", "navigation", "contentinfo")
_MOST_PLACES = 20
_OPENED = re.compile(r"<([A-Za-z][A-Za-z0-9]*)[^<>]{0,500}>\s*\Z")
_OF_OTHERS = ("a", "title", "option", "textarea")
_IS_SITE = ("og:sitename", "sitename", "application-name")
# What elements with these ids hold: of WeChat, and as Baidu asked the sites of China to mark their pages.
_OF_ID = {"js_name": "outlet", "source_baidu": "source", "author_baidu": "author"}
# Where a page of WeChat is saved before a program shows its account and day, its script has them.
_IN_SCRIPT = re.compile(
    r"\b(?:nickname\s{0,3}=\s{0,3}(?:htmlDecode\()?[\"'](?P<source>[^\"'\n]{1,60})|ct\s{0,3}=\s{0,3}[\"'](?P<date>1\d{9}))[\"']"
)
_AUTHOR = ("author", "article:author", "og:article:author")
_PUBLISHED = re.compile(
    r"publish|posted|pub-?_?(?:date|time)|(?:entry|post|article|news)-?_?(?:date|time)", re.IGNORECASE
)
# Below a headline: what is no text, what may hold a day, and what ends the lines that tell of the article.
_SILENT = words_of("script style noscript template svg button select textarea form nav aside footer")
_UNTOLD = {*_SILENT, *UNSEEN, "time"}  # a time that tells of the article is known by its mark
_OF_A_DAY = re.compile(r"\b(?:date|time)\b", re.IGNORECASE)
_UPDATED = re.compile(r"updated|modified", re.IGNORECASE)
_SENTENCE = re.compile("[。！？!?]")
_LONGEST_TEXT, _MOST_TEXTS = 60, 20
_LONGEST_HEADING = 2000  # characters with tags; one that holds more lacks its end
_ANY_TIME = ("时间", "時間", "日期")  # alone, it may be that of what the text tells about


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
    headings: list[tuple[Any, int]]
    times: list[tuple[str, int, bool]]  # whether the standard's own mark says that it is the day of publication
    objects: list[dict[str, Any]]


def _seen(page: Page) -> _Seen:
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
        elif "datepublished" in prop.lower() and not beside:
            days = [found.get("content", ""), page.text_of(node)]
            seen.times.extend([(day, article, True) for day in days if read_date(day)][:1])
        elif name == "script" and found.get("type", "").lower() == "application/ld+json":
            seen.objects.extend(_objects(page.text_of(node)))
        elif name == "title" and node.parent.name == "head":
            seen.titles.append(page.text_of(node))
        elif name == "h1" and not beside:
            seen.headings.append((node, article))
        elif (mark := found.get("id")) and not beside:  # there is but one of it
            text = page.text_of(node).strip()
            if mark in _OF_ID:
                seen.tags.append((_OF_ID[mark], text))
            elif _PUBLISHED.search(mark) and read_date(text):
                seen.times.append((text, article, False))
        beside = beside or name in _BESIDE or found.get("role", "").lower() in _BESIDE_ROLES
        beside = beside or bool(_IS_EMBEDDED.search(found.get("itemtype", "")))
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


def _below(page: Page, heading: Any) -> list[tuple[str, str]]:
    """Return what stands between a headline and the first sentence below it: a day, who wrote it, labels with their values."""
    texts, days, authors = _between(page, heading)
    for text in texts:
        day = renamed([("date", text)]).get("date", "")
        if day != text and _is_day(day) and not text.startswith(_ANY_TIME):
            days.append(day)
    spans = {read_date(day) for day in days}
    day = str(read_date(days[0])[0]) if len(spans) == 1 else ""
    lines = [
        *([day] if day else ()),
        *(text for text in texts if ":" in shadow_of(text) or (_is_day(text) and not day)),
    ]
    record = read_record("\n".join(lines))
    return [("date", day), ("author", "、".join(dict.fromkeys(authors))), *(record.pairs if record else ())]


def _between(page: Page, heading: Any) -> tuple[list[str], list[str], list[str]]:
    """Return the texts between a headline and the first sentence below it, the days and the authors that are marked so."""
    texts: list[str] = []
    days: list[str] = []
    authors: list[str] = []
    end = page.span_of(heading)[1]
    stack = [*reversed(children(page.root))]
    while stack and len(texts) < _MOST_TEXTS:
        node = stack.pop()
        start, last = page.span_of(node)
        if last <= end or node is heading or (start >= end and node.name in _SILENT):
            continue
        if node.name != "#text":
            found = attributes_of(node)
            day = next((each for each in (found.get("datetime", ""), _text_of(page, node)) if _is_day(each)), "")
            names = f"{found.get('class', '')} {found.get('id', '')}"
            if node.name == "time" or (day and (_PUBLISHED.search(names) or _OF_A_DAY.search(names))):
                days += [day] if day and not _UPDATED.search(names) else []
            elif "author" in (found.get("rel", "").lower(), found.get("itemprop", "").lower()):
                authors.append(_name_of(page, node))
            else:
                stack += reversed(children(node))
            continue
        text = plain(page.text_of(node))
        if _SENTENCE.search(text) or len(text) > _LONGEST_TEXT:
            break
        if texts and shadow_of(texts[-1]).endswith(":"):
            texts[-1] += text
        elif text:
            texts.append(text)
    return texts, days, authors


def _byline(page: Page, heading: Any) -> list[tuple[str, str]]:
    """Return what the line below a headline tells that no mark says: the same as in a text without tags."""
    record = read_byline("\n".join([_name_of(page, heading), *_lines_below(page, heading)]))
    return [pair for pair in record.pairs if pair[0] != "标题"] if record else []


def _lines_below(page: Page, heading: Any) -> list[str]:
    """Return the lines below a headline, to the end of the element that holds it and the first sentence below it."""
    end, sentence = page.span_of(heading)[1], -1
    pieces: list[tuple[int, str]] = []
    stack: list[Any] = [*reversed(children(page.root))]
    while stack:
        node = stack.pop()
        if isinstance(node, int):  # where a block ends
            pieces.append((node, "\n"))
            continue
        start, last = page.span_of(node)
        if last <= end or node is heading or (start >= end and (node.name in _UNTOLD or _is_change(page, node))):
            continue
        if node.name == "#text":
            text = page.text_of(node)
            pieces.append((start, " ".join(text.split()) or " "))
            if sentence < 0 and "。" in text:
                sentence = start
        else:
            if is_block(node.name):
                pieces.append((start, "\n"))
                stack.append(last)
            stack += reversed(children(node))
    holder = heading
    while holder.parent is not None and page.span_of(holder)[1] <= sentence:
        holder = holder.parent
    most = page.span_of(holder)[1]
    lines = "".join(text for start, text in pieces if start < most).split("\n")
    return [line.strip() for line in lines if line.strip()]


def _is_change(page: Page, node: Any) -> bool:
    found = attributes_of(node)
    return bool(_UPDATED.search(f"{found.get('class', '')} {found.get('id', '')}")) and _is_day(_text_of(page, node))


def _text_of(page: Page, node: Any) -> str:
    return page.text_of(node).strip()


def _is_day(text: str) -> bool:
    """Return whether a text is one day, not a month or year."""
    span = read_date(text)
    return span is not None and span[0] == span[1]


def _of_object(found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name in ("headline", "title", "datePublished", "pubDate", "author", "publisher"):
        if name in found and not isinstance(found[name], bool):
            yield name, as_text(found[name])


def read_page(raw: str) -> dict[str, str]:
    """Return what a page says about its article, under our names (`helpers.report.input.column_names.COLUMNS`).

    What JSON-LD says of an article counts before tags, these before times in the text, and those before other objects;
    what is a part of the page, such as a video, counts only under its title.

    >>> read_page("<head><title>开源会赢_某网</title><meta name='author' content='林晓'></head><h1>开源会赢</h1>")
    {'title': '开源会赢', 'author': '林晓'}
    """
    page = parse(raw)
    seen = _seen(page)
    tags = [(key, value) for key, value in seen.tags if key and value.strip()]
    heading = _name_of(page, seen.headings[0][0]) if len(seen.headings) == 1 else ""
    shared = [plain(value) for key, value in tags if key == "og:title"]
    titles = [title for title in (*shared, *map(plain, seen.titles)) if title.strip()]
    headline = _headline(page, seen, titles or [heading])
    titles += [heading] if heading else []
    below = _below(page, headline) if headline else []
    addresses = {_address(value) for key, value in tags if key in ("canonical", "og:url")}
    of_kind: dict[str, list[Mapping[str, Any]]] = {"article": [], "page": [], "part": []}
    for each in seen.objects:
        of_kind[_kind_of(each.get("@type", ""))].append(each)
    named = [each for each in of_kind["part"] if _is_named(each, titles)]
    articles = _of_page(of_kind["article"], titles, addresses)
    others = [each for each in (*of_kind["page"], *named) if "datePublished" in each or "pubDate" in each]
    names = [heading, *(plain(as_text(each.get("headline"))) for each in articles[:1])]
    sites = [plain(value) for key, value in tags if column_key(key) in _IS_SITE]
    sites += [plain(as_text(each.get("publisher"))) for each in articles[:1]]
    sites += [value for name, value in (*renamed(tags).items(), *renamed(below).items()) if name == "outlet"]
    names += [name for title in {*shared, *titles} if (name := _alone(title, raw))]
    shared, titles = ([without_site(title, names, sites) for title in each] for each in (shared, titles))
    in_script = _IN_SCRIPT.finditer(raw) if 'id="js_content"' in raw else ()
    groups = [
        [("title", title) for title in shared],
        *map(_of_object, articles[:1]),
        [(key, value) for key, value in tags if _PUBLISHED.search(key) and read_date(value)],  # `date` may be any
        _joined(tags),
        [("date", _published(seen))],
        [(key, value) for match in in_script for key, value in match.groupdict("").items()],
        below,
        *map(_of_object, [] if of_kind["article"] else others[:1]),
        [("title", title) for title in titles],
    ]
    found = renamed(pair for group in groups for pair in renamed(group).items())
    return renamed([*found.items(), *_byline(page, headline)]) if headline and "date" not in found else found


def _name_of(page: Page, heading: Any) -> str:
    return plain("".join(page.text_of(each) for each in descendants(heading) if each.name == "#text"))


def _headline(page: Page, seen: _Seen, titles: Sequence[str]) -> Any:
    """Return the heading that is the article's, None where that is not sure: the only one of the first level, if a title of
    the page begins with it (else it may name the site), or the only one below it that is most of such a title."""
    if len(seen.headings) == 1:
        heading = seen.headings[0][0]
        if (name := _name_of(page, heading)) and any(title.startswith(name) for title in titles):
            return heading
    found = []
    for node in descendants(page.root):
        start, end = page.span_of(node)
        if node.name in ("h2", "h3") and end - start <= _LONGEST_HEADING and (name := _name_of(page, node)):
            found += [node for title in titles if title.startswith(name) and 2 * len(name) >= len(title)][:1]
    return found[0] if len(found) == 1 else None


def _alone(title: str, raw: str) -> str:
    """Return the longest beginning of a title that may be all of it and is all that an element in the body holds, but no
    link; "" if there is none, or the whole title stands there."""
    names = beginnings_of(title)
    if not names or _fills_an_element(title, raw):
        return ""
    return next((name for name in names if _fills_an_element(name, raw)), "")


def _fills_an_element(name: str, raw: str) -> bool:
    name = html.escape(name, quote=False)
    at = -1
    for _ in range(_MOST_PLACES):
        at = raw.find(name, at + 1)
        if at < 0:
            return False
        end = at + len(name)
        opened = _OPENED.search(raw, max(0, at - 600), at)
        if opened and opened[1].lower() not in _OF_OTHERS and raw[end : end + 100].lstrip().startswith("<"):
            return True
    return False


def _joined(tags: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return tags, those of several authors as one."""
    values: dict[str, list[str]] = {}
    for key, value in tags:
        values.setdefault(key, []).append(value.strip())
    several = {key: "、".join(dict.fromkeys(names)) for key, names in values.items() if key.lower() in _AUTHOR}
    return [(key, several.get(key, value)) for key, value in tags]


def _of_page(found: list[Mapping[str, Any]], titles: Sequence[str], addresses: Set[str]) -> list[Mapping[str, Any]]:
    """Return the articles that have the address or else the title of the page; all, where they do not differ in date."""
    for kind in (
        [each for each in found if not addresses.isdisjoint(_addresses_of(each))],
        [each for each in found if _is_named(each, titles)],
    ):
        if kind:
            return kind
    return found if len({as_text(each.get("datePublished")) for each in found}) == 1 else []


def _addresses_of(found: Mapping[str, Any]) -> Iterator[str]:
    page = found.get("mainEntityOfPage")
    for each in (found.get("@id"), found.get("url"), page.get("@id") if isinstance(page, dict) else page):
        if isinstance(each, str) and each:
            yield _address(each)


def _address(text: str) -> str:
    """Return an address in the form by which addresses are compared."""
    return text.strip().split("#")[0].rstrip("/").removeprefix("http://").removeprefix("https://")


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
