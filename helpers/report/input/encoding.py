"""Decode bytes, by proof where there is one and else by a scored guess. Pure."""

import html
import json
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import NamedTuple

import chardet
from striprtf.striprtf import rtf_to_text

from helpers.cleaning.code_pages import LOST
from helpers.cleaning.two_byte import LIKE_CHINESE, likeness
from helpers.report.input.damaged import holds_utf_8, recovered, shifted_back
from helpers.report.input.mail import Mail, read_mail
from helpers.report.outcomes import SKIPPED, Refusal, Remark
from helpers.text.script import HAN, IS_HAN
from helpers.wording import many


class Decoded(NamedTuple):
    """A text, its encoding and warnings; ``score`` and ``margin`` of the guess, if there was one."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()
    score: float = float("nan")
    margin: float = float("nan")


NOT_DECODED = Decoded("", "")  # of what came as text, or as a table that is told of elsewhere

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_OTHER_FILES = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "a ZIP archive (as Word and EPUB make)"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
)
_IN_ASCII = {
    "hz": re.compile(rb"~\{[!-~]{2,}?~\}"),
    "utf-7": re.compile(rb"\+[A-Za-z0-9+/]{3,}-?"),
    "iso2022_jp_2": re.compile(rb"\x1b\$[@AB]"),
}
_ISO_2022_CN = re.compile(rb"\x1b\$\)[AGE]")
# What stands for characters beyond ASCII: of JSON, of HTML, and of mail.
_JSON_ESCAPE = re.compile(r"(?:\\u[0-9A-Fa-f]{4})+")
_HTML_ESCAPE = re.compile(r"&(?:amp;)?#(?:[1-9]\d{2,6}|[xX][0-9A-Fa-f]{2,6});")
_MAIL_ESCAPE = re.compile(rb"=(?:([0-9A-F]{2})|[ \t]{0,9}\r?\n)")
_MAIL_ESCAPES = re.compile(rb"(?:=[0-9A-F]{2}){2}")
_ENOUGH = 10_000  # characters, to judge by
_SAMPLE = 2000  # characters, by which a guess is checked
_FEWEST_GUESSED = 8  # Han characters: fewer may be what a guess makes of any bytes
_WITHOUT_MARK = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_OF_CHINESE = re.compile(rf"[{HAN}\u3000-\u303f\uff01-\uff65·—‘’“”…]")
# The guess names an encoding; we use the widest of its family, which can read all that the narrower ones can.
_WIDEST = {"gb2312": "gb18030", "gbk": "gb18030", "hz-gb-2312": "hz", "big5": "big5hkscs", "cp950": "big5hkscs"}
_DECLARED = {
    "gb2312",
    "gbk",
    "gb18030",
    "big5",
    "big5hkscs",
    "euc-jp",
    "shift_jis",
    "euc-kr",
    "windows-1252",
    "iso-8859-1",
}
_CHARSET = re.compile(rb"<meta\b[^<>]{0,300}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w-]{1,30})", re.IGNORECASE)
CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BAD_SHARE, _FEW_BAD = 0.02, 3
# Encodings that can write Chinese; a file in any other one is not a Chinese article.
_CHINESE = re.compile(r"gb|big5|hz|euc|utf|iso2022|shift|cp93[26]|cp949|johab|x?-?euc-tw")


def decode(data: bytes) -> Decoded:
    """Return the text of ``data``: by its byte-order mark, else as strict UTF-8, else by a scored guess.

    Valid UTF-8 is never overruled, but for ASCII that hides Chinese: HZ, UTF-7, ISO-2022, or escapes of JSON, HTML or mail;
    and for UTF-16 without a byte-order mark. Their Chinese proves it. UTF-8 with up to two bad sequences in a hundred
    characters (a file that was cut in the middle of a character) is read as UTF-8 with a warning. Otherwise the encoding
    that a web page declares is used, or the best of chardet's candidates that can read every byte; its score and its lead
    over the next are returned.

    Raises:
        Refusal: empty; binary (NULs in what is not Chinese, or other control characters); or no encoding fits.

    >>> decode("開源".encode()).encoding, decode("開源模型".encode("big5")).encoding
    ('utf-8', 'big5hkscs')
    """
    if not data.strip():
        raise Refusal("empty" if not data else "nothing but blanks", SKIPPED)
    head = data[:200].lstrip()
    codec = next((codec for mark, codec in _MARKS if head.startswith(mark)), "")
    plain_head = head.decode(codec, "ignore").lstrip("\ufeff").encode().lstrip() if codec else head
    if plain_head.startswith(b"{\\rtf"):
        return _of_rtf(data.decode(codec or "latin-1", "replace").lstrip("\ufeff"))
    if name := next((name for sign, name in _OTHER_FILES if plain_head.startswith(sign)), ""):
        raise Refusal(f"not a text file but {name}: save it as plain text")
    if mail := read_mail(data):
        return _of_mail(mail)
    if data.isascii() and (decoded := _hidden_in_ascii(data)):
        return _checked(decoded)
    for mark, name in _MARKS:
        if data.startswith(mark):
            if name != "utf-8" and (text := _strictly(data[len(mark) :], "utf-8")) and "\0" not in text:
                warning = f"a byte-order mark of {name}, but its bytes are UTF-8"
                return _checked(Decoded(text, "utf-8", (warning,)))
            return _checked(
                _with_losses(data, name if name != "utf-8" else "utf-8-sig", f"{name} with a byte-order mark")
            )
    if b"\0" in data and (decoded := _without_mark(data)):
        return decoded
    try:
        return _checked(Decoded(data.decode("utf-8"), "utf-8"))
    except UnicodeDecodeError:
        if decoded := _without_mark(data) or _in_halves(data):
            return decoded
        loose = data.decode("utf-8", "replace")
    n_bad = loose.count(LOST)
    n_good = sum(char > "\x7f" for char in loose) - n_bad
    if n_bad <= max(_FEW_BAD, _BAD_SHARE * n_good) and n_good >= 3 * n_bad:
        by_lines = _by_lines(data, {}) if n_bad > _FEW_BAD else None
        return _checked(by_lines or _with_losses(data, "utf-8", "utf-8"))
    return _checked(_guessed(data))


def _of_rtf(source: str) -> Decoded:
    text = rtf_to_text(source, errors="replace").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _checked(
        Decoded(text, "rtf", (Remark("a document in RTF; only its text is read"), *_told_losses(text, "RTF")))
    )


def _of_mail(mail: Mail) -> Decoded:
    """Return the fields of a mail with its text below them, decoded as it declares, or as its bytes say."""
    codec = _WIDEST.get(mail.charset, mail.charset)
    text = _strictly(mail.body, codec) if codec else ""
    body = _checked(Decoded(text, codec)) if text else decode(mail.body)
    warning = Remark(f"a mail; its text is taken out of {mail.source}")
    head = _strictly(mail.head, "utf-8") or decode(mail.head).text
    return body._replace(text=f"{head}\n{body.text}", warnings=(warning, *body.warnings))


def _hidden_in_ascii(data: bytes) -> Decoded | None:
    """Return ASCII with the Chinese that its escapes hold; None if it is nothing but ASCII.

    Raises:
        Refusal: it is ISO-2022-CN.
    """
    if _ISO_2022_CN.search(data):
        raise Refusal("its encoding is ISO-2022-CN, which Python cannot read: save it as UTF-8")
    for codec, escapes in _IN_ASCII.items():
        text = _strictly(data, codec) if escapes.search(data) else ""
        if IS_HAN.search(text) and (codec.startswith("iso") or _share_of_chinese(text) == 1):
            return Decoded(text, codec, (f"all its bytes are ASCII; read as {codec}, which gives Chinese",))
    if b"\\u" in data or b"#" in data:
        ascii_text = data.decode("ascii")
        for what, text in (
            ("JSON", _without_json_escapes(ascii_text)),
            ("HTML", _HTML_ESCAPE.sub(_unescaped, ascii_text)),
        ):
            if _share_of_chinese(text) > 0.5 and IS_HAN.search(text):
                return Decoded(
                    text, "utf-8", (f"its characters were written as escapes of {what}; these give Chinese",)
                )
    if _MAIL_ESCAPES.search(data):
        with suppress(Refusal):
            inner = _MAIL_ESCAPE.sub(lambda match: bytes.fromhex((match[1] or b"").decode()), data)
            found = decode(inner) if not inner.isascii() else NOT_DECODED
            enough = 1 if found.encoding == "utf-8" else _FEWEST_GUESSED
            if _share_of_chinese(found.text) > 0.5 and len(IS_HAN.findall(found.text)) >= enough:
                warning = "its characters were written as escapes of mail (quoted-printable); these give Chinese"
                return found._replace(warnings=(warning, *found.warnings))
    return None


def _share_of_chinese(text: str) -> float:
    """Return how much of what is beyond ASCII is Chinese."""
    beyond = re.sub(r"[\x00-\x7f]", "", text)
    return len(_OF_CHINESE.findall(beyond)) / max(1, len(beyond))


def _without_json_escapes(text: str) -> str:
    """Return a text with its escapes of JSON read: all of them in a string of JSON, else those of characters."""
    with suppress(ValueError, RecursionError):
        if text.lstrip().startswith('"') and isinstance(whole := json.loads(text), str):
            return whole
    read = _JSON_ESCAPE.sub(lambda match: json.loads(f'"{match[0]}"'), text)
    return read.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _unescaped(match: re.Match[str]) -> str:
    """Return the character that a reference of HTML stands for, if it is beyond ASCII: others may be of its markup."""
    char = html.unescape(match[0].replace("amp;", ""))
    return char if char > "\x7f" else match[0]


def _without_mark(data: bytes) -> Decoded | None:
    """Return data that is UTF-16 or UTF-32 without a byte-order mark; None unless nearly all of it is common Chinese or ASCII."""
    for codec in _WITHOUT_MARK:
        text = _strictly(data, codec)
        if not CONTROL.search(text) and _is_common_chinese(text):
            return Decoded(text, codec, (f"no byte-order mark; read as {codec}, which gives Chinese",))
    return None


def _is_common_chinese(text: str) -> bool:
    """Return whether nearly all that is beyond ASCII is common Chinese, and something is."""
    beyond = re.sub(r"[\x00-\x7f]", "", text[:_ENOUGH])
    common = sum(bool(char.encode("gb2312", "ignore") or char.encode("big5", "ignore")) for char in beyond)
    return bool(IS_HAN.search(text)) and _share_of_chinese(text) >= 0.95 and common >= 0.9 * len(beyond)


def _in_halves(data: bytes) -> Decoded | None:
    """Return CESU-8, UTF-8 in which some databases write a character beyond U+FFFF as two halves; None if it is no such."""
    if b"\xed" not in data:
        return None
    try:
        text = data.decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeError:
        return None
    return _checked(Decoded(text, "utf-8", ("UTF-8 with characters written as two halves (CESU-8)",)))


def _with_losses(data: bytes, codec: str, name: str) -> Decoded:
    try:
        return Decoded(data.decode(codec), name)
    except UnicodeError:
        text = data.decode(codec, "replace")
    if _has_too_many_losses(text):
        raise Refusal(f"its bytes are no {name}")
    return Decoded(text, name, _told_losses(text, name))


def _has_too_many_losses(text: str) -> bool:
    return text.count(LOST) > max(_FEW_BAD, _BAD_SHARE * len(text))


def _told_losses(text: str, name: str) -> tuple[str, ...]:
    n_bad = text.count(LOST)
    return (f"{many(n_bad, 'place')} not readable as {name}: characters are lost there",) if n_bad else ()


def _by_lines(data: bytes, scores: Mapping[str, float]) -> Decoded | None:
    """Return lines that are UTF-8 or in a table for Chinese, where few bytes are lost; None unless they prove to be Chinese."""
    found = recovered(data)
    if not found or _has_too_many_losses(found.text):
        return None
    which = f"{many(found.lines, 'line')} not UTF-8" if found.is_mostly_utf_8 else "not UTF-8"
    score = scores.get(found.table, 0.0)
    why = f"by a guess (score {score:.2f})" if score else "which gives Chinese"
    return Decoded(
        found.text,
        "utf-8" if found.is_mostly_utf_8 else found.table,
        (f"{which}; read as {found.table}{' ' if score else ', '}{why}", *_told_losses(found.text, found.table)),
        score,
        _lead(scores, found.table),
    )


def _guessed(data: bytes) -> Decoded:
    candidates = [c for c in chardet.detect_all(data[:200_000]) if c["encoding"]]
    if not candidates:
        raise Refusal("a binary file")
    scores: dict[str, float] = {}
    for candidate in candidates:
        name = candidate["encoding"].lower()
        scores.setdefault(_WIDEST.get(name, name), float(candidate["confidence"]))
    best = next(iter(scores))
    scores = {codec: score for codec, score in scores.items() if _CHINESE.match(codec)}
    declared = _CHARSET.search(data[:4096])
    if declared and (name := declared[1].decode().lower()) in _DECLARED:
        codec = _WIDEST.get(name, name)
        if decoded := _strictly(data, codec):
            other = () if best == codec else (f"its bytes look like {best}",)
            return Decoded(
                decoded,
                codec,
                (f"read as {name}, as the page declares", *other),
                scores.get(codec, 0.0),
                _lead(scores, codec),
            )
    codec, text = next(((codec, text) for codec in scores if (text := _strictly(data, codec))), ("", ""))
    is_doubtful = likeness(text[:_SAMPLE]) < LIKE_CHINESE or holds_utf_8(data)
    if is_doubtful and (by_lines := _by_lines(data, scores)):
        return by_lines
    if text:
        score, lead = scores[codec], _lead(scores, codec)
        warning = f"not UTF-8; read as {codec} by a guess (score {score:.2f}, {lead:.2f} ahead of the next)"
        text = shifted_back(text, codec)
        return Decoded(text, codec, (warning, *_told_losses(text, codec)), score, lead)
    if not scores:
        raise Refusal(f"not UTF-8, and its bytes fit no table that can write Chinese (they look like {best})")
    codec = next(iter(scores))
    try:
        loose = _with_losses(data, codec, codec)
    except LookupError:
        raise Refusal(f"its encoding may be {codec}, which Python cannot read") from None
    warning = f"not UTF-8; read as {codec} by a guess (score {scores[codec]:.2f})"
    return loose._replace(warnings=(warning, *loose.warnings), score=scores[codec], margin=_lead(scores, codec))


def _strictly(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except (UnicodeError, LookupError):
        return ""


def _lead(scores: Mapping[str, float], codec: str) -> float:
    return scores.get(codec, 0.0) - max((score for name, score in scores.items() if name != codec), default=0.0)


def _checked(decoded: Decoded) -> Decoded:
    controls = CONTROL.findall(decoded.text)
    n_nul = controls.count("\0")
    without = decoded.text.replace("\0", "")
    if 100 * n_nul > len(decoded.text) and not _is_common_chinese(without):
        line = decoded.text.count("\n", 0, decoded.text.index("\0")) + 1
        raise Refusal(f"not a text file: line {line} holds a NUL")
    if is_binary(len(controls) - n_nul, len(without)):
        raise Refusal("a binary file: every hundredth character, or more, is a control character")
    if not n_nul:
        return decoded
    warning = f"{many(n_nul, 'NUL')} taken out: a character may be lost there"
    return decoded._replace(text=without, warnings=(*decoded.warnings, warning))


def is_binary(controls: int, characters: int) -> bool:
    """Return whether so many control characters among all are too many for a text."""
    return controls > max(8, characters / 100)
