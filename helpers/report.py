"""Corpus to a page that says what the corpus can carry: health, words, images, voices, change; and what it refuses.

The ``show_`` functions are the cells of ``notebooks/10-your-own-articles.ipynb``; each shows one thing, or a card
with the reason why this corpus cannot carry it. `write_report` runs that notebook for any source.
"""

import os
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from helpers import lexicon, plots, show
from helpers.claims import Verdict, measure, read_claims, verdict, verdict_table
from helpers.decode import OUTCOMES, REFUSED, SKIPPED, WARNED, FolderError, plain
from helpers.evidence import ALPHA, date_scores, permutation_trend
from helpers.folder import (
    EXAMPLE,
    Corpus,
    cache_folder,
    count_outcomes,
    load_folder,
    with_furniture,
    without_copies,
    write_whole,
)
from helpers.frames import find_analogies, find_quotations
from helpers.page import execute, page_of
from helpers.tables import count_characters, count_terms, rank_terms, split_articles
from helpers.words import entity_of

NOTEBOOK = Path(__file__).parent.parent / "notebooks" / "10-your-own-articles.ipynb"
QUESTIONS = lexicon.FOLDER / "questions.csv"
MOST_COLUMNS = 8  # of a heat map: articles, or else years
MOST_ROWS = 300  # of a table on the page; the CSV beside it holds all
_WORDS = 12

# ------------------------------------------------------------------------------------------------ what it can carry


def dated(articles: pd.DataFrame) -> pd.DataFrame:
    """Return the articles whose date is known."""
    return articles.loc[articles["date_to"].notna()].reset_index(drop=True)


def why_no_trend(articles: pd.DataFrame) -> str:
    """Return why these articles cannot show change over time, in one sentence; an empty text if they can.

    They need dates, two years, and so many articles that shuffling their dates could ever give p ≤ .05.

    >>> why_no_trend(pd.DataFrame({"article_id": ["a"], "date_from": [None], "date_to": [None], "year": [0]}))
    'One article is no course of time.'
    """
    if len(articles) < 2:
        return "There is no article." if articles.empty else "One article is no course of time."
    known = dated(articles)
    if known.empty:
        return (
            f"None of the {len(articles)} articles has a date. Dates are read from a metadata table, front matter, the "
            "head of a page or the file name; they are not guessed from the text."
        )
    years = sorted(known["year"].unique())
    if len(known) < 3:
        return f"{_count(len(known), 'article')} with a date {'is' if len(known) == 1 else 'are'} no course of time."
    if len(years) < 2:
        return f"All {len(known)} dated articles are of {years[0]}: one year cannot be compared with another."
    scores = date_scores(known)
    if not scores.any():
        return "The dates of all articles overlap: no article is surely earlier than another."
    floor = permutation_trend(range(len(known)), scores, draws=199).floor
    if floor > ALPHA:
        return (
            f"With {_count(len(known), 'dated article')} the smallest p that any trend could reach is {floor:.2g}; "
            f"it would have to be {ALPHA:g} or less. Whatever the numbers, they could be chance."
        )
    return ""


def why_no_words(articles: pd.DataFrame) -> str:
    """Return why nothing can be counted in these articles; an empty text if something can."""
    return "No article was loaded: the health report says why." if articles.empty else ""


def why_no_range(articles: pd.DataFrame) -> str:
    """Return why words cannot be ranked by the number of articles that hold them; an empty text if they can."""
    if why := why_no_words(articles):
        return why
    if len(articles) == 1:
        return (
            "One article has no range: every word stands in one of one. Its words describe this text and nothing else."
        )
    return ""


def carries(articles: pd.DataFrame) -> pd.DataFrame:
    """Return ``question, answer, why``: what these articles can answer, and the reason where they cannot.

    >>> carries(load_folder(EXAMPLE).articles)["answer"].iloc[0]
    'yes'
    """
    n = len(articles)
    known = dated(articles)
    words, spread, trend = why_no_words(articles), why_no_range(articles), why_no_trend(articles)
    span = "" if trend else f"{len(known)} dated articles, {known['year'].min()} to {known['year'].max()}"
    counted = f"in {_count(n, 'text')}, as a description of them"
    rows = [
        ("Which words stand in these texts?", words, counted),
        ("Which words do they share?", spread, counted),
        ("Which images do they use?", words, f"{counted}; found by rule, so read the sentences"),
        ("Who speaks in them?", words, f"{counted}; found by rule, so read the sentences"),
        ("Did anything change over time?", trend, f"{span}; each claim has its own verdict"),
        ("What did “the media” say?", "Nobody drew these texts by lot; they stand for themselves.", ""),
    ]
    return pd.DataFrame(
        [(question, "no" if no else "yes", no or yes) for question, no, yes in rows],
        columns=["question", "answer", "why"],
    )


def _count(n: int, what: str, several: str = "") -> str:
    return f"{n:,} {what if n == 1 else several or f'{what}s'}"


def _refuse(question: str, why: str) -> None:
    show.card("Refused.", question, [why], tone="untestable")


# --------------------------------------------------------------------------------------------------- small tables


def drawable(text: str, most: int = 24) -> str:
    """Return ``text`` short, with ``?`` for every character that our font cannot draw.

    >>> drawable("开源 \\U0001f600")
    '开源 ?'
    """
    missing = set(plots.missing_glyphs(text))
    return plain("".join("?" if char in missing else char for char in text), most)


def columns_of(articles: pd.DataFrame) -> tuple[dict[str, str], dict[str, str]]:
    """Return ``{article_id: column}`` and ``{column: label}``: an article each, or, of more than eight, a year each."""
    ids = articles["article_id"].tolist()
    if len(ids) <= MOST_COLUMNS:
        order = articles.sort_values(["year", "article_id"])
        return {i: i for i in ids}, {
            row.article_id: f"{drawable(row.article_id, 12)}\n{row.year or 'undated'}" for row in order.itertuples()
        }
    years = {row.article_id: str(row.year or "undated") for row in articles.itertuples()}
    sizes = Counter(years.values())
    shown = sorted(sizes)[-MOST_COLUMNS:]
    return years, {year: f"{year}\n{_count(sizes[year], 'text')}" for year in shown}


def rates_of(counts: pd.DataFrame, articles: pd.DataFrame, terms: list[str]) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return ``term, article_id, n, rate`` for every term in every column of a heat map, and the columns' labels."""
    column, labels = columns_of(articles)
    size = articles.assign(column=articles["article_id"].map(column), size=articles["text"].map(count_characters))
    size = size.groupby("column")["size"].sum()
    summed = counts.assign(column=counts["article_id"].map(column)).groupby(["term", "column"])["n"].sum()
    rows = [(term, name, int(summed.get((term, name), 0))) for term in terms for name in labels]
    table = pd.DataFrame(rows, columns=["term", "article_id", "n"])
    return table.assign(rate=1000 * table["n"] / table["article_id"].map(size).clip(lower=1)), labels


def voices_of(articles: pd.DataFrame) -> pd.DataFrame:
    """Return ``article_id, kind, speaker, quote`` for every statement found: speech in marks, reported, unnamed."""
    found = [find_quotations(row.text).assign(article_id=row.article_id) for row in articles.itertuples()]
    table = pd.concat(found) if found else find_quotations("").assign(article_id="")
    table = table.loc[table["kind"] != "term"]
    return table.assign(speaker=[entity_of(name) or plain(name, 60) for name in table["speaker"]])[
        ["article_id", "kind", "speaker", "quote"]
    ].reset_index(drop=True)


def draws_for(n: int) -> int:
    """Return how many resamples `verdict` should draw for ``n`` articles, so that many articles do not take hours."""
    return max(500, min(10_000, 200_000 // max(1, n)))


def test_claims(corpus: Corpus, path: Path | str | None = None) -> list[Verdict]:
    """Return the verdict on each claim of a table (`helpers.evidence.read_claims`), tried under our other choices too.

    The choices: lines that a site repeats cut or left in, near copies left out or counted. A claim that these articles
    cannot be asked (it names an article or a column that is not there) is left out.
    """
    everything, ours = dated(corpus.articles), dated(without_copies(corpus))
    variants = {
        "furniture=cut, copies=left out": ours,
        "furniture=left in, copies=left out": with_furniture(ours),
        "furniture=cut, copies=counted": everything,
        "furniture=left in, copies=counted": with_furniture(everything),
    }
    return [
        verdict(claim, ours, variants=variants, draws=draws_for(len(ours))) for claim in read_claims(path or QUESTIONS)
    ]


test_claims.__test__ = False  # pytest collects functions by their name


# -------------------------------------------------------------------------------------------------------- the cells


def show_answer(corpus: Corpus) -> None:
    """Display the answer in three lines: what was read, what was lost, what it can carry."""
    health, articles = corpus.health, without_copies(corpus)
    counts = count_outcomes(health).set_index("outcome")["entries"]
    known, size = dated(articles), int(articles["text"].map(count_characters).sum())
    ends = dict.fromkeys(str(day) for day in (known["date_from"].min(), known["date_to"].max())) if len(known) else {}
    span = f", dated {' to '.join(ends)}" if ends else ", none of them dated" if len(articles) else ""
    some = f" ({len(articles) - len(known)} undated)" if ends and len(known) < len(articles) else ""
    left = len(corpus.articles) - len(articles)
    copies = f"; not counted twice: {_count(left, 'near copy', 'near copies')}" if left else ""
    trend = why_no_trend(articles)
    show.say(
        f"**Answer.** {_count(len(health), 'entry', 'entries')}: {len(corpus.articles)} loaded, {counts[WARNED]} of them "
        f"with a warning; {counts[SKIPPED]} skipped; {counts[REFUSED]} refused. Each reason stands below. Counted: "
        f"{_count(len(articles), 'text')} with {size:,} characters{span}{some}{copies}.\n\n"
        "**Verdict:** the counts describe these texts, and no others. Change over time "
        f"{'is refused. ' + trend if trend else 'can be asked; each claim has its own verdict.'}"
    )


def show_arrival(corpus: Corpus) -> None:
    """Display how many entries arrived in each way, a bar a year; what is no article stands by itself."""
    if corpus.health.empty:
        _refuse("What became of every entry?", "There is no entry: the folder is empty.")
        return
    years = dict(zip(corpus.articles["article_id"], corpus.articles["year"], strict=True))
    rows = [str(years[name] or "undated") if name else "no article" for name in corpus.health["article_id"]]
    table = pd.crosstab(pd.Series(rows, name="row"), corpus.health["outcome"].rename("outcome").reset_index(drop=True))
    order = sorted(table.index, key=lambda row: (row == "no article", row == "undated", row))
    table = table.reindex(index=order, columns=list(OUTCOMES), fill_value=0)
    ax = plots.plot_stacked(table, unit="", size=(7.2, 1.2 + 0.42 * len(table)))
    ax.xaxis.get_major_locator().set_params(integer=True)
    alt = "; ".join(
        f"{row}: " + ", ".join(f"{n} {name}" for name, n in cells[cells > 0].items()) for row, cells in table.iterrows()
    )
    show.figure(
        ax, alt=f"Entries by year and outcome. {alt}.", caption="What became of every entry, by the year of its date."
    )


def show_outcomes(corpus: Corpus) -> None:
    """Display how many entries ended in each way; the sum is checked."""
    counts = count_outcomes(corpus.health)
    assert counts["entries"].iloc[:-1].sum() == len(corpus.health), "an entry is lost"
    show.table(
        counts, "What became of every entry", name="outcomes", columns={"outcome": "outcome", "entries": "entries"}
    )


def show_health(corpus: Corpus) -> None:
    """Display the entries with something to tell, the lost ones first; the download holds these, health.csv all."""
    order = {REFUSED: 0, SKIPPED: 1, WARNED: 2}
    told = corpus.health.loc[corpus.health["outcome"].isin(list(order))]
    told = told.assign(rank=told["outcome"].map(order)).sort_values(["rank", "entry"], kind="stable")
    if told.empty:
        show.say("Every entry was loaded without a warning.")
        return
    more = f", the first {MOST_ROWS} of {len(told):,}" if len(told) > MOST_ROWS else ""
    show.table(
        told.head(MOST_ROWS),
        f"Entries with something to tell{more}",
        name="warnings",
        sortable=len(told) > 12,
        columns={"entry": "entry", "outcome": "outcome", "why": "why"},
    )


def show_articles(corpus: Corpus) -> None:
    """Display the articles that are counted: title, source, date and where it was found, size, share cut."""
    articles = without_copies(corpus)
    if why := why_no_words(articles):
        _refuse("Which articles are counted?", why)
        return
    health = corpus.health.set_index("article_id").loc[articles["article_id"]].reset_index(drop=True)
    table = (
        articles[["article_id", "title", "outlet"]]
        .reset_index(drop=True)
        .assign(
            date=health["date"], where=health["date_from"], characters=health["characters"], cut=100 * health["cut"]
        )
    )
    more = f", the first {MOST_ROWS} of {len(table):,}" if len(table) > MOST_ROWS else ""
    if not table["outlet"].any():
        table = table.drop(columns="outlet")
    heads = {
        "article_id": "article",
        "title": "title",
        "outlet": "outlet",
        "date": "date",
        "where": "date from",
        "characters": "characters",
        "cut": "% cut as furniture",
    }
    show.table(
        table.head(MOST_ROWS),
        f"The articles that are counted{more}",
        name="articles",
        sortable=len(table) > 12,
        digits=0,
        columns={column: head for column, head in heads.items() if column in table},
    )


def show_carries(corpus: Corpus) -> None:
    """Display what these articles can answer, and why not where they cannot."""
    show.table(carries(without_copies(corpus)), "What these texts can carry", name="carries")


def show_words(articles: pd.DataFrame, counts: pd.DataFrame) -> None:
    """Display the words that stand in most articles, by article or year."""
    ranked = rank_terms(counts)
    ranked = ranked.loc[[not plots.missing_glyphs(term) for term in ranked["term"]]]
    if (why := why_no_words(articles)) or ranked.empty:
        _refuse("Which words do these texts share?", why or "There is no content word in them.")
        return
    terms = ranked["term"].head(_WORDS).tolist()
    rates, labels = rates_of(counts, articles, terms)
    ax = plots.plot_heat_map(rates, labels=labels, size=(max(4.6, 2.6 + 0.75 * len(labels)), 1 + 0.32 * len(terms)))
    first = rates.loc[rates["term"] == terms[0]]
    show.figure(
        ax,
        alt=f"Heat map of {len(terms)} words. {plots.label_of(terms[0])}, per 1,000 characters: "
        + ", ".join(f"{row.article_id} {row.rate:.1f}" for row in first.itertuples())
        + ".",
        caption="Words by the number of texts that hold them; occurrences per 1,000 characters. A dash: none.",
    )


def show_ranked(articles: pd.DataFrame, counts: pd.DataFrame) -> None:
    """Display the ranked words as a table; refuse the range of a single text."""
    if why := why_no_range(articles):
        _refuse("In how many texts does a word stand?", why)
        return
    show.table(
        rank_terms(counts).head(40),
        "Words by range, then frequency (every spelling of a name counts as one)",
        name="words",
        columns={"term": "word", "n": "times", "articles": f"in how many of {len(articles)} texts"},
        glossed=["term"],
        sortable=True,
    )


def show_images(articles: pd.DataFrame, images: pd.DataFrame) -> None:
    """Display the images that were found, by source domain and article or year."""
    if (why := why_no_words(articles)) or images.empty:
        _refuse(
            "Which images do these texts use?", why or "The finder found none. It knows about 500 words of 18 domains."
        )
        return
    counts = images.assign(term=images["domain"].str.replace("_", ", "), n=1)
    order = (
        counts["term"]
        .value_counts()
        .sort_index(kind="stable")
        .sort_values(ascending=False, kind="stable")
        .index[:_WORDS]
    )
    rates, labels = rates_of(counts, articles, list(order))
    size = (max(4.6, 2.4 + 0.75 * len(labels)), 1 + 0.32 * len(order))
    ax = plots.plot_heat_map(rates, labels=labels, value="n", digits=0, unit="sentences", size=size)
    totals = ", ".join(f"{term} {counts['term'].eq(term).sum()}" for term in order)
    show.figure(
        ax,
        alt=f"Sentences with an image, by domain: {totals}.",
        caption="Sentences with an image, by the domain it is taken from.",
    )


def show_image_sentences(articles: pd.DataFrame, images: pd.DataFrame) -> None:
    """Display one real sentence for each of the most frequent domains, comparisons before metaphors."""
    if images.empty:
        return
    titles = dict(zip(articles["article_id"], articles["title"], strict=True))
    ranked = images.assign(rank=images["form"].ne("comparison"), length=images["text"].str.len())
    for domain in (
        images["domain"].value_counts().sort_index(kind="stable").sort_values(ascending=False, kind="stable").index[:4]
    ):
        rows = ranked.loc[(ranked["domain"] == domain) & (ranked["length"] <= 200)].sort_values(
            ["rank", "length", "article_id"]
        )
        for row in rows.head(1).itertuples():
            source = f"{row.article_id}, {plain(titles[row.article_id], 60)}; found by {plain(row.source_term, 40)}"
            show.quotation(row.text, source, f"{domain.replace('_', ', ')} ({row.form})")


def show_image_table(images: pd.DataFrame) -> None:
    """Display every sentence in which an image was found."""
    if len(images):
        more = f", the first {MOST_ROWS} of {len(images):,}" if len(images) > MOST_ROWS else ""
        show.table(
            images.head(MOST_ROWS).assign(domain=images["domain"].str.replace("_", ", ")),
            f"All sentences with an image{more}",
            name="images",
            sortable=True,
            columns={
                "article_id": "article",
                "domain": "domain",
                "source_term": "found by",
                "form": "form",
                "text": "sentence",
            },
        )


def show_voices(articles: pd.DataFrame, voices: pd.DataFrame) -> None:
    """Display who speaks: statements and articles by speaker, unnamed ones together."""
    if (why := why_no_words(articles)) or voices.empty:
        _refuse("Who speaks in these texts?", why or "No quotation and no reported speech was found.")
        return
    named = voices.assign(speaker=voices["speaker"].where(voices["speaker"] != "", "(no name found)"))
    table = (
        named.groupby("speaker")
        .agg(
            statements=("quote", "size"),
            articles=("article_id", "nunique"),
            marked=("kind", lambda kinds: int((kinds == "direct").sum())),
        )
        .reset_index()
        .sort_values(["articles", "statements", "speaker"], ascending=[False, False, True])
    )
    show.table(
        table.head(40),
        f"Who speaks ({_count(len(voices), 'statement')} by {_count(len(table), 'voice')}; the first 40)"
        if len(table) > 40
        else f"Who speaks ({_count(len(voices), 'statement')})",
        name="voices",
        sortable=len(table) > 12,
        columns={
            "speaker": "who",
            "articles": "in texts",
            "statements": "statements",
            "marked": "of them in quotation marks",
        },
    )


def show_trend(corpus: Corpus, verdicts: list[Verdict]) -> None:
    """Display what each claim measures, article by article, against time."""
    articles = without_copies(corpus)
    if why := why_no_trend(articles):
        _refuse("Did anything change over time?", why)
        return
    days = articles.set_index("article_id")
    axes = plots.grid_of(len(verdicts), columns=2, size=(3.7, 2.3))
    for ax, found in zip(axes, verdicts, strict=True):
        table = measure(found.claim, dated(articles)).query("used")
        table = table.assign(date=[days.at[name, "date_to"] for name in table["article_id"]])
        if len(table):
            unit = "share" if found.claim.versus else "per 1,000 characters"
            plots.plot_over_time(table, ax=ax, title=found.claim.statement, unit=unit)
    show.figure(
        axes[0],
        alt=" ".join(f"{found.claim.statement} {found.label}." for found in verdicts),
        caption="One dot an article; a red line: the mean of a year with two articles or more. See the verdicts.",
    )


def show_verdicts(verdicts: list[Verdict]) -> None:
    """Display the card of each claim, and all of them in one table with Holm's correction."""
    for found in verdicts:
        show.verdict(found)


def show_verdict_table(verdicts: list[Verdict]) -> None:
    """Display all claims in one table, p corrected for their number."""
    if verdicts:
        show.table(
            verdict_table(verdicts),
            "All claims, with p corrected for their number",
            name="claims",
            columns={
                "statement": "claim",
                "number": "number",
                "label": "verdict",
                "p_holm": "p after Holm",
                "agree": "our choices that agree",
            },
        )


class Reading(NamedTuple):
    """All that the cells show: what was loaded, what is counted, and what was found in it."""

    corpus: Corpus
    articles: pd.DataFrame
    counts: pd.DataFrame
    images: pd.DataFrame
    voices: pd.DataFrame
    verdicts: list[Verdict]


def read(
    source: Path | str | None = None, *, claims: str | None = None, keep_copies: bool = False, **options: Any
) -> Reading:
    """Return everything that the report shows of ``source`` (without one: our small example).

    Args:
        claims: a table of claims instead of ours.
        keep_copies: count near copies as articles of their own.
        options: as `helpers.folder.load_folder`.

    Raises:
        FolderError: as `helpers.folder.load_folder`.
        ValueError: a malformed claim.
    """
    corpus = load_folder(source or EXAMPLE, cache=cache_folder(), **options)
    if keep_copies:
        corpus = corpus._replace(copies=corpus.copies.iloc[:0])
    articles = without_copies(corpus)
    images = find_analogies(split_articles(articles))
    verdicts = [] if why_no_trend(articles) else test_claims(corpus, claims)
    return Reading(corpus, articles, count_terms(articles), images, voices_of(articles), verdicts)


def write_report(source: Path | str, out: Path | str, *, progress: bool = False, **options: Any) -> Path:
    """Write ``index.html`` and ``health.csv`` on ``source`` into the folder ``out``, and return the page's path.

    Nothing is half written: each file appears whole, the page last. What was cleaned before and has not changed is
    taken from the cache.

    Args:
        source: as `helpers.folder.load_folder`.
        out: the folder to write into; made if need be, other files in it stay.
        progress: show progress on the terminal.
        options: ``metadata``, ``text_column``, ``restore_spin``, ``cut_furniture``, ``claims``, ``keep_copies``.

    Raises:
        FolderError: the source cannot be read, or ``out`` lies inside it.
    """
    source, out = Path(source).resolve(), Path(out).resolve()
    if source.is_dir() and out.is_relative_to(source):
        raise FolderError(f"{plain(out)} lies inside {plain(source)}: the next run would read its own report.")
    if out.exists() and not out.is_dir():
        raise FolderError(f"{plain(out)} is not a folder.")
    for name in ("metadata", "claims"):
        if options.get(name):
            options[name] = str(Path(options[name]).resolve())
    if options.get("claims"):
        read_claims(options["claims"])
    loading = {name: value for name, value in options.items() if name not in ("claims", "keep_copies")}
    corpus = load_folder(source, cache=cache_folder(), progress=progress, **loading)
    notebook = execute(NOTEBOOK, {"FROM": str(source), "OPTIONS": options}, progress=progress)
    page = page_of(notebook, f"Report on {plain(source.name, 80)}")
    out.mkdir(parents=True, exist_ok=True)
    write_whole(out / "health.csv", show.to_csv(corpus.health))
    write_whole(out / "index.html", page.encode("utf-8", "replace"))
    return out / "index.html"


def main(arguments: Any) -> str:
    """Run ``python -m helpers report`` with parsed ``arguments`` and return what to say at its end."""
    options = {name: getattr(arguments, name) for name in ("metadata", "text_column", "claims")}
    options = {name: value for name, value in options.items() if value}
    options |= {name: True for name in ("restore_spin", "keep_copies") if getattr(arguments, name)}
    if arguments.keep_furniture:
        options["cut_furniture"] = False
    page = write_report(getattr(arguments, "from"), arguments.out, progress=not arguments.quiet, **options)
    return f"{plain(os.path.relpath(page), 400)}"
