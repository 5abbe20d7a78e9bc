"""Brings a database's schema to what this version of the code expects."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from briefs.errors import StoreUnavailable

REVISIONS = tuple(f"{number:04}" for number in range(1, 15))
"""Every schema there has been, oldest first; the files in versions/ lead from one to the next."""


def current(connection: Connection) -> str | None:
    """The schema's revision, or None for an empty database.

    StoreUnavailable if the database has a newer schema, or belongs to another program.
    """
    names = inspect(connection).get_table_names()
    if not names:
        return None
    if "alembic_version" not in names:
        raise StoreUnavailable(
            "The database belongs to another program.", hint="Name another file or database."
        )
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    if found is not None and found not in REVISIONS:
        raise StoreUnavailable(
            f"The database was made by a newer version of Sourcebrief (schema {found}).",
            hint="Upgrade Sourcebrief, or name another database.",
        )
    return found


def upgrade(connection: Connection) -> None:
    """Bring the schema to the newest revision, within the connection's transaction.

    A migration that changes index terms leaves the indexes empty: terms are made by the present
    code, on which no migration may depend.
    """
    # Imported here because it is slow to import and a database is nearly always up to date.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    from briefs.storage import search_index  # noqa: PLC0415  # what words are takes time to load

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    command.upgrade(config, "head")
    search_index.refill_if_new(connection)
