"""The places of the simulated week: who gets digests, at what local time, on which platform."""

from datetime import datetime, time
from random import Random

from briefs.digests.digest import EVERY_DAY, WEEKDAYS, Subscription, upcoming
from briefs.model import Address
from briefs.storage import Store
from tests.emulators.slack import TEAM, Channel, SlackEmulator
from tests.emulators.telegram.server import TelegramEmulator
from tests.emulators.telegram.world import BOT, Chat

ZONES = [
    "Africa/Cairo",
    "Africa/Casablanca",
    "Africa/Johannesburg",
    "Africa/Lagos",
    "Africa/Nairobi",
    "America/Anchorage",
    "America/Argentina/Buenos_Aires",
    "America/Bogota",
    "America/Chicago",
    "America/Denver",
    "America/Halifax",
    "America/Los_Angeles",
    "America/Mexico_City",
    "America/New_York",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Asia/Baghdad",
    "Asia/Bangkok",
    "Asia/Dhaka",
    "Asia/Dubai",
    "Asia/Hong_Kong",
    "Asia/Jakarta",
    "Asia/Jerusalem",
    "Asia/Karachi",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Asia/Seoul",
    "Asia/Tehran",
    "Asia/Tokyo",
    "Atlantic/Azores",
    "Australia/Adelaide",
    "Australia/Lord_Howe",
    "Australia/Sydney",
    "Europe/Berlin",
    "Europe/London",
    "Europe/Moscow",
    "Pacific/Apia",
    "Pacific/Auckland",
    "Pacific/Honolulu",
]
_HOURS = (time(7), time(7), time(7), time(8, 30), time(6, 15), time(12), time(18, 45), time(2, 30))
_DAILY, _CHOOSY = 0.6, 0.3  # shares of all places
_TOPICS = ("water", "energy", "trade")


def settle_in(
    store: Store,
    telegram: TelegramEmulator,
    slack: SlackEmulator,
    *,
    places: int,
    random: Random,
    now: datetime,
) -> tuple[Subscription, ...]:
    """Give every place its subscription: nine of ten on Telegram, a third of them groups."""
    orders = []
    for n in range(places):
        if n % 10 == 0:
            channel = f"C{n + 1000}"
            slack.workspace.channels[channel] = Channel(channel)
            to = Address("slack", TEAM, channel)
        else:
            shared = n % 3 == 0
            chat = -(n + 1000) if shared else n + 1000
            telegram.world.chats[chat] = Chat(chat, "group" if shared else "private")
            to = Address("telegram", str(BOT["id"]), str(chat))
        order = Subscription(
            to=to,
            at=random.choice(_HOURS),
            zone=ZONES[n % len(ZONES)],
            weekdays=EVERY_DAY if random.random() < _DAILY else WEEKDAYS,
            wanted=(random.choice(_TOPICS),) if random.random() < _CHOOSY else (),
            when_empty=True,
            starts=now,
        )
        store.subscriptions.save(order, next(upcoming(order, now)), now=now)
        orders.append(order)
    return tuple(orders)
