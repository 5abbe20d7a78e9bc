"""How much of each sentence is quoted. A quotation may continue over several sentences."""

import re
from collections.abc import Iterator, Sequence

_LONGEST_QUOTATION = 12  # sentences
_OPENS_QUOTE = re.compile(r"(?:(?<=^)|(?<=[,:] ))['‘](?=[A-Z\[])")
_CLOSES_QUOTE = re.compile(r"(?<=[.,?!…])['’](?!\w)")


def quoted_shares(texts: Sequence[str], paragraphs: Sequence[int]) -> Iterator[float]:
    """The share of each sentence that is quoted, 0 to 1; a quotation may continue over several
    sentences of its paragraph.
    """
    inside, single, before = False, False, -1
    for at, (text, paragraph) in enumerate(zip(texts, paragraphs, strict=True)):
        inside, single = inside and paragraph == before, single and paragraph == before
        before = paragraph
        if not inside and '"' not in text and "“" not in text:
            share, single = _in_single(text, single, _rest(texts, paragraphs, at))
            yield share
            continue
        quoted = 0
        for place, mark in enumerate(text):
            if mark == "“":
                inside = True
            elif mark == "”":
                inside = False
            elif mark == '"':
                inside = _opens(text, place, inside)
            quoted += inside
        yield quoted / max(1, len(text))


def _opens(text: str, place: int, inside: bool) -> bool:
    """Whether a straight quotation mark opens a quotation: by the spaces beside it, or if they do
    not tell, whether none is open.
    """
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    if not before.strip(" ([—–") and after.isalnum():
        return True
    if before.strip(" ([—–") and not after.isalnum():
        return False
    return not inside


def _rest(texts: Sequence[str], paragraphs: Sequence[int], at: int) -> Iterator[str]:
    """The next sentences of a paragraph behind one, among which a quotation may end."""
    for other in range(at + 1, min(len(texts), at + _LONGEST_QUOTATION)):
        if paragraphs[other] != paragraphs[at]:
            return
        yield texts[other]


def _in_single(text: str, inside: bool, rest: Iterator[str]) -> tuple[float, bool]:
    """The share of a sentence between single quotation marks, and whether the quotation goes on.
    One that nothing closes within its paragraph is none: "'Tis the season".
    """
    quoted = place = 0
    while True:
        if not inside:
            opening = _OPENS_QUOTE.search(text, place)
            if opening is None:
                break
            place = opening.end()
        closing = _CLOSES_QUOTE.search(text, place)
        if closing is None:
            if not inside and not any(map(_CLOSES_QUOTE.search, rest)):
                break
            return (quoted + len(text) - place) / max(1, len(text)), True
        quoted += closing.start() - place
        place, inside = closing.end(), False
    return quoted / max(1, len(text)), False
