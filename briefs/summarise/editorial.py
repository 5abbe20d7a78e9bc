"""The extracts of a piece as an editor wants them: chosen by a method, but for what was settled."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from briefs.editorial_selection import EditorialSelection
from briefs.model import Revision, Summary
from briefs.summarise.selection import TWIN, rounds
from briefs.summarise.summary import LONGEST, Piece, summaries


def selected_summaries(revision: Revision, hand: EditorialSelection) -> tuple[Summary, ...]:
    """The extracts of a revision by a hand: the method's own, where nothing was settled over it.

    Each has as many sentences as the method's, if the piece has as many that may stand in it; it
    has more only where the pinned alone are more. What is pinned or dropped must be a sentence of
    the revision: ValueError if it is not.
    """
    made = summaries(
        title=revision.title,
        body=revision.body,
        sentences=revision.sentences,
        language=revision.language,
        method=hand.method,
        voices=revision.voices,
    )
    if not hand.by_hand:
        return made
    wished = (*hand.pinned, *hand.dropped)
    if not all(1 <= number <= len(revision.sentences) for number in wished):
        raise ValueError(f"not sentences of the piece: {wished}")
    piece = Piece.of(
        revision.title,
        revision.body,
        revision.sentences,
        revision.language,
        voices=revision.voices,
    )
    pinned = [number - 1 for number in hand.pinned]
    most = max(len(summary.sentences) for summary in made)
    order = [*pinned, *islice(_others(piece, hand, made[0].method), most)]

    def by_hand(summary: Summary) -> Summary:
        indices = sorted(order[: max(len(summary.sentences), len(pinned))])
        return replace(
            summary,
            method=str(replace(hand, method=summary.method)),
            sentences=tuple(revision.sentences[index] for index in indices),
            coverage=piece.coverage(piece.positions(indices)),
        )

    return tuple(map(by_hand, made))


def _others(piece: Piece, hand: EditorialSelection, method: str) -> Iterator[int]:
    """Indices of the sentences that may stand beside the pinned, the best first."""
    settled = {number - 1 for number in (*hand.pinned, *hand.dropped)}
    short_enough = piece.at_most(LONGEST)

    def free(position: int) -> bool:
        return piece.indices[position] not in settled and short_enough(position)

    if method != "brief":
        order = piece.ranked(method, free)[1]
    else:
        scores = piece.text.scores()
        pinned = piece.positions(number - 1 for number in hand.pinned)
        for position in pinned:
            scores.take(position)
        order = rounds(
            scores,
            lambda at: free(at) and scores.likeness[at] < TWIN,
            piece.text.needs,
            taken=pinned,
        )
    return (piece.indices[position] for position in order)
