"""Look up names and terms: the entity of every spelling, its kind, an English gloss."""

import re
from functools import cache, lru_cache

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


# What may follow the name of a family of models: a version (2.5, V3.1, 4o, K2), then sizes, dates and editions. All of it
# is matched in any case. A number that belongs to a date or a sum of money is no version.
_EDITION_NAMES = (
    "Pro Max Mini Ultra Nano Flash Turbo Plus Lite Air Opus Sonnet Haiku Instruct Chat Base Preview "
    "Thinking Think Coder Code Math VL Omni Vision Audio Image Large Small Medium Distill Speciale Next "
    "Exp Zero Prover Terminus Latest Fast Heavy Beta Scout Maverick Reasoner Lightning"
)
_EDITIONS = _EDITION_NAMES.split()
_NUMBER = r"(?:[vrkmxt]?\d{1,2}(?:\.\d{1,2}){0,2}[a-z]?)"
_SIZE = r"(?:(?:\d{1,2}x)?\d{1,4}(?:\.\d)?[bm](?:-a\d{1,3}b)?)"
_EDITION = f"(?:{'|'.join(_EDITIONS)})"
_MORE = rf"(?:[- ]?(?:{_SIZE}|{_EDITION}|{_NUMBER})|-\d{{4,8}})(?![a-z0-9])"
_NO_MORE = (
    r"(?![a-z0-9])(?!(?:[.,:]?\d)*(?:[%％年万萬亿億款倍]|日(?![前益])|月(?!之)|[号號](?![称稱召])|[点點](?![评評出])|千(?![问問])"
    r"|百(?![度川])|[个個](?!人)|家(?![族用])))"
)
VERSION = rf"(?i:(?:[- ]?(?:{_SIZE}|{_NUMBER})(?![a-z0-9])(?:{_MORE}){{0,4}}|[- ]{_EDITION}(?![a-z0-9])(?:{_MORE}){{0,4}}){_NO_MORE})"
_VERSION = re.compile(VERSION)
_PART = re.compile(
    rf"(?P<size>{_SIZE})(?![a-z0-9])|(?P<edition>{_EDITION})(?![a-z])|(?P<number>[a-z]*\d[\d.]*[a-z]?)", re.IGNORECASE
)
_NEVER = frozenset(
    [
        "羊驼",
        "小羊驼",
        "Transformer",
        "Transformers",
        "Whisper",
        "Falcon",
        "BLOOM",
        "FLUX",
        "T5",
        "Wan",
        "Janus",
        "Imagen",
    ]
)


@cache
def families() -> dict[str, str]:
    """Return the entity of each name that a version may follow: models, and what the list marks as ``family``.

    A name with a number is one too: Llama 3.1 in Llama 3.1 405B.
    """
    table = lexicon.read_table("entities")
    is_family = ((table["kind"] == "model") | table["note"].str.contains("family")) & ~table["alias"].isin(_NEVER)
    return dict(zip(table.loc[is_family, "alias"], table.loc[is_family, "entity"], strict=True))


@cache
def _keys_of_families() -> dict[str, str]:
    return {alias.casefold(): entity for alias, entity in families().items()}


@lru_cache(maxsize=1 << 16)
def _versioned(key: str) -> str:
    """Return the entity of a family with its version: size left out, the rest in one spelling; ``""`` for anything else."""
    known = _keys_of_families()
    for end in range(len(key) - 1, 1, -1):
        if key[:end] in known and (version := _VERSION.fullmatch(key, end)):
            entity = known[key[:end]]
            parts = [*_PART.finditer(version[0])]
            if not _ENDS_IN_NUMBER.search(entity) and parts[0]["number"]:  # as the list writes Llama 2 and GPT-4
                first = parts.pop(0)[0]
                entity = (
                    _entities().get(f"{key[:end]} {first}")
                    or _entities().get(f"{key[:end]}-{first}")
                    or (f"{entity}{_joint(entity)}{_spelled(first)}")
                )
            for part in parts:
                if part["edition"]:
                    entity += f" {_edition(part[0])}"
                elif not part["size"]:
                    entity += f"-{part[0]}" if _IS_DATE.fullmatch(part[0]) else f" {_spelled(part[0])}"
            return entity
    return ""


_ENDS_IN_NUMBER, _IS_DATE = re.compile(r"\d[a-z]?$"), re.compile(r"\d{4,8}")


def _joint(entity: str) -> str:
    """Return what stands between a family and its version in our list: GPT-4, but Llama 2."""
    return "-" if any(known.startswith(f"{entity}-") for known in _kinds()) else " "


def _spelled(number: str) -> str:
    return number.upper().replace("O", "o")  # V3, 3D, but 4o


def _edition(word: str) -> str:
    return next(edition for edition in _EDITIONS if edition.casefold() == word.casefold())


@cache
def _bases() -> frozenset[str]:
    return frozenset(key for key in _keys_of_families() if not re.search(r"\d", key))


def version_end(text: str, start: int, end: int) -> int:
    """Return where a name that stands at ``start`` to ``end`` ends with its version; a number of a date is none.

    >>> version_end("Gemini 2.5 Pro发布", 0, 6), version_end("Llama 3月", 0, 7)
    (14, 5)
    """
    if not (size := _size_of_base(text[start:end])):
        return end
    version = _VERSION.match(text, start + size)
    return max(end, version.end()) if version else start + size


def begins_with_family(name: str) -> bool:
    """Return whether a version may follow ``name``, or the beginning of it.

    >>> begins_with_family("Gemini"), begins_with_family("GPT-4"), begins_with_family("谷歌")
    (True, True, False)
    """
    return _size_of_base(name) > 0


@lru_cache(maxsize=1 << 14)
def _size_of_base(name: str) -> int:
    """Return how many characters of ``name`` are the longest family without a number that it begins with; 0 for none."""
    return next((size for size in range(len(name), 1, -1) if name[:size].casefold() in _bases()), 0)


def entity_for_key(key: str) -> str:
    """Return the entity of a case-folded name, or ``""`` (see `entity_of`)."""
    known = _entities()
    if key not in known and not key.isalnum():  # letters and digits alone have one spelling
        plain = re.sub(r"[\s-]+", " ", key)
        if plain in known:
            return known[plain]
    return known.get(key, "") or (_versioned(key) if len(key) <= _LONGEST and _MAY_BE_VERSION.search(key) else "")


_LONGEST = 60  # characters of a name with its version
_MAY_BE_VERSION = re.compile(r"\w[- ]?[a-z]?\d|[- ][a-z]")


def entity_of(token: str) -> str:
    """Return the English name of the entity that ``token`` names, or ``""``.

    Case, blanks and hyphens do not matter. A version is part of the entity, the size of a model is not.

    >>> entity_of("chatGPT"), entity_of("安卓"), entity_of("模型"), entity_of("Gemini-2.5-pro")
    ('ChatGPT', 'Android', '', 'Gemini 2.5 Pro')
    """
    return entity_for_key(token.casefold())


@lru_cache(maxsize=1 << 14)
def kind_of(entity: str) -> str:
    """Return the kind of ``entity`` (company, person, model, …), or ``""``.

    >>> kind_of("OpenAI")
    'company'
    """
    if entity not in _kinds() and any(
        entity.startswith((f"{family} ", f"{family}-")) for family in families().values()
    ):
        return "model"
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
