"""One person under several names: last and first names, nicknames, second forms in brackets. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise

from helpers.framing.names import (
    ADDRESS,
    PERSONS,
    Speaker,
    after_short_name,
    is_ordinary,
    looks_like_name,
    name_forms,
    parts_of,
    rare_name,
    surnames,
)
from helpers.framing.reporting import any_of, ends_with, letters
from helpers.lexicon import terms_of
from helpers.text.entities import entity_of
from helpers.text.matching import occurrences
from helpers.text.script import HAN, IS_HAN

_LETTER_OR_DIGIT = re.compile("[A-Za-z0-9]")


def find_later_mentions(
    shadow: str, masked: str, speakers: list[Speaker], nicknames: dict[str, Speaker]
) -> list[Speaker]:
    """Return the other mentions of persons whom the text names: in full, by last name (Schmidt, 威利森), by first name."""
    bearers = nicknames | _bearers(shadow, masked, speakers)
    if not bearers:
        return []
    found, at = [], 0
    for start, end in occurrences(bearers, masked):
        if start >= at and _is_whole(masked, start, end) and _stands_alone(masked, start, end):
            bearer = bearers[masked[start:end]]
            found.append(Speaker(start, end, bearer.kind, bearer.name))
            at = end
    return found


def _is_whole(masked: str, start: int, end: int) -> bool:
    """Return whether no Latin letter or digit stands on either side."""
    before = start and _LETTER_OR_DIGIT.match(masked, start - 1)
    return not before and not _LETTER_OR_DIGIT.match(masked, end)


def _stands_alone(masked: str, start: int, end: int) -> bool:
    """Return whether two Chinese characters are a name here: 周波分析, not 四周波动."""
    if end - start > 2 or masked[start].isascii():
        return True
    return not IS_HAN.match(masked, start - 1) or bool(after_short_name().match(masked, end))


_BOTH_NAMES = 5  # characters of a first and a last name written together


def _bearers(shadow: str, masked: str, speakers: list[Speaker]) -> dict[str, Speaker]:
    """Return the first bearer of each name, of its parts, and of its second form in brackets: 辛顿(Geoffrey Hinton).

    A last name is long enough at two Chinese characters or four letters, a first name at three letters.
    """
    bearers: dict[str, Speaker] = {}
    first_names: dict[str, set[str]] = {}
    glossed = dict(_glosses(masked, sorted(speakers)))
    seen: set[tuple[str, str]] = set()
    for speaker in speakers:
        if speaker.kind not in PERSONS:
            continue
        words, bearer = shadow[speaker.start : speaker.end], glossed.get(speaker, speaker)
        if (words, bearer.name) in seen:
            continue
        seen.add((words, bearer.name))
        parts = parts_of(words)
        if len(words) > 1 and (speaker.name == words or bearer is not speaker):  # an initial stands in many words
            bearers.setdefault(words, bearer)
        if len(parts) > 1:
            first, last = parts[0], parts[-1]
            if len(last) >= (4 if last.isascii() else 2):
                bearers.setdefault(last, bearer)
            if len(first) >= 3 or (len(first) == 2 and not first.isascii()):
                first_names.setdefault(first, set()).add(bearer.name)
                bearers.setdefault(first, bearer)
    for name in [name for name in bearers if len(name) >= _BOTH_NAMES and IS_HAN.match(name) and "·" not in name]:
        for start in range(2, len(name) - 2):  # 马克祖克伯 and 祖克伯
            if name[start:] in bearers:
                bearers[name[start:]] = bearers[name]
    shared = {first for first, names in first_names.items() if len(names) > 1 or is_ordinary(first)}
    return {name: bearer for name, bearer in bearers.items() if name not in shared and not entity_of(name)}


@cache
def _nickname() -> re.Pattern[str]:
    """Return the pattern of a nickname right before a name: 绰号“铁匠”的工程师(袁庚), 红衣大叔(周鸿祎)."""
    told = rf"{any_of('nickname')}[是为叫]?[“‘]?(?P<told>[{HAN}A-Za-z]{{2,8}}?)[”’]?(?:的[{HAN}]{{0,10}})?"
    return re.compile(rf"(?:{told}|(?P<form>[{HAN}]{{1,4}}?{any_of('nickname_end')}))\(?\Z")


@cache
def _short_form() -> re.Pattern[str]:
    """Return the pattern of a surname with 老 before it, or with an office or a form of address behind it."""
    long = "|".join(terms_of("reporting", "long_surname"))
    address = f"(?!太太|伯母)(?:{ADDRESS})|[总导工队董老姐哥姨叔伯]"  # 太太 and 嫂 stand behind the surname of another
    return re.compile(
        rf"[老小](?P<old>[{surnames()}])|(?P<new>[{surnames()}{letters('surname_of_three')}]|{long})(?P<address>{name_forms().office}|{address})?"
    )


_NICKNAME_REACH = 24  # characters before a name in which its nickname is looked for


def find_aliases(shadow: str, speakers: Sequence[Speaker]) -> dict[str, str]:
    """Return the other names of persons whom the text names in full, each with the full one.

    A part of the name (Haas, 怀远), or a surname with 老, an office (林教授) or a form of address (林阿姨), where one person
    in the text has it; a man and a woman of one surname are two persons (林先生, 林太太).
    """
    names = {shadow[s.start : s.end]: s.name for s in speakers if s.kind in PERSONS}
    full: dict[str, set[str]] = {}  # of a surname or a part, whose it is
    for words, name in names.items():
        parts = parts_of(words)
        if len(parts) == 1:
            is_name = looks_like_name(words) or re.fullmatch(rare_name(), words)
            parts = [words[0], words[1:]] if is_name and not _short_form().fullmatch(words) else []
        for part in parts:
            full.setdefault(part, set()).add(name)
    found, shared = {}, _of_a_man_and_a_woman(names)
    for words, name in names.items():
        short = _short_form().fullmatch(words)
        if short and short["new"] in shared:
            continue
        owners = full.get((short["old"] or short["new"]) if short else words, set()) - {name}
        if len(owners) == 1 and name == words and not entity_of(words):
            found[words] = min(owners)
    return found


def _of_a_man_and_a_woman(names: Iterable[str]) -> set[str]:
    """Return the surnames that stand before forms of address for a man and for a woman."""
    forms = [form for words in names if (form := _short_form().fullmatch(words)) and form["address"]]
    men, women = (
        {form["new"] for form in forms if ends_with(sex).search(form["address"])} for sex in ("male", "female")
    )
    return men & women


def find_nicknames(shadow: str, speakers: Sequence[Speaker], labels: Sequence[Speaker]) -> dict[str, Speaker]:
    """Return the nicknames that stand right before the name of a person, each with that person."""
    found, names = {}, {label.name for label in labels}
    told = names or any(term in shadow for role in ("nickname", "nickname_end") for term in terms_of("reporting", role))
    for speaker in speakers if told else ():
        before = shadow[max(0, speaker.start - _NICKNAME_REACH) : speaker.start] if speaker.kind == "person" else ""
        if match := _nickname().search(before):
            found[match[match.lastgroup]] = speaker
        found |= {name: speaker for name in names if before.removesuffix("(").endswith(name)}
    return found


def _glosses(masked: str, speakers: list[Speaker]) -> Iterator[tuple[Speaker, Speaker]]:
    """Yield the second form of a name in brackets, with the first: 伊桑·莫里克(Ethan Mollick)."""
    names = PERSONS
    for first, second in pairwise(speakers):
        if first.kind in names and second.kind in names and masked[first.end : second.start] == "(":
            yield second, first
