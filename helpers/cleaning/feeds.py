"""Find the markup of a feed (RSS, Atom) or of one item of it; the HTML that it holds is left to the rule of HTML. Pure."""

import re
from collections.abc import Iterator

from helpers.cleaning.ledger import Found

_BEGINS = re.compile(
    r"\ufeff?\s{0,200}(?:<\?xml[^<>]{0,2000}>\s{0,200})?<(?:rss|feed|rdf:RDF|channel|item|entry)(?:\s[^<>]{0,2000})?>\s{0,200}<"
    r"(?:title|link|guid|id|description|author|pubDate|published|updated|category|channel|item|entry|dc:\w|content:\w)\b",
    re.IGNORECASE,
)
_ABOUT = (
    "pubDate|lastBuildDate|published|updated|guid|id|link|atom:link|category|comments|generator|language|docs|ttl|logo|icon|"
    "author|name|email|uri|managingEditor|webMaster|copyright|rights|enclosure|source|url|(?:dc|dcterms|media|itunes|slash|wfw|"
    "sy|thr|georss|feedburner):[a-z]+"
)
_MARKUP = re.compile(
    rf"<({_ABOUT})(?:\s[^<>]{{0,2000}})?(?:(?<=/)>|>\s{{0,99}}(?:<!\[CDATA\[)?[^<\]]{{0,2000}}(?:\]\]>)?\s{{0,99}}</\1\s{{0,9}}>)"
    r"|</?(?P<frame>rss|feed|rdf:RDF|channel|item|entry|title|subtitle|description|summary|content|content:encoded|author|"
    r"image|source)(?:\s[^<>]{0,2000})?>|(?P<data><!\[CDATA\[|\]\]>)|<\?xml[^<>]{0,2000}>",
    re.IGNORECASE,
)


def is_feed(text: str) -> bool:
    """Return whether a text is a feed, or an item of one.

    >>> is_feed("<item><title>开源</title>"), is_feed("<p>开源</p>")
    (True, False)
    """
    return bool(_BEGINS.match(text))


def find_feed(text: str) -> Iterator[Found]:
    """Find the elements of a feed: those about an item go, and of the others the tags.

    >>> [(old, new) for _, old, new, _ in find_feed("<item><title>开</title><guid>1</guid></item>")]
    [('<item>', '\\n'), ('<title>', '\\n'), ('</title>', '\\n'), ('<guid>1</guid>', ''), ('</item>', '\\n')]
    """
    for match in _MARKUP.finditer(text):
        yield match.start(), match[0], "\n" if match["frame"] else "", "element of a feed"
