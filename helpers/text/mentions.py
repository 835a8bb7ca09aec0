"""Find the names of persons, firms and models in a text, in any script and punctuation. Pure."""

import re
from functools import cache, lru_cache
from itertools import accumulate, pairwise

import pandas as pd

from helpers import lexicon
from helpers.tables import typed_table
from helpers.text.entities import (
    begins_with_family,
    ends_as_name,
    entity_of,
    families,
    is_in_other_case,
    kind_of,
    products,
    version_end,
)
from helpers.text.matching import Names, Terms
from helpers.text.script import HAN, shadow_of
from helpers.text.tokens import tokenize

MENTION_TYPES = {"start": "int64", "end": "int64", "surface": "str", "entity": "str", "kind": "str"}


@cache
def _aliases() -> tuple[Names, frozenset[str]]:
    """Return all aliases, and those that count only as a word."""
    table = lexicon.read_table("entities")
    as_word = table.loc[table["note"].str.startswith("token only"), "alias"]
    return Names(table["alias"], numbered=[*families(), *products()]), frozenset(as_word)


def _word_spans(text: str) -> set[tuple[int, int]]:
    return {*pairwise(accumulate(map(len, tokenize(text)), initial=0))}


_BORDERS = "。,!?;:“”\n"
_BORDER = re.compile(rf"[{_BORDERS}]|\Z")
_BORDER_OF_SENTENCE = re.compile("[。\n]")


class _Words:
    """The words of a text, to be asked for by place. Only the pieces that are asked for are segmented.

    A piece between two marks is segmented as it is in the whole text, for no Chinese word reaches over one.
    """

    def __init__(self, text: str) -> None:
        self.text, self.start, self.end, self.spans = text, 0, -1, set()

    def __contains__(self, span: tuple[int, int]) -> bool:
        """Return whether ``span`` is a word; to be asked from left to right."""
        start, end = span
        if end > self.end:
            self.start = max(self.text.rfind(mark, self.end + 1, start) for mark in _BORDERS) + 1 or self.end + 1
            self.end = _BORDER.search(self.text, end).start()
            self.spans = _word_spans(self.text[self.start : self.end])
        return (start - self.start, end - self.start) in self.spans


_NOT_IN = re.compile(r"\bnot in: (.+)")
_BEFORE, _BEHIND = 12, 24  # characters beside a name that may make it another word


@cache
def _other_words() -> dict[str, re.Pattern[str]]:
    """Return of each name, in lower case, the words and phrases in which it is none: 小米 in 小米粥, Meta in Meta分析."""
    table = lexicon.read_table("entities")
    noted = zip(table["alias"], table["note"].str.extract(_NOT_IN, expand=False), strict=True)
    return {alias.casefold(): re.compile(words, re.IGNORECASE) for alias, words in noted if isinstance(words, str)}


def _is_in_other_word(shadow: str, start: int, end: int) -> bool:
    words = _other_words().get(shadow[start:end].casefold())
    found = words.finditer(shadow, max(0, start - _BEFORE), end + _BEHIND) if words else ()
    return any(match.start() <= start and end <= match.end() for match in found)


_NAME_PARTS = re.compile(r"(.+)[· ](.+)")
_GIVEN_NAME = re.compile(rf"[{HAN}]{{1,6}}[·-]\Z|(?<![A-Za-z])(?:[A-Z][a-z]+ ){{1,3}}\Z")
_LONGEST_GIVEN = 40  # characters
_TITLE = re.compile(r"(?:Mr|Mrs|Ms|Dr|Prof|Professor|President|Sir|Senator|Chairman|Founder|Like|And|With|By) \Z")


@cache
def _given_names() -> dict[str, set[str]]:
    """Return of each surname that names a person by itself, in lower case, the given names that go with it."""
    table = lexicon.read_table("entities")
    persons = table[table["kind"] == "person"]
    given: dict[str, set[str]] = {}
    surnames: dict[str, set[str]] = {}
    for alias, entity in zip(persons["alias"], persons["entity"], strict=True):
        if parts := _NAME_PARTS.fullmatch(alias):
            given.setdefault(entity, set()).add(parts[1].casefold())
            surnames.setdefault(entity, set()).add(parts[2])
    alone = zip(persons["alias"], persons["entity"], strict=True)
    return {alias.casefold(): given[entity] for alias, entity in alone if alias in surnames.get(entity, ())}


def _is_namesake(shadow: str, start: int, end: int) -> bool:
    """Return whether a surname belongs to somebody else, for another given name stands before it: 罗伯特·奥特曼, Kim Musk."""
    known = _given_names()[shadow[start:end].casefold()]
    before = _GIVEN_NAME.search(shadow, max(0, start - _LONGEST_GIVEN), start)
    if not before or _TITLE.search(before[0]):
        return False
    given = before[0][:-1].casefold()
    if given.isascii():
        pairs = ((part, one) for part in given.split() for one in known)
        return not any(part.startswith(one) or one.startswith(part) for part, one in pairs)
    # whoever writes 伊龙 for 伊隆 means the same
    return not any(2 * len({*given[-len(one) :]} & {*one}) >= len(one) for one in known)


_NO_MODEL = re.compile("签证|簽證|臭氧|ozone|污染|浓度|氧化|编译|(?i:visa)")
_NEAR = 40  # characters on either side


@cache
def _ai() -> Terms:
    return Terms(lexicon.terms_of("contexts", "ai"))


def _is_model(text: str, start: int, end: int) -> bool:
    """Return whether a name in another case than its own (O3) is the model: only AI stands near it, no ozone and no visa."""
    from_, to = max(text.rfind("。", 0, start), text.rfind("\n", 0, start), start - _NEAR, 0), end + _NEAR
    near = text[from_:start] + " " + _BORDER_OF_SENTENCE.split(text[end:to], maxsplit=1)[0]
    return not _NO_MODEL.search(near) and any(_ai().finditer(near))


@lru_cache(maxsize=1 << 14)  # names recur
def _known(name: str) -> tuple[str, str, bool]:
    """Return the entity of a name, its kind, and whether a version may follow it."""
    entity = entity_of(name)
    return entity, kind_of(entity), begins_with_family(name)


def find_mentions(shadow: str) -> list[tuple[int, int, str, str]]:
    """Return ``(start, end, entity, kind)`` of every name in the shadow of a text (`helpers.text.script.shadow_of`).

    >>> find_mentions("谷歌与GPT-4o")
    [(0, 2, 'Google', 'company'), (3, 9, 'GPT-4o', 'model')]
    """
    aliases, as_word = _aliases()
    words, found, taken = _Words(shadow), [], 0
    seen: set[str] = set()  # entities
    namesakes: set[str] = set()  # surnames that the text has introduced with other given names: alone they mean those
    for start, end in aliases.spans(shadow):
        name = shadow[start:end]
        if start < taken:
            continue
        if _is_in_other_word(shadow, start, end):
            continue
        if name.casefold() in _given_names():
            is_namesake = taken < start - 1 and _is_namesake(shadow, start, end)
            if is_namesake and entity_of(name) not in seen:
                namesakes.add(name)
            if is_namesake or name in namesakes:
                continue
        entity, kind, has_versions = _known(name)
        whole = version_end(shadow, start, end) if has_versions else end
        if name in as_word and (start, end) not in words and (start, whole) not in words:
            continue
        if has_versions:
            end = whole
            if shadow[end - 1].isascii() and not ends_as_name(shadow, end):
                continue
            entity, kind, _ = _known(shadow[start:end])
        if is_in_other_case(shadow[start:end]) and _is_model(shadow, start, end):
            entity, kind, _ = _known(shadow[start:end].casefold())
        if entity:
            found.append((start, end, entity, kind))
            seen.add(entity)
            taken = end
            if namesakes and (parts := _NAME_PARTS.fullmatch(name)):
                namesakes.discard(parts[2])
    return found


def entity_mentions(text: str) -> pd.DataFrame:
    """Return all names of known entities in reading order: ``start, end, surface, entity, kind``.

    The longest alias counts (阿里巴巴, not 阿里). A Latin name has no Latin letter or digit on either side.
    An alias that the list marks as ``token only`` counts only where the segmenter makes it a word (华为, not 升华为).

    >>> entity_mentions("谷歌與OpenAI")["entity"].tolist()
    ['Google', 'OpenAI']
    """
    rows = ((start, end, text[start:end], *rest) for start, end, *rest in find_mentions(shadow_of(text)))
    return typed_table(rows, MENTION_TYPES)
