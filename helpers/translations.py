"""The English of every sentence of the five articles, checked against the Chinese that it translates; and that of our
practice folder.

A language model translated; ``seeds/README.md`` says how the translation of the five was checked.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeVar

import pandas as pd

from helpers.cleaning import clean, restore_spin
from helpers.corpus import SEEDS, SeedError, read_seed_table
from helpers.lexicon import read_table
from helpers.stats.counts import count_characters, split_articles
from helpers.text.marks import pair_marks
from helpers.text.script import IS_HAN

FILE = "translations.csv"
T = TypeVar("T")


class Translated(NamedTuple):
    """A sentence of an article with its English; ``note`` explains wit, idiom or damage, and is mostly empty.

    ``article_id`` is empty for a sentence of the practice folder, which has no place in the reader.
    """

    article_id: str
    sentence: int
    chinese: str
    english: str
    note: str

    @property
    def anchor(self) -> str:
        """The name of the sentence in the reader: ``002-17``; empty if it has no place there."""
        return f"{self.article_id}-{self.sentence}" if self.article_id else ""


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
        if held := [one for one in inside if len(one.chinese) > 3 and one.chinese in form]:
            return tuple(_with_ends(form, held, inside))
        # Or the end of one sentence and the beginning of the next.
        pieces = _pieces(form)
        if len(pieces) > 1 and all(any(piece in one.chinese for one in inside) for piece in pieces):
            return tuple(next(one for one in inside if piece in one.chinese) for piece in pieces)
    return ()


def _pieces(form: str) -> list[str]:
    return [piece for piece in re.split(r"(?<=[。！？!?])|\n", form) if len(piece.strip()) > 3]


def _with_ends(form: str, held: list[Translated], inside: list[Translated]) -> Iterator[Translated]:
    """Yield the sentences that ``form`` holds whole, and those beside them of which it holds a part."""
    rest = form
    for one in sorted(held, key=lambda one: -len(one.chinese)):
        rest = rest.replace(one.chinese, "\n")
    parts = [part.strip() for part in rest.split("\n") if len(part.strip()) > 3]
    beside = {(one.article_id, one.sentence + step) for one in held for step in (-1, 1)}
    for one in inside:
        is_beside = (one.article_id, one.sentence) in beside
        if one in held or (is_beside and any(part in one.chinese for part in parts)):
            yield one


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
def english_of(passage: str, one: Translated) -> str:
    """Return the English of the smallest part of a sentence that holds ``passage``, else of the whole sentence.

    A part is what stands in quotation marks, or an item ① ② ③, where the translation has as many of them.

    >>> english_of("相当接近", find_translations("相当接近", "001")[0])
    'quite close'
    """
    holding = [
        (len(chinese), english)
        for parts in (_quoted, _numbered)
        for chinese, english in pairs(parts(one.chinese), parts(one.english))
        if passage.strip() in chinese
    ]
    return min(holding)[1].rstrip(",") if holding else one.english


@cache
def _words_of_passages() -> dict[tuple[str, str], str]:
    path = SEEDS / "passages.csv"
    if not path.is_file():
        return {}
    rows = read_seed_table(path, ("article_id", "sentence", "chinese", "english")).itertuples()
    return {(f"{row.article_id}-{row.sentence}", row.chinese): row.english for row in rows}


@cache
def words_of(passage: str, anchor: str) -> str:
    """Return the words in the English of a sentence that render ``passage``, or what of it stands there; empty where nobody
    noted them.

    >>> words_of("为了保持盈利", "004-13")
    'in order to stay profitable'
    """
    known = _words_of_passages()
    parts = (part.strip() for form in _forms(passage.strip()) for part in (form, *_pieces(form)))
    return next((known[anchor, part] for part in parts if (anchor, part) in known), "") if anchor else ""


def is_quoted_in(passage: str, one: Translated) -> bool:
    """Return whether exactly ``passage`` stands in quotation marks in a sentence.

    >>> [is_quoted_in(words, find_translations("相当接近", "001")[0]) for words in ("相当接近", "接近")]
    [True, False]
    """
    return passage.strip() in _quoted(one.chinese)


def pairs(chinese: Sequence[T], english: Sequence[T]) -> Iterator[tuple[T, T]]:
    """Return the parts of a sentence beside those of its translation, in the same order; nothing if one has more.

    >>> [*pairs(["快", "慢"], ["fast", "slow"])], [*pairs(["快"], [])]
    ([('快', 'fast'), ('慢', 'slow')], [])
    """
    return zip(chinese, english, strict=True) if len(chinese) == len(english) else iter(())


_CLOSED_BY = {"“": "”", "‘": "’", "「": "」", "『": "』"}
_MARK = re.compile("[“”‘’「」『』]")


def places_of_quotations(sentence: str) -> list[tuple[int, int]]:
    """Return where text stands in quotation marks, in the order in which they open; nothing if one does not close.

    >>> sentence = "“甲‘乙’”与“丙”"
    >>> [sentence[start:end] for start, end in places_of_quotations(sentence)]
    ['甲‘乙’', '乙', '丙']
    """
    marks = [(match.start(), match[0]) for match in _MARK.finditer(sentence)]
    paired, _, _ = pair_marks(marks, _CLOSED_BY)
    return [(start + 1, end) for start, end in paired] if 2 * len(paired) == len(marks) else []


def _quoted(sentence: str) -> list[str]:
    return [sentence[start:end] for start, end in places_of_quotations(sentence)]


def _numbered(sentence: str) -> list[str]:
    """Return the items of a list inside a sentence, from number to number."""
    return [item.strip(" ;.。") for item in re.split("[①-⑳]", sentence)[1:]]


@cache
def _whole_sentences() -> dict[str, tuple[Translated, ...]]:
    found: dict[str, tuple[Translated, ...]] = {}
    for one in (*read_translations(), *_of_example()):
        if count_characters(one.chinese) >= _WHOLE:
            found[one.chinese] = (*found.get(one.chinese, ()), one)
    return found


_WHOLE = 8  # characters from which on nobody else writes the same sentence by chance


def whole_sentence(text: str) -> tuple[Translated, ...]:
    """Return the translated sentences that are ``text``, all of it, in the five articles or in the practice folder.

    A short one may be anybody's and is left out.

    >>> whole_sentence("眼下还不好说。"), len(whole_sentence("而现在,属于AI大语言模型的“安卓时刻”,要来了。"))
    ((), 1)
    """
    return _whole_sentences().get(text.strip(), ())


_SHOWN = 12  # characters of what is shown in part that are enough to know it by


@cache
def _of_example() -> tuple[Translated, ...]:
    table = read_table("example_english")
    rows = table.loc[table["kind"] == "sentence", ["chinese", "english"]].itertuples(index=False)
    return tuple(Translated("", number, *row, "") for number, row in enumerate(rows, start=1))


@cache
def _of_example_by_run() -> dict[str, set[Translated]]:
    """Return the sentences of the practice folder by every run of `_WHOLE` characters: fewer prove nothing."""
    found: dict[str, set[Translated]] = {}
    for one in _of_example():
        for at in range(len(one.chinese) - _WHOLE + 1):
            found.setdefault(one.chinese[at : at + _WHOLE], set()).add(one)
    return found


@cache
def _terms_of_example(*kinds: str) -> dict[str, str]:
    table = read_table("example_english").set_index("chinese")
    return table.loc[table["kind"].isin(kinds), "english"].to_dict()


def name_in_example(name: str) -> str:
    """Return the English of a speaker, title or outlet of the practice folder; empty for any other text.

    >>> name_in_example("何平"), name_in_example("何平说")
    ('He Ping', '')
    """
    return _terms_of_example("name").get(name, "")


@cache
def _cut_in_example() -> re.Pattern[str]:
    terms = sorted(_terms_of_example("name", "cut"), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, terms)))


def cut_in_example(text: str) -> str:
    """Return the English of what was cut from an article of the practice folder, word by word: menus, titles, credits.

    Empty if a Chinese word of ``text`` is not known: half of a line would say something else.

    >>> cut_in_example("* [首页](/) * [登录](/login)"), cut_in_example("首页 > 新闻")
    ('home · log in', '')
    """
    pattern, known = _cut_in_example(), _terms_of_example("name", "cut")
    if not IS_HAN.search(text) or IS_HAN.search(pattern.sub("", text)):
        return ""
    return " · ".join(dict.fromkeys(known[found[0]] for found in pattern.finditer(text)))


def english_around(key: str, before: str = "", after: str = "") -> str:
    """Return the English of the practice folder's sentences in which ``key`` stands; empty if it stands in none of them.

    A whole sentence counts from eight characters on; one that the line cuts off, if twelve of its characters are shown
    and all that is shown agrees with it.

    Args:
        before, after: what is shown around ``key``, cut anywhere; a blank may stand for a line end.

    >>> english_around("安卓", "不过，", "从来不是完全免费的。周岚承认")
    'But Android was never wholly free of charge.'
    >>> english_around("安卓", "听说", "从来不是完全免费的。")
    ''
    """
    line = f"{before}{key}{after}"
    start, end = len(before), len(before) + len(key)
    found = []
    shown = (line[at : at + _WHOLE] for at in range(len(line) - _WHOLE + 1))
    for one in set().union(*(_of_example_by_run().get(run, ()) for run in shown)):
        place = _place_of(one.chinese, line)
        if place is not None and place < end and start < place + len(one.chinese):
            found.append((place, one.english))
    return " ".join(english for _, english in sorted(found))


_BEGINS_SENTENCE = re.compile(r"[\s。！？!?”」』]\Z")
_ENDS_SENTENCE = re.compile(r"[。！？!?”」』]\Z")


def _place_of(sentence: str, line: str) -> int | None:
    """Return where ``sentence`` begins in ``line``, below 0 if it begins before; None if it is not there."""
    if (place := line.find(sentence)) < 0:
        # It is cut: its end begins the line, or its beginning ends the line, or the line is all in its middle.
        if (inside := sentence.find(line[:_SHOWN])) >= 0:
            place = -inside
        elif (inside := sentence.find(line[-_SHOWN:])) >= 0:
            place = len(line) - len(line[-_SHOWN:]) - inside
        else:
            return None
    first, last = max(0, place), min(len(line), place + len(sentence))
    is_whole = first == place and last == place + len(sentence)
    enough = count_characters(line[first:last]) >= (_WHOLE if is_whole else _SHOWN)
    begins = place <= 0 or _BEGINS_SENTENCE.search(line[:place])
    ends = last == len(line) or _ENDS_SENTENCE.search(sentence) or line[last].isspace()
    return place if enough and begins and ends and line[first:last] == sentence[first - place : last - place] else None


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
