"""The laws of bench/fuzz.py hold on a few hundred texts; `make fuzz` tries a million."""

import random

import pytest
from fuzz import LAWS, broken, make_text


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_a_law_holds(law):
    for number in range(60 // min(20, LAWS[law])):
        key = f"0/{number}"
        error = broken(law, make_text(random.Random(key)), key)
        assert error is None, f"case {key}: {error}"
