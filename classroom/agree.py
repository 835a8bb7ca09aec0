"""How far a class agrees with the shipped codes: ``python classroom/agree.py mine.csv`` (``make agreement CODES=mine.csv``).

With a second table, how far two coders agree: ``python classroom/agree.py ann.csv ben.csv`` (``WITH=ben.csv``). If a table holds
the codes of several people in a column ``coder`` or ``name``, ``--coder Ann`` says whose are meant; with ``--coder Ann
--coder Ben``, the same table may be given twice.

The table has the columns ``article_id, quote, domain`` and, if one likes, ``form``. A sentence without a metaphor has the domain
``none``. A table with such rows, or of whole sentences only, as coding sheets are, is compared on the sentences that it names; a
table of metaphors only, on every sentence of the articles that it names (seeds/CODEBOOK.md, section 8).

The coding page of the site (site/_static/coding.js) reads the same files, says the same sentences (coding.json) and finds the
same numbers.
"""

import argparse
import csv
import io
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from helpers import SEEDS, load_articles, load_codes, read_categories, split_articles
from helpers.corpus import SeedError
from helpers.framing.codes import code_sentences
from helpers.report.input.encoding import decode
from helpers.report.outcomes import Refusal
from helpers.stats.reliability import Agreement, agreement
from helpers.tables import armed

NOT_CODED = "none"
NEEDED = ("article_id", "quote", "domain")
_SAID = json.loads((Path(__file__).parent / "coding.json").read_text(encoding="utf-8"))["messages"]


def say(key: str, **given: object) -> str:
    """Return a message in English.

    >>> say("no_row", file="mine.csv")
    'mine.csv: there is no row in it.'
    """
    return _SAID[key][0].format(**given)


def agree_on(first: Sequence[str], second: Sequence[str]) -> Agreement:
    """Return the agreement of two lists of codes over the same sentences.

    >>> agree_on(["war", "none", "food"], ["war", "none", "none"]).coded_by_both
    3
    """
    units = [f"{number:04}" for number in range(len(first))]
    one, two = (pd.DataFrame({"unit_id": units, "code": list(codes)}) for codes in (first, second))
    return agreement(one, two)


def exactly(same: int, n: int) -> tuple[float, float]:
    """Return the exact 95 % interval of the share in which coders agree, where they agreed in all ``n`` sentences or in none.

    Clopper and Pearson 1934, whose interval of such a count has a closed form.

    >>> [round(bound, 2) for same in (10, 0) for bound in exactly(same, 10)]
    [0.69, 1, 0, 0.31]
    """
    bound = 0.025 ** (1 / n)
    return (bound, 1) if same else (0, 1 - bound)


# ---------------------------------------------------------------------------------------------------- a student's file


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield ``(number, cells)`` of a table in whatever encoding, with commas, semicolons or tabs; blank rows are skipped."""
    if not path.is_file():
        raise SeedError(say("is_folder" if path.is_dir() else "no_file", file=path.name))
    data = path.read_bytes()
    if not data.strip():
        raise SeedError(say("empty_file", file=path.name))
    try:
        text = decode(data).text.removeprefix("\ufeff")
    except Refusal:
        raise SeedError(say("not_text", file=path.name)) from None
    skipped = re.match(r"sep=.[ \t]*\r?\n", text)  # a first line that spreadsheets write and read
    text = text[skipped.end() :] if skipped else text
    head = text.partition("\n")[0]
    number = 1 + bool(skipped)
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count), strict=True):
            if any(cell.strip() for cell in cells):
                yield number, [armed(cell.strip()).strip() for cell in cells]
            number += 1
    except csv.Error:
        raise SeedError(say("not_a_table", file=path.name, row=number)) from None


def read_student_table(path: Path) -> pd.DataFrame:
    """Return what a student's file holds, as strings, with ``row``, the number of each row; the header is row 1.

    Names of columns may be in capitals; empty cells at the end of a row may be missing or too many, as spreadsheets save them.

    Raises:
        SeedError: no file, no text, no table, or a column is missing; one sentence with file, row and reason.
    """
    head, *rows = _rows(path)
    header = [name.lower() for name in head[1]]
    while not header[-1]:
        header.pop()
    if twice := [name for name in header if name and header.count(name) > 1]:
        raise SeedError(say("column_twice", file=path.name, column=twice[0]))
    if missing := [name for name in NEEDED if name not in header]:
        raise SeedError(say("no_column", file=path.name, column=missing[0]))
    records = []
    for number, cells in rows:
        while len(cells) > len(header) and not cells[-1]:
            cells.pop()
        if len(cells) > len(header):
            raise SeedError(say("ragged", file=path.name, row=number, n=len(cells), wanted=len(header)))
        records.append(cells + [""] * (len(header) - len(cells)) + [number])
    if not records:
        raise SeedError(say("no_row", file=path.name))
    return pd.DataFrame(records, columns=[*header, "row"])


def of_one_coder(table: pd.DataFrame, file: str, coders: Sequence[str] = ()) -> pd.DataFrame:
    """Return the rows of one coder: of several names in the column ``coder`` or ``name``, the first of ``coders`` that is there.

    Raises:
        SeedError: there are several names, and none of them is asked for.
    """
    column = next((name for name in ("coder", "name") if name in table), None)
    names = [name for name in dict.fromkeys(table[column]) if name] if column else []
    if len(names) < 2:
        return table
    if not (chosen := [name for name in coders if name in names]):
        raise SeedError(say("two_coders", file=file, names=", ".join(names)))
    return table.loc[table[column] == chosen[0]]


def _sentence_of(quote: str, sentences: pd.DataFrame, text: str) -> str | None:
    """Return the ``unit_id`` of the sentence in which a quote begins; ``?`` may stand for a character that an encoding lacks."""
    start = text.find(quote) if quote else -1
    if start >= 0:
        return sentences.loc[sentences["start"] <= start, "unit_id"].iloc[-1]
    lossy = re.compile("".join("." if c in "?\ufffd" else re.escape(c) for c in quote))
    found = [row.unit_id for row in sentences.itertuples() if lossy.fullmatch(row.text)]
    return found[0] if len(found) == 1 else None


class _Coded(NamedTuple):
    """A row of a student's table: its sentence, its domains, and whether the quote is the whole sentence."""

    unit: str
    domains: set[str]
    in_full: bool
    near: bool


def _coded_rows(table: pd.DataFrame, file: str, texts: Mapping[str, str], sentences: pd.DataFrame) -> Iterator[_Coded]:
    known = set(read_categories().query("table == 'codes' and column == 'domain'")["value"]) | {NOT_CODED}
    of_article = dict(tuple(sentences.groupby("article_id")))
    whole = dict(zip(sentences["unit_id"], sentences["text"], strict=True))
    for row in table.to_dict("records"):
        where = {"file": file, "row": row["row"]}
        # a spreadsheet turns 000 into 0
        article, quote, domain = row["article_id"].zfill(3), row["quote"], row["domain"].lower()
        if not domain:
            raise SeedError(say("no_domain", **where))
        if article not in texts:
            raise SeedError(say("no_article", **where, article=article))
        unit = _sentence_of(quote, of_article[article], texts[article])
        if unit is None:
            raise SeedError(say("no_quote", **where, article=article, quote=quote[:40]))
        domains = {part.strip() for part in domain.split("+")}
        if unknown := sorted(domains - known):
            raise SeedError(say("unknown_domain", **where, domain=unknown[0]))
        yield _Coded(unit, domains, len(quote) == len(whole[unit]), row.get("form", "").lower() == "near_miss")


def read_class_codes(path: Path, articles: pd.DataFrame, coders: Sequence[str] = ()) -> pd.DataFrame:
    """Return ``unit_id, text, code``, one row a sentence that the class read; ``code`` as in `helpers.framing.code_sentences`.

    Args:
        path: the table, in any encoding, with commas, semicolons or tabs.
        articles: as `helpers.load_articles` returns them.
        coders: whose codes, if the table holds those of several people.

    Raises:
        SeedError: a cell is empty, a domain is unknown, or a quotation is not in its article; file, row and reason.
    """
    table = of_one_coder(read_student_table(path), path.name, coders)
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    sentences = split_articles(articles).astype({"sentence": "str"})
    sentences["unit_id"] = sentences["article_id"] + ":" + sentences["sentence"]
    rows = [*_coded_rows(table, path.name, texts, sentences)]
    codes: dict[str, set[str]] = {}
    for row in rows:
        codes.setdefault(row.unit, set()).update({NOT_CODED} if row.near else row.domains)
    if all(row.in_full for row in rows) or any(NOT_CODED in row.domains for row in rows):
        read = sentences["unit_id"].isin(codes)
    else:
        read = sentences["article_id"].isin({unit.split(":")[0] for unit in codes})
    coded = sentences.loc[read, ["unit_id", "text"]].reset_index(drop=True)
    joined = {unit: "+".join(sorted(given - {NOT_CODED})) or NOT_CODED for unit, given in codes.items()}
    return coded.assign(code=coded["unit_id"].map(joined).fillna(NOT_CODED))


# ---------------------------------------------------------------------------------------------------------- the report


def _numbers(first: Sequence[str], second: Sequence[str]) -> list[str]:
    try:
        result = agree_on(first, second)
    except ValueError:  # the only one that two full lists can raise
        return [say("no_alpha")]
    measured = {"alpha": (result.alpha, *result.alpha_interval), "kappa": (result.kappa, *result.kappa_interval)}
    alike = result.same in (0, 1)  # every draw of them would be the same
    lines = [
        say(
            f"{key}_alone" if alike or low == high else key,
            value=f"{value:.2f}",
            low=f"{low:.2f}",
            high=f"{high:.2f}",
        )
        for key, (value, low, high) in measured.items()
    ]
    if not alike:
        return lines
    n = len(first)
    low, high = (int(100 * share + 0.5) for share in exactly(round(result.same * n), n))
    return [*lines, say("no_interval", n=n, low=low, high=high)]


def report(path: Path, other: Path | None = None, coders: Sequence[str] = ()) -> str:
    """Return what a class reads: how many sentences agree, α and κ with their intervals, and the sentences that differ.

    Args:
        path: the table of a coder.
        other: that of another coder; None: the shipped codes.
        coders: whose codes are meant, for each table that holds those of several people.
    """
    articles = load_articles()
    mine = read_class_codes(path, articles, coders)
    if other:
        theirs = read_class_codes(other, articles, coders[::-1])
        first, second = coders if other == path and len(coders) == 2 else (path.name, other.name)
    else:
        theirs = code_sentences(load_codes(articles, folder=SEEDS), articles)
        first, second = say("yours"), say("shipped")
    both = mine.merge(theirs[["unit_id", "code"]], on="unit_id", suffixes=("", "_theirs"))
    if both.empty:
        raise SeedError(say("nothing_shared", first=first, second=second))
    out = [say("same", n=len(both), same=int((both["code"] == both["code_theirs"]).sum()))]
    if more := len(mine) - len(both):
        out.append(say("only_first", n=more, first=first))
    if other and (more := len(theirs) - len(both)):
        out.append(say("only_second", n=more, second=second))
    out += _numbers(both["code"], both["code_theirs"])
    differing = both.query("code != code_theirs")
    out.append(say("differ", first=first, second=second) if len(differing) else say("differ_nowhere"))
    out += [f"  {row.unit_id}  {row.code} | {row.code_theirs}  {row.text}" for row in differing.itertuples()]
    return "\n".join(out)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the report, or the one sentence that says why there is none."""
    parser = argparse.ArgumentParser(description="How far coders agree, with the shipped codes or with each other.")
    parser.add_argument("codes", type=Path, help="a CSV file with the columns article_id, quote, domain")
    parser.add_argument("other", type=Path, nargs="?", help="another coder's file; without it, the shipped codes")
    parser.add_argument("--coder", action="append", default=[], help="whose codes, if a file holds those of several")
    given = parser.parse_args(arguments)
    if not given.codes.name:  # an empty name would be this folder
        sys.exit("CODES is empty; name your table, as in CODES=mine.csv.")
    try:
        print(report(given.codes, given.other, given.coder))
    except SeedError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
