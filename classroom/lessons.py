"""Lessons from one source: the teacher's guide, questions, rubric, abstracts and slides, in English and Chinese.

``lessons.toml`` holds every number of the plans once; the other tables hold prose. What is asked of the articles (that a
quotation is in them) is asked by `make`, which prints what is made here.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

from facts import quoted_as, said_as, uses_by_code

from helpers.files import write_atomically

HERE = Path(__file__).resolve().parent
LANGUAGES = ("en", "zh")  # which are written; zh-tw is converted from zh
EDITIONS = (*LANGUAGES, "zh-tw")


class LessonError(ValueError):
    """A table of the lessons cannot be used; the message names it and says why in one sentence."""


class Timed(NamedTuple):
    """A step of a plan with the minute in which it begins and ends."""

    start: int
    end: int
    step: dict


@cache
def read(name: str) -> dict:
    """Return one of the tables beside this file: ``read("lessons")``.

    Raises:
        LessonError: the file is not TOML.
    """
    try:
        return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise LessonError(f"{name}.toml: {error}.") from None


def page_in(markdown: str, language: str) -> str:
    """Return a page of ours as the language writes it; its quotations only change their characters."""
    lines = markdown.split("\n")
    return "\n".join(quoted_as(one, language) if one.startswith("> ") else said_as(one, language) for one in lines)


def slug(title: str) -> str:
    """Return the address of a heading on its page, as the site makes it.

    >>> slug("One lesson of 45 minutes")
    'one-lesson-of-45-minutes'
    """
    return re.sub(r"[^\w\u4e00-\u9fff\- ]", "", title.strip().lower()).replace(" ", "-")


@cache
def facts() -> dict[str, int]:
    """Return the numbers that texts may name in braces: ``plan45``, ``sheet1_parts``, ``lame`` (a passage), ``aloud_en``."""
    table = read("lessons")
    pace = table["pace"]
    return {
        "most_quoted": table["most_quoted"],
        "change": pace["change"],
        "class": table["class"]["size"],
        "after_homework": next(plan for plan in table["plan"] if plan["id"] == "4")["step"][0]["minutes"],
        "prepare": sum(step["minutes"] for step in read("kit")["step"]),
        **{f"{way}_{language}": pace[way][language] for way in ("aloud", "silent") for language in LANGUAGES},
        **{f"sheet{sheet['id']}_parts": sheet["parts"] for sheet in table["sheet"]},
        **{f"plan{plan['id']}": plan["minutes"] for plan in table["plan"] if "unit" not in plan},
        **{name: point["no"] for name, point in table["point"].items()},
        **letters(),
    }


def letters() -> dict[str, str]:
    """Return what the codes say a passage uses the comparison for: ``{"throat_en": "W", "throat_zh": "警告", …}``."""
    use_of, table = uses_by_code(), read("lessons")
    coded = {name: table["use"][use_of[point["code"]]] for name, point in table["point"].items() if "code" in point}
    return {f"{name}_{language}": use["letter"][language] for name, use in coded.items() for language in LANGUAGES}


def uses(language: str) -> dict[str, list[str]]:
    """Return letter and meaning of every use of the comparison, as the class writes them."""
    return {name: [use["letter"][language], use["means"][language]] for name, use in read("lessons")["use"].items()}


def fill(text: str) -> str:
    """Return the text with its numbers.

    Raises:
        LessonError: there is no number of that name.
    """
    try:
        return text.format_map(facts())
    except (KeyError, ValueError) as error:
        raise LessonError(f"the text {text[:40]!r} names a number that lessons.toml does not have: {error}.") from None


def plan(name: str) -> dict:
    """Return the plan of that name."""
    return next(one for one in read("lessons")["plan"] if one["id"] == name)


def timed_steps(name: str) -> list[Timed]:
    """Return the steps of a plan with their minutes, those that it takes from another plan first.

    Raises:
        LessonError: the minutes of the steps are not those of the plan.
    """
    found = plan(name)
    steps = list(found.get("step", []))
    if "takes" in found:
        earlier = plan(found["takes"])["step"]
        steps = earlier[: len(earlier) - found["leaves"]] + steps
    timed, minute = [], 0
    for step in steps:
        timed.append(Timed(minute, minute + step["minutes"], step))
        minute += step["minutes"]
    if minute != found["minutes"]:
        raise LessonError(f"lessons.toml: the steps of plan {name} take {minute} minutes, not {found['minutes']}.")
    return timed


def sheet(name: str) -> dict:
    """Return what lessons.toml says of a sheet."""
    return next(one for one in read("lessons")["sheet"] if one["id"] == name)


def uses_of(number: str, edition: str) -> list[dict[str, str]]:
    """Return each step of the plans that takes a sheet, for its teacher's copy: ``plan``, ``minutes`` and what to ``do``."""
    own = [one for one in read("lessons")["plan"] if one.get("takes") is None or one["leaves"]]
    steps = [(one, timed) for one in own for timed in _own_steps(one["id"]) if number in sheets_of(timed.step)]
    return [
        {
            "plan": said_as(fill(one["title"][edition[:2]]), edition),
            "minutes": f"{timed.start}–{timed.end}",
            "do": said_as(fill(timed.step["do"][edition[:2]]), edition),
        }
        for one, timed in steps
    ]


def _own_steps(name: str) -> list[Timed]:
    """The steps that a plan does not take from another."""
    return timed_steps(name)[-len(plan(name)["step"]) :]


def sheets_of(step: dict) -> list[str]:
    """Return the numbers of the sheets that a step uses."""
    return [step[key] for key in ("sheet", "or_sheet") if key in step]


# ------------------------------------------------------------------------------------------------------------ the guide

WORDS = {
    "en": {
        "sheet": "sheet", "does": "what the class does", "minutes": "minutes", "minute": "minute",
        "happens": "what happens", "goals": "Goals.", "can": "The students can", "materials": "Materials.",
        "board": "Board picture: ", "homework": "Homework.", "say": "Say:", "each": "one each", "pair": "one between two",
        "half": "half of the class, one between two", "group": "one between three", "cut": "one page for two students (cut it)", "slides": "slides", "use": "{}  {}", "colon": ": ", "comma": "; ",
        "copies": "sheet {}, {}", "as": "As in [{}](#plan-{}), without its last step.",
        "also": "board; slides ({}.pdf), if there is a screen", "stop": ".",
        "read_out": "Minutes {}: show this, or read it out.",
        "passages": "“Worth hearing” is what good answers have in common, not the right answer: there is none.",
        "brackets": " ({})", "passage": "Passage {}. ",
        "articles": "Open and closed AI models in five Chinese articles",
        "hearing": "Worth hearing.", "evidence": "Evidence.",
    },
    "zh": {
        "sheet": "学习单", "does": "学生做什么", "minutes": "分钟", "minute": "时间（分）", "happens": "课堂活动",
        "goals": "教学目标。", "can": "学生能够", "materials": "准备。", "board": "板书：", "homework": "作业。",
        "say": "老师说：", "each": "每人一张", "pair": "两人一张", "half": "一半学生，两人一张", "group": "三人一张", "cut": "一页供两人用（裁开）", "slides": "幻灯片", "use": "{}：{}",
        "colon": "：", "comma": "；", "copies": "学习单{}，{}", "as": "同[{}](#plan-{})，最后一步不做。",
        "also": "黑板；有屏幕的话，幻灯片（{}.pdf）", "stop": "。",
        "read_out": "第{}分钟：放映这几句，没有屏幕就念。",
        "passages": "“好的回答”写的是好回答有哪些共同点，不是标准答案：这些题没有标准答案。",
        "brackets": "（{}）", "passage": "第{}段，",
        "articles": "五篇中文文章里的开源模型与闭源模型",
        "hearing": "好的回答。", "evidence": "依据。",
    },
}  # fmt: skip


def table(head: list[str], rows: list[list[str]]) -> str:
    """Return a Markdown table.

    >>> print(table(["a"], [["b"]]))
    | a |
    |---|
    | b |
    """
    lines = [head, *rows]
    marked = [f"| {' | '.join(line)} |" for line in lines]
    return "\n".join([marked[0], "|" + "---|" * len(head), *marked[1:]])


def _minutes(low: int, high: int) -> str:
    return f"{low}" if low == high else f"{low}–{high}"


def _sheets(language: str) -> str:
    words = WORDS[language]
    rows = [
        [f"{one['id']} {one['title'][language]}", fill(one["does"][language]), _minutes(*one["minutes"])]
        for one in read("lessons")["sheet"]
    ]
    return table([words["sheet"], words["does"], words["minutes"]], rows)


def board(name: str, language: str) -> str:
    """Return a board picture as a Markdown table below its title."""
    found = read("lessons")["board"][name]
    drawn = table(found["head"][language], [[cell or "–" for cell in row[language]] for row in found["rows"]])
    return f"**{WORDS[language]['board']}{found['title'][language]}**\n\n{drawn}"


def goals(name: str, language: str) -> str:
    """Return the goals of a plan as a list."""
    words = WORDS[language]
    listed = [
        f"{number}. {_stopped(goal, language)}" for number, goal in enumerate(plan(name)["goals"][language], start=1)
    ]
    return f"**{words['goals']}** {words['can']}{words['colon'].strip()}\n\n" + "\n".join(listed)


def materials(name: str, language: str) -> str:
    """Return what a plan needs, in words."""
    words = WORDS[language]
    sheets = [words["copies"].format(number, words[share]) for number, share in plan(name)["copies"].items()]
    listed = words["comma"].join([*sheets, words["also"].format(slides_of(name))])
    return listed[0].upper() + listed[1:] + words["stop"]


def _stopped(text: str, language: str) -> str:
    return text if text[-1] in "?？" else text + WORDS[language]["stop"]


def quoted(text: str) -> str:
    """Return words in quotation marks, what they quote themselves in single ones.

    >>> quoted("the “Android moment”")
    '“the ‘Android moment’”'
    """
    return "“" + text.replace("“", "‘").replace("”", "’") + "”"


def what_happens(step: dict, language: str) -> str:
    """Return a step in words: its title, what is done, and what the teacher says."""
    words = WORDS[language]
    done = f"**{_stopped(fill(step['title'][language]), language)}** {fill(step['do'][language])}"
    if "say" not in step:
        return done
    return f"{done} *{words['say']}* {quoted(fill(step['say'][language]))}"


def minutes_table(name: str, language: str) -> str:
    """Return what happens in a plan, minute by minute; what it takes from another plan is one row."""
    found, words = plan(name), WORDS[language]
    shown = slides_of_steps(name, language)
    rows = [
        [
            f"{one.start}–{one.end}",
            what_happens(one.step, language),
            _minutes(*shown[one.start]) if one.start in shown else "",
        ]
        for one in timed_steps(name)
    ]
    if "takes" in found:
        taken = len(plan(found["takes"])["step"]) - found["leaves"]
        end = timed_steps(name)[taken - 1].end
        as_there = words["as"].format(fill(plan(found["takes"])["title"][language]), found["takes"])
        slides = [number for start, pages in shown.items() if start < end for number in pages]
        rows = [[f"0–{end}", as_there, _minutes(min(slides), max(slides))], *rows[taken:]]
    return table([words["minute"], words["happens"], words["slides"]], rows)


def quotation(passage: dict, language: str) -> str:
    """Return a passage of an article as Markdown, in English with its English; `make` looks it up by its form."""
    gloss = f"{passage['en']} " if language == "en" else "—"
    return f"> {passage['words']}\\\n> {gloss}— **{passage['article']}**"


def read_out(name: str, language: str) -> list[str]:
    """Return the passages that a plan's own steps show and that no sheet prints, each step's below its minutes."""
    blocks = []
    for one in _own_steps(name):
        shown = [slide["quote"] for slide in one.step.get("slide", []) if "quote" in slide and "point" not in slide]
        if shown and not sheets_of(one.step):
            minutes = WORDS[language]["read_out"].format(f"{one.start}–{one.end}")
            blocks += [f"**{minutes}**", *(quotation(passage, language) for passage in shown)]
    return blocks


def slides_of_steps(name: str, language: str) -> dict[int, tuple[int, int]]:
    """Return the first and last slide of each step of a plan, by the minute in which it begins, where it shows any."""
    numbers: dict[int, list[int]] = {}
    for number, (owner, timed, _) in enumerate(_deck_pages(slides_of(name), language), start=1):
        if owner == name and timed:
            numbers.setdefault(timed.start, []).append(number)
    return {start: (pages[0], pages[-1]) for start, pages in numbers.items()}


def copies_for(share: str) -> int:
    """Return how many copies of a page the class needs.

    >>> copies_for("each"), copies_for("pair"), copies_for("group")
    (28, 14, 10)
    """
    size = read("lessons")["class"]["size"]
    return -(-size // {"each": 1, "pair": 2, "cut": 2, "half": 4, "group": 3}[share])


def plan_page(name: str, language: str, about: str) -> str:
    """Return a plan as Markdown: goals, materials, the minutes, the board, homework, and what else is to say ``about`` it.

    A session that is another plan as a whole says so first.
    """
    found, words = plan(name), WORDS[language]
    blocks = [f"{'###' if 'unit' in found else '##'} {fill(found['title'][language])}"]
    if found["goals"][language]:
        blocks.append(goals(name, language))
    own = bool(found.get("step"))
    blocks += [] if own else [about]
    blocks.append(f"**{words['materials']}** {materials(name, language)}")
    if own:
        blocks += [minutes_table(name, language), *read_out(name, language)]
    for shown in found["boards"]:
        blocks.append(board(shown, language))
    if "homework" in found:
        blocks.append(f"**{words['homework']}** {fill(found['homework'][language])}")
    blocks += [about] if own else []
    return "\n\n".join(blocks)


KITS_PLAN = "45"  # which the page of the class kit prints in full


def guide(language: str, *, site: bool = False) -> str:
    """Return the teacher's guide as Markdown; for the ``site`` without what the page of the class kit has."""
    blocks = [f"# {read('guide')['title'][language]}"]
    for part in read("guide")["part"]:
        on_the_kits_page = part.get("kit") or part.get("plan") == KITS_PLAN
        if on_the_kits_page if site else part.get("site"):
            continue
        text = fill(part[language].strip())
        blocks.append(plan_page(part["plan"], language, text) if "plan" in part else text)
        if "sheets" in part:
            blocks.append(_sheets(language))
    page = "\n\n".join(blocks)
    if site:
        kits_page = "kit.md" if language == "en" else "kit-zh.md"
        page = page.replace(f"(#plan-{KITS_PLAN})", f"({kits_page}#{slug(fill(read('kit')['tomorrow'][language]))})")
    for one in read("lessons")["plan"]:
        page = page.replace(f"(#plan-{one['id']})", f"(#{heading_of(one['id'], language)})")
    return page + "\n"


def unit_title(language: str) -> str:
    """Return the heading over the sessions of the unit."""
    part = next(one for one in read("guide")["part"] if "unit" in one)
    return part[language].strip().split("\n")[0].removeprefix("## ")


def heading_of(name: str, language: str) -> str:
    """Return the address of a plan in the guide; the unit's first session stands for the unit."""
    return slug(unit_title(language) if name == "1" else fill(plan(name)["title"][language]))


# ------------------------------------------------------------------------------- questions, rubric, abstracts, all pages


def discussion(language: str) -> str:
    """Return the questions with their passages as Markdown."""
    words, found = WORDS[language], read("questions")
    blocks = [f"# {found['title'][language]}", found["intro"][language], the_five(language), words["passages"]]
    for number, one in enumerate(found["question"], start=1):
        blocks.append(f"## {number}. {one['title'][language]}")
        blocks += [quotation(passage, language) for passage in one["passages"]]
        blocks.append(f"**{words['hearing']}** {one['hearing'][language]}")
        blocks.append(f"**{words['evidence']}** {one['evidence'][language]}")
    return "\n\n".join(blocks) + "\n"


def rubric(language: str) -> str:
    """Return the rubric as Markdown: criteria by levels, an example in each cell."""
    found, words = read("rubric"), WORDS[language]
    head = [found["criterion"][language], *(level[language] for level in found["level"])]
    rows = [
        [
            f"**{row['name'][language]}**",
            *(f"{cell['asks'][language]}{words['colon']}*{quoted(cell['example'][language])}*" for cell in row["cell"]),
        ]
        for row in found["criterion_row"]
    ]
    return "\n\n".join([f"# {found['title'][language]}", found["intro"][language], table(head, rows)]) + "\n"


def abstracts(language: str) -> str:
    """Return the abstracts as Markdown, in the order of time."""
    found = read("abstracts")
    blocks = [f"# {found['title'][language]}", found["intro"][language]]
    for one in found["abstract"]:
        blocks += [f"## {one['article']} {one['name'][language]}", one[language]]
    return "\n\n".join(blocks) + "\n"


def the_five(language: str) -> str:
    """Return one line that says what each article is."""
    listed = [f"**{one['article']}** {one['name'][language]}" for one in read("abstracts")["abstract"]]
    return WORDS[language]["comma"].join(listed) + WORDS[language]["stop"]


PAGES = {"teachers-guide": guide, "discussion": discussion, "rubric": rubric, "abstracts": abstracts}
SITE_PAGES = PAGES | {"teachers-guide": partial(guide, site=True)}


def write_pages(folder: Path) -> list[Path]:
    """Write every page in every language below ``folder``, as ``en/rubric.md``, and return their paths."""
    paths = []
    for language in LANGUAGES:
        for name, page in PAGES.items():
            path = folder / language / f"{name}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically({path: page(language).encode("utf-8")})  # tests side by side read it
            paths.append(path)
    return paths


# ---------------------------------------------------------------------------------------------------------------- slides

DECKS = {deck["name"]: deck for deck in read("lessons")["deck"]}


def slides_of(name: str) -> str:
    """Return the name of the slides of a plan."""
    return next(deck for deck, found in DECKS.items() if name in found["plans"])


def _source(article: str, language: str) -> str:
    return next(
        f"{article} {one['name'][language]}" for one in read("abstracts")["abstract"] if one["article"] == article
    )


def _localised(slide: dict, language: str) -> Iterator[dict]:
    """Yield a slide's pages in one language: a board comes row by row, the question first, a quotation with its gloss where one is needed."""
    if "quote" in slide:
        passage = slide["quote"]
        gloss = passage["en"] if language == "en" else ""
        source = _source(passage["article"], language)
        if "point" in slide:  # which passage of sheet 1 it is
            source = WORDS[language]["passage"].format(facts()[slide["point"]]) + source
        context = passage.get("context", {}).get(language, "")
        told = {key: passage[key] for key in ("article", "words")}
        yield {"kind": "quote", "gloss": gloss, "context": context, "source": source, **told}
    elif "board" in slide:
        found = read("lessons")["board"][slide["board"]]
        rows = [row[language] for row in found["rows"]]
        for shown in range(len(rows) + any(rows[-1][1:])):  # a last row without an answer has nothing to show
            yield {
                "kind": "board",
                "title": found["title"][language],
                "head": found["head"][language],
                "rows": rows,
                "shown": shown,
            }
    elif "uses" in slide:
        lines = [WORDS[language]["use"].format(*use) for use in uses(language).values()]
        yield {"kind": "lines", "title": fill(slide["title"][language]), "lines": lines}
    else:
        lines = [fill(line) for line in slide["lines"][language]]
        yield {"kind": "lines", "title": fill(slide["title"][language]), "lines": lines}


def deck(name: str, language: str) -> list[dict]:
    """Return the pages of a deck in one language, each with the minutes of its step."""
    return [page for _, _, page in _deck_pages(name, language)]


def _deck_pages(name: str, language: str) -> Iterator[tuple[str, Timed | None, dict]]:
    """Yield the plan, the step and the page of everything that a deck shows; a plan's title belongs to no step."""
    for one in DECKS[name]["plans"]:
        # what a class sees first, not the teacher's name of it
        title = fill(plan(one).get("shown", plan(one)["title"])[language])
        yield one, None, {"kind": "title", "title": title, "subtitle": WORDS[language]["articles"], "minutes": ""}
        for timed in timed_steps(one):
            for slide in timed.step.get("slide", []):
                for page in _localised(slide, language):
                    yield one, timed, {**page, "minutes": f"{timed.start}–{timed.end}"}


def quotations_of_decks() -> set[tuple[str, str]]:
    """Return article and words of every quotation on a slide."""
    pages = [page for name in DECKS for page in deck(name, "zh")]
    return {(page["article"], page["words"]) for page in pages if page["kind"] == "quote"}
