"""Fits a linear-chain CRF to labelled examples, and writes it as the parser loads it."""

import json
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pycrfsuite

from briefs.references.crf.academic_features import features
from training.gold import Example, marked
from training.recombining import recombined

SEEDS = (7, 11, 23)
VARIANTS = 4
LEAST = 0.03
SETTINGS = {"c1": 0.1, "c2": 0.01, "max_iterations": 80}


@dataclass(frozen=True, slots=True)
class Fitted:
    """The weights of features for labels, and of steps from label to label; zeros are left out."""

    features: Mapping[tuple[str, str], float]
    steps: Mapping[tuple[str, str], float]


def fit(examples: Sequence[Example]) -> str:
    """The model of these examples and their variants, as JSON: see `crf.academic_model.read`.

    It is the mean of several models, each fitted to other variants: a weight in only one of them
    counts for less. Weights are in hundredths; very small ones are left out.
    """
    fitted = [_fitted((*examples, *recombined(examples, VARIANTS, seed))) for seed in SEEDS]
    names = sorted({name for one in fitted for step in one.steps for name in step})
    place = {name: at for at, name in enumerate(names)}
    weights: dict[str, list[int]] = defaultdict(list)
    for (feature, name), weight in sorted(_mean([one.features for one in fitted]).items()):
        if abs(weight) >= LEAST:
            weights[feature] += (place[name], round(weight * 100))
    weighed = [
        (place[first], place[then], round(weight * 100))
        for (first, then), weight in sorted(_mean([one.steps for one in fitted]).items())
    ]
    model = {"labels": names, "steps": weighed, "weights": weights}
    return json.dumps(model, ensure_ascii=False, separators=(",", ":")) + "\n"


def _fitted(examples: Sequence[Example]) -> Fitted:
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
    return Fitted(told.state_features, {step: told.transitions.get(step, 0.0) for step in steps})


def _mean(fitted: Sequence[Mapping[tuple[str, str], float]]) -> dict[tuple[str, str], float]:
    """The mean of each weight; a missing weight counts as zero."""
    total: dict[tuple[str, str], float] = defaultdict(float)
    for one in fitted:
        for key, weight in one.items():
            total[key] += weight / len(fitted)
    return total
