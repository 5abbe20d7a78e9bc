"""`digest` lists and resumes subscriptions; `outbox` shows deliveries and changes them.

`outbox resend` and `drop` decide about one delivery; `outbox forget` and `resume` about a library
whose posting is held.
"""

import json
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, get_args

import typer

from bot.chat import every_order
from bot.cli.common import FAILED, AsJson, out, print_json, settings_of
from bot.open_library import chat_service, clock, opened
from briefs.digests.outbox import OPEN, Delivery, Message, Status
from briefs.digests.subscription import Subscription, upcoming
from briefs.errors import BadArgument, NotFound, Unproved
from briefs.storage import Store
from briefs.storage.outbox import Outbox
from handlers.digest import topics as digest_topics
from handlers.digest.render import schedule_text
from handlers.format import counted

digest = typer.Typer(
    help="""The digests of all chats: where they go, and when.

    Examples: `sourcebrief digest list`, `sourcebrief digest resume`
    """,
    no_args_is_help=True,
    add_completion=False,
)

outbox = typer.Typer(
    help="""What is to be posted, and what became of it.

    Examples: `sourcebrief outbox list --status uncertain`, `sourcebrief outbox show 12`,
    `sourcebrief outbox resend 12`, `sourcebrief outbox drop 12`
    """,
    no_args_is_help=True,
    add_completion=False,
)


@digest.command(name="list")
def list_(context: typer.Context, as_json: AsJson = False) -> None:
    """List the digests of all chats with their next run.

    Examples: `sourcebrief digest list`, `sourcebrief digest list --json`
    """
    now = clock()
    count = 0
    with opened(settings_of(context)) as store:
        for count, order in enumerate(every_order(store), start=1):  # noqa: B007  # printed below
            run = next(upcoming(order, now), None)
            if as_json:
                print_json(_record(order, run.at.isoformat() if run else None))
                continue
            state = f"next {run.at:%Y-%m-%d %H:%M} UTC" if run else _state_of_paused(order)
            name = f"{order.name}  " if order.name else ""
            topics = digest_topics.spelled(order)
            out.print(
                f"{order.to}  {name}{schedule_text(order)}  [{topics}]  {state}", soft_wrap=True
            )
    if not count and not as_json:
        out.print("No digest has been ordered: /digest in a chat says how.")


@digest.command()
def resume(
    context: typer.Context,
    place: Annotated[
        list[str] | None, typer.Argument(metavar="PLACE…", help="As list shows it; all if none.")
    ] = None,
) -> None:
    """Resume digests that were paused because their platform refused a message; all, or some.

    A digest that a person paused stays paused. Examples: `sourcebrief digest resume`,
    `sourcebrief digest resume slack:T1:C1`
    """
    with opened(settings_of(context)) as store:
        orders = list(every_order(store))
        for name in place or ():
            if not any(_is_among(order, [name]) for order in orders):
                raise NotFound(name, hint="`sourcebrief digest list` shows where digests go.")
        refused = [
            order
            for order in orders
            if order.pause and order.pause.by == "platform" and _is_among(order, place)
        ]
        front = chat_service(store)
        for order in refused:
            front.on_reachable(order.to)
    for order in refused:
        out.print(f"{order.to}  resumed", soft_wrap=True)
    if not refused:
        out.print("No digest there is paused because of its platform.")


def _is_among(order: Subscription, places: list[str] | None) -> bool:
    """Whether a subscription is for one of the places or a thread of one;
    always if none is named.
    """
    return not places or bool({str(order.to), str(order.to.channel_alone)} & set(places))


def _state_of_paused(order: Subscription) -> str:
    return f"paused: {order.pause.reason}" if order.pause else "no next run"


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
        "paused": f"at rest: {order.pause.reason}" if order.pause else None,
    }


_TIME_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d"]


@outbox.command()
def forget(
    context: typer.Context,
    before: Annotated[
        datetime | None,
        typer.Option(metavar="TIME", formats=_TIME_FORMATS, help="In UTC; now, if none is given."),
    ] = None,
) -> None:
    """Count all that was due before a time as posted, in a library that is held.

    Examples: `sourcebrief outbox forget`, `sourcebrief outbox forget --before 2026-11-23T07:30`
    """
    now = clock()
    until = min(before.replace(tzinfo=UTC), now) if before else now
    with opened(settings_of(context)) as store:
        if store.posting_hold.current() is None:
            raise BadArgument("Nothing is held.", hint="All that is due is posted as it should be.")
        done = store.posting_hold.mark_due_as_posted(before=until, now=now)
    out.print(
        f"Until {until:%Y-%m-%d %H:%M} UTC all counts as posted: "
        f"{counted(done.orders, 'order')} moved on, {counted(done.deliveries, 'message')} let go. "
        "Then: `sourcebrief outbox resume`.",
        soft_wrap=True,
    )


@outbox.command(name="resume")
def resume_posting(context: typer.Context) -> None:
    """Post what is due again, from a library that was held.

    Example: `sourcebrief outbox resume`
    """
    with opened(settings_of(context)) as store:
        held = store.posting_hold.current()
        if not store.posting_hold.release(now=clock()) or held is None:
            out.print("Nothing was held.")
            return
    out.print(f"What is due is posted again. It was held for this: {held.reason}", soft_wrap=True)


Id = Annotated[int, typer.Argument(metavar="ID", help="A delivery's number, as list shows it.")]


@outbox.command(name="list")
def list_deliveries(
    context: typer.Context,
    status: Annotated[
        list[str] | None, typer.Option(help="Only these: pending, sent, failed, uncertain, …")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 20,
    as_json: AsJson = False,
) -> None:
    """List deliveries, newest first, and how many there are of each status.

    Examples: `sourcebrief outbox list`, `sourcebrief outbox list --status failed --json`
    """
    wanted = tuple(map(_status, status or ()))
    with opened(settings_of(context)) as store:
        rows = store.outbox.rows(statuses=wanted, limit=limit)
        tally = store.outbox.counts()
    for row in rows:
        if as_json:
            print_json(_delivery_record(row))
        else:
            when = f"{row.due:%Y-%m-%d %H:%M}"
            line = f"#{row.id:<5} {row.status:9} {when}  {row.key}  {row.error}"
            out.print(line.rstrip(), soft_wrap=True)
    if not as_json:
        counts = ", ".join(f"{count} {name}" for name, count in tally.items() if count)
        out.print(counts or "Nothing has been put out yet.", soft_wrap=True)


@outbox.command()
def show(context: typer.Context, delivery: Id, as_json: AsJson = False) -> None:
    """Show a delivery, its message, and whether all that it quotes can still be proved.

    Example: `sourcebrief outbox show 12`
    """
    from bot.delivery.worker import verify_messages  # noqa: PLC0415  # imports the platforms' calls

    with opened(settings_of(context)) as store:
        row = store.outbox.get(delivery)
        message = verify_messages([row.message], store)[row.message]
    record = _delivery_record(row)
    if isinstance(message, Unproved):
        fate = (
            "it was sent, but can't be proved now"
            if row.status == "sent"
            else "it will not be sent"
        )
        record["proof"] = f"WARNING: {fate}: {message}"
    else:
        record["proof"] = f"sentences that stand in the stored pieces: {len(message.quotes)}"
    if as_json:
        payload = None if isinstance(message, Unproved) else json.loads(message.payload)
        print_json({**record, "payload": payload})
    else:
        for name, value in record.items():
            if value not in {None, ""}:
                out.print(f"{name:9} {value}", soft_wrap=True)
        if isinstance(message, Message):
            out.print()
            out.print(_words(message), soft_wrap=True)
    if isinstance(message, Unproved):
        raise typer.Exit(FAILED)


@outbox.command()
def resend(context: typer.Context, delivery: Id) -> None:
    """Post one again that failed, was dropped, or may not have arrived.

    Example: `sourcebrief outbox resend 12`
    """
    settings = settings_of(context)
    now, grace = clock(), timedelta(hours=settings.digest_grace)
    with opened(settings) as store:
        row = store.outbox.get(delivery)
        if not store.outbox.resend(delivery, now=now, until=now + grace):
            raise _not_now(store, row, "Only what failed, was dropped or is uncertain can be.")
    twice = " If it had arrived after all, it is there twice." if row.status == "uncertain" else ""
    out.print(
        f"#{row.id} will be posted again to {row.place} within seconds while "
        f"`sourcebrief run` runs, and not after {now + grace:%Y-%m-%d %H:%M} UTC.{twice}",
        soft_wrap=True,
    )


@outbox.command()
def drop(context: typer.Context, delivery: Id) -> None:
    """Let one go: it will not be posted, or is known to have arrived.

    Example: `sourcebrief outbox drop 12`
    """
    with opened(settings_of(context)) as store:
        row = store.outbox.get(delivery)
        if not store.outbox.drop(delivery, now=clock()):
            raise _not_now(store, row, "Only what is open, failed or uncertain can be.")
    begun = " Its call had begun: it may arrive all the same." if row.status == "sending" else ""
    out.print(
        f"#{row.id} is let go: it will not be posted to {row.place} again, and nobody is told of "
        f"it any more.{begun}",
        soft_wrap=True,
    )


def _not_now(store: Store, row: Delivery, hint: str) -> BadArgument:
    outbox: Outbox = store.outbox
    return BadArgument(f"#{row.id} is {outbox.get(row.id).status}.", hint=hint)


def _status(said: str) -> Status:
    for known in get_args(Status):
        if said.casefold() == known:
            status: Status = known
            return status
    raise typer.BadParameter(", ".join(get_args(Status)), param_hint="--status")


def _delivery_record(row: Delivery) -> dict[str, Any]:
    return {
        "id": row.id,
        "status": row.status,
        "place": str(row.place),
        "edition": row.edition,
        "part": row.part,
        "due": row.due.isoformat(),
        "until": row.until.isoformat() if row.status in OPEN else None,
        "attempts": row.attempts,
        "posted": row.posted,
        "error": row.error,
        "look_at": row.look_at.isoformat() if row.look_at else None,
    }


def _words(message: Message) -> str:
    """A message's text, which every platform's payload has, or else the whole payload."""
    payload = json.loads(message.payload)
    return str(payload.get("text") or message.payload)
