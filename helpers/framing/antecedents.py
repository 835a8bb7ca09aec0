"""Whom a pronoun, an office or a word for a firm means: the one named before, where only one can be meant. Pure."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from helpers.framing.names import JOINTS, OFFICES, PERSONS, Speaker, speaker_at
from helpers.framing.passages import LOOK_BACK, PARAGRAPH_END, Passage
from helpers.framing.quote_marks import MASK
from helpers.framing.reporting import any_of, ends_with, letters
from helpers.lexicon import terms_of
from helpers.text.entities import kind_of
from helpers.text.script import HAN, IS_HAN

# The kinds of speakers that a pronoun may mean.
_ANTECEDENTS = {
    "pronoun": ("person", "name", "anonymous", "office", "bare_office"),
    "media_pronoun": ("org",),
    "firm_pronoun": ("org",),
    "bare_office": PERSONS,
}
_NAMELESS = ("narrator", "thing", "document", "media_pronoun", "firm_pronoun")
_PLURALS, _ANTECEDENTS_OF_PLURALS = ("他们", "她们"), ("org", "anonymous", "office")
_SINGULARS = ("他", "她")
_ORGANISATIONS = {"media_pronoun": ("media",), "firm_pronoun": ("company", "institution")}
_BESIDE = 40  # characters before a pronoun in which 马斯克，他说 is looked for
_SENTENCES_BACK = 6  # a reader forgets whom a pronoun meant before that


def antecedent_of(passage: Passage, speaker: Speaker, last: Speaker | None) -> Speaker | None:
    """Return the antecedent of a pronoun where only one can be meant, else ``speaker`` itself.

    An office without a firm or a name (CEO, 所长) is read as a pronoun, and stands for itself where it cannot be resolved.
    Nobody is named by a text (论文, 文中), by 它, or by words that stand for a firm (该公司): they are a source, but not its
    name.
    """
    unresolved = None if speaker.kind in _NAMELESS else speaker
    if speaker.kind == "bare_office" or speaker.name in terms_of("reporting", "of_one"):
        if _is_of_somebody(passage, speaker):
            return unresolved
        if bearer := _bearer(passage, speaker):
            return bearer
    if speaker.kind == "document":
        return _author_of(passage, speaker)
    kinds = _ANTECEDENTS.get(speaker.kind)
    if kinds is None:
        return unresolved
    if speaker.name in _PLURALS:
        kinds = _ANTECEDENTS_OF_PLURALS
    if meant := _same_office(passage, speaker):
        return meant
    talks = passage.talkers(speaker.start)
    last = None if last and talks(last) else last
    beside = [s for s in passage.speakers_between(max(0, speaker.start - _BESIDE), speaker.start) if s.kind in kinds]
    one = beside[-1] if beside else None
    if one and passage.masked[one.end : speaker.start] in (",", ",而", ",但") and not _is_told(passage, one):
        return one
    fallback = unresolved
    for candidates, start, end in _earlier_speakers(passage, speaker.start, kinds):
        candidates = [s for s in candidates if not talks(s)]
        if speaker.kind in _ORGANISATIONS:
            candidates = [s for s in candidates if _kind_of(passage, s) in _ORGANISATIONS[speaker.kind]]
        candidates = [s for s in candidates if s.kind in ("person", "name", "org")] or candidates
        candidates = [s for s in candidates if not _tells_more(passage, s, candidates)]
        candidates = [s for s in candidates if not _owns(passage, s, candidates)]
        if speaker.kind == "pronoun":
            candidates = [s for s in candidates if s.kind != "bare_office" or _opens_clause(passage, s)]
        if speaker.name in _SINGULARS:
            candidates = [s for s in candidates if s.kind != "anonymous" or _may_be_one(s.name, speaker.name)]
        if len({s.name for s in candidates}) > 1:
            candidates = [s for s in candidates if _is_asked(passage, s)] or candidates
        names = {s.name for s in candidates}
        if len(names) == 1:
            if not (speaker.name in _SINGULARS and _stands_by(passage, candidates[0], speaker.name, start)):
                return candidates[0]
            fallback = candidates[0] if fallback is unresolved else fallback
            continue
        if names:  # several: the one who spoke last goes on speaking
            return last if last is not None and last.name in names else fallback
        if speaker.name in _SINGULARS and _stranger().search(passage.masked, start, end):
            break
    goes_on = fallback is not unresolved and last is not None and last.kind in _ANTECEDENTS["pronoun"]
    return last if goes_on else fallback


_ISSUES = "(?:等人?|团队)?(?:联合|共同|独立|牵头)?(?:撰写|编写|编制|起草|制定|印发|发[表布]|公布|上载|出台)"
_WHEN = r"(?:[在也还又已]|[去今]年|[昨今当][天日]|日前|近日|随后|[上下]午|\d{1,4}[年月日])*"
_ISSUE_REACH, _PARAGRAPHS_BACK = 800, 2  # characters and paragraphs before a document in which it is issued


@cache
def _issued(kind: str) -> re.Pattern[str]:
    """Return the pattern of who issued a text of a kind: 报告由(某研究院)撰写, (某研究院)昨日发布年度报告."""
    by = rf"{kind}[》”]?由(?P<by>[^,。!?:;{MASK}]{{2,24}}?){_ISSUES}"
    who = rf"(?:由|(?<![^,。!?:;)\s])(?:根据|[按依]照|[据按])?)(?P<who>[^,。!?:;)\n由]{{2,24}}?){_WHEN}{_ISSUES}"
    return re.compile(rf"{by}|{who}[^。!?:;\n由{MASK}]{{0,40}}?{kind}(?![》”]?由)")


@cache
def _house() -> re.Pattern[str]:
    return re.compile(rf"(?:[A-Z][A-Za-z0-9&. -]*|[{HAN}]+{any_of('firm')})\Z")


def _author_of(passage: Passage, document: Speaker) -> Speaker | None:
    """Return the one of whom the text says in the same clause, or alone before, that he issued such a document:
    某研究院昨日发布报告。报告写道."""
    near = max(0, document.start - _ISSUE_REACH)
    ends = [end.end() for end in PARAGRAPH_END.finditer(passage.masked, near, document.start)]
    floor = ends[-_PARAGRAPHS_BACK - 1] if len(ends) > _PARAGRAPHS_BACK else near
    issues = [*_issued(document.name[-2:]).finditer(passage.masked, floor, document.end)]
    within = [issue for issue in issues if issue.end() == document.end]
    authors = [author for issue in within or issues if (author := _house_at(passage, *issue.span(issue.lastgroup)))]
    return authors[-1] if len({author.name for author in authors}) == 1 else None


def _house_at(passage: Passage, start: int, end: int) -> Speaker | None:
    """Return who is named right before ``end``, in quotation marks or not: 测评机构“(远帆)”, (该院)."""
    known = passage.speakers_between(start, end)
    if known and known[-1].end == end:
        return antecedent_of(passage, known[-1], None)
    if passage.masked[end - 1] == MASK:
        mark = start + len(passage.masked[start:end].rstrip(MASK))
        return speaker_at(passage.shadow, mark + 1, end - 1, "org")
    house = _house().search(passage.masked, start, end)
    return speaker_at(passage.masked, *house.span(), "org") if house else None


_ASKED = re.compile(r"(?<![学疑顾追反自质])问(?:了|过|到)?\Z")


def _is_asked(passage: Passage, speaker: Speaker) -> bool:
    """Return whether somebody is asked, and so answers: 有人问(马斯克)最怕什么."""
    return bool(speaker.kind in PERSONS and _ASKED.search(passage.masked, max(0, speaker.start - 2), speaker.start))


@cache
def _listens() -> re.Pattern[str]:
    """Return the pattern of those who hear a talk, with what they do meanwhile: 主持人听到这里(笑出了声)."""
    return re.compile(rf"[^,。!?:;]{{0,4}}?{any_of('listens')}")


def _stands_by(passage: Passage, speaker: Speaker, pronoun: str, start: int) -> bool:
    """Return whether somebody without a name is no subject that a pronoun means: one of the audience who only listens
    (主持人笑出了声), or one beside whom the pronoun itself is the subject (她停下来,等对面的青年点头)."""
    if speaker.kind in PERSONS:
        return False
    if ends_with("audience").search(speaker.name) and _listens().match(passage.masked, speaker.end):
        return True
    if speaker.name.startswith(_NEW) or _with().search(
        passage.masked, max(0, speaker.start - _WITH_REACH), speaker.start
    ):
        return False  # 她遇到(一位师傅)
    first = next(iter(passage.speakers_between(start, speaker.start)), None)
    is_subject = first is not None and first.name == pronoun and _opens_clause(passage, first)
    return is_subject and not passage.masked.startswith("的", first.end)


_NEW = ("一", "有", "另", "某", "几", "两")  # begin the words for one who was not told of before


_TOLD = re.compile(r"(?:告诉|告知|提醒|回答|答复)[了过]?\Z")


def _is_told(passage: Passage, speaker: Speaker) -> bool:
    """Return whether somebody is told what follows, and does not say it: 王强告诉(记者),他…; but 我问舅舅,他…."""
    return bool(_TOLD.search(passage.masked, max(0, speaker.start - len("告诉了")), speaker.start))


def _may_be_one(name: str, pronoun: str) -> bool:
    """Return whether words for one without a name may be meant by 他 or 她: one person, and of that sex."""
    other = "male" if pronoun == "她" else "female"
    return not ends_with("collective").search(name) and not ends_with(other).search(name)


_OFFICE_REACH = 7  # characters before an office in which its clause begins


@cache
def _clause_start() -> re.Pattern[str]:
    return re.compile(rf"(?:\A|[,。!?;:\n{MASK}])[ \u3000]*(?:(?![{letters('not_in_noun')}])[{HAN}]){{0,4}}\Z")


def _opens_clause(passage: Passage, office: Speaker) -> bool:
    """Return whether an office opens its clause, as its bearer does who is the subject: (车间)主任(摇头), but 他是创始人."""
    return bool(_clause_start().search(passage.masked, max(0, office.start - _OFFICE_REACH), office.start))


_OWNED = re.compile("的[^,。!?:;的]{0,8}")


def _owns(passage: Passage, speaker: Speaker, others: Sequence[Speaker]) -> bool:
    """Return whether a person only tells whose another is, whose name follows: 梁教授的(博士生晏平)."""
    return any(s.start > speaker.end and _OWNED.fullmatch(passage.masked, speaker.end, s.start) for s in others)


def _tells_more(passage: Passage, speaker: Speaker, others: Sequence[Speaker]) -> bool:
    """Return whether words only tell what another is: 对方的法务,(一位疲倦的女士), 他的妻子是(一名老师)."""
    is_one = speaker.kind == "anonymous" and speaker.name.startswith(("一位", "一名", "一个"))
    if not is_one:
        return False
    if _IS_A.search(passage.masked, max(0, speaker.start - 2), speaker.start):
        return any(s.end <= speaker.start for s in others)
    return passage.masked.startswith(",", speaker.start - 1) and any(s.end == speaker.start - 1 for s in others)


_IS_A = re.compile("(?<!的)(?:是|为)\\Z")


def _kind_of(passage: Passage, firm: Speaker) -> str:
    """Return the kind of a firm; one that the lexicon does not know is of the press in title marks or by its name."""
    is_press = passage.masked[firm.start - 1 : firm.start] == "《" or ends_with("press").search(firm.name)
    return kind_of(firm.name) or ("media" if is_press else "company")


def _is_of_somebody(passage: Passage, office: Speaker) -> bool:
    """Return whether other words than a joint stand right before an office: 希腊总理 is not the chancellor who was named."""
    if _OF_GROUP.search(passage.masked, max(0, office.start - 3), office.start):
        return True  # 社群的(维护者)
    before = passage.masked[max(0, office.start - 1) : office.start]
    return bool(IS_HAN.match(before)) and before not in _BEFORE_OFFICE


# Behind a name in marks, or a group that nobody said to be that of the one before.
_OF_GROUP = re.compile(rf"(?:{MASK}|社[群区]|[协工商学公]会|联盟|[另]一[家个间方]..)的\Z")
_NEAR = 2000  # characters around an office in which its bearer is named; the whole text would be read for each office
_BEFORE_OFFICE = JOINTS + "也则就且并后前时该副的位名"


def _bearer(passage: Passage, office: Speaker) -> Speaker | None:
    """Return the one person whom the text names with an office: 导演(表示), where it has 导演高勋."""
    bearers = {
        second.name: second
        for first, second in pairwise(passage.speakers_between(max(0, office.start - _NEAR), office.start + _NEAR))
        if first.end == second.start
        and first.kind in OFFICES
        and second.kind in PERSONS
        and passage.masked.endswith(office.name, first.start, first.end)
    }
    return next(iter(bearers.values())) if len(bearers) == 1 else None


def _same_office(passage: Passage, speaker: Speaker) -> Speaker | None:
    """Return whom 该发言人 means, or 这名高层: the last one before it with the same office."""
    if not speaker.name.startswith(("该", "这", "那")):
        return None
    office = speaker.name.lstrip("该这那名位")
    if not office:
        return None
    earlier = passage.speakers_between(max(0, speaker.start - LOOK_BACK), speaker.start)
    same = [s for s in earlier if s.kind in (*OFFICES, "anonymous") and s.name.endswith(office)]
    return same[-1] if same else None


AND = ("和", "与")
_WITH_REACH = 8  # characters in which it fits
# Whoever speaks to somebody is not meant (主持人问他, 记者追问细节), nor is a reporter who meets somebody.
_TO_ANOTHER = re.compile("[^,。!?:;]{0,4}(?:(?:问|对|告诉|提醒|向)[他她]|[追提发询]?问(?![题世答候:,※道]))")


@cache
def _with() -> re.Pattern[str]:
    """Return the pattern of what stands before one who answers or goes on: 记者采访了(林晴), 带头人叫(苏曼)."""
    return re.compile(rf"(?:[和与对向问跟]|叫做?|{any_of('meets')})(?:了|过|到)?\Z")


@cache
def _meets_another() -> re.Pattern[str]:
    return re.compile(rf"[^,。!?:;]{{0,8}}{any_of('meets')}")


@cache
def _stranger() -> re.Pattern[str]:
    """Return the pattern of words that bring in somebody whom no speaker is: 我父亲(看完了直播), 邻座是一位(退休教师),
    夜航船今年(三十岁)."""
    return re.compile(
        rf"(?<![{HAN}])(?![他她我你]|{any_of('adverb')})[{HAN}]{{2,8}}(?:今年|现年|年[仅近]|刚满)[\d一二三四五六七八九]|"
        rf"(?<![{HAN}])[我咱]们?的?[{HAN}]{{0,4}}?{any_of('common')}(?![们的])|[是有来了着出到]一(?:[位名](?!额)|个[{HAN}]{{0,6}}[人者生员师家手工友孩](?=[,。!?]|\Z))"
    )


def _earlier_speakers(passage: Passage, place: int, kinds: Sequence[str]) -> Iterator[tuple[list[Speaker], int, int]]:
    """Yield the speakers of some kinds sentence by sentence, going back from ``place``, with the place of the sentence.

    A person who is only spoken to or about counts as well: 记者对马斯克…。他说. So does who stands behind a joint:
    谷歌和微软….
    """
    end = place
    for _ in range(_SENTENCES_BACK):
        start = passage.sentence_start(end)
        speakers = [s for s in passage.speakers_between(start, end) if s.kind in kinds]
        able = [
            s
            for s in speakers
            if (
                passage.can_speak(s)
                or (
                    s.kind in (*PERSONS, "anonymous")
                    and _with().search(passage.masked, max(0, s.start - _WITH_REACH), s.start)
                )
                or (s.kind == "org" and passage.masked.endswith(AND, 0, s.start))
            )
            and not _TO_ANOTHER.match(passage.masked, s.end)
            and not (s.name.endswith("记者") and _meets_another().match(passage.masked, s.end))
        ]
        yield able, start, end
        if start == 0:
            return
        end = start - 1
