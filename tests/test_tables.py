"""Tables keep their columns and types; a file that is none is refused; what we write no spreadsheet runs."""

import csv
import io
import re
import sys
import unicodedata

import pandas as pd
import pytest

from helpers import tables
from helpers.tables import TableError, armed, read_table, to_csv, typed_table, with_text_ids, years_of


def test_a_typed_table_has_its_columns_and_types_with_and_without_rows():
    types = {"a": "str", "b": "int64", "c": "float64"}
    for rows in ([], [("x", 1, 0.5), ("y", 2, float("nan"))]):
        table = typed_table(rows, types)
        assert {name: str(kind) for name, kind in table.dtypes.items()} == types and len(table) == len(rows)
    assert typed_table([("x\ud800", 1, 2.0)], types)["a"].tolist() == ["x\ufffd"]
    with pytest.raises(ValueError, match="argument 2"):
        typed_table([("x", 1, 0.5), ("y", 2)], types)


def test_ids_are_text_and_a_table_that_has_them_so_is_returned_itself():
    numbers = pd.DataFrame({"article_id": [1, 2.0, "x"], "text": ["甲", "", "乙"]})
    table = with_text_ids(numbers)
    assert table["article_id"].tolist() == ["1", "2", "x"] and numbers["article_id"].tolist() == [1, 2.0, "x"]
    assert with_text_ids(table, once=True) is table
    counts = pd.DataFrame({"article_id": ["a", "a"], "n": [1, 2]})
    assert with_text_ids(counts) is counts
    with pytest.raises(ValueError, match=r"^article_id 'a' occurs twice\.$"):
        with_text_ids(counts, once=True)
    other = pd.DataFrame({"term": [None]})
    assert with_text_ids(other, once=True) is other


def test_the_row_of_a_blank_id_is_told_and_the_article_of_a_blank_text_or_year():
    table = pd.DataFrame({"article_id": ["a", None], "text": "甲", "year": 2024}, index=[7, 9])
    with pytest.raises(ValueError, match=r"^the article_id is blank in the row 9 of the index\.$"):
        with_text_ids(table)
    table = table.assign(article_id=[1, 2])
    with pytest.raises(ValueError, match=r"^the text of article '2' is blank\.$"):
        with_text_ids(table.assign(text=["甲", pd.NA]))
    with pytest.raises(ValueError, match=r"^the text of article '1' is not a string\.$"):
        with_text_ids(table.assign(text=[1, "甲"]))
    assert years_of(table).equals(table["year"])
    with pytest.raises(ValueError, match=r"^the year of article 2 is no whole number: 20x4\.$"):
        years_of(table.assign(year=[2024, "20x4"]))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"a,b\n1,2\n\n3\n", "t.csv, row 4: 1 cells, where the header has 2."),
        (b'a,b\n1,"2\n3', "t.csv, row 2: not a well-formed table (unexpected end of data)."),
        (b"a,b\n1,2\n3,\xff\n", "t.csv is not UTF-8 (line 3, byte 0xff)."),
        (b"a,b\n1,\0\n", "t.csv is not a text file (line 2 has a NUL byte)."),
        (b"\xef\xbb\xbf", "t.csv: the file is empty."),
        (b"a,b,a,b\n", "t.csv, row 1: the column 'a' occurs twice."),
        (b"b,c\n", "t.csv, row 1: the column 'a' is missing."),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_its_row(data, reason, tmp_path):
    (tmp_path / "t.csv").write_bytes(data)
    with pytest.raises(TableError, match=f"^{re.escape(reason)}$"):
        read_table(tmp_path / "t.csv", ["z", "a"] if "missing" in reason else [])


def test_rows_of_a_table_keep_their_numbers_and_spelling(tmp_path):
    (tmp_path / "t.csv").write_bytes("\ufeffa,b\n007,NA\n\n,x\n".encode())
    assert read_table(tmp_path / "t.csv", ["a"]).values.tolist() == [["007", "NA", 2], ["", "x", 4]]


@pytest.mark.parametrize(
    "text", ["=1+1", "＝1+1", "＋1", "－1", "＠a", " =1", "a;=1+1", "a\t=1+1", "a; ＝1", "甲;-1", "\u3000@a"]
)
def test_what_a_spreadsheet_would_run_is_disarmed(text):
    rows = [*csv.reader(io.StringIO(to_csv(pd.DataFrame({"a": [text]})).decode("utf-8-sig")))]
    for separator in (",", ";", "\t"):
        pieces = rows[1][0].split(separator)
        assert not any(piece.strip(" \u3000")[:1] in "=+-@＝＋－＠" for piece in pieces if piece), pieces


_SEEN = {*"\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"}  # signs of scripts


def test_no_mark_of_a_formula_counts_in_any_width_and_behind_any_blank():
    every = [chr(n) for n in range(sys.maxunicode) if not 0xD800 <= n < 0xE000]
    marks = [char for char in every if unicodedata.normalize("NFKC", char) in ("=", "+", "-", "@")]
    blanks = [char for char in every if char.isspace() or unicodedata.category(char) in ("Cc", "Cf")]
    assert len(marks) > 12 and len(blanks) > 200
    hidden = [char for char in blanks if char not in _SEEN and not 0x13430 <= ord(char) < 0x13440]
    cells = [*marks, *(f"{blank}=1+1" for blank in hidden), *(f"a;{blank}\u200b＝1" for blank in hidden)]
    cells += [f"{ignored}=1" for ignored in "\u034f\u115f\u2800\u3164\ufe0f\uffa0\U000e0101"]
    assert [cell for cell in cells if "'" not in tables._harmless(cell)] == []


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("开" * 32_767, "开" * 32_767),
        ("𠮷" * 16_383 + "吉", "𠮷" * 16_383 + "吉"),
        ("开" * 32_768, "开" * 32_746 + "… (32,768 characters)"),
        ("𠮷" * 16_384, "𠮷" * 16_373 + "… (16,384 characters)"),
        ("x" * 159_352, "x" * 32_745 + "… (159,352 characters)"),
        ("=" + "x" * 32_766, "'=" + "x" * 32_744 + "… (32,767 characters)"),
    ],
)
def test_a_cell_that_no_spreadsheet_can_hold_is_shortened_and_says_so(cell, written):
    (found,) = [*csv.reader(io.StringIO(to_csv(pd.DataFrame({"a": [cell]})).decode("utf-8-sig")))][1]
    assert found == written
    assert len(found.encode("utf-16-le")) // 2 <= tables.MOST_OF_CELL


def test_half_a_character_can_be_downloaded():
    frame = pd.DataFrame([["开\ud800源"]], dtype="object", columns=pd.Index(["a\udfff"], dtype="object"))
    assert to_csv(frame).decode("utf-8-sig") == "a?\n开?源\n"


def test_no_name_of_a_column_is_a_formula():
    frame = pd.DataFrame([[1, 2, 3]], columns=["=1+1", "a", 7])
    assert to_csv(frame).decode("utf-8-sig") == "'=1+1,a,7\n1,2,3\n"


@pytest.mark.parametrize(
    "text",
    [
        "a=1+1",
        "2023-2024",
        "a;b",
        "x@y",
        "甲;乙",
        "开源+闭源",
        "\u3000\u3000开源",
        "\ufeffa",
        "—开源",
        "−5 度",
        "a;\u200bb",
    ],
)
def test_what_no_spreadsheet_runs_stays(text):
    assert to_csv(pd.DataFrame({"a": [text]})).decode("utf-8-sig") == f"a\n{text}\n"


@pytest.mark.parametrize("cell", ["x\r=1+1", "x\r\n=1+1", "\r=1+1", "\n=1+1", "x\n@a"])
def test_no_line_end_of_a_cell_begins_a_row(cell):
    rows = [*csv.reader(io.StringIO(to_csv(pd.DataFrame({"a": [cell]})).decode("utf-8-sig"), newline=""))]
    assert len(rows) == 2 and not rows[1][0].startswith(("=", "@", "\n", "\r"))


@pytest.mark.parametrize(
    "text", ["=1+1", "＝1", " =1", "a;=1+1", "a\t＠a\n-1", "\u200b+1", "\tx", "\n甲", "甲;'乙", "'甲'", "x@y", ""]
)
def test_a_cell_that_was_disarmed_can_be_read_as_it_was(text):
    assert armed(tables._harmless(text)) == text
