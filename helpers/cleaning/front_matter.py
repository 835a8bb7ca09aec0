"""Find and read the front matter of a text: YAML between lines of ``---``, TOML between lines of ``+++``, a JSON object, fields
above a blank line (``Title: 开源``) as MultiMarkdown and Pelican have them, properties (``title:: 开源``) as outliners write them,
or Pandoc's title block (``% 开源``); and the heads of other markup (`helpers.cleaning.markup_heads`). Pure."""

import datetime
import json
import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import yaml

from helpers.cleaning.markup_heads import read_markup_head
from helpers.lexicon import words_of

# Also matches a raw file, before line ends and blanks are normalised.
_BLOCK = re.compile(
    r"\ufeff?\s{0,20}(?P<fence>---|\+\+\+)[ \t]*\r?\n(?P<body>(?:[^\n]{0,4000}\n){0,200}?)(?P=fence)[ \t]*(?:\r?\n|\Z)"
)
_PAIR = re.compile(r"^([\w:-]{1,40})[ \t]*:[ \t]*([^\n]*?)[ \t\r]*$", re.MULTILINE)
# Keys that outliners use; Q:: and A:: are somebody who asks and answers.
PROPERTIES = words_of(
    "id collapsed title alias tags type date created updated status public source author url icon template"
)
_PROPERTY = re.compile(r"([^\W\d_][\w-]{0,39})::(?:[ \t]([^\n]{0,4000}))?(?:\n|\Z)")
# A field in English, and what of it stands in further lines; several of them, one a title and no two alike, are a head.
_FIELD = re.compile(
    r"([A-Za-z][\w-]{1,39})[ \t]{0,9}:(?!:)([^\n]{0,4000})(?:\n|\Z)((?:[ \t]{1,80}\S[^\n]{0,4000}(?:\n|\Z)){0,50})"
)
_BLANKS = re.compile("[\ufeff \t\r\n]*")
_NEAR, _MOST_FIELDS, _LONGEST_KEY, _LONGEST_OBJECT = 200, 50, 60, 20_000
_TITLE_BLOCK = re.compile(
    r"\ufeff?\s{0,20}%[ \t]([^%\n]{1,200})\n(?:%[ \t]?([^%\n]{0,400})\n)?(?:%[ \t]?([^%\n]{0,100})\n)?[ \t\r]*(?:\n|\Z)"
)
_FITS = re.compile(r"[\w\"'.:-]{1,80}[ \t]*[:=]|[ \t]|#|[-\]})]|\s*$")  # how a line of front matter may begin
_WIKILINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")


class FrontMatter(NamedTuple):
    """Where the front matter of a text ends, its ``(name, value)`` pairs as plain text, and what of it ends the text."""

    end: int
    pairs: tuple[tuple[str, str], ...]
    foot: str = ""


def read_front_matter(text: str) -> FrontMatter | None:
    """Return the front matter at the beginning of ``text``; None where there is none.

    A list is read as its items, joined by ``、``. What no library can read is read line by line, if every line looks like
    front matter; prose between two rules is none.

    >>> read_front_matter("---\\nauthor: [甲, 乙]\\n---\\n正文").pairs
    (('author', '甲、乙'),)
    """
    match = _BLOCK.match(text)
    if not match:
        begin = _BLANKS.match(text).end()
        if begin < _NEAR and text.startswith(("{", "%"), begin):
            return _object(text, begin) if text[begin] == "{" else _title_block(text)
        if head := read_markup_head(text):
            return FrontMatter(head.end, tuple((name, as_text(value)) for name, value in head.pairs), head.foot)
        if "::" in text[:_NEAR]:
            return _properties(text, begin)
        return _fields(text, begin) if ":" in text[:_LONGEST_KEY] else None
    pairs = _pairs_of(match["fence"], match["body"])
    return None if pairs is None else FrontMatter(match.end(), pairs)


def _object(text: str, begin: int) -> FrontMatter | None:
    """Return the JSON object with which a text begins, as Hugo has it; None unless a text follows and it names a title or day."""
    end = text.find("\n}", begin, begin + _LONGEST_OBJECT) + 2
    if end < 2 or not text[end:].strip():
        return None
    try:
        values = json.loads(text[begin:end])
    except (ValueError, RecursionError):
        return None
    return FrontMatter(end, tuple(_flat(values))) if {"title", "date"} & {*values} else None


def _title_block(text: str) -> FrontMatter | None:
    """Return title, authors and day of Pandoc's title block: one to three lines behind ``%``, and a blank line."""
    match = _TITLE_BLOCK.match(text)
    if not match:
        return None
    values = [as_text([part.strip() for part in re.split("[;；]", value or "")]) for value in match.groups()]
    return FrontMatter(match.end(), tuple(zip(("title", "author", "date"), values, strict=True)))


def _fields(text: str, begin: int) -> FrontMatter | None:
    """Return the fields with which a text begins, up to a blank line; None unless they are a head."""
    pairs, end = [], begin
    while len(pairs) < _MOST_FIELDS and (match := _FIELD.match(text, end)):
        value = " ".join((f"{match[2]} {match[3]}").split()).strip("\"'")
        pairs.append((match[1], as_text(value)))
        end = match.end()
    keys = {key.lower() for key, _ in pairs}
    is_head = "title" in keys and len(pairs) == len(keys) > 1 and text[end:].lstrip(" \t\r").startswith("\n")
    return FrontMatter(end, tuple(pairs)) if is_head else None


def _properties(text: str, begin: int) -> FrontMatter | None:
    """Return the lines ``key:: value`` with which a text begins: several, one of `PROPERTIES` among them, or its title."""
    pairs, end = [], begin
    if not text[end : end + 1].isascii():
        return None  # somebody who speaks: 张三:: 你好
    while match := _PROPERTY.match(text, end):
        pairs.append((match[1], as_text((match[2] or "").strip())))
        end = match.end()
    is_head = any(key == "title" or (len(pairs) > 1 and key.lower() in PROPERTIES) for key, _ in pairs)
    return FrontMatter(end, tuple(pairs)) if is_head else None


@lru_cache(maxsize=64)  # the reader of metadata and the cleaner ask for the same, and the libraries are slow
def _pairs_of(fence: str, body: str) -> tuple[tuple[str, str], ...] | None:
    try:
        values = _toml(body) if fence == "+++" else yaml.load(body, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, tomllib.TOMLDecodeError, ValueError, RecursionError):
        values = dict(_PAIR.findall(body)) if all(map(_FITS.match, body.splitlines())) else None
        values = values and {key: value.strip("\"'") for key, value in values.items()}
    if not isinstance(values, dict) and body.strip():
        return None
    return tuple(_flat(values or {}))


def _toml(body: str) -> dict[str, Any]:
    return tomllib.loads(body.replace("\r\n", "\n"))


def _flat(values: dict[Any, Any]) -> Iterator[tuple[str, str]]:
    inner = []
    for key, value in values.items():
        if isinstance(value, dict) and "name" not in value:  # a group of values; with a name it is one itself
            inner += [(str(name), as_text(each)) for name, each in value.items()]
        yield str(key), as_text(value)
    yield from inner


def as_text(value: Any) -> str:
    """Return a value of YAML, TOML or JSON as plain text: of an object its name, and a list as its items, joined by ``、``.

    >>> as_text([{"name": "甲"}, "[[林晓|晓]]"])
    '甲、晓'
    """
    if isinstance(value, dict):
        value = value.get("name")
    return "、".join(filter(None, map(_item_as_text, value if isinstance(value, list) else [value])))


def _item_as_text(value: Any) -> str:
    value = value.get("name") if isinstance(value, dict) else value
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()
    return "" if value is None or isinstance(value, dict | list) else _WIKILINK.sub(r"\1", str(value)).strip()
