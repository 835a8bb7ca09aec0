"""From a picture to its sentences: each cell or mark of a figure links to a list of the sentences that it counts.

`helpers.show.figure` leaves the places and their sentences in the output's metadata. Here they become links over the picture,
and one page of lists for each notebook. The notebook itself keeps a plain picture.
"""

import base64
import json
import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from bs4 import BeautifulSoup, Tag
from parallel_text import with_chinese

from helpers.show import escape
from helpers.text.script import HAN
from helpers.translations import Translated, english_of, read_translations, words_of
from helpers.wording import many


class Place(NamedTuple):
    """A mark of a strip: number ``no``, from 1, of the ``of`` marks that ``word`` has in its sentence."""

    word: str
    no: int
    of: int


@cache
def figures_of(notebook: Path) -> dict[str, dict[str, Any]]:
    """Return ``{cell id: what `helpers.show.figure` noted}`` of an executed notebook.

    ``areas`` have ``x, y, width, height, label, sentences``, and ``quotes`` if only these passages are meant; ``narrow`` is the same picture drawn for a phone.
    """
    found = {}
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        for output in cell.get("outputs", ()):
            if about := output.get("metadata", {}).get("image/png"):
                found[cell["id"]] = about
    return found


def lists_of(notebooks: Iterable[Path]) -> dict[tuple[str, str], tuple[str, str]]:
    """Return ``{(notebook, cell): (notebook, cell)}``: which figure's lists each figure with areas has.

    Mostly its own; a figure that counts the same sentences in the same order as an earlier one has the lists of that one.
    """
    first: dict[tuple, tuple[str, str]] = {}
    found = {}
    for notebook in notebooks:
        for cell, about in figures_of(notebook).items():
            if about.get("areas"):
                counted = tuple(tuple(area["sentences"]) for area in about["areas"])
                found[notebook.stem, cell] = first.setdefault(counted, (notebook.stem, cell))
    return found


def finish_figures(page: BeautifulSoup, notebook: Path, notebooks: Iterable[Path], to_root: str, folder: Path) -> None:
    """Give each figure its narrow drawing, and lay links over its places; both work without a script.

    Args:
        page: the body of a notebook's page.
        notebook: executed.
        notebooks: all that are executed, in the order of `write_evidence`.
        to_root: the way from the page to the top of the site, such as ``../``.
        folder: where the narrow pictures go.
    """
    figures, lists = figures_of(notebook), lists_of(notebooks)
    for cell, about in figures.items():
        picture = page.select_one(f"#figure-{cell} img")
        if picture is None:
            continue
        if picture.parent.name == "a":
            picture.parent.unwrap()  # a link to the picture alone, in which no other link may lie
        box = picture.wrap(page.new_tag("span", attrs={"class": "am-clickable am-wide"}))
        name, there = lists.get((notebook.stem, cell), ("", ""))
        address = f"{to_root}evidence/{name}.html#{there}"
        _add_links(page, box, about.get("areas", ()), address)
        if narrow := about.get("narrow"):
            file = f"figure-{cell}-narrow.png"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / file).write_bytes(base64.b64decode(narrow["png"]))
            small = page.new_tag("span", attrs={"class": "am-clickable am-narrow"})
            size = {"width": narrow["width"], "height": narrow["height"]}
            small.append(
                page.new_tag("img", src=f"{to_root}_images/{file}", alt=picture["alt"], loading="lazy", attrs=size)
            )
            _add_links(page, small, narrow["areas"], address)
            box.insert_after(small)
        else:
            box["class"] = "am-clickable"
        if about.get("areas"):
            # One stop for the keyboard instead of one for each cell; the lists hold them all.
            told = page.new_tag("a", attrs={"class": "am-evidence", "href": address})
            told.string = "The sentences behind this figure"
            caption = page.select_one(f"#figure-{cell} figcaption")
            (caption or box).extend([" ", told])


def _add_links(page: BeautifulSoup, box: Tag, areas: Iterable[Mapping[str, Any]], address: str) -> None:
    links = page.new_tag("span", attrs={"class": "am-areas"})
    for number, area in enumerate(areas, start=1):
        place = "; ".join(
            f"{side}: {100 * area[key]:.2f}%"
            for side, key in (("left", "x"), ("top", "y"), ("width", "width"), ("height", "height"))
        )
        attributes = {"href": f"{address}-{number}", "style": place, "tabindex": "-1"}
        links.append(page.new_tag("a", attrs=attributes | {"aria-label": area["label"], "title": area["label"]}))
    if links.contents:
        box.append(links)


def _sentences(area: Mapping[str, Any], shown: Container[str] | None, place: Place | None) -> str:
    table = {one.anchor: one for one in read_translations()}
    items, hidden = [], 0
    for anchor in dict.fromkeys(area["sentences"]):
        one = table.get(anchor)
        if one is None or (shown is not None and anchor not in shown):
            hidden += 1
            continue
        quotes = [quote for quote in area.get("quotes", ()) if quote in one.chinese]
        chinese = _with_marks(escape(one.chinese), quotes) if quotes else _marked(one.chinese, place)
        english = _with_marks(with_chinese(one.english), [_in_english(quote, one) for quote in quotes])
        items.append(
            f'<li><a href="../reader/{one.article_id}.html#{anchor}">{anchor}</a> <span lang="zh">{chinese}</span>\n'
            f'<span class="am-en">{english}</span></li>'
        )
    more = f"<li>[…] {hidden} not shown on the published site</li>" if hidden else ""
    return f"<ul>{chr(10).join(items)}{more}</ul>"


def _in_english(quote: str, one: Translated) -> str:
    """Return the words that render a passage, if they are known and not the whole sentence."""
    told = words_of(quote, one.anchor) or english_of(quote, one)
    return "" if told == one.english else told


def _with_marks(markup: str, words: Iterable[str]) -> str:
    """Mark ``words`` in a sentence; of words within words the longer ones."""
    wanted = sorted(map(escape, filter(None, words)), key=len, reverse=True)
    return re.sub("|".join(map(re.escape, wanted)), r"<mark>\g<0></mark>", markup) if wanted else markup


def _marked(chinese: str, place: Place | None) -> str:
    """Return a sentence as HTML with the word of a mark marked, if the sentence has it as often as the figure has marks."""
    pieces = chinese.split(place.word) if place else []
    if place is None or len(pieces) != place.of + 1:
        return escape(chinese)
    before, after = (escape(place.word.join(part)) for part in (pieces[: place.no], pieces[place.no :]))
    return f"{before}<mark>{escape(place.word)}</mark>{after}"


def write_evidence(folder: Path, notebooks: Iterable[Path], *, shown: Container[str] | None = None) -> list[Path]:
    """Write the lists of every notebook that has figures with lists of their own (`lists_of`), and return the files.

    Args:
        folder: where to.
        notebooks: executed.
        shown: the sentences that a published site may show; None: all.
    """
    folder.mkdir(parents=True, exist_ok=True)
    notebooks, written = [*notebooks], []
    lists = lists_of(notebooks)
    for notebook in notebooks:
        own = [cell for cell in figures_of(notebook) if lists.get((notebook.stem, cell)) == (notebook.stem, cell)]
        if not own:
            continue
        page = f"../{'' if notebook.stem == 'index' else 'notebooks/'}{notebook.stem}.html"
        body = "\n".join(_lists_of_figure(cell, figures_of(notebook)[cell], page, shown) for cell in own)
        path = folder / f"{notebook.stem}.md"
        path.write_text(
            f"---\norphan: true\nnosearch: true\n---\n\n# {_title(notebook)}: the sentences behind the figures\n\n"
            "Open an article to read the sentences behind each row of a map, or behind each mark of a strip.\n\n"
            f'```````{{raw}} html\n<div class="am-lists">\n{body}\n</div>\n```````\n',
            encoding="utf-8",
            newline="\n",
        )
        written.append(path)
    return written


def _title(notebook: Path) -> str:
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    lines = (line for cell in cells for line in "".join(cell["source"]).split("\n"))
    return next(line for line in lines if line.startswith("# ")).removeprefix("# ").rstrip("?")


def _lists_of_figure(cell: str, about: Mapping[str, Any], page: str, shown: Container[str] | None) -> str:
    """Return the lists of a figure below its caption, a fold for each article: the label of an area begins with its name.

    A figure is a strip if each area is a mark, with a sentence of its own; otherwise it is a map, whose areas are cells.
    """
    head = f'<h2 id="{cell}">{with_chinese(about["caption"])}</h2>\n<p><a href="{page}#figure-{cell}">Back to the figure</a></p>'
    parts = [re.match(r"([^:,]+)([:,]) (.*)", area["label"], re.DOTALL).groups() for area in about["areas"]]
    is_strip = all(mark == "," for _, mark, _ in parts)
    times, before = Counter(parts), Counter()
    articles: dict[str, list[str]] = {}
    sentences: dict[str, set[str]] = {}
    for number, (part, area) in enumerate(zip(parts, about["areas"], strict=True), start=1):
        article, mark, label = part
        label = label if mark == ":" else f"{label[0].upper()}{label[1:]}"
        before[part] += 1
        word, place = re.search(f"[{HAN}]+", label), None
        if is_strip and word:
            place = Place(word[0], before[part], times[part])
        if times[part] > 1:
            label = label.replace(":", f", no. {before[part]} of {times[part]}:", 1)
        articles.setdefault(article, []).append(
            f'<section id="{cell}-{number}"><h3>{with_chinese(label)}</h3>{_sentences(area, shown, place)}</section>'
        )
        sentences.setdefault(article, set()).update(area["sentences"])
    # A browser opens a fold by itself for a link to what stands inside.
    folds = []
    for article, sections in articles.items():
        held = many(len(sections), "mark" if is_strip else "row")
        held += "" if is_strip else f", {many(len(sentences[article]), 'sentence')}"
        folds.append(f"<details><summary>{escape(article)}: {held}</summary>{chr(10).join(sections)}</details>")
    return "\n".join([head, *folds])
