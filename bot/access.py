"""Who may bring pieces in, and how much everybody may ask for.

Editors are people by their ids, and chats whose members all may. Budgets keep a person and a chat
from slowing down others and from filling a disk. Each is a generic cell rate algorithm (GCRA, ITU-T
I.371) with a burst: all of `most` in `per` may be used at once, and comes back evenly over time.
The state is in memory, one number for each key: a restart gives everybody a full budget, and each
process gives budgets of its own.
"""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Lock
from typing import TYPE_CHECKING, Final, Literal, Self, TypeAlias, TypeVar

from briefs.errors import BadArgument

if TYPE_CHECKING:
    from handlers.message import (  # the settings load this module, and need no handlers
        Capabilities,
        Incoming,
        Missing,
        Request,
    )

T = TypeVar("T")

COMMAND: Final = "piece"
_SEARCHES: Final = ("search", "find")
"""Commands by which editors also search what is not public yet."""

TERMINAL: Final = "console"
"""The platform of the terminal, where everyone is an editor: they can read the database anyway."""

_GLOBAL_PARTS: Final = 2
_LOCAL_PARTS: Final = 3


@dataclass(frozen=True, slots=True)
class Editors:
    """The editors, as their platforms name them: "telegram:12345", "slack:T1:U1".

    If a group or channel is listed, everyone who writes in it is an editor there.
    """

    listed: frozenset[str] = frozenset()

    @classmethod
    def read(cls, setting: str, platforms: Mapping[str, "Capabilities"] | None = None) -> Self:
        """Read a list with spaces or commas; BadArgument names the first entry that is no editor.

        Without `platforms`, any platform's name is accepted, with an id of one part or two.
        """
        listed = frozenset(setting.replace(",", " ").split())
        for one in sorted(listed):
            platform, *ids = one.split(":")
            if len(ids) + 1 not in _parts(platform, platforms) or not all((platform, *ids)):
                raise BadArgument(
                    f"I can't read “{one}” as an editor.",
                    hint="Write telegram:12345 or slack:T1:U1.",
                )
        return cls(listed)

    def with_role(self, request: "Request") -> "Request":
        """A /piece or a search with its sender's role; other requests are returned unchanged."""
        if request.command.lower() not in {COMMAND, *_SEARCHES}:
            return request
        if request.outsider or request.forwarded:
            return replace(request, role="reader")
        room = self._lists(request, request.origin.channel)
        if request.origin.platform != TERMINAL and not (
            room or self._lists(request, request.sender)
        ):
            return replace(request, role="reader")
        return replace(request, role="editor", overheard=request.overheard and not room)

    def chats_on(self, platform: str) -> tuple[str, ...]:
        """The listed ids of a platform whose ids have one part."""
        named = (one.split(":") for one in sorted(self.listed))
        return tuple(ids[0] for name, *ids in named if name == platform and len(ids) == 1)

    def may_send(self, request: "Request") -> bool:
        """Whether the request's files may be read: a stranger's file is never touched."""
        seen = self.with_role(request)
        return seen.command.lower() == COMMAND and seen.role == "editor" and not seen.overheard

    async def with_files(
        self,
        request: "Request",
        offered: Sequence[T],
        get: "Callable[[T], Awaitable[Incoming | Missing]]",
    ) -> "Request":
        """The request with `get(file)` for each file offered, if its sender may send any."""
        if not offered or not self.may_send(request):
            return request
        return replace(request, files=tuple([await get(one) for one in offered]))

    def _lists(self, request: "Request", name: str) -> bool:
        """Whether a person or place is listed; an id of one workspace is listed with that
        workspace.
        """
        at = request.origin
        key = (at.platform, at.workspace, name) if request.can.local_ids else (at.platform, name)
        return bool(name) and ":".join(key) in self.listed


def _parts(platform: str, platforms: Mapping[str, "Capabilities"] | None) -> tuple[int, ...]:
    """How many parts the name of an editor on that platform has."""
    if platforms is None:
        return _GLOBAL_PARTS, _LOCAL_PARTS
    can = platforms.get(platform)
    if can is None:
        return ()
    return (_LOCAL_PARTS,) if can.local_ids else (_GLOBAL_PARTS,)


ANSWERS_A_MINUTE: Final = 30

Kind: TypeAlias = Literal["answers", "searches", "links", "bytes"]

MINUTE: Final = timedelta(minutes=1)
DAY: Final = timedelta(days=1)

MAX_KEYS: Final = 20_000
"""Persons and chats that are remembered; those that asked longest ago are forgotten first."""

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

    def charge(self, kind: Kind, request: "Request", amount: float = 1) -> Spent | None:
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
        self, kind: Kind, request: "Request", now: datetime
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
