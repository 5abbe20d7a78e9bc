"""The passages that a reader left out of a body, those kept beside it, and other people's words."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


# Like every text of the library: compared by code points, whatever the server's locale.
_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    for name in ("left_out", "asides", "voices"):
        op.add_column("revisions", sa.Column(name, _TEXT, nullable=False, server_default="[]"))
