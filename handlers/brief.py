"""/brief of a piece, focused or not; of a topic.

A brief of one piece, leaning towards a reader's words where they stand in it.

A topic brief: what several pieces say of it, each sentence named with its piece.

/brief: the extract of a piece, its own sentences word for word, with what proves them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import assert_never

from briefs.editorial_selection import EditorialSelection
from briefs.model import Brief, Card, Length, Press, Revision, Shown
from briefs.pieces.proof import extracted
from briefs.search_query import parse
from briefs.storage import Store
from briefs.text.canonical import paragraphs
from handlers.format import DOT, checked, counted, dateline, day, listed, outdated, quote, ref_of
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
    Strong,
)
from handlers.resolve import (
    Choice,
    Single,
    Subject,
    Topic,
    at_hand,
    newest,
    replied_to,
    resolve_target,
)


@dataclass(frozen=True, slots=True)
class Leaning:
    """A brief, the words it leans towards, and those asked for that are nowhere in the piece."""

    brief: Brief
    held: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def leaning(single: Single, length: Length, store: Store) -> Leaning:
    """The stored brief, or, where the piece has some of the words, one that leans towards them."""
    choice = single.choice
    plain = store.brief(choice.piece, length, choice.number)
    query = parse(" ".join(single.towards))
    if not query:
        return Leaning(plain)
    from briefs.summarise.query_focused import focused_summary, match_query  # noqa: PLC0415  # it loads slowly

    words = match_query(plain.revision, query)
    if not words.held:
        return Leaning(plain, missing=words.missing)
    leant = replace(plain, summary=focused_summary(plain.revision, words.forms, length))
    ranked = leant.summary.method != "lead"
    return Leaning(leant, words.held if ranked else (), words.missing)


def briefs(topic: Topic, length: Length, store: Store) -> tuple[Brief, ...]:
    """What each piece has to say of a topic, newest first; those with nothing of their own are
    left out.
    """
    from briefs.summarise.query_focused import across  # noqa: PLC0415  # it takes a while to load

    revisions = [store.revision(card.piece, card.revision) for card in topic.cards]
    return across(revisions, parse(" ".join(topic.words)), length)


def reply(topic: Topic, length: Length, request: Request, store: Store) -> Reply:
    found = briefs(topic, length, store)
    return Reply(tuple(_topic_blocks(topic, found, request)), about=Shown(piece=0))


def _topic_blocks(topic: Topic, found: tuple[Brief, ...], request: Request) -> Iterator[Block]:
    said = " ".join(topic.words)
    yield Heading(f"On “{said}”")
    for brief in found:
        revision = brief.revision
        name = Strong(f"#{revision.piece} {revision.heading}")
        yield Paragraph((name, "\n", Emphasis(dateline(revision, request.at))))
        for number, at in extracted(brief):
            quoted = quote(revision, at, number)
            yield replace(quoted, label=f"#{revision.piece} {quoted.label}")
    yield Facts((("Proof", (_proof_line(topic, found, request),)),))
    opened = [Button(f"#{b.revision.piece}", Press("brief", (ref_of(b.revision),))) for b in found]
    yield Actions((*opened, Button("All matches", Press("search", topic.words))))


def _proof_line(topic: Topic, found: tuple[Brief, ...], request: Request) -> str:
    sentences = counted(sum(len(brief.summary.sentences) for brief in found), "sentence")
    pieces = counted(len(topic.cards), "piece")
    among = f"the {len(topic.cards)} newest pieces" if topic.more else pieces
    return DOT.join(
        (
            "Exact extract",
            f"{sentences} from {len(found)} of {among} with these words",
            f"as of {day(request.at)}",
        )
    )


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
            return reply(several, length or "normal", request, store)
        case never:
            assert_never(never)


def _subject(
    words: tuple[str, ...], length: Length | None, request: Request, store: Store
) -> Subject:
    if words:
        return resolve_target(words, store)
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
        if EditorialSelection.of(summary).by_hand:
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
