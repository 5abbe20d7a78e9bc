"""Text with its entities, written from left to right; the one place that counts UTF-16 units."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.platforms.telegram.message import Entity, Kind


def units(text: str) -> int:
    """The length of a text as Telegram counts it, in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


class MarkedText:
    """A text being written. White space at its ends, which Telegram would trim, never gets in.

    Entities come out in order, outer before inner.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._entities: list[Entity] = []
        self._gap = ""
        self._units = 0

    def write(self, text: str) -> None:
        if not text:
            return
        if not self._units:
            text = text.lstrip()
        elif self._gap:
            text = self._gap + text
        self._gap = ""
        self._parts.append(text)
        self._units += units(text)

    def gap(self, between: str) -> None:
        """Keep what follows apart from what was written, by the widest gap asked for."""
        self._gap = max(self._gap, between, key=len)

    @contextmanager
    def marked(self, kind: Kind, url: str | None = None) -> Iterator[None]:
        """Mark up what is written inside the `with`, unless that is nothing but white space."""
        gap, self._gap = self._gap, ""
        if self._units:
            self.write(gap)
        start, part, place = self._units, len(self._parts), len(self._entities)
        yield
        if any(not text.isspace() for text in self._parts[part:] if text):
            self._entities.insert(place, Entity(kind, start, self._units - start, url))

    def size(self) -> tuple[int, int]:
        """How much was written: UTF-16 units and entities."""
        return self._units, len(self._entities)

    def finished(self) -> tuple[str, tuple[Entity, ...]]:
        """The text without white space at its end, and its entities within it."""
        text = "".join(self._parts).rstrip()
        end = units(text)
        return text, tuple(
            Entity(e.kind, e.offset, min(e.length, end - e.offset), e.url)
            for e in self._entities
            if e.offset < end
        )
