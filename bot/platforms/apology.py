"""What is said where nothing can be answered: to a button that nobody knows, and for a bug."""

from secrets import token_hex
from typing import Final

import structlog

from bot.chat import Answer
from handlers.message import Code, Paragraph, Reply, Request

STALE: Final = "This button is from before my time. Type /help."

_log = structlog.get_logger(__name__)


def apology(request: Request) -> Answer:
    """For a bug, where it was caught: the traceback for the log, its reference for both sides."""
    reference = token_hex(4)
    _log.exception("bug", reference=reference, command=request.command)
    said = "Something went wrong on my side. The operator finds it in the log under "
    return Answer(Reply((Paragraph((said, Code(reference), ".")),), private=True), {})
