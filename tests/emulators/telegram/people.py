"""What people do in the chats: they open them, write, edit and press buttons."""

from dataclasses import replace

from tests.emulators.telegram.refusals import Json
from tests.emulators.telegram.world import READER, Chat, Message, World


class People:
    def __init__(self, world: World) -> None:
        self._world = world

    def open(
        self, chat: int, kind: str = "private", *, threads: frozenset[int] = frozenset()
    ) -> None:
        """A chat with the bot in it: "private", "group", "supergroup" or "channel"."""
        self._world.chats[chat] = Chat(chat, kind, threads)

    def block(self, chat: int) -> None:
        self._world.chats[chat].state = "blocked"

    def upgrade(self, chat: int, new: int) -> None:
        """A group becomes a supergroup with another id."""
        old = self._world.chats[chat]
        old.state, old.moved_to = "moved", new
        self.open(new, "supergroup")

    async def say(
        self,
        chat: int,
        text: str,
        *,
        reply_to: int | None = None,
        thread: int | None = None,
        fields: Json | None = None,
    ) -> int:
        """Write a message, with more `fields` of the Bot API if need be; its id."""
        sender = int(READER["id"])
        message = self._world.keep(
            Message(self._world.next("message"), chat, text, thread, sender, reply_to)
        )
        kind = "channel_post" if self._world.chats[chat].kind == "channel" else "message"
        await self._world.happen(kind, self._world.shown(message) | (fields or {}))
        return message.id

    async def edit(self, chat: int, message: int, text: str) -> None:
        edited = self._world.keep(replace(self._world.messages[chat, message], text=text))
        await self._world.happen("edited_message", self._world.shown(edited) | {"edit_date": 1})

    async def press(self, chat: int, message: int, label: str, *, old: bool = False) -> str:
        """Press the key that bears `label`; the query's id. With `old` the bot can't see where."""
        bearer = self._world.messages[chat, message]
        data = next(
            k["callback_data"] for row in bearer.keyboard for k in row if k["text"] == label
        )
        return await self.press_data(chat, message, data, old=old)

    async def press_data(self, chat: int, message: int, data: str, *, old: bool = False) -> str:
        """A press with any data at all, as a client of one's own can send it."""
        query = f"query-{self._world.next('query')}"
        self._world.queries[query] = None
        shown: Json = self._world.shown(self._world.messages[chat, message])
        if old:
            shown = {"message_id": message, "chat": shown["chat"], "date": 0}
        await self._world.happen(
            "callback_query",
            {"id": query, "from": READER, "message": shown, "chat_instance": "1", "data": data},
        )
        return query

    async def poison(self) -> int:
        """An update that the library can't parse: a message that lacks its date and its id."""
        chat = next(iter(self._world.chats.values())).shown()
        return await self._world.happen("message", {"chat": chat, "text": "/brief"})
