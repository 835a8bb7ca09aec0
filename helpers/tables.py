"""Make tables of set columns and types."""

from collections.abc import Iterable, Mapping
from itertools import zip_longest

import pandas as pd


def typed_table(rows: Iterable, types: Mapping[str, str]) -> pd.DataFrame:
    """Return ``rows`` as a table with the columns and types of ``types``, even if there is no row.

    Raises:
        ValueError: two rows differ in length.

    >>> typed_table([], {"term": "str", "n": "int64"}).dtypes["n"]
    dtype('int64')
    """
    columns = zip_longest(types.items(), zip(*rows, strict=True), fillvalue=())
    return pd.DataFrame({name: pd.array(list(values), dtype=kind) for (name, kind), values in columns})
