"""What tests of the command line share: an empty folder with its own library, and a way to run
commands.
"""

import asyncio
import io
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict

from bot.cli import main
from tests.emulators.web.sites import Server, serving

ESSAY = """The Harbour and the Sea

The harbour silted up in a single winter. Nobody had measured it since 1998. The council called it
a surprise.[1] Engineers had called it certain.[2]

Dredging costs nine million a year. A breakwater costs forty, once. The council chose to dredge.

It will choose again next year. The sea will not wait for it.

Sources

1. Okafor, Nneka. “Harbour closed to deep ships.” The Coast Courier, 3 March 2026.
2. Lind, Per. “Silt and certainty.” Journal of Ports, 12 May 2019. https://example.org/silt
"""


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended and what it printed."""

    status: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Ran]
Logged = list[EventDict]


@pytest.fixture
def logged() -> Iterator[Logged]:
    """The events that are logged meanwhile."""
    with capture_logs() as found:
        yield found


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in, with a library of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCEBRIEF_DATABASE_URL", f"sqlite:///{tmp_path}/library.db")
    monkeypatch.setenv("SOURCEBRIEF_LOG_LEVEL", "ERROR")
    for name in ("TELEGRAM_TOKEN", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"):
        monkeypatch.delenv(f"SOURCEBRIEF_{name}", raising=False)
    return tmp_path


@pytest.fixture
def sourcebrief(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> Run:
    """Run one command as the shell would, with `said` on its standard input."""

    def ran(*args: str | Path, said: str | bytes = "") -> Ran:
        data = said.encode() if isinstance(said, str) else said
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
        status = main.run([str(arg) for arg in args])
        out, err = capfdbinary.readouterr()
        return Ran(status, out.decode(), err.decode())

    return ran


@pytest.fixture
def essay(folder: Path) -> Path:
    path = folder / "harbour.txt"
    path.write_text(ESSAY)
    return path


@pytest.fixture
def site() -> Iterator[Server]:
    """A server of its own thread: the command runs a loop of its own in this one."""
    started, stop = threading.Event(), asyncio.Event()
    found: list[tuple[Server, asyncio.AbstractEventLoop]] = []

    async def serve() -> None:
        async with serving("0.0.0.0") as server:
            found.append((server, asyncio.get_running_loop()))
            started.set()
            await stop.wait()

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    started.wait()
    server, loop = found[0]
    yield server
    loop.call_soon_threadsafe(stop.set)
    thread.join()
