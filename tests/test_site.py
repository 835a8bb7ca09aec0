"""The finished site: read as a file, then opened in a real browser, from disk and from a server."""

import base64
import contextlib
import copy
import functools
import html
import http.server
import itertools
import re
import threading
import urllib.parse
from pathlib import Path

import address
import axe_playwright_python
import lessons
import pytest
from bs4 import BeautifulSoup, Tag
from glosses import glosses

from helpers.text.script import HAN

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted(p.stem for p in (ROOT / "notebooks").glob("*.ipynb"))
PAGES = [f"{folder}{p.stem}.html" for pattern, folder in (("site/*.md", ""), ("notebooks/*.ipynb", "notebooks/"))
         for p in sorted(ROOT.glob(pattern))]  # fmt: skip
LESSONS = ["kit", *lessons.PAGES]
CHINESE = [f"classroom/{name}-zh.html" for name in LESSONS]
PAGES += [*(f"classroom/{name}.html" for name in LESSONS), *CHINESE]
READERS = [f"reader/{p.name[:3]}.html" for p in sorted((ROOT / "seeds").glob("*.txt"))]
PAGES += READERS
PAGES += ["seeds/index.html", "seeds/README.html", "seeds/CODEBOOK.html"]
EVIDENCE = [f"evidence/{name}.html" for name in NOTEBOOKS if name.startswith(("03", "04", "05"))]
PAGES += EVIDENCE
RUN = re.compile(f"[{HAN}]+")
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


@functools.cache
def parsed(page: Path) -> BeautifulSoup:
    """A page of the site, parsed once for all tests, which therefore change nothing in it."""
    return BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")


@functools.cache
def by_id(page: Path) -> dict[str, Tag]:
    """The elements of a page by their ids: hundreds are looked up, and a search goes through the whole page."""
    return {element["id"]: element for element in parsed(page).find_all(id=True)}


@pytest.fixture(params=PAGES, scope="module")
def page_soup(request, site):
    return parsed(site / request.param)


def test_every_picture_is_described(page_soup):
    pictures = page_soup.find("main").find_all("img")
    assert all(len(picture.get("alt", "")) > 20 for picture in pictures)


def test_headings_stand_in_order(page_soup):
    levels = [int(h.name[1]) for h in page_soup.find("article").find_all(["h1", "h2", "h3", "h4"])]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_tables_have_captions_and_scopes(page_soup):
    for table in page_soup.find("article").find_all("table"):
        assert table.caption.get_text(strip=True)
        assert all(head["scope"] == "col" and head.get_text(strip=True) for head in table.thead.find_all("th"))
        assert all(row.find("th")["scope"] == "row" for row in table.tbody.find_all("tr"))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_weighs_less_than_a_megabyte(site, name):
    """The page and its pictures; what the theme brings to every page is loaded once."""
    page = site / name
    pictures = parsed(page).select("main img[src]:not([src^=data])")
    assert page.stat().st_size + sum((page.parent / p["src"]).stat().st_size for p in pictures) < 1_000_000


@pytest.fixture(scope="module")
def texts():
    from helpers import load_articles

    return load_articles()["text"].tolist()


@pytest.mark.parametrize("name", [page for page in PAGES if page not in READERS])
def test_no_page_but_the_reader_holds_a_whole_article(site, texts, name):
    """Only short quotations: no page repeats more than 300 characters of an article in a row."""
    page = parsed(site / name).get_text()
    for article in texts:
        assert not any(article[at : at + 240] in page for at in range(0, len(article) - 240, 60))


def test_every_page_links_and_downloads_its_notebook(site):
    for name in NOTEBOOKS:
        soup = parsed(site / f"notebooks/{name}.html")
        links = {a.get_text(strip=True): a["href"] for a in soup.select(".am-links a")}
        assert ("Binder" in links) == bool(address.repository())
        assert (site / "notebooks" / links["Notebook"]).resolve().is_file()


@pytest.mark.parametrize(
    ("remote", "page"),
    [
        ("https://github.com/someone/android-moment.git", "https://github.com/someone/android-moment"),
        ("git@gitlab.com:group/android-moment.git", "https://gitlab.com/group/android-moment"),
        ("ssh://git@github.com/someone/android-moment", "https://github.com/someone/android-moment"),
        ("https://user:secret@github.com/someone/x", "https://github.com/someone/x"),
        ("/srv/git/android-moment", ""),
        ("https://example.com/someone/x", ""),
        ("", ""),
    ],
)
def test_only_a_known_forge_is_an_address(remote, page):
    assert address.address_of(remote) == page


@pytest.mark.parametrize("name", [page for page in PAGES if page != "seeds/index.html"])
def test_every_page_leads_to_the_codebook_and_the_tables(site, name):
    links = {(site / name).parent.joinpath(a["href"]).resolve() for a in parsed(site / name).select("footer a[href]")}
    assert (site / "seeds" / "index.html").resolve() in links


def test_the_chinese_of_a_markdown_table_says_that_it_is(site):
    chinese = (
        parsed(site / "seeds/CODEBOOK.html").select_one("article table").find_all(string=re.compile("[\u3400-\u9fff]"))
    )
    assert len(chinese) > 18 and all(text.find_parent(lang=True)["lang"] == "zh" for text in chinese)


def test_a_day_in_a_markdown_table_stays_whole(site):
    table = parsed(site / "seeds/README.html").select_one("article table")
    days = [cell.get_text() for cell in table.select(".am-whole")]
    assert len(days) == 9 and all(re.fullmatch(r"\d{4}-\d\d-\d\d", day) for day in days)


def test_no_page_leads_to_an_empty_index(site):
    assert not (site / "genindex.html").exists()
    assert not parsed(site / "index.html").select("link[rel=index]")


def test_exercises_that_take_the_folder_say_so(site):
    for name in NOTEBOOKS:
        exercises = parsed(site / f"notebooks/{name}.html").select("#try-it > ol > li")
        assert "needs the project's folder" in exercises[1].get_text(), name  # change one parameter
    read = parsed(site / "notebooks/10-your-own-articles.html").select_one("#try-it > ol > li")
    assert "needs the project's folder" in read.get_text()


def test_no_link_leads_to_a_repository_that_nobody_gave(site):
    allowed = address.repository() or "nowhere"
    for page in site.rglob("*.html"):
        if "_static" not in page.parts:
            links = parsed(page).select("a[href*='github.com']")
            ours = [a["href"] for a in links if "android-moment" in a["href"]]
            assert all(href.startswith(allowed) for href in ours), page


# ---------------------------------------------------------------------------------------------------------- the reader


@pytest.fixture(scope="module")
def sentences():
    from helpers import load_articles
    from helpers.translations import load_translations

    return load_translations(load_articles())


@pytest.mark.parametrize("name", READERS)
def test_a_reader_page_holds_every_sentence_in_both_languages_without_a_script(site, sentences, name):
    page = site / name
    assert page.stat().st_size < 300_000
    rows = sentences.loc[sentences["article_id"] == page.stem]
    assert len(parsed(page).find_all(class_="am-r")) == len(rows)
    for row in rows.itertuples():
        box = by_id(page)[f"{row.article_id}-{row.sentence}"]
        texts = [box.find(class_=name) for name in ("am-r-zh", "am-r-en")]
        shown = ["".join(t for t in text.strings if not t.find_parent(class_="am-gloss-text")) for text in texts]
        assert shown == [row.text, row.english]


def test_every_code_stands_beside_its_sentence(site, sentences):
    from helpers import load_articles, load_codes

    articles = load_articles()
    for name in ("codes", "quotes", "events", "claims"):
        for row in load_codes(articles, name).itertuples():
            sentence = by_id(site / f"reader/{row.article_id}.html")[f"{row.article_id}-{row.sentence}"]
            notes = sentence.find(class_="am-r-notes")
            assert notes is not None, (name, row)
            if name == "codes" and row.inference:
                assert row.inference in notes.get_text()


def test_the_two_copies_of_002_are_shown_with_the_passages_that_one_lost(site):
    soup = parsed(site / "reader/002.html")
    table = soup.select_one("#copies ~ .am-table")
    rows = table.select("tbody tr")
    assert len(rows) == 7 and all(row.select("td")[0].get_text(strip=True) for row in rows)
    # The words that introduce the institute: without them its judgement reads as LeCun's.
    assert "智源AI研究院" in rows[1].th.get_text() and "BAAI" in rows[1].td.get_text()
    # Of a sentence that lost its beginning only that, up to the colon, in English as in Chinese.
    assert rows[1].td.get_text().endswith("; its verdict:") and rows[6].td.get_text().endswith("in this memo:")
    assert rows[0].td.get_text().endswith("a slaughter of the leaderboards.")
    assert "BAAI" not in soup.select(".am-r-copies > div")[1].get_text()


def speaks_english(box) -> bool:
    """Whether an element holds English: a translation, a gloss, or three words outside the brackets of pinyin."""
    if "am-r" in box.get("class", []) or box.select_one(".am-en, .am-r-en, .am-gloss"):
        return True
    words = re.findall(r"[A-Za-z][a-z]{2,}", re.sub(r"(?<=[^\x00-\x7f])\([^)]*\)", "", box.get_text(" ")))
    return len(words) >= 3


BOXES = {"tr", "blockquote", "figure", "li", "p", "td", "dd", "summary", "details", "section", "div"}


UNTRANSLATED = {*CHINESE}  # their twins are in English


@pytest.mark.parametrize("name", [page for page in PAGES if page not in UNTRANSLATED])
def test_every_chinese_string_has_its_english(site, name):
    article = copy.copy(parsed(site / name).find("article"))
    for away in article.select("code, pre, script, style, .am-r-copies, .am-sort, .am-abstract"):
        # Code is explained in prose; both copies of 002 are in English above, sentence by sentence, and so is what an
        # abstract says.
        away.extract()
    english: dict[int, bool] = {}  # by element, since one box holds many pieces of Chinese

    def beside(text) -> bool:
        """Whether a piece of Chinese has its English beside it or behind a tap: in its cell, row, quotation or sentence."""
        for box in itertools.islice((one for one in text.parents if one.name in BOXES), 4):
            if id(box) not in english:
                english[id(box)] = speaks_english(box)
            if english[id(box)]:
                return True
        return False

    chinese = article.find_all(string=re.compile("[\u3400-\u9fff]{2}"))
    assert [str(text) for text in chinese if not beside(text)] == []


@pytest.fixture(params=[page for page in PAGES if page not in CHINESE], scope="module")
def article(request, site):
    return parsed(site / request.param).find("article")


def test_every_term_of_a_figure_a_heading_or_a_head_has_an_entry(article):
    """A term is a whole run of Chinese characters. Sentences stand in quotations and in the cells of tables."""
    texts = [picture.get("alt", "") for picture in article.find_all("img")]
    texts += [place.get_text() for place in article.select("h1, h2, h3, h4, th[scope=col], caption, figcaption")]
    assert [run for text in texts for run in RUN.findall(text) if run not in glosses()] == []


def own_text(cell):
    """Return what a cell holds besides its English and its link to the reader."""
    return "".join(t for t in cell.find_all(string=True) if not t.find_parent(class_=["am-en", "am-to"])).strip()


def test_a_column_that_glosses_its_terms_glosses_all(article):
    """Where more than half have a gloss it is a column of terms; elsewhere it is one of passages with a term here and there."""
    for table in article.select(".am-table table"):
        for column in zip(*([*row.find_all(["th", "td"])] for row in table.tbody.find_all("tr")), strict=True):
            chinese = [cell for cell in column if RUN.search(cell.get_text()) and len(own_text(cell)) <= 8]
            bare = [cell.get_text() for cell in chinese if not cell.find_parent("tr").find(class_="am-en")]
            assert not bare or len(bare) > len(chinese) / 2


def test_every_link_within_the_site_leads_to_a_file_and_to_a_place_in_it(site):
    pages = {page.resolve(): page.read_text(encoding="utf-8") for page in site.rglob("*.html")}
    ids = {page: set(re.findall(r'\bid="([^"]+)"', text)) for page, text in pages.items()}
    broken = []
    for page, text in pages.items():
        for href in set(re.findall(r'<a\b[^>]*?\bhref="([^"]+)"', text)):
            path, _, place = urllib.parse.unquote(html.unescape(href)).partition("#")
            if re.match(r"[a-z]+:", path):
                continue
            target = (page.parent / path.partition("?")[0]).resolve() if path else page
            if not target.exists() or (place and target in ids and place not in ids[target]):
                broken.append((page.name, href))
    assert broken == []


def test_passages_lead_to_their_sentences_and_sentences_to_their_pages(site):
    anchors = {}
    for name in PAGES:
        soup = parsed(site / name)
        for link in soup.select("a.am-to"):
            target, anchor = link["href"].split("#")
            anchors.setdefault((site / name).parent.joinpath(target).resolve(), set()).add((anchor, name))
    assert len(anchors) == len(READERS)
    for page, used in anchors.items():
        for anchor, name in used:
            back = [a["href"] for uses in by_id(page)[anchor].find_all(class_="am-r-uses") for a in uses.find_all("a")]
            english = name.replace("-zh.", ".")  # whose passages a Chinese page quotes
            assert f"../{english}" in back, (anchor, name, back)
        assert not any("-zh." in a["href"] for a in parsed(page).select(".am-r-uses a"))


def raw_and_clean(sentence, articles):
    """Yield the forms in which a published site could give a sentence away."""
    from helpers.cleaning import Cleaned, raw_span

    article = articles.loc[sentence.article_id]
    yield sentence.text
    cleaned = Cleaned(article.text, article.ledger, article.flags)
    start, end = raw_span(cleaned, sentence.start, sentence.start + len(sentence.text))
    yield article.raw[start:end].strip()


def everything_in(folder):
    """Yield every text of a site: pages, scripts, notebooks, tables in links, and handouts."""
    from pypdf import PdfReader

    for path in folder.rglob("*"):
        if path.suffix in {".html", ".js", ".ipynb", ".txt", ".json", ".md", ".csv"}:
            text = path.read_text(encoding="utf-8")
            yield path, text
            for data in re.findall(r"data:text/csv;charset=utf-8;base64,([A-Za-z0-9+/=]+)", text):
                yield path, base64.b64decode(data).decode("utf-8")
        elif path.suffix == ".pdf":
            yield path, "".join(page.extract_text() for page in PdfReader(path).pages)


@pytest.mark.slow
def test_a_published_site_shows_of_the_articles_only_what_it_discusses(published, sentences):
    from helpers import load_articles

    articles = load_articles().set_index("article_id")
    shown = set()
    for name in READERS:
        soup = BeautifulSoup((published / name).read_text(encoding="utf-8"), "html.parser")
        shown |= {row["id"] for row in soup.select(".am-r[id]")}
        assert "[…]" in soup.get_text() and "published page shows only" in soup.get_text()
        assert all(row.select(".am-r-notes") for row in soup.select(".am-r[id]"))
    hidden = [row for row in sentences.itertuples() if f"{row.article_id}-{row.sentence}" not in shown]
    assert 50 < len(hidden) < len(sentences) / 2
    forms = {form: row for row in hidden for form in raw_and_clean(row, articles) if len(form) >= 12}
    english = {row.english: row for row in hidden if len(row.english) > 30}
    for path, text in everything_in(published):
        given_away = [form for form in (*forms, *english) if form in text or html.escape(form) in text]
        assert given_away == [], path.relative_to(published)


# ------------------------------------------------------------------------------------------------------ a real browser


@pytest.fixture(scope="session")
def address_of_site(site):
    """The site on a server of our own, on this machine."""
    quiet = type("Quiet", (http.server.SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(quiet, directory=site))
    server.handle_error = lambda *_: None  # a page that is closed while it loads
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


SEEN = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce", "has_touch": True}


@pytest.fixture(scope="session")
def reader(browser):
    """One reader who opens page after page: what the theme brings to all of them is fetched once."""
    context = browser.new_context(**SEEN)
    yield context
    context.close()


@contextlib.contextmanager
def opened(reader, url, *, allowed=None):
    """A page that fails when it complains, or asks another host for anything."""
    page = reader.new_page()
    wrong = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("request", lambda r: None if r.url.startswith((allowed or url, "data:", "blob:")) else wrong.append(r.url))
    page.goto(url)
    yield page
    assert wrong == []
    page.close()


def follow(link) -> None:
    """Click a link, and wait for its page: `click` itself may come back while the old page still stands."""
    page, address = link.page, link.evaluate("one => one.href")
    link.click()
    page.wait_for_url(address)


# Rows, sentences and entries are made alike, and axe takes its time over each: those stay that hold a kind of element, in
# a kind of element, which has not been seen twice.
DROP_ALIKE = """() => {
    const named = (e) => e.tagName + '.' + e.className;
    for (const like of ['pre span', 'dl', ':not(summary) > ul > li', 'tbody tr', '.am-gloss', '.am-r', '.am-r-uses a']) {
        const seen = new Map();
        for (const one of document.querySelectorAll(like)) {
            const made = [one, ...one.querySelectorAll('*')].map((e) => named(e.parentElement) + '>' + named(e));
            const kinds = [...new Set(made)];
            if (kinds.every((kind) => seen.get(kind) > 1)) one.remove();
            else for (const kind of kinds) seen.set(kind, (seen.get(kind) || 0) + 1);
        }
    }
}"""


def violations(page, *rules: str) -> list[str]:
    """What axe-core finds wrong, with the place."""
    options = {"resultTypes": ["violations"], "preload": False} | ({"runOnly": rules} if rules else {})
    found = page.evaluate("o => axe.run(document, o).then(r => r.violations)", options)
    return [f"{v['id']}: {node['failureSummary']}: {node['html']}" for v in found for node in v["nodes"]]


# The first page, a notebook and a reader are opened in `make test`; the others follow in the slow group.
OF_A_KIND = {
    "index.html",
    "reader/000.html",
    *(f"notebooks/{name}.html" for name in NOTEBOOKS if name.startswith("02")),
}


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=pytest.mark.page if n in OF_A_KIND else ()) for n in (*PAGES, "search.html")]
)
def test_a_page_opens_quietly_fits_and_is_accessible(reader, address_of_site, name):
    """Each page is opened once, because opening takes longest."""
    with opened(reader, address_of_site + name, allowed=address_of_site) as page:
        # Pictures below the fold are loaded when they come into sight.
        page.evaluate("for (const i of document.images) i.loading = 'eager'")
        page.evaluate("Promise.all([...document.images].map((i) => i.decode().catch(() => null)))")
        drawn = "[...document.querySelectorAll('main img')].filter(i => i.offsetParent).map(i => i.naturalWidth)"
        assert min(page.evaluate(drawn), default=999) > 200
        overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(overflow) <= 0
        wide = "[...document.querySelectorAll('.am-table')].filter(b => b.scrollWidth > b.clientWidth)"
        assert page.evaluate(f"{wide}.map(b => b.querySelector('caption').textContent)") == []
        page.set_viewport_size({"width": 390, "height": 900})
        page.wait_for_timeout(400)  # the theme measures its boxes anew, but not at once
        assert page.evaluate(overflow) <= 0
        page.evaluate(AXE)
        page.evaluate(DROP_ALIKE)
        # A theme changes colours and nothing else, a width places and nothing else; so both are changed at once, and what
        # only a wide screen shows in the dark, the same on all pages, is looked at on the first.
        narrow = ["scrollable-region-focusable", "target-size", "aria-hidden-focus", "region"]
        for width, theme, rules in (
            (390, "dark", ["color-contrast", *narrow]),
            *([(1280, "dark", ["color-contrast"])] if name == PAGES[0] else []),
            (1280, "light", []),
        ):
            page.set_viewport_size({"width": width, "height": 900})
            page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
            assert violations(page, *rules) == [], (theme, width)


def test_a_gloss_opens_by_mouse_keyboard_and_touch_and_prints(reader, address_of_site):
    with opened(reader, f"{address_of_site}glossary.html", allowed=address_of_site) as page:
        word, bubble = page.locator(".am-gloss").first, page.locator(".am-gloss-text").first
        assert not bubble.is_visible()
        for opens, closes in ((word.hover, lambda: page.mouse.move(0, 0)), (word.focus, lambda: word.press("Escape")),
                              (word.tap, lambda: word.press("Escape"))):  # fmt: skip
            opens()
            assert bubble.is_visible() and bubble.inner_text() == "kāiyuán · open source"
            closes()
            page.mouse.move(0, 0)
            assert not bubble.is_visible()
        page.emulate_media(media="print")
        assert "开源 (kāiyuán · open source)" in page.locator("article p").first.evaluate(
            "p => [...p.querySelectorAll('.am-gloss')].map(g => g.firstChild.textContent + ['before', 'after'].map(e =>"
            " getComputedStyle(g.lastChild, '::' + e).content.slice(1, -1)).join(g.lastChild.textContent)).join()"
        )


def test_the_glossary_finds_either_script_and_plain_pinyin(reader, address_of_site):
    with opened(reader, f"{address_of_site}glossary.html", allowed=address_of_site) as page:
        field, words = (
            page.locator(".am-filter").first,
            page.locator(".am-table").first,
        )  # below stand the terms of method
        for text in ("开源", "開源", "kaiyuan", "kāiyuán", "open source"):
            field.locator("input").fill(text)
            assert "开源" in words.locator("tbody th:visible").all_inner_texts()
        field.locator("input").fill("xyzzy")
        assert field.locator("output").inner_text().startswith("0 of")


def test_one_click_opens_the_chinese_abstract_and_paper_has_it_open(reader, address_of_site):
    with opened(reader, f"{address_of_site}notebooks/01-the-five-articles.html", allowed=address_of_site) as page:
        abstract = page.locator("#zh")
        assert not abstract.is_visible()
        page.emulate_media(media="print")
        assert abstract.is_visible()
        page.emulate_media(media="screen")
        follow(page.locator("article a", has_text="中文提要"))
        assert abstract.is_visible() and abstract.bounding_box()["y"] > 60  # below the bar on top


def test_a_print_leaves_out_answers_and_what_only_a_screen_can_do(reader, address_of_site):
    with opened(
        reader, f"{address_of_site}notebooks/02-does-cleaning-change-the-answer.html", allowed=address_of_site
    ) as page:
        page.emulate_media(media="print")
        for left_out in (
            ".am-answer",
            ".am-filter",
            ".am-download",
            ".am-links",
            "details.hide",
            ".bd-sidebar-primary",
        ):
            assert not any(place.is_visible() for place in page.locator(left_out).all())


def test_it_opens_from_disk(reader, site):
    with opened(reader, (site / "index.html").as_uri(), allowed=site.as_uri()) as page:
        follow(page.locator("article a[href*='04-the-phone-analogy']").first)
        assert "Android against iPhone" in page.locator("article h1").inner_text()


@pytest.mark.parametrize(
    ("place", "asked"),
    [
        ("disk", ["開源模型"]),
        ("server", ["开源模型", "開源模型", "安卓时刻", "moat", "苹果和安卓", "huchenghe", "qiabozi", "sanctions"]),
    ],
)
def test_search_finds_what_no_segmenter_cuts(reader, address_of_site, site, asked, place):
    start = address_of_site if place == "server" else f"{site.as_uri()}/"
    with opened(reader, f"{start}search.html?q={asked[0]}", allowed=start) as page:
        for words in asked:
            if words != asked[0]:  # the address asked for the first; a page for each would load the index each time
                page.evaluate(
                    "words => { Search.output.parentElement.replaceChildren(); Search.performSearch(words) }", words
                )
            page.wait_for_selector("#search-results li a", timeout=15_000)
            found = " ".join(page.eval_on_selector_all("#search-results li a", "a => a.map(x => x.href)"))
            assert "notebooks/" in found or "glossary" in found, words


def test_what_the_search_quotes_has_no_code_of_a_notebook(reader, address_of_site):
    code = "<details class='hide'><summary>Show the code</summary><div class='cell_input'>show(1)</div></details>"
    source = f"<main role='main'>{code}<p>The answer, with <code>seeds/</code>.</p></main>"
    with opened(reader, f"{address_of_site}search.html", allowed=address_of_site) as page:
        assert page.evaluate("source => Search.htmlToText(source)", source) == "The answer, with seeds/."


def test_chinese_titles_in_menus_say_that_they_are_chinese(site):
    """Or a screen reader spells them, and a browser that has just loaded the font may go on drawing boxes for them."""
    for name in ("index.html", "classroom/kit.html"):
        menus = parsed(site / name).select(".bd-sidebar-primary, .prev-next-area")
        titles = [text for menu in menus for text in menu.find_all(string=re.compile("[\u3400-\u9fff]"))]
        assert len(titles) >= len(CHINESE)
        assert all(text.find_parent(attrs={"lang": "zh-Hans"}) for text in titles)


def test_a_table_filters_and_sorts(reader, address_of_site):
    with opened(
        reader, f"{address_of_site}notebooks/03-which-words-carry-the-story.html", allowed=address_of_site
    ) as page:
        box = page.locator(".am-table[data-filter]").last
        rows, count = box.locator("tbody tr:visible"), page.locator(".am-filter output").last
        before = box.locator("tbody tr").count()
        assert rows.count() == 12 and count.inner_text() == f"the first 12 of {before} rows"
        page.locator(".am-filter input").last.fill("社区")
        assert 0 < rows.count() < before
        assert f"{rows.count()} of {before}" in count.inner_text()
        page.locator(".am-filter input").last.fill("")
        box.get_by_role("button", name=f"Show all {before} rows").click()
        assert rows.count() == before
        box.get_by_role("button", name="Show only the first 12 rows").click()
        assert rows.count() == 12
        page.emulate_media(media="print")
        assert rows.count() == before and not box.locator(".am-all").is_visible()
        page.emulate_media(media="screen")
        box.get_by_role("button", name="left").click()
        assert rows.count() == 12  # of the new order
        ends = [text.strip()[::-1] for text in box.locator("tbody td.left").all_inner_texts()]
        assert ends != sorted(ends, reverse=True) and box.locator("th.left").get_attribute("aria-sort") == "ascending"


def test_one_switch_shows_all_code_of_a_page(reader, browser, address_of_site):
    address = f"{address_of_site}notebooks/06-who-speaks.html"
    with opened(reader, address, allowed=address_of_site) as page:
        blocks, switch = page.locator("div.cell details.hide pre"), page.get_by_label("Code", exact=True)
        assert blocks.count() > 5 and not any(one.is_visible() for one in page.locator("div.cell details.hide").all())
        switch.check()
        assert all(one.is_visible() for one in blocks.all())
        switch.uncheck()
        assert not any(one.is_visible() for one in page.locator("div.cell details.hide").all())
    context = browser.new_context(**SEEN, java_script_enabled=False)
    with opened(context, address, allowed=address_of_site) as page:  # without a script each block is opened by itself
        page.get_by_label("Code", exact=True).check()
        fold = page.locator("div.cell details.hide").first
        fold.locator("summary").click()
        assert fold.locator("pre").is_visible()
    context.close()


def test_a_phone_shows_no_empty_line_of_the_glossary(reader, address_of_site):
    with opened(reader, f"{address_of_site}glossary.html", allowed=address_of_site) as page:
        page.set_viewport_size({"width": 390, "height": 900})
        cells = page.locator(".am-table").first.locator("tbody td")
        shown = cells.evaluate_all(
            "all => all.map((one) => [one.textContent.trim() !== '', one.offsetParent !== null])"
        )
        assert all(full == visible for full, visible in shown) and [False, False] in shown


def test_tables_read_with_scripts_off(browser, address_of_site):
    context = browser.new_context(**SEEN, java_script_enabled=False)
    with opened(context, f"{address_of_site}notebooks/08-from-2023-to-2025.html", allowed=address_of_site) as page:
        assert page.locator(".am-table tbody tr").first.is_visible()
        assert page.locator(".am-card").first.is_visible()
    context.close()


def test_a_table_downloads_as_csv(reader, address_of_site):
    address = f"{address_of_site}notebooks/08-from-2023-to-2025.html"
    with opened(reader, address, allowed=address_of_site) as page:
        with page.expect_download() as download:
            page.locator(".am-download a").first.click()
        text = Path(download.value.path()).read_text(encoding="utf-8-sig")
        assert download.value.suggested_filename == "ten-claims.csv" and text.startswith("statement,")


def test_a_click_on_a_cell_of_a_figure_shows_its_sentences(reader, address_of_site):
    with opened(
        reader, f"{address_of_site}notebooks/03-which-words-carry-the-story.html", allowed=address_of_site
    ) as page:
        cell = page.locator(".am-areas a").first
        n = int(re.search(r"in (\d+) sentence", cell.get_attribute("aria-label"))[1])
        follow(cell)
        assert "/evidence/" in page.url
        lines = page.locator(f"[id='{page.url.split('#')[1]}'] li")
        lines.first.wait_for()
        assert lines.count() == n
        follow(lines.first.locator("a"))
        assert page.locator(f"[id='{page.url.split('#')[1]}'] .am-r-en").is_visible()


def test_the_reader_switches_layers_finds_words_and_opens_notes(reader, address_of_site):
    with opened(reader, f"{address_of_site}reader/002.html", allowed=address_of_site) as page:
        first = page.locator(".am-r").nth(1)
        assert first.locator(".am-r-en").is_visible() and not first.locator(".am-r-raw").is_visible()
        page.locator("#am-t-en").uncheck()
        page.locator("#am-t-raw").check()
        assert not first.locator(".am-r-en").is_visible() and first.locator(".am-r-raw").is_visible()
        colour = "e => getComputedStyle(e).backgroundColor"
        marked = page.locator(".am-l-phone").first
        before = marked.evaluate(colour)
        page.locator("#am-t-phone").uncheck()
        assert marked.evaluate(colour) != before
        page.locator("#am-t-en").check()
        page.locator("#am-t-phone").check()
        first.locator("summary").click()
        assert first.locator("dd").first.is_visible()
        page.locator(".am-r-find input").fill("android moment")
        shown = page.locator(".am-r:visible").all_inner_texts()
        assert 1 <= len(shown) < 6 and sum("Android moment" in text for text in shown) >= 2


def test_the_claims_lead_to_their_evidence(reader, address_of_site):
    with opened(reader, address_of_site, allowed=address_of_site) as page:
        cards = page.locator(".am-card p").all_inner_texts()
        follow(page.get_by_role("link", name="How each claim was attacked"))
        assert len(cards) == 10 and set(cards) <= set(page.locator(".am-card p").all_inner_texts())
