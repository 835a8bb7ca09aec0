"""Marks of note-taking programs and of Markdown's dialects."""

import pytest

from helpers.cleaning.cleaner import clean

UUID = "0a1b2c3d-0000-4000-8000-0123456789ab"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        # Obsidian
        ("模型==便宜==了，==Llama==也是。", "模型便宜了，Llama也是。"),
        ("价格~~很高~~不高。", "价格很高不高。"),
        ("正文%%待查%%在此。\n%%\n一行\n二行\n%%\n完", "正文在此。\n完"),
        ("他说^[据[某报](https://a.b/c)，昨天]。", "他说（据某报，昨天）。"),
        ("一段话。 ^ab12cd\n二段话 ^my-note\n^xyz9\n三段话", "一段话。\n二段话\n三段话"),
        ("- [ ] 一\n  - [x] 二\n> - [X] 三\n1. [ ] 四", "一\n二\n三\n1.四"),
        # tables
        ("| 公司 | 价格 |\n| --- | :-: |\n| 甲 | 5元 |\n| 乙\\|丙 |  |\n后文a | b", "公司\n价格\n甲\n5元\n乙|丙\n后文a | b"),
        ("前文\n\n公司|价格\n-|-\n甲|五元\n\n后文", "前文\n公司\n价格\n甲\n五元\n后文"),
        ("| 甲 |\n|---|\n| 乙 |", "甲\n乙"),
        ("| 甲 | 乙 |\n|---|---|", "甲\n乙"),
        ("| 店 | 书 |\n|---|---|\n| 东 | 字典<br>小说<br/><br/>诗 |\n| 西 | 地图 |\n后文a | b",
         "店\n书\n东\n字典\n小说\n诗\n西\n地图\n后文a | b"),
        ("店|书|价\n-|-|-\n东|字典<br>小说|5元\n西|地图|6元\n\n后文", "店\n书\n价\n东\n字典\n小说\n5元\n西\n地图\n6元\n后文"),
        ("| 店 | 书 |\n|---|---|\n| 东 |\n后文a|b", "店\n书\n东\n后文a|b"),  # a row that is too short
        # boxes
        (":::tip 提示\n内容。\n:::\n::: {.warning}\n小心。\n:::", "提示\n内容。\n小心。"),
        (":::tip\n内容。\n:::\n::: 甲", "内容。\n:::甲"),
        ("::::info[标题]{icon=x}\n内容。\n::::", "标题\n内容。"),
        ('!!! note "标题"\n    内容。\n\n???+ tip\n\n    另一段。', "标题\n内容。\n另一段。"),
        # Logseq
        ("title:: 题\ntags:: 甲, 乙\n\n- 正文", "正文"),
        (f"- 正文\n  id:: {UUID}\n- 见(({UUID}))。", "正文\n见。"),
        ("- #+BEGIN_QUOTE\n  引文。\n  #+END_QUOTE", "引文。"),
        # Org
        ("#+TITLE: 题\n#+begin_src python\n#+end_src\n#+CAPTION: 图一\n正文", "图一\n正文"),
        ("* 一级\n** 二级\n:PROPERTIES:\n:ID: a\n:END:\n见[[https://a.b/c][这里]]。", "一级\n二级\n见这里。"),
    ],
)  # fmt: skip
def test_marks_of_notes_go_and_their_text_stays(raw, text):
    assert clean(raw).text == text == clean(text).text


@pytest.mark.parametrize(
    "text",
    [
        "若a==b且c==d，则x == 3。",
        "价格==",
        "范围3~~5和7~~9，x ~~ y",
        "涨了5%%和6%%，占100%%",
        "同比（%%）与环比（%%）",
        "正则^[一-龥]+和^[a-z]，记作^[甲",
        "x的平方x ^2",
        "a ^12",
        "甲|乙\n丙|丁",
        "他说:::好",
        ":::三个冒号",
        "!!! wow\n完",
        "用std::vector",
        "status:: done",
        "观点::开源会赢。\n作者::林晓",
        "((括号))和((12345678))",
        "C#+C++、#+好",
        "旧桥。\n#+TITLE:这样的一行是题目。",
        ":PROPERTIES:\n没有结尾",
        "[x]是一个框",
    ],
)
def test_what_only_looks_like_a_mark_of_notes_stays(text):
    assert clean(text).text == text


@pytest.mark.parametrize(
    "raw", ["Q:: 什么是开源\nA:: 公开源代码并且允许修改", "std:: 是一个名字空间\nboost:: 是另一个"]
)
def test_two_keys_that_no_outliner_uses_are_no_properties(raw):
    assert clean(raw).text == raw.replace(":: ", "::")
    assert clean(f"tags:: 甲\n{raw}").text == ""
