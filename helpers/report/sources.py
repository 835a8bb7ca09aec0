"""List the entries of a folder or table with their metadata, or with the reason why they cannot be articles.

Entries are yielded one by one and files are read one by one, so no source needs to fit into memory, but a JSON document. Links,
pipes and devices are never followed or waited for, and a path that a metadata table names is never opened.
"""

import codecs
import os
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, islice
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, NamedTuple

from helpers import lexicon
from helpers.report.body.several import articles_in, may_hold_several
from helpers.report.input.column_days import Days
from helpers.report.input.column_names import (
    LESS_SURE_KEYS,
    TEXT_KEYS,
    column_key,
    name_of,
    parts_of_text,
    role_of,
)
from helpers.report.input.delimited import rows_of_delimited
from helpers.report.input.encoding import NOT_DECODED, Decoded, decode
from helpers.report.input.file_names import FileNames, is_outside, spelled_out
from helpers.report.input.json_rows import rows_of_json
from helpers.report.input.lines import TableRow, Wanted, read_lines
from helpers.report.input.misread_values import is_half_read
from helpers.report.input.page_rows import header_of_page, rows_of_page
from helpers.report.input.parquet_rows import rows_of_parquet
from helpers.report.input.placeholders import is_placeholder
from helpers.report.input.split_rows import with_joined
from helpers.report.input.spoken import are_turns, as_lines, is_turn, speaker_of
from helpers.report.input.titles import without_outlet
from helpers.report.input.trees import text_of_tree, tree_in
from helpers.report.input.values import days_told, is_marked, metadata_of, text_in, unread, unread_days
from helpers.report.outcomes import SKIPPED, FolderError, Refusal, Remark
from helpers.report.regular_files import open_regular, read_bytes
from helpers.tables import MOST_OF_CELL
from helpers.text.script import IS_HAN
from helpers.wording import many, path_text, plain

TEXT_ENDINGS = (".txt", ".md", ".markdown", ".html", ".htm", ".srt", ".vtt", ".ass", ".ssa")  # the last are subtitles
TABLE_ENDINGS = (".csv", ".tsv", ".tab", ".json", ".jsonl", ".ndjson", ".parquet")
TEXT_COLUMNS = lexicon.terms_of("labels", "text")
_INSIDE = frozenset(map(column_key, lexicon.terms_of("labels", "inside")))  # an object that wraps a text
_OPENING = frozenset(  # the first paragraph, in a column of its own
    column_key(name) for role in ("opening", "column_opening") for name in lexicon.terms_of("labels", role)
)
_WRAPPED = frozenset(map(column_key, lexicon.terms_of("labels", "wrapped")))  # a text only as an object that wraps one
_JSON = (".json", ".jsonl", ".ndjson")
_PAGES = (".html", ".htm")
_MAY_BE_TABLE, _MAY_HOLD_SEVERAL = (".txt", *_PAGES), (".txt", ".md", ".markdown")
_MOST_SNIFFED, _MOST_OF_HEADER = 4096, 600
# What databases and offices save, by what to do with it.
_INSTEAD = {
    "save it as .csv (UTF-8)": ".xlsx .xls .xlsm .xlsb .ods .numbers",
    "save its text as .txt (UTF-8)": ".docx .doc .odt .rtf .wps .pages .pdf .caj .epub .eml .msg .mht .mhtml",
    "save each article as .txt (UTF-8), or all in one .csv with a column text": ".ris .enw .bib .nbib .xml",
    "unpack it": ".zip .rar .7z .gz .tar",
}
_TODO = {ending: todo for todo, endings in _INSTEAD.items() for ending in endings.split()}
_TABLE = "a table in a folder of texts: give it as FROM, or as --metadata"
_MOST_TURNS = 20_000  # rows of a table that may be one talk
_MOST_NAMES = 5  # of columns that are told
_IS_SENTENCE = re.compile("[。！？!?…\n]")  # a summary, a kind or an address may be none

# -------------------------------------------------------------------------------------------------- folder to entries


class Entry(NamedTuple):
    """A file (``data`` is its path) or a row (``data`` is its text) with its metadata, or why it cannot be an article."""

    name: str
    data: Path | str = ""
    metadata: Mapping[str, str] = {}
    refusal: Refusal | None = None
    size: int = 0
    decoded: Decoded = NOT_DECODED  # how its table was decoded; without the text
    warnings: tuple[str, ...] = ()  # about its metadata


def _walk(folder: Path, root: Path) -> Iterator[tuple[str, Path, Refusal | None]]:
    try:
        found = sorted(os.scandir(folder), key=lambda e: os.fsencode(e.name))
    except OSError as error:
        if folder == root:
            raise FolderError(f"{plain(root)} cannot be listed: {error.strerror}.") from None
        yield _name(folder, root), folder, Refusal(f"cannot be listed: {error.strerror}")
        return
    if not found and folder != root:
        yield _name(folder, root), folder, Refusal("an empty folder", SKIPPED)
    pages = {Path(entry.name).stem for entry in found if entry.name.lower().endswith((".html", ".htm"))}
    for entry in found:
        path, name = Path(entry.path), _name(Path(entry.path), root)
        if entry.is_symlink():
            yield name, path, _link(path, root)
        elif entry.is_dir(follow_symlinks=False):
            if entry.name.startswith("."):
                yield name, path, Refusal("a hidden folder", SKIPPED)
            elif entry.name.endswith("_files") and entry.name.removesuffix("_files") in pages:
                yield name, path, Refusal("what a browser saved beside a page", SKIPPED)
            else:
                yield from _walk(path, root)
        elif entry.name.startswith("."):
            yield name, path, Refusal("a hidden file", SKIPPED)
        elif not entry.is_file(follow_symlinks=False):
            yield name, path, Refusal("neither a file nor a folder (a pipe, a socket or a device)", SKIPPED)
        elif path.suffix.lower() in TABLE_ENDINGS:
            yield name, path, Refusal(_TABLE, SKIPPED)
        elif path.suffix.lower() not in TEXT_ENDINGS:
            ending = plain(path.suffix, 20) or "no ending"
            todo = _TODO.get(path.suffix.lower()) or f"articles end in {', '.join(TEXT_ENDINGS)}"
            yield name, path, Refusal(f"not read ({ending}): {todo}", SKIPPED)
        else:
            yield name, path, None


def _or_rather(ending: str) -> str:
    """Return what to do with a file of another kind, behind a semicolon, where we know it."""
    return f"; {_TODO[ending]}" if ending in _TODO else ""


def _name(path: Path, root: Path) -> str:
    return os.fsencode(path.relative_to(root).as_posix()).decode("utf-8", "replace")


def _link(path: Path, root: Path) -> Refusal:
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return Refusal("a broken link", SKIPPED)
    if not target.is_relative_to(root.resolve()):
        return Refusal("a link that leads out of the folder")
    return Refusal("a link; its target is read in its own place", SKIPPED)


def _is_table(path: Path) -> bool:
    """Return whether a text file or page is a table: its first line or row is nothing but names of columns, among them those
    for a text and a title or an address."""
    roles = [role_of(name) for name in _header_of(path)]
    return "text" in roles and ("title" in roles or "url" in roles) and 2 * roles.count("") <= len(roles)


def _header_of(path: Path) -> list[str]:
    """Return the cells of the first line of a text file, as spreadsheets save a table as "text", if the next line has as
    many; or those of the first row of a page that is a table; else nothing."""
    ending = path.suffix.lower()
    if ending not in _MAY_BE_TABLE:
        return []
    try:
        if ending in _PAGES:
            data = read_bytes(path)
            return header_of_page(decode(data).text) if b"<table" in data.lower() else []
        with open_regular(path) as file:
            head = file.read(_MOST_SNIFFED)
        if not any(sign in head[:_MOST_OF_HEADER] for sign in (b"\t", b"|", b",", b";")):
            return []
        if head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            text = head.decode("utf-16", "ignore")
        else:
            text = decode(head[: head.rfind(b"\n") + 1] or head).text
    except (Refusal, OSError):
        return []
    lines = [line for line in text.lstrip("\ufeff").splitlines() if line.strip()][:2]
    if len(lines) < 2 or len(lines[0]) > _MOST_OF_HEADER:
        return []
    sign = max("\t|,;", key=lines[0].count)
    names = [name.strip(' "') for name in lines[0].split(sign)]
    return names if lines[1].count(sign) >= len(names) - 1 > 0 else []


def _entries_of_folder(root: Path, text_column: str | None) -> Iterator[Entry]:
    """Yield the texts of a folder; where there are none, the rows of its tables."""
    files = _walk(root, root)
    before: list[tuple[str, Path, Refusal | None]] = []  # up to the first text
    for file in files:
        before.append(file)
        if not file[2]:
            break
    is_of_tables = not any(refusal is None for *_, refusal in before) and _TABLE in (str(file[2]) for file in before)
    if text_column and not is_of_tables:
        raise _no_table(root, text_column)
    for name, path, refusal in chain(before, files):
        if is_of_tables and str(refusal) == _TABLE:
            yield from _entries_of_part(path, name, text_column)
        elif refusal:
            yield Entry(name, refusal=refusal)
        elif _is_table(path):
            yield from _entries_of_part(path, name, None)
        else:
            yield from _entries_of_text(path, name)


def _entries_of_text(path: Path, name: str) -> Iterator[Entry]:
    """Yield a text, or the articles that it holds."""
    found: list[str] = []
    if path.suffix.lower() in _MAY_HOLD_SEVERAL:
        try:
            if may_hold_several(data := read_bytes(path)):
                decoded = decode(data)
                found = articles_in(decoded.text)
        except Refusal:
            pass  # reading it will say so
    for number, text in enumerate(found, start=1):
        told = Remark(f"one of {many(len(found), 'article')} in its file")
        told_of = Entry(f"{name}, article {number}", text, {"article_id": f"{path.stem}-{number}"}, size=len(text))
        yield told_of._replace(decoded=decoded._replace(text=""), warnings=(told,))
    if not found:
        try:
            size = path.lstat().st_size
        except OSError:
            size = 0  # gone again: reading it will say so
        yield Entry(name, path, size=size)


def _entries_of_part(path: Path, name: str, text_column: str | None) -> Iterator[Entry]:
    """Yield the rows of one table of several; one that cannot be read is a refused entry."""
    try:
        for entry in _entries_of_table(path, text_column, prefix=f"{path.stem}-"):
            yield entry._replace(name=name + entry.name.removeprefix(path.name))
    except FolderError as error:
        yield Entry(name, refusal=Refusal(str(error).removesuffix(".")))


def _no_table(source: Path, text_column: str) -> FolderError:
    return FolderError(f"{plain(source)} is no table, so it has no column {plain(text_column)!r} (--text-column).")


# ---------------------------------------------------------------------------------------------------- table to rows


def read_rows(path: Path, wanted: Wanted | None = None) -> Iterator[tuple[int, TableRow, Decoded]]:
    """Yield ``(row number, row, how it was decoded)`` of a table: CSV or TSV (the header is row 1), JSON, JSON lines, or Parquet.

    Cells keep their spelling: ``007`` keeps its zeros and ``NA`` is text. A row that does not fit its header or cannot be
    decoded, or what is not a JSON object, is a `Refusal`. So is a damaged row group of a Parquet file. A single value of a
    Parquet file that cannot be read is a `Refusal` in the place of that value.

    Args:
        path: the table.
        wanted: names, among those it is given, the columns without which the table is of no use; the header and the objects
            of JSON are known by them. By default, the columns that hold a text.

    Raises:
        FolderError: no such file, no table, a wanted column twice, or a Parquet file without its library.
    """
    wanted = wanted or partial(_text_columns, wanted=None)
    ending = path.suffix.lower()
    if ending not in TABLE_ENDINGS and not wanted(_header_of(path)):
        raise FolderError(f"{path_text(path.name)}: a table ends in {', '.join(TABLE_ENDINGS)}{_or_rather(ending)}.")
    try:
        with open_regular(Path(os.path.realpath(path))) as file:  # a link that leads to itself stays one
            if ending == ".parquet":
                yield from rows_of_parquet(path.name, file, wanted)
            elif ending in _PAGES:
                decoded = decode(file.read())
                told = decoded._replace(text="")
                yield from ((number, row, told) for number, row in rows_of_page(decoded.text))
            elif ending in _JSON:
                yield from rows_of_json(read_lines(file, "\n"), wanted, is_whole=ending == ".json")
            else:
                _refuse_markup(path, file)
                has_tabs = ending in (".tsv", ".tab")
                yield from rows_of_delimited(path.name, read_lines(file, ""), wanted, has_tabs=has_tabs)
    except (Refusal, OSError) as error:
        raise FolderError(f"{path_text(path.name)}: {error}.") from None


_IS_MARKUP = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*<[^<>]{0,2000}>")
_OF_A_TABLE = re.compile(rb"<(?:table|tr|html|workbook)\b|<!doctype\s+html", re.IGNORECASE)


def _refuse_markup(path: Path, file: BinaryIO) -> None:
    """Refuse a web page or an XML file that is called a table, as many systems export one.

    Raises:
        FolderError: it is one.
    """
    head = file.read(_MOST_SNIFFED).replace(b"\0", b"")  # of UTF-16
    file.seek(0)
    if _IS_MARKUP.match(head) and _OF_A_TABLE.search(head):
        kind = "an XML spreadsheet" if b"<workbook" in head.lower() else "a table in HTML"
        raise FolderError(
            f"{path_text(path.name)}: {kind}, not {path.suffix}; open it in a spreadsheet, save it as .csv (UTF-8)."
        )


def _entries_of_table(path: Path, text_column: str | None, prefix: str = "") -> Iterator[Entry]:
    """Yield the rows of a table; those without an id are called by their number, behind ``prefix``."""
    lacking, found = "", False
    wanted = partial(_text_columns, wanted=text_column)
    rows, days = read_rows(path, wanted), Days(partial(_days_of_table, path, wanted))
    if not text_column:
        first = [*islice(rows, 1)]
        if first and is_turn(first[0][1]):
            first += islice(rows, _MOST_TURNS)
            if len(first) <= _MOST_TURNS and are_turns(turns := [row for _, row, _ in first]):
                yield _entry_of_row(path.name, path.stem, {"text": turns}, ["text"])._replace(decoded=first[0][2])
                return
        rows = chain(first, rows)
    for number, row, decoded in with_joined(rows, wanted):
        name = f"{path.name}, row {number}"
        columns = () if isinstance(row, Refusal) else _text_columns(row, text_column)
        if isinstance(row, Refusal):
            yield Entry(name, refusal=row)
        elif columns:
            found = True
            joined = ""
            if not text_column:
                row, columns, joined = _with_whole(row, columns)
            opening = "" if text_column else _opening_of(row)
            entry = _entry_of_row(name, f"{prefix}{number}", row, columns, days, opening)
            told = (*entry.warnings, Remark(joined)) if joined else entry.warnings
            yield entry._replace(decoded=decoded, warnings=told)
        else:
            what = f"the column {text_column!r}" if text_column else "a text column"
            lacking = f"lacks {plain(what)}; it has {plain(', '.join(map(str, row)), 300)}"
            if path.suffix.lower() not in _JSON:  # all rows have the same columns
                break
            yield Entry(name, refusal=Refusal(lacking))
    if lacking and not found:
        hint = f". Name it (--text-column), or call it {', '.join(TEXT_COLUMNS[:-1])} or {TEXT_COLUMNS[-1]}"
        raise FolderError(f"{plain(path.name)} {lacking}{'' if text_column else hint}.")


def _text_columns(row: Iterable[str], wanted: str | None) -> list[str]:
    """Return the names of the columns that may hold the text of a row."""
    if wanted:  # in any case and script, unless it is there as it is written
        exact = [name for name in row if name == wanted]
        return exact or [name for name in row if column_key(str(name)) == column_key(wanted)]
    sure, less_sure = ([name for name in row if name_of(str(name)) in keys] for keys in (TEXT_KEYS, LESS_SURE_KEYS))
    if found := sure + less_sure or [*parts_of_text(tuple(map(str, row)))]:
        return found
    return [name for name in row if _is_wrapped(row[name], name)] if isinstance(row, dict) else []


def _is_wrapped(value: Any, name: str) -> bool:
    """Return whether a value is the text of an item as readers of feeds keep it: ``{"content": …}`` in its summary."""
    if not isinstance(value, dict) or column_key(str(name)) not in _WRAPPED:
        return False
    text = _inner_text(value, without=None)
    return isinstance(text, str) and bool(IS_HAN.search(text) and _IS_SENTENCE.search(text))


_ENDS_PARAGRAPH = re.compile(r"[。！？!?…][”」』’）)]?\s*\Z")
_ECHO = 20  # characters: so many of the opening prove that the text begins with it, or holds it


def _opening_of(row: Mapping[str, Any]) -> str:
    """Return the column with the first paragraph of a text that goes on in another one, "" if there is none."""
    for name, value in row.items():
        if isinstance(value, str) and column_key(str(name)) in _OPENING:
            return name if IS_HAN.search(value) and _ENDS_PARAGRAPH.search(value) else ""
    return ""


def _with_opening(opening: str, text: str) -> str:
    """Return a text with its first paragraph, unless that stands in it already."""
    begins = "".join(opening.split())[:_ECHO].rstrip("。…")
    return text if begins in "".join(text.split()) else f"{opening.strip()}\n{text}"


def _with_whole(row: Mapping[str, Any], columns: list[str]) -> tuple[Mapping[str, Any], list[str], str]:
    """Return a row and the columns that may hold its text, the parts of one text as one; and what to tell of it."""
    parts = parts_of_text(tuple(map(str, row)))
    if not parts or not {*columns} <= {*parts} or not {*parts} <= row.keys():
        return row, columns, ""
    texts = [text for part in parts if isinstance(text := _text_of(row[part]), str)]
    whole = "\n".join(text.strip("\n") for text in texts)
    kept = {name: value for name, value in row.items() if name not in parts}
    told = f"its text is joined of {len(texts)} columns, {plain(parts[0], 40)!r} to {plain(parts[-1], 40)!r}"
    return kept | {parts[0]: whole}, [parts[0]], told if len(texts) > 1 else ""


def _days_of_table(path: Path, wanted: Wanted) -> Iterator[tuple[str, str]]:
    for _, row, _ in read_rows(path, wanted):
        if not isinstance(row, Refusal):
            yield from days_told(row, wanted(row))


def _entry_of_row(
    name: str, number: str, row: Mapping[str, Any], columns: Sequence[str], days: Days | None = None, opening: str = ""
) -> Entry:
    """Return a row as an entry; of several ``columns`` that may hold its text, the first that holds a sentence in Chinese
    counts, else the first with a text. What the column ``opening`` holds goes before it."""
    metadata = without_outlet(metadata_of(row, columns, days))
    marked = is_marked(row, columns)
    texts = {column: _text_of(row[column], marked=marked) for column in columns}
    held = [column for column, text in texts.items() if isinstance(text, str)]
    in_chinese = (column for column in held if IS_HAN.search(texts[column]) and _IS_SENTENCE.search(texts[column]))
    read = next(in_chinese if len(held) > 1 else iter(held), next(iter(held), None))
    if read is None:  # that a column is empty says less than that one cannot be read
        return Entry(name, metadata=metadata, refusal=min(texts.values(), key=lambda why: why.outcome == SKIPPED))
    # half a character (a lone surrogate) becomes U+FFFD, which is flagged
    text = texts[read].encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    cut = [f"its text ends at {MOST_OF_CELL:,} characters, where spreadsheets cut off"] * (len(text) == MOST_OF_CELL)
    told = (
        *_lost(row),
        *_half_read(metadata),
        *_rounded(metadata),
        *_unread_days(row, columns, metadata),
        *_told_of_columns(texts, read),
        *cut,
    )
    if opening and isinstance(first := _text_of(row[opening], marked=marked), str):
        whole = _with_opening(first, text)
        if whole != text:
            text, told = whole, (*told, Remark(f"its {plain(opening, 40)!r} stands before its {plain(read, 40)!r}"))
    if n_nul := text.count("\0"):
        told = (*told, f"{many(n_nul, 'NUL')} taken out: a character may be lost there")
        text = text.replace("\0", "")
    return Entry(name, text, {"article_id": number, **metadata}, size=len(text), warnings=told)


def _text_of(value: Any, *, marked: bool = False) -> str | Refusal:
    """Return the text that a cell holds, a list of paragraphs included, or why it holds none."""
    if isinstance(value, Refusal):
        return value
    if isinstance(value, str) and value.lstrip()[:1] in ("{", "[") and (tree := tree_in(value)) is not None:
        value = tree
    if isinstance(value, dict | list) and (text := text_of_tree(value)) is not None:
        value = text
    if isinstance(value, list):
        paragraphs = ["" if each is None else _inner_text(each, without="") for each in value]  # a picture has none
        if all(isinstance(each, str) for each in paragraphs):
            spoken = are_turns([each for each in value if isinstance(each, dict) and speaker_of(each)])
            speakers = [speaker_of(each) if spoken and isinstance(each, dict) else "" for each in value]
            lines = zip(speakers, paragraphs, strict=True)
            value = as_lines(lines) if spoken else "\n".join(filter(None, paragraphs))
    value = _inner_text(value, without=value)
    if isinstance(value, bytes):  # of Parquet
        try:
            value = value.decode("utf-8")
        except UnicodeDecodeError:
            return Refusal("its text is bytes that are not UTF-8")
    if value is None or value != value or (isinstance(value, str) and not value.strip()):  # NaN differs from itself
        return Refusal("no text", SKIPPED)
    if not isinstance(value, str):
        return Refusal(f"its text is no text but {type(value).__name__}")
    if is_placeholder(value):
        return Refusal(f"no text but {plain(value, 40)!r}, which stands for one", SKIPPED)
    too_many = 100 * value.count("\0") > len(value)
    return Refusal("its text holds a NUL") if too_many else text_in(value, marked=marked)


def _inner_text(value: Any, *, without: Any) -> Any:
    """Return the text of an object that wraps one, or what stands for one ``without``; any other value as it is."""
    if not isinstance(value, dict):
        return value
    names = [*_text_columns(value, None), *(name for name in value if column_key(str(name)) in _INSIDE)]
    return next((value[name] for name in names), without)


def _told_of_columns(texts: Mapping[str, str | Refusal], read: str) -> Iterator[str]:
    """Yield what to tell of the other columns that may hold the text: those passed over, and longer texts left unread."""
    before = True
    for column, text in texts.items():
        before = before and column != read
        if before:  # they hold none
            why = text if isinstance(text, Refusal) else Refusal("no Chinese sentence", SKIPPED)
            told = f"its {plain(column, 40)!r} is not read, but {plain(read, 40)!r}: {why}"
            yield Remark(told) if why.outcome == SKIPPED else told
        elif isinstance(text, str) and len(text) > len(texts[read]):
            yield Remark(f"its {plain(column, 40)!r} is longer than {plain(read, 40)!r}, and not read (--text-column)")


def _lost(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what to tell of the values that cannot be read, of the columns that we use."""
    return tuple(
        str(value) for key, value in row.items() if isinstance(value, Refusal) and role_of(str(key)) not in ("", "text")
    )


def _half_read(metadata: Mapping[str, str]) -> Iterator[str]:
    """Yield what to tell of the values that are mojibake in part."""
    for name, value in metadata.items():
        if name in ("title", "outlet", "author") and is_half_read(value):
            yield f"its {name} looks misread: {plain(value, 40)!r}"


_ROUNDED = re.compile(r"\d(?:\.\d+)?E\+\d\d")


def _rounded(metadata: Mapping[str, str]) -> Iterator[str]:
    """Yield that an id is a long number as spreadsheets write it: its last digits are lost."""
    if _ROUNDED.fullmatch(given := metadata.get("article_id", "")):
        yield f"its id {plain(given, 40)} is a number that a spreadsheet rounded"


def _unread_days(row: Mapping[str, Any], columns: Collection[str], metadata: Mapping[str, str]) -> Iterator[str]:
    """Yield that a row has columns for days which are not read, where it has no date."""
    if metadata.keys().isdisjoint(("date", "date_from", "date_to")) and (names := unread_days(row, columns)):
        yield f"it has no date; not read, though it looks like one: {_shown(names)}"


def _shown(names: Sequence[str]) -> str:
    return ", ".join(repr(plain(name, 40)) for name in names[:_MOST_NAMES]) + ", …" * (len(names) > _MOST_NAMES)


def _columns_of_keys(names: Iterable[str]) -> list[str]:
    """Return the names of the columns by which a table of metadata names a file or an article."""
    return [name for name in names if role_of(str(name)) in ("file", "article_id")]


def read_metadata(path: Path, names: Iterable[str], folder: str = "") -> tuple[dict[str, Entry], list[Entry]]:
    """Return an entry for every row of a table of metadata, by its file or article_id; and those that cannot be used.

    A ``file`` is looked up among ``names``, never opened: a path that leaves the folder matches nothing and is refused. One
    that is written otherwise, an id or a title counts where it can mean one file only (`FileNames`). Of several rows for
    one file, the later ones add what is missing in those before.

    Raises:
        FolderError: the table cannot be read, or names neither files nor articles.
    """
    known = {unicodedata.normalize("NFC", name) for name in names}
    files = FileNames((name for name in known if name.lower().endswith(TEXT_ENDINGS)), folder)
    metadata: dict[str, Entry] = {}
    unusable: list[Entry] = []
    days = Days(partial(_days_of_table, path, _columns_of_keys))
    for number, row, decoded in read_rows(path, _columns_of_keys):
        name = f"{path.name}, row {number}"
        if isinstance(row, Refusal):
            unusable.append(Entry(name, refusal=row))
            continue
        if not any(value is not None and str(value).strip() for value in row.values()):
            continue
        found = metadata_of(row, (), days)
        key = unicodedata.normalize("NFC", found.get("file") or found.get("article_id", ""))
        if key not in known:
            key = files.meant_by(found) or key
        if not key:
            unusable.append(Entry(name, refusal=Refusal("names neither a file nor an article_id")))
        elif "file" in found and key not in known:
            reason = "leads out of the folder" if is_outside(key) else "is not in the folder"
            unusable.append(Entry(name, refusal=Refusal(f"the file {plain(key, 80)!r} {reason}")))
        elif before := metadata.get(key):
            if all(before.metadata.get(ours, value) == value for ours, value in found.items() if ours != "file"):
                metadata[key] = before._replace(metadata={**found, **before.metadata})
            else:
                unusable.append(Entry(name, refusal=Refusal(f"{plain(key, 80)!r} occurs twice; the first row counts")))
        else:
            said = [*decoded.warnings, *_lost(row), *_half_read(found), *_unread_days(row, (), found)]
            if found.keys() <= {"file", "article_id"} and (names := unread(row)):
                said = [*decoded.warnings, *_lost(row), f"of its row nothing but the file is read: not {_shown(names)}"]
            told = (f"{plain(path.name, 40)}: {warning}" for warning in said)
            metadata[key] = Entry(name, metadata=found, warnings=tuple(told))
    if not metadata and not unusable:
        raise FolderError(f"{plain(path.name)}: there is no row in it.")
    return metadata, unusable


_ADDRESS = re.compile(r"(?:\A|/)(https?|ftp):/+(.*)")  # as a path writes it: https:/example.org


def _entries(source: Path, text_column: str | None) -> Iterator[Entry]:
    if source.is_dir():
        yield from _entries_of_folder(source, text_column)
    elif not os.path.lexists(source):
        if address := _ADDRESS.search(source.as_posix()):
            told = plain(f"{address[1]}://{address[2]}")
            raise FolderError(f"{told} is an address: save what stands there as a file, and name that.")
        raise FolderError(f"{path_text(source)}: there is no such folder or file.")
    elif source.suffix.lower() in TABLE_ENDINGS or _is_table(source):
        yield from _entries_of_table(source, text_column)
    elif source.suffix.lower() in TEXT_ENDINGS and text_column:
        raise _no_table(source, text_column)
    elif source.suffix.lower() in TEXT_ENDINGS:
        yield from _entries_of_text(source, _name(source, source.parent))
    else:
        endings = ", ".join(TEXT_ENDINGS + TABLE_ENDINGS)
        todo = _or_rather(source.suffix.lower())
        raise FolderError(f"{path_text(source)}: neither a folder nor a file that ends in {endings}{todo}.")


def entries_of(source: Path, *, metadata: Path | None = None, text_column: str | None = None) -> Iterator[Entry]:
    """Yield every entry of a folder, or every row of a table, with its metadata; then the rows of the table
    ``metadata`` that fit no entry.

    Raises:
        FolderError: the source, or the table of metadata, cannot be read.
    """
    known: dict[str, Entry] = {}
    unusable: list[Entry] = []
    if metadata is not None:
        names = (entry.name for entry in _entries(source, text_column))
        known, unusable = read_metadata(metadata, names, source.resolve().name)
    for entry in _entries(source, text_column):
        name = unicodedata.normalize("NFC", entry.name)
        if more := known.get(name) or known.get(wanted_id(entry.metadata, entry.name)):
            both = {**entry.metadata, **more.metadata}
            entry = entry._replace(metadata=both, warnings=entry.warnings + more.warnings)
        yield entry
    yield from unusable


def wanted_id(metadata: Mapping[str, str], name: str) -> str:
    """Return the id that an article asks for: the one of its metadata, else its file name without the ending."""
    return metadata.get("article_id") or plain(spelled_out(PurePosixPath(name).stem), 80)
