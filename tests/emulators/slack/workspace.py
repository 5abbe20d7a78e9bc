"""The emulated workspace: who is in which channel, what has been said, and what may be said."""

import math
import re
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.emulators.slack import block_kit
from tests.emulators.slack.refused import Refused

TEAM, BOT, BOT_ID = "T1", "UBOT", "BBOT"
_TEXT, _UPDATE_TEXT = 40_000, 4_000
_A_MINUTE = 300
_URL_USES, _URL_SECONDS = 5, 30 * 60


@dataclass
class Channel:
    """`member`: the bot is in it; a private channel it is not in does not exist for it."""

    id: str
    member: bool = True
    private: bool = False
    archived: bool = False

    @property
    def name(self) -> str:
        """As a slash command tells it, which names no private channel."""
        if self.id.startswith("D"):
            return "directmessage"
        return "privategroup" if self.private else "newsroom"


@dataclass(frozen=True)
class SharedFile:
    name: str
    media_type: str
    data: bytes


@dataclass
class Posted:
    """A message as it stands in a channel; with `only_for` one person alone sees it."""

    ts: str
    channel: str
    thread: str
    user: str
    text: str
    blocks: list[dict[str, Any]] = field(default_factory=list)
    only_for: str = ""
    by_url: bool = False
    edited: bool = False
    unfurls: bool = True
    files: list[SharedFile] = field(default_factory=list)
    metadata: Mapping[str, Any] | None = None

    @property
    def seen(self) -> str:
        """What a person reads: the blocks if there are any."""
        return block_kit.visible(self.blocks) if self.blocks else self.text

    @property
    def pings(self) -> tuple[str, ...]:
        return block_kit.pings(self.text, self.blocks)

    @property
    def buttons(self) -> dict[str, Mapping[str, Any]]:
        return {button["text"]["text"]: button for button in block_kit.buttons(self.blocks)}


@dataclass
class ResponseUrl:
    channel: str
    user: str
    expires: float
    bearer: str = ""
    uses: int = 0


@dataclass
class Workspace:
    """`clock` gives seconds, `wall` those since 1970; with `limited`, a channel takes one post a
    second, all of them 300 a minute. `lacking` are scopes that the app was not given; `people` are
    those who are more than members, with what users.info tells of them.
    """

    clock: Callable[[], float]
    limited: bool = False
    channels: dict[str, Channel] = field(
        default_factory=lambda: {
            "C1": Channel("C1"),
            "C2": Channel("C2", member=False),
            "C3": Channel("C3", archived=True),
            "G4": Channel("G4", member=False, private=True),
            "D1": Channel("D1", private=True),
        }
    )
    messages: list[Posted] = field(default_factory=list)
    urls: dict[str, ResponseUrl] = field(default_factory=dict)
    lacking: set[str] = field(default_factory=set)
    people: dict[str, Mapping[str, bool]] = field(default_factory=dict)
    files_info: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    wall: Callable[[], float] = time.time
    _posts: dict[str, float] = field(default_factory=dict)
    _minute: deque[float] = field(default_factory=deque)
    _count: int = 0

    def next_ts(self) -> str:
        self._count += 1
        return f"{int(self.wall())}.{self._count:06d}"

    def say(
        self, user: str, channel: str, text: str, thread: str = "", *files: SharedFile
    ) -> Posted:
        """A person says something; no check is made of people."""
        said = Posted(self.next_ts(), channel, thread, user, text, files=list(files))
        self.messages.append(said)
        return said

    def post(self, args: Mapping[str, Any]) -> Posted:
        """chat.postMessage"""
        channel = self.open_channel(args.get("channel"))
        self.pace(channel)
        return self._posted(args, channel)

    def whisper(self, args: Mapping[str, Any]) -> Posted:
        """chat.postEphemeral"""
        channel = self.open_channel(args.get("channel"))
        if not args.get("user"):
            raise Refused("user_not_in_channel")
        return self._posted(args, channel, only_for=args["user"])

    def update(self, args: Mapping[str, Any]) -> Posted:
        """chat.update"""
        channel = self.open_channel(args.get("channel"))
        standing = self.message(channel, str(args.get("ts")))
        if standing is None or standing.only_for:
            raise Refused("message_not_found")
        if standing.user != BOT:
            raise Refused("cant_update_message")
        text, blocks = _content(args, most=_UPDATE_TEXT)
        standing.text, standing.blocks, standing.edited = text, blocks, True
        return standing

    def respond(self, key: str, args: Mapping[str, Any]) -> Posted:
        """A response_url: it works in any channel, five times within half an hour."""
        url = self.urls.get(key)
        if url is None:
            raise Refused("no_such_url", status=404)
        if self.clock() >= url.expires:
            raise Refused("expired_url", status=404)
        if url.uses >= _URL_USES:
            raise Refused("used_url", status=404)
        text, blocks = _content(args, most=_TEXT)
        url.uses += 1
        standing = self.message(url.channel, url.bearer) if args.get("replace_original") else None
        if standing is not None:
            standing.text, standing.blocks, standing.edited = text, blocks, True
            return standing
        public = args.get("response_type") == "in_channel"
        only_for = "" if public else url.user
        return self._posted(args, url.channel, only_for=only_for, by_url=True)

    def message(self, channel: str, ts: str) -> Posted | None:
        return next((m for m in self.messages if m.channel == channel and m.ts == ts), None)

    def open_url(self, key: str, channel: str, user: str, bearer: str = "") -> None:
        self.urls[key] = ResponseUrl(channel, user, self.clock() + _URL_SECONDS, bearer)

    def open_channel(self, named: object) -> str:
        """The id of a channel that the bot may post in; a person's id stands for their messages."""
        if str(named).startswith("U"):
            named = "D1"
        channel = self.channels.get(str(named))
        if channel is None or (channel.private and not channel.member):
            raise Refused("channel_not_found")
        if channel.archived:
            raise Refused("is_archived")
        if not channel.member:
            raise Refused("not_in_channel")
        return channel.id

    def open_thread(self, args: Mapping[str, Any], channel: str) -> str:
        """The thread that is asked for, if it is there; blank if none is."""
        thread = str(args.get("thread_ts") or "")
        if thread and self.message(channel, thread) is None:
            raise Refused("invalid_thread_ts", thread)
        return thread

    def pace(self, channel: str) -> None:
        """Take up one of the channel's posts."""
        now = self.clock()
        if self.limited and now < self._posts.get(channel, now - 1) + 1:
            raise Refused("ratelimited", status=429, wait=1)
        while self._minute and self._minute[0] <= now - 60:
            self._minute.popleft()
        if self.limited and len(self._minute) >= _A_MINUTE:
            wait = math.ceil(self._minute[0] + 60 - now)
            raise Refused("ratelimited", status=429, wait=wait)
        self._posts[channel] = now
        self._minute.append(now)

    def need(self, scope: str) -> None:
        if scope in self.lacking:
            raise Refused("missing_scope", scope)

    def person(self, args: Mapping[str, Any]) -> Mapping[str, Any]:
        """users.info"""
        self.need("users:read")
        user = str(args.get("user") or "")
        if not user.startswith("U"):
            raise Refused("user_not_found")
        ranks = {"is_admin": False, "is_owner": False, "is_primary_owner": False}
        return {"user": {"id": user, "is_bot": False, **ranks, **self.people.get(user, {})}}

    def _posted(
        self, args: Mapping[str, Any], channel: str, *, only_for: str = "", by_url: bool = False
    ) -> Posted:
        text, blocks = _content(args, most=_TEXT)
        thread = self.open_thread(args, channel)
        unfurls = args.get("unfurl_links") is not False or args.get("unfurl_media") is not False
        said = Posted(
            self.next_ts(),
            channel,
            thread,
            BOT,
            text,
            blocks,
            only_for,
            by_url,
            unfurls=unfurls,
            metadata=_metadata(args),
        )
        self.messages.append(said)
        return said


def _metadata(args: Mapping[str, Any]) -> Mapping[str, Any] | None:
    given = args.get("metadata")
    if not given:
        return None
    shaped = isinstance(given, dict) and set(given) == {"event_type", "event_payload"}
    if not shaped or not given["event_type"] or not isinstance(given["event_payload"], dict):
        raise Refused("invalid_metadata_format")
    metadata: Mapping[str, Any] = given
    return metadata


def _content(args: Mapping[str, Any], *, most: int) -> tuple[str, list[dict[str, Any]]]:
    text, blocks = args.get("text") or "", args.get("blocks") or []
    if not text and not blocks:
        raise Refused("no_text")
    if len(text) > most:
        raise Refused("msg_too_long")
    if blocks:
        block_kit.check(blocks)
    if args.get("link_names") and re.search(r"[@#]\w", text):
        text = re.sub(r"([@#]\w+)", r"<\1>", text)  # it pings, as link_names asks
    return text, blocks
