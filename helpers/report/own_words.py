"""The words of a user's own: a file that teaches the segmenter words it does not know."""

import re
from pathlib import Path
from typing import NamedTuple

from helpers.report.encoding import decode
from helpers.report.outcomes import FolderError, Refusal
from helpers.report.sources import read_bytes
from helpers.text.script import simplify_words
from helpers.wording import many, plain

OWN_WORDS = "words.csv"  # the file of a user's own words, unless another is named
_MOST_SHOWN = 5  # lines of a file of words that are not understood
_FIRST_CELL = re.compile(r'\s*(?:"([^"\n]*)"|([^,;\t，；\n]*))')
_HEADINGS = frozenset(["word", "words", "term", "terms", "词", "词语", "单词", "术语", "生词", "新词"])
_IS_WORD = re.compile(r"\w[\w .·&+'-]{1,29}")


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

    Each line is a word, or a row of a table whose first cell is one. Blank lines, headings and lines with ``#`` are none.

    Raises:
        FolderError: there is no such file, or it is no text.
    """
    beside = path / OWN_WORDS
    if words is None and not beside.is_file():
        return OwnWords()
    file = Path(words) if words is not None else beside
    try:
        lines = decode(read_bytes(file)).text.splitlines()
    except Refusal as refusal:
        raise FolderError(f"{plain(file.name)}: {refusal}.") from None
    cells = (_FIRST_CELL.match(line) for line in lines if not line.startswith("#"))
    found = [plain(cell[1] or cell[2] or "", 60).strip() for cell in cells]
    if found and simplify_words(found[0].casefold()) in _HEADINGS:
        del found[0]
    is_word = {word: bool(_IS_WORD.fullmatch(word)) for word in found if word}
    learned = dict.fromkeys(simplify_words(word) for word in is_word if is_word[word])
    return OwnWords(tuple(learned), file.resolve(), tuple(word for word in is_word if not is_word[word]))
