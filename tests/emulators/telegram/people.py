"""What people do in the chats: they open them, write, edit and press buttons."""

from dataclasses import replace

from tests.emulators.telegram.refusals import Json
from tests.emulators.telegram.world import BOT, READER, Chat, File, Message, World


class People:
    def __init__(self, world: World) -> None:
        self._world = world

    def open(
        self,
        chat: int,
        kind: str = "private",
        *,
        threads: frozenset[int] = frozenset(),
        name: str = "",
    ) -> None:
        """A chat with the bot in it: "private", "group", "supergroup" or "channel".

        One with a `name` is public.
        """
        self._world.chats[chat] = Chat(chat, kind, threads, name=name)

    def rank(self, chat: int, person: int, status: str) -> None:
        """Somebody becomes "creator", "administrator", "member", …"""
        self._world.chats[chat].members[person] = {"status": status}

    def close_topic(self, chat: int, thread: int) -> None:
        self._world.chats[chat].closed.add(thread)

    async def seat(self, chat: int, status: str, **rights: bool) -> None:
        """The bot is added, blocked, kicked, promoted …, and is told so."""
        place = self._world.chats[chat]
        old = place.member(BOT["id"])
        place.members[BOT["id"]] = {"status": status, **rights}
        out = status in {"left", "kicked"}
        shut = "blocked" if place.kind == "private" else "kicked"
        place.state = shut if out else "open"
        new = place.member(BOT["id"])
        changed = {"old_chat_member": old, "new_chat_member": new}
        told = {"chat": place.shown(), "from": READER, "date": 1_790_000_000, **changed}
        await self._world.happen("my_chat_member", told)

    def block(self, chat: int) -> None:
        self._world.chats[chat].state = "blocked"

    def forbid_files(self, chat: int) -> None:
        self._world.chats[chat].wordy = True

    def upgrade(self, chat: int, new: int) -> None:
        """A group becomes a supergroup with another id."""
        old = self._world.chats[chat]
        old.state, old.moved_to = "moved", new
        self.open(new, "supergroup")

    async def migrate(self, chat: int, new: int) -> None:
        """A group becomes a supergroup, which is told in both; of the old one no more is heard."""
        self.upgrade(chat, new)
        await self.seat(new, "member")
        for at, says in (
            (chat, {"migrate_to_chat_id": new}),
            (new, {"migrate_from_chat_id": chat}),
        ):
            await self._serve(at, says)

    async def _serve(self, chat: int, says: Json) -> None:
        """A service message, which has no text."""
        said = self._world.keep(
            Message(self._world.next("message"), chat, "", None, int(READER["id"]))
        )
        shown = {k: v for k, v in self._world.shown(said).items() if k != "text"}
        await self._world.happen("message", shown | says)

    async def say(
        self,
        chat: int,
        text: str,
        *,
        reply_to: int | None = None,
        thread: int | None = None,
        fields: Json | None = None,
        file: File | None = None,
        sender: int = int(READER["id"]),
    ) -> int:
        """Write a message, with more `fields` of the Bot API if need be; its id.

        With a `file` it is a document, and the text its caption.
        """
        number = self._world.next("message")
        message = self._world.keep(Message(number, chat, text, thread, sender, reply_to, file=file))
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
