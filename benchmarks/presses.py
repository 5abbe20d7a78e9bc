"""Presses under load, and 300 faults: how soon a press is acknowledged, what is lost or doubled.

Two hundred buttons are pressed on Telegram, ten at a time, while each answer takes a fifth of a
second of a worker's time. Printed is how long Telegram shows the press as waiting, as a ratio to a
bare bot of python-telegram-bot that acknowledges first and then takes as long, in the same run.

Then 300 questions are asked, and each meets another of the faults that a call can meet. Printed is
how many answers came twice, and how many askers got neither an answer nor a notice. No time is
asserted.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import cycle, islice
from statistics import median
from time import perf_counter, sleep

from telegram import Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes

from bot import log
from handlers.message import Reply
from tests.bot.telegram_stage import ToldDesk, on_stage, said
from tests.emulators.telegram.faults import Dropped, Fault, Garbled
from tests.emulators.telegram.refusals import Refused, bad_request
from tests.emulators.telegram.server import TelegramEmulator

CHATS, PRESSES, AT_ONCE, WORK_SECONDS = 20, 200, 10, 0.2
QUESTIONS, SETTLED_SECONDS = 300, 1.5
FAULTS: tuple[Fault, ...] = (
    Dropped(after_accepting=False),
    Dropped(after_accepting=True),
    Garbled(),
    Garbled(after_accepting=True),
    Garbled(status=200, body="{"),
    Refused(429, "Too Many Requests: retry after 1", {"retry_after": 1}),
    Refused(500, "Internal Server Error"),
    Refused(502, "Bad Gateway"),
    bad_request("message to be replied not found"),
    bad_request("TOPIC_CLOSED"),
    bad_request("something that nobody has heard of"),
    Refused(403, "Forbidden: bot is not a member of the channel chat"),
)


def slowly() -> Reply:
    sleep(WORK_SECONDS)
    return said("done")


@asynccontextmanager
async def bare(telegram: TelegramEmulator) -> AsyncIterator[object]:
    async def press(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        if update.callback_query is not None:
            await update.callback_query.answer()
            await asyncio.get_running_loop().run_in_executor(None, slowly)

    building = Application.builder().token(telegram.token).base_url(telegram.base_url)
    app = building.concurrent_updates(True).build()
    app.add_handler(CallbackQueryHandler(press))
    async with app:
        await app.start()
        assert app.updater is not None
        await app.updater.start_polling()
        yield app
        await app.updater.stop()
        await app.stop()


async def pressed(telegram: TelegramEmulator) -> list[float]:
    """How long each press waited to be acknowledged."""
    world, bearers = telegram.world, {}
    for chat in range(1, CHATS + 1):
        telegram.people.open(chat)
        bearers[chat] = await telegram.people.say(chat, "Here are buttons.")
    numbers = iter(range(PRESSES))
    waits = []

    async def press_on() -> None:
        for n in numbers:
            chat, begun = n % CHATS + 1, perf_counter()
            query = await telegram.people.press_data(chat, bearers[chat], f"token-brief-{n}")
            while world.queries[query] is None:  # noqa: ASYNC110  # it is timed
                await asyncio.sleep(0.001)
            waits.append(perf_counter() - begun)

    await asyncio.gather(*(press_on() for _ in range(AT_ONCE)))
    return sorted(waits)


class PressedDesk(ToldDesk):
    """A chat service that knows every token, and takes its time."""

    def press(self, token: str, base: object) -> None:
        del token, base
        sleep(WORK_SECONDS)


async def presses() -> None:
    async with TelegramEmulator() as telegram, on_stage(telegram, PressedDesk()):
        ours = await pressed(telegram)
    async with TelegramEmulator() as telegram, bare(telegram):
        theirs = await pressed(telegram)
    p99 = int(PRESSES * 0.99)
    print(
        f"{PRESSES} presses, {AT_ONCE} at a time: acknowledged within p50 "
        f"{median(ours) / median(theirs):.2f}x, p99 {ours[p99] / theirs[p99]:.2f}x of the bare "
        f"library ({median(ours) * 1_000:.0f} and {ours[p99] * 1_000:.0f} ms)"
    )


async def faults() -> None:
    told: Counter[str] = Counter()
    async with TelegramEmulator() as telegram, on_stage(telegram, ToldDesk()):
        for n, fault in enumerate(islice(cycle(FAULTS), QUESTIONS), start=1):
            telegram.people.open(n)
            telegram.faults.add("sendMessage", fault)
            question = await telegram.people.say(n, f"/say{n}", sender=n)
            until = perf_counter() + SETTLED_SECONDS
            while perf_counter() < until and not (  # noqa: ASYNC110  # of two things
                telegram.world.posted(n) or telegram.world.reactions.get((n, question))
            ):
                await asyncio.sleep(0.005)
            await asyncio.sleep(0.02)
            texts = [message.text for message in telegram.world.posted(n)]
            answered = sum(f"say{n}" in text for text in texts)
            marked = bool(telegram.world.reactions.get((n, question)))
            told["answered"] += answered > 0
            told["doubled"] += answered > 1
            told["told why not"] += not answered and bool(texts)
            told["marked"] += not answered and not texts and marked
            if not texts and not marked:
                told["lost"] += 1
                print("lost:", fault)
    print(
        f"{QUESTIONS} faults: {told['answered']} answered, {told['told why not']} told why not, "
        f"{told['marked']} marked with a reaction, {told['doubled']} doubled, {told['lost']} lost"
    )


def main() -> None:
    log.configure("CRITICAL", json=False, secrets=())
    asyncio.run(presses())
    asyncio.run(faults())


if __name__ == "__main__":
    main()
