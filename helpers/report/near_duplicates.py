"""Near-duplicates: articles that share at least half of their sentences. Pure."""

from collections import Counter
from collections.abc import Mapping
from itertools import combinations

import numpy as np
import pandas as pd

from helpers.report.boilerplate import Skim
from helpers.tables import typed_table

COPY_TYPES = {"first": "str", "second": "str", "share": "float64"}
_FEW = 6


def near_copies(skims: Mapping[str, Skim], *, least: float = 0.5) -> pd.DataFrame:
    """Return ``first, second, share``: pairs of articles of which one holds at least half of the other's sentences.

    ``share``: of the shorter one's characters, sentences of ten letters or more, marks and blanks ignored; copies in
    two scripts are found because cleaned texts are Simplified. Where many articles hold a sentence, each is compared
    with the first of them only, so the work grows with the text and not with its square.

    Args:
        skims: ``{article_id: as `skim` returns it}``.
        least: the share from which on two texts count as copies.

    >>> from helpers.report.boilerplate import skim
    >>> texts = {"a": "开源大模型终于迎来了安卓时刻。", "b": "开源大模型，终于迎来了安卓时刻！"}
    >>> near_copies({name: skim(text) for name, text in texts.items()})["share"].tolist()
    [1.0]
    """
    names, size, shared = sorted(skims), {}, Counter()
    columns: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    for number, name in enumerate(names):
        prints, first = np.unique(skims[name].sentences, return_index=True)
        lengths = skims[name].sentence_sizes[first]
        size[number] = int(lengths.sum())
        columns.append((prints, lengths, np.full(len(prints), number, dtype="int32")))
    if not columns:
        return typed_table([], COPY_TYPES)
    prints, lengths, owners = (np.concatenate(column) for column in zip(*columns, strict=True))
    order = np.argsort(prints, kind="stable")  # within a sentence, its holders stay in the order of their names
    prints, lengths, owners = prints[order], lengths[order], owners[order]
    ends = np.flatnonzero(np.append(prints[1:] != prints[:-1], True)) + 1 if len(prints) else np.empty(0, "int64")
    starts = np.concatenate([[0], ends[:-1]]).astype("int64")
    for start, end in zip(starts[ends - starts > 1], ends[ends - starts > 1], strict=True):
        holders = owners[start:end].tolist()
        pairs = combinations(holders, 2) if len(holders) <= _FEW else ((holders[0], other) for other in holders[1:])
        for pair in pairs:
            shared[pair] += int(lengths[start])
    rows = [(names[a], names[b], n / min(size[a], size[b])) for (a, b), n in shared.items()]
    return typed_table(sorted(row for row in rows if row[2] >= least), COPY_TYPES)


def copies_of(pairs: pd.DataFrame, sizes: Mapping[str, int]) -> dict[str, str]:
    """Return ``{copy: the article that is kept for it}``; of each group the longest is kept, then the first by name.

    >>> from helpers.report.boilerplate import skim
    >>> one = skim("开源大模型终于迎来了安卓时刻。")
    >>> copies_of(near_copies({"a": one, "b": one}), {"a": 9, "b": 9})
    {'b': 'a'}
    """
    leader: dict[str, str] = {}

    def first_of(name: str) -> str:
        first = name
        while first in leader:
            first = leader[first]
        while name in leader:  # the way there is short from now on
            leader[name], name = first, leader[name]
        return first

    for row in pairs.itertuples():
        one, other = sorted((first_of(row.first), first_of(row.second)), key=lambda name: (-sizes[name], name))
        if one != other:
            leader[other] = one
    return {name: first_of(name) for name in sorted(leader)}
