"""The reference lists, note markers and links of an HTML page, by its structure.

This comes before the main text of the page is looked for, which drops what stands in asides and
footers. The page that is left has no list, and each note marker as "[n]" in its text, which
`briefs.references.marks` lifts with the numbers of `entries`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from briefs.model import Source
from briefs.reading.html import rewrite
from briefs.reading.html.blocks import Block, Layout, lay_out
from briefs.reading.html.notes import NoteLink, note_elements, note_links
from briefs.reading.html.reference_list import listing
from briefs.reading.html.tree import address_of, marked_up
from briefs.references import find_list
from briefs.references.note_marks import lift
from briefs.references.parse import parse
from briefs.references.structure.links import InlineLink, inline_links
from briefs.references.structure.surroundings import surroundings
from briefs.references.structure.tree import parse as parse_page

_HIGHEST = 1_000
"""Note markers have at most three digits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(find_list.Entry):
    """An entry as it is shown, and what its page tells about it besides.

    `number` is its place among all the entries of the page, from 1; `label` is what the markers in
    `Page.rest` call it. `ids` are the page's own names of it, `urls` where its links lead, and
    `markup` is `raw` with its links and emphasis as Markdown.
    """

    number: int
    ids: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    markup: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """`rest` is the page (HTML) without its lists; `links` are those of its text, not of lists."""

    rest: str
    entries: tuple[Entry, ...] = ()
    links: tuple[InlineLink, ...] = ()


def find(page: str) -> Page:
    """Part a page from its reference lists. Never raises, and fetches nothing.

    A page that is too large or too deeply nested to be read whole comes back as it was.
    """
    root = parse_page(page)
    if root is None:
        return Page(page)
    around = surroundings(root)
    links = note_links(root, around)
    layout = lay_out(root, around, note_elements(links))
    listed = listing(layout, links)
    places = sorted(listed.entries)
    rest = [block for at, block in enumerate(layout.blocks) if at not in listed.dropped]
    in_place = not listed.guessed or _highest(rest) == len(places)
    entries = tuple(_entries([layout.blocks[at] for at in places], in_place=in_place))
    labels = {at: entry.label for at, entry in zip(places, entries, strict=True)}
    inline = inline_links(rest)
    called = _called(layout, links, labels, listed.dropped)
    rewrite.mark(called)
    rewrite.raise_numbers(layout, listed.dropped)
    rewrite.remove_arrows(root)
    rewrite.remove(layout, listed.dropped)
    return Page(rewrite.written(root), entries, inline)


def source(entry: Entry) -> Source:
    """Read an entry with what its links tell: an address that is not written out, the title."""
    written = entry.raw.casefold()
    told = [url for url in entry.urls if _bare(url) not in written]
    read = parse(" ".join((entry.raw, *told)), entry.number)
    if read.title is None:
        read_as_linked = parse(entry.markup, entry.number)
        read = read_as_linked if read_as_linked.title else read
    return replace(read, raw=entry.raw)


def _bare(url: str) -> str:
    return url.casefold().partition("://")[2].removeprefix("www.").rstrip("/")


def _highest(blocks: Iterable[Block]) -> int:
    """The highest number that the note markers of a text bear, or 0."""
    called = {str(number): number for number in range(1, _HIGHEST)}
    found = (lift(block.item.raw, called).marks for block in blocks)
    return max((mark.source for marks in found for mark in marks), default=0)


def _entries(blocks: Sequence[Block], *, in_place: bool) -> Iterator[Entry]:
    """The entries with their labels: the author's number if no other entry bears it.

    Where entries have no numbers at all and are `in_place`, their places are their labels.
    """
    numbers = Counter(block.item.number for block in blocks)
    by_place = in_place and set(numbers) == {0}
    for place, block in enumerate(blocks, 1):
        own = block.item.number
        unique = own > 0 and numbers[own] == 1
        label = str(own) if unique else str(place) if by_place else f"^{place}"
        yield Entry(
            raw=block.item.raw,
            label=label,
            number=place,
            ids=tuple(_ids(block)),
            urls=tuple(dict.fromkeys(_urls(block))),
            markup=" ".join(map(marked_up, block.elements)),
        )


def _ids(block: Block) -> Iterator[str]:
    for element in block.elements:
        for inner in element.iter():
            yield from filter(None, (inner.get("id"), inner.get("name")))


def _urls(block: Block) -> Iterator[str]:
    for element in block.elements:
        yield from filter(None, map(address_of, element.iter("a")))


def _called(
    layout: Layout, links: Iterable[NoteLink], labels: Mapping[int, str], dropped: set[int]
) -> dict[NoteLink, str]:
    """The links that lead from the text to an entry, and what that is called.

    Words lead to an entry only if it is the very thing that they name, not one that comes next.
    """
    found: dict[NoteLink, str] = {}
    for note in links:
        here = layout.inside(note.link)
        there = layout.at(note.target) if note.firm else layout.inside(note.target)
        label = labels.get(-1 if there is None else there)
        if label is not None and here is not None and here not in dropped:
            found[note] = label
    return found
