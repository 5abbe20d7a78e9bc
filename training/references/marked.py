"""Marked entries as the words that the tagger sees, with the label of each, and people's slips.

The entry goes through the same steps as before a reader: its number, handles and addresses are
taken out. Each word gets the label that most of its letters have.
"""

import json
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefs.references.crf.tagger_features import words
from briefs.references.fields import entry_text, urls
from briefs.references.fields.entry_text import clean, westernised, without_number
from briefs.references.fields.titles import ADDRESS
from training.references.written_forms import END, MARK, SEP

Labels = list[str | None]

_LABELS = {
    "author": "author",
    "composer": "author",
    "body": "body",
    "title": "title",
    "title-short": "title",
    "container-title": "container",
    "container-title-short": "container",
    "event-title": "container",
    "collection-title": "series",
    "publisher": "publisher",
    "authority": "publisher",
    "publisher-place": "place",
    "event-place": "place",
    "issued": "issued",
    "year-suffix": "issued",
    "accessed": "accessed",
    "genre": "genre",
    "medium": "genre",
    "URL": "url",
    "DOI": "url",
    "citation-number": "marker",
    "citation-label": "marker",
}
_NAMES = frozenset(
    {"name", "director", "interviewer", "editor", "translator", "container-author"}
    | {"collection-editor", "editorial-director", "illustrator", "performer", "host", "guest"}
)
_NUMBERS = frozenset(
    {"volume", "issue", "page", "page-first", "edition", "number", "version", "number-of-pages"}
    | {"number-of-volumes", "dimensions", "collection-number", "chapter-number", "section"}
)
_JOINED = frozenset({"author", "body"})
_FEWEST_CHARS, _MOST_CHARS = 15, 900
_FEWEST_WORDS, _MOST_WORDS = 3, 120
_FARTHEST = 250
_SLIPS = 0.6
_ADDRESS_WORDS = 6


@dataclass(frozen=True, slots=True)
class Example:
    """An entry's words and the label of each; `source` is the style, or "form"."""

    words: tuple[str, ...]
    labels: tuple[str, ...]
    source: str


def load(paths: Iterable[Path], seed: int = 3) -> Iterator[Example]:
    """The examples in files of marked entries, one JSON object a line, most with a slip or two."""
    chance = random.Random(seed)  # noqa: S311  # repeatable slips are wanted
    for path in paths:
        for line in path.read_text("utf-8").splitlines():
            told = json.loads(line)
            raw, labels = unmarked(re.sub(r"\s+", " ", told["t"]).strip())
            if not _FEWEST_CHARS < len(raw) < _MOST_CHARS:
                continue
            if chance.random() < _SLIPS:
                raw, labels = slipped(raw, labels, chance)
            found = _aligned(raw, labels, by_body=bool(told.get("body")))
            if found and _FEWEST_WORDS <= len(found[0]) <= _MOST_WORDS:
                yield Example(*found, told["s"])


def unmarked(text: str) -> tuple[str, Labels]:
    """A marked entry without its marks, and the label of each character, the innermost one."""
    chars: list[str] = []
    labels: Labels = []
    inside: list[str | None] = [None]
    for piece in re.split(rf"({MARK}[^{SEP}]*{SEP}|{END})", text):
        if piece.startswith(MARK):
            inside.append(_label(piece[1:-1]))
        elif piece == END:
            inside.pop()
        else:
            chars.append(piece)
            labels += [inside[-1]] * len(piece)
    return "".join(chars), labels


def _label(name: str) -> str:
    if name in _NAMES:
        return "name"
    return "number" if name in _NUMBERS else _LABELS.get(name, "other")


def _aligned(
    raw: str, labels: Labels, *, by_body: bool
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The words that a reader sees and their labels; None where they are not found in `raw`."""
    raw = westernised(unicodedata.normalize("NFC", raw))
    if len(raw) != len(labels):
        return None
    seen = urls.take_addresses(
        westernised(entry_text.without_handles(without_number(clean(raw))))
    ).text
    own = _own_labels(seen, raw, labels)
    if own is None:
        return None
    texts, found = [], []
    for span in words(seen):
        counted = Counter(
            own[at] for at in range(span.start, span.end) if seen[at].isalnum() or seen[at] == "@"
        ) or Counter(own[span.start : span.end])
        most = max(counted, key=lambda label: (counted[label], label is not None))
        texts.append(seen[span.start : span.end])
        found.append(most)
    _join(texts, found)
    found = ["body" if by_body and label == "author" else label for label in found]
    outside = {None, "url", "marker", "handle"}
    return tuple(texts), tuple(
        "other" if label in outside or ADDRESS in text else str(label)
        for text, label in zip(texts, found, strict=True)
    )


def _own_labels(seen: str, raw: str, labels: Labels) -> Labels | None:
    """The label of each character of what is seen of an entry, in the order of the entry."""
    own: Labels = [None] * len(seen)
    at = 0
    for place, char in enumerate(seen):
        if char == ADDRESS:
            start = next(
                (n for n in range(at, min(at + _ADDRESS_WORDS, len(raw))) if labels[n] == "url"), at
            )
            while start < len(raw) and labels[start] == "url":
                start += 1
            at = start
        elif char != " ":
            found = raw.find(char, at)
            if found < 0 or found - at > _FARTHEST:
                return None
            own[place], at = labels[found], found + 1
    return own


def _join(texts: Sequence[str], found: Labels) -> None:
    """Marks between two parts of a field are of the field; names that open are the authors."""
    for at in range(1, len(texts) - 1):
        if found[at] is None and found[at - 1] == found[at + 1]:
            is_mark = not any(map(str.isalnum, texts[at])) and ADDRESS not in texts[at]
            if is_mark or found[at - 1] in _JOINED:
                found[at] = found[at - 1]
    at = 0
    while at < len(found) and found[at] == "marker":
        at += 1
    while at < len(found) and found[at] == "name":
        found[at] = "author"
        at += 1


_STRAIGHT = str.maketrans("“”„«»‘’", '"""""\'\'')


def slipped(raw: str, labels: Labels, chance: random.Random) -> tuple[str, Labels]:
    """What copying and typing do to an entry: lost quotes, stops and spaces, Markdown, a number."""
    entry = [(char, label) for char, label in zip(raw, labels, strict=True)]
    if chance.random() < 0.12:
        entry = [(char.translate(_STRAIGHT), label) for char, label in entry]
    elif chance.random() < 0.06:
        entry = [one for one in entry if one[0] not in '“”„"']
    if chance.random() < 0.04:
        _drop(entry, [at for at, (char, _) in enumerate(entry) if char in '“”"'], chance)
    stops = [
        at
        for at in range(1, len(entry) - 1)
        if entry[at][0] in ".," and entry[at + 1][0] == " " and entry[at - 1][0].islower()
    ]
    if stops and chance.random() < 0.1:
        at = chance.choice(stops)
        char, label = entry[at]
        if label is None or char == ".":
            entry[at] = (chance.choice((",", ".", " ")), label)
    if chance.random() < 0.04:
        _drop(
            entry,
            [
                at
                for at in range(1, len(entry))
                if entry[at] == (" ", None) and entry[at - 1][0] in ".,)"
            ],
            chance,
        )
    if chance.random() < 0.12:
        _emphasise(entry, chance)
    if entry[-1][0] == "." and chance.random() < 0.15:
        entry.pop()
    if chance.random() < 0.05:
        number = chance.choice(("1. ", "[3] ", "- ", "* ", "• ", "12. ", "(4) "))
        entry = [(char, "marker") for char in number] + entry
    return "".join(char for char, _ in entry), [label for _, label in entry]


def _drop(entry: list[tuple[str, str | None]], places: list[int], chance: random.Random) -> None:
    if places:
        del entry[chance.choice(places)]


def _emphasise(entry: list[tuple[str, str | None]], chance: random.Random) -> None:
    """Put the outlet, or a title without quotes, into Markdown's emphasis."""
    has_quotes = any(char in '“"«' for char, _ in entry)
    for wanted in ("container", *(() if has_quotes else ("title",))):
        places = [at for at, (_, label) in enumerate(entry) if label == wanted]
        if places and places[-1] - places[0] + 1 == len(places):
            mark = (chance.choice("**_"), None)
            entry.insert(places[-1] + 1, mark)
            entry.insert(places[0], mark)
