"""How a courier works."""

from dataclasses import dataclass, field
from datetime import timedelta

from briefs.digests.outbox import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """For each account, `in_hand` deliveries at once, claimed `batch` at a time; `calls` under way.

    The outbox is looked into every `poll`. When told to stop, what is in flight has `finish` to
    end. `lookable` are the platforms whose places can be searched for a message. A call has half
    of the policy's lease.
    """

    policy: Policy = field(default_factory=Policy)
    in_hand: int = 512
    batch: int = 100
    calls: int = 128
    poll: timedelta = timedelta(seconds=1)
    finish: timedelta = timedelta(seconds=30)
    lookable: tuple[str, ...] = ("slack",)
