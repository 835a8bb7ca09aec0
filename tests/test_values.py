"""Tables: the names of their columns, the marks around their values, and the files that a table of metadata means."""

import json

import pytest

from helpers.report.article import read_entry
from helpers.report.ingest import read_corpus, rules_for
from helpers.report.input.column_days import Days
from helpers.report.input.column_names import name_of, role_of
from helpers.report.input.file_names import FileNames, title_in
from helpers.report.input.values import as_in_cells, metadata_of, text_in
from helpers.report.outcomes import FolderError, Remark
from helpers.report.sources import Entry, entries_of, read_metadata


def _table(folder, name, text):
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


# --------------------------------------------------------------------------------------------- the names of the columns


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        # marks around a name, and a number before it
        ("〖标题〗", "title"), ("*发布日期", "date"), ("來源：", "outlet"), ("3、作者", "author"), ("「全文」", "text"), ("\ufeff\ufeff日期", "date"),
        # a name in two languages, or with what a form asks
        ("日期 Date", "date"), ("Author（作者）", "author"), ("全文/Full Text", "text"), ("Source-来源", "outlet"), ("正文(选填)", "text"),
        # one level down
        ("info.author", "author"), ("_source.publish_time", "date"), ("content.rendered", "text"), ("data.meta.url", "url"),
        # names of tables only
        ("time", "date"), ("href", "url"), ("Page_Content", "text"), ("昵称", "author"), ("檔案名稱", "file"), ("發布者", "author"),
        ("Publication Title", "outlet"), ("post_author", "author"), ("出版年月", "date"), ("報導者", "author"), ("container-title", "outlet"),
        # what it is written in
        ("日期（西元）", "date"), ("出版日期(YYYY/MM/DD)", "date"), ("日期（年-月-日）", "date"), ("報導日期（民國）", "date"), ("內文（純文字）", "text"), ("年", ""), ("日", ""), ("标题（月）日", "title"),
        ("報導日期", "date"), ("張貼時間", "date"), ("Posted", "date"), ("created_utc", "date"), ("逐字稿", "text"), ("貼文內容", "text"), ("推文", "text"), ("資料來源", "outlet"),
        # of editors, and in Japanese
        ("稿件編號", "article_id"), ("稿号", "article_id"), ("整理番号", "article_id"), ("記事名", "title"), ("掲載誌", "outlet"), ("執筆者", "author"),
        # another thing stays another
        ("记者编号", ""), ("稿费", ""), ("版号", ""),
        ("日期（英文）", ""), ("message", ""), ("摘要", ""), ("檔案日期", ""), ("頻道", ""),
        ("副标题", ""), ("作者单位", ""), ("标题长度", ""), ("author id", ""), ("content type", ""), ("title length", ""), ("source.title", ""),
        ("标题（英文）", ""), ("作者/来源", ""), ("正文字数", ""), ("更新时间", ""), ("正文_2", ""), ("author.url", ""), ("", ""), ("---", ""), ("*" * 99 + "标题", ""),
    ],
)  # fmt: skip
def test_a_column_is_known_by_its_name_in_whatever_dress(name, ours):
    assert role_of(name) == ours


def test_a_name_of_no_column_of_ours_stays_itself():
    assert name_of("Word-Count") == "wordcount"


def test_the_time_counts_last_of_all_dates_and_contradicts_none():
    row = {"时间": "2025-06-01", "year": "2019", "刊发日期": "2021-03-04"}
    assert metadata_of(row) == {"date": "2021-03-04"}
    assert metadata_of({"时间": "2025-06-01", "year": "2019"}) == {"date": "2025-06-01"}
    assert metadata_of({"年份": "2019"}) == {"date": "2019"}


# ---------------------------------------------------------------------------------------------- what stands for nothing


@pytest.mark.parametrize(
    "value", ["nan", "NaN", "NULL", "None", "-", "--", "——", "/", "\\N", "<NA>", "(null)", "#N/A", "#REF!", " ", float("nan"), None, [], [None]]
)  # fmt: skip
@pytest.mark.parametrize("ours", ["title", "author", "outlet", "date", "url", "article_id", "genre"])
def test_what_programs_write_where_there_is_nothing_is_no_value(ours, value):
    assert metadata_of({ours: value}) == {}


@pytest.mark.parametrize(
    ("ours", "value", "stays"),
    [
        ("title", "无标题", False), ("title", "無題", True), ("title", "NA", True), ("title", "无", True), ("title", "？", True), ("title", "0", True),
        ("title", "……", True), ("title", "NaN 是什么", True), ("title", "A/B", True), ("author", "NA", False), ("author", "未署名", False),
        ("author", "无名", True), ("author", "A-B", True), ("date", "不详", False), ("date", "0000-00-00 00:00:00", False), ("date", "0", False),
        ("date", "NA", False), ("date", "2021-02-30", True), ("date", "三月初", True), ("article_id", "0", True), ("outlet", "—", False), ("outlet", "N+", True),
    ],
)  # fmt: skip
def test_a_value_that_may_be_one_stays(ours, value, stays):
    assert metadata_of({ours: value}) == ({ours: value} if stays else {})


def test_the_next_column_counts_where_one_says_nothing(tmp_path):
    assert metadata_of({"author": "nan", "记者": "-", "作者": "何小舟"}) == {"author": "何小舟"}
    (entry,) = entries_of(_table(tmp_path, "t.jsonl", '{"text": NaN, "title": NaN}\n'))
    assert (str(entry.refusal), entry.refusal.outcome, entry.metadata) == ("no text", "skipped", {})


# ------------------------------------------------------------------------------------------------- marks around values


@pytest.mark.parametrize(
    ("ours", "value", "said"),
    [
        # of spreadsheets
        ("date", '="2021-03-04"', "2021-03-04"), ("article_id", '="007"', "007"), ("title", '="他说""好"""', '他说"好"'), ("title", '="开"源="闭"源', '="开"源="闭"源'),
        ("title", "'=1+1", "=1+1"), ("title", "'98年的洪水", "'98年的洪水"), ("article_id", "'007", "007"), ("date", "'2021-03-04", "2021-03-04"),
        ("author", "何小舟_x000D_", "何小舟"), ("title", "上_x000D_\n下", "上 下"), ("article_id", "12.0", "12"), ("article_id", 12.0, "12"), ("article_id", "1.2", "1.2"),
        ("article_id", "007", "007"), ("date", 20210304.0, "20210304"), ("date", "2021.0", "2021"), ("date", "2021.10", "2021.10"),
        # of pages
        ("title", "桥<em>断</em>了", "桥断了"), ("title", "&quot;桥&quot;&amp;河", '"桥"&河'), ("title", "<![CDATA[桥断了]]>", "桥断了"), ("outlet", "<a href='/x'>河湾报</a>", "河湾报"),
        ("title", "a < b 而 c > d", "a < b 而 c > d"), ("title", "《桥》", "《桥》"), ("title", "AT&T 与桥", "AT&T 与桥"), ("date", "<span>2021-03-04</span>", "2021-03-04"),
        ("url", "https://a.example/?a=1&amp;copy=2", "https://a.example/?a=1&copy=2"), ("url", "https://a.example/?a=1&copy=2", "https://a.example/?a=1&copy=2"),
        ("file", "a&amp;b.txt", "a&amp;b.txt"),
        # of programs that wrote them in escapes, or twice
        ("title", r"\u8001\u6865", "老桥"), ("title", r"\\u8001\\u6865 AI", "老桥 AI"), ("author", "%E6%9E%97%E6%99%93", "林晓"), ("outlet", "%u6CB3%u6E7E%u62A5", "河湾报"), ("author", r"b'\xe6\x9e\x97\xe6\x99\x93'", "林晓"), ("title", "&amp;#32769;&amp;#26725;", "老桥"),
        ("title", "涨了100%，写作%E5%BC%80", "涨了100%，写作%E5%BC%80"), ("title", "50%20", "50%20"), ("title", r"C:\user", r"C:\user"), ("title", "%B2%E8%CF%A1", "%B2%E8%CF%A1"),
        ("url", "https://a.example/%E6%A1%A5", "https://a.example/%E6%A1%A5"), ("file", "%E6%A1%A5.txt", "%E6%A1%A5.txt"),
        # as a reader sees them
        ("title", "\x1b[1m河 上 的 桥\x1b[0m", "河上的桥"), ("title", "东 西 两岸", "东 西 两岸"), ("author", "何\u200b小\u2f88", "何小舟"), ("file", "\u2f88.txt", "\u2f88.txt"),
        # around names
        ("author", "□何小舟", "何小舟"), ("author", "■ 记者 何小舟", "何小舟"), ("author", "撰文 何小舟", "何小舟"), ("author", "文/图 何小舟", "何小舟"),
        ("author", "何小舟（记者）", "何小舟"), ("author", "【何小舟】", "何小舟"), ("author", "@何小舟;", "何小舟"), ("author", "何小舟（河湾大学）", "何小舟（河湾大学）"),
        ("author", "（美）何小舟", "（美）何小舟"), ("author", "文小图", "文小图"), ("author", "作者丛书", "作者丛书"),
        # around days
        ("date", "【2021-03-04】", "2021-03-04"), ("date", "发布于2021-03-04 08:00", "2021-03-04 08:00"), ("date", "2021年3月4日 发布", "2021年3月4日"),
        ("date", "2021-03-04 A03版", "2021-03-04"), ("date", "2021年3月4日（星期四）", "2021年3月4日（星期四）"), ("date", "2021-03-04;", "2021-03-04"),
        ("date", "昨天发布", "昨天"),
    ],
)  # fmt: skip
def test_values_lose_the_marks_of_programs(ours, value, said):
    assert metadata_of({ours: value}) == {ours: said}


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        ('---\ntitle: "{}"\n---\n{}', "河上的老桥：谁来修？"),
        ("<html><head><title>{}</title></head><body><p>{}</p></body></html>", "河上的老桥：谁来修？"),
        ("<html><head><title>{}</title></head><body><article><p>{}</p></article></body></html>", "老书店的账本"),
        ("标题：{}\n日期：2024-03-05\n\n{}", "河上的老桥：谁来修？"),
        ("# {}\n\n{}", "河上的老桥"),
    ],
)
@pytest.mark.parametrize("codec", ["cp1252", "latin-1"])
def test_a_head_alone_may_be_misread(raw, title, codec):
    damaged = "".join(bytes([byte]).decode(codec, "ignore") or chr(byte) for byte in title.encode())
    entry = Entry("a", raw.format(damaged, "河上的桥昨天修好了，人们又从上面走过，去对岸的集市。"))
    row = read_entry(entry, rules_for(False), cut_navigation=True, cache=None)
    assert row.metadata["title"] == title


def test_values_of_a_head_lose_the_marks_of_programs_too():
    assert as_in_cells({"title": "开源&amp;闭源", "author": "【林晓】", "url": "https://a.example/?a=1&amp;b=2"}) == {
        "title": "开源&闭源",
        "author": "林晓",
        "url": "https://a.example/?a=1&b=2",
    }


@pytest.mark.parametrize("row", [{"author": "7"}, {"author": "???"}, {"title": "??????"}, {"来源": "2024????"}])
def test_a_number_is_no_author_and_lost_characters_are_no_value(row):
    assert metadata_of(row) == {}


@pytest.mark.parametrize("title", ["真的吗???", "???", "1984"])
def test_a_title_may_ask_or_be_a_number(title):
    assert metadata_of({"title": title}) == {"title": title}


@pytest.mark.parametrize(
    ("row", "found"),
    [
        # objects and lists, in a cell as programs write them too
        ({"author": "['何小舟', '白帆']"}, {"author": "何小舟、白帆"}), ({"outlet": "{'id': None, 'name': '河湾报'}"}, {"outlet": "河湾报"}),
        ({"author": '["何小舟"]', "title": "[快讯] 桥断了"}, {"title": "[快讯] 桥断了", "author": "何小舟"}), ({"title": "['未完"}, {"title": "['未完"}),
        ({"title": "[](){}"}, {"title": "[](){}"}), ({"title": "['a' b]"}, {"title": "['a' b]"}),
        ({"date": {"$date": {"$numberLong": "1614816000000"}}, "_id": {"$oid": "65f"}}, {"article_id": "65f", "date": "1614816000000"}),
        ({"title": {"rendered": "桥&#8220;断&#8221;了"}}, {"title": "桥“断”了"}),
        # one level down: behind what stands above it
        ({"meta": {"title": "下", "作者": "何小舟"}, "title": "上"}, {"title": "上", "author": "何小舟"}),
        ({"Info": {"date": "2021-03-04", "text": "桥。"}}, {"date": "2021-03-04"}), ({"source": {"name": "河湾报", "title": "别的"}}, {"outlet": "河湾报"}),
        # a mark before each value, but not before one alone
        ({"title": "'98年的洪水", "author": "'何小舟"}, {"title": "98年的洪水", "author": "何小舟"}),
        ({"title": "'98年的洪水", "author": "何小舟"}, {"title": "'98年的洪水", "author": "何小舟"}),
    ],
)  # fmt: skip
def test_the_metadata_of_a_row_are_found_in_objects_and_lists(row, found):
    assert metadata_of(row) == found


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ({"Name": "老桥", "text": "桥。"}, {"title": "老桥"}), ({"名稱": "老橋"}, {"title": "老橋"}), ({"Name": "林晓", "标题": "老桥"}, {"title": "老桥"}),
        ({"Name": "林晓", "Title": ""}, {}), ({"Name": {"first": "林晓"}}, {}), ({"meta": {"Name": "林晓"}}, {}), ({"Names": "老桥"}, {}), ({"name": "林晓"}, {}),
        ({"Created": "March 5, 2024 6:00 AM"}, {"date": "March 5, 2024 6:00 AM"}), ({"Created": "June 1, 2024", "Date": "5 March 2024"}, {"date": "5 March 2024"}),
        ({"建立時間": "2024年3月5日 上午6:00"}, {"date": "2024年3月5日 上午6:00"}), ({"Last edited time": "June 1, 2024 9:00 AM"}, {}),
    ],
)  # fmt: skip
def test_the_first_column_of_notion_and_airtable_is_the_title_where_no_other_is(row, found):
    assert metadata_of(row, ["text"]) == found


def test_an_id_that_a_spreadsheet_rounded_is_told(tmp_path):
    ids = ("3.20506E+17", "320506198801011234", "3.2E", "E+17")
    rows = "".join(f"{given},河上的桥修好了。\n" for given in ids)
    told = [entry.warnings for entry in entries_of(_table(tmp_path, "a.csv", f"稿件编号,正文\n{rows}"))]
    assert told == [("its id 3.20506E+17 is a number that a spreadsheet rounded",), *[()] * 3]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.csv", "<html><body><table><tr><td>正文</td></tr></table>", "a.csv: a table in HTML, not .csv"), ("a.tsv", "\ufeff \n<meta charset=utf-8>\n<TABLE>", "a.tsv: a table in HTML, not .tsv"),
        ("a.csv", '<?xml version="1.0"?>\n<Workbook xmlns="urn:a">', "a.csv: an XML spreadsheet, not .csv"),
    ],
)  # fmt: skip
def test_markup_that_is_called_a_table_is_refused(name, text, told, tmp_path):
    with pytest.raises(FolderError, match=told):
        [*entries_of(_table(tmp_path, name, text))]


@pytest.mark.parametrize("text", ["正文\n<table><tr><td>桥。</td></tr></table>\n", "<b>正文</b>,正文\n甲,桥。\n"])
def test_markup_in_the_cells_of_a_table_is_not_refused(text, tmp_path):
    assert not any(entry.refusal for entry in entries_of(_table(tmp_path, "a.csv", text)))


def test_metadata_that_were_misread_are_repaired_together():
    row = {"title": "渡口的桥断了三天", "author": "何舟", "outlet": "河湾报"}
    misread = {key: value.encode().decode("latin-1") for key, value in row.items()}
    assert metadata_of(misread) == row
    assert metadata_of({"author": "Café Müller", "title": "桥"}) == {"title": "桥", "author": "Café Müller"}


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('="桥断了。\n他说""好""。"', '桥断了。\n他说"好"。'), ("'=1+1是什么？\n'-1呢？", "=1+1是什么？\n-1呢？"), ("'-'和'+'是符号。", "'-'和'+'是符号。"),
        ("'桥'断了。", "'桥'断了。"), ("'98年，桥断了。", "'98年，桥断了。"), ('="桥"断了。', '="桥"断了。'), ("=桥", "=桥"),
    ],
)  # fmt: skip
def test_a_text_loses_only_what_spreadsheets_need(cell, text):
    assert text_in(cell) == text


def test_a_text_loses_the_mark_that_each_value_of_its_row_has(tmp_path):
    path = _table(tmp_path, "t.csv", "title,date,text\n'桥,'2021-03-04,'桥断了。\n桥,'2021-03-04,'98年桥断了。\n")
    assert [entry.data for entry in entries_of(path)] == ["桥断了。", "'98年桥断了。"]


# ------------------------------------------------------------------------------------- a header two lines deep


@pytest.mark.parametrize(
    ("table", "texts"),
    [
        ("稿件,,内容,\n编号,标题,作者,正文\n1,桥,陈默,桥断了。\n", ["桥断了。"]),
        ("稿件,作者,内容,\n编号,姓名,标题,正文\n1,陈默,桥,桥断了。\n", ["桥断了。"]),
        # no group: its names are more, or the next row names no text or leaves a column without a name
        ("编号,标题,内容,\n1,桥,桥断了。,\n", ["桥断了。"]),
        ("编号,标题,内容,\n编号,标题,作者,日期\n", ["作者"]),
        ("编号,内容,,\n编号,标题,正文,\n", ["标题"]),
        ('编号,内容,\n1,桥断了。,"桥"了\n', ["桥断了。"]),
    ],
)
def test_a_row_that_groups_the_columns_stands_above_the_header(table, texts, tmp_path):
    entries = [*entries_of(_table(tmp_path, "t.csv", table))]
    assert [entry.data for entry in entries if not entry.refusal] == texts
    assert all("above the header" in str(entry.refusal) for entry in entries if entry.refusal)


# ------------------------------------------------------------------------------------- days that a column proves


@pytest.mark.parametrize("name", ["民國日期", "日期（民國）", "发表于", "见报日"])
def test_a_column_for_days_is_known_by_its_name(name):
    assert metadata_of({name: "2021-03-04"}) == {"date": "2021-03-04"}
    assert metadata_of({f"{name}备注": "2021-03-04"}) == {}


@pytest.mark.parametrize(
    ("name", "told", "read"),
    [
        # the only order possible, or that of the column
        ("date", ["3/27/2021"], ["2021-03-27"]), ("date", ["27.3.2021", "7.3.2021 08:30"], ["2021-03-27", "2021-03-07"]), ("刊登日期", ["3/7/2021", "3/27/2021"], ["2021-03-07", "2021-03-27"]),
        ("date", ["3-7-2021", "", "27-3-2021"], ["2021-07-03", "", "2021-03-27"]), ("date", ["3/3/2021", "3/7/2021"], ["2021-03-03", "3/7/2021"]),
        ("date", ["3/7/2021", "3/27/2021", "27/3/2021"], ["3/7/2021", "2021-03-27", "2021-03-27"]), ("date", ["31/2/2021", "3/7/21"], ["31/2/2021", "3/7/21"]),
        # years of the Republic
        ("日期", ["110/03/07", "110年3月7日", "1100307", "110.3.7 08:30"], ["2021-03-07"] * 4), ("日期", ["99-03-07", "110-03-07"], ["2010-03-07", "2021-03-07"]),
        ("民國日期", ["99/03/07"], ["2010-03-07"]), ("日期", ["99/03/07"], ["99/03/07"]), ("日期", ["110/13/07", "1101307", "1990307", "110/03-07"], ["110/13/07", "1101307", "1990307", "110/03-07"]),
        # numbers of spreadsheets
        ("日期", ["44262", "44262.35"], ["2021-03-07"] * 2), ("日期", ["44262", "2021-03-08"], ["2021-03-07", "2021-03-08"]), ("time", ["44262"], ["44262"]), ("日期", ["44262", "17"], ["44262", "17"]),
        ("日期", ["34699", "51501"], ["34699", "51501"]), ("日期", ["20210307", "2021年3月", "昨天"], ["20210307", "2021年3月", "昨天"]),
    ],
)  # fmt: skip
def test_a_column_proves_the_days_that_one_value_does_not(name, told, read):
    days = Days(lambda: [(name, value) for value in told if value])
    assert [days(name, value) for value in told] == read


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("t.csv", "title,date,text\n桥,3/7/2021,桥断了。\n船,27/3/2021,船没有来。\n"),
        ("t.jsonl", '{"meta": {"date": "3/7/2021"}, "text": "桥断了。"}\n[]\n{"meta": {"date": "27/3/2021"}, "text": "船没有来。"}\n'),
        ("t.csv", 'title,date,text\n桥,"=""3/7/2021""",桥断了。\n船,27/3/2021,船没有来。\n'),
    ],
)  # fmt: skip
def test_the_days_of_a_table_are_decided_together(file, text, tmp_path):
    entries = [entry.metadata for entry in entries_of(_table(tmp_path, file, text)) if not entry.refusal]
    assert [found["date"] for found in entries] == ["2021-07-03", "2021-03-27"]


def test_so_are_those_of_a_table_of_metadata(tmp_path):
    rows = "file,date\na.txt,3/7/2021\nb.txt,27/3/2021\n"
    known, _ = read_metadata(_table(tmp_path, "m.csv", rows), ["a.txt", "b.txt"])
    assert [known[name].metadata["date"] for name in ("a.txt", "b.txt")] == ["2021-07-03", "2021-03-27"]


def test_a_day_that_may_be_two_is_told_and_not_used(tmp_path):
    path = _table(tmp_path, "t.csv", "date,text\n3/7/2021,桥断了，人在岸上等。\n")
    (row,) = read_corpus(path).ingest_log.itertuples()
    assert row.why.startswith("the date '3/7/2021' (metadata) may mean two days, and is not used") and not row.date


def test_a_row_with_a_mark_of_a_text_is_known_by_such_a_day_too(tmp_path):
    table = 'title,date,url,text\n"桥"断了,3/27/2021,https://a.example/1,桥断了。\n船,3/7/2021,https://a.example/2,船没有来。\n'
    assert [entry.data for entry in entries_of(_table(tmp_path, "t.csv", table))] == ["桥断了。", "船没有来。"]


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ({"年": 2021, "月": 3.0, "日": "07"}, {"date": "2021-3-07"}), ({"year": "2021", "month": "3", "day": "7"}, {"date": "2021-3-7"}),
        ({"year": "2021", "month": "3", "day": ""}, {"date": "2021"}), ({"月": "3", "日": "7"}, {}), ({"year": "2021", "month": "三月", "day": "7"}, {"date": "2021"}),
    ],
)  # fmt: skip
def test_a_day_may_stand_in_three_columns(row, found):
    assert metadata_of(row) == found


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"入庫": "2021-03-04", "標題": "桥"}, "'入庫'"), ({"更新日期": "20210304", "標題": "桥"}, "'更新日期'"), ({"日期1": "2021/3/4", "日期2": "民國110年3月4日"}, "'日期1', '日期2'"),
        ({"crawl_time": 1614816000.5, "up": "Mar 4, 2021"}, "'crawl_time', 'up'"), ({f"x{n}": "2021-03-04" for n in range(7)}, "'x0', 'x1', 'x2', 'x3', 'x4', …"),
        # it has a date, or none of them is a day
        ({"入庫": "2021-03-04", "日期": "2021-03-05"}, ""), ({"入庫": "2021-03-04", "日期": "昨天"}, ""), ({"编码": "20210304"}, ""), ({"uid": "1614816000"}, ""), ({"字数": "2021"}, ""),
        ({"更新日期": ""}, ""), ({"更新日期": None}, ""), ({"更新日期": "2021-03"}, ""), ({"备注": "2021-03-04 桥断了" * 9}, ""), ({"日期列": ["2021-03-04"]}, ""),
    ],
)  # fmt: skip
def test_columns_that_look_like_days_are_told_where_there_is_no_date(row, told, tmp_path):
    (entry,) = entries_of(_table(tmp_path, "t.jsonl", json.dumps(row | {"text": "桥断了。"}) + "\n"))
    assert [*entry.warnings] == ([f"it has no date; not read, though it looks like one: {told}"] if told else [])


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("file,dat,Zeitung\na.txt,2021-03-04,江畔报\n", ["of its row nothing but the file is read: not 'dat', 'Zeitung'"]), ("file,入庫,媒體\na.txt,2021-03-04,江畔报\n", ["it has no date; not read, though it looks like one: '入庫'"]),
        ("file,dat,媒體\na.txt,,江畔报\n", []), ("file,dat,日期\na.txt,2021-03-04,2021-03-05\n", []), ("file,dat\na.txt,\n", []),
    ],
)  # fmt: skip
def test_a_table_of_metadata_of_which_nothing_is_read_is_told(rows, told, tmp_path):
    known, _ = read_metadata(_table(tmp_path, "m.csv", rows), ["a.txt"])
    assert [*known["a.txt"].warnings] == [f"m.csv: {each}" for each in told]


# ---------------------------------------------------------------------------------------------- the shape of the text


@pytest.mark.parametrize(
    ("row", "text", "told"),
    [
        ({"text": ["桥。", None, "", "河。"]}, "桥。\n河。", []), ({"content": {"rendered": "<p>桥。</p>"}}, "<p>桥。</p>", []),
        ({"text": [{"value": "桥。"}, {"src": "a.jpg"}]}, "桥。", []), ({"段落": [{"行号": 1, "内容": "桥。"}]}, "桥。", []),
        ({"content": "深度报道", "正文": "桥断了。"}, "桥断了。", ["its 'content' is not read, but '正文': no Chinese sentence"]),
        ({"content": "The bridge is down.", "正文": "桥断了。"}, "桥断了。", ["its 'content' is not read, but '正文': no Chinese sentence"]),
        ({"content": "桥断了。", "正文": "The bridge."}, "桥断了。", ["its '正文' is longer than 'content', and not read (--text-column)"]),
        ({"content": "桥", "正文": "河"}, "桥", []), ({"content": "桥断了，\n人不走", "raw": "桥断了。"}, "桥断了，\n人不走", []),
        ({"text": "桥" * 32_767}, "桥" * 32_767, ["its text ends at 32,767 characters, where spreadsheets cut off"]),
    ],
)  # fmt: skip
def test_the_text_of_a_row_is_taken_out_of_its_shape(row, text, told, tmp_path):
    (entry,) = entries_of(_table(tmp_path, "t.jsonl", json.dumps(row) + "\n"))
    assert (entry.data, [*entry.warnings]) == (text, told)
    assert all(isinstance(each, Remark) for each in told if "not read" in str(each) and entry.warnings[0] is each)


@pytest.mark.parametrize(
    ("table", "texts"),
    [
        ("标题,正文_1,正文_2\n渡口,桥断了。,船没有来。\n渡口,水退了。,\n标题,正文_1,正文_2\n", ["桥断了。\n船没有来。", "水退了。", ""]), ("标题,正文2,正文1\n渡口,船没有来。,桥断了。\n", ["桥断了。\n船没有来。"]),
        ("title,text_part_1,text_part_2,text_part_3\na,桥断了。,,船没有来。\n", ["桥断了。\n船没有来。"]), ("標題,第1段,第2段\n渡口,桥断了。,桥断了。\n", ["桥断了。\n桥断了。"]),
        ("段落0,段落1,正文字数\n桥断了。,船没有来。,8\n", ["桥断了。\n船没有来。"]), ("正文,正文2\n桥断了。,船没有来。\n", ["桥断了。\n船没有来。"]), ("正文_1,正文_2\n,\n", [""]),
        ("正文一,正文二\n桥断了。,船没有来。\n", ["桥断了。\n船没有来。"]), ("內文（下）,內文（上）\n船没有来。,桥断了。\n", ["桥断了。\n船没有来。"]),
        # no parts of one text
        ("正文,正文_3\n桥断了。,船没有来。\n", ["桥断了。"]), ("正文,内容_1,内容_2\n桥断了。,船,没有来。\n", ["桥断了。"]),
    ],
)  # fmt: skip
def test_the_parts_of_a_text_in_columns_with_numbers_are_joined(table, texts, tmp_path):
    entries = [*entries_of(_table(tmp_path, "t.csv", table))]
    assert [entry.data for entry in entries] == texts
    assert any("joined of 2 columns" in told for told in entries[0].warnings) == ("\n" in texts[0])


@pytest.mark.parametrize(
    ("table", "text", "told"),
    [
        ("标题,导语,正文\n渡口,桥断了。,船没有来。\n", "桥断了。\n船没有来。", ["its '导语' stands before its '正文'"]),
        ("標題,導語,正文\n渡口,橋斷了。,船沒有來。\n", "橋斷了。\n船沒有來。", ["its '導語' stands before its '正文'"]),
        (
            "title,standfirst,body\n渡口,桥断了。,船没有来。\n",
            "桥断了。\n船没有来。",
            ["its 'standfirst' stands before its 'body'"],
        ),
        ("标题,导语,正文\n渡口,桥断了。,桥断了。船没有来。\n", "桥断了。船没有来。", []),  # it stands there already
        ("标题,导语,正文\n渡口,桥断了……,桥断了，谁也没有看见。\n", "桥断了，谁也没有看见。", []),
        ("标题,导语,正文\n渡口,快讯,船没有来。\n", "船没有来。", []),  # no sentence
        ("标题,摘要,正文\n渡口,桥断了。,船没有来。\n", "船没有来。", []),  # a short form of the text
    ],
)
def test_the_first_paragraph_in_a_column_of_its_own_goes_before_the_text(table, text, told, tmp_path):
    (entry,) = entries_of(_table(tmp_path, "t.csv", table))
    assert (entry.data, [*entry.warnings]) == (text, told)


def test_a_summary_that_is_an_object_with_content_is_the_text(tmp_path):
    item = {"title": "渡口", "summary": {"direction": "ltr", "content": "<p>桥断了。</p>"}}
    (entry,) = entries_of(_table(tmp_path, "t.json", json.dumps({"items": [item]})))
    assert "桥断了。" in entry.data and entry.metadata["title"] == "渡口"
    for summary in ("桥断了。", {"content": "bridge"}, {"direction": "ltr"}):
        with pytest.raises(FolderError, match="lacks a text column"):
            list(entries_of(_table(tmp_path, "u.json", json.dumps({"items": [item | {"summary": summary}]}))))


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("%E6%A1%A5%E6%96%AD%E4%BA%86.txt", "桥断了"), ("%C7%C5%B6%CF%C1%CB.txt", "桥断了"), ("#U6865#U65ad#U4e86.txt", "桥断了"),
        ("2024/2024-05-01_桥断了.txt", "桥断了"), ("20240501桥断了.txt", "桥断了"), ("03、桥断了.txt", "桥断了"), ("3座桥.txt", "3座桥"),
        ("未命名 1.txt", ""), ("新建文本文档 (3).txt", ""), ("文章12.txt", ""), ("第三篇.txt", ""), ("a.txt", ""), ("2024-05-01.txt", ""),
        ("%FF%FF.txt", ""), ("100%.txt", ""), ("%2e%2e%2f桥.txt", "%2e%2e%2f桥"),
    ],
)  # fmt: skip
def test_the_name_of_a_file_may_be_a_title(name, title):
    assert title_in(name) == title


@pytest.mark.parametrize(
    "table",
    [
        "标题,正文_1\n渡口,桥断了。\n",
        "标题,正文_1,正文_3\n渡口,桥断了。,船没有来。\n",
        "标题,1,2\n渡口,桥断了。,船没有来。\n",
    ],
)
def test_a_number_alone_makes_no_column_of_text(table, tmp_path):
    with pytest.raises(FolderError, match="lacks a text column"):
        list(entries_of(_table(tmp_path, "t.csv", table)))


@pytest.mark.parametrize(
    "text",
    [
        "暂无内容", "內容已刪除", "该文章已被发布者删除。", "本文已被作者删除", "原文已刪除", "404", "404 Not Found", "此内容因违规无法查看", "此內容因違規無法查看", "加载中…", "載入中，請稍候",
        "此内容被投诉且经审核涉嫌侵权，无法查看。", "抱歉，此微博已被作者删除。", "您访问的页面不存在", "页面不存在或已被删除", "抓取失敗", "正文为空", "無內容", "无", "nan", "[removed]", "已被删除",
        "加载失败，点击重试", "Loading...", "该公众号已迁移", "未找到相关内容",
    ],
)  # fmt: skip
def test_what_stands_for_a_text_is_told_and_is_no_article(text, tmp_path):
    row, other = entries_of(
        _table(tmp_path, "t.jsonl", "\n".join(map(json.dumps, ({"text": text}, {"text": text, "raw": "桥断了。"}))))
    )
    assert row.refusal.outcome == "skipped" and str(row.refusal).startswith("no text but ")
    assert other.data == "桥断了。"
    _table(tmp_path, "a.txt", f"{text}\n")
    assert read_corpus(tmp_path / "a.txt").ingest_log["outcome"].tolist() == ["skipped"]


@pytest.mark.parametrize(
    "text",
    [
        "桥断了。", "内容为王。", "文章删除之后，读者还记得。", "他说：“加载中。”", "该文章已被发布者删除，但截图还在流传。", "404年，桥断了。", "没有数据的城市。", "无题", "數據錯誤頻發。",
        "文章被删除，作者说是误会。", "账号迁移到新平台了。", "请稍候片刻再走。", "桥断了。" * 30,
    ],
)  # fmt: skip
def test_a_text_that_tells_of_such_a_thing_is_an_article(text, tmp_path):
    (entry,) = entries_of(_table(tmp_path, "t.jsonl", json.dumps({"text": text})))
    assert (entry.data, entry.refusal) == (text, None)


@pytest.mark.parametrize(
    ("data", "told"), [("桥断了。".encode(), ""), (b"\xff\xfe", "its text is bytes that are not UTF-8")]
)
def test_a_text_of_bytes_is_read(data, told, tmp_path):
    pa = pytest.importorskip("pyarrow")
    pytest.importorskip("pyarrow.parquet").write_table(pa.table({"text": [data]}), tmp_path / "t.parquet")
    (entry,) = entries_of(tmp_path / "t.parquet")
    assert (entry.data, str(entry.refusal or "")) == ("" if told else "桥断了。", told)


def test_a_first_line_in_quotation_marks_may_name_the_separator(tmp_path):
    (entry,) = entries_of(_table(tmp_path, "t.csv", '"sep=;"\ntitle;text\n桥, 河;桥断了。\n'))
    assert (entry.data, entry.metadata["title"]) == ("桥断了。", "桥, 河")


# ------------------------------------------------------------------------------------------- the sign between the columns


@pytest.mark.parametrize(
    ("table", "texts"),
    [
        ("标题，日期，正文\n渡口，2021-03-07，桥断了三天，船还没有来。\n渡口，2021-03-08，水退了。\n", ["桥断了三天，船还没有来。", "水退了。"]),
        ("標題；內文\n渡口；桥断了，船没有来。\n", ["桥断了，船没有来。"]), ("标题｜正文\n渡口｜桥断了，船没有来。\n", ["桥断了，船没有来。"]), ("标题、正文\n渡口、桥断了。\n", ["桥断了。"]),
        ('标题，正文\n"渡口，早上"，"桥断了，\n船没有来。"\n', ["桥断了，\n船没有来。"]),
        # the rows have the usual sign, or more of the other than proves a text
        ("标题，正文\n渡口,桥断了，船没有来。\n", ["桥断了，船没有来。"]), ("标题；正文\n渡口;桥断了；船没有来。\n", ["桥断了；船没有来。"]), ("标题，正文\n渡口，桥断了，船没有来。\n", [""]), ("标题，正文\n", []),
    ],
)  # fmt: skip
def test_columns_may_be_apart_by_a_sign_of_an_input_method(table, texts, tmp_path):
    assert [entry.data for entry in entries_of(_table(tmp_path, "t.csv", table))] == texts


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "gbk"])
@pytest.mark.parametrize(
    "table",
    [
        "标题\t日期\t正文\n渡口\t2021-03-07\t桥断了，船没有来。\n",
        "標題|正文\n渡口|桥断了，船没有来。\n",
        '"url","text"\n"https://a.example/1","桥断了，船没有来。"\n',
    ],
)
def test_a_table_that_is_saved_as_text_is_read_as_one(table, codec, tmp_path):
    (tmp_path / "t.txt").write_bytes(table.replace("標題", "标题").encode(codec))
    (entry,) = entries_of(tmp_path / "t.txt")
    assert (entry.name, entry.data) == ("t.txt, row 2", "桥断了，船没有来。")
    _table(tmp_path, "z.txt", "桥断了。")
    assert [entry.name for entry in entries_of(tmp_path)] == ["t.txt, row 2", "z.txt"]


@pytest.mark.parametrize(
    "text",
    [
        "标题：渡口\n正文：桥断了。\n", "标题、正文、日期都在这里，桥断了。\n船没有来，水也没退。\n", "标题\t正文\n", "标题\t正文\n桥断了。\n", "标题 | 桥断了\n正文 | 船没有来\n", "说话人\t内容\n甲\t桥断了。\n",
        "标题,a,b,c,正文,d\n1,2,3,4,5,6\n", "标题,正文" + "，" * 600 + "\n渡口,桥断了。\n", "桥断了,船没有来\n水退了,人走了\n", "", "\x00,\n", "标题\t正文",
    ],
)  # fmt: skip
def test_a_text_that_begins_with_such_names_stays_a_text(text, tmp_path):
    (entry,) = entries_of(_table(tmp_path, "t.txt", text))
    assert entry.data == tmp_path / "t.txt"


# ------------------------------------------------------------------------------------------- the files of a metadata table


def test_a_table_of_metadata_may_be_saved_as_text(tmp_path):
    known, _ = read_metadata(_table(tmp_path, "m.txt", "file\ttitle\na.txt\t渡口\n"), ["a.txt"])
    assert known["a.txt"].metadata["title"] == "渡口"


FILES = ["2021/桥.txt", "2021-03-04_渡口的船.md", "007.txt", "b.txt", "c/b.txt", "d.txt", "d.md", "e/Plan 2.txt"]


@pytest.mark.parametrize(
    ("row", "name"),
    [
        *[({"file": file}, "2021/桥.txt") for file in ("2021/桥", "2021/橋.docx", r"2021\桥.TXT", "./2021/桥.txt", "桥.txt", "in/2021/桥.txt", "/data/in/2021/桥.txt", r"D:\in\2021\桥.txt")],
        ({"file": "E/plan 2.TXT"}, "e/Plan 2.txt"), ({"file": "b.txt"}, "b.txt"), ({"file": "B"}, "b.txt"), ({"file": "C/B"}, "c/b.txt"), ({"file": "渡口的船"}, ""),
        # out of the folder, or what may be several
        *[({"file": file}, "") for file in ("../桥.txt", "in/../桥.txt", "/data/out/桥.txt", r"C:\桥.txt", "2022/桥.txt", "d", "d.docx", "2021", "", "/")],
        ({"article_id": "7"}, "007.txt"), ({"article_id": "桥"}, "2021/桥.txt"), ({"article_id": "8"}, ""), ({"article_id": "d"}, ""), ({"article_id": "²"}, ""),
        ({"title": "渡口的船"}, "2021-03-04_渡口的船.md"), ({"title": "《渡口的船》！"}, "2021-03-04_渡口的船.md"), ({"title": "渡口"}, ""), ({"title": "Plan"}, ""), ({"title": "？"}, ""), ({}, ""),
        ({"article_id": "x", "title": "橋"}, "2021/桥.txt"), ({"file": "x", "title": "桥"}, ""),
    ],
)  # fmt: skip
def test_a_row_of_metadata_means_a_file_where_it_can_mean_only_one(row, name):
    assert FileNames(FILES, "in").meant_by(row) == name


def test_rows_for_one_file_add_to_each_other_and_empty_ones_are_nothing_to_tell(tmp_path):
    rows = "file,title,author\na.txt,,\nA,桥,\n,,\na.txt,桥,何小舟\na.txt,河,\n"
    known, unusable = read_metadata(_table(tmp_path, "m.csv", rows), ["a.txt"])
    assert known["a.txt"].metadata == {"file": "a.txt", "title": "桥", "author": "何小舟"}
    assert [(one.name, str(one.refusal)) for one in unusable] == [
        ("m.csv, row 6", "'a.txt' occurs twice; the first row counts")
    ]


def test_metadata_by_title_find_their_files(tmp_path):
    (tmp_path / "in").mkdir()
    _table(tmp_path / "in", "2021-03-04 渡口的船.txt", "渡口的船三天没有开。大家在岸上等着。")
    table = _table(tmp_path, "m.csv", "標題,記者\n渡口的船,何小舟\n")
    (article,) = read_corpus(tmp_path / "in", metadata=table).articles.itertuples()
    assert (article.title, article.author, article.article_id) == ("渡口的船", "何小舟", "2021-03-04 渡口的船")
