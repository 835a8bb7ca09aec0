"""Detect boilerplate: navigation, widgets, credits, and lines that a source repeats. Pure.

Boilerplate is cut in whole lines or elements, as edits of the ledger (rule ``boilerplate``), and never more than `MOST`
of an article: a larger cut is not made, and a warning says so. Repeated lines and near-duplicates show only when articles
are compared. An article is therefore reduced to fingerprints of its lines and sentences (`Fingerprints`), so that
articles can be compared that do not fit into memory or lie on other machines.
"""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from hashlib import blake2b
from typing import Any, NamedTuple

import numpy as np

from helpers.cleaning.html_markup import (
    Page,
    attributes_of,
    children,
    descendants,
    is_block,
    is_html,
    parse,
    unseen_elements,
    words_of,
)
from helpers.cleaning.ledger import Edit, Found, apply_edits
from helpers.report.credits import LABEL, line_key, log_odds, note_lines
from helpers.report.labels import read_record
from helpers.stats.counts import count_characters
from helpers.text.sentences import sentence_spans

RULE = "boilerplate"
RECORD = "head of a record"
MOST = 0.75  # of an article's characters; a front page with one short report has about that much around it
MIN_ARTICLES = 2  # articles of one source that contain a line before it counts as the source's
MIN_FOR_SENTENCE = 3  # and a sentence, or a line of data: two articles may well quote the same
MIN_FOR_PROSE = 5  # and a sentence that reads like the articles' own, and half of them: of an agency, of a series
# Log-odds from which on a sentence reads like boilerplate, and from which on the numbers of a line say nothing.
_READS_LIKE_BOILERPLATE, _NUMBERS_ARE_BLIND = 0.0, 1.0
# Elements, roles (WAI-ARIA) and names of classes that hold what stands around an article.
_AROUND = words_of("nav footer aside form select button dialog menu textarea")
_ROLES = words_of("navigation search contentinfo complementary dialog alertdialog menu menubar toolbar")
_CLASSES = words_of(
    "ad ads advert advertisement breadcrumb breadcrumbs comment comments copyright footer gutter login menu "
    "modal nav navbar navigation newsletter pager pagination popup qrcode recommend recommendation "
    "recommendations related share sharing sidebar social subscribe toolbar"
)
_MOST_OF_PAGE = 0.3  # an element that holds more of the text is not taken for furniture for the name of its class
_LINKED, _LINKS = 0.8, 3  # share of the text and number of links from which on an element is a list of links
_IS_NOT_SHOWN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


class _Weight(NamedTuple):
    """What an element holds: characters, those inside links, links, outside them ends of sentences and commas, headlines."""

    characters: int = 0
    linked: int = 0
    links: int = 0
    ends: int = 0
    commas: int = 0
    headlines: int = 0

    def __add__(self, other: "_Weight") -> "_Weight":
        return _Weight(*map(sum, zip(self, other, strict=True)))

    @property
    def is_prose(self) -> bool:
        """Whether it is prose in plenty: five sentences, few links between them."""
        return self.ends >= 5 and self.ends >= 2 * self.links and self.characters >= 5 * self.linked


def _weights(page: Page) -> dict[int, _Weight]:
    """Return the weight of every element, by the ``id`` of its node, the innermost first."""
    weights: dict[int, _Weight] = {}
    unseen = {id(node) for node in unseen_elements(page)}
    for node in reversed([page.root, *descendants(page.root)]):
        if id(node) in unseen:
            weight = _Weight()
        elif node.name == "#text":
            text = node.data or ""
            ends, commas = len(re.findall("[。！？]", text)), len(re.findall("[，、；：]", text))
            weight = _Weight(count_characters(text), ends=ends, commas=commas)
        else:
            weight = _Weight(headlines=node.name == "h1")
            for each in children(node):
                weight += weights[id(each)]
            if node.name == "a":
                weight = _Weight(weight.characters, weight.characters, 1, headlines=weight.headlines)
        weights[id(node)] = weight
    return weights


def _body_of(page: Page) -> Any:
    """Return the ``<article>`` (or ``<main>``) of a page that has exactly one; else None."""
    for name in ("article", "main"):
        found = [node for node in descendants(page.root) if node.name == name]
        if len(found) == 1:
            return found[0]
    return None


def _outside_body(page: Page, body: Any, weights: dict[int, _Weight]) -> Iterator[tuple[int, int, str]]:
    """Yield the spans before and after the ``body`` of a page, with a note, but not a side with as much prose of its own."""
    start, end = page.span_of(body)
    before, after = _Weight(), _Weight()
    stack = [*reversed(children(page.root))]
    while stack:
        node = stack.pop()
        if node is body or _is_named_furniture(node):
            continue
        if node.name in ("#text", "a"):
            if (node.origin_offset or 0) < start:
                before += weights[id(node)]
            else:
                after += weights[id(node)]
        else:
            stack += reversed(children(node))
    sides = [(0, start, before), *([(end, len(page.source), after)] if page.is_closed(body) else [])]
    for first, last, weight in sides:
        if not (weight.is_prose and 4 * weight.characters >= weights[id(body)].characters):
            yield first, last, "outside the article's element"


def _elements(page: Page, body: Any, weights: dict[int, _Weight]) -> Iterator[tuple[int, int, str]]:
    """Yield the spans of page elements that contain no article, with a note. A missing end tag keeps an element in."""
    whole = weights[id(page.root)]
    hidden = _not_shown(page, weights)
    stack = [(node, False, False) for node in reversed(children(page.root))]
    while stack:
        node, in_body, in_text = stack.pop()
        if node.origin_offset is not None and page.is_closed(node):
            note = "not shown" if id(node) in hidden else ""
            if not note and not in_text:
                note = _furniture(node, weights[id(node)], whole, in_body)
            if note:
                yield *page.span_of(node), note
                continue
        has_text = any(each.name == "#text" and re.search(r"\w", each.data or "") for each in children(node))
        for each in reversed(children(node)):
            stack.append((each, in_body or node is body, has_text and not is_block(each.name)))


def _not_shown(page: Page, weights: dict[int, _Weight]) -> set[int]:
    """Return the ids of the elements that a page hides; none if they hold much of it, for then a program shows them."""
    found, stack = [], [*children(page.root)]
    while stack:
        node = stack.pop()
        attributes = attributes_of(node)
        unread = attributes.get("aria-hidden", "").lower() == "true" and is_block(node.name)
        if node.name not in ("html", "body") and (
            unread or "hidden" in attributes or _IS_NOT_SHOWN.search(attributes.get("style", ""))
        ):
            found.append(node)
        else:
            stack += children(node)
    held = [weights[id(node)] for node in found]
    if sum(each.characters for each in held) > _MOST_OF_PAGE * weights[id(page.root)].characters:
        return set()
    return {id(node) for node, each in zip(found, held, strict=True) if not (each.is_prose or each.headlines)}


def _is_named_furniture(node: Any) -> bool:
    """Return whether an element is by its name, role or class one that stands around the article."""
    return _is_around(node) or _has_class_around(node)


def _is_around(node: Any) -> bool:
    return node.name in _AROUND or attributes_of(node).get("role", "").lower() in _ROLES


def _has_class_around(node: Any) -> bool:
    attributes = attributes_of(node)
    named = re.split(r"[\s_-]+", f"{attributes.get('class', '')} {attributes.get('id', '')}".lower())
    return node.name != "blockquote" and not _CLASSES.isdisjoint(named)


def _furniture(node: Any, weight: _Weight, whole: _Weight, in_body: bool) -> str:
    """Return why an element stands around the article, or ""; a list of links ``in_body`` may be a part of it."""
    if node.name in ("#text", "body", "html", "a") or weight.headlines:
        return ""
    if _is_around(node):
        is_page = node.name == "form" and 2 * weight.characters > whole.characters  # some servers send all as a form
        return "" if is_page else "page element around the article"
    if _has_class_around(node) and weight.characters <= _MOST_OF_PAGE * whole.characters:
        return "page element around the article"
    linked = weight.links >= _LINKS and weight.linked >= _LINKED * weight.characters
    return "list of links" if linked and not (in_body or weight.ends or weight.commas) else ""


_TARGET = r"\((?:[^()\s\\]|\\[()]){0,2000}\)"
_IN_LINE = rf"!?\[(?:[^\[\]\n]|!\[[^\[\]\n]{{0,200}}\]{_TARGET}){{0,200}}\]{_TARGET}"
_LINK_LINE = re.compile(
    rf"(?:[ \t]|[*+>•·|/-](?=[\s\[])|#{{1,6}}(?=\s)|{_IN_LINE}"
    r"|[（(]?#?\d{1,5}[)）]?)+"
)
_HAS_LINK = re.compile(r"\]\(")
_MOMENT = re.compile(r"[ ]*\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?[ ]*(?:\d{1,2}:\d{2}(?::\d{2})?)?[ ]*")


def _link_lists(raw: str) -> Iterator[tuple[int, int]]:
    """Yield runs of Markdown lines that contain only links: at least three, or one at an edge of the file."""
    lines, position = [], 0
    for line in raw.splitlines(keepends=True):
        bare = line.strip()
        kind = "blank" if not bare else "text"
        if len(bare) < 6000 and _HAS_LINK.search(bare) and _LINK_LINE.fullmatch(bare):
            kind = "links" if re.search(r"(?<!!)\[[^!\[\]\n]", bare) else "blank"  # a picture alone is no navigation
        elif bare and (len(bare) <= LABEL or _MOMENT.fullmatch(bare)) and not re.search(r"[。！？!?，,]", bare):
            kind = "label"
        lines.append((position, position + len(line), kind, bare.count("](")))
        position += len(line)
    for run in _runs(lines):
        n_links = sum(links for _, _, kind, links in run if kind == "links")
        at_edge = run[0][0] == 0 or not raw[run[-1][1] :].strip()
        if n_links >= 3 or (at_edge and n_links):
            yield run[0][0], run[-1][1]


def _runs(lines: Sequence[tuple[int, int, str, int]]) -> Iterator[Sequence[tuple[int, int, str, int]]]:
    run: list = []
    for line in lines:
        if line[2] == "text":
            yield from _trimmed(run)
            run = []
        else:
            run.append(line)
    yield from _trimmed(run)


def _trimmed(run: list) -> Iterator[list]:
    """Yield ``run`` from its first line of links to its last; nothing if there is none."""
    places = [k for k, line in enumerate(run) if line[2] == "links"]
    if places:
        yield run[places[0] : places[-1] + 1]


# A motto or the like before the menu at the foot of a page: behind the addresses of what the article is made from, or
# behind a mark that stands between two files which a server put together.
_BEHIND_SOURCES = re.compile(
    r"\n(?:[ ]*<?https?://\S{1,2000}[ ]*\n[\s\ufeff]{1,20}|\s{0,10}\ufeff\s{1,10})(?P<line>[^\n\[\]]{4,100}\n)"
    r"\s{0,20}(?=[*+-][ ]+\[[^\]\n]{1,60}\]\()"
)


def find_navigation(raw: str) -> list[Found]:
    """Return ``(start, old, "", note)`` for the menus, footers and lists of links around the article in one raw page.

    >>> [old for _, old, _, _ in find_navigation("正文。\\n* [首页](/)\\n* [登录](/in)\\n* [更多](/more)\\n")]
    ['* [首页](/)\\n* [登录](/in)\\n* [更多](/more)\\n']
    """
    if is_html(raw):
        page = parse(raw)
        body, weights = _body_of(page), _weights(page)
        spans = [*(_outside_body(page, body, weights) if body else ()), *_elements(page, body, weights)]
    else:
        spans = [(a, b, "list of links") for a, b in _link_lists(raw)]
        spans += [(*match.span("line"), "between sources and menu") for match in _BEHIND_SOURCES.finditer(raw)]
        if (head := read_record(raw)) and head.end:
            spans.append((0, head.end, RECORD))
    found, taken = [], 0
    for start, end, note in sorted(spans):
        start = max(start, taken)
        if start < end:
            found.append((start, raw[start:end], "", note))
            taken = end
    return found


_NO_LETTER = re.compile(r"[^\w\n]")


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.splitlines(keepends=True):
        yield start, line
        start += len(line)


def fingerprint(key: str) -> int:
    """Return 64 bits for ``key``, the same in every process and on every machine; 0 for an empty one.

    >>> fingerprint(""), fingerprint("版权所有") == fingerprint("版权所有")
    (0, True)
    """
    if not key:
        return 0
    return int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True)


class Fingerprints(NamedTuple):
    """The lines and sentences of an article as fingerprints and sizes, enough to compare it with others without its text.

    ``lines`` are fingerprints of `line_key` (0 for an empty line and a subhead, which many articles share), ``sizes``
    their characters, ``always`` whether a line is boilerplate regardless of other articles, ``least`` in how many articles
    it must stand to be the source's. ``sentences``, with the size and the line of each, are the sentences that are long
    enough to distinguish texts.
    """

    lines: np.ndarray
    sizes: np.ndarray
    always: np.ndarray
    least: np.ndarray
    sentences: np.ndarray
    sentence_sizes: np.ndarray
    sentence_lines: np.ndarray

    def without(self, cut: np.ndarray) -> "Fingerprints":
        """Return the fingerprints of the article without the lines that are marked in ``cut``."""
        stays, number = ~cut[self.sentence_lines], np.cumsum(~cut, dtype="int32") - 1
        sentences = (self.sentences[stays], self.sentence_sizes[stays], number[self.sentence_lines[stays]])
        return Fingerprints(*(of_line[~cut] for of_line in self[:4]), *sentences)

    @property
    def characters(self) -> int:
        """The size of the article, blanks not counted."""
        return int(self.sizes.sum())


_MIN_SENTENCE = 10


def fingerprints_of(text: str, names: Iterable[str] = ()) -> Fingerprints:
    """Return the fingerprints of a cleaned text; ``names`` as in `find_boilerplate`.

    >>> fingerprints_of("开源来了。\\n点击关注").always.tolist()
    [False, True]
    """
    starts, lines, sentences = [], [], []
    for start, line, key, note in _noted(text, names):
        starts.append(start)
        lines.append((*_repeatable(key, line), count_characters(line), bool(note)))
    spans = sentence_spans(text)
    all_bare = _NO_LETTER.sub("", "\n".join([text[start:end] for start, end in spans])).casefold()
    for (start, _), bare in zip(spans, all_bare.split("\n"), strict=False):  # of no sentence at all, an empty one
        if len(bare) >= _MIN_SENTENCE:
            sentences.append((fingerprint(bare), len(bare), start))
    keys, least, sizes, always = np.array(lines, dtype="int64").reshape(-1, 4).T
    prints, lengths, places = np.array(sentences, dtype="int64").reshape(-1, 3).T
    of_line = np.searchsorted(starts, places, side="right") - 1
    # copies, because a slice would keep the whole table alive and be pickled with it
    return Fingerprints(
        *(keys.copy(), sizes.astype("int32"), always.astype(bool), least.astype("int8")),
        *(prints.copy(), lengths.astype("int32"), of_line),
    )


_SENTENCE = re.compile(r"[。！？!?；…][”」』’）)]?\s*$")
_SUBHEAD = re.compile(
    "(?:第?[一二三四五六七八九十0]{1,3}[、.章节]|[（(][一二三四五六七八九十0]{1,3}[)）]).{0,30}"
    "|(?:前言|引言|导[语读言]|摘要|背景|写在(?:前面|最后)|小结|总结|结[语论]|后记|尾声|附录|注释|参考(?:文献|资料))[:：]?"
)


def _repeatable(key: str, line: str) -> tuple[int, int]:
    """Return the fingerprint by which a line is sought in other articles, 0 for what many articles share as they are; and
    in how many articles it must stand.

    The numbers of a sentence are a part of what it says, and so are those of a table or a list of data.
    """
    if _SUBHEAD.fullmatch(key):
        return 0, MIN_ARTICLES
    is_sentence = bool(_SENTENCE.search(line))
    if not is_sentence and ("0" not in key or log_odds(key) >= _NUMBERS_ARE_BLIND):
        return fingerprint(key), MIN_ARTICLES
    least = MIN_FOR_PROSE if is_sentence and log_odds(key) < _READS_LIKE_BOILERPLATE else MIN_FOR_SENTENCE
    return fingerprint("".join(line.split()).casefold()), least


def _noted(text: str, names: Iterable[str]) -> Iterator[tuple[int, str, str, str]]:
    """Yield ``(start, line, key, note)``; the note says why a line is boilerplate regardless of other articles, or ''."""
    lines = [*_lines(text)]
    keys = [line_key(line) for _, line in lines]
    for (start, line), key, note in zip(lines, keys, note_lines(keys, names), strict=True):
        yield start, line, key, note


def repeated_lines(prints: Iterable[Fingerprints]) -> frozenset[int]:
    """Return the fingerprints of lines that occur in two or more articles of one source (a sentence, or a line of data: in
    three) and in a tenth of them; a sentence that reads like the articles' own, in five and in half of them.

    Leave near-duplicates out; otherwise all their lines count as boilerplate.

    >>> foot = repeated_lines([fingerprints_of("开源。\\n版权所有 2023"), fingerprints_of("闭源。\\n版权所有 2024")])
    >>> foot == {fingerprint(line_key("版权所有 2025"))}
    True
    """
    members = [*prints]
    kept = [np.unique(one.lines) for one in members]
    lines, counts = np.unique(np.concatenate([np.empty(0, "int64"), *kept]), return_counts=True)
    least = np.zeros(len(lines))
    for one in members:
        places = np.searchsorted(lines, one.lines)
        least[places] = np.maximum(least[places], one.least)
    least = np.maximum(least, len(kept) / np.where(least < MIN_FOR_PROSE, 10, 2))
    return frozenset(lines[(counts >= least) & (lines != 0)].tolist())


def boilerplate_of(prints: Fingerprints, repeated: Set[int]) -> np.ndarray:
    """Return for each line of an article whether it is boilerplate; the same lines as `find_boilerplate` finds.

    >>> boilerplate_of(fingerprints_of("开源来了。\\n点击关注"), frozenset()).tolist()
    [False, True]
    """
    return prints.always | np.array([line in repeated for line in prints.lines.tolist()], dtype=bool)


def find_boilerplate(text: str, repeated: Set[int] = frozenset(), names: Iterable[str] = ()) -> list[Found]:
    """Return the lines of a cleaned text to cut: repeated lines, known widgets, lines without a word, ``names``, and
    credits, rights and contacts among the first and last lines.

    Args:
        text: cleaned.
        repeated: as `repeated_lines` returns them for the article's source.
        names: headline, outlet and author, where known; a line that says nothing else is boilerplate.

    >>> [old for _, old, _, _ in find_boilerplate("开源来了。\\n点击关注\\n，")]
    ['\\n点击关注', '\\n，']
    """
    found, last = [], 0
    for start, line, key, note in _noted(text, names):
        if repeated and _repeatable(key, line)[0] in repeated:
            note = "occurs in other articles of this source"
        if note:
            found.append((start, line, "", note))
        else:
            last = start + len(line)
    return _with_line_ends(found, last)


def _with_line_ends(found: list[Found], last: int) -> list[Found]:
    """Return ``found`` without leaving blank lines: after the last kept line, a cut includes the preceding line end."""
    moved = []
    for start, line, new, note in found:
        if start >= last and start and last:
            moved.append((start - 1, "\n" + line.removesuffix("\n"), new, note))
        else:
            moved.append((start, line, new, note))
    return moved


def as_edits(found: Sequence[Found], step: int) -> tuple[Edit, ...]:
    """Return ``found`` as edits of one step of a ledger."""
    return tuple(Edit(step, RULE, *edit) for edit in found)


def cut(text: str, found: Sequence[Found]) -> str:
    """Return ``text`` without the passages that were ``found``."""
    return apply_edits(text, as_edits(found, 0))
