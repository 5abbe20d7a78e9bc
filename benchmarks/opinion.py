"""What the second opinion on references gives: the rules alone, and with the tagger.

The sets of `wild.py`, and `wild/documents.tsv`: 131 entries of real documents in twelve languages,
labelled before any reader saw them. At their first run the rules of that day read .702 complete,
and a field wrongly in .137; the next lots of rules, made without them, .763 and .107. They were
developed on since. Which readers the tagger is asked about, and that it is asked for the ends of a
field, was chosen with these sets at hand. An entry is complete where every field is right and no
other is given. CPU is per entry, as a ratio to the rules alone.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

import wild
from references import cpu

from briefs.references import parse as references_parse
from briefs.references import second_opinion
from briefs.references.parsed_fields import ParsedFields

DOCUMENTS = Path(__file__).parent / "wild" / "documents.tsv"
MODES = (("the rules alone", 0.0), ("with the tagger", second_opinion.DOUBTED))


def documents() -> list[wild.Row]:
    with DOCUMENTS.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def sets() -> Iterator[tuple[str, list[wild.Row]]]:
    yield "documents", documents()
    for half in dict.fromkeys(row["half"] for row in wild.rows()):
        yield half, wild.rows(half)


def unasked(fields: ParsedFields, text: str) -> ParsedFields:  # noqa: ARG001  # as `confirmed`
    return fields


def main() -> None:
    print(f"{'':16} {'':4}  complete   a wrong        as\n{'':21}{'':10}     field   written")
    every = list(sets())
    for mode, doubted in MODES:
        second_opinion.DOUBTED = doubted
        print(mode)
        for name, rows in every:
            tally = wild.Tally()
            for row in rows:
                tally.add(row)
            print(tally.line(name))
    texts = [row["text"] for _, rows in every for row in rows]
    asked = cpu(references_parse.parse, texts)
    references_parse.confirmed = unasked  # type: ignore[attr-defined]  # the name it imports
    alone = cpu(references_parse.parse, texts)
    print(f"CPU {asked:.3f} ms an entry, {asked / alone:.2f} times that of the rules")


if __name__ == "__main__":
    main()
