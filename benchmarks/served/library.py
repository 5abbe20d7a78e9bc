"""A library to serve from: the example pieces, repeated to make fifty."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import cycle, islice

from briefs import examples
from briefs.pieces import ingest
from briefs.reading import reader
from briefs.storage import Store

NOW = datetime(2031, 5, 4, 12, 0, tzinfo=UTC)
PIECES = 50


def stock(store: Store) -> Sequence[int]:
    """Add fifty pieces; returns their numbers."""
    edited = [
        ingest.edit(reader.read(data, name=name, origin=name)) for name, data in examples.pieces()
    ]
    return [
        store.catalogue.add(
            replace(
                piece,
                draft=replace(
                    piece.draft,
                    title=f"{piece.draft.title} ({number})",
                    slug=f"piece-{number}",
                    url="",
                    origin=f"example:{number}",
                    original=f"{number}",
                ),
            ),
            now=NOW,
        ).card.piece
        for number, piece in enumerate(islice(cycle(edited), PIECES))
    ]
