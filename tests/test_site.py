"""The finished site: read as a file, then opened in a real browser, from disk and from a server."""

import contextlib
import functools
import http.server
import itertools
import os
import shutil
import threading
from pathlib import Path

import axe_playwright_python
import pytest
from bs4 import BeautifulSoup

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted(p.stem for p in (ROOT / "notebooks").glob("*.ipynb"))
PAGES = [f"{folder}{p.stem}.html" for pattern, folder in (("site/*.md", ""), ("notebooks/*.ipynb", "notebooks/"),
         ("classroom/*.md", "classroom/")) for p in sorted(ROOT.glob(pattern))]  # fmt: skip
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
FLAGS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


@pytest.fixture(params=PAGES, scope="module")
def page_soup(request, site):
    return BeautifulSoup((site / request.param).read_text(encoding="utf-8"), "html.parser")


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
    pictures = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").select("main img[src]:not([src^=data])")
    assert page.stat().st_size + sum((page.parent / p["src"]).stat().st_size for p in pictures) < 1_000_000


@pytest.fixture(scope="module")
def texts():
    from helpers import load_articles

    return load_articles()["text"].tolist()


def test_no_page_holds_a_whole_article(page_soup, texts):
    """Only short quotations: no page repeats more than 300 characters of an article in a row."""
    page = page_soup.get_text()
    for article in texts:
        assert not any(article[at : at + 240] in page for at in range(0, len(article) - 240, 60))


def test_every_page_links_and_downloads_its_notebook(site):
    for name in NOTEBOOKS:
        soup = BeautifulSoup((site / f"notebooks/{name}.html").read_text(encoding="utf-8"), "html.parser")
        links = {a.get_text(strip=True): a["href"] for a in soup.select(".am-links a")}
        assert {"Binder", "Colab", "Notebook"} <= set(links)
        assert (site / "notebooks" / links["Notebook"]).resolve().is_file()


# ------------------------------------------------------------------------------------------------------ a real browser


def _chromium() -> str | None:
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)


@pytest.fixture(scope="session")
def browser(site):
    path = _chromium()
    if not path:
        assert not os.environ.get("CI"), "continuous integration must open the site in a browser: install chromium"
        pytest.skip("no Chromium is installed, so the site was not opened in a browser")
    from playwright.sync_api import sync_playwright

    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*FLAGS, *(["--no-sandbox"] if root else [])])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def address(site):
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


def violations(page, *rules: str) -> list[str]:
    """What axe-core finds wrong, with the place. Of a table's rows it reads the first three: the rest are made alike."""
    options = {"resultTypes": ["violations"], "preload": False} | ({"runOnly": rules} if rules else {})
    found = page.evaluate("o => axe.run({exclude: ['tbody tr:nth-child(n+4)']}, o).then(r => r.violations)", options)
    return [f"{v['id']}: {node['failureSummary']}: {node['html']}" for v in found for node in v["nodes"]]


@pytest.mark.parametrize("name", [*PAGES, "search.html"])
def test_a_page_opens_quietly_fits_and_is_accessible(reader, address, name):
    """Each page is opened once, because opening takes longest."""
    with opened(reader, address + name, allowed=address) as page:
        # Pictures below the fold are loaded when they come into sight.
        page.evaluate("for (const i of document.images) i.loading = 'eager'")
        page.wait_for_function("[...document.images].every(i => i.complete)")
        drawn = "[...document.querySelectorAll('main img')].filter(i => i.offsetParent).map(i => i.naturalWidth)"
        assert min(page.evaluate(drawn), default=999) > 200
        page.evaluate(AXE)
        # A theme changes colours and nothing else, a width places and nothing else; so both are changed at once, and what
        # only a wide screen shows in the dark, the same on all pages, is looked at on the first.
        narrow = ["scrollable-region-focusable", "target-size", "aria-hidden-focus", "region"]
        for width, theme, rules in (
            (1280, "light", []),
            *([(1280, "dark", ["color-contrast"])] if name == PAGES[0] else []),
            (390, "dark", ["color-contrast", *narrow]),
        ):
            if page.viewport_size["width"] != width:
                page.set_viewport_size({"width": width, "height": 900})
                page.wait_for_timeout(400)  # the theme measures its boxes anew, but not at once
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
            assert violations(page, *rules) == [], (theme, width)


def test_a_gloss_opens_by_mouse_keyboard_and_touch_and_prints(reader, address):
    with opened(reader, f"{address}glossary.html", allowed=address) as page:
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


def test_the_glossary_finds_either_script_and_plain_pinyin(reader, address):
    with opened(reader, f"{address}glossary.html", allowed=address) as page:
        for words in ("开源", "開源", "kaiyuan", "kāiyuán", "open source"):
            page.locator(".am-filter input").fill(words)
            assert "开源" in page.locator(".am-table tbody th:visible").all_inner_texts()
        page.locator(".am-filter input").fill("xyzzy")
        assert page.locator(".am-filter output").inner_text().startswith("0 of")


def test_a_print_leaves_out_answers_and_what_only_a_screen_can_do(reader, address):
    with opened(reader, f"{address}notebooks/02-does-cleaning-change-the-answer.html", allowed=address) as page:
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
        page.locator("article a[href*='04-the-phone-analogy']").first.click()
        assert "Android against iPhone" in page.locator("article h1").inner_text()


@pytest.mark.parametrize(
    ("place", "words"),
    [("server", "开源模型"), ("server", "開源模型"), ("server", "安卓时刻"), ("server", "moat"), ("disk", "開源模型")],
)
def test_search_finds_what_no_segmenter_cuts(reader, address, site, words, place):
    start = address if place == "server" else f"{site.as_uri()}/"
    with opened(reader, f"{start}search.html?q={words}", allowed=start) as page:
        page.wait_for_selector("#search-results li a", timeout=15_000)
        assert "notebooks/" in " ".join(page.eval_on_selector_all("#search-results li a", "a => a.map(x => x.href)"))


def test_a_table_filters_and_sorts(reader, address):
    with opened(reader, f"{address}notebooks/03-which-words-carry-the-story.html", allowed=address) as page:
        box = page.locator(".am-table[data-filter]").last
        rows = box.locator("tbody tr:visible")
        before = rows.count()
        page.locator(".am-filter input").last.fill("社区")
        assert 0 < rows.count() < before
        assert f"{rows.count()} of {before}" in page.locator(".am-filter output").last.inner_text()
        page.locator(".am-filter input").last.fill("")
        box.get_by_role("button", name="left").click()
        ends = [text.strip()[::-1] for text in box.locator("tbody td.left").all_inner_texts()]
        assert ends != sorted(ends, reverse=True) and box.locator("th.left").get_attribute("aria-sort") == "ascending"


def test_tables_read_with_scripts_off(browser, address):
    context = browser.new_context(**SEEN, java_script_enabled=False)
    with opened(context, f"{address}notebooks/08-from-2023-to-2025.html", allowed=address) as page:
        assert page.locator(".am-table tbody tr").first.is_visible()
        assert page.locator(".am-card").first.is_visible()
    context.close()


def test_a_table_downloads_as_csv(reader, address):
    with opened(reader, address, allowed=address) as page:
        with page.expect_download() as download:
            page.locator(".am-download a").first.click()
        text = Path(download.value.path()).read_text(encoding="utf-8-sig")
        assert download.value.suggested_filename == "claims.csv" and text.startswith("statement,")


def test_the_claims_lead_to_their_evidence(reader, address):
    with opened(reader, address, allowed=address) as page:
        page.locator(".am-table tbody a").first.click()
        target = page.url.split("#")[1]
        assert page.locator(f"#{target}").count() == 1
