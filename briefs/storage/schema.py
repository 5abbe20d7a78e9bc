"""The tables of the library, the same on every engine; those of messages are in `schema_outbox`.

`revisions` keeps every version of every piece. `pieces` is the catalogue, one row a piece, keyed by
the piece's time of publication, so that the order of rows is the order of publication. The other
tables hold the editors' side, external pages, feeds and their entries, what processes coordinate
by, and facts of the library as it is served here, which a copy does not take along.

The migrations make the tables. A partial index has its condition here as `sqlite_where` alone,
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
    Column("page", Text, nullable=False, index=True),  # its address as `versions.page_key` has it
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
"""The first arrival of a piece of the archive: no digest has it."""

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

# Pages that pieces cite, by `same_work.url_key`: a copy's columns are None where there is none.
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

# What became of public pieces: `revision` is public in the place of `was`, 0 for none.
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

# The revisions of the library in the order in which they were stored, each with its hash and that
# of the one before (`briefs.receipts.receipt`): no row is changed or taken out.
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

# The public keys that receipts were ever signed with; the private one is in a file of its own.
signing_keys = Table(
    "signing_keys",
    metadata,
    Column("id", Text, primary_key=True),
    Column("public", LargeBinary, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("retired_at", Moment),
    Column("revoked_at", Moment),
)

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
    Column("due_at", Moment, index=True),  # from then on it is to be public; null: when told to
    ForeignKeyConstraint(["piece", "revision"], ["revisions.piece", "revisions.number"]),
)

# What editors did, in their order; no row changes.
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

# Revisions that were erased: hashes alone. `page` and `origin` are hashed too, "" for none.
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

# The files that revisions were read from, compressed; `sha256` is that of the file as it came.
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

# Pieces that are not of the library: number -`id`, which is never given twice.
passing = Table(
    "passing",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("page", Text, nullable=False, index=True),
    Column("until", Moment, nullable=False, index=True),
    Column("bytes", Integer, nullable=False, server_default="0"),  # of all its revisions, about
    sqlite_autoincrement=True,
)

# Facts are of the place where a library is kept: they do not move house with it.
facts = Table(
    "facts",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

HELD = "held"
"""The name of the fact that nothing is posted, and why."""

TO_WIPE = "to-wipe"
"""The name of the fact that deleted rows may still stand in the database's files."""

IS_HELD = exists().where(facts.c.name == HELD)

# `page` is the address as `versions.page_key` has it: a feed is followed once, however it is
# written.
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

leases = Table(
    "leases",
    metadata,
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("fence", Integer, nullable=False),
    Column("beat", PLACE, nullable=False),
)

taken = Table(
    "taken",
    metadata,
    Column("key", Text, primary_key=True),
    Column("taken_at", Moment, nullable=False),
    sqlite_with_rowid=False,
)

# Requests that were taken and are not answered yet, as the platform delivered them.
inbox = Table(
    "inbox",
    metadata,
    Column("key", Text, primary_key=True),
    Column("account", Text, nullable=False, index=True),
    Column("worker", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("taken_at", Moment, nullable=False),
)
