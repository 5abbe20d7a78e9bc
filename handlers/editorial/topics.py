"""/piece topics: suggests topics for a piece, and renames or merges a topic everywhere.

Nothing gets a topic without an editor: a suggestion is a button that an editor presses.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from briefs.digests.digest import Subscription, upcoming
from briefs.errors import BadArgument
from briefs.model import Press, Revision, Shown
from briefs.pieces.corrected_fields import SetField
from briefs.pieces.versions import topic_keys
from briefs.search_query import Term, occurs
from briefs.storage import Store
from briefs.text import words as text_words
from briefs.text.canonical import one_line
from handlers.find_revision import resolve_proposed
from handlers.format import DOT, counted, ref_of
from handlers.message import Actions, Button, Heading, Paragraph, Reply, Request

RENAME: Final = "rename"
_MAX_SUGGESTED: Final = 6
_MAX_KNOWN: Final = 300
"""Topics that are tried as suggestions: those with the most pieces."""

_BATCH: Final = 200
_HINT: Final = "/piece topics rename rivers, water · /piece topics #12"


@dataclass(frozen=True, slots=True)
class Renamed:
    """How many revisions, public or waiting, and how many subscriptions have the new name."""

    pieces: int
    digests: int


def topics(words: tuple[str, ...], request: Request, store: Store) -> Reply:
    """`/piece topics [ref]` suggests; `/piece topics rename old, new` renames or merges."""
    if words and words[0].casefold() in {RENAME, "merge"}:
        names = [one_line(name) for name in " ".join(words[1:]).split(",")]
        if len(names) != 2 or not all(names):  # noqa: PLR2004  # the old name and the new one
            raise BadArgument("Which topic, and what is it to be called?", hint=_HINT)
        old, new = names
        done = rename(old, new, now=request.at, by=request.person, store=store)
        return renamed_reply(old, new, done)
    return _suggested_reply(resolve_proposed(words, request, store), store)


def rename(old: str, new: str, *, now: datetime, by: str, store: Store) -> Renamed:
    """Rename a topic on all pieces, as corrections, and in all subscriptions.

    BadArgument if no piece and no subscription has the old one.
    """
    pieces = 0
    for revision in tuple(_having(old, store)):
        named = (new if topic.casefold() == old.casefold() else topic for topic in revision.topics)
        change = SetField("topics", tuple(topic_keys(tuple(named)).values()))
        store.editorial.correct(revision.piece, revision.number, [change], now=now, by=by)
        pieces += 1
    digests = sum(_rewish(order, old, new, now, store) for order in tuple(_orders(store)))
    if not pieces and not digests:
        raise BadArgument(f"Nothing is on “{old}”.", hint="/topics lists those there are.")
    return Renamed(pieces, digests)


def renamed_reply(old: str, new: str, done: Renamed) -> Reply:
    said = f"“{old}” is “{new}” now, in {counted(done.pieces, 'piece')}"
    also = f" and in the wishes of {counted(done.digests, 'digest')}" if done.digests else ""
    return Reply((Paragraph((f"{said}{also}. It is no news: no digest tells of it.",)),))


def suggested(revision: Revision, store: Store) -> tuple[str, ...]:
    """The library's topics whose words stand in a piece that lacks them, most frequent first."""
    terms = text_words.index_terms((revision.title, revision.body), revision.language)
    has = {topic.casefold() for topic in revision.topics}
    found = [
        (topic, _times(topic, terms))
        for topic, _ in store.catalogue.topics()[:_MAX_KNOWN]
        if topic.casefold() not in has
    ]
    found.sort(key=lambda one: -one[1])
    return tuple(topic for topic, times in found if times)[:_MAX_SUGGESTED]


def _times(topic: str, terms: list[str]) -> int:
    """How often a topic's words stand in a text one after another."""
    said = text_words.parts(topic)
    if not said:
        return 0
    term, width = Term(said), len(said)
    spans = (terms[at : at + width] for at in range(len(terms) - width + 1))
    return sum(occurs(term, span) for span in spans) if occurs(term, terms) else 0


def _suggested_reply(revision: Revision, store: Store) -> Reply:
    ref, found = ref_of(revision), suggested(revision, store)
    has = (
        f"{ref} is on {', '.join(revision.topics)}." if revision.topics else f"{ref} has no topic."
    )
    buttons = tuple(
        Button(f"+ {topic}", Press("piece", ("edit", ref, "topics", _with(revision, topic))))
        for topic in found
    )
    named = "Named in it, the most often first: "
    nothing = "No other topic of the library is named in it."
    return Reply(
        (
            Heading(f"Topics{DOT}{revision.heading}"),
            Paragraph((has if found else f"{has} {nothing}",)),
            *((Paragraph((named + ", ".join(found),)), Actions(buttons)) if found else ()),
        ),
        about=Shown(revision.piece, revision.number),
    )


def _with(revision: Revision, topic: str) -> str:
    return ", ".join((*revision.topics, topic))


def _having(topic: str, store: Store) -> Iterator[Revision]:
    """The public revisions and waiting proposals that have a topic."""
    skip = 0
    while cards := store.catalogue.newest(limit=_BATCH, skip=skip, topic=topic):
        for card in cards:
            yield store.catalogue.revision(card.piece, card.revision)
        skip += len(cards)
    for waiting in store.editorial.proposals(limit=10_000):
        if topic.casefold() in {one.casefold() for one in waiting.revision.topics}:
            yield waiting.revision


def _orders(store: Store) -> Iterator[Subscription]:
    after = None
    while some := store.subscriptions.page(after=after, limit=_BATCH):
        yield from some
        after = some[-1].to


def _rewish(order: Subscription, old: str, new: str, now: datetime, store: Store) -> bool:
    key, other = old.casefold(), new.casefold()
    if key not in (*order.wanted, *order.unwanted):
        return False
    wanted = dict.fromkeys(other if one == key else one for one in order.wanted)
    unwanted = dict.fromkeys(other if one == key else one for one in order.unwanted)
    changed = replace(order, wanted=tuple(wanted), unwanted=tuple(unwanted))
    return store.subscriptions.save(changed, next(upcoming(changed, now), None), now=now)
