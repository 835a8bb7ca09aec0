"""The English of every sentence of the five articles, checked against the Chinese that it translates.

A language model translated; ``seeds/README.md`` says how the translation was checked.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from helpers.cleaning import clean, restore_spin
from helpers.corpus import SEEDS, SeedError, read_seed_table
from helpers.lexicon import read_table
from helpers.stats.counts import count_characters, split_articles

FILE = "translations.csv"


class Translated(NamedTuple):
    """A sentence of an article with its English; ``note`` explains wit, idiom or damage, and is mostly empty."""

    article_id: str
    sentence: int
    chinese: str
    english: str
    note: str

    @property
    def anchor(self) -> str:
        """The name of the sentence in the reader: ``002-17``."""
        return f"{self.article_id}-{self.sentence}"


@cache
def read_translations(folder: Path = SEEDS) -> tuple[Translated, ...]:
    """Return all rows of ``translations.csv``, in the order of the file; no file, no row.

    Raises:
        SeedError: a column is missing, a sentence number is none, a cell is empty, or a sentence has two rows.
    """
    path = Path(folder) / FILE
    if not path.is_file():
        return ()
    found: dict[tuple[str, int], Translated] = {}
    for row in read_seed_table(path, ("article_id", "sentence", "chinese", "english", "note")).itertuples():
        where = f"{FILE}, row {row.row}"
        if not re.fullmatch(r"[1-9]\d{0,4}", row.sentence):
            raise SeedError(f"{where}: sentence {row.sentence!r} is not a whole number from 1 on.")
        key = row.article_id, int(row.sentence)
        if not row.chinese or not row.english.strip():
            raise SeedError(
                f"{where}: sentence {row.article_id}-{row.sentence} has no {'English' if row.chinese else 'Chinese'}."
            )
        if key in found:
            raise SeedError(f"{where}: sentence {row.article_id}-{row.sentence} is translated twice.")
        found[key] = Translated(*key, row.chinese, row.english, row.note)
    return tuple(found.values())


def load_translations(articles: pd.DataFrame, folder: Path | str = SEEDS) -> pd.DataFrame:
    """Return the sentences of ``articles`` with their English: ``article_id, sentence, start, text, english, note``.

    Args:
        articles: as `helpers.corpus.load_articles` returns them.
        folder: where ``translations.csv`` is.

    Raises:
        SeedError: a sentence without a row, a row without its sentence, or a sentence that changed after it was
            translated; one sentence with file, row and reason.
    """
    rows = {(one.article_id, one.sentence): one for one in read_translations(Path(folder))}
    sentences = split_articles(articles)
    english, notes = [], []
    for row in sentences.itertuples():
        one = rows.pop((row.article_id, row.sentence), None)
        anchor = f"{row.article_id}-{row.sentence}"
        if one is None:
            raise SeedError(f"{FILE}: the sentence {anchor} ({row.text[:20]}) has no row.")
        if one.chinese != row.text:
            raise SeedError(f"{FILE}: the sentence {anchor} now reads {row.text[:20]!r}, not {one.chinese[:20]!r}.")
        english.append(one.english)
        notes.append(one.note)
    if rows:
        raise SeedError(f"{FILE}: the row {next(iter(rows.values())).anchor} has no sentence in its article.")
    return sentences.assign(english=english, note=notes)


@cache
def _sentences_with(passage: str, article_id: str) -> tuple[Translated, ...]:
    inside = [one for one in read_translations() if article_id in ("", one.article_id)]
    for form in _forms(passage):
        if holding := [one for one in inside if form in one.chinese]:
            return tuple(holding)
        # A passage of several sentences: those that it holds, whole or but for their ends.
        if held := tuple(one for one in inside if len(one.chinese) > 3 and one.chinese in form):
            return held
        # Or the end of one sentence and the beginning of the next.
        pieces = [piece for piece in re.split(r"(?<=[。！？!?])|\n", form) if len(piece.strip()) > 3]
        if len(pieces) > 1 and all(any(piece in one.chinese for one in inside) for piece in pieces):
            return tuple(next(one for one in inside if piece in one.chinese) for piece in pieces)
    return ()


def _forms(passage: str) -> Iterator[str]:
    """Yield a passage as it is, then as cleaning would leave it, then with the words of a spun text restored."""
    yield passage
    cleaned = clean(passage).text.strip()
    if not cleaned:
        return
    yield cleaned
    yield restore_spin(cleaned)


def find_translations(passage: str, article_id: str = "") -> tuple[Translated, ...]:
    """Return the translated sentences that hold ``passage``, or that it holds; none for what is not in the five articles.

    Args:
        passage: Chinese, as the clean text or the raw file has it.
        article_id: look only there; without it, everywhere.

    >>> find_translations("谁赢了?")[0].english
    'Who has won?'
    """
    passage = passage.strip()
    return _sentences_with(passage, article_id) if passage else ()


@cache
def _whole_sentences() -> dict[str, tuple[Translated, ...]]:
    found: dict[str, tuple[Translated, ...]] = {}
    for one in read_translations():
        if count_characters(one.chinese) >= _WHOLE:
            found[one.chinese] = (*found.get(one.chinese, ()), one)
    return found


_WHOLE = 8  # characters from which on nobody else writes the same sentence by chance


def whole_sentence(text: str) -> tuple[Translated, ...]:
    """Return the translated sentences that are ``text``, all of it; a short one may be anybody's and is left out.

    >>> whole_sentence("眼下还不好说。"), len(whole_sentence("而现在,属于AI大语言模型的“安卓时刻”,要来了。"))
    ((), 1)
    """
    return _whole_sentences().get(text.strip(), ())


_SHOWN = 12  # characters of a long cut that are enough to know it by


@cache
def _english_of_edits() -> dict[str, str]:
    """Return the English of what cleaning cuts or changes: spun words, and the cuts and repairs of ``edits.csv``."""
    spin = read_table("spin")
    known = dict(zip(spin["spun"], spin["english"], strict=True))
    path = SEEDS / "edits.csv"
    if path.is_file():
        edits = read_seed_table(path, ("quote", "replacement", "english"))
        known |= {quote.strip(): english for quote, english in zip(edits["quote"], edits["english"], strict=True)}
    return known


def english_of_edit(old: str) -> str:
    """Return the English of a passage that cleaning cut or changed, or an empty text.

    >>> english_of_edit("微柔软")
    '“micro-supple” for Microsoft'
    """
    old = old.strip()
    known = _english_of_edits()
    if old in known or len(old) < _SHOWN:
        return known.get(old, "")
    return next((english for quote, english in known.items() if quote.startswith(old.rstrip("…"))), "")
