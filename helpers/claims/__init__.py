"""Claims about a corpus, and the verdict on each."""

from helpers.claims.claim import Claim, agrees, effect, measure, read_claims
from helpers.claims.robustness import (
    CHOICES,
    claim_interval,
    distinct_outcomes,
    leave_one_out,
    load_variants,
    multiverse,
)
from helpers.claims.verdicts import Verdict, attack_table, in_chinese, judge, true_if, verdict, verdict_table

__all__ = [
    "CHOICES",
    "Claim",
    "Verdict",
    "agrees",
    "attack_table",
    "claim_interval",
    "distinct_outcomes",
    "effect",
    "in_chinese",
    "judge",
    "leave_one_out",
    "load_variants",
    "measure",
    "multiverse",
    "read_claims",
    "true_if",
    "verdict",
    "verdict_table",
]
