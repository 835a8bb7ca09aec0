"""Tiny articles that can be counted by hand."""

import datetime

import pandas as pd


def make_articles(texts, **columns):
    """Articles a, b, c, … of these texts, a month apart."""
    days = [datetime.date(2023, 1 + k, 1) for k in range(len(texts))]
    ids = [chr(ord("a") + k) for k in range(len(texts))]
    table = pd.DataFrame({"article_id": ids, "text": texts, "date_from": days, "date_to": days})
    return table.assign(**columns)


def make_text(word, n, of=10):
    """``of`` sentences of ten characters, ``n`` of them with ``word``."""
    return "".join((word if k < n else "甲" * len(word)) + "乙" * (9 - len(word)) + "。" for k in range(of))
