"""Any folder or table of articles to the articles table, and a health table in which nothing is lost in silence.

Every entry ends as one of `OUTCOMES`; their counts add up to the number of entries. Titles, names and metadata are
made plain on the way in (`plain`), so that no control, direction or escape character of theirs goes further; article
text is cleaned by `helpers.clean`, and whatever shows it escapes it (`helpers.show`).
"""

import hashlib
import json
import os
import re
import stat
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pandas as pd
from tqdm import tqdm

from helpers import damage, furniture, lexicon, script
from helpers.clean import RULES, Cleaned, Edit, apply_ledger, clean, is_spun
from helpers.corpus import ARTICLE_COLUMNS
from helpers.decode import LOADED, OUTCOMES, SKIPPED, WARNED, Decoded, Refusal, decode, many, plain
from helpers.entries import Entry, entries_of, read_metadata
from helpers.names import typed_table
from helpers.script import IS_HAN, script_of
from helpers.tables import count_characters
from helpers.told import Dated, date_hint, dated_by, own_metadata

HERE = Path(__file__).parent
EXAMPLE = HERE / "example"
HEALTH_TYPES = {
    "entry": "str",
    "outcome": "str",
    "article_id": "str",
    "why": "str",
    "encoding": "str",
    "score": "float64",
    "margin": "float64",
    "date": "str",
    "date_from": "str",
    "characters": "int64",
    "cut": "float64",
}
MOST_CHARACTERS, FEW_CHARACTERS = 1_000_000, 100
HARDLY_CHINESE, FEW_CHINESE = 0.1, 0.3  # shares of the characters
UNKNOWN_YEAR = 0


class Corpus(NamedTuple):
    """What `load_folder` returns: articles as of `helpers.corpus.load_articles`, their health, and pairs of copies."""

    articles: pd.DataFrame
    health: pd.DataFrame
    copies: pd.DataFrame


# ----------------------------------------------------------------------------------------------------------- cache


@cache
def _version() -> str:
    """Return a digest of everything that decides what cleaning makes of a text."""
    files = [HERE / f"{name}.py" for name in ("clean", "damage", "script", "furniture", "folder")]
    files += [lexicon.FOLDER / "spin.csv"]
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def cache_folder() -> Path | None:
    """Return the private folder of cleaned texts, made if need be; None where it cannot be private.

    ``android-moment`` in ``$XDG_CACHE_HOME`` or ``~/.cache``: a folder of our own, no link, closed to all others.
    """
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "android-moment"
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        about = folder.lstat()
    except OSError:
        return None
    ours = about.st_uid == os.getuid() and not about.st_mode & 0o077 if hasattr(os, "getuid") else True
    return folder if stat.S_ISDIR(about.st_mode) and ours else None


def write_whole(path: Path, data: bytes) -> None:
    """Write all of ``data`` to ``path`` or nothing of it, also when the run is interrupted."""
    half = path.with_name(f".{path.name}.{os.getpid()}.half")
    try:
        half.write_bytes(data)
        os.replace(half, path)
    finally:
        half.unlink(missing_ok=True)


def _clean_cached(raw: str, rules: tuple[str, ...], navigation: bool, folder: Path | None) -> tuple[Cleaned, float]:
    """Return ``raw`` cleaned and the share of it that was cut as navigation, from the cache if it is there."""
    if folder is None:
        return _clean(raw, rules, navigation)
    key = "\0".join((_version(), *rules, str(navigation), raw))
    path = folder / f"{hashlib.sha256(key.encode('utf-8', 'replace')).hexdigest()}.json"
    try:
        kept = json.loads(path.read_bytes())
        ledger, flags = (tuple(Edit(*e) for e in kept["ledger"]), tuple(damage.Flag(*f) for f in kept["flags"]))
        return Cleaned(kept["text"], ledger, flags), kept["cut"]
    except (OSError, ValueError, KeyError, TypeError):
        pass
    cleaned, share = _clean(raw, rules, navigation)
    with suppress(OSError, UnicodeError):  # a full disk, or half a character: the cache is a convenience
        write_whole(path, json.dumps({**cleaned._asdict(), "cut": share}, ensure_ascii=False).encode())
    return cleaned, share


def _clean(raw: str, rules: tuple[str, ...], navigation: bool) -> tuple[Cleaned, float]:
    whole = clean(raw, rules=rules)
    found = furniture.find_navigation(raw) if navigation else []
    if not found:
        return whole, 0.0
    cleaned = clean(furniture.cut(raw, found), rules=rules)
    share = 1 - count_characters(cleaned.text) / max(1, count_characters(whole.text))
    if share > furniture.MOST:
        return whole, -share
    ledger = furniture.as_edits(found, 0) + tuple(edit._replace(step=edit.step + 1) for edit in cleaned.ledger)
    return Cleaned(cleaned.text, ledger, cleaned.flags), max(0.0, share)


# ------------------------------------------------------------------------------------------------- entries to articles


class _Row(NamedTuple):
    """An article on its way into the table."""

    entry: str
    told: dict[str, str]
    decoded: Decoded
    dated: Dated
    cleaned: Cleaned
    warnings: list[str]
    cut: float


def _read_entry(entry: Entry, more: Mapping[str, str], rules: tuple[str, ...], cut: bool, cache: Path | None) -> _Row:
    if entry.refusal:
        raise entry.refusal
    decoded = decode(entry.data) if isinstance(entry.data, bytes) else Decoded(entry.data, "")
    raw = decoded.text
    if len(raw) > MOST_CHARACTERS:
        raise Refusal(f"{len(raw):,} characters in one article; the most is {MOST_CHARACTERS:,}: split it")
    where, own = own_metadata(raw)
    if not IS_HAN.search(raw) and not damage.find_repairs(raw):
        raise Refusal("no Chinese in it", SKIPPED)
    cleaned, share = _clean_cached(raw, rules, cut, cache)
    if not cleaned.text.strip():
        raise Refusal("nothing is left of it after cleaning", SKIPPED)
    if (chinese := _chinese_share(cleaned.text)) < HARDLY_CHINESE:
        raise Refusal(f"no Chinese article: only {chinese:.0%} of its characters are Chinese", SKIPPED)
    dated = dated_by([("metadata", {**entry.told, **more}), (where, own)], entry.name)
    told = {**own, **entry.told, **more}
    return _Row(entry.name, told, decoded, dated, cleaned, [*decoded.warnings, *dated.warnings], share)


def _chinese_share(text: str) -> float:
    return len(IS_HAN.findall(text)) / max(1, count_characters(text))


def _findings(row: _Row, text: str, ledger: tuple[Edit, ...]) -> Iterator[str]:
    """Yield what a reader should know about one article, beside how it was read."""
    rules = Counter(edit.rule for edit in ledger)
    if rules["mojibake"]:
        yield f"{many(rules['mojibake'], 'misread passage')} repaired"
    if row.cleaned.flags:
        yield f"{many(len(row.cleaned.flags), 'spot')} damaged beyond proof ({row.cleaned.flags[0].reason})"
    if any(edit.rule == "doubling" and len(edit.old) >= FEW_CHARACTERS for edit in ledger):
        yield "a passage stood twice; the fuller copy is kept"
    if is_spun(row.cleaned.text):
        yield "reworded by machine (its density of marker words says so); restored only on request"
    if not script_of(row.decoded.text) and IS_HAN.search(row.decoded.text):
        yield "looks Japanese"
    if (share := _chinese_share(text)) < FEW_CHINESE:
        yield f"only {share:.0%} of its characters are Chinese"
    if count_characters(text) < FEW_CHARACTERS:
        yield f"only {many(count_characters(text), 'character')}"


def source_of(told: Mapping[str, str], entry: str) -> str:
    """Return what an article's furniture belongs to: the site of its address, else its outlet, else its folder.

    >>> source_of({"url": "https://news.example.com/a?id=1", "outlet": "日报"}, "a.txt")
    'news.example.com'
    """
    try:
        site = urlsplit(told.get("url", "")).hostname
    except ValueError:
        site = None
    return site or told.get("outlet") or str(PurePosixPath(entry.split(", row ")[0]).parent)


def _cut_lines(rows: list[_Row]) -> list[tuple[str, tuple[Edit, ...], float]]:
    """Return text, ledger and share cut of every article after the lines that its source repeats are gone."""
    texts = {str(k): row.cleaned.text for k, row in enumerate(rows)}
    twins = furniture.copies_of(furniture.near_copies(texts, least=0.8), {k: len(t) for k, t in texts.items()})
    by_source: dict[str, list[str]] = defaultdict(list)
    for k, row in enumerate(rows):
        if str(k) not in twins:
            by_source[source_of(row.told, row.entry)].append(row.cleaned.text)
    repeated = {source: furniture.repeated_lines(found) for source, found in by_source.items()}
    result = []
    for row in rows:
        text = row.cleaned.text
        names = [script.to_simplified(row.told.get(name, "")) for name in ("title", "outlet", "author")]
        found = furniture.find_furniture(text, repeated.get(source_of(row.told, row.entry), frozenset()), names)
        left = furniture.cut(text, found)
        size = count_characters(text) / max(0.01, 1 - max(0.0, row.cut))
        share = 1 - count_characters(left) / max(1, size)
        if share > furniture.MOST or not left.strip():
            if share > 1 - count_characters(text) / max(1, size):
                row.warnings.append(f"{share:.0%} of it repeats lines of its source: left in, too much to cut")
            result.append((text, row.cleaned.ledger, max(0.0, row.cut)))
            continue
        step = row.cleaned.ledger[-1].step + 1 if row.cleaned.ledger else 0
        result.append((left, row.cleaned.ledger + furniture.as_edits(found, step), share))
    return result


def _unique(wanted: list[str]) -> tuple[list[str], set[int]]:
    """Return ids that stand once, in order, and the places of those that had to be numbered."""
    used, changed, ids = set(wanted), set(), []
    given: set[str] = set()
    for place, name in enumerate(wanted):
        fresh, number = name, 2
        while fresh in given or (fresh != name and fresh in used):
            fresh, number = f"{name} ({number})", number + 1
        if fresh != name:
            changed.add(place)
        given.add(fresh)
        ids.append(fresh)
    return ids, changed


def load_folder(
    source: Path | str,
    *,
    metadata: Path | str | None = None,
    text_column: str | None = None,
    restore_spin: bool = False,
    cut_furniture: bool = True,
    cache: Path | None = None,
    progress: bool = False,
) -> Corpus:
    """Return the articles of ``source``, the health of every entry in it, and the pairs of articles that are copies.

    * ``articles``: columns and types of `helpers.corpus.load_articles`, one row an article, ordered by ``article_id``;
      ``date_from`` and ``date_to`` are None and ``year`` is 0 where no date is known (never guessed from the text);
    * ``health``: `HEALTH_TYPES`, one row an entry, in reading order; ``outcome`` is one of `OUTCOMES`, ``why`` the
      reasons, ``cut`` the share of an article that was furniture (`helpers.furniture`);
    * ``copies``: as `helpers.furniture.near_copies`.

    Args:
        source: a folder of ``.txt``, ``.md``, ``.html`` files, or one table (`helpers.entries.TABLE_ENDINGS`).
        metadata: a table with ``file`` (path inside the folder) or ``article_id``, and ``title``, ``date``, ….
        text_column: the column of a table that holds the text; without it, one of `TEXT_COLUMNS`.
        restore_spin: change back the words that a spinning machine swapped, in articles proved to be spun.
        cut_furniture: cut navigation, widgets and the lines that a source repeats.
        cache: as `cache_folder` returns it; without it nothing is kept.
        progress: show progress on the terminal.

    Raises:
        FolderError: no such folder or file, or a table that cannot be read at all.

    >>> load_folder(EXAMPLE).health["outcome"].isin(OUTCOMES).all().item()
    True
    """
    source = Path(source)
    entries = entries_of(source, text_column, progress)
    told: dict[str, dict[str, str]] = {}
    if metadata is not None:
        told, trouble = read_metadata(Path(metadata), [entry.name for entry in entries])
        entries += trouble
    rules = tuple(rule for rule in RULES if restore_spin or rule != "spin")
    outcomes: list[_Row | Refusal] = []
    for entry in tqdm(entries, "cleaning", unit=" articles", disable=None if progress else True, leave=False):
        try:
            more = told.get(unicodedata.normalize("NFC", entry.name)) or told.get(_wanted_id(entry, {}), {})
            outcomes.append(_read_entry(entry, more, rules, cut_furniture, cache))
        except Refusal as refusal:
            outcomes.append(refusal)
    return _assembled(entries, outcomes, cut_furniture)


def _wanted_id(entry: Entry, told: Mapping[str, str]) -> str:
    return told.get("article_id") or entry.told.get("article_id") or plain(PurePosixPath(entry.name).stem, 80)


def _assembled(entries: list[Entry], outcomes: list[_Row | Refusal], cut: bool) -> Corpus:
    rows = [row for row in outcomes if isinstance(row, _Row)]
    final = _cut_lines(rows) if cut else [(row.cleaned.text, row.cleaned.ledger, 0.0) for row in rows]
    by_entry = {id(row): entry for row, entry in zip(outcomes, entries, strict=True)}
    ids, renamed = _unique([_wanted_id(by_entry[id(row)], row.told) for row in rows])
    pairs = furniture.near_copies({name: text for name, (text, _, _) in zip(ids, final, strict=True)})
    twins = furniture.copies_of(pairs, {name: len(text) for name, (text, _, _) in zip(ids, final, strict=True)})
    articles, health, place = [], [], 0
    for entry, outcome in zip(entries, outcomes, strict=True):
        if isinstance(outcome, Refusal):
            nothing = ("", float("nan"), float("nan"), "", "", 0, 0.0)
            health.append((plain(entry.name), outcome.outcome, "", plain(outcome, 300), *nothing))
            continue
        text, ledger, share = final[place]
        warnings = [*outcome.warnings, *_findings(outcome, text, ledger)]
        if place in renamed:
            warnings.append("another article has the same id; this one is numbered")
        if outcome.cut < 0:
            warnings.append(f"{-outcome.cut:.0%} of it looks like navigation: left in, too much to cut")
        if share >= 0.005:
            warnings.append(f"{share:.0%} cut as furniture")
        if ids[place] in twins:
            warnings.append(f"a near copy of {twins[ids[place]]}")
        articles.append(_article(ids[place], entry.name, outcome, text, ledger))
        found, dated = outcome.decoded, outcome.dated
        days = " to ".join(dict.fromkeys(str(day) for day in (dated.first, dated.last) if day))
        health.append(
            (
                plain(entry.name),
                WARNED if warnings else LOADED,
                ids[place],
                plain("; ".join(warnings), 600),
                found.encoding,
                found.score,
                found.margin,
                days,
                dated.where or date_hint(text),
                count_characters(text),
                share,
            )
        )
        place += 1
    table = pd.DataFrame(articles, columns=list(ARTICLE_COLUMNS)).sort_values("article_id", ignore_index=True)
    return Corpus(table.astype({"article_id": "str", "year": "int64"}), typed_table(health, HEALTH_TYPES), pairs)


def _article(name: str, file: str, row: _Row, text: str, ledger: tuple[Edit, ...]) -> dict[str, Any]:
    told = {column: row.told.get(column, "") for column in ARTICLE_COLUMNS}
    dated, raw = row.dated, row.decoded.text
    first_line = plain(re.sub(r"[#*]", "", text.split("\n", 1)[0]), 60)
    return told | {
        "article_id": name,
        "file": plain(file),
        "title": told["title"] or first_line,
        "date_from": dated.first,
        "date_to": dated.last,
        "date_quote": dated.quote,
        "date_reason": dated.where,
        "year": dated.last.year if dated.last else UNKNOWN_YEAR,
        "script": script_of(raw),
        "raw": raw,
        "text": text,
        "ledger": ledger,
        "flags": row.cleaned.flags,
    }


def without_copies(corpus: Corpus) -> pd.DataFrame:
    """Return the articles with one of each group of near copies: the longest (see `helpers.furniture.copies_of`)."""
    sizes = dict(zip(corpus.articles["article_id"], corpus.articles["text"].str.len(), strict=True))
    twins = furniture.copies_of(corpus.copies, sizes)
    return corpus.articles.loc[~corpus.articles["article_id"].isin(list(twins))].reset_index(drop=True)


def with_furniture(articles: pd.DataFrame) -> pd.DataFrame:
    """Return the articles with the lines that were cut from their cleaned text put back: another choice, to compare."""
    texts = []
    for row in articles.itertuples():
        last = (
            row.ledger[-1].step
            if row.ledger and row.ledger[-1].rule == furniture.RULE and row.ledger[-1].step
            else None
        )
        kept = [edit for edit in row.ledger if edit.step != last]
        texts.append(apply_ledger(row.raw, kept) if last else row.text)
    return articles.assign(text=texts)


def count_outcomes(health: pd.DataFrame) -> pd.DataFrame:
    """Return ``outcome, entries``: how many entries ended in each way, and ``all`` of them together.

    >>> count_outcomes(typed_table([], HEALTH_TYPES))["entries"].tolist()
    [0, 0, 0, 0, 0]
    """
    counts = health["outcome"].value_counts()
    rows = [(name, int(counts.get(name, 0))) for name in OUTCOMES]
    return pd.DataFrame([*rows, ("all", len(health))], columns=["outcome", "entries"])
