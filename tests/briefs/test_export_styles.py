"""Chicago, MLA and APA as text, held to what citeproc-js makes of the same sources."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefs.model import Organisation, Person, Source
from briefs.references.export import apa, chicago, mla
from briefs.references.parse import parse
from tests.briefs.citeproc.items import ADA, ITEMS, NEWS
from tests.conftest import scaled

STYLES = {"chicago": chicago.export, "mla": mla.export, "apa": apa.export}
RENDERED = json.loads((Path(__file__).parent / "citeproc/rendered.json").read_text("utf-8"))

# Where we leave citeproc-js, and why: name of the item -> style -> ours.
KEEPS_ITS_CAPITALS = {
    "hostile": {
        "chicago": "Roe, Ada. “Q&A: 50% {x} under_score #1 ~ ^ \\ $5.” Harbour Post, "
        "September 30, 2016.",
        "mla": "Roe, Ada. “Q&A: 50% {x} under_score #1 ~ ^ \\ $5.” Harbour Post, 30 Sept. 2016.",
    },
    "colon": {
        "chicago": "Roe, Ada. “The Quay: a long story: again.” Harbour Post, September 30, 2016.",
        "mla": "Roe, Ada. “The Quay: a long story: again.” Harbour Post, 30 Sept. 2016.",
    },
    "lower case": {
        "chicago": "Roe, Ada. “the quay reopens.” harbour-post.example, September 30, 2016.",
        "mla": "Roe, Ada. “the quay reopens.” harbour-post.example, 30 Sept. 2016.",
        "apa": "Roe, A. (2016, September 30). the quay reopens. harbour-post.example.",
    },
}
AN_ORGANISATION_IS_AN_AUTHOR_NOT_AN_AFFILIATION = {
    "two, the second an organisation": {
        "chicago": "Roe, Ada, and Harbour Watch. “The Quay Reopens.” Harbour Post, "
        "September 30, 2016.",
        "mla": "Roe, Ada, and Harbour Watch. “The Quay Reopens.” Harbour Post, 30 Sept. 2016.",
        "apa": "Roe, A., & Harbour Watch. (2016, September 30). The Quay Reopens. Harbour Post.",
    },
    "an organisation, then a person": {
        "chicago": "Harbour Watch and Ada Roe. “The Quay Reopens.” Harbour Post, "
        "September 30, 2016.",
        "mla": "Harbour Watch and Ada Roe. “The Quay Reopens.” Harbour Post, 30 Sept. 2016.",
    },
}
A_FAMILY_NAME_IS_KEPT_WHOLE = {
    "particle in the family name": {
        "chicago": "de Witt, Jean-Luc A. “The Quay Reopens.” Harbour Post, September 30, 2016.",
    },
}
OURS = (
    KEEPS_ITS_CAPITALS
    | AN_ORGANISATION_IS_AN_AUTHOR_NOT_AN_AFFILIATION
    | A_FAMILY_NAME_IS_KEPT_WHOLE
)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("name", ITEMS)
def test_a_source_is_set_as_citeproc_sets_it(style: str, name: str) -> None:
    wanted = OURS.get(name, {}).get(style, RENDERED[style][name])
    assert STYLES[style]((ITEMS[name],)) == wanted + "\n"


def test_the_differences_from_citeproc_are_all_still_there() -> None:
    """An entry here that no longer differs is to be taken out."""
    for name, by_style in OURS.items():
        for style, ours in by_style.items():
            assert ours != RENDERED[style][name]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    "raw",
    [
        "Something that nobody can read, 14",
        "Roe, Ada, et al. “The Quay.” Harbour Post, May 4, 2017.",
        "Roe, Ada. 1990. “The Quay.” Journal of Ports 14 (2): 87-90.",
        "Roe, Ada, ed. *The Quay*. London: Pier Press, 2017.",
        "“The Quay.” Harbour Post, last modified May 4, 2017. https://example.org/quay.",
        "Roe, Ada. “The Quay.” YouTube, May 4, 2017. https://www.youtube.com/watch?v=quay.",
    ],
)
def test_what_a_style_would_cut_short_is_given_as_written(style: str, raw: str) -> None:
    assert STYLES[style]((parse(raw),)) == raw + "\n"


def test_a_list_keeps_its_order_and_its_length() -> None:
    sources = (parse("Zoe Zed said so", 1), parse("“Boats.” Harbour Post, May 4, 2017.", 2))
    assert chicago.export(sources) == "Zoe Zed said so\nHarbour Post. “Boats.” May 4, 2017.\n"
    assert chicago.export(()) == ""


@pytest.mark.parametrize("style", STYLES)
@settings(max_examples=scaled(60), deadline=None)
@given(
    title=st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).filter(str.strip),
    authors=st.lists(
        st.sampled_from([ADA, Person("Moe", "J.K."), Organisation("Harbour Watch"), Person("Li")]),
        max_size=25,
    ).map(tuple),
    issued=st.sampled_from([None, "2016", "2016-09", "2016-09-30"]),
)
def test_a_source_always_takes_one_line_that_holds_its_title(
    style: str, title: str, authors: tuple[Person | Organisation, ...], issued: str | None
) -> None:
    fields = {**NEWS, "title": title, "authors": authors, "issued": issued}
    line = STYLES[style]((Source(number=1, raw="", status="parsed", **fields),))
    assert line.endswith("\n")
    assert len(line.splitlines()) == 1
    for word in (word for word in title.split() if word.isalnum()):
        assert word in line
