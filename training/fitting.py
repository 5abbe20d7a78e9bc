"""Fit a linear-chain CRF to labelled examples, and write it down as the reader loads it."""

import json
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pycrfsuite

from briefs.references.features import features
from training.gold import Example, marked
from training.recombining import recombined

VARIANTS = 4
LEAST = 0.03
SETTINGS = {"c1": 0.1, "c2": 0.01, "max_iterations": 80}


def fit(examples: Sequence[Example]) -> str:
    """The model of these examples and their variants, as JSON: see `chain.read`.

    Weights are in hundredths; those that hardly weigh are left out.
    """
    examples = (*examples, *recombined(examples, VARIANTS))
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params(SETTINGS)
    steps: set[tuple[str, str]] = set()
    for example in examples:
        labels = marked(example.labels)
        steps.update(pairwise(labels))
        trainer.append(features(example.words), labels)
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "model")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        told = tagger.info()
        tagger.close()
    names = sorted(told.labels)
    place = {name: at for at, name in enumerate(names)}
    weights: dict[str, list[int]] = defaultdict(list)
    for (feature, name), weight in sorted(told.state_features.items()):
        if abs(weight) >= LEAST:
            weights[feature] += (place[name], round(weight * 100))
    weighed = [
        (place[first], place[then], round(told.transitions.get((first, then), 0.0) * 100))
        for first, then in sorted(steps)
    ]
    model = {"labels": names, "steps": weighed, "weights": weights}
    return json.dumps(model, ensure_ascii=False, separators=(",", ":")) + "\n"
