"""An article that somebody sent on in a chat is read without the chat; a chat of its own stays as it is."""

import pytest

from helpers.report import article
from helpers.report.body import forwarded
from helpers.report.body.forwarded import find_chat

ARTICLE = "\n\n".join(
    [
        "磨刀人每年霜降前後來一次，扁擔一頭是凳子，一頭是水桶，村裡的孩子都跟在後面跑。",
        "他在井邊坐下，先把石頭浸濕，再把刀翻過來看一看刀口，說：「刀不怕用。」",
        "10:30 他收攤了。村裡的刀他都認得，哪一把砍過骨頭，哪一把只切過豆腐，他都記在心裡。",
        "太陽偏西的時候，他收了七塊錢，把水潑在菜地裡，走了，明年霜降他還要再來。",
    ]
)


def _left(text):
    for start, end, _ in sorted(find_chat(text), reverse=True):
        text = text[:start] + text[end:]
    return text.strip()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            '[LINE] 與 井邊鄰居 的聊天記錄\n儲存日期： 2025/11/02 21:30\n\n2025/11/02（日）\n20:12\t阿姨\t"',
            '"\n20:15\t美惠\t好感人\n',
        ),
        ("2025.11.02 星期日\n20:11 阿姨 大家早\n20:12 阿姨 ", "\n20:15 美惠 貼圖\n"),
        ("—————  2025-11-02  —————\n\n老周  09:12\n\n", "\n\n小梅  09:20\n\n写得真好\n\n老周  09:22\n\n是的\n"),
        (
            "2025-11-02 09:12:33 老周\n[文件] 刀.pdf\n\n2025-11-02 09:13:01 老周\n",
            "\n\n2025-11-02 09:20:15 小梅\n谢谢\n",
        ),
        ("2025/11/2 上午9:12 - 訊息經端對端加密。\n2025/11/2 上午9:13 - May: ", "\n2025/11/2 上午9:20 - Peter: 好\n"),
        ("[2/11/2025, 09:13:22] May: ", "\n[2/11/2025, 09:20:10] Peter: 多謝分享\n"),
        ("老周, [02.11.25 09:12]\n[Forwarded from 井边志]\n", "\n\n小梅, [02.11.25 09:20]\n收藏\n"),
    ],
)
def test_the_chat_around_an_article_goes(before, after):
    assert _left(before + ARTICLE + after) == ARTICLE


def test_an_article_in_two_messages_stays_whole():
    second = "第二天，井邊又有人來問，刀還磨不磨。沒有人知道他住在哪裡，只知道他每年都來。" * 5
    text = f"20:12\t阿姨\t{ARTICLE}\n20:13\t阿姨\t{second}\n20:15\t美惠\t推\n"
    assert _left(text) == f"{ARTICLE}\n{second}"


@pytest.mark.parametrize(
    "text",
    [
        "20:11\t阿姨\t大家早安\n20:13\t小王\t今天的會改到三點，記得帶資料。\n",  # too few
        "20:11\t阿姨\t大家早安\n20:13\t小王\t今天的會改到三點。\n20:14\t老周\t好，還有收據。\n",  # nobody speaks again
        "橋上的人  2024-03-05 08:13\n在橋上。\n橋下的人  2024-03-06 09:13\n在橋下。\n船上的人  2024-03-07 10:13\n在船上。\n",
        f"20:12\t阿姨\t{ARTICLE}\n20:15\t美惠\t{'我不同意他說的，刀是會老的。' * 6}\n",  # an answer of some length
        f"磨刀人的一天\n\n06:00 起床\n{ARTICLE}\n08:00 磨刀\n磨三把。\n",  # a headline stands above
        f"06:00 起床 {ARTICLE}\n08:00 磨刀 磨三把。\n",  # a diary: nobody speaks again
        f"開門  07:00\n{ARTICLE}\n關門  18:00\n沒有人。\n",
        ARTICLE,
        "",
    ],
)
def test_another_text_stays(text):
    assert [*find_chat(text)] == []


TALK = [("阿珍", "今天的飯送完了。"), ("Ming", "<Media omitted>"), ("阿珍", "明天還有颱風。"), ("Ming", "好，我來。")]


@pytest.mark.parametrize(
    "form",
    [
        "[5/3/2024, 08:12:33] {}: {}\n",
        "5/3/2024, 8:12 am - {}: {}\n",
        "2024/3/5 上午8:12 - {}: {}\r\n",
        "2024-03-05 08:12:10 {}\r\n{}\r\n",
        "{}(12345)  2024-03-05 8:12:10\n{}\n",
        "{}, [05.03.24 08:12]\n{}\n",
        "08:12\t{}\t{}\n",
    ],
)
def test_of_a_chat_of_its_own_the_times_go_and_all_that_is_said_stays(form):
    cleaned, _ = article._clean("".join(form.format(*one) for one in TALK), ("characters", "layout"), True)
    said = [line.replace("(12345)", "").replace(": ", "：") for line in cleaned.text.split("\n") if line]
    assert said == ["阿珍：今天的飯送完了。", "阿珍：明天還有颱風。", "Ming：好，我來。"]


@pytest.mark.parametrize(
    "words",
    ["圖片已忽略", "\u200e图片已略去", "<Media omitted>", "[动画表情]", "此訊息已刪除", "This message was deleted"],
)
def test_what_the_program_puts_in_is_no_message(words):
    assert forwarded._NO_WORDS.fullmatch(words) and not forwarded._NO_WORDS.fullmatch(words + "，真可惜")
