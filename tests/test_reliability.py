"""Agreement: published worked examples, scikit-learn, and what is missing."""

import warnings

import numpy as np
import pandas as pd
import pytest

from helpers.stats.inference import percentile_interval
from helpers.stats.reliability import (
    _draw_units,
    agreement,
    cohen_kappa,
    disagreements,
    krippendorff_alpha,
    pair_codes,
)


@pytest.fixture(autouse=True)
def no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def make_codes(codes):
    return pd.DataFrame({"unit_id": [f"u{k:03}" for k in range(len(codes))], "code": list(codes)})


def split(text):
    return [code.replace(".", "") for code in text.split()]


def test_alpha_of_krippendorffs_four_coders():
    # Krippendorff (2011), section C: nominal alpha .743
    coders = [
        "1 2 3 3 2 1 4 1 2 . . .",
        "1 2 3 3 2 2 4 1 2 5 . 3",
        ". 3 3 3 2 3 4 2 2 5 1 .",
        "1 2 3 3 2 4 4 1 2 5 1 .",
    ]
    assert krippendorff_alpha(map(split, coders))[0] == pytest.approx(0.743, abs=5e-4)


def test_alpha_of_krippendorffs_two_coders():
    # the same paper, sections A (binary, .095) and B (nominal, .692)
    assert krippendorff_alpha(["0100000010", "1110010000"])[0] == pytest.approx(0.095, abs=5e-4)
    assert krippendorff_alpha(["aabbdcccedda", "babbbcccedd" + "d"])[0] == pytest.approx(0.692, abs=5e-4)


def test_alpha_of_the_encyclopedias_three_coders():
    coders = [
        ". . . . . 3 4 1 2 1 1 3 3 . 3",
        "1 . 2 1 3 3 4 3 . . . . . . .",
        ". . 2 1 3 4 4 . 2 1 1 3 3 . 4",
    ]
    assert krippendorff_alpha(map(split, coders))[0] == pytest.approx(0.691, abs=5e-4)


def test_alpha_by_hand():
    # xy, xx, yy: one of three units differs; n = 6, 3 x, 3 y
    # Do = 2 / 6, De = (36 - 18) / 30 = .6
    assert krippendorff_alpha(["xxy", "yxy"])[0] == pytest.approx(1 - (2 / 6) / 0.6)


def test_kappa_of_the_classic_fifty_grants():
    # 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: Po .7, Pe .5, kappa .4
    paired = pair_codes(make_codes("y" * 25 + "n" * 25), make_codes("y" * 20 + "n" * 5 + "y" * 10 + "n" * 15))
    value, interval = cohen_kappa(paired)
    assert value == pytest.approx(0.4)
    assert 0.1 < interval.low < 0.4 < interval.high < 0.7
    assert interval == cohen_kappa(paired)[1]  # seeded


def test_kappa_agrees_with_scikit_learn():
    from sklearn.metrics import cohen_kappa_score

    rng = np.random.default_rng(1)
    for _ in range(5):
        first, second = rng.choice(list("abcd"), size=(2, 60))
        paired = pair_codes(make_codes(first), make_codes(second))
        assert cohen_kappa(paired, draws=10)[0] == pytest.approx(cohen_kappa_score(first, second))


def test_bootstrap_interval_narrows_with_more_units():
    def width(times):
        low, high = krippendorff_alpha(["xxyyxyxy" * times, "xxyyxyyx" * times], draws=2000)[1]
        return high - low

    assert width(25) < width(2)


def test_alpha_takes_missing_codes_and_kappa_refuses_them():
    first, second = make_codes(["x", "y", "x", "y"]), make_codes(["x", "y", "y", ""])
    result = agreement(first, second)
    assert (result.units, result.coded_by_both) == (4, 3)
    assert result.same == pytest.approx(2 / 3)
    assert result.alpha == pytest.approx(krippendorff_alpha(["xyx", "xyy"])[0])
    assert result.kappa is None and "'u003' has no code of the second coder" in result.note
    assert "not computed" in str(result)


def test_a_unit_that_one_coder_skipped_or_left_as_nan_is_missing():
    first = make_codes(["x", "y", "x"])
    assert pair_codes(first, first.head(2))["second"].tolist() == ["x", "y", ""]
    assert pair_codes(first, first.assign(code=["x", None, " "]))["second"].tolist() == ["x", "", ""]


def test_disagreements_are_listed():
    result = agreement(make_codes("xxyy"), make_codes("xyyy"))
    assert result.disagreements.values.tolist() == [["u001", "x", "y"]]
    assert disagreements(pair_codes(make_codes("xy"), make_codes("xy"))).empty
    assert "u001: x | y" in str(result) and "kappa 0.500" in str(result)


def test_an_agreement_prints_a_line_for_each_number_and_each_disagreement():
    whole = agreement(make_codes("xxyy"), make_codes("xyyy"), draws=200)
    low, high = whole.alpha_interval
    assert str(whole).splitlines() == [
        "4 units, 4 coded by both; the same code in 75%.",
        f"Krippendorff's alpha {whole.alpha:.3f} (95 % interval {low:.3f} to {high:.3f})",
        f"Cohen's kappa 0.500 (95 % interval {whole.kappa_interval.low:.3f} to {whole.kappa_interval.high:.3f})",
        "  u001: x | y",
    ]
    lines = str(agreement(make_codes("xxyy"), make_codes(["x", "", "y", "y"]))).splitlines()
    assert lines[2:] == [
        "Cohen's kappa is not computed: unit 'u001' has no code of the second coder: κ needs two codes a unit."
    ]


def test_an_interval_leaves_as_much_out_below_as_above():
    assert tuple(percentile_interval(np.arange(101.0), 0.9)) == (pytest.approx(5), pytest.approx(95))


def test_the_same_seed_draws_the_same_units():
    pairs = pair_codes(make_codes("xxyyxy"), make_codes("xyyyxx"))
    for measured in (lambda seed: cohen_kappa(pairs, draws=30, seed=seed),
                     lambda seed: krippendorff_alpha([pairs["first"], pairs["second"]], draws=30, seed=seed)):  # fmt: skip
        assert measured(1) == measured(1) and len({measured(seed)[1] for seed in range(5)}) > 1


def test_the_units_are_drawn_by_the_published_generator():
    # Matsumoto's own mt19937ar.c: the first two outputs after init_genrand(5489) are 3499211612 and 581869302
    first = (3499211612 // 32 * 2**26 + 581869302 // 64) / 2**53
    assert np.random.RandomState(5489).random_sample() == first
    drawn = _draw_units(np.arange(1000), 1000, 2, 5489)
    assert drawn.sum(axis=1).tolist() == [1000, 1000] and drawn[0, int(first * 1000)]


def test_who_is_the_first_coder_changes_no_number():
    one, two = make_codes("xxyyxyzz"), make_codes("xyyyxxzx")
    ours, theirs = agreement(one, two), agreement(two, one)
    assert (ours.alpha_interval, ours.kappa_interval) == (theirs.alpha_interval, theirs.kappa_interval)


def test_draws_and_seed_reach_both_intervals():
    first, second = make_codes("xxyyxy"), make_codes("xyyyxx")
    pairs, options = pair_codes(first, second), {"draws": 30, "seed": 4}
    whole = agreement(first, second, **options)
    assert (whole.kappa, whole.kappa_interval) == cohen_kappa(pairs, **options)
    assert (whole.alpha, whole.alpha_interval) == krippendorff_alpha([pairs["first"], pairs["second"]], **options)


def test_full_agreement_is_one_with_an_interval_of_no_width():
    result = agreement(make_codes("xxyy"), make_codes("xxyy"))
    assert result.alpha == result.kappa == 1.0
    assert tuple(result.alpha_interval) == tuple(result.kappa_interval) == (1.0, 1.0)


def test_other_column_names_and_any_row_order():
    first = make_codes("xxyy").rename(columns={"unit_id": "sentence", "code": "source"})
    result = agreement(first, first.sample(frac=1, random_state=1), unit="sentence", code="source")
    assert result.alpha == 1.0


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        (make_codes("xx"), make_codes("xx"), "one and the same code"),
        (make_codes([""]), make_codes([""]), "no unit has a code"),
        (make_codes([]), make_codes([]), "no unit has a code"),
        (make_codes(["x", ""]), make_codes(["", "y"]), "no unit has two codes"),
        (pd.concat([make_codes("x")] * 2), make_codes("x"), "^the first coder's table has the unit 'u000' twice"),
        (make_codes("x"), make_codes("x").drop(columns="code"), "^the second coder's table has no column 'code'"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_one_sentence(first, second, message):
    with pytest.raises(ValueError, match=message):
        agreement(first, second)


def test_lists_of_different_length_are_refused():
    with pytest.raises(ValueError, match="every coder"):
        krippendorff_alpha(["xx", "x"])


def test_kappa_alone_refuses_a_single_code():
    with pytest.raises(ValueError, match="κ is not defined"):
        cohen_kappa(pair_codes(make_codes("xx"), make_codes("xx")))


def test_without_a_wish_the_draws_are_those_of_the_pages():
    first, second = make_codes("xyzzyxxzyx" * 5), make_codes("xyzyyxxzzx" * 5)
    paired = pair_codes(first, second)
    kappa = cohen_kappa(paired, draws=10_000, level=0.95, seed=0)
    alpha = krippendorff_alpha([paired["first"], paired["second"]], draws=10_000, level=0.95, seed=0)
    assert cohen_kappa(paired) == kappa and krippendorff_alpha([paired["first"], paired["second"]]) == alpha
    found = agreement(first, second)
    assert ((found.kappa, found.kappa_interval), (found.alpha, found.alpha_interval)) == (kappa, alpha)
    assert cohen_kappa(paired, seed=1) != kappa


def test_units_come_in_order_and_a_blank_code_is_missing():
    first = pd.DataFrame({"unit_id": ["b", "a", "c"], "code": ["x", " ", None]})
    second = pd.DataFrame({"unit_id": ["d", "b", "a"], "code": ["y", 1, "z"]})
    found = pair_codes(first, second)
    assert found.values.tolist() == [["a", "", "z"], ["b", "x", "1"], ["c", "", ""], ["d", "", "y"]]
    assert {str(kind) for kind in found.dtypes} == {"str"}
    assert disagreements(found).values.tolist() == [["b", "x", "1"]]


@pytest.mark.parametrize(("units", "n", "most"), [([0, 1], 2, 3), ([0] * 5, 1, 7), ([2, 0, 1, 2], 3, 1)])
def test_each_draw_has_as_many_units_as_there_are(units, n, most):
    drawn = _draw_units(np.array(units), n, most, 0)
    assert drawn.shape == (most, n) and set(drawn.sum(axis=1)) == {len(units)}
