"""Properties of extracts that need no reference summary: their form."""

from collections.abc import Sequence
from itertools import combinations
from statistics import fmean

from briefs.summarise.antecedents import depends
from briefs.summarise.summary import coverage
from briefs.summarise.units import lexicon
from briefs.text.words import words_of
from extracts.corpus import Piece
from extracts.peers import picks

_COUNT = 5
COLUMNS = ("leaning alone", "over .5 alike", "twice", "paragraphs", "last third", "coverage")


def form(pieces: Sequence[Piece], method: str) -> tuple[float, ...]:
    """For extracts of 5 sentences: shares of flawed and late sentences, and the mean coverage.

    The shares are sentences that depend on a missing one, extracts with two sentences that share
    over half of the shorter one's terms, repeated sentences, paragraphs per sentence, and sentences
    from the last third.
    """
    chosen = [picks(piece, method, count=_COUNT) for piece in pieces]
    picked = sum(map(len, chosen))
    pairs = list(zip(pieces, chosen, strict=True))
    return (
        sum(_alone(piece, at, picked) for piece, picked in pairs for at in picked) / picked,
        fmean(_alike(piece.texts(picked)) for piece, picked in pairs),
        1 - sum(len(set(piece.texts(picked))) for piece, picked in pairs) / picked,
        sum(len({_paragraph(piece, at) for at in picked}) for piece, picked in pairs) / picked,
        sum(3 * at >= 2 * len(piece.sentences) for piece, picked in pairs for at in picked)
        / picked,
        fmean(
            coverage(title=piece.title, body=piece.body, sentences=piece.sentences, picks=picked)
            for piece, picked in pairs
        ),
    )


def terms(text: str) -> frozenset[str]:
    """The stems of a text's words, small ones left out."""
    words = lexicon("en")
    assert words is not None
    lowered = (word.lower() for word in words_of(text))
    return frozenset(words.stem(word) for word in lowered if word not in words.stop_words)


def _alone(piece: Piece, index: int, picked: Sequence[int]) -> bool:
    text = piece.sentences[index].of(piece.body)
    return depends(text) and index > 0 and index - 1 not in picked


def _alike(texts: Sequence[str]) -> bool:
    return any(
        2 * len(one & other) > min(len(one), len(other))
        for one, other in combinations(map(terms, texts), 2)
    )


def _paragraph(piece: Piece, index: int) -> int:
    return piece.body.count("\n\n", 0, piece.sentences[index].start)
