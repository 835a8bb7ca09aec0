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


@pytest.mark.parametrize(
    ("above", "below", "known", "found"),
    [
        # a line with a known one of the site between itself and the text
        (["城事频道", "字号", "钟表铺"], [], ["字号", "钟表铺"], ["城事频道"]),
        ([], ["责编：某某", "手机看城事"], ["责编：某某"], ["手机看城事"]),
        ([], ["責編：某某", "用手機看城事"], ["責編：某某"], ["用手機看城事"]),
        # right behind the text stand signatures, mottos and last verses
        ([], ["一位老读者"], [], []),
        ([], ["一位老读者", "返回顶部"], ["返回顶部"], []),
        # a sentence stays on whichever side of a known line
        ([], ["返回顶部", "后来那只座钟每天响两遍。"], ["返回顶部"], []),
        # between paragraphs nothing is judged
        ([], ["责编：某某", "手机看城事", *TEXT], ["责编：某某"], []),
    ],
)
def test_a_line_outside_the_text_belongs_to_the_page_where_its_neighbours_do(above, below, known, found):
    assert noted([*above, *TEXT, *below], known) == found


def test_where_no_headline_is_known_one_line_above_the_text_may_be_it():
    assert noted(["登录注册", "钟表铺的冬天", "字号", *TEXT], ["字号"]) == ["登录注册"]


def test_a_text_without_paragraphs_has_no_margin():
    assert noted(["钟摆", "左边是昨天", "右边是明天", "返回顶部", "修表的人"], ["返回顶部"]) == []


def test_a_rule_between_a_text_and_its_postscript_is_no_line_of_a_site():
    keys, notes = [*map(line_key, TEXT), "***", "附记"], ["", "", "", BARE, ""]
    assert [features["parted"] for _, features in margin_features(keys, notes)] == [0.0]


def test_what_is_the_articles_own_by_its_form_stays():
    keys, notes = [*map(line_key, TEXT), "责编:某某", "手机看城事"], ["", "", "", "known", ""]
    note_margins(keys, notes, structure={4})
    assert notes[4] == ""


@given(st.lists(st.sampled_from([*TEXT, "城事频道", "返回顶部", "甲", "2024-05-06"]), max_size=12), st.data())
def test_no_note_is_lost_and_no_paragraph_that_reads_like_one_is_noted(lines, data):
    keys = [line_key(line) for line in lines]
    before = [data.draw(st.sampled_from(["", "known"])) for _ in keys]
    after = [*before]
    note_margins(keys, after)
    for line, old, new in zip(lines, before, after, strict=True):
        assert new == old or (old == "" and new == MARGIN and line not in TEXT)


def test_every_feature_has_a_weight_and_a_note():
    table = lexicon.read_table("margin_weights")
    keys = [*map(line_key, TEXT), "城事"]
    [(_, features)] = margin_features(keys, [""] * 4)
    assert {*features, "base"} == {*table["feature"]} == {*weights()}
    assert table["note"].all()


def test_evidence_adds_up():
    assert weigh_margin({"parted": 1.0, "ended": 1.0}, {"base": -1.0, "parted": 3.0, "ended": -2.5}) == -0.5


@pytest.mark.parametrize(
    ("foot", "known", "found"),
    [
        # what a house says of itself below its own lines, and another article's teaser
        (["责编：某某", "城事周刊是本地最大的生活资讯平台，欢迎投稿合作。"], ["责编：某某"], True),
        (["責編：某某", "城事周刊是本地最大的生活資訊平台，歡迎投稿合作。"], ["责编：某某"], True),
        # the article's last words, below a caption or a button in it
        (["图：某某摄", "他没有再回头。"], ["图：某某摄"], False),
        (["点击关注", "后来，那只座钟每天响两遍。"], ["点击关注"], False),
        # nothing known parts it from the text
        (["城事周刊是本地最大的生活资讯平台，欢迎投稿合作。"], [], False),
        # references
        (["图：某某摄", "Clockmakers of the Old Town, Journal of Small Things, 2019"], ["图：某某摄"], False),
    ],
)
def test_a_sentence_in_the_foot_goes_where_it_does_not_read_like_the_text(foot, known, found):
    foot = [clean(line).text for line in foot]
    assert noted([*TEXT * 3, *foot], known) == foot[-1:] * found


def test_what_is_much_of_a_text_is_no_foot():
    said = "城事周刊是本地最大的生活资讯平台，欢迎投稿合作。"
    assert noted([*TEXT, "责编：某某", said], ["责编：某某"]) == []


@pytest.mark.slow
def test_on_the_pages_made_up_for_it_two_thirds_of_the_boilerplate_goes_and_the_body_stays():
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
    assert left[True] / sum(left.values()) < 1 / 3
    assert lost[True] / sum(lost.values()) < 0.01
