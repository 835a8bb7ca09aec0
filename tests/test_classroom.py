"""classroom/: what teachers print is exact, complete, and gives no answer away on a student's copy."""

import csv
import re
from functools import cache
from pathlib import Path

import agree
import facts
import make
import pytest
from fontTools.ttLib import TTFont
from page import to_typst
from pypdf import PdfReader
from translation_checks import MONTHS

from helpers import SEEDS, load_articles, load_codes, to_simplified
from helpers.corpus import SeedError
from helpers.lexicon import read_table

ROOT = Path(__file__).parent.parent
SHEETS = make.sheets()
PAGES = make.pages()
NAMES = [path.stem for path in SHEETS]


EACH_SHEET = pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in SHEETS])


# With the site everything was printed; to read it all takes long.
pytestmark = [pytest.mark.usefixtures("site"), pytest.mark.slow]


@cache
def printed(*one) -> PdfReader:
    return PdfReader(make.OUT / make.Copy(*one).name)


PAGE, FOOT = 842, 14 * 72 / 25.4  # points


@cache
def seen(*one) -> list[tuple[str, float]]:
    """The text of every page of a copy, and how far down its text or lines go: 1 at the bottom edge, the foot line left out."""
    pages = []
    for page in printed(*one).pages:
        heights = []

        def see_text(text, matrix, text_matrix, *_, heights=heights):
            if text.strip():
                heights.append(text_matrix[5] * matrix[3] + matrix[5])

        def see_line(operator, operands, matrix, _, heights=heights):
            if operator == b"l":
                heights.append(float(operands[1]) * matrix[3] + matrix[5])

        text = page.extract_text(visitor_text=see_text, visitor_operand_before=see_line)
        pages.append((text, 1 - min(height for height in heights if height > FOOT) / PAGE))
    return pages


def bare(text: str) -> str:
    """Letters, digits and characters only: what a line break or a quotation mark cannot change."""
    return re.sub(r"[\W_]", "", text)


def words_on(*one) -> str:
    return bare("".join(text for text, _ in seen(*one)))


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
        make.print_sheet(sheet(f'#ask([Q], "key", [#q("002", "{words}")])'), "student")


def test_a_page_whose_quotation_names_no_article_is_refused(tmp_path):
    path = tmp_path / "trial.md"
    path.write_text("# T\n\n> 安卓\\\n> Android — 002\n", encoding="utf-8")
    with pytest.raises(make.SheetError, match=r"trial\.md: a quotation has not the form"):
        make.quotations_of(path)


# --------------------------------------------------------------------------------------------------------- answers


@EACH_SHEET
def test_the_teachers_copy_has_all_answers_and_the_students_none(path):
    quoted = bare("".join([*make.texts().values(), *make.texts("raw-q").values()]))
    for one in make.copies_of(path):
        if one.copy == "student":
            assert make.answers_of(*one) == []
            # every answer begins with the mark that says where it comes from
            assert not set("■◆○") & set("".join(text for text, _ in seen(*one))), one.name
            continue
        answers = [bare(answer) for answer in make.answers_of(*one)]
        assert answers and all(answers)
        student, teacher = words_on(*one._replace(copy="student")), words_on(*one)
        telling = {answer[i : i + 24] for answer in answers for i in range(0, len(answer) - 23, 24)}
        shown = {part for part in telling if part in student and to_simplified(part) not in quoted}
        # the easier map offers the right sides to choose from
        assert telling and (not shown or (path.stem, one.level) == ("2-analogy-map", "easy")), (one.name, shown)
        # pypdf reads a table cell by cell but a long answer may turn the page in the middle of a piece
        assert sum(part in teacher for part in telling) >= 0.9 * len(telling), one.name


@EACH_SHEET
def test_a_teacher_reads_no_path_and_no_number_of_a_row(path):
    for one in make.copies_of(path):
        if one.copy == "teacher":
            text = "".join(text for text, _ in seen(*one))
            assert not re.findall(r"seeds|notebook|\b[AC]\d{3}\b|\.csv|\.py\b|make agreement|shipped", text), one.name


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_question_of_the_coding_sheet_gives_a_code_away(language):
    path, codes = SHEETS[NAMES.index("7-coding")], {row["first"] for row in make.sheet_data()["coding"]}
    text = words_on(path, "student", language)
    several = [code for code in codes if "+" in code]
    data = make.sheet_data()
    assert several
    for code in several:
        english = bare("".join(data["domains_en"][one] for one in code.split("+")))
        chinese = bare("".join(data["domains_zh"][one].split("：")[0] for one in code.split("+")))
        assert not [name for name in (bare(code), english, chinese) if name in text]


def test_the_count_of_the_spun_sheet_does_not_tell_the_odd_passage():
    """The words that the sheet counts stand in no passage that was not reworded."""
    path = SHEETS[NAMES.index("5-spun")]
    (odd,) = [one for one in make.quotations_of(path) if one.article_id == "003"]
    assert not any(word in odd.words for word in facts.COUNTED.values())


def test_a_question_without_an_answer_stops_with_one_sentence(sheet):
    with pytest.raises(make.SheetError, match=r"^0-trial\.typ: a question has no answer\.$"):
        make.print_sheet(sheet('#ask([Who?], "key", [])'), "student")
    with pytest.raises(make.SheetError, match=r"^0-trial\.typ: a gap has no answer\.$"):
        make.print_sheet(sheet('#gap("key", "")'), "teacher")


def test_an_answer_must_say_whether_it_is_a_key_a_code_or_a_view(sheet):
    with pytest.raises(make.SheetError, match=r"^0-trial\.typ: an answer does not say where it comes from"):
        make.print_sheet(sheet('#ask([Who?], "truth", [Me.])'), "teacher")


def test_a_sheet_that_asks_nothing_is_refused(sheet):
    with pytest.raises(make.SheetError, match=r"^0-trial\.typ: the sheet asks nothing and has no answer\.$"):
        make.print_sheet(sheet("Read this."), "teacher")


# ------------------------------------------------------------------------------------------------------------- PDFs


def test_every_copy_is_named_by_language_reader_and_level():
    names = {one.name for path in SHEETS for one in make.copies_of(path)}
    levelled = {"1-sources", "2-analogy-map", "7-coding"}
    assert names == {
        f"{language}/{copy}/{name}{level}.pdf"
        for language in ("en", "zh", "zh-tw")
        for copy in ("student", "teacher")
        for name in NAMES
        for level in (("", "-easy", "-hard") if name in levelled else ("",))
    }


def test_a_copy_made_twice_has_the_same_bytes():
    one = make.Copy(SHEETS[0], "teacher", "zh-tw")
    assert make.print_sheet(*one) == (make.OUT / one.name).read_bytes() == make.print_sheet(*one)


@EACH_SHEET
def test_every_copy_is_one_or_two_a4_pages_and_none_is_under_half_full(path):
    for one in make.copies_of(path):
        pages = printed(*one).pages
        assert 1 <= len(pages) <= 2, one.name
        assert {tuple(round(float(side)) for side in page.mediabox[2:]) for page in pages} == {(595, 842)}
        assert min(reach for _, reach in seen(*one)) >= 0.5, (one.name, [reach for _, reach in seen(*one)])


def test_a_page_that_stays_half_empty_in_every_size_is_refused(sheet):
    with pytest.raises(
        make.SheetError, match=r"^0-trial\.typ: in no size is the last page of en/teacher/0-trial\.pdf half full\.$"
    ):
        make.print_sheet(sheet('#ask([Who?], "key", [Me.])'), "teacher")


def tags(reader: PdfReader) -> list[str]:
    found = []

    def walk(node):
        node = node.get_object()
        if isinstance(node, list):
            for part in node:
                walk(part)
        elif isinstance(node, dict):
            found.append(str(node.get("/S")))
            if "/K" in node:  # a link's place on its page has none
                walk(node["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


@EACH_SHEET
def test_every_copy_is_tagged_says_its_language_and_carries_its_font(path):
    for one in make.copies_of(path):
        reader = printed(*one)
        root = reader.trailer["/Root"]
        assert (
            root["/MarkInfo"]["/Marked"]
            and root["/Lang"].lower() == {"en": "en-gb", "zh": "zh-cn", "zh-tw": "zh-tw"}[one.language]
        )
        assert b"pdfuaid:part" in root["/Metadata"].get_data()
        assert tags(reader).count("/H1") == 1, one.name
        title = reader.metadata["/Title"].split(": " if one.language == "en" else "：", 1)[1]
        assert bare(title) in words_on(*one)  # so text can be selected
        for page in reader.pages:
            for font in page["/Resources"]["/Font"].values():
                inner = font.get_object()["/DescendantFonts"][0].get_object()
                assert "NotoSansSC" in str(inner["/BaseFont"]) or "DejaVu" in str(inner["/BaseFont"])
                assert {"/FontFile2", "/FontFile3"} & set(inner["/FontDescriptor"].get_object()), one.name


# ------------------------------------------------------------------------------------------------ two languages


def two_languages(source: str) -> list[tuple[str, str]]:
    """The texts of every ``l[English][Chinese]`` of a sheet, those inside others included."""

    def inside(start):
        depth = 1
        for at in range(start, len(source)):
            depth += {"[": 1, "]": -1}.get(source[at], 0)
            if not depth:
                return source[start:at], at + 1
        raise AssertionError(source[start : start + 40])

    pairs = []
    for match in re.finditer(r"(?<![\w-])l\[", source):
        english, end = inside(match.end())
        assert source[end] == "[", english
        pairs.append((english, inside(end + 1)[0]))
    return pairs


UNITS = {"million": 1e6, "billion": 1e9, "万": 1e4, "亿": 1e8}


def numbers(text: str) -> set[float]:
    """The numbers that a reader sees in digits, months by their number, ``#facts.x`` by its name."""
    names = set(re.findall(r"facts\.(\w+)", text))
    for claim in re.findall(r"#data\.outcomes\.(C\d+)\.outcome_en", text):
        text += make.sheet_data()["outcomes"][claim]["outcome_en"]
    text = re.sub(r'#(?:raw-)?q\("\d+", ("[^"]*")\)', r"\1", text)
    text = re.sub(r'#[\w.]+\("[^"]*"\)(?:\.\w+)?|#data\.[\w.]+', " ", text)  # looked up, so the same in both
    months = "|".join(MONTHS)  # May is a month beside a number only
    text = re.sub(
        rf"(?<=\d )({months})\b|\b({months})(?= \d)|\b(?!May)({months})\b",
        lambda m: f" {MONTHS.index(m[1] or m[2] or m[3]) + 1} ",
        text,
    )
    found = re.findall(r"(?<![\d.])(\d+(?:\.\d+)?)\s*(million|billion|万|亿)?", text)
    return names | {float(digits) * UNITS.get(unit, 1) for digits, unit in found}


@pytest.mark.parametrize("path", [*SHEETS, ROOT / "classroom" / "sheet.typ"], ids=lambda path: path.stem)
def test_both_languages_carry_the_same_numbers(path):
    pairs = two_languages(path.read_text(encoding="utf-8"))
    assert pairs
    for english, chinese in pairs:
        assert numbers(english) == numbers(chinese), (english[:80], numbers(english) ^ numbers(chinese))


def test_numbers_are_compared_as_they_are_read():
    assert numbers("700 million users on 18 April 2024, #facts.codes of 350") == numbers(
        "2024年4月18日有7亿用户，350中的#facts.codes 个"
    )
    assert numbers("5.5 billion") == numbers("55亿") != numbers("5.5亿")
    assert numbers("it may be 3") == {3}


def test_what_a_sheet_says_in_chinese_of_a_row_has_the_numbers_of_the_row():
    data = make.sheet_data()
    claims = (ROOT / "classroom" / "sheets" / "6-claims.typ").read_text(encoding="utf-8")
    ten = re.findall(r'\("(C\d+)", \[(.*)\], \[(.*)\],\s+\[(.*)\]\),', claims)
    assert len(ten) == 10
    for claim, settle, hint, found in ten:
        row = data["claims"][claim]
        assert numbers(settle) == numbers(row["checkable_by"]), claim
        assert numbers(hint) == numbers(row["hint"]), claim
        assert numbers(found) == numbers(data["outcomes"][claim]["outcome_en"]), claim
    maps = (ROOT / "classroom" / "sheets" / "2-analogy-map.typ").read_text(encoding="utf-8")
    for code, chinese in re.findall(r'#map\("(A\d+)"[\s\S]*?(pairs: [\s\S]*?)\n#', maps):
        row = data["codes"][code]
        assert numbers(chinese) == numbers(row["mapping_en"] + row["inference"] + row["mismatch"]), code


def test_a_text_in_one_language_only_stops_with_one_sentence(sheet):
    with pytest.raises(make.SheetError, match=r"^0-trial\.typ: a text lacks one of its two languages\.$"):
        make.print_sheet(sheet('#ask(l[Who?], "key", [Me.])'), "teacher")


@EACH_SHEET
def test_traditional_copies_are_traditional_and_their_quotations_are_those_of_the_articles(path):
    listed = read_table("scripts").set_index("script").at["simplified", "characters"]
    simplified = {
        character for character in listed if character in character.encode("big5", "ignore").decode("big5")
    } ^ set(listed)
    raw = set("".join(words for _, kind, _, words in make.quotations_of(path) if kind == "raw-q"))
    for one in make.copies_of(path):
        if one.language == "zh-tw":
            words = words_on(*one)
            assert "里" not in words.replace("阿里巴巴", "")  # a name
            assert not (set(words) & simplified) - raw, (one.name, (set(words) & simplified) - raw)
    prose = facts.said_as(re.sub(r'"[^"\n]*"', "", path.read_text(encoding="utf-8")), "zh-tw")
    assert not re.search("軟件|信息|默認|質量|網絡|智能|硬盤|視頻|屏幕|程序|代碼|文件", prose)
    for quotation in make.quotations_of(path):
        if quotation.kind == "q":
            assert to_simplified(facts.quoted_as(quotation.words, "zh-tw")) == quotation.words
        assert facts.quoted_as(quotation.words, "zh") == quotation.words


def test_taiwans_words_come_after_its_characters():
    assert (
        facts.said_as("它还是只是一个“开源代码”文本里的谷歌", "zh-tw") == "它還是只是一個「開放原始碼」文本裡的Google"
    )
    assert facts.said_as("本项目的水平，评价项目", "zh-tw") == "本專案的水準，評量項目"


@EACH_SHEET
def test_chinese_copies_have_no_english_sentence(path):
    for one in make.copies_of(path):
        if one.language == "zh" and one.copy == "student":
            words = "".join(text for text, _ in seen(*one))
            assert not re.search(r"(?:\b[a-z]{2,} ){4}", words), one.name


# ------------------------------------------------------------------------------------------------------- levels


def test_the_easier_sheets_have_less_to_do_and_the_harder_ones_more():
    asked = {
        (path.stem, level): len(make.answers_of(path, "teacher", "en", level))
        for path in SHEETS
        if len(make.copies_of(path)) > 6
        for level in make.LEVELS
    }
    for name in ("1-sources", "7-coding"):
        assert asked[name, "easy"] < asked[name, "standard"] < asked[name, "hard"]
    assert asked["2-analogy-map", "easy"] == asked["2-analogy-map", "standard"] < asked["2-analogy-map", "hard"]
    path = SHEETS[NAMES.index("2-analogy-map")]
    easy, standard, hard = (words_on(path, "student", "en", level) for level in make.LEVELS)
    assert "firmsthatbuildonLLaMA" in easy and "firmsthatbuildonLLaMA" not in standard
    assert "profitofthephonemarket" in standard and "profitofthephonemarket" not in hard.replace(
        "profitofthephonemarket", "", 1
    )


def test_the_exit_ticket_is_there_twice_on_one_page():
    ((text, _),) = seen(SHEETS[NAMES.index("8-exit-ticket")], "student")
    words = bare(text)
    assert words.count(bare("So it does not follow that")) == 2 and words.count("Name") == 2


def test_keys_of_the_passages_are_the_codes_of_the_same_words():
    source = (ROOT / "classroom" / "sheets" / "1-sources.typ").read_text(encoding="utf-8")
    codes = load_codes(load_articles()).set_index("code_id")
    rows = re.findall(r'\((\d+), (?:"(A\d+)"|none), "(\d+)", q\("(\d+)", "([^"]*)"\)', source)
    assert [int(row[0]) for row in rows] == list(range(1, 15))
    for _, code, article, of, words in rows:
        assert article == of
        if code:
            assert codes.at[code, "article_id"] == article and codes.at[code, "quote"] in words
            assert codes.at[code, "level"] == "strict"
        else:  # "no phones, systems or their makers are named"
            assert not re.search("安卓|android|ios(?![a-z])|iphone|linux|windows|手机|苹果|华为", words, re.IGNORECASE)


def test_no_glyph_is_missing():
    known = set(TTFont(make.FONTS / "NotoSansSC-Regular-subset.otf").getBestCmap())
    sources = "".join(path.read_text(encoding="utf-8") for path in [*SHEETS, *PAGES, ROOT / "classroom" / "sheet.typ"])
    drawn = set(sources + facts.said_as(sources, "zh-tw") + facts.quoted_as(sources, "zh-tw"))
    drawn |= set(
        repr(make.sheet_data()["coding"]) + repr(make.sheet_data()["claims"]) + repr(make.sheet_data()["codes"])
    )
    assert {c for c in drawn if ord(c) not in known} <= {"\n"}


def test_the_chinese_line_of_a_quotation_is_chinese_to_its_last_mark():
    printed = make.to_typst("# T\n\n> “我说”\\\n> “I say.” — **004**\n\nThe word “开源” (open).\n")
    assert '#chinese[#"“我说”";];#linebreak();#"“I say.” — ";' in printed
    assert (
        "#chinese[" not in make.to_typst("# T\n\n> “我说”\\\n> —— **004**\n", edition="zh").split("#let quoted", 1)[1]
    )


def test_a_board_stays_in_one_piece_and_a_plan_may_break():
    table = "\n\n| a | b |\n|---|---|\n| c | d |\n"
    assert "block(breakable: false)[#table(" in make.to_typst(f"# T\n\n**Board picture: who?**{table}")
    assert "block(breakable: true)[#table(" in make.to_typst(f"# T\n\n**Materials.** Board.{table}")


def test_print_refuses_a_mark_that_it_does_not_know():
    with pytest.raises(ValueError, match="print does not know"):
        to_typst("# Title\n\n<table></table>\n")


def test_a_title_is_told_in_every_edition():
    assert make.about_sheet(SHEETS[1], "zh-tw")["title"] == "同一個比喻，不同的用法"


# --------------------------------------------------------------------------------------------------- agreement


def filled(path: Path, code, *, rows=None) -> Path:
    facts.write_coding_table(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.DictReader(file))
    for row, known in zip(table, facts.coding_rows(), strict=True):
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
    assert len(agree.read_class_codes(SEEDS / "second_coder.csv", articles)) == facts.facts()["sentences"]


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
        ("009,终极选择题,war", r"mine\.csv, row 2: there is no article '009'; only codes of our five"),
        ("001,终极选择题,war", r"mine\.csv, row 2: the quote '终极选择题' is not in article 001\."),
    ],
)
def test_a_wrong_row_of_a_class_is_refused_in_one_sentence(tmp_path, row, message):
    path = tmp_path / "mine.csv"
    path.write_text(f"article_id,quote,domain\n{row}\n", encoding="utf-8")
    with pytest.raises(SeedError, match=message):
        agree.report(path)


def test_no_table_is_refused_as_such(tmp_path):
    with pytest.raises(SystemExit, match=r"^CODES is empty; name your table, as in CODES=mine\.csv\.$"):
        agree.main([""])
    with pytest.raises(SystemExit, match=r"^none\.csv: there is no such file\.$"):
        agree.main(["none.csv"])
    with pytest.raises(SystemExit, match=r"^codes: this is a folder; name the table in it\.$"):
        (tmp_path / "codes").mkdir()
        agree.main([str(tmp_path / "codes")])


def test_an_empty_table_is_refused(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("article_id,quote,domain\n", encoding="utf-8")
    with pytest.raises(SeedError, match=r"mine\.csv: there is no row in it\."):
        agree.report(path)
