"""What a reader left out of a body, kept beside it, and found to be another's words."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


# As every text of the library: compared by its characters, whatever the server's language.
_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    for name in ("left_out", "asides", "voices"):
        op.add_column("revisions", sa.Column(name, _TEXT, nullable=False, server_default="[]"))
