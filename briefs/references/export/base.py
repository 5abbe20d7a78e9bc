"""Citation keys, and other things that exports share.

A key ("roe2016quay") is unique and stable within a list. `is_whole` says whether the fields of a
source contain everything in its entry, so that they can replace it.
"""

import re
import unicodedata
from dataclasses import dataclass

from briefs.model import PartialDate, Person, Source
from briefs.references.fields import entry_text
from briefs.references.fields.entry_text import clean, without_number

_EMPTY = frozenset(
    {"a", "an", "the", "and", "but", "for", "from", "how", "its", "what", "when", "where", "who"}
    | {"why", "will", "with", "der", "die", "das", "ein", "eine", "les", "des", "une", "los", "las"}
)
_SHORTEST = 3


def keys(sources: tuple[Source, ...]) -> tuple[str, ...]:
    """A key for each source, of ASCII letters, digits and hyphens; a repeated key ends in "-2".

    A key depends only on its entry, and on the entries before it with the same key.
    """
    taken: dict[str, int] = {}
    made = []
    for source in sources:
        key = _key(source)
        taken[key] = taken.get(key, 0) + 1
        made.append(key if taken[key] == 1 else f"{key}-{taken[key]}")
    return tuple(made)


def _key(source: Source) -> str:
    """Author, year and the first significant word of the title; the number if there are none."""
    author = source.authors[0] if source.authors else None
    name = author.family if isinstance(author, Person) else str(author or source.container or "")
    title = _words(source.title or "")
    telling = (word for word in title if word not in _EMPTY and len(word) >= _SHORTEST)
    words = (*_words(name)[:1], (source.issued or "")[:4], next(telling, ""))
    key = "".join(words)
    return key if key.strip("0123456789") else f"source{source.number}"


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return re.findall(r"[a-z0-9]+", re.sub(r"['-]", "", plain))


@dataclass(frozen=True, slots=True)
class NameParts:
    """A person's name with BibTeX's and CSL's parts; the particle "von der" does not count for
    sorting.
    """

    particle: str
    family: str
    given: str
    suffix: str


def name_parts(person: Person) -> NameParts:
    """The parts of a name, the same for "von der Heide, Ludwig" and "Ludwig von der Heide"."""
    given, family = person.given.split(), person.family.split()
    at = len(given)
    while at > 1 and given[at - 1] in _PARTICLES:
        at -= 1
    behind = given[at:]
    front = 0
    while front < len(family) - 1 and family[front] in _PARTICLES:
        front += 1
    if not behind and not front:
        return NameParts("", person.family, person.given, person.suffix)
    return NameParts(
        " ".join((*behind, *family[:front])),
        " ".join(family[front:]),
        " ".join(given[:at]),
        person.suffix,
    )


def untitled_text(source: Source) -> str:
    """The title of an entry without one: its words without the address."""
    words = without_number(clean(source.raw))
    if source.url:
        words = words.replace(source.url, "").strip(" .,:;()<>[]")
    return words or source.url or source.raw


def genre(source: Source) -> str | None:
    """The kind of work in the entry's own words: "Press release", "Data set"."""
    if described := entry_text.described_as(source.raw):
        return described
    released = _RELEASE.search(source.raw) if source.type == "report" else None
    return released[0].capitalize() if released else None


_RELEASE = re.compile(
    r"\b(?:press|news|media) release\b|\bpressemitteilung\b|\bcommuniqué de presse\b"
    r"|\bcomunicado de prensa\b|\bcomunicato stampa\b|\bпресс-релиз\b",
    re.IGNORECASE,
)
_PARTICLES = frozenset(
    {"van", "von", "de", "da", "do", "dos", "das", "del", "della", "di", "du", "der", "den", "des"}
    | {"het", "ten", "ter", "zu", "zum", "zur", "af", "av", "la", "le", "al", "el", "bin", "ibn"}
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_UNSAID = re.compile(
    r"\b(?:et al|and others|eds?\.|\(editors?\)|edited by|trans\.|translated by|interview(?:ed)? by"
    r"|review of|uploaded by|(?:press|news|media) release)(?!\w)"
    r"|\[(?!https?:)[^\[\]\d]{3,60}\](?!\()"
    r"|[\[(]@\w",
    re.IGNORECASE,
)
_ET_AL = re.compile(r"(?<!\w)(?:et al\.?|and others|u\. ?a\.|и др\.)(?!\w)", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")


def is_whole(source: Source) -> bool:
    """Whether the source was parsed completely, and its fields contain every number of its entry.

    A `Source` has no field for a volume, pages, an edition or an editor: a citation made of its
    fields alone would drop them without notice.
    """
    if source.status != "parsed" or source.updated or source.archive_url:
        return False
    rest = without_number(clean(source.raw)).replace(source.url or "\ue000", " ")
    rest = _ADDRESS.sub(" ", rest)
    for text in (source.title, source.container, source.publisher, *map(str, source.authors)):
        rest = rest.replace(text or "", " ", 1) if text else rest
    told = {number for date in (source.issued, source.accessed) for number in _numbers(date)}
    return _UNSAID.search(rest) is None and all(
        int(number) in told for number in _NUMBER.findall(rest)
    )


def has_more_authors(source: Source) -> bool:
    """Whether the entry ends its authors with "et al.", and so has more than it names."""
    head, _, _ = source.raw.partition(source.title or source.raw)
    return bool(source.authors) and _ET_AL.search(head) is not None


def _numbers(date: PartialDate | None) -> set[int]:
    return {int(part) for part in (date or "").split("-") if part}
