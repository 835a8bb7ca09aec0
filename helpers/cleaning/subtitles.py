"""Find numbers, times, notes and styles of subtitles (SRT, WebVTT, SubStation Alpha) and transcripts (YouTube, LRC, Whisper).

What is said stays, with its speaker. Pure.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from helpers.cleaning.ledger import Found
from helpers.cleaning.rewriting import Rewrite, rewritten
from helpers.text.script import HAN
from helpers.text.sentences import end_of_line

_CLOCK = r"(?:\d{1,3}:)?\d{1,2}:\d{2}[,.]\d{1,3}"
_CUE = re.compile(
    rf"(?m)^(?:[^\n]{{0,30}}\n(?=[ ]*{_CLOCK}[ ]*-->))?[ ]*{_CLOCK}[ ]*-->[ ]*{_CLOCK}[^\n]{{0,100}}(?:\n|\Z)"
)
_CUE_NUMBER = re.compile(r"[ ]*\d{0,7}[ ]*\n")
_HEAD = re.compile(r"WEBVTT\b[^\n]{0,200}(?:\n|\Z)(?:[A-Za-z-]{1,30}[:=][^\n]{0,200}(?:\n|\Z)){0,9}")
_BLOCK = re.compile(r"(?m)^(?:NOTE|STYLE|REGION)(?:[ \t][^\n]{0,1000})?(?:\n[^\n]{1,1000}){0,50}(?=\n\n|\n?\Z)\n?")
_SPOKEN = (
    Rewrite(
        "<v", re.compile(r"<v(?:\.[\w.-]{1,60})?[ ]+([^<>\n]{1,60})>"), lambda match: f"{match[1].strip()}：", "speaker"
    ),
    Rewrite("<", re.compile(r"</?(?:[cv](?:\.[\w.-]{1,60})?|lang(?:[ ][\w-]{1,20})?)>"), "", "mark of a subtitle"),
    Rewrite("<", re.compile(rf"<{_CLOCK}>"), "", "time in a subtitle"),
    Rewrite("{\\", re.compile(r"\{\\[a-z][^{}\n]{0,300}\}"), "", "style of a subtitle"),
)

# Layer, start, end, style, name, three margins, effect; then what is said.
_FIELD = r"[^,\n]{0,200},"
_EVENT = re.compile(
    rf"(?m)^(Dialogue|Comment):[ ]*(?:Marked=)?\d+,[ ]*\d:\d\d:\d\d[.:]\d\d,[ ]*\d:\d\d:\d\d[.:]\d\d,{_FIELD}([^,\n]{{0,200}}),"
    rf"(?:{_FIELD}){{4}}"
)
_SCRIPT_HEAD = re.compile(
    r"(?m)^\[(?:Script Info|V4\+? Styles|Events|Fonts|Graphics|Aegisub [\w ]{1,40})\][ ]*\n"
    r"(?:(?!Dialogue:|Comment:|\[)[^\n]{0,2000}\n){0,2000}"
)
_DRAWN = re.compile(r"\{[^{}\n]{0,300}\\p[1-9]")
_ALPHA_MARKS = (
    Rewrite("{", re.compile(r"\{[^{}\n]{0,300}\}"), "", "style of a subtitle"),
    Rewrite("\\", re.compile(r"\\[Nn]"), "\n", "line end of a subtitle"),
    Rewrite("\\h", re.compile(r"\\h"), " ", "blank of a subtitle"),
)


def find_subtitles(text: str) -> Iterator[Found]:
    """Find what is not said in a text that holds two subtitles or more; nothing in any other.

    >>> [(old, new) for _, old, new, _ in find_subtitles("00:01.0 --> 00:02.0\\n<v 林晓>好\\n\\n00:02.0 --> 00:03.0\\n好")]
    [('00:01.0 --> 00:02.0\\n', ''), ('\\n00:02.0 --> 00:03.0\\n', ''), ('<v 林晓>', '林晓：')]
    """
    if "-->" in text:
        yield from _cues(text)
    if ":" in text and len(_HAS_SECONDS.findall(text)) >= _FEWEST_TIMES:
        yield from _transcript(text)
    if "Dialogue:" in text:
        yield from _events(text)


_HAS_SECONDS = re.compile(r":[0-5]\d(?!\d)")
_TIME = r"(?P<time>(?:\d{1,2}:)?\d{1,2}:[0-5]\d)"
_FRACTION, _END = r"[.,]\d{1,3}", r"[ ]*-->[ ]*(?:\d{1,2}:){1,2}\d\d(?:[.,]\d{1,3})?"
# Each begins with the line end before, which stays. A time with a fraction or an end is no time of day.
_EXACT = re.compile(rf"\n[ ]*(?:\[(?:\d{{1,2}}:){{1,2}}\d\d(?:{_FRACTION}|(?:{_FRACTION})?{_END})\][ ]*){{1,20}}")
_IN_BRACKETS = re.compile(rf"\n[ ]*\[{_TIME}\][ ]*")
_ALONE = re.compile(rf"\n[ ]*{_TIME}[ ]*\n(?=[ \n]{{0,9}}(?!(?:\d{{1,2}}:){{1,2}}\d\d[ ]*\n)\S)")
_FEWEST_TIMES = 3
_MINUTE = 60  # seconds; a recording is soon told of
_UNPADDED = re.compile(r"\d:")  # on a line of its own: 0:05, as 00:05 may be a time of day


def _transcript(text: str) -> Iterator[Found]:
    """Find the times of a transcript: those of a recording begin with it, and none falls back. A time behind a name stays:
    it tells that the name is that of who speaks."""
    lines = f"\n{text}"
    exact = [*_EXACT.finditer(lines)]
    if len(exact) >= _FEWEST_TIMES:
        yield from (_time(mark, mark.start() + 1) for mark in exact)
    for pattern in (_IN_BRACKETS, _ALONE):
        marks = [*pattern.finditer(lines)]
        times = [_seconds(mark["time"]) for mark in marks]
        if len(marks) < _FEWEST_TIMES or times[0] >= _MINUTE or any(a > b for a, b in pairwise(times)):
            continue
        if pattern is _IN_BRACKETS or _UNPADDED.match(marks[0]["time"]):
            yield from (_time(mark, mark.start() + 1) for mark in marks)


def _time(mark: re.Match[str], start: int) -> Found:
    return start - 1, mark.string[start : mark.end()], "", "time of a transcript"


def _seconds(time: str) -> int:
    """Return the seconds of a time: of minutes and seconds, with hours before them or not."""
    return sum(int(part) * _MINUTE**power for power, part in enumerate(reversed(time.split(":"))))


def _cues(text: str) -> Iterator[Found]:
    cues = [*_CUE.finditer(text)]
    if len(cues) < 2:
        return
    if head := _HEAD.match(text):
        yield 0, head.group(), "", "head of subtitles"
    starts, ends = [_start_of(cue) for cue in cues], [cue.end() for cue in cues]
    ends = _over_shown_lines(text, starts, ends)
    starts = _over_line_ends(text, starts, ends)
    for cue, start, end in zip(cues, starts, ends, strict=True):
        note = "number and time of a subtitle" if end == cue.end() else "time of a subtitle, and what is shown again"
        yield start, text[start:end], "", note
    for block in _BLOCK.finditer(text):
        if "-->" not in block.group():
            yield block.start(), block.group(), "", "note between subtitles"
    yield from rewritten(_SPOKEN, text)


def _start_of(cue: re.Match[str]) -> int:
    first = cue.group().split("\n", 1)[0] + "\n"
    return cue.start() if "-->" in first or _CUE_NUMBER.fullmatch(first) else cue.start() + len(first)


_INLINE = re.compile(r"<[^<>\n]{1,80}>")
_MOST_SHOWN_LINES = 8
# of every second subtitle or more: then what begins one and ended the one before is shown, not said, again
_ROLLING = 2


def _over_shown_lines(text: str, starts: list[int], ends: list[int]) -> list[int]:
    """Return the ends of what is cut of each subtitle, moved over the lines that the one before ended with, where lines roll
    up the screen: in most of the subtitles, and in some a new line below. A word may be said twice in others."""
    moved, before, n_rolling, is_rolling = [], [], 0, False
    for end, following in zip(ends, [*starts[1:], len(text)], strict=True):
        lines = text[end:following].split("\n")[:_MOST_SHOWN_LINES]
        places = [number for number, line in enumerate(lines) if line.strip()]
        said = [_INLINE.sub("", lines[number]).strip() for number in places]
        most = min(len(before), len(said))
        again = next((n for n in range(most, 0, -1) if before[-n:] == said[:n]), 0)
        moved.append(end + sum(len(line) + 1 for line in lines[: places[again - 1] + 1]) if again else end)
        n_rolling += again > 0
        is_rolling = is_rolling or 0 < again < len(said)
        before = said or before
    moved = [min(end, len(text)) for end in moved]
    return moved if is_rolling and _ROLLING * n_rolling >= len(ends) else ends


_EMPTY_LINE = re.compile(r"\n[ \t]*\n")
_SHARE_OF_FULL_STOPS = 4  # of every fourth subtitle or more: then those without one end within a sentence
_LONGEST_SUBTITLE = 100  # characters; behind the last one may stand an article
_OPEN_END = re.compile(f"[{HAN}，、]")
_NEXT_PART = re.compile(rf"(?![^\n，。！？：:]{{1,20}}[：:])[{HAN}A-Za-z0-9“「『《]")  # no label, dash or song


def _over_line_ends(text: str, starts: list[int], ends: list[int]) -> list[int]:
    """Return the starts of what is cut before each subtitle, moved over the line end where a sentence goes on."""
    between = [text[end:start] for end, start in zip(ends, [*starts[1:], len(text)], strict=True)]
    said = [_EMPTY_LINE.split(lines, maxsplit=1)[0].rstrip() for lines in between]
    whole = sum(words.endswith("。") for words in said if len(words) <= _LONGEST_SUBTITLE)
    if _SHARE_OF_FULL_STOPS * whole < len(said):
        return starts
    moved = starts[:1]
    for start, lines, words, following in zip(starts[1:], between, said, said[1:], strict=False):
        goes_on = lines.rstrip() == words and _OPEN_END.match(words[-1:]) and _NEXT_PART.match(following)
        moved.append(start - len(lines) + len(words) if goes_on else start)
    return moved


def _events(text: str) -> Iterator[Found]:
    events = [*_EVENT.finditer(text)]
    if len(events) < 2:
        return
    for head in _SCRIPT_HEAD.finditer(text):
        yield head.start(), head.group(), "", "head of subtitles"
    for event in events:
        start, end = event.start(), end_of_line(text, event.end())
        said, name = text[event.end() : end], event[2].strip()
        if event[1] == "Comment" or _DRAWN.match(said):
            yield start, text[start : end + 1], "", "note between subtitles"
            continue
        yield start, event.group(), f"{name}：" if name.strip("NTP") else "", "time and style of a subtitle"
        for place, *edit in rewritten(_ALPHA_MARKS, said):
            yield event.end() + place, *edit
