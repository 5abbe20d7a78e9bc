"""An editor's choice of sentences: /piece pin, drop and auto. No sentence can be typed."""

from typing import Literal, TypeAlias, assert_never

from briefs.editorial_selection import Hand
from briefs.errors import BadArgument
from briefs.model import Brief, Press, Revision, Shown
from briefs.storage import Store
from handlers import sentence
from handlers.format import ref_of
from handlers.held import held
from handlers.message import Actions, Block, Button, Heading, Paragraph, Reply, Request
from handlers.understood import extract

Verb: TypeAlias = Literal["pin", "drop", "auto"]

_MOST = 14
"""Sentences that may be pinned: what a long extract has."""


def choose(verb: Verb, words: tuple[str, ...], request: Request, store: Store) -> Reply:
    """`pin S3 [ref]`, `drop S9 [ref]`, each undone by saying it again; `auto [ref]` undoes all."""
    numbers, others = sentence.picked(words)
    if not numbers and verb != "auto":
        raise BadArgument(
            "Which sentence?", hint=f"/piece {verb} S3; /piece read shows their numbers."
        )
    revision = held(others, request, store)
    sentence.require(numbers, revision, hint=f"/piece read {ref_of(revision)} shows them.")
    brief = store.brief(revision.piece, "normal", revision.number)
    hand = _settled(verb, numbers, Hand.of(brief.summary))
    return _shown(_kept(revision, hand, store), store)


def _settled(verb: Verb, numbers: tuple[int, ...], hand: Hand) -> Hand:
    if verb == "auto":
        return Hand(hand.method)
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


def _kept(revision: Revision, hand: Hand, store: Store) -> Brief:
    from briefs.summarise.editorial import chosen  # noqa: PLC0415  # it loads slowly

    made = chosen(revision, hand)
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
    if Hand.of(brief.summary).by_hand:
        buttons.append(Button("Undo all", Press("piece", ("auto", ref))))
    return Reply((*blocks, Actions(tuple(buttons))), about=Shown(revision.piece, revision.number))
