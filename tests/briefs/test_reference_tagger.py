"""The tagger of all styles, and where it and the rules meet."""

import json
import math
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.model import Person
from briefs.references import second_opinion
from briefs.references.crf import field_features, field_model
from briefs.references.crf.field_features import features
from briefs.references.parse import parse
from briefs.references.parsed_fields import ParsedFields

LABELS = ("title", "container", "other")
WEIGHTS = {
    "case=Xx": [0, 30, 1, 70],
    "case=x": [0, 60, 2, -20],
    "close=.": [0, -40, 2, 35],
    "-1|close=.": [1, 90],
    "1|none": [0, -15],
    "quote=before": [2, 12],
    "number=year": [2, 150],
}
STEPS = [[0, 0, 40], [0, 1, -30], [0, 2, 10], [1, 0, -50], [1, 1, 20], [2, 0, 5], [2, 1, 15]]
MODEL = field_model.read(json.dumps({"labels": LABELS, "steps": STEPS, "weights": WEIGHTS}))
WORDS = st.lists(
    st.sampled_from(("Harbour", "walls", "The", "Courier,", "2019.", "of.", "Sand")),
    min_size=1,
    max_size=5,
)


def labellings(words: list[str]) -> dict[tuple[str, ...], float]:
    """Each labelling of some words with its share, from the weights as they stand."""
    tagged = MODEL.tag(words)
    shares = {}
    for labels in product(LABELS, repeat=len(words)):
        places = [MODEL.places[label] for label in labels]
        share = 1.0
        for at, place in enumerate(places):
            share *= tagged.factors[at][place]
            if at:
                share *= MODEL.onward[places[at - 1]][place]
        shares[labels] = share
    total = sum(shares.values())
    return {labels: share / total for labels, share in shares.items()}


@given(words=WORDS, data=st.data())
def test_a_segment_is_as_probable_as_all_labellings_that_have_it(
    words: list[str], data: st.DataObject
) -> None:
    first = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(first + 1, len(words)))
    share = sum(
        share
        for labels, share in labellings(words).items()
        if len(set(labels[first:end])) == 1
        and (first == 0 or labels[first - 1] != labels[first])
        and (end == len(words) or labels[end] != labels[first])
    )
    assert MODEL.tag(words).probability(first, end) == pytest.approx(share)


@given(words=WORDS)
def test_a_word_is_worth_what_all_its_features_weigh(words: list[str]) -> None:
    for factors, own in zip(MODEL.tag(words).factors, features(words), strict=True):
        weights = [sum(weight_of(feature, place) for feature in own) for place in range(3)]
        assert factors == pytest.approx([math.exp((w - max(weights)) / 100) for w in weights])


def weight_of(feature: str, place: int) -> int:
    flat = WEIGHTS.get(feature, [])
    return dict(zip(flat[::2], flat[1::2], strict=True)).get(place, 0)


def test_the_model_is_read_once() -> None:
    assert field_model.trained() is field_model.trained()


@given(st.text(max_size=80))
def test_words_cover_all_that_is_no_space(text: str) -> None:
    spans = list(field_features.words(text))
    assert "".join(text[span.start : span.end] for span in spans) == "".join(text.split())
    assert all(span.start < span.end for span in spans)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Roe, A. (2019). Sand.", ["Roe,", "A.", "(2019).", "Sand."]),
        ("王磊.河流[J].水利,2019", ["王磊.", "河流", "[J].", "水利,", "2019"]),
        (
            "山田太郎「港の砂」『朝日新聞』2019年",
            ["山田太郎", "「港の砂」", "『朝日新聞』", "2019年"],
        ),
    ],
)
def test_eastern_entries_are_parted_at_their_marks(text: str, words: list[str]) -> None:
    assert [text[span.start : span.end] for span in field_features.words(text)] == words


@given(words=WORDS)
def test_each_word_has_its_own_features(words: list[str]) -> None:
    assert len(features(words)) == len(words)
    assert features(words) == features(list(words))


TEXT = "Ada Roe. The harbour wall. The Courier, 4 May 2019."
READ = ParsedFields(
    authors=(Person("Roe", "Ada"),), title="The harbour wall", container="The Courier"
)


class Sure:
    """A tagger that holds each of some segments possible, and no other."""

    def __init__(self, *possible: str) -> None:
        self.possible = possible
        self.words: list[str] = []

    def tag(self, words: list[str]) -> "Sure":
        self.words = words
        return self

    def probability(self, first: int, end: int) -> float:
        return float(" ".join(self.words[first:end]).strip(".,") in self.possible)


@pytest.mark.parametrize(
    ("possible", "read"),
    [
        (("The harbour wall", "The Courier"), READ),
        (("The Courier",), replace(READ, title=None, clear=False)),
        (("The harbour wall",), replace(READ, container=None, clear=False)),
        ((), replace(READ, title=None, container=None, clear=False)),
    ],
)
def test_what_the_tagger_doubts_is_left_out_and_the_entry_is_shown_as_written(
    monkeypatch: pytest.MonkeyPatch, possible: tuple[str, ...], read: ParsedFields
) -> None:
    monkeypatch.setattr(field_model, "trained", lambda: Sure(*possible))
    assert second_opinion.confirmed(READ, TEXT) == read


def test_what_does_not_stand_in_the_entry_as_it_was_read_is_not_judged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(field_model, "trained", Sure)
    read = replace(READ, title="The harbour’s wall", container=None)
    assert second_opinion.confirmed(read, TEXT) == read


@pytest.mark.parametrize(
    ("names", "title", "rest"),
    [
        (
            "Achterberg, E. Tamsin.",
            "Tidal Discrimination and Emerging Harbour Technologies: A Human Rights Analysis",
            "UN Doc. A/HRC/44/58, United Nations, June 2020.",
        ),
        (
            "Marsh, Philip.",
            "Harbour Welfare States and Human Rights: Report of the Special Rapporteur on Ports",
            "UN Doc. A/74/499, United Nations, 11 Oct. 2019.",
        ),
    ],
)
def test_a_title_that_holds_its_author_is_not_given(names: str, title: str, rest: str) -> None:
    source = parse(f"{names} {title}. {rest}")
    assert source.title in {None, title}
    assert source.status != "parsed" or source.title == title
