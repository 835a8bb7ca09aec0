"""Find Chinese that was written in one two-byte table and read with another (GBK read as Big5: 羲埭 for 开源), or written in
UTF-8 and read with a table of which much is lost then. Pure.

What is damaged so still looks like Chinese, Korean or Japanese. But every Chinese text holds the commonest characters again and
again (的, 一, 是), and such a text hardly any: one look tells. The proof is that the bytes, read with the right table, are
Chinese: common characters, the commonest among them, and words. A byte that was lost shifts all that follow in its line, so
that reading is sought which makes most common characters and takes the fewest bytes for lost.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import count
from typing import NamedTuple

from helpers.cleaning.code_pages import IS_MARK, LOST, is_common_in
from helpers.text.script import HAN, IS_HAN, to_simplified
from helpers.text.sentences import lines_of
from helpers.text.tokens import tokenize

_COMMONEST = (
    "的一是不了在人有我他这這中大来來上国國为為到个個说說们們和你地出道也时時年得就那要下以生会會自着去之过過后後可对對"
)
_COMMONEST_MARKS = "，。、"
_USUAL = 0.08  # the least share of these among what is beyond ASCII; in articles they are an eighth and more
_FEWEST = 12  # characters beyond ASCII: fewer prove nothing
_WRITTEN = ("gbk", "big5hkscs", "utf-8")
_READ = {
    "gbk": ("gb18030",),  # the same two bytes, and private use
    "big5hkscs": ("big5hkscs", "cp950"),
    "cp950": ("cp950", "big5hkscs"),  # has kana and Cyrillic where Hong Kong has Han
    "cp949": ("cp949",),
    "cp932": ("cp932",),
    "euc_jp": ("euc_jp",),
}
# Tables of one byte for the scripts and systems that `helpers.cleaning.code_pages` does not know.
_ONE_BYTE = (
    *("cp874", "cp1253", "iso8859_7", "cp1255", "cp1256", "cp1257", "iso8859_4"),
    *("mac_cyrillic", "mac_greek", "koi8_u", "cp737", "cp775", "cp852", "cp855", "cp862"),
)
_SIMILAR = {"big5hkscs": ("big5hkscs", "cp950")}  # one reads few characters otherwise, perhaps none of the sample
# What the tables of Windows read as U+E000 and on, where Python's have a hole: the first and last first bytes of rows, and
# their second bytes.
_LOW = range(0x40, 0x7F)
_PRIVATE = {
    "cp950": (
        *((leads, (*_LOW, *range(0xA1, 0xFF))) for leads in (range(0xFA, 0xFF), range(0x8E, 0xA1), range(0x81, 0x8E))),
        ((0xC6,), range(0xA1, 0xFF)),
        (range(0xC7, 0xC9), (*_LOW, *range(0xA1, 0xFF))),
    ),
    "cp949": (((0xC9, 0xFE), range(0xA1, 0xFF)),),
    "cp932": ((range(0xF0, 0xFA), (*_LOW, *range(0x80, 0xFD))),),
}
_SAMPLE, _MOST_SAMPLE = 1000, 8000  # characters beyond ASCII on which the tables are tried, and all around them
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_GONE = 0xFF  # no table for Chinese has this byte


class Misread(NamedTuple):
    """The tables of a misread text, ``written`` and ``read``; whether it is proved, or too much is lost for that."""

    written: str
    read: str
    is_proved: bool


@lru_cache(maxsize=4)
def _is_unusual(text: str) -> bool:
    """Return whether a text beyond ASCII hardly holds the commonest characters of Chinese; most are told by one of them."""
    if 100 * text.count("的") >= len(text):
        return False
    n = len(text) - len(text.encode("ascii", "ignore"))
    if n < _FEWEST:
        return False
    usual = 0
    for char in _COMMONEST:
        usual += text.count(char)
        if usual >= _USUAL * n:
            return False
    return True


class _BytesRead(dict[str, bytes]):
    """The bytes that a table reads as a character; `_GONE` for what it cannot read, such as U+FFFD."""

    def __init__(self, read: str):
        self.codecs = _READ.get(read, (read,))
        private = (
            bytes((lead, trail))
            for codec in self.codecs
            for leads, trails in _PRIVATE.get(codec, ())
            for lead in leads
            for trail in trails
        )
        super().__init__(zip(map(chr, count(0xE000)), private, strict=False))
        if read in _ONE_BYTE:
            self.update((chr(byte), bytes([byte])) for byte in range(0x80, 0xA0))  # a hole of the table
        self[LOST] = bytes([_GONE])

    def __missing__(self, char: str) -> bytes:
        for codec in self.codecs:
            if 0 < len(found := char.encode(codec, "ignore")) <= 2:
                break
        else:
            found = bytes([_GONE])
        self[char] = found
        return found


class _PairsWritten(dict[bytes, tuple[float, str]]):
    """The character that a table writes as two to four bytes, and how much it speaks for that table; "" if there is none."""

    def __init__(self, written: str):
        super().__init__()
        self.codec = written

    def __missing__(self, pair: bytes) -> tuple[float, str]:
        char = pair.decode(self.codec, "ignore")
        is_whole = self.codec != "utf-8" or char.encode() == pair
        char = char if len(char) == 1 and char > "\x7f" and is_whole else ""
        self[pair] = found = (_merit(char), char)
        return found


_OF_THE_EAST = re.compile(
    f"[{HAN}\u3041-\u30ff\uff66-\uff9f\uac00-\ud7a3\ue000-\uf8ff]"
)  # Han, kana, Hangul, private use: what these tables hold
_bytes_of, _pairs_of = cache(_BytesRead), cache(_PairsWritten)


def likeness(text: str) -> float:
    """Return how far what is beyond ASCII in a text is common Chinese: 1 and more in articles, hardly 0.5 if misread.

    >>> likeness("小镇的图书馆") > 1, likeness("苤桵") < 0
    (True, True)
    """
    beyond = _BEYOND_ASCII.findall(text)
    return sum(map(_merit, beyond)) / max(1, len(beyond))


@lru_cache(maxsize=8192)
def _merit(char: str) -> float:
    if char in _COMMONEST or char in _COMMONEST_MARKS:
        return 2.0
    if not IS_HAN.match(char):
        return 0.7 if IS_MARK.match(char) else -1.0
    if is_common_in(char, "gb2312"):
        return 1.0
    if is_common_in(char, "big5"):
        return -0.5 if char.encode("gb2312", "ignore") else 1.0
    return -1.0


_TORN, _KNOWN_LOST = -2.0, -1.0  # a byte that belongs to nothing; what stands where a character is known to be lost


_BLOCK, _OVERLAP = 4000, 40  # bytes that are read at once, so that a long line needs little memory


def best_reading(data: bytes, written: str) -> tuple[float, str]:
    """Return the reading of a line in a table that makes most common characters, and its merit; U+FFFD for lost ones.

    >>> data = "小镇的图书馆夜里也开门。".encode("gbk")
    >>> best_reading(data[:6] + data[7:], "gbk")[1]
    '小镇的\ufffd书馆夜里也开门。'
    """
    merit, chars, at = 0.0, [], 0
    while at < len(data):
        block = data[at : at + _BLOCK]
        steps = _best_steps(block, written)
        if at + len(block) < len(data):  # what stands at the end of a block may go on: the next one reads it again
            steps = [step for step in steps if step[0] <= len(block) - _OVERLAP]
        merit += sum(step[1] for step in steps)
        chars += (step[2] for step in steps)
        at += steps[-1][3]
    return merit, "".join(chars)


# A character of UTF-8 of which a byte is lost.
_TORN_UTF8 = re.compile(rb"[\xe2-\xef\xff?][\x80-\xbf\xff?][\x80-\xbf\xff?]")


def _best_steps(data: bytes, written: str) -> list[tuple[int, float, str, int]]:
    """Return the best reading of a block as ``(start, merit, character, end)``."""
    size, pairs, is_utf8 = len(data), _pairs_of(written), written == "utf-8"
    merits = [0.0] + [-float("inf")] * size
    steps = [(0, 0.0, "", 0)] * (size + 1)

    def step(start: int, end: int, merit: float, char: str) -> None:
        if merits[start] + merit > merits[end]:
            merits[end], steps[end] = merits[start] + merit, (start, merit, char, end)

    for place, byte in enumerate(data):
        following = data[place + 1] if place + 1 < size else 0
        is_gap = byte == _GONE or byte == 0x3F  # U+FFFD, or the "?" that was put in its place
        if byte < 0x80:
            step(place, place + 1, 0.0, chr(byte))
        else:
            step(place, place + 1, _KNOWN_LOST if byte == _GONE else _TORN, LOST)
        if is_utf8:
            if byte >= 0xC2 or byte == 0x3F:
                end = place + (2 if 0x3F < byte < 0xE0 else 4 if 0xF0 <= byte < _GONE else 3)
                merit, char = pairs[data[place:end]] if byte < _GONE else (0.0, "")
                if char:
                    step(place, end, merit, char)
                elif _TORN_UTF8.match(data, place):
                    step(place, place + 3, _KNOWN_LOST, LOST)
        elif (is_gap and following >= 0x40) or (byte > 0x80 and following == 0x3F):
            step(place, place + 2, _KNOWN_LOST, LOST)
        elif byte > 0x80 and following:
            end = place + (4 if 0x30 <= following <= 0x39 else 2)  # GB18030 has characters of four bytes
            merit, char = pairs[data[place:end]]
            if char:
                step(place, end, merit, char)
    found, at = [], size
    while at:
        found.append(steps[at])
        at = steps[at][0]
    return found[::-1]


def _reread(line: str, misread: Misread) -> tuple[float, str]:
    return best_reading(b"".join(map(_bytes_of(misread.read).__getitem__, line)), misread.written)


def in_words(text: str) -> int:
    """Return how many Han characters of ``text`` are in words of two or more of them.

    >>> in_words("图书馆的门")
    3
    """
    return sum(len(word) for word in tokenize(to_simplified(text)) if len(word) > 1 and IS_HAN.match(word))


@lru_cache(maxsize=4)  # who repairs a text and who looks for what is left ask for the same
def misread_as(text: str) -> Misread | None:
    """Return with which tables a text was written and read; None where it is right, or neither proved nor likely.

    >>> misread_as("春天来了，小镇的图书馆夜里也开门。".encode("gbk").decode("big5hkscs", "replace"))
    Misread(written='gbk', read='big5hkscs', is_proved=True)
    """
    if not _is_unusual(text):
        return None
    lines = _sample(text)
    beyond = _BEYOND_ASCII.findall("".join(lines))
    return _best_misread(lines, beyond, _READ) if _is_eastern(beyond) else None


@lru_cache(maxsize=4)
def misread_by_one_byte(text: str) -> Misread | None:
    """Return with which tables a text was written and read, if the second is one of one byte that is seldom met.

    >>> damaged = "春天来了，小镇的图书馆夜里也开门。".encode().decode("iso8859_11", "replace")
    >>> misread_by_one_byte(damaged)
    Misread(written='utf-8', read='cp874', is_proved=True)
    """
    if not _is_unusual(text):
        return None
    lines = _sample(text)
    beyond = _BEYOND_ASCII.findall("".join(lines))
    return None if _is_eastern(beyond) else _best_misread(lines, beyond, _ONE_BYTE)


def _is_eastern(beyond: list[str]) -> bool:
    return 2 * len(_OF_THE_EAST.findall("".join(beyond))) >= len(beyond)


_MOST_LOST = {"utf-8": 0.3}  # share of what is beyond ASCII; of the others 0.2


def _best_misread(lines: list[str], beyond: list[str], reads: Iterable[str]) -> Misread | None:
    best, most = None, 0.0
    for read in reads:
        known = _bytes_of(read)
        n_lost = sum(known[char][0] == _GONE for char in beyond)
        for written in _WRITTEN:
            if not _is_pair(written, read) or n_lost > _MOST_LOST.get(written, 0.2) * len(beyond):
                continue
            found = Misread(written, read, False)
            readings = [_reread(line, found) for line in lines]
            merit = sum(merit for merit, _ in readings)
            if merit > most and (grade := _grade("\n".join(new for _, new in readings), is_utf8=written == "utf-8")):
                best, most = found._replace(is_proved=grade > 1), merit
    return best


def _is_pair(written: str, read: str) -> bool:
    """Return whether one may be taken for the other; UTF-8 read as GBK is told by its runs (`helpers.cleaning.mojibake`)."""
    return written != read and (written, read) not in (("big5hkscs", "cp950"), ("utf-8", "gbk"))


_HALF = re.compile(
    rf"[{HAN}](?:[@-~]|\?{{1,9}})(?=[{HAN}])"
)  # the second byte of a character, or what stands for the first


def _sample(text: str) -> list[str]:
    """Return the first lines beyond ASCII of a text, on which the tables are tried."""
    lines, beyond, size = [], 0, 0
    for line in text.split("\n"):
        if not line.isascii():
            lines.append(line[:_MOST_SAMPLE])
            beyond += len(_BEYOND_ASCII.findall(lines[-1]))
            size += len(lines[-1])
            if beyond >= _SAMPLE or size >= _MOST_SAMPLE:
                break
    return lines


LIKE_CHINESE = 0.9  # articles reach 1.1 and more


def is_chinese(read: str) -> bool:
    """Return whether a reading proves to be Chinese: enough of it, of the commonest characters and of words."""
    return _grade(read) > 0 and likeness(read) >= LIKE_CHINESE


def _grade(read: str, *, is_utf8: bool = False) -> int:
    """Return 2 if a reading is proved to be Chinese, 1 if it is likely, else 0. No lost byte shifts what follows in UTF-8, so
    more of it may be lost."""
    n, lost = len(IS_HAN.findall(read)), read.count(LOST)
    usual = sum(map(read.count, _COMMONEST))
    if n < _FEWEST - 2 or usual < 2 or usual < _USUAL * n:
        return 0
    words, torn = in_words(read), lost + len(_HALF.findall(read))
    if 2 * words >= n and (2 if is_utf8 else 8) * torn <= n:
        return 2
    return 1 if 3 * words >= n and lost <= n else 0


# What Big5 makes of the marks of GBK: letters and tones of zhuyin, and brackets that are rare.
_MARKS_OF_GBK = "，：！？；。、".encode("gbk").decode("big5hkscs")
_AROUND_MARK = re.compile(rf"[{HAN}](?<![{HAN}].)[{HAN}]*[{_MARKS_OF_GBK}][{HAN}{_MARKS_OF_GBK}]*")
_FEWEST_AROUND = 4  # Han characters, in GBK all of them common


def around_marks(text: str) -> Iterator[tuple[int, str, str, str]]:
    """Yield ``(start, damaged, repaired, reason)`` for what stands around a mark of GBK that was read as Big5, if it is
    words in GBK only.

    >>> [new for _, _, new, _ in around_marks("他说：" + "图书馆，夜里开门".encode("gbk").decode("big5hkscs"))]
    ['图书馆，夜里开门']
    """
    if any(mark in text for mark in _MARKS_OF_GBK):
        for match in _AROUND_MARK.finditer(text):
            read = b"".join(map(_bytes_of("big5hkscs").__getitem__, match[0])).decode("gbk", "ignore")
            if len(read) == len(match[0]) and _are_words(read, match[0]):
                yield match.start(), match[0], read, "gbk read as big5hkscs"


def _are_words(read: str, damaged: str) -> bool:
    han = IS_HAN.findall(read)
    is_common = len(han) >= _FEWEST_AROUND and all(is_common_in(char, "gb2312") for char in han)
    return is_common and 2 * in_words(read) >= len(han) > 2 * in_words(damaged)


# Where bytes are lost on both sides, the few between may be read from their second halves on: only words are right.
_BETWEEN_GAPS = re.compile(rf"(?<={LOST})[{HAN}]{{1,3}}(?={LOST})")


def _if_words(between: re.Match[str]) -> str:
    return between[0] if in_words(between[0]) == len(between[0]) else LOST * len(between[0])


def find_misread(text: str, misread: Misread) -> Iterator[tuple[int, str, str, str]]:
    """Yield ``(start, damaged, repaired, reason)`` for the lines of a text that were misread so; right ones stay.

    >>> damaged = "春天来了，小镇的图书馆夜里也开门。".encode("gbk").decode("cp949", "replace")
    >>> [edit[2] for edit in find_misread(damaged, misread_as(damaged))]
    ['春天来了，小镇的图书馆夜里也开门。']
    """
    lines = [line for line in text.split("\n") if not line.isascii()]
    similar = [misread._replace(read=read) for read in _SIMILAR.get(misread.read, (misread.read,))]
    if len(similar) > 1:
        misread = max(similar, key=lambda each: sum(_reread(line, each)[0] for line in lines))
    for start, line in lines_of(text):
        if not line.isascii():
            merit, new = _reread(line, misread)
            new = _BETWEEN_GAPS.sub(_if_words, new)
            own = sum(_merit(char) for char in line if char > "\x7f")
            if merit > own and new != line:
                yield start, line, new, f"{misread.written} read as {misread.read}"
