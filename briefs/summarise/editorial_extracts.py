"""The extracts of a piece with an editor's selection: a method chooses,
except for pins and drops.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from briefs.editorial_selection import EditorialSelection
from briefs.model import Revision, Summary
from briefs.summarise.selection import TWIN, rounds
from briefs.summarise.summary import LONGEST, Piece, summaries


def selected_summaries(revision: Revision, hand: EditorialSelection) -> tuple[Summary, ...]:
    """The extracts of a revision with an editor's pins and drops; the method's own, if there are
    none.

    A pin replaces the weakest sentence of the method, and the next best takes the place of a drop.
    All others stay, except one that says the same as a pinned one. Each extract has as many
    sentences as the method's, if the piece has enough that may be shown; it has more only if there
    are more pins. ValueError for a sentence number that does not exist.
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
        told = (str(replace(hand, method=summary.method)) for summary in made)
        return tuple(replace(one, method=how) for one, how in zip(made, told, strict=True))
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
    index_of = {at: index for index, at in enumerate(revision.sentences)}
    pinned = [number - 1 for number in hand.pinned]
    settled = {number - 1 for number in wished}
    ranks = {index: rank for rank, index in enumerate(_ranked(piece, hand.method))}
    best = list(_ranked(piece, made[0].method, pinned=pinned, settled=settled))

    def by_hand(summary: Summary) -> Summary:
        """The pinned sentences, then those of the method that stay, then the next best."""
        own = {index_of[at] for at in summary.sentences} & set(best)
        stay = sorted(own, key=lambda index: ranks.get(index, len(ranks)))
        order = dict.fromkeys((*pinned, *stay, *best))
        indices = sorted(islice(order, max(len(summary.sentences), len(pinned))))
        return replace(
            summary,
            method=str(replace(hand, method=summary.method)),
            sentences=tuple(revision.sentences[index] for index in indices),
            coverage=piece.coverage(piece.positions(indices)),
        )

    return tuple(map(by_hand, made))


def _ranked(
    piece: Piece, method: str, *, pinned: Sequence[int] = (), settled: Collection[int] = ()
) -> Iterator[int]:
    """Indices of sentences, best first, without the `settled` ones and without those that repeat a
    pinned one.
    """
    short_enough = piece.at_most(LONGEST)

    def free(position: int) -> bool:
        return piece.indices[position] not in settled and short_enough(position)

    if method != "brief":
        order = piece.ranked(method, free)[1]
    else:
        scores = piece.text.scores()
        taken = piece.positions(pinned)
        for position in taken:
            scores.take(position)
        order = rounds(
            scores,
            lambda at: free(at) and scores.likeness[at] < TWIN,
            piece.text.needs,
            taken=taken,
            anchors=piece.text.anchors,
        )
    return (piece.indices[position] for position in order)
