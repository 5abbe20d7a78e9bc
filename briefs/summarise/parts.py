"""The paragraphs of a brief: which of its sentences open one, as its piece has parts."""

from collections.abc import Sequence
from itertools import pairwise

from briefs.model import Span
from briefs.text.sentences import reads_as_sentence

_LEAST_PARTED = 6  # sentences of a brief below which it is one paragraph
_EACH = 3  # sentences of a paragraph, in the mean
_LEAST_BETWEEN = 4  # sentences of the piece between two paragraphs of its brief
_LONGEST_HEADING = 90  # characters


def openings(body: str, sentences: Sequence[Span], brief: Sequence[int]) -> frozenset[int]:
    """Those of a brief's sentences, by their indices in order, that open a further paragraph of it:
    behind a heading of the piece, or else behind the most that is left out.
    """
    if len(brief) < _LEAST_PARTED:
        return frozenset()
    gaps = {
        after: (_has_heading(body, sentences[before + 1 : after]), after - before)
        for before, after in pairwise(brief)
        if after - before > _LEAST_BETWEEN
    }
    most = round(len(brief) / _EACH) - 1
    widest = sorted(gaps, key=lambda index: (gaps[index], -index), reverse=True)
    return frozenset(widest[:most])


def _has_heading(body: str, between: Sequence[Span]) -> bool:
    texts = (span.of(body) for span in between)
    return any(len(text) <= _LONGEST_HEADING and not reads_as_sentence(text) for text in texts)
