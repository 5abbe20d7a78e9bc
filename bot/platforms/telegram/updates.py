"""Reads Telegram's updates, as plain JSON: what a person asks, and what happens to the bot's chats.

Nothing is required of an update but what is used. One that is not shaped as documented raises
KeyError, TypeError, ValueError or AttributeError, and is set aside by the caller.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeAlias

from bot.platforms.base import Change, Migrated, Reachable, Unreachable
from bot.platforms.telegram.errors import ADD_AGAIN, BLOCKED, NO_RIGHT
from briefs.model import Address
from handlers.message import Request, Role
from handlers.typed import INVISIBLE, NOT_READ, bare, known, typed

Json: TypeAlias = Mapping[str, Any]

WANTED: Final = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "callback_query",
    "my_chat_member",
)
"""The kinds of update to ask Telegram for."""

_COMMAND: Final = re.compile(
    r"[/／](?P<name>[A-Za-z0-9_]{1,32})(?:@(?P<bot>\w+))?"
    rf"(?=[\s,:;!?،؛؟，：；！？{INVISIBLE}]|\.(?:\s|$)|$)[,:;!?.،؛؟，：；！？{INVISIBLE}]*"
)
"""A command as Telegram's clients mark it, and the punctuation that people write after it."""

_BRINGS: Final = "piece"
"""What a document is about that is sent in private, whatever is said with it."""

_MEDIA: Final = frozenset(
    {
        "animation",
        "audio",
        "checklist",
        "contact",
        "dice",
        "game",
        "location",
        "paid_media",
        "photo",
        "poll",
        "sticker",
        "story",
        "venue",
        "video",
        "video_note",
        "voice",
    }
)
"""What a message may be that has no words of its own."""

_PICTURES: Final = frozenset({"photo", "video", "paid_media"})
_SURELY_CUT_UNITS: Final = 4000
"""Clients cut what is pasted at white space before 4096 UTF-16 units, and send the rest apart."""

_PRIVATE: Final = "private"
_CHANNEL: Final = "channel"


@dataclass(frozen=True, slots=True)
class Me:
    """The bot itself, as getMe tells."""

    id: str
    username: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A document to be had under its id; `size` is in bytes, 0 where Telegram does not tell it.

    With `why` it can't be read, and is not to be had.
    """

    id: str
    name: str
    media_type: str
    size: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request to answer, as a reply to the message `answering` where a conversation is shared.

    `offered` are the documents of the message and of the one replied to, if they are asked about.
    `message` is its id, and `album` that of the album it belongs to.
    """

    request: Request
    answering: int | None
    offered: tuple[Offered, ...] = ()
    message: int = 0
    album: str = ""


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button that was pressed; `base` says by whom and where, `message` bears the button."""

    query: str
    token: str
    base: Request
    message: int | None
    answering: int | None


Event: TypeAlias = Asked | Pressed


def event(update: Json, me: Me, now: datetime, *, album_caption: str = "") -> Event | None:
    """What an update asks of this bot, or None if it is none of the bot's business.

    `album_caption` is what stands under another message of the same album.
    """
    if (query := update.get("callback_query")) is not None:
        return _pressed(query, me, now)
    message = message_of(update)
    return _asked(message, me, now, album_caption) if message is not None else None


def message_of(update: Json) -> Json | None:
    """The message, new or edited, that an update brings."""
    kinds = ("message", "channel_post", "edited_message", "edited_channel_post")
    return next((update[kind] for kind in kinds if update.get(kind) is not None), None)


def is_edit(update: Json) -> bool:
    return "edited_message" in update or "edited_channel_post" in update


def said_in(message: Json) -> str:
    """The words of a message: its text, or what stands under its picture or document."""
    return str(message.get("text") or message.get("caption") or "")


def brings(asked: "Asked") -> bool:
    """Whether a text that comes with it would be taken in as a piece, or a part of one."""
    return asked.request.command == _BRINGS and not asked.offered


def is_command(text: str) -> bool:
    return _COMMAND.match(bare(text)) is not None


def may_be_cut(text: str) -> bool:
    """Whether a text is as long as a message can be, so that its end may be in the next one."""
    return len(text.encode("utf-16-le")) // 2 >= _SURELY_CUT_UNITS


def _asked(message: Json, me: Me, now: datetime, album_caption: str) -> Asked | None:
    if _is_echo(message):
        return None
    document = _document(message)
    media = _MEDIA & message.keys() if document is None else frozenset()
    said = bare(said_in(message) or album_caption)
    if not (said or document or media):
        return None  # a service message
    private = message["chat"]["type"] == _PRIVATE
    meant = _meant(said, me, private=private, document=document is not None, media=bool(media))
    if meant is None:
        return None
    command, words = meant
    bringing = command == _BRINGS
    request = Request(
        command=command,
        args=tuple(words.split()),
        sender=_sender(message),
        origin=_origin(message, me),
        at=now,
        role=_role(message),
        replied_to=_replied_to(message),
        place_name=message["chat"].get("title") or "",
        text=words,
        overheard=not private,
        forwarded="forward_origin" in message or "forward_date" in message,
        cut=bringing and document is None and may_be_cut(said_in(message)),
    )
    return Asked(
        request,
        None if private else message["message_id"],
        tuple(_offered(message)) if bringing else (),
        message["message_id"],
        str(message.get("media_group_id") or ""),
    )


def _meant(
    said: str, me: Me, *, private: bool, document: bool, media: bool
) -> tuple[str, str] | None:
    """The command and its words; None for what is not said to this bot."""
    found = _COMMAND.match(said)
    if found is not None:
        name, to, words = found["name"].lower(), found["bot"], said[found.end() :]
        addressed = to is not None and to.lower() == me.username.lower()
        if to is not None and not addressed:
            return None
        return (name, words) if private or addressed or known(name) else None
    mention = f"@{me.username}".lower()
    if me.username and said.lower().startswith(mention):
        return typed(said[len(mention) :])
    if not private:
        return None
    if document:
        return _BRINGS, "add"
    if said:
        return typed(said)
    return (NOT_READ, "") if media else None


def _offered(message: Json) -> Iterator[Offered]:
    for one in (message.get("reply_to_message"), message):
        if one is None:
            continue
        if (document := _document(one)) is not None:
            yield Offered(
                id=document["file_id"],
                name=document.get("file_name") or "",
                media_type=document.get("mime_type") or "",
                size=document.get("file_size") or 0,
            )
        elif _PICTURES & one.keys():
            yield Offered(id="", name="A picture", media_type="", size=0, why="it is no text")


def _document(message: Json) -> Json | None:
    """The document that a message is; Telegram counts moving pictures among them."""
    return message.get("document") if "animation" not in message else None


def _is_echo(message: Json) -> bool:
    """Whether a bot said it, or a channel's post came again in the group that discusses it."""
    by_a_bot = (message.get("from") or {}).get("is_bot") is True
    # Anonymous admins and channels write through a bot of Telegram's own, named in sender_chat.
    return bool(message.get("is_automatic_forward")) or (by_a_bot and "sender_chat" not in message)


def _pressed(query: Json, me: Me, now: datetime) -> Pressed | None:
    message, token = query.get("message"), query.get("data")
    if message is None or token is None:
        return None
    chat = message["chat"]
    # A message too old for bots to see comes with its ids alone, and can't be edited.
    seen = bool(message.get("date"))
    private = chat["type"] == _PRIVATE
    number = message["message_id"] if seen else None
    base = Request(
        command="",
        sender=str(query["from"]["id"]),
        origin=_origin(message, me),
        at=now,
        role="admin" if private else "reader",
        replied_to=str(message["message_id"]),
        place_name=chat.get("title") or "",
        overheard=not private,
    )
    return Pressed(query["id"], token, base, number, None if private else number)


DIRECT: Final = "d"
"""Before the number of a topic in a channel's direct messages, within `Address.thread`."""


def _origin(message: Json, me: Me) -> Address:
    topic = ""
    if message.get("is_topic_message"):
        # Outside forums, message_thread_id only names a chain of replies and can't be posted to.
        topic = str(message.get("message_thread_id") or "")
    elif (direct := message.get("direct_messages_topic")) is not None:
        topic = f"{DIRECT}{direct['topic_id']}"
    return Address("telegram", me.id, str(message["chat"]["id"]), topic)


def _role(message: Json) -> Role:
    """Whether the message itself shows an admin: in private it does, and from the chat as such.

    In the name of a chat only its administrators speak: in a channel, or in a group anonymously.
    """
    chat, speaker = message["chat"], message.get("sender_chat")
    as_the_chat = speaker is not None and speaker["id"] == chat["id"]
    return "admin" if chat["type"] == _PRIVATE or as_the_chat else "reader"


def _sender(message: Json) -> str:
    sender = message.get("sender_chat") or message.get("from")
    return str(sender["id"]) if sender is not None else ""


def _replied_to(message: Json) -> str | None:
    replied = message.get("reply_to_message")
    # In a forum, a message that replies to nothing still names the one that opened its topic.
    if replied is None or (message.get("is_topic_message") and "forum_topic_created" in replied):
        return None
    return str(replied["message_id"])


def change(update: Json, me: Me) -> Change | None:
    """What an update changes for the bot, or None if it is no such update."""
    if (told := update.get("my_chat_member")) is not None:
        at = _at(told["chat"]["id"], me)
        reason = barred(told["new_chat_member"], told["chat"]["type"])
        return Unreachable(at, reason) if reason else Reachable(at)
    message = update.get("message")
    return _migrated(message, me) if message is not None else None


def barred(member: Json, kind: str) -> str:
    """Why the bot, as this ChatMember of a chat of that kind, can't post there; blank if it can."""
    match member.get("status"):
        case "left" | "kicked":
            return BLOCKED if kind == _PRIVATE else ADD_AGAIN
        case "restricted" if not member.get("is_member"):
            return ADD_AGAIN
        case "restricted" if not member.get("can_send_messages"):
            return NO_RIGHT
    # A channel's ordinary members only read.
    return NO_RIGHT if kind == _CHANNEL and not member.get("can_post_messages") else ""


def _migrated(message: Json, me: Me) -> Migrated | None:
    """A group that became a supergroup says so twice: in the old chat and in the new one."""
    here = message["chat"]["id"]
    if (to := message.get("migrate_to_chat_id")) is not None:
        return Migrated(_at(here, me), _at(to, me))
    if (old := message.get("migrate_from_chat_id")) is not None:
        return Migrated(_at(old, me), _at(here, me))
    return None


def _at(chat: int, me: Me) -> Address:
    return Address("telegram", me.id, str(chat))
