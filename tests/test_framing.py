"""frames, speech, names: every rule by (in, out) tables of sentences made up for the purpose."""

import re
import time

import pandas as pd
import pytest

from helpers.framing.analogies import ANALOGY_TYPES, find_analogies
from helpers.framing.quotations import QUOTE_KINDS, QUOTE_TYPES, find_quotations
from helpers.stats.scoring import misses, score
from helpers.text.matching import Terms
from helpers.text.mentions import MENTION_TYPES, entity_mentions


def sentences(*texts, article_id="a"):
    return pd.DataFrame({"article_id": article_id, "sentence": range(1, len(texts) + 1), "text": texts})


def said(text, *, kinds=("direct", "anonymous")):
    found = find_quotations(text)
    found = found[found["kind"].isin(kinds)]
    return found[["speaker", "quote"]].values.tolist()


def strict(*texts):
    found = find_analogies(sentences(*texts))
    return sorted(set(found.loc[found["level"] == "strict", "sentence"]))


# ------------------------------------------------------------------------------------------------ names


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
        ("GEMİNI", []),  # the Turkish letter equals i only without its dot
        ("", []),
    ],
)
def test_names_are_found_whole_and_in_both_scripts(text, entities):
    assert entity_mentions(text)["entity"].tolist() == entities


def test_mentions_point_into_the_text_as_it_is_written():
    text = "昨天，馬斯克說：「谷歌很強。」"
    for row in entity_mentions(text).itertuples():
        assert text[row.start : row.end] == row.surface


# ------------------------------------------------------------------------------------------- quotations


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("马斯克说：“开源会赢。”", [["马斯克", "开源会赢。"]]),
        ("马斯克说:“开源会赢。”", [["马斯克", "开源会赢。"]]),
        ("馬斯克說：「開源會贏。」", [["馬斯克", "開源會贏。"]]),
        ('马斯克表示，"开源会赢。"', [["马斯克", "开源会赢。"]]),
        ("“开源会赢。”马斯克说。", [["马斯克", "开源会赢。"]]),
        ("“开源会赢”，马斯克补充道。", [["马斯克", "开源会赢"]]),
        ("“开源，”马斯克说，“会赢得一切。”", [["马斯克", "开源，"], ["马斯克", "会赢得一切。"]]),
        ("马斯克在信中写道：“开源会赢。”“闭源会输。”", [["马斯克", "开源会赢。"], ["马斯克", "闭源会输。"]]),
        (
            "马斯克多次抨击这家公司：\n“开源会赢。”\n“闭源会输。”",
            [["马斯克", "开源会赢。"], ["马斯克", "闭源会输。"]],
        ),
        (
            "扎克伯格说“保证向大家开放”，奥特曼说“封闭是为安全”。",
            [["扎克伯格", "保证向大家开放"], ["奥特曼", "封闭是为安全"]],
        ),
        ("谷歌发言人表示：“我们不评论。”", [["谷歌发言人", "我们不评论。"]]),
        ("某某科技首席执行官吕平认为：“开源会赢。”", [["吕平", "开源会赢。"]]),
        ("作家阿莱科·伯尔纳指出：“开源会赢。”", [["阿莱科·伯尔纳", "开源会赢。"]]),
        ("工程师Anna Bellamy警告：“开源会输。”", [["Anna Bellamy", "开源会输。"]]),
        ("马斯克对奥特曼说：“你背叛了开源。”", [["马斯克", "你背叛了开源。"]]),
        ("马斯克怒斥它“变成了逐利工具”。", [["马斯克", "变成了逐利工具"]]),
        ("有投资人私下说：“大家都在抄。”", [["有投资人", "大家都在抄。"]]),
        ("网友留言：“这名字该换了。”", [["网友", "这名字该换了。"]]),
        ("“开源会赢。”据说没有人信，马斯克说。", [["马斯克", "开源会赢。"]]),
        ("“开源会赢。”马斯克说：“闭源会输。”", [["马斯克", "闭源会输。"]]),
        (
            "“开源会赢，”马斯克语气平静，“闭源一定会输给开源。”",
            [["马斯克", "开源会赢，"], ["马斯克", "闭源一定会输给开源。"]],
        ),
        ("马斯克扬言“赢”了。", [["马斯克", "赢"]]),
        ("他被美媒评为“人工智能之父”。", [["美媒", "人工智能之父"]]),
        (
            "马斯克提出了“一定会赢到最后”、“永远不会输给闭源”。",
            [["马斯克", "一定会赢到最后"], ["马斯克", "永远不会输给闭源"]],
        ),
        (
            "马斯克说：“开源会赢。”天亮了。“大家都这样想了很久。”",
            [["马斯克", "开源会赢。"], ["马斯克", "大家都这样想了很久。"]],
        ),
        (
            "马斯克说：“开源会赢。”\n天亮了。“大家都这样想了很久。”",
            [["马斯克", "开源会赢。"], ["", "大家都这样想了很久。"]],
        ),
    ],
)
def test_who_says_what(text, expected):
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("他们喊出“开源先锋”的口号。", "term"),
        ("这家“公益组织”缺钱了。", "term"),
        ("这是一篇题为“我们没有城墙”的文章。", "term"),
        ("他被称为“人工智能之父”。", "term"),
        ("他把“开源一定会赢，闭源一定会输”当口号。", "term"),
        ("说白了就是“我的技术你能用，但别想超出我”。", "term"),
        ("马斯克说：“开源会赢。”", "direct"),
        ("马斯克表示，开源一定会赢得这场竞争。", "indirect"),
        ("有人骂Meta“伪善”。", "anonymous"),
        ("知情人士透露，新模型下周就会发布。", "anonymous"),
    ],
)
def test_each_kind_of_quotation(text, kind):
    assert find_quotations(text)["kind"].tolist()[:1] == [kind]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("马斯克不这么看。他说：“开源会赢。”", "马斯克"),
        ("马斯克和奥特曼见了面。他说：“开源会赢。”", "他"),
        ("新模型来了。他说：“开源会赢。”", "他"),
        ("记者问到吴恩达。这位专家直言：“开源会赢。”", "吴恩达"),
        ("《经济学人》登了长文。文章认为，开源一定会赢得竞争。", "经济学人"),
        ("记者采访了马斯克，他说：“开源会赢。”", "马斯克"),
        ("智源研究院很忙。他们说：“开源会赢。”", "智源研究院"),
        ("OpenAI很忙。该公司说：“开源会赢。”", "OpenAI"),
        ("马斯克走了。" + "新的模型来了。" * 4 + "他说：“开源会赢。”", "马斯克"),
        ("马斯克走了。" + "新的模型来了。" * 5 + "他说：“开源会赢。”", "他"),  # six sentences back, and no further
    ],
)
def test_a_pronoun_is_resolved_only_where_one_person_can_be_meant(text, speaker):
    assert find_quotations(text)["speaker"].tolist() == [speaker]


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("马斯克说：“大家叫它‘开源之王’，我不同意。”", ["大家叫它‘开源之王’，我不同意。"]),
        ("马斯克说：「大家叫它『開源之王』，我不同意。」", ["大家叫它『開源之王』，我不同意。"]),
        ("马斯克说：“开源会赢。闭源会输。\n下一段与他无关，不是他说的。", ["开源会赢。闭源会输。"]),
        ("马斯克说：开源一定会赢。”\n下一段。", ["开源一定会赢。"]),
        ("马斯克说：“开源会赢。“\n下一段。", ["开源会赢。"]),
        ("马斯克曾这样谈到策略：\n开源能让我们从别人的改进中受益。", ["开源能让我们从别人的改进中受益。"]),
        (
            "马斯克说：“第一段在这里。\n第二段没有引号也算。\n第三段在此结束。”",
            ["第一段在这里。", "第二段没有引号也算。", "第三段在此结束。"],
        ),
    ],
)
def test_nested_unclosed_and_lost_marks(text, quotes):
    assert [quote for _, quote in said(text)] == quotes


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("马斯克说：“她问：‘开源一定会赢到最后吗？’”", "她"),
        ("马斯克说：“我说：‘开源一定会赢到最后的。’”", "马斯克"),
        ("马斯克说：“有人喊：‘开源一定会赢到最后的。’”", "马斯克"),  # nobody else is named: still his words
        ("“我说：‘开源一定会赢到最后的。’后来没有了。”", ""),
    ],
)
def test_who_speaks_inside_a_quotation(text, speaker):
    assert find_quotations(text)["speaker"].tolist()[1:] == [speaker]


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("“甲‘乙“丙‘丁’丙”乙’甲”", ["甲‘乙“丙‘丁’丙”乙’甲", "乙“丙‘丁’丙”乙", "丙‘丁’丙"]),  # the fourth is left alone
        ("他’说", []),
        ("“甲‘乙”丙’", ["甲‘乙"]),
    ],
)
def test_marks_are_paired_three_deep_and_a_lone_one_is_passed_over(text, quotes):
    assert find_quotations(text)["quote"].tolist() == quotes


@pytest.mark.parametrize(("between", "kind"), [("天" * 79, "direct"), ("天" * 81, "term")])
def test_a_quotation_far_behind_another_is_not_by_the_same_speaker(between, kind):
    found = find_quotations(f"马斯克说：“开源会赢。”{between}“开源一定会赢，闭源一定会输”")
    assert found["kind"].tolist() == ["direct", kind]


@pytest.mark.parametrize(
    ("head", "speaker"),
    [("马斯克刊文说：", ["马斯克"]), ("原因很简单：", []), ("于是说：", []), ("马斯克说，原因很简单：", [])],
)
def test_a_paragraph_without_marks_is_speech_only_behind_a_speaker_and_a_verb(head, speaker):
    assert find_quotations(f"{head}\n开源需要很多人的时间和很多钱。")["speaker"].tolist() == speaker


def test_a_chain_of_verbs_is_no_part_of_what_is_reported():
    found = find_quotations("马斯克刊文指出称，开源需要很多人的时间。")
    assert found[["quote", "kind", "speaker"]].values.tolist() == [["开源需要很多人的时间", "indirect", "马斯克"]]


@pytest.mark.parametrize(
    "text", ["", " \n", "没有引号的一句话。", '<path id="copy" d="M0 0H2"></path>', "“", "””””", "''"]
)
def test_no_quotation_gives_an_empty_table_of_the_right_shape(text):
    found = find_quotations(text)
    assert found.empty
    assert list(found) == list(QUOTE_TYPES)
    assert {name: str(kind) for name, kind in found.dtypes.items()} == QUOTE_TYPES


def test_quotes_are_exact_parts_of_the_text():
    text = "馬斯克說：「開源會贏。」他還說，「閉源會輸」。有人稱之為「內戰」，李彥宏表示，閉源才能賺錢。"
    found = find_quotations(text)
    assert len(found) == 4
    assert set(found["kind"]) <= set(QUOTE_KINDS)
    assert all(text[row.start : row.end] == row.quote for row in found.itertuples())


# ------------------------------------------------------------------------------------------- analogies


@pytest.mark.parametrize(
    "text",
    [
        "Meta想让Llama成为AI时代的安卓。",
        "DeepSeek是大模型界的Android。",
        "大模型的“iPhone时刻”还没有到来。",
        "業界把Llama比作AI界的Linux。",
        "如果说GPT-4是iOS，那么Llama就是安卓。",
        "ChatGPT之于AI，正如iPhone之于智能手机。",
        "开源大模型正在复制安卓的成功路径。",
        "當年Android靠開源拿下八成份額，如今輪到大模型了。",
        "AI领域也会出现安卓与iOS之争。",
        "OpenAI走的是苹果的路线,Meta走的是安卓的路线。",
        "马斯克以为,AI时代需要个“Linux”。",
        "就像今天的iOS和安卓,大模型也会各有各的活法。",
        "诸如安卓和Linux的崛起，大模型也一样。",
    ],
)
def test_a_system_or_firm_that_something_is_compared_with_is_an_analogy(text):
    assert strict(text) == [1]


@pytest.mark.parametrize(
    "text",
    [
        "该AI模型的App发布于Android平台。",
        "这款AI助手已上线iOS和安卓客户端。",
        "用户可以在Windows、macOS和Linux上运行这个模型。",
        "苹果将在iPhone中接入ChatGPT。",
        "小米发布了自研大模型。",
        "苹果、谷歌等公司都在招募AI研究员。",
        "像苹果、微软这样的公司也在用开源模型。",
        "就像在iPhone上一样，Gemini也能在安卓上运行。",
        "Linux基金会发布了开源AI的定义。",
        "库克说，苹果的AI就像一个助手。",
        "AI识别出了超市里的苹果和小米。",
        "诸如安卓系统的崛起，大模型也一样。",  # one example is no comparison
    ],
)
def test_a_system_or_firm_that_is_only_named_is_none(text):
    assert strict(text) == []


def test_a_story_of_phones_goes_on_until_the_text_leaves_it():
    story = (
        "开源大模型的“安卓时刻”来了。",
        "当初安卓阵营的份额超过了iPhone。",
        "苹果却拿走了手机市场的利润。",
        "新模型今天发布。",
        "它很好用。",
        "安卓版的App下周上线。",
    )
    assert strict(*story) == [1, 2, 3]


def test_a_wider_image_counts_only_beside_a_strict_one():
    alone = find_analogies(sentences("大模型的移动互联网时代来了。"))
    assert alone.empty
    beside = find_analogies(sentences("大模型的移动互联网时代来了，Llama成为AI时代的安卓。"))
    assert beside[["source_term", "level"]].values.tolist() == [["移动互联网时代|安卓", "strict"]]


def test_the_same_words_far_from_ai_are_no_image():
    assert find_analogies(sentences("古城的护城河很宽。", "游客很多。")).empty


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("OpenAI没有护城河。", "moat"),
        ("大模型的軍備競賽剛剛開始。", "war"),
        ("开源阵营又将了OpenAI一军，这步棋下得漂亮，大模型变天了。", "chess_game"),
        ("OpenAI的宫斗结束了。", "palace"),
        ("OpenAI上演了年度大戏。", "theatre"),
        ("有人把AI比作核武器。", "nuclear"),
        ("开源模型迎来寒武纪大爆发。", "biology"),
        ("大厂也想在模型市场分一杯羹。", "food"),
        ("开源模型成了开发者的圣杯。", "religion"),
        ("国内大模型想弯道超车。", "race_road"),
        ("国产AI芯片被卡脖子。", "body"),
    ],
)
def test_each_domain_by_one_sentence(text, domain):
    assert domain in find_analogies(sentences(text))["domain"].tolist()


@pytest.mark.parametrize(
    "text",
    [
        "AI公司打起了价格战。",
        "百度公布AI战略，迎接挑战。",
        "这个模型战胜了对手，竞争激烈。",
        "黑客攻击了AI公司的服务器，模型被植入病毒。",
        "AI正在改变生物技术。",
        "OpenAI公布模型路线图。",
        "AlphaGo是会下棋的AI，落子很快。",
        "文生视频模型可以写剧本、拍电影。",
        "加拿大滑铁卢大学的AI团队很强。",
        "AI能预测明天的气温和寒潮。",
        "马斯克公开炮制AI新闻。",
    ],
)
def test_literal_and_worn_out_words_do_not_fire(text):
    assert find_analogies(sentences(text)).empty


def test_who_is_compared_by_which_words():
    row = find_analogies(sentences("Meta想让Llama成为AI时代的安卓。")).iloc[0]
    assert (row["source_term"], row["target_term"], row["form"]) == ("安卓", "Llama", "comparison")
    row = find_analogies(sentences("OpenAI没有护城河。")).iloc[0]
    assert (row["source_term"], row["marker"], row["target_term"]) == ("护城河", "", "OpenAI")


def test_script_and_width_of_the_marks_change_nothing():
    simplified = find_analogies(sentences("就像安卓,大模型也要开源,这是一场军备竞赛。"))
    traditional = find_analogies(sentences("就像安卓，大模型也要開源，這是一場軍備競賽。"))
    columns = ["domain", "level", "form"]
    assert simplified[columns].values.tolist() == traditional[columns].values.tolist() != []


@pytest.mark.parametrize("texts", [(), ("",), ("今天天气很好。",)])
def test_no_analogy_gives_an_empty_table_of_the_right_shape(texts):
    found = find_analogies(sentences(*texts))
    assert found.empty
    assert {name: str(kind) for name, kind in found.dtypes.items()} == ANALOGY_TYPES


def test_a_missing_column_is_named():
    with pytest.raises(ValueError, match="'text'"):
        find_analogies(pd.DataFrame({"article_id": ["a"], "sentence": [1]}))


def test_articles_do_not_leak_into_each_other():
    first = sentences("大模型的“安卓时刻”来了。", article_id="a")
    second = sentences("苹果拿走了手机市场的利润。", article_id="b")
    assert set(find_analogies(pd.concat([first, second]))["article_id"]) == {"a"}


# ----------------------------------------------------------------------------------------------- score


def places(*rows):
    return pd.DataFrame(rows, columns=["article_id", "sentence", "domain"])


def test_score_by_hand():
    found = places(("a", 1, "war"), ("a", 2, "war"), ("a", 3, "moat"))
    gold = places(("a", 1, "war"), ("a", 4, "war"), ("a", 4, "war"))
    table = score(found, gold).set_index("domain")
    assert table.loc["war"].tolist() == [2, 2, 1, 0.5, 0.5, 0.5]
    assert table.loc["moat"].tolist() == [0, 1, 0, 0, 0, 0]
    assert table.loc["all"].tolist() == [2, 3, 1, pytest.approx(1 / 3), 0.5, 0.4]


def test_score_of_nothing_is_defined():
    table = score(places(), places())
    assert table[["domain", "precision", "recall", "f1"]].values.tolist() == [["all", 1.0, 1.0, 1.0]]
    assert not score(places(("a", 1, "war")), places()).isna().any().any()


def test_misses_name_both_sides():
    found, gold = places(("a", 2, "war")), places(("a", 1, "war"))
    assert misses(found, gold).values.tolist() == [["a", 1, "war", "missed"], ["a", 2, "war", "extra"]]


def test_score_names_the_column_that_is_missing():
    short = pd.DataFrame({"article_id": ["a"], "domain": ["war"]})
    for compare in (score, misses):
        with pytest.raises(ValueError, match="gold has no column 'sentence'"):
            compare(places(), short)
        with pytest.raises(ValueError, match="found has no column 'sentence'"):
            compare(short, places())


# ------------------------------------------------------------------------------------------ linear time

HOSTILE = (
    "“",
    "”",
    "“”",
    '"',
    "「『",
    "马斯克表示",
    "他说，",
    "就像安卓",
    "如果说",
    "中国模型",
    "Aa ",
    "·马",
    "说：\n“啊",
)


def seconds(function, *args):
    start = time.perf_counter()
    function(*args)
    return time.perf_counter() - start


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_text_takes_time_in_proportion_to_its_length(unit):
    find_quotations(unit), find_analogies(sentences(unit))  # warm caches
    small, large = (unit * (n // len(unit)) for n in (3_000, 30_000))
    for work in (find_quotations, lambda text: find_analogies(sentences(text))):
        assert seconds(work, large) < 30 * seconds(work, small) + 0.5


def test_a_hundred_thousand_opening_marks_and_a_very_long_sentence():
    assert find_quotations("“" * 100_000).shape[1] == len(QUOTE_TYPES)
    long = "马斯克说开源模型就像安卓，" * 800
    assert find_analogies(sentences(long))["domain"].tolist() == ["mobile_os"]


def test_mentions_of_nothing_keep_their_shape():
    found = entity_mentions("")
    assert {name: str(kind) for name, kind in found.dtypes.items()} == MENTION_TYPES


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
    assert not [*Terms([]).finditer(text)]


@pytest.mark.parametrize("term", [".开", "[^开]源", r"\d开", "开?", "(?:开|)", "(?:|开)源", "(?:开)?", "，开"])
def test_a_term_that_begins_with_anything_is_refused(term):
    with pytest.raises(ValueError, match="does not begin with a letter"):
        Terms([term])


def test_a_name_in_full_gives_its_last_name_wherever_it_stands():
    text = "John Müller和Jane O'Brien来了。Müller说：“开源会赢。”O'Brien说：“闭源会赢。”Müllers说：“没人会赢。”"
    assert said(text)[:2] == [["Müller", "开源会赢。"], ["O'Brien", "闭源会赢。"]]


def test_a_number_without_end_is_no_source():
    start = time.process_time()
    assert said("一" * 20_000 + "位知情人士说：“开源会赢。”")[0][0] == "一" * 9 + "位知情人士"
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    "text, sides",
    [("马斯克说：“这不是开源。”", ["before"]), ("“这不是开源。”马斯克说。", ["after"]), ("“安卓时刻”来了。", [""])],
)
def test_the_side_of_a_cue_is_told(text, sides):
    assert find_quotations(text)["side"].tolist() == sides
