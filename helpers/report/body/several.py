"""Read several articles out of one file, as databases export them: each begins with a head of its own. Pure."""

import re
from itertools import islice, pairwise

from helpers import lexicon
from helpers.report.body.metadata import own_metadata
from helpers.text.script import shadow_of

# Lines between two articles: a bar, the number of a document (LexisNexis, ProQuest), or its mark (Factiva, Wisers).
_BAR = r"([=\-_*~#+—─═])\1{7,200}"
_NUMBER = (
    r"(?:document|article|record)[ ]\d{1,5}(?:[ ]of[ ]\d{1,5})?|\d{1,5}[ ]of[ ]\d{1,5}[ ](?:document|article|record)s?"
)
_CHINESE_NUMBER = r"[【\[(]?第[ ]?\d{1,5}[ ]?[篇条则](?:[ /]{0,3}共[ ]?\d{1,5}[ ]?[篇条则])?[】\])]?"
_MARK = r"(?:document|文件)[ ][a-z]{4,12}\d{8}[a-z0-9]{6,20}|文章编号[ ]?:[ ]?[a-z0-9]{6,40}"
_BETWEEN = re.compile(
    rf"^[ \t\ufeff]{{0,9}}(?:{_BAR}|{_NUMBER}|{_CHINESE_NUMBER}|{_MARK})[ \t\r]{{0,9}}(?:\n|\Z)",
    re.MULTILINE | re.IGNORECASE,
)
# What the bytes of such a file hold, a line that begins so and two years, so that others need not be decoded for it.
_LINES = (
    *(sign * 8 for sign in (b"=", b"-", b"_", b"*", b"~", b"#", b"+")),
    *(sign.encode() * 8 for sign in "—─═"),
    *(b"Document ", b"Article 1", b"Record 1", b"1 of "),
    *(f"{mark}第{blank}1".encode() for mark in ("", "【", "[", "(", "（") for blank in ("", " ")),
    *("文章编号".encode(), "文章編號".encode(), "文件 ".encode()),
)
_YEAR = re.compile(rb"(?:19|20)\d\d(?!\d)")
_HEADS = ("head of the record", "line below the headline")
_HEAD, _LONGEST_PREAMBLE, _SHORTEST = 3000, 500, 60  # characters


def may_hold_several(data: bytes) -> bool:
    """Return whether a file may hold several articles, by a sign that parts them.

    >>> may_hold_several(b"2024-03-05"), may_hold_several(b"==========\\n2024-03-05\\n==========\\n2024-03-06")
    (False, True)
    """
    if not any(data.startswith(line) or b"\n" + line in data for line in _LINES):
        return False
    return len([*islice(_YEAR.finditer(data), 2)]) > 1


def articles_in(text: str) -> list[str]:
    """Return the articles in the text of a file; none, unless lines part it and a head with a title, and a day or an
    outlet, stands below two of them or more. What has no head goes on with the article before.

    >>> one = "标题：桥\\n日期：2024-03-05\\n\\n" + "河上的桥修好了，人们又从上面走过，去对岸的集市。" * 3
    >>> [article[:4] for article in articles_in(one + "\\n========\\n" + one.replace("桥", "路"))]
    ['标题：桥', '标题：路']
    """
    if not _may_begin(text):
        return []
    places = [match.span() for match in _BETWEEN.finditer(shadow_of(text))]
    pieces = [*zip([0, *(end for _, end in places)], [*(start for start, _ in places), len(text)], strict=True)]
    pieces = [(start, end) for start, end in pieces if text[start:end].strip()]
    heads: list[tuple[str, str] | None] = []
    for start, end in pieces:
        heads.append(_head_of(text[start:end]))
        if end > _LONGEST_PREAMBLE and not any(heads):
            return []
    first = next((number for number, head in enumerate(heads) if head), len(heads))
    before = text[: pieces[first][0]] if first < len(pieces) else ""
    if len({head[1] for head in heads if head}) < 2 or len(before) > _LONGEST_PREAMBLE or "。" in before:
        return []
    if not all(heads[first:]):  # a headline and a day may stand above a part of an article as well
        heads = [head if head and head[0] == _HEADS[0] else None for head in heads]
        if len({head[1] for head in heads if head}) < 2 or not heads[first]:
            return []
    begins, ends = [], []
    for (start, end), head in zip(pieces, heads, strict=True):
        if head:
            begins.append(start)
            ends.append(end)
        elif ends:
            ends[-1] = end
    return [text[start:end] for start, end in zip(begins, ends, strict=True)]


def _may_begin(text: str) -> bool:
    """Return whether a text begins with the head of an article, or with what may stand before several."""
    first = _BETWEEN.search(shadow_of(text[:_HEAD]))
    before = text[: first.start()] if first else text[:_HEAD]
    return (len(before) <= _LONGEST_PREAMBLE and "。" not in before) or _head_of(before) is not None


def _head_of(piece: str) -> tuple[str, str] | None:
    """Return where the head of an article is, and its title; None where there is none above a text."""
    if not _is_body(piece):
        return None
    where, own = own_metadata(piece[:_HEAD])
    is_head = where in _HEADS and own.get("title") and (own.get("date") or own.get("outlet"))
    return (where, own["title"]) if is_head else None


# Lines of which each record of a database has one: Wisers, 聯合知識庫, CNKI.
_ONCE_A_RECORD = tuple(
    re.compile(rf"^[ \t\ufeff]{{0,9}}(?:{line})[ \t\r]{{0,9}}$", re.MULTILINE | re.IGNORECASE)
    for line in (
        r"文章编号[ ]?:[ ]?[a-z0-9]{6,40}",
        r"【(?:19|20)\d\d[-/.]\d\d?[-/.]\d\d?/[^】\n]{2,40}】",
        r"(?:title-题名|srcdatabase-来源库)[ ]?:[^\n]{1,200}",
    )
)


def records_in(text: str) -> int:
    """Return how many records of a database a text holds, by a line of which each has one; 0 unless there are several.

    >>> body = "\\n\\n" + "河上的桥修好了，人们又从上面走过，去对岸的集市。" * 3 + "\\n"
    >>> records_in(f"【2024-03-05/山谷日報/A8版】{body}【2024-03-06/山谷日報/A1版】{body}")
    2
    """
    if not any(mark in text for mark in ("文章编号", "文章編號", "【19", "【20", "-题名", "-来源库")):
        return 0
    shadow, most = shadow_of(text), 0
    for line in _ONCE_A_RECORD:
        found = [*line.finditer(shadow)]
        edges = [0, *(match.start() for match in found), len(text)]
        most = max(most, min(len({match[0] for match in found}), sum(_is_body(text[a:b]) for a, b in pairwise(edges))))
    return most if most > 1 else 0


_MARKS_BEFORE, _MARKS_BEHIND = r"^[ \t>#*]{0,4}[【\[]?", r"(?:[ ]?\*{0,2}:\*{0,2}|[】\]][ ]?:?)[ \t]{0,9}"
_TITLES, _BESIDE = (
    "|".join(re.escape(term) for role in roles for term in lexicon.terms_of("labels", role))
    for roles in (("title",), ("date", "outlet"))
)
_TITLE = re.compile(
    rf"{_MARKS_BEFORE}(?:{_TITLES}){_MARKS_BEHIND}(?P<title>[^\n]{{1,200}})(?:\n[^\n]{{0,200}}){{0,4}}?\n"
    rf"{_MARKS_BEFORE[1:]}(?:{_BESIDE}){_MARKS_BEHIND}",
    re.MULTILINE | re.IGNORECASE,
)
_MAY_BE_TITLES = ("itle:", "eadline:", "标题", "標題", "题目", "題目", "题名", "題名", "篇名")


def titles_in(text: str) -> int:
    """Return how many different titles stand in a text behind a label, above the label of a day or an outlet.

    >>> body = "\\n\\n" + "河上的桥修好了，人们又从上面走过，去对岸的集市。" * 3
    >>> titles_in(f"标题：桥\\n日期：2024-03-05{body}\\n\\n標題：路\\n來源：山谷日報{body}")
    2
    """
    if sum(text.count(word) for word in _MAY_BE_TITLES) < 2:
        return 0
    found = [*_TITLE.finditer(shadow_of(text))]
    if len(found) < 2:
        return 0
    ends = [*(match.start() for match in found[1:]), len(text)]
    bodies = (text[match.end() : end] for match, end in zip(found, ends, strict=True))
    return len({match["title"].strip() for match, body in zip(found, bodies, strict=True) if _is_body(body)})


def _is_body(text: str) -> bool:
    return len(text) >= _SHORTEST and "。" in text
