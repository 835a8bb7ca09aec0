"""Intervals, permutation, multiverse, verdicts, power: worked by hand, against scipy and statsmodels."""

import dataclasses
import datetime
import itertools
import math
import time
import warnings

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests

from helpers import evidence
from helpers.corpus import load_articles
from helpers.evidence import (
    FAILS,
    FRAGILE,
    HOLDS,
    Claim,
    agrees,
    articles_needed,
    bootstrap_rates,
    claim_interval,
    date_scores,
    effect,
    every_article_is_significant,
    holm,
    leave_one_out,
    load_variants,
    measure,
    multiverse,
    naive_token_test,
    not_testable,
    permutation_floor,
    permutation_groups,
    permutation_trend,
    power_simulation,
    read_claims,
    share_agreeing,
    unit_spans,
    verdict,
    verdict_table,
    without_headings,
)
from helpers.tables import add_rates, find_terms


@pytest.fixture(autouse=True)
def no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def make_articles(texts, **columns):
    """Articles a, b, c, … of these texts, a month apart."""
    days = [datetime.date(2023, 1 + k, 1) for k in range(len(texts))]
    ids = [chr(ord("a") + k) for k in range(len(texts))]
    table = pd.DataFrame({"article_id": ids, "text": texts, "date_from": days, "date_to": days})
    return table.assign(**columns)


def make_text(word, n, of=10):
    """``of`` sentences of ten characters, ``n`` of them with ``word``."""
    return "".join((word if k < n else "甲" * len(word)) + "乙" * (9 - len(word)) + "。" for k in range(of))


def make_claim(**changes):
    told = {"claim_id": "c", "statement": "s", "kind": "word", "pattern": "开源", "group": "a"}
    return Claim(**(told | changes))


# ------------------------------------------------------------------------------------------------ intervals


def test_bootstrap_rates_are_the_rates_of_the_tables_room():
    articles = make_articles([make_text("开源", 3), "", "没有"])
    occurrences = find_terms(articles, ["开源", "闭源"])
    table = bootstrap_rates(occurrences, articles, terms=["开源", "闭源"], draws=200)
    plain = add_rates(occurrences, articles, terms=["开源", "闭源"])
    merged = table.merge(plain, on=["article_id", "term"])
    assert (merged["n_x"] == merged["n_y"]).all() and np.allclose(merged["rate_x"], merged["rate_y"])
    row = table.iloc[0]
    assert (row["n"], row["rate"], row["units"]) == (3, 30.0, 10)
    assert row["low"] < 30 < row["high"]
    assert not table.drop(columns=["article_id", "term"]).isna().any(axis=None)
    assert table.loc[table["article_id"] == "b", ["rate", "low", "high", "units"]].to_numpy().max() == 0


def test_bootstrap_interval_is_the_binomial_where_sentences_are_equal():
    # ten sentences of ten characters, three with the word: the rate is 10 * Binomial(10, .3)
    articles = make_articles([make_text("开源", 3)])
    table = bootstrap_rates(find_terms(articles, ["开源"]), articles, draws=20_000)
    expected = [10 * stats.binom(10, 0.3).ppf(q) for q in (0.025, 0.975)]
    assert table.loc[0, ["low", "high"]].tolist() == expected


def test_bootstrap_is_seeded_and_articles_do_not_disturb_one_another():
    articles = make_articles([make_text("开源", 3), make_text("开源", 7, of=30)])
    occurrences = find_terms(articles, ["开源"])
    both = bootstrap_rates(occurrences, articles, draws=500)
    alone = bootstrap_rates(occurrences, articles.iloc[[1]], draws=500)
    backwards = bootstrap_rates(occurrences, articles.iloc[::-1], draws=500)
    assert both.iloc[1].equals(alone.iloc[0].rename(1))
    assert both.equals(backwards.sort_values("article_id", ignore_index=True))
    assert not both.equals(bootstrap_rates(occurrences, articles, draws=9, seed=1))


def test_bootstrap_over_paragraphs_and_what_it_refuses():
    articles = make_articles(["开源。开源。\n\n闭源。\n"])
    assert unit_spans(articles["text"][0], "paragraph") == [(0, 6), (8, 11)]
    occurrences = find_terms(articles, ["开源"])
    assert bootstrap_rates(occurrences, articles, unit="paragraph", draws=9)["units"].tolist() == [2]
    for wrong in ({"unit": "page"}, {"draws": 0}, {"level": 1.0}):
        with pytest.raises(ValueError):
            bootstrap_rates(occurrences, articles, **wrong)
    with pytest.raises(ValueError, match="one unit or more"):
        evidence.resample_rates(np.zeros((0, 1)), np.zeros(0), draws=3, rng=np.random.default_rng(0))


def test_bootstrap_without_terms_is_an_empty_table():
    assert bootstrap_rates(find_terms(make_articles(["甲。"]), []), make_articles(["甲。"])).empty


def test_ten_thousand_draws_of_fifty_terms_are_fast():
    articles = make_articles(["".join(chr(0x4E00 + k % 97) * 9 + "。" for k in range(100))] * 5)
    occurrences = find_terms(articles, [chr(0x4E00 + k) for k in range(50)])
    start = time.perf_counter()
    assert len(bootstrap_rates(occurrences, articles)) == 250
    assert time.perf_counter() - start < 2


# ---------------------------------------------------------------------------------------------- permutation


def test_floors_of_five_articles():
    assert permutation_floor(1, 4) == 1 / 5
    assert permutation_floor(2, 3) == 1 / 10
    assert permutation_floor(2, 2) == 2 / 6
    assert permutation_floor(1, 1) == 1
    with pytest.raises(ValueError, match="two groups"):
        permutation_floor(0, 5)


@pytest.mark.parametrize("k", [1, 2, 3])
def test_the_floor_is_what_the_best_possible_data_reach(k):
    n = 6
    values = [100.0] * k + [0.0] * (n - k)
    test = permutation_groups(values, [True] * k + [False] * (n - k))
    assert test.p == pytest.approx(test.floor)
    assert test.floor == permutation_floor(k, n - k)


def test_group_permutation_against_scipy_and_enumeration():
    rng = np.random.default_rng(5)
    for k in (2, 3, 4):
        values, chosen = rng.normal(size=8).round(2), np.arange(8) < k
        found = permutation_groups(values, chosen)
        theirs = stats.permutation_test(
            (values[chosen], values[~chosen]),
            lambda x, y, axis: np.abs(x.mean(axis=axis) - y.mean(axis=axis)),
            alternative="greater", vectorized=True, n_resamples=np.inf,
        )  # fmt: skip
        assert found.p == pytest.approx(theirs.pvalue) and found.exact
        assert found.arrangements == math.comb(8, k)


def test_two_identical_articles_have_p_one():
    assert permutation_groups([3, 3], [True, False]) == (0.0, 1.0, 1.0, 2, True)


def test_sampled_permutation_is_near_the_exact_one_and_ignores_the_order(monkeypatch):
    values, chosen = np.array([5, 4, 6, 1, 2, 3, 2, 1.0]), np.arange(8) < 3
    exact = permutation_groups(values, chosen)
    monkeypatch.setattr(evidence, "_ENOUGH_ORDERS", 10)
    sampled = permutation_groups(values, chosen)
    assert not sampled.exact and sampled.p == pytest.approx(exact.p, abs=0.01)
    assert sampled.floor == permutation_floor(3, 5) and sampled.p >= 1 / 10_000
    assert permutation_groups(values[::-1], chosen[::-1]).p == sampled.p


def test_trend_over_five_dates_has_floor_two_in_120():
    test = permutation_trend([1, 2, 3, 4, 5], range(5))
    assert (test.statistic, test.p, test.floor, test.arrangements) == pytest.approx((1, 1 / 60, 1 / 60, 120))
    assert round(test.floor, 3) == 0.017
    assert permutation_trend([5, 4, 3, 2, 1], range(5)).statistic == pytest.approx(-1)


def test_trend_against_scipy():
    values, dates = [2.0, 1.0, 4.0, 3.0, 9.0, 3.0], [1, 2, 3, 3, 5, 6]
    found = permutation_trend(values, dates)
    assert found.statistic == pytest.approx(stats.spearmanr(values, dates).statistic)
    counted = [
        abs(stats.spearmanr(order, dates).statistic) >= abs(found.statistic) - 1e-9
        for order in itertools.islice(itertools.permutations(values), 0, 720, 7)
    ]
    assert found.p == pytest.approx(np.mean(counted), abs=0.12)  # every seventh order
    theirs = stats.permutation_test(
        (values,), lambda x: abs(stats.pearsonr(stats.rankdata(x), stats.rankdata(dates)).statistic),
        alternative="greater", permutation_type="pairings", n_resamples=np.inf,
    )  # fmt: skip
    assert found.p == pytest.approx(theirs.pvalue)


def test_dates_that_overlap_are_tied_and_raise_the_floor():
    articles = load_articles()
    assert date_scores(articles).tolist() == [1, -4, -2, 1, 4]
    assert permutation_trend([3, 1, 2, 3, 5], date_scores(articles)).floor == pytest.approx(4 / 120)


def test_long_trends_are_sampled():
    test = permutation_trend(range(12), range(12), draws=999)
    assert (test.p, test.floor, test.exact) == (0.001, 0.001, False)


def test_equal_values_have_no_trend():
    assert permutation_trend([2, 2, 2, 2], range(4))[:2] == (0.0, 1.0)


@pytest.mark.parametrize(
    ("values", "scores"), [([1, 2], [1, 2]), ([1, 2, 3], [1, 2]), ([1, 2, 3], [1, 1, 1])]
)
def test_trends_that_cannot_be_are_refused(values, scores):
    with pytest.raises(ValueError, match="a trend needs"):
        permutation_trend(values, scores)
    with pytest.raises(ValueError, match="date_from"):
        date_scores(make_articles(["甲"]).drop(columns="date_from"))
    with pytest.raises(ValueError, match="a value and a group"):
        permutation_groups([1, 2], [True])


def test_a_permutation_prints_its_floor():
    assert str(permutation_groups([9, 1, 1, 1, 1], [True] + [False] * 4)) == (
        "p = 0.2 over all 5 arrangements; at least 0.2"
    )


def test_holm_by_hand_and_by_statsmodels():
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    p = np.random.default_rng(2).random(40) ** 3
    assert holm(p) == pytest.approx(multipletests(p, method="holm")[1])
    assert holm([]) == []
    for wrong in ([1.1], [-0.1], [math.nan]):
        with pytest.raises(ValueError, match="between 0 and 1"):
            holm(wrong)


# --------------------------------------------------------------------------------------------------- claims


def test_shipped_claims_are_ten_at_most_and_fixed_in_a_file():
    claims = read_claims()
    assert 1 <= len(claims) <= 10
    assert {claim.kind for claim in claims} == {"actor", "word", "image"}
    assert all(claim.rival and claim.statement.endswith(".") for claim in claims)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"claim_id": ""}, "needs a claim_id"),
        ({"kind": "mood"}, "kind 'mood' is none of"),
        ({"direction": "up"}, "direction 'up' is none of"),
        ({"group": " "}, "group is empty"),
        ({"pattern": "("}, "is no pattern"),
        ({"pattern": "x*"}, "matches the empty text"),
        ({"versus": "("}, "is no pattern"),
        ({"direction": "absent", "versus": "x"}, "neither versus nor trend"),
        ({"direction": "absent", "group": "trend"}, "neither versus nor trend"),
    ],
)
def test_malformed_claims_are_refused(changes, message, tmp_path):
    row = [getattr(make_claim(**changes), name) for name in Claim.__dataclass_fields__]
    file = tmp_path / "hypotheses.csv"
    pd.DataFrame([row], columns=list(Claim.__dataclass_fields__)).to_csv(file, index=False)
    with pytest.raises(ValueError, match=r"hypotheses\.csv, row 2: .*" + message):
        read_claims(file)


def test_malformed_claim_tables_are_refused(tmp_path):
    file = tmp_path / "hypotheses.csv"
    row = ",".join(getattr(make_claim(), name) for name in Claim.__dataclass_fields__)
    header = ",".join(Claim.__dataclass_fields__)
    for text, message in [
        ("", "not a well-formed table"),
        ("claim_id,statement\n", "the columns must be"),
        (f"{header}\n{row}\n{row}\n", "row 3: claim_id 'c' stands twice"),
        (f"{header}\n{row},more\n", "not a well-formed table"),
    ]:
        file.write_text(text, encoding="utf-8")
        with pytest.raises(ValueError, match=message):
            read_claims(file)


def test_measure_by_hand():
    articles = make_articles([make_text("开源", 3), make_text("开源", 1), ""])
    table = measure(make_claim(), articles)
    assert table["side"].tolist() == ["group", "rest", "rest"]
    assert table["n"].tolist() == [3, 1, 0]
    assert table["rate"].tolist() == [30.0, 10.0, 0.0]
    assert table["used"].tolist() == [True, True, False]
    assert effect(table) == 20.0


def test_measure_shares_leave_out_articles_with_neither_word():
    articles = make_articles(["开源开源闭源", "闭源", "甲"])
    table = measure(make_claim(versus="闭源"), articles)
    assert table["rate"].tolist() == pytest.approx([2 / 3, 0, 0])
    assert table["used"].tolist() == [True, True, False]
    assert effect(table) == pytest.approx(2 / 3)


def test_groups_by_rule_by_id_and_by_date():
    articles = make_articles(["甲"] * 3, year=[2023, 2024, 2025])
    assert measure(make_claim(group="a c"), articles)["side"].tolist() == ["group", "rest", "group"]
    assert measure(make_claim(group="year=2024|2025"), articles)["score"].tolist() == [0, 1, 1]
    assert measure(make_claim(group="trend"), articles)["score"].tolist() == [-2, 0, 2]
    for group, message in [("d", "no article 'd'"), ("mood=x", "no column 'mood'")]:
        with pytest.raises(ValueError, match=message):
            measure(make_claim(group=group), articles)
    with pytest.raises(ValueError, match="stands twice"):
        measure(make_claim(), pd.concat([articles] * 2))


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


def test_interval_of_a_difference():
    articles = make_articles([make_text("开源", 5, of=40), make_text("开源", 1, of=40)])
    low, high = claim_interval(make_claim(), articles, draws=4000)
    assert low < 10 < high
    assert claim_interval(make_claim(direction="absent"), articles) is None
    with pytest.raises(ValueError, match="rest"):
        claim_interval(make_claim(group="a b"), articles)


def test_interval_of_a_share_is_jeffreys():
    # 3 of 4 sentences against 0 of 2: the interval of Beta(3.5, 1.5) - Beta(.5, 2.5)
    articles = make_articles(["开源。开源。开源。闭源。", "闭源。闭源。"])
    low, high = claim_interval(make_claim(versus="闭源"), articles, draws=40_000)
    rng = np.random.default_rng(9)
    expected = np.quantile(rng.beta(3.5, 1.5, 40_000) - rng.beta(0.5, 2.5, 40_000), [0.025, 0.975])
    assert (low, high) == pytest.approx(tuple(expected), abs=0.02)


# ----------------------------------------------------------------------------------------------- multiverse


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


def test_many_articles_get_fewer_draws():
    assert evidence._affordable(9_999, 1_000) == 9_999
    assert evidence._affordable(9_999, 100_000) == 1_000
    assert evidence._affordable(9_999, 10**9) == 199


def test_multiverse_by_hand():
    variants = {
        "spin=undone, case=ignored": make_articles(["开源开源甲甲", "开源甲甲甲甲"]),
        "spin=as spun, case=ignored": make_articles(["甲甲", "开源"]),
        "spin=undone, case=kept": make_articles(["", "开源"]),
    }
    table = multiverse(make_claim(), variants)
    assert list(table.columns) == ["variant", "spin", "case", "value", "sign", "agrees"]
    assert table["sign"].tolist() == [1, -1, 0]
    assert table["agrees"].tolist() == [True, False, False]
    assert share_agreeing(table) == pytest.approx(1 / 3)
    assert evidence._overturning(table) == ["case: kept", "spin: as spun"]
    with pytest.raises(ValueError, match="one variant"):
        multiverse(make_claim(), {})


def test_multiverse_names_without_choices():
    variants = {"ours": make_articles(["开源", "甲甲"]), "theirs": make_articles(["甲甲", "甲甲"])}
    table = multiverse(make_claim(), variants)
    assert list(table.columns) == ["variant", "value", "sign", "agrees"]
    assert evidence._overturning(table) == ["theirs"]


def test_only_the_fewest_departures_are_named():
    table = pd.DataFrame(
        {
            "variant": list("wxyz"),
            "p": ["1", "2", "1", "2"],
            "q": ["1", "1", "2", "2"],
            "value": 1.0,
            "sign": 1,
        }
    )
    assert evidence._overturning(table.assign(agrees=[True, False, True, False])) == ["p: 2"]
    assert evidence._overturning(table.assign(agrees=[True, True, True, False])) == ["p: 2 with q: 2"]
    assert evidence._overturning(table.assign(agrees=[False, True, True, True])) == ["w"]


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
            if all(parts[k] == named.get(k, evidence.CHOICES[k][0]) for k in parts):
                return articles["size"].tolist()

    ours = sizes()
    assert [a > b for a, b in zip(sizes(doubled_passage="both copies"), ours, strict=True)] == [0, 0, 1, 0, 0]
    assert [a != b for a, b in zip(sizes(spin="as spun"), ours, strict=True)] == [1, 0, 0, 0, 0]
    assert [a < b for a, b in zip(sizes(headings="out"), ours, strict=True)][:2] == [1, 1]
    assert [a > b for a, b in zip(sizes(editorial_cuts="not made"), ours, strict=True)] == [1, 1, 1, 1, 1]


def test_a_multiverse_of_32_is_fast(choices):
    start = time.perf_counter()
    multiverse(read_claims()[0], choices)
    assert time.perf_counter() - start < 3


def test_tokenizers_and_denominators_can_vary():
    variants = load_variants(choices=("matching", "rate per"), tokenizers={"letter by letter": list})
    assert len(variants) == 6
    table = multiverse(make_claim(pattern="开源", group="002"), variants)
    assert (table.loc[table["matching"] == "letter by letter", "value"] == 0).all()
    assert table["rate per"].tolist()[:3] == ["characters", "content words", "all words"]
    with pytest.raises(ValueError, match="unknown choice 'mood'"):
        load_variants(choices=("mood",))


# ------------------------------------------------------------------------------------------------- verdicts


STEADY = [make_text("开源", n, of=40) for n in (20, 4, 5, 4, 5)]


def test_a_steady_claim_about_these_texts_holds():
    found = verdict(make_claim(), make_articles(STEADY), draws=1000)
    assert (found.label, found.reasons, found.key) == (HOLDS, (), "holds")
    assert found.value == pytest.approx(50 - 11.25)
    assert found.permutation.p == found.permutation.floor == 0.2
    assert "never on coverage" in found.tested and "cannot be left out" in found.tested
    assert found.share is None and "not varied" in found.tested


def test_changing_one_article_changes_the_verdict():
    texts = [make_text("开源", 7, of=40), *STEADY[1:]]
    found = verdict(make_claim(group="a b"), make_articles(STEADY), draws=1000)
    assert found.label == FRAGILE and "It does not hold without article a." in found.reasons
    found = verdict(make_claim(), make_articles(texts), draws=1000)
    assert found.label == FRAGILE and "95 % interval" in found.reasons[0]
    found = verdict(make_claim(direction="less"), make_articles(STEADY), draws=1000)
    assert (found.label, found.key, found.reasons) == (
        FAILS,
        "fails",
        ("The difference points the other way.",),
    )


def test_no_difference_does_not_hold():
    found = verdict(make_claim(), make_articles([STEADY[0]] * 3), draws=200)
    assert found.label == FAILS and found.reasons == ("There is no difference.",)


def test_an_interval_that_touches_zero_is_fragile():
    found = verdict(make_claim(), make_articles([make_text("开源", n, of=10) for n in (4, 2, 2)]), draws=1000)
    assert found.label == FRAGILE and "95 % interval" in found.reasons[0]
    assert found.left_out["agrees"].all()


@pytest.mark.parametrize(
    ("low", "high", "reasons"),
    [(0.0, 2.0, 1), (-2.0, 0.0, 1), (-1.0, 1.0, 1), (0.1, 2.0, 0), (-2.0, -0.1, 0)],
)
def test_an_interval_that_ends_at_zero_touches_it(low, high, reasons):
    left_out = pd.DataFrame({"left_out": ["a"], "agrees": [True]})
    assert len(evidence._turns(left_out, evidence.Interval(low, high), None)) == reasons


def test_one_of_our_choices_that_overturns_it_is_fragile():
    ours, other = make_articles(STEADY), make_articles([make_text("开源", 1, of=40), *STEADY[1:]])
    found = verdict(make_claim(), ours, variants={"spin=undone": ours, "spin=as spun": other}, draws=500)
    assert (found.label, found.share) == (FRAGILE, 0.5)
    assert found.reasons == ("It does not hold with spin: as spun (50% of our 2 variants agree).",)
    assert verdict(make_claim(), ours, variants={"spin=undone": ours}, draws=500).label == HOLDS


@pytest.mark.parametrize(("n", "key"), [(4, "untestable"), (5, "holds")])
def test_it_takes_five_occurrences(n, key):
    articles = make_articles([make_text("开源", n), make_text("开源", 0), make_text("开源", 0)])
    found = verdict(make_claim(), articles, draws=500)
    assert found.key == key
    assert found.in_these_texts == HOLDS
    if key == "untestable":
        assert found.label == "not testable with three articles"
        assert found.reasons == ("The words occur 4 times in all articles together; it takes 5.",)


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
    assert "smallest possible p is 0.2" in found.reasons[0]


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


def test_a_kind_of_articles_with_a_large_p_is_fragile_though_the_description_holds():
    # the rates fall on the whole, but not steadily
    texts = [make_text("开源", n, of=40) for n in (9, 20, 8, 7, 10, 6, 2)]
    found = verdict(make_claim(group="trend", direction="less"), make_articles(texts), draws=200)
    assert found.permutation.floor < 0.05 < found.permutation.p
    assert found.label == FRAGILE
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
        (["开源。" * 9, "甲。"], {"group": "year=2030"}, "two articles"),
    ],
)
def test_a_side_with_nothing_to_measure_is_not_testable(texts, changes, number):
    articles = make_articles(texts, year=2023)
    found = verdict(make_claim(**changes), articles)
    assert found.label == f"not testable with {number}"
    assert (found.value, found.permutation, found.in_these_texts) == (None, None, "not defined")
    assert verdict_table([found]).loc[0, "number"] == ""


def test_a_term_that_no_article_has_is_not_testable_and_breaks_nothing():
    for changes in ({}, {"versus": "闭源"}, {"direction": "absent"}, {"group": "trend"}):
        found = verdict(make_claim(pattern="没有", **changes), make_articles(["甲。"] * 4), draws=50)
        assert found.key == "untestable"


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
    table = verdict_table(verdict(claim, articles, draws=100) for claim in claims)
    assert not table.isna().any(axis=None)
    assert table["p"][0] == "0.2 (at least 0.2)"
    assert table["p_holm"].tolist()[0] == "" and table["p_holm"].tolist()[1] != ""
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


# ------------------------------------------------------------------------------------- the classic mistake


def make_counts(rows):
    return pd.DataFrame(rows, columns=["article_id", "term", "n"])


def test_naive_test_is_pearsons_chi_squared():
    counts = make_counts([("a", "x", 12), ("a", "y", 30), ("b", "x", 5), ("b", "y", 60), ("b", "z", 9)])
    table = naive_token_test(counts, ["a"]).set_index("term")
    expected = stats.chi2_contingency([[12, 5], [30, 69]], correction=False)
    assert table.at["x", "chi2"] == pytest.approx(expected.statistic)
    assert table.at["x", "p"] == pytest.approx(expected.pvalue)
    assert table["p_holm"].tolist() == pytest.approx(holm(table["p"]))


def test_naive_test_of_one_term_is_defined():
    assert naive_token_test(make_counts([("a", "x", 3), ("b", "x", 9)]), ["a"])["p"].tolist() == [1.0]


def test_every_article_gets_its_own_significant_words():
    counts = make_counts([(a, t, 60 if t == f"own{a}" else 50) for a in "abc" for t in (f"own{a}", "shared")])
    table = every_article_is_significant(counts)
    assert table["article_id"].tolist() == ["a", "b", "c"]
    assert (table["significant"] >= 1).all()
    assert table["words"].tolist() == ["owna", "ownb", "ownc"]
    equal = make_counts([(a, t, 50) for a in "ab" for t in "xy"])
    assert every_article_is_significant(equal)["significant"].tolist() == [0, 0]
    with pytest.raises(ValueError, match="two groups"):
        every_article_is_significant(make_counts([("a", "x", 1)]))


# ---------------------------------------------------------------------------------------------------- power


def test_too_few_articles_can_never_reject():
    table = power_simulation([1, 2, 3, 4, 5], ratio=1000, articles_per_group=(1, 2, 3), draws=200)
    assert table["power"].tolist() == [0, 0, 0]
    assert table["floor"].tolist() == pytest.approx([1, 2 / 6, 2 / 20])


def test_power_grows_and_false_alarms_stay_below_the_level():
    table = power_simulation([4, 5, 6, 5, 4], ratio=1.5, articles_per_group=(4, 6, 10), draws=400)
    assert table["power"].is_monotonic_increasing and table["power"].iloc[-1] > 0.9
    silent = power_simulation([4, 5, 6, 5, 4], ratio=1, articles_per_group=(5, 10), draws=2000)
    assert (silent["power"] < 0.065).all()


def test_power_agrees_with_the_permutation_test_itself():
    rng = np.random.default_rng(0)
    studies = rng.gamma(2, 1, size=(30, 8))
    ours = evidence._split_p(studies, 4, 99, rng)
    single = [permutation_groups(study, [True] * 4 + [False] * 4).p for study in studies]
    assert ours.tolist() == pytest.approx(single)


def test_the_variance_between_articles_is_the_samples_own():
    # mean 2, variance 2 (n - 1): shape 2
    assert evidence._gamma_shape(np.array([1.0, 3.0])) == pytest.approx(2)


def test_articles_needed():
    table = pd.DataFrame({"articles_per_group": [4, 8, 16], "power": [0.2, 0.8, 0.9]})
    assert articles_needed(table) == 8
    assert articles_needed(table, power=0.95) is None


@pytest.mark.parametrize("rates", [[], [1], [2, 2], [0, 0], [-1, 2]])
def test_rates_without_variance_give_no_power(rates):
    with pytest.raises(ValueError, match="rates"):
        power_simulation(rates)
    with pytest.raises(ValueError, match="ratio"):
        power_simulation([1, 2], ratio=0)
