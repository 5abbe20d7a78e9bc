"""Academic entries: what the model reads, what it leaves as written, and what always holds."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefs.model import Organisation, Person, Source
from briefs.references.base import clean
from briefs.references.crf import model as crf_model
from briefs.references.crf.features import features, seen
from briefs.references.crf.model import Chain, Seen
from briefs.references.fields import names, urls
from briefs.references.parse import LONGEST, parse
from briefs.references.styles import academic
from briefs.references.styles.academic import Stretch

PIECES = st.sampled_from(
    [
        *("Roe, A. B.,", "& Poe, C.", "Roe AB,", "A. B. Roe", "ROE Ada,", "et al.", "(Eds.),"),
        *("(2004).", "2004;", "1998.", "The keeping of small boats.", "Boats and their keepers."),
        *("In", "In:", "Proc. of the 3rd Workshop on Boats,", "Journal of Boats,", "J. Boat Res."),
        *("12(3),", "12:", "45-67.", "pp. 45–67.", "vol. 3, no. 4,", "London:", "Quay Press,"),
        *("doi:10.1000/1", "https://doi.org/10.1000/1", "PhD thesis,", "Technical report,"),
        *"“”\"'()[]*_.,:;&\ue000\ue001",
    ]
)
ENTRIES = st.lists(PIECES, max_size=25).map(" ".join) | st.text(max_size=200)
ARTICLE = (
    "Roe, A. B., & Poe, C. (2004). The keeping of small boats in cold harbours. "
    "Journal of Coastal Research, 12(3), 45-67."
)


def person(name: str) -> Person:
    family, _, given_name = name.partition(", ")
    return Person(family, given_name)


def test_an_article_in_a_journal_is_read_whole() -> None:
    source = parse(ARTICLE)
    assert source.status == "parsed"
    assert source.type == "article-journal"
    assert source.authors == (person("Roe, A. B."), person("Poe, C."))
    assert source.title == "The keeping of small boats in cold harbours"
    assert source.container == "Journal of Coastal Research"
    assert source.issued == "2004"


def test_a_paper_is_in_its_proceedings() -> None:
    source = parse(
        "A. Roe and C. Poe. Learning to steer from few examples. In Proceedings of the Third"
        " International Conference on Machine Learning, pages 45-67, 1998."
    )
    assert source.type == "paper-conference"
    assert source.authors == (person("Roe, A."), person("Poe, C."))
    assert source.title == "Learning to steer from few examples"
    assert source.container == (
        "Proceedings of the Third International Conference on Machine Learning"
    )
    assert source.issued == "1998"


def test_a_book_has_a_publisher_and_no_container() -> None:
    source = parse(
        "A. B. Roe and C. Poe. Boats and their keepers. Cambridge University Press, 1998."
    )
    assert source.type == "book"
    assert source.title == "Boats and their keepers"
    assert (source.container, source.publisher) == (None, "Cambridge University Press")


def test_a_note_names_a_book_before_its_imprint_and_pages() -> None:
    source = parse("Ada Roe, Boats of Paper (Cambridge: Cambridge University Press, 2012), 37–38.")
    assert source.authors == (person("Roe, Ada"),)
    assert (source.title, source.issued) == ("Boats of Paper", "2012")


def test_law_and_notes_of_several_works_are_none_of_the_models() -> None:
    for raw in (
        "Roe v. Poe, 144 Ex. 1436 (1994).",
        "76 Fed. Reg. 66625 (Oct. 27, 2011).",
        "Roe, Boats, vol. 2, 45 (London: Quay Press, 1998); Carl Poe, Harbours (2001), 3.",
    ):
        assert academic.read(urls.take_addresses(clean(raw))) is None


def test_an_entry_of_the_news_is_none_of_the_models() -> None:
    for raw in (
        "Roe, Ada. “Boats leave.” The Quay Post, May 4, 2017. Accessed May 5, 2017.",
        "Roe, A. (2017, May 4). Boats leave. The Quay Post, 12(3). https://example.org/a",
    ):
        assert academic.read(urls.take_addresses(clean(raw))) is None


def test_prose_stays_as_written() -> None:
    for raw in (
        "See the discussion of small boats in the second part of this book.",
        "I am grateful to the harbour master for this.",
    ):
        assert parse(raw).status == "raw"


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


def test_a_book_is_read_that_nothing_but_its_order_shows_to_be_one() -> None:
    source = parse("Roe, Ada. 1949. Social Harbours: An Enquiry. New York: Macmillan.")
    assert (source.type, source.status) == ("book", "parsed")
    assert (source.title, source.publisher) == ("Social Harbours: An Enquiry", "Macmillan")


def test_an_article_that_was_visited_is_read_by_its_volume_and_pages() -> None:
    source = parse(
        "Roe, A. (1997). Language and small boats. Annual Review of Anthropology, 26, 291-312."
        " Retrieved January 31, 2021, from http://www.example.org/stable/2952524"
    )
    assert source.container == "Annual Review of Anthropology"
    assert (source.title, source.accessed) == ("Language and small boats", "2021-01-31")


@pytest.mark.parametrize(
    "text", ["Ada Roe, Max Poe, The Dead and Their Boats.", "Ada Roe, Steering et voir."]
)
def test_a_title_that_names_run_on_into_makes_them_no_names(text: str) -> None:
    assert names.academic_authors(text) is None


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
    assert names.academic_authors(text) == tuple(map(person, authors))


def test_a_label_follows_only_what_it_followed_in_training() -> None:
    model = crf_model.read(
        '{"labels": ["+a", "+b", "a"], "steps": [[0, 1, 0], [0, 2, 0], [2, 2, 0]],'
        ' "weights": {"x": [2, 900]}}'
    )
    told = model.label([Seen((), ("x",))] * 3)
    assert [(one.label, one.begins) for one in told] == [("a", True), ("a", False), ("a", False)]
    assert all(0.0 < one.probability <= 1.0 for one in told)
    assert [round(one.goes_on, 3) for one in told] == [1.0, 1.0, 0.0]
    assert Chain((), (), {}).label([Seen((), ("x",))]) == ()


def test_the_model_is_read_once() -> None:
    assert crf_model.trained() is crf_model.trained()


def texts(source: Source) -> list[str]:
    authors = [
        part
        for author in source.authors
        for part in ([author.family, author.given] if isinstance(author, Person) else [author.name])
    ]
    return [*authors, source.title or "", source.container or "", source.publisher or ""]


@settings(max_examples=150, deadline=None)
@given(ENTRIES)
def test_every_word_of_a_field_always_stands_in_the_entry(raw: str) -> None:
    source = parse(raw)
    plain = re.sub(r"[*\[\]]", "", clean(raw))
    for text in texts(source):
        assert all(word in plain for word in re.findall(r"[^\W_]+", text))
    assert source.issued is None or source.issued[:4] in raw
    assert all(isinstance(one, Person | Organisation) and str(one) for one in source.authors)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=30))
def test_every_word_always_has_features_and_a_label_of_some_probability(words: list[str]) -> None:
    assert len(features(words)) == len(words)
    labelled = crf_model.trained().label(seen(words))
    assert len(labelled) in {0, len(words)}
    assert all(0.0 <= one.probability <= 1.0 + 1e-9 for one in labelled)


@pytest.mark.parametrize(
    "unit",
    [
        "A. ",
        "Roe, A., ",
        "(Eds.) ",
        "12(3) ",
        "In ",
        "pp. 1-2 ",
        ". ",
        ",",
        "a.",
        "A",
        "1 ",
        "“",
        ": A",
    ],
)
def test_a_hostile_entry_comes_back_with_its_words(unit: str) -> None:
    """A reader that backtracked without bound would not come back; benchmarks tell the time."""
    raw = "J. Boat Res. 12(3) " + unit * ((LONGEST - 20) // len(unit))
    assert parse(raw).raw == raw
    academic.read(urls.take_addresses(clean(raw)))


DATA = Path(__file__).parents[2] / "../shared/data/references/anystyle_core.jsonl"


@pytest.mark.skipif(not DATA.is_file(), reason="the labelled academic entries are not here")
def test_the_package_reads_most_of_what_it_was_trained_on() -> None:
    """A file gone stale against the features would label next to nothing right."""
    gold = pytest.importorskip("training.gold")
    examples = gold.load(DATA)[:40]
    words = right = 0
    for example in examples:
        labelled = crf_model.trained().label(seen(example.words))
        words += len(example.words)
        right += sum(one.label == true for one, true in zip(labelled, example.labels, strict=True))
    assert right / words > 0.95
