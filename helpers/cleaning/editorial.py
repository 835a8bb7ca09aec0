"""Find the editorial cuts of an article: what only a reader of it can know to be no part of it, and repairs that are proved. Pure."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from helpers.cleaning.ledger import Found


class EditorialCut(NamedTuple):
    """A judgement about one article, from ``edits.csv``: ``quote`` must occur ``count`` times in the raw text.

    >>> from helpers.cleaning.cleaner import clean
    >>> clean("首页 > 科技\\n开源会赢。", [EditorialCut("furniture", 1, "首页 > 科技\\n", "", "a line of links")]).text
    '开源会赢。'
    """

    kind: str
    count: int
    quote: str
    replacement: str
    reason: str
    where: str = ""  # file and row, for messages


class CutError(ValueError):
    """An editorial cut does not fit its text; the message names the cut and the reason.

    >>> from helpers.cleaning.cleaner import clean
    >>> clean("开源会赢。", [EditorialCut("title", 2, "开源", "", "it stands twice")])
    Traceback (most recent call last):
    helpers.cleaning.editorial.CutError: cut 1: '开源' stands 1 times in the text, not 2.
    """


def find_cuts(raw: str, cuts: Sequence[EditorialCut]) -> Iterator[Found]:
    """Find the places of editorial ``cuts`` in ``raw``: an edit for each, in order of place.

    Raises:
        CutError: a quote does not occur in ``raw`` exactly ``count`` times, two quotes overlap, or a repair of mojibake
            is not proved by losing one byte.

    >>> [*find_cuts("图源:某社\\n开源会赢。", [EditorialCut("caption", 1, "图源:某社\\n", "", "of a lost picture")])]
    [(0, '图源:某社\\n', '', 'caption: of a lost picture')]
    """
    found = []
    for number, cut in enumerate(cuts, start=1):
        where = cut.where or f"cut {number}"
        places = [match.start() for match in re.finditer(re.escape(cut.quote), raw)] if cut.quote else []
        if len(places) != cut.count:
            raise CutError(f"{where}: {cut.quote[:40]!r} stands {len(places)} times in the text, not {cut.count}.")
        if cut.kind == "mojibake" and not any(
            proves_lost_byte(cut.quote, cut.replacement + tail) for tail in ("", "</p>")
        ):
            raise CutError(f"{where}: {cut.quote[:40]!r} is not what losing one byte of its repair gives.")
        found += [(place, cut.quote, cut.replacement, cut, where) for place in places]
    found.sort(key=lambda edit: edit[0])
    for before, after in pairwise(found):
        if before[0] + len(before[1]) > after[0]:
            raise CutError(f"{after[4]}: {after[1][:40]!r} overlaps {before[1][:40]!r} of {before[4]}.")
    for place, old, new, cut, _ in found:
        yield place, old, new, f"{cut.kind}: {cut.reason}"


_NARROW = str.maketrans("，？！：；（）", ",?!:;()")
_WIDEN = str.maketrans(",?!:;()", "，？！：；（）")


def _decode_as_a_browser(data: bytes, swallow: bool) -> str:
    """Decode GBK the way sloppy software does: a wrong pair becomes ``?``, the private zone nothing."""
    out, position = [], 0
    while position < len(data):
        if data[position] < 0x80:
            out.append(chr(data[position]))
            position += 1
            continue
        pair = data[position : position + 2]
        try:
            out.append(pair.decode("gbk"))
        except UnicodeDecodeError:
            private = len(pair) == 2 and pair[0] >= 0xA1 and pair[1] >= 0xA1
            out.append("" if private else "?")
            pair = pair if swallow or private else pair[:1]
        position += len(pair)
    return "".join(out)


def proves_lost_byte(damaged: str, repaired: str) -> bool:
    """Return whether losing *one* byte of ``repaired`` in GBK gives exactly ``damaged``.

    The true text is encoded as GBK (full-width punctuation, as it was written), each single byte in turn is dropped
    or overwritten by ``?``, the rest is decoded, punctuation narrowed, and compared.

    >>> proves_lost_byte("?!?/p>", "。”</p>")
    True
    >>> proves_lost_byte("?!?/p>", "，“</p>")
    False
    """
    for true_text in {repaired, repaired.translate(_WIDEN)}:
        try:
            data = true_text.encode("gbk")
        except UnicodeEncodeError:
            continue
        for position in range(len(data)):
            for filler in (b"?", b""):
                broken = data[:position] + filler + data[position + 1 :]
                for swallow in (True, False):
                    if _decode_as_a_browser(broken, swallow).translate(_NARROW) == damaged.translate(_NARROW):
                        return True
    return False
