"""Show what a corpus can answer (ingest log, words, metaphors, speakers, change) and refuse what it cannot.

Each ``show_`` function displays one thing, or a card with the reason why this corpus cannot support it. They are the
cells of ``notebooks/10-your-own-articles.ipynb``, and `helpers.report.output.write.write_report` puts them on one page
(``static/report.html``). Here are those of counts; `helpers.report.output.evidence_cells` has those of passages, and
`helpers.report.output.claim_cells` those of claims.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import wraps
from itertools import islice

import pandas as pd

from helpers import lexicon, plots, show
from helpers.corpus import counting_key
from helpers.framing import DOMAINS
from helpers.report.capacity import (
    carries,
    cautions_of,
    dated,
    why_no_range,
    why_no_trend,
    why_no_words,
)
from helpers.report.ingest import count_outcomes
from helpers.report.outcomes import OUTCOMES, REFUSED, SKIPPED, WARNED
from helpers.report.output.claim_cells import claim_counts, show_trend, show_verdict_table, show_verdicts
from helpers.report.output.display_names import columns_of, short_names, titled
from helpers.report.output.evidence_cells import (
    MOST_ROWS,
    NO_NAME,
    download,
    part,
    refuse,
    show_all_metaphors,
    show_concordance,
    show_cuts,
    show_statements,
)
from helpers.report.output.reading import Reading
from helpers.report.output.short_answers import in_short
from helpers.stats.counts import per_thousand
from helpers.text.tokens import content_words
from helpers.wording import many, plain

_WORDS = 12
_NO_WORD = "There is no content word in them."
TABLES = ("ingest-log", "articles", "words", "speakers", "claim-counts")


def rates_of(
    counts: Mapping[tuple[str, int], int], sizes: Mapping[int, int], terms: list[str], labels: Mapping[int, str]
) -> pd.DataFrame:
    """Return ``term, article_id, n, rate`` for every term in every column of a heat map (its ``article_id``).

    Args:
        counts: ``{(term, column): n}``; a missing pair counts 0.
        sizes: the characters of each column.
    """
    rows = [(term, column, int(counts.get((term, column), 0))) for term in terms for column in labels]
    table = pd.DataFrame(rows, columns=["term", "article_id", "n"])
    return table.assign(rate=per_thousand(table["n"], table["article_id"].map(sizes).fillna(0)))


def show_answer(reading: Reading) -> None:
    """Display the answer in three lines: what was read, what was lost, what the texts can answer."""
    ingest_log, articles = reading.ingest_log, reading.articles
    counts = count_outcomes(ingest_log).set_index("outcome")["entries"]
    known, size = dated(articles), int(articles["characters"].sum())
    ends = dict.fromkeys(str(day) for day in (known["date_from"].min(), known["date_to"].max())) if len(known) else {}
    undated = {0: "", 1: ", undated"}.get(len(articles), ", none of them dated")
    span = f", dated {' to '.join(ends)}" if ends else undated
    some = f" ({len(articles) - len(known)} undated)" if ends and len(known) < len(articles) else ""
    left = len(reading.found.articles) - len(articles)
    copies = (
        f"{many(left, 'article')} {'is a near copy' if left == 1 else 'are near copies'}, not counted twice. "
        if left
        else ""
    )
    told = [f"{counts[name]:,} {name}{_to_check(ingest_log, name)}" for name in OUTCOMES if counts[name]]
    trend = why_no_trend(articles)
    verdict = (
        f"the counts describe {'this text, and no other' if len(articles) == 1 else 'these texts, and no others'}. Change "
        f"over time {'is refused. ' + trend if trend else 'can be asked; each claim has its own verdict.'}"
    )
    show.say(
        f"**Answer.** {many(len(ingest_log), 'entry', 'entries')}{': ' if told else ''}{', '.join(told)}. {copies}Counted: "
        f"{many(len(articles), 'text')} with {many(size, 'character')}{span}{some}.\n\n"
        f"**Verdict:** {verdict if len(articles) else 'there is nothing to count.'}"
    )


def _to_check(ingest_log: pd.DataFrame, outcome: str) -> str:
    """Return in brackets how many of the entries that were loaded with a warning should be checked."""
    if outcome != WARNED:
        return ""
    needs = ingest_log.loc[ingest_log["outcome"] == WARNED, "to_check"] != ""
    if needs.all():
        return " (all of them to check)" if len(needs) > 1 else " (to check)"
    return f" ({needs.sum():,} of them to check)" if needs.any() else " (nothing to check)"


_INKS = dict(zip(OUTCOMES, (plots.GOOD, plots.HALF, plots.UNDECIDED[-1], plots.BAD), strict=True))


def show_outcomes_by_year(reading: Reading) -> None:
    """Display the entries by outcome, one bar a year; entries that are not articles have a bar of their own."""
    if reading.ingest_log.empty:
        refuse("What became of every entry?", "There is no entry: the folder or table is empty.")
        return
    if len(reading.ingest_log) == 1:
        return  # the answer has said it
    years = dict(zip(reading.found.articles["article_id"], reading.found.articles["year"], strict=True))
    rows = [str(years[name] or "undated") if name else "no article" for name in reading.ingest_log["article_id"]]
    table = pd.crosstab(pd.Series(rows, name="row"), reading.ingest_log["outcome"].reset_index(drop=True))
    order = sorted(table.index, key=lambda row: (row == "no article", row == "undated", row))
    table = table.reindex(index=order, columns=list(OUTCOMES), fill_value=0)
    ax = plots.plot_stacked(table, unit="", inks=_INKS, size=(7.2, 1.2 + 0.42 * len(table)))
    alt = "; ".join(
        f"{row}: " + ", ".join(f"{n} {name}" for name, n in cells[cells > 0].items()) for row, cells in table.iterrows()
    )
    show.figure(
        ax, alt=f"Entries by year and outcome. {alt}.", caption="What became of every entry, by the year of its date."
    )


def show_outcomes(reading: Reading) -> None:
    """Display the number of entries with each outcome; the sum is checked."""
    counts = count_outcomes(reading.ingest_log)
    assert counts["entries"].iloc[:-1].sum() == len(reading.ingest_log), "an entry is lost"
    show.table(
        counts, "What became of every entry", name="outcomes", columns={"outcome": "outcome", "entries": "entries"}
    )


def show_cautions(reading: Reading) -> None:
    """Display what should make a reader of the numbers careful, or that there is nothing of the kind."""
    if told := cautions_of(reading.articles):
        show.card("Mind.", "What these articles are shapes every number below.", told, tone="fragile")
    elif len(reading.articles) > 1:
        show.say("No warning: the articles are not too few, and no outlet, year or single article dominates.")


_SHARED = 50  # entries with one reason; if more have it, it has a line of its own
_RANKS = {REFUSED: 0, SKIPPED: 1, WARNED: 2}
_NUMBER = re.compile(r"(?<![\w.,'-])[0-9][0-9,.]*(?<![,.])%?(?![\w'-])")
_QUANTITY = re.compile(rf"{_NUMBER.pattern}(?= [a-z])")


def show_ingest_log(reading: Reading) -> None:
    """Display the entries that were lost or should be checked, the lost ones first, rare reasons before usual ones; then in
    one line each the reasons that many entries share; then the entries with mere remarks."""
    log = reading.ingest_log
    to_check = log.loc[log["to_check"] != ""]
    reasons = _reasons_of(to_check)
    listed = to_check.assign(rank=to_check["outcome"].map(_RANKS), n=reasons.groupby(level=0)["n"].min())
    listed = _in_order(listed.loc[listed["n"] <= _SHARED], "rank", "n")
    shared = [*reasons.loc[reasons["n"] > _SHARED].groupby(["rank", "kind"], sort=True)]
    everything = download(reading, "ingest-log", log, len(log))
    if to_check.empty:
        show.say("No entry was lost, and no warning needs a check.")
    if len(listed):
        show.table(
            listed.head(MOST_ROWS),
            f"Entries that were lost or that you should check{part(MOST_ROWS, len(listed))}",
            name="warnings",
            sortable=len(listed) > 12,
            columns={"entry": "entry", "outcome": "outcome", "to_check": "why"},
            download=everything,
        )
    if shared:
        folds = [show.Fold(_spanned(rows["reason"]), *_entries_with(rows)) for _, rows in shared]
        show.folds(folds, "What many entries share, to check in some of them", "" if len(listed) else everything)
    others = _in_order(log.loc[(log["why"] != "") & (log["to_check"] == "")])
    if len(others):
        remarks = [show.Found(row.why, row.entry, layer="prose") for row in others.head(MOST_ROWS).itertuples()]
        told = f"{many(len(others), 'entry', 'entries')}{part(MOST_ROWS, len(others))}"
        show.folds([show.Fold("Remarks", told, remarks)], "What was mended or cut as usual: nothing to check")


def _in_order(log: pd.DataFrame, *before: str) -> pd.DataFrame:
    """Return rows of the ingest log in the order of these columns, then of the entries."""
    return log.assign(place=log["entry"].map(counting_key)).sort_values([*before, "place"], kind="stable")


def _reasons_of(to_check: pd.DataFrame) -> pd.DataFrame:
    """Return every reason with its entry, its kind (the reason without its numbers), and how many entries have that kind."""
    reasons = to_check.assign(reason=to_check["to_check"].str.split("; "), rank=to_check["outcome"].map(_RANKS))
    reasons = reasons.explode("reason")
    reasons["kind"] = [_NUMBER.sub("…", reason) for reason in reasons["reason"]]
    return reasons.assign(n=reasons.groupby(["rank", "kind"])["entry"].transform("size"))


def _entries_with(rows: pd.DataFrame) -> tuple[str, list[show.Found]]:
    """Return how many entries have a reason, and the first of them."""
    told = f"{rows['outcome'].iloc[0]}: {many(len(rows), 'entry', 'entries')}{part(MOST_ROWS, len(rows))}"
    first = _in_order(rows).head(MOST_ROWS)
    return told, [show.Found(row.reason, row.entry, layer="prose") for row in first.itertuples()]


def _spanned(reasons: Iterable[str]) -> str:
    """Return reasons of one kind as one: with the smallest and the largest of their quantities, or an example.

    >>> _spanned(["only 70 characters", "only 9 characters"]), _spanned(["a near copy of 3", "a near copy of 12"])
    ('only 9 to 70 characters', 'such as “a near copy of 3”')
    """
    reasons = [*dict.fromkeys(reasons)]
    if len({_QUANTITY.sub("…", one) for one in reasons}) > 1:
        return f"such as “{reasons[0]}”"
    columns = zip(*(_QUANTITY.findall(one) for one in reasons), strict=True)
    spans = (sorted({*column}, key=lambda number: float(number.rstrip("%").replace(",", ""))) for column in columns)
    return _QUANTITY.sub(lambda _: " to ".join(dict.fromkeys(((span := next(spans))[0], span[-1]))), reasons[0])


def _articles_table(reading: Reading) -> pd.DataFrame:
    """Return the articles that are counted: title, outlet, and from the ingest log date, its place, size, share that was cut."""
    articles = reading.articles
    ingest_log = reading.ingest_log.set_index("article_id").loc[articles["article_id"]].reset_index(drop=True)
    return (
        articles[["article_id", "title", "outlet"]]
        .reset_index(drop=True)
        .assign(
            date=ingest_log["date"],
            date_from=ingest_log["date_from"],
            characters=ingest_log["characters"],
            cut=ingest_log["cut"],
        )
    )


def show_articles(reading: Reading) -> None:
    """Display the articles that are counted: title, outlet, date and its place, size, share that was cut."""
    if why := why_no_words(reading.articles):
        refuse("Which articles are counted?", why)
        return
    everything = _articles_table(reading)
    table = everything.assign(cut=100 * everything["cut"])
    if not table["outlet"].any():
        table = table.drop(columns="outlet")
    heads = {
        "article_id": "article",
        "title": "title",
        "outlet": "outlet",
        "date": "date",
        "date_from": "date from",
        "characters": "characters",
        "cut": "% cut as boilerplate",
    }
    show.table(
        table.head(MOST_ROWS),
        f"The articles that are counted{part(MOST_ROWS, len(table))}",
        sortable=len(table) > 12,
        digits=0,
        columns={column: head for column, head in heads.items() if column in table},
        download=download(reading, "articles", everything, len(table)),
    )


def _own_words(reading: Reading) -> str:
    """Return which words of the user's own were learned, and which of them are counted nowhere; nothing without a file."""
    own, counted = reading.found.own, {*map(str.casefold, reading.found.counts.terms["term"])}
    if not own.file.name:
        return ""
    learned = f"{many(len(own.words), 'word')} learned" if own.words else "No word was learned"
    told = [_listed(f"{learned} from {plain(own.file.name, 60)}", own.words)]
    if missing := [word for word in own.words if counted.isdisjoint(map(str.casefold, content_words([word])))]:
        told.append(_listed("Counted in no text", missing))
    return f"**Your own words.** {'. '.join(told)}."


def _listed(told: str, words: Sequence[str]) -> str:
    more = f" and {len(words) - _WORDS:,} more" if len(words) > _WORDS else ""
    return f"{told}{': ' if words else ''}{', '.join(words[:_WORDS])}{more}"


def show_words(reading: Reading) -> None:
    """Display the words that occur in most articles, by article or year, and what became of the user's own words."""
    if own := _own_words(reading):
        show.say(own)
    drawn = (term for term in reading.found.ranked_words["term"] if not plots.missing_glyphs(term))
    counts, terms, labels = reading.found.counts, [*islice(drawn, _WORDS)], columns_of(reading.articles)
    if (why := why_no_words(reading.articles)) or not terms:
        refuse("Which words do these texts share?", why or _NO_WORD)
        return
    found = counts.terms.loc[counts.terms["term"].isin(terms)].set_index(["term", "column"])["n"].to_dict()
    rates = rates_of(found, counts.sizes.set_index("column")["characters"].to_dict(), terms, labels)
    ax = plots.plot_heat_map(rates, labels=labels, size=(max(4.6, 2.6 + 0.75 * len(labels)), 1 + 0.32 * len(terms)))
    first = rates.loc[rates["term"] == terms[0]]
    show.figure(
        ax,
        alt=f"Heat map of {len(terms)} words. {plots.label_of(terms[0])}, per 1,000 characters: "
        + ", ".join(f"{labels[row.article_id].split(chr(10))[0]} {row.rate:.1f}" for row in first.itertuples())
        + ".",
        caption="Words by the number of texts that contain them; occurrences per 1,000 characters. A dash: none.",
    )


def show_ranked(reading: Reading) -> None:
    """Display the ranked words as a table; refuse the range of a single text."""
    ranked = reading.found.ranked_words
    if why := why_no_range(reading.articles) or (_NO_WORD if ranked.empty else ""):
        refuse("In how many texts does a word occur?", why)
        return
    show.table(
        ranked.head(40),
        f"Words by range, then frequency (every spelling of a name counts as one){part(40, len(ranked))}",
        download=download(reading, "words", ranked, len(ranked)),
        columns={"term": "word", "n": "times", "articles": f"in how many of {len(reading.articles)} texts"},
        glossed=["term"],
        sortable=True,
    )


def show_metaphors(reading: Reading) -> None:
    """Display the metaphors that were found, by source domain and article or year."""
    totals = reading.found.domains
    if (why := why_no_words(reading.articles)) or totals.empty:
        refuse(
            "Which metaphors do these texts use?",
            why
            or f"The finder found none. It knows {len(lexicon.read_table('domains')):,} words of {len(DOMAINS)} domains.",
        )
        return
    labels, totals = columns_of(reading.articles), totals.head(_WORDS)
    counts = reading.found.metaphors.counts.set_index(["domain", "column"])["n"].to_dict()
    rates = rates_of(counts, {}, totals.index.tolist(), labels)
    rates["term"] = rates["term"].map(DOMAINS)
    size = (max(4.6, 2.4 + 0.75 * len(labels)), 1 + 0.32 * len(totals))
    ax = plots.plot_heat_map(rates, labels=labels, value="n", digits=0, unit="sentences", size=size)
    show.figure(
        ax,
        alt="Sentences with a metaphor, by domain: "
        + ", ".join(f"{DOMAINS[domain]} {n}" for domain, n in totals.items())
        + ".",
        caption="Sentences with a metaphor, by its source domain.",
    )


def show_metaphor_sentences(reading: Reading) -> None:
    """Display one real sentence for each of the most frequent domains, comparisons before metaphors."""
    titles = dict(zip(reading.articles["article_id"], reading.articles["title"], strict=True))
    names = short_names(titles, 20)
    best = {row.domain: row for row in reading.found.metaphors.best.itertuples()}
    for domain in reading.found.domains.index[:4]:
        if row := best.get(domain):
            source = (
                f"{names[row.article_id]}, {titled(titles[row.article_id], 30)}; found by {plain(row.source_term, 40)}"
            )
            told = show.english(row.text)
            show.quotation(row.text, source, f"{DOMAINS[domain]} ({row.form}){f': {told}' if told else ''}")


_SPEAKERS = 40  # of the table


def show_speakers(reading: Reading) -> None:
    """Display who speaks: statements and articles by speaker, those who are only called by the same word together."""
    speakers = reading.found.speakers
    if (why := why_no_words(reading.articles)) or speakers.empty:
        refuse("Who speaks in these texts?", why or "No quotation and no reported speech was found.")
        return
    shown, named = speakers.head(_SPEAKERS), speakers.loc[speakers["speaker"] != ""]
    said, of_all = (many(int(table["statements"].sum()), "statement") for table in (speakers, named))
    by = f"{said} by" if said == of_all else f"{said}, {of_all.split()[0]} of them by"
    show.table(
        shown.assign(
            speaker=shown["speaker"].replace("", NO_NAME),
            named=shown["named"].map({True: "yes", False: "no"}),
        ),
        f"Who speaks ({by} {many(len(named), 'speaker')}; the first {_SPEAKERS})"
        if len(speakers) > _SPEAKERS
        else f"Who speaks ({said})",
        sortable=len(shown) > 12,
        download=download(reading, "speakers", speakers, len(speakers)),
        columns={
            "speaker": "who",
            "named": "named",
            "articles": "in texts",
            "statements": "statements",
            "marked": "in marks",
        },
    )


def show_comparison(reading: Reading) -> None:
    """Display the same counts of these texts and of our five articles, if that was asked for."""
    if reading.comparison is None:
        show.say("Not asked for. With **--compare** the same counts of our five articles are shown beside yours.")
        return
    show.table(
        reading.comparison,
        "These texts beside our five articles",
        name="comparison",
        columns={
            "measure": "what is counted",
            "yours": "these texts",
            "five": "our five together",
            "range": "our five, one by one",
            "place": "these texts lie",
        },
    )


def show_carries(reading: Reading) -> None:
    """Display the questions, what these articles answer in short, and the reason where they cannot."""
    table = carries(reading.articles)
    answers = [in_short(row.about, reading) if row.answer == "yes" else row.answer for row in table.itertuples()]
    show.table(
        table.assign(answer=answers),
        "What these texts answer, in short",
        name="in-short",
        columns={"question": "question", "answer": "answer", "why": "limit"},
    )


def tables_of(reading: Reading) -> tuple[pd.DataFrame, ...]:
    """Return the tables that lie beside the page, in the order of `TABLES`."""
    return (
        reading.ingest_log,
        _articles_table(reading),
        reading.found.ranked_words,
        reading.found.speakers,
        claim_counts(reading),
    )


def _of_others(show_it: Callable[[Reading], None]) -> Callable[[Reading], None]:
    """Return a cell that shows texts of others, even where words of ours stand in them."""

    @wraps(show_it)
    def shown(reading: Reading) -> None:
        with show.texts_of_others():
            show_it(reading)

    return shown


# The cells of the page and of notebook 10, by name.
CELLS = {
    cell.__name__: _of_others(cell)
    for cell in (
        show_answer,
        show_outcomes_by_year,
        show_outcomes,
        show_cautions,
        show_ingest_log,
        show_cuts,
        show_articles,
        show_carries,
        show_words,
        show_ranked,
        show_metaphors,
        show_metaphor_sentences,
        show_all_metaphors,
        show_speakers,
        show_statements,
        show_concordance,
        show_comparison,
        show_trend,
        show_verdicts,
        show_verdict_table,
    )
}
