"""Find the codes of forums (BBCode): ``[b]…[/b]``, ``[quote]…[/quote]``, and the shortcodes of WordPress. Pure."""

import re
from collections.abc import Iterator

from helpers.cleaning.ledger import Found, leftmost
from helpers.cleaning.naming import is_joint, is_named
from helpers.text.script import IS_HAN

_BLOCKS = "quote|code|php|html|list|ul|ol|li|table|tr|td|th|align|center|left|right|indent|p|hide|free|spoiler|h[1-6]"
_SPANS = "b|i|u|s|del|sup|sub|color|backcolor|bgcolor|font|size|url|link|email|mention|at|highlight|style|float"
_UNSEEN = "img|image|attach|attachimg|attachment|media|video|audio|flash|swf|youtube|bilibili|smilie|emot|postbg|index"
_CODE = re.compile(rf"\[(?P<end>/)?(?P<name>{_BLOCKS}|{_SPANS}|{_UNSEEN})(?:=[^\[\]\n]{{1,500}})?\]", re.IGNORECASE)
_IS_BLOCK, _IS_UNSEEN = re.compile(_BLOCKS), re.compile(_UNSEEN)
_ITEM = re.compile(r"(?m)^[ ]*\[\*\][ ]*")
_LONGEST_ADDRESS = 2000  # characters of what no reader sees: the address of an image, the number of a file


def find_forum_codes(text: str) -> Iterator[Found]:
    """Find shortcodes, and the codes of forums that are opened and closed; what stands between them stays, but for addresses of images.

    >>> [(old, new) for _, old, new, _ in find_forum_codes("[b]开[/b]a[i]")]
    [('[b]', ''), ('[/b]', '')]
    """
    yield from leftmost([*_shortcodes(text), *_codes(text)]) if "]" in text else ()


_QUOTE = "[\"'“”″‘’′]"
_GIVEN = rf"[\w-]{{1,40}}[ ]?=[ ]?(?:{_QUOTE}[^\[\]\n\"“”″]{{0,500}}{_QUOTE}|[\w,.:/%-]{{1,200}}(?=[\s\]]))"
# Of programs that build pages: known by their names, or by what is given to them, in quotation marks at least once.
_SHORTCODE = re.compile(
    rf"\[(?P<end>/)?(?P<name>(?P<known>(?:vc|et_pb|su|av|fusion|mk|cs|ngg|wpb|tdb?|fl|rev)_[a-z][\w-]{{0,40}}|gallery|playlist|caption"
    rf"|contact-form(?:-7)?|rev_slider|embed|wp_caption)|[a-z][a-z_-][\w-]{{0,40}})(?P<given>(?:\s{{1,9}}{_GIVEN}){{0,40}})\s{{0,9}}/?\]"
)
_IS_GIVEN = re.compile(rf"=[ ]?{_QUOTE}")
_TAG = re.compile(r"<[^<>]{0,2000}>")
_IS_ADDRESS = re.compile(r"\s*(?:https?:)?//\S+\s*")
_LONGEST_CAPTION = 200
_TELLS = ("。", "！", "？", "…", "”", "」")  # a caption that is a sentence may tell what stands nowhere else


def _shortcodes(text: str) -> Iterator[Found]:
    """Find shortcodes; what stands between two stays, but for an address alone and the caption of a picture."""
    if not any(sign in text for sign in ("=", "[/", "[gallery]", "[vc_", "[playlist]")):
        return
    opened: dict[str, re.Match[str]] = {}
    ends = {match["name"] for match in _SHORTCODE.finditer(text) if match["end"]} if "[/" in text else set()
    for code in _SHORTCODE.finditer(text):
        name = code["name"]
        is_sure = code["known"] or (_IS_GIVEN.search(code["given"]) and not code["end"])
        is_in_sentence = IS_HAN.match(text[code.start() - 1 : code.start()]) and IS_HAN.match(text, code.end())
        if not code["known"] and name not in ends and is_in_sentence:
            continue
        if is_named(text, *code.span()) or not (is_sure or (code["end"] and name in opened)):
            continue
        yield code.start(), code[0], "", "shortcode"
        if not code["end"]:
            if name in ends:
                opened[name] = code
        elif start := opened.pop(name, None):
            between = text[start.end() : code.start()]
            if len(between) <= _LONGEST_ADDRESS and (
                _IS_ADDRESS.fullmatch(between) or (name.endswith("caption") and _is_caption(between))
            ):
                yield start.start(), text[start.start() : code.end()], "", "picture, player or caption of a shortcode"


def _is_caption(between: str) -> bool:
    said = _TAG.sub("", between).strip()
    return len(said) <= _LONGEST_CAPTION and "\n\n" not in said and not said.endswith(_TELLS)


def _codes(text: str) -> Iterator[Found]:
    if "[/" not in text:
        return
    opened: dict[str, list[re.Match[str]]] = {}
    has_list = False
    for code in _CODE.finditer(text):
        name = code["name"].lower()
        if not code["end"]:
            opened.setdefault(name, []).append(code)
        elif opened.get(name):
            start = opened[name].pop()
            if is_joint(text, start.end(), code.start()):  # 用[b]和[/b]
                continue
            between = text[start.end() : min(code.start(), start.end() + _LONGEST_ADDRESS + 1)]
            if _IS_UNSEEN.fullmatch(name) and len(between) <= _LONGEST_ADDRESS and "\n" not in between:
                yield start.start(), text[start.start() : code.end()], "", "image or file of a forum"
                continue
            new = "\n" if _IS_BLOCK.fullmatch(name) else ""
            has_list |= name in ("list", "ul", "ol")
            yield start.start(), start[0], new, "code of a forum"
            yield code.start(), code[0], new, "code of a forum"
    for item in _ITEM.finditer(text) if has_list else ():
        yield item.start(), item[0], "", "code of a forum"
