"""Sphinx configuration. The source folder is ``_build``, where `execute.py` left the executed notebooks."""

import base64
import hashlib
import html
import re
import sys
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))  # for reader, glosses, search_zh and webfont

from address import repository  # noqa: E402
from data_pages import link_data, mark_exercises  # noqa: E402
from evidence import finish_figures  # noqa: E402
from execute import executed  # noqa: E402
from glosses import RUN, gloss_first_uses  # noqa: E402
from parallel_text import with_chinese  # noqa: E402

from helpers.corpus import SEEDS, read_seed_table  # noqa: E402
from helpers.translations import find_translations  # noqa: E402

NAMES = read_seed_table(SEEDS / "articles.csv", ("article_id", "short")).set_index("article_id")["short"]

DAY = re.compile(r"\d{4}-\d\d-\d\d")

project = "The Android Moment"
author = "The Android Moment contributors"
project_copyright = "prose and figures CC BY 4.0, code MIT; quotations belong to their authors"
language = "en"

extensions = ["myst_nb", "search_zh", "webfont"]
include_patterns = ["*.ipynb", "notebooks/*.ipynb", "classroom/*.md", "reader/*.md", "evidence/*.md", "seeds/*.md"]
nb_execution_mode = "off"
nb_custom_formats = {".ipynb": "reader.read"}
nb_code_prompt_show = "Show the code"
nb_code_prompt_hide = "Hide the code"
nb_output_stderr = "error"
# `substitution` would take the {{author}} of an article for ours, `dollarmath` its prices for formulas.
myst_enable_extensions = ["colon_fence", "attrs_inline", "attrs_block"]
myst_heading_anchors = 3
myst_links_external_new_tab = False

html_theme = "sphinx_book_theme"
html_title = project
html_static_path = ["_static", "../helpers/static"]
exclude_patterns = ["**/report.html", "**/report.css"]  # of the static files: the form of a report, no page
html_extra_path = ["../_build/extra"]  # the tables of seeds/, at addresses that pages can name
html_use_index = False  # it would be empty: no page marks words for one
html_favicon = "_static/favicon.svg"
html_context = {"default_mode": "auto"}  # light or dark as the reader's system has it
html_css_files = ["am.css", "reader.css", "kit.css"]
html_js_files = [("am.js", {"defer": "defer"})]
html_search_language = "zh"
html_theme_options = {
    "use_fullscreen_button": False,
    "navbar_persistent": [],  # or a second search box appears
    "article_header_end": ["article-tools.html"],
    "footer_content_items": ["author.html", "copyright.html", "data.html"],
    "home_page_in_toc": True,
    "show_toc_level": 2,
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}
if repository():
    html_theme_options |= {
        "repository_url": repository(),
        "repository_branch": "main",
        "launch_buttons": {
            "binderhub_url": "https://mybinder.org",
            "notebook_interface": "jupyterlab",
        },
    }
templates_path = ["_templates"]


def keep_links_to_notebooks(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Flatten the theme's menus into plain links, and only on pages that are notebooks of the repository."""
    groups = context.get("header_buttons", []) if pagename.startswith("notebooks/") else []
    context["notebook_links"] = [b for group in groups for b in group.get("buttons", []) if b["type"] == "link"]


def number_the_contents(app: Sphinx, env: BuildEnvironment) -> None:
    """Put a notebook's number before its question wherever the contents list it; its own title stays as it is."""
    for page, contents in env.tocs.items():
        if number := re.match(r"notebooks/(\d+)-", page):
            link = next(iter(contents.findall(nodes.reference)))
            link.insert(0, nodes.inline("", f"{number[1]} ", classes=["am-number"]))


def mark_chinese_titles(app: Sphinx, env: BuildEnvironment) -> None:
    """Say in menus that a Chinese page's title and headings are Chinese: screen readers and the choice of fonts go by it."""
    for page in (page for page in env.tocs if page.endswith("-zh")):
        for text in [*env.titles[page].findall(nodes.Text), *env.tocs[page].findall(nodes.Text)]:
            # docutils writes this class as the attribute lang.
            text.parent.replace(text, nodes.inline("", text.astext(), classes=["language-zh-Hans"]))


def dress_table(page: BeautifulSoup, table: Tag) -> None:
    """Give a Markdown table what `show.table` gives its own: a caption (its bold title or heading, for screen readers), scopes, a box."""
    caption = page.new_tag("caption", attrs={"class": "visually-hidden"})
    before = table.find_previous(["p", "h1", "h2", "h3"])
    title = "".join(bold.get_text() for bold in before.select("strong"))
    named = title and title == before.get_text() and not before.find_parent("table")
    caption.string = title if named else table.find_previous(["h1", "h2", "h3"]).get_text().rstrip("#")
    table.insert(0, caption)
    heads = table.select("thead th")
    for head in heads:
        head["scope"] = "col"
    for row in table.select("tbody tr"):  # a phone shows a wide table as cards, each cell with its head
        for head, cell in zip(heads, row.find_all("td"), strict=True):
            cell["data-head"] = head.get_text()
    for first in table.select("tbody td:first-child"):
        first.name, first["scope"] = "th", "row"
    for text in table.find_all(string=RUN):
        if not text.find_parent(lang=True):
            text.replace_with(BeautifulSoup(with_chinese(text), "html.parser"))
    for text in table.find_all(string=DAY):
        whole = DAY.sub(r'<span class="am-whole">\g<0></span>', html.escape(text))
        text.replace_with(BeautifulSoup(whole, "html.parser"))
    table.wrap(page.new_tag("div", attrs={"class": "am-table am-plain"}))


def link_sentences(page: BeautifulSoup, to_root: str) -> None:
    """Let every passage that `helpers.show` found in an article, and every quotation in Markdown, lead to its sentence."""
    for quotation in page.select("blockquote:not(.am-quote) p"):
        lines = quotation.get_text().strip().split("\n")
        if held := find_translations(lines[0]):
            quotation["data-sentence"] = " ".join(one.anchor for one in held)
            for number in quotation.select("strong:last-child"):  # with which the link to the sentence begins
                number.decompose()
    for passage in page.select("[data-sentence]"):
        links: list[Tag | str] = []
        for anchor in passage["data-sentence"].split():
            article, number = anchor.rsplit("-", 1)
            link = page.new_tag("a", attrs={"class": "am-to", "href": f"{to_root}reader/{article}.html#{anchor}"})
            link["title"] = link["aria-label"] = f"Sentence {number} of the article “{NAMES[article]}” in the reader"
            link.string = anchor
            links += [" ", link]
        if passage.name == "p":
            passage.extend(links)
        else:
            passage.insert_after(*links)


def finish_body(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Gloss the prose, and let the keyboard scroll the tables: a region has to be reached, and named, to be scrolled."""
    if doctree is None:
        return
    if pagename.startswith("reader/"):
        app.add_js_file("reader.js", defer="defer")
    if pagename == "classroom/coding":
        app.add_css_file("coding.css")
        for script in ("agreement.js", "coding.js"):
            app.add_js_file(script, defer="defer")
    page = BeautifulSoup(context["body"], "html.parser")
    to_root = "../" * pagename.count("/")
    link_sentences(page, to_root)
    link_data(page, pagename, to_root)
    mark_exercises(page, to_root)
    notebook = Path(app.srcdir) / f"{pagename}.ipynb"
    if notebook.exists():
        finish_figures(page, notebook, executed().values(), to_root, Path(app.outdir) / "_images")
    if pagename.startswith("classroom/") and pagename.endswith("-zh"):  # needs no glosses
        for section in page.find_all("section", recursive=False):
            section["lang"] = "zh-Hans"
    else:
        gloss_first_uses(page)
    for table in page.select("table:not(.am-table table)"):
        dress_table(page, table)
    for table in page.select(".am-table"):
        table.attrs |= {"tabindex": "0", "role": "region", "aria-label": table.caption.get_text()}
    context["body"] = str(page)


def add_content_security_policy(app: Sphinx, exception: Exception | None) -> None:
    """Let pages load what lies beside them and run scripts from files, plus the inline ones of the theme's own head.

    What an article brings into a page's body cannot run, nor call anywhere. ``file:`` keeps pages opened from disk alive.
    """
    if exception:
        return
    for page in (p for p in Path(app.outdir).rglob("*.html") if "_static" not in p.parts):
        text = page.read_text(encoding="utf-8")
        head, body = text.split("</head>", 1)
        # The search page is the theme's own throughout; elsewhere a body may hold what articles brought.
        ours = text if page.name == "search.html" else head
        scripts = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", ours, re.DOTALL)
        hashes = {base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts}
        policy = "; ".join(
            (
                "default-src 'self' file:",
                " ".join(("script-src 'self' file:", *(f"'sha256-{h}'" for h in sorted(hashes)))),
                "style-src 'self' file: 'unsafe-inline'",
                "img-src 'self' file: data:",
                "object-src 'none'",
                "base-uri 'none'",
                "form-action 'self' file:",
            )
        )
        meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        head = head.replace('<meta charset="utf-8" />', f'<meta charset="utf-8" />\n    {meta}', 1)
        assert meta in head, f"{page}: no place for the policy"
        page.write_text(f"{head}</head>{body}", encoding="utf-8", newline="\n")


def setup(app: Sphinx) -> None:
    app.connect("env-updated", number_the_contents)
    app.connect("env-updated", mark_chinese_titles)
    app.connect("html-page-context", finish_body)
    # After the theme has made its buttons (501), and after Sphinx has written all pages.
    app.connect("html-page-context", keep_links_to_notebooks, priority=600)
    app.connect("build-finished", add_content_security_policy)
