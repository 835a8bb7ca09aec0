"""What a name looks like: Chinese, transliterated, Latin; what only looks like one; where one ends. Pure."""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from helpers.framing.reporting import any_of, first_of, letters
from helpers.lexicon import terms_of
from helpers.text.entities import entity_of, kind_of
from helpers.text.script import HAN, IS_HAN
from helpers.text.tokens import tokenize

# Of several speakers in one clause the lowest rank is its subject: a person says more than the firm of that person.
SPEAKER_RANK = {
    "person": 0,
    "anonymous": 0,
    "name": 1,
    "office": 2,
    "pronoun": 3,
    "thing": 3,  # 它(回答)
    "bare_office": 3,
    "org": 4,
    "media_pronoun": 5,
    "firm_pronoun": 5,
    "document": 8,  # behind an organisation that it belongs to: 微软的报告称
}


class Speaker(NamedTuple):
    """Words that may name a speaker.

    ``kind`` is a key of `SPEAKER_RANK`, or *inner* for one whom only a quotation names. ``name`` is the entity where
    the lexicon knows it, else the words themselves. A *person* is known or has an office, a *name* only looks like one.
    """

    start: int
    end: int
    kind: str
    name: str


def speaker_at(text: str, start: int, end: int, kind: str = "name") -> Speaker:
    """Return the speaker whom ``text[start:end]`` names.

    >>> speaker_at("周明远说", 0, 3)
    Speaker(start=0, end=3, kind='name', name='周明远')
    """
    return Speaker(start, end, kind, text[start:end])


# Forms of address behind a surname.
ADDRESS = "女士|老?先生|老太太|小姐|太太|师傅|老师|阿姨|老板|大[爷妈姐哥叔婶娘伯]|婆婆|奶奶|爷爷|伯伯|伯母|叔叔"
PERSONS, OFFICES = ("person", "name"), ("office", "bare_office")  # kinds of speakers
JOINTS = "是在据由对向与和而但让把给"  # end what stands before a noun phrase
WORD = r"[A-Z][a-zÀ-ɏ'’][A-Za-zÀ-ɏ'’]*"  # of a Latin name
_OF = "(?:(?:[Vv]an|[Vv]on|de|der|den|di|da|del|la|le|bin|al)[ ]){0,2}"  # Tom Van de Wiele
_DOUBLE = f"{WORD}(?:-{WORD})?"  # Jean-Luc
_LATIN = rf"{_DOUBLE}(?:[ ](?:[A-Z]\.|{_OF}{_DOUBLE})){{1,2}}"
_INITIALS = rf"(?:\.[ ]?[A-Z]){{0,2}}\.[ ]?{_DOUBLE}"  # J.D. Vance, behind the first letter


class _Forms(NamedTuple):
    """Patterns of names, and of an office: a Chinese name; a transliterated word, which may be short behind an office;
    the first part of a name with dots, and any part behind its first character."""

    chinese: str
    word: str
    two: str
    short_word: str
    part: str
    rest: str
    office: str


@cache
def surnames() -> str:
    """Return the characters that are surnames by themselves."""
    return letters("surname")


@cache
def name_forms() -> _Forms:
    """Return the patterns of a name: Chinese, transliterated, of two characters, and so on (`_Forms`)."""
    one, several = surnames(), "|".join(terms_of("reporting", "long_surname"))
    sounds, more = letters("transliteration"), letters("transliteration_with_dot")
    # 于尔根, but particles behind a name
    inner, rest = (re.sub("[于以]", "", some) for some in (sounds, sounds + more))
    return _Forms(
        chinese=f"(?!周[一二三四五六日末年边围]|向[记媒本外法警公社他她我]|(?<=[{HAN}])向)(?:[{one}](?!{_VERBS})[{HAN}]|(?:{several})[{HAN}]{last_letter()})(?:[{HAN}]{last_letter()})?",
        word=rf"[{sounds}][{inner}]{{2,6}}(?!(?<=本)[周月年次人])",
        two=rf"[{sounds}][{inner}]",
        short_word=rf"[{sounds}][{inner}]{{1,6}}(?!(?<=本)[周月年次人])",
        part=rf"[{sounds}{more}][{rest}]{{0,6}}",
        rest=rf"[{rest}]{{0,6}}",
        office=f"(?=[{first_of('office')}]){any_of('office')}(?!记者会|会议|办公室|候选人|官(?![方网宣])|[协公工学]会)",
    )


def after_name() -> str:
    """Return a pattern of the words other than verbs of saying that may follow a name."""
    return f"{any_of('after_name')}|{any_of('adverb')}"


@cache
def words_behind() -> str:
    """Return a pattern of the words that may follow a name."""
    return f"{after_name()}|{any_of('report')}|{any_of('quote')}"


@cache
def name_ends() -> str:
    """Return a pattern that matches, without taking anything, where a name may end."""
    return rf"(?![和与]{any_of('only_predicate')})(?=[^{HAN}]|$|{words_behind()})"  # 宫下美和(说)


@cache
def office_pattern() -> re.Pattern[str]:
    """Return the pattern of an office such as 总裁."""
    return re.compile(name_forms().office)


@cache
def latin_name() -> re.Pattern[str]:
    """Return the pattern of a Latin name of two words or more, or of initials and a word."""
    # It begins with its letter, and looks back from there: the engine leaps to it.
    return re.compile(
        rf"[A-Z](?:(?<=(?:C[A-Z]O|.VP)[ ].)|(?<![A-Za-z0-9:,&][ ].))(?<![A-Za-z0-9-].)(?:{_LATIN.removeprefix('[A-Z]')}|(?<![.].){_INITIALS})(?![ ]?[A-Za-z0-9])"
    )


@cache
def latin_word() -> re.Pattern[str]:
    """Return the pattern of a Latin name of one word or two."""
    return re.compile(rf"{WORD}(?:[ ]{WORD})?")


@cache
def _not_names() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(terms_of("reporting", role)) for role in ("not_name", "not_latin", "not_last"))


@lru_cache(maxsize=1 << 12)
def is_ordinary(words: str) -> bool:
    """Return whether words that are written like a name are not one: 高层, 加拿大, Reinforcement Learning."""
    ordinary, english, last = _not_names()
    first, *others = re.split("[ -]", words)
    return words in ordinary or first in english or not (english | last).isdisjoint(others)


@cache
def _whole_name() -> re.Pattern[str]:
    forms = name_forms()
    return re.compile(rf"{forms.chinese}|{forms.part}(?:·[{HAN}]{forms.rest}){{1,3}}|{_LATIN}")


def looks_like_name(words: str) -> bool:
    """Return whether ``words`` are the name of a person: one of the lexicon, or one that has the form of a name.

    >>> looks_like_name("周明远"), looks_like_name("高层"), looks_like_name("马斯克")
    (True, False, True)
    """
    entity = entity_of(words)
    if entity:
        return kind_of(entity) == "person"
    return bool(_whole_name().fullmatch(words)) and not is_ordinary(words)


def three_characters() -> str:
    """Return a pattern of a Chinese name: a surname of one character that is no particle, and a given name of two."""
    single = "".join(sorted({*surnames(), *letters("surname_of_three")} - {*letters("surname_or_particle")}))
    return rf"[{single}](?!{_VERBS})(?:{name_letter()}){{2}}{last_letter()}(?!{_ASPECT})"


def nickname() -> str:
    """Return a pattern of a short name of two characters, or of letters behind one: 老王, 阿哲, 大鹏, 阿Ken, 小K."""
    return rf"[老小阿][{surnames()}]|[大小阿][{letters('nickname_letter')}]|{lettered_nickname()}"


def lettered_nickname() -> str:
    """Return a pattern of a short name of letters: 阿Ken, 小K."""
    return "[老小阿][A-Z][a-z]{0,9}(?![A-Za-z0-9])"


def rare_name() -> str:
    """Return a pattern of a Chinese name whose surname is a word of its own in most places: 关芷晴."""
    return rf"[{letters('surname_of_three')}](?!{_VERBS})(?:{name_letter()}){{2}}{last_letter()}"


@cache
def surnamed() -> re.Pattern[str]:
    """Return the pattern of a surname of one character and one or two letters behind it, which are a name or other words."""
    return re.compile(rf"[{surnames()}](?:{name_letter()}){{1,2}}")


@cache
def goes_on() -> re.Pattern[str]:
    """Return the pattern of what stands behind a verb and not behind a name: 林晓握(着)."""
    return re.compile(_ASPECT)


_VERBS = "表示|认为|指出|透露|介绍|坦言|告诉"  # no given names
_ASPECT = (
    "着(?![手急重眼力装迷])|了(?![解然却结])|过[来去]"  # behind a verb, not behind a name: 林晓(握着), 李姐(凑过来)
)


def name_letter() -> str:
    """Return the pattern of a character of a given name."""
    return rf"[{HAN}](?<![{letters('not_in_name')}])"


def last_letter() -> str:
    """Return a pattern that matches behind a character with which a given name may end: not 傅盛则(认为)."""
    return f"(?<![{letters('not_last_in_name')}])"


def words_from(masked: str, start: int, end: int) -> list[str]:
    """Return the words between two places.

    Return ``[""]`` if a place lies inside a word (江苏省委), or if the next word may belong to the name.
    """
    begin = max(0, start - _MARGIN)
    words, place = [], begin
    for word in tokenize(masked[begin : end + _MARGIN]):
        if place == end:
            goes_on = len(word) == 1 and word not in letters("not_in_name") and not after_short_name().match(word)
            goes_on = goes_on and not masked.startswith(("着", "了", "起"), end + 1)  # 许嘉禾(盯着)
            return [""] if goes_on or not words else words
        if place >= start:
            words.append(word)
        place += len(word)
        if place - len(word) < start < place:
            return [""]
    return [""]


def is_no_word(name: str) -> bool:
    """Return whether the segmenter finds single characters in ``name`` as often as words."""
    words = tokenize(name)
    return 2 * sum(len(word) == 1 for word in words) >= len(words)


def is_name_at(text: str, start: int, end: int, *, edge: bool = False) -> bool:
    """Return whether the segmenter takes what stands between two places for a surname and a given name, or for one word
    of three characters (two are a word more often) behind what somebody is (船长周海生).

    Args:
        edge: one word counts at the edge of a clause, too.
    """
    surname, *given = words_from(text, start, end)
    before = text[start - 1 : start] if start else ""
    is_known = before in _BEFORE_NAME or (edge and not IS_HAN.match(before))
    is_name = (given and len(surname) == 1) or (is_known and len(surname) == _WHOLE_NAME)
    return bool(is_name) and not is_ordinary(text[start:end])


_WHOLE_NAME = 3
_BEFORE_NAME = frozenset("与和同访话者师员长人匠生家")  # 与, 专访, 对话, and the ends of professions
_MARGIN = 4  # characters beside a name that the segmenter sees


@cache
def after_short_name() -> re.Pattern[str]:
    """Return the pattern of what may stand behind a name of two characters."""
    return re.compile(rf"[^{HAN}]|\Z|{words_behind()}")


@lru_cache(maxsize=1 << 12)  # a text writes few names, and often
def parts_of(name: str) -> list[str]:
    """Return the parts of a name; a surname of two characters is one: 山本志门."""
    long = terms_of("reporting", "long_surname")
    for size in (3, 2):
        if size < len(name) <= size + 2 and name[:size] in long:
            return [name[size:], name[:size]]
    return re.split(rf"[· ]|(?<=[{HAN}])-(?=[{HAN}])", name)
