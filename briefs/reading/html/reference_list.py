"""Finds the blocks of a page that are entries of its reference list, by the page's own structure.

The rules, all of which are applied: targets of note markers; elements whose name or role says that
they are a list; a heading that names a list, with the blocks below it. If they find nothing, the
end of the piece is searched like that of a plain text, with the evidence and headings of
`find_list`.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from briefs.reading.html.layout import HEADINGS, Block, Layout, is_apart
from briefs.reading.html.notes import NoteLink
from briefs.reading.html.text_blocks import is_caption
from briefs.reading.html.tree import (
    BLOCKS,
    Element,
    beginning,
    fragment,
    is_return,
    names,
    roles,
)
from briefs.references import find_list
from briefs.references.list_evidence import Weights, weigh
from briefs.references.list_lines import Item, is_marked, is_rule, is_trailer, names_list

_NOTES = (
    r"(?:foot|end)-?notes?|notes?|references?|refs?|sources?|citations?|works-cited|bibliography"
)
_DECLARED = re.compile(
    rf"(?:(?:article|post|entry|page|story|content|wp-block|simple|easy|modern)-)?(?:{_NOTES})"
    r"(?:-(?:list|area|section|container|wrap(?:per)?|block|box|items?|body|content|small|notes))*"
    r"|reflist|fn-group|csl-bib-body|bibliographie|quellen|fontes|bronnen|sources-consulted"
)
_DECLARED_ROLES = frozenset(
    {"doc-endnotes", "doc-bibliography", "footnotes", "endnotes", "rearnotes"}
)
_ITEM_ROLES = frozenset({"doc-endnote", "doc-footnote", "doc-biblioentry", "footnote", "endnote"})
_ITEM_ID = re.compile(
    r"-?(?:(?:user-content-)?(?:fn|ftn|edn)|foot-?note|end-?note|cite-?note|note|ref|reference"
    r"|citation|cite|bib)-?\w{0,12}?\d{1,3}"
)
_NOTE_NAME = re.compile(r"(?:foot|end)-?note(?:-(?:text|body|content|item))?|msofootnotetext")
_CAPTIONS = frozenset({"figcaption", "caption", "figure"})
_HEADING = Item(0, 1, "## Notes", 0, bullet=False, gap=1)
_MOST_SCOPES = 20
_MOST_LEVELS_OF_A_CAPTION = 3
_LONGEST_ID = 60
_SIGNS = 2


@dataclass(slots=True)
class Listing:
    """Indexes of blocks: the entries, and blocks that belong to a list, such as its heading.

    A list is `guessed` if nothing on the page names it or links to it. `remarks` are targets of
    markers that name no work.
    """

    entries: set[int] = field(default_factory=set)
    dropped: set[int] = field(default_factory=set)
    remarks: set[int] = field(default_factory=set)
    guessed: bool = False

    def take(self, chosen: Sequence[int], found: find_list.Listed, blocks: Sequence[Block]) -> None:
        """Add a list that was found among the `chosen` blocks."""
        listed = chosen[found.start : found.end]
        within = range(chosen[max(found.above, 0)], listed[-1])
        self.entries.update(at for at in listed if not is_rule(blocks[at].item.raw))
        self.dropped.update(chosen[max(found.above, 0) : found.end])
        self.dropped.update(at for at in within if blocks[at].element.tag in HEADINGS)


def listing(layout: Layout, links: Sequence[NoteLink]) -> Listing:
    """The entries of all the lists of a page."""
    regions = _regions(layout)
    found = Listing()
    found.remarks = comments = _cited(layout, links, found)
    _declared(layout, found)
    _headed(layout, regions, found)
    if not found.entries:
        _unheaded(layout, regions, comments, found)
    _with_headings(layout, found)
    return found


def _cited(layout: Layout, links: Sequence[NoteLink], found: Listing) -> set[int]:
    """Add the targets of firm markers further on, and the whole of their lists.

    If none of the targets names a work, they are returned: remarks, or points of the text.
    """
    citing: set[int] = set()
    cited: defaultdict[Element | None, set[int]] = defaultdict(set)
    for note in links:
        here, there = layout.inside(note.link), layout.at(note.target)
        if note.firm and here is not None and there is not None and here < there:
            block = layout.blocks[there]
            if block.element.tag not in _CAPTIONS and not is_marked(block.item.raw):
                citing.add(here)
                cited[_holder(layout, block)].add(there)
    led_to = set().union(*cited.values())
    if not any(weigh(layout.blocks[at].item.raw).score > 0 for at in led_to):
        return led_to
    for parent, group in cited.items():
        span = range(min(group), max(group) + 1)
        if parent is not None and parent.tag in {"ol", "ul", "dl"}:
            span = range(*layout.places[parent])
        elif citing.intersection(span) - group or 2 * len(group) < len(span):
            span = range(0)
        else:
            span = _counted_on(layout, parent, span)
        rest = {at for at in span if not is_marked(layout.blocks[at].item.raw)}
        found.entries |= group | {at for at in rest if not is_rule(layout.blocks[at].item.raw)}
        found.dropped |= group | set(span)
    return set()


def _counted_on(layout: Layout, holder: Element | None, span: range) -> range:
    """The span, extended by blocks on both sides whose numbers continue its own."""
    first, last = (span.start, span.stop) if holder is None else layout.places[holder]
    start, stop = span.start, span.stop
    while start > first and _counts(layout, start):
        start -= 1
    while stop < last and _counts(layout, stop):
        stop += 1
    return range(start, stop)


def _counts(layout: Layout, at: int) -> bool:
    """Whether a block has the number after that of the block above it."""
    return 0 < layout.blocks[at - 1].item.number == layout.blocks[at].item.number - 1


def _holder(layout: Layout, block: Block) -> Element | None:
    """The element that contains a block and others: of a list, if the block is in one."""
    for around in block.element.iterancestors():
        first, last = layout.places.get(around, (0, 0))
        if last - first > 1:
            return around
    return None


def _declared(layout: Layout, found: Listing) -> None:
    """Add the lists that an element's name or role declares."""
    for element in _declaring(layout):
        free = [at for at in range(*layout.places[element]) if at not in found.dropped]
        headings = {at for at in free if _is_mere_heading(layout.blocks[at])}
        chosen = [at for at in free if at not in headings]
        for one in _found((_HEADING, *(layout.blocks[at].item for at in chosen))):
            below = find_list.Listed(one.start - 1, one.start - 1, one.end - 1)
            found.take(chosen, below, layout.blocks)
            found.dropped.update(at for at in headings if at < chosen[below.end - 1])


def _found(every: Sequence[Item]) -> list[find_list.Listed]:
    return find_list.headed(every, Weights([item.raw for item in every]))


def _declaring(layout: Layout) -> Iterator[Element]:
    """The elements that declare a list, without those inside of them."""
    last = 0
    for element in layout.places:
        parent = element.getparent()
        holder = parent if _is_note(element) and parent in layout.places else element
        first, end = layout.places[holder]
        if first < end > last and (holder is not element or _says_list(element)):
            last = end
            yield holder


def _is_note(element: Element) -> bool:
    """Whether an element declares itself one entry of a list."""
    name = (element.get("id") or "")[:_LONGEST_ID].casefold().replace("_", "-").replace(":", "-")
    by_id = element.tag in {"li", "dd"} and _ITEM_ID.fullmatch(name) is not None
    return by_id or not _ITEM_ROLES.isdisjoint(roles(element))


def says_note(element: Element) -> bool:
    """Whether an element's id, name or role says that it is a note."""
    own = element.get("id") or element.get("name") or ""
    called = own[:_LONGEST_ID].casefold().replace("_", "-").replace(":", "-").lstrip("-")
    return (
        _ITEM_ID.fullmatch(called) is not None
        or not _ITEM_ROLES.isdisjoint(roles(element))
        or any(map(_NOTE_NAME.fullmatch, names(element)))
    )


def leads_back(element: Element, marker: Element) -> bool:
    """Whether a link in an element leads back to where the note is referred to, or to its very
    marker.
    """
    around = (marker, *islice(marker.iter(), 1, 3), *islice(marker.iterancestors(), 2))
    places = {name for one in around for name in (one.get("id"), one.get("name")) if name}
    return any(is_return(link) or fragment(link) in places for link in element.iter("a"))


def _says_list(element: Element) -> bool:
    named = element.tag in BLOCKS - {"body"} and any(map(_DECLARED.fullmatch, names(element)))
    return named or not _DECLARED_ROLES.isdisjoint(roles(element))


def _is_mere_heading(block: Block) -> bool:
    """Whether a block within a list is a heading that neither ends it nor names another list."""
    raw = block.item.raw
    return block.element.tag in HEADINGS and not (names_list(raw) or is_trailer(raw))


def _headed(layout: Layout, regions: Sequence[Element | None], found: Listing) -> None:
    """Add the lists below headings, no further than the innermost element that contains both."""
    headings = [at for at, block in enumerate(layout.blocks) if names_list(block.item.raw)]
    looked_into: set[tuple[range, str]] = set()
    for heading in reversed(headings[-_MOST_SCOPES:]):
        level = layout.blocks[heading].element.tag
        scope = _scope(layout, heading)
        if heading in found.dropped or (scope, level) in looked_into:
            continue
        looked_into.add((scope, level))
        chosen = [
            at
            for at in scope
            if regions[at] is regions[heading]
            and at not in found.dropped
            and not (
                at > heading
                and level in HEADINGS
                and layout.blocks[at].element.tag > level
                and _is_mere_heading(layout.blocks[at])
            )
        ]
        for one in _found([layout.blocks[at].item for at in chosen]):
            listed = [layout.blocks[at] for at in chosen[one.start : one.end]]
            if not _is_of_menu(listed, apart=regions[heading] is not None):
                found.take(chosen, one, layout.blocks)


def _is_of_menu(listed: Sequence[Block], *, apart: bool) -> bool:
    """Whether the text under "References" in a menu or a side bar is only links within the site.

    That is a single link that names no work, or some in an element `apart` from the piece.
    """
    if len(listed) > 1 and not apart:
        return False
    return all(_is_link(one) and weigh(one.item.raw).score <= 0 for one in listed)


def _is_link(block: Block) -> bool:
    linked = sum(len(beginning(link)) for link in block.element.iter("a"))
    return 0 < len(block.item.raw) <= linked + _SIGNS


def _scope(layout: Layout, heading: int) -> range:
    """The blocks of the innermost element that contains a heading and something after it."""
    for around in layout.blocks[heading].element.iterancestors():
        first, last = layout.places.get(around, (0, 0))
        if last > heading + 1:
            return range(first, last)
    return range(0)


def _unheaded(
    layout: Layout, regions: Sequence[Element | None], comments: set[int], found: Listing
) -> None:
    """Add the list without a heading at the end of an article, or else of the page."""
    articles = [el for el in layout.places if el.tag in {"article", "main"}][:_MOST_SCOPES]
    scopes = [*reversed(articles), *(el for el in layout.places if el.tag == "body")]
    for scope in scopes:
        chosen = [
            at
            for at in range(*layout.places[scope])
            if regions[at] is None and at not in comments and not _is_caption(layout.blocks[at])
        ]
        chosen = list(_without_menus(layout.blocks, chosen))
        every = [layout.blocks[at].item for at in chosen]
        one = find_list.unheaded(every, Weights([item.raw for item in every]))
        if (
            one is not None
            and not (one.start and is_trailer(every[one.start - 1].raw))
            and _are_dated([item.raw for item in every[one.start : one.end]])
        ):
            found.guessed = True
            found.take(chosen, one, layout.blocks)
            return


def _is_caption(block: Block) -> bool:
    around = islice(block.element.iterancestors(), _MOST_LEVELS_OF_A_CAPTION)
    inside = islice(block.element.iter(), _MOST_LEVELS_OF_A_CAPTION)
    return any(one.tag == "figure" or is_caption(one) for one in (*inside, *around))


def _are_dated(raws: Sequence[str]) -> bool:
    """Whether most entries have a digit or an address: speakers' quotations have none."""
    told = sum(any(map(str.isdecimal, raw)) or "://" in raw or "www." in raw for raw in raws)
    return 2 * told >= len(raws)


def _without_menus(blocks: Sequence[Block], chosen: Sequence[int]) -> Iterator[int]:
    """The chosen blocks without links to other pieces at the end.

    A mere title may be an entry if it is in one list with others, or above them.
    """
    named = (at for at in reversed(chosen) if weigh(blocks[at].item.raw).bibliographic)
    last = next(named, 0)
    listed = blocks[last].element.getparent() if chosen else None
    for at in chosen:
        element = blocks[at].element
        in_list = element.tag == "li" and element.getparent() is listed
        if at <= last or in_list or not _is_link(blocks[at]):
            yield at


def _regions(layout: Layout) -> list[Element | None]:
    """For each block the innermost aside, footer or side bar around it."""
    regions: list[Element | None] = [None] * len(layout.blocks)
    for element, (first, last) in layout.places.items():
        if first < last and is_apart(element):
            regions[first:last] = [element] * (last - first)
    return regions


def _with_headings(layout: Layout, found: Listing) -> None:
    """Add what stands right above a list and belongs to it: a rule, or its heading."""
    for at in sorted(found.entries):
        above = at - 1
        while above >= 0 and above not in found.dropped and is_rule(layout.blocks[above].item.raw):
            found.dropped.add(above)
            above -= 1
        if above >= 0 and names_list(layout.blocks[above].item.raw):
            found.dropped.add(above)
