"""Plain text as paragraphs: wraps undone, line breaks that were meant kept."""

from briefs.reading.paragraphs import Paragraph, Paragraphs
from briefs.text.canonical import blocks, unwrapped, wrap_width


def paragraphs(text: str) -> Paragraphs:
    """The paragraphs of a clean text."""
    width = wrap_width(text)
    return Paragraphs(tuple(Paragraph(unwrapped(block, width)) for block in blocks(text)))
