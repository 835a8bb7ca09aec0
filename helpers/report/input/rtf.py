"""Read the text of a document in RTF, as office programs save it under any name. Pure."""

import re
from typing import NamedTuple

from helpers.lexicon import words_of

_TOKEN = re.compile(
    r"\\'(?P<byte>[0-9A-Fa-f]{2})|\\(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,10})?[ ]?|\\(?P<sign>[^A-Za-z])"
    r"|(?P<brace>[{}])|(?P<plain>[^\\{}\r\n\0])"
)
# Groups that hold no text of the document.
_UNSEEN = words_of(
    "fonttbl colortbl stylesheet info pict object header headerl headerr headerf footer footerl footerr footerf themedata datastore "
    "listtable listoverridetable rsidtbl generator fldinst"
)
_WORDS = dict.fromkeys(("par", "line", "sect", "page", "row"), "\n") | dict.fromkeys(("tab", "cell"), "\t")
_WORDS |= {"emdash": "—", "endash": "–", "bullet": "•"} | dict(
    zip(("lquote", "rquote", "ldblquote", "rdblquote"), "‘’“”", strict=True)
)
_SIGNS = {"~": "\u00a0", "_": "-", "\r": "\n"} | dict.fromkeys("-|:", "")  # of others, the sign itself
_USUAL = "cp1252"
_OF_CHARSET = {128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5hkscs"}
_OF_PAGE = {932: "cp932", 936: "gb18030", 949: "cp949", 950: "big5hkscs", 65001: "utf-8"}


class _State(NamedTuple):
    """What holds up to the end of a group: the table of its bytes, what stands for a character of Unicode, is it unseen."""

    codec: str
    n_after: int = 1
    unseen: bool = False


def text_of_rtf(source: str) -> str:
    """Return the text of a document in RTF, which is given as Latin-1; bytes that its tables cannot read become U+FFFD.

    >>> text_of_rtf(r"{\\rtf1\\ansicpg936 \\'bf\\'aa\\u28304?\\par}")
    '开源\\n'
    """
    return _Reader().read(source)


class _Reader:
    def __init__(self) -> None:
        self.state, self.outer = _State(_USUAL), list[_State]()
        self.codec, self.font, self.codec_of = _USUAL, 0, dict[int, str]()  # of the document, and of its fonts
        self.text, self.row = list[str](), bytearray()
        self.n_skipped = 0  # characters that stand for one of Unicode

    def read(self, source: str) -> str:
        for token in _TOKEN.finditer(source):
            if char := token["byte"] or token["plain"]:
                self._take(bytes.fromhex(char) if token["byte"] else char.encode("latin-1", "replace"))
                continue
            self._end_row()
            if token["brace"] == "{":
                self.outer.append(self.state)
            elif token["brace"]:
                self.state = self.outer.pop() if self.outer else self.state
            elif token["sign"] == "*":
                self.state = self.state._replace(unseen=True)
            elif token["sign"]:
                self._write(_SIGNS.get(token["sign"], token["sign"]))
            else:
                self._obey(token["word"], int(token["number"] or 0))
        self._end_row()
        return "".join(self.text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def _take(self, byte: bytes) -> None:
        if self.n_skipped:
            self.n_skipped -= 1
        elif not self.state.unseen:
            self.row += byte

    def _end_row(self) -> None:
        self.text.append(self.row.decode(self.state.codec, "replace"))
        self.row.clear()
        self.n_skipped = 0

    def _write(self, said: str) -> None:
        if not self.state.unseen:
            self.text.append(said)

    def _obey(self, word: str, number: int) -> None:
        if word in _UNSEEN:
            self.state = self.state._replace(unseen=True)
        elif word == "ansicpg":
            self.codec = _OF_PAGE.get(number, _USUAL)
            self.state = self.state._replace(codec=self.codec)
        elif word == "f":
            self.font = number
            self.state = self.state._replace(codec=self.codec_of.get(number, self.codec))
        elif word == "fcharset" and number in _OF_CHARSET:
            self.codec_of[self.font] = _OF_CHARSET[number]
        elif word == "uc":
            self.state = self.state._replace(n_after=number)
        elif word == "u":
            self._write(chr(number % 0x10000))
            self.n_skipped = self.state.n_after
        else:
            self._write(_WORDS.get(word, ""))
