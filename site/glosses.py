"""The glossary on the site: checked before anything is built, and shown where a term first stands in a page's prose.

A gloss is a word that can be focused with a bubble inside it: it opens by mouse, keyboard and touch without a script,
and prints in brackets. Where the prose explains a term itself, nothing is added.
"""

import re
from functools import cache
from typing import Any

from bs4 import BeautifulSoup, NavigableString, Tag

from helpers import lexicon
from helpers.text.script import HAN

FILE = "helpers/lexicon/glossary.csv"
METHODS = "helpers/lexicon/methods.csv"
RUN = re.compile(f"[{HAN}]+")
BLOCKS = ["p", "li", "dd", "dt", "figcaption", "div", "details", "article"]
# Headings and links are no place for a bubble; quotations and tables bring their own English.
ELSEWHERE = (
    "h1, h2, h3, h4, h5, h6, a, code, pre, table, blockquote, summary, button, script, style, .am-edits, .am-reader"
)
BRACKET_BEHIND = re.compile(r"[”’」』》\"'*]?\s*[(（][^()（）]*[A-Za-z]")
BRACKET_AROUND = re.compile(rf"[A-Za-z”’\"']\s*[(（][^()（）{HAN}]*$"), re.compile(rf"[^()（）{HAN}]*[)）]")


class GlossaryError(Exception):
    """One sentence that names the row."""


def check_glossary() -> None:
    """Refuse a glossary with a row that says nothing, or nothing in one of the two languages, or a term that occurs twice.

    Raises:
        GlossaryError: names the first such row.
    """
    seen = set()
    for line, row in enumerate(lexicon.read_table("glossary").itertuples(), start=2):
        term = row.simplified.strip()
        if not term:
            raise GlossaryError(f"{FILE}, line {line}: the row has no term.")
        if term in seen:
            raise GlossaryError(f"{FILE}, line {line}: {term} occurs twice.")
        if not (row.english.strip() and row.pinyin.strip()):
            raise GlossaryError(f"{FILE}, line {line}: {term} has no {'pinyin' if row.english.strip() else 'gloss'}.")
        if bool(row.note.strip()) != bool(row.note_zh.strip()):
            raise GlossaryError(f"{FILE}, line {line}: {term} has a note in one language only.")
        seen.add(term)
    seen = set()
    for line, row in enumerate(lexicon.read_table("methods").to_dict("records"), start=2):
        if lacking := [column for column, text in row.items() if not text.strip()]:
            raise GlossaryError(f"{METHODS}, line {line}: the row has no {lacking[0]}.")
        if row["english"] in seen:
            raise GlossaryError(f"{METHODS}, line {line}: {row['english']} occurs twice.")
        seen.add(row["english"])


@cache
def glosses() -> dict[str, Any]:
    """Every form of every term, in either script, with the row of the glossary that it belongs to."""
    rows = list(lexicon.read_table("glossary").itertuples())
    return {
        form: row
        for column in ("taiwan", "traditional", "simplified")
        for row in rows
        if (form := getattr(row, column))
    }


def explained(before: str, after: str, english: str) -> bool:
    """Whether the prose around a term says what it means: in brackets behind it, in words behind it, or before it.

    >>> explained("called ", " (closed source)", "closed source"), explained("a “moat” (", ")", "moat")
    (True, True)
    >>> explained("finds ", " huge, and more", "huge; enormous"), explained("finds ", " in three texts", "huge")
    (True, False)
    """
    around, closing = BRACKET_AROUND
    word = re.split(r"[;,(]", english)[0].strip().casefold()
    return bool(
        BRACKET_BEHIND.match(after)
        or (around.search(before) and closing.match(after))
        or after.lstrip(' ,“"').casefold().startswith(word)
    )


def gloss_first_uses(page: BeautifulSoup) -> None:
    """Put the gloss of each glossary term into the page, where it first stands in the prose as a word of its own."""
    seen: set[str] = set()
    passed_over = {id(text) for element in page.select(ELSEWHERE) for text in element.find_all(string=True)}
    for block in page.find_all(BLOCKS):
        # By name: `find_parent` would take a third of the build's time.
        texts = [t for t in block.find_all(string=True) if next(p for p in t.parents if p.name in BLOCKS) is block]
        line, start = "".join(texts), 0
        # Who leaves an answer folded has not seen what stands in it.
        known = set(seen) if block.find_parent("details") else seen
        for text in texts:
            if type(text) is NavigableString and id(text) not in passed_over and RUN.search(text):
                gloss_text(page, text, line[:start], line[start + len(text) :], known)
            start += len(text)
    for number, word in enumerate(page.select(".am-gloss"), start=1):
        bubble = word.select_one(".am-gloss-text")
        word["aria-describedby"] = bubble["id"] = f"gloss-{number}"


def gloss_text(page: BeautifulSoup, text: NavigableString, before: str, after: str, known: set[str]) -> None:
    """Mark the Chinese of one piece of text as such, and gloss what is not ``known``."""
    parts: list[NavigableString | Tag] = []
    marked = text.find_parent(lang=True)
    if marked and (marked.name in BLOCKS or marked.string is not text or not RUN.fullmatch(text)):
        return  # a Chinese sentence, or a piece of one
    at = 0
    for run in RUN.finditer(text):
        term = page.new_tag("span", lang="zh", string=run[0])
        entry = glosses().get(run[0])
        if entry and entry.simplified not in known:
            known.add(entry.simplified)
            if not explained(before + text[: run.start()], text[run.end() :] + after, entry.english):
                bubble = page.new_tag("span", attrs={"class": "am-gloss-text", "role": "tooltip"})
                bubble.string = " · ".join((*([entry.pinyin] if run[0] != entry.taiwan else []), entry.english))
                word = page.new_tag("span", attrs={"class": "am-gloss", "tabindex": "0"})
                word.extend([term, bubble])
                term = word
        parts += [NavigableString(text[at : run.start()]), term]
        at = run.end()
    (marked or text).replace_with(*parts, NavigableString(text[at:]))
