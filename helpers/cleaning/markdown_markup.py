"""Rule ``markdown``: find what is left of Markdown, of wikis, of LaTeX and of templates. Pure."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from helpers import lexicon
from helpers.cleaning.emphasis import find_emphasis
from helpers.cleaning.footnotes import find_footnotes
from helpers.cleaning.forum_codes import find_forum_codes
from helpers.cleaning.front_matter import read_front_matter
from helpers.cleaning.latex_text import find_latex
from helpers.cleaning.ledger import Found, leftmost
from helpers.cleaning.markdown_links import find_links_and_code, is_address
from helpers.cleaning.naming import code_spans
from helpers.cleaning.notes import find_notes
from helpers.cleaning.rewriting import Rewrite, at_line_starts, inside, rewritten
from helpers.cleaning.wiki_text import find_wiki_text
from helpers.text.script import HAN, shadow_of

_ADDRESS = r"[A-Za-z0-9\-._~:/?#\[\]@!$&'*+,;=%\\]"
# A host alone, as in https://a.b, is a name that a sentence needs; with a path it is an address.
_PATH = rf"{_ADDRESS}{{1,300}}/(?<!//)(?:{_ADDRESS}|[()]){{0,2000}}(?<![.,;:!?'])"


def _label(match: re.Match[str]) -> str:
    """Return the label of a link to an address, or to a page of a wiki (``[甲](乙 "wikilink")``); of others, all."""
    return match[1] if match[3] or is_address(match[2]) else match[0]


_LONGEST_COMMAND = 120
_COMMAND = re.compile(
    r"(?<![A-Za-z0-9])(?:git (?:clone|remote|submodule|fetch|pull)|curl|wget|aria2c|yt-dlp|npx"
    r"|(?:pip3?|npm|yarn|brew|go|cargo|gem|conda|helm) (?:install|get|i|add|tap)|docker (?:pull|run))[ ][^\n()\[\]<>]{0,80}\Z"
)


def _address(match: re.Match[str]) -> str:
    """Return an address that is what a command shall get (git clone https://a.b/c.git); of others, nothing."""
    start = match.start()
    return match[0] if _COMMAND.search(match.string[max(0, start - _LONGEST_COMMAND) : start]) else ""


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
    Rewrite("://", re.compile(rf"https?://{_PATH}"), _address, "address"),
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
_TO_EDIT = "|".join(lexicon.terms_of("credits", "wiki_edit"))
_EDIT_LINKS = re.compile(
    r"\[(?:[ ]?\|?[ ]?\[[^\[\]\n]{1,20}\]\([^()\s]{1,1000}action=edit[^()\s]{0,500}(?:[ ]\"[^\"\n]{0,200}\")?\)){1,3}[ ]?\]"
)
_EDIT_LABEL = re.compile(rf"(?m)[ ]?\[(?:{_TO_EDIT})(?:[ ]?\|[ ]?(?:{_TO_EDIT}))?\][ ]*$")


def _edit_links(text: str) -> Iterator[Found]:
    """Find the links by which a section of a wiki is edited; without an address, where they stand behind several headings."""
    if "action=edit" in text:
        yield from ((match.start(), match[0], "", "link to edit") for match in _EDIT_LINKS.finditer(text))
    if any(label in text for label in ("[编辑", "[編輯", "[edit")):
        labels = [match.span() for match in _EDIT_LABEL.finditer(shadow_of(text))]
        if len(labels) >= _FEWEST_LABELS:
            yield from ((start, text[start:end], "", "link to edit") for start, end in labels)


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
    if head and head.foot:
        edits.append((len(text) - len(head.foot), head.foot, "", "front matter"))
    if latex := [*find_latex(text)]:
        yield from (*edits, *latex)
        return
    edits += [*find_links_and_code(text)] or [*rewritten(_BROKEN_LINKS, text)]
    edits += [
        *find_wiki_text(text),
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
