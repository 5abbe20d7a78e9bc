"""The table of what a library knows of itself: when it was last served, and why it is held."""

from sqlalchemy import Column, Table, Text, exists

from briefs.storage.schema import metadata

# Facts are of the place where a library is kept: they do not move house with it.
facts = Table(
    "facts",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

HELD = "held"
"""The name of the fact that nothing is posted, and why."""

IS_HELD = exists().where(facts.c.name == HELD)
