"""Clean text to sentences, tokens and named entities. Pure.

The face of `helpers` has `split_sentences`, `tokenize`, `content_words`, `to_simplified`, `entity_of` and `gloss_of`. This
room adds special tools. Each is loaded when it is first used, so that sentences need neither pandas nor OpenCC.

>>> from helpers.text import script_of, sentence_spans
>>> script_of("開源模型"), sentence_spans("谁赢了?不知道。")
('Hant', [(0, 4), (4, 8)])
"""

from importlib import import_module
from typing import Any

_ROOM_OF = {
    "beginning_of": "context",
    "end_of": "context",
    "engine_differences": "tokens",
    "entity_mentions": "mentions",
    "kind_of": "entities",
    "script_of": "script",
    "sentence_spans": "sentences",
    "to_traditional": "script",
    "traditional_characters": "script",
}

__all__ = sorted(_ROOM_OF)


def __getattr__(name: str) -> Any:
    """Load a special tool when it is first asked for (PEP 562)."""
    if name not in _ROOM_OF:
        raise AttributeError(f"module 'helpers.text' has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"helpers.text.{_ROOM_OF[name]}"), name)
    return found


def __dir__() -> list[str]:
    return __all__
