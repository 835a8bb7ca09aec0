"""Tiny articles that can be counted by hand."""

import datetime

import pandas as pd

from helpers.cleaning.ledger import apply_ledger


def make_articles(texts, **columns):
    """Articles a, b, c, … of these texts, a month apart."""
    days = [datetime.date(2023, 1 + k, 1) for k in range(len(texts))]
    ids = [chr(ord("a") + k) for k in range(len(texts))]
    table = pd.DataFrame({"article_id": ids, "text": texts, "date_from": days, "date_to": days})
    return table.assign(**columns)


def make_text(word, n, of=10):
    """``of`` sentences of ten characters, ``n`` of them with ``word``."""
    return "".join((word if k < n else "甲" * len(word)) + "乙" * (9 - len(word)) + "。" for k in range(of))


def with_boilerplate(article):
    """The cleaned text of one article with the lines that were cut from it put back."""
    ledger = article.ledger
    last = ledger[-1].step if ledger and ledger[-1].rule == "boilerplate" else 0
    return apply_ledger(article.raw, [edit for edit in ledger if edit.step != last]) if last else article.text


def without_copies(articles, ingest_log):
    """The articles that the ingest log does not call a near copy of another."""
    copies = ingest_log.loc[ingest_log["why"].str.contains("a near copy of"), "article_id"]
    return articles.loc[~articles["article_id"].isin(copies)].sort_values("article_id", ignore_index=True)
