"""What the notes on the lines of an article say, and the forms of line of credits.csv. Pure."""

import re
from functools import cache

from helpers import lexicon

NAMES, CREDITS, DISCLAIMER = "headline or name of the source", "credit, rights or contact", "disclaimer"
WIDGET, FRAME = "widget of a site", "frame of a site"
COMMENTS, OTHER_ARTICLES = "comment of a reader", "list of other articles"
MARGIN, BARE = "line of a page outside the text", "line without a word"
LABEL, HEADLINE = (
    12,
    60,
)  # characters of a line that only names what follows (分类, 相关文章:); longer lines are no headlines
EDGE = 6  # lines at either end that are still at the edge


@cache
def forms(role: str) -> re.Pattern[str]:
    """Return the forms of line that have a role in credits.csv as one pattern.

    >>> bool(forms("whole").fullmatch("……（阅读全文）"))
    True
    """
    return re.compile("|".join(lexicon.terms_of("credits", role)))


def note_span(notes: list[str], start: int, end: int, why: str) -> None:
    """Note the lines from ``start`` to before ``end`` that have no note yet.

    >>> notes = ["", "a", ""]
    >>> note_span(notes, 1, 3, "b")
    >>> notes
    ['', 'a', 'b']
    """
    notes[start:end] = [each or why for each in notes[start:end]]
