"""Hand codes to tables. Every quotation of a code is checked against its text before anything is counted.

The codes are judgement, kept as data in ``seeds/``: `seeds/CODEBOOK.md` says how they were made.
"""

import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from helpers.cleaning.ledger import Cleaned, raw_span
from helpers.corpus import SEEDS, SeedError, read_seed_table
from helpers.stats.counts import split_articles

KEYS = {"codes": "code_id", "quotes": "quote_id", "events": None, "claims": "claim_id"}


def load_codes(
    articles: pd.DataFrame, name: str = "codes", folder: Path | str = SEEDS, *, path: Path | str | None = None
) -> pd.DataFrame:
    """Return ``name``.csv of hand codes with two columns more: ``start`` of the quotation and ``sentence`` number.

    Args:
        articles: as `helpers.corpus.load_articles` returns them.
        name: ``codes``, ``quotes``, ``events`` or ``claims``.
        folder: where the tables are; ``categories.csv`` in it lists what a closed column may hold.
        path: another coder's table of the same kind; columns that it lacks are not checked.

    Raises:
        SeedError: a quotation that is not in its article, an article that is not there, an id that stands twice, or a
            category that the codebook does not know; one sentence with file, row and reason.

    >>> from helpers import load_articles
    >>> {"start", "sentence"} <= set(load_codes(load_articles()).columns)
    True
    """
    if name not in KEYS:
        raise ValueError(f"there are no codes named {name!r}; there are {', '.join(KEYS)}.")
    folder = Path(folder)
    path = Path(path) if path else folder / f"{name}.csv"
    table = read_seed_table(path, ("article_id", "quote"))
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    closed = read_categories(folder)
    closed = closed.loc[closed["table"] == name].groupby("column")["value"].agg(set).to_dict()
    for row in table.to_dict("records"):
        where = f"{path.name}, row {row['row']}"
        if row["article_id"] not in texts:
            raise SeedError(f"{where}: there is no article {row['article_id']!r}.")
        if not row["quote"] or row["quote"] not in texts[row["article_id"]]:
            raise SeedError(f"{where}: the quote {row['quote'][:40]!r} is not in article {row['article_id']}.")
        for column, values in closed.items():
            if column in row and row[column] not in values:
                raise SeedError(f"{where}: {column} {row.get(column, '')!r} is not in the codebook.")
    key = KEYS[name]
    if key in table and len(twice := table.loc[table[key].duplicated()]):
        raise SeedError(f"{path.name}, row {twice['row'].iloc[0]}: {key} {twice[key].iloc[0]!r} stands twice.")
    starts = [
        _start_of(texts[row["article_id"]], row, f"{path.name}, row {row['row']}") for row in table.to_dict("records")
    ]
    return table.assign(start=starts, sentence=_sentence_of(articles, table["article_id"], starts)).drop(columns="row")


def _start_of(text: str, row: Mapping[str, str], where: str) -> int:
    """Return where the quotation of a row begins: its first occurrence, or the one that the column ``nth`` names."""
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
    """Return the closed lists of the codebook: ``table, column, value, meaning``.

    Raises:
        SeedError: the file is missing or lacks a column.
    """
    return read_seed_table(Path(folder) / "categories.csv", ("table", "column", "value", "meaning"))


def add_raw_lines(codes: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Return ``codes`` with the ``line`` of the raw file where each quotation begins.

    The ledger leads back from the clean text to the raw one, so that anybody can read a code's sentence as it came.
    """
    by_id = {row.article_id: row for row in articles.itertuples()}
    lines = []
    for row in codes.itertuples():
        article = by_id[row.article_id]
        cleaned = Cleaned(article.text, article.ledger, article.flags)
        place, _ = raw_span(cleaned, row.start, row.start + len(row.quote))
        lines.append(article.raw.count("\n", 0, place) + 1)
    return codes.assign(line=lines)


def add_pairs(codes: pd.DataFrame) -> pd.DataFrame:
    """Return ``codes`` with ``source`` and ``target``: the two sides of ``mapping_en``, a line a pair.

    >>> add_pairs(pd.DataFrame({"mapping_en": ["iPhone → GPT; Android → Llama 2"]}))["target"].tolist()
    ['GPT\\nLlama 2']
    """
    pairs = [[pair.partition("→") for pair in text.split(";") if "→" in pair] for text in codes["mapping_en"]]
    return codes.assign(
        source=["\n".join(left.strip() for left, _, _ in row) for row in pairs],
        target=["\n".join(right.strip() for _, _, right in row) for row in pairs],
    )


def code_sentences(codes: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Return ``unit_id, code`` for every sentence: its domains joined by ``+``, or ``none`` (codebook, section 8).

    Near-misses count as ``none``. ``unit_id`` is article and sentence number, ``002:14``.
    """
    metaphors = codes.loc[codes["form"] != "near_miss"] if "form" in codes else codes
    keys = metaphors["article_id"] + ":" + metaphors["sentence"].astype("str")
    found = metaphors.groupby(keys)["domain"].agg(lambda domains: "+".join(sorted(set(domains))))
    sentences = split_articles(articles)
    units = sentences["article_id"] + ":" + sentences["sentence"].astype("str")
    return pd.DataFrame({"unit_id": units, "code": units.map(found).fillna("none")}).astype("str")
