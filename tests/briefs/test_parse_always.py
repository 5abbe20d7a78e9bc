"""What holds for every entry, however hostile: nothing is lost, nothing is made up."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefs.model import Organisation, Person, Source
from briefs.references.fields.entry_text import clean
from briefs.references.parse import LONGEST, parse
from tests.conftest import scaled

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

KINDS = {
    "papers": (
        *("Roe, A. B.,", "& Poe, C.", "Roe AB,", "A. B. Roe", "ROE Ada,", "et al.", "(Eds.),"),
        *("(2004).", "2004;", "1998.", "The keeping of small boats.", "Boats and their keepers."),
        *("In", "In:", "Proc. of the 3rd Workshop on Boats,", "Journal of Boats,", "J. Boat Res."),
        *("12(3),", "12:", "45-67.", "pp. 45–67.", "vol. 3, no. 4,", "London:", "Quay Press,"),
        *("doi:10.1000/1", "https://doi.org/10.1000/1", "PhD thesis,", "Technical report,"),
        *"“”\"'()[]*_.,:;&\ue000\ue001",
    ),
    "films and theses": (
        *("Roe, A. (Director).", "(2014).", "The long quay", "[Film].", "Harbour Films.", "2014."),
        *("Directed by Ada Roe,", "“Low Tide.”", "season 2,", "episode 4,", ", podcast,", "aired"),
        *("[Doctoral dissertation, Quay U].", "(PhD diss.,", "dir.", "In E. Doe (Producer),", "*"),
        *("Personal interview.", "interview by author,", "25 June 2019."),
    ),
    "law": (
        *("Roe v. Poe,", "Harbour Act,", "410 U.S. 113", "H.R. 12,", "112th Cong.", "(2012)."),
        *("Pub. L. No. 112-34", "United States, Congress.", "Hearing before the House,", "§ 7"),
        *("76 Fed. Reg. 6", "33 U.S.C. § 12", "2012.", "Example Library,", "*", "“", "(", ", 5"),
    ),
    "official papers": (
        *("UN Security Council,", "Resolution 2254,", "S/RES/2254", "(December 18, 2015)."),
        *(
            "Case C-9/18,",
            "Roe v Poe",
            "[2019] UKSC 77",
            "EU:C:2020:111",
            "App. no. 12/10,",
            "ECHR",
        ),
        *(
            "Harbours Act 1964,",
            "s 12",
            "BGBl. I S. 2",
            "vom 12. Juli 2017",
            "DIN EN ISO 9001:2018,",
        ),
        *("Loi n° 2016-8 du 20 juin 2016", "JORF", "Ley 33/2010, de 5 de agosto,", "BOE núm. 1"),
    ),
    "posts and releases": (
        *("Roe, J.", "[@roe].", "(@roe),", "@roe.", "(2021, April 5).", "Sand again", "[Tweet]."),
        *(
            "Twitter.",
            "Acme Energy.",
            "[Press release].",
            "(Version 2.1)",
            "[Data set].",
            "Zenodo.",
        ),
        *("vox.com/a/b.", "YouTube, uploaded by Roe,", "**Fuji. (2026).**", "Interview by Poe."),
    ),
    "other countries": (
        *("Орлов В. П.", "Порт и ил", "//", "Коммерсантъ.", "2020.", "10 ноября.", "С. 4.", "М.:"),
        *(
            "王磊.",
            "港口[N].",
            "人民日报,",
            "2020-11-10(4).",
            "「港と泥」",
            "『朝日新聞』",
            "2020年11月10日",
        ),
        *(
            "حداد، سامي.",
            '"الميناء"،',
            "٥ مارس ٢٠٢١",
            "ROCHA, Marta.",
            "Disponível em:",
            "Till Roe:",
        ),
        *(
            "In: Die Zeit,",
            "(Hrsg.):",
            "in «La Sera»,",
            "(дата обращения: 12.01.2021)",
            "12.01.2004",
        ),
    ),
}


def texts(source: Source) -> list[str]:
    authors = [
        part
        for author in source.authors
        for part in ([author.family, author.given] if isinstance(author, Person) else [author.name])
    ]
    return [*authors, source.title or "", source.container or "", source.publisher or ""]


@settings(max_examples=scaled(300), deadline=None)
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


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=scaled(100), deadline=None)
@given(data=st.data())
def test_every_word_of_a_field_always_stands_in_an_entry_of_each_kind(
    kind: str, data: st.DataObject
) -> None:
    raw = data.draw(st.lists(st.sampled_from(KINDS[kind]), max_size=20).map(" ".join))
    source = parse(raw)
    plain = re.sub(r"[*\[\]]", "", clean(raw))
    for text in texts(source):
        assert all(word in plain for word in re.findall(r"[^\W_]+", text))
    if source.issued and raw.isascii():
        assert source.issued[:4] in raw


@settings(max_examples=scaled(200), deadline=None)
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
    *(
        "Roe v. ",
        "United States, Congress. ",
        "Hearing before a, ",
        "Directed by Ada ",
        "A (Director). ",
    ),
    *("episode 4, ", "by Ada Roe, ", "[Film] ", "dir. ", "“Low Tide.” episode 4, ", "(Eds.) "),
    *(
        "J. Boat Res. 12(3) ",
        "In ",
        "pp. 1-2 ",
        ". ",
        ",",
        "A",
        "1 ",
        ": A",
        "a.b.c/",
        "a.",
        "@a ",
        "[a] ",
    ),
    *(
        "А. Б. ",
        "Орлов В. П., ",
        " // ",
        "王[N]. ",
        "「港」",
        "《港》，",
        "A/HRC/1",
        "[2019] UKSC 1 ",
        "n° 1 du ",
    ),
    *("; Roe, “a” 2001", "(no 1) ", "Inc., ", "vom 1. Mai 2017 ", "Case C-1/18, ", "Act 1964, s 1"),
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_a_hostile_entry_comes_back_with_its_words(unit: str) -> None:
    """A reader that backtracked without bound would not come back; benchmarks tell the time."""
    raw = unit * (LONGEST // len(unit))
    assert parse(raw).raw == raw


def test_what_is_longer_than_any_entry_is_not_looked_into() -> None:
    raw = "“Boat,” Post, May 4, 2017. " * 4000
    assert parse(raw) == Source(number=1, raw=raw)


@pytest.mark.parametrize(
    "notice",
    [
        "(дата звернення: 2025-09-01).",
        "(дата обращения: 01.09.2025).",
        "Acesso em: 1 set. 2025.",
        "(2025). Accessed September 1, 2025.",
    ],
)
@pytest.mark.parametrize("marks", ["", "()", "*. ", ". (), "])
def test_an_entry_of_nothing_but_an_address_and_its_day_is_read(marks: str, notice: str) -> None:
    source = parse(f"{marks}https://quay.example.org/tables/2 {notice}")
    assert source.url == "https://quay.example.org/tables/2"
    assert not any(texts(source))
