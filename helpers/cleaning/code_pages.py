"""Read characters as the bytes that a wrong table made them of, and those bytes as UTF-8. Pure."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import accumulate
from typing import NamedTuple

# Tables that other bytes are wrongly read with.
SINGLE_BYTE = (
    *("cp1252", "latin-1", "iso8859_15", "cp1254", "cp1250", "iso8859_2"),
    *("ptcp154", "cp1251", "koi8_r", "cp866", "mac_roman", "cp437", "cp850"),
)
LOST = "\ufffd"
MARKS = "\u3000-\u303f\uff01-\uff65·—‘’“”…"  # of Chinese
IS_MARK = re.compile(f"[{MARKS}]")
_SHARED_MARKS = "·—‘’“”…"  # those among them that a one-byte table has as well


def char_of_byte(byte: int, codec: str) -> str:
    """Return the character that ``codec`` reads a byte as; a hole of the table is filled from Latin-1.

    >>> char_of_byte(0xE9, "cp1252"), char_of_byte(0x81, "cp1252")
    ('é', '\\x81')
    """
    return bytes([byte]).decode(codec, "ignore") or (chr(byte) if byte < 0xA0 else "")


# The first half of either table is sorted by use, the second holds what is rare; before it, GB2312 has 〇, and Big5 units.
_FIRST_HALF = {"gb2312": (b"\xa1", b"\xd8"), "big5": (b"\xa4", b"\xc7")}


def is_common_in(char: str, table: str) -> bool:
    """Return whether a Han character stands in the first half of GB2312 or Big5.

    >>> is_common_in("开", "gb2312"), is_common_in("开", "big5"), is_common_in("開", "big5")
    (True, False, True)
    """
    first, end = _FIRST_HALF[table]
    return first <= char.encode(table, "ignore") < end


def is_common(char: str) -> bool:
    """Return whether a Han character stands in the first half of one of the two.

    >>> is_common("源"), is_common("溠")
    (True, False)
    """
    return any(is_common_in(char, table) for table in _FIRST_HALF)


@cache
def _upper_halves() -> tuple[re.Pattern[str], re.Pattern[str]]:
    letters = {char_of_byte(byte, codec) for codec in SINGLE_BYTE for byte in range(0x80, 0x100)}
    letters |= {*map(chr, range(0x80, 0xA0))}
    both = "".join(sorted(letters - {""}))
    odd = "".join(sorted(letters - {"", "\xa0", *_SHARED_MARKS}))
    return re.compile(f"[{re.escape(odd)}]"), re.compile(f"[{re.escape(both)}]{{2,}}")


def odd_rows(text: str) -> str:
    """Return the rows of two letters and more that one-byte tables have beyond ASCII, joined by line ends.

    One letter at least is no mark of Chinese: most Chinese texts hold no such row, and one search tells so.

    >>> odd_rows("开源â€”“模型”")
    'â€”“'
    """
    odd, rows = _upper_halves()
    return "\n".join(filter(odd.search, rows.findall(text))) if odd.search(text) else ""


def odd_row_pattern() -> re.Pattern[str]:
    """Return the pattern of such a row.

    >>> odd_row_pattern().findall("né â€” é")
    ['â€”']
    """
    return _upper_halves()[1]


def is_odd(char: str) -> bool:
    """Return whether a one-byte table has ``char`` beyond ASCII, and Chinese does not use it as a mark.

    >>> is_odd("é"), is_odd("“"), is_odd("开")
    (True, False, False)
    """
    return bool(_upper_halves()[0].match(char))


_MOST_OF_A_WORD = 30
_PART = re.compile(r"\S+")
_AFTER_A_WORD = {"Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Zs", "So", "No", "Cf"}
_AFTER_A_LETTER = {"Pc", "Pd", "Pe", "Pf", "Po"}


def is_word(text: str, start: int, end: int) -> bool:
    """Return whether ``text[start:end]`` may be (a part of) a word of right text, with the marks around it.

    Its letters are of one script, and in one case or with a first capital; no sign stands among them; what follows are
    marks. A single letter beside Han characters, or three beyond ASCII that are no Cyrillic or Greek, are no word.

    >>> is_word("дељење", 0, 6), is_word("cliché…”", 5, 8), is_word("ä¸\xad", 0, 3), is_word("вЂњ", 0, 3)
    (True, True, False, False)
    """
    end = min(end, start + _MOST_OF_A_WORD)
    if len(parts := [*_PART.finditer(text, start, end)]) > 1:  # a blank may have been a byte
        return all(is_word(text, *part.span()) for part in parts)
    first, last = start, end
    while first < end and not _is_letter(text[first]):
        first += 1
    while last > first and not _is_letter(text[last - 1]):
        last -= 1
    if first == last or any(unicodedata.category(char)[0] != "P" for char in text[start:first]):
        return False
    before = _letter(text[first - 1 : first]) if first == start else ""
    after = _letter(text[last : last + 1]) if last == end else ""
    inner, tail = text[first:last], text[last:end]
    signs = [char for char in inner if not _is_letter(char)]
    if signs:
        return bool(before) and all(unicodedata.category(char)[0] == "P" for char in signs)
    word = before + inner + after
    if len({unicodedata.name(char, "").split(" ")[0] for char in word}) > 1:
        return False
    if not (word.islower() or word.isupper() or word.istitle()):
        return False
    if before or after:
        return all(unicodedata.category(char) in _AFTER_A_WORD for char in tail)
    is_latin = unicodedata.name(inner[0], "").startswith("LATIN")
    if is_latin and len(inner) == 1:
        return all(char in _SHARED_MARKS for char in tail)
    ends = all(char in _SHARED_MARKS or unicodedata.category(char) in _AFTER_A_LETTER for char in tail)
    return ends and not (is_latin and (len(inner) > 2 or inner.isupper()))


def _is_letter(char: str) -> bool:
    return unicodedata.category(char) in ("Lu", "Ll", "Lt")


def _letter(char: str) -> str:
    return char if char and _is_letter(char) else ""


# ------------------------------------------------------------------------------------------- characters to their bytes


class _Bytes(dict[str, str]):
    """The bytes that ``codec`` reads as a character, written as U+0000 to U+00FF; U+FFFD for itself, NUL for what else it
    cannot read."""

    def __init__(self, codec: str):
        # a blank may have been a no-break blank, byte A0; and Windows' GBK has a €, Python's has none
        known = {" ": "\xa0"} if may_be_stripped(codec) else {"€": "\x80"} if codec == "gbk" else {}
        super().__init__(known | {LOST: LOST})
        self.codec = codec

    def __missing__(self, char: str) -> str:
        is_hole = "\x80" <= char <= "\x9f"
        self[char] = found = char if is_hole else char.encode(self.codec, "ignore").decode("latin-1") or "\0"
        return found


bytes_of = cache(_Bytes)


@cache
def may_be_stripped(codec: str) -> bool:
    """Return whether byte A0 is a no-break blank in ``codec``: at the end of a line it may be gone.

    >>> may_be_stripped("cp1252"), may_be_stripped("cp866")
    (True, False)
    """
    return b"\xa0".decode(codec, "ignore") == "\xa0"


@cache
def spelled(codec: str, first: int, last: int) -> str:
    """Return the letters that ``codec`` reads the bytes from ``first`` to ``last`` as, for a class of a pattern.

    Of bytes below A0, also the control characters of Latin-1, with which holes of the table are filled.

    >>> spelled("cp1252", 0xE0, 0xE2), spelled("cp1252", 0x80, 0x82)
    ('àáâ', '€‚\\x80-\\x82')
    """
    letters = (bytes([byte]).decode(codec, "ignore") for byte in range(first, last + 1))
    return re.escape("".join(letters)) + (f"{first:c}-{min(last, 0x9F):c}" if first < 0xA0 else "")


_TORN = r"[\x80-\x9f\xa1-\xbf]"  # a later byte of a broken sequence: no blank
# What is left of one behind its first byte; U+FFFD stands for a byte that was lost, and so may a question mark.
_REST = rf"(?:{_TORN}{{1,2}}[?{LOST}]?|[?{LOST}]{_TORN}|{LOST}{{1,2}})"


@cache
def _utf8(codec: str) -> tuple[re.Pattern[str], ...]:
    """Return the patterns of the beginning of a run of UTF-8 sequences, of its continuation, and of one piece: a whole
    sequence (the group) or what is left of a broken one.

    In a two-byte table, what could be left of a sequence may as well be a character beside it.
    """
    last = r"(?:[\x80-\xbf]|(?=[\n\])]|\Z))" if may_be_stripped(codec) else r"[\x80-\xbf]"
    whole = (
        r"(?:[\xc2-\xdf][\x80-\xbf]"
        rf"|(?:\xe0[\xa0-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]|\xed[\x80-\x9f]){last}"
        rf"|(?:\xf0[\x90-\xbf]|[\xf1-\xf3][\x80-\xbf]|\xf4[\x80-\x8f])[\x80-\xbf]{last})"
    )
    if codec == "gbk":
        before, broken = "", rf"[\xe0-\xf4]{_TORN}{{0,2}}"
    else:
        before, broken = rf"(?:(?!{whole})[\xe3-\xe9]{_REST})?", rf"[\xe0-\xf4]{_REST}?|{_TORN}{{1,2}}(?={whole})"
    return re.compile(before + whole), re.compile(f"(?:{whole}|{broken})*"), re.compile(f"({whole})|{broken}")


def _decoded(piece: re.Match[str]) -> str:
    if not piece[1]:
        return LOST
    try:
        return piece[1].encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:  # at the end of a line, byte A0 may be gone: likely where that gives a common character
        char = f"{piece[1]}\xa0".encode("latin-1").decode("utf-8")
        return char if is_common(char) else LOST


class Run(NamedTuple):
    """``text[start:end]`` read as UTF-8, U+FFFD for lost bytes; and, for a one-byte table, where each character began.

    >>> next(runs("开源å¼€", "cp1252"))
    Run(start=2, end=5, read='开', starts=[2])
    """

    start: int
    end: int
    read: str
    starts: list[int]


def runs(text: str, codec: str) -> Iterator[Run]:
    """Yield the runs of ``text`` whose bytes in ``codec`` are UTF-8; each begins with the first byte of a character.

    >>> [run.read for run in runs("å¼€æº\\x90与é—\\xadæº\\x90", "cp1252")]
    ['开源', '闭源']
    """
    as_bytes = [*map(bytes_of(codec).__getitem__, text)]
    places, data = [*accumulate(map(len, as_bytes), initial=0)], "".join(as_bytes)
    begin, go_on, piece_pattern = _utf8(codec)
    position = 0
    while head := begin.search(data, position):
        start = bisect_right(places, head.start()) - 1
        is_rest = codec == "gbk" and text[start - 1 : start] == LOST and "\x80" <= data[places[start]] <= "\xbf"
        if places[start] < head.start() and not is_rest:  # half a character, but of one of which the rest is lost
            position = head.start() + 1
            continue
        position = go_on.match(data, head.end()).end()
        end = bisect_left(places, position)
        # to the end of the data, as what follows a run tells what was lost at its end
        pieces = [piece_pattern.match(data, head.start())]
        while pieces[-1].end() < position:
            pieces.append(piece_pattern.match(data, pieces[-1].end()))
        read, half = [*map(_decoded, pieces)], data[position : places[end]]
        if half >= "\x80":  # the last character is none of the damaged ones: only its first half looks so
            end -= 1
            read[-1:] = [LOST] if pieces[-1].start() < places[end] else []
            half = ""
        # else, the two-byte table took a letter for a second byte
        yield Run(start, end, "".join(read) + half, [piece.start() for piece in pieces])
