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


def path_text(path: object) -> str:
    """Return a path for a message, as `plain` writes it; in quotation marks if that would hide a blank or a sign of it.

    >>> path_text("texts"), path_text("texts ")
    ('texts', "'texts '")
    """
    text = str(path)
    return text if plain(text) == text or len(text) > 200 else repr(text)


_PAIRS = dict(zip("“‘「『《〈【\"'＂", "”’」』》〉】\"'＂", strict=True))


def without_marks(word: str) -> str:
    """Return a word that a user wrote without the blanks and the pairs of marks around it.

    >>> without_marks(" 「《開源》」 "), without_marks("《AI》時代"), without_marks("「」")
    ('開源', '《AI》時代', '「」')
    """
    word = word.strip()
    while len(word) > 2 and _PAIRS.get(word[0]) == word[-1]:
        word = word[1:-1].strip()
    return word


def many(n: int, what: str, several: str = "") -> str:
    """Return a number with its noun.

    >>> many(1, "entry", "entries"), many(2000, "text")
    ('1 entry', '2,000 texts')
    """
    return f"{n:,} {what if n == 1 else several or f'{what}s'}"
