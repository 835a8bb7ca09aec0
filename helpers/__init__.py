"""Read Chinese articles, clean them with a ledger, count words, find frames, and say how sure one can be.

The names below are the public ones; each room's docstring says what its functions take and return.
"""

from helpers import plots, show
from helpers.clean import RULE_NAMES, apply_ledger, clean, find_doubled, is_spun, raw_span, replay, spin_markers
from helpers.damage import proves_lost_byte
from helpers.corpus import SEEDS, SeedError, load_articles
from helpers.script import script_of, to_simplified
from helpers.keyness import gries_dp
from helpers.tables import (
    add_rates,
    collocates,
    concordance,
    count_characters,
    count_entities,
    count_terms,
    find_terms,
    ledger_table,
    rank_terms,
    split_articles,
    tf_idf,
)
from helpers.words import content_words, entity_of, gloss_of, split_sentences, tokenize

__all__ = [
    "RULE_NAMES",
    "SEEDS",
    "SeedError",
    "add_rates",
    "apply_ledger",
    "clean",
    "collocates",
    "concordance",
    "content_words",
    "count_characters",
    "count_entities",
    "count_terms",
    "entity_of",
    "find_doubled",
    "find_terms",
    "gloss_of",
    "gries_dp",
    "is_spun",
    "ledger_table",
    "load_articles",
    "plots",
    "proves_lost_byte",
    "rank_terms",
    "raw_span",
    "replay",
    "script_of",
    "show",
    "spin_markers",
    "split_articles",
    "split_sentences",
    "tf_idf",
    "to_simplified",
    "tokenize",
]
