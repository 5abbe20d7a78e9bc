"""The migrations of a database's schema, one file a revision, which Alembic runs."""
