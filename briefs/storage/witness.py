"""What tells from outside of a library that it is not the one last served here, but an older copy.

At each heartbeat a mark is written into the library, and then kept by the witness: SQLite's is a
file beside the database, PostgreSQL's the identity of the database. `coordination.PostingHold` says
what follows from a doubt.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Protocol


class Witness(Protocol):
    def mark(self, now: datetime) -> str:
        """The mark to write into the library."""
        ...

    def keep(self, mark: str) -> None:
        """Keep a mark that is committed in the library."""
        ...

    def doubt(self, mark: str) -> str:
        """Why a library with this mark is not the one last served here; "" if it seems to be.

        A library without a mark ("") was never served, so it cannot send anything again.
        """
        ...


class FileMarker:
    """A file beside the database with the time of the last heartbeat, which the database has too.

    An older copy that is put in the database's place has an earlier time.
    """

    def __init__(self, database: Path) -> None:
        self.path = database.with_name(f"{database.name}-alive")

    def mark(self, now: datetime) -> str:
        return now.isoformat(timespec="seconds")

    def keep(self, mark: str) -> None:
        # Not synced to the disk: a mark that is lost here raises no doubt.
        with suppress(OSError):
            fresh = self.path.with_name(f"{self.path.name}.new")
            fresh.write_text(mark, encoding="ascii")
            fresh.replace(self.path)

    def doubt(self, mark: str) -> str:
        if not mark:
            return ""
        try:
            seen = datetime.fromisoformat(self.path.read_text(encoding="ascii"))
            is_older = datetime.fromisoformat(mark) < seen
        except (OSError, ValueError, TypeError):  # a note cut short may be a time of no zone
            return ""
        if not is_older:
            return ""
        return "An older state of it has been put in the place of the one last served here."


class DatabaseIdMarker:
    """The identity of the server's database, which a dump does not contain.

    A library that was restored into another database carries the mark of the first one.
    """

    def __init__(self, name: Callable[[], str]) -> None:
        self._name = name

    def mark(self, now: datetime) -> str:  # noqa: ARG002 - it is the same at any time
        return self._name()

    def keep(self, mark: str) -> None:
        """Nothing to keep: the database has its identity."""

    def doubt(self, mark: str) -> str:
        if mark in {"", self._name()}:
            return ""
        return "It was last served in another database: this is a copy."
