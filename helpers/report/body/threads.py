"""Find what stands around the messages of who began a thread, in a page of a board. Pure."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from helpers.cleaning.html_page import Page, attributes_of, descendants
from helpers.lexicon import words_of
from helpers.report.body.elements import ancestors, names_of, text_of

_MESSAGE = re.compile(r"post_?message_\d+|post_content_\d+|postcontent\d+")  # of Discuz and vBulletin, Tieba, NGA
_POST = re.compile(r"(?:js-)?post[_-]\d+|pid_?\d+|p\d+")  # of phpBB, XenForo and the like, whose class says so, too
_MAY_HAVE_POSTS = re.compile(
    r"""id=["']?(?:post_?(?:message_|content_?)?\d|(?:js-)?post[_-]\d|pid_?\d|p\d)|(?:_host|js_username|data-author|data-username)=""",
    re.IGNORECASE,
)
_OF_POSTS = words_of("message post postbody section")
_AUTHORS = ("_host", "js_username", "data-author", "data-username")  # attributes of a post that name who wrote it
_OF_ITEMS = _OF_POSTS | words_of("item reply floor answer")
_AROUND_MESSAGE = words_of(
    "atl-head atl-reply attach attachlist attachments tip pstatus sign signature ratl rate postprofile"
)


def _thread(page: Page) -> tuple[list[Any], list[Any]]:
    """Return the messages of a board that make up the article: the first, and those by who wrote it; and all others."""
    nodes = [node for node in descendants(page.root) if node.name != "#text"]
    marks = [(node, attributes_of(node).get("id", "")) for node in nodes]
    messages = [node for node, mark in marks if mark and _MESSAGE.fullmatch(mark)]
    if messages:
        posts = _around_each(messages)
    elif len(posts := [node for node in nodes if _author_of(node)]) > 1:
        named = [_author_of(node) for node in posts]
        own = [each == named[0] for each in named]
        others = [node for node, is_own in zip(posts, own, strict=True) if not is_own]
        return [node for node, is_own in zip(posts, own, strict=True) if is_own], others
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


def _author_of(node: Any) -> str:
    """Return who wrote a post, if its element says so."""
    given = attributes_of(node)
    author = next(filter(None, map(given.get, _AUTHORS)), "") if len(given) > 1 else ""
    return author if author and not _OF_ITEMS.isdisjoint(re.split(r"[\s_-]", given.get("class", ""))) else ""


def _around_each(messages: Sequence[Any]) -> list[Any]:
    """Return for each message the largest element around it that holds no other."""
    above = [[*ancestors(message)] for message in messages]
    counts = Counter(id(node) for nodes in above for node in nodes)
    return [
        next((node for node in reversed(nodes) if counts[id(node)] == 1), message)
        for message, nodes in zip(messages, above, strict=True)
    ]


def _first_link(node: Any) -> str:
    links = (each for each in descendants(node) if each.name == "a")
    return next(filter(None, ("".join(text_of(each).split()) for each in links)), "")


def around_messages(page: Page) -> Iterator[tuple[int, int, str]]:
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
                and not _AROUND_MESSAGE.isdisjoint(names_of(node))
            ):
                yield *page.span_of(node), "around the message"
