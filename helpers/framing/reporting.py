"""The words of ``lexicon/reporting.csv``, compiled by role: verbs of saying, sources, words beside quotations. Pure."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain

from helpers.lexicon import terms_of
from helpers.text.matching import Terms, initials

_CLASS, _UNLESS = re.compile(r"\[[^\]]*\]"), re.compile(r"\(\?<?[!=][^()]*\)")
_GROUP = re.compile(r"\(\?:([^()]*)\)")


def _length(term: str) -> int:
    """Return how many characters a term matches at most, roughly: 刚(?![说问答]) is one character, and 刚刚 two."""
    term, before = _CLASS.sub("x", term), ""
    while term != before:
        before, term = term, _UNLESS.sub("", term)
        term = _GROUP.sub(lambda group: max(group[1].split("|"), key=len), term)
    return len(term)


def longest_first(role: str) -> list[str]:
    """Return the terms of ``role``, the longest first."""
    return sorted(terms_of("reporting", role), key=lambda term: (-_length(term), term))


def any_of(role: str) -> str:
    """Return a pattern that matches one term of ``role``, the longest that does."""
    return f"(?:{'|'.join(longest_first(role))})"


def first_of(*roles: str) -> str:
    """Return the characters that the terms of ``roles`` begin with, for a class: the engine looks at one class and goes on."""
    return initials(chain.from_iterable(terms_of("reporting", role) for role in roles))


def adverbs(most: int) -> str:
    """Return a pattern of up to ``most`` adverbs between a name and its verb of saying: 今天也(表示)."""
    return rf"(?:{any_of('adverb')}[ ,]?){{0,{most}}}"


@cache
def letters(role: str) -> str:
    """Return the characters of ``role``, whose terms are characters in a row, for a class of a pattern."""
    return "".join(terms_of("reporting", role))


@cache
def ends_with(role: str) -> re.Pattern[str]:
    """Return the pattern of a text that ends with a term of ``role``, for `re.Pattern.search`."""
    return re.compile(rf"{any_of(role)}\Z")


@cache
def starts_with(role: str) -> re.Pattern[str]:
    """Return the pattern of a text that starts with a term of ``role``, for `re.Pattern.match`."""
    return re.compile(any_of(role))


class Roles:
    """The terms of several roles, searched at once. Of several at one place the first role counts, then the longest."""

    def __init__(self, *roles: str) -> None:
        terms = [(role, term) for role in roles for term in longest_first(role)]
        self._roles = [role for role, _ in terms]
        self._terms = Terms(term for _, term in terms)

    def finditer(self, text: str) -> Iterator[tuple[re.Match[str], str]]:
        """Yield every match in ``text`` with its role."""
        return ((match, self._roles[number]) for match, number in self._terms.finditer(text))

    def match(self, text: str, start: int, end: int) -> tuple[re.Match[str], str] | None:
        """Return the match that begins at ``start`` with its role, or None."""
        found = self._terms.match(text, start, end)
        return (found[0], self._roles[found[1]]) if found else None


@cache
def reporting_verbs() -> Roles:
    """Return the verbs of saying; ``false`` are words that only contain one (小说, 通道)."""
    return Roles("false", "according", "noun", "report", "quote")


@cache
def unnamed_sources() -> Roles:
    """Return the sources without a name: unnamed persons, pronouns, documents."""
    return Roles("anonymous", "pronoun", "thing", "media_pronoun", "firm_pronoun", "document")
