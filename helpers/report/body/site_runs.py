"""Find runs of short lines that a site sets above a headline, below it, and below the text. Pure.

No word of such a line is known. What tells is where it stands: before the path that leads to the page, between two lines
that are known to be no text, or in turn with days.
"""

import re
from collections.abc import Sequence, Set

from helpers.report.body.line_notes import CREDITS, FRAME, HEADLINE, LABEL, NAMES, forms, note_span
from helpers.report.body.line_weights import line_key
from helpers.report.body.widgets import is_widget
from helpers.text.script import IS_HAN

_LONGEST_ROW, _FEWEST_IN_ROW, _FEWEST_KNOWN = 100, 3, 2  # characters; words
_NO_WORD = re.compile(r"[。！？；，：:\d]")


def find_rows(lines: Sequence[str]) -> frozenset[str]:
    """Return the keys of the lines near either end that are rows of words, of which some are words of a site's menu.

    >>> find_rows(["要闻 体育 桥边事 娱乐", "桥 昨天 修好了"])
    frozenset({'要闻体育桥边事娱乐'})
    """
    ends = range(len(lines)) if len(lines) <= 2 * _MOST_ABOVE else [*range(_MOST_ABOVE), *range(-_MOST_ABOVE, 0)]
    return frozenset(line_key(lines[n]) for n in ends if len(lines[n]) <= _LONGEST_ROW and _is_row(lines[n]))


_BETWEEN = re.compile(r"[\s|｜┊·丨/、\-]+")


def _is_row(line: str) -> bool:
    if _NO_WORD.search(line):
        return False
    words = [word for word in _BETWEEN.split(line) if word]
    if len(words) < _FEWEST_IN_ROW or max(map(len, words)) > LABEL:
        return False
    known = sum(is_section(line_key(word)) for word in words)
    return words[0].endswith("首页") or (known >= _FEWEST_KNOWN and 3 * known >= len(words))


def is_section(key: str) -> bool:
    """Return whether a line is the name of a section of a site, or another word of its menu.

    >>> is_section("娱乐"), is_section("桥边事")
    (True, False)
    """
    return bool(forms("section").fullmatch(key) or forms("menu").fullmatch(key) or is_widget(key))


def note_masthead(keys: Sequence[str], notes: list[str], first: int, rows: Set[str]) -> None:
    """Note the lines of a site down to the last row of its sections, if a headline follows before the ``first`` sentence.

    >>> notes = [""] * 4
    >>> note_masthead(["河谷网", "要闻体育娱乐", "桥今天修好了", "桥修好了。"], notes, 3, {"要闻体育娱乐"})
    >>> notes
    ['frame of a site', 'frame of a site', '', '']
    """
    above = range(min(first, _MOST_ABOVE))
    of_menu = (forms("section"), forms("menu"))  # and no buttons, which stand below a headline as well
    words = [len(keys[n]) <= LABEL and any(form.fullmatch(keys[n]) for form in of_menu) for n in above]
    runs = {n for n in above if n >= 2 and words[n] and all(words[k] or notes[k] for k in (n - 2, n - 1))}
    last = max((n for n in above if n in runs or keys[n] in rows), default=-1)
    if any(_is_headline_below(keys[n], notes[n]) for n in range(last + 1, first)):
        note_span(notes, 0, last + 1, FRAME)


_STEP = r"[^，。！？:：>›»/|｜]{1,16}"
_PATH = re.compile(
    rf"(?:(?:[您你]?的?(?:现在|当前|目前)?的?(?:所在)?(?:位置|所在))(?:是|为)?[:：]{_STEP}|[^，。！？:：>›»/|｜]{{0,8}}(?:首页|主页)|home)"
    rf"(?:(?:[>›»]{{1,2}}|[/→|｜]){_STEP}){{1,5}}|{_STEP}(?:(?:>>|»|›){_STEP}){{1,5}}"
)
_STEPS = re.compile(rf"{_STEP}(?:[>›»]{_STEP}){{1,5}}")  # below other lines of a site
_STOPS = re.compile("[。！？；，：:]")
_SHORTEST_HEADLINE, _MOST_ABOVE = 5, 30  # characters; lines
_LONGEST_WORD, _MOST_WORDS = 8, 3  # characters of a name, a place, a button; of these between lines of a site


def note_above_path(keys: Sequence[str], notes: list[str], first: int) -> None:
    """Note the lines above the path that leads to a page, and the path, if a headline follows before the ``first`` sentence.

    >>> notes = [""] * 5
    >>> note_above_path(["河谷视频", "退出", "河谷首页>新闻>正文", "桥今天修好了", "桥修好了。"], notes, 4)
    >>> notes
    ['frame of a site', 'frame of a site', 'frame of a site', '', '']
    """
    for place in range(min(first, _MOST_ABOVE) - 1, -1, -1):
        is_path = _PATH.match(keys[place]) or (_STEPS.fullmatch(keys[place]) and sum(map(bool, notes[:place])) > 1)
        if is_path and len(keys[place]) <= HEADLINE and not keys[place].endswith("。"):
            is_headed = any(_may_be_headline(keys[n], notes[n]) for n in range(place + 1, first))
            note_span(notes, 0, place + 1 if is_headed else 0, FRAME)
            return


def note_above_headline(keys: Sequence[str], notes: list[str], first: int) -> None:
    """Note the words above a headline that is known, before the ``first`` sentence, if nothing but short lines stand there.

    >>> notes = ["", "", "headline or name of the source", ""]
    >>> note_above_headline(["河谷网", "主页", "桥今天修好了", "桥修好了。"], notes, 3)
    >>> notes[:2]
    ['frame of a site', 'frame of a site']
    """
    named = [n for n in range(min(first, _MOST_ABOVE)) if notes[n] == NAMES]
    headline = max(named, key=lambda n: len(keys[n]), default=0)
    if len(keys[headline]) >= _SHORTEST_HEADLINE and all(
        notes[n] or (len(keys[n]) <= LABEL * (2 - bool(IS_HAN.search(keys[n]))) and not _STOPS.search(keys[n]))
        for n in range(headline)
    ):
        note_span(notes, 0, headline, FRAME)


def _may_be_headline(key: str, note: str) -> bool:
    return note == NAMES or (not note and len(key) >= _SHORTEST_HEADLINE and bool(IS_HAN.search(key)))


def _is_headline_below(key: str, note: str) -> bool:
    return _may_be_headline(key, note) and not key.endswith(("。", "；", "：", ":", "，"))


_OF_THE_TEXT = re.compile(".{0,6}(?:序|言|[导引按]语|摘要|背景|引子|楔子|导读|编者按)")  # a heading


def note_between(keys: Sequence[str], notes: list[str], first: int) -> None:
    """Note a name, a place or a button between lines of a site that stand below a headline, above the ``first`` sentence;
    of more lines, if as many are known to be a site's. The headline itself may stand there again.

    >>> notes = ["headline or name of the source", "", "credit, rights or contact", ""]
    >>> note_between(["桥今天修好了", "林青", "0-0-0", "桥修好了。"], notes, 3)
    >>> notes[1]
    'credit, rights or contact'
    """
    headed = next((n for n in range(first) if _may_be_headline(keys[n], notes[n])), first)
    known = [n for n in range(headed + 1, first) if notes[n] or is_widget(keys[n])]
    last = known[-1] if known else headed
    between = [n for n in range(headed + 1, last + 1) if not notes[n] and keys[n] != keys[headed]]
    unknown = [keys[n] for n in between if n not in known]
    if keys[last].endswith(("：", ":")) and len(keys[last]) > _LONGEST_WORD:
        return
    is_few = len(unknown) <= _MOST_WORDS and all(len(key) <= _LONGEST_WORD for key in unknown)
    if (is_few or len(known) >= len(unknown)) and all(map(_may_be_word, unknown)):
        for place in between:
            notes[place] = CREDITS


def _may_be_word(key: str) -> bool:
    return len(key) <= 2 * _LONGEST_WORD and not (_STOPS.search(key) or _OF_THE_TEXT.fullmatch(key))
