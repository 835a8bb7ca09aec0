"""Where this project lives on the web, if anywhere: no page links to an address that nobody gave."""

import os
import re
import subprocess
from functools import cache
from pathlib import Path

_REMOTE = re.compile(
    r"(?:https://(?:[^/@\s]+@)?|(?:ssh://)?git@)(github\.com|gitlab\.com|bitbucket\.org)[/:]([\w.-]+/[\w.-]+?)(?:\.git)?/?"
)


def address_of(remote: str) -> str:
    """Return the page of a repository on a known forge, whatever its remote is written like, or an empty text.

    >>> address_of("git@github.com:someone/android-moment.git")
    'https://github.com/someone/android-moment'
    >>> address_of("/srv/git/android-moment")
    ''
    """
    match = _REMOTE.fullmatch(remote.strip())
    return f"https://{match[1]}/{match[2]}" if match else ""


@cache
def repository() -> str:
    """Return the repository's address: ``REPOSITORY`` of the environment, else that of the remote ``origin``, else nothing."""
    if given := os.environ.get("REPOSITORY", ""):
        return address_of(given)
    command = ["git", "-C", Path(__file__).parent, "remote", "get-url", "origin"]
    try:
        return address_of(subprocess.run(command, capture_output=True, text=True, check=False).stdout)
    except OSError:
        return ""  # no git
