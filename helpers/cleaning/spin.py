"""Rule ``spin``: find the words that a spinning machine put in place of others. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

from helpers import lexicon
from helpers.cleaning.ledger import Found
from helpers.cleaning.rewriting import Rewrite, rewritten


@cache
def _spin() -> tuple[re.Pattern[str], dict[str, str], re.Pattern[str]]:
    table = lexicon.read_table("spin")
    safe = {row.spun: row.plain for row in table.itertuples() if row.certainty == "safe"}
    markers = table.loc[table["marker"] == "yes", "spun"]
    return _any_of(safe), safe, _any_of(markers)


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w))) or r"(?!)")


def restore_spin(text: str) -> str:
    """Return ``text`` with the words of a spun text changed back where that is safe.

    >>> restore_spin("微柔软")
    '微软'
    """
    pattern, safe, _ = _spin()
    return pattern.sub(lambda match: safe[match[0]], text)


def spin_markers(text: str) -> Counter[str]:
    """Return how often each marker of machine rewording (*spinning*) occurs in ``text``.

    >>> spin_markers("微柔软发布巨大模型")["微柔软"]
    1
    """
    return Counter(_spin()[2].findall(text))


def is_spun(text: str) -> bool:
    """Return whether ``text`` was reworded by machine: five different markers, and one in 1,000 characters at least.

    >>> is_spun("微柔软发布巨大模型")
    False
    """
    markers = spin_markers(text)
    return len(markers) >= 5 and 1000 * markers.total() >= len(text)


def find_spin(text: str) -> Iterator[Found]:
    """Find words to change back, in an article that its density of markers proves to be spun (`is_spun`); else nothing.

    >>> [new for _, _, new, _ in find_spin("微柔软巨大模型宏巨大巨大佬巨大腿")], [*find_spin("微柔软")]
    (['微软', '大模型', '宏大', '大佬', '大腿'], [])
    """
    if is_spun(text):
        pattern, plain, _ = _spin()
        yield from rewritten([Rewrite("", pattern, lambda match: plain[match.group()], "spun word")], text)
