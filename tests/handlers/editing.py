"""An editor at work for the handlers' tests: what they send, press, and get to see."""

from dataclasses import dataclass, field
from datetime import datetime

from briefs.model import Address
from handlers import router
from handlers.message import Capabilities, Context, Incoming, Missing, Reply, Request, Role
from tests.contracts.memory_store import MemoryStore
from tests.handlers.newsroom import NOW, button

DESK = Address("telegram", "1", "77")

HARBOUR = """\
---
title: The Harbour and the Sea
author: Nneka Okafor
topics: [water]
---

The harbour silted up in a single winter. Nobody had measured its depth since 1998.[^1] The council
called the loss a surprise.

Dredging costs nine million a year. A breakwater costs forty million, once. The council chose to
dredge because a yearly cost hides in a yearly budget.

Engineers had warned the council for a decade. Their letters lie in the archive of the port. Nobody
answered them, and the fishermen moved their boats to the next bay.

[^1]: Port Authority. "Soundings." 2026. https://example.org/soundings
"""
CHANGED = HARBOUR.replace("nine million", "ten million")


def file(text: str | bytes = HARBOUR, name: str = "harbour.md") -> Incoming:
    data = text.encode() if isinstance(text, str) else text
    return Incoming(name=name, data=data, media_type="text/markdown")


@dataclass
class Editor:
    """Somebody who may bring pieces in; each answer is a message, its place the message's id."""

    store: MemoryStore
    at: Address = DESK
    name: str = "77"
    role: Role = "editor"
    overheard: bool = False
    now: datetime = NOW
    can: Capabilities = field(default_factory=Capabilities)
    answers: list[Reply] = field(default_factory=list)

    def ask(self, line: str, *files: Incoming | Missing, replied_to: int | None = None) -> Reply:
        command, _, text = line.removeprefix("/").partition(" ")
        reply = router.answer(
            Request(
                command=command,
                args=tuple(text.split()),
                sender=self.name,
                origin=self.at,
                at=self.now,
                role=self.role,
                replied_to=None if replied_to is None else str(replied_to),
                text=text,
                files=files,
                overheard=self.overheard,
                can=self.can,
            ),
            Context(self.store),
        )
        if reply.about is not None:
            self.store.chat_state.note_shown(self.at, str(len(self.answers)), reply.about, now=NOW)
        self.answers.append(reply)
        return reply

    def press(self, label: str, *, under: int = -1) -> Reply:
        """The answer to the button of that label, under the last message or an earlier one."""
        does = button(self.answers[under], label).does
        assert not isinstance(does, str), f"{label} opens an address"
        return self.ask(" ".join((f"/{does.command}", *does.args)))
