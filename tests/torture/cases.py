"""More than 150 bad inputs, each made by program, each with its decided outcome and words of the reason.

``FILES`` go into one folder, each into a sub-folder of its own; ``TABLES`` are read one by one.
"""

import os
import random
import socket
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from helpers import lexicon

LOADED, WARNED, SKIPPED, REFUSED = "loaded", "loaded with a warning", "skipped", "refused"
FATAL = "the whole source is refused"

_WORDS = [
    "开源",
    "模型",
    "公司",
    "社区",
    "工程师",
    "研究",
    "数据",
    "成本",
    "价格",
    "市场",
    "用户",
    "城市",
    "学校",
    "医院",
    "手机",
    "系统",
    "软件",
    "芯片",
    "语言",
    "记者",
    "报道",
    "发布",
    "训练",
    "下载",
    "竞争",
    "合作",
    "安全",
    "风险",
    "机会",
    "投资",
    "利润",
    "技术",
    "论文",
    "实验",
    "结果",
    "问题",
    "办法",
    "时间",
    "世界",
    "中国",
    "美国",
    "欧洲",
    "产品",
    "服务",
    "平台",
    "生态",
    "代码",
]
_LINKS = [
    "认为",
    "选择",
    "需要",
    "改变",
    "讨论",
    "支持",
    "反对",
    "公布",
    "比较",
    "建立",
    "等待",
    "观察",
    "帮助",
    "带来",
    "失去",
    "记录",
]


def story(seed: int, sentences: int = 14) -> str:
    """A plain article of about 200 characters, unlike that of any other seed."""
    draw = random.Random(seed)
    lines = (
        f"{draw.choice(_WORDS)}{draw.choice(_LINKS)}{draw.choice(_WORDS)}和{draw.choice(_WORDS)}，"
        f"{draw.choice(_WORDS)}{draw.choice(_LINKS)}{draw.choice(_WORDS)}。"
        for _ in range(sentences)
    )
    return "\n".join(lines) + "\n"


def story_tw(seed: int) -> str:
    """The same in Traditional characters."""
    import opencc

    return opencc.OpenCC("s2tw").convert(story(seed))


class File(NamedTuple):
    """One entry: its name, how it is made at a path, the outcome, and words of the reason."""

    name: str
    make: Callable[[Path], object]
    outcome: str
    why: str = ""


class Table(NamedTuple):
    """One table: its file name and bytes, the outcomes of its rows, and words of the reasons or of the refusal."""

    name: str
    data: bytes
    outcomes: tuple[str, ...]
    why: str = ""
    options: dict = {}  # noqa: RUF012


_number = iter(range(1, 10_000))


def _bytes(name: str, data: bytes | Callable[[str], bytes], outcome: str, why: str = "") -> File:
    made = data(story(next(_number))) if callable(data) else data
    return File(name, lambda path: path.write_bytes(made), outcome, why)


def _text(name: str, text: str | Callable[[str], str], outcome: str = LOADED, why: str = "") -> File:
    made = text(story(next(_number))) if callable(text) else text
    return File(name, lambda path: path.write_bytes(made.encode("utf-8", "surrogatepass")), outcome, why)


def _front(head: str) -> Callable[[str], str]:
    return lambda body: f"---\n{head}\n---\n\n{body}"


def _page(head: str = "", *, before: str = "", after: str = "") -> Callable[[str], str]:
    return lambda body: (
        f"<!DOCTYPE html><html><head>{head}</head><body>{before}<p>{'</p><p>'.join(body.split())}</p>{after}</body></html>"
    )


def _socket(path: Path) -> None:
    here = os.getcwd()
    os.chdir(path.parent)  # the name of a socket must be short
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


def _sparse(size: int) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        with open(path, "wb") as file:
            file.truncate(size)

    return make


def _encodings() -> list[File]:
    simplified = [
        ("utf-8", LOADED, ""),
        ("utf-8-sig", LOADED, ""),
        ("utf-16", LOADED, ""),
        ("utf-32", LOADED, ""),
        ("utf-16-le", WARNED, "read as utf-16-le"),
        ("utf-16-be", WARNED, "read as utf-16-be"),
        ("gb2312", WARNED, "gb18030 by a guess"),
        ("gbk", WARNED, "gb18030 by a guess"),
        ("gb18030", WARNED, "gb18030 by a guess"),
    ]
    cases = [
        _bytes(f"in-{name}.txt", lambda body, name=name: body.encode(name), outcome, why)
        for name, outcome, why in simplified
    ]
    cases.append(_bytes("in-hz.txt", lambda body: body.encode("hz"), WARNED, "read as hz"))
    cases.append(_bytes("in-utf-7.txt", lambda body: body.encode("utf-7"), WARNED, "read as utf-7"))
    cases.append(_bytes("rtf.txt", lambda body: b"{\\rtf1\\ansi " + body.encode("gbk") + b"}", WARNED, "RTF"))
    for name in ("big5", "big5hkscs", "cp950"):
        data = story_tw(next(_number)).encode(name)
        cases.append(
            File(f"in-{name}.txt", lambda path, data=data: path.write_bytes(data), WARNED, "big5hkscs by a guess")
        )
    for codec in ("latin-1", "cp1252", "ptcp154"):
        body = story(next(_number)).encode()
        bad = body.decode("latin-1") if codec == "latin-1" else "".join(_read(byte, codec) for byte in body)
        cases.append(_text(f"misread-{codec}.txt", bad, WARNED, "misread"))
    twice = story(next(_number)).encode().decode("latin-1").encode().decode("latin-1")
    return [
        *cases,
        _text("misread-twice.txt", twice, WARNED, "misread"),
        _bytes("utf-8-cut-off.txt", lambda body: body.strip().encode()[:-1], WARNED, "1 place not readable"),
        _bytes(
            "utf-8-one-bad-byte.txt", lambda body: body.encode()[:30] + b"\xff" + body.encode()[30:], WARNED, "1 place"
        ),
        _bytes("utf-8-half-rubbish.txt", lambda body: body.encode() + b"\xff\xfe\xfd" * 200, REFUSED),
        _bytes("utf-16-odd.txt", lambda body: body.encode("utf-16") + b"\x4e", WARNED, "1 place not readable"),
        _bytes(
            "utf-16-mark-then-utf-8.txt", lambda body: b"\xff\xfe" + body.encode(), WARNED, "byte-order mark of utf-16"
        ),
        _bytes("gbk-cut-off.txt", lambda body: body.strip().encode("gbk")[:-1], WARNED, "characters are lost"),
        _bytes(
            "gbk-page-says-so.html", lambda body: _page('<meta charset="gbk">')(body).encode("gbk"), WARNED, "declares"
        ),
        _bytes(
            "gbk-page-says-utf-8.html",
            lambda body: _page('<meta charset="utf-8">')(body).encode("gbk"),
            WARNED,
            "by a guess",
        ),
        _bytes("utf-8-page-says-gbk.html", lambda body: _page('<meta charset="gbk">')(body).encode(), LOADED),
        _bytes(
            "page-says-rot13.html",
            lambda body: _page('<meta charset="rot13">')(body).encode("gbk"),
            WARNED,
            "by a guess",
        ),
        _bytes("page-says-utf-7.html", lambda body: _page('<meta charset="utf-7">')(body).encode(), LOADED),
        _bytes("mark-in-the-middle.txt", lambda body: (body + "\ufeff" + body[::-1]).encode(), LOADED),
        _text("lost-for-good.txt", lambda body: body + "锟斤拷锟斤拷", WARNED, "damaged beyond proof"),
        _text("replacement-characters.txt", lambda body: body + "开\ufffd源", WARNED, "damaged beyond proof"),
        _text("private-use.txt", lambda body: body + "开\ue123源", WARNED, "damaged beyond proof"),
        _bytes(
            "latin-1-french.txt", "Les modèles ouverts ont été libérés à l'été.".encode("latin-1"), REFUSED, "no table"
        ),
        _bytes("overlong.txt", b"\xc0\xaf" * 300, REFUSED),
        _bytes("surrogates.txt", lambda body: body.encode() + b"\xed\xa0\x80", WARNED, "not readable"),
    ]


def _read(byte: int, codec: str) -> str:
    try:
        return bytes([byte]).decode(codec)
    except UnicodeDecodeError:
        return bytes([byte]).decode("latin-1")


def _binary() -> list[File]:
    noise = random.Random(7).randbytes(4000)
    return [
        _bytes("empty.txt", b"", SKIPPED, "empty"),
        _bytes("mark-only.txt", b"\xef\xbb\xbf", SKIPPED, ""),
        _bytes("blanks.txt", b" \t\r\n" * 50, SKIPPED, "nothing but blanks"),
        _text("wide-blanks.txt", "\u3000\u00a0\u200b" * 50, SKIPPED, ""),
        _bytes("million-blank-lines.txt", b"\n" * 1_000_000, SKIPPED, "nothing but blanks"),
        _bytes("many-lines-round-a-story.txt", lambda body: b"\n" * 50_000 + body.encode() + b"\n" * 50_000, LOADED),
        _bytes("nul.txt", lambda body: body.encode() + b"\0", WARNED, "1 NUL taken out"),
        _bytes("nul-in-utf-16.txt", lambda body: (body + "\0").encode("utf-16"), WARNED, "1 NUL taken out"),
        _bytes("nuls-only.txt", b"\0" * 500, REFUSED, "NUL"),
        _bytes("noise.txt", noise, REFUSED, "binary"),
        _bytes("picture.txt", b"\x89PNG\r\n\x1a\n" + noise, REFUSED, "binary"),
        _bytes("program.txt", b"\x7fELF\x02\x01\x01\0" + noise, REFUSED, "binary"),
        _bytes("archive.md", b"PK\x03\x04" + noise, REFUSED, "a ZIP archive"),
        _bytes("document.html", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + noise, REFUSED, "PDF"),
        _bytes("controls.txt", lambda body: body.encode() + b"\x01\x02\x03\x04" * 50, REFUSED, "control"),
        _bytes("bell.txt", lambda body: body.encode() + b"\x07", LOADED),
        _bytes("escapes.txt", lambda body: b"\x1b[31m" + body.encode() + b"\x1b[0m\x1b]0;owned\x07", LOADED),
        _bytes("all-ff.txt", b"\xff" * 999, REFUSED),
        File("line-of-50-megabytes.txt", _sparse(50_000_000), REFUSED, "50,000,000 bytes"),
        File("terabyte.txt", _sparse(2**40), REFUSED, "bytes in one file"),
        _text("million-and-one.txt", "开" * 1_000_001, REFUSED, "1,000,001 characters"),
        _text("one-long-line.txt", "开源模型改变世界" * 12_500, LOADED),
        _text("unknown-run.txt", "".join(chr(0x4E00 + k % 20_000) for k in range(100_000)), LOADED),
    ]


def _things() -> list[File]:
    def folder(path: Path) -> None:
        path.mkdir()
        (path / "inside.txt").write_text(story(next(_number)), encoding="utf-8")

    return [
        File("pipe.txt", os.mkfifo, SKIPPED, "pipe"),
        File("plug.txt", _socket, SKIPPED, "socket"),
        File("broken.txt", lambda path: path.symlink_to("nowhere.txt"), SKIPPED, "broken link"),
        File("loop.txt", lambda path: path.symlink_to("loop.txt"), SKIPPED, "broken link"),
        File("passwd.txt", lambda path: path.symlink_to("/etc/passwd"), REFUSED, "out of the folder"),
        File("zero.txt", lambda path: path.symlink_to("/dev/zero"), REFUSED, "out of the folder"),
        File("root.txt", lambda path: path.symlink_to("/"), REFUSED, "out of the folder"),
        File("upwards", lambda path: path.symlink_to(".."), SKIPPED, "a link"),
        File("sideways.txt", lambda path: path.symlink_to("../in-utf-8.txt/in-utf-8.txt"), SKIPPED, "link"),
        File("folder.txt/inside.txt", lambda path: folder(path.parent), LOADED),
        File("empty-folder.txt", lambda path: path.mkdir(), SKIPPED, "an empty folder"),
        File(".hidden", lambda path: path.mkdir(), SKIPPED, "hidden folder"),
        _text(".DS_Store", "x", SKIPPED, "hidden file"),
        _text(".secret.txt", lambda body: body, SKIPPED, "hidden file"),
        *(
            _text(f"other.{ending}", lambda body: body, SKIPPED, "not read")
            for ending in ("pdf", "docx", "jpg", "txt.gz", "txt~", "exe", "toml", "xml", "rtf", "py")
        ),
        *(
            _text(f"table.{ending}", "title,text\na,b\n", SKIPPED, "table")
            for ending in ("csv", "tsv", "jsonl", "parquet")
        ),
        _text("no-ending", lambda body: body, SKIPPED, "no ending"),
        _text("CAPITALS.TXT", lambda body: body),
        _text("Page.HtMl", _page()),
        _text("two.dots.txt", lambda body: body),
    ]


def _names() -> list[File]:
    names = (
        "-rf.txt", "--help.txt", " leading blank.txt", "trailing blank .txt", "new\nline.txt", "tab\there.txt", "ring\x07.txt",
        "escape\x1b[31m.txt", "title\x1b]0;owned\x07.txt", "\u202egpj.txt", "zero\u200bwidth.txt", '"><img src=x onerror=alert(1)>.txt',
        "<b>bold<b>.txt", "=1+1.txt", "@SUM(A1).txt", "+cmd|' C calc'!A0.txt", "$(reboot).txt", "`reboot`.txt", "a;b.txt", "a&b.txt",
        "%2e%2e%2fetc.txt", "a..txt", "CON.txt", "开源，模型.txt", "café.txt", "cafe\u0301.txt", "😀.txt", "𠮷.txt", "'quote'.txt",
        "{{field}}.txt", "$x^2$.txt", "n" * 240 + ".txt", "*.txt", "?.txt", "\\back\\slash.txt", "java\u2028script.txt",
    )  # fmt: skip
    cases = [_text(name, lambda body: body) for name in names]
    raw = os.fsdecode(b"not-\xff-utf-8.txt")
    return [*cases, _text(raw, lambda body: body)]


def _heads() -> list[File]:
    return [
        _text("date.md", _front("date: 2024-05-06"), LOADED),
        _text("date-and-time.md", _front("date: 2024-05-06T10:00:00+08:00"), LOADED),
        _text("date-quoted.md", _front('date: "2024-05-06 10:00"'), LOADED),
        _text("month.md", _front("date: 2024-05"), LOADED),
        _text("year.md", _front("date: 2024"), LOADED),
        _text("impossible-date.md", _front("date: 2024-02-30"), WARNED, "is none"),
        _text("month-13.md", _front("date: 2024-13-01"), WARNED, "is none"),
        _text("today.md", _front("date: today"), WARNED, "is none"),
        _text("year-9999.md", _front("date: 9999-01-01"), WARNED, "is none"),
        _text("negative-year.md", _front("date: -500-01-01"), WARNED, "is none"),
        _text("words.md", _front("date: {{ now }}"), WARNED, "is none"),
        _text("arabic-digits.md", _front("date: ٢٠٢٤-٠٥-٠٦"), WARNED, "is none"),
        _text("backwards.md", _front("date_from: 2024-05-06\ndate_to: 2023-01-01"), WARNED, "later than"),
        _text("unclosed-head.md", lambda body: f"---\ntitle: x\n{body}", LOADED),
        _text("head-twice.md", lambda body: f"---\ntitle: x\n---\n---\ntitle: y\n---\n{body}", LOADED),
        _text("crlf.md", lambda body: _front("date: 2024-05-06")(body).replace("\n", "\r\n"), LOADED),
        _text("na-title.md", _front("title: NA"), LOADED),
        _text("script-title.md", _front("title: <script>alert(1)</script>"), LOADED),
        _text("formula-title.md", _front("title: '=HYPERLINK(\"http://evil.example\")'"), LOADED),
        _text("escape-title.md", _front("title: \x1b[31mred\x1b[0m"), LOADED),
        _text("bidi-title.md", _front("title: \u202eevil\u202c"), LOADED),
        _text("maths-title.md", _front(r"title: $\frac{1}{0$"), LOADED),
        _text("long-title.md", _front("title: " + "长" * 3000), LOADED),
        _text("script-address.md", _front("url: javascript:alert(1)"), LOADED),
        _text("broken-address.md", _front("url: http://[::1"), LOADED),
        _text("bomb.md", _front("a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]"), LOADED),
        _text("head-only.md", "---\ntitle: 开源\n---\n", SKIPPED, "nothing is left"),
        _text(
            "tags-only.html",
            "<!DOCTYPE html><html><head><title>开源</title></head><body></body></html>",
            SKIPPED,
            "nothing",
        ),
        _text("comment-only.html", "<!DOCTYPE html><html><!-- 开源 --></html>", SKIPPED, "nothing"),
        _text("script-only.html", "<!DOCTYPE html><html><script>开源</script></html>", SKIPPED, "nothing"),
        _text("unclosed-script.html", _page(before="<script>x()"), LOADED),
        _text("unclosed-comment.html", _page(before="<!-- "), WARNED, "boilerplate"),
        _text("unclosed-nav.html", _page(before="<nav>"), LOADED),
        _text(
            "page-date.html", _page('<meta property="article:published_time" content="2024-05-06T00:00:00Z">'), LOADED
        ),
        _text("page-bad-date.html", _page('<meta name="date" content="yesterday">'), WARNED, "is none"),
        _text("hostile-page.html", _page(before="<svg onload=alert(1)></svg><img src=x onerror=alert(1)>"), LOADED),
        _text(
            "menu-page.html",
            _page(before="<nav><a href=/>首页新闻</a> <a href=/b>关于本站</a></nav>"),
            WARNED,
            "boilerplate",
        ),
        _text("mostly-menu.html", _page(before=f"<nav>{story(next(_number), 200)}</nav>"), WARNED, "too much to cut"),
        _text("page-in-txt.txt", _page("<title>x</title>"), LOADED),
        _text("entities.html", _page(before="&amp;" * 5000), SKIPPED, "no Chinese article"),
        _text("deep.html", _page(before="<div>" * 6_000, after="</div>" * 6_000), LOADED),
        _text("attributes.html", _page(before="<p " + "a=1 " * 50_000 + ">"), LOADED),
    ]


def _markers() -> list[str]:
    table = lexicon.read_table("spin")
    return table.loc[table["marker"] == "yes", "spun"].head(8).tolist()


def _texts() -> list[File]:
    spun = story(next(_number)) + "微柔软的巨大模型，" + "，".join(_markers()) + "。"
    return [
        _text("english.txt", "Open models have come a long way since then. " * 20, SKIPPED, "no Chinese"),
        _text(
            "japanese.txt",
            "オープンソースのモデルは、とてもおもしろいです。研究者はそれをつかいます。" * 9,
            SKIPPED,
            "no Chinese article",
        ),
        _text("japanese-with-han.txt", "公開模型の研究開発を政府機関が支援する。" * 12, WARNED, "Japanese"),
        _text("one-character.txt", "开", WARNED, "only 1 character"),
        _text("short.txt", "开源模型来了。", WARNED, "only 7 characters"),
        _text("marks-only.txt", "，。！？" * 30, SKIPPED, "no Chinese"),
        _text("script.txt", lambda body: f"<script>alert(1)</script>{body}", LOADED),
        _text("markdown-script.md", lambda body: f"[x](javascript:alert(1)) {body}", LOADED),
        _text("bidi.txt", lambda body: f"\u202e{body}\u2066", LOADED),
        _text("zero-width.txt", lambda body: "\u200b".join(body), LOADED),
        _text("template.txt", lambda body: f"{{{{author}}}}{body}", LOADED),
        _text("maths.txt", lambda body: f"${body}$ $\\frac{{1}}{{0$", LOADED),
        _text("formula.txt", lambda body: f"=1+1\n@SUM(A1)\n{body}", LOADED),
        _text("pinyin.txt", lambda body: "網(wǎng)路A(yù)I" + body, WARNED, "left as written: 網"),
        _text("spun.txt", spun, WARNED, "reworded by machine"),
        _text("doubled.txt", lambda body: body + body, WARNED, "stood twice"),
        _text(
            "widgets.txt",
            lambda body: f"{body}点击关注\n阅读原文\n返回顶部\n分享到微信\n分享到朋友圈\n",
            WARNED,
            "boilerplate",
        ),
        _text(
            "link-list.md", lambda body: f"* [首页](/)\n* [登录](/a)\n* [关于我们](/b)\n\n{body}", WARNED, "boilerplate"
        ),
        _text(
            "mostly-links.md",
            "".join(f"* [{story(k, 1).strip()}](/{k})\n" for k in range(99)) + "开源。\n",
            WARNED,
            "too much",
        ),
        _text("open-brackets.txt", lambda body: "(" * 50_000 + body, SKIPPED, "are Chinese"),
        _text("open-tags.txt", lambda body: "<" * 50_000 + body, SKIPPED, "are Chinese"),
        _text("open-links.md", lambda body: "[](" * 5_000 + body, SKIPPED, "are Chinese"),
        _text("stars.md", lambda body: "*" * 50_000 + body, LOADED),
        _text("quotes.txt", lambda body: "“" * 20_000 + body, SKIPPED, "are Chinese"),
        _text("emoji.txt", lambda body: "😀" * 500 + body, WARNED, "are Chinese"),
        _text("carriage-returns.txt", lambda body: body.replace("\n", "\r"), LOADED),
    ]


FILES: tuple[File, ...] = (*_encodings(), *_binary(), *_things(), *_names(), *_heads(), *_texts())


def _csv(*rows: str) -> bytes:
    return "\n".join(rows).encode() + b"\n"


def _one(seed: int) -> str:
    return story(seed).replace("\n", "")


TABLES: tuple[Table, ...] = (
    Table("plain.csv", _csv("id,title,text", f"007,NA,{_one(9001)}"), (LOADED,)),
    Table("marked.csv", b"\xef\xbb\xbf" + _csv("id,text", f"1,{_one(9002)}"), (LOADED,)),
    Table("semicolons.csv", _csv("id;text", f"1;{_one(9003)}"), (LOADED,)),
    Table("tabs.tsv", _csv("id\ttext", f"1\t{_one(9004)}"), (LOADED,)),
    Table(
        "gbk.csv", _csv("id,text", f"1,{_one(9005)}").decode().encode("gbk"), (WARNED,), "read as gb18030 by a guess"
    ),
    Table("formulas.csv", _csv("id,title,text", f"=1+1,=cmd|'/C calc'!A0,{_one(9006)}"), (LOADED,)),
    Table(
        "ragged.csv", _csv("id,text", f"1,{_one(9007)}", "2", f"3,{_one(9008)},x"), (LOADED, REFUSED, REFUSED), "cell"
    ),
    Table("unclosed.csv", _csv("id,text", f"1,{_one(9009)}", '2,"开源'), (LOADED, WARNED), "never closed"),
    Table("same-id.csv", _csv("id,text", f"1,{_one(9010)}", f"1,{_one(9011)}"), (LOADED, WARNED), "same id"),
    Table("no-text.csv", _csv("id,text", "1,", "2,  "), (SKIPPED, SKIPPED), "no text"),
    Table("header-only.csv", _csv("id,text"), ()),
    Table("column-twice.csv", _csv("text,text", "a,b"), (FATAL,), "occurs twice"),
    Table("no-column.csv", _csv("id,words", "1,开源"), (FATAL,), "lacks a text column"),
    Table("named-column.csv", _csv("id,words", f"1,{_one(9012)}"), (LOADED,), "", {"text_column": "words"}),
    Table("wrong-column.csv", _csv("id,text", f"1,{_one(9013)}"), (FATAL,), "lacks the column", {"text_column": "<b>"}),
    Table("empty.csv", b"", (FATAL,), "empty"),
    Table("binary.csv", b"id,text\n1," + bytes(range(9)) * 9, (FATAL,), "NUL"),
    Table("nul.csv", _csv("id,text", "1,\0", f"2,{_one(9019)}"), (REFUSED, LOADED), "NUL"),
    Table(
        "big5.csv",
        _csv("id,text", f"1,{'開源模型的故事很長，小鎮的圖書館。' * 9}").decode().encode("big5"),
        (WARNED,),
        "by a guess",
    ),
    Table("quoted.csv", _csv("id,text", '1,"a"b', f"2,{_one(9020)}"), (SKIPPED, LOADED), "no Chinese"),
    Table("bad-date.csv", _csv("id,date,text", f"1,31/11/2024,{_one(9014)}"), (WARNED,), "is none"),
    Table("lines.jsonl", f'{{"id": "1", "text": "{_one(9015)}"}}\n\n'.encode(), (LOADED,)),
    Table("not-json.jsonl", f'{{"text": "{_one(9016)}"}}\n{{"text": \n'.encode(), (LOADED, REFUSED), "not JSON"),
    Table("array.jsonl", b'["a"]\n7\nnull\n', (REFUSED,) * 3, "not an object"),
    Table("numbers.jsonl", b'{"text": 7}\n{"text": ["a"]}\n{"text": null}\n', (REFUSED, SKIPPED, SKIPPED), "no text"),
    Table("deep.jsonl", b'{"text": ' + b"[" * 100_000 + b"\n", (REFUSED,), "not JSON"),
    Table("long-number.jsonl", b'{"text": ' + b"9" * 10_000 + b"}\n", (REFUSED,), ""),
    Table("surrogate.jsonl", f'{{"text": "\\ud800{_one(9017)}"}}\n'.encode(), (WARNED,), "replacement character"),
    Table("nul.jsonl", b'{"text": "\\u0000"}\n', (REFUSED,), "NUL"),
    Table(
        "some-text.jsonl",
        f'{{"n": 1}}\n{{"text": "{_one(9021)}"}}\n{{"n": 1}}\n'.encode(),
        (REFUSED, LOADED, REFUSED),
        "lacks a text",
    ),
    Table("no-text.jsonl", b'{"n": 1}\n{"n": 2}\n', (FATAL,), "lacks a text column"),
    Table(
        "twice.jsonl",
        f'{{"text": "a", "text": "b"}}\n{{"Text": "{_one(9022)}"}}\n'.encode(),
        (REFUSED, LOADED),
        "occurs twice",
    ),
    Table("case-twice.csv", _csv("text,Text", "a,b"), (FATAL,), "occurs twice"),
    Table("nested.jsonl", f'{{"id": {{"a": 1}}, "title": ["x"], "text": "{_one(9018)}"}}\n'.encode(), (LOADED,)),
    Table("not-parquet.parquet", b"PAR1 nothing", (FATAL,), "not a Parquet file"),
)
