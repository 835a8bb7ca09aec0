"""Speech without quotation marks: reported speech, and paragraphs that lost their marks. Pure."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from helpers.framing.cues import COLONS
from helpers.framing.names import Speaker
from helpers.framing.passages import LOOK_BACK, Passage, Quotation
from helpers.framing.quote_marks import MASK, start_behind
from helpers.framing.reporting import any_of, ends_with, reporting_verbs, starts_with
from helpers.framing.transcripts import Turn
from helpers.lexicon import terms_of
from helpers.text.entities import entity_of
from helpers.text.script import IS_HAN
from helpers.text.sentences import lines_of

_MIN_PARAGRAPH = 12  # a shorter line is a heading
_MAX_OBJECT = 14  # characters between the verb and the colon: 曾这样谈到策略：


def spoken_turns(passage: Passage) -> list[Quotation]:
    """Return the turns of a transcript by paragraph; a paragraph that is one quotation in marks is left to its marks."""
    in_marks = {(span.mark_start, span.mark_end) for span in passage.spans}
    found = []
    for turn in passage.turns:
        label = passage.shadow[turn.start : turn.end]
        labelled = [s for s in passage.speakers_between(turn.start, turn.end) if not _is_part(s, turn)]
        speaker = labelled[0] if labelled else Speaker(turn.start, turn.end, "name", entity_of(label) or label)
        found += [
            Quotation(start, end, "direct", speaker, ":", "before")
            for start, end in turn.paragraphs
            if start < end and (start, end) not in in_marks
        ]
    return found


def spoken_sayings(passage: Passage) -> list[Quotation]:
    """Return the sayings with an author below; one in quotation marks is left to its marks, one in a turn to its label."""
    in_marks = {span.mark_end for span in passage.spans}
    return [
        Quotation(saying.start, saying.end, "direct", author, "—", "after")
        for saying in passage.sayings.values()
        if saying.end not in in_marks and not passage.in_turn(saying.start)
        for author in passage.speakers_between(*saying.author)[:1]
    ]


def _is_part(speaker: Speaker, turn: Turn) -> bool:
    """Return whether somebody without a name is only the first word of a label: 网友(慢半拍)."""
    return speaker.kind == "anonymous" and speaker.start == turn.start and speaker.end + 1 < turn.end


def unmarked_paragraphs(passage: Passage, turns: Sequence[Quotation]) -> list[Quotation]:
    """Return paragraphs whose marks were lost: the line before ends with a verb of saying and a colon."""
    found, spoken = [], {turn.start for turn in (*turns, *passage.turns)}
    for (start, line), (next_start, following) in pairwise(lines_of(passage.masked)):
        end = start + len(line.rstrip())
        words = following.rstrip()
        if (
            not line.rstrip().endswith(COLONS)
            or len(following) < _MIN_PARAGRAPH
            or MASK in following
            or next_start in spoken
        ):
            continue
        sentence = passage.sentence_start(end - 1)
        verb = passage.last_verb(sentence, end)
        if verb is None or re.search(f"[,;{MASK}]", passage.masked[verb.end() : end - 1]):
            continue
        speaker = passage.subject(sentence, verb.end())
        if speaker and len(passage.masked[verb.end() : end].rstrip(":—")) <= _MAX_OBJECT:
            found.append(Quotation(next_start, next_start + len(words), "direct", speaker, verb.group(), "before"))
    return found


def reported_speech(passage: Passage, marked: Sequence[Quotation]) -> list[Quotation]:
    """Return the reported speech of all sentences; what comes with speech of ``marked`` only where words without marks
    stand between the verb and the marks: 他表示,价格会降,“但不会快”。"""
    spoken = sorted((quotation.start, quotation.end) for quotation in marked if quotation.kind != "term")
    edges = [0, *passage.breaks, len(passage.masked)]
    found: list[Quotation] = []
    last, last_end = None, -1  # the last to speak, and where that sentence ends
    # few sentences hold a verb of saying
    for number in sorted({bisect_right(edges, verb.start()) for verb, role in passage.verbs if role in _REPORTING}):
        start, end = edges[number - 1], edges[number]
        index = bisect_left(spoken, (start, start))
        is_spoken = any(a < end and b > start for a, b in spoken[max(0, index - 1) : index + 1])
        heads = _heads(passage, start, end, last if last_end == start else None)
        if heads:
            last, last_end = heads[-1].speaker, end
        for report in _reported_in(passage, heads, end):
            if not is_spoken:
                found.append(report)
            elif before := _before_marks(passage.masked, report, spoken):
                found.append(before)
    return found


_MIN_BEFORE_MARKS, _MIN_BESIDE_VERB = 6, 10  # characters


def _before_marks(masked: str, report: Quotation, spoken: Sequence[tuple[int, int]]) -> Quotation | None:
    """Return the reported words before speech in marks, with the speech unless a colon separates the two.

    Return None if they are few, or one clause that only introduces the speech: 他谈到前景:“…”.
    """
    following = bisect_left(spoken, (report.start, report.start))
    if (following and spoken[following - 1][1] > report.start) or masked[report.start] == MASK:
        return None
    colon = masked.find(f":{MASK}", report.start, report.end)
    end = report.end if colon < 0 else colon
    marks = spoken[following][0] if following < len(spoken) else end
    free = masked[report.start : min(marks, end)].rstrip(MASK)
    introduces = (colon >= 0 and not re.search("[,;]", free)) or free.endswith((":", "—"))
    least = _MIN_BEFORE_MARKS if masked[report.start - 1] in ",:" else _MIN_BESIDE_VERB
    return None if introduces or len(free) < least else report._replace(end=end)


# Begins a clause of the narrator behind what was reported: 这件事引起很多讨论, 但没有透露价格.
_NARRATOR_GOES_ON = re.compile(
    "[,;](?:但|并|不过|而|且)?(?:"
    "这(?:件事|番话|些?话|句话|一?(?:番|个|种)?(?:说法|言论|表态|观点|消息|决定|回应|声明|发言))[^,。!?:;]{0,8}(?:引[起发来]|遭|受到|获得|得到|招致|成为|让|令|使)"
    "|(?:立即|立刻|随即|迅速|一度|旋即)?引[起发来][^,。!?:;]{0,12}(?:讨论|争议|关注|热议|批评|反弹|质疑|不满|哗然|轰动|猜测|共鸣)"
    "|(?:他|她|该[^,。!?:;]{1,6})?(?:并?未|没有|拒绝|不愿|不肯)(?:进一步|就此|对此|具体|当场|直接)?(?:透露|说明|置评|公布|披露|作出|做出|回答|详述|多谈|评论))"
)
_OUTER = ("person", "name", "office", "pronoun", "bare_office")  # who tells what others think; the press passes it on
_REPORTING = ("report", "noun", "according")  # roles of verbs that report
_MIN_REPORTED = 6  # characters; fewer are an object (透露细节), not a clause


# Begins what the next one says; 另据, 根据 stand before the one who says it.
_NEXT_CLAUSE = re.compile("(?:[,;](?:也|而|但是?|还|又|则|同时|其中|不过|随后|此外|另外|至于[^,。!?:;]{1,16})*)+\\Z")


class _Head(NamedTuple):
    """A verb that reports, with its subject, and where what it reports may no longer belong to the verb before."""

    verb: re.Match[str]
    speaker: Speaker
    start: int


def _reported_in(passage: Passage, heads: Sequence[_Head], end: int) -> Iterator[Quotation]:
    """Yield what a sentence reports: after a verb with its own subject, up to the subject of the next one."""
    stops = [*(head.start for head in heads[1:]), end]
    for number, ((verb, speaker, _), stop) in enumerate(zip(heads, stops, strict=True) if heads else ()):
        first = _words_start(passage, verb.end(), stop)
        tells = first == stop < end and heads[number + 1].speaker.kind != "pronoun"  # he thinks is what he says
        if tells and speaker.kind in _OUTER and passage.masked[first - 1] == ",":
            stop = stops[number + 1]  # 她表示,某人认为…: what he thinks is what she says
        if narrator := _NARRATOR_GOES_ON.search(passage.masked, first, stop):
            stop = narrator.start()
        last = first + len(_NEXT_CLAUSE.sub("", passage.masked[first:stop]).rstrip("。!?,;:\n " + "—" * (stop < end)))
        if (
            last - first >= _MIN_REPORTED
            and passage.masked[last - 1] != "—"
            and _is_clause(passage, verb.group(), first, last)
        ):
            yield Quotation(first, last, "indirect", speaker, verb.group(), "before")


_NO_PREDICATE = f"[^,。!?:;是会将要能可应该有没无不在了已把被让使{MASK}]"
_THING = re.compile(rf"(?P<of>{_NO_PREDICATE}{{1,16}})的{_NO_PREDICATE}{{1,10}}(?=[,。!?;\n]|\Z)")
_LONGEST_ADDRESSEE = 12  # characters
_SHORT = 2  # characters: 建议限制的(芯片) are words about a thing, and nobody says the thing


def _is_clause(passage: Passage, verb: str, first: int, last: int) -> bool:
    """Return whether words behind a verb of saying are a clause; a comma shows it: 称,中国…, but 指出中的…, 谈及模型的弊端."""
    if passage.masked[first - 1] in ",:":
        return True
    if verb == "告诉" and (last - first <= _LONGEST_ADDRESSEE or not IS_HAN.search(passage.masked[first:last])):
        return False  # 他告诉晨报。
    thing = _THING.match(passage.masked, first, last + 1)
    is_thing = thing and (verb in terms_of("reporting", "topical") or len(thing["of"]) <= _SHORT)
    return not is_thing and not starts_with("not_reported").match(passage.masked, first)


_NEAR_CLAUSE = (
    7  # a verb so close to its clause's beginning may have its subject in the clause before: 马斯克，他日前表示
)
_MIN_BETWEEN = 5  # characters between two verbs; closer ones are a chain (刊文分析道)


def _heads(passage: Passage, start: int, end: int, before: Speaker | None) -> list[_Head]:
    """Return the verbs of a sentence that report, each with its subject; ``before`` spoke in the sentence before."""
    masked = passage.masked
    heads: list[_Head] = []
    for verb, role in passage.verbs_between(start, end):
        if role not in _REPORTING:
            continue
        last = heads[-1] if heads else None
        near = max(start, verb.start() - LOOK_BACK)
        clause = _clause_start(passage, near, verb.start())
        if _reports_nothing(passage, verb, role, clause, last):
            continue
        if cited := passage.cited(near, verb.end()):
            heads.append(_Head(verb, cited, cited.start))
            continue
        speaker = passage.subject(clause, verb.end())
        if speaker and speaker.name.endswith("记者") and verb.group() in terms_of("reporting", "finding"):
            continue  # 记者观察发现: the narrator does
        is_new = speaker is not None and (last is None or speaker.start >= last.verb.end())
        if last and not is_new and verb.start() <= last.verb.end() + _MIN_BETWEEN:
            continue  # 刊文分析道
        going_on = last.speaker if last else before if not masked[start:clause].strip() else None
        if speaker is None and going_on and _GOES_ON.fullmatch(masked, clause, verb.start()):
            heads.append(_Head(verb, going_on, clause))  # 他称…,并表示…
            continue
        if speaker is None and clause > near and verb.start() - clause <= _NEAR_CLAUSE:
            speaker = passage.subject(_clause_start(passage, near, clause - 1), clause - 1)
            if speaker and last and role == "report" and not _begins_anew(masked, last, speaker, clause):
                continue  # 某部表示,放宽是为了回应需求: what is reported goes on
        if speaker is not None and speaker.kind != "thing" and not _is_another(passage, verb, role, speaker):
            begins = _phrase_start(passage, speaker)
            begins = clause if _SOURCE_OF.fullmatch(masked, clause, begins) else begins
            heads.append(_Head(verb, speaker, begins))
    return heads


def _reports_nothing(passage: Passage, verb: re.Match[str], role: str, clause: int, last: _Head | None) -> bool:
    """Return whether a verb of saying in the clause that begins at ``clause`` reports nothing of its own; ``last`` is the
    verb that reports before it in the sentence."""
    masked = passage.masked
    if (_BESIDES if last is None else _WITHIN).match(masked, clause):
        return True
    if not _ACCORDING.match(masked, clause):  # 根据晨报的报道: there the noun tells who says it
        return role == "according" or _is_noun(passage, verb, clause) or _only_mentions(masked, verb, last)
    # 他回应,依据某大学的研究,…: he tells what others found
    tells = role == "according" and last and _words_start(passage, last.verb.end(), clause + 1) >= clause
    return bool(tells) or _only_mentions(masked, verb, last)


def _only_mentions(masked: str, verb: re.Match[str], last: _Head | None) -> bool:
    """Return whether a verb within what is reported has no words of its own: 他表示,他们发现的…."""
    return last is not None and bool(starts_with("not_reported").match(masked, verb.end()))


def _begins_anew(masked: str, last: _Head, speaker: Speaker, clause: int) -> bool:
    """Return whether a verb without a subject in its clause has that of the clause before, and does not go on with what
    is reported: a name alone stands there, or a semicolon parts the two."""
    alone = clause - speaker.end <= _NEAR_CLAUSE or ";" in masked[last.verb.end() : clause]
    return alone and speaker.start >= last.verb.start()


def _is_another(passage: Passage, verb: re.Match[str], role: str, speaker: Speaker) -> bool:
    """Return whether it is not ``speaker`` who speaks, but his words or who quotes him: 马斯克的发言表示,
    援引知情人士的消息报道. 马斯克的观点是 is his own (role noun), and so are some words (role words_of)."""
    masked = passage.masked
    if verb.group().startswith("报") and masked.endswith(_QUOTING, 0, speaker.start):
        return True
    if verb.group() == "显示" and speaker.kind in _OUTER and "的" in masked[speaker.end : verb.start()]:
        return True  # 记者获取的实录显示
    owns = role == "report" and masked.startswith("的", speaker.end)
    return owns and not starts_with("words_of").match(masked, speaker.end + 1)


_BESIDES = re.compile("(?:随着|除了?(?!此|外)|为了?(?!此))")  # 随着某公司宣布…: nobody is quoted
# 某人表示,…,因为某公司认为…: what is reported goes on
_WITHIN = re.compile(
    "(?:但|而|且|这)?(?:是?因为|由于|如果|若|假如|要是|虽然|尽管|即使|只要|除非|随着|自从|除了?(?!此|外)|为了?(?!此))"
)
_SOURCE_OF = re.compile("(?:另|而|但)?(?:根?据|按照?|依照?)[^,。!?:;]{0,12}")  # 根据财经媒体(某报报道)
_ACCORDING = re.compile("(?:根?据|按照?|依照?)")
_GOES_ON = re.compile("(?:并且?|同时|此外|另外|还|也|又|且)(?:还|也|再次|进一步|同时|特别|着重|明确)?")
_QUOTING = ("援引", "引述", "引用")
_AT = re.compile("[在当][^,。!?:;]*\\Z")
_AS_TOPIC = re.compile("[^,。!?:;]{1,20}?时")  # 在谈到竞争时
_OF_THEM = re.compile("[^,。!?:;]{1,16}的")  # 其他声称支持开源的公司
_ATTRIBUTE_OF_WORDS = re.compile("[^,。!?:;]{2,30}的(?:言论|说法|声明|传闻|表态|承诺)")  # 公开声称支持开源的言论
_MAY = re.compile("(?<![员大年协学商工董理议社峰国])会\\Z")  # 评估者会认为, but 委员会认为
# 这让律师觉得…: nobody says so; but 大使, 让·雅克, 司令
_MADE_TO = re.compile("(?<![转出礼])让(?![步利位渡·-])|(?<![大特天公信即行])使(?![用命馆])|(?<![司命指法])令(?!狐)")
_CAUSES = ("因", "因为", "由于")  # 研究因表明…成为头条
_SILENCE = re.compile("(?:拒绝|不愿|不肯|并未|尚未|未|没有|不便)(?:进一步|就此|对此|公开|具体|明确)?\\Z")
_TOPIC_REACH = 8


def _is_noun(passage: Passage, verb: re.Match[str], clause: int) -> bool:
    """Return whether a verb of saying is none here: a noun (提供建议, 将回复分为…), the attribute of others
    (其他声称支持开源的公司), the time of another act (在谈到…时), a silence (拒绝透露), or the thought that something
    gives somebody (这让律师觉得…), in the clause that begins at ``clause``."""
    masked, start = passage.masked, verb.start()
    before = masked[max(0, start - _TOPIC_REACH) : start]
    if _SILENCE.search(before) or before.endswith(_CAUSES) or _ATTRIBUTE_OF_WORDS.match(masked, verb.end()):
        return True
    if verb.group() in ("认为", "觉得") and _MAY.search(before):
        return True
    if verb.group() in terms_of("reporting", "thought") and _MADE_TO.search(masked, clause, start):
        return True
    if verb.group() in terms_of("reporting", "noun_too") and ends_with("makes_noun").search(before):
        return True
    if ends_with("some").search(before) and _OF_THEM.match(masked, verb.end()):
        return True
    return bool(_AT.search(before) and _AS_TOPIC.match(masked, verb.end()))


def _phrase_start(passage: Passage, speaker: Speaker) -> int:
    """Return where a speaker begins, with the firm and the office before the name: 青禾科技总裁(陆远航)."""
    start = speaker.start
    for before in reversed(passage.speakers_between(start - LOOK_BACK, start)):
        if before.end != start:
            break
        start = before.start
    return start


def _clause_start(passage: Passage, start: int, end: int) -> int:
    return start_behind(f",;:{MASK}—", passage.masked, start, end)


@cache
def _between_verb_and_words() -> re.Pattern[str]:
    """Particles (写道), marks, and who is told (告诉记者,)."""
    particle = any_of("particle")
    told = rf"(?<=[告警提回][诉告醒复])(?:[^,:{MASK}]{{1,12}}|{MASK}{{3,14}})(?:\([^()]{{1,30}}\))?[,:]"
    return re.compile(rf"(?:{particle}(?=[,:\s{MASK}道称说]))*[,:\s]*(?:{told})?")


def _words_start(passage: Passage, place: int, stop: int) -> int:
    """Return where the reported words start, behind chains such as 刊文分析道 and 表示称."""
    stop = max(place, stop)
    while True:
        place = _between_verb_and_words().match(passage.masked, place, stop).end()
        found = reporting_verbs().match(passage.masked, place, stop)
        after_mark = passage.masked[place - 1] in ",:"  # 说,回顾过去…: that is said
        if found is None or found[1] == "false" or (found[1] == "quote" and after_mark):
            relayed = None if after_mark else _RELAYED.match(passage.masked, place, stop)
            return relayed.end() if relayed else place
        place = found[0].end()


_RELAYED = re.compile(rf"[^,。!?:;{MASK}]{{1,24}}?(?:称|报[道导]|表示|指出)[,:]")  # 援引知情人士的消息报道,
