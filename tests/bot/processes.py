"""`sourcebrief run` as processes of their own, as an operator starts them, over one library."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from socket import socket

import aiohttp

from briefs.digests.digest import Subscription, upcoming
from briefs.model import Address
from briefs.storage.sql.store import open_store
from tests.forked import ERROR, Forked, command, forked
from tests.handlers.newsroom import NOW, piece

PROGRAM = (sys.executable, "-W", "error", "-c", "from bot.cli.main import main; main()")

Process = Forked


@asynccontextmanager
async def running(folder: Path, settings: Mapping[str, str], *args: str) -> AsyncIterator[Process]:
    """`sourcebrief run` in a folder, with these settings and no others; killed at the end."""
    environ = environment(settings)
    with forked(
        partial(command, ("run", *args)), stream=ERROR, folder=folder, environ=environ
    ) as one:
        yield one


@asynccontextmanager
async def started(
    folder: Path, settings: Mapping[str, str], *, path: Path
) -> AsyncIterator[asyncio.subprocess.Process]:
    """The same from the start of Python on; `path` is looked in for modules before our own are."""
    env = environment(settings) | {"PYTHONPATH": f"{path}{os.pathsep}{Path(__file__).parents[2]}"}
    process = await asyncio.create_subprocess_exec(
        *PROGRAM, "run", cwd=folder, env=env, stderr=asyncio.subprocess.PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """That of a process with these settings and no others."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("SOURCEBRIEF_")}
    return {**own, **{f"SOURCEBRIEF_{name}": value for name, value in settings.items()}}


async def stopped(process: Process) -> str:
    """End a process as an operator does; its log."""
    process.send_signal(signal.SIGTERM)
    log = await asyncio.to_thread(process.rest)
    assert process.returncode == 0, log
    return log


async def ended(process: Process) -> str:
    """The log of a process that is to fail by itself."""
    log = await asyncio.to_thread(process.rest)
    assert process.returncode == 1, log
    return log


def stock(url: str) -> None:
    """Put one piece into a library, and make that if need be."""
    with closing(open_store(url)) as store:
        store.catalogue.add(piece(title="The dam"), now=NOW)


def order_now(url: str, *places: Address) -> None:
    """Orders that are due this very minute."""
    now = datetime.now(UTC)
    with closing(open_store(url)) as store:
        for place in places:
            order = Subscription(
                to=place,
                at=now.time().replace(second=0, microsecond=0),
                zone="UTC",
                starts=now - timedelta(hours=1),
            )
            assert store.subscriptions.save(order, next(upcoming(order, order.starts)), now=now)


async def well(url: str) -> None:
    """Wait until a process says that it is."""
    async with aiohttp.ClientSession() as session:
        while True:
            try:
                async with session.get(url) as response:
                    if response.status == 200:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.1)


def free_port() -> int:
    with socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
