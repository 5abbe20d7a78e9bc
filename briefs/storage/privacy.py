"""What is stored about a person, column by column, and how it is deleted.

`tests/bot/test_privacy.py` performs everything that a person can do, and compares this list with
every column that then contains their id.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, Protocol, TypeAlias

from briefs.model import Address

Until: TypeAlias = Literal["for good", "buttons", "deliveries", "90 days", "a day", "it ends"]
"""How long something is kept; two of them are settings of the operator."""

FORGOTTEN: Final = "somebody who was forgotten"
"""Stands in the editorial log for a person whose data was deleted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Data that is stored with a person's id, or with the id of their private chat.

    `columns` are "table.column" each, `what` is for people.
    """

    what: str
    columns: tuple[str, ...]
    until: Until


OF_EDITORS: Final = (
    Kept(
        what="who proposed a piece, and where, until it is published or discarded",
        columns=("proposals.by", "proposals.at"),
        until="it ends",
    ),
    Kept(
        what="who published, scheduled, corrected, retracted or erased what, and when",
        columns=("editorial_log.by",),
        until="for good",
    ),
)
OF_PRIVATE_CHATS: Final = (
    Kept(
        what="the buttons below my answers, with the words that they ask again when pressed",
        columns=("tokens.channel",),
        until="buttons",
    ),
    Kept(
        what="which piece each of my messages showed, so that a reply is about that one",
        columns=("shown.address",),
        until="90 days",
    ),
    Kept(
        what="which sentences stand in which of my messages, so that a correction reaches you",
        columns=("quoted.to",),
        until="90 days",
    ),
    Kept(
        what="which of my messages were corrected, and how",
        columns=("corrected.to", "corrected.reply_to"),
        until="90 days",
    ),
    Kept(
        what="your digest: its time, zone and topics",
        columns=("subscriptions.place", "subscriptions.channel"),
        until="it ends",
    ),
    Kept(
        what="the digests that were sent to you, or are to be",
        columns=("deliveries.place", "deliveries.to"),
        until="deliveries",
    ),
    Kept(
        what="when the next message may be sent to you",
        columns=("rate_slots.key",),
        until="a day",
    ),
)


IN_HAND: Final = Kept(
    what="what you ask, until it is answered, so that no end of a process loses it",
    columns=("inbox.payload",),
    until="a day",
)
"""Deleted when the request is answered, and not by a forgetting, which is itself such a request."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many rows were deleted, and how many entries of the log no longer name anybody."""

    deleted: int
    unnamed: int


class PrivacyStore(Protocol):
    def forget(self, person: str, places: Sequence[Address] = (), *, now: datetime) -> Forgotten:
        """Delete the data stored with a person's id ("telegram:12345"), and with their private
        chats.

        A private chat with the person's own id is found by it; others are named in `places`. A
        message that is being sent at this moment is deleted later, by retention. The log keeps what
        was done, but no longer who did it.
        """
        ...
