"""The lists of sentences behind the figures, on two notebooks of a few figures."""

import json

import pytest
from bs4 import BeautifulSoup
from evidence import finish_figures, lists_of, write_evidence


def area(label, *sentences):
    return {"x": 0.1, "y": 0.1, "width": 0.2, "height": 0.2, "label": label, "sentences": [*sentences]}


def notebook(path, title, **figures):
    cells = [{"cell_type": "markdown", "id": "title", "source": f"# {title}"}]
    for cell, areas in figures.items():
        about = {"caption": f"Caption of {cell}.", "areas": areas}
        outputs = [{"metadata": {"image/png": about}}]
        cells.append({"cell_type": "code", "id": cell, "source": "", "outputs": outputs})
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    return path


@pytest.fixture
def notebooks(tmp_path):
    words = [
        area("Zhiwei commentary: 开源 open source, 2 in 2 sentences", "002-1", "002-2"),
        area("Spun blog column, sentence 27: 免费 free of charge", "000-27"),
        area("Zhiwei commentary, sentence 3: promise", "002-3"),
    ]
    same = [one | {"label": one["label"].replace("promise", "promise: open catches up")} for one in words]
    return [
        notebook(tmp_path / "03-words.ipynb", "Which words?", first=words, plain=[], second=words[:1]),
        notebook(tmp_path / "index.ipynb", "The first page", repeated=same),
    ]


def test_each_figure_has_its_caption_and_a_fold_for_each_article(notebooks, tmp_path):
    (path,) = write_evidence(tmp_path / "evidence", notebooks)
    text = path.read_text(encoding="utf-8")
    page = BeautifulSoup(text, "html.parser")
    assert "# Which words: the sentences behind the figures" in text
    assert [head.get_text() for head in page.select("h2")] == ["Caption of first.", "Caption of second."]
    assert [fold.summary.get_text() for fold in page.select("details")] == [
        "Zhiwei commentary: 2 rows, 3 sentences",
        "Spun blog column: 1 row, 1 sentence",
        "Zhiwei commentary: 1 row, 2 sentences",
    ]
    places = page.select("details section")
    assert [place["id"] for place in places] == ["first-1", "first-3", "first-2", "second-1"]
    assert [place.h3.get_text() for place in places[:3]] == [
        "开源 open source, 2 in 2 sentences",
        "Sentence 3: promise",
        "Sentence 27: 免费 free of charge",
    ]
    assert [len(place.select("li")) for place in places] == [2, 1, 1, 2]


def test_a_mark_of_a_strip_shows_which_of_its_words_it_is(tmp_path):
    strip = [
        area("Musk lawsuit column, sentence 56: 开源 open source", "003-56"),
        area("Musk lawsuit column, sentence 56: 开源 open source", "003-56"),
        area("Musk lawsuit column, sentence 56: 开源 open source", "003-56"),
        area("Musk lawsuit column, sentence 42: 开源 open source", "003-42"),  # which holds it twice: nothing is marked
        area("Musk lawsuit column, sentence 45: rule", "003-45"),
    ]
    (path,) = write_evidence(tmp_path / "evidence", [notebook(tmp_path / "03-words.ipynb", "Words?", strip=strip)])
    page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    assert page.summary.get_text() == "Musk lawsuit column: 5 marks"
    heads = [head.get_text() for head in page.select("h3")]
    assert heads[1:3] == ["Sentence 56, no. 2 of 3: 开源 open source", "Sentence 56, no. 3 of 3: 开源 open source"]
    assert heads[-1] == "Sentence 45: rule"
    marked = [[mark.previous_sibling for mark in place.select("mark")] for place in page.select("section")]
    assert [len(marks) for marks in marked] == [1, 1, 1, 0, 0]
    assert [before.count("开源") for (before,) in marked[:3]] == [0, 1, 2]


def test_the_words_of_a_coded_passage_are_marked_in_both_languages(tmp_path):
    coded = area("Guancha retelling: war, 1 in 2 sentences", "004-13", "004-14") | {
        "quotes": ["为了保持盈利", "不在这里"]
    }
    (path,) = write_evidence(
        tmp_path / "evidence", [notebook(tmp_path / "05-pictures.ipynb", "Pictures?", map=[coded])]
    )
    page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    marks = [[mark.get_text() for mark in line.select("mark")] for line in page.select("li")]
    assert marks == [["为了保持盈利", "in order to stay profitable"], []]


def test_a_figure_that_repeats_another_has_no_lists_of_its_own(notebooks, tmp_path):
    assert lists_of(notebooks)["index", "repeated"] == ("03-words", "first")
    page = BeautifulSoup('<div id="figure-repeated"><img alt="A picture"></div>', "html.parser")
    finish_figures(page, notebooks[1], notebooks, "", tmp_path)
    links = [link["href"] for link in page.select("a")]
    assert links == [f"evidence/03-words.html#first{end}" for end in ("-1", "-2", "-3", "")]


def test_a_published_site_says_how_many_sentences_it_hides(notebooks, tmp_path):
    (path,) = write_evidence(tmp_path / "evidence", notebooks, shown={"002-1"})
    section = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").select_one("#first-1")
    assert [line.get_text().split(" ")[0] for line in section.select("li")] == ["002-1", "[…]"]
