"""The translation holds every sentence once, and loses neither a number nor a name."""

import csv
import re

import pandas as pd
import pytest
from translation_checks import EXCEPTIONS, KINDS, find_differences

from helpers import lexicon, load_articles, load_folder, translations
from helpers.cleaning import RULE_NAMES
from helpers.corpus import SEEDS, SeedError, read_seed_table
from helpers.text.script import IS_HAN
from helpers.text.sentences import split_sentences
from helpers.translations import (
    Translated,
    _quoted,
    cut_in_example,
    english_around,
    english_of,
    english_of_edit,
    find_translations,
    is_quoted_in,
    load_translations,
    name_in_example,
    read_translations,
    words_of,
)


@pytest.fixture(scope="module")
def articles():
    return load_articles()


@pytest.fixture(scope="module")
def translated(articles):
    return load_translations(articles)


def made(*rows):
    table = pd.DataFrame(rows, columns=["text", "english"])
    return table.assign(article_id="a", sentence=range(1, len(rows) + 1), note="")


# ------------------------------------------------------------------------------------------------- the shipped table


def test_every_sentence_has_its_row_and_every_row_its_sentence(translated):
    assert len(translated) == len(read_translations())
    assert translated["english"].str.strip().ne("").all()
    assert not translated["english"].str.contains("[\u4e00-\u9fff]").any()


def test_numbers_and_names_survive_but_for_the_listed_exceptions(translated):
    found = find_differences(translated)
    exceptions = read_seed_table(SEEDS / EXCEPTIONS, ("article_id", "sentence", "kind", "what", "reason"))
    assert exceptions["kind"].isin(KINDS).all() and exceptions["reason"].str.strip().ne("").all()
    listed = set(
        zip(
            exceptions["article_id"],
            exceptions["sentence"].astype(int),
            exceptions["kind"],
            exceptions["what"],
            strict=True,
        )
    )
    doubts = set(found[["article_id", "sentence", "kind", "what"]].itertuples(index=False, name=None))
    assert doubts - listed == set(), "lost in translation"
    assert listed - doubts == set(), "no exception any more"


def test_marks_of_quotation_are_paired(translated):
    for row in translated.itertuples():
        assert row.english.count("“") == row.english.count("”"), row


# -------------------------------------------------------------------------------------------------- checks by hand


@pytest.mark.parametrize(
    ("chinese", "english", "doubts"),
    [
        ("OpenAI融资1.28亿美元。", "OpenAI raised 128 million dollars.", []),
        ("OpenAI融资1.28亿美元。", "OpenAI raised 128 billion dollars.", [("number", "1.28亿")]),
        ("GPT-4在2024年3月发布。", "GPT-4 was released in March 2024.", []),
        ("GPT-4在2024年3月发布。", "GPT-4 was released in March 2023.", [("number", "2024")]),
        ("份额超过80%", "a share of more than 80%", []),
        ("有两到3个人", "there are two or three people", []),
        ("谷歌没有护城河。", "Google has no moat.", []),
        ("谷歌没有护城河。", "Google has a moat.", [("negation", "没有护城")]),
        ("谷歌和苹果", "the search company and Apple", [("entity", "Google")]),
        ("奥尔特曼说:“开源。”", "Altman said: “Open.”", []),
        ("奥尔特曼说:“开源。”", "Altman said it would be open.", [("quotation", "1 against 0")]),
    ],
)
def test_what_is_lost_is_found(chinese, english, doubts):
    found = find_differences(made((chinese, english)))
    assert list(found[["kind", "what"]].itertuples(index=False, name=None)) == doubts


def test_a_passage_leads_to_its_sentence(translated):
    for row in translated.sample(25, random_state=7).itertuples():
        inside = row.text[2:-1] if len(row.text) > 8 else row.text
        assert (row.article_id, row.sentence) in [one[:2] for one in find_translations(inside, row.article_id)]
    assert find_translations("") == find_translations("这句话哪里都没有") == ()


def test_two_sentences_lead_to_both(translated):
    first, second = translated["text"].iloc[:2]
    assert [one.sentence for one in find_translations(first + second, translated["article_id"].iloc[0])] == [1, 2]


# ---------------------------------------------------------------------------------------------------------- bad input


@pytest.fixture
def seeds(tmp_path):
    """A copy of the table of translations, and a way to change it."""
    rows = [*csv.reader((SEEDS / "translations.csv").open(encoding="utf-8", newline=""))]

    def write(change):
        changed = change([row.copy() for row in rows])
        with (tmp_path / "translations.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(changed)
        return tmp_path

    return write


def changed(row, column, value):
    def change(rows):
        rows[row][column] = value
        return rows

    return change


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda rows: rows[:5] + rows[6:], r"translations\.csv: the sentence \d{3}-5 \(.+\) has no row\."),
        (lambda rows: [*rows, rows[5]], r"translations\.csv, row \d+: sentence \d{3}-5 is translated twice\."),
        (changed(5, 2, "别的句子。"), r"translations\.csv: the sentence \d{3}-5 now reads '.+', not '别的句子。'\."),
        (changed(5, 3, " "), r"translations\.csv, row 6: sentence \d{3}-5 has no English\."),
        (changed(5, 1, "five"), r"translations\.csv, row 6: sentence 'five' is not a whole number from 1 on\."),
        (
            lambda rows: [*rows, ["001", "999", "没有。", "None.", ""]],
            r"translations\.csv: the row 001-999 has no sentence",
        ),
        (lambda rows: [row[:4] for row in rows], r"translations\.csv, row 1: the column 'note' is missing\."),
    ],
)
def test_a_row_that_does_not_fit_stops_with_one_sentence(articles, seeds, change, message):
    read_translations.cache_clear()
    with pytest.raises(SeedError, match=message) as error:
        load_translations(articles, seeds(change))
    assert "\n" not in str(error.value) and re.search(r"[.]$", str(error.value))


def test_a_folder_without_translations_has_none(tmp_path):
    assert read_translations(tmp_path) == ()


def test_the_raw_sentences_of_a_spun_text_have_their_english():
    spun = (
        load_articles(rules=[rule for rule in RULE_NAMES if rule != "spin"]).set_index("article_id").loc["000", "text"]
    )
    assert [text for text in split_sentences(spun) if not find_translations(text, "000")] == []


def test_a_long_cut_that_is_shown_in_part_has_its_english():
    cut = "拿LLaMA训练两三个月足够了。"
    assert english_of_edit(cut) == english_of_edit(f"{cut[:12]}…") != ""
    assert english_of_edit(f"…{cut[:12]}") == ""


# ------------------------------------------------------------------------------------------------ the practice folder


@pytest.fixture(scope="module")
def example():
    from helpers.report.ingest import EXAMPLE

    return load_folder(EXAMPLE)


def test_every_sentence_of_the_practice_folder_has_its_english_and_none_is_left_over(example):
    table = lexicon.read_table("example_english")
    sentences = table.loc[table["kind"] == "sentence"]
    assert sentences["chinese"].tolist() == [
        *dict.fromkeys(one for text in example["text"] for one in split_sentences(text))
    ]
    assert set(table["kind"]) == {"sentence", "name", "cut"} and not table.duplicated(["kind", "chinese"]).any()
    assert table["english"].str.strip().ne("").all() and not table["english"].str.contains("[\u4e00-\u9fff]").any()
    assert (table["english"].str.count("“") == table["english"].str.count("”")).all()
    assert table.groupby("chinese")["english"].nunique().eq(1).all(), "a title is told in two ways"


def test_every_name_of_the_practice_folder_has_its_english_and_none_is_left_over(example):
    from helpers.report.ingest import EXAMPLE
    from helpers.report.output import reading
    from helpers.text.entities import gloss_of

    speakers = {*reading.read(EXAMPLE).found.speakers["speaker"]} - {""}
    names = {*example["title"], *example["outlet"], *speakers} - {""}
    assert [name for name in names if not (gloss_of(name) or name_in_example(name))] == []
    table = lexicon.read_table("example_english")
    assert {*table.loc[table["kind"] == "name", "chinese"]} <= names


def test_all_that_is_cut_from_the_practice_folder_has_its_english_and_no_word_is_left_over():
    from helpers.report.ingest import EXAMPLE
    from helpers.report.output import reading

    cuts = reading.read(EXAMPLE).found.evidence["cuts"].first
    untold = [row.was for row in cuts.itertuples() if IS_HAN.search(row.was + row.became)
              and not (cut_in_example(row.was) or english_around(row.became))]  # fmt: skip
    assert untold == []
    table = lexicon.read_table("example_english")
    assert [
        word for word in table.loc[table["kind"] == "cut", "chinese"] if not cuts["was"].str.contains(word).any()
    ] == []


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("* [首页](/)\n* [登录](/login)", "home · log in"),
        ("一个月追上来的模型（转载）", "The model that caught up in a month (repost)"),
        ("title: 打开盒子之后\nsource: 山谷日报", "After the box was opened · Valley Daily"),
        ("首页 首页", "home"),
        ("首页 新闻", ""),
        ("新首页", ""),
        ("<p>", ""),
    ],
)
def test_a_cut_is_told_only_if_all_of_it_is_known(text, english):
    assert cut_in_example(text) == english


def test_numbers_and_names_of_the_practice_folder_survive_translation():
    table = lexicon.read_table("example_english").query("kind == 'sentence'")
    found = find_differences(made(*table[["chinese", "english"]].itertuples(index=False)))
    assert found.loc[found["kind"].isin(["number", "entity"]), ["sentence", "kind", "what"]].values.tolist() == []


KNOWN = (
    Translated("", 1, "河边的图书馆，周日从来不会开门。", "Closed.", ""),
    Translated("", 2, "馆员有三只猫，两只是黑的，一只是白的。", "Cats.", ""),
    Translated("", 3, "共七个字一句。", "Seven.", ""),
    Translated("", 4, "共八个字的一句。", "Eight.", ""),
    Translated("", 5, "一则没有句号的标题", "Title.", ""),
)


@pytest.mark.parametrize(
    ("before", "key", "after", "english"),
    [
        ("", "河边的图书馆，周日从来不会开门。", "", "Closed."),
        ("", "河边的图书馆，周日从来不会开门。馆员有三只猫，两只是黑的，一只是白的。", "", "Closed. Cats."),
        ("他们说。河边的", "图书馆", "，周日从来不会开门。别的", "Closed."),
        (" 河边的", "图书馆", "，周日从来不会开门。 ", "Closed."),
        ("一只是白的。 ", "河边", "的图书馆，周日从来不会开门。", "Closed."),
        ("两只是黑的，一只是白的。河边的", "图书馆", "，周日从来不会开门。馆员有三只猫，两只是黑的", "Closed."),
        ("图书馆，周日从来", "不会", "开门。馆员有三只猫", "Closed."),  # its end, cut in front
        ("白的。河边的", "图书馆", "，周日从来不会", "Closed."),  # its beginning, cut behind
        ("员有三只", "猫", "，两只是黑的，一只", "Cats."),  # its middle
        ("书馆，周日", "从来", "不会开门。馆员", "Closed."),  # twelve characters
        ("馆，周日", "从来", "不会开门。馆员", ""),  # eleven
        ("", "图书馆", "，周日从来", ""),
        ("白的。河边的", "图书馆", "，周日从来开门。", ""),  # somebody else's words
        ("听说河边的", "图书馆", "，周日从来不会开门。", ""),  # in another sentence
        ("听说河边的", "图书馆", "，周日从来不会", ""),
        ("他说：“河边的", "图书馆", "，周日从来不会开门。”", ""),
        ("", "图书馆", "，周日从来不会开门吗？", ""),
        ("河边的图书馆，周日从来不会开门。", "别的", "。", ""),  # the words are not the key's
        ("", "共七个字一句。", "", ""),
        ("", "共八个字的一句。", "", "Eight."),
        ("", "一则没有句号的标题", " 正文", "Title."),
        ("", "一则没有句号的标题", "后面", ""),
        ("", "", "", ""),
    ],
)
def test_a_line_has_the_english_of_the_sentence_around_its_key(before, key, after, english, monkeypatch):
    monkeypatch.setattr(translations, "_of_example", lambda: KNOWN)
    monkeypatch.setattr(translations, "_of_example_by_run", translations._of_example_by_run.__wrapped__)
    assert english_around(key, before, after) == english


# ------------------------------------------------------------------------------------------------- passages, by hand

SMALL = (
    Translated("a", 1, "小镇有一家图书馆。", "A library.", ""),
    Translated("a", 2, "夜里也开门吗？", "At night?", ""),
    Translated("a", 3, "好。", "Yes.", ""),
    Translated("b", 1, "小镇有一家图书馆。", "One library.", ""),
    Translated("b", 2, "馆里有人。", "Somebody.", ""),
    Translated("b", 3, "共八个字的一句。", "Eight.", ""),
    Translated("b", 4, "共七个字一句。", "Seven.", ""),
)


@pytest.fixture
def small(monkeypatch):
    """Two articles of a few sentences in the place of ours."""
    monkeypatch.setattr(translations, "read_translations", lambda: SMALL)
    monkeypatch.setattr(translations, "_of_example", lambda: ())
    found = translations._sentences_with, translations._whole_sentences
    for one in found:
        one.cache_clear()
    yield
    for one in found:
        one.cache_clear()


@pytest.mark.parametrize(
    ("passage", "article", "anchors"),
    [
        ("图书馆", "", ["a-1", "b-1"]),
        ("图书馆", "b", ["b-1"]),
        (" 图书馆\n", "a", ["a-1"]),
        ("图书馆", "c", []),
        ("馆", "", ["a-1", "b-1", "b-2"]),
        ("小镇有一家图书馆。夜里也开门吗？", "a", ["a-1", "a-2"]),
        ("小镇有一家图书馆。好。", "a", ["a-1"]),  # two characters may be anybody's
        ("一家图书馆。夜里也开", "a", ["a-1", "a-2"]),  # the end of one and the beginning of the next
        ("一家图书馆。\n夜里也开", "a", ["a-1", "a-2"]),
        ("一家图书馆。白天也开", "a", []),
        ("**小镇**有一家圖書館", "a", ["a-1"]),  # as cleaning would leave it
        ("", "", []),
        ("**", "", []),
    ],
)
def test_a_passage_leads_to_what_holds_it_or_what_it_holds(passage, article, anchors, small):
    assert [one.anchor for one in find_translations(passage, article)] == anchors


@pytest.mark.parametrize(
    ("text", "anchors"),
    [
        ("小镇有一家图书馆。", ["a-1", "b-1"]),
        (" 共八个字的一句。 ", ["b-3"]),
        ("共七个字一句。", []),
        ("小镇有一家图书馆", []),
        ("夜里也开门吗？", []),
    ],
)
def test_a_whole_sentence_has_eight_characters(text, anchors, small):
    assert [one.anchor for one in translations.whole_sentence(text)] == anchors


@pytest.mark.parametrize(
    ("old", "english"),
    [
        ("一个很长的要删去的段落的全部", "all"),
        (" 一个很长的要删去的段落的全部\n", "all"),
        ("一个很长的要删去的段落的", "all"),  # twelve characters are enough to know it by
        ("一个很长的要删去的段落", ""),
        ("一个很长的要删去的段落的…", "all"),
        ("短", "short"),
        ("别的很长的要删去的段落的全部", ""),
    ],
)
def test_a_cut_is_known_by_its_first_twelve_characters(old, english, monkeypatch):
    known = {"一个很长的要删去的段落的全部": "all", "短": "short"}
    monkeypatch.setattr(translations, "_english_of_edits", lambda: known)
    assert english_of_edit(old) == english


TOLD = "“甲‘乙’丙”,他说,①丁;②戊「己」。"


@pytest.mark.parametrize(
    ("passage", "chinese", "english", "told"),
    [
        ("甲‘乙’丙", TOLD, "“a ‘b’ c,” he said, ① d; ② e “f”.", "a ‘b’ c"),  # the comma of English type is no part
        ("乙", TOLD, "“a ‘b’ c,” he said, ① d; ② e “f”.", "b"),
        ("丙", TOLD, "“a ‘b’ c,” he said, ① d; ② e “f”.", "a ‘b’ c"),  # the smallest part that holds it
        ("丁", TOLD, "“a ‘b’ c,” he said, ① d; ② e “f”.", "d"),
        ("己", TOLD, "“a ‘b’ c,” he said, ① d; ② e “f”.", "f"),
        ("他说", TOLD, "“a ‘b’ c,” he said, ① d; ② e “f”.", None),  # in none of them
        ("丁", TOLD, "“a ‘b’ c,” he said: d; e “f”.", None),  # the items are told otherwise
        ("乙", TOLD, "“a b c,” he said, ① d; ② e f.", None),  # so are the quotations
        ("乙", "“甲‘乙”丙’。", "“a ‘b’ c”.", None),  # marks that cross
        ("乙", "“甲”‘乙", "“a” ‘b’", None),  # a mark that does not close
        ("戊「己」", TOLD, "“a ‘b’ c,” he said, ① d; ② e “f”.", "e “f”"),
    ],
)
def test_a_passage_has_the_english_of_the_part_that_holds_it(passage, chinese, english, told):
    assert english_of(passage, Translated("a", 1, chinese, english, "")) == (told or english)


def test_what_is_quoted_is_quoted_from_end_to_end():
    one = Translated("a", 1, TOLD, "", "")
    assert [is_quoted_in(passage, one) for passage in ("乙", "甲‘乙’丙", "丙", "丁")] == [True, True, False, False]


def test_the_words_of_a_passage_stand_once_in_the_english_of_its_sentence():
    sentences = {one.anchor: one for one in read_translations()}
    rows = read_seed_table(SEEDS / "passages.csv", ("article_id", "sentence", "chinese", "english"))
    assert not rows.duplicated(["article_id", "sentence", "chinese"]).any()
    for row in rows.itertuples():
        one = sentences[f"{row.article_id}-{row.sentence}"]
        assert row.chinese in one.chinese and one.english.count(row.english) == 1, row.row
        assert words_of(f" {row.chinese}\n", one.anchor) == row.english
    assert words_of("为了", "004-13") == words_of("为了保持盈利", "004-14") == words_of("为了保持盈利", "") == ""


def test_words_are_noted_in_the_clean_text_and_found_for_the_raw_one():
    assert (
        words_of("英國《經(jīng)濟(jì)學(xué)人》21日刊文分析道", "004-6")
        == words_of("英国《经济学人》21日刊文分析道", "004-6")
        != ""
    )
    assert words_of("經濟", "004-6") == ""


def test_a_passage_of_whole_sentences_and_a_part_has_the_place_of_the_part_too():
    whole, tail, after = "而现在,属于AI大语言模型的“安卓时刻”,要来了。", "新时代的“iPhone”时刻", "当地时间7月18日"
    assert [one.sentence for one in find_translations(f"{whole}{after}", "002")] == [5, 6]
    assert [one.sentence for one in find_translations(f"{whole}{tail}", "002")] == [5]  # which stands elsewhere
    assert [one.sentence for one in find_translations(whole, "002")] == [5]


def test_without_a_table_no_passage_has_words(tmp_path, monkeypatch):
    for found in (translations._words_of_passages, words_of):
        found.cache_clear()
    monkeypatch.setattr(translations, "SEEDS", tmp_path)
    assert words_of("为了保持盈利", "004-13") == ""
    for found in (translations._words_of_passages, words_of):
        found.cache_clear()


def test_our_translations_keep_the_quotations_of_their_sentences_but_for_names_and_titles():
    """Where the numbers of quotations agree, we have read all of them: they stand in the same order."""
    lone = [one.anchor for one in read_translations() if len(_quoted(one.chinese)) != len(_quoted(one.english))]
    assert lone == ["001-8", "002-35", "003-89", "003-90"]
