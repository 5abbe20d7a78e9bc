"""Labelled entries, as the words that the model sees and the label of each."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from briefs.references.crf.academic_model import BEGINS
from briefs.references.fields import urls
from briefs.references.fields.entry_text import clean, without_number

_MERGED = {
    "translator": "editor",
    "director": "editor",
    "producer": "editor",
    "doi": "url",
    "isbn": "note",
    "medium": "genre",
    "collection-title": "series",
    "source": "container-title",
}


@dataclass(frozen=True, slots=True)
class Example:
    """An entry's words, as the parser cuts them, and the label of each.

    `id` and `raw` are those of the labelled entry.
    """

    id: str
    raw: str
    words: tuple[str, ...]
    labels: tuple[str, ...]


def load(path: Path) -> tuple[Example, ...]:
    """The examples in a file of labelled entries, one JSON object a line.

    ValueError names an entry whose words are not those of its segments.
    """
    return tuple(_example(json.loads(line)) for line in path.read_text("utf-8").splitlines())


def _example(told: dict[str, object]) -> Example:
    raw = str(told["text"])
    segments = told["segments"]
    if not isinstance(segments, list):
        raise TypeError(f"{told['id']}: no segments")
    labels = [_MERGED.get(name, name) for name, text in segments for _ in clean(text).split()]
    words = urls.take_addresses(without_number(clean(raw))).text.split()
    if len(words) > len(labels):
        raise ValueError(f"{told['id']}: more words than labels")
    return Example(str(told["id"]), raw, tuple(words), tuple(labels[len(labels) - len(words) :]))


def marked(labels: Sequence[str]) -> list[str]:
    """Labels, with the first of each segment marked as its beginning."""
    return [
        label if at and labels[at - 1] == label else BEGINS + label
        for at, label in enumerate(labels)
    ]
