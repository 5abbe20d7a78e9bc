"""What was understood of a piece, and what in it to look at, for the editor who answers for it."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from briefs.editorial_selection import Hand
from briefs.model import Brief, Revision, Source, Status
from briefs.pieces.proof import extracted
from briefs.text.canonical import paragraphs
from handlers.format import DOT, counted, dateline, quote
from handlers.message import Block, Bullets, Facts, Paragraph, Strong

_MOST = 12
"""Things to look at that are shown; a piece with more has one fault many times."""

_READ: tuple[tuple[Status, str], ...] = (
    ("parsed", "read"),
    ("partial", "read in part"),
    ("raw", "shown as written"),
)


def facts(revision: Revision, now: datetime) -> Facts:
    """What it is, how long it is, and what it rests on, each only if there is something to say."""
    marks = counted(len(revision.marks), "note mark")
    known = (
        ("From", dateline(revision, now)),
        ("Language", revision.language),
        ("Topics", ", ".join(revision.topics)),
        ("Text", _text(revision)),
        ("References", DOT.join((_references(revision.listed), marks)) if revision.listed else ""),
        ("Links in the text", str(len(revision.linked)) if revision.linked else ""),
    )
    return Facts(tuple((name, (value,)) for name, value in known if value))


def to_look_at(revision: Revision, now: datetime, warnings: Sequence[str]) -> Iterator[Block]:
    """The reader's warnings, then what the audit of the references found; nothing if all is well.

    Entries that nothing cites are told of by both: the warnings go before.
    """
    from briefs.references.audit import audit  # noqa: PLC0415  # its rules load slowly

    found = [_sentence(warning) for warning in warnings]
    found += (
        finding.sentence
        for finding in audit(revision.listed, revision.marks, now)
        if finding.kind != "summary" and not (warnings and finding.kind == "uncited")
    )
    if not found:
        return
    if len(found) > _MOST:
        found[_MOST:] = [f"… and {len(found) - _MOST} more like these."]
    yield Paragraph((Strong("To look at"),))
    yield Bullets(tuple((said,) for said in found))


def extract(brief: Brief) -> Iterator[Block]:
    """The extract that readers get, and by whose hand."""
    revision, hand = brief.revision, Hand.of(brief.summary)
    for number, at in extracted(brief):
        yield quote(revision, at, number)
    taken = len(brief.summary.sentences)
    said = f"{taken} of {counted(len(revision.sentences), 'sentence')}"
    if hand.by_hand:
        wished = (*(f"S{n} in" for n in hand.pinned), *(f"S{n} out" for n in hand.dropped))
        said = DOT.join((said, f"chosen by an editor: {', '.join(wished)}"))
    yield Facts((("Extract", (said,)),))


def _text(revision: Revision) -> str:
    parts = counted(len(paragraphs(revision.body)), "paragraph")
    return DOT.join((parts, counted(len(revision.sentences), "sentence")))


def _references(sources: Sequence[Source]) -> str:
    """How far the entries could be read: "12 read, 3 read in part, 2 shown as written"."""
    counts = ((sum(source.status == status for source in sources), said) for status, said in _READ)
    return ", ".join(f"{count} {said}" for count, said in counts if count)


def _sentence(warning: str) -> str:
    """Warnings are written as clauses, to stand behind a file's name."""
    return f"{warning[:1].upper()}{warning[1:]}." if warning else warning
