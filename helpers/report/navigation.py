"""Find the menus, footers and lists of links around the article in a raw page, in HTML or Markdown. Pure."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import dropwhile, takewhile
from typing import Any, NamedTuple

from helpers.cleaning.html_page import (
    Page,
    attributes_of,
    children,
    descendants,
    is_block,
    is_html,
    parse,
    unseen_elements,
)
from helpers.cleaning.ledger import Found
from helpers.lexicon import words_of
from helpers.report.credits import LABEL, announces
from helpers.report.labels import read_record
from helpers.stats.counts import count_characters

RECORD = "head of a record"
# Elements, roles (WAI-ARIA) and names of classes that hold what stands around an article.
_AROUND = words_of("nav footer aside form select button dialog menu textarea")
_ROLES = words_of("navigation search contentinfo complementary dialog alertdialog menu menubar toolbar")
_CLASSES = words_of(
    "ad ads advert advertisement breadcrumb breadcrumbs comment comments copyright footer gutter login menu "
    "modal nav navbar navigation pager pagination paywall popup qrcode byline ufi metaline breadcrumbs crumbs"
)
# So do these, but the text may be about them as well: market-share, social-impact, related-work.
_TOPICS = words_of(
    "newsletter recommend recommendation recommendations related share sharing sidebar social subscribe toolbar "
    "btn button buttons replies reply"
)
# Names of several words, written together or apart: commentlist, author-bio, entry_categories.
_COMPOUND = re.compile(
    r"(?:^|[\s_-])(?:"
    r"(?:post-?)?comments?-?(?:list|box|area|form|wrap(?:per)?|module|section|block|container|body|panel|board|item)"
    r"|(?:discuss(?:ion)?|reply|replies)-?(?:list|box|area|board|section|wrap(?:per)?|form)"
    r"|(?:jp-?)?related-?(?:posts?|articles?|news|lists?|links?|content|reading|stories)|recommend(?:ed)?-?(?:list|box|items?|news)"
    r"|share-?(?:bar|box|tools?|buttons?|btns?|list|icons?|links?|wrap(?:per)?)|social-?(?:bar|links?|icons?|share)"
    r"|(?:entry-?|post-?|article-?)?author-?(?:bio|box|card|profile|intro|desc(?:ription)?)|about-?(?:the-?)?author|bio-?box"
    r"|(?:entry|post|article|blog)-?(?:tags?|categor(?:y|ies)|labels?)|tags?-?(?:list|links|cloud|box|wrap)|cat-?links"
    r"|cookie-?(?:bar|banner|notice|consent|popup|policy|law|info|message|tips?)|gdpr-?\w{0,20}"
    r"|(?:site|blog)-?(?:description|tagline|branding)|description-?wrapper|(?:post|blog)-?feeds|feed-?links"
    r"|(?:top|bottom|action|float|fixed)-?bar|open-?app|app-?(?:download|promo|banner|guide|tips?)|download-?(?:app|bar|tips?)"
    r"|(?:article-?)?(?:vip|pay)-?(?:wall|tips?|box|guide|mask)|article-?vip|reward-?(?:box|area|wrap)|donate-?(?:box|area)|sub(?:scribe|scription)-?(?:box|form|widget)"
    r"|wm-?ipp(?:-?base)?|google-?cache-?\w{0,20}|bd-?snap(?:-?(?:head|txt|top|ln))?"
    r")(?![^\s_-])"
)
_CAMEL = re.compile("(?<=[a-z])(?=[A-Z])")
# Elements whose class tells what they say; and those whose id does, which programs make of a heading or an item.
_TOLD_BY_CLASS = words_of("blockquote h1 h2 h3 h4 h5 h6 td th")
_TOLD_BY_ID = words_of("dd dt li p")
_CONTROLS = words_of("button input select textarea")
_MOST_OF_PAGE = 0.3  # an element that holds more of the text is not taken for furniture for the name of its class
_LONGEST_LINE = 60  # characters of a line that announces a list
_LINKED, _LINKS = 0.8, 3  # share of the text and number of links from which on an element is a list of links
_IS_NOT_SHOWN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_GOES_ON = re.compile(r"(?:[？?：:，,、…]|\.\.\.)\Z")  # a question, or a sentence without its end


class _Weight(NamedTuple):
    """What an element holds: characters, those inside links, links and controls, outside links ends of sentences and commas,
    headlines."""

    characters: int = 0
    linked: int = 0
    links: int = 0
    ends: int = 0
    commas: int = 0
    headlines: int = 0

    def __add__(self, other: "_Weight") -> "_Weight":
        return _Weight(*map(sum, zip(self, other, strict=True)))

    @property
    def is_prose(self) -> bool:
        """Whether it is prose in plenty: five sentences, few links between them."""
        return self.ends >= 5 and self.ends >= 2 * self.links and self.characters >= 5 * self.linked

    @property
    def is_told(self) -> bool:
        """Whether it tells something: more sentences than links and controls."""
        return self.ends > self.links


def _weights(page: Page) -> dict[int, _Weight]:
    """Return the weight of every element, by the ``id`` of its node, the innermost first."""
    weights: dict[int, _Weight] = {}
    unseen = {id(node) for node in unseen_elements(page)}
    for node in reversed([page.root, *descendants(page.root)]):
        if id(node) in unseen:
            weight = _Weight()
        elif node.name == "#text":
            text = node.data or ""
            ends, commas = len(re.findall("[。！？]", text)), len(re.findall("[，、；：]", text))
            weight = _Weight(count_characters(text), ends=ends, commas=commas)
        else:
            weight = _Weight(links=node.name in _CONTROLS, headlines=node.name == "h1")
            for each in children(node):
                weight += weights[id(each)]
            if node.name == "a":
                weight = _Weight(weight.characters, weight.characters, 1, headlines=weight.headlines)
        weights[id(node)] = weight
    return weights


def _body_of(page: Page) -> Any:
    """Return the ``<article>`` (or ``<main>``) of a page that has exactly one; else None."""
    found = [node for node in descendants(page.root) if node.name in ("article", "main")]
    for name in ("article", "main"):
        named = [node for node in found if node.name == name]
        if len(named) == 1:
            return named[0]
    return None


def _outside_body(page: Page, body: Any, weights: dict[int, _Weight]) -> Iterator[tuple[int, int, str]]:
    """Yield the spans before and after the ``body`` of a page, with a note, but not a side with as much prose of its own."""
    start, end = page.span_of(body)
    before, after = _Weight(), _Weight()
    stack = [*reversed(children(page.root))]
    while stack:
        node = stack.pop()
        if node is body or _is_named_furniture(node):
            continue
        if node.name in ("#text", "a"):
            if (node.origin_offset or 0) < start:
                before += weights[id(node)]
            else:
                after += weights[id(node)]
        else:
            stack += reversed(children(node))
    sides = [(0, start, before), *([(end, len(page.source), after)] if page.is_closed(body) else [])]
    for first, last, weight in sides:
        if not (weight.is_prose and 4 * weight.characters >= weights[id(body)].characters):
            yield first, last, "outside the article's element"


def _elements(page: Page, body: Any, weights: dict[int, _Weight]) -> Iterator[tuple[int, int, str]]:
    """Yield the spans of page elements that contain no article, with a note. A missing end tag keeps an element in."""
    whole = weights[id(page.root)]
    notes = _captions(page, weights) | dict.fromkeys(_not_shown(page, weights), "not shown")
    stack = [(node, False, False) for node in reversed(children(page.root))]
    while stack:
        node, in_body, in_text = stack.pop()
        if node.origin_offset is not None and page.is_closed(node):
            note = notes.get(id(node), "")
            if not note and not in_text:
                note = _furniture(node, weights[id(node)], whole, in_body)
            if note:
                yield *page.span_of(node), note
                continue
        below = children(node)
        has_text = any(each.name == "#text" and re.search(r"\w", each.data or "") for each in below)
        told = _links_of_the_text(below, weights) if weights[id(node)].links >= _LINKS else ()
        for each in reversed(below):
            is_body = in_body or node is body or id(each) in told
            stack.append((each, is_body, has_text and not is_block(each.name)))


def _links_of_the_text(siblings: Sequence[Any], weights: dict[int, _Weight]) -> set[int]:
    """Return the ids of the elements that are part of the text, even if they hold nothing but links: what a line announces
    that ends in a colon, and a table or paragraph between sentences."""
    held = [(node, weights[id(node)]) for node in siblings if weights[id(node)].characters]
    found = set()
    for (before, above), (node, weight), (_, below) in zip(
        held, held[1:], [*held[2:], (None, _Weight())], strict=False
    ):
        if weight.links < _LINKS:
            continue
        is_between = node.name in ("p", "table") and above.ends and below.ends
        if is_between or (above.commas and above.characters <= _LONGEST_LINE and announces(_text_of(before))):
            found.add(id(node))
    return found


def _text_of(node: Any) -> str:
    return "".join(each.data or "" for each in (node, *descendants(node)) if each.name == "#text")


def _not_shown(page: Page, weights: dict[int, _Weight]) -> set[int]:
    """Return the ids of the elements that a page hides; none if they hold much of it, for then a program shows them. So it
    does with the answer to a question, and with the rest of a sentence; and a formula shows another form of itself."""
    found, stack, before = [], [*reversed(children(page.root))], ""
    while stack:
        node = stack.pop()
        attributes, weight = attributes_of(node), weights[id(node)]
        unread = attributes.get("aria-hidden", "").lower() == "true" and is_block(node.name)
        if (
            node.name not in ("html", "body")
            and (unread or "hidden" in attributes or _IS_NOT_SHOWN.search(attributes.get("style", "")))
            and not (weight.is_told and _GOES_ON.search(before))
            and not any(each.name == "math" for each in children(node))
        ):
            found.append(node)
        elif node.name == "#text":
            before = (node.data or "").rstrip()[-3:] if weight.characters else before
        else:
            stack += reversed(children(node))
    held = [weights[id(node)] for node in found]
    if sum(each.characters for each in held) > _MOST_OF_PAGE * weights[id(page.root)].characters:
        return set()
    return {id(node) for node, each in zip(found, held, strict=True) if not (each.is_prose or each.headlines)}


# ------------------------------------------------------------------------------------------------------------ captions

_NAMED_CAPTION = re.compile(
    r"(?:^|[\s_-])(?:(?:[a-z]{2,8}[_-])?(?:img|image|pic|picture|photo)s?[_-]?(?:desc\w{0,10}|captions?|note|info|intro|txt|text)"
    r"|wp-caption-text|tr-caption)(?![\w-])",
    re.IGNORECASE,
)
_CAPTION = re.compile(r"(?:^|[\s_-])caption(?![\w-])", re.IGNORECASE)
_PICTURES = words_of("amp-img canvas embed iframe img object picture svg video")
_HOLDS_TEXT = words_of("audio blockquote code pre math")  # what is below these is no caption of a picture
_MAY_HAVE_CAPTIONS = re.compile(
    r"[Cc]aption|(?:img|image|[Pp]ic|ture|photo)s?[_-]?(?:desc|note|in[ft]|te?xt)|text-align\s*:\s*center"
)
_MAY_HAVE_PICTURES = re.compile("<(?:img|picture|iframe|video|svg|canvas|amp-img|object|embed)", re.IGNORECASE)
_LONGEST_CAPTION, _MOST_SIBLINGS = 200, 1000
_TELLS = re.compile("[。！？…][”」』）)]?\\Z")
_SMALL = re.compile(r"font-size\s*:\s*(?:(?:\d|1[0-3])(?:\.\d{1,3})?px|0?\.[5-8]\d{0,2}r?em|x?x?-?small)")
_CENTERED = re.compile(r"text-align\s*:\s*center")


def _captions(page: Page, weights: dict[int, _Weight]) -> dict[int, str]:
    """Return the notes of captions of pictures, by the ids of their elements; none where captions tell the story. One
    that is a sentence may tell what stands nowhere else, and stays."""
    if not (_MAY_HAVE_CAPTIONS.search(page.source) and _MAY_HAVE_PICTURES.search(page.source)):
        return {}
    held: dict[int, bool] = {}

    def holds_picture(node: Any) -> bool:
        return held[id(node)] if id(node) in held else held.setdefault(id(node), _holds_picture(node))

    found = [
        node
        for node in descendants(page.root)
        if (node.name == "figcaption" or (node.name != "#text" and node.attrs))
        and 0 < weights[id(node)].characters <= _LONGEST_CAPTION
        and _is_caption(node, holds_picture)
    ]
    found = [node for node in found if not _TELLS.search(_text_of(node).rstrip())]
    if sum(weights[id(node)].characters for node in found) > _MOST_OF_PAGE * weights[id(page.root)].characters:
        return {}
    return {id(node): "caption" for node in found}


def _is_caption(node: Any, holds_picture: Callable[[Any], bool]) -> bool:
    """Return whether an element is a caption by its name or class, or small, in the middle, and right below a picture."""
    if node.name == "figcaption":
        return holds_picture(node.parent)
    given = attributes_of(node)
    if named := given.get("class", ""):
        if _NAMED_CAPTION.search(named):
            return node.name not in _PICTURES
        if _CAPTION.search(named) and node.name not in ("table", "figure"):
            return holds_picture(node.parent)
    style = given.get("style", "")
    if style and _SMALL.search(style) and _CENTERED.search(style):
        above = _element_before(node)
        return above is not None and holds_picture(above) and not _text_of(above).strip()
    return False


def _element_before(node: Any) -> Any:
    """Return the element before another, with nothing but blanks between; None where there is none."""
    above = None
    for each in children(node.parent)[:_MOST_SIBLINGS]:
        if each is node:
            return above
        if each.name != "#text" or (each.data or "").strip():
            above = each
    return None


def _holds_picture(node: Any) -> bool:
    names = {each.name for each in (node, *descendants(node))}
    return not _PICTURES.isdisjoint(names) and _HOLDS_TEXT.isdisjoint(names)


# ------------------------------------------------------------------------------------------------------------- threads

_MESSAGE = re.compile(r"post_?message_\d+|post_content_\d+|postcontent\d+")  # of Discuz and vBulletin, Tieba, NGA
_POST = re.compile(r"(?:js-)?post[_-]\d+|pid_?\d+|p\d+")  # of phpBB, XenForo and the like, whose class says so, too
_MAY_HAVE_POSTS = re.compile(
    r"""id=["']?(?:post_?(?:message_|content_?)?\d|(?:js-)?post[_-]\d|pid_?\d|p\d)""", re.IGNORECASE
)
_OF_POSTS = words_of("message post postbody section")
_AROUND_MESSAGE = words_of("attach attachlist attachments tip pstatus sign signature ratl rate postprofile")


def _thread(page: Page) -> tuple[list[Any], list[Any]]:
    """Return the messages of a board that make up the article: the first, and those by who wrote it; and all others."""
    nodes = [node for node in descendants(page.root) if node.name != "#text"]
    marks = [(node, attributes_of(node).get("id", "")) for node in nodes]
    messages = [node for node, mark in marks if mark and _MESSAGE.fullmatch(mark)]
    if messages:
        posts = _around_each(messages)
    else:
        posts = messages = [
            node
            for node, mark in marks
            if mark
            and _POST.fullmatch(mark)
            and not _OF_POSTS.isdisjoint(re.split(r"[\s_-]", attributes_of(node).get("class", "")))
        ]
        if len(posts) < 2 or any(each.name in ("h1", "h2") for post in posts[1:] for each in descendants(post)):
            return [], []
    author = _first_link(posts[0])
    own = [bool(n == 0 or (author and _first_link(post) == author)) for n, post in enumerate(posts)]
    kept = [message for message, is_own in zip(messages, own, strict=True) if is_own]
    return kept, [message for message, is_own in zip(messages, own, strict=True) if not is_own]


def _around_each(messages: Sequence[Any]) -> list[Any]:
    """Return for each message the largest element around it that holds no other."""
    above = [[*_ancestors(message)] for message in messages]
    counts = Counter(id(node) for nodes in above for node in nodes)
    return [
        next((node for node in reversed(nodes) if counts[id(node)] == 1), message)
        for message, nodes in zip(messages, above, strict=True)
    ]


def _ancestors(node: Any) -> Iterator[Any]:
    while node is not None:
        yield node
        node = node.parent


def _first_link(node: Any) -> str:
    links = (each for each in descendants(node) if each.name == "a")
    return next(filter(None, ("".join(_text_of(each).split()) for each in links)), "")


def _around_messages(page: Page) -> Iterator[tuple[int, int, str]]:
    """Yield the spans of a thread that are not the messages of who began it."""
    if not _MAY_HAVE_POSTS.search(page.source):
        return
    kept, others = _thread(page)
    if not kept:
        return
    is_whole = bool(_MESSAGE.fullmatch(attributes_of(kept[0]).get("id", "")))
    if is_whole and all(map(page.is_closed, kept)):
        edges = [0, *(place for node in kept for place in page.span_of(node)), len(page.source)]
        yield from (
            (first, last, "around the messages of a thread")
            for first, last in zip(edges[::2], edges[1::2], strict=True)
        )
    elif not is_whole:
        yield from ((*page.span_of(node), "reply in a thread") for node in others if page.is_closed(node))
    for message in kept:
        for node in descendants(message):
            if (
                node.name not in ("#text", "a")
                and page.is_closed(node)
                and not _AROUND_MESSAGE.isdisjoint(_names_of(node))
            ):
                yield *page.span_of(node), "around the message"


# ------------------------------------------------------------------------------------------------ registers of offices

_REGISTER = re.compile(
    r"索\s{0,4}引\s{0,4}[号號]|发文机关|發文機關|发布机构|發布機構|成文日期|发文字号|主题分类|公开方式|有效性|生成日期|信息分类|文\s{0,4}号"
)
_FEW_LABELS, _LONGEST_REGISTER = 3, 600


def _registers(page: Page, weights: dict[int, _Weight]) -> Iterator[tuple[int, int, str]]:
    """Yield the table of numbers and dates that an office puts above a document."""
    if len({*_REGISTER.findall(page.source)}) < _FEW_LABELS:
        return
    tables: dict[int, Any] = {}
    for node in descendants(page.root):
        if node.name == "#text" and _REGISTER.search(node.data or ""):
            small = takewhile(lambda each: weights[id(each)].characters <= _LONGEST_REGISTER, _ancestors(node))
            named = [each for each in small if each.name in ("table", "ul", "div", "dl")]
            tables |= {id(each): each for each in named[-1:]}
    for node in tables.values():
        labels = {*_REGISTER.findall(_text_of(node))}
        if len(labels) >= _FEW_LABELS and weights[id(node)].ends <= 1 and page.is_closed(node):
            yield *page.span_of(node), "register of an office"


def _is_named_furniture(node: Any) -> bool:
    """Return whether an element is by its name, role or class one that stands around the article."""
    return _is_around(node) or not (_CLASSES | _TOPICS).isdisjoint(_names_of(node))


def _is_around(node: Any) -> bool:
    return node.name in _AROUND or attributes_of(node).get("role", "").lower() in _ROLES


def _names_of(node: Any) -> frozenset[str]:
    """Return the words of the classes and the id of an element; none, where they may be those of what it tells about."""
    if node.name in _TOLD_BY_CLASS:
        return frozenset()
    attributes = attributes_of(node)
    given, mark = attributes.get("class", ""), attributes.get("id", "")
    if node.name in _TOLD_BY_ID or (node.name == "section" and re.search("[_-]", mark)):
        mark = ""
    return _words_of_names(f"{given} {mark}")


@cache
def _words_of_names(names: str) -> frozenset[str]:
    """Return the words of names, with "comments" for one of several words that tells furniture."""
    names = _CAMEL.sub("-", names).lower() if names != names.lower() else names
    words = frozenset(re.split(r"[\s_-]+", names))
    return words | {"comments"} if _COMPOUND.search(names.replace("_", "-")) else words


def _is_note(node: Any, weight: _Weight, in_body: bool) -> bool:
    """Return whether a footer or aside is part of the text: who said it, when it was written, a remark."""
    if node.name == "aside":
        return in_body and weight.is_told
    parent = node.parent.name if node.name == "footer" else ""
    return parent == "blockquote" or (parent == "section" and weight.is_told)


def _furniture(node: Any, weight: _Weight, whole: _Weight, in_body: bool) -> str:
    """Return why an element stands around the article, or ""; a list of links ``in_body`` may be a part of it."""
    if node.name in ("#text", "body", "html", "a") or weight.headlines:
        return ""
    if _is_around(node) and not _is_note(node, weight, in_body):
        is_page = node.name == "form" and 2 * weight.characters > whole.characters  # some servers send all as a form
        return "" if is_page else "page element around the article"
    names = _names_of(node)
    is_contents = "toc" in names and 2 * weight.linked > weight.characters
    is_named = is_contents or not _CLASSES.isdisjoint(names) or not (weight.is_told or _TOPICS.isdisjoint(names))
    if is_named and weight.characters <= _MOST_OF_PAGE * whole.characters:
        return "page element around the article"
    linked = weight.links >= _LINKS and weight.linked >= max(1, _LINKED * weight.characters)
    return "list of links" if linked and not (in_body or weight.ends or weight.commas) else ""


_TARGET = r"\((?:[^()\s\\]|\\[()]){0,2000}\)"
_IN_LINE = rf"!?\[(?:[^\[\]\n]|!\[[^\[\]\n]{{0,200}}\]{_TARGET}){{0,200}}\]{_TARGET}"
_LINK_LINE = re.compile(
    rf"(?:[ \t]|[*+>•·|/-](?=[\s\[])|#{{1,6}}(?=\s)|{_IN_LINE}"
    r"|[（(]?#?\d{1,5}[)）]?)+"
)
_HAS_LINK = re.compile(r"\]\(")
_MOMENT = re.compile(r"[ ]*\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?[ ]*(?:\d{1,2}:\d{2}(?::\d{2})?)?[ ]*")


def _link_lists(raw: str) -> Iterator[tuple[int, int]]:
    """Yield runs of Markdown lines that contain only links: at least three, or one at an edge of the file."""
    lines, position = [], 0
    for line in raw.splitlines(keepends=True):
        bare = line.strip()
        kind = "blank" if not bare else "text"
        if len(bare) < 6000 and _HAS_LINK.search(bare) and _LINK_LINE.fullmatch(bare):
            kind = "links" if re.search(r"(?<!!)\[[^!\[\]\n]", bare) else "blank"  # a picture alone is no navigation
        elif bare and (len(bare) <= LABEL or _MOMENT.fullmatch(bare)) and not re.search(r"[。！？!?，,]", bare):
            kind = "label"
        lines.append((position, position + len(line), kind, bare.count("](")))
        position += len(line)
    for run in _runs(lines):
        if announces(raw[max(0, run[0][0] - _LONGEST_LINE) : run[0][0]].rstrip().rpartition("\n")[2]):
            rest = [*dropwhile(lambda line: line[2] != "label", run)]
            run = next(_trimmed(rest), run if not raw[run[-1][1] :].strip() else [])
        if not run:
            continue
        n_links = sum(links for _, _, kind, links in run if kind == "links")
        at_edge = run[0][0] == 0 or not raw[run[-1][1] :].strip()
        if n_links >= 3 or (at_edge and n_links):
            yield run[0][0], run[-1][1]


def _runs(lines: Sequence[tuple[int, int, str, int]]) -> Iterator[Sequence[tuple[int, int, str, int]]]:
    run: list = []
    for line in lines:
        if line[2] == "text":
            yield from _trimmed(run)
            run = []
        else:
            run.append(line)
    yield from _trimmed(run)


def _trimmed(run: list) -> Iterator[list]:
    """Yield ``run`` from its first line of links to its last; nothing if there is none."""
    places = [k for k, line in enumerate(run) if line[2] == "links"]
    if places:
        yield run[places[0] : places[-1] + 1]


# A motto or the like before the menu at the foot of a page: behind the addresses of what the article is made from, or
# behind a mark that stands between two files which a server put together.
_BEHIND_SOURCES = re.compile(
    r"\n(?:[ ]*<?https?://\S{1,2000}[ ]*\n[\s\ufeff]{1,20}|\s{0,10}\ufeff\s{1,10})(?P<line>[^\n\[\]]{4,100}\n)"
    r"\s{0,20}(?=[*+-][ ]+\[[^\]\n]{1,60}\]\()"
)


def find_navigation(raw: str) -> list[Found]:
    """Return ``(start, old, "", note)`` for the menus, footers and lists of links around the article in one raw page.

    >>> [old for _, old, _, _ in find_navigation("正文。\\n* [首页](/)\\n* [登录](/in)\\n* [更多](/more)\\n")]
    ['* [首页](/)\\n* [登录](/in)\\n* [更多](/more)\\n']
    """
    if is_html(raw):
        page = parse(raw)
        body, weights = _body_of(page), _weights(page)
        spans = [*(_outside_body(page, body, weights) if body else ()), *_elements(page, body, weights)]
        spans += [*_around_messages(page), *_registers(page, weights)]
    else:
        spans = [(a, b, "list of links") for a, b in _link_lists(raw)]
        spans += [(*match.span("line"), "between sources and menu") for match in _BEHIND_SOURCES.finditer(raw)]
        if (head := read_record(raw)) and head.end:
            spans.append((0, head.end, RECORD))
    found, taken = [], 0
    for start, end, note in sorted(spans):
        start = max(start, taken)
        if start < end:
            found.append((start, raw[start:end], "", note))
            taken = end
    return found
