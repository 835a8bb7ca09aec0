"""Hand what a cell displays to the page that runs it (`kernel.emit`)."""

import base64
from typing import Any


class _Text:
    def __init__(self, data: str) -> None:
        self.data = data


class HTML(_Text):
    """Text that is shown as HTML."""

    def _repr_html_(self) -> str:
        return self.data


class Markdown(_Text):
    """Text that is shown as it is: this page does not set Markdown."""

    def __repr__(self) -> str:
        return self.data


def _data_of(value: Any) -> dict[str, Any]:
    """Return ``{MIME type: data}`` of a value: its text, and its HTML or picture if it has one."""
    data = {"text/plain": repr(value)}
    for mime, method in (("text/html", "_repr_html_"), ("image/png", "_repr_png_")):
        made = getattr(value, method, lambda: None)() if not isinstance(value, type) else None
        if made is not None:
            data[mime] = made
    return data


def display(*values: Any, metadata: Any = None, raw: bool = False, **_: Any) -> None:
    """Show values, or ``{MIME type: data}`` if ``raw``."""
    import kernel

    for value in values:
        data = dict(value if raw else _data_of(value))
        if isinstance(data.get("image/png"), bytes):
            data["image/png"] = base64.b64encode(data["image/png"]).decode("ascii")
        kernel.emit({"output_type": "display_data", "data": data, "metadata": dict(metadata or {})})
