"""Who may bring pieces in: people by their ids, and rooms in which everybody may."""

from dataclasses import dataclass, replace
from typing import Final, Self

from briefs.errors import BadArgument
from briefs.model import Address
from handlers.message import Request

COMMAND: Final = "piece"
_PARTS: Final = {"telegram": 2, "slack": 3}


@dataclass(frozen=True, slots=True)
class Editors:
    """Each is listed as its platform names it: "telegram:12345", "slack:T1:U1".

    A group or channel that is listed is an editors' room: whoever writes in it is one, there.
    Whoever has the terminal has the library, and needs no listing.
    """

    listed: frozenset[str] = frozenset()

    @classmethod
    def read(cls, setting: str) -> Self:
        """Read a list with spaces or commas between; BadArgument names what is none."""
        listed = frozenset(setting.replace(",", " ").split())
        for one in sorted(listed):
            platform, *ids = one.split(":")
            if len(ids) + 1 != _PARTS.get(platform) or not all(ids):
                raise BadArgument(
                    f"I can't read “{one}” as an editor.",
                    hint="Write telegram:12345 or slack:T1:U1.",
                )
        return cls(listed)

    def placed(self, request: Request) -> Request:
        """A /piece with its sender's role; every other request comes back as it is."""
        if request.command.lower() != COMMAND:
            return request
        room = self._lists(request.origin, request.origin.channel)
        if request.origin.platform != "console" and not (
            room or self._lists(request.origin, request.sender)
        ):
            return replace(request, role="reader")
        return replace(request, role="editor", overheard=request.overheard and not room)

    def may_send(self, request: Request) -> bool:
        """Whether what came along may be taken: a stranger's file is never touched."""
        placed = self.placed(request)
        return (
            placed.command.lower() == COMMAND and placed.role == "editor" and not placed.overheard
        )

    def _lists(self, at: Address, name: str) -> bool:
        """Slack's ids are those of a workspace, Telegram's the same for every bot."""
        key = (at.platform, at.workspace, name) if at.platform == "slack" else (at.platform, name)
        return bool(name) and ":".join(key) in self.listed
