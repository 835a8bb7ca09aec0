"""Read the rows of a table whose cells stand between commas or other signs: as programs write it, and as hands join it."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple, TextIO

from helpers import lexicon
from helpers.report.input.column_days import may_be_a_day
from helpers.report.input.column_names import column_key, role_of
from helpers.report.input.encoding import Decoded
from helpers.report.input.lines import MOST_TABLE, Lines, TableRow, Wanted
from helpers.report.outcomes import SKIPPED, FolderError, Refusal, Remark
from helpers.wording import many, plain

_SIGNS = ",;\t|"
_WIDE_SIGNS, _USUAL_SIGNS = "，；｜、", ",;|,"
_TOTALS = frozenset(map(column_key, lexicon.terms_of("labels", "total")))
_MOST_ABOVE = 10  # rows among which the header is looked for
_HINT = re.compile(r'"?sep=(.)"?\s*')  # a first line that spreadsheets write and read
_NO_HEADER = re.compile(r"\s+|#[^,;\t|\r\n]*[\r\n]{1,2}")  # a blank line, or a comment
_IN_MARKS = re.compile(r'"[^"]*(?:"|\Z)')
_ESCAPED_QUOTE = re.compile(r'\\"(?=[^",;\t|\r\n])')
_ADDRESS = re.compile(r"\s*(?:https?:/|www\.|/)", re.IGNORECASE)
_END_OF_SENTENCE = re.compile(r"[。！？!?…][”’」』）)\"']{0,9}\s*\Z")
_MOST_OF_NAME = 40
_LEAST_COLUMNS, _LEAST_OF_TEXT = 4, 20  # of a row that proves itself to be one


class _Source:
    """The lines of a table; those of the last row can be given back, and are read again."""

    def __init__(self, file: TextIO):
        self.file, self.number, self.row = file, 0, list[str]()
        self.again = [file.readline().lstrip("\ufeff")]

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if not (line := self.again.pop() if self.again else self.file.readline()):
            raise StopIteration
        self.row.append(line)
        self.number += 1
        # some programs write a quotation mark behind a backslash, where CSV doubles it
        return line.replace('\\"', '""') if '\\"' in line and _ESCAPED_QUOTE.search(line) else line

    def give_back(self, kept: int) -> None:
        """Give back all lines of the row but so many."""
        self.again += reversed(self.row[kept:])
        self.number -= len(self.row) - kept
        del self.row[kept:]


class _Shape:
    """The header of a table and the signs between and around its cells."""

    def __init__(self, head: str, sign: str, *, has_tabs: bool):
        bare = _IN_MARKS.sub("", head)
        likely = max("\t" + _SIGNS if has_tabs else _SIGNS, key=bare.count)
        self.sign = sign or ("\t" if has_tabs and "\t" in bare else likely)
        between, n = re.escape(self.sign), bare.count(self.sign)
        mark = self.mark = "'" if re.fullmatch(rf"'[^']*'(?:{between}'[^']*')+", head.strip()) else '"'
        self.has_blanks = n > 0 and bare.count(self.sign + " ") == n
        blanks = " *" if self.has_blanks else ""
        self.cell = re.compile(rf"{blanks}(?:{mark}((?:[^{mark}]|{mark}{mark})*+){mark}|([^{between}]*)){between}")
        self.header: list[str] = []
        self.needed: list[int] = []  # the places of what is wanted
        self.wanted: Wanted = list
        self.has_names: bool | None = None  # of rows, before their cells

    def reader(self, source: Iterator[str]) -> Iterator[list[str]]:
        return csv.reader(
            source, strict=True, delimiter=self.sign, quotechar=self.mark, skipinitialspace=self.has_blanks
        )

    def named(self, cells: Iterable[str], wanted: Wanted) -> bool:
        """Take cells for the header; return whether they name a column that is wanted."""
        self.header = [cell.strip() for cell in cells]
        names, self.wanted = wanted(self.header), wanted
        self.needed = [place for place, name in enumerate(self.header) if name in names]
        return bool(names)

    @cached_property
    def texts(self) -> list[int]:
        """The places of the columns for the text."""
        return [place for place in self.needed if role_of(self.header[place]) in ("", "text")]

    @cached_property
    def tests(self) -> dict[int, Callable[[str], object]]:
        """What the cells of dates and addresses must stand, by their places."""
        roles = {place: role_of(name) for place, name in enumerate(self.header)}
        days = {place: may_be_a_day for place, role in roles.items() if role == "date"}
        return days | {place: _ADDRESS.match for place, role in roles.items() if role == "url"}

    def split(self, line: str) -> list[str]:
        """Return the cells of one line; a quotation mark counts only if one at the end of its cell closes it."""
        cells = self.cell.finditer(line.rstrip("\r\n") + self.sign)
        return [cell[2] if cell[1] is None else cell[1].replace(self.mark * 2, self.mark) for cell in cells]

    def agrees(self, cells: Sequence[str], proof: Iterable[int] = ()) -> bool:
        """Return whether cells stand where the header says: no cell is longer than the text, and in the columns of dates
        and addresses are such or nothing; in one of the columns ``proof``, if any are given, is one."""
        stood = {place: bool(test(cells[place])) for place, test in self.tests.items() if cells[place].strip()}
        longest = max(len(cells[place]) for place in self.texts) if self.texts else 0
        is_sure = 0 < longest == max(map(len, cells)) if self.texts else any(stood.values())
        return is_sure and all(stood.values()) and (not proof or not stood.keys().isdisjoint(proof))

    def fitted(self, cells: list[str], lines: Sequence[str]) -> list[str] | None:
        """Return the cells of a row, one for each column; None if it has others.

        Empty cells at its end may be too many or, in columns that are none of ours, left out. If there is a number before
        the cells of the first row, it is the name of the row, as R writes it. In a row that is one line and ends as a sentence,
        all from the last column on is the text, if a date or an address stands in the column before it, or before names
        behind which the text begins at length.
        """
        n = len(self.header)
        if self.has_names is None:
            self.has_names = len(cells) == n + 1 and cells[0].strip().isdigit() and self.agrees(cells[1:])
        if len(cells) < n:
            filled = [*cells, *[""] * (n - len(cells))]
            left_out = self.header[len(cells) :]
            is_ours = any(role_of(name) not in ("", "text") for name in left_out)
            return filled if not any(left_out) or (not is_ours and len(cells) > 1 and self.agrees(filled)) else None
        if not any(cell.strip() for cell in cells[n:]):
            return cells[:n]
        if len(cells) == n + 1 and self.has_names:
            return cells[1:]
        as_text = lines[0].rstrip("\r\n").split(self.sign, n - 1)
        is_open = len(lines) == 1 and n - 1 in self.texts and self.mark not in "".join(as_text[:-1])
        is_open = is_open and all(cells[n:]) and bool(_END_OF_SENTENCE.search(as_text[-1]))
        return as_text if is_open and self.agrees(as_text, proof=self._proof(cells[n - 1])) else None

    def _proof(self, start: str) -> list[int]:
        """Return the places that prove where a text with signs in it begins, of which ``start`` is before the first."""
        last = len(self.header) - 2
        if len(start) >= _LEAST_OF_TEXT:
            while last > 0 and role_of(self.header[last]) in ("author", "outlet"):
                last -= 1
        return [last]

    def is_torn(self, lines: Sequence[str]) -> bool:
        """Return whether the lines of a row are each a row of their own: two marks that belong to texts made them one."""
        n = len(self.header)
        if n < _LEAST_COLUMNS or any(line.count(self.sign) < n - 1 for line in lines):
            return False
        rows = [self.split(line) for line in lines]
        return all(
            len(row) == n and self.agrees(row, proof=self.tests) and max(map(len, row)) >= _LEAST_OF_TEXT
            for row in rows
        )

    def is_header(self, cells: Sequence[str]) -> bool:
        """Return whether a row names its columns: in the place of its text is a name for it."""
        names = [cells[place].strip() for place in self.needed]
        return bool(names) and max(map(len, names)) < _MOST_OF_NAME and len(self.wanted(names)) == len(names)

    def is_total(self, cells: Sequence[str]) -> bool:
        """Return whether a row sums up those above it: one cell says so, and none is as long as an article."""
        is_short = bool(self.texts) and max(map(len, cells)) < _LEAST_OF_TEXT
        return is_short and not _TOTALS.isdisjoint(column_key(cell) for cell in cells)

    def goes_on(self, start: "_Record", record: "_Record") -> bool:
        """Return whether a row may be more of the text with which the row ``start`` ends, outside quotation marks."""
        n = len(self.header)
        if len(record.cells) >= n or n - 1 not in self.texts or len(start.cells) < n:
            return False
        return len(record.cells) < 2 or bool(_END_OF_SENTENCE.search(record.lines[-1]))

    def row(self, cells: Sequence[str]) -> dict[str, str]:
        """Return cells by their columns; of a column that occurs twice, the first cell that holds something."""
        if len(set(self.header)) == len(self.header):
            return dict(zip(self.header, cells, strict=True))
        row: dict[str, str] = {}
        for name, cell in zip(self.header, cells, strict=True):
            row[name] = row.get(name) or cell
        return row


class _Record(NamedTuple):
    """What stands in a row of a file; it may be more of the text of the row above."""

    number: int
    first: int  # its lines
    last: int
    lines: tuple[str, ...]
    cells: list[str]
    why: str  # it is not well-formed; then it ends with its first line
    is_row: bool  # well-formed, or one line, or its first line is a row by itself


def rows_of_delimited(
    name: str, lines: Lines, wanted: Wanted, *, has_tabs: bool
) -> Iterator[tuple[int, TableRow, Decoded]]:
    """Yield ``(row number, row, how it was decoded)``; the header is the first of ten rows that names what is ``wanted``, or
    the first row. A row that does not fit it costs itself; so does one with a quotation mark that is never closed.

    Raises:
        FolderError: the header is not well-formed, or names a wanted column twice.
    """
    source = _Source(lines.text)
    before = csv.field_size_limit(MOST_TABLE)
    try:
        shape, number, above = _find_header(source, wanted, has_tabs=has_tabs)
        if double := twice([shape.header[place] for place in shape.needed]):
            raise FolderError(f"{plain(name)}: the column {plain(double)!r} occurs twice.")
        told = lines.within(1, source.number)
        if isinstance(told, Refusal):
            raise told
        lines = lines._replace(decoded=told)  # a header in another encoding is told with every row
        for place in above:
            yield place, Refusal("stands above the header", SKIPPED), told
        row: list[_Record] = []  # and what goes on with its text
        for record in _records(source, shape, number):
            if row and shape.goes_on(row[0], record):
                row.append(record)
                continue
            if row:
                yield from _read(row, shape, lines)
            row = [record]
        if row:
            yield from _read(row, shape, lines)
    except csv.Error as error:
        raise FolderError(f"{plain(name)}: not a well-formed table ({error}).") from None
    finally:
        csv.field_size_limit(before)


def twice(names: Sequence[str]) -> str:
    """Return a name that occurs twice, in whatever case; an empty text if none does."""
    counts = Counter(name.casefold() for name in names)
    return next((name for name in names if counts[name.casefold()] > 1), "")


def _find_header(source: _Source, wanted: Wanted, *, has_tabs: bool) -> tuple[_Shape, int, list[int]]:
    """Return the header, the number of its row, and the numbers of the rows above it that hold something: the first of ten
    rows that names what is wanted and has at least twice as many cells as those above it, else the first row. A row that only
    groups the columns stands above the header.

    Raises:
        csv.Error: the first row is not well-formed, and no other is the header.
    """
    sign, most = _hinted_sign(source), 0
    above: list[int] = []
    first: tuple[_Shape, list[str] | csv.Error, int, int] | None = None
    number = source.number
    for _ in range(_MOST_ABOVE):
        start = len(source.row)
        head = next(source, "")
        while head and _NO_HEADER.fullmatch(head):
            number += 1
            start += 1
            head = next(source, "")
        if not head:
            break
        number += 1
        shape = _Shape(head, sign, has_tabs=has_tabs)
        source.give_back(start)
        cells = _first_row(source, shape, start)
        first = first or (shape, cells, number, len(source.row))
        if isinstance(cells, csv.Error):
            continue
        n = sum(bool(cell.strip()) for cell in cells)
        if n > 0 and n >= 2 * most and shape.named(cells, wanted):
            if not _is_group_row(source, shape):
                return shape, number, above
            above, most = [*above, number], 0
            continue
        if len(cells) == 1 and (wide := _with_wide_signs(head, source, wanted)):
            return wide, number, above
        most = max(most, n)
        above += [number] if n else []
    if not first:
        return _Shape("", sign, has_tabs=has_tabs), number, []
    shape, cells, number, end = first
    if isinstance(cells, csv.Error):
        raise cells
    source.give_back(end)
    shape.named(cells, wanted)
    return shape, number, []


def _is_group_row(source: _Source, shape: _Shape) -> bool:
    """Return whether a header only groups the columns, and the next row names them: it names what is wanted as well, more
    of our columns, and each that the group row leaves without a name."""
    if all(shape.header):
        return False
    kept = len(source.row)
    try:
        cells = [cell.strip() for cell in next(shape.reader(source), [])]
    except csv.Error:
        cells = []
    source.give_back(kept)
    is_whole = len(cells) == len(shape.header) and all(map(any, zip(cells, shape.header, strict=True)))
    return is_whole and bool(shape.wanted(cells)) and _n_ours(cells) > _n_ours(shape.header)


def _n_ours(names: Iterable[str]) -> int:
    return sum(bool(role_of(name)) for name in names)


def _hinted_sign(source: _Source) -> str:
    """Return the sign that a first line ``sep=;`` names, and read past it; nothing, if there is no such line."""
    hint = _HINT.fullmatch(next(source, ""))
    if not hint:
        source.give_back(0)
    return hint[1] if hint else ""


def _first_row(source: _Source, shape: _Shape, start: int) -> list[str] | csv.Error:
    """Return the cells of the next row; of one that is not well-formed the error, and only its first line is read."""
    try:
        return next(shape.reader(source))
    except csv.Error as error:
        source.give_back(start + 1)
        return error


def _with_wide_signs(head: str, source: _Source, wanted: Wanted) -> _Shape | None:
    """Return the header whose names stand between signs as an input method writes them; those of the rows are the same if
    the first row has enough of them, else the usual ones."""
    for wide, usual in zip(_WIDE_SIGNS, _USUAL_SIGNS, strict=True):
        if wide not in head:
            continue
        names = head.strip().split(wide)
        kept = len(source.row)
        row = next(source, "")
        source.give_back(kept)
        has_usual = _IN_MARKS.sub("", row).count(usual) >= len(names) - 1
        is_wide = not has_usual and _IN_MARKS.sub("", row).count(wide) >= len(names) - 1
        shape = _Shape(head if is_wide else "", wide if is_wide else usual, has_tabs=False)
        if shape.named(names, wanted):
            return shape
    return None


def _records(source: _Source, shape: _Shape, number: int) -> Iterator[_Record]:
    """Yield what stands in each row; one that is not well-formed ends with its first line, as if its marks were text."""
    reader = shape.reader(source)
    while True:
        number += 1
        source.row.clear()
        first, why, is_row = source.number + 1, "", True
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            why, is_row = f"not well-formed ({error})", len(source.row) == 1
        if why or (len(source.row) > 1 and shape.is_torn(source.row)):
            source.give_back(1)
            cells = shape.split(source.row[0])
        is_row = is_row or (len(cells) == len(shape.header) and shape.agrees(cells))
        yield _Record(number, first, source.number, tuple(source.row), cells, why, is_row)


def _read(row: Sequence[_Record], shape: _Shape, lines: Lines) -> Iterator[tuple[int, TableRow, Decoded]]:
    """Yield a row with the lines that go on with its text, if they do; else each as a row of its own."""
    start, *tail = row
    cells = shape.fitted(start.cells, start.lines) if start.cells and start.is_row else None
    if tail and not (cells and (start.why or any(_END_OF_SENTENCE.search(record.lines[-1]) for record in tail))):
        for record in row:
            yield from _read([record], shape, lines)
        return
    decoded = lines.within(start.first, row[-1].last)
    if isinstance(decoded, Refusal):
        yield start.number, decoded, lines.decoded
    elif cells is None:
        wrong = start.why or f"{many(len(start.cells), 'cell')}, where the header has {len(shape.header)}"
        if start.cells:
            yield start.number, Refusal(wrong), decoded
    elif shape.is_total(cells):
        yield start.number, Refusal("a row of totals", SKIPPED), decoded
    elif shape.is_header(cells):
        yield start.number, Refusal("the header again", SKIPPED), decoded
    else:
        more = [line for record in tail for line in record.lines if line.strip()]
        if more:
            cells = [*cells[:-1], "".join([cells[-1], "\n", *more])]
        told = (*decoded.warnings, *_warnings(start, cells, len(more), shape.sign))
        yield start.number, shape.row(cells), decoded._replace(warnings=told)


def _warnings(start: _Record, cells: Sequence[str], n_more: int, sign: str) -> Iterator[str]:
    """Yield what to tell of the quotation marks that a row should have had."""
    if "end of data" in start.why:
        yield "a quotation mark in it is never closed: its text may be cut off"
    elif start.why:
        yield Remark("a quotation mark that no other closes is read as text")
    if n_more:
        yield f"{many(n_more, 'line')} without quotation marks around them are read as its text"
    elif len(start.cells) > len(cells) and cells[-1].startswith(start.cells[len(cells) - 1] + sign):
        yield f"its text holds {sign!r} without quotation marks around it"
