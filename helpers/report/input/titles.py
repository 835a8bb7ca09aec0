"""Know a title from the name of the site or outlet behind it. Pure."""

import re
from collections.abc import Iterable

# Behind a title, the channel and the site: 桥断了-新闻频道-河湾网, 桥断了--河湾在线, 桥断了 @ 河湾日记.
_APART = re.compile(r"(?:\s{0,9}(?:[_|｜丨–—»·-]|::| @(?= )))+\s{0,9}")
_SHORTEST = 4  # characters of a title that is followed by longer ones


def without_name(title: str, name: str) -> str:
    """Return a title without the name of the site or outlet behind it, where a sign parts it from the rest.

    >>> without_name("河上的桥_江畔报", "江畔报"), without_name("谁在读江畔报", "江畔报")
    ('河上的桥', '谁在读江畔报')
    """
    end = len(title.removesuffix(name))
    if end == len(title):
        return title
    return next((title[: apart.start()] for apart in _APART.finditer(title, 0, end) if apart.end() == end), "") or title


def without_outlet(metadata: dict[str, str]) -> dict[str, str]:
    """Return metadata, the title without the name of the outlet.

    >>> without_outlet({"title": "河上的桥 | 江畔报", "outlet": "江畔报"})
    {'title': '河上的桥', 'outlet': '江畔报'}
    """
    title, outlet = metadata.get("title", ""), metadata.get("outlet", "")
    return metadata | {"title": without_name(title, outlet)} if outlet and outlet in title else metadata


def without_site(title: str, names: Iterable[str], sites: Iterable[str]) -> str:
    """Return the title of a page without the name of its site: what stands behind one of its other names, if that may be
    all of the title, or behind a sign if a tag says that it is one of the sites.

    >>> without_site("河上的桥断了_江畔报", ["河上的桥断了"], []), without_site("桥_江畔报", ["桥"], ["江畔报"])
    ('河上的桥断了', '桥')
    """
    for name in names:
        if name and title.startswith(name) and _may_be_all(name, title):
            return name
    for site in filter(None, sites):
        title = without_name(title, site)
    return title


def beginnings_of(title: str) -> list[str]:
    """Return the beginnings of a title that may be all of it, up to a sign that may part them from the site; the longest first.

    >>> beginnings_of("河上的桥断了-新闻-江畔报"), beginnings_of("河上｜三座桥都断了")
    (['河上的桥断了-新闻', '河上的桥断了'], [])
    """
    names = (title[: apart.start()] for apart in _APART.finditer(title))
    return [name for name in names if len(name) >= _SHORTEST and _may_be_all(name, title)][::-1]


def _may_be_all(name: str, title: str) -> bool:
    """Return whether a beginning of a title may be all of it, and what stands behind the site's: it is half as long or
    longer, or two and more shorter parts follow it (a channel and a site). Else it may be that of a column: 河上｜三座桥都断了."""
    apart = _APART.match(title, len(name))
    if not apart:
        return False
    parts = _APART.split(title[apart.end() :])
    is_longest = len(name) >= max(_SHORTEST, *map(len, parts)) and len(parts) > 1
    return 2 * len(name) >= len(title) or is_longest
