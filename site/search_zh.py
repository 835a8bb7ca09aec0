"""Full-text search in English and Chinese: Han runs by overlapping pairs, either script, pinyin with or without tones.

A segmenter decides what can be found: with one, 开源模型 is two words in one place and three in another. Pairs of
characters need no decision. Index (Python) and query (JavaScript) cut by the same rules and fold by the same table.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby, pairwise

import opencc
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.search.en import SearchEnglish

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
TOKEN = re.compile(rf"[{HAN}]+|[^\W{HAN}]+")
MARKS = re.compile(r"[\u0300-\u036f]")
# Pinyin in several words, such as `qiǎ bózi`: found as one word too, as people type it. Tone marks are loose here (NFD).
_WORD = r"[A-Za-z\u0300-\u036f]+"
PINYIN = re.compile(rf"{_WORD}(?: {_WORD})+")
TONE = re.compile(r"[\u0300\u0301\u0304\u030c]")


def simplified_by_character() -> dict[str, str]:
    """Every Traditional character that OpenCC turns into another single one, alone on its line."""
    characters = [chr(code) for first, last in ((0x3400, 0x4DBF), (0x4E00, 0x9FFF)) for code in range(first, last + 1)]
    folded = opencc.OpenCC("t2s").convert("\n".join(characters)).split("\n")
    return {a: b for a, b in zip(characters, folded, strict=True) if a != b and re.fullmatch(f"[{HAN}]", b)}


FOLD = simplified_by_character()

SPLITTER = """
var splitQuery = (() => {
  const fold = new Map(%s.match(/../gu).map((pair) => [...pair]));
  const folded = (text) =>
    [...text.normalize("NFD").replace(/[\\u0300-\\u036f]/g, "")].map((c) => fold.get(c) ?? c).join("");
  const han = /^[%s]/;
  const pairs = (run) => run.length < 2 ? [run] : Array.from({length: run.length - 1}, (_, i) => run.slice(i, i + 2));
  // What joins two words, or only asks, need not be on the page: 苹果和安卓 is two words, 什么是开源 one.
  const joints = /(?<=[%s]{2})[和与跟及或](?=[%s]{2})|^(?:什么是|什么叫|何谓|为什么|怎么)(?=[%s]{2})|(?<=[%s]{2})(?:是什么|什么意思|吗|呢)$/gu;
  return (query) =>
    (folded(query).replace(joints, " ").match(/[%s]+|(?:(?![%s])[\\p{L}\\p{N}_])+/gu) ?? [])
      .flatMap((run) => han.test(run) ? pairs(run) : [run]);
})();
"""


def joined_pinyin(decomposed: str) -> Iterator[str]:
    """Yield pinyin of several words as one word without tones; a word beside it without a tone mark belongs to it or not.

    >>> [*joined_pinyin(unicodedata.normalize("NFD", "qiǎ bózi"))]
    ['qiabozi']
    """
    for run in PINYIN.findall(decomposed):
        for with_tones, words in groupby(run.split(" "), key=lambda word: bool(TONE.search(word))):
            joined = MARKS.sub("", "".join(words))
            if with_tones:
                yield joined


class SearchBothScripts(SearchEnglish):
    """English as Sphinx does it; Chinese by pairs, and by single characters for queries of one."""

    lang = "zh"
    # Sphinx would escape the code as HTML if it were not marked as such.
    js_splitter_code = Markup(
        SPLITTER % (json.dumps("".join(map("".join, FOLD.items())), ensure_ascii=False), *[HAN] * 7)
    )

    def split(self, input: str) -> list[str]:
        """Cut a text for the index.

        >>> SearchBothScripts({}).split("Meta 的開源")
        ['Meta', '的', '开', '源', '的开', '开源']
        """
        decomposed = unicodedata.normalize("NFD", input)
        plain = MARKS.sub("", decomposed).translate(str.maketrans(FOLD))
        words = [*joined_pinyin(decomposed)]
        for run in TOKEN.findall(plain):
            if re.match(f"[{HAN}]", run):
                words += [*run, *map("".join, pairwise(run))]
            else:
                words.append(run)
        return words


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_search_language(SearchBothScripts)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
