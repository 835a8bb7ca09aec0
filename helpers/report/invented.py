"""Articles without meaning, as many as wanted: with them it is measured how counting grows. Pure."""

import random
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd

from helpers import lexicon

# Zipf–Mandelbrot: the share of the word of rank r is proportional to 1 / (r + SHIFT) ** SLOPE, for ranks without end. Fitted
# to 49 real articles, in which 1,000 words hold about 470 different ones, 10,000 about 2,300, and 79,000 about 9,800.
SHIFT, SLOPE = 20, 1.45


@cache
def _vocabulary() -> list[str]:
    """Return known words by rank: marks, our own words, then the segmenter's dictionary by frequency."""
    glossary, names = lexicon.read_table("glossary")["simplified"], lexicon.read_table("entities")["alias"]
    own = dict.fromkeys((*lexicon.read_words("stopwords"), *lexicon.read_words("words"), *glossary, *names))
    own = random.Random(0).sample([*own], len(own))
    dictionary = Path(find_spec("jieba").submodule_search_locations[0], "dict.txt").read_text(encoding="utf-8")
    entries = (line.split(" ") for line in dictionary.splitlines())
    common = [word for word, *_ in sorted(entries, key=lambda entry: (-int(entry[1]), entry[0]))]
    words = dict.fromkeys(("，", "的", "。", *own, *common))
    return [f"{word} " if word[-1].isascii() else word for word in words]


def word_of(rank: int) -> str:
    """Return the word of a rank from 0 on: a known one or, for ranks without end, a name that nobody has."""
    if rank < len(words := _vocabulary()):
        return words[rank]
    name, rest = "", rank - len(words) + 1
    while rest:
        rest, digit = divmod(rest, 100)
        name += "bdfghjklmnprstvwxyzc"[digit // 5] + "aeiou"[digit % 5]
    return f"{name.capitalize()} "


def synthetic_articles(seed: int, *, n: int = 1000) -> pd.DataFrame:
    """Return ``n`` short meaningless articles; a ``seed`` always gives the same.

    Their vocabulary is open: words are drawn by a Zipf–Mandelbrot law that was fitted to real articles, so that new words
    never end (Mandelbrot 1953; drawn in its continuous form, a Lomax distribution of ranks).

    >>> synthetic_articles(7, n=2)["article_id"].tolist()
    ['000007-0000', '000007-0001']
    """
    chances = np.random.default_rng(seed).random((n, 201))
    ranks = (1 + SHIFT) * (1 - chances[:, 1:]) ** (-1 / (SLOPE - 1)) - SHIFT - 1
    rows = [
        (f"{seed:06}-{number:04}", 2023 + int(3 * chances[number, 0]), "".join(map(word_of, row)))
        for number, row in enumerate(np.minimum(ranks, 2**62).astype("int64").tolist())
    ]
    return pd.DataFrame(rows, columns=["article_id", "year", "text"])
