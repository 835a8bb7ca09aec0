"""Everyone in a text who may speak: named persons, offices, firms, documents, unnamed sources. Pure."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from helpers import lexicon
from helpers.text.matching import Terms
from helpers.text.mentions import find_mentions
from helpers.text.script import HAN


def _any_of(patterns: Iterable[str]) -> str:
    return "|".join(sorted(patterns, key=lambda p: (-len(p), p))) or r"(?!)"


class Speaker(NamedTuple):
    """Words that may name one who speaks. ``kind``: person, org, anonymous, office, pronoun, document."""

    start: int
    end: int
    kind: str
    name: str


@cache
def _terms(role: str) -> tuple[str, ...]:
    table = lexicon.read_table("reporting")
    return tuple(table.loc[table["role"] == role, "term"])


class _Roles:
    """The terms of some roles, searched at once; of several at one place the first role counts, then the longest."""

    def __init__(self, *roles: str) -> None:
        terms = [(role, term) for role in roles for term in sorted(_terms(role), key=lambda t: (-len(t), t))]
        self._roles = [role for role, _ in terms]
        self._terms = Terms(term for _, term in terms)

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[re.Match[str], str]]:
        return ((match, self._roles[number]) for match, number in self._terms.finditer(text, start, end))

    def match(self, text: str, start: int, end: int) -> tuple[re.Match[str], str] | None:
        found = self._terms.match(text, start, end)
        return (found[0], self._roles[found[1]]) if found else None


@cache
def reporting_verbs() -> _Roles:
    return _Roles("false", "noun", "report", "quote")


_FOLLOWS = (
    rf"(?=[^{HAN}]|$|[在也曾则更还就对向于说称是的不如已将等和与给带感谈提]|认[为同]|指出|表[示态]|坦言|直言|补充|强调|警[告示]|透露|解释|特别"
    "|最近|近日|日前|此前|当时|当天|发[文布现推]|承认|接受|批评|宣[布称]|写道|评价|介绍|呼吁|回[应复]|告诉|牵头|领导|团队|撰)"
)
_FOREIGN = (
    "阿埃艾爱安奥巴白班保鲍贝本比彼宾伯勃博布查达大戴丹道德邓迪蒂丁东杜多厄恩尔法凡菲费芬弗福夫盖戈格古哈海汉豪赫亨洪胡华怀霍基"
    "吉加贾杰金卡凯坎康考科克肯库拉莱兰朗劳勒雷李里理利莉莲列林琳卢鲁路伦罗洛马玛麦曼梅门蒙米密敏明莫默姆穆纳娜南内尼涅宁纽努诺欧"
    "帕潘庞佩彭皮平珀普奇恰切乔琼丘萨塞瑟森沙山尚舍圣施史什士斯思松苏索塔泰坦汤唐陶特腾廷图托瓦万威韦维魏温文沃乌伍西希锡夏香谢辛欣"
    "休修许雅亚扬杨耶叶伊易因英尤于约泽扎詹珍芝兹朱卓祖佐蕾露薇黛茨茜凌翰佛叔王梁黄徐"
)


@cache
def _name_pattern() -> re.Pattern[str]:
    one, *several = _terms("surname")
    surname = f"(?:[{one}]|{'|'.join(several)})"
    offices = sorted(_terms("office"), key=lambda t: (-len(t), t))
    office_letters = "".join(sorted({term[0] for term in offices}))
    office = f"(?=[{office_letters}])(?:{'|'.join(offices)})"
    foreign = rf"[{_FOREIGN}]{{1,6}}·(?:[{_FOREIGN}]{{1,6}}·)?[{_FOREIGN}]{{1,6}}?(?:{_FOLLOWS}|(?=特别|报道))"
    word = r"[A-Z][a-zÀ-ɏ'’][A-Za-zÀ-ɏ'’]*"
    latin = rf"(?<![A-Za-z0-9:,&][ ])(?<![A-Za-z0-9-]){word}(?:[ ](?:[A-Z]\.|{word})){{1,2}}(?![ ]?[A-Za-z0-9])"
    # Where no name begins, the engine looks at one class of letters and goes on.
    letters = f"A-Z{_FOREIGN}{office_letters}{one}{''.join(name[0] for name in several)}"
    return re.compile(
        rf"(?=[{letters}])(?:(?P<foreign>{foreign})"
        rf"|{office}[,、 &]?(?P<name>{surname}[{HAN}]{{1,2}}?){_FOLLOWS}"
        rf"|(?P<glossed>{surname}[{HAN}]{{1,2}})(?=\([A-Z][a-z]+ [A-Z])"
        rf"|(?P<latin>{latin})"
        rf"|(?P<office>{office}))"
    )


@cache
def _sources() -> _Roles:
    return _Roles("anonymous", "pronoun", "media_pronoun", "firm_pronoun", "document")


_ORG_KINDS = ("company", "institution", "media")
SPEAKER_RANK = {"person": 0, "anonymous": 0, "name": 1, "office": 2, "pronoun": 3, "org": 4, "media_pronoun": 5}
SPEAKER_RANK |= {"firm_pronoun": 5, "document": 6}


def find_speakers(shadow: str, masked: str) -> list[Speaker]:
    """Return all that may speak, in reading order, none overlapping another."""
    known = find_mentions(masked)
    spoken = ("person", *_ORG_KINDS)
    found = [
        Speaker(start, end, "person" if kind == "person" else "org", entity)
        for start, end, entity, kind in known
        if kind in spoken
    ]
    makers = [Speaker(start, end, "product", entity) for start, end, entity, kind in known if kind not in spoken]
    found = [speaker for speaker in _with_office(masked, [*found, *makers]) if speaker.kind != "product"]
    certain = set(found)
    for match in _name_pattern().finditer(masked):
        start, end = match.span(match.lastgroup)
        kind = _NAME_KINDS[match.lastgroup]
        found.append(Speaker(start, end, kind, shadow[start:end]))
        if kind == "person" and match.start() < start:
            found.append(Speaker(match.start(), start, "office", shadow[match.start() : start]))
    found += [Speaker(*match.span(), role, match.group()) for match, role in _sources().finditer(masked)]
    found += _short_forms(shadow, masked, found)
    speakers = _without_overlap(found, certain, [(start, end) for start, end, _, kind in known if kind not in spoken])
    return _without_glosses(masked, speakers)


_BEGINNING, _LETTER_OR_DIGIT = re.compile("(?s)[A-Za-z0-9]+|."), re.compile("[A-Za-z0-9]")


def _short_forms(shadow: str, masked: str, speakers: list[Speaker]) -> list[Speaker]:
    """Return the later mentions by last name of persons whom the text names in full: Schmidt, 威利森."""
    full = {}
    for speaker in speakers:
        parts = re.split(r"[ ·]", shadow[speaker.start : speaker.end])
        if (
            speaker.kind in ("person", "name")
            and len(parts) > 1
            and len(parts[-1]) >= (4 if parts[-1].isascii() else 2)
        ):
            full.setdefault(parts[-1], speaker)
    if not full:
        return []
    # The names that begin with one word, or with one character of another script, are few: each length is tried.
    lengths: dict[str, dict[int, None]] = {}
    for name in sorted(full, key=len, reverse=True):
        lengths.setdefault(_BEGINNING.match(name)[0], {})[len(name)] = None
    found, at = [], 0
    for match in re.finditer(f"(?<![A-Za-z0-9])[{re.escape(''.join({name[0] for name in full}))}]", masked):
        start = match.start()
        for length in lengths.get(_BEGINNING.match(masked, start)[0], ()) if start >= at else ():
            speaker, end = full.get(masked[start : start + length]), start + length
            if speaker and not _LETTER_OR_DIGIT.match(masked, end):
                found.append(Speaker(start, end, speaker.kind, speaker.name))
                at = end
                break
    return found


_NAME_KINDS = {
    "foreign": "person",
    "name": "person",
    "glossed": "person",
    "latin": "name",
    "office": "office",
}


def _with_office(masked: str, speakers: list[Speaker]) -> list[Speaker]:
    """Return ``speakers`` with 谷歌 + 发言人 joined to one that is neither the firm nor a named person."""
    office = re.compile(f"的?(?:{_any_of(_terms('office'))})")
    joined, starts = [], {speaker.start for speaker in speakers}
    for speaker in speakers:
        match = office.match(masked, speaker.end)
        joins = match and (speaker.kind != "person" or match.group()[0] == "的" or match.group() == "团队")
        if joins and match.end() not in starts:
            joined.append(Speaker(speaker.start, match.end(), "office", masked[speaker.start : match.end()]))
        else:
            joined.append(speaker)
    return joined


def _certainty(speaker: Speaker, certain: set[Speaker]) -> int:
    return 0 if speaker.kind == "anonymous" else 1 if speaker in certain else 2


def _without_glosses(masked: str, speakers: list[Speaker]) -> list[Speaker]:
    """Return ``speakers`` without the second form of a name that stands behind it in brackets."""
    names = ("person", "name")
    seconds = {
        b for a, b in pairwise(speakers) if a.kind in names and b.kind in names and masked[a.end : b.start] == "("
    }
    return [speaker for speaker in speakers if speaker not in seconds]


def _without_overlap(speakers: list[Speaker], certain: set[Speaker], blocked: list[tuple[int, int]]) -> list[Speaker]:
    """Return ``speakers`` in order; of two that overlap the unnamed source, the known name, the longer stay."""
    entries = [(_certainty(v, certain), v.start - v.end, v.start, v.end, v) for v in speakers]
    entries += [(1, start - end, start, end, None) for start, end in blocked]
    covered = bytearray(max((entry[3] for entry in entries), default=0))
    kept = []
    for _, _, start, end, speaker in sorted(entries, key=lambda entry: entry[:4]):
        if not any(covered[start:end]):
            covered[start:end] = b"\x01" * (end - start)
            kept += [speaker] if speaker else []
    return sorted(kept)
