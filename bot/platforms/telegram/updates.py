"""Update to Request; membership changes.

Reads Telegram's updates as what a person wants: a command asked, or a button pressed.

Reads what became of the bot's own standing in a chat, and where a chat has moved.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from telegram import CallbackQuery, Document, Message, Update, User
from telegram.constants import ChatMemberStatus, ChatType

from bot.platforms.base import Change, Migrated, Reachable, Unreachable
from bot.platforms.telegram.errors import ADD_AGAIN, BLOCKED, NO_RIGHT
from briefs.model import Address
from handlers.commands import COMMANDS
from handlers.message import Request, Role

WANTED = (
    Update.MESSAGE,
    Update.CHANNEL_POST,
    Update.CALLBACK_QUERY,
    Update.MY_CHAT_MEMBER,
)
"""The kinds of update to ask Telegram for; an edited message changes no answer."""

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?(?=\s|$)")
_BRINGS = "piece"
"""What a document is about that is sent in private, whatever is said with it."""

_KNOWN = frozenset(command.name for command in COMMANDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A document to be had under its id; `size` is in bytes, 0 where Telegram does not tell it."""

    id: str
    name: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A request to answer, as a reply to the message `answering` where a conversation is shared.

    `offered` are the documents of the message and of the one replied to, if they are asked about.
    """

    request: Request
    answering: int | None
    offered: tuple[Offered, ...] = ()


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button that was pressed; `base` says by whom and where, `message` bears the button."""

    query: str
    token: str
    base: Request
    message: int | None
    answering: int | None


Event: TypeAlias = Asked | Pressed


def event(update: Update, bot: User, now: datetime) -> Event | None:
    """What an update asks of this bot, or None if it is none of the bot's business."""
    if update.callback_query is not None:
        return _pressed(update.callback_query, bot, now)
    message = update.message or update.channel_post
    return _asked(message, bot, now) if message is not None else None


def _asked(message: Message, bot: User, now: datetime) -> Asked | None:
    document = _document(message)
    said = message.text if document is None else message.caption or ""
    if said is None or _is_echo(message):
        return None
    private = message.chat.type == ChatType.PRIVATE
    found = _COMMAND.match(said)
    if found is None:
        if not private:
            return None
        command, words = ("search", said) if document is None else (_BRINGS, "add")
    else:
        command, words = found[1].lower(), said[found.end() :]
        addressed = found[2] is not None and found[2].lower() == (bot.username or "").lower()
        if found[2] is not None and not addressed:
            return None
        if not (private or addressed or command in _KNOWN):
            return None
    request = Request(
        command=command,
        args=tuple(words.split()),
        sender=_sender(message),
        origin=_origin(message, bot),
        at=now,
        role=_role(message),
        replied_to=_replied_to(message),
        place_name=message.chat.title or "",
        text=words,
        overheard=not private,
    )
    offered = tuple(_offered(message)) if command == _BRINGS else ()
    return Asked(request, None if private else message.message_id, offered)


def _offered(message: Message) -> Iterator[Offered]:
    for one in (message.reply_to_message, message):
        document = _document(one) if one is not None else None
        if document is not None:
            yield Offered(
                id=document.file_id,
                name=document.file_name or "",
                media_type=document.mime_type or "",
                size=document.file_size or 0,
            )


def _document(message: Message) -> Document | None:
    """The document that a message is; Telegram counts moving pictures among them."""
    return message.document if message.animation is None else None


def _is_echo(message: Message) -> bool:
    """Whether a bot said it, or a channel's post came again in the group that discusses it."""
    by_a_bot = message.from_user is not None and message.from_user.is_bot
    # Anonymous admins and channels write through a bot of Telegram's own, named in sender_chat.
    return bool(message.is_automatic_forward) or (by_a_bot and message.sender_chat is None)


def _pressed(query: CallbackQuery, bot: User, now: datetime) -> Pressed | None:
    if query.message is None or query.data is None:
        return None
    message = query.message
    chat = message.chat
    # A message too old for bots to see comes with its ids alone, and can't be edited.
    seen = message if isinstance(message, Message) and message.is_accessible else None
    base = Request(
        command="",
        sender=str(query.from_user.id),
        origin=_origin(seen, bot) if seen else Address("telegram", str(bot.id), str(chat.id)),
        at=now,
        role="admin" if chat.type == ChatType.PRIVATE else "reader",
        replied_to=str(message.message_id),
        place_name=chat.title or "",
        overheard=chat.type != ChatType.PRIVATE,
    )
    number = seen.message_id if seen else None
    answering = None if chat.type == ChatType.PRIVATE else number
    return Pressed(query.id, query.data, base, number, answering)


def _origin(message: Message, bot: User) -> Address:
    # Outside forums, message_thread_id only names a chain of replies and can't be posted to.
    topic = message.message_thread_id if message.is_topic_message else None
    return Address("telegram", str(bot.id), str(message.chat.id), str(topic or ""))


def _role(message: Message) -> Role:
    """Whether the message itself shows an admin: in private it does, and from the chat as such.

    In the name of a chat only its administrators speak: in a channel, or in a group anonymously.
    """
    chat, speaker = message.chat, message.sender_chat
    as_the_chat = speaker is not None and speaker.id == chat.id
    return "admin" if chat.type == ChatType.PRIVATE or as_the_chat else "reader"


def _sender(message: Message) -> str:
    sender = message.sender_chat or message.from_user
    return str(sender.id) if sender is not None else ""


def _replied_to(message: Message) -> str | None:
    replied = message.reply_to_message
    # In a forum, a message that replies to nothing still names the one that opened its topic.
    if replied is None or (message.is_topic_message and replied.forum_topic_created is not None):
        return None
    return str(replied.message_id)


def change(update: Update, bot: User) -> Change | None:
    """What an update changes for the bot, or None if it is no such update."""
    if (told := update.my_chat_member) is not None:
        at = _at(told.chat.id, bot)
        reason = barred(told.new_chat_member.to_dict(), told.chat.type)
        return Unreachable(at, reason) if reason else Reachable(at)
    return _moved(update.message, bot) if update.message is not None else None


def barred(member: Mapping[str, Any], kind: str) -> str:
    """Why the bot, as this ChatMember of a chat of that kind, can't post there; blank if it can."""
    match member.get("status"):
        case ChatMemberStatus.LEFT | ChatMemberStatus.BANNED:
            return BLOCKED if kind == ChatType.PRIVATE else ADD_AGAIN
        case ChatMemberStatus.RESTRICTED if not member.get("is_member"):
            return ADD_AGAIN
        case ChatMemberStatus.RESTRICTED if not member.get("can_send_messages"):
            return NO_RIGHT
    # A channel's ordinary members only read.
    return NO_RIGHT if kind == ChatType.CHANNEL and not member.get("can_post_messages") else ""


def _moved(message: Message, bot: User) -> Migrated | None:
    """A group that became a supergroup says so twice: in the old chat and in the new one."""
    here = message.chat.id
    if message.migrate_to_chat_id is not None:
        return Migrated(_at(here, bot), _at(message.migrate_to_chat_id, bot))
    if message.migrate_from_chat_id is not None:
        return Migrated(_at(message.migrate_from_chat_id, bot), _at(here, bot))
    return None


def _at(chat: int, bot: User) -> Address:
    return Address("telegram", str(bot.id), str(chat))
