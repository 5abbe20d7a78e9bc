"""Academic entries: what the model reads, what it leaves as written, and what always holds."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefs.model import Person
from briefs.references.crf import academic_model
from briefs.references.crf.academic_features import features
from briefs.references.crf.academic_model import Chain
from briefs.references.fields import urls
from briefs.references.fields.academic_names import academic_authors
from briefs.references.styles import academic
from briefs.references.styles.academic import Stretch
from tests.conftest import scaled

ARTICLE = (
    "Roe, A. B., & Poe, C. (2004). The keeping of small boats in cold harbours. "
    "Journal of Coastal Research, 12(3), 45-67."
)


def person(name: str) -> Person:
    family, _, given_name = name.partition(", ")
    return Person(family, given_name)


def test_what_the_model_is_not_sure_of_stays_as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(academic, "SURE", 1.1)
    assert academic.read(urls.take_addresses(ARTICLE)) is None


def test_a_field_that_is_not_sure_is_empty_and_the_others_stay() -> None:
    found = [
        Stretch("author", "Roe, A. B.", 0.99),
        Stretch("date", "(2004).", 0.99),
        Stretch("title", "The keeping of small boats.", 0.99),
        Stretch("journal", "Coastal Research, Harbours,", 0.2),
        Stretch("volume", "12,", 0.99),
    ]
    reading = academic.fields(urls.take_addresses(ARTICLE), found)
    assert reading is not None
    assert (reading.title, reading.container) == ("The keeping of small boats", None)
    assert not reading.clear


@pytest.mark.parametrize(
    ("label", "text", "read"),
    [
        ("title", "The Boats, Books IV–V. 4th.", "The Boats, Books IV–V"),
        ("title", "‘Boats at Sea’ (145-164)", "Boats at Sea"),
        ("title", "On boats. In Harbours of the North:", None),
        ("title", "Boats of the North (translated by Eve Doe).", None),
        ("journal", "Boat Research, Special Issue: Oars,", "Boat Research"),
        ("journal", "Boats & Oars XIV:4", "Boats & Oars"),
        ("journal", "Formes, n°20,", "Formes"),
        ("publisher", "Quay University, Chicago, Illinois,", "Quay University"),
        ("publisher", "Boston, Mass.", None),
    ],
)
def test_what_counts_or_places_a_work_is_no_part_of_a_name(
    label: str, text: str, read: str | None
) -> None:
    others = {"author": "Roe, A.", "date": "2004.", "title": "Oars.", "journal": "Quays,"}
    found = [Stretch(*pair, 0.99) for pair in (others | {label: text}).items()]
    reading = academic.fields(urls.take_addresses(ARTICLE), found)
    assert reading is not None
    field = {"journal": "container"}.get(label, label)
    assert getattr(reading, field) == read


@pytest.mark.parametrize(
    "text", ["Ada Roe, Max Poe, The Dead and Their Boats.", "Ada Roe, Steering et voir."]
)
def test_a_title_that_names_run_on_into_makes_them_no_names(text: str) -> None:
    assert academic_authors(text) is None


@pytest.mark.parametrize(
    ("text", "authors"),
    [
        ("Roe AB, Poe C, van der Lee K-J.", ["Roe, AB", "Poe, C", "van der Lee, K-J"]),
        ("ROE Ada, POE Carl", ["ROE, Ada", "POE, Carl"]),
        ("Ada ROE", ["ROE, Ada"]),
        ("Roe, A., & Poe, C. (Eds.),", ["Roe, A.", "Poe, C."]),
        ("Roe, A., et al:", ["Roe, A."]),
        ("———.", []),
    ],
)
def test_authors_are_read_in_the_forms_of_journals(text: str, authors: list[str]) -> None:
    assert academic_authors(text) == tuple(map(person, authors))


def test_a_label_follows_only_what_it_followed_in_training() -> None:
    model = academic_model.read(
        '{"labels": ["+a", "+b", "a"], "steps": [[0, 1, 0], [0, 2, 0], [2, 2, 0]],'
        ' "weights": {"x": [2, 900]}}'
    )
    told = model.label([["x"]] * 3)
    assert [(one.label, one.begins) for one in told] == [("a", True), ("a", False), ("a", False)]
    assert all(0.0 < one.probability <= 1.0 for one in told)
    assert [round(one.goes_on, 3) for one in told] == [1.0, 1.0, 0.0]
    assert Chain((), (), {}).label([["x"]]) == ()


def test_the_model_is_read_once() -> None:
    assert academic_model.trained() is academic_model.trained()


@settings(max_examples=scaled(100), deadline=None)
@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=30))
def test_every_word_always_has_features_and_a_label_of_some_probability(words: list[str]) -> None:
    assert len(features(words)) == len(words)
    labelled = academic_model.trained().label(features(words))
    assert len(labelled) in {0, len(words)}
    assert all(0.0 <= one.probability <= 1.0 + 1e-9 for one in labelled)


DATA = Path(__file__).parents[2] / "../shared/data/references/anystyle_core.jsonl"


@pytest.mark.skipif(not DATA.is_file(), reason="the labelled academic entries are not here")
def test_the_package_reads_most_of_what_it_was_trained_on() -> None:
    """A file gone stale against the features would label next to nothing right."""
    gold = pytest.importorskip("training.gold")
    examples = gold.load(DATA)[:40]
    words = right = 0
    for example in examples:
        labelled = academic_model.trained().label(features(example.words))
        words += len(example.words)
        right += sum(one.label == true for one, true in zip(labelled, example.labels, strict=True))
    assert right / words > 0.95
