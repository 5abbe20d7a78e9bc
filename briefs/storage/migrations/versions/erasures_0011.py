"""What is kept of an erased piece."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "erasures",
        sa.Column("piece", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("revision", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("sha256", _TEXT, nullable=False),
        sa.Column("original", _TEXT, nullable=False),
        sa.Column("page", _TEXT, nullable=False),
        sa.Column("origin", _TEXT, nullable=False),
        sa.Column("reason", _TEXT, nullable=False),
        sa.Column("erased_at", _TEXT, nullable=False),
        sa.PrimaryKeyConstraint("piece", "revision", name="pk_erasures"),
        sa.ForeignKeyConstraint(["piece"], ["pieces.number"], name="fk_erasures_pieces"),
    )
    for name in ("sha256", "original", "page", "origin"):
        op.create_index(f"ix_erasures_{name}", "erasures", [name])
