"""Search many terms at once: `Names` if they are literal, `Terms` if they are regular expressions. Pure."""

import re
from collections.abc import Iterable, Iterator

try:
    from ahocorasick_rs import AhoCorasick
except ImportError:  # in a browser
    AhoCorasick = None

_PART = re.compile(r"\(\?<?[:=!]|\||\)[?*]?|(?:\[[^\]]*\]|\\.|.)[?*]?", re.DOTALL)
_SAME_LETTER = {"i": "ıİ", "k": "\u212a", "s": "ſ"}  # letters that `re.IGNORECASE` takes for i, k and s


def _first_letters(term: str) -> set[str]:
    """Return the letters that a match of ``term`` may begin with."""
    letters, first = set(), True
    outer = [(True, False)]  # of each open group: does it begin the term, and may what follows it do so?
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
        """Return the matcher for the terms of one letter, compiled when the letter first occurs, and their numbers."""
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
