"""Tell an amount from a version: the measure words that make `Sora 60秒` a length and leave `Sora 2` a model. Pure."""

from functools import cache

from helpers import lexicon
from helpers.text.script import to_traditional


def _measures() -> dict[str, tuple[str, list[str]]]:
    """Return the measure words of both scripts, each with the characters and the words that make it another word."""
    rows = "\n".join(f"{row.measure}\t{row.not_before}" for row in lexicon.read_table("measures").itertuples())
    found: dict[str, tuple[str, list[str]]] = {}
    for spelling in (rows, *sorted(to_traditional(rows))):
        for row in spelling.split("\n"):
            measure, not_before = row.split("\t")
            characters, *words = not_before.split("|", 1)
            known = found.get(measure, ("", []))
            found[measure] = known[0] + characters, known[1] + words
    return found


def _measure_words() -> str:
    """Return the pattern of the measure words, grouped by first character: the engine passes over a group after one look."""
    groups: dict[str, list[str]] = {}
    for measure, (characters, words) in _measures().items():
        unless = "|".join([f"[{''.join(dict.fromkeys(characters))}]"] * bool(characters) + [*dict.fromkeys(words)])
        groups.setdefault(measure[0], []).append(measure[1:] + (f"(?!{unless})" if unless else ""))
    alone = "".join(first for first, rests in groups.items() if "" in rests)
    return "|".join(
        [f"[{alone}]", *(f"{first}(?:{'|'.join(rests)})" for first, rests in groups.items() if "" not in rests)]
    )


@cache
def amount() -> str:
    """Return the pattern of what makes the digit before it part of an amount: more digits, 余 or 多, a measure word.

    >>> import re
    >>> [bool(re.match(r"\\d" + amount(), text)) for text in ("3.5亿", "20多家", "2代", "3支持", "3大优势", "3大幅")]
    [True, True, False, False, True, False]
    """
    return rf"(?:[.,:~～-]?\d){{0,12}}[ ]?[余餘多来來几幾]?(?:{_measure_words()})"
