"""Add the browser edition to ``_site``: Python, its libraries and ours in a folder, and on every page what starts them.

python browser/bundle.py            what `make browser` calls, after `make site`
"""

import gzip
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import tarfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

from fetch import PartError, fetch_all, read_lock

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
SITE = ROOT / "_site"
# What no page of ours calls: tests, other languages' sources, tools, models that the helpers leave off, data of examples.
_UNUSED = re.compile(
    r"(?:^|/)(?:tests?|sample_data|f2py|distutils|include|lac_small|posseg|analyse|idlelib)/"
    r"|\.(?:pyi|pyx|pxd|pyf|[ch]|hpp|cpp|a|lib|exe|typed|map|js|html|css|svg|pdf|afm|gif)$"
    r"|x86_64-linux-gnu\.so$|/(?:RECORD|WHEEL|INSTALLER|entry_points\.txt|top_level\.txt)$|\.dist-info/sboms/"
    r"|/fonts/(?:ttf/(?!DejaVuSans(?:-Bold)?\.ttf)|pdfcorefonts/|afm/)|mpl-data/(?:images|plot_directive)/"
    r"|DroidSansMono\.ttf$|finalseg/\w+\.p$"
)
EPOCH = (2020, 1, 1, 0, 0, 0)  # the same files give the same bytes


def _members(archive: Path) -> Iterable[tuple[str, bytes]]:
    """Yield ``(name, content)`` of what we use of a wheel, or of jieba's source archive."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            yield from ((n, wheel.read(n)) for n in wheel.namelist() if not n.endswith("/") and not _UNUSED.search(n))
        return
    with tarfile.open(archive) as source:
        for member in source:
            name = member.name.partition("/")[2]
            if member.isfile() and re.match(r"jieba/|LICENSE", name) and not _UNUSED.search(name):
                yield (name if "/" in name else f"jieba/{name}"), source.extractfile(member).read()


def _only_fonts_that_are_there(fontlist: bytes, names: set[str]) -> bytes:
    """Return matplotlib's list of fonts without those that were left out: it would look for their files."""
    fonts = json.loads(fontlist)
    for kind in ("afmlist", "ttflist"):
        fonts[kind] = [font for font in fonts[kind] if f"matplotlib/mpl-data/{font['fname']}" in names]
    return json.dumps(fonts).encode()


def libraries(archives: Iterable[Path]) -> dict[str, bytes]:
    """Return ``{name: content}`` of the libraries, with what stands in for IPython and for compiled code."""
    files = {name: data for archive in archives for name, data in _members(archive)}
    files["matplotlib/fontlist.json"] = _only_fonts_that_are_there(files["matplotlib/fontlist.json"], {*files})
    stand_ins = HERE / "stand_ins"
    return files | {p.relative_to(stand_ins).as_posix(): p.read_bytes() for p in sorted(stand_ins.rglob("*.py"))}


def package() -> dict[str, bytes]:
    """Return ``{name: content}`` of the helpers, the seeds and the kernel."""
    found = [p for name in ("helpers", "seeds") for p in sorted((ROOT / name).rglob("*"))]
    ours = [p for p in found if p.is_file() and "__pycache__" not in p.parts]
    files = {p.relative_to(ROOT).as_posix(): p.read_bytes() for p in ours}
    return files | {"kernel.py": (HERE / "kernel.py").read_bytes()}


def _node() -> str:
    """Return the path of a Node.js: that of Playwright, or the machine's own."""
    try:
        from playwright._impl._driver import compute_driver_executable

        return compute_driver_executable()[0]
    except ImportError:
        found = shutil.which("node")
    if not found:
        raise PartError("Bytecode is made with Node.js: install Playwright (it is in requirements.lock) or Node.js.")
    return found


def _compiled(files: dict[str, bytes], core: Path, cache: Path) -> dict[str, bytes]:
    """Return the files with their bytecode, made by Pyodide's own Python, or kept from an earlier run."""
    digest = hashlib.sha256((HERE / "compile.mjs").read_bytes())
    for name, data in sorted(files.items()):
        digest.update(f"{name} {hashlib.sha256(data).hexdigest()}\n".encode())
    kept = cache / f"compiled-{digest.hexdigest()[:16]}"
    if not kept.exists():
        half = cache / f"half-{os.getpid()}"
        shutil.rmtree(half, ignore_errors=True)
        for name, data in files.items():
            (half / name).parent.mkdir(parents=True, exist_ok=True)
            (half / name).write_bytes(data)
        try:
            subprocess.run([_node(), HERE / "compile.mjs", core, half], check=True, stdout=subprocess.DEVNULL)
            half.replace(kept)
        except subprocess.CalledProcessError:
            raise PartError("The bytecode is not made: the reasons stand above.") from None
        finally:
            shutil.rmtree(half, ignore_errors=True)
    return {p.relative_to(kept).as_posix(): p.read_bytes() for p in sorted(kept.rglob("*")) if p.is_file()}


def _zipped(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, EPOCH), files[name], zipfile.ZIP_DEFLATED, 9)
    return made.getvalue()


def contents(cache: Path) -> dict[str, bytes]:
    """Return ``{key: bytes}`` of the parts that the worker loads."""
    lock = read_lock()
    paths = {path.name: path for path in fetch_all(lock, cache)}
    core = cache / f"pyodide-{lock['pyodide']['version']}"
    core.mkdir(exist_ok=True)
    for name in lock["pyodide"]["core"]:
        shutil.copyfile(paths[name], core / name)
    listing = {"info": lock["pyodide"]["info"], "packages": {}}
    (core / "pyodide-lock.json").write_text(json.dumps(listing), encoding="utf-8")
    archives = [path for name, path in paths.items() if name not in lock["pyodide"]["core"]]

    def gzipped(name: str) -> bytes:
        return gzip.compress(paths[name].read_bytes(), 9, mtime=0)

    return {
        "loader": paths["pyodide.mjs"].read_bytes(),
        "core": gzipped("pyodide.asm.js"),
        "wasm": gzipped("pyodide.asm.wasm"),
        "stdlib": paths["python_stdlib.zip"].read_bytes(),
        "libraries": _zipped(_compiled(libraries(archives), core, cache)),
        "package": _zipped(_compiled(package(), core, cache)),
    }


def write_parts(folder: Path, parts: dict[str, bytes]) -> str:
    """Write the parts and their list into ``folder``; return the version, a digest of them all.

    The ending is one that no host knows: it shall send the bytes as they are.
    """
    rows = []
    for key, data in parts.items():
        sha256 = hashlib.sha256(data).hexdigest()
        rows.append({"key": key, "name": f"{key}-{sha256[:10]}.part", "bytes": len(data), "sha256": sha256})
        (folder / rows[-1]["name"]).write_bytes(data)
    told = {"pyodide": read_lock()["pyodide"]["info"], "parts": rows}
    (folder / "parts.json").write_text(json.dumps(told, indent=1), encoding="utf-8")
    return hashlib.sha256("".join(row["sha256"] for row in rows).encode()).hexdigest()[:10]
