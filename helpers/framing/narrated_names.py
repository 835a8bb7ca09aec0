"""Persons whom the narrator tells of and who speak in the next sentence: 林晴每天用它。她(说). Pure.

Their names are in no list and stand beside no verb of saying. So they are tried only where a pronoun speaks behind the
sentence, or a quotation of nobody stands there: who opens it, whom the narrator meets in it, or the name behind what
somebody is.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from helpers.framing.names import (
    PERSONS,
    WORD,
    Speaker,
    after_name,
    after_short_name,
    goes_on,
    is_no_word,
    is_ordinary,
    last_letter,
    lettered_nickname,
    name_forms,
    name_letter,
    speaker_at,
    surnames,
)
from helpers.framing.persons_by_role import role_end
from helpers.framing.quote_marks import COLON, MASK, start_behind
from helpers.framing.reporting import any_of, ends_with, letters, starts_with
from helpers.text.entities import entity_of
from helpers.text.script import HAN
from helpers.text.tokens import tokenize

_PRONOUN = re.compile("[他她佢](?![们哋国乡人])")
_BEFORE_QUOTATION = re.compile(f"[。!?](?={MASK})")
_BETWEEN_QUOTATIONS = re.compile(
    rf"{MASK},?[^,。!?\n{MASK}][^。!?\n{MASK}]{{2,79}},(?={MASK})"
)  # “…”,家住东街的葛长福出来,“…”
_SENTENCES_BACK = 4  # and no more than one end of a paragraph
_LONGEST_SENTENCE = 160
_ENDS = re.compile("[。!?\n]")


def names_told_of(masked: str, verbs: Iterable[tuple[re.Match[str], str]], found: Sequence[Speaker]) -> list[Speaker]:
    """Return the persons of the sentences before a pronoun that speaks, or before a quotation in the same paragraph;
    ``found`` is everyone who is known otherwise."""
    colons = {mark.start() for mark in COLON.finditer(masked)}
    places = sorted({verb.start() for verb, _ in verbs} | colons)
    known = sorted(speaker.start for speaker in found if speaker.kind in PERSONS)
    speak = [one.start() for one in _PRONOUN.finditer(masked) if _speaks(masked, one.start(), places)] if places else []
    speak += [mark.end() for mark in _BEFORE_QUOTATION.finditer(masked)]
    speak += [mark.end() for mark in _BETWEEN_QUOTATIONS.finditer(masked)]
    tried: dict[tuple[int, int], list[Speaker]] = {}
    read: dict[tuple[str, int], list[Speaker]] = {}
    for place in (*speak, *colons):
        end, paragraphs = place, 0
        for _ in range(1 if place in colons else _SENTENCES_BACK):
            start = _sentence_start(masked, end)
            if (start, end) not in tried:
                tried[start, end] = _persons_of(masked, start, end, read)
            is_named = any(person.kind in PERSONS for person in tried[start, end])
            if is_named or bisect_left(known, start) < bisect_left(known, end):
                break
            end = start
            while end > 0 and masked[end - 1] in f"\n \u3000{MASK}":
                end -= 1
            paragraphs += "\n" in masked[end:start]
            if end <= 0 or paragraphs > 1:
                break
    return list(dict.fromkeys(person for persons in tried.values() for person in persons))


def _speaks(masked: str, place: int, verbs: Sequence[int]) -> bool:
    """Return whether a verb of saying or a colon stands in the sentence behind a pronoun."""
    index = bisect_left(verbs, place)
    return index < len(verbs) and verbs[index] - place < _REACH and not _ENDS.search(masked, place, verbs[index])


_REACH = 60  # characters from a pronoun to its verb of saying


def _sentence_start(masked: str, end: int) -> int:
    """Return where the sentence that ends at ``end`` starts; its last mark does not count."""
    near = max(0, end - _LONGEST_SENTENCE)
    return start_behind(f"。!?\n{MASK}", masked, near, max(near, end - 1))


@cache
def _before_subject() -> re.Pattern[str]:
    """Return the pattern of what stands before the subject at the beginning of a clause."""
    joint = "反正|其实|总之|好在|幸好|可惜|只不过|但是?|而且?|不过|然而|可是?|只有|就连|连|还有|随后|接着|这时|此时|后来|那时|当时|于是|而|其中|比如|例如|像|至于"
    season = "[春夏秋冬](?:天|季)?"
    year = (
        rf"[\d一二三四五六七八九十〇零两百千]+年(?:前|后|[\d一二三四五六七八九十]+月|{season})?"  # 三年前, 2024年春天
    )
    time = rf"{year}|[去今前][年日天](?:{season})?|{any_of('adverb')}"
    return re.compile(rf"[ \u3000]*(?:{joint})?(?:{time})?")


@cache
def _met() -> re.Pattern[str]:
    """Return the pattern of whatever brings in a person in the middle of a clause: 我问(林晴), 名叫(林晴)."""
    with_ = "(?<![一-鿿])(?:我们?|记者|笔者|本[报刊社]记?者?)[跟和与同](?!时)"
    return re.compile(rf"(?:{any_of('meets')}|认识|结识|追问|(?<![学疑顾])问)(?:了|过|到)?|{with_}|叫做?|的(?:正)?是")


@cache
def _role() -> re.Pattern[str]:
    """Return the pattern of what somebody is, up to his name: 青禾的工程师(林晴), 木匠(老周)."""
    noun = rf"{any_of('common')}|{any_of('person_noun')}|{name_forms().office}|[{HAN}][员长家师手者工生友迷商伯书](?![{_NO_NAME_BEHIND}])"
    name = rf"[{surnames()}{letters('surname_of_three')}阿老小大A-Z]|[{HAN}][姐嫂婶伯叔姨仔]|{name_forms().two}"
    return re.compile(rf"[^,。!?:;{MASK}]{{0,14}}?(?:{noun})(?!(?<=师)傅)[ ]?(?={name})")


_NO_NAME_BEHIND = "的们和与"
_IN_ROLE = re.compile("[了着过被把给]|[他她其]的?|也|都|就|还|却")  # of a predicate, not of what somebody is
_MODIFIER = re.compile(rf"[^,。!?:;{MASK}]{{1,20}}?的")


def _persons_of(masked: str, start: int, end: int, read: dict[tuple[str, int], list[Speaker]]) -> list[Speaker]:
    """Return the persons whom the sentence between two places introduces; ``read`` holds those of each clause, and behind
    each word that brings somebody in, for sentences overlap where no mark ends one."""
    actor = _latin_actor().match(masked, start, end)
    found = (
        [speaker_at(masked, *actor.span())] if actor and not is_ordinary(actor[0]) and not entity_of(actor[0]) else []
    )
    for edge in (start, *(start + mark.end() for mark in re.finditer("[,;:]", masked[start:end]))):
        if ("clause", edge) not in read:
            read["clause", edge] = _persons_of_clause(masked, edge)
        found += read["clause", edge]
    for met in _met().finditer(masked, start, end):
        if ("met", met.end()) not in read:
            person = _person_at(masked, met.end(), _sentence_end(masked, met.end()), met=True)
            read["met", met.end()] = [person] if person else []
        found += read["met", met.end()]
    return [person for person in found if person.end <= end]


@cache
def _latin_actor() -> re.Pattern[str]:
    """Return the pattern of a Latin name of one word at the beginning of a sentence, with what only a person does."""
    return re.compile(rf"{WORD}(?=[ ]?(?:[看听想笑坐站走点摇叹抬低转皱耸愣顿盯瞪读翻拿]|沉默|开完))")


def _persons_of_clause(masked: str, edge: int) -> list[Speaker]:
    """Return the persons with whom a clause begins, behind what may stand there."""
    end = _sentence_end(masked, edge)
    place = _before_subject().match(masked, edge, end).end()
    if masked[place - 1 : place] == "着":  # 林晴抱着(孩子)
        place = edge
    persons = ([*_joined_persons(masked, begin, end)] for begin in dict.fromkeys((place, edge)))
    return next(filter(None, persons), [])


def _sentence_end(masked: str, start: int) -> int:
    mark = _ENDS.search(masked, start, start + _LONGEST_SENTENCE)
    return mark.start() if mark else min(len(masked), start + _LONGEST_SENTENCE)


def _joined_persons(masked: str, place: int, end: int) -> Iterator[Speaker]:
    """Yield the person at ``place`` and all who are joined to her, of whom no pronoun means one: 林晴和蒋南."""
    person = _person_at(masked, place, end)
    while person:
        yield person
        joined = masked.startswith(("和", "与", "跟", "、"), person.end)
        person = _person_at(masked, person.end + 1, end) if joined else None


def _person_at(masked: str, place: int, end: int, *, met: bool = False) -> Speaker | None:
    """Return the person whose name stands at ``place``, or there behind an attribute or what she is; ``met`` as in
    `role_end`."""
    place += masked.startswith(_CLASSIFIERS, place)  # 是(个)姑娘
    if (name_end := _name_end(masked, place, end)) and (person := _person(masked, place, name_end, end)):
        return person
    behind = [m.end() for m in _attributes(masked, place, end)]
    for begin in behind:
        if name_end := _name_end(masked, begin, end) or _aged_end(masked, begin, end):
            return _person(masked, begin, name_end, end)
    for begin in (place, *behind):
        role = _role().match(masked, begin, end)
        if not role or _IN_ROLE.search(masked, begin, role.end()):
            continue
        name_end = _name_end(masked, role.end(), end) or _foreign_end(masked, role.end(), end)
        if name_end:
            return _person(masked, role.end(), name_end, end)
    noun_end = role_end(masked, place, end, met=met)
    return speaker_at(masked, place, noun_end, "anonymous") if noun_end else None


_CLASSIFIERS = ("个", "位", "名", "群", "帮", "伙")


def _attributes(masked: str, place: int, end: int) -> Iterator[re.Match[str]]:
    """Yield the attributes from ``place`` on, the longer ones behind: 同组的, 同组的年轻的."""
    match = _MODIFIER.match(masked, place, end)
    while match:
        yield match
        match = _MODIFIER.match(masked, match.end(), end)


def _person(masked: str, start: int, end: int, stop: int) -> Speaker | None:
    """Return the person of that name, or the relative of whom is told: 林晴的母亲; None where a thing is: 林晴的店."""
    if end == stop or not masked.startswith("的", end):
        return speaker_at(masked, start, end)
    kin = starts_with("kin").match(masked, end + 1, stop)
    return speaker_at(masked, start, kin.end(), "anonymous") if kin else None


@cache
def _nickname() -> re.Pattern[str]:
    return re.compile(
        rf"{lettered_nickname()}|阿(?![嬷公婆姨爸妈伯叔哥姐弟妹爷])[{HAN}]|[老小大][{surnames()}]|(?![这那哪几一两多大小表堂])[{HAN}][姐嫂婶伯叔姨仔](?![{HAN}]?[妹弟])"
    )


@cache
def _surname() -> re.Pattern[str]:
    return re.compile(f"[{surnames()}{letters('surname_of_three')}{letters('surname_or_word')}]")


_SMALL = re.compile("小[一-鿿]")
_LONGEST, _MARGIN = 3, 4  # characters of a name, and beside it, that the segmenter sees


def _name_end(masked: str, start: int, stop: int) -> int:
    """Return where a Chinese name that starts at ``start`` ends, 0 if there is none: the segmenter finds a surname alone."""
    is_nickname = _nickname().match(masked, start, stop)
    if not is_nickname and masked[start - 1 : start] in _BEHIND_ROLE:
        is_nickname = _SMALL.match(masked, start, stop)  # 学生小芸
    if not is_nickname and not _surname().match(masked, start, stop):
        return 0
    if masked[start - 1 : start].isdigit():
        return 0  # 8000万美元
    if (is_nickname and is_nickname.end() > start + 2) or masked[start + 1 : start + 2].isascii():
        return is_nickname.end() if is_nickname else 0  # 阿Ken
    words, place = {}, max(0, start - _MARGIN)
    for word in tokenize(masked[place : start + _LONGEST + _MARGIN]):
        words[place] = word
        place += len(word)
    if start not in words:
        return 0
    for size in (2,) if is_nickname else (3, 2):
        end = start + size
        if end <= stop and (end in words or end == place) and _is_name(masked, start, end, words):
            return end
    return 0


def _is_name(masked: str, start: int, end: int, words: dict[int, str]) -> bool:
    name, first, size = masked[start:end], words[start], end - start
    if is_ordinary(name) or ends_with("collective").search(name) or starts_with("adverb").match(name):
        return False
    if (
        not _given().fullmatch(name, 1)
        or name[-1] in letters("thing_end")
        or (size == _LONGEST and goes_on().match(masked, end))
    ):
        return False
    if len(first) > 1:
        return first == name and masked[start - 1 : start] in _BEHIND_ROLE  # one that the segmenter knows
    given = words[start + 1]
    if size < _LONGEST and name[0] in letters("surname_of_three") and name[0] not in surnames():
        return False
    if size == _LONGEST and len(given) == 1 and name[2] in letters("told_verb"):
        return False  # 林晴(坐)
    is_rare = name[0] not in f"{surnames()}{letters('surname_of_three')}阿老小大"
    if (name[0] in letters("surname_or_word") and (size == 2 or len(given) > 1 or is_rare)) or (
        name[0] == "高" and len(given) > 1
    ):
        return bool(_AGE.match(masked, end))  # 车停(了), 高质量
    following = words.get(end, "")
    if size == _LONGEST or name[0] in "阿老小大":
        return True
    ends = (
        len(following) != 1
        or following in letters("told_verb")
        or goes_on().match(masked, end + 1)
        or bool(after_short_name().match(masked, end))
    )
    return ends and name[1] not in letters("told_verb") + letters("told_of_thing")


@cache
def _given() -> re.Pattern[str]:
    return re.compile(rf"(?:{name_letter()}){{1,2}}{last_letter()}")


# Behind a name: 计秀兰,今年八十岁.
_AGE = re.compile("[,。]?[他她]?(?:今年|现年|年近|年仅|刚满)[\\d一二三四五六七八九十]")
_BEHIND_ROLE = frozenset("员长家师手者工生友书众")


@cache
def _aged() -> re.Pattern[str]:
    """Return the pattern of what follows an age, before what a person does: 八十一岁的(莎韵对着麦克风)."""
    does = rf"{after_name()}|{any_of('gesture')}|[{letters('told_verb')}]"
    return re.compile(rf"(?:{name_letter()}){{2,3}}?{last_letter()}(?={does})")


def _aged_end(masked: str, start: int, stop: int) -> int:
    """Return where a name of any form ends that stands behind somebody's age, 0 if there is none."""
    match = _aged().match(masked, start, stop) if masked.endswith("岁的", 0, start) else None
    return match.end() if match and is_no_word(match[0]) and not is_ordinary(match[0]) else 0


@cache
def _foreign() -> re.Pattern[str]:
    return re.compile(rf"{name_forms().word}|{name_forms().short_word}(?={after_name()})|{WORD}(?![ -]?[A-Za-z0-9])")


def _foreign_end(masked: str, start: int, stop: int) -> int:
    """Return where a transliterated or Latin name ends, 0 if there is none."""
    match = _foreign().match(masked, start, stop)
    if match is None or is_ordinary(match[0]) or (len(match[0]) == 2 and not is_no_word(match[0])):
        return 0
    if match[0].isascii():
        return match.end()
    place = start  # 登门拜(访) is no name: a word of the segmenter runs on
    for word in tokenize(masked[start : match.end() + _MARGIN]):
        if place >= match.end():
            break
        place += len(word)
    return match.end() if place == match.end() else 0
