"""The report: what it refuses, what it shows, and that nothing of a hostile article runs, leaks or stays behind."""

import asyncio
import base64
import csv
import datetime
import hashlib
import io
import os
import re
import subprocess
import sys
from types import SimpleNamespace

import nbformat
import pandas as pd
import pytest
from torture.cases import story

from helpers import __main__ as command
from helpers import show
from helpers.claims.claim import read_claims
from helpers.report import cells, pipeline
from helpers.report.article import write_whole
from helpers.report.encoding import FolderError
from helpers.report.ingest import EXAMPLE, load_folder
from helpers.report.page import execute, font_face, page_of, sanitised

# One worker makes the reports that several tests read.
pytestmark = pytest.mark.xdist_group("report")

HOSTILE = (
    '<script>alert("{n}")</script>', "<img src=x onerror=alert('{n}')>", '"><svg onload=alert({n})>', "[x](javascript:alert({n}))",
    "=HYPERLINK(\"http://evil.example/{n}\")", "\x1b[31m\x1b]0;owned{n}\x07", "\u202e{n}\u2066", r"$\frac{{1}}{{0${n}", "{{{{author{n}}}}}",
    "</title><style>*{{display:none}}</style>", "<a href='https://evil.example/{n}'>klick</a>", "<base href=//evil.example>",
)  # fmt: skip


def _dated(*days):
    dates = [datetime.date.fromisoformat(day) if day else None for day in days]
    return pd.DataFrame(
        {
            "article_id": [str(k) for k in range(len(days))],
            "date_from": pd.Series(dates, dtype="object"),
            "date_to": pd.Series(dates, dtype="object"),
            "year": [date.year if date else 0 for date in dates],
            "text": "开源。",
        }
    )


# ------------------------------------------------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    "days, words",
    [
        ((), "There is no article"),
        (("2024-01-01",), "One article"),
        ((None, None), "None of the 2 articles has a date"),
        (("2024-01-01", None), "1 article with a date is no course"),
        (("2023-01-01", "2024-01-01"), "2 articles with a date are no course"),
        (("2024-01-01", "2024-05-01", "2024-09-01"), "All 3 dated articles are of 2024"),
        (("2022-01-01", "2023-01-01", "2024-01-01"), "the smallest p that any trend could reach is 0.33"),
        (("2022-01-01", "2023-01-01", "2024-01-01", "2025-01-01"), "could reach is 0.083"),
        (("2022-01-01", "2023-01-01", "2024-01-01", "2025-01-01", "2025-06-01"), ""),
    ],
)
def test_change_is_refused_with_the_reason(days, words):
    assert cells.why_no_trend(_dated(*days)).startswith(words) or words in cells.why_no_trend(_dated(*days))
    assert bool(cells.why_no_trend(_dated(*days))) == bool(words)


def test_overlapping_dates_are_no_course_of_time():
    articles = _dated("2023-01-01", "2023-02-01", "2024-03-01")
    articles["date_to"] = datetime.date(2024, 12, 31)
    assert "overlap" in cells.why_no_trend(articles.assign(year=[2023, 2023, 2024]))


def _cells(reading):
    """Call what the notebook's cells call."""
    cells.show_answer(reading)
    cells.show_arrival(reading)
    cells.show_carries(reading)
    cells.show_outcomes(reading)
    cells.show_health(reading)
    cells.show_articles(reading)
    cells.show_words(reading)
    cells.show_ranked(reading)
    cells.show_images(reading)
    cells.show_image_sentences(reading)
    cells.show_image_table(reading)
    cells.show_voices(reading)
    cells.show_trend(reading)
    cells.show_verdicts(reading)
    cells.show_verdict_table(reading)


def test_a_claim_that_no_article_can_answer_has_an_empty_place_in_the_trend(monkeypatch):
    articles = _dated("2022-01-01", "2023-01-01", "2024-01-01", "2025-01-01", "2025-06-01")
    measured = pd.DataFrame({"article_id": articles["article_id"], "rate": [0.0, 1, 2, 3, 4], "used": True})
    claims = [SimpleNamespace(versus="", statement="first"), SimpleNamespace(versus="x", statement="second")]
    tables = [measured, measured.assign(used=False)]
    verdicts = [SimpleNamespace(claim=c, label="holds", measured=m) for c, m in zip(claims, tables, strict=True)]
    drawn = []
    monkeypatch.setattr(show, "figure", lambda axes, **about: drawn.append((axes.figure.axes, about["alt"])))
    cells.show_trend(SimpleNamespace(articles=articles, verdicts=verdicts))
    ((axes, alt),) = drawn
    assert [(ax.get_title(loc="left"), ax.has_data()) for ax in axes] == [("first", True), ("", False)]
    assert alt == "first holds. second holds."


def test_a_domain_that_only_long_sentences_use_is_counted_and_not_quoted(monkeypatch):
    articles = _dated("2024-01-01", "2024-02-01").assign(
        title="t", text=["OpenAI没有护城河。", "大模型的军备竞赛" + "，大家都在等" * 60 + "。"]
    )
    quoted = []
    monkeypatch.setattr(show, "quotation", lambda text, source, gloss: quoted.append((text, source, gloss)))
    images = pipeline._images_in(articles)
    cells.show_image_sentences(SimpleNamespace(articles=articles, found=SimpleNamespace(images=images)))
    assert images.counts.set_index("domain")["n"].to_dict() == {"moat": 1, "war": 1}
    assert quoted == [("OpenAI没有护城河。", "0, t; found by 护城河", "moat (metaphor)")]


@pytest.fixture(autouse=True)
def _cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.mark.parametrize(
    "texts, refused",
    [
        (
            {},
            [
                "Which articles are counted",
                "Which words do these",
                "In how many texts",
                "Who speaks",
                "Did anything change",
            ],
        ),
        ({"a.txt": "开源。"}, ["In how many texts", "Which images", "Who speaks", "Did anything change"]),
        ({"a.txt": "的的的。", "b.txt": "了了了，了。"}, ["Which words do these", "Did anything change"]),
        ({f"2024-0{k}.txt": story(k) for k in range(1, 8)}, ["Did anything change"]),
        ({f"{k}.txt": story(k) for k in range(12)}, ["Did anything change"]),
        ({f"20{k}-01-01.txt": story(k) for k in range(15, 25)}, []),
        ({"😀.txt": "😀开源𠮷說：“模型”。" * 20}, ["In how many texts", "Did anything change"]),
    ],
    ids=["nothing", "one", "no words", "one year", "no dates", "ten years", "no glyphs"],
)
def test_every_small_corpus_gives_a_report(texts, refused, tmp_path, capsys):
    folder = tmp_path / "in"
    folder.mkdir()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    _cells(cells.read(folder))
    shown = capsys.readouterr().out
    for question in refused:
        assert f"Refused.: {question}" in shown, question
    assert ("Refused.: Did anything change" in shown) == ("Did anything change" in refused)


def test_the_cells_show_what_the_committed_notebook_shows(monkeypatch):
    """Run here, without a kernel, so that every change of a cell is seen in a second."""
    shown, names = [], {}
    monkeypatch.setattr(show, "display", lambda data, metadata=None, raw=False: shown.append((data, metadata or {})))
    notebook = nbformat.read(cells.NOTEBOOK, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            shown.clear()
            exec(cell.source, names)
            for output, (data, metadata) in zip(cell.outputs, shown, strict=True):
                assert output.data.get("text/html") == data.get("text/html")
                assert base64.b64decode(output.data.get("image/png", "")) == data.get("image/png", b"")
                assert output.metadata == metadata


def test_the_example_asks_six_claims_under_four_choices():
    verdicts = cells.read(EXAMPLE).verdicts
    assert len(verdicts) == len(read_claims(cells.QUESTIONS)) == 6
    choices = [f"furniture={cut}, copies={copies}" for copies in ("left out", "counted") for cut in ("cut", "left in")]
    assert all(found.multiverse["variant"].tolist() == choices for found in verdicts)


def test_whoever_shall_work_is_asked_and_a_claim_that_cannot_be_asked_is_not(tmp_path, monkeypatch):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(story(1), encoding="utf-8")
    asked = []
    monkeypatch.setattr(cells, "survey", lambda *given, **options: asked.append(options) or pipeline.survey(*given))
    assert cells.read(tmp_path / "in", workers=2, progress=True, keep_copies=True).verdicts == []
    (options,) = asked
    assert options["team"].workers == 2 and options["progress"] and options["keep_copies"]
    assert [claim.claim_id for claim in options["claims"]] == [c.claim_id for c in read_claims(cells.QUESTIONS)]


def test_a_copy_counts_only_on_request():
    assert len(cells.read(EXAMPLE, keep_copies=True).articles) == len(cells.read(EXAMPLE).articles) + 1


# ------------------------------------------------------------------------------------------------------- the page


@pytest.mark.parametrize(
    "markup, clean",
    [
        ("<p onclick='x()'>a</p>", "<p>a</p>"),
        ("<a href='javascript:x()'>a</a>", "<a>a</a>"),
        ("<a href='data:text/html,x'>a</a>", "<a>a</a>"),
        (
            "<a href='data:text/csv;charset=utf-8;base64,YQ=='>a</a>",
            '<a href="data:text/csv;charset=utf-8;base64,YQ==">a</a>',
        ),
        ("<a href='https://a.example/'>a</a>", '<a href="https://a.example/">a</a>'),
        ("<img src=x onerror=x()>", ""),
        ("<iframe src=//x></iframe>", ""),
        ('<span class="num" style="x">1</span>', '<span class="num">1</span>'),
        ("<table><tr><td lang=zh>1</td></tr></table>", '<table><tbody><tr><td lang="zh">1</td></tr></tbody></table>'),
    ],
)
def test_the_second_gate_lets_only_harmless_elements_pass(markup, clean):
    assert sanitised(markup) == clean


def test_lessons_stay_out_of_a_report():
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell("# Title"), nbformat.v4.new_markdown_cell("secret")]
    )
    notebook.cells[1].metadata["tags"] = ["lesson"]
    page = page_of(notebook, "<t>")
    assert "secret" not in page and "<title>&lt;t&gt;</title>" in page and "default-src 'none'" in page


def _notebook(*sources):
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])


def test_plain_output_is_escaped_and_a_raw_cell_left_out():
    notebook = _notebook("")
    notebook.cells[0].outputs = [
        nbformat.v4.new_output("stream", name="stdout", text="<b>开源"),
        nbformat.v4.new_output("execute_result", data={"text/plain": "<i>"}, metadata={}, execution_count=1),
    ]
    notebook.cells.append(nbformat.v4.new_raw_cell("raw"))
    page = page_of(notebook, "t")
    assert "<pre>&lt;b&gt;开源</pre>\n<pre>&lt;i&gt;</pre>\n</main>" in page
    assert ".am-table" in page and page.count("@font-face") == 1  # our style, but only the font that goes along


def test_a_picture_keeps_its_description_and_nothing_else():
    notebook = _notebook("")
    about = {"alt": 'a "line"', "caption": "<b>", "width": 600, "height": 400}
    data = {"image/png": 'iVBO"> \nRw0=', "text/plain": "x"}
    notebook.cells[0].outputs = [nbformat.v4.new_output("display_data", data=data, metadata={"image/png": about})]
    picture = '<img src="data:image/png;base64,iVBORw0=" alt="a &quot;line&quot;" width="600">'
    assert f"<figure>{picture}<figcaption>&lt;b&gt;</figcaption></figure>" in page_of(notebook, "t")


def test_prose_that_announces_what_was_not_shown_stays_out_but_a_heading_stays():
    notebook = _notebook("", "")
    notebook.cells[1].outputs = [nbformat.v4.new_output("stream", name="stdout", text="shown")]
    prose = [nbformat.v4.new_markdown_cell(text) for text in ("Announced.", "# Heading", "Told.")]
    empty, full = notebook.cells
    notebook.cells = [prose[0], empty, prose[1], empty, prose[2], full]
    page = page_of(notebook, "t")
    assert "Announced." not in page and "Heading" in page and "Told." in page and "<pre>shown</pre>" in page


def test_a_notebook_runs_with_our_parameters_and_without_its_lessons(tmp_path, capsys):
    notebook = _notebook("n = 1", "raise SystemError", "import os; print(n + 1, os.getcwd())")
    notebook.cells[0].metadata["tags"] = ["parameters"]
    notebook.cells[1].metadata["tags"] = ["lesson"]
    notebook.cells[0].outputs = [nbformat.v4.new_output("stream", name="stdout", text="old")]
    nbformat.write(notebook, tmp_path / "a.ipynb")
    first, last = execute(tmp_path / "a.ipynb", {"n": 41}).cells
    assert first.source == "n = 41" and first.outputs == [] and last.outputs[0]["text"] == f"42 {tmp_path}\n"
    assert "execution" not in last.metadata  # no clock in what we keep
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    "source, message",
    [
        ("raise ValueError('a\\x1b[31mb')", r"the report stops: ValueError: a\[31mb"),
        ("import os; os._exit(9)", "its process died"),
    ],
    ids=["a cell fails", "the kernel dies"],
)
def test_a_notebook_that_fails_says_why_in_one_sentence(source, message, tmp_path):
    nbformat.write(_notebook(source), tmp_path / "a.ipynb")
    with pytest.raises(FolderError, match=message):
        execute(tmp_path / "a.ipynb", {})


@pytest.mark.parametrize(
    "raised, stopped, expected",
    [
        (asyncio.CancelledError(), False, KeyboardInterrupt),
        (RuntimeError("kernel is gone"), True, KeyboardInterrupt),  # nbclient's own handler ended it
        (RuntimeError("a fault of ours"), False, RuntimeError),
    ],
    ids=["cancelled", "stopped", "another fault"],
)
def test_an_interrupted_notebook_is_an_interruption_and_a_fault_stays_a_fault(
    raised, stopped, expected, tmp_path, monkeypatch
):
    def fails(client, **_):
        if stopped:
            client._async_cleanup_kernel_future = None
        raise raised

    monkeypatch.setattr("nbclient.NotebookClient.execute", fails)
    nbformat.write(_notebook("1"), tmp_path / "a.ipynb")
    with pytest.raises(expected):
        execute(tmp_path / "a.ipynb", {})


def test_the_policy_lets_our_own_script_run_and_no_other():
    page = page_of(_notebook(""), "t")
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert re.findall(r"script-src ([^;]+);", page) == [f"'sha256-{digest}'"]


def test_the_font_holds_the_characters_of_the_page():
    style, data = font_face("开源").split("base64,")
    assert style.startswith("@font-face") and base64.b64decode(data.split('"')[0]).startswith(b"wOFF")
    assert len(font_face("开源")) < 20_000


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A report on articles that attack at every place where they are shown, and what it left behind."""
    base = tmp_path_factory.mktemp("hostile")
    (base / "in").mkdir()
    (base / "tmp").mkdir()
    for n, attack in enumerate(HOSTILE):
        bad = attack.format(n=n)
        text = f"---\ntitle: {bad}\nsource: {bad}\ndate: 20{13 + n}-01-02\n---\n{bad}说：“开源模型就像当年的安卓{bad}。”\n战场上的护城河{bad}。\n"
        (base / "in" / f"{n} {bad.replace('/', '_')[:60]}.md").write_text(text + story(n) * 2, encoding="utf-8")
    env = os.environ | {"TMPDIR": str(base / "tmp"), "XDG_CACHE_HOME": str(base / "cache")}
    run = subprocess.run(
        [sys.executable, "-m", "helpers", "report", str(base / "in"), "--out", str(base / "out")],
        env=env, capture_output=True, text=True, timeout=120, cwd=cells.NOTEBOOK.parent.parent, check=False,
    )  # fmt: skip
    return base, run


def test_a_hostile_corpus_gives_a_whole_report_and_nothing_else(hostile):
    base, run = hostile
    assert run.returncode == 0, run.stderr
    assert not re.search(
        "[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", run.stdout + run.stderr.replace("\r", "")
    )
    assert sorted(p.name for p in (base / "out").iterdir()) == ["health.csv", "index.html"]
    assert list((base / "tmp").iterdir()) == []


def test_no_mark_up_of_an_article_reaches_the_page(hostile):
    page = (hostile[0] / "out" / "index.html").read_text(encoding="utf-8")
    assert "<title>Report on in</title>" in page
    body = page.split("<main", 1)[1].split("</main>")[0]
    assert not re.search(r"<(?:script|svg|style|base|iframe)\b|\son\w+=[^>]*>(?<=<)|javascript:[^<]*['\"]>", body)
    assert set(re.findall(r"<img src=\"([^\"]{10})", body)) <= {"data:image"}
    assert not re.search(r'href="(?!https://|data:text/csv)', body)
    assert "evil.example" not in re.sub(r">[^<]*<", "><", body)
    assert page.count("<script") == 1 and "default-src 'none'" in page


def test_no_cell_of_the_health_table_is_a_formula(hostile):
    table = (hostile[0] / "out" / "health.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(table)))
    assert len(rows) == 1 + len(HOSTILE)
    assert not any(
        cell[:1] in ("=", "+", "@", "-", "\t") for row in rows for cell in row if not re.fullmatch(r"-?\d.*", cell)
    )
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", table.replace("\r", ""))


def test_in_a_real_browser_nothing_runs_and_nothing_is_asked_for(hostile):
    playwright = pytest.importorskip("playwright.sync_api")
    path = next((p for p in ("/usr/bin/chromium", "/usr/bin/google-chrome") if os.path.exists(p)), None)
    if path is None:
        pytest.skip("no browser here")
    seen = []
    with playwright.sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu", "--no-first-run"])
        page = browser.new_page(viewport={"width": 390, "height": 800})
        page.on("dialog", lambda dialog: (seen.append(dialog.message), dialog.dismiss()))
        page.on(
            "request",
            lambda request: seen.append(request.url) if not request.url.startswith(("file:", "data:")) else None,
        )
        page.on("console", lambda message: seen.append(message.text))
        page.goto((hostile[0] / "out" / "index.html").as_uri())
        page.locator(".am-sort").first.click()
        widths = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        visible = page.locator("h1").is_visible()
        browser.close()
    assert seen == [] and visible
    assert widths[0] == widths[1], "the page scrolls sideways on a telephone"


# ---------------------------------------------------------------------------------------------------- the command


def test_a_report_inside_its_own_source_is_refused(tmp_path):
    (tmp_path / "a.txt").write_text(story(1), encoding="utf-8")
    with pytest.raises(FolderError, match="lies inside"):
        cells.write_report(tmp_path, tmp_path / "out")


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "out").write_text("x")
    with pytest.raises(FolderError, match="not a folder"):
        cells.write_report(EXAMPLE, tmp_path / "out")


def test_an_interrupted_run_writes_nothing(tmp_path, monkeypatch, capsys):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(cells, "execute", interrupted)
    assert command.main(["report", str(EXAMPLE), "--out", str(tmp_path / "out"), "--quiet"]) == 130
    assert not (tmp_path / "out").exists()
    assert capsys.readouterr().err == "Interrupted; nothing was written.\n"


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    (tmp_path / "a").write_bytes(b"old")

    def fails(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fails)
    with pytest.raises(OSError, match="No space"):
        write_whole(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"old" and len(list(tmp_path.iterdir())) == 1


def test_what_cannot_be_read_is_said_in_one_plain_sentence(tmp_path, capsys):
    assert command.main(["report", f"{tmp_path}/\x1b[31mno\n", "--quiet"]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "\x1b" not in said and said.endswith("there is no such folder or file.\n")


def test_a_long_message_is_cut(monkeypatch, capsys):
    def fails(_):
        raise FolderError("x" * 999)

    monkeypatch.setattr(cells, "main", fails)
    assert command.main(["report", "in"]) == 1
    assert capsys.readouterr().err == "x" * 599 + "…\n"


def test_workers_are_a_number(capsys):
    with pytest.raises(SystemExit):
        command.main(["report", "in", "--workers", "many"])
    assert "invalid int value: 'many'" in capsys.readouterr().err


def test_help_names_every_option(capsys):
    with pytest.raises(SystemExit) as left:
        command.main(["report", "--help"])
    said = capsys.readouterr().out
    assert left.value.code == 0 and said.startswith("usage: python -m helpers report [-h]")
    options = ("FROM", "--out OUT", "--metadata FILE", "--text-column NAME", "--claims FILE", "--restore-spin",
               "--keep-furniture", "--keep-copies", "--quiet", "--workers N", "--scheduler ADDRESS")  # fmt: skip
    assert all(option in said for option in options), said


def test_a_malformed_claim_stops_before_anything_is_written(tmp_path, capsys):
    (tmp_path / "claims.csv").write_text("a,b\n", encoding="utf-8")
    arguments = [
        "report",
        str(EXAMPLE),
        "--out",
        str(tmp_path / "out"),
        "--claims",
        str(tmp_path / "claims.csv"),
        "--quiet",
    ]
    assert command.main(arguments) == 1
    assert "claims.csv" in capsys.readouterr().err and not (tmp_path / "out").exists()


def test_options_reach_the_loader(tmp_path, monkeypatch):
    called = {}
    monkeypatch.setattr(
        cells, "write_report", lambda *given, **options: called.update(given=given, **options) or tmp_path / "x"
    )
    given = [
        "--restore-spin",
        "--keep-furniture",
        "--keep-copies",
        "--text-column",
        "t",
        "--metadata",
        "m.csv",
        "--quiet",
    ]
    assert command.main(["report", "in", *given]) == 0
    assert called == {"given": ("in", "report"), "progress": False, "workers": os.cpu_count(), "restore_spin": True, "cut_furniture": False,
                      "keep_copies": True, "text_column": "t", "metadata": "m.csv"}  # fmt: skip


def test_the_notebook_and_the_loader_count_the_same():
    corpus = load_folder(EXAMPLE)
    assert len(cells.read(None).health) == len(corpus.health)
