"""Resolves later mentions of a source, "Ibid." and short forms, to the full entry."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from briefs.model import Person, Source
from briefs.references.parsed_fields import clean, first_work, without_number
from briefs.references.same_work import folded

_DASH = re.compile(r"\s*(?:[-*•] |\d{1,3}[.)] |\[\d{1,3}\] )?\\?(?:-{3}|—{1,3}|–{2,3}|_{3,})[.,]? ")
_LONGEST = 300
_MOST_COMMAS = 4  # before the title, since a short form names few people
_IBID = re.compile(
    r"(?:ibid(?:em)?|ebd|ebenda)\b\.?(?:[,:]? .{0,40})?|id\.(?:,? .{0,40})?", re.IGNORECASE
)
_PAGES = re.compile(r"[,:]? ?(?:pp?\. ?|at |S\. ?)?\d[\d, –-]{0,40}[.,;]?$")
_TITLED = re.compile(r"(?P<names>[^“”\"*]+?),? [“\"*](?P<title>[^“”\"*]+)[”\"*][.,]?")
_DATED = re.compile(
    r"(?P<names>\D+?),? \(?(?P<year>\d{4})(?P<letter>[a-z]?)\)?"
    r"(?:[,:] ?(?:pp?\. ?)?\d[\d, –-]*)?[.,]?"
)
_OP_CIT = re.compile(r"(?P<names>\D+?),? (?:op|loc)\. ?cit\.,?", re.IGNORECASE)
_AND = re.compile(r",? et al\.?|,? (?:and|&|und|et|y) |, ")


@dataclass(frozen=True, slots=True)
class _Short:
    """One reading of a short form: the people named, and the title or the year."""

    names: tuple[str, ...]
    title: str = ""
    year: str = ""
    letter: str = ""


def resolve(sources: tuple[Source, ...]) -> tuple[Source, ...]:
    """The list with entries that only point to an earlier one completed with that one's fields.

    Such an entry keeps its number and `raw`, and is "partial". Only earlier entries are considered;
    if none or two of them match, the entry stays unchanged.
    """
    done: list[Source] = []
    full: dict[str, list[Source]] = defaultdict(list)  # by the last word of the first author's name
    for written in sources:
        source = _with_authors_above(written, done[-1] if done else None)
        first = _first_mention(source, done[-1] if done else None, full)
        if first is not None:
            done.append(replace(first, number=source.number, raw=source.raw, status="partial"))
            continue
        done.append(source)
        if source.title and source.authors and _is_located(source):
            full[_families(source)[0].rpartition(" ")[2]].append(source)
    return tuple(done)


def _with_authors_above(source: Source, above: Source | None) -> Source:
    """An entry that begins with a dash gets the authors of the entry above, without the dash."""
    if above is None or source.authors or not above.authors or _DASH.match(source.raw) is None:
        return source
    return replace(source, authors=above.authors)


def _first_mention(
    source: Source, previous: Source | None, full: Mapping[str, list[Source]]
) -> Source | None:
    if _is_located(source) or len(source.raw) > _LONGEST:
        return None
    text = without_number(clean(source.raw))
    if _IBID.fullmatch(text):
        return previous if previous and previous.title and _is_one(previous) else None
    fitting = {
        entry.number: entry
        for short in _readings(text)
        for entry in full.get(short.names[0].rpartition(" ")[2], ())
        if _fits(short, entry)
    }
    return fitting.popitem()[1] if len(fitting) == 1 else None


def _is_one(source: Source) -> bool:
    """Whether an entry has one work only: "Ibid." after several may mean the last of them."""
    text = without_number(clean(source.raw))
    return first_work(text) == text


def _is_located(source: Source) -> bool:
    return bool(source.container or source.publisher or source.url or source.archive_url)


def _readings(text: str) -> Iterator[_Short]:
    """The readings of `text` as a short form that names someone."""
    bare = _PAGES.sub("", text)
    if titled := _TITLED.fullmatch(text) or _TITLED.fullmatch(bare):
        found = [_Short(_named(titled["names"]), title=folded(titled["title"]))]
    elif dated := _DATED.fullmatch(text):
        found = [_Short(_named(dated["names"]), year=dated["year"], letter=dated["letter"])]
    elif cited := _OP_CIT.fullmatch(bare):
        found = [_Short(_named(cited["names"]))]
    else:
        commas = islice(re.finditer(", ", bare), _MOST_COMMAS)
        found = [
            _Short(_named(bare[: comma.start()]), title=title)
            for comma in commas
            if (title := folded(bare[comma.end() :]))
        ]
    yield from (short for short in found if short.names)


def _named(names: str) -> tuple[str, ...]:
    return tuple(name for part in _AND.split(names) if (name := folded(part)))


def _families(entry: Source) -> list[str]:
    return [
        folded(author.family if isinstance(author, Person) else author.name)
        for author in entry.authors
    ]


def _fits(short: _Short, entry: Source) -> bool:
    """Whether the first author comes first, nobody else is named, and title or year agree."""
    families = _families(entry)
    return (
        _is_named(short.names[0], families[0])
        and all(any(_is_named(name, family) for family in families) for name in short.names)
        and (not short.title or f" {short.title} " in f" {folded(entry.title)} ")
        and (entry.issued or "").startswith(short.year)
        and (not short.letter or f"{short.year}{short.letter}" in entry.raw)
    )


def _is_named(name: str, family: str) -> bool:
    return name == family or name.endswith(f" {family}")
