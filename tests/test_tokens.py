"""Sentences, tokens, names and glosses."""

import marshal
import math
import os
import re
import subprocess
import sys
from collections import Counter
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from helpers import lexicon
from helpers.corpus import load_articles
from helpers.report.invented import synthetic_articles
from helpers.text import tokens
from helpers.text.entities import entity_of, gloss_of, kind_of
from helpers.text.matching import Terms
from helpers.text.measures import mask_amounts, unmask_amounts
from helpers.text.script import HAN
from helpers.text.sentences import sentence_spans, split_sentences
from helpers.text.tokens import ContentCodes, content_words, engine_differences, tokenize

# -------------------------------------------------------------------------------------------------------- word lists


@pytest.mark.parametrize(
    ("name", "column"),
    [
        *(("contexts", "term"), ("credits", "term"), ("domains", "term"), ("domains", "unless")),
        *(("markers", "pattern"), ("measures", "measure"), ("reporting", "term")),
    ],
)
def test_every_pattern_of_the_word_lists_is_one_and_a_bad_one_is_named_with_its_row(name, column):
    bad = []
    for row, pattern in enumerate(lexicon.read_table(name)[column], start=2):
        try:
            if name in ("domains", "markers") and pattern and column != "unless":
                Terms([pattern])  # searched with others at once: it must begin with a letter
            re.compile(pattern)
        except (re.error, ValueError) as error:
            bad.append(f"{name}.csv, row {row}: {error}")
    assert not bad


def test_a_term_may_hold_the_terms_of_another_role_and_every_such_role_is_there():
    assert any("监[测控]" in term for term in lexicon.terms_of("contexts", "applied"))
    for name in ("contexts", "credits", "reporting"):
        for role in dict.fromkeys(lexicon.read_table(name)["role"]):
            for term in lexicon.terms_of(name, role):
                assert re.compile(term) and not re.search(r"\{[a-z]", term), role


# -------------------------------------------------------------------------------------------------------- sentences


@pytest.mark.parametrize(
    "sentences",
    [
        [],
        ["谁赢了?", "眼下还不好说。"],
        ["谁赢了？", "真的！", "好。"],
        ["问:为什么?!", "答:不知道。"],
        ["增长3.5%。", "有4.5亿?", "见https://a16z.com/?q=1&b=2。", "完。"],
        ["Open models win.", "是的。"],
        ["Mr. Li用GPT-3.5。"],
        ["……他走了……然后。", "真的......然后又来。"],
        # quotations stay whole
        ["“开源。真的?”他说。", "完。"],
        ["「你好。再见。」他说。", "「真的？」"],
        ["他说:“开源。真的?闭源!”", "然后走了。"],
        [
            "市长说：「先看数字。再看地图。」",
            "他又说：「好。」",
            "随后离席。",
        ],  # the next speaker is not the last one's
        ["「嵌套『内。』外。」", "完。"],
        ["“A。”", "“B。”"],
        ["門開了嗎﹖", "開了﹗", "風很大︒"],  # small and vertical forms
        ['他说"好。真好。"', "走了。"],
        ["(见注。第二。)", "然后。"],
        ["《谁?是谁》出版。"],
        ["“我们开源。我们不闭源”是他的话。"],
        # a mark that is never closed, or never opened, swallows nothing
        ["“开源。", "真的"],
        ["「开源。", "真的?", "好。"],
        ["『开源。", "“真的?”", "好。"],
        ["真的吗?”", "他问。"],
        ['奇数"引号。', "然后。"],
        ["一" * 10_000 + "。", "完"],
    ],
)
def test_sentences_are_split_where_a_reader_would(sentences):
    assert split_sentences("".join(sentences)) == sentences
    assert split_sentences("\n".join(sentences)) == sentences


def test_a_line_end_ends_a_sentence_even_inside_a_quotation():
    assert split_sentences("“开源。\n真的。”") == ["“开源。", "真的。”"]


def test_spans_are_places_in_the_text_without_the_blanks_around():
    assert sentence_spans(" 一。 二\n\n三 ") == [(1, 3), (4, 5), (7, 8)]
    assert sentence_spans(" \n") == []


MARKS = st.text('一二aA1。！？!?….,:“”「」『』‘’（）()《》[]【】"说 \n\r\u2028', max_size=40)


@given(MARKS | st.text(max_size=40))
def test_sentences_hold_every_character_that_is_no_blank_once_and_in_order(text):
    assert "".join("".join(split_sentences(text)).split()) == "".join(text.split())
    spans = sentence_spans(text)
    assert all(text[start:end].strip() == text[start:end] != "" for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


# ----------------------------------------------------------------------------------------------------------- tokens


@pytest.mark.parametrize(
    "tokens",
    [
        ["Meta", "发布", "开源", "大模型", "Llama 2", ",", "闭源"],
        ["GPT-3.5", "和", "gpt-oss-120b"],
        ["Stable Diffusion", "、", "Dall-E 2", "、", "Flan-T5"],
        ["4chan", "与", "a16z", "的", "80%"],
        ["1.28", "亿", ",", "1,000", "万"],
        ["Meta", " ", "7", "月"],
        ["OpenAI", " ", "2023", "年"],
        ["Meta", " ", "7", "款"],
        ["to B", "市场", ",", "to C"],
        ["go", " ", "to", " ", "Beijing"],
        ["羊驼", "、", "安卓", "、", "谷歌", "、", "杨立昆"],
        ["谷歌 DeepMind", "，", "智源", "智谱AI", "杨", "和", "杨·勒昆", "上书"],
        ["😀", "👍", "🏽"],
        ["𠮷", "𠀀"],
        ["C++", "\n", "iPhone 15"],
        ["Llama 2", "\n", "2023"],
        ["发布", "Gemini 2.5 Pro", "、", "Llama-3.1-405B", "和", "Qwen3-Max", ",", "Claude Opus 4"],
        ["DeepSeek V3.1", "与", "DeepSeek-R1-0528", "、", "o4-mini", "、", "Qwen3-235B-A22B", "。"],
        ["文心大模型4.5", "、", "通义千问2.5-Max", "和", "混元T1"],
        ["文心", "3", "月", "发布", ",", "Llama", " ", "2024", "年", ",", "Gemini", " ", "3", "款"],
        ["Llama 2", ",", "号称", "开源", "。"],
        ["写", "C#", "和", "C++", ",", "#", "开源", "#"],
        ["5G", "手机", "涨", "4.15％"],
        # a number that is measured is no version
        [
            "Gemini",
            " ",
            "20",
            "美元",
            "，",
            "豆包",
            "3",
            "块",
            "，",
            "Claude",
            " ",
            "4",
            "小时",
            "，",
            "Kimi",
            " ",
            "1.5",
            "亿",
        ],
        [
            "Grok",
            " ",
            "12",
            "篇",
            "，",
            "Qwen",
            " ",
            "20",
            "多款",
            "，",
            "混元",
            "2",
            "歲",
            "，",
            "Sora",
            "30",
            "秒",
        ],
        [
            "Kimi K2",
            "万亿",
            "，",
            "GPT-4",
            "月活",
            "，",
            "Llama 4",
            "支持",
            "，",
            "Gemini 3",
            "位居",
            "第一",
            "，",
            "GPT-4",
            " ",
            "70",
            "-",
            "80%",
        ],
        ["GPT 5", "代", "，", "豆包1.5", "版", "，", "Claude 4", "系列", "，", "Grok 3", "人工智能"],
        # a family, its version and what follows it
        ["GPT-5-Codex-Mini", "、", "o4-mini-high", "、", "Mistral Nemo", "、", "盘古3.0", "、", "百川4"],
        ["iPhone 16 Pro Max", "和", "Android 14", "、", "HarmonyOS NEXT", "、", "麒麟9010", "、", "昇腾910B"],
        ["骁龙8 Elite", "，", "iPhone", " ", "5G", "版", "，", "Windows", " ", "2000", "，", "麒麟", "和", "盘古"],
        [],
    ],
)
def test_names_words_and_numbers_are_tokens(tokens):
    assert tokenize("".join(tokens)) == tokens


@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from([*"开源大模型安卓羊驼 -.,+'’&%12aZ\n", "Llama 2", "GPT-", "𠮷", "to B", "é", "😀"])).map(
        "".join
    )
)
def test_tokens_joined_are_the_text(text):
    assert "".join(tokenize(text)) == text
    assert all(tokenize(text))


def test_a_character_is_han_or_is_not():
    han, other = re.compile(f"[{HAN}]"), re.compile(f"[{tokens._NOT_HAN}]")
    assert all(bool(han.match(char)) != bool(other.match(char)) for char in map(chr, range(sys.maxunicode + 1)))


def test_a_mark_begins_no_name_of_the_lexicon():
    names = lexicon.read_table("entities")["alias"]
    assert not {name[0] for name in names} & set(tokens._MARKS)


def test_without_the_lexicon_there_are_none_of_our_words_and_names():
    assert tokenize("大模型,Stable Diffusion", lexicon=False) == ["大", "模型", ",", "Stable", " ", "Diffusion"]
    assert tokenize("Llama 2", lexicon=False) == ["Llama 2"]  # a rule, not a word of the lexicon


# -------------------------------------------------------------------------------------------------- the two engines


@pytest.fixture(scope="module")
def reference():
    return tokens._jieba(True)


def test_both_engines_cut_the_five_articles_and_invented_ones_alike():
    articles = load_articles()
    assert list(engine_differences([*articles["raw"], *articles["text"]])) == []
    assert list(engine_differences(synthetic_articles(1, n=50)["text"])) == []


COMMON = "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道"
RARE = "〇㐀𠮷龥龦鿖豈囍犇"
RUNS = st.lists(
    st.sampled_from([*COMMON, *RARE, *tokens._new_words(True)])
    | st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
)


@given(RUNS.map("".join))
@example("丁丁丁大语言模型")
def test_both_engines_cut_any_han_characters_alike_or_equally_well(reference, run):
    expected, found = reference(run), tokens._engine(True)(run)
    assert "".join(found) == run
    # 丁丁|丁 and 丁|丁丁 are equally probable: there the last bit of a logarithm decides
    assert expected == found or _chance(reference, expected) == _chance(reference, found)


_AMOUNTS = st.sampled_from([*"0369０", "60", "Sora", "V3", "-", ".", ",", " ", "秒", "亿", "个", "的", "\ufdd3"])


@given(st.lists(_AMOUNTS, max_size=12).map("".join))
def test_masked_amounts_keep_their_places_and_give_their_digits_back(text):
    masked = mask_amounts(text)
    assert len(masked) == len(text) and all(a == b or a.isdigit() for a, b in zip(text, masked, strict=True))
    assert masked == text or unmask_amounts(masked) == text  # as it stands, if it has such characters itself
    assert "".join(tokenize(text)) == text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Sora 2", ["Sora 2"]),
        ("Sora 2秒", ["Sora", " ", "2", "秒"]),
        ("Sora2秒", ["Sora", "2", "秒"]),
        ("Sora ２秒", ["Sora", " ", "２", "秒"]),
        ("DeepSeekV3个", ["DeepSeekV3", "个"]),
        ("Llama-3个", ["Llama-3", "个"]),
        ("Llama 3, 20亿", ["Llama 3", ",", " ", "20", "亿"]),
        ("A4个", ["A4", "个"]),
        ("3.5亿", ["3.5", "亿"]),
        ("奇虎360多款产品", ["奇虎360", "多款", "产品"]),
        ("我用36氪个人版", ["我", "用", "36氪", "个人版"]),
    ],
)
def test_the_number_of_an_amount_is_no_version(text, found):
    assert tokenize(text) == found


@pytest.mark.parametrize(
    "name",
    [
        "Whisper v3",
        "Midjourney V6",
        "Mate 60 Pro",
        "Pixel 9 Pro",
        "iPhone 15 Pro Max",
        "Surface 7 Pro Plus",
        "Suno V4.5",
    ],
)
def test_a_name_its_version_and_its_edition_are_one_token(name):
    assert tokenize(f"今年{name}来了") == ["今年", name, "来", "了"]


def test_amounts_in_chinese_numerals_are_no_content():
    amounts = "百分之三十 三十多家 两千人 几十亿美元 数百万 三分之一 九成 数倍 十几年 數百萬 三千億元 两三天"
    assert content_words(amounts.split()) == []
    words = "百家 一代 百年 十年 万能 第三方 两会 一体化 成千上万 数百年的"
    assert content_words(words.split()) == words.split()


@given(RUNS.map("".join).filter(lambda run: tokens.script_of(run) != "Hant"))
def test_a_run_of_han_characters_is_cut_as_it_is_inside_a_longer_text(run):
    inside = tokens._cut(f"{run}\n", tokens._engine(True), tokens._token_pattern(True))
    assert [*tokenize(run), "\n"] == inside


def _chance(reference, cut):
    """Return how probable a cut is by jieba's dictionary, without rounding."""
    dictionary = reference.func.__self__
    return math.prod(Fraction(dictionary.FREQ.get(word) or 1, dictionary.total) for word in cut)


def test_a_sentence_that_the_engines_cut_differently_is_found(monkeypatch):
    monkeypatch.setattr(tokens, "_rjieba", lambda with_lexicon: list)
    assert list(engine_differences(["的。开源 AI。"])) == [
        ("开源 AI。", ["开源", " ", "AI", "。"], ["开", "源", " ", "AI", "。"])
    ]


def test_jieba_cuts_where_rjieba_is_not_installed(monkeypatch, reference):
    monkeypatch.setitem(sys.modules, "rjieba", None)
    tokens._rjieba.cache_clear()
    assert tokens._engine.__wrapped__(True) is reference
    with pytest.raises(ImportError):
        next(engine_differences(["开源"]))


@pytest.mark.parametrize("engine", [tokens._jieba, tokens._rjieba])
@given(st.lists(RUNS.map("".join)))
def test_no_engine_cuts_a_run_otherwise_for_the_runs_around_it(engine, runs):
    cut = engine(True)
    alone = [token for run in runs for token in ("\n", *cut(run))]
    assert cut("\n".join(runs)) == alone[1:]


@pytest.mark.parametrize("engine", [tokens._jieba, tokens._rjieba])
def test_a_word_that_an_engine_knows_is_not_taught_again(engine):
    # jieba would count 中国 twice in its total, and so cut 速度快 differently
    assert engine(True)("发展速度快得") == ["发展", "速度", "快", "得"]


# ------------------------------------------------------------------------------------------------ names and glosses


@pytest.mark.parametrize(
    ("alias", "entity"),
    [
        *[("chatGPT", "ChatGPT"), ("openai", "OpenAI"), ("Open AI", "OpenAI"), ("安卓", "Android")],
        *[("小扎", "Mark Zuckerberg"), ("LlamA", "Llama"), ("模型", ""), ("", "")],
        *[("安卓", "Android"), ("蘋果", "Apple"), ("馬斯克", "Elon Musk"), ("微柔軟", "Microsoft")],
        *[("微柔软", "Microsoft"), ("臺灣", "Taiwan"), ("台灣", "Taiwan"), ("羊駝", "Llama")],
        *[("祖克伯", "Mark Zuckerberg"), ("Nemotron", "Nemotron"), ("通義萬相", "Wan")],
        *[("Qwen3-Max", "Qwen 3 Max"), ("qwen 3 max", "Qwen 3 Max"), ("通义千问3", "Qwen 3")],
        *[("Llama-3.1-405B", "Llama 3.1"), ("Llama 9", "Llama 9"), ("DeepSeekV3.1", "DeepSeek-V3.1")],
        *[("DeepSeek-R1-0528", "DeepSeek-R1-0528"), ("GPT-4o mini", "GPT-4o Mini"), ("gpt5", "GPT-5")],
        *[("Meta 7", ""), ("Llama is", ""), ("Claude's", ""), ("羊驼2", ""), ("Falcon 2", "")],
        *[("o3", "OpenAI o3"), ("O3", ""), ("OpenAI O3", "OpenAI o3"), ("O4-mini", "OpenAI o4 Mini")],
        *[("Android 15", "Android"), ("iOS18", "iOS"), ("安卓14", "Android"), ("iPhone 15 Pro Max", "iPhone")],
        *[("昇腾910C", "Ascend"), ("昇騰910C", "Ascend"), ("麒麟990", "Kirin"), ("麒麟", ""), ("驍龍8", "Snapdragon")],
        *[("盘古5.0", "Pangu 5.0"), ("盤古5.0", "Pangu 5.0"), ("盘古", ""), ("Yi-34B", "Yi"), ("Yi", "")],
        *[("Mistral 7B", "Mistral 7B"), ("Mistral", "Mistral AI"), ("Mistral Large 2", "Mistral Large 2")],
        *[("DALL·E 3", "DALL-E 3"), ("dall-e 2", "DALL-E 2"), ("ChatGPT-4o", "GPT-4o")],
        *[("claude-opus-4-1-20250805", "Claude Opus 4.1"), ("gpt-4o-2024-11-20", "GPT-4o")],
        *[("Kimi-K2-0905", "Kimi K2-0905"), ("iPhone 5G", ""), ("Windows 2000", "")],
    ],
)
def test_every_spelling_leads_to_one_entity(alias, entity):
    assert entity_of(alias) == entity


@pytest.mark.parametrize("dot", "·•‧・")
def test_a_name_is_one_whatever_the_dot_between_its_parts(dot):
    assert entity_of(f"马克{dot}扎克伯格") == entity_of(f"馬克{dot}扎克伯格") == "Mark Zuckerberg"
    assert content_words(tokenize(f"萨姆{dot}奥尔特曼谈开源")) == ["Sam Altman", "开源"]
    codes = ContentCodes()
    assert codes.count(f"埃隆{dot}马斯克和埃隆·马斯克谈开源")[codes.words["Elon Musk"]] == 2
    assert tokenize(f"开源{dot}闭源") == ["开源", dot, "闭源"]
    assert entity_of(f"马克{dot}周") == ""


def test_an_entity_has_a_kind_and_a_term_a_gloss():
    assert kind_of("OpenAI") == "company" and kind_of("nobody") == ""
    assert kind_of("Gemini 2.5 Pro") == kind_of("DeepSeek-V3.1") == kind_of("Mistral 7B") == "model"
    assert gloss_of("护城河") == gloss_of("護城河") == "moat"
    assert gloss_of("安卓") != "" and gloss_of("没有这个词") == ""


def test_content_words_are_names_and_words_without_stop_words_numbers_and_marks():
    tokens = ["我们", "的", "chatGPT", "开源", "80%", "2023", ",", "模", " ", "开源", "to B", "“"]
    assert content_words(tokens) == ["ChatGPT", "开源", "开源", "to B"]
    assert content_words(["我们", "开源"], stop_words=["开源"]) == ["我们"]
    assert content_words(["The", "model", "of", "the", "year"]) == ["model", "year"]
    assert content_words([]) == []
    assert content_words(["5G", "3D", "7B", "23", "三十万元", "七八万", "万亿美元", "百度"]) == ["5G", "3D", "Baidu"]


def test_a_word_of_taiwan_counts_as_the_mainland_s():
    assert content_words(tokenize("人工智慧的晶片与软体")) == ["人工智能", "芯片", "软件"]
    assert content_words(tokenize("软体家具与石英晶片")) == [
        "软体",
        "家具",
        "石英",
        "晶片",
    ]  # the mainland has them too
    assert content_words(tokenize("這種晶片很貴")) == ["這種", "芯片"]
    assert content_words(["软体"], of_taiwan=True) == ["软件"]
    codes = ContentCodes()
    read = (("软体", False), ("软体", True), ("软件", False), ("网路软体", False))
    numbers = [codes.count(text, was_traditional=was) for text, was in read]
    assert [[[*codes.words][code] for code in n] for n in numbers] == [["软体"], ["软件"], ["软件"], ["网络", "软件"]]
    table = lexicon.read_table("taiwan")
    assert table["taiwan"].is_unique and not set(table["taiwan"]) & set(table["mainland"])
    assert all(tokenize(word) == [word] for word in table["taiwan"])


PIECES = [
    *"，。\n 的“”",
    "向左",
    "走",
    "模型",
    "智谱",
    "通义千问",
    "Llama",
    " 2",
    "GPT-4",
    "AI",
    "!",
    "安卓",
    "3.5%",
    "to B",
]


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
@example("向左，走")  # no word reaches over a mark that is passed over
def test_counting_by_number_counts_the_content_words_of_the_text(text):
    codes = ContentCodes()
    counted = codes.count(text)
    names = [*codes.words]
    assert {names[code]: n for code, n in counted.items()} == Counter(content_words(tokenize(text)))


def test_content_codes_number_each_word_once_whatever_its_spelling():
    codes = ContentCodes()
    assert [codes[token] for token in ["安卓", "的", "Android", "模型", "安卓"]] == [1, 0, 1, 2, 1]
    assert codes.words == {"": 0, "Android": 1, "模型": 2}


# ------------------------------------------------------------------------------------------------- jieba, kept quiet

PLANTED = """
import os, sys, tempfile
from helpers.text.tokens import _jieba, tokenize
assert tokenize("开源大模型安卓") == ["开源", "大模型", "安卓"], tokenize("开源大模型安卓")
assert "jieba" not in sys.modules
assert _jieba(True)("开源大模型安卓") == ["开源", "大模型", "安卓"]
import jieba
assert not jieba.dt.initialized and not jieba.dt.FREQ and jieba.user_word_tag_tab == {}
"""


@pytest.mark.slow
def test_jieba_is_quiet_leaves_no_file_and_reads_none_that_was_planted(tmp_path):
    planted = {"开": 10**6, "源大": 10**6, "模型安": 10**6, "卓": 10**6}
    (tmp_path / "jieba.cache").write_bytes(marshal.dumps((planted, sum(planted.values()))))
    before = (tmp_path / "jieba.cache").read_bytes()
    run = subprocess.run(
        [sys.executable, "-X", "dev", "-W", "error", "-c", PLANTED],
        env={**os.environ, "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    assert [path.name for path in tmp_path.iterdir()] == ["jieba.cache"]
    assert (tmp_path / "jieba.cache").read_bytes() == before


@pytest.mark.parametrize(
    "simplified, traditional",
    [
        ("开源模型的图书馆员说谎了", "開源模型的圖書館員說謊了"),
        ("经济学家认为这个办法行不通", "經濟學家認為這個辦法行不通"),
    ],
)
def test_traditional_text_is_cut_where_simplified_is(simplified, traditional):
    found = tokenize(traditional)
    assert "".join(found) == traditional
    assert [*map(len, found)] == [*map(len, tokenize(simplified))]


def test_a_conversion_that_changes_the_length_moves_no_token(monkeypatch):
    monkeypatch.setattr(tokens, "to_simplified", lambda text: text + "了")
    assert "".join(tokenize("開源模型與圖書館")) == "開源模型與圖書館"


def test_half_a_character_is_a_token_of_its_own():
    assert "".join(tokenize("开源\ud800模型")) == "开源\ud800模型"
