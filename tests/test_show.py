"""show.py: what reaches a page is escaped, described and downloadable."""

import base64
import re
from types import SimpleNamespace

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from helpers import plots, show
from helpers.translations import Translated, find_translations

HOSTILE = '<script>alert(1)</script>"\u202e\x1b[31m</td><img src=x onerror=alert(2)>'


@pytest.fixture
def shown(monkeypatch):
    """Collect what a cell would publish."""
    published = []
    monkeypatch.setattr(show, "display", lambda bundle, **options: published.append((bundle, options)))
    return published


def soup_of(shown):
    return BeautifulSoup(shown[-1][0]["text/html"], "html.parser")


def card_of(shown):
    return soup_of(shown).find(class_="am-card")


def test_nothing_hostile_survives_in_a_table(shown):
    show.table(pd.DataFrame({HOSTILE: [HOSTILE]}), HOSTILE, name=HOSTILE)
    soup = soup_of(shown)
    assert not soup.find_all(["script", "img"])
    assert "\u202e" not in str(soup) and "\x1b" not in str(soup)
    assert soup.find("tbody").find("th").get_text().startswith("<script>")


@pytest.mark.parametrize(
    "display",
    [
        lambda: show.say(HOSTILE),
        lambda: show.quotation(HOSTILE, HOSTILE, HOSTILE),
        lambda: show.card(HOSTILE, HOSTILE, [HOSTILE], tone="holds", numbers=[HOSTILE]),
        lambda: show.edits(HOSTILE, [], HOSTILE),
    ],
)
def test_nothing_hostile_survives_elsewhere(shown, display):
    display()
    assert not soup_of(shown).find_all(["script", "img", "td"])


@pytest.mark.parametrize(
    "display",
    [
        lambda text: show.say(text),
        lambda text: show.quotation(text, text, text),
        lambda text: show.card(text, text, [text], tone="holds"),
        lambda text: show.edits(text, [], text),
        lambda text: show.answers(text, text),
        lambda text: show.table(pd.DataFrame({"a": [text]}), text),
    ],
)
def test_text_is_never_maths(shown, display):
    display("从 $100 涨到 $200,\\(x\\)")
    (root,) = soup_of(shown).find_all(recursive=False)
    assert root["class"] == ["mathjax_ignore", "tex2jax_ignore"]
    assert "".join(soup_of(shown).find_all(string=True, recursive=False)).strip() == ""


def test_escaped_text_ends_no_attribute():
    assert show.escape("\"'<>&\n\x00\u2066\ud800") == "&quot;&#x27;&lt;&gt;&amp;\n"


def test_only_a_long_table_offers_sorting(shown):
    for sortable, asked in ((False, {}), (False, {"sortable": False}), (True, {"sortable": True})):
        show.table(pd.DataFrame({"a": ["x"]}), "x", **asked)
        assert soup_of(shown).select_one("div > div").attrs == {"class": ["am-table"]} | (
            {"data-filter": "1"} if sortable else {}
        )


def test_a_table_has_caption_scopes_and_right_kinds(shown):
    frame = pd.DataFrame({"term": ["开源"], "n": [1200], "rate": [1.234]})
    show.table(frame, "Words", columns={"term": "word", "n": "times", "rate": "rate"}, glossed=["term"])
    soup = soup_of(shown)
    assert soup.caption.get_text() == "Words"
    heads = [(th["scope"], th["class"], th.get_text()) for th in soup.thead.find_all("th")]
    assert heads == [("col", ["text"], "word"), ("col", ["num"], "times"), ("col", ["num"], "rate")]
    assert soup.tbody.th["scope"] == "row" and "open source" in soup.tbody.th.get_text()
    assert soup.tbody.find("span", lang="zh").get_text() == "开源"
    assert [(td["class"], td.get_text()) for td in soup.tbody.find_all("td")] == [(["num"], "1,200"), (["num"], "1.23")]


def test_the_download_holds_the_table_and_no_formula(shown):
    show.table(pd.DataFrame({"a": ["=1+1", "开源"], "b": [1, -2]}), "x", name="sheet")
    link = soup_of(shown).find("a", download=True)
    text = base64.b64decode(link["href"].split("base64,")[1]).decode("utf-8-sig")
    assert link["download"] == "sheet.csv"
    assert text == "a,b\n'=1+1,1\n开源,-2\n"


def test_a_term_whose_gloss_is_the_term_itself_has_none(shown, monkeypatch):
    monkeypatch.setattr(show, "gloss_of", {"开源": "open source", "中芯": "中芯"}.get)
    show.table(pd.DataFrame({"a": ["开源", "中芯"]}), "x", glossed=["a"])
    assert [th.get_text() for th in soup_of(shown).tbody.find_all("th")] == ["开源 open source", "中芯"]


def test_only_web_addresses_become_links(shown):
    frame = pd.DataFrame({"a": ["x", "y"], "to": ["https://example.org/?a&b", "javascript:alert(1)"]})
    show.table(frame, "x", columns={"a": "a"}, links={"a": "to"})
    links = soup_of(shown).tbody.find_all("a")
    assert [(link["href"], link.get_text()) for link in links] == [("https://example.org/?a&b", "x")]


def test_a_missing_text_is_an_empty_cell_and_a_missing_number_a_dash(shown):
    show.table(pd.DataFrame({"a": ["x"], "b": [float("nan")], "c": [None]}), "x")
    assert [td.get_text() for td in soup_of(shown).find_all("td")] == ["–", ""]


def test_an_empty_table_keeps_its_heads(shown):
    show.table(pd.DataFrame({"a": [], "b": []}), "nothing")
    assert len(soup_of(shown).thead.find_all("th")) == 2


def test_an_unknown_column_or_kind_is_named():
    with pytest.raises(ValueError, match="no column 'b'"):
        show.table(pd.DataFrame({"a": [1]}), "x", columns={"b": "b"})
    with pytest.raises(ValueError, match="unknown kind of column 'wide'"):
        show.table(pd.DataFrame({"a": [1]}), "x", kinds={"a": "wide"})
    with pytest.raises(ValueError, match="unknown tone"):
        show.card("a", "b", [], tone="sure")


def test_a_figure_carries_its_description_and_its_size(shown):
    ax = plots.plot_rates(
        pd.DataFrame({"article_id": ["a", "b"], "term": "开源", "n": 1, "rate": [1.0, 2.0]}),
        labels={"a": "A", "b": "B"},
    )
    show.figure(ax, alt="a line goes up", caption="One word")
    bundle, options = shown[-1]
    about = options["metadata"]["image/png"]
    assert bundle["image/png"].startswith(b"\x89PNG") and bundle["text/plain"] == "a line goes up"
    assert (about["alt"], about["caption"]) == ("a line goes up", "One word")
    assert 300 < about["width"] < 900 and about["height"] > 100


@pytest.mark.parametrize("alt", ["", " "])
def test_a_figure_without_description_is_refused(alt):
    with pytest.raises(ValueError, match="needs a description"):
        show.figure(plots.grid_of(1)[0], alt=alt, caption="x")


def test_a_figure_describes_itself_and_gives_its_own_caption(shown):
    rates = pd.DataFrame({"article_id": ["a", "b"], "term": "开源", "n": 1, "rate": [1.0, 2.0]})
    show.figure(plots.plot_heat_map(rates, labels={"a": "A", "b": "B"}))
    about = shown[-1][1]["metadata"]["image/png"]
    assert about["alt"] == "Heat map, per 1,000 characters: 开源 open source: A 1.0, B 2.0."
    assert about["caption"] == "Heat map, per 1,000 characters."


def test_the_descriptions_of_all_parts_of_a_figure_are_joined(shown):
    axes = plots.grid_of(3)
    axes[0].description, axes[2].description = "First.", "Third."
    show.figure(axes[1], caption=" ")
    about = shown[-1][1]["metadata"]["image/png"]
    assert (about["alt"], about["caption"]) == ("First. Third.", "First. Third.")


def test_a_table_has_its_usual_heads_and_the_name_of_its_caption(shown):
    frame = pd.DataFrame({"article_id": ["a"], "term": ["开源"], "n": [3], "some_column": ["x"]})
    show.table(frame, "All 3 words of 开源, by article: a list of them")
    soup = soup_of(shown)
    heads = [th.get_text() for th in soup.thead.find_all("th")]
    assert heads == ["article", "word", "times", "some column"]
    assert soup.find("td").get_text() == "开源 open source"
    assert soup.find("a", download=True)["download"] == "3-words-of.csv"
    show.table(frame.assign(gloss="open source"), "x")
    assert soup_of(shown).td.get_text() == "开源"
    show.table(frame, "开源", columns=["n", "term"], glossed=[])
    assert [th.get_text() for th in soup_of(shown).thead.find_all("th")] == ["times", "word"]
    assert soup_of(shown).td.get_text() == "开源"
    assert soup_of(shown).find("a", download=True)["download"] == "table.csv"


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["x" * 48], "text"),
        (["x" * 49], "long"),
        (["开" * 24], "text"),
        (["开" * 25], "long"),
        ([1.5], "num"),
        ([], "text"),
    ],
)
def test_the_kind_of_a_column_is_found(cells, kind):
    assert show.kind_of(pd.Series(cells, name="x", dtype=None if cells else str)) == kind


@pytest.mark.parametrize("name", ["left", "key", "right"])
def test_the_parts_of_a_concordance_line_keep_their_places(name):
    assert show.kind_of(pd.Series(["x"], name=name)) == name


@pytest.mark.parametrize(
    ("title", "lacking"),
    [
        ("\U0001fae8", "\U0001fae8"),  # an emoji that neither of our fonts has
        ("沙巴\U0002a3ff\u13a0\u13a0", "\u13a0 \U0002a3ff"),
        ("".join(map(chr, range(0x13A0, 0x13B4))), " ".join(map(chr, range(0x13A0, 0x13B4)))),
        ("".join(map(chr, range(0x13A0, 0x13B5))), " ".join(map(chr, range(0x13A0, 0x13B4))) + " …"),
        ("开源 ✗ 10⁻⁷", ""),  # our second font has these
    ],
)
def test_a_character_that_no_font_draws_is_a_box_of_which_the_caption_tells(shown, title, lacking):
    ax = plots.grid_of(1)[0]
    ax.set_title(title)
    show.figure(ax, alt=f"{title}.", caption="x.")
    data, about = shown[-1][0], shown[-1][1]["metadata"]["image/png"]
    assert data["text/plain"] == about["alt"] == f"{title}."
    told = f" A box stands for what our font lacks: {lacking}" if lacking else ""
    assert about["caption"] == f"x.{told}"


@pytest.mark.filterwarnings("error")
def test_a_title_that_the_font_lacks_warns_of_nothing_besides(shown):
    rates = pd.DataFrame({"article_id": ["a"], "term": ["开源"], "rate": [1.0]})
    found = pd.DataFrame({"article_id": ["a"], "term": ["开源"], "sentence": [1]})
    show.figure(plots.plot_heat_map(rates, labels={"a": "\u13a0"}, occurrences=found))
    about = shown[-1][1]["metadata"]["image/png"]
    assert about["caption"].endswith("lacks: \u13a0") and about["areas"] and about["narrow"]["areas"]


def test_the_caption_tells_of_the_boxes_in_a_cloud(shown):
    counts = pd.DataFrame({"article_id": "a", "term": ["开源", "\u13a0", "模型"], "n": [3, 2, 2]})
    show.figure(plots.plot_cloud(counts, title="Words"))
    told = shown[-1][1]["metadata"]["image/png"]["caption"]
    assert told == "Word cloud, Words. A box stands for what our font lacks: \u13a0"


def test_say_knows_bold_and_paragraphs_only(shown):
    show.say("**a** <b>\n\nc")
    soup = soup_of(shown)
    assert soup.strong.get_text() == "a" and not soup.b and soup.p.get_text() == "a <b>"
    assert len(soup.find_all("p")) == 2 and shown[-1][0]["text/plain"] == "a <b>\n\nc"


def test_edits_mark_what_goes_and_what_comes(shown):
    from helpers.cleaning.ledger import Edit

    show.edits("網(wǎng)路", [Edit(0, "pinyin", 1, "(wǎng)", "", ""), Edit(0, "x", 7, "路", "络", "")], "cut")
    soup = soup_of(shown)
    assert [tag.get_text() for tag in soup.find_all(["del", "ins"])] == ["(wǎng)", "路", "络"]


def test_an_edit_that_is_not_wholly_shown_is_left_out(shown):
    from helpers.cleaning.ledger import Edit

    ledger = [Edit(0, "x", 0, "ab", "", ""), Edit(0, "x", 1, "bc", "", ""), Edit(0, "x", 3, "de", "z", "")]
    show.edits("abcde", ledger, "cut", end=4)
    soup = soup_of(shown)
    assert soup.figcaption.get_text() == "cut" and shown[-1][1] == {"raw": True}
    assert soup.p.get_text() == "abcd …" and [tag.get_text() for tag in soup.find_all("del")] == ["ab"]
    show.edits("abcde", ledger, "cut", start=1)
    assert [tag.get_text() for tag in soup_of(shown).find_all(["del", "ins"])] == ["bc", "de", "z"]


def test_a_quotation_has_its_source_and_only_on_request_an_english_gloss(shown):
    show.quotation("开源 <b>", "001, <i>")
    soup = soup_of(shown)
    assert [tag.get_text() for tag in soup.blockquote.find_all(["p", "footer"])] == ["开源 <b>", "001, <i>"]
    assert soup.p["lang"] == "zh" and shown[-1][0]["text/plain"] == "开源 <b> (001, <i>)"
    show.quotation("开源", "001", "open <source>")
    assert soup_of(shown).find(class_="am-en").get_text() == "open <source>"


def test_what_looks_alike_on_a_page_has_a_name_of_its_own(shown):
    names = []
    for n in ("one", "two"):
        show.table(pd.DataFrame({"a": [1]}), f"Table {n}")
        names.append(soup_of(shown).find("a")["aria-label"])
        show.card("Holds.", f"<{n}> 开源", ["x"], tone="holds", numbers=["1"])
        names += [card_of(shown)["aria-label"], card_of(shown).summary["aria-label"]]
        assert card_of(shown)["role"] == "group" and card_of(shown).name == "div"  # no landmark among six of them
    assert names == [
        *("Download as CSV: table-one", "Holds: <one> 开源", "The numbers: <one> 开源"),
        *("Download as CSV: table-two", "Holds: <two> 开源", "The numbers: <two> 开源"),
    ]
    assert "aria-label" not in show.download_link("words", label="words.csv, beside this page, has all 9 rows")


def test_chinese_beside_our_english_is_marked_as_such(shown):
    frame = pd.DataFrame([("护城河", "a", "明报", "开源")], columns=["detail", "article_id", "article", "quote"])
    for display in (
        lambda: show.quotation("开源", "慧科匯出, 明报; found by 护城河"),
        lambda: show.analogy("开源", "明报", [("a", "b")], "c"),
        lambda: show.table(pd.DataFrame({"a": [1]}), "Words such as 开源"),
        lambda: show.edits("开源", [], "The cuts in 明报"),
        lambda: show.folded_passages(frame, "What 明报 tells"),
    ):
        display()
        unmarked = [
            text for text in soup_of(shown).find_all(string=re.compile("[一-龥]")) if not text.find_parent(lang="zh")
        ]
        assert not unmarked


def test_a_white_space_edit_leaves_no_mark(shown):
    from helpers.cleaning.ledger import Edit

    show.edits("a b\nc", [Edit(0, "x", 1, " ", "\n", "")], "cut")
    assert soup_of(shown).p.decode_contents() == "ab<br/>c" and not soup_of(shown).find_all(["del", "ins"])


def judged(**changed):
    fields = {
        "left_aside": "",
        "claim": SimpleNamespace(statement="开源 wins", unit="per 1,000 characters", rival="chance", note=""),
        "label": "holds in these texts",
        "key": "holds",
        "in_these_texts": "it holds",
        "reasons": ("enough",),
        "not_tried": "no interval",
        "value": None,
        "interval": None,
        "left_out": pd.DataFrame({"agrees": []}),
        "shuffled": "",
        "choices": "",
        "occurrences": "12",
        "by_article": "",
        "elsewhere": "",
    }
    return SimpleNamespace(**fields | changed)


def lines_of_card(shown):
    return [li.get_text() for li in soup_of(shown).find_all("li")]


def test_the_card_of_a_verdict_that_nothing_could_measure(shown):
    show.verdict(judged(key="untestable", label="not testable with five articles", in_these_texts="not defined"))
    assert lines_of_card(shown) == ["enough", "Rival explanation: chance", "Occurrences: 12.", "no interval"]
    assert card_of(shown)["class"] == ["am-card", "am-untestable"]
    assert card_of(shown).p.get_text() == "Not testable with five articles. 开源 wins"


def test_the_card_of_a_verdict_has_what_decided_it_and_every_number_behind_it(shown):
    found = judged(
        value=1.5,
        interval=SimpleNamespace(low=-0.25, high=3.0),
        left_out=pd.DataFrame({"agrees": [True, False, True]}),
        shuffled="p = 0.10",
        choices="4 combinations give 2 different results; 1 of them agrees",
        key="fragile",
        label="fragile",
        in_these_texts="holds in these texts",
        by_article="how often: a 3; b 9",
        left_aside="left out, for want of a date: c",
    )
    show.verdict(found)
    card = card_of(shown)
    assert card["class"] == ["am-card", "am-fragile"] and not card.details.has_attr("open")
    assert [li.get_text() for li in card.find("ul", recursive=False).find_all("li")] == [
        "enough",
        "In each article, how often: a 3; b 9.",
        "Left out, for want of a date: c.",
        "Rival explanation: chance",
    ]
    assert [li.get_text() for li in card.details.find_all("li")] == [
        "As a description of these texts alone: holds.",
        "Occurrences: 12.",
        "Measured: +1.50 per 1,000 characters, 95 % interval -0.25 to +3.00.",
        "One article left out: the others agree with the claim in 2 of 3 cases.",
        "Articles shuffled: p = 0.10.",
        "Our own choices: 4 combinations give 2 different results; 1 of them agrees.",
        "no interval",
    ]


def test_of_several_reasons_the_first_decides_unless_the_claim_is_fragile(shown):
    for key, opened in (("unclear", ["one"]), ("fragile", ["one", "two"])):
        show.verdict(judged(key=key, reasons=("one", "two")))
        lines = [li.get_text() for li in card_of(shown).find("ul", recursive=False).find_all("li")]
        assert lines == [*opened, "Rival explanation: chance"]
        assert lines_of_card(shown).count("two") == 1


def test_a_card_says_nothing_of_what_is_not_there(shown):
    claim = SimpleNamespace(statement="s", unit="share", rival="", note="")
    show.verdict(judged(claim=claim, reasons=(), value=-1.0, not_tried="", elsewhere="of two articles one has it"))
    assert lines_of_card(shown) == [
        "Nothing that was tried overturns it.",
        "Of two articles one has it.",
        "As a description of these texts alone: it holds.",
        "Occurrences: 12.",
        "Measured: -1.00 share.",
    ]
    show.card("a", "b", tone="holds")
    assert not soup_of(shown).find_all(["ul", "details"])


def test_answers_are_folded_numbered_and_never_empty(shown):
    show.answers("**12** times", "开源 <b>")
    folded = soup_of(shown).find_all("details")
    assert [d.summary.get_text() for d in folded] == ["Answer to exercise 1", "Answer to exercise 2"]
    assert folded[0].strong.get_text() == "12" and folded[1].p.get_text() == "开源 <b>"
    with pytest.raises(ValueError, match="exercise 2 has no answer"):
        show.answers("a", " ")


def test_answers_are_folded_and_counted_where_nothing_can_be_folded(monkeypatch):
    shown = []
    monkeypatch.setattr(show, "display", lambda data, **_: shown.append(data))
    show.answers("one", "two")
    assert shown[0]["text/plain"] == "2 answers, folded" and shown[0]["text/html"].count("<details") == 2


def test_a_plain_verdict_gives_only_what_decided_it(shown):
    show.verdict(judged(reasons=("one", "two")), plain=True)
    assert lines_of_card(shown) == ["one"]
    show.verdict(judged(reasons=("one", "two"), elsewhere="of two articles one has it"), plain=True)
    assert lines_of_card(shown) == ["Of two articles one has it.", "one"]


@pytest.mark.parametrize(("key", "limits"), [("holds", 2), ("fragile", 2), ("unclear", 0), ("untestable", 0)])
def test_a_plain_verdict_on_a_claim_that_survives_tells_what_limits_it(key, limits, shown):
    claim = SimpleNamespace(statement="s", unit="share", rival="chance", note="Words only.")
    show.verdict(judged(claim=claim, key=key, reasons=(), by_article="how often: a 3; b 9"), plain=True)
    assert lines_of_card(shown) == ["In each article, how often: a 3; b 9.", "Note: Words only."][:limits]


@pytest.mark.parametrize(("unit", "told"), [("rank correlation with time", 1), ("per 1,000 characters", 0)])
def test_a_card_tells_that_the_interval_of_a_trend_is_cautious(unit, told, shown):
    claim = SimpleNamespace(statement="s", unit=unit, rival="", note="")
    show.verdict(judged(claim=claim, value=0.73, interval=SimpleNamespace(low=-0.5, high=0.78)))
    assert sum("the interval is cautious" in line for line in lines_of_card(shown)) == told


def test_a_card_ends_with_the_note_of_its_claim(shown):
    claim = SimpleNamespace(statement="s", unit="share", rival="chance", note="Words only.")
    show.verdict(judged(claim=claim))
    lines = [li.get_text() for li in card_of(shown).find("ul", recursive=False).find_all("li")]
    assert lines == ["enough", "Rival explanation: chance", "Note: Words only."]


def test_a_prediction_works_without_a_script_and_escapes_its_options(shown):
    show.predict("Which?", ["<b>", "开源"], "**Both**")
    box = soup_of(shown).fieldset
    assert [label.get_text(strip=True) for label in box.find_all("label")] == ["<b>", "开源"]
    assert len({radio["name"] for radio in box.find_all("input", type="radio")}) == 1
    assert box.details.summary and box.details.strong.get_text() == "Both"


def test_a_chinese_abstract_is_folded_escaped_and_whole(shown):
    show.abstract_in_chinese("问<b>？", "答：5篇。", "若错，则改。")
    fold = soup_of(shown).details
    assert (
        fold["lang"] == "zh"
        and fold.summary.get_text() == "中文提要 (summary in Chinese)"
        and not fold.has_attr("open")
    )
    assert [p.get_text() for p in fold.find(id="zh").find_all("p")] == [
        "问题：问<b>？",
        "回答：答：5篇。",
        "什么会推翻它：若错，则改。",
    ]
    assert shown[-1][0]["text/plain"] == "中文提要\n问<b>？\n答：5篇。\n若错，则改。"
    with pytest.raises(ValueError, match="says nothing under 回答"):
        show.abstract_in_chinese("问？", " ", "改。")


def test_columns_mark_what_differs_and_refuse_a_mark_that_is_nowhere(shown):
    show.side_by_side(("a", "开源<b>", "open"), ("b", "闭源", "closed"), caption="two", marked=["开源"])
    found = soup_of(shown)
    assert [mark.get_text() for mark in found.find_all("mark")] == ["开源"]
    assert found.find_all("p", lang="zh")[0].get_text() == "开源<b>"
    with pytest.raises(ValueError, match="none of the texts"):
        show.side_by_side(("a", "开源", ""), caption="x", marked=["甲"])


def test_the_words_of_a_passage_are_marked_in_the_english_of_its_sentence(shown):
    show.table(
        pd.DataFrame({"quote": ["为了保持盈利", "转而只销售其专有的大语言模型"], "article_id": "004"}),
        "x",
        columns=["quote"],
    )
    known, unknown = soup_of(shown).select("tbody small")
    assert [mark.get_text() for mark in known.find_all("mark")] == ["in order to stay profitable"]
    assert known.get_text() == unknown.get_text() != "" and not unknown.find("mark")
    with show.texts_of_others():
        show.table(pd.DataFrame({"quote": ["为了保持盈利"]}), "x")
    assert not soup_of(shown).find("mark")


@pytest.mark.parametrize(
    ("column", "text", "sentence", "places"),
    [
        ("quote", "微软的子公司", 25, ["003-25"]),  # the same words stand in 003-4
        ("quote", "理由", 4, ["003-4"]),  # short, and the row says where
        ("quote", "OpenAI", 4, ["003-4"]),
        ("quote", "眼下还不好说。", 4, []),
        ("words", "微软的子公司", 25, ["003-4 003-25"]),
        ("words", "理由", 4, []),
        ("quote", "微软的子公司", 0, ["003-4 003-25"]),
    ],
)
def test_a_quotation_stands_in_the_sentence_of_its_row(shown, column, text, sentence, places):
    show.table(pd.DataFrame({column: [text], "article_id": "003", "sentence": sentence}), "x", columns=[column])
    assert [span["data-sentence"] for span in soup_of(shown).select("[data-sentence]")] == places


def test_a_name_in_latin_letters_is_its_own_english(shown):
    show.table(pd.DataFrame({"quote": ["Klaus LeCun"], "article_id": "000", "sentence": 72}), "x", columns=["quote"])
    assert soup_of(shown).tbody.get_text(strip=True) == "Klaus LeCun"


def test_words_of_a_passage_over_two_sentences_are_marked_in_both(shown):
    show.table(pd.DataFrame({"a": ["重返万亿美元市值。扎克伯格在社交媒体上宣布要搞AGI"]}), "x")
    marks = [mark.get_text() for mark in soup_of(shown).find_all("mark")]
    assert len(marks) == 2 and marks[0].startswith("returned to") and marks[1].endswith("going for AGI")


def test_a_number_below_zero_has_a_minus_and_no_hyphen(shown):
    show.table(pd.DataFrame({"a": ["x-y"], "b": [-0.5], "c": [-1200]}), "x")
    assert [cell.get_text() for cell in soup_of(shown).select("tbody > tr > *")] == ["x-y", "−0.50", "−1,200"]


@pytest.mark.parametrize(("end", "shows"), [(2, "甲乙 …"), (3, "甲乙丙"), (None, "甲乙丙\n")])
def test_a_text_that_is_shown_in_part_ends_in_dots(shown, end, shows):
    show.edits("甲乙丙\n", [], "x", end=end)
    assert soup_of(shown).p.get_text("\n").rstrip() == shows.rstrip()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("为了保持盈利", "… in order to stay profitable …"),
        ("OpenAI很快在8月推出了两款开放权重模型", "In August OpenAI promptly brought out two open-weight models …"),
        ("属于AI大语言模型的“安卓时刻”,要来了", "… the “Android moment” of large AI language models is coming."),
        (
            "转而只销售其专有的大语言模型",
            "But after 2020, in order to stay profitable, OpenAI was no longer “open”; it turned to selling",
        ),
    ],
)
def test_a_quotation_has_the_english_of_its_words_where_we_know_it(text, told, shown):
    show.quotation(text, "a source")
    english = soup_of(shown).select_one(".am-en").get_text()
    assert english == told or (english.startswith(told) and told.endswith("selling"))


def test_columns_lead_to_their_sentences_and_mark_the_english_as_well(shown):
    ours, said = "谁赢了?眼下还不好说。", "Who has won? It is hard to say yet."
    parts = ("ours", ours, said), ("another's", "谁输了?眼下还不好说吧。", ""), ("English", said, "")
    show.side_by_side(*parts, caption="three", marked=["赢", "won"])
    found = soup_of(shown)
    texts = [column.find_all("p")[1] for column in found.figure.div.find_all("div")]
    assert [text.get("data-sentence") for text in texts] == ["000-94 000-95", None, None]
    assert [text.get("lang") for text in texts] == ["zh", "zh", None]
    assert [mark.get_text() for mark in found.find_all("mark")] == ["赢", "won", "won"]
    with show.texts_of_others():
        show.side_by_side(("a", "安卓时刻", ""), caption="x")
    assert "data-sentence" not in str(soup_of(shown))


def test_an_analogy_pairs_its_sides(shown):
    show.analogy("安卓<b>", "a text", [("Android", "Llama"), ("iPhone", "GPT")], "open wins", "the price")
    rows = [[part.get_text() for part in li.find_all("span", recursive=False)] for li in soup_of(shown).find_all("li")]
    assert rows == [["Android", "→", "Llama"], ["iPhone", "→", "GPT"]]
    assert "So: open wins." in soup_of(shown).get_text() and "Left out: the price." in soup_of(shown).get_text()


def test_a_term_has_its_gloss_and_not_the_english_of_its_sentence(shown):
    frame = pd.DataFrame({"n": [1, 2], "word": ["开源", "安卓在刚推出的时候"]})
    show.table(frame, "x", kinds={"word": "term"})
    word, words = soup_of(shown).find_all("td")
    assert word.get_text() == "开源 open source" and words.get_text() == "安卓在刚推出的时候"
    show.table(frame, "x")
    assert "really lame" in soup_of(shown).find_all("td")[1].find(class_="am-en").get_text()


def test_passages_are_folded_with_their_articles(shown):
    frame = pd.DataFrame(
        {"article_id": "x", "article": "<X>", "quote": "开源好", "detail": ["<when>", "<when>", "who"]}
    )
    show.folded_passages(frame, "Here")
    assert [li.get_text() for li in soup_of(shown).find_all("li")] == ["<when>, <X>: 开源好", "who, <X>: 开源好"]


@pytest.mark.parametrize("layer", ["quote", "phone", "kwic", "cut", "prose"])
def test_a_folded_passage_is_escaped_whatever_its_layer(layer, shown):
    one = show.Found(HOSTILE, HOSTILE, HOSTILE, HOSTILE, layer=layer)
    marked = show.Found(HOSTILE, layer=layer, marks=("<script>", "&", "alert"))
    show.folds([show.Fold(HOSTILE, HOSTILE, [one, marked])], HOSTILE)
    soup = soup_of(shown)
    assert not soup.find_all(["script", "img"]) and len(soup.find_all("li")) == 2
    assert "\u202e" not in str(soup) and "\x1b" not in str(soup)
    assert "mathjax_ignore" in soup.div["class"] and "<script>" in soup.li.get_text()


def test_a_folded_passage_has_its_marks_and_its_english_where_there_is_one(shown):
    passages = [show.Found("谁赢了?眼下还不好说。", marks=("赢",)), show.Found("谁也没有说过的一句话。")]
    show.folds([show.Fold("title", "2 sentences", passages)], "cap", show.download_link("all"))
    first, second = soup_of(shown).find_all("li")
    assert first.select_one(".am-l-quote").get_text() == "赢" and first.select_one(".am-en").get_text()
    assert second.select_one(".am-l-quote").get_text() == "谁也没有说过的一句话。" and not second.select_one(".am-en")
    assert soup_of(shown).a["href"] == "all.csv" and not soup_of(shown).details.has_attr("open")


def test_a_result_has_a_sign_beside_its_word(shown):
    show.table(pd.DataFrame({"a": ["x", "y"], "b": ["passed", "<no idea>"]}), "cap", kinds={"b": "mark"})
    cells = [td.get_text() for td in soup_of(shown).find_all("td")]
    assert cells == ["✓ passed", "– <no idea>"]
    assert soup_of(shown).td["data-head"] == "b" and "left" in soup_of(shown).td["style"]


def test_texts_of_others_get_our_english_only_for_a_whole_sentence_of_ours():
    whole, part = "而现在,属于AI大语言模型的“安卓时刻”,要来了。", "中国企业"
    inside = pd.DataFrame({"who": [part, whole]})
    assert "am-en" in show.passage(part, "004") and show.english(whole)
    with show.texts_of_others(), show.collected() as outputs:
        assert show.passage(part, "004") == show.chinese(part)
        assert show.english(whole) and show.english(whole[:-3]) == ""
        show.table(inside, "Who")
        show.folds([show.Fold(part, "1", [show.Found(part, "004")])], "Statements")
    table, folds = (output.data["text/html"] for output in outputs)
    assert table.count("am-en") == 1 and folds.count("am-en") == 1  # the sentence; what is told of the fold
    assert "am-en" in show.passage(part, "004")


def test_texts_of_others_get_the_english_of_our_practice_folder_without_a_place():
    whole, line = "他说，谁都可以下载，就意味着谁都可以滥用。", ("谁都可以", "下载", "，就意味着谁都可以滥用。她说")
    frame = pd.DataFrame([line], columns=["left", "key", "right"])
    passages = [
        show.Found("谁都可以下载，就意味着谁都可以滥用", before="某人 […] 他说，", after="。也有人…"),
        show.Found(line[1], before=line[0], after=line[2], layer="kwic"),
        show.Found("没有护城河的城堡", layer="cut"),
        show.Found("ä¹Ÿ", after=whole, layer="cut"),
        show.Found("谁都可以下载", before="", after="。"),
    ]
    with show.texts_of_others(), show.collected() as outputs:
        shown = show.passage(whole)
        show.table(frame, "Lines")
        show.table(pd.DataFrame({"who": ["何平", "别人"]}), "Who")
        show.folds([show.Fold("何平", "5 times", passages), show.Fold("别人", "none", [])], "Statements")
        show.quotation(whole, "a text")
    told = "If anybody can download it, he said, then anybody can misuse it."
    assert BeautifulSoup(shown, "html.parser").small.get_text() == told
    table, who, folds, quotation = (BeautifulSoup(output.data["text/html"], "html.parser") for output in outputs)
    assert [one.get_text() for one in table.select(".am-en")] == [told]
    assert [one.get_text() for one in who.select(".am-en")] == ["He Ping"]
    assert [one.get_text() for one in folds.select("summary small")] == ["He Ping; 5 times"]
    assert [one.get_text() for one in folds.select(".am-none")] == ["别人 none"] and len(folds.select("details")) == 1
    assert [one.get_text() for one in folds.select("p.am-en")] == [told, told, "A castle without a moat", told]
    assert quotation.select_one(".am-en").get_text() == told
    assert not any("data-sentence" in output.data["text/html"] for output in outputs) and "data-sentence" not in shown


def test_a_sentence_that_also_begins_a_cut_has_the_english_of_the_sentence(shown):
    show.table(pd.DataFrame({"code": ["A008"], "quote": ["OpenAI向左,Meta往右"]}), "Heads")
    cell = soup_of(shown).find("td")
    assert "OpenAI turns left, Meta turns right" in cell.get_text() and "twice" not in cell.get_text()
    assert cell.find(attrs={"data-sentence": "000-15"})


def test_a_passage_of_several_articles_gets_the_english_of_the_article_in_its_row():
    parts = ("大模型的", "开源社区", "开源模型")
    shared = next(part for part in parts if len({one.article_id for one in find_translations(part)}) > 1)
    owner = find_translations(shared)[0].article_id
    frame = pd.DataFrame({"quote": [shared], "article_id": [owner]})
    with show.collected() as outputs:
        show.table(frame[["quote"]], "x")
        show.table(frame, "x", columns={"quote": "passage"})
    alone, placed = (output.data["text/html"] for output in outputs)
    assert "data-sentence" not in alone and f'data-sentence="{owner}-' in placed


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("开源A", True),  # one of three characters is none: less than two thirds of them
        ("开AA", False),
        ("开源AAAA", False),
        ("开源模AAAAA", True),
        ("AI", False),
    ],
)
def test_a_text_that_is_a_third_chinese_is_marked_as_a_whole(text, sentence):
    whole = f'<span lang="zh">{text}</span>'
    assert (show.chinese(text) == whole) is sentence
    assert BeautifulSoup(show.chinese(text), "html.parser").get_text() == text


def test_chinese_within_another_language_is_marked_run_by_run_with_the_marks_inside():
    told = "a long sentence on 开源，闭源, and then 中 and no more of it。"
    spans = BeautifulSoup(show.chinese(told), "html.parser").find_all("span", lang="zh")
    assert [span.get_text() for span in spans] == ["开源，闭源", "中"]


@pytest.mark.parametrize(
    ("caption", "name"),
    [
        ("The claims, and how sure we are", "claims"),
        ("All the a words", "words"),
        ("All the", "table"),
        ("One two three four five six seven", "one-two-three-four-five-six"),
        ("Words: 3", "words"),
        ("Words (3)", "words"),
        ("Words; more", "words"),
        ("3 WORDS of 开源", "3-words-of"),
        ("An answer", "an-answer"),
    ],
)
def test_a_file_is_named_by_the_first_words_of_its_caption(caption, name):
    assert show._file_name(caption) == name


@pytest.mark.parametrize(
    ("address", "linked"),
    [
        ("https://a.b", True),
        ("notebooks/1.html", True),
        ("http://a.b", False),
        ("javascript:x", False),
        ("", False),
        ("x/notebooks/1", False),
    ],
)
def test_only_addresses_of_the_web_and_of_the_site_are_links(address, linked):
    assert show._link("cell", address) == (f'<a href="{address}">cell</a>' if linked else "cell")


@pytest.mark.parametrize(
    ("value", "kind", "digits", "shown"),
    [
        (1234.567, "num", 2, "1,234.57"),
        (1234.567, "num", 0, "1,235"),
        (1234, "num", 2, "1,234"),
        (None, "num", 2, "–"),
        (float("nan"), "num", 2, "–"),
        (float("nan"), "text", 2, ""),
        (None, "text", 2, ""),
        (1.5, "text", 2, "1.5"),
        (None, "mark", 2, show.mark("")),
        ("said", "mark", 2, show.mark("said")),
    ],
)
def test_a_cell_shows_its_value_as_its_kind_wants(value, kind, digits, shown):
    assert show._cell(value, kind, digits, False) == shown


@pytest.mark.parametrize(
    ("word", "tone", "sign"),
    [
        ("passed", "good", "✓"),
        ("wrong", "bad", "✗"),
        ("partly right", "half", "±"),
        ("holds in these texts", "good", "✓"),
        ("does not hold in these texts", "bad", "✗"),
        ("fragile", "half", "±"),
        ("no evidence either way", "none", "?"),
        ("not testable with five articles", "none", "–"),
        ("said", "said", "●"),
        ("softened", "half", "◐"),
        ("not given", "held", "○"),
        ("silent", "silent", "·"),
        ("not yet", "none", "→"),
        ("open", "none", "–"),
        ("x", "none", "–"),
    ],
)
def test_a_mark_has_the_tone_of_its_word(word, tone, sign):
    assert show.mark(word) == f'<span class="am-mark am-{tone}"><span aria-hidden="true">{sign}</span> {word}</span>'
    assert show.mark("") == '<span class="am-mark am-none"><span aria-hidden="true">–</span></span>'


def test_a_line_of_a_concordance_has_the_english_of_its_sentence(monkeypatch):
    known = {"甲乙丙": "all", "戊己": "left", "庚辛": "right"}
    monkeypatch.setattr(
        show, "find_translations",
        lambda text, article_id: [SimpleNamespace(anchor=f"{article_id}-1", english=known[text])] if text in known else [],
    )  # fmt: skip

    def told(left, key, right, **about):
        line = BeautifulSoup(show._line_in_english({"left": left, "key": key, "right": right} | about), "html.parser")
        return [(one["data-sentence"], one.get_text()) for one in line.find_all("span", class_="am-en")]

    assert told("别的。甲", "乙", "丙！别的", article_id="x") == [("x-1", "all")]
    assert told("甲", "乙", "丙") == [("-1", "all")]
    assert told("别的  甲", "乙", "丙  别的") == [("-1", "all")]  # two blanks end a sentence, as a line end does
    assert told("戊", "己", "不在") == [("-1", "left")]
    assert told("不在", "庚", "辛") == [("-1", "right")]
    assert told("不", "在", "此") == []
    with show.texts_of_others():
        assert told("甲", "乙", "丙") == []


def test_a_place_of_a_figure_that_stands_for_sentences_has_its_share_of_the_picture(shown):
    rates = pd.DataFrame({"article_id": ["a", "b"] * 2, "term": ["x", "x", "y", "y"], "n": 1, "rate": 1.0})
    found = pd.DataFrame({"article_id": ["a", "b"] * 2, "term": ["x", "x", "y", "y"], "sentence": [1, 2, 3, 4]})
    ax = plots.plot_heat_map(rates, labels={"a": "A", "b": "B"}, occurrences=found)
    show.figure(ax)
    about = shown[-1][1]["metadata"]["image/png"]
    places = {area["sentences"][0]: area for area in about["areas"]}
    assert [*places] == ["a-1", "b-2", "a-3", "b-4"]
    assert places["a-1"]["label"] == "A, sentence 1: x"
    for left, right in (("a-1", "b-2"), ("a-3", "b-4")):
        assert places[left]["x"] + places[left]["width"] == pytest.approx(places[right]["x"], abs=2e-4)
        assert places[left]["y"] == places[right]["y"]
    for above, below in (("a-1", "a-3"), ("b-2", "b-4")):
        assert places[above]["y"] + places[above]["height"] == pytest.approx(places[below]["y"], abs=2e-4)
        assert places[above]["x"] == places[below]["x"]
    assert all(0 < place[side] < 1 for place in places.values() for side in ("x", "y", "width", "height"))
    # the grid ends a margin before the right edge, and begins below the names of the columns
    assert places["b-2"]["x"] + places["b-2"]["width"] == pytest.approx(1 - 0.12 * 96 / about["width"], abs=0.01)
    assert {*about["narrow"]} == {"png", "width", "height", "areas"} and len(about["narrow"]["areas"]) == 4
    assert base64.b64decode(about["narrow"]["png"]).startswith(b"\x89PNG")


def test_a_picture_is_shown_at_half_the_size_it_is_drawn_at():
    png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (1000).to_bytes(4, "big") + (601).to_bytes(4, "big")
    assert show._size_of(png) == (500, 300)


def test_the_longest_of_the_words_to_mark_is_marked():
    one = show.Found("开源模型", layer="metaphor", marks=("开源", "开源模型", ""))
    assert show._in_layer("开源模型与开源", one) == (
        '<span class="am-l-metaphor">开源模型</span>与<span class="am-l-metaphor">开源</span>'
    )


def test_only_a_sentence_or_four_characters_of_an_article_have_our_english(monkeypatch):
    held = [
        Translated("a", 1, "开源模型。", "One.", ""),
        Translated("a", 2, "还是开源模型。", "Two.", ""),
    ]
    monkeypatch.setattr(show, "find_translations", lambda text, article_id: held)
    assert show._sentences_of("开源模型") == ("a-1 a-2", "One. Two.")
    assert show._sentences_of("开源模ABC") == ("", "")
    held.append(Translated("b", 1, "开源模型。", "Three.", ""))
    assert show._sentences_of("开源模型") == ("", "")


def test_words_in_quotation_marks_have_their_own_english_and_no_other_place(monkeypatch):
    held = [
        Translated("a", 1, "甲说“开源模型会赢”。", "A says: “Open models win.”", ""),
        Translated("a", 2, "乙说“开源模型”。", "B says “open models”.", ""),
        Translated("a", 3, "“开源模型”,丙说。", "“The open models”, says C.", ""),
    ]
    monkeypatch.setattr(show, "find_translations", lambda text, article_id: held)
    assert show._sentences_of("开源模型") == ("a-2 a-3", "open models; The open models")


def test_outside_a_block_the_notebook_displays_data_and_metadata(monkeypatch):
    import IPython.display

    seen = []
    monkeypatch.setattr(IPython.display, "display", lambda *given, **options: seen.append((given, options)))
    show.display({"text/plain": "x"}, metadata={"text/plain": {"a": 1}})
    show.display({"text/plain": "y"}, raw=False)
    assert seen == [
        (({"text/plain": "x"},), {"metadata": {"text/plain": {"a": 1}}, "raw": True}),
        (({"text/plain": "y"},), {"metadata": None, "raw": False}),
    ]
    with show.collected() as outputs:
        show.display({"text/plain": "x"}, metadata={"text/plain": {"a": 1}})
        show.display({"text/plain": "y"})
    assert outputs == [({"text/plain": "x"}, {"text/plain": {"a": 1}}), ({"text/plain": "y"}, {})] and len(seen) == 2
