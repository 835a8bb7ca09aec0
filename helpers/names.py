"""Names of persons, firms and models in a text, in any script and punctuation. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import zip_longest

import pandas as pd

from helpers import lexicon
from helpers.script import to_simplified, traditional_characters
from helpers.words import entity_of, kind_of, tokenize

MENTION_TYPES = {"start": "int64", "end": "int64", "surface": "str", "entity": "str", "kind": "str"}
_ASCII = str.maketrans("，！？：；（）．＂、﹁﹂﹃﹄〝〞〟‟「」『』", ',!?:;()."、“”‘’“””““”‘’')


def typed_table(rows: Iterable, types: Mapping[str, str]) -> pd.DataFrame:
    """Return ``rows`` as a table with the columns and types of ``types``, also when there is no row."""
    columns = zip_longest(types.items(), zip(*rows, strict=True), fillvalue=())
    return pd.DataFrame({name: pd.array(list(values), dtype=kind) for (name, kind), values in columns})


class _Shadows(dict[int, str]):
    """The shadow of each character, found at first sight: for `str.translate`."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        simple = to_simplified(char) if traditional_characters(char) else char
        self[code] = shadow = (simple if len(simple) == 1 else char).translate(_ASCII)
        return shadow


_shadows = _Shadows()


def shadow_of(text: str) -> str:
    """Return ``text`` in Simplified characters and ASCII marks, every character still in its place."""
    return text.translate(_shadows)


# --------------------------------------------------------------------------------- many terms at once

_PART = re.compile(r"\(\?<?[:=!]|\||\)[?*]?|(?:\[[^\]]*\]|\\.|.)[?*]?", re.DOTALL)
_SAME_LETTER = {"i": "ıİ", "k": "\u212a", "s": "ſ"}  # which `re.IGNORECASE` takes for i, k and s


def _first_letters(term: str) -> set[str]:
    """Return the letters that a match of ``term`` may begin with."""
    letters, first, outer = set(), True, [(True, False)]  # of each group: was it first, is what follows it first
    for part in _PART.findall(term):
        if part.startswith("(?"):
            outer.append((first, first and part != "(?:"))
            first = first and part == "(?:"
        elif part == "|":
            letters |= {""} if first else set()  # an empty branch
            first = outer[-1][0]
        elif part.startswith(")"):
            was_first, stays_first = outer.pop()
            first = first or stays_first or (was_first and part != ")")
        elif first:
            letters |= set(part.rstrip("?*").strip("[]"))
            first = part[-1] in "?*"
    if first or not all(letter.isalnum() for letter in letters):
        raise ValueError(f"the term {term!r} does not begin with a letter or digit.")
    return letters


class Terms:
    """Many regular expressions searched at once, as by ``term|term|…``, but many times faster.

    The engine stops only at letters that some term begins with, and tries only the terms of that letter.

    Args:
        terms: each begins with a letter or digit, a class, or a group of such; of several that match at one place the
            first counts.
        ignore_case: as `re.IGNORECASE`.

    Raises:
        ValueError: a term begins with something else.

    >>> [(match[0], number) for match, number in Terms(["(?:开|闭)源", "AI"], ignore_case=True).finditer("ai,闭源")]
    [('ai', 1), ('闭源', 0)]
    """

    def __init__(self, terms: Iterable[str], *, ignore_case: bool = False) -> None:
        self._flags = re.IGNORECASE if ignore_case else re.NOFLAG
        self._of_letter: dict[str, list[tuple[int, str]]] = {}
        for number, term in enumerate(terms):
            letters = _first_letters(term)
            if ignore_case:
                letters = {same for x in letters for same in (x.lower(), x.upper(), *_SAME_LETTER.get(x.lower(), ""))}
            for letter in letters:
                self._of_letter.setdefault(letter, []).append((number, term))
        self._first = re.compile(f"[{re.escape(''.join(sorted(self._of_letter)))}]" if self._of_letter else "(?!)")
        self._known: dict[str, tuple] = {}

    def _branch(self, letter: str) -> tuple:
        """Return what matches the terms of one letter, compiled when the letter is first met, and their numbers."""
        pattern = re.compile("|".join(f"({term})" for _, term in self._of_letter[letter]), self._flags)
        self._known[letter] = branch = (pattern.match, [number for number, _ in self._of_letter[letter]])
        return branch

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[re.Match[str], int]]:
        """Yield the matches in ``text[start:end]``, none overlapping, each with the number of its term."""
        end, at, known = len(text) if end is None else end, start, self._known
        for place in self._first.finditer(text, start, end):
            begin = place.start()
            if begin >= at:
                match, numbers = known.get(place[0]) or self._branch(place[0])
                if found := match(text, begin, end):
                    at = found.end()
                    yield found, numbers[found.lastindex - 1]

    def match(self, text: str, start: int, end: int) -> tuple[re.Match[str], int] | None:
        """Return the match that begins at ``start``, with the number of its term, or None."""
        if not self._first.match(text, start, end):
            return None
        match, numbers = self._known.get(text[start]) or self._branch(text[start])
        found = match(text, start, end)
        return (found, numbers[found.lastindex - 1]) if found else None


@cache
def _aliases() -> tuple[Terms, frozenset[str]]:
    table = lexicon.read_table("entities")
    terms = []
    for alias in sorted(set(table["alias"]), key=lambda a: (-len(a), a)):
        edge, end = "(?<![A-Za-z0-9])" * alias[0].isascii(), "(?![A-Za-z0-9])" * alias[-1].isascii()
        terms.append(edge + re.escape(alias) + end)
    as_word = table.loc[table["note"].str.startswith("token only"), "alias"]
    return Terms(terms, ignore_case=True), frozenset(as_word)


def _word_spans(text: str) -> set[tuple[int, int]]:
    spans, start = set(), 0
    for token in tokenize(text):
        spans.add((start, start + len(token)))
        start += len(token)
    return spans


class _Words:
    """Which stretches of a text the segmenter gives as words; only the pieces that are asked for are cut.

    No token reaches over a full stop or a line end, nor looks beyond: a piece between two is cut as in the whole.
    """

    def __init__(self, text: str) -> None:
        self.text, self.start, self.end, self.spans = text, 0, -1, set()

    def __contains__(self, span: tuple[int, int]) -> bool:
        """Return whether ``span`` is a word; to be asked from left to right."""
        start, end = span
        if end > self.end:
            self.start = max(self.text.rfind(mark, self.end + 1, start) for mark in "。\n") + 1 or self.end + 1
            self.end = _PIECE_END.search(self.text, end).start()
            self.spans = _word_spans(self.text[self.start : self.end])
        return (start - self.start, end - self.start) in self.spans


_PIECE_END = re.compile(r"[。\n]|\Z")


def find_mentions(shadow: str) -> list[tuple[int, int, str, str]]:
    """Return ``(start, end, entity, kind)`` of every name in the shadow of a text (see `shadow_of`)."""
    aliases, as_word = _aliases()
    words, found = _Words(shadow), []
    for match, _ in aliases.finditer(shadow):
        name = match.group()
        if name in as_word and match.span() not in words:
            continue
        if entity := entity_of(name):
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
