"""Find the captions of pictures in a page. Pure."""

import re
from collections.abc import Callable
from typing import Any

from helpers.cleaning.html_page import Page, attributes_of, children, descendants
from helpers.lexicon import words_of
from helpers.report.body.elements import MOST_OF_PAGE, Weight, text_of

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


def find_captions(page: Page, weights: dict[int, Weight]) -> dict[int, str]:
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
    found = [node for node in found if not _TELLS.search(text_of(node).rstrip())]
    if sum(weights[id(node)].characters for node in found) > MOST_OF_PAGE * weights[id(page.root)].characters:
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
        return above is not None and holds_picture(above) and not text_of(above).strip()
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
