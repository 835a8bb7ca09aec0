"""The law of growth: ten times the input takes about ten times as long, never a hundred times.

Helpers that take texts, tables or numbers without end are measured on well-behaved and on hostile input.
"""

import contextlib
import datetime
import gc
import inspect
import io
import os
import re
import time
from functools import cache, partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from helpers import plots, show, tables, wording
from helpers.claims import claim, robustness, verdicts
from helpers.cleaning import (
    characters,
    cleaner,
    conversion,
    editorial,
    emphasis,
    escapes,
    feeds,
    flags,
    forum_codes,
    front_matter,
    html_markup,
    html_page,
    latex_text,
    layout,
    ledger,
    markdown_links,
    markdown_markup,
    markup_heads,
    mojibake,
    naming,
    notes,
    pages,
    pinyin,
    program_code,
    repetition,
    side_columns,
    spacing,
    spin,
    subtitles,
    two_byte,
    wiki_text,
    wrapped_lines,
)
from helpers.cleaning.editorial import EditorialCut
from helpers.cleaning.ledger import Cleaned, Edit
from helpers.framing import analogies, codes, quotations
from helpers.report import (
    article,
    capacity,
    decisions,
    evidence,
    ingest,
    invented,
    outcomes,
    parallel,
    pipeline,
    regular_files,
    sources,
    workers,
)
from helpers.report.body import (
    boilerplate,
    bylines,
    heads,
    labels,
    metadata,
    navigation,
    near_duplicates,
    page_head,
    several,
)
from helpers.report.input import column_names, dates, encoding, lines, page_rows, values
from helpers.report.input.encoding import Decoded
from helpers.report.output import cells, display_names
from helpers.report.sources import Entry
from helpers.stats import counts, inference, scoring
from helpers.stats import keywords as keyness
from helpers.stats import reliability as agreement
from helpers.text import entities, matching, mentions, script, sentences, tokens
from helpers.text.document import Document

# What grows with the square takes a hundred times as long for ten times the input; twenty leaves room for a busy machine.
LAW, TIMES = 20, 10
WHOLE = bool(os.environ.get("GROWTH"))  # `make growth`: more hostile texts than `make test-slow` has time for
ENOUGH = 0.0007  # seconds that a first run should take, to be more than noise
MOST = 150_000  # characters; who is too fast for so many is fast enough
NOTHING, TOO_LONG = 0.012, 0.5  # seconds: what takes less does not grow, what takes more is not tried again

pytestmark = pytest.mark.slow

# ------------------------------------------------------------------------------------------------------------- texts

_PROSE = (
    "OpenAI的CEO阿尔特曼(Sam Altman)说：“开源大模型的安卓时刻来了。”有知情人士表示，Meta在2023年7月发布了Llama 2，就像当年的"
    "谷歌用安卓对抗苹果的iOS一样。《经济学人》认为，闭源阵营的护城河正在消失！\n\n他又说：“这不是开源。”马斯克怒斥它“伪善”；"
    "百度、阿里巴巴和华为则各走各的路。真的吗？没有人知道。\n"
)


def _repeated(piece, n):
    return (piece * (n // len(piece) + 1))[:n]


def _distinct(n):
    return "".join(f"第{k}家公司在{k % 997}月说，它的{k * 7919 % 100003}号模型要开源。" for k in range(n // 25 + 1))[:n]


def _names(n):
    letters = [chr(97 + k) for k in range(26)]
    parts = ("".join(letters[k // 26**i % 26] for i in range(4)) for k in range(n // 16 + 1))
    return "".join(f"John {part.title()}说，{part[::-1]}。" for part in parts)[:n]


# What a first run has in `make test`; the rest is for `make growth`.
TEXTS = {
    "prose": partial(_repeated, _PROSE),
    "one line without end": partial(_repeated, re.sub(r"[。！？\n]", "，", _PROSE)),
    "one Han character": partial(_repeated, "一"),
    "openings (": partial(_repeated, "("),
    "openings “": partial(_repeated, "“"),
    "nested quotations": lambda n: "“‘" * (n // 4) + "’”" * (n // 4),
    "pinyin in brackets": partial(_repeated, "开(kāi)源(yuán)"),
    "tags never closed": partial(_repeated, "<div><p class='a'>开"),
    "a page of tags never closed": lambda n: (
        "<html>" + _repeated("<nav><a href='x'>开<time itemprop=datepublished>", n)
    ),
    "lines of one width": partial(_repeated, "记者在南方一座城市看到，一家工厂把开源模型装进了机器，工人说\n"),
}
MORE_TEXTS = {
    "names of which no two are alike": _names,
    "openings <": partial(_repeated, "<"),
    "&amp;amp;…": lambda n: "&" + _repeated("amp;", n - 1),
    "sentences of which no two are alike": _distinct,
    "one sentence": partial(_repeated, "大模型的安卓时刻来了。"),
    "digits": partial(_repeated, "1234567890"),
    "line ends": partial(_repeated, "\n"),
    "openings [": partial(_repeated, "["),
    "a short word": partial(_repeated, "开源"),
    "one Latin letter": partial(_repeated, "a"),
    "blanks": partial(_repeated, " "),
    "closings ”": partial(_repeated, "”"),
    "quotations of one character": partial(_repeated, "“开”"),
    "days below headlines": partial(_repeated, "桥\n2021-03-04 江畔网\n"),
    "bylines": partial(_repeated, "〔记者李欣／台北报导〕王小明说，价格会再降。"),
    "speakers with brackets": partial(_repeated, "青禾科技（Nasdaq：QHK）"),
    "unnamed sources": partial(_repeated, "一位一位，有考生表示他告诉晨报，"),
    "sources told by their verbs": partial(_repeated, "记者从香港邮政昨日表示，并未透露，"),
    "addresses in brackets": partial(_repeated, "（https://a.example/"),
    "labels of addresses": partial(_repeated, "\n仓库：https://a.example/b 见"),
    "straight quotation marks": partial(_repeated, '"开'),
    "full stops": partial(_repeated, "。"),
    "words of saying": partial(_repeated, "表示称说："),
    "names beside each other": partial(_repeated, "百度华为"),
    "pronouns": partial(_repeated, "他说，该公司表示，"),
    "offices": partial(_repeated, "导演高勋到了。导演表示，开源会赢。该发言人说，"),
    "names by their place": partial(_repeated, "\n李多多说在在在常务董事中垣彻二郎也表示，《晨报》在在在"),
    "stars": partial(_repeated, "*"),
    "heads": partial(_repeated, "# 开\n"),
    "links": partial(_repeated, "[开](https://a.cn/b) "),
    "lists of links": partial(_repeated, "* [开](/a)\n"),
    "rows of a table": partial(_repeated, "|开|源|\n"),
    "dashes": partial(_repeated, "-"),
    "addresses": partial(_repeated, "https://a.cn/?a=b&"),
    "marks on one letter": lambda n: "a" + _repeated("\u0301\u0316", n - 1),
    "characters that were lost": partial(_repeated, "\ufffd?"),
    "misread UTF-8": partial(_repeated, "å¼€æº"),
    "control characters": partial(_repeated, "\u202e\u200b\x0b"),
    "Traditional characters": partial(_repeated, "開源軟體與大語言模型"),
    "Latin names with apostrophes": partial(_repeated, "A'a"),
    "foreign names": partial(_repeated, "阿尔·特曼·"),
    "one passage twice": lambda n: 2 * _distinct(n // 2),
    "tags": partial(_repeated, "<b>开</b>"),
    "comments never closed": partial(_repeated, "<!-- "),
    "backslashes": partial(_repeated, "\\"),
    "dots": partial(_repeated, "..."),
    "carriage returns": partial(_repeated, "\r"),
    "commas": partial(_repeated, "，"),
    "a head without end": lambda n: "---\n" + _repeated("date: 2024\n", n),
}
if WHOLE:
    TEXTS |= MORE_TEXTS


@cache
def text_of(kind, n):
    return TEXTS[kind](n)


# ----------------------------------------------------------------------------------- tables, numbers and folders


def _articles(
    n, text_of_article, day_of_article=lambda k: datetime.date(2023, 1, 1) + datetime.timedelta(days=k % 900)
):
    ids, days = [f"{k:06}" for k in range(n)], [day_of_article(k) for k in range(n)]
    texts = [text_of_article(k) for k in range(n)]
    table = pd.DataFrame({"article_id": ids, "title": ids, "file": ids, "raw": texts, "text": texts})
    table = table.assign(date_from=days, date_to=days, year=[day.year for day in days], column=range(n))
    table["ledger"] = [(Edit(0, "html", 0, "", "", ""), Edit(1, boilerplate.RULE, 0, "", "", ""))] * n
    return table.assign(flags=[()] * n, source_language=["zh" if k % 3 else "en" for k in range(n)])


ARTICLES = {
    "prose": partial(_articles, text_of_article=lambda k: _PROSE[k % 40 : k % 40 + 160]),
    "no two sentences alike": partial(
        _articles, text_of_article=lambda k: f"第{k}家公司要开源。{k * 7919 % 100003}号更快。"
    ),
    "all alike, of one day": partial(
        _articles,
        text_of_article=lambda k: "开源模型赢了这一场比赛。",
        day_of_article=lambda k: datetime.date(2024, 1, 1),
    ),
    "one long article among three": lambda n: _articles(3, lambda k: _PROSE * (n // 4 if k else 1)),
}


def _counts(article, term, n):
    return pd.DataFrame({"article_id": article, "year": 2023, "term": term, "n": n})


COUNTS = {
    "many terms in ten articles": lambda n: _counts(
        [f"{k % 10}" for k in range(n)], [f"词{k // 10}" for k in range(n)], [k % 7 + 1 for k in range(n)]
    ),
    "no term twice": lambda n: _counts([f"{k % 2}" for k in range(n)], [f"词{k}" for k in range(n)], 9),
    "two terms in many articles": lambda n: _counts(
        [f"{k // 2:06}" for k in range(n)], ["词", "源"] * (n // 2) + ["词"] * (n % 2), 7
    ),
}

NUMBERS = {
    "no two alike": lambda n: np.arange(n) * 7919.0 % 100003 + 1,
    "all alike but one": lambda n: np.append(np.ones(n - 1), 2.0),
    "two values": lambda n: np.arange(n) % 2 + 1.0,
}

FOLDERS = {
    "small files": lambda n: _files(n, ".txt", lambda k: f"第{k}家公司。{_PROSE[k % 40 : k % 40 + 160]}"),
    "files all alike": lambda n: _files(n, ".md", lambda k: "开源模型赢了这一场比赛。"),
}


def _files(n, ending, text_of_article):
    folder = FILES / f"{ending[1:]}{n}"
    if not folder.exists():
        folder.mkdir()
        for k in range(n):
            (folder / f"{k:05}{ending}").write_text(text_of_article(k), encoding="utf-8")
    return folder


FILES = Path()


@pytest.fixture(scope="module", autouse=True)
def _place_for_files(tmp_path_factory):
    """Give the tests a folder, and no cache of cleaned texts: a second run would find everything done."""
    global FILES
    FILES = tmp_path_factory.mktemp("growth")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", os.devnull)
        patch.setattr(show, "display", lambda *_, **__: None)
        yield


# ------------------------------------------------------------------- what is measured: data to a run without arguments


def _on(function):
    """Measure a helper that takes the data as it is."""
    return lambda data: partial(_all, function, data)


def _all(function, *data):
    found = function(*data)
    return [*found] if inspect.isgenerator(found) else found


def _anew(run):
    """Return what ``run`` returns if no text is remembered."""
    html_page.parse.cache_clear()
    html_page._is_part_of_page.cache_clear()
    front_matter._pairs_of.cache_clear()
    return run()


def _each(function, items):
    return [function(item) for item in items]


def _or_refuse(function):
    def run(data):
        with contextlib.suppress(outcomes.Refusal, outcomes.FolderError):
            return _all(function, data)

    return run


def _edited(text):
    """Return a text without every ninth character, and the edits that took them out."""
    gone = (Edit(0, "html", place, text[place], "", "") for place in range(0, len(text), 9))
    return Cleaned("".join(text[place + 1 : place + 9] for place in range(0, len(text), 9)), tuple(gone), ())


_AS_BIG5 = two_byte.Misread("gbk", "big5hkscs", True)


def _misread_anew(text):
    two_byte.misread_as.cache_clear()
    return two_byte.misread_as(text)


def _read_anew(function, page):
    html_page.parse.cache_clear()
    return function(page)


_LATEX = "\\documentclass{article}\\title{桥}\\begin{document}"


def _some_characters(text):
    return [(place, text[place], "", "") for place in range(0, len(text), 9)]


def _written(text, ending):
    path = FILES / f"one{ending}"
    path.write_text(text, encoding="utf-8", errors="replace", newline="")
    return path


def _in_two_encodings(text):
    return f"开源\n{text}\n".encode("utf-8", "replace") + f"模型\n{text}".encode("gb18030", "replace")


def _read_lines(data):
    return lines.read_lines(io.BytesIO(data), "")


def _rows(articles):
    rows = zip(articles["article_id"], articles["text"], strict=True)
    return [
        article.Row(name, {}, Decoded(text, ""), metadata.Dated(), Cleaned(text, (), ()), 0.0) for name, text in rows
    ]


def _decided(articles):
    rows = _rows(articles)
    decided = decisions.decide([decisions.profile_of(row) for row in rows], cut_boilerplate=True)
    return [*zip(rows, decided, strict=True)]


def _health(articles):
    rows = ((name, "loaded", name, "", "", 0.0, 0.0, "", "", 9, 0.0, "") for name in articles["article_id"])
    return tables.typed_table(rows, ingest.INGEST_LOG_TYPES)


def _fingerprints(articles):
    return {row.article_id: boilerplate.fingerprints_of(row.text) for row in articles.itertuples()}


def _codes(articles):
    codes = articles[["article_id"]].assign(quote=articles["text"].str[:2], start=0, sentence=1, domain="war")
    return codes.assign(form="metaphor", mapping_en="a → b; c → d")


def _two_coders(articles):
    codes = pd.DataFrame({"unit_id": articles["article_id"]})
    codes["code"] = [("war", "chess", "none")[place % 3] for place in codes.index]
    return codes, codes.assign(code=codes["code"].where(codes.index % 5 > 0, "race"))


def _folder_of_codes(articles):
    place = FILES / f"codes{len(articles)}"
    place.mkdir(exist_ok=True)
    _codes(articles).to_csv(place / "codes.csv", index=False)
    pd.DataFrame(columns=["table", "column", "value", "meaning"]).to_csv(place / "categories.csv", index=False)
    return place


def _counted(one, articles):
    return articles.assign(counted=[claim.count_claims([one], text) for text in articles["text"]])


def _pairs_in_a_chain(articles):
    names = articles["article_id"].tolist()
    sizes = {name: place for place, name in enumerate(names)}
    return pd.DataFrame({"first": names[:-1], "second": names[1:], "share": 1.0}), sizes


KIND = claim.Claim("kind", "A claim.", "word", "开源", versus="闭源", group="source_language=zh")

_read = partial(article.read_entry, rules=ingest.rules_for(True), cut_navigation=True, cache=None)
_terms = matching.Terms(["(?:开|闭)源", "a[b-y]", "一件"])

ON_TEXT = {
    "claims.claim.count_claims": _on(partial(claim.count_claims, [KIND])),
    "claims.robustness.is_heading": _on(robustness.is_heading),
    "claims.robustness.without_headings": _on(robustness.without_headings),
    "cleaning.ledger.apply_ledger": lambda text: partial(ledger.apply_ledger, text, _edited(text).ledger),
    "cleaning.cleaner.clean": _on(cleaner.clean),
    "cleaning.characters.find_characters": _on(characters.find_characters),
    "cleaning.editorial.find_cuts": lambda text: partial(
        _all, editorial.find_cuts, text, [EditorialCut("cut", text.count(text[:9]), text[:9], "", "")]
    ),
    "cleaning.repetition.find_doubled": _on(repetition.find_doubled),
    "cleaning.repetition.find_doubling": _on(repetition.find_doubling),
    "cleaning.front_matter.read_front_matter": _on(front_matter.read_front_matter),
    "cleaning.markup_heads.read_markup_head": _on(markup_heads.read_markup_head),
    "cleaning.escapes.without_name_escapes": _on(escapes.without_name_escapes),
    "cleaning.pinyin.pinyin_lines": _on(pinyin.pinyin_lines),
    "cleaning.front_matter.as_text": _on(front_matter.as_text),
    "cleaning.emphasis.find_emphasis": _on(emphasis.find_emphasis),
    "cleaning.naming.code_spans": _on(naming.code_spans),
    "cleaning.naming.hide_code": _on(lambda text: naming.hide_code(text, "<", "-")),
    "cleaning.naming.is_shown": _on(lambda text: [naming.is_shown(text, k, k + 1) for k in range(0, len(text), 9)]),
    "cleaning.naming.is_joint": lambda text: partial(naming.is_joint, text, 0, len(text)),
    "cleaning.naming.is_named": _on(lambda text: [naming.is_named(text, k, k + 1) for k in range(0, len(text), 9)]),
    "cleaning.feeds.find_feed": _on(feeds.find_feed),
    "cleaning.feeds.is_feed": _on(feeds.is_feed),
    "cleaning.escapes.without_escapes": _on(escapes.without_escapes),
    "cleaning.forum_codes.find_forum_codes": _on(forum_codes.find_forum_codes),
    "cleaning.wiki_text.find_wiki_text": _on(wiki_text.find_wiki_text),
    "cleaning.latex_text.find_latex": lambda text: partial(_all, latex_text.find_latex, _LATEX + text),
    "cleaning.notes.find_notes": _on(notes.find_notes),
    "cleaning.subtitles.find_subtitles": _on(subtitles.find_subtitles),
    "cleaning.html_page.is_html": _on(html_page.is_html),
    "cleaning.html_page.parse": _on(html_page.parse.__wrapped__),
    "cleaning.layout.find_layout": _on(layout.find_layout),
    "cleaning.pages.columns": _on(pages.columns),
    "cleaning.pages.measure": _on(pages.measure),
    "cleaning.pages.find_pages": _on(lambda text: pages.find_pages(pages.measure(text)) if pages.measure(text) else []),
    "cleaning.pages.find_page_marks": _on(pages.find_page_marks),
    "cleaning.pages.find_page_heads": _on(pages.find_page_heads),
    "cleaning.program_code.find_code": _on(program_code.find_code),
    "cleaning.side_columns.find_side_columns": _on(side_columns.find_side_columns),
    "cleaning.wrapped_lines.is_wrapped": _on(wrapped_lines.is_wrapped),
    "cleaning.wrapped_lines.find_wrapped": _on(wrapped_lines.find_wrapped),
    "cleaning.markdown_links.find_links_and_code": _on(markdown_links.find_links_and_code),
    "cleaning.html_markup.find_html": _on(html_markup.find_html),
    "cleaning.markdown_markup.find_markdown": _on(markdown_markup.find_markdown),
    "cleaning.pinyin.find_pinyin": _on(pinyin.find_pinyin),
    "cleaning.conversion.find_script": _on(conversion.find_script),
    "cleaning.spacing.find_spacing": _on(spacing.find_spacing),
    "cleaning.spin.find_spin": _on(spin.find_spin),
    "cleaning.spin.is_spun": _on(spin.is_spun),
    "cleaning.conversion.left_traditional": _on(conversion.left_traditional),
    "cleaning.ledger.raw_span": lambda text: partial(ledger.raw_span, _edited(text), 0, len(text) // 4),
    "cleaning.ledger.replay": lambda text: partial(_all, ledger.replay, text, _edited(text).ledger),
    "cleaning.spin.spin_markers": _on(spin.spin_markers),
    "cleaning.flags.find_flags": _on(flags.find_flags),
    "cleaning.mojibake.find_repairs": _on(mojibake.find_repairs),
    "cleaning.two_byte.misread_as": lambda text: partial(_misread_anew, text),
    "cleaning.two_byte.find_misread": lambda text: partial(_all, two_byte.find_misread, text, _AS_BIG5),
    "cleaning.two_byte.in_words": _on(two_byte.in_words),
    "report.encoding.decode": lambda text: partial(_or_refuse(encoding.decode), text.encode("gb18030", "replace")),
    "wording.plain": _on(wording.plain),
    "tables.armed": _on(tables.armed),
    "report.lines.read_lines": lambda text: partial(_read_lines, _in_two_encodings(text)),
    "report.page_rows.header_of_page": lambda text: partial(
        _read_anew, page_rows.header_of_page, f"<table><tr><td>{text}"
    ),
    "report.page_rows.rows_of_page": lambda text: partial(
        _read_anew,
        lambda page: [*page_rows.rows_of_page(page)],
        f"<table><tr><td rowspan=9>标题<tr><td colspan=9>{text}",
    ),
    "report.regular_files.read_bytes": lambda text: partial(regular_files.read_bytes, _written(text, ".txt"), 10**9),
    "report.sources.read_rows": lambda text: partial(_or_refuse(sources.read_rows), _written(f"text\n{text}", ".csv")),
    "stats.inference.count_in_units": lambda text: partial(
        inference.count_in_units, [*range(0, len(text), 9)], inference.unit_spans(text)
    ),
    "stats.inference.unit_sizes": lambda text: partial(inference.unit_sizes, text, inference.unit_spans(text)),
    "stats.inference.unit_spans": _on(inference.unit_spans),
    "report.boilerplate.as_edits": lambda text: partial(boilerplate.as_edits, _some_characters(text), 0),
    "report.boilerplate.cut": lambda text: partial(boilerplate.cut, text, _some_characters(text)),
    "report.boilerplate.find_boilerplate": _on(boilerplate.find_boilerplate),
    "report.navigation.find_navigation": _on(navigation.find_navigation),
    "report.boilerplate.fingerprint": _on(boilerplate.fingerprint),
    "report.boilerplate.line_key": _on(boilerplate.line_key),
    "report.boilerplate.fingerprints_of": _on(boilerplate.fingerprints_of),
    "report.article.read_entry": lambda text: partial(_or_refuse(_read), Entry("a", text[: article.MOST_CHARACTERS])),
    "text.matching.occurrences": lambda text: partial(matching.occurrences, ["开源", "一", "一件", "a"], text),
    "text.matching.Terms.find_each": lambda text: partial(_all, _terms.find_each, text, 0, len(text)),
    "text.matching.Terms.find_in": lambda text: partial(
        _all, _terms.find_in, text, [(k, k + 9) for k in range(0, len(text), 9)]
    ),
    "text.matching.Terms.finditer": _on(_terms.finditer),
    "text.mentions.entity_mentions": _on(mentions.entity_mentions),
    "text.mentions.find_mentions": _on(mentions.find_mentions),
    "text.script.convert": _on(partial(script.convert, "tw2s")),
    "text.script.shadow_of": _on(script.shadow_of),
    "plots.missing_glyphs": _on(plots.missing_glyphs),
    "report.display_names.drawable": _on(display_names.drawable),
    "text.script.code_points": _on(script.code_points),
    "text.script.script_of": _on(script.script_of),
    "text.script.to_simplified": _on(script.to_simplified),
    "text.script.to_traditional": _on(script.to_traditional),
    "text.script.traditional_passages": _on(script.traditional_passages),
    "text.script.traditional_characters": _on(script.traditional_characters),
    "show.chinese": _on(show.chinese),
    "show.edits": lambda text: partial(show.edits, text, _edited(text).ledger, "c"),
    "show.escape": _on(show.escape),
    "show.quotation": lambda text: partial(show.quotation, text, text),
    "show.say": _on(show.say),
    "framing.quotations.find_quotations": _on(quotations.find_quotations),
    "framing.quotations.quotation_rows": lambda text: lambda: quotations.quotation_rows(Document(text)),
    "stats.counts.count_characters": _on(counts.count_characters),
    "report.metadata.date_hint": _on(metadata.date_hint),
    "report.metadata.is_section": _on(metadata.is_section),
    "report.metadata.own_metadata": _on(metadata.own_metadata),
    "report.dates.read_date": _on(dates.read_date),
    "report.column_names.column_key": _on(column_names.column_key),
    "report.column_names.name_of": _on(column_names.name_of),
    "report.values.text_in": _on(values.text_in),
    "report.several.articles_in": _on(several.articles_in),
    "report.several.may_hold_several": lambda text: partial(several.may_hold_several, text.encode("utf-8", "replace")),
    "report.several.titles_in": _on(several.titles_in),
    "report.labels.read_record": _on(labels.read_record),
    "report.bylines.read_byline": _on(bylines.read_byline),
    "report.heads.read_head": _on(heads.read_head),
    "report.page_head.read_page": _on(page_head.read_page),
    "text.tokens.ContentCodes.count": lambda text: partial(tokens.ContentCodes().count, text),
    "text.tokens.content_words": lambda text: partial(tokens.content_words, tokens.tokenize(text)),
    "text.tokens.engine_differences": lambda text: partial(_all, tokens.engine_differences, [text]),
    "text.entities.entity_of": _on(entities.entity_of),
    "text.entities.gloss_of": _on(entities.gloss_of),
    "text.sentences.end_of_line": lambda text: partial(sentences.end_of_line, text, 0),
    "text.sentences.lines_of": lambda text: partial(_all, sentences.lines_of, text),
    "text.sentences.sentence_spans": _on(sentences.sentence_spans),
    "text.sentences.split_sentences": _on(sentences.split_sentences),
    "text.tokens.tokenize": _on(tokens.tokenize),
}

ON_ARTICLES = {
    "stats.reliability.agreement": lambda articles: partial(agreement.agreement, *_two_coders(articles), draws=20),
    "stats.reliability.cohen_kappa": lambda articles: partial(
        agreement.cohen_kappa, agreement.pair_codes(*_two_coders(articles)), draws=20
    ),
    "stats.reliability.disagreements": lambda articles: partial(
        agreement.disagreements, agreement.pair_codes(*_two_coders(articles))
    ),
    "stats.reliability.krippendorff_alpha": lambda articles: partial(
        agreement.krippendorff_alpha, [table["code"] for table in _two_coders(articles)], draws=20
    ),
    "stats.reliability.pair_codes": lambda articles: partial(agreement.pair_codes, *_two_coders(articles)),
    "claims.claim.agrees": lambda articles: partial(claim.agrees, KIND, claim.measure(KIND, articles)),
    "claims.robustness.claim_interval": lambda articles: partial(
        robustness.claim_interval, KIND, _counted(KIND, articles), draws=200
    ),
    "claims.claim.effect": lambda articles: partial(claim.effect, KIND, claim.measure(KIND, articles)),
    "claims.robustness.leave_one_out": lambda articles: partial(
        robustness.leave_one_out, KIND, _counted(KIND, articles)
    ),
    "claims.claim.measure": lambda articles: partial(claim.measure, KIND, articles),
    "claims.robustness.multiverse": lambda articles: partial(robustness.multiverse, KIND, {"a=b": articles}),
    "claims.verdicts.verdict": lambda articles: partial(verdicts.verdict, KIND, articles, draws=200),
    "framing.codes.add_pairs": lambda articles: partial(codes.add_pairs, _codes(articles)),
    "framing.codes.code_sentences": lambda articles: partial(codes.code_sentences, _codes(articles), articles),
    "framing.codes.load_codes": lambda articles: partial(codes.load_codes, articles, folder=_folder_of_codes(articles)),
    "stats.inference.bootstrap_rates": lambda articles: partial(
        inference.bootstrap_rates, counts.find_terms(articles, ["开源", "闭源"]), articles, draws=20
    ),
    "stats.inference.date_scores": _on(inference.date_scores),
    "report.decisions.profile_of": lambda articles: partial(_each, decisions.profile_of, _rows(articles)),
    "report.ingest.articles_table": lambda articles: partial(ingest.articles_table, articles.to_dict("records")),
    "report.ingest.count_outcomes": lambda articles: partial(ingest.count_outcomes, _health(articles)),
    "report.decisions.decide": lambda articles: partial(
        decisions.decide, [decisions.profile_of(row) for row in _rows(articles)], cut_boilerplate=True
    ),
    "report.ingest.finish": lambda articles: partial(_each, lambda one: ingest.finish(*one), _decided(articles)),
    "framing.analogies.find_analogies": lambda articles: partial(
        analogies.find_analogies, counts.split_articles(articles)
    ),
    "stats.scoring.misses": lambda articles: partial(scoring.misses, _codes(articles), _codes(articles.iloc[::2])),
    "stats.scoring.score": lambda articles: partial(scoring.score, _codes(articles), _codes(articles.iloc[::2])),
    "report.near_duplicates.copies_of": lambda articles: partial(
        near_duplicates.copies_of, *_pairs_in_a_chain(articles)
    ),
    "report.boilerplate.boilerplate_of": lambda articles: partial(
        boilerplate.boilerplate_of, boilerplate.fingerprints_of("\n".join(articles["text"])), frozenset([1])
    ),
    "report.near_duplicates.near_copies": lambda articles: partial(
        near_duplicates.near_copies, _fingerprints(articles)
    ),
    "report.boilerplate.repeated_lines": lambda articles: partial(
        boilerplate.repeated_lines, [*_fingerprints(articles).values()]
    ),
    "report.capacity.carries": _on(capacity.carries),
    "report.display_names.columns_of": _on(display_names.columns_of),
    "report.capacity.dated": _on(capacity.dated),
    "report.capacity.why_no_range": _on(capacity.why_no_range),
    "report.capacity.why_no_trend": _on(capacity.why_no_trend),
    "report.capacity.why_no_words": _on(capacity.why_no_words),
    "report.parallel.add_counts": lambda articles: partial(parallel.add_counts, *[parallel.count_part(articles)] * 2),
    "report.parallel.count_corpus": lambda articles: partial(
        parallel.count_corpus, [articles.iloc[::2], articles.iloc[1::2]]
    ),
    "report.parallel.count_part": _on(parallel.count_part),
    "report.parallel.sum_counts": lambda articles: partial(parallel.sum_counts, [parallel.count_part(articles)] * 2),
    "show.table": lambda articles: partial(show.table, articles[["article_id", "year", "text"]], "c", glossed=["text"]),
    "tables.to_csv": lambda articles: partial(tables.to_csv, articles[["article_id", "year", "text"]]),
    "stats.counts.add_rates": lambda articles: partial(
        counts.add_rates, counts.find_terms(articles, ["开源"]), articles
    ),
    "stats.counts.collocates": lambda articles: partial(counts.collocates, articles, "开源"),
    "stats.counts.concordance": lambda articles: partial(counts.concordance, articles, "开源"),
    "stats.counts.count_terms": _on(counts.count_terms),
    "stats.counts.find_terms": lambda articles: partial(counts.find_terms, articles, ["开源", "。"]),
    "cleaning.ledger.ledger_table": _on(ledger.ledger_table),
    "stats.counts.split_articles": _on(counts.split_articles),
}

ON_COUNTS = {
    "stats.inference.naive_token_test": lambda counts: partial(
        inference.naive_token_test, counts, counts["article_id"].head(1)
    ),
    "stats.keywords.dispersion": _on(keyness.dispersion),
    "stats.keywords.keyness": lambda counts: partial(keyness.keyness, counts, counts["article_id"].head(1)),
    "stats.keywords.pool_groups": lambda counts: partial(keyness.pool_groups, counts, counts["article_id"].head(1)),
    "stats.keywords.word_shift": lambda counts: partial(
        keyness.word_shift, counts, counts["article_id"].head(1), counts["article_id"].tail(1)
    ),
    "tables.typed_table": lambda table: partial(
        tables.typed_table, [*table.itertuples(index=False, name=None)], counts.COUNT_TYPES
    ),
    "report.cells.rates_of": lambda counts: partial(
        cells.rates_of, {}, {2023: 9}, counts["term"].tolist(), {2022: "a", 2023: "b"}
    ),
    "stats.counts.rank_terms": _on(counts.rank_terms),
    "stats.counts.tf_idf": _on(counts.tf_idf),
}

ON_NUMBERS = {
    "stats.inference.holm": lambda values: partial(inference.holm, values / values.max()),
    "stats.inference.permutation_groups": lambda values: partial(
        inference.permutation_groups, values, np.arange(len(values)) % 2 == 0, draws=999
    ),
    "stats.inference.permutation_trend": lambda values: partial(
        inference.permutation_trend, values, np.arange(len(values)), draws=999
    ),
    "stats.inference.resample_rates": lambda values: (
        lambda: inference.resample_rates(values[:, None], values, draws=99, rng=np.random.default_rng(0))
    ),
    "stats.inference.spearman": lambda values: partial(inference.spearman, np.tile(values, (9, 1)), values),
    "stats.keywords.g_squared": lambda values: partial(keyness.g_squared, values, values, values.sum(), values.sum()),
    "stats.keywords.gries_dp": lambda values: partial(keyness.gries_dp, values, values),
    "report.workers.run": lambda values: lambda: [*workers.run(abs, values)],
    "report.invented.synthetic_articles": lambda values: partial(invented.synthetic_articles, 0, n=len(values)),
    "report.metadata.dated_by": lambda values: partial(
        metadata.dated_by, [("metadata", {"date": "today"})] * len(values), "a.txt"
    ),
    "report.column_names.renamed": lambda values: partial(
        column_names.renamed, [("title", f"{value}") for value in values]
    ),
}

ON_FOLDER = {
    "report.sources.entries_of": lambda place: lambda: [*sources.entries_of(place)],
    "report.ingest.load_folder": _on(ingest.load_folder),
    "report.pipeline.summarise": _on(pipeline.summarise),
}

MEASURED = {
    name: (prepare, made, start)
    for entries_of_kind, made, start in (
        (ON_TEXT, TEXTS, 1000),
        (ON_ARTICLES, ARTICLES, 20),
        (ON_COUNTS, COUNTS, 200),
        (ON_NUMBERS, NUMBERS, 100),
        (ON_FOLDER, FOLDERS, 20),
    )
    for name, prepare in entries_of_kind.items()
}

# --------------------------------------------------------------------------------------------------------- the tests


def seconds(run):
    """Return the processor time of ``run``, without the time to look for garbage that others left."""
    gc.disable()
    try:
        start = time.process_time()
        run()
        return time.process_time() - start
    finally:
        gc.enable()


@cache
def data_of(made, n):
    return made(n)


def growth(prepare, made, start, most):
    """Return how many times longer ten times the input takes, and the numbers: the best of some tries.

    Ten runs are set against one of ten times the input: both leave as much behind, so that both fill the processor's
    cache and ask for memory alike.
    """
    n = start
    while (first := seconds(partial(_anew, prepare(data_of(made, n))))) < ENOUGH and TIMES * n < most:
        n = min(n * (2 if first > ENOUGH / 4 else 4), most // TIMES)
    found = []
    for length in (n, n, max(start, n // 2)) * 2:  # a cache is full at one length, what grows too fast does so at all
        run, run_large = prepare(data_of(made, length)), prepare(data_of(made, TIMES * length))
        small, large = seconds(partial(_each, _anew, [run] * TIMES)) / TIMES, seconds(partial(_anew, run_large))
        found.append((0 if large < NOTHING and length == n else large / small, length, small, large))
        if found[-1][0] <= LAW or large > TOO_LONG:
            break
    return min(found)


def test_what_grows_with_the_square_is_found():
    def compare_each_with_all(text):
        return lambda: sum(text.count(char) for char in text)

    assert growth(compare_each_with_all, TEXTS["prose"], 1000, MOST)[0] > 1.5 * LAW


@pytest.mark.parametrize("name", MEASURED)
def test_ten_times_the_input_takes_no_more_than_twenty_times_as_long(name):
    prepare, kinds, start = MEASURED[name]
    prepare(data_of(next(iter(kinds.values())), start))()  # what is made once is not measured
    broken = []
    for kind, made in kinds.items():
        ratio, n, small, large = growth(prepare, made, start, MOST if kinds is TEXTS else MOST // 20)
        if ratio > LAW:
            broken.append(f"{kind}: {ratio:.0f} times the time for ten times {n:,} ({small:.4f} s, {large:.4f} s)")
    assert not broken, f"{name} breaks the law of growth: {'; '.join(broken)}."


# ------------------------------------------------------------------------------- families of texts for the rules of cleaning


def _han(start, n):
    return "".join(chr(0x4E00 + (start * 7919 + k * 10473) % 20000) for k in range(n))


def _near_repeats(clauses, length, changed, between, n):
    """Return sentences of so many clauses, in all twice; every ``changed``-th clause is another in each sentence."""
    sentences, size = [], 0
    while 2 * size < n:
        made = [_han(k if k % changed else 1000 + 50 * len(sentences) + k, length) for k in range(clauses)]
        sentences.append("，".join(made) + "。" + between)
        size += len(sentences[-1])
    return 2 * "".join(sentences)


FAMILIES = {
    f"{clauses} clauses of {length}, every {changed}. another, {between!r} between": partial(
        _near_repeats, clauses, length, changed, between
    )
    for clauses, length, changed, between in (
        (1, 110, 1, "好。"),
        (1, 110, 2, "好。"),
        (2, 55, 2, "好。"),
        (11, 10, 3, "好。"),
        (16, 7, 2, "好。好。好。"),
    )
} | {
    f"{letter!r} and rows of {marks!r}": lambda n, letter=letter, marks=marks: _repeated(letter + marks * (n // 2), n)
    for letter, marks in (
        ("a", "\u0301\u0316"),
        ("e", "\u0301"),
        ("ü", "\u0300\u0327\u0315"),
        ("x", "\u0345\u0301\u031b"),
    )
}


def _between(first, blanks, last, n):
    return first + blanks * n + last


STATEMENTS = (
    {
        f"rows of {unit!r}": partial(_repeated, unit)
        for unit in (
            "“开”",
            "「開」",
            "”他说",
            "他说“开”",
            "他说：“",
            "“开。”",
            "“开”\n",
            "“开”，他",
            "A：开。\n",
            "开\n我开。\n",
            "（他说",
            "“",
            "”",
            "“”",
            '"',
            "「『",
            "马斯克表示",
            "他说，",
            "·马",
            "Aa ",
            "说：\n“啊",
        )
    }
    | {
        "a number without end before a source": lambda n: "一" * n + "位知情人士说：“开源会赢。”",
        "one name, and what he says in one line": lambda n: (
            "马斯克来了。" + _repeated("他说：“开源一定会赢，闭源会输。”", n)
        ),
        "one name, and what he says line by line": lambda n: (
            "马斯克来了。\n" + _repeated("他说：“开源一定会赢，闭源会输。”\n", n)
        ),
    }
    | {
        f"{first!r}, rows of {blank!r}, {last!r}": partial(_between, first, blank, last)
        for first, last in (("开", "源"), ("他说", "源"), ("“开", "源”他说。"), ("“开”", "他说“好”"), ("Q1", "开？"))
        for blank in (" ", "\t", "\u3000", "\n", "-", "*", "·", "，", "(")
    }
)


@pytest.mark.parametrize("kind", STATEMENTS)
def test_no_family_of_texts_makes_the_statements_quadratic(kind):
    def found(text):
        return partial(evidence.statements_of, "a", Document(text))

    ratio, n, small, large = growth(found, STATEMENTS[kind], 400, MOST)
    assert ratio <= LAW, f"{ratio:.0f} times the time for ten times {n:,} ({small:.4f} s, {large:.4f} s)"


LINES_OF_PAGES = (
    "首页\n登录\n", "About\n", "其他回答\n匿名用户 2021-11-07\n", "转发邮件\n主题：开源\n", "【制作团队】\n主播：李欣\n", "12\n晨报\n",
    "订阅电子报\n你的邮箱\n", "7 人赞同了该回答\n李欣\n", "关键词：\n开源\n", "撰文 李欣\n", "2021-11-07\n李欣\n", "作者简介\n李欣\n",
)  # fmt: skip


@pytest.mark.parametrize("lines", LINES_OF_PAGES)
@pytest.mark.parametrize("is_above", [True, False])
def test_no_lines_around_a_text_make_its_boilerplate_quadratic(lines, is_above):
    def page(n):
        return _repeated(lines, n) + _PROSE if is_above else _PROSE + _repeated(lines, n)

    ratio, n, small, large = growth(_on(boilerplate.find_boilerplate), page, 2000, MOST)
    assert ratio <= LAW, f"{ratio:.0f} times the time for ten times {n:,} ({small:.4f} s, {large:.4f} s)"


@pytest.mark.parametrize("unit", ["就像安卓", "昔日的浏览器", "如果说", "中国模型", "“", "「『"])
def test_no_sentence_without_end_makes_the_comparisons_quadratic(unit):
    def found(text):
        return partial(analogies.find_analogies, pd.DataFrame({"article_id": ["a"], "sentence": [1], "text": [text]}))

    ratio, n, small, large = growth(found, partial(_repeated, unit), 400, MOST)
    assert ratio <= LAW, f"{ratio:.0f} times the time for ten times {n:,} ({small:.4f} s, {large:.4f} s)"


@pytest.mark.parametrize("kind", FAMILIES)
@pytest.mark.parametrize("rule", [characters.find_characters, repetition.find_doubling, mojibake.find_repairs])
def test_no_rule_of_cleaning_is_quadratic_on_a_family_of_texts(rule, kind):
    ratio, n, small, large = growth(_on(rule), FAMILIES[kind], 2000, MOST)
    assert ratio <= LAW, f"{ratio:.0f} times the time for ten times {n:,} ({small:.4f} s, {large:.4f} s)"


SIGNS = {
    f"rows of {unit!r}": partial(_repeated, unit)
    for unit in (
        *("`", "`<b>`", "`*", "`a", "开*", "*开", "** ", "(*a, **b", "/*", " * ", "==是", "==", "%%a", "{{", "{{a}}中", "中{{a}}"),
        *("[1]", "开[1]", "a[1]", "a_[0]", "[[", "[[1,", "x[[1]]", "[[ a", "<b>和", "用<b>", "<b></b>", "<!--和-->", "写作&lt;"),
        *("中p{a:b;}", "p{color:red;}", "&amp;", "<s>开头以</s>结尾"),
        *("'''a'''[[b]]{{c}}", "'''a'''[[b]]<ref>{{"),
        *("[b]", "[b]开[/b]", "[img][/img]", "[quote]开", "开[编辑]\n", "[[编辑](", "{: a=b", "{% note %}", "\n{% a %}", " {#a}\n"),
        *("<a href='#fn1'>[1]</a>", "<sup>[1]</sup>", "<a href='#fn1'><sup>", "<![if a]>", "<item><title>", "<guid>1", "<![CDATA["),
        *("开[1-3]", "0:05\n开\n", "开 0:05\n", "[00:05.1]", "|a|b|\n|-|-|\n|a\n", "开  1"),
        *("2031<i>", "\f\n开", "第1页第2页", "开源开源开源开源开源开源\n第1页工厂\n", "开\n\n\n\n\n源1\n"),
    )
}  # fmt: skip


@pytest.mark.parametrize("kind", SIGNS)
@pytest.mark.parametrize(
    "rule", [html_markup.find_html, markdown_markup.find_markdown, layout.find_layout, spacing.find_spacing]
)
def test_no_rule_of_cleaning_is_quadratic_on_rows_of_signs(rule, kind):
    ratio, n, small, large = growth(_on(rule), SIGNS[kind], 1000, MOST // 5)
    assert ratio <= LAW, f"{ratio:.0f} times the time for ten times {n:,} ({small:.4f} s, {large:.4f} s)"


@pytest.mark.parametrize("kind", [kind for kind in FAMILIES if "clauses" in kind])
def test_near_repeats_are_not_walked_through_again_and_again(kind, monkeypatch):
    blocks, walked = repetition._blocks, []

    def counted(*arguments):
        walked.append(blocks(*arguments))
        return walked[-1]

    monkeypatch.setattr(repetition, "_blocks", counted)
    text = FAMILIES[kind](80_000)
    list(repetition.find_doubling(text))
    assert sum(len(block) for pair in walked for block in pair or ()) <= 4 * len(repetition._clauses(text))
