"""Detect boilerplate in clean text: widgets, credits, and lines that a source repeats. Pure.

Boilerplate is cut in whole lines or elements, as edits of the ledger (rule ``boilerplate``), and never more than `MOST`
of an article: a larger cut is not made, and a warning says so. Repeated lines and near-duplicates show only when articles
are compared. An article is therefore reduced to fingerprints of its lines and sentences (`Fingerprints`), so that
articles can be compared that do not fit into memory or lie on other machines.
"""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from hashlib import blake2b
from typing import NamedTuple

import numpy as np

from helpers.cleaning.ledger import Edit, Found, apply_edits
from helpers.report.body.credits import note_lines
from helpers.report.body.line_notes import forms
from helpers.report.body.line_weights import line_key, log_odds
from helpers.report.body.site_runs import find_rows
from helpers.stats.counts import count_characters
from helpers.text.sentences import sentence_spans

RULE = "boilerplate"
MOST = 0.75  # of an article's characters; a front page with one short report has about that much around it
MIN_ARTICLES = 2  # articles of one source that contain a line before it counts as the source's
MIN_FOR_SENTENCE = 3  # and a sentence, or a line that may be a subhead or data: two articles may well share one
MIN_FOR_PROSE = 5  # and a line that reads like the articles' own, and half of them: of an agency, of a series
# Log-odds from which on a sentence reads like boilerplate; another line, of few words and perhaps a subhead or a cell;
# and one that stands inside the body. Of lines not seen by the fit, 93, 81, and 62 of 100 lines of boilerplate reach them.
_READS_LIKE_BOILERPLATE, _LINE_DOES, _INSIDE_DOES = 0.0, 1.0, 2.0


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
    for start, line, key, note, is_inside in _noted(text, names):
        starts.append(start)
        lines.append((*_repeatable(key, line, is_inside), count_characters(line), bool(note)))
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
_FULL_STOP = re.compile(r"。[”」』’）)]?$")
_SUBHEAD = re.compile(
    "(?:第?[一二三四五六七八九十0]{1,3}[、.章节]|[（(][一二三四五六七八九十0]{1,3}[)）]).{0,30}"
    f"|(?:{forms('subhead').pattern})[:：]?"
)


def _repeatable(key: str, line: str, is_inside: bool) -> tuple[int, int]:
    """Return the fingerprint by which a line is sought in other articles, 0 for what many articles share as they are; and
    in how many articles it must stand.

    The numbers of a sentence are a part of what it says, and so are those of a table or a list of data. A line of another
    kind inside the body may be a subhead, a cell, or the name of who speaks.
    """
    is_sentence = bool(_SENTENCE.search(line))
    if _SUBHEAD.fullmatch(key) or (is_inside and not is_sentence and log_odds(key) < _INSIDE_DOES):
        return 0, MIN_ARTICLES
    if not is_sentence and log_odds(key) >= _LINE_DOES:
        return fingerprint(key), MIN_ARTICLES
    least = MIN_FOR_PROSE if log_odds(key) < _READS_LIKE_BOILERPLATE else MIN_FOR_SENTENCE
    return fingerprint("".join(line.split()).casefold()), least


def _noted(text: str, names: Iterable[str]) -> Iterator[tuple[int, str, str, str, bool]]:
    """Yield ``(start, line, key, note, is_inside)``; the note says why a line is boilerplate regardless of other articles,
    or ''; and whether the line, or its like, stands between two sentences of the body.
    """
    lines = [*_lines(text)]
    keys = [line_key(line) for _, line in lines]
    notes = note_lines(keys, names, find_rows([line for _, line in lines]))
    first, last = (next(_body_sentences(keys, notes, step), 0) for step in (1, -1))
    inside = {*keys[first:last]}
    for (start, line), key, note in zip(lines, keys, notes, strict=True):
        yield start, line, key, note, key in inside


def _body_sentences(keys: Sequence[str], notes: Sequence[str], step: int) -> Iterator[int]:
    """Yield the numbers of lines that end with a full stop, which a headline does not, and read like the articles' own."""
    for number in range(len(keys))[::step]:
        if not notes[number] and _FULL_STOP.search(keys[number]) and log_odds(keys[number]) < _READS_LIKE_BOILERPLATE:
            yield number


def repeated_lines(prints: Iterable[Fingerprints]) -> frozenset[int]:
    """Return the fingerprints of lines that occur in two or more articles of one source (a sentence, or a line that may be a
    subhead or data: in three) and in a tenth of them; a line that reads like the articles' own, in five and in half of them.

    Lines inside the body count only if they read like boilerplate. Leave near-duplicates out; otherwise all their lines
    count as boilerplate.

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
    for start, line, key, note, is_inside in _noted(text, names):
        if repeated and _repeatable(key, line, is_inside)[0] in repeated:
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
