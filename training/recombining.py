"""Makes new examples from labelled ones: each keeps its style, and gets titles, names, places of
others.

With a few hundred entries a model learns too many of their words by heart; exchanging the parts
teaches it to use form and position.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from briefs.references.fields.titles import ADDRESS
from training.gold import Example

_EXCHANGED = frozenset(
    {"title", "journal", "container-title", "publisher", "location", "author", "editor"}
    | {"series", "genre"}
)
_PARTS = re.compile(r"([(\[“\"„«‘']*)(.*?)([\s.,;:)\]”\"»’'?!]*)", re.DOTALL)
_SHARE = 0.7


def recombined(examples: Sequence[Example], times: int, seed: int = 7) -> tuple[Example, ...]:
    """`times` variants of each example; the same for the same arguments."""
    chance = random.Random(seed)  # noqa: S311 - a repeatable choice is wanted
    pool: dict[tuple[str, object], list[str]] = defaultdict(list)
    for example in examples:
        for label, text in segments(example):
            core = _cut(text)[1]
            pool[label, _style(label, core)].append(core)
    return tuple(_variant(example, pool, chance) for example in examples for _ in range(times))


def segments(example: Example) -> Iterator[tuple[str, str]]:
    """The segments of one label, in order, with their text."""
    first = 0
    for at in range(1, len(example.labels) + 1):
        if at == len(example.labels) or example.labels[at] != example.labels[first]:
            yield example.labels[first], " ".join(example.words[first:at])
            first = at


def _variant(
    example: Example, pool: Mapping[tuple[str, object], Sequence[str]], chance: random.Random
) -> Example:
    words: list[str] = []
    labels: list[str] = []
    for label, text in segments(example):
        opening, core, closing = _cut(text)
        taken = core
        if label in _EXCHANGED and ADDRESS not in core and chance.random() < _SHARE:
            taken = chance.choice(pool[label, _style(label, core)])
            if label in {"author", "editor"} and re.search(r"[A-Z]\.", taken):
                closing = "." + closing.removeprefix(".") if _clipped(taken) else closing
        new = f"{opening}{taken}{closing}".split()
        words += new
        labels += [label] * len(new)
    return replace(example, words=tuple(words), labels=tuple(labels))


def _clipped(names: str) -> bool:
    """Whether names end in an initial without its full stop."""
    return re.search(r"\b[A-Z]$", names) is not None


def _cut(text: str) -> tuple[str, str, str]:
    """A text's opening marks, the text itself, and its closing marks."""
    parts = _PARTS.fullmatch(text)
    if parts is None:
        return "", text, ""
    opening, core, closing = parts.groups()
    return opening, core, closing


def _style(label: str, core: str) -> tuple[bool, ...]:
    """What two texts must have in common to replace one another."""
    lower = core.casefold()
    if label in {"author", "editor"}:
        return (
            core.partition(" ")[0].endswith(","),
            re.match(r"[A-Z]\.", core) is not None,
            re.search(r"\b[A-Z]\.", core) is not None,
            lower.startswith("in "),
            lower.startswith(("ed", "(ed")),
            "eds" in lower,
        )
    if label == "container-title":
        return (lower.startswith(("in ", "in: ")),)
    return (re.search(r"[“\"«]", core) is not None,) if label == "title" else ()
