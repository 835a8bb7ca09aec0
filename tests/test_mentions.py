"""Names of entities in a text, and the two matchers that find many terms at once."""

import random
import re
import subprocess
import sys
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import lexicon, load_articles
from helpers.text import entity_mentions, matching
from helpers.text.matching import Names, PlainAutomaton, Terms, occurrences
from helpers.text.mentions import MENTION_TYPES
from helpers.text.tokens import tokenize


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("谷歌和OpenAI", ["Google", "OpenAI"]),
        ("馬斯克離開OpenAI", ["Elon Musk", "OpenAI"]),
        ("chatgpt", ["ChatGPT"]),
        ("Metaverse", []),
        ("阿里巴巴", ["Alibaba"]),
        ("质量升华为品质", []),
        ("微软、华为，质量升华为品质", ["Microsoft", "Huawei"]),
        ("Gemini 2.5 Pro與Qwen3.5-Max、DeepSeekV3.1", ["Gemini 2.5 Pro", "Qwen 3.5 Max", "DeepSeek-V3.1"]),
        ("Llama 3月發布，Claude Opus 4。", ["Llama", "Claude Opus 4"]),
        ("DALL•E與安德森・霍洛維茨", ["DALL-E", "a16z"]),  # every dot between names
        ("Sora60秒，Qwen3支持，iPhone15與iOS 26", ["Sora", "Qwen 3", "iPhone", "iOS"]),
        ("Sora60bn，iPhone2xy，Codexv", []),
        ("微信AI与文心ERNIE", ["WeChat", "Ernie", "Ernie"]),
        ("百川智能发布百川4", ["Baichuan", "Baichuan 4"]),
        ("盘古开天，麒麟送子；盘古5.0用昇腾910B", ["Pangu 5.0", "Ascend"]),
        ("o3-mini-high与玄戒O1", ["OpenAI o3 Mini High", "XRING"]),
        # in capitals these are models only near AI, and far from ozone and visas
        ("O3很强", []),
        ("新模型O3發布。O3与二氧化氮都降了。", ["OpenAI o3"]),
        ("AI研究员申请O1签证", []),
        ("臭氧（O3）模型", []),
        # what is another word beside some words
        ("考古队用AI缀合甲骨文，甲骨文公司赞助", ["Oracle"]),
        ("甲骨文发布云服务。", ["Oracle"]),
        ("三项研究的meta-analysis与Meta的分析师，Meta分析了数据", ["Meta", "Meta"]),
        ("早饭喝小米粥，吃蘋果派；小米和蘋果的手機", ["Xiaomi", "Apple"]),
        ("Claude Debussy与Claude Sonnet 4，Kimi Antonelli与Kimi K2", ["Claude Sonnet 4", "Kimi K2"]),
        ("《風俗通義》由通義2.5註釋，ChatGPT-4o校對", ["Qwen 2.5", "GPT-4o"]),
        ("阿特曼對比爾·蓋茲說，班吉歐和阿莫戴都不同意", ["Sam Altman", "Bill Gates", "Yoshua Bengio", "Dario Amodei"]),
        ("GEMİNI", []),  # the Turkish letter equals i only without its dot
        ("", []),
    ],
)
def test_names_are_found_whole_and_in_both_scripts(text, entities):
    assert entity_mentions(text)["entity"].tolist() == entities


def test_a_word_and_a_name_are_in_one_list_only():
    assert set(lexicon.read_words("words")).isdisjoint(lexicon.read_table("entities")["alias"])


def test_a_name_stands_once_and_an_entity_has_one_kind():
    table = lexicon.read_table("entities")
    assert not table["alias"].str.casefold().duplicated().any()
    assert (table.groupby("entity")["kind"].nunique() == 1).all()


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        # a size is no version, whichever version begins with its digits
        ("Llama-70B、Qwen 72B和GPT-20B", ["Llama", "Qwen", "GPT"]),
        ("Gemma-27b、Llama 3.3 70B、Qwen2.5-72B", ["Gemma", "Llama 3.3", "Qwen 2.5"]),
        # an edition may stand right behind a number or a Chinese name
        (
            "Gemini 3Flash、GPT4.1mini、Llama4Scout与Qwen2.5-VL",
            ["Gemini 3 Flash", "GPT-4.1 Mini", "Llama 4 Scout", "Qwen 2.5 VL"],
        ),
        ("豆包Pro、混元TurboS、混元Turbo与盤古Pro", ["Doubao Pro", "Hunyuan TurboS", "Hunyuan Turbo", "Pangu Pro"]),
        ("Grok 4 Deep Research与Claude Instant", ["Grok 4 Deep Research", "Claude Instant"]),
        ("Gemini 2.5ron、GPT5ron，Claude 2.5x", ["Gemini", "Claude"]),  # neither an edition nor the end of a version
        (
            "Kling O1、可靈O1、Skywork-o1，GPT o1与GPT-o1-mini",
            ["Kling O1", "Kling O1", "Skywork O1", "GPT", "OpenAI o1", "OpenAI o1 Mini"],
        ),
        # names that count only as a word, with a version
        ("百度文心4.5、快手可灵3.0、微信9.0与塞班3", ["Baidu", "Ernie 4.5", "Kling 3.0", "WeChat", "Symbian"]),
        ("文心雕龙2卷，升华为5个，金元宝3枚", []),
        ("H200、GB200与A800，B2000与GB20", ["H200", "GB200", "A800"]),
        ("RTX5080D、昇腾910PR，RTX 4090 24GB与安卓3D", ["GeForce", "Ascend", "GeForce", "Android"]),
        ("Sonnet 4.5写了一首Sonnet", ["Claude Sonnet 4.5"]),
        (
            "Mistral 7B与DeepSeek 67b，Llama 70B",
            ["Mistral 7B", "DeepSeek-67B", "Llama"],
        ),  # a firm's model without a name
        ("Kimi 36氪首发，Claude 4K，GPT-4-32k，Sora 10s", ["Kimi", "36Kr", "Claude", "GPT-4", "Sora"]),
    ],
)
def test_what_belongs_to_a_version(text, entities):
    assert entity_mentions(text)["entity"].tolist() == entities


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("罗伯特·奥特曼与梅琳达•盖茨，约翰-施密特", []),
        ("Kimbal Musk met John Schmidt", []),
        ("作者保羅·奧特曼", []),
        # the same person in another spelling, with a title or beside the firm
        ("伊龙·马斯克与赛姆·奥特曼", ["马斯克", "奥特曼"]),
        ("Samuel Altman, Mr. Musk, E. Musk, CEO Schmidt", ["Altman", "Musk", "Musk", "Schmidt"]),
        ("OpenAI·奥特曼，Tesla Musk", ["OpenAI", "奥特曼", "Tesla", "Musk"]),
        ("Eric Emerson Schmidt", ["Schmidt"]),
        # whom the text has introduced is meant by the surname alone
        ("约翰·施密特是木匠。施密特走了。", []),
        ("约翰·施密特是木匠。埃里克·施密特来了，施密特走了。", ["埃里克·施密特", "施密特"]),
        ("马斯克来了。弟弟金博尔·马斯克也来了。马斯克走了。", ["马斯克", "马斯克"]),
    ],
)
def test_a_namesake_is_somebody_else(text, surfaces):
    assert entity_mentions(text)["surface"].tolist() == surfaces


@pytest.mark.parametrize(
    "count",
    [
        *(
            "3大优势",
            "10大厂商",
            "3大战略",
            "2問",
            "3度跳票",
            "200刀",
            "8卡服务器",
            "30帧",
            "7片H100",
            "2首歌",
            "5路并发",
        ),
        *("4强名单", "4星级", "3宗收购", "2则消息", "3起事故", "5处錯誤", "90分", "3題", "2波", "3招", "3冠", "3连冠"),
        *("2胜1负", "3比1获胜", "3星期", "3部電影", "40字", "2局", "12吋", "5纳米", "8核", "6小龙", "3端", "3片"),
        *("7成份额", "24 GB", "20 tokens", "8GB", "2k", "3x"),
    ],
)
def test_what_is_counted_behind_a_name_is_no_version(count):
    assert entity_mentions(f"Kimi {count}")["entity"].tolist()[:1] == ["Kimi"]
    assert tokenize(f"Kimi {count}")[0] == "Kimi"


@pytest.mark.parametrize(
    "behind",
    [
        *(
            "大幅降价",
            "大規模上线",
            "大模型",
            "大战GPT",
            "大改版",
            "问世",
            "問世",
            "答题",
            "度过",
            "卡住",
            "帧率",
            "片段",
        ),
        *(
            "首发",
            "首次超过",
            "首批",
            "强在推理",
            "強大",
            "强，",
            "波及",
            "宗旨",
            "则更快",
            "起步",
            "处理",
            "處於",
            "分析",
            "分别",
        ),
        *(
            "题库",
            "招聘",
            "冠绝",
            "连续",
            "连小学生",
            "胜过",
            "勝出",
            "比GPT强",
            "比2强",
            "星期日",
            "部署",
            "部分",
            "字节",
        ),
        *(
            "局限",
            "路线",
            "端到端",
            "核心",
            "根据",
            "把代码",
            "支援",
            "系列",
            "代",
            "版",
            "时代",
            "天花板",
            "轮到",
            "瓶颈",
        ),
    ],
)
def test_a_word_that_only_begins_as_a_measure_word_leaves_the_version(behind):
    assert entity_mentions(f"Gemini 3{behind}")["entity"].tolist()[:1] == ["Gemini 3"]
    assert tokenize(f"Gemini 3{behind}")[0] == "Gemini 3"


def test_mentions_point_into_the_text_as_it_is_written():
    text = "昨天，馬斯克說：「谷歌很強。」"
    for row in entity_mentions(text).itertuples():
        assert text[row.start : row.end] == row.surface


def test_mentions_of_nothing_keep_their_shape():
    found = entity_mentions("")
    assert {name: str(kind) for name, kind in found.dtypes.items()} == MENTION_TYPES


def test_names_are_found_as_one_alternation_would():
    names = sorted(set(lexicon.read_table("entities")["alias"]), key=lambda name: (-len(name), name))
    edges = [("(?<![A-Za-z0-9])" * n[0].isascii(), "(?![A-Za-z0-9])" * n[-1].isascii()) for n in names]
    one = Terms(
        (left + re.escape(name) + right for name, (left, right) in zip(names, edges, strict=True)), ignore_case=True
    )
    rng, many = random.Random(0), Names(names)
    pieces = [*names, *" ,。()İıſ\u212aK-aZ0开源éÉ" * 20]
    for _ in range(2000):
        text = "".join(rng.choice(pieces) for _ in range(8))
        text = "".join(char.swapcase() if rng.random() < 0.2 else char for char in text)
        assert list(many.spans(text)) == [match.span() for match, _ in one.finditer(text)], text


def test_many_terms_at_once_find_what_one_alternation_would():
    terms = ["(?:开|闭)源模型", "开源", "[一两]+位", "(?<!公)开炮", "(?:(?:大|小)?模型|Kimi)", "iOS", "a?b", "源"]
    text = "公开炮开炮，闭源模型与开源，一两两位，模型小模型，KIMI ıOS ios aab b源。"
    for ignore_case, flags in ((False, re.NOFLAG), (True, re.IGNORECASE)):
        one = re.compile("|".join(f"({term})" for term in terms), flags)
        expected = [(match.span(), match.lastindex - 1) for match in one.finditer(text)]
        many = Terms(terms, ignore_case=ignore_case)
        assert [(match.span(), number) for match, number in many.finditer(text)] == expected
        places = [(place, many.match(text, place, len(text))) for place in range(len(text))]
        assert {p: found[1] for p, found in places if found} == {
            p: one.match(text, p).lastindex - 1 for p in range(len(text)) if one.match(text, p)
        }
        parts = [(0, 7), (9, 20), (20, len(text))]
        assert [[(match.span(), number) for match, number in found] for found in many.find_in(text, parts)] == [
            [(match.span(), match.lastindex - 1) for match in one.finditer(text, *part)] for part in parts
        ]
        alone = {(m.span(), n) for n, term in enumerate(terms) for m in re.compile(term, flags).finditer(text, 3, 30)}
        assert {(match.span(), number) for match, number in many.find_each(text, 3, 30)} == alone
    assert not [*Terms([]).finditer(text)]


def test_a_few_names_are_found_wherever_they_stand_as_they_are_written():
    assert occurrences(["阿里", "阿里巴巴", "巴", "a"], "阿里巴巴\ud800阿里A") == [
        (0, 4),
        (0, 2),
        (2, 3),
        (3, 4),
        (5, 7),
    ]
    assert occurrences([], "阿里") == []


_ELEMENTS = st.recursive(
    st.sampled_from([*"开源型aK1", "[开源]", "[a-z]", "[^开]", r"\s", r"\.", ".", "(?!源)", "(?<!型)", "(?<=开)"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["?", "*", "+", "{2}", "{0,2}", "??"])).map("(?:{0[0]}){0[1]}".format),
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda branches: f"(?:{'|'.join(branches)})"),
    ),
    max_leaves=6,
)


@given(st.lists(_ELEMENTS, min_size=1, max_size=4), st.text("开源型aAkK\u212a1 .\n", max_size=20), st.booleans())
def test_the_first_characters_of_a_term_pass_over_no_match(terms, text, ignore_case):
    accepted = []
    for term in terms:
        with suppress(ValueError):
            Terms([term])
            accepted.append(term)
    one = re.compile("|".join(f"({term})" for term in accepted) or "(?!)", re.IGNORECASE if ignore_case else re.NOFLAG)
    expected = [(match.span(), match.lastindex - 1) for match in one.finditer(text)]
    assert [(match.span(), n) for match, n in Terms(accepted, ignore_case=ignore_case).finditer(text)] == expected


@pytest.mark.parametrize("term", [".开", "[^开]源", r"\d开", "开?", "(?:开|)", "(?:|开)源", "(?:开)?", "，开"])
def test_a_term_that_begins_with_anything_is_refused(term):
    with pytest.raises(ValueError, match="does not begin with a letter"):
        Terms([term])


def test_plain_python_finds_what_the_compiled_automaton_finds(monkeypatch):
    aliases = lexicon.read_table("entities")["alias"]
    texts = [*load_articles()["text"], "OpenAI", "a", "", "aab aaa aba " * 3]
    for names in (aliases, ["a", "aa", "aab", "ba"]):
        compiled = Names(names)
        monkeypatch.setattr(matching, "AhoCorasick", None)
        plain = Names(names)
        monkeypatch.undo()
        assert isinstance(plain._automaton, PlainAutomaton)
        for text in texts:
            assert list(plain.spans(text)) == list(compiled.spans(text))


@pytest.mark.slow
def test_without_the_compiled_automaton_names_are_found_all_the_same():
    code = (
        "import sys; sys.modules['ahocorasick_rs'] = None\n"
        "from helpers.text.matching import Names; print(*Names(['阿里', '阿里巴巴']).spans('在阿里巴巴'))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "(1, 5)"


def test_plain_python_finds_overlapping_names_only():
    with pytest.raises(ValueError, match="overlapping"):
        PlainAutomaton(["a"]).find_matches_as_indexes("a", overlapping=False)
