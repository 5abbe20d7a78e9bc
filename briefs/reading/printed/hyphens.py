"""Words and addresses broken at the end of a line, put together again only where that is sure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from briefs.reading.printed.line import Line
from briefs.text.canonical import joined

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_LAST = re.compile(r"[^\W\d_]+$")
_FIRST = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"(?:https?://|www\.|\w+\.\w+/)\S*$")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every word of a text that no line breaks, in lower case."""

    words: frozenset[str]


def vocabulary(lines: Iterable[Line]) -> Vocabulary:
    """The words of these lines; empty if no line ends in a hyphen, as it is not needed then."""
    lines = tuple(lines)
    if not any(line.cut for line in lines):
        return Vocabulary(frozenset())
    # A line's last word does not grow together with the next line's first over a line break.
    return Vocabulary(frozenset(_WORD.findall("\n".join(line.text for line in lines).casefold())))


def together(text: str, line: Line, following: Line, words: Vocabulary) -> str:
    """`text`, which ends in `line` (without its hyphen), and the line after it.

    The hyphen goes if the word without it stands elsewhere in the text, and the word with it does
    not; in doubt it stays, as it was printed. An address that a link spells out is whole again.
    """
    tail, head = text.rpartition(" ")[2], following.text.partition(" ")[0]
    if _ADDRESS.match(tail):
        hyphen = "-" if line.cut else ""
        bare = head.rstrip(".,;)")
        linked = any(f"{tail}{hyphen}{bare}" in url for url in (*line.urls, *following.urls))
        if linked or line.cut:
            return f"{text}{hyphen}{following.text}"
        full = line.right + line.letter * len(head) > line.column[1] and not line.urls
        return joined(text, following.text, full=full)
    if not line.cut:
        return f"{text} {following.text}"
    last, first = _LAST.search(tail), _FIRST.match(head)
    whole = first is not None and last is not None and first[0].islower()
    if whole and last and first:
        plain = f"{last[0]}{first[0]}".casefold()
        if plain in words.words and f"{last[0]}-{first[0]}".casefold() not in words.words:
            return f"{text}{following.text}"
    return f"{text}-{following.text}"
