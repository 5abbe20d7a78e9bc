"""Reads what became of the bot's own standing in a chat, and where a chat has moved."""

from collections.abc import Mapping
from typing import Any

from telegram import Message, Update, User
from telegram.constants import ChatMemberStatus, ChatType

from bot.platforms.changes import Change, Moved, Opened, Shut
from bot.platforms.telegram.errors import ADD_AGAIN, BLOCKED, NO_RIGHT
from briefs.model import Address


def change(update: Update, bot: User) -> Change | None:
    """What an update changes for the bot, or None if it is no such update."""
    if (told := update.my_chat_member) is not None:
        at = _at(told.chat.id, bot)
        reason = barred(told.new_chat_member.to_dict(), told.chat.type)
        return Shut(at, reason) if reason else Opened(at)
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


def _moved(message: Message, bot: User) -> Moved | None:
    """A group that became a supergroup says so twice: in the old chat and in the new one."""
    here = message.chat.id
    if message.migrate_to_chat_id is not None:
        return Moved(_at(here, bot), _at(message.migrate_to_chat_id, bot))
    if message.migrate_from_chat_id is not None:
        return Moved(_at(message.migrate_from_chat_id, bot), _at(here, bot))
    return None


def _at(chat: int, bot: User) -> Address:
    return Address("telegram", str(bot.id), str(chat))
