"""`run` and `doctor`: the bot itself, and a look at whether it is well."""

import asyncio
import platform
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from typing import Annotated

import typer

from bot import heartbeat, runtime, wiring
from bot.cli.app import FAILED, AsJson, err, out, settings_of
from bot.cli.chat import talk
from bot.cli.output import print_json
from bot.config import Settings
from briefs.errors import StoreUnavailable

_ARRIVALS = 2
"""Threads for what comes in by itself: neither readers nor digests are to wait for it."""

_BEATS = 1
"""Threads that show others that this process lives: a beat waits for no work at all."""

_POSTS = 4
"""Threads for what is published and delivered: readers are not to wait for it."""


def register(app: typer.Typer) -> None:
    app.command()(run)
    app.command()(doctor)


def run(
    context: typer.Context,
    role: Annotated[
        wiring.Role, typer.Option(help="What this process is for; several share one library.")
    ] = "all",
) -> None:
    """Serve the platforms whose tokens are set; with none, open the console chat.

    Examples: `sourcebrief run`, `SOURCEBRIEF_TELEGRAM_TOKEN=… sourcebrief run --role web`
    """
    settings = settings_of(context)
    with wiring.opened(settings) as store:
        heartbeat.look(store.guard, wiring.clock())
        if not settings.serves and role == "all":
            wiring.stock_examples(store)
            talk(settings, store)
            return
        with (
            ThreadPoolExecutor(settings.workers, thread_name_prefix="desk") as desks,
            ThreadPoolExecutor(_POSTS, thread_name_prefix="post") as posts,
            ThreadPoolExecutor(_ARRIVALS, thread_name_prefix="arrival") as arrivals,
            ThreadPoolExecutor(_BEATS, thread_name_prefix="beat") as beats,
        ):
            workers = wiring.Workers(desks=desks, posts=posts, arrivals=arrivals, beats=beats)
            found = wiring.newsroom(settings, store, workers, role)
            others = {**found.others, **wiring.housekeeping(settings, store, posts, role)}
            served = asyncio.run(
                runtime.serve(found.services, offices=found.offices, others=others)
            )
    if not served:
        raise typer.Exit(FAILED)


def _library(settings: Settings) -> tuple[tuple[str, str], ...]:
    try:
        with wiring.opened(settings) as store:
            return store.describe()
    except StoreUnavailable as error:
        return (("database", f"WARNING: {error} {error.hint}"),)


def doctor(context: typer.Context, as_json: AsJson = False) -> None:
    """Check the database, the versions and the settings, without any network.

    Example: `sourcebrief doctor`
    """
    settings = settings_of(context)
    found = [
        ("python", platform.python_version()),
        *((name, version(name)) for name in ("python-telegram-bot", "slack-bolt", "sumy")),
        ("telegram", "token set" if settings.telegram_token else "no token"),
        ("slack", settings.slack_state),
        *_library(settings),
    ]
    for name, value in found:
        if as_json:
            print_json({"check": name, "value": value})
        else:
            out.print(f"{name:22} {value}", soft_wrap=True)
    if any(value.startswith("WARNING") for _, value in found):
        err.print("sourcebrief: see the warnings above")
        raise typer.Exit(FAILED)
