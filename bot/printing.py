"""Prints a reply for the outbox: proved, with buttons that work anywhere, and frozen."""

from dataclasses import replace
from datetime import datetime

from bot.platforms.base import Freezer
from briefs.digests.frozen import Message
from briefs.model import ANYWHERE
from briefs.storage import Store
from handlers.message import Reply, presses
from handlers.verify import proved


def printed(reply: Reply, store: Store, freezer: Freezer, *, now: datetime) -> tuple[Message, ...]:
    """The messages of a reply, the same for any place on the freezer's platform.

    Raises Unproved for one that copies what is not, or no longer, stored. What nobody asked for
    does not change the subject: only a reply about one piece is noted as shown.
    """
    about = reply.about if reply.about and reply.about.piece else None
    wanted = presses(reply)
    tokens = store.issue(wanted, ANYWHERE, now=now) if wanted else ()
    return freezer(
        replace(proved(reply, store), about=about), dict(zip(wanted, tokens, strict=True))
    )
