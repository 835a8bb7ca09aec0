"""Persons whom a text names only by what they are, where they do something: 外婆(把线穿过), 一位做芯片的师兄(摇摇头). Pure.

Any noun for a person counts that is no office with a bearer. What stands behind it must be a predicate, for most of these
nouns stand before other nouns as well: 学生(低头写字), but 学生作业.
"""

import re
from functools import cache

from helpers.framing.names import after_name, name_forms, surnames
from helpers.framing.quote_marks import MASK
from helpers.framing.reporting import any_of, ends_with, letters
from helpers.text.script import HAN


@cache
def _determined() -> re.Pattern[str]:
    """Return the pattern of what brings in one person: 一位(做芯片的)师兄, 我的(老)邻居, 县里的(承办人)."""
    one = "(?:另|又|还|只|其中|后来)?(?:[一某有](?:位|名(?!额)|个)|有[一几]?[位名个])"
    mine = rf"[我咱](?:们|家)?的?|[他她](?:们)?(?:的|(?={any_of('kin')}))"
    return re.compile(rf"(?:{one}(?:[^,。!?:;、{MASK}]{{1,16}}?的)?|{mine})")


@cache
def _owned() -> re.Pattern[str]:
    """Return the pattern of whose or which person somebody is: 对方的(法务), Mu'u 的(孙子)."""
    return re.compile(rf"[^,。!?:;、{MASK}]{{1,10}}?的")


@cache
def _any_noun() -> str:
    return rf"(?:{any_of('common')}|{any_of('kin')}|{any_of('superior')}|{any_of('person_noun')})"


@cache
def _noun() -> re.Pattern[str]:
    """Return the pattern of a noun for a person, with what tells more of it: 保安(大叔), 出租车司机."""
    whole = rf"{_more()}{_any_noun()}(?:{_FORM})?"
    does = rf"(?![{_NOT_BEHIND}的])(?={_predicate()})|(?=的{any_of('own_words')})"
    goes_on = "总[监裁经]|傅"  # 法务总监, 师傅
    return re.compile(rf"{_alone()}(?![{_NOT_BEHIND}的])|{whole}(?!{goes_on})(?:{does})")


@cache
def _met() -> re.Pattern[str]:
    """Return the pattern of a noun for a person in the place of an object."""
    return re.compile(rf"{_more()}(?:{_any_noun()}(?:{_FORM})?|{name_forms().office})(?=[,。:;]|\Z)")


@cache
def _alone() -> str:
    """Return the pattern of nouns that stand for one person by themselves, whatever follows: 外公, 老板."""
    return (
        rf"(?:{any_of('kin')}|阿[嬷公婆伯爸妈爷叔]|{any_of('superior')}|[我咱]家?[爸妈爹娘哥姐弟妹叔舅姨姑](?![夫控]))"
    )


_FORM = "大[叔爷妈姐哥婶娘伯]|阿姨|师傅|先生|女士|小姐|老师"  # of address
_NOT_BEHIND = f"们和与及、节院群圈级版{MASK}"


@cache
def _office() -> re.Pattern[str]:
    return re.compile(rf"{_more()}{name_forms().office}(?![{_NOT_BEHIND}的])(?={_predicate()})")


@cache
def _more() -> str:
    verb = f"著(?!名)|(?!(?<=[公出究务易])所)[{letters('not_in_noun')}{letters('not_before_person')}]"
    return f"(?:(?!{verb}|{any_of('act')})[{HAN}]){{0,5}}?"


@cache
def _predicate() -> str:
    """Return a pattern of the beginning of what somebody does or is, or of his words: 把(线穿过), 的(要求很简单)."""
    aspect = f"[{HAN}]{{1,2}}?(?:[了着著过完起出到上下回遍]|[不得][{HAN}])"
    again = f"(?P<verb>[{HAN}])一?(?P=verb)"
    return rf"[{letters('told_verb')}](?!人)|{after_name()}|{any_of('gesture')}|{aspect}|{again}"


@cache
def _has_surname() -> re.Pattern[str]:
    """Return the pattern of one who has a name: 学长(萧工程师)."""
    return re.compile(rf"{any_of('common')}[{surnames()}](?:{name_forms().office}|[{HAN}]{{0,3}}[师员])\Z")


def role_end(masked: str, place: int, end: int, *, met: bool = False) -> int:
    """Return where the words for one person that begin at ``place`` end, 0 if there are none.

    Args:
        met: the narrator meets the person, who is an object and needs no predicate: 请教过一位(师兄),.
    """
    determined = _determined().match(masked, place, end)
    starts = [determined.end(), place] if determined else [place]
    if (met or masked.find("的", place, end) > 0) and (owned := _owned().match(masked, place, end)):
        starts.append(owned.end())
    for start in starts:
        match = _noun().match(masked, start, end) or (
            start == starts[0] > place and _office().match(masked, start, end)
        )
        match = match or (met and _met().match(masked, start, end))
        is_many = match and start == place and ends_with("many").search(match[0])
        if (
            match
            and not is_many
            and not _has_surname().search(match[0])
            and not ends_with("collective").search(match[0])
        ):
            return match.end()
    return 0
