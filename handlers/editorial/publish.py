"""What editors make public, and take back: /piece publish, discard and retract."""

from briefs.errors import BadArgument
from briefs.model import Press, Revision, Shown
from briefs.storage import Store
from handlers.format import DOT, ref_of
from handlers.held import held, proposed
from handlers.message import Actions, Button, Heading, Paragraph, Reply, Request

ANYWAY = "anyway"
"""The word by which what does not wait is made public all the same."""


def publish(words: tuple[str, ...], request: Request, store: Store) -> Reply:
    """`/piece publish [ref] [anyway]`: what waits, or with "anyway" any stored revision."""
    anyway = words[-1:] == (ANYWAY,)
    revision = proposed(words[:-1] if anyway else words, request, store)
    ref = ref_of(revision)
    public = store.find(f"#{revision.piece}")
    if public is not None and public.revision == revision.number:
        return _told(revision, "Public already", f"{ref} is what readers get.")
    waits = store.publishing.proposal(revision.piece, revision.number)
    if waits is None and not anyway:
        raise _waits_no_more(revision, store)
    store.publishing.publish(revision.piece, revision.number, now=request.at)
    said = f"{ref} is what readers get from now on."
    if public is not None:
        said += f" Revision {public.revision} stays, and what was sent of it can still be proved."
    return _told(revision, "Published", said)


def discard(words: tuple[str, ...], request: Request, store: Store) -> Reply:
    """`/piece discard [ref]`: what waits, waits no more."""
    revision = proposed(words, request, store)
    if not store.publishing.discard(revision.piece, revision.number):
        raise _waits_no_more(revision, store)
    said = f"{ref_of(revision)} will not be published, and readers never saw it."
    return Reply((Heading(f"Discarded{DOT}{revision.heading}"), Paragraph((said,))))


def retract(words: tuple[str, ...], request: Request, store: Store) -> Reply:
    """`/piece retract ref [reason]`: a public piece is taken back."""
    if not words:
        raise BadArgument("Which piece is to be taken back?", hint="/piece retract #12 and why.")
    revision = held(words[:1], request, store)
    if store.find(f"#{revision.piece}") is None:
        raise _not_public(revision, store)
    reason = " ".join(words[1:])
    retraction = store.publishing.retract(revision.piece, reason, now=request.at)
    back = f"#{revision.piece}@{retraction.revision}"
    said = (
        f"#{revision.piece} is out of lists, search and digests. Whoever asks for it is told: "
        f"“{retraction.notice}” What was sent stays where it is."
    )
    undo = Actions((Button("Undo", Press("piece", ("publish", back, ANYWAY))),))
    return Reply(
        (Heading(f"Retracted{DOT}{revision.heading}"), Paragraph((said,)), undo),
        about=Shown(revision.piece, retraction.revision),
    )


def _told(revision: Revision, what: str, said: str) -> Reply:
    ref = ref_of(revision)
    return Reply(
        (
            Heading(f"{what}{DOT}{revision.heading}"),
            Paragraph((said,)),
            Actions((Button("Brief", Press("brief", (ref,))),)),
        ),
        about=Shown(revision.piece, revision.number),
    )


def _waits_no_more(revision: Revision, store: Store) -> BadArgument:
    """What was pressed or named was settled before, by whomever."""
    ref = ref_of(revision)
    public = store.find(f"#{revision.piece}")
    if public is not None and public.revision == revision.number:
        return BadArgument(f"{ref} is public.", hint=f"/piece retract #{revision.piece}")
    gone = store.publishing.retraction(revision.piece)
    if gone is not None and gone.revision == revision.number:
        said = gone.notice
    else:
        said = (
            f"{ref} is not waiting to be published: it was discarded, or a newer version took its "
            "place."
        )
    return BadArgument(said, hint=f"/piece publish {ref} {ANYWAY} makes it public all the same.")


def _not_public(revision: Revision, store: Store) -> BadArgument:
    gone = store.publishing.retraction(revision.piece)
    if gone is not None:
        return BadArgument(gone.notice)
    return BadArgument(f"#{revision.piece} is not public.", hint="/piece lists what waits.")
