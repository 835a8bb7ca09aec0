"""Tables of what the rules make of texts of our own, compared with those that somebody has read and approved.

A hand-coded text says how good a rule is; a table says that it does what it did. After a change of a rule, `make approve`
writes the tables anew: read their diff before you commit it.
"""

import csv
import difflib
import io
import os
from collections.abc import Iterable
from pathlib import Path

FOLDER = Path(__file__).parent / "approved"
MOST_SHOWN = 12  # lines of a difference


def _cell(value: object, longest: int) -> str:
    """A cell in which every character can be seen; of a long one only both ends and the length."""
    text = str(value)
    if len(text) > longest:
        text = f"{text[: longest // 2]}…{text[-longest // 2 :]} ({len(text)})"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def check_approved(name: str, columns: Iterable[str], rows: Iterable[Iterable[object]], *, longest: int = 60) -> None:
    """Assert that these are the rows of ``approved/<name>.csv``, cells cut to so many characters."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(
        [list(columns), *([_cell(value, longest) for value in row] for row in rows)]
    )
    path = FOLDER / f"{name}.csv"
    if os.environ.get("APPROVE"):
        path.write_text(out.getvalue(), encoding="utf-8")
    approved = path.read_text(encoding="utf-8") if path.exists() else ""
    if out.getvalue() != approved:
        lines = difflib.unified_diff(
            approved.splitlines(), out.getvalue().splitlines(), "approved", "found", "", "", 0, ""
        )
        raise AssertionError("\n".join([f"{path.name} is not what was approved:", *[*lines][:MOST_SHOWN]]))
