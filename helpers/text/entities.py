"""Look up names and terms: the entity of every spelling, its kind, an English gloss."""

import re
from functools import cache, lru_cache

from helpers import lexicon
from helpers.text.measures import ASCII_OF_AMOUNTS, DIGITS_OF_AMOUNTS, mask_amounts
from helpers.text.script import HAN, IS_HAN, to_traditional, usual_dot

_VERSION_ONLY = "version only"  # note of a name that is another word without a version: 盘古, 麒麟, Yi
_FAMILY = re.compile(r"\bfamily(?:: (\S+))?")


def _spelled_in_both(of_alias: dict[str, str]) -> dict[str, str]:
    """Return what each alias stands for, case-folded, also for the Traditional spellings of a Chinese one."""
    known = {alias.casefold(): entity for alias, entity in of_alias.items()}
    spelled: dict[str, str] = {}
    for spelling in sorted(to_traditional("\n".join(known))):
        spelled |= zip(spelling.split("\n"), known.values(), strict=True)
    return spelled | known


@cache
def _entities() -> dict[str, str]:
    table = lexicon.read_table("entities")
    table = table[~table["note"].str.startswith(_VERSION_ONLY)]
    return _spelled_in_both(dict(zip(table["alias"], table["entity"], strict=True)))


@cache
def _as_written() -> frozenset[str]:
    """Return the aliases that count only in the case in which the list has them: o3 is a model, O3 is ozone.

    >>> "o3" in _as_written(), "O3" in _as_written()
    (True, False)
    """
    table = lexicon.read_table("entities")
    return frozenset(table.loc[table["note"].str.startswith("as written"), "alias"])


def is_in_other_case(name: str) -> bool:
    """Return whether ``name`` is one that counts only as it is written, in another case.

    >>> is_in_other_case("O3"), is_in_other_case("o3"), is_in_other_case("OPENAI")
    (True, False, False)
    """
    return name not in _as_written() and name.casefold() in _as_written()


@cache
def _kinds() -> dict[str, str]:
    table = lexicon.read_table("entities")
    return dict(zip(table["entity"], table["kind"], strict=True))


# What may follow the name of a family of models: a version (2.5, V3.1, 4o, K2), then sizes, dates and editions. All of it
# is matched in any case. A bare number before a measure word is no version, unless a hyphen ties it to the name.
_EDITION_NAMES = (
    "Pro Max Mini Ultra Nano Flash Turbo TurboS Plus Lite Air Opus Sonnet Haiku Instruct Instant Chat Base Preview "
    "Thinking Think Coder Codex Code Math VL Omni Vision Audio Image Video Text Large Small Medium Tiny Distill Speciale "
    "Next Exp Experimental Zero Prover Terminus Latest Fast Heavy Beta Alpha Scout Maverick Reasoner Reasoning Lightning "
    "High XHigh Low Live Realtime Transcribe TTS OCR Search Research Embedding Guard Reranker Nemo MoE Seed Elite Gen SE "
    "Deep Edit Robotics Super Ti"
)
_EDITIONS = _EDITION_NAMES.split()
_SIZE = r"(?:(?:\d{1,2}x)?\d{1,4}(?:\.\d)?[bm](?:-a\d{1,3}b)?)"
_EDITION = f"(?:{'|'.join(_EDITIONS)})"
# An O is part of a version only where no blank parts it from the name: 可灵O1, but GPT o1 names two.
_NUMBER = r"(?:(?:[vrkmxtz]|(?<! )o)?\d{1,2}(?:\.\d{1,2}){0,2}[a-z]?)"
_DATE = r"(?:-20\d\d-\d\d-\d\d|-\d{4,8}|-\d{1,3}k)"  # or the length of a context (GPT-4-32k)
# The number of a product (15, 910C, 950PR, V8.0, 玄戒O1), but no year.
_MODEL_NUMBER = (
    r"(?:(?!(?:19|20)\d\d(?![\da-z]))(?:\d{1,4}(?:\.\d{1,2}){0,3}[a-z]?|\d{3,4}[a-z]{2})|(?<! )[a-z]\d{1,4}[a-z]?)"
)
_END = rf"(?![a-z0-9{ASCII_OF_AMOUNTS}]|\.[\d{DIGITS_OF_AMOUNTS}])"
# 24GB, 4K, 5G, 20w for 200,000; 3D is a version of Hunyuan, 3x and 10s of none, 4S and 9000X of a phone and a chip
_UNITS = r"[gkwh]|[gtmkp]b|[gmk]?hz|[munp]s|[numck]m|kg|[gmk]w|px"
_UNIT_OF_MODEL = rf"\d{{1,4}}(?:\.\d{{1,2}})?(?:{_UNITS}|[xs])(?![a-z0-9])"
_UNIT_OF_PRODUCT = rf"\d{{1,4}}(?:\.\d{{1,2}})?(?:{_UNITS}|[mt])(?![a-z0-9])|\dd(?![a-z0-9])"


@cache
def no_version() -> str:
    """Return the pattern, for text from `mask_amounts`, of a number that is no version: of an amount (60秒) or a name (36氪).

    >>> [bool(re.match(no_version(), mask_amounts(text))) for text in ("60秒", "36氪", "2.5 Pro")]
    [True, True, False]
    """
    names = (re.escape(name) for name in lexicon.read_table("entities")["alias"] if name[0].isdigit())
    return f"(?:[{DIGITS_OF_AMOUNTS}]|(?i:{'|'.join(names)}))"


def _version_pattern(any_number: str, unit: str, *, only_begins: bool = False) -> str:
    joint = rf"(?:{_END}|(?={_EDITION}{_END}))"  # 2.5Pro
    number = rf"(?!{no_version()}|{unit}){any_number}(?!,\d\d\d(?!\d))"
    edition = rf"(?:[- ]|(?<=(?-i:[{HAN}]))){_EDITION}{_END}"
    first = rf"(?:(?:-{any_number}|[- ]?(?:{_SIZE}|{number})){joint}|{edition})"
    if only_begins:
        return f"(?i:{first})"
    more = rf"(?:[- ]?(?:{_EDITION}{_END}|(?:{_SIZE}|{number}){joint})|{_DATE}{_END})"
    return f"(?i:{first}{more}{{0,4}})"


@cache
def version_pattern(*, only_begins: bool = False) -> str:
    """Return the pattern of what may follow the name of a family of models, in text from `mask_amounts`.

    The pattern of how it ``only_begins`` tells as well whether there is a version, and is half as long.

    >>> re.match(version_pattern(), " 3.1 405B发布")[0]
    ' 3.1 405B'
    """
    return _version_pattern(_NUMBER, _UNIT_OF_MODEL, only_begins=only_begins)


@cache
def product_version_pattern(*, only_begins: bool = False) -> str:
    """Return the pattern of what may follow the name of a system or product: numbers of three digits and more, too.

    It is for text from `mask_amounts`; ``only_begins`` as in `version_pattern`.

    >>> re.match(product_version_pattern(), "910C芯片")[0], re.match(version_pattern(), "910C芯片")
    ('910C', None)
    """
    return _version_pattern(_MODEL_NUMBER, _UNIT_OF_PRODUCT, only_begins=only_begins)


_PART = re.compile(
    rf"(?P<snapshot>-20\d\d-?\d\d-?\d\d)(?!\d)|(?P<size>{_SIZE}|\d{{1,3}}k)(?![a-z0-9])|(?P<edition>{_EDITION})(?![a-z])"
    r"|(?P<number>[a-z]*\d[\d.]*(?:[a-z](?![a-z]))?)",
    re.IGNORECASE,
)
_HYPHENATED = re.compile(r"(?<![a-z0-9.])(\d)-(\d{1,2})(?![a-z0-9.])", re.IGNORECASE)  # claude-3-7-sonnet


@cache
def families() -> dict[str, str]:
    """Return the entity of each name whose version is part of the entity: models, and what the list marks as ``family``.

    A name with a number is one too: Llama 3.1 in Llama 3.1 405B.

    >>> families()["通义千问"], "安卓" in families()
    ('Qwen', False)
    """
    found = {}
    for row in lexicon.read_table("entities").itertuples():
        marked = _FAMILY.search(row.note)
        if not row.note.startswith("no family") and (row.kind == "model" or marked):
            found[row.alias] = (marked and marked[1]) or row.entity
    return found


@cache
def products() -> dict[str, str]:
    """Return the entity of each system or product, which counts as one whatever its version: Android 15, iPhone 15 Pro.

    >>> products()["安卓"], "通义千问" in products()
    ('Android', False)
    """
    table = lexicon.read_table("entities")
    is_product = table["kind"].isin(["os", "product"]) & ~table["alias"].str.contains(r"\d$")
    found = dict(zip(table.loc[is_product, "alias"], table.loc[is_product, "entity"], strict=True))
    return {alias: entity for alias, entity in found.items() if alias not in families()}


@cache
def _family_keys() -> dict[str, str]:
    return _spelled_in_both(families())


@cache
def _product_keys() -> dict[str, str]:
    return _spelled_in_both(products())


@cache
def _compiled() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(version_pattern()), re.compile(product_version_pattern())


@lru_cache(maxsize=1 << 16)
def _versioned(key: str) -> str:
    """Return the entity of a family with its version: size left out, the rest in one spelling; ``""`` for anything else."""
    of_family, of_product = _compiled()
    for end in range(len(key) - 1, 1, -1):
        if key[end - 1 : end + 1].isdecimal():  # Llama 405B is no Llama 4
            continue
        head = key[:end]
        if head in _family_keys() and (version := of_family.fullmatch(key, end)):
            return _with_version(head, version[0])
        if head in _product_keys() and of_product.fullmatch(key, end):
            return _product_keys()[head]
    return ""


def is_versioned(name: str) -> bool:
    """Return whether ``name`` is that of a family, system or product with a version.

    >>> is_versioned("Gemini 2.5 Pro"), is_versioned("Gemini"), is_versioned("Hugging Face")
    (True, False, False)
    """
    return bool(_versioned(name.casefold()))


def _with_version(head: str, version: str) -> str:
    entity = _family_keys()[head]
    parts = [*_PART.finditer(_HYPHENATED.sub(r"\1.\2", version))]
    if not _ENDS_IN_NUMBER.search(entity) and parts[0]["number"]:  # as the list writes Llama 2 and GPT-4
        first = parts.pop(0)[0]
        known = _entities().get(f"{head} {first}") or _entities().get(f"{head}-{first}")
        entity = known or f"{entity}{_joint(entity)}{_spelled(first)}"
    elif parts[0]["size"] and _entities().get(head) and kind_of(_entities()[head]) == "company":
        entity += f"{_joint(entity)}{parts[0][0].upper()}"  # the firm has made a model that has no other name
    for part in parts:
        if part["edition"]:
            entity += f" {_edition(part[0])}"
        elif part["number"]:
            entity += f"-{part[0]}" if _IS_DATE.fullmatch(part[0]) else f" {_spelled(part[0])}"
    return entity


_ENDS_IN_NUMBER, _IS_DATE = re.compile(r"\d[a-z]?$"), re.compile(r"\d{4,8}")


def _joint(entity: str) -> str:
    """Return what stands between a family and its version in our list: GPT-4, but Llama 2."""
    return "-" if any(known.startswith(f"{entity}-") for known in _kinds()) else " "


def _spelled(number: str) -> str:
    return re.sub(r"(?<=\d)O", "o", number.upper())  # V3, 3D, O1, but 4o


def _edition(word: str) -> str:
    return next(edition for edition in _EDITIONS if edition.casefold() == word.casefold())


@cache
def _bases() -> frozenset[str]:
    return frozenset(key for key in (_family_keys() | _product_keys()) if not re.search(r"\d", key))


_LONGEST = 60  # characters of a name with its version
_NUMBERED = re.compile(r"[- ]?\d")
_ENDS_NAME = re.compile(r"(?![A-Za-z0-9])|\d[\d.,]{0,12}(?![A-Za-z0-9])")


def version_end(text: str, start: int, end: int) -> int:
    """Return where a name that stands at ``start`` to ``end`` ends with its version; the number of an amount is none.

    >>> version_end("Gemini 2.5 Pro发布", 0, 6), version_end("Llama 3月", 0, 7), version_end("Android 15", 0, 7)
    (14, 5, 10)
    """
    if not (size := _size_of_base(text[start:end])):
        return end
    pattern = _compiled()[text[start : start + size].casefold() in _product_keys()]
    if version := pattern.match(mask_amounts(text[start : end + _LONGEST]), size):
        return max(end, start + version.end())
    # the list has Llama 3, but not in Llama 3月
    return start + size if _NUMBERED.match(text, start + size, end) else end


def begins_with_family(name: str) -> bool:
    """Return whether a version may follow ``name``, or the beginning of it.

    >>> begins_with_family("Gemini"), begins_with_family("GPT-4"), begins_with_family("谷歌")
    (True, True, False)
    """
    return _size_of_base(name) > 0


def ends_as_name(text: str, end: int) -> bool:
    """Return whether a name may end here: before no Latin letter, and before no digit but those of an amount.

    >>> ends_as_name("Sora60秒", 4), ends_as_name("Sora60b", 4)
    (True, False)
    """
    return bool(_ENDS_NAME.match(text, end))


@lru_cache(maxsize=1 << 14)
def _size_of_base(name: str) -> int:
    """Return how many characters of ``name`` are the longest family without a number that it begins with; 0 for none.

    A family that has only names with a number (o3) is whole.
    """
    sizes = (size for size in range(len(name), 1, -1) if name[:size].casefold() in _bases())
    return next(sizes, len(name) if name.casefold() in _family_keys() else 0)


_MAY_BE_VERSION = re.compile(rf"\w[- ]?[a-z]?\d|(?:[- ]|[{HAN}])[a-z]")


def entity_of(token: str) -> str:
    """Return the English name of the entity that ``token`` names, or ``""``.

    Case, blanks, hyphens and the form of a dot do not matter, but for a few names that are other words in another case (o3, not O3). The
    version of a model is part of the entity; its size, and the version of a system or product, are not.

    >>> entity_of("chatGPT"), entity_of("安卓15"), entity_of("模型"), entity_of("Gemini-2.5-pro"), entity_of("萨姆•奥尔特曼")
    ('ChatGPT', 'Android', '', 'Gemini 2.5 Pro', 'Sam Altman')
    """
    key, known = token.casefold(), _entities()
    if key in known:
        return "" if is_in_other_case(token) else known[key]
    if not key.isalnum():  # letters and digits alone have one spelling
        plain = usual_dot(re.sub(r"[\s-]+", " ", key))
        if plain in known:
            return known[plain]
    return _versioned(key) if len(key) <= _LONGEST and _MAY_BE_VERSION.search(key) else ""


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


def with_gloss(term: str) -> str:
    """Return ``term``, and in brackets its English gloss if it is Chinese and has one.

    >>> with_gloss("护城河"), with_gloss("Android")
    ('护城河 (moat)', 'Android')
    """
    gloss = gloss_of(term) if IS_HAN.search(term) else ""
    return f"{term} ({gloss})" if gloss else term


def gloss_of(term: str) -> str:
    """Return the English gloss of ``term`` from the glossary, or the entity it names, or ``""``.

    >>> gloss_of("护城河")
    'moat'
    """
    return _glosses().get(term, "") or entity_of(term)
