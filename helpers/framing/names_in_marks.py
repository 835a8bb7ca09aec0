"""Names in quotation marks that speak: 网友“夜班护士”(说), 代工厂“协和精机”则在声明中(说). Pure."""

import re
from collections.abc import Iterable
from functools import cache

from helpers.framing.quote_marks import MASK, Span, masked_at
from helpers.framing.reporting import adverbs, any_of, ends_with
from helpers.text.script import HAN

NAME_MASK = "＿"  # masks such a name: it parts no clause, as a quotation does
_LONGEST = 12  # characters of a name
_NO_NAME = re.compile("[,。!?:;]")


@cache
def _speaks() -> re.Pattern[str]:
    """Return the pattern of a verb of saying, with what may stand before it: (则在声明中)说."""
    said = rf"(?:{any_of('report')}|{any_of('quote')}|来信|来函|投书|留言|评论|跟帖|投稿|[{HAN}]{{0,8}}:(?={MASK})|:)"
    where = rf"(?:[在于通透从][^,。!?:;{MASK}]{{1,12}}?(?=[{HAN}]{{0,2}}?{said}))?"
    return re.compile(rf"{adverbs(4)}{where}{adverbs(2)}{said}")


_ROLE_REACH = 8  # characters before a name in which the word for its bearer stands


def find_names_in_marks(shadow: str, masked: str, spans: Iterable[Span]) -> list[tuple[int, int]]:
    """Return the places of the firms and handles that stand in quotation marks and speak.

    >>> from helpers.framing.quote_marks import mask_quotations, quoted_spans
    >>> text = "网友“夜猫”说:好。"
    >>> spans = quoted_spans(text)
    >>> find_names_in_marks(text, mask_quotations(text, spans), spans)
    [(3, 5)]
    """
    found = []
    for span in spans:
        if span.depth or not 1 < span.end - span.start <= _LONGEST:
            continue
        start, end = span.mark_start, span.mark_end
        is_named = ends_with("named_in_marks").search(masked, max(0, start - _ROLE_REACH), start)
        is_named = is_named or masked.startswith("在官方", end)
        if is_named and _speaks().match(masked, end) and not _NO_NAME.search(shadow, span.start, span.end):
            found.append((span.start, span.end))
    return found


def mask_names(masked: str, places: list[tuple[int, int]]) -> str:
    """Return the masked text in which the names at ``places`` part no clause.

    >>> mask_names(f"网友{MASK * 4}说:好。", [(3, 5)])
    '网友＿＿＿＿说:好。'
    """
    return masked_at(masked, ((start - 1, end + 1) for start, end in places), NAME_MASK)
