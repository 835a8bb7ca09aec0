"""Draw tables. Fonts, colours and sizes are defined only here.

Every function takes its data first and an optional ``ax``, and returns the Axes. It also writes what the picture shows
into ``ax.description``, from which `helpers.show.figure` takes the alternative text. Figures are made without pyplot,
so a notebook draws nothing twice and leaves nothing open.
"""

import datetime
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, partial, wraps
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib import dates as mdates
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager, get_font
from matplotlib.ticker import FixedLocator, LogLocator, NullLocator
from matplotlib.transforms import ScaledTranslation

from helpers.text.entities import gloss_of
from helpers.text.script import IS_HAN
from helpers.wording import many

FONT = Path(__file__).parent / "fonts" / "NotoSansSC-Regular-subset.otf"
INK, MUTED, PAPER, GRID, ACCENT, SECOND = "#1f2933", "#5c6873", "#ffffff", "#e3e7eb", "#b5341f", "#24618f"
# Okabe & Ito (2008), darkened to be visible on white: colour-blind readers can tell them apart, also by lightness.
COLOURS = ("#0b6fa4", "#b06d00", "#00805e", "#a8467e", "#4a3f8f", "#68727c", "#3d3d3d", "#c0440e")
# The colours of a verdict or an outcome, as `helpers.show.mark` has them; what is undecided is grey.
GOOD, HALF, BAD, UNDECIDED = "#1c6b3c", "#b06d00", "#a3312a", ("#39434c", "#5a656f", "#78838d")
_MOST_DESCRIBED = 24  # a description that lists more than this is not listened to
# No darker than lets `INK` be read on it with a contrast of 4.5, also where a dark page turns its lightness round.
_HEAT = LinearSegmentedColormap.from_list("heat", ["#fbfaf7", "#f6d9b4", "#f0b070"])
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


_NARROW = 1.15  # times as high as for a wide screen


def _plot(draw: Callable[..., Axes]) -> Callable[..., Axes]:
    """Run ``draw`` in our style, on a new Axes of ``size`` inches unless the caller passes one.

    The figure keeps how to draw itself again for a phone (``draw_narrow``), `_NARROW` times as high.
    """

    @wraps(draw)
    def plot(data, *args, ax: Axes | None = None, size: tuple[float, float] = (7.4, 4.2), **options) -> Axes:
        with _styled():
            if ax is None:
                ax = Figure(figsize=size).subplots()
            ax.narrow_height = _NARROW * ax.figure.get_figheight() / ax.get_subplotspec().get_gridspec().nrows
            ax.redraw = partial(_redraw, partial(draw, data, *args, **options))
            ax.figure.draw_narrow = partial(_draw_narrow, ax.figure)
            return draw(data, *args, ax=ax, **options)

    return plot


_ROW = 1.45  # height of a row of bars, of which the highest is 1
_PHONE = 3.6  # inches: what a phone leaves of its width


def _draw_narrow(figure: Figure) -> Figure | None:
    """Return ``figure`` drawn anew for a phone, all its Axes in one column; None if it has Axes that we did not draw."""
    axes = [ax for ax in figure.axes if ax.axison or hasattr(ax, "redraw")]
    if not all(hasattr(ax, "redraw") for ax in axes):
        return None
    heights = [ax.narrow_height for ax in axes]
    with _styled():
        small = Figure(figsize=(_PHONE, sum(heights)), layout="constrained")
        places = small.subplots(len(heights), 1, squeeze=False, height_ratios=heights).ravel()
        for ax, place in zip(axes, places, strict=True):
            ax.redraw(place)
    return small


def _redraw(draw: Callable[..., Axes], ax: Axes) -> None:
    """Draw on the narrow ``ax``, and break the labels that would take its width."""
    draw(ax=ax)
    if isinstance(ax.yaxis.get_major_locator(), FixedLocator):
        names = [_broken(label.get_text(), 15) for label in ax.get_yticklabels()]
        ax.set_yticks(ax.get_yticks(), names, fontsize=8)
    labels = [label.get_text() for label in ax.get_xticklabels()]
    if isinstance(ax.xaxis.get_major_locator(), FixedLocator) and sum(map(_width, labels)) > 34:
        ax.tick_params(axis="x", rotation=90)
    ax.set_title(_broken(ax.get_title(loc="left"), 48), fontsize=9, loc="left")
    ax.set_xlabel(_broken(ax.get_xlabel(), 40))
    if ax.get_legend():
        handles, names = ax.get_legend_handles_labels()
        _legend_below(ax, handles, [_broken(name, 34) for name in names], loc="upper right", x=1)


def _legend_below(ax: Axes, handles: Iterable[Any], names: Iterable[str], *, loc: str, x: float, **style: Any) -> None:
    """Draw the legend below the title of the x axis, however many lines that has."""
    lines = ax.get_xlabel().count("\n") + 1 if ax.get_xlabel() else 0
    below = ax.transAxes + ScaledTranslation(0, -(24 + 14 * lines) / 72, ax.figure.dpi_scale_trans)
    place = {"loc": loc, "bbox_to_anchor": (x, 0), "bbox_transform": below, "borderaxespad": 0}
    ax.legend(handles, names, frameon=False, fontsize=8, **place, **style)


def is_narrow(ax: Axes) -> bool:
    """Return whether ``ax`` is drawn for a phone."""
    return ax.figure.get_figwidth() < 4


def _width(text: str) -> int:
    """Return the width of the longest line of ``text`` in Latin letters; a Chinese character is as wide as two."""
    return max((len(line) + len(IS_HAN.findall(line)) for line in text.split("\n")), default=0)


def _broken(text: str, width: int) -> str:
    """Return ``text`` with lines of at most ``width`` letters, broken at blanks."""
    lines = []
    for line in text.split("\n"):
        lines.append("")
        for word in line.split(" "):
            if lines[-1] and _width(f"{lines[-1]} {word}") > width:
                lines.append(word)
            else:
                lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)


def missing_glyphs(text: str) -> str:
    """Return the characters of ``text`` that our font cannot draw.

    >>> missing_glyphs("开源 open")
    ''
    """
    known = get_font(FONT).get_charmap()
    return "".join(sorted({char for char in text if char not in "\n" and ord(char) not in known}))


def label_of(term: str) -> str:
    """Return ``term`` followed by its English gloss, if it has one.

    >>> label_of("开源")
    '开源 open source'
    """
    gloss = gloss_of(term) if IS_HAN.search(term) else ""
    return f"{term} {gloss}" if gloss and gloss != term else term


def power_of_ten(number: float) -> str:
    """Return a small number as people write it.

    >>> power_of_ten(2.3e-8), power_of_ten(0.031)
    ('2 × 10⁻⁸', '0.031')
    """
    if number >= 0.001 or number == 0:
        return f"{number:.2g}" if number < 0.1 else f"{number:.1f}"
    digits, _, power = f"{number:.0e}".partition("e")
    return f"{digits} × 10{str(int(power)).translate(str.maketrans('-0123456789', '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'))}"


def article_colours(articles: pd.DataFrame) -> dict[str, str]:
    """Return ``{article_id: colour}``. An article has the same colour in every figure of one corpus."""
    return {article: COLOURS[k % len(COLOURS)] for k, article in enumerate(sorted(articles["article_id"]))}


def _describe(ax: Axes, title: str, parts: Iterable[str]) -> Axes:
    """Store the description ``title: part; part.`` on ``ax`` and return ``ax``."""
    parts = list(parts)
    if (more := len(parts) - _MOST_DESCRIBED) > 0:
        parts[_MOST_DESCRIBED:] = [f"and {more} more"]
    ax.description = f"{title}: {'; '.join(parts)}."
    return ax


def _link(
    ax: Axes,
    x: tuple[float, float],
    y: tuple[float, float],
    article: str,
    labels: Mapping[str, str],
    term: str,
    occurrences: pd.DataFrame,
) -> None:
    """Note on ``ax`` that the rectangle stands for the sentences of ``article`` in which ``term`` occurs, and which passages
    of them are meant, if there is a column ``quote``."""
    if "sentence" not in occurrences:
        return
    here = occurrences.loc[(occurrences["article_id"] == article) & (occurrences["term"] == term)]
    if len(here):
        quotes = sorted(set(here.get("quote", ())))
        numbers, name = sorted(set(here["sentence"])), _name_of(labels[article]).partition(", ")[0]
        anchors = [f"{article}-{number}" for number in numbers]
        said = label_of(term).partition(": ")[0]
        label = f"{name}: {said}, {len(here)} in {len(numbers)} sentences"
        if len(numbers) == 1:
            label = f"{name}, sentence {numbers[0]}: {said}" + f", {len(here)} times" * (len(here) > 1)
        ax.links = [*getattr(ax, "links", ()), (x, y, label, anchors, quotes)]


def _beside(ax: Axes, text: str, at: tuple[float, float], offset: tuple[float, float], **style: Any) -> None:
    """Write ``text`` at ``offset`` points from the place ``at``."""
    ax.annotate(text, at, offset, textcoords="offset points", **({"va": "center"} | style))


def _ground() -> dict[str, Any]:
    """Return the ground of a label that may lie on a line, which would else strike it through."""
    return {"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none", "alpha": 0.85}


def _without_frame(ax: Axes, *sides: str) -> None:
    for side in sides:
        ax.spines[side].set_visible(False)


def _name_of(label: str) -> str:
    """Return a label of several lines without its last one, which tells the time or the size."""
    *name, _ = label.split("\n") if "\n" in label else (label, "")
    return " ".join(name)


def _row_of(label: str, names: Iterable[str], values: Iterable[float], digits: int = 1) -> str:
    """Describe one row of a table: its label, then every value that is not zero, with the name of its column."""
    told = ", ".join(f"{name} {value:,.{digits}f}" for name, value in zip(names, values, strict=True) if value)
    return f"{label}: {told or 'none'}"


@_plot
def plot_dates(articles: pd.DataFrame, *, ax: Axes, events: Mapping[datetime.date, str] | None = None) -> Axes:
    """Draw the date interval of each article on a time line, with ``events`` as grey lines."""
    middle = articles["date_from"] + (articles["date_to"] - articles["date_from"]) / 2
    articles, colours = articles.loc[middle.sort_values(kind="stable").index], article_colours(articles)
    shortest = (articles["date_to"].max() - articles["date_from"].min()).days / 20
    for row, article in enumerate(articles.itertuples()):
        _draw_interval_of_dates(ax, row, article, colours[article.article_id], shortest)
    ax.set_yticks(range(len(articles)), [a.short or a.title or a.article_id for a in articles.itertuples()])
    events = sorted((events or {}).items())
    rows = 1 if is_narrow(ax) else 3  # of event names above the articles, so that none covers another
    ax.set_ylim(len(articles) - 0.4, -0.7 - 0.4 * rows if events else -0.6)
    if events and is_narrow(ax):
        told = "\n".join(f"{k} {name}, {day:%b %Y}" for k, (day, name) in enumerate(events, start=1))
        _beside(ax, told, (0, 0), (0, -28), xycoords="axes fraction", va="top", color=MUTED, fontsize=8.5)
    for k, (day, name) in enumerate(events):
        ax.axvline(mdates.date2num(day), color=GRID, lw=1, zorder=0)
        at, style = mdates.date2num(day), {"va": "baseline", "color": MUTED}
        if is_narrow(ax):  # names would cross the lines of others
            _beside(ax, str(k + 1), (at, -0.7), (0, 0), ha="center", fontsize=8, bbox=_ground(), **style)
        else:
            _beside(ax, name, (at, -0.5 - 0.4 * (2 - k % 3)), (2, 0), ha="left", fontsize=7.5, bbox=_ground(), **style)
    ax.xaxis_date()
    ax.xaxis.set_major_locator(mdates.MonthLocator(bymonth=1 if is_narrow(ax) else (1, 7)))
    ax.xaxis.set_major_formatter(mdates.DateFormatter("%Y" if is_narrow(ax) else "%b %Y"))
    ax.margins(x=0.1)
    ax.tick_params(axis="y", length=0)
    _without_frame(ax, "left")
    spans = [
        f"{a.short or a.title or a.article_id} {a.date_from:%d %b %Y} to {a.date_to:%d %b %Y}"
        for a in articles.itertuples()
    ]
    return _describe(
        ax,
        "Date interval of each article on a time line",
        spans + [f"event {name} {day:%d %b %Y}" for day, name in events],
    )


def _draw_interval_of_dates(ax: Axes, row: int, article: Any, colour: str, shortest: float) -> None:
    """Draw a bar, or a dot where an interval has fewer than ``shortest`` days and a bar would vanish."""
    first, last = mdates.date2num(article.date_from), mdates.date2num(article.date_to)
    days = (article.date_to - article.date_from).days + 1
    if days == 1 or days < shortest:
        ax.plot([(first + last + 1) / 2], [row], marker="o", ms=9, color=colour)
    else:
        ax.plot([first, last + 1], [row, row], lw=9, solid_capstyle="butt", color=colour)
    known = f"{article.date_from:%d %b %Y}" if days == 1 else f"within {days} days"
    _beside(ax, known, (last + 1, row), (14, 0), color=MUTED, fontsize=9, bbox=_ground())


@_plot
def plot_heat_map(
    rates: pd.DataFrame,
    *,
    ax: Axes,
    labels: Mapping[str, str],
    unit: str = "per 1,000 characters",
    value: str = "rate",
    digits: int = 1,
    occurrences: pd.DataFrame | None = None,
) -> Axes:
    """Draw the column ``value`` as a grid: a row for each term, a column for each article in the order of ``labels``.

    Each cell shows its number, or a dash for zero. With ``occurrences`` (``article_id, term, sentence``, one row for each
    thing that is counted), the site links each cell to its sentences.
    """
    terms = list(dict.fromkeys(rates["term"]))
    wide = rates.pivot(index="term", columns="article_id", values=value).loc[terms, list(labels)]
    # The square root separates small rates from zero.
    ax.imshow(np.sqrt(wide.to_numpy()), aspect="auto", cmap=_HEAT, vmin=0)
    for (row, column), number in np.ndenumerate(wide.to_numpy(dtype=float)):
        text, ink = (f"{number:.{digits}f}", INK) if number else ("–", MUTED)
        ax.text(column, row, text, ha="center", va="center", fontsize=9, color=ink)
        if number and occurrences is not None:
            term, article = wide.index[row], wide.columns[column]
            _link(ax, (column - 0.5, column + 0.5), (row - 0.5, row + 0.5), article, labels, term, occurrences)
    ax.set_xticks(range(wide.shape[1]), [labels[a] for a in wide.columns], fontsize=7.5)
    ax.set_yticks(range(wide.shape[0]), [label_of(term) for term in terms])
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    _without_frame(ax, *ax.spines)
    ax.set_xlabel(unit, fontsize=8)
    names = [*map(_name_of, labels.values())]
    told = (_row_of(label_of(term), names, row, digits) for term, row in zip(terms, wide.to_numpy(), strict=True))
    return _describe(ax, f"Heat map, {unit}", told)


@_plot
def plot_xray(occurrences: pd.DataFrame, *, ax: Axes, labels: Mapping[str, str], terms: Sequence[str]) -> Axes:
    """Draw where each term occurs in each article: one stripe for a term, one tick for an occurrence."""
    gap = 0.8
    height = len(terms) + gap
    told: dict[str, list[str]] = {term: [] for term in terms}
    for block, (article, label) in enumerate(labels.items()):
        for row, term in enumerate(terms):
            places = occurrences.loc[(occurrences["article_id"] == article) & (occurrences["term"] == term), "share"]
            middle = block * height + row
            ax.hlines(middle, 0, 1, color=GRID, lw=1, zorder=0)
            ax.vlines(places, middle - 0.38, middle + 0.38, color=COLOURS[row % len(COLOURS)], lw=1.4)
            for place in sorted(places):
                at = occurrences["share"] == place
                spot = (place - 0.006, place + 0.006), (middle - 0.45, middle + 0.45)
                _link(ax, *spot, article, labels, term, occurrences[at])
            if len(places):
                told[term].append(f"{_name_of(label)} {_span(places)}")
        ax.text(1.02, block * height + (len(terms) - 1) / 2, label, va="center", fontsize=9)
    ticks = [block * height + row for block in range(len(labels)) for row in range(len(terms))]
    ax.set_yticks(ticks, [term if is_narrow(ax) else label_of(term) for _ in labels for term in terms], fontsize=8)
    if is_narrow(ax):  # a gloss beside each stripe would take two lines where there is room for one
        for row, term in enumerate(terms):
            ax.plot([], [], color=COLOURS[row % len(COLOURS)], label=label_of(term))
        ax.legend()
    ax.set_ylim(len(labels) * height - gap, -0.8)
    ax.set_xlim(-0.005, 1.005)
    ax.set_xticks([0, 0.5, 1], ["start of the text", "middle", "end"])
    ax.tick_params(length=0)
    _without_frame(ax, "left", "bottom")
    parts = (f"{label_of(term)}: {', '.join(spans) or 'none'}" for term, spans in told.items())
    return _describe(ax, "Positions of words in each article", parts)


def _span(places: pd.Series) -> str:
    first, last = f"{places.min():.0%}", f"{places.max():.0%}"
    return f"{len(places)} from {first} to {last} of the text" if len(places) > 1 else f"1 at {first}"


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
    """Draw each row of ``table`` as an arrow from ``before`` to ``after``; the first row is on top."""
    rows = range(len(table))
    pairs = list(table[[before, after]].itertuples(index=False, name=None))
    for row, (a, b) in zip(rows, pairs, strict=True):
        if a != b:
            style = {"arrowstyle": "-|>", "color": MUTED, "lw": 1.2, "shrinkA": 5, "shrinkB": 5}
            ax.annotate("", (b, row), (a, row), arrowprops=style)
            _draw_end(ax, a, row, marker="o", colour=MUTED, left=a < b)
        _draw_end(ax, b, row, marker="D", colour=ACCENT, left=b < a)
    labels = [label_of(str(term)) for term in table.index]
    ax.set_yticks(rows, labels)
    ax.set_ylim(len(table) - 0.5, -0.7)
    ax.plot([], [], "o", color=MUTED, label=names[0])
    ax.plot([], [], "D", color=ACCENT, label=names[1])
    ax.legend(frameon=False, loc="lower right", fontsize=9)
    ax.set_xlabel(unit)
    ax.margins(x=0.12)
    told = (f"{label} {a:g} to {b:g}" for label, (a, b) in zip(labels, pairs, strict=True))
    return _describe(_quiet(ax), f"Arrows, {unit}, from {names[0]} to {names[1]}", told)


def _draw_end(ax: Axes, value: float, row: int, *, marker: str, colour: str, left: bool) -> None:
    ax.plot([value], [row], marker, color=colour, ms=7)
    side = "right" if left else "left"
    _beside(ax, f"{value:g}", (value, row), (-9 if left else 9, 0), ha=side, color=colour, fontsize=9)


@_plot
def plot_stacked(
    table: pd.DataFrame,
    *,
    ax: Axes,
    unit: str,
    labels: Mapping[str, str] | None = None,
    inks: Mapping[str, str] | None = None,
) -> Axes:
    """Draw each row of ``table`` as a bar that is divided by column. Pieces that are wide enough show their number; those of the
    others stand beside the bar, in the order and the colours of the pieces.

    ``inks`` gives each column its colour, where two figures or a table beside it should agree.
    """
    table = table.loc[:, table.sum() > 0]
    inks = inks or {column: COLOURS[k % len(COLOURS)] for k, column in enumerate(table.columns)}
    left = np.zeros(len(table))
    widest = float(table.sum(axis=1).max()) or 1.0
    small: list[list[tuple[str, str]]] = [[] for _ in table.index]  # numbers without room, and their colours
    for column in table.columns:
        values = table[column].to_numpy(dtype=float)
        ax.barh(range(len(table)), values, left=left, color=inks[column], label=column, height=0.62)
        for row, value in enumerate(values):
            if value > widest / (10 if is_narrow(ax) else 16):
                middle = left[row] + value / 2
                ax.text(middle, row, f"{value:,.0f}", ha="center", va="center", color=PAPER, fontsize=8)
            elif value:
                small[row].append((f"{value:,.0f}", inks[column]))
        left += values
    _write_at_ends(ax, left, small)
    names = [(labels or {}).get(name, label_of(str(name))) for name in table.index]
    ax.set_yticks(range(len(table)), names)
    ax.invert_yaxis()
    if all(kind.kind in "iu" for kind in table.dtypes):
        ax.xaxis.get_major_locator().set_params(integer=True)  # of whole things there is no half
    ax.set_xlabel(unit)
    _legend_below(ax, *ax.get_legend_handles_labels(), loc="upper left", x=0, ncols=3)
    ax.tick_params(axis="y", length=0)
    _without_frame(ax, "left")
    rows = zip(map(_name_of, names), table.to_numpy(), strict=True)
    return _describe(ax, f"Stacked bars, {unit}", (_row_of(name, table.columns, row, 0) for name, row in rows))


def _write_at_ends(ax: Axes, ends: np.ndarray, numbers: Sequence[Sequence[tuple[str, str]]]) -> None:
    """Write numbers, each in its colour, behind the end of their bar, and make room for them."""
    widest = float(ends.max(initial=0)) or 1.0
    right = 1.05 * widest
    points = 0.6 * 72 * ax.figure.get_figwidth()  # of the axis, at the least
    for row, (end, parts) in enumerate(zip(ends, numbers, strict=True)):
        offset = 5.0
        for text, ink in parts:
            _beside(ax, text, (end, row), (offset, 0), color=ink, fontsize=8)
            offset += 4.6 * len(text) + 5
        right = max(right, end + widest * offset / points)
    ax.set_xlim(0, right)


@_plot
def plot_rates(rates: pd.DataFrame, *, ax: Axes, labels: Mapping[str, str], unit: str = "per 1,000 characters") -> Axes:
    """Draw the rate of each term in each article as a bar: a row for each term, the articles in the order of ``labels``.

    All rows have one scale. No line joins the bars, for neither the articles nor the times between them are alike.
    """
    terms = list(dict.fromkeys(rates["term"]))
    wide = rates.pivot(index="term", columns="article_id", values="rate").loc[terms, list(labels)]
    highest = float(wide.to_numpy().max()) or 1.0
    colours = {article: COLOURS[k % len(COLOURS)] for k, article in enumerate(sorted(labels))}
    grounds = [_ROW * (len(terms) - 1 - row) for row in range(len(terms))]
    for term, ground in zip(terms, grounds, strict=True):
        ax.axhline(ground, color=GRID, lw=1, zorder=0)
        for place, (article, rate) in enumerate(wide.loc[term].items()):
            ax.bar(place, rate / highest, 0.6, ground, color=colours[article])
            text, ink = (f"{rate:.1f}", INK) if rate else ("–", MUTED)
            _beside(
                ax, text, (place, ground + rate / highest), (0, 2), ha="center", va="bottom", fontsize=8.5, color=ink
            )
    ax.set_yticks([ground + 0.3 for ground in grounds], [label_of(term) for term in terms])
    ax.set_ylim(-0.05, grounds[0] + _ROW)
    ax.set_xticks(range(len(labels)), list(labels.values()), fontsize=7.5)
    ax.set_xlabel(unit, fontsize=8)
    ax.tick_params(length=0)
    _without_frame(ax, "left", "bottom")
    names = [*map(_name_of, labels.values())]
    told = (_row_of(label_of(term), names, row) for term, row in zip(terms, wide.to_numpy(), strict=True))
    return _describe(ax, f"Bars of rates {unit}", told)


def _spread(heights: Mapping[str, float], least: float) -> dict[str, float]:
    """Return the heights, moved up just far enough that no two labels are closer than ``least``."""
    placed, floor = {}, -np.inf
    for name, height in sorted(heights.items(), key=lambda item: (item[1], item[0])):
        floor = max(height, floor + least)
        placed[name] = floor
    return placed


@_plot
def plot_cloud(
    counts: pd.DataFrame, *, ax: Axes, title: str = "", most: int = 60, colour: str = SECOND, seed: int = 7
) -> Axes:
    """Draw a word cloud of a counts table, each word with its English. Counts of one term in several articles are added up.

    A character that the font lacks is a box.

    Raises:
        ValueError: there is no word, or none that the font can draw whole.
    """
    total = counts.groupby("term")["n"].sum()
    ranked = sorted(((n, term) for term, n in total.items() if n > 0), key=lambda item: (-item[0], item[1]))[:most]
    if not ranked:
        raise ValueError("there is no word to draw.")
    words = {label_of(term): n for n, term in ranked}
    if all(map(missing_glyphs, words)):
        raise ValueError(f"the font cannot draw one of these words: {', '.join([*words][:5])}.")
    ax.missing = missing_glyphs("".join(words))  # which `helpers.show.figure` tells: a picture has no text to ask
    ax.imshow(_cloud_of(words, colour, seed), interpolation="none")
    ax.set_axis_off()
    ax.set_title(title, fontsize=10)
    return _describe(
        ax, f"Word cloud, {title}", [f"{label_of(ranked[0][1])} is largest ({many(ranked[0][0], 'time')})"]
    )


def _cloud_of(frequencies: Mapping[str, int], colour: str, seed: int) -> np.ndarray:
    from wordcloud import WordCloud  # imported late: it takes longer than everything else here

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
        margin=8,  # or neighbours read as one term
        min_font_size=11,  # to be read on a phone
        max_font_size=46,  # or the small ones find no room
    )
    return cloud.generate_from_frequencies(frequencies).to_array()


def grid_of(n: int, *, columns: int = 2, size: tuple[float, float] = (3.8, 2.5)) -> list[Axes]:
    """Return ``n`` Axes of one figure, row by row; places that are left over stay blank."""
    rows = -(-n // columns)
    with _styled():
        figure = Figure(figsize=(size[0] * columns, size[1] * rows), layout="constrained")
        axes = list(np.atleast_1d(figure.subplots(rows, columns)).ravel())
    for ax in axes[n:]:
        ax.set_axis_off()
    return axes[:n]


@_plot
def plot_bars(
    table: pd.DataFrame,
    *,
    ax: Axes,
    value: str,
    label: str,
    unit: str,
    colour: str = "",
    inks: Mapping[str, str] | None = None,
) -> Axes:
    """Draw a bar for each row, the first on top, with its number; ``colour`` names a column that groups the bars.

    ``inks`` gives each group its colour and its place in the legend, where two figures should agree.
    """
    groups = list(dict.fromkeys(table[colour])) if colour else [""]
    known = inks or {group: COLOURS[k % len(COLOURS)] for k, group in enumerate(groups)}
    inks = {group: ink for group, ink in known.items() if group in groups}
    values = table[value].tolist()
    for group, ink in inks.items():
        rows = [k for k, name in enumerate(table[colour] if colour else [""] * len(table)) if name == group]
        ax.barh(rows, [values[k] for k in rows], color=ink, height=0.66, label=group or None)
    for row, number in enumerate(values):
        _beside(ax, f"{number:,}", (number, row), (4, 0), fontsize=8.5, color=MUTED)
    names = [label_of(str(name)) for name in table[label]]
    ax.set_yticks(range(len(table)), names)
    ax.set_ylim(len(table) - 0.5, -0.6)
    ax.margins(x=0.1)
    ax.set_xlabel(unit)
    if len(inks) > 1:
        ax.legend(frameon=False, fontsize=8.5, loc="lower right")
    told = zip(names, values, table[colour] if colour else [""] * len(table), strict=True)
    parts = (f"{name}{f' ({group})' if group else ''} {number:,}" for name, number, group in told)
    return _describe(_quiet(ax), f"Bars, {unit}", parts)


@_plot
def plot_sentences(
    coded: pd.DataFrame, lengths: Mapping[str, int], *, ax: Axes, labels: Mapping[str, str], terms: Sequence[str]
) -> Axes:
    """Draw every article as a line of its sentences, and each coded sentence as a stripe in the colour of its term.

    Args:
        coded: ``article_id, sentence, term, strict``; a sentence that is not strict is drawn half as high.
        lengths: ``{article_id: number of sentences}``.
        labels: the articles, the first on top.
        terms: all terms, in the order of the legend.
    """
    inks = dict(zip(terms, (SECOND, COLOURS[1], ACCENT, COLOURS[2], *COLOURS[3:]), strict=False))
    told = []
    for row, (article, name) in enumerate(labels.items()):
        ax.hlines(row, 0, 100, color=GRID, lw=1.5, zorder=0)
        here = coded.loc[coded["article_id"] == article].sort_values("strict", kind="stable")
        wide = min(0.9, 70 / lengths[article])  # neighbours do not touch, not even on a phone
        for one in here.itertuples():
            at = 100 * one.sentence / lengths[article]
            half = 0.36 if one.strict else 0.17
            ax.bar(at, 2 * half, wide, row - half, color=inks[one.term], lw=0)
        once = here.drop_duplicates(["sentence", "term"])  # two codes of one use are one stripe
        for one in once.sort_values(["sentence", "term"]).itertuples():
            at = 100 * one.sentence / lengths[article]
            place = (at - 0.7, at + 0.7), (row - 0.4, row + 0.4)
            _link(ax, *place, article, labels, one.term, once[once["sentence"] == one.sentence])
        if here.empty:
            _beside(ax, "no sentence", (50, row), (0, 7), ha="center", fontsize=8.5, color=MUTED)
        counted = here.groupby("term")["sentence"].nunique()
        parts = [f"{counted[term]} {term}" for term in terms if term in counted]
        told.append(f"{_name_of(name)}: {', '.join(parts) or 'none'}")
    for term in terms:
        ax.plot([], [], "s", color=inks[term], label=term)
    ax.legend(frameon=False, fontsize=9, ncols=2, loc="upper left", bbox_to_anchor=(-0.02, -0.13))
    ax.set_yticks(range(len(labels)), list(labels.values()))
    ax.set_ylim(len(labels) - 0.5, -0.6)
    ax.set_xlim(-1, 101)
    ax.set_xticks([0, 50, 100], ["beginning", "middle", "end"])
    ax.tick_params(length=0)
    _without_frame(ax, "left", "bottom")
    return _describe(ax, "Sentences along each article", told)


@_plot
def plot_intervals(
    rates: pd.DataFrame, *, ax: Axes, labels: Mapping[str, str], unit: str = "per 1,000 characters"
) -> Axes:
    """Draw the rate of one term in each article with its interval, in the order of ``labels``.

    ``rates`` has ``article_id``, ``rate``, ``low`` and ``high``.
    """
    rows = rates.set_index("article_id").loc[list(labels)]
    for k, row in enumerate(rows.itertuples()):
        ax.hlines(k, row.low, row.high, color=SECOND, lw=2.2, alpha=0.55)
        ax.plot([row.rate], [k], "o", color=SECOND, ms=7, clip_on=False)
        _beside(ax, f"{row.rate:.1f}", (row.rate, k), (0, 7), ha="center", va="baseline", fontsize=8.5)
    ax.set_yticks(range(len(rows)), list(labels.values()))
    ax.set_ylim(len(rows) - 0.5, -0.7)
    low, high = min(0.0, float(rows["low"].min())), float(rows["high"].max())
    ax.set_xlim(left=low - 0.04 * (high - low))  # a dot at zero and its number stay beside the names
    ax.set_xlabel(unit)
    told = (f"{labels[row.Index]} {row.rate:.1f} ({row.low:.1f} to {row.high:.1f})" for row in rows.itertuples())
    return _describe(_quiet(ax), f"Rates with intervals, {unit}", told)


def _quiet(ax: Axes, axis: str = "x") -> Axes:
    """Remove from the axes of a dot plot whatever is not needed to read it."""
    ax.grid(axis=axis, color=GRID, lw=0.8)
    ax.set_axisbelow(True)
    ax.tick_params(axis="y", length=0)
    _without_frame(ax, "left")
    return ax


@_plot
def plot_keyness(table: pd.DataFrame, *, ax: Axes, most: int = 12, side: str = "target") -> Axes:
    """Draw log-odds against frequency, one dot for each word, with names at both ends.

    Source: Monroe, Colaresi & Quinn (2008), figure 4.
    """
    n = table["n_target"] + table["n_rest"]
    first, last = table.head(most), table.tail(most)
    named = pd.concat([first, last])
    ax.scatter(n, table["log_odds"], s=9, color="#9aa5b1", lw=0)
    for colour, rows in ((ACCENT, first), (SECOND, last)):
        ax.scatter(n.loc[rows.index], rows["log_odds"], s=22, color=colour)
    places = _spread(named.set_index("term")["log_odds"].to_dict(), float(np.ptp(table["log_odds"])) * 0.042)
    arrow = {"arrowstyle": "-", "color": "#9aa5b1", "lw": 0.7, "relpos": (0, 0.5)}
    beside = {"textcoords": ("axes fraction", "data"), "annotation_clip": False, "arrowprops": arrow}
    for row in named.itertuples():
        colour = ACCENT if row.log_odds > 0 else SECOND
        at, place = (row.n_target + row.n_rest, row.log_odds), (1.04, places[row.term])
        ax.annotate(label_of(row.term), at, place, fontsize=8, va="center", color=colour, **beside)
    _plain_logarithms(ax, "x", subs=(1,))
    ax.axhline(0, color=MUTED, lw=0.8)
    ax.set_xlabel("occurrences in all articles (logarithmic)")
    ax.set_ylabel(f"log-odds (above 0: more in the {side})")
    ends = (", ".join(f"{label_of(r.term)} {r.log_odds:+.1f}" for r in part.itertuples()) for part in (first, last))
    told = (f"{word} in the {side}: {words}" for word, words in zip(("more", "less"), ends, strict=True))
    return _describe(ax, f"Log-odds of {len(table):,} words against their frequency", told)


@_plot
def plot_word_shift(table: pd.DataFrame, *, ax: Axes, names: tuple[str, str], most: int = 24) -> Axes:
    """Draw the words that account most for the difference of two groups, each on the side that uses it more."""
    top = table.head(most)
    signs = np.where(top["side"] == "first", -1, 1)
    widths = signs * 100 * top["contribution"].to_numpy() / float(table["contribution"].sum() or 1)
    ax.barh(range(len(top)), widths, color=np.where(signs < 0, SECOND, ACCENT), height=0.7)
    bars = list(zip(map(label_of, top["term"]), widths, strict=True))
    for k, (label, width) in enumerate(bars):
        offset, side = (-4, "right") if width < 0 else (4, "left")
        _beside(ax, label, (width, k), (offset, 0), fontsize=8.5, ha=side)
    reach = float(np.abs(widths).max(initial=0)) * 1.75 or 1.0
    ax.set_xlim(-reach, reach)
    ax.set_ylim(len(top) - 0.4, -1.4)
    ax.text(-reach, -1.0, f"more in {names[0]}", color=SECOND, ha="left", fontsize=9)
    ax.text(reach, -1.0, f"more in {names[1]}", color=ACCENT, ha="right", fontsize=9)
    ax.vlines(0, -0.6, len(top) - 0.4, color=MUTED, lw=0.8)  # below the two names, which may meet on a phone
    ax.set_yticks([])
    ax.xaxis.set_major_formatter(lambda value, _: f"{abs(value):g} %")
    ax.set_xlabel("share of the whole difference (Jensen–Shannon divergence)")
    _without_frame(ax, "left")
    told = (f"{label} {abs(width):.1f} %, more in {names[int(width > 0)]}" for label, width in bars)
    return _describe(ax, f"Word shift, {names[0]} against {names[1]}, share of the whole difference", told)


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
    log_x: bool = False,
    marks: Iterable[float] = (),
) -> Axes:
    """Draw ``y`` against ``x``, with a dashed ``line`` for comparison. The points at ``marks`` show their number."""
    ax.plot(table[x], table[y], "-o", color=SECOND, lw=1.8, ms=5)
    marked = table.loc[table[x].isin(list(marks)), [x, y]]
    rises = len(table) > 1 and table[y].iloc[-1] > table[y].iloc[0]
    offset, side = ((3, 9), "right") if rises else ((7, 7), "left")  # where the curve does not run
    for place, height in marked.itertuples(index=False, name=None):
        ax.plot([place], [height], "o", ms=9, color=ACCENT)
        _beside(ax, f"{height:.2g}", (place, height), offset, va="baseline", ha=side, color=ACCENT, bbox=_ground())
    if line is not None:
        ax.axhline(line, color=MUTED, lw=1, ls="--")
        style = {"xycoords": ("axes fraction", "data"), "ha": "right", "va": "baseline", "fontsize": 8.5}
        _beside(ax, line_name, (1, line), (0, 4), color=MUTED, **style)
    if log:
        _plain_logarithms(ax, "y", subs=(1, 2, 5))
    if log_x:
        ax.set_xscale("log")
        ax.set_xticks(table[x], [f"{value:,.0f}" for value in table[x]])
        ax.minorticks_off()
    ax.set_xlabel(names[0])
    ax.set_ylabel(names[1])
    ends = table.iloc[[0, -1]][[x, y]] if len(table) > 12 else table[[x, y]]
    points = pd.concat([ends, marked]).drop_duplicates().sort_values(x)
    told = [f"{height:.2g} at {place:g}" for place, height in points.itertuples(index=False, name=None)]
    dashed = [f"dashed line {line_name} at {line:g}"] if line is not None else []
    return _describe(_quiet(ax, "y"), f"Curve of {names[1]} by {names[0]}", told + dashed)


def _plain_logarithms(ax: Axes, which: str, *, subs: tuple[int, ...]) -> None:
    """Make an axis logarithmic, with plain numbers as labels: matplotlib's are formulas, which our style does not set."""
    ax.set(**{f"{which}scale": "log"})
    axis = getattr(ax, f"{which}axis")
    axis.set_major_locator(LogLocator(subs=subs))
    axis.set_major_formatter("{x:g}")
    axis.set_minor_locator(NullLocator())


@_plot
def plot_multiverse(table: pd.DataFrame, *, ax: Axes, unit: str) -> Axes:
    """Draw a claim's value under every combination of our own choices, in order of size, with a ring round ours."""
    ordered = table.assign(ours=[True] + [False] * (len(table) - 1)).sort_values(
        ["value", "variant"], ignore_index=True
    )
    ax.scatter(ordered.index, ordered["value"], s=14, color=np.where(ordered["agrees"], SECOND, ACCENT), lw=0)
    ours = ordered.loc[ordered["ours"]]
    at = (ours.index[0], float(ours["value"].iloc[0]))
    ax.scatter(ours.index, ours["value"], s=110, facecolors="none", edgecolors=INK, lw=1.6)
    # The dots rise: above them the left is free, below them the right.
    free = ((-8, 10), "right", "baseline") if at[0] > len(table) / 2 else ((8, -10), "left", "top")
    _beside(ax, "our own choices", at, free[0], ha=free[1], va=free[2], fontsize=9, bbox=_ground())
    ax.axhline(0, color=MUTED, lw=1)
    ax.scatter([], [], s=14, color=SECOND, label="agrees with the claim")
    ax.scatter([], [], s=14, color=ACCENT, label="overturns it")
    ax.legend(frameon=False, fontsize=8.5, loc="upper left")
    ax.set_xlabel(f"{len(table)} combinations of our own choices, by result")
    ax.set_ylabel(unit)
    ax.margins(y=0.18)
    values = f"from {table['value'].min():.2f} to {table['value'].max():.2f}, ours {at[1]:.2f}"
    title = f"{unit[:1].upper()}{unit[1:]} under {len(table)} combinations of our own choices"
    return _describe(_quiet(ax, "y"), title, [values, f"{table['agrees'].mean():.0%} agree with the claim"])


@_plot
def plot_network(pairs: pd.DataFrame, *, ax: Axes, colours: Mapping[str, str] | None = None) -> Axes:
    """Draw who appears together in a sentence: ``first``, ``second``, and ``n``, which each line shows.

    Actors are placed on a circle in order of their connections, so the picture is the same on every run.
    """
    weight = pd.concat([pairs.set_index(side)["n"] for side in ("first", "second")]).groupby(level=0).sum()
    order = sorted(weight.index, key=lambda name: (-weight[name], name))
    angles = np.pi / 2 - 2 * np.pi * np.arange(len(order)) / max(1, len(order))
    place = {name: (float(np.cos(a)), float(np.sin(a))) for name, a in zip(order, angles, strict=True)}
    most, rows = float(pairs["n"].max()), list(pairs.sort_values(["n", "first", "second"]).itertuples())
    chords = np.array([(place[row.first], place[row.second]) for row in rows])
    for row, chord, spot in zip(rows, chords, _free_spots(chords), strict=True):
        _draw_chord(ax, chord, row.n, most, spot)
    for name, (x, y) in place.items():
        colour = (colours or {}).get(name, MUTED)
        ax.plot([x], [y], "o", ms=11, color=colour, zorder=3)
        side = "left" if x > 0.1 else "right" if x < -0.1 else "center"
        _beside(ax, name, (x, y), (x * 12, y * 16), ha=side, color=colour, zorder=4)
    ax.set_xlim(-1.7, 1.7)
    ax.set_ylim(-1.25, 1.25)
    ax.set_aspect("equal")
    ax.set_axis_off()
    told = pairs.sort_values(["n", "first", "second"], ascending=[False, True, True]).itertuples()
    return _describe(ax, "Network of actors in one sentence", (f"{r.first} and {r.second} {r.n}" for r in told))


def _free_spots(chords: np.ndarray) -> list[np.ndarray]:
    """Return where on each chord its number is furthest from the other chords and from the numbers before it."""
    spots: list[np.ndarray] = []
    for k, (start, end) in enumerate(chords):
        tried = start + np.linspace(0.2, 0.8, 25)[:, None] * (end - start)
        others = np.delete(chords, k, axis=0)
        room = [min([1.0, *_distances(spot, others), *(np.hypot(*(spot - one)) for one in spots)]) for spot in tried]
        spots.append(tried[int(np.argmax(np.round(room, 6)))])
    return spots


def _distances(point: np.ndarray, chords: np.ndarray) -> np.ndarray:
    """Return how far a point is from each chord."""
    start, along = chords[:, 0], chords[:, 1] - chords[:, 0]
    share = np.clip(((point - start) * along).sum(axis=1) / (along**2).sum(axis=1), 0, 1)
    return np.hypot(*(start + share[:, None] * along - point).T)


def _draw_chord(ax: Axes, chord: np.ndarray, n: int, most: float, spot: np.ndarray) -> None:
    """Draw a line between two actors, as thick as ``n`` is large, and its number at ``spot``."""
    ax.plot(*chord.T, color="#aab4bd", lw=0.6 + 5 * n / most, zorder=1, solid_capstyle="round")
    box = {"boxstyle": "round,pad=0.12", "fc": PAPER, "ec": "none"}
    ax.text(*spot, str(n), fontsize=8, ha="center", va="center", bbox=box)


@_plot
def plot_over_time(
    table: pd.DataFrame, *, ax: Axes, title: str = "", verdict: str = "", unit: str = "per 1,000 characters"
) -> Axes:
    """Draw a dot for each article at its date, and a line at the mean of each year that has two articles or more.

    ``table`` has ``date`` and ``rate``. The line of a year is as long as the year. A ``verdict`` stands below the title:
    a claim alone would read as a result.
    """
    days = mdates.date2num(table["date"].tolist())
    ax.plot(days, table["rate"], "o", color=SECOND, ms=5, alpha=0.55, mew=0, clip_on=False, zorder=3)
    told = []
    for year, rows in table.groupby(table["date"].map(lambda day: day.year)):
        mean = float(rows["rate"].mean())
        told.append(f"{year} {many(len(rows), 'article')}, mean {mean:.2f}")
        if len(rows) > 1:
            ends = mdates.date2num([datetime.date(year, 1, 1), datetime.date(year, 12, 31)])
            ax.hlines(mean, *ends, color=ACCENT, lw=2)
    ax.set_xlim(days.min() - 30, days.max() + 30)
    ax.set_ylim(bottom=0, top=max(0.1, float(table["rate"].max()) * 1.15))
    ax.xaxis.set_major_locator(mdates.AutoDateLocator(minticks=2, maxticks=5))
    ax.xaxis.set_major_formatter(mdates.ConciseDateFormatter(ax.xaxis.get_major_locator()))
    below = [f"Verdict: {verdict}."] if verdict else []
    ax.set_title("\n".join([*textwrap.wrap(title, 46), *below]), fontsize=9)
    ax.set_ylabel(unit, fontsize=7.5)
    ax.tick_params(labelsize=8)
    return _describe(_quiet(ax, "y"), f"{title} Dots over time, {unit}".strip(), told)
