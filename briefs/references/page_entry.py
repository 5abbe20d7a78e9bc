"""An entry of a reference list with what its page or file tells of it besides its words."""

from dataclasses import dataclass, replace

from briefs.model import Source
from briefs.references.find_list import ListEntry
from briefs.references.parse import parse


@dataclass(frozen=True, slots=True, kw_only=True)
class PageEntry(ListEntry):
    """An entry as it is shown, and what its page tells about it besides.

    `number` is its place among all the entries of the page, from 1; `label` is what the markers in
    the text call it. `ids` are the page's own names of it, `urls` where its links lead, and
    `markup` is `raw` with its links and emphasis as Markdown.
    """

    number: int
    ids: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    markup: str = ""


def source(entry: PageEntry) -> Source:
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
