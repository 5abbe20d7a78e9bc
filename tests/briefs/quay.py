"""A small piece of our own, for pages and files as other programs write them."""

from briefs.model import Draft
from briefs.reading.reader import read

TITLE = "What a Closed Quay Costs"
PARAGRAPHS = (
    "The quay at Orlen was closed for eleven weeks, and no ship has called there since then.",
    "Its owners had put off the dredging twice, as a loan for the cranes fell due that year.",
    "A report that the county paid for found that the piles were sound, while the decking was not.",
    "Traders who used the quay now send goods by road, which costs a third more, and takes longer.",
    "The board will vote in June on whether to repair the decking, or to sell the land to others.",
)
CLERK = "The clerk kept the minutes in a drawer of her own desk."
WORKS = (
    "Okon, Ada. “Piles and Decks.” The Orlen Times, 3 May 2025.",
    "Brandt, Jo. Quays of the North. Orlen: Shore Press, 2019.",
    "County Board. Survey of the Quay. 2024. https://example.org/survey",
)


def page(
    inside: str = "", *, before: str = "", after: str = "", head: str = "", title: str = TITLE
) -> str:
    """A page of the piece, with what stands before its text, within it and behind it."""
    first, *rest = (f"<p>{text}</p>\n" for text in PARAGRAPHS)
    body = f"<h1>{TITLE}</h1>{before}{first}{inside}{''.join(rest)}{after}"
    return framed(body, head=head, title=title)


def framed(body: str, *, head: str = "", title: str = TITLE) -> str:
    """A body with a menu above it and a line about rights below."""
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}'
        '</head><body><header><nav><a href="/">Home</a> <a href="/news">News</a></nav></header>'
        f"<main><article>{body}</article></main><footer><p>© 2026 The Orlen Times</p></footer>"
        "</body></html>"
    )


def markdown(inside: str = "", *, head: str = f"# {TITLE}\n\n", after: str = "") -> str:
    first, *rest = PARAGRAPHS
    return head + "\n\n".join((first, inside, *rest)) + "\n" + after


def drafted(source: str | bytes, name: str = "a.html") -> Draft:
    return read(source if isinstance(source, bytes) else source.encode(), name=name)


def added(draft: Draft) -> list[str]:
    """The paragraphs of a body that are none of the piece's; all of its own are there, in order."""
    found = draft.body.split("\n\n")
    assert [one for one in found if one in PARAGRAPHS] == list(PARAGRAPHS)
    return [one for one in found if one not in PARAGRAPHS]


def listed(draft: Draft) -> list[str]:
    return [source.raw for source in draft.sources if source.where == "list"]
