"""Briefs for a reader's words: the focused brief of one piece, and the topic brief of several.

A focused brief favours sentences with those words, in any form that the piece has. A topic brief
takes the best sentences of several pieces, and none that repeats another.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, zip_longest

from briefs.model import Brief, Length, Revision, Summary
from briefs.search_query import Query, fold
from briefs.summarise.selection import choose
from briefs.summarise.summary import LONGEST, Piece, summaries
from briefs.summarise.units import PLAIN, Lexicon, Unit, lexicon
from briefs.text.words import bare, count, words_of


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryMatch:
    """The words of a query that a piece's body has (`held`) or does not have (`missing`), without
    small words. `forms` are the words of the body that match those held.
    """

    held: tuple[str, ...]
    missing: tuple[str, ...]
    forms: tuple[str, ...]


def match_query(revision: Revision, query: Query) -> QueryMatch:
    """Compares the words of a query with a piece's body.

    A word matches if the body has it regardless of case and accents, has a word of the same stem,
    or, for a term with a trailing *, has a word that begins with it.
    """
    small = lexicon(revision.language) or PLAIN
    written: dict[str, list[str]] = defaultdict(list)
    stemmed: dict[str, list[str]] = defaultdict(list)
    for form in dict.fromkeys(words_of(revision.body)):
        for word in fold(form):
            written[word].append(form)
        stemmed[_stem(form, revision.language, small)].append(form)

    found: dict[str, list[str]] = {}
    for asked, prefix in _asked(query):
        plain = "".join(fold(asked))
        if plain in small.stop_words or asked.casefold() in small.stop_words:
            continue
        forms = [
            *written.get(plain, ()),
            *stemmed.get(_stem(asked, revision.language, small), ()),
            *_unspaced(asked, written),
        ]
        if prefix:
            forms += (form for word in written if word.startswith(plain) for form in written[word])
        found[asked] = forms
    return QueryMatch(
        held=tuple(asked for asked, forms in found.items() if forms),
        missing=tuple(asked for asked, forms in found.items() if not forms),
        forms=tuple(dict.fromkeys(form for forms in found.values() for form in forms)),
    )


def _stem(word: str, language: str, small: Lexicon) -> str:
    return small.stem(bare(word.casefold(), language))


def _unspaced(asked: str, written: Mapping[str, Sequence[str]]) -> Sequence[str]:
    """The words that match in a language written without spaces: if the body has every pair of
    adjacent characters of `asked`, all of these pairs; for a single character, every pair that
    contains it.
    """
    pairs = words_of(asked)
    if len(asked) == 1 and count(asked * 2):
        return [form for word in written if asked in word for form in written[word]]
    every = [written.get("".join(fold(pair)), ()) for pair in pairs]
    return [form for forms in every for form in forms] if len(pairs) > 1 and all(every) else ()


def _asked(query: Query) -> Iterator[tuple[str, bool]]:
    """Each word of a query, and whether it is only the beginning of a word."""
    for group in query.groups:
        for term in group:
            *heads, last = term.words
            yield from ((word, False) for word in heads)
            yield last, term.prefix


def focused_summary(revision: Revision, forms: tuple[str, ...], length: Length) -> Summary:
    """The extract of that length that favours sentences with these words of the body.

    The method "brief" chooses it again from the stored body and the stored sentences. Where that
    cannot rank, it is the lead, and `method` says "lead".
    """
    made = summaries(
        title=revision.title,
        body=revision.body,
        sentences=revision.sentences,
        language=revision.language,
        query=" ".join(forms),
        voices=revision.voices,
    )
    return next(summary for summary in made if summary.length == length)


_SIZES: dict[Length, tuple[int, int]] = {"short": (3, 120), "normal": (7, 230), "long": (14, 450)}
"""The most sentences and words of a topic brief; a normal one fits a chat message."""

_MENTIONS = 2
"""A piece is about a topic if so many of its sentences, on average, mention
each term of the topic.
"""

_FROM_EACH = 8
"""Sentences of each piece that are considered: the best ones by the method "brief"."""


def across(
    revisions: Sequence[Revision], query: Query, length: Length = "normal"
) -> tuple[Brief, ...]:
    """A brief of each piece that says something on a topic, in the order of `revisions`.

    All briefs have at most 3, 7 or 14 sentences together, by length, and 120, 230 or 450 words.
    They favour the words of `query`. No sentence repeats another; if two pieces say something
    different, both are in it. The result depends on nothing but the arguments.
    """
    voices = [_Voice.of(revision, query) for revision in revisions]
    about = [voice for voice in voices if voice.is_about_it]
    heard = about if len(about) > 1 else voices
    candidates = list(_candidates(heard))
    asked = tuple(dict.fromkeys(term for voice in heard for term in voice.piece.text.query))
    order = [candidates[at] for at in choose([c.unit for c in candidates], query=asked)]
    most, words = _SIZES[length]
    taken = _taken(order, most, words)
    said = [(voice, [c.position for c in taken if c.voice is voice]) for voice in heard]
    return tuple(voice.brief(positions, length) for voice, positions in said if positions)


@dataclass(frozen=True, slots=True, eq=False)
class _Voice:
    """A piece that may say something on a topic, as the ranking sees it."""

    revision: Revision
    piece: Piece

    @classmethod
    def of(cls, revision: Revision, query: Query) -> "_Voice":
        forms = " ".join(match_query(revision, query).forms)
        piece = Piece.of(
            revision.title,
            revision.body,
            revision.sentences,
            revision.language,
            query=forms,
            voices=revision.voices,
        )
        return cls(revision, piece)

    @property
    def is_about_it(self) -> bool:
        """Whether a piece is about the topic and does not only mention it: its title has all of the
        terms, or its sentences have them _MENTIONS times each, on average.
        """
        text = self.piece.text
        asked = frozenset(text.query)
        mentions = sum(len(asked.intersection(unit.terms)) for unit in text.units)
        return bool(asked) and (asked.issubset(text.title) or mentions >= _MENTIONS * len(asked))

    def best(self) -> list[int]:
        """The positions of its best sentences; if possible only ones that depend on no other, since
        that one might not be taken.
        """
        fits, alone = self.piece.at_most(LONGEST), self.piece.alone
        _, ranking = self.piece.ranked("brief", lambda at: fits(at) and alone(at))
        best = list(islice(ranking, _FROM_EACH))
        return best or list(islice(self.piece.ranked("brief", fits)[1], 1))

    def words(self, position: int) -> tuple[str, ...]:
        at = self.revision.sentences[self.piece.indices[position]]
        return fold(at.of(self.revision.body))

    def brief(self, positions: list[int], length: Length) -> Brief:
        chosen = self.piece.chosen(positions)
        summary = Summary(
            method="brief",
            length=length,
            sentences=tuple(self.revision.sentences[index] for index in chosen),
            coverage=self.piece.coverage(positions),
        )
        return Brief(self.revision, summary)


@dataclass(frozen=True, slots=True, eq=False)
class _Candidate:
    """A sentence that may be taken. In its unit, the number of the piece takes the place of the
    paragraph.
    """

    voice: _Voice
    position: int
    unit: Unit

    @property
    def length(self) -> int:
        return self.voice.piece.lengths[self.position]


def _candidates(voices: Sequence[_Voice]) -> Iterator[_Candidate]:
    """The best sentence of each piece, then the second best of each, and so on: the ranking favours
    early sentences. Of sentences with the same words, only the first.
    """
    seen: set[tuple[str, ...]] = set()
    for row in zip_longest(*(voice.best() for voice in voices)):
        for number, (voice, position) in enumerate(zip(voices, row, strict=True)):
            if position is None or (words := voice.words(position)) in seen:
                continue
            seen.add(words)
            unit = replace(voice.piece.text.units[position], paragraph=number, depends=False)
            yield _Candidate(voice, position, unit)


def _taken(order: Sequence[_Candidate], most: int, words: int) -> list[_Candidate]:
    """The first sentences of an order that fit, at least one. If all are of one piece, the last
    ones are replaced by the first one of another.
    """
    taken: list[_Candidate] = []
    for candidate in order:
        if not taken or _has_room([*taken, candidate], most, words):
            taken.append(candidate)
    other = next((c for c in order if c.voice is not order[0].voice), None)
    if other is None or any(c.voice is not order[0].voice for c in taken):
        return taken
    while len(taken) > 1 and not _has_room([*taken, other], most, words):
        taken.pop()
    return [*taken, other]


def _has_room(taken: Sequence[_Candidate], most: int, words: int) -> bool:
    return len(taken) <= most and sum(candidate.length for candidate in taken) <= words
