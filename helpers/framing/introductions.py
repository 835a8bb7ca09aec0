"""Who speaks where nobody has a label: the one person whom an introduction names (以下是某人的演讲全文). Pure."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from helpers.framing.names import PERSONS, Speaker, is_name_at, speaker_at, surnamed
from helpers.framing.quote_marks import start_behind
from helpers.framing.reporting import ends_with, starts_with
from helpers.framing.transcripts import Turn
from helpers.text.sentences import lines_of

_SPEECH, _DIALOGUE = "演讲|演说|致[辞词]|讲话|发言|讲座|分享", "对话|对谈|专访|访谈|采访|问答"
_FORM = f"(?:(?P<speech>{_SPEECH})|{_DIALOGUE})"
_COPY = "(?:的?(?:全文|实录|内容|原文|文字稿?|节选|摘[录编要]|整理|记录|正文|精[选编华]|部分|稿))*"
_INTRODUCES = re.compile(
    rf"以下(?:内容|文字|文章)?(?:[是为系]|根据|整理自)(?P<of>[^\n。!?]{{0,60}}){_FORM}{_COPY}"
    r"(?:[,(][^\n。!?]{0,40})?[:。)]*[ \t*]*(?=\n|\Z)"
)
_AS_FOLLOWS = re.compile(rf"{_FORM}{_COPY}(?:,?(?:全文|实录|内容){_COPY})?如下[:。]?[ \t*]*(?=\n|\Z)")
_FOLLOWS_REACH = 24  # characters before 如下 in which it fits
_SEEN = 8  # characters before a name that the segmenter sees
_LONGEST_HEAD = 1000  # characters before the sentence in which the person is named
# Of whose words nothing more is said: 以下为(主题)演讲实录.
_SAYS_NO_MORE = re.compile("(?:[他她其本此该这次场的]|主题|现场|[当昨今][天日]|完整|部分|主要|精彩|这是)*")
_OF_SEVERAL = re.compile("(?<!我)们|[众等]|[两二三四五六七八九几多数各]位|主持|嘉宾|网友")


class _Introduction(NamedTuple):
    """A sentence that says whose words follow: where it starts, the end of its line, whether they are a speech, and
    whether it says no more than that."""

    start: int
    end: int
    speech: bool
    bare: bool


def _find_introduction(shadow: str) -> _Introduction | None:
    """Return the first introduction of a speech or a dialogue.

    >>> _find_introduction("天冷。以下为演讲实录:\\n大家好。")
    _Introduction(start=3, end=11, speech=True, bare=True)
    """
    for place in re.finditer("[以如]下", shadow) if "以下" in shadow or "如下" in shadow else ():
        start = max(0, place.start() - _FOLLOWS_REACH)
        match = _INTRODUCES.match(shadow, place.start()) or _AS_FOLLOWS.search(shadow, start, place.end() + 4)
        if match is None:
            continue
        start = start_behind("。!?\n", shadow, max(0, match.start() - _LONGEST_HEAD), match.start())
        of = match.groupdict().get("of", shadow[start : match.start()])
        return _Introduction(start, match.end(), bool(match["speech"]), bool(_SAYS_NO_MORE.fullmatch(of)))
    return None


# What stands behind a name, or before one, where the text says whose words follow: (周海生)接受专访, 对话(周海生).
_BESIDE_NAME = re.compile(
    r"(?P<behind>(?:的|[在于][^,。!?:;\n]{2,40}?|(?:接受|发表|[做作]|带来|进行)了?[^,。!?:;\n]{0,20}?)?"
    rf"(?:{_SPEECH}|{_DIALOGUE})|[与和同跟](?=[^,。!?:;\n]{{2,30}}?(?:{_SPEECH}|{_DIALOGUE})))"
    r"|(?P<before>专访|对话|(?:主讲人?|演?讲者|演讲人|嘉宾|受访[者人])[ \t]*[:|｜])"
)


def names_of_introduction(masked: str) -> Iterator[Speaker]:
    """Yield the Chinese names that stand beside such words up to the introduction: 与周海生的(对话), 专访周海生."""
    about = _find_introduction(masked)
    if about is None:
        return
    for match in _BESIDE_NAME.finditer(masked, max(0, about.start - _LONGEST_HEAD), about.end):
        for size in (3, 2):
            start = match.end() if match["before"] else match.start() - size
            end = start + size
            if start >= 0 and surnamed().fullmatch(masked, start, end) and _is_name(masked, start, end):
                yield speaker_at(masked, start, end)
                break


def _is_name(masked: str, start: int, end: int) -> bool:
    """Return whether words are a name to the segmenter, which sees nothing behind them: 顾怀(远在)论坛演讲."""
    near = max(0, start - _SEEN)
    is_name = is_name_at(f"{masked[near:end]}。", start - near, end - near, edge=True)
    return is_name and not ends_with("collective").search(masked[start:end])  # 安理会


def introduced_turn(shadow: str, speakers: Sequence[Speaker], turns: Sequence[Turn]) -> Turn | None:
    """Return the words without labels behind an introduction as one turn of the person whom it names; None where it
    names nobody or several.

    Of a dialogue these are the answers: the questions look all alike, and nobody is said to ask them.
    """
    about = _find_introduction(shadow)
    person = about and _one_person(speakers, about)
    if person is None or _OF_SEVERAL.search(shadow, about.start, about.end):
        return None
    lines = [(about.end + start, line) for start, line in lines_of(shadow[about.end :]) if line.strip()]
    find = _paragraphs_of_speech if about.speech else _answers
    behind = [turn for turn in turns if turn.start >= about.end]
    paragraphs = find(shadow, [*_to_the_end(shadow, lines, person)], behind)
    return Turn(person.start, person.end, paragraphs) if paragraphs else None


def _one_person(speakers: Sequence[Speaker], about: _Introduction) -> Speaker | None:
    """Return the one person of an introduction, or if it names nobody of what stands above."""
    persons = [speaker for speaker in speakers if speaker.kind in PERSONS and speaker.end <= about.end]
    within = [speaker for speaker in persons if speaker.start >= about.start]
    above = [speaker for speaker in persons if speaker.start >= about.start - _LONGEST_HEAD] if about.bare else []
    near = within or above
    return near[-1] if len({speaker.name for speaker in near}) == 1 else None


def _to_the_end(shadow: str, lines: Sequence[tuple[int, str]], person: Speaker) -> Iterator[tuple[int, str]]:
    """Yield the lines up to a credit, or to the narrator on the person."""
    names = (person.name, shadow[person.start : person.end])
    for start, line in lines:
        label = next((name for name in names if line.lstrip(" \t*").startswith(f"{name}:")), "")
        narrated = not label and not _TALK.search(line) and any(name in line for name in names)
        if narrated or starts_with("turn_end").match(line.lstrip()):
            return
        cut = line.index(":") + 1 if label else 0
        yield start + cut, line[cut:]


_TALK = re.compile(r"[我你您咱?]|大家|各位|诸位")
_SAID = re.compile(r"[。!?…~;][\"”’)\]]*\s*\Z")
_LONGEST_HEADING = 40  # characters
_OPENING = 3  # paragraphs of a speech in one of which somebody is spoken to, or speaks of himself


def _said(lines: Sequence[tuple[int, str]]) -> list[tuple[int, int]]:
    """Return the places of the lines that are paragraphs, not headings."""
    said = [(start, line) for start, line in lines if _SAID.search(line) or len(line) > _LONGEST_HEADING]
    return [(start + len(line) - len(line.lstrip(" \t*")), start + len(line.rstrip(" \t*"))) for start, line in said]


def _paragraphs_of_speech(
    shadow: str, lines: Sequence[tuple[int, str]], turns: Sequence[Turn]
) -> list[tuple[int, int]]:
    """Return the paragraphs of a speech, up to the first turn of a talk behind it."""
    stop = min((turn.start for turn in turns), default=len(shadow))
    paragraphs = _said([(start, line) for start, line in lines if start < stop])
    return paragraphs if any(_TALK.search(shadow, *place) for place in paragraphs[:_OPENING]) else []


_MARK = re.compile(r"[ \t]*(?P<mark>\*\*|#{1,6}(?= )|—{1,2}|[-–▶►●■◆◇○□▲△▼>]|(?:Q|提?问|记者)(?=\d{0,2}[:.、]))")
_FEWEST_MARKED, _FEWEST_QUESTIONS = 2, 3  # with a mark, and without


def _answers(shadow: str, lines: Sequence[tuple[int, str]], turns: Sequence[Turn]) -> list[tuple[int, int]]:
    """Return the paragraphs between questions that have all the same mark, or none; nothing if others have labels."""
    first = _MARK.match(lines[0][1]) if lines else None
    mark = first and first["mark"]

    def asks(line: str) -> bool:
        match = _MARK.match(line)
        return bool(match and match["mark"] == mark) if mark else line.rstrip().endswith("?")

    questions = [asks(line) for _, line in lines]
    labels = {shadow[turn.start : turn.end].rstrip("0123456789") for turn in turns}
    enough = sum(questions) >= (_FEWEST_MARKED if mark else _FEWEST_QUESTIONS)
    if not enough or not questions[0] or labels - {mark}:
        return []
    return _said([line for line, question in zip(lines, questions, strict=True) if not question])
