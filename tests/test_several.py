"""Several articles in one file: where their heads prove them, each is read by itself; else a warning tells of them."""

import pytest

from helpers.report.body.several import articles_in, records_in, titles_in
from helpers.report.ingest import read_corpus

BODY = (
    "{}昨天修好了，人们又从上面走过，去对岸的集市买菜，也去看望亲戚。\n船停在岸边，船工坐在船头，说他要换一条路走了。\n"
)
LABELS = "标题：{0}\n来源：山谷日报\n日期：{1}\n\n"
ITEMS = [("老桥", "2024-03-05"), ("石路", "2024-03-06"), ("水闸", "2024-03-07")]


def _file(head, between, items=ITEMS, above=""):
    return above + between.join(head.format(title, day) + BODY.format(title) for title, day in items)


@pytest.mark.parametrize(
    "text",
    [
        *(
            _file(LABELS, f"\n{bar}\n")
            for bar in ("=" * 40, "-" * 8, "* " * 9 + "\n" + "*" * 9, "————————", "════════")
        ),
        *(
            _file(LABELS, f"\n{number}\n", above=f"{number}\n")
            for number in ("Document 2 of 3", "1 of 3 DOCUMENTS", "第1篇", "【第 1 篇 / 共 3 篇】")
        ),
        _file(LABELS, "\n文章编号: 202403050040001\n"),
        _file(LABELS, "\nDocument MNGRB00020240305ek350000a\n"),
        _file("【標題】{0}\n【報紙】山谷日報\n【日期】{1}\n【內文】", f"\n{'=' * 20}\n"),
        _file("{0}修好了\n{1} 山谷日报\n\n", f"\n{'=' * 20}\n"),
        _file(LABELS, f"\n{'=' * 20}\n", above=f"检索结果：3 篇\n{'=' * 20}\n"),
        _file(LABELS, f"\n{'=' * 20}\n\n{'=' * 20}\n") + "=" * 20,
    ],
)
def test_articles_with_heads_of_their_own_are_read_by_themselves(text, tmp_path):
    (tmp_path / "export.txt").write_text(text, encoding="utf-8")
    found = read_corpus(tmp_path / "export.txt")
    assert [*found.articles["article_id"]] == ["export-1", "export-2", "export-3"]
    assert [*found.articles["file"]] == [f"export.txt, article {number}" for number in (1, 2, 3)]
    assert [*found.articles["date_from"].astype(str)] == [day for _, day in ITEMS]
    assert all(
        title[:2] in row.title and row.text.startswith(title)
        for (title, _), row in zip(ITEMS, found.articles.itertuples(), strict=True)
    )
    assert not any("articles" in told for told in found.ingest_log["to_check"])


@pytest.mark.parametrize(
    "text",
    [
        BODY.format("桥") + "=" * 20 + "\n" + BODY.format("路"),
        _file(LABELS, "\n" + "=" * 20 + "\n", ITEMS[:1]) + "=" * 20 + "\n作者：小周\n日期：2024-03-06\n写得真好。",
        _file(LABELS, "\n" + "=" * 20 + "\n", ITEMS[:1] * 3),  # one article, of which each page has the head
        _file(LABELS, "\n", ITEMS),  # nothing parts them
        _file(LABELS, "\n" + "=" * 20 + "\n", above=BODY.format("门") + "=" * 20 + "\n"),  # a text stands before them
        "延伸阅读\n" + "=" * 20 + "\n标题：老桥\n日期：2024-03-05\n" + "=" * 20 + "\n标题：石路\n日期：2024-03-06\n",
        _file("{0}修好了\n{1} 山谷日报\n\n", f"\n{'=' * 20}\n{BODY.format('门')}{'=' * 20}\n"),  # parts of one
    ],
)
def test_bars_alone_part_no_articles(text):
    assert articles_in(text) == []


def test_what_has_no_head_goes_on_with_the_article_before():
    bar = "=" * 20 + "\n"
    found = articles_in(_file(LABELS, bar + BODY.format("门") + bar))
    assert [article.count("昨天") for article in found] == [2, 2, 1]


@pytest.mark.parametrize(
    ("text", "n"),
    [
        (_file(LABELS, "\n"), 3),
        (_file("Title: {0}\nSource: 山谷日报\n\n", "\n"), 3),
        (_file(LABELS, "\n", ITEMS[:1]), 0),
        (_file(LABELS, "\n", ITEMS[:1] * 2), 1),
        (BODY + "延伸阅读\n标题：老桥\n日期：2024-03-05\n标题：石路\n日期：2024-03-06\n", 0),
        (BODY + "标题：写什么？\n" * 3 + "日期是哪天？", 0),
    ],
)
def test_titles_above_a_day_or_an_outlet_are_counted(text, n, tmp_path):
    assert titles_in(text) == n
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert (f"it may hold {n} articles" in read_corpus(tmp_path).ingest_log["to_check"][0]) is (n > 1)


@pytest.mark.parametrize(
    ("text", "n"),
    [
        (_file("山谷日報\nA12 | 財經 | {1}\n\n{0}修好了\n\n", "\n文章編號: 20240305{}\n\n----\n"), 0),  # one number
        (
            "".join(
                f"山谷日報\n{day}\n\n{BODY.format(it)}\n文章編號: {day.replace('-', '')}30\n\n" for it, day in ITEMS
            ),
            3,
        ),
        ("".join(f"【{day}/山谷日報/A8版/要聞】\n\n{it}\n\n{BODY.format(it)}\n" for it, day in ITEMS), 3),
        ("".join(f"{BODY.format(it) * 2}\n【{day}/山谷日報/A8版/要聞】\n" for it, day in ITEMS), 3),
        (
            "".join(
                f"SrcDatabase-来源库: 报纸\nTitle-题名: {it}\nSummary-摘要: {BODY.format(it)}\n" for it, _ in ITEMS
            ),
            3,
        ),
        (f"【2024-03-05/山谷日報/A8版】\n{BODY.format('桥')}", 0),
        (
            f"【2024-03-05/山谷日報/A8版】\n{BODY.format('桥')}\n【2024-03-05/山谷日報/A8版】\n{BODY.format('桥')}",
            0,
        ),  # twice
        (f"{BODY.format('桥')}【2024-03-05/山谷日報】和【2024-03-06/山谷日報】都写了。\n", 0),  # in a sentence
        ("【2024-03-05/山谷日報】\n【2024-03-06/山谷日報】\n【2024-03-07/山谷日報】\n", 0),  # a list of sources
    ],
)
def test_records_of_a_database_are_counted_by_a_line_that_each_has_once(text, n, tmp_path):
    assert records_in(text) == n
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    told = read_corpus(tmp_path).ingest_log["to_check"]
    assert told.str.contains(f"it may hold {n} articles").any() == (n > 1)
