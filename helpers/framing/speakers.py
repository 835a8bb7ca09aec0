"""Find everyone in a text who may speak: named persons, offices, firms, documents, unnamed sources. Pure."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from helpers.framing.quote_marks import MASK
from helpers.framing.reporting import any_of, ends_with, reporting_verbs, starts_with, unnamed_sources
from helpers.lexicon import terms_of
from helpers.text.document import Document
from helpers.text.entities import entity_of, kind_of
from helpers.text.matching import occurrences
from helpers.text.script import HAN, IS_HAN
from helpers.text.tokens import tokenize

_ORG_KINDS = ("company", "institution", "media")
# Of several speakers in one clause the lowest rank is its subject: a person says more than the firm of that person.
SPEAKER_RANK = {
    "person": 0,
    "anonymous": 0,
    "name": 1,
    "office": 2,
    "pronoun": 3,
    "bare_office": 3,
    "org": 4,
    "media_pronoun": 5,
    "firm_pronoun": 5,
    "document": 8,  # behind an organisation that it belongs to: 微软的报告称
}


class Speaker(NamedTuple):
    """Words that may name a speaker.

    ``kind`` is a key of `SPEAKER_RANK`, or *inner* for one whom only a quotation names. ``name`` is the entity where
    the lexicon knows it, else the words themselves. A *person* is known or has an office, a *name* only looks like one.
    """

    start: int
    end: int
    kind: str
    name: str


_WORD = r"[A-Z][a-zÀ-ɏ'’][A-Za-zÀ-ɏ'’]*"  # of a Latin name
_LATIN = rf"{_WORD}(?:[ ](?:[A-Z]\.|{_WORD})){{1,2}}"


class _Forms(NamedTuple):
    """Patterns of names, and of an office: a Chinese name; a transliterated word, which may be short behind an office;
    the first part of a name with dots, and any part behind its first character."""

    chinese: str
    word: str
    two: str
    short_word: str
    part: str
    rest: str
    office: str


@cache
def _forms() -> _Forms:
    one, *several = terms_of("reporting", "surname")
    letters, more = terms_of("reporting", "transliteration")
    inner = letters.replace("于", "")  # 于 begins a name (于尔根) and is a particle behind one
    office_letters = "".join(sorted({term[0] for term in terms_of("reporting", "office")}))
    return _Forms(
        chinese=f"(?!周[一二三四五六日末年边围]|向[记媒本外法警公社他她我])(?:[{one}](?!表示|认为|指出|透露|介绍|坦言)|{'|'.join(several)})[{HAN}]{{1,2}}",
        word=rf"[{letters}][{inner}]{{2,6}}(?!(?<=本)[周月年次人])",
        two=rf"[{letters}][{inner}]",
        short_word=rf"[{letters}][{inner}]{{1,6}}(?!(?<=本)[周月年次人])",
        part=rf"[{letters}{more}][{inner}{more}]{{0,6}}",
        rest=rf"[{inner}{more}]{{0,6}}",
        office=f"(?=[{office_letters}]){any_of('office')}(?!记者会|会议|办公室|候选人)",  # the engine looks at one class of letters and goes on
    )


@cache
def _follows() -> str:
    return rf"(?=[^{HAN}]|$|{'|'.join(map(any_of, ('after_name', 'adverb', 'report', 'quote')))})"


@cache
def _behind_office() -> re.Pattern[str]:
    """Return the pattern of a name behind an office: 总裁陈晶(向…), 首席财务官的贝丽尔(…)."""
    forms = _forms()
    return re.compile(
        rf"(?:之一)?[,、 &的]?(?:(?P<word>{forms.short_word}(?!·){_follows()})|(?P<name>{forms.chinese}?){_follows()}"
        rf"|(?P<first>{_WORD})(?![ ]?[A-Za-z0-9]))"
    )


@cache
def _before_office() -> re.Pattern[str]:
    """Return the pattern of a name in front of its office: 叶知微,青禾实验室首席(科学家)."""
    return re.compile(rf"(?<![{HAN}A-Za-z0-9·])(?P<name>{_forms().chinese}),[{HAN}A-Za-z0-9]{{2,12}}\Z")


@cache
def _last_parts() -> re.Pattern[str]:
    """Return the pattern of a name from its first dot on. The longest counts, for a syllable may look like a particle."""
    parts = rf"(?:·[{HAN}]{_forms().rest}){{1,3}}(?!(?<=本)[周月年次人])"
    # The last part may hold a character that few names hold, where it ends before a verb or a mark.
    ends = rf"(?=[^{HAN}·]|$|{any_of('report')})"
    return re.compile(rf"{parts}(?:{_follows()}|(?=特别|报道))|{parts}[{HAN}]{{1,3}}?{ends}|{parts}")


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of an office, of a first name before its dot, of a Latin name, of a Chinese name at the end."""
    forms = _forms()
    # It begins with its letter, and looks back from there: the engine leaps to it.
    latin = rf"[A-Z](?:(?<=C[A-Z]O[ ].)|(?<![A-Za-z0-9:,&][ ].))(?<![A-Za-z0-9-].){_LATIN.removeprefix('[A-Z]')}(?![ ]?[A-Za-z0-9])"
    return tuple(map(re.compile, (forms.office, rf"{forms.part}\Z", latin, rf"{forms.chinese}\Z")))


@cache
def _not_names() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(terms_of("reporting", role)) for role in ("not_name", "not_latin", "not_last"))


@lru_cache(maxsize=1 << 12)
def is_ordinary(words: str) -> bool:
    """Return whether words that are written like a name are not one: 高层, 加拿大, Reinforcement Learning."""
    ordinary, english, last = _not_names()
    first, *others = words.split(" ")
    return words in ordinary or first in english or not (english | last).isdisjoint(others)


@cache
def _whole_name() -> re.Pattern[str]:
    forms = _forms()
    return re.compile(rf"{forms.chinese}|{forms.part}(?:·[{HAN}]{forms.rest}){{1,3}}|{_LATIN}")


def looks_like_name(words: str) -> bool:
    """Return whether ``words`` are the name of a person: one of the lexicon, or one that has the form of a name.

    >>> looks_like_name("周明远"), looks_like_name("高层"), looks_like_name("马斯克")
    (True, False, True)
    """
    entity = entity_of(words)
    if entity:
        return kind_of(entity) == "person"
    return bool(_whole_name().fullmatch(words)) and not is_ordinary(words)


def find_speakers(
    document: Document,
    masked: str,
    verbs: Iterable[tuple[re.Match[str], str]] = (),
    labels: Iterable[tuple[int, int]] = (),
) -> list[Speaker]:
    """Return everyone who may speak, in reading order; no two overlap.

    Args:
        masked: the shadow of the document without its quotations, as `helpers.framing.quote_marks.mask_quotations` returns it.
        verbs: the verbs of saying in ``masked`` with their roles; the words before one may be a name.
        labels: the places of the labels of a transcript.

    >>> document = Document("谷歌发言人和马斯克")
    >>> [(speaker.kind, speaker.name) for speaker in find_speakers(document, document.shadow)]
    [('office', '谷歌发言人'), ('person', 'Elon Musk')]
    """
    shadow = document.shadow
    mentions = [one for one in document.mentions if masked[one[0] : one[1]] == shadow[one[0] : one[1]]]
    known, others = [], []  # others: products and places, which speak only right before a verb
    for start, end, entity, kind in mentions:
        speaks = kind in ("person", *_ORG_KINDS)
        speaker = Speaker(start, end, "person" if kind == "person" else "org" if speaks else "product", entity)
        (known if speaks else others).append(speaker)
    found = [speaker for speaker in _with_office(masked, [*known, *others]) if speaker.kind != "product"]
    labelled = [Speaker(*label, "name", entity_of(shadow[slice(*label)]) or shadow[slice(*label)]) for label in labels]
    certain = {*found, *labelled}
    found += labelled
    unlisted = _unlisted_names(masked)
    press = [Speaker(*match.span("name"), "org", match["name"]) for match in _press().finditer(masked)]
    certain |= {*press} | {
        speaker for speaker in unlisted if speaker.kind == "office" and not _patterns()[0].match(speaker.name)
    }
    found += [*press, *unlisted]
    found += [Speaker(*match.span(), role, match.group()) for match, role in unnamed_sources().finditer(masked)]
    guesses = [*_names_before(masked, verbs, found), *_names_by_place(masked), *_names_by_segments(shadow, masked)]
    guesses += [*_names_behind_offices(masked, verbs, found), *_letters_at_start(masked)]
    # 林教授的学生, 一位青禾发言人
    found += [guess for guess in guesses if guess.kind == "anonymous" and _holds_another(guess.name)]
    nicknames = _nicknames(shadow, found, labelled)
    found += _later_mentions(shadow, masked, [*found, *guesses], nicknames)
    # 韩国国土交通部(表示) holds a place, and 脸书(表示) is a product
    nouns = [guess for guess in guesses if guess.kind in ("org", "anonymous")]
    blocked = [(a.start, a.end) for a in others if not any(b.start <= a.start and a.end <= b.end for b in nouns)]
    blocked += [match.span() for match in _BYLINE.finditer(masked)]  # who wrote the report does not speak in it
    kept = _without_glosses(masked, _without_overlap(found, certain, guesses, blocked))
    kept = _without_employers(masked, _without_roles(masked, kept))
    aliases = _aliases(shadow, kept) | {words: speaker.name for words, speaker in nicknames.items()}
    return [speaker._replace(name=aliases[speaker.name]) if speaker.name in aliases else speaker for speaker in kept]


def _unlisted_names(masked: str) -> list[Speaker]:
    """Return the names that no list knows, by their form or by the office before them, and the offices.

    Each form has a rare mark (an office, a dot, a capital letter, a bracket), and only what stands beside one is read.
    """
    found, office_ends = [], [0]
    for match in _patterns()[0].finditer(masked):
        found.append(_office(masked, *match.span()))
        office_ends.append(match.end())
        begin = max(0, match.start() - _PHRASE_REACH)
        comma = masked.rfind(",", begin, match.start()) > 0
        if comma and (name := _before_office().search(masked, begin, match.start())):
            found.append(Speaker(*name.span("name"), "person", name["name"]))
        if name := _behind_office().match(masked, match.end()):
            kind = "name" if name.lastgroup == "first" else "person"
            found.append(Speaker(*name.span(name.lastgroup), kind, name[name.lastgroup]))
    found += [*_dotted_names(masked, office_ends), *_latin_names(masked), *_glossed_names(masked)]
    found += [Speaker(*match.span(), "name", match[0]) for match in _polite().finditer(masked)]
    found += [Speaker(*match.span("name"), "name", match["name"]) for match in _long_surname().finditer(masked)]
    found += [*_hyphened_names(masked)]
    return [speaker for speaker in found if "office" in speaker.kind or not is_ordinary(speaker.name)]


@cache
def _ends_in_office() -> re.Pattern[str]:
    return re.compile(rf".[位名].*{_forms().office}\Z")


def _holds_another(name: str) -> bool:
    """Return whether the words for somebody without a name hold a name or an office, which does not speak."""
    return "的" in name or bool(_ends_in_office().match(name))


@cache
def _polite() -> re.Pattern[str]:
    """Return the pattern of a surname with a form of address: 章女士."""
    surnames = terms_of("reporting", "surname")[0]
    return re.compile(
        rf"[{surnames}](?:女士|先生|小姐|太太|师傅|阿姨|大爷|大妈|大姐|大哥)(?!们)|(?<=据)[{surnames}](?=介绍|分析|透露|回忆|描述)"
    )


@cache
def _long_surname() -> re.Pattern[str]:
    """Return the pattern of a name whose surname has two characters, which tell enough: 山本志门(是), 欧阳明远(说)."""
    surnames = terms_of("reporting", "surname")[1:]
    # It begins with one class of letters, and looks back from there: the engine leaps to them.
    first = "".join(sorted({surname[0] for surname in surnames}))
    whole = "|".join(f"(?<={surname[0]}){surname[1:]}" for surname in surnames)
    goes_on = f"[势必能会要将从为有没是在]|{'|'.join(map(any_of, ('after_name', 'adverb', 'report', 'quote')))}"
    return re.compile(
        rf"(?P<name>[{first}](?:(?<![{HAN}·].)|(?<=的.))(?:{whole})(?!{goes_on})[{HAN}]{{1,2}}){_follows()}"
    )


_BYLINE = re.compile(
    r"[〔\[【(](?:[^〔〕\[\]【】()\n]{0,40}(?:报[导道]|电|摄|编译|撰文)|(?:[本特见实][报刊约习])?(?:记者|编辑|责编|通讯员|作者)[^〔〕\[\]【】()\n]{1,30})[〕\]】)]"
)


@cache
def _press() -> re.Pattern[str]:
    """Return the pattern of a newspaper or journal in title marks before a verb of saying: 《晨报》(报道)."""
    return re.compile(
        rf"《(?P<name>[^《》\n。!?:;]{{2,40}})》(?:网站|周刊|杂志|报告|一书|一文)?(?:的|{any_of('adverb')}){{0,3}}"
        rf"(?=报[道导]|研究|援引|刊文|撰文|消息|说法|统计|调查|{any_of('report')})"
    )


_LONGEST_PART = 7  # characters of a transliterated first name


@cache
def _run() -> re.Pattern[str]:
    """Return the pattern of the characters between the edge of a clause and a dot."""
    return re.compile(rf"(?:(?<=[^{HAN}])|(?<=[{_JOINTS}])|\A){_whole_run().pattern}")


@cache
def _whole_run() -> re.Pattern[str]:
    return re.compile(rf"(?![{_JOINTS}的])[{HAN}]{{1,5}}\Z")


_ADDRESS = re.compile("(?:博士|教授|先生|女士)\\Z")  # its syllables stand in names, too


def _dotted_names(masked: str, office_ends: Sequence[int]) -> Iterator[Speaker]:
    at = 0
    for dot in re.finditer("·", masked):
        office_end = office_ends[bisect_right(office_ends, dot.start()) - 1]
        begin = max(at, office_end, dot.start() - _LONGEST_PART)
        begin += len("之一") * masked.startswith("之一", begin)
        first = _whole_run().match(masked, begin, dot.start()) if begin >= office_end > 0 else None
        first = first or _run().search(masked, begin, dot.start())
        first = first or _patterns()[1].search(masked, begin, dot.start())
        last = first and _last_parts().match(masked, dot.start())
        if last:
            at = last.end()
            end = first.start() + len(_ADDRESS.sub("", masked[first.start() : at]))
            yield Speaker(first.start(), end, "person", masked[first.start() : end])


@cache
def _hyphened() -> re.Pattern[str]:
    """Return the pattern of a transliterated name with a hyphen for its dot: 迈克-布朗(说)."""
    part = rf"[{''.join(terms_of('reporting', 'transliteration'))}]{{2,6}}"
    return re.compile(rf"(?<![{HAN}-]){part}(?:-{part}){{1,2}}(?![{HAN}-]?-){_follows()}")


def _hyphened_names(masked: str) -> Iterator[Speaker]:
    for match in _hyphened().finditer(masked) if "-" in masked else ():
        if not any(map(is_ordinary, match[0].split("-"))):
            yield Speaker(*match.span(), "person", match[0])


def _latin_names(masked: str) -> Iterator[Speaker]:
    """Yield Latin names of two words or more, but none in brackets behind a quotation: “模仿学习”(Imitation Learning)."""
    for match in _patterns()[2].finditer(masked):
        start, end = match.span()
        if not (masked[start - 2 : start] == f"{MASK}(" and masked[end : end + 1] == ")"):
            yield Speaker(start, end, "name", match[0])


@cache
def _gloss() -> re.Pattern[str]:
    return re.compile(rf"\((?=[A-Z][a-z-]+ [A-Z]|[^()。!?\n]{{0,20}}{_forms().office}\))")


def _glossed_names(masked: str) -> Iterator[Speaker]:
    """Yield Chinese names with a Latin form or an office in brackets: 郭明錤(Ming-Chi Kuo), 何劲(某公司负责人)."""
    for bracket in _gloss().finditer(masked):
        name = _patterns()[3].search(masked, max(0, bracket.start() - 3), bracket.start())
        if name:
            yield Speaker(*name.span(), "person", name[0])


_PHRASE_REACH = 16  # characters before an office in which the name of its firm is looked for


_JOINTS = "是在据由对向与和而但让把给"  # end what stands before a noun phrase


@cache
def _of_institution() -> re.Pattern[str]:
    edge = rf"(?:\A|[^{HAN}A-Za-z0-9&.\- ]|[{_JOINTS}的了]|[一这那][家个所名位])[ ]?"
    letter = rf"(?![{_JOINTS}]|出席|参加|前往|加入|访问|离开|接受|告诉)[{HAN}A-Za-z0-9&.\- ]"
    firm = rf"(?![ 的])(?:{letter}){{0,10}}{any_of('institution')}"
    return re.compile(rf"{edge}(?P<firm>(?:{firm})的?(?:前|现任|资深|联合)?)\Z")


@cache
def _bearer_of_title() -> re.Pattern[str]:
    return re.compile(
        rf"(?:\A|[^{HAN}]|[{_JOINTS}]|[校院所局部厅市县区省学会社行店厂队司团](?!任))[{terms_of('reporting', 'surname')[0]}]副?\Z"
    )


_OF_A_HOUSE = ("负责人", "发言人", "工作人员", "研究团队", "团队")
# The words from the edge of a clause on: 中国人寿(相关负责人).
_HOUSE = re.compile(
    rf"(?:\A|[,。!?:;\n{MASK}])(?P<house>(?![这那该其一我他她]|(?:研究|科研|分析|技术|项目|专家|管理|创始|核心|开发|运营)\Z|[{HAN}]{{0,3}}[{_JOINTS}])(?:(?!的)[{HAN}A-Za-z]){{2,12}})\Z"
)


@cache
def _full_name() -> re.Pattern[str]:
    return re.compile(rf"{_three_characters()}\Z")


# Whose head an office names, from the edge of a clause on: 卫生部长, 广州市长.
_DEPARTMENT = re.compile(
    rf"(?:\A|[^{HAN}]|[{_JOINTS}的])(?P<house>(?:[{HAN}](?<![{_JOINTS}任位名的该前新老本其这那为各原首副于])){{2,8}})\Z"
)
_LATIN_HOUSE = re.compile(r"(?<![A-Za-z0-9.-])(?P<name>[A-Z][A-Za-z0-9&.-]{1,14})[ ]?(?:的|官方)?\Z")


def _office(masked: str, start: int, end: int) -> Speaker:
    """Return the office with what it belongs to: 某某大学校长. Alone it stands for a person (该所长, CEO) if it must."""
    words = masked[start:end]
    before = masked[max(0, start - _PHRASE_REACH) : start]
    if before.endswith(("他的", "她的", "其")):
        begin = start - (1 if before.endswith("其") else 2)
        return Speaker(begin, end, "office", masked[begin:end])
    if firm := _of_institution().search(before):
        begin = max(0, start - _PHRASE_REACH) + firm.start("firm")
        return Speaker(begin, end, "office", masked[begin:end])
    if words.endswith(_OF_A_HOUSE) and (house := _HOUSE.search(before)):
        return Speaker(start - len(house["house"]), end, "office", house["house"] + words)
    if (name := _full_name().search(before)) and not is_ordinary(name[0]):  # 张碧华主任
        begin = start - len(name[0])
        surname, *given = _words_from(masked, begin, start)
        if len(surname) == 1 and len(given) > 1:
            return Speaker(begin, start, "person", name[0])
    if title := _bearer_of_title().search(before):  # 林教授, 林副市长
        begin = start - len(title[0].lstrip()) if title[0].endswith("副") else start - 1
        return Speaker(begin, end, "name", masked[begin:end])
    house = _LATIN_HOUSE.search(before)
    if house and not is_ordinary(house["name"]):  # CDC发言人, but AI专家
        begin = start - len(house[0])
        return Speaker(begin, end, "office", masked[begin:end])
    if words.endswith("长") and (house := _DEPARTMENT.search(before)):  # 卫生部长
        return Speaker(start - len(house["house"]), end, "office", house["house"] + words)
    if words in terms_of("reporting", "group"):  # 团队 alone is the team of a firm named before
        return Speaker(start, end, "firm_pronoun", words)
    alone = ends_with("alone").search(words)
    return Speaker(start, end, "office" if alone else "bare_office", words)


_VERB_REACH = 40  # characters before a verb of saying in which its subject begins


# May stand before a source at the beginning of a clause.
_JOINT = r"(?:援?引述?|难怪|[赛会事之随]后|目前|现在|当时|[昨今当][日天]|近日|日前|根?据|按照?|依照|而且?|并且|但是?|不过|对此|[此早]前|随后|其中|同时|因此|所以|比如|例如|正如|如|就像)?[ ]?"


@cache
def _before_verb() -> re.Pattern[str]:
    """Return the pattern of a name between the beginning of a clause and a verb of saying: ,周明远今天也(表示)."""
    forms = _forms()
    role = rf"[{HAN}]{{1,12}}[员长家师手人者生客工官警兵民记任事友学档袖构部局所院队卫锋帅将]"  # 店员艾哈迈德
    manner = rf"(?!(?P<twice>.)(?P=twice))(?:[{HAN}]{{2}}){{1,2}}[地着]"  # 习近平高兴地, but 李明慢悠悠地
    not_side = "(?!(?<=[警校官军控检双资院厂馆])方)"  # 警方通报 is no 方通报
    modifier = rf"[我咱]|(?!此前|随后|目前|对此|近日|日前|有消息|根据|按照|随着|而且|并且|但是|不过|因此|所以|如果|虽然|由于|另外|同时)(?:(?!{any_of('act')})(?:[{HAN}](?<![被有是把在了])){{2}}){{1,2}}"  # 当地村民
    several = rf"(?:另|又|还有|其中)?(?:[一两几多有某](?:位|名)|数(?:名|位(?![部局发产化])))[^,。!?:;{MASK}的]{{1,16}}?(?<![向对跟和与把被])|(?<![没拥具还只所含占])有[{HAN}]{{2,4}}"  # 一位房产中介, 有考生
    return re.compile(
        rf"(?:(?:\A|[^{HAN}A-Za-z0-9·. -]|(?<![A-Za-z0-9])[ ])(?:{_JOINT}|{role})|的)"
        rf"(?:(?P<firm>(?!{any_of('act')})[{HAN}]{{2,12}}{any_of('firm')})(?:的?{any_of('document')})?|(?P<common>(?:{modifier})?{any_of('common')}们?|{several})(?:{MASK}{{2,20}})?"
        rf"|(?P<name>{not_side}{forms.chinese}(?={manner})|{not_side}{forms.chinese}?|{forms.word}|[老小阿][{HAN}]|{_WORD}|{forms.two}\Z)(?:副?{forms.office})?|(?P<letters>[A-Z]{{3,6}}))"
        rf"[ ]?(?:{any_of('adverb')}[ ,]?){{0,4}}\Z"
    )


@cache
def _noun_before_verb() -> re.Pattern[str]:
    """Return the pattern of a noun between the beginning of a clause and a verb of saying: ,香港邮政昨日(回应)."""
    # Letters of verbs and particles, which no noun phrase holds, but for the words beside them here.
    letter = rf"(?:(?![{_NOT_IN_NOUN}]|{any_of('act')})[{HAN}A-Za-z0-9·&-]|[ ](?=[A-Z])|(?<=[A-Za-z0-9])[ ](?=[{HAN}])|(?<=[员协学商工金议国事总])会|能(?=源)|(?<=其)他|有(?=限))"
    ends = rf"(?:\([^()※]{{1,30}}\))?(?:网站|官网)?[ ]?(?:{any_of('adverb')}[ ,]?){{0,4}}(?:{any_of('report')}|发布|公布|发表|提供)?(?P<text>(?P<of>的)?(?:最新)?(?:{any_of('document')}|数据|资料|统计|监测|研究|结果))?\Z"
    return re.compile(
        rf"(?:\A|[^{HAN}A-Za-z0-9·. -]){_JOINT}(?!{any_of('adverb')}|{any_of('not_source')})(?P<noun>{letter}{{2,14}}?)(?<![{_NOT_LAST_IN_NOUN}]){ends}"
    )


_NOT_IN_NOUN = (
    "的了着过是有在不也将会能可要让使把被对向就都还又更最很太已曾所而但且或则即若如何哪么怎谁我你您他她它这那该据按"
)
_ENDS_CUE = re.compile("道?[,:]")
_TO = "对向与和跟给"  # before one who is spoken to
_NOT_LAST_IN_NOUN = "他地得来时后前中里上下"
# What is no person and no firm, but speaks: 研究, 观点.
_UNNAMED = re.compile(
    r".*(?:[者人员民众生师友方派商家]|研究|观点|监测|统计|内容|历史|经验|声音|消息|评论|分析|理论|说法|团体)"
)


def _names_before(masked: str, verbs: Iterable[tuple[re.Match[str], str]], known: Sequence[Speaker]) -> list[Speaker]:
    """Return the names that only the verb behind them shows to be names; any noun is one in a clause where nobody is
    ``known``, before a verb that reports and a comma or colon."""
    persons = [speaker for speaker in known if speaker.kind != "document"]
    found, places = [], sorted(speaker.start for speaker in persons if masked[max(0, speaker.start - 1)] not in _TO)
    for verb, role in verbs:
        start = max(0, verb.start() - _VERB_REACH)
        start = max(start, *(masked.rfind(mark, start, verb.start()) for mark in ",。!?;:\n"))
        if verb.group() == "看来":
            found += _in_whose_eyes(masked, start, verb.start())
            continue
        if match := _before_verb().search(masked, start, verb.start()):
            words = match[match.lastgroup]
            if match.lastgroup not in ("name", "letters") or not is_ordinary(words):
                found.append(Speaker(*match.span(match.lastgroup), _GUESSED[match.lastgroup], words))
        elif role in ("report", "according") and _ENDS_CUE.match(masked, verb.end()):
            start = max(start, masked.rfind(MASK, start, verb.start()))
            if bisect_left(places, start) == bisect_left(places, verb.start()):
                found += _noun_before(masked, start, verb)
    return found


def _in_whose_eyes(masked: str, start: int, end: int) -> Iterator[Speaker]:
    """Yield the one between 在 and 看来: 在张霖(看来)."""
    place = masked.find("在", start, end) + 1
    words = masked[place:end]
    if not place or not 2 <= len(words) <= _LONGEST_VIEWER or not IS_HAN.match(words):
        return
    time = starts_with("not_source").match(words) or starts_with("adverb").match(words)  # 在目前看来
    if not time and not is_ordinary(words):
        yield Speaker(place, end, "name" if looks_like_name(words) else "anonymous", words)


def _noun_before(masked: str, start: int, verb: re.Match[str]) -> Iterator[Speaker]:
    """Yield the noun between ``start`` and a verb of saying, if nothing else stands there."""
    match = _noun_before_verb().match(masked, start, verb.start())
    if not match or (is_ordinary(match["noun"]) and match["noun"] not in terms_of("reporting", "firm_name")):
        return
    place, end = match.span("noun")
    if masked[start] == MASK and reporting_verbs().match(masked, place, verb.start()):
        return  # 网友“半杯水”评论说
    is_house = match["noun"].isascii() or ends_with("institution").search(match["noun"])
    if match["text"] and not match["of"] and not is_house:  # 测试数据(显示)
        end = match.end("text")
    words = masked[place:end]
    unnamed = (verb.group() == "显示" and not is_house) or _UNNAMED.fullmatch(words)
    yield Speaker(place, end, "anonymous" if unnamed else "org", words)


_LONGEST_VIEWER = 8  # characters
_GUESSED = {"firm": "org", "common": "anonymous", "name": "name", "letters": "org"}


@cache
def _by_place() -> re.Pattern[str]:
    """Return the pattern of names that their place shows: between two quotations (”周明远顿了顿,“), or behind @."""
    forms = _forms()
    gesture = rf"[{HAN}]{{1,10}}[,:]?{MASK}"
    follows = rf"(?={any_of('after_name')}|{any_of('adverb')})(?={gesture})"
    return re.compile(
        rf"(?<={MASK})(?P<name>{forms.chinese}?{follows}|{forms.word}{follows}|{_WORD}(?={gesture}))"
        rf"|@(?P<handle>[{HAN}A-Za-z0-9_-]{{2,20}}?)(?=[ :,]|{any_of('report')})"
    )


def _names_by_place(masked: str) -> list[Speaker]:
    found = [(match, match.lastgroup) for match in _by_place().finditer(masked)]
    return [
        Speaker(*match.span(group), "name", match[group]) for match, group in found if not is_ordinary(match[group])
    ]


@cache
def _at_clause_start() -> re.Pattern[str]:
    return re.compile(rf"(?:\A|(?<=[。!?,\n{MASK}]))[ \u3000]*(?P<name>{_three_characters()})(?=[{HAN}])")


def _three_characters() -> str:
    """Return a pattern of a Chinese name: a surname of one character that is no particle, and a given name of two."""
    single = "".join(sorted({*terms_of("reporting", "surname")[0]} - {*_PARTICLES}))
    return rf"[{single}](?:[{HAN}](?<![{_NO_PART_OF_NAME}])){{2}}"


_NO_PART_OF_NAME = (
    "的了着是有在人们都也就又还才很更最不没会能要可把被让和与及或从到向说问称等某男女已曾将即均皆仍再先后前便随对跟给"
)
_PARTICLES = "于曾任和方时成常全向从应经还"  # surnames that are words of their own more often


def _names_by_segments(shadow: str, masked: str) -> Iterator[Speaker]:
    """Yield the Chinese names of three characters at the beginning of a clause that the segmenter does not know as words:
    a surname alone, then a given name that ends where a word ends. A given name that is a word itself (李多多) counts only
    behind a quotation that ends with its sentence.
    """
    for match in _at_clause_start().finditer(masked):
        start, end = match.span("name")
        surname, *given = _words_from(masked, start, end)
        after_speech = masked[start - 1 : start] == MASK and shadow[start - 2 : start - 1] in "。!?"
        if len(surname) == 1 and (after_speech or len(given) > 1) and not is_ordinary(match["name"]):
            yield Speaker(start, end, "name", match["name"])


def _words_from(masked: str, start: int, end: int) -> list[str]:
    """Return the words from ``start`` to ``end``, [""] where no word ends there or the next one may belong to a name."""
    words, place = [], start
    for word in tokenize(masked[start : end + _MARGIN]):
        if place == end:
            goes_on = len(word) == 1 and word not in _NO_PART_OF_NAME and not _after_short_name().match(word)
            return [""] if goes_on else words
        words.append(word)
        place += len(word)
    return [""]


def _names_behind_offices(
    masked: str, verbs: Iterable[tuple[re.Match[str], str]], found: Sequence[Speaker]
) -> Iterator[Speaker]:
    """Yield what stands between an office and a verb of saying and is made of no words: 常务董事中垣彻二郎(也表示)."""
    named = {s.start for s in found if s.kind in ("person", "name")}
    ends = sorted(s.end for s in found if s.kind in ("office", "bare_office") and s.end not in named)
    for verb, _ in verbs:
        place = bisect_right(ends, verb.start()) - 1
        if place < 0 or verb.start() - ends[place] > _VERB_REACH:
            continue
        match = _behind_any_office().match(masked, ends[place], verb.start())
        words = match["name"].removeprefix(match["role"] or "") if match else ""
        if words and _is_no_word(words) and not is_ordinary(words):
            yield Speaker(match.end("name") - len(words), match.end("name"), "name", words)


@cache
def _behind_any_office() -> re.Pattern[str]:
    letter = rf"[{HAN}](?<![{_NO_PART_OF_NAME}])"
    role = rf"(?:{letter}){{1,3}}[员长家师手者](?=(?:{letter}){{2,4}}(?:{any_of('adverb')})*\Z)"  # 首席(预报员)马学款
    return re.compile(
        rf"(?!{any_of('adverb')}|之一)(?P<name>(?P<role>{role})?(?:{letter}){{2,6}}?)(?:{any_of('adverb')}[ ,]?){{0,4}}\Z"
    )


def _is_no_word(name: str) -> bool:
    """Return whether the segmenter finds single characters in ``name`` as often as words."""
    words = tokenize(name)
    return 2 * sum(len(word) == 1 for word in words) >= len(words)


@cache
def _start_in_letters() -> re.Pattern[str]:
    return re.compile(
        rf"(?:\A|(?<=[。!?,\n]))[ \u3000]*(?P<name>[A-Z][A-Za-z]{{2,14}})(?![ ]?用户)(?=[ ]?(?:{any_of('after_name')}|{any_of('adverb')}|{any_of('report')}))"
    )


def _letters_at_start(masked: str) -> Iterator[Speaker]:
    """Yield Latin names of one word at the beginning of a clause, which the lexicon does not know: FIFA(也澄清)."""
    for match in _start_in_letters().finditer(masked):
        if not is_ordinary(match["name"]):
            yield Speaker(*match.span("name"), "org", match["name"])


_MARGIN = 4  # characters behind a name that the segmenter sees
_LETTER_OR_DIGIT = re.compile("[A-Za-z0-9]")


def _later_mentions(shadow: str, masked: str, speakers: list[Speaker], nicknames: dict[str, Speaker]) -> list[Speaker]:
    """Return the other mentions of persons whom the text names: in full, by last name (Schmidt, 威利森), by first name."""
    bearers = nicknames | _bearers(shadow, masked, speakers)
    if not bearers:
        return []
    found, at = [], 0
    for start, end in occurrences(bearers, masked):
        if start >= at and _is_whole(masked, start, end) and _stands_alone(masked, start, end):
            bearer = bearers[masked[start:end]]
            found.append(Speaker(start, end, bearer.kind, bearer.name))
            at = end
    return found


def _is_whole(masked: str, start: int, end: int) -> bool:
    """Return whether no Latin letter or digit stands on either side."""
    before = start and _LETTER_OR_DIGIT.match(masked, start - 1)
    return not before and not _LETTER_OR_DIGIT.match(masked, end)


@cache
def _after_short_name() -> re.Pattern[str]:
    return re.compile(rf"[^{HAN}]|\Z|{any_of('after_name')}|{any_of('adverb')}|{any_of('report')}|{any_of('quote')}")


def _stands_alone(masked: str, start: int, end: int) -> bool:
    """Return whether two Chinese characters are a name here: 周波分析, not 四周波动."""
    if end - start > 2 or masked[start].isascii():
        return True
    return not IS_HAN.match(masked, start - 1) or bool(_after_short_name().match(masked, end))


_BOTH_NAMES = 5  # characters of a first and a last name written together


def _bearers(shadow: str, masked: str, speakers: list[Speaker]) -> dict[str, Speaker]:
    """Return the first bearer of each name, of its parts, and of its second form in brackets: 辛顿(Geoffrey Hinton).

    A last name is long enough at two Chinese characters or four letters, a first name at three letters.
    """
    bearers: dict[str, Speaker] = {}
    first_names: dict[str, set[str]] = {}
    glossed = dict(_glosses(masked, sorted(speakers)))
    seen: set[tuple[str, str]] = set()
    for speaker in speakers:
        if speaker.kind not in ("person", "name"):
            continue
        words, bearer = shadow[speaker.start : speaker.end], glossed.get(speaker, speaker)
        if (words, bearer.name) in seen:
            continue
        seen.add((words, bearer.name))
        parts = _parts_of(words)
        if speaker.name == words or bearer is not speaker:
            bearers.setdefault(words, bearer)
        if len(parts) > 1:
            first, last = parts[0], parts[-1]
            if len(last) >= (4 if last.isascii() else 2):
                bearers.setdefault(last, bearer)
            if len(first) >= 3 or (len(first) == 2 and not first.isascii()):
                first_names.setdefault(first, set()).add(bearer.name)
                bearers.setdefault(first, bearer)
    for name in [name for name in bearers if len(name) >= _BOTH_NAMES and IS_HAN.match(name) and "·" not in name]:
        for start in range(2, len(name) - 2):  # 马克祖克伯 and 祖克伯
            if name[start:] in bearers:
                bearers[name[start:]] = bearers[name]
    shared = {first for first, names in first_names.items() if len(names) > 1 or is_ordinary(first)}
    return {name: bearer for name, bearer in bearers.items() if name not in shared and not entity_of(name)}


@lru_cache(maxsize=1 << 12)  # a text writes few names, and often
def _parts_of(name: str) -> list[str]:
    """Return the parts of a name; a surname of two characters is one: 山本志门."""
    if 2 < len(name) <= 4 and name[:2] in terms_of("reporting", "surname"):
        return [name[2:], name[:2]]
    return re.split(r"[· ]|(?<=[一-鿿])-(?=[一-鿿])", name)


@cache
def _nickname() -> re.Pattern[str]:
    """Return the pattern of a nickname right before a name: 绰号“铁匠”的工程师(袁庚), 红衣大叔(周鸿祎)."""
    told = rf"{any_of('nickname')}[是为叫]?[“‘]?(?P<told>[{HAN}A-Za-z]{{2,8}}?)[”’]?(?:的[{HAN}]{{0,10}})?"
    return re.compile(rf"(?:{told}|(?P<form>[{HAN}]{{1,4}}?{any_of('nickname_end')}))\(?\Z")


@cache
def _short_form() -> re.Pattern[str]:
    """Return the pattern of a surname with 老 before it, or with an office or a form of address behind it."""
    surnames = terms_of("reporting", "surname")[0]
    return re.compile(rf"[老小](?P<old>[{surnames}])|(?P<new>[{surnames}])(?:{_forms().office}|总|先生|女士|老师)?")


_NICKNAME_REACH = 24  # characters before a name in which its nickname is looked for


def _aliases(shadow: str, speakers: Sequence[Speaker]) -> dict[str, str]:
    """Return the other names of persons whom the text names in full, each with the full one.

    A part of the name (Haas), or a surname with 老 or an office (林教授), where one person in the text has it.
    """
    names = {shadow[s.start : s.end]: s.name for s in speakers if s.kind in ("person", "name")}
    full: dict[str, set[str]] = {}  # of a surname or a part, whose it is
    for words, name in names.items():
        parts = _parts_of(words)
        if len(parts) == 1:
            parts = [words[0]] if looks_like_name(words) and not _short_form().fullmatch(words) else []
        for part in parts:
            full.setdefault(part, set()).add(name)
    found = {}
    for words, name in names.items():
        short = _short_form().fullmatch(words)
        owners = full.get(short[short.lastgroup] if short else words, set()) - {name}
        if len(owners) == 1 and name == words and not entity_of(words):
            found[words] = min(owners)
    return found


def _nicknames(shadow: str, speakers: Sequence[Speaker], labels: Sequence[Speaker]) -> dict[str, Speaker]:
    """Return the nicknames that stand right before the name of a person, each with that person."""
    found, names = {}, {label.name for label in labels}
    told = names or any(term in shadow for role in ("nickname", "nickname_end") for term in terms_of("reporting", role))
    for speaker in speakers if told else ():
        before = shadow[max(0, speaker.start - _NICKNAME_REACH) : speaker.start] if speaker.kind == "person" else ""
        if match := _nickname().search(before):
            found[match[match.lastgroup]] = speaker
        found |= {name: speaker for name in names if before.removesuffix("(").endswith(name)}
    return found


@cache
def _office_behind() -> re.Pattern[str]:
    return re.compile(f"的?{_forms().office}")


def _with_office(masked: str, speakers: list[Speaker]) -> list[Speaker]:
    """Return ``speakers`` with 谷歌 + 发言人 joined: neither the firm nor a named person speaks."""
    joined, starts = [], {speaker.start for speaker in speakers}
    for speaker in speakers:
        match = _office_behind().match(masked, speaker.end)
        # 马斯克首席执行官 are two speakers, 马斯克的律师 and 马斯克团队 are one.
        joins = match and (speaker.kind != "person" or match[0][0] == "的" or match[0] == "团队")
        if joins and match.end() not in starts:
            joined.append(Speaker(speaker.start, match.end(), "office", masked[speaker.start : match.end()]))
        else:
            joined.append(speaker)
    return joined


def _glosses(masked: str, speakers: list[Speaker]) -> Iterator[tuple[Speaker, Speaker]]:
    """Yield the second form of a name in brackets, with the first: 伊桑·莫里克(Ethan Mollick)."""
    names = ("person", "name")
    for first, second in pairwise(speakers):
        if first.kind in names and second.kind in names and masked[first.end : second.start] == "(":
            yield second, first


def _without_glosses(masked: str, speakers: list[Speaker]) -> list[Speaker]:
    """Return ``speakers`` without those in a bracket behind the name of a person: his second name, firm or office."""
    kept, closes = [], 0
    for speaker in speakers:
        if speaker.start < closes:
            continue
        kept.append(speaker)
        if speaker.kind in ("person", "name") and masked.startswith("(", speaker.end):
            closes = masked.find(")", speaker.end, speaker.end + _LONGEST_GLOSS)
    return kept


_ROLE = re.compile(
    rf"[ ]?(?:的|旗下)?(?!告诉|采访|对|向|和|与|跟|问)(?:[{HAN}]{{2,14}}|[{HAN}]{{2,10}}、[{HAN}A-Za-z0-9 ]{{2,20}})(?<=[人员官家师者长裁理授任监席管])[ ]?"
)


def _without_roles(masked: str, speakers: list[Speaker]) -> list[Speaker]:
    """Return ``speakers`` without those of no name right before a name: 一位主管 Katy Huberty."""
    following = dict(pairwise(speakers))
    return [
        speaker
        for speaker in speakers
        if not (
            speaker.kind == "anonymous"
            and (bearer := following.get(speaker))
            and bearer.kind in ("person", "name")
            and not masked[speaker.end : bearer.start].strip()
        )
    ]


def _without_employers(masked: str, speakers: list[Speaker]) -> list[Speaker]:
    """Return ``speakers`` without a Latin name that is no person's, but of the firm of the next: Threat Stack联合创办人Jen Andre."""
    kept, persons = [], [speaker for speaker in speakers if speaker.kind in ("person", "name")]
    following = dict(pairwise(persons))
    for speaker in speakers:
        bearer = following.get(speaker)
        is_latin = speaker.kind == "name" and speaker.name[0].isascii()
        if not (is_latin and bearer and _ROLE.fullmatch(masked, speaker.end, bearer.start)):
            kept.append(speaker)
    return kept


_LONGEST_GLOSS = 40  # characters of a bracket behind a name


def _without_overlap(
    speakers: Iterable[Speaker], certain: set[Speaker], guesses: Iterable[Speaker], blocked: list[tuple[int, int]]
) -> list[Speaker]:
    """Return all speakers in order, none overlapping: an unnamed source beats a known name, that one of a known form,
    that a guess; then length.

    Places in ``blocked`` count as known names of something that does not speak.
    """
    claims = [(_certainty(s, certain), s.start - s.end, s.start, s.end, s) for s in speakers]
    claims += [(_GUESS, s.start - s.end, s.start, s.end, s) for s in guesses]
    claims += [(1, start - end, start, end, None) for start, end in blocked]
    covered = bytearray(max((claim[3] for claim in claims), default=0))
    kept = []
    for _, _, start, end, speaker in sorted(claims, key=itemgetter(0, 1, 2, 3)):
        if covered.find(1, start, end) < 0:
            covered[start:end] = b"\x01" * (end - start)
            kept += [speaker] if speaker else []
    return sorted(kept)


_GUESS = 3  # the certainty of a name that only its place shows


def _certainty(speaker: Speaker, certain: set[Speaker]) -> int:
    return 0 if speaker.kind == "anonymous" else 1 if speaker in certain else 2
