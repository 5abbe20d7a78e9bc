"""What the publisher and the courier ask of a platform: to freeze replies, and to post them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from briefs.digests.frozen import Message
from briefs.digests.rate_limit import Rate
from briefs.model import Address, Press
from briefs.outcome import Outcome, Retry, Sent, Unknown
from handlers.message import Reply


class Freezer(Protocol):
    """A platform's renderer up to the exact JSON of each call; the same for any place."""

    def __call__(self, reply: Reply, tokens: Mapping[Press, str]) -> tuple[Message, ...]: ...


class Poster(Protocol):
    """One bot account as the courier uses it, with connections of its own. No method raises."""

    @property
    def account(self) -> str:
        """The `Address.account` it posts as."""
        ...

    @property
    def can_look(self) -> bool:
        """Whether it can look for a message in a place's history."""
        ...

    @property
    def account_rate(self) -> Rate | None:
        """The limit that all its messages count against: a shared key and the least interval."""
        ...

    def place_rate(self, to: Address) -> Rate | None:
        """The limit that messages to this place count against besides, if it has one."""
        ...

    async def post(self, to: Address, payload: str, key: str) -> Outcome:
        """Post a frozen message once; `key` is the delivery's, sent along where that helps.

        Its session has the `fence`, which keeps back what comes too late.
        """
        ...

    async def look(self, to: Address, key: str, since: datetime) -> Sent | Retry | Unknown | None:
        """Look for a message by its key: Sent, or Retry (surely not there).

        Unknown: it can't be told just now, and is worth another look. None: it never will be.
        """
        ...

    async def open(self) -> None: ...
    async def close(self) -> None: ...
