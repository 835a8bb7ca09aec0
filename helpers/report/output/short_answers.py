"""Answer the questions that a corpus can answer, each in one line. Pure."""

from collections import Counter
from collections.abc import Callable

from helpers.framing import DOMAINS
from helpers.report.output.display_names import titled
from helpers.report.output.reading import Reading
from helpers.text.entities import with_gloss
from helpers.wording import many

_FIRST = 5  # words, domains or speakers of an answer


def _words(reading: Reading) -> str:
    words = reading.found.ranked_words.sort_values("n", ascending=False, kind="stable").head(_FIRST)
    return ", ".join(f"{with_gloss(row.term)} {many(row.n, 'time')}" for row in words.itertuples()) or "none"


def _range(reading: Reading) -> str:
    words, n = reading.found.ranked_words, len(reading.articles)
    shared = words.loc[words["articles"] >= 2].head(_FIRST)
    told = (f"{with_gloss(row.term)} in {row.articles:,} of {n:,}" for row in shared.itertuples())
    return ", ".join(told) or "none: no word occurs in two of them"


def _metaphors(reading: Reading) -> str:
    domains = reading.found.domains
    told = (f"{DOMAINS[domain]} in {many(n, 'sentence')}" for domain, n in domains.head(_FIRST).items())
    return ", ".join(told) or "none that the finder knows"


def _speakers(reading: Reading) -> str:
    speakers = reading.found.speakers
    if speakers.empty:
        return "nobody: no quotation and no reported speech was found"
    named = speakers.loc[speakers["named"]].sort_values("statements", ascending=False, kind="stable").head(_FIRST)
    told = [f"{titled(row.speaker, 30)} {many(row.statements, 'statement')}" for row in named.itertuples()]
    rest = int(speakers.loc[~speakers["named"], "statements"].sum())
    without = f"{rest:,} of {many(int(speakers['statements'].sum()), 'statement')} without a name"
    return ", ".join([*told, without] if rest else told)


def _change(reading: Reading) -> str:
    labels = Counter(found.label for found in reading.verdicts if found.claim.is_about_time).most_common()
    return ", ".join(f"{label}: {many(n, 'claim')}" for label, n in labels) or "not asked: no claim is about time"


_ANSWERS: dict[str, Callable[[Reading], str]] = {
    "words": _words,
    "range": _range,
    "metaphors": _metaphors,
    "speakers": _speakers,
    "change": _change,
}


def in_short(about: str, reading: Reading) -> str:
    """Return what a corpus answers to a question of `helpers.report.capacity.carries`.

    Args:
        about: ``words``, ``range``, ``metaphors``, ``speakers`` or ``change``.
    """
    return _ANSWERS[about](reading)
