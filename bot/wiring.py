"""Puts the parts together: the only place that constructs them."""

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from datetime import UTC, datetime

from bot.config import Settings
from bot.desk import Desk
from bot.runtime import Platform
from briefs.errors import BadArgument
from briefs.sql_store import SqlStore, open_store
from briefs.store import Store


def clock() -> datetime:
    """The time, aware and in UTC."""
    return datetime.now(UTC)


@contextmanager
def opened(settings: Settings) -> Iterator[SqlStore]:
    """The store, closed again at the end."""
    store = open_store(settings.database_url)
    try:
        yield store
    finally:
        store.close()


def desk(store: Store) -> Desk:
    return Desk(store, clock)


def platforms(settings: Settings, store: Store, workers: Executor) -> dict[str, Platform]:
    """Every platform whose tokens are set, by name."""
    from briefs.summarise import topic  # noqa: F401, PLC0415  # loaded now, not while one waits

    found: dict[str, Platform] = {}
    if settings.telegram_token is not None:
        from bot.platforms.telegram.adapter import Telegram  # noqa: PLC0415  # only if served

        found["telegram"] = Telegram(
            desk(store),
            workers,
            token=settings.telegram_token.get_secret_value(),
            base_url=settings.telegram_base_url,
            clock=clock,
        )
    if settings.slack_state.startswith("WARNING"):
        raise BadArgument(
            "Slack needs both of its tokens: " + settings.slack_state.removeprefix("WARNING: "),
            hint="The README's Slack part says where to find it.",
        )
    if settings.slack_bot_token is not None and settings.slack_app_token is not None:
        from bot.platforms.slack.adapter import Slack  # noqa: PLC0415  # only if served

        found["slack"] = Slack(
            desk(store),
            workers,
            bot_token=settings.slack_bot_token.get_secret_value(),
            app_token=settings.slack_app_token.get_secret_value(),
            base_url=settings.slack_base_url,
            clock=clock,
        )
    return found


def stock_examples(store: Store) -> None:
    """Put the example pieces into an empty library, so that a first look has something to see."""
    if store.count():
        return
    from briefs import examples, ingest  # noqa: PLC0415  # only a first run needs them
    from briefs.reading import reader  # noqa: PLC0415  # as above

    for name, data in examples.pieces():
        draft = reader.read(data, name=name, origin=f"example:{name}")
        store.add(ingest.edit(draft), now=clock())
