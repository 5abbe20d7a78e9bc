"""Reads a person's search words as a query that can never be an engine's syntax.

All words are wanted; "quoted words" as a phrase; a trailing * matches beginnings; `or` between two
terms wants either. What follows `cites:` is wanted in a reference. Everything else is text.
"""

import re
import unicodedata
from collections.abc import Container, Sequence
from dataclasses import dataclass
from itertools import islice

from briefs.model import Card, Hit, Source, Span
from briefs.text import words

LONGEST_SNIPPET = 200
MOST_TERMS = 32
MIN_PREFIX_LETTERS, MOST_PREFIXES = 3, 3
"""An index reads all words with a beginning: those of two letters are a share of all it has."""

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»「」『』", '"'))
_ITEM = re.compile(r'"(?P<phrase>[^"]*)"\*?|(?P<plain>[^\s"]+)')
_CITES = re.compile(r"(?<!\S)cites:", re.IGNORECASE)
_SCHEME = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)


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
    the first 32 terms count, so that a query costs no more than a person would ask for. A beginning
    of fewer than three letters, and any beyond three, is a whole word.
    """
    items = _items(text)
    begun = [item for item in items if _is_beginning(item)][:MOST_PREFIXES]
    groups: list[list[Term]] = []
    either = False
    for place, item in enumerate(items):
        between = 0 < place < len(items) - 1
        if between and not either and item[0].lower() == "or":
            either = True
            continue
        if either:
            groups[-1].append(_term(item, prefix=item in begun))
        else:
            groups.append([_term(item, prefix=item in begun)])
        either = False
    return Query(tuple(map(tuple, groups)))


def parts(text: str) -> tuple[Query, Query]:
    """What is wanted of a piece's text, and, after `cites:`, of one entry of its references.

    A pasted address is wanted however an entry writes its beginning.
    """
    said, *cited = _CITES.split(text)
    return parse(said), parse(_SCHEME.sub("", " ".join(cited)))


def unread_beginnings(text: str) -> tuple[str, ...]:
    """The beginnings in a person's words that `parse` takes for whole words."""
    items = [item for item in _items(text) if item[0].endswith("*")]
    read = [item for item in items if _is_beginning(item)][:MOST_PREFIXES]
    return tuple(item[0] for item in items if item not in read)


def _items(text: str) -> list[re.Match[str]]:
    plain = unicodedata.normalize("NFC", text).translate(_QUOTES)
    wordy = (item for item in _ITEM.finditer(plain) if words.parts(item[0]))
    return list(islice(wordy, MOST_TERMS))


def _is_beginning(item: re.Match[str]) -> bool:
    last = words.parts(item["plain"] or item["phrase"])[-1]
    return item[0].endswith("*") and len(words.fold(last)) >= MIN_PREFIX_LETTERS


def _term(item: re.Match[str], *, prefix: bool) -> Term:
    return Term(words.parts(item["plain"] or item["phrase"]), prefix=prefix)


def fold(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared: without case and accents."""
    return tuple(map(words.fold, words.parts(text)))


def ways(
    term: Term, kinds: Container[str] | None = None
) -> tuple[tuple[tuple[str, ...], bool], ...]:
    """The terms of an index that answer to a term, next to each other; any of these ways will do.

    With each stands whether its last word is only the beginning of one. `kinds` are the kinds of
    terms that the index has, if that is known.
    """
    said = words.parts(" ".join(term.words))
    return words.phrases(said, prefix=term.prefix, kinds=kinds)


def occurs(term: Term, terms: Sequence[str]) -> bool:
    """Whether a term stands among the terms that an index has of a text."""
    return any(_occurs(wanted, terms, prefix=prefix) for wanted, prefix in ways(term))


def _occurs(wanted: Sequence[str], terms: Sequence[str], *, prefix: bool) -> bool:
    *heads, last = wanted
    return any(
        (end.startswith(last) if prefix else end == last)
        and all(terms[place + step] == head for step, head in enumerate(heads))
        for place, end in enumerate(terms[len(heads) :])
    )


def wording(source: Source) -> str:
    """All that a reference is found by: the entry as written, and what it does not say as read."""
    read = (source.title, source.container, source.publisher, *map(str, source.authors), source.url)
    return "\n".join((source.raw, *(text for text in read if text and text not in source.raw)))


def hit(
    query: Query, card: Card, *, body: str, sentences: Sequence[Span], sha256: str, language: str
) -> Hit:
    """The result that a match is shown as."""
    span = excerpt(query, body, sentences, language)
    return Hit(card) if span is None else Hit(card, span.of(body), span, sha256)


def excerpt(query: Query, body: str, sentences: Sequence[Span], language: str) -> Span | None:
    """The first sentence that holds one of the terms as it is written, or else a form of it.

    Sentences of more than 200 characters are passed over; None if no other holds one.
    """
    kinds = {words.AS_WRITTEN, *words.kinds_of(language)}
    wanted = [way for group in query.groups for term in group for way in ways(term, kinds)]
    whole = frozenset(terms[-1] for terms, prefix in wanted if not prefix)
    beginnings = tuple(terms[-1] for terms, prefix in wanted if prefix)
    inflected = None
    for span in sentences:
        if span.end - span.start > LONGEST_SNIPPET:
            continue
        text = [span.of(body)]
        terms = words.index_terms(text, language)
        if whole.isdisjoint(terms) and not any(term.startswith(beginnings) for term in terms):
            continue
        if _holds(wanted, words.index_terms(text, words.AS_WRITTEN)):
            return span
        if inflected is None and _holds(wanted, terms):
            inflected = span
    return inflected


def _holds(ways: Sequence[tuple[Sequence[str], bool]], terms: Sequence[str]) -> bool:
    return any(_occurs(wanted, terms, prefix=prefix) for wanted, prefix in ways)
