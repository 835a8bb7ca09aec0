"""Execute notebooks side by side, each to the same bytes on every run, and only when something they read has changed.

python site/execute.py                            notebooks/ and site/*.md -> _build/, what has changed
python site/execute.py --in-place [NOTEBOOK ...]  for authors: the committed notebooks themselves
"""

import argparse
import asyncio
import hashlib
import json
import os
import re
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from helpers.files import write_atomically

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "_build"
# An author's kernel draws a hash seed at random. The build fixes another one: a notebook whose output
# depends on the order of a set or a dictionary of strings differs from its committed form, and a test says so.
BUILD_HASH_SEED = "2023"
CELL_TIMEOUT = 300


class NotebookError(Exception):
    """One sentence that names notebook and cell."""


def files_under(*places: Path) -> list[Path]:
    """Every file below the places, in a fixed order, without what Python and Jupyter leave behind."""
    found = [p for place in places for p in ([place] if place.is_file() else sorted(place.rglob("*")))]
    return [p for p in found if p.is_file() and not {"__pycache__", ".ipynb_checkpoints"} & set(p.parts)]


def fingerprint(files: Iterable[Path], *more: str) -> str:
    """A digest of names and contents: unlike file times it survives a clone, and it notices a deleted file."""
    lines = [f"{hashlib.sha256(f.read_bytes()).hexdigest()} {f.relative_to(ROOT).as_posix()}" for f in files]
    return hashlib.sha256("\n".join((sys.version, *more, *lines)).encode()).hexdigest()


def source_of(path: Path) -> str:
    """What an author wrote: outputs that `--in-place` refreshed do not make a notebook new."""
    if path.suffix == ".md":
        return path.read_text(encoding="utf-8")
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        cell.pop("outputs", None)
        cell.pop("execution_count", None)
    return json.dumps(notebook)


def write_whole(path: Path, text: str) -> None:
    """Write all of the file or nothing of it, also when the run is interrupted."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically({path: text.encode("utf-8")})


def read_notebook(path: Path):
    """The notebook without outputs; a text notebook (``.md``) gets fixed cell ids."""
    import nbformat

    if path.suffix == ".ipynb":
        notebook = nbformat.read(path, as_version=4)
    else:
        import jupytext

        notebook = jupytext.read(path, fmt="md:myst")
        notebook.metadata.pop("jupytext", None)
        for number, cell in enumerate(notebook.cells, 1):
            cell["id"] = f"{path.stem}-{number:02}"
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.update(outputs=[], execution_count=None)
            cell.metadata.pop("execution", None)
    return notebook


def check_outputs(name: str, notebook) -> None:
    """Refuse what a reader should not see, and what no second run would repeat."""
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            where = f"{name}, cell [{cell.execution_count}] (id {cell.id})"
            if output.get("name") == "stderr":
                raise NotebookError(f"{where} writes to stderr: {output.text.strip()}")
            shown = [output.get("text", ""), *(v for k, v in output.get("data", {}).items() if k.startswith("text/"))]
            if address := re.search(r"\S* at 0x[0-9a-fA-F]{4,}", "\n".join(map(str, shown))):
                raise NotebookError(f"{where} shows a memory address, different on every run: {address[0].strip()}")


_TRIES = 3  # to start a kernel: another program may have taken the ports between their choice and their use


async def _run(notebook, folder: Path, env: dict[str, str]) -> None:
    """Run a notebook in a kernel of its own, which is started again if it does not start."""
    from nbclient import NotebookClient

    for tries_left in reversed(range(_TRIES)):
        client = NotebookClient(
            notebook,
            kernel_name="python3",
            timeout=CELL_TIMEOUT,
            record_timing=False,
            store_widget_state=False,
            coalesce_streams=True,
            extra_arguments=["--IPKernelApp.log_level=40"],  # it warns that its loopback connection is not encrypted
            resources={"metadata": {"path": str(folder)}},
        )
        try:
            await client.async_execute(env=env)
            return
        except RuntimeError:
            if client.code_cells_executed or not tries_left:
                raise


async def execute(source: Path, target: Path, hash_seed: str | None) -> None:
    """Run one notebook in a kernel of its own, in the folder of ``target``, and write it there."""
    import nbformat
    from nbclient.exceptions import CellExecutionError, CellTimeoutError

    name = source.relative_to(ROOT).as_posix()
    started = time.perf_counter()
    notebook = read_notebook(source)
    target.parent.mkdir(parents=True, exist_ok=True)
    env = {k: v for k, v in os.environ.items() if k != "PYTHONHASHSEED"}
    if hash_seed:
        env["PYTHONHASHSEED"] = hash_seed
    try:
        if any(cell.cell_type == "code" for cell in notebook.cells):
            await _run(notebook, target.parent, env)
    except CellExecutionError as error:
        cell = next(c for c in notebook.cells if any(o.output_type == "error" for o in c.get("outputs", ())))
        reason = f"{error.ename}: {error.evalue}"
        raise NotebookError(f"{name}, cell [{cell.execution_count}] (id {cell.id}) fails with {reason}") from error
    except (CellTimeoutError, RuntimeError) as error:  # the second if its kernel dies or does not start
        raise NotebookError(f"{name} stops: {error}") from error
    check_outputs(name, notebook)
    # The patch release of Python is no part of the result.
    notebook.metadata.get("language_info", {}).pop("version", None)
    write_whole(target, nbformat.writes(notebook).rstrip("\n") + "\n")
    print(f"{time.perf_counter() - started:6.1f} s  {name}", flush=True)


def execute_all(targets: dict[Path, Path], *, hash_seed: str | None = None, done=lambda source: None) -> None:
    """Run ``{source: target}``, as many at a time as there are cores; every failure is told, not only the first."""

    async def run() -> list[BaseException | None]:
        gate = asyncio.Semaphore(os.cpu_count() or 1)

        async def one(source: Path) -> None:
            async with gate:
                await execute(source, targets[source], hash_seed)
            done(source)

        return await asyncio.gather(*map(one, targets), return_exceptions=True)

    failures = [failure for failure in asyncio.run(run()) if failure] if targets else []
    for failure in failures:
        if not isinstance(failure, NotebookError):
            raise failure
    if failures:
        raise NotebookError("\n".join(map(str, failures)))


def executed() -> dict[Path, Path]:
    """``{source: executed notebook}``: the folders of ``_build`` mirror the repository, with the site's pages on top."""
    notebooks = sorted((ROOT / "notebooks").glob("*.ipynb"))
    pages = sorted((ROOT / "site").glob("*.md"))
    return {p: BUILD / "notebooks" / p.name for p in notebooks} | {p: BUILD / f"{p.stem}.ipynb" for p in pages}


def execute_changed() -> dict[Path, Path]:
    """Bring ``_build`` up to date with notebooks, helpers, seeds and lock, and return `executed`."""
    targets = executed()
    for stray in {*BUILD.glob("*.ipynb"), *BUILD.glob("notebooks/*.ipynb")} - set(targets.values()):
        stray.unlink()
    growth = ROOT / "bench" / "growth.csv"  # what notebook 11 draws was measured once, and is data
    read = files_under(ROOT / "helpers", ROOT / "seeds", ROOT / "requirements.lock", growth, Path(__file__))
    shared = fingerprint(read, BUILD_HASH_SEED)
    inputs = {source: fingerprint([], shared, source_of(source)) for source in targets}
    stamps = {source: target.with_name(f".{target.stem}.inputs") for source, target in targets.items()}
    fresh = {s for s in targets if targets[s].exists() and stamps[s].exists() and stamps[s].read_text() == inputs[s]}
    execute_all(
        {source: target for source, target in targets.items() if source not in fresh},
        hash_seed=BUILD_HASH_SEED,
        done=lambda source: write_whole(stamps[source], inputs[source]),
    )
    return targets


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--in-place", action="store_true", help="write the outputs into the notebooks themselves")
    parser.add_argument("notebooks", nargs="*", type=Path, help="with --in-place: only these")
    options = parser.parse_args()
    try:
        if options.in_place:
            chosen = [p.resolve() for p in options.notebooks] or sorted((ROOT / "notebooks").glob("*.ipynb"))
            execute_all({notebook: notebook for notebook in chosen})
        else:
            execute_changed()
    except NotebookError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
