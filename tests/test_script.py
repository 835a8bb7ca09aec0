"""Han characters, scripts, and Traditional to Simplified."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.script import script_of, to_simplified, traditional_characters


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("開源模型", "Hant"),
        ("开源模型", "Hans"),
        ("人工", "Hans"),  # nothing that tells: the commoner script
        ("開開源, 两", "Hant"),  # two against one
        ("开开源, 兩", "Hans"),
        ("open source", ""),
        ("", ""),
        ("日本語のモデルが来た", ""),  # Japanese is neither
    ],
)
def test_the_script_is_that_of_the_majority(text, script):
    assert script_of(text) == script


def test_traditional_characters_are_counted_and_those_of_both_scripts_are_not():
    assert traditional_characters("開源,开源,開人") == {"開": 2}
    assert traditional_characters("AI") == {}


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("隨著開源", "随着开源"),  # t2s alone leaves 著
        ("頭髮發現", "头发发现"),
        ("什麼", "什么"),
        ("核心", "核心"),  # characters change, words do not (tw2sp would write 内核)
        ("Meta 開放", "Meta 开放"),
        ("", ""),
    ],
)
def test_traditional_becomes_simplified_and_words_stay(traditional, simplified):
    assert to_simplified(traditional) == simplified


@given(st.text())
def test_script_of_any_text_is_one_of_three(text):
    assert script_of(text) in ("Hant", "Hans", "")
