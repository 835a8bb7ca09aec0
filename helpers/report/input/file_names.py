"""Find the file of a folder that a row of a table of metadata means. Pure."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from urllib.parse import unquote

from helpers.text.script import IS_HAN, shadow_of

_ENDING = re.compile(r"\.[a-z][a-z0-9]{1,7}\Z")
_BEFORE_TITLE = re.compile(r"\A[\d\W_年月日]+")  # 2024-05-01_开源.txt
_NO_LETTERS = re.compile(r"[\W_]+")


_ESCAPED = re.compile(r"#U([0-9A-Fa-f]{4,5})")  # as unpacking programs write what the system cannot spell
_TABLES = ("utf-8", "gb18030")


def spelled_out(name: str) -> str:
    """Return the name of a file as it is read, where a program wrote its characters as bytes (%E5%BC%80) or numbers (#U5f00).

    >>> spelled_out("%E5%BC%80%E6%BA%90"), spelled_out("#U5f00#U6e90"), spelled_out("%2e%2e%2fa"), spelled_out("C#U")
    ('开源', '开源', '%2e%2e%2fa', 'C#U')
    """
    if "#U" in name:
        return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), name)
    for table in _TABLES if "%" in name else ():
        try:
            read = unquote(name, table, errors="strict")
        except UnicodeDecodeError:
            continue
        if (
            IS_HAN.search(read) and not is_outside(read) and "/" not in read
        ):  # no other is hard to read, or may lead away
            return read
    return name


_NUMBER_OR_DAY = re.compile(
    r"\A(?:(?:19|20)\d\d(?:[-._年/]?[01]?\d(?:[-._月/]?[0-3]?\d日?)?)?|\d{1,4}(?=[-._、 \u3000]))[-._、 \u3000]*"
)
_NO_TITLE = re.compile(
    r"(?:新建)?(?:未命名|无标题|無標題|文本文[档檔]|文字文件|文[章档檔本件字]|[样樣]本|附件|原文|正文|全文|草稿|下[载載]|新闻|新聞|报道|報導|文本文件|第.{1,4}[篇章期号號])[\W\d]*"
)


def title_in(name: str) -> str:
    """Return the title that the name of a file is, without number and day before it; "" if it is none.

    >>> title_in("in/2024-03-05_老渡口.txt"), title_in("新建文本文档 (2).txt"), title_in("a01.txt")
    ('老渡口', '', '')
    """
    stem = spelled_out(PurePosixPath(name).stem)
    title = _NUMBER_OR_DAY.sub("", stem).strip(" _-")
    return "" if not IS_HAN.search(title) or len(title) < 2 or _NO_TITLE.fullmatch(title) else title


def is_outside(path: str) -> bool:
    """Return whether a path may lead out of the folder that it is read in.

    >>> is_outside("/a.txt"), is_outside(r"C:\\\\a.txt"), is_outside("b/../../a.txt"), is_outside("b/a.txt")
    (True, True, True, False)
    """
    return path.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", path) or bool(re.match(r"[A-Za-z]:", path))


class FileNames:
    """The names of the files of a folder, to be found by what people write for them: in capitals, in the other script,
    without the ending or with that of the file as it was before, without the folders above it or with those above ``folder``.

    >>> FileNames(["2024/001.txt", "2024/开源.txt"], "in").meant_by({"file": r"D:\\\\in\\\\2024\\\\開源.docx"})
    '2024/开源.txt'
    """

    def __init__(self, names: Iterable[str], folder: str = "") -> None:
        self._folder = _loose(folder)
        self._whole: dict[str, set[str]] = defaultdict(set)
        self._paths: dict[str, set[str]] = defaultdict(set)
        self._titles: dict[str, set[str]] = defaultdict(set)
        self._numbers: dict[int, set[str]] = defaultdict(set)
        for name in names:
            parts = _loose(name).split("/")
            for start in range(len(parts)):
                path, paths = "/".join(parts[start:]), self._paths if start else self._whole
                paths[path].add(name)
                paths[_ENDING.sub("", path)].add(name)
            stem = _loose(PurePosixPath(name).stem)
            for title in (stem, _BEFORE_TITLE.sub("", stem, count=1)):
                self._titles[_NO_LETTERS.sub("", title)].add(name)
            if stem.isdecimal():
                self._numbers[int(stem)].add(name)

    def meant_by(self, metadata: Mapping[str, str]) -> str:
        """Return the one name that is meant by the file of a row; if it has none, by its id, or else by its title.

        An empty text stands for no name, or more than one.
        """
        if "file" in metadata:
            return self._by_path(metadata["file"])
        wanted = metadata.get("article_id", "")
        found = self._at(_loose(wanted)) if "/" not in wanted else ""
        if not found and wanted.isdecimal() and len(wanted) < 19:
            found = _only(self._numbers.get(int(wanted)))
        return found or _only(self._titles.get(_NO_LETTERS.sub("", _loose(metadata.get("title", ""))) or None))

    def _by_path(self, path: str) -> str:
        """Return the file that a path leads to; of one that leads out of the folder, what follows the folder's own name."""
        parts = [part for part in _loose(path).split("/") if part not in ("", ".")]
        if ".." in parts:
            return ""
        below = len(parts) - parts[::-1].index(self._folder) if self._folder in parts else len(parts)
        paths = ["/".join(parts)] if not is_outside(path) else []
        for each in (*paths, "/".join(parts[below:])):
            if found := self._at(each) or self._at(_ENDING.sub("", each)):
                return found
        return ""

    def _at(self, path: str) -> str:
        return _only(self._whole.get(path)) or _only(self._paths.get(path))


def _loose(name: str) -> str:
    return shadow_of(unicodedata.normalize("NFC", name).replace("\\", "/")).strip().casefold()


def _only(names: set[str] | None) -> str:
    return next(iter(names)) if names and len(names) == 1 else ""
