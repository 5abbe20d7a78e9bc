"""What a sandbox's process can be asked to do, and the JSON that goes in and out.

Each task takes bytes and named strings and gives a value of one type. The modules that a task needs
are imported when it is first done, so that a program that asks for one loads none of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter

from briefs.model import Draft, Span, Summary

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is worked out once for a draft: `Edited` without the draft itself."""

    sentences: tuple[Span, ...]
    summaries: tuple[Summary, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Task(Generic[T]):
    """`do` is called inside the sandbox; `type_of` gives the type of what it returns."""

    name: str
    do: Callable[..., T]
    type_of: Callable[[], Any]

    def pack(self, value: T) -> bytes:
        packed: bytes = _adapter(self).dump_json(value)
        return packed

    def unpack(self, packed: bytes) -> T:
        """ValueError if it is no such value: every field is checked against its type."""
        value: T = _adapter(self).validate_json(packed)
        return value


@cache
def _adapter(task: "Task[Any]") -> TypeAdapter[Any]:
    return TypeAdapter(task.type_of())


def pack_draft(draft: Draft) -> bytes:
    return _drafts().dump_json(draft)


@cache
def _drafts() -> TypeAdapter[Draft]:
    return TypeAdapter(Draft)


def _read(
    data: bytes, *, name: str, origin: str, charset: str, tree: str, beside: str = ""
) -> Draft:
    """Read a file; before its bytes stand as many as `tree` says of what Pandoc made of it."""
    from briefs.reading import reader  # noqa: PLC0415  # see the module

    made, given = data[: int(tree)], data[int(tree) :]
    return reader.read(given, name=name, origin=origin, charset=charset, tree=made, beside=beside)


def _prepare(data: bytes, *, method: str) -> Prepared:
    from briefs.pieces import ingest  # noqa: PLC0415  # see the module

    edited = ingest.edit(_drafts().validate_json(data), method=method)
    return Prepared(edited.sentences, edited.summaries, edited.draft.warnings)


def _read_feed(data: bytes, *, url: str) -> Any:  # noqa: ANN401  # its type is loaded with it
    from briefs.reading import feed  # noqa: PLC0415  # see the module

    return feed.read(data, url=url)


def _read_entry(data: bytes) -> Draft | None:
    """The draft of the one entry that the feed in `data` has."""
    from briefs.reading import feed  # noqa: PLC0415  # see the module

    found = READ_FEED.unpack(data)
    (entry,) = found.entries
    return feed.draft(entry, found)


def _visible_text(data: bytes) -> tuple[str, ...]:
    from briefs.reading.html import visible_text  # noqa: PLC0415  # see the module

    return visible_text.blocks(data)


def _feed_type() -> Any:  # noqa: ANN401  # as above
    from briefs.reading.feed_formats import Feed  # noqa: PLC0415  # see the module

    return Feed


READ = Task("read", _read, lambda: Draft)
PREPARE = Task("prepare", _prepare, lambda: Prepared)
READ_FEED = Task("read-feed", _read_feed, _feed_type)
READ_ENTRY = Task("read-entry", _read_entry, lambda: Draft | None)
VISIBLE_TEXT = Task("visible-text", _visible_text, lambda: tuple[str, ...])
TASKS: dict[str, Task[Any]] = {
    task.name: task for task in (READ, PREPARE, READ_FEED, READ_ENTRY, VISIBLE_TEXT)
}
