"""What several test files share."""

import contextlib

import pytest


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


def pytest_collection_modifyitems(items):
    """Start with the tests that one worker keeps together, then with the browser's: they take longest."""
    items.sort(key=lambda item: (item.get_closest_marker("xdist_group") is None, "test_site" not in item.nodeid))
