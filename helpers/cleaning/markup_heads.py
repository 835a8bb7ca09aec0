"""Read the heads of documents in Org, reStructuredText (and Nikola), AsciiDoc and LaTeX, and of pages that Notion and
MediaWiki export. Pure.

Each must prove itself: by keys that no prose has, among them one that names a title, an author or a day.
"""

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

_MOST_LINES, _MOST_PREAMBLE = 60, 20_000
_NEAR = 600  # characters in which the fields below a title begin
_PROVES = frozenset(("title", "author", "authors", "date", "slug", "revdate"))
_OTHER_NAMES = {"revdate": "date", "created": "created_time"}
_LINE_END = r"[ \t\r]*(?:\n|\Z)"
_BLANKS = re.compile("[\ufeff \t\r\n]*")

_DRAWER = re.compile(
    rf":PROPERTIES:{_LINE_END}(?::[\w+-]{{1,60}}:[^\n]{{0,400}}\n){{0,50}}:END:{_LINE_END}", re.IGNORECASE
)
_MODE_LINE = re.compile(rf"#+ -\*-[^\n]{{1,200}}-\*-{_LINE_END}")
# These belong to what follows them in the text.
_KEYWORD = re.compile(
    r"#\+(?!caption|name|attr|begin|end)(?P<name>[A-Za-z][\w-]{1,39}):(?P<value>[^\n]{0,1000})(?:\n|\Z)", re.IGNORECASE
)
_ORG_DAY = re.compile(r"[<\[](\d{4}-\d\d-\d\d)(?![^<>\[\]\n]{0,40}[>\]]-)[^<>\[\]\n]{0,40}[>\]]")

_COMMENT_FIELD = re.compile(r"\.\. (?P<name>[A-Za-z][\w-]{1,39}):(?!:)(?P<value>[^\n]{0,1000})(?:\n|\Z)")

_RULE = r"(?P<{}>[=#*~^\"'`+-])(?P={}){{2,200}}"
_UNDERLINED = re.compile(
    rf"(?:{_RULE.format('over', 'over')}{_LINE_END})?[ \t]{{0,9}}(?P<title>[^\s:.][^\n]{{0,199}}?){_LINE_END}"
    rf"{_RULE.format('under', 'under')}{_LINE_END}(?:[ \t\r]*\n){{0,9}}(?=:[A-Za-z])"
)
# A field, and what of it stands in further lines, which are indented.
_FIELD = re.compile(
    r":(?P<name>[A-Za-z][\w -]{1,39}):(?P<value>(?:[ \t][^\n]{0,1000})?)(?:\n|\Z)(?P<more>(?:[ \t]{1,40}\S[^\n]{0,1000}(?:\n|\Z)){0,30})"
)

# What Notion exports of a page: its properties stand below its title.
_PAGE_TITLE = re.compile(rf"# (?P<title>[^\n]{{1,200}}?){_LINE_END}(?:[ \t\r]*\n){{0,3}}(?=[A-Z][A-Za-z ]{{1,39}}: )")
_PROPERTY = re.compile(r"(?P<name>[A-Z][A-Za-z ]{1,39}): (?P<value>[^\n。]{0,1000})(?:\n|\Z)")  # no sentence
_OF_A_PAGE = frozenset(
    (
        "created",
        "created time",
        "created by",
        "last edited time",
        "last edited by",
        "tags",
        "url",
        "author",
        "date",
        "status",
    )
)
_FEWEST_PROPERTIES = 2

_ADOC_TITLE = re.compile(rf"= (?P<title>[^\s=][^\n]{{0,199}}?){_LINE_END}")
_ADOC_AUTHOR = re.compile(
    r"(?P<author>[^\n:<>。，]{1,100}?)(?:[ ]<[^<>\n]{1,100}>)?(?P<more>(?:;[^\n:<>。，]{1,100}(?:<[^<>\n]{1,100}>)?){0,9})[ \t\r]*\n"
)
_ADOC_REVISION = re.compile(
    r"(?:v?\d[\w.]{0,20}, ?)?(?P<date>(?:19|20)\d\d-\d\d?-\d\d?)(?::[^\n]{0,200})?[ \t\r]*\n|v\d[\w.]{0,20}[ \t\r]*\n"
)
_ADOC_ATTRIBUTE = re.compile(r":!?(?P<name>[A-Za-z][\w-]{1,39})!?:(?P<value>(?:[ \t][^\n]{0,1000})?)(?:\n|\Z)")
_IN_ANGLES = re.compile(r"[ ]?<[^<>\n]{1,100}>")

_LATEX = re.compile(r"\\document(?:class|style)\b")
BEGIN_DOCUMENT, _END = "\\begin{document}", "\\end{document}"
_MAKE_TITLE = re.compile(r"\s{0,99}\\maketitle\b")
_COMMAND = re.compile(
    r"\\(?P<name>title|author|date)[ \t\r\n]{0,9}(?:\[[^\[\]\n]{0,200}\][ \t]{0,9})?\{(?P<value>(?:[^{}]|\{[^{}]{0,400}\}){0,400})\}"
)
_DROPPED = re.compile(r"\\(?:thanks|footnote|inst|email|today)\b(?:\{[^{}]{0,400}\})?")
_AND = re.compile(r"\s{0,9}(?:\\and\b|\\And\b|\\AND\b)\s{0,9}")
_DRESS = re.compile(r"\\\\(?:\[[^\[\]]{0,20}\])?|\\[A-Za-z]{1,40}\*?|[{}~]")


_WIKI = re.compile(r"<(?:mediawiki|page)\b[^<>]{0,500}>")
_OF_WIKI = re.compile(r"<(?P<name>title|sitename)>(?P<value>[^<>]{1,200})</(?P=name)>")
_WIKI_TEXT, _WIKI_END = re.compile(r"<text\b[^<>]{0,200}(?<!/)>\s{0,99}"), "</text>"


class Head(NamedTuple):
    """Where the head of a document ends, its ``(name, value)`` pairs, and what of it stands behind the text."""

    end: int
    pairs: tuple[tuple[str, str], ...]
    foot: str = ""


def read_markup_head(text: str) -> Head | None:
    """Return the head with which a document in Org, reStructuredText, AsciiDoc or LaTeX begins, or a page of Notion or MediaWiki; None
    where there is none.

    >>> read_markup_head("#+TITLE: 开源\\n#+DATE: <2024-05-01 Wed>\\n\\n开源来了。")
    Head(end=37, pairs=(('TITLE', '开源'), ('DATE', '2024-05-01')), foot='')
    >>> read_markup_head("开源\\n====\\n\\n:author: 林晓\\n\\n开源来了。").pairs
    (('title', '开源'), ('author', '林晓'))
    """
    begin = _BLANKS.match(text).end()
    if text.startswith("\\document", begin):
        return _of_latex(text, begin)
    if text.startswith(("#+", "# -*-", ":PROPERTIES:", ":properties:"), begin):
        return _of_org(text, begin)
    if text.startswith(".. ", begin):
        return _proven(text, *_lines(_COMMENT_FIELD, text, begin))
    if text.startswith(":", begin):
        pairs, end = _lines(_FIELD, text, begin)
        return _proven(text, pairs, end) if any(name.lower() == "title" for name, _ in pairs) else None
    if text.startswith("# ", begin) and (title := _PAGE_TITLE.match(text, begin)):
        return _of_page(text, title)
    if text.startswith(("<mediawiki", "<page>"), begin):
        return _of_wiki(text, begin)
    if text.startswith("= ", begin):
        return _of_asciidoc(text, begin)
    if "\n:" in text[begin : begin + _NEAR] and (title := _UNDERLINED.match(text, begin)):
        pairs, end = _lines(_FIELD, text, title.end())
        return _proven(text, [("title", title["title"].strip()), *pairs], end) if _proves(pairs) else None
    return None


def _lines(pattern: re.Pattern[str], text: str, at: int) -> tuple[list[tuple[str, str]], int]:
    """Return the fields that stand one below the other, and where they end."""
    pairs: list[tuple[str, str]] = []
    while len(pairs) < _MOST_LINES and (match := pattern.match(text, at)):
        found = match.groupdict()
        name = found["name"].strip()
        value = " ".join(f"{found['value']} {found.get('more') or ''}".split())
        pairs.append((_OTHER_NAMES.get(name.lower(), name), value))
        at = match.end()
    return pairs, at


def _proves(pairs: list[tuple[str, str]]) -> bool:
    return any(name.lower() in _PROVES for name, _ in pairs)


def _proven(text: str, pairs: list[tuple[str, str]], end: int) -> Head | None:
    """Return a head that a text follows if one of its fields proves it."""
    return Head(end, tuple(pairs)) if _proves(pairs) and _is_followed(text, end) else None


def _is_followed(text: str, end: int) -> bool:
    """Return whether a blank line and a text follow."""
    behind = text[end : end + 1000].lstrip(" \t\r")
    return bool(behind.startswith("\n") and behind.strip())


def _of_org(text: str, begin: int) -> Head | None:
    """Return the keywords of Org, with the drawer and the comment for Emacs above them; blank lines may part them."""
    at = begin
    for above in (_MODE_LINE, _DRAWER):
        if match := above.match(text, at):
            at = _BLANKS.match(text, match.end()).end()
    pairs: list[tuple[str, str]] = []
    end = at
    while len(pairs) < _MOST_LINES and (match := _KEYWORD.match(text, at)):
        pairs.append((match["name"], _ORG_DAY.sub(r"\1", match["value"]).strip()))
        end = match.end()
        at = _BLANKS.match(text, end).end()
    return Head(end, tuple(pairs)) if _proves(pairs) and text[end:].strip() else None


def _of_asciidoc(text: str, begin: int) -> Head | None:
    """Return the title of AsciiDoc with the lines below it, up to a blank line: authors, revision, attributes."""
    title = _ADOC_TITLE.match(text, begin)
    if not title:
        return None
    at, pairs = title.end(), [("title", title["title"])]
    n_sure = 0
    if (author := _ADOC_AUTHOR.match(text, at)) and not _ADOC_REVISION.match(text, at):
        names = [_IN_ANGLES.sub("", name).strip() for name in f"{author['author']}{author['more']}".split(";")]
        pairs.append(("author", "、".join(filter(None, names))))
        n_sure += "<" in author[0]
        at = author.end()
    if revision := _ADOC_REVISION.match(text, at):
        pairs += [("date", revision["date"])] if revision["date"] else []
        n_sure += 1
        at = revision.end()
    attributes, end = _lines(_ADOC_ATTRIBUTE, text, at)
    return _proven(text, [*attributes, *pairs], end) if n_sure or attributes else None


def _of_page(text: str, title: re.Match[str]) -> Head | None:
    pairs, end = _lines(_PROPERTY, text, title.end())
    names = {name.lower() for name, _ in pairs}
    is_head = _FEWEST_PROPERTIES <= len(pairs) == len(names) and any(
        name.replace("_", " ") in _OF_A_PAGE for name in names
    )
    return Head(end, (("title", title["title"]), *pairs)) if is_head and _is_followed(text, end) else None


def _of_latex(text: str, begin: int) -> Head | None:
    """Return title, author and day of LaTeX; its preamble goes with them, and the line with which the document ends."""
    end = text.find(BEGIN_DOCUMENT, begin, begin + _MOST_PREAMBLE)
    if end < 0 or not _LATEX.match(text, begin):
        return None
    end += len(BEGIN_DOCUMENT)
    titled = _MAKE_TITLE.search(text, end, end + 1000)
    pairs = dict(_commands(text[begin : titled.end() if titled else end]))
    between = text[end : titled.start()] if titled else ""
    if titled and not _COMMAND.sub("", between).strip():
        end = titled.end()
    last = text.rfind(_END, end)
    foot = text[last:] if last >= 0 else ""
    is_whole = bool(pairs) and not foot.removeprefix(_END).strip()  # else it may be an example
    return Head(end, tuple(pairs.items()), foot) if is_whole and text[end : last if foot else None].strip() else None


def _of_wiki(text: str, begin: int) -> Head | None:
    """Return what MediaWiki exports around the text of one page; of several, None."""
    start = _WIKI_TEXT.search(text, begin, begin + _MOST_PREAMBLE)
    if not start or not _WIKI.match(text, begin) or "<revision>" not in text[begin : start.start()]:
        return None
    last = text.rfind(_WIKI_END, start.end())
    if text.count("<text") > 1 or last < 0 or not text[start.end() : last].strip():
        return None
    pairs = tuple(
        (match["name"], html.unescape(match["value"]).strip())
        for match in _OF_WIKI.finditer(text, begin, start.start())
    )
    return Head(start.end(), pairs, text[last:])


def _commands(preamble: str) -> Iterator[tuple[str, str]]:
    for match in _COMMAND.finditer(preamble):
        value = _AND.sub("、", _DROPPED.sub("", match["value"]))
        yield match["name"], " ".join(_DRESS.sub(" ", value).split())
