"""Read Chinese articles, clean them with a ledger, count their words, find how they frame a story, and weigh the evidence.

>>> import helpers
>>> articles = helpers.load_articles()
>>> helpers.find_terms(articles, ["安卓"])["article_id"].unique().tolist()
['002', '000']

The names below are all that most notebooks need. Each is loaded when it is first used, and refuses an argument of the wrong
type in one sentence (`helpers.arguments`). Special tools come from their own room: ``from helpers.claims import verdict``.
"""

from functools import cache
from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_FACE = {
    "helpers.corpus": ("SEEDS", "article_labels", "load_articles"),
    "helpers.report.ingest": ("load_folder",),
    "helpers.framing.codes": ("load_codes", "read_categories"),
    "helpers.claims.claim": ("read_claims",),
    "helpers.cleaning.cleaner": ("clean",),
    "helpers.cleaning.ledger": ("apply_ledger", "ledger_table", "replay"),
    "helpers.cleaning.conversion": ("left_traditional",),
    "helpers.text.sentences": ("split_sentences",),
    "helpers.text.tokens": ("content_words", "tokenize"),
    "helpers.text.script": ("to_simplified",),
    "helpers.text.entities": ("entity_of", "gloss_of"),
    "helpers.stats.counts": (
        "add_rates",
        "collocates",
        "concordance",
        "count_characters",
        "count_terms",
        "find_terms",
        "rank_terms",
        "split_articles",
        "tf_idf",
    ),
    "helpers.stats.keywords": ("dispersion", "keyness", "word_shift"),
    "helpers.stats.scoring": ("score",),
    "helpers.framing.analogies": ("find_analogies",),
    "helpers.framing.quotations": ("find_quotations",),
}
_ROOM_OF = {name: room for room, names in _FACE.items() for name in names}
_MODULES = ("plots", "show")

__all__ = sorted([*_ROOM_OF, *_MODULES])


@cache
def _load(name: str) -> Any:
    found = getattr(import_module(_ROOM_OF[name]), name)
    return import_module("helpers.arguments").checked(found) if callable(found) else found


def __getattr__(name: str) -> Any:
    """Return a name of the face, loaded when it is first asked for (PEP 562)."""
    if name in _MODULES:
        return import_module(f"helpers.{name}")
    if name not in _ROOM_OF:
        raise AttributeError(f"module 'helpers' has no attribute {name!r}")
    return _load(name)


def __dir__() -> list[str]:
    return __all__
