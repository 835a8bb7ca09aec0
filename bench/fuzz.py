"""A million hostile texts against the laws that the helpers keep for any text: `make fuzz`. No test of `make test`.

Every case is made from the seed and its own number, whatever the number of processes, so that any of them can be run
again alone: ``python bench/fuzz.py --seed 7 --first 123 --cases 1``. Laws that are slow to check get every n-th case. A case that
breaks a law is cut down as long as it breaks it, and printed; the exit code is 1.
"""

import argparse
import contextlib
import csv
import io
import math
import multiprocessing
import os
import random
import re
import signal
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
from tqdm import tqdm

from helpers import (
    SEEDS,
    apply_ledger,
    clean,
    content_words,
    find_analogies,
    find_quotations,
    keyness,
    lexicon,
    show,
    tokenize,
)
from helpers.cleaning.ledger import Cleaned, raw_span, replay
from helpers.cleaning.rules import RULES
from helpers.framing.quotations import QUOTE_KINDS
from helpers.report.ingest import read_corpus
from helpers.report.input.encoding import decode
from helpers.report.outcomes import OUTCOMES, Refusal
from helpers.tables import to_csv
from helpers.text.mentions import entity_mentions
from helpers.text.script import IS_HAN, to_simplified, to_traditional
from helpers.text.sentences import sentence_spans

TOO_LONG = 20  # seconds for one case: the longest has a few thousand characters
CHUNK = 500

# ------------------------------------------------------------------------------------------------- hostile texts

ODD = """
<b> </b> <p> </p> <br/> <script>alert(1)</script> <script> </script> <style>p{} </style> <!-- --> <!doctype <svg> <a⎵href='x'> <img⎵src=x⎵onerror=y()>
<table> <td </title> &amp; &amp;amp; &lt;b&gt; &#60; &#x3c; &#0; &#1114112; &#xD800; &nbsp; &nosuch; & ; < > a⎵<⎵b ]]>
** * __ _ # ##⎵ >⎵ -⎵ 1.⎵ ` ``` --- === | |---| [a](b) ![a](b "c") [a]( ](x) \\* \\ {{x}} {{ }} https://a.b/c?d=1 www.a.b ---\n title:⎵x date:⎵2024-02-30
(wǎng) （kāi） (Cháng'ān) (lǐng ) (DeepSeek) wa\u030cng ǎ ü \u0301
\u200b \u200d \u2060 \ufeff \u00ad \u202e \u2066 \u2069 \u061c \ufe0f \U000e0041 \u180e \u3000 \u00a0 \u2009 \t \r \r\n \n \n\n \u2028 \u0085 \x0b \x0c
\x00 \x07 \x1b[31m \x7f \x9b \ufffd \ufffd\ufffd \ufffe \ud800 \udfff \ue000 \U0010ffff 锟斤拷 烫烫烫 ?!?/p> 开?!源
= =1+1 +1 -1 @SUM(A1) =HYPERLINK("http://a.b") \t=1 \r=1 ' '' " "" , ; %0a
“ ” ‘ ’ 「 」 『 』 " ' 《 》 （ ） 【 】 ( ) [ ] 〝 〞 ， 。 ！ ？ ： ； 、 …… —— · , . ! ? : ; - ／ ＜ ＞
马斯克说： 他说： 她问道， 有人骂 该公司 据说 消息人士透露 表示， 指出称， 口中的 被称为 首席执行官 谷歌发言人 阿莱科·伯尔纳 Anna⎵Bellamy Sam⎵Altman 我们 他们认为
就像安卓 如果说GPT-4是iOS 安卓时刻 的护城河 军备竞赛 之于 当年 诸如 比作 AI界的 大模型 开源 闭源 Llama⎵2 GPT-3.5 o1 2024年2月30日 3.5% 1,000 A股 to⎵B
ÿþ Ã¤Â½Â å¼€æº â€œ ејҖжәҗ é\u00a0 寮€婧� İ ſ ß ﬁ ① ㎏ ⽤ ＧＰＴ ４ 著 么 乾 𠮷 👍🏽 🇨🇳 אב عر ไทย 한글 カタカナ ひらがな mañana Qazaqşa теңіз
"""


def _unescaped(piece: str) -> str:
    """Return a word of `ODD` with its escapes resolved; ``⎵`` stands for a blank."""
    resolved = re.sub(
        r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8}))", lambda m: chr(int(m[1] or m[2] or m[3], 16)), piece
    )
    return resolved.replace("\\t", "\t").replace("\\r", "\r").replace("\\n", "\n").replace("⎵", " ")


@cache
def _pools() -> tuple[list[str], list[str]]:
    """Return whole articles, Simplified and Traditional, and odd pieces: what every case is cut and glued from."""
    articles = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    articles += [max(to_traditional(text)) for text in articles]
    terms = [lexicon.read_table("entities")["alias"], lexicon.read_table("reporting")["term"]]
    names = [term for column in terms for term in column if re.fullmatch(r"\w+", term)]
    return articles, [*[_unescaped(piece) for piece in ODD.split(" ")], *ODD.split("\n"), *names]


def _misread(text: str, rng: random.Random) -> str:
    wrong = rng.choice(("cp1252", "latin-1", "ptcp154", "gbk", "big5"))
    return text.encode("utf-8", "replace").decode(wrong, rng.choice(("ignore", "replace")))


def _piece(rng: random.Random) -> str:
    articles, odd = _pools()
    kind = rng.random()
    if kind < 0.45:
        return rng.choice(odd)
    if kind < 0.55:
        return chr(rng.choice((rng.randrange(0x3000), rng.randrange(0x10000), rng.randrange(0x110000))))
    text = rng.choice(articles)
    start = rng.randrange(len(text))
    part = text[start : start + rng.choice((3, 12, 40, 40, 150))]
    if kind < 0.65:
        return _misread(part, rng)
    return rng.choice(odd) * rng.choice((2, 3, 9, 40, 300)) if kind < 0.68 else part


def _changed(text: str, rng: random.Random) -> str:
    """Return ``text`` with a stretch dropped, doubled, moved, turned round or torn by an odd piece."""
    start, end = sorted(rng.randrange(len(text) + 1) for _ in range(2))
    before, part, after = text[:start], text[start:end], text[end:]
    return rng.choice(
        (
            lambda: before + after,
            lambda: before + part + part + after,
            lambda: before + part + "\n" + part + after,
            lambda: after + part + before,
            lambda: before + part[::-1] + after,
            lambda: before + rng.choice(_pools()[1]) + part + _piece(rng) + after,
            lambda: before + _misread(part, rng) + after,
        )
    )()


def make_text(rng: random.Random) -> str:
    """Return a hostile text: most have under a hundred characters, a few some thousand."""
    text = "".join(_piece(rng) for _ in range(1 + int(rng.expovariate(0.3))))
    while rng.random() < 0.4:
        text = _changed(text, rng)
    return text[:5000]


# -------------------------------------------------------------------------------------------------------- laws


def _as_loaded(text: str) -> str:
    """Return ``text`` as a file can hold it: pandas' tables take no lone surrogates, and loading lets none through."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _origins(text: str, cleaned: Cleaned) -> list[int | None]:
    """Return for each character of the clean text the place in the raw one, None where an edit wrote it."""
    places: list[int | None] = list(range(len(text)))
    for _, _, edits in replay(text, cleaned.ledger):
        for edit in reversed(edits):
            places[edit.start : edit.start + len(edit.old)] = [None] * len(edit.new)
    return places


def law_of_cleaning(text: str, rng: random.Random) -> None:
    """The ledger leads from the raw text to the clean one, and back from every place of it; twice is once."""
    cleaned = clean(text)
    assert apply_ledger(text, cleaned.ledger) == cleaned.text
    origins = _origins(text, cleaned)
    for place in rng.choices(range(len(origins)), k=3 if origins else 0):
        first, last = raw_span(cleaned, place, place + 1)
        assert 0 <= first <= last <= len(text), (place, first, last)
        assert origins[place] in (None, first) and (origins[place] is None or last == first + 1), (place, first, last)
    if not any("nested too deeply" in flag.reason for flag in cleaned.flags):
        again = clean(cleaned.text)
        assert again.text == cleaned.text, (cleaned.text, again.ledger)


def law_of_single_rules(text: str, rng: random.Random) -> None:
    """Some rules alone keep their ledger too."""
    text = _as_loaded(text)
    cleaned = clean(text, rules=rng.sample(sorted(RULES), rng.randrange(len(RULES))))
    assert apply_ledger(text, cleaned.ledger) == cleaned.text


def law_of_script(text: str, rng: random.Random) -> None:
    """Between the scripts only Han characters change, each for one other."""
    text = _as_loaded(text)
    for changed in (to_simplified(text), *to_traditional(text)):
        assert len(changed) == len(text), changed
        assert all(old == new or IS_HAN.match(old) for old, new in zip(text, changed, strict=True)), changed


def law_of_words(text: str, rng: random.Random) -> None:
    """Tokens give the text back; sentences are in order, apart, and hold all but blanks."""
    tokens = tokenize(text, lexicon=rng.random() < 0.8)
    assert "".join(tokens) == text and all(tokens)
    content_words(tokens)
    at = 0
    for start, end in sentence_spans(text):
        assert at <= start < end <= len(text) and not text[at:start].strip(), (at, start, end)
        at = end
    assert not text[at:].strip(), text[at:]


class _Tags(HTMLParser):
    """Collects what a browser would act upon."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(f"a declaration: {decl}")

    handle_comment = handle_pi = unknown_decl = handle_decl


OURS = {"a", "aside", "blockquote", "br", "caption", "del", "details", "div", "figcaption", "figure", "footer", "ins", "li", "p",
        "small", "span", "strong", "summary", "table", "tbody", "td", "th", "thead", "tr", "ul"}  # fmt: skip
ATTRIBUTES = {"aria-label", "class", "lang", "scope", "style", "data-filter", "data-head", "data-sentence", "download", "href",
              "role"}  # fmt: skip


def law_of_pages(text: str, rng: random.Random) -> None:
    """Nothing of an article reaches a page but as text, and no character that disguises it."""
    assert not re.search("[<>\"'\ud800-\udfff]", show.escape(text))
    text = _as_loaded(text)
    show_it = rng.choice(
        (
            lambda: show.say(text),
            lambda: show.quotation(text, text, text),
            lambda: show.card(text, text, [text], tone="holds"),
            lambda: show.edits(text, clean(text).ledger[:3], text),
            lambda: show.answers(text or "x") if text.strip() else None,
            lambda: show.table(pd.DataFrame({text: [text], "to": [text]}), text, name=text, links={text: "to"}),
        )
    )
    with show.collected() as outputs:
        show_it()
    for markup in (output.data["text/html"] for output in outputs):
        tags = _Tags()
        tags.feed(markup)
        tags.close()
        for tag, attributes in tags.found:
            assert tag in OURS and set(attributes) <= ATTRIBUTES, (tag, attributes)
            assert (attributes.get("href") or "https://").startswith(("https://", "notebooks/", "data:text/csv;"))
        assert not any(unicodedata.category(c) in {"Cc", "Cf", "Cs"} and c != "\n" for c in markup)


def law_of_downloads(text: str, rng: random.Random) -> None:
    """A CSV has as many rows and cells as the table, each as it was but for its line ends, and none is a formula."""
    text = _as_loaded(text)
    one_end = re.sub("\r\n?", "\n", text)
    table = to_csv(pd.DataFrame({"a": [text, "x"], "b": ["y", text]})).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(table, newline="")))
    assert [len(row) for row in rows] == [2, 2, 2], rows
    for cell in (rows[1][0], rows[2][1]):
        assert cell.replace("'", "") == one_end.replace("'", "") and not cell.startswith(
            ("=", "+", "-", "@", "\t", "\r", "\n")
        ), cell


def law_of_bytes(text: str, rng: random.Random) -> None:
    """Bytes are read or refused, valid UTF-8 as what it is."""
    codec = rng.choice(("utf-8", "utf-8", "gb18030", "big5hkscs", "utf-16", "utf-32", "cp1252", "utf-8-sig"))
    data = bytearray(text.encode(codec, "replace" if codec != "utf-8" else "surrogatepass"))
    while data and rng.random() < 0.5:
        start, end = sorted(rng.randrange(len(data) + 1) for _ in range(2))
        data[start:end] = rng.choice((b"", rng.randbytes(2), bytes(data[start:end]) * 2, b"\x00", b"\xff\xfe"))
    try:
        found = decode(bytes(data))
    except Refusal:
        return
    with contextlib.suppress(UnicodeDecodeError):
        assert found.text == data.decode("utf-8").removeprefix("\ufeff") or found.text == data.decode("utf-8")
    assert "\0" not in found.text
    assert all(math.isnan(number) or -1 <= number <= 1 for number in (found.score, found.margin))


def law_of_speech(text: str, rng: random.Random) -> None:
    """A quotation is a part of the text, of a known kind, by somebody whom the text names."""
    text = _as_loaded(text)
    for row in find_quotations(text).itertuples():
        assert text[row.start : row.end] == row.quote != "" and row.kind in QUOTE_KINDS, row
        assert row.speaker in text and row.side in ("before", "after", ""), row


def law_of_metaphors(text: str, rng: random.Random) -> None:
    """A metaphor is in its sentence with all its words."""
    text = _as_loaded(text)
    texts = [text[start:end] for start, end in sentence_spans(text)]
    table = pd.DataFrame({"article_id": "a", "sentence": range(len(texts)), "text": texts})
    for row in find_analogies(table).itertuples():
        sentence = texts[row.sentence]
        assert row.text == sentence and row.marker in sentence and row.target_term in sentence, row
        assert row.source_term and row.form in ("comparison", "metaphor", "idiom"), row


def law_of_names(text: str, rng: random.Random) -> None:
    """A name is where it is said to be, and none overlaps another."""
    text = _as_loaded(text)
    at = 0
    for row in entity_mentions(text).itertuples():
        assert at <= row.start < row.end and text[row.start : row.end] == row.surface and row.entity, row
        at = row.end


def law_of_key_words(text: str, rng: random.Random) -> None:
    """Whatever the counts, every number that ranks a word is finite."""
    text = _as_loaded(text)
    tokens = tokenize(text) or ["x"]
    counts = pd.DataFrame(
        [("a", token, n) for token, n in Counter(tokens).items()], columns=["article_id", "term", "n"]
    )
    other = counts.sample(frac=0.5, random_state=rng.randrange(2**32)).assign(article_id="b", n=rng.randrange(1, 10**6))
    if len(counts) > 1 and len(other):
        ranked = keyness(pd.concat([counts, other]), ["a"], prior=rng.choice((0.01, 500, 10**6)))
        assert all(map(math.isfinite, ranked.drop(columns="term").to_numpy().ravel()))


def law_of_loading(text: str, rng: random.Random) -> None:
    """Every file of a folder ends in one of the outcomes, and nothing hostile of its name or head stays in the table."""
    with tempfile.TemporaryDirectory() as folder:
        n = rng.randrange(1, 6)
        for k in range(n):
            body = make_text(rng)
            ending = rng.choice((".txt", ".md", ".html", ".csv", ".jpg", ""))
            name = re.sub("[\0/\ud800-\udfff]", "_", rng.choice(_pools()[1]))[:30]
            (Path(folder) / f"{k}{name}{ending}").write_bytes(body.encode(rng.choice(("utf-8", "gb18030")), "replace"))
        loaded = read_corpus(Path(folder))
    assert len(loaded.ingest_log) == n and set(loaded.ingest_log["outcome"]) <= set(OUTCOMES)
    for row in loaded.articles.itertuples():
        assert apply_ledger(row.raw, row.ledger) == row.text
    for cell in loaded.ingest_log["entry"]:
        assert not any(unicodedata.category(char)[0] == "C" for char in cell), cell


LAWS: dict[Callable[[str, random.Random], None], int] = {  # every n-th case
    law_of_cleaning: 1,
    law_of_words: 1,
    law_of_single_rules: 8,
    law_of_script: 8,
    law_of_bytes: 4,
    law_of_speech: 4,
    law_of_metaphors: 8,
    law_of_names: 8,
    law_of_downloads: 8,
    law_of_pages: 8,
    law_of_key_words: 64,
    law_of_loading: 1024,
}

# --------------------------------------------------------------------------------------------------------- running


def _too_long(*_: object) -> None:
    raise TimeoutError(f"more than {TOO_LONG} seconds")


def broken(law: Callable[[str, random.Random], None], text: str, key: str) -> Exception | None:
    """Return what goes wrong when ``law`` is held against ``text``, if anything."""
    with contextlib.suppress(AttributeError):  # Windows has no alarm
        signal.signal(signal.SIGALRM, _too_long)
        signal.alarm(TOO_LONG)
    try:
        law(text, random.Random(key))
    except Exception as error:
        return error
    finally:
        with contextlib.suppress(AttributeError):
            signal.alarm(0)
    return None


def shrunk(law: Callable[[str, random.Random], None], text: str, key: str, kind: type) -> str:
    """Return ``text`` without whatever can be taken from it so that it still breaks ``law`` in the same way."""
    size, tries = len(text) // 2, 400
    while size:
        at = 0
        while at < len(text) and tries:
            shorter, tries = text[:at] + text[at + size :], tries - 1
            if isinstance(broken(law, shorter, key), kind):
                text = shorter
            else:
                at += size
        size //= 2
    return text


_SEEN: Counter[tuple[str, type]] = Counter()  # in this process: the same fault is not cut down a thousand times


def run_chunk(job: tuple[int, range]) -> list[tuple[str, str, str]]:
    """Return ``(law, kind of error, report)`` for every case of a chunk that breaks a law."""
    seed, numbers = job
    found = []
    for number in numbers:
        key = f"{seed}/{number}"
        text = make_text(random.Random(key))
        for law, every in LAWS.items():
            if number % every or not (error := broken(law, text, key)):
                continue
            _SEEN[law.__name__, type(error)] += 1
            least = shrunk(law, text, key, type(error)) if _SEEN[law.__name__, type(error)] <= 3 else text
            error = broken(law, least, key) or error
            report = f"{law.__name__}, case {number} of seed {seed}: {least!r}\n    {type(error).__name__}: {error}"
            found.append((law.__name__, type(error).__name__, report[:3000]))
    return found


def chunks(seed: int, first: int, cases: int) -> Iterator[tuple[int, range]]:
    end = first + cases
    return ((seed, range(at, min(at + CHUNK, end))) for at in range(first, end, CHUNK))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="number of the first case")
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    chosen = parser.parse_args()
    print(f"{chosen.cases:,} cases from {chosen.first:,} on, seed {chosen.seed}")
    reports: dict[tuple[str, str], list[str]] = {}
    jobs = list(chunks(chosen.seed, chosen.first, chosen.cases))
    with multiprocessing.Pool(chosen.processes) as pool:
        for found in tqdm(pool.imap_unordered(run_chunk, jobs), total=len(jobs), unit_scale=CHUNK, unit=" cases"):
            for law, kind, report in found:
                if (law, kind) not in reports:
                    tqdm.write(report)
                reports.setdefault((law, kind), []).append(report)
    for (law, kind), several in sorted(reports.items()):
        print(f"{law}: {kind} in {len(several)} cases, the shortest: {min(several, key=len)}")
    print("Every law held." if not reports else "A law was broken.")
    return bool(reports)


if __name__ == "__main__":
    sys.exit(main())
