"""Display tables, figures and text. Every character of an article that reaches a page is escaped here."""

import base64
import html
import io
import re
import unicodedata
import warnings
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

import pandas as pd
from PIL import Image

from helpers.tables import to_csv
from helpers.text.entities import gloss_of
from helpers.text.script import HAN, HAN_RUN, IS_HAN
from helpers.translations import (
    cut_in_example,
    english_around,
    english_of,
    english_of_edit,
    find_translations,
    is_quoted_in,
    name_in_example,
    whole_sentence,
    words_of,
)

_KWIC = ("left", "key", "right")
KINDS = ("text", "term", "long", "num", "mark", *_KWIC)
HEADS = {
    "article_id": "article",
    "term": "word",
    "n": "times",
    "rate": "per 1,000 characters",
    "near": "times near",
    "expected": "by chance",
    "log_ratio": "log₂ ratio",
    "dp": "DP",
    "text": "sentence",
    "left_out": "without",
    "n_gold": "coder",
    "n_found": "finder",
    "hits": "both",
    "f1": "F1",
    "short": "called here",
    "mediation": "how it reached us",
    "source_language": "language of the source",
    "date_quote": "the quotation",
    "date_reason": "why",
    "old": "was",
    "new": "became",
    "code_id": "code",
    "quote": "passage",
    "mapping_en": "what stands for what",
    "inference": "conclusion",
    "mismatch": "left out",
    "told": "what is told",
    "named": "who is named",
    "omitted": "left out",
    "claim_id": "id",
    "claim_en": "claim",
    "statement": "claim",
    "checkable_by": "what would settle it",
    "due": "year",
    "hint": "look out for",
    "interval": "95 % interval",
    "label": "verdict",
    "reasons": "what overturns it",
    "p": "p (floor)",
    "choices": "our own choices",
}
# Cells of kind `mark`: a sign and a colour beside the word, so that neither alone carries the meaning. The signs of a result
# are not those of what a text does with a detail.
_MARKS = (
    ("good", "✓", ("passed", "right", "holds in these texts")),
    ("bad", "✗", ("failed", "wrong", "does not hold in these texts")),
    ("half", "±", ("partly right", "fragile")),
    ("none", "?", ("no evidence either way",)),
    ("said", "●", ("said",)),
    ("half", "◐", ("softened",)),
    ("held", "○", ("not given",)),
    ("silent", "·", ("silent",)),
    ("none", "→", ("not yet",)),
)
_ENGLISH_COLUMNS = frozenset({"gloss", "english"})  # a table that has one brings its own glosses
_LONG = 48  # a column with a cell wider than this holds sentences; a Chinese character is as wide as two letters
_MOST_BOXES = 20  # of which the caption of a figure tells
_PAD = 0.12  # inches around a figure
_PIXELS_PER_INCH = 192  # drawn at twice the size it is shown at: crisp on any screen


def escape(text: object) -> str:
    """Return ``text`` safe inside HTML, without control or direction characters that could disguise it.

    >>> escape("<b>开源\\u202e")
    '&lt;b&gt;开源'
    """
    return html.escape(str(text).translate(_shown), quote=True)


class _Shown(dict[int, int | None]):
    """A table for `str.translate`, filled when needed, that removes characters which may not be shown."""

    def __missing__(self, code: int) -> int | None:
        hidden = code != ord("\n") and unicodedata.category(chr(code)) in {"Cc", "Cf", "Cs"}
        self[code] = shown = None if hidden else code
        return shown


_shown = _Shown()
_CHINESE = re.compile(f"[{HAN}](?:[{HAN}，。！？；：、“”‘’「」《》（）…—·]*[{HAN}])?")


def chinese(text: object, gloss: str = "") -> str:
    """Return ``text`` as HTML, its Chinese parts marked as Chinese, followed by its English gloss if there is one.

    >>> chinese("the word 开源")
    'the word <span lang="zh">开源</span>'
    """
    text = str(text)
    if len(HAN_RUN.sub("", text)) < len(text) * 2 / 3:  # a Chinese sentence, its Latin names and marks included
        marked = f'<span lang="zh">{escape(text)}</span>'
    else:
        marked = _CHINESE.sub(r'<span lang="zh">\g<0></span>', escape(text))
    return f'{marked} <small class="am-en">{escape(gloss)}</small>' if gloss else marked


_IN_ENGLISH = "in English"
_PASSAGE = 4  # Chinese characters: what is shorter is a term, which the glossary explains


def passage(text: str, article_id: str = "", sentence: int = 0, *, english: bool = True) -> str:
    """Return a Chinese passage as HTML, with the English of its sentences and, for the site, their places.

    The words that render the passage are marked in the English where we know them. With ``sentence``, the number of its
    sentence, only this one counts, however short the passage is and wherever else its words stand.
    A passage that is not from the five articles, that several articles share, or that is too short stays as it is.

    >>> passage("谁赢了?眼下还不好说。", "000")[:44]
    '<span lang="zh" data-sentence="000-94 000-95'
    """
    if not sentence and (told := _edit_in_english(text)):
        return chinese(text, told)
    anchors, told = _sentences_of(text, article_id, sentence)
    if not told:
        return chinese(text)
    marked = f'<span lang="zh" data-sentence="{escape(anchors)}">{escape(text)}</span>' if anchors else chinese(text)
    if not english or told == text:  # a name in Latin letters is its own English
        return marked
    told = _with_marks(told, filter(None, (words_of(text, anchor) for anchor in anchors.split())))
    return f'{marked} <small class="am-en" style="display: block">{told}</small>'


_texts_are_ours = True


@contextmanager
def texts_of_others() -> Iterator[None]:
    """Show texts that are not our five articles: only a sentence that is ours, or our practice folder's, gets our English.

    Otherwise a few characters that also occur in our texts would get a translation of what their author never wrote. So a sentence
    has to be there from end to end, or as far as a line of a concordance shows it (`helpers.translations.english_around`).
    """
    global _texts_are_ours
    before, _texts_are_ours = _texts_are_ours, False
    try:
        yield
    finally:
        _texts_are_ours = before


def _edit_in_english(text: str) -> str:
    """Return the English of a cut or a change; what is a sentence as well has the English of the sentence."""
    return english_of_edit(text) if _texts_are_ours and not whole_sentence(text) else ""


def _sentences_of(text: str, article_id: str = "", sentence: int = 0) -> tuple[str, str]:
    """Return the anchors and the English of the sentences of one article that hold ``text``; empty texts if none does."""
    place = f"{article_id}-{sentence}"
    if not _texts_are_ours:
        held = whole_sentence(text)
    elif here := [one for one in find_translations(text, article_id) if one.anchor == place and text in one.chinese]:
        held = here
    else:
        held = find_translations(text, article_id) if len(IS_HAN.findall(text)) >= _PASSAGE else ()
    if len({one.article_id for one in held}) != 1:
        return "", ""
    held = [one for one in held if is_quoted_in(text, one)] or held
    told = dict.fromkeys(english_of(text, one) for one in held)
    between = " " if {*told} & {one.english for one in held} else "; "  # whole sentences have their own marks
    return " ".join(one.anchor for one in held), between.join(told)


def term_in_english(term: str) -> str:
    """Return the English of a term of the glossary, or of a name of our practice folder; empty for any other text.

    >>> term_in_english("开源"), term_in_english("山谷日报")
    ('open source', 'Valley Daily')
    """
    return gloss_of(term) or name_in_example(term)


def _cell(value: Any, kind: str, digits: int, glossed: bool, article_id: str = "", sentence: int = 0) -> str:
    if kind == "mark":
        return mark("" if value is None else str(value))
    if kind == "num":
        if value is None or pd.isna(value):
            return "–"
        return (f"{value:,.{digits}f}" if isinstance(value, float) else f"{value:,}").replace("-", "−")
    text = "" if value is None or (isinstance(value, float) and pd.isna(value)) else str(value)
    if sentence:
        return passage(text, article_id, sentence)
    if kind in _KWIC or not IS_HAN.search(text):
        return chinese(text)
    if term := "; ".join(filter(None, map(term_in_english, text.split("|")))):
        return chinese(text, term if glossed and term != text else _edit_in_english(text))
    return chinese(text) if kind == "term" else passage(text, article_id)


_SENTENCE_END = re.compile(r"[。！？!?]|(?<=[^\s])\s{2,}")


def _line_in_english(record: Mapping[str, Any]) -> str:
    """Return the English of the sentence that a line of a concordance shows, with its place; empty if there is none."""
    if not _texts_are_ours:
        told = english_around(record["key"], record["left"], record["right"])
        return f'<span class="am-en">{escape(told)}</span>' if told else ""
    left, right = _SENTENCE_END.split(record["left"])[-1], _SENTENCE_END.split(record["right"])[0]
    left, right = left.lstrip("…"), right.rstrip("…")  # which stands for what is cut
    article_id = str(record.get("article_id", ""))
    for text in (f"{left}{record['key']}{right}", f"{left}{record['key']}", f"{record['key']}{right}"):
        if held := find_translations(text.strip(), article_id):
            return f'<span class="am-en" data-sentence="{escape(held[0].anchor)}">{escape(held[0].english)}</span>'
    return ""


def mark(word: str) -> str:
    """Return a result such as *passed* or *not given* as HTML: a sign, the word, and a colour.

    >>> mark("passed")
    '<span class="am-mark am-good"><span aria-hidden="true">✓</span> passed</span>'
    """
    tone, sign = next(((tone, sign) for tone, sign, words in _MARKS if word in words), ("none", "–"))
    told = f" {escape(word)}" if word else ""
    return f'<span class="am-mark am-{tone}"><span aria-hidden="true">{sign}</span>{told}</span>'


def english(text: str, article_id: str = "") -> str:
    """Return our English of the sentences of one article that hold ``text``; empty if none does, or several articles do."""
    return _sentences_of(text, article_id)[1]


def table(
    frame: pd.DataFrame,
    caption: str,
    *,
    name: str = "",
    columns: Mapping[str, str] | Iterable[str] | None = None,
    kinds: Mapping[str, str] | None = None,
    glossed: Iterable[str] | None = None,
    digits: int = 2,
    sortable: bool = False,
    links: Mapping[str, str] | None = None,
    download: str = "",
) -> None:
    """Display ``frame`` as an HTML table with caption, column heads and a CSV to download; all text is escaped.

    Args:
        frame: its first column heads the rows. A ``quote`` stands in the ``sentence`` of its row, if it has one.
        caption: what the table shows, in plain text.
        name: file name of the download, without ending; without it, made from the caption.
        columns: the columns to show in this order, or ``{column: head}``; without it, all. `HEADS` has the usual heads.
        kinds: ``{column: kind}`` of `KINDS` where the kind that `kind_of` finds is wrong; words of the kind ``term`` may have a
            gloss, but not the English of the sentence in which they stand.
        glossed: columns whose Chinese terms get their English gloss from the glossary; without it, ``term`` and
            ``outlet``, unless the table has a column ``gloss``.
        digits: decimals of numbers that are not whole.
        sortable: offer a filter box and sorting on the site (for long tables).
        links: ``{column: column with its addresses}``; only ``https://`` addresses and pages of this site become links.
        download: what `download_link` returned, if the table shows only some rows; without it, a link to those shown.

    Raises:
        ValueError: an unknown kind, or a column that ``frame`` lacks.
    """
    heads = _heads_of(frame.columns if columns is None else columns)
    name = name or _file_name(caption)
    if missing := [column for column in heads if column not in frame.columns]:
        raise ValueError(f"the table {name!r} has no column {missing[0]!r}.")
    kinds = {column: kind_of(frame[column]) for column in heads} | dict(kinds or {})
    if unknown := sorted(set(kinds.values()) - set(KINDS)):
        raise ValueError(f"unknown kind of column {unknown[0]!r}; the kinds are {', '.join(KINDS)}.")
    head = "".join(_head(kinds[c], head) for c, head in heads.items())
    glossed = set(glossed if glossed is not None else () if _ENGLISH_COLUMNS & {*heads} else heads)
    links = dict(links or {})
    lines = [_line_in_english(record) for record in frame.to_dict("records")] if {*_KWIC} <= {*heads} else []
    if any(lines):
        head += _head("long", _IN_ENGLISH)
    rows = []
    for number, record in enumerate(frame.to_dict("records")):
        article_id = str(record.get("article_id", ""))
        place = {"quote": record.get("sentence", 0)}
        cells = {c: _cell(record[c], kinds[c], digits, c in glossed, article_id, place.get(c, 0)) for c in heads}
        if any(lines):
            cells[_IN_ENGLISH] = lines[number]
            kinds[_IN_ENGLISH] = "long"
        cells |= {c: _link(cells[c], str(record.get(to, ""))) for c, to in links.items() if c in cells}
        rows.append(_row(cells, kinds, heads))
    _publish_table(caption, head, rows, sortable, download or download_link(name, frame[list(heads)]))


def _heads_of(columns: Mapping[str, str] | Iterable[str]) -> dict[str, str]:
    if isinstance(columns, Mapping):
        return dict(columns)
    return {column: HEADS.get(column, str(column).replace("_", " ")) for column in columns}


def kind_of(column: pd.Series) -> str:
    """Return the kind of a column: ``num``, ``long`` (sentences), ``text``, or its own (``left``, ``key``, ``right``).

    >>> kind_of(pd.Series(["Android"])), kind_of(pd.Series([1])), kind_of(pd.Series(["开源是必由之路" * 4]))
    ('text', 'num', 'long')
    """
    if column.name in ("left", "key", "right"):
        return str(column.name)
    if pd.api.types.is_numeric_dtype(column):
        return "num"
    widths = (len(text) + len("".join(HAN_RUN.findall(text))) for text in map(str, column))
    return "long" if max(widths, default=0) > _LONG else "text"


def _file_name(caption: str) -> str:
    """Return the first words of ``caption``, up to the first mark, as the name of a file.

    >>> _file_name("The claims, and how sure we are")
    'claims'
    """
    words = re.findall(r"[a-z0-9]+", re.split(r"[,;:(]", caption.casefold())[0])
    while words and words[0] in ("a", "all", "the"):
        words.pop(0)
    return "-".join(words[:6]) or "table"


def _link(cell: str, address: str) -> str:
    allowed = address.startswith(("https://", "notebooks/"))
    return f'<a href="{escape(address)}">{cell}</a>' if allowed else cell


# Notebooks outside this site align every cell to the right, which makes sentences hard to read.
_ALIGNED = dict.fromkeys(KINDS, "left") | {"num": "right", "left": "right", "key": "center"}


def _head(kind: str, text: str) -> str:
    return f'<th scope="col" class="{kind}" style="text-align: {_ALIGNED[kind]}">{escape(text)}</th>'


def _row(cells: Mapping[str, str], kinds: Mapping[str, str], heads: Mapping[str, str]) -> str:
    first, *rest = cells
    style = {c: f'class="{kinds[c]}" style="text-align: {_ALIGNED[kinds[c]]}"' for c in cells}
    # On a narrow screen every row is a card, and each cell brings its head.
    others = "".join(f'<td {style[c]} data-head="{escape(heads.get(c, c))}">{cells[c]}</td>' for c in rest)
    return f'<tr><th scope="row" {style[first]}>{cells[first]}</th>{others}</tr>'


def download_link(name: str, frame: pd.DataFrame | bytes | None = None, label: str = "Download as CSV") -> str:
    """Return a paragraph with a link to ``frame`` (or to what `helpers.tables.to_csv` made of it) as a CSV file inside the
    page; without one, to NAME.csv beside the page."""
    address, called = f"{escape(name)}.csv", ""
    if frame is not None:
        called = f' aria-label="{escape(label)}: {escape(name)}"'  # in a list of links all others are called the same
        file = frame if isinstance(frame, bytes) else to_csv(frame)
        address = f"data:text/csv;charset=utf-8;base64,{base64.b64encode(file).decode('ascii')}"
    return f'<p class="am-download"><a download="{escape(name)}.csv"{called} href="{address}">{escape(label)}</a></p>'


def _publish_table(caption: str, head: str, rows: list[str], sortable: bool, download: str) -> None:
    markup = (
        f'<div class="am-table"{" data-filter=1" if sortable else ""}>\n<table>\n'
        f"<caption>{chinese(caption)}</caption>\n<thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{chr(10).join(rows)}\n</tbody>\n</table>\n{download}\n</div>"
    )
    _publish(markup, f"{caption} ({len(rows)} rows)")


class Output(NamedTuple):
    """What one call displays: ``{MIME type: data}``, and metadata for a picture."""

    data: Mapping[str, Any]
    metadata: Mapping[str, Any]


_collected: list[list[Output]] = []


@contextmanager
def collected() -> Iterator[list[Output]]:
    """Collect what is shown inside the block in a list, instead of displaying it.

    >>> with collected() as outputs:
    ...     say("开源")
    >>> [*outputs[0].data]
    ['text/html', 'text/plain']
    """
    outputs: list[Output] = []
    _collected.append(outputs)
    try:
        yield outputs
    finally:
        _collected.pop()


def display(data: Mapping[str, Any], *, metadata: Mapping[str, Any] | None = None, raw: bool = True) -> None:
    """Display one output as IPython's function of that name does, or add it to the innermost `collected`."""
    if _collected:
        _collected[-1].append(Output(data, metadata or {}))
        return
    from IPython.display import display as display_in_notebook  # a report needs no IPython

    display_in_notebook(data, metadata=metadata, raw=raw)


def _publish(markup: str, plain: str) -> None:
    # JupyterLab, nbconvert and the site would set `$100 … $200` as a formula; the classes are those of MathJax 3 and 2
    markup = f'<div class="mathjax_ignore tex2jax_ignore">{markup}</div>'
    display({"text/html": markup, "text/plain": plain}, raw=True)


def figure(axes: Any, *, caption: str = "", alt: str = "") -> None:
    """Display the figure that ``axes`` belongs to, with its caption and its description for those who do not see it.

    The description travels in the metadata of the output, from where the site takes it.

    Args:
        axes: one Axes of the figure.
        caption: the text below the figure; without it, the first part of the description.
        alt: the description; without it, what `helpers.plots` noted while drawing (``description`` of each Axes).

    Raises:
        ValueError: there is no description.
    """
    figure = axes.figure
    alt = alt.strip() or " ".join(ax.description for ax in figure.axes if hasattr(ax, "description"))
    if not alt:
        raise ValueError("a figure needs a description (alt).")
    caption = caption.strip() or alt.partition(": ")[0].rstrip(".") + "."
    with warnings.catch_warnings(record=True) as caught:  # each drawing warns of the same characters
        warnings.simplefilter("always")
        data = _small_png(_png_of(figure))
        width, height = _size_of(data)
        about: dict[str, Any] = {"width": width, "height": height, "alt": alt}
        if any(hasattr(ax, "links") for ax in figure.axes):
            about["areas"] = _areas_of(figure)
        if hasattr(figure, "draw_narrow") and (small := figure.draw_narrow()):
            about["narrow"] = _narrow(small)
    about["caption"] = caption + _boxes_in(figure, caught)
    display({"image/png": data, "text/plain": alt}, metadata={"image/png": about}, raw=True)


def _boxes_in(figure: Any, caught: Iterable[warnings.WarningMessage]) -> str:
    """Return which characters our font lacks, for the caption: a title of the reader's own may hold any."""
    drawn = {chr(int(code)) for one in caught for code in re.findall(r"Glyph (\d+) ", str(one.message))}
    lacking = sorted(drawn.union(*(getattr(ax, "missing", "") for ax in figure.axes)))
    told = " ".join(lacking[:_MOST_BOXES]) + " …" * (len(lacking) > _MOST_BOXES)
    return f" A box stands for what our font lacks: {told}" if lacking else ""


def _narrow(small: Any) -> dict[str, Any]:
    """Return a figure that `helpers.plots` drew for a phone: ``png`` (base64), ``width, height, areas``."""
    data = _small_png(_png_of(small))
    width, height = _size_of(data)
    png = base64.b64encode(data).decode("ascii")
    return {"png": png, "width": width, "height": height, "areas": _areas_of(small)}


def _size_of(png: bytes) -> tuple[int, int]:
    """Return width and height of a picture as it is shown, in pixels of a page."""
    width, height = (int.from_bytes(png[at : at + 4], "big") * 96 // _PIXELS_PER_INCH for at in (16, 20))
    return width, height


def _areas_of(figure: Any) -> list[dict[str, Any]]:
    """Return the places of a figure that stand for sentences, in shares of the picture's width and height."""
    linked = [ax for ax in figure.axes if getattr(ax, "links", ())]
    if not linked:
        return []
    box = figure.get_tightbbox().padded(_PAD)  # in inches, as `_png_of` cuts it
    areas = []
    for ax in linked:
        for (x0, x1), (y0, y1), label, anchors, quotes in ax.links:
            (left, bottom), (right, top) = ax.transData.transform([(x0, y0), (x1, y1)]) / figure.dpi
            left, right, bottom, top = min(left, right), max(left, right), min(bottom, top), max(bottom, top)
            places = {
                "x": (left - box.x0) / box.width,
                "y": (box.y1 - top) / box.height,
                "width": (right - left) / box.width,
                "height": (top - bottom) / box.height,
            }
            about = {"label": label, "sentences": anchors} | ({"quotes": quotes} if quotes else {})
            areas.append({k: round(v, 4) for k, v in places.items()} | about)
    return areas


def _png_of(figure: Any) -> io.BytesIO:
    picture = io.BytesIO()
    options = {"format": "png", "dpi": _PIXELS_PER_INCH, "pad_inches": _PAD}
    options["pil_kwargs"] = {"compress_level": 0}  # `_small_png` reads it at once
    figure.savefig(picture, bbox_inches="tight", **options)
    return picture


def _small_png(picture: io.BytesIO) -> bytes:
    """Return the picture with a palette: a third of the bytes, and no colour moves by more than a few steps of 256."""
    small, image = io.BytesIO(), Image.open(picture).convert("RGB")
    palette = image.quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    palette.save(small, "png", optimize=True)
    return small.getvalue()


def quotation(text: str, source: str, gloss: str = "") -> None:
    """Display a quotation from an article with its source and its English: ``gloss``, or ours.

    Ours is that of the quoted words alone where we know them, else that of the whole sentence.
    """
    gloss = gloss or _english_of_quotation(text)
    english = f'<p class="am-en">{escape(gloss)}</p>' if gloss else ""
    markup = (
        f'<blockquote class="am-quote"><p lang="zh">{passage(text, english=False)}</p>{english}'
        f"<footer>{chinese(source)}</footer></blockquote>"
    )
    _publish(markup, f"{text} ({source})")


def _english_of_quotation(text: str) -> str:
    anchors, told = _sentences_of(text)
    words = words_of(text, anchors)
    before, found, after = told.partition(words) if words else ("", "", "")
    if not found:
        return told
    return f"{'… ' if before else ''}{words}{' …' if len(after) > 2 else after}"


def folded_passages(frame: pd.DataFrame, title: str) -> None:
    """Display the passages of ``frame`` (``detail, article_id, article, quote``) as a folded list: what each shows, where it
    stands, and its English.
    """
    shown = frame.drop_duplicates(["detail", "article_id", "quote"])
    items = "".join(
        f"<li><strong>{chinese(row.detail)}</strong>, {chinese(row.article)}: {passage(row.quote, row.article_id)}</li>"
        for row in shown.itertuples()
    )
    markup = f'<details class="am-passages"><summary>{chinese(title)}</summary><ul>{items}</ul></details>'
    _publish(markup, f"{title} ({len(shown)}, folded)")


class Found(NamedTuple):
    """A passage to check: the words that were found, those around them, where it stands, and the form of its mark.

    ``layer`` is one of the reader's: phone, metaphor, quote; or kwic, whose lines are set with their key in the middle;
    cut, whose text is struck out; or prose, which is ours and has no mark.
    """

    text: str
    where: str = ""
    before: str = ""
    after: str = ""
    layer: str = "quote"
    marks: tuple[str, ...] = ()  # the words to mark; without them, the whole text


class Fold(NamedTuple):
    """Passages behind one line that can be opened, such as all statements of one speaker."""

    title: str
    told: str
    passages: Iterable[Found]


def folds(groups: Iterable[Fold], caption: str, download: str = "") -> None:
    """Display passages in groups, each folded behind its title, with their English where we have it; a group without any
    is a mere line.

    Args:
        caption: what can be opened, in plain text.
        download: what `download_link` returned.
    """
    groups = [group._replace(passages=[*group.passages]) for group in groups]
    body = "\n".join(map(_folded, groups))
    n = sum(len(group.passages) for group in groups)
    _publish(
        f'<div class="am-folds"><p class="am-title">{chinese(caption)}</p>\n{body}\n{download}</div>',
        f"{caption} ({n} passages in {len(groups)} groups, folded)",
    )


def _folded(group: Fold) -> str:
    head = f'{chinese(group.title)} <small class="am-en">{escape(_told(group))}</small>'
    if not group.passages:
        return f'<p class="am-none">{head}</p>'
    passages = "".join(map(_found, group.passages))
    return f'<details class="am-found"><summary>{head}</summary><ul>{passages}</ul></details>'


def _told(group: Fold) -> str:
    """Return what is told of a fold, behind the English of its title if that is a Chinese term."""
    gloss = term_in_english(group.title) if IS_HAN.search(group.title) else ""
    return "; ".join(filter(None, (gloss, group.told)))


def _found(one: Found) -> str:
    text, before, after = (escape(part) for part in (one.text, one.before, one.after))
    if one.layer == "kwic":
        line = f'<span class="left">{before}</span><mark>{text}</mark><span class="right">{after}</span>'
        return f'<li class="am-kwic"><p lang="zh">{line}</p>{_found_in_english(one)}{_where(one)}</li>'
    if one.layer == "cut":
        became = f" <ins>{after}</ins>" if after else ""
        return (
            f'<li class="am-cut"><p lang="zh"><del>{text}</del>{became}</p>{_found_in_english(one)}{_where(one)}</li>'
        )
    if one.layer == "prose":
        return f"<li><p>{chinese(one.text)}</p>{_where(one)}</li>"
    marked = _in_layer(text, one) if one.marks else f'<span class="am-l-{one.layer}">{text}</span>'
    return f'<li><p lang="zh">{before}{marked}{after}</p>{_found_in_english(one)}{_where(one)}</li>'


def _found_in_english(one: Found) -> str:
    if one.layer == "cut":
        told = cut_in_example(one.text) or english_around(one.after)
    elif _texts_are_ours:
        told = english(one.text) if one.layer != "kwic" else ""
    else:
        before, after = one.before.rpartition("[…] ")[2].lstrip("…"), one.after.rstrip("…")  # … is where we cut
        told = english(one.text) or english_around(one.text, before, after)
    return f'<p class="am-en">{escape(told)}</p>' if told else ""


def _where(one: Found) -> str:
    return f'<p class="am-where">{chinese(one.where)}</p>' if one.where else ""


def _in_layer(escaped: str, one: Found) -> str:
    words = sorted(map(escape, filter(None, one.marks)), key=len, reverse=True)
    return re.sub("|".join(map(re.escape, words)), rf'<span class="am-l-{one.layer}">\g<0></span>', escaped)


def edits(text: str, ledger: Iterable[Any], caption: str, *, start: int = 0, end: int | None = None) -> None:
    """Display ``text[start:end]`` with one step of edits: deletions struck through, insertions underlined.

    Args:
        text: the text as that step found it (the raw text for step 0).
        ledger: edits of one step, as in `helpers.cleaning.ledger.Cleaned`.
        caption: what is shown.
        start: first character to show.
        end: character to stop before; without it, the end of the text.
    """
    end = len(text) if end is None else end
    out, at = [], start
    for edit in ledger:
        if edit.start < at or edit.start + len(edit.old) > end:
            continue
        out.append(escape(text[at : edit.start]))
        out.append(f"<del>{escape(edit.old)}</del>" if edit.old.strip() else "")
        out.append(f"<ins>{escape(edit.new)}</ins>" if edit.new.strip() else "")
        at = edit.start + len(edit.old)
    out += [escape(text[at:end]), " …" if text[end:].strip() else ""]
    body = "".join(out).replace("\n", "<br>")
    anchors, english = _sentences_of(text[start:end])
    place = f' data-sentence="{escape(anchors)}"' if anchors else ""
    told = f'<p class="am-en">{escape(english)}</p>' if english else ""
    head = f"<figcaption>{chinese(caption)}</figcaption>"
    _publish(f'<figure class="am-edits">{head}<p lang="zh"{place}>{body}</p>{told}</figure>', caption)


_TONES = ("holds", "fragile", "fails", "unclear", "untestable")


def card(label: str, title: str, reasons: Iterable[str] = (), *, tone: str, numbers: Iterable[str] = ()) -> None:
    """Display a verdict: ``tone`` is ``holds``, ``fragile``, ``fails``, ``unclear`` or ``untestable``.

    The ``reasons`` are open, the ``numbers`` folded.

    Raises:
        ValueError: an unknown tone.
    """
    if tone not in _TONES:
        raise ValueError(f"unknown tone {tone!r}; the tones are {', '.join(_TONES)}.")
    open_, folded = (
        f"<ul>{''.join(f'<li>{chinese(line)}</li>' for line in lines)}</ul>" if lines else ""
        for lines in ([*reasons], [*numbers])
    )
    called = f"{label.rstrip('.')}: {title}"
    fold = f'<details><summary aria-label="The numbers: {escape(title)}">The numbers</summary>{folded}</details>'
    head = f"<p><strong>{escape(label)}</strong> {chinese(title)}</p>"
    inside = f"{head}{open_}{fold if folded else ''}"
    _publish(f'<div class="am-card am-{tone}" role="group" aria-label="{escape(called)}">{inside}</div>', called)


def verdict(found: Any, *, plain: bool = False) -> None:
    """Display the card of a `helpers.claims.verdicts.Verdict`: claim, label, what decided it, and folded the numbers.

    With ``plain``, only what decided it; if the claim survives, what limits it instead: what each article has, and the
    note of the claim.
    """
    label = f"{found.label[0].upper()}{found.label[1:]}."
    if plain:
        survives = found.key in ("holds", "fragile")
        limits = [*(_in_each(found) if not found.elsewhere else []), *_note(found)] if survives else []
        card(label, found.claim.statement, [*_elsewhere(found), *found.reasons[:1], *limits], tone=found.key)
        return
    # what comes first decides, but each turn makes fragile
    decided = len(found.reasons) if found.key == "fragile" else 1
    lines = [*(found.reasons[:decided] or ("Nothing that was tried overturns it.",))]
    lines += _in_each(found) or _elsewhere(found)
    lines += [f"{found.left_aside[0].upper()}{found.left_aside[1:]}."] if found.left_aside else []
    lines += [f"Rival explanation: {found.claim.rival}"] if found.claim.rival else []
    lines += _note(found)
    numbers = [*found.reasons[decided:], *_measured_lines(found)]
    card(label, found.claim.statement, lines, tone=found.key, numbers=numbers)


def _in_each(found: Any) -> list[str]:
    return [f"In each article, {found.by_article}."] if found.by_article else []


def _note(found: Any) -> list[str]:
    return [f"Note: {found.claim.note}"] if found.claim.note else []


def _elsewhere(found: Any) -> list[str]:
    return [f"{found.elsewhere[0].upper()}{found.elsewhere[1:]}."] if found.elsewhere else []


def _measured_lines(found: Any) -> Iterator[str]:
    if found.in_these_texts not in (found.label, "not defined"):
        yield f"As a description of these texts alone: {found.in_these_texts.removesuffix(' in these texts')}."
    yield f"Occurrences: {found.occurrences}."
    if found.value is not None:
        interval = f", 95 % interval {found.interval.low:+.2f} to {found.interval.high:+.2f}" if found.interval else ""
        yield f"Measured: {found.value:+.2f} {found.claim.unit}{interval}."
    if found.interval and found.claim.unit == "rank correlation with time":
        yield "Redrawing adds chance to every article and so pulls a rank correlation towards zero: the interval is cautious."
    if len(found.left_out):
        kept, tried = int(found.left_out["agrees"].sum()), len(found.left_out)
        yield f"One article left out: the others agree with the claim in {kept} of {tried} cases."
    if found.shuffled:
        yield f"Articles shuffled: {found.shuffled}."
    if found.choices:
        yield f"Our own choices: {found.choices}."
    if found.not_tried:
        yield found.not_tried


def side_by_side(*parts: tuple[str, str, str], caption: str, marked: Iterable[str] = ()) -> None:
    """Display texts as columns, each a ``(title, text, English)``; ``marked`` passages stand out. A phone stacks them.

    A text that is a passage of one of the five articles leads to its sentences, as a quotation does.

    Args:
        parts: the columns, from left to right.
        caption: what is compared.
        marked: words of a text or of its English: a reader of either looks for them.

    Raises:
        ValueError: a marked passage is in none of the texts.
    """
    marked = list(marked)
    if lost := [words for words in marked if not any(words in part for column in parts for part in column[1:])]:
        raise ValueError(f"{lost[0]!r} is in none of the texts.")
    columns = "".join(
        f'<div><p class="am-title">{chinese(title)}</p><p{_place_in_reader(text)}>'
        f'{_with_marks(text, marked)}</p><p class="am-en">{_with_marks(told, marked)}</p></div>'
        for title, text, told in parts
    )
    markup = f'<figure class="am-columns"><figcaption>{chinese(caption)}</figcaption><div>{columns}</div></figure>'
    _publish(markup, f"{caption}: {' | '.join(text for _, text, _ in parts)}")


def _place_in_reader(text: str) -> str:
    """Return the attributes of a text in a column: its language, and for the site its sentences."""
    if not IS_HAN.search(text):
        return ""
    anchors = _sentences_of(text)[0]
    return ' lang="zh"' + (f' data-sentence="{escape(anchors)}"' if anchors else "")


def _with_marks(text: str, marked: Iterable[str]) -> str:
    shown = escape(text)
    for words in marked:
        shown = shown.replace(escape(words), f"<mark>{escape(words)}</mark>")
    return shown


def analogy(text: str, source: str, pairs: Iterable[tuple[str, str]], conclusion: str, left_out: str = "") -> None:
    """Display a comparison taken apart: the sentence, what stands for what, what follows, and what is left out."""
    rows = "".join(f"<li><span>{chinese(a)}</span> <span>→</span> <span>{chinese(b)}</span></li>" for a, b in pairs)
    gloss = _sentences_of(text)[1]
    english = f'<p class="am-en">{escape(gloss)}</p>' if gloss else ""
    missing = f'<p class="am-en">Left out: {chinese(left_out)}.</p>' if left_out else ""
    markup = (
        f'<blockquote class="am-quote am-analogy"><p lang="zh">{passage(text, english=False)}</p>{english}'
        f'<ul class="am-pairs">{rows}</ul><p><strong>So:</strong> {chinese(conclusion)}.</p>{missing}'
        f"<footer>{chinese(source)}</footer></blockquote>"
    )
    _publish(markup, f"{text} ({source}): {conclusion}")


def predict(question: str, options: Iterable[str], answer: str) -> None:
    """Display a question to guess at before the answer: choose one of ``options``, then open the folded ``answer``.

    It needs no script: the choice is a radio button, the answer a fold; with one, choosing opens the fold.
    """
    name = f"am-{zlib.crc32(question.encode()):08x}"
    choices = "".join(
        f'<label><input type="radio" name="{name}" value="{k}"> {chinese(option)}</label>'
        for k, option in enumerate(options, start=1)
    )
    markup = (
        f'<fieldset class="am-predict"><legend>{chinese(question)}</legend>{choices}'
        f'<details class="am-reveal"><summary>I have chosen: show the answer</summary><p>{_bold(answer)}</p></details></fieldset>'
    )
    _publish(markup, question)


def answers(*texts: str) -> None:
    """Display the answers to a notebook's exercises, folded, in order; ``**bold**`` as in `say`.

    The notebook computes them, so none can become wrong or stale.

    Raises:
        ValueError: an answer is empty; the message gives its number.
    """
    for number, text in enumerate(texts, start=1):
        if not text.strip():
            raise ValueError(f"exercise {number} has no answer.")
    folded = (
        f'<details class="am-answer"><summary>Answer to exercise {n}</summary><p>{_bold(text)}</p></details>'
        for n, text in enumerate(texts, start=1)
    )
    _publish("\n".join(folded), f"{len(texts)} answers, folded")


def abstract_in_chinese(question: str, answer: str, breaks: str) -> None:
    """Display what a notebook found for readers of Chinese: a folded 中文提要, with the numbers computed for the English.

    A link to ``#zh`` opens it, without a script. On paper it is always open.

    Args:
        question: what the notebook asks.
        answer: what it found, and its verdict (`helpers.claims.in_chinese`).
        breaks: what would overturn it.

    Raises:
        ValueError: a part is empty.
    """
    parts = {"问题": question, "回答": answer, "什么会推翻它": breaks}
    if lacking := [head for head, text in parts.items() if not text.strip()]:
        raise ValueError(f"the Chinese abstract says nothing under {lacking[0]}.")
    told = "".join(f"<p><strong>{head}：</strong>{escape(text)}</p>" for head, text in parts.items())
    # A browser opens a fold for a target inside it, not for the fold itself.
    head = '<summary>中文提要 <span lang="en">(summary in Chinese)</span></summary>'
    markup = f'{head}<div id="zh">{told}</div>'
    _publish(f'<details class="am-abstract" lang="zh">{markup}</details>', "\n".join(("中文提要", *parts.values())))


def _bold(text: str) -> str:
    return re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", chinese(text))


def say(text: str) -> None:
    """Display a paragraph of our own prose with computed numbers in it; ``**bold**`` is the only mark-up.

    A blank line starts a new paragraph. Everything else is escaped, so the text may hold words of an article.
    """
    paragraphs = "".join(f"<p>{_bold(part)}</p>" for part in text.split("\n\n"))
    _publish(f'<div class="am-say">{paragraphs}</div>', text.replace("**", ""))
