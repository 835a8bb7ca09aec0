"""Quotations: every rule by (in, out) tables of sentences made up for the purpose."""

import csv
import re
from pathlib import Path

import pandas as pd
import pytest

from helpers import clean, lexicon, load_articles, load_codes
from helpers.framing import cast, cues, quotations, quote_marks, reporting, speakers, transcripts, turn_labels
from helpers.framing.aliases import find_aliases, find_later_mentions
from helpers.framing.analogies import find_analogies
from helpers.framing.names import Speaker, looks_like_name
from helpers.framing.passages import read_passage
from helpers.framing.quotations import QUOTE_KINDS, QUOTE_TYPES, find_quotations
from helpers.framing.transcripts import find_turns
from helpers.stats.counts import concordance, split_articles
from helpers.text import entity_mentions
from helpers.text.document import Document
from helpers.text.entities import entity_of
from helpers.text.marks import pair_marks
from helpers.text.sentences import lines_of

DEVELOPMENT = Path(__file__).parent / "quotations_dev.csv"


def said(text, *, kinds=("direct", "anonymous")):
    found = find_quotations(text)
    found = found[found["kind"].isin(kinds)]
    return found[["speaker", "quote"]].values.tolist()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("马斯克说：“开源会赢。”", [["马斯克", "开源会赢。"]]),
        ("马斯克说:“开源会赢。”", [["马斯克", "开源会赢。"]]),
        ("馬斯克說：「開源會贏。」", [["馬斯克", "開源會贏。"]]),
        ('马斯克表示，"开源会赢。"', [["马斯克", "开源会赢。"]]),
        ("“开源会赢。”马斯克说。", [["马斯克", "开源会赢。"]]),
        ("“开源会赢”，马斯克补充道。", [["马斯克", "开源会赢"]]),
        ("“开源，”马斯克说，“会赢得一切。”", [["马斯克", "开源，"], ["马斯克", "会赢得一切。"]]),
        ("马斯克在信中写道：“开源会赢。”“闭源会输。”", [["马斯克", "开源会赢。"], ["马斯克", "闭源会输。"]]),
        (
            "马斯克多次抨击这家公司：\n“开源会赢。”\n“闭源会输。”",
            [["马斯克", "开源会赢。"], ["马斯克", "闭源会输。"]],
        ),
        (
            "扎克伯格说“保证向大家开放”，奥特曼说“封闭是为安全”。",
            [["扎克伯格", "保证向大家开放"], ["奥特曼", "封闭是为安全"]],
        ),
        ("谷歌发言人表示：“我们不评论。”", [["谷歌发言人", "我们不评论。"]]),
        ("某某科技首席执行官吕平认为：“开源会赢。”", [["吕平", "开源会赢。"]]),
        ("作家阿莱科·伯尔纳指出：“开源会赢。”", [["阿莱科·伯尔纳", "开源会赢。"]]),
        ("工程师Anna Bellamy警告：“开源会输。”", [["Anna Bellamy", "开源会输。"]]),
        ("马斯克对奥特曼说：“你背叛了开源。”", [["马斯克", "你背叛了开源。"]]),
        ("马斯克怒斥它“变成了逐利工具”。", [["马斯克", "变成了逐利工具"]]),
        ("有投资人私下说：“大家都在抄。”", [["有投资人", "大家都在抄。"]]),
        ("网友留言：“这名字该换了。”", [["网友", "这名字该换了。"]]),
        ("“开源会赢。”据说没有人信，马斯克说。", [["马斯克", "开源会赢。"]]),
        ("“开源会赢。”马斯克说：“闭源会输。”", [["马斯克", "闭源会输。"]]),
        (
            "“开源会赢，”马斯克语气平静，“闭源一定会输给开源。”",
            [["马斯克", "开源会赢，"], ["马斯克", "闭源一定会输给开源。"]],
        ),
        ("据报道，两名知情人士的话称，开源一定会赢得竞争。", [["两名知情人士", "开源一定会赢得竞争"]]),
        ("马斯克扬言“赢”了。", [["马斯克", "赢"]]),
        ("他被美媒评为“人工智能之父”。", [["美媒", "人工智能之父"]]),
        (
            "马斯克提出了“一定会赢到最后”、“永远不会输给闭源”。",
            [["马斯克", "一定会赢到最后"], ["马斯克", "永远不会输给闭源"]],
        ),
        (
            "马斯克说：“开源会赢。”天亮了。“大家都这样想了很久。”",
            [["马斯克", "开源会赢。"], ["马斯克", "大家都这样想了很久。"]],
        ),
        (
            "马斯克说：“开源会赢。”\n天亮了。“大家都这样想了很久。”",
            [["马斯克", "开源会赢。"], ["", "大家都这样想了很久。"]],
        ),
    ],
)
def test_who_says_what(text, expected):
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("他们喊出“开源先锋”的口号。", "term"),
        ("这家“公益组织”缺钱了。", "term"),
        ("这是一篇题为“我们没有城墙”的文章。", "term"),
        ("这篇论文用的方法叫“交错混合”。", "term"),
        ("友好的：“你是一个善良的机器人，你的任务是闲聊。”", "term"),
        ("他被称为“人工智能之父”。", "term"),
        ("他把“开源一定会赢，闭源一定会输”当口号。", "term"),
        ("说白了就是“我的技术你能用，但别想超出我”。", "term"),
        ("马斯克说：“开源会赢。”", "direct"),
        ("马斯克表示，开源一定会赢得这场竞争。", "indirect"),
        ("有人骂Meta“伪善”。", "anonymous"),
        ("知情人士透露，新模型下周就会发布。", "anonymous"),
    ],
)
def test_each_kind_of_quotation(text, kind):
    assert find_quotations(text)["kind"].tolist()[:1] == [kind]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("马斯克不这么看。他说：“开源会赢。”", "马斯克"),
        ("马斯克和奥特曼见了面。他说：“开源会赢。”", "他"),
        ("新模型来了。他说：“开源会赢。”", "他"),
        ("记者问到吴恩达。这位专家直言：“开源会赢。”", "吴恩达"),
        ("《经济学人》登了长文。文章认为，开源一定会赢得竞争。", "经济学人"),
        ("记者采访了马斯克，他说：“开源会赢。”", "马斯克"),
        ("智源研究院很忙。他们说：“开源会赢。”", "智源研究院"),
        ("OpenAI很忙。该公司说：“开源会赢。”", "OpenAI"),
        ("马斯克走了。" + "新的模型来了。" * 4 + "他说：“开源会赢。”", "马斯克"),
        ("马斯克走了。" + "新的模型来了。" * 5 + "他说：“开源会赢。”", "他"),  # six sentences back, and no further
    ],
)
def test_a_pronoun_is_resolved_only_where_one_person_can_be_meant(text, speaker):
    assert find_quotations(text)["speaker"].tolist() == [speaker]


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("马斯克说：“大家叫它‘开源之王’，我不同意。”", ["大家叫它‘开源之王’，我不同意。"]),
        ("马斯克说：「大家叫它『開源之王』，我不同意。」", ["大家叫它『開源之王』，我不同意。"]),
        ("马斯克说：“开源会赢。闭源会输。\n下一段与他无关，不是他说的。", ["开源会赢。闭源会输。"]),
        ("马斯克说：开源一定会赢。”\n下一段。", ["开源一定会赢。"]),
        ("马斯克说：“开源会赢。“\n下一段。", ["开源会赢。"]),
        ("马斯克曾这样谈到策略：\n开源能让我们从别人的改进中受益。", ["开源能让我们从别人的改进中受益。"]),
        (
            "马斯克说：“第一段在这里。\n第二段没有引号也算。\n第三段在此结束。”",
            ["第一段在这里。", "第二段没有引号也算。", "第三段在此结束。"],
        ),
    ],
)
def test_nested_unclosed_and_lost_marks(text, quotes):
    assert [quote for _, quote in said(text)] == quotes


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("马斯克说：“她问：‘开源一定会赢到最后吗？’”", "她"),
        ("马斯克说：“我说：‘开源一定会赢到最后的。’”", "马斯克"),
        ("马斯克说：“有人喊：‘开源一定会赢到最后的。’”", "马斯克"),  # nobody else is named: still his words
        ("“我说：‘开源一定会赢到最后的。’后来没有了。”", ""),
    ],
)
def test_who_speaks_inside_a_quotation(text, speaker):
    assert find_quotations(text)["speaker"].tolist()[1:] == [speaker]


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("“甲‘乙“丙‘丁’丙”乙’甲”", ["甲‘乙“丙‘丁’丙”乙’甲", "乙“丙‘丁’丙”乙", "丙‘丁’丙"]),  # the fourth is left alone
        ("他’说", []),
        ("“甲‘乙”丙’", ["甲‘乙"]),
    ],
)
def test_marks_are_paired_three_deep_and_a_lone_one_is_passed_over(text, quotes):
    assert find_quotations(text)["quote"].tolist() == quotes


@pytest.mark.parametrize(("between", "kind"), [("天" * 79, "direct"), ("天" * 81, "term")])
def test_a_quotation_far_behind_another_is_not_by_the_same_speaker(between, kind):
    found = find_quotations(f"马斯克说：“开源会赢。”{between}“开源一定会赢，闭源一定会输”")
    assert found["kind"].tolist() == ["direct", kind]


@pytest.mark.parametrize(
    ("head", "speaker"),
    [("马斯克刊文说：", ["马斯克"]), ("原因很简单：", []), ("于是说：", []), ("马斯克说，原因很简单：", [])],
)
def test_a_paragraph_without_marks_is_speech_only_behind_a_speaker_and_a_verb(head, speaker):
    assert find_quotations(f"{head}\n开源需要很多人的时间和很多钱。")["speaker"].tolist() == speaker


def test_a_chain_of_verbs_is_no_part_of_what_is_reported():
    found = find_quotations("马斯克刊文指出称，开源需要很多人的时间。")
    assert found[["quote", "kind", "speaker"]].values.tolist() == [["开源需要很多人的时间", "indirect", "马斯克"]]


@pytest.mark.parametrize(
    "text", ["", " \n", "没有引号的一句话。", '<path id="copy" d="M0 0H2"></path>', "“", "””””", "''"]
)
def test_no_quotation_gives_an_empty_table_of_the_right_shape(text):
    found = find_quotations(text)
    assert found.empty
    assert list(found) == list(QUOTE_TYPES)
    assert {name: str(kind) for name, kind in found.dtypes.items()} == QUOTE_TYPES


def test_quotes_are_exact_parts_of_the_text():
    text = "馬斯克說：「開源會贏。」他還說，「閉源會輸」。有人稱之為「內戰」，李彥宏表示，閉源才能賺錢。"
    found = find_quotations(text)
    assert len(found) == 4
    assert set(found["kind"]) <= set(QUOTE_KINDS)
    assert all(text[row.start : row.end] == row.quote for row in found.itertuples())


def test_one_person_is_one_speaker_wherever_the_last_name_stands():
    text = "John Müller和Jane O'Brien来了。Müller说：“开源会赢。”O'Brien说：“闭源会赢。”Müllers说：“没人会赢。”"
    assert said(text)[:2] == [["John Müller", "开源会赢。"], ["Jane O'Brien", "闭源会赢。"]]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("阿德里安·于尔根森于周一表示：“开源会赢。”", "阿德里安·于尔根森"),
        ("布莱恩‧马来金表示：“开源会赢。”", "布莱恩‧马来金"),
        ("云顿科技创办人马克洛伊德直言：“开源会赢。”", "马克洛伊德"),
        ("公司合伙人陈晶向记者分析：“开源会赢。”", "陈晶"),
        ("海湾大学校长表示：“开源会赢。”", "海湾大学校长"),
        ("店员艾哈迈德告诉记者：“开源会赢。”", "艾哈迈德"),
        ("Anna Kowalska，一家波兰公司的CTO，表示：“开源会赢。”", "Anna Kowalska"),
        ("“开源会赢。”周波分析。", "周波"),
        ("“开源会赢，”周明远顿了顿，“闭源会输。”", "周明远"),
        ("@小北 说：“开源会赢。”", "小北"),
        ("云帆科技回应称：“开源会赢。”", "云帆科技"),
        ("林教授的学生说：“开源会赢。”", "林教授的学生"),
        ("“开源会赢。”叶知微，云帆实验室首席科学家，说道。", "叶知微"),
        ("谈到未来，云帆资本合伙人顾朝晖的态度很明确：“开源会赢。”", "顾朝晖"),
        ("调查机构Canaltrend指出，“开源一定会赢”。", "Canaltrend"),
        ("Max Norling说：“开源会赢。”", "Max Norling"),
        ("云帆电子董事长井上恭表示：“开源会赢。”", "井上恭"),
        ("云帆科技执行长陈柏宇昨（3）日在会上透露：“开源会赢。”", "陈柏宇"),
        ("一位做数据库的朋友告诉我：“开源会赢。”", "一位做数据库的朋友"),
        ("“开源会赢。”俞行舟甩下这句话就走了。", "俞行舟"),
        ("哲学家孟岩写了一本书。孟岩说：“开源会赢。”", "孟岩"),
        ("奥特曼刚称它“令人十分难忘”，微软总裁称它是一次警报。", "奥特曼"),
        # who is addressed by name stands behind what he is
        ("开模具厂的汪老板说：“开源会赢。”", "汪老板"),
        ("六十三歲的肺癌病友阮先生說：「開源會贏。」", "阮先生"),
        ("在银行上班的黄太太说：“开源会赢。”", "黄太太"),
        ("代驾师傅说：“开源会赢。”", "代驾师傅"),
        ("林教授的老板说：“开源会赢。”", "林教授的老板"),
        ("代驾师傅插了一句嘴：“开源会赢。”", "代驾师傅"),
        ("最后送大家一句我奶奶的话：“开源会赢。”", "奶奶"),
        # Japanese given names whose characters are words as well
        ("日本工程师武田直树指出，“开源一定会赢”。", "武田直树"),
        ("「開源會贏。」宮本和也表示。", "宮本和也"),
        ("武田也说：“开源会赢。”", "武田"),
        ("武田不也说：“开源会赢”？", "武田"),
        ("山本直接说：“开源会赢。”", "山本"),
        # terms of offices that begin with a group or class of letters
        ("該院護理長表示：「開源會贏。」", "該院護理長"),
        ("战略总监告诉记者：“开源会赢。”", "战略总监"),
        ("林若兰来了。护理长说：“开源会赢。”", "林若兰"),
        ("EVP陈丽说：“开源会赢。”", "陈丽"),
        ("SVP Anna Bellamy表示：“开源会赢。”", "Anna Bellamy"),
    ],
)
def test_a_name_is_found_by_its_form_its_office_or_its_verb(text, speaker):
    assert {name for name, _ in said(text)} == {speaker}


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("CEO说：“开源会赢。”", "CEO"),
        ("该所所长表示：“开源会赢。”", "所长"),
        ("高层表示：“开源会赢。”", ""),
        ("模仿学习（Imitation Learning）很新，论文认为“开源一定会赢”。", ""),
        ("声明写道：“开源会赢。”", ""),
        ("文中写道：“开源会赢。”", ""),
        ("该公司说：“开源会赢。”", ""),
        ("团队在博客中写道：“开源会赢。”", ""),
        ("加拿大表示：“开源会赢。”", ""),
        ("马斯克来了。CEO说：“开源会赢。”", "马斯克"),
        ("其他声称：“开源会赢。”", ""),
        ("马斯克走了。槐树坊则回应媒体称：“开源会输。”", ""),
        ("马斯克走了。我说：“开源会输。”", ""),
    ],
)
def test_an_office_alone_stands_for_itself_a_place_and_a_method_are_nobody(text, speaker):
    assert [name for name, _ in said(text)] == [speaker]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Priya Raman来了。“开源会赢，”Priya说。Raman说：“会。”", {"Priya Raman"}),
        ("霍华德·卢特尼克（Howard Lutnick）来了。Lutnick说：“开源会赢。”卢特尼克说：“会。”", {"霍华德·卢特尼克"}),
        ("创办人马克祖洛夫来了。祖洛夫说：“开源会赢。”", {"马克祖洛夫"}),
        ("埃里克·霍恩比来了。霍恩比说：“开源会赢。”", {"埃里克·霍恩比"}),
        ("Rene Haas来了。公司CEO Haas说：“开源会赢。”", {"Rene Haas"}),
        ("工程师魏明宇来了。老魏说：“开源会赢。”魏教授说：“会。”", {"魏明宇"}),
        ("工程师魏明宇和工程师魏晓来了。老魏说：“开源会赢。”", {"老魏"}),  # whose surname is it?
        ("红胡子大叔马斯克来了。\n红胡子大叔：你看会赢吗？\n主持人：会。\n红胡子大叔：我想会。", {"主持人", "马斯克"}),
        ("绰号“铁匠”的工程师袁庚来了。铁匠说：“开源会赢。”", {"袁庚"}),
    ],
)
def test_all_names_of_a_person_are_one_speaker(text, speakers):
    assert {name for name, _ in said(text)} == speakers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("周明远指出，模型“远未成熟”，还要等。", ["远未成熟"]),
        ("周明远指出，这是一种“开源模式”。", []),
        ("title: “Open models win”", []),
        ("标准的：“你是机器人。”", []),
        ("周明远说：“会。”", ["会。"]),
        ("“开源会赢，”周明远告诉《云帆周报》，“但贵。”", ["开源会赢，", "但贵。"]),
        ("周明远谈到了评测。\n“榜单总是会骗人的。”\n", ["榜单总是会骗人的。"]),
    ],
)
def test_words_in_marks_are_speech_where_somebody_says_them(text, expected):
    assert said(text) == [["周明远", quote] for quote in expected]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("主持人：会赢吗？\n受访者：会。", ["主持人", "受访者"]),
        ("Q：会赢吗？\nA：会。", ["Q", "A"]),
        ("采访人：会赢吗？\n受访人甲：会。", ["采访人", "受访人甲"]),
        ("【周明远】：会赢吗？\n【孟晓岚】：会。", ["周明远", "孟晓岚"]),
        ("老周：你说会赢吗？\n阿梅：我说会。\n老周：我不信。\n阿梅：你看。", ["老周", "阿梅", "老周", "阿梅"]),
        ("Lena\n我想问你，会赢吗？\nOskar\n我想会。\nLena\n你信？\nOskar\n我信。", ["Lena", "Oskar", "Lena", "Oskar"]),
        ("发言人1 00:01\n会赢吗？\n发言人2 00:03\n我想会。", ["发言人1", "发言人2"]),
        (
            "Lena\n会赢吗？Oskar\n我想会。\nLena\n你信？Oskar\n我信。\nOskar\n我说过。",
            ["Lena", "Oskar", "Lena", "Oskar", "Oskar"],
        ),
        ("井上恭-\n开源会赢。\n柯立言-\n开源会输。\n安雅\n(Anya Hall)-\n我不知道。", ["井上恭", "柯立言", "安雅"]),
        (
            "Lena：投资人，主播。\nLena\n会赢吗？\nOskar\n我想会。\nLena\n你信？\nOskar\n我信。",
            ["Lena", "Oskar", "Lena", "Oskar"],
        ),
        ("“晚风”：会赢吗？\n孟晓岚：会。\n“晚风”：为什么？", ["晚风", "孟晓岚", "晚风"]),
        ("《晚风》问：会赢吗？\n孟晓岚答：会。\n《晚风》问：为什么？", ["晚风", "孟晓岚", "晚风"]),
        ("记者｜会赢吗？\n孟晓岚｜会。\n记者｜为什么？", ["记者", "孟晓岚", "记者"]),
        ("主持人：\n会赢吗？\n孟晓岚：\n我想会。", ["主持人", "孟晓岚"]),
        ("Q1 会赢吗？\n我想会。\nQ2 为什么？\n便宜。", ["Q1", "Q2"]),
        ("优点：快。\n缺点：贵。\n优点：小。\n缺点：少。", []),
        ("优点：我觉得快。\n缺点：你得等。\n优点：我觉得小。\n缺点：你得学。", []),
        ("GPT-2：一个模型。\nBERT：一个模型。", []),
        ("记者：李又如\n摄影：王小华", []),
        ("图片来源：周明远\n图片来源：孟晓岚", []),
        ("只有一行：没有别的。", []),
        ("", []),
        ("王强：我会。\n王强：你呢？", ["王强", "王强"]),
        ("老周：我会。\n老周：你呢？", []),  # a nickname that talks to nobody
    ],
)
def test_a_transcript_is_told_from_a_list(text, labels):
    shadow = text.replace("：", ":").replace("？", "?")
    assert [shadow[turn.start : turn.end] for turn in find_turns(shadow)] == labels


def test_a_turn_has_all_its_paragraphs_and_no_heading():
    text = "记者：会赢吗？\n周明远：会。\n我想了很久。\n开源的账\n记者：为什么？\n周明远：便宜。\n责任编辑：孟晓岚"
    assert said(text) == [
        ["记者", "会赢吗？"],
        ["周明远", "会。"],
        ["周明远", "我想了很久。"],
        ["记者", "为什么？"],
        ["周明远", "便宜。"],
    ]


def test_a_message_has_words_without_a_full_stop():
    talk = "阿岩 08:30\n带伞了吗？\n梅朵 08:31\n我带了两把\n阿岩 08:32\n收到\n梅朵 08:33\n走吧\n河边的店"
    assert said(talk) == [["阿岩", "带伞了吗？"], ["梅朵", "我带了两把"], ["阿岩", "收到"], ["梅朵", "走吧"]]


def test_the_narrator_behind_a_transcript_does_not_speak_in_it():
    text = "记者：会赢吗？\n周明远：会。\n采访结束后，周明远走了。\n天黑了。"
    assert said(text) == [["记者", "会赢吗？"], ["周明远", "会。"]]


@pytest.mark.parametrize(
    ("words", "expected"),
    [("周明远", True), ("马斯克", True), ("谷歌", False), ("高层", False), ("Deep Learning", False)],
)
def test_a_name_is_told_by_its_form(words, expected):
    assert looks_like_name(words) is expected


def test_a_number_without_end_is_no_source():
    assert said("一" * 20_000 + "位知情人士说：“开源会赢。”")[0][0] == "一" * 9 + "位知情人士"


@pytest.mark.parametrize(
    "text, sides",
    [("马斯克说：“这不是开源。”", ["before"]), ("“这不是开源。”马斯克说。", ["after"]), ("“安卓时刻”来了。", [""])],
)
def test_the_side_of_a_cue_is_told(text, sides):
    assert find_quotations(text)["side"].tolist() == sides


def test_a_role_that_no_term_has_is_refused():
    with pytest.raises(ValueError, match=r"reporting\.csv has no term of the role 'moods'"):
        lexicon.terms_of("reporting", "moods")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ([], [], [])),
        ("()", ([(0, 1)], [], [])),
        ("(“)", ([(0, 2)], [], [])),  # the mark in between keeps no partner
        ("“(”)", ([(0, 2)], [], [(3, ")")])),
        ("(“", ([], [(0, "("), (1, "“")], [])),
        ("(" + "“" * 7 + ")", ([(0, 8)], [], [])),
        ("(" + "“" * 8 + ")", ([], [(0, "("), *((n, "“") for n in range(1, 9))], [(9, ")")])),  # too far back
    ],
)
def test_marks_find_their_partners(text, found):
    assert pair_marks(enumerate(text), {"“": "”", "(": ")"}) == found


def _scores(texts_with_gold):
    """Return precision and recall of speech, and the share of right speakers, over ``(text, [(speaker, quote)])``."""
    hits = found = expected = right = 0
    for text, gold in texts_with_gold:
        rows = {quote: speaker for speaker, quote in said(text)}
        expected, found = expected + len(gold), found + len(rows)
        for speaker, quote in gold:
            hits += quote in rows
            name = rows.get(quote)
            right += name is not None and (name == speaker or entity_of(name) == entity_of(speaker) != "")
    return hits / found, hits / expected, right / hits


def test_speech_and_speakers_of_the_development_set():
    with DEVELOPMENT.open(encoding="utf-8", newline="") as lines:
        rows = [(row["text"], row["said"]) for row in csv.DictReader(lines)]
    gold = [(text, [tuple(line.split("|")) for line in expected.splitlines()]) for text, expected in rows]
    precision, recall, speakers = _scores(gold)
    assert (precision, recall) > (0.97, 0.97)
    assert speakers > 0.95


def test_speech_in_marks_of_the_five_articles():
    articles = load_articles()
    codes = load_codes(articles, "quotes").query("marked == 'yes'")
    places = {(row.article_id, row.start): row.kind != "term" for row in codes.itertuples()}
    found = {
        (article.article_id, row.start)
        for article in articles.itertuples()
        for row in find_quotations(article.text).query("kind != 'term'").itertuples()
    } & set(places)
    expected = {place for place, spoken in places.items() if spoken}
    assert 2 * len(found & expected) / (len(found) + len(expected)) >= 0.95


def test_half_a_character_stops_no_finder():
    text = "林晓\ud800说:“开源\udc00的时刻来了。”谷歌\udfff就像安卓。"
    articles = pd.DataFrame({"article_id": ["a"], "year": [2023]}).assign(text=pd.Series([text], dtype=object))
    assert find_quotations(text)["quote"].tolist() == ["开源\ufffd的时刻来了。"]
    assert len(split_articles(articles)) == 2 and len(concordance(articles, "开源")) == 1
    assert find_analogies(split_articles(articles)) is not None
    assert len(entity_mentions(text)) == len(entity_mentions(text.replace("\ud800", "")))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a verb of saying that is a noun, an attribute or the time of another act reports nothing
        ("林晓峰为多家公司提供建议并指导与各国政府的合作。", []),
        ("他们将回复分为短、中、长三类，并分别做了评估。", []),
        ("林晓峰在谈到芯片竞争时语调严肃，面容凝重。", []),
        ("如果青禾科技停止开源，其他声称支持开源的公司可能会改变方向。", []),
        ("林晓峰谈及开源模型的弊端。", []),
        ("一位程序员打开背包才发现里面的电池已经没电了。", []),
        ("林晓峰呼吁建立新的治理机制。", [("林晓峰", "建立新的治理机制")]),
        # what relays another's words, who is told, and a word torn apart do not belong to what is said
        ("路透社援引知情人士的消息报道，青禾科技准备发布新模型。", [("路透社", "青禾科技准备发布新模型")]),
        ("林晓峰评价飞鸟模型称，此类论文更像工程报告。", [("林晓峰", "此类论文更像工程报告")]),
        ("一位工程师告诉「晨星财经」，真正关键的是成本。", [("一位工程师", "真正关键的是成本")]),
        ("林晓峰直言不讳地指出，目前的措施远远不够。", [("林晓峰", "目前的措施远远不够")]),
        ("林晓峰表示，回顾过去几百年，创新就是成本下降。", [("林晓峰", "回顾过去几百年，创新就是成本下降")]),
        # a second verb with the same subject begins what is said next
        (
            "林晓峰表示，成本每年会下降九成，并表示将继续投入基础设施。",
            [("林晓峰", "成本每年会下降九成"), ("林晓峰", "将继续投入基础设施")],
        ),
        # a bracket parts no verb from its subject, and may hold an office
        ("青禾科技（Nasdaq：QHK，01234.HK）宣布，新模型将于六月开源。", [("青禾科技", "新模型将于六月开源")]),
        ("梁诚（青禾科技技术负责人）研究推理。他认为，成本还会继续下降。", [("梁诚", "成本还会继续下降")]),
        # newspapers, law suits, parties without a name
        ("据彭博社记者周明远报道，青禾科技将推迟新功能。", [("周明远", "青禾科技将推迟新功能")]),
        ("诉讼文件称，双方当年同意成立非营利实验室。", [("", "双方当年同意成立非营利实验室")]),
        ("建筑公司表示，他们并不知情这件事情。", [("建筑公司", "他们并不知情这件事情")]),
        ("高盛预计，未来两年芯片需求将翻倍。", [("高盛", "未来两年芯片需求将翻倍")]),
        ("青禾科技新手机预计2026年推出两种颜色。", []),
        ("据《晨报》报道，价格还会下降很多。", [("晨报", "价格还会下降很多")]),
        ("根据《晨报》的报道，价格还会下降很多。", [("晨报", "价格还会下降很多")]),
        ("根据梁诚的说法，过渡期会在明年春季结束。", [("梁诚", "过渡期会在明年春季结束")]),
        ("林晓峰不同意这个说法，过渡期会在明年春季结束。", []),
        ("《晨报》刊出的一项研究发现，小模型也能推理。", [("", "小模型也能推理")]),
        ("康斯坦茨大学的公告说，芯片小型化接近极限。", [("康斯坦茨大学", "芯片小型化接近极限")]),
        # whoever has a role at a firm speaks, not the firm; a predicate is nobody
        ("Alert Logic高级安全研究员James Staten写道，这个漏洞可能被利用。", [("James Staten", "这个漏洞可能被利用")]),
        ("现在她是开源路线的支持者，认为闭源走不远了。", [("她", "闭源走不远了")]),
        ("林晓峰提醒，很多人忽视了数据的成本。", [("林晓峰", "很多人忽视了数据的成本")]),
        # words without marks before words in marks; what only introduces these is none
        (
            "林晓峰指出，这是一件莫名其妙的事，“他们应该知道没有帮助”。",
            [("林晓峰", "这是一件莫名其妙的事，“他们应该知道没有帮助”"), ("林晓峰", "他们应该知道没有帮助")],
        ),
        ("林晓峰谈到了两个重要的方向：“小模型会很有用。”", [("林晓峰", "小模型会很有用。")]),
        (
            "“价格会再降一半。”梁诚表示，这些都是他最想说的话。",
            [("梁诚", "价格会再降一半。"), ("梁诚", "这些都是他最想说的话")],
        ),
        # whoever only asks does not speak, nor whoever wrote the report
        (
            "山谷市工业和信息化局局长尹辉近日在接受晨报记者采访时表示，制造业是看家本领。",
            [("尹辉", "制造业是看家本领")],
        ),
        ("章女士则对晨星新闻记者表示，她并没有任何担忧。", [("章女士", "她并没有任何担忧")]),
        ("山谷人寿相关负责人在接受记者采访时表示，公司会看重价值。", [("山谷人寿相关负责人", "公司会看重价值")]),
        ("〔记者李欣／台北报导〕谷歌表示，价格很快就会再降。", [("谷歌", "价格很快就会再降")]),
        (
            "林晓峰说，价格会再降，小模型会更好：“不会让人失望。”",
            [("林晓峰", "价格会再降，小模型会更好"), ("林晓峰", "不会让人失望。")],
        ),
        ("交通部表示，放宽规定是为了回应民众需求。", [("交通部", "放宽规定是为了回应民众需求")]),
        ("山谷银行在记者会中表示，利率还会再降一次。", [("山谷银行", "利率还会再降一次")]),
        ("蔡秀芬副校长表示，奖学金是为弱势学生设立的。", [("蔡秀芬", "奖学金是为弱势学生设立的")]),
        ("有考生表示，老师押中了好几个题。", [("有考生", "老师押中了好几个题")]),
        ("没有人表示，老师押中了好几个题。", []),
        ("“价格会再降一半。”梁诚告诉《第一晨报》。", [("梁诚", "价格会再降一半。")]),
        ("谷歌董事长郭启德说，价格会再降一半。", [("郭启德", "价格会再降一半")]),
        ("检方说，夫妻俩按约定把红利拨给民众。", [("检方", "夫妻俩按约定把红利拨给民众")]),
        ("林晓峰今日表示，相信中国是法治国家。", [("林晓峰", "中国是法治国家")]),
        ("报道又指，OpenAI行政总裁奥特曼近期曾表示，公司正考虑调整策略。", [("奥特曼", "公司正考虑调整策略")]),
        # any noun before a verb that reports and a comma speaks, but no adverb, and no place alone
        ("山谷邮政回复查询时说，两份合约都到期了。", [("山谷邮政", "两份合约都到期了")]),
        ("韩国国土交通部表示，两个黑盒子都找到了。", [("韩国国土交通部", "两个黑盒子都找到了")]),
        ("正方观点认为，规模定律还没有到头。", [("正方观点", "规模定律还没有到头")]),
        ("脸书对此表示，这些措施都是必要的。", [("脸书", "这些措施都是必要的")]),
        ("更准确地说，这些措施都是必要的。", []),
        ("加拿大表示，这些措施都是必要的。", []),
        ("商务部表示，这些措施都是必要的。", [("商务部", "这些措施都是必要的")]),
        ("最新数据显示，小模型增加了一倍。", [("最新数据", "小模型增加了一倍")]),
        ("习近平高兴地说，两国的合作会更好。", [("习近平", "两国的合作会更好")]),
        ("山谷证券研究部张旭认为，供应下滑得太快。", [("张旭", "供应下滑得太快")]),
        ("青禾董事长郭启德上个月才在大会宣布，工厂将在明年开工。", [("郭启德", "工厂将在明年开工")]),
        # from whom the press learned it
        ("记者从市教育局获悉，考试将在六月举行。", [("市教育局", "考试将在六月举行")]),
        ("晨星新闻从知情人士处获悉，公司已裁员三成。", [("知情人士", "公司已裁员三成")]),
        ("记者从发布会上获悉，考试将在六月举行。", []),
        ("记者了解到，考试将在六月举行。", []),
        # what one says of another's opinion is said by the one, who goes on speaking
        (
            "林晓峰表示，特朗普认为新模型是一个警钟。他同时称，山谷大学正在努力追赶。",
            [
                ("林晓峰", "特朗普认为新模型是一个警钟"),
                ("特朗普", "新模型是一个警钟"),
                ("林晓峰", "山谷大学正在努力追赶"),
            ],
        ),
        (
            "林晓峰说，价格会再降一半。同时表示小模型会更好用。",
            [("林晓峰", "价格会再降一半"), ("林晓峰", "小模型会更好用")],
        ),
        (
            "林晓峰说，他不怪谷歌离开，因为谷歌认为，自己的芯片更好。",
            [("林晓峰", "他不怪谷歌离开，因为谷歌认为，自己的芯片更好")],
        ),
        # where the narrator goes on
        ("林晓峰说，一小部分文字是直接引用的，这件事立刻引起很多讨论。", [("林晓峰", "一小部分文字是直接引用的")]),
        ("林晓峰说，价格很快会再降一半，但没有透露具体时间。", [("林晓峰", "价格很快会再降一半")]),
        (
            "谷歌宣布投资一座新的工厂，不过，根据财经媒体晨报报道，计划受到了阻碍。",
            [("谷歌", "投资一座新的工厂"), ("财经媒体晨报", "计划受到了阻碍")],
        ),
        ("随着谷歌宣布从旧芯片过渡到新芯片，市场变了。", []),
        # who is only heard or spoken to does not speak, nor who spoke before in the same clause
        ("专家团在听取了林晓峰对业务的介绍后表示：这个模式很有价值。", [("专家团", "这个模式很有价值")]),
        ("官方称将部署上万辆汽车创始人李彦德表示：“打车会更便宜。”", [("李彦德", "打车会更便宜。")]),
        ("谷歌拒绝透露是否有这样的计划，只发来一份旧的文件。", []),
        ("谷歌表示完全没有收到围堵回应计划或类似的文件。", [("谷歌", "完全没有收到围堵回应计划或类似的文件")]),
        (
            "谷歌发言人回应，依据该公司的研究，这类案例不到一成，并强调模型会继续改进。",
            [("谷歌发言人", "依据该公司的研究，这类案例不到一成"), ("谷歌发言人", "模型会继续改进")],
        ),
        (
            "青禾首席科学家、前谷歌研究员Steven Adler表示：“我很意外。”谷歌称「流程已经用过了」；青禾拒绝透露细节。",
            [("Steven Adler", "我很意外。"), ("谷歌", "流程已经用过了")],
        ),
        (
            "林晓峰警告，新的方法会鼓励作弊——他表示这只是很少的几个例子。",
            [("林晓峰", "新的方法会鼓励作弊"), ("林晓峰", "这只是很少的几个例子")],
        ),
        ("青禾CEO Hock Tan在会议上表示，营收明年会翻倍。", [("Hock Tan", "营收明年会翻倍")]),
        ("研究的作者之一马修·巴尔博士表示，想法并没有改变。", [("马修·巴尔", "想法并没有改变")]),
        ("佐藤后卫巴尔特拉透露称，对手骂了他三次。", [("巴尔特拉", "对手骂了他三次")]),
        ("赛后，伊藤说道：“我很开心。”", [("伊藤", "我很开心。")]),
        (
            "青禾CFO林晓峰表示，光盘很快会停产。其称，数字化是最大的原因。",
            [("林晓峰", "光盘很快会停产"), ("林晓峰", "数字化是最大的原因")],
        ),
        (
            "“感觉不错，”林晓峰谈到新任主帅周明远的风格时说，“我会找回节奏。”",
            [("林晓峰", "感觉不错，"), ("林晓峰", "我会找回节奏。")],
        ),
        ("研究因表明游戏有益成为头条新闻。", []),
        ("扫描显示，卷轴包裹了大约五十圈。", [("扫描", "卷轴包裹了大约五十圈")]),
        (
            "评论者指出，成本实在太高了，一些人认为方法并不可靠。",
            [("评论者", "成本实在太高了"), ("一些人", "方法并不可靠")],
        ),
        (
            "林晓峰表示，青禾正在布局机器人，预计将在今年推出新功能。",
            [("林晓峰", "青禾正在布局机器人，预计将在今年推出新功能")],
        ),
        ("林晓峰表示，他们发现的活动与旧资料高度重叠。", [("林晓峰", "他们发现的活动与旧资料高度重叠")]),
        ("索尼对此回应称，数字游戏无法真正拥有。", [("索尼", "数字游戏无法真正拥有")]),
        ("报告未披露受影响公司的名称，也没有说明原因。", []),
        (
            "消息人士透露，几家公司正在调查评估者会认为有问题的事件。",
            [("消息人士", "几家公司正在调查评估者会认为有问题的事件")],
        ),
        (
            "消息人士透露，公司正在调查评估者会觉得有问题的事件。",
            [("消息人士", "公司正在调查评估者会觉得有问题的事件")],
        ),
        ("山谷委员会认为，这样的事件很有问题。", [("山谷委员会", "这样的事件很有问题")]),
        (
            "林晓峰称，游说与梁诚公开声称支持开源的言论完全不同。",
            [("林晓峰", "游说与梁诚公开声称支持开源的言论完全不同")],
        ),
        ("核心发现是“解释为什么错”比“展示什么对”更有效。", []),
        (
            "林晓峰称，自己刚知道检方的调查，“我会全面配合。”有记者当面指出，他从未说明过这些事情。",
            [
                ("林晓峰", "自己刚知道检方的调查，“我会全面配合。”"),
                ("林晓峰", "我会全面配合。"),
                ("有记者", "他从未说明过这些事情"),
            ],
        ),
        ("山谷警方通报称，嫌疑人在昨天被带走了。", [("山谷警方", "嫌疑人在昨天被带走了")]),
        ("还有人提到联合创始人坦言，单一事件很难解读。", [("有人", "联合创始人坦言，单一事件很难解读")]),
        ("晨星新闻记者获取的实录显示，林晓峰认为，开源的成本太高了。", [("林晓峰", "开源的成本太高了")]),
        ("不过相信大家都希望有更多的手机可以选择。", []),
    ],
)
def test_what_is_reported_and_by_whom(text, expected):
    found = find_quotations(text).query("kind != 'term'")
    assert [(row.speaker, row.quote) for row in found.itertuples()] == expected


def test_an_object_and_the_joint_of_the_next_clause_are_not_reported():
    assert find_quotations("云帆科技宣布了新系列的开源模型。").empty
    found = find_quotations("马斯克认为，开源一定会赢；而奥特曼认为，闭源一定会赢。")
    assert found["quote"].tolist() == ["开源一定会赢", "闭源一定会赢"]


def test_newspapers_that_each_ask_once_have_turns_too():
    text = "### 晨报：\n你为什么这样做？\n\n### 唐晓：\n我想试试。\n\n### 唐晓：\n也许会成。\n\n### 山谷台：\n谢谢您，家人怎么看？"
    assert [speaker for speaker, _ in said(clean(text).text)] == ["晨报", "唐晓", "唐晓", "山谷台"]
    notes = "优点：\n我觉得快。\n\n缺点：\n你得等。"  # a list is none
    assert said(notes) == []


ALL_SPEECH = ("direct", "indirect", "anonymous")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("该厂负责人称，新线年底投产。", [["该厂负责人", "新线年底投产"]]),
        ("NAX发言人表示，网站已经恢复。", [["NAX发言人", "网站已经恢复"]]),
        ("NAX证实将不再出售旧型号，库存也会收回。", [["NAX", "将不再出售旧型号，库存也会收回"]]),
        ("一位KLO发言人表示，网站已经恢复。", [["一位KLO发言人", "网站已经恢复"]]),
        ("林月娥出席会议前表示，新规下周才会公布。", [["林月娥", "新规下周才会公布"]]),
        ("外交部发言人叶春莹9日表示，双方已经约好时间。", [["叶春莹", "双方已经约好时间"]]),
        ("青禾中学雷校长表示，学校没有要求家长付费。", [["雷校长", "学校没有要求家长付费"]]),
        ("滨海市林副市长表示，展览明年还会再办。", [["林副市长", "展览明年还会再办"]]),
        ("卫生部长也表示，疫苗下月就会到货。", [["卫生部长", "疫苗下月就会到货"]]),
        ("松本志郎是第三次来展会，他笑着告诉记者，站台是一份苦差事。", [["松本志郎", "站台是一份苦差事"]]),
        ("迈克-布伦执教了五年。布伦在会上表示，过去五年让他学到很多。", [["迈克-布伦", "过去五年让他学到很多"]]),
        ("但拆机报告显示，芯片是自己做的。", [["", "芯片是自己做的"]]),
        ("问卷调查显示，一半的人不喜欢上班。", [["", "一半的人不喜欢上班"]]),
        ("河谷大学调查显示，一半的人不喜欢上班。", [["河谷大学", "一半的人不喜欢上班"]]),
        ("徐建明告诉记者，人才很抢手。据徐分析，会写驱动的人尤其少。", [["徐建明", "会写驱动的人尤其少"]]),
        ("《2026年开源人才白皮书》也指出，会写驱动的人尤其少。", [["2026年开源人才白皮书", "会写驱动的人尤其少"]]),
        (
            "另据《云帆晚报》网站1月24日报道，文化局已派人检查牌坊。报道称，当局会加强宣传。",
            [["云帆晚报", "文化局已派人检查牌坊"], ["云帆晚报", "当局会加强宣传"]],
        ),
        ("吴峥质疑委员会由厂家推荐成员，可能又会卡住预算。", [["吴峥", "委员会由厂家推荐成员，可能又会卡住预算"]]),
        ("法院认定这些搜查令存在明显缺陷，判她胜诉。", [["法院", "这些搜查令存在明显缺陷，判她胜诉"]]),
        ("在柏舟看来，赢家不会只有一个。", [["柏舟", "赢家不会只有一个"]]),
        (
            "导演高勋表示：“他很认真。”导演说：“他自己练了一个月。”",
            [["高勋", "他很认真。"], ["高勋", "他自己练了一个月。"]],
        ),
        (
            "公司发言人告诉记者，收集已经停止。该发言人还称，数据从未外传。",
            [["公司发言人", "收集已经停止"], ["公司发言人", "数据从未外传"]],
        ),
        ("记者观察发现，大部分人的手机上只有两种软件。", []),
        ("县博物馆馆长单雨翔表示，春节期间照常开门。", [["单雨翔", "春节期间照常开门"]]),
        ("合伙人中垣彻二郎也表示，孩子们更有爆发力。", [["中垣彻二郎", "孩子们更有爆发力"]]),
        ("民警告诉本报记者，丢失的手机大多找不回来。", [["民警", "丢失的手机大多找不回来"]]),
        ("另一位主管 Katy Norling 则直接称这波卖压是情绪驱动的错位。", [["Katy Norling", "这波卖压是情绪驱动的错位"]]),
        ("海川国家统计局数据显示，9月份物价与上月持平。", [["海川国家统计局", "9月份物价与上月持平"]]),
        ("JOP 的报告指出，旋翼转得越快，载荷就越大。", [["JOP", "旋翼转得越快，载荷就越大"]]),
        ("普森认为这几场比赛是一种自卫，对手逼他出手。", [["普森", "这几场比赛是一种自卫，对手逼他出手"]]),
        ("FAIO表示之前宣布的销量有误，已经删除了那条消息。", [["FAIO", "之前宣布的销量有误，已经删除了那条消息"]]),
        ("中方一再表示不会接受这样的裁决。", [["中方", "不会接受这样的裁决"]]),
        ("“票价比往年少了些。”李多多很乐意看到大家少花钱。", [["李多多", "票价比往年少了些。"]]),
        ("新线要停了。其负责人表示，新线年底投产。", [["其负责人", "新线年底投产"]]),
        ("案子结了。他的律师表示，判决非常公平。", [["他的律师", "判决非常公平"]]),
        ("某公司(Haiton Internation)的分析师Shi Jin告诉本报，收购会加快竞争。", [["Shi Jin", "收购会加快竞争"]]),
        ("Minder创始人Tom Van de Vries表示，问题迟早会暴露。", [["Tom Van de Vries", "问题迟早会暴露"]]),
        ("高森就称赞摆盘很精致很新颖。", [["高森", "摆盘很精致很新颖"]]),
        ("德国总理默茨来访。希腊总理27日表示，没有发现任何迹象。", [["希腊总理", "没有发现任何迹象"]]),
    ],
)
def test_who_speaks_in_the_news(text, expected):
    assert said(text, kinds=ALL_SPEECH) == expected


def test_who_bears_an_office_is_looked_for_nearby():
    """The whole text would be read for each office: time would grow with the square."""
    near, far = ("导演高勋在场。" + "天气很好。" * n + "导演表示，开源一定会赢。" for n in (100, 1000))
    assert said(near, kinds=ALL_SPEECH) == [["高勋", "开源一定会赢"]]
    assert said(far, kinds=ALL_SPEECH) == [["导演", "开源一定会赢"]]


@pytest.mark.parametrize("text", ["{}“会赢。”", "“开源会赢。”{}李明说。", "马斯克说，{}开源会赢。"])
def test_the_sign_that_masks_quotations_is_a_mark_like_others_in_an_article(text):
    columns = ["kind", "speaker", "cue"]
    one, other = (find_quotations(text.format(sign))[columns].values.tolist() for sign in "※●")
    assert one == other


# ----------------------------------------------------------------------------------------------- where a rule begins


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("一二三四五六七。", True),
        ("一二三四五六。", False),  # seven characters with the mark
        ("一二三四五六七!  ", True),
        ("一二三四五六七八九十一", False),
        ("一二三四五,七八九十一二", True),
        ("一二三四五,七八九十一", False),  # eleven characters
        ("一二三。四五六七", True),
        ("", False),
    ],
)
def test_a_sentence_has_an_end_mark_and_eight_characters_or_a_comma_and_twelve(words, sentence):
    assert cues.is_sentence(words) is sentence


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("马斯克说:“四个字啊”又走了。", "direct"),
        ("马斯克说:“三个字”又走了。", "term"),
        ("马斯克说“六个字的话啊”又走了。", "direct"),
        ("马斯克说“五个字的话”又走了。", "term"),
        ("马斯克说:“好。”又走了。", "direct"),  # complete with its mark
        ("马斯克说:“好”又走了。", "term"),
        ("马斯克说:“没有”。", "direct"),  # nothing follows
        ("马斯克说:“没”。", "term"),
    ],
)
def test_the_shorter_the_words_the_clearer_must_they_be_introduced(text, kind):
    assert find_quotations(text).query("kind != 'indirect'")["kind"].tolist() == [kind]


@pytest.mark.parametrize(("second", "speaker"), [("六个字的话啊", "马斯克"), ("五个字的话", "")])
def test_in_a_list_six_characters_are_speech_as_the_first_words_are(second, speaker):
    found = find_quotations(f"马斯克提出“永远不会输给闭源”、“{second}”。")
    assert found["speaker"].tolist() == ["马斯克", speaker]


@pytest.mark.parametrize(("before", "quoted"), [("一二三四。", True), ("一二三。", False)])
def test_five_characters_before_a_lone_closing_mark_are_a_quotation(before, quoted):
    found = quote_marks.quoted_spans(f"{before}”后来")
    assert [(span.start, span.end, span.mark_end, span.closed) for span in found] == [(0, 5, 6, False)] * quoted


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("他说:“甲。乙。", ["甲。乙。"]),  # to the end of the paragraph
        ("他说,“甲。乙。", ["甲。乙。"]),
        ("“甲。乙。", ["甲。乙。"]),
        ("他说“甲。乙。", ["甲。"]),  # to the end of the sentence
        ("他说“甲乙", ["甲乙"]),
        ("他说—“甲。乙。\n丙", ["甲。乙。"]),
        ("甲:乙一二三。”丙", ["乙一二三。"]),  # behind the colon
        ("“甲”乙一二三,”丙", ["甲", "乙一二三,"]),  # behind the quotation before
        ("甲乙一二三”丙", []),  # without a mark before it
        ("“甲“乙“丙“", ["甲", "丙"]),  # as pairs
        ("“甲“乙“", ["甲“乙“"]),  # an odd one
        ('"甲"乙"丙"', ["甲", "丙"]),
        ('id="copy"', []),
        ("It’s “so”", ["so"]),
    ],
)
def test_lost_and_turned_marks_are_mended(text, quoted):
    assert [text[span.start : span.end] for span in quote_marks.quoted_spans(text) if not span.depth] == quoted


def test_lines_are_told_with_their_places():
    assert [*lines_of("甲\n\n乙丙")] == [(0, "甲"), (2, ""), (3, "乙丙")]
    assert [*lines_of("")] == [(0, "")]


@pytest.mark.parametrize(("n", "speaker"), [(1986, "马斯克"), (1987, "")])
def test_speech_goes_on_in_a_paragraph_for_two_thousand_characters(n, speaker):
    text = f"马斯克说:“开源会赢。”{'天' * n}。“我们大家一定都会赢。”"
    first, second = find_quotations(text).itertuples()
    assert second.start - first.end == n + 4 - 1
    assert (first.speaker, second.speaker) == ("马斯克", "马斯克" if n + 3 <= 2000 else "")


@pytest.mark.parametrize(("n", "speech"), [(12, ["马斯克"]), (11, [])])
def test_a_paragraph_without_marks_has_twelve_characters(n, speech):
    assert find_quotations(f"马斯克刊文说：\n{'好' * n}")["speaker"].tolist() == speech


@pytest.mark.parametrize(("between", "speech"), [("策略" * 7, ["马斯克"]), ("策略" * 7 + "呢", [])])
def test_between_a_verb_and_a_paragraph_stand_at_most_fourteen_characters(between, speech):
    assert [who for who, _ in said(f"马斯克谈到{between}:\n开源需要很多人的时间和很多钱。")] == speech


@pytest.mark.parametrize(("words", "reported"), [("价格会再降的", True), ("价格会再降", False)])
def test_six_characters_are_reported_and_fewer_are_an_object(words, reported):
    assert find_quotations(f"马斯克表示,{words}。")["quote"].tolist() == [words] * reported


def test_the_paragraphs_of_a_speech_that_is_never_closed_within_are_its_own_from_eight_characters_on():
    text = "马斯克说：“第一段在这里。\n七个字的一段吧\n八个字的一段话啊\n最后一段在此结束。”"
    assert said(text) == [["马斯克", line] for line in ("第一段在这里。", "八个字的一段话啊", "最后一段在此结束。")]


# ---------------------------------------------------------------------------------------------- a passage, as it is read


def test_a_sentence_is_read_a_hundred_and_sixty_characters_back_at_most():
    passage = read_passage(Document("甲。乙“丙。”丁。" + "戊" * 200))
    assert [passage.sentence_start(place) for place in (0, 1, 2, 7, 8, 9)] == [0, 0, 2, 7, 7, 9]
    assert [passage.sentence_start(place) for place in (169, 170, 209)] == [9, 10, 49]


def test_those_who_are_named_wholly_within_two_places_speak_there():
    passage = read_passage(Document("马斯克和奥特曼"))
    for (start, end), names in {(0, 7): ["Elon Musk", "Sam Altman"], (0, 6): ["Elon Musk"], (1, 7): ["Sam Altman"], (4, 7): ["Sam Altman"],
                                (5, 7): [], (0, 3): ["Elon Musk"], (0, 2): []}.items():  # fmt: skip
        assert [speaker.name for speaker in passage.speakers_between(start, end)] == names


def test_verbs_of_saying_are_told_within_two_places():
    passage = read_passage(Document("他说,她表示,它说"))
    assert [verb.group() for verb, _ in passage.verbs_between(0, 9)] == ["说", "表示", "说"]
    assert [verb.group() for verb, _ in passage.verbs_between(1, 5)] == ["说"]
    assert passage.last_verb(0, 6).group() == "表示" and passage.last_verb(0, 1) is None
    assert passage.last_verb(0, 9).start() == 8


def test_a_place_is_in_a_turn_from_its_label_to_its_last_paragraph():
    text = "导语。\n主持人:会赢吗?\n王强:我想会。\n我信。\n"
    passage = read_passage(Document(text))
    inside = [place for place in range(len(text)) if passage.in_turn(place)]
    assert inside == [*range(4, 12), *range(13, text.rindex("\n"))]


def _talk(*lines):
    """Return who speaks and what, where two have spoken before ``lines`` and one behind them."""
    return said("\n\n".join(["记者：井水还能喝吗？", "贺兰生：能喝，比城里的甜。", *lines, "记者：您会搬走吗？"]))[2:-1]


@pytest.mark.parametrize(
    ("label", "speaker"),
    [
        ("阿岩", "阿岩"),
        ("老谢", "老谢"),
        ("Nora", "Nora"),
        ("前排观众", "前排观众"),
        ("观众乙", "观众乙"),
        ("读者小满", "读者小满"),
        ("画外音", "画外音"),
        ("摄影师", "摄影师"),
        ("镇长", "镇长"),
        ("陈姨", "陈姨"),
        ("水务局副局长", "水务局副局长"),
        ("水务局局长谢婉宁", "谢婉宁"),
        ("水務局局長謝婉寧", "謝婉寧"),
        ("青禾证券分析师Ida Holm", "Ida Holm"),
        ("山谷电视台", "山谷电视台"),
        ("新华社", "新华社"),
        ("贺、谢", "贺、谢"),
        ("《晨报》记者", "晨报"),
        ("青禾证券Ida Holm", "青禾证券Ida Holm"),
        ("听众提问二", "听众提问二"),
        ("听友来信", "听友来信"),
    ],
)
def test_who_speaks_once_in_a_transcript_has_a_turn(label, speaker):
    assert _talk(f"{label}：我也喝过，你不怕吗？") == [[speaker, "我也喝过，你不怕吗？"]]


@pytest.mark.parametrize(
    "words",
    [
        "我的看法是：你先去看看。",
        "打个比方：你挖一口井。",
        "第二：我怕旱。",
        "结论：我不搬。",
        "小建议：你带个桶。",
        "我母亲说：你别走。",
        "邻居说：你别走。",
        "店员：多喝水。",  # an entry of a list
        "对观众：你们别怕。",
        "Tips：你带个桶。",
        "《白牛记》：我读过。",
    ],
)
def test_a_colon_within_a_turn_opens_none(words):
    assert _talk(words) == [["贺兰生", words]]


def test_where_only_questions_have_a_label_nobody_is_a_guest():
    text = "问：井水还能喝吗？\n能喝。\n问：您会搬走吗？\n画外音：我也想问。\n不搬。"
    assert {speaker for speaker, _ in said(text)} == {"问"}


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("我不好说。（笑）", True),
        ("我不好说（笑）", True),
        ("井是老井，水是新水。（众人鼓掌）", True),
        ("一是要有人挖；", True),
        ("我只说一句，慢慢挖——", True),
        ("（停了停）我不好说。", True),
        ("谈水井（上）", False),
        ("（众人笑）", False),
        ("一、关于水井", False),
        ("（放了一段录音，大约两分钟。）", False),
        ("编者注：贺家井在村北。", False),
        ("【记者注】贺家井在村北。", False),
        ("（译者注：贺家井在村北。）", False),
    ],
)
def test_which_lines_between_the_words_of_a_turn_are_said(words, kept):
    assert _talk(words, "我喝了六十年。") == [["贺兰生", words]] * kept + [["贺兰生", "我喝了六十年。"]]


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("【采访手记】回城的路上下了雨。", False),
        ("后记：水井后来封了。", False),
        ("文中照片由村委会提供。", False),
        ("感谢您的阅读。", False),
        ("编辑补充：你看下期。", False),
        ("原文链接在评论里。", False),
        ("更多的人已经走了。", True),
        ("感谢大家来看我。", True),
    ],
)
def test_what_stands_behind_the_last_turn_is_not_said(line, kept):
    text = f"记者：井水还能喝吗？\n\n贺兰生：能喝，比城里的甜。\n\n{line}"
    assert said(text)[2:] == [["贺兰生", line]] * kept


def test_the_line_under_a_name_and_a_clock_is_said_without_a_full_stop():
    text = "阿岩 08:30\n下雨了，你带伞了吗？\n梅朵 08:31\n那就改天去看井吧\n阿岩 08:40\n好。"
    assert said(text)[1] == ["梅朵", "那就改天去看井吧"]


@pytest.mark.parametrize("joint", [" - ", " — ", " | ", "｜", "/", "** | "])
def test_a_name_with_an_office_on_its_own_line_is_a_label(joint):
    bold = "**" * joint.startswith("**")
    turns = [("Ida Holm", "青禾证券", "请问利润为什么降了？"), ("谢婉宁", "财务总监", "我来回答，因为涨价了。"), ("Ida Holm", "青禾证券", "我再问一句。"), ("贺兰生", "总裁", "我不同意。")]  # fmt: skip
    text = "\n\n".join(f"{bold}{name}{joint}{office}\n{words}" for name, office, words in turns)
    assert said(text) == [[name, words] for name, _, words in turns]
    assert said(text.replace("？", "").replace("。", "")) == []  # a list of those who came


def test_an_office_that_comes_back_is_a_label_of_any_length():
    text = "記者：何時完工？\n水務及環境保護局副局長：多謝你的提問，下月完工。\n記者：會否加價？\n水務及環境保護局副局長：（請看附件。）"
    assert said(text) == [
        ["記者", "何時完工？"],
        ["水務及環境保護局副局長", "多謝你的提問，下月完工。"],
        ["記者", "會否加價？"],
    ]


@pytest.mark.parametrize(
    ("asks", "answers"),
    [("《月刊》：", "贺兰生："), ("〔问〕", "〔答〕"), ("●记者：", "▲贺兰生："), ("_记者_：", "_贺兰生_："), ("（二）问：", "答："), ("三、问：", "答："), ("5. 问：", "答："), ("路透社：", "发言人：")],
)  # fmt: skip
def test_a_label_may_have_marks_around_it(asks, answers):
    text = f"{asks}井水还能喝吗？\n{answers}能喝，我喝了六十年。\n{asks}您会搬走吗？\n{answers}不搬。"
    who = [label.strip("〔〕●▲_：《》（）二三5、. ") for label in (asks, answers)]
    assert said(text) == [[who[0], "井水还能喝吗？"], [who[1], "能喝，我喝了六十年。"], [who[0], "您会搬走吗？"], [who[1], "不搬。"]]  # fmt: skip


ON_WELLS, OF_WELLS = (
    ("井水还能喝吗？", "您会搬走吗？", "井是谁挖的？"),
    ("能喝，我喝了六十年。", "不搬。", "村里人一起挖的。"),
)


def _turns_of(form, *names, answers=OF_WELLS):
    """Return the turns of two, each written by ``form`` with its number, name and words."""
    words = [line for pair in zip(ON_WELLS, answers, strict=True) for line in pair]
    return [form(n, names[n % 2], line) for n, line in enumerate(words)]


@pytest.mark.parametrize("joint", ["", " ", "\u3000\u3000"])
@pytest.mark.parametrize(
    "names", [("记者", "贺兰生"), ("周明远", "贺兰生"), ("问", "答"), ("Q", "A"), ("主持人", "挖井工"), ("記者", "賀蘭生"), ("我", "Kimi")]
)  # fmt: skip
def test_a_talk_in_one_paragraph_is_parted_before_its_labels(names, joint):
    text = "井在村里挖了六十年，近日有人来采访。" + joint.join(
        _turns_of(lambda n, name, words: f"{name}：{words}", *names)
    )
    assert [speaker for speaker, _ in said(text)] == [*names] * 3


def test_a_question_and_its_answer_may_share_a_paragraph():
    turns = _turns_of(lambda n, name, words: f"{name}：{words}", "问", "答")
    assert len(said("\n".join(a + b for a, b in zip(turns[::2], turns[1::2], strict=True)))) == 6
    numbers = "问：多深？答：30米，我量过。问：多少年了？答：60年。"
    assert [words for _, words in said(numbers)] == ["多深？", "30米，我量过。", "多少年了？", "60年。"]
    counted = "Q1：井深吗？A1：三十米。Q2：水甜吗？A2：很甜。"
    assert [speaker for speaker, _ in said(counted)] == ["Q1", "A1", "Q2", "A2"]
    lost = "记者：井水还能喝吗？\n贺兰生：能喝。记者：井深吗？\n贺兰生：我不知道。"  # one line end is lost
    assert [speaker for speaker, _ in said(lost)] == ["记者", "贺兰生"] * 2


@pytest.mark.parametrize(
    "text",
    [
        "好处：井近。坏处：水少。好处：我喝惯了。坏处：你喝不惯。",
        "甲方：你方供水。乙方：我方付款。甲方：你方验收。乙方：我方签字。",
        "记者：李又如。摄影：王小华。记者：李又如。摄影：王小华。",
        "贺兰生说：我不搬。周明远说：你搬吧。贺兰生说：我不搬。周明远说：随你。",
        "常温：二十五度。高温：四十度。常温：二十三度。高温：四十一度。",
        "有人问我：搬不搬？我的回答：不搬。有人问我：怕不怕？我的回答：怕。",
    ],
)
def test_a_paragraph_with_colons_is_no_talk(text):
    assert [*find_turns(Document(text).shadow)] == []


def test_a_talk_that_is_quoted_within_a_paragraph_is_one_quotation():
    text = "他念了一段：“问：井深吗？答：我看深。问：水甜吗？答：我看甜。”"
    assert [speaker for speaker, _ in said(text)] == ["他"]


@pytest.mark.parametrize(
    ("asks", "answers"), [("主持人", "挖井工"), ("记者", "老谢"), ("主持人", "Nora"), ("访谈者", "贺先生"), ("訪員", "P12"), ("R", "P12"), ("U1", "U2"), ("受访者P12", "访谈者")]
)  # fmt: skip
def test_who_answers_speaks_without_calling_anybody(asks, answers):
    lines = ("能喝。", "不搬。", "一起挖的。") if asks[0] not in "RU受訪" else OF_WELLS
    turns = _turns_of(lambda n, name, words: f"{name}：{words}", asks, answers, answers=lines)
    assert [speaker for speaker, _ in said("\n\n".join(turns))] == [asks, answers] * 3


@pytest.mark.parametrize(("asks", "answers"), [("Q", "A"), ("问", "答"), ("主持人", "贺兰生"), ("周明远", "贺兰生")])
def test_names_alone_on_their_lines_are_labels_where_one_asks(asks, answers):
    turns = _turns_of(
        lambda n, name, words: f"{name}\n\n{words}", asks, answers, answers=("能喝。", "不搬。", "一起挖的。")
    )
    assert [speaker for speaker, _ in said("\n\n".join(turns))] == [asks, answers] * 3


@pytest.mark.parametrize(
    "text",
    [
        "P1：我们的水泵。\nP2：你的水井。\nP1：我们的水管。\nP2：你的水桶。",  # products
        "H1：产量三百吨。\nH2：产量四百吨。\nH1：我们挖了三口井。\nH2：我们挖了四口井。",
        "贺兰生\n她挖井，井为什么深？\n周明远\n他修井，修了十年。\n谢婉宁\n她卖水。",  # portraits
    ],
)
def test_a_list_of_codes_or_portraits_is_no_talk(text):
    assert find_turns(Document(text).shadow) == []


def test_a_heading_behind_a_question_names_nobody():
    assert {speaker for speaker, _ in said("主持人：聊什么？\n要点：水井。\n主持人：还有吗？\n要点：水泵。")} == {
        "主持人"
    }


@pytest.mark.parametrize(
    "form", ["[{name}]：{words} [15:00:1{n}]", "{name}：{words} 15:0{n}", "{name}：{words} [2025-11-12 15:00:1{n}]", "{name} [00:1{n}] {words}", "{name}（00:1{n}）{words}"]
)  # fmt: skip
def test_a_clock_beside_or_behind_the_words_is_none_of_them(form):
    turns = _turns_of(lambda n, name, words: form.format(n=n, name=name, words=words), "记者", "贺兰生")
    found = said("\n\n".join(turns))
    assert [speaker for speaker, _ in found] == ["记者", "贺兰生"] * 3
    assert [words for _, words in found] == [line for pair in zip(ON_WELLS, OF_WELLS, strict=True) for line in pair]


def test_a_time_within_the_last_sentence_is_said():
    assert said("记者：几点？\n贺兰生：我说过是 15:00\n记者：好吗？\n贺兰生：我看好。")[1] == [
        "贺兰生",
        "我说过是 15:00",
    ]


def test_a_name_that_stands_once_on_its_line_has_a_turn_among_others():
    heads = ("谢婉宁", "贺兰生", "水务局代表", "主任老邹", "谢婉宁", "水务局代表")
    words = ("井水还能喝吗？", "能喝，比城里的甜。", "资料我们有。", "大家一个一个说。", "你们来吗？", "我回去问。")
    talk = "\n\n".join(f"{head}\n\n{line}" for head, line in zip(heads, words, strict=True))
    assert said(talk) == [[head, line] for head, line in zip(heads, words, strict=True)]
    assert said(talk.replace("贺兰生", "受访者"))[1] == ["受访者", words[1]]
    other = talk.replace("贺兰生", "时间表").replace("主任老邹", "水井")  # headings
    assert {speaker for speaker, _ in said(other)} == {"谢婉宁", "水务局代表"}


@pytest.mark.parametrize(
    ("first", "second"),
    [("《晚风》问（以下简称问）", "贺兰生答（以下简称答）"), ("《晚風》（下稱「問」）", "賀蘭生（以下簡稱「答」）"), ("记者问（简称问）", "贺兰生答（简称答）"), ("《晚风》问", "贺兰生答")],
)  # fmt: skip
def test_who_is_called_the_answer_from_here_on_keeps_the_name(first, second):
    ask, answer = ("问", "答") if "風" not in first else ("問", "答")
    names = [(first, second), (ask, answer), (ask, answer)]
    lines = [
        f"{name}：{line}"
        for pair, words in zip(names, zip(ON_WELLS, OF_WELLS, strict=True), strict=True)
        for name, line in zip(pair, words, strict=True)
    ]
    speakers = [speaker for speaker, _ in said("\n\n".join(lines))]
    assert len(speakers) == 6 and {*speakers[1::2]} == {second[:3]}


def test_of_two_who_answer_none_is_meant():
    text = "贺兰生答：我不搬。\n\n问：您呢？\n\n谢婉宁答：我也不搬。\n\n问：为什么？\n\n答：井在这里。"
    assert said(text)[-1] == ["答", "井在这里。"]


@pytest.mark.parametrize("verb", ["起称", "諭知", "答稱", "证称", "陳稱", "陈述", "发言", "总结"])
def test_a_label_of_a_record_ends_before_its_verb(verb):
    text = f"审判长问：\n井是谁挖的？\n被告答：\n我挖的。\n审判长问：\n还有谁？\n辩护人{verb}：\n我没有问题。"
    assert [speaker for speaker, _ in said(text)] == ["审判长", "被告", "审判长", "辩护人"]


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("下午3时12分散会。", False),
        ("（下午5時散會）", False),
        ("会议于16:30结束。", False),
        ("以下略。", False),
        ("逐字稿结束。", False),
        ("以下省略号代表沉默。", True),
        ("我宣布，散会。", True),
        ("会议结束以后大家去了井边。", True),
        ("录音结束的时候天黑了。", True),
    ],
)
def test_the_last_line_of_the_clerk_is_not_said(line, kept):
    assert said(f"记者：井水还能喝吗？\n\n贺兰生：能喝，我喝了六十年。\n\n{line}")[2:] == [["贺兰生", line]] * kept


@pytest.mark.parametrize(
    ("label", "speaker"), [("网友慢半拍", "网友慢半拍"), ("網友 慢半拍", "網友 慢半拍"), ("主任老谢", "主任老谢")]
)
def test_a_nickname_behind_what_somebody_is_has_a_turn(label, speaker):
    assert _talk(f"{label}：我也喝过，你不怕吗？") == [[speaker, "我也喝过，你不怕吗？"]]


def test_a_definition_list_of_markdown_keeps_no_colon():
    turns = _turns_of(lambda n, name, words: f"{name}\n:{words}", "记者", "贺兰生")
    assert said("\n\n".join(turns))[0] == ["记者", ON_WELLS[0]]


def test_a_bullet_before_a_name_alone_is_the_legend_of_a_picture():
    assert _talk("▲ 贺兰生", "我喝了六十年。") == [["贺兰生", "我喝了六十年。"]]


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("青禾公司首席财务官徐宏", "徐宏"),
        ("总裁 Ida Holm", "Ida Holm"),
        ("作者简介", "作者简介"),
        ("专家常识", "专家常识"),
        ("丁处长宏达", "丁处长宏达"),
        ("处长", "处长"),
    ],
)
def test_the_bearer_of_an_office_is_named_behind_it(label, name):
    assert turn_labels.bearer_of(label) == name


# ------------------------------------------------------------------------------------------------ transcripts, by parts


@pytest.mark.parametrize(
    ("line", "name", "words", "about"),
    [
        ("王强:会。", "王强", "会。", ""),
        ("**王强**: 会。", "王强", "会。", ""),
        ("【王强】会。", "王强", "会。", ""),
        ("王强|会。", "王强", "会。", ""),
        ("王强", "王强", "", "headed"),
        ("王强 -", "王强", "", "headed dashed"),
        ("00:01 王强:会。", "王强", "会。", "clock"),
        ("王强 [01:02:03]", "王强", "", "headed clock"),
        ("王强 昨天 上午 9:01", "王强", "", "headed clock"),
        ("王强, [17.03.2025 09:01:22]", "王强", "", "headed clock"),
        ("王强 3月17日 晚上9:01", "王强", "", "headed clock"),
        ("王强 周日 9:01 PM", "王强", "", "headed clock"),
        ("**王强** `00:01:02.345`", "王强", "", "headed clock"),
        ("[17/3/2025, 09:01:22] 王强:会。", "王强", "会。", "clock"),
        ("3/17/25, 9:01 - 王强:会。", "王强", "会。", "clock"),
        ("[00:01:02 - 00:01:30] 王强:会。", "王强", "会。", "clock"),
        ("王强:00:01:02", "王强", "", "clock"),
        ("王强2:00:01:02", "王强2", "", "clock"),
        ("王强 00:01:02 会。", "王强", "会。", "clock"),
        ("王强00:01:02会。", "王强", "会。", "clock"),
        ("王强:09:30开门。", "王强", "09:30开门。", ""),
        ("王强 09:30 会。", None, "", ""),  # a time of day
        ("昨天 09:30", None, "", ""),
        ("王强(某公司创始人):会。", "王强", "会。", ""),
        ("王强问:会吗?", "王强", "会吗?", ""),
        ("https://a.b", None, "", ""),
        ("2023:会。", None, "", ""),
        ("会。", None, "", ""),
        ("一二三四五六七八九十一二三四五六七八九十:会。", "一二三四五六七八九十一二三四五六七八九十", "会。", ""),
        ("一二三四五六七八九十一二三四五六七八九十一:会。", None, "", ""),  # too long
    ],
)
def test_a_label_opens_its_line(line, name, words, about):
    label = transcripts._label_of(100, line)
    if name is None:
        assert label is None
        return
    assert line[label.start - 100 : label.end - 100] == label.name == name
    assert line[label.words - 100 :] == words and label.stop == 100 + len(line)
    assert " ".join(key for key in ("headed", "dashed", "clock") if getattr(label, key)) == " ".join(
        key for key in ("headed", "dashed", "clock") if key in about.split()
    )


@pytest.mark.parametrize(
    ("line", "heading"),
    [("开源的账", True), ("开源的账。", False), ("字" * 40, True), ("字" * 41, False), ("1 开源来了。", True), ("1年后。", False), ("一、开源来了。", True)],
)  # fmt: skip
def test_a_heading_is_a_short_line_without_an_end_or_with_a_number(line, heading):
    assert transcripts._is_heading(line) is heading


@pytest.mark.parametrize(
    ("words", "whole"), [("会。", True), ("会", False), ("字" * 40, False), ("字" * 41, True), ("会?”  ", True)]
)
def test_words_are_said_that_end_as_a_sentence_or_are_long(words, whole):
    assert transcripts._is_said(words) is whole


@pytest.mark.parametrize(
    ("grade", "words", "headed", "speaks"),
    [
        ("certain", ["价格"], False, True),
        ("name", ["会。", "价格"], False, True),  # half of them are sentences
        ("name", ["会。", "价格", "价格"], False, False),
        ("name", ["价格"], True, True),
        ("name", ["来源:晨报。"], False, False),
        ("nickname", ["我会。", "会。", "会。"], False, True),  # a third talks
        ("nickname", ["我会。", "会。", "会。", "会。"], False, False),
        ("nickname", ["你会", "你会", "会", "会。"], False, False),  # a quarter are sentences
        ("nickname", ["会。"], True, False),
    ],
)
def test_a_label_is_trusted_by_what_stands_behind_it(grade, words, headed, speaks):
    assert transcripts._speaks(grade, words, headed) is speaks


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["安雅", "(Anya)-", "我。"], [(0, "安雅\n(Anya)-"), (11, "我。")]),
        (["安雅", "(Anya)", "我。"], [(0, "安雅"), (3, "(Anya)"), (10, "我。")]),
        (["安雅", "", "(Anya)-"], [(0, "安雅"), (4, "(Anya)-")]),  # not the next line
        (["字" * 39, "(Anya)-"], [(0, "字" * 39 + "\n(Anya)-")]),
        (["字" * 40, "(Anya)-"], [(0, "字" * 40), (41, "(Anya)-")]),
        (["(Anya)-"] * 3, [(0, "(Anya)-\n(Anya)-"), (16, "(Anya)-")]),
    ],
)
def test_a_name_and_its_second_form_in_the_next_line_are_one(lines, joined):
    told = [(start, line) for start, line in lines_of("\n".join(lines)) if line]
    assert [*transcripts._with_glosses(told)] == joined


def test_a_label_at_the_end_of_the_paragraph_before_it_begins_a_line():
    lines = [(0, "会赢吗?Tina"), (9, "我想会。"), (14, "会赢Tina"), (21, "你信?Tina 00:12"), (40, "他说。Oskar")]
    assert [*transcripts._with_tails(lines, {"Tina", "T"})] == [
        (0, "会赢吗?"), (4, "Tina"), (9, "我想会。"), (14, "会赢Tina"), (21, "你信?"), (24, "Tina 00:12"), (40, "他说。Oskar")
    ]  # fmt: skip
    assert [*transcripts._with_tails(lines, {"Nobody"})] == []


# ------------------------------------------------------------------------------------------------------ names, by parts


def _named(text, *names):
    return [Speaker(text.index(words), text.index(words) + len(words), kind, words) for words, kind in names]


@pytest.mark.parametrize(
    ("text", "name", "again"),
    [
        ("Priya Raman来了。Raman走了。", "Priya Raman", ["Raman"]),
        ("Priya Ram来了。Ram走了。", "Priya Ram", []),  # a last name has four letters
        ("Pri Raman来了。Pri走了。", "Pri Raman", ["Pri"]),
        ("Pr Raman来了。Pr走了。", "Pr Raman", []),  # a first name has three
        ("埃里克·霍恩来了。霍恩说。埃里克说。", "埃里克·霍恩", ["霍恩", "埃里克"]),
        ("埃里克·霍来了。霍说。", "埃里克·霍", []),
        ("Priya Raman来了。Ramans走了。xRaman,Raman2。", "Priya Raman", []),  # parts of other words
    ],
)
def test_a_part_of_a_name_is_its_bearer_again_if_it_is_long_enough(text, name, again):
    found = find_later_mentions(text, text, _named(text, (name, "name")), {})
    assert [text[one.start : one.end] for one in found if one.start >= len(name)] == again
    assert {one.name for one in found} <= {name}


@pytest.mark.parametrize(
    ("names", "aliases"),
    [
        (["Priya Raman", "Raman"], {"Raman": "Priya Raman"}),
        (["Priya Raman", "Oskar Raman", "Raman"], {}),  # whose?
        (["魏明宇", "老魏"], {"老魏": "魏明宇"}),
        (["魏明宇", "魏教授", "魏总"], {"魏教授": "魏明宇", "魏总": "魏明宇"}),
        (["魏明宇", "魏晓", "老魏"], {}),
        (["魏明宇", "老陈"], {}),
        (["魏明宇"], {}),
    ],
)
def test_a_short_name_is_that_of_the_one_who_bears_it(names, aliases):
    text = "，".join(names)
    assert find_aliases(text, _named(text, *((name, "name") for name in names))) == aliases


def test_of_speakers_that_overlap_the_more_certain_stays_then_the_longer():
    a, b, c, d = (
        Speaker(0, 4, "name", "a"),
        Speaker(2, 8, "name", "b"),
        Speaker(6, 9, "anonymous", "c"),
        Speaker(9, 12, "name", "d"),
    )
    guess = Speaker(10, 20, "name", "guess")

    def kept(certain=(), guesses=(), blocked=()):
        return [one.name for one in speakers._without_overlap([a, b, c, d], {*certain}, guesses, [*blocked])]

    assert kept() == ["a", "c", "d"]  # nobody beats who has no name
    assert kept(certain=[b]) == ["a", "c", "d"]
    assert kept(guesses=[guess]) == ["a", "c", "d"]
    assert kept(blocked=[(9, 11)]) == ["a", "c"]
    assert kept(blocked=[(8, 9)]) == ["a", "c", "d"]
    assert [one.name for one in speakers._without_overlap([a, b], set(), [], [])] == ["b"]
    assert [one.name for one in speakers._without_overlap([a, b], {a}, [], [])] == ["a"]
    assert speakers._without_overlap([], set(), [], []) == []


def test_the_fullest_name_of_a_person_is_the_longest_that_is_no_nickname():
    text = "Schmidt来了。Eric Schmidt走了。施密特大叔来了。"
    passage = read_passage(Document(text))
    written = quotations._fullest_names(passage, text)
    assert set(written.values()) <= {"Eric Schmidt", "施密特", "Schmidt"} and "Eric Schmidt" in written.values()


# ---------------------------------------------------------------------------------------------- who is meant, how far off

LONG_SPEECH = "“开源一定会赢到最后。”"


@pytest.mark.parametrize(
    ("before", "between", "speaker"),
    [
        ("天亮了。", "天" * 44, "马斯克"),
        ("天亮了。", "天" * 45, ""),  # the verb ends 49 characters behind the quotation
        ("", "天" * 116, "马斯克"),  # a quotation that opens its paragraph has no cue before it
        ("", "天" * 117, ""),
        ("天亮了。\n", "天" * 116, "马斯克"),
        ("天亮了。", "天" * 15 + "，", "马斯克"),
        ("天亮了。", "天" * 16 + "，", ""),  # the subject begins 17 characters behind it, in another clause
        ("", "天" * 16 + "，", "马斯克"),
    ],
)
def test_a_verb_behind_a_quotation_is_its_own_within_its_reach(before, between, speaker):
    assert said(f"{before}{LONG_SPEECH}{between}马斯克说。") == [[speaker, LONG_SPEECH[1:-1]]]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("奥特曼见了马斯克，他说：“会。”", "马斯克"),
        ("奥特曼见了马斯克，而他说：“会。”", "马斯克"),
        ("奥特曼见了马斯克，但他说：“会。”", "马斯克"),
        ("奥特曼见了马斯克，所以他说：“会。”", "他"),
        ("马斯克说：“会。”奥特曼和马斯克走了。他说：“开源会赢。”", "马斯克"),  # who spoke last goes on
        ("奥特曼说：“会。”奥特曼和马斯克走了。他说：“开源会赢。”", "奥特曼"),
        ("吴恩达说：“会。”奥特曼和马斯克走了。他说：“开源会赢。”", "他"),
        ("马斯克走了。谷歌走了。该公司说：“开源会赢。”", "谷歌"),
        ("马斯克走了。谷歌走了，微软来了。该公司说：“开源会赢。”", ""),
        ("王强告诉记者，他去年开始卖面：“人多就忙得过来。”", "王强"),
        ("校长告诉本报，他很满意，“孩子们都吃上了热饭。”", "校长"),
        ("一位家长告诉记者，她每天接送，“路上要一个小时。”", "一位家长"),
    ],
)
def test_whom_a_pronoun_means_is_told_by_what_stands_beside_or_before_it(text, speaker):
    assert said(text)[-1][0] == speaker


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("马斯克说：“会。”\n“也会。”", [["马斯克", "会。"], ["马斯克", "也会。"]]),  # the whole next paragraph
        ("马斯克说：“会。”\n\n“也会赢到最后的。”", [["马斯克", "会。"], ["马斯克", "也会赢到最后的。"]]),
        ("马斯克说：“会。”\n天亮了。\n“也会赢到最后的。”", [["马斯克", "会。"], ["", "也会赢到最后的。"]]),
        (
            "马斯克来了。\n“一定会赢到最后的。”\n",
            [["马斯克", "一定会赢到最后的。"]],
        ),  # the one person of the sentence before
        ("马斯克来了，奥特曼来了。\n“一定会赢到最后的。”\n", [["", "一定会赢到最后的。"]]),
        ("马斯克来了。天亮了。\n“一定会赢到最后的。”\n", [["", "一定会赢到最后的。"]]),
        ("天亮了。马斯克来了。\n“一定会赢到最后的。”\n", [["马斯克", "一定会赢到最后的。"]]),
        ("奥特曼走了。马斯克来了。\n“一定会赢到最后的。”\n", [["马斯克", "一定会赢到最后的。"]]),
        ("马斯克说：“会。”\n天亮时“也会赢到最后的。”", [["马斯克", "会。"], ["", "也会赢到最后的。"]]),
    ],
)
def test_a_quotation_that_is_a_paragraph_has_the_speaker_before_it(text, expected):
    assert said(text) == expected


@pytest.mark.parametrize(
    ("between", "speakers"),
    [
        ("马斯克顿了顿，", ["马斯克", "马斯克"]),
        ("马斯克顿了顿。", ["马斯克", ""]),
        ("马斯克" + "顿" * 76 + "，", ["马斯克", "马斯克"]),
        ("马斯克" + "顿" * 77 + "，", ["马斯克", ""]),  # eighty-one characters
    ],
)
def test_a_sentence_that_the_narrator_broke_off_at_a_comma_goes_on(between, speakers):
    found = find_quotations(f"马斯克说：“开源一定会赢，”{between}“闭源会输”。")
    assert found.query("kind != 'indirect'")["speaker"].tolist() == speakers


@pytest.mark.parametrize(
    ("name", "n", "headed", "grade"),
    [
        ("主持人", 1, False, "certain"),
        ("主持人", 1, True, ""),  # a line of its own, once, may be a heading
        ("主持人", 2, True, "certain"),
        ("发言人1", 1, True, "certain"),
        ("经济学人", 2, False, "certain"),  # a newspaper that asks again
        ("经济学人", 1, False, ""),
        ("谷歌", 9, False, ""),
        ("马斯克", 1, False, "name"),
        ("周明远", 1, False, "name"),
        ("Anna Bellamy", 1, False, "nickname"),
        ("Anna Bellamy", 2, False, "name"),
        ("晚风", 2, False, "nickname"),
        ("晚风", 1, False, ""),
        ("一二三四五六", 2, False, "nickname"),
        ("一二三四五六七", 2, False, ""),
        ("a" * 20, 2, False, "nickname"),
        ("a" * 21, 2, False, ""),
        ("晚_风", 2, False, ""),
        ("高层", 2, False, ""),  # an ordinary word
    ],
)
def test_a_label_is_graded_by_its_form_and_how_often_it_comes(name, n, headed, grade):
    assert transcripts._grade(name, n, headed) == grade


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("谷歌来了。该公司表示：“价格会降，大家都会用。”", "谷歌"),
        ("谷歌和微软来了。该公司表示：“价格会降，大家都会用。”", ""),
        ("马斯克来了。\n“价格会降，大家都会用。”", "马斯克"),
        ("马斯克和奥特曼来了。\n“价格会降，大家都会用。”", ""),
    ],
)
def test_of_two_who_are_named_together_none_is_meant_alone(text, speaker):
    assert [row[4] for row in quotations.quotation_rows(Document(text))] == [speaker]


# --------------------------------------------------------------------------------------------- whose words, whose name


def found_in(text):
    """Return kind, speaker and words of all that is said, quoted or reported."""
    return find_quotations(text)[["kind", "speaker", "quote"]].values.tolist()


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        # a colon of one's own: who or what stands before it speaks, not the one before
        ("梁诚说：“价格会降。”收据的背面写着：“概不退换，谢谢惠顾。”", ["梁诚", ""]),
        ("梁誠說：「價格會降。」門口的標語是：「一切為了速度。」", ["梁誠", ""]),
        ("“这不公平。”章女士说。她的徒弟小何摇了摇头：“我们没有被问过。”", ["章女士", "小何"]),
        ("“这不公平。”章女士说。陆则的回答更短：“没被问过。”", ["章女士", "陆则"]),
        ("梁诚说：“价格会降。”叶知微：“我看不会降。”", ["梁诚", "叶知微"]),
        ("梁诚说：“价格会降。”系统提示：“请您稍后再试。”", ["梁诚", ""]),
        # no subject, a reason, a topic or a number: the same one goes on
        ("梁诚说：“价格会降。”又停了一下：“不会很快。”", ["梁诚", "梁诚"]),
        ("梁诚说：“价格会降。”理由很简单：“芯片便宜了。”", ["梁诚", "梁诚"]),
        ("梁誠說：「價格會降。」談到對手：「他們也會降的。」", ["梁誠", "梁誠"]),
        ("梁诚说：“价格会降。”接着又补充：“不会很快。”", ["梁诚", "梁诚"]),
        # what a colon introduces does not belong to the one behind it
        ("陆远航：“先把车造好。”叶知微回应说这是废话。", ["陆远航"]),
        ("大屏幕打出一行字：“人人都有模型。”马斯克表示，这是他的目标。", [""]),
        ("橫幅上寫著：「還我工作，還我尊嚴。」馬斯克沒有回應，只說會議結束了。", [""]),
        ("我说：“是的，我写的。”马斯克想了想：“它写得更好。”", ["", "马斯克"]),
        ("有人喊：“开源会赢。”马斯克摇摇头：“永远不会的。”", ["有人", "马斯克"]),
        # but who ends the sentence behind it, or whose words a comma breaks off, does
        ("还有最后一个问题：“会赢吗？”马斯克问。", ["马斯克"]),
        ("第一条是：「先把模型做好，」馬斯克解釋道，「再談價格。」", ["馬斯克", "馬斯克"]),
    ],
)
def test_a_colon_introduces_the_words_of_whoever_stands_before_it(text, speakers):
    assert [speaker for speaker, _ in said(text)] == speakers


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("一位学生问马斯克：“现在学还来得及吗？”马斯克说：“来得及。”", ["一位学生", "马斯克"]),
        ("主持人问陆远航：“还降吗？”", ["主持人"]),
        ("學生問黃仁勳：「還要學寫程式嗎？」", ["學生"]),
        ("我问她：“还要学编程吗？”", [""]),
        ("员工问马斯克“还裁员吗”，马斯克说“不裁”。", ["员工", "马斯克"]),
        ("公司顾问陆远航：“先把车造好。”", ["陆远航"]),
        ("奥特曼回应马斯克称，“他只是嫉妒我们”。", ["奥特曼"]),
        ("陸遠航回覆網友說：「你可以不買。」", ["陸遠航"]),
        ("黄仁勋反驳奥特曼说：“算力永远不够用。”", ["黄仁勋"]),
        ("马斯克告诉奥特曼“开源一定会赢”。", ["马斯克"]),
        ("“会不会涨价？”记者问。", ["记者"]),
        ("「為什麼不開源？」馬斯克問。", ["馬斯克"]),
        ("“为什么？”奥特曼问他。“因为贵。”马斯克答。", ["奥特曼", "马斯克"]),
        ("“快跑！”有人喊。", ["有人"]),
        ("这是“谁来负责？”的问题。", []),
        ("“我后悔了。”马斯克后来说。", ["马斯克"]),
        ("「我後悔了。」馬斯克站起來說。", ["馬斯克"]),
        ("对马斯克来说，“开源”只是手段。", []),
        ("从长远来讲，“开源”只是手段。", []),
        ("用马斯克的话说，“开源会赢”。", ["马斯克"]),
        ("奥特曼引述马斯克的话说，“开源会赢”。", ["马斯克"]),
    ],
)
def test_whoever_asks_or_answers_somebody_speaks(text, speakers):
    assert [speaker for speaker, _ in said(text)] == speakers


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("马斯克说：“会降价。”\n“会降多少？”一位车主问。", ["马斯克", "一位车主"]),
        ("马斯克说：“会降价。”\n“会降多少？”主持人问。\n“三成。”", ["马斯克", "主持人", ""]),  # who was asked answers
        ("“会降吗？”马斯克问。“会降三成，明年还会再降。”", ["马斯克", ""]),
        ("马斯克说：“会降价。”\n“没有人比我更懂。”几小时后，白宫发出这条帖子。", ["马斯克", ""]),
        ("馬斯克說：「會降價。」\n「那你呢？」我問。", ["馬斯克", ""]),
        ("马斯克说：“会降价。”\n“太好了！”台下的人群喊道。", ["马斯克", ""]),
        ("“会降。”马斯克说。\n“不会。”奥特曼说。\n“会。”\n“不会。”", ["马斯克", "奥特曼", "", ""]),  # in turn
        ("“会降。”马斯克说。\n“明年会降到一半。”\n他走了。", ["马斯克", "马斯克"]),
        ("马斯克说：“会降价。”" + "天" * 2000 + "。“大家都这样想了很久。”", ["马斯克", ""]),
        ("马斯克反问：“为什么不呢？”\n“价格还会再降。”", ["马斯克", "马斯克"]),
        ("有员工说：“会降价。”\n“明年会降到一半。”", ["有员工", "有员工"]),
    ],
)
def test_a_new_paragraph_is_the_same_speaker_only_as_a_whole_and_where_nobody_asked(text, speakers):
    assert [speaker for speaker, _ in said(text)] == speakers


def test_who_goes_on_without_a_name_is_still_without_one():
    assert find_quotations("有员工说：“会降价。”\n“明年会降到一半。”")["kind"].tolist() == ["anonymous", "anonymous"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“不会。”马斯克笑了笑，“只会降。”", [["马斯克", "不会。"], ["马斯克", "只会降。"]]),
        ("「不會。」他指著牆，「人人平等」四個字還在。", [["他", "不會。"]]),
        ("马斯克没有透露人数，“不方便说。”", [["马斯克", "不方便说。"]]),
        ("陆远航拒绝透露人数，“不方便说。”", [["陆远航", "不方便说。"]]),
        ("墙上挂着画，“不方便说。”", []),
        ("马斯克在演讲中提出，“开源一定会赢”。", [["马斯克", "开源一定会赢"]]),
    ],
)
def test_words_behind_a_comma_are_speech_where_a_person_stands_before_it(text, expected):
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("马斯克介绍了新车。我父亲看完了直播。他说：“我们也有。”", "我父亲"),
        ("馬斯克介紹了新車。鄰座是一位退休教師。他說：「我們也有。」", "一位退休教師"),
        ("马斯克介绍了新车。台上来了一个年轻人。他说：“我们也有。”", "他"),
        ("马斯克介绍了新车。随后上台的是卢伟文，他说：“我们也有。”", "卢伟文"),
        ("马斯克介绍了新车。何大鹏坐在台下，他说：“我们也有。”", "何大鹏"),
        ("马斯克介绍了新车。他的手机没电了。他说：“我们也有。”", "马斯克"),
        ("马斯克也是一名工程师。他说：“我们也有。”", "马斯克"),
        ("马斯克介绍了新车。最重要的是安全性。他说：“我们也有。”", "马斯克"),
        ("马斯克：“还没到。”记者追问细节，他摆摆手：“以后再说。”", "马斯克"),
        ("记者问马斯克怎么看。他说：“我们也有。”", "马斯克"),
    ],
)
def test_a_pronoun_may_mean_whoever_was_brought_in_since(text, speaker):
    assert find_quotations(text)["speaker"].tolist()[-1] == speaker


@pytest.mark.parametrize(
    "byline",
    [
        "【晨星时报驻美国特约记者 冯亚文】",
        "本报讯（记者 李欣）",
        "本报记者李欣报道 ",
        "晨星时报记者李欣、陈晶北京报道 ",
        "記者劉明清／台北報導　",
        "本报讯 记者李欣 ",
        "（晨星社记者李欣摄）",
        "本报记者李欣\n",
    ],
)
def test_whoever_wrote_the_report_does_not_speak_in_it(byline):
    for speaker in ("青禾科技", "陆远航"):
        text = f"{byline}{speaker}表示，价格很快会再降一半。"
        assert said(text, kinds=ALL_SPEECH) == [[speaker, "价格很快会再降一半"]]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("据晨星社记者周明远报道，青禾科技将推迟新功能。", "周明远"),
        ("记者周明远报道，青禾科技将推迟新功能。", "周明远"),
        ("記者周明遠指出，青禾科技將推遲新功能。", "周明遠"),
        ("马斯克（图/李欣 摄）表示，价格很快会再降一半。", "马斯克"),
    ],
)
def test_a_journalist_who_is_quoted_speaks(text, speaker):
    assert said(text, kinds=ALL_SPEECH)[0][0] == speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        # adverbs are no part of a name
        ("陆盛则认为，开源只是游戏而已。", "陆盛"),
        ("陸盛卻認為，開源只是遊戲而已。", "陸盛"),
        ("陆盛亦表示，开源只是游戏而已。", "陆盛"),
        ("陆盛竟说，开源只是游戏而已。", "陆盛"),
        ("陆盛则反对，认为开源只是游戏而已。", "陆盛"),
        ("欧阳明则认为，开源只是游戏而已。", "欧阳明"),
        ("总裁叶则成说，开源只是游戏而已。", "叶则成"),
        # a role that runs into a name is none
        ("公司继任者格雷戈·阿贝说，开源只是游戏而已。", "格雷戈·阿贝"),
        ("白宫AI主管大维·萨克斯说，开源只是游戏而已。", "大维·萨克斯"),
        ("他儿子格雷戈·阿贝说，开源只是游戏而已。", "格雷戈·阿贝"),
        ("公司元老陈立文说，开源只是游戏而已。", "陈立文"),
        ("公司一把手陈立文说，开源只是游戏而已。", "陈立文"),
        ("合著者格雷戈·阿贝说，开源只是游戏而已。", "格雷戈·阿贝"),
        ("亚历山德·王说，开源只是游戏而已。", "亚历山德·王"),
        # hyphens and initials
        ("弗朗西丝卡·德拉克鲁斯-赫尔南说，开源只是游戏而已。", "弗朗西丝卡·德拉克鲁斯-赫尔南"),
        ("法国总理让-马克·杜瓦说，开源只是游戏而已。", "让-马克·杜瓦"),
        ("Anne-Marie Duvall表示，开源只是游戏而已。", "Anne-Marie Duvall"),
        ("R.J. Scarpone说，开源只是游戏而已。", "R.J. Scarpone"),
        ("J. D. Vanner表示，开源只是游戏而已。", "J. D. Vanner"),
        ("Zero-Shot Learning表示，开源只是游戏而已。", None),
        # one of many, by trade or kin
        ("杭州的药剂师说，开源只是游戏而已。", "杭州的药剂师"),
        ("货车司机说，开源只是游戏而已。", "货车司机"),
        ("編輯說，開源只是遊戲而已。", "編輯"),
        ("会计说，开源只是游戏而已。", "会计"),
        ("山谷资本的一位合伙人说，开源只是游戏而已。", "一位合伙人"),
    ],
)
def test_where_a_name_begins_and_ends(text, speaker):
    assert [row[1] for row in found_in(text)] == ([speaker] if speaker else [])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("律师表示，合同不再重要了。", "anonymous"),
        ("货车司机表示，合同不再重要了。", "anonymous"),
        ("记者问：“会降价吗？”", "anonymous"),
        ("总统表示，合同不再重要了。", "indirect"),  # there is one
        ("谷歌律师表示，合同不再重要了。", "indirect"),
        ("导演高勋在场。导演表示，合同不再重要了。", "indirect"),
        ("律师陆远航表示，合同不再重要了。", "indirect"),
    ],
)
def test_a_source_that_is_one_of_many_has_no_name(text, kind):
    assert find_quotations(text)["kind"].tolist() == [kind]


@pytest.mark.parametrize(
    ("text", "said_there"),
    [
        ("这让律师觉得合同不再重要了。", False),
        ("此舉令分析師認為，泡沫已經到頂。", False),
        ("这使马斯克相信，泡沫已经到顶。", False),
        ("美国大使周明远认为，泡沫已经到顶。", True),
        ("令狐远认为，泡沫已经到顶。", True),
        ("这让马斯克感慨，泡沫已经到顶。", True),  # what is uttered is said
        ("图中蓝线表示，泡沫已经到顶。", False),
        ("圖3表示，泡沫已經到頂。", False),
        ("黄色箭头表示，泡沫已经到顶。", False),
        ("海川在线表示，泡沫已经到顶。", True),
        ("有观点表示，泡沫已经到顶。", True),
    ],
)
def test_what_something_stands_for_or_makes_think_is_not_said(text, said_there):
    assert (not find_quotations(text).empty) == said_there


def test_a_label_ends_before_its_verb():
    text = "投资者询问：收入占比多少？\n董秘回复：您好，占比较小。\n投资者询问：有合作吗？\n董秘回复：您好，已经接入。"
    assert [speaker for speaker, _ in said(text)] == ["投资者", "董秘"] * 2


@pytest.mark.parametrize(
    ("intro", "words", "speaker"),
    [
        ("郑岚是一名护士。郑岚住在城西。", "郑岚擦了擦汗回答", "郑岚"),
        ("鄭嵐是一名護士。鄭嵐住在城西。", "鄭嵐合上本子補充", "鄭嵐"),
        ("阿梅在院子里。阿梅有一条狗。", "阿梅合上本子回答", "阿梅"),
        ("Nora在门口。Nora是店主。", "Nora合上本子回答", "Nora"),
        ("小野在院子里。小野是店主。", "小野合上本子回答", "小野"),  # a surname, too
        ("曹景云在院子里。曹景云和我是邻居。", "曹景云合上本子回答", "曹景云"),
        ("曹景行在院子里。曹景行和我是邻居。", "曹景云回答", "曹景云"),  # his brother has no shorter name
        ("郑岚是一名护士。", "郑岚团队回应", "郑岚团队"),
        ("", "曹景云当即反驳", "曹景云"),
        ("", "曹景云低声说", "曹景云"),
        ("", "曹景云揉着眼睛说", "曹景云"),
        ("", "郑岚抱着孩子说", "郑岚"),
        ("", "工程师丁志刚说", "丁志刚"),
        ("", "工程师丁刚说", "丁刚"),
        ("", "工程师丁志曾说", "丁志"),
        ("", "丁嫂掀开锅盖看了一眼", "丁嫂"),
        ("老曹开了一家店。", "老曹告诉记者", "老曹"),
    ],
)
def test_a_name_ends_before_what_its_bearer_does(intro, words, speaker):
    assert said(f"{intro}{words}：“店要关了，大家别等。”") == [[speaker, "店要关了，大家别等。"]]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (
            "主播 00:03\n先说说机器人。\n梅朵 00:09\n机器人走得很慢。\n主播 00:15\n慢多少？\n梅朵 00:19\n慢一半。",
            ["主播", "梅朵"] * 2,
        ),
        (
            "主播\n先说说机器人。\n梅朵\n机器人走得很慢。\n主播\n慢多少？\n梅朵\n慢一半。",
            [],
        ),  # without a clock they may be headings
        (
            "阿岩 2024/11/02 08:30\n下雨了。\n梅朵 2024/11/02 08:31\n我带了伞。\n阿岩 2024/11/02 08:40\n你在哪？",
            ["阿岩", "梅朵", "阿岩"],
        ),
        ("阿岩(00:30): 下雨了。\n梅朵(00:41): 我带了伞。\n阿岩(00:52): 你在哪？", ["阿岩", "梅朵", "阿岩"]),
        (
            "馮委員雨桐：經費從哪裡來？\n丁處長宏達：報告委員，從基金來。\n主席：請下一位。",
            ["馮委員雨桐", "丁處長宏達", "主席"],
        ),
        ("冯雨桐委员：经费从哪里来？\n丁宏达处长：从基金来。", ["冯雨桐委员", "丁宏达处长"]),
        ("主持人：谁先说？\n冯雨桐　我先说。\n丁宏达　我不急。\n冯雨桐　经费不够。\n丁宏达　我去找。", ["主持人"] + ["冯雨桐", "丁宏达"] * 2),
        # before the label a picture or the number of the turn, behind it another sign
        ("🎤 主持人：你怕旱吗？\n👩‍🌾阿岩：我怕。\n🎤 主持人：你呢？\n👩‍🌾阿岩：我种田。", ["主持人", "阿岩"] * 2),
        ("💡 价格：很低。\n✅ 性能：很高。\n💡 价格：很稳。\n✅ 性能：很好。", []),
        ("🎉 新功能\n我们做了三件事。\n🎉 新界面\n你看到了吗？\n🎉 新价格\n我不信。", []),
        ("001主持人：你怕旱吗？\n002阿岩：我怕。\n003主持人：你呢？\n004阿岩：我种田。", ["主持人", "阿岩"] * 2),
        ("[1] 主持人：你怕旱吗？\n[2] 阿岩：我怕。\n[3] 主持人：你呢？\n[4] 阿岩：我种田。", ["主持人", "阿岩"] * 2),
        ("（1）主持人：你怕旱吗？\n（2）阿岩：我怕。\n（3）主持人：你呢？\n（4）阿岩：我种田。", ["主持人", "阿岩"] * 2),
        ("1. 农夫：种田的人，我认识。\n2. 渔夫：打鱼的人，你认识吗？\n3. 樵夫：砍柴的人，我不认识。", []),
        ("1月：我们播种。\n15日：你下田吗？\n2月：我们下田。\n20日：你收割吗？\n3月：我们收割。", []),
        ("問／你怕旱嗎？\n答／怕。\n問／你種田嗎？\n答／種。", ["問", "答"] * 2),
        ("Q1. 你怕旱吗？\nA1. 怕。\nQ2. 你种田吗？\nA2. 种。", ["Q1", "A1", "Q2", "A2"]),
        ("A. 我去。\nB. 我不去。\n\nA. 你来。\nB. 你不来。", []),  # choices
        # a name and a blank: two names come back, before sentences
        ("馮雨桐　經費從哪裡來？\n丁宏達　從基金來。\n馮雨桐　夠嗎？\n丁宏達　不夠。", ["馮雨桐", "丁宏達"] * 2),
        ("主持人 [00:03] 你怕旱吗？\n阿岩 [00:09] 我怕。\n主持人 [00:15] 为什么？\n阿岩 [00:19] 我种田。", ["主持人", "阿岩"] * 2),
        ("冯雨桐 经费从哪里来？\n丁宏达 从基金来。\n冯雨桐 那好。", []),  # one comes back
        ("北京 今天有雨。\n上海 今天放晴。\n北京 明天有雨。\n上海 明天放晴。", []),  # places
        ("我们 今天 去 河边。\n他们 今天 去 山里。\n我们 明天 去 山里。\n他们 明天 去 河边。", []),  # all words
        ("記者﹕門為什麼關了﹖\n彭若谷﹕我不知道﹐風太大。", ["記者", "彭若谷"]),
        ("比分︰三比二，我們贏了。\n天氣︰晴，不太熱。", []),
        ("楼主：这机器值吗？\n1楼 慢慢走的小蜗牛：不值。\n2楼 半山：电费太贵。", ["楼主", "慢慢走的小蜗牛", "半山"]),
        ("樓主：這機器值嗎？\n半山：電費太貴。\n青瓦：已經退了。", ["樓主", "半山", "青瓦"]),
        ("半山：电费太贵。\n青瓦：已经退了。", []),
        ("大家说：\n@半山：电费太贵，不值得买。\n@青瓦：已经退了，没什么可说。", ["@半山", "@青瓦"]),
        ("我：你累吗？\nKimi：我不会累。\n我：那你睡吗？\nKimi：不睡。", ["我", "Kimi"] * 2),
        ("谷歌：你的搜索。\nKimi：你的助手。\n谷歌：你的邮箱。\nKimi：你的文档。", []),
        ("1 问：你累吗？\n答：不累。\n2 问：你睡吗？\n答：不睡。", ["问", "答"] * 2),
        ("說話人 1\n下雨了。\n曹景雲\n帶傘。\n說話人 1\n走。\n曹景雲\n走。", ["說話人 1", "曹景雲"] * 2),
        ("阿岩-门市 00:03\n下雨了。\n梅朵-仓库 00:09\n你带伞。\n阿岩-门市 00:15\n好\n梅朵-仓库 00:19\n走吗？", ["阿岩-门市", "梅朵-仓库"] * 2),
        (
            "阿岩 00:03\n下雨了\n梅朵 00:09\n我带伞\n河边的大熊猫 00:12\n收到\n阿岩 00:15\n好\n梅朵 00:19\n走吗？",
            ["阿岩", "梅朵", "河边的大熊猫", "阿岩", "梅朵"],  # who speaks once, too
        ),
        ("阿岩 10:31\n阿青 10:35\n阿岩 11:02\n阿青 11:20\n你看，我们输了。", []),  # times of runners
        ("阿岩 10:31\n跑完了。\n阿青 10:35\n也跑完了。\n阿岩 11:02\n跑完了。\n阿青 11:20\n跑完了。", []),
        (
            "会议时间：2024年11月2日 08:30\n开始时间 2024-11-02 08:31\n說話人 1 00:03\n有三把傘。\n阿岩 00:09\n夠了\n說話人 1 00:12\n走。\n阿岩 00:15\n走。",
            ["說話人 1", "阿岩"] * 2,  # the time of the meeting stands above
        ),
        ("Q1\n下雨了，山谷里没有人。\nQ2\n天晴了，山谷里有了人。", []),  # quarters of a year
        ("阿岩：我带伞\n梅朵：下雨吗？\n阿岩：我看会\n梅朵：我不信", ["阿岩", "梅朵"] * 2),
        ("阿岩：你的伞\n梅朵：你的家\n阿岩：你的店\n梅朵：你的河", []),  # slogans
        ("@阿岩：我带了伞。\n@梅朵 回覆 @阿岩：我沒有。\n@阿岩回复@梅朵：我借你一把。", ["@阿岩", "@梅朵", "@阿岩"]),
        ("主持人：你怎么看？\n阿岩的回复是：我不信。\n主持人：你呢？", ["主持人"] * 2),
    ],
)  # fmt: skip
def test_turns_of_many_forms(text, labels):
    shadow = Document(text).shadow
    assert [text[turn.start : turn.end] for turn in find_turns(shadow)] == labels


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“店要关了。”马斯克放下杯子。", "马斯克"),
        ("“店要关了。”曹景云盯着窗外。", "曹景云"),
        ("“店要关了。”老板摆摆手。", "老板"),
        ("“店要关了。”德里克在门口坐下。", "德里克"),
        ("“好，”马斯克说，“我来讲一讲。”他停了停。“店要关了。”", "马斯克"),
    ],
)
def test_a_short_sentence_beside_a_person_is_speech(text, speaker):
    assert said(text)[-1] == [speaker, "店要关了。"]


def test_a_short_sentence_beside_a_person_is_speech_in_traditional_script():
    assert said("「店要關了。」曹景雲苦笑。") == [["曹景雲", "店要關了。"]]


@pytest.mark.parametrize(
    "text", ["“诚信经营。”招牌还在门口。", "“电车之父”马斯克放下杯子。", "门上写着红字“诚信经营。”马斯克放下杯子。"]
)
def test_a_slogan_beside_a_person_is_none(text):
    assert said(text) == []


@pytest.mark.parametrize(
    "speaker",
    [
        "渠道人士",
        "汽車業人士",
        "政界人士",
        "谷歌内部人士",
        "我爸",
        "老公",
        "妈妈",
        "客户经理",
        "班主任",
        "书记员",
        "原告律师",
        "被告代理人",
        "HR总监",
        "女孩",
        "老妇人",
        "小伙子",
        "小師妹",
        "渔夫",
        "店小二",
        "房东太太",
    ],
)
def test_common_nouns_that_speak(speaker):
    assert said(f"{speaker}说：“店要关了。”") == [[speaker, "店要关了。"]]
    assert said(f"{speaker}叹了口气：“店要关了。”")[0][1] == "店要关了。"


@pytest.mark.parametrize(
    ("words", "speaker"),
    [
        ("茶客陳太住在附近，", "陳太"),
        ("街坊李太每天來飲茶。", "李太"),
        ("做护士的黄太带着孩子。", "黄太"),
        ("周太今年六十岁。", "周太"),
        ("何太和女儿进门。", "何太"),
        ("食客张伯坐在门口。", "张伯"),
        ("黄伯住在楼上。", "黄伯"),
        ("熟客李婆婆住在附近，", "李婆婆"),
        ("顾客Mary住在附近，", "Mary"),
    ],
)
def test_who_is_called_by_surname_and_address_is_meant_by_the_pronoun_that_follows(words, speaker):
    pronoun = "他" if "伯" in words else "她"
    assert said(f"会长何志强表示，生意难做。\n{words}{pronoun}说：「这里像家。」")[-1] == [speaker, "这里像家。"]


@pytest.mark.parametrize(
    "words",
    [
        "那条路太窄。",
        "这一主张太带偏见。",
        "何太自信了。",
        "张太和蔼了。",
        "犹太人常来。",
        "方太今年推出烤箱。",
        "张伯伦来访。",
    ],
)
def test_an_adverb_or_a_part_of_a_name_is_no_address(words):
    assert said(f"店里来了一群人，{words}她说：「这里像家。」")[-1][0] in ("", "她")


@pytest.mark.parametrize(
    "speaker",
    [
        "特斯拉批评者",
        "苹果的供应商",
        "苹果公司老员工",
        "微软股东",
        "英伟达竞争对手",
        "京东客服",
        "小米车主们",
        "马斯克追随者",
    ],
)
def test_the_people_around_a_firm_do_not_speak_for_it(speaker):
    assert said(f"{speaker}表示：“店要关了。”") == [[speaker, "店要关了。"]]
    assert said(f"“店要关了。”{speaker}说。") == [[speaker, "店要关了。"]]
    assert find_quotations(f"{speaker}说：“店要关了。”")["kind"].tolist() == ["anonymous"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("苹果官方表示：“店要关了。”", "苹果"),
        ("马斯克在白宫对记者说：“店要关了。”", "马斯克"),
        ("腾讯基金会表示：“店要关了。”", "腾讯"),
        ("百度用户协议写道：“店要关了。”", "百度"),
        ("苹果用户增长放缓，公司表示：“店要关了。”", "苹果"),
        ("小米回应特斯拉车主质疑：“店要关了。”", "小米"),
        ("雷军同学说：“店要关了。”", "雷军"),
        ("张三是苹果用户，他说：“店要关了。”", "张三"),
        ("小米车主王先生说：“店要关了。”", "王先生"),
        ("苹果供应商富士康表示：“店要关了。”", "富士康"),
        ("英伟达对手 AMD 表示：“店要关了。”", "AMD"),
    ],
)
def test_a_firm_speaks_beside_words_for_people(text, speaker):
    assert said(text) == [[speaker, "店要关了。"]]


@pytest.mark.parametrize("speaker", ["女孩", "老者", "猎户", "丫鬟"])
def test_common_nouns_that_speak_behind_their_words(speaker):
    assert said(f"天黑了。“店要关了。”{speaker}说。") == [[speaker, "店要关了。"]]


@pytest.mark.parametrize(
    "text",
    ["这是一家女人说了算的店，店名叫“渡口”。", "少年宫说明：周一闭馆。", "女人：四成。\n男人：六成。\n女人：五成。"],
)
def test_common_nouns_that_say_nothing(text):
    assert said(text, kinds=("direct", "anonymous", "indirect")) == []


@pytest.mark.parametrize("speaker", ["奶奶", "妈妈", "司机"])
def test_common_nouns_that_speak_by_an_act(speaker):
    assert said(f"{speaker}摇了摇头：“店要关了。”") == [[speaker, "店要关了。"]]


@pytest.mark.parametrize(
    ("text", "words", "spoken"),
    [
        ("议员曹景云批评，这是“把风险留给市民”。", "把风险留给市民", True),
        ("議員曹景雲批評，這是「把風險留給市民」。", "把風險留給市民", True),
        ("议员曹景云说，经费“大多数用于宣传计划”。", "大多数用于宣传计划", True),
        ("议员曹景云形容，过程“漫长而枯燥”。", "漫长而枯燥", True),
        ("议员曹景云称，传闻“毫无道理”。", "毫无道理", True),
        ("议员曹景云坦承“吃不消”。", "吃不消", True),
        ("议员曹景云说，新路名为“长安计划”。", "长安计划", False),
        ("议员曹景云说，这是“长安计划”。", "长安计划", False),
        ("议员曹景云表示，市府将推动“千校改造计划”。", "千校改造计划", False),
        ("议员曹景云表示，他看了“无名英雄榜”。", "无名英雄榜", False),
    ],
)
def test_marked_parts_of_reported_speech_are_words_or_names(text, words, spoken):
    found = find_quotations(text)
    assert (found.loc[found["quote"] == words, "kind"] != "term").any() == spoken


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("谈起童年曹景云说：“店要关了。”", "曹景云"),
        ("談起童年曹景雲說：「店要關了。」", "曹景雲"),
        ("对于传言曹景云回应：“店要关了。”", "曹景云"),
        ("昨天晚上曹景云表示：“店要关了。”", "曹景云"),
        ("在讲台上曹景云强调：“店要关了。”", "曹景云"),
        ("谈到童年时说：“店要关了。”", ""),
        ("她指着墙上的曲线说：“店要关了。”", "她"),
        ("诗人奥尔加·鲍里斯有言：“店要关了。”", "奥尔加·鲍里斯"),
        ("工程师曹景云有句老话：“店要关了。”", "曹景云"),
        ("嘉宾说：“店要关了。”", "嘉宾"),
    ],
)
def test_topics_and_things_before_a_verb_name_nobody(text, speaker):
    assert [name for name, _ in said(text)] == [speaker]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("木匠师傅说：“店要关了。”", "木匠师傅"),
        ("司机曹磊说：“店要关了。”", "曹磊"),
        ("店主曹敏还说，这家店开了二十年，现在要关了。", "曹敏"),
        ("邻居曹景云表示，这家店开了二十年，现在要关了。", "曹景云"),
        ("病人家屬曹景雲忍不住說：「店要關了。」", "曹景雲"),
        ("球迷曹三喊道：“店要关了。”", "曹三"),
        ("老师曹敏说：“店要关了。”老师说，大家都难过。", "曹敏"),
        ("读者周知：“店要关了。”", ""),
        ("读者来信说：“店要关了。”", "读者"),
    ],
)
def test_a_name_behind_what_its_bearer_is_has_no_more_letters(text, speaker):
    assert said(text, kinds=("direct", "anonymous", "indirect"))[0][0] == speaker


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("曹景云写道：“店开了十年。\n“店要关了。\n“谢谢大家。”", ["曹景云"] * 3),
        ("曹景雲寫道：「店開了十年。\n「店要關了。\n「謝謝大家。」", ["曹景雲"] * 3),
        ("曹景云写道：“店开了十年。”\n“店要关了。”马斯克说。", ["曹景云", "马斯克"]),
    ],
)
def test_every_paragraph_of_a_letter_may_open_with_a_mark(text, speakers):
    assert [name for name, _ in said(text)] == speakers


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("一名不愿公开身份的前舰长坦言：“船早该退役了。”", "一名不愿公开身份的前舰长"),
        ("一位不願透露姓名的焊接組組長也說：「船早該退役了。」", "一位不願透露姓名的焊接組組長"),
        ("不愿透露真名的轮机长昨天抱怨：“船早该退役了。”", "不愿透露真名的轮机长"),
        ("某位要求匿名的船坞调度长在接受采访时表示：“船早该退役了。”", "某位要求匿名的船坞调度长"),
        ("“船早该退役了。”一位不愿具名的大副告诉本报。", "一位不愿具名的大副"),
        ("不愿具名者说：“船早该退役了。”", "不愿具名者"),
        ("一位不愿具名的资深分析师说：“船早该退役了。”", "一位不愿具名的资深分析师"),
        ("他不愿透露姓名的原因很简单：“怕丢饭碗，也怕连累家人。”", "他"),
    ],
)
def test_a_source_that_withholds_its_name_is_told_whole_and_without_the_verb(text, speaker):
    assert [name for name, _ in said(text)] == [speaker]


# ---------------------------------------------------------------------------------- who bears the labels of a transcript

TALK = ("{0}：海上冷吗？", "{1}：我穿得多。今年还行。", "{0}：还出海吗？", "{1}：我还要出海。")


def speakers_of(*paragraphs):
    return [speaker for speaker, _ in said("\n\n".join(paragraphs))]


@pytest.mark.parametrize(
    ("head", "asks", "answers", "names"),
    [
        # an initial is that of the one person above who has this surname
        ("船长周海生今年五十岁。以下是本报与周海生的对话：", "记", "周", ["记", "周海生"]),
        ("船長周海生今年五十歲。以下是本報與周海生的對話：", "問", "周", ["問", "周海生"]),
        ("周海生和周小北父子都出海。", "问", "周", ["问", "周"]),
        ("高科技不可怕，高处也不可怕。", "问", "高", ["问", "高"]),
        ("海上的周末很短。", "问", "周", ["问", "周"]),
        # a legend
        ("（渔＝渔业周报，周＝周海生）", "渔", "周", ["渔业周报", "周海生"]),
        # a credit above the turns is no turn, and tells who bears the label
        ("主持人：罗颖　记录：秦川", "主持人", "周海生", ["罗颖", "周海生"]),
        ("主席：林正堂（理事長）", "主席", "周委員", ["林正堂", "周委員"]),
        ("主讲人：周海生（渔船“海生号”船长）", "主持人", "主讲人", ["主持人", "周海生"]),
        ("主持人：罗颖、秦川", "主持人", "周海生", ["主持人", "周海生"]),
        ("记者：李又如", "记者", "周海生", ["记者", "周海生"]),  # who asks for a newspaper
        # who bears the office
        ("以下是行政長官周海生昨晚會見傳媒的談話：", "記者", "行政長官", ["記者", "周海生"]),
    ],
)
def test_the_text_above_a_transcript_tells_who_bears_its_labels(head, asks, answers, names):
    assert speakers_of(head, *(line.format(asks, answers) for line in TALK)) == names * 2


def test_a_first_turn_that_calls_somebody_is_no_credit():
    first = "主持人：周海生，您先说？"
    assert speakers_of(first, *(line.format("主持人", "周海生") for line in TALK))[0] == "主持人"


@pytest.mark.parametrize(
    ("label", "name"),
    [("海生", "周海生"), ("老周", "周海生"), ("Anna", "Anna Bellamy"), ("安娜", "Anna Bellamy"), ("海鸟", "海鸟")],
)
def test_other_names_of_those_who_speak_are_theirs(label, name):
    talk = (
        "主持人：请。",
        "周海生：我穿得多。",
        "Anna Bellamy（安娜）：我不出海。",
        "{0}：我也说一句。",
        "主持人：请。",
        "{0}：好了。",
    )
    assert speakers_of(*(line.format(label) for line in talk))[3:] == [name, "主持人", name]


def test_an_initial_is_no_name_within_words():
    text = "问：贵吗？\n高：我看不贵。\n问：会降吗？\n高：会。\n\n高科技产品今年降价，他说：“还会降。”"
    assert [speaker.name for speaker in read_passage(Document(text)).speakers].count("高") == 2


def test_an_article_without_a_transcript_has_no_cast():
    assert cast.find_cast("周海生来了。", [], []) == {}


# ----------------------------------------------------------------------- the one person whom an introduction names

SPEECH = "大家早。\n\n我在海上三十年，今天说说海。\n\n一、风浪\n\n海很大，船很小。\n\n责任编辑：李又如"
SPOKEN = ["大家早。", "我在海上三十年，今天说说海。", "海很大，船很小。"]


@pytest.mark.parametrize(
    ("head", "speaker"),
    [
        ("昨天，周海生在渔业论坛上做了主题演讲。以下为演讲实录：", "周海生"),
        ("以下是渔业学会会长周海生在论坛的致辞全文：", "周海生"),
        ("以下為漁業學會會長周海生在論壇的致詞全文（略有刪節）：", "周海生"),
        ("周海生在论坛上发表讲话，全文如下：", "周海生"),
        ("以下内容根据马斯克的演讲整理：", "马斯克"),
        # nobody, or not only one
        ("会议昨天结束。以下为演讲实录：", None),
        ("周海生主持了论坛。以下是与会者的发言：", None),
        ("以下是周海生等人的发言实录：", None),
        ("以下是周海生与林正堂的发言实录：", None),
        ("以下是安理会的讲话全文：", None),
        ("以下是周海生演讲的三个要点：", None),
        ("周海生做了演讲。", None),
    ],
)
def test_a_speech_is_that_of_the_one_person_whom_its_introduction_names(head, speaker):
    assert said(f"{head}\n\n{SPEECH}") == [[speaker, words] for words in SPOKEN if speaker]


def test_a_speech_speaks_to_somebody():
    assert said("以下为周海生的讲座内容：\n\n海分四个。\n\n太平洋最大。\n\n北冰洋最小。\n\n我怕冷。") == []


@pytest.mark.parametrize(
    ("behind", "spoken"),
    [
        ("周海生鞠了一躬，走下台。\n\n掌声很久。", 1),
        ("我是周海生，谢谢大家。", 2),
        ("主持人：谢谢。\n\n周海生：我谢谢您。\n\n主持人：好。", 4),
    ],
)
def test_a_speech_ends_before_the_narrator_and_before_a_talk(behind, spoken):
    assert len(said(f"以下为周海生的演讲实录：\n\n周海生：大家早。\n\n{behind}")) == spoken


QUESTIONS = ("海上冷吗？", "还出海吗？", "船员呢？")
ANSWERS = ("冷。我穿得多。", "还要出海，我不会停。", "走了两个，还有一个。")


@pytest.mark.parametrize(
    ("head", "question", "speaker"),
    [
        ("船长周海生今年五十岁。以下是本报与周海生的对话，有删节：", "**{}**", "周海生"),
        ("船長周海生今年五十歲。以下是本報與周海生的對話：", "——{}", "周海生"),
        ("周海生接受了本报的专访。以下为对话实录：", "{}", "周海生"),
        ("以下是记者对周海生的采访：", "▶ {}", "周海生"),
        ("以下是我们与周海生的对话：", "### {}", "周海生"),
        ("以下是周海生与林正堂的对话：", "**{}**", None),
        ("周海生与林正堂谈海：", "**{}**", None),
        ("以下是本报与周海生的对话：", "{}\n\n答：", None),
    ],
)
def test_the_answers_without_labels_are_of_the_one_person_whom_the_introduction_names(head, question, speaker):
    text = "\n\n".join(
        f"{question.format(asks)}\n\n{answers}" for asks, answers in zip(QUESTIONS, ANSWERS, strict=True)
    )
    found = [row for row in said(f"{head}\n\n{text}") if row[0] == "周海生"]
    assert found == [[speaker, words] for words in ANSWERS if speaker]


def test_questions_with_a_label_keep_it():
    text = "以下是本报与周海生的对话：\n\nQ1：海上冷吗？\n\n冷。我穿得多。\n\nQ2：还出海吗？\n\n出。"
    assert [speaker for speaker, _ in said(text)] == ["Q1", "周海生", "Q2", "周海生"]


def test_two_questions_without_a_mark_may_be_the_narrators():
    assert said("以下是本报与周海生的对话：\n\n海上冷吗？\n\n冷得很。\n\n还出海吗？\n\n要出海。") == []


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("周海生三年前改行做海图分析，船员们都叫他“海图先生”。", 0),
        ("周海生退休後從事漁業資源評價，鄰居都很佩服他。", 0),
        ("马斯克做客节目时分析，海图明年会更准。", 1),
        ("马斯克做了海图后介绍，海图明年会更准。", 1),
    ],
)
def test_an_analysis_is_a_trade_behind_what_somebody_works_at(text, n):
    assert len(said(text, kinds=("direct", "anonymous", "indirect"))) == n


def test_a_neighbour_who_is_told_of_speaks_in_a_turn():
    text = "主持人：海上冷吗？\n周海生：我记得隔壁老林劝我：“别出海了，去开网约车吧。”\n主持人：你去了吗？\n周海生：我没有去。"
    assert ["老林", "别出海了，去开网约车吧。"] in said(text)


def test_the_longest_term_is_found_whatever_the_pattern_of_a_short_one_is_like(monkeypatch):
    terms = ["[在带把]", "刚(?![说问(?:答)])", "带领", "刚刚", "该(?:名|位)?(?:人|负责人)", "该名记者"]
    monkeypatch.setattr(reporting, "terms_of", lambda table, role: terms)
    pattern = re.compile(reporting.any_of("a role of the test"))
    for text in ("带领", "刚刚", "该名负责人", "该名记者", "在", "刚"):
        assert pattern.match(text)[0] == text
    assert reporting.longest_first("a role of the test")[0] == terms[4]


SAYING = "帆要看风，不要看别人的帆，更不要看岸上的旗。"
OTHER_SAYING = "潮水退了，船才知道自己停在哪里。"
REST = "这座港口已经有三百年历史，每年夏天都有很多船在这里过夜，今年也是这样。"


@pytest.mark.parametrize(
    ("text", "said_by"),
    [
        (f"船语\n1、\n{SAYING}\n--周海生\n2、\n{OTHER_SAYING}\n--Mary Ann Dale，船长", ["周海生", "Mary Ann Dale"]),
        (f"1、{SAYING}——周海生\n2、{OTHER_SAYING}——玛丽·戴尔", ["周海生", "玛丽·戴尔"]),
        (f"{SAYING}\n\n―― 周海生\n\n{OTHER_SAYING}\n\n―― 一位不愿留名的水手", ["周海生", "一位不愿留名的水手"]),
        (f"看帆\n{SAYING}\n——玛丽·戴尔\n{REST}", ["玛丽·戴尔"]),  # an epigraph
        (f"{REST}\n{SAYING}\n——周海生《帆》\n{REST}", ["周海生"]),
        (f"{REST}\n“{SAYING}”\n——船长周海生\n{REST}", ["周海生"]),
        (f"{REST}\n“{SAYING}”——周海生", ["周海生"]),
        (f"{REST}\n「{SAYING}」—— 瑪麗·戴爾，船長\n{REST}", ["瑪麗·戴爾"]),
        (f"{REST}\n{SAYING}\n——周海生\n12月3日", []),  # signatures
        (f"{SAYING}\n——周海生", []),
        (f"{SAYING}\n——编辑部\n{OTHER_SAYING}\n——本刊", []),
        (f"谁在看帆？\n——周海生\n{REST}", []),  # subtitles
        (f"看帆的人\n——周海生\n{SAYING}\n——玛丽·戴尔，船长", []),
        (f"看帆的人。\n——访船长周海生\n{REST}", []),
        ("——你去哪里？\n——周海生，你来了。\n——我去港口。", []),  # a dialogue
    ],
)
def test_a_saying_is_said_by_the_one_below_it_and_a_letter_or_a_title_is_not(text, said_by):
    found = said(text)
    assert [speaker for speaker, _ in found] == said_by
    assert all(words in (SAYING, OTHER_SAYING) for _, words in found)


def test_the_author_of_a_saying_is_no_label_of_a_transcript():
    text = "\n".join(f"{SAYING}\n——{name}" for name in ("周海生", "陈小船", "周海生", "李海"))
    assert [speaker for speaker, _ in said(text)] == ["周海生", "陈小船", "周海生", "李海"]


def test_a_signature_within_a_turn_leaves_the_turn_whole():
    text = "主持人：你怎么看帆？\n周海生：我看风。\n——李海\n主持人：还有呢？\n周海生：我看潮水。\n——陈小船"
    assert [speaker for speaker, _ in said(text)] == ["主持人", "周海生", "主持人", "周海生"]


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("上周，我们和船长周海生聊了聊。", "周海生"),
        ("本刊專訪了陳小船。", "陳小船"),
        ("玛丽·戴尔住在港口，近日接受了本报采访。", "玛丽·戴尔"),
        ("李海接受本报采访。", "李海"),
        ("我们和周海生、李海聊了聊。", ""),  # two
        ("周海生喜欢聊天，也喜欢出海。", ""),
        ("港口很小。", ""),
    ],
)
@pytest.mark.parametrize(("q", "a"), [("Q", "A"), ("问", "答"), ("Q1", "A1")])
def test_the_answers_are_those_of_the_one_who_was_interviewed(head, name, q, a):
    lines = [f"{label}：{words}" for label, words in zip((q, a), ("海上冷吗？", "冷，我穿得多。"), strict=True)]
    assert [speaker for speaker, _ in said("\n".join([head, *lines, *lines]))] == [q, name or a] * 2


@pytest.mark.parametrize(
    ("head", "asks"),
    [
        ("李海近日接受本报记者周海生专访。", "周海生"),
        ("本刊记者周海生与李海对谈。", "周海生"),
        ("本报记者周海生昨天到港口与李海见面。", "周海生"),
        ("本报记者周海生到港口与李海见面，记者余思远拍照。", ""),  # two
        ("责任编辑：周海生\n李海住在港口。", ""),
        ("李海先后接受记者周海生采访、编辑余思远采访。", ""),  # two
        ("记者和周海生都来自港口。", ""),
    ],
)
@pytest.mark.parametrize(("q", "a"), [("问", "答"), ("Q", "A"), ("记者", "答"), ("记者问", "李海答")])
def test_the_questions_are_those_of_the_one_who_is_said_to_ask_else_nobodys(head, asks, q, a):
    lines = [f"{label}：{words}" for label, words in zip((q, a), ("海上冷吗？", "冷，我穿得多。"), strict=True)]
    found = find_quotations("\n".join([head, *lines, *lines])).iloc[::2]
    label = q.removesuffix("问") or q
    assert found["speaker"].tolist() == [asks or label] * 2
    assert found["kind"].tolist() == ["direct" if asks else "anonymous"] * 2


def test_one_of_two_who_talk_is_nobody_who_answers():
    lines = ["A：海上冷吗？", "B：冷，我穿得多。"] * 2
    assert [speaker for speaker, _ in said("\n".join(["我们采访了周海生。", *lines]))] == ["A", "B"] * 2


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("李彦宏之女说：“船会沉。”", "李彦宏之女"),
        ("馬斯克之母說：「船會沉。」", "馬斯克之母"),
        ("马斯克前妻说：“船会沉。”", "马斯克前妻"),
        ("雷军夫人说：“船会沉。”", "雷军夫人"),
        ("奥特曼的丈夫说：“船会沉。”", "奥特曼的丈夫"),
        ("李彦宏之女李海说：“船会沉。”", "李海"),
        ("马斯克的母亲梅耶说：“船会沉。”", "梅耶"),
        ("雷军之后说：“船会沉。”", "雷军"),
        ("雷军父亲节那天说：“船会沉。”", "雷军"),
        ("雷军说：“船会沉。”他的妻子没有说话。", "雷军"),
    ],
)
def test_a_relative_of_a_person_is_another(text, speaker):
    assert said(text)[0] == [speaker, text[text.index("船") : text.index("。") + 1]]


def test_a_label_with_an_office_behind_a_bar_ends_before_the_bar():
    text = "周海生丨船长：海上很冷，我穿得多。\n陈小船｜水手：我也是，你呢？\n周海生丨船长：我要出海。"
    assert said(text) == [
        ["周海生", "海上很冷，我穿得多。"],
        ["陈小船", "我也是，你呢？"],
        ["周海生", "我要出海。"],
    ]
    assert said("周海生丨船长：“海上很冷，我穿得多。”") == [["周海生", "海上很冷，我穿得多。"]]


def test_a_community_is_a_source_with_all_its_words():
    found = said("海外AI社区惊奇地发现，船也会自己回港。", kinds=("direct", "anonymous", "indirect"))
    assert found == [["海外AI社区", "船也会自己回港"]]


@pytest.mark.parametrize(
    ("line", "spoken"),
    [
        ("統計：提問兩條，瀏覽三百次。", False),
        ("表决结果：十票同意，两票反对。", False),
        ("整理：陈小船，也谢谢大家来听。", False),
        ("结果我真的去了，船也回来了。", True),
        ("统计的人说船少了，我不信。", True),
    ],
)
def test_a_line_that_sums_up_a_talk_is_no_longer_said(line, spoken):
    text = f"主持人：海上冷吗？\n周海生：冷，我穿得多。\n主持人：还出海吗？\n周海生：我要出海。\n{line}"
    assert (line in [words for _, words in said(text)]) == spoken


@pytest.mark.parametrize(
    ("words", "speaker"),
    [
        ("面包师把炉门关上，丢下一句：“{}”", "面包师"),  # any noun for a person who does something
        ("木匠看了看裂缝，半天没有说话。他说：“{}”", "木匠"),
        ("爷爷修了一辈子伞，从不收学徒的钱。他常对邻居说：“{}”", "爷爷"),
        ("我的外公是船夫，划了四十年船。他说：“{}”", "我的外公"),
        ("反正我爸不懂。他回了一句：“{}”", "我爸"),
        ("老赵的女儿在县里教书。她说：“{}”", "老赵的女儿"),
        ("老赵的女儿在县里教书。他说：“{}”", "他"),  # of another sex
        ("站长的要求很简单，就一句：“{}”", "站长"),
        ("我问过一位审稿人，他的回答是“{}”", "一位审稿人"),
        ("我打电话给房东，一位七十岁的老太太。她说：“{}”", "房东"),
        ("王磊做了一盏灯。用户很喜欢。他说：“{}”", "王磊"),  # many are not he
        ("王磊是灯塔协会的创始人。他说：“{}”", "王磊"),
        ("前辈魏律师把眼镜摘下来：“{}”", "魏律师"),
        ("司徒先生把信摊在桌上，问：“{}”", "司徒先生"),
        ("王磊没有露面，只在内部信中写道：“{}”", "王磊"),
        ("王磊的看法是“{}”。", "王磊"),
        ("网友“夜航船”留言：“{}”", "夜航船"),
        ("代工厂“协和精机”则在声明中说：“{}”", "协和精机"),
        ("公司的“夜航船”计划说明写道：“{}”", ""),
        ("白鹭智能(Egret AI)出了新灯。白鹭智能总经理邵一舟表示：“{}”", "邵一舟"),
        ("云港的大股东之一洪山基金当晚称：“{}”", "洪山基金"),
        ("罗颖的办公室门上贴着一张纸条：“{}”", ""),
    ],
)
def test_the_speaker_is_who_does_something(words, speaker):
    assert said(words.format("灯要亮着，人才敢走。"))[-1] == [speaker, "灯要亮着，人才敢走。"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("周海生补充，今年的鱼获与去年“大致持平”，不会再少。", "大致持平"),
        ("周海生表示，港口對兩種意見都「聽得很清楚」，下週答覆。", "聽得很清楚"),
        ("周海生說，船照開，先用舊網「頂住先」。", "頂住先"),
        ("周海生认为，船够多，但修船的人“跟不上”。", "跟不上"),
        ("周海生表示，自己“一早預備”，不怕風浪。", "一早預備"),
        ("周海生说，港口今年办了“开海之夏”，欢迎来看。", None),
        ("周海生说，灯由“智能助手”看管，省了两个人。", None),
        ("周海生说，店里卖的是“基本款雨衣”，价格不高。", None),
    ],
)
def test_a_predicate_in_marks_within_reported_speech_is_the_speakers_own(text, words):
    assert said(text) == ([["周海生", words]] if words else [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("周海生认为，船太少。“坐船的人想去哪里，没有人问过他们”。", [["周海生", "坐船的人想去哪里，没有人问过他们"]]),
        ("港口出了一本新书。“灯塔先锋”。", []),
        ("“他们叫我船长”，周海生搖搖頭，“我就是看灯的”。", [["周海生", "他们叫我船长"], ["周海生", "我就是看灯的"]]),
        ("港口有“夜航大战”，周海生笑了，“价格大战”也来了。", []),
        ("“海上冷，你要多穿”——这是母亲临走前的嘱咐。", [["母亲", "海上冷，你要多穿"]]),
        ("“船可以等，人不能等”，这是周海生常挂在嘴边的话。", [["周海生", "船可以等，人不能等"]]),
        ("周海生出海了。“船可以等，人不能等”，这是他的原话。", [["周海生", "船可以等，人不能等"]]),
        ("“灯塔先锋”，这是港口的说法。", []),
        ("“船会回来”，周海生回答。", [["周海生", "船会回来"]]),  # a verb here, a noun there
        ("“海上冷，你要多穿”，这是船长说的话。", [["船长", "海上冷，你要多穿"]]),
    ],
)
def test_marks_outside_the_quotation_and_whose_words_it_is(text, expected):
    assert said(text) == expected


@pytest.mark.parametrize(
    ("words", "speaker"),
    [
        ("开船厂的关芷晴说：“{}”", "关芷晴"),  # a surname that is a word elsewhere
        ("安监局说：“{}”", "安监局"),
        ("召委高慕义开场时说：“{}”", "高慕义"),
        ("海岳股份董事长鲁鸿章表示：“{}”", "鲁鸿章"),
        ("港口业务王经理解释说：“{}”", "王经理"),
        ("产品方经理说：“{}”", "经理"),
        ("我当时的班长大鹏在船上说：“{}”", "大鹏"),
        ("船长大声说：“{}”", "船长"),
        ("东京大学教授石渡真理评论说：“{}”", "石渡真理"),
        ("投资人叶立成拒绝透露价格，只说：“{}”", "叶立成"),
        ("周海生劝他：“{}”", "周海生"),
        ("主管Jessie去年出海回来，兴冲冲地说：“{}”", "Jessie"),
        ("Nick听完笑了一下，然后说：“{}”", "Nick"),
        ("借用前辈Sandi的话：“{}”", "Sandi"),
        ("借用前辈周海生的话：“{}”", "周海生"),
        ("省渔业局在一份通知中要求：“{}”", "省渔业局"),
        ("值班的是刚满二十岁的桑吉卓玛。她写：“{}”", "桑吉卓玛"),
        ("原告一方的反驳也很有意思：“{}”", "原告一方"),
        ("周海生不肯说。记者登门拜访，他只说：“{}”", "周海生"),
        ("有些观察想与读者分享。他说：“{}”", "他"),
        ("青禾电子昨天开会。至于涨价，公司仅回应：“{}”", "青禾电子"),
        ("船厂映岚科技今天开会。天冷。映岚今年出了新船。公司表示：“{}”", "映岚"),
        ("金融科技今天很热。公司表示：“{}”", ""),
        ("何苗问过她父亲。她父亲在海上做工。“{}”这是他唯一的嘱咐。", "她父亲"),
    ],
)
def test_names_by_what_stands_beside_them(words, speaker):
    assert said(words.format("灯要亮着，人才敢走。"), kinds=("direct", "anonymous"))[-1] == [
        speaker,
        "灯要亮着，人才敢走。",
    ]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        # one of the audience only listens, or a bystander without a name stands beside the subject
        ("嘉宾何冠群谈到价格战。“谁先涨价谁先死。”主持人听完哈哈大笑。他接着说：“这不是玩笑。”", "何冠群"),
        ("周海生坐在窗边讲古。他讲几句，等旁边的研究生记完，再往下讲。“水漫到了灶台，”他说。", "周海生"),
        ("主持人放下话筒。他说：“我们休息十分钟。”", "主持人"),
        ("周海生出门。他遇到一位老师傅。他说：“手艺会留下来。”", "一位老师傅"),
        # who is asked answers
        ("林晴记得，有人问周海生最怕什么，全场都等着，结果他说的是无聊。“机器不会无聊。”他这样解释。", "周海生"),
        # a noun behind 是 tells what somebody is, and is no second person
        ("他的母亲是一位退休会计。“电费单我都留着。”她告诉记者。", "他的母亲"),
        ("开门的是一位老太太。她说：“他搬走了。”", "一位老太太"),
        # a time behind 有 is no source
        ("儿子六岁，有一次问：“机器人会哭吗？”", "儿子"),
        ("有考生说：“题目太难。”", "有考生"),
        # letters in a nickname, and names in marks behind what somebody is
        ("師兄阿Ben在矽谷，上週視訊時告訴我：「大家都在搶顯卡。」", "阿Ben"),
        ("群里的大佬“夜航船”甩过来一句：“先看日志。”", "夜航船"),
        # a title behind a Latin name, and a house before a title
        ("首席技术官Elena Novak博士补充道：“延迟是关键。”", "Elena Novak"),
        ("MIT教授说：“这是好事。”", "MIT教授"),
        # Japanese names: 和 before a predicate, a surname with an office
        ("教授宮下美和對此不同意。她說：「沒有走出去。」", "宮下美和"),
        ("山本志门和高桥启到场。山本志门说：“我们同意。”", "山本志门"),
        ("社长北原聪对此乐观。北原社长说：“它不会喝酒。”", "北原聪"),
        # somebody at work for a group of its own is not the one before
        ("Caroline Hayes支持研究。开源社区「灯塔」的维护者留言：「删得不干净。」", "维护者"),
        # a term in marks is no speech that would part the person from her words
        ("老编辑童立言把它叫作“实习生”。“写得快，错得也快，还不脸红。”", "童立言"),
        # whose words somebody quotes, and whose report
        ("他引了自己父亲的话：“种地的人不问天。”", "父亲"),
        ("她引述审计署去年的报告，指有部门“没有评估风险便输入资料”。", "审计署"),
        # nobody says a verb, but the person stands between two halves
        ("“以前排队要半天，”今天一早，家住东街的贺长根从局里出来，手里拿着报告，“现在五分钟。”", "贺长根"),
        ("他指市民買菜不問產地，「新鮮便可以」。", "他"),
    ],
)
def test_the_speaker_is_neither_a_bystander_nor_whoever_stands_nearest(text, speaker):
    assert {one for one, _ in said(text)} == {speaker}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("有评论形容这是“芯片界的高速公路”，通了车才有生意。", "芯片界的高速公路"),
        ("她认为这项裁决对“数据可携权”有实际意义。", "数据可携权"),
    ],
)
def test_a_likeness_and_the_object_of_a_preposition_are_no_speech(text, words):
    assert find_quotations(text).query("quote == @words")["kind"].tolist() == ["term"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        # Houses that address the public in one clause and say it in the next.
        ("码头搬运业总会发表声明，称新规“关乎每一个靠双手谋生的人”。", "码头搬运业总会"),
        ("港口清淤科事后回复本报，仅称“将视工程进度再行评估”。", "港口清淤科"),
        ("林晓峰表示，渔港正在布置灯塔，预计“明年春天才能全部修好”。", "林晓峰"),
        ("渔村联会在社交平台发文，形容新规“准备仓促，但方向没有错”。", "渔村联会"),
        ("航运业游说团体Open Harbour则反驳：“加税只会令小船先靠岸。”", "Open Harbour"),
        ("林晓峰在平台Open Harbour反驳：“加税只会令小船先靠岸。”", "林晓峰"),
        ("林晓峰走了。作家协会发表声明，称新规“关乎每一个靠双手谋生的人”。", "作家协会"),
        ("渔业部长官视察时说：“一定会协助渔民。”", "渔业部长官"),
        ("渔业部长视察时说：“一定会协助渔民。”", "渔业部长"),
        ("搬运组当时信誓旦旦说：“下个月一定修好。”", "搬运组"),
    ],
)
def test_houses_that_no_list_knows_speak(text, speaker):
    assert [name for name, _ in said(text)] == [speaker]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("住院的陈老先生听到园丁解释剪刀的用途，只问了一句：“那我剪坏了怎么办？”", "陈老先生"),
        ("一名任职码头仓库逾十年的主任向本报表示：“招聘早就停了。”", "一名任职码头仓库逾十年的主任"),
    ],
)
def test_persons_as_everyday_news_bring_them_in(text, speaker):
    assert [name for name, _ in said("林晓峰反问：“为什么不呢？”\n" + text)][1:] == [speaker]


@pytest.mark.parametrize(
    ("head", "bearer"),
    [
        ("主持人小舟（余思远）与来宾对谈。", "余思远"),
        ("主持人余思远（以下简称小舟）与来宾对谈。", "余思远"),
        ("主持人小舟（木匠）与来宾对谈。", "小舟"),
    ],
)
def test_a_label_is_the_name_in_brackets_above_the_turns(head, bearer):
    text = f"{head}\n小舟：你为什么学木工？\n邱柏林：我喜欢木头的气味。\n小舟：那坏处呢？\n邱柏林：我的手指常常受伤。"
    assert [name for name, _ in said(text)] == [bearer, "邱柏林", bearer, "邱柏林"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("木匠周海兰修好了门。“木头会说话。”周阿姨摆摆手。", "周海兰"),
        ("周海兰说：“我七十岁了。”\n“木头会说话。”周师傅说。", "周海兰"),
        ("周海生说：“我七十岁了。”\n“木头会说话。”周太太说。", "周太太"),  # his wife
        ("周海兰说：“我七十岁了。”\n“是。”周先生说。\n“木头会说话。”周阿姨说。", "周阿姨"),  # she or a relative
    ],
)
def test_a_form_of_address_means_the_one_person_of_that_surname(text, speaker):
    assert said(text)[-1] == [speaker, "木头会说话。"]


def test_a_handle_is_a_label_where_others_are_addressed_as_in_a_thread():
    replies = ["林溪：我觉得修船太贵。", "{}", "momo.zhang：{} 我不同意，木头可以换。", "林溪：那你来修。"]
    post, heading = "一只爱晒网的猫：板子每年都要换，没有别的办法。", "注意事项：修船之前先晒一个月。"
    labels = ["林溪", "一只爱晒网的猫", "momo.zhang", "林溪"]
    thread, talk = "\n".join(replies).format(post, "@林溪"), "\n".join(replies).format(post, "林溪")
    assert [name for name, _ in said(thread)] == labels
    assert "一只爱晒网的猫" not in [name for name, _ in said(talk)]
    assert "注意事项" not in [name for name, _ in said(thread.replace(post, heading))]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("周海生走进船舱，开口就说：“船不能再等了。”", "周海生"),
        ("周海生走进船舱，回答说：“船不能再等了。”", "周海生"),
        ("灯塔管理处回答说：“船不能再等了。”", "灯塔管理处"),
        ("水文学家伊莎·罗伊以专家身份出席。她说：“船不能再等了。”", "伊莎·罗伊"),
        ("这番话惊动了灯塔公司总裁，他说：“船不能再等了。”", "灯塔公司总裁"),
        ("承办检察官曾晓筠论告时指出：“船不能再等了。”", "曾晓筠"),
        ("承办检察官王晓筠结辩后表示：“船不能再等了。”", "王晓筠"),
        ("承办检察官曾多次开会时指出：“船不能再等了。”", "检察官"),
        ("教授文小舟负责测量潮水。“船不能再等了。”文博士说。", "文小舟"),
        ("先开口的是住在港口的计小兰。她今年八十岁。她说：“船不能再等了。”", "计小兰"),
        ("港口委员会写给船厂的信里有这样一句：“船不能再等了。”", "港口委员会"),
        ("我昨天写给船厂的信里有这样一句：“船不能再等了。”", ""),
        ("“远帆”在官方微博上发了一条公告，写道：“船不能再等了。”", "远帆"),
        ("省渔业委基层船务处在调研报告中评价这一做法“守住了海上的安全底线”。", "省渔业委基层船务处"),
        ("核心评价这一做法“守住了海上的安全底线”。", "核心"),
        ("《潮汐报告》由研究机构Blue Keel撰写。报告写道：“船不能再等了。”", "Blue Keel"),
        ("报告由远帆大学撰写。报告写道：“船不能再等了。”", "远帆大学"),
        ("报告由周海生撰写。周海生说船很旧。报告写道：“船不能再等了。”", "周海生"),
        ("报告由一个机器撰写。报告写道：“船不能再等了。”", ""),
        ("报告说起Blue Keel的船。报告写道：“船不能再等了。”", ""),
        ("潮汐研究院昨日发布年度报告。船很旧。\n船也很慢。报告写道：“船不能再等了。”", "潮汐研究院"),
        ("潮汐研究院在会上发布了由远帆大学撰写的报告。报告写道：“船不能再等了。”", "远帆大学"),
        ("测评机构“远帆实验室”3日发布报告称船很旧。“船不能再等了。”报告写道。", "远帆实验室"),
        ("省渔业厅3日印发《船只指引》，明年施行。指引写明：“船不能再等了。”", "省渔业厅"),
        ("省渔业厅当天印发的通知明确：“船不能再等了。”", "省渔业厅"),
        ("潮汐研究院发布报告。远帆大学也发布报告。报告写道：“船不能再等了。”", ""),
        ("潮汐研究院发布报告。\n船很旧。\n船很慢。\n报告写道：“船不能再等了。”", ""),
        ("潮汐研究院发布通知。报告写道：“船不能再等了。”", ""),
        ("开渔船的小伙子很满意，一边等潮水一边说：“船不能再等了。”", "开渔船的小伙子"),
        ("去年大家写不清楚。写信去问，原厂业务回得很快：“船不能再等了。”", ""),
        ("教书廿二年的苏小船老师直言：“船不能再等了。”", "苏小船"),
        ("教书廿二年的苏老师直言：“船不能再等了。”", "苏老师"),
        ("至于阿帆，他在最后开口说：“船不能再等了。”", "阿帆"),
        ("海洋工作者总会很小。总会的作者周海生说：“船不能再等了。”", "周海生"),
    ],
)
def test_no_deed_is_a_speaker_and_no_name_is_lost(text, speaker):
    assert said(text)[-1][0] == speaker


@pytest.mark.parametrize(
    "text",
    [
        "接电话的是个姑娘，声音很轻。她说：“船不能再等了。”",
        "接电话的是一位师傅，声音很轻。他说：“船不能再等了。”",
        "当时有企业代表反对，说“船不能再等了，我们要倒了”。",
        "周海生摇摇头。他引述一名会员的说话：“船不能再等了。”",
        "周海生：一位木匠给我写信，只有一行：“船不能再等了。”\n李海：后来呢？\n周海生：我没有回。",
    ],
)
def test_whom_no_name_is_given_speaks_unnamed(text):
    found = find_quotations(text)
    assert found[found["quote"].str.startswith("船不能再等了")]["kind"].tolist() == ["anonymous"]


def test_a_pronoun_for_somebody_of_a_firm_is_a_source_with_a_post():
    text = "来源是一名{}研究员，他提到：“船不能再等了。”"
    kinds = [find_quotations(text.format(whose))["kind"].tolist() for whose in ("谷歌内部的匿名", "海洋")]
    assert kinds == [["direct"], ["anonymous"]]


def test_nobody_tells_of_himself_in_the_third_person_in_his_turn():
    talk = "主持人：题目是听众阿帆出的，他写信来说：“船不能再等了。”\n周海生：{}\n主持人：后来呢？\n周海生：我没有回。"
    assert ["阿帆", "船不能再等了。"] in said(talk.format("我没有读信。"))
    answer = "我的师傅很老了，他说：“锚要自己磨。”"
    assert ["周海生", "锚要自己磨。"] not in said(talk.format(answer))


def test_a_pronoun_goes_on_where_nobody_else_is_named():
    told = "周海生住在港口。他说船很旧，也很慢。{}潮水涨了。风停了。灯塔亮了。海鸥飞走了。缆绳断了。\n雨也停了。他想了想，反问我：“船还能再等吗？”"
    assert said(told.format(""))[-1][0] == "周海生"
    assert said(told.format("马斯克和雷军来了。"))[-1][0] == "他"


@pytest.mark.parametrize(
    ("told", "speaker"),
    [
        ("周海生住在港口。他记得第一次出海，问她船要怎么看，她答不出来。", "周海生"),
        ("那位船长叫做周海生，话很少。他记得第一次出海，问她船要怎么看，她答不出来。", "周海生"),
        ("周海生住在港口。他观察，渔民最常问的是船。", "周海生"),
        ("周海生和李海住在港口。他记得第一次出海，问她船要怎么看，她答不出来。", ""),
        ("周海生问李海船要怎么看。", ""),
    ],
)
def test_who_remembers_speaks_whoever_else_is_told_of(told, speaker):
    assert said(f"{told}“我那时候才知道，船很旧。”") == [[speaker, "我那时候才知道，船很旧。"]]


@pytest.mark.parametrize(("joint", "speaker"), [("则", "周海生"), ("", "李海")])
def test_who_is_set_against_the_speaker_begins_a_sentence_of_his_own(joint, speaker):
    text = f"周海生提出，旧船应当先修。“我那时候才知道，船很旧。”木匠李海{joint}表示担忧，认为修船太贵。"
    assert said(text)[0] == [speaker, "我那时候才知道，船很旧。"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("周海生说，凡是漏水，当天必须通报，“我那时候才知道，船很旧。”", "周海生"),
        ("周海生说船漏水。港口管理局通报，“我那时候才知道，船很旧。”", "港口管理局"),
    ],
)
def test_what_somebody_must_report_is_not_reported(text, speaker):
    assert said(text)[-1][0] == speaker
