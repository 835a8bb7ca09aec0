"""Raw text to clean text: each rule by hand, the laws for any text, and time that grows with the input."""

import gc
import math
import sys
import time
from itertools import zip_longest

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.cleaning import (
    characters,
    cleaner,
    conversion,
    footnotes,
    html_markup,
    markdown_markup,
    notes,
    pinyin,
    repetition,
    spacing,
    spin,
    subtitles,
    wrapped_lines,
)
from helpers.cleaning.cleaner import clean
from helpers.cleaning.conversion import left_traditional
from helpers.cleaning.editorial import CutError, EditorialCut, proves_lost_byte
from helpers.cleaning.flags import find_flags
from helpers.cleaning.front_matter import read_front_matter
from helpers.cleaning.html_page import is_html
from helpers.cleaning.ledger import Cleaned, Edit, apply_ledger, leftmost, raw_span, replay
from helpers.cleaning.markdown_markup import find_links_and_code
from helpers.cleaning.pages import measure
from helpers.cleaning.repetition import find_doubled
from helpers.cleaning.rewriting import Rewrite, rewritten
from helpers.cleaning.rules import EDITORIAL, RULE_NAMES, RULES
from helpers.cleaning.side_columns import SIDE_BY_SIDE, find_side_columns
from helpers.cleaning.spin import find_spin, is_spun, spin_markers
from helpers.corpus import load_articles
from helpers.stats.counts import find_terms
from helpers.text.script import to_traditional
from helpers.text.sentences import split_sentences
from helpers.text.tokens import tokenize

# --------------------------------------------------------------------------------------------------- rules, by hand


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        # characters
        ("\ufeff开\u200b源\u00ad", "开源"),
        ("AI\u3000\u3000two", "AI two"),
        ("一\r\n二\r三\u2028四", "一\n二\n三\n四"),
        ("ＧＰＴ４，好！", "GPT4，好！"),  # letters are narrowed, punctuation keeps its width
        ("⽤户", "用户"),  # a radical that looks like the character
        ("网(wa\u030cng)站", "网站"),  # loose accents
        ("开\x00\x1b[31m源", "开源"),
        ("一行_x000D_\n二行_x000A_三行_x0007_", "一行\n二行\n三行"),
        ("４．１５％，甲．乙", "4.15％，甲．乙"),
        ("ＧＬＭ－４．６与o3‑mini、T‐5、E−5", "GLM-4.6与o3-mini、T-5、E-5"),  # every hyphen of a name
        ("Qwen–3、Step–R1", "Qwen-3、Step-R1"),
        ("2019–2024年，甲－乙，Jensen–Shannon，−5度，A－甲", "2019–2024年，甲－乙，Jensen–Shannon，−5度，A－甲"),
        # HTML
        ("<p>开源</p><p>模型</p>", "开源\n模型"),
        ("开<b>源</b>", "开源"),
        ("a < b > c", "a < b > c"),
        ("开<script>alert(1)</script>源<!-- x -->", "开源"),
        ("开<STYLE>p{}</style >源", "开源"),
        ("<svg><symbol><path d=''/></symbol></svg>源", "源"),
        ("<script>开源", "开源"),  # never closed: nothing is swallowed
        ("AT&amp;T &lt;b&gt;x&#x20;y", "AT&T x y"),
        ("A&amp;amp;amp;B &nosuch;", "A&B &nosuch;"),
        ("<br/>开", "开"),
        ("<header>题</header>", "题"),
        ("<details><summary>多</summary>文<wbr>字</details><time datetime='x'>三月</time>", "多\n文字\n三月"),
        (f"<p style='{'a:b;' * 900}'>开</p><img src='data:image/png;base64,{'A' * 5000}'>源", "开\n源"),
        ("<mp-card a='<p>'>开</mp-card><o:p>源</o:p>", "开源"),
        ("<ruby>漢<rp>(</rp><rt>han</rt></ruby>字", "汉字"),
        ("<template><p>藏</p></template><noscript><img src=x></noscript><iframe>旧</iframe>开", "开"),
        ("<html><body><p>断开的\n一行</p><pre>诗\n句</pre></body></html>", "断开的一行\n诗\n句"),
        ("若a<b且c>d，<think>想</think>", "若a<b且c>d，<think>想</think>"),  # no names of elements
        ("<title>开源", "开源"),
        ("<!--开源", "<!--开源"),
        # Markdown and templates
        ("**开源**__模型__", "开源模型"),
        ("*开源*和 *closed* 3*4*5", "开源和closed 3*4*5"),
        ("# 标题\n> 引用\n- 一\n    * 二", "标题\n引用\n一\n二"),
        ("> - > 一", "一"),
        ('看[这里](http://a.b "题")和![图](x.png)。', "看这里和。"),
        ("---\ntitle: x\n---\n正文", "正文"),
        ("一\n\n---\n\n二", "一\n二"),
        ("| a | b |\n| --- | :-: |\n| 1 | 2 |", "a\nb\n1\n2"),
        ("您好{{author}}", "您好"),
        ("甲[1]。乙”[2]，丙[3][4]丁[5],[6]", "甲。乙”，丙丁"),
        ("数组a[1]和b[2]", "数组a[1]和b[2]"),  # too few to be footnotes
        ("[1] 书目。\n甲[2]乙[3]丙[4]", "[1]书目。\n甲乙丙"),
        ("完。\n![头像](http://a.b/c...", "完。"),
        ("snake_case __init__ `x`", "snake_case __init__ x"),
        (r"open\_source \*", "open_source *"),
        ("见[甲[乙]丙](http://a.b/(c)d)和[[丁]](e.md)。", "见甲[乙]丙和[丁]。"),
        ("[![图](a.png)](/b)\n[字][1]与![图][1]\n\n[1]: http://a.b '题'", "字与"),
        ("<http://a.b/c>在[http://a.b/c](http://a.b/c)与https://a.b/c?d=e。", "在与。"),
        ("用[[大模型|模型]]见[[价格]]。![[图 1.png]]\n> [!note]- 提示\n> 试用", "用模型见价格。\n提示\n试用"),
        ("甲\n\n```python\nx = 1\n```\n\n~~~\n问：什么？\n~~~\n乙", "甲\n问：什么？\n乙"),
        ("```\n开源", "开源"),
        ("![图](http://a.b/x?y=other\n&from;=z)源", "源"),
        ("+++\ntitle = '题'\n+++\n正文", "正文"),
        ("---\n一句话。\n另一句话。\n---\n正文", "一句话。\n另一句话。\n正文"),  # prose between rules
        # layout
        ("1\n00:00:01,000 --> 00:00:02,500\n开源\n\n2\n00:00:03,000 --> 00:00:04,000\n模型", "开源\n模型"),
        ("题 body { margin: 0; color: #333; } .a > b { font-family: 'x'; }\n正文{甲:乙}", "题\n正文{甲:乙}"),
        ("window.x = function () { return 1; };\n正文", "正文"),
        ("他走了。来源：某某社责任编辑：林晓", "他走了。\n来源：某某社责任编辑：林晓"),
        ("他走了。分享让更多人看到", "他走了。\n分享让更多人看到"),
        ("他把門關上，走了。來源：某某社", "他把门关上，走了。\n来源：某某社"),
        ("他说。来源：不详的消息都不可信。他走了。", "他说。来源：不详的消息都不可信。他走了。"),
        ("https://a.b/c?d=1\n见 https://a.b 。", "见https://a.b。"),
        # pinyin
        ("網(wǎng)路", "网路"),
        ("A(yù)I", "AI"),
        ("(在开源领(lǐng)域)", "(在开源领域)"),
        ("深度求索(DeepSeek)、(LLM)和(Li)", "深度求索(DeepSeek)、(LLM)和(Li)"),
        ("长安(Cháng'ān)（cháng ān）", "长安"),
        ("音乐(Beyoncé)", "音乐(Beyoncé)"),
        # line ends that are written out
        (
            r"书店开门。\n猫醒了。\n\n下雨了！\n标题\nOpen Day\r\n完",
            "书店开门。\n猫醒了。\n下雨了！\n标题\nOpen Day\n完",
        ),
        (r"書店開門。\r\n貓醒了。\r\n下雨了。\r\nopen", "书店开门。\n猫醒了。\n下雨了。\nopen"),
        (r"换行写作\n，甲。\n乙。\n丙。\n路径C:\new和`\n`", "换行写作\\n，甲。\n乙。\n丙。\n路径C:\\new和\\n"),
        (r"甲说“好。\n再见。\n”要换行", r"甲说“好。\n再见。\n”要换行"),
        ("甲。\n乙。\n丙。\n他写。\\n。\\n。\\n完", "甲。\n乙。\n丙。\n他写。\\n。\\n。\\n完"),
        ("['书店\\u3000开门。', '猫\\xa0醒了。', \"他说'好'。\"]", "书店开门。\n猫醒了。\n他说'好'。"),
        ('["書店開門。","下雨了。"]', "书店开门。\n下雨了。"),
        ("['书店', '猫']", "['书店', '猫']"),
        ("['书店开门。']", "['书店开门。']"),
        # spacing
        ("  Meta 发布 了 Llama 2 。 \n\n \n 完", "Meta发布了Llama 2。\n完"),
        ("He said “yes” — and … Une idée ! « oui »", "He said “yes” — and … Une idée ! « oui »"),
        ("他说 “ yes ” 。", "他说“yes”。"),
        ("a  b", "a b"),
        # the same line again
        ("这是一个标题\n这是一个标题\n正文", "这是一个标题\n正文"),
        ("好\n好\n好", "好\n好\n好"),  # too short to be sure
        ("六个字的一行\n" * 3, "六个字的一行"),
        (
            "题\n" + "这一段有二十个字，站里把它存了两遍，去一遍。\n" * 2 + "完",
            "题\n这一段有二十个字，站里把它存了两遍，去一遍。\n完",
        ),
        (
            "厂\n2025年12月\n2025年12月\n暂无公开数据\n暂无公开数据",
            "厂\n2025年12月\n2025年12月\n暂无公开数据\n暂无公开数据",
        ),
        ("歌\n雨还在下，还在下\n雨还在下，还在下\n完", "歌\n雨还在下，还在下\n雨还在下，还在下\n完"),
        (
            "他问。\n“你去不去河边？”\n“我当然去河边。”\n“我当然去河边。”",
            "他问。\n“你去不去河边？”\n“我当然去河边。”\n“我当然去河边。”",
        ),
        ("—" * 300 + "\n" + "—" * 300, "—" * 300),
        ("—" * 301 + "\n" + "—" * 301, "—" * 301 + "\n" + "—" * 301),
        # script
        ("開源與閉源", "开源与闭源"),
        ("什么时候开源,乾隆", "什么时候开源,乾隆"),  # Simplified text is left alone
        (
            "这个开源模型来了，还说应该降价。他寫道：「這個趨勢。」",
            "这个开源模型来了，还说应该降价。他写道：「这个趋势。」",
        ),
        ("《書》，陳某 著，原著與論著；他討論著，望著。", "《书》，陈某著，原著与论著；他讨论着，望着。"),
        # a preview of the text
        (
            f"{'这是一段很长的摘要' * 3}……\n{'这是一段很长的摘要' * 3}，后面还有。",
            f"{'这是一段很长的摘要' * 3}，后面还有。",
        ),
        # nothing
        ("", ""),
        (" \n\t ", ""),
    ],
)
def test_a_rule_does_what_it_says(raw, text):
    cleaned = clean(raw)
    assert cleaned.text == text
    assert apply_ledger(raw, cleaned.ledger) == text
    assert clean(text).text == text


def test_rules_can_be_left_out_and_unknown_ones_are_refused():
    raw = "**開(kāi)源**"
    assert clean(raw, rules=()).text == raw
    assert clean(raw, rules=["pinyin"]).text == "**開源**"
    assert clean(raw, rules=["script"]).text == "**开(kāi)源**"
    with pytest.raises(ValueError, match="unknown rule 'nope'; the rules are editorial, mojibake"):
        clean(raw, rules=["nope"])


WRAPPED = "<p>桥上的人停下来，\n看着河水。</p>\n" * 3


@pytest.mark.parametrize(
    "raw",
    [
        f"<meta charset=utf-8>\n{WRAPPED}",
        f"\ufeff<head><title>桥</title></head>{WRAPPED}",
        f"<div><a href=/>首页</a></div>{WRAPPED}<br>",
        f"<article><h1>桥</h1>{WRAPPED}</article>",
        f"<!--[if IE]><p>旧</p><![endif]-->\n<div>{WRAPPED}</div>",
        f"<!--[if !IE]><!--><html><!--<![endif]-->{WRAPPED}",
        f"<![if !IE]><style>\na {{}}\n\nb {{}}\n</style><div>{WRAPPED}<pre>甲。\n\n乙。</pre></div>",
    ],
)
def test_a_page_without_its_frame_is_a_page(raw):
    assert is_html(raw)
    assert "桥上的人停下来，看着河水。" in clean(raw).text


@pytest.mark.parametrize(
    "raw",
    [
        "<head>里加<title>桥</title>，再写正文。",
        f"<div align=center>图</div>\n\n{'桥上的人停下来。' * 9}\n\n看着河水。<br>",  # Markdown
        "<div>\n\n# 桥\n\n桥上的人\n\n看着河水\n\n</div>",
        "<div>\n桥上的人停下来。\n看着河水。\n</div>",  # a line, a paragraph
        "<div>\n桥上的人\n看着河水\n",
        "<div>桥<div>上<div>的</div>人>",
        f"<p>桥</p>{'桥上的人' * 9}<br>",
        "<div><!-- 桥上的人</div>",
        "<think>桥</think>",
        "<a>桥</a>",
        "<https://a.example/>",
        "<!-- 桥 --> 河",
    ],
)
def test_a_text_that_begins_with_a_tag_is_no_page_yet(raw):
    assert not is_html(raw)


@pytest.mark.parametrize(
    "honest",
    ["这是巨大的买卖,许多人觉得平安。" * 50, "微柔软发布巨大模型", "买卖" * 500, "巨大模型" * 500, ""],
)
def test_honest_text_and_a_single_odd_word_are_not_spun(honest):
    assert not is_spun(honest)
    assert "spin" not in {edit.rule for edit in clean(honest).ledger}


def test_spun_text_is_known_by_five_different_markers_and_its_safe_words_come_back():
    spun = "微柔软的巨大模型、宏巨大的巨大佬抱巨大腿。"
    assert len(spin_markers(spun)) == 5 and spin_markers(spun)["巨大模型"] == 1
    assert clean(spun).text == "微软的大模型、宏大的大佬抱大腿。"
    assert not is_spun(spun + "。" * 5000)  # too thin


WIDTH = 20
PROSE = "工厂把模型装进机器，工人说它每天能省下两个小时。厂长算了一笔账，去年花了不少钱，今年少花一半。他认为竞争会更激烈，附近的工厂也来参观。"


def wrapped(text):
    return "\n".join(text[k : k + WIDTH] for k in range(0, len(text), WIDTH))


def test_lines_broken_at_a_fixed_width_are_joined_paragraph_by_paragraph():
    paragraphs = [PROSE * 2, PROSE * 2 + "完。"]
    cleaned = clean("\n\n".join(map(wrapped, paragraphs)))
    assert cleaned.text == "\n".join(paragraphs)
    assert {edit.new for edit in cleaned.ledger if edit.rule == "layout"} == {""}
    latin = "the weights of open models are free to\nuse"
    assert clean(wrapped(PROSE * 2) + "\n\n" + latin).text.endswith(latin.replace("\n", " "))


UNPARTED = [
    "图书馆把旧报纸扫描成图片，再请模型逐字认出来，一年认了三十万页，错得最多的是地名和人名。",
    "馆长说，过去靠五位老先生校对，现在只剩下两位，他们每天上午来，下午回家带孙子。",
    "一、怎样校对",
    "校对的办法很简单，模型认出一行，人看一行，不认识的字就圈起来，留给第二天上班的人去查字典。",
    "圈得最多的那一页贴在墙上，旁边写着日期，谁也说不清上面到底印的是什么字。",
    "读者不知道这些，他们只管查。",
]


def _side_by_side(left, right, gap="    "):
    return "\n".join(
        f"{one}{'　' * (WIDTH - len(one))}{gap}{other}".replace("　", "  ").rstrip()
        for one, other in zip_longest(left.split("\n"), right.split("\n"), fillvalue="")
    )


@pytest.mark.parametrize(
    "more",
    [
        "厂长还说，明年要再买两台，看看能不能早点下班。",
        f"厂长还说，明年要再买两台。{UNPARTED[3]}",
        UNPARTED[4] + UNPARTED[5],
    ],
)
def test_columns_side_by_side_are_read_one_after_the_other(more):
    left, right = PROSE + more, "".join(UNPARTED[:2])
    page = _side_by_side(wrapped(left), wrapped(right))
    cleaned = clean(f"          旧报纸\n\n{page}\n\n编辑部\n")
    assert cleaned.text == f"旧报纸\n{clean(wrapped(left) + chr(10) + wrapped(right)).text}\n编辑部"
    assert sum(edit.note == SIDE_BY_SIDE for edit in cleaned.ledger) == 1


@pytest.mark.parametrize(
    "page",
    [
        "\n".join(f"第{n}家茶馆的老板    {n * 37}桌客人" for n in "一二三四五六七"),  # a table
        "\n".join(
            f"{line}。    {line}。" for line in ["茶馆开了三十年，老板说客人还是那些人"] * 6
        ),  # each ends a sentence
        _side_by_side(wrapped(PROSE)[: WIDTH * 4], wrapped(PROSE)),  # too few
        _side_by_side(wrapped(PROSE * 3), wrapped(PROSE * 3), gap="  "),
    ],
)
def test_what_stands_side_by_side_and_is_no_broken_text_stays_line_by_line(page):
    assert not [*find_side_columns(page)]


@pytest.mark.parametrize("convert", [str, lambda text: max(to_traditional(text))])
def test_paragraphs_that_nothing_parts_are_told_by_their_last_lines(convert):
    cleaned = clean(convert("\n".join(map(wrapped, UNPARTED))))
    assert cleaned.text == clean(convert("\n".join(UNPARTED))).text
    assert cleaned.text.count("\n") == len(UNPARTED) - 1


def test_a_full_line_that_ends_a_sentence_may_be_the_last_of_its_paragraph():
    full = "她说这些书都是镇上的人一本一本捐来的。"
    text = "\n".join([*map(wrapped, UNPARTED), full + "好", "书。"])
    assert len(full) == WIDTH - 1 and clean(text).text.endswith("一本一本捐来的。好书。")
    text = "\n".join([full + "”", *map(wrapped, UNPARTED)])
    assert clean(text).text == "\n".join([full + "”", *UNPARTED])


@pytest.mark.parametrize("heading", ["缘起", "第{}章 旧报纸", "（{}）谁来校对", "{}、从前的办法", "校对者说"])
@pytest.mark.parametrize("convert", [str, lambda text: max(to_traditional(text))])
def test_a_heading_before_each_paragraph_is_no_line_of_one(heading, convert):
    paragraphs = [each for each in UNPARTED if len(each) > WIDTH]
    lines = [line for k, each in enumerate(paragraphs) for line in (heading.format("一二三四"[k]), each)]
    assert clean(convert("\n".join(map(wrapped, lines)))).text == clean(convert("\n".join(lines))).text


def test_a_full_line_may_end_with_the_mark_of_a_quotation_inside_a_sentence():
    quoted = "图书馆把旧报纸扫描成图片，然后请「老师傅」认出来，一年认了三十万页，错得最多的是地名。"
    assert quoted[WIDTH] == "」" == wrapped(quoted[1:])[WIDTH - 1]
    assert clean("\n".join(map(wrapped, [quoted[1:], *UNPARTED]))).text == "\n".join([quoted[1:], *UNPARTED])


def test_half_of_the_lines_in_mid_sentence_are_enough_where_words_are_broken():
    broken = ["今天大家都去新开张的图书", "馆里面坐着读到夜里的图书"]
    ended = ["今天下雨的人留在家里看。", "今天天晴的人走到外面玩。", "明天没有人知道会是怎样。"]
    text = "\n".join([*broken, "馆长。", *broken[::-1], "馆。", *ended])
    assert clean(text).text.split("\n")[:2] == ["".join(broken) + "馆长。", "".join(broken[::-1]) + "馆。"]
    whole = ["今天大家都去新开张的地方", "他在里面坐着读到夜里十点"]
    text = "\n".join([*whole, "才走。", *whole, "才走。", *ended])
    assert clean(text).text == text


def test_paragraphs_that_nothing_parts_stay_apart_where_the_last_line_of_one_is_full():
    first = "图书馆把旧报纸扫描成图片，再请模型逐字认出来，一年认三十万页，也错了很多字。"
    long = [UNPARTED[3] + "他们说这样做很慢，但是别的办法也没有快到哪里去。" + UNPARTED[1], UNPARTED[4]]
    assert len(first) in (2 * WIDTH - 2, 2 * WIDTH - 1)
    assert clean("\n".join(map(wrapped, [first, *long]))).text.startswith(first + "\n")
    assert clean("\n\n".join(map(wrapped, [first, *long]))).text == "\n".join([first, *long])


@pytest.mark.parametrize(
    ("before", "line", "joined"),
    [
        ("去年冬天一位老先生告诉新来的馆长说这本书", "里有三百页是错的，一行有十二个字", True),
        ("去年冬天一位老先生告诉新来的馆长说这本书", "里有三百页是错的，一行有十二处，", True),
        ("去年冬天一位老先生告诉馆长说他没有看过。", "有人看。他数过的三万页旧报纸里面", True),  # the end of a sentence
        ("去年冬天一位老先生告诉馆长说他没有看过。", "一位老先生，和他的三万页的旧报纸", False),  # as in a headline
        ("去年冬天一位老先生告诉新来的馆长说这本书", "里有三百页是错的一行", False),  # too short
        ("去年冬天一位老先生告诉新来的馆长说这本书", "里有三百页是错的（一行有十二处）", False),
    ],
)
def test_a_line_that_is_nearly_full_is_joined_in_the_middle_of_a_sentence(before, line, joined):
    text = clean("\n".join([wrapped(PROSE * 4), "", before, line, "都看得到。"])).text
    assert text.endswith(line + "\n" * (not joined) + "都看得到。")


@pytest.mark.parametrize(
    "lines",
    [
        ["旧书店的猫睡在字典上，", "字典里没有猫的名字，", "下雨的时候它翻个身，", "把整个春天压在身下，", "店主说不要叫醒它。", "它梦见一条鱼。"],
        ["旧书店里的猫与字典的故事", "旧书店门口的雨与一把伞", "旧书店后院的井与两棵树", "旧书店楼上的窗与三盏灯", "旧书店对面的桥与四条船", "这是目录。", "没有了。"],
        ["他问书店什么时候关门呢", "不关。", "他问书店的猫叫什么名字", "没有。", "他问书店老板是哪里的人", "这里。", "他问还能不能再来看书呀", "能来。"],
        [*UNPARTED],
        ["旧书店里卖的都是旧图书", "馆里的人从来不买书看的", "字典放在门口的架子上面", "小说放在窗边的桌子下面", "没有猫", "不卖。", "他说不卖。", "关门。"],
        ["图书馆。", "馆长来了。", "校对。", "他不知道今天会不会下雨", "也许会。", "天黑了。"],
    ],
    ids=["verses", "a list", "questions", "paragraphs", "one word by chance", "one line"],
)  # fmt: skip
def test_short_lines_that_nothing_parts_stay_where_no_machine_broke_them(lines):
    assert clean("\n".join(lines)).text == "\n".join(lines)


def at_line(number, between, text=PROSE * 4):
    """Return wrapped text with something between two lines of a sentence."""
    lines = wrapped(text).split("\n")
    return "\n".join([*lines[:number], between, *lines[number:]])


@pytest.mark.parametrize(
    "between",
    ["7", "- 7 -", "— 7 —", "·7·", "第7页", "第 7 页 共 30 页", "7/30", "Page 7", "\n7\n", "  7"],
)
def test_the_number_of_a_page_inside_a_sentence_is_cut(between):
    cleaned = clean(at_line(4, between))
    assert cleaned.text == PROSE * 4
    assert "page number or running head" in {edit.note for edit in cleaned.ledger}


def test_a_running_head_is_cut_inside_a_sentence_where_it_recurs_or_stands_with_the_number_of_a_page():
    lines = wrapped(PROSE * 8).split("\n")
    pages = [lines[:6], lines[6:12], lines[12:18], lines[18:]]
    with_heads = "\n工厂见闻\n".join("\n".join(page) for page in pages)
    assert clean(with_heads).text == PROSE * 8
    numbered = "\n".join("\n".join([*page, str(k), "工厂见闻"]) for k, page in enumerate(pages[:2], 1))
    assert clean(numbered + "\n" + "\n".join(lines[12:])).text == PROSE * 8


HEADS = [
    ("2031 年第 4 期    工厂学刊    第 {} 页", "1"),  # with the number of the page inside
    ("© 2031 工厂学刊编辑部. All Rights Reserved.", "1"),  # wider than half a line
    ("(C)1999-2031 Factory Electronic Publishing House. All rights reserved. 机器与人与工厂与年", "1"),  # than a line
    ("工厂见闻", "123"),
]


def with_heads(*heads, size=6):
    """Return wrapped text with a running head, as each page has it, after every sixth line."""
    lines = wrapped(PROSE * 8).split("\n")
    starts = [*range(0, len(lines), size)][: len(heads)]
    pages = [lines[start : start + size] for start in starts] + [lines[starts[-1] + size :]]
    return "\n".join("\n".join([*page, *head]) for page, head in zip(pages, [*heads, []], strict=True))


@pytest.mark.parametrize(("head", "more"), HEADS)
def test_a_running_head_is_known_by_its_recurring_whatever_its_width_and_numbers(head, more):
    heads = [[head.format(31 + k)] for k in range(1 + len(more))]
    assert clean(with_heads(*heads)).text == PROSE * 8


def test_the_heads_of_left_and_right_pages_are_known_by_the_numbers_beside_them():
    pages = [["· 31 ·", "工厂学刊"], ["· 32 ·", "机器与人"]]
    assert clean(with_heads(*pages)).text == PROSE * 8
    assert clean(with_heads(*pages, ["· 33 ·", "工厂学刊"])).text == PROSE * 8
    assert "工厂学刊" in clean(with_heads(pages[0])).text  # once it proves nothing


@pytest.mark.parametrize(
    "heads",
    [
        [["工厂见闻"], ["工厂见闻"]],  # twice, without a number: too few
        [["第31页说工厂"], ["第30页说工厂"]],  # pages do not fall
        [["31", "他说，机器好"], ["32", "他说，人更好"]],  # a clause
        [["甲乙丙丁"], ["甲乙丙丁", "戊己庚辛"]],
    ],
)
def test_what_does_not_recur_as_a_running_head_stays(heads):
    text = clean(with_heads(*heads)).text
    assert all(line in text for head in heads for line in head if not line.isdecimal())


def paged(numbers, head=()):
    """Return wrapped paragraphs, plain and with page numbers: the first inside a sentence, the second behind a paragraph."""
    lines = "\n".join(map(wrapped, [PROSE, *UNPARTED[:2], *UNPARTED[3:]])).split("\n")
    first, second = numbers
    assert not lines[5].endswith("。") and len(lines[11]) < WIDTH
    return "\n".join(lines), "\n".join([*lines[:6], first, *head, *lines[6:12], second, *head, *lines[12:]])


@pytest.mark.parametrize("head", [(), ["工厂学刊"]])
@pytest.mark.parametrize("form", ["{}", "- {} -", "第{}页", "{}/30"])
def test_where_a_page_number_stands_inside_a_sentence_those_between_paragraphs_go_too(form, head):
    plain, text = paged([form.format(number) for number in (8, 9)], head)
    assert clean(text).text == clean(plain).text
    assert clean(plain).text.count("\n") == 5


@pytest.mark.parametrize(
    "line",
    [
        "function track(){dataLayer.push(arguments);}",
        "function () { return 31; }",
        "if (typeof boat === 'undefined') { boat = 31; }",
        "gtag('config', 'G-31');",
        "jQuery('.boat').hide();",
        "import boat from './boat.js';",
        'import { oar, sail } from "./boat.js";',
        "/* 船的样式 */\n.boat{color:red;}",
        ".boat{color:red;}\n/* mobile */\n.oar{margin:0}",
        "var boats = 31;\n/* 统计 */",
    ],
)
def test_lines_of_scripts_and_their_comments_are_cut(line):
    assert clean(f"车间里的灯亮着。\n{line}\n后来灯灭了。").text == "车间里的灯亮着。\n后来灯灭了。"


@pytest.mark.parametrize(
    "line",
    [
        "用gtag('config', 'G-31');上报访问量。",
        "The word typeof is an operator, the function f (x) is not;",
        "import pandas as pd",
        'printf("boat");',
        "We import goods from 'the river';",
        "=== BOATS ===;",
        "/*船*/",  # nothing of a style sheet or script stands beside it
    ],
)
def test_what_only_looks_like_a_script_stays(line):
    assert clean(f"车间里的灯亮着。\n{line}\n后来灯灭了。").text == f"车间里的灯亮着。\n{line}\n后来灯灭了。"


@pytest.mark.parametrize("numbers", ["89", "79", "87", "7家"])
def test_only_numbers_that_count_pages_go_from_between_paragraphs(numbers):
    lines = clean(paged(numbers)[1]).text.split("\n")
    assert (numbers[1] in lines) is (numbers != "89")


@pytest.mark.parametrize("mark", ["- 31 -", "-31-", "* 31 *", "— 31 —", "－ 31 －", "· 31 ·", "- 31 -\n\n- 32 -"])
def test_a_page_number_between_two_marks_is_cut(mark):
    assert clean(f"车间里的灯亮着。\n\n{mark}\n\n后来灯灭了。").text == "车间里的灯亮着。\n后来灯灭了。"
    assert clean(at_line(4, mark.split("\n")[0])).text == PROSE * 4


@pytest.mark.parametrize("form", ["第 {} 页 / 共 3 页", "第{}頁，共3頁", "Page {} of 3", "第{}页 总3页"])
def test_page_numbers_that_tell_how_many_there_are_go_where_they_count_on(form):
    one, two, three = (form.format(number) for number in (1, 2, 3))
    cut = f"{one}\n车间里的灯亮着。\n{two}\n后来灯灭了。\n\n{three}\n"
    assert clean(cut).text == "车间里的灯亮着。\n后来灯灭了。"
    for stays in (f"车间里的灯亮着。\n{two}\n后来灯灭了。", f"{two}\n车间里的灯亮着。\n{one}\n后来灯灭了。"):
        assert "2" in clean(stays).text


def test_the_first_head_goes_as_well_where_the_first_page_has_none():
    pages = [
        "灯火志\n车间里的灯亮着。\n",
        *(f"山谷学刊 第{n}辑\n{name}车间里的灯灭了。\n" for n, name in enumerate("东西南", 1)),
    ]
    assert (
        clean("\f".join(pages)).text
        == "灯火志\n车间里的灯亮着。\n东车间里的灯灭了。\n西车间里的灯灭了。\n南车间里的灯灭了。"
    )


def test_what_makes_one_picture_of_several_stays_between_them_only():
    assert clean("全家👨\u200d👩\u200d👧去，🏳\ufe0f\u200d🌈的旗，开\u200d源👩\u200d走").text == (
        "全家👨\u200d👩\u200d👧去，🏳\u200d🌈的旗，开源👩走"
    )


@pytest.mark.parametrize(
    ("heads", "foot", "left"),
    [
        (["山谷学刊·2024年第2期"], "30", ["山谷学刊·2024年第2期"]),
        (["叶知微", "灯火志"], "- 7 -", ["叶知微", "灯火志"]),
        (["17山谷学刊"], "", ["17山谷学刊"]),
        ([""], "第7页\n山谷出版社", []),
    ],
)
def test_heads_and_feet_beside_form_feeds_go_but_for_the_first_head(heads, foot, left):
    said = [f"{name}车间里的灯亮着。\n后来{name}灯灭了，没有人来。" for name in "东西南北中"]
    pages = [f"{heads[n % len(heads)]}\n{words}\n{foot}\n" for n, words in enumerate(said)]
    lines = clean("\f".join(pages)).text.split("\n")
    body = "\n".join(said).split("\n")
    assert [line for line in lines if line in body] == body and [line for line in lines if line not in body] == left


@pytest.mark.parametrize(
    "pages",
    [
        ["春\n灯亮了。", "春\n灯灭了。", "春\n天亮了。"],  # a verse
        ["记者：\n灯亮吗？", "记者：\n为什么？", "记者：\n后来呢？"],  # who speaks
        ["灯亮了。\n一", "灯灭了。\n二", "天亮了。\n三"],
        ["山谷学刊\n灯亮了。", "山谷学刊\n灯灭了。"],  # two pages prove nothing
        ["第一章\n灯亮了。", "第二章\n灯灭了。", "第三章\n天亮了。"],
    ],
)
def test_what_stands_beside_form_feeds_and_is_neither_head_nor_foot_stays(pages):
    assert clean("\n\f".join(pages)).text == "\n".join(pages)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("- 1 -", "- 1 -"),  # of a section
        ("- 2024 -", "- 2024 -"),  # a year
        ("- 31 盏灯", "31盏灯"),
        ("31", "31"),
        ("— 31 ·", "— 31 ·"),
    ],
)
def test_a_number_of_a_section_a_year_and_an_item_are_no_page_numbers(line, text):
    assert clean(f"车间里的灯亮着。\n{line}\n后来灯灭了。").text == f"车间里的灯亮着。\n{text}\n后来灯灭了。"


@pytest.mark.parametrize("gap", ["\u3000", "\u3000\u3000", "  ", "\t"])
@pytest.mark.parametrize(
    "rows",
    [
        ["工厂 机器 工人", "东厂 31台 208人", "西厂 7台 96人"],
        ["1 东厂 208 河边", "2 西厂 96 山上"],
        ["甲 31 4.5%", "乙 7 -0.2%"],  # one character in a cell
        ["铜价 31.5 +0.6% 208吨", "铁价 7.25 -0.2% 96吨"],  # numbers beside each other
    ],
)
def test_the_cells_of_a_row_with_numbers_become_lines_all_alike(gap, rows):
    cells = [row.split() for row in rows if any(map(str.isdigit, row))]
    text = "车间里的灯亮着。\n" + "\n".join(row.replace(" ", gap) for row in rows) + "\n后来灯灭了。"
    cleaned = clean(text).text
    assert cleaned.endswith("\n".join(cell for row in cells for cell in row) + "\n后来灯灭了。")
    assert clean(cleaned).text == cleaned


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("面粉\u3000250克", "面粉250克"),  # one gap
        ("第\u300031\u3000章", "第31章"),  # characters set apart
        ("灯在左边\u3000你在右边\u3000他在中间", "灯在左边 你在右边 他在中间"),
        ("买了\u300031\u3000盏灯，没有亮。", "买了31盏灯，没有亮。"),
        ("2031-03-05\u3000来源：工厂报\u3000编辑：AI", "2031-03-05来源：工厂报 编辑：AI"),
        ("3月5日\u3000晴\u300012℃", "3月5日 晴12℃"),
    ],
)
def test_gaps_that_part_no_cells_are_treated_as_before(line, text):
    assert clean(f"车间里的灯亮着。\n{line}\n{line}\n后来灯灭了。").text.split("\n")[1] == text


def test_one_line_alone_is_no_table():
    assert clean("车间里的灯亮着。\n30\u3000天\u3000学会修灯\n后来灯灭了。").text.split("\n")[1] == "30天学会修灯"


def test_a_new_page_inside_a_sentence_is_no_paragraph():
    lines = wrapped(PROSE * 4).split("\n")
    for end in ("\n", "\r\n"):
        pages = [end.join(lines[start : start + 5]) + end for start in range(0, len(lines), 5)]
        assert clean("\f".join(pages)).text == PROSE * 4
        feet = [f"{end}第 {n} 页{end}\f灯火志{end}{end}" for n in range(1, len(pages))]
        assert clean("".join(map("".join, zip(pages, [*feet, ""], strict=True)))).text == PROSE * 4


def test_a_new_page_behind_a_sentence_or_before_an_indent_may_begin_a_paragraph():
    for text in ("车间里的灯亮着。\n\n\f\n后来灯灭了。", "车间里的灯\n\f　　后来灯灭了。"):
        assert clean(text).text == "\n".join(text.split())


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("他说︰﹁灯︵旧灯︶还亮﹂︒", "他说：「灯（旧灯）还亮」。"),
        ("︽灯火︾︱︽夜路︾︙", "《灯火》—《夜路》…"),
        ("｢灯｣亮｡灯､火﹐夜﹔路﹖", "「灯」亮。灯、火，夜；路？"),
        ("ﬁne-tuning和workﬂow的eﬃciency", "fine-tuning和workflow的efficiency"),
        ("他（･ω･）笑了︿︿", "他（･ω･）笑了︿︿"),  # eyes and mouths
        ("ｱﾝﾃﾅ", "ｱﾝﾃﾅ"),
        # lines drawn with accents, which no character has; on a letter they may be its own
        ("写下：偏̲南̲，̲不̶是̶偏北", "写下：偏南，不是偏北"),
        ("Cafe\u0301和x̲", "Café和x̲"),
        # what a terminal is told, and what only looks so
        ("\x1b[2J\x1b[1;36m桥\x1b[0m修好了。\x1b]0;less\x07\x1b[?25h", "桥修好了。"),
        ("\x1b]0;桥修好了。\n灯亮了。\x07\x1b(B", "]0;桥修好了。\n灯亮了。"),
        ("他写下[31m和[0m。", "他写下[31m和[0m。"),
    ],
)
def test_marks_for_vertical_lines_narrow_and_small_ones_and_ligatures_are_the_usual_characters(raw, text):
    assert clean(raw).text == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("车间里的灯亮着。\n\f第二章\n后来灯灭了。", "车间里的灯亮着。\n第二章\n后来灯灭了。"),
        ("车间里的灯\f亮着。", "车间里的灯\n亮着。"),
        ("第一章\n\f车间里的灯亮着。", "第一章\n车间里的灯亮着。"),
    ],
)
def test_a_new_page_begins_a_line(raw, text):
    assert clean(raw).text == text


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<span><em>2031</em></span><span><em>03</em>/<em>05</em></span><span>10:20</span>", "2031/03/0510:20"),
        ("<b>2031</b><i>3</i>-<i>5</i>", "2031-3-5"),
        ("<b>2031</b><i>年</i>", "2031年"),
        ("<b>2031</b><i>35</i>/<i>5</i>", "203135/5"),
        ("<b>20</b><i>31</i>", "2031"),
        ("2<sup>10</sup>/4", "2^10/4"),
    ],
)
def test_a_year_in_print_of_its_own_is_parted_from_the_month(inside, text):
    assert clean(f"<html><body><p>{inside}</p></body></html>").text == text


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("算力有10<sup>26</sup>次，误差10<sup>-9</sup>。", "算力有10^26次，误差10^-9。"),
        ("算力有<b>10</b><sup class=e><i>26</i></sup>次。", "算力有10^26次。"),
        ("有2<SUP>n</SUP>種，寫成1101<sub>2</sub>。", "有2^n种，写成1101_2。"),
        ("他得了第1<sup>st</sup>名，路长3m<sup>2</sup>，CO<sub>2</sub>有三吨。", "他得了第1st名，路长3m2，CO2有三吨。"),
        ("去年是2024<sup>[1]</sup>，街长2<sup><a href='#fn1'>1</a></sup>里。", "去年是2024，街长2里。"),
    ],
)
def test_a_raised_number_stays_apart_from_the_one_before_it(inside, text):
    assert clean(f"<html><body><p>{inside}</p></body></html>").text == text
    assert clean(f"街上有灯。\n{inside}\n街上有人。").text.split("\n")[1] == text


_SQUARE = "<mrow><msup><mi>y</mi><mn>2</mn></msup></mrow>"
_TEX = '<annotation encoding="application/x-tex">{y}^{2}</annotation>'


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        # KaTeX, saved with its MathML and without; MathJax 2 and 3
        (f'<span class="katex"><span class="katex-mathml"><math><semantics>{_SQUARE}{_TEX}</semantics></math></span>'
         '<span class="katex-html" aria-hidden="true"><span>y</span><span>2</span></span></span>', "y2"),
        ('<span class="katex"><span class="katex-html" aria-hidden="true"><span>y</span><span>2</span></span></span>', "y2"),
        ('<span class="MathJax_Preview">y2</span><span class="MathJax"><i>y</i><i>2</i></span><script type="math/tex">y^2</script>', "y^2"),
        ('<span class="MathJax_Preview">y2</span><span class="MathJax"><i>y</i>2</span><script type="math/tex">y\\times y</script>', "y2"),
        ('<span class="MathJax_SVG"><svg></svg></span><script type="math/tex; mode=display">10^{26}</script>', "10^{26}"),
        ('<span class="MathJax_SVG"><svg></svg></span><script type="math/tex">\\frac{a}{b}</script>', ""),
        ('<span class="MathJax_Preview">y2</span>', "y2"),
        ('<span class="MathJax"><nobr aria-hidden="true"><i>y</i><i>2</i></nobr><span><math>' + _SQUARE + "</math></span></span>", "y2"),
        (f'<mjx-container><mjx-math aria-hidden="true">y</mjx-math><mjx-assistive-mml><math>{_SQUARE}</math></mjx-assistive-mml></mjx-container>', "y2"),
        # MathML alone: numbers above one another stay apart
        ("<math><msup><mn>10</mn><mn>26</mn></msup></math>", "10^26"), ("<math><mfrac><mn>3</mn><mn>4</mn></mfrac></math>", "3/4"),
        ("<math><msup><mn>10</mn><mrow><mo>-</mo><mn>9</mn></mrow></msup></math>", "10^-9"), ("<math><msub><mi>a</mi><mn>1</mn></msub></math>", "a1"),
        ("<math><msqrt><mn>2</mn></msqrt></math>", "√2"),
        # what is hidden from programs that read aloud is text, where it is no formula
        ("<span><math><mi>y</mi></math></span>和<span aria-hidden='true'>三</span>", "y和三"),
        ("<script>var y = 2</script>", ""), ("<annotation>约三</annotation>", "约三"),
    ],
)  # fmt: skip
def test_a_formula_is_read_once(formula, text):
    assert clean(f"<html><body><p>面积是{formula}里。</p></body></html>").text == f"面积是{text}里。"


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("灯亮了。<video src=a.mp4 controls>你的瀏覽器不能播放影片。</video>人走了。", "灯亮了。\n人走了。"),
        ("灯亮了，<canvas>您的浏览器不支持画布。</canvas>人走了。", "灯亮了，人走了。"),
        ("灯亮了。<video src=a.mp4>人走了。", "灯亮了。\n人走了。"),  # without its end
        (f"<audio>{'灯亮了。' * 60}</audio>", "灯亮了。" * 60),
        ("<h2>灯<a class=headerlink href='#deng' title='永久链接'>¶</a></h2>亮了。", "灯\n亮了。"),
        ("<h3><a href='/a#deng' aria-hidden=true>#</a>灯</h3>亮了。", "灯\n亮了。"),
        ("他写<a href='/csharp'>C#</a>，见<a href='#3'>§3</a>，<a href='/x'>#</a>号键。", "他写C#，见§3，#号键。"),
    ],
)
def test_what_stands_in_for_a_player_and_marks_of_links_to_headings_go(inside, text):
    assert clean(f"<html><body><p>街上有灯。</p><div>{inside}</div></body></html>").text == f"街上有灯。\n{text}"


@pytest.mark.parametrize(
    ("number", "between"),
    [(4, "工厂见闻"), (4, "第七章"), (4, "2023"), (4, "7."), (4, "7个"), (4, "1\n2\n3\n4\n5\n6\n7\n8")],
)
def test_what_is_no_page_number_stays(number, between):
    assert "".join(between.split()) in "".join(clean(at_line(number, between)).text.split())


def test_a_number_after_the_end_of_a_sentence_and_in_text_that_is_not_wrapped_stays():
    first = "师傅在机床旁边守了三天，记下每个零件的尺寸，发现新办法没有出过一次差错"
    ended = wrapped(first.ljust(2 * WIDTH - 1, "了") + "。" + PROSE * 4).split("\n")
    assert "\n7\n" in clean("\n".join([*ended[:2], "7", *ended[2:]])).text
    assert clean("他说\n7\n个人").text == "他说\n7\n个人"


@pytest.mark.parametrize(
    ("end", "begin", "joined"),
    [
        ("artifi-", "cial很", "artificial很"),
        ("open-", "source很", "open-source很"),
        ("GPT-", "4很强", "GPT-4很强"),
        ("Deep-", "Mind很", "Deep-Mind很"),
        ("Gem", "ini很", "Gemini很"),
        ("use", "it很", "use it很"),
    ],
)
def test_a_latin_word_that_a_line_end_breaks_is_joined(end, begin, joined):
    first = "工厂把模型装进机器，工人说它" * 2
    first = first[: (2 * WIDTH - len(end)) // 2] + end
    assert clean(first + "\n" + begin + "\n" + wrapped(PROSE * 4)).text.startswith(first.removesuffix(end) + joined)


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"第{k}句话说的是开源模型的第{k}件事情。" for k in range(1, 10)),  # sentences of one length
        "\n".join(["春眠不觉晓", "处处闻啼鸟", "夜来风雨声", "花落知多少"] * 3),  # a poem
        "\n".join(f"- 第{k}项说的是开源模型的事情" for k in range(1, 10)),
    ],
)
def test_lines_that_end_where_they_should_stay(text):
    assert [edit for edit in clean(text).ledger if edit.rule == "layout"] == []


# ------------------------------------------------------------------------------------------------- what occurs twice

LONG = [f"第{i}句话说的是开源模型的第{i}件事情" for i in "一二三四五六七八九十"]


def test_of_a_passage_that_stands_twice_the_fuller_copy_stays_and_the_loss_is_told():
    full, poor = "，".join(LONG) + "。", "\n**".join([*LONG[:4], "只有这里才有的一句话", *LONG[5:]]) + "。"
    passage = find_doubled(full + "\n" + poor)
    assert passage.only_in_kept == (LONG[4],)
    assert passage.only_in_dropped == ("只有这里才有的一句话",)
    for raw in (full + "\n" + poor, poor + "\n" + full):
        cleaned = clean(raw)
        assert cleaned.text == full
        (edit,) = (edit for edit in cleaned.ledger if edit.rule == "doubling")
        assert edit.note.endswith("1 more clauses; lost with this copy: 只有这里才有的一句话")


@pytest.mark.parametrize("copies", [2, 3, 7, 40])
def test_of_many_copies_one_stays(copies):
    assert clean(("，".join(LONG) + "。\n") * copies).text == "，".join(LONG) + "。"


def test_a_refrain_is_no_doubled_passage():
    refrain = "谁掌握了开源，谁就掌握了未来。"
    assert find_doubled("".join(refrain + sentence * 1 + "。" for sentence in LONG)) is None
    assert find_doubled("，".join(LONG)) is None
    assert find_doubled("") is None


# ------------------------------------------------------------------------------------------------------------- cuts

CUT = EditorialCut("advert", 2, "广告", "", "an advert")


def test_cuts_work_on_the_raw_text_and_stand_first_in_the_ledger():
    cleaned = clean("广告開源广告", [CUT])
    assert cleaned.text == "开源"
    assert [(edit.step, edit.rule, edit.start) for edit in cleaned.ledger[:2]] == [
        (0, "editorial", 0),
        (0, "editorial", 4),
    ]
    assert clean("广告開源", [CUT._replace(count=1)], rules=["markdown"]).text == "广告開源"


@pytest.mark.parametrize(
    ("cuts", "reason"),
    [
        ([CUT], "cut 1: '广告' stands 3 times in the text, not 2"),
        ([CUT._replace(count=3), CUT._replace(quote="告广", count=2)], "'告广' overlaps '广告' of cut 1"),
        ([CUT._replace(quote="", count=1)], "stands 0 times"),
        ([CUT._replace(kind="mojibake", count=3)], "is not what losing one byte"),
    ],
)
def test_a_cut_that_does_not_fit_is_an_error(cuts, reason):
    with pytest.raises(CutError, match=reason):
        clean("广告广告广告", cuts)


def test_cuts_may_come_in_any_order():
    later, first = CUT._replace(count=1, quote="推广"), CUT._replace(count=1)
    for cuts in ([later, first], [first, later]):
        assert clean("一广告二推广三", cuts).text == "一二三"
    with pytest.raises(CutError, match="cut 1: '告二' overlaps '广告' of cut 3"):
        clean("一广告二推广三", [first._replace(quote="告二"), later, first])


def test_losing_one_byte_is_proved_only_for_the_true_text():
    assert proves_lost_byte("?!?/p>", "。”</p>")
    assert not proves_lost_byte("?!?/p>", "，“</p>")
    assert not proves_lost_byte("abc", "abcd\U0001f600")


def test_the_longest_of_several_words_is_found_first():
    assert spin._any_of(["开", "开源", "源"]).findall("开源开") == ["开源", "开"]
    assert spin._any_of([]).findall("开源") == []


def test_a_ledger_does_not_fit_another_text():
    with pytest.raises(ValueError, match="edit 'markdown' at 0 does not fit this text"):
        apply_ledger("开源", [Edit(0, "markdown", 0, "**", "", "bold mark")])


# ------------------------------------------------------------------------------------------------------------- laws

PIECES = [
    *"()（）[]<>&;#*_`~-+|\"'“”「」‘’《》…。！？，,.!?: \n\r\t\u3000\u00a0\u200b\ufeff\u0301\u030c\x85\x00\ue000\ufffd",
    *"開源开么著髮𠮷aǎnG12Ａ２зҡ„å¼€º锟微",
    *(
        "<script>",
        "</script>",
        "<b>",
        "<p>",
        "<!--",
        "-->",
        "&amp;",
        "&lt;",
        "&#38;",
        "&#10;",
        "amp;",
        "lt;",
        "**",
    ),
    *(
        "![",
        "](",
        "[[",
        "]]",
        "```\n",
        "+++\n",
        "<ruby><rt>",
        "<html>",
        "a { b: c; }",
        "00:01,0 --> 00:02,0\n",
        "https://a.b/c",
        "---\n",
        "{{",
        "}}",
        "(wǎng)",
        "(w",
        "ǎng)",
        "網(",
        "зҡ„",
        "пјҢ",
        "å¼€",
        "微柔软",
        "巨大模型",
    ),
    *(
        "- ",
        "> ",
        "# ",
        "\n\n",
        " \n",
        "这是一句重复的话，",
        "张**",
        "****",
        "__",
        "==",
        "~~",
        "%%",
        "^[",
        "[^1]",
        "[^1]: ",
    ),
    *(
        "|-|\n",
        "|",
        ":::tip\n",
        ":::\n",
        "a:: b\n",
        "- [ ] ",
        "#+BEGIN_A\n",
        "<h1>",
        "<v 张>",
        "NOTE\n",
        "\n\n00:01.0 --> 00:02.0\n",
    ),
    *("Dialogue: 0,0:00:01.00,0:00:02.00,a,b,0,0,0,,", "[Events]\n", "{\\i1}", "\\N", " ^abc\n", "](1)", "[a]: b\n"),
]
HOSTILE = st.lists(st.sampled_from(PIECES), max_size=60).map("".join) | st.text(max_size=40)


@given(HOSTILE)
def test_the_ledger_replayed_on_the_raw_text_gives_the_clean_text(raw):
    cleaned = clean(raw)
    assert apply_ledger(raw, cleaned.ledger) == cleaned.text
    assert all(edit.old != edit.new for edit in cleaned.ledger)


@given(HOSTILE)
def test_cleaning_twice_is_cleaning_once(raw):
    once = clean(raw).text
    assert clean(once) == (once, (), tuple(find_flags(once)))


@given(HOSTILE, st.data())
def test_every_span_of_the_clean_text_has_its_place_in_the_raw_text(raw, data):
    cleaned = clean(raw)
    start = data.draw(st.integers(0, len(cleaned.text)))
    end = data.draw(st.integers(start, len(cleaned.text)))
    raw_start, raw_end = raw_span(cleaned, start, end)
    assert raw_start >= 0 and raw_end <= len(raw)
    assert raw_start <= raw_end or start == end


@given(HOSTILE)
def test_what_a_pattern_cannot_do_without_is_in_all_that_it_finds(raw):
    modules = (characters, footnotes, markdown_markup, notes, pinyin, spacing, subtitles)
    tables = [table for module in modules for table in vars(module).values() if isinstance(table, tuple)]
    rows = [row for table in tables for row in table if isinstance(row, Rewrite)]
    assert len(rows) > 80
    for row in rows:
        assert all(row.mark in match.group() for match in row.pattern.finditer("\n" + raw))
    assert characters._IS_ODD.search(raw) or not [*rewritten(characters._CHARACTERS, raw)]


@given(st.lists(st.sampled_from([*LONG, *(f"*{clause} " for clause in LONG), *"，。\n.1ß", "SS", "3.5"]), max_size=40))
def test_the_first_look_passes_over_no_passage_that_stands_twice(clauses):
    text = "，".join(clauses)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(repetition, "_says_much_twice", lambda text: True)
        passage = find_doubled(text)
    assert find_doubled(text) == passage


def test_each_rule_has_a_name_for_pages():
    assert RULE_NAMES.keys() == {EDITORIAL, *RULES} and all(RULE_NAMES.values())


def test_no_rule_looks_again_at_a_text_in_which_it_found_nothing(monkeypatch):
    seen = []

    def watched(rule, find):
        return lambda text: seen.append((rule, text)) or find(text)

    monkeypatch.setattr(cleaner, "RULES", {rule: watched(rule, find) for rule, find in RULES.items()})
    assert clean("開 源").text == "开源"
    assert len(seen) == len({*seen})
    assert len([rule for rule, text in seen if text == "开源"]) == len(RULES)


def test_a_sentence_is_found_again_in_the_raw_file():
    for row in load_articles().itertuples():
        cleaned = clean(row.raw)
        if any(edit.rule in ("doubling", "spin") for edit in cleaned.ledger):
            cleaned = clean(row.raw, rules=[rule for rule in RULES if rule not in ("doubling", "spin")])
        some = ["markdown", "pinyin", "characters", "spacing"]
        plain = clean(row.raw, rules=some).text
        start = 0
        for sentence in split_sentences(cleaned.text):
            start = cleaned.text.index(sentence, start)
            raw_start, raw_end = raw_span(cleaned, start, start + len(sentence))
            found = clean(row.raw[raw_start:raw_end], rules=some).text
            found = found.replace("**", "")  # a mark whose partner stands in another sentence
            assert found in plain and len(found) == len(sentence), (sentence, found)


def test_what_was_changed_inside_a_span_is_in_the_raw_span_and_what_was_cut_beside_it_is_not():
    raw = "**開(kāi)源** ，網(wǎng)"
    cleaned = clean(raw)
    assert cleaned.text == "开源，网"
    assert [raw[slice(*raw_span(cleaned, *span))] for span in [(0, 1), (0, 2), (1, 2), (3, 4), (0, 4)]] == [
        "開",
        "開(kāi)源",
        "源",
        "網",
        "開(kāi)源** ，網",
    ]


def test_damage_nested_beyond_all_measure_is_flagged_and_left(monkeypatch):
    nested = "[" * 300 + "开" + "](/)" * 300
    assert clean(nested).text == "开"
    monkeypatch.setattr(sys.modules["helpers.cleaning.cleaner"], "_WORK", 50_000)
    cleaned = clean(nested)  # 1,501 characters: 33 rounds
    assert cleaned.text == nested[33:-132]
    assert [flag.reason for flag in cleaned.flags] == ["damage nested too deeply: cleaning was broken off"]
    assert apply_ledger(nested, cleaned.ledger) == cleaned.text


def test_the_report_of_conversion_counts_what_stayed_traditional():
    assert left_traditional("开源的砲轟,转换") == {"砲": 1, "轟": 1}
    assert left_traditional("開源") == {}


def test_a_character_that_is_right_in_some_words_is_left_over_only_in_others():
    assert left_traditional("这是乾隆年间的乾清宫，声名狼藉，站在塔上瞭望，宫商角徵羽。") == {}
    assert left_traditional("这块饼乾们说好的乾隆。") == {"乾": 1}


# ------------------------------------------------------------------------------------------------------------- time

ORDINARY = "".join(f"第{i}句：Meta 发布了 **Llama {i}** 開源模型，“谁赢了？”他说。\n\n" for i in range(9))
UNKNOWN = "".join(chr(0x4E00 + i * 7919 % 20000) for i in range(10_000))
HOSTILE_PIECES = [
    *(
        "(",
        "<",
        "<script>",
        "<!--",
        "“",
        "”",
        "“。”",
        '"',
        " ",
        "\n ",
        " \n",
        "[",
        "[a](",
        "&",
        "&amp;",
        "&lt;",
        "**",
    ),
    *(
        "網(wǎng",
        "a(ǎ",
        "網(wǎng)",
        "{{",
        "`",
        "_",
        "* ",
        "> ",
        "# ",
        "---\n",
        "| ",
        "зҡ„",
        "е",
        "å",
        "Ã¥",
        "寮€婧",
        "?",
        "?!/",
    ),
    *(
        "锟",
        "a",
        "1",
        "1.",
        "A-",
        "A ",
        "Meta 7",
        "。",
        "…",
        "開",
        "https://",
        "abcdefgh\n",
        "a\u0301",
        "\r",
        "\\",
        "*a",
    ),
    *("这是一句重复的话没有变化，", "说", "“。”说", "👨\u200d", ORDINARY, UNKNOWN),
]


def find_some_terms(text):
    return find_terms(pd.DataFrame({"article_id": ["a"], "text": [text]}), ["开源", "(", "模型"])


def seconds(function, text, times):
    best = math.inf
    for _ in range(times):
        start = time.process_time()
        function(text)
        best = min(best, time.process_time() - start)
    return best


def grows_too_fast(function, small, large, times):
    return seconds(function, large, times) > 12 * seconds(function, small, times) + 0.01


@pytest.mark.slow
@pytest.mark.parametrize("function", [clean, split_sentences, tokenize, find_flags, find_some_terms])
def test_ten_times_the_text_takes_at_most_twelve_times_the_time(function):
    function(ORDINARY)
    gc.disable()  # as timeit does
    try:
        for piece in HOSTILE_PIECES:
            large = (piece * (10_000 // len(piece) + 1))[:10_000]
            # one look is enough for nearly all; what seems slow may be noise, and is measured again
            assert not all(grows_too_fast(function, large[:1_000], large, times) for times in (1, 3, 9)), piece[:20]
    finally:
        gc.enable()


def test_a_conversion_that_changes_the_length_of_a_line_changes_the_whole_line(monkeypatch):
    monkeypatch.setattr(conversion, "to_simplified", lambda text: text.replace("開", "打开").replace("網", "网"))
    raw = "開源與閉源。\n網路模型。\n"
    found = [*conversion.find_script(raw)]
    assert [(start, old, new) for start, old, new, _ in found] == [
        (0, "開源與閉源。\n", "打开源與閉源。\n"),
        (7, "網", "网"),
    ]


def test_a_line_without_chinese_keeps_its_blanks_whatever_stands_in_the_line_before():
    assert clean("开源来了。\nYes — (no) , “and” so on.\n开 源").text == "开源来了。\nYes — (no) , “and” so on.\n开源"


def test_a_span_within_a_converted_run_is_traced_to_the_character():
    cleaned = clean("甲。開發與開發網路")
    assert cleaned.text == "甲。开发与开发网路"
    for place in range(2, len(cleaned.text)):
        assert raw_span(cleaned, place, place + 1) == (place, place + 1)


# ------------------------------------------------------------------------------------------------------------------ gaps


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("硕士\t学位\n博士\t\t证书", "硕士\n学位\n博士\n证书"),
        ("碩士\t學位", "硕士\n学位"),
        ("王大 力报道 张三 李四", "王大 力报道 张三 李四"),
        ("王大  力报道", "王大\n力报道"),
        ("王大\u3000\u3000力报道", "王大\n力报道"),
        ("王大 力报道\n张三 编辑", "王大 力报道\n张三 编辑"),
        ("目 录\n第一 章程", "目录\n第一 章程"),
        ("目　　录", "目录"),
        ("第 一 章　图书馆", "第一章 图书馆"),
        ("王 伟 张三丰", "王伟 张三丰"),
        ("編輯　王大力", "编辑 王大力"),
        ("小镇 的 图书馆 夜里", "小镇的图书馆 夜里"),
        ("A股 市场", "A股 市场"),
        ("新 闻 联 播", "新闻联播"),
        ("小镇 的 图书馆 很大。", "小镇的图书馆很大。"),
        ("小镇 图书馆", "小镇 图书馆"),
        ("更高 山上", "更高 山上"),
        # one character is an item too
        ("海风 浪\n大家 雨", "海风 浪\n大家 雨"),
        ("天氣　陰　間隔", "天气 阴 间隔"),
        ("书店 大 小说", "书店 大 小说"),
        ("店主 李明 文", "店主 李明 文"),
        ("第一章　雪", "第一章 雪"),
        ("书店 与 图书馆", "书店与图书馆"),  # but a particle
        ("12 本 字典", "12本字典"),  # and what counts
        ("书店 大 小 说明", "书店 大小 说明"),  # and characters in a row
        ("书店 大 很亮。", "书店大很亮。"),  # and those in a sentence
        ("图书馆 , 小镇 博物馆 夜里", "图书馆,小镇 博物馆 夜里"),
        ("茶馆 书店，邮局  三处", "茶馆 书店，邮局 三处"),
        ("（记者 王大力）", "（记者 王大力）"),
        # in a sentence
        ("小镇 图书馆很大。", "小镇图书馆很大。"),
        ("茶馆 书店 邮局都开门。", "茶馆 书店 邮局都开门。"),
        ("镇上还开门的有茶馆 书店 邮局 图书馆四处。", "镇上还开门的有茶馆 书店 邮局 图书馆四处。"),
        ("镇上还开门的那家 图书馆 夜里也很亮。", "镇上还开门的那家图书馆夜里也很亮。"),
        ("茶馆 书店 和 邮局 图书馆。", "茶馆书店和邮局图书馆。"),
        # every word is set apart
        (
            "小镇 图书馆 夜里 开门\n图书馆 很 大 ， 夜里 也 开门 。\n茶馆 书店 邮局 关门 。",
            "小镇图书馆夜里开门\n图书馆很大，夜里也开门。\n茶馆书店邮局关门。",
        ),
        # rows of a table
        ("书名\t册数\t价钱\n字典\t12本\t300\n小说\t8本\t45", "书名\n册数\n价钱\n字典\n12本\n300\n小说\n8本\n45"),
        ("書店\tA4\t3張\n2月\t共12\t+3%", "书店\nA4 3张\n2月\n共12 +3%"),
        ("1\t字典\t12本", "1\n字典\n12本"),
        ("1\t字典有几本\n2\t小说有几本", "1字典有几本\n2小说有几本"),  # numbers of headings
        ("2.1\t字典\na\t小说", "2.1字典\na小说"),
        ("pages\t120\ncopies\t3", "pages 120\ncopies 3"),
        ("字典      12本\n小说      8本", "字典\n12本\n小说\n8本"),
        ("小镇书店　　12本　　300", "小镇书店\n12本\n300"),
        ("图1  字典的册数", "图1字典的册数"),
        ("店主 李明    2031年5月6日", "店主 李明2031年5月6日"),  # a date is no cell
        ("书店周报\t2031-05-06\t作者李明", "书店周报2031-05-06作者李明"),
        ("书店周报　　2031年5月6日　　08:30", "书店周报2031年5月6日08:30"),
        ("1    字典", "1字典"),
        ("第  1  章  图书馆", "第1章图书馆"),
        ("2024  年  3  月", "2024年3月"),
        ("书店有12本      字典。", "书店有12本字典。"),
        # the names of those who speak, which come back before sentences, and what only looks so
        (
            "**冯雨桐** 钱够吗？\n\n**丁宏达** 不够。\n\n**冯雨桐** 缺多少？\n\n**丁宏达** 一半。",
            "冯雨桐 钱够吗？\n丁宏达 不够。\n冯雨桐 缺多少？\n丁宏达 一半。",
        ),
        (
            "冯雨桐　　钱够吗？\n丁宏达　　不够。\n众人　　（笑）好！\n冯雨桐　　缺多少？\n丁宏达　　一半。",
            "冯雨桐 钱够吗？\n丁宏达 不够。\n众人 （笑）好！\n冯雨桐 缺多少？\n丁宏达 一半。",
        ),
        (
            "[00:03] Ida 钱够吗？\n[00:09] 丁宏达 不够。\n[00:12] Ida 缺多少？\n[00:15] 丁宏达 一半。",
            "Ida 钱够吗？\n丁宏达 不够。\nIda 缺多少？\n丁宏达 一半。",
        ),
        (
            "书店 卖书。\n书店 不卖字典。\n小镇 有河。\n小镇 没有桥。",
            "书店卖书。\n书店不卖字典。\n小镇有河。\n小镇没有桥。",
        ),
        (
            "冯雨桐 ：钱够吗？\n丁宏达 ：不够。\n冯雨桐 ：缺多少？\n丁宏达 ：一半。",
            "冯雨桐：钱够吗？\n丁宏达：不够。\n冯雨桐：缺多少？\n丁宏达：一半。",
        ),
        ("字典 一种书。\n小说 另一种书。\n诗集 也是书。", "字典一种书。\n小说另一种书。\n诗集也是书。"),
    ],
)
def test_a_gap_between_items_is_a_boundary(raw, text):
    assert clean(raw).text == text
    assert clean(text).text == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("小(xiǎo)镇(zhèn)上(shang)的(de)书(shū)很多(le)", "小镇上的书很多(le)"),
        ("小(xiǎo)鎮(zhèn)裡(li)的(de)書(shū)", "小镇里的书"),
        ("小镇的(de)书", "小镇的(de)书"),
        ("小(xiǎo)镇(zhèn)的书(shū)(de)好(hao)", "小镇的书(de)好"),
        ("小(xiǎo)镇(zhèn)书(shū)店( dian )的学生（sheng）和妹妹(mei)", "小镇书店的学生和妹妹"),
        ("小(xiǎo)鎮(zhèn)書(shū)裡，我們(men)說過(guo)", "小镇书里，我们说过"),
        (
            "小(xiǎo)镇(zhèn)书(shū)里我(me)下围棋(go)，测试(test)模型(GPT)",
            "小镇书里我(me)下围棋(go)，测试(test)模型(GPT)",
        ),
        ("书(ㄕㄨ)和店（ㄉㄧㄢˋ）", "书和店"),
        ("（ㄕㄨ）是注音", "（ㄕㄨ）是注音"),
    ],
)
def test_a_note_without_tone_goes_with_the_others(raw, text):
    assert clean(raw).text == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("二００一年", "二〇〇一年"),
        ("二○二○年一○月", "二〇二〇年一〇月"),
        ("一九九０年", "一九九〇年"),
        ("周一００点", "周一00点"),
        ("２００１年,○○公司", "2001年,○○公司"),
    ],
)
def test_zeros_among_chinese_numerals_are_written_in_one_way(raw, text):
    assert clean(raw).text == text == clean(text).text


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("开源来了。\n模型仓库：<https://models.example/a>\nCode: https://git.example/b\n闭源走了。", "开源来了。\n闭源走了。"),
        ("助手上线了！（https://s.example/G5）快来。", "助手上线了！快来。"),
        ("他说：见https://s.example/a/b后续。", "他说：见后续。"),
        ("山谷移动(98.600, 1.12, 1.15%)研究院说。", "山谷移动研究院说。"),
        ("比例是(1, 2, 3%)左右。", "比例是(1, 2, 3%)左右。"),
        (r"图2：GPT-3\&GPT-4，约5\%。", "图2：GPT-3&GPT-4，约5%。"),
        (r"见www.news.example/2025/a\_b\_c/。", "见。"),
    ],
)  # fmt: skip
def test_addresses_go_with_their_labels_and_brackets(raw, expected):
    assert clean(raw).text == expected


# -------------------------------------------------------------------------------------------------- links and footnotes


@pytest.mark.parametrize(
    "target",
    [
        *("https://a.b/c", "mailto:a@b.c", "/", "/路径", "../a", "./", "#top", "#第一章", "?p=1", "a.b", "a.com/b", "图 一.png"),
        *("笔记/甲.md#乙", "about/me", "posts/1", "%E5%BC%80", "obsidian://x", "", "图.PNG"),
    ],
)  # fmt: skip
def test_a_link_to_an_address_is_a_link(target):
    written = f"<{target}>" if " " in target else target
    assert clean(f"见[这里]({written})。").text == clean(f"见[这里][k]。\n\n[k]: <{target}>").text == "见这里。"


@pytest.mark.parametrize("target", ["1", "伪", "c", "记者", "CEO:林晓", "元/月", "3.5", "km/h", "#开源#", "甲。a.md"])
def test_brackets_behind_brackets_are_no_link_by_themselves(target):
    for text in (f"见[这里]({target})。", f"[这里]:{target}\n见[这里]。"):
        assert clean(text).text == text


def test_the_title_of_a_wiki_tells_a_link():
    assert clean('[开源](开源 "wikilink")与[甲](乙)').text == "开源与[甲](乙)"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("[林晓]: 模型便宜了。\n[沈青]: 未必，门槛还在。\n众人都笑。", "[林晓]:模型便宜了。\n[沈青]:未必，门槛还在。\n众人都笑。"),
        ("他说[^1]，又说[^注]。\n\n[^1]: 见《山谷志》。\n[^注]:据某报。", "他说，又说。\n见《山谷志》。\n据某报。"),
        ("他说[^1]。\n\n[^1]: 见[书](https://a.b/c)第三章。\n    另一行。", "他说。\n见书第三章。\n另一行。"),
        ("他说[^1]。\n\n[^1]: https://a.b/c", "他说。"),
        ("他说[^1]: 好。\n\n[^1]: 注。", "他说:好。\n注。"),
        ("甲[^1]乙[^2]丙[^3]", "甲乙丙"),
        ("他说[1]。她说[[2]](#b)，[3](#c)又说[2024](#d)。\n\n[1]: https://a.b/c", "他说。她说，又说2024。"),
        ("正则[^0]、[^1]和[^a-z]", "正则[^0]、[^1]和[^a-z]"),
        ("[#]: subject: '题'\n[//]: # (注)\n[k]: <> (注)\n正文", "正文"),
    ],
)  # fmt: skip
def test_the_text_of_a_note_or_speaker_is_no_address(raw, text):
    assert clean(raw).text == text == clean(text).text


# ----------------------------------------------------------------------------------------------------------------- HTML


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("<html><body><noscript><p>这是<b>正文</b>。</p></noscript></body></html>", "这是正文。"),
        ("<html><body>标题<template><p>这是正文。</p><style>a</style></template></body></html>", "标题\n这是正文。"),
        ("<html><body>这是正文。<noscript>图</noscript><template>藏</template></body></html>", "这是正文。"),
        ("<html><body><div></div><noscript>请启用 JavaScript。</noscript></body></html>", ""),
        (
            "<html><body>长的正文。<x-a><template shadowrootmode='open'>甲</template></x-a></body></html>",
            "长的正文。甲",
        ),
        ("<html><body><template shadowrootmode='closed'>甲</template>长的正文。</body></html>", "长的正文。"),
    ],
)
def test_what_stands_in_for_a_page_is_its_body_where_there_is_no_other(raw, text):
    assert clean(raw).text == text


# ------------------------------------------------------------------------------------------------- where a rule begins

STAYS = "这一行与别的都不相同"


@pytest.mark.parametrize(
    ("preview", "whole", "cut"),
    [
        ("字" * 20 + "……", "字" * 20 + "甲乙丙丁戊", True),
        ("字" * 19 + "……", "字" * 19 + "甲乙丙丁戊", False),  # nineteen characters are too few
        ("字" * 20, "字" * 20 + "甲乙丙丁戊", True),
        ("字" * 20 + "……", "字" * 20, False),  # nothing more follows
        ("字" * 20 + "甲", "字" * 20 + "乙丙丁戊己", False),
        (f"{STAYS}\n" * 9 + "字" * 20, "字" * 20 + "甲乙丙丁戊", True),
        (f"{STAYS}\n" * 10 + "字" * 20, "字" * 20 + "甲乙丙丁戊", False),  # not among the first ten lines
    ],
)
def test_a_preview_has_twenty_characters_and_stands_among_the_first_ten_lines(preview, whole, cut):
    found = [*repetition._previews(f"{preview}\n{STAYS}\n{whole}\n{STAYS}")]
    place = len(preview) - len(preview.rpartition("\n")[2])
    assert [(start, old, new) for start, old, new, _ in found] == [(place, preview[place:] + "\n", "")] * cut


BEGINNING, ENDING = "船工把旧船拖上岸以后发现船底的木板已经烂了", "，他没有声张，先去找了一位老木匠。"


@pytest.mark.parametrize(
    ("preview", "cut"),
    [
        *[
            (f"{BEGINNING}{link}", True)
            for link in ("……[阅读全文]", "…展開", "...查看詳情>>", "。点击阅读原文", "… Read more »")
        ],
        *[(f"{label}{BEGINNING}", True) for label in ("摘要：", "【導讀】", "核心提示:", "**内容简介：**")],
        (f"摘要：{BEGINNING}……（繼續閱讀）", True),
        (f"{BEGINNING}……醒来", False),  # another text, not a link
        (f"{BEGINNING}全文", False),
        (f"摘要：{BEGINNING}不过修得好。", False),
        (f"木匠：{BEGINNING}", False),
        (f"摘要：{BEGINNING[:16]}", False),  # too short
    ],
)
@pytest.mark.parametrize("whole", [BEGINNING + ENDING, (BEGINNING + ENDING) * 2 + ENDING + "木匠" * 40])
def test_a_label_or_a_link_may_stand_beside_a_preview(preview, whole, cut):
    assert clean(f"{preview}\n河边的人\n{whole}").text.startswith("河边的人") is cut


@pytest.mark.parametrize(("n", "length", "doubled"), [(14, 7, False), (11, 9, False), (10, 10, True), (15, 7, True)])
def test_a_passage_stands_twice_from_a_hundred_characters_on(n, length, doubled):
    text = "，".join(f"{chr(0x4E00 + 9 * k)}{'字' * (length - 1)}" for k in range(n)) + "。"
    passage = find_doubled(f"{text}\n{text}")
    assert (passage is not None) is doubled
    if doubled:
        assert (passage.kept, passage.dropped) == ((0, len(text)), (len(text) + 1, 2 * len(text) + 1))
        assert passage.only_in_kept == passage.only_in_dropped == ()


@pytest.mark.parametrize(("length", "doubled"), [(5, False), (6, True)])
def test_only_clauses_of_six_characters_are_compared(length, doubled):
    text = "，".join(chr(0x4E00 + 9 * k) + "字" * (length - 1) for k in range(40)) + "。"
    assert (find_doubled(f"{text}\n{text}") is not None) is doubled


@pytest.mark.parametrize(("more", "doubled"), [(11, True), (12, False)])
def test_a_copy_goes_on_behind_eleven_clauses_that_the_other_lacks(more, doubled):
    clauses = [f"{chr(0x4E00 + 9 * k)}字字字字字字字字字" for k in range(16)]  # 160 characters, 80 on either side
    own = [f"另外第{chr(0x5E00 + 9 * k)}句只此一处" for k in range(more)]
    full = "，".join([*clauses[:8], *own, *clauses[8:]]) + "。"
    passage = find_doubled("，".join(clauses) + "。\n" + full)
    assert (passage is not None) is doubled
    if doubled:
        assert passage.only_in_kept == tuple(own)


def _lines(*lines):
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["字" * 10] * 5, [(10, True, True), (21, True, True), (32, True, True), (43, True, True)]),
        (["字" * 10] * 4, []),  # too few lines
        (["字" * 9] * 5, []),  # too narrow
        (["字" * 80] * 5, [(80, True, True), (161, True, True), (242, True, True), (323, True, True)]),
        (["字" * 81] * 5, []),  # too wide
        (["字" * 10, "字" * 7, "字" * 6, *["字" * 10] * 3],
         [(10, True, True), (18, True, True), (25, False, True), (36, True, True), (47, True, True)]),
        (["字" * 9 + "。", "字" * 9 + "，", *["字" * 10] * 3],
         [(10, True, False), (21, True, True), (32, True, True), (43, True, True)]),
        (["字" * 10, "", "  " + "字" * 9, "字" * 10, "- " + "字" * 9, "字" * 10], [(23, True, True), (46, True, True)]),
    ],
    ids=["five", "four", "nine wide", "eighty wide", "more than that", "short", "ended", "paragraphs and items"],
)  # fmt: skip
def test_line_ends_inside_paragraphs_are_full_or_not_and_in_mid_sentence_or_not(lines, found):
    """A Chinese character has two columns; a full line may fall six columns short."""
    measured = measure(_lines(*lines))
    assert (wrapped_lines._breaks(measured) if measured else []) == found


@pytest.mark.parametrize(
    ("ends", "wrapped_there"),
    [
        ([True] * 8, False),  # all lines end with their sentences
        ([True] * 3 + [False] * 5, False),
        ([True] * 2 + [False] * 6, None),  # most do not, but no word is broken
    ],
)
def test_lines_that_end_with_their_sentences_are_not_wrapped(ends, wrapped_there):
    lines = [f"今天天气很好我们出{'。' if end else '门'}" for end in ends]
    assert wrapped_lines.is_wrapped(_lines(*lines, "完。")) is wrapped_there


@pytest.mark.parametrize(("broken", "joined"), [(2, None), (3, True)])
def test_three_of_twenty_lines_that_end_inside_a_word_prove_a_machine(broken, joined):
    text = _lines(*["今天大家都去看图书", "馆里面有许多的老人"] * 20)
    ends = [place for place, char in enumerate(text) if char == "\n"]
    assert wrapped_lines._breaks_words(text, sorted([*ends[0::2][:broken], *ends[1::2][: 20 - broken]])) is joined


def test_a_page_keeps_line_ends_where_white_space_is_kept():
    page = "<html><body><p>甲\n乙</p><p style='white-space: pre-wrap'>丙\n丁</p><listing>戊\n己</listing><p>庚\n辛</p></body></html>"
    assert clean(page).text == "甲乙\n丙\n丁\n戊\n己\n庚辛"


@pytest.mark.parametrize(
    ("spans", "inside"),
    [([], []), ([(2, 4)], [2, 3]), ([(0, 1), (3, 5), (4, 6)], [0, 3, 4, 5]), ([(5, 6), (1, 8)], [1, 2, 3, 4, 5, 6, 7])],
)
def test_places_inside_spans_are_told_from_left_to_right(spans, inside):
    asked = html_markup._Spans(spans)
    assert [place for place in range(9) if place in asked] == inside


@pytest.mark.parametrize(
    ("edits", "left"),
    [
        ([], []),
        ([(0, "ab"), (0, "abc")], [(0, "abc")]),
        ([(0, "abc"), (0, "ab")], [(0, "abc")]),
        ([(3, "d"), (0, "abc")], [(0, "abc"), (3, "d")]),
        ([(0, "abc"), (2, "cdef"), (3, "d")], [(0, "abc"), (3, "d")]),
    ],
)
def test_of_edits_that_overlap_the_first_and_of_those_the_longest_stays(edits, left):
    assert [(start, old) for start, old, _, _ in leftmost((start, old, "", "") for start, old in edits)] == left


def test_a_place_is_traced_through_insertions_replacements_and_cuts():
    #  raw 0123456789
    raw = "abcdefghij"
    edits = [(1, "bc", "X"), (4, "", "Y"), (6, "gh", "ZW"), (9, "j", "")]
    ledger = tuple(Edit(0, "r", *edit, "") for edit in edits)
    cleaned = Cleaned(apply_ledger(raw, ledger), ledger, ())
    assert cleaned.text == "aXdYefZWi"
    spans = {
        (0, 1): "a",
        (1, 2): "bc",
        (0, 2): "abc",
        (2, 3): "d",
        (4, 5): "e",
        (6, 7): "g",
        (7, 8): "h",
        (6, 8): "gh",
        (8, 9): "i",
    }
    assert {span: raw[slice(*raw_span(cleaned, *span))] for span in spans} == spans


def test_a_ledger_is_replayed_step_by_step():
    ledger = [Edit(0, "one", 0, "a", "b", ""), Edit(0, "one", 2, "c", "", ""), Edit(3, "two", 0, "bb", "x", "")]
    assert [*replay("abc", ledger)] == [("one", "abc", ledger[:2]), ("two", "bb", ledger[2:])]
    assert apply_ledger("abc", ledger) == "x"
    assert apply_ledger("abc", []) == "abc"


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("---\nauthor: [甲, [乙], {name: 丙}, {x: 丁}]\n---\n", {"author": "甲、丙"}),
        ("---\nauthor: {name: 甲, url: x, of: {y: z}}\n---\n", {"author": "甲"}),
        ("---\nsource: [[笔记|山谷日报]]\n: bad\n---\n", None),
        ("---\ntitle: [甲] 乙\nsource: '日报'\n---\n", {"title": "[甲] 乙", "source": "日报"}),
        ("---\nlink: \"[[笔记|山谷日报]]和[[晚报]]\"\n---\n", {"link": "山谷日报和晚报"}),
        ("+++\nwhen = 2024-05-06T07:08:09\nday = 2024-05-06\nn = 7\n+++\n", {"when": "2024-05-06T07:08:09", "day": "2024-05-06", "n": "7"}),
        ("+++\r\nn = 7\r\n+++\r\n", {"n": "7"}),
        ("---\n---\n", {}),
        ("---\n只是一句话\n---\n", None),
        ("---\ntitle:\n---\n", {"title": ""}),
        ("一句话。\n---\ntitle: 甲\n---\n", None),
        ("---\ntitle: 甲\n", None),
        ("Title: 甲\nDate: 2024-05-06\nSlug: a-b\n", None),  # no text follows
        ("Title: 甲\nDate: 2024-05-06\n\n", {"Title": "甲", "Date": "2024-05-06"}),
    ],
)  # fmt: skip
def test_front_matter_is_read_as_plain_text(text, pairs):
    found = read_front_matter(text)
    assert (found and dict(found.pairs)) == pairs
    assert found is None or found.end == len(text.rstrip("\n")) + 1


@pytest.mark.parametrize(
    ("head", "pairs"),
    [
        ('{\n  "title": "甲",\n  "author": ["乙", "丙"],\n  "draft": false\n}\n', {"title": "甲", "author": "乙、丙", "draft": "False"}),
        ("% 甲\n% 乙; 丙\n% 2024-05-06\n\n", {"title": "甲", "author": "乙、丙", "date": "2024-05-06"}),
        ("% 甲\n\n", {"title": "甲", "author": "", "date": ""}),
        ("% 甲\n", None),  # no blank line
        ("%甲\n\n", None),
        ('{"title": "甲"}\n', None),  # of one line: an example of JSON
        ('{\n"name": "甲"\n}\n', None),
        ('{\n"title": 甲\n}\n', None),
        ("{\n[1]\n}\n", None),
    ],
)  # fmt: skip
def test_an_object_and_a_title_block_are_front_matter_if_a_text_follows(head, pairs):
    found = read_front_matter(f"{head}车间里的灯亮着。")
    assert (found and dict(found.pairs)) == pairs
    assert pairs is None or clean(f"{head}车间里的灯亮着。").text == "车间里的灯亮着。"
    assert read_front_matter('{\n"title": "甲"\n}\n') is None


@pytest.mark.parametrize(
    ("head", "is_head"),
    [
        ("Title: 老桥\nDate: 2024-05-06\nTags: 桥, 河\nSlug: old-bridge", True),
        ("title: 老桥\r\nauthor: 林晓\r\nsummary: 河上的桥，\r\n    修好了。", True),
        ("Author: 林晓\nTitle:老桥", True),
        ("Title: 老桥", False), ("Title: 一个词。\nTitle: 也是。", False), ("Tom: 修好了？\nAmy: 修好了。", False),
        ("Title: 老桥\n来源：山谷日报", False), ("Title: 老桥\nDate: 2024-05-06\n河上的桥。", False),
    ],
)  # fmt: skip
def test_fields_above_a_blank_line_are_front_matter(head, is_head):
    text = f"{head}\n\n河上的桥修好了。"
    assert (read_front_matter(text) is not None) is is_head
    assert (clean(text).text == "河上的桥修好了。") is is_head


_ORG, _RST, _ADOC = (
    "#+TITLE: 老桥\n#+DATE: 2024-05-06\n",
    "老桥\n====\n\n:date: 2024-05-06\n",
    "= 老桥\n:revdate: 2024-05-06\n",
)
_OLD_BRIDGE = {"title": "老桥", "date": "2024-05-06"}


@pytest.mark.parametrize(
    ("head", "pairs"),
    [
        # Org
        (_ORG, {"TITLE": "老桥", "DATE": "2024-05-06"}),
        ("#+title: 老橋\n\n#+date: [2024-05-06 一 08:00]\n#+options: toc:nil\n", {"title": "老橋", "date": "2024-05-06", "options": "toc:nil"}),
        (":PROPERTIES:\n:ID: 7f\n:END:\n#+AUTHOR: 林晓\n", {"AUTHOR": "林晓"}), ("# -*- mode: org -*-\r\n#+TITLE: 老桥\r\n", {"TITLE": "老桥"}),
        ("#+STARTUP: overview\n", None), ("#+ 老桥\n", None), (":PROPERTIES:\n:ID: 7f\n:END:\n", None),
        # reStructuredText, as Pelican and Docutils have it, and Nikola
        (_RST, _OLD_BRIDGE), ("====\n老桥\n====\n\n:Author: 林晓\n:Abstract: 河上的桥，\n   修好了。\n", {"title": "老桥", "Author": "林晓", "Abstract": "河上的桥， 修好了。"}),
        ("老橋\n####\n:date: 2024-05-06\n", {"title": "老橋", "date": "2024-05-06"}),
        (".. title: 老桥\n.. slug: old\n.. date: 2024-05-06\n", {"title": "老桥", "slug": "old", "date": "2024-05-06"}),
        ("用语\n====\n\n:API: 接口。\n:SDK: 工具。\n", None), ("用语\n====\n\n:拱: 弯的。\n", None), (":date: 2024-05-06\n", None), ("老桥\n:date: 2024-05-06\n", None),
        (".. note:: 老桥\n", None), (".. image: a\n", None), (f"{_RST}河上的桥。\n", None),
        (":title: 老桥\n:date: 2024-05-06\n", _OLD_BRIDGE), (":date: 2024-05-06\n:桥: 河上的。\n", None),
        # Notion
        ("# 老橋\n\nCreated: May 6, 2024 6:00 AM\nTags: 橋\n", {"title": "老橋", "created_time": "May 6, 2024 6:00 AM", "Tags": "橋"}),
        ("# 老桥\n\nTom: 修好了？\nAmy: 修好了。\n", None), ("# 老桥\n\nTags: 桥\n", None), ("# 老桥\n\nTags: 桥上挂着牌子。\nStatus: 牌子旧了。\n", None), ("# 老桥\n\nTags: 桥\nTags: 河\n", None), ("# 老桥\n\nTags: 桥\nStatus: 好\n河上的桥。\n", None),
        # AsciiDoc
        (_ADOC, {"date": "2024-05-06", "title": "老桥"}), ("= 老桥\n林晓 <lin@a.example>; 白帆\nv1.2, 2024-05-06: 初稿\n", {"title": "老桥", "author": "林晓、白帆", "date": "2024-05-06"}),
        ("= 老桥\n林晓\n2024-05-06\n:toc:\n", {"toc": "", "title": "老桥", "author": "林晓", "date": "2024-05-06"}), ("= 老桥\nv2.0\n", {"title": "老桥"}),
        ("= 老桥\n", None), ("= 老桥\n河上的桥修好了\n", None), ("== 老桥\n:toc:\n", None), (f"{_ADOC}河上的桥。\n", None),
        # LaTeX
        ("\\documentclass{ctexart}\n\\title{\\textbf{老桥}\\\\ 新事\\thanks{谢。}}\n\\author{林晓 \\and 白帆}\n\\date{\\today}\n\\begin{document}\n\\maketitle\n", {"title": "老桥 新事", "author": "林晓、白帆", "date": ""}),
        ("\\documentclass{ctexart}\n\\begin{document}\n\\title{老桥}\n\\maketitle\n", {"title": "老桥"}),
        ("\\documentclass{ctexart}\n\\title{老桥}\n", None), ("\\documentclass{ctexart}\n\\begin{document}\n", None), ("\\documented\n\\title{a}\\begin{document}", None),
        ("\\documentclass{a}\n\\title{老桥}\n\\begin{document}\n好。\n\\end{document}\n", None),  # an example; the text goes on
    ],
)  # fmt: skip
def test_the_heads_of_other_markup_are_front_matter_if_they_prove_themselves(head, pairs):
    text = f"{head}\n河上的桥修好了。"
    found = read_front_matter(text)
    assert (found and dict(found.pairs)) == pairs
    assert pairs is None or (clean(text).text == "河上的桥修好了。" and not read_front_matter(head))  # no text follows


def test_what_ends_a_document_goes_with_its_head():
    raw = "\\documentclass{ctexart}\n\\author{林晓}\n\\begin{document}\n桥修好了。\n\\end{document}\n"
    assert clean(raw).text == "桥修好了。"
    wiki = '<mediawiki><siteinfo><sitename>河湾百科</sitename></siteinfo><page><title>老桥 &amp; 路</title><revision><id>7</id><text bytes="9">{}</text><sha1>a1</sha1></revision></page>{}</mediawiki>'
    page = wiki.format("桥修好了。", "")
    assert clean(page).text == "桥修好了。" and read_front_matter(page).pairs == (
        ("sitename", "河湾百科"),
        ("title", "老桥 & 路"),
    )
    assert not any(
        map(
            read_front_matter,
            (wiki.format("", ""), wiki.format("桥。", "<page><text>路。</text></page>"), "<page>一页</page>"),
        )
    )
    assert clean("最后一行写\n\\end{document}").text == "最后一行写\n\\end{document}"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("%u6865%u4FEE%u597D%u4E86%u3002%20AI%0A%uD83D%uDE00", "桥修好了。AI\n😀"),
        ("%E6%A1%A5%E4%BF%AE%E5%A5%BD%E4%BA%86%E3%80%82", "桥修好了。"),
        (r"\u6865\u4fee\u597d\u4e86\u3002\n\u6865\u3002", "桥修好了。\n桥。"),
        (r"b'AI\xe6\xa1\xa5\xe5\xa5\xbd\xe4\xba\x86\xe3\x80\x82\n\xe6\xa1\xa5\xe3\x80\x82'", "AI桥好了。\n桥。"),
        (r'b"\xe6\xa1\xa5 \'\xef\xbc\x8c\xe5\xa5\xbd\xe4\xba\x86\xe3\x80\x82"', "桥'，好了。"),
        (r"\xe6\xa1\xa5\xe5\xa5\xbd\xe4\xba\x86\xe3\x80\x82", "桥好了。"),
        # an address, code, a text about them, a word
        *((same, same) for same in ("https://a.b/%E6%A1%A5%E3%80%82", "桥写作%u6865%u3002", "桥写作%E6%A1%A5%E3%80%82", r"桥写作\u6865\u3002", r"桥写作b'\xe6\xa1\xa5\xe3\x80\x82'",
                                    "100%u and 50%25 of it", "%u6865", "%FF%FE%A3%AC")),
    ],
)  # fmt: skip
def test_a_text_that_is_written_in_escapes_is_read(raw, text):
    assert clean(raw, rules=["characters", "spacing"]).text == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ('[caption id="a_6" width="300"]<img src="a.jpg" /> 桥头[/caption]\n桥修好了。\n[gallery ids="1,2"]', "桥修好了。"),
        ('[vc_row][vc_column width="1/2"][vc_column_text]\n桥修好了。\n[/vc_column_text][/vc_column][/vc_row]', "桥修好了。"),
        ("[embed]https://a.example/1[/embed]\n桥修好了。", "桥修好了。"),
        ("[audio mp3=”https://a.example/a.mp3″][/audio]桥修好了。", "桥修好了。"),
        ('[su_button url="https://a.example"]报名[/su_button]\n桥修好了。', "报名\n桥修好了。"),
        ("[caption]桥是去年修好的。[/caption]", "桥是去年修好的。"),
        # an index, a note, a key, code that is spoken of
        *((same, same) for same in ("取a[i]与b[j]。", "他[注]笑了。", "按[Ctrl]键。", "[sic]", "[Smith 2020]说。", "选a[href=\"x\"]。",
                                    '写作`[gallery ids="1"]`。', '他用[div class="a"]写页面。', "[note]桥修好了。")),
    ],
)  # fmt: skip
def test_shortcodes_go_and_what_stands_between_them_stays(raw, text):
    assert clean(raw).text == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("船工把旧船拖上岸……展开全文\n河水退了。", "船工把旧船拖上岸……\n河水退了。"),
        ("船工把旧船拖上岸...[閱讀全文]", "船工把旧船拖上岸..."),
        ("船工说……阅读全文要半天。", "船工说……阅读全文要半天。"),
        ("点击展开全文", "点击展开全文"),
    ],
)
def test_a_link_to_the_whole_behind_what_was_cut_off_goes(raw, text):
    assert clean(raw).text == text


def test_a_preview_may_go_over_the_end_of_a_paragraph():
    first, second = "船工把旧船拖上岸以后发现木板烂了。", "他没有声张，先去找了一位老木匠，请他来看。"
    whole = f"{first}\n\n{second}"
    assert clean(f"旧船\n{(first + second)[:30]}……展开全文\n\n{whole}").text == f"旧船\n{first}\n{second}"
    assert clean(f"旧船\n{first}{second[:9]}不过没有人。\n\n{whole}").text.count(first) == 2


def test_a_text_is_spun_at_one_marker_in_a_thousand_characters():
    spun = "微柔软的巨大模型、宏巨大的巨大佬抱巨大腿。"
    n = spin_markers(spun).total()
    assert is_spun(spun + "。" * (1000 * n - len(spun))) and not is_spun(spun + "。" * (1000 * n - len(spun) + 1))
    assert next((start, old, new) for start, old, new, _ in find_spin(spun)) == (0, "微柔软", "微软")


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("甲[1]乙[2]丙", "甲[1]乙[2]丙"),  # two are too few
        ("甲[1]乙[1]丙[1]丁[2]", "甲[1]乙[1]丙[1]丁[2]"),  # of two different numbers
        ("甲[1]乙[2]丙[3]", "甲乙丙"),
        ("书店很旧[1-3]，猫很懒[4]。雨很大[5、6][2]。", "书店很旧，猫很懒。雨很大。"),
        ("書店很舊［１］，貓很懶〔2〕。雨很大[註3]。", "书店很旧，猫很懒。雨很大。"),
        ("价在[1,5]之间，量在[2,3]之间，分在[0, 1]内。", "价在[1,5]之间，量在[2,3]之间，分在[0, 1]内。"),
        ("见第[1-3]页、第[4-6]页。", "见第[1-3]页、第[4-6]页。"),  # none stands alone
        ("发文〔2031〕12号，甲［1］乙［2］", "发文〔2031〕12号，甲［1］乙［2］"),
        # of chatbots
        ("书店很旧【5†source】【3:0†旧报.pdf】，猫很懒[citation:2]。", "书店很旧，猫很懒。"),
        ("书店很旧[^2^][^3^]，猫很懒:contentReference[oaicite:0]{index=0}。", "书店很旧，猫很懒。"),
        ("[cite_start]书店很旧[cite: 1, 12]，猫很懒\ue200cite\ue202turn0search3\ue201。", "书店很旧，猫很懒。"),
        ("来源写作[citation:1]，又写作`[citation:2]`。", "来源写作[citation:1]，又写作`[citation:2]`。"),
        ("【注】很旧【1】，x^2^，[cite]", "【注】很旧【1】，x^2^，[cite]"),
        ("甲[1]乙[2]丙[1234]", "甲[1]乙[2]丙[1234]"),
    ],
)
def test_footnotes_are_three_marks_or_more(raw, text):
    assert clean(raw).text == text


@pytest.mark.parametrize(
    "text",
    [
        "在<head>里加<title>你的标题</title>，再写<script>标签",
        "标题放在<h1>里，换行用<br>。",
        "把<b>粗体</b>改成<strong>。",
        "文件以</body>结尾。",
        "<li>标签和<td>元素",
        "用「<div>」包住",
    ],
)
def test_tags_of_which_a_text_speaks_stay(text):
    assert clean(text).text == text
    assert clean(text.replace("<", "&lt;").replace(">", "&gt;")).text == text
    assert clean(f"{text}<!-- 注 -->").text == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("<p>甲<span>乙</p>", "甲乙"),
        ("甲<br>乙<br>丙<div>丁", "甲\n乙\n丙\n丁"),
        ("甲<p>乙<li>丙", "甲\n乙\n丙"),
        ("甲，</p>乙</span>丙", "甲，\n乙丙"),
        ("<p>用<b>粗体</b>和<h1>表示</p>", "用粗体和\n表示"),
        ("a <b>x y", "a x y"),
        ("甲<b>乙</b>丙<i>丁</i>戊<em>己", "甲乙丙丁戊己"),
        ("开<font color=red>源", "开源"),
    ],
)
def test_tags_that_a_text_uses_go(raw, text):
    assert clean(raw).text == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        # what a sentence says about sounds
        ("店主把“长”念成长（zhǎng）江。", "店主把“长”念成长（zhǎng）江。"),
        ("這個字讀（shuō）。", "这个字读（shuō）。"),
        ("“乐”有两个：乐（lè）和乐（yuè）。", "“乐”有两个：乐（lè）和乐（yuè）。"),
        ("“好”的讀音是好(ㄏㄠˇ)。", "“好”的读音是好(ㄏㄠˇ)。"),
        ("长(zhǎng)不是长(cháng)。镇(zhèn)上没人。", "长(zhǎng)不是长(cháng)。镇上没人。"),
        # and what it does not
        ("长(cháng)街很长(cháng)。长(zhǎng)大以后再来。", "长街很长。长大以后再来。"),
        ("镇(zhèn)上的小镇（xiǎo zhèn）和小镇(xiǎozhèn)。", "镇上的小镇和小镇。"),
        ("他读(dú)书，有概念(niàn)，也有声音(yīn)。", "他读书，有概念，也有声音。"),
    ],
)
def test_notes_stay_in_a_sentence_about_sounds(raw, text):
    assert clean(raw).text == text == clean(text).text


_SAID, _SPELT = (
    ("河上的旧桥修好了。", "孩子們從橋上跑過去。"),
    ("Hé shang de jiù qiáo xiūhǎo le.", "Háizimen cóng qiáo shàng pǎo guòqù."),
)


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        ((_SPELT[0], _SAID[0], _SPELT[1], _SAID[1]), _SAID), ((_SAID[0], _SPELT[0], "", _SAID[1], _SPELT[1]), _SAID),
        (("桥", _SPELT[0], _SAID[0], _SPELT[1], _SAID[1], "完。"), ("桥", *_SAID, "完。")),
        # one line alone; one without its partner, or with one too short; French; a lesson in sounds
        *((lines, lines) for lines in ((_SPELT[0], _SAID[0], _SAID[1]), (*_SPELT, *_SAID), (_SPELT[0], _SAID[0], _SPELT[1], "好。"),
                                       ("Ōsaka no hashi wa furui, sō da.", _SAID[0], "Kodomo wa hashi o wataru, kyō mo.", _SAID[1]), ("Où est le café déjà fermé?", _SAID[0], "Là-bas, à côté.", _SAID[1]), ("mā má mǎ mà", "念作妈麻马骂", "bā bá bǎ bà", "念作八拔把爸"))),
    ],
)  # fmt: skip
def test_lines_of_pinyin_go_if_each_has_its_partner(lines, kept):
    assert clean("\n".join(lines), rules=["pinyin", "spacing"]).text == "\n".join(kept)


@pytest.mark.parametrize(
    ("raw", "text"),
    [("小(xiǎo)镇(zhèn)的(de)", "小镇的(de)"), ("小(xiǎo)镇(zhèn)上(shàng)的(de)", "小镇上的")],
)
def test_notes_without_tone_need_three_with_one(raw, text):
    assert clean(raw, rules=["pinyin"]).text == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("二0二四年", "二〇二四年"),
        ("二O二四年", "二〇二四年"),
        ("二oo八年", "二〇〇八年"),
        ("一九九Ｏ年代", "一九九〇年代"),
        ("统一OA系统", "统一OA系统"),
        ("第一0号", "第一0号"),
        ("20二四年", "20二四年"),
    ],
)
def test_a_zero_among_chinese_numerals_is_theirs(raw, text):
    assert clean(raw).text == text


def test_brackets_nested_more_deeply_than_the_parser_follows_are_left_to_the_other_rules():
    assert [*find_links_and_code("[" * 20 + "甲](a.b)")]
    assert not [*find_links_and_code("[" * 21 + "甲](a.b)")]


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<div class='bbs-screen bbs-content'>甲\n乙</div><p>丙\n丁</p>", "甲\n乙\n丙丁"),
        ("<div class='text whitespace-pre-wrap'>甲\n乙</div>", "甲\n乙"),
        ("<style>.song { color: red; white-space: pre-line }</style><div class=song>甲\n乙</div>", "甲\n乙"),
        ("<style>.song { white-space: nowrap }</style><div class=song>甲\n乙</div>", "甲乙"),
        ("<div>甲\n乙\n\n丙\n\n丁\n\n戊<b>己</b></div>", "甲\n乙\n丙\n丁\n戊己"),
        ("<div>甲\n乙\n\n丙<br>\n\n丁<br>\n\n戊<br>己</div>", "甲乙丙\n丁\n戊\n己"),  # line ends are marked
        ("<p>甲\n乙\n\n丙\n丁</p>", "甲乙丙丁"),  # one gap proves nothing
    ],
)
def test_a_page_keeps_the_line_ends_that_it_shows(page, text):
    assert clean(f"<html><body>{page}</body></html>").text == text


@pytest.mark.parametrize(
    "head",
    [
        *["第 4 期        林　青，等：篾匠的尺", "山谷研究          2019 年第 4 期", "Vol. 38  No. 4      山谷研究"],
        *["山 谷 月 刊            37", "38        山 谷 月 刊", "民 國 七 十 四 年 三 月 號      山 谷 月 刊"],
    ],
)
def test_a_head_of_a_page_is_known_by_its_gap(head):
    assert clean(f"车间里的灯亮着。\n{head}\n后来灯灭了。").text == "车间里的灯亮着。\n后来灯灭了。"


@pytest.mark.parametrize(
    "lines",
    [
        ["第1期      三千万元", "第2期      五千万元"],
        ["春 眠 不 觉 晓      处 处 闻 啼 鸟"],
        ["船厂      37"],
        ["第 4 期工程从三月开始"],
        ["大 陈      37"],
    ],
)
def test_what_only_has_a_gap_stays(lines):
    text = clean("\n".join(["车间里的灯亮着。", *lines, "后来灯灭了。"])).text
    assert all("".join(line.split()) in "".join(text.split()) for line in lines)


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("git clone https://a.example/b/c.git", True),
        ("先运行curl -fsSL https://a.example/b/i.sh | sh就好。", True),
        ("pip install git+https://a.example/b/c", True),
        ("详见 https://a.example/b/c.git 的说明。", False),
        ("他说git很难，见https://a.example/b/c。", False),
    ],
)
def test_an_address_that_a_command_gets_stays(raw, kept):
    assert ("https://a.example/b/" in clean(f"第一段话在这里。\n{raw}").text) == kept


@pytest.mark.parametrize(
    ("text", "clean_text"),
    [
        ("他走了。（編輯：林青／周舟）1140927\n本網站", "他走了。\n(编辑：林青／周舟)1140927\n本网站"),
        ("他走了。（编辑：此处有误）\n后来", "他走了。(编辑：此处有误)\n后来"),
        ("他走了。（编辑：林青）1140927号文件\n后来", "他走了。(编辑：林青)1140927号文件\n后来"),
    ],
)
def test_an_editor_s_name_with_a_day_stands_on_a_line_of_its_own(text, clean_text):
    assert clean(text).text.replace("（", "(").replace("）", ")") == clean_text
