"""Table to picture. Fonts, colours and sizes live only here.

Every function takes its data first, an optional ``ax``, and returns the Axes. Figures are made without pyplot, so
nothing is drawn twice in a notebook and nothing is left open.
"""

import datetime
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, wraps
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib import dates as mdates
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager, get_font
from matplotlib.ticker import LogLocator, NullLocator

from helpers.text.entities import gloss_of
from helpers.text.script import IS_HAN

FONT = Path(__file__).parent / "fonts" / "NotoSansSC-Regular-subset.otf"
INK, MUTED, PAPER, GRID, ACCENT, SECOND = "#1f2933", "#5c6873", "#ffffff", "#e3e7eb", "#b5341f", "#24618f"
# Okabe & Ito (2008), darkened where white paper needs it: told apart by colour-blind readers, and by lightness.
COLOURS = ("#0b6fa4", "#b06d00", "#00805e", "#a8467e", "#4a3f8f", "#7a5b00", "#3d3d3d", "#c0440e")
_HEAT = LinearSegmentedColormap.from_list("heat", ["#fbfaf7", "#f1d9b5", "#d98a52", "#96351e"])
_STYLE = {
    "font.size": 10,
    "axes.titlesize": 12,
    "axes.titleweight": "normal",
    "axes.titlelocation": "left",
    "axes.edgecolor": MUTED,
    "axes.labelcolor": MUTED,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "figure.facecolor": PAPER,
    "axes.facecolor": PAPER,
    "xtick.color": MUTED,
    "ytick.color": INK,
    "text.color": INK,
    "text.parse_math": False,  # a $ in an article is a dollar
    "axes.unicode_minus": False,
    "svg.hashsalt": "android-moment",
}


@cache
def _font_name() -> str:
    fontManager.addfont(FONT)
    return get_font(FONT).family_name


@contextmanager
def _styled():
    with mpl.rc_context(_STYLE | {"font.family": [_font_name(), "DejaVu Sans"]}):
        yield


def _plot(draw: Callable[..., Axes]) -> Callable[..., Axes]:
    """Give ``draw`` our style, and an Axes of ``size`` inches where the caller brings none."""

    @wraps(draw)
    def plot(data, *args, ax: Axes | None = None, size: tuple[float, float] | None = None, **options) -> Axes:
        with _styled():
            if ax is None:
                ax = Figure(figsize=size or (7.4, 4.2)).subplots()
            return draw(data, *args, ax=ax, **options)

    return plot


def missing_glyphs(text: str) -> str:
    """Return the characters of ``text`` that our font cannot draw.

    >>> missing_glyphs("开源 open")
    ''
    """
    known = get_font(FONT).get_charmap()
    return "".join(sorted({char for char in text if char not in "\n" and ord(char) not in known}))


def label_of(term: str) -> str:
    """Return ``term`` with its English gloss, as every figure writes it: ``开源 open source``."""
    gloss = gloss_of(term) if IS_HAN.search(term) else ""
    return f"{term} {gloss}" if gloss and gloss != term else term


def article_colours(articles: pd.DataFrame) -> dict[str, str]:
    """Return ``{article_id: colour}``, the same in every figure of one corpus."""
    return {article: COLOURS[k % len(COLOURS)] for k, article in enumerate(sorted(articles["article_id"]))}


@_plot
def plot_dates(articles: pd.DataFrame, *, ax: Axes, events: Mapping[datetime.date, str] | None = None) -> Axes:
    """Draw each article's date interval on a line of time; ``events`` are dated by sources outside the articles."""
    middle = articles["date_from"] + (articles["date_to"] - articles["date_from"]) / 2
    articles, colours = articles.loc[middle.sort_values(kind="stable").index], article_colours(articles)
    rows = range(len(articles))
    for row, article in zip(rows, articles.itertuples(), strict=True):
        first, last = mdates.date2num(article.date_from), mdates.date2num(article.date_to)
        # An interval of one day would vanish: draw at least a mark.
        ax.plot([first, last + 1], [row, row], lw=9, solid_capstyle="butt", color=colours[article.article_id])
        ax.plot([(first + last + 1) / 2], [row], marker="o", ms=9, color=colours[article.article_id])
        days = (article.date_to - article.date_from).days + 1
        known = f"{article.date_from:%d %b %Y}" if days == 1 else f"within {days} days"
        ax.annotate(known, (last + 1, row), (14, 0), textcoords="offset points", va="center", color=MUTED, fontsize=9)
    labels = [f"{a.article_id} {a.short or a.title}" for a in articles.itertuples()]
    ax.set_yticks(rows, labels)
    ax.set_ylim(len(articles) - 0.4, -1.9 if events else -0.6)
    for k, (day, name) in enumerate(sorted((events or {}).items())):
        ax.axvline(mdates.date2num(day), color=GRID, lw=1, zorder=0)
        ax.annotate(
            name,
            (mdates.date2num(day), -1.7 + 0.4 * (k % 3)),
            (2, 0),
            textcoords="offset points",
            fontsize=7.5,
            color=MUTED,
        )
    ax.xaxis_date()
    ax.xaxis.set_major_locator(mdates.MonthLocator(bymonth=(1, 7)))
    ax.xaxis.set_major_formatter(mdates.DateFormatter("%b %Y"))
    ax.margins(x=0.1)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    return ax


@_plot
def plot_heat_map(
    rates: pd.DataFrame,
    *,
    ax: Axes,
    labels: Mapping[str, str],
    unit: str = "per 1,000 characters",
    value: str = "rate",
    digits: int = 1,
) -> Axes:
    """Draw numbers by term and article: a row a term, a column an article (in the order of ``labels``).

    The number stands in each cell, a dash for none; ``value`` names the column to draw.
    """
    terms = list(dict.fromkeys(rates["term"]))
    wide = rates.pivot(index="term", columns="article_id", values=value).loc[terms, list(labels)]
    # The square root keeps small rates apart from none.
    ax.imshow(np.sqrt(wide.to_numpy()), aspect="auto", cmap=_HEAT, vmin=0)
    top = float(np.sqrt(wide.to_numpy()).max()) or 1.0
    for row in range(wide.shape[0]):
        for column in range(wide.shape[1]):
            number = float(wide.iat[row, column])
            dark = np.sqrt(number) > 0.72 * top
            ink = PAPER if dark else INK if number else MUTED
            ax.text(
                column, row, f"{number:.{digits}f}" if number else "–", ha="center", va="center", fontsize=9, color=ink
            )
    ax.set_xticks(range(wide.shape[1]), [labels[a] for a in wide.columns], fontsize=7.5)
    ax.set_yticks(range(wide.shape[0]), [label_of(term) for term in terms])
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.set_xlabel(unit, fontsize=8)
    return ax


@_plot
def plot_xray(occurrences: pd.DataFrame, *, ax: Axes, labels: Mapping[str, str], terms: Sequence[str]) -> Axes:
    """Draw where each term stands in each article: a stripe a term, a tick an occurrence, from first word to last."""
    gap = 0.8
    for block, article in enumerate(labels):
        top = block * (len(terms) + gap)
        for row, term in enumerate(terms):
            places = occurrences.loc[(occurrences["article_id"] == article) & (occurrences["term"] == term), "share"]
            ax.hlines(top + row, 0, 1, color=GRID, lw=1, zorder=0)
            ax.vlines(places, top + row - 0.38, top + row + 0.38, color=COLOURS[row % len(COLOURS)], lw=1.4)
    ticks = [block * (len(terms) + gap) + row for block in range(len(labels)) for row in range(len(terms))]
    ax.set_yticks(ticks, [label_of(term) for _ in labels for term in terms], fontsize=8)
    for block, article in enumerate(labels):
        ax.text(1.02, block * (len(terms) + gap) + (len(terms) - 1) / 2, labels[article], va="center", fontsize=9)
    ax.set_ylim(len(labels) * (len(terms) + gap) - gap, -0.8)
    ax.set_xlim(-0.005, 1.005)
    ax.set_xticks([0, 0.5, 1], ["start of the text", "middle", "end"])
    ax.tick_params(length=0)
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)
    return ax


@_plot
def plot_before_after(
    table: pd.DataFrame,
    *,
    ax: Axes,
    before: str,
    after: str,
    names: tuple[str, str],
    unit: str = "occurrences",
) -> Axes:
    """Draw two numbers a row as an arrow; ``table``'s index names the rows, the first row on top."""
    rows = range(len(table))
    for row, (a, b) in zip(rows, table[[before, after]].itertuples(index=False), strict=True):
        if a != b:
            ax.annotate(
                "",
                (b, row),
                (a, row),
                arrowprops={"arrowstyle": "-|>", "color": MUTED, "lw": 1.2, "shrinkA": 5, "shrinkB": 5},
            )
        same = a == b
        for value, other, colour, marker in ((a, b, MUTED, "o"), (b, a, ACCENT, "D")):
            if same and marker == "o":
                continue
            ax.plot([value], [row], marker, color=colour, ms=7)
            left = value < other
            ax.annotate(
                f"{value:g}",
                (value, row),
                (-9 if left else 9, 0),
                textcoords="offset points",
                va="center",
                ha="right" if left else "left",
                color=colour,
                fontsize=9,
            )
    ax.set_yticks(rows, [label_of(str(term)) for term in table.index])
    ax.set_ylim(len(table) - 0.5, -0.7)
    ax.plot([], [], "o", color=MUTED, label=names[0])
    ax.plot([], [], "D", color=ACCENT, label=names[1])
    ax.legend(frameon=False, loc="lower right", fontsize=9)
    ax.set_xlabel(unit)
    ax.margins(x=0.12)
    return _quiet(ax)


@_plot
def plot_stacked(table: pd.DataFrame, *, ax: Axes, unit: str, labels: Mapping[str, str] | None = None) -> Axes:
    """Draw one bar a row, cut into the columns of ``table``; the number stands in every piece wide enough."""
    table = table.loc[:, table.sum() > 0]
    left = np.zeros(len(table))
    widest = float(table.sum(axis=1).max()) or 1.0
    for k, column in enumerate(table.columns):
        values = table[column].to_numpy(dtype=float)
        ax.barh(range(len(table)), values, left=left, color=COLOURS[k % len(COLOURS)], label=column, height=0.62)
        for row, value in enumerate(values):
            if value > widest / 16:
                ax.text(
                    left[row] + value / 2,
                    row,
                    f"{value:,.0f}",
                    ha="center",
                    va="center",
                    color=PAPER,
                    fontsize=8,
                )
        left += values
    ax.set_yticks(range(len(table)), [(labels or {}).get(name, label_of(str(name))) for name in table.index])
    ax.invert_yaxis()
    ax.set_xlabel(unit)
    ax.legend(frameon=False, fontsize=8, ncols=3, loc="upper left", bbox_to_anchor=(0, -0.14))
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    return ax


@_plot
def plot_slopes(
    rates: pd.DataFrame,
    *,
    ax: Axes,
    labels: Mapping[str, str],
    highlight: Iterable[str] = (),
    unit: str = "per 1,000 characters",
) -> Axes:
    """Draw each term's rate from article to article, labelled at its end; articles stand in the order of ``labels``."""
    highlight = list(highlight)
    terms = list(dict.fromkeys(rates["term"]))
    wide = rates.pivot(index="term", columns="article_id", values="rate").loc[terms, list(labels)]
    places = range(len(labels))
    last = wide.iloc[:, -1]
    heights = _spread(last.to_dict(), float(wide.to_numpy().max() or 1) * 0.055)
    for term in terms:
        strong = not highlight or term in highlight
        colour = COLOURS[(highlight or terms).index(term) % len(COLOURS)] if strong else "#b4bcc4"
        ax.plot(places, wide.loc[term], "-o", color=colour, lw=2 if strong else 1.2, ms=4, zorder=2 + strong)
        ax.annotate(
            label_of(term),
            (len(labels) - 1, float(last[term])),
            (len(labels) - 0.85, heights[term]),
            textcoords="data",
            va="center",
            fontsize=9,
            color=colour if strong else MUTED,
            annotation_clip=False,
        )
    ax.set_xticks(places, [labels[a] for a in wide.columns], fontsize=8)
    ax.set_ylabel(unit)
    ax.set_ylim(bottom=0)
    ax.grid(axis="y", color=GRID, lw=0.8)
    ax.set_axisbelow(True)
    return ax


def _spread(heights: Mapping[str, float], least: float) -> dict[str, float]:
    """Return heights moved up just so far that no two labels stand closer than ``least``."""
    placed, floor = {}, -np.inf
    for name, height in sorted(heights.items(), key=lambda item: (item[1], item[0])):
        floor = max(height, floor + least)
        placed[name] = floor
    return placed


@_plot
def plot_cloud(
    counts: pd.DataFrame, *, ax: Axes, title: str = "", most: int = 60, colour: str = SECOND, seed: int = 7
) -> Axes:
    """Draw a word cloud of a counts table (terms of several articles are added up).

    Raises:
        ValueError: nothing to draw, or a word that our font cannot draw.
    """
    from wordcloud import WordCloud  # imported late: it takes longer than everything else here

    total = counts.groupby("term")["n"].sum()
    ranked = sorted(((n, term) for term, n in total.items() if n > 0), key=lambda item: (-item[0], item[1]))[:most]
    if not ranked:
        raise ValueError("there is no word to draw.")
    if missing := missing_glyphs("".join(term for _, term in ranked)):
        raise ValueError(f"the font cannot draw {missing!r}.")
    cloud = WordCloud(
        font_path=str(FONT),
        width=520,
        height=300,
        scale=2,
        background_color=PAPER,
        random_state=seed,
        prefer_horizontal=1.0,
        color_func=lambda *_, **__: colour,
        relative_scaling=0.5,
    ).generate_from_frequencies({term: n for n, term in ranked})
    ax.imshow(cloud.to_array(), interpolation="none")
    ax.set_axis_off()
    ax.set_title(title, fontsize=10)
    return ax


def grid_of(n: int, *, columns: int = 2, size: tuple[float, float] = (3.8, 2.5)) -> list[Axes]:
    """Return ``n`` Axes in one figure, filled row by row; unused places stay blank."""
    rows = -(-n // columns)
    with _styled():
        figure = Figure(figsize=(size[0] * columns, size[1] * rows), layout="constrained")
        axes = list(np.atleast_1d(figure.subplots(rows, columns)).ravel())
    for ax in axes[n:]:
        ax.set_axis_off()
    return axes[:n]


@_plot
def plot_mapping(
    rows: pd.DataFrame, *, ax: Axes, title: str = "", sides: tuple[str, str] = ("phones and computers", "AI models")
) -> Axes:
    """Draw an analogy as structure: source left, target right, the inference on the arrow, the mismatch under it.

    ``rows`` has ``code_id``, ``source``, ``target``, ``inference`` and ``mismatch`` (may be empty), one row an arrow.
    """
    box = {"boxstyle": "round,pad=0.45", "ec": GRID, "lw": 1}
    for k, row in enumerate(rows.itertuples()):
        ax.text(0.12, -k, _wrap(row.source, 26), ha="center", va="center", bbox=box | {"fc": "#f6f0e4"}, fontsize=8)
        ax.text(0.88, -k, _wrap(row.target, 26), ha="center", va="center", bbox=box | {"fc": "#e8f0f6"}, fontsize=8)
        ax.annotate("", (0.73, -k), (0.27, -k), arrowprops={"arrowstyle": "-|>", "color": ACCENT, "lw": 1.3})
        ax.text(0.5, -k + 0.07, _wrap(row.inference, 44), ha="center", va="bottom", fontsize=8.5)
        if row.mismatch:
            passed = _wrap(f"passed over: {row.mismatch}", 52)
            ax.text(0.5, -k - 0.08, passed, ha="center", va="top", fontsize=7.5, color=MUTED)
        ax.text(-0.015, -k, row.code_id, ha="right", va="center", fontsize=7.5, color=MUTED)
    for x, side in zip((0.12, 0.88), sides, strict=True):
        ax.text(x, 0.5, side, ha="center", color=MUTED, fontsize=9)
    ax.set_xlim(-0.06, 1.0)
    ax.set_ylim(-len(rows) + 0.45, 0.62)
    ax.set_axis_off()
    ax.set_title(title)
    return ax


def _wrap(text: str, width: int) -> str:
    return "\n".join("\n".join(textwrap.wrap(line, width)) for line in text.split("\n"))


@_plot
def plot_intervals(
    rates: pd.DataFrame, *, ax: Axes, labels: Mapping[str, str], unit: str = "per 1,000 characters"
) -> Axes:
    """Draw one term's rate in each article with its interval: ``article_id, rate, low, high``, in the labels' order."""
    rows = rates.set_index("article_id").loc[list(labels)]
    for k, row in enumerate(rows.itertuples()):
        ax.hlines(k, row.low, row.high, color=SECOND, lw=2.2, alpha=0.55)
        ax.plot([row.rate], [k], "o", color=SECOND, ms=7, clip_on=False)
        ax.annotate(f"{row.rate:.1f}", (row.rate, k), (0, 7), textcoords="offset points", ha="center", fontsize=8.5)
    ax.set_yticks(range(len(rows)), list(labels.values()))
    ax.set_ylim(len(rows) - 0.5, -0.7)
    ax.set_xlim(left=min(0.0, float(rows["low"].min())))
    ax.set_xlabel(unit)
    return _quiet(ax)


def _quiet(ax: Axes, axis: str = "x") -> Axes:
    """Leave the axes of a dot plot only what one reads off it."""
    ax.grid(axis=axis, color=GRID, lw=0.8)
    ax.set_axisbelow(True)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    return ax


@_plot
def plot_claim(measured: pd.DataFrame, *, ax: Axes, title: str, unit: str, labels: Mapping[str, str]) -> Axes:
    """Draw what a claim measures in each article (`helpers.claims.claim.measure`), the claim's group filled."""
    rows = measured.set_index("article_id").loc[list(labels)]
    for k, row in enumerate(rows.itertuples()):
        inside = row.side != "rest"
        colour = ACCENT if inside else MUTED
        ax.hlines(k, 0, row.rate, color=colour, lw=1.6)
        ax.plot([row.rate], [k], "o", ms=7, color=colour, mfc=colour if inside else PAPER, clip_on=False)
        text = f"{row.rate:.2f} ({row.n} of {row.total})" if unit == "share" else f"{row.rate:.1f} ({row.n})"
        ax.annotate(
            text if row.used else "neither", (row.rate, k), (8, 0), textcoords="offset points", va="center", fontsize=8
        )
    ax.set_yticks(range(len(rows)), list(labels.values()), fontsize=8)
    ax.set_ylim(len(rows) - 0.5, -0.6)
    ax.set_xlim(0, max(float(rows["rate"].max()), 0.1) * 1.45)
    if unit == "share":
        ax.set_xticks([0, 0.25, 0.5, 0.75, 1])
    ax.set_title("\n".join(textwrap.wrap(title, 52)), fontsize=9)
    ax.set_xlabel(unit, fontsize=8)
    ax.tick_params(axis="x", labelsize=8)
    return _quiet(ax)


@_plot
def plot_keyness(table: pd.DataFrame, *, ax: Axes, most: int = 12, side: str = "target") -> Axes:
    """Draw log-odds against frequency (Monroe, Colaresi & Quinn 2008, fig. 4): every word a dot, the extremes named."""
    n = table["n_target"] + table["n_rest"]
    named = pd.concat([table.head(most), table.tail(most)])
    ax.scatter(n, table["log_odds"], s=9, color="#c3cad1", lw=0)
    for colour, rows in ((ACCENT, table.head(most)), (SECOND, table.tail(most))):
        ax.scatter(n.loc[rows.index], rows["log_odds"], s=22, color=colour)
    places = _spread(named.set_index("term")["log_odds"].to_dict(), float(np.ptp(table["log_odds"])) * 0.042)
    for row in named.itertuples():
        colour = ACCENT if row.log_odds > 0 else SECOND
        ax.annotate(
            label_of(row.term),
            (row.n_target + row.n_rest, row.log_odds),
            (1.04, places[row.term]),
            textcoords=("axes fraction", "data"),
            fontsize=8,
            va="center",
            color=colour,
            annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": GRID, "lw": 0.6, "relpos": (0, 0.5)},
        )
    ax.set_xscale("log")
    ax.axhline(0, color=MUTED, lw=0.8)
    ax.set_xlabel("occurrences in all articles (logarithmic)")
    ax.set_ylabel(f"log-odds, more in the {side} above")
    return ax


@_plot
def plot_word_shift(table: pd.DataFrame, *, ax: Axes, names: tuple[str, str], most: int = 24) -> Axes:
    """Draw the words that account most for the difference of two groups, each on the side that uses it more."""
    top = table.head(most)
    signs = np.where(top["side"] == "first", -1, 1)
    widths = signs * 100 * top["contribution"].to_numpy() / float(table["contribution"].sum() or 1)
    ax.barh(range(len(top)), widths, color=np.where(signs < 0, SECOND, ACCENT), height=0.7)
    for k, (term, width) in enumerate(zip(top["term"], widths, strict=True)):
        ax.annotate(
            label_of(term),
            (width, k),
            (-4 if width < 0 else 4, 0),
            textcoords="offset points",
            fontsize=8.5,
            va="center",
            ha="right" if width < 0 else "left",
        )
    reach = float(np.abs(widths).max(initial=0)) * 1.75 or 1.0
    ax.set_xlim(-reach, reach)
    ax.set_ylim(len(top) - 0.4, -1.4)
    ax.text(-reach, -1.0, f"more in {names[0]}", color=SECOND, ha="left", fontsize=9)
    ax.text(reach, -1.0, f"more in {names[1]}", color=ACCENT, ha="right", fontsize=9)
    ax.axvline(0, color=MUTED, lw=0.8)
    ax.set_yticks([])
    ax.xaxis.set_major_formatter(lambda value, _: f"{abs(value):g} %")
    ax.set_xlabel("share of the whole difference (Jensen–Shannon divergence)")
    ax.spines["left"].set_visible(False)
    return ax


@_plot
def plot_curve(
    table: pd.DataFrame,
    *,
    ax: Axes,
    x: str,
    y: str,
    names: tuple[str, str],
    line: float | None = None,
    line_name: str = "",
    log: bool = False,
    marks: Iterable[float] = (),
) -> Axes:
    """Draw ``y`` against ``x`` as a line with dots, with a dashed line to hold it against; ``marks`` get their number."""
    ax.plot(table[x], table[y], "-o", color=SECOND, lw=1.8, ms=5)
    for row in table.loc[table[x].isin(list(marks))].itertuples():
        place, height = getattr(row, x), getattr(row, y)
        ax.plot([place], [height], "o", ms=9, color=ACCENT)
        ax.annotate(f"{height:.2g}", (place, height), (7, 7), textcoords="offset points", color=ACCENT)
    if line is not None:
        ax.axhline(line, color=MUTED, lw=1, ls="--")
        ax.annotate(
            line_name,
            (1, line),
            (0, 4),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            ha="right",
            fontsize=8.5,
            color=MUTED,
        )
    if log:
        ax.set_yscale("log")
        ax.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        ax.yaxis.set_major_formatter("{x:g}")
        ax.yaxis.set_minor_locator(NullLocator())
    ax.set_xlabel(names[0])
    ax.set_ylabel(names[1])
    return _quiet(ax, "y")


@_plot
def plot_multiverse(table: pd.DataFrame, *, ax: Axes, unit: str) -> Axes:
    """Draw a claim's value under every combination of our own choices, in order of size; ours is ringed."""
    ordered = table.assign(ours=[True] + [False] * (len(table) - 1)).sort_values(
        ["value", "variant"], ignore_index=True
    )
    colours = np.where(ordered["agrees"], SECOND, ACCENT)
    ax.scatter(ordered.index, ordered["value"], s=14, color=colours, lw=0)
    ours = ordered.loc[ordered["ours"]]
    ax.scatter(ours.index, ours["value"], s=110, facecolors="none", edgecolors=INK, lw=1.6)
    ax.annotate(
        "our own choices",
        (ours.index[0], ours["value"].iloc[0]),
        (0, 13),
        textcoords="offset points",
        ha="center",
        fontsize=9,
    )
    ax.axhline(0, color=MUTED, lw=1)
    ax.scatter([], [], s=14, color=SECOND, label="agrees with the claim")
    ax.scatter([], [], s=14, color=ACCENT, label="overturns it")
    ax.legend(frameon=False, fontsize=8.5, loc="upper left")
    ax.set_xlabel(f"{len(table)} combinations of our own choices, by result")
    ax.set_ylabel(unit)
    ax.margins(y=0.18)
    return _quiet(ax, "y")


@_plot
def plot_network(pairs: pd.DataFrame, *, ax: Axes, colours: Mapping[str, str] | None = None) -> Axes:
    """Draw who appears together in a sentence: ``first, second, n``; the number stands on each line.

    Actors stand on a circle in order of their connections, so the picture is the same on every run.
    """
    weight = pd.concat([pairs.set_index(side)["n"] for side in ("first", "second")]).groupby(level=0).sum()
    order = sorted(weight.index, key=lambda name: (-weight[name], name))
    angles = np.pi / 2 - 2 * np.pi * np.arange(len(order)) / max(1, len(order))
    place = {name: (float(np.cos(a)), float(np.sin(a))) for name, a in zip(order, angles, strict=True)}
    most = float(pairs["n"].max())
    for k, row in enumerate(pairs.sort_values(["n", "first", "second"]).itertuples()):
        (x1, y1), (x2, y2) = place[row.first], place[row.second]
        ax.plot([x1, x2], [y1, y2], color="#aab4bd", lw=0.6 + 5 * row.n / most, zorder=1, solid_capstyle="round")
        at = (0.28, 0.36, 0.44)[k % 3]  # beside the middle, where the chords of a circle meet
        box = {"boxstyle": "round,pad=0.12", "fc": PAPER, "ec": "none"}
        ax.text(x1 + at * (x2 - x1), y1 + at * (y2 - y1), str(row.n), fontsize=8, ha="center", va="center", bbox=box)
    for name, (x, y) in place.items():
        colour = (colours or {}).get(name, MUTED)
        ax.plot([x], [y], "o", ms=11, color=colour, zorder=3)
        side = "left" if x > 0.1 else "right" if x < -0.1 else "center"
        ax.annotate(
            name, (x, y), (x * 12, y * 16), textcoords="offset points", ha=side, va="center", color=colour, zorder=4
        )
    ax.set_xlim(-1.7, 1.7)
    ax.set_ylim(-1.25, 1.25)
    ax.set_aspect("equal")
    ax.set_axis_off()
    return ax


@_plot
def plot_over_time(table: pd.DataFrame, *, ax: Axes, title: str = "", unit: str = "per 1,000 characters") -> Axes:
    """Draw one dot an article at its date, and the mean of each year with two articles or more as a line.

    ``table`` has ``date`` and ``rate``; a year's line is as long as the year.
    """
    days = mdates.date2num(table["date"].tolist())
    ax.plot(days, table["rate"], "o", color=SECOND, ms=5, alpha=0.55, mew=0, clip_on=False, zorder=3)
    for year, rows in table.groupby(table["date"].map(lambda day: day.year)):
        if len(rows) > 1:
            ends = mdates.date2num([datetime.date(year, 1, 1), datetime.date(year, 12, 31)])
            ax.hlines(float(rows["rate"].mean()), *ends, color=ACCENT, lw=2)
    ax.set_xlim(days.min() - 30, days.max() + 30)
    ax.set_ylim(bottom=0, top=max(0.1, float(table["rate"].max()) * 1.15))
    ax.xaxis.set_major_locator(mdates.AutoDateLocator(minticks=2, maxticks=5))
    ax.xaxis.set_major_formatter(mdates.ConciseDateFormatter(ax.xaxis.get_major_locator()))
    ax.set_title("\n".join(textwrap.wrap(title, 46)), fontsize=9)
    ax.set_ylabel(unit, fontsize=7.5)
    ax.tick_params(labelsize=8)
    return _quiet(ax, "y")
