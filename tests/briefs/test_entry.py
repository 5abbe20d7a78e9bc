"""Reading a reference entry: the styles, and the ways in which people depart from them."""

from pathlib import Path

import pytest

from briefs.model import Organisation, Person, Source
from briefs.references.entry import LONGEST, parse

PIECES = Path(__file__).parents[3] / "shared/data/pieces"
ADDRESS = "https://www.example.org/news/2016/9/quay"
ADA = (Person("Roe", "Ada"),)
TWO = (Person("Roe", "Ada"), Person("Poe", "Max"))


def fields(source: Source) -> dict[str, object]:
    """The fields that were read, without the entry itself."""
    names = ("authors", "title", "container", "publisher", "issued", "updated", "accessed", "url")
    return {name: value for name in names if (value := getattr(source, name))}


QUAY = {"authors": TWO, "title": "The Quay Reopens", "container": "Harbour Post"}
DATED = {**QUAY, "issued": "2016-09-30"}
FULL = {**DATED, "accessed": "2017-01-08", "url": ADDRESS}
LINKED = {**DATED, "url": ADDRESS}

STYLES = {
    "Chicago note": (
        f"Ada Roe and Max Poe, “The Quay Reopens,” *Harbour Post*, September 30, 2016, {ADDRESS}.",
        LINKED,
    ),
    "Chicago bibliography": (
        (
            "Roe, Ada, and Max Poe. “The Quay Reopens.” Harbour Post, September 30, 2016. Accessed "
            f"January 8, 2017. {ADDRESS}."
        ),
        FULL,
    ),
    "Chicago author-date": (
        f"Roe, Ada, and Max Poe. 2016. “The Quay Reopens.” Harbour Post, September 30. {ADDRESS}.",
        LINKED,
    ),
    "MLA": (
        (
            "Roe, Ada, and Max Poe. “The Quay Reopens.” Harbour Post, 30 Sept. 2016, "
            f"{ADDRESS}. Accessed 8 Jan. 2017."
        ),
        FULL,
    ),
    "APA": (
        (
            "Roe, A., & Poe, M. (2016, September 30). The Quay Reopens. Harbour Post. Retrieved "
            f"January 8, 2017, from {ADDRESS}"
        ),
        {**FULL, "authors": (Person("Roe", "A."), Person("Poe", "M."))},
    ),
    "ASA": (
        (
            "Roe, Ada and Max Poe. 2016. “The Quay Reopens.” Harbour Post, September 30. Retrieved "
            f"January 8, 2017 ({ADDRESS})."
        ),
        FULL,
    ),
    "Harvard": (
        (
            "Roe, A. and Poe, M. (2016) ‘The Quay Reopens’, Harbour Post, 30 September. Available "
            f"at: {ADDRESS} (Accessed: 8 January 2017)."
        ),
        {**FULL, "authors": (Person("Roe", "A."), Person("Poe", "M."))},
    ),
    "IEEE": (
        (
            "[4] A. Roe and M. Poe, “The Quay Reopens,” Harbour Post, Sep. 30, 2016. Accessed: "
            f"Jan. 08, 2017. [Online]. Available: {ADDRESS}"
        ),
        {**FULL, "authors": (Person("Roe", "A."), Person("Poe", "M."))},
    ),
    "Wikipedia": (
        (
            'Roe, Ada; Poe, Max (30 September 2016). "The Quay Reopens". Harbour Post. Retrieved 8 '
            "January 2017."
        ),
        {**DATED, "accessed": "2017-01-08"},
    ),
    "Wikinews": (
        'Ada Roe and Max Poe. "The Quay Reopens" — Harbour Post, September 30, 2016',
        DATED,
    ),
    "Markdown link": (
        f"- [The Quay Reopens]({ADDRESS}), Harbour Post, September 30, 2016",
        {key: value for key, value in LINKED.items() if key != "authors"},
    ),
    "a chat assistant's list": (
        (
            "12. The Quay Reopens \\- Harbour Post, accessed on January 8, 2017, "
            f"[{ADDRESS}]({ADDRESS})"
        ),
        {
            "title": "The Quay Reopens",
            "container": "Harbour Post",
            "accessed": "2017-01-08",
            "url": ADDRESS,
        },
    ),
    "German": (
        (
            "Roe, Ada; Poe, Max: „The Quay Reopens“, in: Harbour Post, 30. September 2016, "
            f"abgerufen am 08.01.2017. Online unter {ADDRESS}"
        ),
        FULL,
    ),
}


@pytest.mark.parametrize("style", STYLES)
def test_every_field_of_every_style_is_read(style: str) -> None:
    raw, expected = STYLES[style]
    source = parse(raw, 3)
    assert fields(source) == expected
    assert source.status == "parsed"
    assert (source.raw, source.number) == (raw, 3)


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


def test_a_bare_address_has_no_title() -> None:
    source = parse(ADDRESS)
    assert fields(source) == {"url": ADDRESS}
    assert (source.status, source.type) == ("partial", "webpage")


def test_of_several_sources_in_one_note_the_first_is_read_and_the_note_is_shown_as_written() -> (
    None
):
    source = parse(
        f"Ada Roe, “A Boat,” Post, May 4, 2017, {ADDRESS}; “An Oar,” Globe, May 5, 2017."
    )
    assert (source.title, source.container, source.issued) == ("A Boat", "Post", "2017-05-04")
    assert source.status == "partial"


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "Ibid.",
        "Ibid., 45.",
        "Roe, Boats, 137.",
        "The term boats is used here in its broadest sense, rafts “in a way” included.",
        "“Boat” is used in its broadest sense.",
        "Roe v. Poe, 144 Ex. 1436 (1994).",
        "x" * (LONGEST + 1),
    ],
)
def test_what_cannot_be_read_is_left_as_written(raw: str) -> None:
    source = parse(raw)
    assert fields(source) == {}
    assert (source.status, source.raw) == ("raw", raw)


def test_a_short_form_is_partly_read() -> None:
    source = parse("Roe, “A Paper Boat.”")
    assert (source.authors, source.title) == ((Organisation("Roe"),), "A Paper Boat")
    assert source.status == "partial"


@pytest.mark.parametrize(
    ("raw", "fitting"),
    [
        ("18. Oktober 2006. „Der Kai“, Hafenblatt.", "2006-10-18"),
        ("18. “Der Kai,” Hafenblatt, Oktober 2006.", "2006-10"),
    ],
)
def test_a_day_at_the_start_is_no_number_in_the_list(raw: str, fitting: str) -> None:
    assert parse(raw).issued == fitting


@pytest.mark.parametrize(
    "marker", ["1. ", "(1) ", "[1] ", "[^1]: ", "[^note]: ", "- ", "* ", "• ", "> 3. ", "¹ "]
)
def test_the_number_in_the_list_is_no_part_of_the_entry(marker: str) -> None:
    plain = "Ada Roe, “A Paper Boat,” Harbour Post, May 4, 2017."
    assert fields(parse(marker + plain)) == fields(parse(plain))


def test_unicode_spaces_and_invisible_characters_change_nothing() -> None:
    plain = "Roe, Ada. “A Paper Boat.” Harbour Post, May 4, 2017. Accessed May 5, 2017."
    spaced = plain.replace(" ", "\u00a0").replace("Paper", "Pa\u00ad\u200bper")
    assert fields(parse("\ufeff" + spaced)) == fields(parse(plain))
    assert parse(spaced).raw == spaced


def test_an_unquoted_title_with_one_sentence_behind_it_is_not_guessed() -> None:
    source = parse(f"Lantern Bay Release. (1945, May 31). Evening Eagle. {ADDRESS}")
    assert fields(source) == {"url": ADDRESS}
    hosted = parse("Lantern Bay Release. (1945, May 31). Evening Eagle. https://eveningeagle.com/1")
    assert (hosted.title, hosted.container) == ("Lantern Bay Release", "Evening Eagle")


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ("Ada Roe, “A Boat,” Harbour Post, May 4, 2017.", "article-newspaper"),
        (f"Ada Roe, “A Boat,” The Example, May 4, 2017, {ADDRESS}.", "webpage"),
        (f"Ada Roe, “A Boat,” Example Weekly, May 4, 2017, {ADDRESS}.", "article-magazine"),
        ("Ada Roe, “A Boat,” Journal of Boats 12, no. 3 (2017): 4–9.", "article-journal"),
        ("Roe, A. (2017). A boat. Journal of Boats, 12(3), 4–9.", "article-journal"),
        (f"Ada Roe, “A Boat,” Rafts (blog), May 4, 2017, {ADDRESS}.", "post-weblog"),
        ("“A Boat,” Example, May 4, 2017, https://www.youtube.com/watch?v=x.", "motion_picture"),
        ("Roe, Ada. 2017. A Boat of Paper. Boston, MA: Example Press.", "book"),
        ("Ada Roe, “A Boat,” Working Paper 12, Example Institute, 2017.", "report"),
        ("“A Boat.”", "document"),
        ("A boat.", None),
    ],
)
def test_a_type_is_given_on_evidence(raw: str, kind: str | None) -> None:
    assert parse(raw).type == kind


def test_a_book_has_a_publisher_and_no_container() -> None:
    source = parse("Roe, Ada. 2017. A Boat of Paper. Boston, MA: Example Press.")
    assert (source.title, source.publisher, source.container) == (
        "A Boat of Paper",
        "Example Press",
        None,
    )
    emphasised = parse("Roe, Ada. *A Boat of Paper*. London: Example Press, 2017.")
    assert fields(emphasised) == {
        "authors": ADA,
        "title": "A Boat of Paper",
        "publisher": "Example Press",
        "issued": "2017",
    }


def test_each_entry_of_the_first_piece_is_read_whole() -> None:
    piece = PIECES / "after-aleppo.txt"
    if not piece.exists():
        pytest.skip(f"the shared pieces are not here: {piece}")
    sources = [
        parse(raw) for raw in piece.read_text(encoding="utf-8").rstrip().split("\n\n\n")[-6:]
    ]
    assert [source.status for source in sources] == ["parsed"] * 6
    assert [source.container for source in sources] == [
        "CNN",
        "CNN",
        "BBC News",
        "CNN",
        "BBC News",
        "The Guardian",
    ]
    assert [source.issued for source in sources] == [
        "2017-01-03",
        "2017-01-03",
        "2016-09-30",
        "2017-01-06",
        "2017-01-06",
        "2017-01-06",
    ]
    assert [(source.accessed or "")[:8] for source in sources] == ["2017-01-"] * 6
    assert [len(source.authors) for source in sources] == [1, 1, 1, 2, 0, 1]
    for source in sources:
        assert source.title
        assert source.title in source.raw.replace("\u00a0", " ")
