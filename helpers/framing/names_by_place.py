"""Names that only their place shows: before a verb of saying, beside a quotation, at the beginning of a clause. Pure.

What is found here is a guess: it gives way to everything that is known otherwise (`helpers.framing.speakers`).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache

from helpers.framing.introductions import names_of_introduction
from helpers.framing.names import (
    OFFICES,
    PERSONS,
    WORD,
    Speaker,
    after_name,
    after_short_name,
    is_no_word,
    is_ordinary,
    lettered_nickname,
    looks_like_name,
    name_forms,
    name_letter,
    nickname,
    rare_name,
    speaker_at,
    surnames,
    three_characters,
    words_from,
)
from helpers.framing.narrated_names import names_told_of
from helpers.framing.quote_marks import COLON, MASK, start_behind
from helpers.framing.reporting import adverbs, any_of, ends_with, letters, starts_with
from helpers.lexicon import terms_of
from helpers.text.matching import occurrences
from helpers.text.script import HAN, IS_HAN


def find_by_place(
    shadow: str, masked: str, verbs: Sequence[tuple[re.Match[str], str]], found: Sequence[Speaker]
) -> list[Speaker]:
    """Return all guesses; ``found`` is everyone who is known otherwise."""
    guesses = [
        *_names_before_verbs(masked, verbs, found),
        *_beside_quotations(masked),
        *_names_by_segments(shadow, masked),
        *_before_colons(masked),
        *_names_behind_offices(masked, verbs, found),
        *_letters_at_start(masked),
        *_houses_in_letters(masked),
        *names_of_introduction(masked),
        *names_told_of(masked, verbs, found),
    ]
    return _ended_by_the_text(masked, guesses, _openings(masked, verbs))


def _ended_by_the_text(masked: str, guesses: Sequence[Speaker], openings: Sequence[Speaker]) -> list[Speaker]:
    """Return ``guesses``, those cut that hold more than a name: 王磊(当场), where the text has 王磊 before other words; and
    the names with which ``openings`` begin."""
    heads = {guess.name: _heads_of(guess) for guess in (*guesses, *openings)}
    free: dict[str, set[str]] = {}  # a head that stands as a name alone, with what follows
    wanted = {head for several in heads.values() for head in several}
    for start, end in occurrences(wanted, masked) if wanted else ():
        if not re.match(_LETTER, masked[start - 1 : start]) and after_short_name().match(masked, end):
            free.setdefault(masked[start:end], set()).add(masked[end : end + _LONGEST_REST])
    ends = {}
    for words, several in heads.items():
        for head in several:
            rest = words[len(head) :]
            if words not in ends and any(not one.startswith(rest[:_LONGEST_REST]) for one in free.get(head, ())):
                ends[words] = head
    names = [
        Speaker(guess.start, guess.start + len(ends[guess.name]), "name", ends[guess.name])
        for guess in (*guesses, *openings)
        if guess.name in ends
    ]
    return [*names, *(guess for guess in guesses if guess.name not in ends)]


_LONGEST_OPENING = 6  # characters from the beginning of a clause that may hold a name


def _openings(masked: str, verbs: Iterable[tuple[re.Match[str], str]]) -> list[Speaker]:
    """Return the first words of the clauses that lead to a verb of saying or a quotation, if they may begin with a name."""
    found, places = [], [verb.start() for verb, _ in verbs]
    places += [colon.start() for colon in COLON.finditer(masked)]
    for end in places:
        start = start_behind(f",。!?;:\n{MASK}", masked, max(0, end - _VERB_REACH), end)
        opening = speaker_at(masked, start, min(end, start + _LONGEST_OPENING))
        if _head().match(opening.name):
            found.append(opening)
    return found


_LONGEST_REST = 2  # characters of what stands behind a name
_LETTER = rf"(?!的)[{HAN}A-Za-z0-9]"


@cache
def _head() -> re.Pattern[str]:
    long = "|".join(terms_of("reporting", "long_surname"))
    return re.compile(rf"(?:(?P<long>{long})|[{surnames()}老小阿])(?=[{HAN}])|(?P<latin>{WORD})(?=[{HAN}])")


@cache
def _noun_end() -> re.Pattern[str]:
    roles = "|".join(map(any_of, ("common", "office", "firm", "collective", "document")))
    return re.compile(rf"(?:{roles})\Z")


def _heads_of(guess: Speaker) -> list[str]:
    """Return what may be the name in a guess that runs on, the longest first; none where the rest is a noun: 王磊团队."""
    words = guess.name
    match = _head().match(words) if guess.kind in ("name", "org") else None
    if match is None or _noun_end().search(words):
        return []
    if match["latin"]:
        return [match["latin"]]
    first = len(match["long"] or " ")
    ends = (first + 2, first + 1, *((2,) if words[0] in "老小阿" else ()))  # 小林 is a surname, too
    return [words[:end] for end in ends if end < len(words) and _may_be_name(words[:end])]


@lru_cache(maxsize=1 << 12)
def _may_be_name(words: str) -> bool:
    if (
        not IS_HAN.match(words[-1])
        or words[-1] in letters("not_last_in_name")
        or is_ordinary(words)
        or _noun_end().search(words)
    ):
        return False  # 老师
    return words[0] in "老小阿" or len(words) > 2 or is_no_word(words)  # 王磊, but 高铁


_VERB_REACH = 40  # characters before a verb of saying in which its subject begins
# May stand before a source at the beginning of a clause.
_JOINT = r"(?:援?引述?|由|难怪|[赛会事之随]后|目前|现在|当时|[昨今当][日天]|近日|日前|根?据|按照?|依照|而且?|并且|但是?|不过|对此|[此早]前|随后|其中|同时|因此|所以|比如|例如|正如|如|就像)?[ ]?"


_NOT_SAID = "没有?|[并尚]?未|拒绝|婉拒|不[愿肯便想]"  # 周明远拒绝(透露)
_EDGE = rf"(?:\A|[^{HAN}A-Za-z0-9·. -])"  # where no name goes on


@cache
def _before_verb() -> re.Pattern[str]:
    """Return the pattern of a name between the beginning of a clause and a verb of saying: ,周明远今天也(表示)."""
    forms, no_act = name_forms(), f"(?!{any_of('act')})"
    # 店员(艾哈迈德)
    role_end = "[员辑长家师手人者生客工官警兵民记任事友学档袖构部局所院队卫锋帅将牌台站业商头社网店厂库老管佬匠星父母女弟妹兄姐妻夫儿亲伴童神孀驱壁]|[儿孙妻女男养继]子"
    role = rf"[{HAN}]{{1,12}}(?:{role_end})(?![和与于从还应傅])"
    edge = rf"(?:(?:\A|[^{HAN}A-Za-z0-9·. -]|(?<![A-Za-z0-9])[ ])(?:{_JOINT}|{role})|的|之一)"
    firm = rf"(?P<firm>{no_act}(?:(?!的|之一)[{HAN}]){{2,12}}{any_of('firm')})(?:的?{any_of('document')})?"
    # (当地)村民, but no (此前)村民
    no_modifier = "[但而可却又也就还再的]|此前|随后|目前|对此|近日|日前|有消息|根据|按照|随着|而且|并且|但是|不过|因此|所以|如果|虽然|由于|另外|同时|然后"
    modifier = rf"[我咱]|(?!{no_modifier})(?:{no_act}(?:[{HAN}](?<![被有是把在了着对向跟给])){{2}}){{1,2}}"
    # 一位房产中介, 有考生
    one = rf"(?:另|又|还有|其中)?(?:[一两几多有某](?:位|名)|数(?:名|位(?![部局发产化])))[^,。!?:;{MASK}的]{{1,16}}?(?<![向对跟和与把被正曾已将])"
    several = rf"{one}|(?<![没拥具还只所含占])有(?!人|{any_of('some_time')})[{HAN}]{{2,4}}"
    common = rf"(?P<common>(?:{modifier})?{any_of('common')}们?|{several})(?:{MASK}{{2,20}})?"
    # 警方(通报) is no 方通; 习近平(高兴地), but 李明(慢悠悠地)
    chinese = f"(?!(?<=[警校官军控检双资院厂馆])方){forms.chinese}"
    manner = rf"(?!(?P<twice>.)(?P=twice))(?:[{HAN}]|(?:[{HAN}]{{2}}){{1,2}})[地着]"
    nickname = rf"{lettered_nickname()}|[老小阿][{HAN}]|(?<![{HAN}])大[{surnames()}勇强伟刚军明山海]"
    name = rf"(?P<name>{chinese}(?={manner})|{chinese}?|{forms.word}|{nickname}|{WORD}|{forms.two}\Z)(?:副?{forms.office})?"
    return re.compile(rf"{edge}(?:{firm}|{common}|{name}|(?P<letters>[A-Z]{{3,6}}))[ ]?{adverbs(4)}(?:{_NOT_SAID})?\Z")


@cache
def _noun_before_verb() -> re.Pattern[str]:
    """Return the pattern of a noun between the beginning of a clause and a verb of saying: ,香港邮政昨日(回应)."""
    begins = rf"{_EDGE}{_JOINT}(?!{any_of('adverb')}|{any_of('not_source')})"
    # Letters of verbs and particles, which no noun phrase holds, but for the words beside them here.
    act = rf"{any_of('act')}(?![局处科署司厅部组委会])"  # 植物保护科
    letter = rf"(?![{letters('not_in_noun')}]|{act})[{HAN}A-Za-z0-9·&-]|[ ](?=[A-Z])|(?<=[A-Za-z0-9])[ ](?=[{HAN}])"
    in_words = "(?<=[员协学商工金议国事总委公联])会|(?<=立法)会|能(?=源)|(?<=其)他|有(?=限)"
    noun = rf"(?P<noun>(?:{letter}|{in_words}){{2,14}}?)(?<![{letters('not_last_in_noun')}])"
    text = rf"(?P<text>(?P<of>的)?(?:最新)?(?:{any_of('document')}|数据|资料|统计|监测|研究|结果))?"
    reports = f"(?:{any_of('report')}|{any_of('quote')}|发布|公布|发表|提供)?"
    return re.compile(rf"{begins}{noun}(?:\([^()※]{{1,30}}\))?(?:网站|官网)?[ ]?{adverbs(4)}{reports}{text}\Z")


_ENDS_CUE = re.compile(f"道?[,:]|{MASK}{{8}}")  # the marks of a quotation of six characters are masked, too
# Between a verb and a quotation: (评价)这一做法“…”.
_OBJECT = re.compile(f"[这那该此][^,。!?:;{MASK}]{{1,8}}{MASK}{{8}}")


def _ends_cue(masked: str, verb: re.Match[str]) -> bool:
    """Return whether the words said stand behind a verb, or behind its object."""
    return bool(_ENDS_CUE.match(masked, verb.end()) or _OBJECT.match(masked, verb.end()))


_TO = "对向与和跟给"  # before one who is spoken to
# What is no person and no firm, but speaks: 研究, 观点.
_UNNAMED = re.compile(
    r".*(?:[者人员民众生师友方派商家]|研究|观点|监测|统计|内容|历史|经验|声音|消息|评论|分析|理论|说法|团体)"
)


def _names_before_verbs(
    masked: str, verbs: Iterable[tuple[re.Match[str], str]], known: Sequence[Speaker]
) -> list[Speaker]:
    """Return the names that only the verb behind them shows to be names; any noun is one in a clause where nobody is
    ``known``, before a verb that reports and a comma or colon."""
    found, able = [], [speaker for speaker in known if speaker.kind != "document"]
    places = sorted(speaker.start for speaker in able if masked[max(0, speaker.start - 1)] not in _TO)
    for verb, role in verbs:
        start = max(0, verb.start() - _VERB_REACH)
        start = max(start, start_behind(",。!?;:\n", masked, start, verb.start()) - 1)
        clause, start = start, _before_act(masked, start, verb.start())
        if role == "noun":
            found += _owner_of_words(masked, start, verb.start())
            continue
        if verb.group() == "看来":
            found += _in_whose_eyes(masked, start, verb.start())
            continue
        rare = _rare_surname().search(masked, start, verb.start())  # few clauses hold one
        rare = rare and _rare_before_verb().search(masked, max(start, rare.start() - _LONGEST_JOINT), verb.start())
        if rare and _is_name_of_three(masked, rare) and not ends_with("collective").search(rare["name"]):
            found.append(speaker_at(masked, *rare.span("name")))
        elif (topic := _behind_topic().search(masked, start, verb.start())) and _is_name_of_three(masked, topic):
            found.append(speaker_at(masked, *topic.span("name")))
        elif (noun := _behind_noun().search(masked, start, verb.start())) and (
            noun["short"] or _is_full_name(noun["name"])
        ):
            found.append(speaker_at(masked, *noun.span("name")))
        elif match := _before_verb().search(masked, start, verb.start()):
            words = match[match.lastgroup]
            if match.lastgroup not in ("name", "letters") or not is_ordinary(words):
                found.append(speaker_at(masked, *match.span(match.lastgroup), _GUESSED[match.lastgroup]))
        elif role in ("report", "according") and (start < clause or _ends_cue(masked, verb)):
            start = max(start, masked.rfind(MASK, start, verb.start()))
            if bisect_left(places, start) == bisect_left(places, verb.start()):
                found += _noun_before(masked, start, verb)
    return found


def _before_act(masked: str, start: int, end: int) -> int:
    """Return where the clause before starts, if in it somebody addresses the public and the verb of saying behind has no
    subject of its own: 渔会发表声明,(只称)."""
    near = max(0, end - _VERB_REACH)
    acts = masked[start : start + 1] == "," and _ADDRESSES.search(masked, near, start)
    if not acts or not _only_adverbs().fullmatch(masked, start + 1, end):
        return start
    return max(near, start_behind(",。!?;:\n", masked, near, start) - 1)


_ADDRESSES = re.compile(
    "(?:声明|公[告报]|通[告报]|[发贴长撰]文|发帖|新闻稿|致歉|受访|(?:回[复应]|答复|接受)(?:本[报刊台网]|记者|媒体)?(?:查询|询问|提问|采访|访问)?)\\Z"
)


@cache
def _only_adverbs() -> re.Pattern[str]:
    return re.compile(adverbs(4))


def _owner_of_words(masked: str, start: int, end: int) -> Iterator[Speaker]:
    """Yield the one whose words a noun stands for: 本刊编辑小唐的(预测是)."""
    match = _before_verb().search(masked, start, end - 1) if masked[end - 1] == "的" else None
    if match and match.lastgroup != "letters" and not is_ordinary(match[match.lastgroup]):
        yield speaker_at(masked, *match.span(match.lastgroup), _GUESSED[match.lastgroup])


_LONGEST_JOINT = 5  # characters between the edge of a clause and a name in it, with the edge


@cache
def _rare_surname() -> re.Pattern[str]:
    return re.compile(f"[{letters('surname_of_three')}]")


@cache
def _rare_before_verb() -> re.Pattern[str]:
    """Return the pattern of a name with a rare surname before a verb of saying: 开店的关芷晴(说)."""
    return re.compile(rf"(?:{_EDGE}{_JOINT}|的|之一)(?P<name>{rare_name()}){adverbs(4)}\Z")


@cache
def _behind_topic() -> re.Pattern[str]:
    """Return the pattern of a name behind a topic or a time and before a verb of saying: 谈到未来林晓峰(说)."""
    return re.compile(rf"{_EDGE}{any_of('topic')}[^,。!?:;{MASK}]{{1,12}}?(?P<name>{three_characters()}){adverbs(2)}\Z")


@cache
def _behind_noun() -> re.Pattern[str]:
    """Return the pattern of a name behind what its bearer is, and before a verb of saying: 司机王磊(说)."""
    return re.compile(
        rf"{_EDGE}(?:[{HAN}]{{0,8}}的)?[{HAN}]{{0,4}}?{any_of('common')}(?P<name>(?P<short>{nickname()})|{name_forms().chinese}(?<![曾再])){adverbs(2)}\Z"
    )


def _is_full_name(words: str) -> bool:
    return not is_ordinary(words) and is_no_word(words)


def _is_name_of_three(masked: str, match: re.Match[str]) -> bool:
    """Return whether the segmenter takes a name for one word, or a surname and a given name."""
    first, *given = words_from(masked, *match.span("name"))
    is_whole = first == match["name"] or (len(first) == 1 and given)
    return bool(is_whole) and not is_ordinary(match["name"])


def _in_whose_eyes(masked: str, start: int, end: int) -> Iterator[Speaker]:
    """Yield the one between 在 and 看来: 在张霖(看来)."""
    place = masked.find("在", start, end) + 1
    words = masked[place:end]
    if not place or not 2 <= len(words) <= _LONGEST_VIEWER or not IS_HAN.match(words):
        return
    time = starts_with("not_source").match(words) or starts_with("adverb").match(words)  # 在目前看来
    if not time and not is_ordinary(words):
        yield speaker_at(masked, place, end, "name" if looks_like_name(words) else "anonymous")


@cache
def _is_act() -> re.Pattern[str]:
    return re.compile(rf"{any_of('report')}|{any_of('quote')}|{any_of('gesture')}")


_OF_TEXT = re.compile("(?:最新)?(?:报告|研报|调查)")  # 拆机(报告)显示, 问卷(调查)显示: no house has such a name


def _noun_before(masked: str, start: int, verb: re.Match[str]) -> Iterator[Speaker]:
    """Yield the noun between ``start`` and a verb of saying, if nothing else stands there."""
    match = _noun_before_verb().match(masked, start, verb.start())
    if not match or (is_ordinary(match["noun"]) and match["noun"] not in terms_of("reporting", "firm_name")):
        return
    place, end = match.span("noun")
    if _is_act().fullmatch(masked, place, end):
        return  # 开口(就说), 网友“半杯水”评论(说)
    is_house = match["noun"].isascii() or ends_with("institution").search(match["noun"])
    if match["text"] and not match["of"] and not is_house:  # 测试数据(显示)
        end = match.end("text")
    one_of = masked.rfind("之一", place, end)
    place = one_of + len("之一") if one_of >= 0 else place
    many = starts_with("common").match(masked, end, verb.start())  # 海外AI(社区惊奇地发现)
    if many:
        end = many.end()
    words = masked[place:end]
    if not is_house and _OF_TEXT.match(masked, end, verb.start()):
        yield speaker_at(masked, place, end, "document")
        return
    unnamed = many or (verb.group() == "显示" and not is_house) or _UNNAMED.fullmatch(words)
    yield speaker_at(masked, place, end, "anonymous" if unnamed else "org")


_LONGEST_VIEWER = 8  # characters
_GUESSED = {"whose": "anonymous", "firm": "org", "common": "anonymous", "name": "name", "letters": "org"}


@cache
def _by_place() -> re.Pattern[str]:
    """Return the pattern of names that their place shows: between two quotations (”周明远顿了顿,“), or behind @."""
    forms = name_forms()
    gesture = rf"[{HAN}]{{1,10}}[,:]?{MASK}"
    follows = rf"(?={after_name()})(?={gesture})"
    return re.compile(
        rf"(?:(?<={MASK})|(?<={MASK},))(?P<name>(?:{forms.chinese}?|{rare_name()}|{forms.word}){follows}|{WORD}(?={gesture}))"
        rf"|(?<={MASK})(?P<common>{any_of('common')})(?={any_of('gesture')})"
        rf"|@(?P<handle>[{HAN}A-Za-z0-9_-]{{2,20}}?)(?=[ :,]|{any_of('report')})"
    )


_ENDS_QUOTATION = re.compile(f"{MASK},?(?!{MASK})|@")  # where the pattern is tried: at every place it is slow


def _beside_quotations(masked: str) -> list[Speaker]:
    places = (edge.end() - (edge[0] == "@") for edge in _ENDS_QUOTATION.finditer(masked))
    found = [
        speaker_at(masked, *match.span(match.lastgroup), _GUESSED.get(match.lastgroup, "name"))
        for match in (_by_place().match(masked, place) for place in places)
        if match
    ]
    # Of two characters a word of the segmenter is a thing (展台) more often than a name; of three it may be a famous one.
    found = [one for one in found if not is_ordinary(one.name)]
    return [one for one in found if one.kind == "anonymous" or len(one.name) > 2 or is_no_word(one.name)]


_COLON_REACH = 24  # characters of a sentence before its colon


@cache
def _sentence_before_colon() -> re.Pattern[str]:
    """Return the pattern of a name and what its bearer does, before a quotation: 王兴兴:“…”, 她的同事阿珍点点头:“…”."""
    goes_on = rf"(?:(?={after_name()}|{any_of('gesture')})[{HAN}]{{1,10}})?"
    return re.compile(
        rf"(?:[但而可却]|不过|然而|随后|接着|这时|此时)?(?:(?P<name>{name_forms().chinese}?)|[我他她]们?的{any_of('common')}(?P<near>{name_forms().chinese}?|[老小阿][{HAN}])){goes_on}"
        rf"|(?P<firm>[{HAN}]{{2,12}}?)[写发寄]给[{HAN}]{{2,12}}?的(?:公开)?[信函][件中里上]*[{HAN}]{{0,8}}"
        rf"|(?P<common>[我他她]?{any_of('common')})(?={any_of('gesture')})[{HAN}]{{1,10}}"
        rf"|(?P<whose>[{HAN}]{{0,4}}?{any_of('common')})的{any_of('own_words')}[{HAN}]{{0,8}}"
    )


def _before_colons(masked: str) -> Iterator[Speaker]:
    """Yield the names at the beginning of a short sentence that ends with a colon and a quotation. Alone they must not be
    a word (后记:“…”)."""
    for colon in COLON.finditer(masked):
        start = start_behind(f"。!?\n{MASK}", masked, max(0, colon.start() - _COLON_REACH), colon.start())
        match = _sentence_before_colon().fullmatch(masked, start, colon.start())
        if match and not is_ordinary(match[match.lastgroup]):
            place, end = match.span(match.lastgroup)
            if match["firm"] and not ends_with("institution").search(match["firm"]):
                continue  # 我昨天(写给老师的信里)
            surname, *given = words_from(masked, place, end)
            if not match["name"] or (given and len(surname) == 1):
                yield speaker_at(masked, place, end, _GUESSED.get(match.lastgroup, "name"))


@cache
def _at_clause_start() -> re.Pattern[str]:
    # 傅盛则…: what is compared with others by 则 or 却 is a person as often as a price.
    two = rf"[{surnames()}]{name_letter()}(?<![企价股市商币量值率额盘款板])(?=[则却])"
    return re.compile(
        rf"(?:\A|(?<=[。!?,\n{MASK}]))[ \u3000]*(?P<name>{three_characters()}(?=(?P<gesture>{any_of('gesture')})?[{HAN}])|{two})"
        rf"|的是(?P<shown>{three_characters()})(?=[,。!?])"
        rf"|(?<={MASK})(?P<foreign>{name_forms().word})(?={after_name()})"
    )


def _names_by_segments(shadow: str, masked: str) -> Iterator[Speaker]:
    """Yield the Chinese names of three characters at the beginning of a clause, or behind 的是, that the segmenter does not
    know as words: a surname alone, then a given name that ends where a word ends. A given name that is a word itself
    (李多多) counts only behind a quotation that ends with its sentence, or before what a person does (何小鹏坐下). So do
    names of two characters before 则 and 却.
    """
    for match in _at_clause_start().finditer(masked):
        start, end = match.span((match["name"] and "name") or (match["shown"] and "shown") or "foreign")
        after_speech = masked[start - 1 : start] == MASK and shadow[start - 2 : start - 1] in "。!?"
        if match["foreign"]:
            if after_speech and not is_ordinary(match["foreign"]):
                yield speaker_at(masked, start, end)
            continue
        surname, *given = words_from(masked, start, end)
        is_told = after_speech or match["gesture"] or len(given) == end - start - 1
        if len(surname) == 1 and is_told and not is_ordinary(masked[start:end]):
            yield speaker_at(masked, start, end)


def _names_behind_offices(
    masked: str, verbs: Iterable[tuple[re.Match[str], str]], found: Sequence[Speaker]
) -> Iterator[Speaker]:
    """Yield what stands between an office and a verb of saying and is made of no words: 常务董事中垣彻二郎(也表示)."""
    named = {s.start for s in found if s.kind in PERSONS}
    ends = sorted(s.end for s in found if s.kind in OFFICES and s.end not in named)
    last = -1  # where the verb before starts: in 评论说 it is the name's
    for verb, _ in verbs:
        place = bisect_right(ends, verb.start()) - 1
        before, last = last, verb.start()
        if place < 0 or verb.start() - ends[place] > _VERB_REACH or before > ends[place]:
            continue
        if starts_with("adverb").match(masked, ends[place], verb.start()):
            continue
        match = _behind_any_office().match(masked, ends[place], verb.start())
        if match and is_no_word(match["name"]) and not is_ordinary(match["name"]):
            yield speaker_at(masked, *match.span("name"))


@cache
def _behind_any_office() -> re.Pattern[str]:
    role = rf"(?:{name_letter()}){{1,3}}[员长家师手者](?=(?:{name_letter()}){{2,4}}(?:{any_of('adverb')})*\Z)"  # 首席(预报员)马学款
    return re.compile(rf"(?!之一)(?:{role})?(?P<name>(?:{name_letter()}){{2,6}}?){adverbs(4)}(?:{_NOT_SAID})?\Z")


@cache
def _start_in_letters() -> re.Pattern[str]:
    return re.compile(
        # It begins with its letter, and looks back from there: the engine leaps to it.
        rf"(?P<name>[A-Z](?:(?<![^。!?,\n\u3000].)|(?<=[。!?,\n] .))[A-Za-z]{{2,14}})(?![ ]?用户)(?=[ ]?(?:{after_name()}|{any_of('report')}))"
    )


def _letters_at_start(masked: str) -> Iterator[Speaker]:
    """Yield Latin names of one word at the beginning of a clause, which the lexicon does not know: FIFA(也澄清)."""
    for match in _start_in_letters().finditer(masked):
        if not is_ordinary(match["name"]):
            yield speaker_at(masked, *match.span("name"), "org")


@cache
def _name_in_letters() -> re.Pattern[str]:
    name = "[A-Z][A-Za-z]{1,14}(?: [A-Z][A-Za-z]{1,14}){0,2}"
    return re.compile(rf"(?<![A-Za-z] )(?<![A-Za-z]){name}(?=[ ]?{adverbs(4)}{any_of('report')})")


@cache
def _ends_in_house() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of('firm')}|团体|组织|机构|企业|平台|智库)[ ]?\Z")


_LONGEST_HOUSE = 6  # characters before the name of a house in which the word for it stands


def _houses_in_letters(masked: str) -> Iterator[Speaker]:
    """Yield the Latin names of houses behind what they are: 游说团体Blue Keel(回应). Any word may be one: Open Future."""
    for match in _name_in_letters().finditer(masked):
        if _ends_in_house().search(masked, max(0, match.start() - _LONGEST_HOUSE), match.start()):
            yield speaker_at(masked, *match.span(), "org")
