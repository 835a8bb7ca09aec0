"""Find what stands around an article in the text of a whole page, copied by Ctrl+A: menus, boxes, comments, feet. Pure.

The words of such lines prove little: one is a word, another the name of a reader. So the evidence adds up: where a line stands
(above the headline, below the last sentence), what kind of lines stand beside it, and known words among them. Lines are in
the form of `line_key`; a note says why one goes, "" that it stays.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence, Set
from functools import partial
from itertools import accumulate, takewhile

from helpers.report.body.line_notes import BOX, COMMENTS, CREDITS, FRAME, HEADLINE, NAMES, forms, note_span
from helpers.report.body.site_runs import (
    note_above_headline,
    note_above_path,
    note_between,
    note_dated_headlines,
    note_masthead,
    note_properties,
    note_table_head,
)
from helpers.text.script import IS_HAN

_SENTENCE = re.compile("[^\\n]{11,}[。！？!?…][”」』）)]?")
_ASKS = ("？", "！", "!", "?")
_STOPS = re.compile("[。！？；，]")
_SHORT, _SHORT_LATIN = 12, 80  # characters of a word of a menu, of an English one


def _finder(role: str) -> Callable[[str], re.Match[str] | None]:
    return forms(role).fullmatch


def note_boxes(keys: Sequence[str], notes: list[str]) -> None:
    """Note what other people say around an article, whatever it is: boxes, programs that kept the page, answers, comments."""
    _note(keys, notes, (_forwarded, _newsletters, _archives, _repositories, _answers, _comments, _portraits))


def note_frames(keys: Sequence[str], notes: list[str], rows: Set[str] = frozenset()) -> None:
    """Note the menu above an article and the foot below it, where other lines there have been noted; ``rows`` are lines
    that are rows of words of a menu."""
    above = (partial(_masthead, rows=rows), _paths, _menu, _running_heads, _neighbours, _values, _makers, _profiles)
    _note(keys, notes, (*above, _tools, _runs, partial(_below, rows=rows), _appeals))


def _note(keys: Sequence[str], notes: list[str], finders: Sequence[Callable[["_Page"], None]]) -> None:
    page = _Page(keys, notes)
    if any(map(page.is_sentence, range(len(keys)))):  # else nobody can tell where the article begins
        for find in finders:
            find(page)


class _Page:
    """The lines of a text, of which none is empty, with their notes."""

    def __init__(self, keys: Sequence[str], notes: list[str]):
        self.keys, self.notes = keys, notes
        self.characters = sum(map(len, keys))

    def is_sentence(self, place: int) -> bool:
        """Whether a line that stays is a sentence."""
        return not self.notes[place] and bool(_SENTENCE.fullmatch(self.keys[place]))

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


_MOST_ABOVE = 0.25  # of the text: what somebody writes above the mail that he sends on
_LABEL = re.compile("[^，。！？:：]{1,12}[:：]")


def _forwarded(page: _Page) -> None:
    """Note the head of a mail that was sent on, perhaps again, and the few words above it; a reply has more, and stays."""
    is_mark, above = _finder("forwarded"), accumulate(map(len, page.keys), initial=0)
    places = takewhile(lambda place: next(above) <= _MOST_ABOVE * page.characters, range(len(page.keys)))
    marks = [place for place in places if is_mark(page.keys[place])]
    if marks:
        end = next((n for n in range(marks[-1] + 1, len(page.keys)) if not _LABEL.match(page.keys[n])), marks[-1] + 1)
        page.note(0, end, FRAME)


_LONGEST_BOX = 4  # lines between the heading of a box and where the address is put in


def _newsletters(page: _Page) -> None:
    """Note a box in which a reader orders letters: a heading, a promise, where to put in the address."""
    is_heading, is_field = _finder("newsletter"), _finder("field")
    for start, key in enumerate(page.keys):
        if len(key) <= 24 and is_heading(key):
            near = range(min(len(page.keys), start + _LONGEST_BOX + 1) - 1, start, -1)
            end = next((place for place in near if is_field(page.keys[place])), start)
            page.note(start, end + 1 if end > start else start, BOX)


_BANNER = 8  # lines at the beginning, of which one tells the program that kept or shows the page
_FEWEST_WORDS = 2  # of a menu


def _archives(page: _Page) -> None:
    """Note what the program says that kept a page, above it: lines without Chinese."""
    if not any(map(_finder("archive"), page.keys[:_BANNER])):
        return
    chinese = [place for place, key in enumerate(page.keys) if IS_HAN.search(key) and not page.notes[place]]
    if chinese:
        page.note(0, chinese[0] if chinese[0] > 1 else 0, FRAME)
        rest = page.keys[chinese[-1] + 1 :]
        if rest.count("0%") * 2 > len(rest):  # how far it is to the end of the page
            page.note(chinese[-1] + 1, len(page.keys), FRAME)


_REPOSITORY_FOOT = 6  # lines, of which one proves that the line before them heads the column beside a repository


def _repositories(page: _Page) -> None:
    """Note what GitHub and the like show around the text of a repository: its files above, numbers below."""
    is_repository = _finder("repository")
    first, last = page.first(), page.last()
    is_page = any(map(is_repository, page.keys[:_BANNER]))
    if is_page:
        end = max((place + 1 for place in range(first) if is_repository(page.keys[place])), default=0)
        page.note(0, _with_headline(page, 0, end, first), FRAME)
    for place in range(last + 1, len(page.keys)):
        if page.keys[place] == "about":
            proofs = sum(map(bool, map(is_repository, page.keys[place + 1 :][:_REPOSITORY_FOOT])))
            if proofs + is_page > 1:
                page.note(place, len(page.keys), FRAME)
            return


def _menu(page: _Page) -> None:
    """Note the menu above the headline, up to the last word of a site, if nothing but short lines stands there."""
    first = page.first()
    start = next((place for place in range(first) if not page.notes[place]), first)
    is_word, words, end = _finder("menu"), 0, start
    for place in range(first):
        key = page.keys[place]
        found = [*filter(is_word, _BARS.split(key))]
        if not (_is_short(key) or page.notes[place] or place == start or len(found) >= _FEWEST_WORDS):
            break
        if found:
            words, end = words + len(found), place + 1
    if words >= _FEWEST_WORDS and end > start:
        is_headline = not _is_short(page.keys[start]) and not is_word(_BARS.split(page.keys[start])[0])
        page.note(start + is_headline, _with_headline(page, start, end, first), FRAME)


_BARS = re.compile(r"[|｜┊/·丨]")


def _is_short(key: str) -> bool:
    most = _SHORT if IS_HAN.search(key) else _SHORT_LATIN
    return len(key) <= most and not _STOPS.search(key)


def _with_headline(page: _Page, start: int, end: int, first: int) -> int:
    """Return ``end``, or ``start`` where no line is left between ``end`` and the ``first`` sentence: it may be the headline."""
    is_left = any(
        (not note or note == NAMES) and IS_HAN.search(key)
        for key, note in zip(page.keys[end:first], page.notes[end:first], strict=True)
    )
    return end if is_left else start


_MOST_OF_TEXT = 0.5


def _answers(page: _Page) -> None:
    """Note what other people answered to the same question, below the first answer."""
    is_voted, is_heading = _finder("voted"), _finder("other_answers")
    places = [place for place, key in enumerate(page.keys) if len(key) <= 40 and is_voted(key)]
    first = page.first()
    starts = []
    if len(places) > 1 and places[0] <= first < places[1]:
        above = takewhile(lambda place: not _STOPS.search(page.keys[place]), (places[1] - 1, places[1] - 2))
        starts.append(min(above, default=places[1]))  # the name and the motto of who answers
    below = [place for place in range(first + 1, len(page.keys)) if is_heading(page.keys[place])][:1]
    is_mark = _finder("reply")
    if below and any(_SAID_ON.fullmatch(key) or is_mark(key) or is_voted(key) for key in page.keys[below[0] + 1 :]):
        starts += below
    if starts and page.size(min(starts), len(page.keys)) <= _MOST_OF_TEXT * page.characters:
        page.note(min(starts), len(page.keys), COMMENTS)


_MOST_BETWEEN = 4  # lines between two marks of comments: a name, a school, what is said
_LONGEST_COMMENT = 160
_DAY = re.compile("0[-/.年]0[-/.月]0(?:日0?)?|0月0日0?|0[-/]0b0|0(?:秒|分钟|小时|天|周|个月|年)前")
_SAID_ON = re.compile(f"[^，。！？]{{0,16}}(?:{_DAY.pattern})")  # a name and a day


def _comments(page: _Page) -> None:
    """Note the comments below an article: names, sentences, and days or floors, again and again, with words of a board."""
    is_reply, is_heading = _finder("reply"), _finder("comments")
    first, end = page.first(), len(page.keys)
    start, replies, days = end, 0, 0
    for place in range(end - 1, first, -1):
        key = page.keys[place]
        if len(key) > _LONGEST_COMMENT:
            break
        is_known = bool(is_reply(key) or is_heading(key))
        if is_known or _DAY.fullmatch(key):
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
    marks = (
        place for place in range(end - 1, start, -1) if is_reply(page.keys[place]) or _DAY.fullmatch(page.keys[place])
    )
    last = next(marks, start)
    if page.size(start, last + 1) <= _MOST_OF_TEXT * page.characters and not page.is_announced(start):
        page.note(start, last + 1, COMMENTS)
        follow = next((n for n in range(last + 1, min(end, last + _MOST_BETWEEN)) if page.notes[n]), last)
        page.note(last, follow, COMMENTS)


_LONGEST_PORTRAIT = 400  # characters


def _portraits(page: _Page) -> None:
    """Note the box at the end that says who wrote the article or who was asked, under a heading of its own."""
    is_heading, end = _finder("portrait"), len(page.keys)
    for place in range(page.first() + 1, end - 1):
        if len(page.keys[place]) <= _SHORT and is_heading(page.keys[place]):
            stop = next((n for n in range(place + 1, min(end, place + 5)) if page.notes[n]), min(end, place + 5))
            known = stop == end or page.notes[stop]
            if known and stop - place <= 4 and page.size(place, stop) <= min(_LONGEST_PORTRAIT, page.characters // 3):
                page.note(place, stop, FRAME)


_LINE_OF_TEXT, _LONGEST_RUNNING_HEAD = 14, 30  # characters


def _running_heads(page: _Page) -> None:
    """Note the number of a page, and the head of the next below it, between two lines of the text."""
    if page.keys.count("0") < 2:
        return
    keys = [*page.keys, "", ""]
    found = [
        place
        for place in range(1, len(page.keys))
        if keys[place] == "0"
        and len(keys[place - 1]) >= _LINE_OF_TEXT
        and 2 < len(keys[place + 1]) <= _LONGEST_RUNNING_HEAD
        and not keys[place + 1].endswith(("。", "？", "！", "”", "」"))
        and (len(keys[place + 2]) >= _LINE_OF_TEXT or place + 2 == len(page.keys))
    ]
    if len({keys[place + 1] for place in found}) < len(found):  # one of them comes again
        for place in found:
            page.note(place, place + 2, FRAME)


def _tools(page: _Page) -> None:
    """Note the buttons and numbers of a site's program, several below each other, above or below the text."""
    is_tool = _finder("tool")
    first, last = page.first(), page.last()
    for start, end in ((0, first), (last + 1, len(page.keys))):
        run: list[int] = []
        for place in range(start, end + 1):
            if place < end and (page.notes[place] or page.keys[place] == "0" or is_tool(page.keys[place])):
                run.append(place)
                continue
            tools = sum(not page.notes[n] and page.keys[n] != "0" for n in run)
            if start and run and all(_CELL.fullmatch(page.keys[n]) for n in run):
                tools = 0
            if tools and (tools > 1 or len(run) > 2) and not page.is_announced(run[0]):
                page.note(run[0], run[-1] + 1, FRAME)
            run = []


_CELL = re.compile("0|[大中小]|(?:0小时)?0分钟")  # of a table at the end of the text, too


def _first_told(page: _Page) -> int:
    """Return the place of the first sentence that is no headline, which may ask or call."""
    told = (place for place in range(page.first(), len(page.keys)) if page.is_sentence(place))
    return next((n for n in told if len(page.keys[n]) > HEADLINE or not page.keys[n].endswith(_ASKS)), page.first())


def _masthead(page: _Page, rows: Set[str]) -> None:
    note_masthead(page.keys, page.notes, _first_told(page), rows)


def _paths(page: _Page) -> None:
    first = _first_told(page)
    note_above_path(page.keys, page.notes, first)
    note_above_headline(page.keys, page.notes, first)
    note_properties(page.keys, page.notes)


def _runs(page: _Page) -> None:
    first = _first_told(page)
    note_table_head(page.keys, page.notes, first)
    note_between(page.keys, page.notes, first)
    note_dated_headlines(page.keys, page.notes, page.last())


def _neighbours(page: _Page) -> None:
    """Note the headlines behind 上一篇 and 下一篇, which stand on lines of their own below an article."""
    is_label = _finder("neighbour")
    for place in range(page.last() + 1, len(page.keys) - 1):
        if is_label(page.keys[place]) and len(page.keys[place + 1]) <= HEADLINE:
            page.note(place, place + 2 + bool(_NEXT.search(page.keys[place + 1])), FRAME)


_NEXT = re.compile("下一[篇则章页]$")  # behind the headline of the article before


def _values(page: _Page) -> None:
    """Note a label of a record with its value on the next line, if both would go on one."""
    is_record = _finder("record")
    first, last = page.first(), page.last()
    for place, key in enumerate(page.keys[:-1]):
        is_around = place < first or place > last or key.startswith(_OF_JOURNALS)
        if is_around and 2 < len(key) <= 10 and key.endswith((":", "：")) and is_record(key + page.keys[place + 1]):
            page.note(place, place + 2, FRAME)


_OF_JOURNALS = ("关键", "基金", "中图", "分类号", "doi")  # also below the abstract


def _makers(page: _Page) -> None:
    """Note who made the article, a name behind a blank: two such lines of different roles below each other."""
    is_maker = _finder("maker")
    first, last = page.first(), page.last()
    above = next((place for place, note in enumerate(page.notes) if not note), last)  # a headline, or the text
    for place in [*range(first - 1), *range(last + 1, len(page.keys) - 1)]:
        one, two = (is_maker(key) if len(key) <= 24 else None for key in page.keys[place : place + 2])
        if one and two and (place > last or place > above) and one[0][:2] != two[0][:2]:
            page.note(place, place + 2, CREDITS)


def _profiles(page: _Page) -> None:
    """Note the section below an article of those who paid for it, and where they are to be found; hashtags and addresses of
    profiles below each other."""
    is_heading, is_profile = _finder("promotion"), _finder("profile")
    end = stop = len(page.keys)
    is_list, is_known = True, False  # the lines to the next title are short; a profile is among them
    for place in range(end - 1, page.first(), -1):
        key = page.keys[place]
        if len(key) <= 20 and is_heading(key):
            if is_list and is_known:
                page.note(place, stop, FRAME)
            stop, is_list, is_known = place, True, is_list and is_known
        elif len(key) <= 20 and _TITLE.fullmatch(key):
            stop, is_list, is_known = place, True, False
        elif is_list:
            told = len(key) <= HEADLINE and bool(page.notes[place] or is_profile(key))
            is_list = len(key) <= HEADLINE and (told or not key.endswith("。"))
            is_known = is_known or told
    below = range(page.last() + 1, end)
    of_profiles = {n for n in below if is_profile(page.keys[n])}
    if not of_profiles:
        return
    said = Counter(map(_label_of, page.keys))  # a name with a colon, again and again
    of_profiles = {n for n in of_profiles if said[_label_of(page.keys[n])] == 1}
    for start in of_profiles:
        if start - 1 not in of_profiles and not page.is_announced(start):
            stop = next(n for n in range(start, end + 1) if n not in of_profiles)
            is_known = page.notes[start - 1] or (stop < end and page.notes[stop])
            if is_known or (stop - start > 1 and any(map(_HANDLE.search, page.keys[start:stop]))):
                page.note(start, stop, FRAME)


_TITLE = re.compile(r"[\W_]{1,3}[^，。！？:：]{1,12}[\W_]{0,3}")  # with a mark: ❏ 来宾, 【本期主播】
_HANDLE = re.compile("@|[:：][a-z0-9._-]{3}|#")


def _label_of(key: str) -> str:
    return key.replace("：", ":").partition(":")[0]


_MOST_IN_A_ROW = 3  # lines below an article between two that are known to be a site's
_SHARE_KNOWN = 0.6


_LONGEST_APPEAL = 200


def _is_appeal(page: _Page, place: int) -> bool:
    """Whether a sentence may be one in which a medium speaks of itself, or of who writes for it; a text may hold it as well."""
    key = page.keys[place]
    if len(key) > _LONGEST_APPEAL or _SAID.search(key):
        return False
    if forms("appeal").search(key) and forms("medium").search(key):
        return True
    above = page.keys[place - 1] if place else ""
    return len(above) <= _SHORT and not _STOPS.search(above) and bool(forms("bio").search(key))


_SAID = re.compile("[“”「」他她]|我(?!们)")
_ASKS_FOR_MONEY = re.compile("赞助|捐[款助]|小额|定期定额|订阅|支持我们|会员")


_MOST_APPEALS = 3  # sentences


def _appeals(page: _Page) -> None:
    """Note a box at the end in which a medium asks for support: a short line, a few sentences, and what is to be pressed."""
    below = next((n + 1 for n in range(len(page.keys) - 1, -1, -1) if not page.notes[n]), 0)
    start = below
    while (
        start
        and below - start < _MOST_APPEALS
        and page.is_sentence(start - 1)
        and not _SAID.search(page.keys[start - 1])
    ):
        start -= 1
    head = start - 1
    if start == below or below == len(page.keys) or head <= page.first() or page.notes[head] or page.is_announced(head):
        return
    asks = _ASKS_FOR_MONEY.search(page.keys[below]) and any(map(_ASKS_FOR_MONEY.search, page.keys[start:below]))
    is_head = len(page.keys[head]) <= _LONGEST_RUNNING_HEAD and not _STOPS.search(page.keys[head])
    is_box = _finder("box_heading")(page.keys[head]) or all(_is_appeal(page, n) for n in range(start, below))
    if asks and is_head and is_box:
        page.note(head, below, FRAME)


def _last_told(page: _Page) -> int:
    """Return the place of the last sentence that is none of the medium's own."""
    told = (n for n in range(len(page.keys) - 1, -1, -1) if page.is_sentence(n) and not _is_appeal(page, n))
    return next(told, page.last())


def _below(page: _Page, rows: Set[str]) -> None:
    """Note the foot of a page: from a line that goes on, where most lines to the end go and those between are short, or
    what a medium says of itself."""
    is_word, is_tool, is_neutral = map(_finder, ("menu", "tool", "office"))
    is_box, is_caption = map(_finder, ("box_heading", "anywhere"))
    last, end = _last_told(page), len(page.keys)
    known, noted, row, appeals, start = 0, 0, 0, 0, end
    for place in range(end - 1, last, -1):
        key = page.keys[place]
        if is_neutral(key):
            continue
        if page.is_sentence(place):
            known, row, appeals = known + 1, 0, appeals + 1  # it needs a line of the site above it, which is no caption
        elif page.notes[place] or key in rows or is_word(key) or is_tool(key) or (noted and is_box(key)):
            known, noted, row = known + 1, noted + bool(page.notes[place]), 0
            is_over = not appeals or not is_caption(key)
            if is_over and (noted > 1 or known > _MOST_IN_A_ROW) and known >= _SHARE_KNOWN * (end - place):
                start = place
        else:
            row += 1
            if row > _MOST_IN_A_ROW or len(key) > HEADLINE or key.endswith(("。", "：", ":", "；")):
                break
    if not page.is_announced(start):
        page.note(start, end, FRAME)
