"""Counts and tables, worked out by hand on articles of a line."""

import math
import re
import sys

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from helpers.cleaning.cleaner import clean
from helpers.cleaning.ledger import ledger_table
from helpers.stats.counts import (
    COUNT_TYPES,
    OCCURRENCE_TYPES,
    SENTENCE_TYPES,
    add_rates,
    collocates,
    concordance,
    count_characters,
    count_terms,
    find_terms,
    rank_terms,
    split_articles,
    tf_idf,
)


def articles_of(*texts: str) -> pd.DataFrame:
    ids = "abcdefgh"[: len(texts)]
    return pd.DataFrame({"article_id": list(ids), "year": range(2023, 2023 + len(texts)), "text": texts})


TWO = articles_of("开源,开源 Llama 2。\n安卓!", "闭源。开源?")


def rows(table: pd.DataFrame, *columns: str) -> list[list]:
    return table[list(columns) or list(table.columns)].values.tolist()


def test_terms_are_counted_article_by_article_in_order():
    assert rows(count_terms(TWO)) == [
        ["a", 2023, "Android", 1],
        ["a", 2023, "Llama 2", 1],
        ["a", 2023, "开源", 2],
        ["b", 2024, "开源", 1],
        ["b", 2024, "闭源", 1],
    ]
    assert_frame_equal(count_terms(TWO[::-1]), count_terms(TWO))


def test_what_a_term_is_can_be_chosen():
    letters = count_terms(articles_of("aab"), terms_of=list)
    assert rows(letters, "term", "n") == [["a", 2], ["b", 1]]


@given(st.lists(st.text("开源大模型 Llama2,。\n", max_size=20), min_size=2, max_size=4))
def test_counting_the_parts_and_joining_them_is_counting_the_whole(texts):
    whole = articles_of(*texts)
    parts = [count_terms(whole.iloc[[place]]) for place in range(len(whole))]
    assert_frame_equal(pd.concat(parts, ignore_index=True), count_terms(whole))


@pytest.mark.parametrize("articles", [articles_of(), articles_of(""), articles_of("", "\n")])
def test_nothing_to_count_keeps_columns_and_types(articles):
    for table, types in [
        (count_terms(articles), COUNT_TYPES),
        (find_terms(articles, ["开源"]), OCCURRENCE_TYPES),
        (split_articles(articles), SENTENCE_TYPES),
    ]:
        assert len(table) == 0
        assert {name: str(kind) for name, kind in table.dtypes.items()} == types
    assert add_rates(count_terms(articles), articles)["n"].tolist() == []
    assert len(tf_idf(count_terms(articles))) == len(rank_terms(count_terms(articles))) == 0
    assert len(collocates(articles, "开源")) == len(concordance(articles, "开源")) == 0


def test_characters_are_counted_without_blanks():
    assert count_characters(" 开源\u3000AI\n") == 4
    assert count_characters("") == 0
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    assert count_characters(every) == sum(not char.isspace() for char in every)


def test_terms_are_found_in_the_text_and_not_only_as_tokens():
    found = find_terms(articles_of("开源模型iOS开源", "ios"), ["开源", "iOS", "."])
    assert rows(found) == [
        ["a", "开源", 0, 0.0, 1],
        ["a", "开源", 7, 7 / 9, 1],
        ["a", "iOS", 4, 4 / 9, 1],
        ["b", "iOS", 0, 0.0, 1],
    ]
    assert find_terms(articles_of("闭源。开源!真的?开源"), ["开源"])["sentence"].tolist() == [2, 4]
    named = find_terms(articles_of("苹果手机 iPhone"), {"iPhone": "iPhone|苹果手机"})
    assert rows(named, "term", "start") == [["iPhone", 0], ["iPhone", 5]]


def test_one_string_is_one_term():
    articles = articles_of("开源会赢,开源。", "闭源会输。")
    found = find_terms(articles, "开源")
    assert found.equals(find_terms(articles, ["开源"])) and found["term"].tolist() == ["开源", "开源"]
    assert add_rates(found, articles, terms="开源").equals(add_rates(found, articles, terms=["开源"]))


@pytest.mark.parametrize("pattern", ["", "a*", "(?=源)", r"\b", "("])
def test_a_pattern_that_finds_nothing_or_is_none_is_refused(pattern):
    with pytest.raises(ValueError, match="the pattern of 'x'"):
        find_terms(TWO, {"x": pattern})
    with pytest.raises(ValueError, match=f"^the pattern {re.escape(repr(pattern))} "):
        concordance(TWO, pattern)


@pytest.mark.parametrize(
    ("term", "as_in_text"),
    [
        ("開源", "开源"),
        ("護城河", "护城河"),
        ("ＡＩ", "AI"),
        ("ＧＰＴ４", "GPT4"),
        ("伺服器", "伺服器"),
        ("开源", "开源"),
    ],
)
def test_a_term_is_read_in_either_script_and_width_and_shown_as_it_was_written(term, as_in_text):
    articles = articles_of(f"{as_in_text}会赢，{as_in_text}。", "闭源。")
    found = find_terms(articles, [term])
    assert rows(found, "article_id", "term", "start") == [["a", term, 0], ["a", term, 3 + len(as_in_text)]]
    assert rows(find_terms(articles, {"x": f"{term}|闭"}), "term") == [["x"]] * 3
    assert concordance(articles, term)["key"].tolist() == [as_in_text] * 2
    for counts in (found, find_terms(articles, [as_in_text])):
        assert rows(add_rates(counts, articles, terms=[term]), "term", "n") == [[term, 2], [term, 0]]
    near = collocates(articles_of(f"{as_in_text}模型。"), term, min_count=1)
    assert near.equals(collocates(articles_of(f"{as_in_text}模型。"), as_in_text, min_count=1))


def test_what_was_not_cleaned_is_found_as_it_stands():
    raw = articles_of("開源，著名的开源，ＡＩ。")
    assert find_terms(raw, "開源")["start"].tolist() == [0, 6]
    assert find_terms(raw, "开源")["start"].tolist() == [6]
    assert find_terms(raw, "著名")["start"].tolist() == [3]  # Simplified writes 著, too
    assert find_terms(raw, ["ＡＩ", "AI"])["term"].tolist() == ["ＡＩ"]
    assert find_terms(raw, {"x": "[開源]+"})["start"].tolist() == [0, 6]  # 源 alone lies in what is found already
    assert collocates(articles_of("开源开源模型"), "開源", min_count=1)["term"].tolist() == ["模型"]


def test_a_term_that_was_counted_as_it_is_written_stays_itself():
    counts = pd.DataFrame({"article_id": "a", "term": ["開源", "开源"], "n": [1, 4]})
    rates = add_rates(counts, articles_of("开源"), terms=["开源", "開源", "閉源"])
    assert rows(rates, "term", "n") == [["开源", 4], ["開源", 1], ["閉源", 0]]


@pytest.mark.parametrize(
    ("year", "why"),
    [
        (None, "blank; 0 stands for one that is not known"),
        (pd.NA, "blank; 0 stands for one that is not known"),
        ("unknown", "no whole number: unknown"),
        (2024.5, "no whole number: 2024.5"),
        (math.inf, "no whole number: inf"),
    ],
)
def test_a_year_that_is_none_is_refused_with_its_article(year, why):
    for terms_of in (None, list):
        with pytest.raises(ValueError, match=f"^the year of article 'b' is {why}.$"):
            count_terms(TWO.assign(year=[2024, year]), terms_of=terms_of)


@pytest.mark.parametrize("years", [["2024", 2025], [2024.0, 2025.0], pd.array([2024, 2025], dtype="Int64")])
def test_a_year_may_be_written_in_several_ways(years):
    counts = count_terms(TWO.assign(year=years)[::-1])
    assert counts["year"].dtype == "int64" and counts["year"].tolist() == [2024] * 3 + [2025] * 2


def test_rates_are_per_thousand_characters_and_zeros_are_kept():
    articles = articles_of("开源 开源\n", "闭源AI开", "")
    rates = add_rates(count_terms(articles), articles, terms=["开源", "安卓"])
    assert rows(rates) == [
        ["a", "开源", 2, 500.0],
        ["b", "开源", 0, 0.0],
        ["c", "开源", 0, 0.0],
        ["a", "安卓", 0, 0.0],
        ["b", "安卓", 0, 0.0],
        ["c", "安卓", 0, 0.0],
    ]
    assert add_rates(find_terms(articles, ["源"]), articles)["rate"].tolist() == [500.0, 200.0, 0.0]


def test_rates_do_not_depend_on_the_order_of_the_counts():
    counts = count_terms(TWO)
    terms = ["开源", "闭源"]
    assert_frame_equal(add_rates(counts, TWO, terms=terms), add_rates(counts[::-1], TWO, terms=terms))


def test_terms_are_ranked_by_range_before_number():
    counts = count_terms(articles_of("开源,闭源,闭源,闭源,模型", "开源"))
    assert rows(rank_terms(counts)) == [["开源", 2, 2], ["闭源", 3, 1], ["模型", 1, 1]]


def test_tf_idf_is_share_times_log_of_rarity():
    scored = tf_idf(count_terms(articles_of("开源,闭源,闭源,模型", "开源")))
    assert rows(scored, "article_id", "term", "n") == [
        ["a", "闭源", 2],
        ["a", "模型", 1],
        ["a", "开源", 1],
        ["b", "开源", 1],
    ]
    assert scored["score"].tolist() == pytest.approx([math.log(2) / 2, math.log(2) / 4, 0, 0])


def test_sentences_are_numbered_from_one_in_each_article_with_their_place():
    assert rows(split_articles(TWO)) == [
        ["a", 1, 0, "开源,开源 Llama 2。"],
        ["a", 2, 15, "安卓!"],
        ["b", 1, 0, "闭源。"],
        ["b", 2, 3, "开源?"],
    ]


def test_collocates_are_counted_within_their_sentence_and_window():
    articles = articles_of("开源模型,竞争市场。模型。", "开源模型")
    found = collocates(articles, "开源", window=1, min_count=1)
    # 6 words that are not the node, of which 3 are 模型; both places beside 开源 are 模型
    assert rows(found, "term", "near", "articles") == [["模型", 2, 2]]
    assert found["expected"].tolist() == pytest.approx([2 * 3 / 5])
    assert found["log_ratio"].tolist() == pytest.approx([math.log2(5 / 3)])
    assert collocates(articles, "开源", window=2, min_count=1)["term"].tolist() == ["模型", "竞争"]
    assert len(collocates(articles, "没有")) == 0


@pytest.mark.parametrize("node", ["", " ", "(", "。", "\u3000…"])
def test_what_is_no_word_has_no_neighbours_and_is_refused(node):
    with pytest.raises(ValueError, match=rf"^the node {re.escape(repr(node))} is no word\.$"):
        collocates(TWO, node)
    assert len(collocates(TWO, "的")) == len(collocates(TWO, "C++")) == 0  # near misses


@pytest.mark.parametrize("wrong", [{"window": 0}, {"min_count": 0}])
def test_a_window_below_one_is_refused(wrong):
    with pytest.raises(ValueError, match="must be 1 or more"):
        collocates(TWO, "开源", **wrong)


def test_a_concordance_shows_each_match_between_its_contexts():
    found = concordance(TWO, "开源|llama", width=2)
    assert rows(found) == [
        ["a", 0, "", "开源", ",开"],
        ["a", 3, "源,", "开源", " L"],
        ["a", 6, "源 ", "Llama", " 2"],
        ["b", 3, "源。", "开源", "?"],
    ]
    assert concordance(TWO, "2。", width=1)["right"].tolist() == [" "]  # a line end shows as a blank
    assert concordance(TWO, "开源", width=0)["left"].tolist() == ["", "", ""]
    with pytest.raises(ValueError, match="width must be 0 or more"):
        concordance(TWO, "开源", width=-1)


def test_the_ledgers_of_all_articles_make_one_table():
    raw = pd.DataFrame({"article_id": ["a", "b"], "ledger": [clean("**開").ledger, ()]})
    assert list(ledger_table(raw)) == ["article_id", "step", "rule", "start", "old", "new", "note"]
    assert rows(ledger_table(raw)) == [
        ["a", 0, "markdown", 0, "**", "", "bold mark"],
        ["a", 1, "script", 0, "開", "开", "Traditional to Simplified"],
    ]


def test_a_word_of_taiwan_is_found_and_counted_as_the_mainland_s_where_it_means_the_same():
    articles = articles_of("石英晶片。", "晶片与伺服器。", "晶片,芯片。").assign(script=["Hans", "Hans", "Hant"])
    found = find_terms(articles, ["芯片", "服务器"])
    assert rows(found, "article_id", "term", "start") == [
        ["b", "芯片", 0],
        ["b", "服务器", 3],
        ["c", "芯片", 0],
        ["c", "芯片", 3],
    ]
    counts = count_terms(articles)
    assert rows(counts[counts["term"].isin(["芯片", "晶片"])], "article_id", "term", "n") == [
        ["a", "晶片", 1],
        ["b", "芯片", 1],
        ["c", "芯片", 2],
    ]
    assert find_terms(articles, ["晶片"])["article_id"].tolist() == ["a", "b", "c"]  # asked for by itself
    assert find_terms(articles, {"芯片": "芯片"})["article_id"].tolist() == ["c"]  # a pattern finds what it says
    near = collocates(articles_of("石英晶片石英。").assign(script=["Hant"]), "石英", min_count=1)
    assert near["term"].tolist() == ["芯片"]


def test_without_a_wish_a_window_has_five_words_on_either_side_and_a_word_stands_there_twice():
    words = ["模型", "市场", "竞争", "公司", "价格", "工厂"]
    text = "，".join([*words[::-1], "开源", *words])
    found = collocates(articles_of(f"{text}。"), "开源")
    assert found["term"].tolist() == sorted(words[:5]) and set(found["near"]) == {2}
    assert collocates(articles_of(f"{'，'.join(['开源', *words])}。"), "开源").empty


def test_collocates_come_by_articles_then_number_then_ratio_then_term():
    texts = ["开源模型。开源价格。开源价格。", "开源模型。", "开源市场。开源市场。开源竞争。开源竞争。竞争。"]
    found = collocates(articles_of(*texts), "开源", min_count=1)
    assert found["term"].tolist() == ["模型", *sorted(["市场", "价格"]), "竞争"]  # the last stands elsewhere as well
    assert found["articles"].tolist() == [2, 1, 1, 1] and found.index.tolist() == [0, 1, 2, 3]


def test_without_a_wish_a_concordance_shows_eighteen_characters():
    (line,) = concordance(articles_of("左" * 30 + "开源" + "右" * 30), "开源").itertuples()
    assert (line.left, line.right) == ("左" * 18, "右" * 18)
