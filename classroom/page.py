"""A Markdown page to Typst, for print. It knows the marks that our pages use and stops at any other."""

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

HEAD = """\
#set document(title: {title}, author: "The Android Moment contributors", date: none)
#set text(font: "Noto Sans SC", size: {size}pt, lang: "{lang}", region: "{region}", fallback: false, hyphenate: false)
#set par(leading: 0.62em, spacing: 0.85em, justify: false)
#set page(paper: "a4", margin: (x: 20mm, top: 18mm, bottom: 18mm),
  footer: text(size: 7.5pt, fill: luma(90))[The Android Moment – {title_text} {rights} #h(1fr) #context counter(page).display("1 / 1", both: true)])
#set smartquote(enabled: false)
#import "/marks.typ": in-english
#show regex("[“”‘’…·]"): in-english
#show regex("[\\p{{Han}}「」、。，：；！？]+"): set text(lang: "zh", region: "cn")
#show strong: it => text(stroke: 0.025em, it.body)
#show emph: it => text(fill: rgb("#0b4f6c"), it.body)
#show link: it => text(fill: rgb("#0b4f6c"), it)
#show raw.where(block: false): it => text(font: "Noto Sans SC", size: 9pt, fill: luma(40), it)
#show raw.where(block: true): it => text(font: "DejaVu Sans Mono", size: 8pt, it) // comes with Typst
#show heading.where(level: 1): it => block(below: 10pt, text(size: 20pt, weight: "regular", it.body))
#show heading.where(level: 2): it => block(above: 18pt, below: 8pt, sticky: true, text(size: 14pt, weight: "regular", stroke: 0.02em, it.body))
#show heading.where(level: 3): it => block(above: 13pt, below: 6pt, sticky: true, text(size: 11pt, weight: "regular", stroke: 0.02em, it.body))
#set table(stroke: 0.5pt + luma(150), inset: 5pt)
#show table: set text(size: 0.9em)
#show table.cell.where(y: 0): set table.cell(fill: rgb("#e8f0f4"))
#let chinese(body) = text(lang: "zh", region: "cn", body)
#let quoted(body) = block(breakable: false, inset: (left: 8pt, y: 3pt), stroke: (left: 2pt + rgb("#0b4f6c")), text(size: 0.95em, body))
"""


def _plain(text: str) -> str:
    """Text as Typst that shows exactly this text.

    >>> _plain("#1 [x]")
    '#"#1 [x]";'
    """
    return '#"' + text.replace("\\", "\\\\").replace('"', '\\"') + '";'


def _inline(tokens: Sequence[Token]) -> str:
    out: list[str] = []
    to = ""
    for token in tokens:
        if token.type == "text" and to.endswith(".pdf"):  # on paper the name of the file says more
            out.append(_plain(to.rsplit("/", 1)[1]))
            continue
        match token.type:
            case "text":
                out.append(_plain(token.content) if token.content else "")
            case "code_inline":
                out.append("#raw(" + _plain(token.content)[1:-1] + ");")
            case "softbreak":
                out.append(" ")
            case "hardbreak":
                out.append("#linebreak();")
            case "strong_open":
                out.append("#strong[")
            case "em_open":
                out.append("#emph[")
            case "strong_close" | "em_close":
                out.append("];")
            case "link_open":
                # a page of the site is no address on paper
                to = str(token.attrs["href"])
                out.append(f'#link("{to}")[' if to.startswith("https://") else "#[")
            case "link_close":
                to = ""
                out.append("];")
            case other:
                raise ValueError(f"line with {token.content[:40]!r}: print does not know {other!r}.")
    return "".join(out)


_BLOCKS = {
    "paragraph_open": "\n",
    "paragraph_close": "\n",
    "bullet_list_open": "\n#list(",
    "bullet_list_close": ")\n",
    "ordered_list_open": "\n#enum(",
    "ordered_list_close": ")\n",
    "list_item_open": "[",
    "list_item_close": "],",
    "blockquote_open": "\n#quoted[",
    "blockquote_close": "]\n",
    "heading_close": "]\n",
    "table_close": ")]\n",
    "thead_open": "table.header(",
    "thead_close": "),\n",
    "tbody_open": "",
    "tbody_close": "",
    "tr_open": "",
    "tr_close": "\n",
    "th_open": "[",
    "td_open": "[",
    "th_close": "], ",
    "td_close": "], ",
    "hr": "\n#v(4pt)\n",
}


def _columns(tokens: Sequence[Token], start: int) -> str:
    """Widths of a table's columns: by the longest cell of each, within limits, so that a column of times stays narrow."""
    longest: list[int] = []
    column = 0
    for token in tokens[start:]:
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            column = 0
        elif token.type == "inline":
            longest += [0] * (column + 1 - len(longest))
            longest[column] = max(longest[column], len(token.content))
            column += 1
    return ", ".join("auto" if size <= 16 else f"{min(max(size, 45), 90)}fr" for size in longest)


RIGHTS = {
    "en": "CC BY 4.0; quotations belong to their authors.",
    "zh": "CC BY 4.0；引文版权归原作者。",
    "zh-tw": "CC BY 4.0；引文版權歸原作者。",
}


def _is_title(inline: Token) -> bool:
    """Whether a paragraph is bold as a whole: it stays with what follows."""
    kinds = [child.type for child in inline.children or [] if child.type != "text" or child.content]
    return kinds == ["strong_open", "text", "strong_close"]


def _quotation(tokens: Sequence[Token]) -> str:
    """A quotation in English: its first line is Chinese as a whole, with the marks at its ends."""
    end = next(number for number, token in enumerate(tokens) if token.type == "hardbreak")
    return f"#chinese[{_inline(tokens[:end])}];{_inline(tokens[end:])}"


def to_typst(markdown: str, *, size: float = 9.5, edition: str = "en") -> str:
    """Return a Typst document that prints the page, its text in ``size`` points and the language of ``edition``.

    Raises:
        ValueError: the page uses a mark that print does not know.
    """
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown)
    title = next(t.content for t, before in zip(tokens[1:], tokens, strict=False) if before.type == "heading_open")
    lang, region = edition[:2], {"en": "gb", "zh": "cn", "zh-tw": "tw"}[edition]
    title_text = _plain(title + ("." if lang == "en" else "。"))
    quoted = '"' + title.replace('"', "'") + '"'
    rights = _plain(RIGHTS[edition])
    out = [HEAD.format(size=size, title=quoted, title_text=title_text, lang=lang, region=region, rights=rights)]
    for number, token in enumerate(tokens):
        inside = tokens[number - 2].type
        match token.type:
            case "inline" if lang == "en" and inside == "blockquote_open":
                out.append(_quotation(token.children or []))
            case "inline" if _is_title(token):
                out.append(f"#block(sticky: true)[{_inline(token.children or [])}]")
            case "inline":
                out.append(_inline(token.children or []))
            case "heading_open":
                out.append(f"\n#heading(level: {token.tag[1:]})[")
            case "table_open":
                titled = _is_title(tokens[number - 2])
                # a board stays in one piece, with its title
                out.append(
                    f"\n#block(breakable: {str(not titled).lower()})[#table(columns: ({_columns(tokens, number)}),\n"
                )
            case "fence":
                out.append(
                    "\n#block(fill: luma(240), inset: 6pt, width: 100%, raw(block: true, "
                    + _plain(token.content.rstrip())[1:-1]
                    + "))\n"
                )
            case "html_block" if token.content.startswith("<!--"):
                pass
            case kind if kind in _BLOCKS:
                out.append(_BLOCKS[kind])
            case other:
                raise ValueError(f"line {(token.map or [0])[0] + 1}: print does not know {other!r}.")
    return "".join(out)
