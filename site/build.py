"""Build ``_site`` from freshly executed notebooks. Nothing is done again when nothing changed."""

import os
import shutil
import subprocess
import sys
import time

from execute import BUILD, ROOT, NotebookError, execute_changed, files_under, fingerprint, write_whole

SITE = ROOT / "_site"


def build_site() -> None:
    """Execute what changed, then let Sphinx write all pages anew: a page that it skipped could hide its warnings."""
    notebooks = execute_changed().values()
    inputs = fingerprint([*notebooks, *files_under(ROOT / "site", ROOT / "pyproject.toml", ROOT / "requirements.lock")])
    stamp = BUILD / ".site.inputs"
    if (SITE / "index.html").exists() and stamp.exists() and stamp.read_text() == inputs:
        return
    started = time.perf_counter()
    stamp.unlink(missing_ok=True)
    fresh = BUILD / "html"
    for old in (fresh, BUILD / "jupyter_execute"):
        shutil.rmtree(old, ignore_errors=True)
    subprocess.run(
        [
            sys.executable,
            "-m",
            "sphinx",
            "--fail-on-warning",
            "--keep-going",
            "--quiet",
            "--builder",
            "html",
            "--conf-dir",
            ROOT / "site",
            "--doctree-dir",
            BUILD / "doctrees",
            "--fresh-env",
            BUILD,
            fresh,
        ],
        check=True,
    )
    # The old site stays until the new one is whole.
    shutil.rmtree(SITE, ignore_errors=True)
    os.replace(fresh, SITE)
    write_whole(stamp, inputs)
    print(f"{time.perf_counter() - started:6.1f} s  {(SITE / 'index.html').relative_to(ROOT)}", flush=True)


if __name__ == "__main__":
    try:
        build_site()
    except NotebookError as error:
        sys.exit(str(error))
    except subprocess.CalledProcessError:
        sys.exit("The site is not built: Sphinx names the reasons above.")
