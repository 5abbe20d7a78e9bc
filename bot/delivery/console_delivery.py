"""Digests for the terminal chat: composed, claimed and printed while the chat is open."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from io import StringIO
from typing import Final

from rich.console import Console as Terminal

from bot.delivery.corrector import Corrector
from bot.delivery.scheduler import Scheduler
from bot.delivery.worker import verify_messages
from bot.platforms.console import terminal as console_terminal
from bot.platforms.console.terminal import HERE, Letter
from bot.platforms.sending import frozen_message
from briefs.digests.outbox import Delivery, Message, Outcome, Policy, Rejected, Sent, apply_outcome
from briefs.errors import Unproved, Withdrawn
from briefs.model import Press
from briefs.storage import Store
from handlers.message import Button, Reply

_POLICY: Final = Policy()


def freeze(reply: Reply, tokens: Mapping[Press, str]) -> tuple[Message, ...]:
    """The reply as plain lines; each button carries its token or address."""
    paper = StringIO()
    terminal = Terminal(file=paper, highlight=False, markup=False, emoji=False)
    console_terminal.printed(console_terminal.render(reply), terminal)
    buttons = [_button(button, tokens) for button in console_terminal.buttons(reply)]
    return (
        frozen_message(
            {"text": paper.getvalue(), "buttons": buttons}, reply.blocks, about=reply.about
        ),
    )


def _button(button: Button, tokens: Mapping[Press, str]) -> dict[str, str]:
    if isinstance(button.does, str):
        return {"label": button.label, "url": button.does}
    return {"label": button.label, "token": tokens[button.does]}


class ConsoleInbox:
    """The deliveries of the terminal chat. `zones` and `grace` are the scheduler's.

    `worker` is a name that no other worker has.
    """

    def __init__(
        self,
        store: Store,
        *,
        clock: Callable[[], datetime],
        zones: str,
        grace: timedelta,
        worker: str,
    ) -> None:
        self._store = store
        self._clock = clock
        self._worker = worker
        self._scheduler = Scheduler(
            store,
            freeze,
            account=HERE.account,
            interval=None,
            clock=clock,
            zones=zones,
            grace=grace,
        )

        # Printed text cannot be edited, so a correction is a message of its own.
        self._corrector = Corrector(
            store=store,
            freezer=freeze,
            under=lambda to, _message, frozen: (to, frozen),
            account=HERE.account,
            clock=clock,
            can_edit=False,
        )

    def letters(self) -> Iterator[Letter]:
        """The messages that are due, in order; asking for the next one marks
        one as sent. Blocks.
        """
        self._scheduler.tick()
        self._corrector.tick()
        now = self._clock()
        self._store.outbox.expire_leases(now=now, look_after=_POLICY.look_after, lookable=())
        while claimed := self._claimed():
            key = claimed.message
            message = verify_messages([key], self._store)[key]
            if isinstance(message, Withdrawn) and self._store.outbox.withdraw(claimed):
                self._scheduler.tick()  # composes the digest again without that piece
                continue
            ours = self._intended(claimed)
            if ours is None:
                continue
            if isinstance(message, Unproved):
                self._settle(ours, Rejected(f"What cannot be proved is not sent: {message}."))
                continue
            yield self._opened(message)
            self._settle(ours, Sent(str(ours.id)))

    def _claimed(self) -> Delivery | None:
        outbox, now, lease = self._store.outbox, self._clock(), _POLICY.lease
        claimed = outbox.claim(self._worker, [HERE.account], now=now, lease=lease, limit=1)
        return claimed[0] if claimed else None

    def _intended(self, claimed: Delivery) -> Delivery | None:
        """The delivery in `sending`; None if another worker has claimed it meanwhile."""
        outbox, now, lease = self._store.outbox, self._clock(), _POLICY.lease
        ours = outbox.intend(self._worker, [claimed], now=now, lease=lease)
        return ours[0] if ours else None

    def _settle(self, delivery: Delivery, outcome: Outcome) -> None:
        now = self._clock()
        end = apply_outcome(delivery, outcome, now, _POLICY, can_look=False)
        self._store.outbox.settle(self._worker, [end], now=now)

    def _opened(self, message: Message) -> Letter:
        payload = json.loads(message.payload)
        buttons = (self._thawed(button) for button in payload["buttons"])
        return Letter(payload["text"], tuple(button for button in buttons if button))

    def _thawed(self, button: Mapping[str, str]) -> Button | None:
        """The button; None if its token has expired."""
        does = button.get("url") or self._store.chat_state.redeem(button["token"], HERE)
        return Button(button["label"], does) if does else None
