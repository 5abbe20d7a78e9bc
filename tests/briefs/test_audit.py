"""What the audit of a reference list tells an editor."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefs.model import Mark, Span
from briefs.references.audit import Finding, audit
from briefs.references.parse import parse
from tests.conftest import scaled

NOW = datetime(2020, 1, 1, 12, tzinfo=UTC)
QUAY = "Roe, Ada. “The Quay Reopens.” Harbour Post, May 4, 2017. https://example.org/quay."
BOAT = "Poe, Max. “A Boat at Last.” Tide Weekly, June 5, 2018. https://example.org/boat."


def findings(*raws: str, cited: tuple[int, ...] = ()) -> dict[str, Finding]:
    """The last finding of each kind."""
    sources = tuple(parse(raw, number) for number, raw in enumerate(raws, start=1))
    marks = tuple(Mark(number, Span(9, 9)) for number in cited)
    return {finding.kind: finding for finding in audit(sources, marks, NOW)}


def test_a_sound_list_is_only_summed_up() -> None:
    assert findings(QUAY, BOAT, cited=(1, 2)) == {
        "summary": Finding(
            "summary",
            "2 sources from 2 publishers; the oldest is of 4 May 2017, the newest of 5 June 2018.",
        )
    }


def test_a_piece_without_sources_has_no_findings() -> None:
    assert audit((), (), NOW) == ()


def test_entries_without_a_mark_are_told_only_where_there_are_marks() -> None:
    assert findings(QUAY, BOAT, cited=(1,))["uncited"].sentence == "Entry 2 is never cited."
    assert "uncited" not in findings(QUAY, BOAT)


@pytest.mark.parametrize(
    "other",
    [
        QUAY,
        "“The quay re-opens.” Harbour Post, 4 May 2017.",
        "Roe, A. (2017, May 4). The Quay Reopens. Harbour Post. https://example.com/quay-2",
        "“Another title.” 2017. http://www.example.org/quay/?utm_source=feed#top",
    ],
)
def test_one_source_in_two_forms_is_found(other: str) -> None:
    assert findings(QUAY, BOAT, other)["duplicate"].entries == (1, 3)


@pytest.mark.parametrize(
    "other",
    [
        "Roe, Ada. “The Quay Reopens.” Harbour Post, May 4, 2018. https://example.org/again.",
        "Roe, Ada. “The Quay Closes.” Harbour Post, May 4, 2017. https://example.org/closes.",
        "“The Quay Reopens.” Another Paper. https://example.org/other.",
    ],
)
def test_two_sources_that_are_merely_alike_are_not_one(other: str) -> None:
    assert "duplicate" not in findings(QUAY, other)


def test_a_numbered_series_is_not_one_source() -> None:
    series = [f"“Tide report {n}.” Harbour Post, 2017. https://example.org/{n}." for n in (1, 2)]
    assert "duplicate" not in findings(*series)


def test_three_forms_of_one_source_are_one_finding() -> None:
    assert findings(QUAY, QUAY, BOAT, QUAY)["duplicate"] == Finding(
        "duplicate", "Entries 1, 2 and 4 look like one source.", (1, 2, 4)
    )


@pytest.mark.parametrize(
    "address",
    [
        "ftp://ftp.example.org/boats.txt",
        "https://example.org/tour.swf",
        "https://goo.gl/AbCd",
        "http://feeds.feedburner.com/quay",
        "http://quay.googlecode.com/files/map.pdf",
    ],
)
def test_an_address_of_a_dead_kind_is_told(address: str) -> None:
    found = findings(f"“Boats.” Harbour Post, May 4, 2017. {address}.")
    assert address in found["dead-format"].sentence


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("http//example.org/boats", "mistyped address: http//example.org/boats"),
        ("htp://example.org/boats", "mistyped address: htp://example.org/boats"),
        ("https://http://example.org/boats", "mistyped"),
        ("https://example/boats", "malformed address: https://example/boats"),
        ("https://example..org/boats", "malformed"),
    ],
)
def test_an_address_that_cannot_work_is_told(address: str, problem: str) -> None:
    found = findings(f"“Boats.” Harbour Post, May 4, 2017. {address}")
    assert problem in found["address"].sentence


@pytest.mark.parametrize("address", ["www.example.org/boats", "example.org/boats"])
def test_an_address_without_its_scheme_is_none_to_look_at(address: str) -> None:
    assert "address" not in findings(f"“Boats.” Harbour Post, May 4, 2017. {address}")


@pytest.mark.parametrize(
    "address",
    [
        "https://web.archive.org/web/2017/http://example.org/a",
        "https://example.org/go?to=https://example.com/",
        "https://example.org:8080/a_(b)",
        "https://bücher.example/x",
    ],
)
def test_an_address_that_works_is_not_complained_of(address: str) -> None:
    assert "address" not in findings(f"“Boats.” Harbour Post, May 4, 2017. {address}")


def test_a_date_to_come_is_told_and_today_is_not() -> None:
    later = findings("“Boats.” Harbour Post, January 2, 2020.")["future"]
    assert later.sentence == "Entry 1 is said to be published 2 January 2020, which is yet to come."
    assert "future" not in findings("“Boats.” Harbour Post, January 1, 2020.")
    assert "future" not in findings("“Boats.” Harbour Post, January 2020.")


def test_what_was_seen_before_it_was_published_is_told() -> None:
    early = findings("“Boats.” Harbour Post, May 4, 2017. Accessed May 3, 2017.")["seen-early"]
    assert early.sentence == (
        "Entry 1 was accessed 3 May 2017, before it was published (4 May 2017)."
    )
    assert "seen-early" not in findings("“Boats.” Harbour Post, May 2017. Accessed May 3, 2017.")


def test_what_could_not_be_read_is_told() -> None:
    assert findings(QUAY, "Nobody can read this")["as-written"].entries == (2,)


@settings(max_examples=scaled(60), deadline=None)
@given(
    st.lists(
        st.text(max_size=60) | st.sampled_from([QUAY, BOAT, "http://[a", "www.", "ftp://"]),
        max_size=8,
    ),
    st.lists(st.integers(1, 9), max_size=4).map(tuple),
)
def test_any_list_is_audited_and_every_entry_named_is_in_it(
    raws: list[str], cited: tuple[int, ...]
) -> None:
    sources = tuple(parse(raw, number) for number, raw in enumerate(raws, start=1))
    found = audit(sources, tuple(Mark(number, Span(0, 0)) for number in cited), NOW)
    assert [finding.kind for finding in found[:1]] == ["summary"] * bool(raws)
    for finding in found:
        assert set(finding.entries) <= set(range(1, len(raws) + 1))
        assert finding.sentence.endswith(".") or finding.kind == "address"


@pytest.mark.parametrize(
    ("published", "told"),
    [
        (datetime(2018, 6, 4, tzinfo=UTC), True),
        (datetime(2018, 6, 5, tzinfo=UTC), False),
        (datetime(2019, 1, 1, tzinfo=UTC), False),
        (None, False),
    ],
)
def test_a_piece_that_is_dated_before_a_source_of_it_is_told(
    published: datetime | None, told: bool
) -> None:
    sources = tuple(parse(raw, number) for number, raw in enumerate((BOAT, QUAY), start=1))
    found = [one for one in audit(sources, (), NOW, published) if one.kind == "dated-early"]
    assert bool(found) == told
    if found:
        said = "The piece is dated 4 June 2018, before entry 1 (5 June 2018)."
        assert found == [Finding("dated-early", said, (1,))]
