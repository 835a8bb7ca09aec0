"""Parse web pages, and HTML inside other text, as the HTML standard says: the tree, and the place of each node in the source.
Pure.

`justhtml` builds the tree, with the place of every tag and text in the source. The tree says what belongs to what: which
elements a reader never sees, where the article is, what the head says.
"""

import html
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple

from helpers.cleaning.naming import hide_code
from helpers.lexicon import words_of

# Elements of the HTML standard, the obsolete ones included. In a text that is no web page only these are tags, and names
# with a hyphen or colon (custom elements and those of office programs): `a<b and c>d` is no tag, nor is `<think>`.
_ELEMENTS = words_of(
    "a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink "
    "blockquote body br button canvas caption center cite code col colgroup data datalist dd del details "
    "dfn dialog dir div dl dt em embed fieldset figcaption figure font footer form frame frameset h1 h2 "
    "h3 h4 h5 h6 head header hgroup hr html i iframe img input ins isindex kbd keygen label legend li "
    "link listing main map mark marquee math menu menuitem meta meter multicol nav nobr noembed noframes "
    "noscript object ol optgroup option output p param path picture plaintext pre progress q rb rp rt rtc "
    "ruby s samp script search section select slot small source spacer span strike strong style sub "
    "summary sup svg symbol table tbody td template textarea tfoot th thead time title tr track tt u ul "
    "use var video wbr xmp"
)
# Those that begin a new line, by the standard's chapter on rendering (`br`, cells and options among them).
_BLOCKS = words_of(
    "address article aside audio blockquote body br button caption center col colgroup dd details dialog "
    "dir div dl dt fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup "
    "hr html iframe legend li link listing main menu meta nav object ol optgroup option p plaintext pre "
    "search section select source summary table tbody td textarea tfoot th thead title tr ul video xmp"
)
UNSEEN = words_of("head iframe noembed noframes noscript rp rt rtc script style svg template title")
# Never closed, these would swallow the rest of the text; `plaintext` and `frameset` always do.
_SWALLOWING = words_of("iframe noembed noframes noscript script style svg template textarea title xmp")
_ALWAYS_SWALLOWING = ("plaintext", "frameset")

_OTHER_MARKUP = r"<!--(?:[^-]|-(?!->))*+-->|<!doctype\b[^<>]{0,2000}>|<!\[(?:if\b[^<>\[\]]{0,200}|else|endif)\]>"  # the last: Word's
# A tag as the HTML standard's tokeniser reads it, but that no attribute outside quotation marks holds a "<".
_PAGE_MARKUP = re.compile(
    r"</?([A-Za-z][^\s/<>]*+)(?:[\s/]++|=?[^\s/<>=]++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s<>\"'][^\s<>]*+)?)?)*+>"
    rf"|{_OTHER_MARKUP}|<!\[CDATA\[|\]\]>|<\?xml[^<>]{{0,2000}}>",
    re.IGNORECASE,
)
# A tag as CommonMark reads it inside a text.
_TEXT_MARKUP = re.compile(
    r"</?([A-Za-z][\w:-]*+)"
    r"(?:\s++[A-Za-z_:@][\w.:@-]*+(?:\s*+=\s*+(?:[^\s\"'=<>`]++|'[^']*+'|\"[^\"]*+\"))?|\s*+[\"']\s?(?=/?>))*+\s*+/?>"
    rf"|{_OTHER_MARKUP}",
    re.IGNORECASE | re.ASCII,
)
_COMMENT = r"<!--[^-]*+(?:-(?!->)[^-]*+)*+-->|<!\[[^<>]{0,200}\]>"
_IS_PAGE = re.compile(
    rf"\ufeff?\s{{0,200}}(?:<\?xml[^<>]{{0,2000}}>\s{{0,200}})?(?:(?:{_COMMENT})\s{{0,200}}){{0,20}}"
    r"(?:<(?:!doctype\s+html|html|body)\b|<head\b[^<>]{0,2000}>\s{0,200}<|(?P<part><[a-z]))",
    re.IGNORECASE,
)
# What a page without its frame may begin with; and what of it holds text and is closed.
_HOLDERS = words_of(
    "article aside blockquote center dd div dl dt figure footer form h1 h2 h3 h4 h5 h6 header li main nav ol section "
    "table title ul p"
)
_MAY_BEGIN = _HOLDERS - words_of("aside dd dt footer form li") | words_of("base link meta script style")
_HIDING = re.compile(r"<!--|-->|</?(?:script|style|pre|textarea)\b", re.IGNORECASE)
_BROKEN_LINE = re.compile(r"[^>\s][ \t\r]*\n(?P<blank>[ \t\r]*\n)?\s*+(?=[^<])")
_MOST_OUTSIDE = 0.1  # of the characters: text outside all elements, as of Markdown with some HTML in it
_STRAYS = 20  # end tags of nothing that may stand before the end tag of an element
_MASK = "\ue000"  # in place of a character that the parser shall not take for markup


def is_html(raw: str) -> bool:
    """Return whether ``raw`` is a web page, or one without its frame; the name of its file does not matter.

    >>> is_html("<!DOCTYPE html><html>"), is_html("<div><p>开源</p></div>"), is_html("a < b")
    (True, True, False)
    """
    match = _IS_PAGE.match(raw)
    if not match or not match["part"]:
        return bool(match)
    return _is_part_of_page(raw, match.start("part"))


@lru_cache(maxsize=8)
def _is_part_of_page(raw: str, start: int) -> bool:
    """Return whether a text is a page without its frame: it begins and ends with tags, closed elements hold almost all of
    its text, and no paragraph of it is set off by lines only, as in Markdown."""
    first = _PAGE_MARKUP.match(raw, start)
    if not first or not first[1] or first[1].lower() not in _MAY_BEGIN or not raw.rstrip().endswith(">"):
        return False
    text = _without_hidden(raw[start:])
    breaks = [*_BROKEN_LINE.finditer(text)]
    if any(each["blank"] for each in breaks) or 2 * sum(each[0][0] in "。！？”」" for each in breaks) > len(breaks):
        return False
    depth = opened = closed = outside = inside = at = 0
    for tag in _PAGE_MARKUP.finditer(text):
        size, at = len(text[at : tag.start()].strip()), tag.end()
        inside, outside = (inside + size, outside) if depth else (inside, outside + size)
        if tag[1] and tag[1].lower() in _HOLDERS:
            is_end = tag[0].startswith("</")
            opened, closed = opened + (not is_end), closed + is_end
            depth = max(0, depth + (-1 if is_end else 1))
    return closed > 0 and 2 * closed >= opened and outside <= _MOST_OUTSIDE * (inside + outside)


def _without_hidden(raw: str) -> str:
    """Return a text without comments, scripts and what keeps its lines; where one never ends, all from there is left out."""
    kept, at, end_mark = [], 0, ""
    for mark in _HIDING.finditer(raw):
        found = mark[0].lower()
        if not end_mark and found != "-->" and not found.startswith("</"):
            kept.append(raw[at : mark.start()])
            end_mark = "-->" if found == "<!--" else f"</{found[1:]}"
        elif found == end_mark:
            at, end_mark = (mark.end() if found == "-->" else mark.start()), ""
    return "".join([*kept, "" if end_mark else raw[at:]])


class Page(NamedTuple):
    """A parsed text: the ``root`` of its tree, and ``source``, as long as the text, where every "<" begins markup."""

    root: Any
    source: str
    is_page: bool
    spans: dict[int, tuple[int, int, bool]]  # by the id of the node: start, end, whether it has an end tag

    def text_of(self, node: Any) -> str:
        """Return the text right inside ``node``, without that of the elements in it; of a text, itself."""
        texts = [node] if node.name == "#text" else children(node)
        text = "".join(each.data or "" for each in texts if each.name == "#text")
        return html.unescape(text.replace(_MASK, "&"))

    def markup_at(self, place: int) -> re.Match[str] | None:
        """Return the tag or comment that begins at a place of the source."""
        return (_PAGE_MARKUP if self.is_page else _TEXT_MARKUP).match(self.source, place)

    def markup(self) -> Iterator[re.Match[str]]:
        """Yield the tags and comments of the source."""
        return (_PAGE_MARKUP if self.is_page else _TEXT_MARKUP).finditer(self.source)

    def span_of(self, node: Any) -> tuple[int, int]:
        """Return the span of an element of the source: from its first tag to its last, or to the end of what it holds."""
        start, end, _ = self.spans[id(node)]
        return start, end

    def is_closed(self, node: Any) -> bool:
        """Return whether an element has an end tag of its own."""
        return self.spans[id(node)][2]

    def _closed(self, name: str, end: int) -> tuple[int, bool]:
        """Return where the element ends of which nothing is left but its end, and whether its own end tag ends it."""
        at = end
        for _ in range(_STRAYS):
            tag = self.markup_at(at)
            if not tag or not tag[0].startswith(("</", "<!")):
                break
            at = tag.end()
            if tag[1] and tag[1].lower() == name.lower():
                return at, True
        return end, False

    def with_spans(self) -> "Page":
        """Return the page with the span of every node in place."""
        for node in reversed([*descendants(self.root)]):
            start = node.origin_offset
            closed = False
            if start is None:
                end = max((self.spans[id(each)][1] for each in children(node)), default=0)
            elif node.name == "#text":
                end = start + len(node.data or "")
            else:
                tag = self.markup_at(start)
                end = max([tag.end() if tag else start, *(self.spans[id(each)][1] for each in children(node))])
                end, closed = self._closed(node.name, end)
            self.spans[id(node)] = (start or 0, end, closed)
        return self


def children(node: Any) -> list[Any]:
    """Return the nodes right below ``node``, the contents of a template included."""
    inside = getattr(node, "template_content", None)
    return [*(getattr(node, "children", None) or ()), *([inside] if inside is not None else ())]


def descendants(node: Any) -> Iterator[Any]:
    """Yield all nodes below ``node`` in the order of the source, without recursion: pages may be nested deeply."""
    stack = [*reversed(children(node))]
    while stack:
        yield (each := stack.pop())
        stack += reversed(children(each))


def attributes_of(node: Any) -> dict[str, str]:
    """Return the attributes of an element; one without a value has an empty one."""
    given = getattr(node, "attrs", None) or {}
    return {name.lower(): html.unescape((value or "").replace(_MASK, "&")) for name, value in given.items()}


@cache
def _is_element(name: str) -> bool:
    return name.lower() in _ELEMENTS or bool(re.fullmatch(r"[a-z][a-z0-9]*(?:[-:][a-z0-9_-]+)+", name, re.IGNORECASE))


def _masked(text: str, is_page: bool) -> str:
    """Return ``text`` with a mask over every character that the parser shall not take for markup."""
    pattern, comment_end = _PAGE_MARKUP if is_page else _TEXT_MARKUP, 0

    def kept(match: re.Match[str]) -> str:
        nonlocal comment_end
        place = match.start()
        if text.startswith("<!--", place):  # the end of each comment is looked for but once
            if 0 <= comment_end < place + 4:
                comment_end = text.find("-->", place + 4)
            return _MASK if comment_end < 0 else "<"
        markup = pattern.match(text, place)
        return "<" if markup and (not markup[1] or is_page or _is_element(markup[1])) else _MASK

    if not is_page:
        text = hide_code(text, "<", _MASK)
    text = text.translate({ord("&"): _MASK, ord("\0"): _MASK, ord("\r"): " ", ord("\f"): " "})
    source = re.sub("<", kept, text)
    lower = source.lower() if len(source.lower()) == len(source) else source
    for name in (*sorted(_SWALLOWING), *_ALWAYS_SWALLOWING):
        if f"<{name}" in lower:
            closed = lower.rfind(f"</{name}") if name in _SWALLOWING else len(source)
            harmless = "x" + name[1:]  # as long, and an element without a meaning
            opens = re.compile(f"<{name}(?=[\\s/>])", re.IGNORECASE)
            if name in _ALWAYS_SWALLOWING:
                closed = 0
            source = source[: max(0, closed)] + opens.sub(f"<{harmless}", source[max(0, closed) :])
    return source


@lru_cache(maxsize=4)
def parse(text: str) -> Page:
    """Return the tree of a web page, or of a text with HTML in it.

    >>> page = parse("<p>开<b>源</b></p>")
    >>> [page.span_of(node) for node in descendants(page.root) if node.name == "b"]
    [(4, 12)]
    """
    from justhtml import JustHTML  # loaded when used: most texts hold no HTML

    is_page = is_html(text)
    source = _masked(text, is_page)
    tree = JustHTML(source, sanitize=False, track_node_locations=True, fragment=not is_page)
    return Page(tree.root, source, is_page, {}).with_spans()


def is_block(name: str) -> bool:
    """Return whether an element begins a new line.

    >>> is_block("div"), is_block("span")
    (True, False)
    """
    return name.lower() in _BLOCKS


_INSTEAD = ("noscript", "template")  # what stands in for a page that a program builds
_ASKS_FOR_PROGRAM = re.compile(r"java\s?script|\bjs\b|脚本|腳本|指令碼", re.IGNORECASE)
_SHORT = 200  # characters of a request to allow programs


def unseen_elements(page: Page) -> list[Any]:
    """Return the outermost elements that no reader sees. A ``noscript`` or ``template`` with most of the text is seen:
    of a page that a program builds, it holds the body.

    >>> [node.name for node in unseen_elements(parse("<html><body><noscript>开</noscript><svg></svg>开源"))]
    ['noscript', 'svg']
    """
    forms = _other_forms(page)
    unseen = [*_unseen_below(page, page.root, forms)]
    if not (page.is_page and any(node.name in _INSTEAD for node in unseen)):
        return unseen
    held = [_text_below(node) for node in unseen]
    seen = len(_text_below(page.root)) - sum(map(len, held))
    found = []
    for node, text in zip(unseen, held, strict=True):
        asks = len(text) <= _SHORT and _ASKS_FOR_PROGRAM.search(text)
        is_body = node.name in _INSTEAD and len(text) > seen and not asks
        found += _unseen_below(page, node, forms) if is_body else [node]
    return found


def _text_below(node: Any) -> str:
    """Return the text in an element without blanks; what is in a ``noscript`` still has its tags, which go too."""
    text = "".join(each.data or "" for each in descendants(node) if each.name == "#text")
    return "".join(re.sub("<[^<>]*>", "", text).split())


def _unseen_below(page: Page, root: Any, forms: set[int]) -> Iterator[Any]:
    stack = [*reversed(children(root))]
    while stack:
        node = stack.pop()
        is_open_shadow = node.name == "template" and attributes_of(node).get("shadowrootmode") == "open"
        is_unseen = (node.name in UNSEEN and not is_open_shadow and not _is_tex(node)) or id(node) in forms
        if node.origin_offset is not None and (is_unseen or (node.name in PLAYERS and _stands_in(page, node))):
            yield node
        else:
            stack += reversed(children(node))


# What these hold is for browsers that cannot show them: 您的浏览器不支持…
PLAYERS = words_of("audio canvas video")
_LONGEST_PLAYER = 2000  # characters, with tags; one that holds more may lack its end


def _stands_in(page: Page, node: Any) -> bool:
    start, end = page.span_of(node)
    return page.is_closed(node) and end - start <= _LONGEST_PLAYER and len(_text_below(node)) <= _SHORT


# ------------------------------------------------------------------------------------------------------------ formulas


def _is_tex(node: Any) -> bool:
    """Return whether an element holds the TeX of a formula that reads as text, without a command."""
    is_tex = node.name == "script" and attributes_of(node).get("type", "").lower().startswith("math/tex")
    return is_tex and "\\" not in _text_below(node)


def _other_forms(page: Page) -> set[int]:
    """Return the ids of the elements that show a formula a second time: beside its MathML, TeX and what is hidden from
    programs that read aloud, and beside MathJax's TeX, pictures of it."""
    found: set[int] = set()
    if "<math" not in page.source and "math/tex" not in page.source:
        return found
    for parent in (page.root, *descendants(page.root)):
        held = [each for each in children(parent) if each.name != "#text" or (each.data or "").strip()]
        if parent.name == "semantics":
            found.update(id(each) for each in held if each.name == "annotation")
        if len(held) == 2:
            has_math = [any(each.name == "math" for each in children(node)) for node in held]
            beside = held[has_math[0]]  # the other one
            if any(has_math) and attributes_of(beside).get("aria-hidden") == "true":
                found.add(id(beside))
        drawn: list[Any] = []
        for each in held:
            classes = attributes_of(each).get("class", "")
            if classes.startswith("MathJax"):
                drawn.append(each)
            elif each.name == "script" and drawn:
                more = drawn if _is_tex(each) else drawn[:1] if any(map(_text_below, drawn[1:])) else []
                found.update(map(id, more))
                drawn = []
            else:
                drawn = []
    return found
