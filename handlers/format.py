"""Turns the newsroom's values into blocks: the lines that more than one command shows."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from briefs.model import Card, Mark, PartialDate, Press, Revision, Source, Span
from handlers.links import link
from handlers.message import Button, Emphasis, Extract, Inline, Paragraph, Quote, Strong
from handlers.resolve import Choice

DOT = " · "
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_IN_DAYS, _IN_WEEKS, _YEAR = 14, 60, 365
"""Days up to which an age is told in days, in weeks, and in months."""


def day(moment: datetime) -> str:
    """A date that reads the same everywhere: "9 Jan 2017"."""
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def partial_day(date: PartialDate) -> str:
    """A date as precise as it was written: "2017", "Jan 2017" or "9 Jan 2017"."""
    year, *rest = date.split("-")
    if not rest:
        return year
    month = _MONTHS[int(rest[0]) - 1]
    return f"{month} {year}" if len(rest) == 1 else f"{int(rest[1])} {month} {year}"


def counted(number: int, noun: str) -> str:
    """How many of something: "1 sentence", "5 sentences"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def age(moment: datetime, now: datetime) -> str:
    """How long ago, in words a reader takes in at a glance."""
    days = (now.date() - moment.date()).days
    if days < 0:
        return "in the future"
    if days <= 1:
        return ("today", "yesterday")[days]
    if days <= _IN_DAYS:
        return f"{days} days ago"
    if days <= _IN_WEEKS:
        return f"{days // 7} weeks ago"
    if days <= _YEAR:
        return f"{days // 30} months ago"
    years = days // _YEAR
    return "a year ago" if years == 1 else f"{years} years ago"


def dateline(piece: Card | Revision, now: datetime) -> str:
    """Outlet · byline · date (age), leaving out what is not known."""
    when = f"{day(piece.dated)} ({age(piece.dated, now)})"
    if piece.published is None:
        when = f"came in {when}"
    return DOT.join(filter(None, (piece.outlet, piece.byline, when)))


def listed(card: Card, now: datetime) -> tuple[Inline, ...]:
    """A piece as a line of a list."""
    return (f"#{card.piece} ", Strong(card.heading), f"\n{dateline(card, now)}")


def brief_buttons(cards: Iterable[Card]) -> tuple[Button, ...]:
    """A button to the brief of each piece of a list."""
    return tuple(Button(ref, Press("brief", (ref,))) for ref in (f"#{c.piece}" for c in cards))


def outdated(choice: Choice) -> Iterator[Paragraph]:
    """A line that says so where a newer revision is out."""
    if choice.outdated:
        card = choice.card
        said = f"This is revision {choice.number}; {card.revision} is out: /brief #{card.piece}"
        yield Paragraph((Emphasis(said),))


def ref_of(revision: Revision) -> str:
    """How a button names a revision, so that it still means the same one tomorrow."""
    return f"#{revision.piece}@{revision.number}"


def public_ref(revision: Revision) -> str:
    """How a button names a piece as readers get it; a passing one goes by its revision alone."""
    return f"#{revision.piece}" if revision.piece > 0 else ref_of(revision)


def extract(revision: Revision, at: Span, *, marked: bool = False) -> Extract:
    return Extract(
        at.of(revision.body), at, revision.piece, revision.number, revision.sha256, marked
    )


def quote(revision: Revision, at: Span, number: int) -> Quote:
    notes = tuple(dict.fromkeys(mark.source for mark in marks_in(revision.marks, at)))
    return Quote(f"S{number}", extract(revision, at), notes)


def marks_in(marks: Iterable[Mark], at: Span) -> tuple[Mark, ...]:
    """The author's marks that stand in a sentence: after its start, up to its end."""
    return tuple(mark for mark in marks if at.start < mark.at.start <= at.end)


def running(
    revision: Revision, at: Span, sentences: Sequence[Span], marked: frozenset[Span]
) -> tuple[Inline, ...]:
    """A stretch of the body, sentence by sentence, with the note numbers the author set."""
    content: list[Inline] = []
    place = at.start
    for sentence in sentences:
        if not at.start <= sentence.start < at.end:
            continue
        if place < sentence.start:
            content.append(revision.body[place : sentence.start])
        content.append(extract(revision, sentence, marked=sentence in marked))
        notes = "".join(f"[{mark.source}]" for mark in marks_in(revision.marks, sentence))
        if notes:
            content.append(notes)
        place = sentence.end
    return tuple(content)


def entry(source: Source) -> tuple[Inline, ...]:
    """A reference as a reader wants it: title, who, where, when; as written if it was not read.

    Of a link in the text nobody wrote an entry: it has no date to miss and no words beside its own.
    """
    if source.status == "raw" or source.title is None:
        return (source.raw, " ", Emphasis("(shown as written)"))
    first: list[Inline] = [link(source.title, source.url, plain=f"“{source.title}”")]
    where = source.container or source.publisher
    listed = source.where == "list"
    undated = "no date" if listed else ""
    issued = partial_day(source.issued) if source.issued else undated
    parts: list[Inline] = []
    for part in (authors(source), Emphasis(where) if where else "", issued):
        if part:
            parts.extend((DOT, part) if parts else ("\n", part))
    if source.accessed:
        parts.append(f" (accessed {partial_day(source.accessed)})")
    if source.archive_url:
        parts.extend((DOT, link("archived copy", source.archive_url)))
    if listed and source.status == "partial":
        parts.extend(("\n", Emphasis("As written: "), source.raw))
    return (*first, *parts)


def authors(source: Source) -> str:
    """All authors up to three; from four on the first "et al."."""
    names = [str(author) for author in source.authors]
    if len(names) > 3:  # noqa: PLR2004
        return f"{names[0]} et al."
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
