"""Every committed notebook equals a fresh run and keeps the habits of the house."""

import ast
import asyncio
import io
import itertools
import json
import platform
import re
import statistics
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import matplotlib.image
import nbformat
import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
ON_OUR_ARTICLES = [path for path in NOTEBOOKS if path.name < "10"]


def locked_versions() -> bool:
    """Whether the packages that decide on bytes are the locked ones."""
    pins = dict(re.findall(r"^([a-z0-9._-]+)==(\S+?)(?: ;.*)?$", (ROOT / "requirements.lock").read_text(), re.M))
    try:
        return all(version(name) == pins[name] for name in ("matplotlib", "pillow", "wordcloud", "nbformat", "jieba"))
    except PackageNotFoundError:
        return False


# Wheels for another Python lay a word cloud out otherwise: there, pictures are compared by their descriptions.
SAME_PYTHON = sys.version_info[:2] == (3, 11)
SAME_BYTES = sys.platform == "linux" and platform.machine() == "x86_64" and SAME_PYTHON and locked_versions()


@pytest.fixture(scope="session")
def executed(site):
    """The notebooks as the build executed them: in another folder, with another hash seed."""
    import execute

    return execute.executed()


@pytest.mark.parametrize("failures", [2, 9])
def test_a_kernel_that_does_not_start_is_started_again_but_not_for_ever(failures, tmp_path, monkeypatch):
    import execute
    from nbclient import NotebookClient

    started = []

    async def start(self, **_):
        started.append(self)
        if len(started) <= failures:
            raise RuntimeError("Kernel didn't respond")
        self.nb.cells[0].source = "ran"
        return self.nb

    monkeypatch.setattr(NotebookClient, "async_execute", start)
    monkeypatch.setattr(execute, "ROOT", tmp_path)
    cells = [nbformat.v4.new_code_cell("1")]
    source, target = tmp_path / "a.ipynb", tmp_path / "out" / "a.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), source)
    with ThreadPoolExecutor(1) as apart:  # Playwright, if it ran before, has the event loop of this thread
        run = apart.submit(asyncio.run, execute.execute(source, target, None))
    if failures > 2:
        with pytest.raises(execute.NotebookError, match=r"^a\.ipynb stops: Kernel didn't respond$"):
            run.result()
    else:
        run.result()
        assert nbformat.read(target, as_version=4).cells[0].source == "ran"
    assert len(started) == 3


@pytest.fixture(params=NOTEBOOKS, ids=lambda p: p.stem)
def notebook(request):
    return nbformat.read(request.param, as_version=4)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def prose_of(notebook) -> str:
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def pictures_of(notebook):
    return [o for cell in code_cells(notebook) for o in cell.outputs if "image/png" in o.get("data", {})]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_second_run_gives_the_committed_notebook(path, executed):
    committed, again = path.read_text(encoding="utf-8"), executed[path].read_text(encoding="utf-8")
    if SAME_BYTES:
        assert committed == again, f"{path.name} is not what `make notebooks` leaves"
        return
    pictures = [pictures_of(nbformat.reads(text, as_version=4)) for text in (committed, again)]
    for old, new in zip(*pictures, strict=True):
        assert difference(old, new) < 0.02 or not SAME_PYTHON
    assert without_pictures(committed) == without_pictures(again)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_no_page_shows_the_sentence_that_only_links_two_cells(path):
    from reader import merge_asides

    cells = merge_asides(nbformat.read(path, as_version=4).cells)
    assert "Now we can show it." not in [cell.source for cell in cells]


def difference(old, new) -> float:
    """Return the mean difference of two pictures' pixels; sizes may differ by a few, as fonts are hinted elsewhere."""
    import base64

    a, b = (matplotlib.image.imread(io.BytesIO(base64.b64decode(o["data"]["image/png"]))) for o in (old, new))
    assert all(abs(m - n) <= 8 for m, n in zip(a.shape, b.shape, strict=True))
    height, width = (min(m, n) for m, n in zip(a.shape[:2], b.shape[:2], strict=True))
    return float(np.abs(a[:height, :width] - b[:height, :width]).mean())


def without_pictures(text: str) -> dict:
    notebook = json.loads(text)
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            output.get("metadata", {}).get("image/png", {}).pop("narrow", None)
            output.get("data", {}).pop("image/png", None)
            for size in ("width", "height"):
                output.get("metadata", {}).get("image/png", {}).pop(size, None)
    return notebook


def test_cells_ran_in_order_and_without_complaint(notebook):
    assert [cell.execution_count for cell in code_cells(notebook)] == list(range(1, len(code_cells(notebook)) + 1))
    for output in (o for cell in code_cells(notebook) for o in cell.outputs):
        assert output.output_type == "display_data", "a cell shows something by itself: use helpers.show"


def test_it_opens_with_a_question_a_prediction_and_then_the_answer(notebook):
    title = notebook.cells[0].source.splitlines()[0]
    assert title.startswith("# ") and title.endswith("?")
    assert "**Where we are.**" in prose_of(notebook)
    heads = ("## Predict first", "## In short")
    places = [k for k, cell in enumerate(notebook.cells) if any(head in cell.source for head in heads)]
    assert len(places) == 2 and heads[0] in notebook.cells[places[0]].source
    outputs = [o["data"] for cell in notebook.cells[places[0] : places[1]] for o in cell.get("outputs", [])]
    assert any('<fieldset class="am-predict">' in data.get("text/html", "") for data in outputs)
    before = [o["data"]["text/plain"] for cell in notebook.cells[: places[1]] for o in cell.get("outputs", [])]
    assert not any(text.startswith("Answer.") for text in before), "the answer comes after the prediction"
    after = [o["data"] for cell in notebook.cells[places[1] :] for o in cell.get("outputs", [])]
    assert after[0]["text/plain"].startswith("Answer.") and "Verdict" in after[0]["text/plain"]


def test_cells_are_small_and_stand_between_prose(notebook):
    kinds = [cell.cell_type for cell in notebook.cells]
    assert ("code", "code") not in set(itertools.pairwise(kinds)), "two code cells in a row"
    for cell in code_cells(notebook):
        assert len(cell.source.splitlines()) <= 12, f"cell {cell.id} is too long"
    lines = sum(len(cell.source.splitlines()) for cell in code_cells(notebook))
    assert len(prose_of(notebook).split()) >= 5 * lines, "less than five words of prose a line of code"


def test_a_line_of_code_fits_into_a_page(notebook):
    for cell in code_cells(notebook):
        assert max(map(len, cell.source.splitlines())) <= 100, f"cell {cell.id} has a long line"


def test_half_of_the_cells_have_four_lines_or_fewer():
    cells = [cell for path in ON_OUR_ARTICLES for cell in code_cells(nbformat.read(path, as_version=4))]
    assert statistics.median(len(cell.source.splitlines()) for cell in cells) <= 4


def imports_of(path):
    """Yield (module, name) of every import from the package."""
    if path.suffix == ".md":
        cells = re.findall(r"```\{code-cell\}.*?\n((?:(?!```).*\n)*)```", path.read_text(encoding="utf-8"))
        sources = [re.sub(r"^:tags:.*\n", "", cell) for cell in cells]
    else:
        sources = [cell.source for cell in code_cells(nbformat.read(path, as_version=4))]
    for node in (node for source in sources for node in ast.walk(ast.parse(source))):
        if isinstance(node, ast.ImportFrom) and node.module.split(".")[0] == "helpers":
            yield from ((node.module, name.name) for name in node.names)
        elif isinstance(node, ast.Import):
            yield from ((name.name, "") for name in node.names if name.name.split(".")[0] == "helpers")


@pytest.mark.parametrize(
    "path", [*ON_OUR_ARTICLES, ROOT / "site" / "index.md", ROOT / "site" / "glossary.md"], ids=lambda p: p.stem
)
def test_names_come_from_the_face_and_special_tools_from_their_folder(path):
    import helpers

    found = list(imports_of(path))
    assert found
    for module, name in found:
        assert name, f"import {module}: import names instead"
        if name in helpers.__all__:
            assert module == "helpers", f"{name} is on the face"
        else:
            assert re.fullmatch(r"helpers\.[a-z]+", module), f"{name} comes from {module}, not from a folder"


def test_cells_define_nothing_and_run_no_magic(notebook):
    for cell in code_cells(notebook):
        assert not re.search(r"^\s*(def |class |[%!]|from \S+ import \*)", cell.source, re.M), cell.id
        assert "filterwarnings" not in cell.source


def test_every_figure_is_described_and_drawn_at_twice_its_size(notebook):
    for output in pictures_of(notebook):
        about = output["metadata"]["image/png"]
        assert len(about["alt"]) > 20 and about["caption"]
        assert "our font lacks" not in about["caption"]
        assert output["data"]["text/plain"] == about["alt"]


def test_it_teaches(notebook):
    prose = prose_of(notebook)
    for part in ("**You will learn**", "**Time:**", "**You need:**", "## Predict first", "## What we found",
                 "**What breaks it.**", "**What five articles cannot say.**"):  # fmt: skip
        assert part in prose, part
    talk = prose.split("## Talk about it")[1].split("## Try it")[0]
    exercises = prose.split("## Try it")[1]
    assert len(re.findall(r"^\d\. ", talk, re.M)) == 2
    assert re.findall(r"^\d\. \*\*([^*]+)\*\*", exercises, re.M) == [
        "Read.",
        "Change one parameter.",
        "Bring your own text.",
    ]


def test_every_exercise_has_an_answer_that_was_computed_here(notebook):
    cell = notebook.cells[-1]
    assert "show.answers(" in cell.source
    assert cell.outputs[0]["data"]["text/html"].count("<details") == 3


IN_WORDS = {
    str(n): word
    for n, word in enumerate(["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"])
}
NUMBER = re.compile(r"\d[\d.,]*(?<![.,])%?")


def abstract_of(notebook):
    """Return the cell that writes the Chinese abstract, the abstract, and everything else on the page as one text."""
    shown = [o["data"] for cell in code_cells(notebook) for o in cell.outputs]
    folded = [
        BeautifulSoup(data["text/html"], "html.parser") for data in shown if "am-abstract" in data.get("text/html", "")
    ]
    others = [*(c.source for c in notebook.cells if c.cell_type == "markdown")]
    others += [d["text/plain"] + d.get("text/html", "") for d in shown if "am-abstract" not in d.get("text/html", "")]
    assert len(folded) == 1
    written = next(
        cell for cell in code_cells(notebook) if "zh = (" in cell.source or "abstract_in_chinese(\n" in cell.source
    )
    return written, folded[0].details, re.sub(r'href="data:[^"]*"', "", "\n".join(others))


def test_the_chinese_abstract_has_the_numbers_of_the_page_and_no_others(notebook):
    cell, abstract, page = abstract_of(notebook)
    text = abstract.get_text()
    for number in NUMBER.findall(text):
        alone = rf"(?<![\d.,]){re.escape(number)}(?![\d%]|[.,]\d)"
        assert re.search(alone, page) or re.search(rf"\b{IN_WORDS.get(number, number)}\b", page), number
    typed = [
        n.value for n in ast.walk(ast.parse(cell.source)) if isinstance(n, ast.Constant) and isinstance(n.value, str)
    ]
    chinese = [value for value in typed if re.search("[\u4e00-\u9fff]", value)]
    assert [n for value in chinese for n in NUMBER.findall(value) if n not in {"2023", "2024", "2025", "1,000"}] == []


def test_the_chinese_abstract_is_short_and_one_click_away(notebook):
    _, abstract, page = abstract_of(notebook)
    assert abstract["lang"] == "zh" and not abstract.has_attr("open")
    assert abstract.find(id="zh") and '<a href="#zh" lang="zh">中文提要</a>' in page
    assert 3 <= len(re.findall("[。？！]", abstract.get_text())) <= 5


@pytest.mark.parametrize("path", [p for p in ON_OUR_ARTICLES if p.name < "08"], ids=lambda p: p.stem)
def test_the_chinese_verdict_turns_with_the_english_one(path, monkeypatch):
    from helpers import claims, show
    from helpers.claims.verdicts import FALSE

    monkeypatch.setattr(claims, "true_if", lambda condition: FALSE)
    monkeypatch.setattr(show, "display", lambda data, **_: shown.append(data["text/plain"]))
    shown, names = [], {}
    for cell in code_cells(nbformat.read(path, as_version=4)):
        exec(cell.source, names)
        if "abstract_in_chinese" in cell.source:
            break
    assert f"Verdict: {FALSE}" in shown[-2] and f"判定：{claims.in_chinese(FALSE)}" in shown[-1]


def test_what_an_article_does_with_a_detail_has_a_sign_and_a_word_that_the_key_explains():
    notebook = nbformat.read(ROOT / "notebooks" / "07-one-event-five-tellings.ipynb", as_version=4)
    cards = "".join(o["data"]["text/html"] for c in notebook.cells if c.id == "07-19" for o in c.outputs)
    values = pd.read_csv(ROOT / "seeds" / "details.csv", keep_default_na=False)["value"].value_counts()
    key = next(cell.source for cell in notebook.cells if cell.id == "07-14")
    told = dict(re.findall(r"^\* (\S) \*\*([a-z ]+)\*\*", key, re.M))
    assert {word: cards.count(f">{sign}</span> {word}</span>") for sign, word in told.items()} == {
        "said": values["yes"],
        "softened": values["softened"],
        "not given": values["not_given"],
        "silent": values["silent"],
        "not yet": values["open"],
    }
    scores = next(cell.source for cell in notebook.cells if cell.id == "07-26")
    assert not set(told) & set(re.findall(r"(\S) \*\*", scores)), "one sign, two meanings"


def test_links_between_notebooks_lead_somewhere(notebook):
    for target in re.findall(r"\]\(([^)#]+\.ipynb)\)", prose_of(notebook)):
        assert (ROOT / "notebooks" / target).is_file(), target


def test_numbers_in_our_prose_are_dates_or_small(notebook):
    """A result belongs into a cell. What may stand in prose: years, dates, article numbers, definitions."""
    prose = re.sub(r"`[^`]*`|\]\([^)]*\)", "", prose_of(notebook))
    allowed = r"\d{4}|00\d|0\d|\d|[12]\d|1,000|10,000|100|20|30|35|40|45|60|700|80|95|0\.05|0\.2|0\.5|1\.45|288|\d+:\d+"
    odd = [n for n in re.findall(r"(?<![\w.,:])\d[\d.,:]*\d|\b\d\b", prose) if not re.fullmatch(allowed, n)]
    assert odd == []


def shown_by_the_words_notebook(monkeypatch, articles, **changes) -> list[str]:
    """Run notebook 03 on other articles, as its exercise 3 says, with other words; return what it shows as plain text."""
    from helpers import show

    cells = code_cells(nbformat.read(ROOT / "notebooks" / "03-which-words-carry-the-story.ipynb", as_version=4))
    assert sum("load_articles()" in cell.source for cell in cells) == 1
    assert not any(re.search(r"""["']00\d["']""", cell.source) for cell in cells), "a cell names an article"
    shown, names = [], {"load_folder": lambda: articles}
    monkeypatch.setattr(show, "display", lambda bundle, **_: shown.append(bundle))
    for cell in cells:
        exec(cell.source.replace("load_articles()", "load_folder()"), names)
        names |= changes if "WORDS = [" in cell.source else {}
    assert sum("image/png" in bundle for bundle in shown) == 3
    return [bundle["text/plain"] + BeautifulSoup(bundle.get("text/html", ""), "html.parser").text for bundle in shown]


def folder_of(tmp_path, *texts, title=""):
    from helpers import load_folder

    for number, text in enumerate(texts, start=1):
        head = f"---\ntitle: {title or f'No. {number}'}\ndate: 2024-09-0{number}\n---\n\n"
        (tmp_path / f"{number}.md").write_text(head + text, encoding="utf-8")
    return load_folder(tmp_path)


@pytest.mark.slow
def test_the_words_notebook_reads_any_folder(monkeypatch):
    from helpers import load_folder
    from helpers.report.ingest import EXAMPLE

    read = load_folder(EXAMPLE)
    shown = shown_by_the_words_notebook(monkeypatch, read)
    assert any(f"These are counts of {len(read)} texts" in text for text in shown)


@pytest.mark.slow
def test_the_words_notebook_says_nothing_false_of_a_text_without_its_words(monkeypatch, tmp_path):
    """Its answer is that of the five articles; of one text about coffee nothing of it is true."""
    shown = shown_by_the_words_notebook(monkeypatch, folder_of(tmp_path, "客人喜欢咖啡。店主也喜欢咖啡。"))
    answer = next(text for text in shown if text.startswith("Answer."))
    assert "开源 open source, 0 times as a word of its own, does not carry the story alone. In 0 of 1 text" in answer
    assert "not true of these texts" in answer and "The other side has 0 names (none)" in answer
    chinese = next(text for text in shown if "中文提要" in text)
    assert "“开源”，0次；有0篇" in chinese and "不属实" in chinese
    assert any("There is no evenness to tell" in text for text in shown), "dispersion takes two articles"
    assert any("No word follows it." in text and "In 0 (none)." in text for text in shown)
    assert not re.search(r"\(\)|: \.|\b1 times|\b1 texts", "\n".join(shown))


@pytest.mark.slow
def test_the_words_notebook_takes_any_key_word_and_tells_articles_of_one_title_apart(monkeypatch, tmp_path):
    texts = ("C++ 很好。C++ 很快。", "C++ 很快,小店不用。", "小店用 C++ 和 C++ 的书。")
    words = {"KEY": "C++", "WORDS": ["小店", "免费"], "OPPOSITES": ["算盘"]}
    shown = shown_by_the_words_notebook(monkeypatch, folder_of(tmp_path, *texts, title="社论"), **words)
    answer = next(text for text in shown if text.startswith("Answer."))
    assert "One word carries the story: C++, 5 times. In 3 of 3 texts" in answer and "Verdict: true of these" in answer
    assert "open side" not in answer and "开源" not in answer
    assert any("Every line with C++: 5" in text for text in shown)
    for caption in ("What the two sides are called", "The words most particular to each article"):
        told = next(text for text in shown if text.startswith(caption))
        assert [n for n in "123" if f"社论 ({n})" in told] == ["1", "2", "3"]


@pytest.mark.slow
@pytest.mark.filterwarnings("error:Glyph")
@pytest.mark.parametrize("title", ["𨋢裡的開源", "한국의 开源", "开源🚀"])
def test_the_words_notebook_draws_titles_and_words_that_the_font_lacks(monkeypatch, tmp_path, title):
    texts = (f"开源会赢。{title}很新。", f"开源像{title}。")
    shown = shown_by_the_words_notebook(monkeypatch, folder_of(tmp_path, *texts, title=title))
    assert any(title in text for text in shown if text.startswith("Heat map"))


STORY = "桥在河上。" + "".join(f"第{n}天工人又来修了一段栏杆。" for n in range(12))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("texts", "told"),
    [
        ((STORY, "雨下了一夜。"), "None: no text is a near copy"),
        ((STORY, STORY), "2 texts are counted, not 1: the copy counts as well."),
        ((STORY, STORY, STORY), "3 texts are counted, not 1: the 2 copies count as well."),
    ],
)
def test_the_answers_of_notebook_10_hold_for_a_folder_of_ones_own(monkeypatch, tmp_path, texts, told):
    from helpers import report, show

    folder_of(tmp_path, *texts)
    shown, names = [], {"FROM": tmp_path, "OPTIONS": {}, "found": report.read(tmp_path), "report": report, "show": show}
    monkeypatch.setattr(show, "display", lambda bundle, **_: shown.append(bundle["text/html"]))
    notebook = nbformat.read(ROOT / "notebooks" / "10-your-own-articles.ipynb", as_version=4)
    for cell in code_cells(notebook)[-2:]:
        exec(cell.source, names)
    assert told in shown[-1]
    assert "The report of our folder: read as gbk" in shown[-1]
