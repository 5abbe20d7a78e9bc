"""The links that an author set in the running text of a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from briefs.reading.html.blocks import HEADINGS, Block
from briefs.reading.html.tree import address_of, words
from briefs.references.structure.surroundings import is_apart


@dataclass(frozen=True, slots=True)
class InlineLink:
    """What the link's words are, where it leads, and the host of that without "www."."""

    text: str
    url: str
    domain: str


def inline_links(blocks: Iterable[Block]) -> tuple[InlineLink, ...]:
    """The links in the sentences of the blocks, in order, each address once.

    Blocks that hold nothing but links, as menus do, and those in asides and footers, are left out.
    """
    found: dict[str, InlineLink] = {}
    for block in blocks:
        links = [(link, url) for link in block.element.iter("a") if (url := address_of(link))]
        if not links or block.element.tag in HEADINGS or _is_apart(block):
            continue
        texts = [words(link) for link, _ in links]
        if len("".join(texts)) + 2 * len(texts) >= len(block.item.raw):
            continue
        for text, (_, url) in zip(texts, links, strict=True):
            host = _host(url)
            if text and host:
                found.setdefault(url, InlineLink(text, url, host))
    return tuple(found.values())


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _is_apart(block: Block) -> bool:
    return any(map(is_apart, block.element.iterancestors()))
