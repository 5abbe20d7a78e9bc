"""Whether a difference may be due to chance: paired bootstrap intervals."""

import random
from collections.abc import Sequence
from statistics import fmean

_RESAMPLES = 2_000


def interval(differences: Sequence[float]) -> str:
    """The mean with its 95 % interval, by resampling the pieces."""
    chance = random.Random(7)  # noqa: S311  # no secret: the same resamples each time
    count = len(differences)
    means = sorted(sum(chance.choices(differences, k=count)) / count for _ in range(_RESAMPLES))
    low, high = means[_RESAMPLES // 40], means[-_RESAMPLES // 40]
    return f"{fmean(differences):+.2f} [{low:+.2f}, {high:+.2f}]"
