"""Read the labels (标题：, 来源：) that databases and people put before a text. Pure."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from helpers import lexicon
from helpers.report.body.credits import is_above_headline
from helpers.report.body.heads import Record, read_head
from helpers.report.input.column_names import APART, COLUMNS, column_key
from helpers.report.input.dates import REST_OF_DAY
from helpers.text.script import HAN, shadow_of, usual_marks

# Labels that databases and people put before a text, in Simplified: what we read, what only ends the value before, and
# what the text itself follows.
_READ = {column_key(name): ours for ours in (*COLUMNS, "created") for name in lexicon.terms_of("labels", ours)}
_UNREAD = tuple(name for role in ("unread", "lead", "opening") for name in lexicon.terms_of("labels", role))
_TEXT = frozenset(map(column_key, lexicon.terms_of("labels", "text")))
# In a shadow of the text. A label of two characters may be spaced out: 标　题. A word right behind a label is none, but begins
# its value: 标题：编辑：一个老行当.
_ANY_LABEL = "|".join(
    "[ \u3000]{0,4}".join(label) if len(label) == 2 else label
    for label in sorted({*_READ, *_UNREAD, *_TEXT}, key=lambda each: (-len(each), each))
    if not label.isascii()
)
_LABEL = re.compile(
    rf"(?:(?<![^\s,;|｜丨、/／·。*>#(])({_ANY_LABEL})[ \u3000]{{0,4}}\*{{0,2}}:|[【\[［〔]({_ANY_LABEL})[】\]］〕][ ]?:?)"
)
# An English label begins its line: Published Time: of what reads pages for programs, author: of what was front matter.
_ENGLISH_LABEL = re.compile(r"^[>#* \t]{0,4}([A-Za-z][A-Za-z_ -]{2,30}?)\*{0,2}:(?!//)\*{0,2}", re.MULTILINE)
_MAY_HOLD_LABEL = re.compile("[:：【]")
_MOST_HEAD = 1000  # characters before the text
_CLOCK = r"(?:[T \u3000]{0,2}(?:[上下]午)?[ ]?\d\d?:\d\d(?::\d\d)?)"
STAMP = rf"(?:19|20)\d\d{REST_OF_DAY}{_CLOCK}?"
_DAY = re.compile(rf"({STAMP})(?=\s|$|\(|星期|周)")
# Behind a name: another label, a day, an issue or a page (《山谷日报》2024年3月5日第3版).
_AFTER_NAME = re.compile(
    rf"(?:[\s(,]{{0,4}}({STAMP})|[\s(,]{{0,4}}(?:(?:(?:19|20)\d\d年?[ ]?)?第[ ]?\d{{1,4}}[ ]?[版期]|[A-Z]\d{{1,3}}[ ]?版)"
    r"|\s{1,4}[^\s:]{1,8}:).*"
)
_STAMP_ABOVE = re.compile(
    rf"(?:\A|\n)[\s>#*-]{{0,9}}({STAMP})[ ]?(?:\(?(?:星期|周)?[一二三四五六日天]\)?)?[\s|｜丨/／·,;(]{{0,9}}\Z"
)
# Beside a headline, before the label of the text, a day needs no label.
_STAMP_BESIDE = re.compile(
    rf"(?<![^\s(|｜丨/／·])({STAMP})[ ]?(?:\(?(?:星期|周)?[一二三四五六日天]\)?)?(?=[\s)|｜丨/／·,;]|\Z)"
)
_LONGEST_HEADLINE = 60
_ONLY_STAMP = re.compile(r"[\s\ufeff*>#(\d:/.年月日时分秒,;|-]*\Z")
_NO_NAME = re.compile("[。!?]")
_NO_HEADLINE = re.compile(r"。|[:,;、]\Z")  # it may ask or call: 谁来守护我们的孩子？
_MARKS_OF_LABEL = re.compile(r"\n[\s>#*-]*\Z")  # > 作者： and - 作者：, below a headline
_LINK = re.compile(r"\[([^\[\]\n]{1,60})\]\([^()\s]{0,2000}\)")
_NEXT_LINE = re.compile(r"[ \t\r]*\n(?=[^\n]{1,100}(?:\n|\Z))")
# A label that we do not know, on a line of its own, with a value that is no speech.
_UNKNOWN = re.compile(
    rf"[>#* \t]{{0,4}}(?:([{HAN}]{{2,6}})[ ]?\*{{0,2}}:[^,。!?…“”\n]{{0,60}}|([A-Za-z][A-Za-z -]{{1,30}})\*{{0,2}}:[^。“”\n]{{0,300}})"
)
_SPEAKS = re.compile(rf".*[说问答道称讲]|{'|'.join(lexicon.terms_of('reporting', 'turn'))}")
_OF_A_MEETING = ("地点", "主题")  # beside these, a time is that of what the text tells about
_OFTEN_OTHERS = ("出版", "发布", "发表")  # without a day they name a publisher
_SEPARATORS = " \t\r\n\u3000\ufeff,，;；|｜丨/／*·、"
_FEWEST_LABELS = 2


class _LabelAt(NamedTuple):
    start: int
    end: int
    name: str
    is_heading: bool  # 【来源】


def _labels_in(shadow: str) -> list[_LabelAt]:
    found = [
        _LabelAt(*match.span(), APART.sub("", match[1] or match[2]), not match[1]) for match in _LABEL.finditer(shadow)
    ]
    english = [
        _LabelAt(*match.span(), key, False)
        for match in _ENGLISH_LABEL.finditer(shadow)
        if (key := column_key(match[1])) in _READ or key in _TEXT
    ]
    return sorted((*found, *english)) if english else found


def read_record(raw: str) -> Record | None:
    """Return the labels (标题：, 【来源】, Title:) with which a text begins, as databases write them, or the head of a mail,
    a post or an item of a feed; None where it begins with neither.

    Two different labels prove such a head, a label beside a day, or a headline and a day before that of the text. Of a text that
    begins with 正文： alone, or with that behind a date, only the end of the head is known. A value ends at the end of its line or where the next label begins.

    >>> read_record("标题：开源之战 来源：山谷日报 正文：开源来了。")
    Record(end=19, pairs=(('标题', '开源之战'), ('来源', '山谷日报')))
    """
    if head := read_head(raw):
        return head
    head = raw[:_MOST_HEAD]
    if not _MAY_HOLD_LABEL.search(usual_marks(head)):
        return None
    shadow = shadow_of(head)
    labels = _labels_in(shadow)
    if not labels:
        return None
    above, day = head[: labels[0].start], ""
    if labels[0].name not in _TEXT and (stamp := _STAMP_ABOVE.search(shadow[: labels[0].start])):
        above, day = head[: stamp.start(1)], head[slice(*stamp.span(1))]
    headline = _headline(above)
    if _ONLY_STAMP.match(shadow[: len(above)]):
        if labels[0].name in _TEXT:
            return Record(_behind(head, labels[0]), ()) if labels[0].name == "正文" or above.strip() else None
        headline = ""
    elif labels[0].name in _TEXT:
        return _unlabelled(head, shadow, labels[0])
    elif "\n" not in above or "\n" in headline or "。" in headline:
        return None  # no more than a headline may stand above the labels
    found, end = _values(head, shadow, labels)
    if day and any(value and label != "记者" and _READ.get(label) in ("outlet", "author") for label, value in found):
        found.append(("日期", day))
    is_titled = end and not above.strip() and _READ.get(found[0][0]) == "title" and found[0][1]
    if len({label for label, _ in found}) < _FEWEST_LABELS and not is_titled:
        return None
    kinds = {_READ.get(label) for label, value in found if value}
    if not kinds & {"title", "outlet", "author"} or any(label in _OF_A_MEETING for label, _ in found):
        found = [(label, value) for label, value in found if label not in ("时间", "日期")]
    is_above = raw.find("。", labels[0].end) > 0  # the labels stand above a text, not below it
    if headline and (end or (is_above and is_headline(headline))):
        found.append(("标题", headline))
    return Record(end, tuple((label, value) for label, value in found if label in _READ and value))


def _unlabelled(head: str, shadow: str, label: _LabelAt) -> Record | None:
    """Return a headline and a day, which stand before the label of the text, and have none of their own; None where they do
    not. On one line, only 正文 may follow them: an announcement may have 内容."""
    stamp = _STAMP_BESIDE.search(shadow, 0, label.start)
    if not stamp or (label.name != "正文" and "\n" not in head[: label.start].strip()):
        return None
    before, behind = _headline(head[: stamp.start()]), head[stamp.end() : label.start].strip(_SEPARATORS + ")）#>-")
    headline = before or behind
    if (before and behind) or not is_headline(headline):
        return None
    return Record(_behind(head, label), (("标题", headline), ("日期", stamp[1])))


def _headline(above: str) -> str:
    """Return what stands above the labels, without the marks of a quotation or list in which they stand, and without lines
    of the site (a path, a menu, a button) above a headline."""
    lines = _MARKS_OF_LABEL.sub("", above).lstrip(_SEPARATORS).rstrip(_SEPARATORS + "(（").split("\n")
    while len(lines) > 1 and is_above_headline(_LINK.sub(r"\1", lines[0])):
        lines = "\n".join(lines[1:]).lstrip(_SEPARATORS).split("\n")
    return "\n".join(lines).lstrip(_SEPARATORS + "#>-")


def is_headline(line: str) -> bool:
    """Return whether what stands above the head of a text may be a headline: one line that is short and has no full stop.

    >>> is_headline("谁来守护我们的孩子？"), is_headline("桥断了。"), is_headline("各位读者：")
    (True, False, False)
    """
    return 0 < len(line) <= _LONGEST_HEADLINE and "\n" not in line and not _NO_HEADLINE.search(shadow_of(line))


def _behind(head: str, label: _LabelAt) -> int:
    """Return where the text begins that follows its label."""
    return label.end + len(head[label.end : label.end + 9]) - len(head[label.end : label.end + 9].lstrip())


def _values(head: str, shadow: str, labels: Sequence[_LabelAt]) -> tuple[list[tuple[str, str]], int]:
    """Return the labels with their values, up to a line without a label; and where the text begins, 0 if unknown."""
    found: list[tuple[str, str]] = []
    days: list[tuple[str, str]] = []
    at, sentences, strange = 0, False, set[str]()
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
        sentences = sentences or (
            bool(_NO_NAME.search(shadow_of(value))) and _READ.get(label.name) not in ("title", "url")
        )
        value, day = _trimmed(label.name, value)
        if strange and label.name == "记者":
            value = ""  # it may be the one who asks
        found.append((label.name, value))
        days += [("日期", day)] if day else []
        between = [line for line in shadow[line_end:end].split("\n") if line.strip(_SEPARATORS + "#>(-")]
        if between and (at == len(labels) or not _are_labels(between, strange)):
            break
    return [*found, *days], 0


def _are_labels(lines: Sequence[str], known: set[str]) -> bool:
    """Return whether lines are labels that we do not know with their values, each for the first time (it joins ``known``);
    what comes again is somebody who speaks."""
    for line in lines:
        match = _UNKNOWN.fullmatch(line.rstrip())
        label = match and (match[1] or match[2])
        if not label or label in known or _SPEAKS.fullmatch(label):
            return False
        known.add(label)
    return True


def _trimmed(label: str, value: str) -> tuple[str, str]:
    """Return the value of a label without what does not belong to it, and the day that stands behind a name."""
    ours, shadow = _READ.get(label, ""), shadow_of(value)
    if ours in ("date", "created"):
        day = _DAY.match(shadow)
        return day[1] if day else "" if label in _OFTEN_OTHERS else value, ""
    if ours not in ("author", "outlet"):
        return value, ""
    after = _AFTER_NAME.search(shadow)
    name = value[: after.start()] if after else value
    if name.count(")") + name.count("）") > name.count("(") + name.count("（"):
        name = name.rstrip(")）")
    return "" if _NO_NAME.search(shadow_of(name)) else name.strip(_SEPARATORS), (after and after[1]) or ""
