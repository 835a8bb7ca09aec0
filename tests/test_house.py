"""The house: a small face, loaded when used; folders that import only from the folders below them."""

import ast
import importlib
import pickle
import re
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import helpers
from helpers.arguments import checked
from helpers.cleaning.rules import RULES

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
    "arguments": {"tables"},
    "files": set(),
    "wording": set(),
    "fonts": set(),
}

# The folders within `report` and how entries end (`outcomes`); the modules beside the folders are one without a name.
BELOW_WITHIN_REPORT = {"outcomes": set(), "input": {"outcomes"}, "body": {"outcomes", "input"}}
BELOW_WITHIN_REPORT |= {"": {"outcomes", "input", "body"}, "output": {"outcomes", "input", "body", ""}}


def python(code: str) -> str:
    """Run ``code`` in a fresh interpreter and return what it prints."""
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return run.stdout.strip()


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@cache
def statements(path: Path) -> list[ast.stmt]:
    """The top level of a module, parsed once for all tests."""
    return ast.parse(path.read_text(encoding="utf-8")).body


def imported(path: Path) -> set[str]:
    """Return the rooms of the package that a module imports at its top level: what is imported later is a choice."""
    found = set()
    for node in statements(path):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "helpers":
            parts = node.module.split(".")
            found |= {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
    return found


MODULES = [p for p in sorted(PACKAGE.rglob("*.py")) if p.parent != PACKAGE or not p.stem.startswith("__")]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_from_the_rooms_below_its_own(path):
    room = room_of(path)
    assert imported(path) - {room} <= BELOW[room]


def layer_of(parts: Sequence[str]) -> str:
    """Return the layer of the report in which a module of these names stands: ``("input", "dates")``."""
    return parts[0] if parts and parts[0] in BELOW_WITHIN_REPORT else ""


def layers_imported(path: Path) -> set[str]:
    """Return the layers of the report that a module imports at its top level."""
    found = set()
    for node in statements(path):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("helpers.report"):
            names = node.module.split(".")[2:]
            found |= {layer_of(names)} if names else {layer_of([alias.name]) for alias in node.names}
    return found


@pytest.mark.parametrize(
    "path", [path for path in MODULES if room_of(path) == "report"], ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_a_module_of_the_report_imports_only_from_the_layers_below_its_own(path):
    layer = layer_of(path.relative_to(PACKAGE / "report").with_suffix("").parts)
    assert layers_imported(path) - {layer} <= BELOW_WITHIN_REPORT[layer]


def test_the_face_is_small_and_the_readme_lists_all_of_it():
    assert len(helpers.__all__) <= 40
    rows = "\n".join(line for line in README.split("\n") if line.startswith("| `"))
    listed = {
        name for cell in re.findall(r"^\| (`[^|]+)\|", rows, re.MULTILINE) for name in re.findall(r"`(\w+)`", cell)
    }
    assert listed == set(helpers.__all__)
    assert all(getattr(helpers, name) is not None for name in helpers.__all__)
    assert sorted(dir(helpers)) == helpers.__all__


def test_type_checkers_find_each_name_of_the_face_in_its_room_and_no_other():
    told = [node for node in statements(PACKAGE / "__init__.pyi") if isinstance(node, ast.ImportFrom)]
    found = {(node.module, one.name, one.asname) for node in told for one in node.names}
    wanted = {(room, name, name) for name, room in helpers._ROOM_OF.items()}
    assert found == wanted | {("helpers", name, name) for name in helpers._MODULES}


def test_a_name_that_the_face_does_not_have_is_refused():
    with pytest.raises(AttributeError, match="no attribute 'unheard_of'"):
        _ = helpers.unheard_of


ARTICLES = pd.DataFrame({"article_id": ["a"], "year": [2024], "text": ["开源会赢。闭源会输。"]})
COUNTS = pd.DataFrame({"article_id": ["a"], "term": ["开源"], "n": [1]})


@pytest.mark.parametrize(
    ("name", "arguments", "why"),
    [
        ("find_quotations", (ARTICLES,), "text must be a string, not a table"),
        ("tokenize", (ARTICLES["text"],), "text must be a string, not a Series"),
        ("tokenize", (None,), "text must be a string, not None"),
        ("clean", (None,), "raw must be a string, not None"),
        ("clean", (b"x",), "raw must be a string, not bytes"),
        ("split_sentences", (["开源会赢。"],), "text must be a string, not a list"),
        ("content_words", ("开源会赢",), "tokens must be a list, not a string"),
        ("content_words", (ARTICLES,), "tokens must be a list, not a table"),
        ("collocates", (ARTICLES, ["开源"]), "node must be a string, not a list"),
        ("concordance", (ARTICLES, ["开源"]), "pattern must be a string, not a list"),
        ("find_terms", ("开源", ARTICLES), "articles must be a table, not a string"),
        ("find_terms", (ARTICLES, None), "patterns must be a string or a list or a dictionary, not None"),
        ("load_folder", (5,), "path must be a path or a string, not a whole number"),
        ("keyness", (COUNTS, "a"), "target_ids must be a list, not a string"),
    ],
)
def test_the_face_refuses_a_wrong_type_in_one_sentence(name, arguments, why):
    with pytest.raises(TypeError, match=rf"^{name}: {re.escape(why)}\.$"):
        getattr(helpers, name)(*arguments)


def test_an_argument_given_by_name_is_checked_too():
    with pytest.raises(TypeError, match=r"^collocates: window must be a whole number, not a string\.$"):
        helpers.collocates(ARTICLES, "开源", window="5")
    with pytest.raises(TypeError, match="unexpected keyword argument 'windows'"):
        helpers.collocates(ARTICLES, "开源", windows=5)


@pytest.mark.parametrize(
    ("name", "table", "column"),
    [
        ("count_terms", ARTICLES[["article_id", "text"]], "year"),
        ("split_articles", COUNTS, "text"),
        ("rank_terms", ARTICLES, "term"),
        ("rank_terms", COUNTS[["article_id", "term"]], "n"),
        ("tf_idf", ARTICLES, "term"),
        ("dispersion", COUNTS[["article_id", "term"]], "n"),
    ],
)
def test_the_face_names_the_column_that_is_missing(name, table, column):
    with pytest.raises(ValueError, match=rf"^{name} needs the column '{column}'\.$"):
        getattr(helpers, name)(table)


@pytest.mark.parametrize(
    ("name", "arguments", "what"),
    [
        ("find_terms", (ARTICLES, ["开源", None]), "patterns must be a string, not None"),
        ("find_terms", (ARTICLES, pd.Series(["开源", float("nan")])), "patterns must be a string, not a blank cell"),
        ("find_terms", (ARTICLES, [pd.NA]), "patterns must be a string, not a blank cell"),
        ("find_terms", (ARTICLES, (n for n in [3])), "patterns must be a string, not a whole number"),
        ("find_terms", (ARTICLES, [re.compile("开源")]), "patterns must be a string, not a compiled pattern"),
        ("find_terms", (ARTICLES, {"open": ["开源", "开放"]}), "patterns must be a string, not a list"),
        ("content_words", (["开源", None],), "tokens must be a string, not None"),
        ("add_rates", (COUNTS, ARTICLES, [None]), "terms must be a string, not None"),
        ("keyness", (COUNTS, ARTICLES["year"] == 2024), "target_ids must be a string, not a bool"),
        ("keyness", (COUNTS, [float("nan")]), "target_ids must be a string, not a blank cell"),
    ],
)
def test_the_face_refuses_what_is_no_string_in_a_list_of_strings(name, arguments, what):
    arguments, options = (arguments[:2], {"terms": arguments[2]}) if len(arguments) > 2 else (arguments, {})
    with pytest.raises(TypeError, match=rf"^{name}: each item of {re.escape(what)}\.$"):
        getattr(helpers, name)(*arguments, **options)


ON_ARTICLES = {
    "count_terms": (),
    "split_articles": (),
    "find_terms": ("开源",),
    "concordance": ("开源",),
    "collocates": ("开源",),
}


@pytest.mark.parametrize("name", [*ON_ARTICLES, "add_rates"])
@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"text": ["开源", None]}, "the text of article 'b' is blank"),
        ({"text": [float("nan"), "开源"]}, "the text of article 'a' is blank"),
        ({"text": ["开源", ["开源"]]}, "the text of article 'b' is not a string"),
        ({"article_id": ["a", None]}, "the article_id is blank in the row 1 of the index"),
        ({"article_id": ["b", "b"]}, "article_id 'b' occurs twice"),
        ({"article_id": [1, "1"]}, "article_id '1' occurs twice"),
    ],
)
def test_the_face_refuses_a_table_of_articles_with_a_blank_cell_or_an_id_twice(name, wrong, why):
    articles = pd.DataFrame({"article_id": ["a", "b"], "year": 2024, "text": ["开源", ""]}).assign(**wrong)
    arguments = (COUNTS, articles) if name == "add_rates" else (articles, *ON_ARTICLES[name])
    with pytest.raises(ValueError, match=rf"^{name}: {re.escape(why)}\.$"):
        getattr(helpers, name)(*arguments)


def test_what_was_found_in_articles_has_their_ids_often_and_an_article_may_be_empty():
    articles = pd.DataFrame({"article_id": ["a", "b"], "year": 2024, "text": ["开源会赢。开源会输。", ""]})
    counts = helpers.count_terms(articles)
    assert len(helpers.find_analogies(helpers.split_articles(articles))) == 0
    assert helpers.add_rates(pd.concat([counts, counts]), articles, terms="开源")["n"].tolist() == [4, 0]
    assert len(helpers.find_terms(articles.assign(year=None), "开源")) == 2  # only who counts by year needs one


@pytest.mark.parametrize("ids", [[1, 2], [1.0, 2.0], pd.Categorical([1, 2]), pd.array([1, 2], dtype="Int64")])
def test_ids_that_were_read_as_numbers_are_text(ids):
    articles = pd.DataFrame({"article_id": ids, "year": 2024, "text": ["开源模型。", "闭源模型。闭源。"]})
    counts = helpers.count_terms(articles)
    assert helpers.add_rates(counts, articles, terms=["闭源"])["n"].tolist() == [0, 2]
    assert helpers.add_rates(counts, articles.astype({"article_id": "object"}), terms=["闭源"])["n"].sum() == 2
    assert helpers.add_rates(helpers.find_terms(articles, "模型"), articles)["n"].tolist() == [1, 1]
    assert helpers.concordance(articles, "模型")["article_id"].tolist() == ["1", "2"]
    assert helpers.collocates(articles, "模型", min_count=1)["articles"].tolist() == [1, 1]
    assert helpers.keyness(counts, articles["article_id"][:1])["term"].iloc[0] == "开源"
    shift = helpers.word_shift(counts, first_ids=["1"], second_ids=articles["article_id"][1:])
    assert shift["side"].tolist()[0] == "second"
    gold = pd.DataFrame({"article_id": ids, "sentence": 1, "domain": "war"})
    assert helpers.score(gold.assign(article_id=["1", "3"]), gold)["hits"].tolist() == [1, 1]
    days = articles.assign(title="", short="", date_from=None, date_to=None)
    assert helpers.article_labels(days) == {"1": "1, undated", "2": "2, undated"}


def test_ids_that_lost_their_zeros_are_refused():
    gold = pd.DataFrame({"article_id": [2, 12], "sentence": 1, "domain": "war"})
    why = "^score: gold has the article_id 2 where found has '002'; read the table with dtype={'article_id': 'str'}.$"
    with pytest.raises(ValueError, match=why):
        helpers.score(gold.assign(article_id=["002", "012"]), gold=gold)
    assert helpers.score(gold.assign(article_id=["2", "002"]), gold)["hits"].tolist() == [1, 1]  # 2 is another
    assert helpers.score(gold.assign(article_id=["2", "x02"]), gold)["hits"].tolist() == [1, 1]


def test_what_a_function_takes_passes_the_face():
    assert len(helpers.load_articles(rules=RULES)) == 5  # a dictionary is a list of its names
    assert helpers.find_terms(ARTICLES, {}).empty and helpers.content_words(()) == []
    assert len(helpers.find_terms(ARTICLES, iter(["开源"]))) == len(helpers.find_terms(ARTICLES, {"x": "开源"})) == 1
    assert helpers.content_words(pd.Series(["开源", "的"])) == helpers.content_words(("开源",)) == ["开源"]
    assert len(helpers.concordance(ARTICLES, np.str_("开源"), width=np.int64(2))) == 1
    assert helpers.rank_terms(helpers.count_terms(ARTICLES, terms_of=list))["n"].sum() == 10
    assert helpers.count_terms(ARTICLES, terms_of=None)["term"].tolist()


def test_an_error_of_another_kind_stays_what_it_is():
    def look_up(key):
        return {}[key]

    with pytest.raises(KeyError, match="term"):
        checked(look_up)("term")
    with pytest.raises(AttributeError, match="lower"):
        checked(lambda text: text.lower())(1)


def test_other_processes_find_what_the_face_gives():
    assert pickle.loads(pickle.dumps(helpers.clean)) is helpers.clean


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
    functions = {node.name for path in MODULES for node in statements(path) if isinstance(node, ast.FunctionDef)}
    assert modules & functions == set()


def test_no_two_classes_share_a_name():
    names = [node.name for path in MODULES for node in statements(path) if isinstance(node, ast.ClassDef)]
    assert len(names) == len(set(names)), sorted(name for name in set(names) if names.count(name) > 1)


def test_every_module_has_its_tests_where_mutants_are_looked_for():
    from mutate import tests_of

    modules = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in MODULES if path.stem != "__init__"]
    assert [name for name in modules if not (ROOT / tests_of(f"{name}.x_f__mutmut_1")).is_file()] == []
