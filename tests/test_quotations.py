"""Quotations: every rule by (in, out) tables of sentences made up for the purpose."""

import time

import pandas as pd
import pytest

from helpers import lexicon
from helpers.framing.analogies import find_analogies
from helpers.framing.quotations import QUOTE_KINDS, QUOTE_TYPES, find_quotations
from helpers.stats.counts import concordance, split_articles
from helpers.text import entity_mentions
from helpers.text.marks import pair_marks


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


def test_a_name_in_full_gives_its_last_name_wherever_it_stands():
    text = "John Müller和Jane O'Brien来了。Müller说：“开源会赢。”O'Brien说：“闭源会赢。”Müllers说：“没人会赢。”"
    assert said(text)[:2] == [["Müller", "开源会赢。"], ["O'Brien", "闭源会赢。"]]


def test_a_number_without_end_is_no_source():
    start = time.process_time()
    assert said("一" * 20_000 + "位知情人士说：“开源会赢。”")[0][0] == "一" * 9 + "位知情人士"
    assert time.process_time() - start < 1


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


def test_half_a_character_stops_no_finder():
    text = "林晓\ud800说:“开源\udc00的时刻来了。”谷歌\udfff就像安卓。"
    articles = pd.DataFrame({"article_id": ["a"], "year": [2023]}).assign(text=pd.Series([text], dtype=object))
    assert find_quotations(text)["quote"].tolist() == ["开源\ufffd的时刻来了。"]
    assert len(split_articles(articles)) == 2 and len(concordance(articles, "开源")) == 1
    assert find_analogies(split_articles(articles)) is not None
    assert len(entity_mentions(text)) == len(entity_mentions(text.replace("\ud800", "")))
