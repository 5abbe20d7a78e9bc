"""How a draft becomes a stored revision, and a revision a card in the catalogue."""

from bisect import bisect_left
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count

from briefs.model import Card, Draft, Edited, Revision
from briefs.pieces.proof import fingerprint
from briefs.references.sameness import url_key

_FIRST = datetime.min.replace(tzinfo=UTC)
_SECOND = timedelta(seconds=1)
_NUMBERS = 24
"""Bits of a place that are the piece's number; the seconds of all years that there are take 39."""
_HIGHEST = (1 << _NUMBERS) - 1

_DIGITS = 9


def revise(edited: Edited, *, piece: int, slug: str, number: int, now: datetime) -> Revision:
    """The draft as revision `number` of `piece`."""
    draft = edited.draft
    return Revision(
        piece=piece,
        slug=slug,
        number=number,
        sha256=fingerprint(draft.body),
        title=draft.title,
        byline=draft.byline,
        outlet=draft.outlet,
        published=draft.published and draft.published.astimezone(UTC),
        url=draft.url,
        language=draft.language,
        body=draft.body,
        sentences=edited.sentences,
        sources=draft.sources,
        marks=draft.marks,
        topics=draft.topics,
        stored_at=now.astimezone(UTC),
    )


def card(revision: Revision) -> Card:
    return Card(
        piece=revision.piece,
        slug=revision.slug,
        revision=revision.number,
        title=revision.title,
        byline=revision.byline,
        outlet=revision.outlet,
        published=revision.published,
        topics=revision.topics,
        stored_at=revision.stored_at,
    )


def place(revision: Revision) -> int:
    """Where a piece stands in time, as a positive signed 64-bit integer: a greater one is newer.

    The seconds since the year 1 of its date, then its number: pieces of one second stand as they
    came in, the first sixteen million of them.
    """
    seconds = (revision.dated - _FIRST) // _SECOND
    return seconds << _NUMBERS | revision.piece & _HIGHEST


def page(url: str) -> str:
    """What an address is compared by, "" for none: `url_key`, with a fragment that is a path."""
    fragment = url.partition("#")[2]
    path = f"#{fragment}" if fragment.startswith(("/", "!")) else ""
    return url_key(url) + path if url else ""


def piece_number(ref: str) -> int | None:
    """The piece that a reference like "12" or "#12" names, if it is one."""
    digits = ref.strip().removeprefix("#")
    return (
        int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= _DIGITS else None
    )


def wanted_slug(draft: Draft) -> str:
    """Slugs are compared, and kept, without regard to case."""
    return draft.slug.casefold() or "piece"


def free_slug(wanted: str, is_taken: Callable[[str], bool]) -> str:
    """The slug wanted, or a free one of wanted-2, wanted-3…: the next, where none was left out.

    Of a name that thousands have, only a few are asked about.
    """

    def is_free(number: int) -> bool:
        return not is_taken(f"{wanted}-{number}")

    if not is_taken(wanted):
        return wanted
    power = next(n for n in count(1) if is_free(2**n))
    number = bisect_left(range(2**power), True, lo=2 ** (power - 1) + 1, key=is_free)
    return f"{wanted}-{number}"


def topic_keys(topics: tuple[str, ...]) -> dict[str, str]:
    """Topics by what they are compared by: each once, as first written."""
    keys: dict[str, str] = {}
    for topic in topics:
        keys.setdefault(topic.casefold(), topic)
    return keys
