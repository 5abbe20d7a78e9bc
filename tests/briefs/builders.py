"""Builders of pieces for tests; fields that a test leaves out get plain values."""

import re
from datetime import UTC, datetime
from itertools import accumulate
from typing import Any

from briefs.model import Draft, Edited, Length, Revision, Span, Summary
from briefs.pieces import versions

NOW = datetime(2031, 5, 4, 12, 0, tzinfo=UTC)
TEXT = ("The river rose on Monday. The bridge held.", "Nobody was hurt. Repairs begin in June.")

_SENTENCE = re.compile(r"\S.*?(?:[.!?](?=\s)|$)", re.DOTALL)
_LENGTHS: tuple[tuple[Length, int], ...] = (("short", 1), ("normal", 3), ("long", 5))


def draft(*paragraphs: str, title: str = "The river", **fields: Any) -> Draft:
    """A draft whose body is these paragraphs, one each; all other fields as in `Draft`."""
    return Draft(title=title, body="\n\n".join(paragraphs or TEXT), **fields)


def edit(draft: Draft) -> Edited:
    """The draft with a sentence ending at each full stop, and its lead as every summary."""
    ends = list(accumulate(len(text) + 2 for text in draft.body.split("\n\n")))
    starts = [0, *ends]
    spans = tuple(
        Span(start + found.start(), start + found.end())
        for start, text in zip(starts, draft.body.split("\n\n"), strict=False)
        for found in _SENTENCE.finditer(text)
    )
    summaries = tuple(
        Summary(method="lead", length=length, sentences=spans[:most], coverage=most / 10)
        for length, most in _LENGTHS
    )
    return Edited(draft=draft, sentences=spans, summaries=summaries)


def edited(*paragraphs: str, **fields: Any) -> Edited:
    """`edit(draft(…))`."""
    return edit(draft(*paragraphs, **fields))


def revision(*paragraphs: str, piece: int = 1, number: int = 1, **fields: Any) -> Revision:
    """A revision as a store would give it back, stored at NOW."""
    made = edited(*paragraphs, **fields)
    slug = versions.wanted_slug(made.draft)
    return versions.revise(made, piece=piece, slug=slug, number=number, now=NOW)
