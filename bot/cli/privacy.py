"""`privacy`: which columns contain data about people, for how long, and how
to delete one's data.
"""

from typing import Annotated

import typer

from bot.cli.common import out, settings_of
from bot.open_library import clock, opened
from bot.platforms.console import terminal
from briefs.errors import BadArgument
from briefs.model import Address
from briefs.storage.privacy import Until
from handlers import privacy as said
from handlers.message import Heading, Reply

privacy = typer.Typer(add_completion=False, rich_markup_mode="rich", invoke_without_command=True)


@privacy.callback(invoke_without_command=True)
def show(context: typer.Context) -> None:
    """Say what is kept about people, where, for how long, and how to have it forgotten.

    Examples: `sourcebrief privacy`, `sourcebrief privacy forget telegram:12345`,
    `sourcebrief privacy forget slack:T1:U1 slack:T1:D7`
    """
    if context.invoked_subcommand is not None:
        return
    settings = settings_of(context)
    until: dict[Until, str] = dict(said.UNTIL)
    until["buttons"] = f"{settings.keep_buttons} days"
    until["deliveries"] = f"{settings.keep_deliveries} days"
    heading = Heading("What is kept about people")
    terminal.printed(terminal.render(Reply((heading, *said.kept(until, columns=True)))), out)


@privacy.command()
def forget(
    context: typer.Context,
    person: Annotated[str, typer.Argument(help="As editors are listed: telegram:12345.")],
    chats: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="CHAT…", help="Their private chats: slack:T1:D7. Telegram's is known."
        ),
    ] = None,
) -> None:
    """Forget a person: delete what is kept of them and their private chats, and wipe its bytes.

    Start `run` anew if they go on: it remembers which buttons it gave them.

    Examples: `sourcebrief privacy forget telegram:12345`
    """
    places = [_place(chat) for chat in chats or ()]
    if ":" not in person:
        raise BadArgument(f"I can't read “{person}”.", hint="Write telegram:12345 or slack:T1:U1.")
    with opened(settings_of(context)) as store:
        done = store.privacy.forget(person, places, now=clock())
        out.print(said.forgotten_line(done), soft_wrap=True)
        for missed in store.editorial.wipe():
            out.print(missed, soft_wrap=True)


def _place(chat: str) -> Address:
    try:
        return Address.parse(chat)
    except ValueError as error:
        raise BadArgument(f"I can't read “{chat}”.", hint="Write slack:T1:D7.") from error
