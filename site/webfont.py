"""A Chinese font for readers whose system has none: our vendored one, cut down to the characters on the pages.

It stands last in the style sheet's list, so a browser with a Chinese font of its own never loads it.
"""

from pathlib import Path

from sphinx.application import Sphinx

from helpers.report.output.page import chinese_font


def write_font(app: Sphinx, exception: Exception | None) -> None:
    """Write ``_static/am-han.otf`` with the Chinese characters that the finished pages hold."""
    if exception:
        return
    pages = Path(app.outdir).rglob("*.html")
    characters = set().union(*(page.read_text(encoding="utf-8") for page in pages))
    (Path(app.outdir) / "_static" / "am-han.otf").write_bytes(chinese_font("".join(characters)))


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("build-finished", write_font)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
