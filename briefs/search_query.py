"""Reads a person's search words as a query that can never be an engine's syntax.

All words are wanted; "quoted words" as a phrase; a trailing * matches beginnings; `or` between two
terms wants either. What follows `cites:` is wanted in a reference. Everything else is text.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from briefs.model import Card, Hit, Source, Span

LONGEST_SNIPPET = 200
MOST_TERMS = 32

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
_ITEM = re.compile(r'"(?P<phrase>[^"]*)"\*?|(?P<plain>[^\s"]+)')
_WORD = re.compile(r"[^\W_]+")
_CITES = re.compile(r"(?<!\S)cites:", re.IGNORECASE)
_SCHEME = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)
_STEM = 4
"""Inflected words are taken for kin from this many common letters on."""


@dataclass(frozen=True, slots=True)
class Term:
    """Words to be found next to each other, in this order; with `prefix` the last may go on."""

    words: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """Every group must match; a group matches when any of its terms does."""

    groups: tuple[tuple[Term, ...], ...]

    def __bool__(self) -> bool:
        return bool(self.groups)


EVERYTHING = Query(())
"""The query that asks for nothing in particular."""


def parse(text: str) -> Query:
    """Read a person's words; never fails. A text without any word gives an empty query.

    What is written together is a phrase, as an index sees it: "u.s." wants "u" next to "s". Only
    the first 32 terms count, so that a query costs no more than a person would ask for.
    """
    plain = unicodedata.normalize("NFC", text).translate(_QUOTES)
    wordy = (item for item in _ITEM.finditer(plain) if _WORD.search(item[0]))
    items = list(islice(wordy, MOST_TERMS))
    groups: list[list[Term]] = []
    either = False
    for place, item in enumerate(items):
        between = 0 < place < len(items) - 1
        if between and not either and item[0].lower() == "or":
            either = True
            continue
        if either:
            groups[-1].append(_term(item))
        else:
            groups.append([_term(item)])
        either = False
    return Query(tuple(map(tuple, groups)))


def parts(text: str) -> tuple[Query, Query]:
    """What is wanted of a piece's text, and, after `cites:`, of one entry of its references.

    A pasted address is wanted however an entry writes its beginning.
    """
    said, *cited = _CITES.split(text)
    return parse(said), parse(_SCHEME.sub("", " ".join(cited)))


def _term(item: re.Match[str]) -> Term:
    text = item["plain"] or item["phrase"]
    return Term(tuple(_WORD.findall(text)), prefix=item[0].endswith("*"))


def fold(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared: without case and accents."""
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text.casefold())
        text = "".join(char for char in apart if not unicodedata.combining(char))
    return tuple(_WORD.findall(text.lower()))


def folded(term: Term) -> Term:
    """The term with its words as they are compared."""
    return Term(fold(" ".join(term.words)), term.prefix)


def occurs(term: Term, words: Sequence[str]) -> bool:
    """Whether a folded term stands among folded words, letter for letter: no inflections."""
    if not term.words:
        return False
    *heads, last = term.words
    return any(
        (end.startswith(last) if term.prefix else end == last)
        and all(words[place + step] == head for step, head in enumerate(heads))
        for place, end in enumerate(words[len(heads) :])
    )


def wording(source: Source) -> str:
    """All that a reference is found by: the entry as written, and what it does not say as read."""
    read = (source.title, source.container, source.publisher, *map(str, source.authors), source.url)
    return "\n".join((source.raw, *(text for text in read if text and text not in source.raw)))


def hit(query: Query, card: Card, *, body: str, sentences: Sequence[Span], sha256: str) -> Hit:
    """The result that a match is shown as."""
    span = excerpt(query, body, sentences)
    return Hit(card) if span is None else Hit(card, span.of(body), span, sha256)


def excerpt(query: Query, body: str, sentences: Sequence[Span]) -> Span | None:
    """The first sentence that holds one of the terms, or else a word that is a form of theirs.

    Sentences of more than 200 characters are passed over; None if no other holds one.
    """
    terms = [folded(term) for group in query.groups for term in group]
    wanted = {word for term in terms for word in term.words}
    akin = None
    for span in sentences:
        if span.end - span.start > LONGEST_SNIPPET:
            continue
        words = fold(span.of(body))
        if any(occurs(term, words) for term in terms):
            return span
        if akin is None and any(_kin(word, other) for word in words for other in wanted):
            akin = span
    return akin


def _kin(one: str, other: str) -> bool:
    """Whether two words look like forms of one: all but the last three letters in common."""
    stem = max(_STEM, max(len(one), len(other)) - 3)
    return one[:stem] == other[:stem]
