"""Find text that a file holds twice, and keep the fuller copy. Pure functions."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby
from typing import NamedTuple

from helpers import lexicon
from helpers.cleaning.ledger import Found, leftmost
from helpers.text.script import shadow_of
from helpers.text.sentences import end_of_line


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


def _blocks(chain: Sequence[tuple[int, int]], clauses: Sequence[_Clause], most: int) -> tuple[range, range] | None:
    """Return the clauses of both copies: the chain, and what beside it is too short to search for, but the same.

    None if that alone is longer than ``most`` characters: many chains side by side must not each walk through all.
    """
    (first, second), (last_first, last_second) = chain[0], chain[-1]
    while most >= 0 and first and last_first < second - 1 and clauses[first - 1].key == clauses[second - 1].key:
        first, second = first - 1, second - 1
        most -= len(clauses[first].key)
    while (
        most >= 0
        and last_second + 1 < len(clauses)
        and last_first + 1 < second
        and clauses[last_first + 1].key == clauses[last_second + 1].key
    ):
        last_first, last_second = last_first + 1, last_second + 1
        most -= len(clauses[last_first].key)
    return (range(first, last_first + 1), range(second, last_second + 1)) if most >= 0 else None


def _span(text: str, block: Sequence[_Clause]) -> tuple[int, int]:
    """Return the span of ``block`` in ``text``, including the marks around it."""
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
        places = _blocks(chain, clauses, 2 * n_shared)
        if places is None:
            continue
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
    found. A passage counts from 100 characters on, if the other copy holds at least half of the shorter one.

    >>> find_doubled("一句话。") is None
    True
    """
    return next(_doubled_passages(text), None)


_HEADLINE, _PARAGRAPH, _MOST_AGAIN = 6, 20, 300  # characters of a first line, and of another, that nobody says twice


def _lines_again(text: str) -> Iterator[Found]:
    """Find paragraphs that are repeated at once, and the headline. Cells of a table, verses and answers may be equal."""
    position, least = 0, _HEADLINE
    for line, copies in groupby(text.split("\n")):
        n = len([*copies])
        if n > 1 and least <= len(line) <= _MOST_AGAIN:
            yield position + len(line), f"\n{line}" * (n - 1), "", "the same line again"
        position += n * (len(line) + 1)
        least = _PARAGRAPH if line else least


_PREVIEW, _FIRST = 20, 10  # characters of a preview at least; the lines among which one may stand
_BEGINNING = 12  # characters of a preview that stand in one paragraph
_LONGEST_LABEL, _LONGEST_LINK = 12, 24
# A link behind what was cut off; with nothing before it, or in a sentence, it is text.
_CUT_OFF = re.compile(
    r"(?P<dots>…|\.\.\.)[ ]{0,2}[\[【（(]?[ ]?(?:点击|點擊)?(?:展开|展開|显示|顯示|阅读|閱讀|查看|查閱)(?:全文|更多|全部)[ ]?[\]】）)]?[ ]{0,2}[>»›]{0,2}(?=\n|\Z)"
)


def _links_behind(text: str) -> Iterator[Found]:
    """Find links to the whole text behind a line that was cut off; the dots stay."""
    for match in _CUT_OFF.finditer(text) if any(word in text for word in ("全文", "更多", "全部")) else ():
        start = match.end("dots")
        yield start, text[start : match.end()], "", "a link to the whole text"


@cache
def _around_preview() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what may stand before a preview, a label such as 摘要, and behind it, a link to the whole text; in a shadow."""
    labels = "|".join((*lexicon.terms_of("labels", "lead"), *lexicon.terms_of("labels", "opening")))
    links = "|".join(lexicon.terms_of("credits", "whole"))
    return re.compile(rf"[\W_]{{0,3}}(?:{labels})[\W_]{{1,4}}"), re.compile(rf"(?:{links})\Z", re.IGNORECASE)


def _previews(text: str) -> Iterator[Found]:
    """Find what a site sets before an article: its beginning, cut off in the middle, maybe with a label or a link."""
    start = 0
    for line in text.split("\n", _FIRST)[:_FIRST]:
        end = start + len(line)
        if len(line) >= _PREVIEW and (_goes_on(text, line, end) or _goes_on(text, _bare(line), end)):
            yield start, text[start : end + 1], "", "a preview: the text begins so again"
        start = end + 1


def _goes_on(text: str, line: str, place: int) -> bool:
    """Return whether a line behind a place of ``text`` begins as ``line`` does, and goes on."""
    line = line.rstrip("….。·> ")
    again = text.find(f"\n{line[:_BEGINNING]}", place) if len(line) >= _PREVIEW else -1
    if again < 0:
        return False
    following = text[again + 1 : again + 1 + 2 * len(line) + _MOST_AGAIN]
    if following.startswith(line):
        return end_of_line(text, again + 1) > again + 5 + len(line)
    following = "".join(following.split())  # over the ends of paragraphs
    line = "".join(line.split())
    return following.startswith(line) and len(following) > 5 + len(line)


def _bare(line: str) -> str:
    """Return a line without what may stand around a preview; "" if there is nothing of the kind."""
    label, link = _around_preview()
    before = label.match(shadow_of(line[:_LONGEST_LABEL]))
    behind = link.search(shadow_of(line[-_LONGEST_LINK:]))
    end = len(line) - len(behind[0]) if behind else len(line)
    return line[before.end() if before else 0 : end] if before or behind else ""


def find_doubling(text: str) -> Iterator[Found]:
    """Find previews of the text, or else links to the whole of it, and the shorter copy of every repeated passage, or else
    lines that are repeated at once."""
    if previews := [*_previews(text)]:
        yield from previews
        return
    edits = []
    for passage in _doubled_passages(text):
        start, end = passage.dropped
        lost = " / ".join(passage.only_in_dropped)
        note = f"stands twice; the fuller copy has {len(passage.only_in_kept)} more clauses"
        edits.append((start, text[start:end], "", note + (f"; lost with this copy: {lost}" if lost else "")))
    yield from leftmost([*_links_behind(text), *(edits or _lines_again(text))])
