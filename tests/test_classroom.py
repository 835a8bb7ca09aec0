"""classroom/: what teachers print is exact, complete, and gives no answer away on a student's copy."""

import csv
import io
import re
from functools import cache
from pathlib import Path

import agree
import lessons
import make
import pytest
from fontTools.ttLib import TTFont
from page import to_typst
from pypdf import PdfReader

from helpers import SEEDS, load_articles
from helpers.corpus import SeedError

ROOT = Path(__file__).parent.parent
SHEETS = make.sheets()
PAGES = make.pages()
NAMES = [path.stem for path in SHEETS]


@cache
def printed(path: Path, copy: str) -> PdfReader:
    return PdfReader(io.BytesIO(make.print_sheet(path, copy)))


def bare(text: str) -> str:
    """Letters, digits and characters only: what a line break or a quotation mark cannot change."""
    return re.sub(r"[\W_]", "", text)


def words_on(reader: PdfReader) -> str:
    return bare("".join(page.extract_text() for page in reader.pages))


@pytest.fixture
def sheet(tmp_path):
    def write(body):
        path = tmp_path / "0-trial.typ"
        path.write_text(
            '#import "/sheet.typ": *\n#show: sheet.with(number: "0", title: "Trial")\n' + body, encoding="utf-8"
        )
        return path

    return write


# ------------------------------------------------------------------------------------------------------ quotations


@pytest.mark.parametrize("path", [*SHEETS, *PAGES], ids=lambda path: path.name)
def test_every_quotation_stands_in_its_article(path):
    for quotation in make.quotations_of(path):
        start, end = make.look_up(quotation)
        text = make.texts(quotation.kind)[quotation.article_id]
        assert text[start:end] == quotation.words


def test_no_article_is_handed_out_whole():
    shares = make.quoted_shares([quotation for path in SHEETS for quotation in make.quotations_of(path)])
    assert max(shares.values()) <= 0.15 and min(shares.values()) > 0
    assert max(make.quoted_shares([q for path in PAGES for q in make.quotations_of(path)]).values()) <= 0.15


def test_a_share_counts_a_clause_once_in_either_script():
    one = make.Quotation("x", "q", "002", "安卓在刚推出的时候,也是非常拉胯的")
    two = make.Quotation("x", "raw-q", "002", "安卓在剛推出的時候,也是非常拉胯的")
    assert make.quoted_shares([one, two])["002"] == make.quoted_shares([one])["002"] > 0


@pytest.mark.parametrize("words", ["安卓时刻永远不会来", ""])
def test_a_quotation_that_is_not_there_stops_with_one_sentence(sheet, words):
    with pytest.raises(make.SheetError, match=r"^0-trial.typ: the quotation .* is not in article 002\.$"):
        make.print_sheet(sheet(f'#ask([Q], [问], [#q("002", "{words}")])'), "student")


def test_a_page_whose_quotation_names_no_article_is_refused(tmp_path):
    path = tmp_path / "trial.md"
    path.write_text("# T\n\n> 安卓\\\n> Android — 002\n", encoding="utf-8")
    with pytest.raises(make.SheetError, match=r"trial\.md: a quotation has not the form"):
        make.quotations_of(path)


# --------------------------------------------------------------------------------------------------------- answers


@pytest.mark.parametrize("path", SHEETS, ids=NAMES)
def test_the_teachers_copy_has_all_answers_and_the_students_none(path):
    answers = [bare(answer) for answer in make.answers_of(path, "teacher")]
    assert answers and all(answers)
    assert make.answers_of(path, "student") == []
    student, teacher = words_on(printed(path, "student")), words_on(printed(path, "teacher"))
    telling = {answer[i : i + 24] for answer in answers for i in range(0, len(answer) - 23, 24)}
    quoted = bare("".join([*make.texts().values(), *make.texts("raw-q").values()]))
    assert telling and not {part for part in telling if part in student and part not in quoted}
    # pypdf reads a table cell by cell but a long answer may turn the page in the middle of a piece
    assert sum(part in teacher for part in telling) >= 0.9 * len(telling)


def test_a_question_without_an_answer_stops_with_one_sentence(sheet):
    with pytest.raises(make.SheetError, match=r"^0-trial\.typ: a question has no answer\.$"):
        make.print_sheet(sheet("#ask([Who?], [谁?], [])"), "student")
    with pytest.raises(make.SheetError, match=r"^0-trial\.typ: a gap has no answer\.$"):
        make.print_sheet(sheet('#gap("")'), "teacher")


def test_a_sheet_that_asks_nothing_is_refused(sheet):
    with pytest.raises(make.SheetError, match=r"^0-trial\.typ: the sheet asks nothing and has no answer\.$"):
        make.print_sheet(sheet("Read this."), "teacher")


# ------------------------------------------------------------------------------------------------------------- PDFs


def test_all_pdfs_are_made_twice_the_same():
    made = dict(make.handouts())
    assert set(made) == {
        f"{edition}/{copy}/{name}.pdf" for edition in lessons.EDITIONS for copy in make.COPIES for name in NAMES
    } | {f"{edition}/{name}.pdf" for edition in lessons.EDITIONS for name in (*lessons.PAGES, *lessons.DECKS)}
    assert all(content.startswith(b"%PDF") for content in made.values())
    assert make.print_sheet(SHEETS[0], "teacher") == made[f"en/teacher/{NAMES[0]}.pdf"]


@pytest.mark.parametrize("copy", make.COPIES)
@pytest.mark.parametrize("path", SHEETS, ids=NAMES)
def test_a_sheet_is_one_or_two_full_a4_pages(path, copy):
    pages = printed(path, copy).pages
    assert 1 <= len(pages) <= 2
    assert {tuple(round(float(side)) for side in page.mediabox[2:]) for page in pages} == {(595, 842)}
    assert min(len(bare(page.extract_text())) for page in pages) > (120 if copy == "student" else 900)


def test_no_glyph_is_missing():
    known = set(TTFont(make.FONTS / "NotoSansSC-Regular-subset.otf").getBestCmap())
    drawn = set(
        "".join(path.read_text(encoding="utf-8") for path in [*SHEETS, *PAGES, ROOT / "classroom" / "sheet.typ"])
    )
    drawn |= set(
        repr(make.sheet_data()["coding"]) + repr(make.sheet_data()["claims"]) + repr(make.sheet_data()["codes"])
    )
    assert {c for c in drawn if ord(c) not in known} <= {"\n"}


@pytest.mark.parametrize("path", SHEETS, ids=NAMES)
def test_only_the_vendored_font_is_used(path):
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in printed(path, "teacher").pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert all("NotoSansSC" in font or "DejaVu" in font for font in fonts), fonts


def test_print_refuses_a_mark_that_it_does_not_know():
    with pytest.raises(ValueError, match="print does not know"):
        to_typst("# Title\n\n<table></table>\n")


# --------------------------------------------------------------------------------------------------- agreement


def filled(path: Path, code, *, rows=None) -> Path:
    make.write_coding_table(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.DictReader(file))
    for row, known in zip(table, make.coding_rows(), strict=True):
        row["domain"] = code(known)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, ["article_id", "quote", "domain", "form"])
        out.writeheader()
        out.writerows(table[:rows])
    return path


def test_a_class_that_codes_as_shipped_agrees_in_ten_of_ten(tmp_path):
    said = agree.report(filled(tmp_path / "mine.csv", lambda row: row["first"]))
    assert "10 sentences read by both; the same code in 10 of them." in said
    assert "alpha 1.00" in said and "You differ nowhere." in said


def test_the_second_reading_agrees_as_the_sheet_says(tmp_path):
    said = agree.report(filled(tmp_path / "mine.csv", lambda row: row["second"]))
    facts = make.sheet_data()["facts"]
    assert f"the same code in {facts['two_same']} of them." in said
    assert f"alpha {facts['two_alpha']} (95 % interval {facts['two_low']} to {facts['two_high']})" in said
    assert said.count("\n  0") == 10 - facts["two_same"]


def test_a_table_of_images_only_is_compared_on_whole_articles():
    articles = load_articles()
    assert len(agree.read_class_codes(SEEDS / "second_coder.csv", articles)) == make.facts()["sentences"]


def test_a_spreadsheet_that_eats_zeros_is_understood(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("article_id,quote,domain\n2,AI大语言模型,mobile_os\n0,终极选择题,none\n", encoding="utf-8")
    mine = agree.read_class_codes(path, load_articles())
    assert mine[["unit_id", "code"]].values.tolist() == [["002:5", "mobile_os"], ["000:9", "none"]]  # in order of date


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("000,终极选择题,", r"mine\.csv, row 2: the domain is empty; write 'none' where you saw no metaphor\."),
        ("000,终极选择题,sport", r"mine\.csv, row 2: the domain 'sport' is not in the codebook\."),
        ("009,终极选择题,war", r"mine\.csv, row 2: there is no article '009'\."),
        ("001,终极选择题,war", r"mine\.csv, row 2: the quote '终极选择题' is not in article 001\."),
    ],
)
def test_a_wrong_row_of_a_class_is_refused_in_one_sentence(tmp_path, row, message):
    path = tmp_path / "mine.csv"
    path.write_text(f"article_id,quote,domain\n{row}\n", encoding="utf-8")
    with pytest.raises(SeedError, match=message):
        agree.report(path)


def test_an_empty_table_is_refused(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("article_id,quote,domain\n", encoding="utf-8")
    with pytest.raises(SeedError, match=r"mine\.csv: there is no row in it\."):
        agree.report(path)
