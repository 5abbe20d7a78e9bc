"""A PostgreSQL server that a test may crash, and whose connections it may end."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from random import Random

import psycopg
import pytest

from tests.cluster import Cluster, Server, kill, stop, written
from tests.postgres import new_cluster

_OURS = "SELECT pid FROM pg_stat_activity WHERE application_name = 'sourcebrief' ORDER BY pid"


@dataclass(slots=True)
class FailingServer:
    cluster: Cluster
    process: Server

    @property
    def url(self) -> str:
        return written(self.cluster.url)

    @contextmanager
    def library(self) -> Iterator[str]:
        """Its one library, as an engine gives it."""
        yield self.url

    def crash(self) -> None:
        """Kill it with all that it was doing, and start it again on what it left."""
        kill(self.process)
        self.process = self.cluster.start()

    def end_one(self, chance: Random) -> bool:
        """End the connection of some worker; False if there was none."""
        with closing(psycopg.connect(self.url, autocommit=True)) as connection:
            found = [number for (number,) in connection.execute(_OURS)]
            if not found:
                return False
            ending = "SELECT pg_terminate_backend(%s)", (chance.choice(found),)
            return bool(connection.execute(*ending).fetchone())


@contextmanager
def failing_server() -> Iterator[FailingServer]:
    cluster = new_cluster()
    if isinstance(cluster, str):
        pytest.skip(cluster)
    server = FailingServer(cluster, cluster.start())
    try:
        yield server
    finally:
        stop(server.process)
