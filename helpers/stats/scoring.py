"""Score a finder against codes: precision, recall, F1, and the rows on which they differ."""

from collections.abc import Sequence

import pandas as pd

from helpers.tables import typed_table

SCORE_TYPES = {
    "domain": "str",
    "n_gold": "int64",
    "n_found": "int64",
    "hits": "int64",
    "precision": "float64",
    "recall": "float64",
    "f1": "float64",
}


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")


def _keys(table: pd.DataFrame, on: Sequence[str], name: str) -> set[tuple]:
    if missing := [column for column in (*on, "domain") if column not in table]:
        raise ValueError(f"{name} has no column {missing[0]!r}.")
    return set(table[[*on, "domain"]].itertuples(index=False, name=None))


def score(found: pd.DataFrame, gold: pd.DataFrame, *, on: Sequence[str] = ("article_id", "sentence")) -> pd.DataFrame:
    """Return ``domain, n_gold, n_found, hits, precision, recall, f1`` for each domain, and a row ``all``.

    A hit is a place (``on``) that both give the same domain; a place counts once a domain. Precision = hits / n_found,
    recall = hits / n_gold, F1 = 2 hits / (n_found + n_gold), their harmonic mean (van Rijsbergen 1979). Precision is NaN
    where nothing was found, recall where nothing was to be found, F1 where both are so: nothing divided by nothing is no
    share.

    Args:
        found: what the finder found, one row a place and domain.
        gold: the codes.
        on: the columns that tell a place.

    Raises:
        ValueError: a table lacks ``domain`` or a column of ``on``.

    >>> gold = pd.DataFrame({"article_id": ["a"], "sentence": [1], "domain": ["moat"]})
    >>> found = pd.DataFrame({"article_id": ["a", "a"], "sentence": [1, 2], "domain": ["moat", "moat"]})
    >>> score(found, gold)[["domain", "hits", "precision", "recall"]].values.tolist()
    [['moat', 1, 0.5, 1.0], ['all', 1, 0.5, 1.0]]
    """
    mine, theirs = _keys(found, on, "found"), _keys(gold, on, "gold")
    domains = sorted({key[-1] for key in mine | theirs})
    return typed_table((_score_row(name, mine, theirs) for name in [*domains, "all"]), SCORE_TYPES)


def _score_row(domain: str, mine: set[tuple], theirs: set[tuple]) -> tuple:
    if domain != "all":
        mine = {key for key in mine if key[-1] == domain}
        theirs = {key for key in theirs if key[-1] == domain}
    hits = len(mine & theirs)
    return (
        domain,
        len(theirs),
        len(mine),
        hits,
        _share(hits, len(mine)),
        _share(hits, len(theirs)),
        _share(2 * hits, len(mine) + len(theirs)),
    )


def misses(found: pd.DataFrame, gold: pd.DataFrame, *, on: Sequence[str] = ("article_id", "sentence")) -> pd.DataFrame:
    """Return where the two differ: the columns of ``on``, ``domain`` and ``kind`` (*missed* or *extra*), in order of place.

    Args:
        found, gold, on: as in `score`.

    Raises:
        ValueError: a table lacks ``domain`` or a column of ``on``.

    >>> gold = pd.DataFrame({"article_id": ["a"], "sentence": [1], "domain": ["moat"]})
    >>> misses(gold.assign(sentence=2), gold).values.tolist()
    [['a', 1, 'moat', 'missed'], ['a', 2, 'moat', 'extra']]
    """
    mine, theirs = _keys(found, on, "found"), _keys(gold, on, "gold")
    rows = [(*key, "missed") for key in theirs - mine] + [(*key, "extra") for key in mine - theirs]
    return pd.DataFrame(sorted(rows), columns=[*on, "domain", "kind"])
