"""The extracts of a piece: which of its sentences, at which length, and how much they cover."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from briefs.errors import CannotRank
from briefs.model import Length, Span, Summary
from briefs.summarise.ranking import BriefSummarizer, Fits, Text, candidates, named
from briefs.summarise.selection import key_terms
from briefs.summarise.terms import PLAIN, lexicon, words_of

_SHORT = 3  # sentences of a short extract, and the fewest of a normal one
_NORMAL = 7
_LONG = 14
_ENOUGH = 0.6  # of the key terms: a normal extract that covers so much is done …
_TOO_LITTLE = 0.025  # … as is one to which the next sentence adds less than this
_NORMAL_WORDS = 230  # a normal extract fits a chat message with all that stands around it …
_LONG_WORDS = 450  # … and so does a long one
LONGEST = _NORMAL_WORDS // _SHORT  # words of a sentence: then three always fit


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
) -> Extract:
    """At most `count` sentences, or whole sentences of at most `words` words, or both; with
    neither, an extract of normal length. The method "brief" leans towards the words of `query`.

    With `words`, one sentence comes at least, and none is taken only because it still fits. Where
    there is nothing to rank by (too few sentences, or a language whose small words we do not know)
    the lead is taken, and `method` says "lead". CannotRank if there is no such method, or it cannot
    work on this text.
    """
    piece = Piece.of(title, body, sentences, language, query)
    longest = words if words is not None else None if count is not None else LONGEST
    used, order = piece.ranked(method, piece.at_most(longest))
    if count is None and words is None:
        return Extract(used, piece.chosen(piece.normal(order)))
    wanted = islice(order, None if count is None else max(0, count))
    return Extract(used, piece.chosen(piece.within(words, wanted)))


def summaries(
    *,
    title: str,
    body: str,
    sentences: tuple[Span, ...],
    language: str = "en",
    method: str = "brief",
    query: str = "",
) -> tuple[Summary, ...]:
    """The short, the normal and the long extract; each holds all of the one before it.

    Short is 3 sentences; normal 3 to 7, as many as it takes to cover the piece; long twice that.
    A piece of fewer than six sentences has a shorter short one. None exceeds a chat message. A text
    without sentences has empty ones. Where the method cannot rank, the lead is taken, and `method`
    says "lead"; CannotRank only if there is no such method. The method "brief" leans towards the
    words of `query`.
    """
    named(method)
    piece = Piece.of(title, body, sentences, language, query)
    fits = piece.at_most(LONGEST)
    try:
        used, order = piece.ranked(method, fits)
    except CannotRank:  # a piece is never refused for its summary, and the summary tells
        used, order = piece.ranked("lead", fits)
    ranked = list(islice(order, _LONG))
    normal = piece.normal(iter(ranked))
    picks: dict[Length, Sequence[int]] = {
        "short": normal[: min(_SHORT, max(1, len(piece.text.units) // 2))],
        "normal": normal,
        "long": piece.within(_LONG_WORDS, ranked[: 2 * len(normal)]),
    }
    return tuple(
        Summary(
            method=used,
            length=length,
            sentences=tuple(sentences[index] for index in piece.chosen(chosen)),
            coverage=piece.coverage(chosen),
        )
        for length, chosen in picks.items()
    )


def coverage(
    *,
    title: str,
    body: str,
    sentences: tuple[Span, ...],
    picks: Collection[int],
    language: str = "en",
) -> float:
    """The share, 0 to 1, of the piece's key terms that the sentences with these indices hold.

    Key terms are the stems of all words but the small ones. Each weighs as much as it occurs, an
    occurrence in the i-th sentence counting 1 / (1 + ln i). It says how much of the piece is
    represented; it does not say that the choice is right.
    """
    piece = Piece.of(title, body, sentences, language)
    return piece.coverage(piece.positions(picks))


@dataclass(frozen=True, slots=True)
class Piece:
    """What a piece's sentences are ranked by; positions are among its candidates."""

    indices: tuple[int, ...]
    lengths: tuple[int, ...]
    text: Text
    rankable: bool

    @classmethod
    def of(
        cls, title: str, body: str, sentences: tuple[Span, ...], language: str, query: str = ""
    ) -> "Piece":
        found = candidates(title, body, sentences)
        words = lexicon(language)
        summarizer = _summarizer(language)
        text = Text(
            document=found.document,
            units=summarizer.units(found.document),
            title=summarizer.title(found.document),
            query=summarizer.terms(words_of(query)),
            lexicon=words or PLAIN,
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
        """The indices of the piece's sentences at these positions, in order."""
        return tuple(sorted(self.indices[position] for position in positions))

    def positions(self, indices: Iterable[int]) -> list[int]:
        """The positions of those of the piece's sentences that are candidates."""
        places = {index: position for position, index in enumerate(self.indices)}
        return [places[index] for index in indices if index in places]

    def ranked(self, method: str, fits: Fits) -> tuple[str, Iterator[int]]:
        """The method that can be used, and positions by it, the best first, that fit."""
        rank = named(method)
        if not self.rankable:
            method, rank = "lead", named("lead")
        return method, rank(self.text, fits)

    def normal(self, order: Iterator[int]) -> list[int]:
        """The beginning of an order that makes a normal extract."""
        picks = self.within(_NORMAL_WORDS, islice(order, _NORMAL))
        shares = list(self.covered(picks))
        size = min(_SHORT, len(picks))
        # Where words were asked for, what a sentence says of them adds little to the whole.
        too_little = 0.0 if self.text.query else _TOO_LITTLE
        while (
            size < len(picks)
            and shares[size - 1] < _ENOUGH
            and shares[size] - shares[size - 1] >= too_little
        ):
            size += 1
        return picks[:size]

    def at_most(self, words: int | None) -> Fits:
        """Sentences of at most so many words, if any are given; if there is none such, the
        shortest.
        """
        if words is None:
            return lambda _: True
        limit = max(words, min(self.lengths, default=0))
        return lambda position: self.lengths[position] <= limit

    def within(self, words: int | None, order: Iterable[int]) -> list[int]:
        """The beginning of an order, one at least, that has at most so many words. It ends with
        the first that is too many: a lesser sentence is not taken for being short.
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
        """The share of the key terms' weight that is covered with all of them."""
        return min(1.0, max(self.covered(positions), default=0.0))

    def covered(self, positions: Iterable[int]) -> Iterator[float]:
        """The share of the key terms' weight that is covered with each further position."""
        weights = key_terms(self.text.units)
        total = sum(weights.values()) or 1.0
        share = 0.0
        for position in positions:
            share += sum(weights.pop(term, 0.0) for term in self.text.units[position].terms) / total
            yield share


@lru_cache(maxsize=16)
def _summarizer(language: str) -> BriefSummarizer:
    """One for all texts of a language, so that a word is looked up once; none leaves a trace."""
    words = lexicon(language) or PLAIN
    summarizer = BriefSummarizer(words.stem, language=language)
    summarizer.stop_words = words.stop_words
    return summarizer
