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
from helpers.text.mentions import entity_mentions

FILE, EXCEPTIONS = "translations.csv", "translation_exceptions.csv"
KINDS = ("number", "entity", "quotation", "negation")


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


# ----------------------------------------------------------------------------------------------------------- checks

_UNITS = {"万": 10**4, "亿": 10**8, "千": 10**3, "百": 100}
_NUMBER = re.compile(r"(?<![A-Za-z\d.-])(\d+(?:,\d{3})*(?:\.\d+)?)\s?([千百]?[万亿]?(?:万亿)?)")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
# Words that only look negative are passed over: 不过 is *but*, 未来 *the future*, 莫里克 a name.
_NEGATIVE = re.compile(
    r"(?<!特)(?:不(?![过同断少管免错仅只但])|没|无(?!疑|论)|(?<!是)非(?!常)|未(?!来)|莫(?!里|斯)|勿)|别(?=[人的]?了)|毋庸"
)
_NEGATIVE_EN = re.compile(
    r"\b(?:no|not|none|never|nobody|nothing|neither|nor|without|cannot|un\w+|in\w+|im\w+|ir\w+|non\w*|dis\w+|fail\w*|lack\w*"
    r"|hardly|refus\w+|less|little|few)\b|n['’]t\b|less\b",
    re.IGNORECASE,
)


def _values(text: str) -> Iterator[tuple[str, float]]:
    """Yield every Arabic number of a Chinese text as it is written, with its value."""
    for match in _NUMBER.finditer(text):
        value = float(match[1].replace(",", ""))
        for unit in match[2]:
            value *= _UNITS[unit]
        yield match[0].strip(), value


def _says_number(value: float, written: str, english: str) -> bool:
    """Return whether an English sentence holds a number, in figures, words or as the name of a month."""
    plain = english.replace(",", "")
    scaled = [(value / size, f" {name}") for name, size in (("trillion", 1e12), ("billion", 1e9), ("million", 1e6))]
    forms = {f"{n:.10g}{name}" for n, name in [(value, ""), *scaled]}
    if value in range(13):
        forms.add(_WORDS[int(value)])
    if value in range(1, 13):
        forms.add(_MONTHS[int(value) - 1])
    return any(re.search(rf"(?<![\d.]){re.escape(form)}(?!\d)", plain, re.IGNORECASE) for form in forms)


_DEMONYMS = {"China": ("Chinese",), "United States": ("America",), "United Kingdom": ("Britain", "British")}


@cache
def _names_of(entity: str) -> tuple[str, ...]:
    """Return the forms under which English may name an entity: its name, its Latin spellings, a person's last name."""
    table = read_table("entities")
    rows = table.loc[table["entity"] == entity]
    names = [entity, *(alias for alias in rows["alias"] if alias.isascii())]
    names += _DEMONYMS.get(entity, ())
    if (rows["kind"] == "person").any():
        names += [part for part in re.split(r"[ -]", entity) if len(part) > 2]
    return tuple(dict.fromkeys(name.casefold() for name in names))


def find_differences(sentences: pd.DataFrame) -> pd.DataFrame:
    """Return what a translation may have lost: ``article_id, sentence, kind, what``, one row a doubt.

    ``kind`` is *number* (an Arabic number that the English does not hold), *entity* (a known name that it does not hold),
    *quotation* (another number of quotation marks), *negation* (a negation with nothing negative in the English). The last two
    are for reading; whether something is lost only a reader can tell.

    Args:
        sentences: as `load_translations` returns them.
    """
    rows = []
    for row in sentences.itertuples():
        english = row.english.casefold()
        rows += [(row, "number", w) for w, v in _values(row.text) if not _says_number(v, w, row.english)]
        names = dict.fromkeys(entity_mentions(row.text)["entity"])
        rows += [(row, "entity", name) for name in names if not any(form in english for form in _names_of(name))]
        marks = len(re.findall("[“「‘]", row.text)), len(re.findall("[“‘]", row.english))
        rows += [(row, "quotation", f"{marks[0]} against {marks[1]}")] if marks[0] != marks[1] else []
        if (negative := _NEGATIVE.search(row.text)) and not _NEGATIVE_EN.search(row.english):
            rows.append((row, "negation", row.text[negative.start() : negative.start() + 4]))
    return pd.DataFrame(
        [(row.article_id, row.sentence, kind, what) for row, kind, what in rows],
        columns=["article_id", "sentence", "kind", "what"],
    ).astype({"article_id": "str", "sentence": "int64", "kind": "str", "what": "str"})
