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
