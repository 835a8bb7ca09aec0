"""Know the columns of our metadata under all their names, and what programs put into them where there is no value. Pure."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from helpers import lexicon
from helpers.report.input.dates import contradict, read_date
from helpers.report.input.misread_values import repaired
from helpers.text.script import HAN, shadow_of
from helpers.wording import plain

# Our columns. labels.csv has their other names in tables, front matter, labels before a text and the heads of web pages; those
# that differ only in case, `_`, `-`, blanks or script are one (`column_key`).
COLUMNS = ("article_id", "file", "title", "outlet", "author", "date", "date_from", "date_to", "url")
_FREE = ("title_en", "short", "mediation", "genre", "source_language", "rights")

_IS_ADDRESS = re.compile(r"\s*https?://\S+\s*\Z")
_IS_LINK = re.compile(r"\s*\[([^\[\]\n]{0,200})\]\((https?://[^\s()]{1,2000})\)\s*\Z")
_MOST_OF_OUTLET = 12  # characters: the label of a link is a headline if it is longer
APART = re.compile(r"[\s_-]")
# What programs put where there is no value, and what may be a title else.
_NOTHING = re.compile(
    r"[-‐‑–—―－_/\\\s]*|nan|nat|null|none|nil|undefined|[#(<\[]?(?:n/a|null|none|nan|nil)[)>\]]?|<na>|\\n|#(?:ref|value|name|n/a|null)[!?]?"
    r"|[(（\[【]?(?:无|無)[标標][题題][)）\]】]?",
    re.IGNORECASE,
)
_IS_LOST = re.compile(r"(?=[^?]*\?{4})[?\W\d]+")  # of whose characters a program wrote question marks: 2024????
_NO_NAME = re.compile(r"\s*(?:\d+|\?+)\s*")  # the number of a user
_NO_DAY = re.compile(r"[0\W_TZ]*")  # 0000-00-00T00:00:00Z
# What systems and sites put where an author or outlet is not known.
_NOBODY = frozenset(lexicon.read_words("nobody"))


@lru_cache(maxsize=1024)  # the rows of a table ask for the same
def column_key(name: str) -> str:
    """Return the key by which names of columns, tags and labels are compared.

    >>> column_key("Publish_Time"), column_key("發布時間")
    ('publishtime', '发布时间')
    """
    return APART.sub("", shadow_of(name)).casefold()


def _keys_of(role: str) -> tuple[str, ...]:
    return tuple(column_key(name) for name in lexicon.terms_of("labels", role))


# `created` is when a record was made: the day of its article only where no other is told, and no contradiction of another.
_READ = (*COLUMNS, "created")
_KEYS = {role: _keys_of(role) for role in _READ}
# Names that only the columns of a table have; those of days may be the crawler's.
_IN_TABLES = _KEYS | {
    role: _KEYS[role] + _keys_of(f"column_{role}")
    for role in ("article_id", "file", "title", "outlet", "author", "url", "created")
}


def _places(keys: Mapping[str, Iterable[str]]) -> dict[str, tuple[int, str]]:
    """Return the place and role of each key: of several for one column, the first counts."""
    free = [(name, column_key(name)) for name in _FREE]
    named = [*((role, key) for role, each in keys.items() for key in each), *free, ("other_date", "otherdate")]
    return {key: (place, role) for place, (role, key) in enumerate(named)}


_PLACES, _PLACES_IN_TABLES = _places(_KEYS), _places(_IN_TABLES)
TEXT_KEYS = frozenset(_keys_of("text"))
# These may as well hold who wrote it, its kind or its page: they count behind the others.
LESS_SURE_KEYS = frozenset(_keys_of("text_else"))
_ROLES = dict.fromkeys(TEXT_KEYS | LESS_SURE_KEYS, "text") | {
    key: "date" if role == "created" else role for key, (_, role) in _PLACES_IN_TABLES.items()
}
# What holds the metadata of an article one level down.
HOLDERS = frozenset(name for role in ("holder", "text", "text_else") for name in lexicon.terms_of("labels", role))
_BESIDE_NAMES = frozenset(_keys_of("beside") + _keys_of("inside"))
_DRESS = re.compile(r"\A\W*(?:\d{1,2}\W+)?|[\W_]+\Z")  # 【正文】, *正文, 5.正文
_MOST_OF_NAME = 100  # characters
_BETWEEN_NAMES = tuple(map(re.compile, (r"[\n()/|:.-]+", r"[\s()/|:.-]+")))


@lru_cache(maxsize=1024)
def name_of(column: str) -> str:
    """Return the key under which `labels.csv` has the name of a column, without the marks around it, or in two languages;
    of any other column its own key.

    >>> name_of("【正文】"), name_of("標題（Title）"), name_of("meta.title"), name_of("标题长度")
    ('正文', '标题', 'title', '标题长度')
    """
    if (key := column_key(column)) in _ROLES:
        return key
    if len(column) > _MOST_OF_NAME:
        return key
    shadow = shadow_of(column)
    if (bare := column_key(_DRESS.sub("", shadow))) in _ROLES:
        return bare
    holder, _, inner = shadow.rpartition(".")
    if holder.rpartition(".")[2].casefold() in HOLDERS and (named := name_of(inner)) in _ROLES:
        return named
    for between in _BETWEEN_NAMES:
        parts = [part for part in map(column_key, between.split(shadow)) if part and part not in _BESIDE_NAMES]
        if len(roles := {_ROLES.get(part) for part in parts}) == 1 and None not in roles:
            return parts[0]
    return key


def role_of(column: str) -> str:
    """Return our name of a column of a table; ``text`` of one that may hold the text, and "" where we do not use it.

    >>> role_of("發布時間"), role_of("标题长度"), role_of("正文")
    ('date', '', 'text')
    """
    return _ROLES.get(name_of(column), "")


_PART = re.compile(
    r"(?P<stem>.*?)(?:part|para|段落?|第|部分)?[(（]?(?P<number>\d{1,3}|[一二三四五六七八九十]{1,2}|[上中下])[)）]?(?:部分|段|篇)?",
    re.IGNORECASE,
)
_HAN_NUMBERS = {han: number for number, han in enumerate("一二三四五六七八九", start=1)} | {"上": 1, "中": 2}
_PARAGRAPHS = frozenset(("", "段落", "段", "paragraph", "paragraphs", "para"))
_MOST_OF_PARTS = 64  # tables


def _number_of(part: str, others: Iterable[str]) -> int:
    """Return the number of a part that is called 2, 二, 十二 or 下; ``others`` are what the parts are called.

    >>> _number_of("十二", []), _number_of("下", ["上", "下"]), _number_of("下", ["上", "中", "下"])
    (12, 2, 3)
    """
    if part.isdecimal():
        return int(part)
    if part == "下":
        return 3 if "中" in others else 2
    tens, ten, ones = part.rpartition("十")
    return 10 * (_HAN_NUMBERS.get(tens, 1) if ten else 0) + _HAN_NUMBERS.get(ones, 0)


@lru_cache(maxsize=_MOST_OF_PARTS)
def parts_of_text(columns: tuple[str, ...]) -> tuple[str, ...]:
    """Return, in order, the columns that hold one text in parts: they are called alike and numbered without a gap; the
    first may have no number.

    >>> parts_of_text(("正文_2", "标题", "正文_1")), parts_of_text(("正文", "正文2")), parts_of_text(("标题1", "标题2", "正文_3"))
    (('正文_1', '正文_2'), ('正文', '正文2'), ())
    >>> parts_of_text(("正文（下）", "正文（上）")), parts_of_text(("段落二", "段落一"))
    (('正文（上）', '正文（下）'), ('段落一', '段落二'))
    """
    groups: dict[str, dict[int, str]] = {}
    matches = [_PART.fullmatch(column_key(column)) for column in columns]
    called = {match["number"] for match in matches if match}
    for column, match in zip(columns, matches, strict=True):
        stem = match["stem"] if match else column_key(column)
        is_of_text = (
            stem in TEXT_KEYS or stem in LESS_SURE_KEYS or (match and stem in _PARAGRAPHS and not column.isdigit())
        )
        if is_of_text:
            groups.setdefault("" if stem in _PARAGRAPHS else stem, {}).setdefault(
                _number_of(match["number"], called) if match else -1, column
            )
    for numbered in groups.values():
        places = sorted(numbered)
        if places[0] == -1 and len(places) > 1:
            places[0] = places[1] - 1
        if len(places) > 1 and places[0] in (0, 1) and places == [*range(places[0], places[0] + len(places))]:
            return tuple(numbered[place] for place in sorted(numbered))
    return ()


# What stands in a value beside the name itself: 来源：新华网, 文/王明, 记者王明／台北报道.


def _label_in(role: str, more: str, marks: str) -> re.Pattern[str]:
    labels = sorted((*lexicon.terms_of("labels", role), *more.split()), key=len, reverse=True)
    return re.compile(rf"[\s\W]{{0,3}}(?:{'|'.join(map(re.escape, labels))})\s{{0,3}}[{marks}]\s{{0,3}}", re.IGNORECASE)


_OWN_LABEL = {
    "outlet": _label_in("outlet", "转自 转载自 摘自", ":|｜"),
    "author": _label_in("author", "文 图文 文图 文/图 图/文 by", ":|｜/／"),
    "date": _label_in("date", "时间 发表于 发布于", ":"),
}
_LABEL_APART = re.compile(rf"\W{{0,3}}(?:文/图|图/文|撰文|撰稿|作者)\s{{1,3}}(?=[{HAN}])")  # 撰文 林晓
_SURNAME = "".join(lexicon.terms_of("reporting", "surname"))
# 新华社记者 王明, and without a blank only before what looks like a name: 记者站 is none.
_REPORTER = re.compile(
    rf"(?:(?-i:[{HAN}]){{0,8}}?(?:记者|特派员|通讯员|撰稿人)(?:\s{{1,3}}(?=\S)|(?=[{_SURNAME}](?-i:[{HAN}]){{1,2}}(?:[\s、,/／]|\Z)))|by\s{{1,3}}(?=\S))",
    re.IGNORECASE,
)
_DATELINE = re.compile(rf"(?:\s{{0,3}}[/／]\s{{0,3}}|\s{{1,3}})[{HAN}]{{1,8}}(?:报[道导]|\d{{0,2}}日?电)\Z")


def _bare(ours: str, value: str) -> str:
    """Return the value of a column without a label of its own, and the name of an author without office and dateline."""
    if ours not in _OWN_LABEL or len(value) > _MOST_OF_NAME:
        return value
    value = value.strip()
    shadow = shadow_of(value)
    if label := (ours == "author" and _LABEL_APART.match(shadow)) or _OWN_LABEL[ours].match(shadow):
        value = value[label.end() :]
    if ours == "author":
        dateline = _DATELINE.search(shadow_of(value))
        name = value[: dateline.start()] if dateline else value
        office = _REPORTER.match(shadow_of(name))
        value = name[office.end() if office else 0 :]
    return value


def _fits(ours: str, value: str) -> bool:
    """Return whether a value may be one of our column: `admin` is no author, and `published: true` no date."""
    if _IS_LOST.fullmatch(value):
        return False
    if ours in ("author", "outlet", "date"):
        is_nobody = len(value) < 30 and column_key(value) in _NOBODY
        is_no_day = ours == "date" and (value.strip().lower() in ("true", "false") or _NO_DAY.fullmatch(value))
        is_number = ours == "author" and bool(_NO_NAME.fullmatch(value))
        return not (is_nobody or is_no_day or is_number or (ours == "author" and _IS_ADDRESS.match(value)))
    return True


def renamed(pairs: Iterable[tuple[str, str]], *, in_table: bool = False) -> dict[str, str]:
    """Return metadata under our names, as plain text; of several names for one column, the first that has a value counts
    (``nan`` and ``-`` are none), and of several dates the first that can be read. A date that contradicts it is the
    ``other_date``.

    Args:
        in_table: they are columns of a table, which have further names (`time`, `href`).

    >>> renamed([("標題", "开源"), ("author", "admin"), ("Authors", "林晓")])
    {'title': '开源', 'author': '林晓'}
    """
    places = _PLACES_IN_TABLES if in_table else _PLACES
    told = [
        (*place, value)
        for key, value in repaired(pairs)
        if (place := places.get(name_of(key))) and not _NOTHING.fullmatch(value)
    ]
    given: dict[str, list[str]] = {role: [] for role in (*_READ, *_FREE, "other_date")}
    for _, role, value in sorted(told, key=lambda each: each[0]):
        ours = "date" if role == "created" else role
        if _fits(ours, value := _bare(ours, value)):
            given[role].append(value)
    created, contradicting = given.pop("created"), given.pop("other_date")
    contradicting = [*given["date"], *contradicting]
    dates = given["date"] = sorted(given["date"] or created, key=lambda value: read_date(value) is None)
    named = {role: values[0] if values else "" for role, values in given.items()}
    named["other_date"] = next((other for other in contradicting if dates and contradict(dates[0], other)), "")
    if _IS_ADDRESS.match(named["outlet"]):  # web clippers call the address the source
        named |= {"outlet": "", "url": named["url"] or named["outlet"]}
    elif link := _IS_LINK.match(named["outlet"]):
        is_name = len(link[1]) <= _MOST_OF_OUTLET and link[1] != named["title"]
        named |= {"outlet": link[1] if is_name else "", "url": named["url"] or link[2]}
    return {name: plain(value, 2000 if name == "url" else 200) for name, value in named.items() if value.strip()}
