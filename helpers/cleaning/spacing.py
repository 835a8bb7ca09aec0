"""Rule ``spacing``: find blanks and empty lines that say nothing, and gaps between cells. Pure."""

import re
from collections.abc import Iterator

from helpers.cleaning.characters import GAP_OF_CELLS, NO_DATE
from helpers.cleaning.ledger import Found, leftmost
from helpers.cleaning.rewriting import Rewrite, at_line_starts, rewritten
from helpers.text.apart import names_apart
from helpers.text.script import HAN, IS_HAN, is_authored, script_of
from helpers.text.sentences import end_of_line, lines_of

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


# 长 * 宽, 用 == 比较: without its blanks it would be a mark
_SIGN_APART = re.compile(r"[ ](?:\*{1,2}|==|%%|~~)(?=[ ])")
_GAP = re.compile(rf"[ ](?<=[{HAN}] )[ ]*(?=[{HAN}])")
_IS_SENTENCE, _IS_CLAUSE = re.compile("[。！？!?…]"), re.compile("[，；,;]")
# Items with gaps between them: their first character is not within a word, so that no word is tried more than once.
_ROW = re.compile(rf"[^\W_](?<![^\W_].)[^\W_]*+(?:(?<=[{HAN}])[ ]++(?=[{HAN}])[^\W_]++)++")
_BLANK = re.compile("[ ]+")
_PARTICLES, _IS_COUNTED = frozenset("的了着著之和与與及或"), re.compile(r"[A-Za-z0-9][ ]{1,8}\Z")
_WORDS = f"[{HAN}A-Za-z0-9]"  # beside a character: one that stands alone is no cell (第  1  章)
_CELL_GAP = re.compile(
    rf"[ ][ ](?:(?<={_WORDS}[{HAN}]  )|(?<=[A-Za-z0-9%）)]  )(?<![-/:]\d  )(?<![-/:]\d\d  ))[ ]*+"
    rf"{NO_DATE}(?=[{HAN}]{_WORDS}|[A-Za-z0-9（(+¥$￥-])"
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
    lines = [] if is_segmented else [(place, line) for place, line in lines_of(text) if " " in line]
    behind_names = {each.end for each in names_apart(lines).values()}
    for match in _BESIDE.finditer(text):
        start = match.start()
        if start > line_end:
            line_start = text.rfind("\n", 0, start) + 1
            line_end = end_of_line(text, start)
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
            yield start, match.group(), "\n", GAP_OF_CELLS
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
