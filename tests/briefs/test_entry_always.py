"""What holds for every entry, however hostile: nothing is lost, nothing is made up."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefs.model import Organisation, Person, Source
from briefs.references.base import clean
from briefs.references.parse import LONGEST, parse

# Pieces of entries in any order reach further into the reader than plain noise does.
PIECES = st.sampled_from(
    [
        *"“”„«»‘’\"'()[]{}<>*_-–—.,;:?!&|\\/#\u00a0\u200b\ue000\ue001",
        *(
            " ",
            "Ada",
            "Roe, Ada",
            "and",
            "et al.",
            "The Quay",
            "Post",
            "CNN",
            "2017",
            "May 4, 2017",
        ),
        *(
            "4 May",
            "n.d.",
            "(2017)",
            "accessed",
            "Retrieved",
            "from",
            "[Online]",
            "vol. 3",
            "12(3)",
        ),
        *(
            "https://example.org/a_(b)",
            "[a](https://example.org)",
            "www.example.org",
            "last updated",
        ),
        *(
            "https://web.archive.org/web/2017/",
            "03/04/2017",
            "London:",
            "*Boats*",
            " - ",
            "; ",
            ". ",
        ),
    ]
)
ENTRIES = st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=200)


def texts(source: Source) -> list[str]:
    authors = [
        part
        for author in source.authors
        for part in ([author.family, author.given] if isinstance(author, Person) else [author.name])
    ]
    return [*authors, source.title or "", source.container or "", source.publisher or ""]


@settings(max_examples=300, deadline=None)
@given(ENTRIES, st.integers(1, 999))
def test_any_text_is_read_and_kept_and_no_word_is_made_up(raw: str, number: int) -> None:
    source = parse(raw, number)
    assert (source.raw, source.number) == (raw, number)
    plain = clean(raw)
    unmarked = re.sub(r"[*\[\]]", "", plain)  # emphasis and links may stand inside a word
    for text in texts(source):
        for word in re.findall(r"[^\W_]+", text):
            assert word in unmarked
    assert (source.url or "") in plain
    assert (source.archive_url or "") in plain


@settings(max_examples=200, deadline=None)
@given(ENTRIES)
def test_dates_are_always_real_and_no_more_precise_than_written(raw: str) -> None:
    source = parse(raw)
    for iso in (source.issued, source.updated, source.accessed):
        if iso is not None:
            date.fromisoformat((iso + "-01-01")[:10])
            assert iso[:4] in raw


@settings(deadline=None)
@given(ENTRIES)
def test_an_entry_counts_as_parsed_only_with_a_title_and_a_place(raw: str) -> None:
    source = parse(raw)
    placed = source.container or source.publisher or source.url or source.archive_url
    if source.status == "parsed":
        assert source.title
        assert placed
    if source.status == "raw":
        assert (source.title, source.authors, placed) == (None, (), None)
    assert all(str(author) for author in source.authors)
    assert all(isinstance(author, Person | Organisation) for author in source.authors)


HOSTILE = [
    *(
        "[",
        "(",
        "“",
        '"a," ',
        "[a](",
        "http://",
        "[x](http://a(",
        "Aa, ",
        "accessed ",
        "May 3, ",
        "1-",
    ),
    *(
        "a - ",
        "*a ",
        "A. ",
        "[(",
        "3 May ",
        "1",
        "\\[",
        "(2017) ",
        "'a, ",
        "; ",
        "\u00a0",
        "a.",
        "“a” B",
    ),
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_a_hostile_entry_comes_back_with_its_words(unit: str) -> None:
    """A reader that backtracked without bound would not come back; benchmarks tell the time."""
    raw = unit * (LONGEST // len(unit))
    assert parse(raw).raw == raw


def test_what_is_longer_than_any_entry_is_not_looked_into() -> None:
    raw = "“Boat,” Post, May 4, 2017. " * 4000
    assert parse(raw) == Source(number=1, raw=raw)
