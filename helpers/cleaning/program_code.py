"""Find what programs leave in the text of a page: style sheets and lines of scripts. Pure."""

import re
from collections.abc import Iterator

from helpers.cleaning.ledger import Found
from helpers.cleaning.naming import is_shown
from helpers.text.script import HAN

_VALUE = r"(?:[^{};:\"'\n\u3000-\uffef]|\"[^\"\n]{0,200}\"|'[^'\n]{0,200}'|:(?=[/\w])){1,300}+"
_DECLARATION = rf"-{{0,2}}[a-z][a-z0-9-]{{1,40}}+\s?:{_VALUE}"
_BLOCK = re.compile(rf"\{{\s{{0,20}}+(?:{_DECLARATION};\s{{0,20}}+){{0,60}}+(?:{_DECLARATION})?\s{{0,20}}\}}")
_HAS_DECLARATION = re.compile(
    r"[a-z]\s?:[^{}]+;|-[a-z]+\s?:|\{\s*(?:margin|padding|color|display|width|height|border)\b"
)
_SELECTOR = re.compile(r"[ ]?(?:[\w .#*,:>+~()\\@\[\]=\"'-]|\n(?=[ .#*@\w\n])){1,300}\Z", re.ASCII)

_TRACKERS = "gtag|fbq|dataLayer|adsbygoogle|_hmt|_gaq|_paq|jQuery"  # which pages call
# what a line of a script holds one of
_CODE_MARKS = (
    *("function", "=>", "var", "let", "const", "window", "document", "$(", "@import", "typeof", "===", "import "),
    *_TRACKERS.split("|"),
)
_CODE_LINE = re.compile(
    r"(?m)^(?=import\s[\w{}*,$ ]{1,80}\sfrom\s['\"]|[^\n]{0,400}(?:function\s?\(|\bfunction\s[\w$]{1,40}\s?\([^()\n]{0,200}\)\s?\{|=>\s?\{"
    r"|\b(?:var|let|const)\s\w+\s?=|window\.\w|document\.\w|\$\(|@import\b|\btypeof\s\w{1,40}\s?[!=]=|\w\s?[!=]==\s?[\w'\"]"
    rf"|\b(?:{_TRACKERS})\s?[.(\[]))[^\n{HAN}]{{10,4000}}[;}})][ ]*$"
)
_COMMENT_LINE = re.compile(r"(?m)^[ ]*/\*[^\n*]{0,300}\*/[ ]*$")


def _styles(text: str) -> Iterator[Found]:
    """Find rules of CSS: declarations in braces with the selector before them. What a sentence shows stays."""
    found: list[tuple[int, int]] = []
    end = 0
    for block in _BLOCK.finditer(text) if "{" in text else ():
        if not _HAS_DECLARATION.search(block.group()):
            continue
        selector = _SELECTOR.search(text[max(end, block.start() - 300) : block.start()])
        if selector and selector.group().strip():
            start = block.start() - len(selector.group())
            if found and found[-1][1] == start:
                start, _ = found.pop()  # rules one behind the other are shown together, or not at all
            end = block.end()
            found.append((start, end))
    for start, end in found:
        if not is_shown(text, start, end):
            yield start, text[start:end], "", "style sheet"


def _scripts(text: str) -> Iterator[Found]:
    for match in _CODE_LINE.finditer(text) if any(mark in text for mark in _CODE_MARKS) else ():
        yield match.start(), match.group(), "", "line of a script"


def _comments(text: str) -> Iterator[Found]:
    """Find comments on lines of their own; where neither styles nor scripts stand, they may be anything."""
    for match in _COMMENT_LINE.finditer(text) if "/*" in text else ():
        yield match.start(), match.group(), "", "comment in a style sheet or script"


def find_code(text: str) -> list[Found]:
    """Find rules of CSS, lines of scripts, and the comments beside them.

    >>> [old for _, old, _, _ in find_code("开源\\np { color: red; }\\n/* 页尾 */")]
    ['\\np { color: red; }', '/* 页尾 */']
    """
    code = [*_styles(text), *_scripts(text)]
    return [*code, *(_comments(text) if code else ())]
