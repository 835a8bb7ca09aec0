"""Find line ends that are written out (``\\n``), and lists of lines as programs print them. Pure."""

import re
from collections.abc import Iterator

from helpers.cleaning.ledger import Found
from helpers.cleaning.naming import is_named

# But no \nabla, C:\new, nor one that is code.
_LINE_END = re.compile(r"\\(?<![\\`]\\)(?:r\\)?n(?:(?<=[。！？…”」』）]\\n)|(?<=\\r\\n)|(?![a-z]))")
_BEHIND_SENTENCE = re.compile(r"[。！？…”」』）][ ]{0,3}\\(?:r\\)?n")
_FEWEST = 3
_STRING = r"(?:'(?:[^'\\\n]|\\.)*+'|\"(?:[^\"\\\n]|\\.)*+\")"
_LIST = re.compile(rf"\s{{0,9}}\[(?:{_STRING},[ ]?)++{_STRING}\]\s{{0,9}}\Z")
_ITEM = re.compile(_STRING)
_IN_ITEM = re.compile(r"\\(?:n|r|t|xa0|u3000)")
_SENTENCE_END = re.compile("[。！？]")


def find_escapes(text: str) -> Iterator[Found]:
    """Find line ends written out, where three end a sentence and more than there are line ends; and a text that is a list.

    >>> [(old, new) for _, old, new, _ in find_escapes("['第一行。', '第二行']")]
    [("['", ''), ("', '", '\\n'), ("']", '')]
    """
    if text[:10].lstrip()[:2] in ("['", '["') and _LIST.match(text) and _SENTENCE_END.search(text):
        yield from _listed(text)
    elif "\\n" in text and len(_BEHIND_SENTENCE.findall(text)) >= max(_FEWEST, text.count("\n") + 1):
        yield from (
            (match.start(), match[0], "\n", "line end")
            for match in _LINE_END.finditer(text)
            if not is_named(text, *match.span())
        )


def _listed(text: str) -> Iterator[Found]:
    after, new = 0, ""
    for item in _ITEM.finditer(text):
        yield after, text[after : item.start() + 1], new, "list of lines"
        for match in _IN_ITEM.finditer(text, item.start() + 1, item.end() - 1):
            yield match.start(), match[0], "\n" if match[0] == "\\n" else " ", "line end"
        after, new = item.end() - 1, "\n"
    yield after, text[after:], "", "list of lines"
