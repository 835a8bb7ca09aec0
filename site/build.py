"""Build ``_site`` from freshly executed notebooks. Nothing is done again when nothing changed."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(1, str(Path(__file__).resolve().parent.parent / "classroom"))  # for kit and lessons

import kit
import lessons
from address import repository
from coding import write_coding_page
from data_pages import write_data
from evidence import write_evidence
from execute import BUILD, ROOT, NotebookError, execute_changed, files_under, fingerprint, write_whole
from facts import CODING
from glosses import GlossaryError, check_glossary
from parallel_text import find_uses, write_reader

from helpers.corpus import SeedError
from helpers.translations import find_translations

SITE = ROOT / "_site"
# A published site shows of the articles only what it discusses: they belong to their publishers.
PUBLISHED = bool(os.environ.get("PUBLISH"))


def stage_classroom() -> None:
    """Print what a class needs, and lay its pages beside the notebooks, where Sphinx finds them."""
    subprocess.run([sys.executable, ROOT / "classroom" / "make.py"], check=True)
    shutil.rmtree(BUILD / "classroom", ignore_errors=True)
    for address, text in classroom_pages().items():
        write_whole(BUILD / f"{address}.md", text)
    kit.write_kit(BUILD / "classroom", BUILD / "handouts")


def classroom_pages() -> dict[str, str]:
    """Return ``{address: Markdown}`` of the pages that quote articles, ``classroom/rubric`` and ``classroom/rubric-zh``."""
    return {
        f"classroom/{name}{'' if language == 'en' else '-zh'}": page(language)
        for language in lessons.LANGUAGES
        for name, page in lessons.SITE_PAGES.items()
    }


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


def quoting_pages() -> dict[str, tuple[str, str]]:
    """Return the pages of the classroom that quote the articles, each quotation marked as `helpers.show` marks its own.

    The Chinese pages quote the same passages: an English page leads to the English one.
    """
    pages = {}
    for address, text in classroom_pages().items():
        if address.endswith("-zh"):
            continue
        quoted = [line.removeprefix("> ").rstrip("\\") for line in text.split("\n") if line.startswith("> ")]
        anchors = [one.anchor for line in quoted for one in find_translations(line)]
        title = next(line for line in text.split("\n") if line.startswith("# ")).removeprefix("# ")
        pages[f"{address}.html"] = title, _marked(anchors)
    pages["classroom/coding.html"] = "Sheet 7: be the second coder", _marked(unit.replace(":", "-") for unit in CODING)
    return pages


def _marked(anchors: Iterable[str]) -> str:
    return "".join(f'<p data-sentence="{anchor}">' for anchor in anchors)


def stage_reader(notebooks: Iterable[Path], *, published: bool) -> set[str]:
    """Write the reader's pages, the lists behind figures, the coding page and our tables; return the sentences that are shown."""
    for old in ("reader", "evidence", "seeds", "extra"):
        shutil.rmtree(BUILD / old, ignore_errors=True)
    uses = find_uses(shown_pages(notebooks) | quoting_pages())
    shown = write_reader(BUILD / "reader", uses, published=published)
    write_evidence(BUILD / "evidence", notebooks, shown=shown if published else None)
    write_coding_page(BUILD / "classroom" / "coding.md", shown if published else None)
    write_data(BUILD / "seeds", BUILD / "extra" / "seeds", shown if published else None)
    return shown


def build_site(site: Path = SITE, *, published: bool = PUBLISHED) -> None:
    """Execute what changed, then let Sphinx write all pages anew: a page that it skipped could hide its warnings.

    Args:
        site: the folder of the site.
        published: show of the articles only what the pages discuss.
    """
    check_glossary()
    notebooks = [*execute_changed().values()]
    folders = [ROOT / name for name in ("site", "classroom", "helpers", "seeds")]
    ours = files_under(*folders, ROOT / "pyproject.toml", ROOT / "requirements.lock")
    inputs = fingerprint([*notebooks, *ours], repository(), str(published))
    stamp = BUILD / f".{site.name}.inputs"
    if (site / "index.html").exists() and stamp.exists() and stamp.read_text() == inputs:
        return
    started = time.perf_counter()
    stamp.unlink(missing_ok=True)
    fresh = BUILD / "html"
    for old in (fresh, BUILD / "jupyter_execute"):
        shutil.rmtree(old, ignore_errors=True)
    stage_classroom()
    stage_reader(notebooks, published=published)
    options = ["--fail-on-warning", "--keep-going", "--quiet", "--fresh-env", "--builder", "html"]
    folders = ["--conf-dir", ROOT / "site", "--doctree-dir", BUILD / "doctrees", BUILD, fresh]
    subprocess.run([sys.executable, "-m", "sphinx", *options, *folders], check=True)
    # The old site stays until the new one is whole.
    shutil.rmtree(site, ignore_errors=True)
    os.replace(fresh, site)
    write_whole(stamp, inputs)
    print(f"{time.perf_counter() - started:6.1f} s  {(site / 'index.html').relative_to(ROOT)}", flush=True)


if __name__ == "__main__":
    try:
        build_site()
    except (GlossaryError, NotebookError, SeedError, lessons.LessonError) as error:
        sys.exit(str(error))
    except subprocess.CalledProcessError:
        sys.exit("The site is not built: the reasons stand above.")
