"""Who says what in a text: quotations in marks, reported speech, unnamed sources. Pure: text in, table out.

The reader goes through a text as a person does: marks are paired paragraph by paragraph (`_line_spans`);
what stands inside them is blotted out, so that only the narrator is read (`_masked`); all who may speak
are listed (`_voices`); for each quotation the word of saying before or after it is looked for, and its
subject (`_cue_before`, `_cue_after`); what has neither is a term. Verbs, unnamed sources, offices and
surnames are in ``lexicon/reporting.csv``.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import pandas as pd

from helpers import lexicon
from helpers.names import Terms, find_mentions, shadow_of, typed_table
from helpers.script import HAN
from helpers.words import kind_of

QUOTE_TYPES = {
    "start": "int64",
    "end": "int64",
    "quote": "str",
    "kind": "str",
    "speaker": "str",
    "cue": "str",
    "side": "str",
}
QUOTE_KINDS = ("direct", "term", "indirect", "anonymous")


def _any_of(patterns: Iterable[str]) -> str:
    return "|".join(sorted(patterns, key=lambda p: (-len(p), p))) or r"(?!)"


class _Span(NamedTuple):
    """What stands between two quotation marks; ``mark_start`` and ``mark_end`` include the marks."""

    start: int
    end: int
    mark_start: int
    mark_end: int
    depth: int
    closed: bool


class _Voice(NamedTuple):
    """Words that may name one who speaks. ``kind``: person, org, anonymous, office, pronoun, document."""

    start: int
    end: int
    kind: str
    name: str


class _Cue(NamedTuple):
    words: str
    voice: _Voice | None
    verb_start: int
    verb_end: int


class _Said(NamedTuple):
    start: int
    end: int
    kind: str
    voice: _Voice | None
    cue: str
    side: str


_MARK = re.compile('[“”‘’"]')
_ATTRIBUTE = re.compile(r"=(\")[^\"\n]*\"")  # id="copy" of markup that was left is no quotation
_LATIN_LETTER = re.compile("[A-Za-zÀ-ɏ]")
_MAX_DEPTH, _LOOK_BACK = 2, 160
_INNER_END = re.compile(r"[。!?]")


def _is_apostrophe(line: str, place: int) -> bool:
    beside = line[place - 1 : place] + line[place + 1 : place + 2]
    return line[place] == "’" and bool(_LATIN_LETTER.match(beside))


def _straightened(line: str) -> list[tuple[int, str]]:
    """Return the quotation marks of a paragraph as ``(place, mark)``, wrong ones turned round.

    Straight marks open and close in turn; where every curly mark looks the same way (``“A“``), they do so
    too.
    """
    markup = {place for m in _ATTRIBUTE.finditer(line) for place in (m.start(1), m.end() - 1)}
    marks = [(m.start(), m.group()) for m in _MARK.finditer(line) if not _is_apostrophe(line, m.start())]
    marks = [mark for mark in marks if mark[0] not in markup]
    n_open = sum(mark == "“" for _, mark in marks)
    n_close = sum(mark == "”" for _, mark in marks)
    one_way = n_open + n_close if not (n_open and n_close) and (n_open + n_close) % 2 == 0 else 0
    turned, is_open = [], {'"': False, "“": False}
    for place, mark in marks:
        if mark == '"' or (one_way and mark in "“”"):
            key = '"' if mark == '"' else "“"
            is_open[key] = not is_open[key]
            mark = {('"', True): "<", ('"', False): ">", ("“", True): "“", ("“", False): "”"}[(key, is_open[key])]
        turned.append((place, mark))
    return turned


_PARTNER = {"“": "”", "‘": "’", "<": ">"}


def _pairs(line: str) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    """Return closed pairs, opening marks never closed and closing marks never opened."""
    stack: list[tuple[int, str]] = []
    pairs, stray = [], []
    for place, mark in _straightened(line):
        if mark in _PARTNER:
            stack.append((place, mark))
            continue
        for level in range(len(stack) - 1, max(-1, len(stack) - 9), -1):
            if _PARTNER[stack[level][1]] == mark:
                pairs.append((stack[level][0], place))
                del stack[level:]
                break
        else:
            if mark == "”":
                stray.append(place)
    return sorted(pairs), [place for place, mark in stack if mark != "‘"], stray


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1


_COLON_END = re.compile(r"(?:[:,]|:?—{1,2})\s*\Z")


def _open_end(line: str, place: int) -> int:
    """Return where a quotation without end ends: with its paragraph if it is speech, else its sentence."""
    before = line[max(0, place - 20) : place].rstrip()
    if not before or _COLON_END.search(before):
        return len(line)
    match = _INNER_END.search(line, place)
    return match.end() if match else len(line)


def _stray_start(line: str, place: int, floor: int) -> int:
    """Return where a quotation that lost its opening mark starts: after a colon, or with its paragraph."""
    colon = line.rfind(":", floor, place)
    return colon + 1 if colon >= 0 else floor


def _stray_spans(line: str, stray: Sequence[int], closes: Sequence[int]) -> list[tuple[int, int, int, int, bool]]:
    """Return quotations that lost their opening mark: a sentence before a lone closing mark."""
    found, floor = [], 0
    for place in stray:
        index = bisect_left(closes, place) - 1
        floor = max(floor, closes[index] + 1 if index >= 0 else 0)
        start = _stray_start(line, place, floor)
        if line[place - 1 : place] in tuple("。!?,") and place - start >= 5:
            found.append((start, start, place, place + 1, False))
        floor = place + 1
    return found


def _line_spans(line: str) -> list[_Span]:
    pairs, unclosed, stray = _pairs(line)
    found = [(a, a + 1, b, b + 1, True) for a, b in pairs]
    if unclosed:
        end = _open_end(line, unclosed[0])
        found.append((unclosed[0], unclosed[0] + 1, end, end, False))
    else:
        found += _stray_spans(line, stray, sorted(b for a, b in pairs if line[a] != "‘"))
    spans, ends = [], []
    for mark_start, start, end, mark_end, closed in sorted(found, key=lambda f: (f[0], -f[3])):
        while ends and ends[-1] <= mark_start:
            ends.pop()
        if len(ends) <= _MAX_DEPTH and (not ends or mark_end <= ends[-1]):
            spans.append(_Span(start, end, mark_start, mark_end, len(ends), closed))
            ends.append(mark_end)
    return spans


def _marked_spans(shadow: str) -> list[_Span]:
    return [
        span._replace(
            start=span.start + offset,
            end=span.end + offset,
            mark_start=span.mark_start + offset,
            mark_end=span.mark_end + offset,
        )
        for offset, line in _lines(shadow)
        if _MARK.search(line)
        for span in _line_spans(line)
        if span.end > span.start
    ]


def _masked(shadow: str, spans: Sequence[_Span]) -> str:
    """Return ``shadow`` with all that is quoted blotted out, so that only the narrator is read."""
    out, position = [], 0
    for span in spans:
        if span.depth == 0 and span.mark_start >= position:
            out += [shadow[position : span.mark_start], "※" * (span.mark_end - span.mark_start)]
            position = span.mark_end
    return "".join(out) + shadow[position:]


# ------------------------------------------------------------------------------------------ who speaks


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
def _verbs() -> _Roles:
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
_RANK = {"person": 0, "anonymous": 0, "name": 1, "office": 2, "pronoun": 3, "org": 4, "media_pronoun": 5}
_RANK |= {"firm_pronoun": 5, "document": 6}


def _voices(shadow: str, masked: str) -> list[_Voice]:
    """Return all that may speak, in reading order, none overlapping another."""
    known = find_mentions(masked)
    spoken = ("person", *_ORG_KINDS)
    found = [
        _Voice(start, end, "person" if kind == "person" else "org", entity)
        for start, end, entity, kind in known
        if kind in spoken
    ]
    makers = [_Voice(start, end, "product", entity) for start, end, entity, kind in known if kind not in spoken]
    found = [voice for voice in _with_office(masked, [*found, *makers]) if voice.kind != "product"]
    certain = set(found)
    for match in _name_pattern().finditer(masked):
        start, end = match.span(match.lastgroup)
        kind = _NAME_KINDS[match.lastgroup]
        found.append(_Voice(start, end, kind, shadow[start:end]))
        if kind == "person" and match.start() < start:
            found.append(_Voice(match.start(), start, "office", shadow[match.start() : start]))
    found += [_Voice(*match.span(), role, match.group()) for match, role in _sources().finditer(masked)]
    found += _short_forms(shadow, masked, found)
    voices = _without_overlap(found, certain, [(start, end) for start, end, _, kind in known if kind not in spoken])
    return _without_glosses(masked, voices)


_BEGINNING, _LETTER_OR_DIGIT = re.compile("(?s)[A-Za-z0-9]+|."), re.compile("[A-Za-z0-9]")


def _short_forms(shadow: str, masked: str, voices: list[_Voice]) -> list[_Voice]:
    """Return the later mentions by last name of persons whom the text names in full: Schmidt, 威利森."""
    full = {}
    for voice in voices:
        parts = re.split(r"[ ·]", shadow[voice.start : voice.end])
        if voice.kind in ("person", "name") and len(parts) > 1 and len(parts[-1]) >= (4 if parts[-1].isascii() else 2):
            full.setdefault(parts[-1], voice)
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
            voice, end = full.get(masked[start : start + length]), start + length
            if voice and not _LETTER_OR_DIGIT.match(masked, end):
                found.append(_Voice(start, end, voice.kind, voice.name))
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


def _with_office(masked: str, voices: list[_Voice]) -> list[_Voice]:
    """Return ``voices`` with 谷歌 + 发言人 joined to one that is neither the firm nor a named person."""
    office = re.compile(f"的?(?:{_any_of(_terms('office'))})")
    joined, starts = [], {voice.start for voice in voices}
    for voice in voices:
        match = office.match(masked, voice.end)
        joins = match and (voice.kind != "person" or match.group()[0] == "的" or match.group() == "团队")
        if joins and match.end() not in starts:
            joined.append(_Voice(voice.start, match.end(), "office", masked[voice.start : match.end()]))
        else:
            joined.append(voice)
    return joined


def _certainty(voice: _Voice, certain: set[_Voice]) -> int:
    return 0 if voice.kind == "anonymous" else 1 if voice in certain else 2


def _without_glosses(masked: str, voices: list[_Voice]) -> list[_Voice]:
    """Return ``voices`` without the second form of a name that stands behind it in brackets."""
    names = ("person", "name")
    seconds = {b for a, b in pairwise(voices) if a.kind in names and b.kind in names and masked[a.end : b.start] == "("}
    return [voice for voice in voices if voice not in seconds]


def _without_overlap(voices: list[_Voice], certain: set[_Voice], blocked: list[tuple[int, int]]) -> list[_Voice]:
    """Return ``voices`` in order; of two that overlap the unnamed source, the known name, the longer stay."""
    entries = [(_certainty(v, certain), v.start - v.end, v.start, v.end, v) for v in voices]
    entries += [(1, start - end, start, end, None) for start, end in blocked]
    covered = bytearray(max((entry[3] for entry in entries), default=0))
    kept = []
    for _, _, start, end, voice in sorted(entries, key=lambda entry: entry[:4]):
        if not any(covered[start:end]):
            covered[start:end] = b"\x01" * (end - start)
            kept += [voice] if voice else []
    return sorted(kept)


class _Page(NamedTuple):
    """One text as the quotation finder reads it."""

    shadow: str
    masked: str
    spans: list[_Span]
    voices: list[_Voice]
    starts: list[int]
    breaks: list[int]


_BREAK = re.compile(r"[。!?\n]")


def _page(text: str) -> _Page:
    shadow = shadow_of(text)
    spans = _marked_spans(shadow)
    masked = _masked(shadow, spans)
    voices = _voices(shadow, masked)
    breaks = [match.end() for match in _BREAK.finditer(masked)]
    breaks += [span.mark_end for span in spans if not span.depth and shadow[span.end - 1] in "。!?"]
    breaks = sorted(set(breaks))
    return _Page(shadow, masked, spans, voices, [voice.start for voice in voices], breaks)


def _sentence_start(page: _Page, place: int) -> int:
    """Return where the narrator's sentence around ``place`` starts; a quotation inside does not end it."""
    index = bisect_right(page.breaks, place) - 1
    return max(page.breaks[index] if index >= 0 else 0, place - _LOOK_BACK)


def _voices_between(page: _Page, start: int, end: int) -> list[_Voice]:
    low, high = bisect_left(page.starts, start), bisect_left(page.starts, end)
    return [voice for voice in page.voices[low:high] if voice.end <= end]


_ADDRESSED = re.compile(
    r"[对向与和跟给把将被叫骂](?:[^,。!?;:※]{0,2})\Z|(?:采访|专访|引述|访问|致信|告诉|质问|批评|抨击|嘲讽|怒斥|起诉)\Z"
)
_CLAUSE_END = re.compile(r"[,;:※—]")


def _speaks(page: _Page, voice: _Voice) -> bool:
    """Return whether ``voice`` can be the subject: not one who is spoken to or about (对…, 被…)."""
    before = page.masked[max(0, voice.start - 3) : voice.start]
    return not _ADDRESSED.search(before) or bool(re.search(r"[据由]\Z", before))


def _subject(page: _Page, start: int, end: int) -> _Voice | None:
    """Return the subject of a verb at ``end``: the best voice of the nearest clause that has one."""
    edges = [start, *(start + m.end() for m in _CLAUSE_END.finditer(page.masked[start:end])), end]
    for left, right in reversed(list(pairwise(edges))):
        voices = [voice for voice in _voices_between(page, left, right) if _speaks(page, voice)]
        if voices:
            return min(voices, key=lambda voice: (_RANK[voice.kind], voice.start))
    return None


_BESIDE = re.compile(r"(?:[道称说了着到过地:,—其它他她]|\s|上|文|应该|应当|必须|是|为)*\Z")


def _last_verb(page: _Page, start: int, end: int) -> re.Match[str] | None:
    last = None
    for match, role in _verbs().finditer(page.masked, start, end):
        if role != "false":
            last = match
    return last


def _cue_before(page: _Page, span: _Span) -> tuple[_Cue | None, str]:
    """Return what introduces ``span`` and how they are joined: ":", ",", "" (right beside) or "far"."""
    end = span.mark_start
    start = _sentence_start(page, end)
    if not page.masked[start:end].strip() and start:  # the quotation opens its paragraph
        tail = page.masked[max(0, start - 3) : start].rstrip()
        if not tail.endswith((":", "—")):
            return None, ""
        start = _sentence_start(page, start - 1)
    verb = _last_verb(page, start, end)
    gap = page.masked[verb.end() : end] if verb else page.masked[start:end]
    mark = gap.rstrip()[-1:]
    if verb is None:
        if mark in (":", "—"):
            return _Cue(mark, _subject(page, start, end), end, end), ":"
        return None, ""
    cue = _Cue(verb.group(), _subject(page, start, verb.end()), verb.start(), verb.end())
    if _BESIDE.match(gap):
        return cue, ":" if mark in (":", "—") else "," if mark == "," else ""
    return cue, ":" if mark in (":", "—") else "far"


_AFTER = re.compile(r" *[,—]* *")


def _cue_after(page: _Page, span: _Span, before: _Cue | None) -> _Cue | None:
    """Return the words after ``span`` that say who said it, or None."""
    start = _AFTER.match(page.masked, span.mark_end).end()
    opens = span.mark_start == 0 or page.masked[span.mark_start - 1] == "\n"
    reach = start + (120 if opens else 48)
    stop = re.compile(r"[。!?\n※]").search(page.masked, start, reach)
    end = stop.start() if stop else min(reach, len(page.masked))
    if page.masked[start : start + 1] in tuple("的是等之地"):
        return None
    for verb, role in _verbs().finditer(page.masked, start, end):
        if role == "false":
            continue
        voice = _subject(page, start, verb.end())
        if voice is None or (not opens and voice.start > start + 16):
            return None
        if page.masked[verb.end() : end].rstrip().endswith(":") and _INNER_END.search(
            page.shadow[span.end - 1 : span.end]
        ):
            return None  # it introduces the next one
        return _Cue(verb.group(), voice, verb.start(), verb.end())
    first = next(iter(_voices_between(page, start, start + 30)), None)
    if first and first.start == start and stop and stop.group() == "※" and _RANK[first.kind] <= 3:
        return _Cue("", first, start, first.end)  # “A,”X语气平静,“B”
    return None


_TITLED = re.compile(
    r"(?:题为|名为|叫做?|标题|口号|所谓|代号|主题|书名|称为|称作|之称|誉为|评为|改名|命名|号称|的|以|用|把|被|将|从|和|与|、|出现|成为|变成|押注|打造)\Z"
)
_NOUN_USE = re.compile(
    r"(?:的|是|和|与|等|、|之争|模式|战略|时代|系统|模型|变|化|式|了|给|为|也|这|那|路线|事件|时刻|概念|名单|计划|标签|并)"
)


def _is_sentence(inner: str) -> bool:
    """Return whether quoted words are a sentence, not a term: an end mark, or a comma in a longer stretch."""
    stripped = inner.rstrip()
    ended = _INNER_END.search(stripped)
    return bool((ended and len(stripped) >= 8) or ("," in stripped and len(stripped) >= 12))


_FIRM_WORD = (
    "扬言",
    "放言",
    "放话",
    "声称",
    "宣称",
    "惊呼",
    "高呼",
    "直言",
    "坦言",
    "断言",
    "怒斥",
    "大呼",
    "直呼",
    "口中",
)
_LABEL = re.compile(
    r"(?:骂|叫|说|称|批评|指责|怒斥|痛斥|抨击|嘲讽|形容|评为|惊觉,?|评价|吐槽|调侃|觉得|认为)(?!(?:之?为|作|之))※{0,14}[^,。!?:;※]{0,20}[是为]?\Z"
    r"|口中(?:的|[^。!?:;※]{0,40}的?)\Z"
)


def _is_label(page: _Page, span: _Span, cue: _Cue | None) -> bool:
    """Return whether someone calls something ``span`` (骂Meta“伪善”), as the last words of a clause."""
    if cue is None or cue.voice is None:
        return False
    start = max(_sentence_start(page, span.mark_start), span.mark_start - 60)
    ends = page.masked[span.mark_end : span.mark_end + 1] in ("", ",", "。", "!", "?", ";", "时", "\n")
    return bool(ends and _LABEL.search(page.masked, start, span.mark_start))


def _is_speech(page: _Page, span: _Span, link: str, cue: _Cue | None, after: _Cue | None) -> bool:
    inner = page.shadow[span.start : span.end]
    before = page.masked[max(0, span.mark_start - 4) : span.mark_start]
    sentence = _is_sentence(inner)
    if _is_label(page, span, cue):
        return True
    if cue and link == "" and cue.words in _FIRM_WORD:
        return True
    if _TITLED.search(before) and not sentence:
        return False
    if _TITLED.search(before) and cue is None and not inner.rstrip().endswith(("。", "!", "?")):
        return False
    following = page.masked[span.mark_end : span.mark_end + 4].removeprefix("、※")
    ended = inner.rstrip()[-1:] in tuple("。!?") and len(inner) >= 4
    if link in (":", ",") and ended:
        return True
    if link == ":":
        return sentence or (len(inner) >= 4 and not _NOUN_USE.match(following))
    if link == ",":
        return sentence or (len(inner) >= 4 and not _NOUN_USE.match(following))
    if cue and link == "":
        return sentence or (len(inner) >= 6 and not _NOUN_USE.match(following))
    if after is not None:
        return sentence or inner[-1:] in tuple(",。!?") or (following[:1] == "," and len(inner) >= 4)
    beside = (
        page.masked[span.mark_start - 1 : span.mark_start] == "※"
        or page.masked[span.mark_start - 2 : span.mark_start] == "※\n"
    )
    return sentence or (ended and beside)


class _Memory(NamedTuple):
    """What the reader remembers while reading on: the last quotation, and whether it was closed."""

    said: _Said | None
    mark_end: int
    closed: bool = True


def _shares_speaker(page: _Page, span: _Span, memory: _Memory) -> bool:
    """Return whether ``span`` goes on where the last quotation stopped, in the same sentence."""
    if memory.said is None or memory.said.kind == "term":
        return False
    if span.mark_start - memory.mark_end > 80:
        return False
    between = page.masked[memory.mark_end : span.mark_start]
    return not re.search(r"[。!?]", between) and (not between.strip(" ,、;\n※") or "\n" not in between)


_PASSIVE = re.compile(r"被([^,。!?:;※]{2,14}?)([评称誉]为|称作|形容为|批为)\Z")


def _named_by(page: _Page, span: _Span) -> tuple[_Voice, str] | None:
    """Return who gives someone the name in marks, in 被X称为“…”; without X it is only a name."""
    start = max(0, span.mark_start - 24)
    match = _PASSIVE.search(page.masked[start : span.mark_start])
    voices = _voices_between(page, start + match.start(1), start + match.end(1)) if match else []
    return (voices[0], match[2]) if voices else None


def _read_span(page: _Page, span: _Span, memory: _Memory) -> _Said:
    if agent := _named_by(page, span):
        return _Said(span.start, span.end, "direct", agent[0], agent[1], "before")
    cue, link = _cue_before(page, span)
    after = _cue_after(page, span, cue)
    listed = page.masked[memory.mark_end : span.mark_start] in ("、", ",以及", "和") and span.end - span.start >= 6
    if listed and memory.said is not None:
        return memory.said._replace(start=span.start, end=span.end)
    if not _is_speech(page, span, link, cue, after):
        return _Said(span.start, span.end, "term", None, "", "")
    strong = cue is not None and (link in (":", ",") or (link == "" and cue.words not in ("",)))
    if strong and cue.voice is not None and not (cue.words in (":", "—", "——") and after):
        return _Said(span.start, span.end, "direct", cue.voice, cue.words, "before")
    if after is not None:
        return _Said(span.start, span.end, "direct", after.voice, after.words, "after")
    if cue is not None and cue.voice is not None and cue.verb_start >= memory.mark_end:
        return _Said(span.start, span.end, "direct", cue.voice, cue.words, "before")
    if _shares_speaker(page, span, memory):
        return memory.said._replace(start=span.start, end=span.end)
    voice = _subject(page, _sentence_start(page, span.mark_start), span.mark_start)
    if voice is None and cue is None and page.shadow[span.end - 1] not in "。!?":
        return _Said(span.start, span.end, "term", None, "", "")
    return _Said(span.start, span.end, "direct", voice, cue.words if cue else "", "before" if cue else "")


def _read_marked(page: _Page) -> list[_Said]:
    found, memory = [], _Memory(None, 0)
    for span in page.spans:
        if span.depth:
            found.append(_read_inner(page, span, memory.said))
            continue
        said = _read_span(page, span, memory)
        if _closes(span, memory):
            said = memory.said._replace(start=span.start, end=span.end)
            found += _between(page, memory, span)
        found.append(said)
        if said.kind != "term":
            memory = _Memory(said, span.mark_end, span.closed)
    return found


def _closes(span: _Span, memory: _Memory) -> bool:
    """Return whether ``span`` is the last paragraph of a quotation that was opened paragraphs before."""
    lone_end = not span.closed and span.mark_start == span.start
    return lone_end and memory.said is not None and not memory.closed and span.start - memory.mark_end < 4000


def _between(page: _Page, memory: _Memory, span: _Span) -> Iterator[_Said]:
    for start, line in _lines(page.masked[memory.mark_end : span.start]):
        if len(line.strip()) >= 8:
            yield memory.said._replace(start=memory.mark_end + start, end=memory.mark_end + start + len(line))


_INNER_CUE = re.compile(r"(他们|她们|他|她|我(?!们))[^,。!?:;“”‘’]{0,6}(?:说|问|道|想|讲):\Z")


def _read_inner(page: _Page, span: _Span, outer: _Said | None) -> _Said:
    """Return a quotation inside another: speech where a colon and an end mark say so, else a term."""
    inner = page.shadow[span.start : span.end]
    if page.shadow[max(0, span.mark_start - 1) : span.mark_start] != ":" or not _is_sentence(inner):
        return _Said(span.start, span.end, "term", None, "", "")
    start = max(0, span.mark_start - 16)
    cue = _INNER_CUE.search(page.shadow[start : span.mark_start])
    voice = None
    if cue and cue[1] == "我":
        voice = outer.voice if outer else None
    elif cue:
        voice = _Voice(start + cue.start(1), start + cue.end(1), "inner", cue[1])
    return _Said(span.start, span.end, "direct", voice, "", "before" if cue else "")


def _read_unmarked_blocks(page: _Page) -> list[_Said]:
    """Return paragraphs whose marks were lost: the line before ends with a word of saying and a colon."""
    found = []
    lines = list(_lines(page.masked))
    for (start, line), (next_start, following) in pairwise(lines):
        tail = line.rstrip()
        if not tail.endswith((":", "—")) or len(following) < 12 or "※" in following:
            continue
        sentence = _sentence_start(page, start + len(tail) - 1)
        verb = _last_verb(page, sentence, start + len(tail))
        if verb is None or re.search("[,;※]", page.masked[verb.end() : start + len(tail) - 1]):
            continue
        voice = _subject(page, sentence, verb.end())
        if voice and len(page.masked[verb.end() : start + len(tail)].rstrip(":—")) <= 14:
            found.append(
                _Said(next_start, next_start + len(following.rstrip()), "direct", voice, verb.group(), "before")
            )
    return found


_FILLER = re.compile(r"(?:[道称说了着过到地](?=[,:\s※道称说]))*[,:\s]*(?:(?<=[告警提][诉告醒])[^,:※]{1,8}[,:])?")
_NOT_WORDS = re.compile(r"(?:的|得|一下|时|后|[和与及、]|之|过的|中|自己|[这那]一)")


def _after_verb(page: _Page, place: int, stop: int) -> int:
    """Return where the reported words start, behind chains such as 刊文分析道 and 表示称."""
    stop = max(place, stop)
    while True:
        place = _FILLER.match(page.masked, place, stop).end()
        found = _verbs().match(page.masked, place, stop)
        if found is None or found[1] == "false":
            return place
        place = found[0].end()


def _clause_start(page: _Page, start: int, end: int) -> int:
    return max(start, *(page.masked.rfind(mark, start, end) + 1 for mark in ",;:※—"))


def _indirect_in(page: _Page, start: int, end: int) -> Iterator[_Said]:
    """Yield what a sentence reports without marks: after a verb with its own subject, up to the next one."""
    heads = []
    for verb, role in _verbs().finditer(page.masked, start, end):
        if role not in ("report", "noun") and not (role == "quote" and verb.group() in "骂调侃问"):
            continue
        near = max(start, verb.start() - _LOOK_BACK)
        clause = _clause_start(page, near, verb.start())
        voice = _subject(page, clause, verb.end())
        if voice is None and clause > near and verb.start() - clause <= 7:
            voice = _subject(page, _clause_start(page, near, clause - 1), clause - 1)
        owned = voice is not None and role != "noun" and page.masked[voice.end : voice.end + 1] == "的"
        if voice is not None and not owned and (not heads or verb.start() > heads[-1][0].end() + 5):
            heads.append((verb, voice))
    for index, (verb, voice) in enumerate(heads):
        stop = heads[index + 1][1].start if index + 1 < len(heads) else end
        first = _after_verb(page, verb.end(), stop)
        last = first + len(page.masked[first:stop].rstrip("。!?,;:\n "))
        if last - first >= 6 and page.masked[last - 1] != "—" and not _NOT_WORDS.match(page.masked, first):
            yield _Said(first, last, "indirect", voice, verb.group(), "before")


def _read_indirect(page: _Page, said: Sequence[_Said]) -> list[_Said]:
    spoken = sorted((s.start, s.end) for s in said if s.kind != "term")
    found, edges = [], [0, *page.breaks, len(page.masked)]
    for start, end in pairwise(edges):
        index = bisect_left(spoken, (start, start))
        if any(a < end and b > start for a, b in spoken[max(0, index - 1) : index + 1]):
            continue  # the sentence holds speech in marks already
        if end > start:
            found += _indirect_in(page, start, end)
    return found


_PERSONAL = ("person", "name", "office", "anonymous")


def _before(page: _Page, place: int, kinds: Sequence[str], sentences: int = 6) -> Iterator[list[_Voice]]:
    """Yield the voices of some kinds sentence by sentence, going back from ``place``."""
    end = place
    for _ in range(sentences):
        start = _sentence_start(page, end)
        voices = [voice for voice in _voices_between(page, start, end) if voice.kind in kinds]
        yield [v for v in voices if _speaks(page, v) or (v.kind == "person" and page.masked[v.start - 1] in "和与对向")]
        if start == 0:
            return
        end = start - 1


def _resolved(page: _Page, voice: _Voice, last: _Voice | None) -> _Voice:
    """Return whom a pronoun stands for where only one can be meant, else the pronoun."""
    kinds = {
        "pronoun": ("person", "name", "anonymous", "office"),
        "media_pronoun": ("org",),
        "firm_pronoun": ("org",),
    }.get(voice.kind)
    if kinds is None:
        return voice
    if voice.kind == "pronoun" and voice.name in ("他们", "她们"):
        kinds = ("person", "org", "anonymous", "office")
    beside = [v for v in _voices_between(page, max(0, voice.start - 40), voice.start) if v.kind in kinds]
    if beside and page.masked[beside[-1].end : voice.start] in (",", ",而", ",但"):
        return beside[-1]
    for voices in _before(page, voice.start, kinds):
        if voice.kind == "media_pronoun":
            voices = [v for v in voices if kind_of(v.name) == "media"]
        elif voice.kind == "firm_pronoun":
            voices = [v for v in voices if kind_of(v.name) in ("company", "institution")]
        named = [v for v in voices if v.kind in ("person", "name", "org")] or voices
        names = {v.name for v in named}
        if len(names) == 1:
            return named[0]
        if names:
            return last if last is not None and last.name in names else voice
    return voice


def _speaker_text(text: str, voice: _Voice | None) -> str:
    return text[voice.start : voice.end] if voice is not None else ""


def _same_paragraph(text: str, start: int, end: int) -> bool:
    return end - start < 2000 and "\n" not in text[start:end]


def quotation_rows(text: str) -> list[tuple]:
    """Return the rows of `find_quotations` as tuples in the order of `QUOTE_TYPES`: many articles make one table.

    >>> quotation_rows("马斯克说：“这不是开源。”")
    [(6, 12, '这不是开源。', 'direct', '马斯克', '说', 'before')]
    """
    if not text.strip():
        return []
    page = _page(text)
    said = [*_read_marked(page), *_read_unmarked_blocks(page)]
    said = sorted([*said, *_read_indirect(page, said)], key=lambda s: (s.start, -s.end))
    rows, last, last_end = [], None, 0
    for item in said:
        voice = _resolved(page, item.voice, last) if item.voice else None
        kind = item.kind
        if voice is None and kind == "direct" and last is not None and _same_paragraph(text, last_end, item.start):
            voice = last
        if voice is not None and voice.kind != "inner":
            last, last_end = voice, item.end
            if item.voice is not None and item.voice.kind == "anonymous" and kind in ("direct", "indirect"):
                kind = "anonymous"
        quote = text[item.start : item.end]
        rows.append((item.start, item.end, quote, kind, _speaker_text(text, voice), item.cue, item.side))
    return rows


def find_quotations(text: str) -> pd.DataFrame:
    """Return what ``text`` quotes or reports, in reading order.

    Columns: ``start, end`` (the quoted words without their marks), ``quote``, ``kind``, ``speaker``,
    ``cue`` (the word of saying), ``side`` (of the cue: before, after, or empty). ``kind`` is one of
    `QUOTE_KINDS`: *direct* speech; *term*, words between marks that nobody says (titles, irony);
    *indirect* speech, without marks; *anonymous*, speech of either form whose source has no name.
    ``speaker`` is as the text writes it, a pronoun only where it stays unclear whom it means.

    All marks count, “ ” 「 」 『 』 ‘ ’ " ", nested too; one never closed reaches to the end of its
    paragraph at most.

    >>> find_quotations("马斯克说：“这不是开源。”")[["kind", "speaker", "cue"]].values.tolist()
    [['direct', '马斯克', '说']]
    """
    return typed_table(quotation_rows(text), QUOTE_TYPES)
