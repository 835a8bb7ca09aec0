"""Names of persons, firms and models in a text, in any script and punctuation. Pure."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

import pandas as pd

from helpers import lexicon
from helpers.script import to_simplified, traditional_characters
from helpers.words import entity_of, kind_of, tokenize

MENTION_TYPES = {"start": "int64", "end": "int64", "surface": "str", "entity": "str", "kind": "str"}
QUOTE_TYPES = {
    "start": "int64",
    "end": "int64",
    "quote": "str",
    "kind": "str",
    "speaker": "str",
    "cue": "str",
    "side": "str",
}
_ASCII = str.maketrans("，！？：；（）．＂、﹁﹂﹃﹄〝〞〟‟「」『』", ',!?:;()."、“”‘’“””““”‘’')


def typed_table(rows: Iterable, types: Mapping[str, str]) -> pd.DataFrame:
    """Return ``rows`` as a table with the columns and types of ``types``, also when there is no row."""
    return pd.DataFrame(list(rows), columns=list(types)).astype(dict(types))


def shadow_of(text: str) -> str:
    """Return ``text`` in Simplified characters and ASCII marks, every character still in its place."""
    simple = {char: to_simplified(char) for char in traditional_characters(text)}
    return text.translate({ord(old): new for old, new in simple.items() if len(new) == 1}).translate(_ASCII)


@cache
def _alias_pattern() -> tuple[re.Pattern[str], frozenset[str]]:
    table = lexicon.read_table("entities")
    by_first: dict[str, list[str]] = {}
    for alias in sorted(set(table["alias"]), key=lambda a: (-len(a), a)):
        first = re.escape(alias[0].casefold())
        edge = f"(?<![A-Za-z0-9]{first})" if alias[0].isascii() else ""
        end = "(?![A-Za-z0-9])" if alias[-1].isascii() else ""
        by_first.setdefault(first, []).append(edge + re.escape(alias[1:]) + end)
    pattern = "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in sorted(by_first.items()))
    as_word = table.loc[table["note"].str.startswith("token only"), "alias"]
    return re.compile(pattern, re.IGNORECASE), frozenset(as_word)


def _word_spans(text: str) -> set[tuple[int, int]]:
    spans, start = set(), 0
    for token in tokenize(text):
        spans.add((start, start + len(token)))
        start += len(token)
    return spans


def find_mentions(shadow: str) -> list[tuple[int, int, str, str]]:
    """Return ``(start, end, entity, kind)`` of every name in the shadow of a text (see `shadow_of`)."""
    pattern, as_word = _alias_pattern()
    words: set[tuple[int, int]] | None = None
    found = []
    for match in pattern.finditer(shadow):
        if match.group() in as_word:
            words = _word_spans(shadow) if words is None else words
            if match.span() not in words:
                continue
        entity = entity_of(match.group())
        if entity:
            found.append((*match.span(), entity, kind_of(entity)))
    return found


def entity_mentions(text: str) -> pd.DataFrame:
    """Return all names of known entities: ``start, end, surface, entity, kind``, in reading order.

    The longest alias counts (阿里巴巴, not 阿里); a Latin name has no Latin letter or digit on either
    side; an alias that the list marks as ``token only`` counts where the segmenter gives it as a word
    (华为, not 升华为).

    >>> entity_mentions("谷歌與OpenAI")["entity"].tolist()
    ['Google', 'OpenAI']
    """
    rows = ((start, end, text[start:end], *rest) for start, end, *rest in find_mentions(shadow_of(text)))
    return typed_table(rows, MENTION_TYPES)
