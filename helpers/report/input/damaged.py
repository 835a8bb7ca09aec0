"""Read Chinese line by line, in UTF-8 or in one table for Chinese, where bytes are lost, changed or added. Pure.

The proof is that of `helpers.cleaning.two_byte`: common characters, the commonest among them, and words. After a lost byte the
reading is sought that makes most common characters, so that it costs its own character and not the rest of the line.
"""

import re
from typing import NamedTuple

from helpers.cleaning.code_pages import LOST
from helpers.cleaning.two_byte import best_reading, in_words, is_chinese, likeness
from helpers.text.script import IS_HAN

_TABLES = ("gb18030", "big5hkscs")
_HALF = 0.5  # as like common Chinese as no misread text is
_SAMPLE = 3000  # bytes or characters to judge by
_PIECE = re.compile(rb"[\x00-\x2f]+|[^\x00-\x2f]+")  # no byte below 0x30 is a part of a character
_THREE_BYTES = re.compile("[\u0800-\U0010ffff]")  # in UTF-8: characters of a table look so by no chance


class Recovered(NamedTuple):
    """A text, the table of those of its lines that are not UTF-8, and how many; whether most lines with Chinese are UTF-8."""

    text: str
    table: str
    lines: int
    is_mostly_utf_8: bool


def recovered(data: bytes) -> Recovered | None:
    """Return the text of lines of which some are not UTF-8, U+FFFD for lost bytes; None unless these prove to be Chinese.

    >>> data = "小镇的图书馆夜里也开门，我们都在那里。".encode("gbk")
    >>> recovered(data[:6] + data[7:] + "\\n开源".encode()).text
    '小镇的\ufffd书馆夜里也开门，我们都在那里。\\n开源'
    """
    lines = data.split(b"\n")
    texts = [*map(_utf_8, lines)]
    sample = b"\n".join(line for line, text in zip(lines, texts, strict=True) if text is None)[:_SAMPLE]
    (_, read), table = max((best_reading(sample, table), table) for table in _TABLES)
    if not is_chinese(read):
        return None
    n_odd = texts.count(None)
    is_mostly_utf_8 = sum(bool(_THREE_BYTES.search(text)) for text in texts if text) > n_odd
    for place, (line, text) in enumerate(zip(lines, texts, strict=True)):
        # two bytes and two more may be UTF-8 by chance
        if text is None or not (is_mostly_utf_8 or text.isascii() or _THREE_BYTES.search(text)):
            texts[place] = _read(line, table)
    return Recovered("\n".join(texts), table, n_odd, is_mostly_utf_8)


def holds_utf_8(data: bytes) -> bool:
    """Return whether a line of ``data`` is Chinese in UTF-8.

    >>> holds_utf_8("开源\\n".encode("gbk")), holds_utf_8("开源\\n".encode("gbk") + "开源".encode())
    (False, True)
    """
    return any(_THREE_BYTES.search(line.decode("utf-8", "ignore")) for line in data.split(b"\n") if _is_utf_8(line))


def _is_utf_8(line: bytes) -> bool:
    try:
        return bool(line.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def _utf_8(line: bytes) -> str | None:
    """Return a line in UTF-8, U+FFFD for lost bytes; None if it is not, or too much of it is lost."""
    text = line.decode("utf-8", "replace")
    return text if LOST not in text or likeness(text[:_SAMPLE]) > _HALF else None


def _read(line: bytes, table: str) -> str:
    try:
        return shifted_back(line.decode(table), table)
    except UnicodeDecodeError:
        pieces = _PIECE.findall(line)
        return "".join(_read(piece, table) if piece != line else best_reading(line, table)[1] for piece in pieces)


_ROW = re.compile(r"[^\x00-\x7f]{4,}[0-~]*")  # up to where a character of two bytes must end
_TAIL, _UNLIKE = 8, 0.6  # characters at the end of a row, and how far those of a shifted one are like common Chinese
_IS_PRIVATE = re.compile("[\ue000-\uf8ff]")  # what GBK has no character for
_FEWEST = 4  # Han characters that prove a reading


def shifted_back(text: str, table: str) -> str:
    """Return a text that was read in a table without an error, with those rows mended that a lost byte shifted.

    The letter behind them took the part of a second byte. Only a reading that gives words counts.

    >>> data = "小镇的图书馆夜里也开门，读AI的书。".encode("gbk")
    >>> shifted_back((data[:6] + data[7:]).decode("gb18030"), "gb18030")
    '小镇的\ufffd书馆夜里也开门，读AI的书。'
    """
    return _ROW.sub(lambda row: _shifted_back(row[0], table), text)


def _shifted_back(row: str, table: str) -> str:
    beyond = row.rstrip("".join(map(chr, range(0x30, 0x7F))))
    if likeness(beyond[-_TAIL:]) >= _UNLIKE and not _IS_PRIVATE.search(row):
        return row
    read = best_reading(row.encode(table, "replace"), table)[1]
    start = _n_alike(row, read)
    new = read[start : len(read) - _n_alike(row[:start:-1], read[:start:-1])]
    n_han = len(IS_HAN.findall(new))
    return read if LOST in new and n_han >= _FEWEST and 2 * in_words(new) >= n_han and likeness(new) > _HALF else row


def _n_alike(one: str, other: str) -> int:
    """Return how many first characters two texts share."""
    shorter = min(len(one), len(other))
    return next((place for place in range(shorter) if one[place] != other[place]), shorter)
