"""Keep cleaned texts between runs, in a folder of the user's own; an entry is checked before it is believed."""

import hashlib
import json
import os
import stat
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TypeVar

from platformdirs import user_cache_path

from helpers import lexicon
from helpers.cleaning.ledger import Cleaned, Edit
from helpers.cleaning.mojibake import Flag
from helpers.report.outcomes import Refusal
from helpers.report.sources import read_bytes

HERE = Path(__file__).parent.parent  # the package
CleanedShare = tuple[Cleaned, float]  # and the share of the text that was cut as navigation
Clean = Callable[[str, tuple[str, ...], bool], CleanedShare]
_Record = TypeVar("_Record", Edit, Flag)


@cache
def version() -> str:
    """Return a digest of all code and word lists of the package. Equal versions clean every text alike."""
    files = sorted([*HERE.rglob("*.py"), *lexicon.FOLDER.iterdir()])
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files if file.is_file())).hexdigest()


def cache_folder() -> Path | None:
    """Return the private folder of cleaned texts, made if need be; None where it cannot be private.

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
    if folder is None:
        return clean(raw, rules, navigation)
    key = "\0".join((version(), *rules, str(navigation), raw)).encode("utf-8", "replace")
    path = folder / f"{hashlib.sha256(key).hexdigest()}.json"
    with suppress(OSError, Refusal, ValueError, KeyError, TypeError, RecursionError):
        return _kept(read_bytes(path), key)  # at once, even where a pipe stands in the place of the entry
    cleaned, share = clean(raw, rules, navigation)
    with suppress(OSError, UnicodeError):  # a full disk or half a character must not stop us
        data = json.dumps({**cleaned._asdict(), "cut": share}, ensure_ascii=False).encode()
        path.unlink(missing_ok=True)  # a pipe would wait for a reader
        path.write_bytes(_checksum(key, data) + b"\n" + data)  # half an entry is told by its checksum
    return cleaned, share


def _checksum(key: bytes, data: bytes) -> bytes:
    return hashlib.sha256(key + data).hexdigest().encode()


def _kept(entry: bytes, key: bytes) -> CleanedShare:
    """Return what an entry of the cache holds.

    Raises:
        ValueError, KeyError, TypeError, RecursionError: it is not what was written for ``key``.
    """
    checksum, _, data = entry.partition(b"\n")
    if checksum != _checksum(key, data):
        raise ValueError("damaged")
    kept = json.loads(data)
    ledger, flags = _records(Edit, kept["ledger"]), _records(Flag, kept["flags"])
    if type(kept["text"]) is not str or type(kept["cut"]) is not float or not -1 <= kept["cut"] <= 1:
        raise TypeError("no text, or no share")
    return Cleaned(kept["text"], ledger, flags), kept["cut"]


def _records(kind: type[_Record], rows: Sequence[Sequence[object]]) -> tuple[_Record, ...]:
    """Return ``rows`` as named tuples, each value of the type that it names. Raises `TypeError` if one is not."""
    types = [*kind.__annotations__.values()]
    if not all([*map(type, row)] == types for row in rows):
        raise TypeError(f"no {kind.__name__}")
    return tuple(map(kind._make, rows))
