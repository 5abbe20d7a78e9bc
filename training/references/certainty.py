"""Learn how certain the fields are that the rules read, and put that into the package.

    python -m training.references.certainty MARKED…

The readings of `benchmarks/wild/readings.tsv` count most: what the rules read of entries that they
had not been mended for. So that forms which they know stay certain, what they read today counts as
well: the same entries, those of the tests, of thirteen styles and real ones in ../shared/data, and
MARKED files of `training.references.prepare`. Needs numpy and scikit-learn; the same data give the
same file.
"""

import csv
import json
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from briefs.model import Author, Organisation, Person
from briefs.references import parse as references_parse
from briefs.references.certainty import certain, evidence_on
from briefs.references.fields import entry_text, urls
from briefs.references.fields.entry_text import clean, first_work, westernised, without_number
from briefs.references.parsed_fields import ParsedFields
from training.references.marked import unmarked

ROOT = Path(__file__).parents[2]
MODEL = ROOT / "briefs/references/certainty.json"
READINGS = ROOT / "benchmarks/wild/readings.tsv"
TESTED = ROOT / "tests/briefs/labels/entries.tsv"
DATA = ROOT / "../shared/data/references"
LEAST = {"title": 0.5, "container": 0.72, "authors": 0.6}
"""Below this probability a field is left out: what costs the fewest complete entries of lots that
were left out in training.
"""
MARKED_EACH = 4_000
OF_CURRENT = 0.3
OF_TESTED = 1.0
OF_MARKED = 0.05
OF_LABELLED = {"news_rendered_13styles.jsonl": 0.5, "news_real84.jsonl": 8.0}
"""How much an example counts; one of the first readings counts 1."""
STRENGTH = 0.03
FEWEST = 2.0
"""Evidence that comes with fewer examples, each as much as it counts, is not weighed."""
_NO_SPREAD = 0.001
_FEWEST_CHARS, _MOST_CHARS = 25, 1500
_JOINING = frozenset(
    {
        "and",
        "und",
        "et",
        "y",
        "e",
        "al",
        "others",
        "i",
        "och",
        "eds",
        "ed",
        "hrsg",
        "in",
        "og",
        "en",
    }
    | {"dir", "hg", "и", "др", "та", "ін", "red", "by", "ve", "others", "coord", "director", "host"}
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the rules read of an entry, which of its fields are wrong, and which were not read."""

    text: str
    fields: ParsedFields
    wrong: frozenset[str]
    is_asked: bool = False
    missing: frozenset[str] = frozenset()
    lot: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Example:
    """The evidence on one field, whether the field is right, and how much the example counts."""

    field: str
    evidence: Mapping[str, float]
    is_right: bool
    weight: float
    lot: str = ""
    number: int = 0


def first_readings() -> Iterator[Reading]:
    """What the rules read of the lots of the wild before they were mended for them."""
    texts: dict[str, list[str]] = {}
    for path in (READINGS.with_name("entries.tsv"), READINGS.with_name("documents.tsv")):
        for row in _rows(path):
            texts.setdefault(row["half"], []).append(row["text"])
    for row in _rows(READINGS):
        lot, number = row["lot"], int(row["number"])
        fields = ParsedFields(
            authors=tuple(_author(name) for name in row["authors"].split("; ") if name),
            title=row["title"] or None,
            container=row["container"] or None,
            publisher=row["publisher"] or None,
            issued=row["issued"] or None,
            kind=row["kind"] or None,
            clear=row["clear"] == "yes",
        )
        yield Reading(
            texts[lot][number],
            fields,
            wrong=frozenset(row["wrong"].split()),
            is_asked=row["asked"] == "yes",
            missing=frozenset(row["missing"].split()),
            lot=lot,
            number=number,
        )


def current_readings(*paths: Path) -> Iterator[Reading]:
    """What the rules read of labelled entries today.

    An empty label of the tests may mean that a field is not certain, and says nothing of it here.
    """
    for path in paths:
        for row in _rows(path):
            if (read := read_today(row["text"])) is None:
                continue
            fields, is_asked = read
            given = {
                "title": fields.title or "",
                "container": fields.container or "",
                "authors": "; ".join(map(_label, fields.authors)),
            }
            told = (name for name in given if row[name] or path != TESTED)
            wrong = (name for name in told if not _is_allowed(given[name], row[name]))
            yield Reading(row["text"], fields, frozenset(wrong), is_asked, lot=row.get("half", ""))


def _is_allowed(given: str, label: str) -> bool:
    """Whether a field is one of those that a label allows."""
    return fold(given) in map(fold, label.split("||"))


def _label(author: Author) -> str:
    if isinstance(author, Organisation):
        return author.name
    return ", ".join(filter(None, (author.family, author.given, author.suffix)))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def _author(name: str) -> Author:
    if name.startswith("{"):
        return Organisation(name.strip("{}"))
    family, given, suffix = (*name.split(" | "), "", "")[:3]
    return Person(family, given, suffix)


def examples(readings: Iterable[Reading], weight: float) -> Iterator[Example]:
    for reading in readings:
        written = entry_text.without_handles(without_number(clean(reading.text)))
        entry = urls.take_addresses(first_work(westernised(written)))
        url = entry_text.take(entry).url
        told = evidence_on(reading.fields, entry.text, url, is_asked=reading.is_asked)
        for field, evidence in told:
            is_right = field not in reading.wrong
            yield Example(field, dict(evidence), is_right, weight, reading.lot, reading.number)


def marked(path: Path) -> Iterator[Reading]:
    """What the rules read of marked entries; what is no field's text to the letter is wrong.

    Where the two disagree on names only in what to call them, the field is left out.
    """
    for line in path.read_text("utf-8").splitlines():
        told = json.loads(line)
        text, of_chars = unmarked(re.sub(r"\s+", " ", told["t"]).strip())
        parts: dict[str, list[str]] = {}
        for label, run in groupby(zip(text, of_chars, strict=True), key=itemgetter(1)):
            parts.setdefault(label or "", []).append("".join(char for char, _ in run))
        if not _FEWEST_CHARS < len(text) < _MOST_CHARS or (read := read_today(text)) is None:
            continue
        fields, is_asked = read
        wrong = set()
        folded = {label: set(map(fold, own)) for label, own in parts.items()}
        outlets = folded.get("container", set()) | folded.get("series", set())
        publishers = folded.get("publisher", set())
        if fields.title and fold(fields.title) not in folded.get("title", ()):
            wrong.add("title")
        if fields.container and fold(fields.container) not in outlets:
            if fold(fields.container) in publishers:
                fields = replace(fields, container=None)
            wrong.add("container")
        if not _are_names(fields.authors, parts, by_body=bool(told.get("body"))):
            if any(fold(str(author)) in outlets | publishers for author in fields.authors):
                fields = replace(fields, authors=())
            wrong.add("authors")
        yield Reading(text, fields, frozenset(wrong), is_asked)


def _are_names(
    authors: Sequence[Author], parts: Mapping[str, Sequence[str]], *, by_body: bool
) -> bool:
    """Whether the words of the authors are those that are marked as authors, or names as well."""
    named = _name_words(" ".join(map(str, authors)))
    first = _name_words(" ".join(parts.get("author", ())))
    every = first | _name_words(" ".join(parts.get("name", ())))
    are_bodies = all(isinstance(author, Organisation) for author in authors)
    return bool(named) and first <= named <= every and (are_bodies or not by_body)


def _name_words(text: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"[^\W\d_]{2,}", text)} - _JOINING


def labelled(path: Path) -> Iterator[Reading]:
    """What the rules read of labelled entries of ../shared/data."""
    for line in path.read_text("utf-8").splitlines():
        told = json.loads(line)
        if (read := read_today(told["text"])) is None:
            continue
        fields, is_asked = read
        families = [fold(one.get("literal") or one["family"]) for one in told["authors"]]
        own = [fold(one.family if isinstance(one, Person) else one.name) for one in fields.authors]
        verdicts = {
            "title": fold(fields.title or "") == fold(told["title"]),
            "container": fold(fields.container or "") in map(fold, told["container"]),
            "authors": own == families or (bool(told.get("etal")) and own == families[: len(own)]),
        }
        wrong = frozenset(name for name, is_right in verdicts.items() if not is_right)
        yield Reading(told["text"], fields, wrong, is_asked)


def read_today(text: str) -> tuple[ParsedFields, bool] | None:
    """What the first reader that fits makes of an entry before its certainty is asked."""
    seen: list[tuple[ParsedFields, bool]] = []

    def recorded(
        fields: ParsedFields,
        text: str,  # noqa: ARG001  # as `certain`
        url: str | None,  # noqa: ARG001
        *,
        is_asked: bool,
    ) -> ParsedFields:
        seen.append((fields, is_asked))
        return fields

    own = certain
    references_parse.certain = recorded  # type: ignore[attr-defined]  # the name it imports
    try:
        references_parse.parse(text)
    finally:
        references_parse.certain = own  # type: ignore[attr-defined]
    return seen[-1] if seen else None


def fold(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", text).casefold()))


def fit(learnt: Sequence[Example]) -> dict[str, dict[str, float]]:
    """The weight of each piece of evidence, by field; "always" is what weighs in any case."""
    return {field: _fit([one for one in learnt if one.field == field]) for field in LEAST}


def _fit(learnt: Sequence[Example]) -> dict[str, float]:
    counted: defaultdict[str, float] = defaultdict(float)
    for one in learnt:
        for name, much in one.evidence.items():
            counted[name] += one.weight if much else 0.0
    names = sorted(name for name, count in counted.items() if count >= FEWEST)
    rows = np.array([[one.evidence.get(name, 0.0) for name in names] for one in learnt])
    weights = np.array([one.weight for one in learnt])
    mean = np.average(rows, 0, weights=weights)
    spread = np.sqrt(np.average((rows - mean) ** 2, 0, weights=weights)) + _NO_SPREAD
    model = LogisticRegression(C=STRENGTH, max_iter=3000)
    model.fit((rows - mean) / spread, [one.is_right for one in learnt], sample_weight=weights)
    raw = model.coef_[0] / spread
    always = model.intercept_[0] - float(raw @ mean)
    return {
        "always": float(always),
        **{name: float(one) for name, one in zip(names, raw, strict=True)},
    }


def gathered(paths: Sequence[Path]) -> list[Example]:
    """The examples of what the rules read today, which count less each."""
    wild = (READINGS.with_name("entries.tsv"), READINGS.with_name("documents.tsv"))
    found = list(examples(current_readings(*wild), OF_CURRENT))
    found += examples(current_readings(TESTED), OF_TESTED)
    for path in paths:
        found += examples(islice(marked(path), MARKED_EACH), OF_MARKED)
    for name, weight in OF_LABELLED.items():
        if (DATA / name).is_file():
            found += examples(labelled(DATA / name), weight)
    return found


def main() -> None:
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    learnt = [*examples(first_readings(), 1.0), *gathered([Path(name) for name in sys.argv[1:]])]
    model = {
        field: {
            "least": LEAST[field],
            "weights": {name: round(weight, 3) for name, weight in weights.items()},
        }
        for field, weights in fit(learnt).items()
    }
    MODEL.write_text(json.dumps(model, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(f"{len(learnt)} fields; {MODEL.name}")  # noqa: T201  # its one line of output


if __name__ == "__main__":
    main()
