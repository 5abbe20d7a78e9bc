"""One entry of a reference list, read from the way it was written into its fields.

The steps: a working copy in plain characters, the addresses out of it, then the first of the known
ways of writing that fits it. What fits none keeps its address, and is shown as written.
"""

from collections.abc import Callable

from briefs.model import Source, Status
from briefs.references import academic, notices
from briefs.references.base import clean, without_number
from briefs.references.fields import urls
from briefs.references.kinds import kind
from briefs.references.reading import Reading
from briefs.references.styles.law import law
from briefs.references.styles.media import screened
from briefs.references.styles.news import emphasised, linked, loosely_quoted, quoted
from briefs.references.styles.web import dated, listed
from briefs.references.theses import thesis

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
    entry = urls.take(text)
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
    noticed = notices.take(entry.text)
    return Reading(accessed=noticed.accessed, updated=noticed.updated, clear=False)


def _status(reading: Reading, entry: urls.Addresses) -> Status:
    located = reading.container or reading.publisher or entry.url or entry.archive_url
    if reading.title and located and reading.clear and not entry.others:
        return "parsed"
    return "partial" if reading.title or reading.authors or located else "raw"
