"""Rule ``pinyin``: find notes on pronunciation, in pinyin or zhuyin. Pure."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from helpers.cleaning.ledger import Found
from helpers.cleaning.rewriting import Rewrite, rewritten
from helpers.text.script import HAN, to_simplified

_MARKED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜếềḿńňǹ"
_SYLLABLE = rf"(?>(?:zh|ch|sh|[bpmfdtnlgɡkhjqxrzcsyw])?[aeiouüê]{{0,2}}[{_MARKED}][aeiouüê]{{0,2}}(?:n[gɡ]|n|r)?)"
_IN_BRACKETS = rf"(?<=(?:(?-i:[{HAN}])|[A-Za-z]).)[ ]?{_SYLLABLE}(?:[ '’]?{_SYLLABLE}){{0,7}}[ ]?[)）]"
_PINYIN = tuple(
    Rewrite(mark, re.compile(re.escape(mark) + after, re.IGNORECASE), "", "pronunciation note")
    for after in (
        _IN_BRACKETS,
        rf"(?<=(?-i:[{HAN}]).)[ ]?[\u3105-\u312f][\u3105-\u312fˊˇˋ˙ ]{{0,30}}[)）]",
    )  # and zhuyin
    for mark in ("(", "（")
)
_NEUTRAL_NOTE = re.compile(
    rf"[(（](?<=([{HAN}]).)[ ]?((?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?[aeiouü]{{1,3}}(?:ng|n|r)?)[ ]?[)）]"
)
# The common characters of GB2312 stand in the order of their sounds: where those of each first letter begin.
_SOUNDS = (
    *("aB0A1", "bB0C5", "cB2C1", "dB4EE", "eB6EA", "fB7A2", "gB8C1", "hB9FE", "jBBF7", "kBFA6", "lC0AC", "mC2E8"),
    *("nC4C3", "oC5B6", "pC5BE", "qC6DA", "rC8BB", "sC8F6", "tCBFA", "wCDDA", "xCEF4", "yD1B9", "zD4D1", "\0D7FA"),
)
_SOUND_STARTS = [bytes.fromhex(sound[1:]) for sound in _SOUNDS]
_ANNOTATED = 3  # notes with a tone, after which one without is a note too


def _initial(char: str) -> str:
    """Return the first letter of the sound of a common character; "" for any other."""
    place = bisect_right(_SOUND_STARTS, to_simplified(char).encode("gb2312", "ignore"))
    return _SOUNDS[place - 1][0] if place else ""


_SPEAKS_OF_SOUND = re.compile(
    "[读讀](?:[作成为為错錯音法]|[（(](?!d))|[念唸](?:[作成错錯]|[（(](?!n))|[发發]音|注音|多音字|破音字|[声聲][调調]"
)
_SENTENCE, _BESIDE_SOUND = re.compile(r"[^。！？\n]*"), re.compile("[ ()（）'’]")


def _needed_notes(text: str, notes: list[Found]) -> set[int]:
    """Return the places of the notes without which a sentence about sounds says nothing.

    It speaks of them (把角色读成角（jiǎo）色), or gives two readings of one character (行（háng）业和行（xíng）走).
    """
    needed: set[int] = set()
    after, inside, is_needed = 0, [], False
    readings: dict[str, str] = {}
    for start, note, _, _ in notes:
        if start >= after:
            needed |= {*inside} if is_needed else set()
            sentence = _SENTENCE.match(text, max(after, *(text.rfind(end, after, start) + 1 for end in "。！？\n")))
            after, inside, readings = sentence.end(), [], {}
            is_needed = bool(_SPEAKS_OF_SOUND.search(sentence[0]))
        sound = _BESIDE_SOUND.sub("", note).casefold()
        other = readings.setdefault(text[start - 1], sound)
        is_needed = is_needed or not (sound.endswith(other) or other.endswith(sound))
        inside.append(start)
    return needed | ({*inside} if is_needed else set())


def find_pinyin(text: str) -> Iterator[Found]:
    """Find pronunciation notes such as ``网(wǎng)``: tone-marked pinyin in brackets right after a character.

    Zhuyin is one too, and in a text with such notes, a syllable in the neutral tone that begins as the sound of the
    character does: ``的(de)``, ``朋友(you)``. Any other bracket survives: ``(DeepSeek)``, ``(LLM)``, and the outer pair of
    ``(在开源领(lǐng)域)``.

    >>> [*find_pinyin("网(wǎng)路(LLM)")]
    [(1, '(wǎng)', '', 'pronunciation note')]
    """
    notes = sorted(rewritten(_PINYIN, text))
    if not notes:
        return
    needed = _needed_notes(text, notes)
    yield from (note for note in notes if note[0] not in needed)
    if len(notes) >= _ANNOTATED:
        for match in _NEUTRAL_NOTE.finditer(text):
            if match[2][0] == _initial(match[1]):
                yield match.start(), match.group(), "", "pronunciation note"
