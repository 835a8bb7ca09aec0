"""Raw text to cleaned text, with a ledger of every change. Pure: text in, text and ledger out.

Each rule is a function ``text -> edits``; the edits of one rule never overlap, so the ledger can be replayed
(`apply_ledger`) and every character of the clean text traced back to the raw file (`raw_span`). Rules run in the order
of `RULES`, again and again until nothing changes: cleaning clean text changes nothing.
"""

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby, pairwise
from operator import methodcaller
from typing import NamedTuple

import numpy as np

from helpers import damage, lexicon
from helpers.script import HAN, IS_HAN, code_points, script_of, to_simplified, traditional_characters

Found = tuple[int, str, str, str]  # start, old, new, note
# Nested damage peels off one layer a round; real pages need two or three rounds. What is nested deeper than the work
# that clean() will spend on it (rounds × characters; never below 20 rounds) stays, and is flagged.
_ROUNDS, _WORK = 20, 2_000_000


class Edit(NamedTuple):
    """One change: at ``start`` of the text as ``step`` found it, ``old`` becomes ``new``."""

    step: int
    rule: str
    start: int
    old: str
    new: str
    note: str


class Cleaned(NamedTuple):
    """What `clean` returns: the text, the ledger of edits, and what looks damaged but could not be proved."""

    text: str
    ledger: tuple[Edit, ...]
    flags: tuple[damage.Flag, ...]


class EditorialCut(NamedTuple):
    """A judgement about one article, from ``edits.csv``: ``quote`` must stand in the raw text ``count`` times."""

    kind: str
    count: int
    quote: str
    replacement: str
    reason: str
    where: str = ""  # file and row, for messages


class CutError(ValueError):
    """An editorial cut does not fit its text; the message names the cut and the reason."""


# ---------------------------------------------------------------------------------------------------------- rules


# What makes the rules fast: what a pattern cannot do without is looked for first. So each begins with such characters
# and looks back from there, and the regex engine leaps from one to the next; it would try a pattern that begins with a
# look-behind, ``^`` or an alternative at every character. And a table of patterns tells the ``mark`` of each.


class _Rewrite(NamedTuple):
    """What matches ``pattern``, and so holds ``mark``, becomes ``new``."""

    mark: str
    pattern: re.Pattern[str]
    new: str | Callable[[re.Match[str]], str]
    note: str


def _rewritten(table: Iterable[_Rewrite], text: str) -> Iterator[Found]:
    for mark, pattern, new, note in table:
        if mark in text:
            for match in pattern.finditer(text):
                old = match.group()
                replacement = new if isinstance(new, str) else new(match)
                if replacement != old:
                    yield match.start(), old, replacement, note


_inside = methodcaller("group", 1)


def _normal(form: str) -> Callable[[re.Match[str]], str]:
    return lambda match: unicodedata.normalize(form, match.group())


_ENDS, _BLANKS = "\r\u2028\u2029\u0085\x0b\x0c", "\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_INVISIBLE = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e01ef\ud800-\udfff"
)
_LOOKALIKES = "\u2e80-\u2fdf\uf900-\ufaff"  # radicals and compatibility forms that look like the real character
_WIDENED = "\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"  # digits and letters; punctuation keeps its width
_ACCENTS = "\u0300-\u036f"  # loose ones, with which pinyin may be written
_IS_ODD = re.compile(f"[{_ENDS}{_BLANKS}{_INVISIBLE}{_LOOKALIKES}{_WIDENED}{_ACCENTS}]")
_CHARACTERS = (
    _Rewrite("", re.compile(f"[{_ENDS}](?:(?<=\r)\n)?"), "\n", "line end"),
    _Rewrite("", re.compile(f"[{_BLANKS}]"), " ", "odd blank"),
    _Rewrite("", re.compile(f"[{_INVISIBLE}]"), "", "invisible"),
    _Rewrite("", re.compile(f"[{_LOOKALIKES}]"), _normal("NFKC"), "masked form"),
    _Rewrite("", re.compile(f"[{_WIDENED}][{_WIDENED}]*"), _normal("NFKC"), "masked form"),
    _Rewrite("", re.compile(f"[A-Za-zü][{_ACCENTS}]+"), _normal("NFC"), "masked form"),
)


def find_characters(text: str) -> Iterator[Found]:
    """Find invisible and control characters, odd blanks and line ends, and masked forms of letters."""
    if _IS_ODD.search(text):
        yield from _rewritten(_CHARACTERS, text)


def find_mojibake(text: str) -> Iterator[Found]:
    """Find misread UTF-8, with proof (`damage.find_repairs`)."""
    yield from damage.find_repairs(text)


_TAGS = (
    "a abbr address article aside audio b big blockquote body br button caption center cite code col dd del div dl dt em"
    " figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins label li link main"
    " mark meta nav noscript ol option p path pre q s script section select small source span strong style sub sup svg table tbody td"
    " tfoot th thead title tr u ul video"
).replace(" ", "|")
_ENTITY = re.compile(r"&(?:amp;)*(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});")
_OPENS = re.compile(r"<!--|<(?:script|style|head|noscript|svg)\b[^<>]{0,500}>|<!doctype[^<>]{0,500}>", re.IGNORECASE)
_TAG = re.compile(rf"</?({_TAGS})(?![a-z0-9])[^<>]{{0,1000}}>", re.IGNORECASE)
_INLINE = re.compile(
    "a|abbr|b|big|cite|code|del|em|font|i|ins|label|mark|q|s|small|span|strong|su[bp]|u", re.IGNORECASE
)


def _tag_becomes(match: re.Match[str]) -> str:
    return "" if _INLINE.fullmatch(match.group(1)) else "\n"


def _entity_becomes(match: re.Match[str]) -> str:
    return html.unescape(re.sub(r"&(?:amp;)+", "&", match.group()))


_HTML = (
    _Rewrite("<", _TAG, _tag_becomes, "HTML tag"),
    _Rewrite("&", _ENTITY, _entity_becomes, "HTML entity"),
)


def _unseen_elements(text: str) -> Iterator[Found]:
    """Find comments, scripts, styles and drawings with their content; each kind of closing is looked for to the end but once."""
    taken, never_closed = 0, set()
    for match in _OPENS.finditer(text):
        name = re.match(r"<!?-?-?\w*", match.group()).group()[1:].lower()
        if match.start() < taken or name in never_closed:
            continue
        if name == "!doctype":
            taken = match.end()
        else:
            closing = "-->" if name == "!--" else f"</{name}\\s{{0,9}}>"
            closed = re.compile(closing, re.IGNORECASE).search(text, match.end())
            if not closed:
                never_closed.add(name)
                continue
            taken = closed.end()
        yield match.start(), text[match.start() : taken], "", "HTML that no reader sees"


def _leftmost(edits: Iterable[Found]) -> Iterator[Found]:
    """Yield the edits that come first and do not overlap; of two at one place, the longer."""
    taken = 0
    for edit in sorted(edits, key=lambda edit: (edit[0], -len(edit[1]))):
        start, old, _, _ = edit
        if start >= taken:
            taken = start + len(old)
            yield edit


def find_html(text: str) -> Iterator[Found]:
    """Find what is left of HTML: comments, scripts, drawings, tags with known names (``a < b`` is none), entities."""
    if "<" in text or "&" in text:
        yield from _leftmost([*_unseen_elements(text), *_rewritten(_HTML, text)])


_FRONT_MATTER = re.compile(r"---[ ]*\n(?:[^\n]{0,2000}\n){0,200}?---[ ]*(?:\n|\Z)")
_LINK = r"\[([^\[\]\n]{0,300})\]\([^()\s]{0,2000}(?: \"[^\"\n]{0,300}\")?\)"
_MARKDOWN = (
    _Rewrite("![", re.compile(f"!{_LINK}"), "", "image"),
    _Rewrite("](", re.compile(_LINK), _inside, "link"),
    _Rewrite("**", re.compile(r"\*\*+"), "", "bold mark"),
    _Rewrite("__", re.compile(r"__(?:(?<![A-Za-z0-9_]__)(?=\S)|(?<=\S__)(?![A-Za-z0-9_]))"), "", "bold mark"),
    _Rewrite(
        "*",
        re.compile(r"\*(?<![A-Za-z0-9*\\]\*)(?=[^\s*])([^*\n]{1,300})(?<=\S)\*(?![A-Za-z0-9*])"),
        _inside,
        "italic mark",
    ),
    _Rewrite("\\", re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~-])"), _inside, "escaped mark"),
    _Rewrite("`", re.compile(r"``{0,2}"), "", "code mark"),
    _Rewrite("{{", re.compile(r"\{\{[^{}\n]{0,200}\}\}"), "", "template field"),
)
# These begin with the line end before, which is not a part of what they find.
_MARKDOWN_LINES = (
    _Rewrite("\n", re.compile(r"\n[ ]*(?:#{1,6}[ ]+|>[ ]*|[*+-][ ]+)+"), "\n", "heading, quotation or list mark"),
    _Rewrite("|", re.compile(r"(?m)\n[ ]*\|[ |:-]{2,}$"), "\n", "rule of a table"),
    _Rewrite("\n", re.compile(r"(?m)\n[ ]*(?:[-=_~]{3,}|(?:[*_-][ ]){2,}[*_-])[ ]*$"), "\n", "rule"),
    _Rewrite("://", re.compile(r"(?m)\n[ ]*<?https?://[^\s<>]{1,2000}>?[ ]*$"), "\n", "address on a line of its own"),
)


def _at_line_starts(table: Iterable[_Rewrite], text: str) -> Iterator[Found]:
    for start, old, _, note in _rewritten(table, f"\n{text}"):  # the first line shall begin as the others do
        yield start, old[1:], "", note


def find_markdown(text: str) -> Iterator[Found]:
    """Find what is left of Markdown and templates: front matter, marks, links, images, ``{{fields}}``."""
    head = _FRONT_MATTER.match(text)
    edits = [(0, head.group(), "", "front matter")] if head else []
    yield from _leftmost([*edits, *_rewritten(_MARKDOWN, text), *_at_line_starts(_MARKDOWN_LINES, text)])


_MARKED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜếềḿńňǹ"
_SYLLABLE = rf"(?>(?:zh|ch|sh|[bpmfdtnlgɡkhjqxrzcsyw])?[aeiouüê]{{0,2}}[{_MARKED}][aeiouüê]{{0,2}}(?:n[gɡ]|n|r)?)"
_NOTE = re.compile(rf"[(（](?<=[{HAN}A-Za-z].)[ ]?{_SYLLABLE}(?:[ '’]?{_SYLLABLE}){{0,7}}[ ]?[)）]", re.IGNORECASE)
_PINYIN = (_Rewrite("", _NOTE, "", "pronunciation note"),)


def find_pinyin(text: str) -> Iterator[Found]:
    """Find pronunciation notes such as ``网(wǎng)``: tone-marked pinyin in brackets right after a character.

    Any other bracket survives: ``(DeepSeek)``, ``(LLM)``, and the outer pair of ``(在开源领(lǐng)域)``.
    """
    yield from _rewritten(_PINYIN, text)


_WIDE = rf"[{HAN}\u2014\u2018-\u201d\u2026\u3001-\u303f\uff01-\uff60]"
_BESIDE = re.compile(rf"[ ](?:(?<=[({{] )|(?<={_WIDE} )|(?<=[{HAN}][,;:!?] ))[ ]*|[ ](?<!  )[ ]*(?={_WIDE}|[,;:!?)}}])")
_EDGE = "blank at the edge of a line"
_INDENT = (_Rewrite("\n ", re.compile(r"\n[ ]+"), "\n", _EDGE),)
_SPACING = (
    _Rewrite("\n", re.compile(r"\n(?<=\A\n)\n*"), "", _EDGE),
    _Rewrite(" ", re.compile(r"(?m)[ ](?<!  )[ ]*$"), "", _EDGE),
    _Rewrite("\n", re.compile(r"\n(?<!\n\n)\n*\Z"), "", _EDGE),
    _Rewrite("  ", re.compile(r"[ ][ ](?<=\S  )[ ]*(?=\S)"), " ", "row of blanks"),
    # the look-behind lets a row of blank lines be tried from its first line only
    _Rewrite("\n", re.compile(r"\n(?<=[^\n ]\n)[ \n]*\n(?=[^\n])"), "\n", "empty line"),
)


def _blanks_beside_chinese(text: str) -> Iterator[Found]:
    # only on lines that hold Chinese: English and French set blanks beside the same dashes, quotation and other marks
    line_end, is_chinese = -1, False
    for match in _BESIDE.finditer(text):
        if match.start() > line_end:
            line_end = text.find("\n", match.start()) % (len(text) + 1)  # -1, where none follows, is the end
            is_chinese = IS_HAN.search(text, text.rfind("\n", 0, match.start()) + 1, line_end)
        if is_chinese:
            yield match.start(), match.group(), "", "blank beside Chinese"


def find_spacing(text: str) -> Iterator[Found]:
    """Find blanks beside Chinese characters, at line edges, in rows, and empty lines: one paragraph, one line."""
    beside = _blanks_beside_chinese(text)
    yield from _leftmost([*beside, *_at_line_starts(_INDENT, text), *_rewritten(_SPACING, text)])


class DoubledPassage(NamedTuple):
    """Two copies of one passage: the fuller span, the other, and what only one of them says."""

    kept: tuple[int, int]
    dropped: tuple[int, int]
    only_in_kept: tuple[str, ...]
    only_in_dropped: tuple[str, ...]


class _Clause(NamedTuple):
    start: int
    end: int
    key: str


_UNBROKEN = r"[^，。！？；：、,.!?;:…“”「」『』（）()\[\]【】*\n]+"
_CLAUSE = re.compile(rf"{_UNBROKEN}(?:(?<=\d)\.(?=\d){_UNBROKEN})*")  # GPT-3.5 is whole
_NO_KEY = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9\n](?<!\w)")  # the class is quick, and lets nearly all pass
_MIN_KEY, _MIN_CHARS, _MAX_GAP = 6, 100, 12


def _keys(clauses: Iterable[str]) -> list[str]:
    """Return what each clause says, without blanks and marks; all at once, as no clause holds a line end."""
    return _NO_KEY.sub("", "\n".join(clauses)).casefold().split("\n")


def _clauses(text: str) -> list[_Clause]:
    matches = [*_CLAUSE.finditer(text)]
    keys = _keys([match.group() for match in matches])  # of no clause at all, an empty one
    return [_Clause(*match.span(), key) for match, key in zip(matches, keys, strict=False) if key]


def _says_much_twice(text: str) -> bool:
    """Return False where all that ``text`` says again is too little for a passage; far quicker than to look for one."""
    keys = _keys([clause for clause in _CLAUSE.findall(text) if len(clause) >= _MIN_KEY])
    return sum(map(len, keys)) - sum(map(len, set(keys))) >= _MIN_CHARS


def _repeated_pairs(clauses: Sequence[_Clause]) -> list[tuple[int, int]]:
    """Return ``(i, j)``: clause ``j`` is the next one that says the same as ``i``."""
    last: dict[str, int] = {}
    pairs = []
    for j, clause in enumerate(clauses):
        if len(clause.key) >= _MIN_KEY:
            if clause.key in last:
                pairs.append((last[clause.key], j))
            last[clause.key] = j
    return sorted(pairs)


def _chains(pairs: Sequence[tuple[int, int]], clauses: Sequence[_Clause]) -> list[list[tuple[int, int]]]:
    """Return the stretches of pairs that run through two places of the text side by side, the longest first."""
    chains: list[list[tuple[int, int]]] = []
    for i, j in pairs:
        for chain in chains[:-9:-1]:  # a stray repetition must not break the chain it falls into
            (_, first_j), (last_i, last_j) = chain[0], chain[-1]
            if 0 < i - last_i <= _MAX_GAP and 0 < j - last_j <= _MAX_GAP and i < first_j:
                chain.append((i, j))
                break
        else:
            chains.append([(i, j)])
    return sorted(chains, key=lambda chain: -_size(chain, clauses))


def _size(chain: Sequence[tuple[int, int]], clauses: Sequence[_Clause]) -> int:
    return sum(len(clauses[i].key) for i, _ in chain)


def _blocks(chain: Sequence[tuple[int, int]], clauses: Sequence[_Clause]) -> tuple[range, range]:
    """Return the clauses of both copies: the chain, and what beside it is too short to search for, but the same."""
    (first, second), (last_first, last_second) = chain[0], chain[-1]
    while first and last_first < second - 1 and clauses[first - 1].key == clauses[second - 1].key:
        first, second = first - 1, second - 1
    while (
        last_second + 1 < len(clauses)
        and last_first + 1 < second
        and clauses[last_first + 1].key == clauses[last_second + 1].key
    ):
        last_first, last_second = last_first + 1, last_second + 1
    return range(first, last_first + 1), range(second, last_second + 1)


def _span(text: str, block: Sequence[_Clause]) -> tuple[int, int]:
    """Return where ``block`` stands in ``text``, with the marks around it."""
    start, end = block[0].start, block[-1].end
    while end < len(text) and text[end] in "，。！？；：、,.!?;:…”」』）)* ":
        end += 1
    while start and text[start - 1] in "“「『（(*① ":
        start -= 1
    return start, end


def _doubled_passages(text: str) -> Iterator[DoubledPassage]:
    """Yield the passages that ``text`` holds twice, the longest first; no two of them share a clause."""
    clauses = _clauses(text) if _says_much_twice(text) else []
    taken: set[int] = set()
    for chain in _chains(_repeated_pairs(clauses), clauses):
        n_shared = _size(chain, clauses)
        if n_shared < _MIN_CHARS:
            return
        if any(i in taken or j in taken for i, j in chain):
            continue
        places = _blocks(chain, clauses)
        first, second = blocks = [[clauses[k] for k in place] for place in places]
        sizes = [sum(len(clause.key) for clause in block) for block in blocks]
        both = {*places[0], *places[1]}
        if 2 * n_shared < min(sizes) or len(both) < len(first) + len(second) or taken & both:
            continue
        taken |= both
        kept, dropped = (first, second) if sizes[0] >= sizes[1] else (second, first)
        shared = {clauses[i].key for i, _ in chain}
        in_kept, in_dropped = (shared.union(clause.key for clause in block) for block in (kept, dropped))
        yield DoubledPassage(
            _span(text, kept),
            _span(text, dropped),
            tuple(text[c.start : c.end].strip() for c in kept if c.key not in in_dropped),
            tuple(text[c.start : c.end].strip() for c in dropped if c.key not in in_kept),
        )


def find_doubled(text: str) -> DoubledPassage | None:
    """Return the longest passage that ``text`` holds twice, or None.

    Clauses are compared without blanks and marks, so a copy that lost its layout, or some of its sentences, is still
    found. A passage counts from 100 characters on, where at least half of the shorter copy stands in the other.

    >>> find_doubled("一句话。") is None
    True
    """
    return next(_doubled_passages(text), None)


def _lines_again(text: str) -> Iterator[Found]:
    position = 0
    for line, copies in groupby(text.split("\n")):
        n = len([*copies])
        if n > 1 and 6 <= len(line) <= 300:
            yield position + len(line), f"\n{line}" * (n - 1), "", "the same line again"
        position += n * (len(line) + 1)


def find_doubling(text: str) -> Iterator[Found]:
    """Find the poorer copy of every passage that stands twice, or else lines that stand twice in a row."""
    edits = []
    for passage in _doubled_passages(text):
        start, end = passage.dropped
        lost = " / ".join(passage.only_in_dropped)
        note = f"stands twice; the fuller copy has {len(passage.only_in_kept)} more clauses"
        edits.append((start, text[start:end], "", note + (f"; lost with this copy: {lost}" if lost else "")))
    yield from _leftmost(edits or _lines_again(text))


def find_script(text: str) -> Iterator[Found]:
    """Find characters to convert where the article is written in Traditional script; else nothing."""
    if script_of(text) != "Hant":
        return
    simplified, aligned, position = to_simplified(text), [], 0
    for old, new in zip(text.splitlines(keepends=True), simplified.splitlines(keepends=True), strict=True):
        if len(old) != len(new):
            yield position, old, new, "Traditional to Simplified"
        aligned.append(new if len(old) == len(new) else old)
        position += len(old)
    simplified = "".join(aligned)
    differs = np.diff(code_points(text) != code_points(simplified), prepend=False, append=False)
    edges = np.flatnonzero(differs).tolist()
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        yield start, text[start:end], simplified[start:end], "Traditional to Simplified"


@cache
def _spin() -> tuple[re.Pattern[str], dict[str, str], re.Pattern[str]]:
    table = lexicon.read_table("spin")
    safe = {row.spun: row.plain for row in table.itertuples() if row.certainty == "safe"}
    markers = table.loc[table["marker"] == "yes", "spun"]
    return _any_of(safe), safe, _any_of(markers)


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w))) or r"(?!)")


def spin_markers(text: str) -> Counter[str]:
    """Return how often each marker of machine rewording (*spinning*) stands in ``text``.

    >>> spin_markers("微柔软发布巨大模型")["微柔软"]
    1
    """
    return Counter(_spin()[2].findall(text))


def is_spun(text: str) -> bool:
    """Return whether ``text`` was reworded by machine: five different markers, and one in 1,000 characters at least.

    >>> is_spun("微柔软发布巨大模型")
    False
    """
    markers = spin_markers(text)
    return len(markers) >= 5 and 1000 * markers.total() >= len(text)


def find_spin(text: str) -> Iterator[Found]:
    """Find words to change back, in an article that its density of markers proves to be spun; else nothing."""
    if is_spun(text):
        pattern, plain, _ = _spin()
        yield from _rewritten([_Rewrite("", pattern, lambda match: plain[match.group()], "spun word")], text)


RULES: dict[str, Callable[[str], Iterable[Found]]] = {
    "mojibake": find_mojibake,  # before the rule that removes what only looks like control characters
    "characters": find_characters,
    "html": find_html,
    "markdown": find_markdown,
    "pinyin": find_pinyin,
    "spacing": find_spacing,
    "doubling": find_doubling,
    "script": find_script,
    "spin": find_spin,
}
EDITORIAL = "editorial"  # the step before all rules: cuts and repairs that only fit one article
RULE_NAMES = {
    EDITORIAL: "editorial cuts",
    "characters": "odd characters",
    "mojibake": "misread bytes",
    "html": "HTML",
    "markdown": "Markdown",
    "pinyin": "pronunciation notes",
    "spacing": "blanks",
    "doubling": "text standing twice",
    "script": "Traditional script",
    "spin": "spun words",
}


# --------------------------------------------------------------------------------------------------------- cleaning


def find_cuts(raw: str, cuts: Sequence[EditorialCut]) -> Iterator[Found]:
    """Find the places of editorial ``cuts`` in ``raw``.

    Raises:
        CutError: a quote does not stand in ``raw`` exactly ``count`` times, two quotes overlap, or a repair of mojibake
            is not proved by losing one byte.
    """
    found = []
    for number, cut in enumerate(cuts, start=1):
        where = cut.where or f"cut {number}"
        places = [match.start() for match in re.finditer(re.escape(cut.quote), raw)] if cut.quote else []
        if len(places) != cut.count:
            raise CutError(f"{where}: {cut.quote[:40]!r} stands {len(places)} times in the text, not {cut.count}.")
        if cut.kind == "mojibake" and not any(
            damage.proves_lost_byte(cut.quote, cut.replacement + tail) for tail in ("", "</p>")
        ):
            raise CutError(f"{where}: {cut.quote[:40]!r} is not what losing one byte of its repair gives.")
        found += [(place, cut.quote, cut.replacement, cut, where) for place in places]
    found.sort(key=lambda edit: edit[0])
    for before, after in pairwise(found):
        if before[0] + len(before[1]) > after[0]:
            raise CutError(f"{after[4]}: {after[1][:40]!r} overlaps {before[1][:40]!r} of {before[4]}.")
    for place, old, new, cut, _ in found:
        yield place, old, new, f"{cut.kind}: {cut.reason}"


def _apply(text: str, edits: Sequence[Edit]) -> str:
    out, position = [], 0
    for _, rule, start, old, new, _ in edits:
        end = start + len(old)
        if start < position or text[start:end] != old:
            raise ValueError(f"edit {rule!r} at {start} does not fit this text")
        out += text[position:start], new
        position = end
    return "".join(out) + text[position:]


def replay(raw: str, ledger: Iterable[Edit]) -> Iterator[tuple[str, str, list[Edit]]]:
    """Yield each step of ``ledger`` as ``(rule, the text it found, its edits)``, from the raw text on."""
    text = raw
    for _, step in groupby(ledger, key=lambda edit: edit.step):
        edits = list(step)
        yield edits[0].rule, text, edits
        text = _apply(text, edits)


def apply_ledger(raw: str, ledger: Iterable[Edit]) -> str:
    """Return the text that the edits of ``ledger`` make of ``raw``; for `clean`'s own ledger, exactly its text.

    Raises:
        ValueError: an edit does not find its old text where it says.
    """
    for _, text, edits in replay(raw, ledger):
        raw = _apply(text, edits)
    return raw


def clean(raw: str, cuts: Sequence[EditorialCut] = (), *, rules: Iterable[str] = (EDITORIAL, *RULES)) -> Cleaned:
    """Return ``raw`` cleaned, with the ledger of all edits and the spots that stay doubtful.

    Args:
        raw: the text of one article, as its file holds it.
        cuts: judgements about this article, applied first, to the raw text.
        rules: names of the rules to use (keys of `RULES`, and ``"editorial"`` for ``cuts``), whatever their order.

    Raises:
        ValueError: an unknown rule.
        CutError: a cut that does not fit (see `find_cuts`).

    >>> clean("模型 開(kāi)源").text
    '模型开源'
    """
    wanted = set(rules)
    if unknown := wanted - {EDITORIAL, *RULES}:
        raise ValueError(f"unknown rule {min(unknown)!r}; the rules are {', '.join((EDITORIAL, *RULES))}")
    text, ledger, step = raw, [], 0

    def take(rule: str, found: Iterable[Found]) -> None:
        nonlocal text, step
        edits = [Edit(step, rule, *edit) for edit in sorted(found)]
        if edits:
            text = _apply(text, edits)
            ledger.extend(edits)
            step += 1

    if EDITORIAL in wanted:
        take(EDITORIAL, find_cuts(raw, cuts))
    flags, seen = [], {}
    for left in reversed(range(max(_ROUNDS, _WORK // max(1, len(raw))))):
        before = text
        for rule, find in RULES.items():
            if rule in wanted and seen.get(rule) != step:  # nothing is looked for again in a text that did not change
                seen[rule] = step
                take(rule, find(text))
        if text == before:
            break
        if not left:
            flags.append(damage.Flag(0, text[:20], "damage nested too deeply: cleaning was broken off"))
    return Cleaned(text, tuple(ledger), (*flags, *damage.find_flags(text)))


def raw_span(cleaned: Cleaned, start: int, end: int) -> tuple[int, int]:
    """Return the span of the raw text that ``cleaned.text[start:end]`` came from.

    >>> raw_span(clean("網(wǎng)路開源"), 2, 4)
    (8, 10)
    """
    for _, edits in reversed([(step, list(edits)) for step, edits in groupby(cleaned.ledger, key=lambda e: e.step)]):
        start, end = _back(edits, start, False), _back(edits, end, True)
    return start, end


def _back(edits: Sequence[Edit], position: int, is_end: bool) -> int:
    """Return the place before ``edits`` of a place after them; the end of a span stays before what was cut there."""
    shift = 0
    for edit in edits:
        new_start = edit.start + shift
        new_end = new_start + len(edit.new)
        if position < new_start or (is_end and position == new_start):
            break
        if position < new_end:
            inside = min(position - new_start, len(edit.old))
            return edit.start + (inside if len(edit.old) == len(edit.new) else len(edit.old) if is_end else 0)
        shift += len(edit.new) - len(edit.old)
    return position - shift


def left_traditional(text: str) -> dict[str, int]:
    """Return the characters that conversion left in Traditional form, with counts: the report for one text."""
    return traditional_characters(text) if script_of(text) != "Hant" else {}
