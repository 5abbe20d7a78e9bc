"""Freezing: a reply becomes the exact JSON of each call, with everything that it quotes."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from bot.platforms.base import Freezer
from bot.platforms.bounds import without_endless
from briefs.digests.frozen import Message, Quotation
from briefs.model import ANYWHERE, Shown
from briefs.storage import Store
from handlers.message import Block, Extract, Reply, extracts, presses
from handlers.verify import verified


def frozen_message(
    payload: Mapping[str, object], said: Iterable[Block], about: Shown | None
) -> Message:
    """A message of this payload, which was written from the blocks `said`."""
    return Message(
        payload=json.dumps(payload, ensure_ascii=False, separators=(",", ":")),
        quotes=tuple(map(_quotation, extracts(Reply(tuple(said))))),
        about=about,
    )


def _quotation(extract: Extract) -> Quotation:
    return Quotation(
        piece=extract.piece,
        revision=extract.revision,
        sha256=extract.sha256,
        at=extract.at,
        text=extract.text,
    )


def freeze_reply(
    reply: Reply, store: Store, freezer: Freezer, *, now: datetime
) -> tuple[Message, ...]:
    """The messages of a reply, the same for any place on the freezer's platform.

    Raises Unproved for one that copies what is not, or no longer, stored. What nobody asked for
    does not change the subject: only a reply about one piece is noted as shown.
    """
    about = reply.about if reply.about and reply.about.piece else None
    wanted = presses(reply)
    tokens = store.chat_state.issue(wanted, ANYWHERE, now=now) if wanted else ()
    return freezer(
        replace(without_endless(verified(reply, store)), about=about),
        dict(zip(wanted, tokens, strict=True)),
    )
