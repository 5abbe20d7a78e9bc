"""Law and Congress: the forms that are read, and what stays as written."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefs.model import Organisation
from briefs.references.base import clean
from briefs.references.fields.urls import take_addresses
from briefs.references.parse import LONGEST, parse
from briefs.references.styles.law import law
from tests.briefs.entries import fields

ACT = "Harbour Safety Act of 2012"
HEARING = "Safety of Small Quays: Hearing before the Committee on Harbours"
CONGRESS = (Organisation("United States, Congress, Senate, Committee on Harbours"),)

READ = {
    f"{ACT}, Pub. L. No. 112-34, 126 Stat. 567 (2012).": (
        "legislation",
        {"title": ACT, "container": "Pub. L. No. 112-34, 126 Stat. 567", "issued": "2012"},
    ),
    "Harbour Safety Act, 33 U.S.C. § 1221 (2012).": (
        "legislation",
        {"title": "Harbour Safety Act", "container": "33 U.S.C. § 1221", "issued": "2012"},
    ),
    f"{ACT}, H.R. 1234, 112th Cong. (2012).": (
        "bill",
        {"title": ACT, "container": "H.R. 1234, 112th Cong.", "issued": "2012"},
    ),
    f"*{HEARING}*, 112th Cong. 12 (2012) (statement of Ada Roe).": (
        "hearing",
        {"title": HEARING, "container": "112th Cong.", "issued": "2012"},
    ),
    "Mooring of Barges, 76 Fed. Reg. 66625 (Oct. 27, 2011).": (
        "regulation",
        {"title": "Mooring of Barges", "container": "76 Fed. Reg. 66625", "issued": "2011-10-27"},
    ),
    "*Roe v. Poe*, 410 U.S. 113, 116 (1973).": (
        "legal_case",
        {"title": "Roe v. Poe", "container": "410 U.S. 113", "issued": "1973"},
    ),
    "Roe v. Quay Co., 12 F. Supp. 2d 345 (D. Example 1998).": (
        "legal_case",
        {"title": "Roe v. Quay Co.", "container": "12 F. Supp. 2d 345", "issued": "1998"},
    ),
    (
        "U.S. Congress, Senate, Committee on Harbours, *Safety of Small Quays*, 112th Cong.,"
        " 2d sess., 2012, S. Rep. 112-34, 5."
    ): (
        "report",
        {
            "authors": (Organisation("U.S. Congress, Senate, Committee on Harbours"),),
            "title": "Safety of Small Quays",
            "container": "S. Rep. 112-34",
            "issued": "2012",
        },
    ),
    (
        "United States, Congress, Senate, Committee on Harbours. Safety of Small Quays."
        " Government Printing Office, 2012. 112th Congress, 2nd session."
    ): (
        "report",
        {
            "authors": CONGRESS,
            "title": "Safety of Small Quays",
            "publisher": "Government Printing Office",
            "issued": "2012",
        },
    ),
    (
        "United States, Supreme Court. Roe v. Poe. 22 Jan. 1973. Example Law Library,"
        " www.example.org/roe."
    ): (
        "legal_case",
        {
            "authors": (Organisation("United States, Supreme Court"),),
            "title": "Roe v. Poe",
            "container": "Example Law Library",
            "issued": "1973-01-22",
            "url": "www.example.org/roe",
        },
    ),
}


@pytest.mark.parametrize("raw", READ)
def test_a_law_a_bill_a_hearing_or_a_case_is_read_whole(raw: str) -> None:
    source = parse(raw)
    assert (source.type, fields(source)) == READ[raw]
    assert source.status == "parsed"


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
def test_what_is_not_exactly_such_a_form_is_none_of_them(raw: str) -> None:
    assert law(take_addresses(clean(raw))) is None


PIECES = st.sampled_from(
    [
        *("Roe v. Poe,", "Harbour Act,", "410 U.S. 113", "H.R. 12,", "112th Cong.", "(2012)."),
        *("Pub. L. No. 112-34", "United States, Congress.", "Hearing before the House,", "§ 7"),
        *("76 Fed. Reg. 6", "33 U.S.C. § 12", "2012.", "Example Library,", "*", "“", "(", ", 5"),
    ]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, max_size=12).map(" ".join))
def test_every_word_that_is_read_always_stands_in_the_entry(raw: str) -> None:
    source = parse(raw)
    for text in (source.title, source.container, source.publisher):
        assert all(word in raw for word in re.findall(r"[^\W_]+", text or ""))


@pytest.mark.parametrize(
    "unit", ["Roe v. ", "United States, Congress. ", "Hearing before a, ", "1 "]
)
def test_a_hostile_entry_comes_back_with_its_words(unit: str) -> None:
    raw = unit * (LONGEST // len(unit))
    assert parse(raw).raw == raw
