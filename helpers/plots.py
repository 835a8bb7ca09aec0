"""Table to picture. Fonts, colours and sizes live only here.

Every function takes its data first, an optional ``ax``, and returns the Axes. Figures are made without pyplot, so
nothing is drawn twice in a notebook and nothing is left open.
"""

import datetime
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

from helpers.script import IS_HAN
from helpers.words import gloss_of

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


def in_order(articles: pd.DataFrame) -> pd.DataFrame:
    """Return the articles in order of time: by the middle of their date interval, then by id."""
    middle = [
        a.toordinal() + b.toordinal() for a, b in zip(articles["date_from"], articles["date_to"], strict=True)
    ]
    return (
        articles.assign(_middle=middle)
        .sort_values(["_middle", "article_id"], ignore_index=True)
        .drop(columns="_middle")
    )


def article_labels(articles: pd.DataFrame, *, lines: bool = False) -> dict[str, str]:
    """Return ``{article_id: label}`` with number, short name and month."""
    between = ("\n", "\n") if lines else (" ", ", ")
    return {
        row.article_id: f"{row.article_id}{between[0]}{row.short or row.title}{between[1]}"
        f"{month_of(row.date_from, row.date_to)}"
        for row in articles.itertuples()
    }


def month_of(first: datetime.date, last: datetime.date) -> str:
    """Return the month or months of an interval, as figures write it.

    >>> month_of(datetime.date(2024, 1, 24), datetime.date(2024, 4, 17))
    'Jan–Apr 2024'
    """
    if (first.year, first.month) == (last.year, last.month):
        return f"{last:%b %Y}"
    return f"{first:%b}–{last:%b %Y}" if first.year == last.year else f"{first:%b %Y}–{last:%b %Y}"


def article_colours(articles: pd.DataFrame) -> dict[str, str]:
    """Return ``{article_id: colour}``, the same in every figure of one corpus."""
    return {article: COLOURS[k % len(COLOURS)] for k, article in enumerate(sorted(articles["article_id"]))}


@_plot
def plot_dates(
    articles: pd.DataFrame, *, ax: Axes, events: Mapping[datetime.date, str] | None = None
) -> Axes:
    """Draw each article's date interval on a line of time; ``events`` are dated by sources outside the articles."""
    articles, colours = in_order(articles), article_colours(articles)
    rows = range(len(articles))
    for row, article in zip(rows, articles.itertuples(), strict=True):
        first, last = mdates.date2num(article.date_from), mdates.date2num(article.date_to)
        # An interval of one day would vanish: draw at least a mark.
        ax.plot([first, last + 1], [row, row], lw=9, solid_capstyle="butt", color=colours[article.article_id])
        ax.plot([(first + last + 1) / 2], [row], marker="o", ms=9, color=colours[article.article_id])
        days = (article.date_to - article.date_from).days + 1
        known = f"{article.date_from:%d %b %Y}" if days == 1 else f"within {days} days"
        ax.annotate(
            known, (last + 1, row), (14, 0), textcoords="offset points", va="center", color=MUTED, fontsize=9
        )
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
    rates: pd.DataFrame, *, ax: Axes, labels: Mapping[str, str], unit: str = "per 1,000 characters"
) -> Axes:
    """Draw a table of rates: a row a term, a column an article (in the order of ``labels``), the number in each cell."""
    terms = list(dict.fromkeys(rates["term"]))
    wide = rates.pivot(index="term", columns="article_id", values="rate").loc[terms, list(labels)]
    # The square root keeps small rates apart from none.
    ax.imshow(np.sqrt(wide.to_numpy()), aspect="auto", cmap=_HEAT, vmin=0)
    top = float(np.sqrt(wide.to_numpy()).max()) or 1.0
    for row in range(wide.shape[0]):
        for column in range(wide.shape[1]):
            value = float(wide.iat[row, column])
            dark = np.sqrt(value) > 0.72 * top
            ink = PAPER if dark else INK if value else "#8a939b"
            ax.text(
                column, row, f"{value:.1f}" if value else "–", ha="center", va="center", fontsize=9, color=ink
            )
    ax.set_xticks(range(wide.shape[1]), [labels[a] for a in wide.columns], fontsize=8)
    ax.set_yticks(range(wide.shape[0]), [label_of(term) for term in terms])
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.set_xlabel(unit, fontsize=8)
    return ax


@_plot
def plot_xray(
    occurrences: pd.DataFrame, *, ax: Axes, labels: Mapping[str, str], terms: Sequence[str]
) -> Axes:
    """Draw where each term stands in each article: a stripe a term, a tick an occurrence, from first word to last."""
    gap = 0.8
    for block, article in enumerate(labels):
        top = block * (len(terms) + gap)
        for row, term in enumerate(terms):
            places = occurrences.loc[
                (occurrences["article_id"] == article) & (occurrences["term"] == term), "share"
            ]
            ax.hlines(top + row, 0, 1, color=GRID, lw=1, zorder=0)
            ax.vlines(places, top + row - 0.38, top + row + 0.38, color=COLOURS[row % len(COLOURS)], lw=1.4)
    ticks = [block * (len(terms) + gap) + row for block in range(len(labels)) for row in range(len(terms))]
    ax.set_yticks(ticks, [label_of(term) for _ in labels for term in terms], fontsize=8)
    for block, article in enumerate(labels):
        ax.text(
            1.02, block * (len(terms) + gap) + (len(terms) - 1) / 2, labels[article], va="center", fontsize=9
        )
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
    ax.grid(axis="x", color=GRID, lw=0.8)
    ax.set_axisbelow(True)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    return ax


@_plot
def plot_stacked(
    table: pd.DataFrame, *, ax: Axes, unit: str, labels: Mapping[str, str] | None = None
) -> Axes:
    """Draw one bar a row, cut into the columns of ``table``; the number stands in every piece wide enough."""
    table = table.loc[:, table.sum() > 0]
    left = np.zeros(len(table))
    widest = float(table.sum(axis=1).max()) or 1.0
    for k, column in enumerate(table.columns):
        values = table[column].to_numpy(dtype=float)
        ax.barh(
            range(len(table)), values, left=left, color=COLOURS[k % len(COLOURS)], label=column, height=0.62
        )
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
    ranked = sorted(((n, term) for term, n in total.items() if n > 0), key=lambda item: (-item[0], item[1]))[
        :most
    ]
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
    rows: pd.DataFrame, *, ax: Axes, title: str = "", sides: tuple[str, str] = ("phones", "AI models")
) -> Axes:
    """Draw an analogy: source terms left, targets right, the inference on the arrow, the passed-over mismatch below it.

    ``rows`` has ``source``, ``target``, ``inference`` and, if known, ``mismatch``; Chinese terms get their gloss.
    """
    step = 1.0
    for k, row in enumerate(rows.itertuples()):
        y = -k * step
        box = {"boxstyle": "round,pad=0.4", "fc": "#f3f1ec", "ec": GRID}
        ax.text(0.0, y, label_of(row.source), ha="left", va="center", bbox=box, fontsize=10)
        ax.text(
            1.0, y, label_of(row.target), ha="right", va="center", bbox=box | {"fc": "#e8eff5"}, fontsize=10
        )
        ax.annotate("", (0.72, y), (0.28, y), arrowprops={"arrowstyle": "-|>", "color": ACCENT, "lw": 1.4})
        ax.text(0.5, y + 0.12, row.inference, ha="center", va="bottom", fontsize=8.5)
        if getattr(row, "mismatch", ""):
            ax.text(
                0.5, y - 0.12, f"passed over: {row.mismatch}", ha="center", va="top", fontsize=8, color=MUTED
            )
    ax.text(0.0, 0.55, sides[0], ha="left", color=MUTED, fontsize=9)
    ax.text(1.0, 0.55, sides[1], ha="right", color=MUTED, fontsize=9)
    ax.set_xlim(-0.02, 1.02)
    ax.set_ylim(-(len(rows) - 1) * step - 0.55, 0.75)
    ax.set_axis_off()
    ax.set_title(title)
    return ax
