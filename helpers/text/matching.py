"""Search many terms at once: `Names` if they are literal, `Terms` if they are regular expressions. Pure."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

try:
    from ahocorasick_rs import AhoCorasick
except ImportError:  # in a browser
    AhoCorasick = None

_PART = re.compile(
    r"(?P<opens>\(\?<?[:=!])|(?P<closes>\))|(?P<or>\|)|(?P<repeats>(?:[?*+]|\{\d*,?\d*\})[?+]?)"
    r"|(?P<any>\[\^?[^\]]*[\\^-][^\]]*\]|\\\w|[.^$])|\[(?P<class>[^\]]*)\]|\\?(?P<one>.)",
    re.DOTALL,
)
_ANY = "."
_SAME_LETTER = {"i": "ıİ", "k": "\u212a", "s": "ſ"}  # letters that `re.IGNORECASE` takes for i, k and s


def _joined(heads: set[str], others: set[str]) -> set[str]:
    return {(head + other)[:2] for head in heads for other in others}


def _heads(term: str) -> set[str]:
    """Return the one or two characters that a match of ``term`` may begin with, `_ANY` for one that is not told.

    >>> sorted(_heads("(?:开|闭)源(?!头)")), sorted(_heads("模型?")), _heads(r"第\\d+")
    (['开源', '闭源'], ['模', '模型'], {'第.'})
    """
    outer = []  # of each open group: the branches before it, what it follows in its own, and whether it only looks around
    branches, before, last = set(), {""}, {""}
    for part in _PART.finditer(term):
        kind, text = part.lastgroup, part[part.lastgroup]
        if kind == "repeats":
            last = _joined(last, last) | last | ({""} if text[0] in "?*" or text.startswith(("{0", "{,")) else set())
            continue
        before = _joined(before, last)
        if kind in ("or", "closes"):
            branches, before = branches | (before if before != {""} else {_ANY}), {""}
        if kind == "closes":
            inner = branches
            branches, before, looks_around = outer.pop()
            last = {""} if looks_around else inner
        elif kind == "opens":
            outer.append((branches, before, text != "(?:"))
            branches, before, last = set(), {""}, {""}
        else:
            last = {"or": {""}, "any": {_ANY}}.get(kind) or {*text}
    heads = branches | _joined(before, last)
    if not all(head[:1].isalnum() for head in heads):
        raise ValueError(f"the term {term!r} does not begin with a letter or digit.")
    return heads


def _cases(letter: str) -> set[str]:
    """Return the letters that `re.IGNORECASE` takes for ``letter``."""
    return {letter.lower(), letter.upper(), *_SAME_LETTER.get(letter.lower(), "")}


# What `str.lower` does not lower as `re.IGNORECASE` does, character by character; no automaton takes half a character.
_LOWERED = {other: letter for letter, others in _SAME_LETTER.items() for other in others} | {"Σ": "σ"}
_NOT_LOWERED = re.compile(f"[{''.join(_LOWERED)}\ud800-\udfff]")


def _folded(text: str) -> str:
    """Return ``text`` in lower case as `re.IGNORECASE` sees it, every character still in its place."""
    return _NOT_LOWERED.sub(lambda match: _LOWERED.get(match[0], "\ufffd"), text).lower()


_LETTER = re.compile("[a-z0-9]")


class PlainAutomaton:
    """Find literal names as `ahocorasick_rs.AhoCorasick` does, in plain Python, for where nothing compiled runs.

    A name is looked up where its first two characters stand; only the lengths of names that begin so are tried.

    >>> PlainAutomaton(["阿里", "阿里巴巴"]).find_matches_as_indexes("在阿里巴巴", overlapping=True)
    [(0, 1, 3), (1, 1, 5)]
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._numbers = {name: number for number, name in enumerate(names)}
        self._lengths: dict[str, set[int]] = {}
        for name in self._numbers:
            self._lengths.setdefault(name[:2], set()).add(len(name))

    def find_matches_as_indexes(self, text: str, *, overlapping: bool) -> list[tuple[int, int, int]]:
        """Return ``(number of the name, start, end)`` of every occurrence; ``overlapping`` must be true."""
        if not overlapping:
            raise ValueError("only overlapping occurrences are found.")
        found = []
        for start in range(len(text)):
            for head in {text[start : start + 2], text[start]}:
                for length in sorted(self._lengths.get(head, ())):
                    name = text[start : start + length]
                    if len(name) == length and name in self._numbers:  # the text may end before
                        found.append((self._numbers[name], start, start + length))
        return found


class Names:
    """Thousands of literal names, searched at once in any case (Aho & Corasick 1975).

    A name that begins or ends with an ASCII character has no Latin letter or digit on that side. Of several at one place
    the longest counts.

    >>> list(Names(["阿里", "阿里巴巴", "Meta"]).spans("META与阿里巴巴,Metaverse"))
    [(0, 4), (5, 9)]
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._automaton = (AhoCorasick or PlainAutomaton)([*dict.fromkeys(map(_folded, names))])

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield ``(start, end)`` of the names in ``text``, none overlapping, in reading order."""
        folded, at = _folded(text), 0
        matches = self._automaton.find_matches_as_indexes(folded, overlapping=True)
        for start, _, end in sorted((start, start - end, end) for _, start, end in matches):
            if start >= at and _has_edges(folded, start, end):
                yield start, end
                at = end


def _has_edges(folded: str, start: int, end: int) -> bool:
    if start and folded[start].isascii() and _LETTER.match(folded, start - 1):
        return False
    return not (folded[end - 1].isascii() and _LETTER.match(folded, end))


class Terms:
    """Many regular expressions, searched at once as by ``term|term|…``, but many times faster.

    The engine stops only at two characters that some term begins with, and tries only the terms of the first of them.

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
        self._of_letter: dict[str, dict[int, str]] = {}
        seconds: dict[str, set[str]] = {}
        for number, term in enumerate(terms):
            for head in _heads(term):
                firsts, second = ((_cases if ignore_case else set)(x) if x else {_ANY} for x in (head[0], head[1:]))
                for letter in firsts:
                    self._of_letter.setdefault(letter, {})[number] = term
                    seconds.setdefault(letter, set()).update(second)
        # every branch begins with a letter, so that the engine leaps from one such letter to the next
        begin = (x if _ANY in then else f"{x}(?=[{re.escape(''.join(sorted(then)))}])" for x, then in seconds.items())
        self._first = re.compile("|".join(begin) or "(?!)")
        self._known: dict[str, tuple] = {}

    def _branch(self, letter: str) -> tuple:
        """Return the matcher for the terms of one letter, compiled when the letter first occurs, and their numbers."""
        pattern = re.compile("|".join(f"({term})" for term in self._of_letter[letter].values()), self._flags)
        self._known[letter] = branch = (pattern.match, [*self._of_letter[letter]])
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

    def find_each(self, text: str) -> Iterator[tuple[re.Match[str], int]]:
        """Yield the matches of every term as if it were searched alone: those of several may overlap.

        >>> [(match[0], number) for match, number in Terms(["开源模型", "源码|开源"]).find_each("开源模型")]
        [('开源模型', 0), ('开源', 1)]
        """
        ends = dict.fromkeys(range(len(self._compiled)), 0)
        for place in self._first.finditer(text):
            begin = place.start()
            for number in self._of_letter[place[0]]:
                if begin >= ends[number] and (found := self._compiled[number].match(text, begin)):
                    ends[number] = found.end()
                    yield found, number

    @cached_property
    def _compiled(self) -> dict[int, re.Pattern[str]]:
        """Each term by itself."""
        terms = {number: term for of_letter in self._of_letter.values() for number, term in of_letter.items()}
        return {number: re.compile(term, self._flags) for number, term in terms.items()}

    def match(self, text: str, start: int, end: int) -> tuple[re.Match[str], int] | None:
        """Return the match that begins at ``start``, with the number of its term, or None."""
        if not self._first.match(text, start, end):
            return None
        match, numbers = self._known.get(text[start]) or self._branch(text[start])
        found = match(text, start, end)
        return (found, numbers[found.lastindex - 1]) if found else None
