"""Authors: both orders of name, lists of them, and organisations told from people."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefs.model import Author, Organisation, Person
from briefs.references.fields.names import authors

GIVEN = st.sampled_from(["Ada", "Zoë", "Jean-Luc", "Mary Ann", "R. B.", "Łukasz", "Олена"])
FAMILY = st.sampled_from(["Roe", "O’Brien", "El-Masry", "Żak", "Núñez", "Wong", "Коваль"])


def people(*pairs: tuple[str, str]) -> tuple[Author, ...]:
    return tuple(Person(family, given) for given, family in pairs)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Roe, Ada.", people(("Ada", "Roe"))),
        ("Ada Roe,", people(("Ada", "Roe"))),
        ("By Ada Roe", people(("Ada", "Roe"))),
        ("Roe, Ada B.", people(("Ada B.", "Roe"))),
        ("Roe, Michael.", people(("Michael", "Roe"))),
        ("A. B. Roe,", people(("A. B.", "Roe"))),
        ("Poe-Roe, Ada and Woe, Max.", people(("Ada", "Poe-Roe"), ("Max", "Woe"))),
        ("Roe, Ada, Max Poe, and Eve Woe.", people(("Ada", "Roe"), ("Max", "Poe"), ("Eve", "Woe"))),
        ("Roe, A., Poe, M. B., & Woe, E.", people(("A.", "Roe"), ("M. B.", "Poe"), ("E.", "Woe"))),
        ("Roe, A., Poe, M. and Woe, E.B.", people(("A.", "Roe"), ("M.", "Poe"), ("E.B.", "Woe"))),
        ("Roe, Ada; Poe, Max", people(("Ada", "Roe"), ("Max", "Poe"))),
        ("A. Roe and M. Ho,", people(("A.", "Roe"), ("M.", "Ho"))),
        ("Ada Roe, Max Poe et al.", people(("Ada", "Roe"), ("Max", "Poe"))),
        ("Roe, Ada, Max Poe, et al.", people(("Ada", "Roe"), ("Max", "Poe"))),
        ("Roe, Martin Lee, Jr.", (Person("Roe", "Martin Lee", "Jr."),)),
        ("Ada Roe Jr.", (Person("Roe", "Ada", "Jr."),)),
        ("Roe, A. B., Jr., & Poe, C.", (Person("Roe", "A. B.", "Jr."), Person("Poe", "C."))),
        ("Seán Ó Roe", people(("Seán", "Ó Roe"))),
        ("roe, b.", people(("b.", "roe"))),
        ("Roe, Ada (Host)", people(("Ada", "Roe"))),
        ("Roe A.B.", people(("A.B.", "Roe"))),
        ("Roe, A. (Director).", people(("A.", "Roe"))),
    ],
)
def test_people_are_read_in_either_order(written: str, expected: tuple[Author, ...]) -> None:
    assert authors(written) == expected


@pytest.mark.parametrize(
    "written", ["Anne E. Roe, Victoria A. Poe, and M. F.", "A. Roe, M. Poe, and C. W."]
)
def test_a_list_in_spoken_order_is_not_taken_for_inverted_names(written: str) -> None:
    named = authors(written)
    assert named is not None
    assert [str(name) for name in named[:2]] == written.split(", ")[:2]


@pytest.mark.parametrize(
    ("inverted", "spoken"),
    [("Berg, Anna van den", "Anna van den Berg"), ("Croix, Guy de.", "Guy de Croix")],
)
def test_a_particle_gives_the_same_person_in_both_orders(inverted: str, spoken: str) -> None:
    family, _, given = inverted.rstrip(".").partition(", ")
    assert authors(inverted) == authors(spoken) == people((given, family))


def test_a_double_family_name_is_kept_whole_where_it_comes_first() -> None:
    assert authors("Quispe León, Rosa.") == people(("Rosa", "Quispe León"))


@pytest.mark.parametrize(
    "name",
    [
        "Redacción XY",
        "UT Lowell",
        "EMMA’s List",
        "New Lakeland English Dictionary",
        "Example Rights Watch",
        "The Editors of Exemplar",
        "Committee on Maps and National Roads",
        "Ministry of Land, Canals, and Roads (MLCR)",
        "Food and Harbour Organization",
        "wanderer77",
        "Bo",
    ],
)
def test_an_organisation_or_a_lone_word_is_one_name(name: str) -> None:
    assert authors(name) == (Organisation(name),)


def test_acronyms_in_a_row_are_organisations_each() -> None:
    assert authors("TT, DN and X") == (Organisation("TT"), Organisation("DN"), Organisation("X"))


@pytest.mark.parametrize(
    "prose", ["As Roe puts it,", "Harbour war", "Explained in full with a", "x" * 500, "“", "3 + 4"]
)
def test_what_is_no_list_of_names_is_none(prose: str) -> None:
    assert authors(prose) is None


def test_nothing_before_a_title_is_no_author() -> None:
    assert authors("") == authors(" . ") == ()


@settings(deadline=None)
@given(st.lists(st.tuples(GIVEN, FAMILY), min_size=1, max_size=5))
def test_a_list_of_people_is_always_read_back_from_the_usual_forms(
    pairs: list[tuple[str, str]],
) -> None:
    expected = people(*pairs)
    spoken = [f"{given} {family}" for given, family in pairs]
    inverted = [f"{family}, {given}" for given, family in pairs]
    assert authors("; ".join(inverted)) == expected
    assert authors(", and ".join([", ".join(spoken[:-1]), spoken[-1]]).lstrip(", and")) == expected


@settings(deadline=None)
@given(st.text(max_size=120))
def test_any_text_is_read_without_an_error_and_names_use_its_words(text: str) -> None:
    for author in authors(text) or ():
        for word in str(author).split():
            assert word in text
