"""The chain of all revisions, computed for the stored ones, and the keys of receipts."""

import json
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any

import rfc8785
import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_BATCH = 500
_RECORD: dict[str, Any] = {"format": "sourcebrief-revision", "version": 1}

# In the order of storing; external pages have negative numbers.
_REVISIONS = sa.text(
    "SELECT r.outlet, r.title, r.byline, r.published, r.stored_at, r.url, r.language, r.piece,"
    " p.slug, r.number AS revision, r.sha256, r.sentences"
    " FROM revisions r JOIN pieces p ON p.number = r.piece WHERE r.piece > 0"
    " ORDER BY r.stored_at, r.piece, r.number"
)


def upgrade() -> None:
    chain = op.create_table(
        "chain",
        sa.Column("position", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("piece", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("previous", _TEXT),
        sa.Column("sha256", _TEXT, nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_chain"),
    )
    op.create_index("ix_chain_piece", "chain", ["piece", "revision"])
    op.create_table(
        "signing_keys",
        sa.Column("id", _TEXT, nullable=False),
        sa.Column("public", sa.LargeBinary, nullable=False),
        sa.Column("made_at", _TEXT, nullable=False),
        sa.Column("retired_at", _TEXT),
        sa.Column("revoked_at", _TEXT),
        sa.PrimaryKeyConstraint("id", name="pk_signing_keys"),
    )
    connection = op.get_bind()
    links = list(_links(connection))
    for start in range(0, len(links), _BATCH):
        connection.execute(sa.insert(chain), links[start : start + _BATCH])


def _links(connection: sa.Connection) -> Iterator[dict[str, Any]]:
    """The rows of the chain for the stored revisions."""
    previous = None
    for position, row in enumerate(connection.execute(_REVISIONS).mappings().all(), start=1):
        own = _digest(_RECORD | {"previous": previous} | _described(dict(row)))
        yield {
            "position": position,
            "piece": row["piece"],
            "revision": row["revision"],
            "previous": previous,
            "sha256": own,
        }
        previous = own


def _digest(value: Any) -> str:  # noqa: ANN401  # a JSON value
    return sha256(rfc8785.dumps(value)).hexdigest()


def _described(row: dict[str, Any]) -> dict[str, Any]:
    """A revision as version 1 of the chain hashes it; later versions of the code must not change
    this.
    """
    sentences = json.loads(row.pop("sentences"))
    for name in ("published", "stored_at"):
        if row[name] is not None:
            row[name] = datetime.fromisoformat(row[name]).isoformat()
    return row | {"sentence_count": len(sentences), "sentences_sha256": _digest(sentences)}
