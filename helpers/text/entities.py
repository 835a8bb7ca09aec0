"""Look up names and terms: the entity behind a spelling, its kind, and an English gloss."""

import re
from functools import cache

from helpers import lexicon
from helpers.text.script import to_traditional


@cache
def _entities() -> dict[str, str]:
    """Return the entity of every alias, a Han one also as Traditional writing spells it."""
    table = lexicon.read_table("entities")
    known = {alias.casefold(): entity for alias, entity in zip(table["alias"], table["entity"], strict=True)}
    spelled: dict[str, str] = {}
    for spelling in sorted(to_traditional("\n".join(known))):
        spelled |= zip(spelling.split("\n"), known.values(), strict=True)
    return spelled | known


@cache
def _kinds() -> dict[str, str]:
    table = lexicon.read_table("entities")
    return dict(zip(table["entity"], table["kind"], strict=True))


def entity_for_key(key: str) -> str:
    known = _entities()
    if key not in known and not key.isalnum():  # letters and digits alone are spelled but one way
        key = re.sub(r"[\s-]+", " ", key)
    return known.get(key, "")


def entity_of(token: str) -> str:
    """Return the entity that ``token`` is a name of, in its English form, or ``""``.

    Every spelling counts as one: case, blanks and hyphens do not matter.

    >>> entity_of("chatGPT"), entity_of("安卓"), entity_of("模型")
    ('ChatGPT', 'Android', '')
    """
    return entity_for_key(token.casefold())


def kind_of(entity: str) -> str:
    """Return what ``entity`` is (company, person, model, …), or ``""``."""
    return _kinds().get(entity, "")


@cache
def _glosses() -> dict[str, str]:
    entities = lexicon.read_table("entities")
    glossary = lexicon.read_table("glossary")
    glosses = dict(zip(entities["alias"], entities["entity"], strict=True))
    for column in ("taiwan", "traditional", "simplified"):
        glosses |= {term: english for term, english in zip(glossary[column], glossary["english"], strict=True) if term}
    return glosses


def gloss_of(term: str) -> str:
    """Return the English gloss of ``term`` from the glossary, or the entity it names, or ``""``.

    >>> gloss_of("护城河")
    'moat'
    """
    return _glosses().get(term, "") or entity_of(term)
