"""How references are read that no style guide has: posts, laws, releases, other languages.

The entries of `wild/entries.tsv` are our own, in the shapes that newsrooms and students write, and
were labelled by hand before the first run. One half is to develop with; the other is held out. The
fresh ones cite real works, and were labelled before their first run too, in lots: complete .595,
.753, .535 and .653 then, a wrong field in .137, .068, .211 and .184. The later lots, each a half of
its own, are single entries of lists that people keep in public repositories, in whatever state; at
their first run:

lot      entries  complete  a wrong field
fresh 5       92      .674           .185
fresh 6       96      .729           .125
fresh 7       97      .680           .144
fresh 8       87      .609           .149
fresh 9       94      .777           .074
fresh 10      94      .574           .149
fresh 11      71      .606           .169
fresh 12      62      .435           .242
fresh 15     131      .733           .084
fresh 16     112      .839           .054
fresh 17      82      .695           .049
fresh 18      87      .701           .115
fresh 19      83      .675           .108
fresh 20      72      .764           .056
fresh 21      64      .828           .047
fresh 22      66      .742           .121
fresh 23      65      .538           .185
fresh 24      52      .577           .135
fresh 25      66      .773           .106
fresh 26      66      .636           .106
fresh 27      66      .576           .167
fresh 28      64      .859           .094
fresh 29      62      .806           .065
fresh 30      60      .833           .067
fresh 31      51      .804           .020

Seventeen, twenty and 22 to 24 are from such lists again. The others after twelve are not: kinds,
languages and styles in turn, each entry in the form that a guide of that style gives, of real
works. What was wrong is mended since.
An entry is complete where every field of the label is read and no other; a field that is given and
differs is wrong; a page's update counts as its date. A label may allow several readings (" || ").
`--show` prints what is not complete.
"""

import csv
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from references import FLOOR, bare, cpu, fold

from briefs.model import Author, Person, Source
from briefs.references.parse import parse

ENTRIES = Path(__file__).parent / "wild" / "entries.tsv"
FIELDS = ("authors", "title", "container", "issued", "accessed", "url")
LOTS = tuple(f"fresh {number}" for number in (*range(5, 13), *range(15, 32)))
HALVES = ("development", "held out", "fresh", *LOTS)
BY_KIND = "kind"
BY_LANGUAGE = "language"

Row = dict[str, str]


def rows(half: str | None = None) -> list[Row]:
    with ENTRIES.open(encoding="utf-8", newline="") as lines:
        read = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [row for row in read if half in {None, row["half"]}]


def read(name: str, source: Source) -> str:
    """A field of a source in the words of the labels."""
    if name == "authors":
        return "; ".join(map(_author, source.authors))
    if name == "issued":
        return source.issued or source.updated or ""
    return getattr(source, name) or ""


def _author(author: Author) -> str:
    if isinstance(author, Person):
        suffix = getattr(author, "suffix", "")
        return ", ".join(filter(None, (author.family, author.given, suffix)))
    return f"{{{author.name}}}"


def same(name: str, one: str, other: str) -> bool:
    match name:
        case "url":
            return bare(one) == bare(other)
        case "issued" | "accessed":
            return one == other
        case "authors":
            return _names(one) == _names(other)
        case _:
            return fold(one) == fold(other)


def _names(authors: str) -> list[tuple[str, ...]]:
    return [
        (fold(author),) if author.startswith("{") else tuple(map(fold, author.split(", ")))
        for author in authors.split("; ")
    ]


def judged(row: Row) -> Iterator[tuple[str, str, bool]]:
    """Each field, what was read for it, and whether that is right."""
    source = parse(row["text"])
    for name in FIELDS:
        given = read(name, source)
        allowed = row[name].split(" || ") if " || " in row[name] else [row[name]]
        yield name, given, any(same(name, given, one.strip()) for one in allowed)


class Tally:
    def __init__(self) -> None:
        self.entries = self.complete = self.wrong = self.written = 0

    def add(self, row: Row) -> None:
        verdicts = list(judged(row))
        self.entries += 1
        self.complete += all(right for _, _, right in verdicts)
        self.wrong += any(given and not right for _, given, right in verdicts)
        self.written += parse(row["text"]).status != "parsed"

    def line(self, name: str) -> str:
        counts = (self.complete, self.wrong, self.written)
        return f"  {name:14} {self.entries:4}" + "".join(
            f"{n / self.entries:10.3f}" for n in counts
        )


def show(half: str) -> None:
    for row in rows(half):
        missed = [(name, given) for name, given, right in judged(row) if not right]
        if missed:
            print(f"{row['kind']}/{row['language']}  {row['text']}")
            for name, given in missed:
                print(f"    {name}: {given or '-'}   <- {row[name] or '-'}")


def main() -> None:
    if "--show" in sys.argv:
        show(next((half for half in HALVES if half in sys.argv), HALVES[0]))
        return
    print(f"{'':16} {'':4}  complete   a wrong        as\n{'':21}{'':10}     field   written")
    for half in HALVES:
        found = rows(half)
        tallies: dict[str, Tally] = defaultdict(Tally)
        for row in found:
            for name in ("all", row["kind"], row["language"]):
                tallies[name].add(row)
        print(half)
        for name, tally in tallies.items():
            print(tally.line(name))
    texts = [row["text"] for row in rows()]
    ours, floor = cpu(parse, texts), cpu(FLOOR.findall, texts)
    print(f"CPU {ours:.3f} ms an entry; {ours / floor:.0f} times one scan ({floor:.4f} ms)")


if __name__ == "__main__":
    main()
