"""plots.py: every function draws on the Axes it is given, says what the data say, and leaves nothing behind."""

import datetime
import itertools

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from approval import check_approved
from fontTools.ttLib import TTFont
from matplotlib.figure import Figure

from helpers import add_rates, count_terms, find_terms, load_articles, plots
from helpers.corpus import article_labels, month_of
from helpers.fonts import subset

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
    assert plots.plot_rates(RATES, labels=LABELS, ax=ax) is ax


def test_a_heat_map_writes_every_number_and_a_dash_for_none():
    ax = plots.plot_heat_map(RATES, labels=LABELS)
    assert texts_of(ax) == ["1.0", "2.0", "–", "4.0"]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["开源 open source", "$x$"]


def contrast(one, other):
    """The contrast of two colours as WCAG 2 has it."""
    linear = [np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4) for c in (one, other)]
    dark, light = sorted(float(c @ [0.2126, 0.7152, 0.0722]) for c in linear)
    return (light + 0.05) / (dark + 0.05)


def turned_round(colour):
    """A colour of a figure as a dark page shows it: `invert(0.92) hue-rotate(180deg)`, see am.css."""
    turn = np.array([[-0.574, 1.430, 0.144], [0.426, 0.430, 0.144], [0.426, 1.430, -0.856]])
    return np.clip(turn @ (0.92 - 0.84 * np.asarray(colour)), 0, 1)


@pytest.mark.parametrize("seen", [np.asarray, turned_round])
def test_the_numbers_of_a_heat_map_can_be_read_on_every_colour(seen):
    rates = pd.DataFrame({"article_id": ["a", "b"], "term": "x", "rate": [0.0, 9.0]})
    ax = plots.plot_heat_map(rates, labels=LABELS)
    (picture,) = ax.images
    steps = np.linspace(0, 1, 21)
    inks = {mpl.colors.to_rgb(text.get_color()) for text in ax.texts if text.get_text() != "–"}
    assert all(contrast(seen(np.array(ink)), seen(picture.cmap(x)[:3])) >= 4.5 for ink in inks for x in steps.tolist())


def test_on_a_phone_stripes_are_named_in_chinese_and_glossed_below():
    found = pd.DataFrame({"article_id": ["a"], "term": "开源", "share": [0.1]})
    ax = plots.plot_xray(found, labels=LABELS, terms=["开源", "open"])
    (small,) = ax.figure.draw_narrow().axes
    assert [tick.get_text() for tick in ax.get_yticklabels()][:2] == ["开源 open source", "open"]
    assert [tick.get_text() for tick in small.get_yticklabels()][:2] == ["开源", "open"]
    assert [text.get_text() for text in small.get_legend().get_texts()] == ["开源 open source", "open"]
    assert ax.get_legend() is None


def test_the_x_ray_has_a_tick_an_occurrence():
    found = pd.DataFrame({"article_id": ["a", "a", "b"], "term": "开源", "start": 0, "share": [0.1, 0.5, 0.9]})
    ax = plots.plot_xray(found, labels=LABELS, terms=["开源"])
    ticks = [len(c.get_segments()) for c in ax.collections]
    assert ticks == [1, 2, 1, 1]  # the stripe and its ticks, article by article


def test_dates_are_drawn_in_order_of_time_with_their_length():
    ax = plots.plot_dates(ARTICLES, events={datetime.date(2023, 6, 1): "event"})
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["early", "late"]
    assert {"01 Jan 2023", "within 9 days", "event"} <= set(texts_of(ax))


def test_on_a_phone_events_are_numbered_lines_with_a_list_below():
    events = {datetime.date(2024, 2, 1): "suit", datetime.date(2023, 6, 1): "leak"}
    (ax,) = plots.plot_dates(ARTICLES, events=events).figure.draw_narrow().axes
    assert {"1", "2", "1 leak, Jun 2023\n2 suit, Feb 2024"} <= set(texts_of(ax))
    assert not {"leak", "suit"} & set(texts_of(ax))


@pytest.mark.parametrize(("last", "is_bar"), [((2023, 1, 1), False), ((2023, 1, 20), False), ((2023, 3, 20), True)])
def test_an_interval_is_a_bar_where_one_would_be_seen_and_a_dot_elsewhere(last, is_bar):
    articles = ARTICLES.assign(date_to=[datetime.date(2024, 3, 9), datetime.date(*last)])
    (first, *_) = plots.plot_dates(articles).lines
    assert (first.get_marker(), len(first.get_xdata())) == (("None", 2) if is_bar else ("o", 1))


def test_articles_of_one_day_are_dots():
    day = [datetime.date(2023, 1, 1)] * 2
    lines = plots.plot_dates(ARTICLES.assign(date_from=day, date_to=day)).lines
    assert [line.get_marker() for line in lines] == ["o", "o"]


def test_before_and_after_write_both_numbers():
    ax = plots.plot_before_after(
        pd.DataFrame({"x": [3, 5], "y": [7, 5]}, index=["开源", "same"]), before="x", after="y", names=("raw", "clean")
    )
    assert [t for t in texts_of(ax) if t] == ["3", "7", "5"]


def test_stacked_bars_leave_out_empty_columns():
    ax = plots.plot_stacked(pd.DataFrame({"cut": [100], "none": [0]}, index=["a"]), unit="characters")
    assert [t.get_text() for t in ax.get_legend().get_texts()] == ["cut"]


@pytest.mark.parametrize(("values", "are_whole"), [([1, 1], True), ([2, 0], True), ([1.0, 0.5], False)])
def test_bars_of_whole_things_have_no_tick_at_a_half_on_a_phone_either(values, are_whole):
    wide = plots.plot_stacked(pd.DataFrame([values], columns=["x", "y"], index=["a"]), unit="")
    for ax in (wide, *wide.figure.draw_narrow().axes):
        ticks = ax.get_xticks()
        assert bool((ticks == ticks.round()).all()) is are_whole and len(ticks) > 1


def test_labels_at_one_height_are_set_by_name():
    assert plots._spread({"b": 1.0, "a": 1.0}, 0.5) == {"a": 1.0, "b": 1.5}


def test_labels_stand_in_one_line_or_in_three():
    assert article_labels(ARTICLES)["a"].startswith("late, ")
    assert article_labels(ARTICLES, lines=True)["a"].startswith("late\n")
    assert article_labels(ARTICLES, dates=False)["a"] == "late"
    long = article_labels(ARTICLES.iloc[:1].assign(short="The Information digest"), lines=True)[
        ARTICLES["article_id"].iloc[0]
    ]
    assert long.startswith("The\nInformation\ndigest\n")


def test_labels_at_the_end_do_not_overlap():
    placed = plots._spread({"a": 1.0, "b": 1.0, "c": 1.05}, 0.2)
    heights = sorted(placed.values())
    assert heights[0] == 1.0 and all(b - a >= 0.2 - 1e-9 for a, b in itertools.pairwise(heights))


def test_a_cloud_is_the_same_on_every_run_and_needs_a_word_that_can_be_drawn():
    counts = pd.DataFrame({"article_id": "a", "term": ["开源", "闭源", "模型"], "n": [3, 2, 2]})
    first, second = (plots.plot_cloud(counts).images[0].get_array() for _ in range(2))
    assert (first == second).all()
    with pytest.raises(ValueError, match="no word"):
        plots.plot_cloud(counts.assign(n=0))
    with pytest.raises(ValueError, match="cannot draw one"):
        plots.plot_cloud(counts.assign(term="\U0001f600"))
    some = plots.plot_cloud(counts.assign(term=["开源", "\U0001f600", "模型"]))
    assert some.missing


@pytest.mark.parametrize("draw", [plots.plot_heat_map, plots.plot_rates])
def test_two_articles_may_have_the_same_label(draw):
    told = draw(RATES, labels=dict.fromkeys(LABELS, "same\n2024")).description
    assert told.count("same") >= 2


def test_two_bars_may_have_the_same_label():
    table = pd.DataFrame({"x": [1, 2]}, index=["a", "b"])
    assert plots.plot_stacked(table, unit="", labels={"a": "same", "b": "same"}).description.count("same: x") == 2


def test_a_heat_map_has_a_dash_for_an_article_without_the_term():
    table = add_rates(pd.DataFrame({"article_id": ["a"], "term": ["x"]}), ARTICLES.assign(text="xyz"))
    assert texts_of(plots.plot_heat_map(table, labels=LABELS, value="n", digits=0)) == ["1", "–"]


def test_every_picture_describes_itself():
    """What the description must hold: the kind of picture, each row, and its numbers."""
    found = pd.DataFrame({"article_id": ["a", "a", "b"], "term": "开源", "start": 0, "share": [0.1, 0.5, 0.9]})
    assert plots.plot_xray(found, labels=LABELS, terms=["开源", "闭源"]).description == (
        "Positions of words in each article: 开源 open source: A 2 from 10% to 50% of the text, B 1 at 90%; "
        "闭源 closed source: none."
    )
    assert plots.plot_rates(RATES, labels=LABELS).description == (
        "Bars of rates per 1,000 characters: 开源 open source: A 1.0, B 2.0; $x$: B 4.0."
    )
    assert plots.plot_dates(ARTICLES, events={datetime.date(2023, 6, 1): "leak"}).description == (
        "Date interval of each article on a time line: early 01 Jan 2023 to 01 Jan 2023; late 01 Mar 2024 to 09 Mar 2024; "
        "event leak 01 Jun 2023."
    )
    pairs = pd.DataFrame({"first": ["A", "A"], "second": ["B", "C"], "n": [1, 3]})
    assert plots.plot_network(pairs).description == "Network of actors in one sentence: A and C 3; A and B 1."
    table = pd.DataFrame({"x": [3], "y": [7]}, index=["开源"])
    assert plots.plot_before_after(table, before="x", after="y", names=("raw", "clean")).description == (
        "Arrows, occurrences, from raw to clean: 开源 open source 3 to 7."
    )
    bars = pd.DataFrame({"cut": [1100, 0], "kept": [2, 0]}, index=["a", "b"])
    assert plots.plot_stacked(bars, unit="characters", labels={"a": "A\nlate"}).description == (
        "Stacked bars, characters: A: cut 1,100, kept 2; b: none."
    )


def test_evidence_describes_its_numbers():
    rates = pd.DataFrame({"article_id": ["a", "b"], "rate": [1.0, 2.0], "low": [0.5, 1.0], "high": [1.5, 4.0]})
    assert plots.plot_intervals(rates, labels=LABELS).description == (
        "Rates with intervals, per 1,000 characters: A 1.0 (0.5 to 1.5); B 2.0 (1.0 to 4.0)."
    )
    many = pd.DataFrame({"n": range(1, 21), "p": [1 / n for n in range(1, 21)]})
    curve = plots.plot_curve(many, x="n", y="p", names=("articles", "p"), line=0.05, line_name="limit", marks=[10])
    assert curve.description == "Curve of p by articles: 1 at 1; 0.1 at 10; 0.05 at 20; dashed line limit at 0.05."
    few = plots.plot_curve(many.head(2), x="n", y="p", names=("articles", "p"))
    assert few.description == "Curve of p by articles: 1 at 1; 0.5 at 2."
    table = pd.DataFrame({"variant": ["ours", "x"], "value": [2.0, -1.0], "agrees": [True, False]})
    assert plots.plot_multiverse(table, unit="per 1,000").description == (
        "Per 1,000 under 2 combinations of our own choices: from -1.00 to 2.00, ours 2.00; 50% agree with the claim."
    )
    shift = pd.DataFrame({"term": ["开源", "y"], "contribution": [0.6, 0.4], "side": ["first", "second"]})
    assert plots.plot_word_shift(shift, names=("2023", "2025")).description == (
        "Word shift, 2023 against 2025, share of the whole difference: 开源 open source 60.0 %, more in 2023; "
        "y 40.0 %, more in 2025."
    )
    key = pd.DataFrame({"term": ["a", "b"], "n_target": [9, 1], "n_rest": [1, 9], "log_odds": [2.0, -2.0]})
    assert plots.plot_keyness(key, most=1, side="year").description == (
        "Log-odds of 2 words against their frequency: more in the year: a +2.0; less in the year: b -2.0."
    )
    days = [datetime.date(2023, 2, 1), datetime.date(2023, 8, 1), datetime.date(2024, 5, 1)]
    assert plots.plot_over_time(pd.DataFrame({"date": days, "rate": [1.0, 3.0, 9.0]}), title="x").description == (
        "x Dots over time, per 1,000 characters: 2023 2 articles, mean 2.00; 2024 1 article, mean 9.00."
    )


def test_a_description_lists_no_more_than_one_can_listen_to():
    rates = pd.DataFrame({"article_id": "a", "term": [f"w{k:02}" for k in range(30)], "n": 1, "rate": 1.0})
    told = plots.plot_heat_map(rates, labels={"a": "A"}).description
    assert told.endswith("w23: A 1.0; and 6 more.") and "w24" not in told


def test_bars_show_their_numbers_in_the_order_of_the_table():
    table = pd.DataFrame({"who": ["Musk", "Zhu"], "n": [1200, 3], "where": ["US", "CN"]})
    ax = plots.plot_bars(table, value="n", label="who", colour="where", unit="characters")
    assert texts_of(ax) == ["1,200", "3"] and [bar.get_width() for bar in ax.patches] == [1200, 3]
    assert ax.description == "Bars, characters: Musk (US) 1,200; Zhu (CN) 3."


def test_sentences_are_stripes_along_their_article_and_lead_to_themselves():
    coded = pd.DataFrame(
        {
            "article_id": ["a", "a", "a"],
            "sentence": [1, 1, 4],
            "term": ["hope", "fear", "fear"],
            "strict": [True, False, True],
        }
    )
    ax = plots.plot_sentences(coded, {"a": 4, "b": 2}, labels=LABELS, terms=["hope", "fear"])
    assert ax.description == "Sentences along each article: A: 1 hope, 2 fear; B: none."
    assert [(label, anchors) for *_, label, anchors, _ in ax.links] == [
        ("A, sentence 1: fear", ["a-1"]),
        ("A, sentence 1: hope", ["a-1"]),
        ("A, sentence 4: fear", ["a-4"]),
    ]


def test_rates_are_bars_on_one_scale_that_no_line_joins():
    ax = plots.plot_rates(RATES, labels={"b": "B", "a": "A"})
    assert [round(bar.get_height(), 3) for bar in ax.patches] == [0.5, 0.25, 1, 0]  # of 2, 1, 4 and 0
    assert [bar.get_x() for bar in ax.patches[:2]] == [-0.3, 0.7] and texts_of(ax) == ["2.0", "1.0", "4.0", "–"]
    grounds = [bar.get_y() for bar in ax.patches[::2]]
    assert grounds[0] > grounds[1] + 1  # the first term is on top, and no bar reaches the row above
    assert all(len({*line.get_ydata()}) == 1 for line in ax.lines)
    colours = [mpl.colors.to_hex(bar.get_facecolor()) for bar in ax.patches[:2]]
    assert colours == [plots.article_colours(ARTICLES)[article] for article in "ba"]


def test_stripes_of_neighbouring_sentences_do_not_touch():
    coded = pd.DataFrame({"article_id": "a", "sentence": [1, 2], "term": "hope", "strict": True})
    for n in (2, 80, 400):
        first, second = plots.plot_sentences(coded, {"a": n}, labels={"a": "A"}, terms=["hope"]).patches
        assert first.get_x() + first.get_width() < second.get_x() and first.get_width() <= 0.9


@pytest.mark.parametrize(("heights", "side"), [((1.0, 2.0), "right"), ((2.0, 1.0), "left")])
def test_the_numbers_of_a_curve_stand_where_it_does_not_run(heights, side):
    table = pd.DataFrame({"x": [1, 2], "y": heights})
    (label,) = plots.plot_curve(table, x="x", y="y", names=("x", "y"), marks=[2]).texts
    assert label.get_ha() == side and label.get_bbox_patch() is not None


def test_a_claim_over_time_has_its_verdict_below_it():
    table = pd.DataFrame({"date": [datetime.date(2023, 1, 1)], "rate": [1.0]})
    ax = plots.plot_over_time(table, title="It grows.", verdict="fragile")
    assert ax.get_title(loc="left") == "It grows.\nVerdict: fragile."


def test_a_figure_is_drawn_again_for_a_phone_in_one_column_with_letters_of_nine_pixels():
    axes = plots.grid_of(2, columns=2)
    for ax in axes:
        plots.plot_heat_map(RATES, labels=LABELS, ax=ax)
    small = axes[0].figure.draw_narrow()
    assert small.get_figwidth() < 3.75 and len(small.axes) == 2
    places = [ax.get_position() for ax in small.axes]
    assert places[0].y0 > places[1].y1 and plots.is_narrow(small.axes[0])
    sizes = [
        text.get_fontsize() for ax in small.axes for text in ax.findobj(match=lambda o: hasattr(o, "get_fontsize"))
    ]
    assert min(sizes) * 96 / 72 >= 9


def test_axes_that_nobody_described_are_not_drawn_again():
    ax = plots.plot_heat_map(RATES, labels=LABELS)
    ax.figure.add_axes([0, 0, 0.1, 0.1])
    assert ax.figure.draw_narrow() is None


def test_the_number_of_a_piece_too_narrow_for_it_stands_behind_the_bar_in_its_colour():
    table = pd.DataFrame({"narrow": [10], "wide": [900], "none": [0], "least": [3]}, index=["a"])
    ax = plots.plot_stacked(table.assign(none=[0]), unit="characters")
    assert [(text.get_text(), text.get_color()) for text in ax.texts[1:]] == [
        ("10", plots.COLOURS[0]),
        ("3", plots.COLOURS[2]),
    ]
    assert ax.texts[0].get_text() == "900" and all(text.xy == (913, 0) for text in ax.texts[1:])
    assert ax.get_xlim()[1] > 913 * 1.05


def test_a_bar_without_narrow_pieces_has_nothing_behind_it():
    ax = plots.plot_stacked(pd.DataFrame({"wide": [900], "other": [300]}, index=["a"]), unit="characters")
    assert texts_of(ax) == ["900", "300"] and ax.get_xlim() == (0, 1.05 * 1200)
    assert [bar.get_width() for bar in ax.patches] == [900, 300]
    assert [bar.get_x() for bar in ax.patches] == [0, 900]


def lines_of(ax, marker):
    """Where the markers of this shape stand."""
    return [tuple(line.get_xydata()[0]) for line in ax.lines if line.get_marker() == marker and len(line.get_xdata())]


def test_intervals_stand_in_the_order_of_the_labels_each_as_long_as_it_is():
    rates = pd.DataFrame({"article_id": ["a", "b"], "rate": [1.0, 2.0], "low": [0.5, 1.0], "high": [1.5, 4.0]})
    ax = plots.plot_intervals(rates, labels={"b": "B", "a": "A"})
    assert texts_of(ax) == ["2.0", "1.0"]
    assert lines_of(ax, "o") == [(2.0, 0), (1.0, 1)]
    assert [c.get_segments()[0].tolist() for c in ax.collections] == [[[1.0, 0], [4.0, 0]], [[0.5, 1], [1.5, 1]]]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["B", "A"]
    assert ax.get_ylim()[0] > ax.get_ylim()[1] and -0.5 < ax.get_xlim()[0] < 0


def test_the_numbers_of_a_network_lie_neither_on_another_line_nor_on_another_number():
    around = [(a, b) for k, a in enumerate("ABCDEF") for b in "ABCDEF"[k + 1 :]]
    pairs = pd.DataFrame(around, columns=["first", "second"]).assign(n=2)
    ax = plots.plot_network(pairs)
    spots = np.array([text.get_position() for text in ax.texts[: len(pairs)]])
    lines = np.array([line.get_xydata() for line in ax.lines[: len(pairs)]])
    for k, spot in enumerate(spots):
        assert plots._distances(spot, lines[k : k + 1]).max() < 1e-9
        assert plots._distances(spot, np.delete(lines, k, axis=0)).min() > 0.05
        assert np.hypot(*(np.delete(spots, k, axis=0) - spot).T).min() > 0.1


def test_a_column_and_a_group_keep_their_colour_where_one_is_given():
    inks = {"GB": "#111111", "US": "#222222", "CN": "#333333"}
    stacked = plots.plot_stacked(pd.DataFrame({"US": [3], "CN": [2]}, index=["a"]), unit="characters", inks=inks)
    bars = pd.DataFrame({"who": ["Musk", "Zhu"], "n": [3, 2], "where": ["US", "CN"]})
    bars = plots.plot_bars(bars, value="n", label="who", colour="where", unit="characters", inks=inks)
    for ax in (stacked, bars):
        assert [mpl.colors.to_hex(bar.get_facecolor()) for bar in ax.patches] == ["#222222", "#333333"]
        assert [text.get_text() for text in ax.get_legend().get_texts()] == ["US", "CN"]


def test_a_legend_stands_below_the_title_of_its_axis_on_either_width():
    table = pd.DataFrame({"right": [3], "wrong": [2]}, index=["a"])
    wide = plots.plot_stacked(table, unit="a title that is so long that a phone needs two lines for it")
    for ax in (wide, wide.figure.draw_narrow().axes[0]):
        ax.figure.draw_without_rendering()
        assert ax.get_legend().get_window_extent().y1 < ax.xaxis.label.get_window_extent().y0


@pytest.mark.parametrize(("ours", "side", "above"), [(2.0, "right", True), (-2.0, "left", False)])
def test_the_name_of_our_own_choices_stands_where_no_dot_is(ours, side, above):
    values = [ours, *(value for value in (-2.0, -1.0, 0.0, 1.0, 2.0) if value != ours)]
    table = pd.DataFrame({"variant": [*"abcde"], "value": values, "agrees": True})
    (label,) = plots.plot_multiverse(table, unit="per 1,000").texts
    assert label.get_ha() == side and (label.xyann[1] > 0) == above


def test_key_words_are_named_at_both_ends_only():
    table = pd.DataFrame({"term": list("abcde"), "n_target": [9, 5, 3, 1, 1], "n_rest": [1, 1, 3, 5, 9]})
    table["log_odds"] = [2.0, 1.0, 0.0, -1.0, -2.0]
    ax = plots.plot_keyness(table, most=2, side="year 2025")
    assert texts_of(ax) == ["a", "b", "d", "e"]
    assert [text.get_color() for text in ax.texts] == [plots.ACCENT] * 2 + [plots.SECOND] * 2
    assert len(ax.collections[0].get_offsets()) == 5 and ax.get_xscale() == "log"
    assert ax.collections[1].get_offsets().tolist() == [[10, 2.0], [6, 1.0]]
    assert ax.get_ylabel() == "log-odds (above 0: more in the year 2025)"
    assert ax.xaxis.get_major_formatter()(100, 0) == "100"


def test_a_word_shift_stands_on_the_side_that_uses_the_word_more():
    table = pd.DataFrame(
        {"term": ["x", "y", "z"], "contribution": [0.6, 0.3, 0.1], "side": ["first", "second", "both"]}
    )
    ax = plots.plot_word_shift(table, names=("2023", "2025"), most=2)
    assert [round(bar.get_width(), 9) for bar in ax.patches] == [-60, 30]
    assert texts_of(ax) == ["x", "y", "more in 2023", "more in 2025"]
    assert [text.get_ha() for text in ax.texts[:2]] == ["right", "left"]
    assert ax.xaxis.get_major_formatter()(-60, 0) == "60 %"


@pytest.mark.filterwarnings("ignore:Attempting to set identical")  # matplotlib widens the axis by itself
def test_equal_groups_shift_nothing_and_can_still_be_drawn():
    table = pd.DataFrame({"term": ["x"], "contribution": [0.0], "side": ["both"]})
    assert [bar.get_width() for bar in plots.plot_word_shift(table, names=("a", "b")).patches] == [0]


def test_a_curve_numbers_its_marks_and_names_its_line():
    table = pd.DataFrame({"n": [4, 8, 16], "power": [0.1, 0.5, 0.9]})
    ax = plots.plot_curve(table, x="n", y="power", names=("articles", "power"), line=0.8, line_name="80 %", marks=[16])
    assert texts_of(ax) == ["0.9", "80 %"]
    assert ax.lines[0].get_xydata().tolist() == [[4, 0.1], [8, 0.5], [16, 0.9]]
    assert ax.lines[1].get_xydata().tolist() == [[16, 0.9]]
    assert (ax.get_xlabel(), ax.get_ylabel(), ax.get_yscale()) == ("articles", "power", "linear")


def test_a_curve_on_a_logarithmic_scale_has_plain_numbers():
    ax = plots.plot_curve(
        pd.DataFrame({"n": [1, 2], "s": [0.5, 20]}), x="n", y="s", names=("articles", "seconds"), log=True
    )
    assert ax.get_yscale() == "log" and len(ax.lines) == 1
    assert ax.yaxis.get_major_formatter()(0.5, 0) == "0.5"


def test_a_multiverse_rings_our_own_choices_wherever_they_fall():
    table = pd.DataFrame({"variant": ["ours", "x", "y"], "value": [2.0, -1.0, 3.0], "agrees": [True, False, True]})
    ax = plots.plot_multiverse(table, unit="per 1,000")
    assert ax.collections[0].get_offsets().tolist() == [[0, -1.0], [1, 2.0], [2, 3.0]]
    assert ax.collections[1].get_offsets().tolist() == [[1, 2.0]]
    assert ax.get_xlabel().startswith("3 combinations")
    drawn = [mpl.colors.to_hex(colour) for colour in ax.collections[0].get_facecolors()]
    assert drawn == [plots.ACCENT, plots.SECOND, plots.SECOND]


def test_a_network_puts_the_best_connected_on_top_and_writes_each_number():
    pairs = pd.DataFrame({"first": ["A", "A"], "second": ["B", "C"], "n": [3, 1]})
    ax = plots.plot_network(pairs, colours={"A": plots.ACCENT})
    assert texts_of(ax) == ["1", "3", "A", "B", "C"]
    (x, y), *_ = lines_of(ax, "o")
    assert (round(x, 9), round(y, 9)) == (0, 1)
    assert [text.get_ha() for text in ax.texts[2:]] == ["center", "left", "right"]
    assert [text.get_color() for text in ax.texts[2:]] == [plots.ACCENT, plots.MUTED, plots.MUTED]
    thin, thick = [line.get_linewidth() for line in ax.lines if line.get_marker() == "None"]
    assert thick == pytest.approx(5.6) and thin == pytest.approx(0.6 + 5 / 3)


def test_only_a_year_with_two_articles_has_a_mean():
    days = [datetime.date(2023, 2, 1), datetime.date(2023, 8, 1), datetime.date(2024, 5, 1)]
    ax = plots.plot_over_time(pd.DataFrame({"date": days, "rate": [1.0, 3.0, 9.0]}), title="开源")
    (line,) = ax.collections
    (segment,) = line.get_segments()
    first, last = (mpl.dates.num2date(day).date() for day in segment[:, 0])
    assert (first, last) == (datetime.date(2023, 1, 1), datetime.date(2023, 12, 31))
    assert segment[:, 1].tolist() == [2.0, 2.0]
    assert ax.lines[0].get_ydata().tolist() == [1.0, 3.0, 9.0]


def test_places_of_a_grid_that_are_not_used_stay_blank():
    axes = plots.grid_of(3)
    assert [ax.axison for ax in axes[0].figure.axes] == [True, True, True, False] and len(axes) == 3
    assert axes[0].figure.get_size_inches().tolist() == pytest.approx([7.6, 5])


def test_an_article_without_a_short_name_is_labelled_by_its_title():
    labels = article_labels(ARTICLES.assign(short=["", "early"], title="long title"))
    assert "early" in labels["b"] and "long title" not in labels["b"] and "long title" in labels["a"]


def characters_of(path):
    with TTFont(path, lazy=True) as font:
        return set(font.getBestCmap())


def test_the_font_holds_what_its_script_asks_for_and_no_more():
    wanted = subset.wanted()
    assert wanted == sorted(set(wanted)) and characters_of(plots.FONT) <= set(wanted)
    assert set(map(ord, "开源開着佢ǎ，—A")) <= characters_of(plots.FONT)
    assert set(map(ord, subset.EXTRA)) <= characters_of(plots.FONT) and len(set(subset.EXTRA)) == len(subset.EXTRA)


@pytest.mark.parametrize(
    "name", ["深水埗", "鰂魚涌", "紅磡", "大埔滘", "鴨脷洲", "陈垚", "鄺美雲", "李煒", "王瑋", "賴瑀", "龎"]
)
def test_places_of_hong_kong_and_names_can_be_drawn(name):
    assert plots.missing_glyphs(name) == ""


def test_cutting_the_font_keeps_what_is_wanted(tmp_path, monkeypatch):
    monkeypatch.setattr(subset, "wanted", lambda: sorted(map(ord, "A开源\U0001f600")))
    subset.make_subset(plots.FONT, tmp_path / "small.otf")
    assert characters_of(tmp_path / "small.otf") == set(map(ord, "A开源"))


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
    assert month_of(d(2024, 1, 24), d(2024, 1, 30)) == "Jan 2024"
    assert month_of(d(2024, 1, 24), d(2024, 4, 17)) == "Jan–Apr 2024"
    assert month_of(d(2023, 12, 24), d(2024, 1, 2)) == "Dec 2023–Jan 2024"


def test_one_article_alone_can_be_drawn():
    articles = load_articles().head(1)
    rates = add_rates(find_terms(articles, ["开源"]), articles)
    labels = article_labels(articles)
    for draw in (plots.plot_heat_map, plots.plot_rates):
        assert draw(rates, labels=labels).has_data()


def figures():
    """A figure of every kind, by its name."""
    counts = pd.DataFrame({"term": ["开源", "模型", "安卓"], "n": [5, 3, 1]})
    found = pd.DataFrame(
        {"article_id": ["a", "a", "b"], "term": ["开源", "闭源", "开源"], "start": 0, "share": [0.1, 0.5, 0.9]}
    )
    coded = pd.DataFrame(
        {"article_id": ["a", "a"], "sentence": [1, 4], "term": ["hope", "fear"], "strict": [True, False]}
    )
    intervals = pd.DataFrame({"article_id": ["a", "b"], "rate": [1.0, 2.0], "low": [0.5, 1.0], "high": [1.5, 4.0]})
    before_after = pd.DataFrame({"x": [3, 5], "y": [7, 5]}, index=["开源", "same"])
    stacked = pd.DataFrame({"cut": [1100, 0], "kept": [200, 3]}, index=["a", "b"])
    bars = pd.DataFrame({"who": ["Musk", "Zhu"], "n": [1200, 3], "where": ["US", "CN"]})
    keyness = pd.DataFrame(
        {"term": list("abcde"), "n_target": [9, 5, 3, 1, 1], "n_rest": [1, 1, 3, 5, 9], "log_odds": [2.0, 1, 0, -1, -2]}
    )
    shift = pd.DataFrame(
        {"term": ["x", "y", "z"], "contribution": [0.6, 0.3, 0.1], "side": ["first", "second", "both"]}
    )
    curve = pd.DataFrame({"n": [4, 8, 16], "power": [0.1, 0.5, 0.9]})
    multiverse = pd.DataFrame({"variant": ["ours", "x"], "value": [2.0, -1.0], "agrees": [True, False]})
    pairs = pd.DataFrame({"first": ["A", "A", "B"], "second": ["B", "C", "C"], "n": [3, 1, 2]})
    days = [datetime.date(2023, 2, 1), datetime.date(2023, 8, 1), datetime.date(2024, 5, 1)]
    yield "dates", plots.plot_dates(ARTICLES, events={datetime.date(2023, 6, 1): "event"})
    yield "heat map", plots.plot_heat_map(RATES, labels=LABELS)
    yield "x-ray", plots.plot_xray(found, labels=LABELS, terms=["开源", "闭源"])
    yield "before and after", plots.plot_before_after(before_after, before="x", after="y", names=("raw", "clean"))
    yield "stacked", plots.plot_stacked(stacked, unit="characters", labels={"a": "A\nlate"})
    yield "rates", plots.plot_rates(RATES, labels=LABELS)
    yield "cloud", plots.plot_cloud(counts)
    yield "bars", plots.plot_bars(bars, value="n", label="who", colour="where", unit="characters")
    yield "sentences", plots.plot_sentences(coded, {"a": 4, "b": 2}, labels=LABELS, terms=["hope", "fear"])
    yield "intervals", plots.plot_intervals(intervals, labels=LABELS)
    yield "keyness", plots.plot_keyness(keyness, most=2)
    yield "word shift", plots.plot_word_shift(shift, names=("2023", "2025"))
    names = ("articles", "power")
    yield "curve", plots.plot_curve(curve, x="n", y="power", names=names, line=0.8, line_name="80 %", marks=[16])
    yield "logarithmic curve", plots.plot_curve(curve, x="n", y="power", names=names, log=True)
    yield "multiverse", plots.plot_multiverse(multiverse, unit="per 1,000")
    yield "network", plots.plot_network(pairs, colours={"A": plots.ACCENT})
    yield "over time", plots.plot_over_time(pd.DataFrame({"date": days, "rate": [1.0, 3.0, 9.0]}), title="x")


def plain(value):
    """A property of an artist in words: numbers to three places, arrays by their values, or by their shape if long."""
    if isinstance(value, np.ndarray):
        return plain(value.tolist()) if value.size <= 12 else f"{value.shape} {value.sum():.5g}"
    if isinstance(value, (list, tuple)):
        return "[" + " ".join(map(plain, value)) + "]"
    return f"{value:.3f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


SHOWN = [
    "text",
    "position",
    "xyann",
    "color",
    "fontsize",
    "ha",
    "va",
    "weight",
    "rotation",
    "xydata",
    "linewidth",
    "linestyle",
    "marker",
    "markersize",
    "alpha",
    "xy",
    "width",
    "height",
    "facecolor",
    "edgecolor",
    "zorder",
    "segments",
    "offsets",
    "facecolors",
    "linewidths",
    "array",
    "xlim",
    "ylim",
    "xscale",
    "yscale",
    "title",
    "xlabel",
    "ylabel",
    "xticks",
    "yticks",
]


USUAL = {
    "alpha": "None",
    "weight": "normal",
    "rotation": "0",
    "linestyle": "-",
    "marker": "None",
    "text": "",
    "title": "",
}


def drawn_on(ax):
    """Yield every artist of ``ax`` as a row: its kind, and its properties but for the usual ones."""
    legend = ax.get_legend().get_texts() if ax.get_legend() else []
    for artist in [ax, *ax.get_xticklabels(), *ax.get_yticklabels(), *legend, *ax.get_children()]:
        if isinstance(artist, (mpl.axis.Axis, mpl.legend.Legend)) or artist is ax.patch:
            continue
        told = {
            name: getattr(artist, f"get_{name}", None) for name in SHOWN if not (artist is ax and name == "position")
        }
        told = {name: plain(get()) for name, get in told.items() if get}
        yield (
            type(artist).__name__,
            " ".join(f"{name}={value}" for name, value in told.items() if USUAL.get(name) != value),
        )


def test_every_artist_of_every_figure():
    rows = []
    for name, ax in figures():
        small = ax.figure.draw_narrow()
        for width, axes in (("wide", ax.figure.axes), ("narrow", small.axes)):
            rows += [(name, width, *row) for one in axes for row in drawn_on(one)]
    check_approved("figures", ["figure", "width", "artist", "properties"], rows, longest=500)


# ------------------------------------------------------------------------------------------------- words of a picture


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two three", 7, "one two\nthree"),
        ("one two three", 8, "one two\nthree"),
        ("one two three", 6, "one\ntwo\nthree"),
        ("one two three", 13, "one two three"),
        ("unbreakable", 3, "unbreakable"),
        ("开源 模型", 9, "开源 模型"),  # a Chinese character is as wide as two letters
        ("开源 模型", 8, "开源\n模型"),
        ("a b\nc d", 3, "a b\nc d"),
        ("", 3, ""),
    ],
)
def test_a_label_is_broken_at_blanks(text, width, lines):
    assert plots._broken(text, width) == lines


@pytest.mark.parametrize(("text", "width"), [("", 0), ("abc", 3), ("开源", 4), ("开源AI\nabcdefg", 7), ("a\n", 1)])
def test_a_text_is_as_wide_as_its_longest_line(text, width):
    assert plots._width(text) == width


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (0, "0"),
        (0.001, "0.001"),
        (0.00099, "1 × 10⁻³"),
        (0.0999, "0.1"),
        (0.1, "0.1"),
        (0.25, "0.2"),
        (1, "1.0"),
        (5e-12, "5 × 10⁻¹²"),
        (0.0123, "0.012"),
    ],
)
def test_a_small_number_is_written_as_people_write_it(number, written):
    assert plots.power_of_ten(number) == written


@pytest.mark.parametrize(
    ("places", "told"),
    [
        ([0.126], "1 at 13%"),
        ([0.9, 0.1], "2 from 10% to 90% of the text"),
        ([0.5, 0.5, 0.5], "3 from 50% to 50% of the text"),
    ],
)
def test_places_of_a_word_are_told_from_the_first_to_the_last(places, told):
    assert plots._span(pd.Series(places)) == told


@pytest.mark.parametrize(("label", "name"), [("A", "A"), ("A\n2024", "A"), ("A\nB\n2024", "A B"), ("", "")])
def test_the_last_line_of_a_label_is_no_part_of_the_name(label, name):
    assert plots._name_of(label) == name


def test_colours_go_by_the_ids_of_the_articles_and_begin_again():
    articles = pd.DataFrame({"article_id": ["b", "a", *(f"c{k}" for k in range(8))]})
    found = plots.article_colours(articles)
    assert (found["a"], found["b"], found["c5"]) == (plots.COLOURS[0], plots.COLOURS[1], plots.COLOURS[7])
    assert (found["c6"], found["c7"]) == (plots.COLOURS[0], plots.COLOURS[1])


def test_a_cell_leads_to_the_sentences_in_which_its_term_occurs():
    found = pd.DataFrame(
        {"article_id": ["a", "a", "a", "b"], "term": ["开源", "开源", "x", "开源"], "sentence": [4, 2, 3, 9]}
    )
    ax = Figure().subplots()
    names = {"a": "甲\n2023", "b": "乙\n2024"}
    plots._link(ax, (0, 1), (2, 3), "a", names, "开源", pd.concat([found, found.head(1)]))
    plots._link(ax, (1, 2), (2, 3), "b", names, "开源", found)
    plots._link(ax, (1, 2), (2, 3), "b", names, "x", found)  # nowhere
    plots._link(ax, (1, 2), (2, 3), "b", names, "开源", found.drop(columns="sentence"))
    assert ax.links == [
        ((0, 1), (2, 3), "甲: 开源 open source, 3 in 2 sentences", ["a-2", "a-4"], []),
        ((1, 2), (2, 3), "乙, sentence 9: 开源 open source", ["b-9"], []),
    ]


def test_a_cell_of_coded_passages_knows_them():
    coded = pd.DataFrame(
        {"article_id": "a", "term": ["war", "war", "race"], "sentence": [4, 2, 2], "quote": [*"丙甲乙"]}
    )
    ax = Figure().subplots()
    plots._link(ax, (0, 1), (2, 3), "a", {"a": "甲"}, "war", coded)
    assert ax.links[0][3:] == (["a-2", "a-4"], ["丙", "甲"])


@pytest.mark.parametrize(
    ("values", "digits", "told"),
    [
        ({"A": 1.25, "B": 0, "C": 1000}, 1, "x: A 1.2, C 1,000.0"),
        ({"A": 3}, 0, "x: A 3"),
        ({"A": 0}, 1, "x: none"),
        ({}, 1, "x: none"),
    ],
)
def test_a_row_is_described_by_what_is_not_zero(values, digits, told):
    assert plots._row_of("x", values, values.values(), digits) == told


@pytest.mark.parametrize(
    ("n", "columns", "size", "shape", "inches"),
    [
        (1, 2, (3, 2), (1, 2), [6, 2]),
        (4, 2, (3, 2), (2, 2), [6, 4]),
        (5, 2, (3, 2), (3, 2), [6, 6]),
        (3, 3, (3, 2), (1, 3), [9, 2]),
    ],
)
def test_a_grid_has_as_many_rows_as_it_needs(n, columns, size, shape, inches):
    axes = plots.grid_of(n, columns=columns, size=size)
    figure = axes[0].figure
    assert len(axes) == n and figure.get_size_inches().tolist() == pytest.approx(inches)
    assert axes[0].get_subplotspec().get_gridspec().get_geometry() == shape
