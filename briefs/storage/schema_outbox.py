"""The tables of messages: requests that were taken, subscriptions, frozen messages, deliveries and
rates; and for sent messages: buttons, what each shows and quotes, and how it was corrected.
"""

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    ForeignKey,
    FromClause,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    false,
    literal_column,
)

from briefs.digests.outbox import OPEN, Status, pack_quotations, unpack_quotations
from briefs.storage.schema import metadata
from briefs.storage.types import (
    ABOUT,
    NUMBERS,
    PLACE,
    SPANS,
    TOPICS,
    Clock,
    Day,
    Destination,
    Moment,
    Packed,
)

QUOTATIONS = Packed(pack_quotations, unpack_quotations)

# Subscriptions, one for a place. `channel` is the place without its thread; `next_at` is the next
# run, computed with the zone data `zones`; `told` says that the operator was told of a pause.
subscriptions = Table(
    "subscriptions",
    metadata,
    Column("place", Destination, primary_key=True),
    Column("channel", Destination, nullable=False, index=True),
    Column("account", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("at", Clock, nullable=False),
    Column("zone", Text, nullable=False),
    Column("weekdays", NUMBERS, nullable=False),
    Column("wanted", TOPICS, nullable=False),
    Column("unwanted", TOPICS, nullable=False),
    Column("when_empty", Boolean, nullable=False),
    Column("in_full", Boolean, nullable=False),
    Column("max_age_days", Integer, server_default="60"),
    Column("since", Integer, nullable=False),
    Column("starts", Moment, nullable=False),
    Column("last", Day),
    Column("paused_by", Text),
    Column("reason", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("next_at", Moment),
    Column("zones", Text, nullable=False),
    Column("told", Boolean, nullable=False),
    Column("changed_at", Moment, nullable=False),
)
RUNNING = subscriptions.c.paused_by.is_(None)
for name, of_running in (
    ("next_at", ["account", "next_at", "place"]),
    ("zones", ["zones"]),
):
    Index(
        f"ix_subscriptions_{name}",
        *(subscriptions.c[column] for column in of_running),
        sqlite_where=RUNNING,
    )

# Frozen messages; `key` is the hash of the other columns.
messages = Table(
    "messages",
    metadata,
    Column("key", Text, primary_key=True),
    Column("payload", Text, nullable=False),
    Column("quotes", QUOTATIONS, nullable=False),
    Column("about", ABOUT),
    Column("said", Text, nullable=False, server_default=""),
)

# The outbox. `account` posts it; `since` and `upto` are its edition's; `told` says that the
# operator was told how it ended.
deliveries = Table(
    "deliveries",
    metadata,
    Column("id", PLACE, primary_key=True),
    Column("place", Destination, nullable=False),
    Column("edition", Text, nullable=False),
    Column("part", Integer, nullable=False),
    Column("to", Destination, nullable=False),
    Column("account", Text, nullable=False),
    Column("message", Text, ForeignKey("messages.key"), nullable=False, index=True),
    Column("threaded", Boolean, nullable=False),
    Column("since", Integer),
    Column("upto", Integer),
    Column("status", Text, nullable=False),
    Column("due", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("worker", Text, nullable=False),
    Column("lease", Moment),
    Column("posted", Text, nullable=False),
    Column("error", Text, nullable=False),
    Column("look_at", Moment),
    Column("resent", Boolean, nullable=False),
    Column("told", Boolean, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("edits", Text, nullable=False, server_default=""),
    UniqueConstraint("place", "edition", "part"),
    sqlite_autoincrement=True,  # an id is never given to another delivery
)


def has_status(*statuses: Status, row: FromClause = deliveries) -> ColumnElement[bool]:
    """The condition that a delivery has one of these, as literals, so that a
    partial index matches.
    """
    words: list[ColumnElement[str]] = [literal_column(f"'{status}'") for status in statuses]
    return row.c.status == words[0] if len(words) == 1 else row.c.status.in_(words)


# Most rows are finished; they are in no index but the primary key's and the message's.
for name, columns, those in (
    ("due", (deliveries.c.account, deliveries.c.due, deliveries.c.id), has_status("pending")),
    ("until", (deliveries.c.until,), has_status("pending")),
    ("place", (deliveries.c.place, deliveries.c.id), has_status(*sorted(OPEN))),
    ("lease", (deliveries.c.lease,), deliveries.c.lease.is_not(None)),
    ("look_at", (deliveries.c.look_at,), deliveries.c.look_at.is_not(None)),
    ("id", (deliveries.c.id,), has_status("uncertain", "failed") & ~deliveries.c.told),
):
    Index(f"ix_deliveries_{name}", *columns, sqlite_where=those)

# The next free slot of a rate; until when its platform asked for a pause, and when it asked.
rate_slots = Table(
    "rate_slots",
    metadata,
    Column("key", Text, primary_key=True),
    Column("free_at", Moment, nullable=False),
    Column("held_until", Moment),
    Column("held_since", Moment),
)

tokens = Table(
    "tokens",
    metadata,
    Column("token", Text, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("press", Text, nullable=False),
    Column("issued_at", Moment, nullable=False),
)

# What a message showed, by channel and message; an empty message stands for the last one at an
# address.
shown = Table(
    "shown",
    metadata,
    Column("address", Text, primary_key=True),
    Column("message", Text, primary_key=True),
    Column("piece", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("shown_at", Moment, nullable=False, index=True),
)

# The sentences that a sent message quotes from a revision, for corrections of the piece.
quoted = Table(
    "quoted",
    metadata,
    Column("to", Destination, primary_key=True),
    Column("message", Text, primary_key=True),
    Column("piece", Integer, primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("spans", SPANS, nullable=False),
    Column("sent_at", Moment, nullable=False, index=True),
    Column("said", Text, nullable=False, server_default="", index=True),
    Column("earlier", Boolean, nullable=False, server_default=false()),
    Index("ix_quoted_piece", "piece", "sent_at"),
)

# The blocks that those messages were rendered from, as compressed JSON, by their hash.
said_blocks = Table(
    "said_blocks",
    metadata,
    Column("key", Text, primary_key=True),
    Column("packed", LargeBinary, nullable=False),
)

# The decision on each message that quoted an outdated revision, with the blocks that it had then;
# `changed` says what changed of its sentences, `trouble` why it cannot be corrected.
corrected = Table(
    "corrected",
    metadata,
    Column("correction", Integer, primary_key=True, autoincrement=False),
    Column("to", Destination, primary_key=True),
    Column("message", Text, primary_key=True),
    Column("said", Text, primary_key=True),
    Column("verdict", Text, nullable=False),
    Column("changed", Text, nullable=False),
    Column("trouble", Text, nullable=False),
    Column("edit", Text, nullable=False),
    Column("reply_to", Destination),
    Column("reply", Text, nullable=False),
    Column("decided_at", Moment, nullable=False, index=True),
)

taken = Table(
    "taken",
    metadata,
    Column("key", Text, primary_key=True),
    Column("taken_at", Moment, nullable=False),
    sqlite_with_rowid=False,
)

# Requests that are not answered yet, as the platform delivered them.
inbox = Table(
    "inbox",
    metadata,
    Column("key", Text, primary_key=True),
    Column("account", Text, nullable=False, index=True),
    Column("worker", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("taken_at", Moment, nullable=False),
)

library = metadata
"""The metadata of the tables in `schema` and in this file; to get all tables,
import it from here.
"""
