"""Finds the handler for a request, and turns every way it can end into a reply."""

from secrets import token_hex

import structlog

from briefs.errors import NotFound, SourcebriefError, StoreUnavailable, Unproved
from briefs.storage import Store
from handlers.commands import COMMANDS, Command, load
from handlers.external import with_notice
from handlers.format import brief_buttons, card_line
from handlers.message import Actions, Bullets, Code, Context, Paragraph, Reply, Request
from handlers.resolve import closest_pieces
from handlers.verify import left_out, verified

_ALIASES = {"start": "help"}
"""Telegram sends /start when a person opens the chat: https://core.telegram.org/bots/features#global-commands"""

_log = structlog.get_logger(__name__)


def answer(request: Request, context: Context) -> Reply:
    """The proved reply to a request; every failure becomes a reply, too."""
    name = request.command.lower()
    command = _command(name)
    if command is None:
        return _unknown(name)
    try:
        return _answered(command, request, context)
    except Unproved as error:
        reference = token_hex(4)
        _log.error("unproved", reference=reference, error=str(error), command=name)
        return _bug_reply(
            "I can't show this: the stored text does not match its proof, and what cannot be "
            "proved is not sent.",
            reference,
        )
    except StoreUnavailable as error:
        _log.error("no_store", error=str(error), hint=error.hint, command=name)
        return error_reply(error)
    except SourcebriefError as error:
        return error_reply(error)
    except Exception:  # noqa: BLE001  # a bug in one answer must not end the bot
        reference = token_hex(4)
        _log.exception("bug", reference=reference, command=name)
        return _bug_reply("Something went wrong on my side.", reference)


def _command(name: str) -> Command | None:
    named = _ALIASES.get(name, name)
    return next((command for command in COMMANDS if command.name == named), None)


def _answered(command: Command, request: Request, context: Context) -> Reply:
    store = context.store
    try:
        reply = load(command)(request, context)
        try:
            return with_notice(verified(reply, store), store)
        except Unproved as error:
            sound = with_notice(left_out(reply, store, error), store)
            _log.error("left_out", error=str(error), command=request.command)
            return sound
    except NotFound as error:
        return _not_found(error, request, store)


def _unknown(name: str) -> Reply:
    known = " ".join(f"/{command.name}" for command in COMMANDS)
    text = f"I don't know /{name[:40]}. I know {known}"
    return Reply((Paragraph((text,)),), private=True)


def error_reply(error: SourcebriefError) -> Reply:
    """What went wrong and what the asker can do next.

    What keeps the database from being used names its place; that is for the operator, in the log.
    """
    if isinstance(error, StoreUnavailable):
        error = SourcebriefError(
            "The library can't be used for this at the moment.",
            hint="Try again in a few minutes. The operator is told.",
        )
    lines = filter(None, (str(error), error.hint))
    return Reply(tuple(Paragraph((line,)) for line in lines), private=True)


def _not_found(error: NotFound, request: Request, store: Store) -> Reply:
    near = closest_pieces(error.ref, store)
    if not near:
        return error_reply(error)
    return Reply(
        (
            *error_reply(error).blocks,
            Paragraph(("The closest I have:",)),
            Bullets(tuple(card_line(card, request.at) for card in near)),
            Actions(brief_buttons(near)),
        ),
        private=True,
    )


def _bug_reply(text: str, reference: str) -> Reply:
    return Reply(
        (Paragraph((text, " The operator finds it in the log under ", Code(reference), ".")),),
        private=True,
    )
