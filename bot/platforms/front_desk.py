"""What the platforms ask of the front desk."""

from typing import Protocol

from bot.desk import Answer
from briefs.model import Address
from handlers.message import Reply, Request


class FrontDesk(Protocol):
    """What is asked of bot.desk.Desk. All of it blocks: it is called in workers."""

    def answer(self, request: Request) -> Answer: ...
    def press(self, token: str, base: Request) -> Answer | None: ...
    def sent(self, reply: Reply, at: Address, message: str) -> None: ...
