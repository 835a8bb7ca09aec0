"""Find the summary of an article that a language model wrote, above it or below it, in a raw text or page. Pure.

An article may be about such summaries, and a site may show the button for one that nobody opened. So a heading proves
nothing by itself: it stands before the first sentence or behind the last, and what follows it is marked as a list or a
quotation, ends at a rule, is said to be made by a program, or begins as summaries do.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from helpers.cleaning.html_page import Page, descendants, is_block
from helpers.report.body.elements import MOST_OF_PAGE, Weight, ancestors
from helpers.text.script import shadow_of

SUMMARY = "summary by a program"
_PROGRAM = (
    r"(?:AI|人工智[能慧]|(?:智[能慧]|机器|大模型|语言模型)(?=.{0,4}(?:摘要|总结|概要|概括|导读|速览|提要))|豆包|Kimi|(?:Chat)?GPT[-\w.]{0,6}"
    r"|DeepSeek|通义(?:千问)?|文心(?:一言)?|(?:讯飞)?星火|元宝|Gemini|Copilot|Claude|Perplexity|Grok|NotebookLM)"
)
_PIECE = r"(?:摘要|总结|总览|概览|概要|概括|导读|导览|速览|速读|快读|解读|要点|重点|懒人包|小结|提要|提炼|笔记|精华|TL;?DR|summary|overview)"
_MADE = r"(?:生成|产生|产出|撰写|提供|整理|制作|generated|by)"
_MARKS = r"[^\w\n【\[]{0,12}"
_HEADING = re.compile(
    rf"{_MARKS}[【\[]?(?:!(?:\w{{3,12}})\][+-]?\W{{0,4}})?(?:本文|全文|文章|内容|新闻)?[的 ]?"
    rf"(?:{_PROGRAM}[^。,:，\n]{{0,10}}?{_PIECE}|{_PIECE}[^。,:，\n]{{0,4}}?[((]?[^。,:，\n]{{0,4}}?{_PROGRAM})"
    rf"(?P<more>[^。:】\]\n]{{0,24}})(?P<label>[】\]]?\W{{0,4}}:?\W{{0,4}})(?P<text>[^\n]{{0,600}})",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    rf"\W{{0,4}}(?:以上|此|本|该|上述)?(?:摘要|总结|内容|导读|信息|回答)[^。\n]{{0,6}}(?:由|为|系|是)[^。\n]{{0,4}}{_PROGRAM}[^。\n]{{0,6}}{_MADE}[^\n]{{0,40}}",
    re.IGNORECASE,
)
_MAY_HOLD = re.compile(
    r"AI|人工智|智能|智慧|机器|機器|模型|豆包|[Kk]imi|GPT|DeepSeek|通[义義]|文心|星火|元[宝寶]|Gemini|Copilot|Claude|Perplexity|Grok|NotebookLM"
)
_NAMES_ONE = re.compile(
    "[摘概提]要|总[结览]|總[結覽]|概[览括覽]|[导速快解導解]|[要重][点點]|[懒懶]人|小[结結]|提[炼煉]|[笔筆][记記]|精[华華]|TL;?DR|[Ss]ummary|[Oo]verview"
)
_ITEM = re.compile(r"[ \t>]{0,8}(?:[-*+•·●▪◆．・✅☑✔️👉🔹🔸📌]|\d{1,2}[.、)])[ \t\ufe0f]{0,3}\S")
_OPENS = re.compile(
    r"\W{0,4}(?:本文|这篇|该文|此文|文章|全文|文中|作者|报道|本报道|这则|一句话|核心|主要|关键|要点|重点|结论|背景)"
)
_RULE = re.compile(r"[ \t]{0,3}(?:[-*_—=─]\s?){3,80}\s*")
_SENTENCE = re.compile(r"[^\n]{11,}[。！？!?][”」』）)]?\s*")
_LONGEST_SUMMARY = 800  # characters
_MOST_BELOW = 0.25  # of the text


def _heading(line: str) -> re.Match[str] | None:
    """Return the heading of a summary that a line is or begins with; None where it is a sentence about one."""
    match = _HEADING.fullmatch(shadow_of(line.strip()))
    return (
        match
        if match and (not match["text"].strip(" *_") or ":" in match["label"] or match["label"][:1] in "】]")
        else None
    )


def _is_told(heading: re.Match[str]) -> bool:
    """Return whether a heading says that a program has made what follows."""
    return bool(re.search(_MADE, heading.group()[: heading.start("text")]) or "!" in heading.group()[:16])


def find_summaries(raw: str) -> Iterator[tuple[int, int, str]]:
    """Yield the spans of summaries in a text or in Markdown, with a note.

    >>> text = "河边的茶馆\\n\\nAI摘要\\n- 茶馆还在。\\n- 客人老了。\\n\\n河边的茶馆开了六十年，今天还开着。" * 2
    >>> [text[start:end] for start, end, _ in find_summaries(text)]
    ['AI摘要\\n- 茶馆还在。\\n- 客人老了。\\n']
    """
    if not _MAY_HOLD.search(raw):
        return
    lines = raw.splitlines(keepends=True)
    starts = [*accumulate(map(len, lines), initial=0)]
    headline = next((number for number, line in enumerate(lines) if line.strip()), 0)  # it may ask or call
    told = next(
        (n for n, line in enumerate(lines) if _SENTENCE.fullmatch(line) and (n != headline or "。" in line[-4:])), None
    )
    if told is None:
        return
    for number, line in enumerate(lines):
        if told < number and starts[number] <= (1 - _MOST_BELOW) * len(raw):
            continue
        if not (len(line) <= _LONGEST_SUMMARY and _NAMES_ONE.search(line, 0, 60) and (heading := _heading(line))):
            continue
        if number <= told and (_is_told(heading) or "".join(lines[:number]).strip()):
            end = _end(lines, number, heading)
            if end > number and 2 * starts[end] < starts[number] + len(raw):
                yield starts[number], starts[end], SUMMARY
        elif (
            starts[number] > (1 - _MOST_BELOW) * len(raw)
            and (_is_told(heading) or _is_behind_rule(lines, number))
            and all(_ITEM.match(each) or not each.strip() for each in lines[number + 1 :])
        ):
            yield starts[number], len(raw), SUMMARY


def _is_behind_rule(lines: Sequence[str], number: int) -> bool:
    above = next((line for line in reversed(lines[:number]) if line.strip()), "")
    return bool(_RULE.fullmatch(above))


def _end(lines: Sequence[str], number: int, heading: re.Match[str]) -> int:
    """Return the number of the line behind the summary with a heading; that of the heading, if none is to be seen."""
    if heading["text"].strip(" *_"):
        return number + 1
    if lines[number].lstrip().startswith(">"):
        quoted = next((n for n in range(number, len(lines)) if not lines[n].lstrip().startswith(">")), len(lines))
        if quoted > number + 1:
            return quoted
    size, last, filled = 0, number, 0
    for place in range(number + 1, len(lines)):
        line, shadow = lines[place], shadow_of(lines[place].strip())
        size += len(line)
        if size > _LONGEST_SUMMARY:
            break
        if _RULE.fullmatch(line) or _CLOSING.fullmatch(shadow):
            return place + 1
        filled += bool(shadow)
        is_next = last == number or last == place - 1 or not "".join(lines[last + 1 : place]).strip()
        if is_next and (
            _ITEM.match(line) or (filled == 1 and (_OPENS.match(shadow) or (shadow and _is_told(heading))))
        ):
            last = place
    return last + 1 if last > number else number


def summaries_in(page: Page, weights: dict[int, Weight]) -> Iterator[tuple[int, int, str]]:
    """Yield the spans of the elements above the text of a page that hold such a summary, with a note."""
    if not _MAY_HOLD.search(page.source):
        return
    for node in descendants(page.root):
        if node.name != "#text" or not weights[id(node)].characters:
            continue
        text = (node.data or "").strip()
        if len(text) <= 60 and _NAMES_ONE.search(text) and _MAY_HOLD.search(text) and _heading(text):
            whole, own = weights[id(page.root)].characters, weights[id(node)].characters
            around = next((each for each in ancestors(node) if weights[id(each)].characters > own + 20), None)
            if around is not None and is_block(around.name) and around.name not in ("body", "html", "main", "article"):
                weight = weights[id(around)]
                if weight.characters <= MOST_OF_PAGE * whole and not weight.headlines and page.is_closed(around):
                    yield *page.span_of(around), SUMMARY
        elif _SENTENCE.fullmatch(text):
            return
