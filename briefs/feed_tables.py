"""The tables of followed feeds and of their entries that were seen."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, Table, Text

from briefs.storage.schema import metadata
from briefs.storage.types import HOURS, TOPICS, Moment, Seconds

# `page` is the address as `filing.page` has it: a feed is followed once, however it is written.
feeds = Table(
    "feeds",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("page", Text, nullable=False, unique=True),
    Column("url", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("topics", TOPICS, nullable=False),
    Column("hold", Boolean, nullable=False),
    Column("etag", Text, nullable=False),
    Column("modified", Text, nullable=False),
    Column("next_at", Moment, nullable=False, index=True),
    Column("interval", Seconds, nullable=False),
    Column("spared", HOURS, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("trouble", Text, nullable=False),
    Column("added_at", Moment, nullable=False),
    sqlite_autoincrement=True,  # an id stays that of one feed, even if it is followed no longer
)

# `said` is a hash of what the entry said; `piece` is 0 where it became none.
entries = Table(
    "entries",
    metadata,
    Column(
        "feed",
        Integer,
        ForeignKey("feeds.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("key", Text, primary_key=True),
    Column("said", Text, nullable=False),
    Column("piece", Integer, nullable=False),
    Column("noted_at", Moment, nullable=False),
    sqlite_with_rowid=False,
)
