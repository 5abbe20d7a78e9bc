"""Parsing one entry: what each is read as, and what stays as written.

`labels/entries.tsv` holds entries and their fields: thirteen styles, films, theses, laws, papers,
posts, releases, and the ways in which people depart from every style.
"""

import csv
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from briefs.model import Person, Source
from briefs.references import parse as reference_parse
from briefs.references.fields.entry_text import clean
from briefs.references.fields.urls import take_addresses
from briefs.references.parse import LONGEST, Form, parse
from briefs.references.styles import academic
from briefs.references.styles.gost import gost
from briefs.references.styles.law import law
from briefs.references.styles.vancouver import vancouver
from tests.briefs.entries import ADDRESS, fields

ENTRIES = Path(__file__).parent / "labels/entries.tsv"
PIECES = Path(__file__).parents[3] / "shared/data/pieces"
BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
FIELDS = ("type", "title", "container", "publisher", "issued", "updated", "accessed", "url")


def labelled() -> list[dict[str, str]]:
    with ENTRIES.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def authors(source: Source) -> str:
    return "; ".join(
        ", ".join(filter(None, (one.family, one.given, one.suffix)))
        if isinstance(one, Person)
        else f"{{{one.name}}}"
        for one in source.authors
    )


@pytest.mark.parametrize("row", labelled(), ids=lambda row: f"{row['of']}: {row['text'][:50]}")
def test_an_entry_is_read_as_its_label_says(row: dict[str, str]) -> None:
    source = parse(row["text"], 3)
    read = {name: getattr(source, name) or "" for name in FIELDS}
    assert read == {name: row[name] for name in FIELDS}
    assert (authors(source), source.status) == (row["authors"], row["status"])
    assert (source.raw, source.number) == (row["text"], 3)


def test_the_sign_of_a_form_keeps_no_entry_out_that_would_fit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = [row["text"] for row in labelled()]
    tried = tuple(map(parse, texts))
    apart = (gost, vancouver)  # without their signs an entry is in another style, though it may fit
    forms = tuple(one if one.read in apart else Form(one.read) for one in reference_parse.FORMS)
    monkeypatch.setattr(reference_parse, "FORMS", forms)
    assert tuple(map(parse, texts)) == tried


@pytest.fixture(name="wild")
def wild_entries(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    spec = importlib.util.spec_from_file_location("wild", BENCHMARKS / "wild.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "wild", module)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("half", ["development", "held out", "fresh"])
def test_six_in_seven_entries_of_fifteen_languages_are_read_whole_and_next_to_none_wrongly(
    wild: ModuleType, half: str
) -> None:
    tally = wild.Tally()
    for row in wild.rows(half):
        tally.add(row)
    assert tally.complete >= 6 / 7 * tally.entries
    assert tally.wrong <= 0.01 * tally.entries


@pytest.mark.parametrize("lot", [f"fresh {number}" for number in range(5, 12)])
def test_three_in_four_entries_of_peoples_own_lists_are_read_whole_and_hardly_one_wrongly(
    wild: ModuleType, lot: str
) -> None:
    tally = wild.Tally()
    for row in wild.rows(lot):
        tally.add(row)
    assert tally.complete >= 0.75 * tally.entries
    assert tally.wrong <= 0.04 * tally.entries


def test_of_several_sources_in_one_note_the_first_is_read_and_the_note_is_shown_as_written() -> (
    None
):
    for second in (
        "“An Oar,” Globe, May 5, 2017.",
        "Karl Doe, *The Silt* (London: Port Press, 2001), 12.",
        "see also Karl Doe, “Silt,” Globe, May 5, 2017.",
    ):
        source = parse(f"Ada Roe, “A Boat,” Post, May 4, 2017, {ADDRESS}; {second}")
        assert (source.title, source.container, source.issued) == ("A Boat", "Post", "2017-05-04")
        assert source.status == "partial"
    compared = parse("See Al Poe, “Sand,” Slate, May 1, 2017. But compare Ann Zed, *Ports* (1999).")
    assert (compared.title, compared.status) == ("Sand", "partial")


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "Ibid.",
        "Ibid., 45.",
        "Roe, Boats, 137.",
        "The term boats is used here in its broadest sense, rafts “in a way” included.",
        "“Boat” is used in its broadest sense.",
        "See the discussion of small boats in the second part of this book.",
        "I am grateful to the harbour master for this.",
        "x" * (LONGEST + 1),
    ],
)
def test_what_cannot_be_read_is_left_as_written(raw: str) -> None:
    source = parse(raw)
    assert fields(source) == {}
    assert (source.status, source.raw) == ("raw", raw)


@pytest.mark.parametrize(
    ("raw", "issued"),
    [
        ("Cf. infra, 137 ff. (1994).", "1994"),
        ("Greta Roe, Speech to the harbour board, Tolver, 23 September 2019.", "2019-09-23"),
    ],
)
def test_of_what_cannot_be_read_the_only_date_is_beyond_doubt(raw: str, issued: str) -> None:
    source = parse(raw)
    assert fields(source) == {"issued": issued}
    assert (source.status, source.raw) == ("raw", raw)


def test_of_two_dates_in_what_cannot_be_read_none_is_told() -> None:
    assert fields(parse("The board met (1994) and sat again (1996) for the same boats.")) == {}


@pytest.mark.parametrize(
    "raw",
    [
        "Roe v. Poe, 144 Ex. 1436 (1994).",  # no reporter of these courts
        "See Roe v. Poe, 410 U.S. 113 (1973).",
        "Roe v. Poe, 410 U.S. 113 (1973); Doe v. Poe, 411 U.S. 12 (1974).",
        "Ada Roe, “Roe v. Poe,” 410 U.S. 113 (1973).",
        "S. Rep. No. 112-34, at 5 (2012).",
        "158 Cong. Rec. 1234 (2012).",
    ],
)
def test_what_is_not_exactly_a_form_of_law_is_none_of_it(raw: str) -> None:
    assert law(take_addresses(clean(raw))) is None


@pytest.mark.parametrize(
    "raw",
    [
        "Roe v. Poe, 144 Ex. 1436 (1994).",
        "76 Fed. Reg. 66625 (Oct. 27, 2011).",
        "Roe, Boats, vol. 2, 45 (London: Quay Press, 1998); Carl Poe, Harbours (2001), 3.",
        "Roe, Ada. “Boats leave.” The Quay Post, May 4, 2017. Accessed May 5, 2017.",
        "Roe, A. (2017, May 4). Boats leave. The Quay Post, 12(3). https://example.org/a",
    ],
)
def test_law_news_and_notes_of_several_works_are_none_of_the_models(raw: str) -> None:
    assert academic.read(take_addresses(clean(raw))) is None


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


def test_a_title_keeps_the_commas_and_digits_of_its_own_script() -> None:
    source = parse('علي، أحمد. "الميناء، والطمي ٢٠٢٠". الجزيرة نت، ٥ مارس ٢٠٢١.')
    assert (source.title, source.issued) == ("الميناء، والطمي ٢٠٢٠", "2021-03-05")


def test_an_archive_is_parted_from_the_address_it_keeps() -> None:
    archived = f"https://web.archive.org/web/20170104000000/{ADDRESS}"
    source = parse(f"Ada Roe, “A Paper Boat,” Harbour Post, May 4, 2017, {archived}.")
    assert (source.url, source.archive_url) == (ADDRESS, archived)
    both = parse(f"Ada Roe, “A Boat,” Post, {ADDRESS}. Archived from the original: {archived}.")
    assert (both.url, both.archive_url, both.status) == (ADDRESS, archived, "parsed")


def test_each_entry_of_the_first_piece_is_read_whole() -> None:
    piece = PIECES / "after-aleppo.txt"
    if not piece.exists():
        pytest.skip(f"the shared pieces are not here: {piece}")
    raws = piece.read_text(encoding="utf-8").rstrip().split("\n\n\n")[-6:]
    sources = [parse(raw) for raw in raws]
    assert {source.status for source in sources} == {"parsed"}
    outlets = ["CNN", "CNN", "BBC News", "CNN", "BBC News", "The Guardian"]
    assert [source.container for source in sources] == outlets
    days = ["2017-01-03", "2017-01-03", "2016-09-30", *["2017-01-06"] * 3]
    assert [source.issued for source in sources] == days
    assert [(source.accessed or "")[:8] for source in sources] == ["2017-01-"] * 6
    assert [len(source.authors) for source in sources] == [1, 1, 1, 2, 0, 1]
    for source in sources:
        assert source.title
        assert source.title in source.raw.replace("\u00a0", " ")
