"""A small newsroom for the handlers' tests: a stocked library and a reader who asks in a chat."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from briefs.model import Address, Brief, Edited, Length, Mark, Revision, Source, Span, Summary
from briefs.storage.sql.catalogue import SqlCatalogue
from handlers import router
from handlers.message import (
    Actions,
    Attachment,
    Block,
    Bullets,
    Button,
    Collapsed,
    Context,
    Divider,
    Extract,
    Facts,
    Heading,
    Inline,
    Paragraph,
    Quote,
    Reply,
    Request,
    extracts,
)
from tests.briefs.builders import edited
from tests.contracts.memory_store import MemoryStore

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
CHAT = Address("console", "", "chat")
FLOOD = (
    "The dam held through the night. Engineers had doubted it. Nobody slept.",
    "By morning the lake was full. The valley below stayed dry.",
)
"""Five sentences in two paragraphs."""


def piece(
    *paragraphs: str,
    short: tuple[int, ...] = (1,),
    normal: tuple[int, ...] = (1, 4),
    long: tuple[int, ...] = (1, 3, 4),
    method: str = "brief",
    **fields: Any,
) -> Edited:
    """A piece (FLOOD by default) whose extracts are the sentences with these numbers, from 1."""
    fields.setdefault("title", "The dam")
    made = edited(*(paragraphs or FLOOD), **fields)
    chosen: dict[Length, tuple[int, ...]] = {"short": short, "normal": normal, "long": long}
    return replace(
        made,
        summaries=tuple(
            Summary(
                method=method,
                length=length,
                sentences=tuple(made.sentences[n - 1] for n in numbers),
                coverage=len(numbers) / len(made.sentences),
            )
            for length, numbers in chosen.items()
        ),
    )


def misplaced() -> Edited:
    """A piece whose extracts are of no sentence of it, as in a row that somebody wrote over."""
    made = piece()
    damaged = tuple(replace(kept, sentences=(Span(4, 12),)) for kept in made.summaries)
    return replace(made, summaries=damaged)


def short_piece(*paragraphs: str, **fields: Any) -> Edited:
    """A piece of at least one sentence, of which the first is every extract."""
    return piece(*paragraphs, short=(1,), normal=(1,), long=(1,), **fields)


def noted(edited: Edited, *notes: tuple[int, int]) -> Edited:
    """The piece with the author's marks: (number of the sentence that ends in it, source)."""
    marks = (Mark(source, _end(edited.sentences[number - 1])) for number, source in notes)
    return replace(edited, draft=replace(edited.draft, marks=tuple(marks)))


def _end(sentence: Span) -> Span:
    return Span(sentence.end, sentence.end)


def source(number: int = 1, title: str | None = "Dams and Rivers", **fields: Any) -> Source:
    """A source that was read whole, unless the fields say otherwise."""
    fields.setdefault("status", "parsed")
    fields.setdefault("raw", f"{title}, as written.")
    return Source(number=number, title=title, **fields)


def library(*pieces: Edited) -> MemoryStore:
    """A store with these pieces as numbers 1, 2, 3…, the last one the newest."""
    store = MemoryStore()
    add(store, *pieces)
    return store


def add(store: MemoryStore, *pieces: Edited) -> None:
    """Take in pieces that came a minute after each other, the last of them at NOW."""
    for ago, piece in zip(reversed(range(len(pieces))), pieces, strict=True):
        added = store.catalogue.add(piece, now=NOW - timedelta(minutes=ago))
        assert added.status != "unchanged", f"there is such a piece already: {added.card}"


def request(line: str = "/help", *, at: Address = CHAT, replied_to: str | None = None) -> Request:
    """What a platform makes of a line typed at NOW."""
    command, *args = line.removeprefix("/").split()
    return Request(command=command, args=tuple(args), origin=at, at=NOW, replied_to=replied_to)


@dataclass
class Reader:
    """Somebody in a chat; each answer is a message there, and its number is the message's id."""

    store: MemoryStore
    at: Address = CHAT
    answers: list[Reply] = field(default_factory=list)

    def ask(self, line: str, *, replied_to: int | None = None) -> Reply:
        """The answer to a line, noted as shown the way a platform does."""
        message = None if replied_to is None else str(replied_to)
        asked = request(line, at=self.at, replied_to=message)
        reply = router.answer(asked, Context(self.store))
        if reply.about is not None:
            self.store.chat_state.note_shown(self.at, str(len(self.answers)), reply.about, now=NOW)
        self.answers.append(reply)
        return reply

    def press(self, label: str) -> Reply:
        """The answer to the button of that label under the last message."""
        does = button(self.answers[-1], label).does
        assert not isinstance(does, str), f"{label} opens an address"
        return self.ask(" ".join((does.command, *does.args)))


class CorruptedCatalogue(SqlCatalogue):
    """A library in which somebody wrote into the stored bodies behind everybody's back."""

    def revision(self, piece: int, number: int | None = None) -> Revision:
        kept = super().revision(piece, number)
        return replace(kept, body=kept.body.replace("held", "fell"))

    def brief(self, piece: int, length: Length, number: int | None = None) -> Brief:
        kept = super().brief(piece, length, number)
        return replace(kept, revision=self.revision(piece, number))


class Corrupted(MemoryStore):
    def __init__(self) -> None:
        super().__init__()
        self.catalogue = CorruptedCatalogue(self.database, self._intake)


def text(reply: Reply) -> str:
    """All that a reply says, a line or more for each block, its buttons and files left out."""
    return "\n".join(line for block in reply.blocks for line in _lines(block))


def _lines(block: Block) -> list[str]:
    match block:
        case Heading(heading):
            return [heading]
        case Paragraph(content):
            return [joined(content)]
        case Quote(label, extract, notes):
            return [f"{label} {extract.text}" + "".join(f"[{n}]" for n in notes)]
        case Bullets(items):
            return [joined(item) for item in items]
        case Facts(pairs):
            return [f"{name}: {joined(value)}" for name, value in pairs]
        case Collapsed(summary, content):
            return [summary, *(line for inner in content for line in _lines(inner))]
        case Divider() | Actions() | Attachment():
            return []


def joined(content: tuple[Inline, ...]) -> str:
    return "".join(part if isinstance(part, str) else part.text for part in content)


def quoted(reply: Reply) -> list[str]:
    """The words of every extract in a reply, in order."""
    return [extract.text for extract in extracts(reply)]


def marked(reply: Reply) -> list[str]:
    """The words of the extracts that stand out."""
    return [extract.text for extract in extracts(reply) if extract.marked]


def quotes(reply: Reply) -> list[Quote]:
    return [block for block in reply.blocks if isinstance(block, Quote)]


def items(reply: Reply) -> list[str]:
    """The lines of a reply's lists."""
    lists = [block for block in reply.blocks if isinstance(block, Bullets)]
    return [joined(item) for bullets in lists for item in bullets.items]


def attached(reply: Reply) -> Attachment:
    """The one file that a reply carries."""
    (file,) = [block for block in reply.blocks if isinstance(block, Attachment)]
    return file


def fact(reply: Reply, name: str) -> str:
    """The value of the fact of that name."""
    facts = [block for block in reply.blocks if isinstance(block, Facts)]
    return {n: joined(value) for block in facts for n, value in block.pairs}[name]


def buttons(reply: Reply) -> list[Button]:
    rows = [block for block in reply.blocks if isinstance(block, Actions)]
    return [button for row in rows for button in row.buttons]


def labels(reply: Reply) -> list[str]:
    return [button.label for button in buttons(reply)]


def button(reply: Reply, label: str) -> Button:
    return next(button for button in buttons(reply) if button.label == label)


def copied(reply: Reply) -> tuple[Extract, ...]:
    return tuple(extracts(reply))
