"""/brief: the extract of a piece, its own sentences word for word, with what proves them."""

from collections.abc import Iterator
from typing import assert_never

from briefs.editorial_selection import Hand
from briefs.model import Card, Length, Press, Revision, Shown
from briefs.pieces.proof import extracted
from briefs.storage import Store
from briefs.text.canonical import paragraphs
from handlers import topic
from handlers.format import DOT, counted, dateline, day, listed, outdated, quote, ref_of
from handlers.leaning import Leaning, leaning
from handlers.links import checked
from handlers.message import (
    Actions,
    Block,
    Bullets,
    Button,
    Emphasis,
    Facts,
    Heading,
    Paragraph,
    Reply,
    Request,
)
from handlers.resolve import Choice, at_hand, newest, replied_to
from handlers.subject import Single, Subject, Topic, meant

_LENGTHS: dict[str, Length] = {"short": "short", "normal": "normal", "long": "long"}


def answer(request: Request, store: Store) -> Reply:
    """`/brief [number, id or all] [words] [short|normal|long]`; a mere length means the piece at
    hand.
    """
    words, length = _length_of(request.args)
    match _subject(words, length, request, store):
        case Single() as single:
            return _reply(single, length or "normal", request, store)
        case Topic() as several:
            return topic.reply(several, length or "normal", request, store)
        case never:
            assert_never(never)


def _subject(
    words: tuple[str, ...], length: Length | None, request: Request, store: Store
) -> Subject:
    if words:
        return meant(words, store)
    about = at_hand if length else replied_to
    return Single(about(request, store) or newest(store))


def _length_of(args: tuple[str, ...]) -> tuple[tuple[str, ...], Length | None]:
    if args and args[-1].lower() in _LENGTHS:
        return args[:-1], _LENGTHS[args[-1].lower()]
    return args, None


def _reply(single: Single, length: Length, request: Request, store: Store) -> Reply:
    shown = leaning(single, length, store)
    revision = shown.brief.revision
    blocks = (
        *_blocks(shown, single.choice, request),
        *_others(single.choice.others, request),
        _actions(shown, single.towards),
    )
    return Reply(blocks, about=Shown(revision.piece, revision.number))


def _blocks(shown: Leaning, choice: Choice, request: Request) -> Iterator[Block]:
    revision = shown.brief.revision
    yield Heading(revision.heading)
    yield Paragraph((Emphasis(dateline(revision, request.at)),))
    yield from outdated(choice)
    if shown.missing:
        yield Paragraph((Emphasis(_not_there(shown)),))
    for number, at in extracted(shown.brief):
        yield quote(revision, at, number)
    yield Facts((("Proof", (DOT.join(_proof(shown, request)),)),))


def _not_there(shown: Leaning) -> str:
    missing = ", ".join(f"“{word}”" for word in shown.missing)
    plain = "" if shown.held else " This is its plain brief."
    return f"Not in the text of this piece: {missing}.{plain}"


def _proof(shown: Leaning, request: Request) -> Iterator[str]:
    """What the extract is, said exactly: how much of the piece, chosen how, of which revision."""
    revision, summary = shown.brief.revision, shown.brief.summary
    taken, all_ = len(summary.sentences), counted(len(revision.sentences), "sentence")
    if taken == len(revision.sentences):
        yield f"The whole piece, {all_}: too short to shorten"
    else:
        yield "The opening" if summary.method == "lead" else "Exact extract"
        yield f"{taken} of {all_} from {_spread(shown)}"
        if summary.coverage:
            yield f"{round(100 * summary.coverage)} % of the piece's key terms"
        if Hand.of(summary).by_hand:
            yield "chosen by an editor"
        if shown.held:
            yield f"leaning towards “{' '.join(shown.held)}”"
    yield f"revision {revision.number}"
    yield f"as of {day(request.at)}"


def _spread(shown: Leaning) -> str:
    """How many paragraphs have a sentence in the extract: "4 of 7 paragraphs"."""
    all_ = paragraphs(shown.brief.revision.body)
    taken = shown.brief.summary.sentences
    heard = sum(any(within.start <= at.start < within.end for at in taken) for within in all_)
    return f"{heard} of {counted(len(all_), 'paragraph')}"


def _others(cards: tuple[Card, ...], request: Request) -> Iterator[Block]:
    if cards:
        yield Paragraph(("These match too:",))
        yield Bullets(tuple(listed(card, request.at) for card in cards))


def _actions(shown: Leaning, towards: tuple[str, ...]) -> Actions:
    brief, revision = shown.brief, shown.brief.revision
    ref = ref_of(revision)
    asked = (ref, *towards) if shown.held else (ref,)
    buttons = [
        Button(_sources_label(revision), Press("sources", (ref,))),
        Button("Read", Press("read", (ref,))),
        Button("Check", Press("check", (ref,))),
    ]
    whole = len(brief.summary.sentences) == len(revision.sentences)
    if brief.summary.length != "long" and not whole:
        buttons.append(Button("Longer", Press("brief", (*asked, "long"), True)))
    if brief.summary.length == "long":
        buttons.append(Button("Shorter", Press("brief", asked, True)))
    original = checked(revision.url)
    if original:
        buttons.append(Button("Original", original))
    return Actions(tuple(buttons))


def _sources_label(revision: Revision) -> str:
    return f"Sources ({len(revision.listed)})" if revision.listed else "Sources"
