"""The finders of quotations and analogies read what no writer wrote, and sentences of any length."""

import pandas as pd

from helpers.framing.analogies import find_analogies
from helpers.framing.quotations import QUOTE_TYPES, find_quotations


def sentences(*texts, article_id="a"):
    return pd.DataFrame({"article_id": article_id, "sentence": range(1, len(texts) + 1), "text": texts})


def test_a_hundred_thousand_opening_marks_and_a_very_long_sentence():
    assert find_quotations("“" * 100_000).shape[1] == len(QUOTE_TYPES)
    long = "马斯克说开源模型就像安卓，" * 800
    assert find_analogies(sentences(long))["domain"].tolist() == ["mobile_os"]
