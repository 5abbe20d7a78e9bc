"""`run` serves the platforms whose tokens are set, or opens the chat in the terminal."""

import asyncio
import gc
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import chain
from typing import Annotated

import typer

from bot import app as bot_app
from bot import config
from bot.cli.chat import talk
from bot.cli.common import FAILED, settings_of
from bot.config import Settings
from bot.open_library import clock, opened
from bot.operations import maintenance
from bot.platforms import registry
from bot.service import runtime
from briefs.log import get_logger

_log = get_logger(__name__)

_SOURCE_THREADS = 2
"""Threads for feeds and the watched folder, so that readers and digests do not wait for them."""

_HEARTBEAT_THREADS = 1
"""Threads for the heartbeat, so that it waits for no other work."""

_DELIVERY_THREADS = 4
"""Threads for digests, so that readers do not wait for them."""


def run(
    context: typer.Context,
    role: Annotated[
        bot_app.Role, typer.Option(help="What this process is for; several share one library.")
    ] = "all",
) -> None:
    """Serve the platforms whose tokens are set; with none, open the console chat.

    Without a token, a terminal and lines from a pipe it fails, and says where it looked.
    Examples: `sourcebrief run`, `SOURCEBRIEF_TELEGRAM_TOKEN=… sourcebrief run --role web`
    """
    settings = settings_of(context)
    if role == "all" and not registry.is_any_set_up(settings):
        lines = _lines_of_a_person()
        with opened(settings) as store:
            maintenance.check_posting_hold(store.posting_hold, clock())
            bot_app.stock_examples(store)
            talk(settings, store, lines)
        return
    with opened(settings) as store:
        maintenance.check_posting_hold(store.posting_hold, clock())
        _log.info("run.settings", read_from=config.read_from())
        with worker_pools(settings) as workers:
            found = bot_app.services_of(settings, store, workers, role)
            others = {
                **found.others,
                **bot_app.housekeeping(settings, store, workers.delivery, role),
            }
            gc.freeze()  # the objects loaded so far live on, and need no garbage collection
            served = asyncio.run(
                runtime.serve(found.services, deliveries=found.deliveries, others=others)
            )
    if not served:
        raise typer.Exit(FAILED)


def _lines_of_a_person() -> Iterator[str] | None:
    """The lines of a pipe; None at a terminal, where a prompt asks for them.

    Raises BadArgument if no line comes. A service manager gives neither, and a service that serves
    nobody must not end with success.
    """
    if sys.stdin is not None and sys.stdin.isatty():
        return None
    lines = iter(sys.stdin or ())
    try:
        first = next(lines, None)
    except OSError:  # nohup(1) makes standard input unreadable
        first = None
    if first is None:
        raise registry.nothing_set_up("there is no terminal to chat in")
    return chain((first,), lines)


@contextmanager
def worker_pools(settings: Settings) -> Iterator[bot_app.Workers]:
    with (
        ThreadPoolExecutor(settings.workers, thread_name_prefix="answer") as answers,
        ThreadPoolExecutor(_DELIVERY_THREADS, thread_name_prefix="delivery") as delivery,
        ThreadPoolExecutor(_SOURCE_THREADS, thread_name_prefix="source") as sources,
        ThreadPoolExecutor(_HEARTBEAT_THREADS, thread_name_prefix="heartbeat") as heartbeats,
    ):
        yield bot_app.Workers(
            answers=answers, delivery=delivery, sources=sources, heartbeats=heartbeats
        )
