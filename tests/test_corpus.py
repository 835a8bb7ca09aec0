"""The five articles as they are, and every bad folder: one sentence with file, row and reason."""

import csv
import datetime
import hashlib
import os
import re
import subprocess
import sys

import pandas as pd
import pytest

from helpers.cleaning.repetition import find_doubled
from helpers.cleaning.spin import is_spun
from helpers.corpus import (
    ARTICLE_COLUMNS,
    MEDIATIONS,
    SEEDS,
    SeedError,
    article_labels,
    day_or_month,
    in_order_of_date,
    load_articles,
    month_of,
    read_cuts,
    read_seed_table,
)

DIGESTS = {
    "000_ca4678641d0de2dc.txt": "d3b67549414a3ef4fe4f9faca945459a03e63a2a6017ad085062f21ce99ca6a2",
    "001_60e2eac473953ea2.txt": "8a2af32d7b9b87b213e655931137736d5870b59e1320aa6936413944f80add43",
    "002_c773fae22ee9d935.txt": "b1535a90da85009bdea2d794bd1bd9b9cb19546be3362fd637293b67901469cd",
    "003_3c713769a8972ad9.txt": "f7fb42aaf759389bc75d0fca064e31448b403b2978b1d2298a08f82310ac575e",
    "004_2ce86e36bd807f4f.txt": "5efecb1ced1ddc945d52d9b76aa5a816a13e91356609086c62e7dde49e2a03a1",
}


@pytest.fixture(scope="module")
def articles():
    return load_articles().set_index("article_id", drop=False)


# ------------------------------------------------------------------------------------------------ the five articles


def test_the_five_files_are_byte_for_byte_those_that_were_given():
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in SEEDS.glob("*.txt")}
    assert found == DIGESTS


def test_the_table_has_its_columns_and_types(articles):
    assert tuple(articles.columns) == ARTICLE_COLUMNS
    assert articles.index.tolist() == ["001", "002", "000", "003", "004"]  # in order of date
    assert articles["year"].tolist() == [2023, 2023, 2024, 2024, 2025]
    assert articles["script"].tolist() == ["Hans", "Hant", "Hans", "Hans", "Hant"]
    assert articles["mediation"].isin(MEDIATIONS).all()
    for row in articles.itertuples():
        assert isinstance(row.date_from, datetime.date) and row.date_from <= row.date_to
        assert row.raw == (SEEDS / row.file).read_bytes().decode()


def test_every_date_is_proved_by_exact_words_of_its_article(articles):
    with open(SEEDS / "articles.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert row["date_quote"] and row["date_quote"] in articles.at[row["article_id"], "raw"]
            assert row["date_quote_2"] in articles.at[row["article_id"], "raw"]


def test_every_cut_stands_in_its_article_as_often_as_it_says(articles):
    for article_id, cuts in read_cuts().items():
        for cut in cuts:
            assert articles.at[article_id, "raw"].count(cut.quote) == cut.count, cut


PINYIN_NOTE = re.compile(r"\([a-zɡüāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-zɡ]*\)")


def test_in_004_the_158_pinyin_notes_go_and_the_real_brackets_stay(articles):
    row = articles.loc["004"]
    assert len(PINYIN_NOTE.findall(row.raw)) == 158
    assert not PINYIN_NOTE.search(row.text)
    for bracket in ("(DeepSeek)", "(Ethan Mollick)", "(a16z)"):
        assert row.text.count(bracket) >= 1, bracket
    assert "(在开源领域)" in row.text


def test_in_004_two_spots_of_mojibake_are_repaired_with_proof(articles):
    row = articles.loc["004"]
    repairs = [edit.new for edit in row.ledger if edit.note.startswith("mojibake")]
    assert repairs == ["伊桑·莫里克(Ethan Mollick)", "了。”"]
    assert articles["flags"].map(len).tolist() == [0] * 5


def test_002_stands_twice_and_the_copy_that_names_the_institute_is_kept(articles):
    row = articles.loc["002"]
    doubled = [edit for edit in row.ledger if edit.rule == "doubling"]
    assert len(doubled) == 1 and "智源" not in doubled[0].old
    assert row.text.count("智源AI研究院") == 1
    assert row.text.count("安卓时刻") == 2
    assert find_doubled(row.text) is None
    others = articles.drop(index="002")
    assert not any(edit.rule == "doubling" for ledger in others["ledger"] for edit in ledger)


def test_only_000_is_spun_and_its_large_models_come_back(articles):
    assert articles.index[articles["raw"].map(is_spun)].tolist() == ["000"]
    row = articles.loc["000"]
    assert row.raw.count("巨大模型") == row.raw.count("大模型") == 14
    assert row.text.count("巨大模型") == 0 and row.text.count("大模型") == 14


@pytest.mark.parametrize(("term", "naive", "cleaned"), [("开源", 74, 122), ("科学家", 0, 5), ("安卓", 19, 10)])
def test_cleaning_changes_the_answers(articles, term, naive, cleaned):
    assert sum(raw.count(term) for raw in articles["raw"]) == naive
    assert sum(text.count(term) for text in articles["text"]) == cleaned


def test_no_title_advert_widget_or_footer_is_left(articles):
    texts = "\n".join(articles["text"])
    for trace in (
        "配资",
        "赞赏",
        "{{",
        "**",
        "网易号",
        "Copyright",
        "版权",
        "转载",
        "http",
        "\r",
        "\u00a0",
        "\n\n",
    ):
        assert trace not in texts, trace
    for row in articles.itertuples():
        assert not row.title or row.title not in row.text


def test_without_rules_the_text_is_raw_and_without_cuts_the_title_stays():
    raw = load_articles(rules=())
    assert (raw["text"] == raw["raw"]).all() and (raw["ledger"].map(len) == 0).all()
    assert "配资" in load_articles(rules=["spacing"])["text"][3]


DIGEST = """
import hashlib, sys
from helpers.corpus import load_articles
from helpers.stats.counts import count_terms
articles = load_articles(sys.argv[1])
parts = [articles.to_csv(), count_terms(articles).to_csv(), count_terms(articles[::-1]).to_csv()]
print(*(hashlib.sha256(part.encode()).hexdigest() for part in parts))
"""


@pytest.mark.slow
def test_hash_seed_row_order_and_folder_change_nothing(tmp_path):
    for path in sorted(SEEDS.glob("*.txt"), reverse=True):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "edits.csv").write_bytes((SEEDS / "edits.csv").read_bytes())
    with open(SEEDS / "articles.csv", encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    with open(tmp_path / "articles.csv", "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows[::-1]])
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", DIGEST, str(folder)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            stdout=subprocess.PIPE,
        )
        for folder, seed in [(SEEDS, "1"), (tmp_path, "2")]
    ]
    one, other = (run.communicate()[0].split() for run in runs)
    assert one == other and one[1] == one[2]


# ------------------------------------------------------------------------------------------------------ bad folders

ROW = {
    "article_id": "a",
    "file": "a.txt",
    "title": "T",
    "date_from": "2024-01-01",
    "date_to": "2024-01-02",
    "date_quote": "今天",
}
CUT = {
    "article_id": "a",
    "kind": "advert",
    "count": "1",
    "quote": "广告",
    "replacement": "",
    "reason": "an advert",
}


def write_table(path, rows, encoding="utf-8"):
    with open(path, "w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerows([list(rows[0]), *(list(row.values()) for row in rows)])


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.txt").write_text("今天开源了。\n广告广告\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("今天闭源了。\n", encoding="utf-8")
    write_table(tmp_path / "articles.csv", [ROW, ROW | {"article_id": "b", "file": "b.txt"}])
    return tmp_path


def refusal(folder) -> str:
    """Load the folder, which must be refused in one sentence, and return that sentence."""
    with pytest.raises(SeedError) as caught:
        load_articles(folder)
    message = str(caught.value)
    assert re.fullmatch(r"[a-z]+\.csv.{5,}\.", message), message  # one line that begins with its file and ends
    assert not re.search(r"\. [A-Z]", message), message
    return message


def test_a_folder_of_ones_own_needs_no_edits_and_few_columns(folder):
    loaded = load_articles(str(folder))
    assert loaded["text"].tolist() == ["今天开源了。\n广告广告", "今天闭源了。"]
    assert loaded["outlet"].tolist() == ["", ""]


def test_a_byte_order_mark_and_blank_lines_in_a_table_do_no_harm(folder):
    table = (folder / "articles.csv").read_text(encoding="utf-8").replace("\r\n", "\r\n\r\n")
    (folder / "articles.csv").write_text(table, encoding="utf-8-sig")
    assert load_articles(folder)["article_id"].tolist() == ["a", "b"]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"article_id": ""}, "row 3: the article_id is empty"),
        ({"article_id": "a"}, "row 3: article_id 'a' occurs twice"),
        ({"file": "a.txt"}, "row 3: file 'a.txt' occurs twice"),
        ({"file": ""}, "row 3: the file is empty"),
        ({"file": "c.txt"}, "row 3: there is no file 'c.txt'"),
        ({"file": "../b.txt"}, "row 3: there is no file '../b.txt'"),
        ({"file": "./b.txt"}, "row 3: there is no file './b.txt'"),
        ({"file": "/etc/passwd"}, "row 3: there is no file '/etc/passwd'"),
        ({"file": ".."}, "row 3: there is no file '..'"),
        ({"file": "x" * 5000}, "row 3: there is no file 'xxx"),
        ({"file": "b.txt\0"}, "line 3 has a NUL byte"),
        ({"date_from": "2024-02-30"}, "row 3: date_from '2024-02-30' is not a date"),
        ({"date_to": "17.3.2024"}, "row 3: date_to '17.3.2024' is not a date"),
        ({"date_to": "20240317"}, "row 3: date_to '20240317' is not a date"),
        ({"date_to": "today"}, "row 3: date_to 'today' is not a date"),
        ({"date_to": ""}, "row 3: date_to '' is not a date"),
        ({"date_from": "2024-01-03"}, "row 3: date_from 2024-01-03 is later than date_to 2024-01-02"),
        ({"date_quote": "昨天"}, "row 3: the date_quote '昨天' is not in b.txt"),
        ({"date_quote": "今天\n昨天"}, r"row 3: the date_quote '今天\n昨天' is not in b.txt"),
    ],
)
def test_a_bad_row_is_refused_with_its_number_and_reason(folder, changed, reason):
    write_table(folder / "articles.csv", [ROW, ROW | {"article_id": "b", "file": "b.txt"} | changed])
    assert reason in refusal(folder)


def test_an_unknown_mediation_is_refused(folder):
    told = {"mediation": "original"}
    write_table(folder / "articles.csv", [ROW | told, ROW | {"article_id": "b", "file": "b.txt", "mediation": "x"}])
    assert "row 3: mediation 'x' is none of original, repost" in refusal(folder)


HEAD = "article_id,file,title,date_from,date_to,date_quote"


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        (b"", "articles.csv: the file is empty"),
        (HEAD.encode(), "articles.csv: there is no article in it"),
        (HEAD.replace("title", "file").encode(), "row 1: the column 'file' occurs twice"),
        (HEAD.replace("title", "name").encode(), "row 1: the column 'title' is missing"),
        (f"{HEAD}\na,a.txt,T,2024-01-01,2024-01-02".encode(), "row 2: 5 cells, where the header has 6"),
        (f"{HEAD}\na,a.txt,T,U,2024-01-01,2024-01-02,q".encode(), "row 2: 7 cells, where the header has 6"),
        (f"{HEAD}\n{HEAD}".encode(), "row 2: there is no file 'file'"),
        (f'{HEAD}\na,a.txt,"T'.encode(), "row 2: not a well-formed table"),
        (f"{HEAD}\na,a.txt,é,2024-01-01,2024-01-02,q".encode("latin-1"), "not UTF-8 (line 2, byte 0xe9)"),
        (f"{HEAD}\n".encode("utf-16"), "not UTF-8 (line 1, byte 0xff)"),
    ],
)
def test_a_malformed_table_is_refused(folder, table, reason):
    (folder / "articles.csv").write_bytes(table)
    assert reason in refusal(folder)


def test_a_missing_table_or_folder_is_refused(folder):
    (folder / "articles.csv").unlink()
    assert "articles.csv: the file is missing from" in refusal(folder)
    assert "articles.csv: the file is missing from" in refusal(folder / "nowhere")
    file = folder / "mine.csv"
    file.write_text("text\n", encoding="utf-8")
    wanted = "is a file, where a folder is wanted; load_folder reads a table or text."
    assert refusal(file) == f"articles.csv: {file} {wanted}"
    with pytest.raises(SeedError, match=r"^x\.csv: .+mine\.csv is a file, where a folder is wanted\.$"):
        read_seed_table(file / "x.csv", ())
    (folder / "articles.csv").mkdir()
    assert refusal(folder) == "articles.csv: this is a folder, where a table is wanted."


def test_a_file_without_a_row_is_refused(folder):
    (folder / "c.txt").write_text("今天")
    assert refusal(folder) == "articles.csv: the file c.txt has no row."


def test_a_link_is_not_followed(folder, tmp_path_factory):
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.txt"
    secret.write_text("今天")
    (folder / "b.txt").unlink()
    (folder / "b.txt").symlink_to(secret)
    assert "row 3: there is no file 'b.txt'" in refusal(folder)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("今天\n开源".encode("gb18030"), "row 3: b.txt is not UTF-8 (line 1, byte 0xbd)"),
        ("今天\n开\0源".encode(), "row 3: b.txt is not a text file (line 2 has a NUL byte)"),
    ],
)
def test_an_article_that_is_no_utf8_text_is_refused(folder, data, reason):
    (folder / "b.txt").write_bytes(data)
    assert reason in refusal(folder)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"count": "two"}, "row 3: count 'two' is not a whole number from 1 on"),
        ({"count": "0"}, "row 3: count '0' is not"),
        ({"count": ""}, "row 3: count '' is not"),
        ({"count": "1"}, "row 3: '广告' stands 2 times in the text, not 1"),
        ({"quote": "推广"}, "row 3: '推广' stands 0 times in the text, not 2"),
        ({"quote": ""}, "row 3: the quote is empty"),
        ({"article_id": "z"}, "row 3: article 'z' has no row in articles.csv"),
        ({"count": "1", "quote": "告广告"}, "row 3: '告广告' overlaps '广告广' of edits.csv, row 2"),
        (
            {"count": "1", "quote": "开源了", "kind": "mojibake"},
            "row 3: '开源了' is not what losing one byte",
        ),
    ],
)
def test_a_cut_that_does_not_fit_is_refused_with_its_row(folder, changed, reason):
    first = CUT | ({"quote": "广告广"} if "overlaps" in reason else {"quote": "今天"})
    write_table(folder / "edits.csv", [first, CUT | {"count": "2"} | changed])
    message = refusal(folder)
    assert message.startswith("edits.csv, ") and reason in message


def test_a_cut_that_fits_is_made(folder):
    write_table(folder / "edits.csv", [CUT | {"count": "2"}])
    row = load_articles(folder).loc[0]
    assert row.text == "今天开源了。"
    assert [edit.note for edit in row.ledger if edit.rule == "editorial"] == ["advert: an advert"] * 2


def test_a_missing_column_of_edits_is_refused(folder):
    write_table(folder / "edits.csv", [{"article_id": "a"}])
    assert refusal(folder) == "edits.csv, row 1: the column 'count' is missing."


def test_an_unknown_rule_is_no_fault_of_the_folder(folder):
    with pytest.raises(ValueError, match="unknown rule 'x'") as caught:
        load_articles(folder, rules=["x"])
    assert not isinstance(caught.value, SeedError)


# ------------------------------------------------------------------------------------------------ dates and labels


def day(text):
    return datetime.date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("first", "last", "month", "shown"),
    [
        ("2024-06-01", "2024-06-01", "Jun 2024", "2024-06-01"),
        ("2024-06-01", "2024-06-02", "Jun 2024", "Jun 2024"),
        ("2024-05-31", "2024-06-01", "May–Jun 2024", "May–Jun 2024"),
        ("2023-06-01", "2024-06-01", "Jun 2023–Jun 2024", "Jun 2023–Jun 2024"),
        ("2023-12-31", "2024-01-01", "Dec 2023–Jan 2024", "Dec 2023–Jan 2024"),
        ("", "2024-06-01", "undated", ""),
        ("2024-06-01", "", "undated", ""),
    ],
)
def test_an_interval_is_written_by_its_day_or_its_months(first, last, month, shown):
    assert (month_of(day(first), day(last)), day_or_month(day(first), day(last))) == (month, shown)


def test_articles_come_by_the_middle_of_their_dates_then_by_id_and_undated_ones_last():
    rows = [("e", "", ""), ("d", "2024-01-01", "2024-12-31"), ("c", "2024-07-01", "2024-07-01"), ("b", "2024-07-01", "2024-07-01"),
            ("a", "2024-07-03", "2024-07-03"), ("f", "2024-01-01", ""), ("g", "2024-06-30", "2024-06-30")]  # fmt: skip
    table = pd.DataFrame(rows, columns=["article_id", "date_from", "date_to"])
    for column in ("date_from", "date_to"):
        table[column] = pd.Series([day(text) for text in table[column]], dtype="object")
    found = in_order_of_date(table)
    assert found["article_id"].tolist() == ["g", "b", "c", "d", "a", "e", "f"]
    assert [*found] == ["article_id", "date_from", "date_to"] and found.index.tolist() == [*range(7)]


def test_a_label_has_the_short_name_the_title_or_the_id_and_the_month():
    table = pd.DataFrame(
        {
            "article_id": ["a", "b", "c"],
            "short": ["The short name of it", "", ""],
            "title": ["no", "Title", ""],
            "date_from": pd.Series([day("2024-06-01")] * 2 + [None], dtype="object"),
            "date_to": pd.Series([day("2024-06-01")] * 2 + [None], dtype="object"),
        }
    )
    assert article_labels(table) == {"a": "The short name of it, Jun 2024", "b": "Title, Jun 2024", "c": "c, undated"}
    assert article_labels(table, lines=True) == {
        "a": "The short\nname of it\nJun 2024",
        "b": "Title\nJun 2024",
        "c": "c\nundated",
    }
    assert article_labels(table, lines=True, dates=False) == {"a": "The short\nname of it", "b": "Title", "c": "c"}


def test_a_name_that_several_articles_have_is_followed_by_the_id():
    table = pd.DataFrame(
        {
            "article_id": ["a-1", "b-1", "c"],
            "short": ["", "社论", ""],
            "title": ["社论", "", "评论"],
            "date_from": [day("2024-06-01"), day("2024-06-30"), day("2024-06-01")],
            "date_to": [day("2024-06-01"), day("2024-06-30"), day("2024-06-01")],
        }
    )
    assert [*article_labels(table).values()] == ["社论 (a-1), Jun 2024", "社论 (b-1), Jun 2024", "评论, Jun 2024"]
    assert [*article_labels(table, dates=False).values()] == ["社论 (a-1)", "社论 (b-1)", "评论"]
    # the last line is the time: descriptions of pictures leave it out
    assert (
        article_labels(table.assign(title="人工智能时代的社论", short=""), lines=True)["b-1"]
        == "人工智能时代的社论\n(b-1)\nJun 2024"
    )
