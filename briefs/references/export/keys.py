"""The keys that citations use for the sources of a list: "roe2016quay", unique and stable."""

import re
import unicodedata

from briefs.model import Person, Source

_EMPTY = frozenset(
    {"a", "an", "the", "and", "but", "for", "from", "how", "its", "what", "when", "where", "who"}
    | {"why", "will", "with", "der", "die", "das", "ein", "eine", "les", "des", "une", "los", "las"}
)
_SHORTEST = 3


def keys(sources: tuple[Source, ...]) -> tuple[str, ...]:
    """A key each, of ASCII letters, digits and hyphens; a second of a kind ends in "-2".

    A key depends on its entry, and on the entries before it that share it, and on nothing else.
    """
    taken: dict[str, int] = {}
    made = []
    for source in sources:
        key = _key(source)
        taken[key] = taken.get(key, 0) + 1
        made.append(key if taken[key] == 1 else f"{key}-{taken[key]}")
    return tuple(made)


def _key(source: Source) -> str:
    """Author, year and the first telling word of the title; the number where there are none."""
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
