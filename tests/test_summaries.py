"""A summary by a program goes with its heading; a text about such summaries stays, and so does one below a mere button."""

import pytest

from helpers.cleaning.html_page import parse
from helpers.report.body.elements import weights_of
from helpers.report.body.navigation import find_navigation
from helpers.report.body.summaries import find_summaries, summaries_in

TITLE = "井边的磨刀人"
BODY = "\n\n".join(
    [
        "磨刀人每年霜降前后来一次，扁担一头是凳子，一头是水桶，村里的孩子都跟在后面跑。",
        "他在井边坐下，先把石头浸湿，再把刀翻过来看一看刀口，说：“刀不怕用。”",
        "村里的刀他都认得，哪一把砍过骨头，哪一把只切过豆腐，他都记在心里，从来没有弄错。",
        "太阳偏西的时候，他收了七块钱，把水泼在菜地里，走了，明年霜降他还要再来。",
    ]
)


def _left(text):
    for start, end, _ in sorted(find_summaries(text), reverse=True):
        text = text[:start] + text[end:]
    return text


@pytest.mark.parametrize(
    "summary",
    [
        "AI摘要\n本文写了一个磨刀人的一天。\n\n",
        "✨ AI 幫你劃重點\n- 磨刀人來了。\n- 他收七塊錢。\n\n",
        "> 🤖 **AI 总结（由豆包生成）**\n>\n> - 刀不怕用。\n",
        "> [!abstract]+ Gemini 摘要\n> 磨刀人来了。\n",
        "【AI导读】一个磨刀人的一天，折射出手艺的命运。\n",
        "**文章总结（通义千问生成）**\n\n磨刀人一年来一次，是村里的大事。\n\n---\n",
        "人工智慧摘要\n磨刀人一年來一次。\n以上摘要由 AI 產生，可能有誤。\n",
        "智能摘要：磨刀人一年来一次。\n",
    ],
)
def test_a_summary_above_goes(summary):
    assert _left(f"{TITLE}\n\n{summary}{BODY}").replace("\n", "") == (TITLE + BODY).replace("\n", "")


@pytest.mark.parametrize("title", ["磨刀人为什么一年只来一次？", "# 井边的磨刀人明年霜降还要再来！"])
def test_a_headline_may_ask_or_call(title):
    summary = "**重點摘要（ChatGPT 生成）**\n\n1. 磨刀人一年來一次，是村裡的大事。\n2. 刀不怕用，石頭也不怕。\n\n"
    assert _left(f"{title}\n\n{summary}{BODY}").replace("\n", "") == (title + BODY).replace("\n", "")


@pytest.mark.parametrize("heading", ["---\n\n## Kimi 总结\n\n", "AI 總結（由 ChatGPT 產生）\n"])
def test_a_list_below_goes(heading):
    assert _left(f"{BODY}\n\n{heading}1. 刀不怕用。\n2. 他还要再来。\n").rstrip("\n-") == BODY


@pytest.mark.parametrize(
    "text",
    [
        f"{TITLE}\n\nAI摘要\n\n{BODY}",  # a button
        f"AI摘要\n- 谁在看摘要\n- 谁在看正文\n\n{BODY}",  # perhaps the headline
        f"{TITLE}\n\n{BODY}\n\nAI总结\n\n有人把它当成结论。编辑部为此争论了很久，最后没有结果。",
        f"{TITLE}\n\n{BODY}\n\n人工智能总结了三条经验\n\n1. 慢。\n2. 错。",
        f"{TITLE}\n\nAI摘要正在改变我们读文章的方式，豆包也是。\n\n{BODY}",
        f"{TITLE}\n\nAI 总结（由豆包生成）",
        f"{TITLE}\n\n{BODY}",
    ],
)
def test_another_text_stays(text):
    assert _left(text) == text


@pytest.mark.parametrize(
    ("above", "goes"),
    [
        ("<section><h3>AI 懒人包</h3><p>磨刀人来了，收了七块钱，又走了，村里人都认得他。</p></section>", True),
        ("<section><h3>懒人</h3><p>磨刀人来了，收了七块钱，又走了，村里人都认得他。</p></section>", False),
        (
            "<p>刀不怕用，怕放着。</p><section><h3>AI 总结</h3><p>他说的话，村里人都信，因为他从不多收。</p></section>",
            False,
        ),
        ("<h3>AI 总结</h3><p>他说的话，村里人都信，因为他从不多收。</p>", False),
    ],
)
def test_an_element_goes_above_the_text(above, goes):
    body = "".join(f"<p>{line}</p>" for line in BODY.split("\n\n"))
    page = parse(f"<html><body><div>{above}{body}{body}</div></body></html>")
    assert bool([*summaries_in(page, weights_of(page))]) is goes


def test_the_label_of_the_text_announces_no_menu():
    menu = "*   [首页](/)\n*   [信箱](/m)\n*   [新闻](/n)\n"
    raw = f"Title: {TITLE}\n\nURL Source: https://valley.example\n\nMarkdown Content:\n{menu}\n{BODY}"
    assert menu.rstrip() in "".join(old for _, old, _, _ in find_navigation(raw))
