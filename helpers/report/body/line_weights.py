"""Weigh by its words whether a line is a credit, a note on rights or a call, and no line of an article. Pure.

The weights of characters and pairs of them are fitted by bench/fit_boilerplate.py on lines made up for the purpose.
"""

import math
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from itertools import pairwise, repeat

from helpers import lexicon
from helpers.text.script import usual_marks

_NUMBER = re.compile(r"\d[\d,.:]*")
_BARS = re.compile("[┃︱∣│︳╎]")  # with which some sites draw what others write as ｜
_DOTTED_DAY = re.compile(r"(\d{4})\.(\d{1,2})\.(?=\d)")  # else one number


def line_key(line: str) -> str:
    """Return the key by which lines of a site are compared: numbers, blanks and the form of a mark or bar do not matter.

    >>> line_key("阅读 1,024") == line_key("阅读 7")
    True
    """
    line = _BARS.sub("｜", usual_marks("".join(line.split())))
    if "." in line:
        line = _DOTTED_DAY.sub(r"\1-\2-", line)
    return _NUMBER.sub("0", line).casefold()


MOST_READ = 120  # characters of a line that are read; a credit has said by then what it is
_LENGTHS = (8, 16, 30, 60)  # characters: how long a line is, in steps
IS_SENTENCE = re.compile("[，。！？；]")


def line_features(key: str) -> set[str]:
    """Return what speaks for or against a line: its characters and pairs of them, ``^`` and ``$`` for its ends; how long
    it is; whether it has marks of a sentence.

    >>> sorted(line_features("编辑"))
    ['$', '^', '^编', '_length 0', '编', '编辑', '辑', '辑$']
    """
    marked = f"^{key[:MOST_READ]}$"
    found = {*marked, *map("".join, pairwise(marked)), f"_length {sum(len(key) >= step for step in _LENGTHS)}"}
    return found | {"_sentence"} if IS_SENTENCE.search(key) else found


@cache
def _weights() -> dict[str, float]:
    table = lexicon.read_table("boilerplate_weights")
    return dict(zip(table["feature"], table["weight"].astype(float), strict=True))


def weigh(key: str, weights: Mapping[str, float]) -> float:
    """Return the sum of the ``weights`` of what a line holds, and of ``_base``; to six digits, as sums of floating-point
    numbers differ with their order, and a set has none.

    >>> weigh("甲", {"_base": -1.0, "甲": 2.5, "乙": 9.0})
    1.5
    """
    return round(math.fsum([weights["_base"], *map(weights.get, line_features(key), repeat(0.0))]), 6)


@lru_cache(4096)  # a line is asked for when articles are compared, and again when one is finished
def log_odds(key: str) -> float:
    """Return the logarithm of the odds that a line is boilerplate, by its words alone.

    >>> log_odds("责任编辑:张三") > 0 > log_odds("编辑是一个正在消失的职业,她说。")
    True
    """
    return weigh(key, _weights())
