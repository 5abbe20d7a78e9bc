"""The editors' part of a store in plain dictionaries."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

from briefs.corrections.affected_messages import EditorsWord
from briefs.errors import NotFound, Unproved
from briefs.model import Address, Card, Edited, Revision, Summary
from briefs.pieces import versions
from briefs.pieces.corrected_fields import Change, changed_fields, correct
from briefs.pieces.versions import New, Revised, Stored, Unchanged, says_the_same
from briefs.storage.editorial import (
    EXTERNAL_QUOTA_BYTES,
    EditorialAction,
    Erasure,
    LogEntry,
    Original,
    Proposal,
    Retraction,
    Twin,
    not_public,
)
from briefs.storage.schema import ARCHIVED
from briefs.storage.sql.erasure import telling
from tests.contracts.memory_library import Library

Tells = Callable[[str], bool]
Rewrite = Callable[[str], str] | None


class MemoryEditorial:
    def __init__(self, library: Library) -> None:
        self._library = library
        self._is_wiped = True
        self.forgetting: list[Callable[[int, Tells, Rewrite], None]] = []

    def propose(
        self,
        edited: Edited,
        *,
        by: str,
        at: Address | None,
        now: datetime,
        original: Original | None = None,
        replaces: int = 0,
    ) -> Proposal | Card:
        library = self._library
        if replaces and (replaces < 0 or replaces not in library.pieces):
            raise NotFound(str(replaces))
        match library.judge(edited.draft, replaces):
            case Unchanged(revision):
                return revision.card
            case Stored(revision):
                pass
            case New() | Revised() as decided:
                if isinstance(decided, New):
                    library.refuse_erased(edited.draft)
                revision = library.file(edited, decided, original, now)
        key = (revision.piece, revision.number)
        if key not in library.proposals:
            due_at = None
            for earlier, proposal in list(library.proposals.items()):
                if earlier[0] == revision.piece and proposal.by == by:
                    due_at = library.proposals.pop(earlier).due_at
            twin = library.twin(revision.body, revision.piece)
            library.proposals[key] = Proposal(
                revision=revision,
                by=by,
                at=at,
                proposed_at=now,
                twin=twin.card.piece if twin else 0,
                likeness=twin.likeness if twin else 0.0,
                due_at=due_at,
            )
        return self._now(library.proposals[key])

    def _now(self, proposal: Proposal) -> Proposal:
        return replace(proposal, replaces=self._library.public.get(proposal.revision.piece, 0))

    def proposals(self, *, limit: int, piece: int | None = None) -> tuple[Proposal, ...]:
        everything = self._library.proposals.values()
        waiting = [p for p in everything if piece in {None, p.revision.piece}]
        waiting.sort(
            key=lambda p: (p.proposed_at, p.revision.piece, p.revision.number), reverse=True
        )
        return tuple(map(self._now, waiting[:limit]))

    def proposal(self, piece: int, revision: int) -> Proposal | None:
        found = self._library.proposals.get((piece, revision))
        return found and self._now(found)

    def publish(
        self,
        piece: int,
        revision: int,
        *,
        now: datetime,
        by: str = "",
        word: EditorsWord | None = None,
        archive: bool = False,
    ) -> Card:
        if piece <= 0 or piece not in self._library.pieces:
            raise NotFound(str(piece))
        _, found = self._library.version(piece, revision)
        if self._library.public.get(piece) != revision:
            self._library.publish(found, now, is_news=not archive, word=word)
            self._note("published", found, now, by)
            for overtaken in self._library.unschedule(piece, below=revision):
                self._note("scheduled", overtaken, now, by)
        if archive:
            self.archive(piece)
        return found.card

    def archive(self, piece: int) -> bool:
        first, last = self._library.arrivals.get(piece, (ARCHIVED, 0))
        if first == ARCHIVED or piece not in self._library.public:
            return False
        self._library.arrivals[piece] = (ARCHIVED, last)
        return True

    def _note(
        self, action: EditorialAction, of: Revision, now: datetime, by: str, detail: str = ""
    ) -> None:
        entry = LogEntry(
            at=now, by=by, action=action, piece=of.piece, revision=of.number, detail=detail
        )
        self._library.log.append(entry)

    def schedule(
        self, piece: int, revision: int, due_at: datetime | None, *, now: datetime, by: str = ""
    ) -> Proposal:
        key = (piece, revision)
        if key not in self._library.proposals:
            raise NotFound(f"{piece}@{revision}")
        found = replace(self._library.proposals[key], due_at=due_at)
        self._library.proposals[key] = found
        when = "" if due_at is None else due_at.astimezone(UTC).isoformat()
        self._note("scheduled", found.revision, now, by, when)
        return self._now(found)

    def publish_due(self, *, now: datetime, limit: int = 50) -> tuple[Card, ...]:
        waiting = self._library.proposals.items()
        due = sorted((p.due_at, key, p.by) for key, p in waiting if p.due_at and p.due_at <= now)
        return tuple(self.publish(*key, now=now, by=by) for _, key, by in due[:limit])

    def next_due(self) -> datetime | None:
        times = (p.due_at for p in self._library.proposals.values() if p.due_at)
        return min(times, default=None)

    def correct(
        self,
        piece: int,
        revision: int,
        changes: Sequence[Change],
        *,
        now: datetime,
        by: str = "",
        edited: Edited | None = None,
    ) -> Revision:
        library = self._library
        if piece <= 0 or piece not in library.pieces:
            raise NotFound(str(piece))
        came, found = library.version(piece, revision)
        corrected = correct(found, changes)
        if corrected == found:
            return found
        if edited is not None:
            corrected = replace(corrected, sentences=edited.sentences)
            came = replace(came, sentences=edited.sentences, summaries=edited.summaries)
        number = len(library.pieces[piece]) + 1
        filed = replace(corrected, number=number, stored_at=now)
        library.pieces[piece].append((came, filed))
        library.chain.append(filed)
        waiting = library.proposals.pop((piece, revision), None)
        if waiting is not None:
            library.proposals[piece, number] = replace(waiting, revision=filed)
        if library.public.get(piece) == revision:
            library.publish(filed, now, is_news=False)
        self._note("corrected", filed, now, by, changed_fields(changes))
        return filed

    def log(self, *, limit: int, piece: int | None = None) -> tuple[LogEntry, ...]:
        found = [one for one in self._library.log if piece in {None, one.piece}]
        return tuple(found[: -limit - 1 : -1])

    def was_public(self, piece: int, revision: int) -> bool:
        return (piece, revision) in self._library.published

    def discard(self, piece: int, revision: int) -> bool:
        return self._library.proposals.pop((piece, revision), None) is not None

    def retract(self, piece: int, reason: str, *, now: datetime, by: str = "") -> Retraction:
        library = self._library
        if piece not in library.public:
            raise not_public(str(piece), library.retractions.get(piece))
        retraction = Retraction(piece, library.public.pop(piece), reason, now)
        library.retractions[piece] = retraction
        library.correct(piece, retraction.revision, 0, EditorsWord("material", reason), now)
        _, found = library.version(piece, retraction.revision)
        self._note("retracted", found, now, by, reason)
        for waits in library.unschedule(piece):
            self._note("scheduled", waits, now, by)
        return retraction

    def retractions(self, *, limit: int, skip: int = 0) -> tuple[Retraction, ...]:
        found = sorted(
            self._library.retractions.values(),
            key=lambda r: (r.retracted_at, r.piece),
            reverse=True,
        )
        return tuple(found[skip : skip + limit])

    def erasures(self, *, limit: int, skip: int = 0) -> tuple[Erasure, ...]:
        found = [erasure for erasure, _ in self._library.erasures.values()]
        found.sort(key=lambda e: (e.erased_at, e.piece), reverse=True)
        return tuple(found[skip : skip + limit])

    def erase(
        self,
        piece: int,
        reason: str,
        *,
        now: datetime,
        by: str = "",
        rewrite: Callable[[str], str] | None = None,
    ) -> Erasure:
        library = self._library
        if piece <= 0 or piece not in library.pieces:
            raise not_public(str(piece), library.erasure(piece))
        latest = library.pieces[piece][-1][1]
        titles = [revision.title for _, revision in library.pieces[piece]]
        erasure = library.erase(piece, reason, now)
        for forget in self.forgetting:
            forget(piece, telling(piece, titles), rewrite)
        self._note("erased", latest, now, by, reason)
        self._is_wiped = False
        return erasure

    def needs_wiping(self) -> bool:
        return not self._is_wiped

    def wipe(self) -> tuple[str, ...]:
        self._is_wiped = True
        return ()

    def find(self, ref: str) -> Revision | None:
        piece = self._library.named(ref)
        if piece is None:
            return None
        held = self._library.held(piece)
        return held.public or held.latest

    def set_summaries(self, piece: int, revision: int, summaries: Sequence[Summary]) -> None:
        edited, found = self._library.version(piece, revision)
        chosen = (replace(edited, summaries=tuple(summaries)), found)
        self._library.pieces[piece][revision - 1] = chosen

    def twin(self, body: str, *, beside: int = 0) -> Twin | None:
        return self._library.twin(body, beside)

    def original(self, sha256: str) -> Original | None:
        found = self._library.originals.get(sha256)
        if found is not None and _hashed(found.data) != sha256:
            raise Unproved(f"the original {sha256} is not what was stored")
        return found

    def original_sha256(self, piece: int, revision: int) -> str:
        return self._library.version(piece, revision)[0].draft.original

    def keep_external(
        self, edited: Edited, *, now: datetime, until: datetime, quota: int = EXTERNAL_QUOTA_BYTES
    ) -> Revision:
        library = self._library
        latest = self.external(edited.draft.url, now=now)
        if latest is None:
            number = next(library.passed)
            library.until[-number] = until
            kept = library.open(edited, -number, f"passing-{number}", now)
        else:
            library.until[latest.piece] = max(library.until[latest.piece], until)
            if says_the_same(edited.draft, latest):
                return latest
            kept = library.go_on(edited, latest, now)
        while self._external_bytes() > quota and len(library.until) > 1:
            others = (piece for piece in library.until if piece != kept.piece)
            soonest = min(others, key=lambda piece: (library.until[piece], -piece))
            del library.until[soonest], library.pieces[soonest]
        return kept

    def _external_bytes(self) -> int:
        kept = (self._library.pieces[piece] for piece in self._library.until)
        return sum(versions.kept_bytes(edited) for one in kept for edited, _ in one)

    def external(self, url: str, *, now: datetime) -> Revision | None:
        library, page = self._library, versions.page_key(url)
        for piece, until in sorted(library.until.items()):
            latest = library.pieces[piece][-1][1]
            if until > now and versions.page_key(latest.url) == page != "":
                return latest
        return None

    def expire_external(self, now: datetime) -> int:
        over = [piece for piece, until in self._library.until.items() if until <= now]
        for piece in over:
            del self._library.until[piece], self._library.pieces[piece]
        return len(over)


def _hashed(data: bytes) -> str:
    return sha256(data).hexdigest()
