"""Reading a reference entry: dates, titles, outlets and addresses as people write them."""

import pytest

from briefs.references.parse import parse
from tests.briefs.entries import ADA, ADDRESS


@pytest.mark.parametrize(
    ("raw", "issued"),
    [
        ("Roe, Ada. 2013. “A Paper Boat.” Harbour Post, July 14.", "2013-07-14"),
        ("Roe, A. (2013) ‘A Paper Boat’, Harbour Post, 14 July.", "2013-07-14"),
        ("Roe, Ada. 2013. “A Paper Boat.” Harbour Post, October.", "2013-10"),
        ("“A Paper Boat.” 2013. Harbour Post, July 14.", "2013-07-14"),
        ("“A Paper Boat” (2013) Harbour Post, 14 July.", "2013-07-14"),
        ("18 October 2006. “A Paper Boat.” Harbour Post.", "2006-10-18"),
        ("Roe, Ada. 2012c. “A Paper Boat.” Harbour Post.", "2012"),
        ("Ada Roe, “A Paper Boat,” Harbour Post, January/February 2020.", "2020"),
        ("Ada Roe, “A Paper Boat,” Harbour Post, n.d.", None),
        ("Ada Roe, “A Paper Boat,” Harbour Post, April 21, 202.", None),
        ("Ada Roe, “A Paper Boat,” Harbour Post, 03/04/2017.", None),
    ],
)
def test_a_date_is_put_together_from_where_a_style_splits_it(raw: str, issued: str | None) -> None:
    source = parse(raw)
    assert source.issued == issued
    assert (source.title, source.container) == ("A Paper Boat", "Harbour Post")


def test_a_date_in_brackets_after_the_address_is_one_of_access() -> None:
    source = parse(f"“A Paper Boat,” {ADDRESS} (June 16, 2016).")
    assert (source.issued, source.accessed) == (None, "2016-06-16")


@pytest.mark.parametrize(
    "notice", ["last updated May 4, 2015", "Last modified May 4, 2015", "current as of May 4, 2015"]
)
def test_an_update_is_not_the_date_of_issue(notice: str) -> None:
    source = parse(f"“A Paper Boat,” Harbour Post, {notice}, {ADDRESS}.")
    assert (source.issued, source.updated) == (None, "2015-05-04")


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("“Is the Quay Open?” ", "Is the Quay Open?"),
        ("“Is the Quay Open?,” ", "Is the Quay Open?"),
        ("“‘The Quay’ Reopens,” ", "‘The Quay’ Reopens"),
        ("“Quay ‘to be closed again’.” ", "Quay ‘to be closed again’"),
        ("“Mayor: “The Quay” Reopens,” ", "Mayor: “The Quay” Reopens"),
        ('"Mayor: "The Quay" Reopens", ', 'Mayor: "The Quay" Reopens'),
        ("“Hamnen: ”Kajen öppnar”.” ", "Hamnen: ”Kajen öppnar”"),
        ("”Kajen öppnar igen,” ", "Kajen öppnar igen"),
        ("„Der Kai ist offen“, ", "Der Kai ist offen"),
        ("« Le quai rouvre », ", "Le quai rouvre"),
        ('“The Quay Reopens," ', "The Quay Reopens"),
        ("“The Quay Reopens” ", "The Quay Reopens"),
        ("“Harbour Act (1898),” ", "Harbour Act (1898)"),
        ("“Quays of the U.S.” ", "Quays of the U.S."),
        ("“2020 Quays to See,” ", "2020 Quays to See"),
    ],
)
def test_a_title_is_taken_out_of_its_quotes_and_keeps_those_inside(
    written: str, title: str
) -> None:
    source = parse(f"Ada Roe, {written}Harbour Post, May 4, 2017.")
    assert (source.authors, source.title) == (ADA, title)
    assert (source.container, source.issued) == ("Harbour Post", "2017-05-04")


def test_a_missing_closing_quote_leaves_the_title_empty() -> None:
    source = parse(f"Ada Roe, “The Quay Reopens. Harbour Post, May 4, 2017. {ADDRESS}")
    assert source.title is None
    assert (source.url, source.status) == (ADDRESS, "partial")


@pytest.mark.parametrize(
    "outlet", ["Election 2002 Web Archive", "Atlantis … 2012 Polls", "Channel 4"]
)
def test_a_year_in_an_outlet_is_no_date(outlet: str) -> None:
    source = parse(f"“A Paper Boat,” {outlet}, accessed May 4, 2017, {ADDRESS}.")
    assert (source.container, source.issued) == (outlet, None)


def test_an_outlet_and_the_organisation_behind_it_are_told_apart() -> None:
    source = parse("“Atlantis,” The Atlas, Example Survey Agency, May 4, 2017.")
    assert (source.container, source.publisher) == ("The Atlas", "Example Survey Agency")
    whole = parse("“Atlantis,” Center on Media, Politics and Public Policy, May 4, 2017.")
    assert (whole.container, whole.publisher) == (
        "Center on Media, Politics and Public Policy",
        None,
    )


@pytest.mark.parametrize(
    ("written", "url"),
    [
        (f"{ADDRESS}. The figures are on page 3.", ADDRESS),
        (f"<{ADDRESS}>", ADDRESS),
        ("https://example.org/wiki/Quay_(harbour).", "https://example.org/wiki/Quay_(harbour)"),
        ("(https://example.org/quay).", "https://example.org/quay"),
        (
            "https://example.org/a#:~:text=a%20quay,reopens.",
            "https://example.org/a#:~:text=a%20quay,reopens",
        ),
        ("www.example.org/quay", "www.example.org/quay"),
        (
            "[https://example.org/a\\_b](https://example.org/a_b)",
            "https://example.org/a_b",
        ),
    ],
)
def test_an_address_is_kept_as_written_without_what_stands_round_it(written: str, url: str) -> None:
    source = parse(f"Ada Roe, “A Paper Boat,” Harbour Post, May 4, 2017, {written}")
    assert source.url == url
    assert (source.title, source.container) == ("A Paper Boat", "Harbour Post")


def test_an_archive_is_parted_from_the_address_it_keeps() -> None:
    archived = f"https://web.archive.org/web/20170104000000/{ADDRESS}"
    source = parse(f"Ada Roe, “A Paper Boat,” Harbour Post, May 4, 2017, {archived}.")
    assert (source.url, source.archive_url) == (ADDRESS, archived)
    both = parse(f"Ada Roe, “A Boat,” Post, {ADDRESS}. Archived from the original: {archived}.")
    assert (both.url, both.archive_url, both.status) == (ADDRESS, archived, "parsed")


@pytest.mark.parametrize(
    ("behind", "outlet"),
    [
        ("Harbour Notes, edited by Eve Doe, 2nd ed., Quay Press, 2001", "Harbour Notes"),
        ("Harbour Comment 40.1 (January 2004): 17", "Harbour Comment"),
        ("Harbour Blog, N.p., 2 Aug. 2006", "Harbour Blog"),
        ("Harbour Research, doi: 10.1000/12", "Harbour Research"),
        ("Available at HRN 2247043", None),
        ("Review of Oars, by Eve Doe", None),
        ("US patent 4054881, October 18, 1977", None),
    ],
)
def test_an_outlet_ends_before_its_editors_and_numbers(behind: str, outlet: str | None) -> None:
    source = parse(f"Roe, Ada. “A Paper Boat.” {behind}.")
    assert (source.title, source.container) == ("A Paper Boat", outlet)
