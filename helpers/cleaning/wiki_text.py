"""Find the marks of a wiki's source (MediaWiki): templates, tables, references, files, categories, bold and italic. Pure."""

import re
from collections.abc import Iterator

from helpers.cleaning.ledger import Found

_NO_TEXT = re.compile(
    r"\[\[[ ]?(?:[a-z]{2,3}(?:-[a-z]{2,9})?|file|image|category|文件|[图圖]像|[档檔]案|[图圖]片|分[类類])[ ]?:",
    re.IGNORECASE,
)
# One of the first and three kinds of all prove such a source: notes and templates of other programs have the last.
_ONLY_OF_WIKIS = (re.compile(r"'''[^'\n]{1,200}'''"), re.compile("<ref[ />]"), _NO_TEXT)
_OF_OTHERS = (
    re.compile(r"(?m)^(={2,5})[^=\n]{1,80}\1[ \t\r]*$"),
    re.compile(r"\[\[[^\[\]\n]{1,200}\]\]"),
    re.compile(r"\{\{[^{}\n]{1,60}"),
)
_FEWEST = 3
_REFERENCE = re.compile(r"<ref\b[^<>]{0,300}(?:/>|>(?:[^<]|<(?!/?ref\b)){0,3000}</ref>)")
_MARKS = {
    "template": re.compile(r"\{\{|\}\}"),
    "table of a wiki": re.compile(r"^[ :]{0,9}\{\||^[ ]{0,9}\|\}", re.MULTILINE),
    "file, category or other language": re.compile(r"\[\[|\]\]"),
}
_IN_LANGUAGE = re.compile(r"\{\{[Ll]ang(?:-[a-z-]{2,12})?\|(?:[^{}|]{1,60}\|)?([^{}|=]{1,200})\}\}")
_QUOTES = re.compile("''{1,4}")


def find_wiki_text(text: str) -> Iterator[Found]:
    """Find what in the source of a wiki's page is no text. What a template says in a language stays; links have a rule of
    their own.

    >>> source = "'''桥'''{{来源}}见[[河]]。<ref>同上</ref>"
    >>> [old for _, old, _, _ in find_wiki_text(source)]
    ['<ref>同上</ref>', '{{来源}}', "'''", "'''"]
    """
    if not _is_of_wiki(text):
        return
    yield from ((match.start(), match[0], "", "reference of a wiki") for match in _REFERENCE.finditer(text))
    for note, marks in _MARKS.items():
        for start, end in _outermost(text, marks):
            said = _IN_LANGUAGE.fullmatch(text, start, end)
            if note != "file, category or other language" or _NO_TEXT.match(text, start):
                yield start, text[start:end], said[1] if said else "", note
    yield from ((match.start(), match[0], "", "bold or italic mark") for match in _QUOTES.finditer(text))


def _is_of_wiki(text: str) -> bool:
    sure = sum(bool(sign.search(text)) for sign in _ONLY_OF_WIKIS) if "[[" in text or "{{" in text else 0
    return sure > 0 and sure + sum(bool(sign.search(text)) for sign in _OF_OTHERS) >= _FEWEST


def _outermost(text: str, marks: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Yield the spans from an opening mark to the one that closes it, those inside others left out."""
    start = depth = 0
    for mark in marks.finditer(text):
        if mark[0].strip(" :")[0] in "[{":
            start, depth = start if depth else mark.start(), depth + 1
        elif depth:
            depth -= 1
            if not depth:
                yield start, mark.end()
