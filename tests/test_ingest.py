"""Any folder: every entry has its outcome, the counts add up, nothing hostile survives, clean text is never changed."""

import base64
import codecs
import datetime
import html
import io
import json
import os
import quopri
import re
import stat
import sys
from functools import reduce
from operator import add
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from approval import check_approved
from corpora import with_boilerplate, without_copies
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC
from torture.cases import FATAL, FILES, TABLES, story, story_tw

from helpers.cleaning.ledger import Cleaned, Edit, Flag, apply_ledger
from helpers.cleaning.side_columns import SIDE_BY_SIDE
from helpers.corpus import ARTICLE_COLUMNS, SEEDS, article_labels, load_articles
from helpers.report import article, cache, decisions, ingest, sources
from helpers.report.body import boilerplate, line_weights, near_duplicates
from helpers.report.body.boilerplate import Fingerprints
from helpers.report.body.labels import read_record
from helpers.report.body.metadata import Dated, date_hint, dated_by, own_metadata
from helpers.report.body.navigation import RECORD, find_navigation
from helpers.report.cache import cache_folder, cached
from helpers.report.ingest import EXAMPLE, INGEST_LOG_TYPES, count_outcomes, load_folder, read_corpus
from helpers.report.input.column_names import column_key, renamed
from helpers.report.input.dates import read_date
from helpers.report.input.encoding import Decoded, decode, is_binary
from helpers.report.input.json_rows import rows_of_json
from helpers.report.input.lines import Lines, read_lines
from helpers.report.input.page_rows import header_of_page
from helpers.report.outcomes import OUTCOMES, FolderError, Refusal, Remark
from helpers.report.own_words import read_own_words
from helpers.report.regular_files import read_bytes
from helpers.report.sources import Entry, entries_of, read_metadata, wanted_id
from helpers.stats.counts import count_terms
from helpers.text.script import script_of, to_simplified
from helpers.wording import plain


def read_rows(path):
    return [(number, row) for number, row, _ in sources.read_rows(path)]


HOSTILE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


# ------------------------------------------------------------------------------------------------------- torture


@pytest.fixture(scope="module")
def tortured(tmp_path_factory):
    folder = tmp_path_factory.mktemp("torture")
    for number, case in enumerate(FILES):
        (folder / f"{number:03}").mkdir()
        case.make(folder / f"{number:03}" / case.name)
    return read_corpus(folder)


def test_there_are_enough_bad_inputs():
    assert len(FILES) + len(TABLES) >= 150


@pytest.mark.parametrize("number", range(len(FILES)), ids=[f"{k:03}-{plain(f.name, 30)}" for k, f in enumerate(FILES)])
def test_every_bad_file_ends_as_it_was_decided(number, tortured):
    case = FILES[number]
    rows = tortured.ingest_log.loc[tortured.ingest_log["entry"].str.startswith(f"{number:03}/")]
    assert len(rows) == 1
    assert rows["outcome"].item() == case.outcome, rows["why"].item()
    assert case.why in rows["why"].item()


def test_what_is_read_of_each_bad_file_is_what_was_approved(tortured):
    check_approved("entries", tortured.ingest_log.columns, tortured.ingest_log.values.tolist())
    columns = [name for name in ARTICLE_COLUMNS if name in tortured.articles]
    check_approved("articles", columns, tortured.articles[columns].values.tolist())


def test_the_counts_add_up_to_the_last_file(tortured):
    assert len(tortured.ingest_log) == len(FILES)
    counts = count_outcomes(tortured.ingest_log).set_index("outcome")["entries"]
    assert counts["all"] == counts[list(OUTCOMES)].sum() == len(FILES)
    assert counts["loaded"] + counts["loaded with a warning"] == len(tortured.articles)
    assert tortured.ingest_log.loc[tortured.ingest_log["outcome"] != "loaded", "why"].ne("").all()


def test_nothing_of_a_hostile_name_or_head_survives(tortured):
    texts = tortured.articles[
        [c for c in ARTICLE_COLUMNS if tortured.articles[c].dtype == "str" and c not in ("raw", "text")]
    ]
    for table in (texts, tortured.ingest_log[["entry", "article_id", "why", "date"]]):
        for column in table:
            bad = table[column][[bool(HOSTILE.search(value)) for value in table[column]]]
            assert bad.empty, (column, bad.tolist())


def test_every_ledger_leads_from_the_raw_text_to_the_text(tortured):
    for row in tortured.articles.itertuples():
        assert apply_ledger(row.raw, row.ledger) == row.text


# What stands around a story: before it, behind it, or inside the page. Some of it has an article's look and stays.
AROUND_LINES = [
    "首页 > 科技 > 正文", "[首页](/) [科技](/tech) [财经](/money)", "来源：山谷日报  作者：李明  2024年3月5日 08:30", "记者 王芳 报道", "责任编辑：赵云",
    "（本文来源：某某网）", "版权声明：转载请注明出处。", "免责声明：以上内容不构成投资建议。", "相关阅读：\n· 一篇旧文\n· 又一篇旧文", "扫码关注我们的公众号",
    "点赞 分享 收藏", "上一篇：旧文\n下一篇：新文", "阅读 1234 评论 56", "© 2024 某某网 京ICP备12345号", "正文：", "【摘要】一句摘要。", "编者按：一句按语。",
    "#人工智能 #开源", "（完）", "注：[1] 某某报告。", "投稿邮箱：a@b.cn", "本文系作者授权发布，不代表平台立场。", "图/视觉中国", "Subscribe to our newsletter",
]  # fmt: skip
BEFORE = [
    "記者陳小美／台北報導", "〔記者陳小美／台北報導〕", "（山谷社記者陳小美台北5日電）", "【財經中心／台北報導】",
    "文／陳小美", "撰文：陳小美", "發布時間：2024/3/5 08:30", "来源：山谷元",
    "【山谷元导读】一段导读，介绍文章，这里要留下来。", "山谷之心报道", "作者：某某、某某", "山谷之心编辑部",
    "本文来自微信公众号：某某（ID：abc），作者：某某，题图来自：视觉中国", "出品｜山谷科技组", "作者｜某某", "编辑｜某某",
    "头图｜视觉中国", "阅读时长：约8分钟", "全文共3200字，阅读约需6分钟", "收听本文",
    "字体：大 中 小", "点击上方蓝字关注我们", "作者 | 某某", "来源 | 某某（ID：abc）",
    "封面来源｜Unsplash",
    "原创 陈默 江畔观察 2023-08-14 20:31 发表于浙江", "于 2019-07-22 15:04:11 发布 阅读量1.2w 收藏 87", "【某某報專訊】（特約記者 梁頌恩）",
]  # fmt: skip
BEHIND = [
    "延伸閱讀：", "更多山谷週刊報導", "※ 本文由山谷新報授權轉載，原文標題為某某", "責任編輯：王小明",
    "核稿編輯：陳大文", "（首圖來源：shutterstock）", "加入LINE好友，掌握最新消息", "追蹤我們的 Facebook 粉絲專頁",
    "訂閱電子報", "圖片來源：shutterstock", "© 山谷社 版權所有", "看更多：某某新聞",
    "📍看更多某某文章", "本文章反映作者意見，不代表《某某》立場", "首圖來源：Meta", "資料來源：Bloomberg、Reuters",
    "核稿：李四", "按讚加入粉絲團", "不用抽 不用搶 現在用APP看新聞 保證天天中獎 點我下載APP", "推薦閱讀",
    "熱門新聞", "相關新聞", "留言", "分享此文",
    "Tags: AI, Meta", "關鍵字：AI, Meta", "关键词：人工智能，开源", "标签：AI 开源",
    "举报/反馈", "原标题：某某某", "作者简介：张三，某某大学教授。", "（作者系某某大学教授）",
    "（本文仅代表作者个人观点）", "海量资讯、精准解读，尽在山谷财经APP", "责任编辑：李桐", "山谷科技公众号",
    "扫描左侧二维码关注", "返回山谷网，查看更多", "平台声明", "本文版权归作者所有，未经许可不得转载",
    "本内容由作者授权发布，观点仅代表作者本人，不代表山谷立场。", "End", "想涨知识 关注山谷视频号！", "如对本稿件有异议或投诉，请联系 a@b.cn。",
    "参考资料：", "*题图来源：视觉中国", "*本文不构成投资建议", "本文首发于某某公众号",
    "长按添加作者微信", "山谷官方账号", "文章持有者：某某", "本文由山谷产品网作者【某某】原创发布于山谷产品网，未经许可，禁止转载。",
    "题图来自 Unsplash，基于 CC0 协议。", "该文观点仅代表作者本人，山谷产品网平台仅提供信息存储空间服务。",
    "字号：大 中 小　　打印　　分享到：微信 微博", "某某新闻记者 许若楠 实习生 高远", "赞同 2318​ ​146 条评论 ​分享 ​收藏 ​喜欢 收起",
    "京ICP备12345号-2　京公网安备11010502030123号", "喜欢此内容的人还喜欢", "#新能源汽车 #充电桩 #下沉市场",
    "觉得有用，就点个“赞”和“在看”再走吧↓↓↓", "此文为会员专享，订阅后可畅读全文，登录｜注册", "【打印本页】【关闭窗口】扫一扫在手机打开当前页",
    "網友評論 文明上網理性發言，請遵守規則 0條評論", "用 LINE 傳送　複製連結　字級：A- A A+", "延伸閱讀：又一篇舊文",
    "本網站之文字、圖片，非經授權，不得轉載。", "共 3 頁，目前第 1 頁　1 2 3 下一頁", "◎本文獲「某某筆記」授權轉載，原文請見此",
    "檢舉不當內容｜回報錯字｜意見反映", "去年12月25日发布的新版本", "他在脸书账号上写道",
    "参与：陆远、沈青", "掌握最新AI趨勢！訂閱《山谷週報》電子報與活動訊息", "点亮星标，锁定山谷快讯！", "加入為 Google 偏好來源 將山谷新聞設為首選來源",
    "本刊正在招聘编辑，有意者请把简历发到邮箱", "日期：Mon, 03 May 2021 08:30:00 +0000", "山谷网记者林青 2026年3月4日周三 下午2:15",
    "文章標籤 晶片 模型 更多", "3.完整新聞標題: 模型又便宜了", "本文为山谷之声报道，转载请联系本公众号获得授权。",
    "微信号 ValleyWeekly", "功能介绍 用心记录山谷里的事。", "收录于合集 #山谷", "（編輯：林青）1150304", "※ 發信站: 山谷實業坊(v.example)",
    "Sent from my phone", "_Published on Mon, 03 May 2021_", "公司今年招聘了三百名工程师。", "他说，日期：还没有定。", "记者林青认为，模型便宜了。",
]  # fmt: skip
AROUND_ELEMENTS = [
    "<nav>首页 科技</nav>", "<div class='related-news'><a href=a>一</a><a href=b>二</a><a href=c>三</a></div>", "<div id='comments'>网友：好。</div>",
    "<div role='navigation'>菜单</div>", "<ul><li><a href=a>甲的新闻</a><li><a href=b>乙的新闻</a><li><a href=c>丙的新闻</a></ul>", "<form>搜索</form>",
    "<aside>一段旁注，有句号。</aside>", "<footer>© 2024</footer>", "<div class='share'>分享</div>", "<table><tr><td>一<td>二</table>", "<p class='ad'>广告</p>",
    "<div class='content'>一句正文。</div>", "<button>展开全文</button>", "<header><h1>大标题</h1></header>", "<figure><img><figcaption>图注</figcaption></figure>",
]  # fmt: skip


def test_what_is_cut_around_stories_is_what_was_approved(tmp_path):
    for n, line in enumerate(AROUND_LINES):
        before, behind = (line, "") if n % 2 else ("", line)
        text = f"山谷日报 每天更新\n{before}\n{story(n, 8)}\n{behind}\n本报地址：山谷路一号"
        (tmp_path / f"line{n:02}.txt").write_text(text, encoding="utf-8")
    for place, lines, shift in (("before", BEFORE, 0), ("behind", BEHIND, 100)):
        for n, line in enumerate(lines):
            told = story_tw(n + shift) if script_of(line) == "Hant" else story(n + shift, 8)
            text = f"{line}\n{told}" if place == "before" else f"{told}\n{line}"
            (tmp_path / f"{place}{n:02}.txt").write_text(text, encoding="utf-8")
    for n, element in enumerate(AROUND_ELEMENTS):
        head = f"<title>题目{n} - 某某网</title><meta name=author content=钱七><meta property='article:published_time' content=2024-0{n % 9 + 1}-02>"
        page = f"<!doctype html><html><head>{head}</head><body>{element}<div><p>{story(200 + n, 8)}</p>{element}</div></body></html>"
        (tmp_path / f"page{n:02}.html").write_text(page, encoding="utf-8")
    found = read_corpus(tmp_path)
    check_approved("around", found.ingest_log.columns, found.ingest_log.values.tolist())
    rows = [
        (row.article_id, row.title, row.author, row.outlet, row.date_from, edit.start, edit.old, edit.note)
        for row in found.articles.itertuples()
        for edit in row.ledger
        if edit.rule == boilerplate.RULE
    ]
    check_approved("cuts", ["article_id", "title", "author", "outlet", "date_from", "start", "cut", "note"], rows)


def test_what_is_read_of_each_bad_table_is_what_was_approved(tmp_path):
    rows = []
    for n, table in enumerate(TABLES):
        if table.outcomes != (FATAL,):
            (tmp_path / str(n)).mkdir()
            (tmp_path / str(n) / table.name).write_bytes(table.data)
            log = read_corpus(tmp_path / str(n) / table.name, **table.options).ingest_log
            rows += [(table.name, *row) for row in log.values.tolist()]
    check_approved("tables", ["table", *INGEST_LOG_TYPES], rows)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_bad_table_ends_as_it_was_decided(table, tmp_path):
    (tmp_path / table.name).write_bytes(table.data)
    if table.outcomes == (FATAL,):
        with pytest.raises(FolderError, match=re.escape(table.why)) as caught:
            read_corpus(tmp_path / table.name, **table.options)
        assert table.name in str(caught.value)
        return
    ingest_log = read_corpus(tmp_path / table.name, **table.options).ingest_log
    assert tuple(ingest_log["outcome"]) == table.outcomes
    assert table.why in " ".join(ingest_log["why"])


# ---------------------------------------------------------------------------------------------------- bytes to text


@pytest.mark.parametrize("codec", ["gb18030", "big5"])
def test_a_guess_shows_its_score_and_its_lead(codec):
    text = story(1) if codec == "gb18030" else "開源模型需要時間，工程師認為市場還沒有準備好。" * 5
    found = decode(text.encode(codec))
    assert found.text == text
    assert 0 < found.margin <= found.score <= 1
    assert f"{found.score:.2f}" in found.warnings[0]


def test_the_lead_of_a_guess_is_over_the_next_best(monkeypatch):
    guesses = [("big5", 0.5), ("gb18030", 0.75), ("koi8-r", 0.9)]  # the last cannot write Chinese and is no rival
    monkeypatch.setattr("chardet.detect_all", lambda _: [{"encoding": e, "confidence": c} for e, c in guesses])
    text = "".join(chr(0x4E00 + 7 * k) for k in range(300))  # Simplified and rare: no Big5
    found = decode(text.encode("gb18030"))
    assert (found.encoding, found.score, found.margin) == ("gb18030", 0.75, 0.25)


def test_a_declared_table_that_does_not_fit_is_not_believed():
    page = '<meta charset="big5">' + story(1)
    found = decode(page.encode("gb18030"))
    assert (found.text, found.encoding) == (page, "gb18030") and "by a guess" in found.warnings[0]


def test_what_was_lost_is_counted():
    lost = story(1).encode() + b"\xff" + story(2).encode()
    assert decode(lost).warnings == ("1 place not readable as utf-8: characters are lost there",)
    assert decode(lost + b"\xff").warnings == ("2 places not readable as utf-8: characters are lost there",)


def test_a_guess_with_losses_tells_both_and_keeps_its_score():
    found = decode((story(1) * 3).encode("gb18030") + b"\xff")
    assert found.text.startswith(story(1)) and found.encoding == "gb18030"
    assert 0 < found.score <= 1 and found.margin <= found.score
    assert found.warnings == (
        f"not UTF-8; read as gb18030 by a guess (score {found.score:.2f})",
        "1 place not readable as gb18030: characters are lost there",
    )


def test_a_guess_with_losses_that_proves_no_words_is_read_as_guessed(monkeypatch):
    monkeypatch.setattr("chardet.detect_all", lambda data: [{"encoding": "GB18030", "confidence": 0.5}])
    text = "".join(chr(0x4E00 + 7 * k) for k in range(300))
    found = decode(text.encode("gb18030") + b"\xff")
    assert found.text == f"{text}\ufffd" and (found.score, len(found.warnings)) == (0.5, 2)


def test_a_declared_table_that_no_guess_named_has_no_score():
    found = decode(b'<meta charset="iso-8859-1">' + "café ".encode("latin-1") * 20)
    assert found.score == 0 and found.warnings[0] == "read as iso-8859-1, as the page declares"


def test_a_nul_is_told_with_its_line_and_half_a_character_becomes_a_mark():
    with pytest.raises(Refusal, match=r"^not a text file: line 3 holds a NUL$"):
        decode(b"\nb\nc\0\n\0")
    assert plain("a\ud800b") == "a?b"
    found = decode(("乙" * 99 + "\0").encode())
    assert (found.text, found.warnings) == ("乙" * 99, ("1 NUL taken out: a character may be lost there",))


def test_nuls_are_no_sign_of_a_binary_file_where_all_else_is_chinese():
    text = "河上的桥，昨天修好了。"
    found = decode((text.replace("，", "\0，\0") + "\0" * 99).encode())
    assert (found.text, found.warnings) == (text, ("101 NULs taken out: a character may be lost there",))
    for other in ("мост\0", text + "\0\1" * 9, f"{text}\0\ue000"):
        with pytest.raises(Refusal):
            decode(other.encode())


@pytest.mark.parametrize(
    "data, encoding, warnings",
    [
        (b"\xef\xbb\xbf" + "甲é".encode(), "utf-8 with a byte-order mark", ()),
        ("甲é".encode("utf-16"), "utf-16 with a byte-order mark", ()),
        ("甲é".encode("utf-32"), "utf-32 with a byte-order mark", ()),
        (b"\xfe\xff" + "甲é".encode("utf-16-be"), "utf-16 with a byte-order mark", ()),
        (b"\xff\xfe" + "甲é".encode(), "utf-8", ("a byte-order mark of utf-16, but its bytes are UTF-8",)),
    ],
)
def test_a_byte_order_mark_is_believed_and_goes_unless_the_bytes_are_utf_8(data, encoding, warnings):
    assert decode(data)[:3] == ("甲é", encoding, warnings)


def test_a_mark_that_lies_is_refused():
    with pytest.raises(Refusal, match="no utf-16 with a byte-order mark"):
        decode(b"\xff\xfe" + b"\x00\xd8" * 50)


def test_a_table_that_python_lacks_is_named(monkeypatch):
    guesses = [{"encoding": "EUC-TW", "confidence": 0.9, "language": "Chinese"}]
    monkeypatch.setattr("chardet.detect_all", lambda data: guesses)
    with pytest.raises(Refusal, match="euc-tw, which Python cannot read"):
        decode("".join(chr(0x4E00 + 7 * k) for k in range(300)).encode("gb18030"))


def test_valid_utf_8_is_never_overruled():
    for text in ("开", "é", "ÿþ", "¤ÄÞ", story(2), "カ" * 9):
        assert decode(text.encode()).text == text
        assert decode(text.encode()).encoding == "utf-8"


def test_a_file_that_is_no_regular_one_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path, "/dev/zero"):
        with pytest.raises(Refusal):
            read_bytes(path)


def test_an_unreadable_file_is_refused(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text(story(3), encoding="utf-8")

    def denied(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", denied)
    assert read_corpus(tmp_path).ingest_log["why"].tolist() == ["cannot be opened: Permission denied"]


# ------------------------------------------------------------------------------------------------ dates and metadata


@pytest.mark.parametrize(
    "text, first, last",
    [
        ("2024-05-06", "2024-05-06", "2024-05-06"),
        ("2024/5/6", "2024-05-06", "2024-05-06"),
        ("2024年5月6日", "2024-05-06", "2024-05-06"),
        ("20240506", "2024-05-06", "2024-05-06"),
        ("2024-05-06T23:59:00+08:00", "2024-05-06", "2024-05-06"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024年12月", "2024-12-01", "2024-12-31"),
        ("2024年5月6日 星期一", "2024-05-06", "2024-05-06"),
        ("2024-05-06（週一） 08:14", "2024-05-06", "2024-05-06"),
        ("2024", "2024-01-01", "2024-12-31"),
        ("20240506083000", "2024-05-06", "2024-05-06"),
        # without a blank, with the time of the day, wide, in characters, of the Republic
        ("2024年05月06日08:30", "2024-05-06", "2024-05-06"),
        ("2024年5月6日下午3:20", "2024-05-06", "2024-05-06"),
        ("2024/5/6 上午 8:20:00", "2024-05-06", "2024-05-06"),
        ("2024-05-06 凌晨1:05", "2024-05-06", "2024-05-06"),
        ("2024年5月6日周一 14時20分30秒", "2024-05-06", "2024-05-06"),
        ("2024-05-06 9点半", "2024-05-06", "2024-05-06"),
        ("2024年5月6號（一）", "2024-05-06", "2024-05-06"),
        ("２０２４／０５／０６　０８：３０", "2024-05-06", "2024-05-06"),
        ("二○二四年五月六日", "2024-05-06", "2024-05-06"),
        ("二〇二四年十二月廿五日 星期三", "2024-12-25", "2024-12-25"),
        ("二零二四年十月", "2024-10-01", "2024-10-31"),
        ("民國113年5月6日", "2024-05-06", "2024-05-06"),
        ("中華民國 113 年 5 月 6 日（星期一）", "2024-05-06", "2024-05-06"),
        ("民国一百一十三年五月三十日", "2024-05-30", "2024-05-30"),
        ("民國113/05/06", "2024-05-06", "2024-05-06"),
        ("中華民國 113.5.6", "2024-05-06", "2024-05-06"),
        # of feeds, programs and outliners
        ("06/May/2024:08:30:00 +0800", "2024-05-06", "2024-05-06"),
        ("Mon, 06 May 2024 23:59:00 +0800", "2024-05-06", "2024-05-06"),
        ("Mon May 06 23:59:00 +0800 2024", "2024-05-06", "2024-05-06"),
        ("Mon May  6 23:59:00 2024", "2024-05-06", "2024-05-06"),
        ("Mon May 06 2024 23:59:00 GMT+0800", "2024-05-06", "2024-05-06"),
        ("Sep 22nd, 2024", "2024-09-22", "2024-09-22"),
        ("Thursday, September 5, 2024 at 8:30 AM", "2024-09-05", "2024-09-05"),
        ("6-May-2024", "2024-05-06", "2024-05-06"),
        ("february 2024", "2024-02-01", "2024-02-29"),
        ("2024-May-06", "2024-05-06", "2024-05-06"),
        ("2024 Sept 5 08:30", "2024-09-05", "2024-09-05"),
        ("20240506T083000Z", "2024-05-06", "2024-05-06"),
        ("20240506T0830", "2024-05-06", "2024-05-06"),
        ("2024. 5. 6.", "2024-05-06", "2024-05-06"),
        ("2024 / 5 / 6", "2024-05-06", "2024-05-06"),
        ("２０２４　－　５　－　６ 08:30", "2024-05-06", "2024-05-06"),
        ("民113/5/6", "2024-05-06", "2024-05-06"),
        ("令和6年5月6日", "2024-05-06", "2024-05-06"),
        ("令和元年5月", "2019-05-01", "2019-05-31"),
        ("平成31.4.30", "2019-04-30", "2019-04-30"),
        ("昭和六十三年十二月", "1988-12-01", "1988-12-31"),
        ("大正15年12月25日", "1926-12-25", "1926-12-25"),
        ("2024-05-06 Mon", "2024-05-06", "2024-05-06"),
        ("2024-05-06, Monday 08:30", "2024-05-06", "2024-05-06"),
        ("2024-05-06 | 08:30", "2024-05-06", "2024-05-06"),
        ("2024.05.06｜08:30", "2024-05-06", "2024-05-06"),
        ("2024—05—06", "2024-05-06", "2024-05-06"),
        # seconds since 1970 and parts of them: midnight in China
        ("1714924799", "2024-05-05", "2024-05-05"),
        ("1714924800", "2024-05-06", "2024-05-06"),
        ("1714924800000", "2024-05-06", "2024-05-06"),
        ("1714924800.25", "2024-05-06", "2024-05-06"),
    ],
)
def test_a_date_is_the_interval_that_it_names(text, first, last):
    assert read_date(text) == tuple(map(datetime.date.fromisoformat, (first, last)))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "today",
        "2024-02-30",
        "2024-13",
        "31/12/2024",
        "1850-01-01",
        "2024-05-06x",
        "٢٠٢٤",
        "2024-00-10",
        "2024-10-00",
        "2024年0月",
        "20240010",
        "0000-00-00",
        "Feb 30, 2024",
        "Jan 0, 2024",
        "May",
        "Marching 2024",
        "Monday",
        "2714924800",
        "113年5月6日",
        "5/6/2024",
        "45356",
        "二十年三月五日",
        "二〇二四年正月初五",
        "二〇二四年十三月",
        "民國113",
        "民间",
        "中旬",
        "一",
        "2024年第5期",
        "2024-05-0608:30",
        "2024-05-06 9点评",
        "2024-05–06",
        "2011—12",
        "2024. 13. 6",
        "2024 / 5 - 6",
        "2024 / 5",
        "2024 - 2025 - 6",
        "民113",
        "5. 6. 2024",
        "2024-05-06 | 科技",
        "2024-05-06 Mountain View",
        "171492480012",
        "2024-May 06",
        "2024-Mars-06",
        "20240506T083",
        "民國113/",
        "令和6",
        "令6年5月6日",
        "平安6年5月6日",
    ],
)
def test_what_is_no_date_is_none(text):
    assert read_date(text) is None


def test_a_file_name_counts_where_the_metadata_tell_no_date():
    wrong = dated_by([("metadata", {"date": "2024-02-30"})], "2024-02-29.txt")
    assert (wrong.where, wrong.warnings) == ("file name", ("the date '2024-02-30' (metadata) is none",))


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    "name, first, quote",
    [
        ("notes 2024_05_06.txt", "2024-05-06", "2024-05-06"),
        ("2024/05/06/a.txt", "2024-05-06", "2024-05-06"),
        ("x/2023/y/2024/a.txt", "2024-01-01", "2024"),
        ("20240506.txt", "2024-05-06", "20240506"),
    ],
)
def test_a_name_or_its_folders_may_hold_the_date(name, first, quote):
    found = dated_by([], name)
    assert (found.first, found.where, found.quote) == (day(first), "file name", quote)


def test_two_dates_are_an_interval_and_one_of_them_is_a_date():
    both = dated_by([("metadata", {"date_from": "2024", "date_to": "2024-06-30", "date": "2020"})], "a.txt")
    assert both == Dated(day("2024-01-01"), day("2024-06-30"), "metadata", "2024 to 2024-06-30")
    for metadata in ({"date_from": "2024-05"}, {"date_to": "2024-05"}, {"date": "2024-05", "date_to": "2020"}):
        assert dated_by([("m", metadata)], "a.txt") == Dated(day("2024-05-01"), day("2024-05-31"), "m", "2024-05")


def test_a_date_that_cannot_be_is_told_and_the_next_source_counts():
    reversed_dates = ("metadata", {"date_from": "2025-01-01", "date_to": "2024-12-31"})
    no_date = ("front matter", {"date": "the day before the day before yesterday"})
    found = dated_by([reversed_dates, no_date, ("head", {"date": "2024"})], "2020.txt")
    assert (found.where, found.first) == ("head", day("2024-01-01"))
    assert found.warnings == (
        "date_from 2025-01-01 is later than date_to 2024-12-31 (metadata)",
        "the date 'the day before the day before…' (front matter) is none",
    )
    assert dated_by([no_date, reversed_dates], "a.txt").warnings == found.warnings[::-1]


def test_a_long_quotation_of_dates_is_cut():
    metadata = {"date_from": "2024-05-06T08:00 in a place", "date_to": "2024-05-07T08:00 in another place"}
    quote = dated_by([("m", metadata)], "a.txt").quote
    assert quote == "2024-05-06T08:00 in a place to 2024-05-07T08:00 in another …" and len(quote) == 60


@pytest.mark.parametrize("gap, seen", [(70, True), (80, True), (81, False)])
def test_a_text_hints_at_its_date_only_at_its_ends(gap, seen):
    for text in ("x" * gap + "2024-05-06" + "y" * 200, "y" * 200 + "2024-05-06" + "x" * gap):
        assert date_hint(text) == ("none (its text says 2024-05-06; not used)" if seen else "none")


def test_the_first_name_that_is_not_empty_counts():
    metadata = [("Genre ", "news"), ("SOURCE", "  "), ("publisher", "b"), ("publisher", "c"), ("x", "y")]
    assert renamed(metadata) == {"genre": "news", "outlet": "b"}


def test_a_page_tells_what_stands_in_its_head():
    page = """<!DOCTYPE html><html><head><title>a &amp; b</title><title>c</title>
    <meta itemprop="datePublished" content="2024-05-06"><meta name="author" content=""><meta name=keywords>
    <meta content="nobody"><link href="https://a.example/1" rel=canonical><link rel=icon href=x><link rel=stylesheet>
    <meta property="og:title" content=" "></head></html>"""
    metadata = {"title": "a & b", "date": "2024-05-06", "url": "https://a.example/1"}
    assert own_metadata(page) == ("the page's head", metadata)


PAGE = """<!doctype html><html><head><title>题 | 站</title><script type="application/ld+json">{"@graph": [{"headline": "题",
"datePublished": "2024-05-06", "author": [{"name": "林晓"}], "publisher": {"name": "日报"}}]}</script></head><body>%s</body></html>"""


@pytest.mark.parametrize(
    ("raw", "metadata"),
    [
        ("---\ntitle: >-\n  开源的\n  账本\nauthor: [甲, 乙]\n---\n", {"title": "开源的 账本", "author": "甲、乙"}),
        (
            '---\nsource: "https://a.example/1"\nauthor:\n  - "[[林晓|晓]]"\npublished: 2024-05-06\n---\n',
            {"url": "https://a.example/1", "author": "晓", "date": "2024-05-06"},
        ),
        (
            '---\ntitle: 桥\nsource: "[桥](https://a.example/1)"\n---\n',
            {"title": "桥", "url": "https://a.example/1"},
        ),
        (
            '---\nsource: "[一座桥在夜里被河水冲走以后](https://a.example/1)"\n---\n',
            {"url": "https://a.example/1"},
        ),
        (
            '---\nsource: "[江畔报](https://a.example/1)"\nurl: https://a.example/2\n---\n',
            {"outlet": "江畔报", "url": "https://a.example/2"},
        ),
        ('---\nsource: "[江畔报] 周刊"\n---\n', {"outlet": "[江畔报] 周刊"}),
        ("---\ntitle: [译][论] 题\nsource: 站\n---\n", {"title": "[译][论] 题", "outlet": "站"}),  # no YAML
        ("---\nauthor:\n  name: 甲\nextra:\n  date: 2024\n---\n", {"author": "甲", "date": "2024"}),
        ('+++\ntitle = "题"\ndate = 2024-05-06\n+++\n', {"title": "题", "date": "2024-05-06"}),
        ("---\na: &a [*a]\n---\n", {}),
        ("---\n" + "[" * 3000 + "\n---\n# 题\n", {}),
        (PAGE % "", {"title": "题", "date": "2024-05-06", "author": "林晓", "outlet": "日报"}),
        (
            "标题：题，来源：日报，时间：2024-05-06 08:14，正文：甲",
            {"title": "题", "outlet": "日报", "date": "2024-05-06 08:14"},
        ),
    ],
)
def test_a_head_is_read_as_its_format_says(raw, metadata):
    assert own_metadata(raw)[1] == metadata


def _write(folder, **files):
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_metadata_comes_before_the_head_and_the_head_before_the_name(tmp_path):
    for name in ("a", "b", "c"):
        head = "---\ndate: 2022-02-02\n---\n" if name != "c" else ""
        (tmp_path / f"{name}-2023-03-03.txt").write_text(head + story(ord(name)), encoding="utf-8")
    (tmp_path / "metadata.csv").write_text("file,date\na-2023-03-03.txt,2021-01-01\n", encoding="utf-8")
    found = read_corpus(tmp_path, metadata=tmp_path / "metadata.csv")
    assert found.articles["year"].tolist() == [2021, 2022, 2023]
    assert found.articles["date_reason"].tolist() == ["metadata", "front matter", "file name"]


LABELLED = {"title": "河上的桥", "outlet": "江畔报", "author": "陈默"}


@pytest.mark.parametrize(
    ("raw", "metadata", "left"),
    [
        # on one line, on lines of their own, in brackets, spaced out, in bold, in Traditional script
        ("标题：河上的桥 来源：江畔报 作者：陈默 日期：2021-03-04 正文：桥。", LABELLED | {"date": "2021-03-04"}, "桥。"),
        ("标题：河上的桥\n来源：江畔报 作者：陈默\n全文：\n桥。", LABELLED, "桥。"),
        ("【标题】河上的桥\n【来源】江畔报【作者】陈默\n【正文】桥。", LABELLED, "桥。"),
        ("【标题】\n河上的桥\n【来源】\n江畔报\n【作者】\n陈默\n【正文】\n桥。", LABELLED, "桥。"),
        ("标　题：河上的桥\n来　源：江畔报\n作　者：陈默\n正　文：桥。", LABELLED, "桥。"),
        ("**标题**：河上的桥\n**来源：** 江畔报\n**作者：** 陈默\n\n桥。", LABELLED, None),
        ("標題：河上的橋　媒體：江畔報　發布時間：2021/03/04 08:00　內文：橋。",
         {"title": "河上的橋", "outlet": "江畔報", "date": "2021/03/04 08:00"}, "橋。"),
        # a headline without a label above them; labels that no 正文 ends stay in the text
        ("河上的桥\n来源：江畔报 作者：陈默\n正文：桥。", LABELLED, "桥。"),
        ("【深度】河上的桥\n来源：江畔报\n作者：陈默\n正文：桥。", LABELLED | {"title": "【深度】河上的桥"}, "桥。"),
        ("河上的桥\n来源：江畔报（作者：陈默） 2021-03-04 08:30\n\n桥。",
         LABELLED | {"date": "2021-03-04 08:30"}, None),
        ("来源：江畔报  作者：陈默  2021年3月4日 08:30  阅读数：9\n\n桥。",
         {"outlet": "江畔报", "author": "陈默", "date": "2021年3月4日 08:30"}, None),
        ("（来源：江畔报，作者：陈默）\n桥。", {"outlet": "江畔报", "author": "陈默"}, None),
        # titles that look like labels, like dates, or hold marks
        ("标题：编辑：一个老行当 来源：江畔报 正文：桥。", {"title": "编辑：一个老行当", "outlet": "江畔报"}, "桥。"),
        ("标题：1999年9月9日\n来源：江畔报\n内容：桥。", {"title": "1999年9月9日", "outlet": "江畔报"}, "桥。"),
        ("标题：桥，还修吗？还修。\n来源：江畔报\n内容：桥。", {"title": "桥，还修吗？还修。", "outlet": "江畔报"}, "桥。"),
        ("标题：\n作者：陈默\n来源：江畔报\n\n桥", {"outlet": "江畔报", "author": "陈默"}, None),
        ("標題﹕為何修橋﹖\n來源︰江畔報\n作者∶陳默\n正文﹕橋。",
         {"title": "為何修橋？", "outlet": "江畔報", "author": "陳默"}, "橋。"),
        ("标题：河上的桥\n日期：2021-03-04 星期四\n正文：桥。", {"title": "河上的桥", "date": "2021-03-04"}, "桥。"),
        ("标题：河上的桥\n作者：佚名\n正文：桥。", {"title": "河上的桥"}, "桥。"),
        # what is no head: fewer than two labels, a lead, a lead-in of a quotation, an interview, a meeting
        ("内容：桥。", {}, None),
        ("桥的故事\n一个副题\n她说，内容：桥。", {}, None),
        ("他说，正文：桥。", {}, None),
        ("# 河上的桥\n> 记者：桥还修吗？\n> 陈默：修。\n\n桥。", {"title": "河上的桥"}, None),
        ("作者：陈默\n正文：桥。", {}, None),
        ("记者：桥还修吗？\n陈默：修。\n记者：好。", {}, None),
        # a headline and a day without labels
        ("河上的桥\n2021-03-04\n正文：桥。", {"title": "河上的桥", "date": "2021-03-04"}, "桥。"),
        ("# 河上的橋\n\n2021年3月4日 08:30（四）\n\n內容：\n橋。", {"title": "河上的橋", "date": "2021年3月4日 08:30"}, "橋。"),
        ("河上的橋 2021年3月4日 正文：橋。", {"title": "河上的橋", "date": "2021年3月4日"}, "橋。"),
        ("河上的桥（2021-03-04）\n【正文】\n桥。", {"title": "河上的桥", "date": "2021-03-04"}, "桥。"),
        ("2021/03/04\n河上的桥\n内文：桥。", {"title": "河上的桥", "date": "2021/03/04"}, "桥。"),
        ("广告\n河上的桥\n2021-03-04\n正文：桥。", {"title": "河上的桥", "date": "2021-03-04"}, "桥。"),
        ("标题：河上的桥 正文：桥。", {"title": "河上的桥"}, "桥。"),
        ("標題：河上的橋\n內容：橋。", {"title": "河上的橋"}, "橋。"),
        ("讲座 2021年3月4日 内容：桥。", {}, None),  # an announcement
        ("他说2021-03-04 正文：桥。", {}, None),
        ("桥断了。\n2021-03-04\n正文：桥。", {}, None),
        ("河上的桥\n一个副题\n2021-03-04\n正文：桥。", {}, None),
        ("河上的桥\n2021-03-04\n陈默\n正文：桥。", {"title": "河上的桥", "date": "2021-03-04"}, None),
        ("河上的桥\n正文：桥。", {}, None),
        ("正文：标题：桥。", {}, "标题：桥。"),
        ("标题：\n正文：桥。", {}, None),
        ("标题：河上的桥\n一段导语\n来源：江畔报\n正文：桥。", {}, None),
        ("标题：河上的桥 来源：江畔报 摘要：桥坏了。人走了。 正文：桥。", {"title": "河上的桥", "outlet": "江畔报"}, None),
        ("时间：2021年3月4日\n地点：桥头\n记者：陈默\n\n桥。", {"author": "陈默"}, None),
        ("时间：2021年3月4日\n主题：桥\n\n桥。", {}, None),
        ("桥断了。\n来源：江畔报\n作者：陈默\n桥。", {}, None),
        # a headline may ask or call; below it may stand nothing that a text could be
        ("桥还修吗？\n2021-03-04 08:30 来源：江畔报\n\n桥。", {"title": "桥还修吗？", "outlet": "江畔报", "date": "2021-03-04 08:30"}, None),
        ("修！還是不修！\n發布時間：2021-03-04 | 作者：陳默 | 來源：江畔報\n橋。",
         {"title": "修！還是不修！", "outlet": "江畔報", "author": "陳默", "date": "2021-03-04"}, None),
        ("桥还修吗？\n2021-03-04\n正文：桥。", {"title": "桥还修吗？", "date": "2021-03-04"}, "桥。"),
        ("桥修好了！\n来源：江畔报\n作者：陈默\n", {"outlet": "江畔报", "author": "陈默"}, None),
        ("各位读者：\n来源：江畔报\n作者：陈默\n桥。", {"outlet": "江畔报", "author": "陈默"}, None),
        # a day above the labels, bars between them, one label beside a day
        ("河上的桥\n2021-03-04 08:30　来源：江畔报　作者：陈默\n\n桥。", LABELLED | {"date": "2021-03-04 08:30"}, None),
        ("河上的桥\n2021年03月04日08:30\n作者：陈默｜来源：江畔报\n\n桥。",
         LABELLED | {"date": "2021年03月04日08:30"}, None),
        ("河上的桥\n2021年3月4日（四） 来源：江畔报\n\n桥。", {"title": "河上的桥", "outlet": "江畔报", "date": "2021年3月4日"}, None),
        ("2021 年 3 月 4 日 | 来源：江畔报丨作者：陈默\n\n桥。", {"outlet": "江畔报", "author": "陈默", "date": "2021 年 3 月 4 日"}, None),
        ("河上的桥\n2021-03-04 记者：还修吗\n\n桥。", {}, None),  # somebody who asks
        ("2021年3月4日桥断了\n来源：江畔报\n\n桥。", {}, None),
        ("河上的桥\n2021-03-04\n地点：桥头\n\n桥。", {}, None),
        # labels that we do not know end no head; but speakers, sentences and what comes again do
        ("标题：河上的桥\n所属单位：桥梁局\n语种： \n作者：陈默\n日期：2021-03-04\n\n桥。", {"title": "河上的桥", "author": "陈默", "date": "2021-03-04"}, None),
        ("标题：河上的桥\n领域：桥梁\n来源：江畔报\n正文：桥。", {"title": "河上的桥", "outlet": "江畔报"}, "桥。"),
        ("标题：河上的桥\n来源：江畔报\n陈默说：修好了\n日期：2021-03-04\n\n桥。", {"title": "河上的桥", "outlet": "江畔报"}, None),
        ("标题：河上的桥\n来源：江畔报\n主持人：修好了吗\n日期：2021-03-04\n\n桥。", {"title": "河上的桥", "outlet": "江畔报"}, None),
        ("标题：河上的桥\n来源：江畔报\n陈默：修\n林青：不修\n陈默：修\n日期：2021-03-04\n\n桥。", {"title": "河上的桥", "outlet": "江畔报"}, None),
        ("标题：河上的桥\n来源：江畔报\n陈默：请讲\n记者：好的\n\n桥。", {"title": "河上的桥", "outlet": "江畔报"}, None),
        # of papers of Hong Kong
        ("河上的橋\n撰文：陳默\n出版：2021-03-04 08:30\n更新：2021-03-04 09:00\n\n橋。", {"title": "河上的橋", "author": "陳默", "date": "2021-03-04 08:30"}, None),
        ("河上的橋\n文：陳默\n日期：2021-03-04\n\n橋。", {"title": "河上的橋", "author": "陳默", "date": "2021-03-04"}, None),
        ("标题：河上的桥\n作者：陈默\n出版：江畔出版社\n\n桥。", {"title": "河上的桥", "author": "陈默"}, None),
        ("河上的桥\n文：陈默\n\n桥。", {}, None),
        # behind a name: the issue, the page, the day
        ("标题：河上的桥\n出处：《江畔报》2021年3月4日第3版\n\n桥。", {"title": "河上的桥", "outlet": "《江畔报》", "date": "2021年3月4日"}, None),
        ("标题：河上的桥\n来源：江畔报（2021-03-04）\n\n桥。", {"title": "河上的桥", "outlet": "江畔报", "date": "2021-03-04"}, None),
        ("标题：河上的桥\n来源：《江畔》2021年第3期\n\n桥。", {"title": "河上的桥", "outlet": "《江畔》"}, None),
        ("標題：河上的橋\n來源：江畔報 A12版\n\n橋。", {"title": "河上的橋", "outlet": "江畔報"}, None),
        ("标题：河上的桥\n来源：21世纪江畔报\n\n桥。", {"title": "河上的桥", "outlet": "21世纪江畔报"}, None),
        # in a quotation or a list below a headline
        ("# 河上的桥\n> 作者：陈默\n> 日期：2021-03-04\n\n桥。", {"title": "河上的桥", "author": "陈默", "date": "2021-03-04"}, None),
        ("# C#\n- **作者**：陈默\n- 来源：江畔报\n\n桥。", LABELLED | {"title": "C#"}, None),
        ("# 河上的橋\n\n> 原文：[The Bridge](https://a.example/b)\n>\n> 作者：陳默\n> 日期：2021-03-04\n\n橋。",
         {"title": "河上的橋", "author": "陳默", "date": "2021-03-04"}, None),
        # below lines of a site
        ("江畔网 > 本地 > 正文\n河上的桥\n来源：江畔报 作者：陈默\n正文：桥。", LABELLED, "桥。"),
        ("廣告\n首頁　新聞　體育\n\n河上的橋\n2021-03-04　來源：江畔報\n\n橋。", {"title": "河上的橋", "outlet": "江畔報", "date": "2021-03-04"}, None),
        ("[首页](/) | [登录](/in)\n# 河上的桥\n来源：江畔报 作者：陈默\n\n桥。", LABELLED, "# 河上的桥\n来源：江畔报 作者：陈默\n\n桥。"),
        ("广告\n（深度）河上的桥\n来源：江畔报 作者：陈默\n正文：桥。", LABELLED | {"title": "（深度）河上的桥"}, "桥。"),
        ("一位船工的话\n河上的桥\n来源：江畔报 作者：陈默\n\n桥。", {}, None),
        # of offices, whose day of signing counts only where none of publication is told
        ("河上的桥\n索引号：01/2021-9　　发布机构：桥梁局\n成文日期：2021年3月4日\n\n桥。", {"title": "河上的桥", "outlet": "桥梁局", "date": "2021年3月4日"}, None),
        ("河上的桥\n发文机关：桥梁局　成文日期：2021年3月4日　发布日期：2021-03-09\n\n桥。", {"title": "河上的桥", "outlet": "桥梁局", "date": "2021-03-09"}, None),
        # in English, each on a line of its own
        ("Title: 河上的桥\n\nURL Source: https://a.example/?id=1\n\nPublished Time: 2021-03-04T08:00Z\n\nWarning: old, maybe.\n\n"
         "Markdown Content:\n桥。", {"title": "河上的桥", "url": "https://a.example/?id=1", "date": "2021-03-04T08:00Z"}, "桥。"),
        ("title: 河上的桥\nauthor: 陈默\ntags: [桥, 河]\nsource: 江畔报\n\n桥。", LABELLED, None),
        ("Title：河上的桥\nSource：江畔报\nAuthor：陈默\nContent：桥。", LABELLED, "桥。"),
        ("Title 是一个标签。\nSource: 江畔报\n\n桥。", {}, None),
        ("桥 title: 河上的桥 source: 江畔报\n\n桥。", {}, None),
        # only the end of a head is left
        ("正文：桥。", {}, "桥。"),
        ("，正文：桥。", {}, "桥。"),
        ("03-04 08:14，内容：桥。", {}, "桥。"),
    ],
)  # fmt: skip
def test_labels_before_a_text_are_read_where_two_prove_them(raw, metadata, left):
    own = own_metadata(raw)[1]
    assert own == metadata
    assert boilerplate.cut(raw, find_navigation(raw)) == (raw if left is None else left)


_MAIL = (
    "Received: from a.example\n\tby b.example; Thu, 4 Mar 2021 08:30:00 +0800\nFrom: =?UTF-8?B?6ZmI6buY?= <chen@a.example>\n"
    "To: all@b.example\nSubject: =?gb2312?Q?=BA=D3=C9=CF=B5=C4?=\n =?gb2312?Q?=C7=C5?=\nDate: Thu, 4 Mar 2021 08:30:00 +0800\n\n桥。"
)
_ITEM = (
    "<item>\n<title><![CDATA[[河上]的桥]]></title><link>https://a.example/1</link>\n<dc:creator><![CDATA[陈默]]></dc:creator>"
    "<description>桥断了…</description><content:encoded><![CDATA[<p>桥。</p>]]></content:encoded><pubDate>Thu, 4 Mar 2021 08:30:00 GMT</pubDate></item>"
)


@pytest.mark.parametrize(
    ("raw", "metadata", "left"),
    [
        (_MAIL, {"title": "河上的桥", "author": "陈默", "date": "Thu, 4 Mar 2021 08:30:00 +0800"}, "桥。"),
        (_MAIL.replace("\n", "\r\n"), {"title": "河上的桥", "author": "陈默", "date": "Thu, 4 Mar 2021 08:30:00 +0800"}, "桥。"),
        ("From: chen@a.example\nSubject: =?none?B?xx?= 桥\n\n桥。", {"title": "=?none?B?xx?= 桥"}, "桥。"),  # an address is no name
        ('Subject: 河上的桥\nFrom: "陈默" <chen@a.example>\n桥。', {"title": "河上的桥", "author": "陈默"}, "桥。"),
        ("**发件人：** 陈默 <chen@a.example>\n**发送时间：** 2021年3月4日 8:30\n**收件人：** 林青\n**主题：** 河上的桥\n\n桥。",
         {"title": "河上的桥", "author": "陈默", "date": "2021年3月4日 8:30"}, "桥。"),
        ("寄件者: 陳默\n寄件日期: 2021年3月4日 上午 08:30\n主旨: 河上的橋\n\n橋。", {"title": "河上的橋", "author": "陳默", "date": "2021年3月4日 上午 08:30"}, "橋。"),
        ("发件人：陈默\n桥。", {}, None),
        ("主题：桥\n河。", {}, None),
        ("From: 陈默\nSubject: 桥", {"title": "桥", "author": "陈默"}, None),  # nothing else is left
        ("作者  chen (陳默)      看板  Bridge\n標題  [心得] 河上的橋\n時間  Thu Mar  4 08:30:00 2021\n─────\n橋。",
         {"title": "[心得] 河上的橋", "author": "chen (陳默)", "date": "Thu Mar 4 08:30:00 2021"}, "橋。"),
        ("作者chen (陳默)\n看板Bridge\n標題河上的橋\n時間Thu Mar  4 08:30:00 2021\n\n橋。",
         {"title": "河上的橋", "author": "chen (陳默)", "date": "Thu Mar 4 08:30:00 2021"}, "橋。"),
        ("作者 chen (陳默)\n標題 河上的橋\n時間 過得真的很快很快\n\n橋。", {}, None),
        (_ITEM, {"title": "[河上]的桥", "author": "陈默", "date": "Thu, 4 Mar 2021 08:30:00 GMT", "url": "https://a.example/1"}, None),
        ("<entry><title>河上的桥</title><link rel='alternate' href='https://a.example/1'/><author><name>陈默</name></author>"
         "<published>2021-03-04T08:30:00Z</published><content type='html'>桥。</content></entry>",
         {"title": "河上的桥", "author": "陈默", "date": "2021-03-04T08:30:00Z", "url": "https://a.example/1"}, "桥。</content></entry>"),
        ("<item><title>桥</title></item><item><title>河</title></item>", {}, None),  # a feed is no article
        ("<item><title>桥</title><description></description></item>", {"title": "桥"}, None),
    ],
)  # fmt: skip
def test_heads_that_programs_write_are_read_and_their_frame_is_cut(raw, metadata, left):
    assert own_metadata(raw)[1] == metadata
    cut = boilerplate.cut(raw, find_navigation(raw)).strip()
    assert cut == (raw if left is None else left) or (raw == _ITEM and cut.startswith("<p>桥。</p>]]>"))


_STORY = "\n昨天，河上的桥修好了。\n船停在岸边。\n"
_ONLY_NAMED = {"title": "河上的桥"}


@pytest.mark.parametrize(
    ("head", "metadata"),
    [
        ("桥还修吗？\n2021-03-04", {"title": "桥还修吗？", "date": "2021-03-04"}),
        ("河上的桥\n\n（2021年3月4日 星期四）\n", _ONLY_NAMED | {"date": "2021年3月4日"}),
        ("河上的桥\n江畔晚报 2021-03-04 10:20", _ONLY_NAMED | {"outlet": "江畔晚报", "date": "2021-03-04 10:20"}),
        ("河上的桥\n2021年3月4日10:20 | 江畔观察 | 陈默", _ONLY_NAMED | {"outlet": "江畔观察", "date": "2021年3月4日10:20"}),
        ("河上的桥\n本报记者 陈默 2021年3月4日", _ONLY_NAMED | {"author": "陈默", "date": "2021年3月4日"}),
        ("河上的橋\n2021/03/04 江畔觀察 記者陳怡君／台北報導",
         {"title": "河上的橋", "outlet": "江畔觀察", "author": "陳怡君", "date": "2021/03/04"}),
        ("河上的桥\n江畔晚报\n文/陈默\n2021-03-04", LABELLED | {"outlet": "江畔晚报", "date": "2021-03-04"}),
        ("河上的桥\n发布 2021-03-04 10:20 更新 2021-03-05", _ONLY_NAMED | {"date": "2021-03-04 10:20"}),
        ("河上的桥\n发布时间：2021-03-04", _ONLY_NAMED | {"date": "2021-03-04"}),
        ("标题：河上的桥\n2021-03-04 财经新闻 陈默", _ONLY_NAMED | {"date": "2021-03-04"}),  # a column is no outlet
        ("首页 > 本地 > 正文\n# 河上的桥\n2021-03-04 江畔晚报", _ONLY_NAMED | {"outlet": "江畔晚报", "date": "2021-03-04"}),
        *((f"河上的桥\n{names}\n2021年3月4日 10:20 北京", LABELLED | {"outlet": "江畔札记", "date": "2021年3月4日 10:20"})
          for names in ("原创 陈默 江畔札记", "原创 陈默\n江畔札记", "原創 陈默 江畔札记")),
        ("河上的桥\n陈默的一天\n2021年3月4日 10:20 北京", {}), ("河上的桥\n原创的画，是她画的。\n2021年3月4日 10:20", {}),
        # a sentence, a dispatch, a day of what the text tells about
        *((f"河上的桥\n{line}", {}) for line in (
            "2021年3月4日，桥断了。", "2021年3月4日 桥断了", "新华社北京2021年3月4日电", "（江畔社3月4日电）", "生于2021年3月4日",
            "创刊于2021年3月4日 江畔晚报", "2021年3月4日至5日 北京", "从2021年3月4日起", "2021-03-04 2022-05-06", "更新时间：2021-03-04",
            "时间：2021年3月4日", "讲座 2021年3月4日 下午2:00", "2021-03-04\n地点：桥头", "2021-03-04 记者：还修吗", "2021年3月4日 多云转晴", "2021-03-04 12℃",
        )),
        # of a diary, a chronology, a chat; below a sentence or a greeting, above the headline, with nothing that follows
        ("日记\n2021年3月4日 星期四", {}), ("日記兩則\n2021年3月4日", {}), ("一、背景\n2021-03-04", {}),
        ("大事记\n2021年3月4日\n桥断了。\n5月6日", {}), ("群聊\n陈默 2021-03-04 10:20\n桥断了。\n林青 2021-03-04 10:21", {}),
        ("桥断了。\n2021-03-04", {}), ("各位读者：\n2021-03-04", {}), ("2021-03-04\n河上的桥", {}), ("2021-03-04", {}),
        ("字" * 61 + "\n2021-03-04", {}), ("河上的桥\n桥断了。\n2021-03-04", {}),
    ],
)  # fmt: skip
def test_the_day_below_a_headline_is_read_where_its_line_is_cut_as_a_credit(head, metadata):
    where, own = own_metadata(head + _STORY)
    assert (where, own) == ("line below the headline" if metadata else "", metadata)


def test_a_headline_and_a_day_without_a_text_are_no_head():
    assert own_metadata("河上的桥\n2021-03-04\n") == ("", {})


@pytest.mark.parametrize(("codec", "convert"), [("utf-8", str), ("gb18030", str), ("big5", OpenCC("s2tw").convert)])
def test_a_headline_above_a_head_is_cut_as_in_every_other_format(tmp_path, codec, convert):
    heads = ("桥还修吗？\n2021-03-04 来源：江畔晚报\n", "桥还修吗？\n2021-03-04 江畔晚报\n", "桥还修吗？\n")
    for name, head in zip("abc", heads, strict=True):
        (tmp_path / f"{name}.txt").write_bytes(convert(head + story(ord(name))).encode(codec))
    found = read_corpus(tmp_path).articles.set_index("article_id")
    assert found["title"].map(to_simplified).tolist() == ["桥还修吗？"] * 3
    assert found["year"].tolist() == [2021, 2021, 0]
    assert found["outlet"].map(to_simplified).tolist() == ["江畔晚报", "江畔晚报", ""]
    for name in "ab":
        assert found["text"][name].startswith(story(ord(name))[:4])
        assert "headline or name of the source" in {edit.note for edit in found["ledger"][name]}
    assert found["text"]["c"].startswith("桥还修吗？\n")  # nothing proves that the first line is no text


@pytest.mark.parametrize("form", ["{}\n2021-03-04\n", "# {}\n\n", "---\ntitle: {}\n---\n{}\n"])
def test_a_headline_in_another_script_than_its_text_is_cut(form, tmp_path):
    (tmp_path / "a.md").write_text(form.format(*["開源模型引關注"] * 2) + story(3), encoding="utf-8")
    found = load_folder(tmp_path).iloc[0]
    assert found["title"] == "開源模型引關注"
    assert found["text"].startswith(story(3)[:9])


@pytest.mark.parametrize(
    "raw, where, metadata",
    [
        ("---\ncreated_at: 2024-11-30\n---\n# 河上的桥\n\n作者：陈默\n发表于：2021-03-04\n\n桥。", "head of the record",
         {"title": "河上的桥", "author": "陈默", "date": "2021-03-04"}),
        ("---\ndate: 2021-03-04\n---\n# 河上的桥\n\n作者：陈默\n来源：江畔报\n\n桥。", "front matter",
         LABELLED | {"date": "2021-03-04"}),
        ("---\ndate: 2021-03-09\n---\n# 河上的桥\n\n作者：陈默\n日期：2021-03-04\n\n桥。", "front matter",
         {"title": "河上的桥", "author": "陈默", "date": "2021-03-09", "other_date": "2021-03-04"}),
        ("---\ndate: 2021-03-09\n---\n# 河上的桥\n\n陈默说：修好了\n日期：2021-03-04\n\n桥。", "front matter",
         {"title": "河上的桥", "date": "2021-03-09"}),
    ],
)  # fmt: skip
def test_labels_below_front_matter_tell_what_that_does_not(raw, where, metadata):
    assert own_metadata(raw) == (where, metadata)


def test_labels_are_looked_for_at_the_beginning_of_a_text_only():
    assert read_record("桥。" * 600 + "标题：河上的桥 来源：江畔报 正文：桥。") is None
    assert read_record("没有标记的文字") is None


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        ("# 编辑：一个老行当\n", "编辑：一个老行当"), ("# 1999年9月9日\n", "1999年9月9日"), ("# 观点｜桥不是路 #\n", "观点｜桥不是路"),
        ("# 5 个理由\n", "5 个理由"), ("# 3.5万座桥\n", "3.5万座桥"), ("# 十年一觉\n", "十年一觉"),
        ("```sh\n# install bridges\n```\n# 河上的桥\n", "河上的桥"), ("~~~\n# install bridges\n", ""),
        ("河上的桥 \\| 江畔报\n======\n桥。", "河上的桥 | 江畔报"), ("甲 = 乙\n== 丙", ""),
        *[(f"# {heading}\n桥。\n# 河上的桥\n", "") for heading in
          ("一、背景", "（二）桥", "1. 桥", "2、桥", "1.1 桥", "1 桥", "01 桥", "第一章 桥", "第二节", "引言", "導言", "參考文獻", "II. 桥", "**一、背景**")],
    ],
)  # fmt: skip
def test_the_first_heading_is_a_title_unless_it_is_a_section_s(raw, title):
    assert own_metadata(raw) == ("", {"title": title} if title else {})


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("[河上的桥](https://a.example/1)", "河上的桥"), ("**河上**的桥", "河上的桥"), ("***河上的桥***", "河上的桥"), ("河上的`桥`", "河上的桥"),
        ("![图](a.jpg) 河上的桥", "河上的桥"), ("~~河~~上的==桥==", "河上的桥"), ("[[桥|河上的桥]]", "河上的桥"), ("河上的桥 {#bridge}", "河上的桥"),
        ("河上的桥 #建筑", "河上的桥 #建筑"), ("C# 写的桥", "C# 写的桥"), ("\\[观点\\] 河上的桥", "[观点] 河上的桥"),
        ("2*3*4 座桥", "2*3*4 座桥"), ("a_b 与 c_d", "a_b 与 c_d"), ("[观点] 河上的桥", "[观点] 河上的桥"),
    ],
)  # fmt: skip
def test_the_marks_of_markdown_are_no_part_of_a_title_and_the_headline_goes_as_without_them(heading, title, tmp_path):
    (tmp_path / "a.md").write_text(f"# {heading}\n\n{story(3)}", encoding="utf-8")
    found = load_folder(tmp_path).iloc[0]
    assert found["title"] == title
    assert found["text"].startswith(story(3)[:9])


def test_the_marks_of_markdown_are_no_part_of_a_title_in_front_matter():
    assert own_metadata("---\ntitle: '**河上**的桥'\n---\n桥。")[1] == {"title": "河上的桥"}


def test_the_heading_of_a_section_stays_in_the_text_and_names_no_article(tmp_path):
    (tmp_path / "a.md").write_text(f"# 一、背景\n\n{story(3)}", encoding="utf-8")
    (tmp_path / "b.md").write_text("桥修好了。", encoding="utf-8")
    found = load_folder(tmp_path).set_index("article_id")
    assert found["text"]["a"].startswith("一、背景\n")
    assert found["text"]["a"].split("\n")[1].startswith(found["title"]["a"][:9])
    assert found["title"]["b"] == "桥修好了。"


def test_front_matter_without_a_title_leaves_it_to_the_heading():
    assert own_metadata("---\ndate: 2021-03-04\n---\n# 河上的桥\n桥。")[1] == {
        "title": "河上的桥",
        "date": "2021-03-04",
    }
    assert own_metadata("---\ntitle: 桥\n---\n# 河上的桥\n桥。")[1] == {"title": "桥"}


@pytest.mark.parametrize(
    ("raw", "metadata"),
    [
        ("title:: 河上的桥\nauthor:: [[陈默]]\ntags::\n标签:: 桥\n\n- 桥。", {"title": "河上的桥", "author": "陈默"}),
        ("title:: 河上的桥\n桥。", {"title": "河上的桥"}),
        ("陈默:: 桥还修吗\n林青:: 修", {}),
        ("std::vector 是什么\n", {}),
        ("---\nauthors: [陈默, {name: 林青}]\nsource: {name: 江畔报, title: 报}\npublishedAt: 2021-03-04\npublished: true\n---\n",
         {"outlet": "江畔报", "author": "陈默、林青", "date": "2021-03-04"}),
        ("---\nauthors: 陈默\ndate: someday\npublish-time: 2021-03-04\n---\n", {"author": "陈默", "date": "2021-03-04"}),
        ('+++\nauthors = ["陈默", "林青"]\n[[more]]\nname = 1\n+++\n', {"author": "陈默、林青"}),
        ("---\n發表時間: 2021-03-04\n媒體名稱: 江畔報\n---\n", {"outlet": "江畔報", "date": "2021-03-04"}),
    ],
)  # fmt: skip
def test_properties_are_read_under_all_their_names(raw, metadata):
    assert own_metadata(raw)[1] == metadata


@pytest.mark.parametrize(
    ("ours", "value", "name"),
    [
        # a label of its own, an office, a dateline
        ("outlet", "来源：江畔报", "江畔报"), ("outlet", "來源: 江畔報－河灣版", "江畔報－河灣版"), ("outlet", "转自：江畔报", "江畔报"),
        ("outlet", "Source: 江畔报", "江畔报"), ("outlet", "来源之谜", "来源之谜"), ("outlet", "来源：网络", ""),
        ("author", "作者：陈默", "陈默"), ("author", "文/陈默", "陈默"), ("author", "撰文｜陈默", "陈默"), ("author", "By Mo Chen", "Mo Chen"),
        ("author", "记者 陈默", "陈默"), ("author", "本报记者陈默、林青", "陈默、林青"), ("author", "記者陳默／河灣報導", "陳默"),
        ("author", "陳默 綜合報導", "陳默"), ("author", "江畔社記者陳默／河灣5日電", "陳默"), ("author", "特派员 陈默", "陈默"),
        ("author", "记者站", "记者站"), ("author", "记者协会", "记者协会"), ("author", "本报记者", "本报记者"), ("author", "老记者老陈", "老记者老陈"),
        ("author", "文小默", "文小默"), ("author", "Byron", "Byron"), ("author", "陈默 江畔电报", "陈默 江畔电报"), ("author", "记者：admin", ""),
        ("date", "发布时间：2021-03-04 08:00", "2021-03-04 08:00"),
        ("title", "标题：一个词", "标题：一个词"), ("author", "作者：" + "陈" * 98, "作者：" + "陈" * 98),
    ],
)  # fmt: skip
def test_a_value_is_the_name_without_label_office_and_dateline(ours, value, name):
    assert renamed([(ours, value)]).get(ours, "") == name


def test_the_tags_of_a_site_of_the_government_name_the_source_before_the_site():
    tags = {
        "SiteName": "河湾市政府",
        "ArticleTitle": "关于桥的通知",
        "PubDate": "2021-03-04 08:00",
        "ContentSource": "桥梁局",
    }
    metas = "".join(f'<meta name="{name}" content="{value}">' for name, value in tags.items())
    own = own_metadata(f"<!doctype html><html><head><title>河湾市</title>{metas}</head></html>")[1]
    assert own == {"title": "关于桥的通知", "date": "2021-03-04 08:00", "outlet": "桥梁局"}


@pytest.mark.parametrize("name", ["admin", "Webmaster", "佚名", "管理員", "責任編輯", "https://a.example/chen"])
def test_what_a_system_puts_for_a_name_is_no_author(name):
    assert renamed([("author", name), ("byline", "陈默")]) == {"author": "陈默"}
    assert renamed([("author", name)]) == {}


def test_names_of_columns_differ_neither_in_case_nor_in_script():
    assert [*map(column_key, ("Pub-Date", "pub_date", "pub date", "發布時間"))] == ["pubdate"] * 3 + ["发布时间"]
    assert renamed([("URL", "https://a.example/" + "x" * 300)])["url"].endswith("xxx")  # a cut address leads nowhere


def _linked(kind, headline, day, **more):
    return {"@type": kind, "headline": headline, "datePublished": day, **more}


VIDEO = _linked("VideoObject", "桥的录像", "2001-01-01", author="摄影师")
ARTICLE = _linked(
    ["https://schema.org/ReportageNewsArticle"], "河上的桥", "2021-03-04", author=[{"name": "陈默"}, "林青"]
)
READ_ARTICLE = {"title": "河上的桥", "author": "陈默、林青", "date": "2021-03-04"}


@pytest.mark.parametrize(
    ("objects", "head", "metadata"),
    [
        ([VIDEO, ARTICLE], "", READ_ARTICLE),
        ([[VIDEO, ARTICLE]], "", READ_ARTICLE),
        ([{"@graph": [VIDEO, {"@type": "WebPage", "mainEntity": ARTICLE}]}], "", READ_ARTICLE),
        ([ARTICLE], "<meta name=author content=webmaster><meta name=date content=2020-02-02>", READ_ARTICLE | {"other_date": "2020-02-02"}),
        ([ARTICLE], "<meta name=date content=2021-03-05T01:00:00Z>", READ_ARTICLE),  # another time zone
        ([_linked("Article", "别的桥", "2002-02-02", url="https://a.example/2"),
          _linked("Article", "桥", "2021-03-04", url="http://a.example/1/#top")],
         "<title>江畔报</title><link rel=canonical href=https://a.example/1>", {"title": "桥", "date": "2021-03-04", "url": "https://a.example/1"}),
        ([_linked("Article", "别的桥", "2002-02-02"), _linked("Article", "桥", "2021-03-04", mainEntityOfPage={"@id": "https://a.example/1"})],
         "<title>江畔报</title><meta property=og:url content=https://a.example/1>", {"title": "桥", "date": "2021-03-04", "url": "https://a.example/1"}),
        ([_linked("Article", "别的桥", "2002-02-02"), _linked("Article", "旧的桥", "2001-01-01")], "<title>河上的桥</title>", {"title": "河上的桥"}),
        ([_linked("Article", "河上的桥（图）", "2021-03-04")], "<title>河上的桥</title>", {"title": "河上的桥（图）", "date": "2021-03-04"}),
        ([_linked("Article", "别的桥", "2002-02-02"), ARTICLE], "<title>河上的桥 - 江畔报</title>", READ_ARTICLE),
        ([VIDEO], "<title>河上的桥</title>", {"title": "河上的桥"}),  # a part of the page
        ([VIDEO], "<title>桥的录像</title>", {"title": "桥的录像", "author": "摄影师", "date": "2001-01-01"}),  # its subject
        ([_linked("WebPage", "河上的桥", "2021-03-04"), VIDEO], "", {"title": "河上的桥", "date": "2021-03-04"}),
        ([{"title": "河上的桥", "pubDate": "2021-03-04T08:00:00"}], "", {"title": "河上的桥", "date": "2021-03-04T08:00:00"}),
        ([{"@type": "WebSite", "name": "江畔报"}, 1, None, "x"], "<title>河上的桥</title>", {"title": "河上的桥"}),
    ],
)  # fmt: skip
def test_an_article_among_the_objects_of_a_page_counts_before_others(objects, head, metadata):
    scripts = "".join(f'<script type="application/ld+json">{json.dumps(each)}</script>' for each in objects)
    broken = '<script type="application/ld+json">{"a": </script>'
    assert own_metadata(f"<!doctype html><html><head>{broken}{head}{scripts}</head></html>")[1] == metadata


@pytest.mark.parametrize(
    ("body", "date"),
    [
        ("<article><h1>桥</h1><time class='entry-date published' datetime=2021-03-04>三月</time></article>", "2021-03-04"),
        ("<h1>桥</h1><time class=post-time datetime=''>2021年3月4日</time>", "2021年3月4日"),
        ("<time datetime=2021-03-04>三月</time>", ""),  # may be that of what the text tells about
        ("<time class=updated datetime=2021-03-04></time>", ""),
        ("<time class=published>昨天</time>", ""),
        ("<aside><time itemprop=datePublished datetime=2001-01-01></time></aside>"
         "<article><h1>桥</h1><time itemprop=datePublished datetime=2021-03-04></time></article>", "2021-03-04"),
        ("<div itemtype=https://schema.org/VideoObject><meta itemprop=datePublished content=2001-01-01></div>"
         "<div itemtype=https://schema.org/Blog><meta itemprop=datePublished content=2021-03-04></div>", "2021-03-04"),
        ("<time class=published datetime=2001-01-01></time><time itemprop=datePublished datetime=2021-03-04></time>", "2021-03-04"),
        ("<article><h1>桥</h1><time class=published datetime=2021-03-04></time></article>"
         "<article><time class=published datetime=2001-01-01></time></article>", "2021-03-04"),
        ("<article><time class=published datetime=2021-03-04></time></article>"
         "<article><time class=published datetime=2001-01-01></time></article>", ""),  # a list of articles
        ("<div role=navigation><time class=published datetime=2001-01-01></time></div>", ""),
    ],
)  # fmt: skip
def test_the_day_that_a_page_shows_is_that_of_its_article(body, date):
    assert own_metadata(f"<!doctype html><html><body>{body}</body></html>")[1].get("date", "") == date


@pytest.mark.parametrize(
    ("page", "title"),
    [
        ("<title>河上的桥_江畔报</title><h1>河上的<b>桥</b></h1>", "河上的桥"),
        ("<title>桥 - 江畔报与山谷报</title><h1>桥</h1>", "桥 - 江畔报与山谷报"),  # 桥 may be a column
        ("<title>河上的桥</title><h1>别的</h1>", "河上的桥"),
        ("<body><h1>河上的桥 &amp; 路</h1>", "河上的桥 & 路"),
        ("<body><h1>江畔报</h1><h1>河上的桥</h1>", None),
        ("<body><aside><h1>江畔报</h1></aside><h1>河上的桥</h1>", "河上的桥"),
    ],
)
def test_the_only_heading_of_a_page_is_its_title_where_nothing_else_is(page, title):
    assert own_metadata(f"<!doctype html><html>{page}</html>")[1].get("title") == title


_OG = '<meta property="og:{}" content="{}">'


@pytest.mark.parametrize(
    ("page", "title"),
    [
        (_OG.format("title", "河上的桥 | 江畔报") + _OG.format("site_name", "江畔报"), "河上的桥"),
        (_OG.format("title", "河上三座桥昨夜都断了 - 桥 - 江畔报") + "<h1>河上三座桥昨夜都断了</h1>", "河上三座桥昨夜都断了"),
        (_OG.format("title", "河上的桥_江畔报") + '<script type="application/ld+json">{"@type": "Article", "headline": "河上的桥"}</script>', "河上的桥"),
        (_OG.format("title", "河上的桥｜旧江畔报") + '<script type="application/ld+json">{"@type": "Article", "publisher": {"name": "旧江畔报"}}</script>', "河上的桥"),
        ("<meta name=SiteName content=江畔报><title>河上的桥-江畔报</title>", "河上的桥"),
        (_OG.format("title", "河上｜桥断了") + "<h1>河上｜桥断了</h1>", "河上｜桥断了"),
        (_OG.format("title", "河上｜三座桥都断了") + "<h1>河上</h1>", "河上｜三座桥都断了"),  # may be a column
        (_OG.format("title", "谁在读江畔报") + _OG.format("site_name", "江畔报"), "谁在读江畔报"),
        (_OG.format("title", "谁在读 江畔报") + _OG.format("site_name", "江畔报"), "谁在读 江畔报"),
        (_OG.format("title", "江畔报") + _OG.format("site_name", "江畔报"), "江畔报"),
        (_OG.format("title", "- 江畔报") + _OG.format("site_name", "江畔报"), "- 江畔报"),
    ],
)  # fmt: skip
def test_the_name_of_the_site_is_no_part_of_a_title_where_another_tag_proves_it(page, title):
    assert own_metadata(f"<!doctype html><html><head>{page}</head></html>")[1]["title"] == title


_TITLED = "<!doctype html><html><head><title>{}</title></head><body>{}</body></html>"


@pytest.mark.parametrize(
    ("title", "body", "read"),
    [
        # the headline stands in the body
        ("河上的桥断了--河湾在线", "<font size=5><b>河上的桥断了</b></font><br>河水涨了。", "河上的桥断了"), ("河上的橋斷了_河灣在線", "<td class=t>\n河上的橋斷了\n</td>", "河上的橋斷了"),
        ("河上的桥断了-新闻频道-河湾网", "<h2>河上的桥断了</h2>", "河上的桥断了"), ("桥断了两次以上 @ 河湾日记 :: 某客邦 ::", "<div>桥断了两次以上</div>", "桥断了两次以上"),
        ("桥&amp;路都断了 | 河湾网", "<p>桥&amp;路都断了</p>", "桥&路都断了"),
        # the outlet is that name
        ("河上的桥 | 河湾日报", "<meta name=source content=河湾日报>", "河上的桥"),
        # no proof: no headline, one of a link or inside a sentence, all of the title, or a column
        ("河上的桥断了--河湾在线", "<p>河水涨了。</p>", None), ("河上的桥断了--河湾在线", "<a href=/>河上的桥断了</a><p>听说河上的桥断了。</p>", None),
        ("河上的桥昨夜都断了--桥的历史", "<b>河上的桥昨夜都断了--桥的历史</b><i>河上的桥昨夜都断了</i>", None), ("河上的桥--一座桥的四十年", "<b>河上的桥</b>", None),
        ("深度_河上的桥断了", "<b>深度</b><b>河上的桥断了</b>", None), ("河上的桥断了", "<b>河上的桥</b>", None), ("桥断了-频道-河湾网", "<b>桥断了</b>", None),
    ],
)  # fmt: skip
def test_the_name_of_the_site_is_no_part_of_a_title_that_stands_alone_in_the_body(title, body, read):
    found = own_metadata(_TITLED.format(title, body))[1]["title"]
    assert found == (read or html.unescape(title))


def test_the_name_of_the_outlet_is_no_part_of_a_title():
    assert own_metadata("---\ntitle: 河上的桥_江畔报\nsource: 江畔报\n---\n桥。")[1]["title"] == "河上的桥"
    assert (
        own_metadata("---\ntitle: 江畔报-一份报纸的四十年\nsource: 江畔报\n---\n桥。")[1]["title"]
        == "江畔报-一份报纸的四十年"
    )


@pytest.mark.parametrize(
    ("body", "metadata"),
    [
        ("<a id=js_name> 江畔 </a><em id=publish_time>2021年3月4日 08:30</em>", {"outlet": "江畔", "date": "2021年3月4日 08:30"}),
        ("<em id=publish_time></em><div id=\"js_content\"></div><script>var nickname = htmlDecode(\"江畔\"); var ct = \"1614816000\";</script>",
         {"outlet": "江畔", "date": "1614816000"}),
        ("<script>var ct = \"1614816000\";</script>", {}),  # of no page of WeChat
        ("<span id=source_baidu>来源：江畔报</span><span id=author_baidu>作者：陈默</span><span id=pubtime_baidu>2021-03-04 08:30</span>",
         {"outlet": "江畔报", "author": "陈默", "date": "2021-03-04 08:30"}),
        ("<div id=publish_time>昨天</div><div class=publish_time>2021-03-04</div><aside><b id=publish_time>2021-03-04</b></aside>", {}),
    ],
)  # fmt: skip
def test_elements_that_programs_ask_for_by_their_id_are_read(body, metadata):
    head = '<meta property="og:site_name" content="微信公众平台">'  # the platform of all, not whose article it is
    assert own_metadata(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>")[1] == metadata


_TOLD_BELOW = {"outlet": "江畔报", "author": "陈默", "date": "2021-03-04"}


@pytest.mark.parametrize(
    ("below", "metadata"),
    [
        ("<p><i>2021-03-04 08:30</i><i>来源：<a>江畔报</a></i><i>阅读 9</i><i>作者：陈默</i></p>", _TOLD_BELOW | {"date": "2021-03-04 08:30"}),
        ("<p>2021年3月4日 08:30&nbsp;&nbsp;來源：江畔报&nbsp;作者：陈默</p>", _TOLD_BELOW | {"date": "2021年3月4日 08:30"}),
        ("<h2>副题</h2><div>撰文：陈默</div><div>出版：2021-03-04</div><div>更新：2021-03-09</div>", {"author": "陈默", "date": "2021-03-04"}),
        ("<div>發布時間：2021-03-04 08:30</div>", {"date": "2021-03-04"}),
        ("<div><time datetime='2021-03-04T08:30:00+08:00'>四月</time><b>来源：江畔报</b></div>", {"outlet": "江畔报", "date": "2021-03-04"}),
        ("<div><span class=entry-date>2021-03-04</span><a rel=author>陈<b>默</b></a>、<a rel=author>林青</a></div>", {"author": "陈默、林青", "date": "2021-03-04"}),
        ("<div><b itemprop=datePublished content=2021-03-04>四日</b><b itemprop=author>陈默</b></div>", {"author": "陈默", "date": "2021-03-04"}),
        # updates, days of the story and of meetings, two days, a year, what stands beside the text or behind its first sentence
        ("<time class=updated>2021-03-04</time>", {}), ("<div>更新时间：2021-03-04</div>", {}),
        ("<p>时间：2021-03-04</p><p>地点：桥头</p>", {}), ("<time>2021-03-04</time><time>2021-03-05</time>", {}), ("<i class=date>2021</i>", {}),
        ("<aside><time>2021-03-04</time></aside>", {}), ("<p>桥断了。</p><time>2021-03-04</time><a rel=author>陈默</a>", {}),
        (f"<p>{'桥' * 61}</p><time>2021-03-04</time>", {}), ("<i>甲</i>" * 20 + "<time>2021-03-04</time>", {}), ("<p>作者：陈默</p>", {}),
        ("<script>var a = '。'</script><time>2021-03-04</time>", {"date": "2021-03-04"}),
    ],
)  # fmt: skip
def test_what_stands_between_the_headline_of_a_page_and_its_text_tells_of_it(below, metadata):
    page = "<!doctype html><html><head><title>{}_江畔网</title></head><body><form><h1>河上的桥</h1>{}<p>桥断了。</p></form></body></html>"
    assert own_metadata(page.format("河上的桥", below))[1] == {"title": "河上的桥"} | metadata
    if "itemprop" not in below:  # where the only heading is that of the site, nothing says so
        assert own_metadata(page.format("别的", below))[1] == {"title": "别的_江畔网"}


@pytest.mark.parametrize(
    ("below", "metadata"),
    [
        ("<p>2021-03-04</p>", {"date": "2021-03-04"}), ("2021-03-04 08:30", {"date": "2021-03-04 08:30"}), ("<i>2021年3月4日</i> 星期四<br>", {"date": "2021年3月4日"}),
        *((f"<div>{line}</div>", {"date": "2021-03-04"}) for line in (
            "发表于 <b>2021-03-04</b> | 分类：随笔", "发布于 2021-03-04", "Posted on 2021-03-04", "陈默 · 2021-03-04", "2021-03-04 <i>阅读 1234</i>")),
        ("<ul><li>江畔晚报<li>2021-03-04</ul>", {"outlet": "江畔晚报", "date": "2021-03-04"}),
        ("</header><p>2021-03-04</p><nav>2021-03-05</nav><style>p{}</style>", {"date": "2021-03-04"}),
        # behind the article, a list of others or comments tell nothing
        ("<p>2021-03-04</p><p>桥断了。</p></article><p>2021-03-05 河水涨了</p><p>2021-03-06</p><p>再说。</p>", {"date": "2021-03-04"}),
        # as in a text: a day of the story, a later change, two days, a chronology, what stands behind a sentence or none
        *((f"<div>{line}</div>", {}) for line in (
            "更新 2021-03-04", "最后更新 2021-03-04 08:30", "2021年3月4日，桥断了。", "创刊于2021年3月4日 江畔晚报", "讲座 2021年3月4日",
            "2021-03-04</div><div>2021-03-05", "2021-03-04</div><p>桥断了。</p><div>2021年3月5日", "桥断了。</div><div>2021-03-04")),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "head",
    [
        "<title>河上的桥</title>{}<h1>河上的桥</h1>",
        "<title>河上的桥_江畔</title><h1>江畔</h1>{}<h2>河上的<b>桥</b></h2>",
    ],
)
def test_the_day_below_the_headline_of_a_page_is_read_as_in_a_text(head, below, metadata):
    page = (
        f"<!doctype html><html>{head.format('<article><header>')}{below}<p>昨天，河上的桥修好了。</p></article></html>"
    )
    own = own_metadata(page)[1]
    assert own.pop("title").startswith("河上的桥")
    assert own == metadata


@pytest.mark.parametrize(
    "body",
    [
        "<h1>江畔</h1><h2>桥</h2><p>2021-03-04</p>",  # may be a column
        "<h1>江畔</h1><h2>别的</h2><p>2021-03-04</p>", "<h2>河上的桥</h2><p>2021-03-04</p><h3>河上的桥</h3>", "<p>2021-03-04</p>",
        "<h1>江畔</h1><h1>山谷</h1><p>2021-03-04</p>", "<h1></h1><p>2021-03-04</p>",
    ],
)  # fmt: skip
def test_below_what_may_be_no_headline_no_day_is_read(body):
    page = f"<!doctype html><html><head><title>河上的桥</title></head><body>{body}<p>昨天，河上的桥修好了。</p></body></html>"
    assert "date" not in own_metadata(page)[1]


def test_tables_may_be_written_in_traditional_script_or_hold_objects(tmp_path):
    (tmp_path / "a.csv").write_text(
        f"標題,內文,媒體,發布時間\n桥,{story(7, 5).replace(chr(10), '')},江畔報,2021-03-04\n", encoding="utf-8"
    )
    row = {
        "title": "桥",
        "Content": story(8, 5),
        "source": {"id": None, "name": "江畔报"},
        "publishedAt": "2021-03-04T08:00:00Z",
    }
    row |= {"authors": ["陈默", {"name": "林青"}], "url": {"x": [1]}}
    (tmp_path / "b.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    columns = ["title", "outlet", "author", "date_from", "url"]
    found = [load_folder(tmp_path / name)[columns].values.tolist()[0] for name in ("a.csv", "b.jsonl")]
    assert found == [["桥", "江畔報", "", day("2021-03-04"), ""], ["桥", "江畔报", "陈默、林青", day("2021-03-04"), ""]]


@pytest.mark.parametrize("ending", ["srt", "vtt", "ass", "SRT"])
def test_subtitles_are_read_as_text(ending, tmp_path):
    (tmp_path / f"a.{ending}").write_text(story(3), encoding="utf-8")
    assert len(read_corpus(tmp_path).articles) == 1


@pytest.mark.parametrize("name, date", [
    ("2010-12年桥史.txt", ""), ("2023-24学年.txt", ""), ("2023-24賽季.txt", ""), ("1984.txt", ""), ("2024.md", ""), ("2010—2012年5月.txt", ""),
    ("2021-03-04至2021-03-06.txt", ""), ("2021-03_2022.txt", ""), ("2010年1月～3月.txt", ""),
    ("2021-03-04-01.txt", "2021-03-04"), ("01-2021-03-04.txt", "2021-03-04"), ("2021-03 年终.txt", ""), ("2021-03 桥.txt", "2021-03-01 to 2021-03-31"),
    ("2021-03-04年会.txt", "2021-03-04"), ("2021年/a.txt", "2021-01-01 to 2021-12-31"),
    ("news_20240506.txt", "2024-05-06"), ("2024/05/06/a.txt", "2024-05-06"), ("2024/a.txt", "2024-01-01 to 2024-12-31"),
    ("2024年5月.txt", "2024-05-01 to 2024-05-31"), ("id-120240506123.txt", ""), ("gpt-2050.txt", ""), ("a.txt", ""),
    # several dates: the one that is said to be the writing's, or the only one in digits, or the more exact
    ("2021.03.04桥断了-写于2023.02.txt", "2023-02-01 to 2023-02-28"), ("2021年3月的桥 發表於2023年2月4日.txt", "2023-02-04"),
    ("2023-02-04 2021年3月的桥.txt", "2023-02-04"), ("2021年3月 2021-03-04.txt", "2021-03-04"), ("2021-03/2021-03-04.txt", "2021-03-04"),
    ("2019-01/2021-03-04.txt", "2021-03-04"), ("2021-02-30 2021-03-04.txt", "2021-03-04"),
    ("2021.03.04桥断了2023.02.txt", ""), ("写于2021年3月4日 改写于2023年2月.txt", ""),
])  # fmt: skip
def test_a_date_is_read_off_a_name_only_where_it_is_one(name, date, tmp_path):
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text(story(4), encoding="utf-8")
    assert read_corpus(tmp_path).ingest_log["date"].tolist() == [date]


def test_what_is_doubtful_about_a_date_is_told():
    several = "its name holds several dates (2021.03.04, 2023.02): none of them is used"
    assert dated_by([], "2021.03.04桥断了2023.02.txt").warnings == (several,)
    assert dated_by([("m", {"date": "2022"})], "2021.03.04桥断了2023.02.txt").warnings == ()
    before = ("the date 1957年10月4日 (file name) may be that of what the article tells about",)
    assert dated_by([], "1957年10月4日的卫星.txt").warnings == before
    assert dated_by([("m", {"date": "1957-10-04"})], "a.txt").warnings == dated_by([], "1995-01.txt").warnings == ()
    wrong = dated_by([("m", {"date": "2021-00-04"})], "a.txt")
    assert wrong == Dated(warnings=("the date '2021-00-04' (m) is none",))


@pytest.mark.parametrize(
    ("tags", "date", "other"),
    [
        ("<meta name=date content=2025-01-01><meta property=article:published_time content=2024-03-05>", "2024-03-05", "2025-01-01"),
        ("<meta name=date content=2024-03><meta itemprop=datePublished content=2024-03-05>", "2024-03-05", None),
        ("<meta name=date content=2025-01-01><meta name=pubdate content=soon>", "2025-01-01", None),
        ("<meta name=publisher content=江畔报><meta name=date content=2025-01-01>", "2025-01-01", None),
        ("<meta name=publishdate content=2024-03-05><time pubdate datetime=2023-03-05>", "2024-03-05", "2023-03-05"),
    ],
)  # fmt: skip
def test_a_date_of_publication_counts_before_any_other_and_a_contradiction_is_told(tags, date, other):
    where, own = own_metadata(f"<!doctype html><html><head>{tags}</head></html>")
    assert (own["date"], own.get("other_date")) == (date, other)
    told = f"the date {date} (the page's head) is contradicted there by {other}"
    assert dated_by([(where, own)], "a.html").warnings == ((told,) if other else ())


def test_all_authors_that_the_tags_of_a_page_name_are_read():
    tags = "<meta name=author content=陈默><meta name=author content=林青><meta name=author content=陈默>"
    assert own_metadata(f"<!doctype html><html><head>{tags}</head></html>")[1] == {"author": "陈默、林青"}


def test_a_date_in_the_text_is_told_and_not_used(tmp_path):
    (tmp_path / "a.txt").write_text("2024-05-06 08:14，正文：" + story(5), encoding="utf-8")
    found = read_corpus(tmp_path)
    assert found.articles["year"].tolist() == [0]
    assert found.ingest_log["date_from"].tolist() == ["none (its text says 2024-05-06; not used)"]


@pytest.mark.parametrize("before", [0, 69, 71, 79])
def test_a_date_that_is_told_is_told_whole(before):
    assert "says 2024-05-06;" in date_hint("字" * before + "2024-05-06" + "字" * 200)
    assert "says 2024年05月06日;" in date_hint("字" * before + "2024年05月06日" + "字" * 200)
    assert date_hint("字" * 200 + "12024-05-06" + "字" * (80 - 10)) == "none"  # the last 80 begin inside the number


def test_metadata_cannot_name_what_lies_outside(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(story(6), encoding="utf-8")
    names = ("../secret.txt", "/etc/passwd", "C:\\x.txt", "missing.txt", "a.txt", "a.txt")
    (tmp_path / "m.csv").write_text(
        "file,title\n" + "".join(f"{n},T{k}\n" for k, n in enumerate(names)) + "only one\n", encoding="utf-8"
    )
    ingest_log = read_corpus(tmp_path / "in", metadata=tmp_path / "m.csv").ingest_log
    reasons = ingest_log.loc[ingest_log["outcome"] == "refused", "why"].tolist()
    assert [("out of the folder" in r, "not in the folder" in r, "twice" in r, "cell" in r) for r in reasons] == [
        (True, False, False, False)
    ] * 3 + [(False, True, False, False), (False, False, True, False), (False, False, False, True)]
    assert ingest_log.loc[ingest_log["outcome"] == "loaded"].shape[0] == 1


def test_where_the_first_line_is_a_sentence_the_title_is_the_name_of_the_file(tmp_path):
    for name, text in (
        ("渡口.txt", "桥断了。船没有来。\n天黑了。"),
        ("河.txt", "桥断了\n\n船没有来。"),
        ("a.txt", "桥断了。\n天黑了。"),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    titles = read_corpus(tmp_path).articles.set_index("article_id")["title"].to_dict()
    assert titles == {"渡口": "渡口", "河": "桥断了", "a": "桥断了。"}


def test_what_is_left_out_as_no_chinese_tells_that_it_looks_misread(tmp_path):
    damaged = ("春天来了，小镇的图书馆夜里也开门，来的人很多。" * 4).encode("gbk").decode("cp1255", "replace")
    (tmp_path / "a.txt").write_text(damaged, encoding="utf-8")
    (tmp_path / "b.txt").write_text("桥断了。\n船没有来。", encoding="utf-8")
    why = read_corpus(tmp_path).ingest_log.set_index("entry")["why"]["a.txt"]
    assert "looks misread" in why


def test_titles_and_ids_stay_as_they_are_written(tmp_path):
    row = f"007,NA,001,{story(7).replace(chr(10), '')}"
    (tmp_path / "t.csv").write_text(f"id,title,outlet,text\n{row}\n", encoding="utf-8")
    found = load_folder(tmp_path / "t.csv").iloc[0]
    assert (found["article_id"], found["title"], found["outlet"]) == ("007", "NA", "001")


def test_a_web_page_is_asked_before_it_is_cleaned():
    page = """<!DOCTYPE html><html><head><title>开源 | 某站</title><meta property="og:title" content='开源 &amp; 闭源'>
    <meta content="2024-05-06T08:00:00" property="article:published_time"><meta name=author content=林晓></head></html>"""
    where, metadata = own_metadata(page)
    assert where == "the page's head"
    assert metadata == {"title": "开源 & 闭源", "date": "2024-05-06T08:00:00", "author": "林晓"}


def test_our_own_five_articles_are_read_as_by_their_own_loader():
    ours = load_articles()
    found = read_corpus(SEEDS, metadata=SEEDS / "articles.csv")
    both = found.articles.set_index("article_id")
    assert set(ours["article_id"]) <= set(both.index)
    for row in ours.itertuples():
        assert not row.title or both.at[row.article_id, "title"] == row.title
        assert (both.at[row.article_id, "date_from"], both.at[row.article_id, "date_to"]) == (
            row.date_from,
            row.date_to,
        )
        assert both.at[row.article_id, "raw"] == row.raw
    assert "reworded" in found.ingest_log.set_index("article_id").at["000", "why"]


def test_a_parquet_table_is_read_where_its_library_is(tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    import pyarrow

    days = [datetime.datetime(2024, 5, 6), datetime.datetime(2024, 5, 7)]
    table = pyarrow.table({"id": ["1", "2"], "date": days, "text": [story(8), story(9)]})
    parquet.write_table(table, tmp_path / "t.parquet")
    found = read_corpus(tmp_path / "t.parquet").ingest_log[["entry", "outcome", "date"]].values.tolist()
    assert found == [["t.parquet, row 1", "loaded", "2024-05-06"], ["t.parquet, row 2", "loaded", "2024-05-07"]]


@pytest.mark.parametrize("codec", ["hz", "utf-7"])
def test_chinese_hidden_in_ascii_is_read(codec):
    text = "AI news: 小镇的图书馆，夜里也开门。\nmore ~ news + 1\n"
    found = decode(text.replace("~", "~~").encode(codec) if codec == "utf-7" else text.encode(codec))
    assert found.text.replace("~~", "~") == text and found.encoding == codec and "ASCII" in found.warnings[0]


@pytest.mark.parametrize(
    "text",
    ["C+++abc- and a+b+cde-", "~{not closed", "~{ a b ~}", "+AGEAYg-", "path ~/a{b} 1+2-3", "ab+/cd+efgh- =+ZZZ-"],
)
def test_ascii_is_ascii(text):
    assert decode(text.encode()) == Decoded(text, "utf-8")


HIDDEN = "AI news: 小镇的图书馆，夜里也开门。\nmore = 1\n"


@pytest.mark.parametrize(
    ("data", "text", "told"),
    [
        (json.dumps(HIDDEN).encode(), HIDDEN, "escapes of JSON"),
        (json.dumps("小镇\U00020bb7")[1:-1].encode() + b" C:\\new", "小镇\U00020bb7 C:\\new", "escapes of JSON"),
        (b"<p>&#24320;&#x6E90; &amp;#28304; &#60;b&#62;</p>", "<p>开源 源 &#60;b&#62;</p>", "escapes of HTML"),
        (quopri.encodestring(HIDDEN.encode()), HIDDEN, "escapes of mail"),
        (quopri.encodestring(HIDDEN.encode("gb18030")), HIDDEN, "escapes of mail"),
        ("小鎮的図書館".encode("iso2022_jp"), "小鎮的図書館", "iso2022_jp_2"),
        ("小镇的图书馆，夜里".encode("utf-16-le"), "小镇的图书馆，夜里", "read as utf-16-le"),
        (HIDDEN.encode("utf-16-be"), HIDDEN, "read as utf-16-be"),
        (HIDDEN.encode("utf-32-le"), HIDDEN, "read as utf-32-le"),
        (f"{HIDDEN}\ud842\udfb7田".encode("utf-8", "surrogatepass"), f"{HIDDEN}𠮷田", "CESU-8"),
    ],
)
def test_what_hides_chinese_is_read_and_told(data, text, told):
    found = decode(data)
    assert found.text == text and told in found.warnings[0]


MAIL = "From: =?utf-8?b?6ZmI6buY?= <a@b.example>\nSubject: =?utf-8?q?=E6=A1=A5?=\n =?utf-8?q?=E6=96=AD?=\nDate: Thu, 4 Mar 2021 08:00:00 +0800\n"


def _part(kind, text, charset, written):
    data = text.encode(charset)
    data = quopri.encodestring(data) if written == "quoted-printable" else base64.encodebytes(data)
    return f"Content-Type: {kind}; charset={charset}\nContent-Transfer-Encoding: {written}\n\n{data.decode()}"


@pytest.mark.parametrize(
    ("rest", "source"),
    [
        (_part("text/plain", HIDDEN, "gbk", "quoted-printable"), "quoted-printable"),
        (_part("text/plain", HIDDEN, "gbk", "base64").replace("=gbk", "=us-ascii"), "base64"),  # it lies
        ("Content-Type: multipart/alternative; boundary=x\n\n--x\n" + _part("text/html", "<p>河", "utf-8", "base64")
         + "\n--x\n" + _part("text/plain", HIDDEN, "utf-8", "base64") + "\n--x--\n", "base64"),
        (f"Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\n{HIDDEN}\n--x--\n", "several parts"),
    ],
)  # fmt: skip
def test_the_text_of_a_mail_is_read_below_its_fields(rest, source):
    for end in ("\n", "\r\n"):
        found = decode((MAIL + rest).replace("\n", end).encode())
        assert found.text.replace("\r", "").rstrip().endswith(f"\n\n{HIDDEN}".rstrip())
        assert found.warnings[0] == f"a mail; its text is taken out of {source}"
        own = own_metadata(found.text)[1]
        assert own == {"title": "桥断", "author": "陈默", "date": "Thu, 4 Mar 2021 08:00:00 +0800"}


@pytest.mark.parametrize("rest", ["\n小镇", "Content-Type: text/plain\n\n小镇", "Content-Type: image/png\n\n小镇"])
def test_what_has_the_fields_of_a_mail_and_can_be_read_stays_as_it_is(rest):
    assert decode((MAIL + rest).encode()).text == MAIL + rest


@pytest.mark.parametrize(
    "text", ["caf=C3=A9 a=3D", "caf\\u00e9 \\users", "&#169; &#233; &#60;", '"\\u0041 a"', "=E5=BC", "\\ud800\\u12"]
)
def test_escapes_that_hold_no_chinese_stay(text):
    assert decode(text.encode()) == Decoded(text, "utf-8")


@pytest.mark.parametrize("data", ["Привет, мир".encode("utf-16-le"), "Hello, world".encode("utf-16-be")])
def test_utf_16_of_another_language_is_no_article(data):
    with pytest.raises(Refusal):
        decode(data)


def test_iso_2022_cn_is_named():
    with pytest.raises(Refusal, match="ISO-2022-CN"):
        decode(b"\x1b$)A\x0e=SND\x0f")


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n",
        "%PDF-1.7\n".encode("utf-16"),
        b"PK\x03\x04abc",
    ],
)
def test_a_document_of_another_kind_is_named(data):
    with pytest.raises(Refusal, match="save it as plain text"):
        decode(data)


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (r"\'c7\'c5\'b6\'cf\'c1\'cb\'a1\'a3\par\pard\b\u33337?\u-29698\'3f\b0 !", "桥断了。\n船课!"),
        (
            r"{\fonttbl{\f0\fcharset134 \'cb\'ce;}{\f1\fcharset136 x;}}{\info{\author a}}{\*\x y}\f1\'be\'f4\f0\'c7\'c5\'ff_",
            "橋桥\ufffd_",
        ),
        (r"\uc0\u-10174 \u-8265 x", "𠮷x"),
        (r"{\field{\*\fldinst HYPERLINK a}{\fldrslt a\{b\}\\}}\emdash\tab f\ldblquote g}}", "a{b}\\—\tf“g"),
        ("a\r\nb\\\nc", "ab\nc"),
    ],
)
def test_the_text_of_a_document_in_rtf_is_read(inside, text):
    source = rf"{{\rtf1\ansi\ansicpg936 {inside}}}"
    for data in (source.encode(), b"\n" + source.encode(), codecs.BOM_UTF8 + source.encode(), source.encode("utf-16")):
        found = decode(data)
        assert found.text.strip() == text and found.warnings[0] == "a document in RTF; only its text is read"
    assert len(found.warnings) == 1 + ("\ufffd" in text)


@pytest.mark.parametrize(
    "date, told", [("2024-05-03", True), ("2024-05-02", False), ("2024-05", False), ("2024-06", True), ("2025", True)]
)
def test_a_date_in_the_future_is_told(date, told):
    found = dated_by([("metadata", {"date": date})], "a.txt", today=datetime.date(2024, 5, 1))
    assert found.quote == date and [("future" in warning) for warning in found.warnings] == [True] * told


def test_a_bad_value_in_a_parquet_table_costs_its_row_only_if_it_is_the_text(tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    import pyarrow

    days = pyarrow.array([0, 400_000_000_000_000, 0, 0], "timestamp[ms]")
    data = pyarrow.array([story(n).encode() for n in (8, 9, 10)] + [b"\xff\xfe"])
    text = pyarrow.Array.from_buffers(pyarrow.string(), 4, data.buffers())
    table = pyarrow.table({"date": days, "text": text, "unused": days.take(pyarrow.array([1, 0, 0, 0]))})
    parquet.write_table(table, tmp_path / "t.parquet")
    found = read_corpus(tmp_path / "t.parquet").ingest_log
    assert found["outcome"].tolist() == ["loaded", "loaded with a warning", "loaded", "refused"]
    no_date = "its 'date' cannot be read (OverflowError); it has no date; not read, though it looks like one: 'unused'"
    why = ["", no_date, "", "its 'text' cannot be read (UnicodeDecodeError)"]
    assert found["why"].tolist() == why


@pytest.mark.parametrize(
    ("column", "why"), [("topic", ""), ("outlet", "its 'outlet' cannot be read"), ("text", "its 'text' cannot be read")]
)
def test_a_column_of_parquet_that_cannot_be_read_costs_itself(column, why, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    import pyarrow

    data = pyarrow.array([b"\xff\xfe", b"a"])
    words = pyarrow.Array.from_buffers(pyarrow.string(), 2, data.buffers())
    bad = pyarrow.DictionaryArray.from_arrays(pyarrow.array([0, 1]), words)
    table = pyarrow.table({"text": [story(8), story(9)]} | {column: bad} | {"title": ["甲", "乙"]})
    parquet.write_table(table, tmp_path / "t.parquet")
    found = read_corpus(tmp_path / "t.parquet")
    assert all(told.startswith(why) and bool(told) == bool(why) for told in found.ingest_log["why"])
    assert found.articles["title"].tolist() == ["甲", "乙"] * (column != "text")


def test_a_parquet_table_with_a_column_twice_is_refused(tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    import pyarrow

    table = pyarrow.Table.from_arrays([pyarrow.array(["a"])] * 2, ["text", "text"])
    parquet.write_table(table, tmp_path / "t.parquet")
    with pytest.raises(FolderError, match="'text' occurs twice"):
        read_rows(tmp_path / "t.parquet")


def test_a_damaged_row_group_of_parquet_costs_itself(tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    import pyarrow

    path = tmp_path / "t.parquet"
    parquet.write_table(pyarrow.table({"text": [story(8), story(9)]}), path, row_group_size=1, compression="gzip")
    place = parquet.ParquetFile(path).metadata.row_group(0).column(0).dictionary_page_offset
    data = bytearray(path.read_bytes())
    data[place : place + 60] = b"\0" * 60
    path.write_bytes(data)
    (_, first), (number, second) = read_rows(path)
    assert "damaged" in str(first) and (number, second) == (2, {"text": story(9)})


@pytest.mark.parametrize("codec", ["gb18030", "big5"])
@pytest.mark.parametrize("name", ["t.jsonl", "t.csv", "lines.csv", "old.csv", "marked.csv"])
def test_a_row_in_another_encoding_is_read_by_its_own_and_costs_no_other(name, codec, tmp_path):
    end = "\r" if name == "old.csv" else "\n"
    texts = [story(n, 9) if n != 3 or codec == "gb18030" else story_tw(n) for n in range(7)]
    if name != "lines.csv":
        texts = [text.replace("\n", "") for text in texts]
    rows = [f'{n},"{text}"' for n, text in enumerate(texts)]
    if name == "t.jsonl":
        rows = [json.dumps({"id": str(n), "text": text}, ensure_ascii=False) for n, text in enumerate(texts)]
    encoded = [row.encode(codec if n == 3 else "utf-8") for n, row in enumerate(rows)]
    head = [] if name == "t.jsonl" else [b"id,text"]
    mark = b"\xef\xbb\xbf" if name == "marked.csv" else b""
    (tmp_path / name).write_bytes(mark + end.encode().join([*head, *encoded]))
    assert [row["text"] for _, row in read_rows(tmp_path / name)] == texts
    why = read_corpus(tmp_path / name).ingest_log["why"].tolist()
    assert why.pop(3).startswith(f"not UTF-8; read as {codec.replace('big5', 'big5hkscs')} by a guess") and not any(why)


def test_a_row_that_cannot_be_decoded_or_lost_a_character_costs_no_other(tmp_path):
    good, cut = (f"{n},{story(n, 9)}".replace("\n", "").encode() for n in (1, 2))
    bad = b"3," + bytes(range(0x80, 0x100)) * 3
    (tmp_path / "t.csv").write_bytes(b"\n".join([b"id,text", good, cut[:-1], bad, good.replace(b"1,", b"4,")]))
    found = read_corpus(tmp_path / "t.csv").ingest_log
    assert found["outcome"].tolist() == ["loaded", "loaded with a warning", "refused", "loaded with a warning"]
    assert found["why"][1].split("; ")[0] == "1 place not readable as utf-8: characters are lost there"
    assert found["why"][3].startswith("a near copy")


def test_short_lines_in_another_encoding_are_read_as_all_of_them_together():
    lines = [
        "id,text",
        "1,小镇的图书馆夜里也开门。",
        *(f"{n},{word}" for n, word in enumerate(["编辑", "联通", "好的。", "山谷"], 2)),
    ]
    data = b"\n".join(line.encode("utf-8" if n < 2 else "gbk") for n, line in enumerate(lines))
    read = read_lines(io.BytesIO(data), "")
    assert read.text.read().split("\n")[:3] == lines[:3] and "山谷" in read.text.getvalue()
    assert read.within(1, 2).encoding == "" and read.within(3, 3).encoding == "gb18030"


def test_the_mark_of_utf_8_before_lines_in_another_encoding_is_no_text():
    data = codecs.BOM_UTF8 + "id,text\n1,小镇的图书馆夜里也开门。\n".encode() + "2,山谷里的好图书馆。\n".encode("gbk")
    assert read_lines(io.BytesIO(data), "").text.read().startswith("id,text\n1,")


def test_very_many_lines_in_another_encoding_are_guessed_once(monkeypatch):
    monkeypatch.setattr("helpers.report.input.lines._MOST_GUESSES", 3)
    lines = [f"{n},{story(n, 2)}".replace("\n", "") for n in range(9)]
    odd = [lines[0].encode(), *(line.encode("gbk") for line in lines[1:7]), lines[7].encode()[:-1], b"8,\xff\xff\xff"]
    guesses = []
    monkeypatch.setattr("helpers.report.input.lines.decode", lambda data: (guesses.append(data), decode(data))[1])
    read = read_lines(io.BytesIO(b"\n".join(odd)), "\n")
    assert (
        read.text.read().split("\n")[:7] == lines[:7] and len(guesses) == 4
    )  # three in full, and what is nearly UTF-8
    assert [type(read.within(n, n)).__name__ for n in (1, 7, 8, 9)] == ["Decoded", "Decoded", "Decoded", "Refusal"]


def test_a_header_in_another_encoding_is_told_with_every_row(tmp_path):
    rows = "".join(f"甲,乙,2021-03-0{n + 1},{story(n, 9)}".replace("\n", "") + "\n" for n in range(2))
    for head in ("标题,媒体,发布日期,正文", "標題,媒體,發布日期,內文"):
        (tmp_path / "t.csv").write_bytes(f"{head}\n".encode("gbk") + rows.encode())
        found = read_corpus(tmp_path / "t.csv").ingest_log
        assert found["why"].str.startswith("not UTF-8; read as gb18030").tolist() == [True, True]
    (tmp_path / "t.csv").write_bytes(b"sep=,\ntext,\xff\xff\xff\xff\n" + rows.encode())
    with pytest.raises(FolderError, match=r"t\.csv: .*bytes"):
        read_corpus(tmp_path / "t.csv")


def test_a_guessed_table_of_metadata_is_told_with_its_articles(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(story(6), encoding="utf-8")
    (tmp_path / "m.csv").write_bytes("file,title\na.txt,小镇的图书馆在夜里也开门很方便\n".encode("gbk"))
    found = read_corpus(tmp_path / "in", metadata=tmp_path / "m.csv").ingest_log
    assert found["why"].str.contains("m.csv: not UTF-8; read as gb18030 by a guess").tolist() == [True]


def test_a_folder_that_cannot_be_listed_is_an_error(tmp_path, monkeypatch):
    def refused(_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("helpers.report.sources.os.scandir", refused)
    with pytest.raises(FolderError, match="cannot be listed: Permission denied"):
        list(entries_of(tmp_path))


def test_a_line_that_is_no_json_is_told_with_its_number(tmp_path):
    (tmp_path / "t.jsonl").write_text('\n{"text": "x"\n[]\n', encoding="utf-8")
    rows = [(number, str(row)) for number, row in read_rows(tmp_path / "t.jsonl")]
    assert rows == [(2, "not JSON (JSONDecodeError)"), (3, "JSON, but not an object with named values")]


@pytest.mark.parametrize(
    ("name", "table", "number"),
    [
        ("t.csv", "\n \r\ntitle,text\n甲,{}\n", 4),
        ("t.csv", "# exported by a program\ntitle,text\n甲,{}\n", 3),
        ("t.csv", "sep=;\n\ntitle;text\n甲;{}\n", 4),
        ("t.csv", "title|text\n甲|{}\n", 2),
        ("t.csv", 'title,text\n甲,"她说\\"进来\\"，{}"\n', 2),
        ("t.json", '[{{"title": "甲",\n  "text": "{}"}}]', 1),
        ("t.json", '{{"n": 1, "articles": [{{"title": "甲", "text": "{}"}}]}}', 1),
        ("t.json", '{{"title": "甲", "text": "{}", "pictures": [{{"url": "x"}}]}}', 1),
        ("t.json", '{{"title": "甲", "text": "{}"}}\n{{"title":\n', 1),
        ("t.jsonl", '[{{"title": "甲", "text": "{}"}}]\n', 1),
        ("t.jsonl", '[\n{{"title": "甲", "text": "{}"}},\n]\n', 2),
        ("t.jsonl", '{{"title": "甲", "text": "\t{}"}}\n', 1),
        ("t.jsonl", '{{"title": "甲", "content": {{"text": "{}"}}}}\n', 1),
        (
            "t.jsonl",
            '{{"title": "甲", "content": [{{"type": "text", "text": "{}"}}, {{"type": "image", "url": "x"}}]}}\n',
            1,
        ),
    ],
)
def test_a_table_that_a_program_wrote_in_its_own_way_is_read(name, table, number, tmp_path):
    (tmp_path / name).write_text(table.format(story(7, 5).replace("\n", "")), encoding="utf-8", newline="")
    found = read_corpus(tmp_path / name)
    assert found.articles["title"].tolist() == ["甲"] and story(7, 5)[:9] in found.articles["text"][0]
    assert found.ingest_log["entry"][0] == f"{name}, row {number}"


@pytest.mark.parametrize("cell", ['"a\\"', '"a\\""b"', "a\\", '"C:\\new ""b"""'])
def test_a_backslash_of_a_text_stays(cell, tmp_path):
    (tmp_path / "t.csv").write_text(f"text,n\n{cell},1\n", encoding="utf-8")
    text = cell if cell[0] != '"' else cell[1:-1].replace('""', '"')
    assert [*read_rows(tmp_path / "t.csv")] == [(2, {"text": text, "n": "1"})]


def test_a_line_of_json_that_cannot_be_decoded_costs_itself_or_the_document(tmp_path):
    good, bad = '{"text": "小镇的图书馆夜里也开门"}'.encode(), b'{"text": "' + b"\xff" * 30 + b'"}'
    (tmp_path / "t.jsonl").write_bytes(good + b"\n" + bad)
    assert [type(row).__name__ for _, row in read_rows(tmp_path / "t.jsonl")] == ["dict", "Refusal"]
    (tmp_path / "t.json").write_bytes(b"[" + good + b",\n" + bad + b"]")
    with pytest.raises(FolderError, match=r"t\.json: .*bytes"):
        [*read_rows(tmp_path / "t.json")]


def test_objects_in_arrays_are_counted_on():
    lines = ['[{"n": 1}, {"n": 2}]', '{"n": 3}', "7", '[{"n": 4}, 5]']
    found = [*rows_of_json(Lines(io.StringIO("\n".join(lines))), list, is_whole=False)]
    assert [(number, row["n"] if isinstance(row, dict) else None) for number, row, _ in found] == [
        (1, 1),
        (2, 2),
        (3, 3),
        (4, None),
        (5, 4),
        (6, None),
    ]


_TWO = [{"title": "钟", "text": "她修了二十年的钟。"}, {"title": "船", "text": "摆渡的人把缆绳\n解开了。"}]


def _as_json(value, **options):
    return json.dumps(value, ensure_ascii=False, **options)


_WIDE = _as_json(_TWO, indent=2)
_PARTS = [_as_json(one, indent=1) for one in _TWO]
_ONE_LINE = [_as_json(one) for one in _TWO]


@pytest.mark.parametrize(
    "document",
    [
        "\n".join(_PARTS), "".join(_ONE_LINE), " ".join(_ONE_LINE), ",\n".join(_PARTS), f"[{_PARTS[0]}]\n[{_PARTS[1]}]",
        _WIDE[:-1] + ",]", _WIDE.replace('"\n', '",\n'), _as_json(_TWO)[:-1] + ",]", _WIDE[:-2], "[\n" + ",\n".join(_PARTS) + ",\n",
        "// 导出\n" + _WIDE, "# 导出\n" + _WIDE, _WIDE.replace('"text"', '// 正文, "x"\n "text"'), _WIDE.replace('"text"', '/* 正文 */ "text"'),
        f"```json\n{_WIDE}\n```", f"var data = {_as_json(_TWO)};", f"module.exports = {_WIDE};", f"load({_as_json(_TWO)})", f"load(\n{_WIDE}\n);",
        repr(_TWO), "\n".join(map(repr, _TWO)), repr(tuple(_TWO)), "\n".join(_ONE_LINE).replace("\\n", "\n"),
        "\n".join(f"{n}\t{line}" for n, line in enumerate(_ONE_LINE)), _as_json(_TWO).replace("缆", "\\缆"),
        _as_json({"code": 0, "data": {"total": 2, "items": _TWO}}), _as_json({"articles": _TWO, "sources": [{"name": "山报"}]}),
        _as_json({"hits": {"hits": [{"_id": "1", "_source": one} for one in _TWO]}}), _as_json([{"page": 1, "items": _TWO[:1]}, {"page": 2, "items": _TWO[1:]}]),
        _as_json([_TWO[:1], _TWO[1:]]), _as_json({"a": _TWO[0], "b": _TWO[1]}), _as_json([{"data": one, "status": "ok"} for one in _TWO]),
        _as_json({name: {str(n): one[name] for n, one in enumerate(_TWO)} for name in ("title", "text")}),
        _as_json({"columns": ["title", "text"], "index": [0, 1], "data": [[*one.values()] for one in _TWO]}),
        _as_json([["title", "text"], *([*one.values()] for one in _TWO)]), _as_json({name: [one[name] for one in _TWO] for name in ("title", "text")}),
        _as_json({"content": _TWO, "totalPages": 1}),
    ],
)  # fmt: skip
def test_objects_are_found_in_what_is_nearly_json_and_wherever_they_stand(document, tmp_path):
    for name in ("t.json", "t.jsonl"):
        if name == "t.json" or "\n  " not in document:
            rows = [row for _, row in read_rows(_table(tmp_path, name, document))]
            assert [str(row) if isinstance(row, Refusal) else row for row in rows] == _TWO, name


@pytest.mark.parametrize(
    ("document", "found"),
    [
        (_WIDE.replace('"钟"', '"大"钟"'), ["not JSON (JSONDecodeError)", "船"]),
        (_as_json([*_TWO, *_TWO]).replace('"船"', '"渡"船"', 1), ["钟", "not JSON (JSONDecodeError)", "钟", "船"]),
        (_WIDE[:-20], ["钟", "not JSON (JSONDecodeError)"]),
        (_as_json({"data": {"list": _TWO}})[:-25], ["钟", "not JSON (JSONDecodeError)"]),
        (_as_json({"data": [{"id": {"a": 1}}, *_TWO]})[:-25], ["钟", "not JSON (JSONDecodeError)"]),
        ("\n".join([_PARTS[0][:-1], _PARTS[1]]), ["not JSON (JSONDecodeError)", "船"]),
        ("\n".join([*_ONE_LINE, "垃圾", "[1]"]), ["钟", "船", "not JSON (ValueError)", "JSON, but not an object with named values"]),
        ("{'title': '钟', 'text': }", ["not JSON (ValueError)"]),
        ("{" * 30, ["not JSON (ValueError)"]),
        ('{"' * 30, ["not JSON (JSONDecodeError)"]),
        (_as_json([{"n": "钟" * (1 << 18)}, *_TWO])[:-20], [None, "钟", "not JSON (JSONDecodeError)"]),
        # what holds a text, or a title, is one row, whatever stands in it
        (_as_json({**_TWO[0], "comments": _TWO}), ["钟"]),
        (_as_json([_TWO[0], {"title": "船", "comments": [{"content": "好。"}]}]), ["钟", "船"]),
        (_as_json([{"title": "船", "comments": [{"content": "好。"}]}]), ["船"]),
        (_as_json({"title": "直播", "content": _TWO}), ["直播"]),
        (_as_json({"text": ["一", "二"], "authors": "阿秀"}), [None]),
        (_as_json({"text": {"0": "一", "1": "二"}, "title": {"0": "钟"}}), [{"0": "钟"}]),
        (_as_json([["title", "text"], ["钟", "一"], ["船"]]), ["钟", "1 cell, where the header has 2"]),
        (_as_json([[1], [2]]), ["JSON, but not an object with named values"] * 2),
        (_as_json({"a": {"a": {"a": {"a": {"a": {"a": {"a": {"a": _TWO}}}}}}}}), [None]),
    ],
)  # fmt: skip
def test_what_is_no_json_is_told_once_and_costs_itself(document, found, tmp_path):
    rows = [row for _, row in read_rows(_table(tmp_path, "t.json", document))]
    assert [str(row) if isinstance(row, Refusal) else row.get("title") for row in rows] == found


@pytest.mark.parametrize(
    ("nearly", "text"),
    [
        (r'{"text": "a\，b"}', "a，b"),
        ('{"text": "一\n[1] 二"}', "一\n[1] 二"),
        (r'{"text": "it\'s"}', "it's"),
        (r'{"text": "C:\数据\xls", }', r"C:数据\xls"),
        (r'{"text": "见 http://a//b # 甲, ] /* 乙 */", }', "见 http://a//b # 甲, ] /* 乙 */"),
    ],
)
def test_what_looks_like_a_comment_in_a_text_is_text(nearly, text, tmp_path):
    assert read_rows(_table(tmp_path, "t.jsonl", nearly)) == [(1, {"text": text})]


def test_a_folder_of_nothing_but_tables_is_read_as_one_table(tmp_path):
    (tmp_path / "in").mkdir()
    _table(tmp_path / "in", "03.csv", "title,text\n钟,一\n")
    _table(tmp_path / "in", "04.json", _as_json(_TWO[0]))
    _table(tmp_path / "in", "words.csv", "词\n算力\n")
    _table(tmp_path / "in", "list.docx", "x")
    found = [*entries_of(tmp_path / "in")]
    assert [(entry.name, entry.metadata.get("article_id"), entry.data) for entry in found if not entry.refusal] == [
        ("03.csv, row 2", "03-2", "一"),
        ("04.json, row 1", "04-1", _TWO[0]["text"]),
    ]
    (docx, words) = (str(entry.refusal) for entry in found if entry.refusal)
    assert docx.startswith("not read (.docx)") and words.startswith("words.csv lacks a text column; it has 词")
    log = read_corpus(tmp_path / "in").ingest_log.set_index("entry")["why"]
    assert "own words" in log["words.csv"]
    (entry, *_) = entries_of(tmp_path / "in", text_column="TITLE")
    assert entry.data == "钟"
    (tmp_path / "in" / "a.txt").write_text("甲", encoding="utf-8")
    assert [entry.name for entry in entries_of(tmp_path / "in") if not entry.refusal] == ["a.txt"]
    with pytest.raises(FolderError, match="is no table, so it has no column"):
        [*entries_of(tmp_path / "in", text_column="title")]


@pytest.mark.parametrize("column", ["story", "Story ", "STORY"])
def test_the_name_of_the_text_column_may_be_in_any_case(column, tmp_path):
    (entry,) = entries_of(_table(tmp_path, "t.csv", "title,Story\n钟,一\n"), text_column=column)
    assert entry.data == "一"
    (entry,) = entries_of(_table(tmp_path, "t.csv", "報導全稿,story,Story\n一,二,三\n"), text_column="Story")
    assert entry.data == "三"


def test_a_nul_in_a_text_is_taken_out_and_told(tmp_path):
    for table in (f"text\n一{'二' * 99}\0三\n", _as_json({"text": f"一{'二' * 99}\0三"})):
        (entry,) = entries_of(_table(tmp_path, "t.json" if table[0] == "{" else "t.csv", table))
        assert entry.data == f"一{'二' * 99}三"
        assert entry.warnings == ("1 NUL taken out: a character may be lost there",)


@pytest.mark.parametrize(
    "column", ["clean_text", "Post Content", "報導內容", "資訊正文", "body_html", "文字", "news", "contents"]
)
def test_a_column_of_text_is_known_by_many_names(column, tmp_path):
    (tmp_path / "t.csv").write_text(f"id,{column}\n1,{story(7, 5).replace(chr(10), '')}\n", encoding="utf-8")
    assert len(read_corpus(tmp_path / "t.csv").articles) == 1


def test_a_name_that_may_mean_another_thing_counts_behind_the_others(tmp_path):
    (tmp_path / "t.csv").write_text(f"文字,正文\n林晓,{story(7, 5).replace(chr(10), '')}\n", encoding="utf-8")
    assert story(7, 5)[:9] in read_corpus(tmp_path / "t.csv").articles["text"][0]


def test_subtitles_are_read_as_texts(tmp_path):
    for ending in ("srt", "vtt", "ass", "ssa"):
        (tmp_path / f"a.{ending}").write_text(story(1), encoding="utf-8")
    assert [(entry.name, entry.refusal) for entry in entries_of(tmp_path)] == [
        (f"a.{ending}", None) for ending in ("ass", "srt", "ssa", "vtt")
    ]


def test_links_are_told_apart(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "out.txt").write_text("x")
    for name, target in (("a.txt", "nowhere.txt"), ("b.txt", "../out.txt"), ("c.txt", "d.txt")):
        (tmp_path / "in" / name).symlink_to(target)
    (tmp_path / "in" / "d.txt").write_text("x")
    links = [(str(entry.refusal), entry.refusal.outcome) for entry in [*entries_of(tmp_path / "in")][:3]]
    assert links == [
        ("a broken link", "skipped"),
        ("a link that leads out of the folder", "refused"),
        ("a link; its target is read in its own place", "skipped"),
    ]


@pytest.mark.parametrize(
    "page, around",
    [
        ("头<article class=a>甲</article >尾", ["头", "尾"]),
        ("头<ARTICLE>甲</ARTICLE>尾", ["头", "尾"]),
        ("头<article>甲", ["头"]),
        ("头<article>甲</article><article>乙</article>尾", []),
        ("头<main>甲</main>尾", ["头", "尾"]),
    ],
)
def test_what_stands_around_the_one_article_of_a_page(page, around):
    found = find_navigation(f"<!doctype html>{page}")
    assert [old.removeprefix("<!doctype html>") for _, old, _, _ in found] == around


TOLD = "模型便宜了。工厂都来问。厂长算了账。工人省了时间。竞争更激烈。"


@pytest.mark.parametrize(
    "page, left",
    [
        (f"<article>摘要。</article><div>{TOLD}</div><nav>首页</nav>", f"<article>摘要。</article><div>{TOLD}</div>"),
        (f"<p>{TOLD}</p><article>摘要。</article>尾", f"<p>{TOLD}</p><article>摘要。</article>"),
        (f"<article>{TOLD * 5}</article>{TOLD}", f"<article>{TOLD * 5}</article>"),  # little beside the article
        ("<article>摘要。</article>四句。四句。四句。四句。", "<article>摘要。</article>"),
        (f"<article>摘要。</article><div class=comments>{TOLD}</div>", "<article>摘要。</article>"),
        (f"<article>摘要。</article><a>题</a>。{'<a>题目</a>简介。' * 4}", "<article>摘要。</article>"),  # teasers
    ],
)
def test_prose_outside_the_article_of_a_page_stays(page, left):
    page = f"<html>{page}"
    assert boilerplate.cut(page, find_navigation(page)).removeprefix("<html>") == left


THREE = "<a>山谷公司</a>{0}<a>河谷公司</a>{0}<a>海湾公司</a>"


@pytest.mark.parametrize(
    "page",
    [
        f"<p>出席的有<span>{THREE.format('')}</span>三家。</p>{TOLD}",
        f"<p>{THREE.format('、')}</p>{TOLD}",
        f"<article>{TOLD}<ul><li>{THREE.format('<li>')}</ul></article>",
        f"<p>占<span class=share>三成</span><b class='social'>以上</b>。</p>{TOLD}",
        f"<p>他说<blockquote class=comment>便宜了。</blockquote>{TOLD}",
        f"<div style='display:none'>{TOLD * 2}</div>{TOLD}",  # a program shows it
        f"<div hidden>{TOLD}</div>{TOLD * 9}",  # prose in plenty
        f"<p>占<span aria-hidden=true>三成</span>。</p>{TOLD}",
        f"<div hidden><h1>题</h1></div>{TOLD}",
    ],
)
def test_an_element_that_belongs_to_the_text_stays(page):
    assert [old for _, old, _, _ in find_navigation(f"<html>{page}") if old != "<html>"] == []


@pytest.mark.parametrize(
    "element",
    [
        "<p>出席</p>|<ul><li>" + THREE.format("<li>") + "</ul>",
        "|<span class=share>分享</span>",
        "|<div style='color: red; DISPLAY : none'>藏</div>",
        "他|<i style='display:none'>藏</i>",
        "|<p hidden>藏</p>",
        "|<div aria-hidden='true'>饰</div>",
        "他|<div class=share>分享</div>",
    ],
)
def test_an_element_that_is_not_shown_or_stands_around_goes(element):
    before, cut = element.split("|")
    page = f"<html>{before}{cut}<p>{TOLD}</p>"
    assert [old for _, old, _, _ in find_navigation(page)] == [cut]


def _cut_of(element, *, in_article=False):
    page = f"<p>{TOLD}</p>{element}<p>{TOLD}</p>"
    found = find_navigation(f"<html>{f'<article>{page}</article>' if in_article else page}")
    return [old for _, old, _, _ in found if old != "<html>"]


@pytest.mark.parametrize(
    "element",
    [
        "<h2 id='Menu'>菜单怎么写</h2>", "<h3 id='social-cost'>社会代价</h3>", "<h2 class=comment>评语</h2>",  # made of headings
        "<section id='related-words'><h2>近义词</h2><a>甲</a>、<a>乙</a></section>", "<section id=sidebar><h2>侧边</h2><p>侧边有灯。</p></section>",
        "<table><tr><th class=share>占比<td class='ad-cost'>三成</table>", "<ul><li id=menu>菜单：两页<li id=login>登录：一页</ul>",
        "<p class='gdp-share'>占全国的三成。</p>", "<p id=copyright>版权是另一件事</p>", "<div class='newsletter-issue'><p>见字如面。</p><p>天冷了。</p></div>",
        "<div class=sidebar><h4>小档案</h4><p>桥长百米，宽十米。</p></div>", "<div class=recommend><p>他推荐的书很旧。</p><p>见<a>书目</a>。</p></div>",
        "<blockquote><p>桥会修好。</p><footer>——一位船工</footer></blockquote>", "<section><p>桥修好了。</p><footer>写于河边，那年冬天很冷。</footer></section>",
        "<p>他说……<span style='display:none'>桥会修好。</span></p>", "<dt>桥断了吗？</dt><dd hidden><p>没有。</p></dd>", "<h3>橋斷了嗎？</h3><div style='display:none'>沒有。</div>",
        "<p>他說：<i hidden>橋會修好。</i></p>", "<p><span style='display: none'><math><mi>x</mi></math></span></p>",
        "<p>河边还开着的茶馆有：</p><ul><li>" + THREE.format("<li>") + "</ul>", "<p>河邊還開著的茶館有：</p><div><ol><li>" + THREE.format("<li>") + "</ol></div>",
        "<table><tr><td>" + THREE.format("<td>") + "</table>", f"<p>{THREE.format('')}</p>", "<div class='toc-heading'>一天</div>",
    ],
)  # fmt: skip
def test_a_word_in_a_class_or_id_does_not_take_what_the_text_tells(element):
    assert _cut_of(element) == []
    assert _cut_of(element, in_article=True) == []


@pytest.mark.parametrize(
    "element",
    [
        "<div class='share-box'><a>微信</a><a>微博</a></div>", "<div id='related_posts'><h3>相关</h3><a>甲</a><p>甲的简介。</p></div>",
        "<div class=sidebar><p>我写代码。</p><a>首页</a></div>", "<div class=newsletter><p>每周一封，欢迎订阅。</p><input><button>订阅</button></div>",
        "<section id=comments><p>写得真好。</p><p>我也这样想。</p></section>", "<section id='reader-list' class='comments'><p>写得真好。</p></section>",
        "<div class=copyright>未经许可，不得转载。</div>", "<p class=ad>新品上市</p>", "<p class=share>分享到</p>", "<li class=menu>菜单</li>",
        "<footer>保留所有权利。</footer>", "<div hidden>请先登录。</div>",
        "<div style='display:none'><p>计数器</p></div>", "<aside><h3>热门</h3><a>甲。</a><p>简介。</p></aside>", "<aside><p>订阅周刊。</p><input></aside>",
        "<aside class=ad><p>新品上市。</p></aside>", "<div id=toc><p>目錄</p><a href=#a>一天</a><a href=#b>兩天</a></div>",
    ],
)  # fmt: skip
def test_what_stands_around_an_article_still_goes_by_its_class_or_id(element):
    assert _cut_of(element) == [element]


def test_an_aside_is_part_of_the_text_only_inside_the_one_article():
    note = "<aside class=note><p>注意</p><p>桥在去年改过名。</p></aside>"
    assert (_cut_of(note), _cut_of(note, in_article=True)) == ([note], [])
    assert _cut_of("<section><footer>标签：桥</footer></section>") == ["<footer>标签：桥</footer>"]


@pytest.mark.parametrize(
    "line", ["相关文章：", "你可能還喜歡的文章：", "更多精彩内容请点击：", "您现在的位置：", "分享到：", "三家公司都来了。", "出席的公司有三家"]
)  # fmt: skip
def test_a_list_of_links_goes_unless_a_line_with_a_colon_announces_it(line):
    links = "<ul><li>" + THREE.format("<li>") + "</ul>"
    assert links in _cut_of(f"<p>{line}</p>{links}")
    assert [old for _, old, _, _ in find_navigation(f"{TOLD}\n{line}\n{f'{LINK}{chr(10)}' * 3}{TOLD}")] == [
        f"{LINK}\n" * 3
    ]


def test_in_markdown_too_a_line_with_a_colon_announces_links_up_to_the_next_label():
    raw = f"{TOLD}\n**这一期里写河最好的三篇：**\n\n{f'- {LINK}{chr(10)}' * 3}"
    assert find_navigation(f"{raw}\n{TOLD}") == []
    cut = f"* {LINK}\n" * 3
    assert [old for _, old, _, _ in find_navigation(f"{raw}\n栏目\n{cut}\n{TOLD}")] == [cut]
    assert [old for _, old, _, _ in find_navigation(raw)] == [f"- {LINK}\n" * 3]  # at the end of the file


# ---------------------------------------------------------------------------------------------- boilerplate and copies


def _site(tmp_path, *seeds, foot="山谷日报 版权所有 未经许可 不得转载 {}"):
    for seed in seeds:
        (tmp_path / f"{seed}.txt").write_text(story(seed) + foot.format(seed) + "\n", encoding="utf-8")
    return read_corpus(tmp_path)


def test_a_line_that_a_source_repeats_is_cut_and_told(tmp_path):
    found = _site(tmp_path, 11, 12, 13)
    assert not found.articles["text"].str.contains("山谷日报").any()
    assert found.ingest_log["why"].str.contains("cut as boilerplate").all()
    assert all("山谷日报" in with_boilerplate(row) for row in found.articles.itertuples())
    kept = read_corpus(tmp_path, cut_boilerplate=False)
    assert kept.articles["text"].str.contains("山谷日报").all()


@pytest.mark.parametrize(
    "line",
    [
        *["版权声明：转载请注明来源。", "责任编辑：林晓", "© 2024 某站 Powered By X", "作者|林晓 编辑|陈默"],
        *[
            "文丨林晓",
            "某报记者｜林晓 责编｜陈默",
            "头图／某某图库",
            "主笔/林晓 / 版面/陈默",
            "2024年5月6日 08:14 星期一",
        ],
        *[
            "林晓 发表于 2024-05-06 08:14",
            "（本文来自某某日报）",
            "识别下方二维码，加入交流群",
            "商务合作：someone@a.example",
        ],
        *["喜欢就点个赞和在看，分享给好友吧！", "某某社编辑部", "via:", "—THE END—"],
        *[
            "林晓 分析师 SAC执证编号：S0123456789012",
            "分析师：林晓（执业证书编号：S0123456789012）",
            "admin#site.example",
        ],
        *["广告声明：文内的跳转链接用于传递信息，所有文章均含本声明。", "欢迎在评论区留言。", "赶快关注某某公众号吧！"],
        *["mp.weixin.qq.com林晓 某某周刊", "*个人观点，仅供参考。", "这是某某公众号的第25篇原创文章"],
        *["本文由某某社编译，某某网推出", "本文属于原创文章，如若转载，请注明来源：某某网", "欢迎点击此处加入学习。"],
        *["本刊开源，欢迎投稿。合作请邮件联系（someone@a.example）。", "相关阅读：《模型变便宜》《价格又降了》"],
    ],
)
def test_credits_and_rights_are_cut_at_the_edges_of_an_article_only(line, tmp_path):
    body = [sentence for sentence in story(9, 20).split("\n") if sentence]
    assert len(body) > 13
    for place in (2, len(body) // 2, len(body) - 1):
        text = "\n".join([*body[:place], line, *body[place:]])
        found = boilerplate.find_boilerplate(text)
        assert [note for *_, note in found] == ["credit, rights or contact"] * (place != len(body) // 2)
        assert boilerplate.boilerplate_of(boilerplate.fingerprints_of(text), frozenset()).sum() == len(found)


@pytest.mark.parametrize(
    ("line", "cut"),
    [
        *[("图片来源：山谷科技", True), ("资料来源：山谷官网，晨星证券研究部", True), ("山谷科技官方供图", True), ("图源社交媒体截图", True)],
        *[("3. git.example.com/valley/model", False), ("关注山谷周刊，后台回复关键词【雷达】获取全图", True)],
        *[("▲山谷里的机房，去年秋天落成。（图／林青摄）", True), ("港口的起重机。（资料照）", True), ("推 valley9: 说得好 05/03 08:30", True), ("推开门的是AI。", False), ("他笑着说（图省事而已）。", False)],
        *[("图片来源成了争议的焦点。", False), ("模型已放在example.com上。", False), ("她在后台回复了读者的问题。", False)],
    ],
)  # fmt: skip
def test_credits_of_pictures_and_bare_addresses_are_cut_wherever_they_stand(line, cut):
    body = [sentence for sentence in story(9, 20).split("\n") if sentence]
    found = boilerplate.find_boilerplate("\n".join([*body[:10], line, *body[10:]]))
    assert [old.strip() for _, old, _, _ in found] == [line] * cut


@pytest.mark.parametrize("between", ["https://a.example/1\n\n", "\n\ufeff\n\n"])
def test_a_motto_between_the_article_and_the_menu_is_cut(between):
    raw = f"{story(9, 8).strip()}\n{between}谁也不知道明天。——某某\n\n* [首页](/)\n* [往日](/old)\n* [登录](/in)\n"
    assert next(old.strip() for _, old, _, _ in find_navigation(raw)) == "谁也不知道明天。——某某"
    assert "——某某" not in "".join(old for _, old, _, _ in find_navigation(raw.replace(between, "\n")))


def test_all_lists_of_other_articles_at_the_end_are_cut_with_the_buttons_between_them():
    body = story(9, 20).strip()
    tail = [
        "往期精彩推荐",
        "1.模型又便宜了",
        "阅读原文",
        "喜欢此内容的人还喜欢",
        "他一口气写完了！",
        "某某笔记",
        "不喜欢",
        "不看的原因",
        "暂无留言",
    ]
    cut = boilerplate.cut("\n".join([body, *tail]), boilerplate.find_boilerplate("\n".join([body, *tail])))
    assert cut.strip() == body


def test_short_labels_do_not_hide_the_credits_before_them():
    body = [sentence for sentence in story(9, 20).split("\n") if sentence]
    text = "\n".join([*body, "图源：某某图库", *[f"热门{letter}" for letter in "甲乙丙丁戊己庚"]])
    assert "图源：某某图库" in [old.strip() for _, old, _, _ in boilerplate.find_boilerplate(text)]


@pytest.mark.parametrize(
    "line",
    [
        *["编辑部的人都知道，开源不是慈善。", "作者认为，模型会变便宜。", "来源可靠的消息说，价格会降。"],
        *[
            "合作让模型更便宜。",
            "他在2024年5月6日说，价格会降。",
            "来自各地的工程师都在关注这个模型。",
            "关于这件事的报道",
        ],
        *["点赞的人很多，模型却不便宜。", "投资有赚有赔。", "网友在评论区留言，说模型变笨了。"],
        *["模型的回答仅供参考。", "双方合作开发了微信小程序。", "这是他们发表的第3篇文章。", "本文由三个部分组成。"],
        *["本文是对一位翻译的采访，她认为价格会降。", "大家都很关注他的演讲吧。", "本文为读者梳理了授权的历史。"],
    ],
)
def test_a_sentence_that_only_begins_like_a_credit_stays(line):
    assert boilerplate.find_boilerplate(line) == []


@pytest.mark.parametrize(
    "lines",
    [
        ["风险提示：本文不构成任何投资建议。"],
    ],
)
def test_a_disclaimer_at_the_end_is_cut(lines):
    text = "\n".join([story(9, 20).strip(), *lines])
    assert [old.strip("\n") for _, old, _, _ in boilerplate.find_boilerplate(text)] == lines
    assert boilerplate.find_boilerplate("\n".join([*lines, *["。".join([story(9, 20).strip()])] * 3])[:0]) == []


PARTS = (
    "编号,段,标题,日期,正文\n7,1,桥,2021-03-04,桥断了。\n7,2,桥,2021-03-04,人过不去。\n8,1,船,2021-03-05,船没有来。\n"
)


@pytest.mark.parametrize(
    ("old", "new", "texts"),
    [
        ("", "", ["桥断了。\n人过不去。", "船没有来。"]),
        ("7,1", "7,0", ["桥断了。", "人过不去。", "船没有来。"]),  # one is missing
        ("7,2,桥", "7,2,河", ["桥断了。", "人过不去。", "船没有来。"]),
        (
            "7,1,桥,2021-03-04,桥断了。\n7,2",
            "7,2,桥,2021-03-04,桥断了。\n7,3",
            ["桥断了。", "人过不去。", "船没有来。"],
        ),
        ("段", "页码", ["桥断了。\n人过不去。", "船没有来。"]),
        ("编号", "序列", ["桥断了。", "人过不去。", "船没有来。"]),  # no id
        ("7,", ",", ["桥断了。", "人过不去。", "船没有来。"]),
    ],
)
def test_rows_that_a_column_counts_below_one_id_are_one_text(old, new, texts, tmp_path):
    (tmp_path / "t.csv").write_text(PARTS.replace(old, new))
    entries = [*entries_of(tmp_path / "t.csv")]
    assert [entry.data for entry in entries] == texts
    told = [warning for entry in entries for warning in entry.decoded.warnings]
    assert told == [f"its text is joined of 2 rows, which {new or '段'!r} counts"] * (len(texts) == 2)


PAGE = (
    "<html><head><title>剪报</title></head><body>{}<table border=1><thead><tr><th>来源<th><b>标题</b></th><th>正文</th></tr></thead><tbody>"
    "<tr>\n<td rowspan=2>江畔&amp;报</td><td>桥</td><td>桥断了。<br>人过不去。<table><tr><td>船</td></tr></table></td></tr>\n"
    "<tr><td>船</td><td>船没有来。</td></tr><tr><td></td></tr><tr><td colspan=2>河</td><td>河很长。</td></tr></tbody></table>{}</body></html>"
)


def test_a_page_that_is_one_table_is_read_by_its_rows(tmp_path):
    (tmp_path / "a.html").write_text(PAGE.format("<h1>剪报</h1>", ""))
    entries = [*entries_of(tmp_path)]
    assert [entry.metadata for entry in entries] == [
        {"article_id": "a-2", "title": "桥", "outlet": "江畔&报"},
        {"article_id": "a-3", "title": "船", "outlet": "江畔&报"},
        {"article_id": "a-5", "title": "河", "outlet": "河"},
    ]
    assert entries[0].data == "桥断了。<br>人过不去。<table><tr><td>船</td></tr></table>"


@pytest.mark.parametrize(
    "above", ["<caption>桥</caption>", "<colgroup><col width=72><col></colgroup>", "<!-- 剪报 -->\n<tbody>"]
)
def test_what_stands_above_the_first_row_of_a_table_is_no_row(above):
    assert header_of_page(PAGE.format("", "").replace("<table border=1>", f"<table>{above}")) == [
        "来源",
        "标题",
        "正文",
    ]


@pytest.mark.parametrize(
    "page",
    [
        PAGE.format("<p>这座桥的故事，要从三十年前说起。</p>", ""),
        PAGE.format("", "<p>这座桥的故事，要从三十年前说起。</p>"),
        PAGE.format("", "").replace("正文", "长度"),
        PAGE.format("", "").split("</table>")[0],
        PAGE.format("", "").split("</thead>")[0] + "</table>",
        PAGE.format("", PAGE.format("", "")),
    ],
)
def test_a_page_that_holds_a_table_beside_its_text_is_one_article(page, tmp_path):
    (tmp_path / "a.html").write_text(page)
    assert [entry.data for entry in entries_of(tmp_path)] == [tmp_path / "a.html"]


def test_a_text_of_many_rows_ends_where_a_row_cannot_be_read(tmp_path):
    rows = [{"id": "7", "n": n, "text": f"{n}号船没有来。"} for n in range(3)]
    (tmp_path / "t.jsonl").write_text(
        "\n".join(["[]", *map(json.dumps, rows), "[]", '{"id": "7", "n": 3, "text": "桥断了。"}'])
    )
    assert [entry.data for entry in entries_of(tmp_path / "t.jsonl")] == [
        "", "0号船没有来。\n1号船没有来。\n2号船没有来。", "", "桥断了。",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace("\n", "\r"),
        lambda text: text.replace("\n", "\u2028"),
        lambda text: "\u00ad\u200b".join(text),
        lambda text: text.replace("日", "\u2f47").replace("月", "\u2f49"),
        lambda text: text.replace("：", "\ufe13"),
        lambda text: text.replace("河上的桥", "河 上 的 桥").replace("作者：陈默", "作 者 ： 陈 默"),
        lambda text: f"\x1b[1m{text}".replace("\n", "\x1b[0m\n"),
        lambda text: text.replace("陈默", "陈̲默̲"),
    ],
)
def test_a_head_is_read_as_it_is_seen(spoil, tmp_path):
    text = "河上的桥\n作者：陈默\n来源：江畔ＡＩ报\n日期：2021年3月4日\n\n" + "桥上有人走过，河水很慢。\n" * 9
    (tmp_path / "a.txt").write_bytes(spoil(text).encode())
    row = load_folder(tmp_path).iloc[0]
    assert (row["title"], row["author"], row["outlet"], str(row["date_from"])) == (
        "河上的桥",
        "陈默",
        "江畔ＡＩ报",
        "2021-03-04",
    )
    assert row["raw"] == spoil(text)


def test_the_head_of_a_record_is_cut_and_its_date_is_told(tmp_path):
    (tmp_path / "a.txt").write_text("05-06 08:14，正文：" + story(5), encoding="utf-8")
    found = read_corpus(tmp_path)
    assert "正文" not in found.articles["text"][0]
    assert found.articles["ledger"][0][0].note == RECORD
    assert find_navigation("一句话。另一句，正文：甲") == []


def test_joined_lines_and_a_converted_passage_are_told(tmp_path):
    body = re.sub(r"\s", "", story(5, 20))
    lines = "\n".join(body[k : k + 20] for k in range(0, len(body), 20))
    (tmp_path / "a.txt").write_text(lines, encoding="utf-8")
    (tmp_path / "b.txt").write_text(story(6) + "他寫道：「這個趨勢無法逆轉。」\n", encoding="utf-8")
    found = read_corpus(tmp_path)
    why = found.ingest_log.set_index("article_id")["why"]
    assert found.articles.set_index("article_id").at["a", "text"] == body
    assert "broken at a fixed width" in why["a"]
    assert "passage in Traditional script" in why["b"]


def test_a_user_s_own_words_are_one_token_each(tmp_path):
    text = story(5) + "各地发放算力券，算力券很受欢迎，用的是Big Model。\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "more.lst").write_text("# my words\n算力券\nBig Model\n", encoding="utf-8")

    def terms(**options):
        return {*count_terms(load_folder(tmp_path, **options))["term"]}

    assert {"算力券", "Big Model"} <= terms(words=tmp_path / "more.lst")
    assert not {"算力券", "Big Model"} & terms()
    (tmp_path / "b.txt").write_text(story_tw(6) + "大家都說台東之星這個模型最好。\n", encoding="utf-8")
    (tmp_path / "more.lst").write_text("台東之星\n", encoding="utf-8")
    assert "台东之星" in terms(words=tmp_path / "more.lst")
    (tmp_path / "words.csv").write_text("算力券\n", encoding="utf-8")
    assert "算力券" in terms()
    with pytest.raises(FolderError, match=r"none\.csv: cannot be opened"):
        load_folder(tmp_path, words=tmp_path / "none.csv")
    (tmp_path / "words.csv").unlink()
    terms()


@pytest.mark.parametrize(
    ("content", "words", "not_words"),
    [
        ("算力券,补贴的一种\n词元；token\n", ("算力券", "词元"), ()),
        ('word,note\n"算力券","a, b"\nBig Model\tmine\n', ("算力券", "Big Model"), ()),
        ("詞語\n算力券\n\n# mine\n軟體市集，臺灣\n", ("算力券", "软体市集"), ()),
        ("台東之星\n台东之星\n饿了么\n小綠葉群組\n", ("台东之星", "饿了么", "小绿叶群组"), ()),
        ("算力券,a\n券,b\n怎么办？,c\n算力券\n", ("算力券",), ("券", "怎么办？")),
        # dictionaries of jieba's; but names with a number or a word behind them stay
        ("河湾桥 12 ns\n渡船费 3\n", ("河湾桥", "渡船费"), ()),
        ("河湾桥 ns\n渡船费 n\n", ("河湾桥", "渡船费"), ()),
        ("渡船 4\n河湾 3\n", ("渡船 4", "河湾 3"), ()),
        ("渡船 pro\n河湾 lite\n", ("渡船 pro", "河湾 lite"), ()),
        ("Old Bridge\n渡船 n\n", ("Old Bridge", "渡船 n"), ()),
        # bullets, numbers and marks
        ("- 河湾桥\n2. 渡船费\n3、桥工\n", ("河湾桥", "渡船费", "桥工"), ()),
        ("3.5版\n2.0时代\n996\n-pro\n", ("3.5版", "2.0时代", "996"), ("-pro",)),
        ("“河湾桥”、「渡船费」|两个\n《桥》\n", ("河湾桥", "渡船费"), ("桥",)),
        # the column of the words
        ("關鍵詞|備註\n河湾桥|a\n", ("河湾桥",), ()),
        ("1,河湾桥\n2,渡船费\n", ("河湾桥", "渡船费"), ()),
        ("996,加班\n河湾桥,地名\n", ("996", "河湾桥"), ()),
        ("序号;术语\n1;河湾桥\n", ("河湾桥",), ()),
        ("河湾桥,名词\n渡船费,术语\n", ("河湾桥", "渡船费"), ()),
        ("sep=;\n河湾桥;a\n// 备注\nC#\n.NET\nGPT‑9\n", ("河湾桥", "C#", ".NET", "GPT-9"), ()),
        (",,\n\n", (), ()),
    ],
)
def test_own_words_are_the_first_column_and_what_is_none_is_told(tmp_path, content, words, not_words):
    (tmp_path / "a.txt").write_text(story(5), encoding="utf-8")
    (tmp_path / "words.csv").write_text(content, encoding="utf-8")
    own = read_own_words(tmp_path, None)
    assert (own.words, own.not_words) == (words, not_words)
    log = read_corpus(tmp_path).ingest_log.set_index("entry")
    assert log.at["words.csv", "outcome"] == "skipped" and log.at["words.csv", "why"] == own.report()


def test_a_file_of_words_elsewhere_is_told_of_only_if_it_holds_what_is_no_word(tmp_path):
    _write(tmp_path / "in", a_dot_txt=story(5))
    (tmp_path / "w.csv").write_text("算力券\n", encoding="utf-8")
    assert len(read_corpus(tmp_path / "in", words=tmp_path / "w.csv").ingest_log) == 1
    (tmp_path / "w.csv").write_text("算力券\n" + "".join(f"{n}?\n" for n in range(6)), encoding="utf-8")
    log = read_corpus(tmp_path / "in", words=tmp_path / "w.csv").ingest_log.set_index("entry")
    assert log.at["w.csv", "why"] == "your own words: 1 learned; 6 lines not understood: 0?, 1?, 2?, 3?, 4?, …"


@pytest.mark.parametrize("mine", ["../words.csv", "mine.txt", "sub/words.csv"])
def test_files_in_the_folder_that_are_no_articles_tell_what_they_are_for(tmp_path, mine):
    _write(
        tmp_path / "in",
        a_dot_txt=story(5),
        words_dot_csv="闭源\n",
        meta_dot_csv="file,title\na.txt,题\n",
        t_dot_csv="a\n",
    )
    _write(tmp_path / "in" / "sub", b_dot_txt=story(6))
    (tmp_path / "in" / mine).write_text("算力券\n", encoding="utf-8")
    found = read_corpus(tmp_path / "in", words=tmp_path / "in" / mine, metadata=tmp_path / "in" / "meta.csv")
    log = found.ingest_log.set_index("entry")
    name = Path(mine).name
    told = {"words.csv": f"not read: your own words come from {name}", "meta.csv": "the table of metadata"}
    told |= {"t.csv": "a table in a folder of texts: give it as FROM, or as --metadata"}
    told |= {} if mine.startswith("..") else {mine: "your own words: 1 learned"}
    assert log.loc[log["outcome"] == "skipped", "why"].to_dict() == told
    assert found.articles["article_id"].tolist() == ["a", "b"]


def test_an_article_of_nothing_but_lines_of_its_source_is_left_whole_and_told(tmp_path):
    mine, yours, third, *more = (story(number).replace("。", "。\n") for number in range(1, 13))
    _write(tmp_path, a_dot_txt=mine + third, b_dot_txt=yours + more[0], c_dot_txt=mine + yours)
    _write(tmp_path, **{f"d{k}_dot_txt": mine + more[k] for k in (1, 2, 3, 4)})
    _write(tmp_path, **{f"e{k}_dot_txt": yours + more[k] for k in (5, 6, 7, 8)})
    found = read_corpus(tmp_path)
    ingest_log, texts = (table.set_index("article_id") for table in (found.ingest_log, found.articles))
    assert "100% of it repeats lines of its source: left in, too much to cut" in ingest_log.at["c", "why"]
    assert texts.at["c", "text"].split() == (mine + yours).split()
    assert "cut as boilerplate" in ingest_log.at["a", "why"] and "cut as boilerplate" in ingest_log.at["b", "why"]


def test_navigation_is_cut_first_and_traced_as_such(tmp_path):
    page = f"<!doctype html><body><nav>首页 登录</nav><p>{story(3)}</p></body>"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    found = load_folder(tmp_path).iloc[0]
    first = found["ledger"][0]
    assert (first.step, first.rule, first.old) == (0, boilerplate.RULE, "<nav>首页 登录</nav>")
    assert found["ledger"][-1].step > 0 and "登录" not in found["text"]
    assert "登录" in load_folder(tmp_path, cut_boilerplate=False)["text"][0]


def test_articles_that_repeat_each_other_are_left_alone(tmp_path):
    for k in range(3):
        (tmp_path / f"{k}.txt").write_text(story(20) + story(30 + k, 1), encoding="utf-8")
    found = read_corpus(tmp_path)
    assert found.articles["text"].str.len().min() > 150
    assert len(without_copies(*found)) == 1


def test_never_more_than_the_stated_share_is_cut(tmp_path):
    for k in range(3):
        (tmp_path / f"{k}.txt").write_text(
            "\n".join(f"栏目{c}的固定导语在此" for c in "甲乙丙丁戊己庚辛") + "\n" + story(40 + k, 1), encoding="utf-8"
        )
    found = read_corpus(tmp_path)
    assert (found.ingest_log["cut"] <= boilerplate.MOST).all()
    assert found.ingest_log["why"].str.contains("too much to cut|near copy").any()


def test_copies_are_found_across_scripts_and_kept_once(tmp_path):
    import opencc

    (tmp_path / "a.txt").write_text(story(50), encoding="utf-8")
    (tmp_path / "b.txt").write_text(
        "這一篇比另一篇多一句話。\n" + opencc.OpenCC("s2tw").convert(story(50)), encoding="utf-8"
    )
    (tmp_path / "c.txt").write_text(story(51), encoding="utf-8")
    found = read_corpus(tmp_path)
    why = found.ingest_log.set_index("article_id")["why"]
    assert "a near copy of b" in why["a"]
    assert without_copies(*found)["article_id"].tolist() == ["b", "c"]


def test_clean_text_is_not_changed(tmp_path):
    text = story(60).strip()
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert load_folder(tmp_path)["text"].tolist() == [text]


def test_spun_text_is_restored_only_on_request():
    spun = next(SEEDS.glob("000_*.txt"))
    texts = [load_folder(spun, restore_spin=wish)["text"].item() for wish in (False, True)]
    assert "微柔软" in texts[0] and "微柔软" not in texts[1]


@pytest.mark.parametrize("n", [10, 100, 1000])
def test_the_work_on_copies_grows_with_the_articles_not_with_their_square(n):
    pairs = near_duplicates.near_copies(
        {f"{k:04}": boilerplate.fingerprints_of(story(70) + story(1000 + k, 2)) for k in range(n)}
    )
    assert len(pairs) == n - 1
    assert len(near_duplicates.copies_of(pairs, dict.fromkeys((f"{k:04}" for k in range(n)), 1))) == n - 1


# ----------------------------------------------------------------------------------------------------- the example


def test_the_example_shows_what_can_happen_to_a_file():
    found = read_corpus(EXAMPLE)
    why = found.ingest_log.set_index("entry")["why"]
    assert "declares" in why["2024-03-price.html"]
    assert "big5hkscs" in why["2024-09-school-tw.txt"]
    assert "near copy of 2025-01-rocket" in why["2025-03-copy.md"]
    assert "misread" in why["2025-06-downloads.txt"]
    assert found.ingest_log.dtypes.astype(str).to_dict() == INGEST_LOG_TYPES
    assert tuple(found.articles.columns) == ARTICLE_COLUMNS


def test_other_articles_come_as_ours_do_in_order_of_date_and_undated_ones_last():
    found, ours = load_folder(EXAMPLE), load_articles()
    assert found.dtypes.to_dict() == ours.dtypes.to_dict()
    ids = found["article_id"].tolist()
    assert ids == [*sorted(ids[:-1]), "undated-letter"]  # the others are named by their dates
    assert found["date_to"].iloc[-1] is None and found["year"].iloc[-1] == 0
    assert article_labels(found)["undated-letter"].endswith(", undated")
    assert article_labels(found)["2023-05-moat"].endswith(", May 2023")


def test_all_in_memory_each_article_is_read_once(monkeypatch):
    read, names = ingest.read_entry, []
    monkeypatch.setattr(
        ingest, "read_entry", lambda entry, *a, **kw: (names.append(entry.name), read(entry, *a, **kw))[1]
    )
    assert len(load_folder(EXAMPLE)) == 11
    assert len(names) == len(set(names)) == 13


def test_an_empty_folder_keeps_its_shape(tmp_path):
    found = read_corpus(tmp_path)
    assert tuple(found.articles.columns) == ARTICLE_COLUMNS and found.articles.empty
    assert found.ingest_log.dtypes.astype(str).to_dict() == INGEST_LOG_TYPES


def test_a_tilde_in_front_of_a_path_is_the_home_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    for folder in ("home/texts", "./~"):
        Path(folder).mkdir(parents=True)
        (Path(folder) / f"{Path(folder).name}.txt").write_text("开源会赢。", encoding="utf-8")
    Path("home/m.csv").write_text("file,title\ntexts.txt,开源\n", encoding="utf-8")
    Path("home/w.txt").write_text("算力券\n", encoding="utf-8")
    found = load_folder("~/texts", metadata=Path("~/m.csv"), words="~/w.txt")
    assert found[["article_id", "title"]].values.tolist() == [["texts", "开源"]]
    assert load_folder("./~")["article_id"].tolist() == ["~"]  # near misses
    with pytest.raises(FolderError, match=r"^~nobody-at-all/texts: there is no such folder or file\.$"):
        load_folder("~nobody-at-all/texts")


def test_an_empty_path_is_not_the_working_folder(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("开源会赢。", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FolderError, match=r"^the path is empty; name a folder or a table\.$"):
        load_folder("")
    assert load_folder(".")["article_id"].tolist() == ["a"]


@pytest.mark.parametrize("name", ["missing", "a.pdf", "missing.csv"])
def test_what_is_no_source_is_refused_in_one_sentence(name, tmp_path):
    (tmp_path / "a.pdf").write_text("x")
    with pytest.raises(FolderError, match=r"^[^\n]*\.$"):
        read_corpus(tmp_path / name)


def test_the_weight_of_a_line_does_not_depend_on_the_order_of_a_set():
    weights = dict.fromkeys(line_weights.line_features("责任编辑甲乙丙丁"), 0.1) | {"_base": -0.1}
    n = len(weights) - 1
    assert line_weights.weigh("责任编辑甲乙丙丁", weights) == (n - 1) / 10
    assert reduce(add, [0.1] * n) != n / 10  # as a plain sum says; `sum` itself does so only before Python 3.12


# ------------------------------------------------------------------------------------------------------------ cache


def test_the_cache_is_private_and_a_second_run_uses_it(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = cache_folder()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    first = read_corpus(EXAMPLE, cache=folder)
    monkeypatch.setattr("helpers.report.article.clean", None)
    second = read_corpus(EXAMPLE, cache=folder)
    pd.testing.assert_frame_equal(first.articles, second.articles)
    assert not list(folder.glob(".*"))


def test_a_cache_that_others_can_write_to_is_not_used(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    (tmp_path / "android-moment").mkdir(mode=0o777)
    (tmp_path / "android-moment").chmod(0o777)
    assert cache_folder() is None
    (tmp_path / "android-moment").rmdir()
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    (tmp_path / "android-moment").symlink_to("elsewhere")
    assert cache_folder() is None


@pytest.mark.parametrize(
    "sealed, change",
    [
        (False, lambda kept: kept | {"text": kept["text"] + "。"}),
        (True, lambda kept: kept | {"ledger": [[0, "x", 0, "a", "b"]]}),
        (True, lambda kept: kept | {"ledger": [["0", "x", 0, "a", "b", ""]]}),
        (True, lambda kept: kept | {"flags": [[0, 1, "x"]]}),
        (True, lambda kept: kept | {"text": 7}),
        (True, lambda kept: kept | {"cut": "much"}),
        (True, lambda kept: kept | {"cut": float("nan")}),
        (True, lambda kept: kept | {"cut": -5.0}),
        (True, lambda kept: kept | {"cut": True}),
        (True, lambda kept: []),
    ],
)
def test_an_entry_of_the_cache_is_checked_before_it_is_believed(sealed, change, tmp_path):
    raw, rules = "小镇(xiǎo)的图书馆。", ("pinyin",)
    first = cached(article._clean, raw, rules, False, tmp_path)
    (path,) = tmp_path.iterdir()
    data = json.dumps(change(json.loads(path.read_bytes().partition(b"\n")[2]))).encode()
    key = "\0".join((cache.version(), *rules, "False", raw)).encode()
    path.write_bytes((cache._checksum(key, data) if sealed else b"0" * 64) + b"\n" + data)
    assert cached(article._clean, raw, rules, False, tmp_path) == first


def _pipe(path):
    os.mkfifo(path)


def _link(path):
    path.symlink_to(path.with_name("elsewhere"))


def _nested(path):
    data = b'{"text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    path.write_bytes(
        cache._checksum(b"\0".join((cache.version().encode(), b"False", "镇。".encode())), data) + b"\n" + data
    )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
@pytest.mark.parametrize("other", [_pipe, _link, _nested])
def test_what_is_no_entry_of_the_cache_is_replaced_by_one(other, tmp_path):
    first = cached(article._clean, "镇。", (), False, tmp_path)
    (path,) = tmp_path.iterdir()
    entry = path.read_bytes()
    path.unlink()
    other(path)
    assert cached(article._clean, "镇。", (), False, tmp_path) == first
    assert [*tmp_path.iterdir()] == [path] and not path.is_symlink() and path.read_bytes() == entry


def test_a_broken_cache_file_is_made_anew(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = cache_folder()
    first = read_corpus(EXAMPLE, cache=folder)
    for path in folder.iterdir():
        path.write_text(json.dumps({"text": 7}) if path.name < "8" else "{", encoding="utf-8")
    pd.testing.assert_frame_equal(first.articles, read_corpus(EXAMPLE, cache=folder).articles)


@pytest.mark.parametrize("name", ["a.py", "report/b.py", "lexicon/c.csv"])
def test_a_change_anywhere_in_the_package_makes_the_cache_anew(name, tmp_path, monkeypatch):
    for folder in ("report", "lexicon"):
        (tmp_path / folder).mkdir()
    for file in ("a.py", "report/b.py", "lexicon/c.csv"):
        (tmp_path / file).write_text("1")
    monkeypatch.setattr(cache, "PACKAGE", tmp_path)
    monkeypatch.setattr(cache.lexicon, "FOLDER", tmp_path / "lexicon")
    before = cache.version.__wrapped__()
    assert cache.version.__wrapped__() == before
    (tmp_path / name).write_text("2")
    assert cache.version.__wrapped__() != before


# ------------------------------------------------------------------------------------------- what the disk may do to us


def test_a_folder_that_cannot_be_listed_is_told_and_the_rest_is_read(tmp_path, monkeypatch):
    _write(tmp_path, a_dot_txt="甲", closed__b_dot_txt="乙")
    listed = os.scandir

    def refuses(path):
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(os, "scandir", refuses)
    found = {entry.name: str(entry.refusal or "") for entry in entries_of(tmp_path)}
    assert found == {"a.txt": "", "closed": "cannot be listed: Permission denied"}


def test_a_file_that_goes_away_while_others_are_read_is_refused_when_its_turn_comes(tmp_path):
    _write(tmp_path, a_dot_txt="甲", b_dot_txt="乙")
    entries = entries_of(tmp_path)
    first = next(entries)
    (tmp_path / "b.txt").unlink()
    (second,) = entries
    assert (first.name, first.size, second.name, second.size) == ("a.txt", 3, "b.txt", 0)
    with pytest.raises(Refusal, match="cannot be opened: No such file"):
        read_bytes(second.data)


def test_a_disk_that_fails_is_a_refusal(tmp_path, monkeypatch):
    _write(tmp_path, a_dot_txt="甲")

    class Failing(io.FileIO):
        def read(self, *_):
            raise OSError(5, "Input/output error")

    monkeypatch.setattr("helpers.report.regular_files.open_regular", Failing)
    with pytest.raises(Refusal, match="cannot be read: Input/output error"):
        read_bytes(tmp_path / "a.txt")


def test_without_a_home_there_is_no_cache(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert cache_folder() is None


# ----------------------------------------------------------------------------------------------------- rows, one by one


def _table(folder, name, text):
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_an_empty_line_is_no_row_but_counts_as_one(tmp_path):
    rows = read_rows(_table(tmp_path, "a.csv", "text,n\n甲,1\n\n乙,2\n"))
    assert rows == [(2, {"text": "甲", "n": "1"}), (4, {"text": "乙", "n": "2"})]
    assert read_rows(_table(tmp_path, "a.jsonl", '{"n": 1}\n\n{"n": 2}\n')) == [(1, {"n": 1}), (3, {"n": 2})]


@pytest.mark.parametrize(
    "name, text, why",
    [
        ("a.txt", "text\n甲\n", "a.txt: a table ends in .csv"),
        ("a.csv", '"text"x\n甲\n', "a.csv: not a well-formed table"),
        ("a.csv", "text\n", ""),
    ],
)
def test_what_is_no_table_is_refused_as_a_whole(name, text, why, tmp_path):
    path = _table(tmp_path, name, text)
    if not why:
        assert read_rows(path) == []
        return
    with pytest.raises(FolderError, match=re.escape(why)):
        read_rows(path)


def test_parquet_without_its_library_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(FolderError, match="pip install pyarrow"):
        read_rows(_table(tmp_path, "a.parquet", "PAR1"))


def test_metadata_that_fit_nothing_are_told_row_by_row(tmp_path):
    path = _table(tmp_path, "m.csv", "file,title\n,nameless\na.txt,one\na.txt,two\nb.txt,no\nC:\\x.txt,out\n")
    known, unusable = read_metadata(path, ["a.txt"])
    assert {key: entry.metadata for key, entry in known.items()} == {"a.txt": {"file": "a.txt", "title": "one"}}
    assert [(entry.name, str(entry.refusal)) for entry in unusable] == [
        ("m.csv, row 2", "names neither a file nor an article_id"),
        ("m.csv, row 4", "'a.txt' occurs twice; the first row counts"),
        ("m.csv, row 5", "the file 'b.txt' is not in the folder"),
        ("m.csv, row 6", "the file 'C:\\\\x.txt' leads out of the folder"),
    ]
    with pytest.raises(FolderError, match=re.escape("m.csv: there is no row in it.")):
        read_metadata(_table(tmp_path, "m.csv", "file,title\n"), ["a.txt"])


# -------------------------------------------------------------------------------------------------- navigation, by hand


@pytest.mark.parametrize(
    "raw, left",
    [
        ("<html><nav>a<footer>b</footer></nav>甲", "<html>甲"),  # one inside another goes with it
        ("<html><nav>甲<nav>乙", "<html><nav>甲<nav>乙"),  # never closed: nothing is swallowed
        ("<html><ul><li><a>a</a><li><a>b</a><li><a>c</a></ul>甲", "<html>甲"),
        ("<html><p><a>a</a><a>b</a><a>c</a>。</p>甲", "<html><p><a>a</a><a>b</a><a>c</a>。</p>甲"),  # a sentence
        (f"<html><div class='post-share'>a</div><div role=navigation>b</div>{'甲' * 99}", f"<html>{'甲' * 99}"),
        (f"<html><form><h1>题</h1>{'甲' * 99}</form>", f"<html><form><h1>题</h1>{'甲' * 99}</form>"),
        ("<html><form>甲甲甲甲</form>乙", "<html><form>甲甲甲甲</form>乙"),  # the whole page is one form
        ("甲。\n[a](b)\n乙。\n[c](d)", "甲。\n[a](b)\n乙。\n"),  # a lone link counts only at an edge
        ("甲。\n[a](b) [c](d)\n[e](f)\n乙。", "甲。\n乙。"),
    ],
)
def test_navigation_is_cut_where_it_is_sure(raw, left):
    assert boilerplate.cut(raw, find_navigation(raw)) == left


def test_a_first_line_that_names_the_separator_is_no_header(tmp_path):
    table = tmp_path / "a.csv"
    table.write_text(f"sep=;\ntitle;text\n甲,乙;{story(1)}\n", encoding="utf-8")
    read = load_folder(table)
    assert read["title"].tolist() == ["甲,乙"] and len(read) == 1


def test_what_a_browser_saves_beside_a_page_is_no_article(tmp_path):
    (tmp_path / "page_files").mkdir()
    for name in ("page.html", "page_files/frame.html"):
        (tmp_path / name).write_text(f"<html><body><p>{story(1)}</p></body></html>", encoding="utf-8")
    articles, log = read_corpus(tmp_path)
    assert len(articles) == 1
    assert log.set_index("entry").loc["page_files", "why"] == "what a browser saved beside a page"


@pytest.mark.parametrize(
    ("controls", "characters", "binary"), [(8, 100, False), (9, 100, True), (9, 900, False), (10, 900, True)]
)
def test_more_than_eight_control_characters_and_one_in_a_hundred_are_no_text(controls, characters, binary):
    assert is_binary(controls, characters) is binary


def test_only_a_time_element_dates_a_page():
    page = "<html><body><{0} pubdate datetime='2024-01-02'>今天</{0}><p>正文。</p></body></html>"
    found = [dict(own_metadata(page.format(name))[1]).get("date", "") for name in ("time", "span")]
    assert found == ["2024-01-02", ""]


# ------------------------------------------------------------------------------------------------- copies, by hand


def _prints(sentences, *, lines=(), sizes=None, always=None, least=2):
    """Fingerprints of sentences ``{number: size}``, all in the first line, and of lines."""
    lines = [*lines]
    return Fingerprints(
        np.array(lines, dtype="int64"),
        np.array(sizes if sizes is not None else [10] * len(lines), dtype="int32"),
        np.array(always if always is not None else [False] * len(lines), dtype=bool),
        np.full(len(lines), least, dtype="int8"),
        np.array([*sentences], dtype="int64"),
        np.array([*sentences.values()], dtype="int32"),
        np.zeros(len(sentences), dtype="int64"),
    )


@pytest.mark.parametrize(
    "texts, pairs",
    [
        ({}, []),
        ({"a": {}, "b": {}}, []),
        ({"a": {1: 10}}, []),
        ({"a": {1: 10, 2: 10}, "b": {1: 10, 3: 10}}, [("a", "b", 0.5)]),
        ({"a": {1: 10, 2: 11}, "b": {1: 10, 3: 11}}, []),
        ({"b": {1: 10}, "a": {1: 10, 2: 90}}, [("a", "b", 1.0)]),  # of the shorter one
        ({"a": {1: 30, 2: 10}, "b": {1: 30, 3: 30}, "c": {2: 10, 9: 9}}, [("a", "b", 0.75), ("a", "c", 10 / 19)]),
    ],
)
def test_a_near_copy_shares_half_of_the_shorter_text(texts, pairs):
    found = near_duplicates.near_copies({name: _prints(sentences) for name, sentences in texts.items()})
    assert [*found.itertuples(index=False, name=None)] == pairs


def test_a_sentence_that_a_text_repeats_is_shared_once():
    again = Fingerprints(*(np.concatenate([column] * 2) for column in _prints({1: 10})))
    assert near_duplicates.near_copies({"a": again, "b": _prints({1: 10, 2: 10})})["share"].tolist() == [1.0]


@pytest.mark.parametrize(("n", "pairs"), [(6, 15), (7, 6)])
def test_more_than_six_holders_of_a_sentence_are_compared_with_the_first_of_them_only(n, pairs):
    found = near_duplicates.near_copies({f"{k}": _prints({1: 10}) for k in range(n)})
    assert len(found) == pairs and (n < 7 or set(found["first"]) == {"0"})


@given(st.lists(st.dictionaries(st.integers(1, 5), st.just(10), max_size=4), max_size=5), st.sampled_from([0.5, 0.8]))
def test_of_few_texts_every_pair_is_compared(texts, least):
    found = near_duplicates.near_copies({f"{k}": _prints(text) for k, text in enumerate(texts)}, least=least)
    expected = [
        (f"{a}", f"{b}")
        for a, one in enumerate(texts)
        for b, other in enumerate(texts)
        if a < b and one and other and len({*one} & {*other}) >= least * min(len(one), len(other))
    ]
    assert [*zip(found["first"], found["second"], strict=True)] == expected


@pytest.mark.parametrize(
    "pairs, sizes, copies",
    [
        ([], {}, {}),
        (["ab"], {"a": 1, "b": 2}, {"a": "b"}),
        (["ab"], {"a": 2, "b": 2}, {"b": "a"}),
        (["ab", "bc", "cd"], {"a": 1, "b": 2, "c": 3, "d": 4}, {"a": "d", "b": "d", "c": "d"}),
        (["ab", "ac"], {"a": 9, "b": 1, "c": 1}, {"b": "a", "c": "a"}),
        (["ab", "cd"], {"a": 1, "b": 1, "c": 1, "d": 2}, {"b": "a", "c": "d"}),
        (["ab", "cd", "bd"], {"a": 1, "b": 1, "c": 1, "d": 1}, {"b": "a", "c": "a", "d": "a"}),
    ],
)
def test_of_each_group_of_copies_the_longest_is_kept_and_of_equals_the_first(pairs, sizes, copies):
    table = pd.DataFrame([(*pair, 1.0) for pair in pairs], columns=[*near_duplicates.COPY_TYPES])
    assert near_duplicates.copies_of(table, sizes) == copies


# ------------------------------------------------------------------------------------ what is decided about an article


def test_an_article_without_some_lines_keeps_the_sentences_of_the_others():
    text = "这是第一行里的一个句子。\n这是第二行里的一个句子。\n这是第三行里的一个句子。"
    whole = boilerplate.fingerprints_of(text)
    assert whole.sentence_lines.tolist() == [0, 1, 2] and whole.sentence_sizes.tolist() == [11, 11, 11]
    left = whole.without(np.array([False, True, False]))
    for one, other in zip(
        left, boilerplate.fingerprints_of(text.replace("这是第二行里的一个句子。\n", "")), strict=True
    ):
        assert one.tolist() == other.tolist()
    assert whole.characters == 36 and left.characters == 24


@pytest.mark.parametrize(
    ("sentence", "n"), [("一二三四五六七八九。", 0), ("一二三四五六七八九十。", 1), ("一，二三四五六七八九。", 0)]
)
def test_only_a_sentence_of_ten_letters_distinguishes_texts(sentence, n):
    assert len(boilerplate.fingerprints_of(sentence).sentences) == n


@pytest.mark.parametrize(
    ("n", "times", "repeated"), [(2, 1, False), (2, 2, True), (20, 2, True), (21, 2, False), (21, 3, True)]
)
def test_a_line_is_its_source_s_from_two_articles_and_a_tenth_of_them_on(n, times, repeated):
    prints = [_prints({}, lines=[100 + k, 100 + k, *[7] * (k < times), 0]) for k in range(n)]
    assert boilerplate.repeated_lines(prints) == ({7} if repeated else set())


def _profile(prints, navigation=0.0, **changes):
    return decisions.ArticleProfile(1, "a", "s", Dated(), navigation, prints)._replace(**changes)


@pytest.mark.parametrize(
    "sizes, navigation, cut, share, warning",
    [
        ([75, 25], 0.0, {1}, 0.75, ""),
        ([76, 24], 0.0, None, 0.0, "76% of it repeats lines of its source: left in, too much to cut"),
        ([30, 30], 0.5, {1}, 0.75, ""),  # half was navigation, and half of the rest
        ([31, 29], 0.5, None, 0.5, "76% of it repeats lines of its source: left in, too much to cut"),
        ([30, 70], -0.9, {1}, 0.3, ""),  # so much navigation was left in, not cut
        ([0, 10], 0.0, {1}, 0.0, ""),
        ([76, 24], -0.9, None, 0.0, "76% of it repeats lines of its source: left in, too much to cut"),
        ([10, 0], 0.0, None, 0.0, "100% of it repeats lines of its source: left in, too much to cut"),
    ],
)
def test_lines_of_a_source_are_cut_up_to_three_quarters_of_an_article(sizes, navigation, cut, share, warning):
    one = _profile(_prints({}, lines=[1, 2], sizes=sizes), navigation)
    lines, lost, told = decisions._cut_of(one, frozenset({1, 5}))
    assert (lines, told) == (cut and frozenset(cut), warning)
    assert lost == pytest.approx(share)


def test_a_line_that_is_boilerplate_anyway_is_cut_without_being_named():
    one = _profile(_prints({}, lines=[1, 2, 3], sizes=[10, 30, 60], always=[True, False, False]))
    lines, share, _ = decisions._cut_of(one, frozenset({2}))
    assert lines == {2} and share == pytest.approx(0.4)


@pytest.mark.parametrize(
    "share, told, asks",
    [(0.0, "", False), (0.004, "", False), (0.006, "1% cut as boilerplate", False), (0.3, "30% cut as boilerplate", False),
     (0.31, "31% cut as boilerplate", True)],
)  # fmt: skip
def test_a_cut_is_told_and_a_large_one_to_be_checked(share, told, asks):
    found = decisions._told_of(share)
    assert found == told and isinstance(found, Remark) is not asks


@pytest.mark.parametrize(
    "wanted, ids, renamed_places",
    [
        ([], [], set()),
        (["a", "b"], ["a", "b"], set()),
        (["a", "a", "a"], ["a", "a (2)", "a (3)"], {1, 2}),
        (["a", "a", "a (2)"], ["a", "a (3)", "a (2)"], {1}),
        (["a (2)", "a", "a (2)", "a"], ["a (2)", "a", "a (2) (2)", "a (3)"], {2, 3}),
    ],
)
def test_the_first_article_keeps_the_id_it_wants_and_others_are_numbered(wanted, ids, renamed_places):
    assert decisions._unique(wanted) == (ids, renamed_places)


@given(st.lists(st.sampled_from(["a", "b", "a (2)", "a (3)", "a (2) (2)"]), max_size=9))
def test_every_article_has_an_id_of_its_own(wanted):
    ids, changed = decisions._unique(wanted)
    assert len(set(ids)) == len(wanted)
    assert changed == {place for place, (one, other) in enumerate(zip(ids, wanted, strict=True)) if one != other}
    assert all(ids[wanted.index(name)] == name for name in wanted)


@pytest.mark.parametrize(
    "metadata, entry, source",
    [
        ({"url": "https://News.example/a", "outlet": "日报"}, "x/a.txt", "news.example"),
        ({"url": "https://[bad", "outlet": "日报"}, "x/a.txt", "日报"),
        ({"url": "no address"}, "x/y/a.txt", "x/y"),
        ({"outlet": "日报"}, "x/a.txt", "日报"),
        ({}, "a.txt", "."),
        ({}, "x/t.csv, row 7", "x"),
        ({}, "my own folder/a.txt", "my own folder"),
    ],
)
def test_a_source_is_a_site_an_outlet_or_a_folder(metadata, entry, source):
    assert decisions.source_of(metadata, entry) == source


def test_a_refused_entry_has_its_reason_in_both_columns_and_nothing_else():
    row = dict(
        zip(INGEST_LOG_TYPES, ingest.log_row_of(Entry("a\u202e.txt"), Refusal("x" * 400, "skipped")), strict=True)
    )
    assert (row["entry"], row["outcome"], row["why"]) == ("a.txt", "skipped", "x" * 299 + "…")
    assert row["to_check"] == row["why"] and row["score"] != row["score"] and row["margin"] != row["margin"]
    assert [row[name] for name in ("article_id", "encoding", "date", "date_from", "characters", "cut")] == [
        "",
        "",
        "",
        "",
        0,
        0,
    ]


def test_the_articles_of_a_folder_and_its_sources_are_decided_together():
    foot = [_prints({k: 20}, lines=[k, 9], sizes=[90, 10]) for k in (1, 2)]
    alone = _prints({3: 20}, lines=[3, 9], sizes=[90, 10])
    profiles = [_profile(foot[0]), _profile(foot[1]), _profile(alone, source="other"), _profile(foot[0], wanted_id="b")]
    first, second, third, copy = decisions.decide(profiles, cut_boilerplate=True)
    assert [one.article_id for one in (first, second, third, copy)] == ["a", "a (2)", "a (3)", "b"]
    assert [one.lines for one in (first, second, third, copy)] == [{9}, {9}, frozenset(), {9}]
    assert [round(one.share, 3) for one in (first, second, third, copy)] == [0.1, 0.1, 0, 0.1]
    numbered = "another article has the same id; this one is numbered"
    assert [one.warnings for one in (first, second, third, copy)] == [
        ("10% cut as boilerplate",), (numbered, "10% cut as boilerplate"), (numbered,), ("10% cut as boilerplate", "a near copy of a")
    ]  # fmt: skip
    assert [one.copy_of for one in (first, second, third, copy)] == ["", "", "", "a"]
    uncut = decisions.decide(profiles, cut_boilerplate=False)
    assert all(one.lines is None and one.share == 0 for one in uncut) and uncut[3].copy_of == "a"


# ------------------------------------------------------------------------------------------- warnings about an article

_HARMLESS = "今天的天气很好，大家都出门去了。" * 10


def _row(text=_HARMLESS, raw=None, **changes):
    cleaned = Cleaned(text, (), changes.pop("flags", ()))
    return article.Row("a.txt", {}, Decoded(text if raw is None else raw, "utf-8"), Dated(), cleaned, 0.0)._replace(
        **changes
    )


@pytest.mark.parametrize(
    "row, ledger, told",
    [
        (_row(), (), []),
        (_row(decoded=Decoded(_HARMLESS, "x", ("one",)), dated=Dated(warnings=("two",))), (), ["one", "two"]),
        (_row(), (Edit(0, "mojibake", 0, "a", "b", ""),), ["- 1 misread passage repaired"]),
        (_row(), (Edit(0, "mojibake", 0, "a", "b", ""),) * 2, ["- 2 misread passages repaired"]),
        (_row(flags=(Flag(1, "x", "reason one"), Flag(2, "y", "reason two"))), (), ["2 spots damaged beyond proof (reason one)"]),
        (_row(), (Edit(0, "layout", 3, "\n", "", ""),) * 3, ["- its lines were broken at a fixed width: 3 of them joined"]),
        (_row(), (Edit(0, "layout", 3, "甲   乙", "甲\n乙", SIDE_BY_SIDE),), ["- two columns that stood side by side are read one after the other"]),
        (_row(), (Edit(0, "layout", 3, " ", "", ""), Edit(0, "spacing", 3, "\n", "", "")), []),
        (_row(), (Edit(0, "doubling", 0, "字" * 100, "", ""),), ["- a passage stood twice; the fuller copy is kept"]),
        (_row(), (Edit(0, "doubling", 0, "字" * 99, "", ""), Edit(0, "layout", 0, "字" * 100, "", "")), []),
        (_row(), (Edit(0, "script", 0, "開", "开", ""),), ["- a passage in Traditional script is converted"]),
        (_row(raw="今天的天氣很好，大家都出門去了。" * 10), (Edit(0, "script", 0, "開", "开", ""),), []),
        (_row(navigation=-0.8), (), ["80% of it looks like navigation: left in, too much to cut"]),
        (_row(navigation=0.8), (), []),
        (_row("天" * 30 + "a" * 70), (), []),
        (_row("天" * 29 + "a" * 71), (), ["only 29% of its characters are Chinese"]),
        (_row("天" * 100), (), []),
        (_row("天 " * 99), (), ["only 99 characters"]),
        (_row("天"), (), ["only 1 character"]),
    ],
)  # fmt: skip
def test_what_there_is_to_tell_of_an_article(row, ledger, told):
    """A remark asks for nothing; it begins with a dash here."""
    found = article.findings(row, row.cleaned.text, ledger)
    assert [f"- {one}" if isinstance(one, Remark) else one for one in found] == told


@pytest.mark.parametrize(("han", "refused"), [(10, False), (9, True)])
def test_a_text_of_which_less_than_a_tenth_is_chinese_is_no_chinese_article(han, refused):
    entry = Entry("a.txt", "天" * han + "a" * (100 - han))
    if refused:
        with pytest.raises(Refusal, match="no Chinese article: only 9% of its characters are Chinese") as caught:
            article.read_entry(entry, (), cut_navigation=False, cache=None)
        assert caught.value.outcome == "skipped"
    else:
        assert article.read_entry(entry, (), cut_navigation=False, cache=None).cleaned.text == entry.data


def test_an_article_of_more_than_a_million_characters_is_refused(monkeypatch):
    monkeypatch.setattr(article, "MOST_CHARACTERS", 1000)
    assert article.read_entry(Entry("a.txt", "天" * 1000), (), cut_navigation=False, cache=None)
    with pytest.raises(Refusal, match="1,001 characters in one article; the most is 1,000: split it"):
        article.read_entry(Entry("a.txt", "天" * 1001), (), cut_navigation=False, cache=None)


def test_what_the_table_says_of_an_article_counts_before_what_its_head_says():
    entry = Entry(
        "2020.txt",
        "---\ntitle: 甲\nauthor: 乙\ndate: 2021\n---\n正文。",
        {"title": "丙", "date": "2022"},
        warnings=("w",),
    )
    row = article.read_entry(entry, ("markdown",), cut_navigation=False, cache=None)
    assert row.metadata == {"title": "丙", "author": "乙", "date": "2022"} and row.names == ["丙", "", "乙"]
    assert (row.dated.where, row.dated.quote, row.decoded.warnings) == ("metadata", "2022", ("w",))
    row = article.read_entry(entry._replace(metadata={}), ("markdown",), cut_navigation=False, cache=None)
    assert (row.dated.where, row.dated.quote) == ("front matter", "2021")


# ---------------------------------------------------------------------------------------------------- limits of reading


def test_a_file_may_be_as_long_as_the_limit_says(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"12345")
    assert read_bytes(tmp_path / "a.txt", 5) == b"12345"
    with pytest.raises(Refusal, match="5 bytes in one file; the most is 4: split it"):
        read_bytes(tmp_path / "a.txt", 4)


@pytest.mark.parametrize(
    "good, bad, read",
    [
        (9, 3, "utf-8"),
        (8, 3, "other"),
        (3, 1, "utf-8"),
        (2, 1, "other"),
        (200, 4, "utf-8"),
        (200, 5, "other"),
        (150, 3, "utf-8"),
    ],
)
def test_utf_8_may_have_three_bad_places_or_two_in_a_hundred(good, bad, read, monkeypatch):
    monkeypatch.setattr("helpers.report.input.encoding._guessed", lambda data: Decoded("", "other"))
    found = decode("开".encode() * good + b"a\xff" * bad)
    assert found.encoding == read
    if read == "utf-8":
        assert found.warnings[0].startswith(f"{bad} place") and found.text == "开" * good + "a\ufffd" * bad


@pytest.mark.parametrize(
    "text, most, kept",
    [("abc", 3, "abc"), ("abcd", 3, "ab…"), (" a\n\t b ", 9, "a b"), ("a\u200bb", 9, "ab"), (12, 9, "12"), ("a" * 200, 200, "a" * 200),
     ("", 3, ""), ("a" + " " * 58 + "b", 3, "a b"), ("a" + " " * 59 + "b", 3, "a")],
)  # fmt: skip
def test_plain_text_is_one_line_of_at_most_so_many_characters(text, most, kept):
    """What lies far behind is not looked at: twenty times as much."""
    assert plain(text, most) == kept


@pytest.mark.parametrize(
    "name, wanted",
    [("a.txt", "a"), ("x/y/a.b.txt", "a.b"), ("长" * 81 + ".txt", "长" * 79 + "…"), ("t.csv, row 7", "t")],
)
def test_an_article_asks_for_the_name_of_its_file_unless_it_is_told_another(name, wanted):
    assert wanted_id({}, name) == wanted_id({"article_id": ""}, name) == wanted
    assert wanted_id({"article_id": "x"}, name) == "x"


@pytest.mark.parametrize("name", ["text", "TEXT", "Body", "正文", "稿件內容", "Article-Body", "新聞全文"])
def test_the_text_of_a_table_stands_in_a_column_that_is_called_so(name, tmp_path):
    path = _table(tmp_path, "t.csv", f"title,{name},other\n甲,乙,丙\n丁, ,戊\n")
    first, second = entries_of(path)
    assert (first.name, first.data, first.size) == ("t.csv, row 2", "乙", 1)
    assert first.metadata == {"article_id": "2", "title": "甲"}
    assert (str(second.refusal), second.refusal.outcome, second.metadata) == ("no text", "skipped", {"title": "丁"})
    (first, _) = entries_of(path, text_column="other")
    assert first.data == "丙"
    with pytest.raises(FolderError, match=f"t.csv lacks the column 'no'; it has title, {name}, other"):
        list(entries_of(path, text_column="no"))


_TALK = [
    ("门卫", "门开了吗？"),
    ("阿岩", "开了，"),
    ("阿岩", "风大。"),
    ("阿岩", "我去关。"),
    ("门卫", "好。"),
    ("阿岩", "走。"),
]
_TOLD = "门卫：门开了吗？\n阿岩：开了，风大。\n我去关。\n门卫：好。\n阿岩：走。"


def _turns(speaker="speaker", words="text", talk=_TALK, **more):
    return [{speaker: name, words: said, **more} for name, said in talk]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", json.dumps(_turns())),
        ("a.json", json.dumps({"title": "一次谈话", "segments": _turns(start=0.5, id=3)})),
        ("a.json", json.dumps([{"title": "一次谈话", "content": _turns("發言人", "內容")}])),
        ("a.jsonl", "\n".join(map(json.dumps, _turns("role", "content", time="00:12")))),
        ("a.csv", "speaker,text\n" + "\n".join(map(",".join, _TALK)).replace("开了，", '"开了，"')),
        ("a.tsv", "说话人\t开始\t内容\n" + "\n".join(f"{name}\t00:12\t{said}" for name, said in _TALK)),
    ],
)
def test_a_transcript_that_is_data_keeps_its_speakers(name, text, tmp_path):
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert [*read_corpus(tmp_path).articles["text"]] == [_TOLD]


@pytest.mark.parametrize(
    "rows",
    [
        _turns(title="题"),  # articles
        _turns(url="https://a.example/1"),
        _turns(date="2024-03-05"),
        _turns("user"),  # comments
        _turns(talk=sorted(_TALK)),  # one after the other
        _turns(talk=[("阿岩", said) for _, said in _TALK]),
    ],
)
def test_records_that_are_no_turns_of_one_talk_stay_apart(rows, tmp_path):
    (tmp_path / "a.json").write_text(json.dumps(rows), encoding="utf-8")
    assert sorted(read_corpus(tmp_path).articles["text"]) == sorted(said for _, said in _TALK)


def test_a_column_that_is_asked_for_is_read_row_by_row(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps(_turns()), encoding="utf-8")
    assert len(read_corpus(tmp_path / "a.json", text_column="text").articles) == len(_TALK)


def test_values_of_json_become_text_where_they_can(tmp_path):
    rows = [
        {"title": 7, "author": ["x"], "outlet": None, "text": "甲"},
        {"text": 7},
        {"text": None},
        {"text": "a\0"},
        {"no": 1},
    ]
    path = _table(tmp_path, "t.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
    first, *others = entries_of(path)
    assert first.metadata == {"article_id": "1", "title": "7", "author": "x"}
    assert [(str(one.refusal), one.refusal.outcome) for one in others[:3]] == [
        ("its text is no text but int", "refused"),
        ("no text", "skipped"),
        ("its text holds a NUL", "refused"),
    ]
    assert str(others[3].refusal) == "lacks a text column; it has no" and others[3].name == "t.jsonl, row 5"
    assert len(others) == 4


@pytest.mark.parametrize(
    ("row", "text", "told"),
    [
        ({"text": "", "content": "桥。"}, "桥。", ["its 'text' is not read, but 'content': no text"]),
        ({"article": 17, "正文": "桥。"}, "桥。", ["its 'article' is not read, but '正文': its text is no text but int"]),
        ({"body": ["桥。", "河。"]}, "桥。\n河。", []),
        ({"content": "桥…", "full_text": "桥断了。"}, "桥…", ["its 'full_text' is longer than 'content', and not read (--text-column)"]),
        ({"content": "桥断了。", "raw": "桥"}, "桥断了。", []),
        ({"text": [], "content": " "}, None, "no text"),
        ({"text": "", "content": ["桥", 1]}, None, "its text is no text but list"),
        ({"text": "", "summary": "桥。"}, None, "no text"),
    ],
)  # fmt: skip
def test_of_several_columns_for_the_text_the_first_that_holds_it_is_read_and_the_others_are_told(
    row, text, told, tmp_path
):
    (entry,) = entries_of(_table(tmp_path, "t.jsonl", json.dumps(row) + "\n"))
    if text is None:
        assert str(entry.refusal) == told
    else:
        assert (entry.data, [*entry.warnings]) == (text, told)


def test_a_table_without_a_text_column_says_what_helps(tmp_path):
    with pytest.raises(
        FolderError, match=r"it has a, 摘要. Name it \(--text-column\), or call it text, .* or 微博正文.$"
    ):
        list(entries_of(_table(tmp_path, "t.csv", "a,摘要\n1,桥\n")))


@pytest.mark.parametrize(
    ("column", "ours"),
    [("作者姓名", "author"), ("author_name", "author"), ("發布媒體", "outlet"), ("公众号", "outlet"), ("報章", "outlet"), ("Publication", "outlet"),
     ("发文时间", "date"), ("created_at", "date"), ("dateTime", "date"), ("article_title", "title"), ("文章地址", "url"), ("摘要", "")],
)  # fmt: skip
def test_the_columns_of_databases_are_known_by_their_names(column, ours):
    assert renamed([(column, "2021-03-04")]) == ({ours: "2021-03-04"} if ours else {})


def test_the_day_when_a_record_was_made_counts_only_where_no_other_is_told():
    assert renamed([("created_at", "2025-01-01"), ("发布时间", "2021-03-04")]) == {"date": "2021-03-04"}
    assert renamed([("created_at", "2021-03-04T08:00:00Z"), ("date", "")]) == {"date": "2021-03-04T08:00:00Z"}


def test_a_folder_is_walked_by_the_bytes_of_its_names_and_hidden_things_are_told(tmp_path):
    _write(tmp_path, b_dot_txt="甲", B_dot_TXT="乙", _dot_hidden__a_dot_txt="丙", _dot_h_dot_txt="丁", x_dot_csv="a", y_dot_docx="b",
           noending="c", a__c_dot_md="己", d_files__e_dot_htm="庚", f_dot_HTML="f", f_files__g_dot_txt="g")  # fmt: skip
    (tmp_path / "empty").mkdir()
    found = {
        entry.name: (str(entry.refusal), entry.refusal.outcome) if entry.refusal else ""
        for entry in entries_of(tmp_path)
    }
    assert [*found] == sorted(found)
    endings = ".txt, .md, .markdown, .html, .htm, .srt, .vtt, .ass, .ssa"
    assert found == {
        ".h.txt": ("a hidden file", "skipped"),
        ".hidden": ("a hidden folder", "skipped"),
        "B.TXT": "",
        "a/c.md": "",
        "b.txt": "",
        "d_files/e.htm": "",
        "empty": ("an empty folder", "skipped"),
        "f.HTML": "",
        "f_files": ("what a browser saved beside a page", "skipped"),
        "noending": (f"not read (no ending): articles end in {endings}", "skipped"),
        "x.csv": ("a table in a folder of texts: give it as FROM, or as --metadata", "skipped"),
        "y.docx": ("not read (.docx): save its text as .txt (UTF-8)", "skipped"),
    }


@pytest.mark.parametrize(
    ("name", "todo"),
    [
        ("a.docx", "save its text as .txt (UTF-8)"),
        ("a.PDF", "save its text as .txt (UTF-8)"),
        ("a.eml", "save its text as .txt (UTF-8)"),
        ("a.xlsx", "save it as .csv (UTF-8)"),
        ("a.ris", "save each article as .txt (UTF-8), or all in one .csv with a column text"),
        ("a.zip", "unpack it"),
        ("a.css", ""),
        ("a.docx.bak", ""),
    ],
)
def test_what_holds_no_plain_text_is_told_what_to_do_with_it(name, todo, tmp_path):
    path = _table(tmp_path, name, "x")
    (entry,) = entries_of(tmp_path)
    assert str(entry.refusal).endswith(f": {todo}" if todo else ".ass, .ssa") and entry.refusal.outcome == "skipped"
    for refused in (lambda: [*entries_of(path)], lambda: read_rows(path)):
        with pytest.raises(FolderError) as said:
            refused()
        assert str(said.value).endswith(f"; {todo}." if todo else ".parquet.")


@pytest.mark.parametrize(
    "text, header",
    [
        ("a;b\n1;2\n", "ab"),
        ("a\tb\n1\t2\n", "ab"),
        ("a,b\n1,2\n", "ab"),
        ("sep=|\na|b\n1|2\n", "ab"),
        (" a , b\n1,2\n", "ab"),
    ],
)
def test_a_table_is_split_at_the_sign_that_its_header_has_most(text, header, tmp_path):
    ((number, row),) = read_rows(_table(tmp_path, "t.csv", text))
    assert number == (3 if text.startswith("sep") else 2) and row == {"a": "1", "b": "2"}
    assert "".join(row) == header


def test_a_tsv_table_is_split_at_tabs_only(tmp_path):
    assert read_rows(_table(tmp_path, "t.tsv", "a,b,c\td\n1,2\t3\n")) == [(2, {"a,b,c": "1,2", "d": "3"})]


_ROW = "阿秀,2024-03-05,"  # title and date
_SHORT = "雾散以后，摆渡的人把缆绳解开了。"
_LONG = "她修了二十年的钟，从来没有修好自己家的那一座。"


@pytest.mark.parametrize(
    ("ending", "table", "texts"),
    [
        ("csv", f'{_ROW}"{_SHORT}\n{_ROW}{_LONG}\n', [f'"{_SHORT}', _LONG]),  # never closed
        ("csv", f'{_ROW}"{_SHORT}\n{_ROW}{_LONG}\n{_ROW}"{_SHORT}"\n', [f'"{_SHORT}', _LONG, _SHORT]),  # closed by another text
        ("csv", f'{_ROW}"{_SHORT}\n{_ROW}{_LONG}他说"好。"\n', [f'"{_SHORT}', f'{_LONG}他说"好。"']),
        ("csv", f'{_ROW}"{_LONG}\n{_ROW}{_LONG}"\n', [f'"{_LONG}', f'{_LONG}"']),  # two articles, not one
        ("csv", f'{_ROW}"等雾。"{_SHORT}\n', [f'"等雾。"{_SHORT}']),
        ("csv", f'"阿秀"的钟,2024-03-05,{_LONG}\n', [_LONG]),
        ("tsv", f'{_ROW}"{_SHORT}\n{_ROW}{_LONG}\n', [f'"{_SHORT}', _LONG]),
        ("tsv", f'{_ROW}"等雾。"{_SHORT}\n{_ROW}"{_LONG}"\n', [f'"等雾。"{_SHORT}', _LONG]),
        ("csv", f'{_ROW}"{_SHORT}\n他说"走"。\n{_LONG}"\n{_ROW}{_LONG}\n', [f'"{_SHORT}\n他说"走"。\n{_LONG}"\n', _LONG]),
        ("csv", f"{_ROW}{_SHORT}\n\n\"不急\n{_LONG}\n{_ROW}{_LONG}\n", [f'{_SHORT}\n"不急\n{_LONG}\n', _LONG]),  # lines of a text
        ("csv", f"{_ROW}{_SHORT},{_LONG}\n", [f"{_SHORT},{_LONG}"]),  # commas of a text, behind a date
        # what is well-formed stays as it is
        ("csv", f'{_ROW}"{_SHORT}\n\n甲,2024-03-06,乙\n{_LONG}"\n', [f"{_SHORT}\n\n甲,2024-03-06,乙\n{_LONG}"]),
        ("csv", f'{_ROW}"甲,乙,{_SHORT}\n{_ROW}{_LONG}"\n', [f"甲,乙,{_SHORT}\n{_ROW}{_LONG}"]),
        ("csv", f'{_ROW}{_SHORT}他说"好"。\n', [f'{_SHORT}他说"好"。']),
        ("csv", f'{_ROW}"{_SHORT}""好""，"\n', [f'{_SHORT}"好"，']),
    ],
)  # fmt: skip
def test_a_quotation_mark_of_a_text_costs_no_row(ending, table, texts, tmp_path):
    table = f"title,outlet,date,text\n{table}".replace("2024-03-05,", "山报,2024-03-05,")
    texts = [text.replace("2024-03-05,", "山报,2024-03-05,") for text in texts]
    rows = read_rows(_table(tmp_path, f"t.{ending}", table.replace(",", "\t") if ending == "tsv" else table))
    assert [row["text"] if isinstance(row, dict) else str(row) for _, row in rows] == texts


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ('钟,2024-03-05,"短\n修,钟,表\n', ["not well-formed (unexpected end of data)", "{}"]),  # the first may go on
        ('钟,昨天,"雾散以后\n', ["{}"]),
        ('钟,"雾散以后，摆渡的人\n走了,2024-03-05\n', ["not well-formed (unexpected end of data)", "2 cells, where the header has 3"]),
        ("钟,2024-03-05,雾散以后，摆渡的人\n走了\n", ["{}", "1 cell, where the header has 3"]),
        ("钟,2024-03-05,雾散以后，摆渡的人。\n走,了\n", ["{}", "2 cells, where the header has 3"]),
        ("钟,表,2024-03-05,雾散以后，摆渡的人。\n走了。\n", ["4 cells, where the header has 3", "1 cell, where the header has 3"]),
        ("钟,昨天,雾散,以后\n", ["4 cells, where the header has 3"]),
    ],
)  # fmt: skip
def test_a_row_that_proves_nothing_is_told(table, why, tmp_path):
    rows = read_rows(_table(tmp_path, "t.csv", f"title,date,text\n{table}"))
    assert [str(row) if isinstance(row, Refusal) else "{}" for _, row in rows] == why


@pytest.mark.parametrize(
    ("header", "row", "text"),
    [
        ("title,date,author,text", f"钟,2024-03-05,阿秀,{_LONG[:-1]},{_SHORT}", f"{_LONG[:-1]},{_SHORT}"),
        ("date,outlet,author,text", f"2024-03-05,山报,阿秀,{_LONG[:-1]},不急,{_SHORT}", f"{_LONG[:-1]},不急,{_SHORT}"),
        # the sign may as well part two authors or the title
        ("title,date,author,text", f"钟,2024-03-05,阿秀,钟伯,{_LONG}", ""),
        ("date,title,text", f"2024-03-05,{_LONG[:-1]},{_LONG[:-1]},{_SHORT}", ""),
        ("title,author,text", f"钟,阿秀,{_LONG[:-1]},{_SHORT}", ""),
    ],
)
def test_commas_of_a_text_cost_no_row_where_the_cells_before_it_prove_themselves(header, row, text, tmp_path):
    [(_, found)] = read_rows(_table(tmp_path, "t.csv", f"{header}\n{row}\n"))
    assert (found["text"] if isinstance(found, dict) else "") == text


def test_what_was_taken_for_text_is_told(tmp_path):
    table = (
        f'title,date,text\n{_ROW}"等雾。"{_SHORT}\n{_ROW}{_SHORT}\n{_LONG}\n{_ROW}{_SHORT},{_LONG}\n{_ROW}"{_LONG}\n'
    )
    assert [entry.warnings + entry.decoded.warnings for entry in entries_of(_table(tmp_path, "t.csv", table))] == [
        ("a quotation mark that no other closes is read as text",),
        ("1 line without quotation marks around them are read as its text",),
        ("its text holds ',' without quotation marks around it",),
        ("a quotation mark in it is never closed: its text may be cut off",),
    ]


@pytest.mark.parametrize(
    ("table", "found"),
    [
        (f"title,date,text\n{_ROW}{_LONG},\n", [_LONG]),
        (f"title,date,text\n{_ROW}{_LONG},,,\n{_ROW}{_SHORT}\n", [_LONG, _SHORT]),
        (f"title,date,text,\n{_ROW}{_LONG}\n", [_LONG]),
        (f"title,date,text,备注,审核\n{_ROW}{_LONG},好,阿秀\n{_ROW}{_SHORT}\n", [_LONG, _SHORT]),
        (f"title,date,text\n1,{_ROW}{_LONG}\n2,{_ROW}{_SHORT}\n", [_LONG, _SHORT]),  # names of rows, as R writes them
        # one that is not empty, or of ours, is no such
        (f"title,date,text\n{_ROW}{_LONG},,走了。\n", ["5 cells, where the header has 3"]),
        (f"title,date,text\n{_ROW}{_LONG},好\n", ["4 cells, where the header has 3"]),
        (f"title,date,text\n{_ROW}{_LONG},,x\n", ["5 cells, where the header has 3"]),
        ("title,date,text\n阿秀,2024-03-05\n", ["2 cells, where the header has 3"]),
        (f"title,text,date\n阿秀,{_LONG}\n", ["2 cells, where the header has 3"]),
        (f"text,备注\n{_LONG}\n", ["1 cell, where the header has 2"]),
        (f"title,author,text,备注\n钟,{_LONG},好\n", ["3 cells, where the header has 4"]),
        (f"title,date,text\n{_ROW}{_SHORT}\n7,{_ROW}{_LONG}\n", [_SHORT, "4 cells, where the header has 3"]),
    ],
)  # fmt: skip
def test_cells_that_are_empty_may_be_too_many_or_left_out(table, found, tmp_path):
    rows = read_rows(_table(tmp_path, "t.csv", table))
    assert [row["text"] if isinstance(row, dict) else str(row) for _, row in rows] == found


@pytest.mark.parametrize(
    ("table", "numbers"),
    [
        ("2024年修钟的报道,,\n{head}\n{row}\n", [1, 3]),
        ("2024年修钟的报道\n\n,,\n导出：阿秀\n{head}\n{row}\n", [1, 4, 6]),
        ('"关于"钟"的报道"\n{head}\n{row}\n', [3]),
        ("{head}\n{row}\n{head}\n{row}\n", [2, 3, 4]),
        ("{head}\n标题,日期,正文\n{row}\n", [2, 3]),
        ("{head}\n{row}\n合计,,共1篇\n", [2, 3]),
        (" title, date, text\n{row}\n", [2]),
        ("'title','date','text'\n'钟','2024-03-05','{text}'\n", [2]),
        ("title, date, text\n\"钟\", \"2024-03-05\", \"{text}\"\n", [2]),
        ("title，date，text\n{row}\n", [2]),
        ("\ufeff\ufeff{head}\n{row}\n", [2]),
        ('"sep=;"\ntitle;date;text\n钟;2024-03-05;{text}\n', [3]),
        ('title;date;text;"a,b,c,d"\n钟;2024-03-05;{text};\n', [2]),
    ],
)  # fmt: skip
def test_the_header_is_the_first_row_that_names_the_text(table, numbers, tmp_path):
    table = table.format(head="title,date,text", row=f"{_ROW}{_LONG}", text=_LONG)
    rows = read_rows(_table(tmp_path, "t.csv", table))
    assert [number for number, _ in rows] == numbers
    assert {row["text"] for _, row in rows if isinstance(row, dict)} == {_LONG}
    assert {row.outcome for _, row in rows if isinstance(row, Refusal)} <= {"skipped"}


@pytest.mark.parametrize(
    ("table", "n"),
    [
        (",标题,类别\n0,钟,新闻\n1,船,正文\n", 2),  # the row is none
        (f"title,text\n总计,{_LONG}\n", 1),
        (f"title,text\n正文,{_LONG}\n", 1),
        ("title,text\n短讯,河水退了。\n", 1),
        ("a\n" * 12 + "title,text\n钟,表\n", 11),
    ],
)
def test_a_row_that_only_looks_like_a_header_or_a_total_is_a_row(table, n, tmp_path):
    rows = [row for _, row in read_rows(_table(tmp_path, "t.csv", table))]
    assert sum(isinstance(row, dict) for row in rows) == n


def test_a_first_row_that_is_not_well_formed_is_told(tmp_path):
    assert read_rows(_table(tmp_path, "t.csv", "sep=;\n\n")) == []
    with pytest.raises(FolderError, match="not a well-formed table"):
        read_rows(_table(tmp_path, "t.csv", '"a"b,c\n1,2\n'))


@pytest.mark.parametrize("table", ["a,b,c\n甲,乙,丙\n", "a;b;c\n甲;乙;丙\n"])
def test_a_tsv_table_without_a_tab_has_another_sign(table, tmp_path):
    assert read_rows(_table(tmp_path, "t.tsv", table)) == [(2, {"a": "甲", "b": "乙", "c": "丙"})]
    assert read_rows(_table(tmp_path, "t.tab", "a\tb,c\n甲\t乙,丙\n")) == [(2, {"a": "甲", "b,c": "乙,丙"})]


def test_a_column_that_occurs_twice_and_holds_no_text_costs_nothing(tmp_path):
    rows = read_rows(_table(tmp_path, "t.csv", "备注,title,text,备注,title\na,,船,b,钟\n"))
    assert rows == [(2, {"备注": "a", "title": "钟", "text": "船"})]
    table = '{"备注": "a", "备注": "b", "title": null, "text": "船", "text": "船", "title": "钟", "ID": 1, "id": 2}'
    assert read_rows(_table(tmp_path, "t.json", table)) == [
        (1, {"备注": "a", "title": "钟", "text": "船", "ID": 1, "id": 2})
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [("Text,title,TEXT \n", "the column 'Text' occurs twice"), ("正文,正文\n", "the column '正文' occurs twice")],
)
def test_a_column_for_the_text_that_occurs_twice_in_whatever_case_is_named(text, why, tmp_path):
    with pytest.raises(FolderError, match=re.escape(f"t.csv: {why}.")):
        read_rows(_table(tmp_path, "t.csv", text))


def test_a_character_between_two_blocks_of_a_table_is_read(tmp_path):
    text = "text\n" + "x" * ((1 << 20) - 6) + "开源\n"
    ((_, row),) = read_rows(_table(tmp_path, "t.csv", text))
    assert row["text"].endswith("x开源")


def test_rows_of_parquet_are_numbered_through_all_batches(tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    import pyarrow

    parquet.write_table(pyarrow.table({"n": [*range(2100)]}), tmp_path / "t.parquet", row_group_size=1050)
    assert [(number, row["n"]) for number, row in read_rows(tmp_path / "t.parquet")] == [
        (n + 1, n) for n in range(2100)
    ]


# ------------------------------------------------------------------------------------------------- heads of pages


def _linked(**told):
    data = json.dumps({"datePublished": "2024-05-06"} | told)
    return f'<!doctype html><html><head><script type="application/ld+json">{data}</script></head></html>'


@pytest.mark.parametrize(
    "page, metadata",
    [
        (_linked(headline="题"), {"title": "题", "date": "2024-05-06"}),
        (_linked(author="甲"), {"author": "甲", "date": "2024-05-06"}),
        (_linked(author={"name": "甲"}), {"author": "甲", "date": "2024-05-06"}),
        (_linked(author=["甲", "乙"]), {"author": "甲、乙", "date": "2024-05-06"}),
        (_linked(author=[{"name": "甲"}, "乙"]), {"author": "甲、乙", "date": "2024-05-06"}),
        (_linked(author=[], publisher=[]), {"date": "2024-05-06"}),
        (_linked(author={"url": "x"}), {"date": "2024-05-06"}),
        (_linked().replace("{", "[{").replace("}", "}]"), {"date": "2024-05-06"}),
        (_linked().replace("datePublished", "dateModified"), {}),
        (_linked().replace('"}', '"'), {}),
        (_linked().replace("ld+json", "json"), {}),
    ],
)
def test_linked_data_of_a_page_name_its_article(page, metadata):
    assert own_metadata(page)[1] == metadata


@pytest.mark.parametrize(
    "raw, found",
    [
        ("# 题 #\n正文。", ("", {"title": "题"})),
        ("正文。\n#\t题\r\n", ("", {"title": "题"})),
        ("## 题\n", ("", {})),
        ("x" * 2997 + "\n#题", ("", {})),
        ("x" * 2990 + "\n# 题", ("", {"title": "题"})),
        ("x" * 3000 + "\n# 题", ("", {})),
        ("標題：開源，作者：甲，正文：乙", ("head of the record", {"title": "開源", "author": "甲"})),
        ("正文：乙", ("", {})),
    ],
)
def test_a_text_without_a_head_has_the_title_of_its_first_heading(raw, found):
    assert own_metadata(raw) == found


def test_an_address_in_the_place_of_an_outlet_is_one_unless_there_is_another():
    assert renamed([("source", "https://a.example/1")]) == {"url": "https://a.example/1"}
    assert renamed([("source", " https://a.example/1 "), ("url", "https://b.example")]) == {"url": "https://b.example"}
    assert renamed([("source", "see https://a.example/1")]) == {"outlet": "see https://a.example/1"}


# ------------------------------------------------------------------------------------ lines around an article, by hand


def _noted(lines, names=()):
    """The lines that are cut, each with its note."""
    return [(old.strip("\n"), note) for _, old, _, note in boilerplate.find_boilerplate("\n".join(lines), names=names)]


BODY = ["这一行是正文里的一句话，它足够长。"] * 5
CREDIT = ("责任编辑：林晓", "credit, rights or contact")


@pytest.mark.parametrize(("before", "cut"), [(0, True), (5, True), (6, False)])
def test_a_credit_is_at_the_edge_while_fewer_than_six_lines_stay_in(before, cut):
    far = BODY * 4
    for lines in ([*far[:before], CREDIT[0], *far], [*far, CREDIT[0], *far[:before]]):
        assert _noted(lines) == [CREDIT] * cut


@pytest.mark.parametrize(("label", "cut"), [("一二三四五六七八九十一二", True), ("一二三四五六七八九十一二三", False)])
def test_labels_of_twelve_characters_do_not_move_the_edge(label, cut):
    assert _noted([*[label] * 6, CREDIT[0], *BODY * 4]) == [CREDIT] * cut


def test_lines_that_are_cut_and_empty_ones_do_not_move_the_edge():
    lines = [*["责任编辑：林晓", "", "作者：陈默"] * 4, *BODY[:5], "校对：李四", *BODY * 4]
    assert [line for line, _ in _noted(lines)] == [*["责任编辑：林晓", "作者：陈默"] * 4, "校对：李四"]


@pytest.mark.parametrize(
    ("line", "most", "note"),
    [
        ("notice: the content above", 200 + 3, "credit, rights or contact"),  # of which three are blanks
        ("免责声明：", 600, "disclaimer"),
    ],
)
def test_a_credit_has_two_hundred_characters_at_most_and_a_disclaimer_six_hundred(line, most, note):
    whole = line + "此" * (most - len(line))
    assert _noted([whole, *BODY * 40]) == [(whole, note)]
    assert _noted([whole + "此", *BODY * 40]) == []


@pytest.mark.parametrize(
    ("lines", "cut"),
    [
        (["热门的文章", "模型又便宜了", "价格又降了"], 3),
        (["热门的文章", "模型又便宜了", "价格又降了。"], 0),  # a sentence is no headline
        (["热门的文章", "模型又便宜了。", "价格又降了"], 0),
        (["热门的文章", "字" * 60], 2),
        (["热门的文章", "字" * 61], 0),
        (["热门的文章", "甲", "推荐的文章", "乙"], 4),
        (["热门的文章"], 1),
        (["相关作文推荐：", "模型又便宜了"], 2),
        (["相关书籍推荐", "模型又便宜了"], 0),  # a list of the article, perhaps
    ],
)
def test_a_list_of_other_articles_reaches_to_the_end_and_holds_only_headlines(lines, cut):
    assert [line for line, _ in _noted([*BODY * 4, *lines])] == lines[len(lines) - cut :]


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        (["点击关注", "甲。"], "甲。"),
        (["甲。", "点击关注"], "甲。"),
        (["甲。", "点击关注", "，，", "乙。"], "甲。\n乙。"),
        (["甲。", "点击关注", "，，"], "甲。"),
        (["点击关注"], ""),
        (["点击关注", "，，"], ""),
        (["甲。", "点击关注", ""], "甲。\n"),
    ],
)
def test_a_cut_leaves_no_blank_line(lines, left):
    text = "\n".join(lines)
    assert boilerplate.cut(text, boilerplate.find_boilerplate(text)) == left


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("阅读 1,024", "阅读7", True), ("2024.05.06", "2024-5-6", True), ("Read MORE", "readmore", True), ("第1篇", "第一篇", False), ("a1b2", "a9b", False)],
)  # fmt: skip
def test_numbers_blanks_and_case_do_not_part_two_lines(one, other, same):
    assert (boilerplate.line_key(one) == boilerplate.line_key(other)) is same


LINK = "[首页](/)"


@pytest.mark.parametrize(
    ("lines", "cut"),
    [
        ([LINK, "正文。"], [0]),
        (["正文。", LINK], [1]),
        (["正文。", LINK, "正文。"], []),
        (["正文。", LINK, LINK, "正文。"], []),
        (["正文。", LINK, LINK, LINK, "正文。"], [1, 2, 3]),
        (["正文。", f"{LINK} {LINK} | {LINK}", "正文。"], [1]),
        (["正文。", LINK, "一二三四五六七八九十一二", LINK, "", LINK, "正文。"], [1, 2, 3, 4, 5]),
        (["正文。", LINK, "一二三四五六七八九十一二三", LINK, LINK, "正文。"], []),
        (["正文。", LINK, "分类，", LINK, LINK, "正文。"], []),  # a label has no mark
        (["正文。", "分类", LINK, LINK, LINK, "分类", "正文。"], [2, 3, 4]),  # from the first line of links to the last
        (["正文。", "![图](a.png)", "![图](a.png)", "![图](a.png)", "正文。"], []),
        (["正文。", LINK, "![图](a.png)", LINK, LINK, "正文。"], [1, 2, 3, 4]),
        (["正文。", f"见{LINK}", f"见{LINK}", f"见{LINK}", "正文。"], []),
    ],
)
def test_three_links_in_lines_of_nothing_else_are_a_list_and_one_at_an_edge(lines, cut):
    found = find_navigation("\n".join(lines))
    assert [line for _, old, _, _ in found for line in old.splitlines()] == [lines[k] for k in cut]
    assert {note for *_, note in found} <= {"list of links"}


def _html(around, text="正" * 70):
    return f"<!doctype html><html><body>{around}<p>{text}</p></body></html>"


@pytest.mark.parametrize(
    ("element", "note"),
    [
        ("<nav>{}</nav>", "page element around the article"),
        ("<DIV ROLE=Navigation>{}</DIV>", "page element around the article"),
        ("<div class='post-share x'>{}</div>", "page element around the article"),
        ("<div id=related_news>{}</div>", "page element around the article"),
        ("<div class=shared>{}</div>", ""),
        ("<div>{}</div>", ""),
        ("<nav>{}", ""),  # never closed
        ("<nav><h1>题</h1>{}</nav>", ""),
        ("<a role=navigation>{}</a>", ""),
    ],
)
def test_furniture_of_a_page_is_known_by_name_role_or_class(element, note):
    page = _html(element.format("侧栏"))
    assert [told for *_, told in find_navigation(page)] == [note] * bool(note)


@pytest.mark.parametrize(("n", "cut"), [(30, True), (31, False)])
def test_a_class_names_furniture_that_holds_at_most_three_tenths_of_the_page(n, cut):
    page = _html(f"<div class=share>{'侧' * n}</div>", "正" * (100 - n))
    assert len(find_navigation(page)) == cut


@pytest.mark.parametrize(("n", "cut"), [(50, True), (51, False)])
def test_a_form_with_more_than_half_of_a_page_is_the_page(n, cut):
    page = _html(f"<form>{'表' * n}</form>", "正" * (100 - n))
    assert len(find_navigation(page)) == cut


@pytest.mark.parametrize(
    ("inside", "cut"),
    [
        ("<a>一二</a><a>三四</a><a>五六七八</a>九十", True),  # eight of ten characters
        ("<a>一二</a><a>三四</a><a>五六七</a>八九十", False),
        ("<a>一二</a><a>三四五六七八</a>九十", False),  # two links
        ("<a>一二</a><a>三四</a><a>五六七八</a>九。", False),  # a sentence
        ("<a>一二。</a><a>三四</a><a>五六七八</a>九", True),
        ("<a>一二</a><a>三四</a><a>五六七八</a><script>var x = 1234567890123;</script>", True),
    ],
)
def test_a_list_of_links_is_three_links_with_four_fifths_of_its_text(inside, cut):
    assert [note for *_, note in find_navigation(_html(f"<div>{inside}</div>"))] == ["list of links"] * cut


@pytest.mark.parametrize(("n", "share"), [(75, 0.75), (76, -0.76)])
def test_navigation_is_cut_up_to_three_quarters_of_a_page(n, share):
    page = f"<!doctype html><body><nav>{'侧' * n}</nav><p>{'正' * (100 - n)}</p></body>"
    cleaned, found = article._clean(page, ("html",), True)
    assert found == pytest.approx(share)
    assert (cleaned.ledger[0].rule == boilerplate.RULE) is (share > 0)
    assert article._clean(page, ("html",), False)[1] == 0


def test_of_several_pieces_of_linked_data_the_first_tells_of_the_page():
    told = [{"datePublished": "2024-05-06", "headline": "题"}, {"datePublished": "2023-01-01", "author": "甲"}]
    scripts = "".join(f'<script type="application/ld+json">{json.dumps(one)}</script>' for one in told)
    page = f"<!doctype html><html><head>{scripts}</head></html>"
    assert own_metadata(page)[1] == {"title": "题", "date": "2024-05-06"}


@pytest.mark.parametrize(
    ("head", "metadata"),
    [
        ('<meta property="og:title" content="甲"><meta name="title" content="乙">', {"title": "甲"}),
        ('<meta name="title" content="乙"><title>丙</title>', {"title": "乙"}),
        ("<title>丙</title><title>丁</title>", {"title": "丙"}),
        ("<body><svg><title>图</title></svg></body>", {}),
        ("<time pubdate>2024-05-06</time>", {"date": "2024-05-06"}),
        ('<time itemprop="DatePublished" datetime="2024-05-06">昨天</time>', {"date": "2024-05-06"}),
        ('<time datetime="2024-05-06">昨天</time>', {}),
        ('<meta name="date" content="2023"><time pubdate datetime="2024"></time>', {"date": "2023"}),
        ('<link rel="canonical" href="https://a.b/1">', {"url": "https://a.b/1"}),
        ('<meta itemprop="author" content="甲"><meta property="article:author" content="乙">', {"author": "甲"}),
    ],
)
def test_the_first_tag_that_says_something_of_a_page_counts(head, metadata):
    assert own_metadata(f"<!doctype html><html><head>{head}</head></html>")[1] == metadata


@pytest.mark.parametrize(
    ("metadata", "where", "quote", "told"),
    [
        ({"date": "2024-05-06", "date_from": "2023"}, "m", "2024-05-06", 0),
        ({"date_from": "2023-01-01", "date_to": "2023-01-01"}, "m", "2023-01-01", 0),
        ({"date_from": "2024", "date_to": "2024-03"}, "m", "2024 to 2024-03", 0),
        ({"date_from": "2024-03", "date_to": "2024"}, "m", "2024-03 to 2024", 0),
        ({"date_from": "2024-03", "date_to": "2024-02"}, "", "", 1),
        ({"date_from": "2024-03", "date_to": "soon"}, "", "", 1),
        ({"date_to": "2024-03"}, "m", "2024-03", 0),
        ({}, "", "", 0),
    ],
)
def test_dates_are_taken_as_they_are_told_or_told_to_be_none(metadata, where, quote, told):
    found = dated_by([("m", metadata)], "a.txt", today=day("2024-12-31"))
    assert (found.where, found.quote, len(found.warnings)) == (where, quote, told)
    if metadata.get("date_to") == "soon":
        assert found.warnings == ("the date 'soon' (m) is none",)


PICTURE = "<img src=a.png>"


@pytest.mark.parametrize(
    ("inside", "left"),
    [
        (f"<figure>{PICTURE}<figcaption>桥上的灯</figcaption></figure>", 0),
        (
            f"<table class=tr-caption-container><tr><td>{PICTURE}</td></tr><tr><td class=tr-caption>桥上的灯</td></tr></table>",
            0,
        ),
        (f"<p>{PICTURE}</p><p class=img-desc>桥上的灯</p>", 0),
        (f"<div>{PICTURE}<span class=pgc-img-caption>桥上的灯</span></div>", 0),
        (f"<div class=wp-caption>{PICTURE}<p class=wp-caption-text>桥上的灯</p></div>", 0),
        (f"<p>{PICTURE}</p>\n<p style='text-align: center; font-size: 12px'>桥上的灯</p>", 0),
        (f"<p>{PICTURE}</p><p style='text-align: center'>桥上的灯</p>", 1),
        (f"<p>桥</p><p>{PICTURE}下</p><p style='text-align:center;font-size:12px'>桥上的灯</p>", 1),
        ("<p style='text-align:center;font-size:12px'>桥上的灯</p>", 1),
        (f"<figure>{PICTURE}<figcaption>桥上的灯灭了。</figcaption></figure>", 1),  # it may tell what nothing else does
        ("<figure><blockquote>灯灭了。</blockquote><figcaption>桥上的灯</figcaption></figure>", 1),
        ("<div><p class=caption>桥上的灯</p></div>", 1),
        (f"<div>{PICTURE}<p class=caption>桥上的灯</p></div>", 0),
        (f"<figure>{PICTURE}<figcaption>{'桥上的灯' * 30}</figcaption></figure>", 1),  # pictures that tell the story
    ],
)
def test_captions_of_pictures_are_no_body(inside, left):
    page = f"<html><body>{TOLD}{inside}<div>{TOLD}</div></body></html>"
    assert ("桥上的灯" in boilerplate.cut(page, find_navigation(page))) is bool(left)


def _post(number, author, said, message="td id=postmessage_{}"):
    tag = message.format(number)
    return f"<div id=post_{number}><a>{author}</a><i>金牌会员</i><{tag}>{said}</{tag.split()[0]}><p class=sign>签名</p></div>"


def test_of_a_thread_the_messages_of_who_began_it_stay():
    posts = [
        _post(1, "甲", "桥没了。<p class=pstatus>编辑过</p>", "div id=postmessage_{}"),
        _post(2, "乙", "顶。", "div id=postmessage_{}"),
    ]
    posts += [_post(3, "甲", "桥又来了。", "div id=postmessage_{}")]
    page = f"<html><body><div>论坛</div>{''.join(posts)}<div>版权</div></body></html>"
    left = re.sub("<[^>]*>", " ", boilerplate.cut(page, find_navigation(page))).split()
    assert left == ["桥没了。", "桥又来了。"]


@pytest.mark.parametrize(
    ("names", "inside", "replies"),
    [("post bg1", "", 1), ("message", "", 1), ("post", "<h2>又一篇</h2>", 0), ("entry", "", 0)],
)
def test_replies_go_where_the_posts_of_a_board_are_elements_of_their_own(names, inside, replies):
    page = f"<html><body><div id=p1 class='{names}'>桥没了。</div><div id=p2 class='{names}'>{inside}顶。</div></body></html>"
    assert ("顶" not in boilerplate.cut(page, find_navigation(page))) is bool(replies)


def test_the_register_above_a_document_of_an_office_goes():
    register = "<table><tr><td>索 引 号：</td><td>00012</td><td>成文日期：</td><td>三月</td></tr><tr><td>发文字号：</td><td>十二号</td></tr></table>"
    page = f"<html><body>{register}<div>{TOLD}</div></body></html>"
    assert "00012" not in boilerplate.cut(page, find_navigation(page))
    page = page.replace("发文字号", "字号")
    assert "00012" in boilerplate.cut(page, find_navigation(page))


@pytest.mark.parametrize(
    ("given", "goes"),
    [
        *[
            ("id=commentModule", 1),
            ("class=commentlist", 1),
            ("class=author-bio", 1),
            ("class=jp-relatedposts", 1),
            ("class=entry_categories", 1),
        ],
        *[("class=cookie-bar", 1), ("class=button-wrapper", 1), ("id=wm-ipp-base", 1), ("class=articlePaywall", 1)],
        *[
            ("class=commentary", 0),
            ("class=cookies", 0),
            ("class=author", 0),
            ("class=sc-bAdfX", 0),
            ("class=shared-history", 0),
            ("class=topbarn", 0),
        ],
    ],
)
def test_names_of_several_words_tell_furniture(given, goes):
    page = f"<html><body><div {given}>桥上的灯</div><div>{TOLD * 3}</div></body></html>"
    assert ("桥上的灯" not in boilerplate.cut(page, find_navigation(page))) is bool(goes)
