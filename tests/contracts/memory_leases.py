"""Leases, and accepted requests, in plain dictionaries."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Lock

from briefs.storage.coordination import Lease, TakenRequest


@dataclass(slots=True)
class MemoryLeases:
    _leases: dict[str, Lease] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def get(self, name: str) -> Lease:
        return self._leases.get(name, Lease())

    def acquire(self, name: str, holder: str, seen: Lease) -> Lease | None:
        with self._lock:
            found = self.get(name)
            if (found.fence, found.beat) != (seen.fence, seen.beat):
                return None
            self._leases[name] = Lease(holder, seen.fence + 1, seen.beat + 1)
            return self._leases[name]

    def renew(self, name: str, mine: Lease) -> bool:
        return self._change(name, mine, mine.holder, 1)

    def release(self, name: str, mine: Lease) -> None:
        self._change(name, mine, "", 0)

    def _change(self, name: str, mine: Lease, holder: str, beats: int) -> bool:
        with self._lock:
            found = self.get(name)
            if (found.holder, found.fence) != (mine.holder, mine.fence):
                return False
            self._leases[name] = replace(found, holder=holder, beat=found.beat + beats)
            return True


@dataclass(slots=True)
class MemoryDeduplication:
    _keys: set[str] = field(default_factory=set)
    _lock: Lock = field(default_factory=Lock)

    def new_keys(self, keys: Sequence[str], *, now: datetime) -> frozenset[str]:
        with self._lock:
            new = frozenset(keys) - self._keys
            self._keys |= new
            return new


@dataclass(slots=True)
class MemoryInbox:
    _kept: dict[str, tuple[str, str, TakenRequest]] = field(default_factory=dict)

    def note(self, requests: Sequence[TakenRequest], *, account: str, worker: str) -> None:
        for one in requests:
            self._kept.setdefault(one.key, (account, worker, one))

    def done(self, keys: Sequence[str]) -> None:
        for key in keys:
            self._kept.pop(key, None)

    def take_over(
        self, account: str, *, worker: str, has_died: Callable[[str], bool]
    ) -> tuple[TakenRequest, ...]:
        found = [
            one
            for whose, by, one in self._kept.values()
            if whose == account and by != worker and has_died(by)
        ]
        self._kept |= {one.key: (account, worker, one) for one in found}
        return tuple(sorted(found, key=lambda one: (one.taken_at, one.key)))
