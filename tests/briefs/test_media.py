"""Films, broadcasts and theses: the forms of Chicago, MLA and APA, and what is left empty."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefs.model import Person
from briefs.references.parse import LONGEST, parse
from tests.briefs.entries import ADA, fields

A, AM = (Person("Roe", "A."),), (Person("Roe", "A."), Person("Poe", "M."))
FILM = {"authors": ADA, "title": "The Long Quay", "publisher": "Harbour Films", "issued": "2014"}
EPISODE: dict[str, object] = {
    "title": "Low Tide",
    "container": "Harbour Lives",
    "publisher": "Quay Television",
    "issued": "2015-03-12",
}
PODCAST: dict[str, object] = {
    "authors": ADA,
    "title": "The Ships That Never Came",
    "container": "Harbour Talk",
    "issued": "2020-05-04",
}
THESIS = {
    "authors": ADA,
    "title": "Quays of the Cold Coast",
    "publisher": "University of Example",
    "issued": "2012",
}
THESIS_IN_APA = {**THESIS, "authors": A, "title": "Quays of the cold coast"}

FILMS = {
    "*The Long Quay*. Directed by Ada Roe, performances by Max Poe, Harbour Films, 2014.": FILM,
    "The Long Quay. Directed by Ada Roe, Harbour Films, 2014.": FILM,
    "*The Long Quay*, directed by Ada Roe (Los Angeles: Harbour Films, 2014), DVD.": FILM,
    "Roe, Ada, dir. The Long Quay. Los Angeles, CA: Harbour Films, 2014. DVD.": FILM,
    "Roe, Ada, director. *The Long Quay*. Harbour Films, 2014.": FILM,
    "Roe, A. (Director). (2014). *The long quay* [Film]. Harbour Films.": {
        **FILM,
        "authors": A,
        "title": "The long quay",
    },
    (
        "Roe, A. (Producer), & Poe, M. (Director). (2014). The long quay [Motion picture]."
        " United States: Harbour Films."
    ): {**FILM, "authors": AM, "title": "The long quay"},
}
BROADCASTS: dict[str, dict[str, object]] = {
    (
        "“Low Tide.” *Harbour Lives*, created by Eve Doe, season 2, episode 4, Quay Television,"
        " 12 Mar. 2015."
    ): EPISODE,
    (
        "*Harbour Lives*, season 2, episode 4, “Low Tide,” directed by Ada Roe, aired March 12,"
        " 2015, on Quay Television."
    ): {"authors": ADA, **EPISODE},
    (
        "Roe, A. (Writer), & Poe, M. (Director). (2015, March 12). Low tide (Season 2, Episode 4)"
        " [TV series episode]. In E. Doe (Executive Producer), Harbour Lives. Quay Television."
    ): {"authors": AM, **EPISODE, "title": "Low tide"},
    "Roe, A. (2015, March 12). Low tide [Radio broadcast]. Quay Radio.": {
        "authors": A,
        "title": "Low tide",
        "publisher": "Quay Radio",
        "issued": "2015-03-12",
    },
    (
        "Roe, Ada. “The Ships That Never Came.” *Harbour Talk* (podcast). May 4, 2020. MP3 audio,"
        " 32:10."
    ): PODCAST,
    "Ada Roe, host, “The Ships That Never Came,” Harbour Talk, podcast, May 4, 2020.": PODCAST,
    (
        "Roe, Ada, host. “The Ships That Never Came.” *Harbour Talk*, episode 12, Quay Radio,"
        " 4 May 2020."
    ): {**PODCAST, "publisher": "Quay Radio"},
}
THESES = {
    "Roe, Ada. “Quays of the Cold Coast.” PhD diss., University of Example, 2012.": THESIS,
    "Roe, Ada. *Quays of the Cold Coast*. 2012. University of Example, PhD dissertation.": THESIS,
    (
        "Ada Roe, “Quays of the Cold Coast” (master’s thesis, University of Example, 2012), 12–14,"
        " https://example.org/t."
    ): {**THESIS, "url": "https://example.org/t"},
    (
        "Roe, A. (2012). Quays of the cold coast [Doctoral dissertation, University of Example]."
        " Example Theses Global."
    ): THESIS_IN_APA,
    (
        "Roe, A. (2012). Quays of the cold coast [Unpublished master’s thesis]. University of"
        " Example."
    ): THESIS_IN_APA,
}


@pytest.mark.parametrize("raw", FILMS)
def test_a_film_has_its_director_its_studio_and_its_year(raw: str) -> None:
    source = parse(raw)
    assert fields(source) == FILMS[raw]
    assert (source.type, source.status) == ("motion_picture", "parsed")


@pytest.mark.parametrize("raw", BROADCASTS)
def test_an_episode_is_in_its_series_and_a_network_publishes_it(raw: str) -> None:
    source = parse(raw)
    assert fields(source) == BROADCASTS[raw]
    assert (source.type, source.status) == ("broadcast", "parsed")


@pytest.mark.parametrize("raw", THESES)
def test_a_thesis_is_published_by_its_school(raw: str) -> None:
    source = parse(raw)
    assert fields(source) == THESES[raw]
    assert (source.type, source.status) == ("thesis", "parsed")


def test_of_a_films_year_and_its_discs_neither_is_given() -> None:
    source = parse("Roe, Ada, dir. *The Long Quay*. 2014; London: Harbour Films, 2015. DVD.")
    assert (source.title, source.publisher) == ("The Long Quay", "Harbour Films")
    assert (source.issued, source.status) == (None, "partial")


def test_a_series_that_goes_on_has_no_date() -> None:
    source = parse("Roe, A. (Host). (2018–present). Harbour talk [Audio podcast]. Quay Radio.")
    assert (source.title, source.issued) == ("Harbour talk", None)


def test_a_report_on_an_episode_is_no_broadcast() -> None:
    source = parse("Ada Roe, “What Episode 4 Tells,” Harbour Post, May 4, 2017.")
    assert (source.type, source.container) == ("article-newspaper", "Harbour Post")


PIECES = st.sampled_from(
    [
        *("Roe, A. (Director).", "(2014).", "The long quay", "[Film].", "Harbour Films.", "2014."),
        *("Directed by Ada Roe,", "“Low Tide.”", "season 2,", "episode 4,", ", podcast,", "aired"),
        *("[Doctoral dissertation, Quay U].", "(PhD diss.,", "dir.", "In E. Doe (Producer),", "*"),
    ]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, max_size=12).map(" ".join))
def test_every_word_that_is_read_always_stands_in_the_entry(raw: str) -> None:
    source = parse(raw)
    for text in (source.title, source.container, source.publisher, *map(str, source.authors)):
        assert all(word in raw for word in re.findall(r"[^\W_]+", text or ""))


@pytest.mark.parametrize(
    "unit",
    ["Directed by Ada ", "A (Director). ", "episode 4, ", "by Ada Roe, ", "[Film] ", "dir. "],
)
def test_a_hostile_entry_comes_back_with_its_words(unit: str) -> None:
    raw = "“Low Tide.” " + unit * ((LONGEST - 12) // len(unit))
    assert parse(raw).raw == raw
