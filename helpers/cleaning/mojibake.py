"""Find mojibake (text decoded with the wrong table); repair it if re-encoding proves the repair, else flag it. Pure."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, product, zip_longest
from typing import NamedTuple

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
    odd_row_pattern,
    odd_rows,
    runs,
    spelled,
)
from helpers.cleaning.two_byte import around_marks, find_misread, in_words, misread_as
from helpers.cleaning.two_byte import is_chinese as reads_as_chinese
from helpers.text.script import HAN, IS_HAN, IS_KANA

Repair = tuple[int, str, str, str]  # start, damaged, repaired, reason


class Flag(NamedTuple):
    """A spot that looks damaged and could not be repaired with proof."""

    start: int
    text: str
    reason: str


# ----------------------------------------------------------------------------------------------------------- repairs

_CHINESE = rf"[{HAN}{MARKS}]"
_ROW = re.compile(rf"(?=[^{HAN}]?[{HAN}])[{MARKS}{HAN}]{{2,}}")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


def _row(run: Run) -> int:
    """Return the length of the longest row of Han characters and marks in a run; 0 if there is none of two."""
    return max((len(row) for row in _ROW.findall(run.read)), default=0)


def _least(found: Sequence[Run], text: str, codec: str) -> int:
    """Return how long a row must be for a proof: three, or two if most letters that could begin one do; then any counts."""
    n_found = sum(len(re.findall(_CHINESE, run.read)) for run in found)
    begin = len(re.findall(f"[{spelled(codec, 0xE3, 0xE9)}]", text))
    is_proof = any(_row(run) >= 2 and not is_word(text, run.start, run.end) for run in found)
    return 0 if 2 * n_found > begin and is_proof else 3


def _repair_utf8(text: str, codec: str) -> Iterator[Repair]:
    """Find UTF-8 that was read with the one-byte table ``codec``.

    Kazakh теңіз and French « l’été » (a no-break blank is byte A0) hold the sequence of a Han character by chance: single
    ones, and among many letters that begin none.
    """
    found = [*runs(text, codec)]
    least = _least(found, text, codec)
    for run in found:
        damaged = text[run.start : run.end]
        is_proof = _row(run) >= least and (" " not in damaged or re.search(_CHINESE, run.read))
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


def _repair_signs(text: str, candidates: Iterable[str], *, is_sure: bool) -> Iterator[Repair]:
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


def _repair_gbk(text: str) -> Iterator[Repair]:
    """Find UTF-8 that was read as GBK: right text spells no three characters side by side, and no two by themselves."""
    for part in _BEYOND_ASCII.finditer(text):
        for run in runs(part.group(), "gbk") if _holds(part.group(), "gbk") else ():
            start, end = part.start() + run.start, part.start() + run.end
            beside = text[max(0, start - 1) : start] + text[end : end + 1]
            if _row(run) >= (3 if IS_HAN.search(beside) else 2):
                yield start, text[start:end], run.read, "UTF-8 read as GBK"


_SHORT = 6  # characters: too few to tell by themselves
_FEW = 8  # Han characters: too few to tell a table whose letters are frames or Cyrillic
_WESTERN = SINGLE_BYTE[:6]
# The tables for Chinese, with their codec and the bytes of a row of their characters.
_CHINESE_TABLES = {
    "gbk": (
        "gb18030",
        re.compile(
            r"[\x81-\xfe](?:(?:[\x40-\x7e\x80-\xfe]|[0-9][\x81-\xfe][0-9])[\x81-\xfe])*(?:[\x40-\x7e\x80-\xfe]|[0-9][\x81-\xfe][0-9])"
        ),
    ),
    "big5hkscs": ("big5hkscs", re.compile(r"(?:[\x81-\xfe][\x40-\x7e\xa1-\xfe])+")),
}
_IS_PRIVATE = re.compile(r"[\ue000-\uf8ff\U000f0000-\U0010ffff]")


def _repair_chinese_table(text: str, data: str, written: str, codec: str) -> Iterator[Repair]:
    """Find what was ``written`` in a Chinese table and read with the one-byte table ``codec``; ``data`` are its bytes.

    Any pair of bytes may be a character there, so the proof is that the characters make words of the dictionary.
    """
    table, row_pattern = _CHINESE_TABLES[written]
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


def _candidates(rows: str) -> list[str]:
    """Return the one-byte tables with which UTF-8 may have been read as the odd ``rows`` of a text."""
    return [codec for codec in SINGLE_BYTE if rows and _holds(rows, codec)]


def _is_chinese(text: str, rows: str) -> bool:
    """Return whether most of what is beyond ASCII in a text is Chinese; ``rows`` are its odd ones, three letters a sign."""
    return 3 * len(IS_HAN.findall(text)) > len(rows)


def _repair_once(text: str, is_chinese: bool, *, is_sure: bool = False) -> Iterator[Repair]:
    rows = odd_rows(text)
    candidates = _candidates(rows)
    found = [repair for codec in candidates for repair in _repair_utf8(text, codec)]
    yield from found
    if candidates and is_chinese:
        first = Counter(reason.rsplit(" ", 1)[1] for *_, reason in found)  # the tables that did most of the damage
        yield from _repair_signs(text, sorted(candidates, key=lambda codec: -first[codec]), is_sure=is_sure)
    if _holds(text, "gbk"):
        yield from _repair_gbk(text)
    if rows:
        yield from _best_of_chinese_tables(text, rows)


def _best_of_chinese_tables(text: str, rows: str) -> list[Repair]:
    """Return the repairs by that pair of tables whose characters make most words."""
    best, most = [], 0
    for codec in SINGLE_BYTE:
        written = rows.encode(codec, "ignore")
        if 2 * len(written) > len(rows) and (codec in _WESTERN or max(map(len, rows.split("\n"))) >= 4):
            data = "".join(char if char < "\x80" else bytes_of(codec)[char] for char in text)
            for table in _CHINESE_TABLES:
                found = [*_repair_chinese_table(text, data, table, codec)]
                if found and (words := in_words("\n".join(new for _, _, new, _ in found))) > most:
                    best, most = found, words
    return best


def _repair_twice(text: str, is_chinese: bool) -> Iterator[Repair]:
    """Find what was misread twice, the second time with a one-byte table.

    So many bytes fit by no chance: a single sign counts, unless the words of another language stand beside it.
    """
    is_chinese = is_chinese or not re.search("[A-Za-z]", text)
    for codec in _candidates(odd_rows(text)):
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


def _unexplained(repair: Repair) -> int:
    """Return how many control characters and lost ones a repair takes for granted."""
    _, damaged, repaired, reason = repair
    never = _never_read(reason.rsplit(" ", 1)[1])
    return sum(char in never for char in damaged) + sum(char == LOST or "\x80" <= char <= "\x9f" for char in repaired)


def _most_chinese(repairs: Iterable[Repair], size: int) -> Iterator[Repair]:
    """Yield the repairs of a text of so many characters that give most Chinese, of two at one place only the better.

    Of two that give as much, the one whose table explains all of its characters, then gives more common characters in the
    whole text, is the better.
    """
    taken = bytearray(size)
    # by the bytes that are explained: three for a character in UTF-8, two in a Chinese table
    found = [(len(re.findall(_CHINESE, edit[2])) * (3 if edit[3].startswith("UTF-8") else 2), edit) for edit in repairs]
    common, unexplained = Counter[str](), Counter[str]()
    for _, edit in found:
        common[edit[3]] += sum(_rank(char) < _RARE for char in edit[2])
        unexplained[edit[3]] += _unexplained(edit)

    def merit(each: tuple[int, Repair]) -> tuple[object, ...]:
        n, edit = each
        start, damaged, _, reason = edit
        likely = unexplained[reason], -common[reason], -len(damaged), not reason.endswith("cp1252")
        return -n, _unexplained(edit), *likely, reason, start

    for _, edit in sorted(found, key=merit):
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
    if (misread := misread_as(text)) and misread.is_proved:
        return [*find_misread(text, misread)]
    if found := [*around_marks(text)]:
        return found
    rows = odd_rows(text)
    if not (rows or _holds(text, "gbk")):
        return found
    is_chinese = _is_chinese(text, rows)
    for find in (_repair_twice, _repair_once):
        better = sorted(_most_chinese(find(text, is_chinese), len(text)))
        found += better
        ends = [0, *(start + len(damaged) for start, damaged, _, _ in better)]
        between = zip(ends, [*(start for start, *_ in better), len(text)], strict=True)
        blanks = ["\0" * len(damaged) for _, damaged, _, _ in better]  # no other repair may cross one
        text = "".join(chain.from_iterable(zip_longest((text[a:b] for a, b in between), blanks, fillvalue="")))
    return sorted(found)


# ------------------------------------------------------------------------------------------------------------- flags

_TWICE = "bytes read twice with the wrong table"
_SHIFTED = "two-byte text that lost one byte"
_WRONG = "bytes read with the wrong table, some of them lost"
# In Big5, the replacement character, EF BF BD, is 嚙 and the first byte of a character.
_AFTER_REPLACEMENT = "".join(bytes([0xBD, byte]).decode("big5", "ignore") for byte in range(0x40, 0xFF))
# In GBK, two of them are 锟斤拷; one is 锟 and the first byte of a character that pairs with ASCII. 曹锟 and 锟铻 are names.
_AFTER_ONE = "".join(bytes([0xBD, byte]).decode("gbk", "ignore") for byte in range(0x40, 0x7F)) + f"斤?{LOST}"
_SIGN = "[¡-ª¬-º¼-¾]"
_BESIDE = rf"[{HAN}{MARKS}\n]"
# What every match holds, its pattern, and what it means. The pattern begins with a character, and looks back from there:
# the engine leaps to it, and would try a pattern that begins with a look-behind at every character.
_SUSPICIOUS = (
    (LOST, re.compile(f"{LOST}{LOST}*"), "replacement character: the bytes are lost"),
    ("锟", re.compile(f"锟(?:斤拷(?:锟斤拷)*(?:锟(?!斤拷))?|(?=[{_AFTER_ONE}]))"), _TWICE),
    ("嚙", re.compile(f"嚙[{_AFTER_REPLACEMENT}](?:蕭(?:嚙踝蕭)*)?"), _TWICE),
    ("烫烫烫", re.compile("烫烫烫+"), _TWICE),
    ("屯屯屯", re.compile("屯屯屯+"), _TWICE),
    # the look-behind lets a row of marks be tried from its first one only
    (
        "?/",
        re.compile(r"[!！?？](?<![!！?？].)(?:(?<=\?)|[!！？]*\?)[!！?？]*\?/[a-z]{1,6}>"),
        "a character and its tag were eaten",
    ),
    # before a letter of another script, or with marks of two widths: 真的?!他说 and 真的?!” are right
    (
        "?",
        re.compile(rf"\?(?<=[\u4e00-\u9fff]\?)(?:![^\W\x00-\x7f{HAN}](?![\u3041-\u30fa])|！[^\W\x00-\x7f])"),
        _SHIFTED,
    ),
    # Big5 whose second byte is ASCII: its marks and commonest characters begin with these signs
    *(
        (sign, re.compile(rf"{sign}(?<!(?!{_BESIDE})..)(?<![“「『《（].)[@-~](?={_BESIDE}|\Z)"), _WRONG)
        for sign in "¡¢£¤"
    ),
    # what is left of a misread blank or mark, by itself between characters, and not spoken of: 字母Â, é、â
    *(
        (sign, re.compile(rf"{sign}(?<!(?!{_BESIDE})..)(?<![“「『《（、母音符].)(?={_BESIDE}|\Z)(?!、)"), _WRONG)
        for sign in "Ââ"
    ),
    # é and its like in UTF-8, as no language spells; before one of the marks that may stand behind a word, no letter follows
    ("Ã", re.compile(rf"Ã(?:[¡-ª¬-º¼-¿]|[«»{spelled('cp1252', 0x80, 0x9F)}](?=[A-Za-z]))"), _WRONG),
    ("Â", re.compile("Â[¡-¿](?=[A-Za-z0-9])"), _WRONG),
    ("", re.compile(r"[\ue000-\uf8ff]"), "private-use character without meaning"),
)
# letters and signs in a row, as no language has them
_IN_A_ROW = (
    re.compile(
        rf"[¡-ÿ](?<![¡-ÿ].)(?<=(?=[¡-ÿ]*{_SIGN}[¡-ÿ]*{_SIGN})(?=[¡-ÿ]*[À-ÖØ-öø-ÿ][¡-ÿ]*[À-ÖØ-öø-ÿ]).)[¡-ÿ]{{3,}}"
    ),
    # from the first letter of a row on: tried from each, a long row would take its square
    re.compile(r"[À-ÖØ-öø-ÿ](?<![À-ÖØ-öø-ÿ].)[À-ÖØ-öø-ÿ]+[¡-¦¨-ª¬-¶¸-º¼-¾]+[À-ÖØ-öø-ÿ]"),
)


@cache
def _torn(codec: str) -> re.Pattern[str]:
    """Return the pattern of sequences side by side that begin as those of Chinese do, whole or not."""
    begins, middles = spelled(codec, 0xE3, 0xE9), spelled(codec, 0x80, 0xBF)
    return re.compile(f"[{begins}][{middles}]{{1,2}}(?:[{begins}][{middles}]{{1,2}})+")


def _find_torn(text: str, rows: str) -> Iterator[Flag]:
    """Find UTF-8 that was read with a one-byte table, and of which too much was lost to prove it.

    Three sequences side by side are told, that can be no word (дељење); two, where they are most of what is beyond ASCII.
    """
    for codec in _candidates(rows):
        found = [match for match in _torn(codec).finditer(text) if not is_word(text, *match.span())]
        beyond = sum(map(len, _BEYOND_ASCII.findall(text))) if found else 0
        least = 2 if 2 * sum(len(match.group()) for match in found) > beyond else 3
        begins = re.compile(f"[{spelled(codec, 0xE3, 0xE9)}]")
        yield from (
            Flag(match.start(), match.group(), _WRONG) for match in found if len(begins.findall(match.group())) >= least
        )


_SIGN_BYTES = re.compile(r"[\xe2-\xef][\x80-\xbf]{1,2}|\xf0[\x90-\xbf][\x80-\xbf]{0,2}|\xc2[\xa1-\xbf]")
_OPENING = re.compile(rf"[“‘「『《（(]|[^\W{HAN}]")  # before a letter that is spoken of, or a part of a word
_ROW_OF_CHINESE = re.compile(f"{_CHINESE}+")


def _find_signs(text: str) -> Iterator[Flag]:
    """Find single signs in a Chinese text that were read with a wrong table: of UTF-8, whole or torn, GBK or Big5."""
    for row in odd_row_pattern().finditer(text):
        signs, (start, end) = row.group(), row.span()
        if (
            not is_odd(signs[0])
            or len(signs) > _MOST_SIGNS
            or (text[end : end + 1].isascii() and text[end : end + 1].isalnum())
        ):
            continue
        stands = not _OPENING.fullmatch(text[max(0, start - 1) : start])
        may_be_word = is_word(text, start, end)
        if any(_is_utf8(signs, codec, stands, may_be_word) for codec in SINGLE_BYTE) or (
            stands and not may_be_word and _is_of_chinese_table(signs)
        ):
            yield Flag(start, signs, _WRONG)


_MOST_SIGNS = 8


def _is_utf8(signs: str, codec: str, stands: bool, may_be_word: bool) -> bool:
    """Return whether a row of signs is a sequence of UTF-8 that was read with ``codec``, and nothing else."""
    data = "".join(map(bytes_of(codec).__getitem__, signs))
    if not _SIGN_BYTES.fullmatch(data):
        return False
    if stands and (signs[0] == "Â" or signs == "â—"):  # of ● the last byte is lost; Chinese dashes are two
        return True
    if may_be_word or (data[0] == "\xc2" and signs[0].isalpha()):
        return False
    kinds = [unicodedata.category(sign) for sign in signs]
    is_whole = len(data) > 2 + (data[0] == "\xf0") or data[0] == "\xc2"
    has_two_letters = sum(kind[0] == "L" for kind in kinds) > 1
    return is_whole or (stands and (has_two_letters or not {"Sc", "Sm", "Sk", "Cc"}.isdisjoint(kinds)))


def _is_of_chinese_table(signs: str) -> bool:
    """Return whether a row of signs, read with cp1252, is Chinese in GBK or Big5, and holds letters or marks of theirs."""
    data = "".join(map(bytes_of("cp1252").__getitem__, signs))
    if len(data) % 2 or "\0" in data or not (re.search("[À-ÖØ-Þ]", signs) or data[::2].strip("\xa1\xa2\xa3\xa4") == ""):
        return False
    if not all(map(is_odd, signs)) or not set(signs) - set("¢£¥") or (len(set(signs)) == 1 and signs[0] != "¤"):
        return False
    return any(_ROW_OF_CHINESE.fullmatch(data.encode("latin-1").decode(table, "ignore")) for table in _CHINESE_TABLES)


_FEWEST_SIGNS, _MOST_OF_ROW = 3, 80  # different ones; and all


def _find_words(text: str) -> Iterator[Flag]:
    """Find words of Chinese in GBK or Big5 that were read with a one-byte table: too few for a proof among right text."""
    for row in odd_row_pattern().finditer(text):
        beside = "“”‘’…—·"  # may be marks of the text
        whole = row.group()
        for signs in (whole, whole.lstrip(beside), whole.rstrip(beside), whole.strip(beside)):
            start = row.start() + whole.index(signs)
            if _may_be_of_words(signs) and not is_word(text, start, start + len(signs)):
                yield Flag(start, signs, _WRONG)
                break


def _may_be_of_words(signs: str) -> bool:
    if len(set(filter(is_odd, signs))) < _FEWEST_SIGNS or len(signs) > _MOST_OF_ROW or len(signs) % 2:
        return False
    rows = {"".join(map(bytes_of(codec).__getitem__, signs)) for codec in SINGLE_BYTE}
    reads = (
        row.encode("latin-1").decode(table, "ignore") for row in rows if "\0" not in row for table in _CHINESE_TABLES
    )
    return any(2 * len(read) == len(signs) and 4 * in_words(read) >= 3 * len(read) for read in reads)


_SHOWN = 20  # characters of a text that is damaged throughout


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
    if any(flag.reason == _SHIFTED for flag in found) and len(IS_KANA.findall(text)) > len(IS_HAN.findall(text)):
        found = [flag for flag in found if flag.reason != _SHIFTED]  # Japanese
    if rows := odd_rows(text):
        found += _find_torn(text, rows)
        found += chain(_find_signs(text), _find_words(text)) if _is_chinese(text, rows) else ()
        for pattern in _IN_A_ROW:
            found += (Flag(match.start(), match.group(), _WRONG) for match in pattern.finditer(text))
    if misread := misread_as(text):
        first = next(line for line in text.split("\n") if not line.isascii())
        reason = f"{misread.written} read as {misread.read}: this text is damaged throughout"
        found.append(Flag(text.index(first), first[:_SHOWN], reason))
    taken, flags = 0, []
    for flag in sorted(set(found), key=lambda flag: (flag.start, -len(flag.text))):
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
