"""Find numbers, times, notes and styles of subtitles (SRT, WebVTT, SubStation Alpha); what is said stays, with its speaker. Pure."""

import re
from collections.abc import Iterator

from helpers.cleaning.ledger import Found
from helpers.cleaning.rewriting import Rewrite, rewritten

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
    if "Dialogue:" in text:
        yield from _events(text)


def _cues(text: str) -> Iterator[Found]:
    cues = [*_CUE.finditer(text)]
    if len(cues) < 2:
        return
    if head := _HEAD.match(text):
        yield 0, head.group(), "", "head of subtitles"
    for cue in cues:
        first = cue.group().split("\n", 1)[0] + "\n"
        start = cue.start() if "-->" in first or _CUE_NUMBER.fullmatch(first) else cue.start() + len(first)
        yield start, text[start : cue.end()], "", "number and time of a subtitle"
    for block in _BLOCK.finditer(text):
        if "-->" not in block.group():
            yield block.start(), block.group(), "", "note between subtitles"
    yield from rewritten(_SPOKEN, text)


def _events(text: str) -> Iterator[Found]:
    events = [*_EVENT.finditer(text)]
    if len(events) < 2:
        return
    for head in _SCRIPT_HEAD.finditer(text):
        yield head.start(), head.group(), "", "head of subtitles"
    for event in events:
        start, end = event.start(), text.find("\n", event.end()) % (len(text) + 1)
        said, name = text[event.end() : end], event[2].strip()
        if event[1] == "Comment" or _DRAWN.match(said):
            yield start, text[start : end + 1], "", "note between subtitles"
            continue
        yield start, event.group(), f"{name}：" if name.strip("NTP") else "", "time and style of a subtitle"
        for place, *edit in rewritten(_ALPHA_MARKS, said):
            yield event.end() + place, *edit
