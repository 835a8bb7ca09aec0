"""Read Chinese articles, clean them with a ledger, count words, find frames, and say how sure one can be.

The names below are the public ones; each room's docstring says what its functions take and return.
"""

from importlib import import_module
from types import ModuleType

from helpers.agreement import agreement, cohen_kappa, krippendorff_alpha, pair_codes
from helpers.claims import load_variants, measure, multiverse, read_claims, verdict, verdict_table
from helpers.clean import (
    RULE_NAMES,
    apply_ledger,
    clean,
    find_doubled,
    is_spun,
    left_traditional,
    raw_span,
    replay,
    spin_markers,
)
from helpers.coding import add_pairs, add_raw_lines, code_sentences, load_codes, read_categories
from helpers.corpus import SEEDS, SeedError, load_articles
from helpers.damage import find_flags, proves_lost_byte
from helpers.evidence import (
    articles_needed,
    bootstrap_rates,
    every_article_is_significant,
    naive_token_test,
    permutation_floor,
    power_simulation,
)
from helpers.folder import load_folder
from helpers.frames import entity_mentions, find_analogies, find_quotations, score
from helpers.keyness import dispersion, gries_dp, keyness, word_shift
from helpers.scale import count_corpus
from helpers.script import script_of, to_simplified
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
    "add_pairs",
    "add_rates",
    "add_raw_lines",
    "agreement",
    "apply_ledger",
    "articles_needed",
    "bootstrap_rates",
    "clean",
    "code_sentences",
    "cohen_kappa",
    "collocates",
    "concordance",
    "content_words",
    "count_characters",
    "count_corpus",
    "count_entities",
    "count_terms",
    "dispersion",
    "entity_mentions",
    "entity_of",
    "every_article_is_significant",
    "find_analogies",
    "find_doubled",
    "find_flags",
    "find_quotations",
    "find_terms",
    "gloss_of",
    "gries_dp",
    "is_spun",
    "keyness",
    "krippendorff_alpha",
    "ledger_table",
    "left_traditional",
    "load_articles",
    "load_codes",
    "load_folder",
    "load_variants",
    "measure",
    "multiverse",
    "naive_token_test",
    "pair_codes",
    "permutation_floor",
    "plots",
    "power_simulation",
    "proves_lost_byte",
    "rank_terms",
    "raw_span",
    "read_categories",
    "read_claims",
    "replay",
    "score",
    "script_of",
    "show",
    "spin_markers",
    "split_articles",
    "split_sentences",
    "tf_idf",
    "to_simplified",
    "tokenize",
    "verdict",
    "verdict_table",
    "word_shift",
]


def __getattr__(name: str) -> ModuleType:
    # Drawing takes half a second to load, which the many processes that only count can do without.
    if name in ("plots", "show"):
        return import_module(f"helpers.{name}")
    raise AttributeError(f"module 'helpers' has no attribute {name!r}")
