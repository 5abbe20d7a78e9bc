"""Corrections of what was read, times of publication set ahead, and what editors did."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column(
        "revisions", sa.Column("corrections", sa.Text, nullable=False, server_default="[]")
    )
    op.add_column("proposals", sa.Column("due_at", sa.Text))
    op.create_index("ix_proposals_due_at", "proposals", ["due_at"])
    op.create_table(
        "editorial_log",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("piece", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_editorial_log"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_editorial_log_piece", "editorial_log", ["piece"])
