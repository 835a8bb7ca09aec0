"""Put the prose of ``static/report.html`` and the output of the cells on one HTML page that loads nothing.

`helpers.show` escapes every character of an article. The content-security policy of the page is a second barrier: it
allows our own table script and nothing else.
"""

import base64
import hashlib
import io
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from tqdm import tqdm

from helpers import plots, show

_STATIC = Path(__file__).parents[2] / "static"
STYLE = (_STATIC / "am.css", _STATIC / "report.css")
SCRIPT = _STATIC / "am.js"
TEMPLATE = _STATIC / "report.html"
_CELL = re.compile(r"\s*<!-- (show_\w+) -->\s*")
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; script-src 'sha256-{}'; "
    "base-uri 'none'; form-action 'none'"
)
_HAN = re.compile(r"[\u2e80-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef]")


def cells_of(template: str) -> list[tuple[str, str]]:
    """Return a template as ``(prose, name of the cell after it)``, in order; the last name may be empty.

    >>> cells_of("<h1>Report</h1> <!-- show_answer --> <p>End</p>")
    [('<h1>Report</h1>', 'show_answer'), ('<p>End</p>', '')]
    """
    prose_and_names = [part.strip() for part in _CELL.split(template)]
    return [*zip(prose_and_names[::2], [*prose_and_names[1::2], ""], strict=True)]


def make_page(
    title: str, cells: Mapping[str, Callable[[], None]], *, template: str | None = None, progress: bool = False
) -> str:
    """Return the whole page.

    Prose without a heading is left out if the cell after it shows nothing, for it would announce nothing.

    Args:
        title: plain text.
        cells: the ``show_`` functions that the template names.
        template: HTML with ``<!-- show_… -->`` in the places of the cells (default: ``static/report.html``).
        progress: show progress on the terminal.

    Raises:
        KeyError: the template names an unknown cell.
    """
    parts = [f'<p class="am-en">{show.chinese(title)}</p>']
    sections = cells_of(template if template is not None else TEMPLATE.read_text(encoding="utf-8"))
    for prose, name in tqdm(sections, "writing", unit=" steps", disable=None if progress else True, leave=False):
        outputs: list[show.Output] = []
        if name:
            with show.collected() as outputs:
                cells[name]()
        if prose and (outputs or not name or "<h" in prose):
            parts.append(prose)
        parts += map(_html_of, outputs)
    return _page_of("\n".join(parts), title)


def _html_of(output: show.Output) -> str:
    if "image/png" not in output.data:
        return output.data["text/html"]
    about = output.metadata["image/png"]
    picture = base64.b64encode(output.data["image/png"]).decode("ascii")
    narrow = ""
    if "narrow" in about:
        narrow = f'<source media="(width <= 40rem)" srcset="data:image/png;base64,{about["narrow"]["png"]}">'
    return (
        f'<figure><picture>{narrow}<img src="data:image/png;base64,{picture}" alt="{show.escape(about["alt"])}" '
        f'width="{int(about["width"])}"></picture><figcaption>{show.chinese(about["caption"])}</figcaption></figure>'
    )


def _page_of(body: str, title: str) -> str:
    script = SCRIPT.read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(f"\n{script}".encode()).digest()).decode()
    style = re.sub(r"@font-face\s*\{[^}]*\}", "", "\n".join(path.read_text(encoding="utf-8") for path in STYLE))
    style += _in_the_dark(style)
    return (
        '<!doctype html>\n<html lang="en" data-theme="light">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY.format(digest)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{show.escape(title)}</title>\n<style>\n{font_face(body)}{style}\n</style>\n</head>\n"
        '<body class="bd-content">\n'
        f'<main class="bd-article">\n{body}\n</main>\n<script>\n{script}</script>\n</body>\n</html>\n'
    )


def _in_the_dark(style: str) -> str:
    """Return the rules for a dark page once more, for readers whose system is dark: here nobody can choose a theme."""
    rules = "\n".join(re.findall(r'^html\[data-theme="dark"\][^{]*\{[^}]*\}', style, re.MULTILINE))
    rules = rules.replace('[data-theme="dark"]', '[data-theme="light"]')
    return f"\n@media screen and (prefers-color-scheme: dark) {{\n{rules}\n}}\n"


def chinese_font(text: str) -> bytes:
    """Return our font as OpenType, reduced to the Chinese characters of ``text``; nothing if it has none.

    >>> chinese_font("open"), chinese_font("开源")[:4]
    (b'', b'OTTO')
    """
    characters = {ord(character) for character in _HAN.findall(text)}
    return _cut_font(characters) if characters else b""


def _cut_font(characters: set[int]) -> bytes:
    try:
        import uharfbuzz  # a hundred times as fast
    except ImportError:  # in a browser
        return _cut_slowly(characters)
    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.clear()
    wanted.unicode_set.update(characters)
    wanted.layout_feature_tag_set.clear()
    wanted.flags = uharfbuzz.SubsetFlags.NO_HINTING | uharfbuzz.SubsetFlags.DESUBROUTINIZE
    return uharfbuzz.subset(uharfbuzz.Face(plots.FONT.read_bytes()), wanted).blob.data


def _cut_slowly(characters: set[int]) -> bytes:
    from fontTools import subset  # comes with matplotlib

    options, made = subset.Options(hinting=False, desubroutinize=True, layout_features=[]), io.BytesIO()
    with subset.load_font(str(plots.FONT), options) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=characters)
        cutter.subset(font)
        subset.save_font(font, made, options)
    return made.getvalue()


def font_face(text: str) -> str:
    """Return our font, reduced to the Chinese characters of ``text``, as a style rule for readers who have none.

    >>> font_face("open")
    ''
    """
    if not (font := chinese_font(text)):
        return ""
    data = base64.b64encode(font).decode("ascii")
    return f'@font-face {{font-family: "AM Han"; src: url("data:font/otf;base64,{data}") format("opentype");}}\n'
