"""Search many terms at once: `Names` if they are literal, `Terms` if they are regular expressions. Pure."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import accumulate, chain
from operator import itemgetter

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
_LONGEST = 3  # characters of a head: more would tell little more


def _joined(heads: set[str], others: set[str]) -> set[str]:
    """Return every head with each of the others behind it; what follows `_ANY` is not told."""
    return {head if _ANY in head else (head + other)[:_LONGEST] for head in heads for other in others}


def _heads(term: str) -> set[str]:
    """Return what a match of ``term`` may begin with: a few characters, fewer where it does not tell more.

    >>> sorted(_heads("(?:开|闭)源(?!头)")), sorted(_heads("模型?")), _heads(r"第\\d+")
    (['开源', '闭源'], ['模', '模型'], {'第'})
    """
    outer = []  # of each open group: the branches before it, what it follows in its own, and whether it only looks around
    branches, before, last = set(), {""}, {""}
    for part in _PART.finditer(term):
        kind, text = part.lastgroup, part[part.lastgroup]
        if kind == "repeats":
            again = set() if text[0] == "?" else _joined(_joined(last, last), {_ANY})
            last = last | again | ({""} if text[0] in "?*" or text.startswith(("{0", "{,")) else set())
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
    heads = {head.partition(_ANY)[0] for head in branches | _joined(before, last)}
    if not all(head[:1].isalnum() for head in heads):
        raise ValueError(f"the term {term!r} does not begin with a letter or digit.")
    return heads


def initials(terms: Iterable[str]) -> str:
    """Return the characters that a match of one of ``terms`` may begin with, for a class of a pattern.

    >>> initials(["(?:课|组)长", "[总副]裁", "SVP"])
    'S副总组课'
    """
    return "".join(sorted({head[0] for term in terms for head in _heads(term)}))


# What `str.lower` does not lower as `re.IGNORECASE` does, character by character; no automaton takes half a character.
_LOWERED = {"ı": "i", "İ": "i", "\u212a": "k", "ſ": "s", "Σ": "σ"}
_NOT_LOWERED = re.compile(f"[{''.join(_LOWERED)}\ud800-\udfff]")


def _folded(text: str) -> str:
    """Return ``text`` in lower case as `re.IGNORECASE` sees it, every character still in its place."""
    return _NOT_LOWERED.sub(lambda match: _LOWERED.get(match[0], "\ufffd"), text).lower()


_LETTER, _VERSION = re.compile("[a-z0-9]"), re.compile(r"[a-z]?\d")
_HALF = re.compile("[\ud800-\udfff]")  # half a character, which no automaton takes


class PlainAutomaton:
    """Find literal names as `ahocorasick_rs.AhoCorasick` does, in plain Python, for where nothing compiled runs.

    A name is looked up where its first two characters stand; only the lengths of names that begin so are tried.

    >>> PlainAutomaton(["阿里", "阿里巴巴"]).find_matches_as_indexes("在阿里巴巴", overlapping=True)
    [(0, 1, 3), (1, 1, 5)]
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._numbers = {name: number for number, name in enumerate(names)}
        lengths: dict[str, set[int]] = {}
        for name in self._numbers:
            lengths.setdefault(name[:2], set()).add(len(name))
        self._lengths = {head: sorted(of_head) for head, of_head in lengths.items()}

    def find_matches_as_indexes(self, text: str, *, overlapping: bool) -> list[tuple[int, int, int]]:
        """Return ``(number of the name, start, end)`` of every occurrence; ``overlapping`` must be true."""
        if not overlapping:
            raise ValueError("only overlapping occurrences are found.")
        found = []
        for start in range(len(text)):
            for head in dict.fromkeys((text[start], text[start : start + 2])):
                for length in self._lengths.get(head, ()):
                    name = text[start : start + length]
                    if len(name) == length and name in self._numbers:  # the text may end before
                        found.append((self._numbers[name], start, start + length))
        return found


def occurrences(names: Iterable[str], text: str) -> list[tuple[int, int]]:
    """Return ``(start, end)`` of every occurrence of a few ``names`` as they are written, of one place the longest first.

    >>> occurrences(["阿里", "阿里巴巴"], "在阿里巴巴")
    [(1, 5), (1, 3)]
    """
    names = [name for name in names if not _HALF.search(name)]
    found = (AhoCorasick or PlainAutomaton)(names).find_matches_as_indexes(_HALF.sub("\ufffd", text), overlapping=True)
    return [(start, end) for _, start, end in _in_order(found)]


def _in_order(found: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Return what an automaton found in order of the places, of one place the longest first."""
    return sorted(sorted(found, key=itemgetter(2), reverse=True), key=itemgetter(1))


class Names:
    """Thousands of literal names, searched at once in any case (Aho & Corasick 1975).

    A name that begins or ends with an ASCII character has no Latin letter or digit on that side. Of several at one place
    the longest counts.

    Args:
        names: as they are written.
        numbered: those of them that a version may follow without a blank (Llama2, DeepSeekV3).

    >>> list(Names(["阿里", "阿里巴巴", "Meta"]).spans("META与阿里巴巴,Metaverse"))
    [(0, 4), (5, 9)]
    """

    def __init__(self, names: Iterable[str], *, numbered: Iterable[str] = ()) -> None:
        folded, open_ended = [*dict.fromkeys(map(_folded, names))], {*map(_folded, numbered)}
        self._automaton = (AhoCorasick or PlainAutomaton)(folded)
        self._no_edge = [not (name[0].isascii() or name[-1].isascii()) for name in folded]
        self._numbered = [name in open_ended for name in folded]

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield ``(start, end)`` of the names in ``text``, none overlapping, in reading order."""
        folded, at = _folded(text), 0
        for number, start, end in _in_order(self._automaton.find_matches_as_indexes(folded, overlapping=True)):
            if start >= at and (self._no_edge[number] or _has_edges(folded, start, end, self._numbered[number])):
                yield start, end
                at = end


def _has_edges(folded: str, start: int, end: int, is_numbered: bool) -> bool:
    if start and folded[start].isascii() and _LETTER.match(folded, start - 1):
        return False
    if not folded[end - 1].isascii() or not _LETTER.match(folded, end):
        return True
    return is_numbered and bool(_VERSION.match(folded, end))


class Terms:
    """Many regular expressions, searched at once as by ``term|term|…``, but many times faster.

    An automaton finds the places where a term may begin, and only the terms that begin so are tried there.

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
        self._terms, self._flags = [*terms], re.IGNORECASE if ignore_case else re.NOFLAG
        self._of_head: dict[str, list[int]] = {}
        for number, term in enumerate(self._terms):
            for head in {*map(_folded, _heads(term))}:
                self._of_head.setdefault(head, []).append(number)
        self._heads = [*self._of_head]
        self._automaton = (AhoCorasick or PlainAutomaton)(self._heads)
        self._matcher = cache(self._compiled)  # few of the terms ever occur
        self._candidates = cache(self._that_begin)

    def _compiled(self, number: int) -> Callable[..., re.Match[str] | None]:
        """Return the matcher of one term."""
        return re.compile(self._terms[number], self._flags).match

    def _that_begin(self, head: int) -> list[tuple[int, Callable[..., re.Match[str] | None]]]:
        """Return the terms that may match where the head of this number is the longest, each with its matcher."""
        starts = accumulate(self._heads[head])
        numbers = sorted({number for start in starts for number in self._of_head.get(start, ())})
        return [(number, self._matcher(number)) for number in numbers]

    def _places(self, text: str) -> list[tuple[int, int]]:
        """Return the places in ``text`` where a term may begin, each with the number of the longest head there."""
        found = self._automaton.find_matches_as_indexes(_folded(text), overlapping=True)
        return sorted({start: head for head, start, _ in found}.items())  # of one place the longest comes last

    def finditer(self, text: str) -> Iterator[tuple[re.Match[str], int]]:
        """Yield the matches in ``text``, none overlapping, each with the number of its term."""
        return chain.from_iterable(self.find_in(text, [(0, len(text))]))

    def find_in(self, text: str, parts: Iterable[tuple[int, int]]) -> Iterator[list[tuple[re.Match[str], int]]]:
        """Yield what `finditer` finds in each of the ``parts``, which are in order and do not overlap.

        >>> [[match.span() for match, _ in found] for found in Terms(["开源"]).find_in("开源。不开。源", [(0, 3), (3, 7)])]
        [[(0, 2)], []]
        """
        places, k = self._places(text), 0
        for at, end in parts:
            found = []
            while k < len(places) and places[k][0] < end:
                place, head = places[k]
                k += 1
                if place < at:
                    continue
                for number, match in self._candidates(head):
                    if one := match(text, place, end):
                        at = one.end()
                        found.append((one, number))
                        break
            yield found

    def find_each(self, text: str, start: int, end: int) -> Iterator[tuple[re.Match[str], int]]:
        """Yield the matches of every term in ``text[start:end]`` as if it were searched alone: those of several may overlap.

        >>> [(match[0], n) for match, n in Terms(["开源模型", "源码|开源"]).find_each("开源模型", 0, 4)]
        [('开源模型', 0), ('开源', 1)]
        """
        ends = [0] * len(self._terms)
        for place, head in self._places(text[start:end]):
            for number, match in self._candidates(head):
                if place >= ends[number] and (found := match(text, start + place, end)):
                    ends[number] = found.end() - start
                    yield found, number

    def match(self, text: str, start: int, end: int) -> tuple[re.Match[str], int] | None:
        """Return the match that begins at ``start``, with the number of its term, or None."""
        for place, head in self._places(text[start : min(end, start + _LONGEST)]):
            tried = ((match(text, start, end), number) for number, match in self._candidates(head) if not place)
            return next(((found, number) for found, number in tried if found), None)
        return None
