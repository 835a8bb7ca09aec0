"""Bold and italic print in Markdown: what is a mark, and which stars and underscores say something."""

import pytest

from helpers.cleaning.cleaner import clean


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("**粗**，__粗__，*斜*与***粗斜***", "粗，粗，斜与粗斜"),
        ("这是**“引号”**、**（括号）**", "这是“引号”、（括号）"),
        ("他说**，模型便宜了。**后来", "他说，模型便宜了。后来"),
        ("模型便宜了**。**后来**！**", "模型便宜了。后来！"),
        ("**甲公司****乙公司**，**丙****。**", "甲公司乙公司，丙。"),
        ("**甲****Mini****，丁**便宜", "甲Mini，丁便宜"),
        ("**更多****", "更多"),
        ("**甲** / 乙 **丙****** / 丁 **戊** / 己", "甲/乙丙/丁戊/己"),
        ("模型 ** 便宜 ** 了。", "模型便宜了。"),
        ("**第一行。\n第二行**\n他说", "第一行。\n第二行\n他说"),
        ("**一行\n二行**和**丙**", "一行\n二行和丙"),
        ("**只有开头\n\n他说。**", "只有开头\n他说。"),
        ("他说。**", "他说。"),
        ("GPT-**4**和**V3**版", "GPT-4和V3版"),
        ("**提高**效率和**安全**", "提高效率和安全"),
        ("**编辑林**", "编辑林"),
        ("**林**说，**高**说。", "林说，高说。"),
        ("**甲**/**乙**/**C**/**D**", "甲/乙/C/D"),
        ("**原告**：林**", "原告：林**"),
        ("**[![](a.png)**](/b)", ""),
        ("甲\n\n****\n*** * ***\n乙", "甲\n乙"),
        ("**甲**。\n乙****丙", "甲。\n乙丙"),
    ],
)
def test_marks_of_bold_and_italic_print_go(raw, text):
    assert clean(raw).text == text == clean(text).text


@pytest.mark.parametrize(
    "text",
    [
        "3**7等于2187，5**2等于25。",
        "x ** 2 + y ** 2",
        "尾号139****2468和****",
        "原告林**，被告高**。",
        "某**公司和某**银行",
        "原告林**与被告高**签了约，沈**作证。",
        "林*峰、高*华都来了",
        "上期评级为***，本期为**。",
        "传入**kwargs，再传**options",
        "调用f(*args, **kwargs)和g(**kwargs)。",
        "char **argv, int **p",
        "传入**kwargs和**options",
        "src/**/*.py和test/**/*.js",
        "用__init__和__name__，见__FILE__。",
        "我__你，答案是____。姓名__年龄__",
        "其中*ST山谷、*ST河谷涨停",
        "他说**",
        "他用a**",
        "这是__粗__字",
        "价格提高**，质量改善**的报告说。",
    ],
)
def test_stars_and_underscores_that_say_something_stay(text):
    assert clean(text).text == text


def test_a_passage_has_a_longest_length():
    text = f"甲**{'乙' * 3001}**丙"
    assert clean(text).text == text
    far = f"**甲{'乙' * 9}\n{'丙' * 500}丁**"
    assert clean(far).text == far[2:]  # the first by itself can be nothing but a mark
