"""Name articles, columns of a picture and passages on a page, so short that they fit and so long that they differ."""

from collections.abc import Callable, Iterable
from itertools import takewhile

import pandas as pd

from helpers import plots, show
from helpers.corpus import day_or_month
from helpers.report.output.reading import Reading
from helpers.report.pipeline import MOST_COLUMNS
from helpers.text.script import IS_HAN
from helpers.wording import many, plain


def drawable(text: str, most: int = 24) -> str:
    """Return ``text`` short, with ``?`` for every character that our font cannot draw.

    >>> drawable("开源 \\U0001f600")
    '开源 ?'
    """
    missing = set(plots.missing_glyphs(text))
    return plain("".join("?" if char in missing else char for char in text), most)


def short_names(names: Iterable[str], most: int, shorten: Callable[[str, int], str] = plain) -> dict[str, str]:
    """Return ``{name: label}``. No label is longer than ``most`` characters (at least 12), and no two are equal.

    A name that is too long loses its end; those that would then look alike lose their middle, so that what differs shows.
    Those that look alike even so are numbered.

    Args:
        shorten: what makes a label of a name: `helpers.wording.plain` or `drawable`.

    >>> [*short_names(["wechat-article-1", "wechat-article-2"], 12).values()]
    ['wech…ticle-1', 'wech…ticle-2']
    """
    alike: dict[str, list[str]] = {}
    for name in dict.fromkeys(names):
        alike.setdefault(shorten(name, most), []).append(name)
    labels = {label: same[0] for label, same in alike.items() if len(same) == 1}
    for label, same in alike.items():
        agree = takewhile(lambda pair: pair[0] == pair[1], zip(min(same), max(same), strict=False))
        place, number = sum(1 for _ in agree), 0
        for name in same if len(same) > 1 else ():
            short = shorten(_without_middle(name, place, most), most)
            while short in labels or short in alike:
                number += 1
                short = f"{label[: most - 1 - len(str(number))].rstrip('…')}…{number}"
            labels[short] = name
    return {name: label for label, name in labels.items()}


def _without_middle(name: str, place: int, most: int) -> str:
    """Return the beginning of ``name``, and its end or, if that is far behind it, what stands at ``place``."""
    head = most // 3
    start = min(place, len(name) - (most - head - 1))
    return f"{name[:head]}…{name[start:]}" if start > head else name


def columns_of(articles: pd.DataFrame) -> dict[int, str]:
    """Return ``{column: label}`` of a picture: an article each, or, of more than eight, a year each (the last eight).

    No two labels are equal.
    """
    if len(articles) <= MOST_COLUMNS:
        names = short_names(articles["article_id"], 12, drawable)
        in_order = articles.sort_values("column")
        return {row.column: f"{names[row.article_id]}\n{row.year or 'undated'}" for row in in_order.itertuples()}
    sizes = articles["year"].value_counts().to_dict()
    # undated articles come last
    shown = sorted(sizes, key=lambda year: (year == 0, year))[-MOST_COLUMNS:]
    return {year: f"{year or 'undated'}\n{many(sizes[year], 'text')}" for year in shown}


def sources_of(reading: Reading) -> dict[str, str]:
    """Return the name of each article where a passage of it is shown: its id, title, outlet and day, kept short."""
    articles = reading.found.articles
    names = short_names(articles["article_id"], 20)
    return {
        row.article_id: joined(
            names[row.article_id],
            titled(row.title, 30),
            titled(row.outlet, 20),
            day_or_month(row.date_from, row.date_to),
        )
        for row in articles.itertuples()
    }


def joined(*parts: str) -> str:
    """Return the parts of a line that are not empty, with dots between them."""
    return " · ".join(filter(None, parts))


def titled(name: str, most: int) -> str:
    """Return a title, an outlet or a speaker, kept short, with its English where the glossary or our practice folder has it."""
    english = show.term_in_english(name) if IS_HAN.search(name) else ""
    return f"{plain(name, most)} ({english})" if english else plain(name, most)


def places_of(reading: Reading) -> dict[str, str]:
    """Return `sources_of` for a line below each passage: nothing if there is only one article."""
    sources = sources_of(reading)
    return sources if len(sources) > 1 else dict.fromkeys(sources, "")
