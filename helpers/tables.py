"""Tables whose columns and types are written once, and kept also when there is no row."""

from collections.abc import Iterable, Mapping
from itertools import zip_longest

import pandas as pd


def typed_table(rows: Iterable, types: Mapping[str, str]) -> pd.DataFrame:
    """Return ``rows`` as a table with the columns and types of ``types``, also when there is no row."""
    columns = zip_longest(types.items(), zip(*rows, strict=True), fillvalue=())
    return pd.DataFrame({name: pd.array(list(values), dtype=kind) for (name, kind), values in columns})
