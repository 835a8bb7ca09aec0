"""Find everyone in a text who may speak: named persons, offices, firms, documents, unnamed sources. Pure."""

import re
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from helpers.framing.reporting import any_of, unnamed_sources
from helpers.lexicon import terms_of
from helpers.text.mentions import find_mentions
from helpers.text.script import HAN

_ORG_KINDS = ("company", "institution", "media")
# Of several speakers in one clause the lowest rank is its subject: a person says more than the firm of that person.
SPEAKER_RANK = {
    "person": 0,
    "anonymous": 0,
    "name": 1,
    "office": 2,
    "pronoun": 3,
    "org": 4,
    "media_pronoun": 5,
    "firm_pronoun": 5,
    "document": 6,
}


class Speaker(NamedTuple):
    """Words that may name a speaker.

    ``kind`` is a key of `SPEAKER_RANK`, or *inner* for one whom only a quotation names. ``name`` is the entity where
    the lexicon knows it, else the words themselves. A *person* is known or has an office, a *name* only looks like one.
    """

    start: int
    end: int
    kind: str
    name: str


# The groups of `_name_pattern`, and the kind of speaker that each finds.
_NAME_KINDS = {
    "foreign": "person",
    "name": "person",
    "glossed": "person",
    "latin": "name",
    "office": "office",
}


@cache
def _name_pattern() -> re.Pattern[str]:
    """Return the pattern of names that no list knows: by their form, or by the office before them."""
    one, *several = terms_of("reporting", "surname")
    surname = f"(?:[{one}]|{'|'.join(several)})"
    (foreign_letters,) = terms_of("reporting", "transliteration")
    office_letters = "".join(sorted({term[0] for term in terms_of("reporting", "office")}))
    office = f"(?=[{office_letters}]){any_of('office')}"
    follows = rf"(?=[^{HAN}]|$|{any_of('after_name')})"
    letters = f"[{foreign_letters}]"
    foreign = rf"{letters}{{1,6}}·(?:{letters}{{1,6}}·)?{letters}{{1,6}}?(?:{follows}|(?=特别|报道))"
    word = r"[A-Z][a-zÀ-ɏ'’][A-Za-zÀ-ɏ'’]*"
    latin = rf"(?<![A-Za-z0-9:,&][ ])(?<![A-Za-z0-9-]){word}(?:[ ](?:[A-Z]\.|{word})){{1,2}}(?![ ]?[A-Za-z0-9])"
    # Where no name begins, the engine looks at one class of letters and goes on.
    first = f"A-Z{foreign_letters}{office_letters}{one}{''.join(name[0] for name in several)}"
    return re.compile(
        rf"(?=[{first}])(?:(?P<foreign>{foreign})"
        rf"|{office}[,、 &]?(?P<name>{surname}[{HAN}]{{1,2}}?){follows}"
        rf"|(?P<glossed>{surname}[{HAN}]{{1,2}})(?=\([A-Z][a-z]+ [A-Z])"
        rf"|(?P<latin>{latin})"
        rf"|(?P<office>{office}))"
    )


def find_speakers(shadow: str, masked: str) -> list[Speaker]:
    """Return everyone who may speak, in reading order; no two overlap.

    Args:
        shadow: as `helpers.text.script.shadow_of` returns it.
        masked: the shadow without its quotations, as `helpers.framing.quote_marks.mask_quotations` returns it.

    >>> [(speaker.kind, speaker.name) for speaker in find_speakers("谷歌发言人和马斯克", "谷歌发言人和马斯克")]
    [('office', '谷歌发言人'), ('person', 'Elon Musk')]
    """
    mentions = find_mentions(masked)
    known, others = [], []  # others: products and places, which never speak
    for start, end, entity, kind in mentions:
        speaks = kind in ("person", *_ORG_KINDS)
        speaker = Speaker(start, end, "person" if kind == "person" else "org" if speaks else "product", entity)
        (known if speaks else others).append(speaker)
    found = [speaker for speaker in _with_office(masked, [*known, *others]) if speaker.kind != "product"]
    certain = set(found)
    found += _unlisted_names(shadow, masked)
    found += [Speaker(*match.span(), role, match.group()) for match, role in unnamed_sources().finditer(masked)]
    found += _short_forms(shadow, masked, found)
    speakers = _without_overlap(found, certain, [(other.start, other.end) for other in others])
    return _without_glosses(masked, speakers)


def _unlisted_names(shadow: str, masked: str) -> list[Speaker]:
    found = []
    for match in _name_pattern().finditer(masked):
        start, end = match.span(match.lastgroup)
        kind = _NAME_KINDS[match.lastgroup]
        found.append(Speaker(start, end, kind, shadow[start:end]))
        if kind == "person" and match.start() < start:  # the office before the name
            found.append(Speaker(match.start(), start, "office", shadow[match.start() : start]))
    return found


_FIRST_WORD = re.compile("(?s)[A-Za-z0-9]+|.")
_LETTER_OR_DIGIT = re.compile("[A-Za-z0-9]")


def _short_forms(shadow: str, masked: str, speakers: list[Speaker]) -> list[Speaker]:
    """Return the later mentions by last name of persons whom the text names in full: Schmidt, 威利森."""
    last_names = _last_names(shadow, speakers)
    if not last_names:
        return []
    # Few names begin with the same word, or with the same character of another script: each of their lengths is tried.
    lengths: dict[str, dict[int, None]] = {}
    for name in sorted(last_names, key=len, reverse=True):
        lengths.setdefault(_FIRST_WORD.match(name)[0], {})[len(name)] = None
    found, at = [], 0
    for match in re.finditer(f"(?<![A-Za-z0-9])[{re.escape(''.join({name[0] for name in last_names}))}]", masked):
        start = match.start()
        for length in lengths.get(_FIRST_WORD.match(masked, start)[0], ()) if start >= at else ():
            speaker, end = last_names.get(masked[start : start + length]), start + length
            if speaker and not _LETTER_OR_DIGIT.match(masked, end):
                found.append(Speaker(start, end, speaker.kind, speaker.name))
                at = end
                break
    return found


def _last_names(shadow: str, speakers: list[Speaker]) -> dict[str, Speaker]:
    """Return the first bearer of each last name that is long enough to be one: two Chinese characters, four letters."""
    bearers: dict[str, Speaker] = {}
    for speaker in speakers:
        parts = re.split(r"[ ·]", shadow[speaker.start : speaker.end])
        last = parts[-1]
        if speaker.kind in ("person", "name") and len(parts) > 1 and len(last) >= (4 if last.isascii() else 2):
            bearers.setdefault(last, speaker)
    return bearers


@cache
def _office_behind() -> re.Pattern[str]:
    return re.compile(f"的?{any_of('office')}")


def _with_office(masked: str, speakers: list[Speaker]) -> list[Speaker]:
    """Return ``speakers`` with 谷歌 + 发言人 joined: neither the firm nor a named person speaks."""
    joined, starts = [], {speaker.start for speaker in speakers}
    for speaker in speakers:
        match = _office_behind().match(masked, speaker.end)
        # 马斯克首席执行官 are two speakers, 马斯克的律师 and 马斯克团队 are one.
        joins = match and (speaker.kind != "person" or match[0][0] == "的" or match[0] == "团队")
        if joins and match.end() not in starts:
            joined.append(Speaker(speaker.start, match.end(), "office", masked[speaker.start : match.end()]))
        else:
            joined.append(speaker)
    return joined


def _without_glosses(masked: str, speakers: list[Speaker]) -> list[Speaker]:
    """Return ``speakers`` without the second form of a name in brackets: 伊桑·莫里克(Ethan Mollick)."""
    names = ("person", "name")
    seconds = {
        b for a, b in pairwise(speakers) if a.kind in names and b.kind in names and masked[a.end : b.start] == "("
    }
    return [speaker for speaker in speakers if speaker not in seconds]


def _without_overlap(speakers: list[Speaker], certain: set[Speaker], blocked: list[tuple[int, int]]) -> list[Speaker]:
    """Return ``speakers`` in order, none overlapping: an unnamed source beats a known name, that a guess; then length.

    Places in ``blocked`` count as known names of something that does not speak.
    """
    claims = [(_certainty(s, certain), s.start - s.end, s.start, s.end, s) for s in speakers]
    claims += [(1, start - end, start, end, None) for start, end in blocked]
    covered = bytearray(max((claim[3] for claim in claims), default=0))
    kept = []
    for _, _, start, end, speaker in sorted(claims, key=lambda claim: claim[:4]):
        if not any(covered[start:end]):
            covered[start:end] = b"\x01" * (end - start)
            kept += [speaker] if speaker else []
    return sorted(kept)


def _certainty(speaker: Speaker, certain: set[Speaker]) -> int:
    return 0 if speaker.kind == "anonymous" else 1 if speaker in certain else 2
