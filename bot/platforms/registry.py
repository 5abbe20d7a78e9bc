"""The platforms that can be served, by name: a new platform is a folder and a line here."""

from importlib import import_module
from typing import Final

from bot import config
from bot.config import Settings
from bot.platforms.base import Platform
from briefs.errors import BadArgument

PLATFORMS: Final[dict[str, str]] = {
    "telegram": "bot.platforms.telegram.platform:TELEGRAM",
    "slack": "bot.platforms.slack.platform:SLACK",
}
"""The module and name of each `Platform`: "module:NAME"."""


def platforms() -> dict[str, Platform]:
    """All platforms, by name."""
    return {name: _loaded(place) for name, place in PLATFORMS.items()}


def is_any_set_up(settings: Settings) -> bool:
    """Whether there is a platform to serve; without one, `run` opens the console chat."""
    return any(one.is_set_up(settings) for one in platforms().values())


def nothing_set_up(why: str) -> BadArgument:
    """The error that no platform is set up; `why` says which tokens were looked for, and where."""
    wanted = ", or ".join(one.needs for one in platforms().values())
    return BadArgument(
        f"No platform's token is set, and {why}.",
        hint=f"I looked in {config.searched()} for {wanted}. "
        "`sourcebrief setup` asks for them and writes them down.",
    )


def with_history() -> tuple[str, ...]:
    """The platforms on which a message can be looked for in a place's history."""
    return tuple(name for name, one in platforms().items() if one.capabilities.history)


def _loaded(place: str) -> Platform:
    module, _, name = place.partition(":")
    found: Platform = getattr(import_module(module), name)
    return found
