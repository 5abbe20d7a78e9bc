"""Texts and pages of PDF files that are read again."""

from briefs.model import (
    Draft,
)
from briefs.reading.pdf.lines import Line
from briefs.reading.reader import read
from tests.briefs.paper import Page, Words, lines, pdf

TITLE = Words(text="After the Dredger", y=740, size=20)


FIRST = (
    "The quay reopened in April, two years after the storm had closed it, and two",
    "thirds of the cranes were working again by the end of that very same week.",
)


SECOND = (
    "Insurers were slower to return than the ships had been; what they wanted to",
    "see was the survey of the sea bed, and nobody had paid for it.",
)


BODY = " ".join(FIRST) + "\n\n" + " ".join(SECOND)


DOE = "Doe, Jane. “The Quay Reopens.” The Example Herald, April 2, 2019."


ROE = "Roe, Richard. “Who Insures the Port?” Example Times, June 11, 2019."


def text(*, top: float = 700) -> list[Words]:
    return [*lines(FIRST, top=top), *lines(SECOND, top=top - 42)]


def told(*pages: Page, **properties: str) -> Draft:
    return read(pdf(pages, info=properties), name="piece.pdf", origin="desk/piece.pdf")


def line(words: str, *, cut: bool = False) -> Line:
    return Line(
        text=words, page=0, left=72, right=300, baseline=0, size=10, cut=cut, column=(72, 300)
    )
