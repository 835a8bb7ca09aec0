"""The finders of quotations and analogies take time in proportion to the length of a text."""

import time

import pandas as pd
import pytest

from helpers.framing.analogies import find_analogies
from helpers.framing.quotations import QUOTE_TYPES, find_quotations


def sentences(*texts, article_id="a"):
    return pd.DataFrame({"article_id": article_id, "sentence": range(1, len(texts) + 1), "text": texts})


HOSTILE = (
    "“",
    "”",
    "“”",
    '"',
    "「『",
    "马斯克表示",
    "他说，",
    "就像安卓",
    "昔日的浏览器",
    "如果说",
    "中国模型",
    "Aa ",
    "·马",
    "说：\n“啊",
)


def seconds(function, *args):
    start = time.perf_counter()
    function(*args)
    return time.perf_counter() - start


@pytest.mark.slow
@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_text_takes_time_in_proportion_to_its_length(unit):
    find_quotations(unit), find_analogies(sentences(unit))  # warm caches
    small, large = (unit * (n // len(unit)) for n in (3_000, 30_000))
    for work in (find_quotations, lambda text: find_analogies(sentences(text))):
        assert seconds(work, large) < 30 * seconds(work, small) + 0.5


def test_a_hundred_thousand_opening_marks_and_a_very_long_sentence():
    assert find_quotations("“" * 100_000).shape[1] == len(QUOTE_TYPES)
    long = "马斯克说开源模型就像安卓，" * 800
    assert find_analogies(sentences(long))["domain"].tolist() == ["mobile_os"]
