"""Read codes as tables, and check every quotation of a code against its text before anything is counted.

The codes are judgements, kept as data in ``seeds/``; ``seeds/CODEBOOK.md`` says how they were made.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from helpers.corpus import SEEDS, SeedError, read_seed_table
from helpers.stats.counts import split_articles

# The tables of codes, and the column of each that must not repeat.
KEYS = {"codes": "code_id", "quotes": "quote_id", "events": None, "details": None, "claims": "claim_id"}

_SILENT = ("details.csv",)  # a detail that an article does not tell has no quotation

# The domains in plain words, as ``categories.csv`` has them; the report uses them too, and may have no ``seeds/``.
DOMAINS = {
    "mobile_os": "phone systems",
    "desktop_os": "computer systems",
    "phone_makers": "phone makers",
    "moat": "moat and walls",
    "war": "war",
    "nuclear": "nuclear weapons",
    "chess_game": "games and gambling",
    "theatre": "stage and film",
    "palace": "court and throne",
    "biology": "animals and plants",
    "body": "body, senses and kin",
    "food": "food and eating",
    "race_road": "race and road",
    "religion": "faith and magic",
    "school": "school and exams",
    "weather": "weather and landscape",
    "building": "house and building",
    "technology": "other technology",
    "other": "other",
}
SYSTEMS = ("mobile_os", "desktop_os", "phone_makers")  # the phone analogy; all others are other metaphors


def load_codes(
    articles: pd.DataFrame, name: str = "codes", folder: Path | str = SEEDS, *, path: Path | str | None = None
) -> pd.DataFrame:
    """Return the codes in ``name``.csv with two more columns: ``start`` of the quotation, ``sentence`` number.

    Args:
        articles: as `helpers.corpus.load_articles` returns them.
        name: ``codes``, ``quotes``, ``events``, ``details`` or ``claims``.
        folder: where the tables are; ``categories.csv`` in it lists the values that a closed column may hold.
        path: another coder's table of the same kind; columns that it lacks are not checked.

    Raises:
        ValueError: there is no table of this name.
        SeedError: a quotation is not in its article, an article is missing, an id occurs twice, or the codebook does
            not know a category. The message is one sentence with file, row and reason.

    >>> from helpers import load_articles
    >>> {"start", "sentence"} <= set(load_codes(load_articles()).columns)
    True
    """
    if name not in KEYS:
        raise ValueError(f"there are no codes named {name!r}; there are {', '.join(KEYS)}.")
    path = Path(os.path.expanduser(path)) if path else Path(folder) / f"{name}.csv"
    table = read_seed_table(path, ("article_id", "quote"))
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    _check_rows(table, path.name, texts, _closed_columns(folder, name))
    _check_ids(table, path.name, KEYS[name])
    starts = [
        _start_of(texts[row["article_id"]], row, f"{path.name}, row {row['row']}") for row in table.to_dict("records")
    ]
    return table.assign(start=starts, sentence=_sentence_of(articles, table["article_id"], starts)).drop(columns="row")


def _closed_columns(folder: Path | str, name: str) -> dict[str, set[str]]:
    """Return the values that each closed column of a table may hold."""
    categories = read_categories(folder)
    return categories.loc[categories["table"] == name].groupby("column")["value"].agg(set).to_dict()


def _check_rows(table: pd.DataFrame, file: str, texts: Mapping[str, str], closed: Mapping[str, set[str]]) -> None:
    for row in table.to_dict("records"):
        where = f"{file}, row {row['row']}"
        if row["article_id"] not in texts:
            raise SeedError(f"{where}: there is no article {row['article_id']!r}.")
        if (not row["quote"] and file not in _SILENT) or row["quote"] not in texts[row["article_id"]]:
            raise SeedError(f"{where}: the quote {row['quote'][:40]!r} is not in article {row['article_id']}.")
        for column, values in closed.items():
            if column in row and row[column] not in values:
                raise SeedError(f"{where}: {column} {row[column]!r} is not in the codebook.")


def _check_ids(table: pd.DataFrame, file: str, key: str | None) -> None:
    if key in table and len(twice := table.loc[table[key].duplicated()]):
        raise SeedError(f"{file}, row {twice['row'].iloc[0]}: {key} {twice[key].iloc[0]!r} occurs twice.")


def _start_of(text: str, row: Mapping[str, str], where: str) -> int:
    """Return where the quotation of a row begins: its first occurrence, or the one that column ``nth`` counts to."""
    nth, start = row.get("nth") or "1", -1
    if not re.fullmatch(r"[1-9]\d{0,3}", str(nth)):
        raise SeedError(f"{where}: nth {nth!r} is not a whole number from 1 on.")
    for _ in range(int(nth)):
        start = text.find(row["quote"], start + 1)
        if start < 0:
            raise SeedError(f"{where}: the quote {row['quote'][:40]!r} occurs fewer than {nth} times.")
    return start


def _sentence_of(articles: pd.DataFrame, ids: pd.Series, starts: list[int]) -> list[int]:
    sentences = split_articles(articles)
    first = {a: part["start"].tolist() for a, part in sentences.groupby("article_id")}
    return [sum(begin <= start for begin in first[a]) for a, start in zip(ids, starts, strict=True)]


def read_categories(folder: Path | str = SEEDS) -> pd.DataFrame:
    """Return the closed lists of the codebook: ``table, column, value, meaning``, and ``page_name``, what pages call it.

    Raises:
        SeedError: the file is missing, malformed, or lacks a column.

    >>> categories = read_categories()
    >>> categories.loc[categories["value"] == "moat"].values.tolist()
    [['codes', 'domain', 'moat', 'moat and walls', 'moat, rampart, wall, breach']]
    """
    return read_seed_table(Path(folder) / "categories.csv", ("table", "column", "value", "meaning")).drop(columns="row")


def add_pairs(codes: pd.DataFrame) -> pd.DataFrame:
    """Return ``codes`` with ``source`` and ``target``, the two sides of ``mapping_en``, one line for each pair.

    >>> add_pairs(pd.DataFrame({"mapping_en": ["iPhone → GPT; Android → Llama 2"]}))["target"].tolist()
    ['GPT\\nLlama 2']
    """
    pairs = [[pair.partition("→") for pair in text.split(";") if "→" in pair] for text in codes["mapping_en"]]
    return codes.assign(
        source=["\n".join(left.strip() for left, _, _ in row) for row in pairs],
        target=["\n".join(right.strip() for _, _, right in row) for row in pairs],
    )


def code_sentences(codes: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Return ``unit_id, code`` for every sentence; the code is its domains joined by ``+``, or ``none``.

    ``unit_id`` is article and sentence number, such as ``002:14``. Near-misses count as ``none`` (section 8 of the
    codebook). Two such tables, one for each coder, are compared by `helpers.stats.reliability.agreement`.

    Args:
        codes: with ``article_id``, ``sentence`` and ``domain``, as `load_codes` returns them.
        articles: all articles that were coded, with ``article_id`` and ``text``.

    >>> articles = pd.DataFrame({"article_id": ["a"], "text": ["开源会赢。护城河没了。"]})
    >>> codes = pd.DataFrame({"article_id": ["a"], "sentence": [2], "domain": ["moat"]})
    >>> code_sentences(codes, articles).values.tolist()
    [['a:1', 'none'], ['a:2', 'moat']]
    """
    metaphors = codes.loc[codes["form"] != "near_miss"] if "form" in codes else codes
    keys = metaphors["article_id"] + ":" + metaphors["sentence"].astype("str")
    found = metaphors.groupby(keys)["domain"].agg(lambda domains: "+".join(sorted(set(domains))))
    sentences = split_articles(articles)
    units = sentences["article_id"] + ":" + sentences["sentence"].astype("str")
    return pd.DataFrame({"unit_id": units, "code": units.map(found).fillna("none")}).astype("str")
