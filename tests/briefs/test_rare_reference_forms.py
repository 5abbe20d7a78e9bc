"""Forms of entries that few guides have: releases, law, episodes, interviews, offices abroad."""

import pytest

from briefs.model import Author, Organisation, Person
from briefs.references.fields import dates, names
from briefs.references.parse import parse


@pytest.mark.parametrize(
    ("text", "authors", "title", "issued"),
    [
        (
            (
                "Hafenamt, Pressemitteilung v. 7.2.2019, Hafenamt untersagt das Ankern im Kanal,"
                " abrufbar unter: https://www.hafenamt.example/2019"
            ),
            (Organisation("Hafenamt"),),
            "Hafenamt untersagt das Ankern im Kanal",
            "2019-02-07",
        ),
        (
            "Statens offentliga hamnar (2021). *Vägen till en djupare hamn* (rapport nr 5). Malmö.",
            (Organisation("Statens offentliga hamnar"),),
            "Vägen till en djupare hamn",
            "2021",
        ),
        (
            "Harbour Act of 1964, Pub. L. No. 88-352, 78 Stat. 241.",
            (),
            "Harbour Act of 1964",
            "1964",
        ),
        (
            "Roe (Benjamin), *Les ports oubliés*, rapport au ministre, janvier 2021, 160 p.",
            (Person("Roe", "Benjamin"),),
            "Les ports oubliés",
            "2021-01",
        ),
        (
            "Roe, Ada. Interview by Tim Poe. “The Art of Dredging.” *Tide Review*, Fall 1993.",
            (Person("Roe", "Ada"),),
            "The Art of Dredging",
            "1993",
        ),
    ],
)
def test_rare_forms_are_read(
    text: str, authors: tuple[Author, ...], title: str, issued: str
) -> None:
    read = parse(text)
    assert (read.authors, read.title, read.issued) == (authors, title, issued)


@pytest.mark.parametrize(
    ("text", "container"),
    [
        (
            (
                "Roe, Ada, host. *Cautionary Tides*. Season 1, episode 3, “Silt’s Warning,” Quay"
                " Industries, 22 Nov. 2019."
            ),
            "Cautionary Tides",
        ),
        (
            (
                "“Types of Harbours.” Harbour Survey, Tolver Research and Innovation, 3 May 2021,"
                " www.harbour.example/types."
            ),
            "Harbour Survey",
        ),
        ("Poe, Tim. “On Rot.” Rock, Paper, Silt, May 3, 2021.", "Rock, Paper, Silt"),
    ],
)
def test_the_outlet_is_the_series_and_not_its_sponsor(text: str, container: str) -> None:
    assert parse(text).container == container


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Roe, Eduardo, y Daniel Poe", (Person("Roe", "Eduardo"), Person("Poe", "Daniel"))),
        ("Roe (Ch.)", (Person("Roe", "Ch."),)),
        ("Roe, Ada, and Tim Poe, editors.", (Person("Roe", "Ada"), Person("Poe", "Tim"))),
    ],
)
def test_names_are_joined_and_bracketed_as_guides_abroad_do(
    text: str, people: tuple[Person, ...]
) -> None:
    assert names.authors(text) == people


def test_the_number_of_an_issue_is_no_day() -> None:
    assert [one.iso for one in dates.find("Tide Journal, no. 25, May 2011")] == ["2011-05"]
