from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.errors import Unreadable
from briefs.reading import front_matter


def said(yaml: str) -> front_matter.FrontMatter:
    return front_matter.read(f"---\n{yaml}\n---\nText.")[0]


def test_a_piece_says_who_where_and_when() -> None:
    matter, text = front_matter.read(
        "---\ntitle: 'The Quay: Reopened'\nauthors: [Jane Doe, John Roe, Ana Silva]\n"
        "publication: The Example\ndate: 2017-01-09\ntags: energy, ports\n"
        "canonical_url: https://example.org/quay\nlang: pt-BR\nid: The Quay\n"
        "layout: post\n---\nText."
    )
    assert matter.title == "The Quay: Reopened"
    assert matter.byline == "Jane Doe, John Roe and Ana Silva"
    assert matter.outlet == "The Example"
    assert matter.published == datetime(2017, 1, 9, tzinfo=UTC)
    assert matter.topics == ("energy", "ports")
    assert matter.url == "https://example.org/quay"
    assert matter.language == "pt"
    assert matter.slug == "the-quay"
    assert matter.warnings == ()
    assert text == "Text."


def test_values_are_what_was_written_and_not_what_yaml_makes_of_them() -> None:
    matter = said("title: No\nbyline: 2017-01-01\nid: 012")
    assert (matter.title, matter.byline, matter.slug) == ("No", "2017-01-01", "piece-012")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2017-01-09T10:30:00+02:00", datetime(2017, 1, 9, 8, 30, tzinfo=UTC)),
        ("2017-01-09 10:30:00 -5", datetime(2017, 1, 9, 15, 30, tzinfo=UTC)),
        ("09 Jan 2017 23:30:00 GMT", datetime(2017, 1, 9, 23, 30, tzinfo=UTC)),
        ("Monday, 9 January 2017 23:30 EST", datetime(2017, 1, 9, 23, 59, 59, tzinfo=UTC)),
        ("9 Jan 2017 23:30:00 XYZ", datetime(2017, 1, 9, tzinfo=UTC)),
        ("January 9, 2017", datetime(2017, 1, 9, tzinfo=UTC)),
        ("9 janvier 2017", datetime(2017, 1, 9, tzinfo=UTC)),
    ],
)
def test_a_date_is_a_moment_of_its_own_day_in_utc(written: str, read: datetime) -> None:
    assert said(f"date: {written}").published == read


@pytest.mark.parametrize("written", ["2017", "January 2017", "2017-13-45", "soon", "03/04/2017"])
def test_a_day_is_never_invented(written: str) -> None:
    matter = said(f"date: {written}")
    assert matter.published is None
    assert matter.warnings == (f"front matter: no day can be read from the date “{written}”",)


@pytest.mark.parametrize(
    ("yaml", "warning"),
    [
        ("title: [a, b]", "front matter: no title can be read from “a, b”"),
        ("title: {a: b}", "front matter, line 2: title cannot be nested like this"),
        ("url: ftp://example.org", "front matter: no url can be read from “ftp://example.org”"),
        ("lang: English", "front matter: no language can be read from “English”"),
    ],
)
def test_a_value_of_the_wrong_shape_is_a_warning(yaml: str, warning: str) -> None:
    assert said(yaml).warnings == (warning,)


def test_nothing_said_is_no_warning() -> None:
    assert said("title:\nlang: ~\ntags: []\nauthor: null").warnings == ()


def test_authors_may_be_mappings_with_names() -> None:
    assert (
        said("authors:\n- name: Jane Doe\n  role: editor\n- John Roe").byline
        == "Jane Doe and John Roe"
    )


@pytest.mark.parametrize(
    "text",
    ["No front matter.", "---\nA rule above prose.\n---\nText.", "---\ntitle: never closed\nText."],
)
def test_a_text_without_front_matter_is_left_whole(text: str) -> None:
    assert front_matter.read(text) == (front_matter.FrontMatter(), text)


@pytest.mark.parametrize(
    ("yaml", "line"),
    [
        ("title: a\nbyline: [b", 4),
        ("title: a: b", 2),
        ("title: a\ntopics: &t [x]", 3),
        ("title: *missing", 2),
        ("title: " + "[" * 5000, 2),
        ("title: " + "x" * 70_000, 1),
        (r'title: "\U00110000"', 1),
        (r'title: "\UFFFFFFFF"', 1),
    ],
    ids=["open list", "two colons", "anchor", "alias", "deep", "large", "no character", "none"],
)
def test_front_matter_that_cannot_be_read_names_its_line(yaml: str, line: int) -> None:
    with pytest.raises(Unreadable) as caught:
        said(yaml)
    assert caught.value.line == line


@given(st.text(alphabet=st.sampled_from("ab:-[]{}&*!|>#'\"\n ~?,%@`")))
def test_any_front_matter_is_read_or_refused(yaml: str) -> None:
    with suppress(Unreadable):
        assert said(f"title: a\n{yaml}").lines > 0
