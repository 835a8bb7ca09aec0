"""Flag what looks damaged (mojibake without proof, lost bytes); nothing is guessed. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import chain

from helpers.cleaning.code_pages import (
    LOST,
    MARKS,
    SINGLE_BYTE,
    bytes_of,
    is_odd,
    is_word,
    odd_row_pattern,
    odd_rows,
    spelled,
)
from helpers.cleaning.ledger import Flag
from helpers.cleaning.mojibake import BEYOND_ASCII, CHINESE, CHINESE_TABLES, is_mostly_chinese, likely_codecs
from helpers.cleaning.two_byte import in_words, misread_as, misread_by_one_byte
from helpers.text.script import HAN, IS_HAN, IS_KANA
from helpers.text.sentences import lines_of

_TWICE = "bytes read twice with the wrong table"
_SHIFTED = "two-byte text that lost one byte"
_WRONG = "bytes read with the wrong table, some of them lost"
# In Big5, the replacement character, EF BF BD, is 嚙 and the first byte of a character.
_AFTER_REPLACEMENT = "".join(bytes([0xBD, byte]).decode("big5", "ignore") for byte in range(0x40, 0xFF))
# In GBK, two of them are 锟斤拷; one is 锟 and the first byte of a character that pairs with ASCII. 曹锟 and 锟铻 are names.
_AFTER_ONE = "".join(bytes([0xBD, byte]).decode("gbk", "ignore") for byte in range(0x40, 0x7F)) + f"斤?{LOST}"
PRIVATE = "private-use character without meaning"
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
    ("", re.compile(r"[\ue000-\uf8ff]"), PRIVATE),
)
# letters and signs in a row, as no language has them
_IN_A_ROW = (
    re.compile(
        rf"[¡-ÿ](?<![¡-ÿ].)(?<=(?=[¡-ÿ]*{_SIGN}[¡-ÿ]*{_SIGN})(?=[¡-ÿ]*[À-ÖØ-öø-ÿ][¡-ÿ]*[À-ÖØ-öø-ÿ]).)[¡-ÿ]{{3,}}"
    ),
    # from the first letter of a row on: tried from each, a long row would take its square
    re.compile(r"[À-ÖØ-öø-ÿ](?<![À-ÖØ-öø-ÿ].)[À-ÖØ-öø-ÿ]+[¡-¦¨-ª¬-¶¸-º¼-¾]+[À-ÖØ-öø-ÿ]"),
)


# What programs write for nothing may be spoken of, or cried out: 名叫“烫烫烫”, 乱码“锟斤拷”, 喊着烫烫烫.
_SPEAKS_OF_IT = re.compile("[乱亂][码碼]|[编編][码碼]|字符|字元|[内內][存码碼]|[记記][忆憶][体體]")
_BEFORE_IT, _BEHIND_IT = frozenset('“‘「『《"喊叫说說道念唤喚'), frozenset('”’」』》"地声聲！!')
_MOST_CRIED, _NEAR = 6, 30  # characters


def _is_spoken_of(match: re.Match[str]) -> bool:
    text, (start, end) = match.string, match.span()
    if _SPEAKS_OF_IT.search(text, max(0, start - _NEAR), end + _NEAR):
        return True
    is_beside = text[start - 1 : start] in _BEFORE_IT or text[end : end + 1] in _BEHIND_IT
    return match[0][0] in "烫屯" and end - start <= _MOST_CRIED and is_beside


@cache
def _torn(codec: str) -> re.Pattern[str]:
    """Return the pattern of sequences side by side that begin as those of Chinese do, whole or not."""
    begins, middles = spelled(codec, 0xE3, 0xE9), spelled(codec, 0x80, 0xBF)
    return re.compile(f"[{begins}][{middles}]{{1,2}}(?:[{begins}][{middles}]{{1,2}})+")


def _find_torn(text: str, rows: str) -> Iterator[Flag]:
    """Find UTF-8 that was read with a one-byte table, and of which too much was lost to prove it.

    Three sequences side by side are told, that can be no word (дељење); two, where they are most of what is beyond ASCII.
    """
    for codec in likely_codecs(rows):
        found = [match for match in _torn(codec).finditer(text) if not is_word(text, *match.span())]
        beyond = sum(map(len, BEYOND_ASCII.findall(text))) if found else 0
        least = 2 if 2 * sum(len(match.group()) for match in found) > beyond else 3
        begins = re.compile(f"[{spelled(codec, 0xE3, 0xE9)}]")
        yield from (
            Flag(match.start(), match.group(), _WRONG) for match in found if len(begins.findall(match.group())) >= least
        )


_SIGN_BYTES = re.compile(r"[\xe2-\xef][\x80-\xbf]{1,2}|\xf0[\x90-\xbf][\x80-\xbf]{0,2}|\xc2[\xa1-\xbf]")
_OPENING = re.compile(rf"[“‘「『《（(]|[^\W{HAN}]")  # before a letter that is spoken of, or a part of a word
_ROW_OF_CHINESE = re.compile(f"{CHINESE}+")


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
    return any(_ROW_OF_CHINESE.fullmatch(data.encode("latin-1").decode(table, "ignore")) for table in CHINESE_TABLES)


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
        row.encode("latin-1").decode(table, "ignore") for row in rows if "\0" not in row for table in CHINESE_TABLES
    )
    return any(2 * len(read) == len(signs) and 4 * in_words(read) >= 3 * len(read) for read in reads)


# What a program writes for each character that its table lacks. A run of them among Chinese, where no question ends.
_QUESTION_MARKS = "question marks for characters that are lost"
_MARKS_AMONG_CHINESE = re.compile(rf"\?(?<=[{HAN}，、；]\?)\?+(?=[{HAN}，、；])")
_MARKS_BEFORE_CHINESE = re.compile(rf"[ ]*(\?{{4,}})(?=[{HAN}，、；])")  # at the start of a line
_ASKS = re.compile(
    r"[吗嗎呢么麼吧啊呀嘛啥谁誰哪何怎几幾咋没沒]|什么|甚麼|是不是|有没有|[对對]不[对對]|[能会會可要该該]不|多少|[难難]道|不[会會]吧|[真假]的"
)
_FEWEST_MARKS, _CLAUSE = 6, 16  # of a line of nothing else; characters before a mark in which a question asks


def _find_question_marks(text: str) -> Iterator[Flag]:
    """Find rows of question marks that are no question: lines of them, and rows where a sentence goes on. One of three alone
    may be somebody's ``???``."""
    found = []
    for start, line in lines_of(text):
        if "??" in line:
            if IS_HAN.search(line):
                rows = [match for match in _MARKS_AMONG_CHINESE.finditer(line) if not _is_question(line, match.start())]
                found += [(start + match.start(), match[0]) for match in rows]
                if first := _MARKS_BEFORE_CHINESE.match(line):
                    found.append((start + first.start(1), first[1]))
            elif line.count("?") >= max(_FEWEST_MARKS, 1 + sum(map(str.isalnum, line))):
                found.append((start + line.index("?"), line[line.index("?") : line.rindex("?") + 1]))
    if any(len(row) != len("???") for _, row in found):
        yield from (Flag(place, row, _QUESTION_MARKS) for place, row in found)


def _is_question(line: str, place: int) -> bool:
    clause = re.split("[，。！？；、：]", line[max(0, place - _CLAUSE) : place])[-1]
    return bool(_ASKS.search(clause))


THROUGHOUT = "this text is damaged throughout"
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
        if reason != _TWICE or not _is_spoken_of(match)
    ]
    if any(flag.reason == _SHIFTED for flag in found) and len(IS_KANA.findall(text)) > len(IS_HAN.findall(text)):
        found = [flag for flag in found if flag.reason != _SHIFTED]  # Japanese
    if "??" in text:
        found += _find_question_marks(text)
    if rows := odd_rows(text):
        found += _find_torn(text, rows)
        found += chain(_find_signs(text), _find_words(text)) if is_mostly_chinese(text, rows) else ()
        for pattern in _IN_A_ROW:
            found += (Flag(match.start(), match.group(), _WRONG) for match in pattern.finditer(text))
    if misread := misread_as(text) or misread_by_one_byte(text):
        first = next(line for line in text.split("\n") if not line.isascii())
        reason = f"{misread.written} read as {misread.read}: {THROUGHOUT}"
        found.append(Flag(text.index(first), first[:_SHOWN], reason))
    taken, flags = 0, []
    for flag in sorted(set(found), key=lambda flag: (flag.start, -len(flag.text))):
        if flag.start >= taken:
            taken = flag.start + len(flag.text)
            flags.append(flag)
    return flags
