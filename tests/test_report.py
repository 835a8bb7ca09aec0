"""The report refuses, shows, and lets nothing of a hostile article run, leak or stay behind."""

import base64
import csv
import datetime
import hashlib
import io
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pandas as pd
import pytest
from approval import check_approved
from bs4 import BeautifulSoup
from torture.cases import story

from helpers import __main__ as command
from helpers import show
from helpers.claims.claim import read_claims
from helpers.corpus import SEEDS
from helpers.files import check_writable, clear_halves, write_atomically
from helpers.report import capacity, cells, evidence, pipeline, reading, write
from helpers.report.encoding import FolderError
from helpers.report.ingest import EXAMPLE, read_corpus
from helpers.report.page import TEMPLATE, cells_of, font_face, make_page
from helpers.report.pipeline import Counted
from helpers.text.document import Document

ROOT = Path(__file__).parent.parent
NOTEBOOK = ROOT / "notebooks" / "10-your-own-articles.ipynb"

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
    assert capacity.why_no_trend(_dated(*days)).startswith(words) or words in capacity.why_no_trend(_dated(*days))
    assert bool(capacity.why_no_trend(_dated(*days))) == bool(words)


def test_overlapping_dates_are_no_course_of_time():
    articles = _dated("2023-01-01", "2023-02-01", "2024-03-01")
    articles["date_to"] = datetime.date(2024, 12, 31)
    assert "overlap" in capacity.why_no_trend(articles.assign(year=[2023, 2023, 2024]))


def _cells(reading):
    """Call what the notebook's cells call."""
    cells.show_answer(reading)
    cells.show_cautions(reading)
    cells.show_outcomes_by_year(reading)
    cells.show_carries(reading)
    cells.show_outcomes(reading)
    cells.show_ingest_log(reading)
    cells.show_cuts(reading)
    cells.show_articles(reading)
    cells.show_words(reading)
    cells.show_ranked(reading)
    cells.show_concordance(reading)
    cells.show_metaphors(reading)
    cells.show_metaphor_sentences(reading)
    cells.show_all_metaphors(reading)
    cells.show_speakers(reading)
    cells.show_statements(reading)
    cells.show_trend(reading)
    cells.show_verdicts(reading)
    cells.show_verdict_table(reading)
    cells.show_comparison(reading)


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
    assert [(ax.get_title(loc="left"), ax.has_data()) for ax in axes] == [("first\nVerdict: holds.", True), ("", False)]
    assert alt == "first holds. second holds."


def test_a_domain_that_only_long_sentences_use_is_counted_and_not_quoted(monkeypatch):
    texts = ["OpenAI没有护城河。", "大模型的军备竞赛" + "，大家都在等" * 60 + "。"]
    articles = _dated("2024-01-01", "2024-02-01").assign(title="t", text=texts)
    quoted = []
    monkeypatch.setattr(show, "quotation", lambda text, source, gloss: quoted.append((text, source, gloss)))
    metaphors = pipeline.count_texts([Counted(str(k), 2024, Document(text)) for k, text in enumerate(texts)]).metaphors
    cells.show_metaphor_sentences(SimpleNamespace(articles=articles, found=SimpleNamespace(metaphors=metaphors)))
    assert metaphors.counts.set_index("domain")["n"].to_dict() == {"moat": 1, "war": 1}
    assert quoted == [("OpenAI没有护城河。", "0, t; found by 护城河", "moat and walls (metaphor)")]


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
        ({"a.txt": "开源。"}, ["In how many texts", "Which metaphors", "Who speaks", "Did anything change"]),
        ({"a.txt": "的的的。", "b.txt": "了了了，了。"}, ["Which words do these", "Did anything change"]),
        ({f"2024-0{k}.txt": story(k) for k in range(1, 6)}, ["Did anything change"]),
        ({f"{k}.txt": story(k) for k in range(5)}, ["Did anything change"]),
        ({"😀.txt": "😀开源𠮷說：“模型”。" * 20}, ["In how many texts", "Did anything change"]),
    ],
    ids=["nothing", "one", "no words", "one year", "no dates", "no glyphs"],
)
def test_every_small_corpus_gives_a_report(texts, refused, tmp_path, request):
    folder = tmp_path / "in"
    folder.mkdir()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    with show.collected() as outputs:
        _cells(reading.read(folder))
    shown = "\n".join(output.data["text/plain"] for output in outputs)
    for question in refused:
        assert f"Refused: {question}" in shown, question
    assert ("Refused: Did anything change" in shown) == ("Did anything change" in refused)
    read = [BeautifulSoup(output.data.get("text/html", ""), "html.parser").get_text("|") for output in outputs]
    lines = [(n, line.strip()) for n, text in enumerate(read) for line in text.split("|") if line.strip()]
    check_approved(f"report_{request.node.callspec.id.replace(' ', '_')}", ["output", "text"], lines, longest=200)


def test_the_cells_show_what_the_committed_notebook_shows():
    """Run here, without a kernel, so that every change of a cell is seen in a second."""
    names = {}
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            with show.collected() as shown:
                exec(cell.source, names)
            for output, (data, metadata) in zip(cell.outputs, shown, strict=True):
                assert output.data.get("text/html") == data.get("text/html")
                assert base64.b64decode(output.data.get("image/png", "")) == data.get("image/png", b"")
                assert output.metadata == metadata


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    """A reading of the example."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        return reading.read(EXAMPLE)


def test_the_example_asks_six_claims_under_four_choices(example):
    verdicts = example.verdicts
    assert len(verdicts) == len(read_claims(reading.QUESTIONS)) == 6
    choices = [
        f"boilerplate={cut}, copies={copies}" for copies in ("left out", "counted") for cut in ("cut", "left in")
    ]
    assert all(found.multiverse["variant"].tolist() == choices for found in verdicts)


def test_whoever_shall_work_is_asked_and_a_claim_that_cannot_be_asked_is_not(tmp_path, monkeypatch):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(story(1), encoding="utf-8")
    asked = []
    monkeypatch.setattr(
        reading, "summarise", lambda *given, **options: asked.append(options) or pipeline.summarise(*given)
    )
    assert reading.read(tmp_path / "in", workers=2, progress=True, keep_copies=True).verdicts == []
    (options,) = asked
    assert options["team"].workers == 2 and options["progress"] and options["keep_copies"]
    assert [claim.claim_id for claim in options["claims"]] == [c.claim_id for c in read_claims(reading.QUESTIONS)]


def test_a_copy_counts_only_on_request(example):
    assert len(reading.read(EXAMPLE, keep_copies=True).articles) == len(example.articles) + 1


# ---------------------------------------------------------------------------------------------------- its evidence

_NEWS = ("""---
title: 开源之争
date: 2024-03-01
outlet: 山谷日报
---
**林晓**说：“开源模型就像当年的安卓。”
[详情](https://example.com/a)
OpenAI没有护城河，AI行业都这样看。
点击关注
""", """---
title: 再谈开源
date: 2024-05-02
outlet: 山谷日报
---
=1+1<b>$x$
林晓表示，闭源模型的护城河不深。
""")  # fmt: skip


def _shown(cell, reading):
    with show.collected() as outputs:
        cell(reading)
    return BeautifulSoup("".join(output.data["text/html"] for output in outputs), "html.parser")


@pytest.fixture(scope="module")
def news(tmp_path_factory):
    """A reading of two short articles of one outlet and year."""
    folder = tmp_path_factory.mktemp("news")
    for number, text in enumerate(_NEWS):
        (folder / f"{number}.md").write_text(
            text + "".join(map(story, [3] if number else range(4, 9))), encoding="utf-8"
        )
    return reading.read(folder, terms="護城河、ai", with_five=True)


def _texts(soup, selector):
    return [" ".join(one.get_text().split()) for one in soup.select(selector)]


def test_each_cut_can_be_read_with_its_rule(news):
    soup = _shown(cells.show_cuts, news)
    titles = _texts(soup, "summary")
    assert [title.split(" · ")[:2] for title in titles] == [["0", "开源之争"], ["1", "再谈开源"]]
    told = dict(zip(_texts(soup, "del"), _texts(soup, ".am-where"), strict=True))
    assert told["**"] == "markdown: bold mark, 2 times"
    assert "boilerplate: widget of a site" in told["点击关注"]
    assert any("https://example.com/a" in cut for cut in told)


def test_each_statement_can_be_read_in_its_sentence(news):
    soup = _shown(cells.show_statements, news)
    n = news.found.speakers["statements"].sum()
    assert len(soup.select("li")) == len(soup.select(".am-l-quote")) == n >= 2
    (first,) = [one for one in soup.select("details") if one.summary.get_text().startswith("林晓")]
    line = first.select_one("li p")
    assert (
        line.get_text() == "林晓说：“开源模型就像当年的安卓。”" and line.span.get_text() == "开源模型就像当年的安卓。"
    )
    assert _texts(first, ".am-where")[0] == "0 · 开源之争 · 山谷日报 · 2024-03-01 · in quotation marks"


def test_a_statement_far_from_the_name_of_its_speaker_shows_that_name():
    text = f"林晓：开源模型很好。\n{'我们还要继续努力。' * 20}\n再说一遍,开源模型很好。\n王明：对。\n"
    rows = [row for row in evidence.statements_of("a", Document(text)) if row[2] == "林晓"]
    assert rows and all("林晓" in before for _, _, _, _, before, _, _ in rows)
    assert any(before.startswith("林晓 […] ") for _, _, _, _, before, _, _ in rows)


def test_each_sentence_with_a_metaphor_can_be_read_and_its_words_are_marked(news):
    soup = _shown(cells.show_all_metaphors, news)
    assert len(soup.select("li")) == news.found.metaphors.counts["n"].sum() >= 3
    assert "安卓" in _texts(soup, ".am-l-phone") and "护城河" in _texts(soup, ".am-l-metaphor")


def test_a_term_is_shown_wherever_it_stands(news):
    soup = _shown(cells.show_concordance, news)
    assert _texts(soup, "summary") == ["护城河 2 times in 2 texts", "ai 1 time in 1 text"]  # not the AI of OpenAI
    assert _texts(soup, "mark") == ["护城河", "护城河", "AI"]
    assert soup.select_one(".left").get_text().endswith("OpenAI没有")


def test_a_comparison_sets_the_same_counts_side_by_side(news):
    table = news.comparison.set_index("measure")
    assert table.at["开源, per 1,000 characters", "five"] == "8.15"
    assert set(table["place"]) <= {"below", "within", "above", "too few to say", ""}
    assert "above" not in set(table.loc[table["yours"].isin(["0.0", "0.00"]), "place"])
    five = reading.read(SEEDS, with_five=True).comparison
    assert (five["place"] == "within").mean() > 0.8, "the five lie within their own range"
    assert "--compare" in _shown(cells.show_comparison, news._replace(comparison=None)).get_text()


def test_one_outlet_one_year_and_few_articles_are_told(news):
    outlet, year, article, few = capacity.cautions_of(news.articles)
    assert outlet.startswith("100% of the text is of one outlet, 山谷日报 (2 articles of 2)")
    assert "one year, 2024" in year and "one article, 0" in article and "2 are few" in few
    articles = pd.concat([news.articles] * 6, ignore_index=True)
    mixed = articles.assign(outlet=[*"abcdefabcdef"], year=[2020, 2021, 0] * 4, article_id=[*"0123456789ab"])
    assert capacity.cautions_of(mixed) == []


def test_what_should_be_checked_stands_apart_from_remarks(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "short.txt").write_text("开源模型。", encoding="utf-8")
    (folder / "widget.txt").write_text(f"{story(1)}\n点击关注\n", encoding="utf-8")
    (folder / "empty.txt").write_text("", encoding="utf-8")
    found = reading.read(folder)
    soup = _shown(cells.show_ingest_log, found)
    assert _texts(soup, "tbody th") == ["empty.txt", "short.txt"]
    assert _texts(soup, "li .am-where") == ["widget.txt"] and "cut as boilerplate" in soup.li.get_text()
    answer = _shown(cells.show_answer, found).get_text()
    assert "3 entries: 2 loaded (2 with a warning, 1 of them to check), 1 skipped. Counted: 2 texts" in answer
    assert _texts(_shown(cells.show_outcomes, found), "td") == ["0", "2", "1", "0", "3"]


def test_of_long_evidence_the_page_shows_the_first_and_the_file_has_all(tmp_path, monkeypatch):
    monkeypatch.setattr(evidence, "MOST_SHOWN", dict.fromkeys(evidence.KINDS, 2))
    monkeypatch.setattr(show, "figure", lambda *_, **__: None)  # pictures take seconds
    (tmp_path / "in").mkdir()
    for k in range(3):
        (tmp_path / "in" / f"{k}.txt").write_text(
            f"林晓说：“{chr(0x5000 + k)}是开源模型。”\n" + story(k), encoding="utf-8"
        )
    page = write.write_report(tmp_path / "in", tmp_path / "out", terms=["开源"])
    rows = {
        name: list(csv.reader(io.StringIO((tmp_path / "out" / f"{name}.csv").read_text("utf-8-sig"))))
        for name in evidence.KINDS
    }
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    for name, title in (("statements", "Every statement, by speaker"), ("concordance", "Every place of your terms")):
        n = len(rows[name]) - 1
        assert n > 2 and rows[name][0] == list(evidence.KINDS[name])
        assert f"{title}, the first 2 of {n}" in _texts(soup, ".am-title")
        assert soup.select_one(f'a[href="{name}.csv"]').get_text() == f"{name}.csv, beside this page, has all {n} rows"
    assert [row[0] for row in rows["statements"][1:]] == sorted(row[0] for row in rows["statements"][1:])


def test_what_each_claim_counted_can_be_read_for_each_article(example):
    soup = _shown(cells.show_verdict_table, example)
    used = sum(int(found.measured["used"].sum()) for found in example.verdicts)
    assert len(soup.select(".am-folds li")) == used > 30
    row = example.verdicts[0].measured.iloc[0]
    assert f"{row.n:.0f} in {row.total:,.0f} characters: {row.rate:.2f} per 1,000" in soup.li.get_text()


def test_every_row_of_a_table_that_is_shown_in_part_can_be_downloaded(news, monkeypatch):
    link = _shown(cells.show_ranked, news).select_one(".am-download a")["href"]
    words = base64.b64decode(link.partition("base64,")[2]).decode("utf-8-sig")
    assert words.count("\n") == 1 + news.found.counts.terms["term"].nunique() > 41
    monkeypatch.setattr(cells, "MOST_INSIDE", 5)
    assert _shown(cells.show_ranked, news._replace(has_files=True)).select_one(".am-download a")["href"] == "words.csv"
    assert "writes all" in _shown(cells.show_ranked, news).select_one(".am-download").get_text()


# ------------------------------------------------------------------------------------------------------- the page


def _page(template, title="t", **cells_shown):
    return make_page(title, cells_shown, template=template)


def _shows(data, metadata=None):
    return lambda: show.display(data, metadata=metadata)


def test_the_page_has_the_prose_and_the_cells_of_the_notebook():
    """The prose is written once, in the template: whoever changes it there changes notebook 10 too."""
    from nbconvert.filters import markdown2html

    notebook, prose, shown = nbformat.read(NOTEBOOK, as_version=4), [], []
    for cell in notebook.cells:
        if not {"lesson", "parameters"} & set(cell.metadata.get("tags", [])):
            if cell.cell_type == "markdown":
                prose.append(re.sub(r'<a class="anchor-link".*?</a>| id="[^"]*"|\s+', " ", markdown2html(cell.source)))
            else:
                shown += re.findall(r"show_\w+", cell.source)
    sections = cells_of(TEMPLATE.read_text(encoding="utf-8"))
    assert [name for _, name in sections if name] == shown
    assert set(shown) == {name for name in vars(cells) if name.startswith("show_")}

    def blanks_aside(parts):
        return re.sub(r"\s+", "", "".join(parts))

    assert blanks_aside(part for part, _ in sections) == blanks_aside(prose)


def test_a_title_is_escaped_and_the_policy_forbids_all_that_is_not_ours():
    page = _page("<h1>Title</h1>", "<t>")
    assert "<title>&lt;t&gt;</title>" in page and "default-src 'none'" in page
    assert ".am-table" in page and "@font-face" not in page  # our style, but only the font that goes along
    assert _page("<p>开源</p>").count("@font-face") == 1


def test_a_picture_keeps_its_description_and_nothing_else():
    about = {"alt": 'a "line"', "caption": "<b>", "width": 600, "height": 400}
    data = {"image/png": b"\x89PNG\r\n", "text/plain": "x"}
    page = _page("<!-- show_it -->", show_it=_shows(data, {"image/png": about}))
    picture = '<img src="data:image/png;base64,iVBORw0K" alt="a &quot;line&quot;" width="600">'
    assert f"<figure><picture>{picture}</picture><figcaption>&lt;b&gt;</figcaption></figure>\n</main>" in page


def test_a_picture_has_a_narrow_drawing_for_a_phone():
    about = {"alt": "line", "caption": "c", "width": 600, "height": 400, "narrow": {"png": "AAAA"}}
    page = _page("<!-- show_it -->", show_it=_shows({"image/png": b"x", "text/plain": "x"}, {"image/png": about}))
    assert '<picture><source media="(width <= 40rem)" srcset="data:image/png;base64,AAAA"><img ' in page


def test_prose_that_announces_what_was_not_shown_stays_out_but_a_heading_stays():
    template = (
        "<p>Announced.</p><!-- show_none --><h2>Heading</h2><!-- show_none --><p>Told.</p><!-- show_it --><p>End.</p>"
    )
    page = _page(template, show_none=lambda: None, show_it=lambda: show.say("shown"))
    assert "Announced." not in page and "Heading" in page and "Told." in page and "<p>shown</p>" in page
    assert "End." in page


def test_what_is_shown_inside_a_block_is_collected_and_not_displayed(capsys):
    with show.collected() as outer:
        show.say("one")
        with show.collected() as inner, pytest.raises(ValueError, match="tone"):
            show.say("two")
            show.card("a", "b", [], tone="x")
        show.say("three")
    assert [[one.data["text/plain"] for one in outputs] for outputs in (outer, inner)] == [["one", "three"], ["two"]]
    assert capsys.readouterr().out == ""
    show.say("four")
    assert "four" in capsys.readouterr().out


def test_the_policy_lets_our_own_script_run_and_no_other():
    page = _page("")
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert re.findall(r"script-src ([^;]+);", page) == [f"'sha256-{digest}'"]


def test_the_font_holds_the_characters_of_the_page():
    style, data = font_face("开源").split("base64,")
    assert style.startswith("@font-face") and base64.b64decode(data.split('"')[0]).startswith(b"wOFF")
    assert len(font_face("开源")) < 20_000


# What `python -m helpers` does, and then a file that names the modules that it loaded.
_AS_COMMAND = """
import atexit, pathlib, runpy, sys

loaded = pathlib.Path(sys.argv.pop(1))
atexit.register(lambda: loaded.write_text(" ".join(sys.modules)))
runpy.run_module("helpers", run_name="__main__", alter_sys=True)
"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A report on articles of twelve years that attack wherever they are shown, in a folder with nothing else."""
    base = tmp_path_factory.mktemp("hostile")
    (base / "in").mkdir()
    (base / "tmp").mkdir()
    for n, attack in enumerate(HOSTILE):
        bad = attack.format(n=n)
        text = f"---\ntitle: {bad}\nsource: {bad}\ndate: 20{13 + n}-01-02\n---\n{bad}说：“开源模型就像当年的安卓{bad}。”\n战场上的护城河{bad}。\n"
        (base / "in" / f"{n} {bad.replace('/', '_')[:60]}.md").write_text(text + story(n) * 2, encoding="utf-8")
    env = os.environ | {"TMPDIR": str(base / "tmp"), "XDG_CACHE_HOME": str(base / "cache")}
    run = subprocess.run(
        [sys.executable, "-c", _AS_COMMAND, base / "loaded", "report", base / "in", "--out", base / "out"],
        env=env, capture_output=True, text=True, timeout=120, cwd=ROOT, check=False,
    )  # fmt: skip
    return base, run


def test_a_hostile_corpus_gives_a_whole_report_and_nothing_else(hostile):
    base, run = hostile
    assert run.returncode == 0, run.stderr
    assert not re.search(
        "[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", run.stdout + run.stderr.replace("\r", "")
    )
    assert sorted(p.name for p in (base / "out").iterdir()) == sorted(write._FILES)
    assert list((base / "tmp").iterdir()) == []


def test_a_report_needs_no_kernel_and_no_notebook(hostile):
    loaded = {name.partition(".")[0] for name in (hostile[0] / "loaded").read_text().split()}
    assert "pandas" in loaded
    assert not loaded & {"IPython", "nbformat", "nbclient", "nbconvert", "bleach", "scipy"}


def test_of_many_years_no_question_is_refused(hostile):
    soup = BeautifulSoup((hostile[0] / "out" / "index.html").read_text(encoding="utf-8"), "html.parser")
    assert "Refused" not in soup.get_text() and soup.select("figure img")[-1]["alt"].startswith("The later the article")


def test_no_mark_up_of_an_article_reaches_the_page(hostile):
    page = (hostile[0] / "out" / "index.html").read_text(encoding="utf-8")
    assert "<title>Report on in</title>" in page
    body = page.split("<main", 1)[1].split("</main>")[0]
    assert not re.search(r"<(?:script|svg|style|base|iframe)\b|\son\w+=[^>]*>(?<=<)|javascript:[^<]*['\"]>", body)
    assert set(re.findall(r"<img src=\"([^\"]{10})", body)) <= {"data:image"}
    assert not re.search(r'href="(?!https://|data:text/csv)', body)
    assert "evil.example" not in re.sub(r">[^<]*<", "><", body)
    assert page.count("<script") == 1 and "default-src 'none'" in page


@pytest.mark.parametrize("name", [name for name in write._FILES if name.endswith(".csv")])
def test_no_cell_of_a_table_beside_the_page_is_a_formula(name, hostile):
    rows = list(csv.reader(io.StringIO((hostile[0] / "out" / name).read_bytes().decode("utf-8-sig"))))
    assert len(rows) > 1 or name == "concordance.csv"
    assert not any(
        cell.lstrip()[:1] in ("=", "+", "@", "-") for row in rows for cell in row if not re.fullmatch(r"-?\d.*", cell)
    )


def test_no_cell_of_the_health_table_is_a_formula(hostile):
    table = (hostile[0] / "out" / "ingest-log.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(table)))
    assert len(rows) == 1 + len(HOSTILE)
    assert not any(
        cell[:1] in ("=", "+", "@", "-", "\t") for row in rows for cell in row if not re.fullmatch(r"-?\d.*", cell)
    )
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", table.replace("\r", ""))


def test_in_a_real_browser_nothing_runs_and_nothing_is_asked_for(hostile, browser):
    seen = []
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.on("dialog", lambda dialog: (seen.append(dialog.message), dialog.dismiss()))
    page.on(
        "request",
        lambda request: seen.append(request.url) if not request.url.startswith(("file:", "data:")) else None,
    )
    page.on("console", lambda message: seen.append(message.text))
    page.goto((hostile[0] / "out" / "index.html").as_uri())
    page.locator(".am-sort:visible").first.click()
    widths = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    visible = page.locator("h1").is_visible()
    page.close()
    assert seen == [] and visible
    assert widths[0] == widths[1], "the page scrolls sideways on a telephone"


# ---------------------------------------------------------------------------------------------------- the command


def test_a_report_inside_its_own_source_is_refused(tmp_path):
    (tmp_path / "a.txt").write_text(story(1), encoding="utf-8")
    with pytest.raises(FolderError, match="lies inside"):
        write.write_report(tmp_path, tmp_path / "out")


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "out").write_text("x")
    with pytest.raises(FolderError, match="not a folder"):
        write.write_report(EXAMPLE, tmp_path / "out")


def test_an_interrupted_run_writes_nothing(tmp_path, monkeypatch, capsys):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(write, "make_page", interrupted)
    assert command.main(["report", str(EXAMPLE), "--out", str(tmp_path / "out"), "--quiet"]) == 130
    assert not (tmp_path / "out").exists()
    assert capsys.readouterr().err == "Interrupted; nothing was written.\n"


_INTERRUPTED_IMPORT = """
import os, runpy, sys

class Signals:
    def find_spec(self, name, *_):
        if name == "pandas":
            os.kill(os.getpid(), number)

number = int(sys.argv.pop())
sys.meta_path.insert(0, Signals())
sys.argv += ["report", "nowhere", "--quiet"]
runpy.run_module("helpers", run_name="__main__", alter_sys=True)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_while_modules_are_loaded_prints_no_traceback(number):
    arguments = [sys.executable, "-c", _INTERRUPTED_IMPORT, str(int(number))]
    run = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True)
    assert (run.returncode, run.stdout, run.stderr) == (128 + number, "", "Interrupted; nothing was written.\n")


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    (tmp_path / "a").write_bytes(b"old")

    def fails(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fails)
    with pytest.raises(OSError, match="No space"):
        write_atomically({tmp_path / "a": b"new"})
    assert (tmp_path / "a").read_bytes() == b"old" and len(list(tmp_path.iterdir())) == 1


def test_no_file_appears_before_all_are_on_the_disk(tmp_path):
    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(FileNotFoundError):
        write_atomically({tmp_path / "a": b"new", tmp_path / "missing" / "b": b"new"})
    assert (tmp_path / "a").read_bytes() == b"old" and len(list(tmp_path.iterdir())) == 1
    write_atomically({tmp_path / "a": b"new", tmp_path / "b": b"newer"})
    assert [path.read_bytes() for path in sorted(tmp_path.iterdir())] == [b"new", b"newer"]


@pytest.mark.parametrize("old", [b"old", None])
def test_two_files_change_together_or_not_at_all(old, tmp_path, monkeypatch):
    files = {tmp_path / name: b"new" for name in ("a", "b")}
    for path in files if old else ():
        path.write_bytes(old)
    replace = os.replace

    def fails_at_the_second(half, path):
        if path == tmp_path / "b":
            raise OSError(28, "No space left on device")
        replace(half, path)

    monkeypatch.setattr(os, "replace", fails_at_the_second)
    with pytest.raises(OSError, match="No space"):
        write_atomically(files)
    assert [path.read_bytes() for path in sorted(tmp_path.iterdir())] == [old] * 2 * bool(old)


def test_what_a_killed_process_left_half_written_is_cleared(tmp_path, monkeypatch):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    kept = [tmp_path / f".a.{os.getpid()}.half", tmp_path / ".a.half", tmp_path / "a.1.half"]
    for path in (*kept, tmp_path / f".a.html.{ended.pid}.half", tmp_path / f".a.html.{ended.pid}.old"):
        path.write_bytes(b"")
    monkeypatch.setattr(write, "read", lambda *_, **__: None)
    with pytest.raises(AttributeError):  # it clears before it reads
        write.write_report(EXAMPLE, tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted(kept)
    clear_halves(tmp_path / "missing")


@pytest.mark.parametrize("out", ["out", "new/deep"])
def test_a_report_that_cannot_be_written_is_told_before_the_work(out, tmp_path, monkeypatch, capsys):
    (tmp_path / "out").mkdir()
    there = tmp_path / "out" if out == "out" else tmp_path

    def refuses(path, _):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "write_bytes", refuses)
    monkeypatch.setattr(reading, "read", lambda *_, **__: pytest.fail("work began"))
    assert command.main(["report", str(EXAMPLE), "--out", str(tmp_path / out), "--quiet"]) == 1
    assert capsys.readouterr().err == f"{there} cannot be written to: Permission denied.\n"


def test_the_check_of_the_way_out_leaves_nothing(tmp_path):
    check_writable(tmp_path / "new" / "deep")
    assert [*tmp_path.iterdir()] == []
    (tmp_path / "index.html").mkdir()
    with pytest.raises(FolderError, match=r"index\.html is a folder"):
        write.write_report(EXAMPLE, tmp_path)


def test_what_cannot_be_read_is_said_in_one_plain_sentence(tmp_path, capsys):
    assert command.main(["report", f"{tmp_path}/\x1b[31mno\n", "--quiet"]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "\x1b" not in said and said.endswith("there is no such folder or file.\n")


def test_a_long_message_is_cut(monkeypatch, capsys):
    def fails(_):
        raise FolderError("x" * 999)

    monkeypatch.setattr(write, "main", fails)
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
    lines = said.splitlines()
    assert len(lines) <= 40 and max(map(len, lines)) <= 80
    options = ("FROM", "--out OUT", "--terms A,B,…", "--compare", "--words FILE", "--metadata FILE", "--text-column NAME", "--claims FILE", "--restore-spin",
               "--keep-boilerplate", "--keep-copies", "--quiet", "--workers N", "--scheduler ADDRESS")  # fmt: skip
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
        write, "write_report", lambda *given, **options: called.update(given=given, **options) or tmp_path / "x"
    )
    given = [
        "--restore-spin",
        "--keep-boilerplate",
        "--keep-copies",
        "--text-column",
        "t",
        "--metadata",
        "m.csv",
        "--terms",
        "开源,模型",
        "--compare",
        "--quiet",
    ]
    assert command.main(["report", "in", *given]) == 0
    assert called == {"given": ("in", "report"), "progress": False, "workers": os.cpu_count(), "restore_spin": True, "cut_boilerplate": False,
                      "keep_copies": True, "text_column": "t", "metadata": "m.csv", "terms": "开源,模型", "with_five": True}  # fmt: skip


def test_the_notebook_and_the_loader_count_the_same(example):
    assert len(reading.read(None).ingest_log) == len(example.ingest_log) == len(read_corpus(EXAMPLE).ingest_log)


# --------------------------------------------------------------------------- other articles in the place of our five


def test_of_more_than_forty_speakers_the_first_forty_are_shown_and_all_are_told(news):
    rows = [(f"Person {n}", 1, 1, 0) for n in range(41)]
    speakers = pd.DataFrame(rows, columns=list(pipeline.SPEAKER_TYPES))
    soup = _shown(cells.show_speakers, news._replace(found=news.found._replace(speakers=speakers)))
    assert "Who speaks (41 statements by 41 speakers; the first 40)" in soup.get_text()
    assert len(soup.select("tbody tr")) == 40


def test_a_picture_says_of_an_article_without_a_date_that_it_has_none():
    articles = pd.DataFrame({"article_id": ["b", "a"], "column": [1, 0], "year": [2024, 0]})
    assert cells.columns_of(articles) == {0: "a\nundated", 1: "b\n2024"}


def test_a_claim_lists_no_more_articles_than_a_page_holds(monkeypatch):
    measured = pd.DataFrame({"article_id": ["a", "b"], "n": 1.0, "total": 9.0, "rate": 0.1, "used": True})
    found = SimpleNamespace(claim=read_claims()[0], label="holds", measured=measured)
    monkeypatch.setattr(cells, "MOST_ROWS", 1)
    assert [one.where for one in cells._counted(found, {"a": "A", "b": "B"}).passages] == ["A"]


def test_the_command_names_the_page_from_where_one_stands(tmp_path, monkeypatch):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "2024-01-02-a.txt").write_text(story(3, 8), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert write.main(command._parser().parse_args(["report", "in", "--out", "out"])) == os.path.join(
        "out", "index.html"
    )


def test_every_cell_is_one_of_the_page_and_gives_words_of_others_no_english_of_ours(news):
    assert set(cells.CELLS) == {name for name in vars(cells) if name.startswith("show_")}
    speakers = pd.DataFrame([("中国企业", 1, 1, 0)], columns=list(pipeline.SPEAKER_TYPES))
    reading = news._replace(found=news.found._replace(speakers=speakers))
    alone, on_page = _shown(cells.show_speakers, reading), _shown(cells.CELLS["show_speakers"], reading)
    assert alone.select("[data-sentence]") and not on_page.select("[data-sentence]")
