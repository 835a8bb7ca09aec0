"""Rule ``characters``: find what is no text, such as invisible characters, and characters in disguise. Pure."""

import re
import unicodedata
from collections.abc import Callable, Iterator

from helpers.cleaning.escapes import find_escapes
from helpers.cleaning.ledger import Found, leftmost
from helpers.cleaning.pages import find_fed_pages
from helpers.cleaning.rewriting import Rewrite, rewritten
from helpers.text.script import HAN, IS_HAN
from helpers.text.sentences import lines_of


def _normal(form: str) -> Callable[[re.Match[str]], str]:
    return lambda match: unicodedata.normalize(form, match.group())


def _usual_mark(match: re.Match[str]) -> str:
    """Return the mark of ordinary width; where Unicode names an ASCII mark, its full-width form, which Chinese has."""
    mark = _DOTS.get(match[0]) or unicodedata.normalize("NFKC", match[0])
    return chr(ord(mark) + _TO_FULL_WIDTH) if mark.isascii() and len(mark) == 1 else mark


# ︰ has the name of two dots, and is written for a colon; ︱ and ︙ are a dash and dots.
_DOTS, _TO_FULL_WIDTH = {"︰": "：", "︙": "…", "︱": "—", "︲": "–"}, 0xFEE0


def _zeros(match: re.Match[str]) -> str:
    return "〇" * len(match.group())


_NUMBERS_LINE = re.compile(r"(?:\A|\n)[\w.]{1,6}\Z")
_IS_IN_ROW = re.compile(r"\t[^\t\n]{1,60}\t")


def _end_of_cell(match: re.Match[str]) -> str:
    """Return the line end for a tab; but the number of a heading or item (2.1) is no cell, unless two more follow."""
    text, start = match.string, match.start()
    is_number = _NUMBERS_LINE.search(text[max(0, start - 8) : start]) and not _IS_IN_ROW.match(text, start)
    return match[0] if is_number else "\n"


_ENDS, _BLANKS = "\r\u2028\u2029\u0085\x0b\x0c", "\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_INVISIBLE = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e01ef\ud800-\udfff"
)
_EMOJI = "\u2190-\u2bff\U0001f000-\U0001faff"
_LOOKALIKES = "\u2e80-\u2fdf\uf900-\ufaff"  # radicals and compatibility forms that look like the real character
_LIGATURES = "\ufb00-\ufb06"  # ﬁ and ﬂ, as programs that read PDF leave them
# Marks for vertical lines (﹁ ︒), narrow ones (｡ ､), and small ones (﹐): each stands for the mark of ordinary width.
# ︿ ﹀ ･ are not among them: they are eyes and mouths.
_MARKS = "\ufe10-\ufe19\ufe30-\ufe32\ufe35-\ufe3e\ufe41-\ufe44\ufe47\ufe48\ufe50-\ufe52\ufe54-\ufe5e\uff61-\uff64"
_WIDENED = "\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"  # digits and letters; punctuation keeps its width
_HYPHENS = "\u2010\u2011\u2212\ufe63\uff0d"  # with the minus: between letters and digits, all are a hyphen
_BESIDE_HYPHEN = f"[A-Za-z0-9{_WIDENED}]"
_ACCENTS = "\u0300-\u036f"  # loose ones, with which pinyin may be written
GAP_OF_CELLS = "gap between two cells"
# A date or time of day belongs to the name or outlet beside it.
NO_DATE = r"(?!(?:19|20)\d\d[-/.年]|\d{1,2}:\d\d)"
_NUMERALS, _ZEROS = "一二三四五六七八九〇", "０○0OoＯｏ"  # a zero, or a letter for it: 二O二四年
_IS_ASCII_ZERO = re.compile(f"[0Oo](?<=[{_NUMERALS}].)")
_FEWEST_SPACED = 4  # characters: fewer may be a name, or words of one
_MOST_ACCENTS = 30  # on one letter, as in Unicode's stream-safe format: to put a row of them in order is quadratic
_IS_ODD = re.compile(
    f"[○{_ENDS}{_BLANKS}{_INVISIBLE}{_LOOKALIKES}{_LIGATURES}{_MARKS}{_WIDENED}{_HYPHENS}–{_ACCENTS}．]"
)
# With such a sequence (ECMA-48) a program sets colours, moves on the screen, names the window or chooses characters.
_CONTROL_SEQUENCE = r"\x1b(?:\[[0-?]*+[ -/]*+[@-~]|\][^\x07\x1b\n]{0,300}(?:\x07|\x1b\\)|[()][0AB])"
_DRAWN_ON = rf"[{HAN}\u3001-\u303f\uff01-\uff60]"  # no accent belongs to these: it underlines or strikes them
_LINE_END = Rewrite("", re.compile(f"[{_ENDS}](?:(?<=\r)\n)?"), "\n", "line end")
_UNSEEN_OR_ALIKE = (
    Rewrite("\x1b", re.compile(_CONTROL_SEQUENCE), "", "invisible"),
    Rewrite("", re.compile(rf"[{_ACCENTS}](?<={_DRAWN_ON}.)[{_ACCENTS}]*"), "", "line drawn by marks"),
    # but what makes one picture of several
    Rewrite("", re.compile(rf"[{_INVISIBLE}](?!(?<=[{_EMOJI}\ufe0f]\u200d)[{_EMOJI}])"), "", "invisible"),
    Rewrite("", re.compile(f"[{_LOOKALIKES}{_LIGATURES}]"), _normal("NFKC"), "masked form"),
    Rewrite("", re.compile(f"[{_MARKS}]"), _usual_mark, "masked form"),
)
_CHARACTERS = (
    Rewrite("_x", re.compile(r"_x000[AD]_(?:(?<=D_)\r?\n)?"), "\n", "line end"),  # as spreadsheets write it
    Rewrite("_x", re.compile(r"_x00[01][0-9A-F]_(?<!000[AD]_)"), "", "invisible"),
    Rewrite("．", re.compile(r"．(?<=[0-9\uff10-\uff19]．)(?=[0-9\uff10-\uff19])"), ".", "masked form"),
    _LINE_END,
    Rewrite("\t", re.compile(rf"\t(?<=[{HAN}]\t)\s*(?=[{HAN}])"), "\n", GAP_OF_CELLS),  # as between HTML's
    Rewrite("\t", re.compile(rf"\t(?<=[{HAN}]\t){NO_DATE}(?=[A-Za-z0-9+¥$￥])"), "\n", GAP_OF_CELLS),
    Rewrite(
        "\t",
        re.compile(rf"\t(?<=[A-Za-z0-9%％）)]\t)(?<![-/:]\d\t)(?<![-/:]\d\d\t)(?=[{HAN}])"),
        _end_of_cell,
        GAP_OF_CELLS,
    ),
    Rewrite("", re.compile(f"[{_BLANKS}]"), " ", "odd blank"),
    *_UNSEEN_OR_ALIKE,
    Rewrite("", re.compile(f"[{_ZEROS}](?<=[{_NUMERALS}].)[{_ZEROS}]*(?=[{_NUMERALS}年月日])"), _zeros, "masked form"),
    Rewrite("", re.compile(f"[{_WIDENED}][{_WIDENED}]*"), _normal("NFKC"), "masked form"),
    Rewrite("", re.compile(f"[{_HYPHENS}](?<={_BESIDE_HYPHEN}.)(?={_BESIDE_HYPHEN})"), "-", "masked form"),
    # a dash before the number of a name (GPT–5); other dashes join two names, or are those of a span
    Rewrite(
        "–", re.compile("–(?<=[A-Za-z\uff21-\uff3a\uff41-\uff5a]–)(?=[VRKvrk]?[0-9\uff10-\uff19])"), "-", "masked form"
    ),
    Rewrite("", re.compile(f"[A-Za-zü][{_ACCENTS}]{{1,{_MOST_ACCENTS}}}"), _normal("NFC"), "masked form"),
)


_TABLE_GAP = re.compile(r"[ ]*[\t\u3000][ \t\u3000]*|[ ]{2,}")
_IS_NO_ROW = re.compile(r"[。！？!?…，；,;：:<|`]|(?:19|20)\d\d(?!\d)|\d月")
_IS_NUMERIC = re.compile("[0-9+¥$￥\uff10-\uff19-]")


def _cells_of(line: str) -> list[str]:
    """Return what wide gaps part on a line that has two, and neither a sentence, a date nor a label; else nothing."""
    cells = _TABLE_GAP.split(line.strip())
    return cells if len(cells) > 2 and not _IS_NO_ROW.search(line) else []


def _is_row(cells: list[str]) -> bool:
    """Return whether one of the cells begins with a number, and most are longer than one Chinese character."""
    lone = sum(len(cell) == 1 and bool(IS_HAN.match(cell)) for cell in cells)
    has_chinese = any(map(IS_HAN.search, cells))
    return 2 * lone < len(cells) and has_chinese and any(map(_IS_NUMERIC.match, cells))


def _rows(text: str) -> Iterator[Found]:
    """Find the gaps in the rows of a table: two lines with as many cells, one behind the other. Each cell becomes a line."""
    if not ("\u3000" in text or "\t" in text or "  " in text):
        return
    before: list[str] = []
    waiting: list[Found] = []  # of a first row, of which the next line must tell that it is one
    for place, line in lines_of(text):
        if line.strip():
            cells = _cells_of(line)
            start = place + len(line) - len(line.lstrip())
            gaps = _TABLE_GAP.finditer(line.strip()) if cells and _is_row(cells) else ()
            edits = [(start + gap.start(), gap[0], "\n", GAP_OF_CELLS) for gap in gaps]
            if cells and len(cells) == len(before):
                yield from waiting
                yield from edits
                waiting = []
            else:
                waiting = edits
            before = cells


def find_characters(text: str) -> Iterator[Found]:
    """Find invisible and control characters, odd blanks and line ends, and masked forms of letters.

    >>> [*find_characters("ＡＩ\\u200b开源")]
    [(0, 'ＡＩ', 'AI', 'masked form'), (2, '\\u200b', '', 'invisible')]
    """
    found = [*find_escapes(text), *_rows(text), *find_fed_pages(text)]
    if found or "_x0" in text or _IS_ODD.search(text) or _IS_ASCII_ZERO.search(text):
        yield from leftmost([*found, *rewritten(_CHARACTERS, text)])


# Characters each set apart from the next, as a headline may be spaced out.
_SPACED_OUT = re.compile(rf"(?<![^\s]){_DRAWN_ON}(?:[ ]{_DRAWN_ON}){{{_FEWEST_SPACED - 1},}}(?![^\s0-9])")


def as_seen(text: str) -> str:
    """Return a text as its reader sees it: with usual line ends, without what is invisible, and with the characters and marks
    of which it has lookalikes; what is spaced out is closed up. Forms of another width stay, and so do other blanks.

    >>> as_seen("\\u2f47期：\\u200b3\\u2f49\\r来源：ＡＩ报\\r河 上 的 桥")
    '日期：3月\\n来源：ＡＩ报\\n河上的桥'
    """
    if _IS_ODD.search(text):
        for _, pattern, new, _ in (_LINE_END, *_UNSEEN_OR_ALIKE):
            text = pattern.sub(new, text)
    return _SPACED_OUT.sub(lambda row: row[0].replace(" ", ""), text)
