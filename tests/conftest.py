"""What several test files share."""

import pytest


@pytest.fixture(scope="session")
def site():
    """The site as `make site` builds it; nothing is built again that is there."""
    import build

    build.build_site()
    return build.SITE


def pytest_collection_modifyitems(items):
    """Start with the tests that one worker keeps together: they take longest, and nobody should wait for them."""
    items.sort(key=lambda item: item.get_closest_marker("xdist_group") is None)
