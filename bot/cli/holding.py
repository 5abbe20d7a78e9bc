"""`outbox forget` and `outbox resume`: the operator's word on a library that is held."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from bot.app import clock, opened
from bot.cli.app import out, settings_of
from briefs.errors import BadArgument
from handlers.format import counted

_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d"]


def register(outbox: typer.Typer) -> None:
    outbox.command()(forget)
    outbox.command()(resume)


def forget(
    context: typer.Context,
    before: Annotated[
        datetime | None,
        typer.Option(metavar="TIME", formats=_FORMATS, help="In UTC; now, if none is given."),
    ] = None,
) -> None:
    """Count all that was due before a time as posted, in a library that is held.

    Examples: `sourcebrief outbox forget`, `sourcebrief outbox forget --before 2026-11-23T07:30`
    """
    now = clock()
    until = min(before.replace(tzinfo=UTC), now) if before else now
    with opened(settings_of(context)) as store:
        if store.guard.held() is None:
            raise BadArgument("Nothing is held.", hint="All that is due is posted as it should be.")
        done = store.guard.forget(before=until, now=now)
    out.print(
        f"Until {until:%Y-%m-%d %H:%M} UTC all counts as posted: "
        f"{counted(done.orders, 'order')} moved on, {counted(done.deliveries, 'message')} let go. "
        "Then: `sourcebrief outbox resume`.",
        soft_wrap=True,
    )


def resume(context: typer.Context) -> None:
    """Post what is due again, from a library that was held.

    Example: `sourcebrief outbox resume`
    """
    with opened(settings_of(context)) as store:
        held = store.guard.held()
        if not store.guard.release(now=clock()) or held is None:
            out.print("Nothing was held.")
            return
    out.print(f"What is due is posted again. It was held for this: {held.reason}", soft_wrap=True)
