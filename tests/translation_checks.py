"""What a translation may have lost: numbers, names, quotation marks, negations. Checks for ``seeds/translations.csv``."""

import re
from collections.abc import Iterator
from functools import cache

import pandas as pd

from helpers.lexicon import read_table
from helpers.tables import typed_table
from helpers.text.mentions import entity_mentions

EXCEPTIONS = "translation_exceptions.csv"
KINDS = ("number", "entity", "quotation", "negation")
DOUBT_TYPES = {"article_id": "str", "sentence": "int64", "kind": "str", "what": "str"}

_UNITS = {"万": 10**4, "亿": 10**8, "千": 10**3, "百": 100}
_NUMBER = re.compile(r"(?<![A-Za-z\d.-])(\d+(?:,\d{3})*(?:\.\d+)?)\s?([千百]?[万亿]?(?:万亿)?)")
MONTHS = [
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
        forms.add(MONTHS[int(value) - 1])
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
    return typed_table([(row.article_id, row.sentence, kind, what) for row, kind, what in rows], DOUBT_TYPES)
