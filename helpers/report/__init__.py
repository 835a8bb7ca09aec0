"""Report on your own articles: read any folder or table, find out what it can answer, write one page."""

from importlib import import_module
from typing import Any


def __getattr__(name: str) -> Any:
    """Load `read`, `write_report` or a cell of the report (``show_…``) on first use (PEP 562)."""
    if name == "read":
        return import_module("helpers.report.output.reading").read
    if name == "write_report":
        return import_module("helpers.report.output.write").write_report
    if name.startswith("show_") and name in (cells := import_module("helpers.report.output.cells").CELLS):
        return cells[name]
    raise AttributeError(f"module 'helpers.report' has no attribute {name!r}")
