"""What refers to an entry: the author's own note markers, which are removed from the body, and
later mentions of a source ("Ibid.", short forms), which get the fields of the full entry.

A marker is "[1]", "[1, 2]", "[1-3]", "[^note]", "[Cop87]" or superscript digits, right after the
words it belongs to, and every number in it must be that of an entry. Anything else stays in the
text; nothing is taken for a marker on a guess.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from briefs.model import Mark, Person, Source, Span
from briefs.references.fields.entry_text import clean, first_work, without_number
from briefs.references.fields.titles import folded
from briefs.references.find_list import ListEntry

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_DIGITS = str.maketrans(_RAISED, "0123456789")
_MARKER = re.compile(
    rf"[\[<{_RAISED}]"  # every marker begins with one of these, which keeps the search fast
    r"(?:(?<=\[)\^(?P<note>[^\]\s\[]{1,40})\]"
    r"|(?<=\[)(?P<keys>[^\W\d_][\w+-]{0,12}\d{2,4}[a-z]?"
    r"(?:[,;]\s?[^\W\d_][\w+-]{0,12}\d{2,4}[a-z]?)*)\]"
    r"|(?<=\[)(?P<numbers>\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*)\](?!\((?:https?:|#|/))"
    # Only from the beginning of a run of superscript digits, and no longer than a note's number.
    rf"|(?<=[{_RAISED}])(?<![{_RAISED}]{{2}})(?P<raised>)[{_RAISED}]{{0,5}}+"
    rf"(?:[,–][{_RAISED}]{{1,5}}+){{0,9}}+(?![\w{_RAISED}])"
    r"|(?<=<)sup>\[?(?P<markup>\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*)\]?</sup>)"
)
_KEYED = re.compile(r"\[([^\W\d_][\w+-]{0,12}\d{2,4}[a-z]?)\]\s")
"""How an entry of a list with letter keys begins: "[Cop87] D. Cope, …"."""

_RANGE = re.compile(r"(\d+)(?:\s?[–-]\s?(\d+))?")
_BEFORE_RAISED = re.compile(r"[.,;:!?…”’\"'»)\]%]$|[^\W\d_]{4}$")
_UNITS = re.compile(
    r"(?:mile|metre|meter|inche?|yard|acre|hectare|feet|foot|unit)s?$", re.IGNORECASE
)
_WIDEST_RANGE = 50


@dataclass(frozen=True, slots=True)
class Lifted:
    """A body without its markers, the places where they stood, and markers that name no entry."""

    body: str
    marks: tuple[Mark, ...]
    unresolved: tuple[str, ...]


def numbers(entries: Sequence[ListEntry]) -> Mapping[str, int]:
    """The label of each entry in markers, with its number in the list, from 1.

    In a list without labels, entries are called by their numbers. A label that two entries have
    refers to neither.
    """
    labels = [entry.label or _key(entry.raw) for entry in entries]
    if not any(labels):
        labels = [str(number) for number in range(1, len(entries) + 1)]
    times = Counter(labels)
    return {label: number for number, label in enumerate(labels, 1) if label and times[label] == 1}


def _key(raw: str) -> str:
    keyed = _KEYED.match(raw)
    return keyed[1] if keyed else ""


def lift(body: str, called: Mapping[str, int]) -> Lifted:
    """Remove every marker from a canonical body that resolves through `called` (see `numbers`).

    White space before a removed marker is removed, too; the marks' spans are in the new body.
    """
    kept: list[str] = []
    marks: list[Mark] = []
    unresolved: list[str] = []
    done = length = 0
    for match in _MARKER.finditer(body):
        start = _behind_words(body, match.start())
        text = body[done:start]
        behind = text[-1:] if text else ("" if not marks or done != start else "]")
        if not behind or behind == "\n" or not _may_be_note(match, start, text or behind):
            continue
        sources = _sources(match, called)
        if not sources:
            if called and match["raised"] is None and match["keys"] is None:
                unresolved.append(match.group())
            continue
        kept.append(text)
        length += len(text)
        done = match.end()
        marks += [Mark(source, Span(length, length)) for source in sources]
    return Lifted("".join((*kept, body[done:])), tuple(marks), tuple(unresolved))


def _behind_words(body: str, at: int) -> int:
    """Where the white space before `at` begins, on its line."""
    while at and body[at - 1] != "\n" and body[at - 1].isspace():
        at -= 1
    return at


def _may_be_note(match: re.Match[str], start: int, before: str) -> bool:
    """Whether superscript digits belong to a note, and not to a square metre or a power."""
    if match["raised"] is None and match["markup"] is None:
        return True
    word = before[-40:]
    return (
        start == match.start()
        and _BEFORE_RAISED.search(word) is not None
        and _UNITS.search(word) is None
    )


def _sources(match: re.Match[str], called: Mapping[str, int]) -> tuple[int, ...]:
    """The entries that a marker names, in its order; () unless it names entries only."""
    if note := match["note"]:
        source = called.get("^" + note) or called.get(note)
        return (source,) if source else ()
    if keys := match["keys"]:
        cited = [called.get(key.strip(), 0) for key in re.split("[,;]", keys)]
        return tuple(dict.fromkeys(cited)) if all(cited) else ()
    written = match["numbers"] or match["markup"] or match.group().translate(_DIGITS)
    found = [called.get(label, 0) for label in _expanded(written)]
    return tuple(dict.fromkeys(found)) if found and all(found) else ()


def _expanded(written: str) -> Iterator[str]:
    """The labels in "1, 3-5": 1, 3, 4 and 5."""
    for first, last in _RANGE.findall(written):
        start, stop = int(first), int(last or first)
        if 0 <= stop - start <= _WIDEST_RANGE:
            yield from map(str, range(start, stop + 1))
        else:
            yield ""


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
