"""Keep cleaned texts and what was found in them between runs, in a folder of the user's own; an entry is checked before it
is believed."""

import hashlib
import json
import os
import stat
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from platformdirs import user_cache_path

from helpers import lexicon
from helpers.cleaning.ledger import Cleaned, Edit, Flag
from helpers.report.outcomes import Refusal
from helpers.report.regular_files import read_bytes

PACKAGE = Path(__file__).parent.parent
CleanedShare = tuple[Cleaned, float]  # and the share of the text that was cut as navigation
Clean = Callable[[str, tuple[str, ...], bool], CleanedShare]
_Found = TypeVar("_Found")


@cache
def version() -> str:
    """Return a digest of all code and word lists of the package. Equal versions read every text alike."""
    files = sorted([*PACKAGE.rglob("*.py"), *lexicon.FOLDER.iterdir()])
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files if file.is_file())).hexdigest()


def cache_folder() -> Path | None:
    """Return the private folder of the cache, made if need be; None where it cannot be private.

    The folder is ``android-moment`` in the user's cache, owned by the user, not a link, and closed to all others.
    """
    folder = user_cache_path("android-moment", appauthor=False)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        about = folder.lstat()
    except OSError:
        return None
    ours = about.st_uid == os.getuid() and not about.st_mode & 0o077 if hasattr(os, "getuid") else True
    return folder if stat.S_ISDIR(about.st_mode) and ours else None


def cached(clean: Clean, raw: str, rules: tuple[str, ...], navigation: bool, folder: Path | None) -> CleanedShare:
    """Return what ``clean(raw, rules, navigation)`` returns, from the cache in ``folder`` if there is one that has it."""

    def unpack(kept: dict) -> CleanedShare:
        ledger, flags = checked(kept["ledger"], _CLEANED["ledger"]), checked(kept["flags"], _CLEANED["flags"])
        if type(kept["text"]) is not str or type(kept["cut"]) is not float or not -1 <= kept["cut"] <= 1:
            raise TypeError("no text, or no share")
        return Cleaned(kept["text"], tuple(map(Edit._make, ledger)), tuple(map(Flag._make, flags))), kept["cut"]

    def pack(found: CleanedShare) -> dict:
        return {**found[0]._asdict(), "cut": found[1]}

    return remembered((*rules, str(navigation), raw), lambda: clean(raw, rules, navigation), pack, unpack, folder)


_CLEANED = {"ledger": [*Edit.__annotations__.values()], "flags": [*Flag.__annotations__.values()]}


def remembered(
    about: tuple[str, ...],
    make: Callable[[], _Found],
    pack: Callable[[_Found], Any],
    unpack: Callable[[Any], _Found],
    folder: Path | None,
) -> _Found:
    """Return what ``make()`` returns, from the cache in ``folder`` if there is one that has it.

    Args:
        about: all that the result depends on, but for the package itself.
        pack, unpack: turn the result into what JSON can hold, and back; ``unpack`` raises `KeyError`, `TypeError` or
            `ValueError` for what ``pack`` did not make.
    """
    if folder is None:
        return make()
    key = "\0".join((version(), *about)).encode("utf-8", "replace")
    path = folder / f"{hashlib.sha256(key).hexdigest()}.json"
    with suppress(OSError, Refusal, ValueError, KeyError, TypeError, RecursionError):
        # at once, even where a pipe stands in the place of the entry
        checksum, _, data = read_bytes(path).partition(b"\n")
        if checksum == _checksum(key, data):
            return unpack(json.loads(data))
    found = make()
    with suppress(OSError, UnicodeError):  # a full disk or half a character must not stop us
        data = json.dumps(pack(found), ensure_ascii=False).encode()
        path.unlink(missing_ok=True)  # a pipe would wait for a reader
        path.write_bytes(_checksum(key, data) + b"\n" + data)  # half an entry is told by its checksum
    return found


def _checksum(key: bytes, data: bytes) -> bytes:
    return hashlib.sha256(key + data).hexdigest().encode()


def checked(rows: list[list], types: Sequence[type]) -> list[tuple]:
    """Return ``rows`` as tuples, each value of the type that stands in its place.

    Raises:
        TypeError: one is not.

    >>> checked([[1, "a"]], [int, str])
    [(1, 'a')]
    """
    if not all([*map(type, row)] == [*types] for row in rows):
        raise TypeError("rows of other types")
    return [*map(tuple, rows)]
