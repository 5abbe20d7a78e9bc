"""What can go wrong with a call besides a refusal, injected by a test for the next calls."""

from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from tests.emulators.telegram.refusals import Refused


@dataclass(frozen=True, slots=True)
class Dropped:
    """The connection breaks, before or after the call was carried out."""

    after_accepting: bool


@dataclass(frozen=True, slots=True)
class Garbled:
    """An answer that is not the Bot API's, as a proxy in between gives it."""

    status: int = 502
    body: str = "<html><h1>502 Bad Gateway</h1></html>"
    headers: Mapping[str, str] = field(default_factory=dict)
    after_accepting: bool = False


Fault: TypeAlias = Refused | Dropped | Garbled


@dataclass(slots=True)
class Faults:
    """The faults that wait for each method, by its name in lower case; each is met once."""

    _waiting: dict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))

    def add(self, method: str, fault: Fault, times: int = 1) -> None:
        self._waiting[method.lower()].extend([fault] * times)

    def meet(self, method: str) -> Fault | None:
        waiting = self._waiting[method.lower()]
        return waiting.popleft() if waiting else None
