"""Read the heads that programs write before a text: of a mail, a post of a forum, an item of a feed, an article of a database. Pure."""

import html
import re
from collections.abc import Iterator
from contextlib import suppress
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from typing import NamedTuple

from helpers.report.input.dates import read_date
from helpers.text.script import HAN, shadow_of


class Record(NamedTuple):
    """What stands before a text: where the text begins (0 where that is unknown), and labels with their values."""

    end: int
    pairs: tuple[tuple[str, str], ...]


_MOST_LINES, _MOST_LINE = 200, 4000
_MOST_HEAD = 300  # characters before the length of an article of a database
_FIELD = re.compile(
    rf"\*{{0,2}}(?P<name>[A-Za-z][A-Za-z0-9-]{{1,39}}|[{HAN}]{{2,5}})[ ]?\*{{0,2}}[ ]?[:：]\*{{0,2}}[ \t]*"
    rf"(?P<value>[^\n]{{0,{_MOST_LINE}}})(?:\n|\Z)"
)
_FOLDED = re.compile(
    rf"(?:[ \t]{{1,80}}[^\s][^\n]{{0,{_MOST_LINE}}}(?:\n|\Z)){{1,50}}"
)  # a field goes on in the next line
# The fields of a mail, as programs print them: what each is in our columns, "" where we do not read it.
_OF_A_MAIL = {
    **dict.fromkeys(("from", "发件人", "寄件者", "寄件人"), "author"),
    **dict.fromkeys(("subject", "主题", "主旨"), "title"),
    **dict.fromkeys(("date", "sent", "日期", "发送时间", "发送日期", "传送时间", "寄件日期", "寄送时间"), "date"),
    **dict.fromkeys(("收件人", "收件者", "抄送", "副本", "密送", "密件副本", "附件", "回复", "重要性"), ""),
}
_ENCODED_WORDS = re.compile(
    r"=\?[\w.*-]{1,40}\?[BbQq]\?[^?\s]{0,400}\?=(?:\s{0,9}=\?[\w.*-]{1,40}\?[BbQq]\?[^?\s]{0,400}\?=){0,99}"
)
_MAIL_ADDRESS = re.compile(r"\s*(?:<[^<>\n]{0,300}>|\[mailto:[^\]\n]{0,300}\]|^[^\s<>@]{1,200}@\S{1,200}$)")


def _decoded_words(value: str) -> str:
    """Return the value of a field with its encoded words (RFC 2047) read; those that cannot be read stay."""

    def decoded(words: re.Match[str]) -> str:
        with suppress(HeaderParseError, LookupError, ValueError):
            return str(make_header(decode_header(words[0])))
        return words[0]

    return _ENCODED_WORDS.sub(decoded, value) if "=?" in value else value


def _of_mail(raw: str, start: int) -> Record | None:
    """Return the fields of a mail (RFC 5322, or as Outlook prints them): sender and subject prove one."""
    pairs: list[tuple[str, str]] = []
    end = start
    while len(pairs) < _MOST_LINES and (field := _FIELD.match(raw, end)):
        name = shadow_of(field["name"]).casefold()
        if not name.isascii() and name not in _OF_A_MAIL:
            break
        end = field.end()
        folded = _FOLDED.match(raw, end) if name.isascii() else None
        end = folded.end() if folded else end
        value = _decoded_words(" ".join(raw[field.start("value") : end].split()))
        ours = _OF_A_MAIL.get(name, "")
        if ours == "author":  # the field From names the author (RFC 5322); an address is no name
            value = _MAIL_ADDRESS.sub("", value).strip(" \"'“”")
        pairs.append((ours, value))
    if not {"author", "title"} <= {ours for ours, _ in pairs}:
        return None
    return Record(end if raw[end:].strip() else 0, tuple((ours, value) for ours, value in pairs if ours and value))


# 作者 abc (小明) 看板 Tech / 標題 … / 時間 Tue Mar  5 10:20:30 2024, and a line across the page.
_POST = re.compile(
    r"作者[ \t:：]*(?P<author>[\w-]{1,20}[ \t]{0,3}\([^\n]{0,60}?\))[^\n]{0,100}\n(?:看板[^\n]{0,60}\n)?"
    r"[标標][题題][ \t:：]*(?P<title>[^\n]{1,200})\n[时時][间間][ \t:：]*(?P<date>[^\n]{8,40})(?:\n\s{0,9}[─—-]{3,200}[ \t]*)?(?:\n|\Z)"
)


def _of_post(raw: str, start: int) -> Record | None:
    post = _POST.match(raw, start)
    if not post or not read_date(post["date"]):
        return None
    return Record(post.end() if raw[post.end() :].strip() else 0, tuple(post.groupdict().items()))


# As Factiva prints an article: its headline and author, how long it is, the day, the outlet and its code, the language.
_END = r"[ \t\r]{0,9}\n(?:[ \t\r]{0,9}\n)?"
_LENGTH = rf"\d[\d,]{{0,6}}[ ]?(?:[个個]?字|words){_END}"
_PRINTED = re.compile(
    rf"(?P<title>[^\n]{{2,200}}?){_END}(?:(?P<author>[^\n\d]{{2,60}}?){_END})?{_LENGTH}(?P<date>[^\n]{{8,30}}?){_END}"
    rf"(?:\d\d?:\d\d{_END})?(?P<outlet>[^\n]{{2,60}}?){_END}[A-Z][A-Z0-9]{{2,9}}{_END}"
    rf"(?:[^\n]{{1,60}}?{_END}){{0,4}}?(?:[简簡繁正][体體]中文|中文|Chinese)[^\n]{{0,30}}{_END}"
    rf"(?:[^\n]{{0,60}}(?:Copyright|©|版[权權]|[Rr]ights)[^\n]{{0,200}}{_END})?"
)
_MAY_BE_PRINTED = re.compile(rf"\n{_LENGTH}")


def _of_database(raw: str, start: int) -> Record | None:
    printed = _PRINTED.match(raw, start)
    if not printed or not read_date(printed["date"]):
        return None
    pairs = ((name, value) for name, value in printed.groupdict().items() if value)
    return Record(printed.end() if raw[printed.end() :].strip() else 0, tuple(pairs))


_ITEM = re.compile(r"(?:<\?xml[^<>]{0,200}\?>\s{0,20})?<(?:item|entry)\b[^<>]{0,500}>", re.IGNORECASE)
_MOST_VALUE = 2000
_ELEMENT = re.compile(
    r"<(?P<name>[a-z][\w:]{0,30})\b(?P<attributes>[^<>]{0,1000})>\s{0,20}(?:<name>\s{0,20})?"
    rf"(?:<!\[CDATA\[(?P<data>(?:[^\]]|\](?!\]>)){{0,{_MOST_VALUE}}})\]\]>|(?P<text>[^<]{{0,{_MOST_VALUE}}}))",
    re.IGNORECASE,
)
_CONTENT = ("content:encoded", "content", "description", "summary")  # the fullest first
_HREF = re.compile(r"\bhref=[\"']([^\"']{1,2000})[\"']")


def _of_item(raw: str, start: int) -> Record | None:
    """Return what an item of a feed (RSS or Atom) says before and behind its text; several items are no article."""
    item = _ITEM.match(raw, start)
    if not item:
        return None
    first, last = len(raw), len(raw)
    for name in _CONTENT:
        if opening := re.compile(rf"<{name}(?:\s[^<>]{{0,1000}})?>\s{{0,20}}(?:<!\[CDATA\[)?", re.IGNORECASE).search(
            raw
        ):
            first, last = opening.end(), raw.rfind(f"</{name}>")
            last = last if last >= first else len(raw)
            break
    outside = f"{raw[item.end() : first]}\n{raw[last:]}"
    if _ITEM.search(outside):
        return None
    end = first if raw[first:last].strip() else 0
    return Record(end, tuple(_values(outside)))


def _values(outside: str) -> Iterator[tuple[str, str]]:
    for element in _ELEMENT.finditer(outside):
        name, value = element["name"], element["data"] or html.unescape(element["text"] or "")
        if name.lower() == "link" and (href := _HREF.search(element["attributes"])):
            value = href[1]
        yield name, value.strip()


def read_head(raw: str) -> Record | None:
    """Return the head of a mail, a post, an item of a feed or an article of a database with which a text begins; None where
    it has none.

    >>> read_head("From: 林晓 <a@b.example>\\nSubject: 开源\\n\\n开源来了。")
    Record(end=35, pairs=(('author', '林晓'), ('title', '开源')))
    """
    start = len(raw) - len(raw.lstrip("\ufeff \t\r\n"))
    if raw.startswith("<", start):
        return _of_item(raw, start)
    first = raw[start : start + 60]
    if first.startswith("作者"):
        return _of_post(raw.replace("\r", " "), start)
    if head := _FIELD.match(first + "\n") and _of_mail(raw, start):
        return head
    return _of_database(raw, start) if _MAY_BE_PRINTED.search(raw, start, start + _MOST_HEAD) else None
