"""Ibid. and short forms, tied to the entry that gives the source in full."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefs.references.cross_references import resolve
from briefs.references.parse import parse
from tests.conftest import scaled

TIDES = (
    "Roe, Ada, Max Poe, and Kim Lund. 2012. “The Long History of Tides.” Journal of Ports, "
    "https://example.org/tides."
)
QUAY = "Roe, Ada. “The Quay Reopens.” Harbour Post, May 4, 2017. https://example.org/quay."
BOOK = "Moe, Jan. *A History of Boats*. London: Pier Press, 2014."
LIST = (TIDES, QUAY, BOOK)


def titles(*raws: str) -> list[str | None]:
    numbered = tuple(parse(raw, number) for number, raw in enumerate(raws, start=1))
    return [source.title for source in resolve(numbered)]


@pytest.mark.parametrize(
    "raw",
    [
        "Roe et al., “Long History of Tides,” 14.",
        "Roe, Poe, and Lund, “The Long History of Tides.”",
        "Roe, The Long History of Tides, 14–19.",
        "Roe, Poe, and Lund 2012, 14",
        "Roe et al. (2012), p. 14.",
        "Roe and Poe 2012",
    ],
)
def test_a_short_form_takes_the_fields_of_its_first_mention(raw: str) -> None:
    full = parse(TIDES, 1)
    _, _, _, found = resolve((full, parse(QUAY, 2), parse(BOOK, 3), parse(raw, 4)))
    assert found == replace(full, number=4, raw=raw, status="partial")


@pytest.mark.parametrize("raw", ["Moe, *A History of Boats*, 14.", "Moe, op. cit., 14."])
def test_a_book_is_found_by_emphasis_and_by_op_cit(raw: str) -> None:
    assert titles(*LIST, raw)[-1] == "A History of Boats"


@pytest.mark.parametrize("raw", ["Ibid.", "Ibid., 14.", "ibid", "Ebd., S. 3."])
def test_ibid_is_the_entry_before_it_however_often(raw: str) -> None:
    assert titles(TIDES, QUAY, raw, raw)[2:] == ["The Quay Reopens"] * 2


@pytest.mark.parametrize(
    "several",
    [
        "Ada Roe, “Sand,” Harbour Post, May 4, 2017; Karl Doe, *The Silt* (London: Pier, 2001).",
        "See Al Poe, “Sand,” Slate, May 1, 2017. But compare Ann Zed, *Ports* (Pier, 1999).",
    ],
)
def test_ibid_behind_several_works_is_none_of_them(several: str) -> None:
    assert titles(several, "Ibid., 14.") == ["Sand", None]


@pytest.mark.parametrize("dash", ["---.", "———.", "——.", "- ———."])
def test_a_dash_stands_for_the_authors_above(dash: str) -> None:
    below = f"{dash} “The Pier Reopens.” Harbour Post, May 5, 2017."
    above, other, third = resolve((parse(QUAY, 1), parse(below, 2), parse(below, 3)))
    assert other.authors == third.authors == above.authors
    assert (other.title, other.status) == ("The Pier Reopens", "parsed")


def test_ibid_with_nothing_before_it_stays_as_it_is() -> None:
    assert titles("Ibid.", QUAY) == [None, "The Quay Reopens"]


def test_ibid_behind_an_entry_that_was_not_read_stays_as_it_is() -> None:
    assert titles(QUAY, "Nobody can read this", "Ibid.")[-1] is None


def test_two_candidates_resolve_nothing() -> None:
    other = "Roe, Ada. “The Quay Sinks.” Harbour Post, June 5, 2017. https://example.org/sinks."
    assert titles(QUAY, other, "Roe 2017, 3")[-1] is None
    assert titles(QUAY, other, "Roe, op. cit., 3.")[-1] is None
    assert titles(QUAY, other, "Roe, The Quay, 3.")[-1] is None
    assert titles(QUAY, other, "Roe, The Quay Sinks, 3.")[-1] == "The Quay Sinks"


def test_a_letter_behind_the_year_must_be_the_entrys_own() -> None:
    first, second = (
        f"Roe, Ada. 2012{letter}. “{title}.” Harbour Post, May 4. https://example.org/{letter}."
        for letter, title in (("a", "Ebb"), ("b", "Flow"))
    )
    assert titles(first, second, "Roe 2012b, 3")[-1] == "Flow"
    assert titles(first, second, "Roe 2012, 3")[-1] is None


def test_a_mention_never_points_forward() -> None:
    assert titles("Roe 2012, 14", TIDES)[0] is None


def test_another_author_or_year_is_another_source() -> None:
    for raw in ("Zoe 2012, 14", "Roe 2013, 14", "Roe and Zoe 2012", "Poe 2012"):
        assert titles(*LIST, raw)[-1] is None


@settings(max_examples=scaled(100), deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [*LIST, "Ibid.", "Roe 2012", "Roe 2017, 3", "Moe, op. cit.", "Roe, Ada", "Boats."]
        )
        | st.text(max_size=40),
        max_size=8,
    )
)
def test_the_list_always_keeps_its_entries_and_what_was_read_of_them(raws: list[str]) -> None:
    sources = tuple(parse(raw, number) for number, raw in enumerate(raws, start=1))
    resolved = resolve(sources)
    assert [(source.number, source.raw) for source in resolved] == list(enumerate(raws, start=1))
    for before, after in zip(sources, resolved, strict=True):
        if before.url or before.container or before.publisher:
            assert after == before
        if after != before:
            assert after.status == "partial"
            assert any(
                after.title == source.title for source in sources if source.url or source.publisher
            )
