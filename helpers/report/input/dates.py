"""Read a date as people and programs write it: in figures or characters, in Chinese or English, or in seconds. Pure."""

import datetime
import re

# The rest of a day behind its year, as it stands in a text.
REST_OF_DAY = r"(?:[-/.][01]?\d[-/.][0-3]?\d(?!\d)|[ ]?年[ ]?[01]?\d[ ]?月[ ]?[0-3]?\d[ ]?日)"
WIDE = str.maketrans("０１２３４５６７８９／－．：｜\u3000‐‑−", "0123456789/-.:| ---")
_DASHES = re.compile(r"(?<=\d)[—–](\d{1,2})[—–](?=\d)")  # 2024—03—05; a single one may be from … to
_BEHIND_POINT = re.compile(r"(?<=\d\.)\s{1,3}(?=\d)")  # 2024. 3. 5
_BESIDE_SIGN = re.compile(r"(\d{4})\s{1,3}([/-])\s{1,3}(\d\d?)\s{1,3}\2\s{1,3}(?=\d)")  # 2024 / 3 / 5
_BESIDE_UNIT = re.compile(r"\s{1,9}(?=[年月日])|(?<=[年月])\s{1,9}")  # 2024 年 3 月 5 日
# The year before the first of an era: of the Republic, as Taiwan counts, and of Japan's. A bare 113年 may be anything.
_ERAS = {"中": 1911, "民": 1911, "令": 2018, "平": 1988, "昭": 1925, "大": 1911}
_OF_ERA = re.compile(r"(?:(?:中[华華])?民[国國]?|令和|平成|昭和|大正)\s?(\d{1,3})(?=年|[-/.]\d)")
_NUMERAL = re.compile("[〇○零一二三四五六七八九十百廿卅元]{1,5}(?=[年月日号號])")
_DIGITS = {char: number for number, chars in enumerate(("〇○零", "一元", *"二三四五六七八九")) for char in chars}
_TENS = {"十": 10, "百": 100}
_DATE = re.compile(
    r"(?P<y>(?:19|20)\d\d)"
    # 2024-03-05, 2024年3月5日, 2024年3月, 2024年
    r"(?:(?P<s>[-/.年])(?P<m>\d{1,2})(?:(?:(?P=s)(?<!年)|(?<=年\d)月|(?<=年\d\d)月)(?P<d>\d{1,2})[日号號]?|月)?|年"
    r"|(?P<m2>\d\d)(?P<d2>\d\d)(?:T?\d{4}(?:\d\d)?Z?)?)?"  # 20240305, 20240305083000
    # the day of the week: 星期二, (二), Tue
    r"(?:[ ，]?(?:[(（]?(?:星期|[周週])[一二三四五六日天][)）]?|[(（][一二三四五六日天][)）])"
    r"|(?i:,? [(]?(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}[.)]{0,2}))?"
    # a clock, behind a blank unless a character or the time of the day parts it from the day: 5日上午8时30分
    r"(?:(?:[T ,]\s?(?:\|\s?)?|\|\s?|(?<=[日号號一二三四五六天)）])|(?=[上下凌清早中晚夜]))"
    r"(?:(?:[上下中]午|凌晨|清晨|早[上晨]|晚上|[晚夜][间間]|[AaPp][Mm])[ ]?)?\d{1,2}(?::|[时時点點](?![^\s\d半整]))[^\n]{0,40})?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY_OF_MONTH, _CLOCK = r"([0-3]?\d)(?:st|nd|rd|th)?", r"\d{1,2}:\d\d[^\n]{0,40}"
_IN_ENGLISH = re.compile(  # in the header of a mail or feed, as outliners and programs write it, or in prose
    rf"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[.,]{{0,2}} )?"
    rf"(?:{_DAY_OF_MONTH}[ /-]{MONTH}[ ,/-]{{1,2}}"  # 5 Mar 2024
    # March 5, 2024; Tue Mar 5 08:30:00 +0800 2024
    rf"|{MONTH} {{1,2}}(?:{_DAY_OF_MONTH},? (?:\d\d:\d\d:\d\d (?:[+-]\d{{4}} |[a-z]{{3,4}} )?)?)?)"
    rf"((?:19|20)\d\d)(?:(?:,? (?:at )?|:){_CLOCK})?",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(  # 2024-Mar-05
    rf"((?:19|20)\d\d)(?P<s>[ -]){MONTH}(?P=s){_DAY_OF_MONTH}(?: {_CLOCK})?", re.IGNORECASE
)
_SECONDS = re.compile(r"(1\d{9})(?:\d{3}){0,3}(?:\.\d{1,9})?")  # since 1970, or thousandths of them and so on
_CHINESE_TIME = datetime.timezone(datetime.timedelta(hours=8))


def read_date(text: str) -> tuple[datetime.date, datetime.date] | None:
    """Return the first and last day of the day, month or year that ``text`` names; None if it is not a date.

    Impossible dates such as ``2024-02-30`` and words such as *today* are not dates. A number of seconds since 1970 is the
    day that it was in China then; of a day with a time, the day as written counts. Years of the Republic (民國113年),
    those of Japan's eras (令和6年) and numbers in characters are read, but no day whose parts may change places (3/5/2024).

    >>> read_date("2024年2月")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    >>> read_date("Tue, 05 Mar 2024 08:30:00 +0800") == read_date("1709598600") == read_date("2024-03-05")
    True
    """
    text = _BEHIND_POINT.sub("", text.strip().rstrip(".。"))
    text = text if text.isascii() else _BESIDE_UNIT.sub("", _DASHES.sub(r"-\1-", text.translate(WIDE)))
    if "/ " in text or "- " in text:
        text = _BESIDE_SIGN.sub(r"\1\2\3\2", text, count=1)
    if text[:1] in _DIGITS or text[:1] in _ERAS:
        text = _NUMERAL.sub(lambda numeral: str(_number(numeral[0])), text)
        text = _OF_ERA.sub(lambda year: str(_ERAS[year[0][0]] + int(year[1])), text)
    if match := _DATE.fullmatch(text):
        parts = [match[a] or match[b] for a, b in (("y", "y"), ("m", "m2"), ("d", "d2"))]
    elif match := _IN_ENGLISH.fullmatch(text):
        month = (match[2] or match[3]).lower()[:3]
        parts = [match[5], str(_MONTHS.index(month) + 1), match[1] or match[4]]
    elif match := _YEAR_FIRST.fullmatch(text):
        parts = [match[1], str(_MONTHS.index(match[3].lower()[:3]) + 1), match[4]]
    elif match := _SECONDS.fullmatch(text):
        day = datetime.datetime.fromtimestamp(int(match[1]), _CHINESE_TIME).date()
        return day, day
    else:
        return None
    year, month, day = (int(part) if part else None for part in parts)
    try:
        first = datetime.date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return None
    if day:
        return first, first
    after = datetime.date(year + 1, 1, 1) if month in (None, 12) else datetime.date(year, month + 1, 1)
    return first, after - datetime.timedelta(days=1)


def _number(numeral: str) -> int:
    """Return the number that Chinese numerals write, digit by digit (二〇二四) or with tens (二十五, 廿五)."""
    numeral = numeral.replace("廿", "二十").replace("卅", "三十")
    if not any(char in _TENS for char in numeral):
        return int("".join(str(_DIGITS[char]) for char in numeral))
    whole = digit = 0
    for char in numeral:
        if char in _TENS:
            whole, digit = whole + (digit or 1) * _TENS[char], 0
        else:
            digit = _DIGITS[char]
    return whole + digit


def contradict(one: str, other: str) -> bool:
    """Return whether two dates are more than a day apart; between time zones, a day is none.

    >>> contradict("2024-03-05", "2024-03"), contradict("2024-03-05", "2024-03-07"), contradict("2024-03-05", "soon")
    (False, True, False)
    """
    spans = read_date(one), read_date(other)
    return None not in spans and are_apart(*spans)


def are_apart(one: tuple[datetime.date, datetime.date], other: tuple[datetime.date, datetime.date]) -> bool:
    """Return whether more than a day lies between two intervals, each a first and a last day.

    >>> march, april = read_date("2024-03"), read_date("2024-04")
    >>> are_apart(march, april), are_apart(march, read_date("2024-04-02"))
    (False, True)
    """
    return max(one[0], other[0]) - min(one[1], other[1]) > datetime.timedelta(days=1)
