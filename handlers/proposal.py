"""A proposal as its editor sees it: what was understood, the extract, and what can be done."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from briefs.model import Brief, Card, Press, Revision
from briefs.storage.editorial import Proposal
from handlers.format import ref_of
from handlers.message import Actions, Block, Button, Emphasis, Heading, Paragraph
from handlers.understood import extract, facts, to_look_at


def blocks(
    proposal: Proposal,
    brief: Brief,
    now: datetime,
    public: Card | None,
    warnings: Sequence[str] = (),
) -> Iterator[Block]:
    """All but the buttons; `public` is what readers get of the piece, if they get it at all.

    `warnings` are the reader's, which are told once and not kept.
    """
    revision = proposal.revision
    yield Heading(revision.heading)
    yield Paragraph((Emphasis(_stands(proposal, public)),))
    yield facts(revision, now)
    yield from to_look_at(revision, now, warnings)
    yield from extract(brief)


def buttons(revision: Revision, *, named: bool = False) -> Actions:
    """What can be done with what waits; `named` where several proposals share a message."""
    ref = ref_of(revision)
    which = f" {ref}" if named else ""
    sources = f"Sources ({len(revision.listed)})" if revision.listed else "Sources"
    asked = (("Publish", "publish"), ("Discard", "discard"), ("Read", "read"), (sources, "sources"))
    return Actions(tuple(Button(f"{label}{which}", Press("piece", (v, ref))) for label, v in asked))


def like(proposal: Proposal) -> str:
    """The public piece that says nearly the same: "#12 says 93 % the same", "" if none does."""
    if not proposal.twin:
        return ""
    return f"#{proposal.twin} says {int(100 * proposal.likeness)} % the same"


def _stands(proposal: Proposal, public: Card | None) -> str:
    revision = proposal.revision
    said = f"Proposed as {ref_of(revision)}: readers see nothing of it before you publish it."
    if public is not None:
        # A wrong number is seen by the title.
        other = f", “{public.heading}”" if public.heading != revision.heading else ""
        said += f" It would replace revision {public.revision}{other}."
    if proposal.twin:
        said += f" {like(proposal)}: is it the same piece? /piece revise #{proposal.twin} takes it"
        said += " as a version of that one."
    return said
