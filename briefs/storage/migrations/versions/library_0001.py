"""The library: revisions, catalogue, editorial tables, feeds, chat state, the outbox."""

import sqlalchemy as sa
from alembic import op

from briefs.storage.migrations import first_search

revision = "0001"
down_revision = None

PLACE = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "revisions",
        sa.Column("piece", sa.Integer, autoincrement=False),
        sa.Column("number", sa.Integer, autoincrement=False),
        sa.Column("stored_at", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("byline", sa.Text, nullable=False),
        sa.Column("outlet", sa.Text, nullable=False),
        sa.Column("published", sa.Text),
        sa.Column("topics", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("page", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("original", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("marks", sa.Text, nullable=False),
        sa.Column("sentences", sa.Text, nullable=False),
        sa.Column("sources", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("piece", "number", name="pk_revisions"),
    )
    for column in ("page", "origin", "original", "sha256"):
        op.create_index(f"ix_revisions_{column}", "revisions", [column])
    op.create_table(
        "pieces",
        sa.Column("id", PLACE, autoincrement=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer),
        sa.Column("latest", sa.Integer, nullable=False),
        sa.Column("arrival", sa.Integer),
        sa.Column("first", sa.Integer),
        sa.Column("slug", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_pieces"),
        sa.UniqueConstraint("number", name="uq_pieces_number"),
        sa.UniqueConstraint("arrival", name="uq_pieces_arrival"),
        sa.UniqueConstraint("slug", name="uq_pieces_slug"),
        sa.ForeignKeyConstraint(
            ["number", "revision"],
            ["revisions.piece", "revisions.number"],
            name="fk_pieces_revisions",
        ),
    )
    _create_partial("pieces", "public", ["revision"], sa.text("revision IS NOT NULL"))
    op.create_table(
        "summaries",
        sa.Column("piece", sa.Integer, autoincrement=False),
        sa.Column("revision", sa.Integer, autoincrement=False),
        sa.Column("length", sa.Text),
        sa.Column("method", sa.Text, nullable=False),
        sa.Column("spans", sa.Text, nullable=False),
        sa.Column("coverage", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("piece", "revision", "length", name="pk_summaries"),
        sa.ForeignKeyConstraint(
            ["piece", "revision"],
            ["revisions.piece", "revisions.number"],
            name="fk_summaries_revisions",
        ),
    )
    op.create_table(
        "topics",
        sa.Column("key", sa.Text),
        sa.Column("piece", PLACE, autoincrement=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key", "piece", name="pk_topics"),
        sa.ForeignKeyConstraint(
            ["piece"],
            ["pieces.id"],
            name="fk_topics_pieces",
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_topics_piece", "topics", ["piece"])
    op.create_table(
        "cited",
        sa.Column("id", PLACE),
        sa.Column("piece", PLACE, nullable=False),
        sa.Column("entry", sa.Integer, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cited"),
        sa.ForeignKeyConstraint(
            ["piece"],
            ["pieces.id"],
            name="fk_cited_pieces",
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_cited_piece", "cited", ["piece"])
    op.create_table(
        "tokens",
        sa.Column("token", sa.Text),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("press", sa.Text, nullable=False),
        sa.Column("issued_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("token", name="pk_tokens"),
    )
    op.create_table(
        "shown",
        sa.Column("address", sa.Text),
        sa.Column("message", sa.Text),
        sa.Column("piece", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("shown_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("address", "message", name="pk_shown"),
    )
    op.create_index("ix_shown_shown_at", "shown", ["shown_at"])
    op.create_table(
        "secrets",
        sa.Column("name", sa.Text),
        sa.Column("value", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_secrets"),
    )
    _make_desk()
    _make_feeds()
    _make_outbox()
    op.create_table(
        "facts",
        sa.Column("name", sa.Text),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_facts"),
    )
    is_sqlite = op.get_context().dialect.name == "sqlite"
    for statement in first_search.SQLITE if is_sqlite else first_search.POSTGRES:
        op.execute(statement)


def _make_desk() -> None:
    op.create_table(
        "proposals",
        sa.Column("piece", sa.Integer, autoincrement=False),
        sa.Column("revision", sa.Integer, autoincrement=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.Text),
        sa.Column("proposed_at", sa.Text, nullable=False),
        sa.Column("twin", sa.Integer, nullable=False),
        sa.Column("likeness", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("piece", "revision", name="pk_proposals"),
        sa.ForeignKeyConstraint(
            ["piece", "revision"],
            ["revisions.piece", "revisions.number"],
            name="fk_proposals_revisions",
        ),
    )
    op.create_table(
        "publications",
        sa.Column("piece", sa.Integer, autoincrement=False),
        sa.Column("revision", sa.Integer, autoincrement=False),
        sa.Column("published_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("piece", "revision", name="pk_publications"),
        sa.ForeignKeyConstraint(
            ["piece", "revision"],
            ["revisions.piece", "revisions.number"],
            name="fk_publications_revisions",
        ),
    )
    op.create_table(
        "retractions",
        sa.Column("piece", sa.Integer, autoincrement=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("retracted_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("piece", name="pk_retractions"),
        sa.ForeignKeyConstraint(["piece"], ["pieces.number"], name="fk_retractions_pieces"),
    )
    op.create_table(
        "originals",
        sa.Column("sha256", sa.Text),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("packed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_originals"),
    )
    op.create_table(
        "sketches",
        sa.Column("key", PLACE, autoincrement=False),
        sa.Column("piece", PLACE, autoincrement=False),
        sa.PrimaryKeyConstraint("key", "piece", name="pk_sketches"),
        sa.ForeignKeyConstraint(
            ["piece"],
            ["pieces.id"],
            name="fk_sketches_pieces",
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_sketches_piece", "sketches", ["piece"])
    op.create_table(
        "passing",
        sa.Column("id", sa.Integer),
        sa.Column("page", sa.Text, nullable=False),
        sa.Column("until", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_passing"),
        sqlite_autoincrement=True,
    )
    for column in ("page", "until"):
        op.create_index(f"ix_passing_{column}", "passing", [column])


def _make_feeds() -> None:
    op.create_table(
        "feeds",
        sa.Column("id", sa.Integer),
        sa.Column("page", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("topics", sa.Text, nullable=False),
        sa.Column("hold", sa.Boolean, nullable=False),
        sa.Column("etag", sa.Text, nullable=False),
        sa.Column("modified", sa.Text, nullable=False),
        sa.Column("next_at", sa.Text, nullable=False),
        sa.Column("interval", sa.Integer, nullable=False),
        sa.Column("spared", sa.Text, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("trouble", sa.Text, nullable=False),
        sa.Column("added_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_feeds"),
        sa.UniqueConstraint("page", name="uq_feeds_page"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_feeds_next_at", "feeds", ["next_at"])
    op.create_table(
        "entries",
        sa.Column("feed", sa.Integer, autoincrement=False),
        sa.Column("key", sa.Text),
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("piece", sa.Integer, nullable=False),
        sa.Column("noted_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("feed", "key", name="pk_entries"),
        sa.ForeignKeyConstraint(
            ["feed"], ["feeds.id"], name="fk_entries_feeds", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )


def _make_outbox() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("place", sa.Text),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("account", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("zone", sa.Text, nullable=False),
        sa.Column("weekdays", sa.Text, nullable=False),
        sa.Column("wanted", sa.Text, nullable=False),
        sa.Column("unwanted", sa.Text, nullable=False),
        sa.Column("when_empty", sa.Boolean, nullable=False),
        sa.Column("in_full", sa.Boolean, nullable=False),
        sa.Column("since", sa.Integer, nullable=False),
        sa.Column("starts", sa.Text, nullable=False),
        sa.Column("last", sa.Text),
        sa.Column("paused_by", sa.Text),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("next_at", sa.Text),
        sa.Column("zones", sa.Text, nullable=False),
        sa.Column("told", sa.Boolean, nullable=False),
        sa.Column("changed_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("place", name="pk_subscriptions"),
    )
    op.create_index("ix_subscriptions_channel", "subscriptions", ["channel"])
    is_running = sa.text("paused_by IS NULL")
    _create_partial("subscriptions", "next_at", ["account", "next_at", "place"], is_running)
    _create_partial("subscriptions", "zones", ["zones"], is_running)
    op.create_table(
        "messages",
        sa.Column("key", sa.Text),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("quotes", sa.Text, nullable=False),
        sa.Column("about", sa.Text),
        sa.PrimaryKeyConstraint("key", name="pk_messages"),
    )
    op.create_table(
        "deliveries",
        sa.Column("id", PLACE),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("edition", sa.Text, nullable=False),
        sa.Column("part", sa.Integer, nullable=False),
        sa.Column("to", sa.Text, nullable=False),
        sa.Column("account", sa.Text, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("threaded", sa.Boolean, nullable=False),
        sa.Column("since", sa.Integer),
        sa.Column("upto", sa.Integer),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("due", sa.Text, nullable=False),
        sa.Column("until", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("worker", sa.Text, nullable=False),
        sa.Column("lease", sa.Text),
        sa.Column("posted", sa.Text, nullable=False),
        sa.Column("error", sa.Text, nullable=False),
        sa.Column("look_at", sa.Text),
        sa.Column("resent", sa.Boolean, nullable=False),
        sa.Column("told", sa.Boolean, nullable=False),
        sa.Column("changed_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("place", "edition", "part", name="uq_deliveries_place"),
        sa.ForeignKeyConstraint(["message"], ["messages.key"], name="fk_deliveries_messages"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_deliveries_message", "deliveries", ["message"])
    is_pending = sa.text("status = 'pending'")
    is_open = sa.text("status IN ('claimed', 'pending', 'sending')")
    is_news = sa.text("status IN ('uncertain', 'failed')") & ~sa.column("told", sa.Boolean)
    _create_partial("deliveries", "due", ["account", "due", "id"], is_pending)
    _create_partial("deliveries", "until", ["until"], is_pending)
    _create_partial("deliveries", "place", ["place", "id"], is_open)
    _create_partial("deliveries", "lease", ["lease"], sa.text("lease IS NOT NULL"))
    _create_partial("deliveries", "look_at", ["look_at"], sa.text("look_at IS NOT NULL"))
    _create_partial("deliveries", "id", ["id"], is_news)
    op.create_table(
        "rate_slots",
        sa.Column("key", sa.Text),
        sa.Column("free_at", sa.Text, nullable=False),
        sa.Column("held_until", sa.Text),
        sa.PrimaryKeyConstraint("key", name="pk_rate_slots"),
    )
    op.create_table(
        "leases",
        sa.Column("name", sa.Text),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("fence", sa.Integer, nullable=False),
        sa.Column("beat", PLACE, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_leases"),
    )
    op.create_table(
        "taken",
        sa.Column("key", sa.Text),
        sa.Column("taken_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_taken"),
        sqlite_with_rowid=False,
    )


def _create_partial(
    table: str, name: str, columns: list[str], those: sa.ColumnElement[bool] | sa.TextClause
) -> None:
    """Create a partial index."""
    op.create_index(
        f"ix_{table}_{name}", table, columns, sqlite_where=those, postgresql_where=those
    )
