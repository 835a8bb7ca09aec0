"""From a picture to its sentences: each cell or mark of a figure links to a list of the sentences that it counts.

`helpers.show.figure` leaves the places and their sentences in the output's metadata. Here they become links over the picture,
and one page of lists for each notebook. The notebook itself keeps a plain picture.
"""

import json
from collections.abc import Container, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from parallel_text import with_chinese

from helpers.show import escape
from helpers.translations import read_translations


@cache
def areas_of(notebook: Path) -> dict[str, list[dict[str, Any]]]:
    """Return ``{cell id: areas}`` of an executed notebook; an area has ``x, y, width, height, label, sentences``."""
    found = {}
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        for output in cell.get("outputs", ()):
            if areas := output.get("metadata", {}).get("image/png", {}).get("areas"):
                found[cell["id"]] = areas
    return found


def link_figures(page: BeautifulSoup, name: str, areas: Mapping[str, list[dict[str, Any]]], to_root: str) -> None:
    """Lay the links of each figure over its picture; they work without a script.

    Args:
        page: the body of a notebook's page.
        name: file name of its lists, without ending.
        areas: as `areas_of` returns them.
        to_root: the way from the page to the top of the site, such as ``../``.
    """
    for cell, its_areas in areas.items():
        picture = page.select_one(f"#figure-{cell} img")
        if picture is None:
            continue
        if picture.parent.name == "a":
            picture.parent.unwrap()  # a link to the picture alone, in which no other link may lie
        box = page.new_tag("span", attrs={"class": "am-clickable"})
        links = page.new_tag("span", attrs={"class": "am-areas"})
        picture.wrap(box)
        for number, area in enumerate(its_areas, start=1):
            place = "; ".join(
                f"{side}: {100 * area[key]:.2f}%"
                for side, key in (("left", "x"), ("top", "y"), ("width", "width"), ("height", "height"))
            )
            attributes = {"href": f"{to_root}evidence/{name}.html#{cell}-{number}", "style": place, "tabindex": "-1"}
            links.append(page.new_tag("a", attrs=attributes | {"aria-label": area["label"], "title": area["label"]}))
        box.append(links)
        # One stop for the keyboard instead of one for each cell; the lists hold them all.
        told = page.new_tag("a", attrs={"class": "am-evidence", "href": f"{to_root}evidence/{name}.html#{cell}"})
        told.string = "The sentences behind this figure"
        caption = page.select_one(f"#figure-{cell} figcaption")
        (caption or box).extend([" ", told])


def _sentences(anchors: Iterable[str], shown: Container[str] | None) -> str:
    table = {one.anchor: one for one in read_translations()}
    items, hidden = [], 0
    for anchor in dict.fromkeys(anchors):
        one = table.get(anchor)
        if one is None or (shown is not None and anchor not in shown):
            hidden += 1
            continue
        items.append(
            f'<li><a href="../reader/{one.article_id}.html#{anchor}">{anchor}</a> <span lang="zh">{escape(one.chinese)}</span>\n'
            f'<span class="am-en">{with_chinese(one.english)}</span></li>'
        )
    more = f"<li>[…] {hidden} not shown on the published site</li>" if hidden else ""
    return f"<ul>{chr(10).join(items)}{more}</ul>"


def write_evidence(folder: Path, notebooks: Iterable[Path], *, shown: Container[str] | None = None) -> list[Path]:
    """Write the lists of every notebook that has figures with areas, and return the files.

    Args:
        folder: where to.
        notebooks: executed.
        shown: the sentences that a published site may show; None: all.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for notebook in notebooks:
        if not (areas := areas_of(notebook)):
            continue
        blocks = []
        for cell, its_areas in areas.items():
            blocks.append(
                f'<p id="{cell}"><a href="../notebooks/{notebook.stem}.html#figure-{cell}">Back to the figure</a></p>'
            )
            for number, area in enumerate(its_areas, start=1):
                head = with_chinese(area["label"])
                blocks.append(
                    f'<section id="{cell}-{number}"><h2>{head}</h2>{_sentences(area["sentences"], shown)}</section>'
                )
        body = "\n".join(blocks)
        path = folder / f"{notebook.stem}.md"
        path.write_text(
            "---\norphan: true\nnosearch: true\n---\n\n# The sentences behind the figures\n\n"
            f'```````{{raw}} html\n<div class="am-lists">\n{body}\n</div>\n```````\n',
            encoding="utf-8",
            newline="\n",
        )
        written.append(path)
    return written
