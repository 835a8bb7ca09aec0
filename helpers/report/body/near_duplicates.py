"""Find near-duplicates: articles that share at least half of their sentences. Pure."""

from collections import Counter
from collections.abc import Mapping
from itertools import combinations

import numpy as np
import pandas as pd

from helpers.report.body.boilerplate import Fingerprints
from helpers.tables import typed_table

COPY_TYPES = {"first": "str", "second": "str", "share": "float64"}
_FEW = 6


def near_copies(prints: Mapping[str, Fingerprints], *, least: float = 0.5) -> pd.DataFrame:
    """Return ``first, second, share``: pairs of articles of which one contains at least half of the other's sentences.

    ``share`` is the share of the shorter article's characters, in sentences of ten letters or more, without marks and
    blanks. Copies in two scripts are found because cleaned texts are Simplified. If many articles contain a sentence,
    each is compared only with the first of them, so the work grows with the text and not with its square.

    Args:
        prints: ``{article_id: its `Fingerprints`}``.
        least: the share from which on two texts count as copies.

    >>> from helpers.report.body.boilerplate import fingerprints_of
    >>> texts = {"a": "开源大模型终于迎来了安卓时刻。", "b": "开源大模型，终于迎来了安卓时刻！"}
    >>> near_copies({name: fingerprints_of(text) for name, text in texts.items()})["share"].tolist()
    [1.0]
    """
    names, size, shared = sorted(prints), {}, Counter()
    columns: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    for number, name in enumerate(names):
        sentences, first = np.unique(prints[name].sentences, return_index=True)
        lengths = prints[name].sentence_sizes[first]
        size[number] = int(lengths.sum())
        columns.append((sentences, lengths, np.full(len(sentences), number, dtype="int32")))
    if not columns:
        return typed_table([], COPY_TYPES)
    sentences, lengths, owners = (np.concatenate(column) for column in zip(*columns, strict=True))
    order = np.argsort(sentences, kind="stable")  # the holders of a sentence stay in the order of their names
    sentences, lengths, owners = sentences[order], lengths[order], owners[order]
    changes = np.append(sentences[1:] != sentences[:-1], True)
    ends = np.flatnonzero(changes) + 1 if len(sentences) else np.empty(0, "int64")
    starts = np.concatenate([[0], ends[:-1]]).astype("int64")
    for start, end in zip(starts[ends - starts > 1], ends[ends - starts > 1], strict=True):
        holders = owners[start:end].tolist()
        pairs = combinations(holders, 2) if len(holders) <= _FEW else ((holders[0], other) for other in holders[1:])
        for pair in pairs:
            shared[pair] += int(lengths[start])
    rows = [(names[a], names[b], n / min(size[a], size[b])) for (a, b), n in shared.items()]
    return typed_table(sorted(row for row in rows if row[2] >= least), COPY_TYPES)


def copies_of(pairs: pd.DataFrame, sizes: Mapping[str, int]) -> dict[str, str]:
    """Return ``{copy: the article that is kept}``; of each group the longest is kept, and of equals the first by name.

    >>> from helpers.report.body.boilerplate import fingerprints_of
    >>> one = fingerprints_of("开源大模型终于迎来了安卓时刻。")
    >>> copies_of(near_copies({"a": one, "b": one}), {"a": 9, "b": 9})
    {'b': 'a'}
    """
    leader: dict[str, str] = {}

    def first_of(name: str) -> str:
        first = name
        while first in leader:
            first = leader[first]
        while name in leader:  # shorten the path for the next search
            leader[name], name = first, leader[name]
        return first

    for row in pairs.itertuples():
        one, other = sorted((first_of(row.first), first_of(row.second)), key=lambda name: (-sizes[name], name))
        if one != other:
            leader[other] = one
    return {name: first_of(name) for name in sorted(leader)}
