"""Explains why each sentence of a piece is in its brief or not, with the numbers of the ranking."""

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias, assert_never

from briefs.model import OtherVoice, Span
from briefs.summarise.selection import TWIN, Scores
from briefs.summarise.summary import LONGEST, Piece
from briefs.summarise.units import reads_as_sentence
from briefs.text.canonical import paragraphs

_RANKED = 18
"""Sentences that are ranked: as many as the longest brief has."""


@dataclass(frozen=True, slots=True)
class PickReason:
    """In the brief, as number `order` (from 1); with it the brief covers this share (0–1) of the
    key terms.
    """

    order: int
    covered: float


@dataclass(frozen=True, slots=True)
class Next:
    """Not in the brief, which had enough; it would be number `order` of a longer one."""

    order: int


@dataclass(frozen=True, slots=True)
class Outdone:
    """Not in the brief: there were always better sentences."""


@dataclass(frozen=True, slots=True)
class Repeats:
    """Not in the brief: it repeats sentence `number` (their likeness is a cosine, 0 to 1)."""

    number: int
    likeness: float


@dataclass(frozen=True, slots=True)
class TooLong:
    """Not in the brief: it has more words than one sentence of a brief may have."""

    most: int


@dataclass(frozen=True, slots=True)
class NoSentence:
    """Not in the brief: a headline, a caption, a list item or a table row is no sentence."""


@dataclass(frozen=True, slots=True)
class SaidBefore:
    """Not in the brief: its words are those of the title, or of an earlier sentence."""


@dataclass(frozen=True, slots=True)
class Misleads:
    """Not in the brief: alone it would mislead. It asks, quotes, concedes, or depends on a sentence
    too far away.
    """


Fate: TypeAlias = (
    PickReason | Next | Outdone | Repeats | TooLong | NoSentence | SaidBefore | Misleads
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A sentence: its number, its length in words, its paragraph (from 1), and what became of it.

    `features` are the parts of its score, by name, and `score` is their sum, when it was taken; for
    one that was not taken, when the last one was. Both are missing if the ranking method is not
    "brief", or if it was no candidate.
    """

    number: int
    at: Span
    words: int
    paragraph: int
    features: Mapping[str, float]
    score: float | None
    fate: Fate


@dataclass(frozen=True, slots=True)
class Explanation:
    """The method that chose, and every sentence of the piece with its scores."""

    method: str
    coverage: float
    sentences: tuple[Weighed, ...]


FEATURES: Mapping[str, str] = {
    "central": "how like the whole piece it is",
    "title": "how like the title it is",
    "query": "how many of the words asked for it has",
    "place": "where it stands: in the piece, in its paragraph",
    "subject": "whether it speaks of what the whole piece speaks of",
    "taken up": "whether the beginning and the end take its words up",
    "claim": "words of a claim: must, because, not, instead, we; a turn",
    "evidence": "names, numbers, studies",
    "voice": "a story, an aside, an address to the reader: they count against it",
    "reported": "what it quotes or reports of others",
    "pronouns": "words that stand for something said elsewhere",
    "line": "how well it tells the piece by itself, under the title",
    "opening": "gained by one of the first sentences, while none of them is taken",
    "new": "what it adds to what was taken before, for its length",
    "early": "lost by standing late",
    "repeats": "lost by being like one taken before",
    "paragraph": "lost as its paragraph has been heard",
    "apart": "lost while the sentence directly before it is left out",
    "leans": "lost while the sentence that it leans on is left out",
    "length": "lost by being very long, or very short",
    "question": "lost by being a question",
}
"""Words for the features of the method "brief", by their names."""

SHOWN = 0.005
"""A smaller feature is not shown, as it is rounded to nothing."""


def explain(
    *,
    title: str,
    body: str,
    sentences: tuple[Span, ...],
    language: str = "en",
    method: str = "brief",
    query: str = "",
    voices: Collection[OtherVoice] = (),
) -> Explanation:
    """Chooses a normal brief again and records why; CannotRank as for `summary.extract`."""
    piece = Piece.of(title, body, sentences, language, query=query, voices=voices)
    fits = piece.at_most(LONGEST)
    used, order = piece.ranked(method, fits, piece.stops)
    ranked = list(islice(order, _RANKED))
    taken = piece.normal(iter(ranked))
    if used == "brief":
        taken = piece.whole(taken)
    replayed = _replay(piece, taken) if used == "brief" else _Replay({}, {})
    covered = list(piece.covered(taken))
    openings = [paragraph.start for paragraph in paragraphs(body)]
    places = {index: position for position, index in enumerate(piece.indices)}

    def fate(position: int) -> Fate:
        if position in taken:
            order = taken.index(position)
            return PickReason(order + 1, covered[order])
        if not fits(position):
            return TooLong(LONGEST)
        if used == "brief" and piece.text.needs[position] is None:
            return Misleads()
        if position in replayed.twins:
            original, likeness = replayed.twins[position]
            return Repeats(piece.indices[original] + 1, likeness)
        return Next(ranked.index(position) + 1) if position in ranked else Outdone()

    def weighed(index: int, at: Span) -> Weighed:
        position = places.get(index)
        features = {} if position is None else replayed.features.get(position, {})
        text = at.of(body)
        return Weighed(
            number=index + 1,
            at=at,
            words=len(text.split()),
            paragraph=bisect_right(openings, at.start),
            features=features,
            score=sum(features.values()) if features else None,
            fate=_never_ranked(text) if position is None else fate(position),
        )

    found = tuple(weighed(index, at) for index, at in enumerate(sentences))
    return Explanation(used, piece.coverage(taken), found)


def _never_ranked(text: str) -> Fate:
    return SaidBefore() if reads_as_sentence(text) else NoSentence()


@dataclass(frozen=True, slots=True)
class _Replay:
    """The features by position; and for each position that repeats a taken one, which, and their
    cosine.
    """

    features: Mapping[int, Mapping[str, float]]
    twins: Mapping[int, tuple[int, float]]


def _replay(piece: Piece, taken: Sequence[int]) -> _Replay:
    """Takes the same sentences again, and reads the scores each time."""
    text = piece.text
    scores = text.scores()
    features: dict[int, Mapping[str, float]] = {}
    twins: dict[int, tuple[int, float]] = {}
    for position in taken:
        seen = range(len(text.units)) if position == taken[-1] else (position,)
        features = {at: _row(scores, at) for at in seen} | features
        scores.take(position)
        for at, likeness in enumerate(scores.likeness):
            if likeness >= TWIN and at != position:
                twins.setdefault(at, (position, likeness))
    return _Replay(features, twins)


def _row(scores: Scores, position: int) -> Mapping[str, float]:
    columns = {**scores.fixed, **scores.moving}
    return {name: column[position] for name, column in columns.items()}


def said(fate: Fate) -> str:
    """What became of a sentence, in words."""
    match fate:
        case PickReason(order, covered):
            return f"taken as number {order}: {round(100 * covered)} % of the key terms covered"
        case Next(order):
            return f"left: enough was taken, it would be number {order}"
        case Outdone():
            return "left: there were always better ones"
        case Repeats(number, likeness):
            return f"left: it says what S{number} says (likeness {likeness:.2f})"
        case TooLong(most):
            return f"left: more than {most} words"
        case NoSentence():
            return "left: it does not read as a sentence"
        case SaidBefore():
            return "left: the title, or an earlier sentence, has the same words"
        case Misleads():
            return "left: alone it would mislead (it asks, quotes, concedes, or leans on another)"
        case never:
            assert_never(never)
