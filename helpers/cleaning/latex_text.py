"""Find the commands of a document in LaTeX; formulas stay as they are written. Pure."""

import re
from collections.abc import Iterator

from helpers.cleaning.ledger import Found
from helpers.cleaning.markup_heads import BEGIN_DOCUMENT, read_markup_head

_OPTIONS = r"(?:\[[^\[\]]{0,300}\]){0,3}"
_ARGUMENT = r"(?:\{(?:[^{}]|\{[^{}]{0,300}\}){0,2000}\})"


def _environment(group: str, names: str) -> str:
    return rf"\\begin\{{(?P<{group}>(?:{names})\*?)\}}.{{0,5000}}?\\end\{{(?P={group})\}}"


_FORMULA = "|".join(
    (
        r"\$\$?[^$]{1,2000}\$\$?",
        r"\\\(.{1,2000}?\\\)",
        r"\\\[.{1,2000}?\\\]",
        _environment("maths", "equation|align|gather|multline|eqnarray|displaymath"),
    )
)
_NO_ARGUMENT_IS_TEXT = (
    r"[A-Za-z]*cite[a-z]*|[A-Za-z]*ref|[A-Za-z]*footnote|footnotetext|thanks|label|index|includegraphics|input|include"
    r"|bibliography(?:style)?|[vh]space|set(?:length|counter)|(?:this)?pagestyle|(?:re)?newcommand"
)
_NO_TEXT = "|".join(
    (
        r"%[^\n]*+(?:\n[ \t]*+)?",  # a comment
        _environment("float", "figure|tikzpicture|thebibliography|comment"),
        rf"\\(?:begin|end)\{{[A-Za-z]+\*?\}}{_OPTIONS}(?:\{{[!-z|]{{0,60}}\}}){{0,3}}",
        rf"\\(?:href|(?:text)?color)(?![A-Za-z]){_OPTIONS}{_ARGUMENT}",  # the first argument is none
        rf"\\(?:{_NO_ARGUMENT_IS_TEXT})(?![A-Za-z])\*?{_OPTIONS}{_ARGUMENT}{{0,2}}",
        rf"\\[A-Za-z]+\*?(?:{_OPTIONS}(?=\{{)|[ \t]*+)|[{{}}]",  # of any other command, they are
    )
)
_TYPED = {"~": " ", "``": "“", "''": "”", "---": "—", "--": "–", "&": "\n", "\\\\": "\n"}
_MARKS = re.compile(
    rf"(?P<formula>{_FORMULA})|{_NO_TEXT}|\\(?P<sign>[%&$#_{{}} ])|(?P<typed>~|``|''|---?|&|\\\\)(?:(?<=\\)\[[^\[\]]{{0,20}}\])?",
    re.DOTALL,
)


def find_latex(text: str) -> Iterator[Found]:
    """Find what in a document of LaTeX is no text, below the head of `helpers.cleaning.markup_heads`.

    >>> source = "\\\\documentclass{article}\\\\title{桥}\\\\begin{document}桥\\\\emph{断}了\\\\cite{a}。% 待查"
    >>> [old for _, old, _, _ in find_latex(source)]
    ['\\\\emph', '{', '}', '\\\\cite{a}', '% 待查']
    """
    head = read_markup_head(text) if "\\document" in text else None
    if not head or BEGIN_DOCUMENT not in text[: head.end]:
        return
    for match in _MARKS.finditer(text, head.end, len(text) - len(head.foot)):
        if not match["formula"]:
            yield match.start(), match[0], match["sign"] or _TYPED.get(match["typed"], ""), "command of LaTeX"
