"""Read the rows of a Parquet file, batch by batch; what is damaged in it costs itself."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from helpers.report.input.delimited import twice
from helpers.report.input.encoding import NOT_DECODED, Decoded
from helpers.report.input.lines import TableRow, Wanted
from helpers.report.outcomes import FolderError, Refusal
from helpers.wording import plain


def rows_of_parquet(name: str, file: BinaryIO, wanted: Wanted) -> Iterator[tuple[int, TableRow, Decoded]]:
    """Yield ``(row number, row, how it was decoded)``. A value that cannot be read is a `Refusal` in its place; where no column
    of a row group can be read, one `Refusal` stands for its rows.

    Raises:
        FolderError: it is no Parquet file, its library is missing, or it has a wanted column twice.
    """
    try:
        from pyarrow import ArrowException, parquet
    except ImportError:
        raise FolderError(f"{plain(name)}: Parquet needs the package pyarrow (pip install pyarrow).") from None
    try:
        table = parquet.ParquetFile(file)
    except (ArrowException, OSError, ValueError) as error:
        raise FolderError(f"{plain(name)}: not a Parquet file ({type(error).__name__}).") from None
    if double := twice(wanted(table.schema_arrow.names)):
        raise FolderError(f"{plain(name)}: the column {plain(double)!r} occurs twice.")
    number = 0
    for group in range(table.num_row_groups):
        start, end = number, number + table.metadata.row_group(group).num_rows
        try:
            for batch in table.iter_batches(batch_size=1000, row_groups=[group]):
                for row in _rows_of_batch(batch):
                    number += 1
                    yield number, row, NOT_DECODED
        except (ArrowException, OSError, ValueError) as error:
            columns = {column: _column_of(table, group, column) for column in table.schema_arrow.names}
            if all(isinstance(column, Refusal) for column in columns.values()):
                reason = f"damaged ({type(error).__name__}); the rows up to {end:,} cannot be read"
                yield number + 1, Refusal(reason), NOT_DECODED
            else:
                for place in range(number - start, end - start):
                    yield start + place + 1, _cells_at(columns, place), NOT_DECODED
        number = end


def _column_of(table: Any, group: int, name: str) -> Any:
    from pyarrow import ArrowException

    try:
        return table.read_row_group(group, columns=[name]).column(name)
    except (ArrowException, OSError, ValueError) as error:
        return _unreadable(name, error)


def _rows_of_batch(batch: Any) -> Iterable[dict[str, Any]]:
    try:
        return batch.to_pylist()
    except (ValueError, OverflowError):  # a year beyond 9999, or bytes that are not UTF-8, somewhere in it
        columns = dict(zip(batch.schema.names, batch.columns, strict=True))
        return [_cells_at(columns, place) for place in range(batch.num_rows)]


def _cells_at(columns: Mapping[str, Any], place: int) -> dict[str, Any]:
    """Return one row of columns; a value that cannot be read is a `Refusal`."""
    return {name: _cell(name, column, place) for name, column in columns.items()}


def _cell(name: str, column: Any, place: int) -> Any:
    try:
        return column if isinstance(column, Refusal) else column[place].as_py()
    except (ValueError, OverflowError) as error:
        return _unreadable(name, error)


def _unreadable(name: str, error: Exception) -> Refusal:
    return Refusal(f"its {plain(name, 40)!r} cannot be read ({type(error).__name__})")
