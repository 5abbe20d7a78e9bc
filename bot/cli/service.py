"""`run` and `doctor`: the bot itself, and a look at whether it is well."""

import asyncio
import platform
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version

import typer

from bot import runtime, wiring
from bot.cli.app import FAILED, AsJson, err, out, settings_of
from bot.cli.chat import talk
from bot.cli.output import print_json
from bot.config import Settings
from briefs.errors import StoreUnavailable


def register(app: typer.Typer) -> None:
    app.command()(run)
    app.command()(doctor)


def run(context: typer.Context) -> None:
    """Serve the platforms whose tokens are set; with none, open the console chat.

    Examples: `sourcebrief run`, `SOURCEBRIEF_TELEGRAM_TOKEN=… sourcebrief run`
    """
    settings = settings_of(context)
    with wiring.opened(settings) as store:
        if not settings.serves:
            wiring.stock_examples(store)
            talk(store)
            return
        workers = ThreadPoolExecutor(settings.workers, thread_name_prefix="desk")
        with workers:
            served = asyncio.run(runtime.serve(wiring.platforms(settings, store, workers)))
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
