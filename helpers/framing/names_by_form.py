"""Names that no list knows, found by their form or by the office beside them, and the offices themselves. Pure."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from helpers.framing.names import (
    ADDRESS,
    JOINTS,
    WORD,
    Speaker,
    is_no_word,
    is_ordinary,
    last_letter,
    latin_name,
    latin_word,
    name_ends,
    name_forms,
    name_letter,
    nickname,
    office_pattern,
    speaker_at,
    surnames,
    three_characters,
    words_behind,
    words_from,
)
from helpers.framing.quote_marks import MASK
from helpers.framing.reporting import any_of, ends_with, first_of, letters
from helpers.lexicon import terms_of
from helpers.text.script import HAN, IS_HAN
from helpers.text.tokens import tokenize


@cache
def _behind_office() -> re.Pattern[str]:
    """Return the pattern of a name behind an office: 总裁陈晶(向…), 首席财务官的贝丽尔(…); 检察官曾晓筠(论告时指出)."""
    forms = name_forms()
    return re.compile(
        rf"(?:之一)?[,、 &的]?(?:(?:(?P<word>{forms.short_word}(?!·))|(?P<name>{forms.chinese}?|{nickname()})){name_ends()}|(?P<busy>[{surnames()}](?:{name_letter()}){{2}}{last_letter()})(?=[{HAN}]{{2}}[时后](?:{words_behind()}))"
        rf"|(?P<first>{WORD})(?![ ]?[A-Za-z0-9]))"
    )


def name_behind(masked: str, place: int) -> Iterator[Speaker]:
    """Yield the name that stands behind what its bearer is, which ends at ``place``."""
    name = _behind_office().match(masked, place)
    if name and (name["busy"] is None or is_no_word(name["busy"])):
        kind = "name" if name.lastgroup == "first" else "person"
        yield speaker_at(masked, *name.span(name.lastgroup), kind)


@cache
def _before_office() -> re.Pattern[str]:
    """Return the pattern of a name in front of its office: 叶知微,青禾实验室首席(科学家), 叶知微|(科学家)."""
    joint = rf",[{HAN}A-Za-z0-9]{{2,12}}|[ ]?[|｜][ ]?[{HAN}A-Za-z0-9]{{0,12}}"
    return re.compile(rf"(?<![{HAN}A-Za-z0-9·])(?P<name>{name_forms().chinese})(?:{joint})\Z")


@cache
def _last_parts() -> re.Pattern[str]:
    """Return the pattern of a name from its first dot on. The longest counts, for a syllable may look like a particle."""
    part = rf"[{HAN}]{name_forms().rest}"
    parts = rf"(?:·{part}(?:-{part})?){{1,3}}(?!(?<=本)[周月年次人])"
    # The last part may hold a character that few names hold, where it ends before a verb or a mark.
    ends = rf"(?=[^{HAN}·]|$|{any_of('report')}|{_HOLDS})"
    return re.compile(rf"{parts}(?:{name_ends()}|(?=特别|报道|{_HOLDS}))|{parts}[{HAN}]{{1,3}}?{ends}|{parts}")


_HOLDS = "[担出接就卸]任|任职|主持|负责|领[导衔]|率领|获[得奖选]|当选|执[教掌笔]|设计|创[办立作]"  # behind a name


def find_by_form(masked: str) -> list[Speaker]:
    """Return the names that no list knows, by their form or by the office before them, and the offices.

    Each form has a rare mark (an office, a dot, a capital letter, a bracket), and only what stands beside one is read.
    """
    found, office_ends = [], [0]
    for match in office_pattern().finditer(masked):
        found.append(_office(masked, *match.span()))
        office_ends.append(match.end())
        begin = max(0, match.start() - _PHRASE_REACH)
        before = masked[begin : match.start()]
        if ("," in before or "|" in before or "｜" in before) and (
            name := _before_office().search(masked, begin, match.start())
        ):
            found.append(speaker_at(masked, *name.span("name"), "person"))
        found += name_behind(masked, match.end())
    found += [*_dotted_names(masked, office_ends), *_latin_names(masked), *_glossed_names(masked)]
    found += [speaker_at(masked, *match.span()) for match in _polite().finditer(masked)]
    found += [*_polite_long(masked)]
    found += [speaker_at(masked, *match.span("name")) for match in _long_surname().finditer(masked)]
    found += [*_hyphened_names(masked)]
    return [speaker for speaker in found if "office" in speaker.kind or not is_ordinary(speaker.name)]


# What somebody does, but no quality: 陈太住(在附近), not 路太(窄), 太自(信).
_DOES_AS_PERSON = (
    "[住每昨坐站拿抱牵拉推叹曾仍煮帮跟搬]|今[年天早日晚]|带(?!劲)|从(?!容)|在(?![意乎行])|是|去|来|称(?![职心手])"
    "|[和与](?![蔼善平睦说表指认称的])|形容|认为|觉得|告诉|补充|强调|回[忆应答]|感[慨叹谢]|忆述|解释|分享|一(?:家|直|边|早|手|口)"
    "|任职|经营|退休"
)


@cache
def _polite() -> re.Pattern[str]:
    """Return the pattern of a surname with a form of address: 章女士, 陈太(住在附近), 熟客李婆婆."""
    surname, alone = f"[{surnames()}]", rf"(?<![{HAN}])"
    address = rf"{surname}(?:女士|老?先生|老太太|小姐|太太|(?<![{HAN}]车)师傅|阿姨|大爷|大妈|大姐|大哥)(?!们)"
    # It begins with its letter, and looks back from there.
    behind = rf"(?:(?<![{HAN}].)|(?<=[亲坊友居壁士师工长员客民妇户主娘者生的].)(?<!主张))"
    elder = rf"(?<![{letters('surname_or_particle')}和])(?:婆婆|奶奶|爷爷|伯伯|伯母|叔叔)(?!们)"
    wife = "太(?=[则却也都还就]|[说笑指摇表坦直]|,|$)"
    does = rf"(?:(?<!方)太|[伯婆])(?={_DOES_AS_PERSON})"
    called = rf"{surname}(?=[太伯婆奶爷叔]){behind}(?:{elder}|{wife}|{does})"
    kin = rf"{alone}{surname}(?:[姐嫂婶姨]|叔(?![同衡叔])|哥(?![华伦]))"
    told = rf"(?<=据){surname}(?=介绍|分析|透露|回忆|描述)"
    return re.compile(rf"{address}|{called}|{kin}|{told}")


_ADDRESSED_SO = re.compile(f"(?:{ADDRESS})(?!们)")


def _polite_long(masked: str) -> Iterator[Speaker]:
    """Yield the surnames of two or three characters with a form of address: 司徒先生, 佐久间女士."""
    long = terms_of("reporting", "long_surname")
    for address in _ADDRESSED_SO.finditer(masked):
        for size in (3, 2):
            start = address.start() - size
            if start >= 0 and masked[start : address.start()] in long:
                yield speaker_at(masked, start, address.end())
                break


@cache
def _long_surname() -> re.Pattern[str]:
    """Return the pattern of a name whose surname has two characters, which tell enough: 山本志门(是), 欧阳明远(说)."""
    long = terms_of("reporting", "long_surname")
    # It begins with one class of letters, and looks back from there: the engine leaps to them.
    whole = "|".join(f"(?<={surname[0]}){surname[1:]}" for surname in sorted(long, key=len, reverse=True))
    goes_on = f"[势必能会要将从为有没是在]|{words_behind()}"
    return re.compile(
        rf"(?P<name>[{first_of('long_surname')}](?:(?<![{HAN}·].)|(?<=[的者员长师家人手友生商主匠辑].))(?:{whole})(?:(?![的不都又还])[{HAN}][{letters('japanese_name_end')}]|(?!{goes_on})(?:[{HAN}]{last_letter()}){{1,2}}?)){name_ends()}"
    )


@cache
def press_pattern() -> re.Pattern[str]:
    """Return the pattern of a newspaper or journal in title marks before a verb of saying: 《晨报》(报道)."""
    return re.compile(
        rf"《(?P<name>[^《》\n。!?:;]{{2,40}})》(?:网站|周刊|杂志|报告|一书|一文)?(?:的|{any_of('adverb')}){{0,2}}"
        rf"(?=报[道导]|研究|援引|刊文|撰文|消息|说法|统计|调查|{any_of('report')})"
    )


_LONGEST_PART = 7  # characters of a transliterated first name


@cache
def _run() -> re.Pattern[str]:
    """Return the pattern of the characters between the edge of a clause and a dot."""
    return re.compile(rf"(?:(?<=[^{HAN}])|(?<=[{JOINTS}])|\A){_whole_run().pattern}")


@cache
def _whole_run() -> re.Pattern[str]:
    return re.compile(rf"(?![{JOINTS}的])[{HAN}]{{1,5}}\Z")


_ADDRESS = re.compile("(?:博士|教授|先生|女士)\\Z")  # its syllables stand in names, too


@cache
def _first_part() -> re.Pattern[str]:
    """Return the pattern of the first name before its dot."""
    return re.compile(rf"{name_forms().part}\Z")


def _dotted_names(masked: str, office_ends: Sequence[int]) -> Iterator[Speaker]:
    at = 0
    for dot in re.finditer("·", masked):
        office_end = office_ends[bisect_right(office_ends, dot.start()) - 1]
        begin = max(at, office_end, dot.start() - _LONGEST_PART)
        begin += len("之一") * masked.startswith("之一", begin)
        first = _whole_run().match(masked, begin, dot.start()) if begin >= office_end > 0 else None
        first = first or _run().search(masked, begin, dot.start())
        first = first or _first_part().search(masked, begin, dot.start())
        last = first and _last_parts().match(masked, dot.start())
        if last:
            start, at = _behind_role(masked, first.start(), dot.start()), last.end()
            near = max(office_end, start - _BEFORE_HYPHEN)
            before = masked[start - 1 : start] == "-" and _first_part().search(masked, near, start - 1)
            if before:  # 让-克洛德·容克
                start = _behind_role(masked, before.start(), start - 1)
            end = start + len(_ADDRESS.sub("", masked[start:at]))
            yield speaker_at(masked, start, end, "person")


@cache
def _role() -> re.Pattern[str]:
    """Return the pattern of a word for a person that stands before the name: 继任者, 主管, 儿子."""
    letters = f"(?!{name_forms().part}\\Z)"
    return re.compile(rf"{any_of('common')}|{name_forms().office}|{letters}[{HAN}]+[者员官师家管人工商长]")


_BEFORE_HYPHEN = 5  # characters of a part of a first name, with its hyphen
_BESIDE = 4  # characters before a name in which a word that runs into it begins


def _behind_role(masked: str, start: int, end: int) -> int:
    """Return where a first name that ends at ``end`` begins behind a role: 继任者(格雷格·阿贝尔), 主管(大卫·萨克斯)."""
    place = max(0, start - _BESIDE)
    for word in tokenize(masked[place:end]):
        place += len(word)
        if start < place < end and _role().fullmatch(word):
            start = place
    return start + (start + 1 < end and masked[start] == "者" and bool(IS_HAN.match(masked, start - 1)))  # 合著者


_HYPHEN_IN_HAN = re.compile(f"-(?<=[{HAN}]-)[{HAN}]")


@cache
def _hyphened() -> re.Pattern[str]:
    """Return the pattern of a transliterated name with a hyphen for its dot: 迈克-布朗(说)."""
    part = rf"[{letters('transliteration')}]{{2,6}}"
    return re.compile(rf"(?<![{HAN}-]){part}(?:-{part}){{1,2}}(?![{HAN}-]?-){name_ends()}")


def _hyphened_names(masked: str) -> Iterator[Speaker]:
    for match in _hyphened().finditer(masked) if _HYPHEN_IN_HAN.search(masked) else ():
        if not any(map(is_ordinary, match[0].split("-"))):
            yield speaker_at(masked, *match.span(), "person")


def _latin_names(masked: str) -> Iterator[Speaker]:
    """Yield Latin names of two words or more, but none in brackets behind a quotation: “模仿学习”(Imitation Learning)."""
    for match in latin_name().finditer(masked):
        start, end = match.span()
        if not (masked[start - 2 : start] == f"{MASK}(" and masked[end : end + 1] == ")"):
            yield speaker_at(masked, start, end)


@cache
def _gloss() -> re.Pattern[str]:
    return re.compile(rf"\((?=[A-Z][a-z-]+ [A-Z]|[^()。!?\n]{{0,20}}{name_forms().office}\))")


@cache
def _chinese_at_end() -> re.Pattern[str]:
    return re.compile(rf"{name_forms().chinese}\Z")


def _glossed_names(masked: str) -> Iterator[Speaker]:
    """Yield Chinese names with a Latin form or an office in brackets: 郭明錤(Ming-Chi Kuo), 何劲(某公司负责人)."""
    for bracket in _gloss().finditer(masked):
        name = _chinese_at_end().search(masked, max(0, bracket.start() - 3), bracket.start())
        if name and words_from(masked, *name.span()) != [""]:  # 靛蓝运算(Indigo Compute) is a firm
            yield speaker_at(masked, *name.span(), "person")


_PHRASE_REACH = 16  # characters before an office in which the name of its firm is looked for


_THERE_IS = "(?<![没拥具所含占国私公民原现固持特])有(?!限)"  # brings in somebody: 有(企业代表)


@cache
def _of_institution() -> re.Pattern[str]:
    edge = rf"(?:\A|[^{HAN}A-Za-z0-9&.\- ]|[{JOINTS}的了着过]|{_THERE_IS}|[一这那][家个所名位])[ ]?"
    letter = rf"(?![{JOINTS}了着过]|{_THERE_IS}|出席|参加|前往|加入|访问|离开|接受|告诉)[{HAN}A-Za-z0-9&.\- ]"
    firm = rf"(?![ 的])(?:{letter}){{0,10}}{any_of('institution')}"
    return re.compile(rf"{edge}(?P<firm>(?:{firm})的?(?:前|现任|资深|联合)?)\Z")


@cache
def _bearer_of_title() -> re.Pattern[str]:
    return re.compile(rf"(?:\A|[^{HAN}]|[{JOINTS}]|[校院所局部厅市县区省学会社行店厂队司团](?!任))[{surnames()}]\Z")


@cache
def _long_surnames() -> frozenset[str]:
    return frozenset(terms_of("reporting", "long_surname"))


def _long_bearer(before: str) -> int:
    """Return the length of the surname of two characters or more before an office, 0 where it opens no clause: 北原(社长)."""
    size = next((size for size in (3, 2) if before[-size:] in _long_surnames()), 0)
    edge = before[-size - 1 : -size] if size else ""
    return size if not IS_HAN.match(edge) or edge in JOINTS else 0


@cache
def _behind_common() -> re.Pattern[str]:
    """Return the pattern of a surname behind a noun for a person: 前辈(林律师)."""
    return re.compile(rf"{any_of('common')}(?![{letters('surname_or_word')}高任])[{surnames()}]\Z")


def _is_titled(masked: str, start: int, end: int) -> bool:
    """Return whether the segmenter begins a word with the surname before an office: 业务(王经理), but 市场方(经理)."""
    if masked[start] in f"{letters('surname_or_word')}{letters('surname_or_particle')}高":
        return False
    place = max(0, start - _SEEN)
    for word in tokenize(masked[place:end]):
        if place >= start:
            return place == start
        place += len(word)
    return False


_SEEN = 6  # characters before a surname that the segmenter sees
_OF_A_HOUSE = ("负责人", "发言人", "工作人员", "研究团队", "团队")
# The words from the edge of a clause on: 中国人寿(相关负责人).
_HOUSE = re.compile(
    rf"(?:\A|[,。!?:;\n{MASK}])(?P<house>(?![这那该其一我他她]|(?:研究|科研|分析|技术|项目|专家|管理|创始|核心|开发|运营)\Z|[{HAN}]{{0,3}}[{JOINTS}])(?:(?!的)[{HAN}A-Za-z]){{2,12}})\Z"
)


@cache
def _full_name() -> re.Pattern[str]:
    return re.compile(rf"{three_characters()}\Z")


# Whose head an office names, from the edge of a clause on: 卫生部长, 广州市长.
_DEPARTMENT = re.compile(
    rf"(?:\A|[^{HAN}]|[{JOINTS}的])(?P<house>(?:[{HAN}](?<![{JOINTS}任位名的了着过该前新老本其这那为各原首副于])){{2,8}})\Z"
)
_LATIN_HOUSE = re.compile(r"(?<![A-Za-z0-9.-])(?P<name>[A-Z][A-Za-z0-9&.-]{1,14})[ ]?(?:的|官方)?\Z")


# Before an office that several have: 德勤的一位(合伙人).
_ONE_OF_MANY = re.compile(
    rf"(?:{_THERE_IS}(?!人|消息)[{HAN}]{{0,4}}|(?<!第)[一两几某][位名](?:(?![对向问跟把被让给与和说]|告诉|提醒|采访|回复|透露)[{HAN}A-Z]){{0,12}})\Z"
)


def _is_latin_bearer(masked: str, word: str, end: int) -> bool:
    """Return whether a Latin word right before a title is a name: one behind a first name, here or before (Priya Raman)."""
    full = rf"[A-Z][a-zÀ-ɏ'’.-]*[ ]{re.escape(word)}(?![A-Za-z])"
    return latin_word().fullmatch(word) is not None and re.search(full, masked[max(0, end - _NEAR) : end]) is not None


_NEAR = 2000  # characters before a title in which the full name is looked for
_OF_SOME = re.compile(rf"某(?:(?![{JOINTS}的])[{HAN}A-Za-z]){{2,8}}\Z")


@cache
def _of_state() -> re.Pattern[str]:
    """Return the pattern of an office with its state: 爱沙尼亚(前)总理."""
    return re.compile(rf"{any_of('state')}(?:[前副]|现任|时任|候任|临时|代理)?{any_of('of_state')}\Z")


def _office(masked: str, start: int, end: int) -> Speaker:
    """Return the office with what it belongs to: 某某大学校长. Alone it stands for a person (该所长, CEO) if it must."""
    words = masked[start:end]
    before = masked[max(0, start - _PHRASE_REACH) : start]
    if one := _ONE_OF_MANY.search(before):
        return speaker_at(masked, start - len(one[0]), end, "anonymous")
    if before.endswith(("他的", "她的", "其")):
        return speaker_at(masked, start - (1 if before.endswith("其") else 2), end, "office")
    if firm := _of_institution().search(before):
        begin = max(0, start - _PHRASE_REACH) + firm.start("firm")
        return speaker_at(masked, begin, end, "office")
    if words.endswith(_OF_A_HOUSE) and (house := _HOUSE.search(before)):
        return speaker_at(masked, start - len(house["house"]), end, "office")
    name = _full_name().search(before)
    if name and not is_ordinary(name[0]) and not ends_with("firm").search(name[0]):  # 张碧华主任
        begin = start - len(name[0])
        surname, *given = words_from(masked, begin, start)
        if len(surname) == 1 and given:
            return speaker_at(masked, begin, start, "person")
    if _bearer_of_title().search(before) or (
        before[-1:] in surnames() and (_behind_common().search(before) or _is_titled(masked, start - 1, end))
    ):  # 林教授, 前辈林律师
        return speaker_at(masked, start - 1, end)
    if size := _long_bearer(before):  # 北原社长
        return speaker_at(masked, start - size, end)
    house = _LATIN_HOUSE.search(before)
    if house and ends_with("title_behind").fullmatch(words) and _is_latin_bearer(masked, house["name"], start):
        return speaker_at(masked, start, end, "bare_office")  # Priya Raman博士
    if house and not is_ordinary(house["name"]):  # CDC发言人, but AI专家
        return speaker_at(masked, start - len(house[0]), end, "office")
    if some := _OF_SOME.search(before):  # 某云厂商副总裁
        return speaker_at(masked, start - len(some[0]), end, "office")
    if state := _of_state().search(before + words):  # 爱沙尼亚总理
        return speaker_at(masked, end - len(state[0]), end, "office")
    if words.endswith("长") and (house := _DEPARTMENT.search(before)):  # 卫生部长
        return speaker_at(masked, start - len(house["house"]), end, "office")
    if words in terms_of("reporting", "group"):  # 团队 alone is the team of a firm named before
        return speaker_at(masked, start, end, "firm_pronoun")
    alone = ends_with("alone").search(words)
    return speaker_at(masked, start, end, "office" if alone else "bare_office")
