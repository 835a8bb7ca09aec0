"""Mojibake: text decoded with the wrong table. Repaired only where re-encoding proves it, else flagged. Pure."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from helpers.script import IS_HAN

# Tables that UTF-8 bytes are wrongly read with. Latin-1 also stands for "cp1252 with its five holes filled".
_SINGLE_BYTE = ("cp1252", "latin-1", "ptcp154")
_PLAUSIBLE = re.compile(r"[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef\u2010-\u2027\u2030-\u205e\u00b7①-⑳]")
_SUSPICIOUS = (
    (re.compile("\ufffd+"), "replacement character: the bytes are lost"),
    (re.compile("锟斤拷(?:锟斤拷)*|锟|烫{3,}|屯{3,}"), "bytes read twice with the wrong table"),
    (re.compile(r"\?[!！?？]*\?/[a-z]{1,6}>"), "a character and its tag were eaten"),
    (re.compile(r"(?<=[\u4e00-\u9fff])\?[!！][^\x00-\x7f]"), "two-byte text that lost one byte"),
    (re.compile(r"[\ue000-\uf8ff]"), "private-use character without meaning"),
)


class Flag(NamedTuple):
    """A spot that looks damaged and could not be repaired with proof."""

    start: int
    text: str
    reason: str


@cache
def _byte_of(codec: str) -> dict[str, int]:
    table = {}
    for byte in range(0x80, 0x100):
        for name in (codec, "latin-1") if codec == "cp1252" else (codec,):
            try:
                table.setdefault(bytes([byte]).decode(name), byte)
            except UnicodeDecodeError:
                continue
    return table


@cache
def _run_of(codec: str) -> re.Pattern[str]:
    chars = "".join(re.escape(char) for char in _byte_of(codec))
    # A blank may be the byte A0 (a no-break blank, then a blank); a run starts with a three-byte UTF-8 lead.
    leads = "".join(re.escape(char) for char, byte in _byte_of(codec).items() if 0xE0 <= byte <= 0xEF)
    return re.compile(f"[{leads}][{chars} ]+")


def _read_utf8(run: str, codec: str, a0_stripped: bool) -> Iterator[tuple[int, int, str]]:
    """Yield ``(start, end, character)`` for every UTF-8 sequence that the bytes of ``run`` spell."""
    table = _byte_of(codec)
    position = 0
    while position < len(run):
        lead = table.get(run[position], 0)
        length = (
            2 if 0xC2 <= lead <= 0xDF else 3 if 0xE0 <= lead <= 0xEF else 4 if 0xF0 <= lead <= 0xF4 else 0
        )
        piece = run[position : position + length]
        data = bytes(0xA0 if char == " " else table[char] for char in piece)
        if length and len(data) == length - 1 and a0_stripped:
            data += b"\xa0"  # the blank at the end of a line or a bracket was stripped
        try:
            if not length or len(data) != length:
                raise ValueError
            yield position, position + len(piece), data.decode("utf-8")
            position += len(piece)
        except ValueError:
            position += 1


def _repair_single_byte(text: str, codec: str) -> Iterator[tuple[int, str, str, str]]:
    for match in _run_of(codec).finditer(text):
        run, found = match.group(), []
        a0_stripped = text[match.end() : match.end() + 1] in ("", "\n", "]", ")")
        for start, end, char in _read_utf8(run, codec, a0_stripped):
            if not _PLAUSIBLE.match(char):
                continue
            if found and found[-1][1] == start:
                found[-1] = (found[-1][0], end, found[-1][2] + char)
            else:
                found.append((start, end, char))
        for start, end, repaired in found:
            yield match.start() + start, run[start:end], repaired, f"UTF-8 read as {codec}"


def _repair_gbk(text: str) -> Iterator[tuple[int, str, str, str]]:
    # Common characters can never spell UTF-8 in GBK: every second lead byte would have to lie below B0.
    for match in re.finditer(r"[^\x00-\x7f]{2,}", text):
        try:  # Windows' GBK has € at 80, Python's has no €
            data = b"\x80".join(piece.encode("gbk") for piece in match.group().split("€"))
            repaired = data.decode("utf-8")
        except UnicodeError:
            continue
        if IS_HAN.search(repaired) and all(_PLAUSIBLE.match(char) for char in repaired):
            yield match.start(), match.group(), repaired, "UTF-8 read as GBK"


def find_repairs(text: str) -> list[tuple[int, str, str, str]]:
    """Return ``(start, damaged, repaired, reason)`` for each run that re-encoding proves to be misread UTF-8.

    The proof: the damaged run, encoded with the wrong table, *is* valid UTF-8 for plausible Chinese. Text that was
    read rightly cannot pass: it would have to spell three-byte sequences by chance.

    >>> find_repairs("ејҖжәђ and 开源")
    [(0, 'ејҖжәђ', '开源', 'UTF-8 read as ptcp154')]
    """
    found, taken = [], 0
    repairs = [edit for codec in _SINGLE_BYTE for edit in _repair_single_byte(text, codec)]
    for edit in sorted([*repairs, *_repair_gbk(text)], key=lambda edit: (edit[0], -len(edit[1]))):
        if edit[0] >= taken:
            found.append(edit)
            taken = edit[0] + len(edit[1])
    return found


def find_flags(text: str) -> list[Flag]:
    """Return the spots of ``text`` that look damaged, in order of position; nothing is guessed.

    >>> find_flags("开\\ufffd源")[0].reason
    'replacement character: the bytes are lost'
    """
    return sorted(
        Flag(match.start(), match.group(), reason)
        for pattern, reason in _SUSPICIOUS
        for match in pattern.finditer(text)
    )


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
