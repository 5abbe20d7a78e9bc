"""The extracts of a piece: which sentences, at which length, and how much of
the piece they cover.
"""

import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from briefs.errors import CannotRank
from briefs.model import Length, OtherVoice, Span, Summary
from briefs.summarise.editor_model import Model
from briefs.summarise.quotable import hanging
from briefs.summarise.ranking import BriefSummarizer, Fits, Stops, Text, candidates, named
from briefs.summarise.selection import is_supported
from briefs.summarise.units import PLAIN, lexicon, reads_as_sentence
from briefs.text.words import words_of

_SHORT = 3  # sentences of a short extract, and the fewest of a normal one
_NORMAL = 7
_LONG = 18
_MOST = 9  # … of one that argues: 1.55 times the number of its sentences to this power
_GROWTH = 1.55
_POWER = 0.35
_WORDS_EACH = 36  # words of a sentence of such an extract, on average
_ENOUGH = 0.6  # share of the key terms: a normal extract that covers it is complete …
_TOO_LITTLE = 0.025  # … as is one to which the next sentence would add less than this
_NORMAL_WORDS = 230  # a normal extract fits a chat message with everything around it …
_LONG_WORDS = 450  # … and so does a long one
LONGEST_LINE = 400
"""The most characters of the one sentence that sums up a piece in a digest."""
LONGEST = _NORMAL_WORDS // _SHORT  # words of a sentence: three of them always fit


@dataclass(frozen=True, slots=True)
class Extract:
    """The method that was used, and the indices of the chosen sentences, in document order."""

    method: str
    picks: tuple[int, ...]


def extract(
    *,
    title: str,
    body: str,
    sentences: tuple[Span, ...],
    language: str = "en",
    method: str = "brief",
    count: int | None = None,
    words: int | None = None,
    query: str = "",
    voices: Collection[OtherVoice] = (),
    model: Model | None = None,
) -> Extract:
    """At most `count` sentences, or whole sentences of at most `words` words, or both; without
    either, an extract of normal length. The method "brief" favours sentences with words of `query`.

    With `words`, there is at least one sentence, and the extract ends with the first that is too
    many. Where ranking is not possible (too few sentences, or a language whose small words are not
    known), the lead is taken, and `method` says "lead". CannotRank if there is no such method, or
    if it cannot work on this text. Sentences in `voices` are somebody else's words, and are not
    taken; `model` replaces the model of the package.
    """
    piece = Piece.of(title, body, sentences, language, query=query, voices=voices, model=model)
    longest = words if words is not None else None if count is not None else LONGEST
    stops = piece.stops if count is None and words is None else (count,) if count else ()
    used, order = piece.ranked(method, piece.at_most(longest), stops)
    if count is None and words is None:
        picks = piece.normal(order)
    else:
        picks = piece.within(words, islice(order, None if count is None else max(0, count)))
    return Extract(used, piece.chosen(piece.whole(picks) if used == "brief" else picks))


def summaries(
    *,
    title: str,
    body: str,
    sentences: tuple[Span, ...],
    language: str = "en",
    method: str = "brief",
    query: str = "",
    voices: Collection[OtherVoice] = (),
) -> tuple[Summary, ...]:
    """The short, the normal and the long extract; each contains the one before it.

    A short extract has 3 sentences, or half of a piece with fewer than six. A normal one has 3 to
    9: of a piece that argues by its length, of any other as many as cover it. A long one has up to
    twice as many. Each fits a chat message. Without sentences, they are empty. Where the method
    cannot rank, the lead is taken, and `method` says "lead"; CannotRank only if there is no such
    method. The method "brief" favours sentences with words of `query`, and takes none in `voices`.
    """
    named(method)
    piece = Piece.of(title, body, sentences, language, query=query, voices=voices)
    fits = piece.at_most(LONGEST)
    try:
        used, order = piece.ranked(method, fits, piece.stops)
    except CannotRank:  # a piece is never refused for its summary; `method` says what was done
        used, order = piece.ranked("lead", fits)
    ranked = list(islice(order, _LONG))
    normal = piece.normal(iter(ranked))
    picks: dict[Length, Sequence[int]] = {
        "short": normal[: piece.short],
        "normal": normal,
        "long": piece.within(_LONG_WORDS, ranked[: 2 * len(normal)]),
    }
    if used == "brief":
        picks = {length: piece.whole(chosen) for length, chosen in picks.items()}
    return tuple(
        Summary(
            method=used,
            length=length,
            sentences=tuple(sentences[index] for index in piece.chosen(chosen)),
            coverage=piece.coverage(chosen),
        )
        for length, chosen in picks.items()
    )


def line(
    *,
    title: str,
    body: str,
    sentences: tuple[Span, ...],
    language: str = "en",
    brief: Collection[int] = (),
    longest: int = LONGEST_LINE,
    voices: Collection[OtherVoice] = (),
    model: Model | None = None,
) -> int | None:
    """The index of the sentence, of at most `longest` characters, that sums up the piece when it is
    shown alone under the title; None if no sentence can be shown alone. `brief` are the indices of
    its brief: for a piece that does not argue, the first of them that can be shown alone is taken.
    """
    piece = Piece.of(title, body, sentences, language, voices=voices, model=model)
    position = piece.line(longest, piece.positions(brief))
    return None if position is None else piece.indices[position]


def coverage(
    *,
    title: str,
    body: str,
    sentences: tuple[Span, ...],
    picks: Collection[int],
    language: str = "en",
) -> float:
    """The share, 0 to 1, of the piece's key terms that the sentences with these indices have.

    Key terms are the stems of all words except small ones. Each weighs the sum over the sentences
    that contain it, where the i-th counts 1 / (1 + ln i). It says how much of the piece is
    represented; it does not say that the choice is right.
    """
    piece = Piece.of(title, body, sentences, language)
    return piece.coverage(piece.positions(picks))


@dataclass(frozen=True, slots=True)
class Piece:
    """What the sentences of a piece are ranked by; positions are among its candidates, indices
    among all its sentences.
    """

    indices: tuple[int, ...]
    lengths: tuple[int, ...]
    text: Text
    rankable: bool

    @classmethod
    def of(
        cls,
        title: str,
        body: str,
        sentences: tuple[Span, ...],
        language: str,
        *,
        query: str = "",
        voices: Collection[OtherVoice] = (),
        model: Model | None = None,
    ) -> "Piece":
        found = candidates(title, body, sentences)
        hangs = hanging(title, body, sentences, language)
        words = lexicon(language)
        summarizer = _summarizer(language)
        text = Text(
            document=found.document,
            units=summarizer.units(found.document),
            title=summarizer.title(found.document),
            query=summarizer.terms(words_of(query)),
            lexicon=words or PLAIN,
            language=language if words is not None else "",
            others=frozenset(
                position
                for position, index in enumerate(found.indices)
                if position in found.headings
                or index in hangs
                or any(_overlap(sentences[index], voice.at) for voice in voices)
            ),
            marked=found.marked,
            model=model,
        )
        return cls(
            found.indices,
            found.lengths,
            text,
            words is not None
            and len(text.units) >= _SHORT
            and any(unit.terms for unit in text.units),
        )

    def chosen(self, positions: Iterable[int]) -> tuple[int, ...]:
        """The indices of the sentences at these positions, in document order."""
        return tuple(sorted(self.indices[position] for position in positions))

    def positions(self, indices: Iterable[int]) -> list[int]:
        """The positions of the sentences with these indices, without those
        that are no candidates.
        """
        places = {index: position for position, index in enumerate(self.indices)}
        return [places[index] for index in indices if index in places]

    @property
    def short(self) -> int:
        """The number of sentences of a short extract."""
        return min(_SHORT, max(1, len(self.text.units) // 2))

    @property
    def most(self) -> int:
        """The most sentences of a normal extract; of a piece that argues, by its length."""
        argument = self.text.argument
        if argument is None or argument.shares is None:
            return _NORMAL
        grown = round(_GROWTH * math.pow(len(self.text.units), _POWER))
        return min(_MOST, max(_SHORT, grown))

    @property
    def stops(self) -> tuple[int, int, int]:
        """The numbers of sentences at which a short, a normal and a long extract may end."""
        return (self.short, self.most, 2 * self.most)

    def ranked(self, method: str, fits: Fits, stops: Stops = ()) -> tuple[str, Iterator[int]]:
        """The method that is used, and the positions that fit, best first. The method is "lead"
        where ranking is not possible.
        """
        rank = named(method)
        if not self.rankable:
            method, rank = "lead", named("lead")
        return method, rank(self.text, fits, stops)

    def whole(self, picks: Sequence[int]) -> list[int]:
        """The first positions of an order, up to one after which no sentence depends on a missing
        one; at least one.
        """
        needs, anchors = self.text.needs, self.text.anchors
        held = list(picks)
        while held and not all(is_supported(at, held, needs, anchors) for at in held):
            held.pop()
        return held or list(picks[:1])

    def alone(self, position: int) -> bool:
        """Whether a sentence is the author's own and can be read without any other."""
        text = self.text
        if position in text.others:
            return False
        if text.argument:
            dependence = text.argument.dependence
            return dependence.alone[position] and not dependence.linked[position]
        return not text.units[position].depends and not text.units[position].asks

    def _argued_alone(self, position: int) -> bool:
        """Whether a sentence of a piece that argues can be read alone under the title, even if it
        depends on others in its middle: it opens with no word that refers back, and the people in
        it are known.
        """
        argument = self.text.argument
        return (
            argument is not None
            and argument.shares is not None
            and position not in self.text.others
            and argument.dependence.own[position]
            and argument.dependence.names[position] == frozenset()
            and not argument.dependence.points[position]
            and not argument.dependence.continues[position]
            and not any(tie.kind == "points" for tie in argument.dependence.ties[position])
        )

    def line(self, longest: int, brief: Collection[int]) -> int | None:
        """The position of the sentence that sums up the piece when shown alone; for a piece that
        does not argue, the first of its brief that can be. None if there is none.
        """
        text = self.text
        able = [
            position
            for position, sentence in enumerate(text.document.sentences)
            if len(str(sentence)) <= longest
            and (self.alone(position) or self._argued_alone(position))
            and reads_as_sentence(str(sentence))
        ]
        if not able:
            return None
        if text.argument and text.argument.shares is not None:
            return max(able, key=text.argument.line.__getitem__)
        return next((at for at in sorted(brief) if at in able), able[0])

    def normal(self, order: Iterator[int]) -> list[int]:
        """The first positions of an order, as many as a normal extract has."""
        argument = self.text.argument
        if argument is not None and argument.shares is not None:
            return self.within(
                max(_NORMAL_WORDS, _WORDS_EACH * self.most), islice(order, self.most)
            )
        picks = self.within(_NORMAL_WORDS, islice(order, _NORMAL))
        shares = list(self.covered(picks))
        size = min(_SHORT, len(picks))
        # With a query, a sentence on its words may add few key terms and is still wanted.
        too_little = 0.0 if self.text.query else _TOO_LITTLE
        while (
            size < len(picks)
            and shares[size - 1] < _ENOUGH
            and shares[size] - shares[size - 1] >= too_little
        ):
            size += 1
        return picks[:size]

    def at_most(self, words: int | None) -> Fits:
        """Whether a sentence has at most so many words; if all have more, whether it is the
        shortest. Always true for None.
        """
        if words is None:
            return lambda _: True
        limit = max(words, min(self.lengths, default=0))
        return lambda position: self.lengths[position] <= limit

    def within(self, words: int | None, order: Iterable[int]) -> list[int]:
        """The first positions of an order with at most so many words together, at least one. It
        ends at the first that is too many: no lower-ranked sentence is taken because it is shorter.
        """
        picks: list[int] = []
        total = 0
        for position in order:
            total += self.lengths[position]
            if words is not None and total > words and picks:
                break
            picks.append(position)
        return picks

    def coverage(self, positions: Iterable[int]) -> float:
        """The share of the key terms' weight that these positions cover."""
        return min(1.0, max(self.covered(positions), default=0.0))

    def covered(self, positions: Iterable[int]) -> Iterator[float]:
        """The share of the key terms' weight that is covered after each position."""
        weights = dict(self.text.key_terms)
        total = sum(weights.values()) or 1.0
        share = 0.0
        for position in positions:
            share += sum(weights.pop(term, 0.0) for term in self.text.units[position].terms) / total
            yield share


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


@lru_cache(maxsize=16)
def _summarizer(language: str) -> BriefSummarizer:
    """One summarizer for each language, so that it looks a word up once; it keeps nothing of a
    text.
    """
    words = lexicon(language) or PLAIN
    summarizer = BriefSummarizer(words.stem, language=language)
    summarizer.stop_words = words.stop_words
    return summarizer
