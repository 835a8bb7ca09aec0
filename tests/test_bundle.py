"""What makes the browser edition: parts by their sha256, files by any name, cells as a kernel runs them.

`tests/browser` runs the edition itself, in a browser.
"""

import hashlib
import json
import marshal
import os
import random
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import bundle
import fetch
import kernel
import numpy as np
import pytest

ROOT = Path(__file__).parent.parent
BROWSER = ROOT / "browser"
GOOD = b"as it was published"
DIGEST = hashlib.sha256(GOOD).hexdigest()


# ------------------------------------------------------------------------------------------------------------- the parts


def test_every_part_is_named_with_its_sha256():
    lock = fetch.read_lock()
    digests = [*lock["pyodide"]["core"].values(), *lock["pyodide"]["wheels"].values()]
    digests += [package["sha256"] for package in lock["package"]]
    assert all(len(digest) == 64 and int(digest, 16) for digest in digests)
    assert len(set(digests)) == len(digests) > 20


def test_a_part_comes_from_the_first_source_that_has_it_and_then_from_the_cache(tmp_path):
    sources = [lambda: None, lambda: GOOD, lambda: pytest.fail("one source is enough")]
    assert fetch.take("a.whl", DIGEST, sources, tmp_path).read_bytes() == GOOD
    assert fetch.take("a.whl", DIGEST, [], tmp_path).read_bytes() == GOOD


def test_a_changed_part_is_refused_wherever_it_lies(tmp_path):
    with pytest.raises(fetch.PartError, match=r"a\.whl has another sha256 .* not used\."):
        fetch.take("a.whl", DIGEST, [lambda: b"changed"], tmp_path)
    assert not [*tmp_path.iterdir()]
    (tmp_path / "a.whl").write_bytes(b"changed in the cache")
    assert fetch.take("a.whl", DIGEST, [lambda: b"changed", lambda: GOOD], tmp_path).read_bytes() == GOOD


def test_a_missing_part_stops_with_one_sentence(tmp_path):
    with pytest.raises(fetch.PartError, match=r"^a\.whl is to be had neither .*\.$"):
        fetch.take("a.whl", DIGEST, [lambda: None], tmp_path)


def test_parts_are_named_by_their_content(tmp_path):
    bundle.write_parts(tmp_path, {"package": GOOD})
    (row,) = json.loads((tmp_path / "parts.json").read_text())["parts"]
    assert row == {"key": "package", "name": f"package-{DIGEST[:10]}.part", "bytes": len(GOOD), "sha256": DIGEST}
    assert (tmp_path / row["name"]).read_bytes() == GOOD


def test_the_package_holds_helpers_seeds_and_kernel_and_nothing_that_python_left():
    names = set(bundle.package())
    assert {"kernel.py", "helpers/corpus.py", "helpers/lexicon/words.txt", "seeds/articles.csv"} <= names
    assert not [name for name in names if "__pycache__" in name]


def test_what_is_added_to_a_page_can_be_taken_out_again():
    page = '<head></head><nav class="bd-links"><ul><li></li></ul>\n</div></nav>'
    changed = bundle._with_link(page, "../").replace("</head>", bundle._head("own.js", "", "1", size="29") + "</head>")
    assert "../own.html" in changed and "browser/own.js" in changed
    assert bundle._ADDED.sub("", changed) == page


# ---------------------------------------------------------------------------------------------------------- the stand-ins


def test_the_word_cloud_falls_where_the_compiled_function_lets_it_fall():
    from wordcloud.query_integral_image import query_integral_image as compiled

    spec = spec_from_file_location("plain", BROWSER / "stand_ins" / "wordcloud" / "query_integral_image.py")
    plain = module_from_spec(spec)
    spec.loader.exec_module(plain)
    drawn = np.random.default_rng(7)
    for seed in range(200):
        taken = (drawn.random((12, 15)) < drawn.choice([0.02, 0.1, 0.9])).astype("uint32")
        total = np.cumsum(np.cumsum(taken, 0), 1).astype("uint32")
        size = [int(n) for n in drawn.integers(1, 16, 2)]
        ours, theirs = random.Random(seed), random.Random(seed)
        assert plain.query_integral_image(total, *size, ours) == compiled(total, *size, theirs)
        assert ours.random() == theirs.random()


@pytest.mark.slow
def test_what_is_computed_beforehand_is_what_would_be_computed(monkeypatch):
    from helpers import load_articles
    from helpers.text import entities, tokens

    tokens._jieba(True)
    import jieba

    own = entities._entities()
    monkeypatch.setattr(entities, "_entities", entities._entities)  # to be put back
    monkeypatch.setattr(jieba.Tokenizer, "gen_pfdict", staticmethod(jieba.Tokenizer.gen_pfdict))
    with jieba.Tokenizer().get_dict_file() as file:
        computed = marshal.loads(bundle._computed(file.read()))
    kernel._put_in_place(computed)
    assert entities._entities() == own
    with_ours, alone = tokens._jieba.__wrapped__(True), tokens._jieba.__wrapped__(False)
    for text in load_articles()["text"]:
        assert with_ours(text) == tokens._jieba(True)(text)
        assert alone(text) == tokens._jieba(False)(text)


def outputs_of(*cells: str) -> list[list[dict]]:
    """Return the outputs of cells that run one after another in a fresh kernel, with the stand-ins for IPython."""
    code = (
        "import json, sys, kernel\n"
        "told = []\n"
        "kernel.emit = lambda output: told[-1].append(output)\n"
        "for number, source in enumerate(json.load(sys.stdin), 1):\n"
        "    told.append([])\n"
        "    told[-1].append({'ok': kernel.run_cell(source, number)})\n"
        "print(json.dumps(told))"
    )
    path = os.pathsep.join(map(str, (BROWSER / "stand_ins", BROWSER, ROOT)))
    run = subprocess.run([sys.executable, "-c", code], input=json.dumps(cells), env=os.environ | {"PYTHONPATH": path},
                         capture_output=True, text=True, check=True)  # fmt: skip
    return json.loads(run.stdout)


def test_cells_share_their_names_and_show_their_last_value():
    first, second, third, fourth = outputs_of("n = 6", "print('seven')\nn * 7", "n;", "None")
    assert first == third == fourth == [{"ok": True}]
    told, shown, end = second[0], second[-2], second[-1]
    assert (told["name"], told["text"], end) == ("stdout", "seven", {"ok": True})
    assert shown == {"output_type": "display_data", "data": {"text/plain": "42"}, "metadata": {}}


def test_what_the_helpers_show_keeps_its_description():
    source = (
        "from helpers import plots, show\n"
        "ax = plots.grid_of(1)[0]\nax.plot([1, 2])\nshow.figure(ax, alt='A line that rises.', caption='One line.')\n"
        "show.say('**Done.**')"
    )
    (told,) = outputs_of(source)
    picture, said, end = told
    assert picture["metadata"]["image/png"]["alt"] == "A line that rises."
    assert picture["data"]["image/png"].startswith("iVBOR")
    assert "<strong>Done.</strong>" in said["data"]["text/html"] and end == {"ok": True}


@pytest.mark.parametrize(
    ("source", "name", "line"),
    [("a = 1\nb", "NameError", 2), ("def f():\n    1 / 0\n\nf()", "ZeroDivisionError", 2), ("x = 1\nif :", "SyntaxError", 2),
     ("raise SystemExit(3)", "SystemExit", 1), ("raise KeyboardInterrupt", "KeyboardInterrupt", 1)],
)  # fmt: skip
def test_an_error_names_the_line_of_the_cell(source, name, line):
    ((error, end),) = outputs_of(source)
    assert (error["ename"], error["line"], end) == (name, line, {"ok": False})
    assert error["traceback"][-1].startswith(name) and str(BROWSER) not in "\n".join(error["traceback"])


# ----------------------------------------------------------------------------------------------------------- own articles

ARTICLE = "开源模型越来越像安卓，闭源模型像苹果。" * 20


@pytest.mark.parametrize("page", ["site/index.md", "notebooks/10-your-own-articles.ipynb"])
def test_pages_name_the_page_for_own_articles_as_the_contents_do(page):
    listed = bundle._with_link('<nav class="bd-links"><div><ul></ul></div></nav>', "")
    assert ">Read your own articles</a>" in listed
    assert "*Read your own articles*" in (ROOT / page).read_text(encoding="utf-8")


def test_no_name_leads_out_of_the_folder_or_replaces_another_file(tmp_path):
    names = [
        "../../up.txt",
        "/root.txt",
        "a/../a/b.txt",
        "a\\b.txt",
        "..",
        "\x00\n.txt",
        "a/b.txt",
        "长" * 300 + ".txt",
    ]
    kernel._write_files(tmp_path / "in", [(name, name.encode()) for name in names])
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(written) == len(names) and all(path.is_relative_to(tmp_path / "in") for path in written)
    assert {path.read_bytes().decode() for path in written} == set(names)


def test_a_report_is_made_and_its_progress_told():
    told = []
    made = kernel.make_report(
        [(f"{n}.txt", f"{n}{ARTICLE}".encode()) for n in range(3)], lambda *step: told.append(step)
    )
    assert "3 entries: 3 loaded" in made["page"] and told
    assert all(what and 0 <= done <= (total or done) for what, done, total in told)


def test_a_table_too_long_for_the_page_comes_along_with_it(monkeypatch):
    from helpers.report.output import evidence_cells

    files = [(f"{n}.txt", f"{n}{ARTICLE}".encode()) for n in range(2)]
    assert kernel.make_report(files, lambda *_: None)["tables"] == {}
    monkeypatch.setattr(evidence_cells, "MOST_INSIDE", 3)
    made = kernel.make_report(files, lambda *_: None)
    assert made["tables"]["words.csv"].startswith("\ufeffterm,n,articles\n")
    assert all(f'href="{name}"' in made["page"] for name in made["tables"])


def test_one_table_is_read_as_a_table_and_what_cannot_be_read_is_said_in_one_sentence():
    made = kernel.make_report([("t.csv", f"title,text\na,{ARTICLE}\n".encode())], lambda *_: None)
    assert "1 entry: 1 loaded" in made["page"]
    assert kernel.make_report([("t.csv", b"a,b\n1,2\n")], lambda *_: None)["error"].endswith(".")
