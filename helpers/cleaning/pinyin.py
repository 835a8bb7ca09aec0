"""Rule ``pinyin``: find notes on pronunciation, in pinyin or zhuyin. Pure."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from helpers.cleaning.ledger import Found
from helpers.cleaning.rewriting import Rewrite, rewritten
from helpers.text.script import HAN, IS_HAN, to_simplified

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


# Letters that French and Vietnamese do not have, or hardly.
_TONES = re.compile("[āēīōūǖǎěǐǒǔǚĀĒĪŌŪǍĚǏǑǓ]")
_VOWELS = f"aeiouüv{_MARKED}"
_WORD = re.compile(rf"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?[{_VOWELS}]{{1,4}}+(?:ng|n|r)?+)++", re.IGNORECASE)
_LETTERS = re.compile(rf"[A-Za-z{_MARKED}ü]+", re.IGNORECASE)
_CLUSTER = re.compile(f"[{_VOWELS}]+", re.IGNORECASE)
_MARKS = re.compile(f"[{_MARKED}]", re.IGNORECASE)
_IS_SAID = re.compile(rf"[{HAN}\d]")
_FEWEST_LINES, _LINE = 2, re.compile(r"[^\n]*\S[^\n]*(?:\n|\Z)")
_MOST_OF_LINE, _PURE, _HALF = 3000, 0.8, 0.5
_AS_MANY = (0.6, 1.5)  # syllables to a character; 2024 and AI are read in more or fewer


def _syllables(line: str) -> int:
    """Return how many syllables a line of pinyin has; 0 if it is none."""
    if len(line) > _MOST_OF_LINE or IS_HAN.search(line) or not _TONES.search(line):
        return 0
    words = _LETTERS.findall(line)
    if sum(bool(_WORD.fullmatch(word)) for word in words) < _PURE * len(words):
        return 0
    n = sum(len(_CLUSTER.findall(word)) for word in words)
    return n if len(_MARKS.findall(line)) >= _HALF * n else 0  # romanised Japanese has few


def pinyin_lines(text: str) -> list[tuple[int, int, int]]:
    """Return the lines of a text that are pinyin, each with its start, its end and how many syllables it has.

    >>> pinyin_lines("Wǎng hěn dà.\\n网很大。\\n")
    [(0, 13, 3)]
    """
    if not _TONES.search(text):
        return []
    lines = ((match.start(), match.end(), _syllables(match[0])) for match in _LINE.finditer(text))
    return [line for line in lines if line[2]]


def _between_lines(text: str) -> Iterator[Found]:
    """Find the lines of pinyin between those of a text, as textbooks have them, if each has its partner: all above, or all
    below a line with as many characters."""
    found = pinyin_lines(text)
    if len(found) < _FEWEST_LINES:
        return
    starts = {start: n for start, _, n in found}
    lines = [match.span() for match in _LINE.finditer(text)]
    for step in (1, -1):
        partners = [
            text[slice(*lines[place + step])] if 0 <= place + step < len(lines) else ""
            for place, (start, _) in enumerate(lines)
            if start in starts
        ]
        said = [len(_IS_SAID.findall(partner)) * bool(IS_HAN.search(partner)) for partner in partners]
        if all(
            _AS_MANY[0] * n <= n_syllables <= _AS_MANY[1] * n and not _SPEAKS_OF_SOUND.search(partner)
            for (_, _, n_syllables), n, partner in zip(found, said, partners, strict=True)
        ):
            for start, end, _ in found:
                # the last line takes the line end before it
                first = start - 1 if not text.endswith("\n") and end == len(text) and start else start
                yield first, text[first:end], "", "line of pinyin"
            return


def find_pinyin(text: str) -> Iterator[Found]:
    """Find pronunciation notes such as ``网(wǎng)``: tone-marked pinyin in brackets right after a character; and lines of it
    between the lines of a text.

    Zhuyin is one too, and in a text with such notes, a syllable in the neutral tone that begins as the sound of the
    character does: ``的(de)``, ``朋友(you)``. Any other bracket survives: ``(DeepSeek)``, ``(LLM)``, and the outer pair of
    ``(在开源领(lǐng)域)``.

    >>> [*find_pinyin("网(wǎng)路(LLM)")]
    [(1, '(wǎng)', '', 'pronunciation note')]
    """
    yield from _between_lines(text)
    notes = sorted(rewritten(_PINYIN, text))
    if not notes:
        return
    needed = _needed_notes(text, notes)
    yield from (note for note in notes if note[0] not in needed)
    if len(notes) >= _ANNOTATED:
        for match in _NEUTRAL_NOTE.finditer(text):
            if match[2][0] == _initial(match[1]):
                yield match.start(), match.group(), "", "pronunciation note"
