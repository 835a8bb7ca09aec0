"""Look up names and terms: the entity of every spelling, its kind, an English gloss."""

import re
from functools import cache

from helpers import lexicon
from helpers.text.script import to_traditional


@cache
def _entities() -> dict[str, str]:
    """Return the entity of every alias; a Chinese alias is also listed in Traditional characters."""
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
    """Return the entity of a case-folded name, or ``""`` (see `entity_of`)."""
    known = _entities()
    if key not in known and not key.isalnum():  # letters and digits alone have one spelling
        key = re.sub(r"[\s-]+", " ", key)
    return known.get(key, "")


def entity_of(token: str) -> str:
    """Return the English name of the entity that ``token`` names, or ``""``.

    Case, blanks and hyphens do not matter.

    >>> entity_of("chatGPT"), entity_of("安卓"), entity_of("模型")
    ('ChatGPT', 'Android', '')
    """
    return entity_for_key(token.casefold())


def kind_of(entity: str) -> str:
    """Return the kind of ``entity`` (company, person, model, …), or ``""``.

    >>> kind_of("OpenAI")
    'company'
    """
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
