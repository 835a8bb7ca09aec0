"""What a corpus can answer, and the reason where it cannot. Pure: tables in, sentences out."""

import pandas as pd

from helpers.stats.inference import ALPHA, date_scores, permutation_trend
from helpers.wording import many, plain

DOMINANT = 0.6  # a share of the text from which an outlet, a year or an article speaks for the whole
FEW_ARTICLES = 10


def dated(articles: pd.DataFrame) -> pd.DataFrame:
    """Return the articles whose date is known."""
    return articles.loc[articles["date_to"].notna()].reset_index(drop=True)


def why_no_trend(articles: pd.DataFrame) -> str:
    """Return why these articles cannot show change over time, in one sentence; an empty text if they can.

    They need dates in two years, and enough articles that shuffled dates could give p ≤ .05 at all.

    >>> why_no_trend(pd.DataFrame({"article_id": ["a"], "date_from": [None], "date_to": [None], "year": [0]}))
    'One article cannot show change over time.'
    """
    if len(articles) < 2:
        return "There is no article." if articles.empty else "One article cannot show change over time."
    known = dated(articles)
    if known.empty:
        none = "Neither article" if len(articles) == 2 else f"None of the {len(articles):,} articles"
        return (
            f"{none} has a date. Dates are read from a metadata table, front matter, the "
            "head of a page or the file name; they are not guessed from the text."
        )
    years = sorted(known["year"].unique())
    if len(known) < 3:
        return f"Only {many(len(known), 'article has', 'articles have')} a date: too few to show change over time."
    if len(years) < 2:
        return f"All {len(known)} dated articles are from {years[0]}: one year cannot be compared with another."
    scores = date_scores(known)
    if not scores.any():
        return "The dates of all articles overlap: no article is surely earlier than another."
    floor = permutation_trend(range(len(known)), scores, draws=199).floor
    if floor > ALPHA:
        return (
            f"With {many(len(known), 'dated article')} the smallest p that any trend could reach is {floor:.2g}; "
            f"it would have to be {ALPHA:g} or less. Whatever the numbers, they could be chance."
        )
    return ""


def why_no_words(articles: pd.DataFrame) -> str:
    """Return why nothing can be counted in these articles; an empty text if something can."""
    return "No article was loaded: the ingest log says why." if articles.empty else ""


def why_no_range(articles: pd.DataFrame) -> str:
    """Return why words cannot be ranked by the number of articles that contain them; an empty text if they can."""
    if why := why_no_words(articles):
        return why
    if len(articles) == 1:
        return "One article is too few: every word occurs in one text of one. Its words describe this text and nothing else."
    return ""


def carries(articles: pd.DataFrame) -> pd.DataFrame:
    """Return ``about, question, answer, why``: what these articles can answer, and the reason where they cannot.

    >>> one = pd.DataFrame({"article_id": ["a"], "date_from": [None], "date_to": [None], "year": [0]})
    >>> carries(one)["answer"].iloc[0]
    'yes'
    """
    n = len(articles)
    known = dated(articles)
    words, spread, trend = why_no_words(articles), why_no_range(articles), why_no_trend(articles)
    span = "" if trend else f"{len(known)} dated articles, {known['year'].min()} to {known['year'].max()}"
    counted = f"in {many(n, 'text')}, as a description of {'it' if n == 1 else 'them'}"
    alone = "This text is not a random sample; it speaks only for itself."
    few = words or (alone if n == 1 else "These texts are not a random sample; they speak only for themselves.")
    rows = [
        ("words", "Which words occur in these texts?", words, counted),
        ("range", "Which words do they share?", spread, counted),
        ("metaphors", "Which metaphors do they use?", words, f"{counted}; found by rule, so read the sentences"),
        ("speakers", "Who speaks in them?", words, f"{counted}; found by rule, so read the sentences"),
        ("change", "Did anything change over time?", trend, f"{span}; each claim has its own verdict"),
        ("media", "What did “the media” say?", few, ""),
    ]
    return pd.DataFrame(
        [(about, question, "no" if no else "yes", no or yes) for about, question, no, yes in rows],
        columns=["about", "question", "answer", "why"],
    )


def cautions_of(articles: pd.DataFrame) -> list[str]:
    """Return what should make a reader of the numbers careful: too few articles, or one that speaks for all, or may."""
    told: list[str] = []
    if len(articles) < 2:
        return told
    years = articles["year"].where(articles["year"] > 0, "").astype(str)
    for what, names in (("outlet", articles["outlet"]), ("year", years), ("article", articles["article_id"])):
        shares = articles.groupby(names)["characters"].sum() / articles["characters"].sum()
        unknown, shares = shares.get("", 0.0), shares.drop("", errors="ignore")
        if (share := shares.max() if len(shares) else 0.0) >= DOMINANT:
            n, name = int((names == shares.idxmax()).sum()), plain(shares.idxmax(), 60)
            if n == len(articles):
                every = "Both" if n == 2 else "All"
                told.append(f"{every} articles come from one {what}, {name}: the numbers describe only that {what}.")
                continue
            much = "Nearly all" if share > 0.99 else f"{share:.0%}"
            some = "" if what == "article" else f" ({n:,} of {len(articles):,} articles)"
            told.append(
                f"{much} of the text comes from one {what}, {name}{some}: the numbers mostly describe that {what}."
            )
        elif unknown and share + unknown >= DOMINANT:
            n = int((names == "").sum())
            of = f"of {n:,} of the {len(articles):,} articles is not" if n < len(articles) else "of no article is"
            unseen = f"he {what} {of} known: one {what} may dominate"
            told.append(
                f"{share:.0%} of the text comes from one {what}, {plain(shares.idxmax(), 60)}, and t{unseen} more than can be seen."
                if share >= DOMINANT / 2
                else f"T{unseen} without being seen."
            )
    if len(articles) < FEW_ARTICLES:
        told.append(
            f"Lines that a site repeats show only when articles can be compared, and {len(articles)} are few: more "
            "boilerplate may be left in them than was cut. Look into the cuts below, and into your files."
        )
    return told
