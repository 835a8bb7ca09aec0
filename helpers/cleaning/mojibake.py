"""Find mojibake (text decoded with the wrong table); repair it if re-encoding proves the repair, else flag it. Pure."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from helpers.text.script import IS_HAN

# Tables that UTF-8 bytes are wrongly read with. cp1252 stands for Latin-1 too: what it lacks is filled up from there.
_SINGLE_BYTE = ("cp1252", "ptcp154")
_PLAUSIBLE = re.compile(r"[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef\u2010-\u2027\u2030-\u205e\u00b7①-⑳\ufeff]")
# What every match holds, its pattern, and what it means. The pattern begins with a character, and looks back from there:
# the engine leaps to it, and would try a pattern that begins with a look-behind at every character.
_SUSPICIOUS = (
    ("\ufffd", re.compile("\ufffd\ufffd*"), "replacement character: the bytes are lost"),
    ("锟", re.compile("锟(?:斤拷(?:锟斤拷)*)?"), "bytes read twice with the wrong table"),
    ("烫烫烫", re.compile("烫烫烫+"), "bytes read twice with the wrong table"),
    ("屯屯屯", re.compile("屯屯屯+"), "bytes read twice with the wrong table"),
    # the look-behind lets a row of marks be tried from its first one only
    (
        "?/",
        re.compile(r"[!！?？](?<![!！?？].)(?:(?<=\?)|[!！？]*\?)[!！?？]*\?/[a-z]{1,6}>"),
        "a character and its tag were eaten",
    ),
    ("?", re.compile(r"\?(?<=[\u4e00-\u9fff]\?)[!！][^\x00-\x7f]"), "two-byte text that lost one byte"),
    ("", re.compile(r"[\ue000-\uf8ff]"), "private-use character without meaning"),
)


class Flag(NamedTuple):
    """A spot that looks damaged and could not be repaired with proof."""

    start: int
    text: str
    reason: str


# What UTF-8 is made of: leading bytes, and the bytes that may come next; every further one is 80 to BF.
_SEQUENCES = (
    (b"\xc2\xdf",),
    (b"\xe0\xe0", b"\xa0\xbf"),
    (b"\xe1\xec", b"\x80\xbf"),
    (b"\xed\xed", b"\x80\x9f"),
    (b"\xee\xef", b"\x80\xbf"),
    (b"\xf0\xf0", b"\x90\xbf", b"\x80\xbf"),
    (b"\xf1\xf3", b"\x80\xbf", b"\x80\xbf"),
    (b"\xf4\xf4", b"\x80\x8f", b"\x80\xbf"),
)


@cache
def _byte_of(codec: str) -> dict[str, int]:
    table = {" ": 0xA0}  # a no-break blank, then a blank
    for byte in range(0x80, 0x100):
        for name in (codec, "latin-1") if codec == "cp1252" else (codec,):
            try:
                table.setdefault(bytes([byte]).decode(name), byte)
            except UnicodeDecodeError:
                continue
    return table


def _spelled(codec: str, first: int, last: int) -> str:
    """Return the letters that ``codec`` reads the bytes from ``first`` to ``last`` as."""
    return re.escape("".join(char for char, byte in _byte_of(codec).items() if first <= byte <= last))


def _leads(codec: str) -> str:
    return _spelled(codec, 0xC2, 0xF4)


@cache
def _forms(codec: str) -> str:
    """Return the pattern of what follows the first of the letters that ``codec`` reads one UTF-8 sequence as."""
    # a blank at the end of a line or a bracket, the byte A0, was stripped
    last = rf"(?:[{_spelled(codec, 0x80, 0xBF)}]|(?=[\n\])]|\Z))"
    forms = (
        f"(?<=[{_spelled(codec, *lead)}]){''.join(f'[{_spelled(codec, *middle)}]' for middle in between)}{last}"
        for lead, *between in _SEQUENCES
    )
    return "|".join(forms)


@cache
def _sequence(codec: str) -> re.Pattern[str]:
    return re.compile(f"[{_leads(codec)}](?:{_forms(codec)})")


@cache
def _gbk_heads() -> str:
    """Return the characters that the UTF-8 of a plausible one begins with, read as GBK."""
    plausible = _PLAUSIBLE.findall("".join(map(chr, range(0x10000))))
    return "".join(sorted({char.encode("utf-8")[:2].decode("gbk", "ignore") for char in plausible}))


_GBK_RUN = r"(?<![^\x00-\x7f].)[^\x00-\x7f]+"  # what follows the first character of a run beyond ASCII


@cache
def _misread_somehow() -> re.Pattern[str]:
    """Return the pattern of whatever could be misread, in one: most texts hold nothing of the kind."""
    letters = "".join(map(_leads, _SINGLE_BYTE)) + _gbk_heads()
    forms = "|".join(map(_forms, _SINGLE_BYTE))
    return re.compile(f"[{letters}](?:{forms}|(?<=[{_gbk_heads()}]){_GBK_RUN})")


class _Misread(NamedTuple):
    """One character that the wrong table tore."""

    start: int
    end: int
    char: str


def _read_utf8(text: str, codec: str) -> Iterator[_Misread]:
    """Yield every UTF-8 sequence that the letters of ``text``, read as bytes of ``codec``, spell."""
    table = _byte_of(codec)
    for match in _sequence(codec).finditer(text):
        data = bytes(map(table.__getitem__, match.group()))
        stripped = len(data) < 2 + (data[0] >= 0xE0) + (data[0] >= 0xF0)
        yield _Misread(*match.span(), (data + b"\xa0" if stripped else data).decode("utf-8"))


def _repair_single_byte(text: str, codec: str) -> Iterator[tuple[int, str, str, str]]:
    found = [misread for misread in _read_utf8(text, codec) if _PLAUSIBLE.match(misread.char)]
    repairs = list(_joined(found))
    # Kazakh теңіз and French « l’été » (a no-break blank is byte A0) hold such a sequence by chance: single ones, and
    # among many letters that begin none.
    if any(len(repaired) > 1 for _, _, repaired in repairs) and 2 * len(found) > len(
        re.findall(f"[{_leads(codec)}]", text)
    ):
        for start, end, repaired in repairs:
            yield start, text[start:end], repaired, f"UTF-8 read as {codec}"


def _joined(found: Iterable[_Misread]) -> Iterator[tuple[int, int, str]]:
    """Yield neighbours as one ``(start, end, characters)``."""
    run: list[_Misread] = []
    for misread in found:
        if run and run[-1].end != misread.start:
            yield run[0].start, run[-1].end, "".join(one.char for one in run)
            run = []
        run.append(misread)
    if run:
        yield run[0].start, run[-1].end, "".join(one.char for one in run)


def _repair_twice(text: str) -> Iterator[tuple[int, str, str, str]]:
    """Find what was misread twice, one wrong table after the other."""
    outer: list[_Misread] = []
    for misread in _read_utf8(text, "cp1252"):
        if outer and outer[-1].end != misread.start:
            outer.append(_Misread(outer[-1].end, misread.start, "\0"))  # so that no run leaps a gap
        outer.append(misread)
    once = "".join(misread.char for misread in outer)
    for codec in _SINGLE_BYTE:
        for start, damaged, repaired, _ in _repair_single_byte(once, codec):
            first, last = outer[start], outer[start + len(damaged) - 1]
            yield (
                first.start,
                text[first.start : last.end],
                repaired,
                f"UTF-8 read as {codec}, then as cp1252",
            )


def _repair_gbk(text: str) -> Iterator[tuple[int, str, str, str]]:
    # Common characters can never spell UTF-8 in GBK: every second lead byte would have to lie below B0.
    for match in re.finditer(f"[{_gbk_heads()}]{_GBK_RUN}", text):
        try:  # Windows' GBK has € at 80, Python's has no €
            data = b"\x80".join(piece.encode("gbk") for piece in match.group().split("€"))
            repaired = data.decode("utf-8")
        except UnicodeError:
            continue
        if IS_HAN.search(repaired) and all(_PLAUSIBLE.match(char) for char in repaired):
            yield match.start(), match.group(), repaired, "UTF-8 read as GBK"


def find_repairs(text: str) -> list[tuple[int, str, str, str]]:
    """Return ``(start, damaged, repaired, reason)`` for each run that re-encoding proves to be misread UTF-8.

    The proof: the damaged runs, encoded with the wrong table, *are* valid UTF-8 for plausible Chinese, and so are most
    of the letters in the whole text that could begin such a sequence, two of them side by side. In text that was read
    rightly, French or Kazakh, a sequence or two may come about by chance, but not so.

    >>> find_repairs("ејҖжәҗ and 开源")
    [(0, 'ејҖжәҗ', '开源', 'UTF-8 read as ptcp154')]
    """
    if not _misread_somehow().search(text):
        return []
    found, taken = [], 0
    repairs = [edit for codec in _SINGLE_BYTE for edit in _repair_single_byte(text, codec)]
    for edit in sorted([*repairs, *_repair_twice(text), *_repair_gbk(text)], key=lambda edit: (edit[0], -len(edit[1]))):
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
        for mark, pattern, reason in _SUSPICIOUS
        if mark in text
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
