"""Cut the words around a passage to the length that a page shows, at the edge of a clause or of a word. Pure."""

import re
from itertools import accumulate

from helpers.text.tokens import tokenize

MARGIN = 12  # characters more than are shown, to see the word that the edge would cut
_CLAUSE_END = re.compile(r"(?:[，。；：！？、;!?]|[,:](?!\d))[”’」』）)]*")
_SENTENCE_ENDS, _CLOSING, _OPENING = "。！？!?", " ”’」』）)", " “‘「『（("


def end_of(words: str, most: int) -> str:
    """Return the end of ``words``, about so many characters, from the beginning of a clause on if one is near, else of a
    word; ``…`` stands for what is left out of a sentence.

    Args:
        words: at most `MARGIN` characters more than are wanted; as many only where the line goes on beyond them.

    >>> end_of("我们从Llama 405B开始，后来", 10), end_of("他说。后来又说", 5)
    ('…开始，后来', '后来又说')
    """
    if len(words) <= most:
        return words
    first = len(words) - most
    for mark in _CLAUSE_END.finditer(words, max(0, first - 3), first + most // 3):
        if mark.end() >= first:
            return f"{'' if mark[0][0] in _SENTENCE_ENDS else '…'}{words[mark.end() :].lstrip()}"
    edges = _edges_of(words)
    begin = min((place for place in edges if place >= first), default=max(edges, default=0))
    return f"{'…' if begin or len(words) >= most + MARGIN else ''}{words[begin:].lstrip(_CLOSING)}"


def beginning_of(words: str, most: int) -> str:
    """Return the beginning of ``words``, as `end_of` returns the end.

    >>> beginning_of("后来，我们用Llama 405B", 8), beginning_of("后来又说。我们", 6)
    ('后来，我们用…', '后来又说。')
    """
    if len(words) <= most:
        return words
    marks = [*_CLAUSE_END.finditer(words, most - most // 3, most)]
    if marks and marks[-1][0][0] in _SENTENCE_ENDS:
        return words[: marks[-1].end()]
    if marks:
        return f"{words[: marks[-1].start()]}…"
    edges = _edges_of(words)
    end = max((place for place in edges if place <= most), default=min(edges, default=len(words)))
    return f"{words[:end].rstrip(_OPENING)}{'…' if end < len(words) or len(words) >= most + MARGIN else ''}"


def _edges_of(words: str) -> list[int]:
    """Return the places between two words: no context begins or ends within a name."""
    return [*accumulate(map(len, tokenize(words)))][:-1]
