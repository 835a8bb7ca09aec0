"""Han characters, scripts, and Traditional to Simplified."""

from collections import Counter

import opencc
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from helpers import lexicon
from helpers.text import script as module
from helpers.text.script import (
    IS_HAN,
    script_of,
    shadow_of,
    simplify_words,
    to_simplified,
    to_traditional,
    traditional_characters,
    traditional_passages,
    usual_marks,
)


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("開源模型", "Hant"),
        ("开源模型", "Hans"),
        ("人工", "Hans"),  # nothing that tells: the commoner script
        ("開開源, 两", "Hant"),  # two against one
        ("开开源, 兩", "Hans"),
        ("open source", ""),
        ("", ""),
        ("日本語のモデルが来た", ""),  # Japanese is neither
    ],
)
def test_the_script_is_that_of_the_majority(text, script):
    assert script_of(text) == script


def test_traditional_characters_are_counted_and_those_of_both_scripts_are_not():
    assert traditional_characters("開源,开源,開人") == {"開": 2}
    assert traditional_characters("AI") == {}


def test_the_table_of_scripts_is_what_opencc_says():
    han = IS_HAN.findall("".join(map(chr, range(0x40000))))
    changed = {}
    for config in ("s2t", "t2s"):
        converted = opencc.OpenCC(config).convert("\n".join(han)).split("\n")
        changed[config] = {old for old, new in zip(han, converted, strict=True) if old != new}
    table = lexicon.read_table("scripts").set_index("script")["characters"]
    assert set(table["traditional"]) == changed["t2s"]
    assert set(table["simplified"]) == changed["s2t"] - changed["t2s"]


def test_the_table_of_variants_is_what_opencc_leaves():
    table = lexicon.read_table("variants")
    pairs = [(variant, row.simplified) for row in table.itertuples() for variant in row.variants]
    convert = opencc.OpenCC("tw2s").convert
    assert len({variant for variant, _ in pairs}) == len(pairs)
    assert all(convert(variant) != simple == convert(simple) and len(simple) == 1 for variant, simple in pairs)
    han = IS_HAN.findall("".join(map(chr, range(0x40000))))
    of_hong_kong = opencc.OpenCC("hk2t").convert("\n".join(han)).split("\n")
    assert all(
        to_simplified(char) == to_simplified(usual)
        for char, usual in zip(han, of_hong_kong, strict=True)
        if char != usual and char < "\uf900"  # behind stand compatibility forms of the same characters
    )


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("衞生署敍明化粧枱", "卫生署叙明化妆台"),
        ("裏面的峯羣與綫", "里面的峰群与线"),
        ("牠揹著砲，妳瞇眼", "它背着炮，你眯眼"),
        ("朱鎔基與陳珮", "朱镕基与陈珮"),  # a name keeps its form
    ],
)
def test_forms_of_hong_kong_and_variants_become_simplified(traditional, simplified):
    assert to_simplified(traditional) == simplified
    assert shadow_of(traditional).replace("著", "着") == shadow_of(simplified)
    assert to_simplified(simplified) == simplified
    assert traditional_characters(simplified) == {}


def test_the_table_of_words_holds_what_opencc_leaves():
    table = lexicon.read_table("variant_words")
    assert table["variant"].is_unique
    convert = opencc.OpenCC("tw2s").convert
    for variant, usual in zip(table["variant"], table["usual"], strict=True):
        assert len(variant) == len(usual)
        assert variant == usual or convert(variant) != convert(usual) == to_simplified(variant)


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("他問為甚麼，祇因沒甚麼好說", "他问为什么，只因没什么好说"),
        ("不祇要連繫，還要規畫", "不只要联系，还要规划"),
        ("甚至欺人太甚", "甚至欺人太甚"),
        ("這位神祇是祂，神祇有三", "这位神祇是祂，神祇有三"),
        ("一連三天，繫上鞋帶", "一连三天，系上鞋带"),
        ("畫了一幅計畫外的畫", "画了一幅计划外的画"),
    ],
)
def test_of_a_word_the_usual_spelling_is_converted_and_its_characters_elsewhere_stay(traditional, simplified):
    assert to_simplified(traditional) == simplified == to_simplified(simplified).replace("幺", "么")


def test_a_variant_is_a_traditional_character():
    assert traditional_characters("衞星和卫星") == {"衞": 1}
    assert script_of("衞星") == "Hant"


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("隨著開源", "随着开源"),  # t2s alone leaves 著
        ("頭髮發現", "头发发现"),
        ("什麼", "什么"),
        ("核心", "核心"),  # characters change, words do not (tw2sp would write 内核)
        ("Meta 開放", "Meta 开放"),
        ("", ""),
    ],
)
def test_traditional_becomes_simplified_and_words_stay(traditional, simplified):
    assert to_simplified(traditional) == simplified


@pytest.mark.parametrize(
    "traditional",
    [
        *["功勳卓著", "見微知著", "聲威素著", "老舍另有雜著", "該著再版", "舊著再讀", "大著已拜讀", "譯著"],
        *[
            "陳映真著《將軍族》",
            "馬爾克斯著《百年孤獨》",
            "貝克著的《風險社會》",
            "卡夫卡 著《城堡》",
            "葉石濤著，聯經出版",
        ],
        *[
            "（吳晟著，張良澤譯）",
            "余華著《活著》",
            "林海音等著《集》",
            "（林海音等著）",
            "法國作家莫泊桑著《漂亮朋友》",
        ],
        *["保羅·奧斯特著，", "Isaac Asimov著《基地》", "她著有《城南舊事》", "著有三本小說", "著有大量論文"],
    ],
)
def test_the_work_of_an_author_stays_a_work(traditional):
    assert "著" in to_simplified(traditional) and "着" not in to_simplified(traditional).replace("活着", "")


@pytest.mark.parametrize(
    "traditional",
    [
        *[
            "翻著《城堡》",
            "捧著《將軍族》的人",
            "望著，",
            "葉石濤笑著，說",
            "林海音念著《集》",
            "卡夫卡聽著。",
            "陳映真捧著《書》",
        ],
        *[
            "我們等著《鼠疫》再版",
            "高喊著《國歌》",
            "張羅著，",
            "大著嗓門",
            "混雜著",
            "依舊著急",
            "有著《書》",
            "沿著，順著",
        ],
        *["懷著有朝一日", "白等著，", "常年伴隨著，", "安靜著。", "石黑等著，", "林海音等著，說"],
    ],
)
def test_what_lasts_is_no_work(traditional):
    assert "著" not in to_simplified(traditional)


@given(st.text())
def test_script_of_any_text_is_one_of_three(text):
    assert script_of(text) in ("Hant", "Hans", "")


CHARACTERS = st.text(
    st.sampled_from("開源开着著么乾𠮷㐀豈〇あア,A\0\ud800") | st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF)
)


@given(CHARACTERS)
@example("鵞")
def test_a_character_is_of_the_script_that_opencc_says_or_a_variant_that_it_leaves(text):
    variants = {*"".join(lexicon.read_table("variants")["variants"])}
    han = Counter(IS_HAN.findall(text))
    traditional = {
        char: n for char, n in sorted(han.items()) if opencc.OpenCC("t2s").convert(char) != char or char in variants
    }
    assert [*traditional_characters(text).items()] == [*traditional.items()]
    simplified = sum(n for char, n in han.items() if opencc.OpenCC("s2t").convert(char) != char not in traditional)
    n_kana = sum(char in "あア" for char in text)
    expected = "Hant" if sum(traditional.values()) > simplified else "Hans"
    assert script_of(text) == ("" if not han or 5 * n_kana > han.total() else expected)


def test_nothing_that_follows_a_nul_is_lost():
    assert to_simplified("開\0源與\0\n開") == "开\0源与\0\n开"
    assert to_traditional("开\0源") == {"開\0源"}


def test_half_a_character_is_left_where_it_stands():
    assert to_simplified("開\ud800源\udc00與") == "开\ud800源\udc00与"


def test_a_shadow_asks_the_word_where_a_character_becomes_several():
    assert shadow_of("「在乾縣吃餅乾」") == "“在乾县吃饼干”"


@pytest.mark.parametrize("colon", "﹕︰∶꞉˸ː")
def test_a_colon_of_another_form_has_the_shadow_of_a_colon(colon):
    assert shadow_of(f"門衛{colon}門開了﹐風大﹖") == "门卫:门开了,风大?"
    assert shadow_of(f"河边{colon}桥坏了︕") == "河边:桥坏了!"


def test_the_usual_mark_stands_for_every_other_form_of_it():
    assert usual_marks("﹙一﹚︽河︾﹑橋︒") == "（一）《河》、橋。"
    assert usual_marks("1‧2·3…~-") == "1‧2·3…~-"  # none of a mark with a use of its own


@given(st.text("﹕︒开開源發頭，。「『〝乾瞭藉夥着著A!😀\U00020011\ud800\n", max_size=12))
def test_the_quick_way_to_the_shadow_gives_the_same_as_the_slow_one(text):
    slow = text.translate(module._shadows)
    shadow = shadow_of(text)
    assert len(shadow) == len(text)
    assert all(a == b or char in module.IN_CONTEXT for a, b, char in zip(shadow, slow, text, strict=True))


HANS = "这个说还没开门对吗。"


@pytest.mark.parametrize(
    ("sentences", "found"),
    [
        ([HANS, "開門說。", HANS], [1]),  # three characters prove a sentence
        ([HANS, "開門好。", HANS], []),
        ([HANS, "開門說这个。", HANS], [1]),  # more of them than of the others
        ([HANS, "開門說这个还。", HANS], []),
        ([HANS, "開門說。", "門好。", HANS], [1, 2]),  # one beside it
        ([HANS, "門好。", "開門說。", HANS], [1, 2]),
        ([HANS, "門好这。", "開門說。", "人好。", HANS], [2]),
        ([HANS, "門好。", HANS, "開門說。"], [3]),  # not beside it
        (["開門說。", HANS], [0]),
        ([HANS, "開門說"], [1]),
        ([HANS, "開門！說的？\n"], []),
    ],
)
def test_a_sentence_in_traditional_script_is_told_in_a_simplified_text(sentences, found):
    text = "".join(sentences)
    starts = [sum(map(len, sentences[:k])) for k in range(len(sentences))]
    assert traditional_passages(text) == [(starts[k], starts[k] + len(sentences[k])) for k in found]


@pytest.mark.parametrize(
    ("text", "found"), [("開門說。好。", [(0, 6)]), ("open", []), ("", []), ("日本語のモデルが来た", [])]
)
def test_a_text_of_one_script_is_one_passage_or_none(text, found):
    assert traditional_passages(text) == found


@pytest.mark.parametrize(
    ("words", "simplified"),
    [
        ("台灣之光", "台湾之光"),  # 台 is Simplified too
        ("小紅花社群", "小红花社群"),  # so is 群
        ("算力幣", "算力币"),
        ("算力币", "算力币"),
        ("餅乾", "饼干"),
        ("乾隆", "乾隆"),
        ("看著", "看着"),
        ("名著", "名著"),
        ("饿了么", "饿了么"),  # tw2s would make it 幺
        ("餓了麼", "饿了么"),
        ("饿了么 護城河", "饿了么 护城河"),  # run by run
        ("[開关]源|(?<![A-Z])Meta", "[开关]源|(?<![A-Z])Meta"),
        ("ＡＩ與ｖ１９９", "AI与v199"),
        ("（ＡＩ｜開源）", "（AI｜开源）"),  # marks keep their width, as in cleaned texts
        ("", ""),
    ],
)
def test_words_of_a_user_s_own_are_converted_however_few_they_are(words, simplified):
    assert simplify_words(words) == simplified
