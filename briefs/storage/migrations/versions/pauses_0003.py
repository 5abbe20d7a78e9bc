"""When a platform asked for a pause, so that one from before a clock was set back is known."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("rate_slots", sa.Column("held_since", _TEXT))
