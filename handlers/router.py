"""Finds the handler for a request, and turns every way it can end into a reply."""

from collections.abc import Callable, Mapping
from secrets import token_hex
from typing import TypeAlias

import structlog

from briefs.errors import NotFound, SourcebriefError, StoreUnavailable, Unproved
from briefs.storage import Store
from handlers import brief, browse, check, commands, read, sources
from handlers.commands import COMMANDS
from handlers.digest import command as digest_command
from handlers.editorial import command as editorial_command
from handlers.external import with_notice
from handlers.format import brief_buttons, listed
from handlers.message import Actions, Bullets, Code, Paragraph, Reply, Request
from handlers.resolve import closest
from handlers.verify import left_out, verified

Handler: TypeAlias = Callable[[Request, Store], Reply]

HANDLERS: Mapping[str, Handler] = {
    "brief": brief.answer,
    "read": read.answer,
    "sources": sources.answer,
    "latest": browse.latest,
    "search": browse.search,
    "topics": browse.topics,
    "check": check.answer,
    "digest": digest_command.answer,
    "piece": editorial_command.answer,
    "help": commands.answer,
}

# What platforms send by themselves when a person opens the chat.
_ALIASES = {"start": "help"}

_log = structlog.get_logger(__name__)


def answer(request: Request, store: Store) -> Reply:
    """The proved reply to a request; whatever goes wrong becomes a reply too."""
    name = request.command.lower()
    handler = HANDLERS.get(_ALIASES.get(name, name))
    if handler is None:
        return _unknown(name)
    try:
        return _answered(handler, request, store)
    except Unproved as error:
        reference = token_hex(4)
        _log.error("unproved", reference=reference, error=str(error), command=name)
        return _apology(
            "I can't show this: the stored text does not match its proof, and what cannot be "
            "proved is not sent.",
            reference,
        )
    except StoreUnavailable as error:
        _log.error("no_store", error=str(error), hint=error.hint, command=name)
        return said(error)
    except SourcebriefError as error:
        return said(error)
    except Exception:  # noqa: BLE001  # a bug in one answer must not end the bot
        reference = token_hex(4)
        _log.exception("bug", reference=reference, command=name)
        return _apology("Something went wrong on my side.", reference)


def _answered(handler: Handler, request: Request, store: Store) -> Reply:
    try:
        reply = handler(request, store)
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


def said(error: SourcebriefError) -> Reply:
    """What went wrong and what to do next, for whoever asked."""
    lines = filter(None, (str(error), error.hint))
    return Reply(tuple(Paragraph((line,)) for line in lines), private=True)


def _not_found(error: NotFound, request: Request, store: Store) -> Reply:
    near = closest(error.ref, store)
    if not near:
        return said(error)
    return Reply(
        (
            *said(error).blocks,
            Paragraph(("The closest I have:",)),
            Bullets(tuple(listed(card, request.at) for card in near)),
            Actions(brief_buttons(near)),
        ),
        private=True,
    )


def _apology(text: str, reference: str) -> Reply:
    return Reply(
        (Paragraph((text, " The operator finds it in the log under ", Code(reference), ".")),),
        private=True,
    )
