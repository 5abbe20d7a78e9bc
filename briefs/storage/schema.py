"""The tables of the library, the same on every engine.

`revisions` keeps every version of every piece; `pieces` is the catalogue, one row a piece, keyed by
its place in time (`filing.place`) so that the order of rows is the order of publication.
briefs.desk_tables, briefs.feed_tables and briefs.outbox_tables are the others.
"""

from sqlalchemy import (
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

from briefs.storage.types import MARKS, PLACE, SOURCES, SPANS, TOPICS, Moment

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

# The long columns come last: a list of cards reads none of the pages that they run over.
revisions = Table(
    "revisions",
    metadata,
    Column("piece", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("stored_at", Moment, nullable=False),
    Column("title", Text, nullable=False),
    Column("byline", Text, nullable=False),
    Column("outlet", Text, nullable=False),
    Column("published", Moment),
    Column("topics", TOPICS, nullable=False),
    Column("url", Text, nullable=False),
    Column("page", Text, nullable=False, index=True),  # its address as `filing.page` has it
    Column("language", Text, nullable=False),
    Column("origin", Text, nullable=False, index=True),
    Column("original", Text, nullable=False, index=True),
    Column("sha256", Text, nullable=False, index=True),
    Column("marks", MARKS, nullable=False),
    Column("sentences", SPANS, nullable=False),
    Column("sources", SOURCES, nullable=False),
    Column("body", Text, nullable=False),
)

# `revision` is the public one, None where none is; `latest` is the last that was stored. `arrival`
# is when it became public last, `first` when it did first, in the count over all pieces.
pieces = Table(
    "pieces",
    metadata,
    Column("id", PLACE, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False, unique=True),
    Column("revision", Integer),
    Column("latest", Integer, nullable=False),
    Column("arrival", Integer, unique=True),
    Column("first", Integer),
    Column("slug", Text, nullable=False, unique=True),
    ForeignKeyConstraint(["number", "revision"], ["revisions.piece", "revisions.number"]),
)

summaries = Table(
    "summaries",
    metadata,
    Column("piece", Integer, primary_key=True, autoincrement=False),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("length", Text, primary_key=True),
    Column("method", Text, nullable=False),
    Column("spans", SPANS, nullable=False),
    Column("coverage", Float, nullable=False),
    ForeignKeyConstraint(["piece", "revision"], ["revisions.piece", "revisions.number"]),
)

Index(
    "ix_pieces_public",
    pieces.c.revision,
    sqlite_where=pieces.c.revision.is_not(None),
    postgresql_where=pieces.c.revision.is_not(None),
)

# Topics of the public revisions, by what they are compared by; newest first within a topic.
topics = Table(
    "topics",
    metadata,
    Column("key", Text, primary_key=True),
    Column(
        "piece",
        PLACE,
        ForeignKey("pieces.id", onupdate="CASCADE", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    ),
    Column("topic", Text, nullable=False),
)

# The entries that the public revisions cite, in their order from 0, with what each is found by.
cited = Table(
    "cited",
    metadata,
    Column("id", PLACE, primary_key=True),
    Column(
        "piece",
        PLACE,
        ForeignKey("pieces.id", onupdate="CASCADE", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("entry", Integer, nullable=False),
    Column("words", Text, nullable=False),
)

tokens = Table(
    "tokens",
    metadata,
    Column("token", Text, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("press", Text, nullable=False),
    Column("issued_at", Moment, nullable=False),
)

# What a message showed, by channel and message; and, with an empty message, what was shown last
# at an address.
shown = Table(
    "shown",
    metadata,
    Column("address", Text, primary_key=True),
    Column("message", Text, primary_key=True),
    Column("piece", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("shown_at", Moment, nullable=False, index=True),
)

secrets = Table(
    "secrets",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)
