"""Intervals, permutation, the classic mistake, power: worked by hand, against scipy and statsmodels."""

import itertools
import math
import warnings

import numpy as np
import pandas as pd
import pytest
from corpora import make_articles, make_text

from helpers.corpus import load_articles
from helpers.stats import inference
from helpers.stats.counts import add_rates, find_terms
from helpers.stats.inference import (
    articles_needed,
    bootstrap_rates,
    date_scores,
    every_article_is_significant,
    holm,
    naive_token_test,
    permutation_floor,
    permutation_groups,
    permutation_trend,
    power_simulation,
    spearman,
    unit_spans,
)


@pytest.fixture(autouse=True)
def no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


# ------------------------------------------------------------------------------------------------------------ intervals


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
    from scipy import stats

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


def test_the_terms_asked_for_come_in_their_order_and_each_once():
    articles = make_articles(["开源闭源。"])
    table = bootstrap_rates(find_terms(articles, ["开源", "闭源"]), articles, terms=["无", "闭源", "无"], draws=9)
    assert table[["term", "n"]].values.tolist() == [["无", 0], ["闭源", 1]]


def test_bootstrap_over_paragraphs_and_what_it_refuses():
    articles = make_articles(["开源。开源。\n\n闭源。\n"])
    assert unit_spans(articles["text"][0], "paragraph") == [(0, 6), (8, 11)]
    occurrences = find_terms(articles, ["开源"])
    assert bootstrap_rates(occurrences, articles, unit="paragraph", draws=9)["units"].tolist() == [2]
    for wrong in ({"unit": "page"}, {"draws": 0}, {"level": 1.0}):
        with pytest.raises(ValueError):
            bootstrap_rates(occurrences, articles, **wrong)
    with pytest.raises(ValueError, match="one unit or more"):
        inference.resample_rates(np.zeros((0, 1)), np.zeros(0), draws=3, rng=np.random.default_rng(0))


def test_bootstrap_without_terms_is_an_empty_table():
    assert bootstrap_rates(find_terms(make_articles(["甲。"]), []), make_articles(["甲。"])).empty


# ---------------------------------------------------------------------------------------------------------- permutation


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
    from scipy import stats

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
    monkeypatch.setattr(inference, "_ENOUGH_ORDERS", 10)
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
    from scipy import stats

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


def test_eight_articles_are_put_in_every_order_and_nine_in_some():
    found = [permutation_trend(list(range(n)), range(n), draws=99) for n in (8, 9)]
    assert [(test.exact, test.arrangements) for test in found] == [(True, 40_320), (False, 99)]
    assert [test.statistic for test in found] == pytest.approx([1, 1])


def test_dates_that_overlap_are_tied_and_raise_the_floor():
    articles = load_articles()
    assert date_scores(articles).tolist() == [-4, -2, 1, 1, 4]
    assert permutation_trend([1, 2, 3, 3, 5], date_scores(articles)).floor == pytest.approx(4 / 120)


def test_long_trends_are_sampled():
    test = permutation_trend(range(12), range(12), draws=999)
    assert (test.p, test.floor, test.exact) == (0.001, 0.001, False)


def test_spearman_of_several_rows_is_scipys():
    from scipy import stats

    rows, dates = np.array([[3.0, 1, 1, 8], [2.0, 2, 2, 2], [9.0, 7, 5, 1]]), np.array([1.0, 2, 2, 4])
    expected = [stats.spearmanr(rows[0], dates).statistic, 0, stats.spearmanr(rows[2], dates).statistic]
    assert spearman(rows, dates) == pytest.approx(expected)


@pytest.mark.parametrize("n", [4, 12])
def test_equal_values_have_no_trend_and_no_order_could_show_one(n):
    half = [True] * (n // 2) + [False] * (n // 2)
    for test in (permutation_trend([2] * n, range(n), draws=99), permutation_groups([2] * n, half, draws=99)):
        assert test[:3] == (0.0, 1.0, 1.0)
    assert permutation_trend([2] * (n - 1) + [3], range(n), draws=99).floor < 1


@pytest.mark.parametrize(("values", "scores"), [([1, 2], [1, 2]), ([1, 2, 3], [1, 2]), ([1, 2, 3], [1, 1, 1])])
def test_trends_that_cannot_be_are_refused(values, scores):
    with pytest.raises(ValueError, match="a trend needs"):
        permutation_trend(values, scores)
    with pytest.raises(ValueError, match="date_from"):
        date_scores(make_articles(["甲"]).drop(columns="date_from"))
    with pytest.raises(ValueError, match="a value and a group"):
        permutation_groups([1, 2], [True])


def test_a_permutation_prints_its_floor():
    assert str(permutation_groups([9, 1, 1, 1, 1], [True] + [False] * 4)) == (
        "p = 0.2; the smallest p possible here is 0.2"
    )


def test_a_permutation_that_is_sampled_prints_what_limits_it():
    told = str(permutation_trend(range(9), range(9)))
    assert told.startswith("p = 0.000") and told.endswith("; 9,999 random orders can give no p below 0.0001")


def test_holm_by_hand_and_by_statsmodels():
    from statsmodels.stats.multitest import multipletests

    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    p = np.random.default_rng(2).random(40) ** 3
    assert holm(p) == pytest.approx(multipletests(p, method="holm")[1])
    assert holm([]) == []
    for wrong in ([1.1], [-0.1], [math.nan]):
        with pytest.raises(ValueError, match="between 0 and 1"):
            holm(wrong)


def test_many_articles_get_fewer_draws():
    assert inference._affordable(9_999, 1_000) == 9_999
    assert inference._affordable(9_999, 100_000) == 1_000
    assert inference._affordable(9_999, 10**9) == 199


# ------------------------------------------------------------------------------------- the classic mistake


def make_counts(rows):
    return pd.DataFrame(rows, columns=["article_id", "term", "n"])


@pytest.mark.parametrize("counted", [(12, 5), (0, 9), (1, 0), (40, 40), (3, 60)])
def test_naive_test_is_fishers(counted):
    from scipy import stats

    a, b = counted
    rows = [("a", "x", a), ("a", "y", 40), ("b", "x", b), ("b", "y", 60), ("b", "z", 9)]
    table = naive_token_test(make_counts([row for row in rows if row[2]]), ["a"]).set_index("term")
    assert table.at["x", "p"] == pytest.approx(stats.fisher_exact([[a, 40], [b, 69]]).pvalue)
    assert table["p_holm"].tolist() == pytest.approx(holm(table["p"]))


def test_naive_test_of_a_few_tokens_by_hand():
    # one token each and not the same: both tables are as likely
    found = naive_token_test(make_counts([("a", "x", 1), ("b", "y", 1)]), ["a"])
    assert found["p"].tolist() == pytest.approx([1.0, 1.0])
    # of six tokens, three of them x: all three in a, or all in b, of twenty ways to place them
    found = naive_token_test(make_counts([("a", "x", 3), ("b", "y", 3)]), ["a"])
    assert found["p"].tolist() == pytest.approx([0.1, 0.1])


def test_the_naive_table_is_numbered_in_the_order_of_its_p():
    table = naive_token_test(
        make_counts([(a, t, n) for a, t, n in zip("aabb", "xyxy", (9, 1, 9, 8), strict=True)]), ["a"]
    )
    assert table.index.tolist() == [0, 1] and table["p"].is_monotonic_increasing


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


def test_the_words_named_are_those_that_the_article_uses_more_whatever_its_size():
    # a has 600 tokens and b 6,000: x is a third of a but only a sixth of b, though b holds it five times as often
    counts = make_counts([("a", "x", 200), ("a", "y", 400), ("b", "x", 1000), ("b", "y", 5000)])
    assert every_article_is_significant(counts)[["words", "less"]].values.tolist() == [["x", "y"], ["y", "x"]]


def test_batches_are_as_many_draws_as_were_asked_for():
    for draws in (1, 7, 4_567, 100_000):
        assert sum(inference.batches(draws, 1000)) == draws


# ---------------------------------------------------------------------------------------------------- power


def test_a_simulation_is_seeded():
    first, second, other = (power_simulation([1, 2, 3], articles_per_group=[5], draws=50, seed=s) for s in (1, 1, 2))
    assert first.equals(second) and not first.equals(other)
    assert first.equals(
        power_simulation([1, 2, 3], articles_per_group=[4, 5], draws=50, seed=1).tail(1).reset_index(drop=True)
    )


def test_a_sampled_p_counts_the_split_at_hand_as_well():
    # seven far from seven: no sampled split is as extreme
    studies = np.array([[0.0] * 7 + [1.0] * 7])
    assert inference._split_p(studies, 7, 19, np.random.default_rng(0)).tolist() == [1 / 20]


def test_too_few_articles_can_never_reject():
    table = power_simulation([1, 2, 3, 4, 5], ratio=1000, articles_per_group=(1, 2, 3), draws=200)
    assert table["power"].tolist() == [0, 0, 0]
    assert table["floor"].tolist() == pytest.approx([1, 2 / 6, 2 / 20])


def test_random_splits_have_the_floor_of_their_number():
    table = power_simulation([1, 2, 3], articles_per_group=(6, 7), draws=10, orders=19)
    assert table["floor"].tolist() == pytest.approx([2 / 924, 1 / 20])


def test_power_grows_and_false_alarms_stay_below_the_level():
    table = power_simulation([4, 5, 6, 5, 4], ratio=1.5, articles_per_group=(4, 6, 10), draws=400)
    assert table["power"].is_monotonic_increasing and table["power"].iloc[-1] > 0.9
    silent = power_simulation([4, 5, 6, 5, 4], ratio=1, articles_per_group=(5, 10), draws=2000)
    assert (silent["power"] < 0.065).all()


def test_power_agrees_with_the_permutation_test_itself():
    rng = np.random.default_rng(0)
    studies = rng.gamma(2, 1, size=(30, 8))
    ours = inference._split_p(studies, 4, 99, rng)
    single = [permutation_groups(study, [True] * 4 + [False] * 4).p for study in studies]
    assert ours.tolist() == pytest.approx(single)


def test_the_variance_between_articles_is_the_samples_own():
    # mean 3, variance 2 (n - 1): shape 9 / 2
    assert inference._gamma_shape(np.array([2.0, 4.0])) == pytest.approx(4.5)


def test_articles_needed():
    table = pd.DataFrame({"articles_per_group": [4, 8, 16], "power": [0.2, 0.8, 0.9]})
    assert articles_needed(table) == 8
    assert articles_needed(table, power=0.95) is None


@pytest.mark.parametrize("rates", [[], [1], [2, 2], [0, 0], [-1, 2]])
def test_rates_without_variance_give_no_power(rates):
    with pytest.raises(ValueError, match="rates"):
        power_simulation(rates)
    assert len(power_simulation([1, 2], articles_per_group=[2], draws=3)) == 1
    with pytest.raises(ValueError, match="ratio"):
        power_simulation([1, 2], ratio=0)


# ------------------------------------------------------------------------------------------ what is not asked for


def test_without_a_wish_the_draws_are_those_of_the_pages():
    """Whoever repeats a number of the notebooks calls these functions as they do: without draws, level and seed."""
    articles = make_articles([make_text("开源", 3)])
    found = find_terms(articles, ["开源"])
    told = {"unit": "sentence", "draws": 10_000, "level": 0.95, "seed": 0}
    assert bootstrap_rates(found, articles).equals(bootstrap_rates(found, articles, **told))
    values, half = np.random.default_rng(1).normal(size=20), [True] * 10 + [False] * 10
    assert permutation_groups(values, half) == permutation_groups(values, half, draws=9_999, seed=0)
    assert permutation_groups(values, half).arrangements == 9_999
    assert permutation_trend(values, range(20)) == permutation_trend(values, range(20), draws=9_999, seed=0)
    assert permutation_trend(values, range(20)).arrangements == 9_999
    sizes = {"articles_per_group": [7, 8]}
    asked = power_simulation([1, 2, 4], ratio=2.0, draws=1_000, orders=999, seed=0, **sizes)
    assert power_simulation([1, 2, 4], **sizes).equals(asked)
    tried = power_simulation([1, 2], draws=1, orders=1)["articles_per_group"].tolist()
    assert tried == [2, 3, 4, 5, 8, 12, 20, 30, 50]


def test_five_words_that_are_significant_at_one_in_twenty_are_named():
    counts = make_counts([(a, f"{a}{k}", 40) for a in "ab" for k in range(6)])
    table = every_article_is_significant(counts)
    assert table["terms"].tolist() == [12, 12] and table["words"].tolist() == [
        "a0, a1, a2, a3, a4",
        "b0, b1, b2, b3, b4",
    ]
    # x: 20 of 100 against 36 of 100, p .0177, and twice that, .035; with 35, .0261 and .052
    for n, significant in ((36, 2), (35, 0)):
        counts = make_counts([("a", "x", 20), ("a", "y", 80), ("b", "x", n), ("b", "y", 100 - n)])
        assert every_article_is_significant(counts)["significant"].tolist() == [significant] * 2


def test_a_chinese_word_that_is_named_has_its_gloss():
    counts = make_counts([("a", "企业", 500), ("a", "OpenAI", 400), ("b", "没有这个词", 600)])
    assert every_article_is_significant(counts)["words"].tolist() == ["企业 (enterprise), OpenAI", "没有这个词"]


def test_of_words_whose_p_is_too_small_for_a_number_the_more_frequent_comes_first():
    counts = make_counts(
        [("a", "y", 9_000), ("a", "x", 6_000), ("b", "w", 9_000), ("b", "z", 6_000), ("b", "v", 6_000)]
    )
    table = naive_token_test(counts, ["a"])
    assert set(table["p"]) == {0.0}
    assert table["term"].tolist() == ["y", "x", "v", "w", "z"]
