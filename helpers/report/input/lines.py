"""Read the lines of a table as text: the whole table in one encoding or, where that cannot be, line by line."""

import codecs
import io
import math
import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any, BinaryIO, NamedTuple, TextIO

from helpers.report.input.encoding import CONTROL, NOT_DECODED, Decoded, decode, is_binary
from helpers.report.outcomes import Refusal
from helpers.text.script import IS_HAN

MOST_TABLE = 1_000_000_000
_MOST_GUESSES = 500  # lines that are guessed one by one: each guess takes some milliseconds
_SHORT = 24  # bytes beyond ASCII, below which a guess from one line alone is not sure


# The values of a row by the names of their columns, or why it cannot be read.
TableRow = dict[str, Any] | Refusal
# The names, among others, of the columns without which a table is of no use.
Wanted = Callable[[Iterable[str]], Sequence[str]]


class Lines(NamedTuple):
    """The text of a table, and how it was decoded; ``apart`` holds the lines (the first is 1) for which that is
    different, with how they were decoded or why they cannot be."""

    text: TextIO
    decoded: Decoded = NOT_DECODED
    apart: Mapping[int, Decoded | Refusal] = {}

    def within(self, first: int, last: int) -> Decoded | Refusal:
        """Return how the lines from ``first`` to ``last`` were decoded, or why they cannot be."""
        found = [self.apart[line] for line in range(first, last + 1) if line in self.apart] if self.apart else []
        if not found:
            return self.decoded
        if refusal := next((each for each in found if isinstance(each, Refusal)), None):
            return refusal
        kinds = {each.encoding: each for each in reversed(found)}.values()  # the first of each encoding tells enough
        warnings = (warning for each in (self.decoded, *kinds) for warning in each.warnings)
        return found[0]._replace(text="", warnings=tuple(dict.fromkeys(warnings)))


def read_lines(file: BinaryIO, newline: str) -> Lines:
    r"""Return the text of a table, read bit by bit if it is plain UTF-8, else as a whole; ``newline`` as for `open`.

    Lines in another encoding among lines in UTF-8 are decoded one by one, and cost no other line.

    Raises:
        Refusal: as `helpers.report.input.encoding.decode`; or not UTF-8, and too long to decode as a whole.

    >>> lines = read_lines(io.BytesIO("开源\n".encode() + "模型便宜了".encode("gbk")), "\n")
    >>> lines.text.read(), lines.within(1, 1).encoding, lines.within(2, 2).encoding
    ('开源\n模型便宜了', '', 'gb18030')
    """
    if _is_plain_utf_8(file):
        file.seek(0)
        return Lines(io.TextIOWrapper(file, "utf-8", newline=newline))
    if (size := file.seek(0, os.SEEK_END)) > MOST_TABLE:
        raise Refusal(f"{size:,} bytes that are not plain UTF-8; the most is {MOST_TABLE:,}: save it as UTF-8")
    file.seek(0)
    data = file.read()
    if lines := _line_by_line(data.removeprefix(codecs.BOM_UTF8), newline):
        return lines
    decoded = decode(data)
    # a byte-order mark or control characters are nothing to tell
    told = decoded if decoded.warnings else NOT_DECODED
    return Lines(io.StringIO(decoded.text, newline=newline), told._replace(text=""))


def _is_plain_utf_8(file: BinaryIO) -> bool:
    """Return whether all of a file is UTF-8 without a byte-order mark; a NUL here and there only spoils its row."""
    decoder, size, controls, blank = codecs.getincrementaldecoder("utf-8")(), 0, 0, True
    try:
        while block := file.read(1 << 20):
            text = decoder.decode(block)
            if not size and text.startswith("\ufeff"):
                return False
            size, controls = size + len(text), controls + len(CONTROL.findall(text))
            blank = blank and not text.strip()
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return not blank and not is_binary(controls, size)  # decode() gives the reason


def _line_by_line(data: bytes, newline: str) -> Lines | None:
    """Return the lines each in its own encoding, where some are Chinese in UTF-8 and others are not UTF-8; else None."""
    lines = data.splitlines(keepends=True) if newline == "" else [*io.BytesIO(data)]
    texts: list[str] = []
    odd: list[int] = []
    is_chinese = False
    for number, line in enumerate(lines, start=1):
        try:
            texts.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            # commas and quotation marks stay, so that no other row is lost
            texts.append(line.decode("utf-8", "replace"))
            odd.append(number)
        else:
            is_chinese = is_chinese or bool(IS_HAN.search(texts[-1]))
    if not odd or not is_chinese:
        return None
    apart = dict(zip(odd, _guesses([lines[number - 1] for number in odd]), strict=True))
    for number, found in apart.items():
        if isinstance(found, Decoded):
            texts[number - 1] = found.text
    return Lines(io.StringIO("".join(texts), newline=newline), apart=apart)


def _guesses(lines: Sequence[bytes]) -> list[Decoded | Refusal]:
    """Return each line decoded by itself; a short one, or one after very many, by the usual encoding of the others."""
    found: dict[int, Decoded | Refusal] = {}
    for place, line in enumerate(lines):
        is_sure = len(found) < _MOST_GUESSES and sum(byte > 127 for byte in line) >= _SHORT
        if is_sure or _is_nearly_utf_8(line):
            found[place] = _decoded(line)
    rest = [line for place, line in enumerate(lines) if place not in found]
    guesses = [*found.values(), *([] if found or not rest else [_decoded(b"".join(rest))])]
    # UTF-8 with losses has no score, and is not what other lines are in
    guesses = [each for each in guesses if isinstance(each, Decoded) and not math.isnan(each.score)]
    usual = {each.encoding: each for each in reversed(guesses)}
    codec = Counter(each.encoding for each in guesses).most_common(1)[0][0] if guesses else ""
    for place, line in enumerate(lines):
        if place not in found:
            found[place] = _decoded_as(line, usual.get(codec), may_guess=len(found) < _MOST_GUESSES)
    return [found[place] for place in range(len(lines))]


def _decoded_as(line: bytes, usual: Decoded | None, *, may_guess: bool) -> Decoded | Refusal:
    if usual:
        with suppress(UnicodeDecodeError):
            return usual._replace(text=line.decode(usual.encoding), warnings=usual.warnings[:1])
    return _decoded(line) if may_guess else Refusal("its bytes are neither UTF-8 nor the encoding of the other lines")


def _is_nearly_utf_8(line: bytes) -> bool:
    loose = line.decode("utf-8", "replace")
    return 3 * loose.count("\ufffd") <= len(IS_HAN.findall(loose))


def _decoded(data: bytes) -> Decoded | Refusal:
    try:
        return decode(data)
    except Refusal as refusal:
        return refusal
