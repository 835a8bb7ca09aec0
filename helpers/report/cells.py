"""Show what a corpus can answer (ingest log, words, metaphors, speakers, change) and refuse what it cannot.

Each ``show_`` function displays one thing, or a card with the reason why this corpus cannot support it. They are the
cells of ``notebooks/10-your-own-articles.ipynb``, and `helpers.report.write.write_report` puts them on one page
(``static/report.html``).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import wraps
from itertools import islice, takewhile
from typing import Any

import pandas as pd

from helpers import lexicon, plots, show
from helpers.claims import Verdict, verdict_table
from helpers.claims.claim import MEASURED_TYPES
from helpers.corpus import day_or_month
from helpers.framing import DOMAINS, SYSTEMS
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
from helpers.report.pipeline import MOST_COLUMNS
from helpers.report.reading import Reading
from helpers.stats.counts import per_thousand
from helpers.tables import typed_table
from helpers.text.entities import with_gloss
from helpers.text.tokens import content_words
from helpers.wording import many, plain

MOST_ROWS = 300  # of a table on the page
MOST_INSIDE = 10_000  # rows of a download inside the page; a longer one lies beside it
_MOST_CUT = 1000  # characters of one cut on the page
_WORDS = 12
_NO_WORD = "There is no content word in them."
TABLES = ("ingest-log", "articles", "words", "speakers", "claim-counts")


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


# -------------------------------------------------------------------------------------------------------- the cells


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


def show_outcomes_by_year(reading: Reading) -> None:
    """Display the entries by outcome, one bar a year; entries that are not articles have a bar of their own."""
    if reading.ingest_log.empty:
        _refuse("What became of every entry?", "There is no entry: the folder or table is empty.")
        return
    if len(reading.ingest_log) == 1:
        return  # the answer has said it
    years = dict(zip(reading.found.articles["article_id"], reading.found.articles["year"], strict=True))
    rows = [str(years[name] or "undated") if name else "no article" for name in reading.ingest_log["article_id"]]
    table = pd.crosstab(pd.Series(rows, name="row"), reading.ingest_log["outcome"].reset_index(drop=True))
    order = sorted(table.index, key=lambda row: (row == "no article", row == "undated", row))
    table = table.reindex(index=order, columns=list(OUTCOMES), fill_value=0)
    ax = plots.plot_stacked(table, unit="", size=(7.2, 1.2 + 0.42 * len(table)))
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


def _part(n: int, total: int) -> str:
    return f", the first {n:,} of {total:,}" if n < total else ""


def _download(reading: Reading, name: str, frame: pd.DataFrame, total: int) -> str:
    """Return the link to all rows: inside the page if there are not too many, else beside it."""
    if len(frame) == total <= MOST_INSIDE:
        return show.download_link(name, frame)
    if reading.has_files:
        return show.download_link(name, label=f"{name}.csv, beside this page, has all {total:,} rows")
    return f'<p class="am-download">The command <code>report</code> writes all {total:,} rows to {name}.csv.</p>'


def _show_evidence(reading: Reading, name: str, told: str, folds: Sequence[show.Fold]) -> None:
    """Display one kind of evidence, folded, with how much of it there is, and where all of it is."""
    kept = reading.found.evidence[name]
    if folds:
        heading = f"{told}{_part(len(kept.first), kept.total)}"
        show.folds(folds, heading, _download(reading, name, kept.first, kept.total))


def show_ingest_log(reading: Reading) -> None:
    """Display the entries that were lost or should be checked, the lost ones first; then those with mere remarks."""
    log, order = reading.ingest_log, {REFUSED: 0, SKIPPED: 1, WARNED: 2}
    to_check = log.loc[log["to_check"] != ""]
    to_check = to_check.assign(rank=to_check["outcome"].map(order)).sort_values(["rank", "entry"], kind="stable")
    if to_check.empty:
        show.say("No entry was lost, and no warning needs a check.")
    else:
        show.table(
            to_check.head(MOST_ROWS),
            f"Entries that were lost or that you should check{_part(MOST_ROWS, len(to_check))}",
            name="warnings",
            sortable=len(to_check) > 12,
            columns={"entry": "entry", "outcome": "outcome", "to_check": "why"},
            download=_download(reading, "ingest-log", log, len(log)),
        )
    others = log.loc[(log["why"] != "") & (log["to_check"] == "")].sort_values("entry", kind="stable")
    if len(others):
        remarks = [show.Found(row.why, row.entry, layer="prose") for row in others.head(MOST_ROWS).itertuples()]
        told = f"{many(len(others), 'entry', 'entries')}{_part(MOST_ROWS, len(others))}"
        show.folds([show.Fold("Remarks", told, remarks)], "What was mended or cut as usual: nothing to check")


def _sources(reading: Reading) -> dict[str, str]:
    """Return the name of each article where a passage of it is shown: its id, title, outlet and day, kept short."""
    articles = reading.found.articles
    names = short_names(articles["article_id"], 20)
    return {
        row.article_id: _joined(
            names[row.article_id],
            _told(row.title, 30),
            _told(row.outlet, 20),
            day_or_month(row.date_from, row.date_to),
        )
        for row in articles.itertuples()
    }


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def _told(name: str, most: int) -> str:
    """Return a title or an outlet, kept short, with its English where the glossary or our practice folder has it."""
    english = show.term_in_english(name)
    return f"{plain(name, most)} ({english})" if english else plain(name, most)


def _places(reading: Reading) -> dict[str, str]:
    """Return `_sources` for a line below each passage: nothing if there is only one article."""
    sources = _sources(reading)
    return sources if len(sources) > 1 else dict.fromkeys(sources, "")


def show_cuts(reading: Reading) -> None:
    """Display what was cut from each article or replaced in it, folded, with the rule."""
    kept, sources = reading.found.evidence["cuts"], _sources(reading)
    if not kept.total:
        show.say("Nothing was cut from any article.")
        return
    cut = reading.ingest_log.set_index("article_id")["cut"]
    folds = [
        show.Fold(
            sources[name],
            f"{many(len(rows), 'passage')}; {cut[name]:.0%} of the text cut as boilerplate",
            map(_cut, rows.itertuples()),
        )
        for name, rows in kept.first.groupby("article_id", sort=False)
    ]
    _show_evidence(reading, "cuts", "What was cut or replaced in each article", folds)


def _cut(row: Any) -> show.Found:
    times = f", {row.n:,} times" if row.n > 1 else ""
    if not (row.was or row.became):
        return show.Found(f"{row.rule}: {row.why}{times}", layer="prose")
    was = row.was if len(row.was) <= _MOST_CUT else f"{row.was[:_MOST_CUT]}… ({len(row.was):,} characters)"
    return show.Found(was, f"{row.rule}: {row.why or 'changed'}{times}", after=row.became, layer="cut")


def _articles_table(reading: Reading) -> pd.DataFrame:
    """Return the articles that are counted: title, outlet, date and its place, size, percentage that was cut."""
    articles = reading.articles
    ingest_log = reading.ingest_log.set_index("article_id").loc[articles["article_id"]].reset_index(drop=True)
    return (
        articles[["article_id", "title", "outlet"]]
        .reset_index(drop=True)
        .assign(
            date=ingest_log["date"],
            where=ingest_log["date_from"],
            characters=ingest_log["characters"],
            cut=100 * ingest_log["cut"],
        )
    )


def show_articles(reading: Reading) -> None:
    """Display the articles that are counted: title, outlet, date and its place, size, share that was cut."""
    if why := why_no_words(reading.articles):
        _refuse("Which articles are counted?", why)
        return
    table = everything = _articles_table(reading)
    if not table["outlet"].any():
        table = table.drop(columns="outlet")
    heads = {
        "article_id": "article",
        "title": "title",
        "outlet": "outlet",
        "date": "date",
        "where": "date from",
        "characters": "characters",
        "cut": "% cut as boilerplate",
    }
    show.table(
        table.head(MOST_ROWS),
        f"The articles that are counted{_part(MOST_ROWS, len(table))}",
        sortable=len(table) > 12,
        digits=0,
        columns={column: head for column, head in heads.items() if column in table},
        download=_download(reading, "articles", everything, len(table)),
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
        _refuse("Which words do these texts share?", why or _NO_WORD)
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
        _refuse("In how many texts does a word occur?", why)
        return
    show.table(
        ranked.head(40),
        f"Words by range, then frequency (every spelling of a name counts as one){_part(40, len(ranked))}",
        download=_download(reading, "words", ranked, len(ranked)),
        columns={"term": "word", "n": "times", "articles": f"in how many of {len(reading.articles)} texts"},
        glossed=["term"],
        sortable=True,
    )


def show_metaphors(reading: Reading) -> None:
    """Display the metaphors that were found, by source domain and article or year."""
    totals = reading.found.domains
    if (why := why_no_words(reading.articles)) or totals.empty:
        _refuse(
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
                f"{names[row.article_id]}, {_told(titles[row.article_id], 30)}; found by {plain(row.source_term, 40)}"
            )
            told = show.english(row.text)
            show.quotation(row.text, source, f"{DOMAINS[domain]} ({row.form}){f': {told}' if told else ''}")


def show_all_metaphors(reading: Reading) -> None:
    """Display every sentence in which a metaphor was found, folded by domain, the words that betray it marked."""
    kept, sources = reading.found.evidence["metaphors"], _places(reading)
    rows_of = dict([*kept.first.groupby("domain")])
    folds = [
        show.Fold(
            DOMAINS[domain], many(n, "sentence"), (_metaphor(row, sources) for row in rows_of[domain].itertuples())
        )
        for domain, n in reading.found.domains.items()
        if domain in rows_of
    ]
    _show_evidence(reading, "metaphors", "Every sentence with a metaphor, by domain", folds)


def _metaphor(row: Any, sources: Mapping[str, str]) -> show.Found:
    layer = "phone" if row.domain in SYSTEMS else "metaphor"
    marks = tuple(row.source_term.split("|"))
    return show.Found(row.text, _joined(sources[row.article_id], row.form), layer=layer, marks=marks)


_NO_NAME = "(no name found)"
_SPEAKERS = 40  # of the table


def show_speakers(reading: Reading) -> None:
    """Display who speaks: statements and articles by speaker, those who are only called by the same word together."""
    speakers = reading.found.speakers
    if (why := why_no_words(reading.articles)) or speakers.empty:
        _refuse("Who speaks in these texts?", why or "No quotation and no reported speech was found.")
        return
    shown = speakers.head(_SPEAKERS)
    said = many(int(speakers["statements"].sum()), "statement")
    show.table(
        shown.assign(
            speaker=shown["speaker"].replace("", _NO_NAME),
            named=shown["named"].map({True: "yes", False: "no"}),
        ),
        f"Who speaks ({said} by {many(int((speakers['speaker'] != '').sum()), 'speaker')}; the first {_SPEAKERS})"
        if len(speakers) > _SPEAKERS
        else f"Who speaks ({said})",
        sortable=len(shown) > 12,
        download=_download(reading, "speakers", speakers, len(speakers)),
        columns={
            "speaker": "who",
            "named": "named",
            "articles": "in texts",
            "statements": "statements",
            "marked": "in marks",
        },
    )


def show_statements(reading: Reading) -> None:
    """Display every statement, folded by speaker, with the words around it."""
    kept, sources = reading.found.evidence["statements"], _places(reading)
    rows_of = dict([*kept.first.groupby("speaker")])
    folds = [
        show.Fold(
            row.speaker or _NO_NAME,
            _said(row),
            (_statement(one, sources) for one in rows_of[row.speaker].itertuples()),
        )
        for row in reading.found.speakers.itertuples()
        if row.speaker in rows_of
    ]
    _show_evidence(reading, "statements", "Every statement, by speaker", folds)


def _said(row: Any) -> str:
    """Return how much a speaker says, with a warning where it may be several people."""
    told = f"{many(row.statements, 'statement')} in {many(row.articles, 'text')}"
    if row.named:
        return told
    warning = ["unnamed"] * bool(row.speaker) + ["perhaps several people"] * (row.statements > 1)
    return "; ".join(filter(None, (told, ", ".join(warning))))


def _statement(row: Any, sources: Mapping[str, str]) -> show.Found:
    unmarked = "without marks" if row.kind == "direct" else "reported"
    form = "in quotation marks" if row.marked else unmarked
    source = "of an unnamed source" * (row.kind == "anonymous")
    return show.Found(row.text, _joined(sources[row.article_id], form, source), row.before, row.after)


def show_concordance(reading: Reading) -> None:
    """Display every line in which one of the user's search terms stands (KWIC), folded by term."""
    if not reading.terms:
        show.say("No term was asked for. With **--terms 护城河,生态** every place of these words is shown here.")
        return
    kept, sources = reading.found.evidence["concordance"], _places(reading)
    rows_of = {term: kept.first.loc[kept.first["term"] == term] for term in reading.terms}
    folds = [show.Fold(term, _times(rows, kept.is_whole), _lines(rows, sources)) for term, rows in rows_of.items()]
    _show_evidence(reading, "concordance", "Every place of your terms", folds)


def _lines(rows: pd.DataFrame, sources: Mapping[str, str]) -> Iterator[show.Found]:
    """Yield the lines of a concordance; the last one of each article names it."""
    last = ~rows["article_id"].duplicated(keep="last")
    for row, is_last in zip(rows.itertuples(), last, strict=True):
        yield show.Found(row.key, sources[row.article_id] if is_last else "", row.left, row.right, layer="kwic")


def _times(rows: pd.DataFrame, is_whole: bool) -> str:
    if rows.empty:
        return "nowhere" if is_whole else "none among those shown"
    told = f"{many(len(rows), 'time')} in {many(rows['article_id'].nunique(), 'text')}"
    return told if is_whole else f"{told} among those shown"


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


# ------------------------------------------------------------------------------------------------------- in short


_FIRST = 5  # words, domains or speakers of an answer in short


def _words_in_short(reading: Reading) -> str:
    words = reading.found.ranked_words.sort_values("n", ascending=False, kind="stable").head(_FIRST)
    return ", ".join(f"{with_gloss(row.term)} {many(row.n, 'time')}" for row in words.itertuples()) or "none"


def _range_in_short(reading: Reading) -> str:
    words, n = reading.found.ranked_words, len(reading.articles)
    if words.empty or words["articles"].iloc[0] < 2:
        return "none: no word occurs in two of them"
    told = (f"{with_gloss(row.term)} in {row.articles:,} of {n:,}" for row in words.head(_FIRST).itertuples())
    return ", ".join(told)


def _metaphors_in_short(reading: Reading) -> str:
    domains = reading.found.domains
    told = (f"{DOMAINS[domain]} in {many(n, 'sentence')}" for domain, n in domains.head(_FIRST).items())
    return ", ".join(told) or "none that the finder knows"


def _speakers_in_short(reading: Reading) -> str:
    speakers = reading.found.speakers
    if speakers.empty:
        return "nobody: no quotation and no reported speech was found"
    named = speakers.loc[speakers["named"]].sort_values("statements", ascending=False, kind="stable").head(_FIRST)
    told = [f"{row.speaker} {many(row.statements, 'statement')}" for row in named.itertuples()]
    rest = int(speakers.loc[~speakers["named"], "statements"].sum())
    without = f"{rest:,} of {many(int(speakers['statements'].sum()), 'statement')} without a name"
    return ", ".join([*told, without] if rest else told)


def _change_in_short(reading: Reading) -> str:
    labels = Counter(found.label for found in reading.verdicts).most_common()
    return ", ".join(f"{label}: {many(n, 'claim')}" for label, n in labels)


_IN_SHORT: dict[str, Callable[[Reading], str]] = {
    "words": _words_in_short,
    "range": _range_in_short,
    "metaphors": _metaphors_in_short,
    "speakers": _speakers_in_short,
    "change": _change_in_short,
}


def show_carries(reading: Reading) -> None:
    """Display the questions, what these articles answer in short, and the reason where they cannot."""
    table = carries(reading.articles)
    answers = [_IN_SHORT[row.about](reading) if row.answer == "yes" else row.answer for row in table.itertuples()]
    show.table(
        table.assign(answer=answers),
        "What these texts answer, in short",
        name="in-short",
        columns={"question": "question", "answer": "answer", "why": "limit"},
    )


def show_trend(reading: Reading) -> None:
    """Display what each claim measures, article by article, against time."""
    if why := why_no_trend(reading.articles):
        _refuse("Did anything change over time?", why)
        return
    verdicts, days = reading.verdicts, reading.articles.set_index("article_id")["date_to"]
    axes = plots.grid_of(len(verdicts), columns=2, size=(3.7, 2.3))
    for ax, found in zip(axes, verdicts, strict=True):
        table = found.measured.loc[found.measured["used"]]
        if len(table):
            table = table.assign(date=table["article_id"].map(days))
            plots.plot_over_time(
                table, ax=ax, title=found.claim.statement, verdict=found.label, unit=found.claim.rate_unit
            )
    show.figure(
        axes[0],
        alt=" ".join(f"{found.claim.statement} {found.label}." for found in verdicts),
        caption="One dot an article; a red line: the mean of a year with two articles or more. See the verdicts.",
    )


def show_verdicts(reading: Reading) -> None:
    """Display the card of each claim."""
    for found in reading.verdicts:
        show.verdict(found)


def show_verdict_table(reading: Reading) -> None:
    """Display all claims in one table, p corrected for their number; and what each counted, article by article."""
    if reading.verdicts:
        show.table(
            verdict_table(reading.verdicts),
            "All claims, with p corrected for their number",
            name="claims",
            columns={
                "statement": "claim",
                "number": "number",
                "label": "verdict",
                "p_holm": "p after Holm",
                "choices": "our own choices",
            },
        )
        counts, sources = _claim_counts(reading), _sources(reading)
        show.folds(
            (_counted(found, sources) for found in reading.verdicts),
            f"What each claim counted, article by article{_part(MOST_ROWS, len(reading.articles))}",
            _download(reading, "claim-counts", counts, len(counts)),
        )


def _claim_counts(reading: Reading) -> pd.DataFrame:
    """Return what each claim measured in each article (`helpers.claims.claim.measure`) as one table."""
    tables = [found.measured.assign(claim=found.claim.statement) for found in reading.verdicts]
    types = {"claim": "str"} | MEASURED_TYPES
    return pd.concat([typed_table([], types), *tables], ignore_index=True)[list(types)]


def _counted(found: Verdict, sources: Mapping[str, str]) -> show.Fold:
    """Return the numbers of one claim, one line an article: occurrences, of how many, and the rate."""
    what, per = ("both words", "") if found.claim.versus else ("characters", " per 1,000")
    lines = (
        show.Found(
            f"{row.n:,.0f} in {row.total:,.0f} {what}: {row.rate:.2f}{per}", sources[row.article_id], layer="prose"
        )
        for row in found.measured.loc[found.measured["used"]].head(MOST_ROWS).itertuples()
    )
    return show.Fold(found.claim.statement, found.label, lines)


def tables_of(reading: Reading) -> tuple[pd.DataFrame, ...]:
    """Return the tables that lie beside the page, in the order of `TABLES`."""
    return (
        reading.ingest_log,
        _articles_table(reading),
        reading.found.ranked_words,
        reading.found.speakers,
        _claim_counts(reading),
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
