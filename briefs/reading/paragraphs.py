"""What every way of reading a text gives: its paragraphs, and what had to be left out."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of canonical text (lines are meant); `level` is 1 to 6 in a heading, else 0."""

    text: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """A text's paragraphs in order, with warnings for the editor."""

    items: tuple[Paragraph, ...]
    warnings: tuple[str, ...] = ()
