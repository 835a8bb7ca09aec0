"""Show the passages behind the counts, folded, and say where all of them are: cells of the page, as in `helpers.report.output.cells`."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from helpers import show
from helpers.framing import DOMAINS, SYSTEMS
from helpers.report.output.display_names import joined, places_of, sources_of
from helpers.report.output.reading import Reading
from helpers.tables import to_csv
from helpers.wording import many

MOST_ROWS = 300  # of a table on the page
MOST_INSIDE = 10_000  # rows of a download inside the page; a longer one lies beside it
_MOST_BYTES = 1_000_000  # and bytes
_MOST_CUT = 1000  # characters of one cut on the page
NO_NAME = "(no name found)"


def refuse(question: str, *why: str) -> None:
    """Display a card that says why these articles cannot answer a question."""
    show.card("Refused.", question, why, tone="untestable")


def part(n: int, total: int) -> str:
    """Return what a caption says where only the first ``n`` of ``total`` are shown; else nothing."""
    return f", the first {n:,} of {total:,}" if n < total else ""


def download(reading: Reading, name: str, frame: pd.DataFrame, total: int, label: str = "Download as CSV") -> str:
    """Return the link to all rows: inside the page if that is not too much, else beside it."""
    if len(frame) == total <= MOST_INSIDE and len(file := to_csv(frame)) <= _MOST_BYTES:
        return show.download_link(name, file, label)
    if reading.has_files:
        return show.download_link(name, label=f"{name}.csv, beside this page, has all {total:,} rows")
    return f'<p class="am-download">The command <code>report</code> writes all {total:,} rows to {name}.csv.</p>'


def _show_evidence(reading: Reading, name: str, told: str, folds: Sequence[show.Fold]) -> None:
    """Display one kind of evidence, folded, with how much of it there is, and where all of it is."""
    kept = reading.found.evidence[name]
    if folds:
        heading = f"{told}{part(len(kept.first), kept.total)}"
        show.folds(folds, heading, download(reading, name, kept.first, kept.total))


def show_cuts(reading: Reading) -> None:
    """Display what was cut from each article or replaced in it, folded, with the rule."""
    kept, sources = reading.found.evidence["cuts"], sources_of(reading)
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


def show_all_metaphors(reading: Reading) -> None:
    """Display every sentence in which a metaphor was found, folded by domain, the words that betray it marked."""
    kept, sources = reading.found.evidence["metaphors"], places_of(reading)
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
    return show.Found(row.text, joined(sources[row.article_id], row.form), layer=layer, marks=marks)


def show_statements(reading: Reading) -> None:
    """Display every statement, folded by speaker, with the words around it."""
    kept, sources = reading.found.evidence["statements"], places_of(reading)
    rows_of = dict([*kept.first.groupby("speaker")])
    folds = [
        show.Fold(
            row.speaker or NO_NAME,
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
    return show.Found(row.text, joined(sources[row.article_id], form), row.before, row.after)


def show_concordance(reading: Reading) -> None:
    """Display every line in which one of the user's search terms stands (KWIC), folded by term."""
    if not reading.terms:
        show.say("No term was asked for. With **--terms 护城河,生态** every place of these words is shown here.")
        return
    kept, sources = reading.found.evidence["concordance"], places_of(reading)
    rows_of = {term: kept.first.loc[kept.first["term"] == term] for term in reading.terms}
    folds = [
        show.Fold(term, _times(term, rows, kept.is_whole), _lines(rows, sources)) for term, rows in rows_of.items()
    ]
    _show_evidence(reading, "concordance", "Every place of your terms", folds)


def _lines(rows: pd.DataFrame, sources: Mapping[str, str]) -> Iterator[show.Found]:
    """Yield the lines of a concordance; the last one of each article names it."""
    last = ~rows["article_id"].duplicated(keep="last")
    for row, is_last in zip(rows.itertuples(), last, strict=True):
        yield show.Found(row.key, sources[row.article_id] if is_last else "", row.left, row.right, layer="kwic")


def _times(term: str, rows: pd.DataFrame, is_whole: bool) -> str:
    if rows.empty:
        hint = "; write commas between several words" if " " in term else ""
        return ("nowhere" if is_whole else "none among those shown") + hint
    told = f"{many(len(rows), 'time')} in {many(rows['article_id'].nunique(), 'text')}"
    return told if is_whole else f"{told} among those shown"
