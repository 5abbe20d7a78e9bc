"""Requests that were taken and are not answered yet."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "inbox",
        sa.Column("key", _TEXT, nullable=False),
        sa.Column("account", _TEXT, nullable=False),
        sa.Column("worker", _TEXT, nullable=False),
        sa.Column("payload", _TEXT, nullable=False),
        sa.Column("taken_at", _TEXT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_inbox"),
    )
    op.create_index("ix_inbox_account", "inbox", ["account"])
