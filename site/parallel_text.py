"""The reader: a page for each article, Chinese and English side by side, with what was coded beside each sentence.

Everything is in the page itself: text, translation, notes, the raw text. Check boxes switch colours and layers by style sheet
alone; the script `reader.js` adds a search box and copies links.
"""

import difflib
import re
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from functools import cache
from itertools import accumulate, groupby, pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from reader import escape_markdown

from helpers import SEEDS, load_articles, load_codes, read_categories, replay, to_simplified
from helpers.claims.robustness import is_heading
from helpers.cleaning import Cleaned, find_doubled, raw_span
from helpers.corpus import day_or_month, read_seed_table
from helpers.framing import SYSTEMS
from helpers.lexicon import read_table
from helpers.show import escape
from helpers.text.mentions import entity_mentions
from helpers.text.script import HAN
from helpers.text.tokens import tokenize
from helpers.translations import (
    Translated,
    english_of_edit,
    find_translations,
    load_translations,
    pairs,
    places_of_quotations,
    read_translations,
)
from helpers.wording import many

LAYERS = {
    "phone": (
        "phones and systems, by name",
        "a sentence that names phones, operating systems or their makers and likens AI models to them",
    ),
    "wider": ("phones and systems, carried on", "a sentence that carries such a comparison on without the name"),
    "metaphor": ("other metaphors", "a live metaphor from another domain, such as war or the stage"),
    "quote": ("quotations", "words that the text gives to somebody, or puts in quotation marks"),
    "event": ("events and claims", "an event that several articles tell, or a claim that can be checked"),
}


class Mark(NamedTuple):
    """A coded stretch of one sentence: its ``layer``, a short label, and what was coded, as HTML."""

    start: int
    end: int
    layer: str
    label: str
    note: str


# ------------------------------------------------------------------------------------------------------------- codes


def _line(name: str, text: str) -> str:
    return f"<dt>{name}</dt>\n<dd>{escape(text)}</dd>\n" if text else ""


def _note(head: str, *lines: str) -> str:
    body = "".join(lines)
    return f"<p>{head}</p>{f'<dl>{body}</dl>' if body else ''}"


def _of_code(
    row: Any, words: Mapping[tuple[str, str], str], names: Mapping[tuple[str, str], str]
) -> tuple[str, str, str]:
    """Return layer, label and note of one row of ``codes.csv``."""
    domain, use = names["domain", row.domain], names["use", row.use]
    if row.form == "near_miss":
        return (
            "near",
            "names a system or phone firm, likens nothing",
            _note("Names an operating system or a phone firm without likening it to AI (near miss)."),
        )
    phones = row.domain in SYSTEMS
    layer = "metaphor" if not phones else "phone" if row.level == "strict" else "wider"
    named = "systems" if row.domain == "desktop_os" else "phones"
    label = f"{named}: {use}" if phones else f"metaphor: {domain}"
    meaning = words["domain", row.domain]
    kind = f"Analogy with {named}. Use: {use}" if phones else "Metaphor"
    head = f"{kind}. Source domain: {domain} ({escape(meaning)})."
    return (
        layer,
        label,
        _note(
            head,
            _line("who stands for whom", row.mapping_en),
            _line("what follows", row.inference),
            _line("what it leaves out", row.mismatch),
            _line("who gains", row.gains.replace(";", ", ")),
            _line("stance to openness", f"{row.stance} ({words['stance', row.stance]})" if row.stance else ""),
            _line("whose words", row.speaker),
            _line(
                "confidence", ": ".join(filter(None, (row.confidence, row.note))) if row.confidence != "high" else ""
            ),
        ),
    )


_KINDS = {"direct": "quotes", "indirect": "reports", "anonymous": "an unnamed source", "term": "in quotation marks"}


@cache
def _cues() -> dict[str, str]:
    """Return each reporting word with its English, as a note shows it."""
    table = read_seed_table(SEEDS / "cues.csv", ("cue", "english"))
    return {row.cue: f"{row.cue} ({row.english})" for row in table.itertuples()} | {"": ""}


def _of_quote(row: Any) -> tuple[str, str, str]:
    if row.kind == "term":
        return "quote", "marked term", _note("In quotation marks, but quoted from nobody: a term, a name or irony.")
    who = row.speaker or "an unnamed source"
    how = {"direct": "Direct quotation", "indirect": "Reported speech", "anonymous": "Speech of an unnamed source"}[
        row.kind
    ]
    verbatim = {
        "yes": "given as verbatim, not checked",
        "no": "not verbatim",
        "unknown": "translated, or not to be checked",
    }[row.verbatim]
    role = ", ".join(filter(None, (row.role, row.organisation if row.organisation != row.speaker else "")))
    return (
        "quote",
        f"speech of {who}",
        _note(
            f"{how}.",
            _line("speaker", f"{who} ({role})" if role else who),
            _line("wording", verbatim),
            _line("reporting word", _cues()[row.cue]),
            _line("passed on by", row.relayed_by),
        ),
    )


def _of_event(row: Any, words: Mapping[tuple[str, str], str]) -> tuple[str, str, str]:
    name = words["event", row.event]
    what, told = "event", "one of the events that several articles tell"
    if row.event == "eighty_percent":
        what, told = "figure", "a figure that several articles print"
    return (
        "event",
        f"{what}: {name}",
        _note(
            f"{escape(name)}: {told}.",
            _line("what it says", row.told),
            _line("left out", row.omitted),
            _line("at odds with", row.contradicts),
        ),
    )


OUTCOMES = {
    "came_true": "right",
    "partly": "partly right",
    "did_not": "wrong",
    "open": "open",
    "not_settled": "not settled",
    "cannot_be_known": "cannot be known",
}
_SCOREBOARD = "07-one-event-five-tellings"


def _of_claim(row: Any, outcomes: Mapping[str, Any]) -> tuple[str, str, str]:
    kind = "forecast" if row.kind == "forecast" else "claim"  # what was said to be a fact may be wrong
    became = outcomes[row.claim_id]
    outcome = OUTCOMES[became.verdict]
    told = f"{outcome[0].upper()}{outcome[1:]}. {became.outcome_en}"
    link = f'<a href="../notebooks/{_SCOREBOARD}.html">the scoreboard, with its source</a>'
    return (
        "event",
        f"{kind}: {outcome}",
        _note(
            f"A {kind} that can be checked ({escape(row.claim_id)}): {escape(row.claim_en)}.",
            f"<dt>outcome</dt>\n<dd>{escape(told)} See {link}.</dd>\n",
            _line("what would settle it", row.checkable_by),
        ),
    )


def read_marks(articles: pd.DataFrame) -> dict[tuple[str, int], list[Mark]]:
    """Return ``{(article_id, sentence): marks}``: all codes, their places counted from the start of the sentence."""
    table = read_categories()
    words = {(row.column, row.value): row.meaning for row in table.itertuples()}
    names = {(row.column, row.value): row.page_name for row in table.itertuples()}
    outcomes = read_seed_table(SEEDS / "outcomes.csv", ("claim_id", "verdict", "outcome_en"))
    outcome_of = {row.claim_id: row for row in outcomes.itertuples()}
    makers = {
        "codes": lambda row: _of_code(row, words, names),
        "quotes": _of_quote,
        "events": lambda row: _of_event(row, words),
        "claims": lambda row: _of_claim(row, outcome_of),
    }
    sentences = load_translations(articles)
    found: dict[tuple[str, int], list[Mark]] = defaultdict(list)
    for name, make in makers.items():
        for row in load_codes(articles, name).itertuples():
            start = row.start
            of_article = sentences.loc[sentences["article_id"] == row.article_id]
            home = of_article.loc[of_article["start"] <= start].iloc[-1]
            begin = start - int(home["start"])
            end = min(begin + len(row.quote), len(home["text"]))
            found[row.article_id, int(home["sentence"])].append(Mark(begin, end, *make(row)))
    return found


# ------------------------------------------------------------------------------------------------- words that explain


class Gloss(NamedTuple):
    """A word of the glossary or a name in a sentence, and what its bubble says."""

    start: int
    end: int
    text: str


def _glossary() -> list[tuple[str, str]]:
    rows = read_table("glossary").itertuples()
    told = ((row.simplified, f"{row.pinyin} · {row.english}" + (f". {row.note}" if row.note else "")) for row in rows)
    return sorted(told, key=lambda pair: -len(pair[0]))


def find_glosses(text: str, terms: Sequence[tuple[str, str]], names: Mapping[str, str]) -> list[Gloss]:
    """Return the words of ``text`` that can be explained, none overlapping: names first, then the longest terms.

    A term counts where it is a word, or several: 有人 (somebody) is none in 没有人 (nobody), nor 大战 in 重大战略.
    """
    found = [
        Gloss(row.start, row.end, f"{row.entity}: {names[row.entity]}")
        for row in entity_mentions(text).itertuples()
        if names.get(row.entity)
    ]
    taken = bytearray(len(text))
    for gloss in found:
        taken[gloss.start : gloss.end] = b"\x01" * (gloss.end - gloss.start)
    borders = {*accumulate(map(len, tokenize(text)), initial=0)}
    for term, told in terms:
        for match in re.finditer(re.escape(term), text):
            start, end = match.span()
            if {start, end} <= borders and not any(taken[start:end]):
                taken[start:end] = b"\x01" * (end - start)
                found.append(Gloss(start, end, told))
    return sorted(found)


def _pieces(start: int, end: int, text: str, marks: Sequence[Mark]) -> str:
    """Return ``text[start:end]`` as HTML, cut wherever a mark begins or ends."""
    cuts = sorted({start, end, *(place for m in marks for place in (m.start, m.end) if start < place < end)})
    out = []
    for a, b in pairwise(cuts):
        layers = sorted({m.layer for m in marks if m.start <= a and b <= m.end})
        piece = escape(text[a:b])
        out.append(f'<span class="{" ".join(f"am-l-{layer}" for layer in layers)}">{piece}</span>' if layers else piece)
    return "".join(out)


def render_chinese(text: str, marks: Sequence[Mark], glosses: Sequence[Gloss], seen: set[str]) -> str:
    """Return a sentence as HTML: its marks coloured, its words explained; only the first use of a word is a tab stop."""
    out, at = [], 0
    for start, end, told in glosses:
        out.append(_pieces(at, start, text, marks) if at < start else "")
        tab = -1 if told in seen else 0
        seen.add(told)
        out.append(
            f'<span class="am-gloss" tabindex="{tab}">{_pieces(start, end, text, marks)}'
            f'<span class="am-gloss-text" lang="en" role="tooltip">{escape(told)}</span></span>'
        )
        at = end
    out.append(_pieces(at, len(text), text, marks) if at < len(text) else "")
    return "".join(out)


# ------------------------------------------------------------------------------------------------ marks in the English

_LONGEST = 40  # characters of a quotation that stand before its note
_ENDS = " ,，、。.!！?？:：;；“”‘’「」『』"


def marks_in_english(chinese: str, english: str, marks: Iterable[Mark]) -> list[Mark]:
    """Return those of a sentence's ``marks`` whose place in its translation is sure, there.

    Sure is a mark of the whole sentence, and one of all that stands in a pair of quotation marks, if the translation has
    as many pairs: they come in the same order (a test counts the sentences for which this was read).
    """
    whole = (0, len(chinese)), (0, len(english))
    quoted = pairs(places_of_quotations(chinese), places_of_quotations(english))
    sure = {_core(chinese, *place): there for place, there in (whole, *quoted)}
    places = ((mark, sure.get(_core(chinese, mark.start, mark.end))) for mark in marks)
    return [mark._replace(start=place[0], end=place[1]) for mark, place in places if place]


def _core(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the place of ``text[start:end]`` without the marks and blanks at its ends."""
    part = text[start:end]
    return end - len(part.lstrip(_ENDS)), start + len(part.rstrip(_ENDS))


# ------------------------------------------------------------------------------------------------------- as it came


def render_raw(raw: str, text: str) -> str:
    """Return ``raw`` as HTML with its differences from the clean ``text``: what was cut struck out, what is new underlined.

    Traditional characters count as the Simplified ones that they became.
    """
    simple = to_simplified(raw)
    compared = simple if len(simple) == len(raw) else raw
    out = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, compared, text, autojunk=False).get_opcodes():
        if kind == "equal":
            out.append(escape(raw[a:b]))
            continue
        out.append(f"<del>{escape(raw[a:b])}</del>" if raw[a:b].strip() else escape(raw[a:b]))
        out.append(f"<ins>{escape(text[c:d])}</ins>" if text[c:d].strip() else "")
    return "".join(out).replace("\n", "<br>")


# ------------------------------------------------------------------------------------------------------------ a page


class Use(NamedTuple):
    """A page on which a sentence is shown."""

    title: str
    address: str


def _row(row: Any, shown: str, raw: str, marks: Sequence[Mark], uses: Iterable[Use], classes: str) -> str:
    anchor = f"{row.article_id}-{row.sentence}"
    english = _pieces(0, len(row.english), row.english, marks_in_english(row.text, row.english, marks))
    note = f'<p class="am-r-remark">{with_chinese(row.note)}</p>' if row.note else ""
    chips = "".join(
        f'<li class="am-c-{layer}">{escape(label)}</li>'
        for layer, label in dict.fromkeys((m.layer, m.label) for m in marks)
    )
    notes = "".join(
        f'<div class="am-c-{layer}">{with_chinese(note, escaped=True)}</div>' for layer, note in _notes(row, marks)
    )
    pages = " · ".join(f'<a href="../{escape(use.address)}">{escape(use.title)}</a>' for use in uses)
    notes += f'<p class="am-r-uses">Shown in: {pages}</p>' if pages else ""
    head = f'<ul class="am-r-chips">{chips}</ul>' if chips else "where it is used"
    coded = f'<details class="am-r-notes"><summary>{head}</summary>{notes}</details>' if notes else ""
    came = f'<p class="am-r-raw" lang="zh">{raw}</p>' if raw else ""
    return (
        f'<div class="am-r{classes}" id="{anchor}"><a class="am-r-n" href="#{anchor}" aria-label="Sentence {row.sentence}">'
        f'{row.sentence}</a>\n<p class="am-r-zh" lang="zh">{shown}</p>\n<p class="am-r-en">{with_chinese(english, escaped=True)}</p>\n'
        f"{note}{came}{coded}</div>"
    )


def _notes(row: Any, marks: Sequence[Mark]) -> list[tuple[str, str]]:
    """Return layer and note of each mark of a sentence; two quotations in one sentence have their words before the note."""
    words: dict[tuple[str, str], list[str]] = defaultdict(list)
    for mark in marks:
        places = [
            (row.text, mark),
            *((row.english, there) for there in marks_in_english(row.text, row.english, [mark])),
        ]
        told = " ".join(f"“{_shortened(text[place.start : place.end].strip(_ENDS))}”" for text, place in places)
        words[mark.layer, mark.note].append(told)
    several = sum(len(told) for (layer, _), told in words.items() if layer == "quote") > 1
    return [
        (layer, (f"<p>{escape(', '.join(told))}</p>" if several and layer == "quote" else "") + note)
        for (layer, note), told in words.items()
    ]


def _shortened(words: str) -> str:
    """Return ``words`` or, of a long quotation, the first of them, none cut in two.

    >>> _shortened("That the model that everybody can download is open")
    'That the model that everybody can…'
    """
    if len(words) <= _LONGEST:
        return words
    return re.match(rf".{{,{_LONGEST - 1}}}(?![A-Za-z’'-])", words, re.DOTALL)[0].rstrip(_ENDS) + "…"


_HAN_RUN = re.compile(f"[{HAN}]+")


def with_chinese(text: str, *, escaped: bool = False) -> str:
    """Return English prose as HTML with its Chinese words marked as such."""
    return _HAN_RUN.sub(r'<span lang="zh">\g<0></span>', text if escaped else escape(text))


def _controls() -> str:
    boxes = "".join(
        f'<label class="am-c-{name}" title="{escape(told)}"><input type="checkbox" id="am-t-{name}" checked> {escape(label)}</label>'
        for name, (label, told) in LAYERS.items()
    )
    return (
        '<fieldset class="am-r-controls"><legend>Show</legend>'
        f'{boxes}<label><input type="checkbox" id="am-t-en" checked> English</label>'
        '<label><input type="checkbox" id="am-t-raw"> as it came</label></fieldset>'
    )


def _layers() -> str:
    """Return what each switch shows, for a screen without a mouse."""
    told = "".join(f"<dt>{escape(label)}</dt>\n<dd>{escape(told)}</dd>\n" for label, told in LAYERS.values())
    return f'<dl class="am-r-told">{told}</dl>'


@cache
def _numbers() -> str:
    """Return which article each number is, for notes that name others."""
    return "; ".join(f"{row.article_id} {escape(row.short)}" for row in load_articles().itertuples())


def _about(article: Any) -> str:
    title = f'<span lang="zh">{escape(article.title)}</span><br>' if article.title else ""
    told = (article.outlet, article.author, day_or_month(article.date_from, article.date_to), article.mediation)
    return f"{title}<p><em>{escape(article.title_en)}</em></p><p>{with_chinese(' · '.join(filter(None, told)))}</p>"


def line_at(text: str, place: int) -> str:
    """Return the line of ``text`` in which ``place`` lies.

    >>> line_at("开源来了。\\n谁赢了?还不好说。", 7)
    '谁赢了?还不好说。'
    """
    before, after = text[:place].rpartition("\n")[2], text[place:].partition("\n")[0]
    return before + after


def _hidden(n: int) -> str:
    """Return the row that stands for sentences which a published site does not show."""
    what = f"{many(n, 'sentence')} not shown"
    return f'<div class="am-r am-r-gap"><p class="am-r-zh">[…]</p><p class="am-r-en">[…] {what}</p></div>'


def render_article(
    article: Any,
    sentences: pd.DataFrame,
    marks: Mapping[tuple[str, int], Sequence[Mark]],
    uses: Mapping[str, Sequence[Use]],
    shown: Container[str],
    *,
    published: bool = False,
) -> str:
    """Return the page of one article as MyST Markdown with one block of HTML.

    Args:
        article: its row of the articles table.
        sentences: its sentences, as `helpers.translations.load_translations` returns them.
        marks: as `read_marks` returns them.
        uses: ``{002-17: pages}`` that show the sentence.
        shown: anchors of the sentences to show; "[…]" stands for the others.
        published: say so, and leave out what only the raw file holds.
    """
    terms = _glossary()
    table = read_table("entities")
    names = dict(zip(table["entity"], table["gloss"], strict=True))
    cleaned = Cleaned(article.text, article.ledger, article.flags)
    rows, seen, hidden = [], set(), 0
    for row in sentences.itertuples():
        of_row = sorted(marks.get((row.article_id, row.sentence), ()))
        anchor = f"{row.article_id}-{row.sentence}"
        if anchor not in shown:
            hidden += 1
            continue
        rows += [_hidden(hidden)] if hidden else []
        hidden = 0
        marked = render_chinese(row.text, of_row, find_glosses(row.text, terms, names), seen)
        a, b = raw_span(cleaned, row.start, row.start + len(row.text))
        raw = render_raw(article.raw[a:b].strip(), row.text)
        raw = raw if raw != escape(row.text) else ""
        begins = row.start == 0 or "\n" in article.text[max(0, row.start - 2) : row.start]
        classes = " am-r-heading" * is_heading(line_at(article.text, row.start)) + " am-r-begins" * begins
        rows.append(_row(row, marked, raw, of_row, uses.get(anchor, ()), classes))
    rows += [_hidden(hidden)] if hidden else []
    rest = _copies(article, published) + ("" if published else _cuts(article))
    told = (
        "This published page shows only sentences that carry a code or are quoted on another page; […] stands for the rest. "
        if published
        else ""
    )
    body = (
        f'{_about(article)}\n<p class="am-r-told">{told}A language model translated all five articles; '
        "numbers and names are checked by program. In a check of 60 of the 350 sentences it was wrong in 9; "
        'then all were read again and 62 changed (<a href="../seeds/README.html#the-translation">how</a>). '
        "Tap a dotted word for its meaning, a coloured label for our reading of the sentence.</p>\n"
        '<details class="am-r-about"><summary>About the colours and the notes</summary>'
        '<p class="am-r-told">The labels are ours, not the article\'s. A colour marks the Chinese words that a label is about; '
        "the English is coloured only where the label is about the whole sentence, or about words in quotation marks. "
        f"Notes name the articles by number: {_numbers()}.</p>{_layers()}</details>\n{_controls()}\n"
        f'<div class="am-reader">\n{chr(10).join(rows)}\n</div>\n{rest}'
    )
    return f"# {escape_markdown(article.short or article.title)}\n\n```````{{raw}} html\n{_one_block(body)}\n```````\n"


def _one_block(body: str) -> str:
    return body.replace("```````", "&#96;" * 7)


# ----------------------------------------------------------------------------------------- two copies, and what was cut


def _copies(article: Any, published: bool) -> str:
    """Return the two copies of a text that stood twice, with the passages that only one of them holds."""
    text = next((before for rule, before, _ in replay(article.raw, article.ledger) if rule == "doubling"), None)
    passage = find_doubled(text) if text is not None else None
    if passage is None:
        return ""
    rows, anchors = [], []
    for lost in joined_clauses(text[slice(*passage.kept)], passage.only_in_kept):
        plain = to_simplified(lost).strip(" ,.;:。，；：*\n")
        held = find_translations(plain, article.article_id) or _by_pieces(plain, article.article_id)
        english = " ".join(_english_of_lost(plain, one) for one in held)
        links = ", ".join(f'<a href="#{one.anchor}">{one.sentence}</a>' for one in held)
        rows.append((_chinese(lost), with_chinese(english), links))
        anchors += [one.anchor for one in held]
    heads = ("in the copy that we keep", "the lost part in English", "sentence")
    table = render_table("Passages that only the copy we keep still has", heads, rows)
    head = '<h2 id="copies">The two copies<a class="headerlink" href="#copies" title="Link to this heading">#</a></h2>'
    places = ("first", "second") if passage.kept[0] < passage.dropped[0] else ("second", "first")
    captions = ", and the captions that we cut (below)" * any(
        edit.rule == "editorial" and edit.note.startswith("caption:") for edit in article.ledger
    )
    told = (
        f"<p>The file holds the text twice. The {places[0]} copy is the fuller one; the {places[1]} copy lost {many(len(rows), 'passage')}"
        f"{captions}. We keep the fuller copy.</p>"
    )
    if published:
        return head + told + table
    kept = _with_marks(text[slice(*passage.kept)], passage.only_in_kept)
    dropped = _with_marks(text[slice(*passage.dropped)], passage.only_in_dropped)
    both = (
        '<div class="am-r-copies"><div><h3>The copy that we keep</h3>'
        f'<p lang="zh">{kept}</p></div><div><h3>The copy that we drop</h3><p lang="zh">{dropped}</p></div></div>'
    )
    return (
        head
        + told
        + table
        + f"<details><summary>Both copies, side by side (their English is above, sentence by sentence)</summary>{both}</details>"
    )


def joined_clauses(text: str, clauses: Iterable[str]) -> list[str]:
    """Return the passages of ``text`` that ``clauses`` make up: neighbours in a sentence are one.

    >>> joined_clauses("开源,闭源。都好。真的。", ["开源", "闭源", "真的"])
    ['开源,闭源', '真的']
    """
    spans: list[list[int]] = []
    at = 0
    for clause in clauses:
        start = text.find(clause, at)
        if start < 0:
            continue
        between = text[spans[-1][1] : start] if spans else "x"
        if not re.search(r"[\w。！？!?]", between):
            spans[-1][1] = start + len(clause)
        else:
            spans.append([start, start + len(clause)])
        at = start + len(clause)
    return [text[start:end] for start, end in spans]


def _english_of_lost(passage: str, one: Translated) -> str:
    """Return the English of a sentence up to its colon, where ``passage`` is the Chinese up to its own; else all of it."""
    chinese, _, rest = one.chinese.partition(":")
    english, colon, _ = one.english.partition(":")
    return english + colon if rest and colon and passage == chinese else one.english


def _by_pieces(passage: str, article_id: str) -> tuple:
    """Return the sentences that hold a clause of ``passage``, where no sentence holds all of it."""
    found: dict[str, Any] = {}
    for piece in re.split(r"[。！？!?,，;；:：\n*]+", passage):
        if len(piece.strip()) >= 4:
            found |= {one.anchor: one for one in find_translations(piece, article_id)[:1]}
    return tuple(found.values())


def _with_marks(text: str, passages: Iterable[str]) -> str:
    out, at = [], 0
    for passage in passages:
        place = text.find(passage, at)
        if place >= 0:
            out += [escape(text[at:place]), f"<mark>{escape(passage)}</mark>"]
            at = place + len(passage)
    return "".join([*out, escape(text[at:])]).replace("\n", "<br>")


def _cuts(article: Any) -> str:
    """Return what editorial cleaning took out of the file, with the reason of each cut."""
    first = next(iter(groupby(article.ledger, key=lambda edit: edit.step)), None)
    edits = [edit for edit in (first[1] if first else ()) if edit.rule == "editorial"]
    if not edits:
        return ""
    rows = [
        (_chinese(edit.old) or "blank", _chinese(edit.new), escape(english_of_edit(edit.old)), with_chinese(edit.note))
        for edit in edits
    ]
    return (
        '<h2 id="cuts">What we cut from this article alone<a class="headerlink" href="#cuts" title="Link to this heading">#</a></h2>'
        + render_table(
            "Cuts and repairs that only fit this article", ("in the file", "becomes", "in English", "why"), rows
        )
    )


def _chinese(text: str) -> str:
    return f'<span lang="zh">{escape(text.strip())}</span>' if text.strip() else ""


def render_table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of cells of HTML; on a phone every row is a card, and each cell brings its head."""
    lines = []
    for first, *rest in rows:
        cells = (f'<td data-head="{head}">{cell}</td>' for head, cell in zip(heads[1:], rest, strict=True))
        lines.append("\n".join((f'<tr><th scope="row">{first}</th>', *cells)) + "</tr>")
    shown = "\n".join(f'<th scope="col">{head}</th>' for head in heads)
    return (
        f'<div class="am-table"><table><caption>{caption}</caption><thead><tr>{shown}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table></div>"
    )


# ------------------------------------------------------------------------------------------------------ all the pages


_WHOLE = 8  # characters; a shorter sentence is found anywhere


def find_uses(pages: Mapping[str, tuple[str, str]]) -> dict[str, list[Use]]:
    """Return ``{002-17: pages}``: where each sentence is shown, by the anchors that `helpers.show` leaves in what it shows.

    Args:
        pages: ``{address: (title, HTML)}`` of all pages.
    """
    uses: dict[str, list[Use]] = defaultdict(list)
    for address, (title, body) in pages.items():
        anchors = " ".join(re.findall(r'data-sentence="([\w -]+)"', body)).split()
        # The context of a concordance line may hold a short sentence whole.
        anchors += [
            one.anchor for one in read_translations() if len(one.chinese) >= _WHOLE and escape(one.chinese) in body
        ]
        for anchor in dict.fromkeys(anchors):
            uses[anchor].append(Use(title, address))
    return uses


def write_reader(folder: Path, uses: Mapping[str, Sequence[Use]], *, published: bool = False) -> set[str]:
    """Write one page for each article into ``folder``; return the anchors of the sentences that they show.

    Raises:
        SeedError: a sentence, its translation or a code does not fit; names row and reason.
    """
    articles = load_articles(SEEDS)
    sentences, marks = load_translations(articles), read_marks(articles)
    anchors = sentences["article_id"] + "-" + sentences["sentence"].astype("str")
    coded = {f"{article_id}-{number}" for article_id, number in marks}
    shown = set(anchors) if not published else coded | (set(uses) & set(anchors))
    folder.mkdir(parents=True, exist_ok=True)
    for article in articles.itertuples():
        of_article = sentences.loc[sentences["article_id"] == article.article_id]
        page = render_article(article, of_article, marks, uses, shown, published=published)
        (folder / f"{article.article_id}.md").write_text(page, encoding="utf-8", newline="\n")
    return shown
