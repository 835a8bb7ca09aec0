"""Files in GBK, Big5 or UTF-8 of which a byte is lost, changed or added, or a line is in another encoding."""

import pytest
from opencc import OpenCC

from helpers.cleaning.code_pages import LOST
from helpers.cleaning.two_byte import best_reading
from helpers.report.input.damaged import recovered, shifted_back
from helpers.report.input.encoding import decode
from helpers.report.outcomes import Refusal

HEAD = "河边的旧仓库去年改成了图书馆，"
REST = """晚上也有人来看书。
馆长说，他们没有想到会来这么多人，最忙的时候连楼梯上都坐满了。
孩子们在一楼做作业，老人在窗边看报；没有人大声说话。
“我们不收钱，也不查证件，”她说，“来的都是读者。”
"""
TEXTS = {"gbk": HEAD + REST, "big5": OpenCC("s2tw").convert(HEAD + REST)}
PLACE = len(HEAD.encode("gbk")) - 6  # the character before the comma but one


def damaged(data: bytes, how: str) -> bytes:
    before, byte, after = data[:PLACE], data[PLACE : PLACE + 1], data[PLACE + 1 :]
    return {
        "lost": before + after,
        "overwritten": before + b"\xff" + after,
        "question mark": before + b"?" + after,
        "80 added": before + b"\x80" + byte + after,
        "A0 added": before + b"\xa0" + byte + after,
        "NUL added": before + b"\0" + byte + after,
        "half a character first": data[1:],
        "quotation mark of cp1252": data.replace(b"\n", b"\x92\n", 1),
        "last line in UTF-8": data + "谢谢大家\n".encode(),
        "first line in UTF-8": "旧仓库\n".encode() + data,
    }[how]


HOW = ["lost", "overwritten", "question mark", "80 added", "A0 added", "NUL added", "half a character first"]
HOW += ["quotation mark of cp1252", "last line in UTF-8", "first line in UTF-8"]


@pytest.mark.parametrize("times", [1, 20])
@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize("codec", TEXTS)
def test_an_odd_byte_costs_its_neighbours_and_is_told(codec, how, times):
    text = TEXTS[codec]
    found = decode(damaged((text * times).encode(codec), how))
    assert text.split("\n", 1)[1] in found.text and found.text.count(LOST) <= 2 and found.warnings
    assert found.encoding == {"gbk": "gb18030", "big5": "big5hkscs"}[codec]
    assert len(set(found.text) - set(text * times) - set("谢大家旧仓库" + LOST)) <= 3
    if "UTF-8" in how:
        assert found.text in (f"{text * times}谢谢大家\n", f"旧仓库\n{text * times}")
    elif LOST in found.text:
        assert "characters are lost there" in found.warnings[-1]


def test_a_declared_table_with_a_lost_byte_is_recovered():
    page = b'<meta charset="gb2312"><p>' + damaged(TEXTS["gbk"].encode("gbk"), "lost").replace(b"\n", b"</p>\n<p>")
    assert "没有人大声说话。</p>" in decode(page).text


@pytest.mark.parametrize("codec", TEXTS)
@pytest.mark.parametrize("times", [1, 40])
def test_lines_of_a_table_in_utf_8_are_read_and_told(codec, times):
    lines = TEXTS[codec].splitlines(keepends=True)
    data = b"".join(line.encode(codec if n == 1 else "utf-8") for n, line in enumerate(lines * times))
    found = decode(data)
    assert found.text == TEXTS[codec] * times and found.encoding == "utf-8"
    assert found.warnings[0].startswith(f"1 line not UTF-8; read as {'gb18030' if codec == 'gbk' else 'big5hkscs'}")


def test_a_line_of_utf_8_that_lost_a_byte_stays_utf_8_beside_one_in_gbk():
    first, second, *rest = TEXTS["gbk"].splitlines(keepends=True)
    data = (
        "café\n".encode()
        + first.encode().replace("旧".encode(), b"\xe6\xa7")
        + second.encode("gbk")
        + "".join(rest).encode()
    )
    assert decode(data).text == "café\n" + first.replace("旧", LOST) + second + "".join(rest)


def test_a_short_line_of_gbk_that_is_utf_8_by_chance_is_read_as_the_others():
    chance = next(
        a + b for a in "联系路路边脸立" for b in "通路系边立" if (a + b).encode("gbk").decode("utf-8", "ignore")
    )
    data = damaged(f"{TEXTS['gbk']}路边\n路\n".encode("gbk"), "lost")
    assert "路".encode("gbk").decode("utf-8") == "·" and decode(data).text.endswith("路边\n路\n") and chance


KEPT = {
    "Japanese": "猫は名前がまだ無い。どこで生れたか見当がつかぬ。図書館の開館時間は午前九時から。" * 5,
    "Korean": "도서관은 밤에도 문을 연다. 아이들은 일층에서 숙제를 한다. 아무도 크게 말하지 않는다." * 5,
    "Russian": "Библиотека открыта и ночью, на первом этаже дети делают уроки, никто громко не говорит." * 5,
    "French": "Où est passé l’élève ? À la bibliothèque, près du vieux dépôt, à côté du théâtre." * 5,
}
TABLES = [("Japanese", "euc_jp"), ("Japanese", "cp932"), ("Korean", "cp949"), ("Korean", "johab")]
TABLES += [("Russian", codec) for codec in ("koi8_r", "cp1251", "iso8859_5", "cp866")] + [("French", "cp1252")]


@pytest.mark.parametrize(("language", "codec"), TABLES)
@pytest.mark.parametrize("how", [*HOW[:7], ""])
def test_no_other_language_is_read_as_chinese(language, codec, how):
    data = KEPT[language].encode(codec)
    assert recovered(damaged(data, how) if how else data) is None


def test_what_lost_too_much_is_not_recovered():
    data = TEXTS["gbk"].encode("gbk")
    torn = b"".join(data[n : n + 12] + b"\xff" for n in range(0, len(data), 12))
    with pytest.raises(Refusal):
        decode(torn)
    assert recovered(bytes(range(256)) * 20) is None


@pytest.mark.parametrize(
    ("row", "table", "lost"),
    [
        ("旧仓库的屋顶漏水，一直没有人修AI", "gb18030", 3),
        ("他们都知道河边的房子要卖给一家公司，可是没有人说K线", "gb18030", 9),
        ("館長說不能直接提高勞動生產率，也不收錢K", "big5hkscs", 4),
    ],
)
def test_a_row_that_a_lost_byte_shifted_without_an_error_is_mended(row, table, lost):
    data = row.encode(table)
    read = (data[: 2 * lost] + data[2 * lost + 1 :]).decode(table)
    mended = shifted_back(read, table)
    assert mended.count(LOST) == 1 and mended.endswith(row[-3:]) and mended.startswith(row[: lost - 1])
    assert abs(len(mended) - len(row)) <= 1


@pytest.mark.parametrize("table", ["gb18030", "big5hkscs"])
@pytest.mark.parametrize(
    "row",
    [
        "苜蓿、芫荽、茴香、荠菜、蕹菜、薤白、芡实、菟丝子A",
        "氕氘氚氦氖氩氪氙氡B",
        "てにしのはをひらがなのはがでにてをX",
        "饕餮魑魅魍魉貔貅狴犴K",
        "①②③④⑤⑥⑦⑧A──────A！！！！！！！！A",
        "耄耋耆旄氍毹瑀瑄瑢瑨瑱璂璆A",
        "旧仓库的屋顶漏水，一直没有人修AI",
    ],
)
def test_rare_characters_that_are_right_stay(row, table):
    row = row.encode(table, "ignore").decode(table)
    assert shifted_back(row, table) == row


def test_a_long_line_is_read_block_by_block_and_characters_of_four_bytes_are_known():
    text = "旧仓库𬭎䶮的书，" * 1500
    data = text.encode("gb18030")
    read = best_reading(data[:2] + b"\xff" + data[2:], "gb18030")[1]
    assert read == f"旧{LOST}{text[1:]}"
