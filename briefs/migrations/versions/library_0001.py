"""The library: revisions, the catalogue, summaries, topics, buttons and what messages showed."""

import sqlalchemy as sa
from alembic import op

from briefs.sqlite import SEARCH_INDEX

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
    for column in ("url", "origin", "original", "sha256"):
        op.create_index(f"ix_revisions_{column}", "revisions", [column])
    op.create_table(
        "pieces",
        sa.Column("id", PLACE, autoincrement=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("slug", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_pieces"),
        sa.UniqueConstraint("number", name="uq_pieces_number"),
        sa.UniqueConstraint("slug", name="uq_pieces_slug"),
        sa.ForeignKeyConstraint(
            ["number", "revision"],
            ["revisions.piece", "revisions.number"],
            name="fk_pieces_revisions",
        ),
    )
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
    if op.get_context().dialect.name == "sqlite":
        for statement in SEARCH_INDEX:
            op.execute(statement)
