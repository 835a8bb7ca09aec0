"""Run cells and reports inside Pyodide, and tell the page what comes out. The worker imports it; so does a test."""

import ast
import base64
import contextlib
import io
import linecache
import marshal
import re
import shutil
import sys
import tempfile
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

_names: dict[str, Any] = {"__name__": "__main__"}
emit: Callable[[dict[str, Any]], None] = lambda output: None  # noqa: E731 -- the worker puts its own in this place


class _Stream(io.TextIOBase):
    """A text stream whose every write becomes an output of the cell."""

    def __init__(self, name: str) -> None:
        self.stream = name

    def write(self, text: str) -> int:
        if text:
            emit({"output_type": "stream", "name": self.stream, "text": text})
        return len(text)


def _parts_of(source: str, name: str) -> tuple[Any, Any]:
    """Return the statements of a cell and its last expression, compiled; the second is None if nothing is to be shown."""
    tree = ast.parse(source, name)
    last = None
    if tree.body and isinstance(tree.body[-1], ast.Expr) and not source.rstrip().endswith(";"):
        last = compile(ast.Expression(tree.body.pop().value), name, "eval")
    return compile(tree, name, "exec"), last


def _show_open_figures() -> None:
    """Show what a cell drew with pyplot, as a notebook does."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    for number in pyplot.get_fignums() if pyplot else ():
        picture = io.BytesIO()
        pyplot.figure(number).savefig(picture, format="png", bbox_inches="tight")
        data = base64.b64encode(picture.getvalue()).decode("ascii")
        emit({"output_type": "display_data", "data": {"image/png": data, "text/plain": "Figure"}, "metadata": {}})
    if pyplot:
        pyplot.close("all")


def _error_of(error: BaseException, name: str, source: str) -> dict[str, Any]:
    """Return an error as a notebook has it, and the line of the cell where it began (0: not known)."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame.lineno for frame in frames if frame.filename == name]
    line = ours[-1] if ours else getattr(error, "lineno", None) or 0
    inner = [frame for frame in frames if frame.filename != __file__]
    told = traceback.format_list(inner) + traceback.format_exception_only(error)
    return {
        "output_type": "error",
        "ename": type(error).__name__,
        "evalue": str(error),
        "traceback": "".join(told).splitlines(),
        "line": min(line, source.count("\n") + 1),
    }


def run_cell(source: str, number: int) -> bool:
    """Run one cell, emit its outputs, and return whether it ended without an error."""
    from IPython.display import display

    name = f"<cell {number}>"
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    with contextlib.redirect_stdout(_Stream("stdout")), contextlib.redirect_stderr(_Stream("stderr")):
        try:
            statements, last = _parts_of(source, name)
            exec(statements, _names)
            value = eval(last, _names) if last else None
            if value is not None:
                display(value)
            _show_open_figures()
        except (Exception, SystemExit, KeyboardInterrupt) as error:
            emit(_error_of(error, name, source))
            return False
    return True


def _put_in_place(computed: dict[str, Any]) -> None:
    """Put what `bundle.py` computed where jieba and the helpers would compute it."""
    import jieba

    from helpers.text import entities

    words, total = computed["jieba"]
    jieba.Tokenizer.gen_pfdict = staticmethod(lambda file: (dict(words), total))  # each segmenter changes its own
    entities._entities = lambda: computed["entities"]


def prepare() -> None:
    """Load what nearly every cell needs, so that the first one need not wait for it."""
    import tqdm

    tqdm.tqdm.monitor_interval = 0  # its monitor is a thread, and there are none
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba's import
        _put_in_place(marshal.loads((Path(__file__).parent / "computed.marshal").read_bytes()))
    import helpers.plots
    import helpers.show  # noqa: F401


def warm_up() -> None:
    """Load what a report needs, while its files are being chosen."""

    from helpers.text.tokens import tokenize

    tokenize("开源")


def _write_files(folder: Path, files: list[tuple[str, bytes]]) -> None:
    """Write dropped files below ``folder``. No name, whatever it holds, leads out of it or replaces another's file."""
    for name, data in files:
        parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
        parts = ["".join(c for c in part if c.isprintable()) or "_" for part in parts] or ["_"]
        # a file system takes 255 bytes; the ending says what a file is
        parts = [part if len(part) < 80 else f"{part[:60]}{part[-15:]}" for part in parts]
        target = folder.joinpath(*parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        while target.exists():
            target = target.with_name(f"_{target.name}")
        target.write_bytes(data)


class _Progress(io.TextIOBase):
    """A terminal for tqdm's bars: what stands on its last line is told to the page."""

    _BAR = re.compile(r"(?P<what>[^:|%\r]+):.*?(?P<done>\d+)(?:/(?P<total>\d+))?(?: |\[|$)")

    def __init__(self, tell: Callable[[str, int, int], None]) -> None:
        self.tell = tell

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if found := self._BAR.match(text.lstrip("\r")):
            self.tell(found["what"].strip(), int(found["done"]), int(found["total"] or 0))
        return len(text)


def make_report(files: list[tuple[str, bytes]], tell: Callable[[str, int, int], None]) -> dict[str, Any]:
    """Return ``page``, the report on dropped files as on the desktop, or ``error``: one sentence.

    ``tables`` are the files beside the page, ``{name: text}``, that it names instead of holding them, for they are long.

    Args:
        files: names, with their folders, and contents. One table alone is read as a table.
        tell: is told what is being done, how far it is, and how much there is to do (0: not known).
    """
    from helpers.report import write_report
    from helpers.report.outcomes import FolderError
    from helpers.report.sources import TABLE_ENDINGS
    from helpers.wording import plain

    base = Path(tempfile.mkdtemp())
    try:
        source = base / "articles"
        _write_files(source, files)
        while len(inside := [*source.iterdir()]) == 1 and (
            inside[0].is_dir() or inside[0].suffix.lower() in TABLE_ENDINGS
        ):
            source = inside[0]
            if source.is_file():
                break
        with contextlib.redirect_stderr(_Progress(tell)):
            path = write_report(source, base / "report", progress=True)
        page = path.read_text(encoding="utf-8")
        beside = [file for file in sorted(path.parent.glob("*.csv")) if f'href="{file.name}"' in page]
        return {"page": page, "tables": {file.name: file.read_text(encoding="utf-8") for file in beside}}
    except (FolderError, ValueError, OSError) as error:
        return {"error": plain(error, 600)}
    finally:
        shutil.rmtree(base, ignore_errors=True)
