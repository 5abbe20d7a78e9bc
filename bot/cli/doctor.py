"""`doctor` checks the installation without using the network: what is wrong, and how to fix it."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from platform import python_version

import typer

from bot import app as bot_app
from bot import config
from bot.cli.common import FAILED, AsJson, err, out, print_json, settings_of
from bot.cli.run import worker_pools
from bot.config import Settings
from bot.open_library import opened
from bot.platforms import registry
from briefs.errors import BadArgument, SourcebriefError, StoreUnavailable
from briefs.sandbox import rights
from briefs.storage import Store

_WARNING = "WARNING: "


@dataclass(frozen=True, slots=True)
class Check:
    """A check and its result; `mend` says how to fix a fault."""

    name: str
    value: str
    mend: str = ""

    @property
    def is_well(self) -> bool:
        return not self.value.startswith(_WARNING)


def doctor(context: typer.Context, as_json: AsJson = False) -> None:
    """Check the database, the versions and the settings, without any network.

    Each warning comes with what to do. `sourcebrief setup --check` asks the platforms, too.
    Example: `sourcebrief doctor`
    """
    found = tuple(_checks(settings_of(context)))
    for check in found:
        if as_json:
            mend = {"mend": check.mend} if check.mend else {}
            print_json({"check": check.name, "value": check.value, **mend})
            continue
        out.print(f"{check.name:22} {check.value}", soft_wrap=True)
        if check.mend:
            out.print(f"{'':22} {check.mend}", soft_wrap=True)
    wrong = sum(not check.is_well for check in found)
    if wrong:
        err.print(f"sourcebrief: {wrong} to mend: see the warnings above")
        raise typer.Exit(FAILED)
    if not as_json:
        out.print("Nothing to mend.")


def settings(as_json: AsJson = False) -> None:
    """List every setting: what it is for, its default, and whether it is set.

    They are read from the environment and from `.env` of the folder that you are in.
    Example: `sourcebrief settings`
    """
    given = config.given(os.environ)
    for name, setting in Settings.model_fields.items():
        called = f"{config.PREFIX}{name.upper()}"
        if as_json:
            does = {"does": setting.description, "default": setting.default}
            print_json({"setting": called, "set": name in given, **does})
            continue
        default = "" if setting.default is None else f" [{setting.default}]"
        out.print(f"{called}{default}{' (set)' if name in given else ''}", soft_wrap=True)
        out.print(f"    {setting.description}", soft_wrap=True)


def _checks(settings: Settings) -> Iterator[Check]:
    yield Check("sourcebrief", version("sourcebrief"))
    yield Check("python", python_version())
    for name in _libraries():
        yield Check(name, version(name))
    yield Check("settings", config.read_from())
    for name in config.unknown(os.environ):
        mend = "Take it out, or correct its name; `sourcebrief settings` has them all."
        yield Check("settings", f"{_WARNING}{name} is no setting", mend)
    yield from _secrecy(settings)
    yield from _folder(settings)
    yield from _signing(settings)
    for name, platform in registry.platforms().items():
        said = platform.describe(settings)
        mend = "`sourcebrief setup` asks for it." if said.startswith(_WARNING) else ""
        yield Check(name, said, mend)
    yield Check("sandbox", "; ".join(rights.missing()) or "no files, no network, no processes")
    yield from _library(settings)


def _libraries() -> tuple[str, ...]:
    """The distributions whose versions `doctor` prints."""
    spoken = (name for one in registry.platforms().values() for name in one.libraries)
    return (*spoken, "sumy")


def _secrecy(settings: Settings) -> Iterator[Check]:
    """Whether other users of the machine can read the tokens."""
    file = config.ENV_FILE
    if os.name != "posix" or not settings.secrets or not file.is_file():
        return
    if file.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH):
        said = f"{_WARNING}{file.resolve()} can be read by others, and holds secrets"
        yield Check("settings", said, f"chmod 600 {file.resolve()}")


def _folder(settings: Settings) -> Iterator[Check]:
    """Whether the watched folder exists."""
    if settings.library and not Path(settings.library).is_dir():
        said = f"{_WARNING}{settings.library} is no folder"
        yield Check("folder", said, f"Make it, or correct {config.PREFIX}LIBRARY.")


def _library(settings: Settings) -> Iterator[Check]:
    try:
        with opened(settings) as store:
            yield _serving(settings, store)
            yield from _unserved(settings, store)
            for name, value in store.describe():
                yield Check(name, value)
    except StoreUnavailable as error:
        yield Check("database", f"{_WARNING}{error}", error.hint)


def _serving(settings: Settings, store: Store) -> Check:
    """What `run` would serve, or why it could serve nothing."""
    if not registry.is_any_set_up(settings):
        return Check("run serves", "the console chat, at a terminal; `sourcebrief setup` connects")
    try:
        with worker_pools(settings) as workers:
            names = ", ".join(bot_app.services_of(settings, store, workers).services)
    except BadArgument as error:
        return Check("run serves", f"{_WARNING}{error}", error.hint)
    return Check("run serves", names)


def _signing(settings: Settings) -> Iterator[Check]:
    """Whether receipts can be signed, if a key is set."""
    if settings.signing_key is None:
        return
    from briefs.receipts.signing import load  # noqa: PLC0415  # needed only with a key

    try:
        signer = load(Path(settings.signing_key))
    except SourcebriefError as error:
        yield Check("receipts", f"{_WARNING}{error}", error.hint)
    else:
        yield Check("receipts", f"signed with the key {signer.public.id}")


def _unserved(settings: Settings, store: Store) -> Iterator[Check]:
    """The subscriptions that no account would serve, as far as the settings show."""
    from bot.accounts import unserved  # noqa: PLC0415  # imports the platforms' clients

    for account, count in sorted(unserved(store, settings).items()):
        said = f"{_WARNING}{count} are ordered of {account}, whose token is not set"
        yield Check("digests", said, "Set its token; `sourcebrief digest list` shows them.")
