"""Reads a person's search words as a query that contains no syntax of a search engine.

All words are required; "quoted words" are a phrase; a trailing * matches beginnings of words; `or`
between two terms requires either. Everything else is text. A search (`ask`) has more: words after
`cites:` are required in a reference, -word is excluded, `by:`, `on:`, `before:` and `after:`
filter.
"""

import re
import unicodedata
from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TypeAlias

from briefs.errors import BadArgument
from briefs.model import Card, Hit, Revision, Source, Span
from briefs.text import words

LONGEST_SNIPPET = 200
_MOST_SENTENCES, _MOST_LOOKED_AT = 5_000, 100
_START = 2
MOST_WORDS = 32
"""The most words of one search; in an index each word of a phrase costs as much as a term."""

SEARCH_SECONDS = 0.06
"""How long a search may take after the newest pieces were looked through."""

MIN_PREFIX_LETTERS, MOST_PREFIXES = 3, 3
"""An index reads all words with a beginning, and those with two letters are a large share of it."""

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»「」『』", '"'))
_ITEM = re.compile(r'"(?P<phrase>[^"]*)"\*?|(?P<plain>[^\s"]+)')
_CITES = re.compile(r"(?<!\S)cites:", re.IGNORECASE)
_SCHEME = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must follow one another; with `prefix` the last one may be longer."""

    words: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """Every group must match; a group matches if any of its terms does."""

    groups: tuple[tuple[Term, ...], ...]

    def __bool__(self) -> bool:
        return bool(self.groups)


EVERYTHING = Query(())
"""The query without any requirement."""


def parse(text: str) -> Query:
    """Reads a person's query; never fails. A text without words gives an empty query.

    Words that are written together are a phrase, as the index sees them: "u.s." means "u" next to
    "s". Only the first 32 words count, which limits what a query can cost. A prefix of fewer than
    three letters, and any after the third prefix, counts as a whole word.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Conditions on a piece in addition to its words; the empty filter lets all pass.

    `without`: terms that its text must not contain. `by`: terms that its byline must contain. `on`:
    topics that it must have. It must be dated before and since these moments (UTC); an undated
    piece is neither.
    """

    without: tuple[Term, ...] = ()
    by: tuple[Term, ...] = ()
    on: tuple[str, ...] = ()
    before: datetime | None = None
    since: datetime | None = None

    def __bool__(self) -> bool:
        return self != ALL


ALL = Filter()
"""The filter that lets every piece pass."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What a person asked of `/search`; `drafts` searches what is not public yet."""

    text: Query = EVERYTHING
    cites: Query = EVERYTHING
    where: Filter = ALL
    drafts: bool = False

    def __bool__(self) -> bool:
        return bool(self.text or self.cites or self.where or self.drafts)


_ASKED = re.compile(
    r"(?<!\S)(?:(?P<field>by|on|before|after|is):|-(?=[^\W_]|\"))(?P<value>\"[^\"]*\"\*?|\S*)",
    re.IGNORECASE,
)
_PERIOD = re.compile(r"(?P<year>[12]\d{3})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?")
_MONTHS_IN_YEAR = 12


def ask(text: str) -> Search:
    """Read a person's search; BadArgument for an invalid date.

    `before:2017` means dated before that year began, `after:2017` after it ended; months and days
    work alike. All other words after `cites:` are required in one entry.
    """
    plain = _first_words(unicodedata.normalize("NFC", text).translate(_QUOTES))
    by: list[Term] = []
    without: list[Term] = []
    on: list[str] = []
    before: datetime | None = None
    since: datetime | None = None
    drafts = False
    for asked in _ASKED.finditer(plain):
        value = asked["value"].strip('"*')
        prefix = asked["value"].endswith("*") and len(value) >= MIN_PREFIX_LETTERS
        term = Term(words.parts(value), prefix=prefix)
        match (asked["field"] or "-").lower():
            case "-" if term.words:
                without.append(term)
            case "by" if term.words:
                by.append(term)
            case "on" if value:
                on.append(value)
            case "before":
                before = _period(value, asked[0])[0]
            case "after":
                since = _period(value, asked[0])[1]
            case "is" if value.lower() in {"draft", "drafts"}:
                drafts = True
            case field:
                raise BadArgument(
                    f"I can't search for “{asked[0]}”.",
                    hint=_HINTS.get(field, "For example: /search water -damascus"),
                )
    where = Filter(without=tuple(without), by=tuple(by), on=tuple(on), before=before, since=since)
    said, *cited = _CITES.split(_ASKED.sub(" ", plain))
    return Search(
        text=parse(said),
        cites=parse(_SCHEME.sub("", " ".join(cited))),
        where=where,
        drafts=drafts,
    )


_HINTS = {
    "by": 'For example: by:lind or by:"Anna Lind"',
    "on": 'For example: on:energy or on:"peace talks"',
    "is": "is:draft finds what is not public yet, for editors.",
}


def _period(value: str, said: str) -> tuple[datetime, datetime]:
    """The beginning and the end of a year, a month or a day."""
    found = _PERIOD.fullmatch(value)
    try:
        if found is None:
            raise ValueError(value)  # noqa: TRY301  # handled like an invalid day
        year, month, day = (int(found[name] or 0) for name in ("year", "month", "day"))
        begins = datetime(year, month or 1, day or 1, tzinfo=UTC)
        if day:
            return begins, begins + timedelta(days=1)
        later = year + (not month or month == _MONTHS_IN_YEAR)
        return begins, begins.replace(year=later, month=month % _MONTHS_IN_YEAR + 1 if month else 1)
    except ValueError as error:
        raise BadArgument(
            f"I can't read a day in “{said}”.", hint="For example: before:2017 or after:2017-03-09"
        ) from error


def by_line(where: Filter, byline: str, language: str) -> bool:
    """Whether a byline contains all that the filter requires of it."""
    if not where.by:
        return True
    terms = words.index_terms((byline,), language)
    return all(occurs(term, terms) for term in where.by)


def answers(asked: Search, revision: Revision) -> bool:
    """Whether a revision matches a search, without an index."""
    where = asked.where
    fields = (revision.title, revision.byline, revision.outlet, *revision.topics, revision.body)
    terms = words.index_terms(fields, revision.language)
    topics = {topic.casefold() for topic in revision.topics}
    dated = revision.published
    if (where.before or where.since) and dated is None:
        return False
    return (
        has_all(asked.text, terms)
        and not any(occurs(term, terms) for term in where.without)
        and by_line(where, revision.byline, revision.language)
        and all(topic.casefold() in topics for topic in where.on)
        and (where.before is None or (dated is not None and dated < where.before))
        and (where.since is None or (dated is not None and dated >= where.since))
        and (not asked.cites or cites(asked.cites, revision) is not None)
    )


def has_all(query: Query, terms: Sequence[str]) -> bool:
    """Whether the index terms of a text match a query."""
    return all(any(occurs(term, terms) for term in group) for group in query.groups)


def cites(query: Query, revision: Revision) -> Source | None:
    """The first reference of a revision that matches the query."""
    return next(
        (
            source
            for source in revision.sources
            if has_all(query, words.index_terms([words.reference_text(source)], revision.language))
        ),
        None,
    )


def unread_beginnings(text: str) -> tuple[str, ...]:
    """The `word*` in a person's words that `parse` reads as whole words."""
    items = [item for item in _items(text) if item[0].endswith("*")]
    read = [item for item in items if _is_beginning(item)][:MOST_PREFIXES]
    return tuple(item[0] for item in items if item not in read)


def _items(text: str) -> list[re.Match[str]]:
    plain = _first_words(unicodedata.normalize("NFC", text).translate(_QUOTES))
    return [item for item in _ITEM.finditer(plain) if words.parts(item[0])]


def _first_words(text: str) -> str:
    """The text up to its last word that counts; an open phrase is closed there."""
    beyond = next(islice(words.spans(text), MOST_WORDS, None), None)
    if beyond is None:
        return text
    counted = text[: beyond[0]]
    return f'{counted}"' if counted.count('"') % 2 else counted


def _is_beginning(item: re.Match[str]) -> bool:
    last = words.parts(item["plain"] or item["phrase"])[-1]
    return item[0].endswith("*") and len(words.fold(last)) >= MIN_PREFIX_LETTERS


def _term(item: re.Match[str], *, prefix: bool) -> Term:
    return Term(words.parts(item["plain"] or item["phrase"]), prefix=prefix)


def fold(text: str) -> tuple[str, ...]:
    """The words of a text in the form that is compared: without case and accents."""
    return tuple(map(words.fold, words.parts(text)))


def ways(term: Term, kinds: Container[str] | None = None) -> "tuple[Way, ...]":
    """The alternatives for a term in an index: each is a sequence of adjacent index terms.

    With each comes whether its last term is only a prefix. `kinds` are the kinds of terms in the
    index, if known.
    """
    said = words.parts(" ".join(term.words))
    return words.phrases(said, prefix=term.prefix, kinds=kinds)


Way: TypeAlias = tuple[tuple[str, ...], bool]
"""Adjacent terms of an index, and whether the last one is only a prefix."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A query to an index: one alternative of each group must match, and none of `unwanted`."""

    groups: tuple[tuple[Way, ...], ...]
    unwanted: tuple[Way, ...] = ()


def wanted(query: Query, where: Filter, kinds: Container[str] | None = None) -> Wanted:
    """The query to an index of texts for a query and a filter, without the filter's times."""
    groups = [tuple(way for term in group for way in ways(term, kinds)) for group in query.groups]
    groups += [tuple(_of_byline(way) for way in ways(term, kinds)) for term in where.by]
    groups += [(((words.topic_term(topic),), False),) for topic in where.on]
    if where.before is not None or where.since is not None:
        groups.append((((words.DATED,), False),))
    unwanted = tuple(way for term in where.without for way in ways(term, kinds))
    if unwanted and not any(groups):
        groups = [(((words.BREAK,), False),)]  # a term of every text
    return Wanted(tuple(filter(None, groups)), unwanted)


def _of_byline(way: Way) -> Way:
    terms, prefix = way
    return tuple(words.BY + term for term in terms), prefix


def occurs(term: Term, terms: Sequence[str]) -> bool:
    """Whether a term is among the index terms of a text."""
    return any(_occurs(wanted, terms, prefix=prefix) for wanted, prefix in ways(term))


def _occurs(wanted: Sequence[str], terms: Sequence[str], *, prefix: bool) -> bool:
    *heads, last = wanted
    return any(
        (end.startswith(last) if prefix else end == last)
        and all(terms[place + step] == head for step, head in enumerate(heads))
        for place, end in enumerate(terms[len(heads) :])
    )


class Hits(tuple[Hit, ...]):  # noqa: SLOT001  # a tuple of any length may not have slots
    """The hits of a search, newest first, and what it left out.

    If `is_all` is False, there may be others. `back_to` is the time back to which the texts were
    looked through, None for all of them. `cut` tells that not all words with a prefix were looked
    for.
    """

    back_to: datetime | None = None
    is_all: bool = True
    cut: bool = False


def hit(
    query: Query, card: Card, *, body: str, sentences: Sequence[Span], sha256: str, language: str
) -> Hit:
    """The search result for a match."""
    span = excerpt(query, body, sentences, language)
    return Hit(card) if span is None else Hit(card, span.of(body), span, sha256)


def excerpt(query: Query, body: str, sentences: Sequence[Span], language: str) -> Span | None:
    """The first sentence with one of the terms as written, or else with another form of it.

    Sentences of more than 200 characters are skipped; None if no other matches. Only the first
    sentences of a long text are looked at: of a book, the title may match and no sentence.
    """
    kinds = {words.AS_WRITTEN, *words.kinds_of(language)}
    wanted = [way for group in query.groups for term in group for way in ways(term, kinds)]
    whole = frozenset(terms[-1] for terms, prefix in wanted if not prefix)
    beginnings = tuple(terms[-1] for terms, prefix in wanted if prefix)
    starts = {terms[-1][len(words.AS_WRITTEN) :][:_START] for terms, _ in wanted}
    is_latin = all(start.isascii() for start in starts)  # a stem begins as its words do
    inflected, looked_at = None, 0
    for span in islice(sentences, _MOST_SENTENCES):
        if span.end - span.start > LONGEST_SNIPPET:
            continue
        text = [span.of(body)]
        folded = words.fold(text[0])
        if is_latin and not any(start in folded for start in starts):
            continue
        looked_at += 1
        if looked_at > _MOST_LOOKED_AT:
            break
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
