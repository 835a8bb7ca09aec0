"""Who said the words between two marks: the cue before or after a quotation, and whether it is speech at all. Pure.

A cue is a verb of saying, or a colon or dash, with its subject. `cue_before` and `cue_after` look for one on either
side; `is_speech` then decides between speech and a term (a title, a name, irony) by an ordered list of tests.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from helpers.framing.names import PERSONS, SPEAKER_RANK, Speaker, is_name_at, latin_word, speaker_at, surnamed
from helpers.framing.passages import Passage
from helpers.framing.quote_marks import INNER_END, MASK, Span
from helpers.framing.reporting import any_of, ends_with, starts_with
from helpers.lexicon import terms_of
from helpers.text.script import IS_HAN

COLONS = (":", "—")  # a dash introduces speech as a colon does


class Cue(NamedTuple):
    """Words that say who speaks. ``words`` may be a mark alone; ``start, end`` are those of the verb.

    ``link`` says how the cue is joined to the quotation behind it: *colon*, *comma*, *beside* or *far*; *noun*, where a
    noun behind the quotation tells whose words it is.
    """

    words: str
    speaker: Speaker | None
    start: int
    end: int
    link: str


@cache
def _nothing_but_fillers() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of('particle')}|{any_of('filler')}|[:,—\s])*\Z")


def cue_before(passage: Passage, span: Span) -> Cue | None:
    """Return the cue in the narrator's sentence before ``span``: 马斯克说：“…”; None if there is none.

    >>> from helpers.framing.passages import read_passage
    >>> from helpers.text.document import Document
    >>> passage = read_passage(Document("马斯克说：“开源会赢。”"))
    >>> cue = cue_before(passage, passage.spans[0])
    >>> cue.words, cue.speaker.name, cue.link
    ('说', 'Elon Musk', 'colon')
    """
    end = span.mark_start
    start = passage.sentence_start(end)
    if not passage.masked[start:end].strip() and start:  # the quotation opens its paragraph: read the line before
        if not passage.masked[max(0, start - 3) : start].rstrip().endswith(COLONS):
            return None
        start = passage.sentence_start(start - 1)
    if another := _in_words_of_another(passage, start, end):
        return another
    verb = passage.last_verb(start, end)
    gap = passage.masked[_behind_addressee(passage, verb, end) if verb else start : end]
    mark = gap.rstrip()[-1:]
    if verb is None:
        if mark not in COLONS:
            return None
        speaker = passage.subject(start, end)
        if speaker and _INSCRIBED.match(passage.masked, speaker.end, end):
            speaker = Speaker(end, end, "narrator", "")
        return Cue(mark, speaker, end, end, "colon")
    link, speaker = "colon" if mark in COLONS else "far", passage.subject(start, verb.end())
    if speaker and (other := _in_last_clause(passage, verb, end)) and other.name != speaker.name:
        return Cue(mark if mark in COLONS else "", other, end, end, link)
    if link == "far" and _nothing_but_fillers().match(gap):
        link = "comma" if mark == "," else "beside"
    return Cue(verb.group(), speaker, verb.start(), verb.end(), link)


# Of whom only a thing is told, on which the words stand: 她的办公室门上贴着(一张纸条:).
_INSCRIBED = re.compile("的[^,。!?:;]{1,8}[上里内中前旁](?:还|也|只)?[贴写印刻挂留画标题钉绣摆放夹][着有了]")
_ANOTHER_REACH = 36  # characters in which it fits
# Whose words somebody quotes, or what wrote them: 引用阿基米德的名言:, 是模型写的:.
_OF_ANOTHER = re.compile(
    rf"(?:引用|引述|援引|引|借用|套用|转述|转引|搬出|化用|送(?:给)?(?:大家|各位|你们?|诸位))(?:了|过)?(?:一[句段])?(?P<who>[^,。!?:;{MASK}]{{2,16}}?)(?:的|(?:曾经?|当年)?说过?的)(?:[那这一]?句)?"
    r"(?:名言|名句|说?话|原话|说法|警句|格言|诗句?|歌词|台词|观点|评语)来?[说讲道]?(?P<mark>[,:]?)\Z"
    r"|是由?(?P<what>[^,。!?:;他她我你]{0,6}(?:模型|AI|人工智能|机器人?|助手|程序|系统|软件|算法|GPT|ChatGPT))自?己?(?:写|生成|回|答|回答|说|给出|发来?|打|编)出?来?的(?P<colon>[,:]?)\Z"
)


def _in_words_of_another(passage: Passage, start: int, end: int) -> Cue | None:
    """Return the cue of one whose words somebody else quotes: 他引用阿基米德的名言:“…”; nobody speaks what a machine wrote."""
    before = passage.masked[max(start, end - _ANOTHER_REACH) : end].rstrip()
    match = _OF_ANOTHER.search(before) if before.endswith(_ENDS_OF_ANOTHER) else None
    if match is None:
        return None
    place = max(start, end - _ANOTHER_REACH)
    link = {":": "colon", ",": "comma"}.get(before[-1], "beside")
    if match["what"]:
        return Cue(before[-1], Speaker(end, end, "narrator", ""), end, end, link)
    who = slice(place + match.start("who"), place + match.end("who"))
    named = passage.speakers_between(who.start, who.stop)
    role = _before_name().match(match["who"])
    name = match["who"][role.end() :] if role else match["who"]
    if (own := _own_relation().fullmatch(match["who"])) and not (named and named[-1].end == who.stop):
        named = [speaker_at(passage.masked, who.stop - len(own["who"]), who.stop, "anonymous")]  # 自己(师傅)
    if not named and _IS_ONE.match(match["who"]):
        named = [speaker_at(passage.masked, who.start, who.stop, "anonymous")]
    if not named and (_IS_SOMEBODY.fullmatch(name) or latin_word().fullmatch(name)):  # 孔子, 圣经, (前辈)Sandi
        named = [Speaker(who.stop - len(name), who.stop, "name", name)]
    if not named or named[-1].kind not in _SPEAKS or named[-1].kind == "pronoun":
        return None
    return Cue(match[0][:2], named[-1], place + match.start(), end, link)


@cache
def _before_name() -> re.Pattern[str]:
    """Return the pattern of what somebody is, before the name."""
    return re.compile(
        rf"[^,的]{{0,6}}?(?:{any_of('common')}|{any_of('person_noun')}|{any_of('kin')})(?=[一-鿿]{{2}}|[A-Z])"
    )


@cache
def _own_relation() -> re.Pattern[str]:
    """Return the pattern of somebody by what he is to another: 自己(父亲), 我(奶奶), 他的(老师)."""
    return re.compile(
        rf"(?:自己|[他她我你咱](?:们|自己)?|其)的?(?P<who>[老大小]?(?:{any_of('kin')}|{any_of('superior')}|{any_of('common')}))"
    )


_IS_ONE = re.compile("[一某][位名个]")
_IS_SOMEBODY = re.compile(r"(?!自己|[这那他她它其我你您咱一上前后网当本该])[一-鿿·]{2,9}")


_ENDS_OF_ANOTHER = (":", ",", "言", "句", "话", "说", "讲", "道", "法", "诗", "词", "点", "语")


def _behind_addressee(passage: Passage, verb: re.Match[str], end: int) -> int:
    """Return where the words behind a verb begin; whom it asks or answers stands before them: 问雷军(“…”)."""
    told = next(iter(passage.speakers_between(verb.end(), end)), None)
    is_told = told and told.start == verb.end() and ends_with("addressing_verb").search(verb.group())
    return told.end if is_told else verb.end()


_SPEAKS = ("person", "name", "anonymous", "office", "pronoun", "bare_office")


def _in_last_clause(passage: Passage, verb: re.Match[str], end: int) -> Speaker | None:
    """Return the person in the clause before a quotation where the verb in another clause has words of its own:
    记者追问细节,他摆摆手:“…”."""
    gap = passage.masked[verb.end() : end].rstrip(" ,:—")
    clause = gap.rfind(",") + 1
    speaker = passage.subject(verb.end() + clause, verb.end() + len(gap)) if clause > 1 else None
    return speaker if speaker and speaker.kind in _SPEAKS else None


_JOINT = re.compile(r" *[,—]* *")
_SENTENCE_END = re.compile(rf"[。!?\n{MASK}]")
# How far behind a quotation a verb may be, and its subject may begin. A quotation that opens its paragraph has no cue
# before it, so more is allowed.
_VERB_REACH, _VERB_REACH_OPENING, _SUBJECT_REACH = 48, 120, 16
_NAME_REACH = 30  # the longest name that is looked for right behind a quotation


def cue_after(passage: Passage, span: Span) -> Cue | None:
    """Return the cue in the narrator's words behind ``span``: “…”马斯克说; None if there is none.

    >>> from helpers.framing.passages import read_passage
    >>> from helpers.text.document import Document
    >>> passage = read_passage(Document("“开源会赢。”马斯克说。"))
    >>> cue = cue_after(passage, passage.spans[0])
    >>> cue.words, cue.speaker.name, cue_before(passage, passage.spans[0])
    ('说', 'Elon Musk', None)
    """
    if saying := passage.sayings.get(span.mark_end):
        author = next(iter(passage.speakers_between(*saying.author)), None)
        return Cue("—", author, *saying.author, "beside") if author else None
    start = _JOINT.match(passage.masked, span.mark_end).end()
    if passage.masked.startswith("这", start) and (whose := _whose_words(passage, start)):
        return whose
    if starts_with("attributive").match(passage.masked, start) or passage.masked[start : start + 1] == ";":
        return None
    opens = span.mark_start == 0 or passage.masked[span.mark_start - 1] == "\n"
    reach = start + (_VERB_REACH_OPENING if opens else _VERB_REACH)
    end = _narration_end(passage.masked, start, reach)
    verb = next((match for match, _ in passage.verbs_between(start, end)), None)
    if verb is None:
        return _name_between(passage, start, end) if passage.masked[end : end + 1] == MASK else None
    cue = Cue(verb.group(), passage.subject(start, verb.end()), verb.start(), verb.end(), "beside")
    if cue.speaker is None and ends_clause(passage.masked, verb.end()):
        cue = cue._replace(speaker=nobody_named(passage, cue))  # 我问。
    speaker = cue.speaker
    is_far = speaker is not None and speaker.start > start + _SUBJECT_REACH
    if speaker is None or (is_far and not opens and "," in passage.masked[start : speaker.start]):
        return None
    if passage.masked[verb.end() : end].rstrip().endswith(":") and INNER_END.match(passage.shadow, span.end - 1):
        return None  # “…。”马斯克说：“…”: the cue introduces the next quotation
    ended = passage.shadow[span.end - 1] in ",。!?"
    if passage.shadow[span.end - 1] in "。!?" and not opens and passage.masked.startswith("则", speaker.end):
        return None  # 甲提出…。“…。”乙则表示: whom the next sentence sets against him who spoke
    if (
        not ended
        and passage.masked[span.mark_end] == ","
        and starts_with("own_object").match(passage.masked, verb.end())
    ):
        return None  # 奥特曼称它“好”,马斯克称它是“坏”: so does a verb with an object
    return cue


@cache
def _these_words() -> re.Pattern[str]:
    return re.compile(
        rf"这[正便就也都]?是(?P<of>[^,。!?:;{MASK}]{{1,30}}?)(?P<noun>{any_of('own_words')})(?=[,。!?;—\n]|\Z)"
    )


def _whose_words(passage: Passage, start: int) -> Cue | None:
    """Return the cue of one whose words the quotation before is said to be: “…”,这是(母亲唯一的)嘱咐."""
    match = _these_words().match(passage.masked, start)
    if match is None or any(passage.verbs_between(*match.span("of"))):
        return None  # 这是厂长说的话: the verb tells
    place, end = match.span("of")
    able = [one for one in passage.speakers_between(place, end) if one.kind in _SPEAKS and passage.can_speak(one)]
    speaker = min(able, key=lambda one: (SPEAKER_RANK[one.kind], one.start), default=None) or _somebody(passage, place)
    return Cue(match["noun"], speaker, *match.span("noun"), "noun") if speaker else None


def _somebody(passage: Passage, place: int) -> Speaker | None:
    """Return whoever is named at ``place`` by a name of no list, or by what he is to somebody: 戴若水(常说的), 母亲(唯一的)."""
    for size in (3, 2):
        if surnamed().fullmatch(passage.masked, place, place + size) and is_name_at(
            passage.masked, place, place + size
        ):
            return speaker_at(passage.masked, place, place + size)
    for role in ("kin", "superior", "common"):
        if one := starts_with(role).match(passage.masked, place):
            return speaker_at(passage.masked, place, one.end(), "anonymous")
    return None


_NARRATOR = re.compile(r"(?:\A|[,;:。!?\n※])[^,;:。!?\n※]{0,3}(?:我们?|笔者)(?:的[^,。]{0,3}|[^,。]{0,4})\Z")
_NARRATOR_REACH = 16  # characters in which `_NARRATOR` fits
_LONGEST_SUBJECT = 8  # characters before a verb that may be a name of no known form


@cache
def _no_subject() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of('adverb')}|[ ,])*")


# Words before a colon that name nobody new: 顿了顿:, 理由很简单:, 谈到价格:, 第二:.
_SAME_SUBJECT = re.compile(
    "(?:[又也还并更再则却便就都才 ,]|随后|[之后]后|后来|最[后终]|接着|然后|同时|[首其]次|首先|另外|此外|继续|甚至)*(?:"
    "(?:[顿停想笑叹摇点愣转]|沉默|迟疑|犹豫|思[考索])[了着一][^,]{0,8}|[摇点]头|[苦微冷]笑|叹气|话锋一转|语气[^,]{1,6}"
    "|(?:说[完着到]|[补加来回丢甩抛扔]了|只[有说])[^,]{0,8}|(?:原[话文句]|理由|原因|答案|结论|意思|言下之意)[^,]{0,5}"
    "|第[一二三四五六]|其[一二三四]|[一二三四五]是|换[^,]{0,4}话|[比例譬]如"
    "|(?:关于|至于|对于|针对|面对|[谈提问说][到及起]|当?被)[^,]{1,14}|[在当][^,]{1,14}[时后前])?"
)


def nobody_named(passage: Passage, cue: Cue) -> Speaker | None:
    """Return a speaker without a name where the words before a cue name one: the narrator (我说, outside a transcript),
    or a subject of no known form (标语是:).

    Neither of them is the one who spoke before.
    """
    before = passage.masked[max(passage.sentence_start(cue.start), cue.start - _NARRATOR_REACH) : cue.start]
    is_narrator = bool(_NARRATOR.search(before)) and not passage.in_turn(cue.start)
    words = before.rpartition(MASK)[2].strip(" :—")
    if cue.words in COLONS:
        is_unknown = bool(words) and not _SAME_SUBJECT.fullmatch(words)
    else:
        is_unknown = 1 < len(words) <= _LONGEST_SUBJECT and not _no_subject().fullmatch(words) and "," not in words
    return Speaker(cue.start, cue.end, "narrator", "") if is_narrator or is_unknown else None


_ENDS_CLAUSE = re.compile(rf"[道说称着]*(?:[。!?\n]|,?{MASK}|\Z)")


def ends_clause(masked: str, place: int) -> bool:
    """Return whether a verb of saying that ends at ``place`` ends its sentence, or a quotation follows: 马斯克说。"""
    return bool(_ENDS_CLAUSE.match(masked, place))


_NAME_IN_MARKS = 12  # characters of a firm or a nickname in quotation marks, with the marks


def _narration_end(masked: str, start: int, reach: int) -> int:
    """Return where the narrator's words end: with the sentence, or before a quotation that is no name (平台“麦田”的…)."""
    place = start
    while stop := _SENTENCE_END.search(masked, place, reach):
        place = _mask_end(masked, stop.start())
        in_words = IS_HAN.match(masked, stop.start() - 1) and IS_HAN.match(masked, place)
        if stop.group() != MASK or not in_words or place - stop.start() > _NAME_IN_MARKS:
            return stop.start()
        reach += place - stop.start()
    return min(reach, len(masked))


def _mask_end(masked: str, place: int) -> int:
    """Return where a quotation that begins at ``place`` ends, no farther than tells that it is too long for a name."""
    words = masked[place : place + _NAME_IN_MARKS + 1]
    return place + len(words) - len(words.lstrip(MASK))


def _name_between(passage: Passage, start: int, end: int) -> Cue | None:
    """Return the person who is named between two quotations without a verb: “…，”马斯克语气平静，“…”."""
    first = next(iter(passage.speakers_between(start, min(end, start + _NAME_REACH))), None)
    if first is None or SPEAKER_RANK[first.kind] > SPEAKER_RANK["pronoun"]:
        return None
    stands_first = first.start == start
    if not stands_first and passage.masked[end - 1] == ",":  # 平台“麦田”的创办人许芷瑜摇摇头,
        first = passage.subject(start, end)
        if first is not None and first.kind == "document":  # 家住东街的葛长福出来,手里拿着报告,
            able = [one for one in passage.speakers_between(start, end) if one.kind in PERSONS]
            first = able[0] if len(able) == 1 and passage.can_speak(able[0]) else None
        stands_first = first is not None and first.kind in PERSONS
    return Cue("", first, start, first.end, "beside") if stands_first else None


_PASSIVE_REACH = 24  # 被, a name of 14 characters at most, a verb


@cache
def _passive() -> re.Pattern[str]:
    return re.compile(rf"被([^,。!?:;{MASK}]{{2,14}}?)({any_of('passive')})\Z")


def named_by(passage: Passage, span: Span) -> Cue | None:
    """Return the cue of who gives somebody the name in ``span``: 被美媒称为“…”. Without a speaker it is only a name: None.

    >>> from helpers.framing.passages import read_passage
    >>> from helpers.text.document import Document
    >>> passage = read_passage(Document("他被美媒称为“开源先锋”。"))
    >>> named_by(passage, passage.spans[0]).speaker.name
    '美媒'
    """
    start = max(0, span.mark_start - _PASSIVE_REACH)
    match = _passive().search(passage.masked[start : span.mark_start])
    speakers = passage.speakers_between(start + match.start(1), start + match.end(1)) if match else []
    return Cue(match[2], speakers[0], start + match.start(2), start + match.end(2), "beside") if speakers else None


# Lengths in characters that part speech from terms. Four are a short sentence (开源会赢); without a colon or comma more
# is asked for, because a quoted term of four is common there (把它叫做“开源先锋”).
_MIN_SPEECH, _MIN_SPEECH_BESIDE, _MIN_SENTENCE, _MIN_CLAUSES = 4, 6, 8, 12
_MIN_COMPLETE = 2  # with its full stop: 他说：“会。”


def is_sentence(words: str) -> bool:
    """Return whether quoted words are a sentence, not a term: with an end mark, or long and with a comma.

    >>> is_sentence("开源最后一定会赢。"), is_sentence("开源先锋")
    (True, False)
    """
    stripped = words.rstrip()
    ended = INNER_END.search(stripped) and len(stripped) >= _MIN_SENTENCE
    return bool(ended or ("," in stripped and len(stripped) >= _MIN_CLAUSES))


def is_whole_sentence(passage: Passage, span: Span) -> bool:
    """Return whether a quotation is a sentence of the text by itself, its end mark outside, as in Taiwan: 「…」。"""
    masked, start, end = passage.masked, span.mark_start, span.mark_end
    return masked[end : end + 1] in ("。", "!", "?") and masked[start - 1 : start] in ("", "。", "!", "?", "\n")


class _Case(NamedTuple):
    """A quotation with its cues, for the tests of `is_speech`."""

    passage: Passage
    span: Span
    before: Cue | None
    after: Cue | None

    @property
    def words(self) -> str:
        return self.passage.shadow[self.span.start : self.span.end]

    @property
    def has_end_mark(self) -> bool:
        return self.words.rstrip().endswith(("。", "!", "?"))

    @property
    def is_complete(self) -> bool:
        return self.has_end_mark and len(self.words) >= _MIN_COMPLETE

    @property
    def following(self) -> str:
        """The narrator's next words, behind a second quotation in a list: “…”、“…”等."""
        end = self.span.mark_end
        return self.passage.masked[end : end + 4].removeprefix(f"、{MASK}")

    @property
    def is_titled(self) -> bool:
        start = self.span.mark_start
        return bool(ends_with("title").search(self.passage.masked[max(0, start - 4) : start]))

    @property
    def introduced(self) -> str:
        """How a cue introduces the words, ``""`` where none does or it is too far away to do so."""
        return self.before.link if self.before is not None and self.before.link != "far" else ""


_LABEL_REACH = 60


@cache
def _label() -> re.Pattern[str]:
    return re.compile(
        rf"{any_of('labelling')}(?!(?:之?为|作|之)){MASK}{{0,14}}[^,。!?:;{MASK}]{{0,20}}[是为]?\Z"
        rf"|口中(?:的|[^。!?:;{MASK}]{{0,40}}的?)\Z"
    )


def _is_named(case: _Case) -> bool:
    """方法叫“交错”: nobody stands between the verb and the name."""
    return case.introduced == "beside" and case.before.words == "叫"


def _labels_somebody(case: _Case) -> bool:
    """骂Meta“伪善”: somebody calls somebody so, and the clause ends there."""
    masked, span = case.passage.masked, case.span
    if case.before is None or case.before.speaker is None or _is_named(case):
        return False
    start = max(case.passage.sentence_start(span.mark_start), span.mark_start - _LABEL_REACH)
    ends = masked[span.mark_end : span.mark_end + 1] in ("", ",", "。", "!", "?", ";", "时", "\n")
    return bool(ends and _label().search(masked, start, span.mark_start))


def _is_addressee(case: _Case) -> bool:
    """告诉「晨星财经」,: who is told, not what."""
    told = case.introduced == "beside" and case.before.words in ("告诉", "提醒", "警告")
    return told and case.following.startswith(",") and not re.search("[,。!?]", case.words)


def _is_asserted(case: _Case) -> bool:
    """扬言“赢”: behind some verbs even one word is speech."""
    return case.introduced == "beside" and case.before.words in terms_of("reporting", "assertive")


def _is_title(case: _Case) -> bool:
    """题为“我们没有城墙”, 方法叫“交错”: a title or a name, unless the words are a sentence."""
    return (case.is_titled or _is_named(case)) and not is_sentence(case.words)


def _is_slogan(case: _Case) -> bool:
    """把“开源会赢，闭源会输”当口号: a sentence, but nobody says it here."""
    return case.is_titled and case.before is None and not case.has_end_mark


def _is_likeness(case: _Case) -> bool:
    """形容这是“芯片界的高速公路”: what something is likened to, unless the words are a sentence or its predicate."""
    start = case.span.mark_start
    likened = _LIKENS.search(case.passage.masked, max(0, start - _LIKENS_REACH), start)
    return bool(likened) and not is_sentence(case.words) and not _no_name().search(case.words)


_LIKENS = re.compile("形容[^,。!?:;※]{0,8}[是为成作做像如]\\Z")
_LIKENS_REACH = 12  # characters in which it fits


def _belongs_to_noun(case: _Case) -> bool:
    """一种“快速、自然，能融入生活”的体验: nobody is said to say it, and a noun follows."""
    return case.following.startswith("的") and not case.introduced and not case.has_end_mark and case.after is None


def _is_sentence(case: _Case) -> bool:
    """Who quotes a whole sentence quotes speech."""
    return is_sentence(case.words) or (len(case.words) >= _MIN_SENTENCE and is_whole_sentence(case.passage, case.span))


def _is_complete_and_introduced(case: _Case) -> bool:
    """他说：“会赢。”: the writer set an end mark inside."""
    return case.introduced in ("colon", "comma") and case.is_complete


def _is_value(case: _Case) -> bool:
    """title: "…", 标准的：“…”: a mark alone without a speaker introduces a value; a Chinese sentence behind a noun may be
    speech."""
    if case.before is None or case.before.words not in COLONS or case.before.speaker is not None or case.after:
        return False
    start = case.span.mark_start
    key = case.passage.masked[max(0, start - 8) : start].rstrip(" :—")[-1:]
    spoken = is_sentence(case.words) or (case.has_end_mark and len(case.words) >= _MIN_SPEECH)
    return key.isascii() or key == "的" or not (spoken and IS_HAN.search(case.words))


def _runs_on(case: _Case) -> bool:
    """他警告说，“泡沫”一旦破裂…: short words, and the narrator's sentence goes on."""
    masked, end = case.passage.masked, case.span.mark_end
    goes_on = IS_HAN.match(masked, end) is not None and case.after is None
    return case.introduced == "comma" and len(case.words) < _MIN_SENTENCE and not case.has_end_mark and goes_on


def _is_introduced(case: _Case) -> bool:
    """他说“封闭是为安全”。: long enough, and no noun of the narrator's sentence."""
    least = {"colon": _MIN_SPEECH, "comma": _MIN_SPEECH, "beside": _MIN_SPEECH_BESIDE}.get(case.introduced)
    if least and case.before.words.endswith("是"):  # his motto is “…”
        least = _MIN_SPEECH
    ends = ("", "。", "!", "?")
    if case.introduced == "colon" and case.before.speaker:
        ends += (",",)  # 某人回应:“瞎扯淡”,…
    if case.introduced in ("colon", "comma") and case.following[:1] in ends:  # 他说,“没办法”。
        least = _MIN_COMPLETE
    return least is not None and len(case.words) >= least and not starts_with("noun_context").match(case.following)


def _is_introduced_noun(case: _Case) -> bool:
    """他谈到，“安卓”模式…: a cue is there, but what it introduces is short or a noun."""
    return bool(case.introduced)


def _is_claimed(case: _Case) -> bool:
    """“开源，”马斯克说: the quotation ends with a mark, or a comma parts it from the cue behind it. Where the cue is a
    name without a verb, the quotation opens the sentence."""
    if case.after is None:
        return False
    if case.words.endswith((",", "。", "!", "?")):
        return True
    if case.after.link == "noun":
        return len(case.words) >= _MIN_SENTENCE
    start = case.span.mark_start
    opens = case.after.words or case.passage.masked[start - 1 : start] in ("", *f"。!?\n{MASK}")
    return bool(opens) and case.following.startswith(",") and len(case.words) >= _MIN_SPEECH


def _is_claimed_noun(case: _Case) -> bool:
    """“安卓”马斯克说过: the cue behind it belongs to other words."""
    return case.after is not None


def _is_added(case: _Case) -> bool:
    """他没有透露人数,“不方便说。”: complete, behind a comma, in a sentence about a person."""
    passage, start = case.passage, case.span.mark_start
    if not case.is_complete or passage.masked[start - 1 : start] != ",":
        return False
    subject = passage.subject(passage.sentence_start(start), start)
    return subject is not None and subject.kind in _SPEAKS


def _is_acted(case: _Case) -> bool:
    """“会赢。”马斯克放下杯子: complete, a sentence of its own, and a person stands right behind it."""
    passage, start, end = case.passage, case.span.mark_start, case.span.mark_end
    if not case.is_complete or passage.masked[start - 1 : start] not in ("", *"。!?\n"):
        return False
    if not _TO_ITS_END.match(passage.masked, end):
        return False  # “会赢。”马斯克放下杯子:“会输。”
    return any(one.start == end and one.kind in _SPEAKS for one in passage.speakers_between(end, end + _NAME_REACH))


_TO_ITS_END = re.compile(rf"[^。!?\n{MASK}]{{1,80}}(?:[。!?\n]|\Z)")
_PAUSE = re.compile(rf"{MASK}[^。!?\n{MASK}]{{1,12}}[。!?]\Z")
_PAUSE_REACH = 14  # characters in which it fits


def _continues(case: _Case) -> bool:
    """“…。”“会赢。”: complete, and right behind another quotation, or a short pause, or a paragraph of its own."""
    masked, start, end = case.passage.masked, case.span.mark_start, case.span.mark_end
    is_paragraph = masked[start - 1 : start] in "\n" and masked[end : end + 1] in "\n"
    behind = masked[start - 1 : start] == MASK or masked[start - 2 : start] == f"{MASK}\n"
    behind = behind or bool(_PAUSE.search(masked, max(0, start - _PAUSE_REACH), start))
    return case.is_complete and (is_paragraph or behind)


# The first test that is true decides; where none is, the words are a term.
_TESTS: tuple[tuple[Callable[[_Case], bool], bool], ...] = (
    (_is_addressee, False),
    (_is_likeness, False),
    (_labels_somebody, True),
    (_is_asserted, True),
    (_is_title, False),
    (_is_slogan, False),
    (_is_value, False),
    (_belongs_to_noun, False),
    (_is_sentence, True),
    (_is_complete_and_introduced, True),
    (_runs_on, False),
    (_is_introduced, True),
    (_is_introduced_noun, False),
    (_is_claimed, True),
    (_is_claimed_noun, False),
    (_is_added, True),
    (_is_acted, True),
    (_continues, True),
)


def is_speech(passage: Passage, span: Span, before: Cue | None, after: Cue | None) -> bool:
    """Return whether somebody says the words of ``span``, given the cues on either side; if not, they are a term.

    >>> from helpers.framing.passages import read_passage
    >>> from helpers.text.document import Document
    >>> passage = read_passage(Document("他说：“开源会赢。”这叫做“开源先锋”。"))
    >>> [is_speech(passage, span, cue_before(passage, span), cue_after(passage, span)) for span in passage.spans]
    [True, False]
    """
    case = _Case(passage, span, before, after)
    return next((speech for test, speech in _TESTS if test(case)), False)


_MIN_FRAGMENT = 6


_CLAUSE_ENDS = ("", ",", "。", "!", "?", ";", "\n")


@cache
def _no_name() -> re.Pattern[str]:
    """Return the pattern of words that stand in sentences and in no name: 绝大部分用于(试验计划)."""
    return re.compile(
        "[把被给而但也了着还就都却又不没]|于|毫无|(?<![国私公专所])有|(?<![智功性可动节效才技潜职赋产电热])能"
        "|(?<![效反适供响对])应(?![用急试])|[我你他她咱]们?|便[可是能会算]|(?:可以|而已|罢了|算了|再说)\\Z|最[^大小高佳]|[一-鿿]得[很太更最非特不十起了住上下到出]"
    )


_SPOKEN = re.compile("..[的了吧呢啊嘛啦呀哦喔咧耶]\\Z")  # ends a sentence, not a name
_CANTONESE = re.compile("[咗嘅哋冇啲嚟佢嗰咁嘢唔揾喎㗎啫嚿噉]|[住下着]先\\Z")  # spoken, and in no name
_COMPLEMENT = re.compile("[一-鿿][不得](?:[上下了起到住动完清出懂通够]|过来?|下来?)\\Z")  # 跟不上: a verb, and no name


def is_fragment(passage: Passage, span: Span) -> bool:
    """Return whether words in marks within reported speech are the speaker's own, not a name: 他称模型“远未成熟”.

    >>> from helpers.framing.passages import read_passage
    >>> from helpers.text.document import Document
    >>> passage = read_passage(Document("他称模型“远未成熟”，但“安卓”会赢。"))
    >>> [is_fragment(passage, span) for span in passage.spans]
    [True, False]
    """
    words = passage.shadow[span.start : span.end]
    before = passage.masked[max(0, span.mark_start - 4) : span.mark_start]
    following = passage.masked[span.mark_end : span.mark_end + 4]
    is_named = ends_with("named").search(before) and not (before.endswith("是") and _no_name().search(words))
    if before.endswith(("对", "对于")) and following.startswith("有"):
        return False  # 对“公平原则”有影响
    if not IS_HAN.match(words) or is_named or starts_with("noun_context").match(following):
        return False
    is_name = ends_with("name_end").search(words) and not _no_name().search(words)
    long_enough = len(words) >= _MIN_FRAGMENT and not is_name
    own = starts_with("own_predicate").match(words) or _no_name().search(words)
    if before.endswith(",") and _SPOKEN.search(words):
        return True  # 只说是孙子装的,“免钱的”
    if _CANTONESE.search(words) or _COMPLEMENT.search(words):
        return True
    is_predicate = following[:1] in _CLAUSE_ENDS and ends_with("own_predicate_before").search(before)
    return long_enough or (len(words) >= _MIN_SPEECH and bool(own or is_predicate))
