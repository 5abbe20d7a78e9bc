"""A month of corrections, simulated: pieces, messages that quote them, revisions, faults and kills.

Real posters, and two delivery workers and correctors an account, over two strict emulators and a
SQL store; time leaps (`tests.leaping`). What happens in a month happens within some days: messages
come in, revisions and retractions fall among them. A share of all calls breaks before or after it
was carried out; now and then a worker dies with its calls under way, and is begun anew. Some chats
block the bot, and people delete some messages. What was made of it is judged by what the emulators
show in the end.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random
from typing import Any

from aiohttp import web

from bot.delivery import WorkerSettings
from bot.delivery.corrector import Corrector
from bot.delivery.worker import DeliveryWorker
from bot.platforms.base import Platform, Poster
from bot.platforms.sending import freeze_reply
from bot.platforms.slack.client import SlackPoster
from bot.platforms.slack.platform import SLACK
from bot.platforms.telegram.client import TelegramPoster
from bot.platforms.telegram.platform import TELEGRAM
from briefs.digests.outbox import Edition, Part
from briefs.errors import StoreUnavailable
from briefs.model import Address
from briefs.storage.sql.store import SqlStore
from handlers.format import quote
from handlers.message import Block, Heading, Paragraph, Reply
from tests.bot.month_judged import Outcome, Quoted, Sent, judged
from tests.emulators.slack import BOT_TOKEN, TEAM, SlackEmulator, web_api
from tests.emulators.slack.workspace import Channel
from tests.emulators.telegram import faults as telegram_faults
from tests.emulators.telegram.limits import Limits
from tests.emulators.telegram.refusals import Refused
from tests.emulators.telegram.server import TOKEN, TelegramEmulator
from tests.emulators.telegram.world import BOT, Chat
from tests.handlers.newsroom import piece
from tests.leaping import AtOnce

START = datetime(2026, 3, 2, tzinfo=UTC)
_LOOK = timedelta(minutes=2)
_SUBJECTS = (
    *("council", "mill", "harbour", "bridge", "market"),
    *("school", "ferry", "library", "station", "orchard"),
)
_VERBS = (
    *("opened", "closed", "moved", "burned", "sold"),
    *("rented", "measured", "painted", "flooded", "repaired"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much happens in the time that it `lasts`; `after` is for what is still tried then."""

    pieces: int
    revisions: int
    retractions: int
    messages: int
    kills: int
    faults: float
    chats: int
    lasts: timedelta
    after: timedelta = timedelta(minutes=40)


SMALL = Size(
    pieces=12,
    revisions=10,
    retractions=2,
    messages=60,
    kills=4,
    faults=0.15,
    chats=6,
    lasts=timedelta(hours=1),
)
WHOLE = Size(
    pieces=300,
    revisions=60,
    retractions=10,
    messages=3_000,
    kills=40,
    faults=0.05,
    chats=60,
    lasts=timedelta(days=1),
    after=timedelta(hours=6),
)


class Dead(StoreUnavailable):
    """The process that asks has died."""


class Mortal:
    """A store as one process has it: after its death nothing is read or written by it any more."""

    def __init__(self, part: Any, life: list[bool]) -> None:
        self._part = part
        self._life = life

    def __getattr__(self, name: str) -> Any:
        if not self._life:
            raise Dead("dead")
        found = getattr(self._part, name)
        if callable(found):

            def called(*args: Any, **kwargs: Any) -> Any:
                if not self._life:
                    raise Dead("dead")
                return found(*args, **kwargs)

            return called
        return Mortal(found, self._life)


def clock() -> datetime:
    return START + timedelta(seconds=asyncio.get_running_loop().time())


def sentences(number: int, random: Random) -> list[str]:
    return [
        f"The {_SUBJECTS[(number + n) % 10]} of town {number} was {_VERBS[(number * 3 + n) % 10]} "
        f"on day {random.randrange(1, 29)} by some {random.randrange(20, 900)} people in part {n}."
        for n in range(10)
    ]


@dataclass(slots=True)
class Newsroom:
    """Pieces as they are written and written anew."""

    store: SqlStore
    random: Random
    texts: dict[int, list[str]] = field(default_factory=dict)

    def write(self, number: int) -> None:
        self.texts[number] = sentences(number, self.random)
        self._store(number)

    def revise(self, number: int) -> None:
        """Some sentences change: a number, a "not", a comma, a typing error, or their places."""
        texts = self.texts[number]
        for at in self.random.sample(range(len(texts)), 3):
            match self.random.randrange(5):
                case 0:
                    texts[at] = texts[at].replace("by some ", "by some 1", 1)
                case 1:
                    texts[at] = texts[at].replace("was ", "was not ", 1)
                case 2:
                    texts[at] = texts[at].replace(" on day", ", on day", 1)
                case 3:
                    texts[at] = texts[at].replace("people", "peopel", 1)
                case _:
                    texts.append(texts.pop(at))
        self._store(number)

    def _store(self, number: int) -> None:
        if number in self.texts and not self.is_retracted(number):
            made = piece(
                " ".join(self.texts[number]), title=f"Town {number}", origin=f"town-{number}"
            )
            self.store.catalogue.add(made, now=clock(), anyway=True)

    def number(self, written: int) -> int:
        card = self.store.catalogue.find(f"town-{written}")
        return written if card is None else card.piece

    def is_retracted(self, number: int) -> bool:
        return self.store.catalogue.retraction(number) is not None


def message_of(quoted: Sequence[Quoted], store: SqlStore) -> Reply:
    """A brief, or a digest's lines, of these sentences."""
    blocks: list[Block] = [Heading("News of the towns")]
    for one in quoted:
        revision = store.catalogue.revision(one.piece, one.revision)
        blocks.append(Paragraph((f"#{one.piece} {revision.title}",)))
        blocks += (quote(revision, revision.sentences[n - 1], n) for n in one.numbers)
    return Reply(tuple(blocks))


class TelegramFaults(telegram_faults.Faults):
    def __init__(self, random: Random, share: float) -> None:
        super().__init__()
        self._random, self._share, self.met = random, share, 0

    def meet(self, method: str) -> telegram_faults.Fault | None:
        said = method in {"sendmessage", "editmessagetext"}
        if not said or self._random.random() >= self._share:
            return None
        self.met += 1
        kinds: tuple[telegram_faults.Fault, ...] = (
            telegram_faults.Dropped(after_accepting=False),
            telegram_faults.Dropped(after_accepting=True),
            telegram_faults.Garbled(after_accepting=False),
            telegram_faults.Garbled(after_accepting=True),
            Refused(429, "Too Many Requests: retry after 5", {"retry_after": 5}),
        )
        return self._random.choice(kinds)


class SlackFaults(web_api.WebApi):
    def worsen(self, random: Random, share: float) -> None:
        self._random, self._share, self.met = random, share, 0

    async def serve(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if method in {"chat.postMessage", "chat.update"} and self._random.random() < self._share:
            self.met += 1
            kinds: tuple[web_api.Fault, ...] = (
                web_api.Dropped(accepted=False),
                web_api.Dropped(accepted=True),
                web_api.Broken(error="internal_error"),
                web_api.Broken(status=503),
                web_api.Broken(error="ratelimited", status=429, wait=10),
            )
            self.fail(method, self._random.choice(kinds))
        return await super().serve(request)


@dataclass(slots=True)
class Office:
    """A process of one account: its delivery worker and corrector, begun anew after each death."""

    store: SqlStore
    platform: Platform
    poster: Callable[[], Poster]
    workers: AtOnce
    names: Iterator[int]
    _life: list[bool] = field(default_factory=list)
    _running: asyncio.Task[None] | None = None
    _stop: asyncio.Event = field(default_factory=asyncio.Event)

    def begin(self) -> None:
        self._life, self._stop = [True], asyncio.Event()
        poster = self.poster()
        store: Any = Mortal(self.store, self._life)
        courier = DeliveryWorker(
            store,
            {poster.account: poster},
            self.workers,
            worker=f"{poster.account} {next(self.names)}",
            clock=clock,
            settings=WorkerSettings(poll=_LOOK, lookable=("slack",)),
        )
        corrector = Corrector(
            store=store,
            freezer=self.platform.freeze,
            under=self.platform.under,
            account=poster.account,
            clock=clock,
            nudge=courier.nudge,
        )
        self._running = asyncio.create_task(self._run(courier, corrector))

    async def _run(self, courier: DeliveryWorker, corrector: Corrector) -> None:
        delivering = asyncio.create_task(courier.run(self._stop))
        try:
            while not self._stop.is_set():
                if corrector.tick():
                    courier.nudge()
                await asyncio.sleep(_LOOK.total_seconds())
            await delivering
        finally:
            delivering.cancel()
            with suppress(asyncio.CancelledError, StoreUnavailable):
                await delivering

    async def die(self) -> None:
        """Calls under way are broken off, and nothing more is written."""
        assert self._running is not None
        self._life.clear()
        self._running.cancel()
        with suppress(asyncio.CancelledError, StoreUnavailable):
            await self._running

    async def end(self) -> None:
        assert self._running is not None
        self._stop.set()
        await self._running


async def lived(store: SqlStore, size: Size, seed: int = 7) -> Outcome:
    """The month, and what came of it."""
    random, workers = Random(seed), AtOnce()
    loop = asyncio.get_running_loop()
    telegram = TelegramEmulator(limits=Limits(loop.time))
    slack = SlackEmulator(limited=True, clock=loop.time)
    slack.workspace.wall = lambda: clock().timestamp()
    chats = list(_chats(telegram, slack, size))
    telegram.faults = worse = TelegramFaults(random, size.faults)
    slack.api = worst = SlackFaults(slack.workspace, slack.sockets, slack.api.on_post)
    worst.worsen(random, size.faults)
    newsroom = Newsroom(store, random)
    for number in range(1, size.pieces + 1):
        newsroom.write(number)
    async with telegram, slack:
        names = count()
        posters: tuple[tuple[Platform, Callable[[], Poster]], ...] = (
            (TELEGRAM, lambda: TelegramPoster(token=TOKEN, base_url=telegram.base_url)),
            (
                SLACK,
                lambda: SlackPoster(bot_token=BOT_TOKEN, workspace=TEAM, base_url=slack.base_url),
            ),
        )
        offices = [
            Office(store, platform, poster, workers, names)
            for platform, poster in posters
            for _ in range(2)
        ]
        for office in offices:
            office.begin()
        sent: list[Sent] = []
        for at, event in _events(size, random):
            await asyncio.sleep(max((at - clock()).total_seconds(), 0))
            match event:
                case "message":
                    sent.append(_post(store, random, chats, len(sent)))
                case "revision":
                    newsroom.revise(random.randrange(1, size.pieces + 1))
                case "retraction":
                    _retract(store, random, size)
                case "deletion":
                    _delete(telegram, slack, random)
                case "block":
                    _block(telegram, random)
                case _:
                    office = random.choice(offices)
                    await office.die()
                    await asyncio.sleep(random.uniform(1, 300))
                    office.begin()
        await asyncio.sleep(size.after.total_seconds())
        for office in offices:
            await office.end()
    found = judged(store, sent, telegram, slack)
    found.faults, found.kills = worse.met + worst.met, size.kills
    return found


def _chats(telegram: TelegramEmulator, slack: SlackEmulator, size: Size) -> Iterator[Address]:
    for n in range(size.chats):
        if n % 2:
            channel = f"C{n + 1000}"
            slack.workspace.channels[channel] = Channel(channel)
            yield Address("slack", TEAM, channel)
        else:
            chat = -(n + 1000) if n % 4 else n + 1000
            telegram.world.chats[chat] = Chat(chat, "group" if chat < 0 else "private")
            yield Address("telegram", str(BOT["id"]), str(chat))


def _events(size: Size, random: Random) -> list[tuple[datetime, str]]:
    kinds = {
        "message": size.messages,
        "revision": size.revisions,
        "retraction": size.retractions,
        "deletion": size.messages // 100,
        "block": size.chats // 20,
        "kill": size.kills,
    }
    found = [
        (START + random.random() * size.lasts, kind)
        for kind, many in kinds.items()
        for _ in range(many)
    ]
    return sorted(found)


def _post(store: SqlStore, random: Random, chats: Sequence[Address], number: int) -> Sent:
    cards = store.catalogue.newest(limit=10_000)
    chosen = random.sample(cards, random.choice((1, 1, 1, 3)))
    quoted = tuple(
        Quoted(card.piece, card.revision, tuple(sorted(random.sample(range(1, 11), 3))))
        for card in chosen
    )
    to, now = random.choice(chats), clock()
    platform = TELEGRAM if to.platform == "telegram" else SLACK
    frozen = freeze_reply(message_of(quoted, store), store, platform.freeze, now=now)
    parts = tuple(Part(message=one) for one in frozen)
    name = f"message {number}"
    edition = Edition(to=to, name=name, due=now, until=now + timedelta(days=1), parts=parts)
    store.outbox.enqueue([edition], now=now)
    return Sent(to, name, quoted)


def _retract(store: SqlStore, random: Random, size: Size) -> None:
    number = random.randrange(1, size.pieces + 1)
    if store.catalogue.find(f"#{number}") is not None:
        store.editorial.retract(number, f"Town {number} was never asked.", now=clock())


def _delete(telegram: TelegramEmulator, slack: SlackEmulator, random: Random) -> None:
    kept = telegram.world.messages
    if kept:
        del kept[random.choice(list(kept))]


def _block(telegram: TelegramEmulator, random: Random) -> None:
    people = [chat for chat in telegram.world.chats.values() if chat.kind == "private"]
    random.choice(people).state = "blocked"
