"""The greatest age of a subscription's news, by date of publication."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("subscriptions", sa.Column("max_age_days", sa.Integer, server_default="60"))
