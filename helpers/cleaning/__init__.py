"""Clean raw text and keep a ledger of every change. Pure functions."""

from helpers.cleaning.cleaner import clean
from helpers.cleaning.conversion import left_traditional
from helpers.cleaning.editorial import CutError, EditorialCut, proves_lost_byte
from helpers.cleaning.flags import find_flags
from helpers.cleaning.ledger import Cleaned, Edit, apply_ledger, ledger_table, raw_span, replay
from helpers.cleaning.repetition import find_doubled
from helpers.cleaning.rules import RULE_NAMES, RULES
from helpers.cleaning.spin import is_spun, restore_spin, spin_markers

__all__ = [
    "RULES",
    "RULE_NAMES",
    "Cleaned",
    "CutError",
    "Edit",
    "EditorialCut",
    "apply_ledger",
    "clean",
    "find_doubled",
    "find_flags",
    "is_spun",
    "ledger_table",
    "left_traditional",
    "proves_lost_byte",
    "raw_span",
    "replay",
    "restore_spin",
    "spin_markers",
]
