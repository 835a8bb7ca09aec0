"""Lines in the margins of a page: what the lines beside them prove, and what they must not."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import clean, lexicon
from helpers.report.body.credits import note_lines
from helpers.report.body.line_notes import BARE, MARGIN
from helpers.report.body.line_weights import line_key
from helpers.report.body.margins import margin_features, note_margins, weigh_margin, weights
from helpers.report.body.site_runs import find_rows
from helpers.text.script import to_simplified

TEXT = [
    "老街口的钟表铺开了四十年，今年冬天要关门了。",
    "铺主说，来修表的人一年比一年少，有时整天没有人来。",
    "他把最后一只座钟留给了对面的小学，自己留下一把小锤。",
]


def noted(lines, known):
    """Return what is noted of lines that no list knows, where those in ``known`` are noted already."""
    keys = [line_key(line) for line in lines]
    notes = ["known" if line in known else "" for line in lines]
    note_margins(keys, notes, headline=line_key("钟表铺"))
    return [line for line, note in zip(lines, notes, strict=True) if note == MARGIN]


MENU = ["登录", "注册", "客户端", "字号"]
FOOT = ["责编：某某", "返回顶部", "联系我们", "版权所有"]


@pytest.mark.parametrize(
    ("above", "below", "known", "found"),
    [
        # lines between those that a list knows
        ([*MENU[:2], "城事频道", *MENU[2:], "钟表铺"], [], MENU, ["城事频道"]),
        ([], [*FOOT[:2], "手机看城事", *FOOT[2:]], FOOT, ["手机看城事"]),
        ([], [*FOOT[:2], "用手機看城事", *FOOT[2:]], FOOT, ["用手機看城事"]),
        # comments and headlines of others among them
        (
            [],
            [*FOOT[:2], "我家那只钟也停了。", "修鞋匠的下午", *FOOT[2:]],
            FOOT,
            ["我家那只钟也停了。", "修鞋匠的下午"],
        ),
        # right behind the text stand signatures, mottos and last verses
        ([], ["一位老读者"], [], []),
        ([], ["一位老读者", *FOOT], FOOT, []),
        # a paragraph ends the margin, on whichever side of a known line it stands
        ([], [*FOOT[:2], TEXT[0] * 3, *FOOT[2:]], FOOT, []),
        ([TEXT[0] * 3, *MENU], [], MENU, []),
        # a lead
        ([*MENU[:2], "钟表铺", "钟都停了。", *MENU[2:]], [], MENU, []),
        # a sentence behind the last known line
        ([], [FOOT[0], "后来那只座钟每天响两遍，镇上的人都听得见。"], FOOT, []),
        # the last paragraph, behind lines of a site within the text
        ([], [*FOOT[:3], TEXT[0]], FOOT, []),
        # references
        ([], [*FOOT[:2], "Clockmakers of the Old Town, Journal of Small Things, 2019", *FOOT[2:]], FOOT, []),
        # between paragraphs nothing is judged
        ([], ["责编：某某", "手机看城事", *TEXT], FOOT, []),
    ],
)
def test_lines_above_and_below_the_text_belong_to_the_page(above, below, known, found):
    below = [clean(line).text for line in below]
    known = [clean(line).text for line in known]
    assert noted([*above, *TEXT, *below], known) == [clean(line).text for line in found]


@pytest.mark.parametrize(
    ("above", "found"),
    [
        # the line that shares its words with the text, not those around it; the first, as a subtitle shares more
        (["快讯", "修表的铺主要走了", "听全文"], ["快讯", "听全文"]),
        (
            ["快讯", "老街口的钟表铺主", "来修表的人一年比一年少", "听全文"],
            ["快讯", "来修表的人一年比一年少", "听全文"],
        ),
        # without the name of the site, where it stands in both forms
        (["修表的铺主要走了_城事", "修表的铺主要走了"], ["修表的铺主要走了_城事"]),
        # not the line below a dash
        (["——来修表的人一年比一年少", "铺主走了"], ["——来修表的人一年比一年少"]),
        # where none does, the one whose words speak least for a page
        (["下载客户端", "黄昏"], ["下载客户端"]),
    ],
)
def test_where_no_headline_is_known_it_is_found_by_its_words(above, found):
    assert noted([*MENU[:2], *above, *MENU[2:], *TEXT], MENU) == found


def test_a_text_that_begins_with_its_headline_has_none_above():
    lines = [*MENU, "快讯", *MENU, "老街口的铺主要走了", *TEXT]
    assert noted(lines, MENU) == ["快讯"]


def test_a_text_without_paragraphs_has_no_margin():
    assert noted(["钟摆", "左边是昨天", "右边是明天", *FOOT[:2], "修表的人", *FOOT[2:]], FOOT) == []


def test_a_rule_between_a_text_and_its_postscript_is_no_line_of_a_site():
    keys, notes = [*map(line_key, TEXT), "***", "附记"], ["", "", "", BARE, ""]
    assert margin_features(keys, notes, range(4, -1, -1), 0)["inner_known"] == 0.0


def test_what_is_the_articles_own_by_its_form_stays():
    keys = [*map(line_key, [*TEXT, *FOOT[:2], "手机看城事", *FOOT[2:]])]
    notes = [*([""] * 3), "known", "known", "", "known", "known"]
    note_margins(keys, notes, structure={5})
    assert notes[5] == ""


@given(st.lists(st.sampled_from([*TEXT, "城事频道", "返回顶部", "甲", "2024-05-06"]), max_size=12), st.data())
def test_no_note_is_lost_and_a_paragraph_goes_only_between_other_lines(lines, data):
    keys = [line_key(line) for line in lines]
    before = [data.draw(st.sampled_from(["", "known"])) for _ in keys]
    after = [*before]
    note_margins(keys, after)
    others = [
        n for n, (line, note) in enumerate(zip(lines, after, strict=True)) if note and (line not in TEXT or before[n])
    ]
    for number, (line, old, new) in enumerate(zip(lines, before, after, strict=True)):
        assert new == old or (old == "" and new == MARGIN)
        if new != old and line in TEXT:
            assert others[0] < number < others[-1]


def test_every_feature_has_a_weight_and_a_note():
    table = lexicon.read_table("margin_weights")
    features = margin_features([*map(line_key, TEXT)], [""] * 3, range(3), 1)
    assert {*features, "base"} == {*table["feature"]} == {*weights()}
    assert table["note"].all()


def test_evidence_adds_up():
    assert weigh_margin({"words": 1.0, "latin": 1.0}, {"base": -1.0, "words": 3.0, "latin": -2.5}) == -0.5


@pytest.mark.slow
def test_on_the_pages_made_up_for_it_three_quarters_of_the_boilerplate_goes_and_the_body_stays():
    """They hold every kind of line that somebody could think of, beside short bodies: real pages have less that is new."""
    table = pd.read_csv(Path(__file__).parent / "boilerplate_pages.csv", keep_default_na=False)
    left, lost = {True: 0, False: 0}, {True: 0, False: 0}
    for _, page in table.groupby("page", sort=False):
        is_name = page["label"] == "name"
        lines, names = ([*map(to_simplified, page.loc[which, "text"])] for which in (~is_name, is_name))
        notes = note_lines([*map(line_key, lines)], names, find_rows(lines))
        for label, line, note in zip(page.loc[~is_name, "label"], lines, notes, strict=True):
            if label == "boilerplate":
                left[not note] += len(line)
            elif label == "body":
                lost[bool(note)] += len(line)
    assert left[True] / sum(left.values()) < 1 / 4
    assert lost[True] / sum(lost.values()) < 0.01
