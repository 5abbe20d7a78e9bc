"""Fields that hold what belongs to the next one."""

import pytest

from briefs.model import Organisation, Person
from briefs.references.field_borders import within_borders
from briefs.references.fields.name_words import opens_with_given_name
from briefs.references.parse import parse
from briefs.references.parsed_fields import ParsedFields


@pytest.mark.parametrize(
    ("title", "left"),
    [
        ("Sand in the port. Harbour Gazette", "Sand in the port"),
        ("Sand in the port. RAND Corporation", "Sand in the port"),
        ("Sand in the port. What the dredgers found", "Sand in the port. What the dredgers found"),
        ("Sand of the port (2019)", None),
        ("Lei nº", None),
        ("Sand, silt and mud", "Sand, silt and mud"),
    ],
)
def test_a_title_ends_before_a_name_and_has_no_year_in_brackets(
    title: str, left: str | None
) -> None:
    fields = ParsedFields(title=title)
    assert within_borders(fields, f"Roe, A. {title}. 2020", None).title == left


def test_a_title_in_quotes_is_left_as_it_is() -> None:
    fields = ParsedFields(title="Sand of the port (2019)")
    text = "Roe, Ada. “Sand of the port (2019).” Post."
    assert within_borders(fields, text, None) == fields


@pytest.mark.parametrize(
    ("container", "left"),
    [
        ("Harbour Times, dpa", "Harbour Times"),
        ("Resolution 70/175", None),
        ("van", None),
        ("Port Studies 12", "Port Studies 12"),
    ],
)
def test_an_outlet_is_no_number_and_no_small_word(container: str, left: str | None) -> None:
    fields = ParsedFields(title="Sand", container=container)
    assert within_borders(fields, f"Sand. {container}, 2020", None).container == left


@pytest.mark.parametrize(
    ("authors", "left"),
    [
        ((Person("Guild", "Dockers"),), (Organisation("Dockers Guild"),)),
        ((Organisation("RFC 8446"),), ()),
        ((Organisation("Klia2"),), (Organisation("Klia2"),)),
        ((Person("Roe", "Ada"), Organisation("Silt")), ()),
        (
            (Person("Roe", "A."), Organisation("Harbour Research Institute")),
            (Person("Roe", "A."), Organisation("Harbour Research Institute")),
        ),
    ],
)
def test_names_that_are_none_are_left_out(
    authors: tuple[Person | Organisation, ...], left: tuple[Person | Organisation, ...]
) -> None:
    text = "Dockers Guild, RFC 8446, Klia2, Ada Roe, Silt, Harbour Research Institute. Sand. 2020"
    assert within_borders(ParsedFields(authors=authors, title="Sand"), text, None).authors == left


def test_a_name_and_the_word_behind_it_are_no_author() -> None:
    fields = ParsedFields(authors=(Person("Sylvie Roe", "Sand"),), title="A history of ports")
    left = within_borders(fields, "Sylvie Roe, Sand, A history of ports, 2010", None)
    assert (left.authors, left.title) == ((), None)


def test_a_body_that_was_taken_for_the_title_is_the_author() -> None:
    fields = ParsedFields(title="Harbour Institute", container="Silt 2021: mud in every berth")
    left = within_borders(fields, "Harbour Institute. (2021). Silt 2021: mud in every berth.", None)
    assert (left.authors, left.title, left.container) == (
        (Organisation("Harbour Institute"),),
        "Silt 2021: mud in every berth",
        None,
    )


@pytest.mark.parametrize("name", ["Matej", "Kwame", "Mojmír"])
def test_given_names_of_many_countries_are_known(name: str) -> None:
    assert opens_with_given_name(f"{name} Roe")


def test_two_words_that_the_address_has_are_a_body() -> None:
    text = "Deccan Harbour, “The Silt Returns,” 3 May 2021, https://www.deccanharbour.example/silt"
    assert parse(text).authors == (Organisation("Deccan Harbour"),)
