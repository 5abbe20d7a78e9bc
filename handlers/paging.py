"""Pages of long answers: how a person asks for one ("p3"), and which one they get."""

import re

_PAGE = re.compile(r"[pP](\d{1,6})")


def asked(args: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
    """The words without a page at their end, and the page, from 1."""
    match = _PAGE.fullmatch(args[-1]) if args else None
    return (args[:-1], max(1, int(match[1]))) if match else (args, 1)


def number_of(word: str) -> int | None:
    """A plain number a person typed, if it is one; an endless one is just larger than any."""
    return int(word[:9]) if word.isdecimal() else None
