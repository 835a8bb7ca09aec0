"""What the reader's pages say beside each sentence, without building the site."""

import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from parallel_text import (
    OUTCOMES,
    Gloss,
    Mark,
    _notes,
    _shortened,
    find_glosses,
    line_at,
    marks_in_english,
    read_marks,
    render_table,
)

from helpers import SEEDS, load_articles
from helpers.claims.robustness import is_heading
from helpers.corpus import read_seed_table
from helpers.translations import read_translations

ROOT = Path(__file__).parent.parent
TERMS = [("模型", "model"), ("有人", "somebody"), ("大战", "great war"), ("开源", "open source"), ("开放", "open")]


@pytest.mark.parametrize(
    ("text", "glossed"),
    [
        ("有人说模型开源了", ["有人", "模型", "开源"]),
        ("没有人开源模型", ["开源", "模型"]),
        ("所有人都来了", []),
        ("这是重大战略", []),
        ("两家公司大战", ["大战"]),
        ("它的开放性", []),
        ("Meta开放了", ["Meta", "开放"]),
    ],
)
def test_only_whole_words_have_a_gloss(text, glossed):
    found = find_glosses(text, TERMS, {"Meta": "a firm"})
    assert [text[gloss.start : gloss.end] for gloss in found] == glossed
    assert all(isinstance(gloss, Gloss) for gloss in found)


CHINESE = "他说“快”,又说「慢」。"


@pytest.mark.parametrize(
    ("chinese", "english", "marked", "expected"),
    [
        (CHINESE, "He says “fast”, then “slow”.", "快", ["fast"]),
        (CHINESE, "He says “fast”, then “slow”.", "“快”", ["fast"]),
        (CHINESE, "He says “fast”, then “slow”.", "慢", ["slow"]),
        (CHINESE, "He says “fast”, then “slow”.", CHINESE[:-1], ["He says “fast”, then “slow”."]),
        (CHINESE, "He says “fast”, then “slow”.", "他说", []),  # its place in the English is a guess
        (CHINESE, "He says “fast”, then slow.", "快", []),  # one pair is gone: which one?
        ("快,快,他说“快”。", "Fast, fast, “fast”.", "快", []),  # the first 快, not the one in marks
        ("他说:“我叫它“开”的。”", "“I call it ‘open’,” he said.", "开", ["open"]),
        ("他说:“我叫它‘开’的。”", "“I call it ‘open’,” he said.", "开", ["open"]),
        ("他说:“我叫它“开”的。”", "“I call it ‘open’,” he said.", "我叫它“开”的。", ["I call it ‘open’,"]),
        ("他说:“快,", "He says: “Fast,", "快", []),  # the quotation goes on in the next sentence
    ],
)
def test_the_english_is_marked_where_its_words_are_sure(chinese, english, marked, expected):
    start = chinese.index(marked)
    found = marks_in_english(chinese, english, [Mark(start, start + len(marked), "quote", "a label", "a note")])
    assert [english[mark.start : mark.end] for mark in found] == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ([("快", "quote", "a")], ["a"]),  # one quotation: its words need no telling
        ([("快", "quote", "a"), ("他说", "metaphor", "b")], ["a", "b"]),
        ([("快", "quote", "a"), ("慢", "quote", "b")], ["<p>“快” “fast”</p>a", "<p>“慢” “slow”</p>b"]),
        ([("快", "quote", "a"), ("慢", "quote", "a")], ["<p>“快” “fast”, “慢” “slow”</p>a"]),  # the same note once
        (
            [("他说", "quote", "a"), ("慢", "quote", "b")],
            ["<p>“他说”</p>a", "<p>“慢” “slow”</p>b"],
        ),  # its English is a guess
    ],
)
def test_two_quotations_of_a_sentence_have_their_words_before_the_note(marked, expected):
    row = SimpleNamespace(text=CHINESE, english="He says “fast”, then “slow”.")
    places = ((CHINESE.index(words), words, layer, note) for words, layer, note in marked)
    marks = [Mark(start, start + len(words), layer, "a label", note) for start, words, layer, note in places]
    assert [note for _, note in _notes(row, marks)] == expected


def test_sentences_with_several_quotations_were_read():
    """Their English has the quotations in the same order. If this fails, compare the new sentences, then change the list."""
    marks = read_marks(load_articles())
    several = [
        one.anchor
        for one in read_translations()
        if (one.article_id, one.sentence) in marks and len(re.findall("[”」]", one.chinese)) > 1
    ]
    assert several == [
        "000-5",
        "000-21",
        "000-31",
        "000-63",
        "000-70",
        "000-72",
        "000-82",
        "000-105",
        "003-15",
        "003-31",
        "003-67",
        "004-7",
        "004-18",
        "004-26",
        "004-28",
        "004-39",
    ]


def test_a_claim_is_called_one_and_its_outcome_is_told():
    labels = {}
    for of_sentence in read_marks(load_articles()).values():
        for mark in of_sentence:
            if found := re.search(r"that can be checked \((C\d+)\)", mark.note):
                labels[found[1]] = mark
    outcomes = read_seed_table(SEEDS / "outcomes.csv", ("claim_id", "verdict", "outcome_en"))
    assert sorted(labels) == sorted(outcomes["claim_id"])
    for row in outcomes.itertuples():
        assert re.fullmatch(f"(claim|forecast): {OUTCOMES[row.verdict]}", labels[row.claim_id].label)
    assert labels["C003"].label == "claim: wrong" and "07-one-event" in labels["C003"].note


def test_a_note_reads_as_a_sentence_whatever_the_comparison_is_used_for():
    marks = [mark for of_sentence in read_marks(load_articles()).values() for mark in of_sentence]
    notes = " ".join(mark.note for mark in marks)
    for use in ("promise", "rule", "warning", "coexistence"):
        assert re.search(rf"Analogy with (?:phones|systems)\. Use: {use}\. Source domain", notes)


def test_a_figure_in_several_articles_is_not_called_an_event():
    figures = {key for key, marks in read_marks(load_articles()).items() if any("figure: 80" in m.label for m in marks)}
    assert figures == {("000", 81), ("003", 45), ("004", 2)}


def test_outcomes_are_called_as_on_the_scoreboard():
    cells = json.loads((ROOT / "notebooks" / "07-one-event-five-tellings.ipynb").read_text(encoding="utf-8"))["cells"]
    code = " ".join("".join(cell["source"]) for cell in cells)
    assert all(f'"{verdict}": "{word}"' in code for verdict, word in OUTCOMES.items())


def test_a_heading_is_a_line_of_its_own():
    text = "谁赢了?\n谁赢了?还不好说。"
    assert [is_heading(line_at(text, place)) for place in (0, text.rindex("谁"))] == [True, False]


@pytest.mark.parametrize(
    ("line", "heading"), [("他这样说——", False), ("新版将在七月推出......", False), ("谁赢了?", True)]
)
def test_a_line_that_is_broken_off_is_no_heading(line, heading):
    assert is_heading(line) is heading


def test_what_names_a_system_and_likens_nothing_has_no_colour_of_a_metaphor():
    marks = [mark for of_sentence in read_marks(load_articles()).values() for mark in of_sentence]
    near = [mark for mark in marks if "near miss" in mark.note]
    assert near and {(mark.layer, mark.label) for mark in near} == {
        ("near", "names a system or phone firm, likens nothing")
    }
    assert all("likens nothing" not in mark.label for mark in marks if mark.layer == "metaphor")


def test_a_doubtful_code_says_why():
    [mark] = [mark for mark in read_marks(load_articles())["000", 11] if mark.layer == "metaphor"]
    assert "medium: coded because" in mark.note and "by the codebook this is no image" in mark.note
    [sure] = [mark for mark in read_marks(load_articles())["000", 15] if mark.layer == "metaphor"]
    assert "confidence" not in sure.note


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("one word and then another of eleven letters", "one word and then another of eleven…"),
        ("one word, then another one, then “quoted words", "one word, then another one, then…"),
        ("one word and then another dual-track system of sorts", "one word and then another dual-track…"),
        ("开" * 41, "开" * 39 + "…"),
        ("开" * 40, "开" * 40),
    ],
)
def test_a_long_quotation_is_cut_between_words(words, expected):
    assert _shortened(words) == expected


def test_every_reporting_word_has_its_english():
    marks = [mark for of_sentence in read_marks(load_articles()).values() for mark in of_sentence]
    told = {found[1] for mark in marks if (found := re.search("<dt>reporting word</dt>\n<dd>([^<]*)", mark.note))}
    assert "提到 (mentions)" in told and all(re.fullmatch(r"[^ (]+ \([a-z, ]+\)", one) for one in told)
    cues = read_seed_table(SEEDS / "cues.csv", ("cue", "english"))["cue"]
    assert {one.split(" ")[0] for one in told} == set(cues) and cues.is_unique


def test_each_cell_of_a_table_brings_its_head_to_a_phone():
    table = render_table("A caption", ("in the file", "becomes"), [("甲", "乙")])
    assert '<th scope="row">甲</th>' in table and '<td data-head="becomes">乙</td>' in table
    assert table.count("data-head") == 1
