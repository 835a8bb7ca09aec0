"""The score of a finder against hand codes, by hand."""

from math import nan

import pandas as pd
import pytest

from helpers.stats.scoring import misses, score


def places(*rows):
    return pd.DataFrame(rows, columns=["article_id", "sentence", "domain"])


def test_score_by_hand():
    found = places(("a", 1, "war"), ("a", 2, "war"), ("a", 3, "moat"))
    gold = places(("a", 1, "war"), ("a", 4, "war"), ("a", 4, "war"))
    table = score(found, gold).set_index("domain")
    assert table.loc["war"].tolist() == [2, 2, 1, 0.5, 0.5, 0.5]
    assert table.loc["moat"].tolist() == [0, 1, 0, 0, pytest.approx(nan, nan_ok=True), 0]
    assert table.loc["all"].tolist() == [2, 3, 1, pytest.approx(1 / 3), 0.5, 0.4]


def test_nothing_divided_by_nothing_is_no_share():
    one, shares = places(("a", 1, "war")), ["precision", "recall", "f1"]
    assert score(places(), places())[shares].isna().all().all()
    assert score(one, places()).loc[0, shares].tolist() == [0, pytest.approx(nan, nan_ok=True), 0]
    assert score(places(), one).loc[0, shares].tolist() == [pytest.approx(nan, nan_ok=True), 0, 0]


def test_misses_name_both_sides():
    found, gold = places(("a", 2, "war")), places(("a", 1, "war"))
    assert misses(found, gold).values.tolist() == [["a", 1, "war", "missed"], ["a", 2, "war", "extra"]]
    assert [*misses(found, gold)][-2:] == ["domain", "kind"]


def test_score_names_the_column_that_is_missing():
    short = pd.DataFrame({"article_id": ["a"], "domain": ["war"]})
    for compare in (score, misses):
        with pytest.raises(ValueError, match="gold has no column 'sentence'"):
            compare(places(), short)
        with pytest.raises(ValueError, match="found has no column 'sentence'"):
            compare(short, places())
