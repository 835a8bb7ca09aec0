"""Decide on every article by comparing the profiles of all: what of it to cut, its id, and what it is a copy of. Pure."""

import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import urlsplit

from helpers.report.article import Row
from helpers.report.body import boilerplate, near_duplicates
from helpers.report.body.boilerplate import Fingerprints
from helpers.report.body.metadata import Dated
from helpers.report.outcomes import Remark
from helpers.report.sources import wanted_id
from helpers.text.script import shadow_of

MUCH_CUT = 0.3  # a larger share of an article is worth a look

_MOST_PARTS = 6  # more with one headline on one day are a thread, or a column
_LEAST_HEADLINE, _MOST_HEADLINE = 5, 100  # letters; characters
_PART = re.compile(  # which part it is, behind a headline: （上）, (二之一), 之三, 下篇
    r"(?:[(\[【〔][上中下前后续完\d一二三四五六七八九十之第篇/-]{1,6}[)\]】〕]|之[一二三四五六七八九十]|[上中下]篇|\bpart ?\d)\s*\Z",
    re.IGNORECASE,
)


class ArticleProfile(NamedTuple):
    """What `decide` needs to know of one article, without its text. ``fingerprint`` identifies the text, ``headline`` the
    headline with the source and the day; it is 0 where one of them is not known."""

    fingerprint: int
    wanted_id: str
    source: str
    dated: Dated
    navigation: float
    prints: Fingerprints
    headline: int = 0


def source_of(metadata: dict[str, str], entry: str) -> str:
    """Return the source that shares its boilerplate: the site of the address, else the outlet, else the folder.

    >>> source_of({"url": "https://news.example.com/a?id=1", "outlet": "日报"}, "a.txt")
    'news.example.com'
    """
    try:
        site = urlsplit(metadata.get("url", "")).hostname
    except ValueError:
        site = None
    return site or metadata.get("outlet") or str(PurePosixPath(entry.split(", row ")[0]).parent)


def profile_of(row: Row) -> ArticleProfile:
    """Return the profile of an article that has been read."""
    text, wanted, source = row.cleaned.text, wanted_id(row.metadata, row.entry), source_of(row.metadata, row.entry)
    prints = boilerplate.fingerprints_of(text, row.names)
    told = boilerplate.fingerprint(text), wanted, source, row.dated, row.navigation, prints
    return ArticleProfile(*told, _headline_of(row, source))


def _headline_of(row: Row, source: str) -> int:
    title = row.metadata.get("title") or row.cleaned.text.split("\n", 1)[0]
    if len(title) > _MOST_HEADLINE or "。" in title or not row.dated.first or row.dated.first != row.dated.last:
        return 0
    letters = "".join(filter(str.isalnum, _PART.sub("", shadow_of(title).strip()))).casefold()
    return boilerplate.fingerprint(f"{source}\n{row.dated.first}\n{letters}") if len(letters) >= _LEAST_HEADLINE else 0


class Decision(NamedTuple):
    """The decision on one article: its id, the ``lines`` to cut (None: none), the share that is cut in all, the id of
    the article that it nearly duplicates, and warnings."""

    article_id: str
    lines: frozenset[int] | None
    share: float
    copy_of: str
    warnings: tuple[str, ...]


def decide(profiles: Sequence[ArticleProfile], *, cut_boilerplate: bool) -> list[Decision]:
    """Return the decision on every article, made by comparing all of them."""
    prints = [one.prints for one in profiles]
    cuts: list[tuple[frozenset[int] | None, float, str]] = [(None, 0.0, "")] * len(profiles)
    if cut_boilerplate:
        repeated = _repeated(profiles)
        cuts = [_cut_of(one, repeated[one.source]) for one in profiles]
        prints = [
            mine if lines is None else mine.without(boilerplate.boilerplate_of(mine, lines))
            for mine, (lines, _, _) in zip(prints, cuts, strict=True)
        ]
    ids, renamed = _unique([one.wanted_id for one in profiles])
    pairs = near_duplicates.near_copies(dict(zip(ids, prints, strict=True)))
    twins = near_duplicates.copies_of(pairs, {name: mine.characters for name, mine in zip(ids, prints, strict=True)})
    namesakes = _namesakes(profiles, ids)
    decisions = []
    for place, (name, (lines, share, warning)) in enumerate(zip(ids, cuts, strict=True)):
        first = namesakes.get(name)
        warnings = (
            warning,
            "another article has the same id; this one is numbered" if place in renamed else "",
            _told_of(share),
            f"a near copy of {twins[name]}" if name in twins else "",
            f"headline and day are those of {first}: one article in parts?"
            if first and not {first, name} & twins.keys()
            else "",
        )
        decisions.append(Decision(name, lines, share, twins.get(name, ""), tuple(filter(None, warnings))))
    return decisions


def _namesakes(profiles: Sequence[ArticleProfile], ids: Sequence[str]) -> dict[str, str]:
    """Return ``{article: the first one}`` of those few that one source has under one headline on one day."""
    groups: dict[int, list[str]] = defaultdict(list)
    for one, name in zip(profiles, ids, strict=True):
        if one.headline:
            groups[one.headline].append(name)
    few = (group for group in groups.values() if len(group) <= _MOST_PARTS)
    return {name: first for first, *others in few for name in others}


def _told_of(share: float) -> str:
    told = f"{share:.0%} cut as boilerplate" if share > 0.005 else ""
    return told if share > MUCH_CUT else Remark(told)


def _repeated(profiles: Sequence[ArticleProfile]) -> dict[str, frozenset[int]]:
    """Return the lines that the articles of each source repeat; near-duplicates are left out, as they repeat all."""
    prints = {str(place): one.prints for place, one in enumerate(profiles)}
    sizes = {name: mine.characters for name, mine in prints.items()}
    twins = near_duplicates.copies_of(near_duplicates.near_copies(prints, least=0.8), sizes)
    by_source: dict[str, list[Fingerprints]] = {one.source: [] for one in profiles}
    for place, one in enumerate(profiles):
        if str(place) not in twins:
            by_source[one.source].append(one.prints)
    return {source: boilerplate.repeated_lines(members) for source, members in by_source.items()}


def _cut_of(one: ArticleProfile, repeated: frozenset[int]) -> tuple[frozenset[int] | None, float, str]:
    """Return the repeated lines to cut from an article, the share that it loses in all, and a warning."""
    found = boilerplate.boilerplate_of(one.prints, repeated)
    whole = one.prints.characters
    size = max(1, whole / max(0.01, 1 - max(0.0, one.navigation)))
    left = whole - int(one.prints.sizes[found].sum())
    if left and 1 - left / size <= boilerplate.MOST:
        return repeated & frozenset(one.prints.lines[found].tolist()), 1 - left / size, ""
    warning = f"{1 - left / size:.0%} of it repeats lines of its source: left in, too much to cut"
    return None, max(0.0, one.navigation), warning if left < whole else ""


def _unique(wanted: list[str]) -> tuple[list[str], set[int]]:
    """Return a distinct id for every wanted one, in order, and the places of those that had to be numbered."""
    used, changed, ids = set(wanted), set(), []
    given: set[str] = set()
    last: dict[str, int] = defaultdict(lambda: 1)
    for place, name in enumerate(wanted):
        fresh = name
        while fresh in given or (fresh != name and fresh in used):
            last[name] += 1
            fresh = f"{name} ({last[name]})"
        if fresh != name:
            changed.add(place)
        given.add(fresh)
        ids.append(fresh)
    return ids, changed
