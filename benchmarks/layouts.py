"""Whether a piece's reference list is found completely, in sixteen languages and the layouts of
each.

The pieces and their lists are our own (`wild/lists.tsv`); most have a quotation with its speaker,
which resembles an entry. A piece is exact if every entry is found as it stands and every word of
the body stays in the body. `--show` prints what is not exact.

Whole pages (`wild/list_pages.txt`) have lists in parts, two lists, and text after them; programmes,
chronicles, interviews and reviews (`wild/pages_without_lists.txt`) have none. The first letter of
each line says what it is: "e" an entry, up to "|" its mark; "+" its next line; "x" what belongs to
the list otherwise, such as its heading; "b" the body.
"""

import csv
import sys
import textwrap
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from briefs.references.find_list import Found, find

LISTS = Path(__file__).parent / "wild" / "lists.tsv"
COLUMNS = 76
TRAILER = "© 2026 The Harbour. All rights reserved."
HEADINGS = {"md": "## {}", "bold": "**{}**", "plain": "{}", "colon": "{}:", "none": ""}


@dataclass(slots=True)
class Piece:
    heading: str = ""
    body: list[str] = field(default_factory=list)
    entries: list[str] = field(default_factory=list)


def pieces() -> dict[str, Piece]:
    found: dict[str, Piece] = defaultdict(Piece)
    with LISTS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            piece = found[row["language"]]
            match row["part"]:
                case "heading":
                    piece.heading = row["text"]
                case "body":
                    piece.body.append(row["text"])
                case _:
                    piece.entries.append(row["text"])
    return found


def pages(name: str) -> Iterator[tuple[str, str, Piece]]:
    """The pages of a file: the name, the text, and the body and entries that it holds."""
    written = (LISTS.parent / name).read_text("utf-8")
    for page in written.removeprefix("== ").split("\n== "):
        called, *lines = page.strip().split("\n")
        piece, text = Piece(), []
        for line in lines:
            kind, words = line[0], line[2:]
            match kind:
                case "e":
                    mark, _, entry = words.partition("|")
                    piece.entries.append(entry)
                    words = mark + entry
                case "+":
                    piece.entries[-1] += " " + words.strip()
                case "b":
                    piece.body.append(words)
            text.append(words)
        yield called, "\n".join(text), piece


def hanging(entry: str) -> str:
    return textwrap.fill(
        entry, COLUMNS, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
    )


def soft(entry: str) -> str:
    return textwrap.fill(entry, COLUMNS, break_long_words=False, break_on_hyphens=False)


FORMS: dict[str, Callable[[list[str]], str]] = {
    "blank": "\n\n".join,
    "a line each": "\n".join,
    "1.": lambda entries: "\n".join(f"{n}. {e}" for n, e in enumerate(entries, 1)),
    "[1]": lambda entries: "\n".join(f"[{n}] {e}" for n, e in enumerate(entries, 1)),
    "bullets": lambda entries: "\n".join(f"- {e}" for e in entries),
    "hanging": lambda entries: "\n".join(map(hanging, entries)),
    "wrapped": lambda entries: "\n\n".join(map(soft, entries)),
    "kramdown": lambda entries: "\n\n".join(
        f'{e}\n{{: id="ref{n}"}}' for n, e in enumerate(entries)
    ),
}
UNSPACED = frozenset({"zh", "ja"})
"""Languages without spaces, whose lines are not wrapped at them."""


def laid_out(piece: Piece, form: str, heading: str) -> str:
    wrap = soft if form in {"hanging", "wrapped"} else str
    parts = [*map(wrap, piece.body), HEADINGS[heading].format(piece.heading)]
    return "\n\n".join(filter(None, (*parts, FORMS[form](piece.entries), TRAILER)))


def exact(piece: Piece, found: Found, trailer: str = TRAILER) -> bool:
    kept = "".join(found.text.split())
    return ["".join(one.raw.split()) for one in found.entries] == [
        "".join(one.split()) for one in piece.entries
    ] and kept == "".join("".join((*piece.body, trailer)).split())


def taken(piece: Piece, found: Found) -> int:
    """How many paragraphs of the body were taken for entries."""
    raws = {"".join(one.raw.split()) for one in found.entries}
    return sum("".join(one.split()) in raws for one in piece.body)


def cases() -> Iterator[tuple[str, str, str, Piece]]:
    for language, piece in pieces().items():
        for form in FORMS:
            for heading in HEADINGS:
                if not (language[:2] in UNSPACED and form in {"hanging", "wrapped"}):
                    yield language, form, heading, piece


def main() -> None:
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    lost = 0
    for language, form, heading, piece in cases():
        found = find(laid_out(piece, form, heading))
        right = exact(piece, found)
        where = "without" if heading == "none" else "with"
        lost += taken(piece, found)
        for key in ("all", language[:2], form):
            counts[where, key][0] += right
            counts[where, key][1] += 1
        if not right and "--show" in sys.argv:
            print(f"{language} {form}, heading {heading}: {len(found.entries)} entries")
    for where in ("with", "without"):
        print(f"{where} a heading:")
        for (at, key), (good, count) in counts.items():
            if at == where:
                print(f"  {key:12} {count:4} {good / count:8.3f}")
    print(f"paragraphs of the body taken for entries: {lost}")
    for name in ("list_pages.txt", "pages_without_lists.txt"):
        judged = [(called, exact(piece, find(text), "")) for called, text, piece in pages(name)]
        print(f"{name}: {sum(right for _, right in judged)} of {len(judged)} exact")
        if "--show" in sys.argv:
            print(*(called for called, right in judged if not right), sep="\n")


if __name__ == "__main__":
    main()
