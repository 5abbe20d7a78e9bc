"""The Bot API's methods as the bot uses them: each checks, changes the world, and answers."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from tests.emulators.telegram import refusals
from tests.emulators.telegram.limits import Limits
from tests.emulators.telegram.refusals import Refused, bad_request, parsed
from tests.emulators.telegram.world import ALL_KINDS, BOT, Chat, Message, World

Params: TypeAlias = Mapping[str, str]


class Methods:
    def __init__(self, world: World, limits: Limits | None) -> None:
        self.world = world
        self.limits = limits
        self._poll: asyncio.Event | None = None
        self.table: Mapping[str, Callable[[Params], Awaitable[Any]]] = {
            "getme": self.get_me,
            "getupdates": self.get_updates,
            "sendmessage": self.send_message,
            "editmessagetext": self.edit_message_text,
            "answercallbackquery": self.answer_callback_query,
            "setmycommands": self.set_my_commands,
            "deletewebhook": self.delete_webhook,
        }

    async def get_me(self, _: Params) -> Any:
        return BOT

    async def get_updates(self, params: Params) -> Any:
        """Long polling: an offset confirms all before it; a newer poll ends an older one."""
        wanted = parsed(params, "allowed_updates", list, "can't parse allowed_updates JSON array")
        if wanted is not None:
            self.world.wanted = frozenset(wanted) or ALL_KINDS
        offset, limit = int(params.get("offset", 0)), int(params.get("limit", 100))
        self._confirm(offset)
        if self._poll is not None:
            self._poll.set()
        mine = self._poll = asyncio.Event()
        await self.world.announce()
        deadline = asyncio.get_running_loop().time() + int(params.get("timeout", 0))
        async with self.world.changed:
            while not self.world.updates and not mine.is_set():
                left = deadline - asyncio.get_running_loop().time()
                if left <= 0:
                    break
                try:
                    await asyncio.wait_for(self.world.changed.wait(), left)
                except TimeoutError:
                    break
        if mine.is_set():
            raise Refused(
                409,
                "Conflict: terminated by other getUpdates request; make sure that only one bot "
                "instance is running",
            )
        self._poll = None
        return self.world.updates[:limit]

    def _confirm(self, offset: int) -> None:
        updates = self.world.updates
        if offset < 0:
            updates[:] = updates[offset:]
        elif offset:
            updates[:] = [u for u in updates if u["update_id"] >= offset]

    async def send_message(self, params: Params) -> Any:
        chat = self._open_chat(params)
        text = refusals.text(params)
        entities = refusals.entities(params, text)
        keyboard = refusals.keyboard(params)
        thread = int(params["message_thread_id"]) if "message_thread_id" in params else None
        if thread is not None and thread not in chat.threads:
            raise bad_request("message thread not found")
        reply_to = self._replied(params, chat)
        self._count(chat)
        message = Message(
            self.world.next("message"), chat.id, text, thread, None, reply_to, entities, keyboard
        )
        return self.world.shown(self.world.keep(replace(message, preview=_preview(params))))

    async def edit_message_text(self, params: Params) -> Any:
        chat = self._open_chat(params)
        old = self.world.messages.get((chat.id, int(params.get("message_id", 0))))
        if old is None:
            raise bad_request("message to edit not found")
        if old.sender is not None:
            raise bad_request("message can't be edited")
        text = refusals.text(params)
        new = replace(
            old,
            text=text,
            entities=refusals.entities(params, text),
            keyboard=refusals.keyboard(params),
            preview=_preview(params),
        )
        return self.world.shown(self.world.edited(old, new))

    async def answer_callback_query(self, params: Params) -> Any:
        query = params.get("callback_query_id", "")
        if self.world.queries.get(query, "answered") is not None:
            raise bad_request(
                "query is too old and response timeout expired or query ID is invalid"
            )
        if len(params.get("text", "")) > refusals.LONGEST_ANSWER:
            raise bad_request("MESSAGE_TOO_LONG")
        self.world.queries[query] = params.get("text", "")
        return True

    async def set_my_commands(self, params: Params) -> Any:
        self.world.menu = refusals.commands(params)
        return True

    async def delete_webhook(self, params: Params) -> Any:
        """There never is one; the library's own Updater asks for it before it polls."""
        if params.get("drop_pending_updates") == "true":
            self.world.updates.clear()
        return True

    def _open_chat(self, params: Params) -> Chat:
        if not params.get("chat_id"):
            raise bad_request("chat_id is empty")
        try:
            chat = self.world.chats[int(params["chat_id"])]
        except (KeyError, ValueError):
            raise bad_request("chat not found") from None
        match chat.state:
            case "blocked":
                raise Refused(403, "Forbidden: bot was blocked by the user")
            case "kicked":
                raise Refused(403, "Forbidden: bot was kicked from the group chat")
            case "moved":
                raise bad_request(
                    "group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.moved_to
                )
        return chat

    def _replied(self, params: Params, chat: Chat) -> int | None:
        reply = parsed(params, "reply_parameters", dict, "can't parse reply parameters JSON object")
        if reply is None:
            return None
        replied = int(reply["message_id"])
        if (chat.id, replied) in self.world.messages:
            return replied
        if reply.get("allow_sending_without_reply"):
            return None
        raise bad_request("message to be replied not found")

    def _count(self, chat: Chat) -> None:
        if self.limits is not None:
            self.limits.take(chat.id, group=chat.kind in {"group", "supergroup", "channel"})


def _preview(params: Params) -> bool:
    options = parsed(params, "link_preview_options", dict, "can't parse link preview options")
    return not (options or {}).get("is_disabled", False)
