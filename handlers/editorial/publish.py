"""Publish, discard, retract, pin, drop.

What editors make public, and take back: /piece publish, discard and retract.

An editor's choice of sentences: /piece pin, drop and auto. No sentence can be typed.
"""

from typing import Literal, TypeAlias, assert_never

from briefs.editorial_selection import EditorialSelection
from briefs.errors import BadArgument
from briefs.model import Brief, Press, Revision, Shown
from briefs.storage import Store
from handlers.editorial.proposals import extract
from handlers.format import DOT, ref_of, require_sentences, split_sentence_numbers
from handlers.message import Actions, Block, Button, Heading, Paragraph, Reply, Request
from handlers.resolve import resolve_proposed, resolve_stored

ANYWAY = "anyway"
"""The word by which what does not wait is made public all the same."""


def publish(words: tuple[str, ...], request: Request, store: Store) -> Reply:
    """`/piece publish [ref] [anyway]`: what waits, or with "anyway" any stored revision."""
    anyway = words[-1:] == (ANYWAY,)
    revision = resolve_proposed(words[:-1] if anyway else words, request, store)
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
    revision = resolve_proposed(words, request, store)
    if not store.publishing.discard(revision.piece, revision.number):
        raise _waits_no_more(revision, store)
    said = f"{ref_of(revision)} will not be published, and readers never saw it."
    return Reply((Heading(f"Discarded{DOT}{revision.heading}"), Paragraph((said,))))


def retract(words: tuple[str, ...], request: Request, store: Store) -> Reply:
    """`/piece retract ref [reason]`: a public piece is taken back."""
    if not words:
        raise BadArgument("Which piece is to be taken back?", hint="/piece retract #12 and why.")
    revision = resolve_stored(words[:1], request, store)
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


Verb: TypeAlias = Literal["pin", "drop", "auto"]

_MOST = 14
"""Sentences that may be pinned: what a long extract has."""


def choose(verb: Verb, words: tuple[str, ...], request: Request, store: Store) -> Reply:
    """`pin S3 [ref]`, `drop S9 [ref]`, each undone by saying it again; `auto [ref]` undoes all."""
    numbers, others = split_sentence_numbers(words)
    if not numbers and verb != "auto":
        raise BadArgument(
            "Which sentence?", hint=f"/piece {verb} S3; /piece read shows their numbers."
        )
    revision = resolve_stored(others, request, store)
    require_sentences(numbers, revision, hint=f"/piece read {ref_of(revision)} shows them.")
    brief = store.brief(revision.piece, "normal", revision.number)
    hand = _settled(verb, numbers, EditorialSelection.of(brief.summary))
    return _shown(_kept(revision, hand, store), store)


def _settled(verb: Verb, numbers: tuple[int, ...], hand: EditorialSelection) -> EditorialSelection:
    if verb == "auto":
        return EditorialSelection(hand.method)
    for number in numbers:
        match verb:
            case "pin":
                hand = hand.pin(number)
            case "drop":
                hand = hand.drop(number)
            case never:
                assert_never(never)
    if len(hand.pinned) > _MOST:
        raise BadArgument(f"An extract has {_MOST} sentences at most.", hint="Unpin some first.")
    return hand


def _kept(revision: Revision, hand: EditorialSelection, store: Store) -> Brief:
    from briefs.summarise.editorial import selected_summaries  # noqa: PLC0415  # it loads slowly

    made = selected_summaries(revision, hand)
    if not all(summary.sentences for summary in made):
        raise BadArgument("Nothing would be left of the extract.", hint="Pin a sentence first.")
    store.publishing.choose(revision.piece, revision.number, made)
    return store.brief(revision.piece, "normal", revision.number)


def _shown(brief: Brief, store: Store) -> Reply:
    revision = brief.revision
    ref = ref_of(revision)
    blocks: list[Block] = [Heading(revision.heading), *extract(brief)]
    public = store.find(f"#{revision.piece}")
    if public is not None and public.revision == revision.number:
        blocks.append(Paragraph(("Readers get this from now on.",)))
    buttons = [Button("Read", Press("piece", ("read", ref)))]
    if store.publishing.proposal(revision.piece, revision.number) is not None:
        buttons.insert(0, Button("Publish", Press("piece", ("publish", ref))))
    if EditorialSelection.of(brief.summary).by_hand:
        buttons.append(Button("Undo all", Press("piece", ("auto", ref))))
    return Reply((*blocks, Actions(tuple(buttons))), about=Shown(revision.piece, revision.number))
