"""A library, chats on an emulated platform, and revisions whose corrections
reach their messages.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.chat import ChatService
from bot.delivery import WorkerSettings
from bot.delivery.corrector import Corrector
from bot.platforms.base import Platform, Poster
from bot.platforms.slack.client import SlackPoster
from bot.platforms.slack.platform import SLACK
from bot.platforms.telegram.client import TelegramPoster
from bot.platforms.telegram.platform import TELEGRAM
from briefs.corrections.affected_messages import NO_WORD, EditorsWord
from briefs.digests.outbox import Edition, Part, Policy, Sent
from briefs.model import Address, Card
from briefs.storage import Store
from handlers.message import Request, load_blocks
from tests.delivery.stage import deliver
from tests.emulators.slack import BOT_TOKEN, SlackEmulator
from tests.emulators.telegram.server import TelegramEmulator
from tests.handlers.newsroom import piece

FLOOD = (
    "The dam held through the night of 4 June. Engineers had doubted it. Nobody slept in town.",
    "By morning the lake was full of timber. The valley below stayed dry, said Anna Lind.",
)
HABITS = WorkerSettings(
    policy=Policy(back_off=timedelta(milliseconds=10), look_after=timedelta(milliseconds=50)),
    poll=timedelta(milliseconds=5),
    lookable=("slack",),
)
BRISK = timedelta(milliseconds=5)


@dataclass(frozen=True, slots=True)
class Seen:
    """A message as a person sees it; `struck` is what of it is struck out."""

    id: str
    text: str
    struck: str
    labels: tuple[str, ...]
    under: str
    edits: int


@dataclass(slots=True)
class Stage:
    store: Store
    platform: Platform
    poster: Poster
    seen: Callable[[str], list[Seen]]
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    under_way: int = 0

    def at(self, chat: str, thread: str = "") -> Address:
        return Address.parse(f"{self.poster.account}:{chat}" + (f":{thread}" if thread else ""))

    def add(self, *paragraphs: str, title: str = "The dam", **fields: Any) -> Card:
        """A new piece, or another revision of the piece with that title."""
        word: EditorsWord = fields.pop("word", NO_WORD)
        fields.setdefault("origin", title)
        made = piece(*(paragraphs or FLOOD), title=title, **fields)
        return self.store.catalogue.add(made, now=datetime.now(UTC), anyway=True, word=word).card

    async def ask(self, chat: str, said: str) -> list[str]:
        """The ids of the messages that answer it."""
        command, *args = said.split()
        at = self.at(chat)
        request = Request(command=command, args=tuple(args), origin=at, at=datetime.now(UTC))
        desk = ChatService(self.store, lambda: datetime.now(UTC))
        answer = desk.answer(request)
        ids = []
        for frozen in self.platform.freeze(answer.reply, answer.tokens):
            outcome = await self.poster.post(at, frozen.payload, f"{chat} {said}")
            assert isinstance(outcome, Sent)
            blocks = load_blocks(frozen.said) if frozen.said else ()
            desk.sent(answer.reply, at, outcome.message_id, blocks)
            ids.append(outcome.message_id)
        return ids

    def post(self, chat: str, *messages: Any, name: str = "today") -> None:
        """Put messages into the outbox, as a digest is."""
        now = datetime.now(UTC)
        parts = tuple(Part(message=one) for one in messages)
        until = now + timedelta(hours=1)
        edition = Edition(to=self.at(chat), name=name, due=now, until=until, parts=parts)
        self.store.outbox.enqueue([edition], now=now)

    def corrector(self) -> Corrector:
        return Corrector(
            store=self.store,
            freezer=self.platform.freeze,
            under=self.platform.under,
            account=self.poster.account,
            clock=lambda: datetime.now(UTC),
            can_edit=True,
        )

    async def deliver(self) -> None:
        """Decide what is to be corrected, and deliver all that is due."""
        self.corrector().tick()
        await self.settle()

    async def settle(self) -> None:
        def is_quiet() -> bool:
            counts = self.store.outbox.counts()
            return not any(counts[status] for status in ("pending", "claimed", "sending"))

        await self.poster.close()
        await deliver(self.store, self.poster, till=is_quiet, settings=HABITS)
        await self.poster.open()


class BriskTelegram(TelegramPoster):
    """Keeps no second between the messages of a chat; `tests/bot/month.py` keeps all rates."""

    def place_rate(self, to: Address) -> tuple[str, timedelta]:
        return super().place_rate(to)[0], BRISK


class BriskSlack(SlackPoster):
    """As `BriskTelegram`."""

    def place_rate(self, to: Address) -> tuple[str, timedelta]:
        return super().place_rate(to)[0], BRISK


@asynccontextmanager
async def telegram_stage(store: Store, *chats: int) -> AsyncIterator[Stage]:
    async with TelegramEmulator() as emulator:
        for chat in chats:
            emulator.people.open(chat)
        poster = BriskTelegram(token=emulator.token, base_url=emulator.base_url)
        await poster.open()

        def seen(chat: str) -> list[Seen]:
            return [
                Seen(
                    id=str(m.id),
                    text=m.text,
                    struck=" ".join(
                        m.text.encode("utf-16-le")[
                            2 * e["offset"] : 2 * (e["offset"] + e["length"])
                        ].decode("utf-16-le")
                        for e in m.entities
                        if e["type"] == "strikethrough"
                    ),
                    labels=tuple(label for row in m.labels() for label in row),
                    under=str(m.reply_to or ""),
                    edits=m.edits,
                )
                for m in emulator.world.posted(int(chat))
            ]

        yield Stage(store, TELEGRAM, poster, seen)
        await poster.close()


@asynccontextmanager
async def slack_stage(store: Store) -> AsyncIterator[Stage]:
    async with SlackEmulator() as emulator:
        poster = BriskSlack(bot_token=BOT_TOKEN, workspace="T1", base_url=emulator.base_url)
        await poster.open()

        def seen(chat: str) -> list[Seen]:
            return [
                Seen(
                    id=m.ts,
                    text=m.seen,
                    struck=" ".join(_struck(m.blocks)),
                    labels=tuple(_labels(m.blocks)),
                    under=m.thread if m.thread != m.ts else "",
                    edits=int(m.edited),
                )
                for m in emulator.answers
                if m.channel == chat
            ]

        yield Stage(store, SLACK, poster, seen)
        await poster.close()


def _struck(value: Any) -> list[str]:
    if isinstance(value, dict):
        if value.get("style") == {"strike": True}:
            return [value["text"]]
        return [text for inner in value.values() for text in _struck(inner)]
    if isinstance(value, list | tuple):
        return [text for inner in value for text in _struck(inner)]
    return []


def _labels(blocks: Any) -> list[str]:
    actions = [block for block in blocks if block["type"] == "actions"]
    return [element["text"]["text"] for block in actions for element in block["elements"]]
