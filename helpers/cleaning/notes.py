"""Find the marks of note-taking programs (Obsidian, Logseq, Org) and of Markdown's dialects: tables, boxes, comments. Pure."""

import re
from collections.abc import Iterator

from helpers.cleaning.front_matter import PROPERTIES
from helpers.cleaning.ledger import Found
from helpers.cleaning.rewriting import Rewrite, at_line_starts, inside, rewritten
from helpers.text.script import HAN
from helpers.text.sentences import end_of_line


def _inline_note(match: re.Match[str]) -> str:
    return f"（{match[1]}）"


# A highlight does not begin so: ==和is的区别, ==比较的是值，
_SPEAKS_OF_SIGN = re.compile(
    r"(?:和|与|與|跟|或|及|、)[ ]?[A-Za-z=!<>`“「]|(?:[、，：）”」]|是|表示|代表|用来|用來|用于|用於|判断|判斷|比较|比較|检查|檢查|运算|運算)"
    r"[^，。；：！？]*[，。；：！？]"
)


def _unless_named(match: re.Match[str]) -> str:
    return match[0] if _SPEAKS_OF_SIGN.match(match[1]) else match[1]


_UUID = r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
# A mark that opens stands at no letter or digit (a==b, 3~~5), and none is closed before one.
_IN_LINES = (
    Rewrite(
        "==",
        re.compile(r"==(?<![A-Za-z0-9_)\]=!<>]==)(?=[^\s=])([^=\n]{1,300})(?<=\S)==(?![=A-Za-z0-9])"),
        _unless_named,
        "highlight mark",
    ),
    Rewrite(
        "~~",
        re.compile(r"~~(?<![A-Za-z0-9~]~~)(?=[^\s~])([^~\n]{1,300})(?<=\S)~~(?![~A-Za-z0-9])"),
        inside,
        "strike-through mark",
    ),
    Rewrite(
        "%%",  # %%time或%%timeit are commands
        re.compile(
            r"%%(?<![0-9%]%%)(?:(?=[^\s%，。、；：！？）)》”」])[^%\n]{1,300}(?<=\S)|[ ][^%\n]{1,300}[ ])%%(?![%A-Za-z])"
        ),
        "",
        "comment",
    ),
    Rewrite(
        "^[",
        re.compile(rf"\^\[(?=[^\[\]\n]{{0,300}}[{HAN}])([^\[\]\n]{{2,600}})\](?![+*?{{$(])"),
        _inline_note,
        "mark of an inline note",
    ),
    Rewrite(
        " ^",
        re.compile(rf"(?m)[ ]\^(?<=[{HAN}。！？；：，、”’」』）》…!?.)|] \^)(?=\w*[a-z])[A-Za-z0-9-]{{3,40}}$"),
        "",
        "name of a block",
    ),
    Rewrite(
        "{:",  # kramdown's and SiYuan's
        re.compile(r"\{:(?:\s{0,9}(?:[#.][\w-]{1,60}|[\w:-]{1,60}=(?:\"[^\"\n]{0,500}\"|[\w-]{1,60}))){1,20}\s{0,9}\}"),
        "",
        "attributes",
    ),
    Rewrite(" {#", re.compile(r"(?m)[ ]\{#[\w:-]{1,60}(?:[ ]\.[\w-]{1,60}){0,5}\}[ ]*$"), "", "name of a heading"),
    Rewrite("((", re.compile(rf"\(\({_UUID}\)\)"), "", "link to a block"),
    Rewrite("][", re.compile(r"\[\[[^\[\]\n]{1,500}\]\[([^\[\]\n]{1,300})\]\]"), inside, "link"),
)
_OPERATOR = tuple(each for each in _IN_LINES if each.mark != "==")  # where == is one, nothing is highlighted with it
_HAS_OPERATORS = re.compile(
    r"[ ]==[ ]|!=(?<=[A-Za-z0-9_) ]!=)=?(?!=)|===(?<!====)(?!=)|运算符|運算子|運算符|操作符|等号|等號"
)
_TAG = r"\{%-?[ ]*[a-z_]\w{0,30}\b[^%{}\n]{0,300}%\}"  # Hexo's, Liquid's: {% note info %}
_LINES = (
    Rewrite("^", re.compile(r"(?m)\n\^(?=\w*[a-z])[A-Za-z0-9-]{3,40}[ ]*$"), "\n", "name of a block"),
    Rewrite("%%", re.compile(r"(?m)\n%%[ ]*\n(?:[^%\n]{0,300}\n){1,20}%%[ ]*$"), "\n", "comment"),
    Rewrite(
        "[",
        re.compile(r"\n[ >]*(?:[*+-]|(\d{1,3}[.)]))[ ]+\[[ xX/-]\][ ]+"),
        lambda match: f"\n{match[1] or ''}",
        "box of a task",
    ),
    Rewrite(
        "#+",
        re.compile(r"(?mi)\n[ ]*(?:[*-][ ]+)?#\+(?:BEGIN|END)_[A-Z]{1,20}\b[^\n]{0,200}$"),
        "\n",
        "mark of a block",
    ),
    Rewrite("{%", re.compile(rf"(?m)\n[ >]*{_TAG}(?:[ ]*{_TAG}){{0,9}}[ ]*$"), "\n", "tag of a template"),
    Rewrite(
        "{%",
        re.compile(
            r"(?m)\n[ ]*\{%-?[ ]*([a-z_]\w{0,30})\b[^%{}\n]{0,300}%\}([^\n]{1,2000}?)\{%-?[ ]*end\1[ ]*-?%\}[ ]*$"
        ),
        lambda match: f"\n{match[2]}",
        "tag of a template",
    ),
    Rewrite(
        "TOC",
        re.compile(r"(?m)\n[ ]*@?\[{1,2}_{0,2}TOC_{0,2}\]{1,2}(?:\([^()\n]{0,60}\))?[ ]*$"),
        "\n",
        "table of contents",
    ),
    Rewrite("[toc]", re.compile(r"(?m)\n[ ]*\[{1,2}toc\]{1,2}[ ]*$"), "\n", "table of contents"),
    Rewrite("#+", re.compile(r"(?mi)\n#\+(?:CAPTION|NAME):[ ]*"), "\n", "keyword"),
    # but no sentence about such a line
    Rewrite("#+", re.compile(r"(?mi)\n#\+(?!CAPTION|NAME)[A-Z_]{3,20}:[^\n]{0,300}(?<!。)$"), "\n", "keyword"),
    Rewrite(
        ":END:",
        re.compile(r"(?m)\n[ ]*:[A-Z]{3,20}:[ ]*\n(?:[ ]*:[\w+-]{1,40}:[^\n]{0,300}\n){0,30}[ ]*:END:[ ]*$"),
        "\n",
        "properties",
    ),
    *(
        Rewrite(
            mark,
            re.compile(
                rf"(?m)\n[ ]*{sign}[ ]+[a-z][a-z ]{{1,30}}(?:\"[^\"\n]{{0,100}}\")?[ ]*$(?=\n(?:[ ]*\n)?[ ]{{4}})"
            ),
            lambda match: _title(match[0]),
            "mark of a box",
        )
        for mark, sign in (("!!!", "!!!"), ("???", r"\?\?\?\+?"))
    ),
)


def _title(line: str) -> str:
    return "\n" + "".join(line.split('"')[1:2])


def find_notes(text: str) -> Iterator[Found]:
    """Find the marks of note-taking programs; what they mark stays, but for comments, properties and names of blocks.

    >>> [(old, new) for _, old, new, _ in find_notes("模型==便宜==了^[据某报]。")]
    [('==便宜==', '便宜'), ('^[据某报]', '（据某报）')]
    """
    yield from rewritten(_OPERATOR if "==" in text and _HAS_OPERATORS.search(text) else _IN_LINES, text)
    yield from at_line_starts(_LINES, text)
    if ":::" in text:
        yield from _boxes(text)
    if "::" in text:
        yield from _properties(text)
    if "|" in text and "-" in text:
        yield from _tables(text)


# ------------------------------------------------------------------------------------------------- boxes and properties

_BOX = re.compile(r"(?m)^[ ]*:{3,10}[ ]*(?P<kind>\{[^{}\n]{1,100}\}|[A-Za-z][\w-]{0,30})?(?P<title>[^\n:]{0,200})$")
_ATTRIBUTES = re.compile(r"\{[^{}]*\}")


def _boxes(text: str) -> Iterator[Found]:
    """Find the lines that open (``:::tip 标题``) and close (``:::``) a box; its title stays."""
    lines = [*_BOX.finditer(text)]
    if any(line["kind"] for line in lines) and any(not line["kind"] and not line["title"] for line in lines):
        for line in lines:
            if line["kind"] or not line["title"]:
                yield line.start(), line.group(), _ATTRIBUTES.sub("", line["title"]).strip(" []"), "mark of a box"


_PROPERTY = re.compile(
    r"(?m)^[ ]*(?:[*-][ ]+)?(?P<key>[A-Za-z][\w.-]{0,40})::(?:[ ]+(?P<value>[^\n]{0,300}))?$", re.ASCII
)
_FEWEST_PROPERTIES = 2
_OF_PROGRAM = ("id", "collapsed")  # what Logseq writes by itself, and nobody else


def _properties(text: str) -> Iterator[Found]:
    """Find lines ``key:: value`` without a sentence: several, or one that a program writes by itself."""
    found = [line for line in _PROPERTY.finditer(text) if not re.search("[。！？]", line["value"] or "")]
    if not any(line["key"].lower() in PROPERTIES for line in found):
        return  # who asks and who answers (Q:: … A:: …), names of a program
    if len(found) >= _FEWEST_PROPERTIES or any(line["key"] in _OF_PROGRAM for line in found):
        for line in found:
            yield line.start(), line.group(), "", "property"


# ------------------------------------------------------------------------------------------------------------- tables

_RULE_CELL = r"[ ]{0,20}:?-{1,200}:?[ ]{0,20}"
_RULE = re.compile(rf"(?m)^(?:\|{_RULE_CELL}|{_RULE_CELL}\|{_RULE_CELL})(?:\|{_RULE_CELL}){{0,60}}\|?[ ]{{0,20}}$")
_MOST_LINES = 30  # of one row
_BAR = re.compile(r"[ ]{0,20}(?<!\\)\|[ ]{0,20}")


def _tables(text: str) -> Iterator[Found]:
    """Find the bars of tables, told by the rule below their first row: between two cells the line ends."""
    after = 0
    for rule in _RULE.finditer(text):
        head_start = text.rfind("\n", 0, max(0, rule.start() - 1)) + 1
        if rule.start() < after or "|" not in text[head_start : rule.start()]:
            continue
        mark = "|" if text.startswith("|", head_start) else ""  # with which every row begins, if the first does
        n_bars = len(_BAR.findall(text, head_start, rule.start() - 1))
        yield from _bars(text, head_start, rule.start() - 1)
        yield rule.start(), text[rule.start() : rule.end() + 1], "", "rule of a table"
        start = rule.end() + 1
        while start < len(text):
            end = end_of_line(text, start)
            if "|" not in text[start:end] or not text.startswith(mark, start):
                break
            end = _row_end(text, start, end, n_bars)
            yield from _bars(text, start, end)
            start = end + 1
        after = start


def _row_end(text: str, start: int, end: int, n_bars: int) -> int:
    """Return where a row of a table ends: on its first line, or, where that lacks bars, on the line that has the last one.

    A cell may hold line ends (``<br>``), but no row begins on its lines; a row that begins with a bar ends with one.
    """
    has_edges = text.startswith("|", start)
    found, last = len(_BAR.findall(text, start, end)), end
    for _ in range(_MOST_LINES):
        if found >= n_bars or last == len(text) or text.startswith("|" if has_edges else "\n", last + 1):
            break
        after = end_of_line(text, last + 1)
        found, last = found + len(_BAR.findall(text, last + 1, after)), after
    is_whole = found == n_bars and (not has_edges or text[end:last].rstrip().endswith("|"))
    return last if is_whole else end


def _bars(text: str, start: int, end: int) -> Iterator[Found]:
    for bar in _BAR.finditer(text, start, end):
        is_edge = not text[start : bar.start()].strip() or not text[bar.end() : end].strip()
        yield bar.start(), bar.group(), "" if is_edge else "\n", "bar of a table"
