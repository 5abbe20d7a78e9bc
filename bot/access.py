"""Who may bring pieces in: people by their ids, and chats whose members all may."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Self, TypeVar

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
