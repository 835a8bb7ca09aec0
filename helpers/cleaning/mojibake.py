"""Rule ``mojibake``: repair text decoded with the wrong table, if re-encoding proves the repair. Pure.

What is damaged without proof is flagged (`helpers.cleaning.flags`).
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, product, zip_longest

from helpers.cleaning.code_pages import (
    IS_MARK,
    LOST,
    MARKS,
    SINGLE_BYTE,
    Run,
    bytes_of,
    is_common,
    is_odd,
    is_word,
    may_be_stripped,
    odd_rows,
    runs,
    spelled,
)
from helpers.cleaning.ledger import Found
from helpers.cleaning.two_byte import around_marks, find_misread, in_words, misread_as, misread_by_one_byte
from helpers.cleaning.two_byte import is_chinese as reads_as_chinese
from helpers.text.script import HAN, IS_HAN

CHINESE = rf"[{HAN}{MARKS}]"
_ROW = re.compile(rf"(?=[^{HAN}]?[{HAN}])[{MARKS}{HAN}]{{2,}}")
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


def _row(run: Run) -> int:
    """Return the length of the longest row of Han characters and marks in a run; 0 if there is none of two."""
    return max((len(row) for row in _ROW.findall(run.read)), default=0)


def _least(found: Sequence[Run], text: str, codec: str) -> int:
    """Return how long a row must be for a proof: three, or two if most letters that could begin one do; then any counts."""
    n_found = sum(len(re.findall(CHINESE, run.read)) for run in found)
    begin = len(re.findall(f"[{spelled(codec, 0xE3, 0xE9)}]", text))
    is_proof = any(_row(run) >= 2 and not is_word(text, run.start, run.end) for run in found)
    return 0 if 2 * n_found > begin and is_proof else 3


def _repair_utf8(text: str, codec: str) -> Iterator[Found]:
    """Find UTF-8 that was read with the one-byte table ``codec``.

    Kazakh теңіз and French « l’été » (a no-break blank is byte A0) hold the sequence of a Han character by chance: single
    ones, and among many letters that begin none.
    """
    found = [*runs(text, codec)]
    least = _least(found, text, codec)
    for run in found:
        damaged = text[run.start : run.end]
        is_proof = _row(run) >= least and (" " not in damaged or re.search(CHINESE, run.read))
        if is_proof and (not least or not is_word(text, run.start, run.end)):
            yield run.start, damaged, run.read, f"UTF-8 read as {codec}"


_NO_HAN, _COMMON, _RARE = range(3)


@cache
def _rank(char: str) -> int:
    """Return how far a character is to be expected in Chinese texts: marks and signs of theirs, common Han, any other."""
    if "\U0001f000" <= char <= "\U0001faff":
        return _NO_HAN
    if IS_HAN.match(char):
        return _COMMON if is_common(char) else _RARE
    is_sign = not char.isalpha() and any(char.encode(table, "ignore") for table in ("gbk", "cp1252"))
    return _NO_HAN if is_sign or char in "\ufe0f\u200d" else _RARE


def _repair_signs(text: str, candidates: Iterable[str], *, is_sure: bool) -> Iterator[Found]:
    """Find single signs of UTF-8 in a Chinese text, read with one of the ``candidates``; if these differ, the likeliest.

    A sign stands by itself, no byte of it is lost, and it can be no word, unless it ``is_sure``.
    """
    readings: dict[tuple[int, int], dict[str, tuple[int, str]]] = {}
    for codec in candidates:
        for run in runs(text, codec):
            span, damaged = (run.start, run.end), text[run.start : run.end]
            beside = text[max(0, run.start - 1) : run.start] + text[run.end : run.end + 1]
            if (
                len(damaged) != len(run.read.encode())  # a blank that was a byte
                or len(damaged) < 3
                or (may_be_stripped(codec) and re.search(r"\s", damaged))
                or LOST in run.read
                or any(map(is_odd, beside))
            ):
                continue
            rank = max(map(_rank, run.read))
            if is_sure or not is_word(text, *span) or (rank == _NO_HAN and _is_no_word(damaged, beside)):
                readings.setdefault(span, {}).setdefault(run.read, (rank, codec))
    for (start, end), of_span in readings.items():
        best = min(rank for rank, _ in of_span.values())
        likely = [(read, codec) for read, (rank, codec) in of_span.items() if rank == best]
        if len(likely) == 1 and (is_sure or best < _RARE):
            yield start, text[start:end], likely[0][0], f"UTF-8 read as {likely[0][1]}"


def _is_no_word(damaged: str, beside: str) -> bool:
    """Return whether no letter stands beside two letters or more."""
    return sum(map(str.isalpha, damaged)) > 1 and not any(char.isalpha() and not IS_HAN.match(char) for char in beside)


def _repair_gbk(text: str) -> Iterator[Found]:
    """Find UTF-8 that was read as GBK: right text spells no three characters side by side, and no two by themselves."""
    for part in BEYOND_ASCII.finditer(text):
        for run in runs(part.group(), "gbk") if _holds(part.group(), "gbk") else ():
            start, end = part.start() + run.start, part.start() + run.end
            beside = text[max(0, start - 1) : start] + text[end : end + 1]
            if _row(run) >= (3 if IS_HAN.search(beside) else 2):
                yield start, text[start:end], run.read, "UTF-8 read as GBK"


_SHORT = 6  # characters: too few to tell by themselves
_FEW = 8  # Han characters: too few to tell a table whose letters are frames or Cyrillic
_WESTERN = SINGLE_BYTE[:6]
# The tables for Chinese, with their codec and the bytes of a row of their characters.
CHINESE_TABLES = {
    "gbk": (
        "gb18030",
        re.compile(
            r"[\x81-\xfe](?:(?:[\x40-\x7e\x80-\xfe]|[0-9][\x81-\xfe][0-9])[\x81-\xfe])*(?:[\x40-\x7e\x80-\xfe]|[0-9][\x81-\xfe][0-9])"
        ),
    ),
    "big5hkscs": ("big5hkscs", re.compile(r"(?:[\x81-\xfe][\x40-\x7e\xa1-\xfe])+")),
}
_IS_PRIVATE = re.compile(r"[\ue000-\uf8ff\U000f0000-\U0010ffff]")


def _repair_chinese_table(text: str, data: str, written: str, codec: str) -> Iterator[Found]:
    """Find what was ``written`` in a Chinese table and read with the one-byte table ``codec``; ``data`` are its bytes.

    Any pair of bytes may be a character there, so the proof is that the characters make words of the dictionary.
    """
    table, row_pattern = CHINESE_TABLES[written]
    rows = [(*row.span(), row.group().encode("latin-1").decode(table, "replace")) for row in row_pattern.finditer(data)]
    found = [row for row in rows if LOST not in row[2] and not _IS_PRIVATE.search(row[2])]
    high = re.findall(r"[\xa1-\xff]", data)
    if _is_utf8_throughout("".join(re.findall(r"[\x80-\xff]", data))):
        return
    read = "\n".join(read for *_, read in found)
    n_han = len(IS_HAN.findall(read))
    if n_han < _FEW and (
        codec not in _WESTERN
        or 4 * sum(char >= "\xc0" for char in high) <= len(high)
        or len(set(read) - {"\n"}) < 2  # ÅÅÅÅ is a year
        or any(is_word(text, start, end) or IS_MARK.search(text, start, end) for start, end, _ in found)
    ):
        return
    n_read = sum(end - start for start, end, each in found if len(each) > 1)
    if 2 * n_read > len(high) and _is_of_words(read):
        for start, end, each in found:
            if len(each) < _SHORT or _is_of_words(each):
                yield start, text[start:end], each, f"{written} read as {codec}"


def _is_of_words(read: str) -> bool:
    return 2 * in_words(read) >= len(IS_HAN.findall(read)) > 1 or reads_as_chinese(read)


def _is_utf8_throughout(data: str) -> bool:
    try:
        return bool(data.encode("latin-1").decode("utf-8"))
    except UnicodeDecodeError:
        return False


@cache
def _look_for(codec: str) -> re.Pattern[str]:
    """Return the pattern of two characters that UTF-8 that was read with ``codec`` must hold."""
    if codec != "gbk":
        first = spelled(codec, 0xC2, 0xF4)
        return re.compile(f"[{first}][{spelled(codec, 0x80, 0xBF)}]")
    leads, middles, ends = range(0xE3, 0xEA), range(0x80, 0xC0), range(0xC2, 0xF0)
    first, second = (
        "".join(bytes(pair).decode("gbk", "ignore") for pair in product(*ranges))
        for ranges in ((leads, middles), (middles, ends))
    )
    return re.compile(f"[{first}][{second}]")


def _holds(text: str, codec: str) -> bool:
    return bool(_look_for(codec).search(text))


def likely_codecs(rows: str) -> list[str]:
    """Return the one-byte tables with which UTF-8 may have been read as the odd ``rows`` of a text."""
    return [codec for codec in SINGLE_BYTE if rows and _holds(rows, codec)]


def is_mostly_chinese(text: str, rows: str) -> bool:
    """Return whether most of what is beyond ASCII in a text is Chinese; ``rows`` are its odd ones, three letters a sign."""
    return 3 * len(IS_HAN.findall(text)) > len(rows)


def _repair_once(text: str, is_chinese: bool, *, is_sure: bool = False) -> Iterator[Found]:
    rows = odd_rows(text)
    candidates = likely_codecs(rows)
    found = [repair for codec in candidates for repair in _repair_utf8(text, codec)]
    yield from found
    if candidates and is_chinese:
        first = Counter(reason.rsplit(" ", 1)[1] for *_, reason in found)  # the tables that did most of the damage
        yield from _repair_signs(text, sorted(candidates, key=lambda codec: -first[codec]), is_sure=is_sure)
    if _holds(text, "gbk"):
        yield from _repair_gbk(text)
    if rows:
        yield from _best_of_chinese_tables(text, rows)


def _best_of_chinese_tables(text: str, rows: str) -> list[Found]:
    """Return the repairs by that pair of tables whose characters make most words."""
    best, most = [], 0
    for codec in SINGLE_BYTE:
        written = rows.encode(codec, "ignore")
        if 2 * len(written) > len(rows) and (codec in _WESTERN or max(map(len, rows.split("\n"))) >= 4):
            data = "".join(char if char < "\x80" else bytes_of(codec)[char] for char in text)
            for table in CHINESE_TABLES:
                found = [*_repair_chinese_table(text, data, table, codec)]
                if found and (words := in_words("\n".join(new for _, _, new, _ in found))) > most:
                    best, most = found, words
    return best


def _repair_twice(text: str, is_chinese: bool) -> Iterator[Found]:
    """Find what was misread twice, the second time with a one-byte table.

    So many bytes fit by no chance: a single sign counts, unless the words of another language stand beside it.
    """
    is_chinese = is_chinese or not re.search("[A-Za-z]", text)
    for codec in likely_codecs(odd_rows(text)):
        found = [*runs(text, codec)]
        once = "\0".join(run.read for run in found)
        places = [place for run in found for place in (*run.starts, run.end)]
        for start, damaged, repaired, reason in _repair_once(once, is_chinese, is_sure=True):
            first, end = places[start], places[start + len(damaged)]
            yield first, text[first:end], repaired, f"{reason}, then as {codec}"


@cache
def _never_read(codec: str) -> frozenset[str]:
    """Return the control characters that stand for no hole of ``codec``: it would have read a letter there."""
    letters = ((chr(byte), bytes([byte]).decode(codec, "ignore")) for byte in range(0x80, 0xA0))
    return frozenset(control for control, letter in letters if letter not in ("", control))


def _unexplained(repair: Found) -> int:
    """Return how many control characters and lost ones a repair takes for granted."""
    _, damaged, repaired, reason = repair
    never = _never_read(reason.rsplit(" ", 1)[1])
    return sum(char in never for char in damaged) + sum(char == LOST or "\x80" <= char <= "\x9f" for char in repaired)


def _most_chinese(repairs: Iterable[Found], size: int) -> Iterator[Found]:
    """Yield the repairs of a text of so many characters that give most Chinese, of two at one place only the better.

    Of two that give as much, the one whose table explains all of its characters, then gives more common characters in the
    whole text, is the better.
    """
    taken = bytearray(size)
    # by the bytes that are explained: three for a character in UTF-8, two in a Chinese table
    found = [(len(re.findall(CHINESE, edit[2])) * (3 if edit[3].startswith("UTF-8") else 2), edit) for edit in repairs]
    common, unexplained = Counter[str](), Counter[str]()
    for _, edit in found:
        common[edit[3]] += sum(_rank(char) < _RARE for char in edit[2])
        unexplained[edit[3]] += _unexplained(edit)

    def merit(each: tuple[int, Found]) -> tuple[object, ...]:
        n, edit = each
        start, damaged, _, reason = edit
        likely = unexplained[reason], -common[reason], -len(damaged), not reason.endswith("cp1252")
        return -n, _unexplained(edit), *likely, reason, start

    for _, edit in sorted(found, key=merit):
        span = slice(edit[0], edit[0] + len(edit[1]))
        if not any(taken[span]):
            taken[span] = b"\1" * len(edit[1])
            yield edit


def find_repairs(text: str) -> list[Found]:
    """Return ``(start, damaged, repaired, reason)`` for each run that re-encoding proves to be misread.

    The proof: the damaged runs, encoded with the wrong table, *are* valid in the true one and spell Chinese, two
    characters side by side; and so do most of the letters in the whole text that could begin one (or a run holds three).
    Then every other character of the text that was torn in the same way is repaired too. U+FFFD stands for a character
    inside a proved run of which bytes are lost.

    >>> find_repairs("ејҖжәҗ and 开源")
    [(0, 'ејҖжәҗ', '开源', 'UTF-8 read as ptcp154')]
    """
    if (misread := misread_as(text)) and misread.is_proved:
        return [*find_misread(text, misread)]
    found = _find_runs(text)
    if (misread := misread_by_one_byte(text)) and misread.is_proved:
        beyond = sum(map(len, BEYOND_ASCII.findall(text)))
        if _LEAST_READ * sum(len(new) for _, _, new, _ in found) < beyond:
            return [*find_misread(text, misread)]
    return found


_LEAST_READ = 6  # times the repaired characters, which were two or three each, is what is beyond ASCII at least


def _find_runs(text: str) -> list[Found]:
    if found := [*around_marks(text)]:
        return found
    rows = odd_rows(text)
    if not (rows or _holds(text, "gbk")):
        return found
    is_chinese = is_mostly_chinese(text, rows)
    for find in (_repair_twice, _repair_once):
        better = sorted(_most_chinese(find(text, is_chinese), len(text)))
        found += better
        ends = [0, *(start + len(damaged) for start, damaged, _, _ in better)]
        between = zip(ends, [*(start for start, *_ in better), len(text)], strict=True)
        blanks = ["\0" * len(damaged) for _, damaged, _, _ in better]  # no other repair may cross one
        text = "".join(chain.from_iterable(zip_longest((text[a:b] for a, b in between), blanks, fillvalue="")))
    return sorted(found)
