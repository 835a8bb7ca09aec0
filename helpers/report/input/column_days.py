"""Read days that one value does not prove, but its whole column: 4/5/2025, years of the Republic, numbers of spreadsheets. Pure."""

import datetime
import re
from collections.abc import Callable, Iterable
from contextlib import suppress

from helpers.report.input.column_names import column_key
from helpers.report.input.dates import read_date

_CLOCK = r"(?:,?[T ]\s?\d{1,2}:\d\d[^\n]{0,30})?"
_YEAR_LAST = re.compile(rf"(\d{{1,2}})([/.-])(\d{{1,2}})\2((?:19|20)\d\d){_CLOCK}")
# Taiwan counts from 1912; years of two figures may be any.
_REPUBLIC = re.compile(
    rf"(?:(?P<y>1[0-2]\d|[5-9]\d)(?:(?P<s>[-/.])(?P<m>[01]?\d)(?P=s)(?P<d>[0-3]?\d)|年(?P<m2>[01]?\d)月(?P<d2>[0-3]?\d)日)"
    rf"|(?P<y3>1[0-2]\d)(?P<m3>[01]\d)(?P<d3>[0-3]\d)){_CLOCK}"
)
_SERIAL = re.compile(r"(\d{5})(?:\.\d{1,12})?")
_FIRST_SERIAL, _LAST_SERIAL = 34_700, 51_500  # of 1995 and 2040
_DAY_ZERO = datetime.date(1899, 12, 30)  # of spreadsheets
_NO_DAYS = frozenset(map(column_key, ("time", "timestamp", "ctime", "year", "时间", "时间戳", "年份")))


def may_be_two_days(text: str) -> bool:
    """Return whether a date is a day of two months, and nothing in it says of which.

    >>> may_be_two_days("4/5/2025"), may_be_two_days("4/13/2025"), may_be_two_days("5/5/2025")
    (True, False, False)
    """
    return len(set(_orders(text))) > 1


def may_be_a_day(text: str) -> bool:
    """Return whether a cell may stand in a column for days.

    >>> may_be_a_day("2025-04-13"), may_be_a_day(" 4/5/2025"), may_be_a_day("45760"), may_be_a_day("开源")
    (True, True, True, False)
    """
    bare = text.strip()
    return bool(read_date(text) or _YEAR_LAST.fullmatch(bare) or _of_republic(bare) or _of_serial(bare))


def _orders(text: str) -> list[datetime.date]:
    """Return the days that a date with the year at its end may be: the month first, and the day first."""
    if not (match := _YEAR_LAST.fullmatch(text)):
        return []
    days = []
    for month, day in ((1, 3), (3, 1)):
        with suppress(ValueError):
            days.append(datetime.date(int(match[4]), int(match[month]), int(match[day])))
    return days


def _of_republic(text: str) -> tuple[datetime.date, bool] | None:
    """Return the day of a year of the Republic, and whether its year is surely one."""
    if not (match := _REPUBLIC.fullmatch(text)):
        return None
    year, month, day = (
        int(match[a] or match[b] or match[c]) for a, b, c in (("y", "y", "y3"), ("m", "m2", "m3"), ("d", "d2", "d3"))
    )
    with suppress(ValueError):
        return datetime.date(1911 + year, month, day), year > 99
    return None


def _of_serial(text: str) -> datetime.date | None:
    match = _SERIAL.fullmatch(text)
    is_day = match and _FIRST_SERIAL <= int(match[1]) <= _LAST_SERIAL
    return _DAY_ZERO + datetime.timedelta(days=int(match[1])) if is_day else None


class _Column:
    """What the values of a column prove together."""

    def __init__(self, name: str = "") -> None:
        self.has_month_first = self.has_day_first = self.has_other = False
        self.has_republic = "民国" in column_key(name)

    def add(self, text: str) -> None:
        if match := _YEAR_LAST.fullmatch(text):
            if len(_orders(text)) == 1:
                is_day_first = int(match[1]) > 12
                self.has_day_first |= is_day_first
                self.has_month_first |= not is_day_first
        elif day := _of_republic(text):
            self.has_republic |= day[1]
        elif not _of_serial(text) and not read_date(text):
            self.has_other = True

    def day(self, text: str) -> datetime.date | None:
        if days := _orders(text):
            if len(set(days)) == 1:
                return days[0]
            return days[self.has_day_first] if self.has_day_first != self.has_month_first else None
        if day := _of_republic(text):
            return day[0] if day[1] or self.has_republic else None
        return None if self.has_other else _of_serial(text)


def proven(text: str) -> str:
    """Return a date in the order of ISO 8601, where it can be but one day, though it is not written so; else as it is.

    >>> proven("112-09-03"), proven("27/3/2021"), proven("3/7/2021")
    ('2023-09-03', '2021-03-27', '3/7/2021')
    """
    return Days(lambda: [("", text)])("", text) if not _of_serial(text) else text


class Days:
    """The days of a table. ``told`` yields the names of its columns for days with their values, row by row; it is asked once,
    when a value is met that does not prove itself.

    >>> days = Days(lambda: [("date", "4/5/2025"), ("date", "13/5/2025")])
    >>> days("date", "4/5/2025"), days("date", "114/4/13"), days("date", "2025-05-04")
    ('2025-05-04', '2025-04-13', '2025-05-04')
    """

    def __init__(self, told: Callable[[], Iterable[tuple[str, str]]]) -> None:
        self._told = told
        self._columns: dict[str, _Column] | None = None

    def __call__(self, name: str, value: str) -> str:
        """Return a date in the order of ISO 8601, or as it is if it is written so, or none that is proven."""
        if value[:1] not in "0123456789" or not (
            _YEAR_LAST.fullmatch(value) or _REPUBLIC.fullmatch(value) or self._is_serial(name, value)
        ):
            return value
        if self._columns is None:
            self._columns = {}
            for column, each in self._told():
                self._columns.setdefault(column, _Column(column)).add(each)
        day = self._columns.get(name, _Column(name)).day(value)
        return day.isoformat() if day else value

    def _is_serial(self, name: str, value: str) -> bool:
        return _of_serial(value) is not None and column_key(name) not in _NO_DAYS
