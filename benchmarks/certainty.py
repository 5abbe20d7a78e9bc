"""What it gives to leave out the fields that are not certain, on lots that training did not see.

`wild/readings.tsv` has what the rules read of each lot before they were mended for it. For each lot
the measure is learned from the others, and asked about its fields: an entry is complete where every
field of the label is read and no other, and wrong where a field differs from the label. Marked
entries, as in `training.references.certainty`, may be given on the command line. `--show` prints
what is decided wrongly. Needs numpy and scikit-learn.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import opinion
import wild

from briefs.references.certainty import Measure
from training.references import certainty as training
from training.references.certainty import Reading

STEPS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9)
AIMS = (0.1, 0.08, 0.07, 0.06, 0.05)


Certainty = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Judged:
    """What was read of an entry, its label, and how certain each field is."""

    reading: Reading
    row: wild.Row
    certainty: Certainty

    def verdict(self, least: Certainty) -> tuple[bool, bool]:
        """Whether the entry is complete, and whether a field is wrong, without what is doubted."""
        wrong, missing = set(self.reading.wrong), set(self.reading.missing)
        for name, certainty in self.certainty.items():
            if certainty < least[name]:
                wrong.discard(name)
                if not _may_be_empty(self.row[name]):
                    missing.add(name)
        return not (wrong or missing), bool(wrong)


def _may_be_empty(label: str) -> bool:
    return "" in map(str.strip, label.split("||"))


def shares(entries: Sequence[Judged], least: Certainty) -> tuple[float, float]:
    verdicts = [entry.verdict(least) for entry in entries]
    complete, wrong = (sum(one) / len(entries) for one in zip(*verdicts, strict=True))
    return complete, wrong


def judged(marked: Sequence[Path]) -> Iterator[Judged]:
    """The entries of each lot, with the certainty that the measure of the other lots gives them."""
    readings = list(training.first_readings())
    learnt = list(training.examples(readings, 1.0))
    common = training.gathered(marked)
    rows: dict[str, list[wild.Row]] = defaultdict(list)
    for row in (*opinion.documents(), *wild.rows()):
        rows[row["half"]].append(row)
    for lot in dict.fromkeys(reading.lot for reading in readings):
        weights = training.fit([one for one in (*learnt, *common) if one.lot != lot])
        measures = {field: Measure(0.0, own) for field, own in weights.items()}
        told: dict[int, dict[str, float]] = defaultdict(dict)
        for one in learnt:
            if one.lot == lot:
                evidence = iter(one.evidence.items())
                told[one.number][one.field] = measures[one.field].probability(evidence)
        for reading in readings:
            if reading.lot == lot:
                yield Judged(reading, rows[lot][reading.number], told[reading.number])


def show(entries: Sequence[Judged], least: Certainty) -> None:
    for entry in entries:
        for name, certainty in entry.certainty.items():
            is_wrong = name in entry.reading.wrong
            if is_wrong == (certainty >= least[name]):
                kept = "kept, wrong" if is_wrong else "left out, right"
                print(f"{certainty:.2f} {kept}  {entry.reading.text}")
                given = getattr(entry.reading.fields, name)
                print(f"    {name}: {given}   <- {entry.row[name] or '-'}")


def main() -> None:
    marked = [Path(name) for name in sys.argv[1:] if name != "--show"]
    every = list(judged(marked))
    nothing, least = dict.fromkeys(training.LEAST, 0.0), training.LEAST
    if "--show" in sys.argv:
        show(every, least)
        return
    print(f"{'':10} {'':4} complete, a wrong field  where what is not certain is left out")
    for lot in (*dict.fromkeys(entry.reading.lot for entry in every), ""):
        own = [entry for entry in every if lot in {entry.reading.lot, ""}]
        before, after = shares(own, nothing), shares(own, least)
        print(f"{lot or 'all':10} {len(own):4}", *(f"{one:12.3f}" for one in (*before, *after)))
    found = []
    for steps in product(STEPS, repeat=len(least)):
        asked = dict(zip(least, steps, strict=True))
        found.append((*shares(every, asked), asked))
    for aim in AIMS:
        reached = [one for one in found if one[1] <= aim]
        if not reached:
            continue
        complete, wrong, asked = max(reached, key=lambda one: (one[0], -one[1]))
        print(f"at most {aim:.2f} wrong: complete {complete:.3f}, wrong {wrong:.3f}, {asked}")


if __name__ == "__main__":
    main()
