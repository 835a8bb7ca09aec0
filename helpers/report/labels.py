"""Read the labels (标题：, 来源：) that databases and people put before a text. Pure."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from helpers import lexicon
from helpers.report.column_names import APART, COLUMNS, REST_OF_DAY
from helpers.text.script import shadow_of

# Labels that databases and people put before a text, in Simplified: what we read, what only ends the value before, and
# what the text itself follows.
_READ = {name: ours for ours in COLUMNS for name in lexicon.terms_of("labels", ours) if not name.isascii()}
_UNREAD, _TEXT = lexicon.terms_of("labels", "unread"), lexicon.terms_of("labels", "text")
# In a shadow of the text. A label of two characters may be spaced out: 标　题. A word right behind a label is none, but begins
# its value: 标题：编辑：一个老行当.
_ANY_LABEL = "|".join(
    "[ \u3000]{0,4}".join(label) if len(label) == 2 else label
    for label in sorted([*_READ, *_UNREAD, *_TEXT], key=lambda each: (-len(each), each))
)
_LABEL = re.compile(
    rf"(?:(?<![^\s,;|、/·。*>#(])({_ANY_LABEL})[ \u3000]{{0,4}}\*{{0,2}}:|[【\[［〔]({_ANY_LABEL})[】\]］〕][ ]?:?)"
)
_MOST_HEAD = 1000  # characters before the text
_STAMP = rf"(?:19|20)\d\d{REST_OF_DAY}(?:[T ]\s?\d\d?:\d\d(?::\d\d)?)?"
_DAY = re.compile(rf"({_STAMP})(?=\s|$|\(|星期|周)")
_AFTER_NAME = re.compile(rf"\s(?:\s*({_STAMP})|\s*[^\s:]{{1,8}}:).*")  # another label, or a day, behind a name
_ONLY_STAMP = re.compile(r"[\s\ufeff*>#(\d:/.年月日时分秒,;|-]*\Z")
_NO_NAME = re.compile("[。!?]")
_NEXT_LINE = re.compile(r"[ \t\r]*\n(?=[^\n]{1,100}(?:\n|\Z))")
_OF_A_MEETING = ("地点", "主题")  # beside these, a time is that of what the text tells about
_SEPARATORS = " \t\r\n\u3000\ufeff,，;；|｜/*·、"
_FEWEST_LABELS = 2


class _LabelAt(NamedTuple):
    start: int
    end: int
    name: str
    is_heading: bool  # 【来源】


class Record(NamedTuple):
    """What stands before a text: where the text begins (0, if no label such as 正文 says so), and the labels' values."""

    end: int
    pairs: tuple[tuple[str, str], ...]


def read_record(raw: str) -> Record | None:
    """Return the labels (标题：, 【来源】) with which a text begins, as databases write them; None where it does not.

    Two different labels prove such a head. Of a text that begins with 正文： alone, or with that behind a date, only the end
    of the head is known. A value ends at the end of its line or where the next label begins.

    >>> read_record("标题：开源之战 来源：山谷日报 正文：开源来了。")
    Record(end=19, pairs=(('标题', '开源之战'), ('来源', '山谷日报')))
    """
    head = raw[:_MOST_HEAD]
    if ":" not in head and "：" not in head and "【" not in head:
        return None
    shadow = shadow_of(head)
    labels = [
        _LabelAt(*match.span(), APART.sub("", match[1] or match[2]), not match[1]) for match in _LABEL.finditer(shadow)
    ]
    if not labels:
        return None
    above = head[: labels[0].start]
    headline = above.lstrip(_SEPARATORS + "#>-").rstrip(_SEPARATORS + "(（")
    if _ONLY_STAMP.match(shadow[: labels[0].start]):
        if labels[0].name in _TEXT:
            return Record(_behind(head, labels[0]), ()) if labels[0].name == "正文" or above.strip() else None
        headline = ""
    elif labels[0].name in _TEXT or "\n" not in above or "\n" in headline or _NO_NAME.search(shadow_of(headline)):
        return None  # no more than a headline may stand above the labels
    found, end = _values(head, shadow, labels)
    if len({label for label, _ in found}) < _FEWEST_LABELS:
        return None
    kinds = {_READ.get(label) for label, value in found if value}
    if not kinds & {"title", "outlet", "author"} or any(label in _OF_A_MEETING for label, _ in found):
        found = [(label, value) for label, value in found if label not in ("时间", "日期")]
    if end and headline:
        found.append(("标题", headline))
    return Record(end, tuple((label, value) for label, value in found if label in _READ and value))


def _behind(head: str, label: _LabelAt) -> int:
    """Return where the text begins that follows its label."""
    return label.end + len(head[label.end : label.end + 9]) - len(head[label.end : label.end + 9].lstrip())


def _values(head: str, shadow: str, labels: Sequence[_LabelAt]) -> tuple[list[tuple[str, str]], int]:
    """Return the labels with their values, up to a line without a label; and where the text begins, 0 if unknown."""
    found: list[tuple[str, str]] = []
    days: list[tuple[str, str]] = []
    at, sentences = 0, False
    while at < len(labels):
        label = labels[at]
        if label.name in _TEXT:
            return [*found, *days], 0 if sentences else _behind(head, label)
        at += 1
        end = labels[at].start if at < len(labels) else len(head)
        start = label.end
        if label.is_heading and (line := _NEXT_LINE.match(head, start, end)):
            start = line.end()
        line_end = shadow.find("\n", start, end) % (end + 1)  # `end`, where none follows
        value = head[start:line_end].strip(_SEPARATORS).rstrip("(（ ")
        sentences = sentences or (bool(_NO_NAME.search(shadow_of(value))) and _READ.get(label.name) != "title")
        value, day = _trimmed(label.name, value)
        found.append((label.name, value))
        days += [("日期", day)] if day else []
        if shadow[line_end:end].strip(_SEPARATORS + "#>(-"):
            break
    return [*found, *days], 0


def _trimmed(label: str, value: str) -> tuple[str, str]:
    """Return the value of a label without what does not belong to it, and the day that stands behind a name."""
    ours, shadow = _READ.get(label, ""), shadow_of(value)
    if ours == "date":
        day = _DAY.match(shadow)
        return day[1] if day else value, ""
    if ours not in ("author", "outlet"):
        return value, ""
    after = _AFTER_NAME.search(shadow)
    name = value[: after.start()] if after else value
    if name.count(")") + name.count("）") > name.count("(") + name.count("（"):
        name = name.rstrip(")）")
    return "" if _NO_NAME.search(shadow_of(name)) else name.strip(_SEPARATORS), (after and after[1]) or ""
