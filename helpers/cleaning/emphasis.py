"""Find the marks of bold and italic print in Markdown, and leave stars and underscores that say something. Pure.

Word processors and web pages give marks that no parser pairs: ``**甲****乙** ，**丙。 **丁``. So marks are paired here from
left to right, wherever they stand; but a power (``2**10``), a hidden digit or name (``138****5678``, ``张**``), a rating
(``评级为***``) and a name of a program (``**kwargs``, ``__init__``) are no marks.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from helpers.cleaning.ledger import Found
from helpers.cleaning.naming import hide_code
from helpers.lexicon import terms_of
from helpers.text.script import HAN, IS_HAN
from helpers.text.sentences import end_of_line
from helpers.text.tokens import tokenize

_RUN = re.compile(r"\*\*+")
_CLOSING = "，。、；：！？）”’》】」』〉〕…,.;:!?)]}"
_OPENING = "（“‘《【「『〈〔"
_SENTENCE_END = "。！？”」』!?"
_EMPTY = 4  # stars from which on a run may end one bold passage and begin the next
_LONGEST, _FARTHEST = 3000, 500  # characters of a passage on one line, and on several
_BEFORE_POWER, _AFTER_POWER = re.compile(r"[A-Za-z0-9_)\]]"), re.compile(r"[A-Za-z0-9_(\[]")
_NAME = re.compile(r"[a-z_]")
_NO_STAR = "\ue000"  # in place of one in code
_ARGUMENT = re.compile(r"\*\*(?<=[(,*= ]\*\*)[a-z_]\w{0,40}[ ]?[,)=]", re.ASCII)  # f(*args, **kwargs)

Run = tuple[int, int]  # start and end of some stars


@cache
def _surnames() -> frozenset[str]:
    return frozenset("".join(terms_of("reporting", "surname")) + "某")


@lru_cache(maxsize=1024)
def _ends_in_surname(before: str) -> bool:
    return len(tokenize(before)[-1]) == 1


def _hides_name(text: str, place: int) -> bool:
    """Return whether a surname by itself stands before a place: 被告人张**, but not 提高**."""
    if text[place - 1 : place] not in _surnames():
        return False
    before = re.search(rf"[{HAN}]{{1,5}}\Z", text[max(0, place - 5) : place])
    return bool(before and _ends_in_surname(before[0]))


def _hides_digits(text: str, run: Run) -> bool:
    start, end = run
    return text[start - 1 : start].isdigit() and text[end : end + 1].isdigit() and end - start > 2


def _is_power(text: str, run: Run) -> bool:
    """Return whether two stars stand between letters, digits or folders, with a blank on both sides or on neither."""
    start, end = run
    if text[start - 1 : start] == "/" == text[end : end + 1]:  # src/**/*.py
        return True
    if text[start - 1 : start] == " " == text[end : end + 1]:
        start, end = start - 1, end + 1
    elif run[1] - run[0] > 2:
        return False
    return bool(_BEFORE_POWER.match(text[start - 1 : start]) and _AFTER_POWER.match(text[end : end + 1]))


def _opens(text: str, run: Run, following: Run) -> bool:
    """Return whether a run may open a passage that the ``following`` one closes."""
    start, end = run
    sizes = {end - start, following[1] - following[0]}
    if len(sizes) > 1 and max(sizes) < _EMPTY:
        return False
    if following[0] - end > _LONGEST or not (inside := text[end : following[0]]).strip():
        return False
    if inside[0] == " ":  # ** 甲 **
        return inside[-1] == " " and bool(IS_HAN.search(inside))
    is_late = inside[0] in _CLOSING and not inside.startswith("![")  # 甲**，乙。** but 张**，李**
    if is_late and end - start < _EMPTY and text[start - 1 : start].strip():
        return inside[-1] in _SENTENCE_END or not re.search(r"\w", inside)
    are_names = _NAME.match(inside) and _NAME.match(text[following[1] : following[1] + 1])
    return not are_names  # 传入**kwargs，再传**options


def _pairs_of_line(text: str, runs: list[Run]) -> tuple[list[Run], list[Run]]:
    """Return the runs of one line that are marks, and those that are left over."""
    doubtful = [
        _is_power(text, run) or _hides_name(text, run[0]) or bool(_ARGUMENT.match(text, run[0])) for run in runs
    ]
    last_sure = max((k for k, doubt in enumerate(doubtful) if not doubt), default=-1)
    marks, left, opened = [], [], None
    for number, run in enumerate(runs):
        doubt = doubtful[number] and not (opened and run[0] - opened[1] == 1)  # **林** is no hidden name
        if opened and (number > last_sure or not doubt) and _opens(text, opened, run):
            if opened not in marks[-1:]:
                marks.append(opened)
            marks.append(run)
            # of what may close and open at once, the last mark is the open one
            opened = run if run[1] - run[0] >= _EMPTY and text[run[1] : run[1] + 1].strip() else None
            continue
        if opened and not doubt and opened not in marks[-1:]:
            left.append(opened)
        if not doubt:
            opened = run
    if opened and opened not in marks[-1:]:
        left.append(opened)
    return marks, left


def _is_mark_alone(text: str, run: Run, uses_bold: bool) -> bool:
    """Return whether a run without a partner can be nothing but a mark."""
    start, end = run
    before, after = text[start - 1 : start], text[end : end + 1]
    if before in ("", "\n") and after and (after in _OPENING or IS_HAN.match(after)):
        return True
    if after in ("", "\n") and before and before in _SENTENCE_END:
        return True
    return uses_bold and end - start >= _EMPTY and (end - start) % 2 == 0


def _bold(text: str) -> Iterator[Run]:
    lines: list[list[Run]] = []
    line_end = -1
    for match in _RUN.finditer(text):
        if match.start() > line_end:
            lines.append([])
            line_end = end_of_line(text, match.start())
        if not _hides_digits(text, match.span()):
            lines[-1].append(match.span())
    marks, left = [], []
    for runs in lines:
        paired, alone = _pairs_of_line(text, runs)
        marks += paired
        left += alone
    opened = None
    for run in left:  # a passage of several lines: it opens at no word, and closes behind one
        before, after = text[run[0] - 1 : run[0]], text[run[1] : run[1] + 1]
        if opened and run[0] - opened[1] <= _FARTHEST and before.strip() and _opens(text, opened, run):
            marks += opened, run
            opened = None
        else:
            opened = run if after.strip() and not re.match(r"\w", before) else None
    taken = {*marks}
    yield from marks
    yield from (run for run in left if run not in taken and _is_mark_alone(text, run, bool(marks)))


# No mark opens before a closing or joining character, behind a pattern's dot, or in a path: .*? and .*, *.py, /usr/*/bin.
_ITALIC = re.compile(
    r"\*(?<![A-Za-z0-9*\\.$^|]\*)(?![\s*.,:;?!)\]}/+=|&%^>，。、：；？！）”’》」』】])([^*\n]{1,300})"
    r"(?<=[^\s(\[{/|^=+&<（“‘《「『【])(?<![^A-Za-z0-9]\.)\*(?![A-Za-z0-9*]|\.[A-Za-z]|/[A-Za-z.*])"
)


def _is_in_code(text: str, start: int, end: int) -> bool:
    """Return whether two single stars are those of a comment of a program, ``/*注释*/``, or of products, ``(a+b)*c*(d)``."""
    before, after = text[max(0, start - 2) : start], text[end : end + 1]
    if before.endswith("/"):
        return before != "*/" and after == "/"
    return before[-1:] in (")", "]") and after in ("(", "[")


# CommonMark's rule: beside a word, underscores are part of it.
_UNDERLINED = re.compile(r"__(?<!\w__)(?=[^\s_])((?:[^\n_]|_(?!_)){1,300})(?<=[^\s_])__(?!\w)")
_NAME_OF_PROGRAM = re.compile(r"[a-z0-9_]+|[A-Z0-9_]+")


def find_emphasis(text: str) -> Iterator[Found]:
    """Find the marks of bold and italic print, whose text stays.

    >>> [old for _, old, _, _ in find_emphasis("**开源**是2**10")]
    ['**', '**']
    """
    shown = hide_code(text, "*", _NO_STAR)
    if "**" in shown:
        for start, end in _bold(shown):
            # of two blanks one goes, else they would be left as between cells
            end += text[start - 1 : start] == " " == text[end : end + 1]
            yield start, text[start:end], "", "bold mark"
    for match in _ITALIC.finditer(shown) if "*" in shown else ():
        start, end = match.span()
        if not (_hides_name(shown, start) or _is_in_code(shown, start, end)):
            yield start, text[start:end], text[start + 1 : end - 1], "italic mark"
    for match in _UNDERLINED.finditer(text) if "__" in text else ():
        if not _NAME_OF_PROGRAM.fullmatch(match[1]):
            yield match.start(), "__", "", "bold mark"
            yield match.end() - 2, "__", "", "bold mark"
