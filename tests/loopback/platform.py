"""A third platform, within the process: what a platform needs, and nothing else.

It is made known by one line in `bot.platforms.registry`. Its way to post is the poster that the
delivery suites drive.
"""

import asyncio
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from bot.config import Settings
from bot.platforms.base import (
    Account,
    AccountContext,
    Answer,
    Change,
    Freezer,
    Poster,
    Responder,
    notify,
)
from bot.platforms.sending import frozen_message
from bot.platforms.splitting import split
from briefs.digests.outbox import Message
from briefs.model import Address, Press
from handlers.message import Actions, Attachment, Block, Button, Capabilities, Reply, Request
from tests.delivery.stage import FakePoster

NAME: Final = "loopback"
ACCOUNT: Final = "loopback:L1"
CAPABILITIES: Final = Capabilities(threads=True, local_ids=True)


def room(name: str) -> Address:
    return Address(NAME, "L1", name)


def freeze(reply: Reply, tokens: Mapping[Press, str]) -> tuple[Message, ...]:
    """A message for every two thousand characters; a button without a token is a mistake."""
    parts = split(reply.blocks, budget=2_000, size=lambda block: len(_said(block)), most=20)
    found = []
    for part in parts:
        buttons = [b for block in part if isinstance(block, Actions) for b in block.buttons]
        said = "\n".join(_said(block) for block in part)
        does = {b.label: _does(b, tokens) for b in buttons}
        found.append(frozen_message({"said": said, "buttons": does}, part, reply.about))
    return tuple(found)


def _said(block: Block) -> str:
    if isinstance(block, Attachment):
        raise ValueError(f"a file cannot be frozen: {block.name}")  # noqa: TRY004  # as every freezer does
    return "" if isinstance(block, Actions) else " ".join(_words(block))


def _words(part: object) -> Iterator[str]:
    """Every text in a block, in the order of its fields."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from _words(one)
    elif hasattr(part, "__slots__"):
        for name in part.__slots__:
            if name not in {"sha256", "url"}:
                yield from _words(getattr(part, name))


def _does(button: Button, tokens: Mapping[Press, str]) -> str:
    return tokens[button.does] if isinstance(button.does, Press) else button.does


@dataclass
class Receiver:
    """Hands what people say to the chat service; `answers` come in the order of asking."""

    context: AccountContext
    heard: asyncio.Queue[tuple[Request | Change, asyncio.Future[Answer | None]]]

    async def run(self, stop: asyncio.Event) -> None:
        loop = asyncio.get_running_loop()
        stopping = asyncio.create_task(stop.wait())
        while not stop.is_set():
            coming = asyncio.ensure_future(self.heard.get())
            await asyncio.wait({coming, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if not coming.done():
                coming.cancel()
                continue
            what, answered = coming.result()
            work = self._work(what, self.context.responder)
            answered.set_result(await loop.run_in_executor(self.context.workers, work))
        stopping.cancel()

    def _work(self, what: Request | Change, responder: Responder) -> Callable[[], Answer | None]:
        if isinstance(what, Request):
            return lambda: responder.answer(self.context.editors.with_role(what))
        return lambda: notify(what, responder)


@dataclass
class LoopbackPlatform:
    """`poster` is its way to post; `heard` is what people say to it."""

    poster: FakePoster = field(default_factory=lambda: FakePoster(account=ACCOUNT))
    heard: asyncio.Queue[tuple[Request | Change, asyncio.Future[Answer | None]]] = field(
        default_factory=asyncio.Queue
    )
    name: str = NAME
    capabilities: Capabilities = CAPABILITIES
    libraries: tuple[str, ...] = ()
    needs: Final = "a room"

    def is_set_up(self, settings: Settings) -> bool:
        return True

    def describe(self, settings: Settings) -> str:
        return "within the process"

    def known_accounts(self, settings: Settings) -> frozenset[str]:
        return frozenset({ACCOUNT})

    def operators_chat(self, at: Address, settings: Settings) -> Address:
        return at

    @property
    def freeze(self) -> Freezer:
        return freeze

    def under(self, to: Address, message: str, frozen: Message) -> tuple[Address, Message] | None:
        return replace(to, thread=message), frozen

    def accounts(self, context: AccountContext) -> Iterator[Account]:
        async def admitted() -> Poster:
            return self.poster

        receiver = Receiver(context, self.heard)
        yield Account(name=NAME, platform=NAME, receiver=receiver, admitted=admitted)

    async def hear(self, what: Request | Change) -> Answer | None:
        """What comes of something that a person says, or that happens to a place."""
        answered: asyncio.Future[Answer | None] = asyncio.get_running_loop().create_future()
        await self.heard.put((what, answered))
        return await asyncio.wait_for(answered, 60)

    @property
    def said(self) -> list[tuple[str, str]]:
        """What was posted, and where."""
        return [(str(to), json.loads(payload)["said"]) for to, payload in self.poster.posted]


LOOPBACK: Final = LoopbackPlatform()
