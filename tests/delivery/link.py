"""A link to a database that can be cut and healed: through a gate here, or a cable to elsewhere."""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from socket import create_connection
from threading import Thread
from typing import TypeAlias

import pytest
from sqlalchemy import make_url

from tests.cluster import written
from tests.delivery.rig import until

ROOT = Path(__file__).parents[2]
_NET = "198.51.100"  # of no network that there should be
_OURS, _THEIRS = f"{_NET}.1", f"{_NET}.2"
_PORT = 5432
_cables = count(1)


@dataclass(frozen=True, slots=True)
class Link:
    """`url` is where the library is at its other end."""

    url: str
    cut: Callable[[], object]
    heal: Callable[[], object]


Linking: TypeAlias = Callable[[str], AbstractContextManager[Link]]


def _socket(url: str) -> str:
    """Where the server of a library listens."""
    folder = make_url(url).query.get("host")
    if not isinstance(folder, str) or not folder.startswith("/"):
        pytest.skip("the link can only be cut to a server on a Unix socket")
    return f"{folder}/.s.PGSQL.5432"


def _through(url: str, host: str, port: int) -> str:
    return written(make_url(url).set(host=host, port=port, query={}))


async def relay(host: str, port: int, target: str, is_open: asyncio.Event) -> asyncio.Server:
    """Pass on what comes to a port, both ways, while it is open; what comes meanwhile waits."""

    async def pump(source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        try:
            while data := await source.read(65536):
                await is_open.wait()
                to.write(data)
                await to.drain()
        except OSError:
            pass  # one end is gone, and so is the other then
        finally:
            to.close()

    async def join(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there = await asyncio.open_unix_connection(target)
        await asyncio.gather(pump(reader, there[1]), pump(there[0], writer))

    return await asyncio.start_server(join, host, port)


@contextmanager
def gate(url: str) -> Iterator[Link]:
    """A link within this machine, through a relay that stands still while it is cut."""
    loop, is_open = asyncio.new_event_loop(), asyncio.Event()
    is_open.set()
    server = loop.run_until_complete(relay("127.0.0.1", 0, _socket(url), is_open))
    port = server.sockets[0].getsockname()[1]
    thread = Thread(target=loop.run_forever)
    thread.start()
    try:
        yield Link(
            _through(url, "127.0.0.1", port),
            cut=partial(loop.call_soon_threadsafe, is_open.clear),
            heal=partial(loop.call_soon_threadsafe, is_open.set),
        )
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.run_until_complete(_ended(server))
        loop.close()


async def _ended(server: asyncio.Server) -> None:
    server.close()
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)


@contextmanager
def cable(url: str) -> Iterator[Link]:
    """A link into another network namespace, which the library seems to be in."""
    if shutil.which("ip") is None or os.geteuid() != 0:
        pytest.skip("network namespaces are made by root, with ip")
    if _NET in subprocess.run(["ip", "route"], capture_output=True, text=True, check=True).stdout:
        pytest.skip(f"this machine has a network {_NET}.0 already")
    target = _socket(url)
    there = f"sb{os.getpid()}x{next(_cables)}"
    if subprocess.run(["ip", "netns", "add", there], check=False).returncode:
        pytest.skip("network namespaces cannot be made here")
    try:
        _ip(f"link add {there} type veth peer name far netns {there}")
        _ip(f"addr add {_OURS}/30 dev {there}")
        _ip(f"link set {there} up")
        _ip(f"-n {there} addr add {_THEIRS}/30 dev far")
        _ip(f"-n {there} link set far up")
        command = f"ip netns exec {there} {sys.executable} -m tests.delivery.link {target}"
        with subprocess.Popen(command.split(), cwd=ROOT) as end:
            try:
                until(_answers)
                yield Link(
                    _through(url, _THEIRS, _PORT),
                    cut=lambda: _ip(f"-n {there} link set far down"),
                    heal=lambda: _ip(f"-n {there} link set far up"),
                )
            finally:
                end.kill()
    finally:
        _ip(f"netns del {there}")


def _answers() -> bool:
    try:
        with closing(create_connection((_THEIRS, _PORT), timeout=1)):
            return True
    except OSError:
        return False


def _ip(words: str) -> None:
    subprocess.run(["ip", *words.split()], check=True)


async def _stand(target: str) -> None:
    is_open = asyncio.Event()
    is_open.set()
    server = await relay(_THEIRS, _PORT, target, is_open)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_stand(sys.argv[1]))
