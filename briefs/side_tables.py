"""The tables of processes side by side: whose turn it is, and what has been taken up."""

from sqlalchemy import Column, Integer, Table, Text

from briefs.storage.schema import metadata
from briefs.storage.types import PLACE, Moment

leases = Table(
    "leases",
    metadata,
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("fence", Integer, nullable=False),
    Column("beat", PLACE, nullable=False),
)

taken = Table(
    "taken",
    metadata,
    Column("key", Text, primary_key=True),
    Column("taken_at", Moment, nullable=False),
    sqlite_with_rowid=False,
)
