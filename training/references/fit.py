"""Fit the tagger of references to marked entries, and put it into the package.

    python -m training.references.fit CORE ENTRIES…

CORE holds labelled academic entries (see `training.gold`), ENTRIES marked ones, one JSON object a
line. The same files give the same model.
"""

import json
import random
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from pathlib import Path

import pycrfsuite

from briefs.references.crf.tagger_features import Bundle, bundles, core
from training import gold
from training.references.marked import Example, load

MODEL = Path(__file__).parents[2] / "briefs/references/field_tags.json"
SETTINGS = {"c1": 0.6, "c2": 0.01, "max_iterations": 90, "feature.minfreq": 3}
LEAST = 0.04
"""Weights below this are left out."""
COMMON, OUTSIDE, SHARE_OUTSIDE = 250, 12, 0.02

_OF_CORE = {
    "author": "author",
    "title": "title",
    "journal": "container",
    "container-title": "container",
    "publisher": "publisher",
    "location": "place",
    "date": "issued",
    "volume": "number",
    "pages": "number",
    "edition": "number",
    "editor": "name",
    "series": "series",
    "genre": "genre",
}


def academic(path: Path) -> Iterator[Example]:
    """Academic entries with the labels of this tagger."""
    for example in gold.load(path):
        labels = [_OF_CORE.get(label, "other") for label in example.labels]
        opening = next((at for at, label in enumerate(labels) if label != "name"), len(labels))
        labels[:opening] = ["author"] * opening  # the editors of a book are its authors
        yield Example(example.words, tuple(labels), "core")


def vocabulary(examples: Sequence[Example]) -> frozenset[str]:
    """The words that may be features: the commonest, and those that stand outside the fields."""
    every: Counter[str] = Counter()
    outside: Counter[str] = Counter()
    for example in examples:
        for word, label in zip(example.words, example.labels, strict=True):
            every[core(word)] += 1
            outside[core(word)] += label in {"other", "genre"}
    common = {word for word, _ in every.most_common(COMMON)}
    telling = {
        word
        for word, count in outside.items()
        if count >= OUTSIDE and count > SHARE_OUTSIDE * every[word]
    }
    return frozenset(common | telling)


class Known:
    """The features of words, without those that are other words than the known ones."""

    def __init__(self, words: frozenset[str]) -> None:
        self.words = words
        self.seen: dict[Bundle, Bundle] = {}

    def features(self, texts: Sequence[str]) -> list[list[str]]:
        return [list(chain.from_iterable(map(self._known, own))) for own in bundles(texts)]

    def _known(self, bundle: Bundle) -> Bundle:
        if bundle not in self.seen:
            kept = (one for one in bundle if (word := _word_of(one)) is None or word in self.words)
            self.seen[bundle] = tuple(kept)
        return self.seen[bundle]


def _word_of(feature: str) -> str | None:
    name = feature.partition("|")[2] if feature[:1] in "-12" else feature
    return name[2:] if name.startswith("w=") else None


def fit(examples: Sequence[Example]) -> str:
    """The model of these examples as JSON, its weights in hundredths: see `tagger.read`."""
    known = Known(vocabulary(examples))
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params(SETTINGS)
    steps: set[tuple[str, str]] = set()
    for example in examples:
        trainer.append(known.features(example.words), example.labels)
        steps.update(pairwise(example.labels))
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "model")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        told = tagger.info()
        tagger.close()
    places = {label: at for at, label in enumerate(sorted(told.labels))}
    weights: dict[str, list[int]] = defaultdict(list)
    for (feature, label), weight in sorted(told.state_features.items()):
        if abs(weight) >= LEAST:
            weights[feature] += (places[label], round(weight * 100))
    weighed = [
        (places[first], places[then], round(told.transitions.get((first, then), 0.0) * 100))
        for first, then in sorted(steps)
    ]
    model = {"labels": list(places), "steps": weighed, "weights": weights}
    return json.dumps(model, ensure_ascii=False, separators=(",", ":")) + "\n"


def main() -> None:
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    core_entries, *marked = map(Path, sys.argv[1:])
    examples = [*load(marked), *academic(core_entries)]
    random.Random(2).shuffle(examples)  # noqa: S311  # a repeatable order is wanted
    model = fit(examples)
    MODEL.write_text(model, "utf-8")
    print(f"{len(examples)} entries; {MODEL.name}: {len(model.encode()):,} bytes")  # noqa: T201


if __name__ == "__main__":
    main()
