"""Who may set a channel's digest: anyone, the workspace's admins, or the people on a list."""

import re
from collections.abc import Callable
from dataclasses import replace
from time import monotonic
from typing import Any, Final, Literal, TypeAlias, assert_never

from bot.platforms.slack.client import WebApi
from bot.platforms.slack.errors import Done
from briefs.errors import BadArgument
from briefs.log import get_logger
from handlers.message import Request, Role

DigestAdmins: TypeAlias = Literal["anyone", "admins"] | frozenset[str]
"""Who may set a digest; a set contains people's ids ("U012AB3CD")."""

_BELIEVED_SECONDS: Final = 60.0
_MAX_ROLES: Final = 1_000
"""Roles that are cached."""

_ID = re.compile(r"[UW][A-Z0-9]+")
_RANKS: Final = ("is_admin", "is_owner", "is_primary_owner")

PRESS: Final = ""
"""The command of a request that came by a press, until the button's command is looked up."""

_log = get_logger(__name__)


def digest_admins(setting: str) -> DigestAdmins:
    """The setting as `DigestAdmins`: "anyone", "admins" or ids with commas;
    BadArgument otherwise.
    """
    match setting.strip().lower():
        case "anyone":
            return "anyone"
        case "admins":
            return "admins"
    people = frozenset(word.strip() for word in setting.split(",") if word.strip())
    if not people or not all(map(_ID.fullmatch, people)):
        raise BadArgument(
            f"Who may set digests on Slack? I can't read “{setting}”.",
            hint="Say anyone, admins, or people's member ids with commas: U012AB3CD, U034EF5GH",
        )
    return people


class Permissions:
    """People's roles, which Slack is asked for and which are cached for a minute; `clock` in
    seconds.
    """

    def __init__(
        self,
        api: WebApi,
        admins: DigestAdmins,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._api = api
        self._admins = admins
        self._clock = clock
        self._known: dict[str, tuple[float, Role]] = {}

    async def with_role(self, request: Request) -> Request:
        """A /digest request with its sender's role; every other request is returned unchanged.

        In a direct message everyone may set the digest; people of another workspace may set none.
        """
        if request.command not in {"digest", PRESS}:
            return request
        if request.outsider:
            return replace(request, role="reader")
        if request.origin.channel.startswith("D"):
            return replace(request, role="admin")
        match self._admins:
            case "anyone":
                return replace(request, role="admin")
            case "admins":
                return replace(request, role=await self._role(request.sender))
            case frozenset() as people:
                return replace(request, role="admin" if request.sender in people else "reader")
            case never:
                assert_never(never)

    async def _role(self, person: str) -> Role:
        now = self._clock()
        until, role = self._known.get(person, (now, "reader"))
        if until > now:
            return role
        answer = await self._api.get("users.info", {"user": person})
        if not isinstance(answer, Done):
            _log.warning("slack.standing_unknown", outcome=answer)
            return "reader"
        user: dict[str, Any] = answer.answer.get("user") or {}
        role = "admin" if any(user.get(rank) is True for rank in _RANKS) else "reader"
        if len(self._known) >= _MAX_ROLES:
            self._known.clear()
        self._known[person] = (now + _BELIEVED_SECONDS, role)
        return role
