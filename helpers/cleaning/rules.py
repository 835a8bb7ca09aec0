"""Define the rules of cleaning. Each yields the edits ``(start, old, new, note)`` of a text; edits never overlap. Pure."""

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache

import numpy as np

from helpers import lexicon
from helpers.cleaning import mojibake
from helpers.cleaning.emphasis import find_emphasis
from helpers.cleaning.escapes import find_escapes
from helpers.cleaning.footnotes import find_footnotes
from helpers.cleaning.forum_codes import find_forum_codes
from helpers.cleaning.front_matter import read_front_matter
from helpers.cleaning.html_markup import find_html
from helpers.cleaning.layout import find_layout
from helpers.cleaning.ledger import Found, leftmost
from helpers.cleaning.markdown_markup import find_links_and_code, is_address
from helpers.cleaning.naming import code_spans
from helpers.cleaning.notes import find_notes
from helpers.cleaning.repetition import find_doubling
from helpers.cleaning.rewriting import Rewrite, at_line_starts, inside, rewritten
from helpers.text.apart import names_apart
from helpers.text.script import (
    HAN,
    IS_HAN,
    code_points,
    is_authored,
    script_of,
    to_simplified,
    traditional_characters,
    traditional_passages,
)

# ---------------------------------------------------------------------------------------------------------- rules


def _normal(form: str) -> Callable[[re.Match[str]], str]:
    return lambda match: unicodedata.normalize(form, match.group())


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
_LOOKALIKES = "\u2e80-\u2fdf\uf900-\ufaff"  # radicals and compatibility forms that look like the real character
_WIDENED = "\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"  # digits and letters; punctuation keeps its width
_HYPHENS = "\u2010\u2011\u2212\ufe63\uff0d"  # with the minus: between letters and digits, all are a hyphen
_BESIDE_HYPHEN = f"[A-Za-z0-9{_WIDENED}]"
_ACCENTS = "\u0300-\u036f"  # loose ones, with which pinyin may be written
_CELLS = "gap between two cells"
# A date or time of day belongs to the name or outlet beside it.
_NO_DATE = r"(?!(?:19|20)\d\d[-/.年]|\d{1,2}:\d\d)"
_NUMERALS, _ZEROS = "一二三四五六七八九〇", "０○0OoＯｏ"  # a zero, or a letter for it: 二O二四年
_IS_ASCII_ZERO = re.compile(f"[0Oo](?<=[{_NUMERALS}].)")
_MOST_ACCENTS = 30  # on one letter, as in Unicode's stream-safe format: to put a row of them in order is quadratic
_IS_ODD = re.compile(f"[○{_ENDS}{_BLANKS}{_INVISIBLE}{_LOOKALIKES}{_WIDENED}{_HYPHENS}–{_ACCENTS}．]")
_IN_SENTENCE = f"{HAN}A-Za-z0-9，、；,"  # before the end of a page, after which the same paragraph may go on
_CHARACTERS = (
    Rewrite("_x", re.compile(r"_x000[AD]_(?:(?<=D_)\r?\n)?"), "\n", "line end"),  # as spreadsheets write it
    Rewrite("_x", re.compile(r"_x00[01][0-9A-F]_(?<!000[AD]_)"), "", "invisible"),
    Rewrite("．", re.compile(r"．(?<=[0-9\uff10-\uff19]．)(?=[0-9\uff10-\uff19])"), ".", "masked form"),
    Rewrite("\x0c", re.compile(rf"\x0c(?:(?<=[{_IN_SENTENCE}]\n\x0c)|(?<=[{_IN_SENTENCE}]\r\n\x0c))"), "", "new page"),
    Rewrite("", re.compile(f"[{_ENDS}](?:(?<=\r)\n)?"), "\n", "line end"),
    Rewrite("\t", re.compile(rf"\t(?<=[{HAN}]\t)\s*(?=[{HAN}])"), "\n", _CELLS),  # as between HTML's
    Rewrite("\t", re.compile(rf"\t(?<=[{HAN}]\t){_NO_DATE}(?=[A-Za-z0-9+¥$￥])"), "\n", _CELLS),
    Rewrite(
        "\t",
        re.compile(rf"\t(?<=[A-Za-z0-9%％）)]\t)(?<![-/:]\d\t)(?<![-/:]\d\d\t)(?=[{HAN}])"),
        _end_of_cell,
        _CELLS,
    ),
    Rewrite("", re.compile(f"[{_BLANKS}]"), " ", "odd blank"),
    Rewrite("", re.compile(f"[{_INVISIBLE}]"), "", "invisible"),
    Rewrite("", re.compile(f"[{_LOOKALIKES}]"), _normal("NFKC"), "masked form"),
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
    place, before = 0, []
    waiting: list[Found] = []  # of a first row, of which the next line must tell that it is one
    for line in text.split("\n"):
        if line.strip():
            cells = _cells_of(line)
            start = place + len(line) - len(line.lstrip())
            gaps = _TABLE_GAP.finditer(line.strip()) if cells and _is_row(cells) else ()
            edits = [(start + gap.start(), gap[0], "\n", _CELLS) for gap in gaps]
            if cells and len(cells) == len(before):
                yield from waiting
                yield from edits
                waiting = []
            else:
                waiting = edits
            before = cells
        place += len(line) + 1


def find_characters(text: str) -> Iterator[Found]:
    """Find invisible and control characters, odd blanks and line ends, and masked forms of letters.

    >>> [*find_characters("ＡＩ\\u200b开源")]
    [(0, 'ＡＩ', 'AI', 'masked form'), (2, '\\u200b', '', 'invisible')]
    """
    found = [*find_escapes(text), *_rows(text)]
    if found or "_x0" in text or _IS_ODD.search(text) or _IS_ASCII_ZERO.search(text):
        yield from leftmost([*found, *rewritten(_CHARACTERS, text)])


def find_mojibake(text: str) -> Iterator[Found]:
    """Find misread UTF-8, with proof (`helpers.cleaning.mojibake.find_repairs`).

    >>> [*find_mojibake("å¼€æº\\x90会赢。")]
    [(0, 'å¼€æº\\x90', '开源', 'UTF-8 read as cp1252')]
    """
    yield from mojibake.find_repairs(text)


_ADDRESS = r"[A-Za-z0-9\-._~:/?#\[\]@!$&'*+,;=%\\]"
# A host alone, as in https://a.b, is a name that a sentence needs; with a path it is an address.
_PATH = rf"{_ADDRESS}{{1,300}}/(?<!//)(?:{_ADDRESS}|[()]){{0,2000}}(?<![.,;:!?'])"


def _label(match: re.Match[str]) -> str:
    """Return the label of a link to an address, or to a page of a wiki (``[甲](乙 "wikilink")``); of others, all."""
    return match[1] if match[3] or is_address(match[2]) else match[0]


# What the parser leaves: links in links, and links and images whose address is broken.
_BROKEN_LINKS = (
    Rewrite("![", re.compile(rf"!\[[^\[\]\n]{{0,300}}\]\((?:{_ADDRESS}|[() \n]){{0,3000}}?\)(?![)&])"), "", "image"),
    Rewrite("![", re.compile(r"!\[[^\[\]\n]{0,300}\]\([^()\s]{0,2000}(?=\n|\Z)"), "", "image"),  # its end was cut off
    Rewrite("](", re.compile(r"\[([^\[\]\n]{0,300})\]\(([^()\s]{0,2000})( \"[^\"\n]{0,300}\")?\)"), _label, "link"),
)
_MARKDOWN = (
    Rewrite("]({", re.compile(r"!\[[^\[\]\n]{0,300}\]\(\{[{%][^{}\n]{1,300}[%}]\}[^()\s]{0,300}\)"), "", "image"),
    Rewrite(  # to a page that a template finds: [甲]({% post_url 乙 %}), [甲]({{< ref "乙" >}})
        "]({",
        re.compile(r"\[([^\[\]\n]{1,300})\]\(\{[{%][^{}\n]{1,300}[%}]\}[^()\s]{0,300}\)"),
        inside,
        "link",
    ),
    Rewrite("![[", re.compile(r"!\[\[[^\[\]\n]{1,300}\]\]"), "", "embedded note"),
    Rewrite(
        "[[",  # but a condition [[ -f a ]], a row [[1, 2]], an index x[["a"]]
        re.compile(
            r"\[\[(?! [!-~ ]{1,200} \]\]|[\d., -]*,[\d., -]*\]\]|(?<=[A-Za-z0-9_)\]]\[\[)[\d\"'])"
            r"(?:[^\[\]|\n]{1,200}\|)?([^\[\]|\n]{1,200})\]\](?!\()"
        ),
        inside,
        "link to a note",
    ),
    Rewrite("://", re.compile(r"[（(][ ]*https?://[^\s（）()]{1,2000}[ ]*[)）]"), "", "address in brackets"),
    Rewrite("://", re.compile(rf"<https?://{_ADDRESS}{{1,2000}}>"), "", "address"),
    Rewrite("://", re.compile(rf"https?://{_PATH}"), "", "address"),
    Rewrite("www.", re.compile(rf"www\.(?<![A-Za-z0-9./]www\.){_PATH}"), "", "address"),
    Rewrite("\\", re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~&$%=\"'/@:-])"), inside, "escaped mark"),
    Rewrite("`", re.compile(r"``{0,2}"), "", "code mark"),
    Rewrite("%", re.compile(r"[（(]\d+\.\d+,[ ]?[+-]?\d+\.\d+,[ ]?[+-]?\d+\.\d+%[)）]"), "", "price of a share"),
    Rewrite("{{", re.compile(r"\{\{(?![ ]?(?:[#/^&]?[\w.]{1,60})?[ ]?\}\})[^{}\n]{1,200}\}\}"), "", "template field"),
)
_LABEL = r"[ ]*(?:[*+-][ ]|\d{1,2}[.、][ ]?)?[^\n。！？!?，,:：<>\[\]]{1,16}[:：]"
# These begin with the line end before, which is not a part of what they find.
_MARKDOWN_LINES = (
    Rewrite("[!", re.compile(r"\n[ ]*>[ >]*\[![A-Za-z-]{1,30}\][+-]?"), "\n", "mark of a callout"),
    Rewrite(
        "\n",  # but the number of a page has such a mark on either side: - 23 -
        re.compile(r"\n[ ]*(?![-*][ ]\d{1,4}[ ][-*][ ]*(?:\n|\Z))(?:#{1,6}[ ]+|>[ ]*|[+-][ ]+|\*{1,6}[ ]+)+"),
        "\n",
        "heading, quotation or list mark",
    ),
    Rewrite("|", re.compile(r"(?m)\n[ ]*\|[ |:-]{2,}$"), "\n", "rule of a table"),
    Rewrite("\n", re.compile(r"(?m)\n[ ]*(?:[-=_~]{3,}|\*(?:[ ]?\*){1,99}|(?:[_-][ ]){2,}[_-])[ ]*$"), "\n", "rule"),
    Rewrite("://", re.compile(r"(?m)\n[ ]*<?https?://[^\s<>]{1,2000}>?[ ]*$"), "\n", "address on a line of its own"),
    Rewrite(
        "://", re.compile(rf"(?m)\n{_LABEL}[ ]*<?https?://[^\s<>]{{1,2000}}>?[ ]*$"), "\n", "address with its label"
    ),
)


_FIELD = re.compile(r"\{\{[ ]?[#/^&]?[\w.]{1,60}[ ]?\}\}")
_BEFORE_FIELD = re.compile(rf"[{HAN}、：“「‘『（(A-Za-z][ ]?\Z")
_BEHIND_FIELD = re.compile(rf"[ ]?[{HAN}，、；：”」’』）),.。！？A-Za-z][^\n]{{0,400}}[。！？]|[ ]?[。！？”」]")
_IS_SUBJECT = re.compile("[ ]?(?:是|表示|代表|会|會|和|与|與|或|、|这|這|等)")


def _fields(text: str) -> Iterator[Found]:
    """Find names of fields that a template did not fill; a sentence may be about one (提示词里的{{name}}没有被替换)."""
    for match in _FIELD.finditer(text):
        before = text[max(0, match.start() - 2) : match.start()]
        if not (_BEFORE_FIELD.search(before) or _IS_SUBJECT.match(text, match.end())) or not _BEHIND_FIELD.match(
            text, match.end()
        ):
            yield match.start(), match.group(), "", "template field"


_FEWEST_LABELS = 3
_TO_EDIT = "编辑|編輯|编辑源代码|編輯原始碼|编辑本段|編輯本段|edit|edit source"
_EDIT_LINKS = re.compile(
    r"\[(?:[ ]?\|?[ ]?\[[^\[\]\n]{1,20}\]\([^()\s]{1,1000}action=edit[^()\s]{0,500}(?:[ ]\"[^\"\n]{0,200}\")?\)){1,3}[ ]?\]"
)
_EDIT_LABEL = re.compile(rf"(?m)[ ]?\[(?:{_TO_EDIT})(?:[ ]?\|[ ]?(?:{_TO_EDIT}))?\](?<![。！？])[ ]*$")


def _edit_links(text: str) -> Iterator[Found]:
    """Find the links by which a section of a wiki is edited; without an address, where they stand behind several headings."""
    if "action=edit" in text:
        yield from ((match.start(), match[0], "", "link to edit") for match in _EDIT_LINKS.finditer(text))
    if "编辑" in text or "編輯" in text or "[edit" in text:
        labels = [*_EDIT_LABEL.finditer(text)]
        if len(labels) >= _FEWEST_LABELS:
            yield from ((match.start(), match[0], "", "link to edit") for match in labels)


def _outside(code: list[tuple[int, int]], edits: Iterable[Found]) -> Iterator[Found]:
    """Yield the edits that neither begin nor end inside one of the spans of ``code``."""
    starts = [start for start, _ in code]
    for edit in edits:
        start, end = edit[0], edit[0] + len(edit[1])
        near = {bisect_right(starts, start) - 1, bisect_right(starts, end - 1) - 1} - {-1}
        touched = [code[place] for place in near if code[place][1] > start]
        if all(start <= first and after <= end for first, after in touched):
            yield edit


def find_markdown(text: str) -> Iterator[Found]:
    """Find what is left of Markdown and templates: front matter, marks, links, images, footnotes, ``{{fields}}``.

    Code between backticks that would be read as one of them stays, and keeps its backticks.

    >>> [*find_markdown("# 开源\\n**会**赢。")]
    [(0, '# ', '', 'heading, quotation or list mark'), (5, '**', '', 'bold mark'), (8, '**', '', 'bold mark')]
    """
    head = read_front_matter(text)
    edits = [(0, text[: head.end], "", "front matter")] if head else []
    edits += [*find_links_and_code(text)] or [*rewritten(_BROKEN_LINKS, text)]
    edits += [
        *find_emphasis(text),
        *find_notes(text),
        *find_forum_codes(text),
        *_edit_links(text),
        *rewritten(_MARKDOWN, text),
        *at_line_starts(_MARKDOWN_LINES, text),
        *find_footnotes(text),
        *(_fields(text) if "{{" in text else ()),
    ]
    code = code_spans(text)
    yield from leftmost(_outside(code, edits) if code else edits)


_MARKED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜếềḿńňǹ"
_SYLLABLE = rf"(?>(?:zh|ch|sh|[bpmfdtnlgɡkhjqxrzcsyw])?[aeiouüê]{{0,2}}[{_MARKED}][aeiouüê]{{0,2}}(?:n[gɡ]|n|r)?)"
_IN_BRACKETS = rf"(?<=[{HAN}A-Za-z].)[ ]?{_SYLLABLE}(?:[ '’]?{_SYLLABLE}){{0,7}}[ ]?[)）]"
_PINYIN = tuple(
    Rewrite(mark, re.compile(re.escape(mark) + after, re.IGNORECASE), "", "pronunciation note")
    for after in (_IN_BRACKETS, rf"(?<=[{HAN}].)[ ]?[\u3105-\u312f][\u3105-\u312fˊˇˋ˙ ]{{0,30}}[)）]")  # and zhuyin
    for mark in ("(", "（")
)
_NEUTRAL_NOTE = re.compile(
    rf"[(（](?<=([{HAN}]).)[ ]?((?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?[aeiouü]{{1,3}}(?:ng|n|r)?)[ ]?[)）]"
)
# The common characters of GB2312 stand in the order of their sounds: where those of each first letter begin.
_SOUNDS = (
    *("aB0A1", "bB0C5", "cB2C1", "dB4EE", "eB6EA", "fB7A2", "gB8C1", "hB9FE", "jBBF7", "kBFA6", "lC0AC", "mC2E8"),
    *("nC4C3", "oC5B6", "pC5BE", "qC6DA", "rC8BB", "sC8F6", "tCBFA", "wCDDA", "xCEF4", "yD1B9", "zD4D1", "\0D7FA"),
)
_SOUND_STARTS = [bytes.fromhex(sound[1:]) for sound in _SOUNDS]
_ANNOTATED = 3  # notes with a tone, after which one without is a note too


def _initial(char: str) -> str:
    """Return the first letter of the sound of a common character; "" for any other."""
    place = bisect_right(_SOUND_STARTS, to_simplified(char).encode("gb2312", "ignore"))
    return _SOUNDS[place - 1][0] if place else ""


_SPEAKS_OF_SOUND = re.compile(
    "[读讀](?:[作成为為错錯音法]|[（(](?!d))|[念唸](?:[作成错錯]|[（(](?!n))|[发發]音|注音|多音字|破音字|[声聲][调調]"
)
_SENTENCE, _BESIDE_SOUND = re.compile(r"[^。！？\n]*"), re.compile("[ ()（）'’]")


def _needed_notes(text: str, notes: list[Found]) -> set[int]:
    """Return the places of the notes without which a sentence about sounds says nothing.

    It speaks of them (把角色读成角（jiǎo）色), or gives two readings of one character (行（háng）业和行（xíng）走).
    """
    needed: set[int] = set()
    after, inside, is_needed = 0, [], False
    readings: dict[str, str] = {}
    for start, note, _, _ in notes:
        if start >= after:
            needed |= {*inside} if is_needed else set()
            sentence = _SENTENCE.match(text, max(after, *(text.rfind(end, after, start) + 1 for end in "。！？\n")))
            after, inside, readings = sentence.end(), [], {}
            is_needed = bool(_SPEAKS_OF_SOUND.search(sentence[0]))
        sound = _BESIDE_SOUND.sub("", note).casefold()
        other = readings.setdefault(text[start - 1], sound)
        is_needed = is_needed or not (sound.endswith(other) or other.endswith(sound))
        inside.append(start)
    return needed | ({*inside} if is_needed else set())


def find_pinyin(text: str) -> Iterator[Found]:
    """Find pronunciation notes such as ``网(wǎng)``: tone-marked pinyin in brackets right after a character.

    Zhuyin is one too, and in a text with such notes, a syllable in the neutral tone that begins as the sound of the
    character does: ``的(de)``, ``朋友(you)``. Any other bracket survives: ``(DeepSeek)``, ``(LLM)``, and the outer pair of
    ``(在开源领(lǐng)域)``.

    >>> [*find_pinyin("网(wǎng)路(LLM)")]
    [(1, '(wǎng)', '', 'pronunciation note')]
    """
    notes = sorted(rewritten(_PINYIN, text))
    if not notes:
        return
    needed = _needed_notes(text, notes)
    yield from (note for note in notes if note[0] not in needed)
    if len(notes) >= _ANNOTATED:
        for match in _NEUTRAL_NOTE.finditer(text):
            if match[2][0] == _initial(match[1]):
                yield match.start(), match.group(), "", "pronunciation note"


_WIDE = rf"[{HAN}\u2014\u2018-\u201d\u2026\u3001-\u303f\uff01-\uff60]"
_BESIDE = re.compile(rf"[ ](?:(?<=[({{] )|(?<={_WIDE} )|(?<=[{HAN}][,;:!?] ))[ ]*|[ ](?<!  )[ ]*(?={_WIDE}|[,;:!?)}}])")
_EDGE = "blank at the edge of a line"
_INDENT = (Rewrite("\n ", re.compile(r"\n[ ]+"), "\n", _EDGE),)
_SPACING = (
    Rewrite("\n", re.compile(r"\n(?<=\A\n)\n*"), "", _EDGE),
    Rewrite(" ", re.compile(r"(?m)[ ](?<!  )[ ]*$"), "", _EDGE),
    Rewrite("\n", re.compile(r"\n(?<!\n\n)\n*\Z"), "", _EDGE),
    Rewrite("  ", re.compile(r"[ ][ ](?<=\S  )[ ]*(?=\S)"), " ", "row of blanks"),
    # the look-behind lets a row of blank lines be tried from its first line only
    Rewrite("\n", re.compile(r"\n(?<=[^\n ]\n)[ \n]*\n(?=[^\n])"), "\n", "empty line"),
)


_SIGN_APART = re.compile(
    r"[ ](?:\*{1,2}|==|%%|~~)(?=[ ])"
)  # 长 * 宽, 用 == 比较: without its blanks it would be a mark
_GAP = re.compile(rf"[ ](?<=[{HAN}] )[ ]*(?=[{HAN}])")
_IS_SENTENCE, _IS_CLAUSE = re.compile("[。！？!?…]"), re.compile("[，；,;]")
# Items with gaps between them: their first character is not within a word, so that no word is tried more than once.
_ROW = re.compile(rf"[^\W_](?<![^\W_].)[^\W_]*+(?:(?<=[{HAN}])[ ]++(?=[{HAN}])[^\W_]++)++")
_BLANK = re.compile("[ ]+")
_PARTICLES, _IS_COUNTED = frozenset("的了着著之和与與及或"), re.compile(r"[A-Za-z0-9][ ]{1,8}\Z")
_WORDS = f"[{HAN}A-Za-z0-9]"  # beside a character: one that stands alone is no cell (第  1  章)
_CELL_GAP = re.compile(
    rf"[ ][ ](?:(?<={_WORDS}[{HAN}]  )|(?<=[A-Za-z0-9%）)]  )(?<![-/:]\d  )(?<![-/:]\d\d  ))[ ]*+"
    rf"{_NO_DATE}(?=[{HAN}]{_WORDS}|[A-Za-z0-9（(+¥$￥-])"
)
_IS_NUMBERED = re.compile(r"[ ]*[A-Za-z0-9.]{1,6}[ ]")
_WIDE_GAP = 4  # blanks: a heading has fewer behind its number (图1  产量)
_MOST_ITEM = 4  # characters of the first two of three items in a sentence: 已经开源的参数 模型 提供功能 holds a link
_LONE = re.compile(rf"[ ][{HAN}](?![^\W_])")
_MOST_PER_GAP = 8  # characters of prose, where every word is set apart


def _is_segmented(text: str) -> bool:
    """Return whether every word of the prose is set apart by blanks, those of one character included."""
    if _MOST_PER_GAP * len(_GAP.findall(text)) < len(text):
        return False
    prose = "\n".join(filter(_IS_SENTENCE.search, text.split("\n")))
    return _MOST_PER_GAP * len(_GAP.findall(prose)) > len(prose) and bool(_LONE.search(prose))


def _boundaries(line: str) -> Iterator[int]:
    """Yield the places of the gaps that stand between items, which may be names, cells or the parts of a headline.

    In a sentence only three items prove that, of which the first two are short, or more. One character alone may be an item
    (天气 晴 气温), but no particle is (小镇 的 图书馆), nor what counts (12 本 字典); several in a row, as in a heading that
    is spaced out, are one (第 一 章 图书馆).
    """
    is_sentence = _IS_SENTENCE.search(line)
    for row in _ROW.finditer(line):
        items = row[0].split()
        sizes = [*map(len, items)]
        if is_sentence and (min(sizes) == 1 or len(sizes) < 3 or (len(sizes) == 3 and max(sizes[:2]) > _MOST_ITEM)):
            continue
        is_single = [False, *(size == 1 for size in sizes), False]
        around = zip(is_single, is_single[1:], is_single[2:], strict=False)
        is_none = [
            one and not (before or after) and item in _PARTICLES
            for item, (before, one, after) in zip(items, around, strict=True)
        ]
        if sizes[0] == 1 < sizes[1] and _IS_COUNTED.search(line[max(0, row.start() - 9) : row.start()]):
            is_none[0] = True
        for place, gap in enumerate(_BLANK.finditer(row[0])):
            both_single = is_single[place + 1] and is_single[place + 2]
            if not (both_single or is_none[place] or is_none[place + 1]):
                yield row.start() + gap.start()


def _gaps_of_cells(line: str) -> Iterator[int]:
    """Yield the places of the gaps beside a number or Latin word in the row of a table: it has two gaps, or a wide one."""
    gaps = [*_CELL_GAP.finditer(line)]
    if len(gaps) > 1 or (gaps and len(gaps[0][0]) >= _WIDE_GAP and not _IS_NUMBERED.match(line, 0, gaps[0].end())):
        for gap in gaps:
            if not (IS_HAN.match(line[gap.start() - 1]) and IS_HAN.match(line[gap.end()])):
                yield gap.start()


def _lines_with_blanks(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        if " " in line:
            yield start, line
        start += len(line) + 1


def _blanks_beside_chinese(text: str) -> Iterator[Found]:
    # only on lines that hold Chinese: English and French set blanks beside the same dashes, quotation and other marks
    line_start, line_end, is_chinese, has_cells = 0, -1, False, False
    boundaries: set[int] = set()
    cells: set[int] = set()
    is_segmented = _is_segmented(text)
    # a blank that tells an author (高爾基 著) stays until the text is Simplified
    has_authors = " 著" in text and script_of(text) == "Hant"
    beside_signs: set[int] = set()
    if "*" in text or "==" in text or "%%" in text or "~~" in text:
        beside_signs = {place for match in _SIGN_APART.finditer(text) for place in (match.start(), match.end())}
    behind_names = {} if is_segmented else {each.end for each in names_apart(_lines_with_blanks(text)).values()}
    for match in _BESIDE.finditer(text):
        start = match.start()
        if start > line_end:
            line_start = text.rfind("\n", 0, start) + 1
            line_end = text.find("\n", start) % (len(text) + 1)  # -1, where none follows, is the end
            line = text[line_start:line_end]
            is_chinese = IS_HAN.search(line)
            boundaries = set() if is_segmented else {*_boundaries(line)}
            has_cells = not (_IS_SENTENCE.search(line) or _IS_CLAUSE.search(line))
            cells = {*_gaps_of_cells(line)} if has_cells and "  " in line and not is_segmented else set()
        if (has_authors and is_authored(text, match.end())) or start in beside_signs or match.end() - 1 in beside_signs:
            continue
        if start in behind_names:
            continue
        place, is_wide = start - line_start, len(match.group()) > 1
        if place in cells or (place in boundaries and has_cells and is_wide):
            yield start, match.group(), "\n", _CELLS
        elif place not in boundaries and is_chinese:
            yield start, match.group(), "", "blank beside Chinese"


def find_spacing(text: str) -> Iterator[Found]:
    """Find blanks beside Chinese characters (between items one stays), at line edges, in rows, and empty lines: one
    paragraph, one line.

    >>> [*find_spacing("开源 AI。\\n\\n赢。")]
    [(2, ' ', '', 'blank beside Chinese'), (6, '\\n\\n', '\\n', 'empty line')]
    """
    beside = _blanks_beside_chinese(text)
    yield from leftmost([*beside, *at_line_starts(_INDENT, text), *rewritten(_SPACING, text)])


_SIMPLIFIED = "Traditional to Simplified"


def find_script(text: str) -> Iterator[Found]:
    """Find characters to convert: in an article that is written in Traditional script, or in a passage that is.

    >>> [(start, old, new) for start, old, new, _ in find_script("開源會贏。")]
    [(0, '開', '开'), (2, '會贏', '会赢')]
    """
    for start, end in traditional_passages(text):
        passage = text[start:end]
        simplified = to_simplified(passage)
        if len(passage) == len(simplified):
            pairs = [(passage, simplified)]
        else:  # the lines that became longer or shorter are changed as a whole
            pairs = zip(*(each.splitlines(keepends=True) for each in (passage, simplified)), strict=True)
        for old, new in pairs:
            yield from _differences(start, old, new)
            start += len(old)


def _differences(start: int, old: str, new: str) -> Iterator[Found]:
    """Yield the characters that differ between two texts, row by row; or all, where one text is the longer."""
    if len(old) != len(new):
        yield start, old, new, _SIMPLIFIED
    elif old != new:
        differs = np.diff(code_points(old) != code_points(new), prepend=False, append=False)
        edges = np.flatnonzero(differs).tolist()
        for first, last in zip(edges[::2], edges[1::2], strict=True):
            yield start + first, old[first:last], new[first:last], _SIMPLIFIED


@cache
def _spin() -> tuple[re.Pattern[str], dict[str, str], re.Pattern[str]]:
    table = lexicon.read_table("spin")
    safe = {row.spun: row.plain for row in table.itertuples() if row.certainty == "safe"}
    markers = table.loc[table["marker"] == "yes", "spun"]
    return _any_of(safe), safe, _any_of(markers)


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w))) or r"(?!)")


def restore_spin(text: str) -> str:
    """Return ``text`` with the words of a spun text changed back where that is safe.

    >>> restore_spin("微柔软")
    '微软'
    """
    pattern, safe, _ = _spin()
    return pattern.sub(lambda match: safe[match[0]], text)


def spin_markers(text: str) -> Counter[str]:
    """Return how often each marker of machine rewording (*spinning*) occurs in ``text``.

    >>> spin_markers("微柔软发布巨大模型")["微柔软"]
    1
    """
    return Counter(_spin()[2].findall(text))


def is_spun(text: str) -> bool:
    """Return whether ``text`` was reworded by machine: five different markers, and one in 1,000 characters at least.

    >>> is_spun("微柔软发布巨大模型")
    False
    """
    markers = spin_markers(text)
    return len(markers) >= 5 and 1000 * markers.total() >= len(text)


def find_spin(text: str) -> Iterator[Found]:
    """Find words to change back, in an article that its density of markers proves to be spun (`is_spun`); else nothing.

    >>> [new for _, _, new, _ in find_spin("微柔软巨大模型宏巨大巨大佬巨大腿")], [*find_spin("微柔软")]
    (['微软', '大模型', '宏大', '大佬', '大腿'], [])
    """
    if is_spun(text):
        pattern, plain, _ = _spin()
        yield from rewritten([Rewrite("", pattern, lambda match: plain[match.group()], "spun word")], text)


RULES: dict[str, Callable[[str], Iterable[Found]]] = {
    "mojibake": find_mojibake,  # before the rule that removes what only looks like control characters
    "characters": find_characters,
    "html": find_html,
    "markdown": find_markdown,
    "layout": find_layout,  # before the rule that takes away blank lines and indents
    "pinyin": find_pinyin,
    "spacing": find_spacing,
    "doubling": find_doubling,
    "script": find_script,
    "spin": find_spin,
}


def left_traditional(text: str) -> dict[str, int]:
    """Return the characters that conversion left in Traditional form, with counts: the report for one text.

    A text that is in Traditional script as a whole was not converted, and nothing is reported of it.

    >>> left_traditional("开源的馮先生"), left_traditional("開源的馮先生")
    ({'馮': 1}, {})
    """
    return traditional_characters(text) if script_of(text) != "Hant" else {}
