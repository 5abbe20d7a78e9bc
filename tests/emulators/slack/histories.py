"""Reads what has been said, as conversations.history and conversations.replies give it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.emulators.slack.refused import Refused
from tests.emulators.slack.workspace import BOT_ID, Posted, Workspace

_SCOPES = {"C": "channels:history", "G": "groups:history", "D": "im:history"}
_MOST, _USUAL = 999, 100


@dataclass
class Histories:
    """`page` is the most messages in one answer; some kinds of app get no more than 15."""

    workspace: Workspace
    page: int = _MOST

    def history(self, args: Mapping[str, Any]) -> Mapping[str, Any]:
        """What stands in a channel itself, the newest first."""
        channel = self._channel(args)
        said = [m for m in self.workspace.messages if m.channel == channel and not m.thread]
        return self._answer(args, sorted(said, key=lambda m: float(m.ts), reverse=True))

    def replies(self, args: Mapping[str, Any]) -> Mapping[str, Any]:
        """A thread's first message, then its replies, the oldest first."""
        channel, thread = self._channel(args), str(args.get("ts") or "")
        first = self.workspace.message(channel, thread)
        if first is None:
            raise Refused("thread_not_found")
        said = [m for m in self.workspace.messages if (m.channel, m.thread) == (channel, thread)]
        return self._answer(args, sorted(said, key=lambda m: float(m.ts)), first)

    def _channel(self, args: Mapping[str, Any]) -> str:
        """The id of a channel that the bot is in; one that is archived can be read too."""
        channel = self.workspace.channels.get(str(args.get("channel")))
        if channel is None or (channel.private and not channel.member):
            raise Refused("channel_not_found")
        self.workspace.need(_SCOPES[channel.id[0]])
        if not channel.member:
            raise Refused("not_in_channel")
        return channel.id

    def _answer(
        self, args: Mapping[str, Any], said: Iterable[Posted], first: Posted | None = None
    ) -> Mapping[str, Any]:
        oldest = float(args.get("oldest") or 0)
        found = [m for m in said if not m.only_for and float(m.ts) > oldest]
        start = int(str(args.get("cursor") or "0").removeprefix("after:"))
        end = start + min(int(args.get("limit") or _USUAL), self.page, _MOST)
        shown = ([first] if first is not None else []) + found[start:end]
        with_metadata = str(args.get("include_all_metadata")).lower() in {"1", "true"}
        more = end < len(found)
        return {
            "messages": [_shown(m, with_metadata=with_metadata) for m in shown],
            "has_more": more,
            "response_metadata": {"next_cursor": f"after:{end}" if more else ""},
        }


def _shown(said: Posted, *, with_metadata: bool) -> Mapping[str, Any]:
    return {
        "type": "message",
        "ts": said.ts,
        "text": said.text,
        "user": said.user,
        **({"bot_id": BOT_ID} if said.metadata else {}),
        **({"thread_ts": said.thread} if said.thread else {}),
        **({"metadata": said.metadata} if said.metadata and with_metadata else {}),
    }
