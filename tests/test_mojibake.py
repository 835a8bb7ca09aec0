"""Mojibake: proven repairs, flags, and clean text that stays as it is."""

import itertools
from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.cleaning import code_pages, flags, mojibake, two_byte
from helpers.cleaning.cleaner import clean
from helpers.cleaning.code_pages import LOST
from helpers.cleaning.flags import find_flags
from helpers.cleaning.mojibake import find_repairs

TRUE = "开源模型的安卓时刻，来了：“智源”"


def misread_byte(byte: int, codec: str) -> str:
    """Read one byte with a table; its holes are filled from Latin-1."""
    try:
        return bytes([byte]).decode(codec)
    except UnicodeDecodeError:
        return chr(byte)


def misread(text: str, codec: str, written: str = "utf-8") -> str:
    """Read the bytes of ``text``, ``written`` in the right table, with the wrong one."""
    return "".join(misread_byte(byte, codec) for byte in text.encode(written))


def repaired(text: str) -> str:
    for start, old, new, _ in reversed(find_repairs(text)):
        assert text[start : start + len(old)] == old
        text = text[:start] + new + text[start + len(old) :]
    return text


@pytest.mark.parametrize("codec", ["cp1252", "latin-1", "ptcp154"])
def test_utf8_read_with_a_one_byte_table_is_repaired(codec):
    assert repaired("AI: " + misread(TRUE, codec) + " ok") == f"AI: {TRUE} ok"
    assert clean(misread(TRUE, codec)).text == TRUE


def test_utf8_read_as_gbk_is_repaired():
    assert repaired("鏅烘簮 and 闁嬫簮") == "智源 and 開源"
    assert find_repairs("鏅烘簮")[0].count("UTF-8 read as GBK") == 1


@pytest.mark.parametrize("first", ["cp1252", "latin-1", "ptcp154"])
@pytest.mark.parametrize("second", ["cp1252", "latin-1"])
def test_text_misread_twice_is_repaired(first, second):
    damaged = misread(misread(TRUE, first), second)
    assert repaired(f"Llama {damaged} AI {damaged}") == f"Llama {TRUE} AI {TRUE}"


def test_a_byte_that_became_a_blank_is_found_again():
    damaged = misread("堪称倦怠", "ptcp154")  # 堪 holds byte A0, 怠 ends with it
    assert damaged.count("\xa0") == 2 and damaged.endswith("\xa0")
    assert repaired(damaged.replace("\xa0", " ")) == "堪称倦怠"
    assert repaired(f"({damaged.rstrip()})\n{damaged.rstrip()}\nAI") == "(堪称倦怠)\n堪称倦怠\nAI"


@pytest.mark.parametrize(
    "text",
    [
        "开源与闭源之争，谁赢了？“安卓”……",
        "開源與閉源之爭，誰贏了？「安卓」",
        "Модель с открытым кодом — это будущее. Ещё ёлка №5, «Да»",
        "Теңіз жағасында тұрды. Жұқа қабат, теңізіңіз. Қазақстан Республикасы",
        "L’été\xa0» et le cliché…» né\xa0». Où ça ? Noël, œuvre",
        "né\xa0» né\xa0»",
        "Übergröße, Äpfel, ñandú, Łódź, não…»",
        "オープンソースの開発者がモデルを発表した。",
        "한국어 모델",
        "10 € ©2024 “yes” – no…",
    ],
)
def test_clean_text_is_never_repaired(text):
    assert find_repairs(text) == []
    assert find_flags(text) == []
    assert clean(text, rules=["mojibake"]).text == text


@given(st.text("åäéèçàêîôûùïüñö» «’“”…é©®°·abc."))
def test_a_single_sequence_in_western_text_is_no_proof(text):
    assert all(len(new) > 1 for _, _, new, _ in find_repairs(text)[:1]) or len(find_repairs(text)) > 1


@pytest.mark.parametrize(
    ("text", "spot"),
    [
        ("开\ufffd\ufffd源", "\ufffd\ufffd"),
        ("这是锟斤拷锟斤拷。", "锟斤拷锟斤拷"),
        ("变量烫烫烫", "烫烫烫"),
        ("了?!?/p>", "?!?/p>"),
        ("了！??/p>", "！??/p>"),
        ("伊?!つ", "?!つ"),
        ("啊?！是", "?！是"),
        ("开\ue123源", "\ue123"),
    ],
)
def test_what_cannot_be_proved_is_flagged_and_left(text, spot):
    assert [flag.text for flag in find_flags(text)] == [spot]
    assert text[find_flags(text)[0].start :].startswith(spot)
    assert spot in clean(text, rules=["mojibake"]).text


@pytest.mark.parametrize(
    ("text", "spots"),
    [
        ("河上的桥修好了。\n???????????????\n人们走过去。", ["?" * 15]),
        ("?? 2024 ??, AI ????", ["?? 2024 ??, AI ????"]),
        ("后来一位????每天来看桥。", ["????"]),
        ("一位????来看桥，座位??坐满，??也来了。", ["????", "??", "??"]),
        ("????每天来看桥，他叫??，是船工。", ["????", "??"]),
        # a question
        ("他问：真的???", []), ("真的???\n???\n?????", []), ("你疯了吗????那好。", []), ("弹幕里满是???，他笑了。", []),
        ("为什么??他不知道，谁??也不知道。", []), ("“????”她瞪大了眼睛。", []), ("Really?????? Yes???", []), ("？？？？？？？？", []),
    ],
)  # fmt: skip
def test_question_marks_that_stand_for_lost_characters_are_flagged(text, spots):
    assert [flag.text for flag in find_flags(text)] == spots
    assert all(text.startswith(flag.text, flag.start) for flag in find_flags(text))


def test_what_was_misread_as_gbk_is_read_on_behind_a_lost_byte():
    damaged = "，从来没有人走过这座桥".encode()[1:].decode("gbk", "replace")
    assert clean(f"河上刮着风，\ufffd{damaged}。").text.endswith("从来没有人走过这座桥。")
    assert clean("河上刮着风，\ufffd燂很大。").text == "河上刮着风，\ufffd燂很大。"


@pytest.mark.parametrize(
    "text",
    [
        "名叫“烫烫烫”。",
        "他喊烫烫烫烫！",
        "雷聲「屯屯屯」響",
        "网页乱码“锟斤拷”的由来",
        "记事本里的烫烫烫烫是未写的内存",
        "真的?!",
        "烫烫",
        "为什么??",
        "<p>了?</p>",
        "他问?“是”",
    ],
)
def test_ordinary_marks_are_not_flagged(text):
    assert find_flags(text) == []


def test_flags_come_in_order_of_position():
    assert [flag.start for flag in find_flags("\ue000锟\ufffd")] == [0, 1, 2]


def test_of_two_repairs_at_one_place_the_longer_counts():
    twice = "·奧".encode().decode("ptcp154").encode().decode("cp1252")  # holds the bytes of a single · as well
    once = "激烈。激烈。".encode().decode("cp1252")
    found = find_repairs(twice + once)
    assert [edit[:3] for edit in found] == [(0, twice, "·奧"), (len(twice), once, "激烈。激烈。")]


@pytest.mark.parametrize("codec", code_pages.SINGLE_BYTE)
def test_letters_are_read_as_the_utf8_that_python_reads(codec):
    letters = [misread_byte(byte, codec) for byte in range(0x100)]
    edges = [0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF]  # where what may follow a leading byte begins and ends
    for n in (1, 2, 3):
        for data in map(bytes, itertools.product(range(0xC0, 0x100), *[edges] * n)):
            found = [run.read for run in code_pages.runs("".join(letters[byte] for byte in data) + "x", codec)]
            expected = data.decode("utf-8", "ignore")
            assert "".join(found).replace("\ufffd", "")[:1] == expected[:1], data


PIECES = [
    *"éèàåäÂÃа·路鏅烘簮€ )]\n开源a",
    *(misread(char, codec) for char in "开，“·é" for codec in code_pages.SINGLE_BYTE),
    *(misread(char, "cp1252", written) for char in "大人，" for written in ("gbk", "big5hkscs")),
]
PIECES += [misread(piece, "cp1252") for piece in PIECES[-10:]]


@given(st.lists(st.sampled_from(PIECES)).map("".join) | st.text(max_size=20))
def test_the_first_look_passes_over_nothing_that_can_be_repaired(text):
    passed = code_pages.odd_rows(text) or mojibake._holds(text, "gbk")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mojibake, "_holds", lambda *_: True)
        patch.setattr(mojibake, "odd_rows", lambda text: text)
        found = [*mojibake.find_repairs(text), *flags._find_torn(text, text)]
    assert passed or not found


@given(st.lists(st.sampled_from(["锟", "斤拷", *"烫屯?!！？/p>开伊\ufffd\ue123 "])).map("".join))
def test_what_every_flag_holds_is_in_all_of_its_kind(text):
    assert all(mark in match.group() for mark, pattern, _ in flags._SUSPICIOUS for match in pattern.finditer(text))


# ---------------------------------------------------------------------------------------- decided by decoding, not by lists

WRONG_TABLES = ["latin-1", *code_pages.SINGLE_BYTE]


@pytest.mark.parametrize("codec", WRONG_TABLES)
@pytest.mark.parametrize("char", "●■★→℃×α😀𠮷é№㎡한Я½—")
def test_whatever_stands_in_misread_chinese_is_repaired(codec, char):
    assert clean(misread(f"小镇{char}图书馆,夜里", codec), rules=["mojibake"]).text == f"小镇{char}图书馆,夜里"
    assert clean(misread(f"小镇,{char},圖書館", codec), rules=["mojibake"]).text == f"小镇,{char},圖書館"


@pytest.mark.parametrize(
    ("text", "written"), [("小镇的图书馆，夜里也开门。", "gbk"), ("小鎮的圖書館，夜裡也開門。", "big5hkscs")]
)
@pytest.mark.parametrize("codec", ["latin-1", "cp1252"])
def test_a_chinese_table_read_as_western_is_repaired_where_it_gives_words(text, written, codec):
    assert repaired(f"AI: {misread(text, codec, written)} ok") == f"AI: {text} ok"
    assert repaired(misread(text[3:6], codec, written)) == text[3:6]
    assert find_repairs(misread("镕鑫淼焱", codec, "gbk")) == []


def test_utf8_read_as_gbk_is_repaired_inside_right_text_and_its_half_character_told():
    assert repaired("标题：" + "小镇图书".encode().decode("gbk") + "很大") == "标题：小镇图书很大"
    damaged = "小镇人".encode().decode("gbk", "ignore")  # the last byte has no partner
    assert repaired(f"“{damaged}”") == "“小镇\ufffd”"
    assert repaired("小镇人a".encode().decode("gbk")) == "小镇人a"  # the table took the letter for a second byte
    assert find_repairs("路澹夺，閻洪臣的") == []


@pytest.mark.parametrize("codec", WRONG_TABLES)
@pytest.mark.parametrize("lost", range(3, 12))
def test_a_lost_byte_is_flagged_and_the_rest_repaired(codec, lost):
    damaged = misread("小镇图书馆很大", codec)
    cleaned = clean(damaged[:lost] + damaged[lost + 1 :])
    assert cleaned.flags and cleaned.text[0] == "小" and cleaned.text[-2:] == "很大"


@pytest.mark.parametrize("codec", ["cp1252", "cp1250", "cp1251", "cp1254"])
@pytest.mark.parametrize("instead", [LOST, "?", ""])
@pytest.mark.parametrize(
    "text", ["小镇的成长从图书馆开始，人变多了", "小鎮的變化從圖書館開始，成敗難說。", "我们都怕成\n本太高"]
)
def test_a_byte_that_the_table_lacks_costs_its_character_and_invents_none(codec, instead, text):
    damaged = "".join(bytes([byte]).decode(codec, "ignore") or instead for byte in text.encode())
    cleaned = clean(f"{TRUE}\n{damaged}", rules=["mojibake"]).text.split("\n", 1)[1]
    left = iter(text)
    assert all(char in left for char in cleaned if "\u4e00" <= char <= "\u9fff")  # in their order
    assert cleaned.count("\ufffd") + cleaned.count("?") >= 1 or not instead or cleaned == text


@pytest.mark.parametrize("codec", ["latin-1", "mac_roman", "cp437"])
def test_what_lost_too_many_bytes_to_be_repaired_is_flagged(codec):
    damaged = misread("小镇图书馆很大,真的", codec)
    few = "".join(char for place, char in enumerate(damaged) if place % 3 < 2)
    assert clean(few).flags and find_repairs(few) == []
    assert find_flags(misread("小镇图书", "latin-1", "gbk")[:-1] + "a")
    assert clean(damaged.replace("\x86", "")).flags or codec != "latin-1"


def test_what_big5_makes_of_replacement_characters_is_flagged():
    assert [flag.text for flag in find_flags("他說嚙踝蕭嚙踝蕭了,齒輪嚙合")] == ["嚙踝蕭嚙踝蕭"]


@pytest.mark.parametrize(
    "text",
    [
        "Діти їдять їжу біля лінії. Серед жіночої діяльності, її дієві ідеї.",
        "Дељење и жељење људи. Њихови ђаци",
        "дељење",
        "Größe ÄÖÜäöüß «Éé» ¿Á qué?",
        "××××××年,曹锟,“开源”——“闭源”……10°±5§·•",
        "┌──┬──┐│α│β│└──┴──┘ π≈3.14 Σx² µm ∑∫√",
        "tiếng Việt đây là Türkçe ığüşöç Příliš žluťoučký",
    ],
)
def test_clean_text_of_any_table_stays_and_is_not_flagged(text):
    assert find_repairs(text) == [] and find_flags(text) == []


# ------------------------------------------------------------------------------------------------ which table, and single signs

SIMPLIFIED = "小镇的图书馆夜里也开门，读者很多。馆长说：“人工智能正在改变我们的生活……”"
TRADITIONAL = "小鎮的圖書館夜裡也開門，讀者很多。館長說：「人工智慧正在改變我們的生活……」"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (SIMPLIFIED, "utf-8"),
        (TRADITIONAL, "utf-8"),
        (SIMPLIFIED, "gbk"),
        (TRADITIONAL, "big5hkscs"),
        (TRADITIONAL, "gbk"),
    ],
)
@pytest.mark.parametrize("codec", WRONG_TABLES)
def test_a_whole_text_is_repaired_whatever_table_it_was_read_with(text, written, codec):
    assert repaired(misread(text, codec, written)) == text


@pytest.mark.parametrize("codec", ["cp1251", "cp1252", "ptcp154"])
def test_a_character_lost_between_two_that_were_misread_breaks_neither(codec):
    one = misread("的", codec)
    assert [run.read for run in code_pages.runs(f"{one}\ufffd{one}", codec)] == ["的", "的"]


@pytest.mark.parametrize("written", ["utf-8", "gbk"])
@pytest.mark.parametrize("codec", WRONG_TABLES)
@pytest.mark.parametrize("second", ["latin-1", "cp1251", "mac_roman", "cp437"])
def test_what_was_misread_twice_is_repaired_whatever_the_tables(written, codec, second):
    assert repaired(misread(misread(SIMPLIFIED, codec, written), second)) == SIMPLIFIED


@pytest.mark.parametrize("second", ["latin-1", "cp1251", "mac_roman"])
def test_a_single_character_that_was_misread_twice_is_no_gbk(second):
    assert repaired(misread(misread("淼", "latin-1"), second)) == "淼"


def test_the_table_that_explains_every_letter_is_taken():
    assert clean(misread("公园的夜色", "iso8859_15")).text == "公园的夜色"
    assert clean(misread("小镇😀", "cp1254")).text == "小镇😀"
    assert clean(misread("小镇\U00020bb7的图书馆很大😀", "cp1252", "gb18030")).text == "小镇\U00020bb7的图书馆很大😀"


@pytest.mark.parametrize("host", [SIMPLIFIED, TRADITIONAL])
@pytest.mark.parametrize("codec", WRONG_TABLES)
@pytest.mark.parametrize("sign", "“”，。：、…●😀")
def test_a_single_misread_sign_in_a_chinese_text_is_repaired(host, codec, sign):
    assert (
        clean(f"{host[:6]}{misread(sign, codec)}{host[6:]}", rules=["mojibake"]).text == f"{host[:6]}{sign}{host[6:]}"
    )


@pytest.mark.parametrize("host", [SIMPLIFIED, TRADITIONAL])
@pytest.mark.parametrize(
    "damaged",
    [
        *(misread(sign, "latin-1", "gbk") for sign in "中的人“，："),
        *(misread(sign, "latin-1", "big5") for sign in "中人：，。"),
        *(misread(sign, "cp1252") for sign in "·°«"),
        *("â—", "â€", "ã€", "Â·", "¢±¢¯¢±¢³"),
    ],
)
def test_a_single_misread_sign_without_proof_is_flagged(host, damaged):
    cleaned = clean(f"{host[:6]}{damaged}{host[6:]}", rules=["mojibake"])
    assert [flag.text for flag in cleaned.flags] == [damaged] and damaged in cleaned.text


@pytest.mark.parametrize("host", [SIMPLIFIED, TRADITIONAL])
@pytest.mark.parametrize(
    ("right", "spots"),
    [
        ("Noëlle", ["Ã«"]),
        ("crêpe", ["Ãª"]),
        ("Übung", ["Ãœ"]),
        ("©2031", ["Â©"]),
        ("±3", ["Â±"]),
    ],
)
def test_a_western_letter_or_sign_beside_others_is_flagged(host, right, spots):
    cleaned = clean(f"{host}{misread(right, 'cp1252')}{host}", rules=["mojibake"])
    assert [flag.text for flag in cleaned.flags] == spots


@pytest.mark.parametrize("text", ["夜里Â 开门", "他问：â夜里开门â", "夜里â\n开门"])
def test_what_is_left_of_a_blank_or_mark_is_flagged(text):
    assert len(clean(text).flags) == text.count("â") + text.count("Â")


@pytest.mark.parametrize("codec", ["cp1252", "latin-1", "cp1254"])
@pytest.mark.parametrize("sign", "€™•")
def test_a_sign_that_gbk_lacks_is_repaired_beside_a_number(codec, sign):
    host = SIMPLIFIED.replace("“", "").replace("”", "").replace("……", "")
    assert clean(f"{host}{misread(sign, codec)}5{host}").text == f"{host}{sign}5{host}"


@pytest.mark.parametrize("codec", ["mac_roman", "cp437", "cp1251", "cp866", "koi8_r"])
@pytest.mark.parametrize(("words", "written"), [("小镇的读者", "gbk"), ("电脑", "gbk"), ("書店", "big5")])
def test_few_words_of_a_chinese_table_in_a_right_text_are_told(codec, words, written):
    damaged = misread(words, codec, written)
    cleaned = clean(f"{SIMPLIFIED}{damaged}{SIMPLIFIED}", rules=["mojibake"])
    assert cleaned.flags or damaged not in cleaned.text


@pytest.mark.parametrize("codec", ["mac_roman", "cp437", "cp1251"])
@pytest.mark.parametrize("char", "〇䶮𠮷")
def test_a_rare_character_keeps_no_short_text_from_its_repair(codec, char):
    text = f"這座小鎮{char}不大，人人都去過那裡。"
    assert repaired(misread(text, codec, "gb18030")) == text


@pytest.mark.parametrize("text", ["小镇，夜里的图书馆", "馆长说：今天开门", "读者、馆长和店主。"])
def test_gbk_read_as_big5_in_a_right_text_is_repaired_around_its_marks(text):
    damaged = text.encode("gbk").decode("big5hkscs")
    for beside in (f"{SIMPLIFIED}\n", SIMPLIFIED, f"{TRADITIONAL}\n", TRADITIONAL, ""):
        assert clean(f"{beside}{damaged}!{beside}", rules=["mojibake"]).text == f"{beside}{text}!{beside}"


@pytest.mark.parametrize(
    "text", ["注音ㄛ和ㄐ的讀法不同", "﹝編者按﹞本文﹝上﹞", "念ㄨㄛˇ，不念ㄨㄛˋ", "大家都說ㄛ這樣很好", "他˙真的˙很累"]
)
def test_zhuyin_and_rare_brackets_are_no_marks_of_gbk(text):
    assert find_repairs(text) == [] and find_flags(text) == []


@pytest.mark.parametrize(
    "words",
    [
        "法语有é、è、â、ê，字母Â读作a，写作“â”",
        "NÃO» ÂMBITO CÂMARA irmã»",
        "L’été, né», cliché…” « é » café®™ forêt—œuvre; Nestlé® d’Hermès… È… è… FÊTE»",
        "„Ägypten“, ‚Übung‘, ÄÖÜäöüß, §§ 5–7, 20 °C, m², 10 µm, ±5 %, Föhn»Föhn«",
        "¿Qué? ¡Ánimo! ¡A comer! «Él» año, 1.º, 2.ª, ¡É!",
        "não…» irmã», AMANHÃ», ações, ÂNGELA, à ª º, «ÃO»",
        "её», её…, там, тип, чай, шли, учащихся, ЕЁ, «ЁЛКА»… моё®, В·И·Ленин, №5",
        "дії, Азії», мрії, її дієві ідеї, гії",
        "дељење, пјесма, љубав, њега, ћерка, џеп",
        "μαΐου, Σσς, π≈3,14, ϋΰ, σ², αβγ, Δx",
        "đây là một câu, CẦN THƠ, ÂU…, quê», mê…”, Đà Nẵng",
        "ığüşöç ĞÜŞİÖÇ, şöyle, “öğüt”",
        "zażółć gęślą jaźń, ŻÓŁĆ, „Łódź”, źdźbło",
        "též…, příliš žluťoučký kůň, „Žižka“, ještě», éž éž",
        "árvíztűrő tükörfúrógép, őű, öö",
        "țară, România, ăşa, şi",
        "åäö ÅÄÖ öö äö þó þú áð Æsir, ÆØÅ ÅÅÅÅ-MM-DD år, ør",
        "日本語：何?!つまり、本当?!という話",
        "한국어 모델입니다. 정말?!",
        "┌──┬──┐│α│β│├──┼──┤└──┴──┘ ╔══╦══╗ ░▒▓█ ■□●",
        "∑∫√∞≈≠≤≥ ±×÷ ¬p ∂f/∂x µm ‰ ½¼¾ ²³¹ 30°×40° 2²·3² ©®™ £¥ €£¥ §¶†‡ ªº Ü²³µ¶·",
        "真的?!” 什么?!他说 錕鋙之劍 曹锟将军 李锟介绍 ××××年",
    ],
)
def test_words_and_symbols_of_right_texts_stay_and_are_not_flagged(words):
    for text in (words, f"{SIMPLIFIED}{words}{SIMPLIFIED}", *(f"{SIMPLIFIED}“{word}”他说" for word in words.split())):
        assert find_repairs(text) == [] and find_flags(text) == []


def test_a_lone_replacement_character_in_gbk_is_flagged():
    assert [flag.text for flag in find_flags("他说锟斤拷锟斤拷锟?")] == ["锟斤拷锟斤拷锟"]


@pytest.mark.parametrize(
    ("text", "start", "end", "expected"),
    [
        ("aé’èb", 1, 4, True),
        ("aé+èb", 1, 4, False),  # a sign among letters
        (" é’è ", 1, 4, False),  # marks among letters are those of a longer word
        ("éàéà", 0, 4, False),
        ("naïve", 2, 3, True),
        ("É", 0, 1, True),
        ("éÀ", 0, 2, False),
        ("+é", 0, 2, False),
    ],
)
def test_what_may_be_part_of_a_word(text, start, end, expected):
    assert code_pages.is_word(text, start, end) is expected


# ------------------------------------------------------------------------- written in one two-byte table, read with another

LONG_SIMPLIFIED = (
    SIMPLIFIED
    + "\n"
    + "春天的时候，人们在河边种树；到了秋天，树上的叶子都黄了。没有人知道这条路要通到哪里去，大家还是一直往前走。"
)
LONG_TRADITIONAL = (
    TRADITIONAL
    + "\n"
    + "春天的時候，人們在河邊種樹；到了秋天，樹上的葉子都黃了。沒有人知道這條路要通到哪裡去，大家還是一直往前走。"
)
TWO_BYTE = [
    (LONG_SIMPLIFIED, "gbk", "big5hkscs"),
    (LONG_SIMPLIFIED, "gbk", "cp949"),
    (LONG_SIMPLIFIED, "gbk", "cp932"),
    (LONG_TRADITIONAL, "big5hkscs", "cp932"),
    (LONG_TRADITIONAL, "big5hkscs", "gbk"),
    (LONG_TRADITIONAL, "big5hkscs", "cp949"),
    (LONG_TRADITIONAL, "gbk", "big5hkscs"),
]


@pytest.mark.parametrize("lost", ["\ufffd", "?", ""])
@pytest.mark.parametrize(("text", "written", "read"), TWO_BYTE)
def test_one_two_byte_table_read_as_another_is_repaired_or_flagged(text, written, read, lost):
    damaged = text.encode(written).decode(read, "replace").replace("\ufffd", lost)
    cleaned = clean(damaged, rules=["mojibake"])
    common = sum(left == right for left, right in zip(cleaned.text, text, strict=False))
    assert cleaned.flags or common > 0.95 * len(text) or cleaned.text.replace(LOST, "") in text
    assert cleaned.flags or cleaned.text != damaged


# What one of two similar tables reads as kana, and what the tables of Windows have in private use.
OF_BOTH = "桥上的机器是清晨运来的，照片拍了九张，平均每张七分钟；骑车去看的人，有的说好，有的说不好。"


@pytest.mark.parametrize("read", ["big5", "cp950"])
def test_what_only_one_of_two_similar_tables_reads_so_is_repaired(read):
    text = OF_BOTH + "\n" + SIMPLIFIED
    cleaned = clean(text.encode("gbk").decode(read, "replace"), rules=["mojibake"])
    assert all(word in cleaned.text for word in ("桥上的机器是清晨", "照片拍了", "平均每张七分钟", "骑车"))
    assert {flag.text.strip(LOST) for flag in cleaned.flags} <= {""}


@pytest.mark.parametrize(
    ("char", "read", "pair"),
    [
        ("\ue000", "gbk", "aaa1"),
        ("\ue765", "gbk", "a7a0"),
        ("\ue000", "cp950", "fa40"),
        ("\ue311", "cp950", "8e40"),
        ("\ueeb8", "big5hkscs", "8140"),
        ("\uf6b1", "cp950", "c6a1"),
        ("\ue758", "cp932", "ff"),
        ("\ue757", "cp932", "f9fc"),
    ],
)
def test_private_use_is_read_as_the_tables_of_windows_have_it(char, read, pair):
    assert two_byte._bytes_of(read)[char].hex() == pair


def test_big5_that_lost_nothing_as_gb18030_is_repaired():
    damaged = LONG_TRADITIONAL.encode("big5").decode("gb18030")
    assert "\ue000" <= max(damaged) <= "\uf8ff"
    assert clean(damaged, rules=["mojibake"]).text == LONG_TRADITIONAL


@pytest.mark.parametrize(
    "read",
    ["cp874", "cp1253", "iso8859_7", "cp1255", "cp1256", "cp1257", "mac_cyrillic", "mac_greek", "cp775", "cp862"],
)
def test_utf8_read_with_a_table_that_is_seldom_met_is_repaired(read):
    text = LONG_SIMPLIFIED
    cleaned = clean(misread(text, read), rules=["mojibake"])
    same = SequenceMatcher(None, cleaned.text, text, autojunk=False).ratio()
    assert same > 0.9 and (same == 1 or cleaned.flags)


def test_utf8_of_which_a_japanese_table_lost_bytes_is_read_around_the_gaps():
    cleaned = clean(LONG_SIMPLIFIED.encode().decode("cp932", "replace"), rules=["mojibake"])
    assert (
        "小镇" in cleaned.text
        and "没有人知道这条路" in cleaned.text
        and cleaned.text.count(LOST) < 0.3 * len(LONG_SIMPLIFIED)
    )
    assert set(cleaned.text) - {LOST} <= set(LONG_SIMPLIFIED)


@pytest.mark.parametrize(
    "text",
    [
        "Η γλώσσα είναι ελληνική και δεν έχει τίποτα κινέζικο μέσα της, όσο κι αν ψάξεις.",
        "ภาษาไทยเป็นภาษาราชการของประเทศไทย เกมและในบ้านโลกแห่งใหม่",
        "השפה העברית היא שפה שמית, והיא נכתבת מימין לשמאל בלי ניקוד.",
        "Қазақ тілі — түркі тілдерінің бірі, теңіз бен тау туралы әңгіме.",
        "日本語の文章には仮名と漢字が混じり、中国語ではない。図書館で本を読む。",
    ],
)
def test_right_text_of_other_languages_is_no_misread_chinese(text):
    assert find_repairs(text) == [] and find_flags(text) == []


@pytest.mark.parametrize("read", ["big5hkscs", "cp949"])
@pytest.mark.parametrize("gone", range(44, 49))
def test_a_lost_byte_costs_its_neighbours_and_not_the_rest_of_the_line(read, gone):
    data = f"AI：{LONG_SIMPLIFIED}\nOK".encode("gbk")
    cleaned = clean((data[:gone] + data[gone + 1 :]).decode(read, "replace"), rules=["mojibake"])
    first, second, third = cleaned.text.split("\n")
    assert first.startswith("AI：小镇的图书馆夜里也") and third == "OK"
    assert "在河边种树；到了秋天" in second and "要通到哪里去，大家还是一直往前走" in second
    assert {flag.text.strip(LOST) for flag in cleaned.flags} == {""}


def test_a_misread_web_page_is_repaired_around_its_tags():
    page = f"<!doctype html><html><head><title>小镇</title></head><body>{'<div class=x>' * 9}<p>{SIMPLIFIED}</p></body></html>"
    damaged = page.encode("gbk").decode("cp949", "replace")
    left = clean(damaged).text.split(LOST)
    assert len(set(left) - {""}) < 3 and all(each in SIMPLIFIED for each in left)


@pytest.mark.parametrize(("between", "kept"), [("生活", True), ("那母淖", False), ("中", False)])
def test_what_stands_between_two_gaps_is_right_only_where_it_is_a_word(between, kept):
    assert two_byte._BETWEEN_GAPS.sub(two_byte._if_words, f"开{LOST}{between}{LOST}源").count(between) == kept


def test_what_lost_too_much_to_be_read_is_flagged_once_and_left():
    damaged = LONG_TRADITIONAL.encode("big5").decode("gbk", "ignore")
    cleaned = clean(damaged, rules=["mojibake"])
    assert cleaned.text == damaged
    assert [flag.reason for flag in cleaned.flags] == ["big5hkscs read as gbk: this text is damaged throughout"]
    assert cleaned.text.startswith(cleaned.flags[0].text)


@pytest.mark.parametrize(
    "text",
    [
        LONG_SIMPLIFIED,
        LONG_TRADITIONAL,
        # without the commonest characters: lists, verses, tables, names
        "北京、上海、广州、深圳、杭州、成都、武汉、西安、南京、苏州、天津、重庆、长沙、郑州、东莞、青岛、沈阳、宁波、昆明",
        "臺北市、新北市、桃園市、臺中市、臺南市、高雄市、基隆市、新竹市、嘉義市、新竹縣、苗栗縣、彰化縣、南投縣、雲林縣",
        "白日依山尽，黄河入海流。欲穷千里目，更上一层楼。红豆生南国，春来发几枝？愿君多采撷，此物最相思。",
        "營業收入淨額、營業成本、營業毛利、推銷費用、管理費用、研究發展費用、營業淨利、稅前淨利、每股盈餘、資產負債表",
        "赵钱孙李，周吴郑王。冯陈褚卫，蒋沈韩杨。朱秦尤许，何吕施张。孔曹严华，金魏陶姜。戚谢邹喻，柏水窦章。",
        "森林公園駅前図書館休館日変更案内：開館時間午前九時閉館時間午後六時、第三火曜日休館。",
        "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。何でも薄暗いじめじめした所で泣いていた事だけは記憶している。",
        "ﾃﾞｰﾀﾍﾞｰｽ ﾌｧｲﾙ ｼｽﾃﾑ ｻｰﾊﾞｰ ｱﾌﾟﾘｹｰｼｮﾝ ﾌﾟﾛｸﾞﾗﾑ",
        "대한민국은 민주공화국이다. 대한민국의 주권은 국민에게 있고, 모든 권력은 국민으로부터 나온다.",
        "大韓民國憲法 第一條 第一項 大韓民國은 民主共和國이다. 主權은 國民에게 있고, 모든 權力은 國民으로부터 나온다.",
        "Все люди рождаются свободными и равными в своем достоинстве и правах.",
    ],
)
def test_clean_text_without_the_commonest_characters_stays_and_is_not_flagged(text):
    for some in (text, text[:20], text[5:40], f"{text}\n{text}"):
        assert find_repairs(some) == [] and find_flags(some) == []


@given(st.text("的人工智能模型開源社群數據中心晶片公司市場，。、ガコンピュータ한국어모델시장"))
def test_words_of_any_clean_language_in_any_order_are_not_repaired(text):
    assert find_repairs(text) == []
