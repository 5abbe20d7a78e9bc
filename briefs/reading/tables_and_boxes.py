"""Tables and boxes in a laid-out file, and which of them are text; and how a sentence is closed up
after a passage was left out of it.
"""

import re
from collections.abc import Iterator, Sequence

from briefs.left_out import Account
from briefs.reading.layout_document import Block
from briefs.text.canonical import folded

_SENTENCE = re.compile(r"[.!?…。！？।؟]['’\"”»)]*$")
_MIN_SENTENCE_WORDS = 6
_MIN_PROSE = 0.5
_MIN_DOUBLED_WORDS = 4
_QUOTES = "“”\"'«»„ "


GONE = "\ufdd0"
"""Stands for a removed passage until the spaces around it are settled; no character of a text."""

_AROUND_GONE = re.compile(rf"(?<![ \xa0])[ \xa0]*{GONE}+(?=[\s.,;:!?)\]}}]|$)|{GONE}+")


def settled(text: str) -> str:
    """A text without the traces of removed passages, with one space in the place of each."""
    return _AROUND_GONE.sub("", text) if GONE in text else text


def is_layout(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table is only used for layout; its cells are texts, one line for each paragraph.

    It is if it has a single column, or if most of its words are in sentences.
    """
    filled = [[cell for cell in row if cell.strip()] for row in rows]
    if all(len(row) <= 1 for row in filled):
        return True
    words = prose = 0
    for paragraph in (line for row in filled for cell in row for line in cell.split("\n")):
        count = len(paragraph.split())
        words += count
        if count >= _MIN_SENTENCE_WORDS and _SENTENCE.search(paragraph.rstrip()):
            prose += count
    return prose > _MIN_PROSE * words


def without_doubles(
    blocks: Sequence[Block], boxed: Sequence[Block], account: Account
) -> Iterator[Block]:
    """The blocks without those of boxes that repeat the text, such as pull quotes."""
    in_boxes = {id(block) for block in boxed if block.text.strip()}
    if not in_boxes:
        yield from blocks
        return
    text = folded(" ".join(block.text for block in blocks if id(block) not in in_boxes))
    for block in blocks:
        words = folded(block.text).strip(_QUOTES)
        again = id(block) in in_boxes and len(words.split()) >= _MIN_DOUBLED_WORDS
        if again and words in text:
            account.add("doubled passage", block.text)
        else:
            yield block
