"""Drives the bot on both emulators through all it can say, and keeps the bodies of its calls."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from bot.platforms.slack.client import SlackPoster
from bot.platforms.slack.render import freeze as slack_freeze
from bot.platforms.telegram.client import TelegramPoster
from bot.platforms.telegram.render import freeze as telegram_freeze
from briefs.model import Address
from handlers.message import Attachment, Reply, presses
from tests.bot import golden
from tests.bot.slack_room import serving
from tests.bot.telegram_stage import on_stage
from tests.emulators.slack import BOT_TOKEN, TEAM, Broken, SlackEmulator
from tests.emulators.telegram.refusals import Refused
from tests.emulators.telegram.server import TelegramEmulator
from tests.emulators.telegram.world import File

Call: TypeAlias = tuple[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class TelegramTraffic:
    """Calls with their JSON, the results of all calls, and the updates that were delivered."""

    calls: Sequence[Call]
    results: Sequence[tuple[str, Any]]
    updates: Sequence[dict[str, Any]]


ME, GROUP, FORUM, CHANNEL = 77, -500, -100_600, -100_700
_MAX_PRESSES: Final = 60
_LINES: Final = (*golden.CASES.values(), "/digest on 08:30 Berlin", "/digest full on", "/stop")


async def telegram_traffic() -> TelegramTraffic:
    """Every call to the Bot API that carries JSON, in order, and what the emulator sent."""
    async with TelegramEmulator() as telegram:
        telegram.people.open(ME)
        telegram.people.open(GROUP, "group")
        telegram.people.open(FORUM, "supergroup", threads=frozenset({9}))
        telegram.people.open(CHANNEL, "channel")
        async with on_stage(telegram, golden.desk()):
            for line in _LINES:
                await telegram.people.say(ME, line)
            await telegram.people.say(GROUP, "/brief")
            await telegram.people.say(GROUP, "/nonsense@SourcebriefBot")
            await telegram.people.say(FORUM, "/sources", thread=9)
            await telegram.people.say(CHANNEL, "/latest")
            await _settled(lambda: len(telegram.bodies))
            telegram.faults.add("sendMessage", Refused(400, "Bad Request: TOPIC_CLOSED"), 2)
            await telegram.people.say(GROUP, "/brief")
            await _pressed_on_telegram(telegram)
            await _lived_on_telegram(telegram)
            await _settled(lambda: len(telegram.bodies))
        await _posted_on_telegram(telegram)
        updates = [
            update
            for method, result in telegram.results
            if method == "getupdates"
            for update in result
        ]
        return TelegramTraffic(list(telegram.bodies), list(telegram.results), updates)


async def _lived_on_telegram(telegram: TelegramEmulator) -> None:
    """What else befalls a bot: files, replies, corrections, and changes of its chats."""
    people = telegram.people
    number = await people.say(ME, "/brief", file=File("quay.txt", "text/plain", b"It rained."))
    await people.say(ME, "/sources", reply_to=number)
    wrong = await people.say(ME, "/breif")
    await people.edit(ME, wrong, "/brief")
    posted = telegram.world.posted(ME)[0]
    await people.press_data(ME, posted.id, "gone", old=True)
    await people.seat(GROUP, "administrator")
    await people.seat(GROUP, "restricted", can_send_messages=True)
    await people.seat(CHANNEL, "left")
    await people.migrate(GROUP, -100_500)
    await people.seat(-100_500, "kicked")


async def _pressed_on_telegram(telegram: TelegramEmulator) -> None:
    messages = [m for m in telegram.world.posted(ME) if m.keyboard]
    keys = [
        (m.id, key["callback_data"])
        for m in messages
        for row in m.keyboard
        for key in row
        if "callback_data" in key
    ]
    for message, data in keys[:_MAX_PRESSES]:
        await telegram.people.press_data(ME, message, data)
        await _settled(lambda: len(telegram.bodies))


async def _posted_on_telegram(telegram: TelegramEmulator) -> None:
    poster = TelegramPoster(token=telegram.token, base_url=telegram.base_url, paid=True)
    places = (Address("telegram", "4242", str(ME)), Address("telegram", "4242", str(FORUM), "9"))
    for reply, tokens in _frozen_replies():
        for message in telegram_freeze(reply, tokens):
            for place in places:
                await poster.post(place, message.payload, "key")
    await poster.close()


async def slack_calls() -> list[Call]:
    """Every call to Slack's Web API or a response_url, in order."""
    async with SlackEmulator() as slack:
        async with serving(slack, golden.desk()):
            for line in _LINES:
                command, _, rest = line.partition(" ")
                await slack.command(command, rest)
                await slack.mention(f"{command.removeprefix('/')} {rest}")
            await slack.command("/brief", channel="C2")
            slack.api.fail("chat.postMessage", Broken("restricted_action_thread_locked"))
            await slack.mention("brief")
            await _settled(lambda: len(slack.api.calls))
            for message in list(slack.answers):
                for label, button in list(message.buttons.items())[:2]:
                    if "value" in button and label in message.buttons:  # else it was replaced
                        await slack.press(message, label)
                        await _settled(lambda: len(slack.api.calls))
        poster = SlackPoster(bot_token=BOT_TOKEN, workspace=TEAM, base_url=slack.base_url)
        await poster.open()
        for reply, tokens in _frozen_replies():
            for frozen in slack_freeze(reply, tokens):
                await poster.post(Address("slack", TEAM, "C1"), frozen.payload, "key")
        await poster.close()
        return [(method, dict(args)) for method, args in slack.api.calls]


def _frozen_replies() -> Sequence[tuple[Reply, dict[Any, str]]]:
    replies = (answer.reply for _, answer in golden.answers())
    return [
        (reply, {press: f"token-{n}" for n, press in enumerate(presses(reply))})
        for reply in replies
        if not any(isinstance(block, Attachment) for block in reply.blocks)
    ]


async def _settled(count: Any) -> None:
    """Wait until nothing more is said for a moment."""
    seen = -1
    with suppress(TimeoutError):
        async with asyncio.timeout(60):
            while count() != seen:
                seen = count()
                await asyncio.sleep(0.25)
