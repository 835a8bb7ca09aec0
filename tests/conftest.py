"""What several test files share."""

import contextlib
import gc
import os
import shutil
import signal
import sys

import hypothesis
import pytest

# What is imported and collected stays to the end, see `pytest_collection_finish`.
gc.disable()

# A law is tried on a few examples whenever tests run, and on many in the slow group. How long one takes says more of the
# machine's other work than of the code.
hypothesis.settings.register_profile("few", deadline=None, max_examples=50)
hypothesis.settings.register_profile("many", deadline=None, max_examples=500)
hypothesis.settings.load_profile("few")

# jsonschema, which nbformat imports, would compile dozens of grammars for addresses that no notebook has: two seconds a worker.
sys.modules.setdefault("rfc3987_syntax", None)
# For the same reason scipy, scikit-learn and others that a test compares us with are imported within that test: every worker
# imports all test files.

# `make test &` lets its processes ignore Ctrl-C, and some tests press it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@contextlib.contextmanager
def alone(path):
    """Let one process at a time through; where the system has no such locks, tests run in one process anyway."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    path.parent.mkdir(exist_ok=True)
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def site():
    """The site as `make site` builds it; nothing is built again that is there."""
    import build

    with alone(build.BUILD / ".lock"):
        build.build_site()
    return build.SITE


@pytest.fixture(scope="session")
def published(site):
    """The site as `make site PUBLISH=1` builds it."""
    import build

    folder = build.BUILD / "published"
    with alone(build.BUILD / ".lock"):
        build.build_site(folder, published=True)
    return folder


FLAGS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


@contextlib.contextmanager
def _chromium(*flags):
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    path = next(filter(None, map(shutil.which, names)), None)
    if not path:
        assert not os.environ.get("CI"), "continuous integration must open pages in a browser: install chromium"
        pytest.skip("no Chromium is installed, so no page was opened")
    from playwright.sync_api import sync_playwright

    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=[*FLAGS, *flags, *(["--no-sandbox"] if root else [])]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def chromium_with(site):  # which is built before Playwright takes the event loop
    """Start Chromium with flags of one's own."""
    return _chromium


@pytest.fixture(scope="session")
def browser(chromium_with):
    """Chromium, once for all tests of a worker: a process takes only one engine of Playwright."""
    with chromium_with() as browser:
        yield browser


LONGEST = ("test_site", "test_report", "test_ingest", "test_numbers", "test_notebooks", "test_classroom", "test_bundle")


@pytest.hookimpl(tryfirst=True)  # the groups are chosen after that
def pytest_collection_modifyitems(items):
    """Start with the files that take longest, so that no worker is left alone with one of them at the end; mark the laws,
    and as slow what opens pages: `make test` opens only what is marked ``page``."""
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker("law")
        if "browser" in getattr(item, "fixturenames", ()) and not item.get_closest_marker("page"):
            item.add_marker("slow")
    items[:] = [item for item in items if "__mutmut_" not in item.nodeid]  # mutants carry their doctests along
    items.sort(key=lambda item: LONGEST.index(item.path.stem) if item.path.stem in LONGEST else len(LONGEST))


def pytest_collection_finish():
    """Thousands of tests and what they import stay to the end: the garbage collector need not look at them again and again.
    It took up to a quarter of the time; what pages, tables and figures leave behind is found as well when it comes more rarely."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()


@pytest.fixture(autouse=True, scope="session")
def _cache_of_our_own(tmp_path_factory):
    """No test reads or leaves anything in the cache of whoever runs it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        # Matplotlib lists all fonts of the system once for all processes that tests start, not anew for each.
        patch.setenv("MPLCONFIGDIR", str(tmp_path_factory.mktemp("matplotlib")))
        yield


@pytest.fixture(scope="session")
def cluster():
    """Two Dask workers on this machine, for all tests of the group ``cluster``."""
    pytest.importorskip("distributed")
    from helpers.report.workers import executor_for

    with executor_for(2, "local") as team:
        yield team
