"""What the library keeps for receipts: the chain of its revisions, and the public keys.

Pages that are not of the library are in no chain.
"""

from datetime import datetime
from typing import Protocol

from briefs.receipts.receipt import Link
from briefs.receipts.signing import PublicKey


class ReceiptStore(Protocol):
    def link(self, piece: int, revision: int) -> Link | None:
        """A revision's place in the chain; None for one of no library."""
        ...

    def links(self, *, after: int = 0, limit: int) -> tuple[Link, ...]:
        """The chain in its order, from behind a position on."""
        ...

    def unlinked(self, *, limit: int) -> tuple[tuple[int, int], ...]:
        """Revisions that are in no chain, by piece and number: put in, or links taken out, behind
        the store's back.
        """
        ...

    def public_keys(self) -> tuple[PublicKey, ...]:
        """All public keys that there ever were, the newest first."""
        ...

    def add_key(self, key: PublicKey, *, now: datetime) -> None:
        """Take a key in, from now on the one that signs: those before it are retired.

        One that is known already stays as it is.
        """
        ...

    def revoke_key(self, key: str, *, now: datetime) -> bool:
        """Note that a key is in other hands; False if there is none of that id."""
        ...
