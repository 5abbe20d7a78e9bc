"""The ledger of quotations in sent messages."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "quoted",
        sa.Column("to", _TEXT, nullable=False),
        sa.Column("message", _TEXT, nullable=False),
        sa.Column("piece", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("spans", _TEXT, nullable=False),
        sa.Column("sent_at", _TEXT, nullable=False),
        sa.PrimaryKeyConstraint("to", "message", "piece", "revision", name="pk_quoted"),
    )
    op.create_index("ix_quoted_sent_at", "quoted", ["sent_at"])
    op.create_index("ix_quoted_piece", "quoted", ["piece", "sent_at"])
