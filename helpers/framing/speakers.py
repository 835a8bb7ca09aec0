"""Find everyone in a text who may speak: named persons, offices, firms, documents, unnamed sources. Pure.

Known names come from the lexicon (`text.mentions`); what no list knows is found by its form (`names_by_form`) or, as a
guess, by its place (`names_by_place`); later mentions and other names of the same person by `aliases`. Where two overlap,
the more certain one stays.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from operator import itemgetter

from helpers.framing.aliases import find_aliases, find_later_mentions, find_nicknames
from helpers.framing.cast import find_cast, nameless
from helpers.framing.names import (
    ADDRESS,
    PERSONS,
    Speaker,
    after_name,
    is_no_word,
    is_ordinary,
    looks_like_name,
    name_forms,
    office_pattern,
    speaker_at,
    surnames,
    words_behind,
)
from helpers.framing.names_by_form import find_by_form, name_behind, press_pattern
from helpers.framing.names_by_place import find_by_place
from helpers.framing.names_in_marks import NAME_MASK
from helpers.framing.reporting import adverbs, any_of, ends_with, first_of, letters, unnamed_sources
from helpers.text.document import Document
from helpers.text.entities import entity_of
from helpers.text.matching import occurrences
from helpers.text.script import HAN, IS_HAN

_ORG_KINDS = ("company", "institution", "media")


def find_speakers(
    document: Document,
    masked: str,
    verbs: Iterable[tuple[re.Match[str], str]] = (),
    labels: Iterable[tuple[int, int]] = (),
    bylines: Iterable[tuple[int, int]] = (),
    authors: Iterable[tuple[int, int]] = (),
    in_marks: Iterable[tuple[int, int]] = (),
) -> list[Speaker]:
    """Return everyone who may speak, in reading order; no two overlap.

    Args:
        masked: the shadow of the document without its quotations, as `helpers.framing.quote_marks.mask_quotations` returns it.
        verbs: the verbs of saying in ``masked`` with their roles; the words before one may be a name.
        labels: the places of the labels of a transcript.
        bylines: those of `find_bylines`.
        authors: the places of the authors of sayings.
        in_marks: those of `find_names_in_marks`.

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
    written = [_author(shadow, *place) for place in authors]
    certain = {*found, *labelled, *written}
    found += labelled + written
    unlisted = find_by_form(masked)
    press = [speaker_at(masked, *match.span("name"), "org") for match in press_pattern().finditer(masked)]
    certain |= {*press} | {
        speaker for speaker in unlisted if speaker.kind == "office" and not office_pattern().match(speaker.name)
    }
    found += [*press, *unlisted]
    found += [*_relatives(masked, found)]
    found += _unnamed(masked, known)
    found += _people_around(masked, mentions)
    if any(speaker.kind == "firm_pronoun" for speaker in found):
        found += [*_companies(masked)]
    found += [speaker_at(shadow, *place) for place in in_marks]
    guesses = [_without_attribute(masked, guess) for guess in find_by_place(shadow, masked, verbs, found)]
    addressed = {speaker.start for speaker in unlisted if speaker.name[1:] in ("太", "伯", "婆")}
    guesses = [guess for guess in guesses if guess.kind != "name" or guess.start not in addressed]  # 陈太住(在附近)
    # 林教授的学生, 一位青禾发言人
    found += [guess for guess in guesses if guess.kind == "anonymous" and _holds_another(guess.name)]
    cast = find_cast(shadow, labelled, found)
    certain |= {*cast.values()}
    found += {*cast.values()} - {*found}
    nicknames = find_nicknames(shadow, found, labelled)
    later = find_later_mentions(shadow, masked, [*found, *guesses], nicknames)
    found += [*later, *_relatives(masked, [*later, *guesses])]
    # 韩国国土交通部(表示) holds a place, and 脸书(表示) is a product
    nouns = [guess for guess in guesses if guess.kind in ("org", "anonymous")]
    blocked = [(a.start, a.end) for a in others if not any(b.start <= a.start and a.end <= b.end for b in nouns)]
    blocked += bylines
    kept = _without_glosses(masked, _without_overlap(found, certain, guesses, blocked), {*cast.values()})
    kept = _without_employers(masked, _without_roles(masked, kept))
    aliases = find_aliases(shadow, kept) | {words: speaker.name for words, speaker in (cast | nicknames).items()}
    unnamed = nameless({label.name for label in labelled}) - aliases.keys()
    unnamed = {label for label in labelled if label.name in unnamed}
    kept = [speaker._replace(kind="anonymous") if speaker in unnamed else speaker for speaker in kept]
    return [speaker._replace(name=aliases[speaker.name]) if speaker.name in aliases else speaker for speaker in kept]


@cache
def _addressed() -> re.Pattern[str]:
    """Return the pattern of a name with a form of address at the end of what somebody is, which belongs to a surname alone:
    (开模具厂的)汪老板, (教书廿年的)汪小船(老师)."""
    nouns = f"{any_of('common')}|{any_of('person_noun')}"
    return re.compile(
        rf"(?:的|{nouns}|[友员师者工手民客商户])(?:(?P<name>[{surnames()}](?:{ADDRESS}|[太伯婆]))|(?P<full>{name_forms().chinese})(?:{ADDRESS}))\Z"
    )


def _without_attribute(masked: str, guess: Speaker) -> Speaker:
    """Return a guess without what tells more of somebody who is addressed by name."""
    match = _addressed().search(masked, guess.start, guess.end) if guess.kind == "anonymous" else None
    return speaker_at(masked, *match.span(match.lastgroup)) if match else guess


@cache
def _relative() -> re.Pattern[str]:
    return re.compile(rf"(?:[ ]?的?{any_of('kin')}|之{any_of('kin_letter')}(?![公性子友王神士亲]))们?")


def _relatives(masked: str, speakers: Iterable[Speaker]) -> Iterator[Speaker]:
    """Yield the relatives of persons, which are others, and their names: 李彦宏之子, 任正非之女(孟晚舟)."""
    for speaker in speakers:
        match = _relative().match(masked, speaker.end) if speaker.kind in PERSONS else None
        if match:
            yield speaker_at(masked, speaker.start, match.end(), "anonymous")
            yield from (one for one in name_behind(masked, match.end()) if not is_ordinary(one.name))


def _author(shadow: str, start: int, end: int) -> Speaker:
    words = shadow[start:end]
    return Speaker(start, end, "name" if looks_like_name(words) else "anonymous", entity_of(words) or words)


def _unnamed(masked: str, known: Iterable[Speaker]) -> Iterator[Speaker]:
    """Yield the sources without a name, those within a firm with it: 谷歌内部人士; who withholds it up to the verb or
    mark behind: 一位不愿具名的急诊主任(说)."""
    firms = {speaker.end: speaker.start for speaker in known if speaker.kind == "org"}
    for match, role in unnamed_sources().finditer(masked):
        start, end = match.span()
        if role == "anonymous" and match.group().endswith("的"):
            noun = _withheld().match(masked, end)
            if noun is None:
                continue
            end = noun.end()
        elif role == "anonymous" and (noun := _of_unnamed().match(masked, end)):
            end = noun.end()
        start = firms.get(start, start) if match.group().endswith(("人士", "员工")) else start
        yield speaker_at(masked, start, end, role)


@cache
def _people() -> re.Pattern[str]:
    """Return the pattern of the people around a firm or a person, who do not speak for it: (特斯拉)批评者, (苹果公司)老员工."""
    nouns = f"{any_of('common')}|{any_of('many')}|{any_of('around')}"
    which = "[老旧新女男大小]|[内外]部|资深|忠实|普通|早期|主要|核心|长期|[离在]职|海外|国内|本地"
    return re.compile(rf"(?:公司|集团)?的?(?:{which})?(?!{name_forms().office})(?P<noun>{nouns})们?")


@cache
def _behind_people() -> re.Pattern[str]:
    """Return the pattern of what may follow a subject: 用户(说), but 用户协议."""
    return re.compile(rf"(?!的)(?:{words_behind()})|[^{HAN}A-Za-z0-9]|\Z")


_IS = re.compile(r"(?<![但于可还就正只])[是为]\Z")


def _people_around(masked: str, mentions: Sequence[tuple[int, int, str, str]]) -> Iterator[Speaker]:
    """Yield the people around firms, products and known persons; another house or a firm itself is none: 腾讯研究院, 谷歌官方."""
    starts = {start for start, *_ in mentions}
    for start, end, _, kind in mentions:
        match = _people().match(masked, end) if kind != "place" else None
        if match is None or ends_with("collective").search(match["noun"]) or ends_with("firm").search(match["noun"]):
            continue
        if kind == "person" and not ends_with("around").search(match["noun"]):
            continue  # 雷军同学 is he himself
        if _IS.search(masked, max(0, start - 2), start):
            continue  # 他是苹果用户
        if match.end() + masked.startswith(" ", match.end()) in starts or _behind_people().match(
            masked, match.end()
        ):  # 苹果供应商(富士康)
            yield speaker_at(masked, start, match.end(), "anonymous")


@cache
def _company_end() -> re.Pattern[str]:
    """Return the pattern of the end of a company's name before what may follow a subject: (映岚)科技今天."""
    thing = rf"(?P<thing>{any_of('company_or_thing')})"
    acts = rf"(?P<acts>(?={any_of('company_act')}))"
    return re.compile(
        rf"(?=[{first_of('company', 'company_or_thing')}])(?:{any_of('company')}|{thing})(?:{acts}|(?={after_name()}|[,、(]))"
    )


@cache
def _before_company_end() -> re.Pattern[str]:
    letter = f"(?!这家|公司|企业|[应营]商|厂|[该本某{letters('not_in_noun')}])[{HAN}]"
    return re.compile(rf"(?:\A|[^{HAN}A-Za-z0-9]|公司|企业|[商厂])(?P<short>(?:{letter}){{2,6}})\Z")


_LONGEST_COMPANY = 8  # characters before the end of its name, with what stands before


def _companies(masked: str) -> Iterator[Speaker]:
    """Yield the companies of no list and the places of their short names."""
    names: dict[str, str] = {}
    for end in _company_end().finditer(masked):
        match = _before_company_end().search(masked, max(0, end.start() - _LONGEST_COMPANY), end.start())
        if match is None:
            continue
        name = match["short"] + end[0]
        is_new = is_no_word(match["short"]) or (end["acts"] is not None and not end["thing"])
        if is_new and not is_ordinary(name) and not entity_of(name):
            names.setdefault(match["short"], name)
            yield speaker_at(masked, match.start("short"), end.end(), "org")
    for start, end in occurrences(names, masked) if names else ():
        opens = not IS_HAN.match(masked[max(0, start - 1) : start] or " ")
        if opens and is_no_word(masked[start:end]) and _follows_company().match(masked, end):
            yield Speaker(start, end, "org", names[masked[start:end]])


@cache
def _follows_company() -> re.Pattern[str]:
    return re.compile(after_name())


@cache
def _of_unnamed() -> re.Pattern[str]:
    """Return the pattern of what somebody is, behind words that only tell more of her: 有位做工程师(的朋友)."""
    return re.compile(rf"的[{HAN}]{{0,2}}?(?:{any_of('common')}|{any_of('kin')})(?!们?的)")


@cache
def _withheld() -> re.Pattern[str]:
    """Return the pattern of what somebody is who gives no name, up to a verb of saying or a mark."""
    verb = rf"{adverbs(3)}(?:{any_of('report')}|{any_of('quote')})"
    return re.compile(rf"(?:(?!{verb})[{HAN}A-Za-z0-9]){{1,16}}?(?={verb}|[对向在]|[^{HAN}A-Za-z0-9]|\Z)")


@cache
def _ends_in_office() -> re.Pattern[str]:
    return re.compile(rf".[位名].*{name_forms().office}\Z")


def _holds_another(name: str) -> bool:
    """Return whether the words for somebody without a name hold a name or an office, which does not speak."""
    return "的" in name or name[0] in "他她" or bool(_ends_in_office().match(name))


_FILED = f"[{HAN}]{{0,10}}?(?:报[导道]|电|编译|摄)"  # (记者李娜)北京报道
# (记者 李娜), 记者李娜／台北报导, 记者李娜报道, and before the first sentence 记者李娜.
_BYLINE = re.compile(
    rf"[〔\[【(](?:[^〔〕\[\]【】()\n]{{0,40}}(?:报[导道]|电|摄|编译|撰文)|[{HAN}]{{0,12}}?(?:记者|编辑|责编|通讯员|作者)[^〔〕\[\]【】()\n]{{1,30}})[〕\]】)]"
    rf"|(?:记者|通讯员|特派员|编译)[ ]?[{HAN}A-Za-z、 ]{{2,20}}?[/／|][ ]?{_FILED}"
    rf"|(?:记者|通讯员|特派员)[ ]?[{HAN}、 ]{{2,14}}?{_FILED}(?=[ \u3000—\n])"
    rf"|记(?<![^\n \u3000讯报刊社网台].)者[ ]?[{HAN}]{{2,3}}(?=[ \u3000])"
)


def find_bylines(masked: str) -> list[tuple[int, int]]:
    """Return the places that tell who wrote the report; who is named there does not speak in it.

    >>> find_bylines("记者李娜／台北报导 价格会降。")
    [(0, 9)]
    """
    return [match.span() for match in _BYLINE.finditer(masked)]


@cache
def _office_behind() -> re.Pattern[str]:
    return re.compile(f"的?{name_forms().office}")


def _with_office(masked: str, speakers: list[Speaker]) -> list[Speaker]:
    """Return ``speakers`` with 谷歌 + 发言人 joined: neither the firm nor a named person speaks."""
    joined, starts = [], {speaker.start for speaker in speakers}
    for speaker in speakers:
        match = _office_behind().match(masked, speaker.end)
        # 马斯克首席执行官 are two speakers, 马斯克的律师 and 马斯克团队 are one.
        joins = match and (speaker.kind != "person" or match[0][0] == "的" or match[0] == "团队")
        if joins and match.end() not in starts:
            joined.append(speaker_at(masked, speaker.start, match.end(), "office"))
        else:
            joined.append(speaker)
    return joined


def _without_glosses(masked: str, speakers: list[Speaker], bearers: Collection[Speaker]) -> list[Speaker]:
    """Return ``speakers`` without those in a bracket behind the name of a person: his second name, firm or office; the
    ``bearers`` of labels stay, for only there is their name in full."""
    kept, closes = [], 0
    for speaker in speakers:
        if speaker.start < closes and speaker not in bearers:
            continue
        kept.append(speaker)
        if speaker.kind in PERSONS and masked.startswith("(", speaker.end):
            closes = masked.find(")", speaker.end, speaker.end + _LONGEST_GLOSS)
    return kept


_ROLE = re.compile(
    rf"[ ]?(?:的|旗下)?(?!告诉|采访|对|向|和|与|跟|问)(?:[{HAN}]{{2,14}}|[{HAN}]{{2,10}}、[{HAN}A-Za-z0-9 ]{{2,20}})(?<=[人员官家师者长裁理授任监席管])[ ]?"
)


def _without_roles(masked: str, speakers: list[Speaker]) -> list[Speaker]:
    """Return ``speakers`` without those of no name right before a name: 一位主管 Katy Huberty, 苹果供应商富士康."""
    kept, following = [], dict(pairwise(speakers))
    for speaker in speakers:
        bearer = following.get(speaker)
        is_named = bearer and bearer.kind in PERSONS and not masked[speaker.end : bearer.start].strip(f" \n{NAME_MASK}")
        is_named = is_named or (bearer and bearer.kind == "org" and not masked[speaker.end : bearer.start].strip(" "))
        if not (is_named and speaker.kind == "anonymous"):
            kept.append(speaker)
    return kept


def _without_employers(masked: str, speakers: list[Speaker]) -> list[Speaker]:
    """Return ``speakers`` without a Latin name that is no person's, but of the firm of the next: Threat Stack联合创办人Jen Andre."""
    kept, persons = [], [speaker for speaker in speakers if speaker.kind in PERSONS]
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
