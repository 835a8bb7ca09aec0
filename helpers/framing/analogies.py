"""Sentences to analogies: which metaphors a text uses for AI, and who is compared. Pure.

Everything is matched on the text, not on tokens. Source domains are in ``lexicon/domains.csv``, words of
comparison in ``lexicon/markers.csv``. Quotations (`helpers.framing.quotations`) and names (`helpers.text.entities`) are
reached from here as well.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import pandas as pd

from helpers import lexicon
from helpers.framing.quotations import QUOTE_KINDS, QUOTE_TYPES, find_quotations
from helpers.stats.scoring import SCORE_TYPES, misses, score
from helpers.tables import typed_table
from helpers.text.matching import Terms
from helpers.text.mentions import MENTION_TYPES, entity_mentions, find_mentions
from helpers.text.script import HAN, shadow_of

__all__ = [
    "ANALOGY_TYPES",
    "MENTION_TYPES",
    "QUOTE_KINDS",
    "QUOTE_TYPES",
    "SCORE_TYPES",
    "entity_mentions",
    "find_analogies",
    "find_quotations",
    "misses",
    "score",
]
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


class _Metaphor(NamedTuple):
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
    metaphors: list[_Metaphor]
    markers: list[tuple[int, int, str, str]]
    has_ai: bool


@cache
def _sources() -> tuple[Terms, tuple]:
    """Return all source terms and the rows of ``domains.csv``; a Latin term has no Latin letter on either side.

    Of several at one place a plain one counts before one that begins with a group, then the longest.
    """
    rows = tuple(lexicon.read_table("domains").itertuples(index=False))
    rows = sorted(rows, key=lambda row: (not _PLAIN_START.match(row.term), -len(row.term)))
    return Terms((_with_edges(row.term) for row in rows), ignore_case=True), rows


_PLAIN_START = re.compile(rf"[A-Za-z{HAN}](?![?*+{{])")


def _with_edges(term: str) -> str:
    start = "(?<![A-Za-z])" if term[0].isascii() and term[0].isalpha() else ""
    return start + term + ("(?![A-Za-z])" if term[-1].isascii() and term[-1].isalpha() else "")


@cache
def _unless(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern or r"(?!)", re.IGNORECASE)


@cache
def _marker_patterns() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    rows = lexicon.read_table("markers").itertuples(index=False)
    return tuple((row.marker, re.compile(row.pattern, re.IGNORECASE), row.strength) for row in rows)


def _find_metaphors(shadow: str) -> list[_Metaphor]:
    terms, rows = _sources()
    found, literal = [], {}
    for match, number in terms.finditer(shadow):
        row = rows[number]
        if row.unless not in literal:
            literal[row.unless] = bool(_unless(row.unless).search(shadow))
        if not literal[row.unless]:
            found.append(_Metaphor(*match.span(), row.domain, row.level, row.needs, row.form))
    return found


def _read_sentence(text: str) -> _Sentence:
    shadow = shadow_of(text)
    metaphors = _find_metaphors(shadow)
    markers = []
    if metaphors:
        for name, pattern, strength in _marker_patterns():
            markers += [(m.start(), m.end(), name, strength) for m in pattern.finditer(shadow)]
    return _Sentence(text, shadow, metaphors, sorted(markers), bool(_AI.search(shadow)))


def _marker_of(sentence: _Sentence, metaphor: _Metaphor, *, strong: bool = False) -> tuple[int, int, str, str] | None:
    """Return the nearest marker that starts before ``metaphor`` and ends close before it, or within it."""
    low = bisect_left(sentence.markers, (metaphor.start - _NEAR - _MARKER_MAX,))
    high = bisect_right(sentence.markers, (metaphor.start + 1,))
    near = [
        marker
        for marker in sentence.markers[low:high]
        if (not strong or marker[3] == "strong") and metaphor.start - marker[1] <= _NEAR
    ]
    return min(near, key=lambda m: (abs(m[0] - metaphor.start), m), default=None)


_ROLE_MARKERS = ("时刻", "模板", "界的", "成为", "之于", "比作", "模式", "重演")


def _n_story(sentence: _Sentence) -> int:
    return len({match.group() for match in _STORY.finditer(sentence.shadow)})


def _is_direct_os(sentence: _Sentence, metaphor: _Metaphor, context: bool) -> bool:
    """Return whether something is compared with this very system or firm: 安卓时刻, AI界的iPhone."""
    if not context:
        return False
    marker = _marker_of(sentence, metaphor, strong=True)
    if marker is not None:
        return marker[2] in _ROLE_MARKERS or not _APP.search(sentence.shadow) or _n_story(sentence) >= 3
    before = sentence.shadow[max(0, metaphor.start - 14) : metaphor.start]
    quoted = before.endswith(("“", "‘", '"')) and sentence.shadow[metaphor.end : metaphor.end + 1] in (
        "”",
        "’",
        '"',
    )
    return bool(quoted and sentence.has_ai and re.search(r"需要|成为|打造|做|版|界|时代|叫|是|个", before))


def _is_os_story(sentence: _Sentence) -> bool:
    """Return whether the sentence tells of systems and makers as rivals, not as places where an app runs."""
    names = [
        metaphor for metaphor in sentence.metaphors if metaphor.domain in _OS_DOMAINS and metaphor.level == "strict"
    ]
    systems = [metaphor for metaphor in names if metaphor.needs == "os"]
    story = _n_story(sentence)
    if not names or not story or (story < 3 and _APP.search(sentence.shadow)):
        return False
    return bool(systems) or "手机" in sentence.shadow or len(names) >= 3


def _opens_story(sentence: _Sentence) -> bool:
    """Return whether the sentence sets a story of systems beside models: a case, a contrast, 当年 …"""
    if not _is_os_story(sentence) or not any(m[3] == "weak" or m[2] for m in sentence.markers):
        return False
    if any(marker[2] == "诸如" for marker in sentence.markers):
        return _n_systems(sentence) >= 2
    return sentence.has_ai or _n_systems(sentence) >= 2


def _n_systems(sentence: _Sentence) -> int:
    return len({sentence.shadow[i.start : i.end].casefold() for i in sentence.metaphors if i.needs == "os"})


_LINK = re.compile(r"案例|例子|先例|历史|经验|模板|类似|对比|当年|教训|路线|之争|时代")


def _os_sentences(sentences: Sequence[_Sentence], context: Sequence[bool]) -> set[int]:
    """Return which sentences draw the analogy with systems and phones, or go on with it."""
    drawn = set()
    for index, sentence in enumerate(sentences):
        metaphors = [m for m in sentence.metaphors if m.domain in _OS_DOMAINS and m.level == "strict"]
        if not metaphors:
            continue
        direct = any(_is_direct_os(sentence, metaphor, context[index]) for metaphor in metaphors)
        linked = (
            index > 0 and _LINK.search(sentences[index - 1].shadow) and len(metaphors) >= 2 and _is_os_story(sentence)
        )
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
    r"(?:(?:国产|中国|国内|开源|闭源|美国|AI|人工智能){0,3}(?:大语言模型|大模型|语言模型|模型)(?:厂商|企业|公司|市场|领域)?)|(?:(?<![A-Za-z])AI(?![A-Za-z])|人工智能)(?:圈|行业|产业|公司|巨头)?|(?:开源|闭源)(?:路线|阵营|社区|生态|模型)?",
    re.IGNORECASE,
)


def _targets(sentence: _Sentence) -> list[tuple[int, int]]:
    """Return the places of what an metaphor may be about: firms, models, and the words for them."""
    places = [
        (start, end)
        for start, end, _, kind in find_mentions(sentence.shadow)
        if kind in ("company", "model", "product", "institution", "person")
    ]
    places += [match.span() for match in _AI_NOUN.finditer(sentence.shadow)]
    taken = bytearray(len(sentence.shadow))
    for metaphor in sentence.metaphors:
        taken[metaphor.start : metaphor.end] = b"\x01" * (metaphor.end - metaphor.start)
    return sorted(place for place in places if not any(taken[place[0] : place[1]]))


def _target_of(sentence: _Sentence, metaphor: _Metaphor, marker: tuple[int, int, str, str] | None) -> str:
    """Return who is compared: the nearest candidate before the marker, else the only one, else nothing."""
    places = _targets(sentence)
    if marker is not None:
        before = [p for p in places if p[1] <= max(marker[0], 0)]
        inside = [p for p in places if marker[0] <= p[0] < metaphor.start]
        after = [p for p in places if p[0] >= metaphor.end]
        chosen = before[-1:] or inside[-1:] or after[:1]
        return sentence.text[chosen[0][0] : chosen[0][1]] if chosen else ""
    names = {sentence.shadow[start:end] for start, end in places}
    return sentence.text[places[0][0] : places[0][1]] if len(names) == 1 else ""


def _counts(sentence: _Sentence, metaphor: _Metaphor, index: int, context: bool, os_sentences: set[int]) -> bool:
    if metaphor.needs in ("os", "firm", "link"):
        return index in os_sentences
    if metaphor.needs == "AI":
        return sentence.has_ai and context
    return context


def _article_rows(article_id: str, numbers: Sequence[int], texts: Sequence[str]) -> Iterator[tuple]:
    sentences = [_read_sentence(text) for text in texts]
    context = [any(s.has_ai for s in sentences[max(0, index - 3) : index + 4]) for index in range(len(sentences))]
    os_sentences = _os_sentences(sentences, context)
    for index, sentence in enumerate(sentences):
        by_domain: dict[str, list[_Metaphor]] = {}
        for metaphor in sentence.metaphors:
            if _counts(sentence, metaphor, index, context[index], os_sentences):
                by_domain.setdefault(metaphor.domain, []).append(metaphor)
        for domain, metaphors in by_domain.items():
            yield (article_id, numbers[index], *_row(sentence, domain, metaphors), sentence.text)


def _row(sentence: _Sentence, domain: str, metaphors: Sequence[_Metaphor]) -> tuple[str, str, str, str, str, str]:
    terms = dict.fromkeys(sentence.text[metaphor.start : metaphor.end] for metaphor in metaphors)
    pairs = [(metaphor, _marker_of(sentence, metaphor)) for metaphor in metaphors]
    metaphor, marker = next(((i, m) for i, m in pairs if m), (metaphors[0], None))
    level = (
        "strict" if any(i.level == "strict" for i in metaphors) else next((i.level for i in metaphors if i.level), "")
    )
    form = "comparison" if marker or level else metaphor.form or "metaphor"
    words = sentence.text[marker[0] : marker[1]] if marker else ""
    return domain, level, "|".join(terms), words, _target_of(sentence, metaphor, marker), form


def find_analogies(sentences: pd.DataFrame) -> pd.DataFrame:
    """Return the metaphors that ``sentences`` use for AI and open source: one row a sentence and source domain.

    Columns: ``article_id, sentence, domain, level, source_term, marker, target_term, form, text``.
    ``domain`` is one of ``domains.csv``; ``level`` is *strict* where a system, phone or maker is named;
    ``source_term`` all its words, joined by ``|``; ``marker`` the words of comparison; ``target_term``
    who is compared, empty where no rule can say; ``form`` is comparison, metaphor or idiom.

    A system or firm is an metaphor only if something is compared with it (安卓时刻, 就像iOS, AI时代的Linux),
    or if a sentence goes on with such a story; ``支持iOS和安卓`` is none. Other metaphors count near words
    for AI, unless the sentence speaks of the thing itself.

    Args:
        sentences: as `helpers.stats.counts.split_articles` returns them (``article_id``, ``sentence``,
        ``text``), in reading order.

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
    return typed_table(rows, ANALOGY_TYPES)
