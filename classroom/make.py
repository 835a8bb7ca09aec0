"""Print sheets for a class, and the Markdown pages, as PDFs in ``_build/handouts``: ``python classroom/make.py``.

A sheet is one file of ``sheets/`` with its answers and both its languages in it; the copies of students and teachers in
English, Simplified and Traditional Chinese, easier and harder, are prints of that file. Quotations are looked up in the
articles, numbers are computed: what does not fit stops with one sentence.
"""

import json
import re
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import NamedTuple

import lessons
import typst
from facts import coding_rows, quoted_as, said_as, sheet_data, texts, write_coding_table
from page import to_typst

from helpers import to_simplified

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
FONTS = ROOT / "helpers" / "fonts"
OUT = ROOT / "_build" / "handouts"
COPIES = ("student", "teacher")
LEVELS = ("easy", "standard", "hard")
# Points, tried in this order until the sheet fits its leaf and fills it.
SIZES = (10.0, 10.5, 11.0, 11.6, 12.2, 9.6, 9.1)
FULL = 0.5  # how far down the last page must reach
MOST_LINES = 9  # for which a question has room, beyond those it asks for
MOST_PAGES = 2  # one leaf
# Points, so that no page stays half empty.
PAGE_SIZES = {
    ("en", "teachers-guide"): 10.0,
    ("en", "discussion"): 10.5,
    ("en", "rubric"): 12,
    ("en", "abstracts"): 10.2,
    ("zh", "teachers-guide"): 10.2,
    ("zh", "discussion"): 11.8,
    ("zh", "rubric"): 13.5,
    ("zh", "abstracts"): 11.5,
}
MARKS = {"marks.typ": (HERE / "marks.typ").read_bytes()}  # which all prints import
MOST_QUOTED = lessons.read("lessons")["most_quoted"] / 100  # of any article, over all sheets together


class SheetError(ValueError):
    """A sheet cannot be made; the message names it and says why in one sentence."""


class Quotation(NamedTuple):
    """Words that a sheet or a page gives to an article; ``kind`` is ``raw-q`` where the raw file is meant."""

    where: str
    kind: str
    article_id: str
    words: str


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
    claims = sheet_data()["claims"]
    for claim in _CLAIM.findall(text):
        if claim not in claims:
            raise SheetError(f"{path.name}: there is no claim {claim} in claims.csv.")
        given.append(("q", claims[claim]["article_id"], claims[claim]["quote"]))
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


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)])


def _said(error: RuntimeError, name: str) -> SheetError:
    """What Typst says, as one sentence that names the sheet."""
    said = re.sub(r"^(?:failed to compile document: )?(?:assertion failed|panicked with): ", "", str(error)).strip('"')
    return SheetError(f"{name}: {said}")


def _print(files: dict[str, bytes], name: str, inputs: dict[str, str], **how) -> bytes:
    how = {"format": "pdf", "pdf_standards": "ua-1"} | how
    try:
        return typst.compile(files | MARKS, font_paths=_fonts(), sys_inputs=inputs, timestamp=0, **how)
    except RuntimeError as error:
        raise _said(error, name) from None


_LITERAL = re.compile(r'("(?:[^"\\\n]|\\.)*")')


def _in_language(source: str, language: str) -> bytes:
    """A Typst file with its own Chinese as the language writes it. What stands in "…" is a key or a quotation, and stays."""
    parts = _LITERAL.split(source)
    parts[::2] = (said_as(part, language) for part in parts[::2])
    return "".join(parts).encode()


class Copy(NamedTuple):
    """One print of a sheet."""

    path: Path
    copy: str = "student"
    language: str = "en"
    level: str = "standard"

    @property
    def name(self) -> str:
        """The path below ``_build/handouts``, for example ``zh/student/1-sources-easy.pdf``."""
        level = "" if self.level == "standard" else f"-{self.level}"
        return f"{self.language}/{self.copy}/{self.path.stem}{level}.pdf"


def copies_of(path: Path) -> list[Copy]:
    """Return every print of a sheet; one that asks for its level (``by-level``) is printed easier and harder, too."""
    levels = LEVELS if "by-level" in path.read_text(encoding="utf-8") else ("standard",)
    return [Copy(path, copy, language, level) for language in lessons.EDITIONS for copy in COPIES for level in levels]


@cache
def _files(path: Path, source: str, language: str) -> tuple[dict[str, bytes], str]:
    """The files of a sheet in a language, and what they look up as JSON; every quotation is proved."""
    places = {}
    for quotation in quotations_of(path):
        look_up(quotation)
        places["|".join(quotation[1:])] = quoted_as(quotation.words, language)
    frame = (HERE / "sheet.typ").read_text(encoding="utf-8")
    files = {"main.typ": _in_language(source, language), "sheet.typ": _in_language(frame, language)}
    data = sheet_data(language) | {"places": places, "plans": lessons.uses_of(path.stem.split("-")[0], language)}
    data["numbers"] = lessons.facts()
    data["uses"] = {name: [said_as(part, language) for part in use] for name, use in lessons.uses(language[:2]).items()}
    return files, json.dumps(data, ensure_ascii=False)


def _sources(one: Copy) -> tuple[dict[str, bytes], dict[str, str]]:
    """The files and the inputs of a copy, without its size."""
    files, data = _files(one.path, one.path.read_text(encoding="utf-8"), one.language)
    return files, {"copy": one.copy, "language": one.language, "level": one.level, "data": data}


def _query(files: dict[str, bytes], inputs: dict[str, str], label: str, name: str) -> list:
    try:
        return json.loads(typst.query(files | MARKS, label, field="value", font_paths=_fonts(), sys_inputs=inputs))
    except RuntimeError as error:
        raise _said(error, name) from None


def _reach(rooms: list[dict], last: dict) -> float:
    """How far down the last page is filled: to the last line to write on where nothing follows it, 1 at the edge."""
    open_end = rooms and rooms[-1]["page"] == last["page"] and last["down"] - rooms[-1]["bottom"] < 0.02
    return rooms[-1]["drawn"] if open_end else last["down"]


def _fitting(one: Copy) -> tuple[dict[str, bytes], dict[str, str]]:
    """The files and inputs of a copy in the first size that fits its leaf, fills it and leaves no question too much room."""
    files, inputs = _sources(one)
    fitting = None
    for size in SIZES:
        sized = inputs | {"size": str(size)}
        *rooms, last = _query(files, sized, "<end>", one.path.name)
        if last["page"] <= MOST_PAGES and _reach(rooms, last) >= FULL:
            fitting = fitting or sized
            if all(room["lines"] <= MOST_LINES for room in rooms):
                return files, sized
    if fitting is None:
        raise SheetError(f"{one.path.name}: in no size is the last page of {one.name} half full.")
    return files, fitting


def print_sheet(path: Path, copy: str = "student", language: str = "en", level: str = "standard", **how) -> bytes:
    """Return one sheet as a PDF (or as ``format="png"``, one picture a page). The same sources give the same bytes.

    Raises:
        SheetError: a quotation is not in its article, a question or the sheet has no answer, or a text has one language only.
    """
    one = Copy(path, copy, language, level)
    files, inputs = _fitting(one)
    return _print(files, path.name, inputs, **how)


def answers_of(path: Path, copy: str, language: str = "en", level: str = "standard") -> list[str]:
    """Return the plain text of every answer that a copy of the sheet prints."""
    files, inputs = _sources(Copy(path, copy, language, level))
    return [_plain(answer) for answer in _query(files, inputs | {"size": "10"}, "<answer>", path.name)]


def about_sheet(path: Path, language: str = "en") -> dict[str, str]:
    """Return ``number``, ``title`` and ``minutes`` (``"15–25"``) of a sheet, for the pages that name it."""
    files, inputs = _sources(Copy(path, language=language))
    about = _query(files, inputs | {"size": "10"}, "<about>", path.name)[0]
    return about | {"title": _plain(about["title"])}


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
    return _print({"main.typ": source.encode()}, path.name, {})


def slide_pages(name: str, edition: str) -> list[dict]:
    """Return the pages of a deck in an edition; the words of quotations stay as they are looked up."""
    pages = lessons.deck(name, edition[:2])
    shown = json.loads(said_as(json.dumps(pages, ensure_ascii=False), edition))
    return [new | ({"words": old["words"]} if "words" in old else {}) for new, old in zip(shown, pages, strict=True)]


def print_slides(name: str, edition: str) -> bytes:
    """Return the slides of a plan as a PDF, 16 to 9, for ``en``, ``zh`` or ``zh-tw``.

    Raises:
        SheetError: a quotation is not in its article.
    """
    places = {}
    for article, words in lessons.quotations_of_decks():
        look_up(quotation := Quotation(name, "q", article, words))
        places["|".join(quotation[1:])] = quoted_as(words, edition)
    inputs = {
        "copy": "student",
        "language": edition,
        "level": "standard",
        "size": "10",
        "title": said_as(lessons.fill(lessons.DECKS[name]["title"][edition[:2]]), edition),
        "data": json.dumps(sheet_data(edition) | {"places": places, "numbers": lessons.facts()}, ensure_ascii=False),
        "pages": json.dumps(slide_pages(name, edition), ensure_ascii=False),
    }
    files = {"main.typ": "slides/slides.typ", "sheet.typ": "sheet.typ"}
    sources = {name: (HERE / path).read_text(encoding="utf-8").encode() for name, path in files.items()}
    return _print(sources, f"{name}.pdf", inputs)


def handouts() -> Iterator[tuple[str, bytes]]:
    """Yield every PDF with its path below ``_build/handouts``.

    Raises:
        SheetError: as `print_sheet`; or the sheets together quote too much of an article.
    """
    shares = quoted_shares([quotation for path in sheets() for quotation in quotations_of(path)])
    if much := [article for article, share in shares.items() if share > MOST_QUOTED]:
        raise SheetError(f"the sheets quote {shares[much[0]]:.0%} of article {much[0]}; {MOST_QUOTED:.0%} is the most.")
    copies = [copy for path in sheets() for copy in copies_of(path)]
    with ThreadPoolExecutor() as pool:  # Typst works outside Python's lock
        yield from zip((one.name for one in copies), pool.map(lambda one: print_sheet(*one), copies), strict=True)
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
