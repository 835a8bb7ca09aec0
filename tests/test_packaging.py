"""One list of dependencies; nothing of the machine it was made on."""

import re
import subprocess
import tomllib
from pathlib import Path

import yaml

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


def test_every_dependency_of_the_project_is_in_the_lock():
    pinned = {name_of(line) for line in LOCK}
    wanted = {
        name_of(r) for part in (PROJECT["dependencies"], *PROJECT["optional-dependencies"].values()) for r in part
    }
    assert wanted - pinned - {PROJECT["name"]} == set()


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
