"""Repair values that were misread, and know those of which a part is left so. Pure."""

import re
from collections.abc import Iterable
from contextlib import suppress
from itertools import product

from helpers.cleaning.ledger import Edit, apply_edits
from helpers.cleaning.mojibake import find_repairs
from helpers.text.script import HAN, IS_HAN

_HAN_ROWS = re.compile(f"[{HAN}]+")
_MISREAD = re.compile("[\x80-\u024f\u0300-\u03ff\u2010-\u203a\u20ac\u2122]{2}")


def repaired(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return names with their values, the mojibake of these repaired; the proof is all of them together.

    >>> repaired([("title", "å¼€æº\\x90")])
    [('title', '开源')]
    """
    pairs = [*pairs]
    if not any(not value.isascii() and not IS_HAN.search(value) and _MISREAD.search(value) for _, value in pairs):
        return pairs
    text = "\n".join(value.replace("\n", " ") for _, value in pairs)
    repairs = [Edit(0, "", *repair) for repair in find_repairs(text) if "\n" not in repair[1] + repair[2]]
    values = apply_edits(text, repairs).split("\n")
    return [(name, _whole(old, value)) for (name, old), value in zip(pairs, values, strict=True)]


# A pair of bytes of GB2312 beside a character: of a value that was repaired in part (河谷晨±¨), or that a program tore.
_HALF_READ = re.compile(rf"(?<=[{HAN}])(?![·«»])[¡-÷][¡-þ]|(?![·«»])[¡-÷][¡-þ](?=[{HAN}])")
_READ_BY, _WRITTEN_IN = ("latin-1", "cp1252"), ("gb18030", "big5hkscs")


def is_half_read(value: str) -> bool:
    """Return whether a value is Chinese and mojibake side by side.

    >>> is_half_read("河谷晨±¨"), is_half_read("误差±1"), is_half_read("Süddeutsche")
    (True, False, False)
    """
    return not value.isascii() and bool(_HALF_READ.search(value))


def _whole(old: str, new: str) -> str:
    """Return a value as it was repaired; if that left a part of it, all of it read by the table that makes the same of the rest."""
    if old == new.strip() or not is_half_read(new):
        return new
    for read, written in product(_READ_BY, _WRITTEN_IN):
        with suppress(UnicodeError):
            whole = old.encode(read).decode(written)
            if not is_half_read(whole) and all(row in whole for row in _HAN_ROWS.findall(new)):
                return whole
    return new
