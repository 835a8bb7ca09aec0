"""Find what layout leaves in a text: time codes, style sheets, scripts, pages, columns, and lines broken at a fixed width. Pure."""

import re
from collections.abc import Iterator
from itertools import chain

from helpers import lexicon
from helpers.cleaning.ledger import Found, leftmost
from helpers.cleaning.pages import find_page_heads, find_page_marks
from helpers.cleaning.program_code import find_code
from helpers.cleaning.side_columns import find_side_columns
from helpers.cleaning.subtitles import find_subtitles
from helpers.cleaning.wrapped_lines import find_wrapped
from helpers.text.script import shadow_of

_LONGEST_TAIL = 400  # characters behind a text that lost its line ends
_TAIL = re.compile(f"(?<=[。!?”)》:])(?={'|'.join(lexicon.terms_of('credits', 'glued'))})")  # of a shadow


def _glued_tail(text: str) -> Iterator[Found]:
    """Find where credits are glued to the last sentence of a text that lost its line ends, and part them from it."""
    start = max(0, len(text) - _LONGEST_TAIL, text.rfind("\n", 0, len(text.rstrip())) + 1)
    tail = text[start:]
    for match in _TAIL.finditer(shadow_of(tail)) if "\n" not in tail.rstrip() else ():
        place = match.start() - 1
        yield start + place, tail[place], tail[place] + "\n", "line end before credits"


# The agency's day behind the name, 1140927, proves that nothing of the text follows on the line.
_SIGNED = re.compile(
    r"(?<=[。！？」』”）])[（(](?=(?:责任?编辑?|責任?編輯?|编辑|編輯|核稿|编译|編譯|译者|譯者)[:：/／][^（()）。，！？\n]{2,16}[）)]\d{6,8}[ \t]*$)",
    re.MULTILINE,
)


def _signed(text: str) -> Iterator[Found]:
    """Find where an editor's name in brackets with a day ends a line of the text, and part it from it."""
    for match in _SIGNED.finditer(text):
        place = match.start() - 1
        yield place, text[place], text[place] + "\n", "line end before credits"


def find_layout(text: str) -> Iterator[Found]:
    """Find times and numbers of subtitles, style sheets, lines of scripts, columns side by side, and line ends at a fixed
    width with what a page has between them.

    >>> [old for _, old, _, _ in find_layout("1\\n00:00:01,0 --> 00:00:02,0\\n开源\\n\\n2\\n00:00:02,0 --> 00:00:03,0\\n模型")]
    ['1\\n00:00:01,0 --> 00:00:02,0\\n', '2\\n00:00:02,0 --> 00:00:03,0\\n']
    """
    finders = (find_subtitles, find_code, _glued_tail, find_page_heads, find_side_columns)
    cut = [*leftmost(chain.from_iterable(find(text) for find in finders))]
    yield from leftmost([*(cut or find_wrapped(text)), *find_page_marks(text), *_signed(text)])
