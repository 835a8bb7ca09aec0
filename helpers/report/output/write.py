"""Write the report: one page and the tables behind it, all or none."""

import os
from functools import partial
from pathlib import Path
from typing import Any

from helpers.files import check_writable, clear_halves, scratch_folder, write_atomically
from helpers.report.evidence import KINDS, Shelf, read_terms
from helpers.report.outcomes import FolderError
from helpers.report.output.cells import CELLS, TABLES, tables_of
from helpers.report.output.page import make_page
from helpers.report.output.reading import Reading, read
from helpers.tables import to_csv
from helpers.wording import plain

_FILES = (*(f"{name}.csv" for name in (*TABLES, *KINDS)), "index.html")


def write_report(source: Path | str, out: Path | str, **options: Any) -> Path:
    """Write a page on ``source`` and the tables behind it into the folder ``out`` and return the page's path.

    The page is ``index.html``. Beside it lie ``ingest-log.csv``, ``articles.csv``, ``words.csv``, ``speakers.csv``, ``claim-counts.csv`` and all evidence:
    ``cuts.csv``, ``statements.csv``, ``metaphors.csv``, ``concordance.csv``, ``claim-passages.csv`` (`helpers.report.evidence.KINDS`). All files
    are made before any is written, and all are replaced or none. Texts that were cleaned before and
    have not changed come from the cache.

    Args:
        source: as in `helpers.report.ingest.load_folder`.
        out: the folder to write into; it is made if need be, and other files in it stay.
        options: as `read`.

    Raises:
        FolderError: the source cannot be read or holds nothing; or ``out`` lies inside it, or cannot be written to.
        ValueError: as `read`.
        OSError: the disk is full; all files are as they were.
    """
    # unlike `Path.resolve`, this does not fail on a link that leads to itself: what it leads to is no folder
    source, out = (Path(os.path.realpath(os.path.expanduser(path))) for path in (source, out))
    _check_out(source, out)
    clear_halves(out)
    with scratch_folder() as folder:
        shelf = Shelf(folder)
        reading = read(source, shelf=shelf, **options)
        if reading.ingest_log.empty:
            raise FolderError(f"{plain(source)} holds nothing that could be an article.")
        made = _page_and_tables(reading, source.name, options.get("progress", False))
        made |= {f"{kind}.csv": file for kind, file in shelf.bind().items()}
        out.mkdir(parents=True, exist_ok=True)
        write_atomically({out / name: made[name] for name in _FILES})
    return out / "index.html"


def _page_and_tables(reading: Reading, name: str, progress: bool) -> dict[str, bytes | Path]:
    """Return the page and the tables that lie beside it, by the names of their files."""
    cells = {name: partial(cell, reading) for name, cell in CELLS.items()}
    page = make_page(f"Report on {plain(name, 80)}", cells, progress=progress)
    tables = dict(zip(TABLES, tables_of(reading), strict=True))
    made: dict[str, bytes | Path] = {f"{name}.csv": to_csv(table) for name, table in tables.items()}
    return made | {"index.html": page.encode("utf-8", "replace")}


def _check_out(source: Path, out: Path) -> None:
    """Check before any work that the report can be written."""
    if source.is_dir() and out.is_relative_to(source):
        raise FolderError(f"{plain(out)} lies inside {plain(source)}: the next run would read its own report.")
    try:
        if os.path.lexists(out) and not out.is_dir():
            raise FolderError(f"{plain(out)} is not a folder.")
        if taken := [name for name in _FILES if (out / name).is_dir()]:
            raise FolderError(f"{plain(out / taken[0])} is a folder; the report needs its name.")
        check_writable(out)
    except OSError as error:
        raise FolderError(f"{plain(error.filename)} cannot be written to: {error.strerror}.") from None


def main(arguments: Any) -> str:
    """Run ``python -m helpers report`` with parsed ``arguments`` and return the message for its end.

    Raises:
        FolderError, ValueError, OSError: as `write_report`; also if an option is empty or ``--terms`` holds no word.
    """
    options = {name: value for name, value in vars(arguments).items() if name not in ("command", "error")}
    if empty := [name for name, value in options.items() if value == "" and name != "terms"]:
        called = "FROM" if empty[0] == "from" else f"--{empty[0].replace('_', '-')}"
        raise ValueError(f"{called} is empty; give it a name.")
    if "terms" in options and not read_terms(options["terms"]):
        raise ValueError("--terms holds no word; write it as --terms 开源,护城河.")
    page = write_report(options.pop("from"), options.pop("out"), **options)
    return f"{plain(os.path.relpath(page), 400)}"
