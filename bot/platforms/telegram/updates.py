"""Reads Telegram's updates: what a person asks, and what happens to the bot's chats.

Each update is parsed by itself with the library's own types. Details of a replied-to message that
the library does not know are left out; an update that it cannot parse raises, and the caller drops
it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeAlias

from telegram import CallbackQuery, ChatMember, Document, Message, Update
from telegram.constants import ChatMemberStatus, ChatType, MessageLimit, MessageType

from bot.platforms.base import Change, Migrated, Reachable, Unreachable
from bot.platforms.telegram.errors import ADD_AGAIN, BLOCKED, NO_RIGHT
from briefs.model import Address
from handlers.message import Request, Role
from handlers.router import (
    INVISIBLE,
    NOT_READ,
    bare,
    commanded,
    known,
    typed,
    well_formed,
)

Json: TypeAlias = Mapping[str, Any]

WANTED: Final = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CHANNEL_POST,
    Update.EDITED_CHANNEL_POST,
    Update.CALLBACK_QUERY,
    Update.MY_CHAT_MEMBER,
)
"""The kinds of update that Telegram is asked for."""

COMMAND: Final = re.compile(
    r"[/／](?P<name>[A-Za-z0-9_]{1,32})(?:@(?P<bot>\w+))?"
    rf"(?=[\s,:;!?،؛؟，：；！？{INVISIBLE}]|\.(?:\s|$)|$)[,:;!?.،؛؟，：；！？{INVISIBLE}]*"
)
"""A command as Telegram's clients recognise it, and the punctuation that people type after it."""

_IN_REPLY: Final = re.compile(
    r"(?:\s++|(?:[^\W\d_]{0,9}[^\s\w]?\d\S*+|short|long)(?!\S))*+", re.IGNORECASE
)
"""What may follow a command without a slash in a reply to the bot in a group: words with a number,
"short" and "long". With other words, people talk about what they read.
"""

BRINGS: Final = "piece"
"""The command of a document that is sent in private, whatever its caption says."""

_MEDIA: Final = frozenset(
    {
        MessageType.ANIMATION,
        MessageType.AUDIO,
        MessageType.CHECKLIST,
        MessageType.CONTACT,
        MessageType.DICE,
        MessageType.GAME,
        MessageType.LOCATION,
        MessageType.PAID_MEDIA,
        MessageType.PHOTO,
        MessageType.POLL,
        MessageType.STICKER,
        MessageType.STORY,
        MessageType.VENUE,
        MessageType.VIDEO,
        MessageType.VIDEO_NOTE,
        MessageType.VOICE,
    }
)
"""Kinds of messages without words of their own."""

_PICTURES: Final = (MessageType.PHOTO, MessageType.VIDEO, MessageType.PAID_MEDIA)
_SURELY_CUT_UNITS: Final = MessageLimit.MAX_TEXT_LENGTH - 96
"""Clients cut a paste at white space before 4096 UTF-16 units, and send the rest as another
message.
"""


@dataclass(frozen=True, slots=True)
class Me:
    """The bot itself, as getMe describes it."""

    id: str
    username: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A document that can be downloaded by its id; `size` is in bytes, 0 if unknown.

    With a `why` it can't be read, and is not downloaded.
    """

    id: str
    name: str
    media_type: str
    size: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request; in a shared chat its answer is a reply to the message `answering`.

    `offered` are the documents of the message and of the replied-to one, if they are asked about.
    `message` is the message's id.
    """

    request: Request
    answering: int | None
    offered: tuple[Offered, ...] = ()
    message: int = 0


@dataclass(frozen=True, slots=True)
class Pressed:
    """A pressed button; `base` says by whom and where, `message` is the message with the button."""

    query: str
    token: str
    base: Request
    message: int | None
    answering: int | None


Event: TypeAlias = Asked | Pressed


def parsed(raw: Json) -> Update:
    """The update as the library parses it; raises for one that it can't parse.

    A self-hosted Bot API server may be older or newer than the library. Unknown values stand mostly
    in the replied-to message, of which little is needed: github.com/python-telegram-bot/
    python-telegram-bot/wiki/Bot-API-Forward-Compatibility.
    """
    raw = well_formed(raw)
    try:
        return Update.de_json(dict(raw), None)
    except (TypeError, KeyError, ValueError, AttributeError):
        return Update.de_json(_without_details(raw), None)


def _without_details(raw: Json) -> dict[str, Any]:
    """The update; of a replied-to message only the sender, the words and the document are left."""
    kept = {"message_id", "date", "chat", "from", "sender_chat", "text", "caption", "document"}
    found: dict[str, Any] = dict(raw)
    kinds = (
        *(Update.MESSAGE, Update.EDITED_MESSAGE),
        *(Update.CHANNEL_POST, Update.EDITED_CHANNEL_POST),
    )
    for kind in kinds:
        message = found.get(kind)
        if message is None:
            continue
        replied = message.get("reply_to_message")
        known = {k: v for k, v in message.items() if k not in {"external_reply", "pinned_message"}}
        if replied is not None:
            known["reply_to_message"] = {k: v for k, v in replied.items() if k in kept}
        found[kind] = known
    return found


def event(update: Update, me: Me, now: datetime, *, album_caption: str = "") -> Event | None:
    """What an update asks of this bot, or None if it asks nothing.

    `album_caption` is the caption of another message of the same album.
    """
    if update.callback_query is not None:
        return _pressed(update.callback_query, me, now)
    message = message_of(update)
    return _asked(message, me, now, album_caption) if message is not None else None


def message_of(update: Update) -> Message | None:
    """The message, new or edited, that an update brings."""
    return (
        update.message or update.channel_post or update.edited_message or update.edited_channel_post
    )


def is_edit(update: Update) -> bool:
    return (update.edited_message or update.edited_channel_post) is not None


def said_in(message: Message) -> str:
    """The words of a message: its text, or its caption."""
    return message.text or message.caption or ""


def brings(asked: "Asked") -> bool:
    """Whether the text after the command is stored as a piece, or as a part of one."""
    return asked.request.command == BRINGS and not asked.offered


def may_be_cut(text: str) -> bool:
    """Whether a text is as long as a message can be, so that its rest may be
    in the next message.
    """
    return len(text.encode("utf-16-le")) // 2 >= _SURELY_CUT_UNITS


def _asked(message: Message, me: Me, now: datetime, album_caption: str) -> Asked | None:
    if _is_echo(message):
        return None
    document = _document(message)
    media = document is None and any(getattr(message, kind) for kind in _MEDIA)
    said = bare(said_in(message) or album_caption)
    private = message.chat.type == ChatType.PRIVATE
    unseen = private and bool(message.text)  # only invisible characters
    if not (said or document or media or unseen):
        return None  # a service message
    forwarded = message.forward_origin is not None
    if document is not None and forwarded:
        said = ""  # a forwarded document comes with another person's caption
    ours = _is_ours(message.reply_to_message, me)
    meant = _meant(said, me, private=private, document=document is not None, media=media, ours=ours)
    if meant is None:
        return None
    command, words = meant
    bringing = command == BRINGS
    request = Request(
        command=command,
        args=tuple(words.split()),
        sender=_sender(message),
        origin=_origin(message, me),
        at=now,
        role=_role(message),
        replied_to=_replied_to(message),
        replied_to_us=ours,
        place_name=message.chat.title or "",
        text=words,
        overheard=not private,
        forwarded=forwarded and document is None,
        cut=bringing and document is None and may_be_cut(said_in(message)),
    )
    return Asked(
        request,
        None if private else message.message_id,
        tuple(_offered(message)) if bringing else (),
        message.message_id,
    )


def _meant(
    said: str, me: Me, *, private: bool, document: bool, media: bool, ours: bool
) -> tuple[str, str] | None:
    """The command and its words; None for words that are not meant for this bot.

    In a group, the bot reads commands, messages with its name, and replies to its messages.
    """
    found = COMMAND.match(said)
    mentioned = re.compile(rf"@{re.escape(me.username)}(?!\w)", re.IGNORECASE)
    if found is not None:
        name, to, words = found["name"].lower(), found["bot"], said[found.end() :]
        addressed = to is not None and to.lower() == me.username.lower()
        if to is not None and not addressed and not private:
            return None
        words = mentioned.sub("", words) if me.username else words
        return (name, words) if private or addressed or known(name) else None
    at = mentioned.search(said) if me.username else None
    if at is not None and not said[: at.start()].strip():
        return typed(said[at.end() :])
    if at is not None:
        before, after = said[: at.start()], said[at.end() :]
        found_by_name = commanded(after) or commanded(before)
        if found_by_name is not None or not private:
            return found_by_name
    if not private:
        asked = commanded(said) if ours else None
        return asked if asked is not None and _IN_REPLY.fullmatch(asked[1]) else None
    if document:
        return BRINGS, "add"
    if said or not media:
        return typed(said)
    return NOT_READ, ""


def _offered(message: Message) -> Iterator[Offered]:
    for one in (message.reply_to_message, message):
        if one is None:
            continue
        if (document := _document(one)) is not None:
            yield Offered(
                id=document.file_id,
                name=document.file_name or "",
                media_type=document.mime_type or "",
                size=document.file_size or 0,
            )
        elif any(getattr(one, kind) for kind in _PICTURES):
            yield Offered(id="", name="A picture", media_type="", size=0, why="it is no text")


def _document(message: Message) -> Document | None:
    """The document of a message; Telegram counts animations as documents, which are not read."""
    return message.document if message.animation is None else None


def _is_echo(message: Message) -> bool:
    """Whether a bot wrote it, or it is a channel's post repeated in the
    channel's discussion group.
    """
    by_a_bot = message.from_user is not None and message.from_user.is_bot
    # For anonymous admins and channels, `from` is a bot of Telegram's own, and sender_chat names
    # the chat.
    return bool(message.is_automatic_forward) or (by_a_bot and message.sender_chat is None)


def _pressed(query: CallbackQuery, me: Me, now: datetime) -> Pressed | None:
    if query.message is None or query.data is None:
        return None
    message = query.message
    chat = message.chat
    # An inaccessible message has ids only, and can't be edited.
    seen = message if isinstance(message, Message) and message.is_accessible else None
    private = chat.type == ChatType.PRIVATE
    base = Request(
        command="",
        sender=str(query.from_user.id),
        origin=_origin(seen, me) if seen else _at(chat.id, me),
        at=now,
        role="admin" if private else "reader",
        replied_to=str(message.message_id),
        place_name=chat.title or "",
        overheard=not private,
    )
    number = seen.message_id if seen else None
    return Pressed(query.id, query.data, base, number, None if private else number)


def _is_ours(message: Message | None, me: Me) -> bool:
    """Whether the bot wrote a message, or the message that was forwarded in it."""
    if message is None:
        return False
    origin = message.forward_origin
    writers = (message.from_user, getattr(origin, "sender_user", None))
    return any(writer is not None and str(writer.id) == me.id for writer in writers)


DIRECT: Final = "d"
"""Stands before the number of a topic of a channel's direct messages, in `Address.thread`."""


def _origin(message: Message, me: Me) -> Address:
    topic = ""
    if message.is_topic_message:
        # Outside forums, message_thread_id only names a chain of replies; posting to it fails.
        topic = str(message.message_thread_id or "")
    elif message.direct_messages_topic is not None:
        topic = f"{DIRECT}{message.direct_messages_topic.topic_id}"
    return Address("telegram", me.id, str(message.chat.id), topic)


def _role(message: Message) -> Role:
    """The role that the message itself proves: admin in a private chat, and for a chat as the
    sender.

    Only administrators can send as the chat: in a channel, or anonymously in a group.
    """
    chat, speaker = message.chat, message.sender_chat
    as_the_chat = speaker is not None and speaker.id == chat.id
    return "admin" if chat.type == ChatType.PRIVATE or as_the_chat else "reader"


def _sender(message: Message) -> str:
    sender = message.sender_chat or message.from_user
    return str(sender.id) if sender is not None else ""


def _replied_to(message: Message) -> str | None:
    replied = message.reply_to_message
    # In a forum, a message that is no reply has the opening message of its topic here.
    if replied is None or (message.is_topic_message and replied.forum_topic_created is not None):
        return None
    return str(replied.message_id)


def change(update: Update, me: Me) -> Change | None:
    """What an update changes for the bot, or None if it changes nothing."""
    if (told := update.my_chat_member) is not None:
        at = _at(told.chat.id, me)
        reason = barred(told.new_chat_member, told.chat.type)
        return Unreachable(at, reason) if reason else Reachable(at)
    return _migrated(update.message, me) if update.message is not None else None


def barred(member: ChatMember, kind: str) -> str:
    """Why the bot, with these member rights in a chat of that kind, can't post; blank if it can."""
    rights = member.to_dict()
    match member.status:
        case ChatMemberStatus.LEFT | ChatMemberStatus.BANNED:
            return BLOCKED if kind == ChatType.PRIVATE else ADD_AGAIN
        case ChatMemberStatus.RESTRICTED if not rights.get("is_member"):
            return ADD_AGAIN
        case ChatMemberStatus.RESTRICTED if not rights.get("can_send_messages"):
            return NO_RIGHT
    # Ordinary members of a channel can't post.
    return NO_RIGHT if kind == ChatType.CHANNEL and not rights.get("can_post_messages") else ""


def _migrated(message: Message, me: Me) -> Migrated | None:
    """A group that becomes a supergroup announces it twice: in the old chat and in the new one."""
    here = message.chat.id
    if message.migrate_to_chat_id is not None:
        return Migrated(_at(here, me), _at(message.migrate_to_chat_id, me))
    if message.migrate_from_chat_id is not None:
        return Migrated(_at(message.migrate_from_chat_id, me), _at(here, me))
    return None


def _at(chat: int, me: Me) -> Address:
    return Address("telegram", me.id, str(chat))
