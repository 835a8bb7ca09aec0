"""Find the menus, footers and lists of links around the article in a raw page, in HTML or Markdown. Pure."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import takewhile
from typing import Any

from helpers import lexicon
from helpers.cleaning.html_page import Page, attributes_of, children, descendants, is_block, is_html, parse
from helpers.cleaning.ledger import Found
from helpers.lexicon import words_of
from helpers.report.body.captions import find_captions
from helpers.report.body.credits import announces
from helpers.report.body.elements import (
    CLASSES,
    MOST_OF_PAGE,
    TOPICS,
    Weight,
    ancestors,
    is_around,
    is_named_furniture,
    names_of,
    text_of,
    weights_of,
)
from helpers.report.body.forwarded import BEHIND_NAME, find_chat
from helpers.report.body.labels import read_record
from helpers.report.body.line_notes import LABEL, forms
from helpers.report.body.line_weights import line_key
from helpers.report.body.link_lists import LONGEST_ANNOUNCEMENT, find_link_lists
from helpers.report.body.summaries import find_summaries, summaries_in
from helpers.report.body.threads import around_messages
from helpers.text.script import shadow_of, to_traditional

RECORD = "head of a record"
_LINKED, _LINKS = 0.8, 3  # share of the text and number of links from which on an element is a list of links
_IS_NOT_SHOWN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_GOES_ON = re.compile(r"(?:[？?：:，,、…]|\.\.\.)\Z")  # a question, or a sentence without its end


def _body_of(page: Page) -> Any:
    """Return the ``<article>`` (or ``<main>``) of a page that has exactly one; else None."""
    found = [node for node in descendants(page.root) if node.name in ("article", "main")]
    for name in ("article", "main"):
        named = [node for node in found if node.name == name]
        if len(named) == 1:
            return named[0]
    return None


def _outside_body(page: Page, body: Any, weights: dict[int, Weight]) -> Iterator[tuple[int, int, str]]:
    """Yield the spans before and after the ``body`` of a page, with a note, but not a side with as much prose of its own."""
    start, end = page.span_of(body)
    before, after = Weight(), Weight()
    stack = [*reversed(children(page.root))]
    while stack:
        node = stack.pop()
        if node is body or is_named_furniture(node):
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


def _elements(page: Page, body: Any, weights: dict[int, Weight]) -> Iterator[tuple[int, int, str]]:
    """Yield the spans of page elements that contain no article, with a note. A missing end tag keeps an element in."""
    whole = weights[id(page.root)]
    notes = find_captions(page, weights) | dict.fromkeys(_not_shown(page, weights), "not shown")
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


def _links_of_the_text(siblings: Sequence[Any], weights: dict[int, Weight]) -> set[int]:
    """Return the ids of the elements that are part of the text, even if they hold nothing but links: what a line announces
    that ends in a colon, and a table or paragraph between sentences."""
    held = [(node, weights[id(node)]) for node in siblings if weights[id(node)].characters]
    found = set()
    for (before, above), (node, weight), (_, below) in zip(held, held[1:], [*held[2:], (None, Weight())], strict=False):
        if weight.links < _LINKS:
            continue
        is_between = node.name in ("p", "table") and above.ends and below.ends
        if is_between or (above.commas and above.characters <= LONGEST_ANNOUNCEMENT and announces(text_of(before))):
            found.add(id(node))
    return found


def _not_shown(page: Page, weights: dict[int, Weight]) -> set[int]:
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
    if sum(each.characters for each in held) > MOST_OF_PAGE * weights[id(page.root)].characters:
        return set()
    return {id(node) for node, each in zip(found, held, strict=True) if not (each.is_prose or each.headlines)}


_FEW_LABELS, _LONGEST_REGISTER = 3, 600


@cache
def _register() -> re.Pattern[str]:
    """Return the labels of such a table in both scripts; blanks may stand between the characters of one: 索 引 号."""
    labels = lexicon.terms_of("credits", "register")
    spelt = {*labels, *(form for label in labels for form in to_traditional(label))}
    spelt |= {form.replace("佈", "布") for form in spelt}
    return re.compile("|".join(r"\s{0,4}".join(form) for form in sorted(spelt)))


def _registers(page: Page, weights: dict[int, Weight]) -> Iterator[tuple[int, int, str]]:
    """Yield the table of numbers and dates that an office puts above a document."""
    if len({*_register().findall(page.source)}) < _FEW_LABELS:
        return
    tables: dict[int, Any] = {}
    for node in descendants(page.root):
        if node.name == "#text" and _register().search(node.data or ""):
            small = takewhile(lambda each: weights[id(each)].characters <= _LONGEST_REGISTER, ancestors(node))
            named = [each for each in small if each.name in ("table", "ul", "div", "dl")]
            tables |= {id(each): each for each in named[-1:]}
    for node in tables.values():
        labels = {*_register().findall(text_of(node))}
        if len(labels) >= _FEW_LABELS and weights[id(node)].ends <= 1 and page.is_closed(node):
            yield *page.span_of(node), "register of an office"


def _is_note(node: Any, weight: Weight, in_body: bool) -> bool:
    """Return whether a footer or aside is part of the text: who said it, when it was written, a remark."""
    if node.name == "aside":
        return in_body and weight.is_told
    parent = node.parent.name if node.name == "footer" else ""
    return parent == "blockquote" or (parent == "section" and weight.is_told)


def _furniture(node: Any, weight: Weight, whole: Weight, in_body: bool) -> str:
    """Return why an element stands around the article, or ""; a list of links ``in_body`` may be a part of it."""
    if node.name in ("#text", "body", "html", "a") or weight.headlines:
        return ""
    if is_around(node) and not _is_note(node, weight, in_body):
        is_page = node.name == "form" and 2 * weight.characters > whole.characters  # some servers send all as a form
        return "" if is_page else "page element around the article"
    names = names_of(node)
    is_contents = "toc" in names and 2 * weight.linked > weight.characters
    is_named = is_contents or not CLASSES.isdisjoint(names) or not (weight.is_told or TOPICS.isdisjoint(names))
    if is_named and weight.characters <= MOST_OF_PAGE * whole.characters:
        return "page element around the article"
    if _lists_others(node, weight):
        return "list of other articles"
    if _numbers_lines(node, weight):
        return "numbers of lines"
    linked = weight.links >= _LINKS and weight.linked >= max(1, _LINKED * weight.characters)
    return "list of links" if linked and not (in_body or weight.ends or weight.commas) else ""


_HEADS = words_of("h2 h3 h4 h5 h6 header div p strong span")
_LONGEST_LIST, _SHARE_LINKED = 600, 0.6


def _lists_others(node: Any, weight: Weight) -> bool:
    """Return whether an element holds a heading such as 相关阅读 and nothing but links below it, be it one."""
    if not weight.links or weight.ends or weight.characters > _LONGEST_LIST or node.name in ("p", "li"):
        return False
    head = next((each for each in children(node) if each.name != "#text" or (each.data or "").strip()), None)
    if head is None or head.name not in _HEADS:
        return False
    title = text_of(head).strip()
    return (
        1 < len(title) <= LABEL
        and weight.linked >= _SHARE_LINKED * (weight.characters - len(title))
        and bool(forms("other_articles").fullmatch(line_key(shadow_of(title))))
    )


_OF_CODE = re.compile(r"(?:^|[\s_-])(?:gutter|line-?nos?|line-?numbers?|linenodiv|blob-num)(?![\w-])")


def _numbers_lines(node: Any, weight: Weight) -> bool:
    """Return whether an element holds the numbers of the lines of a program."""
    if node.name not in ("td", "div", "pre", "span") or weight.ends or weight.links:
        return False
    named = attributes_of(node).get("class", "")
    return bool(named and _OF_CODE.search(named)) and "".join(text_of(node).split()).isdecimal()


def find_navigation(raw: str) -> list[Found]:
    """Return ``(start, old, "", note)`` for the menus, footers and lists of links around the article in one raw page.

    >>> [old for _, old, _, _ in find_navigation("正文。\\n* [首页](/)\\n* [登录](/in)\\n* [更多](/more)\\n")]
    ['* [首页](/)\\n* [登录](/in)\\n* [更多](/more)\\n']
    """
    if is_html(raw):
        page = parse(raw)
        body, weights = _body_of(page), weights_of(page)
        spans = [*(_outside_body(page, body, weights) if body else ()), *_elements(page, body, weights)]
        spans += [*around_messages(page), *_registers(page, weights), *summaries_in(page, weights)]
    else:
        head = read_record(raw)
        end = head.end if head else 0
        spans = [*find_link_lists(raw, end), *find_summaries(raw), *find_chat(raw)]
        if end:
            spans.append((0, end, RECORD))
    found, taken = [], 0
    for start, end, note in sorted(spans):
        start = max(start, taken)
        if start < end:
            found.append((start, raw[start:end], "：" if note == BEHIND_NAME else "", note))
            taken = end
    return found
