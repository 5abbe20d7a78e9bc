"""Main text.

Finds a copy of a text's words in the text itself, whatever became of its white space.

The piece's own text on a page: a library chooses the paragraphs, the page gives the words.

What the library gives back is looked up in what the page shows, and cut out from there. So no word
is lost, added or joined on the way; a paragraph that cannot be found is left out, and told.
"""

import logging
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Protocol

from trafilatura import bare_extraction
from trafilatura.settings import Document

from briefs.model import Span
from briefs.reading.base import Paragraph, Paragraphs
from briefs.reading.html.visible_text import Shown
from briefs.text.canonical import canonical, one_line

_ALIKE = str.maketrans("\n\u00a0", "  ")


class Lookup:
    """A text to look words up in. White space, and what cannot be seen, does not count."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._spaced = text.translate(_ALIKE)

    def find(self, words: str, start: int = 0) -> Span | None:
        """The first range of the text, from `start` on, that holds these words and no others."""
        spaced = " ".join(words.split())
        at = self._spaced.find(spaced, start) if spaced else -1
        return Span(at, at + len(spaced)) if at >= 0 else self._squeezed.find(words, start)

    @cached_property
    def _squeezed(self) -> "_Squeezed":
        """Made only when it is needed: most copies keep their spaces."""
        return _Squeezed(self._text)


class _Squeezed:
    """A text without white space and what cannot be seen; it knows where all else stood."""

    def __init__(self, text: str) -> None:
        gaps = re.escape("".join({c for c in set(text) if not c.isprintable()} | set(" \t\n")))
        self._gap = re.compile(f"[{gaps}]+")
        words = [(m.start(), m.group()) for m in re.finditer(f"[^{gaps}]+", text)]
        self._starts = [start for start, _ in words]
        self._text = "".join(word for _, word in words)
        self._places = [0, *accumulate(len(word) for _, word in words)]

    def find(self, words: str, start: int) -> Span | None:
        bare = self._gap.sub("", words)
        at = self._text.find(bare, self._places[bisect_left(self._starts, start)]) if bare else -1
        return Span(self._back(at), self._back(at + len(bare) - 1) + 1) if at >= 0 else None

    def _back(self, at: int) -> int:
        """Where a character stood before the text was squeezed."""
        word = bisect_right(self._places, at) - 1
        return self._starts[word] + at - self._places[word]


_NO_TEXT = {"table": "table", "code": "code block"}
_PARTS = frozenset({"p", "head", "item", "list", "quote", "row", "cell"})
_MOST_TABLES = 0.5
_TOLD = 60


class _Node(Protocol):
    """What is asked of the library's elements: p, head, quote, list, table and their parts."""

    @property
    def tag(self) -> object: ...
    def __iter__(self) -> Iterator["_Node"]: ...
    def get(self, key: str) -> str | None: ...
    def itertext(self) -> Iterable[object]: ...


@dataclass(frozen=True, slots=True)
class _Cut:
    """A range of the page's text; `level` is 1 to 6 in a heading, else 0."""

    at: Span
    level: int


@dataclass(slots=True)
class _Cutting:
    """Looks paragraphs up in the page's text, each behind the one before it."""

    text: Lookup
    place: int = 0
    cuts: list[_Cut] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    missing: list[str] = field(default_factory=list)

    def cut(self, nodes: Iterable[_Node], *, tables: bool) -> None:
        """Cut each of the elements out, as a whole or else part by part."""
        for node in nodes:
            tag = str(node.tag)
            if tag in _NO_TEXT and not (tables and tag == "table"):
                self.left_out[_NO_TEXT[tag]] += 1
                continue
            words = _words(node)
            if found := self.text.find(words, self.place):
                level = int((node.get("rend") or "h2")[1:]) if tag == "head" else 0
                self.cuts.append(_Cut(found, level))
                self.place = found.end
            elif parts := [part for part in node if part.tag in _PARTS]:
                self.cut(parts, tables=tables)
            elif words.strip():
                self.missing.append(one_line(words))


def choose(html: str, shown: Shown) -> Paragraphs:
    """The paragraphs of the main text of a page, none if there is none; `shown` is of that page.

    Tables, code, pictures and what is embedded are left out, and counted in a warning.
    """
    # What it has to say of a page is for its developers; an editor is told by our warnings.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    found = bare_extraction(html, include_comments=False)
    if not isinstance(found, Document):
        return Paragraphs(())
    cutting = _Cutting(Lookup(shown.text))
    cutting.cut(found.body, tables=_is_mostly_tables(found.body))
    if cutting.cuts:
        first, last = cutting.cuts[0].at.start, cutting.cuts[-1].at.end
        cutting.left_out.update(kind for at, kind in shown.media if first <= at <= last)
    return Paragraphs(tuple(_paragraphs(shown.text, cutting.cuts)), tuple(_warnings(cutting)))


def _words(node: _Node) -> str:
    return "".join(map(str, node.itertext()))


def _is_mostly_tables(body: _Node) -> bool:
    """Whether a page is laid out in tables, as old ones are, rather than holding some."""
    tables = [len(_words(child)) for child in body if child.tag == "table"]
    return bool(tables) and sum(tables) > _MOST_TABLES * len(_words(body))


def _paragraphs(text: str, cuts: list[_Cut]) -> Iterator[Paragraph]:
    """The cuts as paragraphs; what stands on the lines of one list stays together."""
    ends = [cut.at.end for cut in cuts]
    starts = [0, *(n for n, (a, b) in enumerate(pairwise(cuts), 1) if not _same(text, a, b))]
    for first, last in pairwise((*starts, len(cuts))):
        if first < last:
            whole = Span(cuts[first].at.start, ends[last - 1]).of(text)
            for part in canonical(whole).split("\n\n"):
                if part:
                    yield Paragraph(part, cuts[first].level)


def _same(text: str, above: _Cut, below: _Cut) -> bool:
    """Whether two cuts are lines of one paragraph."""
    between = text[above.at.end : below.at.start]
    return not above.level and not below.level and between == "\n"


def _warnings(cutting: _Cutting) -> Iterator[str]:
    if cutting.left_out:
        counted = (f"{n} {kind}{'s' * (n > 1)}" for kind, n in cutting.left_out.items())
        yield f"left out of the body: {', '.join(counted)}"
    if missing := cutting.missing:
        paragraphs = "a paragraph" if len(missing) == 1 else f"{len(missing)} paragraphs"
        told = missing[0][:_TOLD].rstrip()
        yield f"{paragraphs} left out, as the page has other words between: “{told}…”"
