"""Builders of subscriptions and arrivals for tests; fields that a test leaves
out get plain values.
"""

from datetime import UTC, datetime, time
from typing import Any

from briefs.digests.digest import NewPiece, Subscription
from briefs.model import Address
from tests.briefs.builders import revision

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
HERE = Address("console", "", "chat")


def order(**fields: Any) -> Subscription:
    """A daily order for 08:30 in Berlin that has long been running."""
    fields.setdefault("at", time(8, 30))
    fields.setdefault("zone", "Europe/Berlin")
    fields.setdefault("starts", LONG_AGO)
    return Subscription(**{"to": HERE, **fields})


def arrival(number: int, *, first: int | None = None, **fields: Any) -> NewPiece:
    """A piece that came in as `number`, for the first time unless `first` says otherwise."""
    card = revision(piece=number, **fields).card
    first = number if first is None else first
    return NewPiece(number=number, first=first, at=card.stored_at, card=card)
