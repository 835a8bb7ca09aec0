"""The coding page of the site and classroom/agree.py: the same files, the same sentences, the same numbers."""

import csv
import io
import json
import random
import re
from functools import cache
from pathlib import Path

import agree
import facts
import pytest
from coding import coding_data
from test_site import AXE

from helpers import SEEDS, load_articles, read_categories
from helpers.corpus import SeedError

PAIRS = json.loads((Path(agree.__file__).parent / "coding.json").read_text(encoding="utf-8"))
DOMAINS = read_categories().query("table == 'codes' and column == 'domain'")["value"].tolist()


@cache
def articles():
    return load_articles()


def table(rows, heads=("article_id", "quote", "domain"), sep=",", encoding="utf-8", end="\n"):
    out = io.StringIO()
    csv.writer(out, delimiter=sep, lineterminator=end).writerows([heads, *rows])
    return out.getvalue().encode(encoding, "replace")


def ten(code, **options):
    """The ten sentences, coded by ``code``."""
    return table([[row["article_id"], row["text"], code(row)] for row in facts.coding_rows()], **options)


def read(tmp_path, data, **options):
    path = tmp_path / "ben.csv"
    path.write_bytes(data)
    return agree.read_class_codes(path, articles(), **options)


# ------------------------------------------------------------------------------------------------------ the texts


def test_whatever_the_page_says_it_says_in_both_languages():
    for english, chinese in [*PAIRS["messages"].values(), *PAIRS["page"].values()]:
        assert english.strip() and re.search("[\u4e00-\u9fff]", chinese)
        assert set(re.findall(r"\{\w+\}", english)) == set(re.findall(r"\{\w+\}", chinese)), english
    assert list(PAIRS["domains"]) == DOMAINS


def test_the_worn_out_words_are_those_of_the_codebook():
    dead = re.search(r"\*\*Dead\*\*.*?(?=\n\* )", (SEEDS / "CODEBOOK.md").read_text(encoding="utf-8"), re.DOTALL)[0]
    words = re.findall("[\u4e00-\u9fff]{2,}", PAIRS["page"]["dead"][0])
    assert words == re.findall("[^、:：,。]+", PAIRS["page"]["dead"][1].split("：")[1]) and len(words) == 7
    assert all(word in dead for word in words)


def test_a_published_page_offers_only_what_the_site_shows():
    shown = {unit.replace(":", "-") for unit in facts.CODING}
    data = coding_data(shown)
    assert data["published"] and {one["unit"] for one in data["sentences"]} == set(facts.CODING)
    assert not coding_data()["published"] and len(coding_data()["sentences"]) == facts.facts()["sentences"]


# ------------------------------------------------------------------------------------------------ files of students

GOOD = "终极选择题"  # of sentence 000:9
HEADS = ("article_id", "quote", "domain", "coder")
BAD = {
    "empty": (b" \n", "the file is empty."),
    "a workbook": (b"PK\x03\x04\x00\x00", "no CSV file"),
    "a picture": (bytes(range(256)), "no CSV file"),
    "no row": (table([]), "there is no row in it."),
    "wrong columns": (table([["000", GOOD]], ("article_id", "sentence")), "row 1: the column 'quote' is missing"),
    "a column twice": (table([], ("quote", "quote")), "row 1: the column 'quote' occurs twice."),
    "an open mark": (b'article_id,quote,domain\n000,"' + GOOD.encode(), "row 2: a quotation mark is never closed"),
    "a cell too many": (table([["000", GOOD, "war", "x"]]), "row 2: 4 cells, where the header has 3."),
    "no domain": (table([["000", GOOD, "none"], [], ["000", GOOD, " "]]), "row 4: the domain is empty"),
    "no such domain": (table([["0", GOOD, "war+sport"]]), "row 2: the domain 'sport' is not in the codebook."),
    "no such article": (table([["9", GOOD, "war"]]), "row 2: there is no article '009'; only codes of our five"),
    "not in the article": (table([["001", GOOD, "war"]]), f"row 2: the quote '{GOOD}' is not in article 001."),
    "two names": (table([["0", GOOD, "war", "Ann"], ["0", GOOD, "food", "Ben"]], HEADS), "the codes of Ann, Ben;"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_used_is_refused_in_one_sentence(tmp_path, name):
    data, reason = BAD[name]
    with pytest.raises(SeedError, match=rf"^ben\.csv.*{re.escape(reason)}") as error:
        read(tmp_path, data)
    assert str(error.value).endswith(".") and "\n" not in str(error.value)


SAVED = {
    f"{encoding} {sep!r}": {"encoding": encoding, "sep": sep}
    for encoding, sep in [("gb18030", ","), ("utf-16", "\t"), ("big5", ";"), ("utf-8-sig", ";"), ("utf-16-le", ",")]
}


@pytest.mark.parametrize("name", SAVED)
def test_what_a_spreadsheet_makes_of_the_table_is_read(tmp_path, name):
    mine = read(tmp_path, ten(lambda row: row["second"], end="\r\n", **SAVED[name]))
    assert dict(zip(mine["unit_id"], mine["code"], strict=True)) == {
        r["unit_id"]: r["second"] for r in facts.coding_rows()
    }


def test_capitals_blanks_cut_cells_and_a_hint_for_spreadsheets_are_understood(tmp_path):
    data = f"sep=;\nArticle_ID; QUOTE;Domain;form;\n0;{GOOD};Chess_Game\n;;;;\n2;AI大语言模型;NONE;;;\n"
    assert read(tmp_path, data.encode())[["unit_id", "code"]].values.tolist() == [
        ["002:5", "none"],
        ["000:9", "chess_game"],
    ]


def test_a_sheet_on_which_every_sentence_has_a_metaphor_is_compared_on_its_sentences(tmp_path):
    assert len(read(tmp_path, ten(lambda row: "war"))) == 10
    assert len(read(tmp_path, table([["001", "施舍", "religion"]]))) > 10  # a list of metaphors


def test_two_coders_of_one_file_are_compared(tmp_path):
    path = tmp_path / "class.csv"
    rows = [["000", GOOD, "none", "Ann"], ["002", "AI大语言模型", "war", "Ann"], ["000", GOOD, "school", "Ben"]]
    rows.append(["001", "施舍", "none", "Ben"])
    path.write_bytes(table(rows, HEADS))
    said = agree.report(path, path, ["Ann", "Ben"]).split("\n")
    assert said[0] == "1 sentences read by both; the same code in 0 of them."
    assert said[1:3] == [f"Sentences only in {name}, left out here: 1." for name in ("Ann", "Ben")]
    assert said[6] == "Where you differ (Ann | Ben):" and said[7].startswith("  000:9  none | school  ")


@pytest.mark.parametrize(
    ("codes", "told"),
    [
        (["war", "none", "food"], ["alpha 1.00", "kappa 1.00", "No bootstrap interval"]),  # all alike: no bootstrap
        (["none", "war", "none"], ["alpha -", "kappa -", "No bootstrap interval"]),
        (["none", "none", "none"], ["alpha -0.11 (95 % interval", "kappa 0.00"]),  # κ of one code is 0 in every draw
        (["war", "none", "none"], ["alpha 0.55 (95 % interval", "kappa 0.50 (95 % interval"]),
    ],
)
def test_no_interval_of_no_width_is_printed(codes, told):
    lines = agree._numbers(["war", "none", "food"], codes)
    assert len(lines) == len(told) and all(words in line for words, line in zip(told, lines, strict=True))
    assert not re.search(r"(-?\d\.\d+) to \1\)", " ".join(lines))


@pytest.mark.parametrize(("same", "expected"), [(10, "from 69 to 100 %"), (0, "from 0 to 31 %")])
def test_what_ten_sentences_leave_open_is_said(same, expected):
    first = ["war", "none"] * 5
    lines = agree._numbers(first, first if same else first[::-1])
    assert expected in lines[2]


def test_two_files_without_a_common_sentence_say_so(tmp_path):
    one, two = tmp_path / "ann.csv", tmp_path / "ben.csv"
    one.write_bytes(table([["000", GOOD, "none"]]))
    two.write_bytes(table([["002", "AI大语言模型", "none"]]))
    with pytest.raises(SystemExit, match=r"^ann\.csv and ben\.csv have no sentence in common\.$"):
        agree.main([str(one), str(two)])


# ---------------------------------------------------------------------------------------------- the page, in Chromium


@pytest.fixture(scope="module")
def page(site, browser):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.wrong, page.asked = [], []
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    page.on("console", lambda message: page.wrong.append(message.text) if message.type == "error" else None)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto((site / "classroom" / "coding.html").as_uri())
    # What comes later than the page itself would be a word to somebody; blob: is the table that it saves.
    page.on("request", lambda request: page.asked.append(request.url))
    yield page
    assert page.wrong == [] and asked(page) == []
    context.close()


@pytest.fixture
def anew(page):
    """The page as a new student finds it."""
    page.get_by_role("button", name="Start anew").click()
    return page


def asked(page):
    """What the page asked for since it was opened, but for the tables that it saved and the browser's picture for its tab."""
    return [url for url in page.asked if not url.startswith("blob:file:") and not url.endswith("/favicon.svg")]


def reopen(page):
    assert asked(page) == []
    page.reload()
    page.asked.clear()


def item(page, number):
    return page.locator(".am-c-list > li").nth(number)


def code_all(page, code):
    for number, row in enumerate(facts.coding_rows()):
        for at, domain in enumerate(code(row).split("+")):
            item(page, number).locator("select").nth(at).select_option(domain)


def load(page, data, name="ben.csv"):
    field = "#am-coding input[type=file]"
    page.set_input_files(field, {"name": name, "mimeType": "text/csv", "buffer": data})
    page.wait_for_function(
        "field => document.querySelector(field).value === ''", arg=field
    )  # it is emptied once it is read


def saved(page, tmp_path):
    with page.expect_download() as download:
        page.get_by_role("button", name="Download my table").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    return path


def lines(page):
    return page.locator(".am-c-result .am-c-line").all_inner_texts()


def said(page):
    return page.locator(".am-c-result").evaluate("one => one.previousSibling.textContent")


def numbers_of(result):
    return {
        "same": round(result.same * result.units),
        "alpha": [result.alpha, *result.alpha_interval],
        "kappa": [result.kappa, *result.kappa_interval],
    }


def test_the_page_finds_the_numbers_of_the_program_to_the_last_bit(page):
    rng = random.Random(7)
    for n, codes in [(1, 2), (2, 2), (3, 4), (10, 2), (10, 6), (10, 18), (37, 4), (350, 12)]:
        one = [rng.choice(DOMAINS[:codes]) for _ in range(n)]
        two = [code if rng.random() < 0.6 else rng.choice(["none", *DOMAINS[:codes]]) for code in one]
        if len({*one, *two}) == 1:
            two[0] = "none"
        found = page.evaluate("([one, two]) => amAgreement.agree(one, two)", [one, two])
        assert found == numbers_of(agree.agree_on(one, two)), (n, codes)
    assert page.evaluate("amAgreement.agree(['war'], ['war'])") == {"same": 1, "alpha": None, "kappa": None}


def test_the_page_prints_two_digits_as_the_program_does(page):
    numbers = [k / 8 for k in range(-8, 9)] + [k / 200 for k in range(-200, 201)] + [-0.001, 1 / 3]
    assert page.evaluate("numbers => numbers.map(amAgreement.fixed)", numbers) == [f"{x:.2f}" for x in numbers]


def test_a_student_codes_leaves_comes_back_saves_and_compares(anew, tmp_path):
    page = anew
    page.get_by_label("Your name or initials").fill("Ann 安")
    code_all(page, lambda row: row["second"])
    item(page, 0).get_by_label("Which word?").fill("=棋+1")
    item(page, 9).locator("select").first.select_option("near_miss")
    reopen(page)
    assert item(page, 1).locator("select").evaluate_all("all => all.map(one => one.value)") == ["palace", "theatre", ""]
    assert item(page, 0).get_by_label("Which word?").input_value() == "=棋+1"
    assert "10 of 10 coded." in page.locator("#am-coding").inner_text()
    path = saved(page, tmp_path)
    assert path.name == "coding-Ann-安.csv" and path.read_bytes().startswith(b"\xef\xbb\xbf")
    cells = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    assert (cells[0]["word"], cells[0]["coder"], cells[9]["form"]) == ("'=棋+1", "Ann 安", "near_miss")
    page.get_by_role("button", name="Compare with our codes").click()
    program = agree.report(path).split("\n")
    assert lines(page) == program[:3]
    assert page.locator(".am-c-differences tbody tr").count() == len(program) - 4 > 0
    assert page.evaluate("document.activeElement.textContent") == "Agreement: yours | ours"
    other = tmp_path / "ben.csv"
    other.write_bytes(
        ten(lambda row: row["first"] if row["article_id"] != "003" else "war", encoding="gb18030", sep=";")
    )
    load(page, other.read_bytes())
    program = agree.report(path, other).split("\n")
    assert lines(page) == program[:3]
    assert page.locator(".am-c-differences tbody tr").count() == len(program) - 4
    item(page, 0).locator("select").first.select_option("war")
    assert said(page) == "You changed a code: compare again." and lines(page) == []


def test_a_table_that_the_page_saved_brings_its_words_to_a_classmate(anew, tmp_path):
    item(anew, 0).locator("select").first.select_option("war")
    item(anew, 0).get_by_label("Which word?").fill('@ "棋"')
    mine = saved(anew, tmp_path)
    assert mine.name == "coding-mine.csv" and "in it: 1; not coded yet, and not in it: 9." in said(anew)
    item(anew, 0).locator("select").first.select_option("chess_game")
    load(anew, mine.read_bytes())
    assert anew.locator(".am-c-differences td").all_inner_texts() == ['games and gambling @ "棋"', 'war @ "棋"']


def test_the_page_says_what_full_agreement_leaves_open_as_the_program_does(anew, tmp_path):
    code_all(anew, lambda row: row["second"])
    mine = saved(anew, tmp_path)
    load(anew, mine.read_bytes())
    program = agree.report(mine, mine).split("\n")
    assert lines(anew) == program[:4] and "from 69 to 100 %" in program[3]


def test_the_page_says_of_a_wrong_file_what_the_program_says_and_keeps_what_was_typed(anew, tmp_path):
    item(anew, 0).locator("select").first.select_option("war")
    for name, (data, _) in BAD.items():
        with pytest.raises(SeedError) as error:
            read(tmp_path, data)
        load(anew, data)
        assert said(anew) == str(error.value), name
    anew.get_by_label("Whose codes?").select_option("Ben")
    assert said(anew) == "" and lines(anew)[0] == "1 sentences read by both; the same code in 0 of them."
    assert item(anew, 0).locator("select").first.input_value() == "war"


def test_the_page_reads_what_spreadsheets_make_of_the_table(page):
    read_here = """bytes => [...amAgreement.codesOf(new Uint8Array(bytes), "ben.csv",
        JSON.parse(document.querySelector("#am-coding-data").textContent))].map(([unit, { code }]) => [unit, code])"""
    expected = {row["unit_id"]: row["second"] for row in facts.coding_rows()}
    for name, options in SAVED.items():
        found = page.evaluate(read_here, list(ten(lambda row: row["second"], end="\r\n", **options)))
        assert dict(found) == expected and len(found) == 10, name
    second = page.evaluate(read_here, list((SEEDS / "second_coder.csv").read_bytes()))
    whole = agree.read_class_codes(SEEDS / "second_coder.csv", articles())
    assert second == whole[["unit_id", "code"]].values.tolist()  # in the same order: the intervals depend on it


def test_sentences_are_chosen_by_number_or_by_a_draw_that_a_classmate_can_repeat(anew):
    def units():
        return anew.locator(".am-c-list legend .am-c-unit").all_inner_texts()

    assert units() == [unit.replace(":", "-") for unit in facts.CODING]
    item(anew, 0).locator("select").first.select_option("war")
    anew.get_by_label("By their numbers").check()
    anew.get_by_label("Numbers as the reader").fill("002-17, 0:23")
    anew.get_by_role("button", name="Take these sentences").click()
    assert units() == ["002-17", "000-23"] and item(anew, 1).locator("select").first.input_value() == "war"
    anew.get_by_label("Numbers as the reader").fill("009-1")
    anew.get_by_role("button", name="Take these sentences").click()
    assert "There is no sentence '009-1'" in anew.locator("#am-coding").inner_text() and len(units()) == 2
    anew.get_by_label("Drawn by chance").check()
    anew.get_by_label("From article").select_option("003")
    drawn = []
    for number in ("7", "8", "7"):
        anew.get_by_label("How many").fill("12")
        anew.get_by_label("Number of the draw").fill(number)
        anew.get_by_role("button", name="Take these sentences").click()
        drawn.append(units())
    assert drawn[0] == drawn[2] != drawn[1]
    assert len(set(drawn[0])) == 12 and {unit[:3] for unit in drawn[0]} == {"003"}


def test_the_page_speaks_chinese_too_and_works_by_keyboard(anew):
    anew.get_by_role("button", name="中文").focus()
    anew.keyboard.press("Enter")
    assert anew.evaluate("document.activeElement.textContent") == "中文"
    assert "你来当第二位标注员" in anew.locator("article h1").inner_text()
    first = item(anew, 0).get_by_label("源域").first
    first.focus()
    for _ in range(3):  # past "not coded yet", none, and near miss
        anew.keyboard.press("ArrowDown")
    assert first.input_value() == "mobile_os" and "已标注 1 句" in anew.locator("#am-coding").inner_text()
    assert anew.evaluate("document.activeElement === document.querySelector('.am-c-list select')")
    load(anew, b"")
    assert said(anew) == "ben.csv：文件是空的。"
    english = re.sub(r"\s+", " ", anew.evaluate(
        "[...document.querySelectorAll('#am-coding :is(h2, h3, label > span, button, legend, summary)')].map(e => e.textContent).join(' ')"
    ))  # fmt: skip
    assert set(re.findall("[A-Za-z]{4,}", english)) == {
        "English",
        "Information",
    }  # the paper of 001 has no Chinese name
    anew.get_by_role("button", name="English").click()
    anew.get_by_role("button", name="Start anew").click()
    assert "0 of 10 coded." in anew.locator("#am-coding").inner_text()


def test_two_windows_keep_what_either_was_told(anew):
    item(anew, 0).locator("select").first.select_option("war")
    anew.evaluate("""() => {
        const kept = JSON.parse(localStorage.getItem("am-coding"));
        kept.codes["000:50"] = { domains: ["food"], near: false, word: "" };
        localStorage.setItem("am-coding", JSON.stringify(kept));
    }""")
    item(anew, 2).locator("select").first.select_option("body")
    reopen(anew)
    assert [item(anew, k).locator("select").first.input_value() for k in range(3)] == ["war", "food", "body"]


def test_a_browser_that_keeps_nothing_is_told_of_and_half_a_store_is_no_obstacle(anew):
    anew.evaluate("localStorage.setItem('am-coding', '{')")
    reopen(anew)
    assert "0 of 10 coded." in anew.locator("#am-coding").inner_text()
    other = anew.context.new_page()
    other.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } })")
    other.goto(anew.url)
    item(other, 0).locator("select").first.select_option("war")
    text = other.locator("#am-coding").inner_text()
    other.close()
    assert "1 of 10 coded. This browser keeps nothing: download your table" in text


def test_a_published_page_says_which_sentence_it_may_not_show(page):
    said = page.evaluate("""bytes => {
        const data = JSON.parse(document.querySelector("#am-coding-data").textContent);
        const some = { ...data, published: true, sentences: data.sentences.filter(({ number }) => number > 20) };
        try { amAgreement.codesOf(new Uint8Array(bytes), "ben.csv", some); } catch (error) { return [error.key, error.given]; }
    }""", list(table([["000", GOOD, "war"]])))  # fmt: skip
    assert said == ["not_shown", {"file": "ben.csv", "row": 2, "article": "000", "quote": GOOD}]


def test_the_page_fits_and_is_accessible_wide_and_narrow_in_the_light_and_in_the_dark(anew):
    anew.get_by_label("By their numbers").check()
    anew.get_by_label("Numbers as the reader").fill("000-42, 002-23")
    anew.get_by_role("button", name="Take these sentences").click()
    item(anew, 0).locator("select").first.select_option("war")
    anew.get_by_role("button", name="Compare with our codes").click()
    anew.evaluate(AXE)
    for width, theme, rules in ((1280, "light", None), (390, "dark", ["color-contrast", "target-size"])):
        anew.set_viewport_size({"width": width, "height": 900})
        anew.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
        assert anew.evaluate("document.documentElement.scrollWidth") <= width
        options = {"resultTypes": ["violations"], "preload": False} | ({"runOnly": rules} if rules else {})
        found = anew.evaluate("o => axe.run('#am-coding', o).then(r => r.violations)", options)
        assert [(one["id"], node["html"]) for one in found for node in one["nodes"]] == [], (theme, width)
    anew.set_viewport_size({"width": 1280, "height": 900})
