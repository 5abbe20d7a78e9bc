"""Corrections: what became of public pieces, and of the messages that quote them."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("quoted", sa.Column("said", _TEXT, nullable=False, server_default=""))
    earlier = sa.Column("earlier", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("quoted", earlier)
    op.create_index("ix_quoted_said", "quoted", ["said"])
    op.add_column("messages", sa.Column("said", _TEXT, nullable=False, server_default=""))
    op.add_column("deliveries", sa.Column("edits", _TEXT, nullable=False, server_default=""))
    op.create_table(
        "said_blocks",
        sa.Column("key", _TEXT, nullable=False),
        sa.Column("packed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_said_blocks"),
    )
    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("piece", sa.Integer, nullable=False),
        sa.Column("was", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("manner", _TEXT, nullable=False),
        sa.Column("note", _TEXT, nullable=False),
        sa.Column("at", _TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_corrections"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_corrections_at", "corrections", ["at"])
    op.create_index("ix_corrections_piece", "corrections", ["piece", "id"])
    op.create_table(
        "corrected",
        sa.Column("correction", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("to", _TEXT, nullable=False),
        sa.Column("message", _TEXT, nullable=False),
        sa.Column("said", _TEXT, nullable=False),
        sa.Column("verdict", _TEXT, nullable=False),
        sa.Column("changed", _TEXT, nullable=False),
        sa.Column("trouble", _TEXT, nullable=False),
        sa.Column("edit", _TEXT, nullable=False),
        sa.Column("reply_to", _TEXT),
        sa.Column("reply", _TEXT, nullable=False),
        sa.Column("decided_at", _TEXT, nullable=False),
        sa.PrimaryKeyConstraint("correction", "to", "message", "said", name="pk_corrected"),
    )
    op.create_index("ix_corrected_decided_at", "corrected", ["decided_at"])
