"""Claims about a corpus, and the verdict on each."""

from helpers.claims.claim import Claim, agrees, effect, measure, read_claims
from helpers.claims.robustness import claim_interval, leave_one_out, load_variants, multiverse
from helpers.claims.verdicts import Verdict, verdict, verdict_table

__all__ = [
    "Claim",
    "Verdict",
    "agrees",
    "claim_interval",
    "effect",
    "leave_one_out",
    "load_variants",
    "measure",
    "multiverse",
    "read_claims",
    "verdict",
    "verdict_table",
]
