"""Tell the lines of an article that are not its own: credits, rights, calls to the reader, lists of other articles. Pure.

No single word proves that a line is a credit: articles are written about copyright, and essays begin with 扫码. So the
evidence adds up. A line near the beginning or the end is cut if its pairs of characters are more likely in such lines than
in articles (`log_odds`, fitted by bench/fit_boilerplate.py on lines made up for the purpose), and more so beside other
such lines (`helpers.report.body.margins`). Labels and days that come back again and again are the structure of an article: an
interview, a chronology.
"""

import re
from collections.abc import Iterable, Sequence, Set
from itertools import pairwise

from helpers import lexicon
from helpers.report.body.frames import note_boxes, note_frames
from helpers.report.body.line_notes import (
    BARE,
    CREDITS,
    DISCLAIMER,
    EDGE,
    HEADLINE,
    LABEL,
    NAMES,
    OTHER_ARTICLES,
    WIDGET,
    forms,
    note_span,
)
from helpers.report.body.line_weights import IS_SENTENCE, line_key, log_odds
from helpers.report.body.margins import note_margins
from helpers.report.body.repeated_forms import LABELLED, find_structure, is_speech
from helpers.report.body.widgets import ENGLISH_WORD, is_widget, note_widgets
from helpers.text.script import shadow_of

# What a line among the first and last may be that says who made the article, who may use it, and what to do next.
_CREDIT = forms("edge")
# What there needs no words to prove it; and what does so above the text only, where nothing else is as short: 8 分钟.
_SURE, _HEAD = forms("sure"), forms("head")
# What no text says of itself, wherever it stands: from where a picture comes, addresses, what a reader shall send for.
_ANYWHERE = forms("anywhere")
_DISCLAIMER, _OF_BUSINESS = forms("disclaimer"), forms("business")

_ABOVE = forms("above")


def is_above_headline(line: str) -> bool:
    """Return whether a line is one of a site above a headline: a path, a menu, a button, the name of the site.

    >>> is_above_headline("首页 > 科技 > 正文"), is_above_headline("开源 > 闭源：一场争论")
    (True, False)
    """
    key = line_key(shadow_of(line))
    return bool(is_widget(key) or _ABOVE.fullmatch(key) or _note_of(key))


def _above_headline(keys: Sequence[str], notes: list[str]) -> None:
    """Note the lines of a site before all others that stay, if a headline follows them: a line that is no sentence."""
    stay = [number for number, note in enumerate(notes) if not note]
    for number, following in pairwise(stay):
        headline = keys[following]
        is_headline = len(headline) >= _SHORTEST_HEADLINE and not headline.endswith(("。", "”", "；", "："))
        is_headline = is_headline or NAMES in notes[number:following]  # known, and noted
        if not (is_headline and _ABOVE.fullmatch(keys[number])):
            break
        notes[number] = WIDGET


_MORE = forms("other_articles")
_SHORTEST_HEADLINE = 5  # characters


def _other_articles(keys: Sequence[str], notes: list[str]) -> None:
    """Note the lines from a heading such as 相关阅读 on, if nothing but headlines follows to the end of the text."""
    first = len(keys)
    for number in range(len(keys) - 1, -1, -1):
        key = keys[number]
        if _MORE.fullmatch(key):
            first = number
        elif (len(key) > HEADLINE or key.endswith(("。", "”", "；"))) and not (
            notes[number] or _is_sure(key) or _note_of(key)
        ):
            break
    note_span(notes, first, len(keys), OTHER_ARTICLES)


_SHORTEST_ANNOUNCEMENT = 8  # characters; what is shorter may be a label: 分享到：, 您现在的位置：


def announces(line: str) -> bool:
    """Return whether a line tells what the list below it holds: it ends in a colon, and is no heading of other articles.

    >>> announces("河边还开着的茶馆有："), announces("你可能还喜欢的文章：")
    (True, False)
    """
    line = line.strip(" \t\r\n*_#>")
    if not line.endswith(("：", ":")) or len(line) < _SHORTEST_ANNOUNCEMENT:
        return False
    key = line_key(shadow_of(line))
    return not _MORE.fullmatch(key) and log_odds(key) < ENOUGH["nothing"][True]


# ------------------------------------------------------------------------------------------------- where a line stands

_EDGE_SHARE = 3  # of a short article, no more than every third line is at the edge
_CREDIT_LINE = 200  # characters; a longer line is a paragraph, unless it is a disclaimer
# Log-odds from which on a sentence is cut, and another line, by what speaks for a credit beside its words.
ENOUGH = {
    "nothing": (4.0, 3.0),
    "form": (0.0, -1.5),
    "label": (-0.5, -0.5),
    "labels": (-3.0, -3.0),
    "heading of a disclaimer": (1.5, -1.5),
}
# Lines that stay from the first sentence on, below which 8 分钟 is a cell of a table; a lead may stand above.
_FEWEST_TOLD = 2
_OUTERMOST = 1.0  # less is enough for a line, beyond which nothing stays; but not for the first, perhaps the headline


def _at_the_edge(keys: Sequence[str], notes: list[str], structure: Set[int]) -> None:
    """Note the lines of credits and the like from both ends on, until more than a few lines in a row stay in."""
    most = min(EDGE, max(3, sum(len(key) > LABEL for key in keys) // _EDGE_SHARE))
    for is_above, order in ((True, range(len(keys))), (False, range(len(keys) - 1, -1, -1))):
        kept = told = 0
        for number in order:
            key = keys[number]
            if not notes[number]:
                is_outermost = not kept and number > 0
                if number in structure or is_speech(key):
                    notes[number] = ""
                elif _is_sure(key) or (
                    is_above and told < _FEWEST_TOLD and len(key) <= _CREDIT_LINE and _HEAD.fullmatch(key)
                ):
                    notes[number] = CREDITS
                elif is_outermost or not ENGLISH_WORD.fullmatch(key):  # a cell, too
                    notes[number] = _note_of(key, is_outermost=is_outermost)
                kept += not notes[number] and len(key) > LABEL
                is_told = told > 0 or (len(key) > LABEL and key.endswith("。"))
                told += is_told and not notes[number]
            if kept >= most:
                break
    _subject(keys, notes)
    _keep_headings(keys, notes)


_HEADING = re.compile("【[^】:：]{2,10}】")


def _is_sure(key: str) -> bool:
    return len(key) <= _CREDIT_LINE and bool(_SURE.fullmatch(key))


_MAIL = re.compile(f"(?:{forms('mail_label').pattern}|date)[:：]")
_SUBJECT = re.compile(f"(?:{forms('mail_subject').pattern})[:：]")


def _subject(keys: Sequence[str], notes: list[str]) -> None:
    """Note the subject of a mail beside the other lines of its head."""
    for place, key in enumerate(keys):
        if not notes[place] and _SUBJECT.match(key):
            beside = (near for near in (place - 1, place + 1) if 0 <= near < len(keys))
            if any(notes[near] and _MAIL.match(keys[near]) for near in beside):
                notes[place] = CREDITS


def _keep_headings(keys: Sequence[str], notes: list[str]) -> None:
    """Clear the note of a heading in the text, such as 【本期嘉宾】, where what it heads stays."""
    is_body = False
    for number, key in enumerate(keys[:-1]):
        if is_body and notes[number] == CREDITS and not notes[number + 1] and _HEADING.fullmatch(key):
            is_form = _MORE.fullmatch(key) or _beside_words(key)[0] != "nothing"
            notes[number] = notes[number] if is_form else ""
        is_body = is_body or (not notes[number] and key.endswith("。"))


# Before the first sentence of a report: from where it comes, and who sends it. What follows is judged by itself.
_DATELINE = re.compile(rf"(?:{forms('dateline').pattern})(?=.{{8}})")


def _note_of(key: str, *, is_outermost: bool = False) -> str:
    """Return why a line at the edge of an article is cut, or "" if it stays."""
    dateline = _DATELINE.match(key) if "讯" in key or "电" in key or "报" in key else None
    key = key[dateline.end() :] if dateline else key
    beside, note = _beside_words(key)
    if beside == "nothing" and (len(key) > _CREDIT_LINE or (dateline and IS_SENTENCE.search(key))):
        return ""
    is_line = not IS_SENTENCE.search(key)
    enough = ENOUGH[beside][is_line]
    if beside == "nothing" and is_line and is_outermost:
        enough -= _OUTERMOST
    return note if log_odds(key) >= enough else ""


# A sentence that begins with words of a notice tells what became of them: behind a dash, to somebody, or that it is over.
_TELLS = re.compile(
    r"—[^—授侵转联权社网司©:：]{4,60}[。？！?!]\Z|[他她](?![人们山])[^，。]{1,20}[了过着]|[^为除到罢错过]了(?:一[下会次声遍]|[，。]又?[^谢]{0,12}了)"
)


def _beside_words(key: str) -> tuple[str, str]:
    """Return what speaks for a credit beside the words of a line, as in `ENOUGH`, and what the line would be."""
    if len(key) <= 3 * _CREDIT_LINE:
        if _OF_BUSINESS.fullmatch(key):
            return "form", DISCLAIMER
        if _DISCLAIMER.fullmatch(key):
            return "heading of a disclaimer", DISCLAIMER
    if len(key) <= _CREDIT_LINE:
        if row := LABELLED.fullmatch(key):
            return "labels" if row["more"] else "label", CREDITS
        if _CREDIT.fullmatch(key) and not _TELLS.search(key):
            return "label" if LABELLED.match(key) else "form", CREDITS
    return "nothing", CREDITS


_ORIGINAL = "原创"  # as WeChat marks an article before the names of its author and account
_NAMED_DAY = re.compile(r"0(?:年0月0日|-0-0|/0/0)")
_ARE_NAMES = re.compile("[^，。！？；:：]{2,24}")
_FARTHEST_HEAD = 4  # lines from the first one on


def _names_above_day(keys: Sequence[str], notes: list[str]) -> None:
    """Note one line of names below a headline that begins with 原创, or two, if a line with the day follows that is noted."""
    for place in range(1, min(_FARTHEST_HEAD, len(keys))):
        if keys[place].startswith(_ORIGINAL):
            day = next((at for at in (place + 1, place + 2) if at < len(keys) and notes[at] == CREDITS), 0)
            names = keys[place:day]
            if names and _NAMED_DAY.search(keys[day]) and all(map(_ARE_NAMES.fullmatch, names)):
                note_span(notes, place, day, CREDITS)
            return


_LABEL = re.compile(
    "(?:"
    + "|".join(
        label
        for role in ("title", "outlet", "author")
        for label in lexicon.terms_of("labels", role)
        if not label.isascii()
    )
    + ")[:：]"
)
# A letter, a question without words or lost characters, an answer without words; and a sign by itself, as in a cell.
_SAYS = re.compile(r"\w|\?{4}|\A[“「『][…—.。！？!?]+[”」』]\Z")
_SIGNS = frozenset("✕✖✗✘×╳√✓✔☑☒?？○△◯")


def note_lines(keys: Sequence[str], names: Iterable[str] = (), rows: Set[str] = frozenset()) -> list[str]:
    """Return for each line of an article why it is boilerplate regardless of other articles, or "".

    Args:
        keys: the lines in the form of `line_key`.
        names: headline, outlet and author, "" where unknown; a line that says nothing else is boilerplate. Behind a
            sentence, the headline may be an echo.
        rows: the lines that are rows of words of a menu, as `site_runs.find_rows` returns them.

    >>> note_lines(["开源来了。", "点击关注"])
    ['', 'widget of a site']
    """
    filled = [key for key in keys if key]
    named = [*map(line_key, names)]
    structure = find_structure(filled)
    notes = known_lines(filled, named, rows, structure)
    note_margins(filled, notes, headline="".join(named[:1]), structure=structure)
    each = iter(notes)
    return [next(each) if key else "" for key in keys]


def known_lines(keys: Sequence[str], named: Sequence[str], rows: Set[str], structure: Set[int]) -> list[str]:
    """Return what `note_lines` does, but for the lines that only those beside them prove. No line is empty; ``named`` are the
    names in the form of `line_key`, too, and ``structure`` is what `find_structure` returns."""
    notes: list[str] = []
    is_body = False
    for key in keys:
        unlabelled = _LABEL.sub("", key)
        if unlabelled in named and not (is_body and unlabelled == named[0]):
            notes.append(NAMES)
        elif _ANYWHERE.fullmatch(key):
            notes.append(CREDITS)
        else:
            notes.append("" if _SAYS.search(key) or key in _SIGNS else BARE)
            is_body = is_body or key.endswith("。")
    note_boxes(keys, notes)
    _other_articles(keys, notes)
    note_widgets(keys, notes)
    _at_the_edge(keys, notes, structure)
    _names_above_day(keys, notes)
    _above_headline(keys, notes)
    note_frames(keys, notes, rows)
    return notes
