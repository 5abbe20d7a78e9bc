"""The tagger of all styles, and where it and the rules meet."""

import json
import math
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.model import Span
from briefs.references import certainty, tagger_opinion
from briefs.references.crf import tagger, tagger_features
from briefs.references.crf.tagger_features import features
from briefs.references.fields.urls import take_addresses
from briefs.references.parse import parse
from briefs.references.styles.tagged import tagged

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
MODEL = tagger.read(json.dumps({"labels": LABELS, "steps": STEPS, "weights": WEIGHTS}))
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
    assert tagger.trained() is tagger.trained()


@given(st.text(max_size=80))
def test_words_cover_all_that_is_no_space(text: str) -> None:
    spans = list(tagger_features.words(text))
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
    assert [text[span.start : span.end] for span in tagger_features.words(text)] == words


@given(words=WORDS)
def test_each_word_has_its_own_features(words: list[str]) -> None:
    assert len(features(words)) == len(words)
    assert features(words) == features(list(words))


TEXT = "Ada Roe. The harbour wall. The Courier, 4 May 2019."
TITLE = Span(9, 25)


def test_the_opinion_on_a_field_is_that_on_its_words() -> None:
    opinion = tagger_opinion.opinion(TEXT)
    assert opinion is not None
    assert opinion.words_in(TITLE) == (2, 5)
    told = dict(opinion.on(TITLE, ("title",), ("place",)))
    shares = opinion.tagged.shares()
    places = opinion.tagged.model.places
    assert told["tagger, place"] == pytest.approx(
        sum(share[places["place"]] for share in shares[2:5]) / 3
    )
    assert told["tagger, its ends"] == pytest.approx(
        math.log10(opinion.tagged.probability(2, 5)) / 6
    )
    assert all(-1 <= much <= 1 for much in told.values())


@given(words=WORDS)
def test_each_word_has_some_label(words: list[str]) -> None:
    for at, shares in enumerate(MODEL.tag(words).shares()):
        assert sum(shares) == pytest.approx(1)
        for label, place in MODEL.places.items():
            own = sum(share for labels, share in labellings(words).items() if labels[at] == label)
            assert shares[place] == pytest.approx(own)


@pytest.mark.parametrize("text", ["", "  ", "word " * 201])
def test_an_entry_without_words_or_with_very_many_is_not_asked_about(text: str) -> None:
    assert tagger_opinion.opinion(text) is None


@pytest.mark.parametrize(
    ("value", "besides", "found"),
    [
        ("The harbour wall", None, TITLE),
        ("The harbour, wall", None, TITLE),
        ("The", TITLE, Span(27, 30)),
        ("Roe", TITLE, Span(4, 7)),
        ("The wall", None, None),
        ("", None, None),
    ],
)
def test_a_field_is_found_where_its_words_stand(
    value: str, besides: Span | None, found: Span | None
) -> None:
    assert certainty.find(TEXT, value, besides) == found


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


@given(words=WORDS, data=st.data())
def test_the_likeliest_fields_are_those_of_the_likeliest_labelling_with_such_borders(
    words: list[str], data: st.DataObject
) -> None:
    borders = st.lists(st.booleans(), min_size=len(words) - 1, max_size=len(words) - 1)
    begins = [True, *data.draw(borders)]
    allowed = {
        labels: share
        for labels, share in labellings(words).items()
        if all(begins[at] or labels[at - 1] == labels[at] for at in range(1, len(words)))
    }
    segments = MODEL.tag(words).segments(begins)
    read = tuple(one.label for one in segments for _ in range(one.first, one.end))
    assert math.isclose(allowed[read], max(allowed.values()), rel_tol=1e-9)
    total = sum(allowed.values())
    for one in segments:
        shares = [
            sum(share for labels, share in allowed.items() if labels[at] == one.label) / total
            for at in range(one.first, one.end)
        ]
        assert math.isclose(one.certainty, min(shares), rel_tol=1e-9)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (
            "Centre for Coastal Research, Silt of the ports, released 12 March 2021",
            ("Centre for Coastal Research", "Silt of the ports", "2021-03-12"),
        ),
        (
            "Harbour Commission (2020), Dredging and its costs, Fact sheet, Oslo.",
            ("Harbour Commission", "Dredging and its costs", "2020"),
        ),
    ],
)
def test_an_entry_in_no_known_form_is_read_at_its_borders(
    text: str, read: tuple[str, str, str]
) -> None:
    fields = tagged(take_addresses(text))
    assert fields is not None
    assert (*map(str, fields.authors), fields.title, fields.issued) == read
    assert not fields.clear


@pytest.mark.parametrize(
    "text",
    [
        "We thank the harbour master, who let us count the boats, for his patience.",
        "The quay, as we said before, was closed.",
    ],
)
def test_a_sentence_is_no_work(text: str) -> None:
    assert parse(text).title is None
