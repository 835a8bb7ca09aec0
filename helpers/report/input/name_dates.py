"""Read the date in the name of a file or of the folders above it, and what makes it doubtful. Pure."""

import re
from functools import lru_cache
from typing import NamedTuple

from helpers.report.input.column_days import proven
from helpers.report.input.dates import MONTH, WIDE, read_date
from helpers.text.measures import amount
from helpers.text.script import HAN

_IN_NAME = re.compile(
    r"(?<!\d)(?<!(?:19|20)\d\d[-~～—–至到])(?:19|20)\d\d"
    # 2010-12年 and 2023-24学年 are spans of years, 2023-05期 is an issue
    rf"(?:([-_./])\d\d?(?>\1\d\d?|(?!\s?(?:{amount()}|[学學财財]?年|[赛賽]季|[届屆卷版])))(?!\d)|年\d\d?月(?:\d\d?日)?"
    r"|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?)?(?!\d))"
)
_DIGIT, _NTH = "[〇○零一二三四五六七八九十廿卅]", r"\d\d?(?:st|nd|rd|th)?"
_OTHERWISE = re.compile(  # as a column may hold it as well
    # years of the Republic: 112-09-03, 民國112年9月3日
    r"(?:(?:中[华華])?民[国國]\s?\d{1,3}|(?<![A-Za-z\d.])(?<!\d-)1[0-2]\d)"
    r"(?:年\d\d?月\d\d?[日号號]?|(?P<s>[-_.])(?:0?[1-9]|1[0-2])(?P=s)(?:0?[1-9]|[12]\d|3[01]))(?!\d)"
    rf"|(?:民[国國][{_DIGIT[1:-1]}百]{{1,6}}|[一二]{_DIGIT}{{3}})年{_DIGIT}{{1,3}}月(?:{_DIGIT}{{1,3}}[日号號])?"
    rf"|(?<![^\W_])(?:{_NTH}[ _-]{MONTH}|{MONTH}[ _-]{_NTH})[ _,-]{{1,2}}(?:19|20)\d\d(?!\d)"
    rf"|(?<!\d)(?:19|20)\d\d(?P<y>[ _-]){MONTH}(?P=y)\d\d?(?!\d)"
    # the year behind the day, or the month
    r"|(?<![A-Za-z\d.])(?<!\d-)\d\d?(?P<l>[-_.])\d\d?(?P=l)(?:19|20)\d\d(?!\d)"
    r"|(?<!\d)(?:19|20)\d\d(?:1[3-9]|2\d|3[01])(?:0[1-9]|1[0-2])(?!\d)",
    re.IGNORECASE,
)
_WIDE = WIDE | {ord("／"): "-"}  # it parts no folders
_TO = re.compile(r"\s?(?:[至到~～—–]|[-_.]{1,2}(?:19|20)\d\d(?!\d))")  # what follows is the end of a span
_YEAR_FOLDER = re.compile(r"(?:^|/)((?:19|20)\d\d)年?(?=/)")
_SAYS_WRITTEN = re.compile(  # right before a date: of several in a name, that one is meant
    r"(?:[写寫作发發刊載载登][于於]|[发發]表[于於]?|[发發][布佈][于於]?|刊[发發登载載出][于於]?|published|posted|written)[-_ :：]{0,2}\Z",
    re.IGNORECASE,
)
# What the files of an export are called, before or behind its day: 慧科匯出_20240610, Factiva-20240701.
_EXPORT = re.compile(
    r"(?<![^\W_\d])(?:"
    rf"(?-i:[{HAN}]){{0,4}}(?:[匯汇導导輸输][出]|下[載载]|[擷撷截]取|抓取|爬取|采集|採集|[檢检]索|[備备]份|[儲储保]存|存[檔档])"
    r"(?:[檔档]案?|文件|[資资]料|[數数][據据]|[結结]果|[時时][間间]|日期?)?"
    r"|exports?|exported|downloads?|downloaded|backup|crawl(?:ed)?|scraped?|snapshot|dump|results?|saved|accessed"
    r"|factiva|wisers?|wisenews|wisesearch|nexis|lexis ?nexis|proquest|cnki|慧科|慧科新[聞闻])(?![^\W_\d])",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(?:[-_ T.]{1,2}(?:[01]\d|2[0-3])[-.:：_h時时]?[0-5]\d(?:[-.:：_m分]?[0-5]\d)?[Zs秒]?)(?!\d)")
OF_EXPORT, OF_MANY, BEFORE_CLOCK = "its name says so", "its file holds many articles", "a time stands behind it"
_PART = re.compile(r", (?:row|article) \d+\Z")  # of a file with many articles


class InName(NamedTuple):
    """The dates of a name: one, or several that contradict each other; ``may_be_export``: why the one may be the day of an
    export; ``is_told_of``: it may be a part of a title."""

    dates: tuple[str, ...] = ()
    may_be_export: str = ""
    is_told_of: bool = False


def dates_in_name(name: str) -> InName:
    """Return what look like dates in a file name, or else in the folders above it; one that cannot be, only where no
    other stands there.

    A year alone is one only as the name of a folder: `1984.txt` is a title or a number. Of several dates, the one that is
    said to be the writing's counts, or the only one that is no export's, or is written in nothing but digits, or the most exact.

    >>> dates_in_name("聯合報/112-09-03 開源.txt").dates, dates_in_name("慧科匯出_20240610.txt").may_be_export
    (('112-09-03',), 'its name says so')
    """
    file = _PART.sub("", name)
    return _in_file_name(file.translate(_WIDE), file != name)


@lru_cache(maxsize=64)  # the rows of a table ask for the same
def _in_file_name(name: str, has_parts: bool) -> InName:
    last = name.rfind("/") + 1
    found = [*_IN_NAME.finditer(name, last)] or [*_OTHERWISE.finditer(name, last)] or [*_IN_NAME.finditer(name)][-1:]
    if any(_TO.match(name, match.end()) for match in found):
        return InName()
    if not found:
        return InName(tuple(_YEAR_FOLDER.findall(name)[-1:]))
    exports = {match.end() for match in _EXPORT.finditer(name, last)}
    for kind in (
        [match for match in found if _SAYS_WRITTEN.search(name, 0, match.start())],
        [match for match in found if len(name[: match.start()].rstrip("-_ .:(（")) not in exports],
        [match for match in found if "年" not in match[0]],
    ):
        if len(kind) == 1 < len(found):
            found, exports = kind, set()
    dates = {_written(match): match for match in found}
    spans = {date: span for date in sorted(dates) if (span := read_date(date) or read_date(proven(date)))}
    if not spans:
        return InName(tuple(date for date in sorted(dates) if date.isdigit() or len(re.findall(r"\d+", date)) > 2)[:1])
    narrow = min(spans, key=lambda date: spans[date][1] - spans[date][0])
    day = spans[narrow]
    if not all(first <= day[0] and day[1] <= end for first, end in spans.values()):
        return InName(tuple(spans))
    start, end = dates[narrow].span()
    has_clock = (narrow.isdigit() and len(narrow) > 8) or _CLOCK.match(name, end)
    export = OF_EXPORT if exports else OF_MANY if has_parts else BEFORE_CLOCK if has_clock else ""
    is_told_of = "年" in narrow and (name[start - 1 : start].isalnum() or name[end : end + 1].isalnum())
    return InName((narrow,), export, is_told_of)


def _written(match: re.Match[str]) -> str:
    """Return a date as `read_date` or a column reads it."""
    written = match[0].replace("_", "-").replace("/", "-")
    return re.sub("[- ,]+", " ", written) if re.search("[A-Za-z]{3}", written) else written
