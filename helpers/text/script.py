"""Recognise Han characters and the script of a text; convert Traditional to Simplified. Pure."""

import re
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from helpers import lexicon

if TYPE_CHECKING:
    import opencc

HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
IS_HAN = re.compile(f"[{HAN}]")
_IS_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
# The kinds of characters: of no script, Han of both scripts, kana, Simplified only, Traditional only.
_OTHER, _HAN, _KANA, _SIMPLIFIED, _TRADITIONAL = range(5)


@cache
def _converter(config: str) -> "opencc.OpenCC":
    import opencc  # loaded when used: most tools of this room need no conversion

    return opencc.OpenCC(config)


def _convert(config: str, text: str) -> str:
    """Return ``text`` as OpenCC converts it; OpenCC itself drops all that follows a NUL."""
    return "\0".join(map(_converter(config).convert, text.split("\0")))


def code_points(text: str) -> np.ndarray:
    """Return the code points of ``text``, to look up or compare all of them at once.

    >>> code_points("A开").tolist()
    [65, 24320]
    """
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


@cache
def _kinds() -> np.ndarray:
    """Return the kind of each character, by code point."""
    characters = "".join(map(chr, range(0x40000)))
    of_script = lexicon.read_table("scripts").set_index("script")["characters"]
    kinds = np.full(0x110000, _OTHER, dtype="uint8")
    members_of = {
        _HAN: IS_HAN.findall(characters),
        _KANA: _IS_KANA.findall(characters),
        _SIMPLIFIED: of_script["simplified"],
        _TRADITIONAL: of_script["traditional"],
    }
    for kind, members in members_of.items():  # the later kind counts
        kinds[code_points("".join(members))] = kind
    return kinds


def traditional_characters(text: str) -> dict[str, int]:
    """Return how often each character occurs in ``text`` that Simplified writing would change.

    >>> traditional_characters("開源开源")
    {'開': 1}
    """
    codes = code_points(text)
    found, n = np.unique(codes[_kinds()[codes] == _TRADITIONAL], return_counts=True)
    return dict(zip(map(chr, found.tolist()), n.tolist(), strict=True))


def script_of(text: str) -> str:
    """Return ``"Hant"`` (Traditional), ``"Hans"`` (Simplified) or ``""`` (no Chinese: no Han character, or Japanese).

    The majority decides: characters that only Traditional uses against characters that only Simplified uses.

    >>> script_of("開源模型"), script_of("开源模型"), script_of("open")
    ('Hant', 'Hans', '')
    """
    n = np.bincount(_kinds()[code_points(text)], minlength=5).tolist()
    n_han = n[_HAN] + n[_SIMPLIFIED] + n[_TRADITIONAL]
    if not n_han or 5 * n[_KANA] > n_han:
        return ""
    return "Hant" if n[_TRADITIONAL] > n[_SIMPLIFIED] else "Hans"


def to_simplified(text: str) -> str:
    """Return ``text`` in Simplified characters (OpenCC ``tw2s``); words stay as they are.

    ``tw2s`` also converts 著 to 着, which ``t2s`` leaves. It damages Simplified text (么 → 幺), so ask `script_of` first.

    >>> to_simplified("隨著開源")
    '随着开源'
    """
    return _convert("tw2s", text)


def to_traditional(text: str) -> set[str]:
    """Return ``text`` as Traditional writing may spell it: by the general standard, Taiwan's and Hong Kong's.

    >>> sorted(to_traditional("谷歌,里面"))
    ['谷歌,裏面', '谷歌,裡面']
    """
    return {_convert(config, text) for config in ("s2t", "s2tw", "s2hk")}


_ASCII = str.maketrans("，！？：；（）．＂、﹁﹂﹃﹄〝〞〟‟「」『』", ',!?:;()."、“”‘’“””““”‘’')


class _Shadows(dict[int, str]):
    """The shadow of each character, found when it first occurs; made for `str.translate`."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        simple = to_simplified(char) if traditional_characters(char) else char
        self[code] = shadow = (simple if len(simple) == 1 else char).translate(_ASCII)
        return shadow


_shadows = _Shadows()


def shadow_of(text: str) -> str:
    """Return ``text`` in Simplified characters and ASCII marks, every character still in its place.

    Rules are matched on the shadow; what they find is cut from the text itself.

    >>> shadow_of("「開源，」他說")
    '“开源,”他说'
    """
    return text.translate(_shadows)
