"""Join the rows of a table of which each holds one paragraph of a text. Pure."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from helpers.report.input.column_names import role_of
from helpers.report.input.encoding import Decoded
from helpers.report.input.lines import TableRow
from helpers.report.outcomes import Refusal, Remark
from helpers.wording import plain

Numbered = tuple[int, TableRow, Decoded]  # the number of a row, the row, how it was decoded


class _Part(NamedTuple):
    """A row that may be a part of a text: what tells of its article, the column with its text, and what may count it."""

    told: dict[str, Any]
    text: str
    counts: dict[str, int]


def with_joined(rows: Iterable[Numbered], texts_in: Callable[[dict[str, Any]], Sequence[str]]) -> Iterator[Numbered]:
    """Yield the rows of a table, those that follow each other and are one text in parts as one.

    Parts have the same id, differ in none of our columns but the text, and another column counts them from 0 or 1 on.

    Args:
        texts_in: returns the columns of a row that may hold its text.
    """
    parts: list[Numbered] = []
    last: _Part | None = None
    for row in rows:
        part = None if isinstance(row[1], Refusal) else _part_of(row[1], texts_in(row[1]))
        if part and last and (counts := _going_on(last, part)):
            part = part._replace(counts=counts)
        elif parts:
            yield _joined(parts, last)
            parts = []
        if part and not parts:
            part = part._replace(counts={name: n for name, n in part.counts.items() if n in (0, 1)})
        parts.append(row)
        last = part
    if parts:
        yield _joined(parts, last)


def _part_of(row: dict[str, Any], texts: Sequence[str]) -> _Part | None:
    told = {name: value for name, value in row.items() if name not in texts and role_of(str(name))}
    has_id = any(role_of(str(name)) == "article_id" and value for name, value in told.items())
    if len(texts) != 1 or not has_id or not isinstance(row[texts[0]], str):
        return None
    others = ((name, str(value).removesuffix(".0")) for name, value in row.items() if name not in told)
    return _Part(told, texts[0], {name: int(value) for name, value in others if value.isdecimal() and len(value) < 6})


def _going_on(last: _Part, part: _Part) -> dict[str, int]:
    """Return the counts of a part that go on with those of the part before; none, if it is of another article."""
    if (last.told, last.text) != (part.told, part.text):
        return {}
    return {name: n for name, n in part.counts.items() if last.counts.get(name) == n - 1}


def _joined(parts: Sequence[Numbered], last: _Part | None) -> Numbered:
    number, row, decoded = parts[0]
    if len(parts) == 1 or last is None:
        return parts[0]
    counter = next(iter(last.counts))
    told = Remark(f"its text is joined of {len(parts)} rows, which {plain(counter, 40)!r} counts")
    whole = "\n".join(each[last.text].strip("\n") for _, each, _ in parts)
    warnings = dict.fromkeys(warning for *_, each in parts for warning in each.warnings)
    return number, row | {last.text: whole}, decoded._replace(warnings=(*warnings, told))
