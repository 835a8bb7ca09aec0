"""Read the objects of JSON: one document, an object a line, or what programs and hands leave that is nearly JSON."""

import ast
import json
import re
import warnings
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice
from typing import Any

from helpers.report.input.column_names import role_of
from helpers.report.input.encoding import Decoded
from helpers.report.input.lines import Lines, TableRow, Wanted
from helpers.report.input.spoken import are_turns
from helpers.report.input.trees import is_tree
from helpers.report.outcomes import Refusal
from helpers.wording import many, plain

_DEEPEST = 6  # objects and arrays around the objects that are looked for
_MOST_TRIES = 20  # how often what is not well-formed is read, at most
_STRING = r'"(?:[^"\\]|\\.?)*+(?:"|\Z)'
_COMMENT = re.compile(rf"{_STRING}|//[^\n]*|#[^\n]*|/\*[^*]{{0,999}}\*/", re.DOTALL)
_LAST_COMMA = re.compile(rf"{_STRING}|,(?=\s*[\]}}])", re.DOTALL)
_ESCAPE = re.compile(r'\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}|(?P<kept>[0-9A-Za-z])|(?P<bare>.))', re.DOTALL)
_READ = 1 << 18
_OBJECT = re.compile(r'\{(?=\s{0,99}["}])')
_OPENS = re.compile(r"\{\s*(?:[\"']|\Z)")  # a line that begins an object
_AROUND = re.compile(r"(?://|#|/\*|\*|```).*|\W*|[\w$. \t]*[=(]\s*\[?", re.DOTALL)  # comments, `var data = [`


def rows_of_json(lines: Lines, wanted: Wanted, *, is_whole: bool) -> Iterator[tuple[int, TableRow, Decoded]]:
    """Yield ``(row number, row, how it was decoded)``: the objects that hold what is ``wanted``, wherever they stand in a
    document or a line. What is no JSON costs itself, and is told once."""
    decoder = json.JSONDecoder(object_pairs_hook=partial(_object, wanted), strict=False)  # a tab may stand in a text
    if is_whole:
        text = lines.text.read()
        try:
            rows = _rows(decoder.decode(text.strip()), wanted, is_record=False)
        except (ValueError, RecursionError):
            lines.text.seek(0)
        else:
            decoded = lines.within(1, text.count("\n") + 1)
            if isinstance(decoded, Refusal):
                raise decoded
            yield from ((number, row, decoded) for number, row in enumerate(rows, start=1))
            return
        del text
    further = 0  # objects in one line, or array, before
    for first, last, piece in _pieces(lines.text, decoder):
        decoded = lines.within(first, last)
        if isinstance(decoded, Refusal):
            yield first + further, decoded, lines.decoded
            continue
        rows = [*_read(piece, decoder, wanted)] if isinstance(piece, str) else _rows(piece[0], wanted, is_record=True)
        for place, row in enumerate(rows):
            yield first + further + place, row, decoded
        further += max(0, len(rows) - 1)


def _object(wanted: Wanted, pairs: list[tuple[str, Any]]) -> TableRow:
    """Return an object; of names that occur twice, the first that has a value counts, unless the two are texts."""
    if len(row := dict(pairs)) == len(pairs):
        return row
    row = {}
    for name, value in pairs:
        if row.get(name) and value != row[name] and wanted([name]):
            return Refusal(f"JSON, but {plain(name, 40)!r} occurs twice in it")
        row[name] = row.get(name) or value
    return row


def _pieces(file: Iterable[str], decoder: json.JSONDecoder) -> Iterator[tuple[int, int, str | tuple[Any]]]:
    """Yield the first and the last line of each value, and the value in a tuple or, if it is no JSON, its text.

    A value is one line, or all lines up to the one that closes as many braces as were opened.
    """
    piece: list[str] = []
    first = depth = 0
    for number, line in enumerate(file, start=1):
        bare = line.strip().removesuffix(",")  # of an array with an object a line
        if not piece and bare in ("", "[", "]"):
            continue
        if not piece or _OPENS.match(line) or line[0] == "[":
            try:
                value = decoder.decode(bare)
            except (ValueError, RecursionError):
                begins = not piece or line[0] == "{"
            else:
                if piece:
                    yield first, number - 1, "".join(piece)
                piece = []
                yield number, number, (value,)
                continue
            if begins:
                if piece:
                    yield first, number - 1, "".join(piece)
                piece, first, depth = [], number, 0
        piece.append(line)
        depth += line.count("{") - line.count("}")
        if depth <= 0:
            if len(piece) > 1 or not _AROUND.fullmatch(line.strip()):
                yield first, number, "".join(piece)
            piece = []
    if piece:
        yield first, first + len(piece) - 1, "".join(piece)


def _read(text: str, decoder: json.JSONDecoder, wanted: Wanted) -> Iterator[TableRow]:
    """Yield the objects of a text that is nearly JSON, or written by Python; else of the parts of it that are JSON."""
    start, end = re.search(r"[\[{]", text), max(text.rfind("}"), text.rfind("]"))
    body = text[start.start() : end + 1] if start else ""
    try:
        value = decoder.decode(_mended(body))
    except (ValueError, RecursionError):
        value = _of_python(body)
    if value is not None:
        yield from _rows(value, wanted, is_record=True)
    else:
        yield from _objects_in(text, decoder, wanted)


def _mended(text: str) -> str:
    """Return JSON without comments and without commas behind the last value; a backslash that escapes nothing is text
    before a letter or digit, and goes before another character.

    >>> _mended('{"a": "http://b", // c\\n}')
    '{"a": "http://b" \\n}'
    """
    text = _COMMENT.sub(lambda match: _escaped(match[0]) if match[0][0] == '"' else "", text)
    return _LAST_COMMA.sub(lambda match: match[0] if match[0][0] == '"' else "", text)


def _escaped(string: str) -> str:
    def mended(match: re.Match[str]) -> str:
        return match["bare"] or ("\\" + match[0] if match["kept"] else match[0])

    return _ESCAPE.sub(mended, string) if "\\" in string else string


def _of_python(text: str) -> Any:
    """Return the objects that Python wrote (``{'title': None}``), or None."""
    if "'" not in text:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a backslash in a text
            value = ast.literal_eval(text)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return None
    return [*value] if isinstance(value, tuple) else value


def _objects_in(text: str, decoder: json.JSONDecoder, wanted: Wanted) -> Iterator[TableRow]:
    """Yield the objects that stand in a text; of those inside one that is not well-formed, only what is wanted."""
    at, spent, is_none = 0, 0, True
    wrong: ValueError | None = None
    wrong_at = -1  # where it ceases to be JSON
    most = _MOST_TRIES * len(text)
    while match := _OBJECT.search(text, at):
        at = match.start()
        if at > _READ:  # an error counts all lines before it
            text, wrong_at, at = text[at:], wrong_at - at, 0
        try:
            value, end = decoder.raw_decode(text, at)
        except RecursionError as error:
            yield _refused(error)
            return
        except ValueError as error:
            pos = max(at, getattr(error, "pos", at))
            wrong, wrong_at = wrong or error, max(wrong_at, pos)
            spent += pos - at
            at = 1 + (at if spent < most else pos)
        else:
            if wrong and at > wrong_at:
                yield _refused(wrong)
                wrong = None
            rows = _rows(value, wanted, is_record=True)
            yield from (row for row in rows if not wrong or (isinstance(row, dict) and wanted(row)))
            at, is_none = end, False
    if wrong or is_none:
        yield _refused(wrong or ValueError())


def _rows(value: Any, wanted: Wanted, *, is_record: bool) -> list[TableRow]:
    """Return the objects in a value that hold what is wanted; if there are none, those of an array, or the value itself."""
    if found := _found(value, wanted, is_record=is_record):
        return found
    if isinstance(value, dict) and not is_record:
        arrays = [each for each in value.values() if isinstance(each, list) and any(isinstance(x, dict) for x in each)]
        value = arrays[0] if len(arrays) == 1 else value
    return [*map(_row, value)] if isinstance(value, list) and value else [_row(value)]


def _row(value: Any) -> TableRow:
    return value if isinstance(value, dict | Refusal) else Refusal("JSON, but not an object with named values")


def _found(value: Any, wanted: Wanted, *, is_record: bool, depth: int = 0) -> list[TableRow]:
    """Return the objects in a value that hold what is wanted, and those beside them in the same array; an object that has
    a title, but nothing that is wanted, ``is_record`` and not looked into: a comment below it is no article."""
    if depth > _DEEPEST or not isinstance(value, dict | list):
        return []
    deeper = partial(_found, wanted=wanted, depth=depth + 1)
    if isinstance(value, dict):
        names = wanted(value)
        if names and not any(_holds_articles(value[name], value, wanted) for name in names):
            return _by_columns(value) or [value]
        if not names and wanted(["text"]) and (turns := [*filter(are_turns, value.values())]):
            return [value | {"text": turns[0]}]
        if not names and wanted(["text"]) and (row := _with_tree(value, wanted)):
            return [row]
        if is_record and not names and _has_title(value):
            return []
        header, rows = value.get("columns"), value.get("data")
        if isinstance(header, list) and isinstance(rows, list) and (found := _with_header([header, *rows], wanted)):
            return found  # as pandas splits a table
        return [row for each in value.values() for row in deeper(each, is_record=False)]
    if found := _with_header(value, wanted):
        return found
    if wanted(["text"]) and is_tree(value) and not any(map(wanted, value)):
        return [{"text": value}]
    if any(isinstance(each, dict) and wanted(each) for each in value):
        return [
            row
            for each in value
            for row in (deeper(each, is_record=True) if isinstance(each, dict) and wanted(each) else [_row(each)])
        ]
    return [row for each in value for row in deeper(each, is_record=True)]


def _with_tree(value: dict[str, Any], wanted: Wanted) -> dict[str, Any]:
    """Return an object that is, or holds in one of its values, the tree of an editor, with this as its text; else nothing."""
    if is_tree(value):
        kept = {name: each for name, each in value.items() if not isinstance(each, dict | list)}
        kept.pop("time", None)  # when it was saved
        return kept | {"text": value}
    trees = [each for each in value.values() if is_tree(each) and not _may_be_articles(each, value, wanted)]
    return value | {"text": trees[0]} if len(trees) == 1 else {}


def _may_be_articles(tree: Any, around: dict[str, Any], wanted: Wanted) -> bool:
    return _has_title(tree) if isinstance(tree, dict) else any(map(wanted, tree)) and not _has_title(around)


def _has_title(value: dict[str, Any]) -> bool:
    return any(role_of(str(name)) == "title" for name in value)


def _holds_articles(value: Any, around: dict[str, Any], wanted: Wanted) -> bool:
    """Return whether what could be a text is an array of articles: they have titles, and what stands around them has none."""
    if not isinstance(value, list) or _has_title(around):
        return False
    return any(isinstance(each, dict) and wanted(each) and _has_title(each) for each in islice(value, 9))


def _by_columns(value: dict[str, Any]) -> list[TableRow]:
    """Return the rows of a table that is written column by column, as arrays or (by pandas) by numbers; else none."""
    columns = [*value.values()]
    if len(columns) < 2:
        return []
    if all(isinstance(each, dict) for each in columns) and all(str(name).isdigit() for name in columns[0]):
        columns = [[*each.values()] for each in columns if each.keys() == columns[0].keys()]
    if len(columns) < len(value) or not all(
        isinstance(each, list) and len(each) == len(columns[0]) for each in columns
    ):
        return []
    return [dict(zip(value, cells, strict=True)) for cells in zip(*columns, strict=True)]


def _with_header(value: list[Any], wanted: Wanted) -> list[TableRow]:
    """Return the rows of a table that is written as arrays, the first of them the header; else none."""
    if len(value) < 2 or not all(isinstance(each, list) for each in value):
        return []
    header = value[0]
    if not all(isinstance(name, str) for name in header) or not wanted(header):
        return []
    n = len(header)
    return [
        dict(zip(header, row, strict=True))
        if len(row) == n
        else Refusal(f"{many(len(row), 'cell')}, where the header has {n}")
        for row in value[1:]
    ]


def _refused(error: Exception) -> Refusal:
    return Refusal(f"not JSON ({type(error).__name__})")
