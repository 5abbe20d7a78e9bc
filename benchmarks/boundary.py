"""How well a piece's text is separated from its reference list, compared with looking for a heading
only.

Real prose with real notes (../shared/data) is laid out in six entry forms, wrapped or not, under
ten headings or none, with six endings. Exact: the body is unchanged, to the last character.
"""

import json
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, product
from pathlib import Path

from briefs.references.find_list import Found, find
from briefs.references.list_evidence import weigh
from briefs.references.list_lines import names_list

DATA = Path(__file__).parents[1] / "../shared/data/corpora"
FORMS = ("blank", "dense", "1.", "[1]", "-", "[^1]:")
HEADINGS = (
    "References",
    "## Sources",
    "**Works cited**",
    "Bibliography:",
    "NOTES",
    "# Quellen",
    "Références",
    "Fuentes",
    "Źródła",
    "Литература",
)
TRAILERS = (
    "",
    "Jane Doe is a senior fellow at the Institute for Examples.",
    "© 2021 The Example Review. All rights reserved.",
    "Share this article\n\nRelated\n\n- A first other piece\n- A second other piece",
    "Disclaimer: the views expressed here are the author’s own.",
    "About the author\n\nJohn Roe writes about energy. He lives in Utrecht.",
)
EACH = 12
"""Layouts tried for each piece and kind; they differ from piece to piece."""


@dataclass(slots=True)
class Tally:
    documents: int = 0
    exact: int = 0
    entries: int = 0
    kept: int = 0
    claimed: int = 0
    by_form: dict[str, list[int]] = field(default_factory=dict)

    def add(self, form: str, found: Found, rest: str, references: list[str]) -> None:
        exact = folded(found.text) == folded(rest)
        raws = {folded(entry.raw) for entry in found.entries}
        self.documents += 1
        self.exact += exact
        self.entries += len(references)
        self.claimed += len(found.entries)
        self.kept += sum(folded(reference) in raws for reference in references)
        seen = self.by_form.setdefault(form, [0, 0])
        seen[0] += exact
        seen[1] += 1

    def __str__(self) -> str:
        forms = "  ".join(f"{form} {good / n:.3f}" for form, (good, n) in self.by_form.items())
        return (
            f"{self.documents:5} documents: exact {self.exact / self.documents:.3f}, "
            f"entry recall {self.kept / self.entries:.3f}, "
            f"precision {self.kept / max(self.claimed, 1):.3f}\n        {forms}"
        )


def folded(text: str) -> str:
    """The text without white space, which wrapping changes."""
    return "".join(text.split())


def pieces() -> Iterator[tuple[str, list[str]]]:
    """The body and the references of each piece that has at least three."""
    book = DATA / "openstax-political-science"
    for line in (book / "truth.jsonl").read_text("utf-8").splitlines():
        truth = json.loads(line)
        if len(truth["refs"]) > 2:  # noqa: PLR2004 one or two are no list to find
            body = (book / "plain" / f"{truth['id']}.txt").read_text("utf-8").split("\n\n\n")[0]
            yield body, truth["refs"]


def laid_out(
    body: str, references: list[str], layout: tuple[str, bool, str, str], heading: str
) -> str:
    form, wrapped, trailer, _ = layout
    marked = [
        {"1.": f"{n}. ", "[1]": f"[{n}] ", "-": "- ", "[^1]:": f"[^{n}]: "}.get(form, "")
        + reference
        for n, reference in enumerate(references, 1)
    ]
    paragraphs = body.split("\n\n")
    if wrapped:
        paragraphs = [textwrap.fill(paragraph, 80) for paragraph in paragraphs]
        marked = [textwrap.fill(entry, 80, break_long_words=False) for entry in marked]
    listed = ("\n\n" if form == "blank" else "\n").join(marked)
    return "\n\n".join(filter(None, (*paragraphs, heading, listed, trailer))) + "\n"


def by_heading_alone(text: str) -> int:
    """The floor: the number of the last line that is a heading of a list, or -1."""
    lines = text.split("\n")
    return max((n for n, line in enumerate(lines) if names_list(line)), default=-1)


def measure(*, headed: bool) -> tuple[Tally, int]:
    tally, floor = Tally(), 0
    layouts = list(product(FORMS, (False, True), TRAILERS, HEADINGS))
    for number, (body, references) in enumerate(pieces()):
        newslike = sum(w.enough and w.bibliographic for w in map(weigh, references))
        if not headed and newslike < 0.8 * len(references):
            continue
        for layout in islice(layouts, number % 59, None, len(layouts) // EACH):
            text = laid_out(body, references, layout, layout[3] if headed else "")
            tally.add(layout[0], find(text), body + layout[2], references)
            floor += by_heading_alone(text) >= 0
    return tally, floor


def false_lists() -> tuple[int, int]:
    """How many posts without a reference list are reported to have one, of how many."""
    posts = sorted((DATA / "18f-blog/original").glob("*.md"))
    return sum(bool(find(post.read_text("utf-8")).entries) for post in posts), len(posts)


def main() -> None:
    if not DATA.exists():
        print(f"no data at {DATA}")
        return
    for name, headed in (("with a heading", True), ("without", False)):
        tally, floor = measure(headed=headed)
        print(f"{name}:\n  {tally}")
        print(f"        a heading alone finds {floor / tally.documents:.3f} of the lists")
    false, posts = false_lists()
    print(f"false lists: {false} of {posts} posts")


if __name__ == "__main__":
    main()
