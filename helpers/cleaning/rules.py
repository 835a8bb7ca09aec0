"""List the rules of cleaning in their order, and by the names that a page has for them. Each has a module of its own, and yields
the edits ``(start, old, new, note)`` of a text; edits never overlap.
"""

from collections.abc import Callable, Iterable

from helpers.cleaning.characters import find_characters
from helpers.cleaning.conversion import find_script
from helpers.cleaning.html_markup import find_html
from helpers.cleaning.layout import find_layout
from helpers.cleaning.ledger import Found
from helpers.cleaning.markdown_markup import find_markdown
from helpers.cleaning.mojibake import find_repairs
from helpers.cleaning.pinyin import find_pinyin
from helpers.cleaning.repetition import find_doubling
from helpers.cleaning.spacing import find_spacing
from helpers.cleaning.spin import find_spin

# The step before all rules: cuts and repairs that only fit one article (`helpers.cleaning.editorial`).
EDITORIAL = "editorial"
RULES: dict[str, Callable[[str], Iterable[Found]]] = {
    "mojibake": find_repairs,  # before the rule that removes what only looks like control characters
    "characters": find_characters,
    "html": find_html,
    "markdown": find_markdown,
    "layout": find_layout,  # before the rule that takes away blank lines and indents
    "pinyin": find_pinyin,
    "spacing": find_spacing,
    "doubling": find_doubling,
    "script": find_script,
    "spin": find_spin,
}
RULE_NAMES = {
    EDITORIAL: "editorial cuts",
    "characters": "odd characters",
    "mojibake": "misread bytes",
    "html": "HTML",
    "markdown": "Markdown",
    "layout": "left-over layout",
    "pinyin": "pronunciation notes",
    "spacing": "blanks",
    "doubling": "text standing twice",
    "script": "Traditional script",
    "spin": "spun words",
}
