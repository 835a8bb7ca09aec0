"""A report on articles of your own: read any folder or table, judge what it can carry, write one page."""

from importlib import import_module
from typing import Any


def __getattr__(name: str) -> Any:
    """Load `read`, `write_report` or one of the report's cells (``show_…``) when it is first asked for (PEP 562)."""
    if name in ("read", "write_report") or name.startswith("show_"):
        return getattr(import_module("helpers.report.cells"), name)
    raise AttributeError(f"module 'helpers.report' has no attribute {name!r}")
