"""Subtitles: numbers, times, notes and styles go; what is said stays, with its speaker."""

import pytest

from helpers.cleaning.cleaner import clean

CUES = "00:01.000 --> 00:02.000\n{}\n\n00:02.000 --> 00:03.000\n{}"
EVENT = "Dialogue: 0,0:00:01.00,0:00:02.00,Default,{},0,0,0,,{}"
HEAD = """[Script Info]
; made by hand
Title: 题
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname, Fontsize
Style: Default,Arial,20,&H00FFFFFF

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (CUES.format("模型便宜了。", "门槛还在。"), "模型便宜了。\n门槛还在。"),
        ("WEBVTT - 题\nKind: captions\nLanguage: zh\n\n" + CUES.format("甲说。", "乙说。"), "甲说。\n乙说。"),
        ("WEBVTT\n\nNOTE 注\n另一行\n\nNOTE\n\n" + CUES.format("甲说。", "乙说。"), "甲说。\n乙说。"),
        ("NOTE 注\n" + CUES.format("甲说。", "乙说。"), "NOTE注\n甲说。\n乙说。"),  # no blank line: not one of its own
        ("WEBVTT\n\nSTYLE\n::cue { color: red }\n\n" + CUES.format("甲说。", "乙说。\n\nNOTE 完"), "甲说。\n乙说。"),
        (CUES.format("<v 林晓>便宜了。</v>", "<v.loud 沈青>门槛还在。"), "林晓：便宜了。\n沈青：门槛还在。"),
        (CUES.format("<c.yellow>甲</c>说<00:01.500>好。", "<lang en>Yes</lang>。<c>乙</c>"), "甲说好。\nYes。乙"),
        (CUES.format("{\\an8}{\\i1}甲说。", "乙说。"), "甲说。\n乙说。"),
        (HEAD + EVENT.format("林晓", "便宜了，\\N真的。") + "\n" + EVENT.format("", "{\\pos(1,2)}甲\\h说。"), "林晓：便宜了，\n真的。\n甲说。"),
        (EVENT.format("NTP", "甲说。") + "\n" + EVENT.format("", "乙说,好。"), "甲说。\n乙说,好。"),
        (
            HEAD + EVENT.format("", "甲说。").replace("Dialogue", "Comment") + "\n" + EVENT.format("", "{\\p1}m 0 0 l 1 1") + "\n" + EVENT.format("", "乙说。"),
            "乙说。",
        ),
    ],
)  # fmt: skip
def test_of_subtitles_what_is_said_stays(raw, text):
    assert clean(raw).text == text == clean(text).text
    assert clean(raw.replace("\n", "\r\n")).text == text


def _cues(*said):
    return "WEBVTT\n\n" + "\n".join(f"00:0{n}.000 --> 00:0{n}.900\n{each}\n" for n, each in enumerate(said))


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (("河上的<00:00.500><c>老桥</c>", "河上的老桥\n \n", "河上的老桥\n昨天<c>修好了</c>", "昨天修好了\n \n", "昨天修好了\n人们走过去"),
         "河上的老桥\n昨天修好了\n人们走过去"),
        (("河上的老桥\n昨天修好了", "昨天修好了\n人们走过去", "人们走过去\n去集市"), "河上的老桥\n昨天修好了\n人们走过去\n去集市"),
        (("加油", "加油", "跑起来", "加油"), "加油\n加油\n跑起来\n加油"),  # said three times
        (("加油\n跑", "跑\n跳", "停下来", "好的", "我走了", "再见"), "加油\n跑\n跑\n跳\n停下来\n好的\n我走了\n再见"),  # once by chance
    ],
)  # fmt: skip
def test_lines_that_roll_up_the_screen_are_said_once(said, text):
    assert clean(_cues(*said)).text == text


@pytest.mark.parametrize(
    "text",
    [
        "甲 --> 乙\n<v 林晓>好<c>。",
        "00:01.000 --> 00:02.000是一段。\n<v 林晓>好。",
        "NOTE 一行\n正文",
        "[Events]\n甲",
        EVENT.format("", "甲说。"),
        "Dialogue: 0,一行\nDialogue: 1,二行",
    ],
)
def test_what_only_looks_like_subtitles_stays(text):
    left = clean(text).text
    for kept in ("<v", "<c>", "NOTE", "[Events]", "Dialogue"):
        assert (kept in text) == (kept in left)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("0:03\n书店几点开门？\n0:09\n九点。\n12:40\n3点关门。\n1:02:10\n再见。", "书店几点开门？\n九点。\n3点关门。\n再见。"),
        ("0:03\n\n書店開門。\n\n0:09\n\n關門。\n\n0:15\n\n再見。", "书店开门。\n关门。\n再见。"),
        ("[00:03] 书店开门。\n[00:09] 关门。\n[12:40] 再见。", "书店开门。\n关门。\n再见。"),
        ("[00:03.5]书店开门\n[00:09.40][01:02.10]关门\n[00:40.00]再见", "书店开门\n关门\n再见"),
        ("[00:00.000 --> 00:03.500]  书店开门\n[00:03.500 --> 00:05.000]  关门\n[01:00:05 --> 01:00:07] 再见", "书店开门\n关门\n再见"),
    ],
)  # fmt: skip
def test_times_of_a_transcript_go(raw, text):
    assert clean(raw).text == text == clean(text).text


@pytest.mark.parametrize(
    "text",
    [
        "0:03\n开门。\n0:09\n关门。",  # two are too few
        "8:30\n开门。\n12:15\n午休。\n18:40\n关门。",
        "00:30\n停电。\n03:15\n有人报修。\n05:40\n来电。",
        "[08:30]开门。\n[12:15]午休。\n[18:40]关门。",
        "[00:30]停电。\n[05:40]来电。\n[03:15]有人报修。",
        "[09:15:30]店主：在吗\n[09:15:42]客人：在\n[09:16:05]店主：好",
        "0:30停电\n3:15报修\n5:40来电",
        "店主00:03\n书店九点开门。\n客人2 00:09\n谢谢。\n店主01:10\n再见。",  # by the time, it is told who speaks
        "店主0:58\n客人1:03\n店主1:20",  # results
        "店主0:03\n他跑得快。\n客人0:09\n他也快。\n邻居0:12\n他慢。",
        "比分是0:03、1:15和2:30。",
    ],
)
def test_times_of_day_and_results_stay(text):
    assert clean(text).text == text
    spaced = (
        text.replace("主0", "主 0")
        .replace("人0", "人 0")
        .replace("居0", "居 0")
        .replace("主1", "主 1")
        .replace("人1", "人 1")
    )
    assert clean(spaced).text == text


@pytest.mark.parametrize(
    ("first", "second", "text"),
    [
        ("書店門口，", "站著三個人。", "书店门口，站着三个人。"),
        ("书店门口站着", "3个人。", "书店门口站着3个人。"),
        ("店主：书店门口、", "“街角”也站着人。", "店主：书店门口、“街角”也站着人。"),
        ("书店门口，", "店主：请进。", "书店门口，\n店主：请进。"),
        ("书店门口，", "-请进。", "书店门口，\n-请进。"),
        ("书店门口，", "（掌声）", "书店门口，\n（掌声）"),
        ("书店门口。", "站着三个人。", "书店门口。\n站着三个人。"),
        ("店主：", "站着三个人。", "店主：\n站着三个人。"),
        ("<c>书店门口，</c>", "站着三个人。", "书店门口，\n站着三个人。"),
        ("书店门口，\n\nNOTE 注，", "站着三个人。", "书店门口，\n站着三个人。"),
        ("Hello", "再见。", "Hello\n再见。"),
    ],
)
def test_a_sentence_goes_on_in_the_next_subtitle(first, second, text):
    assert clean(f"WEBVTT\n\n{CUES.format(first, second)}").text == text == clean(text).text
    assert (
        clean(f"1\n{CUES.format(first, second).replace('00:02.000 -->', '2' + chr(10) + '00:02.000 -->')}").text == text
    )


def test_where_hardly_a_subtitle_ends_with_a_full_stop_each_stays_a_line():
    said = ["书店门口站着", "三个人", "他们等到中午", "没有人来", "天黑了。"]
    for whole in (said, said[1:]):
        cues = "\n\n".join(f"00:0{n}.000 --> 00:0{n + 1}.000\n{words}" for n, words in enumerate(whole))
        assert clean(cues).text == ("\n" if whole is said else "").join(whole)


def test_an_article_below_subtitles_tells_nothing_of_them():
    article = "河边的书店开了三十年。" * 10
    assert clean(f"{CUES.format('书店门口站着', '三个人')}\n{article}").text == f"书店门口站着\n三个人\n{article}"
