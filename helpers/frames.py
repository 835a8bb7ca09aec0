"""Sentences to analogies, text to quotations and names. Pure: text in, table out, driven by lexicon files.

Everything is matched on the text, not on tokens, and in any script and punctuation: a shadow of the text with the same
length, in Simplified characters and ASCII marks, is searched, and offsets and words come from the text itself.

Lexicon files: ``domains.csv`` (source domains of images), ``markers.csv`` (words of comparison), ``reporting.csv`` (verbs of
saying, unnamed sources, offices, pronouns, surnames), ``entities.csv`` (names).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

import pandas as pd

from helpers import lexicon
from helpers.script import HAN, to_simplified, traditional_characters
from helpers.words import entity_of, kind_of, tokenize

MENTION_TYPES = {"start": "int64", "end": "int64", "surface": "str", "entity": "str", "kind": "str"}
QUOTE_TYPES = {
    "start": "int64",
    "end": "int64",
    "quote": "str",
    "kind": "str",
    "speaker": "str",
    "cue": "str",
    "side": "str",
}
ANALOGY_TYPES = {
    "article_id": "str",
    "sentence": "int64",
    "domain": "str",
    "level": "str",
    "source_term": "str",
    "marker": "str",
    "target_term": "str",
    "form": "str",
    "text": "str",
}
SCORE_TYPES = {
    "domain": "str",
    "n_gold": "int64",
    "n_found": "int64",
    "hits": "int64",
    "precision": "float64",
    "recall": "float64",
    "f1": "float64",
}
QUOTE_KINDS = ("direct", "term", "indirect", "anonymous")

_ASCII = str.maketrans("，！？：；（）．＂、﹁﹂﹃﹄〝〞〟‟「」『』", ',!?:;()."、“”‘’“””““”‘’')


def _table(rows: Iterable, types: Mapping[str, str]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(types)).astype(dict(types))


def _shadow(text: str) -> str:
    """Return ``text`` in Simplified characters and ASCII marks, every character still in its place."""
    simple = {char: to_simplified(char) for char in traditional_characters(text)}
    return text.translate({ord(old): new for old, new in simple.items() if len(new) == 1}).translate(_ASCII)


def _any_of(patterns: Iterable[str]) -> str:
    return "|".join(sorted(patterns, key=lambda p: (-len(p), p))) or r"(?!)"


# ------------------------------------------------------------------------------------------------------------- names


@cache
def _alias_pattern() -> tuple[re.Pattern[str], frozenset[str]]:
    table = lexicon.read_table("entities")
    by_first: dict[str, list[str]] = {}
    for alias in sorted(set(table["alias"]), key=lambda a: (-len(a), a)):
        edge = "(?<![A-Za-z0-9])" if alias[0].isascii() else ""
        end = "(?![A-Za-z0-9])" if alias[-1].isascii() else ""
        by_first.setdefault(alias[0].casefold(), []).append(edge + re.escape(alias) + end)
    pattern = "|".join(f"(?:{'|'.join(group)})" for _, group in sorted(by_first.items()))
    as_word = table.loc[table["note"].str.startswith("token only"), "alias"]
    return re.compile(pattern, re.IGNORECASE), frozenset(as_word)


def _word_spans(text: str) -> set[tuple[int, int]]:
    spans, start = set(), 0
    for token in tokenize(text):
        spans.add((start, start + len(token)))
        start += len(token)
    return spans


def _mentions(shadow: str) -> list[tuple[int, int, str, str]]:
    pattern, as_word = _alias_pattern()
    words: set[tuple[int, int]] | None = None
    found = []
    for match in pattern.finditer(shadow):
        if match.group() in as_word:
            words = _word_spans(shadow) if words is None else words
            if match.span() not in words:
                continue
        entity = entity_of(match.group())
        if entity:
            found.append((*match.span(), entity, kind_of(entity)))
    return found


def entity_mentions(text: str) -> pd.DataFrame:
    """Return every name of a known entity in ``text``: ``start, end, surface, entity, kind``, in reading order.

    The longest alias counts (阿里巴巴, not 阿里); a Latin name has no Latin letter or digit on either side; an alias that the
    list marks as ``token only`` counts where the segmenter gives it as a word (华为, not 升华为).

    >>> entity_mentions("谷歌與OpenAI")["entity"].tolist()
    ['Google', 'OpenAI']
    """
    rows = ((start, end, text[start:end], *rest) for start, end, *rest in _mentions(_shadow(text)))
    return _table(rows, MENTION_TYPES)


# -------------------------------------------------------------------------------------------------------- quotations


class _Span(NamedTuple):
    """What stands between two quotation marks; ``mark_start`` and ``mark_end`` include the marks that are there."""

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


_MARK = re.compile("[“”‘’\"]")
_LATIN_LETTER = re.compile("[A-Za-zÀ-ɏ]")
_MAX_DEPTH, _LOOK_BACK = 2, 160
_INNER_END = re.compile(r"[。!?]")


def _is_apostrophe(line: str, place: int) -> bool:
    beside = line[place - 1 : place] + line[place + 1 : place + 2]
    return line[place] == "’" and bool(_LATIN_LETTER.match(beside))


def _straightened(line: str) -> list[tuple[int, str]]:
    """Return the quotation marks of a paragraph as ``(place, "open" or "close")`` with their level, damage mended.

    Straight marks open and close in turn; where every curly mark looks the same way (``“A“``), they do so too.
    """
    marks = [(m.start(), m.group()) for m in _MARK.finditer(line) if not _is_apostrophe(line, m.start())]
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
    """Return closed pairs, opening marks never closed and closing marks never opened, as places in ``line``."""
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
    """Return where a quotation that was never closed ends: with its paragraph if it is speech, else with its sentence."""
    before = line[max(0, place - 20) : place].rstrip()
    if not before or _COLON_END.search(before):
        return len(line)
    match = _INNER_END.search(line, place)
    return match.end() if match else len(line)


def _stray_start(line: str, place: int, floor: int) -> int:
    """Return where a quotation that lost its opening mark starts: after the last colon, else at the paragraph's start."""
    colon = line.rfind(":", floor, place)
    return colon + 1 if colon >= 0 else floor


def _stray_spans(line: str, stray: Sequence[int], closes: Sequence[int]) -> list[tuple[int, int, int, int, bool]]:
    """Return quotations that lost their opening mark: what stands before a lone closing mark at the end of a sentence."""
    found, floor = [], 0
    for place in stray:
        index = bisect_left(closes, place) - 1
        floor = max(floor, closes[index] + 1 if index >= 0 else 0)
        start = _stray_start(line, place, floor)
        if line[place - 1 : place] in tuple("。!?,") and place - start >= 8:
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
        for span in _line_spans(line)
        if span.end > span.start
    ]


def _masked(shadow: str, spans: Sequence[_Span]) -> str:
    """Return ``shadow`` with everything inside quotation marks blotted out, so that only the narrator is read."""
    out, position = [], 0
    for span in spans:
        if span.depth == 0 and span.mark_start >= position:
            out += [shadow[position : span.mark_start], "※" * (span.mark_end - span.mark_start)]
            position = span.mark_end
    return "".join(out) + shadow[position:]


# -------------------------------------------------------------------------------------------------------- who speaks


@cache
def _terms(role: str) -> tuple[str, ...]:
    table = lexicon.read_table("reporting")
    return tuple(table.loc[table["role"] == role, "term"])


@cache
def _verbs() -> re.Pattern[str]:
    groups = (
        ("false", _terms("false")),
        ("noun", _terms("noun")),
        ("report", _terms("report")),
        ("quote", _terms("quote")),
    )
    return re.compile("|".join(f"(?P<{name}>{_any_of(terms)})" for name, terms in groups))


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
    surnames = _terms("surname")
    surname = f"(?:[{surnames[0]}]|{'|'.join(surnames[1:])})"
    office = f"(?:{_any_of(_terms('office'))})"
    foreign = rf"[{_FOREIGN}]{{1,6}}·(?:[{_FOREIGN}]{{1,6}}·)?[{_FOREIGN}]{{1,6}}?(?:{_FOLLOWS}|(?=特别|报道))"
    latin = r"(?<![A-Za-z0-9:,&][ ])(?<![A-Za-z0-9])[A-Z][a-zÀ-ɏ][A-Za-zÀ-ɏ]*(?:[ ](?:[A-Z]\.|[A-Z][a-zÀ-ɏ'’][A-Za-zÀ-ɏ'’]*)){1,2}(?![ ]?[A-Za-z0-9])"
    return re.compile(
        rf"(?P<foreign>{foreign})"
        rf"|{office}[,、 &]?(?P<name>{surname}[{HAN}]{{1,2}}?){_FOLLOWS}"
        rf"|(?P<glossed>{surname}[{HAN}]{{1,2}})(?=\([A-Z][a-z]+ [A-Z])"
        rf"|(?P<latin>{latin})"
        rf"|(?P<office>{office})"
    )


@cache
def _source_pattern() -> re.Pattern[str]:
    roles = ("anonymous", "pronoun", "media_pronoun", "firm_pronoun", "document")
    return re.compile("|".join(f"(?P<{role}>{_any_of(_terms(role))})" for role in roles))


_ORG_KINDS = ("company", "institution", "media")
_RANK = {"person": 0, "anonymous": 0, "name": 1, "office": 2, "pronoun": 3, "org": 4, "media_pronoun": 5}
_RANK |= {"firm_pronoun": 5, "document": 6}


def _voices(shadow: str, masked: str) -> list[_Voice]:
    """Return all that may speak, in reading order, none overlapping another."""
    known = _mentions(masked)
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
    found += [_Voice(*m.span(), m.lastgroup, m.group()) for m in _source_pattern().finditer(masked)]
    found += _short_forms(shadow, masked, found)
    return _without_overlap(found, certain, [(start, end) for start, end, _, kind in known if kind not in spoken])


def _short_forms(shadow: str, masked: str, voices: list[_Voice]) -> list[_Voice]:
    """Return the later mentions by last name of persons whom the text names in full: Schmidt, 威利森."""
    full = {}
    for voice in voices:
        parts = re.split(r"[ ·]", shadow[voice.start : voice.end])
        if voice.kind in ("person", "name") and len(parts) > 1 and len(parts[-1]) >= (4 if parts[-1].isascii() else 2):
            full.setdefault(parts[-1], voice)
    if not full:
        return []
    edge = "[A-Za-z0-9]"
    pattern = re.compile("|".join(f"(?<!{edge}){re.escape(name)}(?!{edge})" for name in sorted(full, key=len, reverse=True)))
    return [_Voice(*m.span(), full[m.group()].kind, full[m.group()].name) for m in pattern.finditer(masked)]


_NAME_KINDS = {"foreign": "person", "name": "person", "glossed": "person", "latin": "name", "office": "office"}


def _with_office(masked: str, voices: list[_Voice]) -> list[_Voice]:
    """Return ``voices`` with 谷歌 + 发言人 joined to one voice that is neither the firm nor a named person."""
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


def _without_overlap(
    voices: list[_Voice], certain: set[_Voice], blocked: list[tuple[int, int]]
) -> list[_Voice]:
    """Return ``voices`` in order; of two that overlap the unnamed source stays, then the known name, then the longer."""
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
    shadow = _shadow(text)
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


_ADDRESSED = re.compile(r"[对向与和跟给把将被叫骂](?:[^,。!?;:※]{0,2})\Z|(?:采访|专访|引述|访问|致信|告诉|质问|批评|抨击|嘲讽|怒斥|起诉)\Z")
_CLAUSE_END = re.compile(r"[,;:※—]")


def _speaks(page: _Page, voice: _Voice) -> bool:
    """Return whether ``voice`` can be the subject: not one who is spoken to or about (对…, 被…)."""
    before = page.masked[max(0, voice.start - 3) : voice.start]
    return not _ADDRESSED.search(before) or bool(re.search(r"[据由]\Z", before))


def _subject(page: _Page, start: int, end: int) -> _Voice | None:
    """Return who the verb at the end of ``start``–``end`` belongs to: the best voice of the nearest clause that has one."""
    edges = [start, *(start + m.end() for m in _CLAUSE_END.finditer(page.masked[start:end])), end]
    for left, right in reversed(list(zip(edges, edges[1:], strict=False))):
        voices = [voice for voice in _voices_between(page, left, right) if _speaks(page, voice)]
        if voices:
            return min(voices, key=lambda voice: (_RANK[voice.kind], voice.start))
    return None


_BESIDE = re.compile(r"(?:[道称说了着到过地:,—其它他她]|\s|上|文|应该|应当|必须|是|为)*\Z")


def _last_verb(page: _Page, start: int, end: int) -> re.Match[str] | None:
    last = None
    for match in _verbs().finditer(page.masked, start, end):
        if match.lastgroup != "false":
            last = match
    return last


def _cue_before(page: _Page, span: _Span) -> tuple[_Cue | None, str]:
    """Return the words that introduce ``span`` and how it hangs on them: ":" , "," , "" (right beside) or "far"."""
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
    for verb in _verbs().finditer(page.masked, start, end):
        if verb.lastgroup == "false":
            continue
        voice = _subject(page, start, verb.end())
        if voice is None or (not opens and voice.start > start + 16):
            return None
        if page.masked[verb.end() : end].rstrip().endswith(":") and _INNER_END.search(page.shadow[span.end - 1 : span.end]):
            return None  # it introduces the next one
        return _Cue(verb.group(), voice, verb.start(), verb.end())
    first = next(iter(_voices_between(page, start, start + 30)), None)
    if first and first.start == start and stop and stop.group() == "※" and _RANK[first.kind] <= 3:
        return _Cue("", first, start, first.end)  # “A,”X语气平静,“B”
    return None


_TITLED = re.compile(r"(?:题为|名为|叫做?|标题|口号|所谓|代号|主题|书名|称为|称作|之称|誉为|评为|改名|命名|号称|的|以|用|把|被|将|从|和|与|、|出现|成为|变成|押注|打造)\Z")
_NOUN_USE = re.compile(r"(?:的|是|和|与|等|、|之争|模式|战略|时代|系统|模型|变|化|式|了|给|为|也|这|那|路线|事件|时刻|概念|名单|计划|标签|并)")


def _is_sentence(inner: str) -> bool:
    """Return whether quoted words are a sentence, not a term: an end mark, or a comma in a longer stretch."""
    stripped = inner.rstrip()
    ended = _INNER_END.search(stripped)
    return bool((ended and len(stripped) >= 8) or ("," in stripped and len(stripped) >= 12))


_FIRM_WORD = ("扬言", "放言", "放话", "声称", "宣称", "惊呼", "高呼", "直言", "坦言", "断言", "怒斥", "大呼", "直呼", "口中")
_LABEL = re.compile(
    r"(?:骂|叫|说|称|批评|指责|怒斥|痛斥|抨击|嘲讽|形容|评为|惊觉,?|评价|吐槽|调侃|觉得|认为)(?!(?:之?为|作|之))※{0,14}[^,。!?:;※]{0,20}[是为]?\Z"
    r"|口中(?:的|[^。!?:;※]{0,40}的?)\Z"
)


def _is_label(page: _Page, span: _Span, cue: _Cue | None) -> bool:
    """Return whether ``span`` is what someone calls something (骂Meta“伪善”, 称它是“…”), the last words of its clause."""
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
    if link == ":":
        return sentence or (len(inner) >= 4 and not _NOUN_USE.match(following))
    if link == ",":
        return len(inner) >= 6 or sentence
    if cue and link == "":
        return sentence or (len(inner) >= 6 and not _NOUN_USE.match(following))
    return sentence or (after is not None and bool(inner) and inner[-1] in ",。!?" and len(inner) >= 4)


class _Memory(NamedTuple):
    """What the reader remembers while reading on: the last quotation and who spoke last."""

    said: _Said | None
    mark_end: int


def _shares_speaker(page: _Page, span: _Span, memory: _Memory) -> bool:
    """Return whether ``span`` goes on where the last quotation stopped: nothing, or no end of sentence, between."""
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
        found.append(said)
        if said.kind != "term":
            memory = _Memory(said, span.mark_end)
    return found


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
    """Return paragraphs whose marks were lost: the one before ends with a word of saying and a colon or dash."""
    found = []
    lines = list(_lines(page.masked))
    for (start, line), (next_start, following) in zip(lines, lines[1:], strict=False):
        tail = line.rstrip()
        if not tail.endswith((":", "—")) or len(following) < 12 or "※" in following:
            continue
        sentence = _sentence_start(page, start + len(tail) - 1)
        verb = _last_verb(page, sentence, start + len(tail))
        if verb is None or re.search("[,;※]", page.masked[verb.end() : start + len(tail) - 1]):
            continue
        voice = _subject(page, sentence, verb.end())
        if voice and len(page.masked[verb.end() : start + len(tail)].rstrip(":—")) <= 14:
            found.append(_Said(next_start, next_start + len(following.rstrip()), "direct", voice, verb.group(), "before"))
    return found


_FILLER = re.compile(r"(?:[道称说了着过到地](?=[,:\s※道称说]))*[,:\s]*(?:(?<=[告警提][诉告醒])[^,:※]{1,8}[,:])?")
_NOT_WORDS = re.compile(r"(?:的|一下|时|后|[和与及、]|之|过的|中|自己|[这那]一)")


def _after_verb(page: _Page, place: int, stop: int) -> int:
    """Return where the reported words start, behind chains such as 刊文分析道 and 表示称."""
    stop = max(place, stop)
    while True:
        place = _FILLER.match(page.masked, place, stop).end()
        verb = _verbs().match(page.masked, place, stop)
        if not verb or verb.lastgroup == "false":
            return place
        place = verb.end()


def _clause_start(page: _Page, start: int, end: int) -> int:
    return max(start, *(page.masked.rfind(mark, start, end) + 1 for mark in ",;:※—"))


def _indirect_in(page: _Page, start: int, end: int) -> Iterator[_Said]:
    """Yield what a sentence reports without marks: verb with its own subject, then the rest up to the next such verb."""
    heads = []
    for verb in _verbs().finditer(page.masked, start, end):
        if verb.lastgroup not in ("report", "noun") and not (verb.lastgroup == "quote" and verb.group() in "骂调侃问"):
            continue
        near = max(start, verb.start() - _LOOK_BACK)
        clause = _clause_start(page, near, verb.start())
        voice = _subject(page, clause, verb.end())
        if voice is None and clause > near and verb.start() - clause <= 7:
            voice = _subject(page, _clause_start(page, near, clause - 1), clause - 1)
        if voice is not None and (not heads or verb.start() > heads[-1][0].end() + 5):
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
    for start, end in zip(edges, edges[1:], strict=False):
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
        yield [v for v in _voices_between(page, start, end) if v.kind in kinds and _speaks(page, v)]
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


def find_quotations(text: str) -> pd.DataFrame:
    """Return what ``text`` quotes or reports, in reading order.

    Columns: ``start, end`` (the quoted words without their marks), ``quote``, ``kind``, ``speaker``, ``cue`` (the word of
    saying), ``side`` (of the cue: before, after, or empty). ``kind`` is one of `QUOTE_KINDS`: *direct* speech; *term*, words
    between marks that nobody says (titles, irony); *indirect* speech, without marks; *anonymous*, speech of either form
    whose source has no name. ``speaker`` is as the text writes it, a pronoun only where it stays unclear whom it means.

    All marks count, “ ” 「 」 『 』 ‘ ’ " ", nested too; one never closed reaches to the end of its paragraph at most.

    >>> find_quotations("马斯克说：“这不是开源。”")[["kind", "speaker", "cue"]].values.tolist()
    [['direct', '马斯克', '说']]
    """
    if not text.strip():
        return _table([], QUOTE_TYPES)
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
        rows.append((item.start, item.end, text[item.start : item.end], kind, _speaker_text(text, voice), item.cue, item.side))
    return _table(rows, QUOTE_TYPES)


# --------------------------------------------------------------------------------------------------------- analogies

_OS_DOMAINS = ("mobile_os", "desktop_os", "phone_makers")
_AI = re.compile(
    r"大模型|语言模型|模型|人工智能|(?<![A-Za-z])(?:AI|AGI|LLM|GPT|AIGC|OpenAI|ChatGPT|LLaMA|Llama|DeepSeek|Claude|Gemini|Qwen)(?![a-z])"
    r"|深度求索|通义千问|文心一言|智能体|羊驼",
    re.IGNORECASE,
)
_STORY = re.compile(
    r"阵营|份额|出货量|利润|红利|崛起|垄断|时代|操作系统|之争|路线|生态|封闭|闭源|开源|格局|厂商|分庭抗礼|市值|输赢|胜负|先发|后发|卡脖子|卡“?脖子"
    r"|瓜分|两分天下|人气|推出的时候|霸主|授权|商业模式|全球前十|衰落|淘汰|自研|定制"
)
_APP = re.compile(
    r"[Aa][Pp][Pp](?!le)|应用程序|客户端|下载|上架|适配|兼容|版本|双端|桌面端|移动端|用户可|安装|插件|推送|更新|测试版|支持(?:在)?[^,。]{0,6}$"
    r"|(?:设备|平台|手机|电脑)上|设备|跑在|运行|部署|终端|截图|浏览器|命令行|发行版|路由器|服务器"
)
_MARKER_MAX = 120  # length of the longest marker
_NEAR = 32  # characters between a marker and what it compares


class _Image(NamedTuple):
    """A source term in a sentence, with its row in ``domains.csv``."""

    start: int
    end: int
    domain: str
    level: str
    needs: str
    form: str


class _Sentence(NamedTuple):
    """One sentence as the finder of analogies reads it."""

    text: str
    shadow: str
    images: list[_Image]
    markers: list[tuple[int, int, str, str]]
    has_ai: bool


@cache
def _domain_pattern() -> tuple[re.Pattern[str], tuple]:
    """Return one pattern of all source terms (group ``g7`` = row 7) and the rows."""
    rows = tuple(lexicon.read_table("domains").itertuples(index=False))
    order = sorted(range(len(rows)), key=lambda i: (-len(rows[i].term), i))
    return re.compile("|".join(f"(?P<g{i}>{_bounded(rows[i].term)})" for i in order), re.IGNORECASE), rows


def _bounded(term: str) -> str:
    before = "(?<![A-Za-z])" if term[0].isascii() and term[0].isalpha() else ""
    after = "(?![A-Za-z])" if term[-1].isascii() and term[-1].isalpha() else ""
    return f"{before}(?:{term}){after}"


@cache
def _unless(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern or r"(?!)", re.IGNORECASE)


@cache
def _marker_patterns() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    rows = lexicon.read_table("markers").itertuples(index=False)
    return tuple((row.marker, re.compile(row.pattern, re.IGNORECASE), row.strength) for row in rows)


def _images(shadow: str) -> list[_Image]:
    pattern, rows = _domain_pattern()
    found, literal = [], {}
    for match in pattern.finditer(shadow):
        row = rows[int(match.lastgroup[1:])]
        if row.unless not in literal:
            literal[row.unless] = bool(_unless(row.unless).search(shadow))
        if not literal[row.unless]:
            found.append(_Image(*match.span(), row.domain, row.level, row.needs, row.form))
    return found


def _read_sentence(text: str) -> _Sentence:
    shadow = _shadow(text)
    images = _images(shadow)
    markers = []
    if images:
        for name, pattern, strength in _marker_patterns():
            markers += [(m.start(), m.end(), name, strength) for m in pattern.finditer(shadow)]
    return _Sentence(text, shadow, images, sorted(markers), bool(_AI.search(shadow)))


def _marker_of(sentence: _Sentence, image: _Image, *, strong: bool = False) -> tuple[int, int, str, str] | None:
    """Return the nearest marker that reaches ``image``: it starts before it and ends close before, or behind, its start."""
    low = bisect_left(sentence.markers, (image.start - _NEAR - _MARKER_MAX,))
    high = bisect_right(sentence.markers, (image.start + 1,))
    near = [
        marker
        for marker in sentence.markers[low:high]
        if (not strong or marker[3] == "strong") and image.start - marker[1] <= _NEAR
    ]
    return min(near, key=lambda m: (abs(m[0] - image.start), m), default=None)


_ROLE_MARKERS = ("时刻", "模板", "界的", "成为", "之于", "比作", "模式", "重演")


def _n_story(sentence: _Sentence) -> int:
    return len({match.group() for match in _STORY.finditer(sentence.shadow)})


def _is_direct_os(sentence: _Sentence, image: _Image, context: bool) -> bool:
    """Return whether a system or firm is itself what something is compared with: 安卓时刻, AI界的iPhone, 就像安卓."""
    if not context:
        return False
    marker = _marker_of(sentence, image, strong=True)
    if marker is not None:
        return marker[2] in _ROLE_MARKERS or not _APP.search(sentence.shadow) or _n_story(sentence) >= 3
    before = sentence.shadow[max(0, image.start - 14) : image.start]
    quoted = before.endswith(("“", "‘", '"')) and sentence.shadow[image.end : image.end + 1] in ("”", "’", '"')
    return bool(quoted and sentence.has_ai and re.search(r"需要|成为|打造|做|版|界|时代|叫|是|个", before))


def _is_os_story(sentence: _Sentence) -> bool:
    """Return whether the sentence tells of systems and makers as rivals or models, not as places where an app runs."""
    names = [image for image in sentence.images if image.domain in _OS_DOMAINS and image.level == "strict"]
    systems = [image for image in names if image.needs == "os"]
    story = _n_story(sentence)
    if not names or not story or (story < 3 and _APP.search(sentence.shadow)):
        return False
    return bool(systems) or "手机" in sentence.shadow or len(names) >= 3


def _opens_story(sentence: _Sentence) -> bool:
    """Return whether a story of systems is set beside models within the sentence: a case, a contrast, 当年 …"""
    if not _is_os_story(sentence) or not any(m[3] == "weak" or m[2] for m in sentence.markers):
        return False
    if any(marker[2] == "诸如" for marker in sentence.markers):
        return _n_systems(sentence) >= 2
    return sentence.has_ai or _n_systems(sentence) >= 2


def _n_systems(sentence: _Sentence) -> int:
    return len({sentence.shadow[i.start : i.end].casefold() for i in sentence.images if i.needs == "os"})


_LINK = re.compile(r"案例|例子|先例|历史|经验|模板|类似|对比|当年|教训|路线|之争|时代")


def _os_sentences(sentences: Sequence[_Sentence], context: Sequence[bool]) -> set[int]:
    """Return which sentences carry the analogy with systems and phones: those that draw it, and those that go on with it."""
    drawn = set()
    for index, sentence in enumerate(sentences):
        images = [i for i in sentence.images if i.domain in _OS_DOMAINS and i.level == "strict"]
        if not images:
            continue
        direct = any(_is_direct_os(sentence, image, context[index]) for image in images)
        linked = index > 0 and _LINK.search(sentences[index - 1].shadow) and len(images) >= 2 and _is_os_story(sentence)
        again = bool(drawn) and _is_os_story(sentence) and _n_systems(sentence) >= 2
        if direct or (context[index] and (_opens_story(sentence) or linked or again)):
            drawn.add(index)
    for index, sentence in enumerate(sentences):
        if {index - 1, index - 2} & drawn and _is_os_story(sentence):
            drawn.add(index)
    for index in sorted(drawn, reverse=True):
        if index and _is_os_story(sentences[index - 1]) and context[index - 1]:
            drawn.add(index - 1)
    return drawn


_AI_NOUN = re.compile(
    r"(?:(?:国产|中国|国内|开源|闭源|美国|AI|人工智能){0,3}(?:大语言模型|大模型|语言模型|模型)(?:厂商|企业|公司|市场|领域)?)|(?:AI|人工智能)(?:圈|行业|产业|公司|巨头)?|(?:开源|闭源)(?:路线|阵营|社区|生态|模型)?",
    re.IGNORECASE,
)


def _targets(sentence: _Sentence) -> list[tuple[int, int]]:
    """Return the places of what an image may be about: firms, models, and the words for them."""
    places = [
        (start, end)
        for start, end, _, kind in _mentions(sentence.shadow)
        if kind in ("company", "model", "product", "institution", "person")
    ]
    places += [match.span() for match in _AI_NOUN.finditer(sentence.shadow)]
    taken = bytearray(len(sentence.shadow))
    for image in sentence.images:
        taken[image.start : image.end] = b"\x01" * (image.end - image.start)
    return sorted(place for place in places if not any(taken[place[0] : place[1]]))


def _target_of(sentence: _Sentence, image: _Image, marker: tuple[int, int, str, str] | None) -> str:
    """Return who is compared, as far as a rule can say: the nearest candidate before the marker, else the only one."""
    places = _targets(sentence)
    if marker is not None:
        before = [p for p in places if p[1] <= max(marker[0], 0)]
        inside = [p for p in places if marker[0] <= p[0] < image.start]
        after = [p for p in places if p[0] >= image.end]
        chosen = before[-1:] or inside[-1:] or after[:1]
        return sentence.text[chosen[0][0] : chosen[0][1]] if chosen else ""
    names = {sentence.shadow[start:end] for start, end in places}
    return sentence.text[places[0][0] : places[0][1]] if len(names) == 1 else ""


def _counts(sentence: _Sentence, image: _Image, index: int, context: bool, os_sentences: set[int]) -> bool:
    if image.needs in ("os", "firm"):
        return index in os_sentences
    if image.needs == "link":
        return index in os_sentences
    if image.needs == "AI":
        return sentence.has_ai and context
    return context


def _article_rows(article_id: str, numbers: Sequence[int], texts: Sequence[str]) -> Iterator[tuple]:
    sentences = [_read_sentence(text) for text in texts]
    context = [
        any(s.has_ai for s in sentences[max(0, index - 3) : index + 4]) for index in range(len(sentences))
    ]
    os_sentences = _os_sentences(sentences, context)
    for index, sentence in enumerate(sentences):
        by_domain: dict[str, list[_Image]] = {}
        for image in sentence.images:
            if _counts(sentence, image, index, context[index], os_sentences):
                by_domain.setdefault(image.domain, []).append(image)
        for domain, images in by_domain.items():
            yield (article_id, numbers[index], *_row(sentence, domain, images), sentence.text)


def _row(sentence: _Sentence, domain: str, images: Sequence[_Image]) -> tuple[str, str, str, str, str, str]:
    terms = dict.fromkeys(sentence.text[image.start : image.end] for image in images)
    pairs = [(image, _marker_of(sentence, image)) for image in images]
    image, marker = next(((i, m) for i, m in pairs if m), (images[0], None))
    level = "strict" if any(i.level == "strict" for i in images) else next((i.level for i in images if i.level), "")
    form = "comparison" if marker or level else image.form or "metaphor"
    words = sentence.text[marker[0] : marker[1]] if marker else ""
    return domain, level, "|".join(terms), words, _target_of(sentence, image, marker), form


def find_analogies(sentences: pd.DataFrame) -> pd.DataFrame:
    """Return the images that ``sentences`` use for AI and open source: one row a sentence and source domain.

    Columns: ``article_id, sentence, domain, level, source_term, marker, target_term, form, text``. ``domain`` is one of
    ``domains.csv``; ``level`` is *strict* where a system, phone or maker is named; ``source_term`` all its words, joined by
    ``|``; ``marker`` the words of comparison; ``target_term`` who is compared, empty where no rule can say; ``form`` is
    comparison, metaphor or idiom.

    A system or firm is an image only if something is compared with it (安卓时刻, 就像iOS, AI时代的Linux), or if a sentence goes
    on with such a story; ``支持iOS和安卓`` is none. Other images count near words for AI, unless the sentence speaks of the
    thing itself.

    Args:
        sentences: as `helpers.tables.split_articles` returns them (``article_id``, ``sentence``, ``text``), in reading order.

    Raises:
        ValueError: a column is missing.

    >>> one = pd.DataFrame({"article_id": ["a"], "sentence": [1], "text": ["开源模型的“安卓时刻”来了。"]})
    >>> find_analogies(one)[["domain", "level", "source_term"]].values.tolist()
    [['mobile_os', 'strict', '安卓']]
    """
    if missing := [name for name in ("article_id", "sentence", "text") if name not in sentences]:
        raise ValueError(f"find_analogies needs the column {missing[0]!r}.")
    rows: list[tuple] = []
    for article_id, group in sentences.groupby("article_id", sort=False):
        rows += _article_rows(article_id, group["sentence"].tolist(), group["text"].tolist())
    return _table(rows, ANALOGY_TYPES)


# ------------------------------------------------------------------------------------------------------------- score


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _keys(table: pd.DataFrame, on: Sequence[str], name: str) -> set[tuple]:
    if missing := [column for column in (*on, "domain") if column not in table]:
        raise ValueError(f"{name} has no column {missing[0]!r}.")
    return set(table[[*on, "domain"]].itertuples(index=False, name=None))


def score(
    found: pd.DataFrame, gold: pd.DataFrame, *, on: Sequence[str] = ("article_id", "sentence")
) -> pd.DataFrame:
    """Return how well ``found`` meets ``gold``: ``domain, n_gold, n_found, hits, precision, recall, f1``, and a row ``all``.

    A hit is a place (``on``) that both give the same domain; a place counts once a domain. Precision is 1 where nothing was
    found and nothing was to be found, 0 where only one side is empty; so are recall and F1.

    Raises:
        ValueError: a table lacks ``domain`` or a column of ``on``.
    """
    mine, theirs = _keys(found, on, "found"), _keys(gold, on, "gold")
    domains = sorted({key[-1] for key in mine | theirs})
    return _table((_score_row(name, mine, theirs) for name in [*domains, "all"]), SCORE_TYPES)


def _score_row(domain: str, mine: set[tuple], theirs: set[tuple]) -> tuple:
    if domain != "all":
        mine = {key for key in mine if key[-1] == domain}
        theirs = {key for key in theirs if key[-1] == domain}
    hits = len(mine & theirs)
    if not mine and not theirs:
        return domain, 0, 0, 0, 1.0, 1.0, 1.0
    return (
        domain,
        len(theirs),
        len(mine),
        hits,
        _share(hits, len(mine)),
        _share(hits, len(theirs)),
        _share(2 * hits, len(mine) + len(theirs)),
    )


def misses(
    found: pd.DataFrame, gold: pd.DataFrame, *, on: Sequence[str] = ("article_id", "sentence")
) -> pd.DataFrame:
    """Return the places where the two differ: the columns of ``on``, ``domain`` and ``kind`` (*missed* or *extra*).

    Raises:
        ValueError: a table lacks ``domain`` or a column of ``on``.
    """
    mine, theirs = _keys(found, on, "found"), _keys(gold, on, "gold")
    rows = [(*key, "missed") for key in theirs - mine] + [(*key, "extra") for key in mine - theirs]
    return pd.DataFrame(sorted(rows), columns=[*on, "domain", "kind"])
