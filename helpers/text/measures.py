"""Tell an amount from a version: the measure words that make `Sora 60秒` a length and leave `Sora 2` a model. Pure."""

from functools import cache

from helpers import lexicon


def _measure_words() -> str:
    """Return the pattern of the measure words, grouped by first character: the engine passes over a group after one look."""
    groups: dict[str, list[str]] = {}
    for row in lexicon.read_table("measures").itertuples():
        unless = f"(?![{row.not_before}])" if row.not_before else ""
        groups.setdefault(row.measure[0], []).append(row.measure[1:] + unless)
    alone = "".join(first for first, rests in groups.items() if "" in rests)
    return "|".join(
        [f"[{alone}]", *(f"{first}(?:{'|'.join(rests)})" for first, rests in groups.items() if "" not in rests)]
    )


@cache
def amount() -> str:
    """Return the pattern of what makes the digit before it part of an amount: more digits, 余 or 多, a measure word.

    >>> import re
    >>> [bool(re.match(r"\\d" + amount(), text)) for text in ("3.5亿", "20多家", "2代", "3支持")]
    [True, True, False, False]
    """
    return rf"(?:[.,:~～-]?\d){{0,12}}[ ]?[余餘多来來几幾]?(?:{_measure_words()})"
