"""Which characters are Han, which script a text is written in, and Traditional to Simplified. Pure."""

import re
from functools import cache

import opencc

HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
IS_HAN = re.compile(f"[{HAN}]")


@cache
def _converter(config: str) -> opencc.OpenCC:
    return opencc.OpenCC(config)


def _changed_by(config: str, characters: list[str]) -> set[str]:
    converted = _converter(config).convert("\n".join(characters)).split("\n")
    return {old for old, new in zip(characters, converted, strict=True) if old != new}


def traditional_characters(text: str) -> dict[str, int]:
    """Return how often each character stands in ``text`` that Simplified writing would change.

    >>> traditional_characters("開源开源")
    {'開': 1}
    """
    distinct = sorted(set(IS_HAN.findall(text)))
    return {char: text.count(char) for char in sorted(_changed_by("t2s", distinct))} if distinct else {}


def script_of(text: str) -> str:
    """Return ``"Hant"`` (Traditional), ``"Hans"`` (Simplified) or ``""`` (no Han character that tells).

    The majority decides: characters that only Traditional uses against characters that only Simplified uses.

    >>> script_of("開源模型"), script_of("开源模型"), script_of("open")
    ('Hant', 'Hans', '')
    """
    traditional = traditional_characters(text)
    distinct = sorted(set(IS_HAN.findall(text)) - set(traditional))
    simplified = _changed_by("s2t", distinct) if distinct else set()
    n_traditional, n_simplified = sum(traditional.values()), sum(text.count(char) for char in simplified)
    if not n_traditional and not n_simplified:
        return "Hans" if IS_HAN.search(text) else ""
    return "Hant" if n_traditional > n_simplified else "Hans"


def to_simplified(text: str) -> str:
    """Return ``text`` in Simplified characters, words unchanged (OpenCC ``tw2s``).

    ``tw2s`` also mends 著 → 着, which ``t2s`` leaves; it damages Simplified text (么 → 幺), so ask `script_of` first.

    >>> to_simplified("隨著開源")
    '随着开源'
    """
    return _converter("tw2s").convert(text)
