"""Build ``_site`` from freshly executed notebooks. Nothing is done again when nothing changed."""

import os
import shutil
import subprocess
import sys
import time

from execute import BUILD, ROOT, NotebookError, execute_changed, files_under, fingerprint, write_whole
from glosses import GlossaryError, check_glossary

SITE = ROOT / "_site"


def stage_classroom() -> None:
    """Print the sheets, and lay the guide and the questions beside the notebooks, where Sphinx finds them."""
    subprocess.run([sys.executable, ROOT / "classroom" / "make.py"], check=True)
    for page in (ROOT / "classroom").glob("*.md"):
        write_whole(BUILD / "classroom" / page.name, page.read_text(encoding="utf-8"))


def build_site() -> None:
    """Execute what changed, then let Sphinx write all pages anew: a page that it skipped could hide its warnings."""
    check_glossary()
    notebooks = execute_changed().values()
    ours = files_under(ROOT / "site", ROOT / "classroom", ROOT / "pyproject.toml", ROOT / "requirements.lock")
    inputs = fingerprint([*notebooks, *ours])
    stamp = BUILD / ".site.inputs"
    if (SITE / "index.html").exists() and stamp.exists() and stamp.read_text() == inputs:
        return
    started = time.perf_counter()
    stamp.unlink(missing_ok=True)
    fresh = BUILD / "html"
    for old in (fresh, BUILD / "jupyter_execute"):
        shutil.rmtree(old, ignore_errors=True)
    stage_classroom()
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
    except (GlossaryError, NotebookError) as error:
        sys.exit(str(error))
    except subprocess.CalledProcessError:
        sys.exit("The site is not built: the reasons stand above.")
