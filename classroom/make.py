"""Print sheets for a class, and the teacher's guide, as PDFs in ``_build/handouts``: ``python classroom/make.py``.

A sheet is one file of ``sheets/`` with its answers in it; the student's copy and the teacher's copy are two prints of that
file. Quotations are looked up in the articles, numbers are computed: what does not fit stops with one sentence.
"""

import csv
import json
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import lessons
import pandas as pd
import typst
from agree import agree_on
from page import to_typst

from helpers import SEEDS, load_articles, load_codes, read_categories, split_articles, to_simplified
from helpers.cleaning.repetition import find_doubled
from helpers.framing.codes import code_sentences
from helpers.lexicon import read_table

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
FONTS = ROOT / "helpers" / "fonts"
OUT = ROOT / "_build" / "handouts"
COPIES = ("student", "teacher")
# Points, so that no page stays half empty.
PAGE_SIZES = {
    ("en", "teachers-guide"): 10.3,
    ("en", "discussion"): 10.8,
    ("en", "rubric"): 12,
    ("en", "abstracts"): 10.2,
    ("zh", "teachers-guide"): 10.3,
    ("zh", "discussion"): 11.8,
    ("zh", "rubric"): 13.5,
    ("zh", "abstracts"): 11.5,
}
MOST_QUOTED = lessons.read("lessons")["most_quoted"] / 100  # of any article, over all sheets together


class SheetError(ValueError):
    """A sheet cannot be made; the message names it and says why in one sentence."""


class Quotation(NamedTuple):
    """Words that a sheet or a page gives to an article; ``kind`` is ``raw-q`` where the raw file is meant."""

    where: str
    kind: str
    article_id: str
    words: str


@cache
def articles() -> pd.DataFrame:
    """Return the five articles."""
    return load_articles()


@cache
def texts(kind: str = "q") -> dict[str, str]:
    """Return what a quotation is looked up in, by article: the cleaned text, or the raw file for ``raw-q``."""
    table = articles()
    return dict(zip(table["article_id"], table["raw" if kind == "raw-q" else "text"], strict=True))


def sheets(folder: Path = HERE / "sheets") -> list[Path]:
    """Return the sources of the sheets, in the order of their numbers."""
    return sorted(folder.glob("*.typ"))


def pages(folder: Path = ROOT / "_build" / "pages") -> list[Path]:
    """Write the Markdown pages of the lessons and return them: ``en/teachers-guide.md`` and so on."""
    return lessons.write_pages(folder)


_CALLED = re.compile(r'(?<![\w-])(raw-q|q)\("(\d{3})", "([^"]*)"\)')
_CLAIM = re.compile(r'"(C\d{3})"')
_BLOCK = re.compile(r"(?m)^> (?P<words>.*)\\\n> .*— \*\*(?P<article>\d{3})\*\*$")


def quotations_of(path: Path) -> list[Quotation]:
    """Return all that a sheet or a page prints of the articles.

    In a sheet that is ``q("002", "…")`` and ``raw-q``, the claims that it names, and the coding sentences; on a page a block
    that ends in ``— **002**``, in parts where `` […] `` stands between them.
    """
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".typ":
        if len(list(_BLOCK.finditer(text))) < len(re.findall(r"(?m)^(?!>).*\n> ", text)):
            raise SheetError(f"{path.name}: a quotation has not the form of two lines, the second with — **article**.")
        found = [(m["article"], part) for m in _BLOCK.finditer(text) for part in m["words"].split(" […] ")]
        return [Quotation(path.name, "q", article, words) for article, words in found]
    given = [match.groups() for match in _CALLED.finditer(text)]
    claims = load_codes(articles(), "claims").set_index("claim_id")
    for claim in _CLAIM.findall(text):
        if claim not in claims.index:
            raise SheetError(f"{path.name}: there is no claim {claim} in claims.csv.")
        given.append(("q", claims.at[claim, "article_id"], claims.at[claim, "quote"]))
    if "data.coding" in text:
        given += [("q", row["article_id"], row["text"]) for row in coding_rows()]
    return [Quotation(path.name, *parts) for parts in given]


def look_up(quotation: Quotation) -> tuple[int, int]:
    """Return where the words stand in the text they are taken from.

    Raises:
        SheetError: there is no such article, or it does not hold these words.
    """
    where, kind, article, words = quotation
    if article not in texts(kind):
        raise SheetError(f"{where}: there is no article {article!r}.")
    start = texts(kind)[article].find(words)
    if start < 0 or not words:
        raise SheetError(f"{where}: the quotation {words[:40]!r} is not in article {article}.")
    return start, start + len(words)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]", "", to_simplified(text))


def quoted_shares(quotations: list[Quotation]) -> dict[str, float]:
    """Return the share of each article that is quoted, clause by clause, in whatever script: what is printed twice counts once."""
    bare = {article: _bare(text) for article, text in texts().items()}
    places: dict[str, set] = {article: set() for article in bare}
    for quotation in quotations:
        look_up(quotation)
        whole = bare[quotation.article_id]
        for clause in filter(None, map(_bare, re.split(r"[，。！？；：、,!?;:…]|\.(?!\d)", quotation.words))):
            start = whole.find(clause)
            here = range(start, start + len(clause)) if start >= 0 else ((clause, n) for n in range(len(clause)))
            places[quotation.article_id].update(here)
    return {article: len(places[article]) / len(text) for article, text in bare.items()}


def facts() -> dict[str, str | int]:
    """Return the numbers that the sheets print, computed here and nowhere else."""
    table = articles().set_index("article_id")
    spun, twice = table.loc["000"], find_doubled(table.at["002", "raw"])
    counted = {
        f"{word}_{state}": spun[column].count(word)
        for state, column in (("raw", "raw"), ("clean", "text"))
        for word in ("大模型", "安全", "技术")
    }
    codes = load_codes(articles()).query("form != 'near_miss'")
    doubtful = read_table("spin").query("certainty == 'doubt'")["spun"]
    return counted | {
        "spun_changes": sum(edit.rule == "spin" for edit in spun["ledger"]),
        "doubtful": sum(word in spun["raw"] for word in doubtful),
        "copy_1": twice.kept[1] - twice.kept[0],
        "copy_2": twice.dropped[1] - twice.dropped[0],
        "codes": len(codes),
        "sentences": len(split_articles(articles())),
        "claims": len(load_codes(articles(), "claims")),
        "strict_articles": " ".join(sorted(codes.query("level == 'strict'")["article_id"].unique())),
    }


def _when(row: pd.Series) -> str:
    first, last = row["date_from"], row["date_to"]
    if first == last:
        return f"{last.day} {last:%b %Y}"
    return f"{last:%b %Y}" if (first.year, first.month) == (last.year, last.month) else f"{first:%b}–{last:%b %Y}"


CODING = ("000:21", "000:23", "000:42", "001:46", "001:49", "002:23", "003:12", "003:76", "004:9", "004:28")


def coding_rows() -> list[dict[str, str]]:
    """Return the ten sentences of the coding sheet with both shipped readings of each, and the words that were coded."""
    table = split_articles(articles())
    table["unit_id"] = table["article_id"] + ":" + table["sentence"].astype("str")
    readings = {"second": load_codes(articles(), path=SEEDS / "second_coder.csv"), "first": load_codes(articles())}
    for name, codes in readings.items():
        table = table.merge(code_sentences(codes, articles()).rename(columns={"code": name}), on="unit_id")
    words: dict[str, str] = {}
    for name, column in (("second", "quote"), ("first", "source_term")):
        codes = readings[name].query("form != 'near_miss'")
        words |= (
            codes.groupby(codes["article_id"] + ":" + codes["sentence"].astype("str"))[column].agg("|".join).to_dict()
        )
    chosen = table.set_index("unit_id").loc[list(CODING)].reset_index()
    chosen["words"] = chosen["unit_id"].map(words).fillna("no living image").str.replace("|", ", ")
    return chosen[["unit_id", "article_id", "text", "first", "second", "words"]].astype("str").to_dict("records")


def write_coding_table(path: Path) -> None:
    """Write the table that a class fills in: the ten sentences, ``domain`` and ``form`` empty."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["article_id", "quote", "domain", "form"])
        out.writerows([row["article_id"], row["text"], "", ""] for row in coding_rows())


def _agreement_of_two_readings() -> dict[str, str | int]:
    rows = coding_rows()
    result = agree_on([row["first"] for row in rows], [row["second"] for row in rows])
    return {
        "two_same": round(result.same * len(rows)),
        "two_alpha": f"{result.alpha:.2f}",
        "two_low": f"{result.alpha_interval.low:.2f}",
        "two_high": f"{result.alpha_interval.high:.2f}",
    }


def _by(table: pd.DataFrame, key: str) -> dict[str, dict[str, str]]:
    return table.astype("str").set_index(key).to_dict("index")


@cache
def sheet_data() -> dict:
    """Return all that the sheets look up: articles, numbers, rows of ``seeds/``, glossary, the coding sentences."""
    table = articles()
    meta = {row["article_id"]: {"when": _when(row), "short": row["short"]} for _, row in table.iterrows()}
    meanings = read_categories().query("table == 'codes' and column == 'domain'")
    glossary = read_table("glossary")
    return {
        "articles": meta,
        "facts": facts() | _agreement_of_two_readings(),
        "codes": _by(load_codes(table), "code_id"),
        "claims": _by(load_codes(table, "claims"), "claim_id"),
        "coding": coding_rows(),
        "domains": dict(zip(meanings["value"], meanings["meaning"], strict=True)),
        "glossary": _by(glossary, "simplified"),
    }


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)])


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(root=str(HERE), font_paths=_fonts())


def _print(source: str, name: str, inputs: dict[str, str]) -> bytes:
    try:
        return _compiler().compile(source.encode(), format="pdf", sys_inputs=inputs, timestamp=0)
    except typst.TypstError as error:
        said = re.sub(r"^(?:assertion failed|panicked with): ", "", str(error.message)).strip('"')
        raise SheetError(f"{name}: {said}") from None


def _inputs(path: Path, copy: str) -> dict[str, str]:
    found = quotations_of(path)
    for quotation in found:
        look_up(quotation)
    data = sheet_data() | {"places": {"|".join(quotation[1:]): 1 for quotation in found}}
    return {"copy": copy, "data": json.dumps(data, ensure_ascii=False)}


def print_sheet(path: Path, copy: str) -> bytes:
    """Return one sheet as a PDF; ``copy`` is ``student`` or ``teacher``. The same sources give the same bytes.

    Raises:
        SheetError: a quotation is not in its article, or a question or the sheet has no answer.
    """
    return _print(path.read_text(encoding="utf-8"), path.name, _inputs(path, copy))


def answers_of(path: Path, copy: str) -> list[str]:
    """Return the plain text of every answer that a copy of the sheet prints."""
    source = path.read_text(encoding="utf-8").encode()
    found = typst.query(
        source, "<answer>", field="value", root=str(HERE), font_paths=_fonts(), sys_inputs=_inputs(path, copy)
    )
    return [_plain(answer) for answer in json.loads(found)]


def _plain(content: object) -> str:
    """The text of a piece of Typst content, in the order of reading."""
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        return "".join(map(_plain, content))
    if not isinstance(content, dict):
        return ""
    if content.get("func") in ("space", "linebreak"):
        return " "
    return (
        content.get("text", "")
        if content.get("func") == "text"
        else "".join(_plain(content[key]) for key in ("children", "child", "body") if key in content)
    )


def print_page(path: Path, edition: str) -> bytes:
    """Return a Markdown page as a PDF; ``edition`` is ``en``, ``zh`` or ``zh-tw``.

    Raises:
        SheetError: a quotation is not in its article.
    """
    for quotation in quotations_of(path):
        look_up(quotation)
    text = path.read_text(encoding="utf-8")
    size = PAGE_SIZES[edition[:2], path.stem]
    source = to_typst(lessons.page_in(text, edition), size=size, edition=edition)
    return _print(source, path.name, {})


def slide_pages(name: str, edition: str) -> list[dict]:
    """Return the pages of a deck in an edition, quotations beside the words that are looked up."""
    pages = lessons.deck(name, edition[:2])
    shown = json.loads(lessons.said_as(json.dumps(pages, ensure_ascii=False), edition))
    for new, old in zip(shown, pages, strict=True):
        if "words" in old:
            new |= {"words": old["words"], "shown_words": lessons.quoted_as(old["words"], edition)}
    return shown


def print_slides(name: str, edition: str) -> bytes:
    """Return the slides of a plan as a PDF, 16 to 9, for ``en``, ``zh`` or ``zh-tw``.

    Raises:
        SheetError: a quotation is not in its article.
    """
    found = [Quotation(name, "q", article, words) for article, words in lessons.quotations_of_decks()]
    for quotation in found:
        look_up(quotation)
    data = sheet_data() | {"places": {"|".join(quotation[1:]): 1 for quotation in found}}
    inputs = {
        "copy": "student",
        "language": edition,
        "title": lessons.said_as(lessons.fill(lessons.DECKS[name]["title"][edition[:2]]), edition),
        "data": json.dumps(data, ensure_ascii=False),
        "pages": json.dumps(slide_pages(name, edition), ensure_ascii=False),
    }
    return _print((HERE / "slides" / "slides.typ").read_text(encoding="utf-8"), f"{name}.pdf", inputs)


def handouts() -> Iterator[tuple[str, bytes]]:
    """Yield every PDF with its path below ``_build/handouts``.

    Raises:
        SheetError: as `print_sheet`; or the sheets together quote too much of an article.
    """
    shares = quoted_shares([quotation for path in sheets() for quotation in quotations_of(path)])
    if much := [article for article, share in shares.items() if share > MOST_QUOTED]:
        raise SheetError(f"the sheets quote {shares[much[0]]:.0%} of article {much[0]}; {MOST_QUOTED:.0%} is the most.")
    for path in sheets():
        for copy in COPIES:
            printed = print_sheet(path, copy)  # the sheets are in both languages
            yield from ((f"{edition}/{copy}/{path.stem}.pdf", printed) for edition in lessons.EDITIONS)
    for path in pages():
        for edition in lessons.EDITIONS:
            if edition.startswith(path.parent.name):
                yield f"{edition}/{path.stem}.pdf", print_page(path, edition)
    for edition in lessons.EDITIONS:
        for name in lessons.DECKS:
            yield f"{edition}/{name}.pdf", print_slides(name, edition)


def main() -> None:
    """Make everything; nothing is replaced before all of it is made."""
    made = dict(handouts())
    for name, content in made.items():
        (OUT / name).parent.mkdir(parents=True, exist_ok=True)
        (OUT / name).write_bytes(content)
    write_coding_table(OUT / "coding-sheet.csv")
    print(f"{len(made)} PDFs and coding-sheet.csv in {OUT.relative_to(ROOT)}")


if __name__ == "__main__":
    try:
        main()
    except (SheetError, lessons.LessonError) as error:
        sys.exit(str(error))
