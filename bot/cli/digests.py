"""`digest`: the standing orders, for the operator: list them, and wake those that were refused."""

from typing import Annotated, Any

import typer

from bot.app import clock, desk, opened
from bot.chat import every_order
from bot.cli.app import AsJson, out, settings_of
from bot.cli.output import print_json
from briefs.digests.subscription import Subscription, upcoming
from handlers.digest import words
from handlers.rhythm import rhythm

digest = typer.Typer(
    help="""The standing orders: where digests go, and when.

    Examples: `sourcebrief digest list`, `sourcebrief digest resume`
    """,
    no_args_is_help=True,
)


def register(app: typer.Typer) -> None:
    digest.command(name="list")(list_)
    digest.command()(resume)
    app.add_typer(digest, name="digest")


def list_(context: typer.Context, as_json: AsJson = False) -> None:
    """List all standing orders with their next run.

    Examples: `sourcebrief digest list`, `sourcebrief digest list --json`
    """
    now = clock()
    count = 0
    with opened(settings_of(context)) as store:
        for count, order in enumerate(every_order(store), start=1):  # noqa: B007  # told below
            run = next(upcoming(order, now), None)
            if as_json:
                print_json(_record(order, run.at.isoformat() if run else None))
                continue
            state = f"next {run.at:%Y-%m-%d %H:%M} UTC" if run else _rest(order)
            name = f"{order.name}  " if order.name else ""
            topics = words.spelled(order)
            out.print(f"{order.to}  {name}{rhythm(order)}  [{topics}]  {state}", soft_wrap=True)
    if not count and not as_json:
        out.print("No digest has been ordered: /digest in a chat says how.")


def resume(
    context: typer.Context,
    place: Annotated[
        list[str] | None, typer.Argument(metavar="PLACE…", help="As list shows it; all if none.")
    ] = None,
) -> None:
    """Wake the orders that rest because their platform refused a message; all, or some places'.

    What a person paused stays so. Examples: `sourcebrief digest resume`,
    `sourcebrief digest resume slack:T1:C1`
    """
    with opened(settings_of(context)) as store:
        refused = [
            order
            for order in every_order(store)
            if order.pause and order.pause.by == "platform" and _is_among(order, place)
        ]
        front = desk(store)
        for order in refused:
            front.opened(order.to)
    for order in refused:
        out.print(f"{order.to}  goes on", soft_wrap=True)
    if not refused:
        out.print("No order there rests because of its platform.")


def _is_among(order: Subscription, places: list[str] | None) -> bool:
    """Whether it is for one of them, or for a thread of one; for any, if none is named."""
    return not places or bool({str(order.to), str(order.to.channel_alone)} & set(places))


def _rest(order: Subscription) -> str:
    return f"at rest: {order.pause.reason}" if order.pause else "no next run"


def _record(order: Subscription, next_run: str | None) -> dict[str, Any]:
    return {
        "place": str(order.to),
        "name": order.name,
        "at": f"{order.at:%H:%M}",
        "zone": order.zone,
        "weekdays": list(order.weekdays),
        "wanted": list(order.wanted),
        "unwanted": list(order.unwanted),
        "next": next_run,
        "paused": _rest(order) if order.pause else None,
    }
