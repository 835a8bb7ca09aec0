"""The glossary: whole, unlike any other row, pronounced as pypinyin reads it, and glossed where a term first stands."""

import re
import unicodedata

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from glosses import GlossaryError, check_glossary, gloss_first_uses
from test_notebooks import NOTEBOOKS

from helpers import SEEDS, lexicon
from helpers.claims import in_chinese
from helpers.claims.verdicts import FAILS, FRAGILE, HOLDS, NO_EVIDENCE, TRUE, not_testable
from helpers.text.script import HAN

RUN = re.compile(f"[{HAN}]+")
LABELS = (TRUE, HOLDS, FRAGILE, NO_EVIDENCE, FAILS)


def test_every_row_is_whole_and_no_term_stands_twice():
    check_glossary()


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ({"simplified": "开源", "pinyin": "kāiyuán", "english": " "}, "line 3: 开源 has no gloss."),
        ({"simplified": "开源", "pinyin": "", "english": "open source"}, "line 3: 开源 has no pinyin."),
        ({"simplified": "闭源", "pinyin": "bìyuán", "english": "closed"}, "line 3: 闭源 occurs twice."),
        ({"simplified": "", "pinyin": "a", "english": "b"}, "line 3: the row has no term."),
        ({"note_zh": "仅有中文。"}, "line 3: 开源 has a note in one language only."),
    ],
)
def test_a_broken_row_stops_the_build_with_one_sentence(monkeypatch, row, complaint):
    import build

    first = {"simplified": "闭源", "pinyin": "bìyuán", "english": "closed source", "note": "", "note_zh": ""}
    second = first | {"simplified": "开源", "pinyin": "kāiyuán", "english": "open source"} | row
    monkeypatch.setattr(lexicon, "read_table", lambda name: pd.DataFrame([first, second]))
    with pytest.raises(GlossaryError, match=rf"^helpers/lexicon/glossary.csv, {complaint}$"):
        build.build_site()


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ({"english": "recall", "meaning_zh": " "}, "line 3: the row has no meaning_zh."),
        ({"english": "recall", "meaning": ""}, "line 3: the row has no meaning."),
        ({}, "line 3: power occurs twice."),
    ],
)
def test_a_broken_term_of_method_is_refused(monkeypatch, row, complaint):
    first = {"english": "power", "chinese": "功效", "meaning": "a", "meaning_zh": "甲。"}
    tables = {"glossary": pd.DataFrame(), "methods": pd.DataFrame([first, first | row])}
    monkeypatch.setattr(lexicon, "read_table", tables.get)
    with pytest.raises(GlossaryError, match=rf"^helpers/lexicon/methods.csv, {complaint}$"):
        check_glossary()


def test_every_term_of_method_occurs_on_a_page_and_is_explained_in_one_chinese_sentence():
    pages = "\n".join(path.read_text(encoding="utf-8").casefold() for path in (*NOTEBOOKS, SEEDS / "CODEBOOK.md"))
    for row in lexicon.read_table("methods").itertuples():
        assert row.english.casefold() in pages or row.english in LABELS, row.english
        assert RUN.search(row.meaning_zh) and row.meaning_zh.count("。") == 1 and row.meaning_zh.endswith("。")


def test_the_verdicts_have_one_chinese_name():
    methods = lexicon.read_table("methods").set_index("english")["chinese"]
    for label in LABELS:
        assert methods[label] == in_chinese(label)
    assert methods["not testable"] == in_chinese(not_testable(5))


def letters(pinyin: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFC", pinyin).casefold() if c.isalpha())


READ_WRONGLY = {"微调": "wēidiào", "子公司": "zigōngsī", "王晟": "wángchéng"}


def test_pinyin_is_what_pypinyin_reads_unless_it_is_known_to_read_it_wrongly():
    from pypinyin import Style, lazy_pinyin

    for row in lexicon.read_table("glossary").itertuples():
        read = "".join(lazy_pinyin(row.simplified, style=Style.TONE))
        expected = READ_WRONGLY.get(row.simplified, row.pinyin)
        assert letters(expected) == letters(read), f"{row.simplified}: {row.pinyin}, {read}"


# ------------------------------------------------------------------------------------------------- in the prose of a page


@pytest.mark.parametrize(
    ("html", "glossed"),
    [
        ("<p>They say 开源 and 开源 again; in the old script 開源.</p>", ["开源"]),
        ("<p>Both 閉源 and 开源模型 have a gloss of their own.</p>", ["閉源", "开源模型"]),
        ("<p>The prose explains 开源 (open source) itself.</p><p>Later 开源 is known.</p>", []),
        ("<p>A “moat” (护城河) is explained, <em>护城河</em> too.</p>", []),
        ("<p>The most frequent is <b>开源</b> open source.</p>", []),
        ("<p>In <a href='#'>开源</a>, <code>开源</code></p><h2>开源</h2><blockquote><p>开源</p></blockquote>", []),
        ("<table><tr><td>开源</td></tr></table><p>开源</p>", ["开源"]),
        ("<details><p>开源</p></details><p>开源</p>", ["开源", "开源"]),
        ("<p lang='zh'>开源是必由之路</p><p>Say <span lang='zh'>开源</span>.</p>", ["开源"]),
        ("<p>no term: 开源是必由之路</p>", []),
        ("<ul><li><p lang='zh'>开源<span>战场</span>。</p></li></ul>", []),  # a piece of a sentence
        ("<p lang='zh'>开源</p>", []),
    ],
)
def test_a_term_is_glossed_where_it_first_stands_in_prose(html, glossed):
    page = BeautifulSoup(html, "html.parser")
    gloss_first_uses(page)
    words = page.select(".am-gloss")
    assert [word.find(lang="zh").get_text() for word in words] == glossed
    assert len({word["aria-describedby"] for word in words}) == len(words)
    plain = page.get_text()
    for bubble in page.select(".am-gloss-text"):
        plain = plain.replace(bubble.get_text(), "", 1)
    assert plain == BeautifulSoup(html, "html.parser").get_text()


def test_the_form_of_taiwan_gets_no_pinyin_of_another_word():
    page = BeautifulSoup("<p>They write 開放原始碼 there.</p>", "html.parser")
    gloss_first_uses(page)
    assert "kāiyuán" not in page.get_text() and "open source" in page.get_text()
