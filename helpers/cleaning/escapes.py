"""Find line ends that are written out (``\\n``), lists of lines as programs print them, and texts whose characters are written
as escapes. Pure."""

import re
from collections.abc import Iterator

from helpers.cleaning.ledger import Found, apply_edits
from helpers.cleaning.naming import is_named
from helpers.text.script import IS_HAN

# But no \nabla, C:\new, nor one that is code.
_LINE_END = re.compile(r"\\(?<![\\`]\\)(?:r\\)?n(?:(?<=[。！？…”」』）]\\n)|(?<=\\r\\n)|(?![a-z]))")
_BEHIND_SENTENCE = re.compile(r"[。！？…”」』）][ ]{0,3}\\(?:r\\)?n")
_FEWEST = 3
_STRING = r"(?:'(?:[^'\\\n]|\\.)*+'|\"(?:[^\"\\\n]|\\.)*+\")"
_LIST = re.compile(rf"\s{{0,9}}\[(?:{_STRING},[ ]?)++{_STRING}\]\s{{0,9}}\Z")
_ITEM = re.compile(_STRING)
_IN_ITEM = re.compile(r"\\(?:n|r|t|xa0|u3000)")
_SENTENCE_END = re.compile("[。！？]")


# What stands for characters beyond ASCII: %u4F60 of JavaScript's escape(), %E4%BD%A0 of addresses, \\u4f60 of JSON, \\xe4\\xbd\\xa0 of
# Python's bytes. Each row begins with one and goes on over the escapes of ASCII.
_ROWS = (
    ("%u", re.compile(r"(?:%u[0-9A-Fa-f]{4}|%[0-9A-Fa-f]{2})+")),
    ("\\u", re.compile(r"(?:\\u[0-9A-Fa-f]{4}|\\[nrt\"/])+")),
    ("\\x", re.compile(r"(?:\\x[0-9A-Fa-f]{2}|\\[nrt\"'])+")),
    ("%", re.compile(r"(?:%[0-9A-Fa-f]{2})+")),
)
_ESCAPE = re.compile(r"[%\\]u([0-9A-Fa-f]{4})|(?:%|\\x)([0-9A-Fa-f]{2})|\\(.)")
_OF_BYTES = ("%", "\\x")
_AROUND_BYTES = re.compile(r"\s*+(b(['\"])).*(\2)\s*", re.DOTALL)
_IN_JSON = {"n": "\n", "r": "\r", "t": "\t"}
_IS_PROSE = re.compile("[，。！？；：]")
_WHOLE = 0.5  # of a text that is written in escapes; a smaller share may be addresses, or code


def _escaped(text: str) -> Iterator[Found]:
    """Find the escapes of a text that is Chinese prose written in nothing else."""
    for mark, pattern in _ROWS if not IS_HAN.search(text) else ():
        if mark in text and not (mark == "%" and "://" in text):  # an address
            rows = [*pattern.finditer(text)]
            size = sum(len(row[0]) for row in rows)
            if size >= _WHOLE * len(text):
                read = [_read(row[0], mark) for row in rows]
                if IS_HAN.search(whole := "".join(read)) and _IS_PROSE.search(whole):
                    edits = [(row.start(), row[0], new, "escape") for row, new in zip(rows, read, strict=True)]
                    yield from sorted([*edits, *_around_bytes(text)])
                    return


def _around_bytes(text: str) -> Iterator[Found]:
    """Find the marks that Python sets around bytes."""
    if around := _AROUND_BYTES.fullmatch(text):
        yield from ((around.start(group), around[group], "", "escape") for group in (1, 3))


def _read(row: str, mark: str) -> str:
    """Return what a row of escapes stands for; U+FFFD for bytes that are no UTF-8."""
    read = _ESCAPE.sub(lambda escape: _char_of(*escape.groups()), row)
    if mark in _OF_BYTES:
        return read.encode("latin-1").decode("utf-8", "replace")
    return read.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # of two halves, one character


def _char_of(code: str | None, byte: str | None, sign: str | None) -> str:
    return _IN_JSON.get(sign, sign) if sign else chr(int(code or byte or "", 16))


def without_escapes(text: str) -> str:
    """Return a text that is written in escapes as what it says; any other as it is.

    >>> without_escapes("%u4F60%u597D%u3002"), without_escapes("a%20b")
    ('你好。', 'a%20b')
    """
    return apply_edits(text, _escaped(text))


def without_name_escapes(value: str) -> str:
    """Return a title or name that is written in escapes as what it says, be they escaped twice; any other as it is.

    >>> without_name_escapes("%E5%BC%80%E6%BA%90"), without_name_escapes("%u5f00%u6e90"), without_name_escapes("写作%E5%BC%80")
    ('开源', '开源', '写作%E5%BC%80')
    """
    if not ("%" in value or "\\u" in value or "\\x" in value) or "://" in value or IS_HAN.search(value):
        return value
    value = value.replace("\\\\u", "\\u")
    for mark, pattern in _ROWS:
        if mark in value:
            rows = ((row.start(), row[0], _read(row[0], mark), "") for row in pattern.finditer(value))
            read = apply_edits(value, sorted([*rows, *_around_bytes(value)]))
            if IS_HAN.search(read) and "\ufffd" not in read:
                return read
    return value


def find_escapes(text: str) -> Iterator[Found]:
    """Find line ends written out, where three end a sentence and more than there are line ends; a text that is a list; and
    the escapes of one that is written in them.

    >>> [(old, new) for _, old, new, _ in find_escapes("['第一行。', '第二行']")]
    [("['", ''), ("', '", '\\n'), ("']", '')]
    """
    if text[:10].lstrip()[:2] in ("['", '["') and _LIST.match(text) and _SENTENCE_END.search(text):
        yield from _listed(text)
    elif ("%" in text or "\\u" in text or "\\x" in text) and (escaped := [*_escaped(text)]):
        yield from escaped
    elif "\\n" in text and len(_BEHIND_SENTENCE.findall(text)) >= max(_FEWEST, text.count("\n") + 1):
        yield from (
            (match.start(), match[0], "\n", "line end")
            for match in _LINE_END.finditer(text)
            if not is_named(text, *match.span())
        )


def _listed(text: str) -> Iterator[Found]:
    after, new = 0, ""
    for item in _ITEM.finditer(text):
        yield after, text[after : item.start() + 1], new, "list of lines"
        for match in _IN_ITEM.finditer(text, item.start() + 1, item.end() - 1):
            yield match.start(), match[0], "\n" if match[0] == "\\n" else " ", "line end"
        after, new = item.end() - 1, "\n"
    yield after, text[after:], "", "list of lines"
