"""Who bears the labels of a transcript: the credits, legends and names above it tell. Pure."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence

from helpers.framing.names import (
    PERSONS,
    Speaker,
    is_name_at,
    looks_like_name,
    office_pattern,
    speaker_at,
    surnamed,
    surnames,
)
from helpers.text.script import HAN

_LONGEST_HEAD = 3000  # characters before the first label in which its bearers are named
_NAME = rf"[{HAN}·]{{2,8}}|[A-Z][A-Za-zÀ-ɏ.' -]{{1,30}}"
_CREDIT = re.compile(
    rf"(?:(?<=[\s(,;:])|\A)(?P<label>[{HAN}A-Za-z]{{1,8}})"
    r"[^\S\n]*(?P<joint>[:|｜=＝])[^\S\n]*"  # 主持人:罗颖, 魏=魏长庚
    rf"(?P<name>{_NAME})"
    rf"(?=[(),;。]|[^\S\n]*(?:\n|\Z)|[^\S\n]+[{HAN}]{{1,6}}[:|｜])"  # the end, or the next credit of the line
)
_JOINT = re.compile("[:|｜]")
_BRACKET = re.compile(r"\([^()\n]{1,80}\)")
_GLOSS = re.compile(r"\((?:本名|原名|即|[以下]*[简下]称)?[“‘]?(?P<words>[^()“”‘’\n]{2,30})[”’]?\)")
_LONGEST_NAME = 4
_PRESS = ("记者", "编者", "作者", "小编", "笔者")  # who asks for a newspaper is called so, whoever it is


def is_credit(words: str) -> bool:
    """Return whether words behind a label only name its bearers, with their offices, and the bearers of other labels.

    >>> is_credit("罗颖 记录:秦川"), is_credit("罗颖,你怎么看?")
    (True, False)
    """
    parts = [_JOINT.split(part)[-1] for part in re.split(r"[、,/\s]+", _BRACKET.sub("", words).strip())]
    return looks_like_name(parts[0]) and all(looks_like_name(part) or office_pattern().search(part) for part in parts)


def find_cast(shadow: str, labels: Sequence[Speaker], speakers: Sequence[Speaker]) -> dict[str, Speaker]:
    """Return the labels whose bearers the text names, each with the place of the name.

    A credit above the turns names them (主持人:罗颖), a legend (魏=魏长庚), a bracket behind the label (Kevin Liu(刘凯文):),
    an initial is that of the one person above with this surname, unless one of ``speakers`` has it, and the answers (A, 答)
    are those of the one person who was interviewed (我们采访了魏长庚), the questions those of the one who did so, or of the one
    reporter.

    >>> text = "木匠魏长庚今年六十一岁。\\n魏:我会。"
    >>> find_cast(text, [Speaker(13, 14, "name", "魏")], [])["魏"].name
    '魏长庚'
    """
    if not labels:
        return {}
    names = {shadow[label.start : label.end] for label in labels}
    first = min(labels).start
    start = max(0, first - _LONGEST_HEAD)
    found = dict(_glossed(shadow, start, first, names)) | dict(_credits(shadow, start, first, names))
    taken = {shadow[speaker.start] for speaker in speakers if speaker.end - speaker.start > 1}
    initials = {name for name in names - found.keys() - taken if name in surnames()}
    found |= _surnamed(shadow, start, first, initials)
    for label in labels:
        gloss = _BRACKET.match(shadow, label.end)
        if gloss and (other := gloss[0][1:-1]) in names and other != label.name:
            found.setdefault(other, label)
    if names & {"问", "答"}:
        found = _shortened(shadow, labels, names) | found
    above = [speaker for speaker in speakers if start <= speaker.start < first]
    for form, is_meant in ((_ANSWERS, _is_asked), (_ASKS, _is_asking)):
        some = {name for name in names - found.keys() if form.fullmatch(name)}
        if some and any(map(_ASKS.fullmatch, names)):
            one = _only_one(shadow, start, first, above, is_meant)
            found |= dict.fromkeys(some, one) if one else {}
    return found


_ASKS, _ANSWERS = re.compile("(?:Q|提?问|记者)\\d*"), re.compile("(?:A|回?答)\\d*")


def nameless(labels: Collection[str]) -> set[str]:
    """Return the labels that only tell who asks, and who answers them.

    >>> sorted(nameless(["问", "答", "周海生"])), nameless(["A", "B"])
    (['答', '问'], set())
    """
    asks = {label for label in labels if _ASKS.fullmatch(label)}
    return asks | {label for label in labels if asks and _ANSWERS.fullmatch(label)}


_INTERVIEW = "专访|采访|访问|访谈"
_ASKED = re.compile(rf"(?:{_INTERVIEW}|对话|对谈)(?:了|到了?)?[^,。!?:;\n]{{0,16}}\Z")
_WITH = re.compile(r"[和与同跟][^,。!?:;\n]{0,16}\Z")
_TALKED = re.compile(rf"[^,。!?:;\n]{{0,12}}(?:聊|谈|对话|{_INTERVIEW})")
_GAVE = re.compile(rf"[^。!?\n]{{0,24}}接受[^,。!?\n]{{0,24}}(?:{_INTERVIEW})")
_ASKED_REACH = 24  # characters before a name in which they fit


# Before who asks: 本报记者(周海生)到港口与他见面, but of others the text must say that they ask: 编辑(周海生)专访了….
_ASKER = re.compile(r"(?:记者|(?P<other>编辑|主编|主笔|主持人))[ ]?\Z")


def _only_one(
    shadow: str, start: int, end: int, persons: Sequence[Speaker], is_meant: Callable[[str, int, int, int], bool]
) -> Speaker | None:
    """Return the one who asked or was asked, as the text above the turns tells; None if there are several, or nobody is told."""
    places = {(one.start, one.end) for one in persons if one.kind in PERSONS}
    inside = {place for a, b in places for place in range(a, b)}
    places |= {place for place in _names_in(shadow, start, end) if place[0] not in inside}
    meant = [place for place in sorted(places) if is_meant(shadow, *place, end)]
    return speaker_at(shadow, *meant[0]) if len({shadow[a:b] for a, b in meant}) == 1 else None


def _is_asking(shadow: str, start: int, end: int, stop: int) -> bool:
    asker = _ASKER.search(shadow, max(0, start - _ASKED_REACH), start)
    return bool(asker and (not asker["other"] or _TALKED.match(shadow, end, stop)))


def _is_asked(shadow: str, start: int, end: int, stop: int) -> bool:
    near = max(0, start - _ASKED_REACH)
    if _ASKED.search(shadow, near, start) or _GAVE.match(shadow, end, stop):
        return True
    return bool(_WITH.search(shadow, near, start) and _TALKED.match(shadow, end, stop))


_SHORTENED = re.compile(r"》?(?P<verb>[问答])?》?(?:\((?:以下|下文)?[简下]称[“‘]?(?P<short>[问答])[”’]?\))?")


def _shortened(shadow: str, labels: Sequence[Speaker], names: set[str]) -> dict[str, Speaker]:
    """Return 问 and 答 with the first label that stands before one of them, where no other does: 周海生答(以下简称答)."""
    bearers: dict[str, dict[str, Speaker]] = {}
    for label in labels:
        match = _SHORTENED.match(shadow, label.end)
        short = match["short"] or match["verb"]
        if short in names and label.name != short:
            bearers.setdefault(short, {}).setdefault(label.name, label)
    return {short: label for short, of_name in bearers.items() if len(of_name) == 1 for label in of_name.values()}


def _credits(shadow: str, start: int, end: int, labels: set[str]) -> Iterator[tuple[str, Speaker]]:
    """Yield the labels that stand before one name with a colon, or as the short form of anything in a legend."""
    for credit in _CREDIT.finditer(shadow, start, end):
        label, name = credit["label"], credit["name"]
        is_name = credit["joint"] in "=＝" or (looks_like_name(name) and not label.endswith(_PRESS))
        if label in labels and is_name:
            yield label, speaker_at(shadow, *credit.span("name"))


def _glossed(shadow: str, start: int, end: int, labels: set[str]) -> Iterator[tuple[str, Speaker]]:
    """Yield the nicknames with the full name in a bracket behind them, or themselves in one behind it: 小鱼(白雨青)."""
    for bracket in _GLOSS.finditer(shadow, start, end):
        label = next((name for name in labels if shadow.endswith(name, start, bracket.start())), "")
        if label and looks_like_name(bracket["words"]) and not looks_like_name(label):
            yield label, speaker_at(shadow, *bracket.span("words"))
        elif bracket["words"] in labels and not looks_like_name(bracket["words"]):
            places = _names_in(shadow, max(start, bracket.start() - _LONGEST_NAME), bracket.start())
            yield from (
                (bracket["words"], speaker_at(shadow, *place)) for place in places if place[1] == bracket.start()
            )


def _surnamed(shadow: str, start: int, end: int, initials: set[str]) -> dict[str, Speaker]:
    """Return each initial with the only name that begins with it."""
    named: dict[str, dict[str, Speaker]] = {}
    for place in _names_in(shadow, start, end, initials) if initials else ():
        one = speaker_at(shadow, *place)
        named.setdefault(one.name[0], {})[one.name] = one
    return {initial: one for initial, of_names in named.items() if len(of_names) == 1 for one in of_names.values()}


def _names_in(shadow: str, start: int, stop: int, initials: Collection[str] = ()) -> Iterator[tuple[int, int]]:
    """Yield the places of the Chinese names; with ``initials`` only of those that begin so."""
    for match in surnamed().finditer(shadow, start, stop):
        ends = range(match.end(), match.start() + 1, -1) if not initials or match[0][0] in initials else ()
        if end := next((end for end in ends if is_name_at(shadow, match.start(), end)), 0):
            yield match.start(), end
