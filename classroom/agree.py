"""How far a class agrees with the shipped codes: ``python classroom/agree.py mine.csv`` (``make agreement CODES=mine.csv``).

The table has the columns ``article_id, quote, domain`` and, if one likes, ``form``. A sentence without a metaphor has the domain
``none``. A table with such rows is compared on the sentences that it names; a table of metaphors only, on every sentence of the
articles that it names (seeds/CODEBOOK.md, section 8).
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from helpers import SEEDS, load_articles, load_codes, read_categories, split_articles
from helpers.corpus import SeedError, read_seed_table
from helpers.framing.codes import code_sentences
from helpers.stats.reliability import Agreement, agreement

NOT_CODED = "none"


def agree_on(first: Sequence[str], second: Sequence[str]) -> Agreement:
    """Return the agreement of two lists of codes over the same sentences.

    >>> agree_on(["war", "none", "food"], ["war", "none", "none"]).same.round(2)
    0.67
    """
    units = [f"{number:04}" for number in range(len(first))]
    one, two = (pd.DataFrame({"unit_id": units, "code": list(codes)}) for codes in (first, second))
    return agreement(one, two)


def read_class_codes(path: Path, articles: pd.DataFrame) -> pd.DataFrame:
    """Return ``unit_id, text, code``, one row a sentence that the class read; ``code`` as in `helpers.code_sentences`.

    Raises:
        SeedError: a cell is empty, a domain is unknown, or a quotation is not in its article; file, row and reason.
    """
    table = read_seed_table(path, ("article_id", "quote", "domain"))
    known = set(read_categories().query("table == 'codes' and column == 'domain'")["value"]) | {NOT_CODED}
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    sentences = split_articles(articles).astype({"sentence": "str"})
    sentences = sentences.assign(unit_id=sentences["article_id"] + ":" + sentences["sentence"])
    codes: dict[str, set[str]] = {}
    only_these = False
    for row in table.to_dict("records"):
        where = f"{path.name}, row {row['row']}"
        # a spreadsheet turns 000 into 0
        article, quote, domain = row["article_id"].strip().zfill(3), row["quote"].strip(), row["domain"].strip()
        if not domain:
            raise SeedError(f"{where}: the domain is empty; write {NOT_CODED!r} where you saw no metaphor.")
        if article not in texts:
            raise SeedError(f"{where}: there is no article {article!r}.")
        if not quote or (start := texts[article].find(quote)) < 0:
            raise SeedError(f"{where}: the quote {quote[:40]!r} is not in article {article}.")
        given = {part.strip() for part in domain.split("+")}
        if unknown := sorted(given - known):
            raise SeedError(f"{where}: the domain {unknown[0]!r} is not in the codebook.")
        its = sentences.loc[(sentences["article_id"] == article) & (sentences["start"] <= start), "unit_id"].iloc[-1]
        only_these |= NOT_CODED in given
        near = row.get("form", "").strip() == "near_miss"
        codes.setdefault(its, set()).update({NOT_CODED} if near else given)
    if not codes:
        raise SeedError(f"{path.name}: there is no row in it.")
    if only_these:
        read = sentences["unit_id"].isin(codes)
    else:
        read = sentences["article_id"].isin({unit.split(":")[0] for unit in codes})
    coded = sentences.loc[read, ["unit_id", "text"]].reset_index(drop=True)
    joined = {unit: "+".join(sorted(given - {NOT_CODED})) or NOT_CODED for unit, given in codes.items()}
    return coded.assign(code=coded["unit_id"].map(joined).fillna(NOT_CODED))


def report(path: Path) -> str:
    """Return what a class reads: how many sentences agree, α and κ with their intervals, and the sentences that differ."""
    articles = load_articles()
    mine = read_class_codes(path, articles)
    shipped = code_sentences(load_codes(articles, folder=SEEDS), articles).set_index("unit_id")["code"]
    theirs = mine["unit_id"].map(shipped)
    same = int((mine["code"] == theirs).sum())
    out = [f"{len(mine)} sentences read by both; the same code in {same} of them."]
    try:
        result = agree_on(mine["code"], theirs)
        low, high = result.alpha_interval
        out.append(f"Krippendorff's alpha {result.alpha:.2f} (95 % interval {low:.2f} to {high:.2f})")
        if result.kappa is not None:
            low, high = result.kappa_interval
            out.append(f"Cohen's kappa {result.kappa:.2f} (95 % interval {low:.2f} to {high:.2f})")
    except ValueError as error:
        out.append(f"No alpha: {error}")
    differing = mine.assign(theirs=theirs).query("code != theirs")
    out += ["Where you differ (yours | shipped):"] if len(differing) else ["You differ nowhere."]
    out += [f"  {row.unit_id}  {row.code} | {row.theirs}  {row.text}" for row in differing.itertuples()]
    return "\n".join(out)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Usage: python classroom/agree.py mine.csv (or: make agreement CODES=mine.csv)")
    try:
        print(report(Path(sys.argv[1])))
    except SeedError as error:
        sys.exit(str(error))
