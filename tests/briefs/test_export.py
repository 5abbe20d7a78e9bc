"""Exports that other programs read: nothing is lost on the way through their own parsers."""

import json
import re
from typing import Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware, SeparateCoAuthors
from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefs.model import Author, Organisation, PartialDate, Person, Source
from briefs.references.export import EXPORTS, bibtex, csl, ris
from briefs.references.export.base import keys
from briefs.references.export.bibtex import Dialect
from briefs.references.parse import parse
from tests.briefs.citeproc.items import ITEMS
from tests.briefs.entries import ADDRESS
from tests.conftest import scaled

HOSTILE = "Q&A: 50% {x} under_score #1 }{ \\ ~^ $5 \"a\" ''b'' `c` -- d --- ?` 🚢 שלום\nend,, <<f>>"
TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="ˆ"), min_size=1
) | st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=20).map("".join)
TEXTS = TEXTS.map(lambda text: " ".join(text.split())).filter(bool)
DATES: st.SearchStrategy[PartialDate] = (
    st.dates().map(str).flatmap(lambda day: st.sampled_from([day, day[:7], day[:4]]))
)
AUTHORS: st.SearchStrategy[Author] = st.builds(Person, TEXTS, TEXTS) | st.builds(
    Organisation, TEXTS
)
SOURCES = st.builds(
    Source,
    number=st.integers(1, 99),
    raw=TEXTS,
    status=st.sampled_from(["parsed", "partial"]),
    type=st.sampled_from([None, *sorted({str(source.type) for source in ITEMS.values()})]),
    authors=st.lists(AUTHORS, max_size=3).map(tuple),
    title=TEXTS,
    container=st.none() | TEXTS,
    publisher=st.none() | TEXTS,
    issued=st.none() | DATES,
    updated=st.none() | DATES,
    accessed=st.none() | DATES,
    url=st.sampled_from([None, "https://example.org/a_(b)?c=%20#d~e&f"]),
)
HOSTILE_SOURCE = Source(
    number=1,
    raw=HOSTILE,
    status="partial",
    type="article-newspaper",
    authors=(Organisation(HOSTILE), Person(HOSTILE, HOSTILE)),
    title=HOSTILE,
    container=HOSTILE,
    publisher=HOSTILE,
)
ENTRY = "Roe, Ada. “The Quay Reopens.” Harbour Post, September 30, 2016. Accessed January 8, 2017."


def one_line(text: str | None) -> str:
    return " ".join((text or "").split())


def read_bibtex(text: str) -> list[dict[str, Any]]:
    """The entries as bibtexparser reads them, addresses left as they are, as programs do."""
    library = parse_string(text, append_middleware=[SeparateCoAuthors()])
    assert not library.failed_blocks
    return [
        {"TYPE": entry.entry_type, "KEY": entry.key}
        | {field.key: field.value for field in entry.fields}
        for entry in library.entries
    ]


def shown(latex: str) -> str:
    """What TeX prints; the decoder takes TeX's circumflex for the modifier letter."""
    decoder = LatexDecodingMiddleware()
    printed, problem = decoder._transform_python_value_string(latex)
    assert not problem
    return printed.replace("ˆ", "^")


@pytest.mark.parametrize("dialect", ["bibtex", "biblatex"])
@settings(max_examples=scaled(60), deadline=None)
@example(HOSTILE_SOURCE)
@given(SOURCES)
def test_bibtex_always_comes_back_as_it_went(dialect: Dialect, source: Source) -> None:
    (entry,) = read_bibtex(bibtex.export((source,), dialect))
    assert shown(entry["title"]) == one_line(source.title)
    assert len(entry.get("author", [])) == len(source.authors)
    for written, author in zip(entry.get("author", []), source.authors, strict=False):
        match author:
            case Person(family, given):
                assert shown(written) == f"{one_line(family)}, {one_line(given)}"
            case Organisation(name):
                assert shown(written) == one_line(name)
                assert written.startswith("{")
    values = {shown(value) for name, value in entry.items() if isinstance(value, str)}
    for text in filter(None, (source.container, source.publisher)):
        assert one_line(text) in values
    assert entry.get("urldate") == source.accessed
    assert entry.get("url") == source.url
    if dialect == "biblatex":
        assert entry.get("date") == source.issued
    else:
        assert entry.get("year") == (source.issued[:4] if source.issued else None)


@settings(max_examples=scaled(60), deadline=None)
@example(HOSTILE_SOURCE)
@given(SOURCES)
def test_ris_always_comes_back_as_it_went(source: Source) -> None:
    (record,) = rispy.loads(ris.export((source,)))
    assert record["title"] == one_line(source.title)
    assert record.get("secondary_title") == (one_line(source.container) or None)
    assert record.get("publisher") == (one_line(source.publisher) or None)
    assert len(record.get("authors", [])) == len(source.authors)
    assert record.get("year") == (source.issued[:4] if source.issued else None)
    assert record.get("urls", [None]) == [source.url]
    if source.status == "partial":
        assert record["notes"] == [one_line(source.raw)]


@settings(max_examples=scaled(60), deadline=None)
@given(st.lists(SOURCES, max_size=4).map(tuple))
def test_csl_json_always_holds_every_field_and_no_date_grows(sources: tuple[Source, ...]) -> None:
    items = json.loads(csl.export(sources))
    assert len(items) == len(sources)
    for item, source in zip(items, sources, strict=True):
        assert (item["title"], item["note"]) == (source.title, source.raw)
        assert item.get("container-title") == source.container
        assert item.get("publisher") == source.publisher
        assert item.get("URL") == source.url
        assert item["custom"].get("updated") == source.updated
        assert len(item.get("author", [])) == len(source.authors)
        for name, date in (("issued", source.issued), ("accessed", source.accessed)):
            parts = [int(part) for part in date.split("-")] if date else None
            assert (item[name]["date-parts"] == [parts]) if parts else name not in item


@settings(max_examples=scaled(60), deadline=None)
@given(st.lists(SOURCES, max_size=12).map(tuple))
def test_keys_are_always_unique_plain_and_the_same_again(sources: tuple[Source, ...]) -> None:
    made = keys(sources)
    assert len(set(made)) == len(sources)
    assert all(re.fullmatch(r"[a-z0-9]+(?:-\d+)?", key) for key in made)
    assert keys(sources[:-1]) == made[:-1]


def test_a_key_is_made_of_author_year_and_title() -> None:
    sources = (parse(ENTRY, 1), parse(ENTRY, 2), parse("Nobody can read this", 3))
    assert keys(sources) == ("roe2016quay", "roe2016quay-2", "source3")


def test_an_entry_in_bibtex_and_in_biblatex() -> None:
    assert bibtex.export((parse(ENTRY),)) == (
        "@article{roe2016quay,\n"
        "  author = {Roe, Ada},\n"
        "  title = {{The Quay Reopens}},\n"
        "  journal = {Harbour Post},\n"
        "  year = {2016},\n"
        "  month = sep,\n"
        "  day = {30},\n"
        "  urldate = {2017-01-08}\n"
        "}\n"
    )
    assert bibtex.export((parse(ENTRY),), "biblatex") == (
        "@article{roe2016quay,\n"
        "  author = {Roe, Ada},\n"
        "  title = {{The Quay Reopens}},\n"
        "  journaltitle = {Harbour Post},\n"
        "  date = {2016-09-30},\n"
        "  entrysubtype = {newspaper},\n"
        "  urldate = {2017-01-08}\n"
        "}\n"
    )


def test_an_entry_in_ris() -> None:
    assert ris.export((parse(ENTRY),)) == (
        "TY  - NEWS\nID  - roe2016quay\nAU  - Roe, Ada\nTI  - The Quay Reopens\n"
        "T2  - Harbour Post\nPY  - 2016\nDA  - 2016/09/30/\nY2  - 2017/01/08/\nER  - \n"
    )


def test_an_entry_that_was_not_read_is_exported_as_what_it_is() -> None:
    raw = "Something that nobody can read, 14 & more"
    (item,) = json.loads(csl.export((parse(raw),)))
    assert (item["note"], item["type"], item["title"]) == (raw, "document", raw)
    (entry,) = read_bibtex(bibtex.export((parse(raw),)))
    assert (entry["TYPE"], shown(entry["note"]), "title" in entry) == ("misc", raw, False)
    (record,) = rispy.loads(ris.export((parse(raw),)))
    assert (record["type_of_reference"], record["notes"]) == ("GEN", [raw])


def test_an_entry_without_a_title_has_its_words_as_one_and_says_nothing_twice() -> None:
    (item,) = json.loads(csl.export((parse(f"Tide tables, see {ADDRESS}."),)))
    assert (item["title"], item["URL"]) == ("Tide tables, see", ADDRESS)
    assert "author" not in item


def test_particles_and_suffixes_stand_in_fields_of_their_own() -> None:
    in_order = parse("Ludwig von der Heide, “Sand,” Harbour Post, May 4, 2017.")
    inverted = parse("von der Heide, Ludwig. “Sand.” Harbour Post, May 4, 2017.")
    for source in (in_order, inverted):
        (item,) = json.loads(csl.export((source,)))
        assert item["author"] == [
            {"family": "Heide", "given": "Ludwig", "non-dropping-particle": "von der"}
        ]
        assert "author = {von der Heide, Ludwig}" in bibtex.export((source,))
    king = parse("King, Martin Luther, Jr. “I Have a Dream.” Harbour Post, 28 Aug. 1963.")
    (item,) = json.loads(csl.export((king,)))
    assert item["author"] == [{"family": "King", "given": "Martin Luther", "suffix": "Jr."}]
    assert "author = {King, Jr., Martin Luther}" in bibtex.export((king,))
    assert "AU  - King, Martin Luther, Jr.\n" in ris.export((king,))


def test_further_authors_are_told_in_every_format() -> None:
    source = parse("Roe, Ada, Max Poe, et al. “Hands.” Harbour Post, May 4, 2017.")
    (item,) = json.loads(csl.export((source,)))
    assert item["author"][-1] == {"literal": "others"}
    assert "Poe, Max and others}" in bibtex.export((source,))


def test_what_kind_of_work_it_is_goes_along() -> None:
    source = parse("Acme Energy. (2025, October 1). Acme grows [Press release]. https://e.org/a")
    (item,) = json.loads(csl.export((source,)))
    assert (item["type"], item["genre"]) == ("report", "Press release")
    assert "type = {Press release}" in bibtex.export((source,), "biblatex")
    paper = parse("UN Security Council, Resolution 2254, S/RES/2254 (December 18, 2015).")
    (item,) = json.loads(csl.export((paper,)))
    assert (item["type"], item["title"]) == ("legislation", "Resolution 2254")


def test_an_address_without_a_scheme_can_be_followed() -> None:
    source = parse("Roe, Jane. “Sand.” Vox, 5 Nov. 2020, vox.com/a/b.")
    (item,) = json.loads(csl.export((source,)))
    assert (source.url, item["URL"]) == ("vox.com/a/b", "https://vox.com/a/b")


def test_a_straight_quote_that_opens_a_word_does_not_close_it_in_tex() -> None:
    source = parse("Roe, Jane. “'Homeless Shelter' Opens.” Vox, 5 Nov. 2020.")
    assert r"title = {{\textquotesingle{}Homeless Shelter' Opens}}" in bibtex.export((source,))
    (entry,) = read_bibtex(bibtex.export((source,)))
    assert shown(entry["title"]) == "'Homeless Shelter' Opens"


def test_what_the_fields_leave_out_goes_along_as_written() -> None:
    raw = "Roe, Ada, et al. 1990. “The Quay.” Journal of Ports 14 (2): 87-90."
    (entry,) = read_bibtex(bibtex.export((parse(raw),)))
    assert shown(entry["annote"]) == raw
    assert entry["author"] == ["Roe, Ada", "others"]
    (record,) = rispy.loads(ris.export((parse(raw),)))
    assert record["notes"] == [raw]


@pytest.mark.parametrize("name", EXPORTS)
def test_a_piece_without_sources_exports_to_nothing(name: str) -> None:
    write = next(export.write for form, export in EXPORTS.items() if form == name)
    assert write(()) in ("", "[]\n")
