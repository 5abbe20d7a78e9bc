"""How a digest gets out: composed once, written down before it is due, sent once."""

from typing import Protocol

from briefs.storage import Catalogue, ChatState
from briefs.storage.editorial import EditorialStore
from briefs.storage.outbox import Outbox, RateLimiter


class DeliveryStore(Protocol):
    """The parts of a store that delivery works with."""

    @property
    def outbox(self) -> Outbox: ...

    @property
    def rate_limiter(self) -> RateLimiter: ...

    @property
    def catalogue(self) -> Catalogue: ...

    @property
    def editorial(self) -> EditorialStore: ...

    @property
    def chat_state(self) -> ChatState: ...
