"""What the rules make of texts of our own is what was approved (`approval.check_approved`)."""

import csv
from collections.abc import Iterator
from functools import cache
from itertools import groupby, product
from operator import itemgetter
from pathlib import Path
from zlib import crc32

import pandas as pd
from approval import check_approved
from corpora import make_articles, make_text
from torture.cases import story, story_tw

from helpers import show
from helpers.claims.claim import Claim
from helpers.claims.verdicts import Verdict, attack_table, in_chinese, judge, verdict_table
from helpers.cleaning.cleaner import clean
from helpers.cleaning.ledger import Cleaned
from helpers.corpus import load_articles
from helpers.framing.analogies import ANALOGY_TYPES, find_analogies
from helpers.framing.quotations import QUOTE_TYPES, find_quotations
from helpers.stats.counts import add_rates, collocates, concordance, count_terms, tf_idf
from helpers.stats.inference import naive_token_test
from helpers.stats.keywords import dispersion, keyness, word_shift
from helpers.text.mentions import find_mentions
from helpers.text.script import shadow_of
from helpers.text.sentences import split_sentences
from helpers.text.tokens import content_words, tokenize

HERE = Path(__file__).parent


@cache
def passages() -> dict[str, list[str]]:
    """The sentences of the short made-up passages on analogies; the long ones (w…) would make the tables three times as long."""
    with (HERE / "analogies_dev.csv").open(encoding="utf-8", newline="") as file:
        rows = groupby(csv.DictReader(file), key=itemgetter("passage"))
        return {passage: [row["text"] for row in sentences] for passage, sentences in rows if passage.startswith("p")}


@cache
def speeches() -> list[str]:
    with (HERE / "quotations_dev.csv").open(encoding="utf-8", newline="") as file:
        return [row["text"] for row in csv.DictReader(file)]


# Speech in every shape: who, how it is introduced, in which marks, where its end is, on which side of the words.
WHO = [
    "马斯克",
    "某某科技首席执行官吕平",
    "他",
    "谷歌发言人",
    "作家阿莱科·伯尔纳",
    "Anna Bellamy",
    "专家",
    "OpenAI",
    "报告",
    "研究团队",
]
SAYS = ["说", "表示", "在信中写道", "认为", "强调说", "对记者坦言", "反问", "称赞它是"]
INTRODUCED = [":", "：", "，", ",", ""]
MARKED = ["“{}”", "「{}」", '"{}"', "『{}』", "‘{}’", "“{}", "{}"]


def shapes() -> Iterator[str]:
    for n, (introduced, marked, end) in enumerate(product(INTRODUCED, MARKED, ("。", "", "！"))):
        who, says = WHO[n % len(WHO)], SAYS[n % len(SAYS)]
        words, more = "开源模型会赢得整个市场", "闭源公司不会认输"
        yield f"开头一句。{who}{says}{introduced}{marked.format(words + end)}{'' if end else '。'}后来呢？"
        yield f"{marked.format(words + end)}{introduced}{who}{says}。{marked.format(more + end)}"
        yield f"{marked.format(words + '，')}{who}{says}{introduced}{marked.format(more + end)}这是结尾。"
        yield f"{who}没有回答。\n{marked.format(words + end)}\n{marked.format(more + end)}\n{WHO[(n + 3) % len(WHO)]}{says}{introduced}{marked.format('“内层”的' + words + end)}"


LABELS = ["主持人", "Q", "A", "王强", "问", "答", "嘉宾1", "陈晓（某某公司创始人）", "Lex", "某某日报", "李博士"]


def interviews() -> Iterator[str]:
    for n, (sign, marked) in enumerate(
        product(["：", ":", "｜", " | ", "——", "\n"], ["{}", "**{}**", "【{}】", "「{}」"])
    ):
        first, second, third = (LABELS[(n + k) % len(LABELS)] for k in (0, 3, 5))
        turns = [
            (first, "您怎么看开源？"),
            (second, "我觉得开源会赢。\n这是我的第二段话，有两句。"),
            (first, "为什么？"),
            (third, "因为便宜。他说：“不要钱。”"),
            (second, "对。"),
        ]
        yield (
            "导语一段，介绍背景。\n\n"
            + "\n".join(f"{marked.format(who)}{sign}{words}" for who, words in turns)
            + "\n责任编辑：某某"
        )


def texts() -> Iterator[tuple[str, str]]:
    yield from ((passage, "".join(sentences)) for passage, sentences in passages().items())
    yield from ((f"s{number:03}", text) for number, text in enumerate(speeches()))


def test_metaphors():
    table = pd.DataFrame(
        [(passage, n, text) for passage, part in passages().items() for n, text in enumerate(part, start=1)],
        columns=["article_id", "sentence", "text"],
    )
    columns = [name for name in ANALOGY_TYPES if name != "text"]
    check_approved("metaphors", columns, find_analogies(table)[columns].values.tolist())


def test_speech():
    for name, found in (("speech", speeches()), ("speech_shapes", shapes()), ("interviews", interviews())):
        rows = [(n, *row) for n, text in enumerate(found) for row in find_quotations(text).values.tolist()]
        check_approved(name, ["text", *QUOTE_TYPES], rows)


def test_names():
    rows = [(name, *mention) for name, text in texts() for mention in find_mentions(shadow_of(text))]
    check_approved("names", ["text", "start", "end", "entity", "kind"], rows)


def test_tokens():
    rows = (
        (name, "/".join(found := tokenize(sentence)), " ".join(content_words(found)))
        for name, text in [*texts()][::3]
        for sentence in split_sentences(text)
    )
    check_approved("tokens", ["text", "tokens", "content_words"], rows)


# Each stands before, inside and behind a story, and some only work in pairs or rows.
PIECES = [
    "<p>开源</p>", "<div class='ad' data-x=\"1>2\">广告<br/></div>", "<!-- 注 -->", "<script>var a = 1;</script>", "&amp;lt;&#20013;&nbsp;&quot;",
    "<ruby>漢<rt>hàn</rt></ruby>", "<time datetime='2024-01-02'>昨天</time>", "a < b", "<!-- 未完", "<!---->空", "<!>", "<textarea>未闭合", "<title>题目</title>后", "<xmp><b>原样</b></xmp>", "<pre>一\n二</pre>", "<svg><text>图</text></svg>", "<plaintext>余下", "</p>孤", "<br", "<think>想</think>", "<o:p></o:p><x-y>甲</x-y>",
    "# 标题", "## 标题 ##", "- 一\n- 二\n  * 三", "> 引用\n> > 再引用", "> [!NOTE] 提示", "**粗** __粗__ *斜* _不斜_", "![图](a.png)", "![图][一]\n\n[一]: http://a.b/c",
    "[链接](https://a.b/c?d=e)", "[外[内]](a.b)", "[[笔记|名]]和[[笔记]]", "![[嵌入]]", "<https://a.b/c>", "https://a.b/c/d.html", "www.a.com/b，后文",
    "```python\nprint(1)\n```", "```\n中文在围栏里\n```", "`代码`", "| a | b |\n|---|---|\n| 一 | 二 |", "---\ntitle: 题\ntags: [一, 二]\n---\n", "+++\ntitle = '题'\n+++\n",
    "他说[1]。她说[2][3]。又说[4]，", "数组a[1]", "{{模板}}", "\\*星\\*", "---", "***",
    "开(kāi)源(yuán)，的(de)，网(wǎng)路", "(DeepSeek)（在开源领(lǐng)域)", "开 源 模 型", "开源 模型，使用 AI 技术", "王大 力报道", "硕士\t学位", "目 录", "  行首\n行尾  \n\n\n空行",
    "ＡＩ２０２４年，３．５", "二○二四年，二００一年", "ﬁ⼈⼯智能", "a\u200bb\ufeffc\u00add", "一\r\n二\u2028三\x0b四", "_x000D_\n_x0009_", "e\u0301te\u0301",
    "開源模型讓開發者自由使用。這個趨勢還會繼續。", "乾隆、乾燥、藉口、著名、原著、看著", "微柔软发布巨大模型", "1\n00:00:01,000 --> 00:00:02,000\n字幕一\n\n2\n00:00:03,000 --> 00:00:04,000\n字幕二\n",
    "body { color: red; margin: 0; }", "var a = function () { return 1; };", "来源：某某网 责任编辑：张三", "免责声明：本文不构成投资建议。", "分享让更多人看到",
    "开源".encode().decode("latin-1"), "开源模型".encode().decode("cp1252", "ignore"), "开源模型".encode().decode("gbk", "ignore"), "开源模型".encode("gbk").decode("latin-1"),
    "开源模型".encode().decode("mac_roman"), "开源".encode().decode("latin-1").encode().decode("latin-1"), "开源●闭源".encode().decode("latin-1"), "锟斤拷", "烫烫烫", "开\ufffd源", "啊?！是",
]  # fmt: skip


def dirty() -> Iterator[tuple[str, str]]:
    """A piece of damage at the start, in a line of its own, and within a sentence of a story, in both scripts; and all at once."""
    for n, piece in enumerate(PIECES):
        one, two = (story(n, 4), story_tw(n)) if n % 2 else (story_tw(n), story(n, 4))
        yield f"{n:02} before", piece + one
        yield f"{n:02} between", f"{one}\n{piece}\n{two}"
        yield f"{n:02} within", one.replace("，", f"，{piece}", 1)
    yield "twice", "\n".join([story(1), story(1)])
    yield "preview", story(2)[:60] + "……\n" + story(2)
    yield "wrapped", "\n".join(story(3)[at : at + 30] for at in range(0, len(story(3)), 30))
    yield "all", "\n\n".join(f"{piece}\n{story(100 + n, 2)}" for n, piece in enumerate(PIECES))


def told_of(name: str, cleaned: Cleaned) -> Iterator[tuple[object, ...]]:
    """A line a step of a ledger, and one for the text and its flags."""
    for (step, rule), edits in groupby(cleaned.ledger, key=lambda edit: (edit.step, edit.rule)):
        told = "; ".join(f"{edit.start} {edit.old}→{edit.new} {edit.note}" for edit in edits)
        yield name, step, rule, told, crc32(told.encode("utf-8", "surrogatepass"))
    flags = "; ".join(f"{flag.start} {flag.text} {flag.reason}" for flag in cleaned.flags)
    yield name, "", "", cleaned.text, flags


LEDGER = ["text", "step", "rule", "edits, or clean text", "checksum, or flags"]


def test_cleaning():
    check_approved("cleaning", LEDGER, [row for name, raw in dirty() for row in told_of(name, clean(raw))])


def test_the_five_articles():
    found = [(row.article_id, Cleaned(row.text, row.ledger, row.flags)) for row in load_articles().itertuples()]
    check_approved("the_five", LEDGER, [row for one in found for row in told_of(*one)])
    check_approved(
        "the_five_speech",
        ["article", *QUOTE_TYPES],
        [(name, *row) for name, one in found for row in find_quotations(one.text).values.tolist()],
    )


def rounded(table: pd.DataFrame, rows: int = 40) -> list[list[object]]:
    """The first rows, floats to six digits: the last ones differ between processors."""
    return [[f"{x:.6g}" if isinstance(x, float) else x for x in row] for row in table.head(rows).values.tolist()]


def test_statistics():
    articles = load_articles()
    counts = count_terms(articles)
    for name, table in {
        "dispersion": dispersion(counts),
        "keyness": keyness(counts, ["004"]),
        "word_shift": word_shift(counts, ["001"], ["003"]),
        "token_test": naive_token_test(counts, ["004"]),
        "tf_idf": tf_idf(counts),
        "rates": add_rates(counts, articles, terms=["开源", "安卓", "Android", "没有这个词"]),
        "collocates": collocates(articles, "开源"),
        "concordance": concordance(articles, "安卓|Android"),
    }.items():
        check_approved(f"statistics_{name}", table.columns, rounded(table))


def test_pages():
    """The markup of what notebooks and reports show."""
    with show.collected() as outputs:
        show_everything()
    lines = [
        (number, kind, line)
        for number, output in enumerate(outputs)
        for kind, text in output.data.items()
        for line in text.replace("><", ">\n<").splitlines()
    ]
    check_approved("pages", ["output", "kind", "line"], lines, longest=400)


def show_everything():
    article = load_articles().iloc[2]
    frame = pd.DataFrame({"term": ["开源", "<b>"], "n": [1200, 3], "share": [0.25, None], "day": ["2024-01-02", ""]})
    show.table(frame, "A table", name="t.csv")
    show.table(frame[["term", "n"]], "A list of all the words")
    show.quotation("开源会赢。", "a text", "Open source will win.")
    show.edits(article.raw, article.ledger, "Edits", end=400)
    show.card("Holds", "A claim", ["one", "two"], tone="holds")
    show.side_by_side(("a", "第一份", ""), ("b", "第二份", "gloss"), caption="Copies", marked=["第"])
    show.analogy("安卓时刻", "a text", [("Android", "Llama")], "open wins")
    show.analogy("安卓时刻", "a text", [("Android", "Llama")], "open wins", "the price")
    show.predict("Which?", ["one", "**two**"], "**Two**, 开源")
    show.answers("one", "two")
    show.abstract_in_chinese("问？", "答。", "破。")
    show.say("**Bold** and 开源 and $maths$")
    show_tables()
    show_passages(article.text)
    for found in small_verdicts():
        show.verdict(found)
        show.verdict(found, plain=True)


def show_tables():
    links = pd.DataFrame({"day": ["one", "two"], "n": [1.5, 2.25], "to": ["https://example.org/?a&b", "javascript:x"]})
    show.table(links, "All: links", columns=["day", "n"], links={"day": "to"}, digits=1, sortable=True)
    show.table(links, "The rest", columns={"n": "number", "day": "<day>"}, kinds={"n": "text"}, download="<p>here</p>")
    show.table(pd.DataFrame({"term": ["开源|闭源", "知危"], "gloss": ["open", ""]}), "With a gloss of its own")
    show.table(pd.DataFrame({"word": ["开源|闭源", "没有这个词"]}), "Glossed", glossed=["word"])
    show.table(pd.DataFrame({"result": ["passed", "failed", "not applicable", None, "cannot pass"]}), "Marks",
               kinds={"result": "mark"})  # fmt: skip
    show.table(concordance(load_articles(), "安卓时刻").head(3), "Lines with their English")
    invented = pd.DataFrame({"article_id": ["000"], "left": ["甲乙"], "key": ["丙"], "right": ["丁。"]})
    show.table(invented, "Lines without English")


def show_passages(text: str):
    whole = next(sentence for sentence in split_sentences(text) if len(sentence) > 30)
    found = pd.DataFrame(
        {"detail": "when", "article_id": "002", "article": ["a", "a", "b"], "quote": [whole, whole, "没有这句话。"]}
    )
    show.folded_passages(found, "Read <them>")
    layers = [show.Found(whole, "002, 1", "前", "后", layer) for layer in ("phone", "quote", "kwic", "cut", "prose")]
    layers += [show.Found("甲<乙>丙乙", layer="metaphor", marks=("乙", "", "<乙>")), show.Found("删", layer="cut")]
    show.folds([show.Fold("某人", "2 <of> 3", layers), show.Fold("Nobody", "", [])], "What 某人 says", "<p>csv</p>")
    show.folds(iter(()), "Nothing")
    show.quotation(whole, "002")
    show.analogy(whole, "002", [("开源", "Android"), ("a", "b")], "so it is")
    show.analogy("没有这句话。", "nobody", [], "nothing")
    show.edits("开 源\n会赢", clean("开 源\n会赢").ledger, "Small", start=1)
    show.card("Label <", "title 开源", tone="fails")


def claim(name: str, **told: str) -> Claim:
    usual = {"kind": "word", "pattern": "开源", "group": "a", "rival": "Another reason."}
    return Claim(claim_id=name, statement=f"Claim {name}.", **(usual | told))


def found_for(n: tuple[int, ...], *claims: Claim, **told: list) -> list[Verdict]:
    return judge(claims, make_articles([make_text("开源", k) for k in n], **told), draws=200)


@cache
def small_verdicts() -> list[Verdict]:
    """Claims on articles with 6, 2, 2, 2 and 1 times the word, and on fewer."""
    return [
        *found_for(
            (6, 2, 2, 2, 1),
            claim("x"),
            claim("less", direction="less"),
            claim("kind", group="year=2025"),
            claim("trend", group="trend", direction="less"),
            claim("against", versus="闭源"),
            claim("seldom", pattern="没有"),
            claim("absent", direction="absent"),
            claim("present", direction="present_only", group="a b c d e"),
            year=[2025, 2023, 2023, 2024, 2024],
        ),
        *found_for((3, 3, 3), claim("same"), claim("two", group="a b")),
        *found_for((9, 1, 0), claim("one of three", group="a b")),
        *found_for((1,), claim("alone")),
    ]


def test_verdicts():
    check_approved(
        "verdicts_small", verdict_table([]).columns, verdict_table(small_verdicts()).values.tolist(), longest=400
    )
    check_approved("verdicts_attacks", attack_table([]).columns, attack_table(small_verdicts()).values.tolist())
    rows = [
        (one.claim.claim_id, one.key, in_chinese(one.label), one.by_article, one.shuffled, one.not_tried)
        for one in small_verdicts()
    ]
    check_approved(
        "verdicts_told", ["claim_id", "key", "chinese", "by_article", "shuffled", "not_tried"], rows, longest=400
    )
