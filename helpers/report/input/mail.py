"""Take the text out of a mail as it travels (MIME): from quoted-printable or base64, and of several parts the plain one. Pure."""

import re
from email import message_from_bytes
from typing import NamedTuple

# Fields, one of them of MIME, up to the blank line before the body.
_FIELD = rb"[A-Za-z][A-Za-z0-9-]{1,39}:[^\n]{0,4000}\n(?:[ \t][^\n]{0,4000}\n){0,50}"
_HEAD = re.compile(rb"\s{0,20}(?:%b){2,200}(?=\r?\n)" % _FIELD)
_OF_MIME = re.compile(rb"^(?:Content-Type|Content-Transfer-Encoding):", re.MULTILINE | re.IGNORECASE)
_READ = ("text/plain", "text/html")  # the first counts
_WRITTEN = ("quoted-printable", "base64")


class Mail(NamedTuple):
    """The fields above a mail, as they stand there; its text, with the charset that it declares; and what that is taken out of."""

    head: bytes
    body: bytes
    charset: str
    source: str


def read_mail(data: bytes) -> Mail | None:
    """Return the fields and the text of a mail; None of what is no mail, or one whose text can be read as it stands.

    >>> read_mail(b"From: a@b.example\\nContent-Transfer-Encoding: base64\\n\\n5byA5rqQ\\n").body.decode()
    '开源'
    """
    head = _HEAD.match(data)
    if not head or not _OF_MIME.search(head[0]):
        return None
    message = message_from_bytes(data.lstrip())
    parts = {part.get_content_type(): part for part in reversed([*message.walk()]) if not part.get_filename()}
    part = next((parts[kind] for kind in _READ if kind in parts), None)
    if part is None:
        return None
    written = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
    source = written if written in _WRITTEN else "several parts" if message.is_multipart() else ""
    body = part.get_payload(decode=True)
    return Mail(head[0], body, part.get_content_charset(""), source) if source and body.strip() else None
