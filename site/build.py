"""Build ``_site`` from freshly executed notebooks. Nothing is done again when nothing changed."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from address import repository
from evidence import write_evidence
from execute import BUILD, ROOT, NotebookError, execute_changed, files_under, fingerprint, write_whole
from glosses import GlossaryError, check_glossary
from parallel_text import find_uses, write_reader

from helpers.corpus import SeedError

SITE = ROOT / "_site"
# A published site shows of the articles only what it discusses: they belong to their publishers.
PUBLISHED = bool(os.environ.get("PUBLISH"))


def stage_classroom() -> None:
    """Print the sheets, and lay the guide and the questions beside the notebooks, where Sphinx finds them."""
    subprocess.run([sys.executable, ROOT / "classroom" / "make.py"], check=True)
    for page in (ROOT / "classroom").glob("*.md"):
        write_whole(BUILD / "classroom" / page.name, page.read_text(encoding="utf-8"))


def shown_pages(notebooks: Iterable[Path]) -> dict[str, tuple[str, str]]:
    """Return ``{address: (title, HTML of its outputs)}`` of the executed notebooks: what leads to the reader, and back."""
    pages = {}
    for path in notebooks:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        outputs = [o.get("data", {}).get("text/html", "") for cell in cells for o in cell.get("outputs", ())]
        title = next(line for cell in cells for line in "".join(cell["source"]).split("\n") if line.startswith("# "))
        address = path.relative_to(BUILD).with_suffix(".html").as_posix()
        pages[address] = title.removeprefix("# "), "\n".join("".join(output) for output in outputs)
    return pages


def stage_reader(notebooks: Iterable[Path]) -> None:
    """Write the reader's pages, each sentence with the pages that show it, and the lists of sentences behind figures."""
    for old in ("reader", "evidence"):
        shutil.rmtree(BUILD / old, ignore_errors=True)
    uses = find_uses(shown_pages(notebooks))
    shown = write_reader(BUILD / "reader", uses, published=PUBLISHED)
    write_evidence(BUILD / "evidence", notebooks, shown=shown if PUBLISHED else None)


def build_site() -> None:
    """Execute what changed, then let Sphinx write all pages anew: a page that it skipped could hide its warnings."""
    check_glossary()
    notebooks = [*execute_changed().values()]
    folders = [ROOT / name for name in ("site", "classroom", "helpers", "seeds")]
    ours = files_under(*folders, ROOT / "pyproject.toml", ROOT / "requirements.lock")
    inputs = fingerprint([*notebooks, *ours], repository(), str(PUBLISHED))
    stamp = BUILD / ".site.inputs"
    if (SITE / "index.html").exists() and stamp.exists() and stamp.read_text() == inputs:
        return
    started = time.perf_counter()
    stamp.unlink(missing_ok=True)
    fresh = BUILD / "html"
    for old in (fresh, BUILD / "jupyter_execute"):
        shutil.rmtree(old, ignore_errors=True)
    stage_classroom()
    stage_reader(notebooks)
    options = ["--fail-on-warning", "--keep-going", "--quiet", "--fresh-env", "--builder", "html"]
    folders = ["--conf-dir", ROOT / "site", "--doctree-dir", BUILD / "doctrees", BUILD, fresh]
    subprocess.run([sys.executable, "-m", "sphinx", *options, *folders], check=True)
    # The old site stays until the new one is whole.
    shutil.rmtree(SITE, ignore_errors=True)
    os.replace(fresh, SITE)
    write_whole(stamp, inputs)
    print(f"{time.perf_counter() - started:6.1f} s  {(SITE / 'index.html').relative_to(ROOT)}", flush=True)


if __name__ == "__main__":
    try:
        build_site()
    except (GlossaryError, NotebookError, SeedError) as error:
        sys.exit(str(error))
    except subprocess.CalledProcessError:
        sys.exit("The site is not built: the reasons stand above.")
