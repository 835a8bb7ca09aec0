"""Which characters are Han, which script a text is written in, and Traditional to Simplified. Pure."""

import re
from collections import Counter
from functools import cache

import opencc

HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
IS_HAN = re.compile(f"[{HAN}]")
_IS_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")


@cache
def _converter(config: str) -> opencc.OpenCC:
    return opencc.OpenCC(config)


def _count_changed_by(config: str, counted: Counter[str]) -> dict[str, int]:
    distinct = sorted(counted)
    if not distinct:
        return {}
    converted = _converter(config).convert("\n".join(distinct)).split("\n")
    return {old: counted[old] for old, new in zip(distinct, converted, strict=True) if old != new}


def traditional_characters(text: str) -> dict[str, int]:
    """Return how often each character stands in ``text`` that Simplified writing would change.

    >>> traditional_characters("開源开源")
    {'開': 1}
    """
    return _count_changed_by("t2s", Counter(IS_HAN.findall(text)))


def script_of(text: str) -> str:
    """Return ``"Hant"`` (Traditional), ``"Hans"`` (Simplified) or ``""`` (no Chinese: no Han character, or Japanese).

    The majority decides: characters that only Traditional uses against characters that only Simplified uses.

    >>> script_of("開源模型"), script_of("开源模型"), script_of("open")
    ('Hant', 'Hans', '')
    """
    counted = Counter(IS_HAN.findall(text))
    if 5 * len(_IS_KANA.findall(text)) > counted.total():
        return ""
    traditional = _count_changed_by("t2s", counted)
    simplified = _count_changed_by("s2t", counted - Counter(traditional))
    n_traditional, n_simplified = sum(traditional.values()), sum(simplified.values())
    if not n_traditional and not n_simplified:
        return "Hans" if counted else ""
    return "Hant" if n_traditional > n_simplified else "Hans"


def to_simplified(text: str) -> str:
    """Return ``text`` in Simplified characters, words unchanged (OpenCC ``tw2s``).

    ``tw2s`` also mends 著 → 着, which ``t2s`` leaves; it damages Simplified text (么 → 幺), so ask `script_of` first.

    >>> to_simplified("隨著開源")
    '随着开源'
    """
    return _converter("tw2s").convert(text)


def to_traditional(text: str) -> set[str]:
    """Return ``text`` as Traditional writing may spell it: by the general standard, Taiwan's and Hong Kong's.

    >>> sorted(to_traditional("谷歌,里面"))
    ['谷歌,裏面', '谷歌,裡面']
    """
    return {_converter(config).convert(text) for config in ("s2t", "s2tw", "s2hk")}
