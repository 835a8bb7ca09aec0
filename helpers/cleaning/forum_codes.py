"""Find the codes of forums (BBCode): ``[b]…[/b]``, ``[quote]…[/quote]``. Pure."""

import re
from collections.abc import Iterator

from helpers.cleaning.ledger import Found
from helpers.cleaning.naming import is_joint

_BLOCKS = "quote|code|php|html|list|ul|ol|li|table|tr|td|th|align|center|left|right|indent|p|hide|free|spoiler|h[1-6]"
_SPANS = "b|i|u|s|del|sup|sub|color|backcolor|bgcolor|font|size|url|link|email|mention|at|highlight|style|float"
_UNSEEN = "img|image|attach|attachimg|attachment|media|video|audio|flash|swf|youtube|bilibili|smilie|emot|postbg|index"
_CODE = re.compile(rf"\[(?P<end>/)?(?P<name>{_BLOCKS}|{_SPANS}|{_UNSEEN})(?:=[^\[\]\n]{{1,500}})?\]", re.IGNORECASE)
_IS_BLOCK, _IS_UNSEEN = re.compile(_BLOCKS), re.compile(_UNSEEN)
_ITEM = re.compile(r"(?m)^[ ]*\[\*\][ ]*")
_LONGEST_ADDRESS = 2000  # characters of what no reader sees: the address of an image, the number of a file


def find_forum_codes(text: str) -> Iterator[Found]:
    """Find the codes that are opened and closed; what stands between them stays, but for addresses of images.

    >>> [(old, new) for _, old, new, _ in find_forum_codes("[b]开[/b]a[i]")]
    [('[b]', ''), ('[/b]', '')]
    """
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
