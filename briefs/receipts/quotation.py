"""Checks a quotation sentence by sentence: verbatim, changed, or not ours.

A quotation is what was pasted or forwarded: with the labels and lines of our own messages, in
quotation marks, without paragraphs. Its words are compared.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeAlias

from briefs.model import Revision, Span
from briefs.receipts.difference import (
    FEWEST_SHARED,
    Difference,
    differences,
    is_part,
    likeness,
    seen,
)
from briefs.search_query import Query, Term
from briefs.text.canonical import clean
from briefs.text.language import detect
from briefs.text.sentences import split
from briefs.text.words import count, parts

MAX_CHARS: Final = 6_000
"""How much of a quotation is read; messages of all platforms are shorter."""

_WINDOWS: Final = (6, 3)
"""Numbers of words in a row by which a sentence is searched for; the smaller one for short
sentences.
"""

_MOST_WINDOWS: Final = 10
_MOST_JOINED: Final = 4
"""Sentences of a quotation that may be one of ours, which was split at the wrong places."""

_LABEL = re.compile(r"^(?:[>•*\-–]\s*)?(?:#\d{1,9}\s+)?(?:S\d{1,7}\s+)?", re.MULTILINE)
_NOTES = re.compile(r"\s?(?:\[\d{1,4}\])+")
_OURS = re.compile(
    r"^(?:Proof: (?:Exact extract|The opening|The whole piece)\b.*|Page \d+ of \d+ · .*)$",
    re.MULTILINE,
)
_DATED = re.compile(r"\d{1,2} [A-Z][a-z]{2} \d{4}(?: \([\w ]+\))?|undated")
_OPENS, _CLOSES = "“„«\"'‘”»", "”“»\"'’«"
_ENDS = re.compile(r"[.!?…。！？؟।][”“»\"'’)]*$")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]{5,}")
_CHUNK, _STEP = 4, 2

_FEWEST_WORDS: Final = 5
_FEWEST_ENDED: Final = 3
"""The fewest words of a quotation, as opposed to a search, if it ends with a full stop."""


def reads_as_quotation(text: str) -> bool:
    """Whether a text looks like a quotation rather than like words to search for."""
    said = unlabelled(text)
    words = count(said)
    quoted = said[:1] in set(_OPENS) and len(said) > 1
    fewest = _FEWEST_ENDED if quoted or _ENDS.search(said) else _FEWEST_WORDS
    return words >= fewest


def unlabelled(text: str) -> str:
    """The text without the labels of our messages, and without quotation marks around it all."""
    said = _NOTES.sub("", _OURS.sub("", _LABEL.sub("", clean(text)[0]))).strip()
    if len(said) > 1 and said[0] in _OPENS and said[-1] in _CLOSES:
        inner = said[1:-1]
        if not any(char in inner for char in (said[0], said[-1])):
            said = inner.strip()
    return said


def sentences_of(text: str) -> tuple[str, ...]:
    """The sentences of a quotation, in order."""
    said = "\n\n".join(unlabelled(text[:MAX_CHARS]).splitlines())
    return tuple(at.of(said) for at in split(said, detect(said)))


def queries(sentence: str) -> Iterator[Query]:
    """Search queries that find the sentence even if it was changed; the most specific first."""
    words = parts(sentence)
    chunks = [
        Term((run[0][at : at + _CHUNK],))
        for run in _UNSPACED.finditer(sentence)
        for at in range(0, len(run[0]) - _CHUNK + 1, _STEP)
    ]
    if chunks:
        yield Query((_spread(chunks),))
        return
    for size in _WINDOWS:
        starts = range(max(1, len(words) - size + 1))
        terms = [Term(words[at : at + size]) for at in starts if words]
        if terms:
            yield Query((_spread(terms),))


def _spread(terms: Sequence[Term]) -> tuple[Term, ...]:
    step = max(1, -(-len(terms) // _MOST_WINDOWS))
    return tuple(terms[::step])


@dataclass(frozen=True)
class Candidate:
    """A revision that may be quoted; `numbers` are its sentences' numbers by
    their normalised text.
    """

    revision: Revision

    @cached_property
    def texts(self) -> tuple[str, ...]:
        return tuple(at.of(self.revision.body) for at in self.revision.sentences)

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        found: dict[str, int] = {}
        for number, text in enumerate(self.texts, start=1):
            found.setdefault(seen(text), number)
        return found

    def span(self, number: int) -> Span:
        return self.revision.sentences[number - 1]


@dataclass(frozen=True, slots=True)
class Verbatim:
    """The quotation is exactly the sentence of that number."""

    said: str
    candidate: Candidate
    number: int


@dataclass(frozen=True, slots=True)
class Changed:
    """The quotation is a version of a sentence; `part`: only some words of it, in a row."""

    said: str
    candidate: Candidate
    number: int
    differences: tuple[Difference, ...]
    part: bool


@dataclass(frozen=True, slots=True)
class NotOurs:
    said: str


Finding: TypeAlias = Verbatim | Changed | NotOurs


def judge(said: Sequence[str], revisions: Sequence[Revision]) -> tuple[Finding, ...]:
    """A finding for each sentence of a quotation; of several matching revisions the first counts.

    Titles and datelines of our own messages are skipped; nothing else is.
    """
    candidates = _by_hits(said, [Candidate(one) for one in revisions])
    found: list[Finding] = []
    at = 0
    while at < len(said):
        step, here = _at(said, at, candidates)
        if isinstance(here[0], Verbatim) or not any(_heads(said[at], one) for one in candidates):
            found += here
        at += step
    return tuple(found)


def _heads(line: str, candidate: Candidate) -> bool:
    """Whether a line is one that our messages have above the sentences of a revision."""
    revision = candidate.revision
    heading = seen(revision.heading)
    if seen(line) in {heading, f"#{revision.piece} {heading}"}:
        return True
    *names, day = seen(line).split(" · ")
    known = {seen(revision.outlet), seen(revision.byline)}
    return bool(_DATED.fullmatch(day)) and all(name in known for name in names)


def _by_hits(said: Sequence[str], candidates: list[Candidate]) -> list[Candidate]:
    """The candidates with most verbatim sentences first; otherwise in the given order."""
    whole = [seen(one) for one in said]
    return sorted(candidates, key=lambda one: -sum(text in one.numbers for text in whole))


def _at(
    said: Sequence[str], at: int, candidates: Sequence[Candidate]
) -> tuple[int, tuple[Finding, ...]]:
    """How many sentences from `at` on are covered by these findings."""
    for many in range(min(_MOST_JOINED, len(said) - at), 0, -1):
        joined = " ".join(said[at : at + many])
        for candidate in candidates:
            if (number := candidate.numbers.get(seen(joined))) is not None:
                return many, (Verbatim(joined, candidate, number),)
    one = said[at]
    for candidate in candidates:
        if numbers := _several(seen(one), candidate):
            return 1, tuple(Verbatim(candidate.texts[n - 1], candidate, n) for n in numbers)
    return 1, (_changed(one, candidates),)


def _several(said: str, candidate: Candidate) -> tuple[int, ...]:
    """Consecutive sentences of the piece that together are the quoted text."""
    for text, number in candidate.numbers.items():
        if not said.startswith(text):
            continue
        numbers, rest = [number], said[len(text) :].lstrip()
        while rest and numbers[-1] < len(candidate.texts):
            following = seen(candidate.texts[numbers[-1]])
            if not rest.startswith(following):
                break
            numbers.append(numbers[-1] + 1)
            rest = rest[len(following) :].lstrip()
        if not rest:
            return tuple(numbers)
    return ()


def _changed(said: str, candidates: Sequence[Candidate]) -> Finding:
    best, found = FEWEST_SHARED, None
    for candidate in candidates:
        for number, text in enumerate(candidate.texts, start=1):
            alike = likeness(said, text)
            if alike > best:
                best, found = alike, (candidate, number, text)
    if found is None:
        return NotOurs(said)
    candidate, number, text = found
    return Changed(said, candidate, number, differences(text, said), is_part(said, text))
