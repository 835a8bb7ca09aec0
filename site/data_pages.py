"""The tables of ``seeds/`` on the site, with their codebook and README: what a reader needs to check us without the project's folder."""

import re
from collections.abc import Container
from pathlib import Path

import pandas as pd
from address import repository
from bs4 import BeautifulSoup, Tag
from execute import write_whole

from helpers import SEEDS
from helpers.show import escape
from helpers.tables import read_table, to_csv
from helpers.translations import find_translations

# What each table holds; a test finds that none is missing.
TABLES = {
    "articles": "the five articles: who, what, when, and the words that prove it",
    "edits": "cuts and repairs that only fit one article, each with its reason; a row may cut in several places (`count`)",
    "translations": "our English of the sentences, with notes; their Chinese stands beside it in the readers",
    "passages": "the words of our English that render a passage which a table shows",
    "translation_exceptions": "where a check of the translation fails and nothing is lost",
    "codes": "images: analogies and living metaphors",
    "second_coder": "the images in a second reading, to measure agreement",
    "quotes": "who is quoted, and how",
    "cues": "the reporting words of `quotes.csv` in English",
    "events": "events that several articles tell",
    "details": "what each telling of an event says, softens, leaves vague or leaves out",
    "claims": "forecasts and claims that can be checked",
    "outcomes": "what became of each forecast and claim, with its source where one was found",
    "originals": "passages beside English ones: the original, mostly; `english_is` says where it is not",
    "timeline": "events outside the articles, with their sources",
    "hypotheses": "the ten claims of notebook 08, fixed before measuring; their wording was made plainer later, as notebook 08 tells",
    "categories": "what the closed columns of the codes may hold, and what the pages call it (`page_name`)",
}
_WORDS_OF_ARTICLES = ("quote", "chinese", "replacement", "english", "date_quote", "date_quote_2")
_HIDDEN = "[…]"


def table_to_show(name: str, shown: Container[str] | None = None) -> pd.DataFrame:
    """Return a table of ``seeds/`` as the site gives it away, all cells text.

    The translations come without their Chinese: the articles are not ours to give away whole.

    Args:
        shown: the sentences that a published site may show; None: all. Words of others become “[…]”, and so does what was
            cut from the files.
    """
    table = read_table(SEEDS / f"{name}.csv", ()).drop(columns="row")
    if name in ("translations", "passages"):
        if shown is not None:
            table = table.loc[[f"{row.article_id}-{row.sentence}" in shown for row in table.itertuples()]]
        return table.drop(columns="chinese") if name == "translations" else table
    if shown is None:
        return table
    for column in (one for one in _WORDS_OF_ARTICLES if one in table and "article_id" in table):
        pairs = zip(table[column], table["article_id"], strict=True)
        table[column] = [_visible(text, article_id, shown, name) for text, article_id in pairs]
    return table


def _visible(text: str, article_id: str, shown: Container[str], name: str) -> str:
    hidden = name == "edits" or any(one.anchor not in shown for one in find_translations(text, article_id))
    return _HIDDEN if text and hidden else text


def _with_code(told: str) -> str:
    return re.sub("`(.*?)`", r"<code>\1</code>", escape(told))


def write_data(folder: Path, files: Path, shown: Container[str] | None = None) -> None:
    """Write the pages into ``folder`` as MyST Markdown, and the tables into ``files`` as CSV."""
    rows = []
    for name, told in TABLES.items():
        table = table_to_show(name, shown)
        files.mkdir(parents=True, exist_ok=True)
        (files / f"{name}.csv").write_bytes(to_csv(table))
        rows.append(
            f'<tr><th scope="row"><a href="{name}.csv" download>{name}.csv</a></th>\n'
            f"<td>{_with_code(told)} ({len(table)} rows)</td></tr>"
        )
    for name in ("CODEBOOK", "README"):
        text = (SEEDS / f"{name}.md").read_text(encoding="utf-8")
        write_whole(folder / f"{name}.md", f"---\norphan: true\n---\n\n{text}")
    published = (
        f" On this published site, “{_HIDDEN}” stands for sentences that no page discusses."
        if shown is not None
        else ""
    )
    place = (
        f"It is at <{repository()}>."
        if repository()
        else "If you have only these pages, ask for it where you got them."
    )
    table = (
        '<div class="am-table am-plain"><table><caption>The tables</caption><thead><tr><th scope="col">table</th>\n'
        f'<th scope="col">what it holds</th></tr></thead><tbody>{"".join(rows)}</tbody></table></div>'
    )
    write_whole(
        folder / "index.md",
        f"""# Codebook and tables

Every judgement is a table; most were made by a language model, as the codebook says. With these and the [five articles](../reader/001.md) you can check every code, count and outcome of this site. The [codebook](CODEBOOK.md) says how the codes were made; [what we know about the files](README.md) says where the articles come from, how they are dated, how the translation was checked, and what each column means.

```{{raw}} html
{table}
```

CSV in UTF-8, for any spreadsheet. A `'` before a cell keeps spreadsheets from running it.{published}

## Whose they are

Codes, notes and translation are ours (CC BY 4.0), as far as the rights are ours. The words of the articles and of the sources that the tables quote belong to their authors and publishers: they are quoted here so that you can check us, and are **not** relicensed. No page of this site gives the five files themselves.

(the-projects-folder)=
## The project's folder

Exercises with the mark *needs the project's folder* change or run a notebook. That takes the folder in which the notebooks, the program (`helpers/`) and the articles lie; its `README.md` tells how to start. {place}
""",
    )


# ------------------------------------------------------------------------------------------ links from the other pages

_NAMED = re.compile(rf"(?:seeds/)?((?:{'|'.join(TABLES)})\.csv|CODEBOOK\.md)|seeds/(README\.md)|(seeds/)")


def link_data(page: BeautifulSoup, pagename: str, to_root: str) -> None:
    """Let every mention of a table, of the codebook or of ``seeds/`` lead to it."""
    for code in page.select("code"):
        named = _NAMED.fullmatch(code.get_text())
        if not named or code.find_parent(["a", "pre", "summary"]):
            continue
        target = f"seeds/{named[1] or named[2] or 'index.md'}".replace(".md", ".html")
        if target != f"{pagename}.html":
            code.wrap(page.new_tag("a", href=f"{to_root}{target}"))


def mark_exercises(page: BeautifulSoup, to_root: str) -> None:
    """Say of each exercise that takes the project's folder so: the site has neither its files nor its program."""
    for item in page.select("#try-it > ol > li"):
        if kind := _needs_folder(item):
            link = page.new_tag("a", href=f"{to_root}seeds/index.html#the-projects-folder")
            link.string = "needs the project's folder"
            note = page.new_tag("small", attrs={"class": f"am-needs-{kind}"})
            note.extend(["(", link, ")"])
            (item.find("p") or item).extend([" ", note])


def _needs_folder(item: Tag) -> str:
    """Return what an exercise does that the site cannot: “change” a cell, or use “files” or the program; empty if nothing."""
    bold = item.strong.get_text() if item.strong else ""
    code = [one.get_text() for one in item.find_all("code")]
    if bold.startswith("Change"):
        return "change"
    return "files" if any("/" in one for one in code) or (code and bold.startswith("Bring")) else ""
