"""A title ends where the tagger is sure that another field begins; a body before one is none."""

import pytest

from briefs.model import Person
from briefs.references.field_borders import as_tagged
from briefs.references.parsed_fields import ParsedFields


@pytest.mark.parametrize(
    ("title", "behind", "whole"),
    [
        ("The end of the ferry at Tolver. Daily Post, p", ". 1.", "The end of the ferry at Tolver"),
        ("Testing of metal piles (ASTM E8/E8M-16a)", ".", "Testing of metal piles"),
        (
            "Silt and Salt in the Old Harbour. MDE 24/5415/2017",
            ". London: Tide.",
            "Silt and Salt in the Old Harbour",
        ),
    ],
)
def test_a_title_ends_before_the_next_field(title: str, behind: str, whole: str) -> None:
    text = f"Roe, A. (2016, 20 December). {title}{behind}"
    fields = ParsedFields(authors=(Person("Roe", "A."),), title=title, issued="2016-12-20")
    assert as_tagged(fields, text).title == whole


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("The board, the bank and the boats", None),
        ("Roe v. Harbour Board, 549 U.S. 497", "legal_case"),
        ("Silt in the locks", None),
    ],
)
def test_a_title_without_another_field_stays(title: str, kind: str | None) -> None:
    fields = ParsedFields(authors=(Person("Roe", "A."),), title=title, kind=kind)
    assert as_tagged(fields, f"Roe, A. (2016). {title}. Harbour Times.") == fields


def test_a_quoted_title_stays() -> None:
    fields = ParsedFields(title="Silt returns. Harbour Times")
    assert as_tagged(fields, "Roe, A. “Silt returns. Harbour Times.” Tide, 2016.") == fields


def test_the_author_before_a_title_is_told_apart() -> None:
    title = "Roe, A. Tendai. Harbour Inequality and the Emerging Docks: A Rights Analysis"
    fields = as_tagged(ParsedFields(title=title, issued="2020"), f"{title}. Tide Press, June 2020.")
    assert fields.title == "Harbour Inequality and the Emerging Docks: A Rights Analysis"
    assert fields.authors == (Person("Roe", "A. Tendai"),)


def test_a_body_before_a_title_is_no_title() -> None:
    text = "Riot Games. (2016) What is League of Legends? Retrieved from https://riot.example"
    assert as_tagged(ParsedFields(title="Riot Games", issued="2016"), text).title is None


def test_an_entry_too_long_for_the_tagger_stays() -> None:
    fields = ParsedFields(title="Silt. Tide")
    assert as_tagged(fields, "Silt. Tide. " + "mud " * 300) == fields
