"""The other ways to make an extract that ours is compared with, each as it comes."""

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import TypeAlias

import lede
import numpy as np
from lexrank import STOPWORDS, LexRank
from summa.summarizer import summarize

from briefs.errors import CannotRank
from briefs.summarise.ranking import METHODS
from briefs.summarise.summary import extract
from briefs.summarise.units import lexicon
from briefs.text.sentences import split
from briefs.text.words import words_of
from extracts import prototype
from extracts.corpus import Piece
from extracts.rouge import overlap

THREE = 3
"""Sentences of the short extract."""

HUNDRED = 100
"""Words of the long one."""

_CHARACTERS = 6  # of a word, its space included
_REACH = 12  # sentences that the oracle may take

Extracts: TypeAlias = tuple[Sequence[str], Sequence[str]]
"""One of 3 sentences and one of 100 words, each as its sentences."""

Peer: TypeAlias = Callable[[Piece], Extracts]


def ours(piece: Piece, method: str = "brief") -> Extracts:
    """One of our methods, sumy's among them: over our sentences, what is none left out."""
    return (
        piece.texts(picks(piece, method, count=THREE)),
        piece.texts(picks(piece, method, words=HUNDRED)),
    )


def picks(
    piece: Piece,
    method: str = "brief",
    *,
    count: int | None = None,
    words: int | None = None,
    query: str = "",
) -> tuple[int, ...]:
    try:
        return extract(
            title=piece.title,
            body=piece.body,
            sentences=piece.sentences,
            method=method,
            count=count,
            words=words,
            query=query,
        ).picks
    except CannotRank:  # it is then what a bot would fall back on
        return picks(piece, "lead", count=count, words=words)


def lead(piece: Piece) -> Extracts:
    """The first three sentences as they stand, and exactly the first hundred words."""
    texts = piece.texts(range(len(piece.sentences)))
    return texts[:THREE], _cut(texts)


def _cut(texts: Iterable[str]) -> list[str]:
    """The first hundred words of some sentences."""
    cut: list[str] = []
    left = HUNDRED
    for words in map(str.split, texts):
        cut.append(" ".join(words[:left]))
        left -= len(words)
        if left <= 0:
            break
    return cut


def by_order(order: Callable[[Piece], Iterable[int]]) -> Peer:
    """The first three sentences of an order, and the beginning of it within 100 words."""

    def peer(piece: Piece) -> Extracts:
        ordered = list(islice(order(piece), HUNDRED))
        return piece.texts(ordered[:THREE]), piece.texts(_within(piece, ordered))

    return peer


def _within(piece: Piece, order: Sequence[int]) -> list[int]:
    taken: list[int] = []
    words = 0
    for index in order:
        words += len(piece.sentences[index].of(piece.body).split())
        if words > HUNDRED and taken:
            break
        taken.append(index)
    return taken


def chance(piece: Piece) -> list[int]:
    order = list(range(len(piece.sentences)))
    random.Random(piece.body).shuffle(order)  # noqa: S311  # no secret: the same each time
    return order


def pacsum(piece: Piece) -> list[int]:
    """Likeness to what follows less twice the likeness to what came before, by TF-IDF."""
    vectors = _tf_idf([span.of(piece.body) for span in piece.sentences])
    like = vectors @ vectors.T
    scores = np.triu(like, 1).sum(axis=1) - 2 * np.tril(like, -1).sum(axis=1)
    return [int(index) for index in np.argsort(-scores, kind="stable")]


def _tf_idf(texts: Sequence[str]) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    words = lexicon("en")
    assert words is not None
    terms = [
        [
            words.stem(word.lower())
            for word in words_of(text)
            if word.lower() not in words.stop_words
        ]
        for text in texts
    ]
    columns = {term: n for n, term in enumerate(sorted({t for unit in terms for t in unit}))}
    counts = np.zeros((len(texts), max(1, len(columns))))
    for row, unit in enumerate(terms):
        for term in unit:
            counts[row, columns[term]] += 1
    weighed = counts * np.log((len(texts) + 1) / ((counts > 0).sum(axis=0) + 0.5))
    lengths = np.linalg.norm(weighed, axis=1, keepdims=True)
    return np.divide(weighed, lengths, out=np.zeros_like(weighed), where=lengths > 0)


def of_summa(piece: Piece) -> Extracts:
    """Summa's TextRank, over its own sentences."""
    found = summarize(piece.body, ratio=1.0, split=True, scores=True)
    ordered = sorted(range(len(found)), key=lambda at: -found[at][1])
    words = 0
    hundred: list[int] = []
    for at in ordered:
        words += len(found[at][0].split())
        if words > HUNDRED and hundred:
            break
        hundred.append(at)
    return [found[at][0] for at in sorted(ordered[:THREE])], [
        found[at][0] for at in sorted(hundred)
    ]


def of_lexrank(pieces: Sequence[Piece]) -> Peer:
    """The package lexrank, its document frequencies taken from the set itself."""
    ranker = LexRank(
        [piece.texts(range(len(piece.sentences))) for piece in pieces], STOPWORDS["en"]
    )

    def order(piece: Piece) -> list[int]:
        scores = ranker.rank_sentences(piece.texts(range(len(piece.sentences))), threshold=None)
        return [int(index) for index in np.argsort(-scores, kind="stable")]

    return by_order(order)


def of_lede(piece: Piece) -> Extracts:
    """Lede counts characters: as many as the lead has, and six for each of 100 words."""
    room = sum(map(len, lead(piece)[0]))
    three, hundred = (
        lede.summarize(piece.body, size).summary for size in (room, HUNDRED * _CHARACTERS)
    )
    return tuple(_parted(three)), _cut(_parted(hundred))


def _parted(text: str) -> list[str]:
    return [span.of(text) for span in split(text)]


def oracle(piece: Piece) -> Extracts:
    """The sentences that raise ROUGE-1 and ROUGE-2 most, one at a time: a ceiling, no peer."""
    singles = {
        at: overlap([text], piece.references)
        for at, text in enumerate(piece.texts(range(len(piece.sentences))))
    }
    able = sorted(singles, key=lambda at: -singles[at])[: 2 * _REACH]

    def greedy(fits: Callable[[list[int]], bool]) -> list[int]:
        taken: list[int] = []
        best = 0.0
        while True:
            tried = [
                (overlap(piece.texts([*taken, at]), piece.references), at)
                for at in able
                if at not in taken and fits([*taken, at])
            ]
            score, at = max(tried, default=(0.0, -1))
            if score <= best:
                return taken
            best, taken = score, [*taken, at]

    def words(indices: list[int]) -> int:
        return sum(len(piece.sentences[at].of(piece.body).split()) for at in indices)

    return (
        piece.texts(greedy(lambda taken: len(taken) <= THREE)),
        piece.texts(greedy(lambda taken: words(taken) <= HUNDRED)),
    )


def of_sumy(name: str) -> Peer:
    """One of sumy's algorithms, over our sentences and words."""
    return lambda piece: ours(piece, name)


def peers(pieces: Sequence[Piece]) -> Mapping[str, Peer]:
    """All of them by name for one set of pieces; ours is "brief"."""
    return {
        "lead": lead,
        "random": by_order(chance),
        **{f"sumy {name}": of_sumy(name) for name in METHODS if name not in {"brief", "lead"}},
        "summa": of_summa,
        "lexrank": of_lexrank(pieces),
        "lede": of_lede,
        "PacSum TF-IDF": by_order(pacsum),
        "P1": by_order(prototype.order),
        "brief": ours,
        "oracle": oracle,
    }
