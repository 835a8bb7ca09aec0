"""Replay the ledger of edits from the raw text, or trace a clean passage back to the raw text. Pure functions."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

import pandas as pd

Found = tuple[int, str, str, str]  # start, old, new, note


class Edit(NamedTuple):
    """One change: at ``start`` of the text as ``step`` found it, ``old`` becomes ``new``.

    >>> from helpers import clean
    >>> clean("開源").ledger[0]
    Edit(step=0, rule='script', start=0, old='開', new='开', note='Traditional to Simplified')
    """

    step: int
    rule: str
    start: int
    old: str
    new: str
    note: str


class Flag(NamedTuple):
    """A spot that looks damaged and could not be repaired with proof."""

    start: int
    text: str
    reason: str


class Cleaned(NamedTuple):
    """A clean text, its ledger of edits, and flags for damage that no repair could be proved for.

    >>> from helpers import clean
    >>> cleaned = clean("網(wǎng)路")
    >>> cleaned.text, [edit.rule for edit in cleaned.ledger], cleaned.flags
    ('网路', ['pinyin', 'script'], ())
    """

    text: str
    ledger: tuple[Edit, ...]
    flags: tuple[Flag, ...]


def apply_edits(text: str, edits: Iterable[Edit | Found]) -> str:
    """Return ``text`` with all ``edits`` of one step made, as a rule finds them or a ledger has them: in order, none overlapping.

    Raises:
        ValueError: an edit does not fit the text.

    >>> apply_edits("開源", [(0, "開", "开", "")])
    '开源'
    """
    out, position = [], 0
    for edit in edits:
        start, old, new = edit[-4:-1]
        end = start + len(old)
        if start < position or text[start:end] != old:
            raise ValueError(f"edit {getattr(edit, 'rule', edit[-1])!r} at {start} does not fit this text")
        out += text[position:start], new
        position = end
    return "".join(out) + text[position:]


def replay(raw: str, ledger: Iterable[Edit]) -> Iterator[tuple[str, str, list[Edit]]]:
    """Yield each step of ``ledger`` as ``(rule, the text it found, its edits)``, from the raw text on.

    Raises:
        ValueError: an edit does not find its old text where it says.

    >>> from helpers import clean
    >>> [(rule, text) for rule, text, edits in replay("網(wǎng)路", clean("網(wǎng)路").ledger)]
    [('pinyin', '網(wǎng)路'), ('script', '網路')]
    """
    text = raw
    for _, step in groupby(ledger, key=lambda edit: edit.step):
        edits = list(step)
        yield edits[0].rule, text, edits
        text = apply_edits(text, edits)


def apply_ledger(raw: str, ledger: Iterable[Edit]) -> str:
    """Return the text that the edits of ``ledger`` make of ``raw``; for `clean`'s own ledger, exactly its text.

    Raises:
        ValueError: an edit does not find its old text where it says.

    >>> from helpers import clean
    >>> apply_ledger("網(wǎng)路", clean("網(wǎng)路").ledger)
    '网路'
    """
    for _, text, edits in replay(raw, ledger):
        raw = apply_edits(text, edits)
    return raw


def raw_span(cleaned: Cleaned, start: int, end: int) -> tuple[int, int]:
    """Return ``(start, end)`` of the raw text that ``cleaned.text[start:end]`` came from.

    >>> from helpers import clean
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


def ledger_table(articles: pd.DataFrame) -> pd.DataFrame:
    """Return all edits of all articles as one table: ``article_id, step, rule, start, old, new, note`` (see `Edit`).

    Args:
        articles: with ``article_id`` and ``ledger``, as `helpers.corpus.load_articles` returns them.

    >>> from helpers import clean
    >>> articles = pd.DataFrame({"article_id": ["a"], "ledger": [clean("開源").ledger]})
    >>> ledger_table(articles)[["article_id", "rule", "old", "new"]].values.tolist()
    [['a', 'script', '開', '开']]
    """
    return pd.DataFrame(
        [(row.article_id, *edit) for row in articles.itertuples() for edit in row.ledger],
        columns=["article_id", "step", "rule", "start", "old", "new", "note"],
    )


def leftmost(edits: Iterable[Found]) -> Iterator[Found]:
    """Yield the edits that come first and do not overlap; of two at one place, the longer.

    >>> [*leftmost([(1, "BC", "", ""), (0, "A", "", ""), (0, "AB", "", "")])]
    [(0, 'AB', '', '')]
    """
    longest: dict[int, Found] = {}
    for edit in edits:
        start, old, _, _ = edit
        if start not in longest or len(old) > len(longest[start][1]):
            longest[start] = edit
    taken = 0
    for start in sorted(longest):
        if start >= taken:
            taken = start + len(longest[start][1])
            yield longest[start]
