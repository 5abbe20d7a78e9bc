"""The editors' side of the SQL store: proposals, publication, corrections and retractions."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime

from sqlalchemy import (
    Connection,
    bindparam,
    delete,
    func,
    insert,
    select,
)

from briefs.corrections.affected_messages import EditorsWord
from briefs.errors import NotFound
from briefs.model import Address, Card, Edited, Revision, Summary
from briefs.pieces.corrected_fields import Change, changed_fields, correct
from briefs.pieces.versions import New, Revised, Stored, Unchanged, shingles
from briefs.storage.editorial import (
    EXTERNAL_QUOTA_BYTES,
    Erasure,
    LogEntry,
    Original,
    Proposal,
    Retraction,
    Twin,
    not_public,
)
from briefs.storage.engine import Database
from briefs.storage.schema import (
    TO_WIPE,
    editorial_log,
    erasures,
    facts,
    retractions,
    revisions,
)
from briefs.storage.sql import add, catalogue, proposals, write_revisions
from briefs.storage.sql.add import Intake, judge, refuse_erased
from briefs.storage.sql.erasure import erase
from briefs.storage.sql.external_pages import ExternalPageStore
from briefs.storage.types import GREATEST

_RETRACTIONS = (
    select(retractions)
    .order_by(retractions.c.retracted_at.desc(), retractions.c.piece.desc())
    .limit(bindparam("limit"))
    .offset(bindparam("skip"))
)
_ERASURES = (
    select(erasures.c.piece)
    .group_by(erasures.c.piece)
    .order_by(func.max(erasures.c.erased_at).desc(), erasures.c.piece.desc())
    .limit(bindparam("limit"))
    .offset(bindparam("skip"))
)
_TO_WIPE = select(facts.c.value).where(facts.c.name == TO_WIPE)
_WIPED = delete(facts).where(facts.c.name == TO_WIPE, facts.c.value == bindparam("was"))
_NOTE = insert(editorial_log)
_LOG = select(*(c for c in editorial_log.c if c.name != "id"))
_LOG = _LOG.order_by(editorial_log.c.id.desc()).limit(bindparam("limit"))
_LOG_OF = _LOG.where(editorial_log.c.piece == bindparam("of"))

_READ_FROM = select(revisions.c.original).where(
    revisions.c.piece == bindparam("piece"), revisions.c.number == bindparam("revision")
)


def _publish(
    connection: Connection,
    piece: int,
    revision: int,
    now: datetime,
    by: str,
    *,
    word: EditorsWord | None = None,
    archive: bool = False,
) -> Card:
    of = write_revisions.shelf(connection, piece)
    found = catalogue.revision(connection, piece, revision)
    if of.public != revision:
        write_revisions.publish(connection, found, of, now, is_news=not archive, word=word)
        _note(
            connection, LogEntry(at=now, by=by, action="published", piece=piece, revision=revision)
        )
        _unschedule(connection, piece, now, by, below=revision)
    if archive:
        write_revisions.archive(connection, piece)
    return found.card


def _unschedule(
    connection: Connection,
    piece: int,
    now: datetime,
    by: str,
    *,
    below: int = GREATEST,
) -> None:
    for revision in proposals.unschedule(connection, piece, below=below):
        _note(
            connection, LogEntry(at=now, by=by, action="scheduled", piece=piece, revision=revision)
        )


def _note(connection: Connection, entry: LogEntry) -> None:
    connection.execute(_NOTE, asdict(entry))


class SqlEditorial:
    """Implements `briefs.storage.editorial.EditorialStore`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._intake = Intake(database)
        self._passing = ExternalPageStore(database)
        self._note_fact = database.upsert(facts)

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
        with self._database.write() as connection:
            if replaces:
                write_revisions.shelf(connection, replaces)
            decided = judge(connection, edited.draft, tied=replaces or None)
            match decided:
                case Unchanged(revision):
                    return revision.card
                case Stored(revision):
                    pass
                case New() | Revised():
                    if isinstance(decided, New):
                        refuse_erased(connection, edited.draft)
                    revision = self._intake.file(connection, edited, decided, original, now)
            twin = add.nearest(connection, shingles(revision.body), beside=revision.piece)
            return proposals.enter(connection, revision, twin, by=by, at=at, now=now)

    def proposals(self, *, limit: int, piece: int | None = None) -> tuple[Proposal, ...]:
        with self._database.read() as connection:
            return proposals.waiting(connection, limit, piece)

    def proposal(self, piece: int, revision: int) -> Proposal | None:
        with self._database.read() as connection:
            return proposals.one(connection, piece, revision)

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
        with self._database.write() as connection:
            return _publish(connection, piece, revision, now, by, word=word, archive=archive)

    def archive(self, piece: int) -> bool:
        if abs(piece) > GREATEST:
            return False
        with self._database.write() as connection:
            return write_revisions.archive(connection, piece)

    def schedule(
        self, piece: int, revision: int, due_at: datetime | None, *, now: datetime, by: str = ""
    ) -> Proposal:
        with self._database.write() as connection:
            if proposals.one(connection, piece, revision) is None:
                raise NotFound(f"{piece}@{revision}")
            proposal = proposals.schedule(connection, piece, revision, due_at)
            when = "" if due_at is None else due_at.astimezone(UTC).isoformat()
            _note(
                connection,
                LogEntry(
                    at=now, by=by, action="scheduled", piece=piece, revision=revision, detail=when
                ),
            )
            return proposal

    def publish_due(self, *, now: datetime, limit: int = 50) -> tuple[Card, ...]:
        first = self.next_due()
        if first is None or first > now:
            return ()
        with self._database.write() as connection:
            return tuple(
                _publish(connection, piece, revision, now, proposer)
                for piece, revision, proposer in proposals.due(connection, now, limit)
            )

    def next_due(self) -> datetime | None:
        with self._database.read() as connection:
            return proposals.next_due(connection)

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
        with self._database.write() as connection:
            of = write_revisions.shelf(connection, piece)
            found = catalogue.revision(connection, piece, revision)
            corrected = correct(found, changes)
            if corrected == found:
                return found
            if edited is not None:
                corrected = replace(corrected, sentences=edited.sentences)
            made = None if edited is None else edited.summaries
            filed = write_revisions.file_corrected(connection, corrected, of.latest, now, made)
            proposals.replace(connection, piece, revision, by=filed.number)
            if of.public == revision:
                write_revisions.publish(connection, filed, of, now, is_news=False)
            _note(
                connection,
                LogEntry(
                    at=now,
                    by=by,
                    action="corrected",
                    piece=piece,
                    revision=filed.number,
                    detail=changed_fields(changes),
                ),
            )
            return filed

    def log(self, *, limit: int, piece: int | None = None) -> tuple[LogEntry, ...]:
        statement = _LOG if piece is None else _LOG_OF
        asked = {"limit": limit} if piece is None else {"limit": limit, "of": piece}
        with self._database.read() as connection:
            rows = connection.execute(statement, asked).mappings().all()
        return tuple(LogEntry(**row) for row in rows)

    def was_public(self, piece: int, revision: int) -> bool:
        with self._database.read() as connection:
            return write_revisions.was_public(connection, piece, revision)

    def discard(self, piece: int, revision: int) -> bool:
        with self._database.write() as connection:
            return proposals.end(connection, piece, revision)

    def retract(self, piece: int, reason: str, *, now: datetime, by: str = "") -> Retraction:
        with self._database.write() as connection:
            of = write_revisions.shelf(connection, piece)
            if of.public is None:
                raise not_public(str(piece), catalogue.retraction(connection, piece))
            done = write_revisions.retract(connection, of, of.public, reason, now)
            _note(
                connection,
                LogEntry(
                    at=now,
                    by=by,
                    action="retracted",
                    piece=piece,
                    revision=done.revision,
                    detail=done.reason,
                ),
            )
            _unschedule(connection, piece, now, by)
            return done

    def retractions(self, *, limit: int, skip: int = 0) -> tuple[Retraction, ...]:
        with self._database.read() as connection:
            rows = connection.execute(_RETRACTIONS, {"limit": limit, "skip": skip}).mappings().all()
        return tuple(Retraction(**row) for row in rows)

    def erasures(self, *, limit: int, skip: int = 0) -> tuple[Erasure, ...]:
        with self._database.read() as connection:
            found = connection.scalars(_ERASURES, {"limit": limit, "skip": skip}).all()
            erased = [catalogue.erasure(connection, piece) for piece in found]
        return tuple(one for one in erased if one is not None)

    def erase(
        self,
        piece: int,
        reason: str,
        *,
        now: datetime,
        by: str = "",
        rewrite: Callable[[str], str] | None = None,
    ) -> Erasure:
        with self._database.write() as connection:
            of = write_revisions.shelf(connection, piece)
            if (before := catalogue.erasure(connection, piece)) is not None:
                raise not_public(str(piece), before)
            done = erase(connection, of, reason, now, rewrite)
            last, _ = done.texts[-1]
            _note(
                connection,
                LogEntry(
                    at=now,
                    by=by,
                    action="erased",
                    piece=piece,
                    revision=last,
                    detail=done.reason,
                ),
            )
            connection.execute(self._note_fact, {"name": TO_WIPE, "value": now.isoformat()})
            return done

    def needs_wiping(self) -> bool:
        with self._database.read() as connection:
            return connection.execute(_TO_WIPE).one_or_none() is not None

    def wipe(self) -> tuple[str, ...]:
        with self._database.read() as connection:
            noted = connection.scalar(_TO_WIPE)
        missed = self._database.wipe()
        if not missed:
            with self._database.write() as connection:  # an erasure meanwhile keeps its own mark
                connection.execute(_WIPED, {"was": noted})
        return missed

    def find(self, ref: str) -> Revision | None:
        with self._database.read() as connection:
            piece = catalogue.piece_named(connection, ref)
            held = None if piece is None else write_revisions.stored_versions(connection, piece)
        return None if held is None else held.public or held.latest

    def set_summaries(self, piece: int, revision: int, summaries: Sequence[Summary]) -> None:
        with self._database.write() as connection:
            catalogue.revision(connection, piece, revision)
            write_revisions.choose(connection, piece, revision, summaries)

    def twin(self, body: str, *, beside: int = 0) -> Twin | None:
        with self._database.read() as connection:
            return add.nearest(connection, shingles(body), beside)

    def original(self, sha256: str) -> Original | None:
        return self._intake.original(sha256)

    def original_sha256(self, piece: int, revision: int) -> str:
        with self._database.read() as connection:
            catalogue.revision(connection, piece, revision)
            asked = {"piece": piece, "revision": revision}
            found: str = connection.execute(_READ_FROM, asked).scalar_one()
        return found

    def keep_external(
        self, edited: Edited, *, now: datetime, until: datetime, quota: int = EXTERNAL_QUOTA_BYTES
    ) -> Revision:
        return self._passing.keep(edited, now, until, quota)

    def external_size(self) -> int:
        return self._passing.size()

    def external(self, url: str, *, now: datetime) -> Revision | None:
        return self._passing.at(url, now)

    def expire_external(self, now: datetime) -> int:
        return self._passing.expire(now)
