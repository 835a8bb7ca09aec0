"""Read a text once for all who search it: its shadow, its sentences, the names in it. Pure."""

from bisect import bisect_left
from functools import cached_property

from helpers.text.mentions import find_mentions
from helpers.text.script import shadow_of
from helpers.text.sentences import sentence_spans


class Document:
    """A text with what several searches need of it; each is found once, when it is first asked for.

    >>> document = Document("谷歌輸了。OpenAI呢？")
    >>> document.shadow, document.sentences, document.mentions_between(5, 12)
    ('谷歌输了。OpenAI呢?', [(0, 5), (5, 13)], [(5, 11, 'OpenAI', 'company')])
    """

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def shadow(self) -> str:
        """The text as `helpers.text.script.shadow_of` returns it."""
        return shadow_of(self.text)

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """The places of the sentences, as `helpers.text.sentences.sentence_spans` returns them."""
        return sentence_spans(self.text)

    @cached_property
    def mentions(self) -> list[tuple[int, int, str, str]]:
        """The names, as `helpers.text.mentions.find_mentions` returns them."""
        return find_mentions(self.shadow)

    def mentions_between(self, start: int, end: int) -> list[tuple[int, int, str, str]]:
        """Return the names that stand wholly within ``start`` and ``end``."""
        low, high = bisect_left(self.mentions, (start,)), bisect_left(self.mentions, (end,))
        return [mention for mention in self.mentions[low:high] if mention[1] <= end]
