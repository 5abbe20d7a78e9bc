"""Witnesses outside of a library: they tell when it is not the one that was last served here."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Protocol


class Witness(Protocol):
    """At each beat a mark goes into the library, and then to the witness."""

    def mark(self, now: datetime) -> str:
        """What to write into the library."""
        ...

    def keep(self, mark: str) -> None:
        """Remember a mark that is in the library for good."""
        ...

    def doubt(self, mark: str) -> str:
        """Why a library with this mark is not the last one, "" if it seems to be.

        One without a mark ("") was never served: there is nothing that it could post again.
        """
        ...


class Beside:
    """A file beside the database that tells the time of the last beat, as the database does.

    A copy that is put in the database's place tells an earlier one.
    """

    def __init__(self, database: Path) -> None:
        self.path = database.with_name(f"{database.name}-alive")

    def mark(self, now: datetime) -> str:
        return now.isoformat(timespec="seconds")

    def keep(self, mark: str) -> None:
        # A mark that is lost here raises no doubt, so that nothing waits for the disk.
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


class Named:
    """A name that the place has and a library does not take along: that of its server's database.

    A copy that is put into another place has the name of the one it was made in.
    """

    def __init__(self, name: Callable[[], str]) -> None:
        self._name = name

    def mark(self, now: datetime) -> str:  # noqa: ARG002 - it is the same at any time
        return self._name()

    def keep(self, mark: str) -> None:
        """Do nothing: the place does not forget its name."""

    def doubt(self, mark: str) -> str:
        if mark in {"", self._name()}:
            return ""
        return "It was last served in another database: this is a copy."
