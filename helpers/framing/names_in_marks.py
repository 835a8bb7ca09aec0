"""Names in quotation marks that speak: 网友“夜班护士”(说), 代工厂“协和精机”则在声明中(说). Pure."""

import re
from functools import cache

from helpers.framing.quote_marks import MASK
from helpers.framing.reporting import adverbs, any_of
from helpers.text.script import HAN

NAME_MASK = "＿"  # masks such a name: it parts no clause, as a quotation does
_LONGEST = 14  # characters of a name, with the marks
_NO_NAME = re.compile("[,。!?:;]")


@cache
def _in_marks() -> re.Pattern[str]:
    """Return the pattern of a masked name behind what its bearer is and before a verb of saying."""
    said = rf"(?:{any_of('report')}|{any_of('quote')}|来信|来函|投书|留言|评论|跟帖|投稿|:)"
    where = rf"(?:[在于通透从][^,。!?:;{MASK}]{{1,12}}?(?=[{HAN}]{{0,2}}?{said}))?"
    name = rf"(?<!{MASK})(?P<name>{MASK}{{4,{_LONGEST}}})(?!{MASK})"
    return re.compile(rf"{name}(?={adverbs(4)}{where}{adverbs(2)}{said})")


_ROLE_REACH = 8  # characters before a name in which the word for its bearer stands


@cache
def _role() -> re.Pattern[str]:
    return re.compile(rf"{any_of('named_in_marks')}\Z")


def find_names_in_marks(shadow: str, masked: str) -> list[tuple[int, int]]:
    """Return the places of the firms and handles that stand in quotation marks and speak.

    >>> find_names_in_marks("网友“夜猫”说:好。", f"网友{MASK * 4}说:好。")
    [(3, 5)]
    """
    found = []
    for match in _in_marks().finditer(masked) if MASK in masked else ():
        start, end = match.start("name") + 1, match.end("name") - 1
        near = max(0, match.start("name") - _ROLE_REACH)
        if _role().search(masked, near, match.start("name")) and not _NO_NAME.search(shadow, start, end):
            found.append((start, end))
    return found


def mask_names(masked: str, places: list[tuple[int, int]]) -> str:
    """Return the masked text in which the names at ``places`` part no clause.

    >>> mask_names(f"网友{MASK * 4}说:好。", [(3, 5)])
    '网友＿＿＿＿说:好。'
    """
    for start, end in places:
        masked = f"{masked[: start - 1]}{NAME_MASK * (end - start + 2)}{masked[end + 1 :]}"
    return masked
