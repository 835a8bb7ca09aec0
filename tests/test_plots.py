"""plots.py: every function draws on the Axes it is given, says what the data say, and leaves nothing behind."""

import datetime
import itertools

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.figure import Figure

from helpers import add_rates, count_terms, find_terms, load_articles, plots

LABELS = {"a": "A", "b": "B"}
RATES = pd.DataFrame(
    {
        "article_id": ["a", "b", "a", "b"],
        "term": ["开源", "开源", "$x$", "$x$"],
        "n": [1, 2, 0, 4],
        "rate": [1.0, 2.0, 0.0, 4.0],
    }
)
ARTICLES = pd.DataFrame(
    {
        "article_id": ["a", "b"],
        "short": ["late", "early"],
        "title": "",
        "date_from": [datetime.date(2024, 3, 1), datetime.date(2023, 1, 1)],
        "date_to": [datetime.date(2024, 3, 9), datetime.date(2023, 1, 1)],
    }
)


def texts_of(ax):
    return [text.get_text() for text in ax.texts]


def test_a_given_ax_is_used_and_returned():
    ax = Figure().subplots()
    assert plots.plot_slopes(RATES, labels=LABELS, ax=ax) is ax


def test_a_heat_map_writes_every_number_and_a_dash_for_none():
    ax = plots.plot_heat_map(RATES, labels=LABELS)
    assert texts_of(ax) == ["1.0", "2.0", "–", "4.0"]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["开源 open source", "$x$"]


def test_the_x_ray_has_a_tick_an_occurrence():
    found = pd.DataFrame({"article_id": ["a", "a", "b"], "term": "开源", "start": 0, "share": [0.1, 0.5, 0.9]})
    ax = plots.plot_xray(found, labels=LABELS, terms=["开源"])
    ticks = [len(c.get_segments()) for c in ax.collections]
    assert ticks == [1, 2, 1, 1]  # the stripe and its ticks, article by article


def test_dates_are_drawn_in_order_of_time_with_their_length():
    ax = plots.plot_dates(ARTICLES, events={datetime.date(2023, 6, 1): "event"})
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["b early", "a late"]
    assert {"01 Jan 2023", "within 9 days", "event"} <= set(texts_of(ax))


def test_before_and_after_write_both_numbers():
    ax = plots.plot_before_after(
        pd.DataFrame({"x": [3, 5], "y": [7, 5]}, index=["开源", "same"]), before="x", after="y", names=("raw", "clean")
    )
    assert [t for t in texts_of(ax) if t] == ["3", "7", "5"]


def test_stacked_bars_leave_out_empty_columns():
    ax = plots.plot_stacked(pd.DataFrame({"cut": [100], "none": [0]}, index=["a"]), unit="characters")
    assert [t.get_text() for t in ax.get_legend().get_texts()] == ["cut"]


def test_slope_labels_do_not_overlap():
    placed = plots._spread({"a": 1.0, "b": 1.0, "c": 1.05}, 0.2)
    heights = sorted(placed.values())
    assert heights[0] == 1.0 and all(b - a >= 0.2 - 1e-9 for a, b in itertools.pairwise(heights))


def test_a_cloud_is_the_same_on_every_run_and_refuses_what_it_cannot_draw():
    counts = pd.DataFrame({"article_id": "a", "term": ["开源", "闭源", "模型"], "n": [3, 2, 2]})
    first, second = (plots.plot_cloud(counts).images[0].get_array() for _ in range(2))
    assert (first == second).all()
    with pytest.raises(ValueError, match="no word"):
        plots.plot_cloud(counts.assign(n=0))
    with pytest.raises(ValueError, match="cannot draw"):
        plots.plot_cloud(counts.assign(term="\U0001f600"))


def test_a_mapping_shows_source_target_inference_and_mismatch():
    rows = pd.DataFrame(
        [{"code_id": "A1", "source": "Android", "target": "Llama 2", "inference": "wins", "mismatch": "profit"}]
    )
    assert {"A1", "Android", "Llama 2", "wins", "passed over: profit"} <= set(texts_of(plots.plot_mapping(rows)))


def test_style_does_not_leak_out_of_a_plot():
    before = dict(mpl.rcParams)
    plots.plot_heat_map(RATES, labels=LABELS)
    assert dict(mpl.rcParams) == before


def test_our_font_draws_every_character_of_the_corpus_and_the_lexicon():
    from helpers.lexicon import read_table

    articles = load_articles()
    lexicon = "".join(read_table("glossary").astype(str).to_numpy().ravel())
    everything = "".join(articles["raw"]) + "".join(articles["text"]) + lexicon
    assert plots.missing_glyphs("".join(c for c in set(everything) if c.isprintable())) == ""


def test_every_word_of_the_clouds_can_be_drawn():
    assert plots.missing_glyphs("".join(count_terms(load_articles())["term"])) == ""


def test_month_names_of_intervals():
    d = datetime.date
    assert plots.month_of(d(2024, 1, 24), d(2024, 1, 30)) == "Jan 2024"
    assert plots.month_of(d(2024, 1, 24), d(2024, 4, 17)) == "Jan–Apr 2024"
    assert plots.month_of(d(2023, 12, 24), d(2024, 1, 2)) == "Dec 2023–Jan 2024"


def test_one_article_alone_can_be_drawn():
    articles = load_articles().head(1)
    rates = add_rates(find_terms(articles, ["开源"]), articles)
    labels = plots.article_labels(articles)
    for draw in (plots.plot_heat_map, plots.plot_slopes):
        assert draw(rates, labels=labels).has_data()
