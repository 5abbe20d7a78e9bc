"""Locates the text that a library extracts from a page in the page itself.

The library's segments are looked up in the page's own text, and the heaviest runs in the page's
order are kept: no word is lost, added or joined.
"""

import logging
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from trafilatura import bare_extraction
from trafilatura.settings import Document

from briefs.reading.html.tree import Element

_UNSEEN = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+")
_MIN_SEGMENT_CHARS = 25
"""Shorter segments are only looked up near the previous one, since they occur in many places."""

_NEAR_CHARS = 400
_SENTENCE_END = re.compile(r"(?<=[.!?…:])\s+")
_MAX_RUNS = 400

_SIMPLE = frozenset(
    {
        "abbr",
        "acronym",
        "code",
        "kbd",
        "samp",
        "var",
        "tt",
        "data",
        "label",
        "button",
        "output",
        "ruby",
        "rt",
        "rp",
        "rb",
        "dfn",
        "cite",
        "small",
        "mark",
        "ins",
        "u",
        "bdi",
        "bdo",
        "big",
        "font",
    }
)
"""Inline elements that the library would drop with their words, or misread."""


class _Node(Protocol):
    """The part of the library's elements that is used."""

    @property
    def tag(self) -> object: ...
    @property
    def text(self) -> str | None: ...
    @property
    def tail(self) -> str | None: ...
    def iter(self) -> Iterator["_Node"]: ...


@dataclass(frozen=True, slots=True)
class Run:
    """Segments of the library that are adjacent in the page, too: from `start` to `end` there."""

    start: int
    end: int
    spans: tuple[tuple[int, int], ...]

    @property
    def weight(self) -> int:
        return sum(end - start for start, end in self.spans)


def extracted(root: Element) -> Iterator[str]:
    """The segments of the library's main text, in its order."""
    # Its log is for its developers; editors get our own warnings.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    for element in root.iter(*_SIMPLE):
        parent = element.getparent()
        if parent is not None and parent.tag != "pre":
            element.tag = "span"
    found = bare_extraction(root, include_comments=False, with_metadata=False)
    if not isinstance(found, Document):
        return
    body: _Node = found.body
    for node in body.iter():
        if node.text:
            yield node.text
        if node.tail and node is not body:
            yield node.tail


def squeezed(text: str) -> str:
    bare = "".join(text.split())
    return bare if bare.isascii() else _UNSEEN.sub("", bare)


def parts_in(text: str, whole: str) -> Iterator[str]:
    """A segment of the library as it is in the page: whole, or line by line, or sentence by
    sentence, because the library may have joined what the page separates.
    """
    bare = squeezed(text)
    if not bare or bare in whole:
        yield from (bare,) if bare else ()
        return
    for line in text.split("\n"):
        if (part := squeezed(line)) in whole:
            yield from (part,) if part else ()
        else:
            yield from filter(None, map(squeezed, _SENTENCE_END.split(line)))


def runs_of(segments: Sequence[str], whole: str) -> list[Run]:
    """The places of the segments in the page, as runs in the page's order."""
    runs: list[Run] = []
    spans: list[tuple[int, int]] = []
    place = 0
    for segment in segments:
        size = len(segment)
        at = place if whole.startswith(segment, place) else -1
        if at < 0:
            at = whole.find(segment, place, place + size + _NEAR_CHARS)
        if at < 0 and size >= _MIN_SEGMENT_CHARS:
            at = whole.find(segment, place)
            if at < 0 and (at := whole.find(segment)) >= 0 and spans:
                runs.append(Run(spans[0][0], spans[-1][1], tuple(spans)))
                spans = []
        if at < 0:
            continue
        spans.append((at, at + size))
        place = at + size
    if spans:
        runs.append(Run(spans[0][0], spans[-1][1], tuple(spans)))
    return runs[:_MAX_RUNS]


def longest(runs: Sequence[Run]) -> list[Run]:
    """The runs that have the same order in the page and in the library's output, with the most
    text.
    """
    if len(runs) < 2:  # noqa: PLR2004  # a single run is in order
        return list(runs)
    best: list[
        tuple[int, int]
    ] = []  # the weight of the heaviest chain that ends here, and the run before it
    for at, run in enumerate(runs):
        before = [(best[n][0], n) for n in range(at) if runs[n].end <= run.start]
        weight, last = max(before, default=(0, -1))
        best.append((weight + run.weight, last))
    at = max(range(len(runs)), key=lambda n: best[n][0])
    chain: list[Run] = []
    while at >= 0:
        chain.append(runs[at])
        at = best[at][1]
    return chain[::-1]


def covered_by(runs: Iterable[Run], starts: Sequence[int], count: int) -> list[int]:
    """How many characters of each block the runs cover."""
    covered = [0] * count
    for run in runs:
        for start, end in run.spans:
            at = bisect_right(starts, start) - 1
            while at < count and starts[at] < end:
                covered[at] += min(end, starts[at + 1]) - max(start, starts[at])
                at += 1
    return covered
