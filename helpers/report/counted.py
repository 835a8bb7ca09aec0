"""Find in one cleaned article all that is counted: words, statements, metaphors; or take it from the cache."""

from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from helpers.framing.analogies import ANALOGY_TYPES, analogies_in
from helpers.report.cache import checked, remembered
from helpers.report.evidence import STATEMENT_TYPES, is_unnamed, statements_of
from helpers.text.document import Document
from helpers.text.tokens import ContentCodes


class Counted(NamedTuple):
    """A cleaned article on its way to be counted, and the column of a picture that counts it."""

    article_id: str
    column: int
    document: Document


class Findings(NamedTuple):
    """What is counted in one article.

    * ``words``: ``(content word, how often)``;
    * ``statements`` and ``metaphors``: rows of `STATEMENT_TYPES` and `ANALOGY_TYPES`;
    * ``unnamed``: the speakers of the statements who have no name (`helpers.report.evidence.is_unnamed`).
    """

    words: list[tuple]
    statements: list[tuple]
    metaphors: list[tuple]
    unnamed: list[tuple]


def _in_python(types: dict[str, str]) -> list[type]:
    return [{"str": str, "int64": int, "bool": bool}[kind] for kind in types.values()]


_TYPES = ([str, int], _in_python(STATEMENT_TYPES), _in_python(ANALOGY_TYPES), [str])
_SPEAKER = [*STATEMENT_TYPES].index("speaker")


def finder(own_words: tuple[str, ...] = (), folder: Path | None = None) -> Callable[[Counted], Findings]:
    """Return the function that finds all this in an article.

    Args:
        own_words: what this process was taught (`helpers.text.tokens.teach_words`): a result in the cache depends on it.
        folder: of the cache; None for none.

    >>> found = finder()(Counted("a", 0, Document("马斯克说：“大模型的安卓时刻来了。”")))
    >>> found.words[0], len(found.statements), len(found.metaphors), found.unnamed
    (('Elon Musk', 1), 1, 1, [])
    """
    codes, words = ContentCodes(), []  # the words by their numbers, so that few articles spell any anew

    def find(article: Counted) -> Findings:
        counts = codes.count(article.document.text)
        words.extend(islice(codes.words, len(words), None))
        about = article.article_id, article.document
        statements = statements_of(*about)
        unnamed = [(name,) for name in dict.fromkeys(row[_SPEAKER] for row in statements) if is_unnamed(name)]
        return Findings([(words[code], n) for code, n in counts.items()], statements, analogies_in(*about), unnamed)

    def unpack(kept: list) -> Findings:
        return Findings(*map(checked, kept, _TYPES))

    def find_or_remember(article: Counted) -> Findings:
        about = "found", *own_words, article.article_id, article.document.text
        return remembered(about, lambda: find(article), list, unpack, folder)

    return find_or_remember
