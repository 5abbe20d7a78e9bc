"""Imported last by the process that others are forked from: what each would do anew is done once.

An edition is delivered, so that what is imported late is there, and statements are compiled. No
collection of garbage of the others walks what is there, which would copy all of it (Python's
documentation, `gc.freeze`).
"""

import asyncio
import gc
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from briefs.storage import sqlite
from briefs.storage.sql.store import open_store
from tests.compiled import compile_once
from tests.delivery.platform import Caller, Platform, Temper
from tests.delivery.rig import Rig
from tests.delivery.worker import deliver


async def _deliver(folder: Path) -> None:
    platform = Platform(folder / "book.jsonl", Temper(first=("reset",)))
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Caller(platform), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    rig = Rig(f"sqlite:///{folder}/library.db", port, folder / "book.jsonl")
    rig.fill(1)
    async with server:
        with closing(open_store(rig.url)) as store:
            await deliver(rig.job(can_look=True), store, asyncio.Event())
    assert rig.statuses() == ["sent"]


compile_once(sqlite)
with TemporaryDirectory() as folder:
    asyncio.run(_deliver(Path(folder)))
gc.collect()
gc.freeze()
