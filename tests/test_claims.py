"""Claims, leave-one-out, multiverse, verdicts: worked by hand, at the edges of the rule, and on the five articles."""

import dataclasses
import datetime
import re
import warnings

import numpy as np
import pandas as pd
import pytest
from corpora import make_articles, make_text

from helpers.claims import robustness, verdicts
from helpers.claims.claim import (
    COLUMNS,
    Claim,
    agrees,
    count_claims,
    counted_matches,
    effect,
    measure,
    read_claims,
)
from helpers.claims.robustness import (
    CHOICES,
    claim_interval,
    leave_one_out,
    load_variants,
    multiverse,
    without_headings,
)
from helpers.claims.verdicts import (
    FAILS,
    FRAGILE,
    HOLDS,
    NO_EVIDENCE,
    attack_table,
    in_chinese,
    judge,
    not_testable,
    verdict,
    verdict_table,
)
from helpers.corpus import SeedError, load_articles
from helpers.report.evidence import matches_of
from helpers.stats.inference import Interval, Permutation


@pytest.fixture(autouse=True)
def no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def make_claim(**changes):
    told = {"claim_id": "c", "statement": "s", "kind": "word", "pattern": "开源", "group": "a"}
    return Claim(**(told | changes))


# --------------------------------------------------------------------------------------------------------------- claims


@pytest.mark.parametrize(
    ("changes", "unit"),
    [
        ({}, "per 1,000 characters"),
        ({"versus": "闭源"}, "share"),
        ({"direction": "present_only"}, "share of articles"),
        ({"direction": "absent"}, "share of articles"),
    ],
)
def test_a_claim_names_the_unit_of_its_effect(changes, unit):
    assert make_claim(**changes).unit == unit


def test_shipped_claims_are_ten_at_most_and_fixed_in_a_file():
    claims = read_claims()
    assert 1 <= len(claims) <= 10
    assert {claim.kind for claim in claims} == {"actor", "word"}  # a pattern counts words, not what they stand for
    assert all(claim.rival and claim.statement.endswith(".") for claim in claims)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"claim_id": ""}, "needs a claim_id"),
        ({"kind": "mood"}, "kind 'mood' is none of actor, word, metaphor\\."),
        ({"direction": "up"}, "direction 'up' is none of more, less, present_only, absent\\."),
        ({"group": " "}, "group is empty"),
        ({"pattern": "("}, "is no pattern"),
        ({"pattern": "x*"}, "matches the empty text"),
        ({"versus": "("}, "is no pattern"),
        ({"direction": "absent", "versus": "x"}, "neither versus nor trend"),
        ({"direction": "absent", "group": "trend"}, "neither versus nor trend"),
    ],
)
def test_malformed_claims_are_refused(changes, message, tmp_path):
    with pytest.raises(ValueError, match=message):
        make_claim(**changes)
    file = tmp_path / "hypotheses.csv"
    pd.DataFrame([dataclasses.asdict(make_claim()) | changes]).to_csv(file, index=False)
    with pytest.raises(SeedError, match=r"^hypotheses\.csv, row 2: .*" + message):
        read_claims(file)


def test_malformed_claim_tables_are_refused(tmp_path):
    file = tmp_path / "hypotheses.csv"
    told = {name: getattr(make_claim(), name) for name in COLUMNS}
    header, row = ",".join(told), ",".join(told.values())
    for text, message in [
        ("", "the file is empty"),
        ("claim_id,statement\n", "row 1: the column 'direction' is missing"),
        (f"{header}\n{row}\n{row}\n", "row 3: claim_id 'c' occurs twice"),
        (f"{header}\n{row},more\n", "row 2: 10 cells, where the header has 9"),
    ]:
        file.write_text(text, encoding="utf-8")
        with pytest.raises(SeedError, match=message):
            read_claims(file)
    file.write_text(f"\ufeff{header}\n\n{row}\n", encoding="utf-8")
    assert read_claims(str(file)) == [make_claim()]


def test_measure_by_hand():
    articles = make_articles([make_text("开源", 3), make_text("开源", 1), ""])
    table = measure(make_claim(), articles)
    assert table["side"].tolist() == ["group", "rest", "rest"]
    assert table["n"].tolist() == [3, 1, 0]
    assert table["rate"].tolist() == [30.0, 10.0, 0.0]
    assert table["used"].tolist() == [True, True, False]
    assert effect(make_claim(), table) == 20.0


def test_measure_shares_leave_out_articles_with_neither_word():
    articles = make_articles(["开源开源闭源", "闭源", "甲"])
    table = measure(make_claim(versus="闭源"), articles)
    assert table["rate"].tolist() == pytest.approx([2 / 3, 0, 0])
    assert table["used"].tolist() == [True, True, False]
    assert effect(make_claim(versus="闭源"), table) == pytest.approx(2 / 3)
    with pytest.raises(ValueError, match="The rest holds no article"):
        effect(make_claim(group="a b"), measure(make_claim(group="a b"), articles.head(2)))


@pytest.mark.parametrize(
    ("pattern", "versus", "text", "counted"),
    [
        ("监管", "监管|开源", "监管开源。", "监管 versus:开源"),  # of equals the first pattern counts
        ("监管|开源", "监管", "监管开源。", "监管 开源"),
        ("AI", "OpenAI", "OpenAI谈ai。", "versus:OpenAI ai"),
        ("OpenAI", "AI", "OpenAI谈ai。", "OpenAI versus:ai"),
        ("苹果手机", "苹果", "苹果手机和苹果。", "苹果手机 versus:苹果"),
        ("手机", "苹果手机", "手机,苹果手机。", "手机 versus:苹果手机"),
        ("开源|代码", "源代码", "开源代码。源代码。", "开源 代码 versus:源代码"),  # of those that overlap the first
        ("开源", "闭源", "开源闭源开源。", "开源 versus:闭源 开源"),  # near misses: side by side, or far apart
        ("手机", "苹果", "苹果手机。", "versus:苹果 手机"),
        ("(?<!Open)AI", "OpenAI", "OpenAI,AI。", "versus:OpenAI AI"),
        ("开源", "", "开源开源。", "开源 开源"),
    ],
)
def test_no_place_counts_on_both_sides_of_a_share(pattern, versus, text, counted):
    claim = make_claim(pattern=pattern, versus=versus)
    matches = counted_matches(claim, text)
    assert " ".join("versus:" * (of == "versus") + match[0] for match, of in matches) == counted
    n = counted.count(" ") + 1 - counted.count("versus:")
    assert measure(claim, make_articles([text]))["n"].item() == n
    found = count_claims([claim], text)["c"]
    assert found[:2] == (n, len(matches) - n) and found.sentences[:, :2].sum() == len(matches)
    if versus:
        assert measure(claim, make_articles([text]))["total"].item() == len(matches)
    assert [(row[2], row[3], row[5]) for row in matches_of("a", text, [claim])] == [
        (match.start(), of, match[0]) for match, of in matches
    ]


def test_a_match_whose_case_differs_takes_no_place_where_case_is_kept():
    claim, articles = make_claim(pattern="AI", versus="OpenAI"), make_articles(["OPENAI。"])
    assert measure(claim, articles)[["n", "total"]].values.tolist() == [[0, 1]]
    assert measure(claim, articles.assign(match_case=True))[["n", "total"]].values.tolist() == [[1, 1]]


@pytest.mark.parametrize(
    ("group", "sides", "value"),
    [
        ("trend", ["dated", "undated", "dated", "dated"], 1.0),
        ("year=2024", ["rest", "undated", "rest", "group"], 25.0),
        ("d", ["rest", "rest", "rest", "group"], 40 / 3),
        ("place=1", ["group", "rest", "rest", "rest"], -80 / 3),
    ],
)
def test_only_a_claim_on_time_leaves_out_articles_without_a_date(group, sides, value):
    articles = make_articles(
        [make_text("开源", n) for n in (0, 4, 1, 3)], year=[2023, 0, 2023, 2024], place=[1, 2, 3, 4]
    )
    articles[["date_from", "date_to"]] = articles[["date_from", "date_to"]].astype("object")
    articles.loc[1, ["date_from", "date_to"]] = None
    claim = make_claim(group=group)
    table = measure(claim, articles)
    assert table["side"].tolist() == sides and table["n"].tolist() == [0, 4, 1, 3]
    assert table["used"].tolist() == [side != "undated" for side in sides]
    assert table["score"].isna().tolist() == [side == "undated" for side in sides]
    assert effect(claim, table) == pytest.approx(value)
    found = verdict(claim, articles)
    left_out = sides.count("undated")
    assert len(found.measured) == 4 - left_out and found.occurrences == str(8 - 4 * left_out)
    assert found.left_aside == ("left out, for want of a date: b" if left_out else "")
    if "undated" in sides:
        assert verdict(claim, articles.assign(year=0, date_to=None)).reasons == (
            "The claim needs dates, and no article has one.",
        )


def test_of_many_articles_that_are_left_out_a_few_are_named():
    articles = make_articles(["开源"] * 12).assign(year=[0] * 10 + [2024, 2025])
    found = verdict(make_claim(group="year=2024"), articles)
    assert found.left_aside == f"left out, for want of a date: {', '.join('abcdefghij')}"
    found = verdict(make_claim(group="year=2025"), articles.assign(year=[0] * 11 + [2025], short=[*"ABCDEFGHIJKL"]))
    assert found.left_aside == "left out, for want of a date: A, B, C, 8 more"
    found = verdict(make_claim(versus="闭源"), articles.assign(text=["开源", "闭源", *["无"] * 10]))
    assert "Nothing to measure in c, d, e, f, g, h, i, j, k, l." in found.not_tried


def test_a_trend_is_told_in_order_of_time():
    articles = make_articles([make_text("开源", n) for n in (3, 2, 1)])
    articles[["date_from", "date_to"]] = articles[["date_from", "date_to"]].to_numpy()[::-1]
    assert verdict(make_claim(group="trend"), articles).by_article == "per 1,000 characters: c 10.0; b 20.0; a 30.0"
    assert verdict(make_claim(), articles).by_article == "per 1,000 characters: a 30.0; b 20.0; c 10.0"


@pytest.mark.parametrize(
    ("group", "inside"),
    [
        ("x y", ["x y"]),  # the longest id counts
        ("y x", ["x", "y"]),
        ("x  y z", ["x y", "z"]),
        ("y\tx y", ["x y", "y"]),
    ],
)
def test_an_id_in_a_group_may_hold_blanks(group, inside):
    articles = make_articles(["开源"] * 4).assign(article_id=["x", "y", "x y", "z"])
    table = measure(make_claim(group=group), articles)
    assert sorted(table.loc[table["side"] == "group", "article_id"]) == inside
    with pytest.raises(ValueError, match=r"^claim c: there is no article 'w'\."):
        measure(make_claim(group=f"{group} w"), articles)


def test_groups_by_rule_by_id_and_by_date():
    articles = make_articles(["甲"] * 3, year=[2023, 2024, 2025])
    assert measure(make_claim(group="a c"), articles)["side"].tolist() == ["group", "rest", "group"]
    assert measure(make_claim(group="year=2024|2025"), articles)["score"].tolist() == [0, 1, 1]
    assert measure(make_claim(group="trend"), articles)["score"].tolist() == [-2, 0, 2]
    for group, message in [("d", "no article 'd'"), ("mood=x", "no column 'mood'")]:
        with pytest.raises(ValueError, match=message):
            measure(make_claim(group=group), articles)
    with pytest.raises(ValueError, match=r"^article_id 'a' occurs twice\.$"):
        measure(make_claim(), pd.concat([articles] * 2))
    with pytest.raises(ValueError, match=r"^the text of article 'b' is blank\.$"):
        measure(make_claim(), articles.assign(text=["甲", None, "甲"]))


def test_ids_that_were_read_as_numbers_are_names_of_articles():
    articles = make_articles(["甲" * 9, "甲" * 8, "乙"], year=[2024, 2024, 2025])
    numbered = articles.assign(article_id=[1, 2, 3])
    for group, same in (("a b", "1 2"), ("year=2024", "year=2024")):
        expected, found = (verdict(make_claim(group=of), table) for of, table in ((group, articles), (same, numbered)))
        assert found.label == expected.label and found.value == expected.value
        assert found.measured["article_id"].tolist() == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("group", "outcome"),
    [
        ("outlet=聯合報", ["group", "rest", "rest"]),
        ("outlet=联合报", ["group", "rest", "rest"]),
        ("outlet=天下杂志 | 联合报", ["group", "group", "rest"]),
        ("outlet=", ["rest", "rest", "group"]),
        ("outlet=联合", "no counted article has the outlet '联合'; there are: 天下雜誌, 聯合報."),
        ("outlet=聯合報|天下", "no counted article has the outlet '天下'; there are: 天下雜誌, 聯合報."),
        ("author=x", ["rest", "rest", "rest"]),  # no author is known at all: poor data
        ("year=2024", ["rest", "group", "undated"]),
        ("year=1999|2023", ["group", "rest", "undated"]),
        ("year=1999", "no counted article has the year '1999'; there are: 2023, 2024."),
        (
            "year=2023-2024",
            "no counted article has the year '2023-2024'; there are: 2023, 2024. Write a bar between several, as in year=2023|2024.",
        ),
        (
            "outlet=聯合報 天下杂志",
            "no counted article has the outlet '聯合報 天下杂志'; there are: 天下雜誌, 聯合報."
            " Write a bar between several, as in outlet=天下雜誌|聯合報.",
        ),
        (
            "year=2024至今",
            "no counted article has the year '2024至今'; there are: 2023, 2024. Write a bar between several, as in year=2023|2024.",
        ),
        ("outlet=明報 星島", "no counted article has the outlet '明報 星島'; there are: 天下雜誌, 聯合報."),
        ("立場=親政府", "the articles have no column '立場'; a group can name date_from, date_to, year, outlet."),
        ("year=2O24", "no counted article has the year '2O24'; there are: 2023, 2024."),
        ("date_from=2023-01-01", ["group", "rest", "undated"]),
        ("date_from=2023", "no counted article has the date_from '2023'; there are: 2023-01-01, 2024-01-01."),
    ],
)
def test_a_value_that_no_article_has_is_refused_with_those_there_are(group, outcome):
    days = [datetime.date(2023, 1, 1), datetime.date(2024, 1, 1), None]
    articles = make_articles(["甲"] * 3, year=[2023, 2024, 0]).assign(
        date_from=days, outlet=["聯合報", "天下雜誌", ""], author=""
    )
    if isinstance(outcome, list):
        assert measure(make_claim(group=group), articles)["side"].tolist() == outcome
        return
    with pytest.raises(ValueError) as refused:
        measure(make_claim(group=group), articles)
    assert str(refused.value) == f"claim c: {outcome}"


def test_case_is_ignored_unless_a_variant_minds_it():
    articles = make_articles(["openai", "OpenAI"])
    claim = make_claim(pattern="OpenAI")
    assert measure(claim, articles)["n"].tolist() == [1, 1]
    assert measure(claim, articles.assign(match_case=True))["n"].tolist() == [0, 1]
    assert measure(claim, articles.assign(size=4))["rate"].tolist() == [250.0, 250.0]


def test_directions():
    more, less = make_articles(["开源甲甲", "开源甲甲甲甲"]), make_articles(["甲甲", "开源"])
    equal = make_articles(["开源", "开源"])
    assert agrees(make_claim(), measure(make_claim(), more))
    for articles in (less, equal):
        assert not agrees(make_claim(), measure(make_claim(), articles))
    falls = make_claim(direction="less")
    assert agrees(falls, measure(falls, less)) and not agrees(falls, measure(falls, equal))
    absent, only = make_claim(direction="absent"), make_claim(direction="present_only", group="b")
    assert agrees(absent, measure(absent, less)) and agrees(only, measure(only, less))
    assert not agrees(absent, measure(absent, more)) and not agrees(only, measure(only, more))


def test_leave_one_out_by_hand_and_without_the_only_one_of_its_side():
    articles = make_articles([make_text("开源", n) for n in (3, 1, 2, 6)])
    table = leave_one_out(make_claim(), articles)
    # 30 against 10, 20, 60: without b 30 - 40, without c 30 - 35, without d 30 - 15
    assert table["left_out"].tolist() == ["b", "c", "d"]
    assert table["value"].tolist() == pytest.approx([-10, -5, 15])
    assert table["agrees"].tolist() == [False, False, True]


def test_leave_one_out_of_a_trend_by_hand():
    articles = make_articles([make_text("开源", n) for n in (1, 2, 4, 3)])
    table = leave_one_out(make_claim(group="trend"), articles)
    # the ranks of time against 2 3 1 (b c d without a: 2 4 3), and so on
    assert table["value"].tolist() == pytest.approx([0.5, 0.5, 1, 1])
    assert table["agrees"].all()


def test_all_that_cannot_be_measured_is_named():
    articles = make_articles([make_text("开源", 3), "甲。", make_text("闭源", 3), "乙。"])
    found = verdict(make_claim(versus="闭源", group="a b"), articles)
    assert "Nothing to measure in b, d." in found.not_tried


def test_of_many_articles_the_most_telling_are_left_out():
    n = 300
    articles = pd.DataFrame(
        {
            "article_id": [f"{k:03}" for k in range(n)],
            "text": [make_text("开源", 9 if k == 7 else k % 2) for k in range(n)],
        }
    )
    table = leave_one_out(make_claim(group=" ".join(f"{k:03}" for k in range(150))), articles)
    assert len(table) == 200 and "007" in set(table["left_out"])


def test_interval_of_a_difference():
    articles = make_articles([make_text("开源", 5, of=40), make_text("开源", 1, of=40)])
    low, high = claim_interval(make_claim(), articles, draws=4000)
    assert low < 10 < high
    assert claim_interval(make_claim(direction="absent"), articles) is None
    with pytest.raises(ValueError, match="rest"):
        claim_interval(make_claim(group="a b"), articles)


def test_interval_of_a_share_redraws_sentences():
    # Of four sentences three hold the word and one the other: each draw of four has a share of k / 4, k from Bin(4, 3/4).
    articles = make_articles(["开源。开源。开源。闭源。", "闭源。闭源。"])
    low, high = claim_interval(make_claim(versus="闭源"), articles, draws=40_000)
    drawn = np.random.default_rng(9).binomial(4, 0.75, 40_000) / 4
    assert (low, high) == pytest.approx(tuple(np.quantile(drawn, [0.025, 0.975])))


def test_a_draw_without_either_word_has_no_share_and_is_drawn_again():
    articles = make_articles(["开源。" + "甲。" * 20, "闭源。"])
    assert claim_interval(make_claim(versus="闭源"), articles, draws=500) == (1.0, 1.0)


# ----------------------------------------------------------------------------------------------------------- multiverse


def test_multiverse_by_hand():
    variants = {
        "spin=undone, case=ignored": make_articles(["开源开源甲甲", "开源甲甲甲甲"]),
        "spin=as spun, case=ignored": make_articles(["甲甲", "开源"]),
        "spin=undone, case=kept": make_articles(["", "开源"]),
    }
    table = multiverse(make_claim(), variants)
    assert list(table.columns) == ["variant", "spin", "case", "value", "agrees"]
    assert table["value"].tolist() == pytest.approx([2000 / 6 - 1000 / 6, -500, 0])
    assert table["agrees"].tolist() == [True, False, False]
    assert robustness.overturning_choices(table) == [
        "capital and small letters differ",
        "the spun words stay as the machine left them",
    ]
    assert robustness.distinct_outcomes(table)["combinations"].tolist() == [1, 1, 1]
    with pytest.raises(ValueError, match="one variant"):
        multiverse(make_claim(), {})


def test_a_choice_that_a_variant_does_not_name_is_empty_there():
    articles = make_articles(["开源", "甲甲"])
    table = multiverse(make_claim(), {"spin=undone, case=kept": articles, "spin=undone": articles})
    assert table["case"].tolist() == ["kept", ""]


def test_multiverse_names_without_choices():
    variants = {"ours": make_articles(["开源", "甲甲"]), "theirs": make_articles(["甲甲", "甲甲"])}
    table = multiverse(make_claim(), variants)
    assert list(table.columns) == ["variant", "value", "agrees"]
    assert robustness.overturning_choices(table) == ["we take “theirs”"]


def test_only_the_fewest_departures_are_named():
    table = pd.DataFrame(
        {
            "variant": list("wxyz"),
            "p": ["1", "2", "1", "2"],
            "q": ["1", "1", "2", "2"],
            "value": 1.0,
        }
    )
    assert robustness.overturning_choices(table.assign(agrees=[True, False, True, False])) == ["we choose “p: 2”"]
    assert robustness.overturning_choices(table.assign(agrees=[True, True, True, False])) == [
        "we choose “p: 2” and we choose “q: 2”"
    ]
    assert robustness.overturning_choices(table.assign(agrees=[False, True, True, True])) == ["we choose as we did"]


def test_combinations_that_count_alike_are_one_outcome():
    table = pd.DataFrame({"value": [1.0, 1.0, -1.0, 1.0], "agrees": [True, True, False, True]})
    outcomes = robustness.distinct_outcomes(table)
    assert outcomes.values.tolist() == [[-1.0, False, 1], [1.0, True, 3]]


def test_headings_are_short_lines_without_an_end():
    assert without_headings("羊驼大爆发\n开源来了。\n谁赢了?\n“好。”他说\n" + "长" * 41) == (
        "开源来了。\n“好。”他说\n" + "长" * 41
    )


@pytest.fixture(scope="module")
def choices():
    return load_variants(choices=("editorial cuts", "doubled passage", "spin", "headings", "case"))


def test_our_own_choices_come_first_and_are_the_articles_as_loaded(choices):
    assert len(choices) == 32
    ours = load_articles()
    for claim in read_claims():
        expected = measure(claim, ours)
        assert measure(claim, next(iter(choices.values()))).equals(expected)


def test_choices_change_the_texts_that_they_are_about(choices):
    def sizes(**made):
        named = {name.replace("_", " "): option for name, option in made.items()}
        for name, articles in choices.items():
            parts = dict(part.split("=") for part in name.split(", "))
            if all(parts[k] == named.get(k, CHOICES[k][0]) for k in parts):
                return articles["size"].tolist()

    ours = sizes()
    assert [a > b for a, b in zip(sizes(doubled_passage="both copies"), ours, strict=True)] == [0, 1, 0, 0, 0]  # 002
    assert [a != b for a, b in zip(sizes(spin="as spun"), ours, strict=True)] == [0, 0, 1, 0, 0]  # 000
    assert [a < b for a, b in zip(sizes(headings="out"), ours, strict=True)][::2] == [1, 1, 0]  # 004 has no heading
    assert [a > b for a, b in zip(sizes(editorial_cuts="not made"), ours, strict=True)] == [1, 1, 1, 1, 1]


def test_words_with_and_without_our_lexicon_and_denominators_vary():
    assert robustness._tokens("闭源", "inside our words") == ("闭源",)
    assert robustness._tokens("闭源", "inside plain words") == ("闭", "源")
    variants = load_variants(choices=("matching", "rate per"))
    assert len(variants) == 9
    table = multiverse(make_claim(pattern="闭源", group="001 002 003"), variants)
    values = table.pivot(index="matching", columns="rate per", values="value")
    assert (values.loc["inside plain words"] == 0).all()
    assert (values.loc["inside our words"] == values.loc["anywhere"]).all()
    by_size = values.loc["anywhere", ["characters", "all words", "content words"]].abs()
    assert by_size.is_monotonic_increasing and by_size.is_unique
    with pytest.raises(ValueError, match="unknown choice 'mood'"):
        load_variants(choices=("mood",))


def test_a_match_counts_only_inside_one_word():
    articles = make_articles(["开源模型是开源的"]).assign(year=2023)
    made = {name: options[0] for name, options in CHOICES.items()} | {"matching": "inside our words"}
    claim = make_claim(pattern="源的|开源")
    assert measure(claim, articles)["n"].tolist() == [2]
    cut = robustness._with_choices(articles, made)
    assert measure(make_claim(pattern="源的"), cut)["n"].tolist() == [0]
    assert measure(claim, cut)["n"].tolist() == [2]
    assert cut["size"].tolist() == [8]


# ------------------------------------------------------------------------------------------------------------- verdicts


TURNED = "Other sentences of the same texts could turn the difference round."
STEADY = [make_text("开源", n, of=40) for n in (20, 4, 5, 4, 5)]


def test_a_steady_claim_about_these_texts_holds():
    found = verdict(make_claim(), make_articles(STEADY), draws=1000)
    assert (found.label, found.reasons, found.key) == (HOLDS, (), "holds")
    assert found.value == pytest.approx(50 - 11.25)
    assert found.permutation.p == found.permutation.floor == 0.2
    assert "cannot be left out" in found.not_tried and "not varied" in found.not_tried
    assert found.choices == ""


def test_sentences_call_an_article_by_its_short_name_if_it_has_one():
    named = make_articles(STEADY, short=["The Digest", "", "", "", ""])
    assert "It fails without the Digest." in verdict(make_claim(group="a b"), named, draws=500).reasons
    assert "The group is one article (The Digest)," in verdict(make_claim(), named, draws=500).not_tried


@pytest.mark.parametrize(
    ("changes", "texts", "occurrences", "elsewhere"),
    [
        ({}, ["开源。开源。", "开源。"], "3", ""),
        ({"versus": "闭源"}, ["开源。闭源。", "开源。"], "3 of both together: 2 of the first kind, 1 of the second", ""),
        ({"direction": "absent"}, ["甲。", "开源。", "乙。", "开源。"], "2",
         "of the three other articles two have the words; article c has none"),
        ({"direction": "absent"}, ["甲。", "开源。", "开源。"], "2", "of the two other articles two have the words"),
        ({"direction": "present_only"}, ["开源。", "甲。", "乙。"], "1", "of the two other articles none has the words"),
    ],
)  # fmt: skip
def test_a_verdict_says_how_often_and_where_else_the_words_are(changes, texts, occurrences, elsewhere):
    found = verdict(make_claim(**changes), make_articles(texts), draws=100)
    assert (found.occurrences, found.elsewhere) == (occurrences, elsewhere)


def test_changing_one_article_changes_the_verdict():
    texts = [make_text("开源", 7, of=40), *STEADY[1:]]
    found = verdict(make_claim(group="a b"), make_articles(STEADY), draws=1000)
    assert found.label == FRAGILE and "It fails without article a." in found.reasons
    found = verdict(make_claim(), make_articles(texts), draws=1000)
    assert found.label == NO_EVIDENCE and found.reasons[0] == TURNED
    found = verdict(make_claim(direction="less"), make_articles(STEADY), draws=1000)
    assert (found.label, found.key, found.reasons) == (
        FAILS,
        "fails",
        ("The difference points the other way.",),
    )


@pytest.mark.parametrize(
    ("claim_id", "change"),
    [
        ("phone-absent-2025", lambda text, pattern: text + "\n安卓。"),
        ("china-2025", lambda text, pattern: re.sub(pattern, "某", text)),
    ],
)
def test_changing_one_of_the_five_articles_changes_a_verdict(claim_id, change):
    claim = next(claim for claim in read_claims() if claim.claim_id == claim_id)
    articles = load_articles().set_index("article_id", drop=False)
    assert verdict(claim, articles, draws=500).label == HOLDS
    articles.loc["004", "text"] = change(articles.loc["004", "text"], claim.pattern)
    assert verdict(claim, articles, draws=500).label == FAILS


def test_no_difference_is_no_evidence():
    found = verdict(make_claim(), make_articles([STEADY[0]] * 3), draws=200)
    assert (found.label, found.key) == (NO_EVIDENCE, "unclear") and "There is no difference." in found.reasons


def test_a_difference_that_is_only_rounding_is_no_evidence():
    found = verdict(make_claim(), make_articles(["开源会会会。" * 3] * 12), draws=50)  # the mean of eleven equal rates
    assert abs(found.value) < 1e-9 and found.label == NO_EVIDENCE
    assert attack_table([found])["other sentences"].item() == "failed"


def test_an_interval_that_touches_zero_is_no_evidence():
    found = verdict(make_claim(), make_articles([make_text("开源", n, of=10) for n in (4, 2, 2)]), draws=1000)
    assert found.label == NO_EVIDENCE and found.reasons[0] == TURNED
    assert found.left_out["agrees"].all()


@pytest.mark.parametrize(
    ("low", "high", "label"),
    [
        (0.0, 2.0, NO_EVIDENCE),
        (-2.0, 0.0, NO_EVIDENCE),
        (-1.0, 1.0, NO_EVIDENCE),
        (0.1, 2.0, HOLDS),
        (-2.0, -0.1, HOLDS),
    ],
)
def test_an_interval_that_ends_at_zero_touches_it(low, high, label):
    assert verdicts._described([], True, 0.5, Interval(low, high))[1] == label


def test_where_an_uncertain_difference_points_is_no_reason():
    unsure = Interval(-1.0, 1.0)
    fails, points = ["It fails without article a."], ["The difference points the other way."]
    assert verdicts._described(fails, True, 0.5, unsure) == ([TURNED, *fails], NO_EVIDENCE)
    assert verdicts._described(points, False, -0.5, unsure) == ([TURNED], NO_EVIDENCE)
    assert verdicts._described(points, False, -0.5, Interval(-1.0, -0.1)) == (points, FAILS)
    assert verdicts._described(["There is no difference."], False, 0.0, unsure) == (
        ["There is no difference."],
        NO_EVIDENCE,
    )


def test_one_of_our_choices_that_overturns_it_is_fragile():
    ours, other = make_articles(STEADY), make_articles([make_text("开源", 1, of=40), *STEADY[1:]])
    found = verdict(make_claim(), ours, variants={"spin=undone": ours, "spin=as spun": other}, draws=500)
    assert (found.label, found.choices) == (FRAGILE, "2 combinations give 2 different results; 1 of them agrees")
    assert found.reasons == ("It fails if the spun words stay as the machine left them.",)
    assert verdict(make_claim(), ours, variants={"spin=undone": ours}, draws=500).label == HOLDS


def test_a_fragile_claim_among_many_is_no_evidence_where_its_corrected_p_is_large():
    articles = make_articles(
        [make_text("开源", n) for n in (4, 4, 4, 4, 2, 0, 0, 0, 0, 3)], year=[2025] * 5 + [2024] * 5
    )
    weak = articles.assign(text=[make_text("闭源", 4)] * 10)
    claims = [make_claim(claim_id=f"c{n}", group="year=2025") for n in range(4)]
    choices = {"spin=undone": articles, "spin=as spun": weak}
    alone, together = (judge(claims[:n], articles, variants=choices, draws=200)[0] for n in (1, 4))
    assert (alone.label, round(alone.p_holm, 3)) == (FRAGILE, 0.016)
    assert (together.label, round(together.p_holm, 3)) == (NO_EVIDENCE, 0.063)


@pytest.mark.parametrize(("n", "key"), [(1, "holds"), (2, "untestable")])
def test_claims_that_only_pass_alone_cannot_be_tested_together(n, key):
    articles = make_articles([make_text("开源", k) for k in (4, 4, 4, 0, 0, 0, 0)], year=[2025] * 3 + [2024] * 4)
    found = judge([make_claim(claim_id=f"c{k}", group="year=2025") for k in range(n)], articles, draws=200)
    assert {one.key for one in found} == {key}
    assert (attack_table(found)["articles shuffled"] == ("passed" if n == 1 else "cannot pass")).all()
    told = "at least one time in 35, which is too often when two claims are tested together."
    assert all(one.reasons[:1] == () if n == 1 else one.reasons[0].endswith(told) for one in found)


def test_a_claim_that_cannot_pass_costs_the_others_nothing():
    articles = make_articles([make_text("开源", k) for k in (9, 7, 5, 3, 1)], year=[2023, 2023, 2024, 2024, 2025])
    trend = make_claim(group="trend", direction="less")
    powerless = [make_claim(claim_id=f"c{k}", group=f"year={2023 + k}") for k in range(3)]
    found, *others = judge([trend, *powerless], articles, draws=200)
    assert (found.key, found.corrected_for, found.p_holm) == ("holds", 1, found.permutation.p)
    assert {(one.key, one.p_holm) for one in others} == {("untestable", None)}


@pytest.mark.parametrize(("n", "key"), [(4, "untestable"), (5, "holds")])
def test_it_takes_five_occurrences(n, key):
    articles = make_articles([make_text("开源", n), make_text("开源", 0), make_text("开源", 0)])
    found = verdict(make_claim(), articles, draws=500)
    assert found.key == key
    assert found.in_these_texts == HOLDS
    if key == "untestable":
        assert found.label == "not testable with three articles"
        told = "True of these texts as counted, but too rare to test: the words occur 4 times in all articles together;"
        assert found.reasons == (f"{told} it takes 5.",)


def test_occurrences_of_both_words_count_for_a_share():
    articles = make_articles(["开源。" * 2, "闭源。" * 2])
    assert verdict(make_claim(versus="闭源"), articles, draws=500).key == "untestable"
    articles = make_articles(["开源。" * 9, "闭源。" * 9])
    assert verdict(make_claim(versus="闭源"), articles, draws=500).key == "holds"


def test_a_claim_about_a_year_is_not_testable_with_five_articles():
    articles = make_articles(STEADY, year=[2025, 2023, 2023, 2024, 2024])
    found = verdict(make_claim(group="year=2025"), articles, draws=500)
    assert found.label == not_testable(5) == "not testable with five articles"
    assert found.in_these_texts == HOLDS
    assert "It speaks of articles of 2025 in general" in found.reasons[0]
    assert found.reasons[0].endswith("even a perfect pattern would turn up by chance at least one time in five.")


@pytest.mark.parametrize(("n", "key"), [(19, "untestable"), (20, "holds")])
def test_a_floor_of_exactly_one_in_twenty_is_testable(n, key):
    articles = pd.DataFrame(
        {
            "article_id": [f"{k:02}" for k in range(n)],
            "text": [STEADY[0], *[STEADY[1 + k % 2] for k in range(n - 1)]],
            "year": [2025] + [2024] * (n - 1),
        }
    )
    found = verdict(make_claim(group="year=2025"), articles, draws=300)
    assert found.key == key
    assert found.permutation.floor == 1 / n


def test_a_kind_of_articles_with_a_large_p_has_no_evidence_though_the_description_holds():
    # the rates fall on the whole, but not steadily
    texts = [make_text("开源", n, of=40) for n in (9, 20, 8, 7, 10, 6, 2)]
    found = verdict(make_claim(group="trend", direction="less"), make_articles(texts), draws=200)
    assert found.permutation.floor < 0.05 < found.permutation.p
    assert found.label == NO_EVIDENCE and found.in_these_texts in (HOLDS, FRAGILE)
    strong = verdict(make_claim(group="trend", direction="less"), make_articles(
        [make_text("开源", n, of=60) for n in (50, 40, 30, 20, 10, 3)]), draws=200)  # fmt: skip
    assert strong.label == HOLDS and strong.permutation.p == pytest.approx(2 / 720)


def test_presence_has_no_interval_and_falls_with_one_occurrence():
    texts = ["甲。" * 9, "开源。" * 3, "开源。" * 3]
    claim = make_claim(direction="absent")
    found = verdict(claim, make_articles(texts))
    assert (found.label, found.interval, found.value) == (HOLDS, None, -1.0)
    texts[0] += "开源。"
    found = verdict(claim, make_articles(texts))
    assert found.label == FAILS and "The words stand where" in found.reasons[0]


@pytest.mark.parametrize(
    ("texts", "changes", "number"),
    [
        (["开源。" * 9], {}, "one article"),
        (["开源。" * 9, ""], {}, "two articles"),
        (["", "开源。" * 9], {}, "two articles"),
        (["开源。", "开源。"], {"group": "trend"}, "two articles"),
        (["开源。" * 9, "甲。"], {"group": "year=2023"}, "two articles"),
    ],
)
def test_a_side_with_nothing_to_measure_is_not_testable(texts, changes, number):
    articles = make_articles(texts, year=2023)
    found = verdict(make_claim(**changes), articles)
    assert found.label == f"not testable with {number}"
    assert (found.value, found.permutation, found.in_these_texts) == (None, None, "not defined")
    assert verdict_table([found]).loc[0, "number"] == ""


NEVER = "The words do not occur in any article."


@pytest.mark.parametrize(
    ("changes", "texts", "reason"),
    [
        ({}, ["甲。"] * 4, NEVER),
        ({"direction": "absent"}, ["甲。"] * 4, NEVER),
        ({"direction": "present_only"}, ["甲。"] * 4, NEVER),
        ({"group": "trend"}, ["甲。"] * 9, NEVER),
        ({"versus": "闭源"}, ["甲。"] * 4, NEVER),
        ({"versus": "闭源", "group": "trend"}, ["闭源。甲。"] * 9, "The words of the first kind do not occur in any article, so every share is 0."),
        ({"versus": "闭源", "group": "a b"}, ["开源。"] * 4, "The words of the second kind do not occur in any article, so every share is 1."),
    ],
)  # fmt: skip
def test_of_words_that_no_article_has_nothing_is_tested_and_no_number_told(changes, texts, reason):
    articles = make_articles(texts)
    found = verdict(make_claim(**changes), articles, variants={"ours": articles}, draws=50)
    assert (found.key, found.reasons, found.in_these_texts) == ("untestable", (reason,), "not defined")
    assert (found.value, found.interval, found.permutation, found.choices) == (None, None, None, "")
    assert (len(found.left_out), found.not_tried) == (0, "Nothing could be tested.")
    assert attack_table([found]).iloc[0, 3:].tolist() == ["not applicable"] * 4


@pytest.mark.parametrize("texts", [["开源。闭源。闭源。", "闭源。闭源。"], ["开源。开源。", "开源。开源。闭源。"]])
def test_a_word_that_occurs_once_is_compared(texts):
    found = verdict(make_claim(versus="闭源"), make_articles(texts), draws=200)
    assert found.value > 0 and found.permutation is not None


def test_a_claim_of_which_no_shuffle_changes_anything_is_not_tested_by_shuffling():
    same = [make_text("开源", 3, of=10)] * 6
    found = verdict(make_claim(group="trend"), make_articles(same), draws=50)
    assert (found.key, found.permutation.p, found.permutation.floor) == ("untestable", 1, 1)
    assert found.reasons[0] == "All articles are alike in this, so shuffling them changes nothing."
    described = verdict(make_claim(), make_articles(same), draws=50)
    assert described.label == NO_EVIDENCE and str(described.permutation).endswith("possible here is 1")


def test_an_interval_of_one_number_is_not_said_to_turn_a_claim_round():
    """Each sentence holds the word once, so every draw of them has the same rate."""
    found = verdict(make_claim(), make_articles(["开源。" * 4] * 3), draws=50)
    assert (found.label, found.interval) == (NO_EVIDENCE, (0, 0)) and found.reasons == ("There is no difference.",)


def test_a_label_that_no_verdict_has_is_not_put_into_chinese():
    assert in_chinese(HOLDS) == "在这些文章里成立"
    with pytest.raises(ValueError, match="no verdict is called 'holds'"):
        in_chinese("holds")


def test_the_label_counts_articles():
    assert not_testable(1) == "not testable with one article"
    assert not_testable(4321) == "not testable with 4,321 articles"


def test_verdict_table_is_text_without_holes_and_adjusts_what_speaks_of_a_kind():
    articles = make_articles(STEADY, year=[2025, 2023, 2023, 2024, 2024])
    claims = [
        make_claim(claim_id="x"),
        make_claim(claim_id="y", group="year=2025"),
        make_claim(claim_id="z", group="trend", direction="less"),
    ]
    table = verdict_table(judge(claims, articles, draws=100))
    assert " ".join(table) == (
        "claim_id kind statement number interval label reasons in_these_texts p p_holm choices rival"
    )
    assert not table.isna().any(axis=None)
    assert table["p"][0] == "0.2 (at least 0.2)"
    assert [bool(p) for p in table["p_holm"]] == [False, False, True]  # the second could not pass alone
    assert table["number"][0] == "+38.75 per 1,000 characters"
    assert verdict_table([]).empty


def test_article_order_changes_no_verdict():
    claim = make_claim(group="a b")
    one = verdict(claim, make_articles(STEADY), draws=300)
    other = verdict(claim, make_articles(STEADY).iloc[::-1], draws=300)
    assert (one.label, one.value, one.interval) == (
        other.label,
        pytest.approx(other.value),
        pytest.approx(other.interval),
    )


def test_claims_and_verdicts_are_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        make_claim().pattern = "x"


def test_a_p_that_passes_alone_and_not_among_many_is_no_evidence():
    falling = make_articles([make_text("开源", n, of=60) for n in (50, 40, 10, 30, 20)])
    trend = make_claim(group="trend", direction="less")
    alone = judge([trend], falling, draws=200)[0]
    p = alone.permutation.p
    many = judge([dataclasses.replace(trend, claim_id=f"c{k}") for k in range(9)], falling, draws=200)[0]
    assert many.p_holm == pytest.approx(min(1, 9 * p)) and alone.p_holm == pytest.approx(p)
    assert (alone.corrected_for, many.corrected_for) == (1, 9)
    assert many.shuffled.endswith(f"Corrected for nine claims, p = {many.p_holm:.2g}")
    told = "which is too often when nine claims are tested together."
    assert (many.label == NO_EVIDENCE and many.reasons[0].endswith(told)) or p > 0.05


def test_the_table_of_attacks_says_what_was_passed():
    steady = verdict(make_claim(), make_articles(STEADY), draws=500)
    turned = verdict(make_claim(group="a b"), make_articles(STEADY), draws=500)
    table = attack_table([steady, turned])
    assert table["one article left out"].tolist() == ["passed", "failed"]
    assert table["articles shuffled"].tolist() == ["not applicable"] * 2
    assert table["our own choices"].tolist() == ["not applicable"] * 2  # not varied here


def test_without_a_wish_the_interval_is_that_of_the_pages():
    articles = make_articles(STEADY)
    expected = claim_interval(make_claim(), articles, draws=10_000, level=0.95, seed=0)
    assert claim_interval(make_claim(), articles) == expected
    assert verdict(make_claim(), articles).interval == judge([make_claim()], articles)[0].interval == expected
    seeded = claim_interval(make_claim(), articles, draws=300, seed=5)
    assert verdict(make_claim(), articles, draws=300, seed=5).interval == seeded
    assert judge([make_claim()], articles, draws=300, seed=5)[0].interval == seeded


@pytest.mark.parametrize(("n", "times"), [(1, "1 time"), (2, "2 times")])
def test_how_often_the_words_occur_is_told(n, times):
    articles, told = (
        make_articles([make_text("开源", n), make_text("开源", 0)]),
        f"{times} in all articles together; it takes 5.",
    )
    against = verdict(make_claim(direction="less"), articles, draws=50)
    assert against.reasons[0] == f"The words occur {told}"
    alone = verdict(make_claim(), articles, draws=50)
    assert alone.reasons[0] == f"True of these texts as counted, but too rare to test: the words occur {told}"


def test_tables_of_no_verdict_keep_their_columns_and_types():
    for table in (verdict_table([]), attack_table([])):
        assert table.empty and {str(kind) for kind in table.dtypes} == {"str"}


@pytest.mark.parametrize(
    ("sizes", "labels", "told"),
    [
        (
            (9, 0),
            "a",
            "The group is one article (a), which cannot be left out. The rest is one article (b), which",
        ),
        (
            (9, 9, 9),
            "a b",
            "The rest is one article (c), which cannot be left out. Our own choices were not varied.",
        ),
        ((9,) * 10, "a b", "Our own choices were not varied."),
    ],
)
def test_what_was_not_tried_is_told(sizes, labels, told):
    articles = make_articles([make_text("开源", n) for n in sizes])
    assert verdict(make_claim(group=labels), articles, draws=20).not_tried.startswith(told)


def test_where_all_was_tried_nothing_is_told():
    articles = make_articles([make_text("开源", 9)] * 4)
    assert verdict(make_claim(group="a b"), articles, variants={"spin=undone": articles}, draws=20).not_tried == ""


@pytest.mark.parametrize(
    ("changes", "texts", "told"),
    [
        ({}, ["开源甲甲", "甲甲", ""], "per 1,000 characters: The Digest 250.0; b 0.0"),
        ({"group": "trend"}, ["开源", "甲甲", "乙乙"], "per 1,000 characters: The Digest 500.0; b 0.0; c 0.0"),
        ({"versus": "闭源"}, ["开源闭源", "开源", "甲"], "of both together: The Digest 1 of 2; b 1 of 1"),
        ({"direction": "absent"}, ["甲", "开源开源"], "how often: The Digest 0; b 2"),
        ({}, ["开源"] * 11, ""),
        ({}, [""], ""),
    ],
)
def test_what_was_measured_in_each_of_a_few_articles_is_told(changes, texts, told):
    articles = make_articles(texts, short=["The Digest", *[""] * (len(texts) - 1)])
    assert verdict(make_claim(**changes), articles, draws=20).by_article == told


def test_what_a_permutation_decides_is_told():
    articles = make_articles(STEADY, year=[2025, 2023, 2023, 2024, 2024])
    named, kind = (verdict(make_claim(group=group), articles, draws=20) for group in ("a", "year=2025"))
    p = "p = 0.2; the smallest p possible here is 0.2"
    assert named.shuffled == f"{p}. It decides nothing about a claim that names its articles"
    assert kind.shuffled == p
    assert verdict(make_claim(), make_articles(["开源"]), draws=20).shuffled == ""


@pytest.mark.parametrize(
    ("p", "cases"), [(1.0, "100"), (0.166, "17"), (0.1, "10"), (0.0503, "5.03"), (0.06, "6"), (0.0212, "2.1")]
)
def test_a_p_is_told_in_cases_of_a_hundred(p, cases):
    assert f" in {cases} of 100 cases" in verdicts._by_chance(p)


@pytest.mark.parametrize(
    ("floor", "times"), [(0.2, "five"), (0.1, "ten"), (1 / 15, "15"), (2 / 21, "10.5"), (1 / 3, "three")]
)
def test_a_floor_is_told_as_one_time_in_so_many(floor, times):
    assert verdicts._times(floor) == times


@pytest.mark.parametrize(
    ("outcomes", "told"),
    [
        ([(1.0, True)], "1 combination gives one result; it agrees"),
        ([(1.0, True)] * 2, "2 combinations give one result; it agrees"),
        ([(-1.0, False)] * 2, "2 combinations give one result; it does not agree"),
        ([(1.0, True), (2.0, True)], "2 combinations give 2 different results; all agree"),
        ([(1.0, True), (-2.0, False), (-2.0, False)], "3 combinations give 2 different results; 1 of them agrees"),
        ([(1.0, True), (3.0, True), (-2.0, False)], "3 combinations give 3 different results; 2 of them agree"),
        ([(-1.0, False), (-2.0, False)], "2 combinations give 2 different results; none of them agrees"),
    ],
)
def test_what_our_own_choices_give_is_told(outcomes, told):
    found = verdict(make_claim(), make_articles(STEADY), draws=20)
    table = pd.DataFrame(outcomes, columns=["value", "agrees"]).assign(variant="x")
    assert dataclasses.replace(found, multiverse=table).choices == told


@pytest.mark.parametrize(
    ("changes", "attacks"),
    [
        ({}, ["not applicable"] * 4),
        ({"left_out": [True, True]}, ["passed", *["not applicable"] * 3]),
        ({"left_out": [True, False]}, ["failed", *["not applicable"] * 3]),
        ({"interval": Interval(0.1, 2.0)}, ["not applicable", "passed", *["not applicable"] * 2]),
        ({"interval": Interval(-2.0, 0.0)}, ["not applicable", "failed", *["not applicable"] * 2]),
        ({"interval": Interval(-2.0, -0.1), "in_these_texts": FAILS}, ["not applicable", "failed", *["not applicable"] * 2]),
        ({"p": 0.05}, [*["not applicable"] * 2, "passed", "not applicable"]),
        ({"p": 0.051}, [*["not applicable"] * 2, "failed", "not applicable"]),
        ({"p": 0.01, "p_holm": 0.06}, [*["not applicable"] * 2, "failed", "not applicable"]),
        ({"p": 0.2, "floor": 0.2}, [*["not applicable"] * 2, "cannot pass", "not applicable"]),
        ({"p": 0.2, "floor": 0.05}, [*["not applicable"] * 2, "failed", "not applicable"]),
        ({"multiverse": [True, True]}, [*["not applicable"] * 3, "passed"]),
        ({"multiverse": [True, False]}, [*["not applicable"] * 3, "failed"]),
    ],
)  # fmt: skip
def test_each_attack_is_passed_failed_or_decides_nothing(changes, attacks):
    told = {"claim": make_claim(group="trend" if "p" in changes else "a"), "names": {}, "label": HOLDS, "reasons": (), "in_these_texts": HOLDS,
            "not_tried": "", "measured": None, "left_out": pd.DataFrame({"agrees": changes.get("left_out", [])})}  # fmt: skip
    if "p" in changes:
        told["permutation"] = Permutation(1.0, changes["p"], changes.get("floor", 0.01), 99, True)
    if "multiverse" in changes:
        told["multiverse"] = pd.DataFrame({"agrees": changes["multiverse"]})
    told |= {name: changes[name] for name in ("interval", "p_holm", "in_these_texts") if name in changes}
    table = attack_table([verdicts.Verdict(**told)])
    assert table.values.tolist() == [["c", "s", HOLDS, *attacks]]
