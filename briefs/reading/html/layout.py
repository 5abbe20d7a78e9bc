"""The blocks of a page for finding its reference list: paragraphs, headings and list items in
order, with their formatting, and the boilerplate around the piece (menus, comments, share buttons).
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import chain, islice
from typing import Literal, TypeAlias

from briefs.reading.html.tree import BLOCKS, PART, UNSHOWN, Element, names, roles, walk, words
from briefs.references.list_evidence import starts_entry, weigh
from briefs.references.list_lines import Item, items, names_list

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LISTS = frozenset({"ol", "ul", "menu", "dl"})
_NESTED = HEADINGS | _LISTS | {"table", "blockquote", "section", "article"}
_HEADED = HEADINGS | {"summary"}
_ROOMY = frozenset({"li", "dd", "tr"})
_RULE = "---"
_LABEL = re.compile(r"\W{0,2}(?:(\d{1,3})|[^\W\d_]{1,15}\d{2,4}[a-z]?)\W{0,2}")
"""The term of a list of notes: its number, or a key such as "Cop87"."""

_LONGEST_HEADING = 80
_FEW, _MANY = 2, 4


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """`elements` show the block, usually one; `item` is its text for finding a list."""

    elements: tuple[Element, ...]
    item: Item

    @property
    def element(self) -> Element:
        return self.elements[-1]


@dataclass(frozen=True)
class Layout:
    """The blocks of a page, and the places of all its elements in it.

    `places` maps each element to the range `[first, last)` of blocks that begin in it.
    """

    blocks: tuple[Block, ...]
    places: dict[Element, tuple[int, int]]

    @cached_property
    def holders(self) -> dict[Element, int]:
        """The block of each element that is a block, or its last element."""
        return {el: at for at, block in enumerate(self.blocks) for el in block.elements}

    def inside(self, element: Element) -> int | None:
        """The index of the block that an element is or is in; None if there is none."""
        for around in chain((element,), element.iterancestors()):
            if around in self.holders:
                return self.holders[around]
        return None

    def at(self, element: Element) -> int | None:
        """The block that a link to an element leads to: its own, or the next one."""
        for around in chain((element,), element.iterancestors()):
            if around in self.holders:
                return self.holders[around]
            if around in self.places:
                first, last = self.places[around]
                return first if first < len(self.blocks) and last - first < _FEW else None
        return None


def lay_out(root: Element, around: Collection[Element], notes: Collection[Element]) -> Layout:
    """Lay out a tree without the elements `around` the piece; each of `notes` is one block.

    Loose text between blocks, and each line of an element with intended line breaks, is wrapped in
    an element of its own, named PART.
    """
    outer = _outer(root)
    for element in outer:
        _set_apart(element, outer)
    ordinals = _ordinals(root)
    blocks: list[Block] = []
    places: dict[Element, tuple[int, int]] = {}

    def passed_over(element: Element) -> bool:
        if element in around or element.tag in UNSHOWN:
            return True
        whole = element.tag == "hr" or _is_whole(element, outer, notes)
        if whole and (text := _RULE if element.tag == "hr" else words(element)):
            label = (
                _LABEL.fullmatch(blocks[-1].item.raw) if element.tag == "dd" and blocks else None
            )
            above = blocks.pop() if label and blocks[-1].element.tag == "dt" else None
            ordinal = int(label[1] or 0) if above and label else ordinals.get(element, 0)
            item = _item(element, text, ordinal, place=len(blocks))
            blocks.append(Block((*(above.elements if above else ()), element), item))
            places[element] = (len(blocks) - 1, len(blocks))
        return whole

    for opens, element in walk(root, passed_over):
        if opens:
            places[element] = (len(blocks), len(blocks))
        elif element in places:
            places[element] = (min(places[element][0], len(blocks)), len(blocks))
    return Layout(tuple(blocks), places)


def _outer(root: Element) -> dict[Element, None]:
    """The elements that contain blocks, or intended line breaks, in order."""
    outer: dict[Element, None] = {}
    breaks: Counter[Element] = Counter()
    for element in reversed(list(root.iter())):
        parent = element.getparent()
        if parent is None:
            continue
        if element.tag == "br":
            breaks[parent] += 1
            if parent.tag in BLOCKS or breaks[parent] >= _FEW:
                outer[parent] = None
        elif element.tag in BLOCKS or element in outer:
            outer[parent] = None
    return outer


def _set_apart(element: Element, outer: Collection[Element]) -> None:
    """Wrap each run of loose text between an element's blocks and line breaks in a PART."""
    part: Element | None = None
    children = list(element)
    if element.text and element.text.strip():
        part = element.makeelement(PART)
        part.text, element.text = element.text, None
        element.insert(0, part)
    for child in children:
        if child.tag not in BLOCKS and child.tag != "br" and child not in outer:
            if part is None:
                part = element.makeelement(PART)
                child.addprevious(part)
            part.append(child)
            continue
        part = None
        if child.tail and child.tail.strip():
            part = element.makeelement(PART)
            part.text, child.tail = child.tail, None
            child.addnext(part)


def _is_whole(element: Element, outer: Collection[Element], notes: Collection[Element]) -> bool:
    """Whether everything in an element is one block."""
    if element not in outer or element in notes:
        return True
    if element.tag in _ROOMY:
        inner = list(islice(element.iter(*_NESTED, "p", "div"), _MANY + 1))
        return len(inner) <= _MANY and not any(e.tag in _NESTED for e in inner if e is not element)
    return all(child.tag in {PART, "br"} for child in element) and not _are_lines(element)


def _are_lines(element: Element) -> bool:
    """Whether the lines of an element are separate items, rather than one wrapped item."""
    texts: list[str] = []
    for child in element:
        if child.tag == PART:
            texts.append(words(child))
        elif _is_blank(child.getprevious()) and texts:
            return True
    openings = sum(_opens_entry(text) for text in texts if text)
    strong = sum(weigh(text).enough for text in texts) if len(texts) >= _MANY else 0
    return (
        any(map(names_list, texts))
        or (openings >= _FEW and 2 * openings >= len(texts))
        or (strong > 0 and 2 * strong >= len(texts))
    )


def _opens_entry(text: str) -> bool:
    return items((text,), None)[0].number > 0 or (starts_entry(text) and weigh(text).enough)


def _is_blank(before: Element | None) -> bool:
    return before is not None and before.tag == "br" and not (before.tail or "").strip()


def _ordinals(root: Element) -> dict[Element, int]:
    """The numbers that a page shows before the items of its numbered lists."""
    found: dict[Element, int] = {}
    for numbered in root.iter("ol"):
        number = _whole_number(numbered.get("start")) or 1
        for item in numbered.iterchildren("li"):
            number = _whole_number(item.get("value")) or number
            found[item] = number
            number += 1
    return found


def _whole_number(text: str | None) -> int:
    return int(text) if text and re.fullmatch(r"[0-9]{1,6}", text) else 0


def _item(element: Element, text: str, ordinal: int, place: int) -> Item:
    """The text of a block for finding a list; headings have Markdown's form."""
    gap = 1 if _stands_alone(element) else 0
    if element.tag in _HEADED:
        return Item(place, place + 1, f"## {text}", 0, bullet=False, gap=gap)
    if _is_bold(element, text):
        return Item(place, place + 1, f"**{text}**", 0, bullet=False, gap=gap)
    read = items((text,), None)[0]
    if ordinal:
        raw = read.raw if read.number == ordinal else text
        return Item(place, place + 1, raw, ordinal, bullet=False, gap=gap)
    parent = element.getparent()
    in_bullets = element.tag == "li" and parent is not None and parent.tag != "ol"
    bullet = in_bullets or read.bullet
    return replace(read, first=place, last=place + 1, bullet=bullet, gap=gap)


def _stands_alone(element: Element) -> bool:
    """Whether there is space above a block: not between items of a list, or lines."""
    before = element.getprevious()
    if element.tag == PART and before is not None and before.tag == "br":
        return _is_blank(before.getprevious())
    return element.tag not in _ROOMY | {"dt"} or before is None


def _is_bold(element: Element, text: str) -> bool:
    """Whether a short block is all bold, like a heading without markup."""
    if len(text) > _LONGEST_HEADING:
        return False
    bold = next(islice(element.iter("b", "strong"), 1), None)
    return bold is not None and words(bold).rstrip(": ") == text.rstrip(": ")


_DIALOGS = frozenset({"dialog", "alertdialog"})
_CONSENT = re.compile(
    r"(?:[a-z]{1,6}-)?(?:cookies?|consent|gdpr|dsgvo|rgpd|lgpd|ccpa|privacy|datenschutz|onetrust"
    r"|cookiebot|didomi|qc-cmp2|sp-message|truste|borlabs|cmplz|usercentrics|tarteaucitron|klaro"
    r"|axeptio|cmp(?=-(?:banner|modal|dialog|popup|overlay|message|notice)))"
    r"(?:-?cookies?|-(?:consent|notice|banner|bar|modal|dialog|popup|overlay|container|wrapper|law"
    r"|info|message|manager|sdk|policy|settings|box)|cookie(?:banner|box|bar|notice)|-root)+"
)
_ROLES = frozenset({"navigation", "search", "menu", "menubar", "toolbar", "dialog", "alert"})
_APART_TAGS = frozenset({"aside", "footer"})
_APART_ROLES = frozenset({"complementary", "contentinfo"})
_WORDS = (
    r"(?:nav(?:bar|igation)?|menu|breadcrumbs?|shar(?:e|ing)|sharedaddy|social|relatedposts?|related"
    r"|recommend(?:ed|ations?)|newsletter|subscri(?:be|ption)|promos?|adverts?|advertisement"
    r"|cookies?|pagination|pager|toc|tags|trending|popular|most-read|read-(?:more|next)"
    r"|gmail-(?:quote|signature|extra|attr)|moz-(?:cite-prefix|signature)|yahoo-quoted|appendonsend"
    r"|divrplyfwdmsg|protonmail-(?:quote|signature)|you-may-also-like|up-next|sign-?up|opt-?in|kg-(?:signup|cta)-card|outbrain|taboola|skip-link|pay-?wall|reg-?wall|subscription-prompt)"
)
_SURROUNDS = re.compile(
    rf"(?:(?:site|page|post|article|entry|main|top|jp|author|primary|footer|header|social|mobile)-)?"
    rf"{_WORDS}(?:-(?:bar|box|list|links?|posts?|articles?|stories|items?|block|widget|section|area"
    r"|buttons?|icons?|menu|container|wrap(?:per)?|form|content|nav|media|read(?:s|ing)?|signup|prompt|card|cta|gate"
    r"|\d+))*"
)
_COMMENTS = re.compile(
    r"(?:post-|article-)?comments?(?:-(?:list|area|section|thread|container|wrap(?:per)?|form|box"
    r"|template))?|commentlist|disqus(?:-thread)?|respond|webmentions?"
)
_APART = re.compile(
    r"(?:(?:left|right|primary|secondary|site|page|main|article|post)-)?(?:sidebar|footer|colophon)"
    r"|widget-area|link-?list\d{0,3}|blog-?roll|author-(?:bio|box|info|card)|about-(?:the-)?author"
)
_WHOLE = frozenset({"html", "body", "main", "article"})
_MOST = 0.5
_AROUND_TAGS = frozenset({"form", "menu", "dialog"})

_Told: TypeAlias = Literal["dialog", "comments", "surroundings", "apart"]
_TOLD_BY_NAME: Mapping[_Told, re.Pattern[str]] = {
    "dialog": _CONSENT,
    "comments": _COMMENTS,
    "surroundings": _SURROUNDS,
    "apart": _APART,
}
_NOTHING: frozenset[_Told] = frozenset()


def surroundings(root: Element) -> frozenset[Element]:
    """The elements, each with its contents, that are not part of the piece.

    A telling name alone is not enough for an element with half of the page, because some pages use
    names oddly.
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
        if element.tag not in _WHOLE and _is_around(element, is_most=size > _MOST * total)
    )


def dialogs(around: Collection[Element]) -> tuple[Element, ...]:
    """Those of a page's surroundings that overlay the page; they may have more words than it."""
    return tuple(one for one in around if is_dialog(one))


def is_apart(element: Element) -> bool:
    """Whether a list in the element counts only if it is named: asides, footers, side bars."""
    return (
        element.tag in _APART_TAGS
        or not _APART_ROLES.isdisjoint(roles(element))
        or ("apart" in _told_by(element) and element.tag in BLOCKS - _WHOLE)
    )


def _is_around(element: Element, *, is_most: bool) -> bool:
    """Whether an element is no part of the piece; `is_most`: it has most of the page's text."""
    tag = element.tag
    if not element.keys():
        return tag == "nav" or (tag in _AROUND_TAGS and not is_most)
    told, role = _told_by(element), roles(element)
    if tag == "nav" or "comments" in told or _overlays(element, told, role):
        return True
    if is_most or tag not in BLOCKS:
        return False
    return tag in _AROUND_TAGS or "surroundings" in told or not _ROLES.isdisjoint(role)


def is_dialog(element: Element) -> bool:
    """Whether an element overlays the page: a question about cookies, a pop-up."""
    return _overlays(element, _told_by(element), roles(element))


def _overlays(element: Element, told: Collection[_Told], role: Collection[str]) -> bool:
    return "dialog" in told or not _DIALOGS.isdisjoint(role) or element.get("aria-modal") == "true"


def _told_by(element: Element) -> frozenset[_Told]:
    called = names(element)
    return _told_by_names(called) if called else _NOTHING


@lru_cache(maxsize=20_000)  # a page repeats a few names
def _told_by_names(called: tuple[str, ...]) -> frozenset[_Told]:
    """What the names of an element say of its place on the page."""
    return frozenset(
        told for told, form in _TOLD_BY_NAME.items() if any(map(form.fullmatch, called))
    )
