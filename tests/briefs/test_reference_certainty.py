"""What is not certain of a reference is left out."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.model import Organisation, Person
from briefs.references import certainty
from briefs.references.certainty import Measure
from briefs.references.parse import parse
from briefs.references.parsed_fields import ParsedFields

TEXT = "Ada Roe. The harbour wall. The Courier, 4 May 2019."
READ = ParsedFields(
    authors=(Person("Roe", "Ada"),), title="The harbour wall", container="The Courier"
)


def sure_of(*fields: str) -> dict[str, Measure]:
    """Measures that are sure of some fields, and of no other."""
    return {
        name: Measure(0.5, {"always": 9.0 if name in fields else -9.0})
        for name in ("title", "container", "authors")
    }


@pytest.mark.parametrize("is_asked", [True, False])
@pytest.mark.parametrize(
    ("sure", "read"),
    [
        (("title", "container", "authors"), READ),
        (("container", "authors"), replace(READ, title=None, clear=False)),
        (("title", "authors"), replace(READ, container=None, clear=False)),
        (("title", "container"), replace(READ, authors=(), clear=False)),
        ((), ParsedFields(clear=False)),
    ],
)
def test_what_is_doubted_is_left_out_and_the_entry_is_shown_as_written(
    monkeypatch: pytest.MonkeyPatch, sure: tuple[str, ...], read: ParsedFields, *, is_asked: bool
) -> None:
    monkeypatch.setattr(certainty, "trained", lambda: sure_of(*sure))
    assert certainty.certain(READ, TEXT, None, is_asked=is_asked) == read


def test_a_field_is_as_probable_as_its_evidence_weighs() -> None:
    measure = Measure(0.5, {"always": 1.0, "a day": 2.0, "comma inside": -3.0})
    assert measure.probability(iter([("comma inside", 1.0), ("a day", 1.0)])) == 0.5
    assert measure.probability(iter([("a day", 1.0)])) > measure.probability(iter([]))
    assert measure.probability(iter([("a word that weighs nothing", 9.0)])) == pytest.approx(
        0.731, 0.001
    )


def test_each_measure_is_of_a_field_and_weighs_evidence_that_there_is() -> None:
    every = {
        "title": _evidence("title", READ),
        "container": _evidence("container", READ) | _evidence("container", LAW),
        "authors": _evidence("authors", READ) | _evidence("authors", BODIES),
    }
    every["title"] |= {"a form of law", "words before it that are no names"}
    measures = certainty.trained()
    assert set(measures) == set(every)
    for field, measure in measures.items():
        assert 0 < measure.least < 1
        assert set(measure.weights) - {"always", "not as written"} <= every[field]


LAW = replace(READ, kind="legislation")
BODIES = replace(READ, authors=(Organisation("The Courier Desk"),))


def _evidence(field: str, fields: ParsedFields) -> set[str]:
    told = dict(certainty.evidence_on(fields, TEXT, None, is_asked=True))
    return {name for name, _ in told[field]}


@pytest.mark.parametrize(
    ("entry", "given"),
    [
        ("Roe, Ada. “The Harbour Wall.” The Courier, 4 May 2019.", Person("Roe", "Ada")),
        (
            "Harbour Board. (2019, May 4). The harbour wall. https://board.example/wall",
            Organisation("Harbour Board"),
        ),
    ],
)
def test_a_name_in_a_common_form_is_certain(entry: str, given: object) -> None:
    assert parse(entry).authors == (given,)


@pytest.mark.parametrize(
    "entry",
    [
        "Tidal Skeptic. (2015, 20 February). *[MINI] K-means clustering* [Audio podcast].",
        "Last Tide Tonight. “The Wall: Last Tide Tonight.” YouTube, 15 June 2020.",
    ],
)
def test_the_name_of_a_programme_is_no_person(entry: str) -> None:
    assert not any(isinstance(author, Person) for author in parse(entry).authors)


@given(st.text(alphabet="Aa.,:;()“”*/ 19\ue000\ue001-–\n", max_size=80), st.booleans())
def test_any_fields_of_any_text_have_a_certainty(text: str, is_asked: bool) -> None:
    fields = ParsedFields(
        authors=(Organisation(text or "A"), Person(text or "A", "")),
        title=text or None,
        container=text[::-1] or None,
    )
    for field, evidence in certainty.evidence_on(fields, text, None, is_asked=is_asked):
        assert 0 <= certainty.trained()[field].probability(evidence) <= 1
