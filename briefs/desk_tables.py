"""The tables of the editors' desk: what waits, what was made public and taken back, and copies;
and what passes by.
"""

from sqlalchemy import (
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    Table,
    Text,
)

from briefs.storage.schema import metadata
from briefs.storage.types import PLACE, Destination, Moment

# Revisions that wait for an editor's word. `twin` is 0 where no public piece is like them.
proposals = Table(
    "proposals",
    metadata,
    Column("piece", Integer, primary_key=True, autoincrement=False),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("by", Text, nullable=False),
    Column("at", Destination),
    Column("proposed_at", Moment, nullable=False),
    Column("twin", Integer, nullable=False),
    Column("likeness", Float, nullable=False),
    ForeignKeyConstraint(["piece", "revision"], ["revisions.piece", "revisions.number"]),
)

# Every revision that was ever public, with when it was so first: no row is changed or taken out.
publications = Table(
    "publications",
    metadata,
    Column("piece", Integer, primary_key=True, autoincrement=False),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("published_at", Moment, nullable=False),
    ForeignKeyConstraint(["piece", "revision"], ["revisions.piece", "revisions.number"]),
)

# Pieces that were taken back and are not public again.
retractions = Table(
    "retractions",
    metadata,
    Column("piece", Integer, ForeignKey("pieces.number"), primary_key=True, autoincrement=False),
    Column("revision", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("retracted_at", Moment, nullable=False),
)

# The files that revisions were read from, compressed; `sha256` is that of the file as it came.
originals = Table(
    "originals",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("packed", LargeBinary, nullable=False),
)

# The sketches (`briefs.likeness`) of the public revisions.
sketches = Table(
    "sketches",
    metadata,
    Column("key", PLACE, primary_key=True, autoincrement=False),
    Column(
        "piece",
        PLACE,
        ForeignKey("pieces.id", onupdate="CASCADE", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    ),
    sqlite_with_rowid=False,
)

# Pieces that are not of the library: number -`id`, which is never given twice.
passing = Table(
    "passing",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("page", Text, nullable=False, index=True),
    Column("until", Moment, nullable=False, index=True),
    sqlite_autoincrement=True,
)
