"""classroom/lessons.py: plans that fit, the same numbers in guide, slides and sheets, and in both languages."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import facts
import kit
import lessons
import make
import pytest
import typst
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from helpers import load_articles, load_codes
from helpers.lexicon import read_table
from helpers.text.script import convert
from helpers.translations import find_translations

ROOT = Path(__file__).parent.parent
TABLES = ("lessons", "guide", "questions", "rubric", "abstracts", "kit")
PLANS = [plan["id"] for plan in lessons.read("lessons")["plan"]]
PAGES = [(language, name) for language in lessons.LANGUAGES for name in lessons.PAGES]
DECKS = [(edition, name) for edition in lessons.EDITIONS for name in lessons.DECKS]


def bare(text: str) -> str:
    """Letters, digits and characters only: what a line break or a quotation mark cannot change."""
    return re.sub(r"[\W_]", "", text)


pytestmark = pytest.mark.usefixtures("site")  # with which everything was printed


@cache
def printed(name: str) -> PdfReader:
    """A PDF, by its path below ``_build/handouts``."""
    return PdfReader(make.OUT / name)


class Page(NamedTuple):
    """What a printed page shows: its text, and of each piece its height above the foot and its size, in points."""

    text: str
    heights: list[float]
    sizes: list[float]


@cache
def pages_of(name: str) -> list[Page]:
    """The pages of a PDF. To read them takes longer than all that is asked of them, so it is done once for all tests."""

    def read(page) -> Page:
        heights, sizes = [], []

        def see(text, transformed, matrix, font, size):
            if text.strip():
                heights.append(matrix[5] * transformed[3] + transformed[5])
                sizes.append(abs(size * matrix[3] * transformed[3]))

        return Page(page.extract_text(visitor_text=see), heights, sizes)

    return [read(page) for page in printed(name).pages]


@cache
def sheet_text(number: str) -> str:
    """What a student's copy of a sheet has, in one line."""
    path = next(path for path in make.sheets() if path.name.startswith(f"{number}-"))
    return " ".join(page.text for page in pages_of(make.Copy(path).name))


def slides(edition: str, name: str) -> list[Page]:
    return pages_of(f"{edition}/{name}.pdf")


def pairs_in(value: object) -> list[tuple[str, str]]:
    """Every text of a table with its Chinese, in order."""
    if isinstance(value, list):
        return [pair for one in value for pair in pairs_in(one)]
    if not isinstance(value, dict):
        return []
    if set(value) >= {"en", "zh"} and not isinstance(value["en"], int):
        english, chinese = ([one] if isinstance(one, str) else one for one in (value["en"], value["zh"]))
        assert len(english) == len(chinese), value
        here = list(zip(english, chinese, strict=True))
    else:
        here = []
    return here + [pair for one in value.values() for pair in pairs_in(one)]


def every_pair() -> list[tuple[str, str]]:
    return [(lessons.fill(en), lessons.fill(zh)) for name in TABLES for en, zh in pairs_in(lessons.read(name))]


# --------------------------------------------------------------------------------------------------------------- plans


@pytest.mark.parametrize("name", PLANS)
def test_the_steps_of_a_plan_follow_each_other_and_fill_it(name):
    steps = lessons.timed_steps(name)
    assert steps[0].start == 0 and steps[-1].end == lessons.plan(name)["minutes"]
    assert all(before.end == after.start for before, after in pairwise(steps))


def test_a_plan_that_is_too_long_is_refused_in_one_sentence(monkeypatch):
    table = {"plan": [{"id": "x", "minutes": 45, "step": [{"minutes": 40}, {"minutes": 6}]}]}
    monkeypatch.setattr(lessons, "read", {"lessons": table}.get)
    with pytest.raises(lessons.LessonError, match=r"^lessons\.toml: the steps of plan x take 46 minutes, not 45\.$"):
        lessons.timed_steps("x")


def how_much(text: str, language: str) -> int:
    return len(re.findall(r"[A-Za-z]+" if language == "en" else "[\u4e00-\u9fff]", text))


def seconds_of(step: dict, language: str) -> float:
    """What a step takes: the teacher's words aloud, sheet and slides read in silence, a sheet's rows, talk and writing."""
    pace = lessons.read("lessons")["pace"]
    shown = [page for one in step.get("slide", []) for page in lessons._localised(one, language)]
    words = " ".join(str(page.get("lines", page.get("words", ""))) for page in shown)
    silent, rows = how_much(words, language), 0
    if "sheet" in step:
        sheet = lessons.sheet(step["sheet"])
        used = step.get("parts", len(step.get("points", ())))
        assert 0 < used <= sheet["parts"]
        silent += how_much(sheet_text(step["sheet"]), language) * used / sheet["parts"]
        rows = sheet["seconds"] * used
    aloud = how_much(lessons.fill(step.get("say", {}).get(language, "")), language)
    reading = 60 * aloud / pace["aloud"][language] + 60 * silent / pace["silent"][language]
    return reading + rows + step["work"] + pace["change"]


@pytest.mark.parametrize("language", lessons.LANGUAGES)
@pytest.mark.parametrize("name", PLANS)
def test_no_step_is_shorter_than_what_it_makes_a_new_class_do(name, language):
    short = {
        one.step["title"]["en"]: (round(seconds_of(one.step, language)), 60 * (one.end - one.start))
        for one in lessons.timed_steps(name)
        if seconds_of(one.step, language) > 60 * (one.end - one.start)
    }
    assert short == {}


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_names_what_it_needs(name):
    used = {one.step["sheet"] for one in lessons.timed_steps(name) if "sheet" in one.step}
    assert used <= set(lessons.plan(name)["copies"]) <= {sheet["id"] for sheet in lessons.read("lessons")["sheet"]}
    shown = {
        slide["board"] for one in lessons.timed_steps(name) for slide in one.step.get("slide", []) if "board" in slide
    }
    assert set(lessons.plan(name)["boards"]) <= shown  # no board of the guide is missing on the slides


# -------------------------------------------------------------------------------------------- sheets, guide and slides


@pytest.mark.parametrize("found", lessons.read("lessons")["sheet"], ids=lambda found: found["file"])
def test_a_sheet_says_the_minutes_that_the_lessons_say(found):
    path = next(path for path in make.sheets() if path.stem == found["file"])
    teachers = " ".join(" ".join(page.text for page in printed_for_teachers(path, "en")).split())
    time = re.search(r"Time for the whole sheet: (\d+)(?:–(\d+))? minutes", teachers)
    assert [int(time[1]), int(time[2] or time[1])] == found["minutes"]
    assert "minutes." not in sheet_text(found["id"]), "a class has the minutes of the plan, which may take a part"
    assert found["file"].startswith(f"{found['id']}-")
    assert bare(found["title"]["en"]) in bare(sheet_text(found["id"]))


@pytest.mark.parametrize("name", lessons.read("lessons")["point"])
def test_a_passage_that_the_plans_name_has_its_number_on_the_sheet(name):
    point = lessons.read("lessons")["point"][name]
    printed = sheet_text(point["sheet"]).replace("“", '"').replace("”", '"')
    words = re.sub(r"\s", "", point["words"]).replace("“", '"').replace("”", '"')
    before = rf"(?<!\S){point['no']}\.?\s[^\d]{{0,99}}?"  # a question may begin with other words
    assert re.search(before + r"\s*".join(map(re.escape, words)), printed), point


def test_the_sheets_have_as_many_rows_as_the_lessons_say():
    for number in "1567":
        text, parts = sheet_text(number), lessons.sheet(number)["parts"]
        rows = [int(row) for row in re.findall(r"(?m)^(\d{1,2}) (?=\D)", text)]
        assert [row for row in range(1, parts + 1) if row in rows] == list(range(1, parts + 1))
        assert parts + 1 not in rows
    assert {letter for letter in "ABCDE" if re.search(rf"(?m)^{letter} ", sheet_text("2"))} == set("ABCD")


@pytest.mark.parametrize("language", lessons.LANGUAGES)
@pytest.mark.parametrize("name", lessons.DECKS)
def test_guide_and_slides_have_the_same_minutes(name, language):
    for plan in lessons.DECKS[name]["plans"]:
        about = next(part[language] for part in lessons.read("guide")["part"] if part.get("plan") == plan)
        page = lessons.plan_page(plan, language, lessons.fill(about.strip()))
        steps = lessons.timed_steps(plan)
        there = f"(#{lessons.heading_of('45', language)})"
        assert page.replace("(#plan-45)", there) in lessons.guide(language)
        spans = [f"{one.start}–{one.end}" for one in steps]
        told = re.findall(r"(?m)^\| (\d+–\d+) \|", page)
        own = len(lessons.plan(plan).get("step", []))
        assert told[len(told) - own :] == spans[len(spans) - own :]
        assert {page["minutes"] for page in lessons.deck(name, language)} >= {
            span for span, one in zip(spans, steps, strict=True) if "slide" in one.step
        }


def test_the_style_of_a_plan_knows_its_tables_by_their_column_of_slides():
    css = (Path(lessons.__file__).parents[1] / "site" / "_static" / "kit.css").read_text(encoding="utf-8")
    for words in lessons.WORDS.values():
        assert f'[data-head="{words["slides"]}"]' in css
    assert ":nth-last-child(2)" not in css  # which any table of three columns has


@pytest.mark.parametrize("language", lessons.LANGUAGES)
def test_a_session_that_is_another_plan_says_so_before_what_it_needs(language):
    assert lessons.plan_page("2", language, "As there.").split("\n\n")[1] == "As there."
    assert lessons.plan_page("3", language, "Assess.").split("\n\n")[-1] == "Assess."


@pytest.mark.parametrize("language", lessons.LANGUAGES)
def test_a_row_that_stands_for_another_plan_has_its_slides(language):
    slides = lessons.slides_of_steps("90", language)
    last = max(pages[1] for start, pages in slides.items() if start < 40)
    assert f"| 2–{last} |" in next(
        row for row in lessons.minutes_table("90", language).split("\n") if row[:6] == "| 0–40"
    )


def test_the_kit_says_how_long_the_teachers_copy_is_where_it_is_longer(monkeypatch):
    monkeypatch.setattr(kit, "described", lambda path: ("A title", int(path.stem)))
    assert kit._length({"student": Path("1.pdf"), "teacher": Path("2.pdf")}, "en") == "1 page; with answers 2"
    assert kit._length({"student": Path("2.pdf"), "teacher": Path("2.pdf")}, "en") == "2 pages"


@pytest.mark.parametrize("language", lessons.LANGUAGES)
def test_guide_and_slides_name_the_same_passages(language):
    step = next(one.step for one in lessons.timed_steps("45") if one.step.get("sheet") == "1")
    numbers = [str(lessons.facts()[name]) for name in step["points"]]
    shown = next(
        page["title"] for page in lessons.deck("slides-45", language) if page.get("title", "").count(numbers[-1])
    )
    for text in (shown, lessons.fill(step["do"][language])):
        assert re.findall(r"\d+", text) == ["1", *numbers]


@pytest.mark.parametrize("edition", lessons.EDITIONS)
def test_a_teachers_copy_tells_the_steps_of_the_plans(edition):
    """Guide, slides and teacher's copies take minutes and words of a step from one place; so a copy that differs is a fault."""
    told = 0
    for path in make.sheets():
        copy = bare("".join(page.text for page in printed_for_teachers(path, edition)))
        for use in lessons.uses_of(path.stem[0], edition):
            told += 1
            assert bare(use["minutes"]) + bare(use["do"])[:40] in copy.replace("分鐘", "").replace("分钟", ""), (
                path.stem
            )
    assert told > 10


def printed_for_teachers(path, edition):
    return pages_of(make.Copy(path, "teacher", edition).name)


def test_the_steps_on_a_teachers_copy_are_those_of_the_guide():
    page = lessons.guide("en")
    for number in "01234567":
        for use in lessons.uses_of(number, "en"):
            row = next(line for line in page.split("\n") if use["do"] in line)
            assert row.startswith(f"| {use['minutes']} |")


@pytest.mark.parametrize("language", lessons.LANGUAGES)
def test_the_letters_of_the_lesson_are_the_key_of_sheet_1(language):
    answers, letters = make.answers_of(make.sheets()[1], "teacher", language), lessons.letters()
    points = {name: point for name, point in lessons.read("lessons")["point"].items() if "code" in point}
    assert len(points) == 5
    for name, point in points.items():
        # passage 2 is the example, so the first answer is that of passage 1, the second that of passage 3
        if point["no"] > 2:
            assert answers[point["no"] - 2].strip() == letters[f"{name}_{language}"]


def test_the_expected_maps_are_those_of_the_codes():
    codes, page = load_codes(load_articles()).set_index("code_id"), lessons.guide("en")
    for code in ("A071", "A131"):
        assert all(pair in page for pair in codes.at[code, "mapping_en"].split("; "))
    assert codes.at["A131", "inference"] in page


def test_a_sentence_has_the_same_english_on_slides_and_sheets():
    sheets = "".join(path.read_text(encoding="utf-8") for path in make.sheets())
    shown = [page for name in lessons.DECKS for page in lessons.deck(name, "en") if page["kind"] == "quote"]
    on_sheet = [page for page in shown if f'"{page["words"]}' in sheets]
    assert len(on_sheet) >= 5
    for page in on_sheet:
        assert page["gloss"].rstrip(".") in sheets, page["words"]


def passages_with_english() -> Iterator[tuple[str, str, str]]:
    """Yield article, words and English of what sheets, slides and questions quote; sheet 5 translates word by word."""
    for path in (path for path in make.sheets() if path.stem != "5-spun"):
        text = path.read_text(encoding="utf-8")
        yield from re.findall(r'(?<![\w-])q\("(\d+)", "([^"]*)"\)(?:,\s+\[|\] “)([^\]”]*)', text)
    tables: list[object] = [lessons.read("questions"), lessons.read("lessons")]
    while tables:
        one = tables.pop()
        if isinstance(one, dict) and {"article", "words", "en"} <= set(one):
            yield one["article"], one["words"], one["en"]
        tables += one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()


def words_in(english: str) -> str:
    return re.sub(r"[^\w%.]+", " ", english.lower().replace(" per cent", "%")).strip(" .")


def test_a_passage_has_one_english_on_paper_and_on_the_site():
    """The reader's translation, or a part of it; brackets that hold Chinese or say what was swapped are remarks of ours."""
    found = [*passages_with_english()]
    assert len(found) > 60
    for article, words, english in found:
        sentences = [one for part in re.findall("[^。]+。?", words) for one in find_translations(part, article)]
        site = words_in(" ".join(one.english for one in sentences))
        parts = re.split(r"\.\.\.|…", re.sub(r"\((?=(?:probably )?swapped|[^)]*[\u4e00-\u9fff])[^)]*\)", "", english))
        assert all(words_in(part) in site for part in parts), (words, english, site)


def test_the_slides_of_a_step_are_numbered_as_they_come():
    for name in lessons.DECKS:
        for plan in lessons.DECKS[name]["plans"]:
            deck = lessons.deck(name, "en")
            for start, pages in lessons.slides_of_steps(plan, "en").items():
                if pages:
                    minutes = {deck[number - 1]["minutes"].split("–")[0] for number in range(pages[0], pages[1] + 1)}
                    assert minutes == {str(start)}


def test_what_the_boards_say_is_in_the_codes():
    codes = load_codes(load_articles()).set_index("code_id")
    pairs = codes.at["A071", "mapping_en"]
    assert "iPhone → GPT-3.5" in pairs and "Android → Llama 2" in pairs
    assert codes.at["A131", "inference"] == "whoever builds on somebody else's system can be cut off from it"
    quotes = load_codes(load_articles(), "quotes")
    named = set(quotes.loc[quotes["speaker"] == "Luke Sernau", "article_id"])
    assert named == {"001"}
    texts = make.texts()
    assert [a for a in texts if "80%" in texts[a]] == ["000", "003", "004"]
    assert "一度" in texts["003"] and "80%以上" in texts["003"]
    assert not re.search("安卓|android|ios(?![a-z])|iphone|linux", texts["004"], re.IGNORECASE)
    assert facts.facts()["strict_articles"] == "000 002 003"
    assert [article for article, text in texts.items() if "开放权重" in text] == ["004"]


# ----------------------------------------------------------------------------------------------------------- languages

ENGLISH = {
    word: number
    for number, word in enumerate(["three", "four", "five", "six", "seven", "eight", "nine", "ten"], start=3)
}
ENGLISH |= {"third": 3, "fourth": 4, "eleven": 11, "twelve": 12, "sixteen": 16, "seventeen": 17}
MONTHS = {
    name: n
    for n, name in enumerate(["January", "February", "March", "April", "May", "June", "July", "August"], start=1)
}
MONTH = rf"\b({'|'.join(MONTHS)})(?= \d| of )|(?<=\d )({'|'.join(MONTHS)})\b"
CHINESE = {"十六": 16, "十二": 12} | {figure: number for number, figure in enumerate("三四五六七八九十", start=3)}
COUNTED = f"({'|'.join(CHINESE)})(?=[个条篇段句行人组种次节课位点分步级遍份列张家页岁])"


def numbers_in(text: str) -> Counter:
    """Every number of a text in either language, in figures or, from three on, in words; a month is its number."""
    text = re.sub(r"\]\([^)]*\)", "]", text)
    text = re.sub(MONTH, lambda month: str(MONTHS[month[0]]), text)
    text = re.sub(r"[A-Za-z]+", lambda word: f" {ENGLISH.get(word[0].lower(), word[0])} ", text)
    text = re.sub(COUNTED, lambda figure: f" {CHINESE[figure[1]]} ", text)
    return Counter(float(number) for number in re.findall(r"\d+(?:\.\d+)?", text))


def test_both_languages_carry_the_same_numbers():
    differ = {en[:60]: (numbers_in(en), numbers_in(zh)) for en, zh in every_pair() if numbers_in(en) != numbers_in(zh)}
    assert differ == {}
    assert len(every_pair()) > 300


def test_a_number_that_differs_is_seen():
    assert numbers_in("vote on 3 and 7, for five minutes") != numbers_in("对第3、8段表决，五分钟")
    assert numbers_in("five articles of May 2023") == numbers_in("2023年5月的五篇文章") == Counter([5.0, 5.0, 2023.0])


def test_a_number_that_is_nowhere_is_refused_in_one_sentence():
    with pytest.raises(lessons.LessonError, match=r"^the text 'Passage \{nowhere\}' names a number .*'nowhere'\.$"):
        lessons.fill("Passage {nowhere}")


def test_a_table_that_is_not_toml_is_refused_in_one_sentence(tmp_path, monkeypatch):
    (tmp_path / "trial.toml").write_text("a = ", encoding="utf-8")
    monkeypatch.setattr(lessons, "HERE", tmp_path)
    with pytest.raises(lessons.LessonError, match=r"^trial\.toml: .+\.$"):
        lessons.read("trial")


def test_our_chinese_is_set_with_its_own_marks():
    """The articles came with narrow marks; what we write has wide ones."""
    for _, chinese in every_pair():
        ours = re.sub(r"\]\([^)]*\)|`[^`]*`|```.*?```|“[A-Z][^”]*”", "", chinese, flags=re.DOTALL)
        assert not re.search(r"[\u4e00-\u9fff”》][,:;?!(]|[,;?!)][\u4e00-\u9fff]", ours), ours[:80]


def test_taiwans_edition_has_no_simplified_character_and_no_word_of_the_mainland():
    pages = [lessons.page_in(page("zh"), "zh-tw") for page in lessons.PAGES.values()]
    ours = "\n".join(line for page in pages for line in page.split("\n") if not line.startswith("> "))
    simplified = set(read_table("scripts").set_index("script")["characters"]["simplified"])
    assert simplified & set("".join(pages)) == set()
    mainland = {lessons.quoted_as(word, "zh-tw") for word in read_table("taiwan")["mainland"]} - {
        "開源",
        "閉源",
        "代碼",
    }
    assert {word for word in mainland if word in ours} == set()
    assert not set("“”") & set(ours)


def test_every_correction_for_taiwan_mends_something():
    written = [page("zh") for page in lessons.PAGES.values()] + [
        str(lessons.deck(name, "zh")) for name in lessons.DECKS
    ]
    written += [path.read_text(encoding="utf-8") for path in (*make.sheets(), ROOT / "classroom" / "sheet.typ")]
    converted = convert("s2twp", "".join(written))
    assert [wrong for wrong in facts.TAIWAN if wrong not in converted] == []


def test_no_glyph_is_missing_in_any_edition():
    known = set(TTFont(make.FONTS / "NotoSansSC-Regular-subset.otf").getBestCmap())
    pages = [page(language) for language, name in PAGES for page in [lessons.PAGES[name]]]
    pages += [lessons.page_in(page, "zh-tw") for page in pages[len(lessons.PAGES) :]]
    pages += [str(make.slide_pages(name, edition)) for edition, name in DECKS]
    assert {c for c in "".join(pages) if ord(c) not in known} <= {"\n"}


# ------------------------------------------------------------------------------------------------------------ the pages


@pytest.mark.parametrize(("language", "name"), PAGES)
def test_every_link_of_a_page_leads_somewhere(language, name):
    page = lessons.PAGES[name](language)
    own = {f"{stem}{'' if language == 'en' else '-zh'}.md" for stem in (*lessons.PAGES, "kit")}
    for target, anchor in re.findall(r"\]\(([^)#]*)#?([^)]*)\)", page):
        if target.startswith("../reader/"):  # written by the site
            assert [*(ROOT / "seeds").glob(f"{Path(target).stem}_*.txt")]
        elif target.startswith("../notebooks/"):
            assert (ROOT / "classroom" / target).is_file(), target
        elif not re.match(r"https://[\w.-]+/\S", target):  # a source of our own words
            assert target in {"", "../handouts/coding-sheet.csv", "../seeds/index.md", "coding.md"} | own, target
        if anchor and not target:
            assert anchor in {lessons.slug(heading) for heading in re.findall(r"(?m)^#+ (.*)$", page)}, anchor


@pytest.mark.parametrize("language", lessons.LANGUAGES)
def test_the_guide_of_the_site_leaves_the_first_lesson_to_the_page_of_the_kit(handouts, language):
    site, page = lessons.guide(language, site=True), kit.kit_page(handouts, language)
    paper, said, shown = (re.sub(r"\]\([^)]*\)", "]", one) for one in (lessons.guide(language), site, page))
    left_out = [block for block in paper.split("\n\n") if block not in said]
    assert len(left_out) > 10
    # the plan's heading and materials stand there in other words
    assert len([block for block in left_out if block not in shown]) == 2
    (anchor,) = set(re.findall(r"\]\(kit[-a-z]*\.md#([^)]+)\)", site))
    assert anchor in {lessons.slug(heading) for heading in re.findall(r"(?m)^#+ (.*)$", page)}


@pytest.mark.parametrize("language", lessons.LANGUAGES)
def test_the_questions_are_twelve_and_each_rests_on_passages_and_evidence(language):
    questions = re.split(r"(?m)^## ", lessons.discussion(language))[1:]
    assert [question.split(".")[0] for question in questions] == [str(n) for n in range(1, 13)]
    for question in questions:
        assert question.count("\n> ") >= 4
        assert all(f"**{lessons.WORDS[language][part]}**" in question for part in ("hearing", "evidence"))


@pytest.mark.parametrize("language", lessons.LANGUAGES)
def test_the_questions_name_headings_of_notebooks_that_exist(language):
    named = re.findall(r"\(\.\./(notebooks/[^)]+)\)(?:, |中)[\"“]([A-Z][^\"”]+)[\"”]", lessons.discussion(language))
    assert len(named) >= 6
    for notebook, heading in named:
        assert heading.rstrip(".") in (ROOT / notebook).read_text(encoding="utf-8"), (notebook, heading)


def test_an_abstract_is_short_and_gives_no_answer_away():
    answers = [bare(answer) for path in make.sheets() for answer in make.answers_of(path, "teacher")]
    found = lessons.read("abstracts")["abstract"]
    ordered = load_articles().sort_values("date_from")
    assert [one["article"] for one in found] == list(ordered["article_id"])
    for one, short in zip(found, ordered["short"], strict=True):  # as the site calls the article
        assert one["name"]["en"].startswith(short)
    for one in found:
        assert 110 <= len(one["en"].split()) <= 130 and 200 <= len(one["zh"]) <= 250
        for text, run in ((one["en"], 30), (one["zh"], 9)):
            text = bare(text) if text == one["en"] else "".join(re.findall("[\u4e00-\u9fff]", text))
            telling = {text[at : at + run] for at in range(len(text) - run)}
            assert not [answer for answer in answers if any(part in answer for part in telling)]
        assert not re.search(r"80|85|卡萨多|Casado|智源|BAAI|卡脖子|throat", one["en"] + one["zh"])


def test_the_rubric_has_an_example_for_every_level():
    found = lessons.read("rubric")
    assert len(found["level"]) == 3
    for row in found["criterion_row"]:
        assert len(row["cell"]) == 3
        assert all(
            cell[part][language] for cell in row["cell"] for part in ("asks", "example") for language in ("en", "zh")
        )
    for language in lessons.LANGUAGES:
        examples = re.findall(r"\*“[^“”]+”\*", lessons.rubric(language))
        assert len(examples) == 3 * len(found["criterion_row"])


def lowest(page: Page) -> float:
    """How far down a page its text reaches, in points from the foot; the footer does not count."""
    return min(height for height in page.heights if height > 55)


@pytest.mark.parametrize("path", make.pages(), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_printed_page_is_at_least_half_full_and_tagged(path):
    for edition in (one for one in lessons.EDITIONS if one.startswith(path.parent.name)):
        name = f"{edition}/{path.stem}.pdf"
        assert all(lowest(page) < 842 / 2 for page in pages_of(name))
        root = printed(name).trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"] and root["/Lang"].startswith(edition[:2])


# ----------------------------------------------------------------------------------------------------------- the slides


@pytest.mark.parametrize(("edition", "name"), DECKS)
def test_a_slide_can_be_read_from_the_last_row(edition, name):
    """Nothing under 24 points on a page as large as projectors' programs take it; what is shown is the deck, page by page."""
    pages, deck = slides(edition, name), make.slide_pages(name, edition)
    for page in printed(f"{edition}/{name}.pdf").pages:
        assert [round(float(side)) for side in page.mediabox[2:]] == [960, 540]
    assert min(size for page in pages for size in page.sizes) >= 24 - 0.01
    for page, made in zip(pages, deck, strict=True):
        assert bare(made.get("title", lessons.quoted_as(made.get("words", ""), edition))) in bare(page.text)
        assert bare(made["minutes"]) in bare(page.text)


@pytest.mark.parametrize(("edition", "name"), DECKS)
def test_slides_are_tagged_and_bring_their_font(edition, name):
    reader = printed(f"{edition}/{name}.pdf")
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == {"en": "en-GB", "zh": "zh-CN", "zh-tw": "zh-TW"}[edition]
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    assert fonts and all("NotoSansSC" in str(font["/BaseFont"]) for font in fonts)
    embedded = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]
    assert all("/FontFile3" in one or "/FontFile2" in one for one in embedded)
    if edition == "zh-tw":
        assert "钟" not in "".join(page.text for page in slides(edition, name))


def test_a_board_is_built_row_by_row():
    deck = [page for page in lessons.deck("slides-45", "en") if page.get("title") == "Who plays whom?"]
    assert [page["shown"] for page in deck] == [0, 1, 2, 3, 4]
    texts = [page.text for page in slides("en", "slides-45") if "Who plays whom?" in page.text]
    assert ["the makers of phones" in text for text in texts] == [False, False, False, True, True]


@pytest.mark.parametrize(("edition", "name"), DECKS)
def test_no_click_shows_the_same_slide_again(edition, name):
    alike = [
        bare(re.sub(r"\d+\s*$", "", page.text)) for page in slides(edition, name)
    ]  # without the number of the slide
    assert [number for number, (one, two) in enumerate(pairwise(alike), start=1) if one == two] == []


@pytest.mark.parametrize("language", lessons.LANGUAGES)
def test_without_a_screen_the_guide_has_what_a_slide_alone_would_show(language):
    guide = lessons.guide(language)
    for plan in PLANS:
        for timed in lessons.timed_steps(plan):
            for slide in timed.step.get("slide", []):
                if "quote" in slide and "point" not in slide and not lessons.sheets_of(timed.step):
                    assert f"\n> {slide['quote']['words']}\\\n" in guide
    assert guide.count("\n> ") == 2 * 4


def test_a_quotation_on_a_slide_is_looked_up(monkeypatch):
    monkeypatch.setattr(lessons, "quotations_of_decks", lambda: {("002", "安卓时刻永远不会来")})
    with pytest.raises(make.SheetError, match=r"^slides-45: the quotation .* is not in article 002\.$"):
        make.print_slides("slides-45", "en")


# -------------------------------------------------------------------------------------------------------- the kit's page


@pytest.fixture(scope="module")
def handouts(tmp_path_factory):
    """A folder as `make handouts` leaves it, its PDFs of one line each."""
    folder = tmp_path_factory.mktemp("handouts")
    sheets = [f"{copy}/{sheet['file']}" for sheet in lessons.read("lessons")["sheet"] for copy in make.COPIES]
    for name in [*sheets, *lessons.PAGES, *lessons.DECKS, "student/exit-ticket", "student/2-analogy-map-easy"]:
        for edition in lessons.EDITIONS:
            path = folder / edition / f"{name}.pdf"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(typst.compile(f'#set document(title: "File {path.stem}")\nHere.'.encode(), format="pdf"))
    return folder


@pytest.fixture(scope="module")
def written_kit(handouts, tmp_path_factory):
    """The pages of the kit on those files, in both languages, and their pictures."""
    folder = tmp_path_factory.mktemp("kit")
    kit.write_kit(folder, handouts)
    return folder


@pytest.mark.parametrize("language", lessons.LANGUAGES)
def test_the_kit_lists_every_file_with_its_picture(handouts, written_kit, language):
    page = (written_kit / ("kit.md" if language == "en" else "kit-zh.md")).read_text(encoding="utf-8")
    linked = set(re.findall(r"\]\(\.\./handouts/([^)]+\.pdf)\)", page))
    editions = [one for one in lessons.EDITIONS if one.startswith(language)]
    assert linked == {
        path.relative_to(handouts).as_posix() for one in editions for path in (handouts / one).rglob("*.pdf")
    }
    assert re.search(r"File 2-analogy-map-easy[^*]*" + kit._text("easy", language), page)
    pictures = re.findall(r"!\[([^\]]+)\]\((pictures/[^)]+)\)", page)
    assert len(pictures) == len({path.stem for path in (handouts / language).rglob("*.pdf")})
    assert all((written_kit / picture).read_bytes().startswith(b"\x89PNG") for _, picture in pictures)
    assert len({alternative for alternative, _ in pictures}) == len(pictures)


@pytest.mark.parametrize("language", lessons.LANGUAGES)
def test_the_first_lesson_is_prepared_from_the_kit_alone_in_the_time_that_it_says(handouts, language):
    lesson = kit.tomorrow(handouts, language)
    first, *others = (step["minutes"] for step in lessons.read("kit")["step"])
    assert lessons.facts()["prepare"] == first + sum(others) <= 20
    above, _, _ = kit.kit_page(handouts, language).partition(
        f"## {lessons.fill(lessons.plan('90')['title'][language])}"
    )
    assert lesson in above
    shown = re.sub(r"\]\([^)]*\)", "]", above)
    to_read = len(re.findall(r"[A-Za-z0-9]+" if language == "en" else "[\u4e00-\u9fff]|[A-Za-z0-9]+", shown))
    assert to_read / lessons.read("lessons")["pace"]["silent"][language] < first
    assert re.search(r"student/2-analogy-map-easy\.pdf", lesson)
    wanted = ("print 28 (1 page)", "print 14 (1 page)") if language == "en" else ("印28份（1页）", "印14份（1页）")
    assert [lesson.count(count) for count in wanted] == [2, 2]
    assert lessons.minutes_table("45", language) in lesson and lessons.goals("45", language) in lesson
    for file in ("student/1-sources", "teacher/2-analogy-map", "slides-45", "student/exit-ticket"):
        assert f"../handouts/{language}/{file}.pdf" in lesson
    assert "slides-90" not in lesson
