"""Find the turns of a transcript or an interview: a label and a colon, or a heading for each speaker. Pure.

A label is trusted by degrees. 主持人 and Q are labels by themselves; a person's name is one where its words are
sentences; a nickname only where it comes back and people talk to each other (我, 你, a question). So a list of
definitions (GPT-2：…) or of data (价格：…) has no speakers. Words that labels are made of are in ``lexicon/reporting.csv``.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import dropwhile, pairwise, zip_longest
from typing import NamedTuple

from helpers.framing.cast import is_credit
from helpers.framing.names import is_no_word, is_ordinary, looks_like_name, office_pattern
from helpers.framing.reporting import ends_with, starts_with
from helpers.framing.run_in import part_paragraphs
from helpers.framing.turn_labels import TALK, TALKING, bearer_of, end_of_office, may_answer, names_somebody, titled_name
from helpers.text.apart import names_apart, that_return
from helpers.text.entities import entity_of, kind_of
from helpers.text.script import HAN
from helpers.text.sentences import lines_of


class Turn(NamedTuple):
    """What one label introduces: its place, and the places of the paragraphs behind it."""

    start: int
    end: int
    paragraphs: list[tuple[int, int]]


class _Label(NamedTuple):
    """A line that may open a turn: the places of the label, of the words behind it, and of the end of the line."""

    start: int
    end: int
    words: int
    stop: int
    name: str
    headed: bool = False  # the label is a line of its own
    clock: bool = False  # beside the label is a time
    dashed: bool = False  # behind the label is a dash and nothing else
    floor: bool = False  # before the label is the number of a post in a thread
    office: bool = False  # behind the label are an office or a firm and nothing else


# What stands beside a name in an exported chat: 2024-11-02 08:30, 昨天 上午 8:30, 2/11/2024, 08:30:05.
_DAY = r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}[-/.月]\d{1,2}(?:[-/.](?:\d{4}|\d{2})|日)?|[昨今前]天|(?:星期|周)[一二三四五六日天]"
_PART_OF_DAY = r"[上中下]午|凌晨|清晨|早上|傍晚|晚上"
_TIME = r"\d{1,2}(?::\d{2}){1,2}(?:[.,]\d{1,3})?(?:[ ]?[AaPp][Mm])?(?!:?\d)"
_CLOCK = rf"(?:,[ ]?)?[\[(`]?(?:(?:{_DAY}),?[ T]?)?(?:(?:{_PART_OF_DAY})[ ]?)?{_TIME}(?:[ ]?[-~—–][ ]?{_TIME})?[\])`]?"
_BULLETS = "●○•■□◆◇▲△▶►★☆"
_PICTURES = "\u2600-\u27bf\ufe0f\u200d\U0001f000-\U0001faff"  # emoji
# Its runs of blanks give nothing back (``*+``): a line of blanks would be read from each of them on.
_LABEL = re.compile(
    rf"[ \t>*#·_{_BULLETS}{_PICTURES}-]*+"
    rf"(?P<first_clock>{_CLOCK}[ \t]*+(?:-[ ]?)?)?"  # 08:30 - 张三:
    r"(?:\(?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[) .、]++(?=[问答]))?"  # (一)问:
    r"(?P<floor>\d{1,4}[楼L#][ ]++)?"  # 12楼 张三:
    r"[\[【〔《“]?"
    rf"(?!{_CLOCK}\s*\Z)(?P<label>@?[^\W_][^\n:,;。!?“”‘’<>/=\[\]()|｜【】〔〕《》]{{0,19}}?)"
    rf"(?:(?<=[{HAN}A-Za-z][{HAN}A-Za-z])"  # 张三回答:
    r"(?:提问|追问|反问|询问|回答|回[复覆应]|答[复覆]|补充|插话|[起答证陈]称|谕知|陈述|发言|总结|答|问|说))?"
    r"[\]】〕》”]?(?:(?<=[\]】〕》”])(?:[问答]|记者))?"  # 《深水》记者:
    r"(?:[*_]*+[ \t]*+"
    r"(?:\n?[ \t]*+\((?!\d+:)[^()\n]{1,30}\)[ \t]*+)?"  # 张三(工程师):
    rf"(?P<clock>{_CLOCK}[ \t]*+)?"  # 张三 08:30
    # what parts it from the words: a colon, which is no part of a clock or an address, and a clock behind it, …
    rf"(?P<colon>(?:(?<![ \t]\d\d):|:(?!\d\d(?!\d)))(?!//)(?P<last_clock>[ \t]*+{_CLOCK}(?=[ \t]*\Z))?"
    r"|[|｜](?=[^|｜]+\Z)"  # … the only bar of the line, …
    # … nothing, behind a bracket or a clock, …
    r"|(?:(?<=[】〕])|(?<=:\d\d:\d\d)|(?<=:\d\d:\d\d[ \t])|(?<=:\d\d[\])])|(?<=:\d\d[\])][ \t]))(?=[^\s:])"
    r"|[-—]+(?=\s*\Z)|(?=\s*\Z))"  # … a dash and the end of the line, or only that
    r"|(?P<mark>(?<=Q\d)[ .、]+(?=.*\?)|(?<=[】〕])(?=.)))[ \t]*"  # Q1. 会赢吗?
)
_HAS_BULLET = re.compile(rf"\s*[{_BULLETS}{_PICTURES}]")
_TURN_NUMBER = re.compile(r"[ \t>*#]*+(?:\d{1,4}[.、)]?|\(\d{1,4}\)|\[\d{1,4}\])[ \t]*+(?=[^\W\d]{2}|(?<!\d)[^\W\d])")
_ASKS_OR_ANSWERS = re.compile(r"[ \t>*#]*+(?P<label>[QA问答]\d{0,2})(?:[ \t]*+[/／]|[.、])[*_]*+[ \t]*+(?=\S)")
_SENTENCE = re.compile(r"[。!?…~][”’)\]]*(?:\s*\([^()\n]{1,20}\))?\s*\Z")
_MARKUP = re.compile(r"\s*!?\[|.*[A-Za-z0-9]\.(?:com|cn|org|net|io)\b")  # an image, a link, an address
_BROKEN_OFF = re.compile(r"(?:;|——|\S\([^()\n]{0,4}笑[^()\n]{0,2}\))\s*\Z")  # ends words, and no heading
_ASIDE = re.compile(r"\s*\([^()我你您\n]*\)\s*\Z")  # what happens, in brackets: (现场播放短片)
_NUMBERED = re.compile(r"\s*(?:\d{1,2}(?![\d年月日点号%.:])|[一二三四五六七八九十]{1,2}、)")
_LONGEST_HEADING = 40  # characters; a longer line without a full stop is a paragraph that lost it


def find_turns(shadow: str) -> list[Turn]:
    """Return the turns of a transcript in ``shadow`` (`helpers.text.script.shadow_of`), none where it holds no transcript.

    >>> [shadow[turn.start : turn.end] for shadow in ("主持人:会赢吗?\\n王强:我想会。",) for turn in find_turns(shadow)]
    ['主持人', '王强']
    """
    lines = [*_with_glosses([(start, _without_clock(line)) for start, line in lines_of(shadow) if line.strip()])]
    lines = [*part_paragraphs(lines, _grade_within)] or lines
    found = _labels_of(lines)
    if parted := [*_with_tails(lines, {label.name for label in found.values() if label.headed})]:
        lines = parted
        found = _labels_of(lines)
    trusted = _trusted(found, lines)
    trusted |= _of_the_same_form(found, trusted) | _other_names(found, trusted)
    trusted |= _guests(shadow, found, trusted) | _headed_guests(found, lines, trusted)
    labels = [label for label in found.values() if label.name in trusted]
    times = Counter(label.name for label in labels)
    labels = _without_credits(shadow, labels, times)
    if len(labels) < _FEWEST_TURNS:
        return []
    turns = [*_turns(shadow, lines, labels)]
    if all(label.clock for label in labels) or any(_is_numbered(label.name) for label in labels):
        return turns  # nothing else has a clock at every heading, or is called 说话人1
    headed = [(label, turn.paragraphs) for label, turn in zip(labels, turns, strict=True) if label.headed]
    talk = sum(
        any("我" in shadow[start:end] for start, end in paragraphs)
        or (times[label.name] > 1 and any(shadow[end - 1] == "?" for _, end in paragraphs[:1]))
        for label, paragraphs in headed
    )
    return [] if talk < len(headed) * TALKING else turns


def _without_credits(shadow: str, labels: Sequence[_Label], times: Mapping[str, int]) -> list[_Label]:
    """Return the labels that open turns: some only tell who bears them, what somebody is, or what a book is about."""
    labels = [*dropwhile(lambda label: _is_credit(shadow, label), labels)]
    # A label that stands once, before no sentence, is a credit: 嘉宾：某某，某公司负责人; in title marks it is a book.
    labels = [
        label
        for label in labels
        if label.headed
        or times[label.name] > 1
        or label.words >= label.stop
        or (_is_talk(shadow[label.words : label.stop]) and not shadow.startswith("》:", label.end))
    ]
    # So is one with a colon where most labels are lines of their own, before no talk: Monica:投资人,播客主理人。
    most_headed = 2 * sum(label.headed for label in labels) > len(labels)
    return [
        label for label in labels if label.headed or not most_headed or TALK.search(shadow, label.words, label.stop)
    ]


def _is_credit(shadow: str, label: _Label) -> bool:
    """Return whether a label above the first turn only tells who bears it: 主持人:罗颖."""
    is_role = not label.headed and label.words < label.stop and _is_certain(label.name)
    return is_role and is_credit(shadow[label.words : label.stop])


def _other_names(found: dict[int, _Label], trusted: set[str]) -> set[str]:
    """Return the labels that are other names of those who speak: 怀远 and 老顾 of 顾怀远, Kevin of Kevin Liu."""
    names = {name for name in trusted if looks_like_name(name)}
    others = {f"{old}{name[0]}" for name in names for old in "老小"} | {name[1:] for name in names if len(name) > 2}
    others |= {part for name in names if name.isascii() for part in name.split()}
    return {label.name for label in found.values() if label.name in others}


def _of_the_same_form(found: dict[int, _Label], trusted: set[str]) -> set[str]:
    """Return the labels of a colon and nothing else on their line, where trusted ones look so: those of newspapers at a
    press conference, which each ask once."""
    alone = [label for label in found.values() if label.words >= label.stop and not label.headed]
    proved = sum(label.name in trusted for label in alone)
    short = (label.name for label in alone if _is_short(label.name) and not is_ordinary(label.name))
    return {*short} if proved >= _FEWEST_TURNS else set()


def _guests(shadow: str, found: dict[int, _Label], trusted: set[str]) -> set[str]:
    """Return the labels of those who speak once in a transcript of others: 观众, 外交部发言人, 路透社."""
    labels = [label for label in found.values() if not label.headed and label.words < label.stop]
    if sum(label.name in trusted for label in labels) < _FEWEST_TURNS:
        return set()
    guests = {
        label.name
        for label in labels
        if label.name not in trusted
        and "说" not in shadow[label.end : label.words]  # 老板说:… is told by another
        and not starts_with("turn_end").match(shadow, label.start)  # 编辑补充:…
        and (names_somebody(label.name, shadow[label.words : label.stop], trusted) or _ASKS.match(shadow, label.end))
    }
    # Where only the questions have a label, all else is an answer.
    return guests if len({name.rstrip("0123456789") for name in trusted}) > 1 or len(guests) > 1 else set()


_ASKS = re.compile(r"》(?:记者|问|\((?:以下)?[简下]称)")  # behind the name of a newspaper


def _headed_guests(found: dict[int, _Label], lines: Sequence[tuple[int, str]], trusted: set[str]) -> set[str]:
    """Return the names that stand once on a line of their own before a sentence, where those of others do."""
    heads = [label for label in found.values() if label.headed]
    speak = {label.name for label in heads if label.name in trusted}
    if len(speak) < _FEWEST_TURNS or any(label.clock for label in heads):
        return set()
    words = {found[start].name: line for (start, _), (_, line) in pairwise(lines) if start in found}
    below = {stop for (start, _), (stop, _) in pairwise(lines) if start in found and found[start].name in speak}
    return {
        label.name
        for start, label in found.items()
        if label.headed
        and label.name not in trusted
        and start not in below  # 首席科学家 below a name
        and _is_said(words.get(label.name, ""))
        and (_is_certain(label.name) or names_somebody(label.name, words[label.name], trusted))
    }


_GLOSS = re.compile(r"[ \t]*\([^()\n]{1,30}\)[ \t]*[-—]+\s*\Z")


def _with_glosses(lines: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Yield the lines, a name and the line with its second form in brackets and a dash as one."""
    skip = False
    for (start, line), (place, after) in zip_longest(lines, lines[1:], fillvalue=(0, "")):
        joins = not skip and place == start + len(line) + 1 and len(line) < _LONGEST_HEADING and _GLOSS.match(after)
        if not skip:
            yield start, f"{line}\n{after}" if joins else line
        skip = bool(joins)


# A clock behind the words of a sentence is none of them: 我想会。 [15:00:12]
_CLOCK_BEHIND = re.compile(rf"(?<=[。!?…~”])[ \t]*+{_CLOCK}\Z")
_ENDS_CLOCK = tuple("0123456789])`")
_LONGEST_CLOCK = 48


def _without_clock(line: str) -> str:
    if not line.endswith(_ENDS_CLOCK):
        return line
    match = _CLOCK_BEHIND.search(line, max(0, len(line) - _LONGEST_CLOCK))
    return line[: match.start()] if match else line


_TAIL = re.compile(rf"[。!?…”)][ \t*]*([^\s。!?…”)*][^。!?…”)*\n]{{0,20}}?)[ \t*]*(?:{_CLOCK}[ \t]*)?\Z")


def _with_tails(lines: Sequence[tuple[int, str]], names: set[str]) -> Iterator[tuple[int, str]]:
    """Yield the lines, cut before a label that slipped to the end of the paragraph before it: 会赢吗?Tina."""
    ends = (*(name for name in names if len(name) > 1), *"0123456789")  # of a clock behind the name
    tails = {}
    for start, line in lines:
        tail = _TAIL.search(line, max(0, len(line) - _LONGEST_HEADING)) if line.rstrip(" \t*").endswith(ends) else None
        if tail and tail[1] in names:
            tails[start] = tail.start(1)
    for start, line in lines if tails else ():
        cut = tails.get(start, len(line))
        yield start, line[:cut]
        if cut < len(line):
            yield start + cut, line[cut:]


_REPLY = re.compile(r"[ ]?回[复覆][ ]?")


def _labels_of(lines: Sequence[tuple[int, str]]) -> dict[int, _Label]:
    """Return the labels by the places of their lines; of a name that replies to another in the thread, the first."""
    found = {}
    for (start, line), (_, after) in zip_longest(lines, lines[1:], fillvalue=(0, "")):
        if label := _with_office(start, line, after) or _label_of(start, line):
            found[start] = label
    found |= _with_number(lines) | _with_sign(lines)
    for start, apart in names_apart(lines).items():
        if apart.returns or looks_like_name(apart.name):
            found[start] = _Label(*apart[:5], clock=apart.clock)
    found = dict(sorted(found.items()))
    names = {label.name.lstrip("@") for label in found.values()}
    for start, label in found.items():
        who, *whom = _REPLY.split(label.name, maxsplit=1)
        if who and whom and not names.isdisjoint({who.lstrip("@"), whom[0].lstrip("@")}):
            found[start] = label._replace(name=who, end=label.start + len(who))
    return found


def _with_number(lines: Sequence[tuple[int, str]]) -> dict[int, _Label]:
    """Return the labels behind the number of their turn: 001 主持人:, [1]主持人:."""
    labels = {}
    for start, line in lines:
        if number := _TURN_NUMBER.match(line):
            label = _label_of(start + number.end(), line[number.end() :])
            if label and not label.headed:
                labels[start] = label
    return _that_come_back(labels)


def _with_sign(lines: Sequence[tuple[int, str]]) -> dict[int, _Label]:
    """Return the labels of questions and answers before another sign than a colon: 问/, Q., A1、."""
    labels = {}
    for start, line in lines:
        if match := _ASKS_OR_ANSWERS.match(line):
            begin, end = (start + place for place in match.span("label"))
            labels[start] = _Label(begin, end, start + match.end(), start + len(line), match["label"])
    return _that_come_back(labels)


def _that_come_back(labels: dict[int, _Label]) -> dict[int, _Label]:
    """Return the labels where two names come back, each after another one; else none: they are points of a list."""
    return labels if that_return(label.name.rstrip("0123456789") for label in labels.values()) else {}


_LONGEST_OFFICE = 30
_OFFICE_BEHIND = re.compile(
    r"[ \t>*#]*+(?P<label>[^\W\d_][^\n:,;。!?…“”‘’<>/=\[\]()|｜【】《》—–*]{1,19}?)(?:[ \t*]++[-–—]++[ \t*]++|[ \t*]*+[|｜/][ \t*]*+)"
    r"[^\s,。!?…:;|｜/()*—-][^,。!?…:;|｜/\n]{1,30}\Z"
)


def _with_office(start: int, line: str, after: str) -> _Label | None:
    """Return the label of a line that is a name and an office or a firm, before a sentence: 吴泳铭 | 首席执行官."""
    match = _OFFICE_BEHIND.match(line) if len(line) < _LONGEST_HEADING + _LONGEST_OFFICE else None
    if not (match and looks_like_name(match["label"]) and _ends(after)):
        return None
    begin, end = start + match.start("label"), start + match.end("label")
    stop = start + len(line)
    return _Label(begin, end, stop, stop, match["label"], headed=True, office=True)


_BARS = ("|", "｜")
_OFFICE_BETWEEN = re.compile(r"([^\n:,;。!?“”|｜]{2,16}):(?!//)[ \t]*")  # 张三|工程师:…


def _label_of(start: int, line: str) -> _Label | None:
    match = _LABEL.match(line)
    if match is None or match["label"].isdigit() or starts_with("turn_note").match(match["label"]):
        return None
    name = match["label"].rstrip()
    begin = start + match.start("label")
    colon = match["colon"] or match["mark"] or ""
    dashed = colon.startswith(("-", "—"))
    headed = dashed or (match.end() == len(line) and not colon)
    if headed and _HAS_BULLET.match(line):
        return None  # the legend of a picture, or a heading
    words = match.end()
    office = _OFFICE_BETWEEN.match(line, words) if colon[:1] in _BARS else None
    if office and (office_pattern().search(office[1]) or ends_with("common").search(office[1])):
        words = office.end()
    if not headed:
        bearer = bearer_of(name)
        begin += len(name) - len(bearer)
        name = bearer
    return _Label(
        begin,
        begin + len(name),
        start + words,
        start + len(line),
        name,
        headed,
        bool(match["first_clock"] or match["clock"] or match["last_clock"]),
        dashed,
        bool(match["floor"]),
    )


_FEWEST_TURNS = 2
_FEWEST_HEADINGS = 3  # of persons, each at the head of a passage of its own


@lru_cache(maxsize=1 << 12)  # a text writes few labels, and often
def _is_certain(name: str) -> bool:
    """Return whether a label is one by itself: 主持人, Q2, 说话人1."""
    return bool(starts_with("turn").fullmatch(name)) or _is_numbered(name)


def _is_numbered(name: str) -> bool:
    return bool(starts_with("numbered").fullmatch(name))


def _trusted(found: dict[int, _Label], lines: Sequence[tuple[int, str]]) -> set[str]:
    """Return the names of the labels that open turns."""
    following = {start: line for (start, _), (_, line) in pairwise(lines)}
    words: dict[str, list[str]] = {}
    answers: Counter[str] = Counter()
    asked = False  # by a label that is certain, right before
    for start, line in lines:
        if label := found.get(start):
            said = line[label.words - start :] or following.get(start, "")
            words.setdefault(label.name, []).append(said)
            answers[label.name] += asked and may_answer(label.name)
            asked = "?" in said and _is_certain(label.name)
    headed, clocked, titled = (_names_with(found, form) for form in ("headed", "clock", "office"))
    rated = {
        name: grade
        for name, grade in _grades(found, words).items()
        if grade and _speaks(grade, words[name], name in headed, answers[name])
    }
    if writers := _writers(found, words):
        return writers | set(rated)
    bare = headed - clocked - (titled if len(titled) >= _FEWEST_HEADINGS else set())
    single = {name for name, grade in rated.items() if grade == "name" and name in bare and len(words[name]) == 1}
    if "certain" not in rated.values() and len(single) < _FEWEST_HEADINGS:
        rated = {name: grade for name, grade in rated.items() if name not in single}
    # A transcript has labels of one form; a line of an advert returns as well.
    n_headed, n = (sum(len(words[name]) for name in names) for names in (rated.keys() & headed, rated))
    main = 2 * n_headed >= n
    rated = {name: grade for name, grade in rated.items() if (name in headed) == main or grade != "nickname"}
    talks = len(rated) > 1 or any(grade != "nickname" and len(words[name]) > 1 for name, grade in rated.items())
    said = [text for name in rated for text in words[name]]
    return set(rated) if talks and (main or _share(_is_said, said) > TALKING or _chats(said)) else set()


def _names_with(found: dict[int, _Label], form: str) -> set[str]:
    """Return the names of the labels of a form: headed, clock, dashed, floor or office (`_Label`)."""
    return {label.name for label in found.values() if getattr(label, form)}


def _grades(found: dict[int, _Label], words: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return how far each label is to be trusted by its form (`_grade`), and by what stands beside it and the others."""
    headed, clocked, dashed, floors = (_names_with(found, form) for form in ("headed", "clock", "dashed", "floor"))
    are_dashed = len(dashed) >= _FEWEST_HEADINGS
    is_thread = bool(floors) or any(map(starts_with("floor").match, words))
    are_addressed = _address_each_other(words)
    asks = any(name in _USERS or _is_certain(name) for name in words)
    is_asked = any(text.rstrip().endswith("?") for said in words.values() for text in said)
    grades = {}
    for name, said in words.items():
        grade = _grade(name, len(said) + (name in clocked) + is_thread, name in headed, asks)
        if _CODE.fullmatch(name) and not is_asked:
            grade = ""  # a product
        if is_thread and grade != "certain" and (grade or name in floors):
            grade = "name"
        if are_addressed and _is_handle(name):
            grade = grade or "name"
        if are_dashed and name in dashed and _DASHED_NAME.fullmatch(name) and not is_ordinary(name):
            grade = grade or "name"
        grades[name] = grade
    return grades


_POST = re.compile("楼上(?=说|讲|的|正解|那位|[,。])|[楼题层]主")  # words for others of a thread
_LONGEST_HANDLE = 12


def _address_each_other(words: Mapping[str, Sequence[str]]) -> bool:
    """Return whether those who have a label address each other as only in a thread: @林溪, 楼上说得对."""
    handles = "|".join(re.escape(name.lstrip("@")) for name in words)
    addressed = re.compile(rf"@(?:{handles})(?!:)|{_POST.pattern}")
    return bool(words) and any(addressed.search(text) for said in words.values() for text in said)


def _is_handle(name: str) -> bool:
    """Return whether a label is a name that somebody made up for a thread, and no heading: 老K在渔港, 豆沙包不甜."""
    is_made_up = is_no_word(name) or re.search("[A-Za-z]", name)
    return bool(is_made_up) and len(name) <= _LONGEST_HANDLE and not is_ordinary(name) and not entity_of(name)


def _writers(found: dict[int, _Label], words: Mapping[str, Sequence[str]]) -> set[str]:
    """Return the names that stand beside a clock, if several come back so, with words and not one below the other, as in
    a chat; in a list of results or times nobody talks."""
    heads = [label for label in found.values() if label.clock]
    names = {label.name for label in heads if len(words[label.name]) > 1 and not is_ordinary(label.name)}
    below = (found.get(label.stop + 1) for label in heads)
    listed = {label.name for label, after in zip(heads, below, strict=True) if label.headed and after and after.clock}
    names -= listed
    said = [text for name in names for text in words[name]]
    talk = any(map(_is_numbered, names)) or (said and _share(TALK.search, said) >= TALKING)
    if len(names) < _FEWEST_TURNS or not talk:
        return set()
    first = min(label.start for label in heads if label.name in names)  # above it may be the time of the meeting
    return {label.name for label in heads if label.start >= first} - listed


_USERS = ("我", "用户", "人类", "User", "Human", "Me")  # who talks with a machine


def _grade(name: str, n: int, headed: bool, asks: bool = False) -> str:
    """Return how far the label is to be trusted by its form: *certain*, *name*, *nickname*, or not at all.

    Args:
        asks: somebody has a label who may talk with a machine.
    """
    if _is_certain(name) and (not headed or n > 1 or name[-1].isdigit()):
        return "certain"
    kind = kind_of(entity_of(name))
    if kind and kind != "person":
        if kind == "media":
            return "certain" if n > 1 else ""
        return "nickname" if asks and n > 1 and kind in ("company", "product", "model") else ""
    if titled_name().fullmatch(name) and not headed:
        return "name"
    if looks_like_name(name):
        return "name" if kind or n > 1 or not name.isascii() else "nickname"
    is_plain = _CODE.fullmatch(name) or not re.search(rf"[^{HAN}A-Za-zÀ-ɏ .]", name)
    return "nickname" if n > 1 and is_plain and _is_short(name) and not is_ordinary(name) else ""


def _grade_within(name: str, n: int) -> str:
    """Return how far a label within a paragraph is to be trusted (`_grade`); who talks with a machine proves a talk."""
    return "certain" if name in _USERS and n > 1 else _grade(name, n, headed=False, asks=True)


def _is_short(name: str) -> bool:
    """Return whether a label is so short as a nickname, or ends in an office: 运输及物流局局长."""
    longest = _LONGEST_LATIN_NICKNAME if name.isascii() else _LONGEST_NICKNAME
    return len(name) <= longest or end_of_office(name) == len(name)


_CODE = re.compile(r"[A-Z]\d{1,3}")  # of who is asked for a study: P07
_LONGEST_NICKNAME, _LONGEST_LATIN_NICKNAME = 6, 20
_DASHED_NAME = re.compile(rf"[{HAN}]{{2,4}}|[{HAN}A-Za-zÀ-ɏ]+(?:[·. ]+[{HAN}A-Za-zÀ-ɏ]+)+")
_SENTENCES = 0.5  # of the turns end with a full stop


def _speaks(grade: str, words: Sequence[str], headed: bool, answers: int = 0) -> bool:
    """Return whether what stands behind a label is said: sentences, and for a nickname talk, or mostly ``answers``."""
    if grade == "certain":
        return True
    if starts_with("turn_end").match(words[0]):
        return False
    if grade == "name" and headed:
        return True
    is_talk = grade == "name" or _share(TALK.search, words) >= TALKING or 2 * answers >= len(words)
    return is_talk and (_share(_is_said, words) >= _SENTENCES or _chats(words))


def _share(test: Callable[[str], object], words: Sequence[str]) -> float:
    return sum(bool(test(text)) for text in words) / len(words)


_CHAT = re.compile("[我咱?]")
_CHATTING = 0.75  # of messages without a full stop hold 我 or a question; lists of slogans hold 你


def _chats(words: Sequence[str]) -> bool:
    return _share(_CHAT.search, words) >= _CHATTING


def _is_said(words: str) -> bool:
    """Return whether words are a sentence, or too long to be an entry of a list."""
    return bool(_SENTENCE.search(words)) or len(words) > _LONGEST_HEADING


def _is_talk(words: str) -> bool:
    return _is_said(words) or bool(_BROKEN_OFF.search(words) and TALK.search(words))


def _turns(shadow: str, lines: Sequence[tuple[int, str]], labels: Sequence[_Label]) -> Iterator[Turn]:
    """Yield the turn of each label, with the paragraphs up to the next one."""
    # The questions have no label, or the answers.
    alone = len({re.sub(r"\A[Q问]\d+\Z", "Q", label.name) for label in labels}) == 1
    starts = [start for start, _ in lines]
    for label, following in zip_longest(labels, labels[1:]):
        beside = not label.headed and label.words < label.stop and not _ASIDE.match(shadow, label.words, label.stop)
        paragraphs = [(label.words, label.stop)] if beside else []
        first = bisect_left(starts, label.stop)
        last = bisect_right(starts, following.start) - 1 if following else len(lines)
        is_question = alone and _is_certain(label.name)
        for start, line in lines[first:last] if not is_question else ():
            if _ends_turn(line, label, alone):
                break
            if starts_with("turn_note").match(line.lstrip(_MARKS)) or _ASIDE.match(line):
                continue
            if not _is_heading(line) or (label.clock and not paragraphs):  # a message may have no full stop
                paragraphs += [] if _MARKUP.match(line) else [(start, start + len(line))]
            elif following is None and paragraphs:
                break  # a heading
        yield Turn(label.start, label.end, [_stripped(shadow, *place) for place in paragraphs])


def _is_heading(line: str) -> bool:
    if len(line) > _LONGEST_HEADING:
        return False
    return bool(_NUMBERED.match(line)) or not _ends(line)


def _ends(line: str) -> bool:
    """Return whether a line ends as words do, and no heading."""
    return bool(_SENTENCE.search(line) or _BROKEN_OFF.search(line))


_MARKS = " \t*#【[("  # before a note


def _ends_turn(line: str, label: _Label, alone: bool) -> bool:
    """Return whether a line belongs no longer to the turn: a credit, the narrator on the speaker, the next question."""
    narrated = not label.headed and len(label.name) > 1 and label.name in line and not _is_heading(line)
    asked = alone and line.rstrip().endswith("?")
    return narrated or asked or bool(starts_with("turn_end").match(line.lstrip(_MARKS)))


def _stripped(shadow: str, start: int, end: int) -> tuple[int, int]:
    words = shadow[start:end]
    said = words.lstrip().removeprefix(":").lstrip()  # of a list of definitions in Markdown
    return start + len(words) - len(said), start + len(words.rstrip())
