"""What the library stores for receipts: the chain of its revisions, and the public keys.

External pages are in no chain.
"""

from datetime import datetime
from typing import Protocol

from briefs.receipts.receipt import Link
from briefs.receipts.signing import PublicKey


class ReceiptStore(Protocol):
    def link(self, piece: int, revision: int) -> Link | None:
        """A revision's link in the chain; None for an external page."""
        ...

    def links(self, *, after: int = 0, limit: int) -> tuple[Link, ...]:
        """The links of the chain in order, after a position."""
        ...

    def unlinked(self, *, limit: int) -> tuple[tuple[int, int], ...]:
        """Revisions without a link, by piece and number. Such rows were not
        written by the store.
        """
        ...

    def public_keys(self) -> tuple[PublicKey, ...]:
        """All public keys that were ever used, newest first."""
        ...

    def add_key(self, key: PublicKey, *, now: datetime) -> None:
        """Add a key, which signs from now on: the keys before it are retired.

        A key that is stored already stays unchanged.
        """
        ...

    def revoke_key(self, key: str, *, now: datetime) -> bool:
        """Record that others have a private key; False if there is no key with that id."""
        ...
