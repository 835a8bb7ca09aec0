"""Find what stands around an article in the text of a whole page, copied by Ctrl+A: menus, answers, comments, feet. Pure.

The words of such lines prove little: one is a word, another the name of a reader. So the evidence adds up: where a line stands
(above the headline, below the last sentence), what kind of lines stand beside it, and known words among them. What these do not
prove is left to the `margins`. Lines are in the form of `line_key`; a note says why one goes, "" that it stays.
"""

import re
from collections.abc import Callable, Sequence, Set

from helpers.report.body.line_notes import COMMENTS, FRAME, HEADLINE, forms, note_span
from helpers.report.body.site_runs import note_above_headline, note_above_path, note_between, note_masthead

_SENTENCE = re.compile("[^\\n]{11,}[。！？!?…][”」』）)]?")
_STOPS = re.compile("[。！？；，]")
_SHORT = 12  # characters of who writes a comment, or of a first one


def _finder(role: str) -> Callable[[str], re.Match[str] | None]:
    return forms(role).fullmatch


def note_boxes(keys: Sequence[str], notes: list[str]) -> None:
    """Note what stands around an article whatever it is: the files of a repository, answers and comments of others."""
    page = _Page(keys, notes)
    for find in (_repositories, _answers, _comments):
        if page.has_sentence():
            find(page)


def note_frames(keys: Sequence[str], notes: list[str], rows: Set[str] = frozenset()) -> None:
    """Note the menu above an article and the foot below it, where other lines there have been noted; ``rows`` are lines
    that are rows of words of a menu."""
    page = _Page(keys, notes)
    if not page.has_sentence():
        return
    note_masthead(keys, notes, page.first(), rows)
    note_above_path(keys, notes, page.first())
    note_above_headline(keys, notes, page.first())
    _neighbours(page)
    note_between(keys, notes, page.first())
    _below(page)


class _Page:
    """The lines of a text, of which none is empty, with their notes."""

    def __init__(self, keys: Sequence[str], notes: list[str]):
        self.keys, self.notes = keys, notes
        self.characters = sum(map(len, keys))

    def is_sentence(self, place: int) -> bool:
        """Whether a line that stays is a sentence."""
        return not self.notes[place] and bool(_SENTENCE.fullmatch(self.keys[place]))

    def has_sentence(self) -> bool:
        """Whether a sentence stays: else nobody can tell where the article begins."""
        return any(map(self.is_sentence, range(len(self.keys))))

    def first(self) -> int:
        """Return the place of the first sentence."""
        return next(filter(self.is_sentence, range(len(self.keys))), 0)

    def last(self) -> int:
        """Return the place of the last sentence."""
        return next(filter(self.is_sentence, range(len(self.keys) - 1, -1, -1)), len(self.keys))

    def note(self, start: int, end: int, why: str) -> None:
        """Note the lines from ``start`` to before ``end`` that have no note yet."""
        note_span(self.notes, start, end, why)

    def is_announced(self, place: int) -> bool:
        """Return whether the line before tells what follows: it ends in a colon, and is more than a label."""
        return place > 0 and self.keys[place - 1].endswith((":", "：")) and len(self.keys[place - 1]) >= 8

    def size(self, start: int, end: int) -> int:
        """Return how many characters some lines have."""
        return sum(map(len, self.keys[start:end]))


_BANNER = 8  # lines at the beginning, of which one tells that a repository is shown
_REPOSITORY_FOOT = 6  # lines, of which one proves that the line before them heads the column beside a repository


def _repositories(page: _Page) -> None:
    """Note what GitHub and the like show around the text of a repository: its files above, numbers below."""
    is_repository = _finder("repository")
    first, last = page.first(), page.last()
    is_page = any(map(is_repository, page.keys[:_BANNER]))
    if is_page:
        end = max((place + 1 for place in range(first) if is_repository(page.keys[place])), default=0)
        page.note(0, end, FRAME)
    for place in range(last + 1, len(page.keys)):
        if page.keys[place] == "about":
            proofs = sum(map(bool, map(is_repository, page.keys[place + 1 :][:_REPOSITORY_FOOT])))
            if proofs + is_page > 1:
                page.note(place, len(page.keys), FRAME)
            return


_MOST_OF_TEXT = 0.5


def _answers(page: _Page) -> None:
    """Note what other people answered to the same question, below a heading that says so."""
    is_heading, is_mark = _finder("other_answers"), _finder("reply")
    start = next((n for n in range(page.first() + 1, len(page.keys)) if is_heading(page.keys[n])), len(page.keys))
    is_said = any(_SAID_ON.fullmatch(key) or is_mark(key) for key in page.keys[start + 1 :])
    if is_said and page.size(start, len(page.keys)) <= _MOST_OF_TEXT * page.characters:
        page.note(start, len(page.keys), COMMENTS)


_MOST_BETWEEN = 4  # lines between two marks of comments: a name, a school, what is said
_LONGEST_COMMENT = 160
_DAY = re.compile("0[-/.年]0[-/.月]0(?:日0?)?|0月0日0?|0[-/]0b0|0(?:秒|分钟|小时|天|周|个月|年)前")
_SAID_ON = re.compile(f"[^，。！？]{{0,16}}(?:{_DAY.pattern})")  # a name and a day


def _comments(page: _Page) -> None:
    """Note the comments below an article: names, sentences, and days or floors, again and again, with words of a board."""
    is_reply, is_heading = _finder("reply"), _finder("comments")
    first, end = page.first(), len(page.keys)
    start, last, replies, days = end, end, 0, 0
    for place in range(end - 1, first, -1):
        key = page.keys[place]
        if len(key) > _LONGEST_COMMENT:
            break
        is_known = bool(is_reply(key) or is_heading(key))
        if is_known or _DAY.fullmatch(key):
            last = last if start < end else place
            start, replies, days = place, replies + is_known, days + (not is_known)
            if is_heading(key):
                break
        elif start - place > (_MOST_BETWEEN if start < end else 3 * _MOST_BETWEEN) and not page.notes[place]:
            break
    fewest = 2 if start < end and is_heading(page.keys[start]) else 3
    if start == end or replies + days < fewest or not replies:
        return
    if not is_heading(page.keys[start]):
        if replies < 2:
            return
        if start - 2 > first and len(page.keys[start - 2]) <= _SHORT and not _STOPS.search(page.keys[start - 2]):
            start -= 2  # who says it, and what
    if page.size(start, last + 1) <= _MOST_OF_TEXT * page.characters and not page.is_announced(start):
        page.note(start, last + 1, COMMENTS)


def _neighbours(page: _Page) -> None:
    """Note the headlines behind 上一篇 and 下一篇, which stand on lines of their own below an article."""
    is_label = _finder("neighbour")
    for place in range(page.last() + 1, len(page.keys) - 1):
        if is_label(page.keys[place]) and len(page.keys[place + 1]) <= HEADLINE:
            page.note(place, place + 2, FRAME)


_MOST_IN_A_ROW = 3  # lines below an article between two that are known to be a site's
_SHARE_KNOWN = 0.6


def _below(page: _Page) -> None:
    """Note the foot of a page: from a line that goes on, where most lines to the end go and those between are short."""
    end = len(page.keys)
    known, row, start = 0, 0, end
    for place in range(end - 1, page.last(), -1):
        key = page.keys[place]
        if page.notes[place]:
            known, row = known + 1, 0
            if known > 1 and known >= _SHARE_KNOWN * (end - place):
                start = place
        else:
            row += 1
            if row > _MOST_IN_A_ROW or len(key) > HEADLINE or key.endswith(("。", "：", ":", "；")):
                break
    if not page.is_announced(start):
        page.note(start, end, FRAME)
