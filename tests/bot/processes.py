"""`sourcebrief run` as processes of their own, as an operator starts them, over one library."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from socket import socket

import aiohttp

from briefs.digests.subscription import Subscription, upcoming
from briefs.model import Address
from briefs.storage.sql.store import open_store
from tests.handlers.newsroom import NOW, piece

PROGRAM = (sys.executable, "-W", "error", "-c", "from bot.cli.main import main; main()")

Process = asyncio.subprocess.Process


@asynccontextmanager
async def running(
    folder: Path, settings: Mapping[str, str], *args: str, path: str = ""
) -> AsyncIterator[Process]:
    """`sourcebrief run` in a folder, with these settings and no others; killed at the end.

    `path` is looked in for modules before our own are.
    """
    own = {name: value for name, value in os.environ.items() if not name.startswith("SOURCEBRIEF_")}
    env = {**own, **{f"SOURCEBRIEF_{name}": value for name, value in settings.items()}}
    own_path = str(Path(__file__).parents[2])
    env["PYTHONPATH"] = f"{path}{os.pathsep}{own_path}" if path else own_path
    process = await asyncio.create_subprocess_exec(
        *PROGRAM, "run", *args, cwd=folder, env=env, stderr=asyncio.subprocess.PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def stopped(process: Process) -> str:
    """End a process as an operator does; its log."""
    process.send_signal(signal.SIGTERM)
    _, log = await process.communicate()
    assert process.returncode == 0, log.decode()
    return log.decode()


async def ended(process: Process) -> str:
    """The log of a process that is to fail by itself."""
    _, log = await process.communicate()
    assert process.returncode == 1, log.decode()
    return log.decode()


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
