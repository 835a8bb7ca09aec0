"""Tell of the elements of a page what they are called and what they hold. Pure."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from helpers.cleaning.html_page import Page, attributes_of, children, descendants, unseen_elements
from helpers.lexicon import words_of
from helpers.stats.counts import count_characters

# Elements, roles (WAI-ARIA) and names of classes that hold what stands around an article.
_AROUND = words_of("nav footer aside form select button dialog menu textarea")
_ROLES = words_of("navigation search contentinfo complementary dialog alertdialog menu menubar toolbar")
CLASSES = words_of(
    "ad ads advert advertisement breadcrumb breadcrumbs comment comments copyright footer gutter login menu "
    "modal nav navbar navigation pager pagination paywall popup qrcode byline ufi metaline breadcrumbs crumbs"
)
# So do these, but the text may be about them as well: market-share, social-impact, related-work.
TOPICS = words_of(
    "newsletter recommend recommendation recommendations related share sharing sidebar social subscribe toolbar "
    "btn button buttons replies reply"
)
# Names of several words, written together or apart: commentlist, author-bio, entry_categories.
_COMPOUND = re.compile(
    r"(?:^|[\s_-])(?:"
    r"(?:post-?)?comments?-?(?:list|box|area|form|wrap(?:per)?|module|section|block|container|body|panel|board|item)"
    r"|(?:discuss(?:ion)?|reply|replies)-?(?:list|box|area|board|section|wrap(?:per)?|form)"
    r"|(?:jp-?)?related-?(?:posts?|articles?|news|lists?|links?|content|reading|stories)|recommend(?:ed)?-?(?:list|box|items?|news)"
    r"|share-?(?:bar|box|tools?|buttons?|btns?|list|icons?|links?|wrap(?:per)?)|social-?(?:bar|links?|icons?|share)"
    r"|(?:entry-?|post-?|article-?)?author-?(?:bio|box|card|profile|intro|desc(?:ription)?)|about-?(?:the-?)?author|bio-?box"
    r"|(?:entry|post|article|blog)-?(?:tags?|categor(?:y|ies)|labels?)|tags?-?(?:list|links|cloud|box|wrap)|cat-?links"
    r"|cookie-?(?:bar|banner|notice|consent|popup|policy|law|info|message|tips?)|gdpr-?\w{0,20}"
    r"|(?:site|blog)-?(?:description|tagline|branding)|description-?wrapper|(?:post|blog)-?feeds|feed-?links"
    r"|(?:top|bottom|action|float|fixed)-?bar|open-?app|app-?(?:download|promo|banner|guide|tips?)|download-?(?:app|bar|tips?)"
    r"|(?:article-?)?(?:vip|pay)-?(?:wall|tips?|box|guide|mask)|article-?vip|reward-?(?:box|area|wrap)|donate-?(?:box|area)|sub(?:scribe|scription)-?(?:box|form|widget)"
    r"|(?:post-?|article-?|entry-?)?(?:ai|chat-?gpt|tianli-?gpt)-?(?:summary|abstract|digest|excerpt|brief|tldr|overview|explanation|card)"
    r"|wm-?ipp(?:-?base)?|google-?cache-?\w{0,20}|bd-?snap(?:-?(?:head|txt|top|ln))?"
    r")(?![^\s_-])"
)
_CAMEL = re.compile("(?<=[a-z])(?=[A-Z])")
# Elements whose class tells what they say; and those whose id does, which programs make of a heading or an item.
_TOLD_BY_CLASS = words_of("blockquote h1 h2 h3 h4 h5 h6 td th")
_TOLD_BY_ID = words_of("dd dt li p")
_CONTROLS = words_of("button input select textarea")
MOST_OF_PAGE = 0.3  # an element that holds more of the text is not taken for furniture for the name of its class


class Weight(NamedTuple):
    """What an element holds: characters, those inside links, links and controls, outside links ends of sentences and commas,
    headlines."""

    characters: int = 0
    linked: int = 0
    links: int = 0
    ends: int = 0
    commas: int = 0
    headlines: int = 0

    def __add__(self, other: "Weight") -> "Weight":
        return Weight(*map(sum, zip(self, other, strict=True)))

    @property
    def is_prose(self) -> bool:
        """Whether it is prose in plenty: five sentences, few links between them."""
        return self.ends >= 5 and self.ends >= 2 * self.links and self.characters >= 5 * self.linked

    @property
    def is_told(self) -> bool:
        """Whether it tells something: more sentences than links and controls."""
        return self.ends > self.links


def weights_of(page: Page) -> dict[int, Weight]:
    """Return the weight of every element, by the ``id`` of its node, the innermost first."""
    weights: dict[int, Weight] = {}
    unseen = {id(node) for node in unseen_elements(page)}
    for node in reversed([page.root, *descendants(page.root)]):
        if id(node) in unseen:
            weight = Weight()
        elif node.name == "#text":
            text = node.data or ""
            ends, commas = len(re.findall("[。！？]", text)), len(re.findall("[，、；：]", text))
            weight = Weight(count_characters(text), ends=ends, commas=commas)
        else:
            weight = Weight(links=node.name in _CONTROLS, headlines=node.name == "h1")
            for each in children(node):
                weight += weights[id(each)]
            if node.name == "a":
                weight = Weight(weight.characters, weight.characters, 1, headlines=weight.headlines)
        weights[id(node)] = weight
    return weights


def text_of(node: Any) -> str:
    """Return the text of a node and of all below it."""
    return "".join(each.data or "" for each in (node, *descendants(node)) if each.name == "#text")


def ancestors(node: Any) -> Iterator[Any]:
    """Yield a node and all around it, the innermost first."""
    while node is not None:
        yield node
        node = node.parent


def is_named_furniture(node: Any) -> bool:
    """Return whether an element is by its name, role or class one that stands around the article."""
    return is_around(node) or not (CLASSES | TOPICS).isdisjoint(names_of(node))


def is_around(node: Any) -> bool:
    """Return whether an element is by its name or role one that stands around the article."""
    return node.name in _AROUND or attributes_of(node).get("role", "").lower() in _ROLES


def names_of(node: Any) -> frozenset[str]:
    """Return the words of the classes and the id of an element; none, where they may be those of what it tells about."""
    if node.name in _TOLD_BY_CLASS:
        return frozenset()
    attributes = attributes_of(node)
    given, mark = attributes.get("class", ""), attributes.get("id", "")
    if node.name in _TOLD_BY_ID or (node.name == "section" and re.search("[_-]", mark)):
        mark = ""
    return _words_of_names(f"{given} {mark}")


@cache
def _words_of_names(names: str) -> frozenset[str]:
    """Return the words of names, with "comments" for one of several words that tells furniture."""
    names = _CAMEL.sub("-", names).lower() if names != names.lower() else names
    words = frozenset(re.split(r"[\s_-]+", names))
    return words | {"comments"} if _COMPOUND.search(names.replace("_", "-")) else words
