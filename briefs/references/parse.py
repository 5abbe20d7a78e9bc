"""Parse one entry.

The CSL type of a source, as far as the entry gives evidence of it.

One entry of a reference list, read from the way it was written into its fields.

The steps: a working copy in plain characters, the addresses out of it, then the first of the known
ways of writing that fits it. What fits none keeps its address, and is shown as written.
"""

import re
from collections.abc import Callable

from briefs.model import Source, Status
from briefs.references.base import Reading, clean, without_number
from briefs.references.fields import urls
from briefs.references.styles import academic
from briefs.references.styles.law import law
from briefs.references.styles.media import screened, thesis
from briefs.references.styles.news import emphasised, linked, loosely_quoted, quoted
from briefs.references.styles.web import dated, listed

_EVIDENCE = tuple(
    (re.compile(pattern, re.IGNORECASE), kind)
    for pattern, kind in (
        (
            r"\[(?:video|film|motion picture)|//(?:www\.)?(?:youtube|vimeo)\.com|//youtu\.be",
            "motion_picture",
        ),
        (r"\bpodcast\b|\[(?:tv|radio|television)", "broadcast"),
        (
            r"\(blog\)|//blogs?\.|/blogs?/|(?:blogspot|wordpress|substack|medium|tumblr)\.com",
            "post-weblog",
        ),
        (r"//(?:www\.)?(?:twitter|x|facebook|instagram|threads|bsky)\.(?:com|net|app)/", "post"),
        (
            r"\bpub(?:lic|\.) ?l(?:aw|\.) ?(?:no\.)? ?\d|\d u\.?s\.?c\.? §|\bact of \d{4}",
            "legislation",
        ),
        (r"\b(?:ph\.?d\.?|doctoral|master[’']?s) (?:diss|thesis)", "thesis"),
        (r"\b(?:white|working|policy|discussion|research) (?:paper|brief)\b|\breport\b", "report"),
    )
)
_MAGAZINE = re.compile(r"\b(?:magazine|weekly|monthly|quarterly)\b", re.IGNORECASE)
_NEWSPAPER = re.compile(
    r"\b(?:times|post|guardian|herald|tribune|telegraph|daily|gazette|newspaper|courier|chronicle"
    r"|observer|independent|inquirer|sentinel|star|bee|globe|wall street journal|zeitung|tagblatt"
    r"|nachrichten|monde|figaro|libération|país|mundo|corriere|repubblica|nyheter|dagbladet|gazeta"
    r"|известия|правда|коммерсант)\b",
    re.IGNORECASE,
)
_TO_THE_DAY = len("2017-01-03")


def kind(reading: Reading, text: str, url: str | None) -> str | None:
    """The CSL type of what was read from `text`, or None if nothing tells.

    A piece that is dated to the day, stands in a named outlet and has no address is taken to be
    from a newspaper; what has an address and no better evidence is a web page.
    """
    if reading.kind:
        return reading.kind
    around = f"{text.partition(reading.title)[2] if reading.title else ''} {url or ''}"
    for pattern, name in _EVIDENCE:
        if pattern.search(around):
            return name
    container = reading.container or ""
    if _MAGAZINE.search(container):
        return "article-magazine"
    dated = len(reading.issued or "") == _TO_THE_DAY
    if dated and (_NEWSPAPER.search(container) or (container and not url)):
        return "article-newspaper"
    if url:
        return "webpage"
    return "document" if reading.title else None


READERS: tuple[Callable[[urls.Addresses], Reading | None], ...] = (
    law,
    screened,
    thesis,
    academic.read,
    *(listed, linked, quoted, loosely_quoted, emphasised),
    academic.read_unsigned,
    academic.read_in_part,
    dated,
)
"""The known ways of writing, the surest first; each returns None for what is not its own."""

LONGEST = 4_000
"""Code points; what is longer is no entry of a list, and is not looked into."""


def parse(raw: str, number: int = 1) -> Source:
    """Read one entry; `number` is its place in the list, from 1.

    Every field is what the entry says, or None or empty where it cannot be told for certain; `raw`
    is kept as it is. Never raises.
    """
    if len(raw) > LONGEST:
        return Source(number=number, raw=raw)
    text = without_number(clean(raw))
    entry = urls.take_addresses(text)
    reading = next((found for read in READERS if (found := read(entry))), None)
    if reading is None:
        reading = _address_only(entry)
    return Source(
        number=number,
        raw=raw,
        status=_status(reading, entry),
        type=kind(reading, text, entry.url),
        authors=reading.authors,
        title=reading.title or None,
        container=reading.container,
        publisher=reading.publisher,
        issued=reading.issued,
        updated=reading.updated,
        accessed=reading.accessed,
        url=entry.url,
        archive_url=entry.archive_url,
    )


def _address_only(entry: urls.Addresses) -> Reading:
    """What can be said of an entry in no known way: when its address was seen, if it has one."""
    if entry.url is None:
        return Reading(clear=False)
    noticed = urls.take_notices(entry.text)
    return Reading(accessed=noticed.accessed, updated=noticed.updated, clear=False)


def _status(reading: Reading, entry: urls.Addresses) -> Status:
    located = reading.container or reading.publisher or entry.url or entry.archive_url
    if reading.title and located and reading.clear and not entry.others:
        return "parsed"
    return "partial" if reading.title or reading.authors or located else "raw"
