"""What is gained where uncertain fields are left out: the rules alone, and what is certain.

The sets of `wild.py`, and `wild/documents.tsv`: 131 entries of real documents in twelve languages,
labelled before any reader saw them. At their first run the rules of that day read .702 complete,
and a field wrongly in .137; the next lots of rules, made without them, .763 and .107. They were
developed on since. How certain a field must be was learned with these sets, so that `certainty.py`,
where each lot is left out in turn, says what to expect of new ones. An entry is complete where
every field is right and no other is given. CPU is per entry, as a ratio to the rules alone.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

import wild
from references import cpu

from briefs.references import parse as references_parse
from briefs.references.certainty import certain
from briefs.references.parsed_fields import ParsedFields

DOCUMENTS = Path(__file__).parent / "wild" / "documents.tsv"


def documents() -> list[wild.Row]:
    with DOCUMENTS.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def sets() -> Iterator[tuple[str, list[wild.Row]]]:
    yield "documents", documents()
    for half in dict.fromkeys(row["half"] for row in wild.rows()):
        yield half, wild.rows(half)


def alone(
    fields: ParsedFields,
    text: str,  # noqa: ARG001  # as `certain`
    url: str | None,  # noqa: ARG001
    *,
    is_asked: bool,  # noqa: ARG001
) -> ParsedFields:
    return fields


MODES = (("the rules alone", alone), ("what is certain", certain))


def main() -> None:
    print(f"{'':16} {'':4}  complete   a wrong        as\n{'':21}{'':10}     field   written")
    every = list(sets())
    texts = [row["text"] for _, rows in every for row in rows]
    costs = []
    for mode, decide in MODES:
        references_parse.certain = decide  # type: ignore[attr-defined]  # the name it imports
        print(mode)
        for name, rows in every:
            tally = wild.Tally()
            for row in rows:
                tally.add(row)
            print(tally.line(name))
        costs.append(cpu(references_parse.parse, texts))
    print(f"CPU {costs[1]:.3f} ms an entry, {costs[1] / costs[0]:.2f} times that of the rules")


if __name__ == "__main__":
    main()
