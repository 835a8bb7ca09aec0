"""Tell an amount from a version: the measure words that make `Sora 60秒` a length and leave `Sora 2` a model. Pure."""

import re
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


# Unicode keeps these characters for programs, and no text has them: one for each digit, ASCII and full-width.
_DIGITS = "0123456789０１２３４５６７８９"
_OF_AMOUNT = {ord(digit): 0xFDD0 + k for k, digit in enumerate(_DIGITS)}
_DIGIT_OF = {masked: digit for digit, masked in _OF_AMOUNT.items()}
ASCII_OF_AMOUNTS = "\ufdd0-\ufdd9"
DIGITS_OF_AMOUNTS = "\ufdd0-\ufde3"
_HAS_MASKED = re.compile(f"[{DIGITS_OF_AMOUNTS}]")


@cache
def _amount_or_tied() -> re.Pattern[str]:
    """Return the pattern of a number, with a group if it is an amount: not the 3 of V3个 nor, behind a hyphen, of Llama-3个."""
    tied = r"(?<=(?<![A-Za-z])[A-Za-z]\d)|(?<=[a-z][A-Z]\d)|(?<=[^\W\d]-\d)"
    return re.compile(rf"\d(?:(?:{tied})[\d.]*+|{amount()}())")


def mask_amounts(text: str) -> str:
    """Return ``text`` with other characters for the digits of amounts, so that a pattern of versions passes them over.

    It is as long as ``text``, and `unmask_amounts` gives the digits back.

    >>> re.findall("[0-9]+", mask_amounts("Sora 2的60秒视频，V3个人版"))
    ['2', '3']
    """
    if _HAS_MASKED.search(text):
        return text
    return _amount_or_tied().sub(lambda found: mask_digits(found[0]) if found.lastindex else found[0], text)


def mask_digits(text: str) -> str:
    """Return ``text`` with the characters that `mask_amounts` sets in the place of digits.

    >>> mask_digits("6秒") == "\ufdd6秒"
    True
    """
    return text.translate(_OF_AMOUNT)


def unmask_amounts(text: str) -> str:
    """Return the text, or the part of it, that `mask_amounts` changed.

    >>> unmask_amounts(mask_amounts("60秒"))
    '60秒'
    """
    return text.translate(_DIGIT_OF)
