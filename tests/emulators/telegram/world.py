"""The chats as people see them, and the updates they give rise to."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from tests.emulators.telegram.refusals import Json, bad_request

BOT: Final[Json] = {
    "id": 4242,
    "is_bot": True,
    "first_name": "Sourcebrief",
    "username": "SourcebriefBot",
}
READER: Final[Json] = {"id": 77, "is_bot": False, "first_name": "Noor"}

ALL_KINDS = frozenset({"message", "edited_message", "channel_post", "callback_query"})
_DATE = 1_790_000_000


@dataclass(slots=True)
class Chat:
    """`state` is "open", "blocked", "kicked" or, for a group that was upgraded, "moved"."""

    id: int
    kind: str = "private"
    threads: frozenset[int] = frozenset()
    state: str = "open"
    moved_to: int = 0

    def shown(self) -> Json:
        names = {"first_name": "Noor"} if self.kind == "private" else {"title": "A newsroom"}
        forum = {"is_forum": True} if self.threads else {}
        return {"id": self.id, "type": self.kind, **names, **forum}


@dataclass(frozen=True, slots=True)
class Message:
    """A message in a chat. Those of the bot have no `sender`."""

    id: int
    chat: int
    text: str
    thread: int | None = None
    sender: int | None = None
    reply_to: int | None = None
    entities: Sequence[Json] = ()
    keyboard: Sequence[Sequence[Json]] = ()
    preview: bool = True
    edits: int = 0

    def labels(self) -> list[list[str]]:
        return [[key["text"] for key in row] for row in self.keyboard]


@dataclass(slots=True)
class World:
    chats: dict[int, Chat] = field(default_factory=dict)
    messages: dict[tuple[int, int], Message] = field(default_factory=dict)
    updates: list[Json] = field(default_factory=list)
    queries: dict[str, str | None] = field(default_factory=dict)
    menu: list[Json] = field(default_factory=list)
    wanted: frozenset[str] = ALL_KINDS
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    _last: dict[str, int] = field(default_factory=lambda: {"update": 1000, "message": 0})

    def next(self, kind: str) -> int:
        self._last[kind] = self._last.get(kind, 0) + 1
        return self._last[kind]

    def posted(self, chat: int) -> list[Message]:
        """What the bot has in a chat, in the order of posting."""
        return [m for m in self.messages.values() if m.chat == chat and m.sender is None]

    def keep(self, message: Message) -> Message:
        self.messages[message.chat, message.id] = message
        return message

    def edited(self, old: Message, new: Message) -> Message:
        if new == old:
            raise bad_request(
                "message is not modified: specified new message content and reply markup are "
                "exactly the same as a current content and reply markup of the message"
            )
        return self.keep(replace(new, edits=old.edits + 1))

    def shown(self, message: Message, *, with_reply: bool = True) -> Json:
        """A message as the Bot API gives it."""
        chat = self.chats[message.chat]
        shown: Json = {
            "message_id": message.id,
            "date": _DATE + message.id,
            "chat": chat.shown(),
            "text": message.text,
        }
        if chat.kind == "channel":
            shown["sender_chat"] = chat.shown()
        else:
            shown["from"] = BOT if message.sender is None else {**READER, "id": message.sender}
        if message.entities:
            shown["entities"] = list(message.entities)
        if message.keyboard:
            shown["reply_markup"] = {"inline_keyboard": list(message.keyboard)}
        if message.thread is not None:
            shown |= {"message_thread_id": message.thread, "is_topic_message": True}
        replied = self.messages.get((message.chat, message.reply_to or 0))
        if with_reply and replied is not None:
            shown["reply_to_message"] = self.shown(replied, with_reply=False)
        elif with_reply and message.thread is not None:
            # In a forum every message names its topic's first one when it replies to no other.
            opening = Message(message.thread, message.chat, "", message.thread, message.sender)
            created = {"forum_topic_created": {"name": "Desk", "icon_color": 0}}
            shown["reply_to_message"] = self.shown(opening, with_reply=False) | created
            del shown["reply_to_message"]["text"]
        return shown

    async def happen(self, kind: str, what: Json) -> int:
        """An update, if its kind is wanted at this moment; its id, or 0."""
        if kind not in self.wanted:
            return 0
        return await self.append({"update_id": self.next("update"), kind: what})

    async def append(self, update: Json) -> int:
        async with self.changed:
            self.updates.append(update)
            self.changed.notify_all()
        return int(update["update_id"])

    async def announce(self) -> None:
        async with self.changed:
            self.changed.notify_all()

    async def until(self, happened: Callable[[], object], patience: float = 10) -> None:
        """Wait until something holds; TimeoutError if it doesn't come to hold."""
        async with self.changed:
            await asyncio.wait_for(self.changed.wait_for(lambda: bool(happened())), patience)
