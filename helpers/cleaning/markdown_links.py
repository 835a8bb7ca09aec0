"""Find the links, images and code of Markdown with a parser that follows CommonMark; every find has its place. Pure.

`markdown-it` splits the text into blocks and tells the lines of each. Its rules for what stands inside a line are wrapped
here, so that each notes where it began and ended.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cache
from itertools import accumulate
from typing import Any

from helpers.cleaning.ledger import Found
from helpers.text.script import IS_HAN

_MARKS = ("[", "```", "~~~")  # quickly told of most texts: they hold none
_NEEDED = re.compile(r"\]\(|\]\[|(?m:^[ ]{0,3}\[[^\[\]\n]{1,300}\]:|^[ >]{0,9}(?:```|~~~))")
_BEYOND_BLOCK = ("```", "~~~", "]:")
_BLANK_LINE = re.compile(r"(?<=\n)(?=[ \t]*\n)")
_AUTOLINK = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]{1,31}:|<[^<>@\s]{1,100}@")
_FILE = "avif|bmp|csv|docx?|epub|gif|html?|jpe?g|json|md|markdown|mov|mp[34]|odt|pdf|png|pptx?|svg|txt|wav|web[mp]|xlsx?|zip"
_IS_ADDRESS = re.compile(
    r"\Z|[A-Za-z][A-Za-z0-9+.-]{1,30}:(?://|[!-~]*\Z)"  # scheme
    r"|/|\.{1,2}/|#[^#]*\Z|\?[\w&=]"  # path from the root or from here, anchor, query
    rf"|[^\n\[\]，。；！？]{{1,500}}\.(?i:{_FILE})(?:[?#]|\Z)"  # file
    r"|[!-Z^-~]{1,500}\.[A-Za-z][A-Za-z0-9]{0,9}(?:[/?#:]|\Z)"  # other file, host
    r"|(?=[!-~]{5,500}\Z)[^/]{1,500}/|[!-~]{0,500}%[0-9A-Fa-f]{2}"  # path in ASCII, escaped characters
)
_NUMBER, _TO_NOTE = re.compile(r"\[?\d{1,3}\]?"), re.compile(r"\](?![(\[])|\]\(#")  # a link that is the mark of a note
_BRACKET = re.compile(r"[\[\]]|\n\s*\n")
# Pandoc's, behind an image or a link: {width=50%}, {.right #map}, {target="_blank"}
_ATTRIBUTES = re.compile(
    r"\{(?:[ ]{0,3}(?:[#.][\w-]{1,60}|[\w-]{1,60}=(?:\"[^\"\n]{0,300}\"|[^\s{}\"]{1,100}))){1,20}[ ]{0,3}\}"
)
_ADDRESS = re.compile(r"\s*(?:https?://|www\.)[^\s]*\s*")


def is_address(target: str) -> bool:
    """Return whether the target of a link in Markdown looks like one: 张三 in brackets behind brackets may be prose.

    >>> is_address("about/me.md"), is_address("#part"), is_address("伪"), is_address("1")
    (True, True, False, False)
    """
    return bool(_IS_ADDRESS.match(target))


def _noting(name: str, rule: Callable[[Any, bool], bool]) -> Callable[[Any, bool], bool]:
    """Return a rule that does the same and records its finds in ``env``: name, start, end of the label, end."""

    def noted(state: Any, silent: bool) -> bool:
        start, noted_before = state.pos, len(state.env["found"])
        found = rule(state, silent)
        if found and not silent:
            if name == "image":
                del state.env["found"][noted_before:]  # what is inside an image goes with it
            label_end = state.md.helpers.parseLinkLabel(state, start, True) if name == "link" else start
            state.env["found"].append((name, start, label_end, state.pos))
        return found

    return noted


@cache
def _parser() -> Any:
    from markdown_it import MarkdownIt  # loaded when used: most texts hold no links
    from markdown_it.rules_inline import autolink, image, link

    # An indented paragraph is no code here; HTML, entities and emphasis have rules of their own.
    parser = (
        MarkdownIt("zero")
        .disable("inline")
        .enable(["blockquote", "fence", "heading", "hr", "lheading", "list", "reference"])
    )
    parser.enable(["autolink", "backticks", "escape", "image", "link", "newline"])
    for name, rule in (("autolink", autolink), ("image", image), ("link", link)):
        parser.inline.ruler.at(name, _noting(name, rule))
    parser.validateLink = is_address
    parser.normalizeLink = lambda url: url
    return parser


_DEEPEST = 20  # brackets in brackets that the parser follows


def _is_too_deep(text: str) -> bool:
    """Return whether brackets are nested more deeply than the parser follows; it would look in vain, again and again."""
    depth = 0
    for mark in _BRACKET.findall(text):
        depth = depth + 1 if mark == "[" else max(0, depth - 1) if mark == "]" else 0
        if depth > _DEEPEST:
            return True
    return False


def find_links_and_code(text: str) -> Iterator[Found]:
    """Find links (their label stays), images, definitions of references, and fences with code between them.

    Between fences stands code, unless it is written in Chinese: then only the fences go.

    >>> [(old, new) for _, old, new, _ in find_links_and_code("看[这[里]](a.b)")]
    [('[', ''), ('](a.b)', '')]
    """
    if not any(mark in text for mark in _MARKS) or not _NEEDED.search(text) or _is_too_deep(text):
        return
    for start, piece in _pieces(text):
        for place, old, new, note in _parsed(piece):
            yield start + place, old, new, note


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Yield what of ``text`` the parser must see, and where: of a text whose blocks end at blank lines, those with links.

    A fence holds blank lines, and a reference may be defined anywhere: then all of it.
    """
    if any(mark in text for mark in _BEYOND_BLOCK):
        yield 0, text
        return
    start = 0
    for block in _BLANK_LINE.split(text):
        if "](" in block or _AUTOLINK.search(block):
            yield start, block
        start += len(block)


def _parsed(text: str) -> Iterator[Found]:
    env: dict[str, Any] = {"found": []}
    parser = _parser()
    tokens = parser.parse(text, env)  # what stands inside the lines comes later: its places are told block by block
    lines = text.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    definitions = [*env.get("references", {}).values(), *env.get("duplicate_refs", ())]
    for first, after in (definition["map"] for definition in definitions):
        yield *_lines(text, starts, first, after), "", "definition of a reference"
    for token in tokens:
        if token.type == "fence":
            yield from _fence(text, starts, *token.map)
        elif token.type == "inline" and ("[" in token.content or "<" in token.content):
            yield from _links(parser, token, env, lines, starts, text)


def _lines(text: str, starts: list[int], first: int, after: int) -> tuple[int, str]:
    start = starts[first]
    return start, text[start : starts[min(after, len(starts) - 1)]]


def _fence(text: str, starts: list[int], first: int, after: int) -> Iterator[Found]:
    inside = _lines(text, starts, first + 1, after - 1)[1]
    closing = _lines(text, starts, after - 1, after)
    if after - first < 2 or not re.fullmatch(r"[ >]*(?:```+|~~~+)\s*", closing[1]):
        yield *_lines(text, starts, first, first + 1), "", "code fence"  # never closed
    elif IS_HAN.search(inside):
        yield *_lines(text, starts, first, first + 1), "", "code fence"
        yield *closing, "", "code fence"
    else:
        yield *_lines(text, starts, first, after), "", "code"


def _links(
    parser: Any, token: Any, env: dict[str, Any], lines: list[str], starts: list[int], text: str
) -> Iterator[Found]:
    """Find the links and images of one block. Its lines stand in those of the text without what opens the block."""
    inner, places = [0], []
    for line, number in zip(token.content.split("\n"), range(*token.map), strict=False):
        column = lines[number].rfind(line.rstrip())
        if column < 0:
            return
        places.append(starts[number] + column)
        inner.append(inner[-1] + len(line) + 1)

    def place(offset: int) -> int:
        line = min(bisect_right(inner, offset), len(places)) - 1
        return places[line] + offset - inner[line]

    env["found"] = []
    parser.inline.parse(token.content, parser, env, [])
    for name, start, label_end, end in env["found"]:
        label = token.content[start + 1 : label_end]
        if attributes := _ATTRIBUTES.match(token.content, end):
            end = attributes.end()
        parts = [(start, end)]
        is_mark = _NUMBER.fullmatch(label) and _TO_NOTE.match(token.content, label_end)
        if name == "link" and not is_mark and not _ADDRESS.fullmatch(label):
            parts = [(start, start + 1), (label_end, end)]
        for part in parts:
            first, last = map(place, part)
            yield first, text[first:last], "", "mark of a footnote" if is_mark else name
