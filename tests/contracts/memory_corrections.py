"""Corrections in plain dictionaries."""

from collections.abc import Sequence
from datetime import datetime

from briefs.digests.outbox import Delivery, Edition
from briefs.model import Address
from briefs.storage.corrections import (
    CorrectedMessage,
    Decision,
    PublishedCorrection,
    StaleMessage,
)
from tests.contracts.memory_kept import Kept
from tests.contracts.memory_library import Library


class MemoryCorrections:
    def __init__(self, library: Library, kept: Kept) -> None:
        self._library = library
        self._kept = kept
        self._decided: dict[tuple[int, Address, str, str], tuple[Decision, datetime]] = {}

    def recent(self, *, limit: int, piece: int | None = None) -> tuple[PublishedCorrection, ...]:
        found = [one for one in self._library.corrections if piece in {None, one.piece}]
        return tuple(found[: -limit - 1 : -1])

    def _newest(self, since: datetime) -> dict[int, PublishedCorrection]:
        newest = {one.piece: one for one in self._library.corrections}
        return {piece: one for piece, one in newest.items() if one.at >= since}

    def stale(self, account: str, *, since: datetime, limit: int) -> tuple[StaleMessage, ...]:
        newest, entries = self._newest(since), self._kept.ledger.entries
        found: dict[tuple[Address, str], list[PublishedCorrection]] = {}
        for entry in entries:
            by = newest.get(entry.piece)
            if by is None or entry.to.account != account or entry.revision == by.revision:
                continue
            if entry.earlier and entry.piece not in self._library.erasures:
                continue
            if (by.id, entry.to, entry.message, entry.said) not in self._decided:
                found.setdefault((entry.to, entry.message), []).append(by)
        return tuple(
            StaleMessage(
                to=to,
                message=message,
                said=(whole := [e for e in entries if (e.to, e.message) == (to, message)])[0].said,
                entries=tuple(sorted(whole, key=lambda e: (e.piece, e.revision))),
                corrections=tuple(dict.fromkeys(by)),
            )
            for (to, message), by in list(found.items())[:limit]
        )

    def decide(self, decisions: Sequence[Decision], *, now: datetime) -> int:
        posted: list[Edition] = []
        for one in decisions:
            key = (one.correction, one.to, one.message, one.said)
            self._decided.setdefault(key, (one, now))
            posted += (edition for edition in (one.edit, one.reply) if edition is not None)
        return self._kept.post(posted, now)

    def messages(self, correction: int, *, limit: int) -> tuple[CorrectedMessage, ...]:
        found = [
            self._standing(one, at)
            for one, at in self._decided.values()
            if one.correction == correction and one.verdict != "untouched"
        ]
        found.sort(key=lambda one: (str(one.to), one.message))
        found.sort(key=lambda one: one.decided_at, reverse=True)
        return tuple(found[:limit])

    def _standing(self, one: Decision, at: datetime) -> CorrectedMessage:
        edit, reply = self._delivery(one.edit), self._delivery(one.reply)
        return CorrectedMessage(
            correction=one.correction,
            to=one.to,
            message=one.message,
            verdict=one.verdict,
            changed=one.changed,
            trouble=one.trouble,
            decided_at=at,
            edit=edit.status if edit else None,
            reply=reply.status if reply else None,
            edit_error=edit.error if edit else "",
            reply_error=reply.error if reply else "",
        )

    def _delivery(self, edition: Edition | None) -> Delivery | None:
        if edition is None:
            return None
        rows = self._kept.edition(edition.to, edition.name)
        return next((row.delivery for row in rows), None)

    def told(
        self, *, since: datetime, until: datetime
    ) -> tuple[tuple[PublishedCorrection, tuple[CorrectedMessage, ...]], ...]:
        found = [one for one in self._newest(since).values() if one.at < until]
        found.sort(key=lambda one: one.id, reverse=True)
        told = ((one, self.messages(one.id, limit=len(self._decided))) for one in found)
        needed = (
            (one, tuple(m for m in messages if m.verdict in {"material", "struck"}))
            for one, messages in told
        )
        return tuple((one, messages) for one, messages in needed if messages)
