"""Read the line below a headline that tells when, where and by whom an article appeared: 2024-03-05 山谷日报. Pure."""

import re
from collections.abc import Sequence
from itertools import accumulate

from helpers import lexicon
from helpers.report.body.credits import note_lines
from helpers.report.body.heads import Record
from helpers.report.body.labels import STAMP, is_headline
from helpers.report.body.line_notes import CREDITS, MARGIN
from helpers.report.body.line_weights import line_key
from helpers.report.input.column_names import role_of
from helpers.report.input.dates import read_date
from helpers.text.script import HAN, shadow_of

_MOST_HEAD, _MOST_LINES, _LONGEST = 2000, 60, 80  # characters and lines of a head; characters of a line with the day
_MAY_HOLD_DAY = re.compile(r"(?:19|20)\d\d[ ]?[-/.年]")
_DAY = re.compile(rf"(?<!\d){STAMP}(?!\d)")
_DAY_OF_WEEK = re.compile(r"\(?(?:星期|周)[一二三四五六日天]\)?|\([一二三四五六日天]\)")
_NO_TEXT = " \t\r\u3000\ufeff=-_#>*"  # and the mark of a heading
_TITLE_LABEL = re.compile(r"(?:文章|新闻)?(?:标题|题目):[ ]?")
_LABEL = re.compile(r"([^\s|｜丨/／·,;()]{2,10})[ ]?:[ ]?\Z")
# A day behind these is not that of publication.
_CHANGED = re.compile(
    r"(?:更新|修改|修订|编辑|采集|抓取|访问|下载|截至|截止|上传|保存|收录|[列打]印)(?:时间|日期|于)?[ :]{0,2}\Z"
)
_SINCE = re.compile(r"(?:(?:(?<![写作发表布刊载登])|(?<=创刊))于|[从自至到~～—–])[ ]?\Z")  # 创刊于2024年3月5日
# A day before these is that of a dispatch, with which its text begins, or of a span, which no clock ends.
_DISPATCH = re.compile(r"[ ]?(?:[电讯起至到~～—–]|-[ ]?\d)(?![ ]?\d?\d:\d\d)")
_PUBLISHED = re.compile(r"(?:[发發][布佈表]|刊[登载]|出版)(?:时间|日期|于)?[ :/]{0,3}\Z")
_SAID = re.compile("[。！？!?，；你您我他她吗嗎呢]")
# What a day stands beside that is another than the article's: in a diary, above an announcement.
_DIARY = re.compile(r"(?:[日周]记|日志)(?:[(（]?[一二三四五六七八九十两\d]{1,3}[则篇)）]{0,2})?\Z")
_SKY = "多小中大暴阵雷转间到有少晴阴云雨雪雾霾"
_WEATHER = re.compile(rf"[{_SKY}]{{0,6}}[晴阴云雨雪雾霾][{_SKY}]{{0,6}}|.{{0,8}}[℃°].{{0,4}}")
_EVENT = re.compile("讲座|会议|座谈|论坛|活动|比赛|演出|展览|开[幕会课学]|报名|截止|出生|生日|逝世|去世|事故|地震")
_OF_AN_EVENT = re.compile(r"\W{0,3}(?:时间|日期|地[点址]|主题|主讲人?|嘉宾|出席|参会)[^:]{0,4}:")
_WORD = re.compile(r"[^\s|｜丨/／·,;()\[\]【】<>#*_-]+")
# What the name of an outlet ends in; a desk or a column (科技, 国际新闻) is named alike.
_OUTLET = re.compile(
    rf"[{HAN}A-Za-z0-9]{{2,12}}[报网社刊]|[{HAN}A-Za-z0-9]{{1,12}}(?:杂志|电台|电视台|新闻|观察|科技|财经|评论|在线|资讯|传媒|媒体|头条|频道|广播|卫视|周末|公众号|之声|智库)"
)
_DESK = re.compile(
    "(?:国际|国内|财经|科技|体育|娱乐|社会|本地|地方|即时|最新|时政|政治|热点|焦点|经济|生活|要闻|滚动|综合|图片|视频|教育|文化|健康|互联网|人工智能|AI|数码|汽车|房产|军事|历史|全球|港澳|两岸|台湾|今日"
    "|新闻|评论|观察|资讯|频道|在线|头条)+"
)
_SURNAME = "".join(lexicon.terms_of("reporting", "surname"))
_AUTHOR = re.compile(
    rf"(?:(?:记者|作者|撰文|撰稿)[ :/／]{{0,3}}|(?<![{HAN}])文[:/／][ ]?)([{_SURNAME}][{HAN}]{{1,3}})(?=[\s|｜丨/／·,;、()]|\Z)"
)
# As WeChat has it: 原创 林青 山谷札记, on one line or two; what is named alone may be the account.
_ORIGINAL = re.compile(
    rf"^原创[ ]{{1,3}}(?P<作者>[{HAN}A-Za-z·]{{2,12}})(?:[ ]{{1,3}}|[ ]{{0,3}}\n[ \n]{{0,3}})(?P<来源>[{HAN}A-Za-z·]{{2,16}})(?=[ \n]|\Z)",
    re.MULTILINE,
)
_ENDS = ("。", "”", "」")
_LONGEST_STAMP = 40  # characters of a line that heads a part of a text: the message of a chat, a day of a chronology
_OF_PARTS = 2 / 3  # of a text, in which a second part has begun; days behind it are those of comments
_OF_THE_HEAD = (CREDITS, MARGIN)
_LATER_DAY = re.compile(rf"{STAMP}|\d[ ]?月[ ]?\d\d?[ ]?[日号]")


def read_byline(raw: str) -> Record | None:
    """Return the day below the headline with which a text begins, with the outlet and the author that stand beside it; None
    where it is not sure.

    Only a line counts that is cut as a credit: one that stays is text, and its day may be that of what the text tells about.
    Nothing is read of a diary, nor of a chronology or a chat, in which further days follow, nor of an announcement.

    >>> read_byline("桥修好了？\\n2024-03-05 08:30 山谷日报 记者林青\\n\\n河上的桥，昨天修好了。\\n").pairs
    (('标题', '桥修好了？'), ('日期', '2024-03-05 08:30'), ('来源', '山谷日报'), ('作者', '林青'))
    """
    if not _MAY_HOLD_DAY.search(raw, 0, _MOST_HEAD):
        return None
    lines = raw.split("\n")
    filled = [number for number, line in enumerate(lines[:_MOST_HEAD]) if line.strip(_NO_TEXT)][:_MOST_LINES]
    if not any(_DAY.search(shadow_of(lines[number][:_LONGEST])) for number in filled[1:]):
        return None
    shadows = [*map(shadow_of, lines)]
    notes = note_lines([*map(line_key, shadows)])
    place = next((place for place, number in enumerate(filled) if not notes[number]), len(filled))
    above = [day[0] for number in filled[: place + 1] for day in _DAY.finditer(shadows[number])]
    below = next((at for at in range(place + 1, len(filled)) if not notes[filled[at]]), len(filled))
    dated = [n for n in filled[place + 1 : below] if notes[n] in _OF_THE_HEAD and _days_in(shadows[n])]
    dated = [n for n in dated if _is_of_publication(shadows[n])] or dated
    if len(dated) != 1 or not _text_follows(shadows, notes, filled[below - 1]):
        return None
    headline = lines[filled[place]].strip(_NO_TEXT)
    if label := _TITLE_LABEL.match(shadow_of(headline)):
        headline = headline[label.end() :]
    if not is_headline(headline) or _DIARY.search(shadow_of(headline)):
        return None
    credits = "\n".join(lines[n][:_LONGEST] for n in filled[place + 1 : below] if notes[n] in _OF_THE_HEAD)
    day = _day_of(lines[dated[0]].strip())
    if not day or any(read_date(one) < read_date(day) for one in above):  # above all, a site may tell today's date
        return None
    return Record(0, (("标题", headline), ("日期", day), *_names(credits)))


def _is_of_publication(shadow: str) -> bool:
    return any(_PUBLISHED.search(shadow, 0, day.start()) for day in _days_in(shadow))


def _text_follows(shadows: Sequence[str], notes: Sequence[str], head: int) -> bool:
    """Return whether a text follows the last line of a head, and no further days that would be the heads of its parts."""
    stay = [number for number in range(head + 1, len(shadows)) if not notes[number] and shadows[number].strip()]
    last = max((number for number in stay if shadows[number].rstrip().endswith(_ENDS)), default=0)
    sizes = [*accumulate(map(len, shadows[head + 1 : last]))]
    is_event = bool(stay and _OF_AN_EVENT.match(shadows[stay[0]]))
    return (
        last > 0
        and not is_event
        and not any(
            len(line) <= _LONGEST_STAMP and _LATER_DAY.search(line) and not _SAID.search(line)
            for line, size in zip(shadows[head + 1 : last], sizes, strict=True)
            if size - len(line) <= _OF_PARTS * sizes[-1]
        )
    )


def _days_in(shadow: str) -> list[re.Match[str]]:
    """Return the days that a line tells, but for those of a change."""
    return [day for day in _DAY.finditer(shadow) if not _CHANGED.search(shadow, 0, day.start())]


def _day_of(line: str) -> str:
    """Return the day of publication that a line tells, "" where it may be another."""
    shadow = shadow_of(line)
    days = _days_in(shadow)
    if len(days) != 1 or len(line) > _LONGEST or _SAID.search(line) or _OF_AN_EVENT.match(shadow):
        return ""
    start, end = days[0].span()
    label = _LABEL.search(shadow, 0, start)
    if (label and role_of(label[1]) != "date") or _SINCE.search(shadow, 0, start) or _DISPATCH.match(shadow, end):
        return ""
    words = _WORD.findall(_DAY_OF_WEEK.sub(" ", shadow))
    return "" if any(_WEATHER.fullmatch(word) or _EVENT.search(word) for word in words) else line[start:end]


def _names(credits: str) -> list[tuple[str, str]]:
    """Return the outlet, if only one is named, and the author."""
    shadow = shadow_of(credits)
    words = [word for word in _WORD.finditer(shadow) if _OUTLET.fullmatch(word[0]) and not _DESK.fullmatch(word[0])]
    author = _AUTHOR.search(shadow)
    if not author and (original := _ORIGINAL.search(shadow)):
        named = [(ours, credits[slice(*original.span(ours))]) for ours in ("作者", "来源") if original[ours]]
        return named[::-1]
    found = [("来源", credits[slice(*words[0].span())])] if len(words) == 1 else []
    return found + ([("作者", credits[slice(*author.span(1))])] if author else [])
