"""Keyness, word shift and dispersion: worked by hand, and against scipy and published examples."""

import math
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.stats.keywords import (
    KEYNESS_COLUMNS,
    dispersion,
    g_squared,
    gries_dp,
    keyness,
    pool_groups,
    word_shift,
)


def make_counts(**articles):
    """``a={"x": 1}`` -> a counts table."""
    rows = [(name, 2023, term, n) for name, terms in articles.items() for term, n in terms.items()]
    return pd.DataFrame(rows, columns=["article_id", "year", "term", "n"])


SMALL = make_counts(a={"x": 8, "y": 2}, b={"x": 1, "y": 4}, c={"x": 1, "y": 4})


@pytest.fixture(autouse=True)
def no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def test_keyness_has_its_columns_and_the_targets_word_on_top():
    table = keyness(SMALL, ["a"])
    assert tuple(table.columns) == KEYNESS_COLUMNS
    assert table["term"].tolist() == ["x", "y"]
    assert table.loc[0, ["n_target", "n_rest", "rate_target", "rate_rest"]].tolist() == [8, 2, 800.0, 200.0]
    assert table["log_ratio"].tolist() == [2.0, -2.0]


def test_g_squared_by_hand_and_by_scipy():
    # x: 8 of 10 against 2 of 10; every expected cell is 5: 2 (8 ln 1.6 + 2 ln 0.4) twice over
    from scipy.stats import chi2_contingency, power_divergence

    by_hand = 2 * 2 * (8 * math.log(1.6) + 2 * math.log(0.4))
    assert keyness(SMALL, ["a"])["g2"].tolist() == pytest.approx([by_hand, by_hand])
    flat = power_divergence([8, 2, 2, 8], [5, 5, 5, 5], lambda_="log-likelihood").statistic
    assert by_hand == pytest.approx(flat)
    for a, b, size_a, size_b in [(12, 3, 900, 4000), (1, 300, 2000, 5000), (40, 41, 100, 120)]:
        table = [[a, b], [size_a - a, size_b - b]]
        expected = chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
        assert g_squared([a], [b], size_a, size_b)[0] == pytest.approx(expected)


def test_an_empty_cell_adds_nothing_to_g_squared():
    # 10 of 10 against 0 of 10, expected 5 each: 2 (10 ln 2 + 10 ln 2) = 40 ln 2
    assert g_squared([10], [0], 10, 10)[0] == pytest.approx(40 * math.log(2))


def test_log_ratio_takes_a_zero_as_half_an_occurrence():
    table = keyness(make_counts(a={"x": 4, "y": 4}, b={"y": 8}), ["a"]).set_index("term")
    assert table.at["x", "log_ratio"] == pytest.approx(math.log2((4 / 8) / (0.5 / 8)))  # 3
    assert np.isfinite(table.to_numpy()).all()


def test_log_odds_as_in_monroe_colaresi_quinn_by_hand():
    # rest x 2, y 8: prior 10 tokens, x 10 * 2.5 / 11, y 10 * 8.5 / 11
    table = keyness(SMALL, ["a"], prior=10).set_index("term")
    alpha = 10 * 2.5 / 11
    odds = math.log((8 + alpha) / (10 + 10 - 8 - alpha)) - math.log((2 + alpha) / (10 + 10 - 2 - alpha))
    spread = math.sqrt(1 / (8 + alpha) + 1 / (2 + alpha))
    assert table.at["x", "log_odds"] == pytest.approx(odds)
    assert table.at["x", "z"] == pytest.approx(odds / spread)
    assert (table.at["x", "low"], table.at["x", "high"]) == pytest.approx(
        (odds - 1.959964 * spread, odds + 1.959964 * spread)
    )
    # ln(10.2727 / 9.7273) - ln(4.2727 / 15.7273) = 0.0546 + 1.3031
    assert table.at["x", "log_odds"] == pytest.approx(1.3577, abs=1e-4)


def test_a_heavier_prior_pulls_towards_no_difference():
    light, heavy = (keyness(SMALL, ["a"], prior=size)["log_odds"].abs().max() for size in (1, 1000))
    assert heavy < 0.1 < light


def test_identical_articles_have_no_key_words():
    table = keyness(make_counts(a={"x": 3, "y": 5}, b={"x": 3, "y": 5}), ["a"])
    assert table[["g2", "log_ratio"]].abs().to_numpy().max() < 1e-12
    assert (table["low"] < 0).all() and (table["high"] > 0).all()


@pytest.mark.parametrize(
    ("counts", "ids", "message"),
    [
        (SMALL, [], "two groups"),
        (SMALL, ["a", "b", "c"], "two groups"),
        (SMALL, ["nowhere"], "'nowhere' has no counted term"),
        (make_counts(a={"x": 1}), ["a"], "two groups"),
        (make_counts(a={"x": 0}, b={"x": 1}), ["a"], "without a single counted term"),
        (make_counts(a={"x": 1}, b={"x": 1}), ["a"], "two terms"),
    ],
)
def test_keyness_refuses_in_one_sentence(counts, ids, message):
    with pytest.raises(ValueError, match=message):
        keyness(counts, ids)


@pytest.mark.parametrize("prior", [0, -1, math.inf, math.nan])
def test_keyness_refuses_a_prior_without_weight(prior):
    with pytest.raises(ValueError, match="prior"):
        keyness(SMALL, ["a"], prior=prior)


def test_no_article_is_in_both_groups():
    with pytest.raises(ValueError, match="'a' is in both groups"):
        pool_groups(SMALL, ["a"], ["a", "b"])


def test_a_lone_id_is_one_article_not_its_letters():
    assert pool_groups(SMALL, "a").equals(pool_groups(SMALL, ["a"]))


def test_row_order_changes_nothing():
    shuffled = SMALL.sample(frac=1, random_state=3)
    assert keyness(SMALL, ["a"]).equals(keyness(shuffled, ["a"]))


def test_word_shift_by_hand():
    # p(x) = .8, .2; m = .5: (.8 log2 1.6 + .2 log2 .4) / 2 for each word
    table = word_shift(SMALL, ["a"], ["b", "c"])
    each = (0.8 * math.log2(1.6) + 0.2 * math.log2(0.4)) / 2
    assert table["contribution"].tolist() == pytest.approx([each, each])
    assert table["side"].tolist() == ["first", "second"]
    proportion = word_shift(SMALL, ["a"], ["b", "c"], kind="proportion")
    assert proportion["contribution"].tolist() == pytest.approx([-0.6, 0.6])


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=8))
def test_word_shift_contributions_sum_exactly_to_the_divergence(cells):
    from scipy.spatial.distance import jensenshannon

    first, second = (np.array(column, dtype=float) for column in zip(*cells, strict=True))
    if not first.sum() or not second.sum():
        return
    counts = make_counts(**{side: {f"w{k}": c[i] for k, c in enumerate(cells)} for i, side in enumerate("ab")})
    table = word_shift(counts, ["a"], ["b"])
    assert (table["contribution"] > -1e-12).all()
    same = np.allclose(first / first.sum(), second / second.sum())
    divergence = 0 if same else jensenshannon(first, second, base=2) ** 2
    assert table["contribution"].sum() == pytest.approx(divergence, abs=1e-9)
    assert word_shift(counts, ["a"], ["b"], kind="proportion")["contribution"].sum() == pytest.approx(0)


def test_words_that_are_alike_come_in_the_order_of_the_alphabet():
    counts = make_counts(a={"y": 3, "x": 3, "z": 3}, b={"y": 3, "x": 3, "z": 3})
    assert keyness(counts, ["a"])["term"].tolist() == ["x", "y", "z"]
    assert word_shift(counts, ["a"], ["b"])["term"].tolist() == ["x", "y", "z"]


def test_a_word_shift_looks_at_its_two_groups_only():
    counts = make_counts(a={"x": 1}, b={"x": 1, "y": 1}, c={"z": 9})
    table = word_shift(counts, ["a"], ["b"]).set_index("term")
    assert list(table) == ["share_first", "share_second", "contribution", "side"]
    assert table[["share_first", "share_second"]].T.to_dict("list") == {"x": [1, 0.5], "y": [0, 0.5]}


def test_the_rows_of_a_word_shift_are_numbered_in_their_order():
    counts = make_counts(a={"x": 5, "y": 4, "z": 1}, b={"x": 6, "y": 5, "z": 9})
    table = word_shift(counts, ["a"], ["b"])
    assert table.index.tolist() == [0, 1, 2] and table["term"].tolist()[0] == "z"
    ranked = keyness(counts, ["b"])
    assert ranked.index.tolist() == [0, 1, 2] and ranked["term"].tolist()[0] == "z"


def test_word_shift_of_equal_groups_is_nothing_and_of_strangers_one_bit():
    same = word_shift(make_counts(a={"x": 2}, b={"x": 9}), ["a"], ["b"])
    assert same["contribution"].tolist() == [0.0] and same["side"].tolist() == ["both"]
    strangers = word_shift(make_counts(a={"x": 2, "z": 1}, b={"y": 9}), ["a"], ["b"])
    assert strangers["contribution"].sum() == pytest.approx(1)
    with pytest.raises(ValueError, match="kind"):
        word_shift(SMALL, ["a"], ["b"], kind="mood")


def dispersion_of(parts, sizes, **options):
    """The row that `dispersion` gives one term with ``parts`` in articles of ``sizes``."""
    counts = make_counts(**{f"a{k}": {"x": n} for k, n in enumerate(parts)})
    return dispersion(counts, sizes={f"a{k}": size for k, size in enumerate(sizes)}, **options).iloc[0]


GRIES = ([1, 2, 3, 4, 5], [9, 10, 10, 10, 11])  # the letter a in the five-part toy corpus of Gries (2008)


def test_dispersion_of_gries_published_example():
    assert gries_dp(*GRIES) == pytest.approx(0.18)
    assert dispersion_of(*GRIES)["dp_norm"] == pytest.approx(0.2195, abs=1e-4)


def test_dp_norm_reaches_one_in_the_smallest_part():
    assert gries_dp([5, 0], [1, 3]) == 0.75
    assert dispersion_of([5, 0], [1, 3])["dp_norm"] == 1.0


@pytest.mark.parametrize(
    ("function", "parts", "sizes", "why"),
    [
        (gries_dp, [5], [1], "two or more parts"),
        (gries_dp, [5, 1], [1], "two or more parts"),
        (gries_dp, [0, 0], [1, 1], "is not meaningful for"),
        (gries_dp, [2, 2], [1, 1], "is not meaningful for"),
        (gries_dp, [5, 1], [1, 0], "all hold text"),
        (gries_dp, [6, -1], [1, 1], "no negative count"),
    ],
)
def test_each_measure_refuses_where_it_does_not_apply(function, parts, sizes, why):
    with pytest.raises(ValueError, match=why):
        function(parts, sizes=sizes)


def test_a_rare_term_is_measured_on_request():
    assert dispersion_of([2, 2], [1, 1], min_count=4)["dp_norm"] == 0
    assert dispersion_of([4, 0], [1, 1], min_count=4)["dp_norm"] == 1


def test_dispersion_table_leaves_rare_terms_out():
    counts = make_counts(a={"x": 5, "y": 1, "z": 4}, b={"x": 5, "y": 1, "w": 4})
    table = dispersion(counts)
    assert table.values.tolist() == [["x", 10, 2, 0.0, 0.0]]
    assert [*dispersion(counts, min_count=4)["term"].items()] == [(0, "x"), (1, "w"), (2, "z")]
    assert dispersion(counts, min_count=4).set_index("term").at["z", "dp"] == 0.5


def test_dispersion_table_agrees_with_the_single_function():
    counts = make_counts(a={"x": 1, "y": 9}, b={"x": 6, "y": 30}, c={"y": 7})
    row = dispersion(counts).set_index("term").loc["x"]
    assert (row["n"], row["range"]) == (7, 2)
    assert row["dp"] == pytest.approx(gries_dp([1, 6, 0], [10, 36, 7]))
    assert row["dp_norm"] == pytest.approx(gries_dp([1, 6, 0], [10, 36, 7]) / (1 - 7 / 53))


def test_range_counts_articles():
    counts = make_counts(a={"x": 2, "y": 0}, b={"x": 1, "y": 3})
    assert dispersion(counts, min_count=1).set_index("term")["range"].to_dict() == {"x": 2, "y": 1}


def test_dispersion_needs_articles_with_text():
    with pytest.raises(ValueError, match="two articles"):
        dispersion(make_counts(a={"x": 9}))
    with pytest.raises(ValueError, match="'b' holds no text"):
        dispersion(make_counts(a={"x": 9}), sizes={"a": 9, "b": 0})
    with pytest.raises(ValueError, match="'b' has no size"):
        dispersion(make_counts(a={"x": 9}, b={"x": 1}), sizes={"a": 9, "c": 3})


def test_without_a_wish_the_prior_weighs_five_hundred_tokens_and_a_word_occurs_five_times():
    assert keyness(SMALL, ["a"]).equals(keyness(SMALL, ["a"], prior=500.0))
    assert not keyness(SMALL, ["a"]).equals(keyness(SMALL, ["a"], prior=501.0))
    assert word_shift(SMALL, ["a"], ["b"]).equals(word_shift(SMALL, ["a"], ["b"], kind="jsd"))
    with pytest.raises(ValueError, match="DP is not meaningful for 4 occurrences: it takes 5 at the least"):
        gries_dp([4, 0], [1, 1])
    with pytest.raises(ValueError, match="for 0 occurrences: it takes 1 at the least"):
        gries_dp([0, 0], [1, 1], min_count=0)
    assert gries_dp([5, 0], [1, 1]) == 0.5
    assert dispersion(make_counts(a={"x": 4, "y": 5}, b={"z": 9}))["term"].tolist() == ["y", "z"]
