"""What several commands format alike: links, dates, lines of pieces and sources, pages, sentences.

An address becomes a link only if `safe_url` accepts it; any other is shown as plain text.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeAlias
from urllib.parse import urlsplit

from briefs.errors import BadArgument
from briefs.model import (
    MONTHS,
    Card,
    CorrectedSource,
    Mark,
    PartialDate,
    Press,
    Revision,
    Source,
    Span,
    absolute_url,
)
from briefs.search_query import MOST_WORDS
from briefs.storage import Store
from handlers.find_revision import Choice
from handlers.message import (
    Block,
    Button,
    Emphasis,
    Extract,
    Heading,
    Inline,
    Link,
    Paragraph,
    Quote,
    Reply,
    Strong,
)

_MAX_WORDS_CHARS = 400
"""Characters of the words that a button carries; its press is stored for more than a year."""

_UNSAFE = re.compile(
    r"[\s<>|\\^`{}\"\x00-\x20\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff\ufeff]"
)
_MAX_URL_CHARS = 2000


def safe_url(url: str | None) -> str | None:
    """The address if it is a plain http(s) one that no platform can misread, else None."""
    if not url or len(url) > _MAX_URL_CHARS or _UNSAFE.search(url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
        _ = parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host or "@" in parts.netloc:
        return None
    return url


def link(text: str, url: str | None, *, plain: str | None = None) -> Inline:
    """`text` as a link, or, if the address is not safe, `plain` (by default the text alone)."""
    good = safe_url(url)
    if good is None:
        return plain if plain is not None else text
    return Link(text, good)


DOT = " · "
_MAX_AGE_IN_DAYS, _MAX_AGE_IN_WEEKS, _YEAR = 14, 60, 365
"""An age is given in days up to the first of these, then in weeks, and in months up to the last."""


def day(moment: datetime) -> str:
    """A date in a form that cannot be misread: "9 Jan 2017"."""
    return f"{moment.day} {MONTHS[moment.month - 1][:3]} {moment.year}"


def partial_day(date: PartialDate) -> str:
    """A date as precise as it was written: "2017", "Jan 2017" or "9 Jan 2017"."""
    year, *rest = date.split("-")
    if not rest:
        return year
    month = MONTHS[int(rest[0]) - 1][:3]
    return f"{month} {year}" if len(rest) == 1 else f"{int(rest[1])} {month} {year}"


def counted(number: int, noun: str) -> str:
    """A number with its noun, in the plural where it needs one: "1 sentence", "5 sentences"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def age(moment: datetime, now: datetime) -> str:
    """How long ago, in the largest unit that fits: "today", "9 days ago", "3 weeks ago"."""
    days = (now.date() - moment.date()).days
    if days < 0:
        return "in the future"
    if days <= 1:
        return ("today", "yesterday")[days]
    if days <= _MAX_AGE_IN_DAYS:
        return f"{days} days ago"
    if days <= _MAX_AGE_IN_WEEKS:
        return f"{days // 7} weeks ago"
    if days <= _YEAR:
        return f"{days // 30} months ago"
    years = days // _YEAR
    return "a year ago" if years == 1 else f"{years} years ago"


def dateline(piece: Card | Revision, now: datetime) -> str:
    """Outlet · byline · date (age); what is not known is left out.

    An undated revision gets the newest date among its sources, as a date that it is not older than.
    """
    if piece.published is not None:
        when = f"{day(piece.published)} ({age(piece.published, now)})"
    elif isinstance(piece, Revision) and (newest := newest_source(piece, now)):
        when = f"{UNDATED}{DOT}newest source {partial_day(newest)}"
    else:
        when = UNDATED
    return DOT.join(filter(None, dict.fromkeys((piece.outlet, piece.byline, when))))


UNDATED = "undated"


def newest_source(revision: Revision, now: datetime) -> PartialDate | None:
    """The newest date, up to today, on which a listed source was issued, updated or accessed."""
    from briefs.references.audit import newest  # noqa: PLC0415  # loads slowly

    found = newest(revision.listed, now)
    return None if found is None else found[0]


def card_lines(cards: Sequence[Card], now: datetime) -> tuple[tuple[Inline, ...], ...]:
    """Pieces as the lines of a list."""
    doubles = shared_headings(cards)
    return tuple(card_line(card, now, double=card.piece in doubles) for card in cards)


def shared_headings(cards: Iterable[Card | Revision]) -> frozenset[int]:
    """The pieces of a list whose heading another piece of the list has, too."""
    called: dict[str, set[int]] = {}
    for card in cards:
        called.setdefault(" ".join(card.heading.casefold().split()), set()).add(card.piece)
    return frozenset(piece for pieces in called.values() if len(pieces) > 1 for piece in pieces)


def told_apart(card: Card | Revision) -> str:
    """A piece's id and the day it was stored, which tell it from others with the same heading."""
    return f"id {card.slug}{DOT}came in {day(card.stored_at)}"


def card_line(card: Card, now: datetime, *, double: bool = False) -> tuple[Inline, ...]:
    """A piece as a line of a list; `double` adds what tells it from others of the same heading."""
    said = DOT.join((dateline(card, now), *((told_apart(card),) if double else ())))
    return (f"#{card.piece} ", Strong(card.heading), f"\n{said}")


def bounded(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words that fit into a button: as many as a search reads, and few enough to store."""
    kept: list[str] = []
    for word in words[:MOST_WORDS]:
        if sum(map(len, kept)) + len(word) > _MAX_WORDS_CHARS:
            break
        kept.append(word)
    return tuple(kept) or (words[0][:_MAX_WORDS_CHARS],) if words else ()


def brief_buttons(cards: Iterable[Card]) -> tuple[Button, ...]:
    """A button to the brief of each piece of a list."""
    return tuple(Button(ref, Press("brief", (ref,))) for ref in (f"#{c.piece}" for c in cards))


def outdated_notice(choice: Choice) -> Iterator[Paragraph]:
    """A line that names the newer revision, if there is one."""
    if choice.outdated:
        card = choice.card
        said = f"This is revision {choice.number}; {card.revision} is out: /brief #{card.piece}"
        yield Paragraph((Emphasis(said),))


def ref_of(revision: Revision) -> str:
    """How a button names a revision: with its number, so that it always means the same text."""
    return f"#{revision.piece}@{revision.number}"


def public_ref(revision: Revision) -> str:
    """How a button names a piece's public revision; an external page is named with its revision."""
    return f"#{revision.piece}" if revision.piece > 0 else ref_of(revision)


def extract(revision: Revision, at: Span, *, marked: bool = False) -> Extract:
    return Extract(
        at.of(revision.body), at, revision.piece, revision.number, revision.sha256, marked
    )


def quote(revision: Revision, at: Span, number: int) -> Quote:
    notes = tuple(dict.fromkeys(mark.source for mark in marks_in(revision.marks, at)))
    return Quote(f"S{number}", extract(revision, at), notes)


def marks_in(marks: Iterable[Mark], at: Span) -> tuple[Mark, ...]:
    """The author's marks that belong to a sentence: after its start, up to its end."""
    return tuple(mark for mark in marks if at.start < mark.at.start <= at.end)


def running_text(
    revision: Revision, at: Span, sentences: Sequence[Span], marked: frozenset[Span]
) -> tuple[Inline, ...]:
    """A span of the body, sentence by sentence, with the author's note numbers.

    `sentences` are the revision's; those in `marked` are highlighted.
    """
    content: list[Inline] = []
    end = at.start
    for sentence in sentences:
        if not at.start <= sentence.start < at.end:
            continue
        if end < sentence.start:
            content.append(revision.body[end : sentence.start])
        content.append(extract(revision, sentence, marked=sentence in marked))
        notes = "".join(f"[{mark.source}]" for mark in marks_in(revision.marks, sentence))
        if notes:
            content.append(notes)
        end = sentence.end
    return tuple(content)


CORRECTED_SOURCE = "corrected by an editor"


def corrected_sources(revision: Revision) -> Mapping[int, Source]:
    """The references that an editor corrected, by number, as they were read before."""
    return {
        one.value.number: one.read
        for one in revision.corrections
        if isinstance(one, CorrectedSource)
    }


def source_of(revision: Revision, number: int) -> tuple[Inline, ...]:
    """A reference of a revision; it says so if an editor corrected the entry."""
    entry = source_entry(revision.sources[number - 1])
    if number not in corrected_sources(revision):
        return entry
    return (*entry, DOT, Emphasis(CORRECTED_SOURCE))


def source_entry(source: Source) -> tuple[Inline, ...]:
    """A reference as title, authors, container and date; as it was written, if it was not parsed.

    A link in the text is no entry of a list: a missing date or an unparsed part is not mentioned.
    """
    if source.status == "raw" or source.title is None:
        return (source.raw, " ", Emphasis("(shown as written)"))
    first: list[Inline] = [link(source.title, absolute_url(source.url), plain=f"“{source.title}”")]
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
    """All authors up to three; of four or more the first, and "et al."."""
    names = [str(author) for author in source.authors]
    if len(names) > 3:  # noqa: PLR2004
        return f"{names[0]} et al."
    return enumerated(names)


def enumerated(names: Sequence[str]) -> str:
    """Names joined as in a sentence: "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


Page: TypeAlias = tuple[Span, ...]
"""Spans of a body that are shown together, in order."""

_PAGE_WORD = re.compile(r"[pP](\d{1,6})")
MAX_PAGE_CHARS = 2_400
"""Code points on a page: with heading and buttons, usually one message on every platform."""

_MAX_PAGE_SPANS = 40
"""Spans on a page: each may become a block, and Slack takes 50 blocks a message
(https://docs.slack.dev/reference/block-kit/blocks).
"""


def split_page(args: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
    """The words without a page ("p2") at their end, and its number; 1 if there is none."""
    match = _PAGE_WORD.fullmatch(args[-1]) if args else None
    return (args[:-1], max(1, int(match[1]))) if match else (args, 1)


def parse_number(word: str) -> int | None:
    """The decimal number that a word is, or None; only its first nine digits are read."""
    return int(word[:9]) if word.isdecimal() else None


def paginate(spans: Iterable[Span]) -> tuple[Page, ...]:
    """Spans divided into at least one page; a span longer than a page is a page of its own."""
    pages: list[list[Span]] = [[]]
    used = 0
    for at in spans:
        length = at.end - at.start
        if pages[-1] and (used + length > MAX_PAGE_CHARS or len(pages[-1]) == _MAX_PAGE_SPANS):
            pages.append([])
            used = 0
        pages[-1].append(at)
        used += length
    return tuple(map(tuple, pages))


def page_of(pages: Sequence[Page], page: int, revision: Revision, command: str) -> Page:
    """Page `page`, from 1; BadArgument, which names the last page, if there are fewer.

    `command` is the command that asks for a page: "/read".
    """
    if page > len(pages):
        raise BadArgument(
            f"“{revision.heading}” has {counted(len(pages), 'page')}.",
            hint=f"{command} {ref_of(revision)} p{len(pages)} is the last one.",
        )
    return pages[page - 1]


def page_buttons(
    press: Press, page: int, pages: int, *, back: str = "‹ Previous", on: str = "Next ›"
) -> Iterator[Button]:
    """Buttons to the pages before and after, which replace the message. `press` asks for page 1."""
    for other, label in ((page - 1, back), (page + 1, on)):
        if 1 <= other <= pages:
            yield Button(label, replace(press, args=(*press.args, f"p{other}"), in_place=True))


_NUMBER = re.compile(r"[sS](\d{1,7})(?:[-–][sS]?(\d{1,7}))?")


def split_sentence_numbers(words: Iterable[str]) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The numbers of the sentences that words name ("S7"), and the other words, each in order.

    "S2-S4" gives 2 and 4.
    """
    read = [(word, _NUMBER.fullmatch(word)) for word in words]
    numbers = tuple(int(n) for _, match in read if match for n in match.groups() if n)
    return numbers, tuple(word for word, match in read if match is None)


def require_sentences(numbers: Sequence[int], revision: Revision, *, hint: str) -> None:
    """Raise BadArgument, with the hint, unless the revision has sentences of all these numbers."""
    last = len(revision.sentences)
    if not all(1 <= number <= last for number in numbers):
        raise BadArgument(f"“{revision.heading}” has sentences S1 to S{last}.", hint=hint)


MARK = "From the open web, not from our library"


def with_notice(reply: Reply, store: Store) -> Reply:
    """The reply; below the heading of one about an external page, a line says what that is."""
    if reply.about is None or reply.about.piece >= 0:
        return reply
    until = store.provenance.kept_until(reply.about.piece)
    said = MARK if until is None else f"{MARK}{DOT}kept until {day(until)}"
    return replace(reply, blocks=_with(Paragraph((Emphasis(said),)), reply.blocks))


def _with(mark: Paragraph, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    first = 1 if blocks and isinstance(blocks[0], Heading) else 0
    return (*blocks[:first], mark, *blocks[first:])
