"""One list of dependencies; nothing of the machine it was made on; a wheel that works alone."""

import contextlib
import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

import helpers

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()


def name_of(requirement: str) -> str:
    return re.match(r"[A-Za-z0-9._-]+", requirement)[0].lower().replace("_", "-")


def tracked_files() -> list[Path]:
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):  # an archive without history: what is not made, is ours
        made = {".venv", "_build", "_site", ".git"}
        return [p for p in ROOT.rglob("*") if p.is_file() and not made & set(p.relative_to(ROOT).parts)]
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def test_the_lock_pins_exactly_and_names_no_index():
    for line in LOCK:
        assert re.fullmatch(r"[a-z0-9._-]+(\[[a-z,]+\])?==[^\s;]+( ; .+)?", line), line


def test_one_number_is_the_version_everywhere():
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert helpers.__version__ == PROJECT["version"] == cited["version"]


def test_every_dependency_of_the_project_is_in_the_lock():
    pinned = {name_of(line) for line in LOCK}
    wanted = {
        name_of(r) for part in (PROJECT["dependencies"], *PROJECT["optional-dependencies"].values()) for r in part
    }
    assert wanted - pinned - {PROJECT["name"]} == set()


# Licences that let anybody use, change and pass on; a library that offers several is taken by the first that does.
FREE = re.compile(r"MIT|BSD|Apache|ISC|MPL|Mozilla|PSF|Python Software|CC0|Zlib|Public Domain|HPND")


def licence_of(distribution: importlib.metadata.Distribution) -> str:
    """What a package says of its licence: the expression, else the classifiers, else the field, else its licence file."""
    said = distribution.metadata
    classifiers = [c for c in said.get_all("Classifier", []) if c.startswith("License ::")]
    files = [file for file in distribution.files or () if "licen" in file.name.lower() and file.suffix != ".py"]
    return (
        said.get("License-Expression")
        or "; ".join(c.rsplit(" :: ", 1)[-1] for c in classifiers)
        or said.get("License")
        or " ".join(file.read_text(encoding="utf-8")[:200] for file in files)
    )


def test_every_library_may_be_used_and_passed_on():
    licences = {}
    for line in LOCK:
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):  # only for another system
            licences[name_of(line)] = licence_of(importlib.metadata.distribution(name_of(line)))
    assert len(licences) > 0.9 * len(LOCK)
    assert {name: said for name, said in licences.items() if not FREE.search(said)} == {}


def test_what_the_user_fixed_is_there():
    assert {"jupyterlab", "pandas", "matplotlib", "wordcloud", "jieba"} <= {name_of(r) for r in PROJECT["dependencies"]}


def test_conda_points_at_the_one_list():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    assert environment["name"] == PROJECT["name"]
    *packages, pip = environment["dependencies"]
    assert pip == {"pip": ["-r requirements.lock", "-e ."]}
    assert {name_of(package) for package in packages} == {"python", "pip"}


def test_there_is_no_second_list_of_dependencies():
    names = {p.name for p in tracked_files()}
    assert not names & {"setup.py", "setup.cfg", "Pipfile", "poetry.lock", "uv.lock", "pdm.lock"}
    assert [p.name for p in tracked_files() if p.name.startswith("requirements")] == ["requirements.lock"]


def test_no_file_names_a_path_or_an_index_of_the_machine_it_was_made_on():
    suspicious = re.compile(
        r"/(?:root|home/\w+|work)/\w|//[^\s\"')]+/simple\b|//registry\.|--(?:extra-)?index-url [^\\\n]"
    )
    for path in tracked_files():
        if path.suffix in {".otf", ".png", ".woff"} or path.name == Path(__file__).name:
            continue
        found = suspicious.search(path.read_text(encoding="utf-8", errors="replace"))
        assert not found, f"{path.relative_to(ROOT)}: {found[0]}"


def test_the_top_level_is_the_one_that_was_agreed():
    top = {p.relative_to(ROOT).parts[0] for p in tracked_files()}
    assert {"seeds", "notebooks", "helpers", "tests", "environment.yml", "README.md"} <= top


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A folder with the wheel of this project and nothing else of it."""
    base = tmp_path_factory.mktemp("wheel")
    shutil.copytree(ROOT / "helpers", base / "source" / "helpers", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, base / "source")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    offline = ["--no-deps", "--no-index"]
    wheel = [*pip, "wheel", *offline, "--no-build-isolation", "--wheel-dir", str(base), str(base / "source")]
    subprocess.run(wheel, check=True, timeout=120)
    (made,) = base.glob("*.whl")
    subprocess.run([*pip, "install", *offline, "--target", str(base / "site"), str(made)], check=True, timeout=120)
    shutil.rmtree(base / "source")
    return base / "site"


def run_alone(site, cwd, *arguments, **variables):
    env = {name: value for name, value in os.environ.items() if name != "ANDROID_MOMENT_SEEDS"}
    env |= {"PYTHONPATH": str(site), "XDG_CACHE_HOME": str(cwd / "cache"), **variables}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.slow
def test_the_wheel_holds_all_that_is_in_the_folder_of_the_package(installed):
    wanted = {p.relative_to(ROOT) for p in tracked_files() if p.is_relative_to(ROOT / "helpers")}
    assert wanted <= {p.relative_to(installed) for p in installed.rglob("*")}


@pytest.mark.slow
def test_the_wheel_makes_a_report_from_anywhere(installed, tmp_path):
    run = run_alone(installed, tmp_path, "-m", "helpers", "report", str(installed / "helpers" / "example"), "--quiet")
    assert (run.returncode, run.stderr) == (0, "")
    page = (tmp_path / "report" / "index.html").read_text(encoding="utf-8")
    assert "13 entries: 2 loaded, 9 loaded with a warning" in page and page.count("<img ") >= 3
    assert len((tmp_path / "report" / "ingest-log.csv").read_text(encoding="utf-8").splitlines()) == 14


@pytest.mark.slow
def test_the_wheel_says_where_it_looks_for_the_articles(installed, tmp_path):
    source = "import helpers; print(helpers.load_articles()['article_id'].tolist())"
    run = run_alone(installed, tmp_path, "-c", source)
    said = run.stderr.splitlines()[-1]
    assert run.returncode == 1 and said.endswith("; set ANDROID_MOMENT_SEEDS to the folder, or give it as an argument.")
    assert f"articles.csv: the file is missing from {installed / 'seeds'}" in said
    run = run_alone(installed, tmp_path, "-c", source, ANDROID_MOMENT_SEEDS=str(ROOT / "seeds"))
    assert run.stdout == "['001', '002', '000', '003', '004']\n", run.stderr
