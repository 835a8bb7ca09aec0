"""show.py: what reaches a page is escaped, described and downloadable."""

import base64

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from helpers import plots, show

HOSTILE = '<script>alert(1)</script>"\u202e\x1b[31m</td><img src=x onerror=alert(2)>'


@pytest.fixture
def shown(monkeypatch):
    """Collect what a cell would publish."""
    published = []
    monkeypatch.setattr(show, "display", lambda bundle, **options: published.append((bundle, options)))
    return published


def soup_of(shown):
    return BeautifulSoup(shown[-1][0]["text/html"], "html.parser")


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
        lambda: show.card(HOSTILE, HOSTILE, [HOSTILE], tone="holds"),
        lambda: show.edits(HOSTILE, [], HOSTILE),
    ],
)
def test_nothing_hostile_survives_elsewhere(shown, display):
    display()
    assert not soup_of(shown).find_all(["script", "img", "td"])


def test_a_table_has_caption_scopes_and_right_kinds(shown):
    frame = pd.DataFrame({"term": ["开源"], "n": [1200], "rate": [1.234]})
    show.table(frame, "Words", columns={"term": "word", "n": "times", "rate": "rate"}, glossed=["term"])
    soup = soup_of(shown)
    assert soup.caption.get_text() == "Words"
    assert [th["scope"] for th in soup.thead.find_all("th")] == ["col"] * 3
    assert soup.tbody.th["scope"] == "row" and "open source" in soup.tbody.th.get_text()
    assert soup.tbody.find("span", lang="zh").get_text() == "开源"
    assert [(td["class"], td.get_text()) for td in soup.tbody.find_all("td")] == [(["num"], "1,200"), (["num"], "1.23")]


def test_the_download_holds_the_table_and_no_formula(shown):
    show.table(pd.DataFrame({"a": ["=1+1", "开源"], "b": [1, -2]}), "x", name="sheet")
    link = soup_of(shown).find("a", download=True)
    text = base64.b64decode(link["href"].split("base64,")[1]).decode("utf-8-sig")
    assert link["download"] == "sheet.csv"
    assert text == "a,b\n'=1+1,1\n开源,-2\n"


def test_only_web_addresses_become_links(shown):
    frame = pd.DataFrame({"a": ["x", "y"], "to": ["https://example.org/?a&b", "javascript:alert(1)"]})
    show.table(frame, "x", columns={"a": "a"}, links={"a": "to"})
    links = soup_of(shown).tbody.find_all("a")
    assert [(link["href"], link.get_text()) for link in links] == [("https://example.org/?a&b", "x")]


def test_missing_values_are_empty_cells(shown):
    show.table(pd.DataFrame({"a": ["x"], "b": [float("nan")], "c": [None]}), "x")
    assert [td.get_text() for td in soup_of(shown).find_all("td")] == ["", ""]


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
    ax = plots.plot_slopes(
        pd.DataFrame({"article_id": ["a", "b"], "term": "开源", "n": 1, "rate": [1.0, 2.0]}),
        labels={"a": "A", "b": "B"},
    )
    show.figure(ax, alt="a line goes up", caption="One word")
    bundle, options = shown[-1]
    about = options["metadata"]["image/png"]
    assert bundle["image/png"].startswith(b"\x89PNG")
    assert (about["alt"], about["caption"]) == ("a line goes up", "One word")
    assert 300 < about["width"] < 900 and about["height"] > 100


@pytest.mark.parametrize(("alt", "caption"), [("", "x"), ("x", " ")])
def test_a_figure_without_description_or_caption_is_refused(alt, caption):
    with pytest.raises(ValueError, match="needs a description"):
        show.figure(plots.grid_of(1)[0], alt=alt, caption=caption)


def test_a_character_that_no_font_draws_stops_the_figure():
    ax = plots.grid_of(1)[0]
    ax.set_title("\U0001fae8")  # an emoji that neither of our fonts has
    with pytest.raises(ValueError, match="cannot draw"):
        show.figure(ax, alt="x", caption="x")


def test_say_knows_bold_and_paragraphs_only(shown):
    show.say("**a** <b>\n\nc")
    soup = soup_of(shown)
    assert soup.strong.get_text() == "a" and not soup.b
    assert len(soup.find_all("p")) == 2 and shown[-1][0]["text/plain"] == "a <b>\n\nc"


def test_edits_mark_what_goes_and_what_comes(shown):
    from helpers.clean import Edit

    show.edits("網(wǎng)路", [Edit(0, "pinyin", 1, "(wǎng)", "", ""), Edit(0, "x", 7, "路", "络", "")], "cut")
    soup = soup_of(shown)
    assert [tag.get_text() for tag in soup.find_all(["del", "ins"])] == ["(wǎng)", "路", "络"]
