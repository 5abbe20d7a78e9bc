"""Deliveries: frozen messages, the states of a delivery, the outcomes of a call, and rates.

A message is frozen before it is posted: one hash covers it and what it quotes. A rate says when the
next message may be sent, by every limit that it counts against (GCRA, without bursts).

A delivery is one row of the outbox and one call to a platform. Its states and the steps between
them are drawn in `bot/delivery/__init__.py`:

sent        the platform accepted it, under the id `posted`
failed      it was surely not sent, and another try would not help
uncertain   it may have been sent; it is never sent again by itself
dropped     an operator decided not to send it
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final, Literal, TypeAlias, assert_never

from briefs.model import Address, Shown, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Text copied from a stored body, to be proved right before it is posted.

    `earlier`: it is shown as what the piece said before, and proved against that revision.
    """

    piece: int
    revision: int
    sha256: str
    at: Span
    text: str
    earlier: bool = False


def pack_quotations(quotations: Sequence[Quotation]) -> list[list[int | str]]:
    """`[[piece, revision, sha256, start, end, text], …]`; earlier text has `true` as well."""
    return [
        [q.piece, q.revision, q.sha256, q.at.start, q.at.end, q.text, *[True] * q.earlier]
        for q in quotations
    ]


def unpack_quotations(packed: Sequence[Sequence[Any]]) -> tuple[Quotation, ...]:
    return tuple(
        Quotation(
            piece=piece,
            revision=revision,
            sha256=sha256,
            at=Span(start, end),
            text=text,
            earlier=bool(earlier),
        )
        for piece, revision, sha256, start, end, text, *earlier in packed
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A platform's message, frozen: `payload` is the exact JSON that the platform's code posts.

    `quotes` is everything that it copies from pieces; `about` is the piece that it shows, if it is
    one. `said` are the blocks that it was made from (`handlers.message`), or "" if it is never
    rendered again. Many places share one message. `key` is the SHA-256 (hex) of all of it: what is
    stored is compared with it before it is posted.
    """

    payload: str
    quotes: tuple[Quotation, ...] = ()
    about: Shown | None = None
    said: str = ""
    key: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(
            self, "key", message_key(self.payload, self.quotes, self.about, self.said)
        )


def message_key(
    payload: str, quotes: Sequence[Quotation], about: Shown | None, said: str = ""
) -> str:
    """The SHA-256 (hex) over a payload, its quotations, what it shows and its blocks."""
    shown = None if about is None else [about.piece, about.revision]
    hashed = [payload, pack_quotations(quotes), shown, *([said] if said else [])]
    return sha256(json.dumps(hashed).encode()).hexdigest()


Blame: TypeAlias = Literal["message", "place", "account", "unknown"]
"""What a refusal is about: this message, its place, or the bot's own account.

"unknown" is a refusal that is in no table of the platform's errors.
"""


@dataclass(frozen=True, slots=True)
class Sent:
    message_id: str


@dataclass(frozen=True, slots=True)
class Retry:
    """Surely not posted; worth another try later.

    `all_wait`: the platform asked the whole account to wait, not this place alone. Otherwise the
    account waits for `account_after`, in case that it did.
    """

    reason: str
    after: timedelta
    all_wait: bool = False
    account_after: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Rejected:
    """Surely not posted, and trying again will not help.

    `reason` is for a person, `said` are the platform's own words. `moved_to` is the place's new
    address, if the platform named one: there, trying again does help.
    """

    reason: str
    blame: Blame = "message"
    moved_to: Address | None = None
    said: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may have been posted, or not."""

    reason: str


Outcome: TypeAlias = Sent | Retry | Rejected | Unknown


Status: TypeAlias = Literal[
    "pending", "claimed", "sending", "sent", "failed", "uncertain", "dropped"
]
OPEN: frozenset[Status] = frozenset({"pending", "claimed", "sending"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One message of an edition; with `threaded` it is posted under the edition's first message.

    With `edits` it replaces the message of that id instead of being posted.
    """

    message: Message
    threaded: bool = False
    edits: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """The messages that one place gets at once, to be posted in order from `due` on, until `until`.

    A place has one edition of a `name`: the local date of a digest, or another word for a test or a
    notice. `since` and `upto` are the subscription's `since` before and after it: if the edition
    fails, the subscription goes back, and the pieces are in the next one.
    """

    to: Address
    name: str
    due: datetime
    until: datetime
    parts: tuple[Part, ...]
    since: int | None = None
    upto: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One row of the outbox. `to` is where it is posted: the thread, if it belongs to one.

    `place`, `edition` and `part` (from 0) are its key. `message` is the Message's key. `attempts`
    counts the calls that were begun; `due` is when it may be tried (again), and after `until` it is
    not tried any more. `worker` and `lease` say who owns it while it is claimed or sending.
    `posted` is the platform's id of the sent message. `look_at` is when an uncertain one can be
    looked for in the place's history; None: it cannot, and a person must decide. `edits` is the id
    of the message that it replaces; an edit can be repeated without effect.
    """

    id: int
    place: Address
    edition: str
    part: int
    to: Address
    message: str
    status: Status
    due: datetime
    until: datetime
    attempts: int = 0
    worker: str = ""
    lease: datetime | None = None
    posted: str = ""
    error: str = ""
    look_at: datetime | None = None
    edits: str = ""

    @property
    def key(self) -> str:
        """The name of this delivery in logs and calls, the same at each attempt."""
        return f"{self.place}/{self.edition}/{self.part}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Time limits: `lease` must be longer than any call, `look_after` longer than two.

    `back_off` is the wait after a first failure, doubled each time up to `longest`.
    """

    lease: timedelta = timedelta(minutes=2)
    back_off: timedelta = timedelta(seconds=2)
    longest: timedelta = timedelta(minutes=10)
    look_after: timedelta = timedelta(minutes=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A delivery after an outcome, and what that means for its place.

    `moved_to`: the place is now there, with all its open deliveries. `pause`: why the place's
    subscription must pause ("" if it need not). `pause_if_again`: the same, but only if the place's
    edition before failed for the same reason.
    """

    delivery: Delivery
    moved_to: Address | None = None
    pause: str = ""
    pause_if_again: str = ""


def apply_outcome(
    delivery: Delivery, outcome: Outcome, now: datetime, policy: Policy, *, can_look: bool
) -> Settled:
    """What becomes of a delivery in `sending` by the outcome of its call.

    `can_look` says that the platform lets us look for a message in the place's history.
    """
    done = replace(delivery, worker="", lease=None)
    if delivery.edits:
        outcome = _of_an_edit(outcome, policy)
    match outcome:
        case Sent(posted):
            return Settled(delivery=replace(done, status="sent", posted=posted, error=""))
        case Retry(reason, after):
            due = now + max(after, _patience(delivery.attempts, policy))
            if due > delivery.until:
                late = f"{reason} It was not worth waiting for any longer."
                return Settled(delivery=replace(done, status="failed", error=late))
            return Settled(delivery=replace(done, status="pending", due=due, error=reason))
        case Rejected(reason, blame, moved_to):
            if moved_to is not None:
                again = replace(done, status="pending", due=now, error=reason)
                return Settled(delivery=again, moved_to=moved_to)
            failed = replace(done, status="failed", error=reason)
            match blame:
                case "place" | "account":
                    return Settled(delivery=failed, pause=reason)
                case "unknown":
                    return Settled(delivery=failed, pause_if_again=reason)
                case "message":
                    return Settled(delivery=failed)
        case Unknown(reason):
            look_at = now + policy.look_after if can_look else None
            unsure = replace(done, status="uncertain", error=reason, look_at=look_at)
            return Settled(delivery=unsure)
        case never:
            assert_never(never)


def _of_an_edit(outcome: Outcome, policy: Policy) -> Outcome:
    """The outcome of an edit, which differs in three ways: it may be repeated if unknown; messages
    of a chat that moved have other ids there; and a chat that refuses an edit may still accept
    posts.
    """
    match outcome:
        case Unknown(reason):
            return Retry(reason, policy.back_off)
        case Rejected(moved_to=Address()):
            return Rejected(f"{outcome.reason} What was sent before can't be changed.")
        case Rejected(blame="unknown"):
            return replace(outcome, blame="message")
        case _:
            return outcome


def _patience(attempts: int, policy: Policy) -> timedelta:
    doubled: timedelta = policy.back_off * 2 ** min(max(attempts - 1, 0), 16)
    return min(doubled, policy.longest)


Rate: TypeAlias = tuple[str, timedelta]
"""A limit: the key that its users share, and the least time between two of them."""

FAR: Final = timedelta(minutes=2)
"""Slots are never reserved this far ahead: such a slot is from before the clock was set back."""

LONGEST_PAUSE: Final = timedelta(hours=1)
"""A longer pause that a platform asks for is shortened to this."""

MAX_SKEW: Final = timedelta(seconds=10)
"""How far the clocks of two workers may be apart."""


@dataclass(frozen=True, slots=True)
class Slot:
    """When a message may be posted. If it is not `taken`, nothing was reserved: ask again then."""

    at: datetime
    taken: bool


@dataclass(frozen=True, slots=True)
class PlatformPause:
    """At `since`, a platform asked to send nothing before `until`."""

    since: datetime
    until: datetime

    def ends(self, now: datetime) -> datetime:
        """When it ends; `now` if it has ended.

        A pause that began in the future was recorded before the clock was set back, and is ignored.
        It would otherwise last until the clock has caught up; a platform that still wants a pause
        asks for it at the next call.
        """
        return now if self.since > now + MAX_SKEW else max(self.until, now)


def next_slot(free: datetime | None, pause: PlatformPause | None, now: datetime) -> datetime:
    """The next slot of a key: when it is `free` and its pause has ended."""
    known = now if free is None or free > now + FAR else max(free, now)
    return known if pause is None else max(known, pause.ends(now))


def reserve(
    wishes: Sequence[Sequence[Rate]],
    readiness: Mapping[str, datetime],
    *,
    now: datetime,
    until: datetime,
) -> tuple[tuple[Slot, ...], dict[str, datetime]]:
    """A slot for each message, by its rates, and when each key is free after those that were taken.

    `readiness` has the next slot of each key, if that is not now. A message's first rate is the one
    that most messages share. If another of its rates is ready only later, nothing is reserved, so
    that other messages need not wait for it. Nothing is reserved after `until` either.
    """
    ahead: dict[str, datetime] = {}
    slots = []
    for rates in wishes:
        times = [ahead.get(key) or readiness.get(key, now) for key, _ in rates] or [now]
        at = max(times)
        taken = at == times[0] <= until
        if taken:
            ahead |= {key: at + interval for key, interval in rates}
        slots.append(Slot(at, taken))
    return tuple(slots), ahead
