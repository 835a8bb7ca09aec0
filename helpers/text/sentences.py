"""Split text into lines and sentences. Pure."""

import re
from collections.abc import Iterator

from helpers.text.marks import pair_marks
from helpers.text.script import usual_marks


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """Yield each line of ``text`` behind the place where it begins; only ``\\n`` ends a line.

    >>> [*lines_of("开源\\n\\n会赢")]
    [(0, '开源'), (3, ''), (4, '会赢')]
    """
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1


def end_of_line(text: str, place: int) -> int:
    """Return where the line with a place of ``text`` ends: before its ``\\n``, the last line at the end of the text.

    >>> end_of_line("开源\\n会赢", 0), end_of_line("开源\\n会赢", 4)
    (2, 5)
    """
    end = text.find("\n", place)
    return end if end >= 0 else len(text)


_PAIRS = {"“": "”", "「": "」", "『": "』", "‘": "’", "（": "）", "(": ")", "《": "》", "【": "】", "[": "]"}
_MARK = re.compile(f'["{re.escape("".join([*_PAIRS, *_PAIRS.values()]))}]')
_SAYS = re.compile(
    r"[^。！？!?：:“「『\n]{0,12}(?:说|說|道|称|稱|问|問|表示|指出|写|寫|坦言|回应|回應)[^。！？!?：:“「『\n]{0,4}[。！？!?]"
)
_END = re.compile(  # one class of marks comes first, so that the engine leaps to it
    r"[。！？!?｡.](?:(?<!\.)[。！？!?｡]*[。！？!?….]*"
    # an English full stop, not 3.5 nor a16z.com
    r"|(?<=[a-z]{3}\.)(?=\s+[A-Z\u4e00-\u9fff]|[\u4e00-\u9fff]|\s*$))"
)
ENDS_SENTENCE = re.compile(r"[。！？!?…][”’」』）)]*\s*\Z")  # what stands at the end of a line or cell that is one
_CLOSING = "”」』’）)】"
_IN_ADDRESS = re.compile(r"[A-Za-z0-9/][?!][A-Za-z0-9=&]")


def _kept_whole(line: str) -> list[tuple[int, int]]:
    """Return the places of the outermost quotations and brackets that open and close within the line.

    Only closed pairs count, for a mark that was never closed must not join sentences. The quotation finder
    (`helpers.framing.quote_marks`) pairs marks by the same `pair_marks`, but it knows no brackets and goes on to guess
    where a quotation that lost a mark begins or ends; a guess must not move the end of a sentence.
    """
    marks = [(match.start(), match[0]) for match in _MARK.finditer(line)]
    straight = [place for place, mark in marks if mark == '"']
    closed = pair_marks([mark for mark in marks if mark[1] != '"'], _PAIRS)[0] if len(straight) < len(marks) else []
    if len(straight) % 2 == 0:
        closed += zip(straight[::2], straight[1::2], strict=True)
    outermost, last = [], -1
    for start, end in sorted(closed):
        if start > last:
            outermost.append((start, end))
            last = end
    return outermost


def _ends(line: str) -> Iterator[int]:
    """Yield where the sentences of a line end, but for the last."""
    ends = [match.span() for match in _END.finditer(line)]
    whole, at, size = _kept_whole(line) if ends else [], 0, len(line)
    for mark, end in ends:
        while at < len(whole) and whole[at][1] < mark:
            at += 1
        if at < len(whole) and whole[at][0] < mark:  # inside a quotation, which stays whole
            start, close = whole[at]
            if end < close or line[start] in "《[【":
                continue
            end = close + 1
            if _SAYS.match(line, end):
                continue  # “…。”他说。 is one sentence
        elif line[mark] in "?!" and _IN_ADDRESS.match(line, max(0, mark - 1)):
            continue  # inside an address
        while end < size and line[end] in _CLOSING:
            end += 1
        if end < size:
            yield end


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return ``(start, end)`` of every sentence of ``text``, without the blanks around it.

    A sentence ends at ``。！？!?`` or a line end; a closed quotation or bracket stays whole, an unclosed one reaches
    no further than its line. Together the sentences hold every character of the text that is not a blank.

    >>> sentence_spans("谁赢了? 不知道。")
    [(0, 4), (5, 9)]
    """
    spans, line_start = [], 0
    for line in usual_marks(text).splitlines(keepends=True):
        start = 0
        for end in (*_ends(line), len(line)):
            piece = line[start:end].lstrip()
            if piece:
                begin = line_start + end - len(piece)
                spans.append((begin, begin + len(piece.rstrip())))
            start = end
        line_start += len(line)
    return spans


def split_sentences(text: str) -> list[str]:
    """Return the sentences of ``text`` (see `sentence_spans`).

    >>> split_sentences("谁赢了?眼下还不好说。“开源。真的?”他说。")
    ['谁赢了?', '眼下还不好说。', '“开源。真的?”他说。']
    """
    return [text[start:end] for start, end in sentence_spans(text)]
