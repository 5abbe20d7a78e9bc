"""Freezes one message: its JSON as it will be posted, with all that it quotes."""

import json
from collections.abc import Iterable, Mapping

from briefs.digests.frozen import Message, Quotation
from briefs.model import Shown
from handlers.message import Block, Extract, Reply, extracts


def frozen(payload: Mapping[str, object], said: Iterable[Block], about: Shown | None) -> Message:
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
