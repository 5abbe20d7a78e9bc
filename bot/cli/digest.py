"""`outbox`: what is to be posted and what became of it; resend and drop are the operator's word."""

import json
from datetime import timedelta
from typing import Annotated, Any, get_args

import typer

from bot.app import clock, opened
from bot.cli import holding
from bot.cli.app import FAILED, AsJson, out, settings_of
from bot.cli.output import print_json
from bot.courier import proving
from briefs.digests.frozen import Message
from briefs.digests.outbox import OPEN, Delivery, Outbox, Status
from briefs.errors import BadArgument, Unproved
from briefs.storage import Store

Id = Annotated[int, typer.Argument(metavar="ID", help="A delivery's number, as list shows it.")]

outbox = typer.Typer(
    help="""What is to be posted, and what became of it.

    Examples: `sourcebrief outbox list --status uncertain`, `sourcebrief outbox show 12`,
    `sourcebrief outbox resend 12`, `sourcebrief outbox drop 12`
    """,
    no_args_is_help=True,
)


def register(app: typer.Typer) -> None:
    for command in (show, resend, drop):
        outbox.command()(command)
    outbox.command(name="list")(list_)
    holding.register(outbox)
    app.add_typer(outbox, name="outbox")


def list_(
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
        tally = store.outbox.tally()
    for row in rows:
        if as_json:
            print_json(_record(row))
        else:
            when = f"{row.due:%Y-%m-%d %H:%M}"
            line = f"#{row.id:<5} {row.status:9} {when}  {row.key}  {row.error}"
            out.print(line.rstrip(), soft_wrap=True)
    if not as_json:
        counts = ", ".join(f"{count} {name}" for name, count in tally.items() if count)
        out.print(counts or "Nothing has been put out yet.", soft_wrap=True)


def show(context: typer.Context, delivery: Id, as_json: AsJson = False) -> None:
    """Show a delivery, its message, and whether all that it quotes can still be proved.

    Example: `sourcebrief outbox show 12`
    """
    with opened(settings_of(context)) as store:
        row = store.outbox.get(delivery)
        message = proving.proved([row.message], store)[row.message]
    record = _record(row)
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


def _record(row: Delivery) -> dict[str, Any]:
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
    """A message's text, as every platform's payload has it, or all of its payload."""
    payload = json.loads(message.payload)
    return str(payload.get("text") or message.payload)
