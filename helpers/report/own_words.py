"""The words of a user's own: a file that teaches the segmenter words it does not know."""

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from helpers.lexicon import words_of
from helpers.report.input.encoding import decode
from helpers.report.outcomes import FolderError, Refusal
from helpers.report.regular_files import read_bytes
from helpers.text.script import simplify_words
from helpers.wording import many, path_text, plain, without_marks

OWN_WORDS = "words.csv"  # the file of a user's own words, unless another is named
_MOST_SHOWN = 5  # lines of a file of words that are not understood
_CELL = re.compile(r'\s*(?:"([^"\n]*)"[^,;\t，；|｜\n]*|([^,;\t，；|｜\n]*))(?:[,;\t，；|｜]|\Z)')
_REMARK = re.compile(r"#|//|sep=.\s*\Z")
_HEADINGS = words_of(
    "word words term terms keyword keywords vocabulary 词 词语 单词 术语 生词 新词 关键词 名词 词汇 词条 自定义词 专有名词 名称 用语 用词"
)
_BEFORE = words_of(
    "id no no. number # 序号 编号 英文 english 类别 分类 category"
)  # headings of columns before that of the words
_BULLET = re.compile(r"(?:[-*•·]\s+|\d{1,3}[.、)）．]\s*(?!\d))")
# A line of a dictionary of jieba's: the word, how often it occurs, its part of speech.
_OF_JIEBA = re.compile(r"(\S+)(?:\s+\d+)?(?:\s+([a-z]{1,4}))?")
_PARTS_OF_SPEECH = words_of(
    "a ad ag an b c d df dg e eng f g h i j k l m mg mq n ng nr nrfg nrt ns nt nz nw o p q r rg s t tg u v vd vg vi vn x y z zg"
)
_IS_WORD = re.compile(r"(?=.{2,30}\Z)\.?\w[\w .·&+'#-]*")


class OwnWords(NamedTuple):
    """The words of a user's own, in Simplified, their file, and what in it is no word."""

    words: tuple[str, ...] = ()
    file: Path = Path()
    not_words: tuple[str, ...] = ()

    def report(self) -> str:
        """Return what the ingest log says of the file.

        >>> OwnWords(("算力券",), not_words=("券",)).report()
        'your own words: 1 learned; 1 line not understood: 券'
        """
        if not (n := len(self.not_words)):
            return f"your own words: {len(self.words)} learned"
        shown = ", ".join([*self.not_words[:_MOST_SHOWN], *["…"] * (n > _MOST_SHOWN)])
        return f"your own words: {len(self.words)} learned; {many(n, 'line')} not understood: {shown}"


def read_own_words(path: Path, words: Path | str | None) -> OwnWords:
    """Return the words of a user's own: of the file ``words``, else of words.csv in the folder.

    Each line is a word, or a row of a table whose first cell is one; the second, where the first are numbers or a heading
    says so. Blank lines, headings and lines with ``#`` are none, nor are marks around a word, bullets, and the numbers and
    parts of speech of a dictionary of jieba's.

    Raises:
        FolderError: there is no such file, or it is no text.
    """
    beside = path / OWN_WORDS
    if words is None and not os.path.isfile(beside):  # nor one in a folder that cannot be looked into
        return OwnWords()
    file = Path(os.path.expanduser(words)) if words is not None else beside
    try:
        lines = decode(read_bytes(file)).text.splitlines()
    except Refusal as refusal:
        raise FolderError(f"{path_text(file.name)}: {refusal}.") from None
    found = [
        plain(word, 60).replace("‑", "-")
        for word in _words_in([line.strip() for line in lines if not _REMARK.match(line)])
    ]
    is_word = {word: bool(_IS_WORD.fullmatch(word)) for word in found if word}
    learned = dict.fromkeys(simplify_words(word) for word in is_word if is_word[word])
    return OwnWords(tuple(learned), file.resolve(), tuple(word for word in is_word if not is_word[word]))


def _words_in(lines: Sequence[str]) -> Iterator[str]:
    """Yield what stands where the words do, in each line."""
    lines = [_BULLET.sub("", line, count=1) for line in lines if line]
    rows = [[(cell[1] or cell[2] or "").strip() for cell in _CELL.finditer(line)][:-1] for line in lines]
    headings = [simplify_words(cell.casefold()) for cell in rows[0]] if rows else []
    place = next((place for place, name in enumerate(headings) if name in _HEADINGS), None)
    if place is not None and (place == 0 or headings[0] in _BEFORE):
        del rows[0]
    else:
        place = int(len(rows) > 1 and all(len(row) > 1 and row[0].isdecimal() for row in rows))
    cells = [row[place] for row in rows if len(row) > place]
    of_jieba = [_OF_JIEBA.fullmatch(cell) for cell in cells]
    tags = {line[2] for line in of_jieba if line} - {None}
    if tags and tags <= _PARTS_OF_SPEECH and all(line and line[1] != line[0] for line in of_jieba):
        cells = [line[1] for line in of_jieba if line]
    for cell in cells:
        for word in cell.split("、"):
            yield without_marks(word)
