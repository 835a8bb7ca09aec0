"""Find analogies and quotations by rule, and read those that a coder found."""

from helpers.framing.analogies import find_analogies
from helpers.framing.codes import (
    DOMAINS,
    SYSTEMS,
    add_pairs,
    code_sentences,
    load_codes,
    read_categories,
)
from helpers.framing.quotations import find_quotations

__all__ = [
    "DOMAINS",
    "SYSTEMS",
    "add_pairs",
    "code_sentences",
    "find_analogies",
    "find_quotations",
    "load_codes",
    "read_categories",
]
