"""The house: a small face, loaded when used; folders that import only from the folders below them."""

import ast
import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

import helpers

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "helpers"
README = (ROOT / "README.md").read_text(encoding="utf-8")

# Each folder or module of the package, with those that it may import (itself always).
BELOW = {
    "report": {
        "claims",
        "framing",
        "corpus",
        "cleaning",
        "stats",
        "text",
        "plots",
        "show",
        "lexicon",
        "tables",
        "files",
        "wording",
    },
    "translations": {"corpus", "cleaning", "stats", "text", "lexicon"},
    "claims": {"corpus", "cleaning", "stats", "text", "tables"},
    "framing": {"corpus", "cleaning", "stats", "text", "lexicon", "tables"},
    "corpus": {"cleaning", "text", "lexicon", "tables"},
    "cleaning": {"text", "lexicon", "tables"},
    "stats": {"text", "lexicon", "tables"},
    "plots": {"text", "wording"},
    "show": {"text", "translations", "tables"},
    "text": {"lexicon", "tables"},
    "lexicon": {"tables"},
    "tables": set(),
    "files": set(),
    "wording": set(),
    "fonts": set(),
}


def python(code: str) -> str:
    """Run ``code`` in a fresh interpreter and return what it prints."""
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return run.stdout.strip()


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Return the rooms of the package that a module imports at its top level: what is imported later is a choice."""
    found = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "helpers":
            parts = node.module.split(".")
            found |= {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
    return found


MODULES = [p for p in sorted(PACKAGE.rglob("*.py")) if p.parent != PACKAGE or not p.stem.startswith("__")]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_from_the_rooms_below_its_own(path):
    room = room_of(path)
    assert imported(path) - {room} <= BELOW[room]


def test_the_face_is_small_and_the_readme_lists_all_of_it():
    assert len(helpers.__all__) <= 40
    rows = "\n".join(line for line in README.split("\n") if line.startswith("| `"))
    listed = {
        name for cell in re.findall(r"^\| (`[^|]+)\|", rows, re.MULTILINE) for name in re.findall(r"`(\w+)`", cell)
    }
    assert listed == set(helpers.__all__)
    assert all(getattr(helpers, name) is not None for name in helpers.__all__)
    assert sorted(dir(helpers)) == helpers.__all__


def test_a_name_that_the_face_does_not_have_is_refused():
    with pytest.raises(AttributeError, match="no attribute 'unheard_of'"):
        _ = helpers.unheard_of


def test_the_face_loads_nothing_until_it_is_used():
    loaded = python(
        "import sys, helpers; print(*(m for m in sys.modules if m.startswith(('helpers', 'pandas', 'numpy'))))"
    )
    assert loaded.split() == ["helpers"]


def test_reading_the_five_articles_needs_neither_the_report_nor_a_plot():
    loaded = python("import sys; from helpers import load_articles; load_articles(); print(*sys.modules)").split()
    assert not [
        name for name in loaded if name.startswith(("helpers.report", "helpers.plots", "matplotlib", "IPython"))
    ]


FACES = [
    importlib.import_module(".".join(path.relative_to(ROOT).parent.parts)) for path in PACKAGE.rglob("__init__.py")
]


@pytest.mark.parametrize("face", [face for face in FACES if hasattr(face, "__all__")], ids=lambda face: face.__name__)
def test_every_function_and_class_of_a_face_comes_with_an_example(face):
    offered = {name: getattr(face, name) for name in face.__all__}
    assert [name for name, each in offered.items() if callable(each) and ">>>" not in (each.__doc__ or "")] == []


def test_no_name_is_both_a_module_and_a_function():
    modules = {path.stem for path in PACKAGE.rglob("*.py")} | {path.name for path in PACKAGE.iterdir() if path.is_dir()}
    functions = {
        node.name
        for path in MODULES
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }
    assert modules & functions == set()


def test_no_two_classes_share_a_name():
    names = [
        node.name
        for path in MODULES
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef)
    ]
    assert len(names) == len(set(names)), sorted(name for name in set(names) if names.count(name) > 1)


def test_every_module_has_its_tests_where_mutants_are_looked_for():
    from mutate import tests_of

    modules = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in MODULES if path.stem != "__init__"]
    assert [name for name in modules if not (ROOT / tests_of(f"{name}.x_f__mutmut_1")).is_file()] == []
