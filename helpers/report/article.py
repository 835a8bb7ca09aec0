"""Turn one entry into one article: decode, date and clean it (or take it from the cache), and collect its warnings."""

import hashlib
import json
import os
import re
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeVar

from platformdirs import user_cache_path

from helpers import lexicon
from helpers.cleaning import mojibake
from helpers.cleaning.cleaner import clean
from helpers.cleaning.layout import is_wrapped
from helpers.cleaning.ledger import Cleaned, Edit
from helpers.cleaning.rules import is_spun
from helpers.report import boilerplate
from helpers.report.encoding import Decoded, decode
from helpers.report.metadata import Dated, dated_by, own_metadata
from helpers.report.navigation import find_navigation
from helpers.report.outcomes import SKIPPED, Refusal, Remark
from helpers.report.sources import Entry, read_bytes
from helpers.stats.counts import count_characters
from helpers.text import script
from helpers.text.script import HAN, IS_HAN, script_of
from helpers.wording import many

HERE = Path(__file__).parent.parent  # the package
MOST_CHARACTERS, FEW_CHARACTERS = 1_000_000, 100
_Record = TypeVar("_Record", Edit, mojibake.Flag)
HARDLY_CHINESE, FEW_CHINESE = 0.1, 0.3  # shares of the characters


# ----------------------------------------------------------------------------------------------------------- cache


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


def _clean_cached(raw: str, rules: tuple[str, ...], navigation: bool, folder: Path | None) -> tuple[Cleaned, float]:
    """Return ``raw`` cleaned and the share of it that was cut as navigation, from the cache if possible."""
    if folder is None:
        return _clean(raw, rules, navigation)
    key = "\0".join((version(), *rules, str(navigation), raw)).encode("utf-8", "replace")
    path = folder / f"{hashlib.sha256(key).hexdigest()}.json"
    with suppress(OSError, Refusal, ValueError, KeyError, TypeError, RecursionError):
        return _kept(read_bytes(path), key)  # at once, even where a pipe stands in the place of the entry
    cleaned, share = _clean(raw, rules, navigation)
    with suppress(OSError, UnicodeError):  # a full disk or half a character must not stop us
        data = json.dumps({**cleaned._asdict(), "cut": share}, ensure_ascii=False).encode()
        path.unlink(missing_ok=True)  # a pipe would wait for a reader
        path.write_bytes(_checksum(key, data) + b"\n" + data)  # half an entry is told by its checksum
    return cleaned, share


def _checksum(key: bytes, data: bytes) -> bytes:
    return hashlib.sha256(key + data).hexdigest().encode()


def _kept(entry: bytes, key: bytes) -> tuple[Cleaned, float]:
    """Return what an entry of the cache holds.

    Raises:
        ValueError, KeyError, TypeError, RecursionError: it is not what was written for ``key``.
    """
    checksum, _, data = entry.partition(b"\n")
    if checksum != _checksum(key, data):
        raise ValueError("damaged")
    kept = json.loads(data)
    ledger, flags = _records(Edit, kept["ledger"]), _records(mojibake.Flag, kept["flags"])
    if type(kept["text"]) is not str or type(kept["cut"]) is not float or not -1 <= kept["cut"] <= 1:
        raise TypeError("no text, or no share")
    return Cleaned(kept["text"], ledger, flags), kept["cut"]


def _records(kind: type[_Record], rows: Sequence[Sequence[object]]) -> tuple[_Record, ...]:
    """Return ``rows`` as named tuples, each value of the type that it names. Raises `TypeError` if one is not."""
    types = [*kind.__annotations__.values()]
    if not all([*map(type, row)] == types for row in rows):
        raise TypeError(f"no {kind.__name__}")
    return tuple(map(kind._make, rows))


def _clean(raw: str, rules: tuple[str, ...], navigation: bool) -> tuple[Cleaned, float]:
    found = find_navigation(raw) if navigation else []
    if not found:
        return clean(raw, rules=rules), 0.0
    cleaned = clean(boilerplate.cut(raw, found), rules=rules)
    around = clean("\n".join(old for _, old, _, _ in found), rules=rules)
    sizes = count_characters(around.text), count_characters(cleaned.text)
    share = sizes[0] / max(1, sum(sizes))
    if share > boilerplate.MOST:
        return clean(raw, rules=rules), -share
    ledger = boilerplate.as_edits(found, 0) + tuple(edit._replace(step=edit.step + 1) for edit in cleaned.ledger)
    return Cleaned(cleaned.text, ledger, cleaned.flags), share


# ------------------------------------------------------------------------------------------------- entry to article


class Row(NamedTuple):
    """An article that was read; ``navigation`` is the share of it that was cut as such (below 0: left in)."""

    entry: str
    metadata: dict[str, str]
    decoded: Decoded
    dated: Dated
    cleaned: Cleaned
    navigation: float

    @property
    def names(self) -> list[str]:
        """Headline, outlet and author, as far as they are known: a line that only repeats one of them is boilerplate."""
        return [script.to_simplified(self.metadata.get(name, "")) for name in ("title", "outlet", "author")]


def read_entry(entry: Entry, rules: tuple[str, ...], *, cut_navigation: bool, cache: Path | None) -> Row:
    """Return an entry as a cleaned article.

    Raises:
        Refusal: it is not an article; with the outcome and the reason.
    """
    if entry.refusal:
        raise entry.refusal
    is_file = isinstance(entry.data, Path)
    decoded = decode(read_bytes(entry.data)) if is_file else entry.decoded._replace(text=entry.data)
    decoded = decoded._replace(warnings=(*decoded.warnings, *entry.warnings))
    raw = decoded.text
    if len(raw) > MOST_CHARACTERS:
        raise Refusal(f"{len(raw):,} characters in one article; the most is {MOST_CHARACTERS:,}: split it")
    where, own = own_metadata(raw)
    if not IS_HAN.search(raw) and not mojibake.find_repairs(raw):
        spoilt = mojibake.find_flags(raw)
        raise Refusal(f"no Chinese in it{f': {spoilt[0].reason}' if spoilt else ''}", SKIPPED)
    cleaned, share = _clean_cached(raw, rules, cut_navigation, cache)
    if not cleaned.text.strip():
        raise Refusal("nothing is left of it after cleaning", SKIPPED)
    if (chinese := _chinese_share(cleaned.text)) < HARDLY_CHINESE:
        raise Refusal(f"no Chinese article: only {chinese:.0%} of its characters are Chinese", SKIPPED)
    dated = dated_by([("metadata", entry.metadata), (where, own)], entry.name)
    return Row(entry.name, {**own, **entry.metadata}, decoded, dated, cleaned, share)


_HAN_RUN = re.compile(f"[{HAN}]+")


def _chinese_share(text: str) -> float:
    return (len(text) - len(_HAN_RUN.sub("", text))) / max(1, count_characters(text))


def findings(row: Row, text: str, ledger: tuple[Edit, ...]) -> Iterator[str]:
    """Yield the warnings about one article, whose final text is ``text``; a `Remark` asks for nothing."""
    yield from (*row.decoded.warnings, *row.dated.warnings)
    rules = Counter(edit.rule for edit in ledger)
    if rules["mojibake"]:
        yield Remark(f"{many(rules['mojibake'], 'misread passage')} repaired")
    if row.cleaned.flags:
        yield f"{many(len(row.cleaned.flags), 'spot')} damaged beyond proof ({row.cleaned.flags[0].reason})"
    if joined := sum(edit.rule == "layout" and edit.old == "\n" for edit in ledger):
        yield Remark(f"its lines were broken at a fixed width: {joined} of them joined")
    elif is_wrapped(text) is None:
        yield "its lines may be broken in the middle of sentences: left as they are"
    if any(edit.rule == "doubling" and len(edit.old) >= FEW_CHARACTERS for edit in ledger):
        yield Remark("a passage stood twice; the fuller copy is kept")
    if is_spun(row.cleaned.text):
        yield "reworded by machine (its density of marker words says so); restored only on request"
    written = script_of(row.decoded.text)
    if rules["script"] and written == "Hans":
        yield Remark("a passage in Traditional script is converted")
    if not written and IS_HAN.search(row.decoded.text):
        yield "looks Japanese"
    if (share := _chinese_share(text)) < FEW_CHINESE:
        yield f"only {share:.0%} of its characters are Chinese"
    if count_characters(text) < FEW_CHARACTERS:
        yield f"only {many(count_characters(text), 'character')}"
    if row.navigation < 0:
        yield f"{-row.navigation:.0%} of it looks like navigation: left in, too much to cut"
