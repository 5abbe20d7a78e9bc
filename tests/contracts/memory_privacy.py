"""Forgetting a person in plain dictionaries: the log, and what a private chat was shown."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from briefs.model import Address
from briefs.storage.privacy import FORGOTTEN, Forgotten

if TYPE_CHECKING:
    from tests.contracts.memory_store import MemoryStore


class MemoryPrivacy:
    def __init__(self, store: "MemoryStore") -> None:
        self._store = store

    def forget(self, person: str, places: Sequence[Address] = (), *, now: datetime) -> Forgotten:
        library, kept = self._store.library, self._store.kept
        platform, _, own = person.rpartition(":")
        chats = {place.channel_alone for place in places}

        def is_of(at: Address | None) -> bool:
            if at is None:
                return False
            return (at.platform, at.channel) == (platform, own) or at.channel_alone in chats

        unnamed = sum(one.by == person for one in library.log)
        library.log = [
            replace(one, by=FORGOTTEN) if one.by == person else one for one in library.log
        ]
        for key, one in library.proposals.items():
            by, at = (FORGOTTEN if one.by == person else one.by), None if is_of(one.at) else one.at
            unnamed += by != one.by
            library.proposals[key] = replace(one, by=by, at=at)
        gone = [place for place in kept.orders if is_of(place)]
        for place in gone:
            del kept.orders[place]
        rows = [
            number
            for number, row in kept.rows.items()
            if is_of(row.delivery.place) and row.delivery.status not in {"claimed", "sending"}
        ]
        for number in rows:
            del kept.rows[number]
        shown = self._store.chat_state.forget(is_of)
        quoted = self._store.ledger.forget_places(is_of)
        return Forgotten(len(gone) + len(rows) + shown + quoted, unnamed)
