"""A topic brief: what several pieces say of it, each sentence named with its piece."""

from collections.abc import Iterator
from dataclasses import replace

from briefs.model import Brief, Length, Press, Shown
from briefs.pieces.proof import extracted
from briefs.search_query import parse
from briefs.storage import Store
from handlers.format import DOT, counted, dateline, day, quote, ref_of
from handlers.message import (
    Actions,
    Block,
    Button,
    Emphasis,
    Facts,
    Heading,
    Paragraph,
    Reply,
    Request,
    Strong,
)
from handlers.subject import Topic


def briefs(topic: Topic, length: Length, store: Store) -> tuple[Brief, ...]:
    """What each piece has to say of a topic, newest first; those with nothing of their own are
    left out.
    """
    from briefs.summarise.query_focused import across  # noqa: PLC0415  # it takes a while to load

    revisions = [store.revision(card.piece, card.revision) for card in topic.cards]
    return across(revisions, parse(" ".join(topic.words)), length)


def reply(topic: Topic, length: Length, request: Request, store: Store) -> Reply:
    found = briefs(topic, length, store)
    return Reply(tuple(_blocks(topic, found, request)), about=Shown(piece=0))


def _blocks(topic: Topic, found: tuple[Brief, ...], request: Request) -> Iterator[Block]:
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
