"""Add the browser edition to ``_site``: Python, its libraries and ours in a folder, and on every page what starts them.

python browser/bundle.py            what `make browser` calls, after `make site`
"""

import base64
import gzip
import hashlib
import html
import io
import json
import marshal
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import warnings
import zipfile
from collections.abc import Iterable
from pathlib import Path

import nbformat

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "site"))  # for reader

from fetch import PartError, cache_folder, fetch_all, read_lock
from reader import merge_asides

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
SITE = ROOT / "_site"
# What no page of ours calls: tests, other languages' sources, tools, models that the helpers leave off, data of examples.
_UNUSED = re.compile(
    r"(?:^|/)(?:tests?|sample_data|f2py|distutils|include|lac_small|posseg|analyse|idlelib)/"
    r"|\.(?:pyi|pyx|pxd|pyf|[ch]|hpp|cpp|a|lib|exe|typed|map|js|html|css|svg|pdf|afm|gif)$"
    r"|x86_64-linux-gnu\.so$|/(?:RECORD|WHEEL|INSTALLER|entry_points\.txt|top_level\.txt)$|\.dist-info/sboms/"
    r"|/fonts/(?:ttf/(?:DejaVuSans-BoldOblique|DejaVuSansMono-|DejaVuSerif|STIXSiz\w+SymBol)|pdfcorefonts/|afm/)|mpl-data/(?:images|plot_directive)/"
    r"|DroidSansMono\.ttf$|finalseg/\w+\.p$"
)
_KEPT = 8  # archives, of this state of the checkout and of others
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


def libraries(archives: Iterable[Path]) -> dict[str, bytes]:
    """Return ``{name: content}`` of the libraries, with what stands in for IPython and for compiled code."""
    files = {name: data for archive in archives for name, data in _members(archive)}
    del files["matplotlib/fontlist.json"]  # it lists fonts that we leave out; compile.mjs makes it anew
    files["computed.marshal"] = _computed(files["jieba/dict.txt"])
    files["jieba/dict.txt"] = b""  # the table is made from it
    stand_ins = HERE / "stand_ins"
    return files | {p.relative_to(stand_ins).as_posix(): p.read_bytes() for p in sorted(stand_ins.rglob("*.py"))}


def _computed(dictionary: bytes) -> bytes:
    """Return what would take Python seconds in a browser, computed here: jieba's table of words, and the spellings of names.

    `kernel.prepare` puts it where it would be made.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # escapes that Python no longer likes
        import jieba

    from helpers.text import entities

    words = jieba.Tokenizer().gen_pfdict(io.BytesIO(dictionary))
    return marshal.dumps({"jieba": words, "entities": entities._entities()}, 2)  # later formats differ by run


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


def _compile(files: dict[str, bytes], core: Path, folder: Path) -> Iterable[tuple[str, bytes]]:
    """Write the files into ``folder`` and yield them with their bytecode, made by Pyodide's own Python."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    command = [_node(), HERE / "compile.mjs", core, folder]
    run = subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if run.returncode:
        raise PartError(f"The bytecode is not made.\n{run.stderr}")
    yield from ((p.relative_to(folder).as_posix(), p.read_bytes()) for p in folder.rglob("*") if p.is_file())


def _packed(files: dict[str, bytes], core: Path, cache: Path) -> bytes:
    """Return the files with their bytecode as one zip archive, made or kept from an earlier run."""
    digest = hashlib.sha256((HERE / "compile.mjs").read_bytes())
    for name, data in sorted(files.items()):
        digest.update(f"{name} {hashlib.sha256(data).hexdigest()}\n".encode())
    kept = cache / f"packed-{digest.hexdigest()[:16]}.zip"
    if not kept.exists():
        made = io.BytesIO()
        with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(made, "w") as archive:
            for name, data in sorted(_compile(files, core, Path(folder))):
                archive.writestr(zipfile.ZipInfo(name, EPOCH), data, zipfile.ZIP_DEFLATED, 9)
        half = kept.with_suffix(f".{os.getpid()}")
        half.write_bytes(made.getvalue())
        half.replace(kept)
    kept.touch()
    for old in sorted(cache.glob("packed-*.zip"), key=lambda path: -path.stat().st_mtime)[_KEPT:]:
        old.unlink(missing_ok=True)
    return kept.read_bytes()


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
        "libraries": _packed(libraries(archives), core, cache),
        "package": _packed(package(), core, cache),
    }


def write_parts(folder: Path, parts: dict[str, bytes]) -> None:
    """Write the parts and their list into ``folder``.

    The ending is one that no host knows: it shall send the bytes as they are.
    """
    rows = []
    for key, data in parts.items():
        sha256 = hashlib.sha256(data).hexdigest()
        rows.append({"key": key, "name": f"{key}-{sha256[:10]}.part", "bytes": len(data), "sha256": sha256})
        (folder / rows[-1]["name"]).write_bytes(data)
    told = {"pyodide": read_lock()["pyodide"]["info"], "parts": rows}
    (folder / "parts.json").write_text(json.dumps(told, indent=1), encoding="utf-8")


# ------------------------------------------------------------------------------------------------------------ the pages

# What cannot run in a page, and why.
_NOT_HERE = {
    "11": "This notebook cannot run in a browser: it puts several processes to work side by side, and a page has one. "
    "Run it in JupyterLab.",
}
_MARK = "<!-- browser edition -->"
_ADDED = re.compile(f"{_MARK}.*?{_MARK}", re.DOTALL)
_SCRIPTS = ("session.js", "notebook.js", "own.js", "worker.js", "browser.css")


def _added(markup: str) -> str:
    return f"{_MARK}{markup}{_MARK}"


def _head(script: str, to_root: str, version: str, **data: str) -> str:
    """Return what a page's head needs: our style, the session, and one script with its data."""
    told = "".join(f' data-{key.replace("_", "-")}="{html.escape(value)}"' for key, value in data.items() if value)
    at, query = f"{to_root}browser/", f"?v={version}"
    return _added(
        f'<link rel="stylesheet" href="{at}browser.css{query}"><script defer src="{at}session.js{query}"></script>'
        f'<script defer src="{at}{script}{query}"{told}></script>'
    )


def _with_link(page: str, to_root: str) -> str:
    """Return a page whose contents lead to the page for articles of one's own."""
    link = (
        f'<li class="toctree-l1"><a class="reference internal" href="{to_root}own.html">Read your own articles</a></li>'
    )
    group = _added(f'<ul class="nav bd-sidenav">{link}</ul>')
    return re.sub(
        r"(<nav[^>]*\bbd-links\b.*?</ul>)(\s*</div>\s*</nav>)", rf"\1{group}\2", page, count=1, flags=re.DOTALL
    )


def _own_page(frame: str) -> str:
    """Return the page for articles of one's own: a page of the site with another body, and a policy that lets the report
    in its frame run its one script and show its font."""
    from bs4 import BeautifulSoup

    from helpers.report.output.page import SCRIPT

    page = BeautifulSoup(frame, "html.parser")
    page.select_one("article.bd-article").replace_with(
        BeautifulSoup((HERE / "own.html").read_text("utf-8"), "html.parser")
    )
    page.select_one("#your-own-articles").wrap(page.new_tag("article", attrs={"class": "bd-article"}))
    page.select_one("#jb-print-docs-body h1").string = "Read your own articles"
    title = page.title.string.partition("—")[2].strip()
    page.title.string = f"Read your own articles — {title}"
    for gone in page.select(
        "link[rel=next], link[rel=prev], link[rel=canonical], .prev-next-footer, .bd-sidebar-secondary, #jb-print-toc"
    ):
        gone.decompose()
    for current in page.select("nav.bd-links .current"):
        current["class"] = [name for name in current["class"] if name not in ("current", "active")]
        if current.name == "a":
            current["href"] = "glossary.html"
    digest = base64.b64encode(hashlib.sha256(f"\n{SCRIPT.read_text(encoding='utf-8')}".encode()).digest()).decode()
    policy = page.select_one("meta[http-equiv=Content-Security-Policy]")
    policy["content"] = policy["content"].replace("script-src", f"script-src 'sha256-{digest}'")
    policy["content"] += "; font-src 'self' data:; frame-src 'self'"
    return str(page)


def _sources_of(notebook: Path) -> tuple[str, int]:
    """Return a notebook without outputs as JSON, each source one string, and the number of its code cells on the page."""
    content = nbformat.read(notebook, as_version=4)
    content["cells"] = merge_asides(content["cells"])  # as on the page
    for cell in content["cells"]:
        cell["source"] = "".join(cell["source"])
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
    shown = [
        c for c in content["cells"] if c["cell_type"] == "code" and "remove-cell" not in c["metadata"].get("tags", ())
    ]
    return json.dumps(content, ensure_ascii=False), len(shown)


def _shell(site: Path, pages: Iterable[Path]) -> list[str]:
    """Return the addresses of pages with all styles, scripts and fonts that they load, for a visit without a network."""
    found = {"", "index.html", "browser/parts.json", "browser/worker.js"}
    for page in pages:
        found.add(page.relative_to(site).as_posix())
        for address in re.findall(
            r'<(?:link|script)[^>]*\b(?:href|src)="([^"#]+\.(?:css|js)(?:\?[^"]*)?)"', page.read_text("utf-8")
        ):
            found.add(Path(os.path.normpath(page.parent / address)).relative_to(site).as_posix())
    found |= {p.relative_to(site).as_posix() for p in (site / "browser" / "notebooks").glob("*.json")}
    return sorted(found)


def add_to(site: Path = SITE) -> float:
    """Add the browser edition to a built site and return the megabytes of a first visit.

    Raises:
        PartError: a part is missing or was changed, or a page and its notebook do not match.
    """
    parts = contents(cache_folder())
    folder, size = site / "browser", f"{sum(map(len, parts.values())) / 1e6:.0f}"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "notebooks").mkdir(parents=True)
    for name in _SCRIPTS:
        shutil.copyfile(HERE / name, folder / name)
    write_parts(folder, parts)
    scripts = b"".join((HERE / name).read_bytes() for name in _SCRIPTS)
    version = hashlib.sha256(scripts + (folder / "parts.json").read_bytes()).hexdigest()[:10]
    pages = {p: _ADDED.sub("", p.read_text("utf-8")) for p in site.rglob("*.html") if "_static" not in p.parts}
    pages[site / "own.html"] = _own_page(pages[site / "glossary.html"])
    for page, text in pages.items():
        to_root = "../" * (len(page.relative_to(site).parts) - 1)
        text = _with_link(text, to_root)
        if page.parent.name == "notebooks":
            sources, count = _sources_of(ROOT / "_build" / "notebooks" / f"{page.stem}.ipynb")
            if text.count('class="cell_input') != count:
                raise PartError(f"{page.name} is not the page of today's notebook: run `make site` first.")
            (folder / "notebooks" / f"{page.stem}.json").write_text(sources, encoding="utf-8")
            why_not = _NOT_HERE.get(page.stem.partition("-")[0], "")
            head = _head("notebook.js", to_root, version, notebook=page.stem, size=size, why_not=why_not)
            text = text.replace("</head>", f"{head}</head>", 1)
        elif page.name == "own.html" and page.parent == site:
            text = text.replace("</head>", f"{_head('own.js', to_root, version, size=size)}</head>", 1)
        page.write_text(text, encoding="utf-8", newline="\n")
    kept = _shell(site, [p for p in pages if p.parent.name == "notebooks" or p.name in ("own.html", "coding.html")])
    worker = (HERE / "sw.js").read_text(encoding="utf-8").replace('["@pages@"]', json.dumps(kept, indent=1))
    digest = hashlib.sha256(
        b"".join((site / (p.partition("?")[0] or "index.html")).read_bytes() for p in kept)
    ).hexdigest()
    (site / "sw.js").write_text(worker.replace("@version@", digest[:10]), encoding="utf-8")
    return float(size)


if __name__ == "__main__":
    try:
        started = time.perf_counter()
        loaded = add_to()
        print(f"{time.perf_counter() - started:6.1f} s  _site/browser, {loaded:.0f} MB for a first visit", flush=True)
    except PartError as error:
        sys.exit(str(error))
