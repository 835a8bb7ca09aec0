"""Find the forms of line that a text repeats, which are its structure: labels of an interview, days, heads of messages. Pure."""

import re
from collections import Counter
from collections.abc import Sequence

from helpers import lexicon
from helpers.report.body.line_notes import forms
from helpers.text.script import HAN

# Who speaks in an interview stands before a colon; so does who wrote an article.
_SAYS = re.compile(rf"\W{{0,3}}(?:{forms('says').pattern})[:：|｜]")
_MANY_FORMS = 3  # lines of one form, from which on it is the structure of the text
_DAY = "0"  # the form of a line that is a day: of these, all numbers are blinded
_ONLY_DAY = re.compile(
    r"\W{0,3}0[年/.-]0?(?:[月/.-]0?日?)?\W{0,3}|\W{0,3}0月0日\W{0,3}|[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十月日]{2,8}"
)


# Of a message in an exported chat or a thread: a name and a day, either first; what is said may stand behind a colon.
_STAMP = re.compile(r"[^。！？；，:：]{0,24}?0(?:[年/.-]0|月0日)[^。！？；，:：]{0,24}(?P<said>[:：].*)?")


# A span of days, as in a table, or today's weather above a page.
_NO_STAMP = re.compile("[日月0][至到起止]|以[前后]|之[前后]|星期.{1,4}(?:[晴阴云雨雪]|0[℃°])|℃")


def find_structure(keys: Sequence[str]) -> set[int]:
    """Return the numbers of the lines whose form a text repeats: a label behind which different things are said, a day, or
    the head of a message and what stands below it.

    >>> sorted(find_structure(["问:为什么?", "林青:想修。", "问:修好了吗?", "林青:没有。", "问:还修吗?"]))
    [0, 2, 4]
    """
    forms = {number: form for number, key in enumerate(keys) if (form := _form(key))}
    counts = Counter(form for form, _ in {(form, n if form == _DAY else keys[n]) for n, form in forms.items()})
    found = {number for number, form in forms.items() if counts[form] >= _MANY_FORMS}
    return found | _messages(keys)


def _messages(keys: Sequence[str]) -> set[int]:
    """Return the numbers of the lines of a chat. Heads that stand below each other are a list, and if no more than one of
    them stands in the first half of the text, it is a byline, and the others are of other articles."""
    heads = {number: match for number, key in enumerate(keys) if "0" in key and (match := _stamp(key))}
    if len(heads) < _MANY_FORMS:
        return set()
    below = {
        number: number + 1
        for number, head in heads.items()
        if number + 1 < len(keys) and not (head["said"] or number + 1 in heads or LABELLED.fullmatch(keys[number + 1]))
    }
    messages = sorted(number for number, head in heads.items() if head["said"] or number in below)
    if len(messages) < _MANY_FORMS or messages[1] > len(keys) // 2:
        return set()
    return {*messages, *below.values()}


def _stamp(key: str) -> re.Match[str] | None:
    match = _STAMP.fullmatch(key)
    return None if match and (_NO_STAMP.search(key) or LABELLED.match(key)) else match


def _form(key: str) -> str:
    if _ONLY_DAY.fullmatch(key):
        return _DAY
    if said := _SAYS.match(key):
        return said[0]
    named = _NAME.match(key)
    return named[0] if named and not LABELLED.match(key) else ""


_NAME = re.compile(rf"\W{{0,3}}[{HAN}a-z]{{1,8}}[:：]")  # perhaps of somebody who speaks in a talk
_STAGE_DIRECTION = re.compile(rf"{_NAME.pattern}[（(][^（）()]{{1,12}}[）)]")  # 小周：（笑）
_IN_SPEECH = re.compile("[你您我他她吗么呢怎]")


def is_speech(key: str) -> bool:
    """Return whether what stands behind the label of a person is said, and no name.

    >>> is_speech("记者:你怕吗?"), is_speech("记者:林青")
    (True, False)
    """
    said = _SAYS.match(key)
    is_said = bool(said and _IN_SPEECH.search(key, said.end()))
    return is_said or bool(_STAGE_DIRECTION.fullmatch(key) and not LABELLED.match(key))


# A label, and what it names, which goes on to the next label: were it free to end earlier, a row of labels would take a second.
# A word may stand before one that names a role (美术编辑, 首图来源); others are words of a headline then (公文, 深度报道).
_LABELS = [label for role in ("author", "outlet", "credit") for label in lexicon.terms_of("labels", role)]
_BY = "|".join(map(re.escape, _LABELS))
_BY_ROLE = "撰文|" + "|".join(re.escape(label) for label in _LABELS if label[-1] in "者人辑编审校源对")
_NAMED = rf"(?:(?!(?:{_BY})[:：|｜丨/／])[^。！？!?]){{1,52}}+"
_BEFORE = "[^。！？:：|｜丨/／的是了]"
LABELLED = re.compile(
    rf"\W{{0,3}}(?:{_BEFORE}{{0,12}}?(?:{_BY_ROLE})|(?:{_BEFORE}{{0,12}}(?<![{HAN}]))?(?:{_BY}))[:：|｜丨/／]{_NAMED}"
    rf"(?P<more>(?:(?:{_BY})[:：|｜丨/／]{_NAMED}){{1,5}})?"
)
