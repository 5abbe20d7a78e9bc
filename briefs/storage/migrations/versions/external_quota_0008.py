"""The bytes of each external page, for the quota of all of them."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("passing", sa.Column("bytes", sa.Integer, nullable=False, server_default="0"))
