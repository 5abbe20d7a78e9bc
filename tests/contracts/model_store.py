"""A model of the store in plain dictionaries: what the agreement tests compare the real one with.

It has the parts whose rules are worth a second implementation, and is held to their contract.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import cast

from briefs import search_query
from briefs.corrections.affected_messages import EditorsWord
from briefs.digests.digest import NewPiece
from briefs.errors import NotFound
from briefs.model import (
    ANYWHERE,
    Address,
    Brief,
    Card,
    Edited,
    Hit,
    Length,
    Press,
    Revision,
    Shown,
    Source,
    piece_number,
)
from briefs.pieces import versions
from briefs.pieces.versions import New, Revised, Stored, Unchanged
from briefs.search_query import ALL, EVERYTHING, Filter, Hits, Query, Search, answers, cites
from briefs.storage import Added, AddOutcome, Store
from briefs.storage.editorial import Erasure, Original, Retraction
from briefs.storage.engine import Health
from briefs.storage.ledger import Quoted
from briefs.storage.schema import ARCHIVED
from briefs.storage.sql.chat_state import places_of
from tests.contracts.memory_corrections import MemoryCorrections
from tests.contracts.memory_kept import Kept, MemoryLedger
from tests.contracts.memory_leases import MemoryDeduplication, MemoryInbox, MemoryLeases
from tests.contracts.memory_library import Library
from tests.contracts.memory_orders import MemorySubscriptions
from tests.contracts.memory_outbox import MemoryOutbox, MemoryRateLimiter
from tests.contracts.memory_publishing import MemoryEditorial
from tests.contracts.memory_receipts import MemoryReceipts


class ModelStore:
    def __init__(self) -> None:
        self.library = library = Library()
        self.kept = kept = Kept()
        self.health = Health()
        self.catalogue = MemoryCatalogue(library)
        self.ledger = MemoryLedger()
        kept.ledger = self.ledger
        self.corrections = MemoryCorrections(library, kept)
        self.chat_state = MemoryChatState(self.ledger, kept)
        self.editorial = MemoryEditorial(library)
        self.receipts = MemoryReceipts(library)
        self.editorial.forgetting += [kept.forget, self.ledger.forget]
        self.leases = MemoryLeases()
        self.deduplication = MemoryDeduplication()
        self.inbox = MemoryInbox()
        self.subscriptions = MemorySubscriptions(kept)
        self.outbox = MemoryOutbox(kept)
        self.rate_limiter = MemoryRateLimiter()

    def sizes(self) -> dict[str, int]:
        return {"library": 0}

    def close(self) -> None:
        pass


def model_store() -> Store:
    return cast("Store", ModelStore())  # nobody asks it for the parts that it lacks


class MemoryCatalogue:
    def __init__(self, library: Library) -> None:
        self._library = library

    def add(
        self,
        edited: Edited,
        *,
        now: datetime,
        original: Original | None = None,
        anyway: bool = False,
        archive: bool = False,
        word: EditorsWord | None = None,
    ) -> Added:
        library = self._library
        plan = library.judge(edited.draft)
        if isinstance(plan, New) and not anyway:
            library.refuse_erased(edited.draft)
        match plan:
            case Unchanged(revision):
                return _added("unchanged", revision)
            case Stored(latest) | Revised(latest) if (
                latest.piece in library.retractions and not anyway
            ):
                return _added("retracted", latest)
            case Stored(revision):
                waits = (revision.piece, revision.number) in library.proposals
                public = library.held(revision.piece).public
                if public is not None and not (anyway or waits):
                    return _added("unchanged", public)
            case New() if not anyway and (twin := library.twin(edited.draft.body, 0)):
                there = self.revision(twin.card.piece)
                return Added("twin", twin.card, there.sha256, twin.likeness)
            case New() | Revised() as decided:
                revision = library.file(edited, decided, original, now)
        status: AddOutcome = "revised" if revision.piece in library.arrivals else "new"
        library.publish(revision, now, is_news=not archive, word=word)
        library.unschedule(revision.piece, below=revision.number)
        return _added(status, revision)

    def _newest(self, topic: str | None = None) -> Iterator[Revision]:
        for revision in self._library.shown():
            if topic is None or topic.casefold() in versions.topic_keys(revision.topics):
                yield revision

    def newest(self, *, limit: int, skip: int = 0, topic: str | None = None) -> tuple[Card, ...]:
        return tuple(r.card for r in self._newest(topic))[skip : skip + limit]

    def count(self, *, topic: str | None = None) -> int:
        return sum(1 for _ in self._newest(topic))

    def topics(self) -> tuple[tuple[str, int], ...]:
        written: dict[str, list[str]] = {}
        for revision in self._newest():
            for key, topic in versions.topic_keys(revision.topics).items():
                written.setdefault(key, []).append(topic)
        ordered = sorted(written.items(), key=lambda item: (-len(item[1]), item[0]))
        return tuple((min(topics), len(topics)) for _, topics in ordered)

    def find(self, ref: str) -> Card | None:
        number, word = piece_number(ref), ref.strip()
        for revision in self._newest():
            if revision.piece == number:
                return revision.card
        for revision in self._newest():
            if word.casefold() == revision.slug:
                return revision.card
        return None

    def search(
        self,
        query: Query,
        *,
        limit: int,
        skip: int = 0,
        where: Filter | None = None,
        seconds: float | None = None,  # it looks through everything
    ) -> Hits:
        asked = Search(text=query, where=where or ALL)
        found = [revision for revision in self._newest() if asked and answers(asked, revision)]
        return Hits(
            search_query.hit(
                query,
                r.card,
                body=r.body,
                sentences=r.sentences,
                sha256=r.sha256,
                language=r.language,
            )
            for r in found[skip : skip + limit]
        )

    def citing(
        self, query: Query, *, limit: int, text: Query = EVERYTHING, where: Filter | None = None
    ) -> Hits:
        asked = Search(text=text, where=where or ALL)
        found = [
            Hit(revision.card, cites=entry)
            for revision in self._newest()
            if query and answers(asked, revision) and (entry := cites(query, revision))
        ]
        return Hits(found[:limit])

    def references(self) -> tuple[tuple[int, tuple[Source, ...]], ...]:
        return tuple((r.piece, r.sources) for r in self._newest() if r.sources)

    def arrival(self) -> int:
        return self._library.arrival

    def arrivals(self, since: int, *, limit: int, oldest: bool = False) -> tuple[NewPiece, ...]:
        arrived = [(*self._library.arrivals[top.piece], top) for top in self._newest()]
        found = [
            NewPiece(
                number=last,
                first=first,
                at=self._library.published[top.piece, top.number],
                card=top.card,
            )
            for first, last, top in arrived
            if last > since and first != ARCHIVED
        ]
        ordered = tuple(sorted(found, key=lambda one: one.number, reverse=True))
        return ordered[-limit:] if oldest else ordered[:limit]

    def revision(self, piece: int, number: int | None = None) -> Revision:
        return self._library.version(piece, number)[1]

    def brief(self, piece: int, length: Length, number: int | None = None) -> Brief:
        edited, revision = self._library.version(piece, number)
        for summary in edited.summaries:
            if summary.length == length:
                return Brief(revision, summary)
        raise NotFound(str(piece) if number is None else f"{piece}, revision {number}")

    def retraction(self, piece: int) -> Retraction | None:
        return self._library.retractions.get(piece)

    def erasure(self, piece: int) -> Erasure | None:
        return self._library.erasure(piece)

    def withdrawn(self, ref: str) -> Retraction | Erasure | None:
        library, number = self._library, piece_number(ref)
        if (piece := library.named(ref)) is not None:
            return library.retractions.get(piece)
        return None if number is None else library.erasure(number)


class MemoryChatState:
    def __init__(self, ledger: MemoryLedger | None = None, kept: Kept | None = None) -> None:
        self._ledger = ledger or MemoryLedger()
        self._kept = kept or Kept()
        self._numbers = count()
        self._tokens: dict[tuple[str, Press], str] = {}
        self._shown: dict[tuple[str, str | None], Shown] = {}

    def issue(self, presses: Sequence[Press], at: Address, *, now: datetime) -> tuple[str, ...]:
        channel = _channel(at)
        return tuple(
            self._tokens.setdefault((channel, press), f"token-{next(self._numbers)}")
            for press in presses
        )

    def redeem(self, token: str, at: Address) -> Press | None:
        for (channel, press), issued in self._tokens.items():
            if issued == token and channel in {_channel(at), str(ANYWHERE)}:
                return press
        return None

    def note_shown(
        self,
        at: Address,
        message: str,
        shown: Shown | None,
        *,
        now: datetime,
        quotes: Sequence[Quoted] = (),
        said: str | None = None,
    ) -> None:
        if shown is not None:
            self._shown[_channel(at), message] = shown
            self._shown[str(at), None] = shown
        if quotes or said is not None:
            places = places_of(at, message)
            for row in self._kept.rows.values():
                one = row.delivery
                if one.edits == message and one.status == "pending" and one.place in places:
                    row.delivery = replace(one, status="dropped")
        self._ledger.enter(at, message, quotes, now, said or "")

    def forget(self, is_of: Callable[[Address], bool]) -> int:
        """Delete tokens and what was shown at places that are so; how many."""
        tokens = [key for key in self._tokens if key[0] and is_of(Address.parse(key[0]))]
        shown = [key for key in self._shown if is_of(Address.parse(key[0]))]
        for token in tokens:
            del self._tokens[token]
        for key in shown:
            del self._shown[key]
        return len(tokens) + len(shown)

    def shown(self, at: Address, message: str | None = None) -> Shown | None:
        return self._shown.get((str(at) if message is None else _channel(at), message))


def _added(status: AddOutcome, revision: Revision) -> Added:
    return Added(status, revision.card, revision.sha256)


def _channel(at: Address) -> str:
    return str(at.channel_alone)
