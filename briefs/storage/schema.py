"""The tables of the library, the same on every engine; those of messages are in `schema_outbox`.

`revisions` has every version of every piece. `pieces` is the catalogue, one row for each piece,
keyed by the piece's time of publication, so that the order of rows is the order of publication. The
other tables have the editors' side, external pages, feeds and their entries, the state that
processes share, and facts about this library in this place, which a copy leaves out.

The migrations create the tables. A partial index has its condition here as `sqlite_where` alone,
though both engines have it: SQLAlchemy imports the dialect that such an argument names.
"""

from sqlalchemy import (
    Boolean,
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
    and_,
    exists,
)

from briefs.storage.types import (
    ASIDES,
    CORRECTIONS,
    HOURS,
    LEFT_OUT,
    MARKS,
    PLACE,
    SOURCES,
    SPANS,
    TOPICS,
    VOICES,
    Destination,
    Moment,
    Seconds,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

# The long columns come last, so that a list of cards does not read their overflow pages.
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
    # its address by `briefs.pieces.versions.page_key`
    Column("page", Text, nullable=False, index=True),
    Column("language", Text, nullable=False),
    Column("origin", Text, nullable=False, index=True),
    Column("original", Text, nullable=False, index=True),
    Column("sha256", Text, nullable=False, index=True),
    Column("marks", MARKS, nullable=False),
    Column("sentences", SPANS, nullable=False),
    Column("sources", SOURCES, nullable=False),
    Column("body", Text, nullable=False),
    Column("left_out", LEFT_OUT, nullable=False, server_default="[]"),
    Column("asides", ASIDES, nullable=False, server_default="[]"),
    Column("voices", VOICES, nullable=False, server_default="[]"),
    Column("corrections", CORRECTIONS, nullable=False, server_default="[]"),
)

ARCHIVED = 0
"""The first arrival of a piece in the archive, which no digest reports."""

# `revision` is the public one or None, `latest` the last that was stored. `arrival` is when the
# piece last became public, and `first` when it first did, as numbers of arrivals.
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
)

# Topics of the public revisions, by their casefolded keys; newest first within a topic.
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

# The references of the public revisions, numbered from 0, with the words that each is found by.
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

# Cited pages, by `same_work.url_key`; the columns of a copy are None if there is none.
cited_pages = Table(
    "cited_pages",
    metadata,
    Column("page", Text, primary_key=True),
    Column("looked_at", Moment, nullable=False),
    Column("gone_since", Moment),
    Column("copied_at", Moment),
    Column("whole", Boolean),
    Column("url", Text),
    Column("title", Text),
    Column("text", Text),
)

# Corrections of public pieces: `revision` replaced `was`; 0 stands for none.
corrections = Table(
    "corrections",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("piece", Integer, nullable=False),
    Column("was", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("manner", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("at", Moment, nullable=False, index=True),
    Index("ix_corrections_piece", "piece", "id"),
    sqlite_autoincrement=True,
)

secrets = Table(
    "secrets",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)

# The chain of revisions in the order of storing, each with its hash and that of the one before
# (`briefs.receipts.receipt`). No row is changed or deleted.
chain = Table(
    "chain",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("piece", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("previous", Text),
    Column("sha256", Text, nullable=False),
    Index("ix_chain_piece", "piece", "revision"),
)

# The public keys of all receipts; the private key is in a file outside of the database.
signing_keys = Table(
    "signing_keys",
    metadata,
    Column("id", Text, primary_key=True),
    Column("public", LargeBinary, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("retired_at", Moment),
    Column("revoked_at", Moment),
)

# Revisions that wait for an editor's decision. `twin` is 0 if no public piece is similar.
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
    Column("due_at", Moment, index=True),  # when it becomes public by itself; null: never
    ForeignKeyConstraint(["piece", "revision"], ["revisions.piece", "revisions.number"]),
)

# The editors' actions, in order. No row is changed.
editorial_log = Table(
    "editorial_log",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("by", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("piece", Integer, nullable=False, index=True),
    Column("revision", Integer, nullable=False),
    Column("detail", Text, nullable=False),
    sqlite_autoincrement=True,
)

# Every revision that was ever public, and when it first was. No row is changed or deleted.
publications = Table(
    "publications",
    metadata,
    Column("piece", Integer, primary_key=True, autoincrement=False),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("published_at", Moment, nullable=False),
    ForeignKeyConstraint(["piece", "revision"], ["revisions.piece", "revisions.number"]),
)

# Retracted pieces that are not public again.
retractions = Table(
    "retractions",
    metadata,
    Column("piece", Integer, ForeignKey("pieces.number"), primary_key=True, autoincrement=False),
    Column("revision", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("retracted_at", Moment, nullable=False),
)

# Hashes of erased revisions. `page` and `origin` are hashes, too, "" for none.
erasures = Table(
    "erasures",
    metadata,
    Column("piece", Integer, ForeignKey("pieces.number"), primary_key=True, autoincrement=False),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("sha256", Text, nullable=False, index=True),
    Column("original", Text, nullable=False, index=True),
    Column("page", Text, nullable=False, index=True),
    Column("origin", Text, nullable=False, index=True),
    Column("reason", Text, nullable=False),
    Column("erased_at", Moment, nullable=False),
)

# The files that revisions were read from, compressed; `sha256` is the original file's.
originals = Table(
    "originals",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("packed", LargeBinary, nullable=False),
)

# The sketches (`briefs.pieces.versions`) of the public revisions.
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

# External pages: their piece number is -`id`, which is never given twice.
external_pages = Table(
    "passing",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("page", Text, nullable=False, index=True),
    Column("until", Moment, nullable=False, index=True),
    # approximately, of all its revisions
    Column("bytes", Integer, nullable=False, server_default="0"),
    sqlite_autoincrement=True,
)

# Facts about the library in this place; `copy` does not take them to another database.
facts = Table(
    "facts",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

HELD = "held"
"""The name of the fact that posting is held, and why."""

TO_WIPE = "to-wipe"
"""The name of the fact that the database's files may still contain deleted rows."""

IS_HELD = exists().where(facts.c.name == HELD)

# `page` is the address by `briefs.pieces.versions.page_key`: a feed is followed once, in whatever
# spelling.
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
    sqlite_autoincrement=True,  # an id is never given to another feed
)

# `said` is a hash of the entry's text; `piece` is 0 if it became no piece.
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

leases = Table(
    "leases",
    metadata,
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("fence", Integer, nullable=False),
    Column("beat", PLACE, nullable=False),
)

CURRENT_OF = and_(revisions.c.piece == pieces.c.number, revisions.c.number == pieces.c.revision)
"""Joins a piece with its public revision."""

CARD = (
    revisions.c.piece,
    pieces.c.slug,
    revisions.c.number.label("revision"),
    revisions.c.title,
    revisions.c.byline,
    revisions.c.outlet,
    revisions.c.published,
    revisions.c.topics,
    revisions.c.stored_at,
)
HIT = (revisions.c.body, revisions.c.sentences, revisions.c.sha256, revisions.c.language)
"""The columns for a search hit, in addition to its card."""
