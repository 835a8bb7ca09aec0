"""What several test files share."""

import pytest


@pytest.fixture(scope="session")
def site():
    """The site as `make site` builds it; nothing is built again that is there."""
    import build

    build.build_site()
    return build.SITE
