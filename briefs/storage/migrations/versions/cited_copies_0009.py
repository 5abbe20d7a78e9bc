"""The pages that pieces cite: whether they still answer, and copies of their text."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "cited_pages",
        sa.Column("page", _TEXT, nullable=False),
        sa.Column("looked_at", _TEXT, nullable=False),
        sa.Column("gone_since", _TEXT),
        sa.Column("copied_at", _TEXT),
        sa.Column("whole", sa.Boolean),
        sa.Column("url", _TEXT),
        sa.Column("title", _TEXT),
        sa.Column("text", _TEXT),
        sa.PrimaryKeyConstraint("page", name="pk_cited_pages"),
    )
