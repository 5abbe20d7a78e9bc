"""Pages of long answers: what is on each, how one is asked for ("p3"), and its turning buttons."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

from briefs.errors import BadArgument
from briefs.model import Press, Revision, Span
from handlers.format import counted, ref_of
from handlers.message import Button

Page: TypeAlias = tuple[Span, ...]
"""Stretches of a body that are shown together, in order."""

_PAGE = re.compile(r"[pP](\d{1,6})")
ROOM = 2_400
"""Code points on a page: with all that stands around them, as a rule, one message everywhere."""

_MOST = 40
"""Stretches on a page: each may be a block of its own, and platforms count those too."""


def asked(args: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
    """The words without a page at their end, and the page, from 1."""
    match = _PAGE.fullmatch(args[-1]) if args else None
    return (args[:-1], max(1, int(match[1]))) if match else (args, 1)


def number_of(word: str) -> int | None:
    """A plain number a person typed, if it is one; an endless one is just larger than any."""
    return int(word[:9]) if word.isdecimal() else None


def paged(stretches: Iterable[Span]) -> tuple[Page, ...]:
    """Stretches in pages, at least one; one that is longer than a page has a page to itself."""
    pages: list[list[Span]] = [[]]
    used = 0
    for at in stretches:
        length = at.end - at.start
        if pages[-1] and (used + length > ROOM or len(pages[-1]) == _MOST):
            pages.append([])
            used = 0
        pages[-1].append(at)
        used += length
    return tuple(map(tuple, pages))


def opened(pages: Sequence[Page], page: int, revision: Revision, command: str) -> Page:
    """Page `page`, from 1, of a revision; BadArgument if there are fewer, with how to get the last.

    `command` is what a page is asked for with: "/read".
    """
    if page > len(pages):
        raise BadArgument(
            f"“{revision.heading}” has {counted(len(pages), 'page')}.",
            hint=f"{command} {ref_of(revision)} p{len(pages)} is the last one.",
        )
    return pages[page - 1]


def turning(
    press: Press, page: int, pages: int, *, back: str = "‹ Previous", on: str = "Next ›"
) -> Iterator[Button]:
    """Buttons that turn the page in place; `press` asks for the first one."""
    for other, label in ((page - 1, back), (page + 1, on)):
        if 1 <= other <= pages:
            yield Button(label, replace(press, args=(*press.args, f"p{other}"), in_place=True))
