"""Lends the connections of an engine to whoever reads, and keeps them open in between.

An engine's own pool keeps only the driver's connections; what is built around one each time that
it is taken from there costs as much as a short statement.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine


class Lending:
    """For an engine that commits by itself: nothing is left to be ended between two borrowers."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._idle: list[Connection] = []

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """A connection of one's own, for a while; from any thread."""
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = self._engine.connect()
        try:
            yield connection
        except BaseException:
            connection.close()  # it may be what broke
            raise
        self._idle.append(connection)

    def close(self) -> None:
        """Let go of the connections that nobody has now."""
        while self._idle:
            self._idle.pop().close()
