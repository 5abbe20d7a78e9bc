"""Corrects messages that were sent: decides for each, and puts edits and replies in the outbox.

A message that quotes a changed sentence is edited in place, if its platform can edit, and one reply
under it says what changed. A quiet change is only edited. The decision on a message and its posts
are committed in one transaction; the outbox delivers them like digests.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, Protocol

from bot.platforms.base import Freezer
from bot.platforms.sending import freeze_reply
from bot.service.runtime import Periodic, run_blocking
from briefs.digests.outbox import Edition, Message, Part, Quotation
from briefs.errors import StoreUnavailable, Unproved
from briefs.log import get_logger
from briefs.model import Address, Revision, Span
from briefs.storage import Store
from briefs.storage.corrections import EDITION, Decision, PublishedCorrection, StaleMessage
from handlers.corrected_messages import (
    Change,
    NotEditable,
    corrected_blocks,
    reply_under,
)
from handlers.corrections import change_of
from handlers.message import Reply, dump_blocks, load_blocks

EVERY: Final = timedelta(seconds=5)
REACH: Final = timedelta(days=4)
"""How long after a correction messages with an outdated quotation are looked for.

A digest composed before the correction may be sent until its grace has passed.
"""

_WORTH: Final = timedelta(days=3)
"""How long an edit or a reply is tried while a platform does not answer."""

_BATCH: Final = 100

_log = get_logger(__name__)


class Under(Protocol):
    """The signature of `Platform.under`."""

    def __call__(
        self, to: Address, message: str, frozen: Message
    ) -> tuple[Address, Message] | None: ...


@dataclass(slots=True, kw_only=True)
class Corrector:
    """Corrects the messages that one account sent.

    Several may run for an account: a message is decided once for each correction. `can_edit` says
    that the platform can edit messages. `nudge` is called after posts were put in the outbox.
    """

    store: Store
    freezer: Freezer
    under: Under
    account: str
    clock: Callable[[], datetime]
    can_edit: bool = True
    nudge: Callable[[], None] = lambda: None
    _newest: dict[int, PublishedCorrection | None] = field(default_factory=dict, init=False)

    async def run(self, workers: Executor, stop: asyncio.Event) -> None:
        """Call `tick` every `EVERY` until `stop` is set."""

        async def work(_stop: asyncio.Event) -> None:
            if posted := await run_blocking(workers, self.tick):
                _log.info("corrections.posted", account=self.account, editions=posted)
                self.nudge()

        await Periodic(name="corrections", every=EVERY, work=work).run(stop)

    def tick(self) -> int:
        """Decide on every message with an outdated quotation; returns the
        number of posts. Blocks.
        """
        posted = 0
        while True:
            now = self.clock()
            self._newest.clear()
            stale = self.store.corrections.stale(self.account, since=now - REACH, limit=_BATCH)
            decisions = [one for message in stale for one in self._decided(message, now)]
            posted += self.store.corrections.decide(decisions, now=now)
            if not decisions:
                return posted

    def _decided(self, message: StaleMessage, now: datetime) -> list[Decision]:
        """The decisions on a message, one for each correction that is not decided yet."""
        changes = {
            (entry.piece, entry.revision): change
            for entry in message.entries
            if (change := self._change(entry.piece, entry.revision, entry.spans)) is not None
            # Text that is marked as earlier stays, unless the piece was erased.
            and not (entry.earlier and change.before is not None)
        }
        pending = {correction.piece for correction in message.corrections}
        due = [one for one in changes.values() if one.correction.piece in pending]
        edit = None
        if any(one.verdict != "untouched" for one in due):
            edit = self._edit(message, changes, now)
        return [
            self._decision(message, correction, changes, edit, now)
            for correction in message.corrections
        ]

    def _change(self, piece: int, revision: int, spans: tuple[Span, ...]) -> Change | None:
        if piece not in self._newest:
            found = self.store.corrections.recent(limit=1, piece=piece)
            self._newest[piece] = found[0] if found else None
        newest = self._newest[piece]
        return None if newest is None else change_of(newest, revision, spans, self.store)

    def _decision(
        self,
        message: StaleMessage,
        correction: PublishedCorrection,
        changes: dict[tuple[int, int], Change],
        edit: Edition | None,
        now: datetime,
    ) -> Decision:
        own = [one for one in changes.values() if one.correction.piece == correction.piece]
        ranks = ("untouched", "quiet", "material", "struck")
        worst = max(own, key=lambda one: ranks.index(one.verdict), default=None)
        made = Decision(
            correction=correction.id,
            to=message.to,
            message=message.message,
            said=message.said,
            verdict="untouched" if worst is None else worst.verdict,
        )
        if worst is None or worst.verdict == "untouched":
            return made
        told = [one for one in own if one.verdict in {"material", "struck"}]
        is_notice = not any(at.end for entry in message.entries for at in entry.spans)
        reply = self._reply(message, correction, told[:1], now) if told and not is_notice else None
        trouble = ""
        if is_notice and edit is None:
            trouble = "This notice names the piece still, and cannot be changed: delete it by hand."
        elif told and reply is None and edit is None:
            trouble = "The id of this message is not known: nothing can be said under it."
        return Decision(
            correction=made.correction,
            to=made.to,
            message=made.message,
            said=made.said,
            verdict=worst.verdict,
            changed=worst.line,
            trouble=trouble,
            edit=edit,
            reply=reply,
        )

    def _edit(
        self, message: StaleMessage, changes: dict[tuple[int, int], Change], now: datetime
    ) -> Edition | None:
        """The corrected message; None if it cannot be edited, or no longer
        fits into one message.
        """
        said = self.store.ledger.said(message.said) if message.said and self.can_edit else ""
        if not said or self._placed(message, Message(payload="{}")) is None:
            return None
        try:
            blocks = corrected_blocks(load_blocks(said), changes)
            frozen = freeze_reply(Reply(blocks), self.store, self.freezer, now=now)
        except (NotEditable, Unproved) as error:
            _log.info("corrections.not_editable", message=message.message, error=str(error))
            return None
        except StoreUnavailable:
            raise
        except Exception:  # noqa: BLE001  # the reply still says it
            _log.exception("corrections.not_written", message=message.message)
            return None
        if len(frozen) != 1:
            return None
        newest = max(one.correction.id for one in changes.values())
        return Edition(
            to=message.to,
            name=f"{EDITION}{newest} edit {message.message} {message.said[:8]}",
            due=now,
            until=now + _WORTH,
            parts=(Part(message=frozen[0], edits=message.message),),
        )

    def _reply(
        self,
        message: StaleMessage,
        correction: PublishedCorrection,
        told: list[Change],
        now: datetime,
    ) -> Edition | None:
        named = next((r for one in told if (r := one.after or one.before)), None)
        reply = reply_under(told, {} if named is None else {correction.piece: named.heading})
        (frozen,) = freeze_reply(reply, self.store, self.freezer, now=now)
        if named is not None:
            said = dump_blocks(reply.blocks)
            frozen = replace(frozen, quotes=(_name_of(named),), said=said)
        placed = self._placed(message, frozen)
        if placed is None:
            return None
        to, payload = placed
        return Edition(
            to=to,
            name=f"{EDITION}{correction.id} reply {message.message}",
            due=now,
            until=now + _WORTH,
            parts=(Part(message=payload),),
        )

    def _placed(self, message: StaleMessage, frozen: Message) -> tuple[Address, Message] | None:
        return self.under(message.to, message.message, frozen)


def _name_of(revision: Revision) -> Quotation:
    """A quotation of no words, which ties a reply to its piece: an erasure
    finds the reply by it.
    """
    return Quotation(
        piece=revision.piece,
        revision=revision.number,
        sha256=revision.sha256,
        at=Span(0, 0),
        text="",
        earlier=True,
    )
