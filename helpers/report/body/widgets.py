"""Tell the buttons that a site's program sets among the lines of an article, and single signs, which may be content. Pure."""

import re
from collections.abc import Sequence
from functools import cache

from helpers import lexicon
from helpers.report.body.line_notes import EDGE, HEADLINE, LABEL, WIDGET
from helpers.report.body.line_weights import line_key
from helpers.text.script import HAN


@cache
def _widgets() -> frozenset[str]:
    return frozenset(map(line_key, lexicon.read_words("boilerplate")))


_BETWEEN_WORDS = re.compile(r"[\[\]|｜/·]+")


def is_widget(key: str) -> bool:
    """Return whether a line is a button of a site, or a row of them.

    >>> is_widget("[关注][收藏]"), is_widget("关注收藏")
    (True, False)
    """
    if key in _widgets():
        return True
    if len(key) > HEADLINE or key.startswith("|") or not _BETWEEN_WORDS.search(key):  # a bar begins the row of a table
        return False
    words = [word for word in _BETWEEN_WORDS.split(key) if word]
    return len(words) > 1 and _widgets().issuperset(words)


_SHORT_WORD = re.compile(f"(?!图片|正文)[{HAN}]{{1,3}}")  # 图片 alone stands for a picture that was not saved
ENGLISH_WORD = re.compile("[a-z]{2,8}")  # help, status: the head of a column, too


def note_widgets(keys: Sequence[str], notes: list[str]) -> None:
    """Note the buttons of a site. One by itself among the lines of the text may be a subhead (搜索, 广告) or a verse.

    >>> notes = ["", "", ""]
    >>> note_widgets(["他来了。", "登录", "注册"], notes)
    >>> notes
    ['', 'widget of a site', 'widget of a site']
    """
    are_widgets = [is_widget(key) for key in keys]
    last = len(keys) - 1
    is_listed = False  # by a line that ends with a colon
    for place, key in enumerate(keys):
        if not (place and are_widgets[place - 1]):
            before = keys[place - 1] if place else ""
            is_listed = len(before) > LABEL // 2 and before.endswith((":", "："))
        if are_widgets[place] and not is_listed and not notes[place]:
            at_end = place < EDGE or place > last - EDGE
            beside = any(are_widgets[near] or notes[near] for near in (place - 1, place + 1) if 0 <= near <= last)
            tells = at_end or (key in _widgets() and not _SHORT_WORD.fullmatch(key))
            if beside or (tells and not ENGLISH_WORD.fullmatch(key)):
                notes[place] = WIDGET
