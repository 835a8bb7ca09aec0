"""Report on your own articles: read any folder or table, find out what it can answer, write one page."""

from importlib import import_module
from typing import Any


def __getattr__(name: str) -> Any:
    """Load `read`, `write_report` or a cell of the report (``show_…``) on first use (PEP 562)."""
    if name in ("read", "write_report") or name.startswith("show_"):
        cells = import_module("helpers.report.cells")
        if shown := cells.CELLS.get(name):
            return shown
        return getattr(cells, name)
    raise AttributeError(f"module 'helpers.report' has no attribute {name!r}")
