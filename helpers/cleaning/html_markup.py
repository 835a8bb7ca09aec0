"""Rule ``html``: find what is left of HTML, in web pages and inside other text. Pure.

What to cut is read off the source, at the places of the tree (`helpers.cleaning.html_page`), so that nothing but whole tags,
comments and unseen elements can be cut.
"""

import html
import re
from collections.abc import Iterator
from typing import Any

from helpers.cleaning.code_pages import MARKS
from helpers.cleaning.feeds import find_feed, is_feed
from helpers.cleaning.html_page import (
    PLAYERS,
    UNSEEN,
    Page,
    attributes_of,
    children,
    descendants,
    is_block,
    is_html,
    parse,
    unseen_elements,
)
from helpers.cleaning.ledger import Found, leftmost
from helpers.cleaning.naming import code_spans, is_joint, is_named
from helpers.lexicon import words_of
from helpers.text.script import HAN, IS_HAN
from helpers.text.sentences import end_of_line

_SIGNS = {"msup": "^", "msub": "_", "mfrac": "/"}


def _signs(page: Page) -> dict[int, str]:
    """Return the signs that MathML shows by its form, by the places of their tags: roots, and what parts two numbers that
    stand one above the other."""
    signs = {}
    for node in descendants(page.root) if "<math" in page.source else ():
        if node.name == "msqrt":
            signs[node.origin_offset] = "√"
        elif node.name in _SIGNS:
            parts = [each for each in children(node) if each.name != "#text"]
            if len(parts) == 2 and (parts[0].name == "mn" or node.name == "mfrac"):
                signs[parts[1].origin_offset] = _SIGNS[node.name]
    return signs


# Elements that need no end tag: of them, one without says nothing about the text.
_ENDLESS = words_of(
    "area base basefont bgsound br col embed hr img input isindex keygen link meta param source spacer track wbr "
    "p li dt dd td th tr tbody thead tfoot option optgroup colgroup rb rp rt rtc"
)
_OUTER = UNSEEN | {"html", "body"}
_BARE_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(?:\s?/)?>")
_TYPE = re.compile(r"<(?<=[A-Za-z0-9_]<)[A-Z][A-Za-z]*[a-z]>")  # of a program: List<Object>
_CHINESE = f"[{HAN}，。、；：！？（）《》“”‘’「」…]"
_BEFORE_NAMED, _AFTER_NAMED = re.compile(rf"{_CHINESE}[ `]{{0,2}}\Z"), re.compile(rf"[ `]{{0,2}}{_CHINESE}")
_CALLED_TAG = re.compile(r"[ `”’」]{0,2}(?:标签|標籤|标记|標記|元素|节点|節點)")


def _named_tags(text: str, page: Page) -> set[int]:
    """Return where the tags begin of which a text speaks (标题放在<h1>里): all, where it names them as often as it uses some.

    Named is a tag that is called one, or that stands amid Chinese and would have to be closed but is not. Where more are
    used, only those stay that the words around them name. A closed element that begins with a line proves HTML.
    """
    named = used = 0
    starts, sure = [], set()
    opened: dict[str, list[tuple[bool, int, int]]] = {}  # whether each start tag seems named, and its span
    for match in page.markup():
        start, end = match.span()
        tag = text[start:end]
        if not match[1]:
            continue
        starts.append(start)
        name, is_bare = tag.strip("</>").split()[0].lower(), bool(_BARE_TAG.fullmatch(tag))
        is_amid = bool(
            is_bare and _BEFORE_NAMED.search(text[max(0, start - 3) : start]) and _AFTER_NAMED.match(text, end)
        )
        is_sure = is_named(text, start, end) or bool(_TYPE.match(text, start))
        is_called = is_bare and bool(_CALLED_TAG.match(text, end))
        is_end, is_lone = tag[1] == "/", name in _ENDLESS and name not in ("p", "li")
        if is_end and opened.get(name):
            _, first, after = opened[name].pop()
            if is_block(name) and (first == 0 or text[first - 1] == "\n"):
                return set()
            is_pair = is_joint(text, after, start)
            if is_pair or (first in sure and is_sure) or (after == start and is_named(text, first, end)):
                named += first not in sure
                sure |= {first, start}
            else:
                named -= first in sure
                sure.discard(first)
                used += name not in UNSEEN
        elif (is_sure or is_called) and (is_end or is_lone):
            named += 1
            sure |= {start} if is_sure else set()
        elif is_end:
            named += is_amid and name in _OUTER  # of others, ends without beginnings are left by cutting
        elif is_lone:
            used += 1
        else:
            seems = is_called or (is_amid and name not in _ENDLESS)
            opened.setdefault(name, []).append((seems and not is_sure, start, end))
            named += is_sure
            sure |= {start} if is_sure else set()
    named += sum(seems for tags in opened.values() for seems, _, _ in tags)
    return {*starts} if named > 0 and named >= used else sure


# A link to a note, by where it leads or what it is called: Word's, Google's, those of wikis and of electronic books.
_TO_NOTE = re.compile(
    r"[^#]{0,500}#(?:[\w:.-]{0,60}[-_.:])?(?:ftn|edn|fn|footnote|endnote|note|cmnt|cite|ref|reference|bib)"
    r"(?:_?(?:note|ref|link|back|text))?(?![a-z])",
    re.IGNORECASE,
)
_CALLED_NOTE = re.compile(
    r"\b(?:noteref|doc-noteref|doc-backlink|backlink|footnote-(?:back)?ref|footnoteref|reversefootnote)\b"
)
_MARK_OF_NOTE = re.compile(
    r"[\[［【(（〔]?(?:\d{1,3}|[a-z]{1,2}|[ivx]{1,5}|[注註]\s?\d{0,3}|[*†‡§※↩↑^]\ufe0e?)[\]］】)）〕]?"
)
_MARK_OF_HEADING = re.compile("[#¶§🔗]\ufe0f?")  # a link to the heading beside it
_BRACKETED = re.compile(r"(?:[\[［【〔]\d{1,3}(?:[-–,，、]\d{1,3}){0,5}[\]］】〕]){1,5}")
_LONGEST_MARK = 600  # characters, its tags included


def _marks_of_notes(text: str, page: Page) -> Iterator[tuple[int, int]]:
    """Yield the spans of the marks of notes, of links to a heading beside it, and of a wiki's to edit a section."""
    for node in descendants(page.root):
        if node.name not in ("a", "sup", "span") or node.origin_offset is None or not page.is_closed(node):
            continue
        start, end = page.span_of(node)
        if end - start > _LONGEST_MARK:
            continue
        given = attributes_of(node)
        if node.name == "span":
            if "mw-editsection" in given.get("class", "").split():
                yield start, end
            continue
        label = html.unescape(re.sub("<[^<>]*>", "", text[start:end])).strip()
        if node.name == "sup":
            if _BRACKETED.fullmatch(label):
                yield start, end
        elif _MARK_OF_HEADING.fullmatch(label) and "#" in given.get("href", ""):
            yield start, end
        elif _MARK_OF_NOTE.fullmatch(label):
            called = " ".join(given.get(name, "") for name in ("epub:type", "role", "class", "rel", "rev"))
            if _TO_NOTE.match(given.get("href", "")) or _CALLED_NOTE.search(called):
                yield start, end


def _is_shown(text: str, start: int, end: int) -> bool:
    """Return whether a sentence shows a comment, or the type of a document: 写在<!-- 和 -->之间."""
    if not _AFTER_NAMED.match(text, end):
        return False
    return is_named(text, start, end) or (text.startswith("<!--", start) and is_joint(text, start + 4, end - 3))


_TAGS = r"(?:</?[a-z][^<>]{0,200}>){1,6}"
_MONTH = re.compile(rf"{_TAGS}(?:0?[1-9]|1[0-2])(?:{_TAGS})?([-/.])(?:{_TAGS})?[0-3]?\d(?!\d)", re.IGNORECASE)


# 10<sup>25</sup> is no 1025. Behind a letter nothing tells a power from an index, and m2 is read as it is meant.
_RAISED = {"sup": "^", "sub": "_"}
_NUMBER_BEFORE = re.compile(r"\d(?:</[a-z]{1,6}>)?\Z", re.IGNORECASE)
_NUMBER_RAISED = re.compile(r"<su[bp]\b[^<>]{0,200}>(?:<[a-z]{1,6}>)?(?:[-+−–±]?\d|[a-z]<)", re.IGNORECASE)


def _becomes(name: str, text: str, start: int) -> str:
    """Return what stands in place of a tag: a line end, nothing, or what parts a number from the one behind it."""
    if is_block(name):
        return "\n"
    if name.lower() in _RAISED and _NUMBER_RAISED.match(text, start):
        return _RAISED[name.lower()] if _NUMBER_BEFORE.search(text[max(0, start - 10) : start]) else ""
    is_behind_year = start > 4 and text.startswith((">19", ">20"), start - 5) and text[start - 4 : start].isdecimal()
    if is_behind_year:  # <em>2024</em><em>03</em>/05
        month = _MONTH.match(text, start)
        return month[1] if month else ""
    return ""


def _cuts(text: str) -> Iterator[Found]:
    page = parse(text)
    kept = set() if page.is_page else _named_tags(text, page)
    signs = _signs(page)
    for node in unseen_elements(page):
        if node.origin_offset not in kept:
            start, end = page.span_of(node)
            new = "\n" if node.name in PLAYERS and is_block(node.name) else ""
            yield start, text[start:end], new, "HTML that no reader sees"
    if not kept and ("#" in text or "<sup" in text or "mw-editsection" in text):
        for start, end in _marks_of_notes(text, page):
            yield start, text[start:end], "", "mark of a footnote"
    for match in page.markup():
        start, end = match.span()
        if match[1] and start not in kept:
            yield start, text[start:end], signs.get(start) or _becomes(match[1], text, start), "HTML tag"
        elif not match[1] and (page.is_page or not _is_shown(text, start, end)):
            yield start, text[start:end], "", "HTML that no reader sees"


_KEEPING = words_of("pre textarea listing xmp")
_KEEPS_LINES = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)")
# So do classes of terminals of boards, of style libraries, and those of which a style sheet in the page says so.
_KEEPS_BY_CLASS = words_of(
    "bbs-screen whitespace-pre whitespace-pre-wrap whitespace-pre-line pre-wrap pre-line prewrap"
)
_STYLED = re.compile(r"\.([A-Za-z_][\w-]{0,60})\s{0,9}\{[^{}]{0,500}white-space\s*:\s*(?:pre|break-spaces)")
_BLANK_LINE = re.compile(r"\S[ \t]{0,99}\n[ \t]{0,99}\n")
_FEW_PARAGRAPHS = 3


def _keeping_lines(page: Page, text: str) -> Iterator[Any]:
    """Yield the elements whose line ends are shown: by their name, style or class, or as nothing else in them parts
    paragraphs, which blank lines of the source part."""
    classes = _KEEPS_BY_CLASS.union(_STYLED.findall(text) if "white-space" in text else ())
    holding: dict[int, Any] = {}  # parents of texts with lines
    for node in descendants(page.root):
        if node.name == "#text":
            if node.data and node.data.count("\n") > 1 and not node.data.isspace():
                holding[id(node.parent)] = node.parent
        elif node.name in _KEEPING or (node.attrs and _keeps_lines(attributes_of(node), classes)):
            yield node
    for node in holding.values():
        if node.name not in UNSEEN and _parts_by_lines(node):
            yield node


def _keeps_lines(given: dict[str, str], classes: frozenset[str]) -> bool:
    style, named = given.get("style", ""), given.get("class", "")
    return bool(style and _KEEPS_LINES.search(style)) or (named and not classes.isdisjoint(named.split()))


def _parts_by_lines(node: Any) -> bool:
    inside = children(node)
    paragraphs = sum(len(_BLANK_LINE.findall(each.data or "")) for each in inside if each.name == "#text")
    blocks = sum(each.name == "br" or is_block(each.name) for each in inside)
    return paragraphs >= _FEW_PARAGRAPHS and paragraphs > blocks


def _line_ends(text: str) -> Iterator[Found]:
    """Find the line ends in the source of a web page that are no line ends on the page."""
    page = parse(text)
    inside = _Spans([page.span_of(node) for node in _keeping_lines(page, text)])
    for match in re.finditer(r"\n[ \n]*", text):
        if match.start() not in inside:
            is_chinese = IS_HAN.match(text, max(0, match.start() - 1)) and IS_HAN.match(text, match.end())
            yield match.start(), match.group(), "" if is_chinese else " ", "line end of the source"


class _Spans:
    """Places inside spans, to be asked for from left to right."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self.spans, self.at, self.end = sorted(spans), 0, 0

    def __contains__(self, place: int) -> bool:
        while self.at < len(self.spans) and self.spans[self.at][0] <= place:
            self.end = max(self.end, self.spans[self.at][1])
            self.at += 1
        return place < self.end


_ENTITY = re.compile(
    r"&(?:amp;)*(?:(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});"
    # browsers read some without their end as well
    r"|#(?:\d{4,5}(?!\d)|[xX][0-9a-fA-F]{4,5}(?![0-9a-fA-F]))|(?:nbsp|quot|lt|gt|amp|middot|copy)(?![A-Za-z0-9_=;-]))"
)
_OF_CHINESE = re.compile(rf"[{HAN}{MARKS}\u3041-\u30ff]")
_ESCAPES = re.compile(r"转义|轉義|跳脫|实体(?:字符|编码|引用|名称)|字符实体|字元實體|實體(?:字元|編碼)")
_OF_PAGES = re.compile(r"HTML|XML|CSS|[网網][页頁]|代[码碼]|程式碼|[浏瀏][览覽]器|字符|字元", re.IGNORECASE)
_IS_DEFINED = re.compile(
    "[ ]?(?:[则則就也]?是|代表|表示|[则則]?[指即]|会[被]?|會[被]?|[显顯]示)"
)  # a sentence says what it means
_BEFORE_DEFINED = frozenset("\n 的里裡中内內时時与與和符元号號体體码碼记記叫即，。：；、（“「")
_IS_QUOTATION_MARK = re.compile("&[lr][sd]quo|&quot|&#(?:x20)?(?:82|1)[0-9A-Da-d]", re.IGNORECASE)
_IS_APART = re.compile(rf"[ ]?[{HAN}，。、；：！？（）“”‘’「」,]|\Z|\n")  # a word goes on behind the others

_ESCAPED_TAG = re.compile(r"&(?:amp;)*lt;/?[A-Za-z][^&<>\n]{0,200}&(?:amp;)*gt;")


def _entities(text: str) -> Iterator[Found]:
    code = () if is_html(text) or "`" not in text else code_spans(text)
    inside = _Spans([*code])
    line_end, is_about, is_of_pages = -1, False, False
    for match in _ENTITY.finditer(text):
        start, end = match.span()
        if start > line_end:
            line_start = text.rfind("\n", 0, start) + 1
            line_end = end_of_line(text, start)
            is_about = bool(_ESCAPES.search(text, line_start, line_end))
            is_of_pages = is_about or bool(_OF_PAGES.search(text, line_start, line_end))
        plain = re.sub(r"&(?:amp;)+", "&", match.group())
        new = html.unescape(plain)
        if start in inside or (match[0][-1] != ";" and "#" in plain and not _OF_CHINESE.fullmatch(new)):
            continue
        whole = _ESCAPED_TAG.match(text, start) if is_about else None  # both of its signs stay, or none
        is_defined = (
            is_of_pages
            and (not start or text[start - 1] in _BEFORE_DEFINED)
            and _IS_DEFINED.match(text, end)
            and not _IS_QUOTATION_MARK.match(plain)
        )
        if (
            is_defined
            or (is_about and _IS_APART.match(text, whole.end() if whole else end))
            or is_named(text, start, end)  # 空格写作&nbsp;，
        ):
            new = re.sub(r"&(?:amp;)+(?=#|\w)", "&", match.group())
        if new != match.group():
            yield start, match.group(), new, "HTML entity"


def find_html(text: str) -> Iterator[Found]:
    """Find what is left of HTML: tags, comments, elements that no reader sees, entities, and in a web page line ends of
    the source. Of other text, ``a < b`` stays, and so do the tags of one that only speaks of them.

    >>> list(find_html("开<b>源</b>"))
    [(1, '<b>', '', 'HTML tag'), (5, '</b>', '', 'HTML tag')]
    """
    if "<" in text and is_feed(text):
        yield from find_feed(text)  # the HTML of its items is read when it is alone
        return
    edits = [*_entities(text)] if "&" in text else []
    if "<" in text:
        edits += _cuts(text)
        if is_html(text):
            edits += _line_ends(text)
    yield from leftmost(edits)
