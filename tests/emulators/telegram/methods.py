"""The Bot API's methods as the bot uses them: each checks, changes the world, and answers."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from tests.emulators.telegram import refusals
from tests.emulators.telegram.limits import Limits
from tests.emulators.telegram.refusals import Json, Refused, bad_request, parsed
from tests.emulators.telegram.webhook import Webhook
from tests.emulators.telegram.world import ALL_KINDS, BOT, Chat, File, Message, World

_LARGEST_DOWNLOAD = 20_000_000

Params: TypeAlias = Mapping[str, str]
Files: TypeAlias = Mapping[str, File]


class Methods:
    def __init__(
        self, world: World, limits: Limits | None, largest_file: int, webhook: Webhook
    ) -> None:
        self.world = world
        self.webhook = webhook
        self.limits = limits
        self.largest_file = largest_file
        self.ephemeral = True
        self._poll: asyncio.Event | None = None
        self.table: Mapping[str, Callable[[Params], Awaitable[Any]]] = {
            "getme": self.get_me,
            "getupdates": self.get_updates,
            "sendmessage": self.send_message,
            "editmessagetext": self.edit_message_text,
            "answercallbackquery": self.answer_callback_query,
            "setmycommands": self.set_my_commands,
            "setwebhook": self.set_webhook,
            "deletewebhook": self.delete_webhook,
            "getfile": self.get_file,
            "setmessagereaction": self.set_message_reaction,
            "sendchataction": self.send_chat_action,
            "getchat": self.get_chat,
            "getchatmember": self.get_chat_member,
            "getchatadministrators": self.get_chat_administrators,
        }

    async def call(self, method: str, params: Params, files: Files) -> Any:
        if method == "senddocument":
            return await self.send_document(params, files)
        if method not in self.table:
            raise Refused(404, "Not Found: method not found")
        return await self.table[method](params)

    async def get_me(self, _: Params) -> Any:
        return BOT

    async def get_updates(self, params: Params) -> Any:
        """Long polling: an offset confirms all before it; a newer poll ends an older one."""
        if self.webhook.url:
            raise Refused(
                409,
                "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook "
                "to delete the webhook first",
            )
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
        message = self._new(params, chat, text, entities)
        return self.world.shown(self.world.keep(replace(message, preview=_preview(params))))

    async def send_document(self, params: Params, files: Files) -> Any:
        chat = self._open_chat(params)
        if chat.wordy:
            raise bad_request("not enough rights to send documents to the chat")
        file = files.get("document")
        if file is None:
            raise bad_request("there is no document in the request")
        if not file.data:
            raise bad_request("file must be non-empty")
        if len(file.data) > self.largest_file:
            raise Refused(413, "Request Entity Too Large")
        caption = refusals.caption(params)
        entities = refusals.entities(params, caption, "caption_entities")
        message = self._new(params, chat, caption, entities)
        return self.world.shown(self.world.keep(replace(message, file=file)))

    async def get_file(self, params: Params) -> Any:
        file = self.world.file(params.get("file_id", ""))
        if file is None:
            raise bad_request("invalid file_id")
        if len(file.data) > _LARGEST_DOWNLOAD:
            raise bad_request("file is too big")
        told = {k: v for k, v in file.shown().items() if k in {"file_id", "file_unique_id"}}
        return {**told, "file_size": len(file.data), "file_path": f"documents/{file.name}"}

    def _new(self, params: Params, chat: Chat, text: str, entities: list[Json]) -> Message:
        keyboard = refusals.keyboard(params)
        thread = int(params["message_thread_id"]) if "message_thread_id" in params else None
        if thread is not None and thread not in chat.threads:
            raise bad_request("message thread not found")
        if thread in chat.closed:
            raise bad_request("TOPIC_CLOSED")
        reply_to = self._replied(params, chat)
        self._count(chat, paid=params.get("allow_paid_broadcast") == "true")
        return Message(
            self.world.next("message"),
            chat.id,
            text,
            thread,
            None,
            reply_to,
            entities,
            keyboard,
            only_for=self._only_for(params, chat),
        )

    def _only_for(self, params: Params, chat: Chat) -> int | None:
        """Whom alone a message is shown to: somebody in a group."""
        aside = parsed(params, "ephemeral_message_parameters", dict, "can't parse parameters")
        if aside is None:
            return None
        if chat.kind not in {"group", "supergroup"} or not self.ephemeral:
            raise bad_request("ephemeral messages are not allowed in the chat")
        return int(aside["receiver_user_id"])

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

    async def set_message_reaction(self, params: Params) -> Any:
        """On a message of the chat; it works where the bot may not write, if it is a member."""
        chat = self._chat(params.get("chat_id", ""))
        if chat.member(BOT["id"])["status"] in {"left", "kicked"} or chat.state == "blocked":
            raise Refused(403, f"Forbidden: bot is not a member of the {chat.kind} chat")
        message = self.world.messages.get((chat.id, int(params.get("message_id", 0))))
        if message is None:
            raise bad_request("message to react not found")
        marks = parsed(params, "reaction", list, "can't parse reaction types JSON array") or []
        if len(marks) > 1 or any(mark.get("emoji") not in refusals.REACTIONS for mark in marks):
            raise bad_request("REACTION_INVALID")
        self.world.reactions[chat.id, message.id] = "".join(mark["emoji"] for mark in marks)
        return True

    async def send_chat_action(self, params: Params) -> Any:
        chat = self._open_chat(params)
        if params.get("action") != "typing":
            raise bad_request("wrong parameter action in request")
        self.world.actions.append(chat.id)
        return True

    async def set_my_commands(self, params: Params) -> Any:
        menu = refusals.commands(params)
        scope: Json = refusals.parsed(params, "scope", dict, "can't parse BotCommandScope") or {}
        match scope.get("type", "default"):
            case "default":
                self.world.menu = menu
            case "chat":
                self.world.menus[self._open_chat({"chat_id": str(scope["chat_id"])}).id] = menu
            case other:
                raise bad_request(f"unsupported type of the bot command scope: {other}")
        return True

    async def set_webhook(self, params: Params) -> Any:
        wanted = parsed(params, "allowed_updates", list, "can't parse allowed_updates JSON array")
        self.webhook.set(params.get("url", ""), params.get("secret_token", ""))
        if wanted is not None:
            self.world.wanted = frozenset(wanted) or ALL_KINDS
        return True

    async def delete_webhook(self, params: Params) -> Any:
        await self.webhook.remove()
        if params.get("drop_pending_updates") == "true":
            self.world.updates.clear()
        return True

    def _open_chat(self, params: Params) -> Chat:
        if not params.get("chat_id"):
            raise bad_request("chat_id is empty")
        chat = self._chat(params["chat_id"])
        match chat.state:
            case "blocked":
                raise Refused(403, "Forbidden: bot was blocked by the user")
            case "kicked":
                where = f"{chat.kind} chat"
                raise Refused(403, f"Forbidden: bot was kicked from the {where}")
            case "moved":
                raise bad_request(
                    "group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.moved_to
                )
        us = chat.member(BOT["id"])
        if chat.kind == "channel" and not us.get("can_post_messages"):
            raise bad_request("need administrator rights in the channel chat")
        if us["status"] == "restricted" and not us["can_send_messages"]:
            raise bad_request("not enough rights to send text messages to the chat")
        return chat

    def _chat(self, named: str) -> Chat:
        """By its id, or a public one by its @name."""
        if named.startswith("@"):
            found = (chat for chat in self.world.chats.values() if f"@{chat.name}" == named)
            chat = next(found, None)
        else:
            chat = self.world.chats.get(int(named)) if named.lstrip("-").isdecimal() else None
        if chat is None or named == "@":
            raise bad_request("chat not found")
        return chat

    async def get_chat(self, params: Params) -> Any:
        chat = self._chat(params.get("chat_id", ""))
        if chat.state == "kicked":
            raise Refused(403, f"Forbidden: bot was kicked from the {chat.kind} chat")
        return {**chat.shown(), "accent_color_id": 0, "max_reaction_count": 11}

    async def get_chat_member(self, params: Params) -> Any:
        chat = self._seen_into(params)
        user = params.get("user_id", "")
        if not user.isdecimal():
            raise bad_request("invalid user_id specified")
        return chat.member(int(user))

    async def get_chat_administrators(self, params: Params) -> Any:
        chat = self._seen_into(params)
        if chat.kind == "private":
            raise bad_request("there are no administrators in the private chat")
        ranks = {"creator", "administrator"}
        return [chat.member(user) for user, m in chat.members.items() if m["status"] in ranks]

    def _seen_into(self, params: Params) -> Chat:
        """A chat whose members the bot may know: a channel's only as an administrator."""
        chat = self._chat(params.get("chat_id", ""))
        status = chat.member(BOT["id"])["status"]
        if status in {"left", "kicked"}:
            raise Refused(403, f"Forbidden: bot is not a member of the {chat.kind} chat")
        if chat.kind == "channel" and status != "administrator":
            raise bad_request("member list is inaccessible")
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

    def _count(self, chat: Chat, *, paid: bool) -> None:
        if self.limits is not None:
            shared = chat.kind in {"group", "supergroup", "channel"}
            self.limits.take(chat.id, group=shared, paid=paid)


def _preview(params: Params) -> bool:
    options = parsed(params, "link_preview_options", dict, "can't parse link preview options")
    return not (options or {}).get("is_disabled", False)
