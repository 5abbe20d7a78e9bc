"""What an extract gains and loses by being focused on words that were asked for."""

from collections.abc import Callable, Sequence
from statistics import fmean
from typing import TypeAlias

from briefs.summarise.summary import coverage
from extracts.corpus import Piece
from extracts.form import terms
from extracts.peers import THREE, picks
from extracts.rouge import recall

Gain: TypeAlias = tuple[float, float]
"""A mean in percent for the plain extract, and for the focused one."""


def by_title(piece: Piece) -> str:
    return piece.title


def by_reference(piece: Piece) -> str:
    return " ".join(piece.references[0])


def gains(pieces: Sequence[Piece], query: Callable[[Piece], str]) -> dict[str, Gain]:
    """For extracts of 3 sentences: the share of the query's terms, of the references' words and of
    the piece's key terms that they contain.

    Pieces are read without their titles, on which the plain extract would be focused as well.
    """
    asked = [(_untitled(piece), query(piece)) for piece in pieces if terms(query(piece))]
    found = [
        (piece, words, picks(piece, count=THREE), picks(piece, count=THREE, query=words))
        for piece, words in asked
    ]
    gained = {
        "query's terms": (
            fmean(100 * _held(piece, words, plain) for piece, words, plain, _ in found),
            fmean(100 * _held(piece, words, leaning) for piece, words, _, leaning in found),
        ),
        "key terms": (
            fmean(100 * _covered(piece, plain) for piece, _, plain, _ in found),
            fmean(100 * _covered(piece, leaning) for piece, _, _, leaning in found),
        ),
    }
    if all(piece.references for piece, *_ in found):
        gained["reference"] = (
            fmean(recall(piece.texts(plain), piece.references) for piece, _, plain, _ in found),
            fmean(recall(piece.texts(leaning), piece.references) for piece, _, _, leaning in found),
        )
    return gained


def _untitled(piece: Piece) -> Piece:
    return Piece("", piece.body, piece.sentences, piece.references)


def _held(piece: Piece, words: str, picked: Sequence[int]) -> float:
    wanted = terms(words)
    return len(wanted & terms(" ".join(piece.texts(picked)))) / len(wanted)


def _covered(piece: Piece, picked: Sequence[int]) -> float:
    return coverage(title="", body=piece.body, sentences=piece.sentences, picks=picked)
