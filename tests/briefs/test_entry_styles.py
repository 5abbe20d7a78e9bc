"""Reading a reference entry: the same source in thirteen styles."""

import pytest

from briefs.model import Person
from briefs.references.parse import parse
from tests.briefs.entries import ADDRESS, TWO, fields

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
