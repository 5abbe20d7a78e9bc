"""Puts a digest together: which pieces it shows, under which topics, and the sentence of each."""

from collections.abc import Callable
from datetime import date

from briefs.digest import Digest, Entry, News, Opening
from briefs.model import Brief, Card, Revision, Span
from briefs.pieces.proof import sentence_numbers
from briefs.summarise.dependence import asks, leans

MOST = 10
"""Pieces of a digest; how many there are beyond them is said."""

_LONGEST = (280, 210, 150, 100)
"""Characters of an opening, at most: the first with which a digest fits, else the last."""

_ROOM = 3_200
"""UTF-16 units of a digest's pieces: with its head and foot it is one message everywhere."""

_AROUND = 44
"""Units that a piece takes beside its words: its number, date, marks and blank lines."""


def assemble(
    fresh: News,
    wanted: tuple[str, ...],
    *,
    edition: date,
    upto: int,
    last: date | None = None,
    read: Callable[[Card], Brief],
) -> Digest:
    """The digest of an order's news, of ten pieces at most, by topic where several are wanted.

    `read` gives the short brief of a card's very revision. Where there is much to tell, openings
    are shorter rather than the digest longer than a message. The same arguments, the same digest.
    """
    told = [(arrival.card, read(arrival.card), revised) for arrival, revised in fresh[:MOST]]
    entries: list[Entry] = []
    for longest in _LONGEST:
        entries = [
            _entry(card, brief, wanted, longest, revised=revised) for card, brief, revised in told
        ]
        if sum(map(_units, entries)) <= _ROOM:
            break
    ranks = {topic: rank for rank, topic in enumerate(wanted)}
    entries.sort(key=lambda entry: ranks.get(entry.topic.casefold(), 0))
    more = len(fresh) - len(told)
    return Digest(
        edition=edition,
        entries=tuple(entries),
        more=more,
        upto=upto,
        last=None if entries else last,
    )


def _entry(
    card: Card, brief: Brief, wanted: tuple[str, ...], longest: int, *, revised: bool
) -> Entry:
    at = opening(brief, longest=longest)
    return Entry(
        card=card,
        url=brief.revision.url,
        opening=_opening(brief.revision, at) if at else None,
        topic=_shelf(card, wanted),
        revised=revised,
    )


def _opening(revision: Revision, at: Span) -> Opening:
    return Opening(
        text=at.of(revision.body),
        at=at,
        sha256=revision.sha256,
        number=sentence_numbers(revision)[at],
    )


def _shelf(card: Card, wanted: tuple[str, ...]) -> str:
    """The first topic an order names that a piece has, as the piece writes it; of one, none."""
    if len(wanted) < 2:  # noqa: PLR2004  # one topic needs no heading
        return ""
    written = {topic.casefold(): topic for topic in reversed(card.topics)}
    return next((written[topic] for topic in wanted if topic in written), "")


def opening(brief: Brief, *, longest: int = _LONGEST[0]) -> Span | None:
    """The sentence of at most `longest` characters that speaks best for a piece by itself.

    The first of its brief that neither leans on another nor asks, else the first such of the whole
    piece; None if it has none.
    """
    from briefs.sentences import reads_as_sentence  # noqa: PLC0415  # its rules load slowly

    revision = brief.revision
    title, whole = _plain(revision.title), frozenset(revision.sentences)
    for at in (*brief.summary.sentences, *revision.sentences):
        text = at.of(revision.body)
        if (
            len(text) <= longest
            and at in whole
            and reads_as_sentence(text)
            and not leans(text, revision.language)
            and not asks(text)
            and _plain(text) != title
        ):
            return at
    return None


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".!?… ")


def _units(entry: Entry) -> int:
    """About how much of a message a piece takes, in UTF-16 units."""
    said = (entry.card.heading, entry.card.outlet, entry.card.byline)
    words = (*said, entry.opening.text if entry.opening else "")
    return _AROUND + sum(len(text.encode("utf-16-le", "surrogatepass")) // 2 for text in words)
