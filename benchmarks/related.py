"""How often a sentence of an unmarked piece rests on the entry that is hinted at beside it.

Pieces whose authors marked their notes (../shared/data), with the marks taken out. Strict: the
author marked this very sentence with that entry; among cited: of the sentences that bear any mark.
The floor is the same closeness of words without a name in the sentence.
"""

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from briefs.model import Revision, Span
from briefs.references import related
from briefs.references.entry import parse

BOOK = Path(__file__).parents[1] / "../shared/data/corpora/openstax-political-science"
ANY_NAME = re.compile("")

Truth = dict[int, set[int]]


def pieces() -> Iterator[tuple[Revision, Truth]]:
    """Each piece without its marks, and the entries that its author marked each sentence with."""
    for number, line in enumerate((BOOK / "truth.jsonl").read_text("utf-8").splitlines(), 1):
        told = json.loads(line)
        body, spans, cited = "", [], {}
        for at, (sentence, entries) in enumerate(told["sentences"], 1):
            spans.append(Span(len(body), len(body) + len(sentence)))
            body += sentence + " "
            cited[at] = {entry + 1 for entry in entries}
        yield revision(number, told["id"], body, tuple(spans), told["refs"]), cited


def revision(
    number: int, slug: str, body: str, sentences: tuple[Span, ...], entries: list[str]
) -> Revision:
    return Revision(
        piece=number,
        slug=slug,
        number=1,
        sha256="",
        title=slug,
        byline="",
        outlet="",
        published=None,
        url="",
        language="en",
        body=body,
        sentences=sentences,
        sources=tuple(parse(raw, at) for at, raw in enumerate(entries, 1)),
        marks=(),
        topics=(),
        stored_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def measure(name: str, hints: Callable[[Revision], tuple[tuple[int, int], ...]]) -> None:
    sentences = given = cited = right = 0
    for piece, truth in pieces():
        sentences += len(truth)
        for sentence, entry in hints(piece):
            given += 1
            cited += bool(truth[sentence])
            right += entry in truth[sentence]
    print(
        f"{name:22} {given:5} hints on {given / sentences:.3f} of the sentences:"
        f" strict precision {right / max(given, 1):.3f}, among cited {right / max(cited, 1):.3f}"
    )


def main() -> None:
    if not BOOK.is_dir():
        print(f"The marked pieces are not here: {BOOK}")
        return
    measure("named and close", related.related)
    named = related._names  # noqa: SLF001  # the floor is the same without it
    related._names = lambda _: ANY_NAME  # type: ignore[assignment]  # noqa: SLF001  # as above
    measure("close alone", related.related)
    related._names = named  # noqa: SLF001  # as above


if __name__ == "__main__":
    main()
