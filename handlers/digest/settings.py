"""A subscription changed by a person's words: pure decisions, nothing is stored here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from briefs.digests import schedule_words
from briefs.digests.digest import EVERY_DAY, Pause, Subscription
from briefs.digests.schedule_words import Timetable
from briefs.digests.timezones import local
from briefs.errors import BadArgument
from briefs.model import Address
from handlers.digest import topics as digest_topics
from handlers.digest.render import full_day
from handlers.message import Capabilities

_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}
_AGE = re.compile(r"(?P<number>[0-9]{1,4}) ?(?:(?P<unit>[dwmy])(?:ays?|eeks?|onths?|ears?)?)?")
_MAX_AGE_DAYS = 100 * 365
_SWITCH = {"on": True, "yes": True, "off": False, "no": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The place of a new subscription, its name, and what was sent there before.

    `since` is the arrival up to which pieces count as sent, `last` the date of the last edition.
    """

    to: Address
    name: str
    since: int
    last: date | None


def apply_words(
    order: Subscription | None,
    words: Sequence[str],
    place: Place,
    *,
    topics: Sequence[str],
    now: datetime,
) -> Subscription:
    """The subscription that "/digest on …" asks for; settings that are not named keep their values.

    Everything from the first signed word on is topics, because a topic may have several words. A
    new subscription is daily and on all topics unless words say otherwise; it needs a time and a
    zone. `topics` are the library's. BadArgument if a time or zone is missing, or cannot be read.
    """
    cut = next((at for at, word in enumerate(words) if digest_topics.is_signed(word)), len(words))
    signed = words[cut:]
    said = schedule_words.read(words[:cut], now)
    if said.at is None and _tells_time(signed):
        raise BadArgument(
            "Topics come last.",
            hint="For example: /digest on 08:30 Berlin +energy -sport · "
            "/digest topics +energy changes them alone",
        )
    if order is None:
        timed = _new(said, place, now, advice="Topics come last. " if signed else "")
    else:
        timed = _changed(order, said, place, now)
    return digest_topics.read(signed, topics).of(timed) if signed else timed


def _tells_time(words: Sequence[str]) -> bool:
    try:
        return schedule_words.take_time(" ".join(words))[0] is not None
    except BadArgument:  # an unreadable time is still meant as a time
        return True


def _new(said: Timetable, place: Place, now: datetime, *, advice: str) -> Subscription:
    if said.at is None:
        raise BadArgument(
            "At what time should the digest come?",
            hint=f"{advice}For example: /digest on 08:30 Berlin · "
            "/digest on 7.30am New York weekdays · /digest on noon UTC+2 mon,thu",
        )
    if said.zone is None:
        at = f"/digest on {said.at:%H:%M}"
        raise BadArgument(
            "In which time zone?",
            hint=f"{advice}Name a city, a zone or an offset: {at} Berlin · {at} America/New_York · "
            f"{at} UTC+2",
        )
    return Subscription(
        to=place.to,
        name=place.name,
        at=said.at,
        zone=said.zone,
        weekdays=said.weekdays or EVERY_DAY,
        since=place.since,
        last=place.last,
        starts=now,
    )


def _changed(order: Subscription, said: Timetable, place: Place, now: datetime) -> Subscription:
    changed = replace(
        order,
        name=place.name or order.name,
        at=order.at if said.at is None else said.at,
        zone=said.zone or order.zone,
        weekdays=said.weekdays or order.weekdays,
        pause=None,
    )
    # Only a changed schedule cancels a run that is due right now.
    moved = (changed.at, changed.zone, changed.weekdays) != (order.at, order.zone, order.weekdays)
    return replace(changed, starts=now) if moved or order.pause else changed


def on_topics(order: Subscription, words: Sequence[str], *, topics: Sequence[str]) -> Subscription:
    """The subscription with the topics of "+energy -sport", or on all with "all"."""
    if [word.casefold() for word in words] == [digest_topics.ALL]:
        return replace(order, wanted=(), unwanted=())
    return digest_topics.read(words, topics).of(order)


def paused(order: Subscription, now: datetime) -> Subscription:
    """The subscription, paused until it is resumed; a paused one stays as it is."""
    since = full_day(local(now, order.zone).date())
    return order if order.pause else replace(order, pause=Pause("person", f"since {since}"))


def resumed(order: Subscription, now: datetime) -> Subscription:
    """The subscription, resumed: its next edition has the pieces of the pause."""
    return replace(order, pause=None, starts=now) if order.pause else order


def when_empty(order: Subscription, words: Sequence[str]) -> Subscription:
    """The subscription with "empty on" (a message on days without news) or "empty off"."""
    return replace(order, when_empty=_switched("empty", words))


def in_full(order: Subscription, words: Sequence[str], can: Capabilities) -> Subscription:
    """The subscription with "full on" (the briefs in the digest's thread) or "full off"."""
    full = _switched("full", words)
    if full and not can.threads:
        raise BadArgument(
            "Full briefs go into the digest's thread, and there are no such threads here.",
            hint="The buttons below the digest open each brief.",
        )
    return replace(order, in_full=full)


def max_age(order: Subscription, words: Sequence[str]) -> Subscription:
    """The subscription with "age 14 days", "age 3 weeks" or, for news of any age, "age any"."""
    said = [word.casefold() for word in words]
    if said in (["any"], ["off"], ["none"]):
        return replace(order, max_age_days=None)
    found = _AGE.fullmatch(" ".join(said))
    days = int(found["number"]) * _DAYS[found["unit"] or "d"] if found else 0
    if not 0 < days <= _MAX_AGE_DAYS:
        raise BadArgument(
            "How old may news be, by its date of publication?",
            hint="Say /digest age 14 days, /digest age 3 weeks, or /digest age any.",
        )
    return replace(order, max_age_days=days)


def _switched(name: str, words: Sequence[str]) -> bool:
    said = _SWITCH.get(words[0].casefold()) if len(words) == 1 else None
    if said is None:
        raise BadArgument("On or off?", hint=f"Say /digest {name} on or /digest {name} off.")
    return said
