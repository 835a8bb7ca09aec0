"""Detect boilerplate: navigation, widgets, credits, and lines that a source repeats. Pure.

Boilerplate is cut in whole lines or elements, as edits of the ledger (rule ``boilerplate``), and never more than `MOST`
of an article: a larger cut is not made, and a warning says so. Repeated lines and near-duplicates show only when articles
are compared. An article is therefore reduced to fingerprints of its lines and sentences (`Fingerprints`), so that
articles can be compared that do not fit into memory or lie on other machines.
"""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import cache
from hashlib import blake2b
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from helpers import lexicon
from helpers.cleaning.html_markup import (
    Page,
    attributes_of,
    children,
    descendants,
    is_block,
    is_html,
    parse,
    unseen_elements,
    words_of,
)
from helpers.cleaning.ledger import Edit, Found
from helpers.report.metadata import RECORD_HEAD
from helpers.stats.counts import count_characters
from helpers.text.sentences import sentence_spans

RULE = "boilerplate"
RECORD = "head of a record"
MOST = 0.75  # of an article's characters; a front page with one short report has about that much around it
MIN_ARTICLES = 2  # articles of one source that contain a line before it counts as the source's
# Elements, roles (WAI-ARIA) and names of classes that hold what stands around an article.
_AROUND = words_of("nav footer aside form select button dialog menu textarea")
_ROLES = words_of("navigation search contentinfo complementary dialog alertdialog menu menubar toolbar")
_CLASSES = words_of(
    "ad ads advert advertisement breadcrumb breadcrumbs comment comments copyright footer login menu "
    "modal nav navbar navigation newsletter pager pagination popup qrcode recommend recommendation "
    "recommendations related share sharing sidebar social subscribe toolbar"
)
_MOST_OF_PAGE = 0.3  # an element that holds more of the text is not taken for furniture for the name of its class
_LINKED, _LINKS = 0.8, 3  # share of the text and number of links from which on an element is a list of links
_IS_NOT_SHOWN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


class _Weight(NamedTuple):
    """What an element holds: characters, those inside links, links, outside them ends of sentences and commas, headlines."""

    characters: int = 0
    linked: int = 0
    links: int = 0
    ends: int = 0
    commas: int = 0
    headlines: int = 0

    def __add__(self, other: "_Weight") -> "_Weight":
        return _Weight(*map(sum, zip(self, other, strict=True)))

    @property
    def is_prose(self) -> bool:
        """Whether it is prose in plenty: five sentences, few links between them."""
        return self.ends >= 5 and self.ends >= 2 * self.links and self.characters >= 5 * self.linked


def _weights(page: Page) -> dict[int, _Weight]:
    """Return the weight of every element, by the ``id`` of its node, the innermost first."""
    weights: dict[int, _Weight] = {}
    unseen = {id(node) for node in unseen_elements(page)}
    for node in reversed([page.root, *descendants(page.root)]):
        if id(node) in unseen:
            weight = _Weight()
        elif node.name == "#text":
            text = node.data or ""
            ends, commas = len(re.findall("[。！？]", text)), len(re.findall("[，、；：]", text))
            weight = _Weight(count_characters(text), ends=ends, commas=commas)
        else:
            weight = _Weight(headlines=node.name == "h1")
            for each in children(node):
                weight += weights[id(each)]
            if node.name == "a":
                weight = _Weight(weight.characters, weight.characters, 1, headlines=weight.headlines)
        weights[id(node)] = weight
    return weights


def _body_of(page: Page) -> Any:
    """Return the ``<article>`` (or ``<main>``) of a page that has exactly one; else None."""
    for name in ("article", "main"):
        found = [node for node in descendants(page.root) if node.name == name]
        if len(found) == 1:
            return found[0]
    return None


def _outside_body(page: Page, body: Any, weights: dict[int, _Weight]) -> Iterator[tuple[int, int, str]]:
    """Yield the spans before and after the ``body`` of a page, with a note, but not a side with as much prose of its own."""
    start, end = page.span_of(body)
    before, after = _Weight(), _Weight()
    stack = [*reversed(children(page.root))]
    while stack:
        node = stack.pop()
        if node is body or _is_named_furniture(node):
            continue
        if node.name in ("#text", "a"):
            if (node.origin_offset or 0) < start:
                before += weights[id(node)]
            else:
                after += weights[id(node)]
        else:
            stack += reversed(children(node))
    sides = [(0, start, before), *([(end, len(page.source), after)] if page.is_closed(body) else [])]
    for first, last, weight in sides:
        if not (weight.is_prose and 4 * weight.characters >= weights[id(body)].characters):
            yield first, last, "outside the article's element"


def _elements(page: Page, body: Any, weights: dict[int, _Weight]) -> Iterator[tuple[int, int, str]]:
    """Yield the spans of page elements that contain no article, with a note. A missing end tag keeps an element in."""
    whole = weights[id(page.root)]
    hidden = _not_shown(page, weights)
    stack = [(node, False, False) for node in reversed(children(page.root))]
    while stack:
        node, in_body, in_text = stack.pop()
        if node.origin_offset is not None and page.is_closed(node):
            note = "not shown" if id(node) in hidden else ""
            if not note and not in_text:
                note = _furniture(node, weights[id(node)], whole, in_body)
            if note:
                yield *page.span_of(node), note
                continue
        has_text = any(each.name == "#text" and re.search(r"\w", each.data or "") for each in children(node))
        for each in reversed(children(node)):
            stack.append((each, in_body or node is body, has_text and not is_block(each.name)))


def _not_shown(page: Page, weights: dict[int, _Weight]) -> set[int]:
    """Return the ids of the elements that the page itself says not to show; none if they are much of it: a program shows them."""
    found, stack = [], [*children(page.root)]
    while stack:
        node = stack.pop()
        attributes = attributes_of(node)
        unread = attributes.get("aria-hidden", "").lower() == "true" and is_block(node.name)
        if node.name not in ("html", "body") and (
            unread or "hidden" in attributes or _IS_NOT_SHOWN.search(attributes.get("style", ""))
        ):
            found.append(node)
        else:
            stack += children(node)
    held = [weights[id(node)] for node in found]
    if sum(each.characters for each in held) > _MOST_OF_PAGE * weights[id(page.root)].characters:
        return set()
    return {id(node) for node, each in zip(found, held, strict=True) if not (each.is_prose or each.headlines)}


def _is_named_furniture(node: Any) -> bool:
    """Return whether an element is by its name, role or class one that stands around the article."""
    return _is_around(node) or _has_class_around(node)


def _is_around(node: Any) -> bool:
    return node.name in _AROUND or attributes_of(node).get("role", "").lower() in _ROLES


def _has_class_around(node: Any) -> bool:
    attributes = attributes_of(node)
    named = re.split(r"[\s_-]+", f"{attributes.get('class', '')} {attributes.get('id', '')}".lower())
    return node.name != "blockquote" and not _CLASSES.isdisjoint(named)


def _furniture(node: Any, weight: _Weight, whole: _Weight, in_body: bool) -> str:
    """Return why an element stands around the article, or ""; a list of links ``in_body`` may be a part of it."""
    if node.name in ("#text", "body", "html", "a") or weight.headlines:
        return ""
    if _is_around(node):
        is_page = node.name == "form" and 2 * weight.characters > whole.characters  # some servers send all as a form
        return "" if is_page else "page element around the article"
    if _has_class_around(node) and weight.characters <= _MOST_OF_PAGE * whole.characters:
        return "page element around the article"
    linked = weight.links >= _LINKS and weight.linked >= _LINKED * weight.characters
    return "list of links" if linked and not (in_body or weight.ends or weight.commas) else ""


_LINK_LINE = re.compile(
    r"(?:[ \t]|[*+>•·|/-](?=[\s\[])|!?\[[^\[\]\n]{0,200}\]\([^()\s]{0,2000}\)"
    r"|!?\[!\[[^\[\]\n]{0,200}\]\([^()\s]{0,2000}\)\]\([^()\s]{0,2000}\)"
    r"|[（(]?#?\d{1,5}[)）]?)+"
)
_HAS_LINK = re.compile(r"\]\(")
_LABEL = 12  # characters of a line between links that only names them: 分类, 皮肤, 相关文章:


def _link_lists(raw: str) -> Iterator[tuple[int, int]]:
    """Yield runs of Markdown lines that contain only links: at least three, or one at an edge of the file."""
    lines, position = [], 0
    for line in raw.splitlines(keepends=True):
        bare = line.strip()
        kind = "blank" if not bare else "text"
        if len(bare) < 6000 and _HAS_LINK.search(bare) and _LINK_LINE.fullmatch(bare):
            kind = "links" if re.search(r"(?<!!)\[[^!\[\]\n]", bare) else "blank"  # a picture alone is no navigation
        elif bare and len(bare) <= _LABEL and not re.search(r"[。！？!?，,]", bare):
            kind = "label"
        lines.append((position, position + len(line), kind, bare.count("](")))
        position += len(line)
    for run in _runs(lines):
        n_links = sum(links for _, _, kind, links in run if kind == "links")
        at_edge = run[0][0] == 0 or not raw[run[-1][1] :].strip()
        if n_links >= 3 or (at_edge and n_links):
            yield run[0][0], run[-1][1]


def _runs(lines: Sequence[tuple[int, int, str, int]]) -> Iterator[Sequence[tuple[int, int, str, int]]]:
    run: list = []
    for line in lines:
        if line[2] == "text":
            yield from _trimmed(run)
            run = []
        else:
            run.append(line)
    yield from _trimmed(run)


def _trimmed(run: list) -> Iterator[list]:
    """Yield ``run`` from its first line of links to its last; nothing if there is none."""
    places = [k for k, line in enumerate(run) if line[2] == "links"]
    if places:
        yield run[places[0] : places[-1] + 1]


# A motto or the like before the menu at the foot of a page: behind the addresses of what the article is made from, or
# behind a mark that stands between two files which a server put together.
_BEHIND_SOURCES = re.compile(
    r"\n(?:[ ]*<?https?://\S{1,2000}[ ]*\n[\s\ufeff]{1,20}|\s{0,10}\ufeff\s{1,10})(?P<line>[^\n\[\]]{4,100}\n)"
    r"\s{0,20}(?=[*+-][ ]+\[[^\]\n]{1,60}\]\()"
)


def find_navigation(raw: str) -> list[Found]:
    """Return ``(start, old, "", note)`` for the menus, footers and lists of links around the article in one raw page.

    >>> [old for _, old, _, _ in find_navigation("正文。\\n* [首页](/)\\n* [登录](/in)\\n* [更多](/more)\\n")]
    ['* [首页](/)\\n* [登录](/in)\\n* [更多](/more)\\n']
    """
    if is_html(raw):
        page = parse(raw)
        body, weights = _body_of(page), _weights(page)
        spans = [*(_outside_body(page, body, weights) if body else ()), *_elements(page, body, weights)]
    else:
        spans = [(a, b, "list of links") for a, b in _link_lists(raw)]
        spans += [(*match.span("line"), "between sources and menu") for match in _BEHIND_SOURCES.finditer(raw)]
        if head := RECORD_HEAD.match(raw):
            spans.append((0, head.end(), RECORD))
    found, taken = [], 0
    for start, end, note in sorted(spans):
        start = max(start, taken)
        if start < end:
            found.append((start, raw[start:end], "", note))
            taken = end
    return found


_NUMBER, _NO_LETTER, _LETTER = re.compile(r"\d[\d,.:]*"), re.compile(r"[^\w\n]"), re.compile(r"\w")


def line_key(line: str) -> str:
    """Return the key by which lines of a site are compared: numbers and blanks do not matter.

    >>> line_key("阅读 1,024") == line_key("阅读 7")
    True
    """
    return _NUMBER.sub("0", "".join(line.split())).casefold()


@cache
def _widgets() -> frozenset[str]:
    return frozenset(map(line_key, lexicon.read_words("boilerplate")))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.splitlines(keepends=True):
        yield start, line
        start += len(line)


def fingerprint(key: str) -> int:
    """Return 64 bits for ``key``, the same in every process and on every machine; 0 for an empty one.

    >>> fingerprint(""), fingerprint("版权所有") == fingerprint("版权所有")
    (0, True)
    """
    if not key:
        return 0
    return int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True)


class Fingerprints(NamedTuple):
    """The lines and sentences of an article as fingerprints and sizes, enough to compare it with others without its text.

    ``lines`` are fingerprints of `line_key`, ``sizes`` their characters, ``always`` whether a line is boilerplate
    regardless of other articles. ``sentences``, with the size and the line of each, are the sentences that are long
    enough to distinguish texts.
    """

    lines: np.ndarray
    sizes: np.ndarray
    always: np.ndarray
    sentences: np.ndarray
    sentence_sizes: np.ndarray
    sentence_lines: np.ndarray

    def without(self, cut: np.ndarray) -> "Fingerprints":
        """Return the fingerprints of the article without the lines that are marked in ``cut``."""
        stays, number = ~cut[self.sentence_lines], np.cumsum(~cut, dtype="int32") - 1
        sentences = (self.sentences[stays], self.sentence_sizes[stays], number[self.sentence_lines[stays]])
        return Fingerprints(self.lines[~cut], self.sizes[~cut], self.always[~cut], *sentences)

    @property
    def characters(self) -> int:
        """The size of the article, blanks not counted."""
        return int(self.sizes.sum())


_MIN_SENTENCE = 10


def fingerprints_of(text: str, names: Iterable[str] = ()) -> Fingerprints:
    """Return the fingerprints of a cleaned text; ``names`` as in `find_boilerplate`.

    >>> fingerprints_of("开源来了。\\n点击关注").always.tolist()
    [False, True]
    """
    starts, lines, sentences = [], [], []
    for start, line, key, note in _noted(text, names):
        starts.append(start)
        lines.append((fingerprint(key), count_characters(line), bool(note)))
    spans = sentence_spans(text)
    all_bare = _NO_LETTER.sub("", "\n".join([text[start:end] for start, end in spans])).casefold()
    for (start, _), bare in zip(spans, all_bare.split("\n"), strict=False):  # of no sentence at all, an empty one
        if len(bare) >= _MIN_SENTENCE:
            sentences.append((fingerprint(bare), len(bare), start))
    keys, sizes, always = np.array(lines, dtype="int64").reshape(-1, 3).T
    prints, lengths, places = np.array(sentences, dtype="int64").reshape(-1, 3).T
    of_line = np.searchsorted(starts, places, side="right") - 1
    # copies, because a slice would keep the whole table alive and be pickled with it
    return Fingerprints(
        keys.copy(), sizes.astype("int32"), always.astype(bool), prints.copy(), lengths.astype("int32"), of_line
    )


# Notes that several searches give.
_NAMES, _CREDITS = "headline or name of the source", "credit, rights or contact"

# Credits, rights, contacts, adverts and disclaimers in the first and last lines of a text, in the form of `line_key`.
_EDGE = 6  # lines that stay in on either side of which such a line is still at the edge; labels do not count
_CREDIT_LINE = 200  # characters; a longer line is a paragraph, unless it is a disclaimer
_BY = (
    "文|作者|参与|本文作者|原作者|原文作者|撰文|撰稿|编辑|责任编辑|责编|主编|校对|校审|审校|审核|来源|文章来源|图源|图片来源|题图|头图|封面图?|题图来源|头图来源|封面图来源"
    "|图|图片|配图|供图|图文|文图|出品|监制|主笔|统筹|采写|采访|记者|报道|编译|翻译|译者|译|排版|版面|设计|制图|摄影|视频|策划|整理|观点|选题|初审|二审|三审|终审|复审|核稿|编审|监审|值班主?编?|文字|资料来源|撰文者|浏览数|点阅人次|发布单位|发文机关|索引号|出处|首发"
)
# What a label names goes on to the next label: were it free to end earlier, a row of labels would take a second.
_NAMED = rf"(?:(?!(?:{_BY})[:：|｜丨/／])[^。！？!?]){{1,52}}+"
_READ, _MANY = (
    "(?:阅读|浏览|点击|查看|评论|跟贴|跟帖|点赞|分享|收藏|转发|播放|热度|人气|views?|reads?|comments?)",
    "[万wk+]?",
)
# What a line among the first and last may be that says who made the article, who may use it, and what to do next.
_CREDIT_KINDS = {
    "rights, makers and calls": (
        r"\W{0,3}(?:版权(?:声明|所有|归)|免责(?:声明|条款)|声明[:：]|(?:文章|本文|图片)?来源[:：]|原文(?:链接|地址|标题)|(?:责任)?编辑[:：|/]|责编"
        r"|作者[:：|/]|记者[:：|/]|撰文[:：|/]|校对[:：|/]|编译[:：|/]|如有侵权|侵权|转载请|未经(?:授权|许可|允许)|©|copyright|poweredby|publishedat"
        r"|author:|posted(?:by|on)|点击.{0,6}阅读原文|扫码|长按|欢迎关注|点赞关注|更多精彩).{0,100}"
    ),
    "names behind a label and a bar or colon": (
        rf"\W{{0,3}}[^。！？:：|｜丨/／]{{0,12}}?(?:{_BY})[:：|｜丨/／]{_NAMED}(?:(?:{_BY})[:：|｜丨/／]{_NAMED}){{0,5}}"
        r"|[（(]?(?:本文|文章|稿件|内容)?(?:来自|来源于?|转自|转载自|首发于|原载于?|授权转载自?)[^。！？,，]{2,24}(?:[)）]|，.{0,30}授权.{0,20})"
        r"|(?:via|author|参考(?:链接|资料|来源|文献)|链接|原文链接)[:：]?"
        r"|[^。，！？,的]{2,10}(?:报道|编辑部|出品)"
    ),
    "when and by whom it was posted": (
        r"[\W_]{0,3}(?:日期|时间|date|published(?:on)?)[:：]?[a-z0_，, :：+.年月日-]{3,40}|作者.{1,40}看板.{1,20}标题.{1,80}时间.{4,40}"
        r"|\W{0,3}[^。，！？]{0,10}记者[^。，！？]{2,8}0[年/.-]0.{0,30}|.{0,30}(?:发表|发布|更新|编辑)[于时]?间?[:：]?0[-年/].{0,40}|\W{0,3}(?:0[-年/.]0[-月/.]0日?|0\.?[a-z]{3,9}0)(?:0|星期.|周.|[上下]午|\W)*"
    ),
    "calls to follow, scan, share, join and buy": (
        r".{0,40}(?:识别|扫描|扫码|长按|点击|海报).{0,16}(?:二维码|小程序|名片|图片查阅|预约|阅读原文).{0,60}"
        r"|.{0,60}(?:点个?赞|[【「“]?在看|点点|星标|转发)[】」”]?[^。]{0,24}(?:关注|在看|星标|分享|好友|朋友圈|三连).{0,60}"
        r"|\W{0,3}(?:商务|广告|内容|品牌|媒体)?(?:合作|转载|投稿|寻求报道|联系我们|转载授权|开白)[^。！？]{0,30}(?:[:：@]|联系|获得授权|请(?:联系|注明|在|私信|后台|加|发)).{0,80}"
        r"|.{0,60}(?:公众号后台回复|后台回复|添加微信|加微信|扫码进群|加入.{0,10}(?:社群|交流群)|免费试用|立即试用|立即报名|立即购买|戳我).{0,80}"
        r"|(?:[—–-]|©|\.|。)*(?:the)?end[—–.。-]*|(?:往期|历史)(?:回顾|推荐|精选).{0,10}"
        r"|\W{0,3}[^。！？]{0,20}(?:备份|观点|意见|内容|本文|以上|译文|资料|整理)[^。！？]{0,8}仅供(?:参考|学习|查阅|交流|娱乐)[^。！？]{0,10}.?"
        r"|[^。！？]{0,60}(?:点击此处|点击这里|欢迎点击)[^。！？]{0,30}.?"
        r"|.{0,80}(?:欢迎|不妨|快来|记得|期待你)[^。！？]{0,12}(?:评论区|留言区).{0,60}"
        r"|[^。！？]{0,30}(?:订阅|关注)(?:[^。，！？]{0,12}[吧哦][~～!！]|一下[？?！!])"
        r"|[^。！？]{0,60}订阅《[^》]{1,12}》[^。！？]{0,30}|\W{0,3}点亮星标.{0,40}|.{0,20}(?:google偏好来源|首选来源).{0,160}"
        r"|.{0,120}(?:招募|招聘|诚聘)[^。]{0,60}.{0,120}(?:回复|投递|简历|邮箱|公众号).{0,80}|(?:诚挚|正在|我们)?(?:招聘|招人)(?:啦|启事|信息)?[:：!！]?"
    ),
    "who made it from what, and where it first stood": (
        r"\W{0,3}本文(?:(?:属于|为|系|是)[^。！？]{0,20}(?:原创|投稿|报道|编译|作品|整理)|[由经][^。！？]{0,30}(?:编译|翻译|授权|供稿|推出|原创))"
        r"[^。！？，]{0,12}(?:，(?:如|未经|欢迎|转载|版权|请|原|作者|首发)[^。！？]{0,100}|，[^。！？，]{0,16}(?:推出|出品|发布))?[。.]?"
        r"|\W{0,3}(?:这是|本文[是为系])[^。！？]{0,16}(?:公众号|专栏|栏目|本号)[^。！？]{0,8}第0篇[^。！？]{0,12}.?"
        r"|\W{0,3}(?:mp|www|m)\.[a-z0-9.-]{2,40}\.(?:com|cn|net|org)[^。，！？]{0,40}"
    ),
    "addresses of mail, masked ones too; registers of analysts; what a platform declares under each article": (
        r"[^。！？]{0,12}[a-z0-9._-]{1,40}[@#][a-z0-9-]{1,40}(?:\.[a-z]{2,8}){1,3}"
        r"|.{0,60}合作请.{0,10}(?:邮件|邮箱|微信|电话|联系).{0,60}"
        r"|[^。！？]{0,60}(?:sac执证编号|执业证书编号|sac编号|sacno|sac执业|(?:分析师|分析员|联系人|研究助理)[^。，！？]{0,20}s0(?![a-z]))"
        r"[^。！？]{0,120}"
        r"|\W{0,3}(?:广告|本站|平台|网站)声明[:：].{0,160}|相关阅读[:：]《.{0,160}"
        r"|.{0,60}不代表[^。！？，]{0,12}(?:观点|立场|意见|看法).{0,30}|subscribe(?:to|now|here).{0,60}"
        r"|\W{0,3}(?:本文|文章|稿件|图片)版权归.{0,80}|\W{0,3}(?:(?:本|该|此)文|以上|文章|文中)?(?:内容|观点)?(?:仅|只)代表[^。！？]{2,80}.?"
        r"|如(?:对|有|需|果)[^。！？]{0,40}(?:异议|投诉|侵权|转载|版权)[^。！？]{0,40}(?:联系|邮件|邮箱|@).{0,60}"
        r"|\W{0,3}(?:本文)?(?:首发|首刊|原载|原刊|刊载)于[^。！？，]{2,40}[。.]?|\W{0,3}(?:题图|头图|封面图?|图片)来自[^。！？]{2,100}[。.]?|\W{0,3}本文来自(?:微信|公众号|[^。！？，（(]{2,12}[，（(])[^。！？]{0,100}[。.]?"
        r"|notice:thecontentabove.{0,300}|[^。！？，]{2,12}(?:官方(?:公众号|账号|帐号)|公众号)|举报/?反馈|(?:平台|特别)声明"
    ),
    "reporters and desks of newspapers and agencies": (
        r"\W{0,2}(?!据)[^。，！？]{0,30}记者[^。，！？]{1,14}(?:报[导道]|电|讯|摄)\W?|\W{0,2}[^。，！？]{2,12}[/／][^。，！？]{1,8}报[导道]\W?"
        r"|\W{0,2}作者(?:系|为|是)[^。！？]{2,40}[)）]"
    ),
    "calls of sites and apps": (
        r"[^。！？]{0,40}(?:line好友|粉丝(?:团|专页)|订阅(?:电子报|频道)|追踪我们|[按点]赞加入|分享此文|分享给朋友|点我下载|app看新闻"
        r"|尽在[^。！？]{2,12}app|关注[^。！？]{0,10}视频号|点击上方)[^。！？]{0,40}[。！？!]?"
        r"|\W{0,3}(?:看更多[:：]?.{0,40}|更多[^。！？，]{0,12}(?:报[导道]|新闻|文章|资讯)|返回[^。，！？]{1,8}，?查看更多|(?:收听|听)(?:本文|全文)|字体[:：]?[大中小]{2,3})"
    ),
    "keywords, addresses, first titles, length": (
        r"\W{0,3}(?:tags?|标签|关键[字词]|原标题|本文地址|文章地址|文章持有者|filedunder)[:：].{1,100}"
        r"|\W{0,3}(?:阅读时[长间]|预计阅读|(?:全文|本文|正文)共?|字数)[:：]?约?0(?:字|分钟)?[^。！？]{0,24}|\W{0,3}阅读时[长间][:：].{0,12}"
    ),
    "a day with who, where or how often": (
        r"(?=.{0,80}0[-年/.]0[-月/.]0)(?=.{0,120}(?:原创|发表于|发布(?:于|时间|日期|单位)|来源[:：]|阅读量|分类|成文|点阅|浏览))[^。！？]{6,120}"
        r"|[^。，！？]{0,12}记者[^。，！？]{2,8}(?:实习生|通讯员|见习记者|特约记者|摄影)[^。，！？]{2,12}"
        r"|\W{0,2}[^。，！？]{2,8}(?:专讯|专电)\W{0,3}(?:[^。，！？]{0,4}记者[^。，！？]{2,8})?\W?"
    ),
    "buttons, rules for comments, registers of a site, subscriptions": (
        r"(?:赞同?|添加评论|申请转载|收藏|喜欢|收起|转发|推荐|评论|分享|举报|0条?(?:评论|回复|留言)?){3,12}|(?:#[^#。！？，]{1,14}#?){2,10}"
        r"|[^。！？]{0,30}(?:打印本页|关闭窗口|字[号级][:：]|分享到[:：]|复制链接|用line传送|扫一扫在手机)[^。！？]{0,60}"
        r"|[^。！？]{0,12}(?:文明上网|理性发言|我要留言|发言请先)[^。！？]{0,60}"
        r"|.{0,20}(?:icp[备证]|公网安备|增值电信业务经营许可证|新闻信息服务许可证).{0,120}|[^。！？]{0,20}举报(?:电话|邮箱|热线)[:：].{0,80}"
        r"|[^。！？]{0,30}(?:会员专享|畅读(?:全文|每月)|请(?:按此)?登[录入]|登[录入]后(?:可|才能))[^。！？]{0,60}"
        r"|.{0,40}(?:点个[“「]?赞|[“「]在看[”」]).{0,30}|.{0,20}来[^。！？]{1,6}关注我|[^。！？]{0,40}都在[^。！？]{1,8}app"
        r"|\W{0,3}下载[「“]?[^。！？]{1,10}app[^。！？]{0,60}|[^。！？]{0,30}(?:点我|点此|按此)(?:订阅|下载|加入|看|阅读)[^。！？]{0,40}"
        r"|.{0,20}(?:追踪|关注|订阅|加入)[^。！？]{0,12}(?:telegram|facebook|instagram|line|youtube)[^。！？]{0,50}"
        r"|\W{0,3}(?:延伸阅读|相关(?:阅读|报[导道]|新闻|文章|字词)|推荐阅读|更多报[导道])[:：﹕].{1,120}"
        r"|[^。！？]{0,60}(?:非经授权|不得转载)[^。！？]{0,60}.?|\W{0,3}本文(?:已?获|经)[^。！？]{0,40}授权.{0,60}"
        r"|(?=[^。，！？]{0,60}(?:检举|举报|错字|意见反映|反馈|纠错))(?:[^。，！？|｜]{1,14}[|｜]){1,4}[^。，！？|｜]{0,14}|\W{0,3}提醒您[:：].{0,40}|共0页.{0,40}"
    ),
    "where on a site, what before and after, how often read": (
        r"(?:当前位置|您?(?:现在|当前|所在)?的?(?:位置|所在))[:：].{1,60}|(?:首页|主页|home)(?:[>›»→/|-][^。！？，]{1,12}){1,5}"
        r"|(?:[上下前后]一[篇条页章]|next|previous)[:：].{1,80}|(?:文章标签|相关行情).{1,160}"
        r"|微信号[:：]?[a-z0_-]{3,30}|功能介绍.{1,80}|收录于合集.{0,60}|#[^#，。]{1,20}0个|[（(]编辑[:：][^）)]{2,12}[）)]0*"
        r"|sentfrom.{2,40}|followus[:：].{0,100}|返回看板|(?:看板|作者)[a-z0_(（].{0,60}|※(?:发信站|文章网址|编辑|引述)[:：《].{1,120}"
        r"|0?\W{0,2}(?:媒体来源|记者署名|完整新闻(?:标题|内文|连结[^:：]{0,10}))[:：].{0,120}"
        rf"|(?:0{_MANY}(?:次|人|条)?{_READ}|{_READ}(?:量|数|次数)?[:：(（]?0{_MANY}[)）]?(?:次|人|条)?){{1,6}}"
    ),
}
_CREDIT = re.compile("|".join(_CREDIT_KINDS.values()))
# What no text says of itself, wherever it stands: from where a picture comes, addresses, what a reader shall send for.
_ANYWHERE = re.compile(
    r"\W{0,3}(?:图片|资料|数据|图表|配图|题图|图)来源[:：][^。！？]{1,60}|图源[^。！？，,]{1,20}|[^。！？，,]{1,16}供图"
    r"|(?:0\.?)?(?:[a-z0-9-]{1,40}\.){1,4}(?:com|cn|org|net|io|ai|co|dev)/[a-z0-9._/?=&%#-]{0,200}"
    r"|.{0,160}[（(〔](?:图(?:[/／|｜:：]|片|撷|截|取)[^）)〕]{1,40}|(?:本报|特约|中央社)?记者?[^）)〕，。]{2,10}摄|[^）)〕，。]{0,16}(?:(?:资料|档案)照片?|翻摄))[）)〕]"
    r"|(?:推|嘘|→)[a-z0_]{2,14}[:：]?.{0,160}0/0"  # what readers wrote below a post of a forum
    r"|[^。！？]{0,60}后台回复(?:关键[词字])?[“「『【\[][^。！？]{1,60}.?"
)
_FROM = re.compile("来自[^。！？!?，,:：]{2,16}")  # under the headline of a site: the desk that sends the news
_DISCLAIMER = re.compile(
    r"\W{0,3}(?:风险提示|免责声明|法律声明|重要声明|一般声明|特别声明|特别提示|legaldisclaimer)(?:及免责条款)?(?:[:：].*)?"
    r"|.*(?:不构成|不作为).{0,40}(?:建议|依据|要约|邀请|征价|担保|买卖).*|\W*市场有风险.*|\W*投资有风险.*"
)
_LEGAL = re.compile("本公众号|本资料|本报告|本平台|本订阅号|版权|责任|声明|投资|建议|证券|转载|书面|法律")


_MORE = re.compile(
    r"\W{0,3}(?:(?:相关|延伸|推荐|更多|往期|热门|精彩)的?(?:阅读|文章|新闻|推荐|报道|回顾|内容|资讯|链接)|猜你喜欢|往期精彩推荐|你可能[也还]会?(?:喜欢|感兴趣).{0,30}|喜欢此内容的人还喜欢|大家都在看)[:：]?\W{0,3}"
)
_HEADLINE = 60  # characters; longer lines below such a heading are no headlines


def _other_articles(keys: Sequence[str], notes: list[str]) -> None:
    """Note the lines from a heading such as 相关阅读 on, if nothing but headlines follows to the end of the text."""
    for number in range(len(keys) - 1, -1, -1):
        key = keys[number]
        if _MORE.fullmatch(key):
            for each in range(number, len(keys)):
                notes[each] = notes[each] or "list of other articles"
        elif len(key) > _HEADLINE or key.endswith(("。", "”", "；")):
            return


def _at_the_edge(keys: Sequence[str], notes: list[str]) -> None:
    """Note the lines of credits and the like from both ends on, until more than a few lines in a row stay in."""
    for order in (range(len(keys)), range(len(keys) - 1, -1, -1)):
        kept = 0
        for number in order:
            key = keys[number]
            if not notes[number] and key:
                if len(key) <= _CREDIT_LINE and _CREDIT.fullmatch(key):
                    notes[number] = _CREDITS
                elif len(key) <= 3 * _CREDIT_LINE and _DISCLAIMER.fullmatch(key):
                    notes[number] = "disclaimer"
                else:
                    kept += len(key) > _LABEL
            if kept >= _EDGE:
                break


_LAST = 12  # lines at the end among which a publisher introduces itself


def _desk(keys: Sequence[str], notes: list[str]) -> None:
    """Note a line that only says from which desk the news comes, if a known headline and short lines stand above."""
    under_headline = False
    for number, (key, note) in enumerate(zip(keys, notes, strict=True)):
        under_headline = under_headline or note == _NAMES
        if key and not note and under_headline and _FROM.fullmatch(key):
            notes[number] = _CREDITS
        if not note and len(key) > _LABEL:
            return


def _self_portrait(keys: Sequence[str], notes: list[str]) -> None:
    """Note the line with the name of a publisher near the end, and the next one, which says who that is."""
    filled = [number for number, key in enumerate(keys) if key][-_LAST:]
    for number, following in pairwise(filled):
        name = keys[number]
        said = keys[following].removeprefix(name)
        if 2 <= len(name) <= _LABEL and said != keys[following] and _PORTRAIT.match(said):
            notes[number] = notes[number] or _NAMES
            notes[following] = notes[following] or _CREDITS


_PORTRAIT = re.compile("(?:是一?[家个]|是[中国]国|成立于|创[立办]于|专注|致力|全网同名)")


def _legal_end(keys: Sequence[str], notes: list[str]) -> None:
    """Note all lines from the heading of a disclaimer on, if they end the text, speak of the law, and are not much of it."""
    whole, rest, legal = sum(map(len, keys)), 0, 0
    for number in range(len(keys) - 1, -1, -1):
        key = keys[number]
        rest, legal = rest + len(key), legal + len(key) * bool(_LEGAL.search(key[:1000]))
        if 3 * rest > whole:
            break
        if len(key) <= 15 and 4 * legal >= 3 * (rest - len(key)) > 0 and _DISCLAIMER.fullmatch(key):
            for each in range(number, len(keys)):
                notes[each] = notes[each] or "disclaimer"


def _noted(text: str, names: Iterable[str]) -> Iterator[tuple[int, str, str, str]]:
    """Yield ``(start, line, key, note)``; the note says why a line is boilerplate regardless of other articles, or ''."""
    named = {line_key(name) for name in names} - {""}
    lines = [*_lines(text)]
    keys, notes = [line_key(line) for _, line in lines], []
    for key in keys:
        if key in named:
            notes.append(_NAMES)
        elif _ANYWHERE.fullmatch(key):
            notes.append(_CREDITS)
        elif key in _widgets():
            notes.append("widget of a site")
        else:
            notes.append("line without a word" if key and not _LETTER.search(key) else "")
    _legal_end(keys, notes)
    _self_portrait(keys, notes)
    _other_articles(keys, notes)
    _at_the_edge(keys, notes)
    _desk(keys, notes)
    yield from ((start, line, key, note) for (start, line), key, note in zip(lines, keys, notes, strict=True))


def repeated_lines(prints: Iterable[Fingerprints]) -> frozenset[int]:
    """Return the fingerprints of lines that occur in two or more articles of one source and in a tenth of them.

    Leave near-duplicates out; otherwise all their lines count as boilerplate.

    >>> foot = repeated_lines([fingerprints_of("开源。\\n版权所有 2023"), fingerprints_of("闭源。\\n版权所有 2024")])
    >>> foot == {fingerprint(line_key("版权所有 2025"))}
    True
    """
    kept = [np.unique(one.lines) for one in prints]
    lines, counts = np.unique(np.concatenate([np.empty(0, "int64"), *kept]), return_counts=True)
    return frozenset(lines[(counts >= max(MIN_ARTICLES, len(kept) / 10)) & (lines != 0)].tolist())


def boilerplate_of(prints: Fingerprints, repeated: Set[int]) -> np.ndarray:
    """Return for each line of an article whether it is boilerplate; the same lines as `find_boilerplate` finds.

    >>> boilerplate_of(fingerprints_of("开源来了。\\n点击关注"), frozenset()).tolist()
    [False, True]
    """
    return prints.always | np.array([line in repeated for line in prints.lines.tolist()], dtype=bool)


def find_boilerplate(text: str, repeated: Set[int] = frozenset(), names: Iterable[str] = ()) -> list[Found]:
    """Return the lines of a cleaned text to cut: repeated lines, known widgets, lines without a word, ``names``, and
    credits, rights and contacts among the first and last lines.

    Args:
        text: cleaned.
        repeated: as `repeated_lines` returns them for the article's source.
        names: headline, outlet and author, where known; a line that says nothing else is boilerplate.

    >>> [old for _, old, _, _ in find_boilerplate("开源来了。\\n点击关注\\n，")]
    ['\\n点击关注', '\\n，']
    """
    found, last = [], 0
    for start, line, key, note in _noted(text, names):
        if fingerprint(key) in repeated:
            note = "occurs in other articles of this source"
        if note:
            found.append((start, line, "", note))
        else:
            last = start + len(line)
    return _with_line_ends(found, last)


def _with_line_ends(found: list[Found], last: int) -> list[Found]:
    """Return ``found`` without leaving blank lines: after the last kept line, a cut includes the preceding line end."""
    moved = []
    for start, line, new, note in found:
        if start >= last and start and last:
            moved.append((start - 1, "\n" + line.removesuffix("\n"), new, note))
        else:
            moved.append((start, line, new, note))
    return moved


def as_edits(found: Sequence[Found], step: int) -> tuple[Edit, ...]:
    """Return ``found`` as edits of one step of a ledger."""
    return tuple(Edit(step, RULE, *edit) for edit in found)


def cut(text: str, found: Sequence[Found]) -> str:
    """Return ``text`` without the passages that were ``found``."""
    out, position = [], 0
    for start, old, new, _ in found:
        out += [text[position:start], new]
        position = start + len(old)
    return "".join(out) + text[position:]
