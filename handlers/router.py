"""Finds the handler for a request, and turns every outcome, errors included, into a reply."""

from dataclasses import replace
from secrets import token_hex

from briefs.errors import NotFound, SourcebriefError, StoreUnavailable, Unproved
from briefs.log import get_logger
from briefs.storage import Store
from handlers.command_text import NOT_READ, nearest, understood
from handlers.commands import COMMANDS, Command, load
from handlers.format import brief_buttons, card_lines, with_notice
from handlers.message import Actions, Bullets, Code, Context, Paragraph, Reply, Request
from handlers.outgoing import directed, left_out, verified
from handlers.resolve import closest_pieces

_STOPS = frozenset({"stop", "unsubscribe", "cancel", "quit", "exit"})
_CHANGING = frozenset({"digest", "piece"})
_FOR_ALL = frozenset({"status", "preview", "help"})
_NOT_READ_REPLY = (
    "I read words and documents, not pictures, voices or places. /help shows what I can do."
)

_log = get_logger(__name__)


def answer(request: Request, context: Context) -> Reply:
    """The proved reply to a request; every error becomes a reply, too."""
    request = understood(request)
    name = request.command.lower()
    if name == NOT_READ:
        return _line(_NOT_READ_REPLY)
    command = _command(name)
    if command is None:
        return _unknown(name)
    if (why := _untrusted(request)) is not None:
        return _line(why)
    if request.args == ("help",) and name != "search":
        request = replace(request, command="help", args=(name,))
        command = next(one for one in COMMANDS if one.name == "help")
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
    return next((command for command in COMMANDS if command.name == name), None)


def _untrusted(request: Request) -> str | None:
    """Why a command that changes something is not run for this sender; None if it is run."""
    if request.command not in _CHANGING or (request.args and request.args[0] in _FOR_ALL):
        return None
    if request.forwarded:
        return "Somebody else wrote that command. I run it only for whoever types it."
    if request.outsider:
        return "Only people of this workspace can do that here: ask one of them."
    return None


def _line(said: str) -> Reply:
    return Reply((Paragraph((said,)),), private=True)


def _answered(command: Command, request: Request, context: Context) -> Reply:
    store = context.store
    try:
        reply = load(command)(request, context)
        try:
            return directed(with_notice(verified(reply, store), store))
        except Unproved as error:
            sound = directed(with_notice(left_out(reply, store, error), store))
            _log.error("left_out", error=str(error), command=request.command)
            return sound
    except NotFound as error:
        return directed(_not_found(error, request, store))


def _unknown(name: str) -> Reply:
    if name in _STOPS:
        return _line("/digest off ends the digest of this chat, /digest pause only rests it.")
    near = " or ".join(f"/{one}" for one in nearest(name))
    advice = f"Did you mean {near}?" if near else "/help lists what I can do."
    return _line(f"I don't know /{name[:40]}. {advice}")


def error_reply(error: SourcebriefError) -> Reply:
    """What went wrong and what the asker can do next.

    An error of the database is answered without its place, which is for the operator's log alone.
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
            Bullets(card_lines(near, request.at)),
            Actions(brief_buttons(near)),
        ),
        private=True,
    )


def _bug_reply(text: str, reference: str) -> Reply:
    return Reply(
        (Paragraph((text, " The operator finds it in the log under ", Code(reference), ".")),),
        private=True,
    )
