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
import tempfile
from pathlib import Path
from random import Random
from types import SimpleNamespace

import nbformat
import pandas as pd
import pytest
from approval import check_approved
from bs4 import BeautifulSoup
from fontTools.ttLib import TTFont
from torture.cases import story

from helpers import __main__ as command
from helpers import files, plots, show
from helpers.claims.claim import Claim, read_claims
from helpers.claims.verdicts import MIN_OCCURRENCES
from helpers.cleaning.ledger import Edit
from helpers.corpus import SEEDS
from helpers.files import check_writable, clear_halves, scratch_folder, write_atomically
from helpers.report import capacity, comparison, evidence, parallel, pipeline
from helpers.report.ingest import EXAMPLE, read_corpus
from helpers.report.outcomes import FolderError
from helpers.report.output import cells, claim_cells, display_names, evidence_cells, page, reading, short_answers, write
from helpers.report.output.page import TEMPLATE, cells_of, font_face, make_page
from helpers.report.own_words import OwnWords, read_own_words
from helpers.report.pipeline import Counted
from helpers.text import context
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
        ((None, None), "Neither article has a date"),
        ((None,) * 3, "None of the 3 articles has a date"),
        (("2024-01-01", None), "Only 1 article has a date: too few"),
        (("2023-01-01", "2024-01-01"), "Only 2 articles have a date: too few"),
        (("2024-01-01", "2024-05-01", "2024-09-01"), "All 3 dated articles are from 2024: one year"),
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
    claims = [SimpleNamespace(rate_unit="", statement="first"), SimpleNamespace(rate_unit="share", statement="second")]
    tables = [measured, measured.assign(used=False)]
    verdicts = [SimpleNamespace(claim=c, label="holds", measured=m) for c, m in zip(claims, tables, strict=True)]
    drawn = []
    monkeypatch.setattr(show, "figure", lambda axes, **about: drawn.append((axes.figure.axes, about["alt"])))
    cells.show_trend(SimpleNamespace(articles=articles, verdicts=verdicts))
    ((axes, alt),) = drawn
    assert [(ax.get_title(loc="left"), ax.has_data()) for ax in axes] == [("first\nVerdict: holds.", True), ("", False)]
    assert alt == "first holds. second holds."


def test_an_article_without_a_date_has_no_dot_in_the_trend(monkeypatch):
    articles = _dated("2022-01-01", "2023-01-01", "2024-01-01", "2025-01-01", "2025-06-01", None)
    measured = pd.DataFrame({"article_id": articles["article_id"], "rate": range(6), "used": True})
    found = SimpleNamespace(claim=SimpleNamespace(rate_unit="", statement="s"), label="holds", measured=measured)
    drawn = []
    monkeypatch.setattr(plots, "plot_over_time", lambda table, **_: drawn.append(table["rate"].tolist()))
    monkeypatch.setattr(show, "figure", lambda axes, **about: drawn.append(about["caption"].partition(";")[0]))
    cells.show_trend(SimpleNamespace(articles=articles, verdicts=[found]))
    cells.show_trend(SimpleNamespace(articles=articles.iloc[:5], verdicts=[found]))
    assert drawn == [[*range(5)], "One dot an article that has a date", [*range(5)], "One dot an article"]
    cells.show_trend(SimpleNamespace(articles=articles, verdicts=[]))
    assert len(drawn) == 4


def test_a_domain_that_only_long_sentences_use_is_counted_and_not_quoted(monkeypatch):
    texts = ["OpenAI没有护城河。", "大模型的军备竞赛" + "，大家都在等" * 60 + "。"]
    articles = _dated("2024-01-01", "2024-02-01").assign(title="t", text=texts)
    quoted = []
    monkeypatch.setattr(show, "quotation", lambda text, source, gloss: quoted.append((text, source, gloss)))
    metaphors = pipeline.count_texts([Counted(str(k), 2024, Document(text)) for k, text in enumerate(texts)]).metaphors
    found = pipeline.Summary(None, articles, None, metaphors, None, {})
    cells.show_metaphor_sentences(SimpleNamespace(articles=articles, found=found))
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


@pytest.mark.slow
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


def test_words_of_a_claim_may_be_traditional(tmp_path):
    rows = ["claim_id,statement,kind,pattern,versus,group,direction,rival,note"]
    rows += [
        f"{n},The later the more.,word,{words},trend,more,Chance.,"
        for n, words in enumerate(("開源,閉源", "开源,闭源"))
    ]
    (tmp_path / "claims.csv").write_text("\n".join(rows), encoding="utf-8")
    old, new = (found.measured for found in reading.read(EXAMPLE, claims=tmp_path / "claims.csv").verdicts)
    assert old.equals(new) and old["n"].sum() > 5


@pytest.mark.parametrize(
    ("change", "encoding"),
    [
        (lambda table: table, "utf-8"),
        (lambda table: table, "gb18030"),
        (lambda table: table, "utf-16"),
        (lambda table: table.replace(",", ";"), "utf-8"),
        (lambda table: "sep=,\n" + table, "utf-8"),
        (lambda table: table + ",,,,,,,,\n,,,,,,,,\n", "utf-8"),
        (lambda table: table.replace("claim_id,statement", "Claim ID,Statement "), "utf-8"),
        (lambda table: table.replace(",", "，"), "utf-8"),
        (lambda table: table.replace(",", "，", 8), "gb18030"),
        (lambda table: table.replace(",", "；"), "utf-8"),
    ],
)
def test_claims_are_read_in_any_form_in_which_a_spreadsheet_saves_them(change, encoding, tmp_path):
    table = "claim_id,statement,kind,pattern,versus,group,direction,rival,note\nc,桥说得越来越多。,word,桥,,trend,more,偶然。,\n"
    (tmp_path / "claims.csv").write_bytes(change(table).encode(encoding))
    (claim,) = reading.read_own_claims(tmp_path / "claims.csv")
    assert (claim.claim_id, claim.statement, claim.pattern) == ("c", "桥说得越来越多。", "桥")


@pytest.mark.parametrize(
    ("name", "table", "why"),
    [
        ("no.csv", None, "no.csv: the file is missing"),
        ("c.csv", "", "c.csv: empty"),
        ("c.csv", "claim_id;statement\n", "c.csv, row 1: the column 'claim_id' is missing"),
        ("c.csv", "claim_id;statement\nc;桥。\n", "c.csv, row 1: the column 'direction' is missing"),
        ("c.csv", "claim_id,statement,kind,pattern,versus,group,direction,rival,note\nc,桥。,word\n", "c.csv, row 2: 3 cells"),
        ("c.csv", "claim_id;statement;kind;pattern;versus;group;direction;rival;note\nc;桥。;word;桥;;trend;up;;\n", "c.csv, row 2: claim c: direction 'up'"),
        ("c.txt", "claim_id;statement\n", "c.txt, row 1: the column 'claim_id' is missing"),
    ],
)  # fmt: skip
def test_a_table_that_holds_no_claims_is_refused_in_one_sentence(name, table, why, tmp_path):
    if table is not None:
        (tmp_path / name).write_text(table, encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape(why)):
        reading.read_own_claims(tmp_path / name)


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
    assert _texts(first, ".am-where")[0] == ("0 · 开源之争 · 山谷日报 (Valley Daily) · 2024-03-01 · in quotation marks")


def test_a_statement_far_from_the_name_of_its_speaker_shows_that_name():
    text = f"林晓：开源模型很好。\n{'我们还要继续努力。' * 20}\n再说一遍,开源模型很好。\n王明：对。\n"
    rows = [row for row in evidence.statements_of("a", Document(text)) if row[2] == "林晓"]
    assert rows and all("林晓" in before for *_, before, _, _ in rows)
    assert any(before.startswith("林晓 […] ") for *_, before, _, _ in rows)


def test_only_what_stands_in_marks_counts_as_marked():
    texts = (
        "林晓：开源模型很好。\n王明：对，就是这样。\n林晓：谢谢。\n王明：不客气。",
        "林晓说：“很好。”一位专家说：「不好。」王明说，这个模型还不够好。",
    )
    rows = [row for text in texts for row in evidence.statements_of("a", Document(text))]
    assert [row[4] for row in rows] == [False] * 4 + [True, True, False]
    statements = pd.DataFrame(rows, columns=list(evidence.STATEMENT_TYPES))
    told = [evidence_cells._statement(row, {"a": "A"}).where for row in statements.itertuples()]
    assert told[3:] == [
        "A · without marks",
        "A · in quotation marks",
        "A · in quotation marks",
        "A · reported",
    ]


def test_each_sentence_with_a_metaphor_can_be_read_and_its_words_are_marked(news):
    soup = _shown(cells.show_all_metaphors, news)
    assert len(soup.select("li")) == news.found.metaphors.counts["n"].sum() >= 3
    assert "安卓" in _texts(soup, ".am-l-phone") and "护城河" in _texts(soup, ".am-l-metaphor")


def test_a_term_is_shown_wherever_it_stands(news):
    soup = _shown(cells.show_concordance, news)
    assert _texts(soup, "summary") == ["护城河 moat; 2 times in 2 texts", "ai 1 time in 1 text"]  # not the AI of OpenAI
    assert _texts(soup, "mark") == ["护城河", "护城河", "AI"]
    assert soup.select_one(".left").get_text().endswith("OpenAI没有")


def test_a_comparison_sets_the_same_counts_side_by_side(news):
    table = news.comparison.set_index("measure")
    assert table.at["开源 (open source), per 1,000 characters", "five"] == "8.15"
    assert set(table["place"]) <= {"below", "within", "above", "too few to say", ""}
    assert "above" not in set(table.loc[table["yours"].isin(["0.0", "0.00"]), "place"])
    five = reading.read(SEEDS, with_five=True).comparison
    assert (five["place"] == "within").mean() > 0.8, "the five lie within their own range"
    assert "--compare" in _shown(cells.show_comparison, news._replace(comparison=None)).get_text()


def test_one_outlet_one_year_and_few_articles_are_told(news):
    outlet, year, article, few = capacity.cautions_of(news.articles)
    assert outlet == "Both articles come from one outlet, 山谷日报: the numbers describe only that outlet."
    assert "Both articles come from one year, 2024: " in year and "one article, 0" in article and "2 are few" in few
    articles = pd.concat([news.articles] * 6, ignore_index=True)
    mixed = articles.assign(outlet=[*"abcdefabcdef"], year=[2020, 2021, 2022] * 4, article_id=[*"0123456789ab"])
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
    assert "3 entries: 2 loaded with a warning (1 of them to check), 1 skipped. Counted: 2 texts" in answer
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
    lines, passages = soup.select(".am-folds li:not(.am-kwic)"), soup.select(".am-folds .am-kwic")
    assert len(lines) == used + len(example.verdicts) > 36
    again = sum(
        map(int, re.findall(r"\. (\d+) passages? of this article stands? under a claim above", soup.get_text()))
    )
    assert len(passages) + again == sum(int(one.occurrences.split()[0]) for one in example.verdicts) and again > 10
    row = example.verdicts[0].measured.sort_values("score").iloc[0]
    assert lines[0].get_text() == "Counted, case ignored: 开源 (open source)"
    assert "战争 (war), 大战 (great war, battle), " in soup.get_text() and "iOS as a word of its own" in soup.get_text()
    assert _texts(soup, ".am-download a")[-2:] == ["Download the counts as CSV", "Download the passages as CSV"]
    assert f"{row.n:.0f} in {row.total:,.0f} characters: {row.rate:.2f} per 1,000" in lines[1].get_text()


def _claim(**changes):
    told = {"claim_id": "c", "statement": "s", "kind": "word", "pattern": "眼镜", "group": "a"}
    return Claim(**(told | changes))


def _with_claims(tmp_path, texts, *claims):
    """A folder of ``{name: text}``, and a table of the claims given by pattern, versus, group and direction."""
    (tmp_path / "in").mkdir()
    for name, text in texts.items():
        (tmp_path / "in" / name).write_text(text, encoding="utf-8")
    rows = [f"c{n},Claim {n}.,word,{','.join(claim)},R.," for n, claim in enumerate(claims)]
    head = "claim_id,statement,kind,pattern,versus,group,direction,rival,note"
    (tmp_path / "claims.csv").write_text("\n".join([head, *rows]), encoding="utf-8")
    return tmp_path / "in", tmp_path / "claims.csv"


_GLASSES = {f"{year}-0{n}-01 {name}.txt": story(n) + "眼镜很轻。" * times
            for n, (year, name, times) in enumerate([(2021, "z", 5), (2022, "y", 0), (2023, "x x", 0), (2024, "w", 0), (2025, "v", 0)], 1)}  # fmt: skip


def test_a_claim_that_needs_no_date_counts_the_articles_without_one(tmp_path):
    texts = _GLASSES | {"shop.txt": story(7) + "配眼镜。" * 5}
    only = ("眼镜", "", "2021-01-01 z", "present_only")
    of_time = [("眼镜", "", group, "less") for group in ("trend", "year=2024|2025")]
    folder, claims = _with_claims(tmp_path, texts, only, ("眼镜", "", "shop", "more"), *of_time)
    found = reading.read(folder, claims=claims)
    alone, shop, trend, years = found.verdicts
    assert alone.key == "fails" and alone.left_aside == shop.left_aside == ""
    assert len(alone.measured) == len(shop.measured) == 6 and shop.measured["side"].tolist().count("group") == 1
    assert trend.left_aside == years.left_aside == "left out, for want of a date: shop"
    assert len(trend.measured) == len(years.measured) == 5 and trend.occurrences == "5"
    assert _shown(cells.show_verdicts, found).get_text().count("Left out, for want of a date: shop.") == 2
    table = cells.claim_counts(found).query("article_id == 'shop'")
    assert table["side"].tolist() == ["rest", "group", "undated", "undated"]
    assert table["used"].tolist() == [True, True, False, False] and table["pattern"].unique().tolist() == ["眼镜"]


def test_claims_are_tested_without_dates_and_trends_refused(tmp_path):
    texts = {"a.txt": story(1) + "眼镜很轻。" * 9, "b b.txt": story(2), "c.txt": story(3)}
    claims = [("眼镜", "", group, "more") for group in ("trend", "a", "year=2024", "a b b")]
    found = reading.read((made := _with_claims(tmp_path, texts, *claims))[0], claims=made[1])
    assert [one.claim.claim_id for one in found.verdicts] == ["c1", "c2", "c3"]
    assert [one.claim_id for one in found.untested] == ["c0"]
    first, second, third = found.verdicts
    assert first.key == "holds" and third.measured["side"].tolist() == ["group", "group", "rest"]
    assert second.reasons == ("The claim needs dates, and no article has one.",)
    told = _shown(cells.show_trend, found).get_text()
    assert "None of the 3 articles has a date." in told and "1 claim on change is not tested." in told


@pytest.mark.parametrize(
    ("group", "why"),
    [
        ("2023-03-01 x", "claims.csv, row 2: claim c0: there is no article '2023-03-01'."),
        ("2023-03-01 x x nobody", "claims.csv, row 2: claim c0: there is no article 'nobody'."),
        ("colour=red", "claims.csv, row 2: claim c0: the articles have no column 'colour'; a group can name "
         "date_from, date_to, year, script."),
        ("copy", "claims.csv, row 2: claim c0: 'copy' is a near copy of another article, which counts only with --keep-copies."),
    ],
)  # fmt: skip
def test_a_claim_on_what_is_not_there_is_refused_with_file_and_row(group, why, tmp_path):
    texts = _GLASSES | {"copy.txt": next(iter(_GLASSES.values()))[:-6]}
    folder, claims = _with_claims(tmp_path, texts, ("眼镜", "", group, "more"))
    with pytest.raises(ValueError) as refused:
        reading.read(folder, claims=claims)
    assert str(refused.value) == why


def test_the_passages_of_a_trend_come_in_order_of_time_and_those_of_a_share_are_told_apart(tmp_path):
    texts = {f"{name}.md": f"---\ndate: {day}\n---\n{story(n)}{text}"
             for n, (name, day, text) in enumerate([("a", "2025-01-01", "开源。"), ("b", "2021-01-01", "闭源。开源。"), ("c", "2022-01-01", "闭源。"),
                                                    ("d", "2023-01-01", "无。"), ("e", "2024-01-01", "开源。")])}  # fmt: skip
    folder, claims = _with_claims(tmp_path, texts, ("开源", "闭源", "trend", "more"))
    page = write.write_report(folder, tmp_path / "out", claims=claims)
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    head, *rest = soup.find(string=re.compile("Counted, case ignored")).find_parent("ul").select("li")
    assert head.get_text() == "Counted, case ignored: 开源 (open source); second pattern: 闭源 (closed source)"
    assert re.search(r"\d of \d mentions: \d\.\d\d", soup.get_text())
    told = [
        (one.mark.get_text(), *_texts(one, ".am-where")) if one.mark else one.select_one(".am-where").get_text()[0]
        for one in rest
    ]
    ours = [one for one in told if isinstance(one, str)]
    assert ours == sorted(ours, key="bcdea".index)
    rows = (tmp_path / "out" / "claim-passages.csv").read_text("utf-8-sig").splitlines()
    assert rows[0] == "claim_id,article_id,start,of,left,key,right" and len(rows) - 1 == len(told) - len(ours)
    assert ("闭源", "the second pattern") in told and ("开源",) in told
    counts = (tmp_path / "out" / "claim-counts.csv").read_text("utf-8-sig").splitlines()
    assert [row.split(",")[4] for row in counts[1:]] == [*"bcdea"]


def test_a_passage_that_several_claims_count_stands_under_the_first_of_them(tmp_path):
    texts = {
        "a.md": f"---\ndate: 2025-01-01\n---\n{story(0)}眼镜。镜框。",
        "b.md": f"---\ndate: 2024-01-01\n---\n{story(1)}眼镜。",
    }
    two = ("眼镜", "", "year=2025", "more"), ("镜框", "眼镜", "year=2025", "more")
    folder, claims = _with_claims(tmp_path, texts, *two)
    page = write.write_report(folder, tmp_path / "out", claims=claims)
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    first, second = (one.find_parent("ul") for one in soup.find_all(string=re.compile("^Counted, case ignored")))
    assert [one.get_text() for one in first.select("mark")] == ["眼镜"] * 2
    assert [one.get_text() for one in second.select("mark")] == ["镜框"]
    assert "under a claim above" not in first.get_text()
    assert second.get_text().count(". 1 passage of this article stands under a claim above") == 2
    rows = (tmp_path / "out" / "claim-passages.csv").read_text("utf-8-sig").splitlines()
    assert len(rows) == 1 + 5  # the file has all


def test_every_row_of_a_table_that_is_shown_in_part_can_be_downloaded(news, monkeypatch):
    link = _shown(cells.show_ranked, news).select_one(".am-download a")["href"]
    words = base64.b64decode(link.partition("base64,")[2]).decode("utf-8-sig")
    assert words.count("\n") == 1 + news.found.counts.terms["term"].nunique() > 41
    monkeypatch.setattr(evidence_cells, "MOST_INSIDE", 5)
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
    assert style.startswith("@font-face") and base64.b64decode(data.split('"')[0]).startswith(b"OTTO")
    assert len(font_face("开源")) < 20_000


@pytest.mark.parametrize("text", ["开源会赢。", "模型「開源」", "一", "つ"])
def test_the_font_is_the_same_where_nothing_compiled_runs(text, monkeypatch):
    def glyphs():
        return sorted(TTFont(io.BytesIO(page.chinese_font(text))).getBestCmap())

    compiled = glyphs()
    monkeypatch.setitem(sys.modules, "uharfbuzz", None)
    assert glyphs() == compiled == sorted(map(ord, text))


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


@pytest.mark.page
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
import os, runpy, signal, sys

signal.signal(signal.SIGHUP, signal.SIG_DFL)  # ignored where the tests run under nohup

class Signals:
    def find_spec(self, name, *_):
        if name == "pandas":
            os.kill(os.getpid(), number)

number = int(sys.argv.pop())
sys.meta_path.insert(0, Signals())
sys.argv += ["report", "nowhere", "--quiet"]
runpy.run_module("helpers", run_name="__main__", alter_sys=True)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.slow
def test_ctrl_c_while_modules_are_loaded_prints_no_traceback(number):
    arguments = [sys.executable, "-c", _INTERRUPTED_IMPORT, str(int(number))]
    run = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True)
    assert (run.returncode, run.stdout, run.stderr) == (128 + number, "", "Interrupted; nothing was written.\n")


_INTERRUPTED_REPORT = """
import os, runpy, signal
from helpers.report.output import write

write.make_page = lambda *_, **__: os.kill(os.getpid(), signal.SIGHUP)
runpy.run_module("helpers", run_name="__main__", alter_sys=True)
"""


@pytest.mark.slow
def test_a_report_whose_terminal_is_closed_leaves_nothing_behind(tmp_path):
    (tmp_path / "tmp").mkdir()
    run = subprocess.run(
        [sys.executable, "-c", _INTERRUPTED_REPORT, "report", EXAMPLE, "--out", tmp_path / "out", "--quiet"],
        env=os.environ | {"TMPDIR": str(tmp_path / "tmp")}, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (run.returncode, run.stderr) == (128 + signal.SIGHUP, "")
    assert not (tmp_path / "out").exists() and [*(tmp_path / "tmp").iterdir()] == []


def test_what_shall_outlive_its_terminal_does():
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as `nohup` does
        command._on_the_end(command._stop)
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN and signal.getsignal(signal.SIGTERM) is command._stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def test_the_folder_for_a_run_goes_with_it_or_with_the_next_one(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    kept = [f"android-moment-{os.getpid()}-abcdefgh", f"android-moment-{ended.pid}-mine", "report-of-mine"]
    for name in (*kept, f"android-moment-{ended.pid}-a_c4efgh"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "statements-000000001").write_bytes(b"text")
    (tmp_path / "elsewhere").mkdir()
    kept += ["elsewhere"]
    (tmp_path / f"android-moment-{ended.pid}-abcdefgh").symlink_to(tmp_path / "elsewhere")
    kept += [f"android-moment-{ended.pid}-abcdefgh"]  # none of ours is a link
    with scratch_folder() as folder:
        assert folder.parent == tmp_path and folder.stat().st_mode & 0o777 == 0o700
        assert {path.name for path in tmp_path.iterdir()} == {*kept, folder.name}
    assert {path.name for path in tmp_path.iterdir()} == {*kept}


def test_the_folder_for_a_run_of_another_user_stays(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(os, "getuid", lambda: tmp_path.stat().st_uid + 1)
    monkeypatch.setattr(files, "_is_alive", lambda _: False)
    (tmp_path / "android-moment-1-abcdefgh").mkdir()
    with scratch_folder():
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["android-moment-1-abcdefgh"]


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    (tmp_path / "a").write_bytes(b"old")

    def fails(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fails)
    with pytest.raises(OSError, match="No space"):
        write_atomically({tmp_path / "a": b"new"})
    assert (tmp_path / "a").read_bytes() == b"old" and len(list(tmp_path.iterdir())) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
@pytest.mark.parametrize("data", [b"new", "copied"])
def test_a_full_disk_is_told_by_its_place(data, tmp_path, monkeypatch, capsys):
    def told(place):
        return f"{place}: No space left on device.\n"

    (tmp_path / "copied").write_bytes(b"new")
    out, half = tmp_path / "out", f".a.{os.getpid()}.half"
    out.mkdir()
    (out / half).symlink_to("/dev/full")
    files = {out / "a": data if isinstance(data, bytes) else tmp_path / data}
    monkeypatch.setattr(write, "main", lambda _: write_atomically(files))
    assert command.main(["report", "in"]) == 1 and capsys.readouterr().err == told(out)

    def fill(_):
        with scratch_folder() as folder:
            places.append(folder)
            with open("/dev/full", "wb") as file:
                file.write(b"new")

    places = []
    monkeypatch.setattr(write, "main", fill)
    assert command.main(["report", "in"]) == 1 and capsys.readouterr().err == told(places[0])


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


def _loop(path):
    path.symlink_to(path)
    return path


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("from", "neither a folder nor a file"),
        ("--out", "is not a folder"),
        ("--metadata", "cannot be opened"),
        ("--words", "cannot be opened"),
        ("--claims", "is missing"),
    ],
)
def test_a_link_that_leads_to_itself_is_told_in_one_sentence(where, said, tmp_path, capsys):
    given = {"from": str(EXAMPLE), "--out": str(tmp_path / "out")} | {where: str(_loop(tmp_path / "loop.csv"))}
    source = given.pop("from") if where != "from" else str(_loop(tmp_path / "loop"))
    arguments = ["report", source, "--quiet", *(part for pair in given.items() if "from" not in pair for part in pair)]
    assert command.main(arguments) == 1
    told = capsys.readouterr().err
    assert said in told and told.count("\n") == 1 and "loop" in told


@pytest.mark.parametrize("made", ["empty", "empty.csv"])
def test_of_nothing_there_is_no_report(made, tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty.csv").write_text("text\n")
    assert command.main(["report", str(tmp_path / made), "--out", str(tmp_path / "out"), "--quiet"]) == 1
    assert capsys.readouterr().err == f"{tmp_path / made} holds nothing that could be an article.\n"
    assert not (tmp_path / "out").exists()


def test_a_folder_may_have_the_longest_name_that_there_is(tmp_path):
    write._check_out(EXAMPLE, tmp_path / ("报" * 85))
    for out in (tmp_path / ("报" * 86), tmp_path / "new" / ("报" * 86)):
        with pytest.raises(FolderError, match=r"报{50}.* cannot be written to: File name too long"):
            write._check_out(EXAMPLE, out)
    assert [*tmp_path.iterdir()] == []


def test_a_report_lands_in_the_home_folder_and_no_folder_is_called_by_a_tilde(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "home" / "in").mkdir(parents=True)
    (tmp_path / "home" / "in" / "a.txt").write_text(story(0), encoding="utf-8")
    (tmp_path / "home" / "claims.csv").write_bytes((SEEDS / "hypotheses.csv").read_bytes())
    with pytest.raises(ValueError, match="there is no article"):  # it was read
        write.write_report("~/in", "~/out", claims="~/claims.csv")
    assert command.main(["report", "~/in", "--out", "~/out", "--quiet"]) == 0
    assert capsys.readouterr().out == "home/out/index.html\n"
    assert (tmp_path / "home" / "out" / "index.html").is_file() and not (tmp_path / "~").exists()


def test_what_cannot_be_read_is_said_in_one_plain_sentence(tmp_path, capsys):
    assert command.main(["report", f"{tmp_path}/\x1b[31mno\n", "--quiet"]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "\x1b" not in said and said.endswith("there is no such folder or file.\n")


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["texts "], "/texts ': there is no such folder or file."),  # a blank that the message would lose
        (
            ["https://example.org/a/b.html"],
            "https://example.org/a/b.html is an address: save what stands there as a file",
        ),
        (["ftp:/a"], "ftp://a is an address: save"),
        (["shttp:/a"], "/shttp:/a: there is no such folder or file."),
        (["texts", "--words", "w.csv "], "'w.csv ': "),
        (["texts", "--metadata", "w.csv "], "'w.csv ': "),
        (["texts", "--claims", "texts"], "texts: this is a folder, where a table is wanted."),
    ],
)
def test_what_a_message_says_of_a_path_is_true(options, why, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text("开源会赢，闭源会输。" * 20, encoding="utf-8")
    assert command.main(["report", *options, "--quiet", "--workers", "1"]) == 1
    assert why in capsys.readouterr().err


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


@pytest.mark.parametrize("more", [["there"], ["there", "--quite"], ["--quite"]])
def test_an_argument_too_many_is_named_beside_the_usage_of_the_command(more, capsys):
    with pytest.raises(SystemExit) as left:
        command.main(["report", "in", *more])
    said = capsys.readouterr().err
    assert left.value.code == 2 and said.startswith("usage: python -m helpers report [-h] [options] FROM")
    assert f"error: unrecognized arguments: {' '.join(more)}" in said


@pytest.mark.parametrize("terms", ["", " ", "，、"])
def test_terms_without_a_word_are_told(terms, tmp_path, capsys):
    assert command.main(["report", str(EXAMPLE), "--out", str(tmp_path / "out"), "--terms", terms]) == 1
    assert capsys.readouterr().err.startswith("--terms holds no word") and not (tmp_path / "out").exists()


@pytest.mark.parametrize("option", ["--out", "--metadata", "--text-column", "--words", "--claims", "--scheduler"])
def test_an_option_without_a_name_is_told(option, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert command.main(["report", str(EXAMPLE), option, ""]) == 1
    assert capsys.readouterr().err == f"{option} is empty; give it a name.\n" and not [*tmp_path.iterdir()]
    assert command.main(["report", ""]) == 1 and capsys.readouterr().err == "FROM is empty; give it a name.\n"


def test_a_folder_that_cannot_be_looked_into_has_no_words_of_ones_own(monkeypatch):
    def refused(path, **options):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "stat", refused)
    assert read_own_words(Path("nowhere"), None) == OwnWords()


def test_the_text_column_of_a_folder_or_a_text_is_told(tmp_path, capsys):
    for source in (EXAMPLE, EXAMPLE / "2023-05-moat.md"):
        assert command.main(["report", str(source), "--out", str(tmp_path / "out"), "--text-column", "content"]) == 1
        assert "is no table, so it has no column 'content'" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


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
    rows = [(f"Person {n}", True, 1, 1, 0) for n in range(41)]
    speakers = pd.DataFrame(rows, columns=list(pipeline.SPEAKER_TYPES))
    soup = _shown(cells.show_speakers, news._replace(found=news.found._replace(speakers=speakers)))
    assert "Who speaks (41 statements by 41 speakers; the first 40)" in soup.get_text()
    with_nobody = pd.concat([pd.DataFrame([("", False, 12, 5, 5)], columns=list(speakers)), speakers])
    soup = _shown(cells.show_speakers, news._replace(found=news.found._replace(speakers=with_nobody)))
    assert "Who speaks (53 statements, 41 of them by 41 speakers; the first 40)" in soup.get_text()
    assert len(soup.select("tbody tr")) == 40


def test_a_page_tells_which_words_of_a_user_s_own_were_learned(tmp_path, monkeypatch):
    monkeypatch.setattr(show, "figure", lambda *_, **__: None)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(
        story(5) + "大家都說台東之星這個開源模型好，big model也好。\n", encoding="utf-8"
    )
    (tmp_path / "in" / "b.txt").write_text(story(6), encoding="utf-8")

    def told(words=None):
        return _shown(cells.show_words, reading.read(tmp_path / "in", words=words)).select(".am-say")

    assert told() == []
    (tmp_path / "mine.txt").write_text("台东之星\nBig Model\n星海三號\n", encoding="utf-8")
    (line,) = told(tmp_path / "mine.txt")
    assert line.get_text() == (
        "Your own words. 3 words learned from mine.txt: 台东之星, Big Model, 星海三号. Counted in no text: 星海三号."
    )
    (tmp_path / "in" / "words.csv").write_text("".join(f"甲{chr(0x4E00 + n)}\n" for n in range(14)), encoding="utf-8")
    (line,) = told()
    assert "14 words learned from words.csv: 甲一, " in line.get_text() and " and 2 more. Counted" in line.get_text()
    (tmp_path / "mine.txt").write_text("# none yet\n", encoding="utf-8")
    assert told(tmp_path / "mine.txt")[0].get_text() == "Your own words. No word was learned from mine.txt."


def test_a_picture_says_of_an_article_without_a_date_that_it_has_none():
    articles = pd.DataFrame({"article_id": ["b", "a"], "column": [1, 0], "year": [2024, 0]})
    assert display_names.columns_of(articles) == {0: "a\nundated", 1: "b\n2024"}


@pytest.mark.parametrize(
    ("names", "labels"),
    [
        (["a", "b"], ["a", "b"]),
        (["conversation-on-models"], ["conversatio…"]),  # nothing looks like it
        (["wechat-article-1", "wechat-article-2"], ["wech…ticle-1", "wech…ticle-2"]),
        (["连续报道之人工智慧产业观察上", "连续报道之人工智慧产业观察下"], ["连续报道…智慧产业观察上", "连续报道…智慧产业观察下"]),
        # what differs stands in the middle, or at two places
        (["a-long-report-b-as-found", "a-long-report-c-as-found"], ["a-lo…b-as-f…", "a-lo…c-as-f…"]),
        (["a-long-report-b-with-b", "a-long-report-b-with-c", "a-long-report-c-with-b"], ["a-lo…b-with…", "a-long-rep…1", "a-lo…c-with…"]),
        (["interviews", "interviews-of-a", "interviews-of-b"], ["interviews", "inte…ws-of-a", "inte…ws-of-b"]),
        (["a\u202e", "a"], ["a…1", "a…2"]),  # what a reader cannot tell apart
        (["a\u202e", "a", "a…1"], ["a…2", "a…3", "a…1"]),
    ],
)  # fmt: skip
def test_no_two_names_of_articles_look_alike(names, labels):
    assert display_names.short_names(names, 12) == dict(zip(names, labels, strict=True))


def test_any_names_get_labels_of_their_own():
    random = Random(1)
    for _ in range(200):
        names = {"".join(random.choices("ab…12", k=random.randrange(1, 18))) for _ in range(40)}
        labels = display_names.short_names(names, 12)
        assert set(labels) == names and len(set(labels.values())) == len(names)
        assert max(map(len, labels.values())) <= 12


@pytest.mark.parametrize("names", [("series-of-articles-1", "series-of-articles-2"), ("\U0001f600", "\U0001f601")])
def test_articles_with_names_that_begin_alike_are_two_columns_of_every_picture(names, tmp_path):
    (tmp_path / "in").mkdir()
    for place, name in enumerate(names):
        (tmp_path / "in" / f"{name}.txt").write_text(story(3 + place, 8) + "资本是军备竞赛的燃料。", encoding="utf-8")
    found = reading.read(tmp_path / "in")
    assert len(set(display_names.columns_of(found.articles).values())) == len(found.articles) == 2
    with show.collected():
        for cell in cells.CELLS.values():
            cell(found)


def test_a_claim_lists_no_more_articles_than_a_page_holds(monkeypatch):
    measured = pd.DataFrame({"article_id": ["a", "b"], "n": 1.0, "total": 9.0, "rate": 0.1, "used": True})
    none = pd.DataFrame(columns=list(evidence.MATCH_TYPES))
    found = SimpleNamespace(claim=read_claims()[0], label="holds", measured=measured)
    monkeypatch.setattr(claim_cells, "MOST_ROWS", 1)
    assert [one.where for one in claim_cells._counted(found, {"a": "A", "b": "B"}, none, set()).passages] == ["", "A"]


def test_the_command_names_the_page_from_where_one_stands(tmp_path, monkeypatch):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "2024-01-02-a.txt").write_text(story(3, 8), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert write.main(command._parser().parse_args(["report", "in", "--out", "out"])) == os.path.join(
        "out", "index.html"
    )


def test_every_cell_is_one_of_the_page_and_gives_words_of_others_no_english_of_ours(news):
    assert set(cells.CELLS) == {name for name in vars(cells) if name.startswith("show_")}
    speakers = pd.DataFrame([("中国企业", False, 1, 1, 0)], columns=list(pipeline.SPEAKER_TYPES))
    reading = news._replace(found=news.found._replace(speakers=speakers))
    alone, on_page = _shown(cells.show_speakers, reading), _shown(cells.CELLS["show_speakers"], reading)
    assert alone.select("[data-sentence]") and not on_page.select("[data-sentence]")


# ------------------------------------------------------------------------------------- where a rule of the report begins


def _sized(*sizes, **columns):
    """Articles of these sizes, each of its own outlet and year unless ``columns`` say otherwise."""
    n = len(sizes)
    usual = {
        "article_id": [f"a{k}" for k in range(n)],
        "outlet": [f"o{k}" for k in range(n)],
        "year": range(2001, 2001 + n),
    }
    return pd.DataFrame({**usual, "characters": sizes, **columns})


def test_what_one_text_can_answer_is_told_of_one_text():
    one, two = (capacity.carries(_dated(*[None] * n)).set_index("question")["why"] for n in (1, 2))
    assert one["Which words occur in these texts?"] == "in 1 text, as a description of it"
    assert two["Which words occur in these texts?"] == "in 2 texts, as a description of them"
    assert one["What did “the media” say?"] == "This text is not a random sample; it speaks only for itself."
    assert two["What did “the media” say?"].endswith("they speak only for themselves.")
    assert "No article" in capacity.carries(_dated())["why"].iloc[-1]


@pytest.mark.parametrize(
    "articles, told",
    [
        (_sized(100), []),
        (_sized(*[10] * 10), []),
        (_sized(*[10] * 9), ["9 are few"]),
        (_sized(60, *[4] * 10, outlet=["x", *"abcdefghij"]), ["60% of the text comes from one outlet, x (1 of 11 articles): the numbers mostly describe that outlet.",
                                                             "60% of the text comes from one year, 2001 (1 of 11 articles): the numbers",
                                                             "60% of the text comes from one article, a0: the numbers mostly describe that article."]),
        (_sized(59, *[4] * 9, 5), []),
        (_sized(*[10] * 10, outlet=["x"] * 6 + [*"abcd"]), ["60% of the text comes from one outlet, x (6 of 10 articles)"]),
        (_sized(*[10] * 10, outlet=[""] * 10), ["The outlet of no article is known: one outlet may dominate without being seen."]),
        (_sized(*[10] * 10, outlet=[""] * 5 + [*"abcde"]), ["The outlet of 5 of the 10 articles is not known: one outlet may dominate"]),
        (_sized(*[10] * 10, outlet=[""] * 4 + ["x"] * 5 + ["y"]), ["50% of the text comes from one outlet, x, and the outlet of 4 of the 10 articles is not known: "
                                                                    "one outlet may dominate more than can be seen."]),
        (_sized(*[10] * 10, outlet=[""] * 4 + [*"abcdef"]), []),
        (_sized(*[10] * 10, outlet=[""] * 3 + [*"aabcdef"]), []),
        (_sized(*[10] * 10, outlet=[""] * 4 + ["x"] * 6), ["60% of the text comes from one outlet, x (6 of 10 articles)"]),
        (_sized(*[10] * 10, year=[0] * 7 + [2001, 2002, 2003]), ["The year of 7 of the 10 articles is not known: one year may dominate"]),
        (_sized(*[10] * 10, year=[1] * 6 + [2, 3, 4, 5]), ["60% of the text comes from one year, 1 (6 of 10 articles)"]),
        (_sized(*[10] * 10, outlet=["x"] * 10), ["All articles come from one outlet, x: the numbers describe only that outlet."]),
        (_sized(*[999] * 9, 1, outlet=["x"] * 9 + ["y"]), ["Nearly all of the text comes from one outlet, x (9 of 10 articles)"]),
        (_sized(10, 10), ["2 are few"]),
    ],
    ids=["one", "ten", "nine", "one of all", "less than that", "an outlet", "no outlet", "half of the outlets",
       "a known half", "most outlets", "most outlets, one twice", "four outlets unknown", "no year", "a year",
       "all of one outlet", "nearly all", "two"],
)  # fmt: skip
def test_a_caution_begins_at_three_fifths_of_the_text_and_ends_at_ten_articles(articles, told):
    found = capacity.cautions_of(articles)
    assert len(found) == len(told) and all(part in line for part, line in zip(told, found, strict=True)), found


@pytest.mark.parametrize("n, draws", [(0, 10_000), (20, 10_000), (40, 5000), (399, 501), (400, 500), (10_000, 500)])
def test_many_articles_are_drawn_less_often_but_never_too_seldom(n, draws):
    assert reading.draws_for(n) == draws


@pytest.mark.parametrize(
    "n, of, shown, place",
    [
        (99, 100, "0.99", "below"),
        (9, 9, "1.00", "within"),
        (27, 9, "3.00", "within"),
        (MIN_OCCURRENCES, 1.6, "3.12", "above"),
        (MIN_OCCURRENCES - 1, 1.3, "3.08", "too few to say"),
        (0, MIN_OCCURRENCES, "0.00", "below"),  # at the lowest rate, 1.00, five are to be expected
        (0, MIN_OCCURRENCES - 0.1, "0.00", "too few to say"),
        (1, MIN_OCCURRENCES - 0.1, "0.20", "too few to say"),
        (0, 0, "–", ""),
    ],
)
def test_a_figure_lies_below_within_or_above_those_of_the_five(n, of, shown, place):
    five = [comparison.Measure("m", k, of, ".2f") for k, of in ((4, 2), (0, 0), (3, 3), (6, 2), (5, 2))]
    mine, both = comparison.Measure("m", n, of, ".2f"), comparison.Measure("m", 9, 4, ".2f")
    assert comparison._row(mine, both, *five) == ("m", shown, "2.25", "1.00 to 3.00", place)


def _summary(speakers=()):
    """5,000 characters with three times 开源 in two columns, and two sentences with a metaphor."""
    terms = pd.DataFrame([(0, "开源", 2, 1), (1, "开源", 1, 1)], columns=["column", "term", "n", "articles"])
    sizes = pd.DataFrame([(0, 1, 1000), (1, 1, 4000)], columns=["column", "articles", "characters"])
    metaphors = pd.DataFrame([("war", 0, 1), ("war", 1, 1)], columns=["domain", "column", "n"])
    said = pd.DataFrame(list(speakers), columns=list(pipeline.SPEAKER_TYPES))
    return SimpleNamespace(
        counts=parallel.CorpusCounts(terms, sizes), metaphors=pipeline.Metaphors(metaphors, None), speakers=said
    )


def test_a_comparison_counts_in_the_units_that_it_names():
    speakers = [("林晓", True, 6, 2, 3), ("", False, 4, 1, 2)]
    measures = comparison._measured(_summary(speakers), ["开源", "闭源"], ["war", "moat"])
    found = [(one.name, one.value, one.form, one.n) for one in measures]
    assert found == [
        ("开源 (open source), per 1,000 characters", 0.6, ".2f", 3),
        ("闭源 (closed source), per 1,000 characters", 0, ".2f", 0),
        ("metaphors: war, sentences per 10,000 characters", 4, ".1f", 2),
        ("metaphors: moat and walls, sentences per 10,000 characters", 0, ".1f", 0),
        ("statements, per 10,000 characters", 20, ".1f", 10),
        ("statements in quotation marks", 0.5, ".0%", 5),
        ("statements with no speaker found", 0.4, ".0%", 4),
    ]
    silent = {one.name: one.value for one in comparison._measured(_summary(), [], [])}
    assert silent["statements, per 10,000 characters"] == 0
    assert silent["statements in quotation marks"] != silent["statements in quotation marks"]  # of nothing, no share


def test_a_comparison_asks_for_the_eight_words_of_most_texts_and_the_two_of_the_debate(news, monkeypatch):
    monkeypatch.setattr(
        comparison, "load_articles", lambda: pd.DataFrame({"article_id": ["a"], "text": ["马斯克说：“开源。”"]})
    )
    rows = [(0, f"词{n}", n, 1 + (n > 8)) for n in range(1, 11)]
    terms = pd.DataFrame(rows, columns=["column", "term", "n", "articles"])
    counts = news.found.metaphors.counts.iloc[:0]
    found = news.found._replace(
        counts=news.found.counts._replace(terms=terms), metaphors=news.found.metaphors._replace(counts=counts)
    )
    words = [name.partition(",")[0] for name in comparison.compare(found)["measure"] if "per 1,000" in name]
    assert words == [*(f"词{n}" for n in (10, 9, 8, 7, 6, 5, 4, 3)), "开源 (open source)", "闭源 (closed source)"]


# --------------------------------------------------------------------------------------------------- rows of evidence


def test_cuts_are_counted_by_rule_and_those_of_single_characters_are_not_listed():
    ledger = [
        Edit(0, "markdown", 0, " ** ", "", "bold mark"),
        Edit(1, "script", 3, "開", "开", "Traditional"),
        Edit(1, "spacing", 5, " ", "", "blank"),
        Edit(2, "script", 9, "網", "网", "Traditional"),
        Edit(2, "layout", 9, "\n", " ", "line end"),
        Edit(3, "markdown", 20, "**", "", "bold mark"),
        Edit(3, "markdown", 30, "**", "", "another reason"),
        Edit(4, "editorial", 40, " ", "补", "insertion"),
        Edit(5, "characters", 50, "\u200b", "", "invisible"),
    ]
    assert evidence.cuts_of("a", ledger) == [
        ("a", "markdown", "bold mark", "**", "", 2),
        ("a", "script", "single characters", "", "", 2),
        ("a", "spacing", "single characters", "", "", 1),
        ("a", "markdown", "another reason", "**", "", 1),
        ("a", "editorial", "insertion", "", "补", 1),
        ("a", "characters", "single characters", "", "", 1),
    ]


@pytest.mark.parametrize(
    ("speakers", "unnamed"),
    [
        (("记者", "律师", "摄影师", "首席执行官", "发言人"), True),  # what somebody is
        (("卡车司机", "一名护士", "某大厂员工", "有人", "消费者", "知情人士"), True),
        (("他", "她们", "该公司", "报告", "公司", "医院", "平台"), True),
        (("问", "Q", "嘉宾2", "提问者", ""), True),  # as transcripts have it
        (("张鹏", "周靖人", "小王", "李教授", "王女士", "张记者", "阿莱科·伯尔纳", "Anna Bellamy"), False),
        (("Elon Musk", "White House", "Google", "香港邮政", "北京大学", "谷歌公司"), False),
        (("谷歌发言人", "白宫发言人", "特朗普总统"), False),  # a post of its own
        (
            ("三家公司", "3家银行", "数十家车企", "十余家医院", "另一家初创公司", "一家芯片设计公司", "两大平台"),
            True,
        ),  # how many
        (("某科技公司", "上述机构", "监管部门", "第三方平台", "四大银行", "该基金会"), True),  # of which kind
        (
            (
                "公司创始人",
                "医院院长",
                "银行行长",
                "该团队负责人",
                "外资银行分析师",
                "公司的首席执行官",
                "3家公司的律师",
            ),
            True,
        ),
        (
            ("三星公司", "三一集团", "百家云集团", "万家乐公司", "两面针公司", "一汽集团", "科大讯飞"),
            False,
        ),  # numbers in names
        (("谷歌公司创始人", "海淀法院", "三菱银行行长", "红杉资本"), False),
        (
            (
                "中信证券分析师",
                "北京大学教授",
                "美国官员",
                "台湾学者",
                "谷歌工程师",
                "日本记者",
                "英国议员",
                "苹果高管",
            ),
            True,
        ),  # what several of one house or country are
        (("摩根士丹利首席分析师", "特斯拉总工程师", "美国总统", "谷歌首席科学家", "Peters教授"), False),
        (("特斯拉批评者", "苹果用户", "马斯克支持者"), True),
    ],
)
def test_who_is_only_called_by_a_common_word_has_no_name(speakers, unnamed):
    assert [name for name in speakers if evidence.is_unnamed(name) is not unnamed] == []


def test_a_speaker_without_a_name_is_labelled_since_several_people_may_be_meant(tmp_path):
    (tmp_path / "in").mkdir()
    for n, place in enumerate(("首尔", "成都")):
        text = f"{place}的记者说，价格战打了三年，谁也没有赢。周靖人说：“今年的模型会更便宜。”"
        (tmp_path / "in" / f"{n}.txt").write_text(
            story(3 + n) + text + "网友说，这个模型太贵了，用不起。" * n, encoding="utf-8"
        )
    found = reading.read(tmp_path / "in")
    rows = _shown(cells.show_speakers, found).select("tbody tr")
    named = {row.th.get_text(): row.td.get_text() for row in rows}
    assert (named["记者"], named["网友"], named["周靖人"]) == ("no", "no", "yes")
    folds = dict(text.split(" ", 1) for text in _texts(_shown(cells.show_statements, found), "summary"))
    assert folds["记者"].endswith(" in 2 texts; unnamed, perhaps several people")
    assert folds["网友"].endswith("1 statement in 1 text; unnamed")
    assert folds["周靖人"].endswith("2 statements in 2 texts")


@pytest.mark.parametrize(
    "text, start, name, before",
    [
        ("甲说乙", 2, "甲", "甲说"),
        ("前一行\n甲说乙", 6, "甲", "甲说"),
        ("甲" + "字" * 39 + "乙", 40, "甲", "甲" + "字" * 39),
        ("甲" + "字" * 40 + "乙", 41, "甲", "甲 […] " + "字" * 40),
        (
            "甲" + "字" * 50 + "乙" + "字" * 38 + "甲字",
            51,
            "甲",
            "…" + "字" * 40,
        ),  # the name stands among the words said
        ("甲" + "字" * 50 + "乙" + "字" * 39 + "甲字", 51, "甲", "甲 […] " + "字" * 40),
        ("甲\n说乙", 3, "甲", "甲 […] 说"),
        ("字" * 50 + "乙", 50, "", "…" + "字" * 40),
        ("字" * 50 + "乙", 50, "丙", "…" + "字" * 40),
        ("甲" + "字" * 9 + "，" + "字" * 39 + "乙", 50, "", "…" + "字" * 39),
        ("字" * 6 + "甲说，" + "字" * 36 + "乙", 45, "甲", "…甲说，" + "字" * 36),  # rather than from the clause on
        ("甲" + "字" * 9 + "。" + "字" * 39 + "乙", 50, "", "字" * 39),
    ],
)
def test_before_a_statement_stand_forty_characters_and_its_speaker(text, start, name, before):
    assert evidence._words_before(text, start, name, text.find(name)) == before


def test_a_speaker_is_one_whatever_the_dot_between_the_parts_of_the_name():
    names = ("阿莱科•伯尔纳", "阿莱科‧伯尔纳", "阿莱科·伯尔纳", "萨姆・奥尔特曼", "Sam Altman")
    found = [evidence.statements_of("a", Document(f"{name}说：“这不是开源。”"))[0] for name in names]
    assert [row[2] for row in found] == ["阿莱科·伯尔纳"] * 3 + ["Sam Altman"] * 2


def test_after_a_statement_stand_thirty_characters_of_its_line():
    rest = "后来他又讲了许多别的事情一直讲到天黑大家才慢慢散去各自回家"
    assert len(rest) == 29
    ((*_, after),) = evidence.statements_of("a", Document(f"马斯克说：“这不是开源。”{rest}呢{rest}"))
    assert after == f"”{rest}…"
    ((*_, after),) = evidence.statements_of("a", Document("马斯克说：“这不是开源。”后来\n呢"))
    assert after == "”后来"


@pytest.mark.parametrize(
    ("words", "most", "end", "beginning"),
    [
        ("甲乙丙", 3, "甲乙丙", "甲乙丙"),
        ("甲乙丙丁", 3, "甲乙丙丁", "甲乙丙丁"),  # one word, of which nothing is left out
        ("也甲乙丙丁", 3, "…甲乙丙丁", "也…"),
        ("用Llama 405B开源了模型用Llama 405B", 16, "…开源了模型用Llama 405B", "用Llama 405B开源了模型…"),
        ("用Llama 405B开源了模型用Llama 405B", 6, "…Llama 405B", "用…"),  # 4, 5 or B begins nothing
        ("Llama 405B和Llama 405B", 4, "…Llama 405B", "Llama 405B…"),
        ("马斯克认为奥特曼错了，奥特曼认为马斯克", 8, "…奥特曼认为马斯克", "马斯克认为奥特曼…"),
        ("马斯克认为奥特曼错了马斯克", 7, "…错了马斯克", "马斯克认为…"),
        ("我，文心很便宜，我们都用它，真好", 10, "…我们都用它，真好", "我，文心很便宜…"),  # not at a comma
        ("他来了。”我们都很高兴，他也是", 10, "我们都很高兴，他也是", "他来了。”我们都很…"),
        ("我们都高兴，她走了。”他说", 11, "…都高兴，她走了。”他说", "我们都高兴，她走了。”"),
        ("他写了一份说明书，14天后", 10, "…一份说明书，14天后", "他写了一份说明书…"),
        ("降到1,000万元以下的价格", 12, "…1,000万元以下的价格", "降到1,000万元以下的…"),
        ("x" * 30, 9, "…" + "x" * 30, "x" * 30 + "…"),  # one word alone
        ("", 3, "", ""),
    ],
)
def test_a_context_begins_and_ends_with_a_clause_or_a_word_and_tells_what_it_leaves_out(words, most, end, beginning):
    assert (context.end_of(words, most), context.beginning_of(words, most)) == (end, beginning)


@pytest.mark.parametrize(
    "term, text, keys",
    [
        ("ai", "OpenAI和AI，AI2与2AI，ai。", ["AI", "ai"]),
        ("2", "12和2，23，A2。", ["2"]),
        ("ai芯片", "OpenAI芯片，AI芯片厂", ["AI芯片"]),
        ("国产ai", "国产AI，国产AIs", ["国产AI"]),
        ("a.b", "a.b和axb", ["a.b"]),
        ("开源", "开源开源", ["开源", "开源"]),
    ],
)
def test_a_term_in_latin_letters_is_a_whole_word(term, text, keys):
    found = evidence.lines_of(pd.DataFrame({"article_id": ["a"], "text": [text]}), [term])
    assert found["key"].tolist() == keys and set(found["term"]) == {term}


def test_a_line_of_a_term_has_twenty_four_characters_on_either_side():
    articles = pd.DataFrame({"article_id": ["a"], "text": ["左" * 30 + "开源" + "右" * 30]})
    (line,) = evidence.lines_of(articles, ["开源"]).itertuples()
    assert (line.start, line.left, line.right) == (30, "…" + "左" * 24, "右" * 24 + "…")
    (line,) = evidence.lines_of(articles.assign(text="左" * 24 + "开源" + "右" * 24), ["开源"]).itertuples()
    assert (line.left, line.right) == ("左" * 24, "右" * 24)


@pytest.mark.parametrize(
    "written, terms",
    [
        ("", ()),
        (" , ，", ()),
        ("甲,乙，丙、丁;戊；己\n庚", ("甲", "乙", "丙", "丁", "戊", "己", "庚")),
        ("開源,开源, 开源 ", ("开源",)),
        ("台灣,饿了么", ("台湾", "饿了么")),
        ("open source,AI", ("open source", "AI")),
        ("AI，开源、ai,Ａｉ", ("AI", "开源")),  # one search: case is ignored
        ('「開源」,《AI》、“护城河”|"闭源"｜『「生態」』', ("开源", "AI", "护城河", "闭源", "生态")),
        ("《三体》迷,C++,o'3", ("《三体》迷", "C++", "o'3")),  # marks within a term belong to it
        ("长" * 70, ("长" * 59 + "…",)),
    ],
)
def test_terms_are_written_with_marks_between_them(written, terms):
    assert evidence.read_terms(written) == terms


_NO_WORDS = "", "", False, "", "", ""


@pytest.mark.parametrize(
    "kind, rows",
    [
        ("cuts", [("b", "z", "", "", "", 1), ("a", "z", "", "", "", 1), ("a", "y", "", "", "", 1)]),
        ("statements", [("b", 1, *_NO_WORDS), ("a", 9, *_NO_WORDS), ("a", 2, *_NO_WORDS)]),
        ("metaphors", [("a", 2, "war", "", "x", ""), ("a", 1, "war", "", "y", ""), ("a", 1, "war", "", "x", ""),
                       ("a", 1, "game", "", "z", "")]),
        ("concordance", [("乙", "a", 5, "", "", ""), ("甲", "a", 5, "", "", ""), ("丙", "a", 1, "", "", "")]),
        ("claim-passages", [("d", "a", 5, "pattern", "", "", ""), ("c", "a", 5, "versus", "", "", ""),
                            ("c", "a", 5, "pattern", "", "", ""), ("d", "a", 1, "pattern", "", "", "")]),
    ],
)  # fmt: skip
def test_evidence_comes_by_article_and_place_and_the_rest_is_counted(kind, rows, monkeypatch):
    """Cuts keep the order of their ledger."""
    table = pd.DataFrame(rows, columns=list(evidence.KINDS[kind]))
    ordered = {
        "cuts": [1, 2, 0],
        "statements": [2, 1, 0],
        "metaphors": [3, 2, 1, 0],
        "concordance": [2, 0, 1],
        "claim-passages": [3, 2, 1, 0],
    }[kind]
    for shown in (len(rows), len(rows) - 1):
        monkeypatch.setitem(evidence.MOST_SHOWN, kind, shown)
        kept = evidence.keep_first(kind, table.iloc[:1], evidence.keep_first(kind, table.iloc[1:]))
        assert [*kept.first.itertuples(index=False, name=None)] == [rows[k] for k in ordered[:shown]]
        assert kept.total == len(rows) and kept.is_whole == (shown == len(rows))


# ---------------------------------------------------------------------------------------------- the page and the command


def test_the_rules_of_a_dark_page_are_given_once_more_for_whoever_has_chosen_dark():
    style = (
        'p {a: b}\nhtml[data-theme="dark"] p {c: d}\n html[data-theme="dark"] q {e: f}\nhtml[data-theme="dark"] {g: h}'
    )
    dark = page._in_the_dark(style).split("{\n", 1)
    assert dark[0].strip() == "@media screen and (prefers-color-scheme: dark)"
    assert dark[1] == 'html[data-theme="light"] p {c: d}\nhtml[data-theme="light"] {g: h}\n}\n'


def test_a_cell_that_the_template_names_must_be_there():
    with pytest.raises(KeyError, match="show_it"):
        _page("<!-- show_it -->")


@pytest.mark.parametrize(
    "given, options",
    [
        ([], {}),
        (["--words", "w.csv"], {"words": "w.csv"}),
        (["--claims", "c.csv"], {"claims": "c.csv"}),
        (["--scheduler", "local"], {"scheduler": "local"}),
        (["--workers", "3"], {"workers": 3}),
        (["--quiet"], {"progress": False}),
    ],
)
def test_an_option_that_is_not_given_is_not_passed_on(given, options, monkeypatch):
    called = {}
    monkeypatch.setattr(
        write, "write_report", lambda *given, **options: called.update(given=given, **options) or Path("x")
    )
    assert command.main(["report", "in", *given]) == 0
    assert called == {"given": ("in", "report"), "workers": os.cpu_count(), "progress": True} | options


@pytest.mark.parametrize("progress", [True, False])
def test_whoever_waits_is_shown_the_progress_of_every_step(progress, tmp_path, monkeypatch):
    """Reading and writing each get the wish."""
    asked, full = [], SimpleNamespace(ingest_log=pd.DataFrame({"outcome": ["loaded"]}))
    monkeypatch.setattr(write, "read", lambda source, *, shelf, progress: asked.append((source, progress)) or full)
    monkeypatch.setattr(write, "_page_and_tables", lambda reading, name, progress: asked.append((name, progress)) or {})
    (tmp_path / "in").mkdir()
    with pytest.raises(KeyError):  # no file was made
        write.write_report(tmp_path / "in", tmp_path / "out", progress=progress)
    assert asked == [((tmp_path / "in").resolve(), progress), ("in", progress)]


# -------------------------------------------------------------------------------------------------- cells, one by one


@pytest.mark.parametrize(
    ("rows", "labels"),
    [
        ([("b", 1, 2024), ("a", 0, 2023)], {0: "a\n2023", 1: "b\n2024"}),
        ([("长" * 12, 0, 0), ("长" * 13, 1, 2024)], {0: f"{'长' * 12}\nundated", 1: f"{'长' * 11}…\n2024"}),
        ([(f"{k}", k, 2020) for k in range(8)], {k: f"{k}\n2020" for k in range(8)}),
        ([(f"{k}", 2020 + k % 2, 2020 + k % 2) for k in range(9)], {2020: "2020\n5 texts", 2021: "2021\n4 texts"}),
        ([*((f"{k}", 2020, 2020) for k in range(8)), ("8", 0, 0)], {2020: "2020\n8 texts", 0: "undated\n1 text"}),
        ([(f"{k}", 2000 + k, 2000 + k) for k in range(9)], {2000 + k: f"{2000 + k}\n1 text" for k in range(1, 9)}),
        ([(f"{k}", year, year) for k, year in enumerate((0, *range(2000, 2009)))],
         {**{2000 + k: f"{2000 + k}\n1 text" for k in range(2, 9)}, 0: "undated\n1 text"}),
    ],
    ids=["two", "long names", "eight", "nine of two years", "one undated", "nine years", "nine years and none"],
)  # fmt: skip
def test_a_picture_has_a_column_an_article_or_one_a_year_the_last_eight(rows, labels):
    articles = pd.DataFrame(rows, columns=["article_id", "column", "year"])
    found = display_names.columns_of(articles)
    assert found == labels and [*found] == [*labels]


def test_every_term_has_a_rate_in_every_column():
    found = cells.rates_of(
        {("甲", 0): 3, ("乙", 1): 1, ("丙", 0): 9}, {0: 1500, 1: 500}, ["甲", "乙"], {1: "B", 0: "A", 2: "C"}
    )
    assert [*found.itertuples(index=False, name=None)] == [
        ("甲", 1, 0, 0.0), ("甲", 0, 3, 2.0), ("甲", 2, 0, 0.0), ("乙", 1, 1, 2.0), ("乙", 0, 0, 0.0), ("乙", 2, 0, 0.0)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "most", "shown"),
    [
        ("开源 \U0001f600", 24, "开源 ?"),
        ("长" * 24, 24, "长" * 24),
        ("长" * 25, 24, "长" * 23 + "…"),
        ("a\nb", 24, "a b"),
    ],
)
def test_a_label_of_a_picture_is_short_and_holds_no_sign_that_the_font_lacks(text, most, shown):
    assert display_names.drawable(text, most) == display_names.drawable(text) == shown


@pytest.mark.parametrize(
    ("term", "ids", "whole", "told"),
    [
        ("雨伞", [], True, "nowhere"),
        ("雨伞 芯片", [], True, "nowhere; write commas between several words"),
        ("雨伞", [], False, "none among those shown"),
        ("雨伞", ["a"], True, "1 time in 1 text"),
        ("雨伞", ["a", "a", "b"], True, "3 times in 2 texts"),
        ("雨伞", ["a", "a"], False, "2 times in 1 text among those shown"),
        ("open source", ["a"], True, "1 time in 1 text"),
    ],
)
def test_how_often_a_term_stands_in_the_texts_is_told(term, ids, whole, told):
    assert evidence_cells._times(term, pd.DataFrame({"article_id": ids}), whole) == told


@pytest.mark.parametrize(
    ("n", "total", "told"),
    [(2, 3, ", the first 2 of 3"), (3, 3, ""), (4, 3, ""), (1000, 2000, ", the first 1,000 of 2,000")],
)
def test_a_part_is_told_as_such(n, total, told):
    assert evidence_cells.part(n, total) == told


def _cut(**changes):
    row = {"rule": "html", "why": "a tag", "was": "旧", "became": "新", "n": 1} | changes
    return evidence_cells._cut(SimpleNamespace(**row))


def test_a_cut_is_told_with_its_rule_and_how_often():
    assert _cut() == show.Found("旧", "html: a tag", after="新", layer="cut")
    assert _cut(n=1200).where == "html: a tag, 1,200 times" and _cut(n=2).where == "html: a tag, 2 times"
    assert _cut(why="").where == "html: changed"
    assert _cut(was="", became="") == show.Found("html: a tag", layer="prose")
    assert _cut(was="", became="", n=2) == show.Found("html: a tag, 2 times", layer="prose")
    assert _cut(was="") == show.Found("", "html: a tag", after="新", layer="cut")
    assert _cut(was="字" * 1000).text == "字" * 1000
    assert _cut(was="字" * 1001).text == f"{'字' * 1000}… (1,001 characters)"


def test_the_last_line_of_a_term_in_each_article_names_it():
    rows = pd.DataFrame({"article_id": ["a", "a", "b"], "left": "左", "key": ["一", "二", "三"], "right": "右"})
    assert [*evidence_cells._lines(rows, {"a": "A", "b": "B"})] == [
        show.Found("一", "", "左", "右", layer="kwic"),
        show.Found("二", "A", "左", "右", layer="kwic"),
        show.Found("三", "B", "左", "右", layer="kwic"),
    ]


def test_a_passage_is_told_by_the_id_title_outlet_and_day_of_its_article():
    days = [datetime.date(2024, 3, 1), datetime.date(2024, 3, 1), datetime.date(2024, 3, 31), None]
    articles = pd.DataFrame(
        {
            "article_id": ["a" * 20, "b" * 21, "c"],
            "title": ["题" * 30, "题" * 31, ""],
            "outlet": ["报" * 20, "报" * 21, ""],
            "date_from": pd.Series([days[0], days[1], None], dtype="object"),
            "date_to": pd.Series([days[0], days[2], None], dtype="object"),
        }
    )
    found = SimpleNamespace(found=SimpleNamespace(articles=articles))
    sources = {
        "a" * 20: f"{'a' * 20} · {'题' * 30} · {'报' * 20} · 2024-03-01",
        "b" * 21: f"{'b' * 19}… · {'题' * 29}… · {'报' * 19}… · Mar 2024",
        "c": "c",
    }
    assert display_names.sources_of(found) == display_names.places_of(found) == sources
    alone = SimpleNamespace(found=SimpleNamespace(articles=articles.head(1)))
    assert display_names.places_of(alone) == {"a" * 20: ""} and display_names.sources_of(alone) == {
        "a" * 20: sources["a" * 20]
    }


@pytest.mark.parametrize(
    ("shown", "total", "most", "has_files", "told"),
    [
        (3, 3, 3, False, "base64,"),
        (3, 3, 2, False, "writes all 3 rows to t.csv"),
        (3, 3, 2, True, "t.csv, beside this page, has all 3 rows"),
        (2, 3, 9, True, "t.csv, beside this page, has all 3 rows"),
        (2, 1000, 9999, False, "writes all 1,000 rows to t.csv"),
    ],
)
def test_all_rows_lie_inside_the_page_or_beside_it(shown, total, most, has_files, told, monkeypatch):
    monkeypatch.setattr(evidence_cells, "MOST_INSIDE", most)
    link = evidence_cells.download(SimpleNamespace(has_files=has_files), "t", pd.DataFrame({"a": range(shown)}), total)
    assert told in link and ("base64," in link) is (told == "base64,")


@pytest.mark.parametrize(("cell", "is_inside"), [("x" * 95, True), ("x" * 96, False), ("开" * 32, False)])
def test_a_table_of_many_bytes_lies_beside_the_page(cell, is_inside, monkeypatch):
    monkeypatch.setattr(evidence_cells, "_MOST_BYTES", 3 + 2 + 96)  # byte-order mark, head, row
    link = evidence_cells.download(SimpleNamespace(has_files=True), "t", pd.DataFrame({"a": [cell]}), 1)
    assert ("base64," in link) is is_inside and ('href="t.csv"' in link) is not is_inside


def test_a_script_in_the_head_of_a_page_is_shortened_where_it_is_shown(tmp_path):
    script = "<script>" + "var a = 1;" * 5000 + "</script>"
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.html").write_text(
        f"<html><head><title>眼镜</title>{script}</head><body><article><p>{story(0)}</p></article></body></html>",
        encoding="utf-8",
    )
    page = write.write_report(tmp_path / "in", tmp_path / "out")
    cuts = pd.read_csv(tmp_path / "out" / "cuts.csv", keep_default_na=False)
    longest = max(cuts["was"], key=len)
    assert len(longest) == 32_767 and (told := re.search(r"… \(5\d,\d{3} characters\)$", longest))
    assert told[0] in page.read_text(encoding="utf-8")


def _log(*rows):
    """An ingest log of ``(entry, outcome, why, to_check)``."""
    table = pd.DataFrame(rows, columns=["entry", "outcome", "why", "to_check"])
    return SimpleNamespace(ingest_log=table, has_files=False)


def test_lost_entries_come_before_those_to_check_and_remarks_last():
    found = _log(
        ("e", "loaded with a warning", "w; r", "w"),
        ("d", "skipped", "s", "s"),
        ("c", "refused", "r", "r"),
        ("b", "loaded", "", ""),
        ("a", "loaded with a warning", "w", "w"),
        ("g", "loaded with a warning", "remark", ""),
        ("f", "loaded with a warning", "remark", ""),
        ("a2", "skipped", "s", "s"),
    )
    soup = _shown(cells.show_ingest_log, found)
    assert _texts(soup, "tbody th") == ["c", "a2", "d", "a", "e"]
    assert _texts(soup, "tbody td") == [
        "refused",
        "r",
        "skipped",
        "s",
        "skipped",
        "s",
        *["loaded with a warning", "w"] * 2,
    ]
    assert _texts(soup, "li .am-where") == ["f", "g"] and _texts(soup, "summary") == ["Remarks 2 entries"]
    assert not soup.select("[data-filter]")


def test_of_many_entries_the_first_are_shown_and_can_be_sorted(monkeypatch):
    monkeypatch.setattr(cells, "MOST_ROWS", 12)
    for n in (12, 13):
        rows = [(f"{k:02}", "skipped", "s", "s") for k in range(n)]
        soup = _shown(
            cells.show_ingest_log, _log(*rows, *((f"x{k:02}", "loaded with a warning", "m", "") for k in range(n)))
        )
        part = ", the first 12 of 13" if n > 12 else ""
        assert len(soup.select("tbody tr")) == len(soup.select("li")) == 12
        assert _texts(soup, "caption") == [f"Entries that were lost or that you should check{part}"]
        assert _texts(soup, "summary") == [f"Remarks {n} entries{part}"]
        assert bool(soup.select("[data-filter]")) is (n > 12)


def _few(n, outcome="loaded with a warning"):
    """As many rows of a table that are very short, each by its number."""
    return [(f"t.csv, row {k}", outcome, told, told) for k in range(1, n + 1) if (told := f"only {k + 8} characters")]


def test_a_rare_reason_comes_before_the_usual_ones_and_rows_in_their_order():
    rare = ("t.csv, row 99", "loaded with a warning", *["2 spots damaged beyond proof (x); only 9 characters"] * 2)
    other = ("t.csv, row 13", "loaded with a warning", *["looks Japanese"] * 2)
    soup = _shown(cells.show_ingest_log, _log(*_few(12), rare, other))
    numbers = [int(one.rpartition(" ")[2]) for one in _texts(soup, "tbody th")]
    assert numbers == [13, 99, *range(1, 13)] and not soup.select(".am-folds")


def test_a_reason_that_many_entries_share_has_one_line(monkeypatch):
    monkeypatch.setattr(cells, "_SHARED", 10)
    both = ("t.csv, row 12", "loaded with a warning", *["looks Japanese; only 1,020 characters"] * 2)
    lost = [(f"t.csv, row {k}", "skipped", "no text", "no text") for k in range(20, 31)]
    soup = _shown(cells.show_ingest_log, _log(*_few(11), both, *lost))
    assert _texts(soup, "tbody th") == ["t.csv, row 12"] and len(soup.select(".am-download")) == 1
    skipped, few = soup.select("details")
    assert skipped.summary.get_text() == "no text skipped: 11 entries"
    assert few.summary.get_text() == "only 9 to 1,020 characters loaded with a warning: 12 entries"
    assert [p.get_text() for p in few.select(".am-where")] == [f"t.csv, row {k}" for k in range(1, 13)]
    monkeypatch.setattr(cells, "MOST_ROWS", 5)
    soup = _shown(cells.show_ingest_log, _log(*_few(11)))
    assert not soup.select("table") and len(soup.select("li")) == 5 and len(soup.select(".am-download")) == 1
    assert "11 entries, the first 5 of 11" in soup.summary.get_text()


@pytest.mark.parametrize(
    ("reasons", "told"),
    [
        (["no text"], "no text"),
        (["only 7 characters", "only 1,020 characters", "only 98 characters"], "only 7 to 1,020 characters"),
        (["only 29% of its characters", "only 3% of its characters"], "only 3% to 29% of its characters"),
        (["only 7 characters"] * 2, "only 7 characters"),
        (["a near copy of 3", "a near copy of 21"], "such as “a near copy of 3”"),
        (["2 of 9 lines", "1 of 30 lines"], "1 to 2 of 9 to 30 lines"),
    ],
)
def test_reasons_of_one_kind_are_told_as_one(reasons, told):
    log = pd.DataFrame({"entry": reasons, "outcome": "skipped", "to_check": reasons})
    assert set(cells._reasons_of(log)["n"]) == {len(reasons)}
    assert cells._spanned(reasons) == told


def test_a_number_in_a_name_does_not_make_two_reasons_one():
    reasons = [
        "a near copy of a-3",
        "a near copy of a-21",
        "a near copy of b3",
        "the date 2024-01-03",
        "the date 2024-01-04",
    ]
    log = pd.DataFrame({"entry": reasons, "outcome": "skipped", "to_check": reasons})
    assert set(cells._reasons_of(log)["n"]) == {1}


def test_what_is_called_alike_in_two_tables_is_alike(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(f"{story(1)}\n责任编辑：某某\n", encoding="utf-8")
    (folder / "2024-03-01.md").write_text(story(2), encoding="utf-8")
    found = reading.read(folder)
    log, articles, *_ = cells.tables_of(found)
    shared = [name for name in articles if name in log]
    assert {"article_id", "date", "date_from", "characters", "cut"} == {*shared}
    log = log.set_index("article_id").loc[articles["article_id"]].reset_index()
    assert articles[shared].equals(log[shared]) and 0 < articles["cut"].max() < 0.5
    told = _texts(_shown(cells.show_articles, found), 'td[data-head="% cut as boilerplate"]')
    (share,) = {*told} - {"0"}
    assert int(share) == round(100 * articles["cut"].max()) > 0


def test_articles_are_in_the_order_in_which_one_counts(tmp_path):
    rows = "".join(f"{story(k)}\n".replace("\n", "") + "\n" for k in range(1, 13))
    (tmp_path / "t.csv").write_text(f"text\n{rows}", encoding="utf-8")
    found = reading.read(tmp_path / "t.csv")
    numbers = [str(k) for k in range(2, 14)]
    assert found.articles["article_id"].tolist() == cells.tables_of(found)[1]["article_id"].tolist() == numbers
    assert read_corpus(tmp_path / "t.csv").articles["article_id"].tolist() == numbers
    cuts = evidence.keep_first(
        "cuts", *(pd.DataFrame([(k, "r", "", "", "", 1)], columns=[*evidence.CUT_TYPES]) for k in ("10", "9", "09"))
    )
    assert cuts.first["article_id"].tolist() == ["09", "9", "10"]


def test_without_anything_to_check_there_is_nothing_to_check():
    soup = _shown(cells.show_ingest_log, _log(("a", "loaded", "", "")))
    assert soup.get_text() == "No entry was lost, and no warning needs a check." and not soup.select("table, li")


@pytest.mark.parametrize(
    ("outcomes", "to_check", "told"),
    [
        (["loaded"], [""], "1 entry: 1 loaded."),
        (["loaded with a warning"], [""], "1 entry: 1 loaded with a warning (nothing to check)."),
        (["loaded with a warning"], ["x"], "1 entry: 1 loaded with a warning (to check)."),
        (["loaded", "loaded with a warning", "loaded with a warning"], ["", "x", ""],
         "3 entries: 1 loaded, 2 loaded with a warning (1 of them to check)."),
        (["loaded with a warning"] * 2, ["x", "x"], "2 entries: 2 loaded with a warning (all of them to check)."),
        (["refused", "loaded with a warning", "skipped"], ["x", "x", "x"],
         "3 entries: 1 loaded with a warning (to check), 1 skipped, 1 refused."),
        ([], [], "0 entries."),
    ],
)  # fmt: skip
def test_the_answer_tells_the_outcomes_by_the_names_and_with_the_numbers_of_their_table(outcomes, to_check, told):
    log = pd.DataFrame({"outcome": outcomes, "to_check": to_check}, dtype="str")
    found = SimpleNamespace(articles=[])
    reading = SimpleNamespace(ingest_log=log, articles=_dated().assign(characters=0), found=found)
    assert f"Answer. {told} Counted:" in _shown(cells.show_answer, reading).get_text()
    table = dict(zip(_texts(soup := _shown(cells.show_outcomes, reading), "tbody th"), _texts(soup, "td"), strict=True))
    assert all(f"{n} {name}" in told for name, n in table.items() if n != "0" and name != "all")


def test_the_first_table_answers_in_short_what_the_page_shows_at_length(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for year, text in (
        (2023, "大模型之战打响了。林晓说：“开源是未来。”林晓说：“开源很好。”" + story(1)),
        (2024, "开源模型来了。一位专家说：“开源很快。”" + story(2)),
    ):
        (folder / f"{year}-01-02.txt").write_text(text, encoding="utf-8")
    found = reading.read(folder)
    soup = _shown(cells.show_carries, found)
    told = dict(zip(_texts(soup, "tbody th"), _texts(soup, "tbody tr td:nth-of-type(1)"), strict=True))
    first = found.found.ranked_words.iloc[0]
    assert f"{first.term}" in told["Which words do they share?"]
    assert f"in {first.articles} of 2" in told["Which words do they share?"]
    assert told["Which metaphors do they use?"] == "war in 1 sentence"
    assert told["Who speaks in them?"] == "林晓 (Lin Xiao) 2 statements, 1 of 3 statements without a name"
    assert told["Did anything change over time?"] == "no"
    assert told["What did “the media” say?"] == "no"
    most = found.found.ranked_words["n"].max()
    assert f"{most} times" in told["Which words occur in these texts?"].split(",")[0]


def test_what_is_not_found_is_told_in_the_first_table_too(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for name, text in (("a", "天空很蓝。"), ("b", "河水清澈。")):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    soup = _shown(cells.show_carries, reading.read(folder))
    told = dict(zip(_texts(soup, "tbody th"), _texts(soup, "tbody tr td:nth-of-type(1)"), strict=True))
    assert told["Which words do they share?"] == "none: no word occurs in two of them"
    assert told["Which metaphors do they use?"] == "none that the finder knows"
    assert told["Who speaks in them?"] == "nobody: no quotation and no reported speech was found"


def test_a_word_of_one_text_is_not_shared():
    words = pd.DataFrame({"term": ["芯片", "食堂", "雨伞"], "n": [4, 2, 9], "articles": [3, 2, 1]})
    some = SimpleNamespace(found=SimpleNamespace(ranked_words=words), articles=["a", "b", "c"])
    assert short_answers.in_short("range", some) == "芯片 (chip) in 3 of 3, 食堂 in 2 of 3"


def test_a_source_without_a_name_is_not_the_example():
    with pytest.raises(FolderError, match="the path is empty"):
        reading.read("")


def test_verdicts_are_counted_in_the_first_table():
    def told(*claims):
        verdicts = [SimpleNamespace(label=label, claim=_claim(group=group)) for label, group in claims]
        return short_answers.in_short("change", SimpleNamespace(verdicts=verdicts))

    of_time = ("holds in these texts", "trend"), ("not shown", "year=2024"), ("not shown", "trend")
    assert told(*of_time, ("fragile", "a b"), ("fragile", "outlet=year")) == (
        "not shown: 2 claims, holds in these texts: 1 claim"
    )
    assert told(("holds in these texts", "a")) == "not asked: no claim is about time"


def test_what_became_of_the_entries_is_drawn_year_by_year(monkeypatch):
    articles = pd.DataFrame({"article_id": ["a", "b", "c"], "year": [2024, 2023, 0]})
    log = pd.DataFrame(
        {"article_id": ["a", "b", "c", ""], "outcome": ["loaded", "loaded with a warning", "loaded", "skipped"]}
    )
    drawn = []
    monkeypatch.setattr(show, "figure", lambda ax, **about: drawn.append((ax, about["alt"])))
    cells.show_outcomes_by_year(SimpleNamespace(ingest_log=log, found=SimpleNamespace(articles=articles)))
    ((ax, alt),) = drawn
    assert [label.get_text() for label in ax.get_yticklabels()] == ["2023", "2024", "undated", "no article"]
    assert alt == (
        "Entries by year and outcome. 2023: 1 loaded with a warning; 2024: 1 loaded; undated: 1 loaded; no article: 1 skipped."
    )


def test_one_entry_needs_no_picture(monkeypatch):
    monkeypatch.setattr(show, "figure", lambda *_, **__: pytest.fail("drawn"))
    log = pd.DataFrame({"article_id": [""], "outcome": ["skipped"]})
    empty = SimpleNamespace(articles=pd.DataFrame({"article_id": [], "year": []}))
    cells.show_outcomes_by_year(SimpleNamespace(ingest_log=log, found=empty))
    with show.collected() as shown:
        cells.show_outcomes_by_year(SimpleNamespace(ingest_log=log.head(0), found=empty))
    assert "Refused: What became of every entry?" in shown[0].data["text/plain"]


def test_an_entry_that_is_lost_from_the_counts_is_an_error():
    with pytest.raises(AssertionError, match="an entry is lost"):
        cells.show_outcomes(_log(("a", "vanished", "", "")))


def test_an_answer_tells_what_was_read_lost_and_dated():
    def answer(days, loaded, outcomes):
        articles = _dated(*days).assign(characters=1000)
        log = pd.DataFrame({"outcome": outcomes, "to_check": ""})
        found = SimpleNamespace(articles=range(loaded))
        return _shown(cells.show_answer, SimpleNamespace(ingest_log=log, articles=articles, found=found)).get_text()

    told = answer(["2023-01-02", "2024-03-04", None], 3, ["loaded"] * 3)
    assert (
        "3 entries: 3 loaded. Counted: 3 texts with 3,000 characters, dated 2023-01-02 to 2024-03-04 (1 undated)."
        in told
    )
    told = answer(["2023-01-02"], 2, ["loaded"] * 2 + ["skipped", "refused", "refused"])
    assert "5 entries: 2 loaded, 1 skipped, 2 refused. 1 article is a near copy, not counted twice." in told
    assert "Counted: 1 text with 1,000 characters, dated 2023-01-02.Verdict" in told
    told = answer([None], 3, ["loaded"] * 3)
    assert "2 articles are near copies, not counted twice." in told and "1,000 characters, undated." in told
    assert "2,000 characters, none of them dated." in answer([None, None], 2, ["loaded"] * 2)
    assert "describe this text, and no other. Change over time is refused. One article cannot show" in told
    told = answer([], 0, ["skipped"])
    assert "1 entry: 1 skipped. Counted: 0 texts with 0 characters." in told
    assert told.endswith("Verdict: there is nothing to count.")
    told = answer(["2021-01-01", "2022-01-01", "2023-01-01", "2024-01-01", "2025-01-01"], 5, ["loaded"] * 5)
    assert "Change over time can be asked; each claim has its own verdict." in told


def test_a_concordance_has_what_taiwan_calls_a_term_where_the_words_count_it_so():
    articles = pd.DataFrame(
        {"article_id": ["a", "b", "c"], "text": ["网路上的晶片和芯片。", "晶片在这里。", "开放原始码。"]}
    )
    found = evidence.lines_of(articles, ["芯片", "开源"])
    assert found[["term", "article_id", "key"]].values.tolist() == [
        ["芯片", "a", "晶片"],
        ["芯片", "a", "芯片"],
        ["开源", "c", "开放原始码"],
    ]
