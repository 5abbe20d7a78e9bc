"""The front desk: the one door through which every platform's requests reach the handlers.

All of it is ordinary blocking code; the platforms call it in worker threads.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from briefs.model import Address, Press
from briefs.store import Store
from handlers import router
from handlers.message import Reply, Request, presses


@dataclass(frozen=True, slots=True)
class Answer:
    """A proved reply and a token for each of its presses, ready to be rendered and sent.

    With `in_place` it takes the place of the message whose button was pressed.
    """

    reply: Reply
    tokens: Mapping[Press, str]
    in_place: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    store: Store
    clock: Callable[[], datetime]

    def answer(self, request: Request, *, in_place: bool = False) -> Answer:
        """Route, prove, and issue the buttons' tokens; never raises for what a person did."""
        reply = router.answer(request, self.store)
        wanted = presses(reply)
        tokens = self.store.issue(wanted, request.origin, now=request.at) if wanted else ()
        return Answer(reply, dict(zip(wanted, tokens, strict=True)), in_place)

    def press(self, token: str, base: Request) -> Answer | None:
        """Answer a button; `base` carries who pressed it and where. None: the token is unknown."""
        press = self.store.redeem(token, base.origin)
        if press is None:
            return None
        asked = replace(base, command=press.command, args=press.args)
        return self.answer(asked, in_place=press.in_place)

    def sent(self, reply: Reply, at: Address, message: str) -> None:
        """Note what a sent message showed, so that a reply to it knows its piece."""
        if reply.about is not None:
            self.store.note_shown(at, message, reply.about, now=self.clock())
