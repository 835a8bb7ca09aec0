"""Dates in the names of files, dates that contradict each other, and one article in several files."""

import pytest
from torture.cases import story

from helpers.report.body.metadata import dated_by, own_metadata
from helpers.report.decisions import _PART
from helpers.report.ingest import read_corpus
from helpers.report.input.name_dates import BEFORE_CLOCK, OF_EXPORT, OF_MANY
from helpers.report.outcomes import Remark


@pytest.mark.parametrize(
    ("name", "day"),
    [
        # years of the Republic, characters, English, wide figures, a clock without a sign before it, the year behind the day
        ("110-03-04 江畔報", "2021-03-04"), ("江畔報_110.3.4", "2021-03-04"), ("江畔報110年3月4日", "2021-03-04"), ("江畔報-110-03-04", "2021-03-04"), ("110年3月4日", "2021-03-04"), ("民國99年3月4日", "2010-03-04"), ("民國110/a", None),
        ("二〇二一年三月四日 桥", "2021-03-04"), ("民國一百一十年三月四日", "2021-03-04"), ("二零二一年三月", "2021-03-01"), ("Mar_4_2021 bridge", "2021-03-04"), ("4th-March-2021", "2021-03-04"),
        ("2021 Mar 04", "2021-03-04"), ("March 4, 2021", "2021-03-04"), ("２０２１年３月４日", "2021-03-04"), ("2021／03／04", "2021-03-04"), ("20210304083000", "2021-03-04"), ("202103040830", "2021-03-04"), ("27-03-2021", "2021-03-27"),
        # numbers of other things
        ("110", None), ("110年", None), ("110-3", None), ("110-13-04", None), ("110-03-32", None), ("0110-03-04", None), ("v110.3.4", None), ("1.110.3.4", None), ("1100304", None), ("110-03-04至110-03-06", None),
        ("三月四日", None), ("二〇二一年的桥", None), ("March 2021", None), ("may 4", None), ("202103042530", None), ("20210304083061", None), ("10-11-12", None), ("210304", None),
    ],
)  # fmt: skip
def test_a_date_in_a_name_is_read_as_one_in_a_column(name, day):
    found = dated_by([], f"{name}.txt")
    assert (str(found.first) if found.first else None) == day
    assert not [warning for warning in found.warnings if not isinstance(warning, Remark)]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("2021.02.30_江畔報", "'2021.02.30' (file name) is none"), ("2021-13-01", "'2021-13-01' (file name) is none"), ("20210230", "'20210230' (file name) is none"),
        ("20211301_江畔報", "'20211301' (file name) is none"), ("31-02-2021", "'31-02-2021' (file name) is none"), ("03-04-2021 江畔報", "'03-04-2021' (file name) may mean two days, and is not used"),
    ],
)  # fmt: skip
def test_what_looks_like_a_date_in_a_name_is_told(name, told):
    assert dated_by([], f"{name}.txt").warnings == (f"the date {told}",)
    assert dated_by([("m", {"date": "2021-03-04"})], f"{name}.txt").warnings == ()


@pytest.mark.parametrize(
    "name", ["2021-13", "2021.0", "99999999", "20219999", "20210431-02-30", "2021年13月桥", "第2021-13期"]
)
def test_what_is_no_date_in_a_name_is_passed_over(name):
    assert dated_by([], f"{name}.txt").warnings in ((), ("the date '20210431' (file name) is none",))


# ---------------------------------------------------------------------------------------------------------- exports


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("慧科匯出_20210304.txt", OF_EXPORT), ("导出2021-03-04.txt", OF_EXPORT), ("Factiva-20210304-0930.txt", OF_EXPORT), ("2021-03-04 export.txt", OF_EXPORT), ("20210304下載.txt", OF_EXPORT),
        ("search results 20210304.txt", OF_EXPORT), ("CNKI_2021-03-04.txt", OF_EXPORT), ("posts_20210304.csv, row 7", OF_MANY), ("a_20210304.txt, article 2", OF_MANY),
        ("江畔報_20210304-0930.txt", BEFORE_CLOCK), ("2021-03-04T09.30.00Z.txt", BEFORE_CLOCK), ("20210304093000.txt", BEFORE_CLOCK),
        # words of titles, exports elsewhere, other numbers
        ("2021-03-04 出口和导出的桥.txt", ""), ("2021-03-04 下载量破亿.txt", ""), ("2021-03-04 exporters.txt", ""), ("匯出/2021-03-04.txt", ""), ("新聞20210304_匯出20210610.txt", ""),
        ("江畔報_20210304_001.txt", ""), ("2021-03-04-2599.txt", ""), ("2021-03-04-93012345.txt", ""),
    ],
)  # fmt: skip
def test_the_day_of_an_export_is_used_last_and_told(name, why):
    found = dated_by([], name)
    told = f"the date {found.quote} (file name) may be the day of an export: {why}"
    assert (str(found.first), found.warnings) == ("2021-03-04", (told,) if why else ())
    assert any(isinstance(warning, Remark) for warning in found.warnings) == (why == BEFORE_CLOCK)


def test_the_head_that_factiva_prints_is_read_before_the_day_of_its_export(tmp_path):
    head = "河上的桥\n陈默\n1,229 字\n2021 年 3 月 4 日\n08:30\n江畔报\nJIANGP\n第3页\n中文 - 简体\nCopyright 2021 All Rights Reserved.\n\n"
    (tmp_path / "Factiva-20220701-1132.txt").write_text(head + story(3), encoding="utf-8")
    found = read_corpus(tmp_path)
    (article,) = found.articles.itertuples()
    assert (article.title, article.author, article.outlet, str(article.date_from)) == (
        "河上的桥",
        "陈默",
        "江畔报",
        "2021-03-04",
    )
    assert article.text.startswith(story(3)[:9]) and "export" not in found.ingest_log["why"][0]


def test_what_factiva_prints_is_parted_by_its_marks(tmp_path):
    def article(title, day, n):
        head = f"{title}\n陈默\n229 字\n{day}\n江畔报\nJIANGP\n简体中文\n\n"
        return f"{head}{story(n)}\n文件 JIANGP002021030{n}eh34000{n}x\n\n"

    text = article("河上的桥", "2021 年 3 月 4 日", 3) + article("河上的船", "2021 年 4 月 4 日", 4)
    (tmp_path / "Factiva-20220701.txt").write_text(text, encoding="utf-8")
    articles = read_corpus(tmp_path).articles
    assert [*zip(articles["title"], articles["date_from"].astype(str), strict=True)] == [
        ("河上的桥", "2021-03-04"),
        ("河上的船", "2021-04-04"),
    ]


@pytest.mark.parametrize(
    "head",
    [
        "河上的桥\n陈默\n229 字\n后来\n江畔报\nJIANGP\n简体中文\n\n", "河上的桥\n229 字\n2021年3月4日\n江畔报\n简体中文\n\n", "河上的桥\n全文共229 字\n2021年3月4日\n江畔报\nJIANGP\n简体中文\n\n",
    ],
)  # fmt: skip
def test_what_is_not_printed_so_is_no_head_of_factiva(head):
    assert own_metadata(head + story(3))[0] != "head of the record"


# ------------------------------------------------------------------------------------- dates that contradict each other


@pytest.mark.parametrize(
    ("sources", "name", "others"),
    [
        ([("head", "2020-01-01")], "2021-03-04_a.md", ["2021-03-04 (file name)"]), ([("head", "2020-01-01")], "2021/a.md", ["2021 (file name)"]),
        ([("metadata", "2020-05-05"), ("head", "2021-03-04")], "a.md", ["2021-03-04 (head)"]),
        ([("metadata", "2020-05-05"), ("head", "2021-03-04")], "民國110年3月4日.md", ["2021-03-04 (head)", "民國110年3月4日 (file name)"]),
        ([("head", "2021-03-04")], "Factiva-20210101.txt", ["20210101 (file name)"]),  # before it was published
        # the same but for time zones, a month of it, nothing that is a date
        ([("head", "2021-03-04T23:00Z")], "2021-03-05.md", []), ([("head", "2021-03-04")], "2021-03.md", []), ([("metadata", "2021-03"), ("head", "2021-03-04")], "a.md", []),
        ([("metadata", "2021-03-04"), ("head", "soon")], "2021-13-01.md", []),
        # what the article tells about, and exports
        ([("head", "2021-03-04")], "1957年10月4日的卫星.txt", []), ([("head", "2021-03-04")], "2008年5月12日的桥.txt", []), ([("head", "2021-03-04")], "慧科匯出_20220610.txt", []),
        ([("metadata", "2021-03-04")], "posts_20200610.csv, row 2", []), ([("metadata", "2021-03-04")], "a_20220610_0930.txt", []),
    ],
)  # fmt: skip
def test_a_date_that_another_source_contradicts_is_told(sources, name, others):
    dated = [(where, {"date": date}) for where, date in sources]
    (where, date), told = sources[0], dated_by(dated, name)
    assert told.where == where
    assert told.warnings == tuple(f"the date {date} ({where}) is contradicted by {other}" for other in others)


def test_an_interval_is_contradicted_by_what_lies_outside():
    interval = ("metadata", {"date_from": "2021-03-01", "date_to": "2021-03-31"})
    assert dated_by([interval], "2021-03-04.txt").warnings == ()
    assert len(dated_by([interval], "2021-04-04.txt").warnings) == 1
    reversed_dates = ("head", {"date_from": "2022-03-31", "date_to": "2022-03-01"})
    assert dated_by([interval, reversed_dates], "a.txt").warnings == ()


# --------------------------------------------------------------------------------------- one article in several files


def _told(folder, files):
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    why = read_corpus(folder).ingest_log.set_index("entry")["why"]
    return {name: told for name, told in why.items() if "one article in parts" in told}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("河上的桥修好了", "河上的桥修好了"), ("河上的桥修好了（上）", "河上的桥修好了（下）"), ("河上的橋修好了(1)", "河上的桥修好了（2）"), ("河上的桥修好了【二之一】", "河上的桥修好了【二之二】"),
        ("河上的桥修好了之一", "河上的桥修好了之二"), ("河上的桥修好了 上篇", "河上的桥修好了 下篇"), ("《河上的桥，修好了》", "河上的桥修好了"),
    ],
)  # fmt: skip
def test_articles_with_one_headline_on_one_day_are_told(one, other, tmp_path):
    files = {"2021-03-04_a.txt": f"{one}\n\n{story(3)}", "2021-03-04_b.txt": f"{other}\n\n{story(4)}"}
    expected = "headline and day are those of 2021-03-04_a: one article in parts?"
    assert _told(tmp_path, files) == {"2021-03-04_b.txt": expected}


@pytest.mark.parametrize(
    "files",
    [
        {"2021-03-04_a.txt": f"河上的桥修好了\n\n{story(3)}", "2021-03-05_b.txt": f"河上的桥修好了\n\n{story(4)}"},
        {"2021-03-04_a.txt": f"河上的桥修好了\n\n{story(3)}", "2021-03-04_b.txt": f"河上的船修好了\n\n{story(4)}"},
        {"a.txt": f"河上的桥修好了\n\n{story(3)}", "b.txt": f"河上的桥修好了\n\n{story(4)}"},
        {"2021-03_a.txt": f"河上的桥修好了\n\n{story(3)}", "2021-03_b.txt": f"河上的桥修好了\n\n{story(4)}"},
        {"a/2021-03-04.txt": f"河上的桥修好了\n\n{story(3)}", "b/2021-03-04.txt": f"河上的桥修好了\n\n{story(4)}"},
        {"2021-03-04_a.txt": f"短评\n\n{story(3)}", "2021-03-04_b.txt": f"短评\n\n{story(4)}"},
        {"2021-03-04_a.txt": f"河上的桥。\n\n{story(3)}", "2021-03-04_b.txt": f"河上的桥。\n\n{story(4)}"},
        {"2021-03-04_a.txt": f"河上的桥修好了\n\n{story(3)}", "2021-03-04_b.txt": f"河上的桥修好了\n\n{story(3)}"},
        {f"2021-03-04_{n}.txt": f"河上的桥修好了\n\n{story(n)}" for n in range(7)},
    ],
)
def test_other_articles_are_not(files, tmp_path):
    assert _told(tmp_path, files) == {}


@pytest.mark.parametrize("headline", ["桥（美国）", "上海的桥", "桥下", "2021年的桥", "桥（2021年）", "天下"])
def test_a_headline_without_a_mark_of_a_part_is_whole(headline):
    assert not _PART.search(headline)
