"""Turn one entry into one article: decode, date and clean it (or take it from the cache), and collect its warnings."""

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from helpers.cleaning.characters import as_seen
from helpers.cleaning.cleaner import clean
from helpers.cleaning.code_pages import odd_rows
from helpers.cleaning.conversion import left_traditional
from helpers.cleaning.escapes import without_escapes
from helpers.cleaning.flags import PRIVATE, THROUGHOUT, find_flags
from helpers.cleaning.ledger import Cleaned, Edit, Flag, apply_edits
from helpers.cleaning.mojibake import find_repairs
from helpers.cleaning.pinyin import pinyin_lines
from helpers.cleaning.side_columns import SIDE_BY_SIDE
from helpers.cleaning.spin import is_spun
from helpers.cleaning.wrapped_lines import is_wrapped
from helpers.report.body import boilerplate
from helpers.report.body.forwarded import BEHIND_NAME, STAMP
from helpers.report.body.metadata import Dated, dated_by, own_metadata
from helpers.report.body.navigation import find_navigation
from helpers.report.body.several import records_in, titles_in
from helpers.report.cache import cached
from helpers.report.input.encoding import Decoded, decode
from helpers.report.input.placeholders import is_placeholder
from helpers.report.outcomes import SKIPPED, Refusal, Remark
from helpers.report.regular_files import read_bytes
from helpers.report.sources import Entry
from helpers.stats.counts import count_characters
from helpers.text import script
from helpers.text.script import HAN, IS_HAN, script_of
from helpers.wording import many, plain

MOST_CHARACTERS, FEW_CHARACTERS = 1_000_000, 100
_MOST_SHOWN = 12
HARDLY_CHINESE, FEW_CHINESE = 0.1, 0.3  # shares of the characters


def _clean(raw: str, rules: tuple[str, ...], navigation: bool) -> tuple[Cleaned, float]:
    found = find_navigation(raw) if navigation else []
    if not found:
        return clean(raw, rules=rules), 0.0
    cleaned = clean(boilerplate.cut(raw, found), rules=rules)
    around = clean("\n".join(old for _, old, _, note in found if note not in (STAMP, BEHIND_NAME)), rules=rules)
    sizes = count_characters(around.text), count_characters(cleaned.text)
    share = sizes[0] / max(1, sum(sizes))
    if share > boilerplate.MOST:
        return clean(raw, rules=rules), -share
    ledger = boilerplate.as_edits(found, 0) + tuple(edit._replace(step=edit.step + 1) for edit in cleaned.ledger)
    return Cleaned(cleaned.text, ledger, cleaned.flags), share


class Row(NamedTuple):
    """An article that was read; ``navigation`` is the share of it that was cut as such (below 0: left in)."""

    entry: str
    metadata: dict[str, str]
    decoded: Decoded
    dated: Dated
    cleaned: Cleaned
    navigation: float

    @property
    def names(self) -> list[str]:
        """Headline, outlet and author, as far as they are known: a line that only repeats one of them is boilerplate. They
        are in the script of the text, but where that has them as they are written (a headline in another script)."""
        names = (self.metadata.get(name, "") for name in ("title", "outlet", "author"))
        return [name if name in self.cleaned.text else script.to_simplified(name) for name in names]


def read_entry(entry: Entry, rules: tuple[str, ...], *, cut_navigation: bool, cache: Path | None) -> Row:
    """Return an entry as a cleaned article.

    Raises:
        Refusal: it is not an article; with the outcome and the reason.
    """
    if entry.refusal:
        raise entry.refusal
    is_file = isinstance(entry.data, Path)
    decoded = decode(read_bytes(entry.data)) if is_file else entry.decoded._replace(text=entry.data)
    decoded = decoded._replace(warnings=(*decoded.warnings, *entry.warnings))
    raw = decoded.text
    if len(raw) > MOST_CHARACTERS:
        raise Refusal(f"{len(raw):,} characters in one article; the most is {MOST_CHARACTERS:,}: split it")
    if not _may_hold_chinese(raw):
        raise Refusal(f"no Chinese in it{_damage(find_flags(raw))}", SKIPPED)
    cleaned, share = cached(_clean, raw, rules, cut_navigation, cache)
    if not cleaned.text.strip():
        raise Refusal("nothing is left of it after cleaning", SKIPPED)
    if is_placeholder(cleaned.text):
        raise Refusal(f"no text but {plain(cleaned.text, 40)!r}, which stands for one", SKIPPED)
    if (chinese := _chinese_share(cleaned.text)) < HARDLY_CHINESE:
        told = _damage(cleaned.flags)
        raise Refusal(f"no Chinese article: only {chinese:.0%} of its characters are Chinese{told}", SKIPPED)
    where, own = own_metadata(as_seen(_repaired(raw, cleaned.ledger)))
    dated = dated_by([("metadata", entry.metadata), (where, own)], entry.name)
    return Row(entry.name, {**own, **entry.metadata}, decoded, dated, cleaned, share)


def _is_of_whole_text(flag: Flag) -> bool:
    return flag.reason.endswith(THROUGHOUT) or flag.reason == PRIVATE


def _damage(flags: Iterable[Flag]) -> str:
    """Return what to tell of the damage of a text that is left out: that of the whole before any other."""
    reasons = sorted((flag.reason for flag in flags), key=lambda reason: not reason.endswith(THROUGHOUT))
    return f"; it looks misread ({reasons[0]})" if reasons else ""


def _may_hold_chinese(raw: str) -> bool:
    """Return whether there is Chinese in a text, or there may be when its bytes, entities and escapes are read."""
    if IS_HAN.search(raw) or find_repairs(raw):
        return True
    read = html.unescape(html.unescape(raw)) if "&" in raw else without_escapes(raw)
    return read != raw and bool(IS_HAN.search(read) or find_repairs(read))


def _repaired(raw: str, ledger: tuple[Edit, ...]) -> str:
    """Return a text with its misread passages repaired, as cleaning did, or would have: its head, which may have been cut
    before as what stands around the text, may tell of it in such."""
    is_misread = any(
        edit.rule == "mojibake" or (edit.rule == boilerplate.RULE and odd_rows(edit.old)) for edit in ledger
    )
    return apply_edits(raw, find_repairs(raw)) if is_misread else raw


_HAN_RUN = re.compile(f"[{HAN}]+")


def _chinese_share(text: str) -> float:
    return (len(text) - len(_HAN_RUN.sub("", text))) / max(1, count_characters(text))


def findings(row: Row, text: str, ledger: tuple[Edit, ...]) -> Iterator[str]:
    """Yield the warnings about one article, whose final text is ``text``; a `Remark` asks for nothing."""
    yield from (*row.decoded.warnings, *row.dated.warnings)
    rules = Counter(edit.rule for edit in ledger)
    if rules["mojibake"]:
        yield Remark(f"{many(rules['mojibake'], 'misread passage')} repaired")
    if row.cleaned.flags:
        yield f"{many(len(row.cleaned.flags), 'spot')} damaged beyond proof ({row.cleaned.flags[0].reason})"
    if any(edit.note == SIDE_BY_SIDE for edit in ledger):
        yield Remark("two columns that stood side by side are read one after the other")
    if joined := sum(edit.rule == "layout" and edit.old == "\n" for edit in ledger):
        yield Remark(f"its lines were broken at a fixed width: {joined} of them joined")
    elif is_wrapped(text) is None:
        yield "its lines may be broken in the middle of sentences: left as they are"
    if any(edit.rule == "doubling" and len(edit.old) >= FEW_CHARACTERS for edit in ledger):
        yield Remark("a passage stood twice; the fuller copy is kept")
    if (several := max(titles_in(row.decoded.text), records_in(row.decoded.text))) > 1:
        yield f"it may hold {several} articles: so many heads of articles or marks of records stand in it; split it"
    if is_spun(row.cleaned.text):
        yield "reworded by machine (its density of marker words says so); restored only on request"
    written = script_of(row.decoded.text)
    if rules["script"] and written == "Hans":
        yield Remark("a passage in Traditional script is converted")
    if written == "Hans" and (left := left_traditional(text)):
        shown = "".join(left)[:_MOST_SHOWN] + "…" * (len(left) > _MOST_SHOWN)
        yield Remark(f"{many(sum(left.values()), 'character')} in Traditional script left as written: {shown}")
    if (lines := len(pinyin_lines(text))) > 1:
        yield f"{lines} of its lines are pinyin: left in, as not each has its partner"
    is_misread = rules["mojibake"] or any(_is_of_whole_text(flag) for flag in row.cleaned.flags)
    if not written and not is_misread and IS_HAN.search(row.decoded.text):
        yield "looks Japanese"
    if (share := _chinese_share(text)) < FEW_CHINESE:
        yield f"only {share:.0%} of its characters are Chinese"
    if count_characters(text) < FEW_CHARACTERS:
        yield f"only {many(count_characters(text), 'character')}"
    if row.navigation < 0:
        yield f"{-row.navigation:.0%} of it looks like navigation: left in, too much to cut"
