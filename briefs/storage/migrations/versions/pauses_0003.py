"""When a platform asked for a pause: a pause noted in the future predates a clock that was set
back.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("rate_slots", sa.Column("held_since", _TEXT))
