"""Find the line ends of a text that is broken at a fixed width, as in mail, in print and on old boards. Pure."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, pairwise

from helpers.cleaning.ledger import Found
from helpers.cleaning.pages import FEW_LINES, MARKED, PAGE_NUMBER, SENTENCE_END, Measured, columns, find_pages, measure
from helpers.lexicon import words_of
from helpers.text.entities import entity_of
from helpers.text.script import HAN, IS_HAN, usual_marks
from helpers.text.tokens import tokenize

# shares of the lines inside paragraphs that are full, and of those that end in mid-sentence
_FULL, _UNENDED = 0.75, 0.7
_HALF = 0.5  # such a share is enough where some lines end inside a word
_BROKEN = 0.15  # share of the lines that end inside a word
_FEW_BROKEN = 2  # such lines, where neither blank lines nor indents part the paragraphs
# A full line that ends with another of these marks is one of a sentence that goes on: 他說的「好」|是另一回事.
_ENDS_SENTENCE = re.compile(r"[。！？!?…][”」』）)】]{0,3}\Z")
_NEARLY = 0.8  # of a full line has one that is ragged
_IS_RUNNING, _HOLDS_END = re.compile(f"[{HAN}，、,]"), re.compile("[。！？；]")
_GOING_ON = (":", "：", "；", ";")


def _breaks(measured: Measured) -> list[tuple[int, bool, bool]]:
    """Return the line ends inside paragraphs of a text that may be wrapped: place, is the line full, ends in mid-sentence."""
    lines, stripped, widths, _, width = measured
    indent = min(_indent(line) for line in lines if line.strip())
    found, place = [], 0
    is_begun = False  # is the line in the middle of a sentence?
    for number, line in enumerate(stripped[:-1]):
        place += len(lines[number])
        following = lines[number + 1]
        is_full = measured.is_full(number)
        # a heading or a short item is no part of a paragraph
        is_heading = not is_full and (MARKED.match(line) or (not is_begun and 2 * widths[number] < width))
        goes_on = not is_heading and line and not _ends_sentence(line, is_full)
        inside = line and stripped[number + 1] and _indent(following) <= indent and not MARKED.match(following)
        is_begun = bool(goes_on and inside)
        if inside and not PAGE_NUMBER.fullmatch(following):
            found.append((place, is_full, is_begun))
        place += 1
    return found


def _ends_sentence(line: str, is_full: bool) -> bool:
    return bool(_ENDS_SENTENCE.search(line)) if is_full else line[-1] in SENTENCE_END


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def is_wrapped(text: str) -> bool | None:
    """Return whether the lines of ``text`` are broken at a fixed width; None where they may be, but without proof.

    >>> is_wrapped("一行。\\n两行。")
    False
    """
    measured = measure(usual_marks(text))
    return _is_proven(text, _breaks(measured)) if measured else False


def _is_proven(text: str, breaks: Sequence[tuple[int, bool, bool]]) -> bool | None:
    """Return whether the line ends of a text prove that it is wrapped; None where they neither do nor speak against it."""
    full = [(place, unended) for place, is_full, unended in breaks if is_full]
    unended = sum(unended for _, unended in full)
    if len(breaks) < FEW_LINES - 1 or unended < _HALF * len(full):
        return False
    places = [place for place, _ in full]
    if unended < _UNENDED * len(full) and not _breaks_words(text, places, _FEW_BROKEN):
        return False
    if _parts_paragraphs(breaks):
        return _breaks_words(text, places)
    inside = [each for each in breaks if not _ends_paragraph(*each)]
    # some lines of one length may be a list, in which two neighbours look like a word
    fewest = 1 if len(full) == len(inside) >= FEW_LINES else _FEW_BROKEN
    return len(full) >= _FULL * len(inside) and _breaks_words(text, places, fewest) is True


def _parts_paragraphs(breaks: Sequence[tuple[int, bool, bool]]) -> bool:
    """Return whether blank lines or indents part the paragraphs, so that nearly all line ends inside them are full."""
    return sum(is_full for _, is_full, _ in breaks) >= _FULL * len(breaks)


def _ends_paragraph(_: int, is_full: bool, unended: bool) -> bool:
    """Return whether a line end is one where no blank line or indent follows a paragraph: short, behind a sentence."""
    return not (is_full or unended)


def _breaks_words(text: str, places: list[int], fewest: int = 1) -> bool | None:
    """Return whether lines end inside words, as only a machine breaks them; None where hardly any do."""
    asked = broken = 0
    for place in places:
        before, after = text[max(0, place - 8) : place].rstrip(" "), text[place + 1 : place + 9].lstrip(" ")
        if IS_HAN.match(before[-1:]) and IS_HAN.match(after):
            asked += 1
            ends = accumulate(map(len, tokenize(before + after)))
            broken += len(before) not in ends
    return True if broken >= max(fewest, _BROKEN * asked) else None


_LAST_WORD, _FIRST_WORD = re.compile(r"([A-Za-z]{1,30})(-?)\Z"), re.compile(r"[A-Za-z]{1,30}")
_WORD = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)?")
# Before the hyphen of a compound, which stays: open-source, not intelligen-ce.
_OF_COMPOUND = words_of(
    "open closed self multi non pre post co cross real high low long short large small fine end state well pay"
)


def _joint(text: str, place: int, words: Mapping[str, int]) -> tuple[str, str, bool]:
    """Return what stands at a line end at a fixed width, what to put there, and whether the line breaks a Latin word.

    Args:
        text: a text that is wrapped.
        place: the line end.
        words: how often each Latin word, and each compound with a hyphen, stands in the text.
    """
    before, after = text[max(0, place - 40) : place].rstrip(" "), text[place + 1 : place + 41].lstrip(" ")
    last, first = _LAST_WORD.search(before), _FIRST_WORD.match(after)
    if last and first:
        head, tail, hyphen = last[1].casefold(), first[0].casefold(), last[2]
        if hyphen:
            is_compound = head in _OF_COMPOUND or f"{head}-{tail}" in words or not first[0].islower()
            return ("\n" if is_compound and head + tail not in words else "-\n"), "", True
        # "in" and "to" may be two words where "into" stands too; "Ll" and "ama" are none
        is_torn = bool(entity_of(head + tail)) or (head + tail in words and words[head] == words[tail] == 1)
        return "\n", "" if is_torn else " ", is_torn
    is_tied = before.endswith("-") and after[:1].isalnum()
    return "\n", "" if is_tied or IS_HAN.match(before[-1:]) or IS_HAN.match(after) else " ", False


def _are_apart(text: str, breaks: Sequence[tuple[int, bool, bool]]) -> bool:
    """Return whether blank lines, indents or marks part most paragraphs: hardly one ends in front of a plain line."""
    blocks = sum(map(bool, map(str.strip, text.split("\n")))) - len(breaks)
    return 2 * sum(_ends_paragraph(*each) for each in breaks) < blocks


def _ragged(text: str, breaks: Sequence[tuple[int, bool, bool]]) -> Iterator[int]:
    """Yield the ends of lines that are not quite full, and in the middle of a sentence, as a scan with blanks has them.

    A headline may be as long; but it stands behind the end of a sentence, and holds none.
    """
    fewest = 0.0
    before = -1
    for place, is_full, unended in breaks:
        start = text.rfind("\n", 0, place) + 1
        if not is_full and unended and _IS_RUNNING.search(text, place - 1, place):
            line = text[start:place]
            fewest = fewest or _NEARLY * _shortest_full(text, breaks)
            if (before == start - 1 or _HOLDS_END.search(line)) and columns([line])[0] >= fewest:
                yield place
        before = place if unended else -1


def _shortest_full(text: str, breaks: Sequence[tuple[int, bool, bool]]) -> int:
    full = [text[text.rfind("\n", 0, place) + 1 : place] for place, is_full, _ in breaks if is_full]
    return min(columns(full)) if full else 0


def find_wrapped(text: str) -> Iterator[Found]:
    """Find the line ends of a text that is wrapped, with the page numbers and running heads between its lines.

    >>> text = "河边的茶馆开了三十年，老板说他没\\n" * 6 + "有想过。"
    >>> [(old, new) for _, old, new, _ in find_wrapped(text)] == [("\\n", "")] * 6
    True
    """
    measured = measure(usual_marks(text))
    pages = find_pages(measured) if measured else []
    plain, moved = _without(text, pages)
    if pages:
        measured = measure(usual_marks(plain))
    breaks = _breaks(measured) if measured else []
    if not _is_proven(plain, breaks):
        return
    for start, end in pages:
        yield start, text[start:end], "", "page number or running head"
    words = Counter(map(str.casefold, _WORD.findall(plain)))
    is_parted = _parts_paragraphs(breaks) and _are_apart(plain, breaks)
    ragged = {*_ragged(plain, breaks)}
    for place, is_full, unended in breaks:
        old, new, breaks_word = _joint(plain, place, words)
        # where nothing else parts the paragraphs, a full line that ends a sentence may be the last of one
        joins = unended or is_parted or plain.endswith(_GOING_ON, 0, place) if is_full else place in ragged
        if joins or breaks_word:
            start = place + 1 - len(old)
            if plain[start : place + 1] == old:  # no blank before the line end
                yield moved(start), old, new, "line end at a fixed width"
            else:
                yield moved(place), "\n", new, "line end at a fixed width"


def _without(text: str, spans: list[tuple[int, int]]) -> tuple[str, Callable[[int], int]]:
    """Return ``text`` without ``spans``, and a function that tells where a place in it was."""
    kept = [*pairwise([0, *chain.from_iterable(spans), len(text)])][::2]
    ends = [*accumulate(end - start for start, end in kept)]

    def place_in_text(place: int) -> int:
        piece = bisect_right(ends, place)
        return kept[piece][0] + place - (ends[piece - 1] if piece else 0)

    return "".join(text[start:end] for start, end in kept), place_in_text
