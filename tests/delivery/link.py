"""A link to a database that can be cut and healed: through a gate here, or a cable to elsewhere."""

import asyncio
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from threading import Thread
from typing import TypeAlias

import pytest
from sqlalchemy import make_url

from tests.cluster import NOBODY, stop, written
from tests.postgres import new_cluster, new_library

_NET = "198.51.100"  # of no network that there should be
_OURS, _THEIRS = f"{_NET}.1", f"{_NET}.2"
_PORT = 5432
_cables = count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One library: `near` is where its server is reached without the link, `far` through it."""

    near: str
    far: str
    cut: Callable[[], object]
    heal: Callable[[], object]

    @contextmanager
    def library(self) -> Iterator[str]:
        """As an engine gives it."""
        yield self.near


Linking: TypeAlias = Callable[[], AbstractContextManager[Link]]


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
def gate() -> Iterator[Link]:
    """A link within this machine, through a relay that stands still while it is cut."""
    loop, is_open = asyncio.new_event_loop(), asyncio.Event()
    is_open.set()
    with new_library() as url:
        server = loop.run_until_complete(relay("127.0.0.1", 0, _socket(url), is_open))
        thread = Thread(target=loop.run_forever)
        thread.start()
        try:
            yield Link(
                near=url,
                far=_through(url, "127.0.0.1", server.sockets[0].getsockname()[1]),
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
def cable() -> Iterator[Link]:
    """A link into another network namespace, where a server of its own is."""
    with _namespace() as there:
        found = new_cluster()
        if isinstance(found, str):
            pytest.skip(found)
        somebody = f"setpriv --reuid={NOBODY} --regid={NOBODY} --clear-groups"
        cluster = replace(
            found,
            settings={**found.settings, "listen_addresses": _THEIRS},
            within=(*f"ip netns exec {there} {somebody}".split(),),
        )
        with (cluster.folder / "data" / "pg_hba.conf").open("a") as lets_in:
            lets_in.write(f"host all all {_OURS}/32 trust\n")
        server = cluster.start()
        try:
            yield Link(
                near=written(cluster.url),
                far=_through(written(cluster.url), _THEIRS, _PORT),
                cut=lambda: _ip(f"-n {there} link set far down"),
                heal=lambda: _ip(f"-n {there} link set far up"),
            )
        finally:
            stop(server)


@contextmanager
def _namespace() -> Iterator[str]:
    """The name of one that a cable leads into."""
    if os.geteuid() != 0 or None in map(shutil.which, ("ip", "setpriv")):
        pytest.skip("network namespaces are made by root, with ip and setpriv")
    if _NET in subprocess.run(["ip", "route"], capture_output=True, text=True, check=True).stdout:
        pytest.skip(f"this machine has a network {_NET}.0 already")
    there = f"sb{os.getpid()}x{next(_cables)}"
    if subprocess.run(["ip", "netns", "add", there], check=False).returncode:
        pytest.skip("network namespaces cannot be made here")
    try:
        _ip(f"link add {there} type veth peer name far netns {there}")
        _ip(f"addr add {_OURS}/30 dev {there}")
        _ip(f"link set {there} up")
        _ip(f"-n {there} addr add {_THEIRS}/30 dev far")
        _ip(f"-n {there} link set far up")
        yield there
    finally:
        # A connection may keep the namespace from going, and the cable with it.
        subprocess.run(["ip", "link", "del", there], check=False)
        _ip(f"netns del {there}")


def _ip(words: str) -> None:
    subprocess.run(["ip", *words.split()], check=True)
