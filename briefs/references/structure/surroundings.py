"""What stands around a piece on its page and is not of it: menus, comments, things to share."""

import re

from briefs.references.structure.tree import BLOCKS, Element, names, roles, walk

_ROLES = frozenset({"navigation", "search", "menu", "menubar", "toolbar", "dialog", "alert"})
_APART_ROLES = frozenset({"complementary", "contentinfo"})
_WORDS = (
    r"(?:nav(?:bar|igation)?|menu|breadcrumbs?|shar(?:e|ing)|sharedaddy|social|relatedposts?|related"
    r"|recommend(?:ed|ations?)|newsletter|subscri(?:be|ption)|promos?|adverts?|advertisement"
    r"|cookies?|pagination|pager|toc|tags|trending|popular|most-read|read-(?:more|next)"
    r"|you-may-also-like|up-next|outbrain|taboola|skip-link)"
)
_SURROUNDS = re.compile(
    rf"(?:(?:site|page|post|article|entry|main|top|jp|author|primary|footer|header|social|mobile)-)?"
    rf"{_WORDS}(?:-(?:bar|box|list|links?|posts?|articles?|stories|items?|block|widget|section|area"
    r"|buttons?|icons?|menu|container|wrap(?:per)?|form|content|nav|media|read(?:s|ing)?|signup"
    r"|\d+))*"
)
_COMMENTS = re.compile(
    r"(?:post-|article-)?comments?(?:-(?:list|area|section|thread|container|wrap(?:per)?|form|box"
    r"|template))?|commentlist|disqus(?:-thread)?|respond|webmentions?"
)
_APART = re.compile(
    r"(?:(?:left|right|primary|secondary|site|page|main|article|post)-)?(?:sidebar|footer|colophon)"
    r"|widget-area|author-(?:bio|box|info|card)|about-(?:the-)?author"
)
_WHOLE = frozenset({"html", "body", "main", "article"})
_MOST = 0.5


def surroundings(root: Element) -> frozenset[Element]:
    """The elements, each with all that is in it, that are not of the piece.

    A name alone does not make one of what holds half the page, for some name their pages oddly.
    """
    sizes: dict[Element, int] = {}
    total = 0
    for opens, element in walk(root):
        if opens:
            sizes[element] = total
            total += len((element.text or "").strip())
        else:
            sizes[element] = total - sizes[element]
            total += len((element.tail or "").strip())
    return frozenset(
        element
        for element, size in sizes.items()
        if _is_surely_around(element) or (size <= _MOST * total and _is_around(element))
    )


def is_apart(element: Element) -> bool:
    """Whether a list in the element has to be named as one: asides, footers, side bars."""
    return (
        element.tag in {"aside", "footer"}
        or not _APART_ROLES.isdisjoint(roles(element))
        or (element.tag in BLOCKS - _WHOLE and any(map(_APART.fullmatch, names(element))))
    )


def _is_surely_around(element: Element) -> bool:
    if element.tag in _WHOLE:
        return False
    return element.tag == "nav" or any(map(_COMMENTS.fullmatch, names(element)))


def _is_around(element: Element) -> bool:
    if element.tag in _WHOLE or element.tag not in BLOCKS:
        return False
    return (
        element.tag in {"form", "menu", "dialog"}
        or not _ROLES.isdisjoint(roles(element))
        or any(map(_SURROUNDS.fullmatch, names(element)))
    )
