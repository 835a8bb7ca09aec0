"""The evidence behind the counts: what was cut, who said what, which sentences hold a metaphor, where the user's terms
and the words of the claims stand.

Each kind is a table with one row a passage. A worker makes the rows of its part (`cuts_of`, `statements_of`,
`lines_of`, `matches_of`, and the metaphors of `helpers.framing.analogies`). `keep_first` holds what a page can show, whatever
the size of the corpus, and a `Shelf` holds all rows on disk until they are written beside the page.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from helpers.claims.claim import Claim, counted_matches
from helpers.cleaning.ledger import Edit
from helpers.corpus import counting_key
from helpers.framing.names import Speaker, latin_word, office_pattern
from helpers.framing.passages import read_passage
from helpers.framing.quotations import quotation_rows
from helpers.framing.reporting import any_of, ends_with
from helpers.lexicon import terms_of
from helpers.stats.counts import concordance
from helpers.tables import to_csv, typed_table
from helpers.text.context import MARGIN, beginning_of, end_of
from helpers.text.document import Document
from helpers.text.entities import entity_of
from helpers.text.script import simplify_words, usual_dot
from helpers.text.tokens import is_of_taiwan, words_of_taiwan
from helpers.wording import plain, without_marks

CUT_TYPES = {"article_id": "str", "rule": "str", "why": "str", "was": "str", "became": "str", "n": "int64"}
STATEMENT_TYPES = {"article_id": "str", "start": "int64", "speaker": "str", "kind": "str", "marked": "bool"}
STATEMENT_TYPES |= {"before": "str", "text": "str", "after": "str"}
METAPHOR_TYPES = {"article_id": "str", "sentence": "int64", "domain": "str", "form": "str", "source_term": "str"}
METAPHOR_TYPES |= {"text": "str"}
LINE_TYPES = {"term": "str", "article_id": "str", "start": "int64", "left": "str", "key": "str", "right": "str"}
MATCH_TYPES = {"claim_id": "str", "article_id": "str", "start": "int64", "of": "str"}
MATCH_TYPES |= {"left": "str", "key": "str", "right": "str"}
KINDS = {"cuts": CUT_TYPES, "statements": STATEMENT_TYPES, "metaphors": METAPHOR_TYPES, "concordance": LINE_TYPES}
KINDS |= {"claim-passages": MATCH_TYPES}
_ORDER = {"cuts": [], "statements": ["start"], "metaphors": ["sentence", "domain", "source_term"]}
_ORDER |= {"concordance": ["start", "term"], "claim-passages": ["start", "claim_id", "of"]}
MOST_SHOWN = dict.fromkeys(KINDS, 1500) | {"cuts": 3000}  # rows on a page

_BEFORE, _AFTER = 40, 30  # characters around a statement, enough to see the verb of saying
_MARKS = frozenset('“‘「『"')
_CONTEXT = 24  # characters on either side of a term
_CHARACTER_RULES = ("characters", "script", "spacing")  # change single characters: counted, not listed


# ------------------------------------------------------------------------------------------------------ rows of a part


def cuts_of(article_id: str, ledger: Iterable[Edit]) -> list[tuple]:
    """Return what cleaning cut from an article or replaced in it, as rows of `CUT_TYPES`, in the order of the ledger.

    Equal edits share a row with their number ``n``. Rules that change single characters (white space, script) have one
    row each, without the text.

    >>> cuts_of("a", [Edit(0, "markdown", 0, "**", "", "bold mark"), Edit(0, "markdown", 4, "**", "", "bold mark")])
    [('a', 'markdown', 'bold mark', '**', '', 2)]
    """
    counts: Counter[tuple[str, str, str, str]] = Counter()
    for edit in ledger:
        if edit.rule in _CHARACTER_RULES:
            counts[edit.rule, "single characters", "", ""] += 1
        elif edit.old.strip() or edit.new.strip():
            counts[edit.rule, edit.note, edit.old.strip(), edit.new.strip()] += 1
    return [(article_id, *edit, n) for edit, n in counts.items()]


def statements_of(article_id: str, document: Document) -> list[tuple]:
    """Return what an article lets people say, as rows of `STATEMENT_TYPES`, with the words around each statement.

    ``speaker`` is an entity where the lexicon knows the name, empty where nobody is named; ``marked`` tells whether the
    words stand in quotation marks.

    >>> statements_of("a", Document("马斯克说：“这不是开源。”"))
    [('a', 6, 'Elon Musk', 'direct', True, '马斯克说：“', '这不是开源。', '”')]
    """
    text, rows, first = document.text, [], {}
    for start, end, quote, kind, name, _, _ in quotation_rows(document):
        if kind != "term":
            if name not in first:
                first[name] = text.find(name)
            before = _words_before(text, start, name, first[name])
            after = beginning_of(text[end : end + _AFTER + MARGIN].partition("\n")[0], _AFTER)
            rows.append(
                (
                    article_id,
                    start,
                    entity_of(name) or usual_dot(plain(name, 60)),
                    kind,
                    text[start - 1 : start] in _MARKS,
                    before,
                    quote,
                    after,
                )
            )
    return rows


def _words_before(text: str, start: int, name: str, first: int) -> str:
    """Return the words before a statement, and before them the speaker's name if it stands farther back; ``first`` is
    where the text has it first."""
    line = text[start - min(start, _BEFORE + MARGIN) : start].rpartition("\n")[2]
    before = end_of(line, _BEFORE)
    if name not in before and name in line[-_BEFORE:]:
        before = f"…{line[line.rindex(name) :]}"
    near = name in before or name in text[start : start + _BEFORE] or not 0 <= first <= start - len(name)
    return before if near else f"{name} […] {before.removeprefix('…')}"


_NO_NAMES = ("anonymous", "bare_office", "pronoun", "media_pronoun", "firm_pronoun", "document")  # kinds of speakers


@lru_cache(maxsize=1 << 12)
def is_unnamed(speaker: str) -> bool:
    """Return whether ``speaker`` is no name but an office, a profession, a group or a pronoun: several may be called so.

    A post of its own counts as a name (谷歌发言人), but not what several of one house or country are (谷歌工程师).

    >>> is_unnamed("记者"), is_unnamed("张记者"), is_unnamed("谷歌发言人"), is_unnamed("马斯克")
    (True, False, False, False)
    >>> is_unnamed("谷歌工程师"), is_unnamed("美国官员"), is_unnamed("谷歌首席科学家")
    (True, True, False)
    >>> is_unnamed("三家公司"), is_unnamed("公司创始人"), is_unnamed("三星公司"), is_unnamed("谷歌公司创始人")
    (True, True, False, False)
    """
    found = [one for one in read_passage(Document(f"{speaker}说，这很好。")).speakers if one.end <= len(speaker)]
    if not found or found[-1].end < len(speaker):  # perhaps as a transcript calls somebody: 问, 嘉宾1
        return not speaker or bool(re.fullmatch(any_of("turn"), speaker) or _common().fullmatch(speaker))
    return all(one.kind in _NO_NAMES or _common().fullmatch(one.name) or _is_one_of_many(one) for one in found)


def _is_one_of_many(speaker: Speaker) -> bool:
    """Return whether an office is one that several of its house have; a Latin surname before it is a name: Peters教授."""
    is_one = speaker.kind != "office" or "首席" in speaker.name
    office = None if is_one else ends_with("of_many").search(speaker.name)
    house = speaker.name[: office.start()].strip() if office else ""
    return office is not None and (not latin_word().fullmatch(house) or bool(entity_of(house)))


# How many (三家, 数十家, but not 百家云), which of them (该, 某), and what kind: none of these words is a name.
_HOW_MANY = (
    r"另?(?:[0-9]+|[一二两三四五六七八九十几数多]+[十百千万]*|[上近][十百千万]+|[十百千万]+(?=[多余]))[多余]?[家所间]"
)
_WHICH = "(?:该|某|本|上述|涉事|有关|相关|各大|[两三四五六七八九十]大)"
_KIND = "(?:初创|创业|大型|中小|小型|小|科技|互联网|第三方|民营|国有|国资|外资|当地|地方|监管|主管|研究|投资|上市|证券|其他)"


@cache
def _common() -> re.Pattern[str]:
    """Return the pattern of an office or an organisation that is only called so: 律师, 公司, 三家公司, 公司创始人."""
    roles, office = ("firm", "institution", "collective"), office_pattern().pattern
    nouns = "|".join(
        sorted({one for role in roles for one in terms_of("reporting", role) if len(one) > 1}, key=len)[::-1]
    )
    described = f"{_HOW_MANY}.{{1,12}}|{_WHICH}?{_KIND}{{0,3}}(?:{nouns})的?(?:{office})?(?:方面)?"
    return re.compile("|".join([office, *map(any_of, roles), described]))


def lines_of(articles: pd.DataFrame, terms: Iterable[str]) -> pd.DataFrame:
    """Return the concordance (KWIC) of ``terms`` in ``articles`` as a table of `LINE_TYPES`.

    Case is ignored, and a term in Latin letters is found as a whole word only. What Taiwan calls it is found too, where
    the words of the report count it as the same.

    >>> found = lines_of(pd.DataFrame({"article_id": ["a"], "text": ["OpenAI谈AI。"]}), ["ai"])
    >>> found[["left", "key", "right"]].values.tolist()
    [['OpenAI谈', 'AI', '。']]
    """
    found, terms = [typed_table([], LINE_TYPES)], tuple(terms)
    for of_taiwan, part in articles.groupby(articles["text"].map(is_of_taiwan).astype(bool)):
        for term in terms:
            forms = [form for form, is_certain in words_of_taiwan(term).items() if is_certain or of_taiwan]
            pattern = "|".join([_pattern_of(term), *map(re.escape, forms)])
            found.append(concordance(part, pattern, width=_CONTEXT + MARGIN).assign(term=term)[list(LINE_TYPES)])
    lines = pd.concat(found, ignore_index=True)
    of_term, of_article = ({name: n for n, name in enumerate(names)} for names in (terms, articles["article_id"]))
    in_order = lines[["start"]].assign(term=lines["term"].map(of_term), article=lines["article_id"].map(of_article))
    in_order = in_order.sort_values(["term", "article", "start"])
    lines = lines.loc[in_order.index].reset_index(drop=True)
    lines["left"] = [end_of(left, _CONTEXT) for left in lines["left"]]
    lines["right"] = [beginning_of(right, _CONTEXT) for right in lines["right"]]
    return lines.astype(LINE_TYPES)


def matches_of(article_id: str, text: str, claims: Iterable[Claim]) -> list[tuple]:
    """Return the places of a text that `helpers.claims.claim.count_claims` counts, as rows of `MATCH_TYPES`; ``of`` says
    which pattern of the claim matches.

    >>> matches_of("a", "OpenAI谈AI。", [Claim("c", "s", "word", "谈", versus="(?<![A-Z])ai", group="trend")])
    [('c', 'a', 6, 'pattern', 'OpenAI', '谈', 'AI。'), ('c', 'a', 7, 'versus', 'OpenAI谈', 'AI', '。')]
    """
    rows = []
    for claim in claims:
        for match, of in counted_matches(claim, text):
            start, end = match.span()
            left = text[max(0, start - _CONTEXT - MARGIN) : start].rpartition("\n")[2]
            right = text[end : end + _CONTEXT + MARGIN].partition("\n")[0]
            context = end_of(left, _CONTEXT), match[0].replace("\n", " "), beginning_of(right, _CONTEXT)
            rows.append((claim.claim_id, article_id, start, of, *context))
    return rows


def _pattern_of(term: str) -> str:
    pattern = re.escape(term)
    pattern = rf"(?<![A-Za-z0-9]){pattern}" if re.match(r"[A-Za-z0-9]", term) else pattern
    return rf"{pattern}(?![A-Za-z0-9])" if re.search(r"[A-Za-z0-9]\Z", term) else pattern


def read_terms(written: str) -> tuple[str, ...]:
    """Return search terms written with commas or bars between them, each once whatever its case, in Simplified as the texts
    are; marks around one (「開源」) are none of it.

    >>> read_terms("開源, 「护城河」|开源")
    ('开源', '护城河')
    """
    terms = (simplify_words(plain(without_marks(term), 60)) for term in re.split(r"[,，、;；|｜\n]", written))
    first: dict[str, str] = {}
    for term in filter(None, terms):
        first.setdefault(term.casefold(), term)
    return tuple(first.values())


# ---------------------------------------------------------------------------------------------------- rows of all parts


class Kept(NamedTuple):
    """The first rows of a kind of evidence, by article, and the number of all rows."""

    first: pd.DataFrame
    total: int

    @property
    def is_whole(self) -> bool:
        """Whether no row is missing."""
        return len(self.first) == self.total


def keep_first(kind: str, *parts: Kept | pd.DataFrame) -> Kept:
    """Return the evidence of all parts together, no more rows than a page shows (`MOST_SHOWN`).

    Neither the order nor the grouping of the parts matters, as long as each article lies in one.
    """
    tables = [part.first if isinstance(part, Kept) else part for part in parts]
    total = sum(part.total if isinstance(part, Kept) else len(part) for part in parts)
    table = pd.concat([typed_table([], KINDS[kind]), *tables], ignore_index=True)
    table = table.assign(place=table["article_id"].map(counting_key))
    table = table.sort_values(["place", *_ORDER[kind]], kind="stable", ignore_index=True).drop(columns="place")
    return Kept(table.head(MOST_SHOWN[kind]), total)


class Shelf:
    """All rows of the evidence on disk, a piece for each part, so that no text stays in memory."""

    def __init__(self, folder: Path):
        self.folder = folder

    def put(self, number: int, tables: Mapping[str, pd.DataFrame]) -> None:
        """Keep the tables of one part."""
        for kind, table in tables.items():
            if len(table):
                (self.folder / f"{kind}-{number:09}").write_bytes(_rows_of(table))

    def bind(self) -> dict[str, Path]:
        """Return ``{kind: CSV file}`` with all rows in the order of the parts, formulas disarmed."""
        return {kind: self._bound(kind) for kind in KINDS}

    def _bound(self, kind: str) -> Path:
        path = self.folder / f"{kind}.csv"
        with path.open("wb") as file:
            file.write(to_csv(typed_table([], KINDS[kind])))
            for piece in sorted(self.folder.glob(f"{kind}-*")):
                file.write(piece.read_bytes())
                piece.unlink()
        return path


def _rows_of(table: pd.DataFrame) -> bytes:
    """Return the rows of a table as they stand in a CSV file, without head and byte-order mark."""
    return to_csv(table).partition(b"\n")[2]
