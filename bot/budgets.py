"""Budgets: how much a person and a chat may ask for, so that none slows down others or fills a
disk.

Each is a generic cell rate algorithm (GCRA, ITU-T I.371) with a burst: all of `most` in `per` may
be used at once, and comes back evenly over time. The state is in memory, one number for each key: a
restart gives everybody a full budget, and each process gives budgets of its own.
"""

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Final, Literal, TypeAlias

from bot.config import ANSWERS_A_MINUTE
from briefs.model import looks_like_ref
from handlers.command_text import understood
from handlers.message import Answer, Paragraph, Reply, Request

Kind: TypeAlias = Literal["answers", "searches", "links", "bytes"]

MINUTE: Final = timedelta(minutes=1)
DAY: Final = timedelta(days=1)

MAX_KEYS: Final = 20_000
"""Persons and chats that are remembered; those that asked longest ago are forgotten first."""

_OF_A_PIECE: Final = frozenset({"brief", "read", "sources", "check"})
_LENGTHS: Final = frozenset({"short", "normal", "long"})

_A_DAY_PER_MINUTE: Final = 50
_CHAT_PER_PERSON: Final = 4


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` in the time `per`."""

    most: int
    per: timedelta

    def ahead(self, amount: float) -> timedelta:
        """How long that amount takes to come back."""
        return self.per * (amount / self.most)


Limits: TypeAlias = Mapping[Kind, Sequence[Limit]]


def limits(answers_a_minute: int, *, times: int = 1) -> Limits:
    """The budgets of a person, or `times` as much for a chat."""
    each = answers_a_minute * times
    return {
        "answers": (Limit(each, MINUTE), Limit(each * _A_DAY_PER_MINUTE, DAY)),
        "searches": (Limit(max(each // 2, 1), MINUTE),),
        "links": (Limit(3 * times, MINUTE), Limit(100 * times, DAY)),
        "bytes": (Limit(20 * 2**20 * times, DAY),),
    }


@dataclass(frozen=True, slots=True)
class Spent:
    """A budget that is used up for the time `wait`; `first` if its user was not told yet."""

    kind: Kind
    limit: Limit
    by_chat: bool
    wait: timedelta
    first: bool

    @property
    def answer(self) -> Answer:
        """The refusal; without any text if the asker has been told already.

        Otherwise a flood of questions would cause a flood of refusals.
        """
        said = (Paragraph((f"{self} {self.hint}",)),) if self.first else ()
        return Answer(Reply(said, private=True), {})

    def __str__(self) -> str:
        what = "pages' text" if self.kind == "bytes" else self.kind
        most = f"{self.limit.most // 2**20} MB" if self.kind == "bytes" else f"{self.limit.most}"
        of = "of " if self.kind == "bytes" else ""
        whose = " for this chat" if self.by_chat else ""
        within = "a minute" if self.limit.per == MINUTE else "a day"
        return f"That is more than {most} {of}{what} in {within}{whose}."

    @property
    def hint(self) -> str:
        seconds = max(1, -int(-self.wait.total_seconds() // 1))
        if seconds == 1:
            return "Ask again in a second."
        if seconds <= 2 * MINUTE.total_seconds():
            return f"Ask again in {seconds} seconds."
        return f"Ask again in {-(-seconds // 60)} minutes."


def searches(request: Request) -> bool:
    """Whether a request searches the library for words."""
    asked = understood(request)
    if asked.command.lower() == "search":
        return True
    words = (word for word in asked.args if word.lower() not in _LENGTHS)
    return asked.command.lower() in _OF_A_PIECE and not all(map(looks_like_ref, words))


@dataclass(slots=True)
class _State:
    """When each limit is full again, and whether the asker was told that it is used up."""

    whole_at: list[datetime]
    told: bool = False


@dataclass(slots=True)
class Budgets:
    """The budgets of all persons and chats; thread-safe, and never blocks on the database."""

    of_person: Limits
    of_chat: Limits
    max_keys: int = MAX_KEYS
    _states: OrderedDict[tuple[Kind, str], _State] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    @classmethod
    def sized(cls, answers_a_minute: int = ANSWERS_A_MINUTE) -> "Budgets":
        return cls(limits(answers_a_minute), limits(answers_a_minute, times=_CHAT_PER_PERSON))

    def charge(self, kind: Kind, request: Request, amount: float = 1) -> Spent | None:
        """Take an amount from the budgets of the request's person and chat, unless one is used up.

        A budget is used up if less than one is left. A larger amount may overdraw it, which makes
        the next wait longer. An amount of 0 only checks.
        """
        now = request.at
        with self._lock:
            found = list(self._of(kind, request, now))
            for state, bounds, by_chat in found:
                for limit, whole_at in zip(bounds, state.whole_at, strict=True):
                    wait = whole_at + limit.ahead(1) - limit.per - now
                    if wait > timedelta():
                        first, state.told = not state.told, True
                        return Spent(kind, limit, by_chat, wait, first)
            for state, bounds, _ in found:
                state.told = False
                state.whole_at = [
                    whole_at + limit.ahead(amount)
                    for limit, whole_at in zip(bounds, state.whole_at, strict=True)
                ]
        return None

    def _of(
        self, kind: Kind, request: Request, now: datetime
    ) -> Iterator[tuple[_State, Sequence[Limit], bool]]:
        person, chat = f"person {request.person}", f"chat {request.origin.channel_alone}"
        for key, bounds, by_chat in (
            (person, self.of_person[kind], False),
            (chat, self.of_chat[kind], True),
        ):
            state = self._states.setdefault((kind, key), _State([now] * len(bounds)))
            # At most twice the limit's time: more comes from a clock that was set back, or from a
            # large overdraft, which is forgiven.
            state.whole_at = [
                min(max(whole_at, now), now + 2 * limit.per)
                for limit, whole_at in zip(bounds, state.whole_at, strict=True)
            ]
            self._states.move_to_end((kind, key))
            yield state, bounds, by_chat
        while len(self._states) > self.max_keys:
            self._states.popitem(last=False)
