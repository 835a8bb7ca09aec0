"""Tell the lines of an article that are not its own: credits, rights, calls to the reader, lists of other articles. Pure.

No single word proves that a line is a credit: articles are written about copyright, and essays begin with 扫码. So the
evidence adds up. A line near the beginning or the end is cut if its pairs of characters are more likely in such lines than
in articles (`log_odds`, fitted by bench/fit_boilerplate.py on lines made up for the purpose), and more so beside other
such lines. Labels and days that come back again and again are the structure of an article: an interview, a chronology.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise, repeat

from helpers import lexicon
from helpers.report.frames import forms, note_boxes, note_frames
from helpers.text.script import HAN, shadow_of, usual_marks

# Notes that several searches give.
NAMES, CREDITS = "headline or name of the source", "credit, rights or contact"
DISCLAIMER, WIDGET = "disclaimer", "widget of a site"

_NUMBER, _LETTER = re.compile(r"\d[\d,.:]*"), re.compile(r"\w")


_BARS = re.compile("[┃︱∣│︳╎]")  # with which some sites draw what others write as ｜
_DOTTED_DAY = re.compile(r"(\d{4})\.(\d{1,2})\.(?=\d)")  # else one number


def line_key(line: str) -> str:
    """Return the key by which lines of a site are compared: numbers, blanks and the form of a mark or bar do not matter.

    >>> line_key("阅读 1,024") == line_key("阅读 7")
    True
    """
    line = _BARS.sub("｜", usual_marks("".join(line.split())))
    return _NUMBER.sub("0", _DOTTED_DAY.sub(r"\1-\2-", line)).casefold()


@cache
def _widgets() -> frozenset[str]:
    return frozenset(map(line_key, lexicon.read_words("boilerplate")))


# ---------------------------------------------------------------------------------------------- the words of a line

_MOST_READ = 120  # characters of a line that are read; a credit has said by then what it is
_LENGTHS = (8, 16, 30, 60)  # characters: how long a line is, in steps
_IS_SENTENCE = re.compile("[，。！？；]")


def line_features(key: str) -> set[str]:
    """Return what speaks for or against a line: its characters and pairs of them, ``^`` and ``$`` for its ends; how long
    it is; whether it has marks of a sentence.

    >>> sorted(line_features("编辑"))
    ['$', '^', '^编', '_length 0', '编', '编辑', '辑', '辑$']
    """
    marked = f"^{key[:_MOST_READ]}$"
    found = {*marked, *map("".join, pairwise(marked)), f"_length {sum(len(key) >= step for step in _LENGTHS)}"}
    return found | {"_sentence"} if _IS_SENTENCE.search(key) else found


@cache
def _weights() -> dict[str, float]:
    table = lexicon.read_table("boilerplate_weights")
    return dict(zip(table["feature"], table["weight"].astype(float), strict=True))


def weigh(key: str, weights: Mapping[str, float]) -> float:
    """Return the sum of the ``weights`` of what a line holds, and of ``_base``; to six digits, as sums of floating-point
    numbers differ with their order, and a set has none.

    >>> weigh("甲", {"_base": -1.0, "甲": 2.5, "乙": 9.0})
    1.5
    """
    return round(math.fsum([weights["_base"], *map(weights.get, line_features(key), repeat(0.0))]), 6)


@lru_cache(4096)  # a line is asked for when articles are compared, and again when one is finished
def log_odds(key: str) -> float:
    """Return the logarithm of the odds that a line is boilerplate, by its words alone.

    >>> log_odds("责任编辑:张三") > 0 > log_odds("编辑是一个正在消失的职业,她说。")
    True
    """
    return weigh(key, _weights())


# ------------------------------------------------------------------------------------------------- the form of a line

# Who speaks in an interview stands before a colon; so does who wrote an article.
_SAYS = re.compile(r"\W{0,3}(?:(?:本[报刊]|见习|实习|特约)?记者|作者|编辑|主编|主持人|译者|问|答)[:：|｜]")
_MANY_FORMS = 3  # lines of one form, from which on it is the structure of the text
_DAY = "0"  # the form of a line that is a day: of these, all numbers are blinded
_ONLY_DAY = re.compile(
    r"\W{0,3}0[年/.-]0?(?:[月/.-]0?日?)?\W{0,3}|\W{0,3}0月0日\W{0,3}|[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十月日]{2,8}"
)


# Of a message in an exported chat or a thread: a name and a day, either first; what is said may stand behind a colon.
_STAMP = re.compile(r"[^。！？；，:：]{0,24}?0(?:[年/.-]0|月0日)[^。！？；，:：]{0,24}(?P<said>[:：].*)?")


# A span of days, as in a table, or today's weather above a page.
_NO_STAMP = re.compile("[日月0][至到起止]|以[前后]|之[前后]|星期.{1,4}(?:[晴阴云雨雪]|0[℃°])|℃")


def _structure(keys: Sequence[str]) -> set[int]:
    """Return the numbers of the lines whose form a text repeats: a label behind which different things are said, a day, or
    the head of a message and what stands below it."""
    forms = {number: form for number, key in enumerate(keys) if (form := _form(key))}
    counts = Counter(form for form, _ in {(form, n if form == _DAY else keys[n]) for n, form in forms.items()})
    found = {number for number, form in forms.items() if counts[form] >= _MANY_FORMS}
    return found | _messages(keys)


def _messages(keys: Sequence[str]) -> set[int]:
    """Return the numbers of the lines of a chat. Heads that stand below each other are a list, and if no more than one of
    them stands in the first half of the text, it is a byline, and the others are of other articles."""
    filled = [number for number, key in enumerate(keys) if key]
    heads = {number: match for number in filled if "0" in keys[number] and (match := _stamp(keys[number]))}
    if len(heads) < _MANY_FORMS:
        return set()
    below = {
        number: following
        for number, following in pairwise(filled)
        if number in heads
        and not heads[number]["said"]
        and not (following in heads or _LABELLED.fullmatch(keys[following]))
    }
    messages = sorted(number for number, head in heads.items() if head["said"] or number in below)
    if len(messages) < _MANY_FORMS or messages[1] > filled[len(filled) // 2]:
        return set()
    return {*messages, *below.values()}


def _stamp(key: str) -> re.Match[str] | None:
    match = _STAMP.fullmatch(key)
    return None if match and (_NO_STAMP.search(key) or _LABELLED.match(key)) else match


def _form(key: str) -> str:
    if _ONLY_DAY.fullmatch(key):
        return _DAY
    said = _SAYS.match(key) or (None if _LABELLED.match(key) else _NAME.match(key))
    return said.group() if said else ""


_NAME = re.compile(rf"\W{{0,3}}[{HAN}a-z]{{1,8}}[:：]")  # perhaps of somebody who speaks in a talk
_STAGE_DIRECTION = re.compile(rf"{_NAME.pattern}[（(][^（）()]{{1,12}}[）)]")  # 小周：（笑）
_IN_SPEECH = re.compile("[你您我他她吗么呢怎]")


def _is_speech(key: str) -> bool:
    """Return whether what stands behind the label of a person is said, and no name."""
    said = _SAYS.match(key)
    is_said = bool(said and _IN_SPEECH.search(key, said.end()))
    return is_said or bool(_STAGE_DIRECTION.fullmatch(key) and not _LABELLED.match(key))


# A label, and what it names, which goes on to the next label: were it free to end earlier, a row of labels would take a second.
# A word may stand before one that names a role (美术编辑, 首图来源); others are words of a headline then (公文, 深度报道).
_LABELS = [label for role in ("author", "outlet", "credit") for label in lexicon.terms_of("labels", role)]
_BY = "|".join(map(re.escape, _LABELS))
_BY_ROLE = "撰文|" + "|".join(re.escape(label) for label in _LABELS if label[-1] in "者人辑编审校源对")
_NAMED = rf"(?:(?!(?:{_BY})[:：|｜丨/／])[^。！？!?]){{1,52}}+"
_BEFORE = "[^。！？:：|｜丨/／的是了]"
_LABELLED = re.compile(
    rf"\W{{0,3}}(?:{_BEFORE}{{0,12}}?(?:{_BY_ROLE})|(?:{_BEFORE}{{0,12}}(?<![{HAN}]))?(?:{_BY}))[:：|｜丨/／]{_NAMED}"
    rf"(?P<more>(?:(?:{_BY})[:：|｜丨/／]{_NAMED}){{1,5}})?"
)


# What a line among the first and last may be that says who made the article, who may use it, and what to do next.
_CREDIT = forms("edge")
# What there needs no words to prove it; and what does so above the text only, where nothing else is as short: 8 分钟.
_SURE, _HEAD = forms("sure"), forms("head")
# What no text says of itself, wherever it stands: from where a picture comes, addresses, what a reader shall send for.
_ANYWHERE = forms("anywhere")
_FROM = re.compile("来自[^。！？!?，,:：]{2,16}")  # under the headline of a site: the desk that sends the news
_DISCLAIMER, _OF_BUSINESS = forms("disclaimer"), forms("business")
_LEGAL = re.compile("本公众号|本资料|本报告|本平台|本订阅号|版权|责任|声明|投资|建议|证券|转载|书面|法律")

_ABOVE = forms("above")


def is_above_headline(line: str) -> bool:
    """Return whether a line is one of a site above a headline: a path, a menu, a button, the name of the site.

    >>> is_above_headline("首页 > 科技 > 正文"), is_above_headline("开源 > 闭源：一场争论")
    (True, False)
    """
    key = line_key(shadow_of(line))
    return bool(_is_widget(key) or _ABOVE.fullmatch(key) or _note_of(key))


def _above_headline(keys: Sequence[str], notes: list[str]) -> None:
    """Note the lines of a site before all others that stay, if a headline follows them: a line that is no sentence."""
    stay = [number for number, key in enumerate(keys) if key and not notes[number]]
    for number, following in pairwise(stay):
        headline = keys[following]
        is_headline = len(headline) >= _SHORTEST_HEADLINE and not headline.endswith(("。", "”", "；", "："))
        is_headline = is_headline or NAMES in notes[number:following]  # known, and noted
        if not (is_headline and _ABOVE.fullmatch(keys[number])):
            break
        notes[number] = WIDGET


_MORE, _CONTACT = forms("other_articles"), forms("contact")
_SHORTEST_HEADLINE = 5  # characters
_HEADLINE = 60  # characters; longer lines below such a heading are no headlines


def _other_articles(keys: Sequence[str], notes: list[str]) -> None:
    """Note the lines from a heading such as 相关阅读 on, if nothing but headlines follows to the end of the text; and those
    from one such as 媒体联络."""
    first, note = len(keys), ""
    for number in range(len(keys) - 1, -1, -1):
        key = keys[number]
        if _MORE.fullmatch(key):
            first, note = number, "list of other articles"
        elif _CONTACT.fullmatch(key):
            first, note = number, CREDITS
        elif (len(key) > _HEADLINE or key.endswith(("。", "”", "；"))) and not (
            notes[number] or _is_sure(key) or _note_of(key)
        ):
            break
    _note_from(first, notes, note)


_SHORTEST_ANNOUNCEMENT = 8  # characters; what is shorter may be a label: 分享到：, 您现在的位置：


def announces(line: str) -> bool:
    """Return whether a line tells what the list below it holds: it ends in a colon, and is no heading of other articles.

    >>> announces("河边还开着的茶馆有："), announces("你可能还喜欢的文章：")
    (True, False)
    """
    line = line.strip(" \t\r\n*_#>")
    if not line.endswith(("：", ":")) or len(line) < _SHORTEST_ANNOUNCEMENT:
        return False
    key = line_key(shadow_of(line))
    return not _MORE.fullmatch(key) and log_odds(key) < ENOUGH["nothing"][True]


def _note_from(first: int, notes: list[str], note: str) -> None:
    """Note all lines from the ``first`` on that have no note yet."""
    notes[first:] = [each or note for each in notes[first:]]


# ------------------------------------------------------------------------------------------------- where a line stands

_EDGE = 6  # lines that stay in on either side of which such a line is still at the edge; labels do not count
_EDGE_SHARE = 3  # and of a short article no more than every third line
LABEL = 12  # characters of a line that only names what follows: 分类, 皮肤, 相关文章:
_CREDIT_LINE = 200  # characters; a longer line is a paragraph, unless it is a disclaimer
# Log-odds from which on a sentence is cut, and another line, by what speaks for a credit beside its words.
ENOUGH = {
    "nothing": (4.0, 3.0),
    "form": (0.0, -1.5),
    "label": (-0.5, -0.5),
    "labels": (-3.0, -3.0),
    "heading of a disclaimer": (1.5, -1.5),
}
_OUTERMOST = 1.0  # less is enough for a line, beyond which nothing stays; but not for the first, perhaps the headline


def _at_the_edge(keys: Sequence[str], notes: list[str]) -> None:
    """Note the lines of credits and the like from both ends on, until more than a few lines in a row stay in."""
    structure = _structure(keys)
    most = min(_EDGE, max(3, sum(len(key) > LABEL for key in keys) // _EDGE_SHARE))
    first = next((number for number, key in enumerate(keys) if key), 0)
    for is_above, order in ((True, range(len(keys))), (False, range(len(keys) - 1, -1, -1))):
        kept = 0
        for number in order:
            key = keys[number]
            if not notes[number] and key:
                is_outermost = not kept and number != first
                if number in structure or _is_speech(key):
                    notes[number] = ""
                elif _is_sure(key) or (is_above and len(key) <= _CREDIT_LINE and _HEAD.fullmatch(key)):
                    notes[number] = CREDITS
                elif is_outermost or not _ENGLISH_WORD.fullmatch(key):  # a cell, too
                    notes[number] = _note_of(key, is_outermost=is_outermost)
                kept += not notes[number] and len(key) > LABEL
            if kept >= most:
                break
    _subject(keys, notes)
    _keep_headings(keys, notes)


_HEADING = re.compile("【[^】:：]{2,10}】")


def _is_sure(key: str) -> bool:
    return len(key) <= _CREDIT_LINE and bool(_SURE.fullmatch(key))


_MAIL, _SUBJECT = (
    re.compile(r"(?:发件人|寄件[者人]|收件[者人]|发送时间|from|to|date)[:：]"),
    re.compile(r"(?:主[题旨]|subject|附件)[:：]"),
)


def _subject(keys: Sequence[str], notes: list[str]) -> None:
    """Note the subject of a mail beside the other lines of its head."""
    filled = [number for number, key in enumerate(keys) if key]
    places = [place for place, number in enumerate(filled) if not notes[number] and _SUBJECT.match(keys[number])]
    for place in places:
        beside = [filled[near] for near in (place - 1, place + 1) if 0 <= near < len(filled)]
        if any(notes[near] and _MAIL.match(keys[near]) for near in beside):
            notes[filled[place]] = CREDITS


_LONGEST_SIGNATURE = 8  # lines


def _signature(keys: Sequence[str], notes: list[str]) -> None:
    """Note the signature between two lines of hyphens above the foot of a post on a board, and the foot."""
    foot = next((number for number, key in enumerate(keys) if key.startswith("※发信站")), 0)
    filled = [number for number, key in enumerate(keys[:foot]) if key][::-1]
    if not foot or not filled or keys[filled[0]].strip("-—"):
        return
    end = next((number for number in filled[1 : _LONGEST_SIGNATURE + 2] if not keys[number].strip("-—")), foot)
    notes[end:foot] = [each or CREDITS for each in notes[end:foot]]


def _keep_headings(keys: Sequence[str], notes: list[str]) -> None:
    """Clear the note of a heading in the text, such as 【本期嘉宾】, where what it heads stays."""
    filled = [number for number, key in enumerate(keys) if key]
    is_body = False
    for number, following in pairwise(filled):
        key = keys[number]
        if is_body and notes[number] == CREDITS and not notes[following] and _HEADING.fullmatch(key):
            is_form = _MORE.fullmatch(key) or _beside_words(key)[0] != "nothing"
            notes[number] = notes[number] if is_form else ""
        is_body = is_body or (not notes[number] and key.endswith("。"))


# Before the first sentence of a report: from where it comes, and who sends it. What follows is judged by itself.
_DATELINE = re.compile(
    r"[【〔（(\[]?(?:[^，。！？:：【〔（(]{0,12}[^，。！？:：]{0,24}(?:专讯|电讯|报讯|[/／][^，。！？:：]{1,8}报[导道])|[^，。！？:：]{0,30}社[^，。！？:：]{0,16}电)"
    r"(?:[（(][^，。！？）)]{2,20}[）)])?[】〕）)\]]?(?=.{8})"
)


def _note_of(key: str, *, is_outermost: bool = False) -> str:
    """Return why a line at the edge of an article is cut, or "" if it stays."""
    dateline = _DATELINE.match(key) if "讯" in key or "电" in key or "报" in key else None
    key = key[dateline.end() :] if dateline else key
    beside, note = _beside_words(key)
    if beside == "nothing" and (len(key) > _CREDIT_LINE or (dateline and _IS_SENTENCE.search(key))):
        return ""
    is_line = not _IS_SENTENCE.search(key)
    enough = ENOUGH[beside][is_line]
    if beside == "nothing" and is_line and is_outermost:
        enough -= _OUTERMOST
    return note if log_odds(key) >= enough else ""


def _beside_words(key: str) -> tuple[str, str]:
    """Return what speaks for a credit beside the words of a line, as in `ENOUGH`, and what the line would be."""
    if len(key) <= 3 * _CREDIT_LINE:
        if _OF_BUSINESS.fullmatch(key):
            return "form", DISCLAIMER
        if _DISCLAIMER.fullmatch(key):
            return "heading of a disclaimer", DISCLAIMER
    if len(key) <= _CREDIT_LINE:
        if row := _LABELLED.fullmatch(key):
            return "labels" if row["more"] else "label", CREDITS
        if _CREDIT.fullmatch(key):
            return "label" if _LABELLED.match(key) else "form", CREDITS
    return "nothing", CREDITS


def _desk(keys: Sequence[str], notes: list[str]) -> None:
    """Note a line that only says from which desk the news comes, if a known headline and short lines stand above."""
    under_headline = False
    for number, (key, note) in enumerate(zip(keys, notes, strict=True)):
        under_headline = under_headline or note == NAMES
        if key and not note and under_headline and _FROM.fullmatch(key):
            notes[number] = CREDITS
        if not note and len(key) > LABEL:
            return


_LAST = 12  # lines at the end among which a publisher introduces itself
_PORTRAIT = re.compile("(?:是一?[家个]|是[中国]国|成立于|创[立办]于|专注|致力|全网同名)")
_OF_THE_PRESS = re.compile("媒体|智库|公众号|频道|社群|周?刊|杂志|报[纸社]|网站|资讯|栏目|专栏|号$|[关欢]注|欢迎")


def _self_portrait(keys: Sequence[str], notes: list[str]) -> None:
    """Note the line with the name of a publisher near the end, and the next one, which says who that is. Two such lines
    are portraits in the text."""
    filled = [number for number, key in enumerate(keys) if key][-_LAST:]
    found = []
    for number, following in pairwise(filled):
        name = keys[number]
        said = keys[following].removeprefix(name)
        if 2 <= len(name) <= LABEL and said != keys[following] and _PORTRAIT.match(said):
            found.append((number, following))
    if len(found) == 1 and _OF_THE_PRESS.search(keys[found[0][1]], 0, _MOST_READ):
        number, following = found[0]
        notes[number] = notes[number] or NAMES
        notes[following] = notes[following] or CREDITS


def _legal_end(keys: Sequence[str], notes: list[str]) -> None:
    """Note all lines from the heading of a disclaimer on, if they end the text, speak of the law, and are not much of it."""
    whole, rest, legal, first = sum(map(len, keys)), 0, 0, len(keys)
    for number in range(len(keys) - 1, -1, -1):
        key = keys[number]
        rest, legal = rest + len(key), legal + len(key) * bool(_LEGAL.search(key[:1000]))
        if 3 * rest > whole:
            break
        if len(key) <= 15 and 4 * legal >= 3 * (rest - len(key)) > 0 and _DISCLAIMER.fullmatch(key):
            first = number
    _note_from(first, notes, DISCLAIMER)


_BETWEEN_WORDS = re.compile(r"[\[\]|｜/·]+")


def _is_widget(key: str) -> bool:
    """Return whether a line is a button of a site, or a row of them: [关注] [收藏], 登录 | 注册."""
    if key in _widgets():
        return True
    if len(key) > _HEADLINE or key.startswith("|") or not _BETWEEN_WORDS.search(key):  # a bar begins the row of a table
        return False
    words = [word for word in _BETWEEN_WORDS.split(key) if word]
    return len(words) > 1 and _widgets().issuperset(words)


_SHORT_WORD = re.compile(f"(?!图片|正文)[{HAN}]{{1,3}}")  # 图片 alone stands for a picture that was not saved
_ENGLISH_WORD = re.compile("[a-z]{2,8}")  # help, status: the head of a column, too


def _widget_lines(keys: Sequence[str], notes: list[str]) -> None:
    """Note the buttons of a site. One by itself among the lines of the text may be a subhead (搜索, 广告) or a verse."""
    filled = [number for number, key in enumerate(keys) if key]
    is_widget = [_is_widget(keys[number]) for number in filled]
    last = len(filled) - 1
    is_listed = False  # by a line that ends with a colon
    for place, number in enumerate(filled):
        before = keys[filled[place - 1]] if place else ""
        if not (place and is_widget[place - 1]):
            is_listed = len(before) > LABEL // 2 and before.endswith((":", "："))
        if is_widget[place] and not is_listed and not notes[number]:
            at_end = place < _EDGE or place > last - _EDGE
            beside = any(is_widget[near] or notes[filled[near]] for near in (place - 1, place + 1) if 0 <= near <= last)
            tells = at_end or (keys[number] in _widgets() and not _SHORT_WORD.fullmatch(keys[number]))
            if beside or (tells and not _ENGLISH_WORD.fullmatch(keys[number])):
                notes[number] = WIDGET


_LABEL = re.compile(
    "(?:"
    + "|".join(
        label
        for role in ("title", "outlet", "author")
        for label in lexicon.terms_of("labels", role)
        if not label.isascii()
    )
    + ")[:：]"
)
_SPEECHLESS = re.compile(r"[“「『][…—.。！？!?]+[”」』]")  # an answer all the same
# What a text may hold as a line of its own, or a table as a cell. Behind a sentence and before the next, a circle or a triangle
# by itself is an ornament between sections.
_SIGNS, _ORNAMENTS = frozenset("✕✖✗✘×╳√✓✔☑☒?？○△◯"), frozenset("○△◯")


def _keep_signs(keys: Sequence[str], notes: list[str]) -> None:
    """Clear the notes of single signs that are content: between lines of the body, or announced by the last of them."""
    if _SIGNS.isdisjoint(keys):
        return
    filled = [number for number, key in enumerate(keys) if key]
    ends = [place for place, number in enumerate(filled) if not notes[number] and keys[number].endswith(_ENDS)]
    for place in range(ends[0] + 1, len(filled)) if ends else ():
        key = keys[filled[place]]
        above, below = (keys[filled[near]] if 0 <= near < len(filled) else "" for near in (place - 1, place + 1))
        is_ornament = key in _ORNAMENTS and above.endswith("。") and (below.endswith("。") or not below)
        if key in _SIGNS and not is_ornament and (place < ends[-1] or above.endswith((":", "："))):
            notes[filled[place]] = ""


_ENDS = ("。", "”", "」", "？", "?", "！", "!", "：", ":")


def note_lines(keys: Sequence[str], names: Iterable[str] = ()) -> list[str]:
    """Return for each line of an article why it is boilerplate regardless of other articles, or "".

    Args:
        keys: the lines in the form of `line_key`.
        names: headline, outlet and author, "" where unknown; a line that says nothing else is boilerplate. Behind a
            sentence, the headline may be an echo.

    >>> note_lines(["开源来了。", "点击关注"])
    ['', 'widget of a site']
    """
    named = [line_key(name) for name in names]
    notes: list[str] = []
    is_body = False
    for key in keys:
        unlabelled = _LABEL.sub("", key)
        if key and unlabelled in named and not (is_body and unlabelled == named[0]):
            notes.append(NAMES)
        elif _ANYWHERE.fullmatch(key):
            notes.append(CREDITS)
        else:
            is_bare = key and not _LETTER.search(key) and not _SPEECHLESS.fullmatch(key)
            notes.append("line without a word" if is_bare else "")
            is_body = is_body or key.endswith("。")
    _keep_signs(keys, notes)
    _legal_end(keys, notes)
    _self_portrait(keys, notes)
    _signature(keys, notes)
    note_boxes(keys, notes)
    _other_articles(keys, notes)
    _widget_lines(keys, notes)
    _at_the_edge(keys, notes)
    note_frames(keys, notes)
    _desk(keys, notes)
    _above_headline(keys, notes)
    return notes
