"""The sources of many pieces: the same work is one line, and works that may differ are two."""

from collections.abc import Iterator, Sequence
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from briefs.model import Person, Source
from briefs.references.audit import likeness
from briefs.references.same_work import BlockingKeys, CitedEntry, Work, surely_same, works
from tests.conftest import scaled

OKAFOR = (Person("Okafor", "Nneka"),)
PAGE = "https://courier.example/2026/harbour"
FULL = Source(
    number=4,
    raw="Okafor, Nneka. “Harbour closed to deep ships.” The Coast Courier, 3 March 2026.",
    status="parsed",
    authors=OKAFOR,
    title="Harbour closed to deep ships",
    container="The Coast Courier",
    issued="2026-03-03",
    url=PAGE,
)
SHORT = Source(
    number=1,
    raw="Harbour Closed to Deep Ships - The Coast Courier",
    title="Harbour Closed to Deep Ships",
    container="The Coast Courier",
)
LINK = Source(number=2, raw=f"this report {PAGE}", title="this report", url=PAGE)
SILT = Source(number=1, raw="Lind, “Silt”, 2019.", title="Silt", issued="2019")


def seen(*found: Work) -> list[tuple[str, tuple[int, ...]]]:
    return [(work.source.raw, work.pieces) for work in found]


def test_one_source_in_three_forms_is_one_work_by_its_fullest_entry() -> None:
    for order in permutations([(3, (SHORT,)), (12, (LINK, SILT)), (7, (FULL,))]):
        first, second = works(order)
        assert seen(first, second) == [(FULL.raw, (3, 7, 12)), (SILT.raw, (12,))]
        assert (first.source.number, second.source.number) == (1, 2)


def test_a_piece_that_cites_a_source_twice_counts_once() -> None:
    assert seen(*works([(5, (FULL, SHORT, FULL))])) == [(FULL.raw, (5,))]


def test_most_cited_comes_first_then_the_newest_then_what_has_no_date() -> None:
    def dated(title: str, issued: str | None) -> Source:
        return Source(number=1, raw=title, title=title, issued=issued, authors=OKAFOR)

    old, new, none = dated("Old", "1999-05"), dated("New", "2026"), dated("None", None)
    found = works([(1, (none, old, new)), (2, (old,))])
    assert [work.source.title for work in found] == ["Old", "New", "None"]


def test_entries_as_written_are_one_where_they_are_the_same_to_the_word() -> None:
    letter = "Letter of the harbour office to the council, in the author's hands"
    kept = Source(number=1, raw=letter)
    other = Source(number=1, raw=letter.replace("council", "mayor"))
    assert seen(*works([(1, (kept,)), (2, (kept, other))])) == [
        (kept.raw, (1, 2)),
        (other.raw, (2,)),
    ]


def test_ibid_is_never_the_most_cited_source() -> None:
    ibid = Source(number=1, raw="Ibid.")
    assert [work.pieces for work in works([(1, (ibid,)), (2, (ibid,))])] == [(1,), (2,)]


def test_an_entry_that_might_be_either_of_two_works_is_neither() -> None:
    def column(issued: str | None) -> Source:
        raw = f"Okafor, “From the quay”, {issued}"
        return Source(number=1, raw=raw, title="From the quay", authors=OKAFOR, issued=issued)

    monday, friday, bare = column("2026-03-02"), column("2026-03-06"), column(None)
    assert [work.pieces for work in works([(1, (monday,)), (2, (bare,))])] == [(1, 2)]
    found = works([(1, (monday,)), (2, (friday,)), (3, (bare,)), (4, (bare,))])
    assert sorted(work.pieces for work in found) == [(1,), (2,), (3, 4)]


def test_a_chain_of_likenesses_ties_no_works_together() -> None:
    def on_page(title: str, issued: str | None = None, url: str | None = None) -> Source:
        raw = f"{title}, {issued}"
        return Source(
            number=1, raw=raw, title=title, issued=issued, url=url, authors=OKAFOR, status="parsed"
        )

    one = on_page("Ships at the quay in winter", "2026-03-02", PAGE)
    between = on_page("Ships at the quay in winter")
    other = on_page("Ships at the quay in winter", "2026-03-06", f"{PAGE}-2")
    found = works([(1, (one,)), (2, (between,)), (3, (other,))])
    assert not any({1, 3} <= set(work.pieces) for work in found)


TITLES = ("Harbour closed", "Harbours closed", "Harbour closed to ships", "Silt", "Silt II", "Ibid")
sources = st.builds(
    Source,
    number=st.just(1),
    raw=st.sampled_from(TITLES),
    title=st.none() | st.sampled_from(TITLES),
    authors=st.sampled_from([(), OKAFOR]),
    issued=st.sampled_from([None, "2026", "2026-03-03", "2026-03-04"]),
    url=st.sampled_from([None, PAGE, "https://courier.example/x", "https://courier.example"]),
)
libraries = st.lists(st.tuples(st.integers(1, 4), st.lists(sources, max_size=5)), max_size=5)


@settings(max_examples=scaled(60), deadline=None)
@given(libraries)
def test_every_entry_is_in_one_work_and_is_like_the_one_it_stands_under(
    library: list[tuple[int, list[Source]]],
) -> None:
    found = works(library)
    assert [work.source.number for work in found] == list(range(1, len(found) + 1))
    for piece, cited in library:
        for source in cited:
            homes = [work for work in found if piece in work.pieces]
            seen = likeness(source)
            assert any(
                likeness(work.source) == seen or surely_same(likeness(work.source), seen)
                for work in homes
            )
    assert {piece for work in found for piece in work.pieces} == {p for p, c in library if c}


@settings(max_examples=scaled(60), deadline=None)
@given(st.lists(sources, min_size=2, max_size=2), st.lists(sources, max_size=8))
def test_what_is_surely_the_same_always_stands_near(pair: list[Source], rest: list[Source]) -> None:
    one, other = map(likeness, pair)
    blocks = BlockingKeys([one, other, *map(likeness, rest)])
    blocks.put(one, 0)
    assert blocks.near(other) == [0] or not surely_same(one, other)


def test_the_entries_can_be_watched_one_by_one() -> None:
    watched: list[str] = []

    def watch(entries: Sequence[CitedEntry]) -> Iterator[CitedEntry]:
        for entry in entries:
            watched.append(entry.source.raw)
            yield entry

    works([(1, (SILT, FULL))], watched=watch)
    assert watched == [FULL.raw, SILT.raw]
