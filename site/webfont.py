"""A Chinese font for readers whose system has none: our vendored one, cut down to the characters on the pages.

It stands last in the style sheet's list, so a browser with a Chinese font of its own never loads it.
"""

import re
from pathlib import Path

from fontTools import subset
from sphinx.application import Sphinx

FONT = Path(__file__).parent.parent / "helpers" / "fonts" / "NotoSansSC-Regular-subset.otf"
# What the style sheet's unicode-range asks this font for.
ASKED = re.compile(r"[\u2e80-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef]")


def write_font(app: Sphinx, exception: Exception | None) -> None:
    """Write ``_static/am-han.woff`` with the Chinese characters that the finished pages hold."""
    if exception:
        return
    pages = Path(app.outdir).rglob("*.html")
    characters = set().union(*(ASKED.findall(page.read_text(encoding="utf-8")) for page in pages))
    options = subset.Options(flavor="woff", hinting=False, desubroutinize=True, layout_features=[])
    font = subset.load_font(str(FONT), options)
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(sorted(characters)))
    cutter.subset(font)
    subset.save_font(font, str(Path(app.outdir) / "_static" / "am-han.woff"), options)


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("build-finished", write_font)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
