"""How certain each field is that the rules read; a field that is not certain is left out.

A reader of the rules takes what stands in the right places for a field, and an entry in a form that
nobody tried has other things there. So each field is asked what speaks for it and against it: its
form, the marks round it, the other fields, and the opinion of the tagger, where it is asked. What
they weigh was learned from readings of entries that the rules had not been mended for, and stands
in `certainty.json`, with how certain each field must be. An entry that loses a field is shown as
written.
"""

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from briefs.model import Author, Organisation, Person, Span
from briefs.references.fields.containers import is_newspaper
from briefs.references.fields.name_words import (
    PARTICLES,
    has_telling_word,
    is_city,
    is_organisation,
    is_place,
    opens_with_given_name,
)
from briefs.references.fields.urls import hosts, is_host, is_site
from briefs.references.parsed_fields import LAWS, ParsedFields
from briefs.references.tagger_opinion import Named, Opinion, opinion

_MOST_PLACES = 20


@dataclass(frozen=True, slots=True)
class Measure:
    """What the evidence on one field weighs, and the probability below which it is left out."""

    least: float
    weights: Mapping[str, float]

    def probability(self, evidence: Named) -> float:
        """How probable it is that a field with this evidence is right."""
        weight = self.weights.get
        total = self.weights["always"] + sum(
            weight(name, 0.0) * much for name, much in evidence if much
        )
        return 1 / (1 + math.exp(-max(min(total, _MOST), -_MOST)))


_MOST = 50.0
_PERHAPS, _RATHER = 0.7, 0.85  # how much, of 1, the tagger takes a name for a body's


@cache
def trained() -> Mapping[str, Measure]:
    """The measure of each field, read when it is first needed."""
    told = json.loads(files("briefs.references").joinpath("certainty.json").read_text("utf-8"))
    return {name: Measure(one["least"], one["weights"]) for name, one in told.items()}


def certain(fields: ParsedFields, text: str, url: str | None, *, is_asked: bool) -> ParsedFields:
    """`fields` without those that are not certain.

    `text` is the entry without its addresses; the tagger is asked about it if `is_asked`.
    """
    measures = trained()
    doubted = {
        name
        for name, evidence in evidence_on(fields, text, url, is_asked=is_asked)
        if measures[name].probability(evidence) < measures[name].least
    }
    if "authors" not in doubted and (likely := _rather_body(fields.authors, text, url)) is not None:
        fields = replace(fields, authors=likely, clear=fields.clear and bool(likely))
    if not doubted:
        return fields
    return replace(
        fields,
        authors=() if "authors" in doubted else fields.authors,
        title=None if "title" in doubted else fields.title,
        container=None if "container" in doubted else fields.container,
        clear=False,
    )


def _rather_body(
    authors: Sequence[Author], text: str, url: str | None
) -> tuple[Author, ...] | None:
    """What a single name is that was read as a person's with the given name first, though no part
    of it is a given name that is known: a body's if the tagger is sure or the address is its own,
    nobody's if the tagger is in doubt. None if nothing speaks against the person.
    """
    match authors:
        case (Person() as only,) if _is_unknown(only, text) and (span := _names_in(text, authors)):
            body = Organisation(f"{only.given} {only.family}")
            if is_site(url, body.name):
                return (body,)
            told = opinion(text)
            share = told.mean("body", *told.words_in(span)) if told else 0.0
            if share < _PERHAPS and not hosts(url, body.name):
                return None
            return (body,) if share > _RATHER else ()
    return None


def evidence_on(
    fields: ParsedFields, text: str, url: str | None, *, is_asked: bool
) -> Iterator[tuple[str, Named]]:
    """What speaks for and against each of the fields that were read, by its name."""
    read = _located(fields, text, url, is_asked=is_asked)
    if fields.title:
        yield "title", _on_title(read, fields.title)
    if fields.container:
        yield "container", _on_container(read, fields.container)
    if fields.authors:
        yield "authors", _on_authors(read, fields.authors)


@dataclass(frozen=True, slots=True)
class _Read:
    """The fields of an entry, and where they stand in its text, if they stand there as given."""

    fields: ParsedFields
    text: str
    url: str | None
    title: Span | None
    container: Span | None
    authors: Span | None
    opinion: Opinion | None

    def unread(self) -> float:
        if self.opinion is None:
            return 0.0
        publisher = find(self.text, self.fields.publisher, besides=self.title)
        spans = (self.title, self.container, self.authors, publisher)
        return self.opinion.unread([span for span in spans if span])


def _located(fields: ParsedFields, text: str, url: str | None, *, is_asked: bool) -> _Read:
    title = find(text, fields.title)
    return _Read(
        fields,
        text,
        url,
        title,
        find(text, fields.container, besides=title),
        _names_in(text, fields.authors),
        opinion(text) if is_asked else None,
    )


_WORD = re.compile(r"[^\W\d_]{2,}")
_QUOTES = '“”„«»"「」『』《》'
_QUOTE_MARKS = frozenset(_QUOTES)
_SET_OFF = frozenset(_QUOTES + "*_")
_ABBREVIATION = re.compile(
    r"(?:^| )(?:pp?|[Vv]ols?|[Nn]os?|pt|[Aa]pp|doi|DOI|eds?|Dr|St|op-ed|Harv|Rev|vom|[Nn]r"
    r"|[nNsStT]|ISBN|ISSN)\.?$"
)
_DIGITS_AT_END = re.compile(r"\d\d$")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_ROLE = re.compile(
    r"(?:directed|interview|entretien|entrevista|hosted|produced|edited|translated|presented"
    r"|dir\b|by |with |mit |con |avec )",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^\W\d_]{3}\. [^\W\d_]")
_DASH = re.compile(r" [-–—|] ")
_ODD = re.compile(r"[;/|_*\\<>=]")
_RUNS_ON = re.compile(
    r"[,.;:]? ?(?!(?:accessed|retrieved|in|available|https?|pp?|vol|no|eds?|and|by|updated|last"
    r"|viewed)\b)[a-z]"
)
_QUOTED = re.compile(r"[“„«\"]([^“”„«»\"]{4,300})[”“»\"]")
_TO_THE_DAY = len("2017-01-03")
_FAR = 80
_WORDS_OF_AN_OUTLET = 10


def _on_form(value: str) -> Named:
    """What the form of a title or an outlet shows."""
    yield "comma inside", float(", " in _SPELT_OUT.sub("", value))
    yield "quotes inside", float(not _QUOTE_MARKS.isdisjoint(value))
    yield "ends in an abbreviation", float(_ABBREVIATION.search(value) is not None)
    yield "ends in digits", float(_DIGITS_AT_END.search(value) is not None)
    yield "opens with a role", float(_ROLE.match(value) is not None)


def _on_marks(text: str, field: Span) -> Named:
    """What the marks round a field show."""
    before, behind = text[: field.start].rstrip()[-1:], text[field.end :].lstrip()[:2]
    yield "is opened by a mark", float(before in _SET_OFF)
    closed = behind[:1] in _SET_OFF or behind.strip(".,")[:1] in _SET_OFF
    yield "is closed by a mark", float(bool(behind) and closed)
    yield "behind a semicolon", float(before == ";")
    yield "before a semicolon", float(behind[:1] == ";")


def _on_title(read: _Read, title: str) -> Named:
    if _YEAR.fullmatch(title):  # a reader has its reasons to call a year a title: Orwell's 1984
        return
    yield "a form of law", float(read.fields.kind in LAWS)
    if read.fields.kind in LAWS:
        return
    yield from _on_form(title)
    is_cut = any(match[0][-1].isupper() for match in _SENTENCE.finditer(title))
    yield "sentence inside", float(is_cut)
    yield "bracket inside", float(not _BRACKETS.isdisjoint(title))
    yield "dash inside", float(_DASH.search(title) is not None)
    yield "words left over", float(not read.fields.clear)
    yield "no authors", float(not read.fields.authors)
    yield "no outlet", float(not read.fields.container)
    yield "no publisher", float(not read.fields.publisher)
    yield "a form of its kind", float(read.fields.kind is not None)
    yield "a day", float(len(read.fields.issued or "") == _TO_THE_DAY)
    others = [one.strip(" .,") for one in _QUOTED.findall(read.text)]
    is_other = any(one not in title and title not in one for one in others)
    yield "other words in quotes", float(is_other)
    if read.title is None:
        yield "not as written", 1.0
        return
    yield from _on_marks(read.text, read.title)
    if not read.fields.authors:
        before = read.text[: read.title.start]
        yield "words before it that are no names", float(any(map(str.isalpha, before)))
    behind = read.text[read.title.end :].lstrip()
    yield "runs on behind it", float(_RUNS_ON.match(behind) is not None)
    if read.opinion:
        yield from read.opinion.on(read.title, ("title",), ("place", "genre"))


_BRACKETS = frozenset("()[]")
_OF_OUTLETS = ("container", "publisher", "body", "series")


def _on_container(read: _Read, container: str) -> Named:
    if read.fields.kind in LAWS:
        yield "a form of law", 1.0
        return
    yield from _on_form(container)
    words = container.split()
    yield "a form of its kind", float(read.fields.kind is not None)
    yield "a day", float(len(read.fields.issued or "") == _TO_THE_DAY)
    yield "colon inside", float(": " in container)
    yield "odd mark inside", float(_ODD.search(container) is not None)
    yield "digit inside", float(any(map(str.isdigit, container)))
    small = sum(word[0].islower() and "." not in word for word in words) * container.isascii()
    yield "words in lower case", small / max(len(words), 1)
    yield "words", len(words) / _WORDS_OF_AN_OUTLET
    is_own = is_site(read.url, container) or is_host(read.url, container)
    acronym = next(iter(words), "")
    is_own = is_own or (acronym.isupper() and is_host(read.url, acronym))  # EFF Blog, eff.org
    yield "its address", float(is_own)
    yield "a place", float(is_city(container) or is_place(container))
    yield "a newspaper", float(is_newspaper(container))
    yield "words left over", float(not read.fields.clear)
    if read.container is None:
        return
    yield from _on_marks(read.text, read.container)
    if read.title:
        yield "far from the title", min(abs(read.container.start - read.title.end), _FAR) / _FAR
    if read.opinion:
        yield "tagger, unread words", read.unread()
        yield from read.opinion.on(read.container, _OF_OUTLETS, ("place", "genre", "container"))


_OF_AUTHORS = ("author", "body", "name")
_PART_OF_NAME = re.compile(r", [A-Z]")
_SPELT_OUT = re.compile(r" \([^()]{2,120}\)$")
_CUT_NAME = re.compile(r"[-–]$|^[-–]")
_STOP_OF_INITIAL = re.compile(r"\b[^\W\d_]\.")
_INITIALS = re.compile(r"(?:[^\W\d_]\.?[ -]?){1,4}")
_WORDS_OF_A_BODY = 8
_SMALL_WORDS_OF_A_BODY = 3
_LONGEST_CODE = 3
_SHORTEST_CODE = 2
_MAX_GIVEN_NAMES = 2
_NAME_WORDS = (2, 3)
"""How many words a person's name mostly has."""

_PART_CHARS = 3
"""Of what follows a body: a comma, a space and a capital."""


def _on_authors(read: _Read, authors: Sequence[Author]) -> Named:
    persons = [author for author in authors if isinstance(author, Person)]
    every = [author.name for author in authors if isinstance(author, Organisation)]
    bodies = [
        name
        for name in every
        if not (_SHORTEST_CODE <= len(name) <= _LONGEST_CODE and name.isupper())
    ]
    yield "persons and bodies", float(bool(persons and bodies))
    yield "words left over", float(not read.fields.clear)
    texts = [str(author) for author in authors]
    written = _WORD.findall(" ".join(texts))
    missing = sum(word not in read.text for word in written) / max(len(written), 1)
    yield "not as written", missing if written else 1.0
    yield from _on_bodies(read, bodies)
    unknown = [person for person in persons if _is_unknown(person, read.text)]
    yield "of unknown order", float(bool(unknown))
    yield "of unknown order, alone", float(len(authors) == 1 and bool(unknown))
    yield from _on_persons(persons, read.text)
    if read.authors and read.opinion:
        stretch = read.opinion.words_in(read.authors)
        yield "tagger, its least word", read.opinion.least(_OF_AUTHORS, *stretch)
        yield "tagger, name", read.opinion.mean("name", *stretch)
        if not every:
            yield "tagger, a body", read.opinion.mean("body", *stretch)
        if not persons:
            yield "tagger, a person", read.opinion.mean("author", *stretch)


def _on_persons(persons: Sequence[Person], text: str) -> Named:
    if not persons:
        return
    families = [person.family for person in persons]
    inverted = sum(f"{one.family}, {one.given}" in text for one in persons if one.given)
    yield "family name before a comma", inverted / len(persons)
    yield (
        "long given name",
        float(any(len(one.given.split()) > _MAX_GIVEN_NAMES for one in persons)),
    )
    yield "family name of words", float(any(map(_is_of_words, families)))
    initial = any(_STOP_OF_INITIAL.search(family) for family in families)
    yield "initial in a family name", float(initial)
    capitals = any(family.isupper() and len(family) > _LONGEST_CODE for family in families)
    yield "family name in capitals", float(capitals)
    yield "word of a body in a name", float(any(has_telling_word(str(one)) for one in persons))
    given = [person.given for person in persons]
    known = sum(opens_with_given_name(one) or bool(_INITIALS.fullmatch(one)) for one in given)
    yield "known given names", known / len(given)


def _on_bodies(read: _Read, bodies: Sequence[str]) -> Named:
    if not bodies:
        return
    words = [_SPELT_OUT.sub("", body).split() for body in bodies]
    yield "bodies", float(len(bodies) > 1)
    yield "words of a body", max(map(len, words)) / _WORDS_OF_A_BODY
    small = max(sum(word[0].islower() for word in body) for body in words)
    yield "small words of a body", small / _SMALL_WORDS_OF_A_BODY
    yield "body like a person", float(any(map(_is_like_person, bodies)))
    yield "body with a given name", float(any(map(opens_with_given_name, bodies)))
    yield "half a body", float(any(_CUT_NAME.search(body) for body in bodies))
    yield "its address", float(any(is_site(read.url, body) for body in bodies))
    if read.authors:
        behind = read.text[read.authors.end : read.authors.end + _PART_CHARS]
        yield "body before a part", float(_PART_OF_NAME.match(behind) is not None)


def _is_of_words(family: str) -> bool:
    return sum(word.casefold() not in PARTICLES for word in family.split()) > 1


def _is_like_person(body: str) -> bool:
    words = body.split()
    return (
        len(words) in _NAME_WORDS
        and all(word[0].isupper() for word in words)
        and not is_organisation(body)
    )


def _is_unknown(person: Person, text: str) -> bool:
    """Whether a person stands given name first, and the given name is none that is known.

    So stand the names of outlets and programmes as well: "Data Skeptic", "Last Week Tonight".
    """
    given = person.given
    is_told = not given or _INITIAL.match(given) is not None or opens_with_given_name(given)
    return not is_told and f"{given} {person.family}" in text


_INITIAL = re.compile(r"[^\W\d_]\.")


def _names_in(text: str, authors: Sequence[Author]) -> Span | None:
    """The least stretch with the words of all names, each where it stands first."""
    found = [
        Span(at, at + len(word))
        for author in authors
        for word in _WORD.findall(str(author))
        if (at := text.find(word)) >= 0
    ]
    if not found:
        return None
    return Span(min(span.start for span in found), max(span.end for span in found))


def find(text: str, value: str | None, besides: Span | None = None) -> Span | None:
    """Where a field was read, other marks between its words or not; None if it is not there.

    What lies within `besides` does not count, and what lies behind it comes first.
    """
    if not value or value.isspace():
        return None
    if value not in text:
        return _find_words(text, re.findall(r"\w+", value))
    behind = text.find(value, besides.end if besides else 0)
    at = text.find(value, 0, besides.start) if behind < 0 and besides else behind
    return Span(at, at + len(value)) if at >= 0 else None


def _find_words(text: str, words: Sequence[str]) -> Span | None:
    """Where words stand in a row, with nothing but marks between them."""
    at = -1
    for _ in range(_MOST_PLACES):
        at = text.find(words[0], at + 1) if words else -1
        if at < 0:
            return None
        end = at
        for word in words:
            found = text.find(word, end)
            if found < 0 or any(map(str.isalnum, text[end:found])):
                break
            end = found + len(word)
        else:
            return Span(at, end)
    return None
