"""Count tokens, compare groups of articles, and weigh the evidence: keyness, intervals, permutation tests, agreement."""

from helpers.stats.inference import (
    articles_needed,
    bootstrap_rates,
    every_article_is_significant,
    naive_token_test,
    permutation_floor,
    permutation_trend,
    power_simulation,
)
from helpers.stats.keywords import dispersion, gries_dp, keyness, word_shift
from helpers.stats.reliability import agreement, cohen_kappa, krippendorff_alpha, pair_codes
from helpers.stats.scoring import misses, score

__all__ = [
    "agreement",
    "articles_needed",
    "bootstrap_rates",
    "cohen_kappa",
    "dispersion",
    "every_article_is_significant",
    "gries_dp",
    "keyness",
    "krippendorff_alpha",
    "misses",
    "naive_token_test",
    "pair_codes",
    "permutation_floor",
    "permutation_trend",
    "power_simulation",
    "score",
    "word_shift",
]
