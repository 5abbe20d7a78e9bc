"""The chain and the keys of a store in plain dictionaries."""

from dataclasses import replace
from datetime import datetime

from briefs.receipts.receipt import Link, revision_hash
from briefs.receipts.signing import PublicKey
from tests.contracts.memory_library import Library


class MemoryReceipts:
    def __init__(self, library: Library) -> None:
        self._library = library
        self._keys: list[PublicKey] = []

    def link(self, piece: int, revision: int) -> Link | None:
        found = [one for one in self._chain() if (one.piece, one.revision) == (piece, revision)]
        return found[-1] if found else None

    def links(self, *, after: int = 0, limit: int) -> tuple[Link, ...]:
        return tuple(one for one in self._chain() if one.position > after)[:limit]

    def unlinked(self, *, limit: int) -> tuple[tuple[int, int], ...]:
        return ()

    def public_keys(self) -> tuple[PublicKey, ...]:
        return tuple(self._keys)

    def add_key(self, key: PublicKey, *, now: datetime) -> None:
        if key.id not in {one.id for one in self._keys}:
            before = [replace(k, retired_at=k.retired_at or now) for k in self._keys]
            self._keys = [PublicKey(key.raw, now), *before]

    def revoke_key(self, key: str, *, now: datetime) -> bool:
        self._keys = [
            replace(one, revoked_at=one.revoked_at or now) if one.id == key else one
            for one in self._keys
        ]
        return key in {one.id for one in self._keys}

    def _chain(self) -> list[Link]:
        found: list[Link] = []
        for revision in self._library.chain:
            if revision.piece > 0:
                previous = found[-1].sha256 if found else None
                sha256 = revision_hash(revision, previous)
                place = (len(found) + 1, revision.piece, revision.number)
                found.append(Link(*place, previous, sha256))
        return found
