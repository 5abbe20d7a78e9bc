"""Corrections of fields, scheduled publications, and the editorial log."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

# Like every text of the library: compared by code points, whatever the server's locale.
_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("revisions", sa.Column("corrections", _TEXT, nullable=False, server_default="[]"))
    op.add_column("proposals", sa.Column("due_at", _TEXT))
    op.create_index("ix_proposals_due_at", "proposals", ["due_at"])
    op.create_table(
        "editorial_log",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("at", _TEXT, nullable=False),
        sa.Column("by", _TEXT, nullable=False),
        sa.Column("action", _TEXT, nullable=False),
        sa.Column("piece", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("detail", _TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_editorial_log"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_editorial_log_piece", "editorial_log", ["piece"])
