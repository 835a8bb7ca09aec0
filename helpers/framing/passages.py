"""Prepare a text for the quotation finder: what is quoted, what the narrator says, who may speak. Pure."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from helpers.framing.introductions import introduced_turn
from helpers.framing.names import OFFICES, PERSONS, SPEAKER_RANK, Speaker, speaker_at
from helpers.framing.names_in_marks import find_names_in_marks, mask_names
from helpers.framing.quote_marks import MASK, Span, mask_quotations, quoted_spans
from helpers.framing.reporting import any_of, ends_with, reporting_verbs
from helpers.framing.sayings import Saying, find_sayings
from helpers.framing.speakers import find_bylines, find_speakers
from helpers.framing.transcripts import Turn, find_turns
from helpers.text.document import Document

LOOK_BACK = 160  # a sentence is read at most so far back, so that text without full stops takes linear time
PARAGRAPH_END = re.compile(r"\n\s*")  # with blank lines behind it
_BREAK = re.compile(r"[。!?\n]")
_PREDICATE = re.compile("(?:[他她它]|[一-鿿]{2})(?:[是为]|成为|当上)[^,。!?:;]{0,6}\\Z")
_PREDICATE_REACH = 10
_INTERVIEW = re.compile("(?:接受|回答|面对|告诉|对|向)[^,。!?:;]{0,14}\\Z")  # 接受某某报(记者采访)
_INTERVIEW_REACH = 16
_HEARD = re.compile(
    r"[一-鿿](?:(?<![现正存所实潜内外])在|谈[到及起]|[提聊]到|说起|问及)(?P<told>[^,。!?:;]{2,60})(?:之?后|时(?![间代期刻候]))[^,。!?:;]{1,8}\Z"
)  # 专家团在听取某人的介绍后表示
# 记者从市教育局获悉
_LEARNED = re.compile(
    r"(?:从(?P<source>[^,。!?:;※]{2,24}?)(?<![上中里会场])(?:处|方面|官网|那里)?(?:[昨今][日天]|日前|近日|最新|独家)?)?(?:获悉|了解到|得知)\Z"
)
_LEARNED_REACH = 40  # characters in which it fits
# 她引述审计署去年的报告,指
_CITED = re.compile(
    r"(?:引述|援引|引用|转引)了?(?P<source>[^,。!?:;※的]{2,14}?)(?:[去今前]年|上个?[月周]|[本近昨今]日|最新|\d{1,4}[年月日]|[一二三四五六七八九十]{1,2}月)*(?:公布|发布|发表)?的?[^,。!?:;※的]{0,8}(?:报告|调查|研究|数据|统计|文件|白皮书|研报|论文)"
    r"(?:结果)?,(?:指(?:称|出)?|称|显示|发现)\Z"
)
_CITED_ENDS = "指称出示现"
_CITED_REACH = 48  # characters in which it fits
_WITHIN = re.compile("(?:在|于|通过|透过|借|用|以)[^,。!?:;]{0,12}\\Z")
_APPOSITION = re.compile(r",[^,;:※—]{0,12}")
_CLAUSE_END = re.compile(r"[,;:※—]")


class Quotation(NamedTuple):
    """Words with the one who says them: ``kind`` is direct, term or indirect; ``side`` is where the cue is."""

    start: int
    end: int
    kind: str
    speaker: Speaker | None
    cue: str
    side: str


_DOES_TO = re.compile("[一-鿿](?:[着过了][一-鿿]?|了一[一-鿿])\\Z")
_GLOSS = 0.5  # 某公司(Haitong Internation)的分析师Shi Ji: behind others of its kind
_OWNER = 3.5  # ranks behind all persons and pronouns, before firms


class Passage(NamedTuple):
    """One text as the quotation finder reads it. All places are places in the text.

    ``shadow`` has Simplified characters and ASCII marks; ``masked`` is the shadow without its quotations; ``spans`` are
    the quotations; ``breaks`` are the ends of the narrator's sentences; ``verbs`` are all verbs of saying with their roles;
    ``turns`` are those of a transcript; ``sayings`` are those with an author below, by their ends.
    """

    shadow: str
    masked: str
    spans: list[Span]
    speakers: list[Speaker]
    breaks: list[int]
    verbs: list[tuple[re.Match[str], str]]
    turns: list[Turn]
    sayings: dict[int, Saying]

    def sentence_start(self, place: int) -> int:
        """Return where the narrator's sentence around ``place`` starts; a quotation inside does not end it."""
        index = bisect_right(self.breaks, place) - 1
        return max(self.breaks[index] if index >= 0 else 0, place - LOOK_BACK)

    def speakers_between(self, start: int, end: int) -> list[Speaker]:
        """Return the speakers who are named wholly within ``start`` and ``end``."""
        low, high = (bisect_left(self.speakers, place, key=lambda speaker: speaker.start) for place in (start, end))
        return [speaker for speaker in self.speakers[low:high] if speaker.end <= end]

    def can_speak(self, speaker: Speaker) -> bool:
        """Return whether ``speaker`` can be the subject here: nobody who is spoken to or about (对…, 被…).

        据, 由 and 的话说 name the source, even after a word that makes others the object (就此据…).
        """
        before = self.masked[max(0, speaker.start - 3) : speaker.start]
        addressed = _addressed().search(before) or ends_with("addressing_verb").search(before)
        asks = max(0, speaker.start - _INTERVIEW_REACH)
        if speaker.name.endswith("记者") and _INTERVIEW.search(self.masked, asks, speaker.start):
            return False
        return not addressed or before.endswith(("据", "由")) or bool(_IN_WORDS_OF.match(self.masked, speaker.end))

    def subject(self, start: int, end: int) -> Speaker | None:
        """Return the subject of a verb that ends at ``end``: the best speaker of the nearest clause that has one."""
        if learned := _LEARNED.search(self.masked, max(start, end - _LEARNED_REACH), end):
            return self._told_by(*learned.span("source")) if learned["source"] else None
        if cited := self.cited(start, end):
            return cited
        within = None  # the text in which somebody says it, who is named in a clause before
        edges = [start, *(start + m.end() for m in _CLAUSE_END.finditer(self.masked[start:end])), end]
        for left, right in reversed(list(pairwise(edges))):
            speakers = [*self._subjects_between(left, right)]
            if right == end:
                speakers = self._of_last_verb(speakers, end)
            if speakers:
                best = min(speakers, key=lambda speaker: (self._rank(speaker, end), speaker.start))
                if best.kind == "document" and self._is_place(best, left):
                    within = within or best
                    continue
                return self._in_apposition(best, start) or best
        return within

    def cited(self, start: int, end: int) -> Speaker | None:
        """Return whose report somebody cites in a clause of its own before the verb: 她引述(审计署)去年的报告,指."""
        if self.masked[end - 1] not in _CITED_ENDS:  # most verbs end otherwise
            return None
        match = _CITED.search(self.masked, max(start, end - _CITED_REACH), end)
        return self._told_by(*match.span("source")) if match else None

    def _is_place(self, document: Speaker, start: int) -> bool:
        """Return whether a text is where somebody says it: 只在内部信(中写道)."""
        return bool(_WITHIN.search(self.masked, start, document.start)) or document.name.endswith(("中", "上"))

    def _told_by(self, start: int, end: int) -> Speaker:
        """Return the one from whom the press learns something: 记者从(市教育局)获悉. Without 从 it names no source."""
        known = self.speakers_between(start, end)
        best = min(known, key=lambda speaker: SPEAKER_RANK[speaker.kind], default=None)
        return best or speaker_at(self.masked, start, end, "org")

    def _of_last_verb(self, speakers: list[Speaker], end: int) -> list[Speaker]:
        """If another verb of saying separates two persons, return those behind it; otherwise return all.

        Two sentences may have no mark between them: 官方称将扩大投入李彦宏表示:.
        """
        persons = [speaker for speaker in speakers if SPEAKER_RANK[speaker.kind] <= SPEAKER_RANK["name"]]
        if len(persons) > 1:
            between = [verb.end() for verb, role in self.verbs_between(persons[0].end, end - 1) if role == "report"]
            later = [s for s in persons if any(place <= s.start for place in between)]
            return later or speakers
        return speakers

    def _subjects_between(self, start: int, end: int) -> Iterator[Speaker]:
        """Yield those who can be the subject; an office right before a name belongs to it: 对某公司总裁陆远航(说)."""
        office = pronoun = None
        heard = _HEARD.search(self.masked, start, end)
        for speaker in self.speakers_between(start, end):
            if heard and heard.start("told") <= speaker.start < heard.end("told"):
                continue
            bears = office is not None and office.end == speaker.start and speaker.kind in PERSONS
            if office is not None and not bears and self.can_speak(office):
                yield office
            able = (
                self.can_speak(speaker)
                and not (bears and self._is_addressed(office))
                and not self._is_predicate(speaker)
            )
            if pronoun is not None and _DOES_TO.search(self.masked, pronoun.end, speaker.start):
                continue  # 他看着罗小满(说)
            pronoun = speaker if able and speaker.name in ("他", "她", "佢") else pronoun
            office = speaker if speaker.kind in OFFICES else None
            if able and office is None:
                yield speaker
        if office is not None and self.can_speak(office):
            yield office

    def _is_addressed(self, office: Speaker) -> bool:
        """Return whether the bearer of an office is spoken to or about; 和 may be a part of its name: 工业和信息化局局长."""
        return not self.can_speak(office) and self.masked[office.start - 1 : office.start] not in ("和", "与", "及")

    def _is_predicate(self, speaker: Speaker) -> bool:
        """Return whether an unnamed source only says what somebody is: 他是长期的支持者."""
        before = max(0, speaker.start - _PREDICATE_REACH)
        is_unnamed = speaker.kind == "anonymous" and not speaker.name.startswith("有")
        return is_unnamed and bool(_PREDICATE.search(self.masked, before, speaker.start))

    def _rank(self, speaker: Speaker, end: int) -> float:
        """Return the rank of a speaker as the subject of a verb; where 的 follows, another person comes first.

        In 布雷顿的顾问马尔尚表示 it is she who speaks; in 布雷顿的看法是 and 用布雷顿的话说 it is he.
        """
        owns = self.masked.startswith("的", speaker.end) and self.masked[end - 1] != "是"
        owns = owns and not _IN_WORDS_OF.fullmatch(self.masked, speaker.end, end)
        in_brackets = self.masked[speaker.start - 1 : speaker.start] == "(" and self.masked.startswith(")", speaker.end)
        return SPEAKER_RANK[speaker.kind] + _OWNER * owns + _GLOSS * in_brackets

    def _in_apposition(self, office: Speaker, start: int) -> Speaker | None:
        """Return the person whose office stands between two commas behind the name: Anna Kowalska,某公司总裁,(说)."""
        if office.kind not in OFFICES or self.masked[office.end : office.end + 1] != ",":
            return None
        persons = [s for s in self.speakers_between(start, office.start) if s.kind in PERSONS]
        joint = self.masked[persons[-1].end : office.start] if persons else ""
        return persons[-1] if _APPOSITION.fullmatch(joint) else None

    def verbs_between(self, start: int, end: int) -> Iterator[tuple[re.Match[str], str]]:
        """Yield the verbs of saying that stand wholly within ``start`` and ``end``, each with its role."""
        low, high = (bisect_left(self.verbs, place, key=lambda verb: verb[0].start()) for place in (start, end))
        yield from (verb for verb in self.verbs[low:high] if verb[0].end() <= end)

    def in_turn(self, place: int) -> bool:
        """Return whether ``place`` is in a turn of a transcript, where 我 is its speaker."""
        return self._turn_at(place) is not None

    def _turn_at(self, place: int) -> Turn | None:
        index = bisect_right(self.turns, place, key=lambda turn: turn.start) - 1
        turn = self.turns[index] if index >= 0 else None
        return turn if turn and turn.paragraphs and place < turn.paragraphs[-1][1] else None

    def talkers(self, place: int) -> Callable[[Speaker], bool]:
        """Return a test for the labels of a transcript and the one whose turn ``place`` is in: no 他 there means them."""
        turn = self._turn_at(place)
        if turn is None:
            return lambda speaker: False
        own = {one.name for one in self.speakers_between(turn.start, turn.end)}
        labels = {turn.start for turn in self.turns}
        return lambda speaker: speaker.name in own or speaker.start in labels

    def last_verb(self, start: int, end: int) -> re.Match[str] | None:
        """Return the last verb of saying in ``start`` to ``end`` of the narrator's text."""
        return next((match for match, _ in reversed([*self.verbs_between(start, end)])), None)


_BRACKETS = re.compile(r"\((?<=\w\()[^()。!?\n]{1,40}\)")  # behind a name: 某公司(Nasdaq:ABC,0001.HK)宣布
_IN_WORDS_OF = re.compile("的话来?[说讲]")
_ACCORDING_TO = re.compile("(?:据|按照?|依照?)[^,。!?:;]*\\Z")  # 根据梁诚(的说法), but 知道检方(的调查)
# Between the beginning of a line and a byline, which is no part of the first sentence: 本报讯(记者 李娜).
_BEFORE_BYLINE = re.compile(
    r"(?:\A|\n)[ \u3000]*(?:[^,。!?:;()\n]{0,16}(?:[讯电报刊社网台]|特约|实习|见习|首席))?[ \u3000]*\Z"
)
_BYLINE_REACH = 24  # characters in which it fits
_JOINTS = str.maketrans(",;:—", "、、、、")


def _without_joints(bracket: re.Match[str]) -> str:
    """Return a bracket without the marks that part clauses: what stands in it parts no verb from its subject."""
    return bracket[0].translate(_JOINTS)


@cache
def _addressed() -> re.Pattern[str]:
    return re.compile(rf"{any_of('addressing')}[^,。!?;:※]{{0,2}}\Z")


def _is_object(masked: str, verb: re.Match[str], role: str) -> bool:
    """Return whether a noun such as 的调查 names no source: without 根据 before it or a colon behind it."""
    if role != "according" or masked.startswith(":", verb.end()):
        return False
    return not _ACCORDING_TO.search(masked, max(0, verb.start() - _LEARNED_REACH), verb.start())


def read_passage(document: Document) -> Passage:
    """Return a text prepared for the finder.

    >>> read_passage(Document("马斯克说：“好。”")).masked
    '马斯克说:※※※※'
    """
    shadow = document.shadow.replace(MASK, "*")  # an article may hold the sign that masks quotations
    spans = quoted_spans(shadow)
    masked = _BRACKETS.sub(_without_joints, mask_quotations(shadow, spans))
    in_marks = find_names_in_marks(shadow, masked, spans)
    masked = mask_names(masked, in_marks)
    sayings = find_sayings(shadow)
    authors = {saying.author for saying in sayings}
    turns = [turn for turn in find_turns(shadow) if (turn.start, turn.end) not in authors]
    verbs = [
        verb for verb in reporting_verbs().finditer(masked) if verb[1] != "false" and not _is_object(masked, *verb)
    ]
    bylines, labels = find_bylines(masked), {(turn.start, turn.end) for turn in turns}
    speakers = find_speakers(document, masked, verbs, labels, bylines, authors, in_marks)
    if answers := introduced_turn(shadow, speakers, turns):
        turns = sorted([*turns, answers], key=lambda turn: turn.start)
    breaks = {match.end() for match in _BREAK.finditer(masked)}
    breaks |= {end for start, end in bylines if _BEFORE_BYLINE.search(masked, max(0, start - _BYLINE_REACH), start)}
    # A quotation that ends with a full stop ends the narrator's sentence as well: “…。”
    breaks |= {span.mark_end for span in spans if not span.depth and shadow[span.end - 1] in "。!?"}
    by_end = {saying.end: saying for saying in sayings}
    return Passage(shadow, masked, spans, speakers, sorted(breaks), verbs, turns, by_end)
