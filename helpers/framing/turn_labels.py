"""Tell whom the label of a transcript names: a person, one of many, a newspaper, the bearer of an office. Pure."""

import re
from collections.abc import Collection
from functools import cache

from helpers.framing.names import is_no_word, is_ordinary, looks_like_name, name_forms, office_pattern, surnames
from helpers.framing.reporting import any_of
from helpers.text.entities import entity_of, kind_of
from helpers.text.script import HAN


@cache
def titled_name() -> re.Pattern[str]:
    """Return the pattern of a name with an office, as in the minutes of a parliament (高委员思远, 高思远委员), or of a handle (@远山)."""
    forms = name_forms()
    return re.compile(rf"[{surnames()}]{forms.office}[{HAN}]{{1,2}}|{forms.chinese}{forms.office}|@.+")


def end_of_office(label: str) -> int:
    """Return where the last office in a label ends, 0 if there is none."""
    return max((match.end() for match in office_pattern().finditer(label)), default=0)


def bearer_of(label: str) -> str:
    """Return the name behind an office, or the whole label.

    >>> bearer_of("远山公司首席财务官徐宏"), bearer_of("主持人")
    ('徐宏', '主持人')
    """
    end = end_of_office(label)
    name = label[end:].lstrip()
    is_name = end and looks_like_name(name) and _is_name(name)
    return name if is_name and not titled_name().fullmatch(label) else label


def names_somebody(label: str, words: str, known: Collection[str]) -> bool:
    """Return whether a label names somebody who speaks once among others: 阿梅, 现场观众, 外交部发言人, 路透社.

    Args:
        words: what stands behind it. A word for one of many is also an entry of a list (学生：多读书), and must talk.
        known: the other labels. Several of them may speak with one voice, by a character each: 丁、马.

    >>> names_somebody("观众", "我想问一句。", ()), names_somebody("观众", "约两百人。", ())
    (True, False)
    """
    if is_ordinary(label) and not kind_of(entity_of(label)):
        return False
    if _is_name(label) or _names_with_office(label):
        return True
    parts = re.split("[、和&]", label)
    are_several = len(parts) > 1
    if are_several and all(_is_name(part) or _begins_one(part, known) for part in parts):
        return True
    many = _is_one_of_many(label) or kind_of(entity_of(label)) == "media" or (are_several and {*parts} <= {*surnames()})
    return bool(many and TALK.search(words))


def may_answer(label: str) -> bool:
    """Return whether a label behind a question may be whoever answers, and no word of two characters for a thing.

    >>> may_answer("老周"), may_answer("锅炉工"), may_answer("要点")
    (True, True, False)
    """
    return len(label) != 2 or label[0] in "老小阿大" or names_somebody(label, "?", ())


def _names_with_office(label: str) -> bool:
    """Return whether a label is an office and the nickname of its bearer: 主任老邹."""
    office, nickname = label[:-2], label[-2:]
    return bool(_NICKNAME.fullmatch(nickname) and office_pattern().fullmatch(office)) and is_no_word(nickname)


def _begins_one(part: str, names: Collection[str]) -> bool:
    return bool(part) and any(name.startswith(part) for name in names)


def _is_name(label: str) -> bool:
    """Return whether a label is a name or a nickname, and no word that begins like one (常识)."""
    if len(label) == 2 and not entity_of(label):
        return is_no_word(label) and (looks_like_name(label) or bool(_NICKNAME.fullmatch(label)))
    return looks_like_name(label) or bool(_NICKNAME.fullmatch(label) and is_no_word(label))


TALK = re.compile(r"[我你您咱?]")
TALKING = 0.3  # of the turns of a nickname hold 我, 你 or a question; lists of data hold none
_NICKNAME = re.compile(rf"[小老阿大][{HAN}]|阿[{HAN}]{{2}}")
_NO_LABEL = re.compile(r"\A[对给向跟与在从让请把被有这那]|[我你您他她它]")  # 对观众, 我父亲


def _is_one_of_many(label: str) -> bool:
    """Return whether a label tells what somebody is, and not to whom or of whom something is said."""
    return not _NO_LABEL.search(label) and bool(_one_of_many().search(label))


@cache
def _one_of_many() -> re.Pattern[str]:
    """Return the pattern of a label that ends in a word for somebody, with a name or a number behind it (听众阿May), or that
    is a form of address (王总), a newspaper (远山日报) or a Latin name (Tina)."""
    nouns = "|".join(map(any_of, ("office", "common", "nickname_end", "guest")))
    which = (
        rf"[小老阿大][{HAN}A-Za-z]{{1,8}}|@.+|[A-Za-z甲乙丙丁一二三四五\d]"
        rf"|(?<=网友) ?(?![们的])[{HAN}A-Za-z\d]{{2,10}}(?<![说道问评论言称])"
    )
    address = f"[{surnames()}](?:总|哥|姐|叔|姨|嫂|伯|导|工|先生|女士|小姐|太太)"
    press = rf"(?<=[{HAN}]{{2}})(?:{any_of('press')}|新闻)"
    latin = rf"\A(?:[{HAN}]{{2,8}} ?)?[A-Z][a-zÀ-ɏ]{{1,14}}(?: [A-Z][a-zÀ-ɏ]{{1,14}})?"
    return re.compile(rf"(?:(?:{nouns})(?:们|{which})?|\A{address}|{press}|{latin})\Z")
