"""The chats as people see them, and the updates they give rise to."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
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

ALL_KINDS = frozenset(
    {
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "callback_query",
        "my_chat_member",
    }
)
_DATE = 1_790_000_000
_RIGHTS: Final[Mapping[str, Json]] = {
    "creator": {"is_anonymous": False},
    "kicked": {"until_date": 0},
    "administrator": dict.fromkeys(
        (
            "can_be_edited",
            "is_anonymous",
            "can_manage_chat",
            "can_delete_messages",
            "can_manage_video_chats",
            "can_restrict_members",
            "can_promote_members",
            "can_change_info",
            "can_invite_users",
            "can_post_stories",
            "can_edit_stories",
            "can_delete_stories",
        ),
        False,
    ),
    "restricted": {
        "is_member": True,
        "until_date": 0,
        **dict.fromkeys(
            (
                "can_send_messages",
                "can_change_info",
                "can_invite_users",
                "can_pin_messages",
                "can_manage_topics",
                "can_send_polls",
                "can_send_other_messages",
                "can_add_web_page_previews",
                "can_send_audios",
                "can_send_documents",
                "can_send_photos",
                "can_send_videos",
                "can_send_video_notes",
                "can_send_voice_notes",
                "can_edit_tag",
                "can_react_to_messages",
            ),
            False,
        ),
    },
}
"""What the Bot API always tells of a member of each status, unless it is given otherwise."""


@dataclass(slots=True)
class Chat:
    """`state` is "open", "blocked", "kicked" or, for a group that was upgraded, "moved".

    In a `wordy` one the bot may send no files. `members` are people's statuses by their ids, and
    the bot's own with its rights; a channel's bot is there as an administrator. `closed` are the
    topics that take no more messages.
    """

    id: int
    kind: str = "private"
    threads: frozenset[int] = frozenset()
    state: str = "open"
    moved_to: int = 0
    wordy: bool = False
    name: str = ""
    members: dict[int, Json] = field(default_factory=dict)
    closed: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        if self.kind == "channel":
            self.members[BOT["id"]] = {"status": "administrator", "can_post_messages": True}
        else:
            self.members[BOT["id"]] = {"status": "member"}

    def shown(self) -> Json:
        names = {"first_name": "Noor"} if self.kind == "private" else {"title": "A newsroom"}
        forum = {"is_forum": True} if self.threads else {}
        username = {"username": self.name} if self.name else {}
        return {"id": self.id, "type": self.kind, **names, **forum, **username}

    def member(self, user: int) -> Json:
        """Somebody's standing, with all that the Bot API tells of it."""
        own = user == BOT["id"]
        person = BOT if own else {**READER, "id": user}
        standing = self.members.get(user, {"status": "left"})
        return {"user": person, **_RIGHTS.get(standing["status"], {}), **standing}


@dataclass(frozen=True, slots=True)
class File:
    name: str
    media_type: str
    data: bytes

    def shown(self) -> Json:
        return {
            "file_id": f"file-{self.name}",
            "file_unique_id": f"unique-{self.name}",
            "file_name": self.name,
            "mime_type": self.media_type,
            "file_size": len(self.data),
        }


@dataclass(frozen=True, slots=True)
class Message:
    """A message in a chat. Those of the bot have no `sender`; that of a `file` is its caption."""

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
    file: File | None = None
    only_for: int | None = None

    def labels(self) -> list[list[str]]:
        return [[key["text"] for key in row] for row in self.keyboard]


@dataclass(slots=True)
class World:
    chats: dict[int, Chat] = field(default_factory=dict)
    messages: dict[tuple[int, int], Message] = field(default_factory=dict)
    updates: list[Json] = field(default_factory=list)
    queries: dict[str, str | None] = field(default_factory=dict)
    menu: list[Json] = field(default_factory=list)
    menus: dict[int, list[Json]] = field(default_factory=dict)  # of single chats
    reactions: dict[tuple[int, int], str] = field(default_factory=dict)
    actions: list[int] = field(default_factory=list)
    wanted: frozenset[str] = ALL_KINDS
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    _last: dict[str, int] = field(default_factory=lambda: {"update": 1000, "message": 0})

    def next(self, kind: str) -> int:
        self._last[kind] = self._last.get(kind, 0) + 1
        return self._last[kind]

    def posted(self, chat: int) -> list[Message]:
        """What the bot has in a chat, in the order of posting."""
        return [m for m in self.messages.values() if m.chat == chat and m.sender is None]

    def file(self, wanted: str) -> File | None:
        """The file of that id, as a message holds it."""
        held = (message.file for message in self.messages.values())
        return next((one for one in held if one and one.shown()["file_id"] == wanted), None)

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
        }
        if message.file is not None:
            shown["document"] = message.file.shown()
        if message.text or message.file is None:
            shown["text" if message.file is None else "caption"] = message.text
        if chat.kind == "channel":
            shown["sender_chat"] = chat.shown()
        else:
            shown["from"] = BOT if message.sender is None else {**READER, "id": message.sender}
        if message.entities:
            key = "entities" if message.file is None else "caption_entities"
            shown[key] = list(message.entities)
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

    async def until(self, happened: Callable[[], object], patience: float = 120) -> None:
        """Wait until something holds; TimeoutError if it doesn't come to hold."""
        async with self.changed:
            await asyncio.wait_for(self.changed.wait_for(lambda: bool(happened())), patience)
