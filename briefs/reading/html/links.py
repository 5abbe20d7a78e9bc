"""The links in a piece's sentences as sources of their own, apart from its author's list."""

from collections.abc import Iterable, Sequence

from briefs.model import Source
from briefs.reading.html.notes import InlineLink
from briefs.reading.html.tree import is_address
from briefs.references.same_work import url_key

MAX_LINKS = 300
"""Links of one piece; more than these are no author's."""


def sources(
    links: Iterable[InlineLink], body: str, listed_urls: Iterable[str], listed: Sequence[Source]
) -> tuple[Source, ...]:
    """The links whose words stand in `body`, numbered behind the list, each address once.

    One that leads where an entry of the list leads (`listed_urls`) is that entry, and not told
    again.
    """
    told = {url_key(url) for url in listed_urls}
    told |= {url_key(url) for one in listed for url in (one.url, one.archive_url) if url}
    words = " ".join(body.split())
    found: dict[str, InlineLink] = {}
    for link in links:
        if (key := url_key(link.url)) not in told and link.text in words:
            found.setdefault(key, link)
    return tuple(
        Source(
            number=number,
            raw=link.text,
            status="partial",
            type="webpage",
            title=None if is_address(link.text) else link.text,
            container=link.domain,
            url=link.url,
            where="link",
        )
        for number, link in enumerate([*found.values()][:MAX_LINKS], start=len(listed) + 1)
    )
