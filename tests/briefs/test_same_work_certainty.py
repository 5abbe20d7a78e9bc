"""Two entries count as one work only if that is certain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.model import Organisation, Person, Source
from briefs.references.audit import likeness
from briefs.references.same_work import speaks_for_itself, surely_same

OKAFOR = (Person("Okafor", "Nneka"),)
PAGE = "https://courier.example/2026/harbour"


def entry(title: str | None = "Harbour closed to all deep ships", **fields: object) -> Source:
    fields.setdefault("raw", f"{title}, as written.")
    return Source(number=1, title=title, **fields)  # type: ignore[arg-type]


def are_one(one: Source, other: Source) -> bool:
    there, back = likeness(one), likeness(other)
    assert surely_same(there, back) == surely_same(back, there)
    return surely_same(there, back)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (entry(container="The Coast Courier"), entry(container="The Coast Courier", url=PAGE)),
        (entry(authors=OKAFOR, issued="2026"), entry(authors=OKAFOR, issued="2026-03-03")),
        (entry(issued="2026-03-03", container="Courier"), entry(issued="2026-03-03")),
        (entry(authors=OKAFOR), entry("Harbor closed to all deep ships", authors=OKAFOR)),
        (
            entry("What U.S. ports weigh", authors=OKAFOR),
            entry("What US ports weigh", authors=OKAFOR),
        ),
        (entry("Café life, mapped", authors=OKAFOR), entry("CAFE LIFE MAPPED", authors=OKAFOR)),
        (entry(url=PAGE), entry("A report on the harbour", url=f"{PAGE}/?utm_source=x#top")),
        (entry(url=PAGE, authors=OKAFOR), entry("this report", url=PAGE)),
        (
            entry(url=PAGE, authors=OKAFOR, issued="2026-03-03"),
            entry(url="http://courier.example/harbour.html", authors=OKAFOR, issued="2026-03-03"),
        ),
    ],
)
def test_two_forms_of_one_source_are_one(one: Source, other: Source) -> None:
    assert are_one(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (entry(), entry()),
        (
            entry("The river and the sea, part I", authors=OKAFOR),
            entry("The river and the sea, part II", authors=OKAFOR),
        ),
        (entry("World report 2025", authors=OKAFOR), entry("World report 2026", authors=OKAFOR)),
        (
            entry("A yearly report on ports, quays and harbours: Iran", authors=OKAFOR),
            entry("A yearly report on ports, quays and harbours: Iraq", authors=OKAFOR),
        ),
        (
            entry("A long look at the ports and quays of Austria", authors=OKAFOR),
            entry("A long look at the ports and quays of Australia", authors=OKAFOR),
        ),
        (
            entry("Editorial", issued="2026-03-03", container="Courier"),
            entry("Editorial", issued="2026-03-03", container="Herald"),
        ),
        (entry(authors=OKAFOR, issued="2026-03-03"), entry(authors=OKAFOR, issued="2026-03-04")),
        (entry(issued="2026", container="Courier"), entry(issued="2026", container="Herald")),
        (
            entry(authors=OKAFOR, url=PAGE),
            entry(authors=OKAFOR, url="https://courier.example/2026/x"),
        ),
        (
            entry(authors=OKAFOR, url="https://courier.example"),
            entry("Tides", url="https://courier.example"),
        ),
        (
            entry("Ageing coasts", url=PAGE, authors=(Organisation("Harbour Office"),)),
            entry("Growing towns", url=PAGE, authors=(Organisation("Town Office"),)),
        ),
        (
            entry("Ageing coasts", url=PAGE, issued="2025"),
            entry("Growing towns", url=PAGE, issued="2026"),
        ),
    ],
)
def test_what_might_be_two_sources_is_two(one: Source, other: Source) -> None:
    assert not are_one(one, other)


@pytest.mark.parametrize("raw", ["Ibid.", "Interview.", "Personal communication"])
def test_an_entry_that_says_nothing_of_its_own_does_not_speak_for_itself(raw: str) -> None:
    assert not speaks_for_itself(likeness(Source(number=1, raw=raw)))
    assert speaks_for_itself(likeness(Source(number=1, raw=raw, url=PAGE)))
    assert speaks_for_itself(likeness(Source(number=1, raw=raw, issued="2026")))


words = st.lists(
    st.sampled_from(["the", "sea", "and", "port", "quay", "quays", "7", "II"]), max_size=6
)
entries = st.builds(
    entry,
    words.map(" ".join) | st.none(),
    raw=words.map(" ".join),
    authors=st.sampled_from([(), OKAFOR]),
    issued=st.sampled_from([None, "2026", "2026-03-03", "2026-03-04"]),
    url=st.sampled_from([None, PAGE, "https://courier.example", "nonsense://["]),
)


@given(entries, entries)
def test_sameness_has_no_direction(one: Source, other: Source) -> None:
    are_one(one, other)
