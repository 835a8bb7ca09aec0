"""Find mojibake (text decoded with the wrong table); repair it if re-encoding proves the repair, else flag it. Pure."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from itertools import accumulate, chain, product, zip_longest
from typing import NamedTuple

from helpers.text.script import HAN, IS_HAN, to_simplified
from helpers.text.tokens import tokenize

Repair = tuple[int, str, str, str]  # start, damaged, repaired, reason

# Tables that UTF-8 is wrongly read with. cp1252 stands for Latin-1 too.
_SINGLE_BYTE = ("cp1252", "ptcp154", "cp1251", "mac_roman", "cp437")
_CYRILLIC = ("ptcp154", "cp1251")
_LOST = "\ufffd"


class Flag(NamedTuple):
    """A spot that looks damaged and could not be repaired with proof."""

    start: int
    text: str
    reason: str


# ------------------------------------------------------------------------------------------- characters to their bytes


class _Bytes(dict[str, str]):
    """The bytes that ``codec`` reads as a character, written as U+0000 to U+00FF; NUL for what it cannot read."""

    def __init__(self, codec: str):
        # a blank may have been a no-break blank, byte A0; and Windows' GBK has a €, Python's has none
        super().__init__({" ": "\xa0"} if _may_be_stripped(codec) else {"€": "\x80"} if codec == "gbk" else {})
        self.codec = codec

    def __missing__(self, char: str) -> str:
        is_hole = "\x80" <= char <= "\x9f"
        self[char] = spelled = char if is_hole else char.encode(self.codec, "ignore").decode("latin-1") or "\0"
        return spelled


_bytes_of = cache(_Bytes)


@cache
def _may_be_stripped(codec: str) -> bool:
    """Return whether byte A0 is a no-break blank in ``codec``: at the end of a line it may be gone."""
    return b"\xa0".decode(codec, "ignore") == "\xa0"


@cache
def _spelled(codec: str, first: int, last: int) -> str:
    """Return the letters that ``codec`` reads the bytes from ``first`` to ``last`` as, for a class of a pattern."""
    letters = (bytes([byte]).decode(codec, "ignore") for byte in range(first, last + 1))
    return re.escape("".join(letters)) + (f"{first:c}-{min(last, 0x9F):c}" if first < 0xA0 else "")


_TORN = r"[\x80-\x9f\xa1-\xbf]"  # a later byte of a broken sequence: no blank


@cache
def _utf8(codec: str) -> tuple[re.Pattern[str], ...]:
    """Return the patterns of the beginning of a run of UTF-8 sequences, of its continuation, and of one piece: a whole
    sequence (the group) or what is left of a broken one.

    In a two-byte table, what could be left of a sequence may as well be a character beside it.
    """
    last = r"(?:[\x80-\xbf]|(?=[\n\])]|\Z))" if _may_be_stripped(codec) else r"[\x80-\xbf]"
    whole = (
        r"(?:[\xc2-\xdf][\x80-\xbf]"
        rf"|(?:\xe0[\xa0-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]|\xed[\x80-\x9f]){last}"
        rf"|(?:\xf0[\x90-\xbf]|[\xf1-\xf3][\x80-\xbf]|\xf4[\x80-\x8f])[\x80-\xbf]{last})"
    )
    before, between = (
        (rf"(?:[\xe3-\xe9]{_TORN}{{1,2}})?", rf"|{_TORN}{{1,2}}(?={whole})") if codec != "gbk" else ("", "")
    )
    broken = rf"[\xe0-\xf4]{_TORN}{{0,2}}{between}"
    return re.compile(before + whole), re.compile(f"(?:{whole}|{broken})*"), re.compile(f"({whole})|{broken}")


def _decoded(piece: re.Match[str]) -> str:
    if not piece[1]:
        return _LOST
    try:
        return piece[1].encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return f"{piece[1]}\xa0".encode("latin-1").decode("utf-8")


class _Run(NamedTuple):
    """``text[start:end]`` read as UTF-8, U+FFFD for lost bytes; and, for a one-byte table, where each character began."""

    start: int
    end: int
    read: str
    starts: list[int]


def _runs(text: str, codec: str) -> Iterator[_Run]:
    """Yield the runs of ``text`` whose bytes in ``codec`` are UTF-8; each begins with the first byte of a character."""
    spelled = [*map(_bytes_of(codec).__getitem__, text)]
    places, data = [*accumulate(map(len, spelled), initial=0)], "".join(spelled)
    begin, go_on, piece_pattern = _utf8(codec)
    position = 0
    while head := begin.search(data, position):
        start = bisect_right(places, head.start()) - 1
        if places[start] < head.start():  # half a character
            position = head.start() + 1
            continue
        position = go_on.match(data, head.end()).end()
        end, pieces = bisect_left(places, position), [*piece_pattern.finditer(data, head.start(), position)]
        read, half = [*map(_decoded, pieces)], data[position : places[end]]
        if half >= "\x80":  # the last character is none of the damaged ones: only its first half looks so
            end -= 1
            read[-1:] = [_LOST] if pieces[-1].start() < places[end] else []
            half = ""
        # else, the two-byte table took a letter for a second byte
        yield _Run(start, end, "".join(read) + half, [piece.start() for piece in pieces])


# ----------------------------------------------------------------------------------------------------------- repairs

_MARKS = "\u3000-\u303f\uff01-\uff65·—‘’“”…"
_CHINESE = rf"[{HAN}{_MARKS}]"
_ROW = re.compile(rf"(?=[^{HAN}]?[{HAN}])[{_MARKS}{HAN}]{{2,}}")


def _row(run: _Run) -> int:
    """Return the length of the longest row of Han characters and marks in a run; 0 if there is none of two."""
    return max((len(row) for row in _ROW.findall(run.read)), default=0)


def _least(runs: Sequence[_Run], text: str, codec: str) -> int:
    """Return how long a row must be for a proof: three, or two if most letters that could begin one do; then any counts."""
    n_found = sum(len(re.findall(_CHINESE, run.read)) for run in runs)
    begin = len(re.findall(f"[{_spelled(codec, 0xE3, 0xE9)}]", text))
    return 0 if 2 * n_found > begin and any(_row(run) >= 2 for run in runs) else 3


def _repair_utf8(text: str, codec: str) -> Iterator[Repair]:
    """Find UTF-8 that was read with the one-byte table ``codec``.

    Kazakh теңіз and French « l’été » (a no-break blank is byte A0) hold the sequence of a Han character by chance: single
    ones, and among many letters that begin none.
    """
    runs = [*_runs(text, codec)]
    least = _least(runs, text, codec)
    for run in runs:
        damaged = text[run.start : run.end]
        if _row(run) >= least and (" " not in damaged or re.search(_CHINESE, run.read)):
            yield run.start, damaged, run.read, f"UTF-8 read as {codec}"


def _repair_gbk(text: str) -> Iterator[Repair]:
    """Find UTF-8 that was read as GBK: right text spells no three characters side by side, and no two by themselves."""
    for part in _BEYOND_ASCII.finditer(text):
        for run in _runs(part.group(), "gbk") if _holds(part.group(), "gbk") else ():
            start, end = part.start() + run.start, part.start() + run.end
            beside = text[max(0, start - 1) : start] + text[end : end + 1]
            if _row(run) >= (3 if IS_HAN.search(beside) else 2):
                yield start, text[start:end], run.read, "UTF-8 read as GBK"


_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_SHORT = 6  # characters: too few to tell by themselves
_PAIRS = re.compile(r"(?:[\x81-\xfe][\x40-\x7e\x80-\xfe])+")


def _repair_chinese_table(text: str, codec: str) -> Iterator[Repair]:
    """Find what was written in the Chinese table ``codec`` and read as cp1252.

    Any pair of bytes may be a character there, so the proof is that the characters make words of the dictionary.
    """
    data = "".join(char if char < "\x80" else _bytes_of("cp1252")[char] for char in text)
    found = []
    for run in _PAIRS.finditer(data):
        with suppress(UnicodeDecodeError):
            found.append((*run.span(), run.group().encode("latin-1").decode(codec)))
    n_read = sum(end - start for start, end, read in found if len(read) > 1)
    if 2 * n_read > len(re.findall(r"[\xa1-\xff]", data)) and _is_of_words("\n".join(read for *_, read in found)):
        for start, end, read in found:
            if len(read) < _SHORT or _is_of_words(read):
                yield start, text[start:end], read, f"{codec} read as cp1252"


def _is_of_words(text: str) -> bool:
    """Return whether words of two characters or more make half of the Han characters of ``text``."""
    sizes = [len(word) for word in tokenize(to_simplified(text)) if IS_HAN.match(word)]
    return 2 * sum(size for size in sizes if size > 1) >= sum(sizes) > 1


@cache
def _look_for(*codecs: str) -> re.Pattern[str]:
    """Return the pattern of two characters that what was read with one of ``codecs`` must hold; most texts hold none."""
    firsts, pairs = zip(*map(_begins, codecs), strict=True)
    return re.compile(f"[{''.join(firsts)}](?:{'|'.join(pairs)})")


def _begins(codec: str) -> tuple[str, str]:
    """Return the class of the first of two such characters, and the pattern that goes on after it, looking back."""
    first = _spelled(codec, 0xC2 if codec == "cp1252" else 0xE3, 0xE9)  # cp1252: as well what was misread twice
    second = f"(?<=[{first}])[{_spelled(codec, 0x80, 0xBF)}]"
    if codec == "cp1252":  # as well a Chinese table
        return f"{first}¡-þ", f"{second}|(?<=[¡-þ])[@-~¡-þ][¡-þ]"
    if codec != "gbk":
        return first, second
    leads, middles, ends = range(0xE3, 0xEA), range(0x80, 0xC0), range(0xC2, 0xF0)
    first, second = (
        "".join(bytes(pair).decode("gbk", "ignore") for pair in product(*ranges))
        for ranges in ((leads, middles), (middles, ends))
    )
    return first, f"(?<=[{first}])[{second}]"


def _holds(text: str, *codecs: str) -> bool:
    return bool(_look_for(*codecs).search(text))


def _repair_once(text: str) -> Iterator[Repair]:
    for codec in (codec for codec in _SINGLE_BYTE if _holds(text, codec)):
        yield from _repair_utf8(text, codec)
    if _holds(text, "gbk"):
        yield from _repair_gbk(text)
    for codec in ("gbk", "big5hkscs") if _holds(text, "cp1252") else ():
        yield from _repair_chinese_table(text, codec)


def _repair_twice(text: str) -> Iterator[Repair]:
    """Find what was misread twice, the second time with cp1252."""
    runs = [*_runs(text, "cp1252")] if _holds(text, "cp1252") else []
    once = "\0".join(run.read for run in runs)
    places = [place for run in runs for place in (*run.starts, run.end)]
    for start, damaged, repaired, reason in _repair_once(once):
        first, end = places[start], places[start + len(damaged)]
        yield first, text[first:end], repaired, f"{reason}, then as cp1252"


def _most_chinese(repairs: Iterable[Repair], size: int) -> Iterator[Repair]:
    """Yield the repairs of a text of so many characters that give most Chinese, of two at one place only the better."""
    taken = bytearray(size)
    for edit in sorted(repairs, key=lambda edit: (-len(re.findall(_CHINESE, edit[2])), -len(edit[1]), edit)):
        span = slice(edit[0], edit[0] + len(edit[1]))
        if not any(taken[span]):
            taken[span] = b"\1" * len(edit[1])
            yield edit


def find_repairs(text: str) -> list[Repair]:
    """Return ``(start, damaged, repaired, reason)`` for each run that re-encoding proves to be misread.

    The proof: the damaged runs, encoded with the wrong table, *are* valid in the true one and spell Chinese, two
    characters side by side; and so do most of the letters in the whole text that could begin one (or a run holds three).
    Then every other character of the text that was torn in the same way is repaired too. U+FFFD stands for a character
    inside a proved run of which bytes are lost.

    >>> find_repairs("ејҖжәҗ and 开源")
    [(0, 'ејҖжәҗ', '开源', 'UTF-8 read as ptcp154')]
    """
    found: list[Repair] = []
    if not _holds(text, *_SINGLE_BYTE, "gbk"):
        return found
    for find in (_repair_twice, _repair_once):
        better = sorted(_most_chinese(find(text), len(text)))
        found += better
        ends = [0, *(start + len(damaged) for start, damaged, _, _ in better)]
        between = zip(ends, [*(start for start, *_ in better), len(text)], strict=True)
        blanks = ["\0" * len(damaged) for _, damaged, _, _ in better]  # no other repair may cross one
        text = "".join(chain.from_iterable(zip_longest((text[a:b] for a, b in between), blanks, fillvalue="")))
    return sorted(found)


# ------------------------------------------------------------------------------------------------------------- flags

_TWICE = "bytes read twice with the wrong table"
_WRONG = "bytes read with the wrong table, some of them lost"
# In Big5, the replacement character, EF BF BD, is 嚙 and the first byte of a character.
_AFTER_REPLACEMENT = "".join(bytes([0xBD, byte]).decode("big5", "ignore") for byte in range(0x40, 0xFF))
_SIGN = "[¡-ª¬-º¼-¾]"
# What every match holds, its pattern, and what it means. The pattern begins with a character, and looks back from there:
# the engine leaps to it, and would try a pattern that begins with a look-behind at every character.
_SUSPICIOUS = (
    (_LOST, re.compile(f"{_LOST}{_LOST}*"), "replacement character: the bytes are lost"),
    ("锟", re.compile("锟(?<!曹锟)(?:斤拷(?:锟斤拷)*)?"), _TWICE),
    ("嚙", re.compile(f"嚙[{_AFTER_REPLACEMENT}](?:蕭(?:嚙踝蕭)*)?"), _TWICE),
    ("烫烫烫", re.compile("烫烫烫+"), _TWICE),
    ("屯屯屯", re.compile("屯屯屯+"), _TWICE),
    # the look-behind lets a row of marks be tried from its first one only
    (
        "?/",
        re.compile(r"[!！?？](?<![!！?？].)(?:(?<=\?)|[!！？]*\?)[!！?？]*\?/[a-z]{1,6}>"),
        "a character and its tag were eaten",
    ),
    ("?", re.compile(r"\?(?<=[\u4e00-\u9fff]\?)[!！][^\x00-\x7f]"), "two-byte text that lost one byte"),
    ("", re.compile(r"[\ue000-\uf8ff]"), "private-use character without meaning"),
    # letters and signs in a row, as no language has them
    (
        "",
        re.compile(rf"[¡-ÿ](?<![¡-ÿ].)(?<=(?=[¡-ÿ]*{_SIGN}[¡-ÿ]*{_SIGN})(?=[¡-ÿ]*[À-ÖØ-öø-ÿ]).)[¡-ÿ]{{3,}}"),
        _WRONG,
    ),
)


@cache
def _torn(codec: str) -> re.Pattern[str]:
    """Return the pattern of sequences side by side that begin as those of Chinese do, whole or not."""
    begins, middles = _spelled(codec, 0xE3, 0xE9), _spelled(codec, 0x80, 0xBF)
    return re.compile(f"[{begins}][{middles}]{{1,2}}(?:[{begins}][{middles}]{{1,2}})+")


def _find_torn(text: str) -> Iterator[Flag]:
    """Find UTF-8 that was read with a one-byte table, and of which too much was lost to prove it.

    Three sequences side by side are told; two, where they are most of what is beyond ASCII, but not in Cyrillic: дељење.
    """
    for codec in _SINGLE_BYTE if _holds(text, *_SINGLE_BYTE) else ():
        found = [*_torn(codec).finditer(text)]
        beyond = sum(map(len, _BEYOND_ASCII.findall(text))) if found else 0
        least = 2 if 2 * sum(len(match.group()) for match in found) > beyond and codec not in _CYRILLIC else 3
        begins = re.compile(f"[{_spelled(codec, 0xE3, 0xE9)}]")
        yield from (
            Flag(match.start(), match.group(), _WRONG) for match in found if len(begins.findall(match.group())) >= least
        )


def find_flags(text: str) -> list[Flag]:
    """Return the spots of ``text`` that look damaged, in order of position; nothing is guessed.

    >>> find_flags("开\\ufffd源")[0].reason
    'replacement character: the bytes are lost'
    """
    found = [
        Flag(match.start(), match.group(), reason)
        for mark, pattern, reason in _SUSPICIOUS
        if mark in text
        for match in pattern.finditer(text)
    ]
    taken, flags = 0, []
    for flag in sorted({*found, *_find_torn(text)}, key=lambda flag: (flag.start, -len(flag.text))):
        if flag.start >= taken:
            taken = flag.start + len(flag.text)
            flags.append(flag)
    return flags


_NARROW = str.maketrans("，？！：；（）", ",?!:;()")
_WIDEN = str.maketrans(",?!:;()", "，？！：；（）")


def _decode_as_a_browser(data: bytes, swallow: bool) -> str:
    """Decode GBK the way sloppy software does: a wrong pair becomes ``?``, the private zone nothing."""
    out, position = [], 0
    while position < len(data):
        if data[position] < 0x80:
            out.append(chr(data[position]))
            position += 1
            continue
        pair = data[position : position + 2]
        try:
            out.append(pair.decode("gbk"))
        except UnicodeDecodeError:
            private = len(pair) == 2 and pair[0] >= 0xA1 and pair[1] >= 0xA1
            out.append("" if private else "?")
            pair = pair if swallow or private else pair[:1]
        position += len(pair)
    return "".join(out)


def proves_lost_byte(damaged: str, repaired: str) -> bool:
    """Return whether losing *one* byte of ``repaired`` in GBK gives exactly ``damaged``.

    The true text is encoded as GBK (full-width punctuation, as it was written), each single byte in turn is dropped
    or overwritten by ``?``, the rest is decoded, punctuation narrowed, and compared.

    >>> proves_lost_byte("?!?/p>", "。”</p>")
    True
    >>> proves_lost_byte("?!?/p>", "，“</p>")
    False
    """
    for true_text in {repaired, repaired.translate(_WIDEN)}:
        try:
            data = true_text.encode("gbk")
        except UnicodeEncodeError:
            continue
        for position in range(len(data)):
            for filler in (b"?", b""):
                broken = data[:position] + filler + data[position + 1 :]
                for swallow in (True, False):
                    if _decode_as_a_browser(broken, swallow).translate(_NARROW) == damaged.translate(_NARROW):
                        return True
    return False
