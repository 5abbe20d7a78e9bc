"""Delivery: messages in the outbox are claimed, proved, sent once, and their outcome is written
down.

A digest is composed and put into the outbox before it is due (`scheduler`). One row of the outbox
is one call to a platform, and goes through these states:

    pending ── claim ──> claimed ── intend ──> sending ──┬── Sent ─────> sent
       ^                    │                            ├── Rejected ─> failed
       ├── release, ────────┘                            ├── Retry ────> pending, due later
       │   lease ran out                                 ├── Unknown ──> uncertain
       │                                                 └── lease ran out ──> uncertain
       └── looked for, is not there ── uncertain ── looked for, is there ──> sent

- `worker`: rows that are due are leased to it, as many as the account has slots for; each message
  is compared again with the stored pieces that it quotes, and each gets its slot. It ends leases
  that ran out, and looks on the platform for messages whose outcome is unknown, if the platform has
  a history to look in.
- `send`: `sending` is committed before the call leaves, and the outcome after it. A call leaves
  only in the first half of its lease. A row whose outcome is unknown is never sent again by itself.

Every arrow is a conditional update of a row that names the state and the worker it expects
(`briefs/storage/sql/claims.py`, `outbox.py`): a worker that is too late changes nothing. What a
call's outcome means for its row is decided in `briefs/digests/outbox.py`.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from briefs.digests.outbox import Policy
from briefs.storage import Catalogue, ChatState
from briefs.storage.outbox import Outbox, RateLimiter


class DeliveryStore(Protocol):
    """The parts of a store that delivery uses."""

    @property
    def outbox(self) -> Outbox: ...

    @property
    def rate_limiter(self) -> RateLimiter: ...

    @property
    def catalogue(self) -> Catalogue: ...

    @property
    def chat_state(self) -> ChatState: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerSettings:
    """The limits and intervals of one delivery worker.

    Each account has at most `in_hand` deliveries between claim and outcome, claimed `batch` at a
    time, and at most `calls` calls under way. The outbox is read every `poll`. When the worker is
    stopped, calls under way get `finish` to end. `lookable` are the platforms on which a message
    can be looked for. A call may take half of the policy's lease.
    """

    policy: Policy = field(default_factory=Policy)
    in_hand: int = 512
    batch: int = 100
    calls: int = 128
    poll: timedelta = timedelta(seconds=1)
    finish: timedelta = timedelta(seconds=30)
    lookable: tuple[str, ...] = ("slack",)
