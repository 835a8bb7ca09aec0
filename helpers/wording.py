"""Small pieces of a message: a text on one line, a number with its noun."""

import unicodedata


class _Plain(dict[int, str]):
    """What `plain` makes of each character, found when it first occurs; made for `str.translate`."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = kept = " " if char.isspace() else "" if unicodedata.category(char)[0] == "C" else char
        return kept


_plain = _Plain()


def plain(text: object, most: int = 200) -> str:
    """Return ``text`` as one line without control, direction and escape characters, at most ``most`` characters long.

    >>> plain("a\\x1b[31m\\u202e\\n b")
    'a[31m b'
    """
    text = str(text)[: 20 * most].encode("utf-8", "replace").decode("utf-8")
    kept = " ".join((text if text.isprintable() else text.translate(_plain)).split())
    return kept if len(kept) <= most else kept[: most - 1] + "…"


def many(n: int, what: str, several: str = "") -> str:
    """Return a number with its noun.

    >>> many(1, "entry", "entries"), many(2000, "text")
    ('1 entry', '2,000 texts')
    """
    return f"{n:,} {what if n == 1 else several or f'{what}s'}"
