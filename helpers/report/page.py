"""A notebook, run with parameters, to one HTML file that loads nothing and runs nothing but our table script.

Article text in it went through two gates: `helpers.show` escapes it, `sanitised` lets only harmless elements pass; the
page's content-security policy is the third.
"""

import asyncio
import base64
import hashlib
import io
import re
import subprocess
from collections.abc import Mapping
from html import escape as escape_html
from itertools import pairwise
from pathlib import Path
from typing import Any

from tqdm import tqdm

from helpers import plots, show
from helpers.report.encoding import FolderError, plain

_STATIC = Path(__file__).parent.parent / "static"
STYLE = (_STATIC / "am.css", _STATIC / "report.css")
SCRIPT = _STATIC / "am.js"
_TAGS = frozenset(
    [
        "a",
        "abbr",
        "aside",
        "blockquote",
        "br",
        "caption",
        "cite",
        "code",
        "dd",
        "del",
        "details",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "hr",
        "ins",
        "li",
        "ol",
        "p",
        "pre",
        "small",
        "span",
        "strong",
        "summary",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_ATTRIBUTES = ("class", "lang", "scope", "id", "data-filter", "download")
_ADDRESSES = ("https://", "data:text/csv;charset=utf-8;base64,")
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; script-src 'sha256-{}'; "
    "base-uri 'none'; form-action 'none'"
)
_HAN = re.compile(r"[\u2e80-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef]")


def _allowed(tag: str, name: str, value: str) -> bool:
    return name in _ATTRIBUTES or (tag == "a" and name == "href" and value.startswith(_ADDRESSES))


def sanitised(markup: str) -> str:
    """Return HTML of which only harmless elements stay: a second gate behind `helpers.show`, which escapes everything.

    >>> sanitised('<p onclick="x()">开源<script>x()</script></p>')
    '<p>开源x()</p>'
    """
    import bleach

    return bleach.clean(markup, tags=_TAGS, attributes=_allowed, protocols={"https", "data"}, strip=True)


def _output(output: Mapping[str, Any]) -> str:
    data = output.get("data", {})
    if "image/png" in data:
        about = output["metadata"]["image/png"]
        picture = re.sub(r"[^A-Za-z0-9+/=]", "", data["image/png"])
        return (
            f'<figure><img src="data:image/png;base64,{picture}" alt="{show.escape(about["alt"])}" '
            f'width="{int(about["width"])}"><figcaption>{show.escape(about["caption"])}</figcaption></figure>'
        )
    if "text/html" in data:
        return sanitised("".join(data["text/html"]))
    return f"<pre>{show.escape(''.join(data.get('text/plain', output.get('text', ''))))}</pre>"


def font_face(text: str) -> str:
    """Return our font, cut down to the Chinese characters of ``text``, as a style rule for readers who have none.

    >>> font_face("open")
    ''
    """
    from fontTools import subset  # comes with matplotlib

    characters = sorted(set(_HAN.findall(text)))
    if not characters:
        return ""
    options = subset.Options(flavor="woff", hinting=False, desubroutinize=True, layout_features=[])
    made = io.BytesIO()
    with subset.load_font(str(plots.FONT), options) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(text="".join(characters))
        cutter.subset(font)
        subset.save_font(font, made, options)
    data = base64.b64encode(made.getvalue()).decode("ascii")
    return f'@font-face {{font-family: "AM Han"; src: url("data:font/woff;base64,{data}") format("woff");}}\n'


def page_of(notebook: Mapping[str, Any], title: str) -> str:
    """Return an executed notebook as one HTML page that loads nothing and runs nothing but our own table script.

    Cells tagged ``lesson`` stay out, and code, and prose that announces what was not shown. Article text in it went
    through `helpers.show` and `sanitised`.
    """
    from nbconvert.filters import markdown2html

    parts = [f'<p class="am-en">{show.escape(title)}</p>']
    cells = notebook["cells"]
    for cell, after in pairwise([*cells, {"cell_type": ""}]):
        if "lesson" in cell["metadata"].get("tags", []):
            continue
        announces_nothing = after["cell_type"] == "code" and not after["outputs"] and "#" not in cell["source"]
        if cell["cell_type"] == "markdown" and not announces_nothing:
            parts.append(sanitised(re.sub(r'<a class="anchor-link"[^>]*>.*?</a>', "", markdown2html(cell["source"]))))
        elif cell["cell_type"] == "code":
            parts += [_output(output) for output in cell["outputs"]]
    script = SCRIPT.read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(f"\n{script}".encode()).digest()).decode()
    body = "\n".join(parts)
    style = re.sub(r"@font-face\s*\{[^}]*\}", "", "\n".join(path.read_text(encoding="utf-8") for path in STYLE))
    return (
        '<!doctype html>\n<html lang="en" data-theme="light">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY.format(digest)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape_html(title)}</title>\n<style>\n{font_face(body)}{style}\n</style>\n</head>\n<body>\n"
        f'<main class="bd-article">\n{body}\n</main>\n<script>\n{script}</script>\n</body>\n</html>\n'
    )


def execute(path: Path, parameters: Mapping[str, Any], *, progress: bool = False) -> Any:
    """Return the notebook, executed with ``parameters`` in the place of those in its cell tagged ``parameters``.

    Raises:
        FolderError: a cell fails, or the kernel dies; the message names the error.
        KeyboardInterrupt: as ever; the kernel is gone by then.
    """
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, DeadKernelError

    notebook = nbformat.read(path, as_version=4)
    notebook.cells = [cell for cell in notebook.cells if "lesson" not in cell.metadata.get("tags", [])]
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.update(outputs=[], execution_count=None)
        if "parameters" in cell.metadata.get("tags", []):
            cell.source = "\n".join(f"{name} = {value!r}" for name, value in parameters.items())
    n = sum(cell.cell_type == "code" for cell in notebook.cells)
    with tqdm(total=n, desc="writing", unit=" steps", disable=None if progress else True, leave=False) as bar:
        client = NotebookClient(
            notebook,
            kernel_name="python3",
            timeout=None,
            record_timing=False,
            extra_arguments=["--IPKernelApp.log_level=40", "--HistoryManager.enabled=False"],
            # never in the reader's folder: Python would import modules that lie there
            resources={"metadata": {"path": str(path.parent)}},
            on_cell_executed=lambda **_: bar.update(),
        )
        try:
            client.execute(stderr=subprocess.DEVNULL)
        except CellExecutionError as error:
            raise FolderError(f"the report stops: {plain(error.ename)}: {plain(error.evalue, 300)}") from None
        except asyncio.CancelledError:
            raise KeyboardInterrupt from None
        except Exception as error:
            if hasattr(client, "_async_cleanup_kernel_future"):  # nbclient was told to stop, and stopped the kernel
                raise KeyboardInterrupt from None
            if isinstance(error, DeadKernelError):
                raise FolderError("the report stops: its process died (not enough memory?)") from None
            raise
    return notebook
