"""The browser edition as a reader has it: below a path of a plain host, every other address blocked.

Run by `make test-browser` and continuous integration; `make test` leaves the group ``browser`` out.
"""

import contextlib
import functools
import http.server
import json
import re
import shutil
import threading
import time
from pathlib import Path

import axe_playwright_python
import bundle
import nbformat
import pytest
from reader import merge_asides

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parent.parent.parent
RUNNABLE = [p.stem for p in sorted((ROOT / "notebooks").glob("*.ipynb")) if not p.name.startswith("11")]
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
LONG = 400_000  # milliseconds: a busy machine of two cores that starts Python
NO_OTHER_ADDRESS = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def address(site, tmp_path_factory):
    """The site with the browser edition, below a path of a server of our own."""
    if not (site / "browser" / "parts.json").exists():
        bundle.add_to(site)
    root = tmp_path_factory.mktemp("host")
    (root / "some").mkdir()
    (root / "some" / "where").symlink_to(site, target_is_directory=True)
    quiet = type("Quiet", (http.server.SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(quiet, directory=root))
    server.handle_error = lambda *_: None
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/some/where/"
    server.shutdown()


@pytest.fixture(scope="session")
def chromium(chromium_with):
    with chromium_with(NO_OTHER_ADDRESS) as browser:
        yield browser


@pytest.fixture(scope="module")
def visitor(chromium):
    """One visitor for many pages: Python is loaded once and kept."""
    context = chromium.new_context(viewport=WIDE, accept_downloads=True)
    yield context
    context.close()


@contextlib.contextmanager
def opened(context, url, *, quiet=True):
    """A page that fails when it asks another host for anything, or complains; ``page.asked`` lists its requests."""
    page = context.new_page()
    page.set_default_timeout(LONG)
    host = url.split("/some/")[0]
    page.asked, outside, wrong = [], [], []
    page.on("request", lambda r: page.asked.append(r.url))
    page.on(
        "request", lambda r: None if r.url.startswith((host, "data:", "blob:", "about:")) else outside.append(r.url)
    )
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
    page.on("dialog", lambda dialog: (wrong.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.goto(url)
    yield page
    page.close()
    assert outside == []
    assert not quiet or wrong == []


def status(page) -> str:
    return page.locator(".am-run-text").inner_text()


def wait_for(page, pattern: str) -> str:
    page.wait_for_function(
        "pattern => new RegExp(pattern).test(document.querySelector('.am-run-text')?.textContent ?? '')", arg=pattern
    )
    return status(page)


def start(page):
    page.get_by_role("button", name="Change and run it here").click()
    assert wait_for(page, r"^(Ready|This|The|There)").startswith("Ready")


def code(page, number: int):
    return page.get_by_role("textbox", name=f"Code of cell {number}", exact=True)


def button(page, number: int, label: str):
    return page.get_by_role("button", name=f"{label} (cell {number})", exact=True)


def violations(page) -> list[str]:
    page.evaluate(AXE)
    options = {"resultTypes": ["violations"], "preload": False}
    found = page.evaluate(
        "o => axe.run({exclude: ['tbody tr:nth-child(n+4)', 'iframe']}, o).then(r => r.violations)", options
    )
    return [f"{v['id']}: {node['failureSummary']}: {node['html'][:300]}" for v in found for node in v["nodes"]]


def overflow(page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


# ------------------------------------------------------------------------------------------------------- the notebooks


def shown(notebook: dict) -> list[tuple[str, str, str]]:
    """Return ``(cell, MIME type, text)`` of all outputs; of a picture its description and caption."""
    found = []
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            assert output["output_type"] == "display_data", (cell["id"], output)
            for mime, data in sorted(output["data"].items()):
                text = data if isinstance(data, str) else "".join(data)
                if mime == "image/png":
                    text = "\n".join(output["metadata"][mime][key] for key in ("alt", "caption"))
                found.append((cell["id"], mime, text))
    return found


def saved(page) -> dict:
    with page.expect_download() as download:
        page.get_by_role("button", name="Save .ipynb").click()
    return json.loads(Path(download.value.path()).read_text(encoding="utf-8"))


_FILE = re.compile(r"(base64,)([A-Za-z0-9+/=]+)")


def without_last_digits(text: str) -> str:
    """Return a text with its downloads decoded, and every long decimal number cut to twelve digits: where another
    processor adds in another order, the last digits differ."""
    import base64

    decoded = _FILE.sub(lambda m: base64.b64decode(m[2]).decode("utf-8", "replace"), text)
    return re.sub(r"\d+\.\d{10,}", lambda m: f"{float(m[0]):.10g}", decoded)


@pytest.mark.parametrize("name", RUNNABLE)
def test_a_notebook_shows_in_the_browser_what_it_showed_on_the_desktop(visitor, address, name):
    with opened(visitor, f"{address}notebooks/{name}.html") as page:
        start(page)
        page.get_by_role("button", name="Run all").click()
        assert wait_for(page, r"^(Done|Cell \d+ failed|The|There)").startswith("Done"), status(page)
        mine = saved(page)
    ours = nbformat.read(ROOT / "_build" / "notebooks" / f"{name}.ipynb", as_version=4)
    ours["cells"] = merge_asides(ours["cells"])
    assert ["".join(c["source"]) for c in mine["cells"]] == ["".join(c["source"]) for c in ours["cells"]]
    expected, found = shown(ours), shown(mine)
    assert [row[:2] for row in found] == [row[:2] for row in expected]
    for mine_row, our_row in zip(found, expected, strict=True):
        assert mine_row == our_row or without_last_digits(mine_row[2]) == without_last_digits(our_row[2]), mine_row[:2]


def test_nothing_is_loaded_before_the_click(visitor, address):
    with opened(visitor, f"{address}notebooks/04-the-phone-analogy.html") as page:
        page.wait_for_load_state("networkidle")
        here = [url for url in page.asked if "/browser/" in url]
        assert sorted(url.split("/")[-1].split("?")[0] for url in here) == ["browser.css", "notebook.js", "session.js"]


def test_notebook_11_says_why_it_cannot_run(visitor, address):
    (name,) = (p.stem for p in (ROOT / "notebooks").glob("11-*.ipynb"))
    with opened(visitor, f"{address}notebooks/{name}.html") as page:
        assert "cannot run in a browser" in page.locator(".am-run-intro").inner_text()
        assert page.get_by_role("button", name="Change and run it here").count() == 0


def test_exercise_2_of_04_changes_the_picture_and_reset_brings_ours_back(visitor, address):
    with opened(visitor, f"{address}notebooks/04-the-phone-analogy.html") as page:
        start(page)
        fields = page.locator("textarea.am-code")
        number = next(
            n for n in range(fields.count()) if 'SURE = ["high", "medium", "low"]' in fields.nth(n).input_value()
        )
        changed = fields.nth(number).input_value().replace('["high", "medium", "low"]', '["high"]')
        ours = page.locator("figure img:visible").evaluate_all("all => all.map(one => one.alt)")
        fields.nth(number).fill(changed)
        button(page, number + 1, "Run from here on").click()
        wait_for(page, r"^(Done|Cell \d+ failed)")
        mine = page.locator(".am-yours figure img").evaluate_all("all => all.map(one => one.alt)")
        assert mine and set(mine) - set(ours)
        assert page.locator(".am-run-tag:visible").first.inner_text() == "yours"
        page.get_by_role("button", name="Reset all").click()
        assert page.locator("figure img:visible").evaluate_all("all => all.map(one => one.alt)") == ours
        assert fields.nth(number).input_value() != changed


def test_an_error_shows_its_last_line_first_and_marks_the_cell(visitor, address):
    with opened(visitor, f"{address}notebooks/01-the-five-articles.html") as page:
        start(page)
        code(page, 1).fill("n = 1\nprint('before')\nundefined_name + n")
        button(page, 1, "Run").click()
        wait_for(page, "Cell 1 failed")
        told = page.get_by_role("alert")
        assert told.inner_text().startswith("NameError: name 'undefined_name' is not defined")
        assert "Line 3 of cell 1" in told.inner_text()
        assert code(page, 1).get_attribute("aria-invalid") == "true"
        page.get_by_text("Traceback").click()
        assert "undefined_name + n" in told.locator("pre").inner_text()
        code(page, 1).fill("if :")
        button(page, 1, "Run").click()
        page.get_by_text("SyntaxError").first.wait_for()
        button(page, 1, "Reset").click()


def test_a_long_run_stops_and_python_starts_anew(visitor, address):
    with opened(visitor, f"{address}notebooks/01-the-five-articles.html") as page:
        start(page)
        code(page, 1).fill("while True: pass")
        button(page, 1, "Run").click()
        wait_for(page, r"^Running cell 1 of \d+: \d+ s")
        page.get_by_role("button", name="Stop").click()
        assert "Stopped" in status(page)
        code(page, 1).fill("6 * 7")
        button(page, 1, "Run").click()
        wait_for(page, "Cell 1 is done")
        assert page.locator(".am-yours .am-stream").first.inner_text() == "42"
        button(page, 1, "Reset").click()


def test_what_was_typed_survives_a_reload_and_is_saved_as_a_script(visitor, address):
    with opened(visitor, f"{address}notebooks/02-does-cleaning-change-the-answer.html") as page:
        start(page)
        code(page, 2).fill("mine = '開源 <b>'")
        page.reload()
        start(page)
        assert code(page, 2).input_value() == "mine = '開源 <b>'"
        with page.expect_download() as download:
            page.get_by_role("button", name="Save .py").click()
        script = Path(download.value.path()).read_text(encoding="utf-8")
        assert "# %%\nmine = '開源 <b>'" in script
        compile(script, "script", "exec")
        page.get_by_role("button", name="Reset all").click()
        page.reload()
        start(page)
        assert "mine" not in code(page, 2).input_value()


def test_the_keyboard_writes_code_runs_it_and_leaves_the_field(visitor, address):
    with opened(visitor, f"{address}notebooks/01-the-five-articles.html") as page:
        start(page)
        code(page, 1).fill("")
        code(page, 1).press_sequentially("for i in range(3):\nprint(i)")
        assert code(page, 1).input_value() == "for i in range(3):\n    print(i)"
        code(page, 1).press("Shift+Tab")
        assert code(page, 1).input_value() == "for i in range(3):\nprint(i)"
        code(page, 1).press("Tab")  # at the end of the line: as far as the next stop
        code(page, 1).press("Escape")
        code(page, 1).press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Run (cell 1)"
        code(page, 1).fill("for i in range(3):\n    print(i)")
        code(page, 1).press("Shift+Enter")
        wait_for(page, "Cell 1 is done")
        assert page.locator(".am-yours .am-stream").first.inner_text().split() == ["0", "1", "2"]
        button(page, 1, "Reset").click()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_fit_and_are_accessible(chromium, address, size, scheme):
    context = chromium.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce", bypass_csp=True)
    with opened(context, f"{address}own.html") as page:
        assert (violations(page), overflow(page)) == ([], 0)
    with opened(context, f"{address}notebooks/04-the-phone-analogy.html") as page:
        start(page)
        page.get_by_role("button", name="Run all").click()
        wait_for(page, "^Done")
        code(page, 1).fill("1 / 0")
        button(page, 1, "Run").click()
        wait_for(page, "failed")
        assert (violations(page), overflow(page)) == ([], 0)
    context.close()


# ---------------------------------------------------------------------------------------------------- your own articles

HOSTILE = {
    "<img src=x onerror=alert(1)>.txt": "开源模型越来越像安卓，闭源模型像苹果。<script>alert(2)</script>" * 8,
    "../../../etc/passwd\u202e.txt": "马斯克说：“开源是未来。”他认为安卓时刻已经到来。" * 8,
    "2024-05-01 $(touch x);'\".html": (
        "<html><head><title>开源</title><base href='http://elsewhere.example/'></head><body onload=alert(3)>"
        "<img src='http://elsewhere.example/i.png'><script>fetch('http://elsewhere.example')</script>"
        "<p>" + "开源模型是人工智能的安卓，闭源模型是人工智能的苹果。" * 12 + "</p></body></html>"
    ),
}


REPORTED = r"^The report is ready|^(?!Python is ready).*\.$"  # or the sentence that says why there is none


DROP = """files => {
  const transfer = new DataTransfer();
  Object.entries(files).forEach(([name, text]) => transfer.items.add(new File([text], name)));
  document.querySelector(".am-drop").dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true }));
}"""


def drop(page, files: dict[str, str]):
    page.evaluate(DROP, files)


def test_hostile_files_are_reported_on_and_nothing_leaves_the_machine(visitor, address):
    with opened(visitor, f"{address}own.html") as page:
        drop(page, HOSTILE)
        page.get_by_text("3 files are chosen.").wait_for()
        wait_for(page, "^Python is ready")
        loaded = len(page.asked)
        page.get_by_role("button", name="Write the report").click()
        assert wait_for(page, REPORTED).startswith("The report is ready"), status(page)
        frame = page.frame_locator("iframe")
        frame.locator("h1").first.wait_for()
        text = frame.locator("body").inner_text()
        assert "3 entries: 3 loaded" in text
        assert "<img src=x onerror=alert(1)>" in text
        assert frame.locator("img[src=x]").count() == 0
        with page.expect_download() as download:
            page.get_by_role("button", name="Save the report").click()
        saved_page = Path(download.value.path()).read_text(encoding="utf-8")
        assert saved_page.startswith("<!doctype html>") and "Content-Security-Policy" in saved_page
        assert [url for url in page.asked[loaded:] if not url.startswith(("data:", "blob:", "about:"))] == []


def test_a_pasted_text_is_read_and_an_empty_file_is_refused_as_on_the_desktop(visitor, address):
    with opened(visitor, f"{address}own.html") as page:
        drop(page, {"empty.txt": "", "notes.docx": "x"})
        page.get_by_label("Or paste one article").fill("开源模型就像安卓，闭源模型就像苹果。" * 20)
        page.get_by_role("button", name="Write the report").click()
        assert wait_for(page, REPORTED).startswith("The report is ready"), status(page)
        text = page.frame_locator("iframe").locator("body").inner_text()
        assert "3 entries: 1 loaded" in text and "not read (.docx)" in text


def test_a_report_can_be_cancelled(visitor, address):
    with opened(visitor, f"{address}own.html") as page:
        drop(page, {f"{n}.txt": f"第{n}篇。开源模型就像安卓，闭源模型就像苹果。" * 200 for n in range(150)})
        page.get_by_role("button", name="Write the report").click()
        wait_for(page, r"\d+ of \d+|^Reading")
        page.get_by_role("button", name="Cancel").click()
        assert "Cancelled" in status(page)
        assert page.locator("iframe").count() == 0


# --------------------------------------------------------------------------------------------------- without a network


def test_both_work_again_without_a_network(chromium, address):
    context = chromium.new_context(viewport=WIDE)
    with opened(context, f"{address}notebooks/04-the-phone-analogy.html", quiet=False) as page:
        start(page)
        page.wait_for_function("navigator.serviceWorker.ready.then(ready => ready.active?.state === 'activated')")
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and not page.evaluate(
            "caches.match(new URL('../own.html', location.href).href).then(Boolean)"
        ):
            time.sleep(0.2)
        context.set_offline(True)
        page.reload()
        start(page)
        button(page, 1, "Run").click()
        wait_for(page, "Cell 1 is done")
        page.goto(f"{address}own.html")
        drop(page, {"a.txt": "开源模型就像安卓，闭源模型就像苹果。" * 20})
        page.get_by_role("button", name="Write the report").click()
        assert wait_for(page, REPORTED).startswith("The report is ready"), status(page)
    context.close()


# ------------------------------------------------------------------------------------------------------------ bad input


def told_by(page) -> str:
    page.get_by_role("button", name="Change and run it here").click()
    return wait_for(page, r"^(Ready|This|The file|The host|There)")


def test_a_browser_without_webassembly_is_told_so(chromium, address):
    context = chromium.new_context()
    context.add_init_script("delete globalThis.WebAssembly")
    with opened(context, f"{address}notebooks/04-the-phone-analogy.html") as page:
        page.locator(".am-run-intro summary").click()
        assert "cannot run Python" in page.locator(".am-run-intro").inner_text()
    context.close()


def test_a_page_opened_from_disk_says_what_to_do(chromium, address, site):
    context = chromium.new_context()
    page = context.new_page()
    page.goto((site / "notebooks" / "04-the-phone-analogy.html").as_uri())
    assert "make serve" not in page.locator(".am-run-intro").inner_text()  # others came to read
    page.locator(".am-run-intro summary").click()
    assert "make serve" in page.locator(".am-run-intro").inner_text()
    page.goto((site / "own.html").as_uri())
    assert "make serve" in page.locator("#am-own").inner_text()
    context.close()


@pytest.mark.parametrize(
    ("pattern", "answer", "said"),
    [
        ("**/browser/worker.js", {"content_type": "text/plain", "body": "1"}, "text/javascript"),
        ("**/browser/parts.json", {"status": 404}, "parts.json is missing on this host"),
        ("**/browser/package-*.part", {"status": 404}, "is missing on this host"),
        ("**/browser/package-*.part", {"body": "changed on its way"}, "did not arrive whole"),
        ("**/browser/notebooks/*.json", {"status": 404}, "cannot be read from this host"),
    ],
)
def test_a_host_that_serves_it_wrongly_is_told_in_one_sentence(chromium, address, pattern, answer, said):
    context = chromium.new_context(service_workers="block")
    context.route(pattern, lambda route: route.fulfill(**answer))
    with opened(context, f"{address}notebooks/04-the-phone-analogy.html", quiet=False) as page:
        assert said in told_by(page)
    context.close()


def test_a_browser_that_stores_nothing_runs_and_says_so(chromium, address):
    context = chromium.new_context()
    context.add_init_script(
        "const no = () => { throw new DOMException('denied', 'SecurityError'); };"
        "Storage.prototype.setItem = no; Storage.prototype.removeItem = no; CacheStorage.prototype.open = no;"
    )
    with opened(context, f"{address}notebooks/04-the-phone-analogy.html", quiet=False) as page:
        assert "keeps nothing" in told_by(page)
    context.close()


def test_a_machine_with_too_little_memory_is_told_in_one_sentence(chromium, address, site):
    refuse = (
        "WebAssembly.instantiateStreaming = WebAssembly.instantiate = async () => { throw new RangeError('%s'); };\n"
    )
    worker = (site / "browser" / "worker.js").read_text(encoding="utf-8")
    scanty = refuse % "WebAssembly.Memory(): could not allocate memory" + worker
    context = chromium.new_context(service_workers="block")
    context.route("**/browser/worker.js", lambda route: route.fulfill(content_type="text/javascript", body=scanty))
    with opened(context, f"{address}notebooks/04-the-phone-analogy.html", quiet=False) as page:
        assert "not enough memory for Python" in told_by(page)
    context.close()


# -------------------------------------------------------------------------------------------------------------- Firefox

PRESS = "[...document.querySelectorAll('button')].find((one) => one.textContent.trim() === {!r}).click()"
SAID = "(new RegExp({!r}).exec(document.querySelector('.am-run-text')?.textContent ?? '') ?? {{input: null}}).input"


@pytest.fixture(scope="module")
def firefox(tmp_path_factory):
    path = next(filter(None, map(shutil.which, ("firefox", "firefox-esr"))), None)
    if not path:
        pytest.skip("no Firefox is installed")
    from firefox import Firefox

    window = Firefox(path, tmp_path_factory.mktemp("firefox"))
    yield window
    window.close()


def test_in_firefox_a_notebook_draws_what_it_drew_on_the_desktop(firefox, address):
    firefox.open(f"{address}notebooks/04-the-phone-analogy.html")
    pictures = "[...document.querySelectorAll('{} figure img')].map((one) => one.alt)"
    ours = firefox.evaluate(pictures.format("main"))
    firefox.evaluate(PRESS.format("Change and run it here"))
    assert firefox.wait_for(SAID.format("^(Ready|This|The|There)"), LONG / 1000).startswith("Ready")
    firefox.evaluate(PRESS.format("Run all"))
    assert firefox.wait_for(SAID.format(r"^(Done|Cell \d+ failed|The|There)"), LONG / 1000).startswith("Done")
    assert set(firefox.evaluate(pictures.format(".am-yours"))) == set(ours)


def test_in_firefox_dropped_files_become_a_report(firefox, address):
    firefox.open(f"{address}own.html")
    firefox.evaluate(f"({DROP})({json.dumps(HOSTILE)})")
    firefox.wait_for(SAID.format("^Python is ready"), LONG / 1000)
    firefox.evaluate(PRESS.format("Write the report"))
    assert firefox.wait_for(SAID.format(REPORTED), LONG / 1000).startswith("The report is ready")
