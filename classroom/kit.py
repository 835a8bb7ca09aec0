"""The page of the class kit: every file with a picture, and tomorrow's lesson from one page; for the site alone."""

import re
from functools import cache
from pathlib import Path

import lessons
import typst
from pypdf import PdfReader

WIDTH = 150  # of a picture, in points


def _text(key: str, language: str) -> str:
    return lessons.fill(lessons.read("kit")[key][language])


def copies(handouts: Path, edition: str) -> dict[str, dict[str, Path]]:
    """Return ``{name: {"student": path, "teacher": path}}`` of the PDFs of an edition, ``one`` where there is one copy."""
    found: dict[str, dict[str, Path]] = {}
    for path in sorted((handouts / edition).rglob("*.pdf"), key=lambda path: (path.stem, path.parent.name)):
        kind = path.parent.name if path.parent.name in ("student", "teacher") else "one"
        found.setdefault(path.stem, {})[kind] = path
    return found


@cache
def described(path: Path) -> tuple[str, int]:
    """Return a PDF's own title and its number of pages."""
    reader = PdfReader(path)
    return str(reader.metadata.title), len(reader.pages)


def _number_of(unit: str, number: int, language: str) -> str:
    return f"{number}{_text(unit if number == 1 else f'{unit}s', language)}"


def _length(kinds: dict[str, Path], language: str) -> str:
    """Return how many pages the class gets, and the teacher, where that is another number."""
    pages, *others = dict.fromkeys(described(path)[1] for path in kinds.values())
    length = _number_of("page", pages, language)
    return _text("answers_too", language).format(length, others[0]) if others else length


def picture(path: Path) -> bytes:
    """Return the first page of a PDF as a PNG."""
    source = f'#set page(width: auto, height: auto, margin: 0pt)\n#image("/{path.name}", page: 1, width: {WIDTH}pt)'
    return typst.compile(source.encode(), format="png", ppi=115, root=str(path.parent))


def _links(kinds: dict[str, Path], handouts: Path, language: str) -> str:
    """Links to the copies of a file; in Chinese to those in Traditional characters, too."""
    groups = []
    for edition in (one for one in lessons.EDITIONS if one.startswith(language)):
        links = []
        for kind, path in kinds.items():
            there = handouts / edition / path.relative_to(handouts / language)
            links.append(f"[{_text(kind, language)}](../handouts/{there.relative_to(handouts).as_posix()})")
        mark = _text("taiwan", language) if edition == "zh-tw" else ""
        groups.append(mark + " · ".join(links))
    return lessons.WORDS[language]["comma"].join(groups)


def card(name: str, kinds: dict[str, Path], handouts: Path, language: str) -> str:
    """Return a file's picture, title, length and links."""
    title = described(next(iter(kinds.values())))[0]
    for level in ("easy", "hard"):
        if name.endswith(f"-{level}"):
            title += lessons.WORDS[language]["brackets"].format(_text(level, language))
    lines = [
        "::::{container} am-file",
        f"![{_text('picture', language)}{title}](pictures/{language}-{name}.png)",
        f"**{title}**\\\n{_length(kinds, language)}",
        _links(kinds, handouts, language),
        "::::",
    ]
    return "\n\n".join(lines)


def file_list(handouts: Path, language: str) -> str:
    """Return all files of a language by group, each a card."""
    found = copies(handouts, language)
    blocks = [f"## {_text('files', language)}", _text("files_note", language)]
    for group in lessons.read("kit")["group"]:
        here = {name: kinds for name, kinds in found.items() if re.search(group["pattern"], name)}
        cards = [card(name, kinds, handouts, language) for name, kinds in here.items()]
        blocks += [f"### {group[language]}", ":::::{container} am-kit", *cards, ":::::"]
    return "\n\n".join([*blocks, _text("coding", language)])


def to_print(plan: str, handouts: Path, language: str) -> str:
    """Return a list of the sheets of a plan, with how many of each and links to them."""
    found, words = copies(handouts, language), lessons.WORDS[language]
    lines = []
    for number, share in lessons.plan(plan)["copies"].items():
        sheet = lessons.sheet(number)
        what = words["copies"].format(f"{number} {lessons.quoted(sheet['title'][language])}", words[share])
        count = _text("count", language).format(lessons.copies_for(share), _length(found[sheet["file"]], language))
        links = _links(found[sheet["file"]], handouts, language) + _other_levels(sheet["file"], handouts, language)
        lines.append(f"- {what[0].upper()}{what[1:]}{words['comma']}{count}{words['colon']}{links}")
    return "\n".join(lines)


def _other_levels(file: str, handouts: Path, language: str) -> str:
    """Links to the easier and the harder version of a sheet for the class, if it has them."""
    found, words = copies(handouts, language), lessons.WORDS[language]
    versions = [
        (level, found[f"{file}-{level}"]["student"]) for level in ("easy", "hard") if f"{file}-{level}" in found
    ]
    links = [
        f"[{_text(level, language)}](../handouts/{path.relative_to(handouts).as_posix()})" for level, path in versions
    ]
    return "".join(words["comma"] + link for link in links)


def extras(handouts: Path, language: str) -> str:
    """Return lines for what serves any lesson and is neither sheet, slides nor page for the teacher, such as an exit ticket."""
    found = copies(handouts, language)
    others = (*(sheet["file"] for sheet in lessons.read("lessons")["sheet"]), *lessons.DECKS, *lessons.PAGES)
    names = [name for name in found if not name.startswith(others)]
    colon = lessons.WORDS[language]["colon"]
    lines = [
        f"- {described(next(iter(found[name].values())))[0]}{colon}{_links(found[name], handouts, language)}"
        for name in names
    ]
    return "".join(f"\n{line}" for line in lines)


def to_show(plan: str, handouts: Path, language: str) -> str:
    """Return a link to the slides of a plan."""
    name = lessons.slides_of(plan)
    title, pages = described(handouts / language / f"{name}.pdf")
    links = _links(copies(handouts, language)[name], handouts, language)
    length = lessons.WORDS[language]["brackets"].format(_number_of("page", pages, language))
    return f"- {title}{length}{lessons.WORDS[language]['colon']}{links}"


def tomorrow(handouts: Path, language: str) -> str:
    """Return all that the first plan needs, so that a teacher reads nothing else."""
    kit, guide = lessons.read("kit"), lessons.read("guide")["part"]
    words = lessons.WORDS[language]
    steps = [
        f"1. {lessons.fill(one[language])}{words['brackets'].format(_number_of('minute', one['minutes'], language))}"
        for one in kit["step"]
    ]
    about = [part[language].strip() for part in guide if part.get("kit")]
    expected = next(lessons.fill(part[language].strip()) for part in guide if part.get("plan") == "45")
    boards = [lessons.board(name, language) for name in lessons.plan(lessons.KITS_PLAN)["boards"]]
    return "\n\n".join(
        [
            f"## {_text('tomorrow', language)}",
            *(f"### {_text('prepare', language)}", "\n".join(steps), *about, lessons.the_five(language)),
            lessons.goals("45", language),
            *(f"### {_text('print', language)}", to_print("45", handouts, language) + extras(handouts, language)),
            _text("leaf", language),
            *(f"### {_text('show', language)}", to_show("45", handouts, language), _text("no_screen", language)),
            *(f"### {_text('say', language)}", lessons.minutes_table("45", language)),
            *(f"### {_text('board', language)}", *boards),
            *(f"### {_text('answers', language)}", expected),
        ]
    )


def other_plans(handouts: Path, language: str) -> str:
    """Return what the longer plans need, with the way to them in the guide."""
    guide = "teachers-guide.md" if language == "en" else "teachers-guide-zh.md"
    blocks = []
    for plan in (one for one in lessons.read("lessons")["plan"] if one["id"] != "45"):
        address = f"{guide}#{lessons.slug(lessons.fill(plan['title'][language]))}"
        blocks += [
            f"{'###' if 'unit' in plan else '##'} {lessons.fill(plan['title'][language])}",
            f"{to_print(plan['id'], handouts, language)}\n{to_show(plan['id'], handouts, language)}",
            f"→ [{_text('plan_in_guide', language)}]({address})",
        ]
        if plan["id"] == "90":
            blocks.append(f"## {lessons.unit_title(language)}")
    return "\n\n".join(blocks)


def kit_page(handouts: Path, language: str) -> str:
    """Return the page of the kit as Markdown."""
    blocks = [f"# {_text('title', language)}", _text("other", language), _text("intro", language)]
    blocks += [part(handouts, language) for part in (tomorrow, other_plans, file_list)]
    return "\n\n".join(blocks) + "\n"


def write_kit(folder: Path, handouts: Path) -> None:
    """Write the kit's pages and their pictures below ``folder``."""
    (folder / "pictures").mkdir(parents=True, exist_ok=True)
    for language, name in (("en", "kit"), ("zh", "kit-zh")):
        (folder / f"{name}.md").write_text(kit_page(handouts, language), encoding="utf-8")
        for stem, kinds in copies(handouts, language).items():
            (folder / "pictures" / f"{language}-{stem}.png").write_bytes(picture(next(iter(kinds.values()))))
