"""What the tagger, which was trained on all styles, says of what the rules read.

The rules go by the marks of a style, the tagger by the forms of words and their neighbours. Its
opinion on a field is how probable the words of the field have the label that the rules gave them,
and whether a field of any kind can begin and end just there.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import itemgetter

from briefs.model import Span
from briefs.references.crf import tagger
from briefs.references.crf.tagger import Row, Segment, Tagged
from briefs.references.crf.tagger_features import words
from briefs.references.fields.dates import MONTHS
from briefs.references.fields.titles import ADDRESS

Named = Iterator[tuple[str, float]]
"""What speaks for or against a field: a name, and how much of it there is, from -1 to about 3."""

_MOST_WORDS = 200
_LEAST_DIGITS = 6
_UNLIKELY = 0.1
_MOST_OUTSIDE = 5.0
_MOST_UNREAD = 10.0


@dataclass(frozen=True)
class Opinion:
    """The words of an entry, and the probability of each label for each word.

    `lettered` are the words that have a letter, by number.
    """

    spans: Sequence[Span]
    texts: Sequence[str]
    tagged: Tagged
    shares: Sequence[Row]
    lettered: Sequence[int]

    def on(self, field: Span, labels: Sequence[str], known: Sequence[str]) -> Named:
        """The opinion on a field that has the first of `labels`, or another of them.

        `known` are the labels whose mean share in the words of the field is told as well.
        """
        first, end = self.words_in(field)
        own = self._shares_of(labels)
        yield "tagger, its first word", _logarithm(own[first])
        yield "tagger, its last word", _logarithm(own[end - 1])
        yield "tagger, its least word", _logarithm(min(own[first:end]))
        ends = self._probability(first, end)
        yield "tagger, its ends", _logarithm(ends)
        yield "tagger, unlikely ends", float(ends < _UNLIKELY)
        named = self._shares_of(labels[:1])
        outside = sum(named[at] for at in self.lettered if not first <= at < end)
        yield "tagger, more of it outside", min(outside, _MOST_OUTSIDE) / _MOST_OUTSIDE
        if end < len(named):
            yield "tagger, more of it behind", named[end]
        for label in known:
            yield f"tagger, {label}", self.mean(label, first, end)

    def least(self, labels: Sequence[str], first: int, end: int) -> float:
        """How probable one of `labels` is for the word that has the least of them."""
        return _logarithm(min(self._shares_of(labels)[first:end]))

    def mean(self, label: str, first: int, end: int) -> float:
        """How probable a label is for the words of a stretch, on average."""
        place = self.tagged.model.places[label]
        return sum(share[place] for share in self.shares[first:end]) / (end - first)

    @cached_property
    def segments(self) -> Sequence[Segment]:
        """The likeliest fields, if one may end and another begin only at marks."""
        return self.tagged.segments([True, *map(may_part, self.texts, self.texts[1:])])

    def _shares_of(self, labels: Sequence[str]) -> list[float]:
        """How probable it is of each word that it has one of `labels`."""
        places = self.tagged.model.places
        if len(labels) == 1:
            return [share[places[labels[0]]] for share in self.shares]
        share_of = itemgetter(*(places[label] for label in labels))
        return [sum(share_of(share)) for share in self.shares]

    def unread(self, fields: Sequence[Span]) -> float:
        """How many words belong to a field for the tagger, and to none of `fields`: 1 for ten."""
        read = {at for field in fields for at in range(*self.words_in(field))}
        known = self._shares_of(_OF_FIELDS)
        unread = sum(known[at] for at in self.lettered if at not in read)
        return min(unread, _MOST_UNREAD) / _MOST_UNREAD

    def words_in(self, field: Span) -> tuple[int, int]:
        """The first word of a stretch of the text, and the one behind its last."""
        inside = [
            at
            for at, span in enumerate(self.spans)
            if span.start < field.end and span.end > field.start
        ]
        return inside[0], inside[-1] + 1

    def _probability(self, first: int, end: int) -> float:
        """How probable it is that just these words are one field of any kind.

        A mark by itself beside them ("–", "//") may belong to them or not.
        """
        firsts = (first, first - 1) if first and _is_mark(self.texts[first - 1]) else (first,)
        is_marked = end < len(self.texts) and _is_mark(self.texts[end])
        ends = (end, end + 1) if is_marked else (end,)
        return max(self.tagged.probability(one, other) for one in firsts for other in ends)


_OF_FIELDS = ("title", "container", "author", "body", "publisher")


_ENDS = re.compile(r"(?:[,:;?!)\]”’\"»›*_|]|(?<!^[^\W\d_])\.)$")
_OPENS = re.compile(r"[“„«\"‘\[(*_|–—-]")
_ACRONYM = re.compile(r"\([A-ZÀ-Þ][\w&./ -]{1,12}\)[.,:]?")
_CLIPPED = re.compile(
    r"(?:[Vv]s|[Nn]o|[Nn]r|[Vv]ol|[Cc]omm|[Dd]ept|[Uu]niv|[Dd]r|[Pp]rof|[Ss]t|Mr|Ms)\."
)
_DAY_OF_MONTH = re.compile(r"\d{1,2}\.")


def may_part(before: str, behind: str) -> bool:
    """Whether one field may end with a word and another begin with the next."""
    if ADDRESS in before or ADDRESS in behind:
        return True
    if _ACRONYM.fullmatch(behind) or _CLIPPED.fullmatch(before):
        return False
    if _DAY_OF_MONTH.fullmatch(before) and behind.strip(".,").casefold() in MONTHS:
        return False
    return _ENDS.search(before) is not None or _OPENS.match(behind) is not None


@lru_cache(maxsize=4)
def opinion(text: str) -> Opinion | None:
    """The opinion on an entry without its addresses; None if it is too long to be asked about."""
    spans = tuple(words(text))
    if not 0 < len(spans) <= _MOST_WORDS:
        return None
    texts = [text[span.start : span.end] for span in spans]
    tagged = tagger.trained().tag(texts)
    lettered = [at for at, word in enumerate(texts) if any(map(str.isalpha, word))]
    return Opinion(spans, texts, tagged, tagged.shares(), lettered)


@dataclass(frozen=True, slots=True)
class Part:
    """A field of an entry as the tagger parts them, and how sure it is of it."""

    label: str
    text: str
    start: int
    certainty: float


def parts_of(text: str) -> tuple[Part, ...]:
    """All fields of an entry, if one may end and another begin only at marks; () if too long."""
    told = opinion(text)
    if told is None:
        return ()
    stretches = [
        (one, told.spans[one.first].start, told.spans[one.end - 1].end) for one in told.segments
    ]
    return tuple(
        Part(one.label, text[start:end], start, one.certainty) for one, start, end in stretches
    )


def _logarithm(share: float) -> float:
    """The decimal logarithm of a share: 0 for 1, and -1 for one in a million or less."""
    return max(math.log10(max(share, 10.0**-_LEAST_DIGITS)) / _LEAST_DIGITS, -1.0)


def _is_mark(word: str) -> bool:
    return ADDRESS not in word and not any(map(str.isalnum, word))
